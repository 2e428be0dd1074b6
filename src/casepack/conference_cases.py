"""Which records belong to a meeting of the office's calendar, which came before it, and which leave no trace.

Source: box "Peer Group Conference": a case stands at the meeting that its record names, else at the next one after it
began (`deadlines.conference_deadline`). Sensitive cases and those that their record keeps out are in no pack at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from . import clock
from .complaints import nearest
from .deadlines import conference_deadline
from .errors import UsageError
from .lens import Lens
from .mentions import MentionBook, build_book
from .office import Meeting, Office
from .pack_cases import first_day, reference_of, summary_job
from .plan import Case, Job
from .views import lens_for


@dataclass(frozen=True)
class Told:
    """A case that stands in the pack, or has stood in an earlier one, as the conference may read of it."""

    case: Case
    job: Job
    meeting: str

    @property
    def reference(self) -> str:
        """The reference by which the pack calls it."""
        return reference_of(self.case)

    @cached_property
    def book(self) -> MentionBook:
        """What gives somebody in the case away."""
        return build_book(self.case.record, self.case.office)

    @cached_property
    def lens(self) -> Lens:
        """The conference's sight of it."""
        return lens_for(self.case, self.book, self.job)

    @cached_property
    def title(self) -> str:
        """The case's neutral title, as the conference reads it."""
        return self.lens.say(self.case.record.incident.title) or "Incident"


@dataclass(frozen=True)
class Gathering:
    """One meeting with its cases in the order of time, those of meetings before it, and all others that were given.

    `others` are told of nowhere in the pack: they are here so that it can be proved of them.
    """

    office: Office
    meeting: Meeting
    at: datetime
    as_of: datetime
    here: tuple[Told, ...]
    earlier: tuple[Told, ...]
    others: tuple[Case, ...] = field(repr=False)

    @property
    def untold(self) -> tuple[Case, ...]:
        """Those that leave no trace in any pack: sensitive ones, and those that their record keeps out."""
        return tuple(case for case in self.others if summary_job(case) is None)

    @property
    def last(self) -> Meeting | None:
        """The meeting before this one in the office's calendar; None where there is none."""
        held = [(at, m) for m in self.office.meetings if (at := meeting_at(m, self.office)) and at < self.at]
        return max(held, key=lambda pair: clock.instant(pair[0]))[1] if held else None

    def without(self, references: Collection[str]) -> Gathering:
        """The same meeting with these of its cases among the others: they could not be told of."""
        kept = tuple(told for told in self.here if told.reference not in references)
        lost = tuple(told.case for told in self.here if told.reference in references)
        return replace(self, here=kept, others=(*self.others, *lost))


def gather(cases: Sequence[Case], meeting: str, *, earlier: Sequence[Case] = ()) -> Gathering:
    """The cases of the meeting with this id, out of all that are given; those of `earlier` count as earlier ones.

    A case given twice counts once. Raises UsageError where the office has no such meeting, or none of the cases
    stands at it.
    """
    if not cases:
        raise UsageError("There is no case, so there is nothing to make a conference pack of.")
    office = cases[0].office
    found, at = find_meeting(office, meeting)
    before = {reference_of(case) for case in earlier}
    own = {reference_of(case): case for case in cases if reference_of(case) not in before}
    given = {reference_of(case): case for case in earlier} | own
    here, past, others = [], [], []
    for case in sorted(given.values(), key=lambda case: (first_day(case), reference_of(case))):
        job, stands_at = summary_job(case), conference_deadline(case.record, case.office)
        of = stands_at.meeting.id if stands_at and stands_at.meeting else ""
        held = stands_at.meeting_at if stands_at else None
        if job is not None and of == found.id and reference_of(case) in own:
            here.append(Told(case, job, of))
        elif job is not None and (reference_of(case) in before or (held and clock.instant(held) < clock.instant(at))):
            past.append(Told(case, job, of))
        else:
            others.append(case)
    if not here:
        raise UsageError(
            f"None of these records has a case for the pack of {found.id}. A case stands at the meeting that its "
            "record names, or else at the first one after it happened: check the folder and the meeting."
        )
    gathering = Gathering(office, found, at, cases[0].as_of, tuple(here), tuple(past), tuple(others))
    untold = {reference_of(case).casefold() for case in gathering.untold}
    return replace(gathering, here=_unlinked(here, untold), earlier=_unlinked(past, untold))


def _unlinked(cases: Sequence[Told], untold: Collection[str]) -> tuple[Told, ...]:
    """The cases without what links them with one that leaves no trace."""
    found = []
    for told in cases:
        incident = told.case.record.incident
        kept = tuple(linked for linked in incident.linked_cases if linked.casefold() not in untold)
        if kept != incident.linked_cases:
            other = told.case.record.model_copy(
                update={"incident": incident.model_copy(update={"linked_cases": kept, "link_reason": None})}
            )
            told = replace(told, case=replace(told.case, record=other))
        found.append(told)
    return tuple(found)


def find_meeting(office: Office, key: str) -> tuple[Meeting, datetime]:
    """The meeting with this id in the office's calendar, and when it is held, in the office's zone.

    Raises UsageError where there is none, or none with a day, saying which was probably meant.
    """
    found = next((m for m in office.meetings if m.id.casefold() == key.strip().casefold()), None)
    at = meeting_at(found, office) if found else None
    if found is None or at is None:
        dated = [m.id for m in office.meetings if m.at]
        close = nearest(key, dated)
        meant = f"Did you mean {close}? " if close else ""
        known = f"Its meetings: {', '.join(dated) or 'none'}."
        raise UsageError(f'The office\'s calendar has no dated meeting "{key[:40]}". {meant}{known}')
    return found, at


def meeting_at(meeting: Meeting, office: Office) -> datetime | None:
    """When a meeting is held, in the office's zone."""
    return clock.moment(meeting.at, clock.zone(office)) if meeting.at else None
