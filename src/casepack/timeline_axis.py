"""The scale of a timeline: one scale for all of it, long times in which nothing happens left out and told of. Pure.

Moments are placed by the time that really passed, so that a night on which the clocks change is an hour longer or
shorter, as it was. They are in the office's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from .clock import elapsed, instant, say_elapsed, say_short

ROOM = 12.0
"""Points before the first and behind the last moment of a stretch, so that its day can stand there."""
GAP = 31.0
"""Points for a time that is left out, with its length in words."""

_LEAST_LEFT_OUT = timedelta(hours=36)
_FOR_GAPS = 0.85
"""What part of the scale may be gaps and the room around what stands between them."""
_SHARE = 0.3
"""A time is left out if it is longer than this part of what would be drawn without those left out so far."""
_WEEKS, _YEARS = 60, 732
"""Days from which a time that is left out is told in weeks, and in years."""
_BAND = 22.5
"""Points that the name of a day needs, over two lines."""
_UNITS = {"day": 1, "week": 7, "month": 30}
"""By what the scale may count, the finest first, and about how many days each of them has; else by years."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the scale without a gap: from when to when, and where these two stand."""

    start: datetime
    end: datetime
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A time that is left out, in words, and between where."""

    words: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Band:
    """A day, week, month or year on the scale, in two short lines; empty ones where there is no room for its name."""

    left: float
    right: float
    words: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale of one timeline."""

    stretches: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]

    def at(self, moment: datetime) -> float:
        """Where a moment stands; one that is left out, at the end before it."""
        place = self.stretches[0].left
        for stretch in self.stretches:
            if instant(moment) < instant(stretch.start):
                return place
            place = _within(stretch, min(moment, stretch.end, key=instant))
        return place

    def bands(self) -> Iterator[Band]:
        """The days of the calendar along the scale; weeks, months or years where days would be too narrow."""
        for stretch in self.stretches:
            yield from _bands(stretch, self._unit())

    def _unit(self) -> str:
        spans = [
            (elapsed(s.start, s.end), s.right - s.left) for s in self.stretches if instant(s.start) < instant(s.end)
        ]
        if not spans:
            return "day"
        longest, width = max(spans)
        points_a_day = width / (longest / timedelta(days=1))
        return next((unit for unit, days in _UNITS.items() if points_a_day * days >= _BAND * 0.75), "year")


def axis(moments: Sequence[datetime], left: float, right: float) -> Axis:
    """A scale that holds all `moments`, at least one, between two points."""
    ordered = sorted({instant(m): m for m in moments}.items())
    known = [moment for _, moment in ordered]
    cut = _left_out(known, int(((right - left) * _FOR_GAPS - 2 * ROOM) // (GAP + 2 * ROOM)))
    starts = [known[0], *(after for _, after in cut)]
    ends = [*(before for before, _ in cut), known[-1]]
    spans = [elapsed(start, end) for start, end in zip(starts, ends, strict=True)]
    room = right - left - GAP * len(cut) - 2 * ROOM * len(spans)
    total = sum(spans, timedelta())
    stretches, gaps, at = [], [], left
    for number, (start, end, span) in enumerate(zip(starts, ends, spans, strict=True)):
        width = room * (span / total) if total else room / len(spans)
        spare = 0.0 if span else width / 2
        stretches.append(Stretch(start, end, at + ROOM + spare, at + ROOM + width - spare))
        at += 2 * ROOM + width
        if number < len(cut):
            gaps.append(Gap(_gap_words(elapsed(*cut[number])), at, at + GAP))
            at += GAP
    return Axis(tuple(stretches), tuple(gaps))


def _left_out(moments: Sequence[datetime], most: int) -> list[tuple[datetime, datetime]]:
    """The times between two moments that the scale leaves out, at most so many, in their order."""
    between = sorted(pairwise(moments), key=lambda pair: elapsed(*pair), reverse=True)
    rest = elapsed(moments[0], moments[-1])
    cut: list[tuple[datetime, datetime]] = []
    for pair in between[:most]:
        span = elapsed(*pair)
        if span < _LEAST_LEFT_OUT or span < rest * _SHARE:
            break
        cut.append(pair)
        rest -= span
    return sorted(cut, key=lambda pair: instant(pair[0]))


def _gap_words(span: timedelta) -> str:
    """The length of a time that is left out, rounded down: "36 hours", "5 days", "12 weeks", "4 years"."""
    if span.days >= _YEARS:
        return f"{span.days // 366} years"
    if span.days >= _WEEKS:
        return f"{span.days // 7} weeks"
    return say_elapsed(timedelta(days=span.days)) if span.days >= 2 else f"{span // timedelta(hours=1)} hours"


def _within(stretch: Stretch, moment: datetime) -> float:
    span = elapsed(stretch.start, stretch.end)
    share = elapsed(stretch.start, moment) / span if span else 0.0
    return stretch.left + (stretch.right - stretch.left) * share


def _bands(stretch: Stretch, unit: str) -> Iterator[Band]:
    first, last = stretch.left - ROOM, stretch.right + ROOM
    day, left = _begin(stretch.start.date(), unit), first
    while left < last:
        following = _next(day, unit)
        begins = datetime.combine(following, time(), stretch.end.tzinfo)
        right = _within(stretch, begins) if instant(begins) <= instant(stretch.end) else last
        yield Band(left, right, _name(begins, day, unit) if right - left >= _BAND else ("", ""))
        day, left = following, right


def _begin(day: date, unit: str) -> date:
    if unit in {"day", "week"}:
        return day - timedelta(days=day.weekday() if unit == "week" else 0)
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(day: date, unit: str) -> date:
    if unit in {"day", "week"}:
        return day + timedelta(days=_UNITS[unit])
    later = day.replace(day=28) + timedelta(days=4) if unit == "month" else day.replace(year=day.year + 1)
    return later.replace(day=1)


def _name(after: datetime, day: date, unit: str) -> tuple[str, str]:
    noon = datetime.combine(day, time(12), after.tzinfo)
    weekday, number, month = say_short(noon).rpartition(", ")[2].split()
    names = {"day": (weekday, f"{number} {month}"), "week": ("from", f"{number} {month}")}
    return names.get(unit, (month if unit == "month" else "", str(day.year)))
