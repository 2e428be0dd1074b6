"""The workbooks that are filled in, as files: those of the intake, empty or filled, and whatever else is laid out.

The only module that imports XlsxWriter for them.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .form import Form
from .form_identity import IDENTITY_SHEET
from .labels import Labels, labels_of, labels_of_rows
from .office import Office, Organisation
from .record import Record
from .starter_office import starting_steps, waiting_in
from .workbook_formulas import LISTS, names_of
from .workbook_frame import Making, add_sheet, protect, put
from .workbook_lists import Lists, Offered
from .workbook_look import DIGIT, FONT, Formats
from .workbook_questions import write_questions
from .workbook_rows import FIRST_ROW, HEADING_ROW, Laid, last_row, lay_out
from .workbook_start import PURPOSE, START, write_start
from .workbook_tables import write_table

_FIXED_HEIGHT = re.compile(rb'(<row r="(\d+)"[^>]*) customHeight="1">')
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001  (a property of the file, without a zone; the same in every build)
_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_format_properties": FONT, "default_column_width": DIGIT, "default_row_height": 19,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contents:
    """What one workbook is made from: its sheets as they are laid out, and the words around them.

    `labels` and `offered` give the drop-downs. `reference` stands in the marking of every page; `says` is what the
    workbook says of itself, hidden, so that it is known again.
    """

    form: Form
    laid: tuple[Laid, ...]
    labels: Labels
    title: str
    purpose: str
    marking: str
    says: tuple[tuple[str, str], ...]
    reference: str = ""
    created: datetime = _CREATED
    offered: Offered = field(default_factory=dict)


def build_workbook(form: Form, office: Office | None, data: Record | Office | None, *, made_by: str) -> bytes:
    """The workbook of a record or an office: filled from `data`, or empty with rows to begin in.

    `office` gives the drop-downs of a record's workbook; that of an office needs none. `made_by` is the version of
    casepack. The same input gives the same bytes. What is to be written must be valid: Excel's own limits are held by
    the models, and a workbook that Excel would offer to repair is refused by the library, never written.
    """
    labels = labels_of(office) if office and form.name == "record" else labels_of_rows({})
    starting = {"steps": starting_steps()} if form.name == "office" else {}
    laid = lay_out(form, data, labels, waiting_in(form, office), starting)
    reference = _reference(data)
    return write_workbook(
        Contents(
            form,
            laid,
            labels,
            f"{form.title} {reference}".strip(),
            PURPOSE[form.name],
            _marking(office, data),
            says_of(form, made_by),
            reference,
        )
    )


def says_of(form: Form, made_by: str) -> tuple[tuple[str, str], ...]:
    """What every workbook says of itself."""
    return ("form", form.name), ("version", str(form.version)), ("made by", made_by)


def write_workbook(contents: Contents) -> bytes:
    """The workbook as a file; the same contents give the same bytes. Raises ValueError for what no cell can hold."""
    import xlsxwriter  # type: ignore[import-untyped]

    laid = contents.laid
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the library warns, and leaves out, what Excel could not hold
        book = xlsxwriter.Workbook(target, dict(_OPTIONS, default_format_properties=dict(FONT)))
        last = last_row(laid)
        lists = Lists(laid, contents.labels, last, contents.offered)
        making = Making(
            book, contents.form, Formats(book), lists, names_of(laid), contents.marking, contents.reference, last
        )
        _properties(making, contents)
        start = add_sheet(making, START, contents.title, contents.purpose)
        write_start(start, contents.form, laid, making.formats)
        protect(start)
        for one in laid:
            (write_questions if one.sheet.layout == "form" else write_table)(making, one)
        _offered(making)
        _identity(making, contents.says)
        start.activate()
        book.close()
    return _growing(target.getvalue())


def _growing(book: bytes) -> bytes:
    """The same workbook, in which the rows of answers grow with what is typed into them.

    The library fixes every height that it is told. Heights are needed, because LibreOffice does not work them out for
    a file of Excel's; but a row whose height is fixed would hide the end of a longer answer.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                data = _FIXED_HEIGHT.sub(_grown, data)
            new.writestr(part, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _grown(found: re.Match[bytes]) -> bytes:
    return found[0] if int(found[2]) <= HEADING_ROW else found[1] + b">"


def _marking(office: Office | None, data: Record | Office | None) -> str:
    """The words of protective marking: the office's, or those that an office has until it chooses others."""
    held = data if isinstance(data, Office) else office
    return held.organisation.marking if held else str(Organisation.model_fields["marking"].default)


def _reference(data: Record | Office | None) -> str:
    return (data.incident.reference or "") if isinstance(data, Record) else ""


def _properties(making: Making, contents: Contents) -> None:
    about = {"title": contents.title, "subject": making.marking[:200], "author": "casepack"}
    making.book.set_properties({**about, "created": contents.created})
    for name, value in contents.says:
        making.book.set_custom_property(name, value, "text")


def _offered(making: Making) -> None:
    """The hidden sheet with what the drop-downs offer."""
    sheet = add_sheet(making, LISTS, LISTS, "What the drop-downs offer. Nothing is to be filled in here.")
    text = making.formats.of("text")
    for column, (name, offered) in enumerate(making.lists.columns().items(), start=1):
        put(sheet, HEADING_ROW, column, name, making.formats.of("heading"))
        for row, answer in enumerate(offered, start=FIRST_ROW):
            put(sheet, row, column, answer, text)
    for name, formula in making.lists.defined().items():
        making.book.define_name(name, formula)
    protect(sheet)
    sheet.hide()


def _identity(making: Making, says: Sequence[tuple[str, str]]) -> None:
    """The hidden sheet that says which form it is: properties are lost more easily than sheets."""
    sheet = making.book.add_worksheet(IDENTITY_SHEET)
    for row, (name, value) in enumerate(says):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
