"""The agenda of a conference: its items in their order, each with the time it begins and how long it may take.

The times add up from the start of the meeting. They are a proposal that the chair may change in the Word file: the
office's calendar says when a meeting begins, not how long it lasts. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .clock import say_time

BEFORE = (("welcome", 5), ("attendance", 5), ("last", 10))
"""What comes before the cases, with its minutes."""
AFTER = (("actions", 10), ("peers", 10), ("places", 5), ("close", 5))
"""What comes after them."""
WANTED = 180
"""Minutes of a whole meeting, which the cases share; with very many cases it takes longer."""
SHORTEST, LONGEST, STEP = 5, 15, 5
"""Minutes of one case, all of them alike: no case is to look less grave than another."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One item: its number, when it begins (the office's zone) and its minutes."""

    number: int
    begins: datetime
    minutes: int

    @property
    def ends(self) -> datetime:
        """When the next item begins."""
        return self.begins + timedelta(minutes=self.minutes)

    def view(self) -> dict[str, str]:
        """The item as a template may print it."""
        return {"number": str(self.number), "time": say_time(self.begins), "minutes": f"{self.minutes}\u00a0min"}


def minutes_of_a_case(cases: int) -> int:
    """How long each of so many cases may take."""
    rest = WANTED - sum(minutes for _, minutes in (*BEFORE, *AFTER))
    share = rest // max(cases, 1) // STEP * STEP
    return min(max(share, SHORTEST), LONGEST)


def slots(start: datetime, cases: int) -> list[Slot]:
    """Every item of a meeting that begins at `start` and has so many cases, in order."""
    each = [minutes_of_a_case(cases)] * cases
    found: list[Slot] = []
    for number, minutes in enumerate((*_minutes(BEFORE), *each, *_minutes(AFTER)), start=1):
        found.append(Slot(number, found[-1].ends if found else start, minutes))
    return found


def _minutes(items: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    return tuple(minutes for _, minutes in items)


def agenda_view(start: datetime, cases: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The agenda for a template: what is not a case by its key, each case with its reference and title, and the end."""
    found = slots(start, len(cases))
    first, last = found[: len(BEFORE)], found[len(found) - len(AFTER) :]
    named = zip((key for key, _ in (*BEFORE, *AFTER)), (*first, *last), strict=True)
    told = zip(cases, found[len(BEFORE) : len(found) - len(AFTER)], strict=True)
    return {
        "at": {key: slot.view() for key, slot in named},
        "agenda": [{"reference": reference, "title": title, **slot.view()} for (reference, title), slot in told],
        "ends": say_time(found[-1].ends),
    }
