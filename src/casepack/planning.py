"""The whole plan of a record: every rule of `plan` and `referrals`, and what the officer is told beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from . import ages, clock
from .decisions import (
    Approval,
    keeps_from_conference,
)
from .disclosure import Audience
from .documents import DOCUMENTS
from .lens import Reader
from .own_documents import own_outcomes, without_switched_off
from .plan import (
    STAND_IN,
    Case,
    Job,
    NotMade,
    Outcome,
    identified,
    mash_referrals,
    school_letters,
    social_care_letters,
    yjs_letters,
)
from .plan_agencies import agency_letters, btp_letters
from .plan_community import (
    community_notes,
    mapping_sheets,
    members_briefings,
    outreach_requests,
    patrol_requests,
    reporting_information,
    schools_engagement_requests,
)
from .plan_partners import closed_items, conference_extracts, details_requests, ecins_records, support_enquiries
from .record import Role, Sharing
from .referrals import reboot_referrals, victim_support_referrals, youth_information_referrals
from .shown import join_words
from .values import YesNo


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be made, what will not and why, what to see to, and what is still missing in the record."""

    jobs: tuple[Job, ...]
    not_made: tuple[NotMade, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]


def make_plan(case: Case) -> Plan:
    """Every document that the record calls for on this day, and every one that it does not, with the reason."""
    made = (outcome for rule in _RULES.values() for outcome in rule(case))
    # The team's own papers come last, for they tell of all the others.
    outcomes = [*without_switched_off(case, made), *own_outcomes(case, _RULES), *office_papers(case)]
    return Plan(
        jobs=tuple(o for o in outcomes if isinstance(o, Job)),
        not_made=tuple(o for o in outcomes if isinstance(o, NotMade)),
        notes=tuple(notes(case)),
        missing=tuple(missing(case)),
    )


def business_surveys(case: Case) -> Iterator[Outcome]:
    """One survey per business and one blank: no personal data, so no decision is needed (box "Business surveys")."""
    document = DOCUMENTS["business-survey"]
    if case.sensitive:
        reason = "Sensitive incident: a survey tied to its place and day would help people work out who was involved."
        yield NotMade(document, "", "", reason)
        return
    for business in (*(b.id for b in case.record.businesses), "blank"):
        reader = Reader(Audience.BUSINESS)
        sent = next((b.survey_sent_at for b in case.record.businesses if b.id == business), None)
        approval = Approval(True, "", "No personal data")
        yield Job(document, business, "", reader, approval, row=business, sent_at=sent)


def conference_summaries(case: Case) -> Iterator[Outcome]:
    """The summary for the next conference (box "Peer Group Conference"); a sensitive case leaves no trace there."""
    document = DOCUMENTS["conference-summary"]
    if case.sensitive:
        yield NotMade(document, "", "", "Sensitive incident: a closed item for the chair, never in the general pack.")
    elif case.record.conference.in_pack is YesNo.NO:
        yield NotMade(document, "", "", "The record keeps this case out of the general pack.")
    else:
        coded = frozenset(
            p.id
            for p in case.record.people
            if Role.SUSPECT in case.record.roles_of(p.id) and keeps_from_conference(case.record, case.office, p.id)
        )
        reader = Reader(Audience.CONFERENCE, tuple(p.id for p in case.record.people), coded=coded)
        yield Job(document, "", "", reader, Approval(True, "", "Statutory partners of the conference"))


def office_papers(case: Case) -> Iterator[Outcome]:
    """The checklist and the disclosure register: the team's own papers, with codes in place of names."""
    reader = Reader(Audience.OFFICE, tuple(p.id for p in case.record.people))
    for document in ("checklist", "disclosure-register"):
        yield Job(DOCUMENTS[document], "", "", reader, Approval(True, "", "The team's own paper"))


_RULES: dict[str, Callable[[Case], Iterator[Outcome]]] = {
    "details-request": details_requests,
    "school-letter": school_letters,
    "mash-referral": mash_referrals,
    "social-care-letter": social_care_letters,
    "yjs-letter": yjs_letters,
    "btp-letter": btp_letters,
    "agency-letter": agency_letters,
    "members-briefing": members_briefings,
    "ecins-record": ecins_records,
    "patrol-request": patrol_requests,
    "reporting-information": reporting_information,
    "mapping-sheet": mapping_sheets,
    "business-survey": business_surveys,
    "support-enquiry": support_enquiries,
    "victim-support-referral": victim_support_referrals,
    "reboot-referral": reboot_referrals,
    "youth-information-referral": youth_information_referrals,
    "outreach-request": outreach_requests,
    "schools-engagement-request": schools_engagement_requests,
    "conference-summary": conference_summaries,
    "closed-item-note": closed_items,
    "conference-extract": conference_extracts,
}
"""The rule that makes each document, in the order in which a plan tells of them."""


def notes(case: Case) -> Iterator[str]:
    """What an experienced officer would see to before sending; people as tokens."""
    yield from _school_notes(case)
    yield from community_notes(case)
    for person in case.children:
        birthday = ages.turns_18_on(person)
        if birthday and ages.first_day(case.record) < birthday <= case.day + timedelta(days=60):
            yield f"{{{person.id}}} turns 18 on {clock.say_day(birthday)}: services for under-18s may no longer fit."
        if ages.is_at_least_10_at_incident(person, case.record) is False:
            yield f"{{{person.id}}} was under 10 when it happened: a welfare matter, never described as a suspect."
        told = [d for d in case.record.decisions if d.person == person.id and d.family_told is YesNo.NO]
        if any(d.decision in {Sharing.SHARE, Sharing.SHARE_AFTER} for d in told):
            why = next(
                (c.why_not_told for c in case.record.carers_of(person.id) if c.why_not_told), "no reason recorded"
            )
            yield f"The family of {{{person.id}}} has not been told that information is shared: {why}."
    for person in case.record.people:
        # What the officer wrote down to watch, and what must not be said to whom: no use in a field nobody reads.
        # In a sensitive case such a note may say what kind of case it is, which even the team's papers do not.
        noted = () if case.sensitive else (*person.things_to_check, *person.restrictions)
        yield from (f"{{{person.id}}}: {text}" for text in noted if not _about_a_member(case, text))
    if case.record.incident.linked_cases:
        linked = ", ".join(case.record.incident.linked_cases)
        why = "see the record" if case.sensitive else case.record.incident.link_reason or "reason not recorded"
        yield f"Linked with {linked}: {why}."


def _about_a_member(case: Case, text: str) -> bool:
    """Does a note touch on a Member in conflict? Why a Member is left out is printed nowhere (domain: Members)."""
    ids = {c.member.casefold() for c in case.record.conflicts}
    words = set(re.findall(r"\w+", text.casefold()))
    return bool(ids) and bool(words & (ids | {"member", "members", "councillor", "councillors", "cllr"}))


def _school_notes(case: Case) -> Iterator[str]:
    for school in case.office.schools:
        pupils = [p for p in case.children if p.school == school.id and identified(p)]
        if len(pupils) > 1:
            them = join_words([f"{{{p.id}}}" for p in pupils])
            yield f"{them} are at the same school ({school.name}): separate letters that do not refer to each other."
        away = school.last_day_before_break and school.last_day_before_break < case.day
        if pupils and away and school.back_on and case.day < school.back_on:
            holiday = school.break_name or "holiday"
            how = school.holiday_contact
            reach = f"use {how}" if how else "no holiday contact: ring the lead or MASH before the letter goes"
            yield f"{school.name} is on {holiday} until {clock.say_day(school.back_on)}: {reach}."


def missing(case: Case) -> Iterator[str]:
    """What the record does not yet say and documents will print as not recorded; people as tokens."""
    incident = case.record.incident
    if (incident.reference or STAND_IN).startswith(STAND_IN):
        yield "The case has no reference; the pack carries a stand-in."
    for name, words in (
        ("title", "neutral title"),
        ("for_partners", "account for partners"),
        ("team_told_at", "time at which the team was told"),
        ("officer", "officer in charge"),
    ):
        if not getattr(incident, name):
            yield f"The {words} of the incident is not recorded."
    for episode in case.record.episodes:
        lacking = [w for w, v in (("time", episode.start_time), ("place", episode.place)) if not v]
        if lacking:
            yield f"{episode.id}: {' and '.join(lacking)} not recorded."
    for gap in incident.known_gaps:
        yield f"Known gap: {gap}."
    for person in case.record.people:
        yield from _missing_of(case, person.id)


def _missing_of(case: Case, key: str) -> Iterator[str]:
    person = case.record.person(key)
    roles = case.record.roles_of(key)
    lacking = [
        words
        for words, value in (
            ("part in the incident", roles),
            ("full name", person.given_name and person.family_name),
            ("date of birth or estimated age", person.date_of_birth or person.age_from or person.kind == "adult"),
            ("school", person.school or person.kind == "adult"),
            ("parent or carer", case.record.carers_of(key) or person.kind == "adult"),
        )
        if not value
    ]
    # In a sensitive case the act is never described, so an account is never asked for.
    told = case.sensitive or any(i.account for i in case.record.parts_of(key, Role.HARMED))
    if Role.HARMED in roles and not told:
        lacking.append("account of how they were harmed")
    if lacking:
        yield f"{{{key}}}: {', '.join(lacking)} not recorded."
