"""The clock of the procedure: when each step is due, and how it stands as of a given moment. Pure.

Source of the times: the procedure, box by box, as the office's data hold it (`Office.steps`). All of them run
from the start of the first episode. Hours are elapsed hours, nights and holidays included; a week is seven
calendar days to the same time on the clock; a month is the same day of the next month, or its last day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from .as_at import as_at
from .clock import (
    elapsed,
    instant,
    moment,
    resolve,
    say_day,
    say_deadline,
    say_deadline_short,
    say_elapsed,
    say_moment,
    zone,
)
from .office import DueRule, Meeting, Office, Step
from .record import Episode, Progress, Record, StepStatus

StateKind = Literal["done", "due", "overdue", "neutral", "missed"]


@dataclass(frozen=True, slots=True)
class Start:
    """When the clock of the procedure started (office's zone), with which episode; `known` is False for a guess."""

    at: datetime
    known: bool
    episode: Episode


@dataclass(frozen=True, slots=True)
class Deadline:
    """When one step is due. Moments are in the office's zone.

    For the conference: `meeting` is the one at which the incident is to be summarised (None where none is
    scheduled), `latest` the end of the month, and `due` whichever of the two comes first.
    """

    step: Step
    due: datetime
    progress: Progress | None = None
    meeting: Meeting | None = None
    meeting_at: datetime | None = None
    latest: datetime | None = None

    @property
    def due_words(self) -> str:
        """When it is due, as printed; "At once" where it has no later moment than the start itself."""
        return "At once" if self.step.rule is DueRule.AT_ONCE else say_deadline(self.due)

    @property
    def due_short(self) -> str:
        """The same for a table: "4:40pm, Sun 25 Oct"."""
        return "At once" if self.step.rule is DueRule.AT_ONCE else say_deadline_short(self.due)

    @property
    def conference_note(self) -> str:
        """What must be done because no meeting falls within the time allowed; empty where one does."""
        if self.latest is None:
            return ""
        if self.meeting_at is None:
            return (
                "No conference is scheduled after the incident. "
                f"Arrange one, at the latest by {say_deadline(self.latest)}."
            )
        if instant(self.meeting_at) <= instant(self.latest):
            return ""
        months = "one month" if self.step.amount == 1 else f"{self.step.amount or 0} months"
        return (
            f"The next conference, on {say_day(self.meeting_at.date())}, is later than {months} after the incident "
            f"(latest {say_deadline(self.latest)}). Hold an extra meeting or record why not."
        )


@dataclass(frozen=True, slots=True)
class StepState:
    """How one step stands as of a moment: words for people, and a kind for colour and for counting."""

    deadline: Deadline
    words: str
    kind: StateKind
    detail: str = ""


def start_of(record: Record, office: Office) -> Start:
    """The start of the first episode, from which every time is counted.

    An episode whose time is not known counts from the start of its day, so that no deadline comes out late.
    Raises `ClockError` for a time that cannot be; a record that was read has none.
    """
    tz = zone(office)
    starts = [(resolve(e.date, e.start_time, tz), e) for e in record.episodes]
    at, first = min(starts, key=lambda pair: instant(pair[0]))
    return Start(at, first.start_time is not None, first)


def deadlines(record: Record, office: Office) -> tuple[Deadline, ...]:
    """When each step of the procedure is due, in the order of the office's steps; moments in its zone."""
    return _of_steps(office.steps, record, office)


def deadline_of(step: str, record: Record, office: Office) -> Deadline | None:
    """When the step of this id is due; None where the office has no such step."""
    return next(iter(_of_steps([s for s in office.steps if s.id == step][:1], record, office)), None)


def conference_deadline(record: Record, office: Office) -> Deadline | None:
    """When the incident is to be summarised at the conference; None where the office has no such step."""
    return next(iter(_of_steps([s for s in office.steps if s.rule is DueRule.CONFERENCE][:1], record, office)), None)


def _of_steps(steps: Sequence[Step], record: Record, office: Office) -> tuple[Deadline, ...]:
    start = start_of(record, office).at
    tz = zone(office)
    progress = {p.step: p for p in record.progress}
    return tuple(_deadline(step, start, record, office, tz, progress.get(step.id)) for step in steps)


def _deadline(
    step: Step, start: datetime, record: Record, office: Office, tz: ZoneInfo, progress: Progress | None
) -> Deadline:
    amount = step.amount or 0
    if step.rule is DueRule.CONFERENCE:
        latest = add_months(start, amount)
        meeting, meeting_at = _meeting(record, office, start, tz)
        due = min(latest, meeting_at, key=instant) if meeting_at else latest
        return Deadline(step, due, progress, meeting, meeting_at, latest)
    if step.rule is DueRule.HOURS:
        return Deadline(step, add_hours(start, amount), progress)
    if step.rule is DueRule.WEEKS:
        return Deadline(step, add_weeks(start, amount), progress)
    return Deadline(step, start, progress)


def _meeting(record: Record, office: Office, start: datetime, tz: ZoneInfo) -> tuple[Meeting | None, datetime | None]:
    """The meeting that the record names, else the first one after the start."""
    dated = [(m, moment(m.at, tz)) for m in office.meetings if m.at]
    if record.conference.meeting:
        named = [(m, at) for m, at in dated if m.id == record.conference.meeting]
        return named[0] if named else (None, None)
    after = [(m, at) for m, at in dated if instant(at) > instant(start)]
    return min(after, key=lambda pair: instant(pair[1]), default=(None, None))


def add_hours(start: datetime, hours: int) -> datetime:
    """Elapsed hours later, in the zone of `start`: over a change of the clocks the time on the clock shifts."""
    return (instant(start) + timedelta(hours=hours)).astimezone(start.tzinfo)


def add_weeks(start: datetime, weeks: int) -> datetime:
    """The same time on the clock, 7 calendar days later for each week; see `_same_time` for the odd hours."""
    return _same_time(start.replace(tzinfo=None) + timedelta(weeks=weeks), start)


def add_months(start: datetime, months: int) -> datetime:
    """The same day of a later month at the same time on the clock; 31 January gives the last day of February."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, monthrange(year, month + 1)[1])
    return _same_time(start.replace(year=year, month=month + 1, day=day, tzinfo=None), start)


def _same_time(local: datetime, start: datetime) -> datetime:
    """`local` as a moment in the zone of `start`, by the earlier of its two readings where it has two.

    A time that happens twice is taken as the first one. A time that the clocks skip is read by the clock in
    force after the change, which is half past midnight for half past one. Both are the safe side: a deadline
    may come out an hour early but never late.
    """
    readings = (local.replace(tzinfo=start.tzinfo, fold=fold) for fold in (0, 1))
    return min(map(instant, readings)).astimezone(start.tzinfo)


def situation(record: Record, office: Office, deadlines: Sequence[Deadline], as_of: datetime) -> tuple[StepState, ...]:
    """How each step stands as of `as_of`, in the order of `deadlines`.

    A step that fell due before the team was told of the incident is missed, not overdue: it is nobody's fault
    here. A step that is done is late only where it is recorded when it was done.
    """
    tz = zone(office)
    told = _local(record.incident.team_told_at, tz)
    return tuple(_state(d, told, as_of, tz) for d in deadlines)


def _state(deadline: Deadline, told: datetime | None, as_of: datetime, tz: ZoneInfo) -> StepState:
    progress = deadline.progress
    status = progress.status if progress else StepStatus.TO_DO
    if status is StepStatus.NOT_NEEDED:
        return StepState(deadline, "Not needed", "neutral")
    if status is StepStatus.DONE:
        return _done(deadline, _local(progress.done_at if progress else None, tz), told)
    in_hand = status is StepStatus.IN_HAND
    if deadline.step.rule is DueRule.AT_ONCE:
        return StepState(deadline, "In hand", "due") if in_hand else StepState(deadline, "Start now", "overdue")
    details = ["In hand."] if in_hand else []
    if deadline.conference_note:
        details.append(deadline.conference_note)
    left = elapsed(as_of, deadline.due)
    if left >= timedelta():
        return StepState(deadline, _left(left), "due", " ".join(details))
    if told and instant(deadline.due) < instant(told):
        return StepState(deadline, "Missed before we were told", "missed", " ".join(details))
    details.insert(0, f"Overdue by {say_elapsed(-left)}.")
    return StepState(deadline, "Overdue", "overdue", " ".join(details))


def _done(deadline: Deadline, done_at: datetime | None, told: datetime | None) -> StepState:
    if done_at is None:
        return StepState(deadline, "Done", "done", "When it was done is not recorded.")
    on_time = instant(done_at) <= instant(deadline.due) or deadline.step.rule is DueRule.AT_ONCE
    detail = f"Done at {say_moment(done_at)}"
    if on_time:
        return StepState(deadline, "Done", "done", f"{detail}.")
    detail = f"{detail}, {say_elapsed(elapsed(deadline.due, done_at))} late"
    if told and instant(deadline.due) < instant(told):
        detail = f"{detail}; it was due before we were told"
    return StepState(deadline, "Done late", "done", f"{detail}.")


def _left(left: timedelta) -> str:
    """Time left, rounded down: to days from two days on, so that a table stays quiet."""
    if left >= timedelta(days=2):
        left = timedelta(days=left.days)
    return f"{say_elapsed(left)} left" if left >= timedelta(minutes=1) else "Due now"


def next_due(states: Sequence[StepState]) -> StepState | None:
    """The open step that falls due next; None where none is open. Overdue and missed steps are not next."""
    ahead = [s for s in states if s.kind == "due" and s.deadline.step.rule is not DueRule.AT_ONCE]
    return min(ahead, key=lambda s: instant(s.deadline.due), default=None)


def clock_words(record: Record, office: Office, as_of: datetime) -> tuple[str, ...]:
    """Sentences on the clock: when it started, when the team was told, and how it stands as of `as_of`."""
    start = start_of(record, office)
    told = _local(record.incident.team_told_at, zone(office))
    if start.known:
        began = f"The clock started at {say_moment(start.at)}, when the first episode began."
    else:
        day = say_day(start.at.date())
        began = (
            "The time at which it began is not known. "
            f"The clock is counted from the start of {day}, so that no deadline comes out late."
        )
    if told is None:
        return began, "When the team was told is not recorded.", as_at(as_of, "As at {}.")
    return began, _told_words(start, told), _as_at(told, as_of)


def _told_words(start: Start, told: datetime) -> str:
    delay = elapsed(start.at, told)
    if delay < timedelta():
        return f"The team was told at {say_moment(told)}, before the recorded start. Check both times."
    if not start.known:
        return f"The team was told at {say_moment(told)}."
    return f"The team was told {say_elapsed(delay)} after it began, at {say_moment(told)}."


def _as_at(told: datetime, as_of: datetime) -> str:
    known_for = elapsed(told, as_of)
    if known_for < timedelta():
        return as_at(as_of, "As at {} the team had not been told.")
    return as_at(as_of, f"The team has known for {say_elapsed(known_for)}, as at {{}}.")


def _local(text: str | None, tz: ZoneInfo) -> datetime | None:
    return moment(text, tz) if text else None
