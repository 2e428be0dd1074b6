"""The rows of a timeline, one for each episode and deadline; where there are very many, several share a row. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .clock import instant
from .progress import Sign
from .timeline import Due, Form, Happening, Timeline, short_day
from .timeline_axis import Axis

MOST_HAPPENINGS, MOST_DUES = 10, 14
"""Rows that each of the two kinds may take."""

_WORST = (Sign.OVERDUE, Sign.MISSED, Sign.DUE, Sign.IN_HAND, Sign.NOT_NEEDED, Sign.DONE)
_NEEDS_DUE = {Sign.IN_HAND, Sign.NOT_NEEDED, Sign.DONE}
"""States that do not say by themselves that the time beside them is the deadline."""
_T = TypeVar("_T")

KEY = {
    Form.DAY: "Dashed box: at some time on this day",
    Form.BEGINNING: "Dot: when it ended is not recorded",
}
KEY_NOT_EXACT = "Pale bar or ring: the time is not exact"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is, what stands beside it (bold, then plain), what is drawn in it, and all of it in words."""

    label: str
    bold: str
    plain: str
    words: str
    happenings: tuple[Happening, ...] = ()
    dues: tuple[Due, ...] = ()

    @property
    def sign(self) -> Sign | None:
        """The sign of the row's deadlines: of several, the one that most needs to be seen."""
        found = {due.sign for due in self.dues}
        return next((sign for sign in _WORST if sign in found), None)


def happening_rows(found: Sequence[Happening]) -> list[Row]:
    """The rows of the episodes."""
    return [_happenings(part) for part in _shared(found, MOST_HAPPENINGS)]


def due_rows(found: Sequence[Due]) -> list[Row]:
    """The rows of the deadlines. Those that fall due together are the first to share one."""
    if len(found) <= MOST_DUES:
        return [_dues((due,)) for due in found]
    together: dict[object, list[Due]] = {}
    for due in found:
        together.setdefault(instant(due.at), []).append(due)
    return [_dues([due for group in part for due in group]) for part in _shared(list(together.values()), MOST_DUES)]


def _shared(found: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    """At most so many parts of about the same length, in order."""
    count = min(len(found), most)
    for number in range(count):
        yield found[number * len(found) // count : (number + 1) * len(found) // count]


def _happenings(found: Sequence[Happening]) -> Row:
    first, last = found[0], found[-1]
    if len(found) == 1:
        note = "" if first.exact else " (time not exact)"
        return Row(first.place, "", first.short, f"{first.place}: {first.when}{note}.", (first,))
    places = list(dict.fromkeys(one.place for one in found))
    label = f"{len(found)} episodes, {places[0]}" if len(places) == 1 else f"{len(found)} episodes"
    days = " to ".join(dict.fromkeys(short_day(moment) for moment in (first.start, last.start)))
    return Row(label, "", days, f"{label}: {days}.", tuple(found))


def _dues(found: Sequence[Due]) -> Row:
    first, last = found[0], found[-1]
    if len(found) == 1:
        when = first.due[:1].lower() + first.due[1:] if first.due == "At once" else f"due {first.due}"
        # "Done 5:40pm" would read as the hour at which it was done.
        settled = first.sign in _NEEDS_DUE and first.due != "At once"
        short = f"due {first.short}" if settled else first.short
        return Row(first.title, first.words, short, f"{first.title}: {_lower(first.words)}; {when}.", (), (first,))
    counts = Counter(due.sign for due in found)
    states = ", ".join(f"{counts[sign]} {sign.value}" for sign in _WORST if counts[sign])
    when = first.short if first.short == last.short else f"{first.short} to {last.short}"
    label = f"{len(found)} steps"
    return Row(label, states, when, f"{label}: {states}; {_lower(when)}.", (), tuple(found))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def key_lines(found: Iterable[Happening]) -> list[str]:
    """What the shapes of the episodes mean, as far as it is not plain."""
    forms = [(one.form, one.exact) for one in found]
    lines = [KEY[form] for form in KEY if any(form is other for other, _ in forms)]
    return lines + ([KEY_NOT_EXACT] if any(not exact for _, exact in forms) else [])


def timeline_words(line: Timeline, rows: Sequence[Row], axis: Axis, now: str, told: str) -> str:
    """The timeline in words, for those who cannot see the picture: row by row, in its order."""
    episodes = [row.words for row in rows if row.happenings]
    deadlines = [row.words for row in rows if row.dues]
    said = ["Timeline."]
    said += ["What happened.", *episodes] if episodes else []
    said += ["Deadlines.", *deadlines] if deadlines else []
    said += [f"{words}." for words in (told, now) if words]
    said += [f"Left out of the scale: {', '.join(gap.words for gap in axis.gaps)}."] if axis.gaps else []
    return " ".join([*said, *(f"{words}." for words in key_lines(line.happenings))])
