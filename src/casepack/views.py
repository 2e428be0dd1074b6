"""`disclose`: from a job to the View, the only thing that a template ever sees.

A View is plain text, numbers of rows and yes/no flags. What changes with every run without changing what a
reader learns (the date on a letter, its version) is kept apart as the stamp, so that a second run with
nothing changed makes nothing new.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from . import clock
from .as_at import of_the_day, printed
from .deadlines import deadline_of
from .disclosure import Audience
from .jigsaw import READERS as NOBODY_TOLD
from .lens import Lens
from .mentions import MentionBook
from .office import LegalBasis, SafeguardingLead, School
from .plan import Case, Job
from .printed_names import only_printed
from .shown import NOT_RECORDED, first_capital, join_words, shown
from .values import YesNo
from .view_rows import family_state

WITHOUT_REFERENCE = frozenset({Audience.RESIDENTS, Audience.SCHOOLS_ENGAGEMENT})
"""Readers whose papers bear no case reference: it would tie a leaflet or a general offer to an incident."""

_TIMING = frozenset({"reply_by", "reply_words", "on_break", "back_on"})
"""What a letter says of time: it changes as days go by, and makes no new version of the letter."""


@dataclass(frozen=True, slots=True)
class View:
    """What a template may print: `context` by what is disclosed, `stamp` the date and the version."""

    context: Mapping[str, Any]
    stamp: Mapping[str, str]

    def hash(self, names: frozenset[str] | None = None) -> str:
        """A fingerprint of what is disclosed; the stamp is not part of it.

        `names` are those that the document's template speaks of (`printed_names`): what else its reader might be told
        is no part of it either. None for all of it.

        Neither is by when an answer is wanted: a deadline that passes makes no new version of a letter. Nor is the
        minute as at which a paper tells how things stand; its day is, and all that follows from the minute.
        """
        letter = {k: v for k, v in self.context.get("letter", {}).items() if k not in _TIMING}
        told = only_printed({**self.context, "letter": letter}, names)
        text = json.dumps(of_the_day(told), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def filled(self) -> dict[str, Any]:
        """The context with the stamp put into `doc`, as the template gets it."""
        told: dict[str, Any] = printed(self.context)
        return {**told, "doc": {**told["doc"], **self.stamp}}


def lens_for(case: Case, book: MentionBook, job: Job) -> Lens:
    """The sight of this job's reader on the record, on the day of the document."""
    return Lens(case.record, case.office, book, job.reader, case.day)


def doc_view(case: Case, job: Job) -> dict[str, Any]:
    """What every document carries: letterhead, marking, reference, and the draft line until it is approved."""
    organisation = case.office.organisation
    incident = case.record.incident
    audience = job.reader.audience
    standing = case.sensitive and audience in NOBODY_TOLD
    told = "" if standing or audience in WITHOUT_REFERENCE else reference(case)
    return {
        "name": job.document.name,
        "reference": told,
        "standing": standing,  # says nothing of the incident, not even by its own date
        "title": f"{job.document.name}, {told}" if told else job.document.name,
        "organisation": organisation.name,
        "team": organisation.team,
        "letterhead": " · ".join((organisation.team, organisation.address, organisation.phone)),
        "running_head": f"{organisation.name} · {organisation.team}",
        "marking": "" if audience is Audience.RESIDENTS else organisation.marking,
        "handling": incident.handling if incident.handling and audience not in NOBODY_TOLD else organisation.handling,
        "draft": "" if job.approval.approved else organisation.draft_words,
        "privacy_notice": organisation.privacy_notice or "",
        "other_formats": organisation.other_formats or "",
        "review_on": "" if standing else clock.say_date(_review_for(case, job)),
    }


def reference(case: Case) -> str:
    """The case reference; a record without one has been given a stand-in when it was read."""
    return case.record.incident.reference or "No reference"


def _review_for(case: Case, job: Job) -> date:
    """The review day; where a sensitive case tells the reader no day, its year only: it is counted from that day."""
    day = review_day(case)
    away = case.sensitive and job.reader.audience in {Audience.SCHOOL, Audience.SUPPORT_ENQUIRY, Audience.ECINS}
    return day.replace(month=12, day=31) if away else day


def review_day(case: Case) -> date:
    """The day on which the papers are reviewed: as recorded, else so many years after the first episode."""
    if case.record.incident.review_on:
        return case.record.incident.review_on
    first = min(e.date for e in case.record.episodes)
    years = case.office.organisation.retention_years or 0
    try:
        return first.replace(year=first.year + years)
    except ValueError:  # 29 February
        return first + timedelta(days=round(365.25 * years))


def case_view(case: Case, lens: Lens) -> dict[str, Any]:
    """The incident as this reader may read of it."""
    incident = case.record.incident
    title = lens.say(incident.title) or "Incident"
    if case.sensitive and lens.reader.audience is Audience.OFFICE:  # table for sensitive incidents: codes, no facts
        return {"title": title}
    return {
        "title": title,
        "days": days(case, lens),
        "summary": lens.say(incident.for_partners) or "No account for partners is recorded.",
        "types": first_capital(lens.say(", ".join(incident.types))) or NOT_RECORDED,
        "officer_in_case": shown(lens.say(incident.officer_in_case)),
        "instructions": [lens.say(i) for i in incident.instructions],
        "police_references": _police_references(case, lens),
        "injuries": lens.say(incident.injuries) or NOT_RECORDED,
    }


def days(case: Case, lens: Lens) -> str:
    """The days on which it happened, "Friday 23 October 2026 and Saturday 24 October 2026".

    For a document about people, only the days of those parts of theirs that its reader may know.
    """
    mine = {part.episode for subject in lens.reader.subjects for part in lens.parts(subject)}
    episodes = [e for e in case.record.episodes if e.id in mine] or case.record.episodes
    found = sorted({e.date for e in episodes})
    return join_words([clock.say_day(day) for day in found])


def _police_references(case: Case, lens: Lens) -> str:
    """References of the episodes in which this reader's people had a part that the reader may know."""
    parts = [p for subject in lens.reader.subjects for p in lens.parts(subject)]
    mine = {p.episode for p in parts if lens.row.cell(p.role).letters & {"R", "r"}}
    found = [
        f"{e.police_reference} ({case.office.name_of(e.force)})" if e.force else e.police_reference
        for e in case.record.episodes
        if e.police_reference and e.id in mine
    ]
    return "; ".join(found) or NOT_RECORDED


def sign_view(case: Case) -> dict[str, str]:
    """Who signs: the signatory of the record, else the officer in charge, else the manager."""
    incident = case.record.incident
    keys = (incident.signatory, incident.officer, case.office.organisation.manager)
    officer = next((o for o in map(case.office.officer, keys) if o), case.office.officers[0])
    contact = case.office.officer(incident.officer) or officer
    lines = [contact.phone or case.office.organisation.phone, contact.email or case.office.organisation.email]
    return {
        "name": officer.name,
        "job_title": officer.job_title,
        "contact_name": contact.name,
        "contact": " · ".join(lines),
        "phone": lines[0],
        "email": lines[1],
        "team_phone": case.office.organisation.phone,
        "out_of_hours": case.office.organisation.out_of_hours_phone or case.office.organisation.phone,
    }


def basis_view(case: Case, lens: Lens, subject: Mapping[str, Any] | None) -> list[str]:
    """Why this reader may be told, from the office's data; what is suspected and what is special have their own."""
    rows = {b.audience.casefold(): b for b in case.office.legal_bases}
    names = [lens.reader.audience.value]
    if lens.reader.audience is Audience.POLICE:
        names.append("agency")
    found = next((rows[n] for n in names if n in rows), None)
    if found is None:
        return ["The basis is not recorded in the office's data: ask the data protection officer before sending."]
    return [line for line in _basis_lines(found, subject or {}) if line]


def _basis_lines(found: LegalBasis, subject: Mapping[str, Any]) -> list[str | None]:
    special = {"ethnicity", "injury", "disability_send", "communication_needs"} & set(subject)
    return [
        found.text,
        found.when_suspected if subject.get("suspected") else None,
        found.when_special if special else None,
    ]


def family_view(case: Case, lens: Lens, job: Job, person: str) -> dict[str, str]:
    """What the family knows of this sharing: told, not told or not known; why not, only where the reader may know."""
    decision = job.approval.decision
    state = family_state(decision)
    why = ""
    if state == "not told" and "U" in lens.letters(person):
        own = decision.why_family_not_told if decision else None
        why = own or next((c.why_not_told for c in case.record.carers_of(person) if c.why_not_told), "") or ""
    return {"state": state, "why": lens.say(why)}


def decision_view(lens: Lens, job: Job) -> dict[str, str]:
    """The decision behind the document, for readers who need to see it."""
    decision = job.approval.decision
    return {
        "by": job.approval.by or "Not yet decided",
        "why": lens.say(decision.why) if decision and decision.why else NOT_RECORDED,
        "level": first_capital(lens.say(decision.level if decision else None)) or NOT_RECORDED,
        "how": first_capital(lens.say(decision.how if decision else None)) or NOT_RECORDED,
        "condition": lens.say(decision.condition) if decision and decision.condition else "",
    }


def agency_letter_view(case: Case, job: Job, *, step: str = "information-sharing") -> dict[str, Any]:
    """Whom a letter to an agency goes to, by when an answer is asked for, and how it is to be sent."""
    agency = case.office.agency(job.recipient)
    if agency is None:
        raise KeyError(job.recipient)
    reply_at, reply_words = reply_by(case, step)
    return {
        "to": [line for line in (agency.name, agency.email) if line],
        "to_name": agency.name,
        "to_contact": " · ".join(c for c in (agency.email, agency.phone) if c) or NOT_RECORDED,
        "out_of_hours": agency.out_of_hours_phone or "",
        "greeting": "colleague",
        "reply_by": reply_at,
        "reply_words": reply_words,
        "send_by": "Secure e-mail only",
    }


def school_letter_view(case: Case, school: School, lead: SafeguardingLead | None) -> dict[str, Any]:
    """Whom a letter to a school goes to: the safeguarding lead for the pupil's year, by name."""
    name = lead.name if lead else "The Designated Safeguarding Lead"
    away = school.last_day_before_break and school.last_day_before_break < case.day
    on_break = bool(away and school.back_on and case.day < school.back_on)
    lines = [name, lead.role if lead else "", school.name, school.town, lead.email if lead else ""]
    reply_at, reply_words = reply_by(case, "information-sharing")
    return {
        "to": [line for line in lines if line],
        "to_name": school.name,
        "greeting": (lead.greeting if lead else None) or name,
        "reply_by": reply_at,
        "reply_words": reply_words,
        "send_by": "Secure e-mail only",
        "on_break": on_break,
        "back_on": clock.say_day(school.back_on) if on_break and school.back_on else "",
    }


def reply_by(case: Case, step: str) -> tuple[str, str]:
    """When an answer is needed, for a table and within a sentence: by the step's deadline, or as soon as can be."""
    found = deadline_of(step, case.record, case.office)
    if found is None or clock.instant(found.due) <= clock.instant(case.as_of):
        return "As soon as you can", "as soon as you can"
    return clock.say_deadline(found.due), f"by {clock.say_deadline(found.due)}"


def lead_for(case: Case, school: School, year_group: str | None) -> SafeguardingLead | None:
    """The safeguarding lead for a year group: an all-through school has more than one. Deputies only if nobody else."""
    year = year_number(year_group)
    leads = [lead for lead in case.office.safeguarding_leads if lead.school == school.id]
    fitting = [
        lead
        for lead in leads
        if year is None or ((lead.year_from or 0) <= year <= (99 if lead.year_to is None else lead.year_to))
    ]
    ranged = [lead for lead in fitting if lead.year_from is not None or lead.year_to is not None]
    main = [lead for lead in (ranged if year is not None and ranged else fitting) if lead.deputy is not YesNo.YES]
    return next(iter(main or fitting or leads), None)


def year_number(year_group: str | None) -> int | None:
    """The number in "Year 11"; 0 for Reception; None where there is none."""
    if not year_group:
        return None
    if "reception" in year_group.casefold():
        return 0
    number = re.search(r"\d{1,2}", year_group)
    return int(number.group()) if number else None
