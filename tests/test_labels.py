"""How the office's ids are shown, and how what an officer writes leads back to one: taken, asked about, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casepack.labels import TABLES, Found, Labels, labels_of, labels_of_rows
from casepack.office import Office

from .builders import agency, meeting, office, organisation, school
from .forms import tricky_office

BOTH = ("agencies", "schools")


def labels() -> Labels:
    return labels_of(
        office(
            agencies=[
                agency("police", "police", name="Southmere Police"),
                agency("mash", "mash", name="Southmere Front Door", label="MASH (front door)"),
                agency("yjs", "youth justice", name="Youth Justice Service"),
                agency("yjs-north", "youth justice", name="Youth Justice Service"),
                agency("csc", "social care", name="Children’s Services"),
                agency("early", "early help", name="Family Hubs & Co", active="no"),
            ],
            schools=[
                school("SCH1", name="Holmbeck Academy", also_written=["Holmbeck", "HBA"]),
                school("SCH2", name="St Aldwyth’s, Marlhaven"),
                school("SCH3", name="Ysgol Llŷr"),
            ],
        )
    )


HOLMBECK = "Holmbeck Academy (SCH1)"


@pytest.mark.parametrize(
    ("target", "id", "label"),
    [
        ("officers", "SC-01", "Officer SC-01 (SC-01)"),
        ("agencies", "police", "Southmere Police (police)"),
        ("schools", "SCH1", HOLMBECK),
        ("members", "M1", "Cllr Beatrix Canto (M1)"),
        ("resident_groups", "R1", "Brackwater Neighbourhood Watch (R1)"),
        ("meetings", "PGC-2026-11", "18 November 2026, 10am (PGC-2026-11)"),
        ("steps", "information-sharing", "Information sharing (information-sharing)"),
    ],
)
def test_an_id_is_shown_with_the_name_before_it(target: str, id: str, label: str) -> None:
    assert labels().show((target,), id) == label
    assert label in labels().offered((target,))
    assert labels().find((target,), label) == Found(id, "label")
    assert labels().find((target,), id) == Found(id, "id")


def test_an_id_that_no_table_has_is_shown_as_it_is() -> None:
    assert labels().show(("schools",), "SCH9") == "SCH9"
    assert labels().show(("agencies",), "SCH1") == "SCH1"
    assert labels().show((), "SCH1") == "SCH1"


def test_the_tables_are_offered_in_the_order_asked_and_closed_services_are_not() -> None:
    assert labels().offered(BOTH) == (
        "Southmere Police (police)",
        "Southmere Front Door (mash)",
        "Youth Justice Service (yjs)",
        "Youth Justice Service (yjs-north)",
        "Children’s Services (csc)",
        HOLMBECK,
        "St Aldwyth’s, Marlhaven (SCH2)",
        "Ysgol Llŷr (SCH3)",
    )
    assert labels().show(BOTH, "early") == "Family Hubs & Co (early)"
    assert labels().find(BOTH, "Family Hubs & Co (early)").id == "early"


@pytest.mark.parametrize(
    ("text", "id", "how", "suggestions"),
    [
        ("holmbeck academy (sch1)", "SCH1", "label", ()),
        ("HBA (SCH1)", "SCH1", "label", ()),
        (" Holmbeck\u00a0Academy  [SCH1] ", "SCH1", "label", ()),
        ("sch1", "SCH1", "case", (HOLMBECK,)),
        ("Greenfield School (SCH1)", "SCH1", "renamed", (HOLMBECK,)),
        ("Holmbeck Academy", "SCH1", "name", (HOLMBECK,)),
        ("the hba", "SCH1", "name", (HOLMBECK,)),
        ("Childrens Services", "csc", "name", ("Children’s Services (csc)",)),
        ("St. Aldwyths Marlhaven", "SCH2", "name", ("St Aldwyth’s, Marlhaven (SCH2)",)),
        ("Ysgol Llyr", "SCH3", "name", ("Ysgol Llŷr (SCH3)",)),
        ("Family hubs and Co.", "early", "name", ("Family Hubs & Co (early)",)),
        ("MASH front door", "mash", "name", ("Southmere Front Door (mash)",)),
        (
            "Youth Justice Service", None, "unclear",
            ("Youth Justice Service (yjs)", "Youth Justice Service (yjs-north)"),
        ),
        (
            "Holmbeck (SCH1) or Aldwyth (SCH2)", None, "unclear",
            (HOLMBECK, "St Aldwyth’s, Marlhaven (SCH2)"),
        ),
        ("Holmbek", None, "nothing", (HOLMBECK,)),
        ("Aldwyths", None, "nothing", ("St Aldwyth’s, Marlhaven (SCH2)",)),
        ("Youth offending", None, "nothing", ("Youth Justice Service (yjs)", "Youth Justice Service (yjs-north)")),
        ("Social services", None, "nothing", ("Children’s Services (csc)",)),
        ("SHC1", None, "nothing", (HOLMBECK,)),
        ("SCH9", None, "nothing", ()),
        ("Fire brigade", None, "nothing", ()),
        ("Nowhere (SCH9)", None, "nothing", ()),
        ("x" * 30_000, None, "nothing", ()),
        ("()", None, "nothing", ()),
        ("", None, "nothing", ()),
    ],
)  # fmt: skip
def test_what_an_officer_wrote_leads_to_one_row_or_to_a_question(
    text: str, id: str | None, how: str, suggestions: tuple[str, ...]
) -> None:
    found = labels().find(BOTH, text)
    assert (found.id, found.how, found.suggestions) == (id, how, suggestions)
    assert found.sure is (how in {"id", "label"})


def test_a_name_is_looked_for_only_in_the_tables_asked() -> None:
    assert labels().find(("agencies",), "Holmbeck Academy").id is None
    assert labels().find(("agencies",), HOLMBECK).id is None


def test_a_long_name_or_one_on_two_lines_is_shown_short_and_leads_back() -> None:
    shown = labels_of(tricky_office())
    long = shown.show(BOTH, "long")
    assert len(long) == 107
    assert long.endswith("… (long)")
    assert shown.show(BOTH, "advice") == "Advice for All (advice)"
    assert [shown.find(BOTH, label).how for label in (long, "Advice for All (advice)")] == ["label", "label"]


def test_a_meeting_without_a_time_that_can_be_is_shown_by_its_id() -> None:
    undated = office(meetings=[meeting("A", None), meeting("B", "2026-03-29 01:30")])
    no_zone = office(organisation=organisation(time_zone="Nowhere/Else"))
    assert labels_of(undated).offered(("meetings",)) == ("A", "B")
    assert labels_of(no_zone).offered(("meetings",)) == ("PGC-2026-11",)


def test_rows_of_a_workbook_that_are_broken_are_passed_over() -> None:
    shown = labels_of_rows(
        {
            "agencies": [
                {"id": "mash", "name": "Front Door", "active": "no"},
                {"name": "without"},
                {"id": 5},
                "text",
                None,
            ],
            "schools": {"id": "SCH1"},
            "officers": [{"id": "SC-01", "name": None, "also_written": "Robin"}],
        }
    )
    assert shown.show(("agencies",), "mash") == "Front Door (mash)"
    assert shown.offered(TABLES) == ("SC-01",)
    assert shown.find(("officers",), "robin").id == "SC-01"
    assert not shown.complete


@given(st.sampled_from(TABLES), st.text(max_size=60))
def test_whatever_is_asked_has_an_answer(table: str, text: str) -> None:
    found = labels().find((table,), text)
    assert found.id is None or found.how not in {"nothing", "unclear"}


def test_every_label_of_an_office_is_its_own() -> None:
    for made in (tricky_office(), office()):
        assert isinstance(made, Office)
        shown = labels_of(made)
        for table in TABLES:
            rows = getattr(made, table)
            assert len({shown.show((table,), row.id) for row in rows}) == len(rows)
