"""Rows of a table that hold so much that they may not fit on one page: these may run on to the next page.

The house's templates keep every row whole. One that is longer than a page breaks all the same, and takes the heading of
its table with it: Word and the typesetting engine repeat a heading only above rows that may break. Pure.
"""

from __future__ import annotations

import unicodedata
from typing import cast

from lxml import etree

from .wordparts import W, is_on, whole_number

_MOST_LINES = 36
"""Two thirds of the lines of a page: what is reckoned here is never so far from what is typeset."""
_SIGN, _SIDES = 120, 230
"""Width of a sign, rather too much, and of the room at both sides of a cell; in twentieths of a point."""
_LARGER = etree.XPath(
    ".//w:tc[string-length(.) > 120 or count(.//w:p | .//w:br | .//w:cr) > 6]", namespaces={"w": W.strip("{}")}
)
"""Cells that are worth a closer look: no others are longer than a page, however narrow they are in earnest."""
_LINES = (f"{W}p", f"{W}br", f"{W}cr")
"""What begins a line of its own."""


def let_long_rows_break(root: etree._Element) -> None:
    """Take "keep this row on one page" from each row under `root` that could be longer than a page, in place.

    A heading row is left as it is.
    """
    cells = cast("list[etree._Element]", _LARGER(root))
    for row in dict.fromkeys(cell.getparent() for cell in cells):
        if row is not None and _is_long(row) and not is_on(row.find(f"{W}trPr/{W}tblHeader")):
            for kept in row.findall(f"{W}trPr/{W}cantSplit"):
                kept.getparent().remove(kept)  # type: ignore[union-attr]


def may_break(row: etree._Element) -> bool:
    """Whether a row of a Word table may run on to the next page."""
    return not is_on(row.find(f"{W}trPr/{W}cantSplit"))


def _is_long(row: etree._Element) -> bool:
    table = next(row.iterancestors(f"{W}tbl"), row)
    columns = [whole_number(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    at = 0
    for cell in row.iterchildren(f"{W}tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        many = max(1, whole_number("1" if span is None else span.get(f"{W}val")))
        if _lines(cell, sum(columns[at : at + many])) > _MOST_LINES:
            return True
        at += many
    return False


def _lines(cell: etree._Element, width: int) -> int:
    """About how many lines a cell of this width holds."""
    fitting = max(1, (width - _SIDES) // _SIGN)
    lines = 0
    for paragraph in cell.iter(f"{W}p"):
        lengths = [0]
        for item in paragraph.iter(*_LINES, f"{W}t"):
            if item.tag == f"{W}t":
                lengths[-1] += _signs(item.text or "")
            elif item is not paragraph:
                lengths.append(0)
        lines += sum(max(1, -(-length // fitting)) for length in lengths)
    return lines


def _signs(text: str) -> int:
    """How many signs' room a text takes: Chinese signs and emoji take that of two."""
    return len(text) + (0 if text.isascii() else sum(unicodedata.east_asian_width(sign) in "WF" for sign in text))
