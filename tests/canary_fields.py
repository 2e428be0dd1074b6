"""The fields of a record as canaries need them: which hold texts, which are left as dealt, where names are typed."""

from __future__ import annotations

from functools import cache
from typing import get_args, get_origin

from pydantic import BaseModel

from casepack.record import Record


def _all(text: str) -> frozenset[str]:
    """Lines such as "incident: reference status" as fields such as incident.reference."""
    found = set()
    for line in text.strip().splitlines():
        table, _, names = line.strip().partition(": ")
        found |= {f"{table}.{name}" for name in names.split()}
    return frozenset(found)


CONTROL = _all(
    """
    incident: reference sensitivity_decided_by sensitivity_decided_at access_list access_reviewed_at status officer
    incident: signatory created_at team_told_at details_obtained_at linked_cases aggravating_for
    incident: routine_sharing_approved_by routine_sharing_approved_at
    episodes: id start_time end_time ward division force postcode
    sources: id
    people: id given_name family_name known_as other_names household address postcode previous_address phone email
    people: contact_via_phone school upn nhs_number ecins_profile date_of_birth
    involvements: id person episode against source
    carers: people name phone email told_at
    support: id person agency enquiry_sent_at replied_at
    decisions: person audience decided_by decided_at others_needed sent_at
    referrals: id person service state sent_at
    businesses: id phone survey_state survey_sent_at
    survey_answers: business
    requests: id to episodes ages numbers approved_by approved_at sent_at not_for_this_case
    conflicts: member
    progress: step done_at done_by
    actions: id owner status
    conference: meeting closed_item_attendees
    ecins: lead_officer uploaded_at uploaded_by checked_by checked_at access
    disclosures: id at direction to about decided_by
    """
)
"""Ids, times, words that rules compare; and names, numbers and homes, which have a shape of their own."""

FILLED = {
    "incident.sensitive_reason": 0.0,
    "incident.title": 0.9,
    "incident.handling": 0.3,
    "people.concern": 0.6,
    "people.injury": 0.7,
    "people.year_group": 0.0,
    "people.school_status": 0.0,
    "people.contact_via": 0.3,
    "people.home_area": 0.5,
    "referrals.blocked": 0.0,
    "requests.year_groups": 0.4,
    "area.schools_nearby": 0.0,
    "conference.late_reason": 0.3,
    "episodes.railway_details": 0.6,
}
"""How often what is empty is filled in, where that is not nine times in ten; 0: it would change the case."""

PUBLIC = _all(
    """
    incident: for_public
    episodes: behaviour cctv
    area: description lighting condition tension_why
    requests: days look_for community_worries lines do_not_say staff_safety tensions
    """
)
"""Texts that readers who are told nothing about anybody may get to read."""

PROSE = PUBLIC | _all(
    """
    incident: what_happened for_partners title link_reason online aggravating known_gaps instructions weapons
    incident: officer_in_case injuries group_size
    people: household_note contact_note best_times attendance officer_in_case police_status victim_details_sent injury
    people: loss medical_attention wishes vulnerabilities going_well concern impact exploitation_result gillick_note
    people: things_to_check restrictions address_note communication_needs disability_send statement gp home_area
    involvements: account short status
    sources: what
    carers: told_by why_not_told relationship
    support: worker stage aware plan
    decisions: condition why level may_be_told how why_family_not_told why_others
    referrals: agreed_by conditions needs stage evidence home_visit_notes
    progress: note why_late
    actions: what outcome
    conference: questions outcomes_wanted late_reason
    ecins: restrictions visible_to_others uploaded outstanding
    disclosures: recipient what purpose decision
    """
)
"""Texts into which somebody is typed by hand, now and then."""


@cache
def names(table: str) -> tuple[str, ...]:
    """Every field of a table."""
    return tuple(_row(table).model_fields)


@cache
def lists(table: str) -> dict[str, bool]:
    """The fields of a table that hold text: whether they hold several."""
    found = {}
    for name, field in _row(table).model_fields.items():
        kinds = _kinds(field.annotation)
        if str in kinds:
            found[name] = tuple in kinds
    return found


def _row(table: str) -> type[BaseModel]:
    kinds = [k for k in _kinds(Record.model_fields[table].annotation) if issubclass(k, BaseModel)]
    return kinds[0]


def _kinds(annotation: object) -> set[type]:
    """Every plain type inside an annotation."""
    if get_origin(annotation) is tuple:
        return {tuple} | _kinds(get_args(annotation)[0])
    inner = get_args(annotation)
    if not inner:
        return {annotation} if isinstance(annotation, type) else set()
    return {kind for one in inner for kind in _kinds(one)}
