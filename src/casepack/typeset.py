"""From a filled Word document to an accessible PDF (PDF/UA-1), offline and the same each time. Owns WeasyPrint."""

from __future__ import annotations

import base64
import binascii
import html
import io
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .assets import asset
from .convert import to_html
from .errors import MissingPartError, TypesetError
from .tagging import finish_pdf

FONTS = Path(__file__).resolve().parent / "fonts"
"""The only fonts a PDF may use: Liberation Sans (the metric twin of Arial), and DejaVu Sans for signs."""

_PICTURE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)")
_TAG = re.compile("<[^>]*>")
_NEED_NO_GLYPH = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufeff")
_FRAME_SLOTS = 80_000
"""Stack slots that make CPython take one large chunk for all deeper calls. WeasyPrint recurses deeply, and without
it crosses the small chunks of the frame stack back and forth, a memory map and unmap at each crossing."""


def typeset(docx: bytes) -> bytes:
    """The PDF of a filled Word document: PDF/UA-1, A4, the house's look, the same bytes for the same document.

    Not for use from several threads at once (Pango is not). Raises `TypesetError` with a place when the document
    holds what the PDF would lose or a character without a glyph, and when a part that typesetting needs is missing.
    """
    return typeset_html(to_html(docx))


def check_glyphs(words: str) -> None:
    """Raise `TypesetError` where a document that holds these words could not be typeset for want of a glyph."""
    _check_glyphs(html.escape(words))


def typeset_html(document: str) -> bytes:
    """The PDF of HTML as `to_html` gives it. Raises `TypesetError` as `typeset` does."""
    _check_glyphs(document)
    engine = _engine(asset("house.css"))
    return engine(document)


def picture_pdf(svg: str) -> bytes:
    """A drawing, with its width and height in points, as a PDF of one page of that size; no document of its own.

    Raises `TypesetError` as `typeset` does.
    """
    _check_glyphs(svg)
    size = re.search(r'<svg [^>]*?width="([\d.]+pt)" height="([\d.]+pt)"', svg)
    if size is None:
        raise TypesetError("The drawing does not say how large it is.")
    weasyprint = _weasyprint()
    look = f"@page {{ size: {size[1]} {size[2]}; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"
    with _loud():
        page = weasyprint.HTML(string=f"<style>{look}</style>{svg}", url_fetcher=offline_fetcher())
        return bytes(page.write_pdf())


@cache
def glyphs() -> frozenset[int]:
    """The code points for which a shipped font has a glyph in regular and in bold."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    def covered(name: str) -> set[int]:
        with TTFont(FONTS / name, lazy=True) as font:
            return set(font.getBestCmap())

    regular = covered("LiberationSans-Regular.ttf") | covered("DejaVuSans.ttf")
    return frozenset(regular & (covered("LiberationSans-Bold.ttf") | covered("DejaVuSans-Bold.ttf")))


def _check_glyphs(document: str) -> None:
    missing = sorted(c for c in set(document) - _NEED_NO_GLYPH if ord(c) not in glyphs())
    if not missing:
        return
    text = html.unescape(_TAG.sub(" ", document))
    found = []
    for character in missing[:12]:
        place = text.find(character)
        words = " ".join(text[max(0, place - 24) : place + 24].split())
        found.append(f'near "{words}": no font has the character U+{ord(character):04X}. Write it with other letters.')
    listed = ", ".join(f"U+{ord(character):04X}" for character in missing[:12])
    plain = f"No font here has a sign for {listed}. Write what holds it with other letters in the record."
    raise TypesetError("\n".join(found), plain=plain)


@cache
def _weasyprint() -> Any:
    """The library, with none but the shipped fonts."""
    # Fontconfig reads this when it first starts, which is when WeasyPrint is imported.
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    try:
        # Where Pango is missing the import prints a page of advice; nothing of ours may print but the command line.
        with redirect_stdout(io.StringIO()):
            import weasyprint  # type: ignore[import-untyped]
    except OSError as error:
        message = (
            f"A part for making PDFs is missing ({error}). Install Pango 1.44 or newer (Debian: libpango-1.0-0"
            " libpangoft2-1.0-0 libharfbuzz-subset0; Windows: MSYS2, package mingw-w64-ucrt-x86_64-pango)."
        )
        raise MissingPartError(message) from error
    return weasyprint


@lru_cache(maxsize=2)
def _engine(look: bytes) -> Callable[[str], bytes]:
    """WeasyPrint with everything that documents of this stylesheet share, loaded once in a process."""
    weasyprint = _weasyprint()
    fonts, fetcher = weasyprint.text.fonts.FontConfiguration(), offline_fetcher()
    pictures: dict[str, Any] = {}
    with _loud():
        sheet = weasyprint.CSS(string=look.decode("utf-8"), base_url="asset:/", url_fetcher=fetcher, font_config=fonts)

    def write(document: str) -> bytes:
        pictures.clear()
        with _loud():
            page = weasyprint.HTML(string=document, base_url="asset:/", url_fetcher=fetcher)
            return bytes(
                page.write_pdf(
                    finisher=finish_pdf,
                    font_config=fonts,
                    stylesheets=[sheet],
                    cache=pictures,
                    pdf_variant="pdf/ua-1",
                )
            )

    return _roomy(write)


def _roomy(function: Callable[[str], bytes]) -> Callable[[str], bytes]:
    def call(document: str) -> bytes:
        return function(document)

    call.__code__ = call.__code__.replace(co_stacksize=_FRAME_SLOTS)
    return call


def offline_fetcher() -> Any:
    """A fetcher for WeasyPrint that hands out the pictures inside the document and casepack's own files, no more.

    Any other address, on the net or on the disk, stops the typesetting with a `TypesetError`.
    """
    urls = _weasyprint().urls

    class Offline(urls.URLFetcher):  # type: ignore[misc,name-defined]
        """Serves `asset:` names and embedded pictures."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """The picture or asset at `url`; anything else is refused."""
            picture = _PICTURE.fullmatch(url)
            try:
                if picture:
                    content = base64.b64decode(picture.group(2), validate=True)
                    return urls.URLFetcherResponse(url, content, {"Content-Type": picture.group(1)})
                if url.startswith("asset:/"):
                    return urls.URLFetcherResponse(url, asset(url.removeprefix("asset:/")))
            except (TypesetError, binascii.Error) as error:
                raise urls.FatalURLFetchingError(str(error)) from error
            raise urls.FatalURLFetchingError(f"The document asks for {url[:80]}, which is not part of it.")

    return Offline()


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _loud() -> Iterator[None]:
    """Nothing that WeasyPrint only logs passes: a lost picture, an unknown rule or a bad address is an error."""
    records, logger = _Records(), logging.getLogger("weasyprint")
    logger.addHandler(records)
    try:
        yield
    except _weasyprint().urls.FatalURLFetchingError as error:
        raise TypesetError(f"The PDF cannot be made: {error}") from error
    finally:
        logger.removeHandler(records)
    if records.messages:
        raise TypesetError("The PDF cannot be made: " + "; ".join(records.messages[:12]))
