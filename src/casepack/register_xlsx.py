"""The disclosure register as a workbook: one row per disclosure, to be sorted and searched."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

BEFORE = (
    ("When", "when", 26),
    ("To", "to", 34),
    ("Told, refused or not shared", "direction", 16),
    ("How", "how", 22),
    ("About", "about", 12),
    ("What", "what", 40),
    ("Why", "why", 44),
    ("Basis", "basis", 44),
    ("Decided by", "by", 24),
    ("Family told", "family", 14),
)
MADE = (
    ("Document", "title", 34),
    ("To", "to", 34),
    ("About", "about", 12),
    ("What it tells", "what", 44),
    ("Why", "why", 44),
    ("Basis", "basis_text", 50),
    ("Family told", "family", 14),
    ("State", "state", 24),
    ("Approved", "by", 34),
    ("Fingerprint of the Word file (SHA-256)", "sha256", 68),
)
REFUSED = (("Document", "title", 40), ("Why it was not produced", "reason", 90))


def register_workbook(register: Mapping[str, Any], *, created: datetime) -> bytes:
    """The register's View as an Excel workbook with three sheets; the same View and day give the same bytes.

    Text is written as text: what begins with = + - or @ never becomes a formula. `created` is the moment of
    the run, local to the office.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    doc = register["doc"]
    book.set_properties(
        {"title": doc["title"], "author": doc["organisation"], "created": created.replace(tzinfo=None), "comments": ""}
    )
    head = book.add_format({"bold": True, "font_color": "white", "bg_color": "#14506A", "text_wrap": True, "border": 1})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "font_name": "Arial", "font_size": 10})
    title = book.add_format({"bold": True, "font_size": 14, "font_name": "Arial", "font_color": "#14506A"})
    small = book.add_format({"font_name": "Arial", "font_size": 9, "font_color": "#4A5A63"})
    for name, columns, rows in (
        ("Documents in this pack", MADE, register["made"]),
        ("Told before this pack", BEFORE, register["before"]),
        ("Not produced", REFUSED, register["not_made"]),
    ):
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, f"{name}, {doc['reference']}", title)
        sheet.write_string(1, 0, f"{doc['marking']}. People are shown by code. Review on {doc['review_on']}.", small)
        _table(sheet, columns, rows, head, body)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&C{doc['marking'].replace('&', '&&')}")
        sheet.set_footer(f"&L{doc['reference']}&C{doc['marking'].replace('&', '&&')}&RPage &P of &N")
    book.close()
    return target.getvalue()


def _table(
    sheet: Any, columns: Sequence[tuple[str, str, int]], rows: Sequence[Mapping[str, str]], head: Any, body: Any
) -> None:
    for column, (heading, key, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, heading, head)
        for number, row in enumerate(rows, start=4):
            sheet.write_string(number, column, row[key], body)
    if not rows:
        sheet.write_string(4, 0, "Nothing is recorded.", body)
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
