"""The frame of every sheet of the workbook: its first lines, its marking, its page, and how a value is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .cells import Value, address
from .form import Form
from .values import length
from .workbook_formulas import Formula, Names, quoted
from .workbook_lists import Lists
from .workbook_look import AMBER_GROUND, RED, TABS, Formats
from .workbook_prompts import WHEN
from .workbook_rows import Laid
from .workbook_start import START

_LONGEST_LINE = 64
"""Characters of the marking, or of the name of the sheet, in the header and the footer."""


@dataclass(frozen=True, slots=True)
class Making:
    """What every sheet of one workbook is written with."""

    book: Any
    form: Form
    formats: Formats
    lists: Lists
    names: Names | None
    marking: str
    reference: str
    last: int

    @property
    def in_office(self) -> bool:
        """Is it the workbook of the office's data?"""
        return self.form.name == "office"


def put(sheet: Any, row: int, column: int, value: Value | Formula, style: Any) -> None:
    """Write one value; rows and columns count from 1. Text is always text, whatever it begins with.

    Raises ValueError for what no cell can hold: the library itself would leave it out without a word.
    """
    at = (row - 1, column - 1)
    if value is None:
        done = sheet.write_blank(*at, None, style)
    elif isinstance(value, Formula):
        done = sheet.write_formula(*at, value.text, style, value.value)
    elif isinstance(value, (datetime, date)):
        done = sheet.write_datetime(*at, value, style)
    elif isinstance(value, str):
        done = sheet.write_string(*at, value, style)
    else:
        done = sheet.write_number(*at, value, style)
    if done != 0:
        raise ValueError(f"{sheet.name}!{address(row, column)} cannot hold this answer")


def add_sheet(making: Making, name: str, title: str, purpose: str) -> Any:
    """A new sheet with its first lines, its marking on screen and on paper, and its page."""
    sheet = making.book.add_worksheet(name)
    formats = making.formats
    put(sheet, 1, 1, title, formats.of("title"))
    put(sheet, 2, 1, purpose, formats.of("purpose"))
    put(sheet, 3, 1, " · ".join(filter(None, (making.marking, making.reference))), formats.of("marking"))
    for row, height in enumerate((30, 18, 18, 20)):
        sheet.set_row(row, height)
    sheet.hide_gridlines(2)
    marking = _in_header(making.marking)
    sheet.set_header(f'&C&9&"Arial,Bold"{marking}')
    left = _in_header(" · ".join(filter(None, (making.reference, name))))
    regular = '&8&"Arial,Regular"'
    sheet.set_footer(f'&L{regular}{left}&C&8&"Arial,Bold"{marking}&R{regular}Page &P of &N')
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.45, right=0.45, top=0.7, bottom=0.7)
    return sheet


def _in_header(text: str) -> str:
    """Text for the header or the footer, which together hold 255 characters; an & is written twice there."""
    line = " ".join(text.split())
    while length(line.replace("&", "&&")) > _LONGEST_LINE:
        line = line[:-2] + "…"
    return line.replace("&", "&&")


def add_form_sheet(making: Making, laid: Laid) -> Any:
    """A new sheet of the form: with its tab, how soon it is needed in words, and the way back to the first sheet."""
    purpose = f"{WHEN[laid.sheet.when]}. {laid.sheet.purpose}"
    sheet = add_sheet(making, laid.sheet.name, laid.sheet.name, purpose)
    sheet.set_tab_color(TABS[laid.sheet.when])
    sheet.write_url(3, 0, f"internal:{quoted(START)}!A1", making.formats.of("link"), f"Back to {START}")
    return sheet


def alt_text(laid: Laid) -> dict[str, str]:
    """The name of a table, and what is read out in its place."""
    name = re.sub(r"\W+", "_", laid.sheet.name)
    return {"name": f"Table_{name}", "title": laid.sheet.name, "description": laid.sheet.purpose}


def protect(sheet: Any) -> None:
    """Keep the questions as they are. There is no password: who must change them can."""
    sheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": False})


def missing_format(formats: Formats) -> Any:
    """How a needed answer looks while it is missing."""
    return formats.made({"bg_color": AMBER_GROUND, "border": 1, "border_color": RED})
