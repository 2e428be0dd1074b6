"""The Views of documents that tell nobody about anybody: places, times, behaviour, and how to report it.

No person is looked up here at all; free text goes through the lens, which names nobody to these readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from . import clock
from .community_facts import children_desk, counted, date_band, school_holidays, work_in_hand
from .jigsaw_fields import aged, numbered
from .lens import Lens
from .office import AgencyKind
from .person_view import when
from .plan import Case, Job
from .plan_community import members_of, patrol_episodes
from .record import CommunityRequest, Episode, RequestKind
from .shown import NOT_RECORDED, first_capital, sentence, shown
from .values import YesNo
from .views import doc_view, sign_view
from .wards import in_ward, wards

Context = dict[str, Any]

_SCHOOL_ID = re.compile(r"^\s*([A-Za-z][\w.-]*)\s*[,:]\s*(.*)$", re.DOTALL)


def members_briefing(case: Case, lens: Lens, job: Job) -> Context:
    """The briefing for the Members of one ward: no personal data, neutral, approved by a manager (domain: Members).

    In a sensitive case only who may be asked: no kind, no day, no place.
    """
    ward = next(w for w in wards(case) if w.key == job.recipient)
    request = next(r for r in case.record.requests if r.id == job.row)
    context: Context = {
        "doc": doc_view(case, job),
        "members": [m.name for m in members_of(case, ward)],
        "one_line": case.sensitive,
        "approved": job.approval.by.removeprefix("Approved by "),
        "sign": _approver(case, request),
    }
    if case.sensitive:
        return context
    here = [e for e in case.record.episodes if in_ward(e, ward)]
    dates, weeks = date_band(e.date for e in here)
    forces = dict.fromkeys(case.office.name_of(e.force) for e in here if e.force)
    return context | {
        "ward": ward.name,
        "dates": dates,
        "weeks": weeks,
        "children": children_desk(case),
        "public": sentence(lens.say(case.record.incident.for_public)),
        "leads": list(forces) or ["The police"],
        "doing": work_in_hand(case),
        "lines": [sentence(lens.say(line)) for line in request.lines],
        "do_not_say": [first_capital(lens.say(line)) for line in request.do_not_say],
    }


def _approver(case: Case, request: CommunityRequest) -> Context:
    """Who signs a briefing: the manager who approved it, for it is a manager's act, never the case officer's."""
    officer = case.office.officer(request.approved_by)
    if officer is None:
        raise KeyError(request.approved_by)
    organisation = case.office.organisation
    contact = (officer.phone or organisation.phone, officer.email or organisation.email)
    return {"name": officer.name, "job_title": officer.job_title, "contact": " · ".join(contact)}


def reporting_information(case: Case, lens: Lens, job: Job) -> Context:
    """The leaflet on what to report, when and how (domain: resident groups); standing where the case is sensitive.

    The railway's numbers stand in it only where something happened on the railway.
    """
    group = next(g for g in case.office.resident_groups if g.id == job.recipient)
    organisation = case.office.organisation
    return {
        "doc": doc_view(case, job),
        "group": group.name,
        "standing": case.sensitive,
        "public": "" if case.sensitive else sentence(lens.say(case.record.incident.for_public)),
        "railway": not case.sensitive and any(e.railway is YesNo.YES for e in case.record.episodes),
        "crimestoppers": organisation.crimestoppers or "",
        "children": children_desk(case),
        "team": {"phone": organisation.phone, "email": organisation.email},
    }


def patrol_request(case: Case, lens: Lens, job: Job) -> Context:
    """What is asked of one police force: its own places only, and no names (domain: patrol request).

    In a sensitive case the whole ward, without a word on the incident.
    """
    agency = case.office.agency(job.recipient)
    if agency is None:
        raise KeyError(job.recipient)
    request = _request(case, job)
    local = agency.kind is AgencyKind.POLICE
    inside = agency.id in case.office.organisation.agreement_partners
    area = case.record.area
    counts = local and not case.sensitive
    return {
        "doc": doc_view(case, job),
        "to": _address(agency.name, agency.email),
        "ward_wide": case.sensitive,
        "wards": [w.name for w in wards(case)] if case.sensitive else [],
        "railway": not local and not case.sensitive,
        "places": [] if case.sensitive else [_place(lens, e) for e in patrol_episodes(case, request, agency)],
        "ask": _ask(lens, request),
        "asb_reports": counted(case, area.asb_reports, inside=inside) if counts else "",
        "damage_reports": counted(case, area.damage_reports, inside=inside) if counts else "",
        "sign": sign_view(case),
    }


def _request(case: Case, job: Job) -> CommunityRequest | None:
    return next((r for r in case.record.requests if r.id == job.row), None)


def _address(*lines: str | None) -> list[str]:
    return [line for line in lines if line]


def _place(lens: Lens, episode: Episode) -> Context:
    address = ", ".join(part for part in (lens.say(episode.address), episode.postcode) if part)
    return {
        "where": first_capital(lens.say(episode.place)) or address or NOT_RECORDED,
        "address": address,
        "when": when(lens, episode.id),
        "seen": sentence(lens.say(episode.behaviour)) or NOT_RECORDED,
        "cctv": first_capital(lens.say(episode.cctv)) or NOT_RECORDED,
        "reference": shown(episode.police_reference),
    }


def _ask(lens: Lens, request: CommunityRequest | None) -> Context:
    """What a request asks for, each prompt filled in or "Not recorded"."""
    r = request or CommunityRequest(id="C0", kind=RequestKind.PATROL)
    return {
        "period": _period(r.from_date, r.to_date),
        "days": _said(lens, r.days),
        "look_for": _said(lens, r.look_for),
        "worries": sentence(lens.say(r.community_worries)) or NOT_RECORDED,
        "feedback_by": clock.say_day(r.feedback_by) if r.feedback_by else "As soon as you can",
        "sessions": shown(r.sessions),
        "ages": first_capital(aged(lens.say(r.ages))) if r.ages else NOT_RECORDED,
        "numbers": first_capital(numbered(lens.say(r.numbers))) if r.numbers else NOT_RECORDED,
        "staff_safety": sentence(lens.say(r.staff_safety)) or NOT_RECORDED,
        "tensions": sentence(lens.say(r.tensions)) or NOT_RECORDED,
        "formats": _said(lens, r.formats),
        "partners": _said(lens, r.partners),
    }


def _period(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{clock.say_day(start)} to {clock.say_day(end)}"
    if start:
        return f"From {clock.say_day(start)}"
    return f"Until {clock.say_day(end)}" if end else NOT_RECORDED


def _said(lens: Lens, texts: Iterable[str]) -> list[str]:
    return [first_capital(lens.say(text)) for text in texts] or [NOT_RECORDED]


def mapping_sheet(case: Case, lens: Lens, job: Job) -> Context:
    """What the place is like, under the four questions of the procedure; small numbers suppressed (box "Mapping").

    Schools stand in it as places only, with their distance.
    """
    area = case.record.area
    words = {
        name: sentence(lens.say(getattr(area, name))) or NOT_RECORDED
        for name in (
            "description", "lighting", "cctv_gap", "sight_lines", "condition", "night_time", "youth_provision",
            "who_lives_here", "age_profile_source", "tension_level", "tension_why", "businesses", "reports_source",
            "staff_safety", "routine_action",
        )
    }  # fmt: skip
    lists = {name: _said(lens, getattr(area, name)) for name in ("cctv", "transport", "busy_times", "other_sites")}
    return {
        "doc": doc_view(case, job),
        "sign": sign_view(case),
        "places": [_mapped(lens, e) for e in case.record.episodes],
        "area": words | lists | {"groups": _said(lens, area.groups_to_reassure)},
        "tension_review": shown(area.tension_review_on),
        "asb_reports": counted(case, area.asb_reports),
        "damage_reports": counted(case, area.damage_reports),
        "businesses": [
            {"name": b.name, "kind": shown(b.kind), "opening": shown(b.opening)} for b in case.record.businesses
        ],
        "schools": [_school_as_place(case, lens, text) for text in area.schools_nearby] or [NOT_RECORDED],
    }


def _mapped(lens: Lens, episode: Episode) -> Context:
    return {
        **_place(lens, episode),
        "ward": shown(episode.ward or episode.division),
        "owner": first_capital(lens.say(episode.land_owner)) or NOT_RECORDED,
    }


def _school_as_place(case: Case, lens: Lens, text: str) -> str:
    """ "SCH1, 650 metres" with the name in place of the id."""
    found = _SCHOOL_ID.match(text)
    school = case.office.school(found.group(1) if found else text.strip())
    if school is None:
        return first_capital(lens.say(text))
    rest = lens.say(found.group(2)) if found else ""
    return f"{school.name}, {rest}" if rest else school.name


def outreach_request(case: Case, lens: Lens, job: Job) -> Context:
    """What is asked of youth outreach: places, times and themes, and nobody to look for (domain: outreach)."""
    agency = case.office.agency(job.recipient)
    if agency is None:
        raise KeyError(job.recipient)
    request = _request(case, job)
    wanted = set(request.episodes) if request else set()
    area = case.record.area
    return {
        "doc": doc_view(case, job),
        "to": _address(agency.name, agency.email),
        "places": [_place(lens, e) for e in case.record.episodes if not wanted or e.id in wanted],
        "ask": _ask(lens, request),
        "lighting": sentence(lens.say(area.lighting)) or NOT_RECORDED,
        "provision": sentence(lens.say(area.youth_provision)) or NOT_RECORDED,
        "transport": _said(lens, area.transport),
        "other_sites": _said(lens, area.other_sites),
        "holidays": school_holidays(case),
        "sign": sign_view(case),
    }


def schools_engagement_request(case: Case, lens: Lens, job: Job) -> Context:
    """The offer to one school, in the same words as to every other (domain: schools engagement).

    Nothing in it tells of an incident; only the school's name and the year groups offered differ.
    """
    school = case.office.school(job.recipient)
    request = _request(case, job)
    if school is None or request is None:
        raise KeyError(job.recipient)
    offered = [m.group(2) for m in map(_SCHOOL_ID.match, request.year_groups) if m and m.group(1) == school.id]
    for_all = [t for t in request.year_groups if not _names_a_school(case, t)]
    return {
        "doc": doc_view(case, job),
        "to": _address(school.name, school.town),
        "school": school.name,
        "year_groups": "; ".join(lens.say(t) for t in (*offered, *for_all)) or "Any, as you think best",
        "ask": _ask(lens, request),
        "sign": sign_view(case),
    }


def _names_a_school(case: Case, text: str) -> bool:
    found = _SCHOOL_ID.match(text)
    return bool(found and case.office.school(found.group(1)))


COMMUNITY_VIEWS = {
    "members-briefing": members_briefing,
    "reporting-information": reporting_information,
    "patrol-request": patrol_request,
    "mapping-sheet": mapping_sheet,
    "outreach-request": outreach_request,
    "schools-engagement-request": schools_engagement_request,
}
"""What makes the View of each of these documents, by the document's id."""
