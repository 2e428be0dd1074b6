"""Workbooks for tests, laid out as casepack lays them out, to be spoiled in whatever way a test is about.

A `Book` is plain values; `cells()` gives what the reader sees of them, `xlsx()` the bytes of a real file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from casepack.answers import write_answer
from casepack.cells import Cell, SheetCells, WorkbookCells, address
from casepack.form import HELPERS, Column, Form, Sheet
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.labels import Labels, labels_of
from casepack.office import Office
from casepack.record import Record

HEADING_ROW = 5
STARTERS = 4
"""Rows in which an id stands and nothing else, below those that are filled in."""

Value = str | int | float | bool | date | datetime | time | None
At = tuple[int, int]


@dataclass
class Page:
    """One sheet: its values by row and column, and what is odd about it."""

    name: str
    values: dict[At, Value] = field(default_factory=dict)
    struck: set[At] = field(default_factory=set)
    formulas: dict[At, Value] = field(default_factory=dict)
    broken: set[At] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    def column(self, heading: str) -> int:
        """The column with this heading, whatever stars it has."""
        [found] = [c for (r, c), v in self.values.items() if r == HEADING_ROW and _plain(v) == _plain(heading)]
        return found

    def question(self, label: str) -> int:
        """The row with this question in the first column."""
        [found] = [r for (r, c), v in self.values.items() if c == 1 and r > HEADING_ROW and _plain(v) == _plain(label)]
        return found

    def row_of(self, key: str) -> int:
        """The row of this id."""
        [found] = [r for (r, c), v in self.values.items() if c == 1 and r > HEADING_ROW and v == key]
        return found


def _plain(value: object) -> str:
    return str(value).removesuffix(" *")


@dataclass
class Book:
    """A workbook of a form."""

    form: Form
    pages: dict[str, Page] = field(default_factory=dict)
    names: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    counts_from_1904: bool = False
    macros: bool = False

    def page(self, name: str) -> Page:
        """The sheet with this name; a new one at the end if there is none."""
        return self.pages.setdefault(name, Page(name))

    def put(self, sheet: str, heading: str, value: Value, row: int | str = HEADING_ROW + 1) -> At:
        """Write an answer under a heading, or beside a question; `row` is a number or an id. Gives its place."""
        page = self.pages[sheet]
        there = next(s for s in self.form.sheets if s.name == sheet)
        if there.layout == "form":
            at = (page.question(heading), 2)
        else:
            at = (page.row_of(row) if isinstance(row, str) else row, page.column(heading))
        page.values[at] = value
        if value is None:
            del page.values[at]
        return at

    def head(self, sheet: str, heading: str, typed: str) -> At:
        """Write another heading, or another question, in place of this one. Gives its place."""
        page = self.pages[sheet]
        there = next(s for s in self.form.sheets if s.name == sheet)
        at = (page.question(heading), 1) if there.layout == "form" else (HEADING_ROW, page.column(heading))
        page.values[at] = typed
        return at

    def drop(self, sheet: str, heading: str) -> None:
        """Take a column with all its answers away; those to its right stay where they are."""
        page = self.pages[sheet]
        column = page.column(heading)
        page.values = {at: value for at, value in page.values.items() if at[1] != column or at[0] < HEADING_ROW}

    def rename(self, sheet: str, name: str) -> None:
        """Call a sheet by another name, in its place."""
        self.pages = {
            (name if key == sheet else key): (replace(page, name=name) if key == sheet else page)
            for key, page in self.pages.items()
        }

    def copy(self, sheet: str, name: str) -> Page:
        """Copy a sheet to the end."""
        page = self.pages[sheet]
        self.pages[name] = replace(page, name=name, values=dict(page.values))
        return self.pages[name]

    def says(self, form: str, version: str, made_by: str = "0.1.0") -> None:
        """Let the workbook say which form it is, on its hidden sheet."""
        page = self.page("casepack")
        page.hidden = True
        for row, pair in enumerate((("form", form), ("version", version), ("made by", made_by)), 1):
            page.values[row, 1], page.values[row, 2] = pair

    def cells(self) -> WorkbookCells:
        """What the reader sees."""
        sheets = tuple(_cells(page) for page in self.pages.values())
        return WorkbookCells(sheets, self.counts_from_1904, self.macros, dict(self.names), dict(self.properties))

    def xlsx(self) -> bytes:
        """The bytes of the workbook, as openpyxl writes it."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for page in self.pages.values():
            sheet = book.create_sheet(page.name)
            for at, value in page.values.items():
                cell = sheet.cell(*at, value=value)
                if isinstance(value, str):
                    cell.data_type = "s"
                if at in page.struck:
                    cell.font = Font(strike=True)
            for at in page.formulas:
                sheet.cell(*at, value="=1+1")
            for top, left, bottom, right in page.merged:
                sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
            for row in page.hidden_rows:
                sheet.row_dimensions[row].hidden = True
            if page.hidden:
                sheet.sheet_state = "veryHidden"
        for name, (on, row, column) in self.names.items():
            letters = address(row, column).rstrip("0123456789")
            book.defined_names[name] = DefinedName(name, attr_text=f"'{on}'!${letters}${row}")
        made = io.BytesIO()
        book.save(made)
        return made.getvalue()


def _cells(page: Page) -> SheetCells:
    found = {at: Cell(value, struck=at in page.struck) for at, value in page.values.items() if value is not None}
    found |= {at: Cell(value, formula=True) for at, value in page.formulas.items()}
    found |= {at: Cell("#REF!", formula=True, error=True) for at in page.broken}
    return SheetCells(
        page.name,
        found,
        tuple(page.merged),
        frozenset(page.hidden_rows),
        frozenset(page.hidden_columns),
        page.hidden,
    )


def record_book(record: Record, office: Office) -> Book:
    """The intake workbook of a record."""
    return _book(RECORD_FORM, record, labels_of(office))


def office_book(office: Office) -> Book:
    """The workbook of an office."""
    return _book(OFFICE_FORM, office, labels_of(office))


def _book(form: Form, data: Record | Office, labels: Labels) -> Book:
    book = Book(form)
    for sheet in form.sheets:
        page = book.page(sheet.name)
        page.values[1, 1], page.values[2, 1] = sheet.name, sheet.purpose
        rows = getattr(data, sheet.table)
        if sheet.layout == "form":
            _fill_form(page, sheet, rows, labels)
        else:
            _fill_rows(page, sheet, rows, labels)
    return book


def _fill_form(page: Page, sheet: Sheet, row: Any, labels: Labels) -> None:
    for number, heading in enumerate(("Question", "Answer", "What happens to this"), 1):
        page.values[HEADING_ROW, number] = heading
    for number, column in enumerate(sheet.columns, HEADING_ROW + 1):
        page.values[number, 1] = _heading(column)
        page.values[number, 2] = write_answer(column, getattr(row, column.field), labels)
        page.values[number, 3] = "The checklist."
    page.values = {at: value for at, value in page.values.items() if value is not None}


def _fill_rows(page: Page, sheet: Sheet, rows: Iterable[Any], labels: Labels) -> None:
    whose = next((c for c in sheet.columns if sheet.joined or "people" in c.targets), None)
    slots: list[Column | str] = []
    for column in sheet.columns:
        slots += [column, HELPERS[0]] if column == whose else [column]
    slots.append(HELPERS[1])
    for number, slot in enumerate(slots, 1):
        page.values[HEADING_ROW, number] = slot if isinstance(slot, str) else _heading(slot)
    row_number = HEADING_ROW
    for row in rows:
        row_number += 1
        for number, slot in enumerate(slots, 1):
            shown = slot if isinstance(slot, str) else write_answer(slot, getattr(row, slot.field), labels)
            page.values[row_number, number] = "Somebody" if isinstance(slot, str) else shown
    first = sheet.columns[0]
    if first.field == "id" and first.example and not sheet.joined:
        start = first.example.rstrip("0123456789")
        for more in range(STARTERS) if first.prefilled else ():
            page.values[row_number + 1 + more, 1] = f"{start}{row_number - HEADING_ROW + 1 + more}"
    page.values = {at: value for at, value in page.values.items() if value is not None}


def _heading(column: Column) -> str:
    return f"{column.heading} *" if column.needed else column.heading
