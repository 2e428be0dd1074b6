"""Decide, then draft: which recorded decision holds for a person and a reader, and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from casepack.decisions import decision_for
from casepack.planning import make_plan
from casepack.record import Sharing

from .builders import Row
from .builders_case import (
    answer,
    cast_case,
    decision,
    incident,
    planned,
    referral,
    refused,
    sample,
    sample_office,
    sensitive,
)

NOBODY = "draft: No decision to share is recorded, and routine sharing is not approved for the case."


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        pytest.param([], None, id="nobody has decided"),
        pytest.param([decision("P1", "SCH1")], "share", id="this reader"),
        pytest.param([decision("P2", "SCH1")], None, id="somebody else is meant"),
        pytest.param([decision("P1", "SCH2")], None, id="another reader is meant"),
        pytest.param([decision(None, "SCH1", "hold")], "hold", id="about everybody"),
        pytest.param([decision("P1", "sch1", "hold")], "hold", id="an id in other capitals"),
        pytest.param([decision("P1", "school", "hold"), decision("P1", "SCH1")], "share", id="reader beats kind"),
        pytest.param(
            [decision("P1", "SCH1"), decision("P1", "school", "hold")], "share", id="also where it comes first"
        ),
        pytest.param([decision("P1", "all", "hold"), decision("P1", "school")], "share", id="kind beats all"),
        pytest.param([decision("P1", "SCH1"), decision("P1", "all", "hold")], "share", id="reader beats all"),
        pytest.param([decision(None, "all", "hold")], "hold", id="all, about everybody"),
        pytest.param([decision(None, "SCH1", "hold"), decision("P1", "SCH1")], "share", id="person beats everybody"),
        pytest.param(
            [decision("P1", "SCH1"), decision(None, "SCH1", "hold")], "share", id="also where it comes first 2"
        ),
        pytest.param(
            [decision("P1", "SCH1"), decision("P1", "SCH1", "hold")], "hold", id="a later row beats an earlier"
        ),
        pytest.param(
            [decision("P1", "all", "hold"), decision(None, "SCH1")], "hold", id="a refusal about the person holds"
        ),
        pytest.param([decision("P1", "all"), decision(None, "SCH1", "hold")], "hold", id="and one for the reader"),
    ],
)
def test_the_decision_that_holds_is_the_most_exact_one_and_of_two_alike_the_later(
    rows: list[Row], held: str | None
) -> None:
    found = decision_for(cast_case(decisions=rows).record, "P1", "SCH1", ("school", "schools"))
    assert (found.decision if found else None) == (Sharing(held) if held else None)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], NOBODY, id="nobody has decided: a draft"),
        pytest.param([decision("P1", "SCH1")], "yes", id="share"),
        pytest.param(
            [decision("P1", "SCH1", "share after", condition="Mother told")],
            "draft: Wait until this has happened: Mother told",
            id="share after: a draft until then",
        ),
        pytest.param(
            [decision("P1", "SCH1", "hold", why="Waiting for {P2}")],
            "no: On hold: Waiting for {P2}.",
            id="hold, with why",
        ),
        pytest.param([decision("P1", "SCH1", "hold")], "no: On hold.", id="hold"),
        pytest.param(
            [decision("P1", "SCH1", "do not share", why="No need to know")],
            "no: It was decided not to share: No need to know.",
            id="do not share",
        ),
    ],
)
def test_in_an_ordinary_case_a_decision_lets_a_document_out_makes_it_wait_or_stops_it(
    rows: list[Row], expected: str
) -> None:
    assert answer(cast_case(decisions=rows), "P1", "SCH1", "school") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], "yes", id="nobody has decided: routine"),
        pytest.param([decision("P1", "all", "hold")], "no: On hold.", id="a hold stops it all the same"),
        pytest.param(
            [decision("P1", "SCH1", "do not share")], "no: It was decided not to share.", id="so does a refusal"
        ),
        pytest.param(
            [decision("P1", "SCH1", "share after", why="SC-01 rings first")],
            "draft: Wait until this has happened: SC-01 rings first",
            id="a condition still waits",
        ),
    ],
)
def test_the_approval_of_routine_sharing_stands_only_where_nothing_else_was_decided(
    rows: list[Row], expected: str
) -> None:
    approved = incident(routine_sharing_approved_by="SC-01", routine_sharing_approved_at="2026-10-24 10:00")
    assert answer(cast_case(decisions=rows, incident=approved), "P1", "SCH1", "school") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [], "no: No decision to share is recorded for this person and this reader.", id="nobody has decided"
        ),
        pytest.param([decision("P1", "mash")], "yes", id="this very person and reader"),
        pytest.param(
            [decision(None, "mash")],
            "no: No decision to share is recorded for this very person and reader.",
            id="about everybody is not enough",
        ),
        pytest.param(
            [decision("P1", "all")],
            "no: No decision to share is recorded for this very person and reader.",
            id="with all is not enough",
        ),
        pytest.param(
            [decision("P1", "front door")],
            "no: No decision to share is recorded for this very person and reader.",
            id="with a kind of reader is not enough",
        ),
        pytest.param(
            [decision("P2", "mash")], "no: No decision to share is recorded for this person and this reader.", id="P2"
        ),
        pytest.param([decision("P1", "mash", "hold", why="Strategy")], "no: On hold: Strategy.", id="hold"),
    ],
)
@pytest.mark.parametrize("routine", [{}, {"routine_sharing_approved_by": "SC-01"}], ids=["not routine", "routine"])
def test_in_a_sensitive_case_nothing_goes_without_a_decision_for_that_very_person_and_reader(
    routine: dict[str, Any], rows: list[Row], expected: str
) -> None:
    the_case = cast_case(decisions=rows, incident=sensitive(**routine))
    assert answer(the_case, "P1", "mash", "front door") == expected


@pytest.mark.parametrize(("name", "as_of"), [("ordinary", "2026-10-25 12:10"), ("sensitive", "2026-03-30 17:30")])
def test_a_reason_why_something_is_not_made_names_nobody(name: str, as_of: str) -> None:
    the_case = sample(name, as_of)
    names = {n for p in the_case.record.people for n in (p.given_name, p.family_name, p.known_as) if n}
    names |= {word for c in the_case.record.carers for word in c.name.split()}
    plan = make_plan(the_case)
    assert plan.not_made
    said = [n.reason for n in plan.not_made] + [j.approval.why for j in plan.jobs] + list(plan.notes + plan.missing)
    assert [text for text in said if any(n in text for n in names)] == []


def test_a_reason_keeps_the_tokens_that_the_officer_wrote() -> None:
    the_case = cast_case(decisions=[decision("P1", "SCH1", "hold", why="{P2} is at the same school")])
    reasons = refused(make_plan(the_case), "school-letter")
    assert reasons["P1", "SCH1"] == "On hold: {P2} is at the same school."


def test_an_agency_whose_id_is_the_word_for_its_kind_is_the_nearer_reader() -> None:
    # A hold on telling "btp", and a later decision to share with the police at large.
    held = cast_case(decisions=[decision("P1", "btp", "hold"), decision("P1", "police")])
    found = decision_for(held.record, "P1", "btp", ("btp", "police"))
    assert found is not None
    assert found.decision is Sharing.HOLD


@pytest.mark.parametrize("refusal", ["do not share", "hold"])
@pytest.mark.parametrize(
    ("word", "reader"),
    [
        ("csc", "csc-duty"),
        ("social care", "csc-duty"),
        ("yos", "yjs"),
        ("youth justice", "yjs-northmere"),
        ("mash", "mash-northmere"),
        ("other", "harbour"),
        ("early help", "earlyhelp"),
        ("schools", "SCH2"),
    ],
)
def test_what_is_not_for_a_kind_of_reader_is_not_asked_of_any_of_them(word: str, reader: str, refusal: str) -> None:
    asked = [{"id": "Q1", "person": "P1", "agency": reader, "enquiry": "yes"}]
    usual = make_plan(cast_case(sample_office(), support=asked))
    held = make_plan(cast_case(sample_office(), support=asked, decisions=[decision("P1", word, refusal)]))
    assert ("P1", reader) in planned(usual, "support-enquiry")
    assert planned(held, "support-enquiry") == set()
    assert ("P1", reader) in refused(held, "support-enquiry")


@pytest.mark.parametrize("refusal", ["do not share", "hold"])
def test_what_is_not_for_victim_support_is_in_no_referral_to_it(refusal: str) -> None:
    agreed = [referral("P2", "vs")]
    usual = make_plan(cast_case(sample_office(), referrals=agreed))
    no = [decision(None, "victim support", refusal)]
    held = make_plan(cast_case(sample_office(), referrals=agreed, decisions=no))
    assert len(planned(usual, "victim-support-referral")) == 1
    assert planned(held, "victim-support-referral") == set()
