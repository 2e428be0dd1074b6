"""The page that a Word file sets up: its margins, and the room that header and footer take. Pure; points throughout."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from .house_styles import MOST_BYTES, Styles, Values, line_height, relations_of, styles_of
from .wordparts import DOCUMENT, R, W, parse, parts
from .wordrules import text_of

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_EMU = 12700
_WIDTH_OF_A_LETTER = 0.5
"""Of the size of the letters; enough to tell one line from two."""
_SLACK = 0.45
"""Added below a header that is higher than the margin, as Word does."""
A4 = (595.3, 841.9)


@dataclass(frozen=True, slots=True)
class Page:
    """The margins, that of the first page's top by itself, and how far from the edges header and footer stand."""

    first: float
    top: float
    right: float
    bottom: float
    left: float
    header: float
    footer: float

    @property
    def width(self) -> float:
        """The width of the text."""
        return A4[0] - self.left - self.right


@lru_cache(maxsize=64)
def page_of(docx: bytes) -> Page:
    """The page of a Word file's last section, as Word makes room for its headers and footers.

    Raises `TemplateError` (without a name in front) where it is no Word file.
    """
    members = parts(docx, most_bytes=MOST_BYTES)
    body = parse(members[DOCUMENT], DOCUMENT)
    set_up = next(iter(reversed(list(body.iter(f"{W}sectPr")))), None)
    margins = None if set_up is None else set_up.find(f"{W}pgMar")
    found = {name: _twips(margins, name) for name in ("top", "right", "bottom", "left", "header", "footer")}
    plain = Page(found["top"], **found)
    if set_up is None:
        return plain
    styles = styles_of(docx)
    heights = {slot: _height(root, styles, plain.width) for slot, root in frame_parts(members, set_up).items()}
    first, other = heights.get("header first", heights.get("header default", 0)), heights.get("header default", 0)
    low = max(heights.get("footer first", 0), heights.get("footer default", 0))
    return Page(
        _room(found["top"], found["header"], first),
        _room(found["top"], found["header"], other),
        found["right"],
        max(found["bottom"], found["footer"] + low),
        found["left"],
        found["header"],
        found["footer"],
    )


def frame_parts(members: Mapping[str, bytes], set_up: etree._Element) -> dict[str, etree._Element]:
    """The headers and footers of a section by kind and page: "header first", "footer default"."""
    return {slot: parse(members[name], name) for slot, name in frame_names(members, set_up).items()}


def frame_names(members: Mapping[str, bytes], set_up: etree._Element) -> dict[str, str]:
    """The names of these parts."""
    pointers = relations_of(members, DOCUMENT)
    found = {}
    for kind in ("header", "footer"):
        for item in set_up.iterfind(f"{W}{kind}Reference"):
            name = pointers.get(item.get(f"{R}id", ""), ("", ""))[1]
            if name in members:
                found[f"{kind} {item.get(f'{W}type', '')}"] = name
    return found


def _twips(margins: etree._Element | None, name: str) -> float:
    value = "" if margins is None else margins.get(f"{W}{name}", "")
    return abs(int(value)) / 20 if value.lstrip("-").isdigit() else 0.0


def _room(margin: float, start: float, height: float) -> float:
    return max(margin, start + height + _SLACK) if start + height > margin else margin


def _height(part: etree._Element, styles: Styles, width: float) -> float:
    return sum(_block(block, styles, width) for block in part)


def _block(block: etree._Element, styles: Styles, width: float) -> float:
    if block.tag == f"{W}tbl":
        return sum(_row(row, styles) for row in block.iterfind(f"{W}tr"))
    if block.tag == f"{W}sdt":
        return sum(_block(item, styles, width) for item in block.iterfind(f"{W}sdtContent/*"))
    return _paragraph(block, styles, width) if block.tag == f"{W}p" else 0.0


def _row(row: etree._Element, styles: Styles) -> float:
    return max((_height(cell, styles, _cell_width(cell)) for cell in row.iterfind(f"{W}tc")), default=0.0)


def _cell_width(cell: etree._Element) -> float:
    width = cell.find(f"{W}tcPr/{W}tcW")
    return max(_twips(width, "w") if width is not None else 0.0, 30.0)


def _paragraph(paragraph: etree._Element, styles: Styles, width: float) -> float:
    values = values_of(paragraph, styles)
    size, line = float(values.get("size", "10")), line_height(values)
    lines = max(1, math.ceil(len(text_of(paragraph)) * size * _WIDTH_OF_A_LETTER / max(width, 1.0)))
    pictures = [int(extent.get("cy", "0")) / _EMU for extent in paragraph.iter(_PICTURE)]
    borders = sum(float(part) for border in _borders(values) for part in (border[0], border[2]))
    room = float(values.get("before", "0")) + float(values.get("after", "0")) + borders
    return room + max([lines * line, *(height + line * 0.25 for height in pictures)])


def _borders(values: Values) -> Iterator[list[str]]:
    for side in ("top", "bottom"):
        if border := values.get(f"border-{side}", ""):
            yield border.split()


def values_of(paragraph: etree._Element, styles: Styles) -> Values:
    """What the style of a paragraph gives."""
    held = paragraph.find(f"{W}pPr/{W}pStyle")
    key = "" if held is None else held.get(f"{W}val", "")
    at = next((at for at, own in styles.ids.items() if own == key and at[0] == "paragraph"), ("paragraph", "Normal"))
    return styles.values.get(at, {})
