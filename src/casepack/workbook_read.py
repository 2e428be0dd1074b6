"""A filled-in workbook as raw data: what the models are made of, where each answer stands, and what was odd.

Nothing is guessed and nothing is lost without a word: every sheet, column and row that was passed over although it
holds something is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .answers import MISSING, read_answer
from .bounds import too_many_rows
from .cells import WorkbookCells
from .column_match import Matched
from .complaints import Finding, Path, nearest
from .errors import RecordError
from .form import Column, Form
from .form_identity import check_form
from .heading_match import holds, written
from .labels import Labels, key_of, labels_of_rows
from .sheet_match import match_sheets
from .workbook_marks import gathered, note_sheet, note_version, note_workbook
from .workbook_places import Notes, Places, Spot

_NUMBERED = re.compile(r"(.*?)(\d{1,9})")
_ID = "id"
_NAME_FIELDS = ("given_name", "family_name", "known_as", "name")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RawForm:
    """What a workbook holds.

    `data` is as JSON would give it; an answer that could not be read is left out of it. `settled` are the paths that
    need no more complaint, because reading has complained already. `waiting` are, by table, the ids that stand in
    rows with nothing else in them.
    """

    form: Form
    data: dict[str, Any]
    places: Places
    findings: tuple[Finding, ...]
    settled: frozenset[Path]
    waiting: Mapping[str, frozenset[str]]


def read_form(book: WorkbookCells, form: Form, labels: Labels | None, name: str) -> RawForm:
    """Read a workbook as this form. `labels` are the office's; None for the office's own workbook, which has them.

    Raises `RecordError` where it is another kind of workbook, or has more rows than it may. All else is a finding.
    """
    version = check_form(book, form, name)
    places = Places(name, [sheet.name for sheet in book.sheets])
    notes = Notes(places)
    note_workbook(book, notes)
    matched = match_sheets(book, form, version, notes)
    _refuse_too_many_rows(matched, places)
    if labels is None:
        labels = labels_of_rows(_Reader(book, form, matched, labels_of_rows({}), Notes(places)).read())
    reader = _Reader(book, form, matched, labels, notes)
    data = reader.read()
    for one in matched:
        note_sheet(one, notes)
    note_version(form, matched, version, notes)
    findings = gathered(notes.findings, places)
    wrong = {f.path for f in findings if f.path and f.problem.severity == "problem"}
    return RawForm(form, data, places, tuple(findings), frozenset(wrong | reader.settled), reader.waiting)


def _refuse_too_many_rows(matched: list[Matched], places: Places) -> None:
    for one in matched:
        words = too_many_rows(one.sheet.table, len(one.begun())) if one.sheet.layout == "rows" else None
        if words:
            raise RecordError([places.problem(Spot(one.cells.name), "too-many-rows", *words)])


class _Reader:
    """Reads the answers of the sheets that were found."""

    def __init__(self, book: WorkbookCells, form: Form, matched: list[Matched], labels: Labels, notes: Notes) -> None:
        self._book, self._form, self._matched, self._labels, self._notes = book, form, matched, labels, notes
        self._ids = {one.sheet.table: tuple(_ids(one).values()) for one in matched if _has_ids(one)}
        self._names = {one.sheet.table: _names(one) for one in matched if _has_ids(one)}
        self.settled: set[Path] = set()
        self.waiting: dict[str, frozenset[str]] = {}

    def read(self) -> dict[str, Any]:
        """Every table that has answers, and those that are needed even where they have none."""
        data: dict[str, Any] = {}
        for one in self._matched:
            table = one.sheet.table
            needed = self._form.model.model_fields[table].is_required()
            if one.sheet.layout == "form":
                row = self._row(one, 0, (table,))
                if row or needed:
                    data[table] = row
            elif one.sheet.joined:
                self._join(one, data)
            else:
                rows = self._rows(one)
                if rows or needed:
                    data[table] = rows
        return data

    def _rows(self, one: Matched) -> list[Row]:
        table, begun = one.sheet.table, one.begun()
        self._notes.places.put((table,), _first_answer(one))
        if _has_ids(one):
            ids = _ids(one)
            held = {ids[row] for row in begun if row in ids}
            self.waiting[table] = frozenset(ids.values()) - held
        found = [self._row(one, row, (table, number)) for number, row in enumerate(begun)]
        self._without_id(one, begun)
        return found

    def _row(self, one: Matched, row: int, path: Path) -> Row:
        """The answers of one row, or of a whole sheet that is filled in downwards."""
        found: Row = {}
        first, *others = one.sheet.columns
        if not one.sheet.joined:
            self._notes.places.put(path, one.spot(first, row))
        for column in others if one.sheet.joined else (first, *others):
            if column.field in one.numbers:
                self._notes.places.put((*path, column.field), one.spot(column, row))
            elif column.needed:
                self.settled.add((*path, column.field))  # the column itself is missing, and that was said
            self._answer(one, column, row, path, found)
        return found

    def _answer(self, one: Matched, column: Column, row: int, path: Path, found: Row) -> None:
        cell = one.cell(column.field, row)
        if cell is None:
            return
        answered = read_answer(
            column,
            cell,
            self._labels,
            own_ids=self._ids,
            own_names=self._names,
            counts_from_1904=self._book.counts_from_1904,
        )
        there = (*path, column.field)
        for said in answered.remarks:
            self._notes.add(one.spot(column, row), said.code, said.what, said.fix, said.found, said.severity, there)
        if answered.value is not MISSING:
            found[column.field] = answered.value

    def _without_id(self, one: Matched, begun: list[int]) -> None:
        """Ask for the id of a row that has answers but none, where it needs one, and say which is free."""
        column = next((c for c in one.sheet.columns if c.field == _ID and c.field in one.numbers and c.needed), None)
        if column is None:
            return
        free = _free_ids(tuple(_ids(one).values()), column)
        for number, row in enumerate(begun):
            if one.cell(_ID, row) is None:
                path = (one.sheet.table, number, _ID)
                fix = f"Write {next(free)}."
                self._notes.add(one.spot(column, row), "missing", "is needed and is empty.", fix, path=path)

    def _join(self, one: Matched, data: dict[str, Any]) -> None:
        """Add what a further sheet says of the rows that the first sheet of its table begins."""
        table, key = one.sheet.table, one.sheet.columns[0]
        by_id: dict[str, int] = {}
        for number, row in enumerate(data.get(table, ())):
            by_id.setdefault(str(row.get(_ID, "")), number)
        first_rows: dict[str, int] = {}
        for row in one.begun():
            if key.field not in one.numbers:
                return  # the whole column is missing, and that was said
            whose = self._whose(one, key, row, by_id)
            if whose is None:
                continue
            spot = one.spot(key, row)
            if first_rows.setdefault(whose, row) != row:
                what = f"has a row on this sheet already, {one.spot(key, first_rows[whose]).cell}."
                self._notes.add(spot, "row-twice", what, "Put all answers into one row, and empty the other.", whose)
                continue
            number = by_id[whose]
            data[table][number].update(self._row(one, row, (table, number)))

    def _whose(self, one: Matched, key: Column, row: int, by_id: Mapping[str, int]) -> str | None:
        """The id of the row that this one says more about; None, and a finding, where there is none."""
        spot, cell, table = one.spot(key, row), one.cell(key.field, row), one.sheet.table
        if cell is None:
            fix = "Write the id of the person, such as " + (next(iter(by_id), "") or key.example) + "."
            self._notes.add(spot, "missing", "is needed and is empty: whose answers are these?", fix)
            return None
        asked_for = replace(key, targets=(table,))
        answered = read_answer(asked_for, cell, self._labels, own_ids=self._ids, own_names=self._names)
        for said in answered.remarks:
            self._notes.add(spot, said.code, said.what, said.fix, said.found, said.severity)
        asked = answered.value
        if not isinstance(asked, str) or asked in by_id:
            return asked if isinstance(asked, str) else None
        first = self._form.sheets_of(table)[0].name
        if asked in self.waiting.get(table, ()):
            fix = f'Fill in its row on the sheet "{first}", or write another id here.'
            self._notes.add(spot, "unknown-id", f'has no answers on the sheet "{first}".', fix, asked)
            return None
        near = nearest(asked, [known for known in by_id if known])
        fix = f'Did you mean "{near}"?' if near else f'Add a row on the sheet "{first}", or use an id that is there.'
        self._notes.add(spot, "unknown-id", f'is not on the sheet "{first}".', fix, asked)
        return None


def _has_ids(one: Matched) -> bool:
    return one.sheet.layout == "rows" and not one.sheet.joined and _ID in one.numbers


def _ids(one: Matched) -> dict[int, str]:
    """The ids on a sheet by row, of rows with and without answers, in order."""
    rows = sorted(row for row, at in one.cells.cells if at == one.numbers[_ID] and row > one.heading)
    found = {row: one.cells.cells[row, one.numbers[_ID]] for row in rows}
    return {row: text for row, cell in found.items() if holds(cell) and (text := " ".join(written(cell).split()))}


def _names(one: Matched) -> dict[str, tuple[str, ...]]:
    """The ids of the rows of a sheet by each name that they have, so that who writes a name can be told the id."""
    found: dict[str, tuple[str, ...]] = {}
    for row, id in _ids(one).items():
        said = {field: written(one.cell(field, row)) for field in _NAME_FIELDS}
        for name in (*said.values(), f"{said['given_name']} {said['family_name']}"):
            key = key_of(name)
            if key and id not in found.get(key, ()):
                found[key] = (*found.get(key, ()), id)
    return found


def _first_answer(one: Matched) -> Spot:
    """Where the first answer of an empty sheet would stand."""
    asked = [c for c in one.sheet.columns if c.field in one.numbers]
    column = next((c for c in asked if c.needed and not c.prefilled), asked[0])
    return one.spot(column, one.heading + 1)


def _free_ids(used: tuple[str, ...], column: Column) -> Iterator[str]:
    """Ids that no row has yet, made like the example: after P14 comes P15."""
    parts = _NUMBERED.fullmatch(column.example)
    if parts is None:
        while True:
            yield f"a short id, such as {column.example}"
    start, digits = parts.groups()
    taken = [_NUMBERED.fullmatch(one) for one in used]
    last = max((int(found[2]) for found in taken if found and found[1].casefold() == start.casefold()), default=0)
    while True:
        last += 1
        yield f"{start}{last:0{len(digits)}d}"
