"""Actions as the conference reads of them, whatever they come from: a record, or what was typed in at the meeting.

An `ActionLine` holds only what may stand in the pack, so that what is made of such lines needs no record any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .clock import say_date
from .conference_cases import Told
from .folding import fold
from .meeting_actions import Stands, meeting_of, stands_of
from .record import Action
from .shown import NOT_RECORDED, sentence
from .view_rows import action_view, action_words

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action: of which case, agreed at which meeting, by whom it is to be done and by when, what came of it."""

    case: str
    what: str
    owner: str
    due: date | None
    stands: Stands
    outcome: str = ""
    meeting: str = ""
    id: str = ""

    def overdue(self, day: date) -> bool:
        """Was it to be done before this day, and is still open?"""
        return self.stands is Stands.OPEN and self.due is not None and self.due < day

    @property
    def texts(self) -> tuple[str, ...]:
        """Its words, for the proof that its reader may read them."""
        return self.what, self.owner, self.outcome


def action_lines(told: Told) -> tuple[ActionLine, ...]:
    """The actions of a case, those agreed at meetings too, in the order of its record.

    One agreed at a meeting says so by its id; any other belongs to the meeting at which its case stands.
    """
    return tuple(_line(told, action) for action in told.case.record.actions)


def _line(told: Told, action: Action) -> ActionLine:
    view = action_view(told.case, told.lens, action)
    return ActionLine(
        case=told.reference,
        what=view["what"],
        owner=view["owner"],
        due=action.due,
        stands=stands_of(action),
        outcome=sentence(action_words(told.lens, action.outcome)),
        meeting=meeting_of(action.id, (meeting.id for meeting in told.case.office.meetings)) or told.meeting,
        id=action.id,
    )


# As rows of tables


def last_view(lines: Iterable[ActionLine], day: date) -> list[Context]:
    """Actions of the last meeting: those overdue first, then what is open, what was overtaken and what is done."""
    order = [Stands.OPEN, Stands.OVERTAKEN, Stands.DONE]

    def key(line: ActionLine) -> tuple[object, ...]:
        return not line.overdue(day), order.index(line.stands), line.due or date.max, line.case, line.id

    return [_row(line, day) for line in sorted(lines, key=key)]


def owners_view(lines: Sequence[ActionLine], day: date) -> list[Context]:
    """Open actions by who is to do them, each owner's overdue ones first; owners in the order of their names."""
    found: dict[str, list[ActionLine]] = {}
    for line in lines:
        if line.stands is Stands.OPEN:
            found.setdefault(line.owner, []).append(line)
    return [
        {
            "name": owner,
            "count": _count(found[owner], day),
            "actions": [_row(line, day) for line in _by_due(found[owner])],
        }
        for owner in sorted(found, key=lambda owner: (owner == NOT_RECORDED, fold(owner).text, owner))
    ]


def _by_due(lines: list[ActionLine]) -> list[ActionLine]:
    return sorted(lines, key=lambda line: (line.due or date.max, line.case, line.id))


def _count(lines: list[ActionLine], day: date) -> str:
    late = sum(line.overdue(day) for line in lines)
    return f"{len(lines)} open, {late} overdue" if late else f"{len(lines)} open"


def _row(line: ActionLine, day: date) -> Context:
    kind = {Stands.DONE: "done", Stands.OVERTAKEN: "neutral"}.get(line.stands, "due")
    return {
        "case": line.case,
        "what": line.what,
        "owner": line.owner,
        "due": say_date(line.due) if line.due else NOT_RECORDED,
        "status": _status(line, day),
        "kind": "overdue" if line.overdue(day) else kind,
        "outcome": line.outcome,
    }


def _status(line: ActionLine, day: date) -> str:
    if line.stands is not Stands.OPEN:
        return "Done" if line.stands is Stands.DONE else "Overtaken"
    if line.due is None:
        return "Open, no date"
    late = (day - line.due).days
    if late > 0:
        return f"{late} day{'' if late == 1 else 's'} overdue"
    return "Due today" if late == 0 else "Open"
