"""The actions of one Peer Group Conference as they are filled in at the meeting: what became of the earlier ones, and
what was newly agreed.

The workbook made for the meeting is a form over these models (`form_actions`). Nothing in them is required: a row that
lacks something is told of, and never stops the papers of a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .office import Table
from .record import Action
from .values import First, MaybeDay, MaybeRef, MaybeText, clean

_LONGEST_ID = 40
"""Characters of an id, as `values.Ref` has it."""
_ROOM = 5
"""Characters kept for the number of an action behind the id of its meeting."""


class Stands(StrEnum):
    """How an action stands."""

    OPEN = "open"
    DONE = "done"
    OVERTAKEN = "overtaken"


MaybeStands = Annotated[
    Stands | None, First(lambda value: clean(value).lower() or None if isinstance(value, str) else value)
]
"""How an action stands; empty where nobody has said."""


class StandingAction(Table):
    """An action agreed earlier: as it stood when the workbook was made, and what the meeting says of it."""

    case: MaybeText = Field(None, description="Reference of the case.")
    action: MaybeText = Field(None, description="Id of the action, as the record has it.")
    what: MaybeText = Field(None, description="What is to be done, as agreed.")
    owner: MaybeText = Field(None, description="Who does it, as agreed.")
    due: MaybeDay = Field(None, description="Day by which it is to be done, as agreed.")
    stood: MaybeText = Field(None, description="How it stood when this workbook was made.")
    stands: MaybeStands = Field(None, description="How it stands now. Leave it empty if it was not spoken of.")
    new_due: MaybeDay = Field(None, description="The new day, if another one was agreed.")
    outcome: MaybeText = Field(None, description="What came of it. Call people as the pack does.")

    @property
    def id(self) -> str:
        """The id of the action, which no new one may have."""
        return self.action or ""


class NewAction(Table):
    """An action agreed at the meeting."""

    id: MaybeRef = Field(None, description="Fills itself in for the first rows; below them leave it empty.")
    case: MaybeText = Field(None, description="Reference of the case.")
    person: MaybeText = Field(None, description="About whom, as the pack calls them. May be left empty.")
    what: MaybeText = Field(None, description="What is to be done. Call people as the pack does.")
    owner: MaybeText = Field(None, description="Who does it.")
    due: MaybeDay = Field(None, description="Day by which it is to be done.")


class MeetingActions(Table):
    """Everything that was filled in at one meeting."""

    standing: tuple[StandingAction, ...] = Field((), description="Actions agreed earlier.")
    new: tuple[NewAction, ...] = Field((), description="Actions agreed at this meeting.")


def stands_of(action: Action) -> Stands:
    """How a recorded action stands, by the word that an officer wrote."""
    if not action.closed:
        return Stands.OPEN
    return Stands.DONE if (action.status or "").casefold() == Stands.DONE else Stands.OVERTAKEN


def action_id(meeting: str, number: int) -> str:
    """The id of an action agreed at the meeting with this id: PGC-2026-11-1 and so on."""
    return f"{meeting[: _LONGEST_ID - _ROOM]}-{number}"


def number_in(meeting: str, id: str) -> int:
    """Which number an action of this meeting has by its id; 0 where the id is not one of this meeting's."""
    found = re.fullmatch(rf"{re.escape(action_id(meeting, 0)[:-1])}(\d{{1,4}})[a-z]?", id, re.IGNORECASE)
    return int(found[1]) if found else 0


def meeting_of(id: str, meetings: Iterable[str]) -> str:
    """At which of these meetings the action with this id was agreed; "" where its id is none of a meeting."""
    return max((meeting for meeting in meetings if number_in(meeting, id)), key=len, default="")
