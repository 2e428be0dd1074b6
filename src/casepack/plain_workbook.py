"""A workbook that only shows lists: a title, the marking, and a table to sort and search on each sheet."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class PlainList:
    """One sheet: `columns` are heading, key of the row, and width in characters; `empty` is said where no row is."""

    name: str
    title: str
    note: str
    columns: tuple[tuple[str, str, int], ...]
    rows: Sequence[Mapping[str, str]]
    empty: str = "Nothing is recorded."


def plain_workbook(
    lists: Sequence[PlainList], *, title: str, author: str, marking: str, foot: str, created: datetime
) -> bytes:
    """The lists as an Excel workbook, a sheet for each; the same lists and `created` give the same bytes.

    Text is written as text: what begins with = + - or @ never becomes a formula. `marking` stands in the header and
    the footer of each printed page, `foot` beside it. `created` is local to the office.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "author": author, "created": created.replace(tzinfo=None), "comments": ""})
    looks = {
        "head": {
            "bold": True,
            "font_color": "white",
            "bg_color": "#14506A",
            "text_wrap": True,
            "border": 1,
            "font_name": "Arial",
            "font_size": 10,
        },
        "body": {"text_wrap": True, "valign": "top", "border": 1, "font_name": "Arial", "font_size": 10},
        "title": {"bold": True, "font_size": 14, "font_name": "Arial", "font_color": "#14506A"},
        "small": {"font_name": "Arial", "font_size": 9, "font_color": "#4A5A63"},
    }
    formats = {name: book.add_format(look) for name, look in looks.items()}
    for one in lists:
        sheet = book.add_worksheet(one.name)
        sheet.write_string(0, 0, one.title, formats["title"])
        sheet.write_string(1, 0, f"{marking}. {one.note}", formats["small"])
        _table(sheet, one, formats)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        shown = marking.replace("&", "&&")
        sheet.set_header(f"&C{shown}")
        sheet.set_footer(f"&L{foot.replace('&', '&&')}&C{shown}&RPage &P of &N")
    book.close()
    return target.getvalue()


def _table(sheet: Any, one: PlainList, formats: Mapping[str, Any]) -> None:
    for column, (heading, key, width) in enumerate(one.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, heading, formats["head"])
        for number, row in enumerate(one.rows, start=4):
            sheet.write_string(number, column, row[key], formats["body"])
    for number, row in enumerate(one.rows, start=4):
        lines = max(_lines(row[key], width) for _, key, width in one.columns)
        if lines > 1:  # LibreOffice, unlike Excel, does not work out by itself how high a row must be
            sheet.set_row(number, _LINE * lines + _AROUND)
    if not one.rows:
        sheet.write_string(4, 0, one.empty, formats["body"])
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.autofilter(3, 0, max(3 + len(one.rows), 4), len(one.columns) - 1)


_LINE, _AROUND = 12.75, 2.25
"""Points that a line of the body takes, and that are left around the lines of a cell."""
_FULL = 0.9
"""How much of a line words fill on average, for they are not broken."""


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column so many characters wide."""
    return sum(max(1, math.ceil(len(line) / (width * _FULL))) for line in text.split("\n"))
