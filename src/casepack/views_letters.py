"""The Views of letters and referral forms: one function for each document that is about somebody."""

from __future__ import annotations

from typing import Any

from . import ages, restricted
from .lens import Lens
from .mentions import find
from .naming import full_name
from .person_view import account, person_view, when
from .plan import Case, Job, concerns
from .record import Kind, Person, Role
from .shown import NOT_RECORDED, first_capital, sentence, shown
from .values import YesNo
from .views import (
    agency_letter_view,
    basis_view,
    case_view,
    decision_view,
    doc_view,
    family_view,
    lead_for,
    school_letter_view,
    sign_view,
)

Context = dict[str, Any]

AGE_BANDS = ((0, 9, "under 10"), (10, 12, "aged 10 to 12"), (13, 15, "aged 13 to 15"), (16, 17, "aged 16 to 17"))
"""Youngest and oldest age, and the words: whoever was harmed is told to youth justice in bands only."""
_A_LABEL = 60
"""Signs of an allegation that names a kind of crime; a longer one tells what happened."""


def _letter(case: Case, lens: Lens, job: Job, *, step: str = "information-sharing") -> Context:
    subject = person_view(lens, job.subject)
    return {
        "doc": doc_view(case, job),
        "letter": agency_letter_view(case, job, step=step),
        "case": case_view(case, lens),
        "child": subject,
        "basis": basis_view(case, lens, subject),
        "family": family_view(case, lens, job, job.subject),
        "decision": decision_view(lens, job),
        "sign": sign_view(case),
    }


def school_letter(case: Case, lens: Lens, job: Job) -> Context:
    """The letter to a school's safeguarding lead about one pupil (domain: schools, letter per child)."""
    if case.sensitive:
        return restricted.school_letter(case, lens, job)
    school = case.office.school(job.recipient)
    if school is None:
        raise KeyError(job.recipient)
    person = case.record.person(job.subject)
    subject = person_view(lens, job.subject)
    seen = case_view(case, lens)
    return {
        "doc": doc_view(case, job),
        "letter": school_letter_view(case, school, lead_for(case, school, person.year_group)),
        "case": {"days": seen["days"], "instructions": seen["instructions"]},
        "pupil": subject,
        "basis": basis_view(case, lens, subject),
        "family": family_view(case, lens, job, job.subject),
        "sign": sign_view(case),
    }


def mash_referral(case: Case, lens: Lens, job: Job) -> Context:
    """The referral form for the MASH: what the desk needs in order not to ring back (domain: MASH)."""
    context = _letter(case, lens, job)
    person = case.record.person(job.subject)
    context["concerns"] = [sentence(lens.say(c)) for c in concerns(case, person)] or ["Not recorded."]
    decision = job.approval.decision
    others = [p for p in sorted(lens.reader.others_needed - {job.subject}) if lens.named(p)]
    context["others"] = [{"name": full_name(case.record.person(p)), "id": p} for p in others]
    context["why_others"] = lens.say(decision.why_others) if decision and others else ""
    context["linked"] = _linked(case, lens, job.subject)
    context["family"] |= {"agreed": shown(decision.family_agreed if decision else None)}
    context["competence"] = _competence(lens, person)
    return context


def social_care_letter(case: Case, lens: Lens, job: Job) -> Context:
    """The letter to the social worker of an open child (domain: children's social care)."""
    return {**_letter(case, lens, job), "linked": _linked(case, lens, job.subject)}


def yjs_letter(case: Case, lens: Lens, job: Job) -> Context:
    """The letter to the home area's youth justice service: harm in bands and summary, nobody else named."""
    context = _letter(case, lens, job)
    context["harm"] = _harm_bands(case, lens, job.subject)
    return context


def agency_letter(case: Case, lens: Lens, job: Job) -> Context:
    """The letter to an agency that a decision names (row "agency" of the disclosure table)."""
    return _letter(case, lens, job)


def btp_letter(case: Case, lens: Lens, job: Job) -> Context:
    """The letter to British Transport Police: the railway episodes and their people only (domain: BTP)."""
    episodes = [e for e in case.record.episodes if e.id in (lens.reader.episodes or ())]
    people = [person_view(lens, p) for p in lens.reader.subjects]
    suspected = {"suspected": any(p.get("suspected") for p in people)}
    return {
        "doc": doc_view(case, job),
        "letter": agency_letter_view(case, job),
        "episodes": [
            {
                "when": when(lens, e.id),
                "precision": shown(lens.say(e.precision)),
                "place": shown(lens.say(e.place)),
                "details": shown(lens.say(e.railway_details)),
                "cctv": shown(lens.say(e.cctv)),
                "reference": shown(e.police_reference),
                "behaviour": sentence(lens.say(e.behaviour)) or NOT_RECORDED,
            }
            for e in episodes
        ],
        "people": people,
        "instructions": [lens.say(i) for i in case.record.incident.instructions],
        "gaps": [sentence(lens.say(g)) for g in case.record.incident.known_gaps],
        "basis": basis_view(case, lens, {**suspected, "communication_needs": True}),
        "decision": decision_view(lens, job),
        "sign": sign_view(case),
    }


def _referral(case: Case, lens: Lens, job: Job) -> Context:
    referral = next(r for r in case.record.referrals if r.id == job.row)
    subject = person_view(lens, job.subject)
    return {
        "doc": doc_view(case, job),
        "letter": agency_letter_view(case, job, step="further-support"),
        "person": subject,
        "referral": {
            "agreed_by": first_capital(lens.say(referral.agreed_by)) or NOT_RECORDED,
            "agreed_on": shown(referral.agreed_on),
            "conditions": lens.say(referral.conditions) or "None recorded",
            "needs": [first_capital(lens.say(n)) for n in referral.needs] or [NOT_RECORDED],
            "update": referral.already_open is YesNo.YES,
            "stage": first_capital(lens.say(referral.stage)) or NOT_RECORDED,
        },
        "basis": basis_view(case, lens, subject),
        "sign": sign_view(case),
    }


def victim_support_referral(case: Case, lens: Lens, job: Job) -> Context:
    """The referral to Victim Support: safe contact first, nothing on anyone suspected (domain: Victim Support)."""
    context = _referral(case, lens, job)
    referral = next(r for r in case.record.referrals if r.id == job.row)
    person = case.record.person(job.subject)
    parts, seen = lens.parts(job.subject), case_view(case, lens)
    context["referral"] |= {
        "explicit": shown(referral.explicit),
        "known_to_each_other": shown(referral.known_to_each_other),
        "already_referred": shown(lens.say(person.victim_details_sent)),
    }
    context["case"] = {
        "days": seen["days"],
        "police_references": seen["police_references"],
        "types": _crime_types(case, lens, job.subject),
    }
    context["accounts"] = [account(lens, p, full=lens.row.cell(p.role).allows("F")) for p in parts]
    return context


def _crime_types(case: Case, lens: Lens, person: str) -> str:
    """What kind of crime it is said to be, from what is alleged to have been done to the person.

    The row "victim support" of the disclosure table tells nothing of whoever is suspected. So an allegation counts
    only while it is a label such as "theft"; one that mentions somebody, or is more than a label, is not used.
    """
    rows = (i for i in case.record.involvements if i.role is Role.SUSPECT and person in i.against)
    alleged = [short for i in rows if (short := i.short)]
    labels = [text for text in alleged if len(text) <= _A_LABEL and not find(text, lens.book, prose=False)]
    found = labels or [short for p in lens.parts(person) if (short := p.short)]
    return first_capital("; ".join(dict.fromkeys(lens.say(t) for t in found))) or NOT_RECORDED


def reboot_referral(case: Case, lens: Lens, job: Job) -> Context:
    """The referral to REBOOT, or an update where it is open already (domain: REBOOT)."""
    context = _referral(case, lens, job)
    referral = next(r for r in case.record.referrals if r.id == job.row)
    person = case.record.person(job.subject)
    context["referral"] |= {
        "evidence": lens.say(referral.evidence) or NOT_RECORDED,
        "home_visit_notes": lens.say(referral.home_visit_notes) or NOT_RECORDED,
    }
    context["competence"] = _competence(lens, person)
    context["risks"] = [first_capital(lens.say(v)) for v in person.vulnerabilities]
    return context


def youth_information_referral(case: Case, lens: Lens, job: Job) -> Context:
    """The referral to the youth information service: how to reach them and what help they want, nothing else."""
    return _referral(case, lens, job)


def _linked(case: Case, lens: Lens, person: str) -> str:
    """That the person was harmed before, where the link between the cases is about this very person.

    A fact about them, so only for a reader who may know their facts in full, and never in a sensitive case.
    """
    incident = case.record.incident
    if case.sensitive or "F" not in lens.letters(person):
        return ""
    if not incident.linked_cases or f"{{{person}}}" not in (incident.link_reason or ""):
        return ""
    return f"{', '.join(incident.linked_cases)}: {sentence(lens.say(incident.link_reason))}"


def _competence(lens: Lens, person: Person) -> str:
    if person.gillick_assessed is YesNo.YES:
        return f"Gillick competence assessed. {sentence(lens.say(person.gillick_note))}".strip()
    note = sentence(lens.say(person.gillick_note))
    return f"Gillick competence not assessed. {note}".strip()


def _harm_bands(case: Case, lens: Lens, person: str) -> list[str]:
    """Who is said to be harmed by this person's part: age bands only (disclosure table, YJS row)."""
    found = []
    for part in lens.parts(person):
        if part.role is not Role.SUSPECT:
            continue
        for other in part.against:
            who = next((p for p in case.record.people if p.id == other), None)
            found.append(_band(case, who) if who else "A business or property")
    return list(dict.fromkeys(found)) or ["Nobody recorded"]


def _band(case: Case, who: Person) -> str:
    if who.kind is Kind.ADULT:
        return "An adult"
    age = ages.age_of(who, ages.first_day(case.record)).known
    band = next((words for low, high, words in AGE_BANDS if age is not None and low <= age <= high), "")
    return f"A young person {band}".strip()
