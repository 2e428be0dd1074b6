"""From the bytes of a workbook to its cells as plain values: what the reader of the intake form sees of Excel.

The XML is read by `workbook_grid`, not by openpyxl, which needs minutes and gigabytes for a million empty rows, takes
a "Strict" workbook for an empty one, takes a formula whose result is an empty text for one without a result, and turns
a telephone number in a date cell into an error. What number formats mean and how days are counted is openpyxl's.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from .cells import Cell, SheetCells, Value, WorkbookCells
from .errors import Problem, RecordError
from .sniff import FileKind, sniff
from .workbook_gate import Package, guarded
from .workbook_grid import MOST_CELLS, RawCell, read_grid
from .workbook_outline import Outline, SheetPart, Style, outline, unescaped

LONGEST_FORMAT = 255
"""Characters that Excel allows in a number format."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MOST_DIGITS = 400
_BOOLS: dict[str, Value] = {"1": True, "true": True, "0": False, "false": False}
_AFTER_LAST_DAY = 2_958_466
"""The number of 1 January 10000, which no date of Excel reaches."""
_OFFSET_1904 = 1_462


def open_workbook(data: bytes, name: str) -> WorkbookCells:
    """Every filled cell of a workbook, hidden ones too, and what else of it matters to the form.

    Values under a merged area are left out but for its first cell, as Excel shows it. Raises `RecordError` with one
    problem, at the file as a whole, for what is no workbook, is locked or damaged, or is more than one of answers
    can be: nothing else is ever raised, whatever the bytes.
    """
    found = sniff(data, name)
    if found.kind is FileKind.OTHER:
        raise RecordError([Problem(found.code, name, found.what, found.fix)])
    if found.kind is FileKind.JSON:
        raise RecordError([Problem("wrong-kind", name, "is JSON, not a workbook.", "Choose the workbook (.xlsx).")])
    with guarded(name):
        package = Package(data, name)
        about = outline(package)
        values = _Values(about)
    sheets: list[SheetCells] = []
    room = MOST_CELLS
    for sheet in about.sheets:
        sheets.append(_sheet(package, sheet, values, room))
        room -= len(sheets[-1].cells)
    return WorkbookCells(tuple(sheets), about.counts_from_1904, about.macros, about.names, about.properties)


def _sheet(package: Package, sheet: SheetPart, values: _Values, room: int) -> SheetCells:
    with guarded(package.name, sheet.name):
        grid = read_grid(package, sheet.part, sheet.name, room)
        read = ((at, values.cell(raw)) for at, raw in sorted(grid.cells.items()))
        return SheetCells(
            sheet.name,
            {at: cell for at, cell in read if cell.formula or cell.value not in (None, "")},
            tuple(grid.merged),
            frozenset(grid.hidden_rows),
            frozenset(grid.hidden_columns),
            sheet.hidden,
        )


class _Values:
    """Turns stored cells into values: what shared texts, number formats and the count of days make of them."""

    def __init__(self, about: Outline) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

        self._strings = about.strings
        self._epoch = MAC_EPOCH if about.counts_from_1904 else WINDOWS_EPOCH
        self._after_last = _AFTER_LAST_DAY - (_OFFSET_1904 if about.counts_from_1904 else 0)
        self._styles = about.styles or [Style()]
        own = {style.code for style in self._styles if len(style.code) <= LONGEST_FORMAT}
        self._builtin: dict[int, str] = dict(BUILTIN_FORMATS)
        formats = own | set(self._builtin.values())
        self._days = {code for code in formats if is_date_format(code)}
        self._lengths = {code for code in self._days if is_timedelta_format(code)}

    def cell(self, raw: RawCell) -> Cell:
        style = self._styles[raw.style]
        code = style.code or self._builtin.get(style.number, "General")
        value = None if raw.text is None else self._value(raw.kind, raw.text, code)
        return Cell(value, raw.formula, raw.kind == "e" and value is not None, code, style.struck)

    def _value(self, kind: str, text: str, code: str) -> Value:
        """The value; a text as it stands where it is not what its kind says, so that its reader can say so."""
        if kind == "s":
            return self._strings[self._index(text)]
        if kind == "n":
            return self._number(text.strip(), code)
        if kind == "b":
            return _BOOLS.get(text.strip().lower(), text)
        if kind == "d":
            return _iso(text.strip())
        return unescaped(text)

    @staticmethod
    def _index(text: str) -> int:
        if not text.strip().isdecimal():
            raise ValueError(text)
        return int(text)

    def _number(self, text: str, code: str) -> Value:
        from openpyxl.utils.datetime import from_excel

        if not _NUMBER.fullmatch(text) or len(text) > _MOST_DIGITS:
            return text
        number = int(text) if text.lstrip("+-").isdecimal() else float(text)
        if not math.isfinite(number):
            return text
        # A number that is no day, such as a telephone number in a cell meant for one, stays what was typed.
        if code not in self._days or not 0 <= number < self._after_last:
            return number
        day: Value = from_excel(number, self._epoch, timedelta=code in self._lengths)
        return day


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(r"T?\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?", re.ASCII)
_LENGTH = re.compile(r"PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?", re.ASCII)


def _iso(text: str) -> Value:
    """The value of a day or time as "Strict" workbooks write it; a time of day may stand there on a day in 1899."""
    written = text.removesuffix("Z")
    day, clock, length = _DAY.match(written), _CLOCK.fullmatch(written[10:]), _LENGTH.fullmatch(written)
    try:
        if day and not written[10:]:
            return date.fromisoformat(written)
        if day and clock:
            moment = datetime.fromisoformat(written)
            return moment.time() if moment.year == 1899 else moment
        if _CLOCK.fullmatch(written):
            return time.fromisoformat(written)
    except ValueError:
        return text
    if length and any(length.groups()):
        hours, minutes, seconds = (float(part or 0) for part in length.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return text
