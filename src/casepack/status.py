"""What is overdue, missed, due today and due next, over any number of records: every open step and action.

A sensitive record shows its reference and its steps and nothing else, and out of a folder it is left out without
a trace, unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from . import clock
from .actions_folder import unplaced
from .deadlines import StepState, deadlines, situation
from .disclosure import Audience
from .errors import CasepackError, Problem
from .inputs import LoadedCase
from .lens import Lens, Reader
from .mentions import build_book
from .office import DueRule
from .plan import Case
from .record import Action
from .record_folder import AsOf, Unread, named_records, read_each, told_once, without_twins

Group = Literal["overdue", "missed", "today", "week", "later"]
GROUPS: tuple[Group, ...] = get_args(Group)
"""In the order in which they are shown; "missed" fell due before the team was told of the incident."""

WEEK = 7
"""Days ahead, today's not counted, that make "this week"."""

Say = Callable[[str], str]
NOBODY = "Nobody named"


@dataclass(frozen=True, slots=True)
class Item:
    """One open step or action: when it is due, of which case, who has it, and how it stands.

    `due` is a moment in the office's zone for a step, a day for an action, None for an action without one.
    `owner` is an id of the office's data, or words, or empty; `owner_words` is what to print for it.
    """

    group: Group
    case: str
    kind: Literal["step", "action"]
    id: str
    what: str
    due: datetime | date | None
    due_words: str
    owner: str
    owner_words: str
    stands: str
    restricted: bool = False

    def belongs_to(self, owner: str) -> bool:
        """Is it this person's or agency's, given by id or by name?"""
        return owner.strip().casefold() in {self.owner.casefold(), self.owner_words.casefold()} - {""}

    def as_dict(self) -> dict[str, Any]:
        """The item for `--json`; times in ISO 8601 with the offset of the office's zone."""
        return {
            "group": self.group,
            "case": self.case,
            "kind": self.kind,
            "id": self.id,
            "what": self.what,
            "due": self.due.isoformat() if self.due else None,
            "due_words": self.due_words,
            "owner": self.owner,
            "owner_words": self.owner_words,
            "stands": self.stands,
            "restricted": self.restricted,
        }


@dataclass(frozen=True, slots=True)
class Gathered:
    """The records to look at, those that cannot be read, with why, and what is worth a look about their folders."""

    cases: tuple[Case, ...]
    failed: tuple[tuple[Path, CasepackError], ...]
    to_check: tuple[Problem, ...] = ()


def situation_of(records: Iterable[Case], as_of: datetime) -> tuple[Item, ...]:
    """Every open step and action as of `as_of` (any zone), by group, then by when due, case, step and owner.

    A closed case has none. Days are those of each office's zone. Raises `ClockError` as `deadlines` does.
    """
    found = [(place, item) for case in records for place, item in enumerate(_items(case, as_of))]
    ranked = sorted(found, key=lambda pair: (*_urgency(pair[1]), pair[1].case, pair[0], pair[1].owner_words))
    return tuple(item for _, item in ranked)


def _urgency(item: Item) -> tuple[int, str]:
    due = item.due
    # A day counts as its last moment: its action is in time until then.
    last = f"{due.isoformat()}T24" if due and not isinstance(due, datetime) else "9"
    return GROUPS.index(item.group), clock.instant(due).isoformat() if isinstance(due, datetime) else last


def _items(case: Case, as_of: datetime) -> Iterator[Item]:
    record, office = case.record, case.office
    if (record.incident.status or "").casefold() == "closed":
        return
    now = as_of.astimezone(clock.zone(office))
    say = _coded(case)
    for state in situation(record, office, deadlines(record, office), now):
        if state.kind not in {"done", "neutral"}:
            yield _step_item(case, state, now, say)
    for action in record.open_actions():
        yield _action_item(case, action, now.date(), say)


def _coded(case: Case) -> Say:
    """Free text as it stands in the team's own papers: people by code, also where a name was typed."""

    @cache
    def lens() -> Lens:  # most records need none, and it takes longer than all the rest
        return Lens(case.record, case.office, build_book(case.record, case.office), Reader(Audience.OFFICE), case.day)

    return lambda text: " ".join(lens().say(text).split())


def _step_item(case: Case, state: StepState, now: datetime, say: Say) -> Item:
    deadline = state.deadline
    day = _shown_day(deadline.due)
    due_words = _with_year(deadline.due_short, day, now)
    if deadline.step.rule is DueRule.AT_ONCE:
        due_words = deadline.due_words
    owner = (deadline.progress.done_by if deadline.progress else None) or case.record.incident.officer or ""
    stands = state.detail if state.kind == "overdue" and state.detail else f"{state.words}. {state.detail}"
    return Item(
        _step_group(state, day, now.date()),
        case.record.incident.reference or "",
        "step",
        deadline.step.id,
        deadline.step.title,
        deadline.due,
        due_words,
        *_owner(case, owner, say),
        stands.strip().removesuffix("."),
        case.sensitive,
    )


def _step_group(state: StepState, day: date, today: date) -> Group:
    if state.kind == "overdue" or state.kind == "missed":
        return state.kind
    # What is to be done at once and is in hand has no later day: it stays in sight until it is done.
    return "today" if state.deadline.step.rule is DueRule.AT_ONCE else _ahead(day, today)


def _ahead(day: date, today: date) -> Group:
    if day <= today:
        return "today"
    return "week" if day <= today + timedelta(days=WEEK) else "later"


def _action_item(case: Case, action: Action, today: date, say: Say) -> Item:
    what = f"Action {action.id}" if case.sensitive else f"{action.id}: {say(action.what)}"
    group: Group = "later"
    if action.due:
        group = "overdue" if action.due < today else _ahead(action.due, today)
    return Item(
        group,
        case.record.incident.reference or "",
        "action",
        action.id,
        what,
        action.due,
        _with_year(_short_day(action.due), action.due, today) if action.due else "No day given",
        *_owner(case, action.owner or "", say),
        _days_words(action.due, today) if action.due else "Open",
        case.sensitive,
    )


def _days_words(due: date, today: date) -> str:
    days = (due - today).days
    if not days:
        return "Due today"
    count = clock.say_elapsed(timedelta(days=abs(days)))
    return f"{count} left" if days > 0 else f"Overdue by {count}"


def _owner(case: Case, owner: str, say: Say) -> tuple[str, str]:
    """The owner's id and name. Of a sensitive case only staff: the name of an agency can say what it is about."""
    if not owner:
        return "", NOBODY
    if case.sensitive and not case.office.officer(owner):
        return "", "Not shown"
    office = case.office
    if office.officer(owner) or office.agency(owner) or office.school(owner):
        return owner, office.name_of(owner)
    return say(owner), say(owner)


def _shown_day(due: datetime) -> date:
    """The day on which a deadline is said to fall: one at midnight is said as 11:59pm on the day before."""
    return (due.replace(tzinfo=None) - timedelta(minutes=1)).date() if due.hour == due.minute == 0 else due.date()


def _short_day(day: date) -> str:
    weekday, number, month, _ = clock.say_day(day).split()
    return f"{weekday[:3]} {number} {month[:3]}"


def _with_year(words: str, day: date, today: date) -> str:
    return words if day.year == today.year else f"{words} {day.year}"


def known_owner(cases: Sequence[Case], items: Sequence[Item], owner: str) -> bool:
    """Is this anybody that the offices or the items know, by id or by name? A slip of the pen would hide everything."""
    words = {
        word.casefold()
        for office in (case.office for case in cases)
        for rows in (office.officers, office.agencies, office.schools)
        for row in rows
        for word in (row.id, row.name)
    }
    return owner.strip().casefold() in words or any(item.belongs_to(owner) for item in items)


def gather(paths: Sequence[Path], office: Path | None, as_of: AsOf, *, restricted: bool = False) -> Gathered:
    """Read the records named by file or by folder; `office` and `as_of` as in `load_case`.

    A folder stands for every record in it, workbooks and JSON, the office's data left out; of those the sensitive ones
    are passed over, readable or not, unless `restricted`. A record that is wrong is kept apart with its error; of one
    that cannot be read at all, and so may be sensitive, only its folder is named. Raises UsageError where no office
    is found, `as_of` is no time, or a folder cannot be read.
    """
    named = named_records(paths, office)
    read = list(read_each(named, office, as_of, command="casepack status", restricted=restricted))
    shown = (
        one
        for one in read
        if isinstance(one, LoadedCase) and (restricted or not one.case.sensitive or named.itself(one.record_path))
    )
    failed = told_once(one for one in read if isinstance(one, Unread))
    cases = tuple(one.case for one in without_twins(shown))
    return Gathered(cases, tuple((one.path, one.error) for one in failed), unplaced(named, read))
