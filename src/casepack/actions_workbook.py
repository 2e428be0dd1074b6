"""The workbook of one conference's actions: what was agreed before and how it stands, and room for what is agreed now.

It holds what the conference may read and nothing else: no id of a person, no case that leaves no trace in the pack,
not even in a list that is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.metadata import version

from . import clock
from .actions_people import people_told
from .conference_actions import ActionLine
from .conference_cases import Gathering
from .form_actions import NEW, STANDING, actions_form
from .form_identity import MEETING
from .labels import labels_of
from .meeting_actions import StandingAction, Stands
from .shown import NOT_RECORDED, first_capital
from .workbook_build import Contents, says_of, write_workbook
from .workbook_lists import Offered
from .workbook_rows import lay_out
from .workbook_start import PURPOSE


def actions_workbook(gathering: Gathering, lines: Sequence[ActionLine], *, created: datetime) -> bytes:
    """The workbook for one meeting, `created` (local time, without a zone) being a property of the file.

    `lines` are the actions that may stand in the meeting's pack; of them it holds every open one, and those of the
    last meeting however they stand. The same input gives the same bytes.
    """
    form = actions_form(gathering.meeting.id)
    labels = labels_of(gathering.office)
    rows = tuple(_row(line) for line in _wanted(gathering, lines))
    laid = lay_out(form, None, labels, {}, {STANDING: rows})
    return write_workbook(
        Contents(
            form,
            laid,
            labels,
            f"Actions of the Peer Group Conference {gathering.meeting.id}",
            f"{clock.say_moment(gathering.at)}. {PURPOSE[form.name]}",
            gathering.office.organisation.marking,
            (*says_of(form, version("casepack")), (MEETING, gathering.meeting.id)),
            gathering.meeting.id,
            created.replace(tzinfo=None),
            _offered(gathering),
        )
    )


def _wanted(gathering: Gathering, lines: Iterable[ActionLine]) -> list[ActionLine]:
    """The lines that stand in the workbook, case by case in the order of the pack; in a case as the record has them."""
    order = {told.reference: n for n, told in enumerate((*gathering.here, *gathering.earlier))}
    last = gathering.last.id if gathering.last else None
    kept = [line for line in lines if line.case in order and (line.stands is Stands.OPEN or line.meeting == last)]
    return sorted(kept, key=lambda line: order[line.case])


def _row(line: ActionLine) -> StandingAction:
    return StandingAction(
        case=line.case,
        action=line.id,
        what=line.what,
        owner=None if line.owner == NOT_RECORDED else line.owner,
        due=line.due,
        stood=first_capital(line.stands.value),
    )


def _offered(gathering: Gathering) -> Offered:
    """The cases of this meeting and the earlier ones, and the people in them as the conference may read of them."""
    cases = (*gathering.here, *gathering.earlier)
    people = [f"{told.reference}: {who}" for told in cases for who in people_told(told.case.record, told.lens)]
    offered = {(NEW, "case"): tuple(told.reference for told in cases), (NEW, "person"): tuple(people)}
    return {question: answers for question, answers in offered.items() if answers}
