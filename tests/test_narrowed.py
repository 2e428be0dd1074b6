"""Where casepack told a little more than the disclosure table: what each reader is told now, and what may stand."""

from __future__ import annotations

from typing import Any

import pytest

from casepack.disclosure import Audience
from casepack.planning import make_plan

from .builders import involvement, record
from .builders_case import (
    case,
    cast,
    cast_case,
    cast_data,
    changed,
    child,
    decision,
    incident,
    lens,
    parts,
    referral,
    refused,
    seen,
    sensitive,
    text_of,
)
from .test_plan import plan_of

HERE = {"linked_cases": ["MSC-2026-0388"], "link_reason": "{P2} was hurt there too"}


@pytest.mark.parametrize("area", ["Westmere District", None])
def test_why_no_service_is_told_does_not_say_where_somebody_lives(area: str | None) -> None:
    plan = plan_of(role="suspect", concern="Worried", out_of_county="yes", home_area=area)
    reason = refused(plan, "mash-referral")["P1", ""]
    assert reason.startswith("The office's data hold no MASH for the home area")
    assert "Westmere" not in reason
    assert ("see the record" in reason) is bool(area)


@pytest.mark.parametrize(
    ("short", "told"),
    [
        pytest.param("robbery", "Robbery", id="a label"),
        pytest.param("robbery by {P4}", "Hurt", id="a token"),
        pytest.param("robbery, as Mateus said", "Hurt", id="a name typed by hand"),
        pytest.param("robbery with a friend while two others held the door of the shop shut", "Hurt", id="a sentence"),
        pytest.param(None, "Hurt", id="nothing"),
    ],
)
def test_the_kind_of_crime_is_a_label_and_tells_nothing_of_whoever_is_suspected(short: str | None, told: str) -> None:
    rows = changed(changed(parts(), "A1", short=short), "A2", short="hurt")
    the_case = cast_case(referrals=[referral("P1", "vs")], involvements=rows)
    assert seen(the_case, "victim-support-referral")["case"]["types"] == told


NAMELESS = child("P4", given_name=None, family_name=None, known_as="Fizz", school=None)


@pytest.mark.parametrize(
    ("person", "audience", "told"),
    [
        pytest.param("P4", "all", True, id="this person, all readers: until they are identified"),
        pytest.param(None, "all", False, id="everybody, all readers"),
        pytest.param("P4", "police", False, id="this person, the police"),
    ],
)
def test_only_a_hold_on_somebody_unidentified_leaves_it_to_the_police_to_find_out_who_they_are(
    person: str | None, audience: str, told: bool
) -> None:
    people = [*cast()[:3], NAMELESS]
    plan = make_plan(cast_case(people=people, decisions=[decision(person, audience, "hold")]))
    subjects = {s for job in plan.jobs if job.document.id == "btp-letter" for s in job.reader.subjects}
    assert ("P4" in subjects) is told


def test_a_restricted_record_for_e_cins_holds_no_number_of_a_profile() -> None:
    people = [{**row, "ecins_profile": f"ECINS-P-{81370000 + n}"} for n, row in enumerate(cast())]
    open_case = cast_case(people=people)
    assert "ECINS-P-81370000" in text_of(seen(open_case, "ecins-record"))
    decided = [decision(key, "ecins") for key in ("P1", "P2", "P3", "P4")]
    closed = cast_case(people=people, incident=sensitive(), decisions=decided)
    assert "8137" not in text_of(seen(closed, "ecins-record"))
    for the_case, leaks in ((open_case, False), (closed, True)):
        found = lens(the_case, Audience.ECINS, "P1").leaks("Profile ECINS-P-81370000")
        assert bool(found) is leaks


@pytest.mark.parametrize(
    ("said", "role", "told"),
    [
        pytest.param(incident(**HERE), "harmed", True, id="harmed, ordinary"),
        pytest.param(sensitive(**HERE), "harmed", False, id="harmed, sensitive"),
        pytest.param(incident(**HERE), "witness", False, id="a witness, of whom social care reads a few lines"),
    ],
)
def test_why_cases_are_linked_is_a_fact_about_somebody_and_told_as_one(said: Any, role: str, told: bool) -> None:
    rows = [involvement("A4", "P2", role, episode="E2", account="{P2} was there.")]
    people = changed(cast(), "P2", child_in_need="yes")
    data = cast_data(incident=said, people=people, involvements=rows, decisions=[decision("P2", "csc")])
    view = seen(case(record(**data)), "social-care-letter", "P2")
    assert bool(view["linked"]) is told
