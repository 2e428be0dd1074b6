"""The workbook of a meeting's actions, read: which meeting, what was filled in row by row, what is odd about each row.

What is wrong with one row is told of with that row and stops nothing. What keeps a whole sheet from being read is a
problem that stops: an action that was agreed must not be lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from .bounds import refuse_too_much
from .cells import WorkbookCells
from .complaints import Report, explain
from .errors import Problem, RecordError
from .folding import words_of
from .form import Form
from .form_actions import ACTIONS_FORM, NEW, STANDING
from .form_identity import identity
from .labels import Labels
from .meeting_actions import MeetingActions, NewAction, StandingAction
from .office import Office
from .sniff import FileKind, kind_of
from .workbook_cells import open_workbook
from .workbook_places import Spot
from .workbook_read import RawForm, read_form
from .workbook_words import how_to, problems_of

_Row = TypeVar("_Row", StandingAction, NewAction)


@dataclass(frozen=True, slots=True)
class Entry(Generic[_Row]):
    """One row that was filled in: its answers without those that cannot be read, which are told of in `checks`."""

    book: ActionsBook
    row: _Row
    table: str
    number: int
    checks: tuple[Problem, ...]

    def check(self, field: str, code: str, what: str, fix: str, found: object = "") -> Problem:
        """Something to look at in one cell of this row."""
        spot = self.book.raw.places.at((self.table, self.number, field))
        return self.book.raw.places.problem(spot, code, what, fix, found, "check")


@dataclass(frozen=True, slots=True)
class ActionsBook:
    """One workbook: the meeting's id as the office writes it, the rows filled in, what is odd about it as a whole."""

    name: str
    meeting: str
    raw: RawForm
    checks: tuple[Problem, ...] = ()
    standing: tuple[Entry[StandingAction], ...] = ()
    new: tuple[Entry[NewAction], ...] = ()

    def check(self, code: str, what: str, fix: str) -> Problem:
        """Something to look at in the workbook as a whole."""
        return self.raw.places.problem(Spot(), code, what, fix, severity="check")


def read_actions(data: bytes, name: str, office: Office, labels: Labels) -> ActionsBook:
    """The workbook of a meeting's actions in `data`; `labels` are the office's.

    Raises `RecordError` where it is none, where a sheet or a needed column of it cannot be found, or where nobody can
    tell of which meeting it is.
    """
    if kind_of(data, name) is FileKind.JSON:
        fix = "Put the workbook that was filled in at the meeting in its place, or give it another name."
        raise RecordError([Problem("wrong-kind", name, "is JSON, not the workbook of a meeting's actions.", fix)])
    book = open_workbook(data, name)
    raw = read_form(book, ACTIONS_FORM, labels, name)
    refuse_too_much(raw.data, name)
    meeting, odd = _meeting(book, name, office)
    made, problems = _answers(raw)
    whole, by_row = _sorted_out(problems, raw)
    stops = [problem for problem in whole if problem.severity == "problem"]
    if not meeting:
        stops.insert(0, _no_meeting(name, office))
    if stops:
        raise RecordError(stops)
    read = ActionsBook(name, meeting, raw, (*odd, *whole))
    standing = [Entry(read, row, STANDING, n, by_row.get((STANDING, n), ())) for n, row in enumerate(made.standing)]
    new = [Entry(read, row, NEW, n, by_row.get((NEW, n), ())) for n, row in enumerate(made.new)]
    return replace(read, standing=tuple(standing), new=tuple(new))


def _meeting(book: WorkbookCells, name: str, office: Office) -> tuple[str, tuple[Problem, ...]]:
    """The meeting's id: as the workbook says, else as its name does; and what is to be said where they differ."""
    known = {meeting.id.casefold(): meeting.id for meeting in office.meetings}
    says = identity(book).meeting.strip()
    words = words_of(name)
    called = [id for id in known.values() if _within(words_of(id), words)]
    named = max(called, key=len, default="")
    says = known.get(says.casefold(), says)
    odd = []
    if says and says not in known.values():
        what = f"is of the meeting {says[:40]}, which is not in the office's calendar. It was read all the same."
        odd.append(Problem("meeting-unknown", name, what, "Put the meeting back into the office's data.", "", "check"))
    if says and named and says != named:
        what = f"is called after {named}, but was made for {says}. It was read as that of {says}."
        odd.append(Problem("meeting-other", name, what, f"Call it {says} actions.xlsx.", "", "check"))
    return says or named, tuple(odd)


def _within(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    count = len(words)
    return any(text[at : at + count] == words for at in range(len(text) - count + 1))


def _no_meeting(name: str, office: Office) -> Problem:
    such = next((meeting.id for meeting in office.meetings), "PGC-2026-11")
    fix = f"Put the meeting's id into its name, such as {such} actions.xlsx."
    return Problem("meeting-missing", name, "does not say of which meeting it is.", fix)


def _answers(raw: RawForm) -> tuple[MeetingActions, list[Problem]]:
    """The rows as models, without the answers that are wrong, and everything that was found."""
    report = Report(raw.places.name, raw.data)
    data: dict[str, Any] = {table: [dict(row) for row in rows] for table, rows in raw.data.items()}
    try:
        MeetingActions.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        explain(report, MeetingActions, found)
        for table, number, field in {tuple(item["loc"][:3]) for item in found}:
            data[str(table)][int(number)].pop(field, None)
    _needed(raw, report)
    return MeetingActions.model_validate(data), problems_of(report.findings, raw)


def _needed(raw: RawForm, report: Report) -> None:
    """What a row that was begun lacks."""
    form: Form = raw.form
    for sheet in form.sheets:
        for number, row in enumerate(raw.data.get(sheet.table, ())):
            for column in (c for c in sheet.columns if c.needed and row.get(c.field) is None):
                path = (sheet.table, number, column.field)
                if column.field == "what":
                    what = "is needed and is empty, so this row was left out."
                    report.check(path, "action-without-words", what, "Write what is to be done.")
                else:
                    report.check(path, "missing", "is needed and is empty.", how_to(column, form))


def _sorted_out(
    problems: Iterable[Problem], raw: RawForm
) -> tuple[list[Problem], Mapping[tuple[str, int], tuple[Problem, ...]]]:
    """What is about the workbook or a sheet as a whole, and what is about one row, which stops nothing."""
    rows = {
        (spot.sheet, spot.row): (sheet.table, number)
        for sheet in raw.form.sheets
        for number in range(len(raw.data.get(sheet.table, ())))
        for column in sheet.columns
        for spot in [raw.places.at((sheet.table, number, column.field))]
        if spot.row
    }
    whole: list[Problem] = []
    found: dict[tuple[str, int], tuple[Problem, ...]] = {}
    for problem in problems:
        at = rows.get((problem.sheet, int("".join(filter(str.isdigit, problem.cell)) or 0)))
        if at is None or problem.code in _OF_THE_SHEET:
            whole.append(problem)
        else:
            found[at] = (*found.get(at, ()), _told_only(problem))
    return whole, found


_OF_THE_SHEET = frozenset({"hidden-rows", "hidden-columns", "merged", "column-unknown", "struck"})
"""Findings about a sheet that are put at one of its rows."""


def _told_only(problem: Problem) -> Problem:
    """A problem of one row as a check: the answer is left out, and everything else goes on."""
    if problem.severity == "check":
        return problem
    return replace(problem, severity="check", what=f"{problem.what} It was left out.")
