"""What a workbook holds, as plain values: the only thing that the reader of the intake form ever sees of Excel.

Rows and columns count from 1, as Excel does; `address` gives the place as an officer knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Value = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something. `value` is what is shown, for a formula its last saved result.

    `formula` is true for a formula, whose `value` is None where no result was saved. `error` is true for #REF! and
    its kind, not for such words typed as text. `number_format` is Excel's, such as "00000000000".
    """

    value: Value
    formula: bool = False
    error: bool = False
    number_format: str = "General"
    struck: bool = False


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: its filled cells by row and column, and what an officer may not see at once.

    `merged` gives each merged area as first row, first column, last row, last column; only its first cell is read.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookCells:
    """A whole workbook. `names` are its defined names that lead to one cell, as sheet, row and column.

    `counts_from_1904` tells of dates as older Macs counted them; `macros` that there were some, unread; `properties`
    are the custom ones, by name.
    """

    sheets: tuple[SheetCells, ...]
    counts_from_1904: bool = False
    macros: bool = False
    names: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


def column_letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The place of a cell as Excel writes it: row 7, column 6 is F7."""
    return f"{column_letters(column)}{row}"
