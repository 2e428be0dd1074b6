"""How far the procedure has come, step by step: the sign and the words for each step, in the words of the table. Pure.

Each way in which a step can stand has a sign of its own shape, so that it can be told without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from . import clock
from .deadlines import StepState
from .record import StepStatus


class Sign(StrEnum):
    """How a step stands, as the pictures tell it apart; the words are those for several steps taken together."""

    DONE = "done"
    IN_HAND = "in hand"
    DUE = "still to come"
    OVERDUE = "overdue"
    MISSED = "missed"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: its title, how it stands as a sign and in words, and when it is due in full words."""

    title: str
    sign: Sign
    words: str
    due: str


def sign_of(state: StepState) -> Sign:
    """The sign for how a step stands; one that is in hand and too late is shown as late."""
    if state.kind != "due":
        late = {"done": Sign.DONE, "overdue": Sign.OVERDUE, "missed": Sign.MISSED, "neutral": Sign.NOT_NEEDED}
        return late[state.kind]
    taken_up = state.deadline.progress is not None and state.deadline.progress.status is StepStatus.IN_HAND
    return Sign.IN_HAND if taken_up else Sign.DUE


def status_words(state: StepState, as_of: datetime) -> str:
    """How a step stands, in few enough words for a narrow column: "4 h 30 left" for "4 hours 30 minutes left"."""
    if state.words.endswith(" left"):
        return f"{short_time(clock.elapsed(as_of, state.deadline.due))} left"
    return "Missed" if state.kind == "missed" else state.words


def short_time(left: timedelta) -> str:
    """A stretch of time for a tile: "4 h 30", "3 days"."""
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if left.days >= 2:
        return f"{left.days} days"
    return f"{hours} h {minutes:02d}" if hours else f"{minutes} min"


def progress_of(states: Sequence[StepState], as_of: datetime) -> tuple[Progress, ...]:
    """Every step of the procedure in its order."""
    return tuple(
        Progress(state.deadline.step.title, sign_of(state), sign_words(state, as_of), state.deadline.due_words)
        for state in states
    )


def sign_words(state: StepState, as_of: datetime) -> str:
    """What stands beside the sign: the words of the table, but of a step that is in hand just that."""
    return "In hand" if sign_of(state) is Sign.IN_HAND else status_words(state, as_of)


def progress_words(steps: Sequence[Progress]) -> str:
    """The same in words, for those who cannot see the picture."""
    done = sum(step.sign is Sign.DONE for step in steps)
    told = [f"{step.title}: {step.words[:1].lower()}{step.words[1:]}." for step in steps]
    return " ".join([f"Progress: {done} of {len(steps)} steps done.", *told])
