"""Pieces that several Views hold alike: the conference meeting, an action, what the family knows of a sharing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import clock
from .actions_people import without_typed_names
from .deadlines import conference_deadline
from .disclosure import Audience
from .lens import Lens
from .plan import Case
from .record import Action, Decision
from .shown import NOT_RECORDED, first_capital, sentence, shown
from .values import YesNo


def meeting_view(case: Case) -> dict[str, str]:
    """When and where the conference meets and who chairs it, as printed (box "Peer Group Conference")."""
    found = conference_deadline(case.record, case.office)
    meeting = found.meeting if found else None
    return {
        "when": clock.say_moment(found.meeting_at) if found and found.meeting_at else "Not scheduled",
        "place": shown(meeting.place if meeting else None),
        "chair": shown(meeting.chair if meeting else None),
    }


def action_view(case: Case, lens: Lens, action: Action, *, coded: Iterable[str] = ()) -> dict[str, Any]:
    """An action as a row of a table; people in `coded` stay unnamed in it. An owner in words is free text too."""
    return {
        "what": sentence(action_words(lens, action.what, coded=coded)),
        "owner": lens.say(case.office.name_of(action.owner)) if action.owner else NOT_RECORDED,
        "due": shown(action.due),
        "status": shown(first_capital(lens.say(action.status))),
    }


def action_words(lens: Lens, text: str | None, *, coded: Iterable[str] = ()) -> str:
    """What an action says, as this reader may read it.

    The conference reads again what was typed at its own meetings, so a name typed there must not come back as a code.
    """
    if text and lens.reader.audience is Audience.CONFERENCE:
        text = without_typed_names(text, lens)
    return lens.say(text, coded=coded)


def family_state(decision: Decision | None) -> str:
    """What the family knows of a sharing, by the decision behind it: told, not told, or not known."""
    told = decision.family_told if decision else None
    return {YesNo.YES: "told", YesNo.NO: "not told"}.get(told, "not known") if told else "not known"
