"""A sheet that is filled in downwards: each question with its answer beside it, and what happens to the answer."""

from __future__ import annotations

from typing import Any

from .cells import Value, address
from .fates import what_happens
from .form import Column
from .heading_match import ANSWER, FATE, QUESTION
from .workbook_formulas import form_check, quoted
from .workbook_frame import Making, add_form_sheet, alt_text, missing_format, protect, put
from .workbook_look import FORM_WIDTHS, LINE, TABLE, height_of, lines_of
from .workbook_prompts import heading, is_prose, is_tall
from .workbook_rows import FIRST_ROW, HEADING_ROW, Laid

PREFIX = "casepack."
"""Before the table and the field in the name of an answer's cell."""

_INDENT, _SMALLER = 1.6, 1.08
"""Units of width by which the texts stand off their lines; what happens to an answer is written a little smaller."""


def write_questions(making: Making, laid: Laid) -> None:
    """Write the sheet. Its questions are protected without a password; each answer has a name of its own."""
    sheet, formats = add_form_sheet(making, laid), making.formats
    lacking = form_check(laid)
    if lacking:
        put(sheet, 4, 2, lacking, formats.of("check"))
    for number, width in enumerate(FORM_WIDTHS):
        sheet.set_column(number, number, width)
    columns = [{"header": text, "header_format": formats.of("heading", indent=1)} for text in (QUESTION, ANSWER, FATE)]
    sheet.add_table(HEADING_ROW - 1, 0, laid.last - 1, 2, {**TABLE, "columns": columns, **alt_text(laid)})
    for row, (column, (value,)) in enumerate(zip(laid.sheet.columns, laid.rows, strict=True), start=FIRST_ROW):
        _question(making, sheet, laid, row, column, value)
    sheet.freeze_panes(HEADING_ROW, 0)
    empty = next((n for n, row in enumerate(laid.rows) if row[0] is None), 0)
    sheet.set_selection(HEADING_ROW + empty, 1, HEADING_ROW + empty, 1)
    sheet.repeat_rows(HEADING_ROW - 1)
    sheet.fit_to_pages(1, 1 if making.in_office else 0)
    sheet.ignore_errors({"number_stored_as_text": f"B{FIRST_ROW}:B{laid.last}"})
    protect(sheet)


def _question(making: Making, sheet: Any, laid: Laid, row: int, column: Column, value: Value) -> None:
    formats, cell, fate = making.formats, address(row, 2), what_happens(column)
    put(sheet, row, 1, heading(column), formats.of("question", indent=1))
    put(sheet, row, 2, value, formats.answer(column, locked=False, border=1, border_color=LINE, indent=1))
    put(sheet, row, 3, fate, formats.of("fate", indent=1))
    sheet.set_row(row - 1, _height(column, value, fate))
    sheet.data_validation(row - 1, 1, row - 1, 1, making.lists.rule(laid.sheet, column, cell))
    making.book.define_name(f"{PREFIX}{column.table}.{column.field}", f"={quoted(laid.sheet.name)}!$B${row}")
    if column.needed:
        rule = {"type": "formula", "criteria": f'=TRIM({cell})=""', "format": missing_format(formats)}
        sheet.conditional_format(row - 1, 1, row - 1, 1, rule)


def _height(column: Column, value: Value, fate: str) -> float:
    """The height of a question: as its texts need it, and room for several lines where a long answer is wanted."""
    room = 7 if column.needed and is_tall(column) else 3 if is_tall(column) else 2 if is_prose(column) else 1
    asked, answer, beside = (width - _INDENT for width in FORM_WIDTHS)
    lines = lines_of(heading(column), asked, bold=True), lines_of(value, answer), lines_of(fate, beside * _SMALLER)
    return height_of(max(room, *lines))
