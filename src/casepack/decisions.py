"""Decide, then draft: which recorded decision holds for one person and one reader, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .clock import say_written
from .deadlines import conference_deadline
from .office import Agency, AgencyKind, Office, School
from .record import Decision, Record, Sensitivity, Sharing
from .shown import sentence

CONFERENCE = ("conference", "pgc")
"""The words by which a decision may mean the conference as a reader, besides the id of a meeting."""

_SHORT: Mapping[AgencyKind, tuple[str, ...]] = {
    AgencyKind.SOCIAL_CARE: ("csc",),
    AgencyKind.YJS: ("yjs", "yos"),
    AgencyKind.BTP: ("btp", "police"),
}

REFUSALS = frozenset({Sharing.DO_NOT_SHARE, Sharing.HOLD})
"""Decisions on which nothing is told."""


@dataclass(frozen=True, slots=True)
class Approval:
    """May a document be sent? If it may not yet, `why` says what is missing (people as tokens)."""

    approved: bool
    why: str = ""
    by: str = ""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document must not be made, and why (people as tokens)."""

    reason: str


def words_for(reader: School | Agency | None) -> tuple[str, ...]:
    """The words by which a decision may mean this reader without its id: what kind it is, in full and in short.

    The same for every paper: what is not to be told to social care is told to none of its teams, nor asked of one.
    """
    if isinstance(reader, School):
        return ("school", "schools")
    return (reader.kind.value, *_SHORT.get(reader.kind, ())) if reader else ()


def decision_for(record: Record, person: str, recipient: str, kinds: tuple[str, ...] = ()) -> Decision | None:
    """The decision that holds for telling `recipient` (an id) about `person`; None where nobody has decided.

    A decision about this very reader goes before one about its kind, and that before one about all readers;
    one about this person before one about everybody; a later row before an earlier one. Where the nearest in
    reader and the nearest in person disagree, a refusal holds: nothing is told on the strength of the wider row.
    """
    # The reader last: an agency may have the word for its kind as its id ("btp"), and is meant itself then.
    ranks = {"all": 1, **{k.casefold(): 2 for k in kinds}, recipient.casefold(): 3}
    fitting = [
        (ranks[d.audience.casefold()], bool(d.person), number, d)
        for number, d in enumerate(record.decisions)
        if d.audience.casefold() in ranks and d.person in (None, person)
    ]
    if not fitting:
        return None
    nearest_reader = max(fitting, key=lambda row: row[:3])[3]
    nearest_person = max(fitting, key=lambda row: (row[1], row[0], row[2]))[3]
    return nearest_person if nearest_person.decision in REFUSALS else nearest_reader


def gate(
    record: Record, office: Office, person: str, recipient: str, kinds: tuple[str, ...] = ()
) -> Approval | Refusal:
    """What the recorded decisions say of one document about one person for one reader.

    Ordinary incident: a refusal or a hold stops the document; a decision to share, or the approval of routine
    sharing in the case, makes it ready to send; without either it is a draft. Sensitive incident: nothing
    without a recorded decision to share for that very person and reader.
    """
    decision = decision_for(record, person, recipient, kinds)
    sensitive = record.incident.sensitivity is Sensitivity.SENSITIVE
    if decision is None:
        if sensitive:
            return Refusal("No decision to share is recorded for this person and this reader.")
        return _routine(record, office)
    why = f": {decision.why}" if decision.why else "."
    if decision.decision is Sharing.DO_NOT_SHARE:
        return Refusal(sentence(f"It was decided not to share{why}"))
    if decision.decision is Sharing.HOLD:
        return Refusal(sentence(f"On hold{why}"))
    if sensitive and not (decision.person and decision.audience.casefold() == recipient.casefold()):
        return Refusal("No decision to share is recorded for this very person and reader.")
    if decision.decision is Sharing.SHARE_AFTER:
        return wait_for([decision.condition or decision.why or "the condition is recorded as met"], decision)
    return Approval(True, "", _by(office, decision.decided_by, decision.decided_at), decision)


def keeps_from_conference(record: Record, office: Office, person: str) -> Decision | None:
    """The decision that keeps the person from being named to the conference, if any; one that still waits does, too.

    It may be about the meeting at which the case stands, about the conference in whichever of its words, or about all
    readers, the narrower before the wider; one that refuses another meeting holds as well, for cases are put off.
    """
    found = conference_deadline(record, office)
    own = found.meeting.id if found and found.meeting else ""
    decision = decision_for(record, person, own or CONFERENCE[0], CONFERENCE)
    if decision is not None and decision.decision is not Sharing.SHARE:
        return decision
    others = {meeting.id.casefold() for meeting in office.meetings} - {own.casefold()}
    about = (d for d in record.decisions if d.person in (None, person) and d.audience.casefold() in others)
    return next((d for d in about if d.decision is not Sharing.SHARE), None)


def left_out(paper: str, decision: Decision) -> str:
    """Why somebody does not stand in a paper about several people (people as tokens)."""
    return f"Left out of {paper}: {decision.why or 'so decided'}."


def condition_for(person: str, decision: Decision) -> str:
    """What must happen before a paper about several people may tell of this one."""
    return f"{decision.condition or decision.why or 'the condition is met'} ({{{person}}})"


def wait_for(conditions: Sequence[str], decision: Decision | None = None) -> Approval:
    """Not to be sent before all of this has happened."""
    return Approval(False, f"Wait until this has happened: {'; '.join(conditions)}", "", decision)


def _routine(record: Record, office: Office) -> Approval:
    incident = record.incident
    if not incident.routine_sharing_approved_by:
        return Approval(False, "No decision to share is recorded, and routine sharing is not approved for the case.")
    by = _by(office, incident.routine_sharing_approved_by, incident.routine_sharing_approved_at)
    return Approval(True, "", f"Routine sharing approved by {by}")


def _by(office: Office, who: str | None, at: str | None) -> str:
    name = office.name_of(who) if who else "Not recorded"
    return f"{name}, {say_written(at, office)}" if at else name
