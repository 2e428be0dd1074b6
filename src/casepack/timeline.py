"""What a timeline tells of a case: its episodes and the deadlines of the procedure, none more certain than it is.

Places and times are those of the reader's table of episodes, deadlines those of the table of steps. The papers of a
sensitive case tell of the steps only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from . import clock
from .deadlines import StepState
from .lens import Lens
from .office import DueRule
from .person_view import when
from .plan import Case
from .progress import Sign, sign_of, sign_words
from .record import Episode
from .shown import first_capital

NOT_EXACT = "Time not exact"
_NOT_EXACT = re.compile(
    r"\b(?:about|approx\w*|around|between|circa|estimat\w*|guess\w*|not (?:certain|exact|known|sure)|possibl[ey]"
    r"|roughly|thought|uncertain|unclear|unknown|unsure|within)\b",
    re.IGNORECASE,
)
"""Words by which an officer says that a time is not exact."""


class Form(StrEnum):
    """What is known of the time of an episode."""

    SPAN = "from one time to another"
    BEGINNING = "when it began, not when it ended"
    DAY = "the day, not the time"


@dataclass(frozen=True, slots=True)
class Happening:
    """One episode: where, and when in full and in short words; the moments between which it is drawn."""

    place: str
    when: str
    short: str
    start: datetime
    end: datetime
    form: Form
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline: how its step stands, as a sign and in words, and when it is due in full and in short words."""

    title: str
    sign: Sign
    words: str
    due: str
    short: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """Episodes in the order of their beginnings, deadlines in that of their moments; all in the office's zone.

    `now` is the moment as of which the deadlines stand so; `told` when the team was told, where that is recorded.
    """

    happenings: tuple[Happening, ...]
    dues: tuple[Due, ...]
    now: datetime
    told: datetime | None = None

    def moments(self) -> list[datetime]:
        """Every moment that it shows."""
        spans = [moment for one in self.happenings for moment in (one.start, one.end)]
        return [*spans, *(due.at for due in self.dues), self.now, *([self.told] if self.told else [])]


def timeline(case: Case, lens: Lens, states: Sequence[StepState]) -> Timeline:
    """The timeline of a case for one reader. Raises `ClockError` for a time that cannot be; a read record has none."""
    told = case.record.incident.team_told_at
    episodes = () if case.sensitive else case.record.episodes
    return Timeline(
        tuple(sorted((_happening(lens, episode) for episode in episodes), key=lambda h: clock.instant(h.start))),
        tuple(sorted((_due(state, case.as_of) for state in states), key=lambda due: clock.instant(due.at))),
        case.as_of,
        clock.moment(told, clock.zone(case.office)) if told else None,
    )


def exactness(episode: Episode) -> str:
    """That the time of an episode is not exact, by what the officer says of it; empty where nothing says so."""
    told = episode.start_time and episode.precision and _NOT_EXACT.search(episode.precision)
    return NOT_EXACT if told else ""


def place_words(lens: Lens, episode: Episode) -> str:
    """Where an episode was, as the reader may read of it."""
    return first_capital(lens.say(episode.place)) or "Place not recorded"


def _happening(lens: Lens, episode: Episode) -> Happening:
    tz = clock.zone(lens.office)
    place, words, exact = place_words(lens, episode), when(lens, episode.id), not exactness(episode)
    if episode.start_time is None:
        start = datetime.combine(episode.date, time(), tz)
        end = datetime.combine((episode.end_date or episode.date) + timedelta(days=1), time(), tz)
        short = f"{short_day(start)}, time not recorded"
        return Happening(place, words, short, start, end, Form.DAY)
    start = clock.resolve(episode.date, episode.start_time, tz)
    if episode.end_time is None:
        return Happening(place, words, clock.say_short(start), start, start, Form.BEGINNING, exact)
    end = clock.resolve(episode.end_date or episode.date, episode.end_time, tz)
    return Happening(place, words, _short_range(start, end), start, end, Form.SPAN, exact)


def short_day(local: datetime) -> str:
    """The day of a moment for a narrow place: "Sun 25 Oct"."""
    return clock.say_short(local).rpartition(", ")[2]


def _short_range(start: datetime, end: datetime) -> str:
    if clock.instant(start) == clock.instant(end):
        return clock.say_short(start)
    begins = clock.say_time(start) if start.date() == end.date() else clock.say_short(start)
    return f"{begins} to {clock.say_short(end)}"


def _due(state: StepState, as_of: datetime) -> Due:
    """A deadline at its moment: for the conference the meeting, or the end of the time allowed if that is earlier."""
    deadline = state.deadline
    due, short = deadline.due_words, deadline.due_short
    if deadline.step.rule is DueRule.CONFERENCE and deadline.meeting_at == deadline.due:
        due, short = clock.say_moment(deadline.due), clock.say_short(deadline.due)
    # A deadline never says midnight: it stands at the minute before, on the day that its words name.
    at = deadline.due
    if at.hour == at.minute == 0 and deadline.step.rule is not DueRule.AT_ONCE:
        at = (clock.instant(at) - timedelta(minutes=1)).astimezone(at.tzinfo)
    return Due(deadline.step.title, sign_of(state), sign_words(state, as_of), due, short, at)
