"""Referrals to services that may help: only with agreement, in the service's ages, with a safe way to make contact."""

from __future__ import annotations

from typing import Any

import pytest

from casepack.office import Office
from casepack.planning import Plan, make_plan

from .builders import involvement
from .builders_case import (
    cast,
    cast_case,
    changed,
    decision,
    job,
    one_child,
    planned,
    referral,
    refused,
    sensitive,
    wide_office,
    with_agency,
)

DOCUMENT = {"vs": "victim-support-referral", "reboot": "reboot-referral", "fio": "youth-information-referral"}
AGE_NOT_KNOWN = "Age not known well enough for this service: an officer must choose."
NO_SAFE_CONTACT = "No safe way to make contact is recorded."


def plan_of(service: str, the_office: Office | None = None, **changes: Any) -> Plan:
    """The plan of a case of one child with one referral."""
    row = referral("P1", service, **changes.pop("row", {}))
    tables = {"referrals": [row], **changes.pop("tables", {})}
    return make_plan(one_child(the_office, tables=tables, **changes))


def outcome(plan: Plan, service: str) -> str:
    """Made, or the reason why not."""
    key, document = ("P1", service), DOCUMENT[service]
    if key in planned(plan, document):
        assert key not in refused(plan, document)
        return "made"
    return refused(plan, document)[key]


@pytest.mark.parametrize("service", ["vs", "reboot", "fio"])
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({}, "made", id="agreed"),
        pytest.param({"agreement": "not asked"}, "Agreement not yet asked for.", id="not asked"),
        pytest.param(
            {"agreement": "refused", "agreed_by": "mother", "blocked": "Ask again in spring"},
            "Agreement refused (mother). Ask again in spring",
            id="refused",
        ),
        pytest.param({"agreement": "refused", "agreed_by": None}, "Agreement refused.", id="refused, by nobody named"),
        pytest.param(
            {"agreement": "not suitable", "blocked": "Has a mentor"}, "Not suitable: Has a mentor.", id="unfit"
        ),
        pytest.param({"agreement": "not suitable"}, "Not suitable: so decided.", id="unfit, without a reason"),
        pytest.param({"blocked": "The police refer"}, "The police refer", id="agreed but blocked"),
    ],
)
def test_a_referral_goes_out_only_with_agreement(service: str, row: dict[str, Any], expected: str) -> None:
    assert outcome(plan_of(service, row=row), service) == expected


@pytest.mark.parametrize("service", ["vs", "reboot", "fio"])
def test_a_service_that_is_not_active_gets_no_referral(service: str) -> None:
    assert outcome(plan_of(service, with_agency(service, active="no")), service) == "The service is not active."


@pytest.mark.parametrize("service", ["vs", "reboot", "fio"])
def test_a_sensitive_case_is_never_referred_through_the_general_services(service: str) -> None:
    tables = {"incident": sensitive(), "decisions": [decision("P1", service)]}
    assert outcome(plan_of(service, tables=tables), service) == "Sensitive incident: not through the general services."


def test_in_a_sensitive_case_nobody_is_told_to_ask_whether_a_referral_is_wanted() -> None:
    plan = make_plan(cast_case(incident=sensitive()))
    assert refused(plan, "victim-support-referral") == {}


@pytest.mark.parametrize("service", ["vs", "reboot", "fio"])
def test_somebody_with_a_nickname_only_is_not_referred(service: str) -> None:
    plan = plan_of(service, given_name=None, family_name=None, known_as="Fizz")
    assert outcome(plan, service) == "Not identified: a referral needs a name."


@pytest.mark.parametrize("service", ["vs", "reboot", "fio"])
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(decision("P1", "all", "do not share", why="Family asks"), "not to share: Family asks.", id="all"),
        pytest.param(decision(None, "all", "hold"), "On hold.", id="everybody on hold"),
        pytest.param(decision("P2", "all", "hold"), "made", id="somebody else"),
        pytest.param(decision("P1", "SCH1", "do not share"), "made", id="another reader"),
    ],
)
def test_agreement_does_not_override_a_recorded_decision_not_to_share(
    service: str, row: dict[str, Any], expected: str
) -> None:
    assert outcome(plan_of(service, tables={"decisions": [row]}), service).endswith(expected)


def test_a_referral_waits_for_the_condition_of_a_decision() -> None:
    rows = [decision("P1", "vs", "share after", condition="Interview held")]
    the_case = one_child(tables={"referrals": [referral("P1", "vs")], "decisions": rows})
    approval = job(the_case, "victim-support-referral").approval
    assert (approval.approved, approval.why) == (False, "Wait until this has happened: Interview held")


def test_agreement_makes_a_referral_ready_and_says_who_agreed() -> None:
    the_case = one_child(tables={"referrals": [referral("P1", "vs", agreed_by="mother")]})
    approval = job(the_case, "victim-support-referral").approval
    assert (approval.approved, approval.by) == (True, "Agreed by mother")


# Who is referred where


@pytest.mark.parametrize(
    ("service", "role", "expected"),
    [
        ("vs", "harmed", "made"),
        ("vs", "witness", "made"),
        ("vs", "suspect", "Not harmed and no witness: this service is never told of a suspected part."),
        ("reboot", "harmed", "made"),
        ("reboot", "suspect", "made"),
        ("reboot", "witness", "Neither suspected nor harmed: not for this service."),
        ("fio", "harmed", "made"),
        ("fio", "suspect", "made"),
        ("fio", "witness", "made"),
    ],
)
def test_each_service_is_for_people_in_certain_parts(service: str, role: str, expected: str) -> None:
    assert outcome(plan_of(service, role=role), service) == expected


def test_somebody_harmed_whom_nobody_has_asked_is_listed_and_a_suspect_is_not() -> None:
    assert refused(make_plan(cast_case()), "victim-support-referral") == {
        ("P1", "vs"): "Nobody has asked whether this person wants the referral.",
        ("P2", "vs"): "Nobody has asked whether this person wants the referral.",
    }


@pytest.mark.parametrize(("born", "expected"), [("1990-01-01", "made"), ("does not apply", "made")])
def test_an_adult_who_was_harmed_may_be_referred_to_victim_support(born: str, expected: str) -> None:
    assert outcome(plan_of("vs", kind="adult", date_of_birth=born), "vs") == expected


# Ages


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"date_of_birth": "2016-10-25"}, "made", id="10 today"),
        pytest.param({"date_of_birth": "2016-10-26"}, "Under 10: too young for the service.", id="10 tomorrow"),
        pytest.param({"date_of_birth": "2008-11-09"}, "made", id="18 the day after it could start"),
        pytest.param({"date_of_birth": "2008-11-08"}, "18 before the service could start.", id="18 the day it could"),
        pytest.param({"date_of_birth": "2008-10-26"}, "18 before the service could start.", id="17 when it happened"),
        pytest.param({"date_of_birth": "2008-10-25"}, "18 or over: too old for the service.", id="18 today"),
        pytest.param({"date_of_birth": None, "age_from": 13, "age_to": 15}, "made", id="thought to be 13 to 15"),
        pytest.param({"date_of_birth": None, "age_from": 9, "age_to": 11}, AGE_NOT_KNOWN, id="thought to be 9 to 11"),
        pytest.param({"date_of_birth": None, "age_from": 16, "age_to": 18}, AGE_NOT_KNOWN, id="thought to be 16 to 18"),
        pytest.param({"date_of_birth": "not known"}, AGE_NOT_KNOWN, id="nothing known"),
        pytest.param({"kind": "adult", "date_of_birth": None}, "18 or over: too old for the service.", id="adult"),
    ],
)
def test_a_service_for_young_people_takes_its_ages_today_and_when_it_could_start(
    changes: dict[str, Any], expected: str
) -> None:
    assert outcome(plan_of("reboot", with_agency("reboot", starts_within_days=14), **changes), "reboot") == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"date_of_birth": "2000-10-26"}, "made", id="25"),
        pytest.param({"date_of_birth": "2000-10-25"}, "26 or over: too old for the service.", id="26 today"),
        pytest.param({"date_of_birth": None}, AGE_NOT_KNOWN, id="an adult of unknown age"),
        pytest.param({"date_of_birth": None, "age_from": 20, "age_to": 24}, "made", id="thought to be 20 to 24"),
    ],
)
def test_an_adult_is_held_against_the_ages_of_a_service_alike(changes: dict[str, Any], expected: str) -> None:
    assert outcome(plan_of("fio", kind="adult", **changes), "fio") == expected


def test_a_child_who_was_under_10_when_it_happened_is_not_referred_as_a_suspect_after_turning_10() -> None:
    reason = "The disclosure table tells this reader nothing about a person in this part."
    assert outcome(plan_of("reboot", date_of_birth="2016-10-24", role="suspect"), "reboot") == reason


def test_the_same_child_may_be_referred_for_having_been_harmed() -> None:
    rows = [involvement("A1", "P1", "suspect"), involvement("A2", "P1", "harmed")]
    plan = plan_of("reboot", date_of_birth="2016-10-24", tables={"involvements": rows})
    assert outcome(plan, "reboot") == "made"


# Safe contact


@pytest.mark.parametrize(
    ("changes", "vs", "fio"),
    [
        pytest.param({}, "made", "made", id="safe to ring"),
        pytest.param({"safe_to_call": "no"}, "made", NO_SAFE_CONTACT, id="safe to write only"),
        pytest.param(
            {"safe_to_call": "no", "safe_to_write": "no"}, NO_SAFE_CONTACT, NO_SAFE_CONTACT, id="nothing is safe"
        ),
        pytest.param(
            {"safe_to_call": "no", "address_protected": "yes"}, NO_SAFE_CONTACT, NO_SAFE_CONTACT, id="protected address"
        ),
        pytest.param(
            {"safe_to_call": "no", "contact_via": "Key worker", "contact_via_phone": "01632 960150"},
            "made",
            "made",
            id="through a key worker",
        ),
        pytest.param({"contact_via": "Key worker"}, NO_SAFE_CONTACT, NO_SAFE_CONTACT, id="a key worker without number"),
    ],
)
def test_without_a_safe_way_to_make_contact_no_referral_goes_out(changes: dict[str, Any], vs: str, fio: str) -> None:
    assert outcome(plan_of("vs", **changes), "vs") == vs
    assert outcome(plan_of("fio", **changes), "fio") == fio


def test_a_witness_is_reached_through_the_mother_where_the_record_says_so() -> None:
    referrals = [referral("P3", "vs")]
    through_mother = make_plan(cast_case(referrals=referrals))
    nobody = make_plan(cast_case(referrals=referrals, people=changed(cast(), "P3", contact_via=None)))
    assert planned(through_mother, "victim-support-referral") == {("P3", "vs")}
    assert refused(nobody, "victim-support-referral")["P3", "vs"] == NO_SAFE_CONTACT


def test_a_referral_to_something_that_is_no_service_of_the_three_makes_nothing() -> None:
    plan = make_plan(cast_case(wide_office(), referrals=[referral("P1", "csc")]))
    assert not any(planned(plan, document) for document in DOCUMENT.values())
