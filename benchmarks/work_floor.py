"""The floor: the bare libraries doing the unavoidable, with everything shared that can be. Runs in a worker.

For each document: docxtpl fills its template in, which has been read, patched and compiled once; mammoth converts
the filled Word file; WeasyPrint lays out casepack's HTML with casepack's stylesheet and writes an accessible PDF. One
stylesheet, one font configuration, one image cache and one URL fetcher serve all. Nothing is checked, proved, drawn or
tagged further, and nothing of casepack is loaded.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from .captured import SHEET, Filled, read_filled
from .figures import Lap
from .phases import Stopwatch
from .work_common import environment, laps, with_images

FILL, CONVERT, TYPESET = "fill", "convert", "typeset"
FRAME_SLOTS = 80_000
_stopwatch = Stopwatch()


@cache
def _filler() -> Any:
    """docxtpl with what it does to a template kept for the next document."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    jinja = environment()

    class Compiled(DocxTemplate):  # type: ignore[misc]
        patched: dict[str, str] = {}  # noqa: RUF012 (shared on purpose)
        compiled: dict[str, Any] = {}  # noqa: RUF012

        def patch_xml(self, src_xml: str) -> str:
            if src_xml not in self.patched:
                self.patched[src_xml] = super().patch_xml(src_xml)
            return self.patched[src_xml]

        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
            self.current_rendering_part = part
            if src_xml not in self.compiled:
                self.compiled[src_xml] = jinja.from_string(src_xml)
            return str(self.resolve_listing(self.compiled[src_xml].render(context)))

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            pass  # nothing of them is filled in

    return Compiled


@cache
def _template(path: Path) -> bytes:
    return path.read_bytes()


def _fill(folder: Path, document: Filled, target: Path) -> None:
    made = _filler()(io.BytesIO(_template(folder / f"{document.template}.docx")))
    made.render(with_images(document.context, made))
    made.save(target)


def _convert(document: Filled) -> None:
    import mammoth  # type: ignore[import-untyped]

    for data, options in document.calls:
        mammoth.convert_to_html(io.BytesIO(data), **options)


@cache
def _typesetter(folder: Path) -> Callable[[str, Path], None]:
    from weasyprint import CSS, HTML  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    fonts, fetcher = FontConfiguration(), URLFetcher()
    pictures: dict[str, Any] = {}
    sheet = CSS(filename=str(folder / SHEET), font_config=fonts, url_fetcher=fetcher)

    def write(html: str, target: Path) -> None:
        pictures.clear()
        page = HTML(string=html, url_fetcher=fetcher)
        page.write_pdf(str(target), stylesheets=[sheet], font_config=fonts, cache=pictures, pdf_variant="pdf/ua-1")

    return write


def _one(folder: Path, document: Filled, target: Path, write: Callable[[str, Path], None]) -> None:
    _stopwatch.timed(FILL, _fill)(folder, document, target.with_suffix(".docx"))
    _stopwatch.timed(CONVERT, _convert)(document)
    _stopwatch.timed(TYPESET, write)(document.html, target.with_suffix(".pdf"))


def _all(folder: Path, number: int, out: Path, write: Callable[[str, Path], None]) -> list[Lap]:
    documents = read_filled(folder, number)
    for step in list(_stopwatch.spent):
        _stopwatch.spent[step] = 0.0
    return laps(partial(_one, folder, one, out / f"{place}.x", write) for place, one in enumerate(documents))


def bare(folder: Path, number: int, out: Path) -> list[Lap]:
    """The floor as Python runs it by itself."""
    return _all(folder, number, out, _typesetter(folder))


def watched(folder: Path, number: int, out: Path) -> list[Lap]:
    """The floor once more, its steps and the garbage collector each by itself."""
    if number == 0:
        _stopwatch.watch_collector()
    return bare(folder, number, out)


@cache
def _settled(folder: Path) -> Callable[[str, Path], None]:
    write = _typesetter(folder)

    def roomy(html: str, target: Path) -> None:
        write(html, target)

    # One large chunk for all deeper frames, which CPython otherwise maps and unmaps over and over.
    roomy.__code__ = roomy.__code__.replace(co_stacksize=FRAME_SLOTS)
    return roomy


def tuned(folder: Path, number: int, out: Path) -> list[Lap]:
    """The same with Python's frame stack and garbage collector set to suit, after the first round."""
    found = _all(folder, number, out, _settled(folder))
    if number == 0:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 100)
    return found


def steps() -> dict[str, float]:
    """Of the last round: seconds for each step, all documents together."""
    return dict(_stopwatch.spent)
