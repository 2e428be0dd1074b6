"""Letters to the railway police, and to agencies that have no document of their own: by the decisions recorded."""

from __future__ import annotations

from collections.abc import Iterator

from .decisions import Approval, Refusal, condition_for, decision_for, gate, left_out, wait_for, words_for
from .details import keeps_from_police
from .disclosure import Audience
from .documents import DOCUMENTS
from .lens import Reader, may_be_named
from .office import AgencyKind
from .plan import NOT_FOR_THIS_READER, NOT_IDENTIFIED, Case, Job, NotMade, Outcome, identified
from .record import Sharing
from .values import YesNo

_OWN_DOCUMENT = {
    AgencyKind.MASH,
    AgencyKind.SOCIAL_CARE,
    AgencyKind.YJS,
    AgencyKind.BTP,
    AgencyKind.VICTIM_SUPPORT,
    AgencyKind.SEXUAL_VIOLENCE,
    AgencyKind.REBOOT,
    AgencyKind.YOUTH_INFORMATION,
}


def btp_letters(case: Case) -> Iterator[Outcome]:
    """One letter per case on the railway episodes, about the people of those episodes only."""
    document = DOCUMENTS["btp-letter"]
    episodes = frozenset(e.id for e in case.record.episodes if e.railway is YesNo.YES)
    if not episodes:
        return
    agency = next(iter(case.agencies(AgencyKind.BTP)), None)
    if agency is None:
        yield NotMade(document, "", "", "The office's data hold no railway police.")
        return
    there = [p.id for p in case.record.people if any(i.episode in episodes for i in case.record.parts_of(p.id))]
    told, waiting = [], []
    for person in there:
        decision = decision_for(case.record, person, agency.id, words_for(agency))
        if decision and keeps_from_police(case, person, decision):
            yield NotMade(document, person, agency.id, left_out("the letter", decision))
        elif decision and decision.person and decision.decision is Sharing.SHARE_AFTER:
            waiting.append(condition_for(person, decision))
            told.append(person)
        elif decision is None and case.sensitive:
            yield NotMade(document, person, agency.id, "No decision to share is recorded for this person.")
        else:
            told.append(person)
    found = gate(case.record, case.office, "", agency.id, ("btp", agency.kind.value))
    decided = [decision_for(case.record, person, agency.id, words_for(agency)) for person in told]
    if told and isinstance(found, Approval) and all(d and d.decision is Sharing.SHARE for d in decided):
        # Sharing was decided person by person, so nothing is left for an approval of the whole case.
        found = gate(case.record, case.office, told[-1], agency.id, words_for(agency))
    if isinstance(found, Refusal):
        yield NotMade(document, "", agency.id, found.reason)
    elif told:
        reader = Reader(Audience.BTP, tuple(told), episodes=episodes, agency=agency.id)
        found = wait_for(waiting, found.decision) if waiting else found
        sent = found.decision.sent_at if found.decision else None
        yield Job(document, "", agency.id, reader, found, sent_at=sent)
    else:
        yield NotMade(document, "", agency.id, "Nobody with a part on the railway may be told of.")


def agency_letters(case: Case) -> Iterator[Outcome]:
    """One letter per child and agency that a decision names and that has no document of its own.

    In a sensitive incident the railway police have none: there is one letter about each child, as to other police,
    and only about those with a part on the railway.
    """
    railway = frozenset(e.id for e in case.record.episodes if e.railway is YesNo.YES)
    document = DOCUMENTS["agency-letter"]
    own_document = _OWN_DOCUMENT - ({AgencyKind.BTP} if case.sensitive else set())
    seen = set()
    for decision in case.record.decisions:
        agency = next((a for a in case.office.agencies if a.id.casefold() == decision.audience.casefold()), None)
        if agency is None or agency.kind in own_document or not decision.person:
            continue
        if (decision.person, agency.id) in seen:
            continue
        seen.add((decision.person, agency.id))
        if agency.kind is AgencyKind.OUTREACH:
            yield NotMade(document, decision.person, agency.id, "Outreach is told about places, never about a person.")
            continue
        if agency.active is not YesNo.YES:
            yield NotMade(document, decision.person, agency.id, "The service is not active.")
            continue
        episodes = railway if agency.kind is AgencyKind.BTP else None
        if episodes is not None and not any(i.episode in episodes for i in case.record.parts_of(decision.person)):
            yield NotMade(document, decision.person, agency.id, "Had no part in what happened on the railway.")
            continue
        police = agency.kind in {AgencyKind.POLICE, AgencyKind.BTP}
        found = gate(case.record, case.office, decision.person, agency.id, words_for(agency))
        if isinstance(found, Refusal):
            yield NotMade(document, decision.person, agency.id, found.reason)
        elif not identified(case.record.person(decision.person)) and not police:
            yield NotMade(document, decision.person, agency.id, NOT_IDENTIFIED)
        else:
            audience = Audience.POLICE if police else Audience.AGENCY
            special = bool(found.decision and found.decision.special_needed is YesNo.YES)
            reader = Reader(audience, (decision.person,), special_needed=special, episodes=episodes, agency=agency.id)
            if may_be_named(case.record, case.office, reader, decision.person, case.day):
                yield Job(document, decision.person, agency.id, reader, found, sent_at=decision.sent_at)
            else:
                yield NotMade(document, decision.person, agency.id, NOT_FOR_THIS_READER)
