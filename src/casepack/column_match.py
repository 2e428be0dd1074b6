"""One sheet of a workbook matched with one sheet of the form: where each of its questions is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .cells import Cell, SheetCells, address, column_letters
from .form import HELPERS, Column, Sheet
from .heading_match import (
    ANSWER,
    FATE,
    QUESTION,
    Headings,
    cells_below,
    heading_row,
    headings_in,
    holds,
    key_of,
    labels_in,
    match,
    question_columns,
    written,
)
from .workbook_places import Notes, Spot, listed


@dataclass(frozen=True, slots=True)
class Matched:
    """A sheet of the form found in the workbook.

    `numbers` gives by field the column of its answers; on a sheet that is filled in downwards the row, and then
    `answers` is the column of all answers. `heading` is the row of the headings, 0 where there is none.
    """

    sheet: Sheet
    cells: SheetCells
    heading: int
    numbers: Mapping[str, int]
    answers: int = 0

    def place(self, field: str, row: int = 0) -> tuple[int, int]:
        """Row and column in which this field is answered; `row` counts where a row is an entry."""
        number = self.numbers[field]
        return (number, self.answers) if self.answers else (row, number)

    def cell(self, field: str, row: int = 0) -> Cell | None:
        """The cell of this field, if the field was found and the cell holds anything."""
        found = self.cells.cells.get(self.place(field, row)) if field in self.numbers else None
        return found if holds(found) else None

    def spot(self, column: Column, row: int = 0) -> Spot:
        """The place of this column's answer, whether or not there is one; the sheet where it has no such column."""
        at = self.place(column.field, row) if column.field in self.numbers else (0, 0)
        return Spot(self.cells.name, *at, column.heading if at[0] else "")

    def begun(self) -> list[int]:
        """The rows with an answer, from the top; what stands in rows from the start is none."""
        if self.answers:
            return sorted(row for field, row in self.numbers.items() if self.cell(field))
        asked = [self.numbers[c.field] for c in self.sheet.columns if c.field in self.numbers and not c.prefilled]
        rows = {row for rows in cells_below(self.cells, self.heading, asked).values() for row in rows}
        return sorted(row for row in rows if not self._repeats_headings(row))

    def _repeats_headings(self, row: int) -> bool:
        """Is this the row of headings once more, as it comes along where rows are copied from another workbook?"""
        said = {(c.heading, written(self.cell(c.field, row))) for c in self.sheet.columns if self.cell(c.field, row)}
        return len(said) > 1 and all(key_of(typed) == key_of(heading) for heading, typed in said)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a sheet looks like: its questions as typed, by number, and how to find the answers."""

    heading: int
    typed: Mapping[int, str]
    asked: int = 0
    answers: int = 0


def look(sheet: Sheet, cells: SheetCells) -> Looks:
    """Read `cells` as if they were this sheet of the form."""
    row = heading_row(sheet, cells)
    if sheet.layout == "rows":
        return Looks(row, headings_in(cells, row) if row else {})
    asked, answers = question_columns(sheet, cells, row)
    return Looks(row, labels_in(cells, asked, row), asked, answers)


def known_headings(sheet: Sheet, cells: SheetCells) -> int:
    """How many questions of this sheet of the form the cells ask."""
    return len(match(sheet.columns, look(sheet, cells).typed).found)


def match_columns(
    sheet: Sheet, cells: SheetCells, named: Mapping[str, int], notes: Notes, *, newer: bool, older: bool
) -> Matched:
    """The sheet matched, with a note of every heading that is not as it should be.

    `named` gives the row of an answer by field, as the workbook itself has kept it. In the workbook of a `newer`
    casepack an unknown column with answers is a problem; in that of an `older` one a missing column is none.
    """
    looks = look(sheet, cells)
    found = match(sheet.columns, looks.typed, named)
    columns = [looks.answers] if looks.answers else looks.typed
    filled = _Filled(looks, {c: frozenset(rows) for c, rows in cells_below(cells, looks.heading, columns).items()})
    made = Matched(sheet, cells, looks.heading, _chosen(found, filled), looks.answers)
    say = _Say(made, looks, notes)
    for number, column in found.near.items():
        say.near(number, column)
    for number, options in found.unclear.items():
        if filled.at(number):
            say.unclear(number, options)
    for number, column in found.twice:
        first = found.found[column.field]
        if filled.at(number) and filled.at(first):
            say.twice(number, first, column)
    for number in found.unknown:
        if filled.at(number):
            say.unknown(number, newer=newer)
    say.without_heading()
    say.without_question()
    _missing(made, found, say, older=older)
    return made


@dataclass(frozen=True, slots=True)
class _Filled:
    looks: Looks
    rows: Mapping[int, frozenset[int]]

    def at(self, number: int) -> bool:
        """Does the column, or the row, of this number hold answers?"""
        if self.looks.answers:
            return number in self.rows[self.looks.answers]
        return bool(self.rows.get(number))


def _chosen(found: Headings, filled: _Filled) -> dict[str, int]:
    """Of a question that stands twice the one that has answers."""
    numbers = dict(found.found)
    for number, column in found.twice:
        if not filled.at(numbers[column.field]):
            numbers[column.field] = number
    return numbers


def _missing(made: Matched, found: Headings, say: _Say, *, older: bool) -> None:
    unclear = {column.field for options in found.unclear.values() for column in options}
    lacking = [c for c in made.sheet.columns if c.field not in made.numbers and c.field not in unclear]
    if made.begun():
        for column in lacking:
            if column.needed:
                say.needed(column)
    optional = [column for column in lacking if not column.needed]
    if optional and made.numbers and not older:
        say.missing(optional)


class _Say:
    """The words for what is odd about the headings of one sheet."""

    def __init__(self, made: Matched, looks: Looks, notes: Notes) -> None:
        self._made, self._looks, self._notes = made, looks, notes
        self._name = made.cells.name
        self._form = bool(made.answers)
        self._thing = "question" if self._form else "heading"

    def _spot(self, number: int) -> Spot:
        at = (number, self._looks.asked) if self._form else (self._looks.heading, number)
        return Spot(self._name, *at)

    def _typed(self, number: int) -> str:
        return self._looks.typed[number]

    def near(self, number: int, column: Column) -> None:
        what = f'was read as the {self._thing} "{column.heading}".'
        fix = "If it means something else, write it in other words."
        self._notes.check(self._spot(number), "heading-read-as", what, fix, self._typed(number))

    def unclear(self, number: int, options: Sequence[Column]) -> None:
        meant = listed([f'"{column.heading}"' for column in options], last="or")
        fix = "Write the one that is meant, word for word."
        self._notes.add(self._spot(number), "heading-unclear", f"could mean {meant}.", fix, self._typed(number))

    def twice(self, number: int, first: int, column: Column) -> None:
        what = f"is the same {self._thing} as in {self._spot(first).cell}, and both have answers."
        fix = "Keep one of the two, with the answers that count."
        self._notes.add(self._spot(number), "heading-twice", what, fix, self._typed(number))

    def unknown(self, number: int, *, newer: bool) -> None:
        thing = "question" if self._form else "column"
        what = f"is a {thing} that the form does not have, so it was not read."
        if newer:
            fix = f"Read the workbook with the casepack that made it; or take the {thing} out, if it is your own."
            self._notes.add(self._spot(number), "column-unknown", what, fix, self._typed(number))
        else:
            fix = f"Leave it, if it is your own; otherwise write the {thing} as the form has it."
            self._notes.check(self._spot(number), "column-unknown", what, fix, self._typed(number))

    def without_heading(self) -> None:
        """Say once of all columns that have no heading that they were not read."""
        if not self._looks.heading:
            return
        own = {key_of(heading) for heading in HELPERS}
        if self._form:
            own |= {key_of(heading) for heading in (QUESTION, ANSWER, FATE)}
            headed = headings_in(self._made.cells, self._looks.heading)
            known = {at for at, text in headed.items() if key_of(text) in own}
            known |= {self._looks.asked, self._looks.answers}
        else:
            known = set(self._looks.typed)
        there = {column for row, column in self._made.cells.cells if row > self._looks.heading} - known
        below = cells_below(self._made.cells, self._looks.heading, there)
        filled = sorted(column for column, rows in below.items() if rows)
        if not filled:
            return
        letters = listed([column_letters(column) for column in filled])
        many = len(filled) > 1
        what = f"the column{'s' if many else ''} {letters} {'are' if many else 'is'} not part of the form"
        what += f" and {'were' if many else 'was'} not read."
        spot = Spot(self._name, below[filled[0]][0], filled[0])
        self._notes.check(spot, "column-unknown", what, "Leave it, if it is your own; otherwise move the answers.")

    def without_question(self) -> None:
        """Say once of all answers beside which no question stands that they were not read."""
        if not self._form or not self._made.numbers:
            return
        answers = cells_below(self._made.cells, self._looks.heading, [self._looks.answers])[self._looks.answers]
        asked = {*self._made.numbers.values(), *self._looks.typed}
        rows = [row for row in answers if row not in asked]
        if not rows:
            return
        many = len(rows) > 1
        cells = listed([address(row, self._looks.answers) for row in rows])
        what = f"the answer{'s' if many else ''} in {cells} stand{'' if many else 's'} beside no question"
        what += f" and {'were' if many else 'was'} not read."
        spot = Spot(self._name, rows[0], self._looks.answers)
        self._notes.check(spot, "column-unknown", what, "Write the question beside it, or move the answer.")

    def needed(self, column: Column) -> None:
        if self._form:
            what = f'the question "{column.heading}" is missing, and it needs an answer.'
            fix = f'Write "{column.heading}" below the last question, and the answer beside it.'
        else:
            what = f'the column "{column.heading}" is missing, and every row needs an answer in it.'
            fix = f'Add a column with the heading "{column.heading}", and fill it in.'
        path = (column.table, column.field) if self._form else ()
        self._notes.add(self._top(), "column-missing", what, fix, path=path)

    def missing(self, columns: Sequence[Column]) -> None:
        """Say once of all that are missing that they were read as empty."""
        words = listed([f'"{column.heading}"' for column in columns])
        many = len(columns) > 1
        thing = "question" if self._form else "column"
        what = f"the {thing}{'s' if many else ''} {words} {'are' if many else 'is'} missing and"
        what += f" {'were' if many else 'was'} read as empty."
        self._notes.check(self._top(), "column-missing", what, "Put it back, if you need it." if not many else _BACK)

    def _top(self) -> Spot:
        row = self._looks.heading
        return Spot(self._name, row, min(self._looks.typed, default=1)) if row and not self._form else Spot(self._name)


_BACK = "Put back those that you need."
