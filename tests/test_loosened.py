"""What got through where a check had been made milder, so that less is withheld: each leak next to what may stand."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from casepack.decisions import keeps_from_conference
from casepack.disclosure import Audience
from casepack.jigsaw import PieceKind, finder
from casepack.mentions import MentionKind, build_book, find
from casepack.plan import Case
from casepack.planning import make_plan
from casepack.restricted import restricted_leaks

from . import outsider
from .builders import agency, episode, involvement, meeting, person, school
from .builders_case import (
    cast,
    cast_case,
    changed,
    decision,
    incident,
    job,
    refused,
    sample_office,
    seen,
    sensitive,
    text_of,
    wide_office,
    with_agency,
)
from .test_not_withheld import asked, brackwater, filled, in_town, manager, of_p1_in_town, quiet, trail, withheld

# Names that are a school's or a service's as well


def called(family: str, account: str = "{P1} was there.", **changes: Any) -> Case:
    """P2 has the family name of the school at which P1 is; that is no town's name."""
    parts = [involvement("A1", "P1", "harmed", account=account), involvement("A2", "P2", "suspect")]
    people = changed(cast(), "P2", family_name=family)
    tables = {"involvements": parts, "incident": incident(routine_sharing_approved_by="SC-01")} | changes
    return cast_case(sample_office(), people=people, **tables)


@cache
def letter_to_holmbeck() -> Any:
    case = called("Holmbeck")
    return asked(case, job(case, "school-letter", "P1"))


@pytest.mark.parametrize(
    "words",
    [
        "Holmbeck kicked him.",
        "told Holmbeck",
        "Holmbeck’s hoodie was torn",
        "Mr Holmbeck rang",
        "the Holmbecks",
        "Orla Holmbeck",
        "goes to Holmbeck",
    ],
)
def test_a_child_called_like_the_reader_s_own_school_is_found(words: str) -> None:
    assert letter_to_holmbeck()(words) == ["the name of P2"]


@pytest.mark.parametrize("words", ["Holmbeck Academy", "at Holmbeck All-Through Academy", "another school"])
def test_the_school_itself_is_still_no_child_of_that_name(words: str) -> None:
    assert letter_to_holmbeck()(words) == []


def test_the_letter_to_a_school_does_not_name_another_child_who_is_called_like_it() -> None:
    case = called("Holmbeck", "{P1} was kicked by Holmbeck.")
    text = outsider.word_text(filled(case, job(case, "school-letter", "P1")))
    assert "was kicked by another young person" in text
    borne = re.sub("Holmbeck All-Through Academy|dsl.holmbeck@example.org", "", text)
    assert not outsider.holds(borne, "Holmbeck")
    assert withheld(case, "school-letter") == {}


def test_the_school_of_one_is_found_for_whoever_may_know_another_called_like_it() -> None:
    people = changed(
        changed(cast(), "P2", family_name="Holmbeck", concern="A worry", school="SCH2"), "P1", school="SCH1"
    )
    case = cast_case(sample_office(), people=people, decisions=[decision("P2", "mash")])
    search = asked(case, job(case, "mash-referral", "P2"))
    assert search("Holmbeck was kicked") == []
    assert "the school of P1" in " ".join(search("who goes to Holmbeck"))


def test_a_child_called_like_the_reader_s_own_service_is_found() -> None:
    people = changed(cast(), "P2", family_name="Harbour")
    case = cast_case(with_agency("harbour"), people=people, decisions=[decision("P1", "harbour")])
    search = asked(case, job(case, "agency-letter", "P1", "harbour"))
    assert search("Harbour kicked him") == ["the name of P2"]
    assert search("Harbour Support") == []


# Towns called like a school


@cache
def child_school_and_town() -> Any:
    """P2, the school of P1 and the town of P1 have one name."""
    people = [
        person("P1", address="72 Chapter Mews, Thistledown", postcode="ZZ2 7AB", school="SCH5"),
        person("P2", given_name="Orla", family_name="Thistledown", school="SCH1"),
    ]
    case = in_town(people=people)
    return asked(case, job(case, "school-letter", "P1"))


@pytest.mark.parametrize(
    "words",
    [
        "Thistledown’s hoodie was grabbed",
        "a friend at Thistledown",
        "the class at Thistledown",
        "attended Thistledown",
        "Thistledown Year 9",
        "with pupils of Thistledown",
        "in lessons at Thistledown Green",
    ],
)
def test_words_that_show_the_school_hide_no_child_of_its_name(words: str) -> None:
    assert "the name of P2" in child_school_and_town()(words)


@pytest.mark.parametrize(
    "words",
    [
        "Thistledown Academy",
        "a girl from Thistledown College",
        "Thistledown Primary",
        "suspended from Thistledown",
        "transferred to Thistledown",
        "the head at Thistledown",
        "the Thistledown head",
        "in Year 9, Thistledown",
        "Year 9 (Thistledown)",
        "in Thistledown’s 6th form",
    ],
)
def test_further_words_show_that_the_school_is_meant(words: str) -> None:
    assert of_p1_in_town()(words) == ["the school of P2"]


def test_another_word_for_a_school_tells_nothing_where_that_is_a_place_or_another_school() -> None:
    beside = in_town(episodes=[episode(place="outside Thistledown College", ward="Brackwater")])
    assert asked(beside, job(beside, "mash-referral", "P1"))("outside Thistledown College") == []
    people = [
        person("P1", address="72 Chapter Mews, Brackwater", postcode="ZZ2 7AB", school="SCH1"),
        person("P2", given_name="Orla", family_name="Penhallow", school="SCH2"),
    ]
    schools = [school("SCH1", name="Brackwater High School"), school("SCH2", name="Brackwater College")]
    case = cast_case(wide_office(schools=schools), people=people, involvements=[involvement(), involvement("A2", "P2")])
    assert asked(case, job(case, "school-letter", "P2"))("at Brackwater College") == []
    assert asked(case, job(case, "school-letter", "P1"))("at Brackwater College") == ["the school of P2"]


@pytest.mark.parametrize(
    "address",
    ["Flat 2, Holmbeck, Brackwater", "Bus stop, Holmbeck, Brackwater, ZZ1 3KP", "Holmbeck", "Holmbeck, ZZ1 3KP"],
)
def test_only_what_ends_an_address_is_a_town(address: str) -> None:
    case = in_town(episodes=[episode(address=address)])
    assert asked(case, job(case, "school-letter", "P2"))("near Holmbeck") == ["the school of P1"]


@pytest.mark.parametrize("address", ["1 Old Lane, Holmbeck", "1 Old Lane, Holmbeck, Northmereshire, ZZ1 3KP"])
def test_what_ends_an_address_but_for_county_and_postcode_is_a_town(address: str) -> None:
    case = in_town(episodes=[episode(address=address)])
    assert asked(case, job(case, "school-letter", "P2"))("near Holmbeck") == []


@pytest.mark.parametrize("address", ["Skate park, Penhallow", "Skate park, Penhallow, Brackwater", "Skate park; Orla"])
def test_a_name_typed_where_a_town_would_stand_is_found(address: str) -> None:
    rows = [episode(place="Skate park", ward="Brackwater", address=address, postcode="ZZ1 3KP")]
    case = brackwater(episodes=rows, involvements=[involvement("A1", "P2"), involvement("A2", "P4", "suspect")])
    search = asked(case, job(case, "mapping-sheet"))
    assert "the name of P2" in " ".join(search(f"{address}, ZZ1 3KP"))
    assert search("Penhallow station") == ["the name of P2 and P3"]


@pytest.mark.parametrize(
    "words", ["They saw Brackwater bypass the gate", "At Kestrel Parade Brackwater not only hit him"]
)
def test_ordinary_words_behind_a_name_make_it_no_place(words: str) -> None:
    case = brackwater()
    assert "the name of P4" in asked(case, job(case, "school-letter", "P2"))(words)


@pytest.mark.parametrize("text", ["Holmbeck school children", "excluded from Holmbeck", "those who go to Holmbeck"])
def test_the_public_reads_of_no_school_that_is_called_like_a_town(text: str) -> None:
    case = cast_case(sample_office(), people=changed(cast(), "P1", address="5 Galley Lane, Holmbeck"))
    assert PieceKind.SCHOOL in {piece.kind for piece in finder(case.record, case.office, public=True)(text)}


# Sensitive: reasons, days, places, readers


@pytest.mark.parametrize(
    ("reason", "access", "words"),
    [
        ("Fled to a refuge", "Shelter worker, refuge", "in a refuge"),
        ("Suicide risk", "Suicide prevention lead", "after a suicide attempt"),
        ("Drugs and county lines", "Drugs and alcohol worker", "drugs were involved"),
        ("Radicalisation", "Radicalisation lead", "radicalisation"),
        ("A gang matter", "Gangs officer", "a gang"),
        ("Hate", "Hate crime lead", "out of hate"),
        ("Missing from home", "Missing persons lead", "was missing"),
        ("A member of staff is named", "SC-01", "a member of staff"),
        ("A manager says so", "SC-01", "A manager says so."),
    ],
)
def test_a_title_excuses_its_words_only_where_it_stands(reason: str, access: str, words: str) -> None:
    case = manager(reason, access_list=[access])
    assert restricted_leaks(case, Audience.SCHOOL)(words) == ["what kind of case it is"]


def test_a_job_title_itself_tells_nothing_of_the_case() -> None:
    search = restricted_leaks(manager("The safeguarding team asked"), Audience.SCHOOL)
    assert search("Designated Safeguarding Lead") == []
    assert search("a safeguarding matter") == ["what kind of case it is"]


@pytest.mark.parametrize(
    "words", ["23 October 1930", "23 October, 1945", "23 October 2019", "23rd October", "23 Oct", "23/10/2026"]
)
def test_a_day_is_told_whatever_follows_and_however_it_is_written(words: str) -> None:
    people = changed(changed(cast(), "P2", date_of_birth="2012-10-23"), "P3", date_of_birth="not known")
    case = cast_case(incident=sensitive(), people=people)
    assert restricted_leaks(case, Audience.SCHOOL)(words) == ["when or where it happened"]
    assert restricted_leaks(case, Audience.SCHOOL)("23 October 2012") == []


def test_a_part_of_the_address_tells_where_it_was_and_a_town_does_not() -> None:
    rows = [episode(place="Skate park", address="Meadow Road, Brackwater", ward="Brackwater")]
    search = restricted_leaks(cast_case(incident=sensitive(), episodes=rows), Audience.SCHOOL)
    assert search("in Meadow Road") == ["when or where it happened"]
    assert search("in Brackwater") == []


def test_a_team_whose_name_tells_the_kind_of_case_gets_no_patrol_request() -> None:
    team = agency("soit", "police", name="Sexual Offences Investigation Team")
    case = quiet(wide_office(agencies=[agency("police", "police"), team]), to="soit")
    assert "the kind of a sensitive incident" in trail(case, "Sexual Offences Investigation Team")
    assert set(withheld(case, "patrol-request")) == {"Patrol request soit"}


# Whom a decision keeps from the conference

MEETING = "PGC-2026-11"


@pytest.mark.parametrize(
    ("decisions", "kept"),
    [
        ([("conference", "share"), ("pgc", "hold")], True),
        ([("conference", "share"), (MEETING, "hold")], True),
        ([(MEETING, "hold"), ("conference", "share")], True),
        ([("conference", "share"), ("PGC-2026-12", "share after")], True),
        ([("pgc", "hold"), ("conference", "share")], False),
        ([("conference", "hold"), (MEETING, "share")], False),
        ([("all", "hold"), ("pgc", "share")], False),
    ],
)
def test_the_narrower_and_later_decision_on_the_conference_holds(decisions: list[tuple[str, str]], kept: bool) -> None:
    rows = [decision("P4", audience, what) for audience, what in decisions]
    meetings = [meeting(MEETING), meeting("PGC-2026-12", "2026-12-16 10:00")]
    case = cast_case(wide_office(meetings=meetings), decisions=rows)
    assert (keeps_from_conference(case.record, case.office, "P4") is not None) is kept


def hurt_and_suspected(what: str = "hold") -> Case:
    """P1 was harmed and is suspected, and stands by code at the conference; names are typed everywhere."""
    parts = [
        involvement(
            "A1", "P1", "suspect", account="{P1} kicked {P2}. Tobias ran. Grant Sampleford rang.", against=["P2"]
        ),
        involvement("A2", "P1", "harmed", episode="E2", account="{P1} was hit by Mateus. Tobias cried."),
        involvement("A3", "P2", "harmed", account="{P2} was kicked by Tobias."),
        involvement("A4", "P4", "suspect", episode="E2", account="Mateus hit {P1}.", against=["P1"]),
    ]
    support = [
        {"id": f"Q{n}", "person": who, "agency": "SCH1", "enquiry": "yes"} for n, who in enumerate(("P1", "P4"), 1)
    ]
    return cast_case(
        involvements=parts,
        support=support,
        decisions=[decision("P1", "conference", what, condition="{P1} has been seen")],
        incident=incident(group_size="Tobias and Mateus", online="Tobias filmed", known_gaps=["Whether Tobias knew"]),
        actions=[{"id": "X1", "what": "Ring Tobias", "owner": "Tobias", "outcome": "Sampleford said no"}],
        conference={"questions": ["Who helps Tobias at 14 Inkwell Road?"], "outcomes_wanted": ["{P1} safe"]},
    )


@pytest.mark.parametrize("what", ["hold", "do not share", "share after"])
def test_nothing_names_whom_a_decision_keeps_from_the_conference(what: str) -> None:
    case = hurt_and_suspected(what)
    text = outsider.word_text(filled(case, job(case, "conference-summary")))
    for piece in ("Tobias", "Sampleford", "Inkwell", "ZZ1 4AB", "07700 900111", "Grant"):
        assert not outsider.holds(text, piece), piece
    assert withheld(case, "conference-summary") == {}


def test_the_two_codes_of_one_person_never_stand_in_one_account() -> None:
    summary = seen(hurt_and_suspected(), "conference-summary")
    accounts = [a["text"] for who in (*summary["unnamed"], *summary["harmed"]) for a in who["accounts"]]
    assert accounts == [
        "Young person N1 kicked young person H2. Young person N1 ran. Young person N1's parent or carer rang.",
        "Young person H1 was hit by Mateus. Young person H1 cried.",
        "Young person H2 was kicked by young person N1.",
    ]


def test_the_parent_of_somebody_named_as_suspected_does_not_lead_to_their_code() -> None:
    case = hurt_and_suspected("share")
    text = text_of(seen(case, "conference-summary")["suspected"])
    assert "Tobias ran. A young person's parent or carer rang." in text


def test_the_school_of_somebody_by_code_is_not_named_in_a_row_of_support() -> None:
    rows = seen(hurt_and_suspected(), "conference-summary")["states"]
    assert {(row["about"], row["to"]) for row in rows} == {
        ("Mateus", "Example School SCH1"),
        ("Young person N1", "A school"),
    }


@pytest.mark.parametrize("what", ["hold", "do not share", "share after"])
@pytest.mark.parametrize("audience", ["conference", "pgc", MEETING])
def test_an_extract_holds_nobody_whom_a_decision_keeps_from_the_conference(audience: str, what: str) -> None:
    the_office = wide_office(meetings=[meeting(MEETING, part_attendees=["SCH1"])])
    rows = [decision("P1", "SCH1"), decision("P4", "SCH1"), decision("P1", audience, what, why="Not yet")]
    case = cast_case(the_office, decisions=rows)
    text = outsider.word_text(filled(case, job(case, "conference-extract", recipient="SCH1")))
    assert outsider.holds(text, "Grunwick")
    assert not outsider.holds(text, "Sampleford")
    assert ("P1", "SCH1") in refused(make_plan(case), "conference-extract")


def test_a_hold_on_all_readers_yields_to_a_decision_for_that_school() -> None:
    the_office = wide_office(meetings=[meeting(MEETING, part_attendees=["SCH1"])])
    case = cast_case(the_office, decisions=[decision("P1", "all", "hold"), decision("P1", "SCH1")])
    assert outsider.holds(
        outsider.word_text(filled(case, job(case, "conference-extract", recipient="SCH1"))), "Sampleford"
    )


# Notes typed where a name of a worker, an officer or a place belongs


def noting(**typed: str) -> Case:
    """A note typed into the answer that is named, beside what the record says of others."""
    people = changed(cast(), "P4", **{k: v for k, v in typed.items() if k in {"officer_in_case", "home_area"}})
    tables: dict[str, Any] = {"people": people}
    if "worker" in typed:
        tables["support"] = [{"id": "SU1", "person": "P4", "agency": "reboot", "worker": typed["worker"]}]
    if "incident" in typed:
        tables["incident"] = incident(officer_in_case=typed["incident"])
    if "ward" in typed:
        tables["episodes"] = [episode(ward=typed["ward"])]
    return cast_case(sample_office(), **tables)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"worker": "Duty worker. Told Orla of it."}, "Told Orla he will write"),
        ({"worker": "Told Orla"}, "Told Orla he will write"),
        ({"worker": "Noted. Told Orlas friend."}, "Told Orlas friend"),
        ({"worker": "Jane Fable. Orla Knows"}, "Orla Knows of it"),
        ({"officer_in_case": "PC 0000 Fable. Seeing Orla on Monday."}, "Seeing Orla on Monday"),
        ({"officer_in_case": "PC Fable saw Orla"}, "PC Fable saw Orla"),
        ({"incident": "Sgt Fable. Asked Orla Twice"}, "Asked Orla twice"),
        ({"home_area": "Southmere, near Orla"}, "He lives near Orla now"),
        ({"ward": "Holmside, by Orla"}, "It was by Orla then"),
    ],
)
def test_a_note_beside_a_name_of_a_worker_or_a_place_hides_nobody(typed: dict[str, str], words: str) -> None:
    case = noting(**typed)
    found = find(words, build_book(case.record, case.office))
    [orla] = [person.id for person in case.record.people if person.given_name == "Orla"]
    assert any(orla in mention.people for mention in found if mention.kind is MentionKind.NAME)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"worker": "Jane Orla"}, "Jane Orla will visit"),
        ({"worker": "Jane Orla (REBOOT), Tuesdays"}, "Jane Orla will visit"),
        ({"officer_in_case": "PC 0000 Orla"}, "Ask PC 0000 Orla first"),
        ({"officer_in_case": "Mr. Bayo Orla"}, "Mr Bayo Orla rang"),
    ],
)
def test_the_name_of_a_worker_that_stands_by_itself_is_no_name_of_a_child(typed: dict[str, str], words: str) -> None:
    case = noting(**typed)
    found = find(words, build_book(case.record, case.office))
    assert [mention for mention in found if mention.kind is MentionKind.NAME] == []
