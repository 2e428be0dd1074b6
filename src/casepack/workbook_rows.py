"""What stands in each cell of the workbook: the answers, and the ids and steps that wait in empty rows.

Pure: a form, the office and the data go in, plain values come out. The workbook counts rows and columns from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import write_answer
from .cells import Value, column_letters
from .form import HELPERS, Column, Form, Sheet
from .form_actions import NEW
from .labels import Labels
from .office import Office
from .record import Record

WHO, CHECK = HELPERS
HEADING_ROW, FIRST_ROW = 5, 6
LAST_ROW = 1000
"""The row to which drop-downs, checks and formats go on, whatever the length of the table."""

_SPARE_BELOW = 200
_STARTERS = {
    "people": 14, "episodes": 8, "involvements": 24, "agencies": 18, "safeguarding_leads": 14, "actions": 14, NEW: 40,
}  # fmt: skip
_STARTER = 10
_NUMBERED = re.compile(r"(.*?)(\d{1,9})")

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """One sheet as it is written. `slots` are its columns from the left; a helper column is its heading alone.

    `rows` have a value for every slot, None for a helper. On a sheet that is filled in downwards each row is one
    question, and its one value is the answer.
    """

    sheet: Sheet
    slots: tuple[Column | str, ...]
    rows: tuple[Row, ...]

    @property
    def last(self) -> int:
        """The last row of the table."""
        return HEADING_ROW + len(self.rows)

    def letters(self, slot: Column | str) -> str:
        """The letters of a column."""
        return column_letters(self.slots.index(slot) + 1)

    def begun(self, row: Row) -> bool:
        """Is anything answered in this row, beyond what stands in empty rows too?"""
        return any(v is not None for s, v in zip(self.slots, row, strict=True) if _counts(s))

    def told(self, slot: Column | str) -> bool:
        """Does the column only tell what stands in its rows from the start, so that nobody need fill it in?"""
        return isinstance(slot, str) or (slot.prefilled and self.sheet.when == "meeting")

    def asked(self) -> tuple[Column, ...]:
        """The columns that make a row of what stands in it."""
        return tuple(slot for slot in self.slots if isinstance(slot, Column) and _counts(slot))


def _counts(slot: Column | str) -> bool:
    return isinstance(slot, Column) and not slot.prefilled


def whose(sheet: Sheet) -> Column | None:
    """The first column of a sheet that says which person a row is about, if it has one."""
    if sheet.joined:
        return sheet.columns[0]
    return next((c for c in sheet.columns if "people" in c.targets), None) if sheet.layout == "rows" else None


def slots_of(sheet: Sheet) -> tuple[Column | str, ...]:
    """The columns of a sheet with its helpers: who is meant, beside the id of a person; the check, at the end."""
    if sheet.layout == "form":
        return sheet.columns
    person = whose(sheet)
    found: list[Column | str] = []
    for column in sheet.columns:
        found += [column, WHO] if column == person else [column]
    return (*found, CHECK)


Waiting = Mapping[tuple[str, str], Sequence[str]]
"""By table and field, the values that stand in rows that nobody has begun, as the models hold them."""


def lay_out(
    form: Form, data: Record | Office | None, labels: Labels, waiting: Waiting, starting: Mapping[str, Any]
) -> tuple[Laid, ...]:
    """Every sheet of the form with the rows of `data`, and empty rows after them.

    Without data, `starting` gives by table the rows that a new workbook begins with. `waiting` gives what stands in
    empty rows from the start, where that is not a numbered id.
    """
    held = starting if data is None else {table: getattr(data, table) for table in type(data).model_fields}
    page = _Page(held, data is not None, labels, waiting)
    return tuple(page.laid(sheet, form) for sheet in form.sheets)


def last_row(laid: Sequence[Laid]) -> int:
    """How far down everything is checked: row 1000, or beyond the last row of a longer table."""
    longest = max(one.last for one in laid)
    return max(LAST_ROW, longest + _SPARE_BELOW if longest > LAST_ROW - _SPARE_BELOW else 0)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the rows of one workbook are made from; `begun` is false for an empty one."""

    held: Mapping[str, Any]
    begun: bool
    labels: Labels
    waiting: Waiting

    def laid(self, sheet: Sheet, form: Form) -> Laid:
        if sheet.layout == "form":
            return Laid(sheet, sheet.columns, tuple((value,) for value in self._answers(sheet)))
        rows = self._joined(sheet, form.sheets_of(sheet.table)[0]) if sheet.joined else self._rows(sheet)
        return Laid(sheet, slots_of(sheet), tuple(rows))

    def _answers(self, sheet: Sheet) -> Iterator[Value]:
        """The answers of a sheet that is filled in downwards; in an empty one what casepack would assume."""
        row = self.held.get(sheet.table)
        for column in sheet.columns:
            if row is not None:
                yield write_answer(column, getattr(row, column.field), self.labels)
            else:
                yield None if column.needed else write_answer(column, column.default, self.labels)

    def _written(self, sheet: Sheet, row: object) -> Row:
        return tuple(
            write_answer(slot, getattr(row, slot.field), self.labels) if isinstance(slot, Column) else None
            for slot in slots_of(sheet)
        )

    def _starter(self, sheet: Sheet, field: str, value: str) -> Row:
        """A row that nobody has begun: only what stands in it from the start."""
        return tuple(
            write_answer(slot, value, self.labels) if isinstance(slot, Column) and slot.field == field else None
            for slot in slots_of(sheet)
        )

    def _rows(self, sheet: Sheet) -> list[Row]:
        held = tuple(self.held.get(sheet.table, ()))
        rows = [self._written(sheet, row) for row in held]
        column = next((c for c in sheet.columns if c.prefilled), None)
        if column is None:
            empty: Row = (None,) * len(slots_of(sheet))
            return rows + [empty] * (self._length(sheet, len(held)) - len(held))
        if column.field == "id":
            return rows + [self._starter(sheet, "id", id) for id in self._ids(sheet)[len(held) :]]
        return self._merged(sheet, column, held, rows)

    def _merged(self, sheet: Sheet, column: Column, held: Sequence[Any], rows: list[Row]) -> list[Row]:
        """Rows for all that waits. Those of the data keep their order, and stand among those that wait if they can."""
        listed = self.waiting.get((sheet.table, column.field), ())
        keys = [getattr(row, column.field) for row in held]
        order = [listed.index(key) for key in keys if key in listed]
        if len(order) == len(keys) and order == sorted(set(order)):
            by_key = dict(zip(keys, rows, strict=True))
            made = [by_key.get(key) or self._starter(sheet, column.field, key) for key in listed]
        else:
            made = rows + [self._starter(sheet, column.field, key) for key in listed if key not in keys]
        empty: Row = (None,) * len(slots_of(sheet))
        return made or [empty]

    def _joined(self, sheet: Sheet, first: Sheet) -> list[Row]:
        """A row for every row of the sheet that this one says more about, begun or not."""
        held = {row.id: row for row in reversed(self.held.get(sheet.table, ()))}
        key = sheet.columns[0].field
        return [
            self._written(sheet, held[id]) if id in held else self._starter(sheet, key, id) for id in self._ids(first)
        ]

    def _ids(self, sheet: Sheet) -> list[str]:
        """The ids of a sheet whose rows are numbered: those of the data, then those after the highest."""
        held = [row.id for row in self.held.get(sheet.table, ())]
        ids = _after(self._used(), sheet.column("id").example)
        return [*held, *(next(ids) for _ in range(self._length(sheet, len(held)) - len(held)))]

    def _used(self) -> list[str]:
        """Every id of the data: an id of people, say, must not be that of a business either."""
        tables = (rows for rows in self.held.values() if isinstance(rows, tuple))
        return [row.id for rows in tables for row in rows if hasattr(row, "id")]

    def _length(self, sheet: Sheet, held: int) -> int:
        """How many rows a table has: room to begin, or some to spare after those that are filled."""
        return max(held + 4, 8 if self.begun else _STARTERS.get(sheet.table, _STARTER))


def _after(used: Sequence[str], example: str) -> Iterator[str]:
    """Ids like the example, P1, P2 and so on, after the highest of those that are used."""
    parts = _NUMBERED.fullmatch(example)
    start = parts[1] if parts else example
    taken = [found for found in map(_NUMBERED.fullmatch, used) if found]
    number = max((int(found[2]) for found in taken if found[1].casefold() == start.casefold()), default=0)
    while True:
        number += 1
        yield f"{start}{number}"
