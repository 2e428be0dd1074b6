"""Referrals to services that may help, each only with agreement recorded (box "Further support options").

Agreement here is agreement to this service, not a basis in data protection law.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from . import ages
from .contact import has_safe_contact, safe_numbers
from .decisions import Approval, Refusal, gate, words_for
from .disclosure import Audience
from .documents import DOCUMENTS
from .lens import Reader, may_be_named
from .office import Agency, AgencyKind
from .plan import NOT_FOR_THIS_READER, Case, Job, NotMade, Outcome, identified
from .record import Agreement, Person, Referral, Role
from .values import YesNo

NO_SAFE_CONTACT = "No safe way to make contact is recorded."
AGE_NOT_KNOWN = "Age not known well enough for this service: an officer must choose."


def victim_support_referrals(case: Case) -> Iterator[Outcome]:
    """One per person harmed or witness, adult or child, who has agreed; never for a suspected part."""
    document = DOCUMENTS["victim-support-referral"]
    told = {Role.HARMED, Role.WITNESS}
    for referral, agency in _referrals(case, AgencyKind.VICTIM_SUPPORT):
        person = case.record.person(referral.person)
        reason = _refusal(case, referral, agency, person)
        if not case.record.roles_of(person.id) & told:
            reason = "Not harmed and no witness: this service is never told of a suspected part."
        elif reason is None and not has_safe_contact(case.record, person.id):
            reason = NO_SAFE_CONTACT
        yield _outcome(case, document.id, referral, agency, Audience.VICTIM_SUPPORT, reason)
    if case.sensitive:
        return
    asked = {r.person for r, _ in _referrals(case, AgencyKind.VICTIM_SUPPORT)}
    for person in case.record.people:
        if Role.HARMED in case.record.roles_of(person.id) and person.id not in asked:
            agency_id = next((a.id for a in case.agencies(AgencyKind.VICTIM_SUPPORT)), "")
            yield NotMade(document, person.id, agency_id, "Nobody has asked whether this person wants the referral.")


def reboot_referrals(case: Case) -> Iterator[Outcome]:
    """One per young person of the service's ages, now and when the service would start, who has agreed."""
    for referral, agency in _referrals(case, AgencyKind.REBOOT):
        person = case.record.person(referral.person)
        reason = _refusal(case, referral, agency, person)
        if reason is None and not case.record.roles_of(person.id) & {Role.SUSPECT, Role.HARMED}:
            reason = "Neither suspected nor harmed: not for this service."
        yield _outcome(case, "reboot-referral", referral, agency, Audience.REBOOT, reason)


def youth_information_referrals(case: Case) -> Iterator[Outcome]:
    """One per young person in the service's ages who has agreed; it is told neither part nor facts."""
    for referral, agency in _referrals(case, AgencyKind.YOUTH_INFORMATION):
        reason = _refusal(case, referral, agency, case.record.person(referral.person))
        if reason is None and not safe_numbers(case.record, referral.person):  # no address is told to this service
            reason = NO_SAFE_CONTACT
        yield _outcome(case, "youth-information-referral", referral, agency, Audience.YOUTH_INFORMATION, reason)


def _referrals(case: Case, kind: AgencyKind) -> list[tuple[Referral, Agency]]:
    agencies = {a.id: a for a in case.office.agencies if a.kind is kind}
    return [(r, agencies[r.service]) for r in case.record.referrals if r.service in agencies]


def _refusal(case: Case, referral: Referral, agency: Agency, person: Person) -> str | None:
    """Why the referral cannot be made; None where it can. The first reason that no later step could mend."""
    if case.sensitive:
        return "Sensitive incident: not through the general services."
    if agency.active is not YesNo.YES:
        return "The service is not active."
    wrong_age = _wrong_age(case, agency, person)
    if wrong_age:
        return wrong_age
    if not identified(person):
        return "Not identified: a referral needs a name."
    if referral.agreement is Agreement.NOT_SUITABLE:
        return f"Not suitable: {referral.blocked or 'so decided'}."
    if referral.agreement is Agreement.REFUSED:
        who = f" ({referral.agreed_by})" if referral.agreed_by else ""
        return f"Agreement refused{who}. {referral.blocked or ''}".strip()
    if referral.agreement is Agreement.NOT_ASKED:
        return "Agreement not yet asked for."
    if referral.blocked:
        return referral.blocked
    return None


def _wrong_age(case: Case, agency: Agency, person: Person) -> str | None:
    """The service's ages, held against the person's age today and on the day the service could start."""
    starts = case.day + timedelta(days=agency.starts_within_days or 0)
    if agency.age_from is not None:
        old_enough = ages.at_least(person, case.record, agency.age_from, case.day)
        if old_enough is False:
            return f"Under {agency.age_from}: too young for the service."
        if old_enough is None:
            return AGE_NOT_KNOWN
    if agency.age_to is not None:
        too_old = ages.at_least(person, case.record, agency.age_to + 1, case.day)
        too_old_then = ages.at_least(person, case.record, agency.age_to + 1, starts)
        if too_old:
            return f"{agency.age_to + 1} or over: too old for the service."
        if too_old_then:
            return f"{agency.age_to + 1} before the service could start."
        if too_old is None or too_old_then is None:
            return AGE_NOT_KNOWN
    return None


def _outcome(
    case: Case, document: str, referral: Referral, agency: Agency, audience: Audience, reason: str | None
) -> Outcome:
    """The referral, unless there is a reason against it or a recorded decision that holds it back."""
    kind = DOCUMENTS[document]
    if reason:
        return NotMade(kind, referral.person, agency.id, reason)
    found = gate(case.record, case.office, referral.person, agency.id, words_for(agency))
    if isinstance(found, Refusal):
        return NotMade(kind, referral.person, agency.id, found.reason)
    reader = Reader(audience, (referral.person,), agreed=True, agency=agency.id)
    if not may_be_named(case.record, case.office, reader, referral.person, case.day):
        return NotMade(kind, referral.person, agency.id, NOT_FOR_THIS_READER)
    by = f"Agreed by {referral.agreed_by}" if referral.agreed_by else "Agreed"
    approval = Approval(True, "", by)
    if found.decision and not found.approved:  # agreement stands in for a decision, but not for its condition
        approval = Approval(False, found.why, "", found.decision)
    return Job(kind, referral.person, agency.id, reader, approval, row=referral.id, sent_at=referral.sent_at)
