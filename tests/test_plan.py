"""Which documents a record calls for, which it does not and why, and what the officer is told beside them."""

from __future__ import annotations

from typing import Any

import pytest

from casepack.documents import DOCUMENTS
from casepack.plan import NOT_IDENTIFIED, Case, concerns, identified
from casepack.planning import Plan, make_plan

from .builders import Row, agency, episode, involvement, office_data, person, record
from .builders_case import (
    case,
    cast,
    cast_case,
    cast_data,
    changed,
    child,
    decision,
    incident,
    job,
    one_child,
    oracle,
    planned,
    refused,
    sample,
    sensitive,
    wide_office,
    with_agency,
)

NORTH = {"out_of_county": "yes", "home_area": "Northmere District"}
NOT_FOR_READER = "The disclosure table tells this reader nothing about a person in this part."
UNIDENTIFIED = {"given_name": None, "family_name": None, "known_as": "Fizz"}


def plan_of(*args: Any, **changes: Any) -> Plan:
    return make_plan(one_child(*args, **changes))


def grouped(plan: Plan, document: str) -> dict[str, list[str]]:
    """Subjects by recipient, as the oracles have them."""
    found: dict[str, list[str]] = {}
    for subject, recipient in sorted(planned(plan, document)):
        found.setdefault(recipient, []).append(subject)
    return found


# The ordinary sample, as a whole

SAMPLE = ("ordinary", "2026-10-25 12:10")
ABOUT_SOMEBODY = [
    "school-letter",
    "mash-referral",
    "social-care-letter",
    "yjs-letter",
    "victim-support-referral",
    "reboot-referral",
    "youth-information-referral",
]


@pytest.mark.parametrize("document", ABOUT_SOMEBODY)
def test_the_ordinary_sample_gives_the_expected_documents_about_the_expected_people(document: str) -> None:
    expected = {to: people for to, people in oracle("ordinary")["documents_expected"][document].items() if people}
    assert grouped(make_plan(sample(*SAMPLE)), document) == expected


def test_the_ordinary_sample_gives_one_letter_to_the_railway_police_about_the_people_of_the_station() -> None:
    the_job = job(sample(*SAMPLE), "btp-letter")
    assert {the_job.recipient: list(the_job.reader.subjects)} == oracle("ordinary")["documents_expected"]["btp-letter"]


def test_the_ordinary_sample_gives_a_survey_for_each_business_and_a_blank_one() -> None:
    made = {subject for subject, _ in planned(make_plan(sample(*SAMPLE)), "business-survey")}
    assert made == {*oracle("ordinary")["documents_expected"]["business-survey"], "blank"}


@pytest.mark.parametrize("document", ["conference-summary", "checklist", "disclosure-register"])
def test_the_ordinary_sample_gives_one_of_each_paper_of_the_case(document: str) -> None:
    assert planned(make_plan(sample(*SAMPLE)), document) == {("", "")}


@pytest.mark.parametrize(
    ("document", "subject", "recipient", "reason"),
    [
        ("reboot-referral", "P4", "reboot", "18 before the service could start."),
        (
            "reboot-referral",
            "P5",
            "reboot",
            "Agreement refused (mother). Mother refused on 2 September 2026; ask social worker",
        ),
        ("reboot-referral", "P8", "reboot", "Under 10: too young for the service."),
        ("yjs-letter", "P7", "yjs", "Not identified: identifying a person is for the police."),
        (
            "yjs-letter",
            "P8",
            "yjs",
            "Under 10 when it happened: no offence can be alleged, and it is a welfare matter.",
        ),
        (
            "mash-referral",
            "P4",
            "mash-northmere",
            "It was decided not to share: No safeguarding concern recorded.",
        ),
        (
            "school-letter",
            "P7",
            "",
            "School not known (unknown; reported wearing dark blazer, which two schools use).",
        ),
        ("victim-support-referral", "P1", "vs", "Agreement not yet asked for."),
    ],
)
def test_what_the_ordinary_sample_blocks_is_listed_with_its_reason(
    document: str, subject: str, recipient: str, reason: str
) -> None:
    plan = make_plan(sample(*SAMPLE))
    assert refused(plan, document)[subject, recipient] == reason
    assert (subject, recipient) not in planned(plan, document)


def test_every_blocked_document_of_the_oracle_is_looked_at() -> None:
    blocked = oracle("ordinary")["documents_blocked"]
    plan = make_plan(sample(*SAMPLE))
    for document in ("reboot-referral", "yjs-letter"):
        assert set(blocked[document]) == {subject for subject, _ in refused(plan, document)}
    assert set(blocked["school-letter"]) == {subject for subject, _ in refused(plan, "school-letter")}
    assert ("P4", "mash-northmere") in refused(plan, "mash-referral")
    assert set(blocked["victim-support-referral until asked"]) == {
        subject for subject, _ in refused(plan, "victim-support-referral")
    }


def test_the_sensitive_sample_tells_of_a_person_only_what_was_decided_for_that_very_person_and_reader() -> None:
    plan = make_plan(sample("sensitive", "2026-03-30 17:30"))
    about_somebody = {(j.document.id, j.subject, j.recipient) for j in plan.jobs if j.subject}
    assert about_somebody == {
        ("mash-referral", "P1", "mash"),
        ("mash-referral", "P2", "mash"),
        ("mash-referral", "P3", "mash"),
        ("school-letter", "P1", "SCH4"),
        ("school-letter", "P3", "SCH5"),
    }
    others = {j.document.id for j in plan.jobs if not j.subject and j.reader.subjects}
    assert others == {"checklist", "disclosure-register", "closed-item-note", "ecins-record"}


@pytest.mark.parametrize("name", ["ordinary", "minimal", "sensitive"])
def test_nothing_is_both_made_and_not_made(name: str) -> None:
    plan = make_plan(sample(name, "2026-10-25 12:10"))
    made = {(j.document.id, j.subject, j.recipient) for j in plan.jobs}
    not_made = {(n.document.id, n.subject, n.recipient) for n in plan.not_made}
    assert made
    assert not made & not_made
    assert {document for document, _, _ in made | not_made} <= set(DOCUMENTS)


# School letters


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"school": None}, "School not known.", id="not recorded"),
        pytest.param({"school": None, "school_status": "unknown"}, "School not known (unknown).", id="unknown"),
        pytest.param(
            {"school": None, "school_status": "home educated"}, "School not known (home educated).", id="home educated"
        ),
        pytest.param({"school_status": "excluded"}, "Not on roll there (excluded).", id="excluded"),
        pytest.param({"school_status": "left in July"}, "Not on roll there (left in July).", id="last school"),
        pytest.param(UNIDENTIFIED, "Not identified: identifying a person is for the police.", id="nickname only"),
        pytest.param(
            {**UNIDENTIFIED, "school": None}, "School not known, and the person is not identified.", id="neither"
        ),
    ],
)
def test_no_school_is_asked_about_a_child_who_is_not_known_to_be_on_its_roll(
    changes: dict[str, Any], reason: str
) -> None:
    plan = plan_of(**changes)
    assert planned(plan, "school-letter") == set()
    assert list(refused(plan, "school-letter").values()) == [reason]


@pytest.mark.parametrize("status", [None, "on roll", "On roll, part-time timetable"])
def test_a_child_on_roll_has_a_letter(status: str | None) -> None:
    assert planned(plan_of(school_status=status), "school-letter") == {("P1", "SCH1")}


def test_siblings_at_two_schools_have_a_letter_each_to_their_own_school() -> None:
    found = planned(make_plan(cast_case()), "school-letter")
    assert {("P2", "SCH1"), ("P3", "SCH2")} <= found
    assert not {("P2", "SCH2"), ("P3", "SCH1")} & found


def test_whoever_was_harmed_and_suspected_at_one_school_has_a_letter_of_their_own() -> None:
    jobs = [j for j in make_plan(cast_case()).jobs if j.document.id == "school-letter" and j.recipient == "SCH1"]
    assert [j.reader.subjects for j in jobs] == [("P1",), ("P2",), ("P4",)]


def test_an_adult_has_no_letter_to_a_school_and_none_to_childrens_services() -> None:
    plan = plan_of(role="suspect", kind="adult", date_of_birth="1990-01-01", concern="x", child_in_need="yes")
    about = {j.document.id for j in plan.jobs if j.subject == "P1"}
    assert about == set()


def test_somebody_with_no_part_has_no_document() -> None:
    plan = make_plan(cast_case(involvements=[], decisions=[decision("P1", "health")]))
    assert {j.subject for j in plan.jobs} <= {"", "blank"}
    assert refused(plan, "agency-letter") == {("P1", "health"): NOT_FOR_READER}


# MASH and social care


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"concern": "Seen with older people"}, id="a recorded concern"),
        pytest.param({"injury": "cut lip"}, id="hurt"),
        pytest.param({"exploitation_indicated": "yes"}, id="exploitation"),
        pytest.param({"address_protected": "yes"}, id="protected address"),
        pytest.param({"date_of_birth": "2017-04-30"}, id="under 10"),
    ],
)
def test_a_concern_of_the_officer_or_of_the_rules_leads_to_mash(changes: dict[str, Any]) -> None:
    assert planned(plan_of(**changes), "mash-referral") == {("P1", "mash")}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="no concern"),
        pytest.param({"injury": "bruised hand", "role": "suspect"}, id="a suspect's own injury"),
        pytest.param({"exploitation_indicated": "no"}, id="screened without indicators"),
    ],
)
def test_without_a_concern_there_is_no_mash_referral(changes: dict[str, Any]) -> None:
    plan = plan_of(**changes)
    assert planned(plan, "mash-referral") == set()
    assert refused(plan, "mash-referral") == {}


def test_a_child_of_9_and_then_10_is_a_concern_because_of_the_first_episode() -> None:
    rows = [involvement("A1", "P1", "suspect"), involvement("A2", "P1", "suspect", episode="E2")]
    episodes = [episode(), episode("E2", "2026-10-24")]
    data = cast_data(people=[child(date_of_birth="2016-10-24")], involvements=rows, episodes=episodes, carers=[])
    plan = make_plan(case(record(**data)))
    assert planned(plan, "mash-referral") == {("P1", "mash")}
    assert planned(plan, "yjs-letter") == {("P1", "yjs")}


def test_in_a_sensitive_case_no_referral_says_that_somebody_was_hurt() -> None:
    the_case = one_child(injury="not recorded here", concern="Harmed", tables={"incident": sensitive()})
    assert concerns(the_case, the_case.record.person("P1")) == ("Harmed",)


def test_an_open_child_goes_to_the_social_worker_and_not_to_the_front_door() -> None:
    plan = plan_of(concern="Worried", child_in_need="yes")
    assert planned(plan, "social-care-letter") == {("P1", "csc")}
    assert refused(plan, "mash-referral") == {
        ("P1", "mash"): "Open to children's social care: goes to the social worker."
    }


def test_an_open_child_goes_to_both_where_a_decision_names_the_front_door() -> None:
    plan = plan_of(child_in_need="yes", tables={"decisions": [decision("P1", "mash")]})
    assert planned(plan, "mash-referral") == {("P1", "mash")}


TWO_TEAMS = {"agencies": [agency("csc", "social care"), agency("csc-duty", "social care")]}


@pytest.mark.parametrize(
    ("tables", "made", "not_made"),
    [
        pytest.param(
            {"support": [{"id": "Q1", "person": "P1", "agency": "csc-duty"}]}, {("P1", "csc-duty")}, {}, id="support"
        ),
        pytest.param({"decisions": [decision("P1", "csc-duty")]}, {("P1", "csc-duty")}, {}, id="a decision"),
        pytest.param(
            {},
            set(),
            {
                ("P1", ""): "Which team works with the child is not recorded (csc or csc-duty): "
                "record it as support in place."
            },
            id="nothing recorded",
        ),
    ],
)
def test_of_two_social_care_teams_the_one_that_works_with_the_child_is_told_and_none_by_chance(
    tables: dict[str, Any], made: set[tuple[str, str]], not_made: dict[tuple[str, str], str]
) -> None:
    plan = plan_of(wide_office(**TWO_TEAMS), child_in_need="yes", tables=tables)
    assert planned(plan, "social-care-letter") == made
    assert refused(plan, "social-care-letter") == not_made


# Homes in another county


@pytest.mark.parametrize(
    ("changes", "mash", "yjs"),
    [
        pytest.param({}, "mash", "yjs", id="home county, nothing recorded"),
        pytest.param({"home_area": "Marlhaven District", "out_of_county": "no"}, "mash", "yjs", id="home county"),
        pytest.param(NORTH, "mash-north", "yjs-north", id="another county"),
        pytest.param({"home_area": "Northmere District"}, "mash-north", "yjs-north", id="known by its area"),
    ],
)
def test_the_home_areas_own_services_are_told(changes: dict[str, Any], mash: str, yjs: str) -> None:
    plan = plan_of(role="suspect", concern="Worried", **changes)
    assert planned(plan, "mash-referral") == {("P1", mash)}
    assert planned(plan, "yjs-letter") == {("P1", yjs)}


@pytest.mark.parametrize("area", ["Westmere District", "North Example District", "Northmerely", None])
def test_a_home_in_a_county_that_the_office_does_not_know_gets_no_letter_but_a_reason(area: str | None) -> None:
    plan = plan_of(role="suspect", concern="Worried", out_of_county="yes", home_area=area)
    assert planned(plan, "mash-referral") == planned(plan, "yjs-letter") == set()
    found = "see the record for it" if area else "the record does not give it"
    assert refused(plan, "mash-referral")["P1", ""] == (
        f"The office's data hold no MASH for the home area ({found}). Ring the home area's service."
    )
    assert "youth justice service" in refused(plan, "yjs-letter")["P1", ""]


def test_two_counties_with_a_first_word_in_common_are_not_mixed_up() -> None:
    agencies = [
        agency("west-a", "mash", area="West Aldmere County"),
        agency("west-b", "mash", area="West Byford County"),
    ]
    plan = plan_of(wide_office(agencies=agencies), concern="Worried", out_of_county="yes", home_area="West Byford")
    assert planned(plan, "mash-referral") == {("P1", "west-b")}


def test_the_reason_never_tells_the_home_area_of_a_protected_address() -> None:
    plan = plan_of(role="suspect", address_protected="yes", out_of_county="yes", home_area="Westmere District")
    reasons = list(refused(plan, "mash-referral").values()) + list(refused(plan, "yjs-letter").values())
    assert len(reasons) == 2
    assert not any("Westmere" in reason for reason in reasons)


# The youth justice service


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({}, None, id="15"),
        pytest.param({"date_of_birth": "2016-10-23"}, None, id="10 on the day"),
        pytest.param(
            {"date_of_birth": "2016-10-24"},
            "Under 10 when it happened: no offence can be alleged, and it is a welfare matter.",
            id="10 the day after",
        ),
        pytest.param({"date_of_birth": "2008-10-26"}, None, id="18 tomorrow"),
        pytest.param({"date_of_birth": "2008-10-25"}, "18 or over on the day of the letter.", id="18 today"),
        pytest.param({"date_of_birth": None, "age_from": 13, "age_to": 15}, None, id="thought to be 13 to 15"),
        pytest.param(
            {"date_of_birth": None, "age_from": 9, "age_to": 11},
            "Age not known: an officer must establish 10 or over first.",
            id="thought to be 9 to 11",
        ),
        pytest.param(
            {"date_of_birth": None, "age_from": 16, "age_to": 18},
            "Age not known: an officer must establish under 18 first.",
            id="thought to be 16 to 18",
        ),
        pytest.param(
            {"date_of_birth": None}, "Age not known: an officer must establish 10 or over first.", id="nothing known"
        ),
        pytest.param(UNIDENTIFIED, "Not identified: identifying a person is for the police.", id="nickname only"),
    ],
)
def test_the_youth_justice_service_is_told_of_suspects_from_10_to_17_whose_age_is_known_well_enough(
    changes: dict[str, Any], reason: str | None
) -> None:
    plan = plan_of(role="suspect", **changes)
    assert planned(plan, "yjs-letter") == (set() if reason else {("P1", "yjs")})
    assert refused(plan, "yjs-letter") == ({("P1", "yjs"): reason} if reason else {})


@pytest.mark.parametrize("role", ["harmed", "witness"])
def test_the_youth_justice_service_never_hears_of_anyone_who_is_not_suspected(role: str) -> None:
    plan = plan_of(role=role)
    assert planned(plan, "yjs-letter") == set()
    assert refused(plan, "yjs-letter") == {}


def test_in_a_sensitive_case_the_youth_justice_service_is_not_told_by_the_team_whatever_was_decided() -> None:
    tables = {"incident": sensitive(), "decisions": [decision("P1", "yjs")]}
    plan = plan_of(role="suspect", tables=tables)
    assert refused(plan, "yjs-letter") == {("P1", "yjs"): "Sensitive incident: told by the police or MASH only."}


# The railway police


def railway(*decisions: Row, **changes: Any) -> Plan:
    return make_plan(cast_case(decisions=list(decisions), **changes))


def test_the_railway_letter_is_about_the_people_of_the_railway_episode_only() -> None:
    the_job = job(cast_case(), "btp-letter")
    assert the_job.reader.subjects == ("P1", "P4")
    assert the_job.reader.episodes == frozenset({"E1"})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param([decision("P4", "btp", "do not share", why="Bail")], ("P1",), id="not to this reader"),
        pytest.param([decision("P4", "police", "hold", why="Bail")], ("P1",), id="not to any police"),
        pytest.param([decision("P4", "all", "do not share", why="Bail")], ("P1",), id="not to anyone"),
        pytest.param([decision("P4", "all", "hold", why="Bail")], ("P1",), id="on hold for all, though identified"),
    ],
)
def test_whoever_must_not_be_shared_is_left_out_of_the_railway_letter_and_listed(
    rows: list[Row], told: tuple[str, ...]
) -> None:
    plan = railway(*rows)
    [the_job] = [j for j in plan.jobs if j.document.id == "btp-letter"]
    assert the_job.reader.subjects == told
    assert refused(plan, "btp-letter") == {("P4", "btp"): "Left out of the letter: Bail."}


def test_a_hold_because_somebody_is_not_identified_does_not_bind_the_police_who_identify_them() -> None:
    people = changed(cast(), "P4", **UNIDENTIFIED)
    plan = railway(decision("P4", "all", "hold", why="Unidentified"), people=people)
    assert [j.reader.subjects for j in plan.jobs if j.document.id == "btp-letter"] == [("P1", "P4")]


def test_the_railway_letter_waits_for_the_condition_of_any_person_in_it() -> None:
    approved = incident(routine_sharing_approved_by="SC-01")
    plan = railway(decision("P1", "btp", "share after", condition="Father told"), incident=approved)
    [the_job] = [j for j in plan.jobs if j.document.id == "btp-letter"]
    assert not the_job.approval.approved
    assert the_job.approval.why == "Wait until this has happened: Father told ({P1})"


def test_the_railway_letter_is_not_made_where_nobody_is_left_in_it() -> None:
    plan = railway(decision("P1", "btp", "hold", why="x"), decision("P4", "btp", "hold", why="x"))
    assert planned(plan, "btp-letter") == set()
    assert refused(plan, "btp-letter")["", "btp"] == "Nobody with a part on the railway may be told of."


def test_a_refusal_to_tell_the_railway_police_at_all_stops_the_letter() -> None:
    plan = railway(decision(None, "btp", "do not share", why="Not theirs"))
    assert planned(plan, "btp-letter") == set()
    assert refused(plan, "btp-letter")["", "btp"] == "It was decided not to share: Not theirs."


def test_without_a_railway_episode_there_is_no_railway_letter_and_no_word_of_it() -> None:
    plan = railway(episodes=[episode(), episode("E2")])
    assert planned(plan, "btp-letter") == set()
    assert refused(plan, "btp-letter") == {}


def test_a_sensitive_case_makes_no_railway_letter() -> None:
    plan = railway(decision("P1", "btp"), decision("P4", "btp"), incident=sensitive())
    assert planned(plan, "btp-letter") == set()
    assert refused(plan, "btp-letter")


# Letters to other agencies


@pytest.mark.parametrize(
    ("rows", "made", "not_made"),
    [
        pytest.param([], set(), {}, id="nobody is told without a decision"),
        pytest.param([decision("P1", "health")], {("P1", "health")}, {}, id="a named agency"),
        pytest.param([decision("P1", "health"), decision("P1", "health")], {("P1", "health")}, {}, id="once only"),
        pytest.param([decision("P4", "police")], {("P4", "police")}, {}, id="the police"),
        pytest.param([decision(None, "health")], set(), {}, id="about everybody is about nobody"),
        pytest.param([decision("P1", "all")], set(), {}, id="all names no agency"),
        pytest.param(
            [decision("P1", "outreach")],
            set(),
            {("P1", "outreach"): "Outreach is told about places, never about a person."},
            id="outreach: never about a person",
        ),
        pytest.param(
            [decision("P1", "health", "do not share", why="No need")],
            set(),
            {("P1", "health"): "It was decided not to share: No need."},
            id="refused",
        ),
        pytest.param([decision("P1", "vs")], set(), {}, id="a service with a document of its own"),
    ],
)
def test_another_agency_is_told_only_where_a_decision_names_it_for_that_person(
    rows: list[Row], made: set[tuple[str, str]], not_made: dict[tuple[str, str], str]
) -> None:
    plan = make_plan(cast_case(decisions=rows))
    assert planned(plan, "agency-letter") == made
    assert refused(plan, "agency-letter") == not_made


def test_an_agency_that_is_not_active_is_told_nothing() -> None:
    plan = make_plan(cast_case(with_agency("health", active="no"), decisions=[decision("P1", "health")]))
    assert refused(plan, "agency-letter") == {("P1", "health"): "The service is not active."}


def test_a_nickname_goes_to_the_police_but_to_no_other_agency() -> None:
    rows = [decision("P4", "health"), decision("P4", "police")]
    plan = make_plan(cast_case(people=changed(cast(), "P4", **UNIDENTIFIED), decisions=rows))
    assert planned(plan, "agency-letter") == {("P4", "police")}
    assert refused(plan, "agency-letter") == {("P4", "health"): NOT_IDENTIFIED}


@pytest.mark.parametrize(
    ("document", "rows", "key"),
    [
        pytest.param("agency-letter", [decision("P1", "health")], ("P1", "health"), id="another agency"),
        pytest.param("school-letter", [decision("P4", "SCH1")], ("P4", "SCH1"), id="a suspect's school"),
    ],
)
def test_in_a_sensitive_case_a_reader_who_may_be_told_nothing_gets_no_empty_form(
    document: str, rows: list[Row], key: tuple[str, str]
) -> None:
    plan = make_plan(cast_case(decisions=rows, incident=sensitive()))
    assert key not in planned(plan, document)
    assert refused(plan, document)[key] == NOT_FOR_READER


# Surveys, conference, the team's own papers


def test_a_business_survey_needs_no_decision_and_a_blank_one_is_always_there() -> None:
    plan = make_plan(cast_case(businesses=[{"id": "B1", "name": "Parade Mini Mart"}]))
    assert planned(plan, "business-survey") == {("B1", ""), ("blank", "")}
    assert all(j.approval.approved for j in plan.jobs if j.document.id == "business-survey")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({}, None, id="ordinary"),
        pytest.param(
            {"conference": {"in_pack": "no"}}, "The record keeps this case out of the general pack.", id="kept out"
        ),
        pytest.param(
            {"incident": sensitive()},
            "Sensitive incident: a closed item for the chair, never in the general pack.",
            id="sensitive",
        ),
    ],
)
def test_the_conference_summary_is_made_unless_the_case_is_kept_out(
    changes: dict[str, Any], reason: str | None
) -> None:
    plan = make_plan(cast_case(**changes))
    assert planned(plan, "conference-summary") == (set() if reason else {("", "")})
    assert list(refused(plan, "conference-summary").values()) == ([reason] if reason else [])


@pytest.mark.parametrize("changes", [{}, {"incident": sensitive()}, {"people": [], "involvements": [], "carers": []}])
def test_the_checklist_and_the_register_are_always_made(changes: dict[str, Any]) -> None:
    plan = make_plan(cast_case(**changes))
    assert planned(plan, "checklist") == planned(plan, "disclosure-register") == {("", "")}


# Notes and what is missing


def notes_of(the_case: Case) -> str:
    return "\n".join(make_plan(the_case).notes)


def test_pupils_of_one_school_are_pointed_out_without_a_name() -> None:
    found = notes_of(cast_case())
    assert "{P1}, {P2} and {P4} are at the same school (Example School SCH1): separate letters" in found
    assert "SCH2" not in found


@pytest.mark.parametrize(
    ("contact", "advice"),
    [
        ("DSL mobile 01632 960201", "use DSL mobile 01632 960201"),
        (None, "no holiday contact: ring the lead or MASH before the letter goes"),
    ],
)
def test_a_school_on_holiday_is_pointed_out_with_how_to_reach_it(contact: str | None, advice: str) -> None:
    row = {**office_data()["schools"][0], "break_name": "half-term", "holiday_contact": contact}
    row |= {"last_day_before_break": "2026-10-23", "back_on": "2026-11-02"}
    assert f"is on half-term until Monday 2 November 2026: {advice}." in notes_of(one_child(wide_office(schools=[row])))
    assert "half-term" not in notes_of(one_child(wide_office(schools=[row]), "2026-11-02 09:00"))


@pytest.mark.parametrize(
    ("born", "pointed_out"),
    [
        pytest.param("2008-10-23", False, id="18 on the day it happened"),
        pytest.param("2008-10-25", True, id="18 today"),
        pytest.param("2008-12-24", True, id="18 within 60 days"),
        pytest.param("2008-12-25", False, id="18 later"),
    ],
)
def test_an_eighteenth_birthday_that_is_near_is_pointed_out(born: str, pointed_out: bool) -> None:
    assert ("turns 18" in notes_of(one_child(date_of_birth=born))) is pointed_out


def test_a_child_under_10_and_a_family_that_was_not_told_are_pointed_out() -> None:
    rows = [decision("P1", "SCH1", family_told="no")]
    carer = {"people": ["P1"], "name": "Nell Sampleford", "why_not_told": "Visit on Monday"}
    found = notes_of(one_child(date_of_birth="2017-04-30", tables={"decisions": rows, "carers": [carer]}))
    assert "{P1} was under 10 when it happened: a welfare matter, never described as a suspect." in found
    assert "The family of {P1} has not been told that information is shared: Visit on Monday." in found


def test_what_is_missing_is_listed_by_person_and_never_by_name() -> None:
    data = {"people": [{"id": "P1", "known_as": "Fizz"}], "involvements": [involvement()]}
    found = make_plan(case(record(**data))).missing
    assert (
        "{P1}: full name, date of birth or estimated age, school, parent or carer, account of how they were harmed "
        "not recorded."
    ) in found
    assert not any("Fizz" in line for line in found)


def test_in_a_sensitive_case_nobody_is_asked_for_an_account_of_the_harm() -> None:
    the_case = cast_case(involvements=[involvement()], incident=sensitive())
    assert make_plan(the_case).missing
    assert not any("account of how" in line for line in make_plan(the_case).missing)


def test_an_adult_lacks_no_school_and_no_carer() -> None:
    data = {"people": [person("P1", kind="adult", date_of_birth=None)], "involvements": [involvement(account="x")]}
    assert not any(line.startswith("{P1}") for line in make_plan(case(record(**data))).missing)


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({}, True),
        ({"given_name": None}, True),
        ({"family_name": None}, True),
        (UNIDENTIFIED, False),
        ({**UNIDENTIFIED, "given_name": "Unknown", "family_name": "n/k"}, False),
        ({**UNIDENTIFIED, "given_name": "Unknown", "family_name": "Sampleford"}, True),
    ],
)
def test_a_person_is_identified_by_a_real_name_and_not_by_a_nickname(changes: dict[str, Any], known: bool) -> None:
    assert identified(one_child(**changes).record.person("P1")) is known


def test_what_the_officer_noted_to_watch_and_not_to_say_stands_among_the_notes() -> None:
    the_case = one_child(things_to_check=["Same school as P2"], restrictions=["Nothing about her counsellor"])
    assert {"{P1}: Same school as P2", "{P1}: Nothing about her counsellor"} <= set(make_plan(the_case).notes)


@pytest.mark.parametrize("note", ["Related to Cllr Canto", "See the conflict of M1", "A Member is her uncle"])
def test_a_note_on_a_member_in_conflict_is_printed_nowhere(note: str) -> None:
    the_case = one_child(things_to_check=[note, "Same school as P2"], tables={"conflicts": [{"member": "M1"}]})
    found = " ".join(make_plan(the_case).notes)
    assert note not in found
    assert "Same school as P2" in found
