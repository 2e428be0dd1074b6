"""Cells of a sheet given another look, or text where they are empty: nothing of what stands in them is touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .cells import address
from .patch_xml import CannotEdit, Edit, Element, Xml, attribute, changed, excel_text

Place = tuple[int, int]
"""Row and column, from 1."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")


def place_of(text: str) -> Place | None:
    """The row and column of an address such as F7; None where it is none."""
    found = _ADDRESS.fullmatch(text.strip())
    if not found:
        return None
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found.group(2))
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def areas_of(text: str) -> Iterator[tuple[int, int, int, int]]:
    """The areas of a list such as "A1:B2 D4": first row, first column, last row, last column."""
    for part in text.split():
        first, _, last = part.partition(":")
        one, other = place_of(first), place_of(last or first)
        if one and other:
            yield (*one, *other)


def first_of_merged(sheet: Xml, places: Iterable[Place]) -> dict[Place, Place]:
    """For each place the one that can be seen: of a merged area, its first cell."""
    merged = sheet.child("mergeCells", leap="sheetData")
    areas = [
        area
        for element in (sheet.children(merged) if merged else ())
        for area in areas_of(attribute(sheet.tag(element), "ref") or "")
    ]
    seen = {}
    for row, column in places:
        held = (a for a in areas if a[0] <= row <= a[2] and a[1] <= column <= a[3])
        seen[row, column] = next(((a[0], a[1]) for a in held), (row, column))
    return seen


@dataclass(slots=True)
class _Row:
    """A row of a sheet: its number, and where it stands."""

    number: int
    element: Element


class Columns:
    """What the columns of a sheet say of themselves: their look, and how wide they are."""

    def __init__(self, sheet: Xml) -> None:
        """Read the columns of a sheet."""
        cols = sheet.child("cols", leap="sheetData")
        self._told = [
            (int(attribute(tag, "min") or 0), int(attribute(tag, "max") or 0), tag)
            for tag in (sheet.tag(e) for e in (sheet.children(cols) if cols else ()))
        ]

    def look(self, column: int) -> int:
        """The look of an empty cell in this column."""
        tag = self._tag(column)
        return number_of(tag and attribute(tag, "style")) or 0

    def width(self, column: int) -> int:
        """How wide the column is on the screen, in pixels."""
        tag = self._tag(column)
        if tag and attribute(tag, "hidden") in ("1", "true"):
            return 0
        try:
            return int(float((tag and attribute(tag, "width")) or 8.43) * 7 + 5)
        except ValueError:
            return 64

    def _tag(self, column: int) -> bytes | None:
        return next((tag for low, high, tag in self._told if low <= column <= high), None)


def recoloured(sheet: Xml, wanted: Mapping[Place, Callable[[int], int]]) -> list[Edit]:
    """The edits that give cells another look: each place with what makes the new look out of the old one.

    A cell or row that is not there yet is put in, empty. Raises CannotEdit where the sheet has no place for cells.
    """
    body = sheet.child("sheetData", leap="sheetData")
    if body is None:
        raise CannotEdit("no cells")
    columns = Columns(sheet)
    by_row: dict[int, dict[int, Callable[[int], int]]] = {}
    for (row, column), change in sorted(wanted.items()):
        by_row.setdefault(row, {})[column] = change
    edits: list[Edit] = []
    new: list[bytes] = []
    rows = _rows(sheet, body, set(by_row))
    for number, cells in by_row.items():
        found = rows.found.get(number)
        if found:
            edits += _in_row(sheet, found, cells, columns)
            continue
        inner = b"".join(_empty_cell(sheet, number, at, change(columns.look(at))) for at, change in cells.items())
        made = sheet.wrap("row", f'r="{number}"', inner)
        if body.empty:
            new.append(made)
        else:
            edits.append((rows.before[number], rows.before[number], made))
    if new:
        edits += sheet.append(body, b"".join(new))
    return edits + _dimension(sheet, set(wanted))


@dataclass(slots=True)
class _Rows:
    """The rows that were looked for: those found, and where the others would stand."""

    found: dict[int, _Row]
    before: dict[int, int]


def _rows(sheet: Xml, body: Element, wanted: set[int]) -> _Rows:
    rows = _Rows({}, {})
    waiting = sorted(wanted, reverse=True)
    last, end_of_row = 0, b"</" + sheet.prefix + b"row"
    for tag in sheet.named("row", body.inside, body.close):
        number = number_of(attribute(tag.group(), "r")) or last + 1
        if number <= last:
            raise CannotEdit("rows out of order")
        last = number
        while waiting and waiting[-1] < number:
            rows.before[waiting.pop()] = tag.start()
        if waiting and waiting[-1] == number:
            waiting.pop()
            close = end = tag.end()
            if not tag.group().endswith(b"/>"):
                close = sheet.data.find(end_of_row, tag.end(), body.close)
                end = sheet.data.find(b">", close) + 1
                if close < 0:
                    raise CannotEdit("a row without end")
            rows.found[number] = _Row(number, Element("row", tag.start(), tag.end(), close, end))
    rows.before |= dict.fromkeys(waiting, body.close)
    return rows


def _in_row(sheet: Xml, row: _Row, wanted: dict[int, Callable[[int], int]], columns: Columns) -> list[Edit]:
    tag = sheet.tag(row.element)
    of_row = number_of(attribute(tag, "s")) if attribute(tag, "customFormat") in ("1", "true") else None
    edits: list[Edit] = []
    waiting = sorted(wanted, reverse=True)

    def empty(column: int) -> bytes:
        look = columns.look(column) if of_row is None else of_row
        return _empty_cell(sheet, row.number, column, wanted[column](look))

    last = 0
    for cell in sheet.named("c", row.element.inside, row.element.close):
        place = place_of(attribute(cell.group(), "r") or "")
        column = place[1] if place else last + 1
        if column <= last:
            raise CannotEdit("cells out of order")
        last = column
        while waiting and waiting[-1] < column:
            edits.append((cell.start(), cell.start(), empty(waiting.pop())))
        if waiting and waiting[-1] == column:
            change = wanted[waiting.pop()]
            look = change(number_of(attribute(cell.group(), "s")) or 0)
            edits.append((cell.start(), cell.end(), changed(cell.group(), s=str(look))))
    rest = b"".join(empty(column) for column in reversed(waiting))
    if rest:
        # "spans" is a hint for the reader of which columns the row has, now too narrow; it may be left out.
        edits += sheet.append(row.element, rest, spans=None)
    return edits


def _empty_cell(sheet: Xml, row: int, column: int, look: int) -> bytes:
    return sheet.wrap("c", f'r="{address(row, column)}" s="{look}"')


def written(sheet: Xml, wanted: Mapping[Place, str]) -> list[Edit]:
    """The edits that put text into cells that are empty; each keeps its look. Raises CannotEdit where one is not."""
    body = sheet.child("sheetData", leap="sheetData")
    if body is None:
        raise CannotEdit("no cells")
    columns = Columns(sheet)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), said in sorted(wanted.items()):
        by_row.setdefault(row, {})[column] = said
    edits: list[Edit] = []
    new: list[bytes] = []
    rows = _rows(sheet, body, set(by_row))
    for number, cells in by_row.items():
        found = rows.found.get(number)
        if found:
            edits += _written_in_row(sheet, found, cells, columns)
            continue
        inner = b"".join(_text_cell(sheet, number, at, columns.look(at), said) for at, said in cells.items())
        made = sheet.wrap("row", f'r="{number}"', inner)
        if body.empty:
            new.append(made)
        else:
            edits.append((rows.before[number], rows.before[number], made))
    if new:
        edits += sheet.append(body, b"".join(new))
    return edits + _dimension(sheet, set(wanted))


def _written_in_row(sheet: Xml, row: _Row, wanted: Mapping[int, str], columns: Columns) -> list[Edit]:
    """The row as it was with text in some cells; those that are there give way, so that none stands twice."""
    edits: list[Edit] = []
    waiting = dict(wanted)
    last, at = 0, {}
    for cell in sheet.named("c", row.element.inside, row.element.close):
        place = place_of(attribute(cell.group(), "r") or "")
        last = place[1] if place else last + 1
        at[last] = cell
    for column, cell in at.items():
        before = [(c, waiting.pop(c)) for c in sorted(waiting) if c < column]
        inner = b"".join(_text_cell(sheet, row.number, c, columns.look(c), said) for c, said in before)
        edits += [(cell.start(), cell.start(), inner)] if inner else []
        if column in waiting:
            look = number_of(attribute(cell.group(), "s")) or 0
            made = _text_cell(sheet, row.number, column, look, waiting.pop(column))
            edits.append((cell.start(), _end_of_empty(sheet, cell, row.element.close), made))
    rest = b"".join(_text_cell(sheet, row.number, c, columns.look(c), said) for c, said in sorted(waiting.items()))
    return edits + (sheet.append(row.element, rest, spans=None) if rest else [])


def _end_of_empty(sheet: Xml, cell: re.Match[bytes], stop: int) -> int:
    """Where a cell ends that holds nothing."""
    if cell.group().endswith(b"/>"):
        return cell.end()
    shut = sheet.shut("c")
    end = sheet.data.find(shut, cell.end(), stop)
    if end < 0 or sheet.data[cell.end() : end].strip():
        raise CannotEdit("a cell that is not empty")
    return end + len(shut)


def _text_cell(sheet: Xml, row: int, column: int, look: int, said: str) -> bytes:
    text = sheet.wrap("t", 'xml:space="preserve"', excel_text(said).encode())
    return sheet.wrap("c", f'r="{address(row, column)}" s="{look}" t="inlineStr"', sheet.wrap("is", "", text))


def _dimension(sheet: Xml, places: set[Place]) -> list[Edit]:
    """The area that the sheet says it has, made to hold the places too."""
    element = sheet.child("dimension", leap="sheetData")
    told = next(areas_of(attribute(sheet.tag(element), "ref") or ""), None) if element else None
    if element is None or told is None:
        return []
    rows = [told[0], told[2], *(row for row, _ in places)]
    columns = [told[1], told[3], *(column for _, column in places)]
    low, high = address(min(rows), min(columns)), address(max(rows), max(columns))
    new = low if low == high else f"{low}:{high}"
    return [(element.start, element.inside, changed(sheet.tag(element), ref=new))]


def with_looks(sheet: Xml, looks: Mapping[int, int]) -> list[Edit]:
    """The edits that give every cell with one of these looks the other one."""
    body = sheet.child("sheetData", leap="sheetData")
    if body is None or not looks:
        return []
    numbers = b"|".join(str(look).encode() for look in looks)
    pattern = rb"<%sc\s[^<>]*?\bs\s*=\s*[\"'](?:%s)[\"'][^<>]*>" % (re.escape(sheet.prefix), numbers)
    edits = []
    for cell in re.compile(pattern).finditer(sheet.data, body.inside, body.close):
        look = number_of(attribute(cell.group(), "s"))
        if look is not None and look in looks:
            edits.append((cell.start(), cell.end(), changed(cell.group(), s=str(looks[look]))))
    return edits


def number_of(text: str | bytes | None) -> int | None:
    """A whole number as XML writes it; None where there is none."""
    try:
        return int(text) if text else None
    except ValueError:
        return None
