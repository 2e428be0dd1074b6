"""The workbook of a meeting's actions: which sheet asks what. Made for one meeting, filled in there, read later."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from .form import Form, sheet
from .meeting_actions import MeetingActions, action_id

VERSION = 1
"""Up by one with every sheet or column that is added, renamed or taken away."""

STANDING, NEW = "standing", "new"
"""The two tables, by their names in the model."""
PRINTED = ("case", "action", "what", "owner", "due", "stood")
"""What stands in the rows of earlier actions from the start: it is told, not asked."""

_sheet = partial(sheet, MeetingActions, ())
_WHO = ("officers", "agencies", "schools")

_SHEETS = (
    _sheet(
        "Actions so far", STANDING, "meeting",
        "Actions agreed earlier. Fill in the three blue columns for those that are spoken of; leave the other rows.",
        """
        case | Case
        action | Action
        what | What is to be done
        owner | Owner
        due | Due
        stood | Stood
        stands | How it stands now
        new_due | New day | 02 Dec 2026
        outcome | What came of it | The family was visited on 12 November.
        """,
        prefilled=PRINTED,
    ),
    _sheet(
        "New actions", NEW, "meeting",
        "Actions agreed at this meeting, one to a row.",
        """
        id | Number | PGC-2026-11-1
        case | Case
        person | Person
        what | What is to be done | Ask the school about the walk home.
        owner | Owner
        due | Due | 02 Dec 2026
        """,
        prefilled=("id",), needed=("case", "what", "owner", "due"), suggested={"owner": _WHO},
    ),
)  # fmt: skip

ACTIONS_FORM = Form("actions", "Actions of the conference", MeetingActions, VERSION, _SHEETS, ())


def actions_form(meeting: str) -> Form:
    """The form for one meeting: the ids of new actions begin with its own."""
    sheets = []
    for one in ACTIONS_FORM.sheets:
        columns = (replace(c, example=action_id(meeting, 1)) if c.field == "id" else c for c in one.columns)
        sheets.append(replace(one, columns=tuple(columns)))
    return replace(ACTIONS_FORM, sheets=tuple(sheets))
