"""docxtpl and WeasyPrint as their tutorials show them: everything made anew for each document. Runs in a worker."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from .captured import SHEET, Filled, read_filled
from .figures import Lap
from .work_common import NAIVE_SHEET, environment, laps, with_images


def fill(folder: Path, document: Filled, target: Path) -> None:
    """One Word file from its template, read and compiled anew."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    made = DocxTemplate(folder / f"{document.template}.docx")
    made.render(with_images(document.context, made), environment(), autoescape=True)
    made.save(target)


def typeset(html: str, sheet: Path, target: Path) -> None:
    """One PDF from its HTML, with fonts and stylesheet read anew."""
    from weasyprint import CSS, HTML  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    fonts = FontConfiguration()
    style = CSS(filename=str(sheet), font_config=fonts)
    HTML(string=html).write_pdf(str(target), stylesheets=[style], font_config=fonts)


def fill_all(folder: Path, number: int, out: Path) -> list[Lap]:
    """Word files only, for the rivals whose PDF comes from LibreOffice."""
    documents = read_filled(folder, number)
    return laps(partial(fill, folder, one, out / f"{place}.docx") for place, one in enumerate(documents))


def both(folder: Path, number: int, out: Path, sheet: Path) -> list[Lap]:
    """Word and PDF of each document, with this stylesheet."""

    def one(document: Filled, place: int) -> None:
        fill(folder, document, out / f"{place}.docx")
        typeset(document.html, sheet, out / f"{place}.pdf")

    return laps(partial(one, document, place) for place, document in enumerate(read_filled(folder, number)))


def with_rich_sheet(folder: Path, number: int, out: Path) -> list[Lap]:
    """With the stylesheet that a team would write."""
    return both(folder, number, out, NAIVE_SHEET)


def with_our_sheet(folder: Path, number: int, out: Path) -> list[Lap]:
    """With casepack's own lean one, for how much of the difference is the stylesheet's."""
    return both(folder, number, out, folder / SHEET)
