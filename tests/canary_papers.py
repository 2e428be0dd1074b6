"""What a paper of a case may tell of whom: its reader worked out anew from the record, for the table of canaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from casepack import clock
from casepack.office import Office
from casepack.record import Decision, Person, Record

from .canary_model import SCHOOLS
from .canary_table import Facts, Paper

_KINDS = {
    "school-letter": ("school", "schools"),
    "railway police": ("btp", "police"),
    "social care": ("csc",),
    "youth justice": ("yjs", "yos"),
    "ecins-record": ("ecins", "e-cins"),
    "conference-summary": ("conference", "pgc"),
}
_REFUSED = {"do not share", "hold"}
_TO_THE_POLICE = {"btp-letter", "details-request"}
_SPECIAL_ALWAYS_OUT = {"yjs-letter", "reboot-referral"}
"""Papers for which a child under 10 has no suspected part."""


def paper(record: Record, office: Office, document: str, subject: str = "", recipient: str = "") -> Paper:
    """The paper of this kind about this subject for this reader."""
    sensitive = record.incident.sensitivity.value == "sensitive"
    called = frozenset(word.casefold() for word in _called(office, document, recipient))
    railway = frozenset(e.id for e in record.episodes if e.railway and e.railway.value == "yes")
    business = subject if document == "business-survey" else ""
    episodes = {"btp-letter": railway, "details-request": _own_episodes(record, recipient)}.get(document)
    force = office.agency(recipient) if document == "agency-letter" else None
    police = force is not None and force.kind.value in {"police", "railway police"}
    base = Paper(document, recipient, sensitive, {}, police, called, business, episodes)
    people = _people(record, base, subject)
    one = decision(record, subject, recipient, called) if subject else None
    confirmed = any(
        s.confirmed and s.confirmed.value == "yes"
        for s in record.support
        if (s.person, s.agency) == (subject, recipient)
    )
    return replace(
        base,
        made_worse=_made_worse(record, base, people),
        people=people,
        needed=bool(one and one.special_needed and one.special_needed.value == "yes"),
        named=frozenset(one.others_needed) if one and one.why_others and document == "mash-referral" else frozenset(),
        confirmed=confirmed,
        coded=frozenset(key for key in people if not _may_name(record, key, base)),
    )


def _own_episodes(record: Record, force: str) -> frozenset[str]:
    """The episodes about which a force is asked: its own, and in an ordinary case those that may be its own."""
    sensitive = record.incident.sensitivity.value == "sensitive"
    return frozenset(e.id for e in record.episodes if e.force == force or not (e.force or sensitive))


def _made_worse(record: Record, base: Paper, people: Iterable[str]) -> bool:
    """Did the officer choose this reader to be told what made it worse, and is that about somebody in the paper?"""
    own = {"agency-letter": "police" if base.police else "agency", "mash-referral": "mash", "btp-letter": "btp"}
    own |= {"social-care-letter": "social care", "victim-support-referral": "victim support"}
    chosen = {word.casefold().replace("_", " ") for word in record.incident.aggravating_for}
    about = any(f"{{{person}}}" in (record.incident.aggravating or "") for person in people)
    return about and own.get(base.document, "") in chosen


def _called(office: Office, document: str, recipient: str) -> Iterator[str]:
    """The words by which a decision may mean the reader of a paper."""
    yield from ("all", recipient, *_KINDS.get(document, ()))
    if agency := office.agency(recipient):
        yield agency.kind.value
        yield from _KINDS.get(agency.kind.value, ())
    if office.school(recipient):
        yield from _KINDS["school-letter"]
    if document.startswith("conference"):
        yield from (*_KINDS["conference-summary"], *(m.id for m in office.meetings))


def _people(record: Record, base: Paper, subject: str) -> dict[str, frozenset[str]]:
    """Whom the paper may tell of, each with the parts that count for its reader."""
    document = base.document
    if subject and document != "business-survey":
        return {subject: _roles(record, subject, base)}
    everyone = {p.id: _roles(record, p.id, base) for p in record.people}
    if document == "conference-extract":
        own = {p.id for p in record.people if _own(record, p, base.recipient)}
        return {key: roles for key, roles in everyone.items() if key in own and not _refused(record, key, base)}
    if document == "conference-summary":
        return everyone
    if document in {"ecins-record", *_TO_THE_POLICE}:
        return {key: roles for key, roles in everyone.items() if roles and not _refused(record, key, base)}
    return {}


def _roles(record: Record, person: str, base: Paper) -> frozenset[str]:
    found = set()
    for part in record.parts_of(person):
        if base.episodes is not None and part.episode not in base.episodes:
            continue
        day = (record.episode(part.episode) or record.episodes[0]).date
        if (
            part.role.value == "suspect"
            and base.document in _SPECIAL_ALWAYS_OUT
            and under_10(record.person(person), day)
        ):
            continue
        found.add(part.role.value)
    return frozenset(found)


def under_10(person: Person, day: date) -> bool:
    """Was the person certainly under 10 on the day?"""
    born = person.date_of_birth
    if isinstance(born, date):
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < 10
    return person.age_to is not None and person.age_to < 10


def _own(record: Record, person: Person, reader: str) -> bool:
    worked = [s for s in record.support if (s.person, s.agency) == (person.id, reader)]
    return person.school == reader or any(s.confirmed and s.confirmed.value == "yes" for s in worked)


# What was decided


def decision(record: Record, person: str, reader: str, called: Iterable[str]) -> Decision | None:
    """The decision that holds: the nearest by reader, but for a refusal that is nearer to the person.

    Nearest by reader: this very one, then its kind, then all; by person: this one, then everybody; then the last.
    """
    words = set(called)
    fitting = [d for d in record.decisions if d.audience.casefold() in words and d.person in (None, person)]
    if not fitting:
        return None

    def reach(d: Decision) -> int:
        return 0 if d.audience.casefold() == "all" else 2 if d.audience.casefold() == reader.casefold() else 1

    order = list(record.decisions)
    by_reader = max(fitting, key=lambda d: (reach(d), d.person is not None, order.index(d)))
    by_person = max(fitting, key=lambda d: (d.person is not None, reach(d), order.index(d)))
    return by_person if by_person.decision.value in _REFUSED else by_reader


def _refused(record: Record, person: str, base: Paper) -> bool:
    found = decision(record, person, base.recipient, base.called)
    if found is None or found.decision.value not in _REFUSED:
        return False
    # To find out who somebody is, is for the police: waiting until it is known does not bind them.
    who = record.person(person)
    unknown = not (who.given_name or who.family_name) and found.decision.value == "hold" and found.person == person
    return not (base.document in _TO_THE_POLICE and unknown and found.audience.casefold() == "all")


def _may_name(record: Record, person: str, base: Paper) -> bool:
    """To the conference somebody is named unless a decision about it says anything but share; then by code."""
    if base.document != "conference-summary":
        return True
    found = decision(record, person, "conference", base.called)
    return found is None or found.decision.value == "share"


def must_not_be(record: Record, office: Office, made: Paper, subject: str) -> str:
    """Why a paper that was made should not have been; nothing where it may be."""
    kept_out = record.conference.in_pack is not None and record.conference.in_pack.value == "no"
    if made.document in {"conference-summary", "conference-extract"} and (made.sensitive or kept_out):
        return "the case is for no general pack"
    about_one = subject and made.document not in {"business-survey"}
    if not about_one:
        return ""
    found = decision(record, subject, made.recipient, made.called)
    if made.document.endswith("-referral") and made.document != "mash-referral":
        agreed = {r.agreement.value for r in record.referrals if (r.person, r.service) == (subject, made.recipient)}
        return (
            "" if "agreed" in agreed and not (found and found.decision.value in _REFUSED) else "nobody has agreed to it"
        )
    if found and found.decision.value in _REFUSED:
        return f"it was decided: {found.decision.value}"
    if made.document == "school-letter" and not _on_roll(record.person(subject), made.recipient):
        return "the child is not known to be on roll there"
    who = record.person(subject)
    if not (who.given_name or who.family_name) and not made.police:
        return "nobody knows who it is, and to find out is for the police"
    if made.sensitive and not (
        found and found.person == subject and found.audience.casefold() == made.recipient.casefold()
    ):
        return "a sensitive case, and nobody has decided to share this"
    return "" if made.letters(subject) else "its reader may know nothing about this person"


def _on_roll(person: Person, school: str) -> bool:
    status = (person.school_status or "on roll").casefold()
    return person.school == school and status.startswith("on roll")


# What is told of people beside their parts


def facts(record: Record, office: Office, document: str) -> Facts:
    """Whose home is protected, whom it is not safe to ring, and through which carers contact is made."""
    through = {p.id: frozenset(_through(record, p)) for p in record.people}
    no_phone = {p.id for p in record.people if not (p.safe_to_call and p.safe_to_call.value == "yes") or p.contact_via}
    protected = {p.id for p in record.people if p.address_protected and p.address_protected.value == "yes"}
    anyway = frozenset(SCHOOLS) if document in {"mapping-sheet", "schools-engagement-request"} else frozenset[str]()
    meetings = frozenset(clock.moment(m.at, clock.zone(office)).date().isoformat() for m in office.meetings if m.at)
    return Facts(frozenset(protected), frozenset(no_phone), through, anyway, meetings)


def _through(record: Record, person: Person) -> Iterator[str]:
    via = set((person.contact_via or "").casefold().split())
    for carer in record.carers_of(person.id):
        relation = set((carer.relationship or "").casefold().split("(")[0].split())
        if relation and relation <= via and not (carer.safe_to_contact and carer.safe_to_contact.value == "no"):
            yield carer.name
