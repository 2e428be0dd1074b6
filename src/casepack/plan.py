"""Which documents a record calls for, which it does not, and why: nothing is left out in silence.

Every rule yields either a `Job` or a `NotMade` with its reason. Reasons name people by token, so that each
reader of the reasons sees them as they may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from . import ages
from .contact import protected
from .decisions import Approval, Refusal, gate, words_for
from .disclosure import Audience
from .documents import DOCUMENTS, Document
from .lens import Reader, may_be_named
from .manifest import DocumentKey
from .mentions import is_a_name
from .office import Agency, AgencyKind, Office
from .record import Kind, Person, Record, Role, Sensitivity, Sharing
from .values import YesNo


def titled(name: str, subject: str, recipient: str) -> str:
    """The name of a document with its ids, for tables: "School letter P1 SCH1"."""
    return " ".join(word for word in (name, subject, recipient) if word)


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make: for whom, about whom, and whether it may be sent; when it was, if it was."""

    document: Document
    subject: str
    recipient: str
    reader: Reader
    approval: Approval
    row: str = ""
    sent_at: str | None = None

    @property
    def title(self) -> str:
        """Name of the document with its ids."""
        return titled(self.document.name, self.subject, self.recipient)


def key_of(job: Job) -> DocumentKey:
    """The key of a document in the pack: ids only."""
    return DocumentKey(job.document.id, job.subject, job.recipient)


@dataclass(frozen=True, slots=True)
class NotMade:
    """A document that is not made, and why (people as tokens). Part of the paperwork."""

    document: Document
    subject: str
    recipient: str
    reason: str

    @property
    def title(self) -> str:
        """Name of the document with its ids."""
        return titled(self.document.name, self.subject, self.recipient)


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at: the two inputs and the moment as of which they are read (office's zone)."""

    record: Record
    office: Office
    as_of: datetime

    @property
    def day(self) -> date:
        """The day on the documents."""
        return self.as_of.date()

    @property
    def sensitive(self) -> bool:
        """Is the incident handled as particularly sensitive?"""
        return self.record.incident.sensitivity is Sensitivity.SENSITIVE

    @property
    def children(self) -> tuple[Person, ...]:
        """Everyone who was under 18 when it happened and has a part in it."""
        return tuple(p for p in self.record.people if p.kind is Kind.CHILD and self.record.roles_of(p.id))

    def agencies(self, *kinds: AgencyKind) -> tuple[Agency, ...]:
        """The office's agencies of these kinds, active ones only."""
        return tuple(a for a in self.office.agencies if a.kind in kinds and a.active is YesNo.YES)

    def service_for(self, person: Person, kind: AgencyKind) -> Agency | None:
        """The agency of this kind that serves the person's home: another county's for a home out of county.

        None where the office's data hold none. Source: box "Information sharing"; domain rule on homes
        out of county (home area's MASH and youth justice service).
        """
        return next(iter(self.services_for(person, kind)), None)

    def services_for(self, person: Person, kind: AgencyKind) -> tuple[Agency, ...]:
        """Every agency of this kind that serves the person's home; see `service_for`."""
        own = (self.office.organisation.children_services_area or "").casefold()
        there = {word for word in (person.home_area or "").casefold().split() if word not in _AREA_WORDS}
        away = tuple(a for a in self.agencies(kind) if a.area and a.area.casefold() != own and _serves(a.area, there))
        if person.out_of_county is YesNo.YES or (away and person.out_of_county is not YesNo.NO):
            return away
        return tuple(a for a in self.agencies(kind) if not a.area or a.area.casefold() == own)


Outcome = Job | NotMade

STAND_IN = "UNREF-"
"""How the reference begins that a case without one is given when it is read."""

_AREA_WORDS = frozenset({"and", "borough", "city", "council", "county", "district", "of", "the", "town", "unitary"})


def _serves(area: str, home: set[str]) -> bool:
    """Is the home in the agency's area? Every word of its name counts: North Example is not Northmere."""
    words = {word for word in area.casefold().split() if word not in _AREA_WORDS}
    return bool(words) and words <= home


NOT_IDENTIFIED = "Not identified: identifying a person is for the police."
NOT_FOR_THIS_READER = "The disclosure table tells this reader nothing about a person in this part."


def identified(person: Person) -> bool:
    """Is there a real name? A nickname alone never goes to a school or a service: identifying is for the police.

    A word such as "unknown" in a name field is no name.
    """
    return is_a_name(person.given_name) or is_a_name(person.family_name)


def on_roll(person: Person) -> bool:
    """Is the person on roll at their school, as far as is recorded? A school with nothing said of it counts."""
    return (person.school_status or "on roll").casefold().startswith("on roll")


def decide(
    case: Case, document: str, person: str, recipient: str, audience: Audience, *, kinds: tuple[str, ...] = ()
) -> Outcome:
    """A job for one document about one person, if the recorded decisions let it be made."""
    found = gate(case.record, case.office, person, recipient, kinds)
    if isinstance(found, Refusal):
        return NotMade(DOCUMENTS[document], person, recipient, found.reason)
    decision = found.decision
    reader = Reader(
        audience,
        (person,),
        school=recipient if audience is Audience.SCHOOL else None,
        agency=None if audience is Audience.SCHOOL else recipient,
        special_needed=bool(decision and decision.special_needed is YesNo.YES),
        others_needed=frozenset(decision.others_needed) if decision and decision.why_others else frozenset(),
    )
    if not may_be_named(case.record, case.office, reader, person, case.day):
        return NotMade(DOCUMENTS[document], person, recipient, NOT_FOR_THIS_READER)
    return Job(DOCUMENTS[document], person, recipient, reader, found, sent_at=decision.sent_at if decision else None)


def school_letters(case: Case) -> Iterator[Outcome]:
    """One letter per child and school, never one about two children (box "Information sharing")."""
    document = DOCUMENTS["school-letter"]
    for person in case.children:
        school = case.office.school(person.school)
        if school is None:
            yield NotMade(document, person.id, "", _no_school(person))
        elif not identified(person):
            yield NotMade(document, person.id, school.id, NOT_IDENTIFIED)
        elif not on_roll(person):
            yield NotMade(document, person.id, school.id, f"Not on roll there ({person.school_status}).")
        else:
            yield decide(case, document.id, person.id, school.id, Audience.SCHOOL, kinds=words_for(school))
        yield from _other_schools(case, person)


def _other_schools(case: Case, person: Person) -> Iterator[Outcome]:
    """A decision to tell a school where the child is not on roll: not followed, and not passed over in silence."""
    for decision in case.record.decisions:
        school = case.office.school(decision.audience)
        if school is None or decision.person != person.id or school.id == person.school:
            continue
        if decision.decision in {Sharing.SHARE, Sharing.SHARE_AFTER}:
            reason = "A decision names this school, but the record does not say that the child is on roll there."
            yield NotMade(DOCUMENTS["school-letter"], person.id, school.id, reason)


def _no_school(person: Person) -> str:
    if person.school_status:
        return f"School not known ({person.school_status})."
    return "School not known." if identified(person) else "School not known, and the person is not identified."


def mash_referrals(case: Case) -> Iterator[Outcome]:
    """One referral per child with a concern (box "Information sharing"); an open child goes to social care."""
    document = DOCUMENTS["mash-referral"]
    for person in case.children:
        named = _named_service(case, person, AgencyKind.MASH)
        reasons = concerns(case, person)
        agency = named or case.service_for(person, AgencyKind.MASH)
        if not reasons and named is None and not case.sensitive:
            continue
        if agency is None:
            yield NotMade(document, person.id, "", _no_service(person, "MASH"))
        elif open_to_social_care(person) and named is None and not case.sensitive:
            yield NotMade(document, person.id, agency.id, "Open to children's social care: goes to the social worker.")
        elif not identified(person):
            yield NotMade(document, person.id, agency.id, NOT_IDENTIFIED)
        else:
            yield decide(case, document.id, person.id, agency.id, Audience.MASH, kinds=words_for(agency))


def concerns(case: Case, person: Person) -> tuple[str, ...]:
    """Why the child is to be referred to MASH: the recorded concern first, then what the rules raise.

    Source: table of documents; under 10, injury, exploitation, protected address.
    """
    found = [person.concern] if person.concern else []
    if ages.is_at_least_10_at_incident(person, case.record) is False:
        found.append("Under 10 when it happened")
    if person.injury and Role.HARMED in case.record.roles_of(person.id) and not case.sensitive:
        found.append("Reported hurt in the incident")
    if person.exploitation_indicated is YesNo.YES:
        found.append("Screening found indicators of exploitation")
    if person.address_protected is YesNo.YES:
        found.append("There is a protected address")
    return tuple(found)


def open_to_social_care(person: Person) -> bool:
    """Is children's social care already working with the child, by what is recorded of plans and orders?"""
    plans = (person.looked_after, person.child_in_need, person.child_protection_plan, person.section_47)
    return YesNo.YES in plans


def social_care_letters(case: Case) -> Iterator[Outcome]:
    """One letter per child who is open to children's social care (box "Information sharing")."""
    document = DOCUMENTS["social-care-letter"]
    for person in case.children:
        named = _named_service(case, person, AgencyKind.SOCIAL_CARE)
        if not open_to_social_care(person) and named is None:
            continue
        teams = case.services_for(person, AgencyKind.SOCIAL_CARE)
        working = {s.agency for s in case.record.support if s.person == person.id}
        agency = named or next((a for a in teams if a.id in working), None)
        if agency is None and len(teams) > 1:
            which = " or ".join(a.id for a in teams)
            reason = f"Which team works with the child is not recorded ({which}): record it as support in place."
            yield NotMade(document, person.id, "", reason)
            continue
        agency = agency or next(iter(teams), None)
        if agency is None:
            yield NotMade(document, person.id, "", _no_service(person, "children's social care"))
        elif not identified(person):
            yield NotMade(document, person.id, agency.id, NOT_IDENTIFIED)
        else:
            yield decide(case, document.id, person.id, agency.id, Audience.SOCIAL_CARE, kinds=words_for(agency))


def yjs_letters(case: Case) -> Iterator[Outcome]:
    """One letter per child suspected, 10 or over when it happened, under 18 now (box "Information sharing")."""
    document = DOCUMENTS["yjs-letter"]
    for person in case.children:
        suspected = case.record.parts_of(person.id, Role.SUSPECT)
        if not suspected:
            continue
        days = [(case.record.episode(p.episode) or case.record.episodes[0]).date for p in suspected]
        agency = _named_service(case, person, AgencyKind.YJS) or case.service_for(person, AgencyKind.YJS)
        recipient = agency.id if agency else ""
        over_10 = ages.at_least(person, case.record, ages.RESPONSIBLE_FROM, max(days))
        adult = ages.at_least(person, case.record, ages.ADULT_FROM, case.day)
        if over_10 is False:
            reason = "Under 10 when it happened: no offence can be alleged, and it is a welfare matter."
            yield NotMade(document, person.id, recipient, reason)
        elif not identified(person):
            yield NotMade(document, person.id, recipient, NOT_IDENTIFIED)
        elif over_10 is None:
            yield NotMade(document, person.id, recipient, "Age not known: an officer must establish 10 or over first.")
        elif adult:
            yield NotMade(document, person.id, recipient, "18 or over on the day of the letter.")
        elif adult is None:
            reason = "Age not known: an officer must establish under 18 first."
            yield NotMade(document, person.id, recipient, reason)
        elif case.sensitive:
            yield NotMade(document, person.id, recipient, "Sensitive incident: told by the police or MASH only.")
        elif agency is None:
            yield NotMade(document, person.id, "", _no_service(person, "youth justice service"))
        else:
            yield decide(case, document.id, person.id, agency.id, Audience.YJS, kinds=words_for(agency))


def _named_service(case: Case, person: Person, kind: AgencyKind) -> Agency | None:
    """The agency of this kind that a decision about this very person names."""
    named = {d.audience.casefold() for d in case.record.decisions if d.person == person.id}
    return next((a for a in case.agencies(kind) if a.id.casefold() in named), None)


def _no_service(person: Person, what: str) -> str:
    """The reason alone: the row "office" of the disclosure table has no address in it, nor an area."""
    found = "see the record for it" if person.home_area and not protected(person) else "the record does not give it"
    return f"The office's data hold no {what} for the home area ({found}). Ring the home area's service."
