"""The cells of one sheet, straight from its XML, in the time and memory that its answers need: empty rows cost nothing.

Excel can leave a million formatted empty rows behind. They are cut out of the raw XML before it is parsed; what is
left goes to a parser that knows XML, so that prefixes, comments and encodings of any kind read right. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from .cells import address
from .complaints import shorten
from .sniff import DAMAGED_FIX
from .workbook_gate import UNREADABLE_FIX, Package, Path, refused
from .workbook_outline import LONGEST_TEXT, column_number, is_on, too_long

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Where a sheet of Excel ends."""
MOST_CELLS = 200_000
"""Filled cells of all sheets; a workbook with twenty people has some two thousand."""
WIDEST_MERGE = 100_000
"""Cells that all merged areas of a sheet may cover; a heading over a whole row covers 16,384."""


class RawCell(NamedTuple):
    """A filled cell as it is stored: the kind of value ("n" a number, "s" shared text ...), its text, its style.

    `text` is None for a formula without a saved result.
    """

    kind: str
    text: str | None
    style: int
    formula: bool


@dataclass(slots=True)
class Grid:
    """One sheet as it is stored; hidden rows and columns only where they hold something."""

    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")


def place(reference: str) -> tuple[int, int]:
    """Row and column of such as B7. Raises `ValueError` for anything that is no cell of a sheet."""
    found = _CELL.fullmatch(reference)
    row, column = (int(found.group(2)), column_number(found.group(1))) if found else (0, 0)
    if not 1 <= row <= LAST_ROW or not 1 <= column <= LAST_COLUMN:
        raise ValueError(reference)
    return row, column


def read_grid(package: Package, part: str, sheet: str, room: int = MOST_CELLS) -> Grid:
    """The cells of a sheet, at most `room`. `sheet` is its name, for the words of a refusal.

    Raises `RecordError`, or what `workbook_gate.guarded` puts in words.
    """
    reader = _Reader(package, sheet, room)
    package.events(part, reader.start, reader.end, reader.text, sheet=True, reduce=without_empty_rows)
    return reader.finish()


_A_CELL = ["row", "c"]
_IN_PLACE = (["is", "t"], ["is", "r", "t"])


class _Reader:
    """Takes the events of a sheet's XML and builds its grid. Only elements at their own depth count."""

    def __init__(self, package: Package, sheet: str, room: int) -> None:
        self._package, self._name, self._sheet = package, package.name, shorten(sheet)
        self._room, self._grid = room, Grid()
        self._row = self._column = 0
        self._row_hidden = False
        self._cell: dict[str, str] = {}
        self._value: list[str] | None = None
        self._inline: list[str] | None = None
        self._formula = False
        self._taking: list[str] | None = None
        self._taken = 0
        self._hiding = [0] * (LAST_COLUMN + 2)
        self._covered = 0

    def start(self, path: Path, given: dict[str, str]) -> None:
        depth = len(path)
        if depth == 1:
            self._begin_sheet(path)
        elif path[1] == "sheetData":
            if path[2:4] == _A_CELL:
                if depth == 4:
                    self._begin_cell(given)
                else:
                    self._inside_cell(path, depth)
            elif depth == 3 and path[2] == "row":
                self._begin_row(given)
        elif depth == 3:
            if path[1:] == ["mergeCells", "mergeCell"]:
                self._merge(given.get("ref", ""))
            elif path[1:] == ["cols", "col"] and is_on(given.get("hidden")):
                first, last = int(given["min"]), min(int(given["max"]), LAST_COLUMN)
                self._hiding[first] += 1
                self._hiding[last + 1] -= 1

    def _begin_sheet(self, path: Path) -> None:
        if path != ["worksheet"]:
            what = f'was saved in a form of Excel that cannot be read (the sheet "{self._sheet}").'
            raise refused(self._name, "unreadable-file", what, UNREADABLE_FIX)

    def _begin_row(self, given: dict[str, str]) -> None:
        self._row = int(float(given["r"])) if "r" in given else self._row + 1
        self._column = 0
        self._row_hidden = is_on(given.get("hidden"))

    def _begin_cell(self, given: dict[str, str]) -> None:
        self._cell = given
        self._value = self._inline = None
        self._formula = False
        self._taken = 0

    def _inside_cell(self, path: Path, depth: int) -> None:
        """What may hold a cell's value: v, f, is/t, is/r/t."""
        if depth == 5 and path[4] == "v":
            self._value = self._taking = []
        elif depth == 5 and path[4] == "f":
            self._formula = True
        elif depth == 5 and path[4] == "is":
            self._inline = []
        elif self._inline is not None and path[4:] in _IN_PLACE:
            self._taking = self._inline

    def text(self, data: str) -> None:
        if self._taking is not None:
            self._taken += len(data)
            if self._taken > LONGEST_TEXT:
                raise too_long(self._name)
            self._taking.append(self._package.keep(data))

    def end(self, path: Path) -> None:
        self._taking = None
        if len(path) == 4 and path[2:] == _A_CELL and path[1] == "sheetData":
            self._finish_cell()

    def _finish_cell(self) -> None:
        given = self._cell
        reference = given.get("r")
        row, self._column = place(reference) if reference else (self._row, self._column + 1)
        kind, text = given.get("t", "n"), None if self._value is None else "".join(self._value)
        if kind == "inlineStr" and self._inline is not None:
            text = "".join(self._inline)
        if not text and not self._formula:
            return
        if not text and kind != "str":
            text = None
        if not 1 <= row <= LAST_ROW or self._column > LAST_COLUMN:
            raise ValueError(reference)
        self._put(row, RawCell(kind, text, int(given.get("s") or 0), self._formula))

    def _put(self, row: int, cell: RawCell) -> None:
        at = (row, self._column)
        cells = self._grid.cells
        if at in cells:
            what = f'is damaged inside: {address(*at)} of the sheet "{self._sheet}" stands there twice.'
            raise refused(self._name, "damaged-file", what, DAMAGED_FIX)
        if len(cells) >= self._room:
            what = f"holds more than {MOST_CELLS:,} filled cells."
            fix = "Delete the rows that hold no answers, save, and try again."
            raise refused(self._name, "too-large", what, fix)
        cells[at] = cell
        if self._row_hidden:
            self._grid.hidden_rows.add(row)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (row, to_row), (column, to_column) = map(sorted, zip(place(first), place(last or first), strict=True))
        area = (to_row - row + 1) * (to_column - column + 1)
        self._covered += area
        if self._covered > WIDEST_MERGE:
            what = f'has {reference} merged into one cell on the sheet "{self._sheet}", which is too large to read.'
            fix = "Select it, choose Home > Merge & Center to undo that, save, and try again."
            raise refused(self._name, "merged-too-wide", what, fix)
        if area > 1:
            self._grid.merged.append((row, column, to_row, to_column))

    def finish(self) -> Grid:
        """The grid, without what lies hidden under a merged area: Excel shows its first cell only."""
        grid = self._grid
        for row, column, to_row, to_column in grid.merged:
            area = ((r, c) for r in range(row, to_row + 1) for c in range(column, to_column + 1))
            for at in area:
                if at != (row, column):
                    grid.cells.pop(at, None)
        spans = enumerate(accumulate(self._hiding)) if any(self._hiding) else ()
        hidden = {column for column, spanning in spans if spanning > 0}
        grid.hidden_columns = hidden & {column for _, column in grid.cells}
        grid.hidden_rows &= {row for row, _ in grid.cells}
        return grid


_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet[\s>/]")
_ROOT_WITHIN = 100_000
"""Bytes at the start of a sheet in which its first element is looked for; without it nothing is cut out."""
_LONGEST_ROW = 1 << 22
"""Bytes of one row; after a longer one nothing more is cut out."""


def without_empty_rows(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The XML of a sheet with each run of empty rows cut down to its last, and so with empty cells in a row.

    The last is kept because rows and cells without a number of their own count on from the one before them; a run
    whose last has no number stays whole. Only what is certain to be empty is cut, so that it never matters if this
    finds nothing: in a prefix other than the root's, in UTF-16, or after a CDATA section, which may hold anything.
    """
    tail, patterns = b"", None
    blocks = iter(blocks)
    for block in blocks:
        tail += block
        root = _ROOT.search(tail)
        if root:
            patterns = _Patterns(root.group(1) or b"")
            break
        if len(tail) > _ROOT_WITHIN:
            break
    if patterns is None:
        yield tail
        yield from blocks
        return
    for block in blocks:
        cut = tail.rfind(patterns.row)
        give_up = b"<![CDATA[" in tail or (cut <= 0 and len(tail) > _LONGEST_ROW)
        if cut > 0 and not give_up:
            yield patterns.reduce(tail[:cut])
            tail = tail[cut:]
        tail += block
        if give_up:
            break
    yield tail if b"<![CDATA[" in tail else patterns.reduce(tail)
    yield from blocks


class _Patterns:
    """How empty rows and cells are written under one prefix.

    Each can be read in one way only, and a repeat of single letters is possessive: no input makes it go back far. A
    repeat of a group is not: Pythons before 3.11.5 get that wrong (CPython issue 106052).
    """

    def __init__(self, prefix: bytes) -> None:
        begins = b"<" + (prefix + b":" if prefix else b"")
        self.row, self._cell = begins + b"row", begins + b"c"
        names = {b"p": re.escape(begins[1:])}
        names[b"v"] = rb"(?:<%(p)sv\s*+/>|<%(p)sv\s*+>\s*+</%(p)sv\s*+>)?" % names
        names[b"c"] = rb"<%(p)sc(?=[\s/>])[^<>]*+(?:(?<=/)>|(?<!/)>\s*+%(v)s\s*+</%(p)sc\s*+>)\s*+" % names
        names[b"row"] = rb"<%(p)srow(?=[\s/>])[^<>]*+(?:(?<=/)>|(?<!/)>\s*+(?:%(c)s)*</%(p)srow\s*+>)\s*+" % names
        self._rows = re.compile(rb"(?:%(row)s){2,}" % names)
        self._cells = re.compile(rb"(?:%(c)s){2,}" % names)

    def reduce(self, xml: bytes) -> bytes:
        """The piece of XML with each run cut down to its last."""
        xml = self._rows.sub(lambda run: _last(run.group(), self.row), xml)
        return self._cells.sub(lambda run: _last(run.group(), self._cell), xml)


_NUMBERED = re.compile(rb"<[^<>]*?\sr\s*=")


def _last(run: bytes, begins: bytes) -> bytes:
    last = run[run.rindex(begins) :]
    return last if _NUMBERED.match(last) else run
