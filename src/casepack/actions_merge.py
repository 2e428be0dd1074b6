"""What was filled in at meetings, put together with a record: how its actions stand now, and the new ones.

Three states are held against each other, as each answer was printed in the workbook, as the meeting left it, and as
the record has it now. What only the meeting changed is taken over; what the record itself has changed since holds,
and where the two then differ that is said, at the cell. Nothing is ever taken out of a record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from . import clock
from .actions_case import CaseWords, folded_reference, plain
from .actions_people import Meant, person_meant, stands_by_name
from .actions_read import ActionsBook, Entry
from .complaints import nearest
from .errors import Problem
from .form_actions import NEW
from .meeting_actions import NewAction, StandingAction, Stands, action_id, number_in, stands_of
from .plan import Case
from .record import Action, Record
from .shown import sentence

_COPIES = "bcdefghijklmnopqrstuvwxyz"
AnyEntry = Entry[StandingAction] | Entry[NewAction]


@dataclass(frozen=True, slots=True)
class Merged:
    """A record with what was filled in at meetings, and what is worth a look about it."""

    record: Record
    checks: tuple[Problem, ...] = ()


def merged(case: Case, books: Iterable[ActionsBook]) -> Merged:
    """The case's record with what these workbooks hold about it, meeting by meeting in the order of time.

    Of a meeting that the office's calendar does not know, the workbook counts as the oldest.
    """
    work = _Work(case)
    for book in sorted(books, key=lambda book: _held(case, book.meeting) or ""):
        work.take(book)
    record = case.record
    if work.actions != list(record.actions):
        record = record.model_copy(update={"actions": tuple(work.actions)})
    return Merged(record, tuple(work.checks))


def _held(case: Case, meeting: str) -> str:
    """The day on which a meeting is held, as its calendar writes it: 2026-11-18; "" where that is not known."""
    found = next((m.at for m in case.office.meetings if m.id.casefold() == meeting.casefold()), None)
    try:
        return clock.moment(found, clock.zone(case.office)).date().isoformat() if found else ""
    except clock.ClockError:
        return ""


def case_meant(entry: AnyEntry) -> str:
    """The reference of the case that a row is about, folded; from the person picked where the case was left empty."""
    person = entry.row.person if isinstance(entry.row, NewAction) else None
    before, colon, _ = (person or "").partition(": ")
    return folded_reference(entry.row.case or (before if colon else ""))


class _Work:
    """The actions of one record while they are put together; `made` are the ids of those from workbooks."""

    def __init__(self, case: Case) -> None:
        self.case, self.words = case, CaseWords(case)
        self.actions: list[Action] = list(case.record.actions)
        self.checks: list[Problem] = []
        self.made: set[str] = set()

    def take(self, book: ActionsBook) -> None:
        """Put in what one workbook says about this case."""
        own = self.words.reference
        standing = [entry for entry in book.standing if case_meant(entry) == own]
        new = [entry for entry in book.new if case_meant(entry) == own]
        for entry in standing:
            self.checks += entry.checks
            self._standing(entry)
        numbers = _numbers(book)
        for one in new:
            self.checks += one.checks
            self._new(one, action_id(book.meeting, numbers[one.number]))
        if self.case.sensitive and (standing or new):
            first = (standing or new)[0]
            what = "is of a case that is handled as sensitive now, and others may open this workbook."
            fix = "Keep it where only those may read it who work on the case. Its papers have its actions."
            self.checks.append(first.check("case", "case-sensitive", what, fix))

    # Actions that were there before

    def _standing(self, entry: Entry[StandingAction]) -> None:
        row = entry.row
        place = self._place(row.action or "")
        if place is None:
            ids = [action.id for action in self.actions]
            near = nearest(row.action or "", ids)
            fix = f'Did you mean "{near}"? ' if near else ""
            fix += "If it is still wanted, write it on the sheet New actions."
            what = "is no action of the record any more, so what was filled in here was left out."
            self._say(entry, "action", "action-gone", what, fix, row.action)
            return
        action = self.actions[place]
        if row.what and not self.words.same_words(action.what, row.what):
            if not self.words.alike(action.what, row.what):
                what = "is about something else in the record now, so what was filled in here was left out."
                fix = f"If it is the same action, say so in the record itself, {action.id}."
                self._say(entry, "what", "action-other", what, fix)
                return
            self._say(entry, "what", "action-changed", "is worded otherwise in the record now.", _SAME_ACTION)
        if row.owner and action.owner and not self.words.same_owner(action.owner, row.owner):
            what = "is somebody else in the record now. The record's owner holds."
            self._say(entry, "owner", "action-changed", what, "Check who does it.")
        closed_since = stands_of(action) is not Stands.OPEN and _stood(row) is Stands.OPEN
        self.actions[place] = action.model_copy(
            update={
                "due": self._due(entry, action),
                "outcome": self._outcome(entry, action, closed_since=closed_since),
                "status": self._status(entry, action),
            }
        )

    def _place(self, id: str) -> int | None:
        return next((n for n, a in enumerate(self.actions) if a.id.casefold() == id.strip().casefold()), None)

    def _status(self, entry: Entry[StandingAction], action: Action) -> str | None:
        row, now = entry.row, stands_of(action)
        if row.stands is None or row.stands is now:
            return action.status
        if now is _stood(row):
            return row.stands.value
        if row.stands is not _stood(row):
            what = f'is "{row.stands.value}" here, and the record has it as "{now.value}". The record holds.'
            self._say(entry, "stands", "action-differs", what, "Make the two the same, or empty this cell.")
        return action.status

    def _due(self, entry: Entry[StandingAction], action: Action) -> date | None:
        row = entry.row
        if action.due != row.due and action.due != row.new_due:
            now = clock.say_date(action.due) if action.due else "no day"
            what = f"was another day when this workbook was made: the record now has {now}."
            more = " The record holds." if row.new_due else ""
            self._say(entry, "due", "action-changed", what + more, "Check by which day it is to be done.")
            return action.due
        if row.new_due is None:
            return action.due
        self._not_before(entry, "new_due", row.new_due)
        return row.new_due

    def _outcome(self, entry: Entry[StandingAction], action: Action, *, closed_since: bool) -> str | None:
        if not entry.row.outcome:
            return action.outcome
        told = self._words(entry, "outcome", entry.row.outcome)
        before = action.outcome or ""
        if plain(told) in plain(before):
            return action.outcome
        if before and closed_since:
            what = "is not what the record says came of it. The record holds."
            fix = "Make the two the same, or empty this cell."
            self._say(entry, "outcome", "action-differs", what, fix)
            return action.outcome
        return f"{sentence(before)} {told}" if before else told

    # New ones

    def _new(self, entry: Entry[NewAction], id: str) -> None:
        row = entry.row
        if not row.what:
            return  # reading has said so
        if row.due:
            self._not_before(entry, "due", row.due)
        words = self._words(entry, "what", row.what)
        # Each part has been read as an answer; a person before the longest of texts makes it a little longer still.
        what = self._about(entry, words)
        action = Action.model_construct(id=id, what=what, owner=row.owner, due=row.due, status=Stands.OPEN.value)
        for free in (id, *(f"{id}{letter}" for letter in _COPIES)):
            at = self._place(free)
            if at is None:
                self._twice(entry, id, free)
                self.actions.append(action.model_copy(update={"id": free}))
                self.made.add(free)
                return
            there = self.actions[at]
            if plain(there.what) == plain(action.what):
                # Where somebody has written it into the record, the record holds.
                if free in self.made and (there.owner, there.due) != (action.owner, action.due):
                    what = "stands in another workbook of this meeting with another owner or another day, which holds."
                    self._say(entry, "id", "action-twice", what, "Keep one workbook of the meeting.")
                return

    def _twice(self, entry: Entry[NewAction], id: str, free: str) -> None:
        """Say that the number of an action is taken, if it is."""
        if id != free:
            where = "another workbook of this meeting" if id in self.made else "the record"
            what = f"is the number of another action in {where}. Both were kept, this one as {free}."
            self._say(entry, "id", "action-twice", what, "Keep one workbook of the meeting, or give it another number.")

    def _about(self, entry: Entry[NewAction], words: str) -> str:
        """The words of an action with the person before them: by token, or as typed where a token would tell more.

        Somebody whom the record does not know is left out: nothing could keep the name from any reader.
        """
        typed = entry.row.person or ""
        before, colon, name = typed.partition(": ")
        called = (name if colon else typed).strip()
        if colon and folded_reference(before) != self.words.reference:
            what = "is of another case than this row, and was left out."
            self._say(entry, "person", "person-other-case", what, "Pick a person of this case.", typed)
            return words
        meant = person_meant(self.case.record, self.words.coded, called) if called else None
        if meant is not None:
            return self._named(entry, meant, called, words)
        if called:
            what = "is nobody in the record by that name, or fits more than one, and was left out."
            self._say(entry, "person", "person-unknown", what, "Pick the person from the list.", called)
        return words

    def _named(self, entry: Entry[NewAction], meant: Meant, called: str, words: str) -> str:
        token = f"{{{meant.person}}}"
        if meant.by == "code":
            what = f"is {meant.person} in the record now. Codes shift where people are added to a record."
            fix = f"Check that it is still the same person, and write {meant.person} here to settle it."
            self._say(entry, "person", "person-by-code", what, fix, called)
        elif meant.by == "name" and not stands_by_name(self.case.record, self.words.coded, meant.person):
            # A token would print as a code at the next meeting, to those who used the name at this one.
            return f"{called}: {words}"
        return words if token in words else f"{token}: {words}"

    # What is said

    def _words(self, entry: AnyEntry, name: str, text: str) -> str:
        """A text as typed, its braces taken off where they stand for nobody in this record."""
        for token, near in self.words.unknown_tokens(text).items():
            fix = f"Did you mean {near}?" if near else "Write the name, or the code that the pack uses."
            what = "What stands in braces here is nobody in the record. It was kept as words."
            self._say(entry, name, "unknown-token", what, fix, token)
            text = text.replace(token, token.strip("{} "))
        return text

    def _not_before(self, entry: AnyEntry, name: str, day: date) -> None:
        held = _held(self.case, entry.book.meeting)
        if held and day.isoformat() < held:
            what = f"is before the meeting, {clock.say_date(date.fromisoformat(held))}."
            fix = "Check the day, the month and the year."
            self._say(entry, name, "day-before-meeting", what, fix, clock.say_date(day))

    def _say(self, entry: AnyEntry, name: str, code: str, what: str, fix: str, found: object = "") -> None:
        self.checks.append(entry.check(name, code, what, fix, found))


_SAME_ACTION = "What was filled in here was taken over. Check that it is still the same action."


def _stood(row: StandingAction) -> Stands:
    """How an action stood when the workbook was made; open where the cell was emptied."""
    word = (row.stood or "").casefold().split(",")[0].strip()
    return Stands(word) if word in set(Stands) else Stands.OPEN


def _numbers(book: ActionsBook) -> dict[int, int]:
    """By row the number of each new action: its own where it has one, else the next one after all on the sheet."""
    own = {entry.number: number_in(book.meeting, entry.row.id or "") for entry in book.new}
    after = max((number_in(book.meeting, id) for id in book.raw.waiting.get(NEW, ())), default=0)
    after = max(after, *own.values(), 0)
    found: dict[int, int] = {}
    for row, number in own.items():
        if not number or number in found.values():
            after += 1
            number = after
        found[row] = number
    return found
