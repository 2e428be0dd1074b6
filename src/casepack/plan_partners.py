"""Which papers go to partners: questions to the police, E-CINS, enquiries, the conference's extracts; and why not."""

from __future__ import annotations

from collections.abc import Iterator

from .deadlines import conference_deadline
from .decisions import (
    REFUSALS,
    Approval,
    Refusal,
    condition_for,
    decision_for,
    gate,
    keeps_from_conference,
    left_out,
    wait_for,
    words_for,
)
from .details import Force, forces, questions
from .disclosure import Audience
from .documents import DOCUMENTS
from .lens import Reader, may_be_named
from .office import Agency, AgencyKind, School
from .plan import NOT_FOR_THIS_READER, NOT_IDENTIFIED, Case, Job, NotMade, Outcome, identified, on_roll
from .record import Person, Role, Sharing, Support
from .shown import join_words, sentence
from .values import YesNo

ASK_BY_PHONE = "Sensitive incident: asked of the officer in the case by telephone, unless a decision names this force."
TEAM_ENTRY = "The team's own entry on E-CINS"


def details_requests(case: Case) -> Iterator[Outcome]:
    """One request per police force, while it could still tell something (box "Obtain details")."""
    document = DOCUMENTS["details-request"]
    found = forces(case)
    if not found:
        yield NotMade(document, "", "", "The office's data hold no police force to ask.")
    seen = set()
    for force in found:
        agency = force.agency
        asked = questions(case, force)
        if agency.id in seen:
            ids = join_words([e.id for e in force.episodes])
            reason = f"Which force deals with {ids} is not recorded: record it, and the request will ask about it."
            yield NotMade(document, "", agency.id, reason)
        elif case.sensitive and not any(q.people for q in asked):
            yield NotMade(document, "", agency.id, ASK_BY_PHONE)
        elif not asked:
            yield NotMade(document, "", agency.id, "Nothing is missing that this force could tell.")
        else:
            yield _details_request(case, force, frozenset(p for q in asked for p in q.people))
        seen.add(agency.id)


def _details_request(case: Case, force: Force, named: frozenset[str]) -> Job:
    # Whoever investigates a sensitive incident is the police to it, on the railway too: the table has no other row.
    railway = force.agency.kind is AgencyKind.BTP and not case.sensitive
    reader = Reader(
        Audience.BTP if railway else Audience.POLICE,
        tuple(p.id for p in case.record.people if p.id in named),
        episodes=force.ids,
        agency=force.agency.id,
        only=frozenset("NR"),  # the police hold the rest: they are told whom a question is about and no more
    )
    found = Approval(True, "", "It only asks, and names nobody")
    for person in reader.subjects:
        this = gate(case.record, case.office, person, force.agency.id, words_for(force.agency))
        if isinstance(this, Refusal):  # a hold on telling all of somebody unknown, which does not bind the police
            this = gate(case.record, case.office, "", force.agency.id, words_for(force.agency))
        if isinstance(this, Refusal):
            this = Approval(False, this.reason)
        found = this if found.approved else found
    return Job(DOCUMENTS["details-request"], "", force.agency.id, reader, found)


def ecins_records(case: Case) -> Iterator[Outcome]:
    """The record for copying into E-CINS by hand: always (box "Systems update").

    A person whom a decision keeps from E-CINS, or from all readers, gets no profile. The entry of a sensitive
    incident is not ready until it is restricted and a second person has checked that.
    """
    document = DOCUMENTS["ecins-record"]
    told, waiting = [], []
    for person in case.record.people:
        decision = decision_for(case.record, person.id, "ecins", ("e-cins",))
        if not case.record.roles_of(person.id):
            continue
        if decision and decision.decision in REFUSALS:
            yield NotMade(document, person.id, "", left_out("the E-CINS record", decision))
        elif decision and decision.decision is Sharing.SHARE_AFTER:
            waiting.append(condition_for(person.id, decision))
            told.append(person.id)
        else:
            told.append(person.id)
    yield Job(document, "", "", Reader(Audience.ECINS, tuple(told)), _ecins_approval(case, waiting))


def _ecins_approval(case: Case, waiting: list[str]) -> Approval:
    ecins = case.record.ecins
    if waiting:
        return wait_for(waiting)
    if case.sensitive and ecins.restricted is not YesNo.YES:
        return Approval(False, "The entry is not recorded as restricted. Restrict it before anything is entered.")
    if (case.sensitive or ecins.restricted is YesNo.YES) and not ecins.checked_by:
        return Approval(False, "A second person has not yet checked the restriction.")
    return Approval(True, "", TEAM_ENTRY)


def support_enquiries(case: Case) -> Iterator[Outcome]:
    """One enquiry per child and agency that is to be asked (box "Support already in place").

    The question itself discloses: see `Reader.confirmed` for what comes only after the agency has confirmed.
    """
    seen = set()
    for row in case.record.support:
        if row.enquiry is not YesNo.YES or (row.person, row.agency) in seen:
            continue
        seen.add((row.person, row.agency))
        yield _support_enquiry(case, row)


def _support_enquiry(case: Case, row: Support) -> Outcome:
    document = DOCUMENTS["support-enquiry"]
    person = case.record.person(row.person)
    school, agency = case.office.school(row.agency), case.office.agency(row.agency)
    reason = _no_enquiry(case, person, school, agency)
    if reason:
        return NotMade(document, person.id, row.agency, reason)
    found = gate(case.record, case.office, person.id, row.agency, words_for(school or agency))
    if isinstance(found, Refusal):
        return NotMade(document, person.id, row.agency, found.reason)
    confirmed = row.confirmed is YesNo.YES
    match = "s" if case.office.school(person.school) else "a"
    reader = Reader(
        Audience.SUPPORT_ENQUIRY,
        (person.id,),
        school=school.id if school else None,
        agency=agency.id if agency else None,
        confirmed=confirmed,
        only=frozenset({"N", "D", match, *("RF" if confirmed else "")}),
    )
    if not may_be_named(case.record, case.office, reader, person.id, case.day):
        return NotMade(document, person.id, row.agency, NOT_FOR_THIS_READER)
    return Job(document, person.id, row.agency, reader, found, row=row.id, sent_at=row.enquiry_sent_at)


def _no_enquiry(case: Case, person: Person, school: School | None, agency: Agency | None) -> str:
    if person not in case.children:
        return "Only about a young person who was involved."
    if not identified(person):
        return NOT_IDENTIFIED
    if school is None and agency is None:
        return "The office's data hold no such agency or school."
    if agency is not None and agency.active is not YesNo.YES:
        return "The service is not active."
    return ""


def closed_items(case: Case) -> Iterator[Outcome]:
    """The note to the chair on a closed item: only for a sensitive case (box "Peer Group Conference")."""
    document = DOCUMENTS["closed-item-note"]
    if not case.sensitive:
        return
    if not case.office.meetings:
        yield NotMade(document, "", "", "No conference is in the office's calendar.")
        return
    # The chair learns no more than the note says: not even which services stand by.
    reader = Reader(Audience.OFFICE, tuple(p.id for p in case.record.people), only=frozenset())
    yield Job(document, "", "", reader, Approval(True, "", "For the chair only"))


def conference_extracts(case: Case) -> Iterator[Outcome]:
    """One extract per school or part attendee of the meeting: its own pupils or clients only (domain: extracts)."""
    document = DOCUMENTS["conference-extract"]
    if case.sensitive:
        yield NotMade(document, "", "", "Sensitive incident: a closed item for the chair, and no extract of it.")
        return
    if case.record.conference.in_pack is YesNo.NO:
        yield NotMade(document, "", "", "The record keeps this case out of the general pack.")
        return
    conference = conference_deadline(case.record, case.office)
    if conference is None or conference.meeting is None:
        yield NotMade(document, "", "", "No conference is scheduled.")
        return
    for attendee in dict.fromkeys(conference.meeting.part_attendees):
        yield from _conference_extract(case, attendee)


def _conference_extract(case: Case, attendee: str) -> Iterator[Outcome]:
    document = DOCUMENTS["conference-extract"]
    school, agency = case.office.school(attendee), case.office.agency(attendee)
    if agency is not None and agency.active is not YesNo.YES:
        yield NotMade(document, "", attendee, "The service is not active.")
        return
    told: list[str] = []
    approval: Approval | None = None
    for person in case.children:
        if not _own(case, person, school, agency):
            continue
        found = _extract_gate(case, person, attendee, words_for(school or agency))
        if isinstance(found, Refusal):
            yield NotMade(document, person.id, attendee, f"Left out of the extract: {found.reason}")
            continue
        told.append(person.id)
        approval = found if approval is None or approval.approved else approval
    if approval is None:
        whose = "pupil" if school else "client"
        yield NotMade(document, "", attendee, f"No {whose} of theirs may be told of, so they need no extract.")
        return
    reader = Reader(
        Audience.CONFERENCE_EXTRACT,
        tuple(told),
        school=attendee if school else None,
        agency=attendee if agency else None,
    )
    yield Job(document, "", attendee, reader, approval)


def _extract_gate(case: Case, person: Person, attendee: str, kinds: tuple[str, ...]) -> Approval | Refusal:
    """What the decisions say: one that keeps somebody from the conference keeps them from its extracts as well.

    One about all readers is weighed against those about this attendee, as for any other paper.
    """
    kept = keeps_from_conference(case.record, case.office, person.id)
    if kept is None or kept.audience.casefold() == "all":
        return gate(case.record, case.office, person.id, attendee, kinds)
    if kept.decision is Sharing.SHARE_AFTER:
        return Refusal(
            sentence(f"Wait until this has happened: {kept.condition or kept.why or 'the condition is met'}")
        )
    why = f": {kept.why}" if kept.why else "."
    held = (
        "On hold for the conference" if kept.decision is Sharing.HOLD else "It was decided not to tell the conference"
    )
    return Refusal(sentence(f"{held}{why}"))


def _own(case: Case, person: Person, school: School | None, agency: Agency | None) -> bool:
    """Is the person this attendee's own: on roll at the school, or confirmed by the agency as its client?

    Suspected or harmed, and identified: the table tells an extract nothing of a witness.
    """
    if not identified(person) or not case.record.roles_of(person.id) & {Role.SUSPECT, Role.HARMED}:
        return False
    if school is not None:
        return person.school == school.id and on_roll(person)
    rows = [s for s in case.record.support if agency and (s.person, s.agency) == (person.id, agency.id)]
    return any(s.confirmed is YesNo.YES for s in rows)
