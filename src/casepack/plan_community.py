"""Documents that tell nobody about anybody: Members, residents, patrol, mapping, outreach, schools engagement.

They need no decision about a person, for they hold none. What they need instead: a manager's approval of the
briefing, a place for the patrol, and in a sensitive case hardly any of them at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from .clock import say_written
from .decisions import Approval
from .disclosure import Audience
from .documents import DOCUMENTS, Document
from .lens import Reader
from .office import Agency, AgencyKind, Member, ResidentGroup
from .plan import Case, Job, NotMade, Outcome
from .record import CommunityRequest, Episode, RequestKind
from .shown import sentence
from .values import YesNo
from .wards import Ward, wards

HANDLED_SEPARATELY = "Not sent to this Member: handled separately."
"""All that is ever said of a Member who must not be briefed: why is printed nowhere."""
NOT_APPROVED = "A manager has not approved it."
ONE_SCHOOL = "Offered to one school alone it would hint that a pupil is involved: offer it to several alike."
_SENSITIVE = "Sensitive incident: anything tied to its place and day would help people work out who was involved."
_SENSITIVE_MEMBERS = "Sensitive incident: nothing is told to Members unless a manager decides otherwise."
_NO_PERSONAL_DATA = Approval(True, "", "No personal data")


def requests(case: Case, kind: RequestKind) -> tuple[CommunityRequest, ...]:
    """What the record asks for of this kind."""
    return tuple(r for r in case.record.requests if r.kind is kind)


def _ruled_out(document: Document, asked: tuple[CommunityRequest, ...]) -> NotMade | None:
    """The refusal, where every request of the kind is marked as not for this case."""
    if asked and all(r.not_for_this_case for r in asked):
        return NotMade(document, "", "", sentence(asked[0].not_for_this_case or ""))
    return None


def _asked_or_not(asked: tuple[CommunityRequest, ...]) -> tuple[CommunityRequest | None, ...]:
    """The requests that stand; one empty one where the record has none, for the procedure asks for it all the same."""
    return tuple(r for r in asked if not r.not_for_this_case) or (None,)


# Members


def members_of(case: Case, ward: Ward) -> tuple[Member, ...]:
    """The Members of the ward and its division who may be briefed; where the request names any, only those."""
    named = {m for r in requests(case, RequestKind.MEMBERS_BRIEFING) for m in r.to}
    return tuple(m for m in _represent(case, ward) if m.id not in _in_conflict(case) and (not named or m.id in named))


def _represent(case: Case, ward: Ward) -> list[Member]:
    return [m for m in case.office.members if {w.casefold() for w in m.wards} & ward.known_as]


def _in_conflict(case: Case) -> set[str]:
    return {c.member for c in case.record.conflicts}


def members_briefings(case: Case) -> Iterator[Outcome]:
    """One per ward, to its Members, once a manager has approved it (box "Information sharing").

    A Member with a conflict in this case is left out, and the reason is printed nowhere. In a sensitive case only
    a manager's approval lets anything be made, and then one line without kind, day or place.
    """
    document = DOCUMENTS["members-briefing"]
    asked = requests(case, RequestKind.MEMBERS_BRIEFING)
    there = wards(case)
    concerned = {m.id for ward in there for m in _represent(case, ward)} | {m for r in asked for m in r.to}
    for member in case.office.members:
        if member.id in concerned & _in_conflict(case):
            yield NotMade(document, "", member.id, HANDLED_SEPARATELY)
        elif member.id in concerned and not any(member in _represent(case, ward) for ward in there):
            yield NotMade(document, "", member.id, "Represents none of the wards in which it happened.")
    refused = _ruled_out(document, asked)
    if refused:
        yield refused
    elif not there:
        yield NotMade(document, "", "", "No ward is recorded.")
    else:
        for ward in there:
            yield _briefing(case, document, ward, asked)


def _briefing(case: Case, document: Document, ward: Ward, asked: tuple[CommunityRequest, ...]) -> Outcome:
    approved = next((r for r in asked if r.approved_by and not r.not_for_this_case), None)
    approver = case.office.officer(approved.approved_by) if approved else None
    if approved is None:
        return NotMade(document, "", ward.key, _SENSITIVE_MEMBERS if case.sensitive else NOT_APPROVED)
    if approver is None:
        return NotMade(document, "", ward.key, "Who approved it is not among the office's staff: record the id.")
    if not members_of(case, ward):
        left_out = any(m.id in _in_conflict(case) for m in _represent(case, ward))
        none = "Every Member of the ward is handled separately." if left_out else "No Member of the ward is recorded."
        return NotMade(document, "", ward.key, none)
    at = f", {say_written(approved.approved_at, case.office)}" if approved.approved_at else ""
    approval = Approval(True, "", f"Approved by {approver.name}{at}")
    return Job(document, "", ward.key, Reader(Audience.MEMBERS), approval, approved.id, approved.sent_at)


# Residents


def reporting_information(case: Case) -> Iterator[Outcome]:
    """One per residents' group of the wards, and any group that the record names (box "Community reassurance").

    In a sensitive case a standing leaflet that does not mention the incident, and only where it is asked for.
    """
    document = DOCUMENTS["reporting-information"]
    asked = requests(case, RequestKind.RESIDENTS)
    refused = _ruled_out(document, asked)
    groups = _groups(case, {g for r in asked for g in r.to})
    if refused:
        yield refused
    elif case.sensitive and not asked:
        yield NotMade(document, "", "", "Sensitive incident: only a standing leaflet, and none is asked for.")
    elif not groups:
        none = "named for it" if case.sensitive else "recorded for the wards in which it happened"
        yield NotMade(document, "", "", f"No residents' group is {none}.")
    for group in () if refused or (case.sensitive and not asked) else groups:
        mine = next((r for r in asked if group.id in r.to), None) or next(iter(asked), None)
        sent = mine.sent_at if mine else None
        yield Job(document, "", group.id, Reader(Audience.RESIDENTS), _NO_PERSONAL_DATA, sent_at=sent)


def _groups(case: Case, named: set[str]) -> list[ResidentGroup]:
    here = {name for ward in wards(case) for name in ward.known_as}
    if case.sensitive:  # who gets the leaflet is then the officer's choice, not the incident's
        return [g for g in case.office.resident_groups if g.id in named]
    return [
        g
        for g in case.office.resident_groups
        if g.id in named or (here and (not g.wards or {w.casefold() for w in g.wards} & here))
    ]


# Patrol


def patrol_requests(case: Case) -> Iterator[Outcome]:
    """One per police force, on that force's own places only (box "Community reassurance"); never with a name.

    In a sensitive case for the whole ward, without a word on the incident, and only where it is asked for.
    """
    document = DOCUMENTS["patrol-request"]
    asked = requests(case, RequestKind.PATROL)
    refused = _ruled_out(document, asked)
    if refused:
        yield refused
        return
    if case.sensitive and not (asked and wards(case)):
        yield NotMade(document, "", "", "Sensitive incident: only a patrol of the whole ward, and none is asked for.")
        return
    seen: dict[str, int] = {}
    for request in _asked_or_not(asked):
        for key in (request.to if request and request.to else _forces(case)) or ("",):
            seen[key] = seen.get(key, 0) + 1
            yield _patrol(case, document, request, key, again=seen[key] > 1)


def _forces(case: Case) -> tuple[str, ...]:
    """The forces of the episodes; where an episode has none, the one that must be meant, if there is just one."""
    found: dict[str, None] = {}
    for episode in case.record.episodes:
        kind = AgencyKind.BTP if episode.railway is YesNo.YES else AgencyKind.POLICE
        likely = case.agencies(kind)
        if episode.force:
            found[episode.force] = None
        elif len(likely) == 1:
            found[likely[0].id] = None
    return tuple(found)


def _patrol(case: Case, document: Document, request: CommunityRequest | None, key: str, *, again: bool) -> Outcome:
    agency = case.office.agency(key)
    subject = request.id if request and again else ""
    if not key:
        return NotMade(document, subject, "", "No police force is recorded for the places in which it happened.")
    if agency is None or agency.kind not in {AgencyKind.POLICE, AgencyKind.BTP}:
        return NotMade(document, subject, key, "Not a police force: patrols are asked of the police.")
    if agency.active is not YesNo.YES:
        return NotMade(document, subject, key, "The service is not active.")
    if not case.sensitive and not patrol_episodes(case, request, agency):
        railway = agency.kind is AgencyKind.BTP
        reason = "None of the places is on the railway." if railway else "Every place is another force's: the railway."
        return NotMade(document, subject, key, reason)
    if not case.sensitive and not any(e.place or e.address for e in patrol_episodes(case, request, agency)):
        return NotMade(document, subject, key, "No place is recorded.")
    row, sent = (request.id, request.sent_at) if request else ("", None)
    return Job(document, subject, key, Reader(Audience.PATROL), _NO_PERSONAL_DATA, row, sent)


def patrol_episodes(case: Case, request: CommunityRequest | None, agency: Agency) -> tuple[Episode, ...]:
    """The places of one force: for the railway police the railway, for the others everything else."""
    railway = agency.kind is AgencyKind.BTP
    wanted = set(request.episodes) if request and request.episodes else {e.id for e in case.record.episodes}
    return tuple(e for e in case.record.episodes if e.id in wanted and (e.railway is YesNo.YES) is railway)


# The place, and young people in general


def mapping_sheets(case: Case) -> Iterator[Outcome]:
    """What the place is like (box "Mapping"): always, but not for a sensitive case."""
    document = DOCUMENTS["mapping-sheet"]
    if case.sensitive:
        yield NotMade(document, "", "", _SENSITIVE)
    else:
        yield Job(document, "", "", Reader(Audience.MAPPING), _NO_PERSONAL_DATA)


def _no_general_offer(case: Case, document: Document, asked: tuple[CommunityRequest, ...]) -> NotMade | None:
    """Why nothing of the kind goes out at all: ruled out by the officer, or the case is sensitive."""
    sensitive = NotMade(document, "", "", _SENSITIVE) if case.sensitive else None
    return _ruled_out(document, asked) or sensitive


def outreach_requests(case: Case) -> Iterator[Outcome]:
    """One per case, where there is youth outreach (box "Wider support"); never with a name."""
    document = DOCUMENTS["outreach-request"]
    asked = requests(case, RequestKind.OUTREACH)
    if refused := _no_general_offer(case, document, asked):
        yield refused
        return
    active = case.agencies(AgencyKind.OUTREACH)
    seen: set[str] = set()
    for request in _asked_or_not(asked):
        for key in (request.to if request and request.to else tuple(a.id for a in active[:1])) or ("",):
            subject = request.id if request and key in seen else ""
            seen.add(key)
            yield _outreach(case, document, request, subject, key)


def _outreach(case: Case, document: Document, request: CommunityRequest | None, subject: str, key: str) -> Outcome:
    agency = case.office.agency(key)
    if not key:
        return NotMade(document, subject, "", "The office's data hold no youth outreach that is active.")
    if agency is None or agency.kind is not AgencyKind.OUTREACH:
        return NotMade(document, subject, key, "Not a youth outreach service.")
    if agency.active is not YesNo.YES:
        return NotMade(document, subject, key, "The service is not active.")
    row, sent = (request.id, request.sent_at) if request else ("", None)
    return Job(document, subject, key, Reader(Audience.OUTREACH), _NO_PERSONAL_DATA, row, sent)


def schools_engagement_requests(case: Case) -> Iterator[Outcome]:
    """One per school that is offered it, the same words to each (box "Wider support"); never a hint at a pupil."""
    document = DOCUMENTS["schools-engagement-request"]
    asked = requests(case, RequestKind.SCHOOLS_ENGAGEMENT)
    if refused := _no_general_offer(case, document, asked):
        yield refused
        return
    if not any(r.to for r in asked):
        yield NotMade(document, "", "", "No school is named for it in the record.")
    seen: set[str] = set()
    for request in (r for r in asked if not r.not_for_this_case):
        for key in request.to:
            subject = request.id if key in seen else ""
            seen.add(key)
            yield _engagement(case, document, request, subject, key)


def _engagement(case: Case, document: Document, request: CommunityRequest, subject: str, key: str) -> Outcome:
    if case.office.school(key) is None:
        return NotMade(document, subject, key, "Not a school in the office's data.")
    if len(set(request.to)) == 1 and any(p.school == key for p in case.record.people):
        return NotMade(document, subject, key, ONE_SCHOOL)
    reader = Reader(Audience.SCHOOLS_ENGAGEMENT, school=key)
    return Job(document, subject, key, reader, _NO_PERSONAL_DATA, request.id, request.sent_at)


# For the team


def community_reader(case: Case, document: Document, recipient: str) -> str | None:
    """Whom such a document is for, in words for the team; None where the office's ids say it."""
    if document.audience is Audience.MEMBERS:
        ward = next((w.name for w in wards(case) if w.key == recipient), None)
        member = next((m.name for m in case.office.members if m.id == recipient), None)
        return f"Members for {ward}" if ward else member
    if document.audience is Audience.RESIDENTS:
        return next((g.name for g in case.office.resident_groups if g.id == recipient), None)
    return "The team" if document.audience is Audience.MAPPING else None


def community_notes(case: Case) -> Iterator[str]:
    """What to see to before such documents leave the office."""
    outside = (*members_briefings(case), *reporting_information(case), *patrol_requests(case))
    if case.sensitive and any(isinstance(o, Job) for o in outside):
        yield "Rename leaflet, briefing and patrol request before sending: their file names hold the case reference"
