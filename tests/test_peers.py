"""Who appears together: what stands there, and above all what must not, nor be found out by what does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from casepack.lens import Lens
from casepack.mentions import build_book
from casepack.pack_cases import PRESENT, SUSPECTED, shown_by_name, summary_job
from casepack.peer_drawing import draw
from casepack.peer_model import PeerGroup
from casepack.peer_words import NOBODY, SAME_NAMES, alternative, peers_view
from casepack.peers import PICTURE_LIMIT, peer_group
from casepack.plan import Case
from casepack.record import Record

from .builders import Row, episode, involvement, office, person, record_data
from .builders_case import case, cast_case, decision, sample, seen, text_of

OFFICE = office()

CAL: Row = {"given_name": "Callum", "family_name": "Exampleby", "date_of_birth": "2011-03-09"}
ORLA: Row = {"given_name": "Orla", "family_name": "Penhallow", "date_of_birth": "2012-05-17"}
MATEUS: Row = {"given_name": "Mateus", "family_name": "Grunwick", "date_of_birth": "2010-01-21"}
TOMOS: Row = {"given_name": "Tomos", "family_name": "Storeyteller", "date_of_birth": "2009-06-30"}
ADULT: Row = {"given_name": "Dev", "family_name": "Placeholder", "date_of_birth": "1998-02-03", "kind": "adult"}

Part = tuple[Row, str]
"""Somebody and their part: suspect, harmed, witness, or several of them with a plus between."""


def suspects(*people: Row) -> tuple[Part, ...]:
    return tuple((who, "suspect") for who in people)


def case_of(number: int, *parts: Part, day: str = "2026-10-23", **changes: Any) -> Case:
    """The case MSC-2026-000n with these people in these parts; `changes` replace tables of the record."""
    people = [person(f"P{at}", **who) for at, (who, _) in enumerate(parts, 1)]
    rows = [(f"P{at}", role) for at, (_, roles) in enumerate(parts, 1) for role in roles.split("+") if role]
    involvements = [involvement(f"A{at}", who, role) for at, (who, role) in enumerate(rows, 1)]
    incident = {**record_data()["incident"], "what_happened": "There was a fight.", "reference": reference(number)}
    incident |= changes.pop("incident", {})
    tables: Row = {"incident": incident, "episodes": [episode(day=day)], "people": people, "involvements": involvements}
    return case(Record.model_validate(record_data(**(tables | changes))), OFFICE)


def reference(number: int) -> str:
    return f"MSC-2026-{number:04d}"


def both() -> list[Case]:
    """Callum and Mateus suspected in the first case, Callum and Orla in the second."""
    return [case_of(1, *suspects(CAL, MATEUS)), case_of(2, *suspects(CAL, ORLA))]


def names(group: PeerGroup) -> list[str]:
    return [row.name for row in group.rows]


def pairs(group: PeerGroup) -> set[tuple[str, str]]:
    return {(link.a, link.b) for link in group.links}


def words(group: PeerGroup) -> str:
    """Every word that anybody could read of it."""
    return "\n".join((text_of(peers_view(group)), alternative(group), *re.findall(r">([^<]*)</text>", draw(group))))


def everything(group: PeerGroup) -> str:
    """All that is kept of it."""
    return "\n".join((words(group), draw(group), repr(group)))


# What stands there


def test_a_young_person_in_two_cases_stands_there_with_them_and_with_whom() -> None:
    group = peer_group(both())
    (row,) = group.rows
    assert (row.name, row.age, row.parts, row.cases) == (
        "Callum Exampleby",
        "15",
        SUSPECTED,
        (reference(1), reference(2)),
    )
    assert row.linked == ("Mateus Grunwick (1 case)", "Orla Penhallow (1 case)")
    assert pairs(group) == {("Callum Exampleby", "Mateus Grunwick"), ("Callum Exampleby", "Orla Penhallow")}


def test_a_link_tells_through_which_cases_and_the_most_frequent_comes_first() -> None:
    group = peer_group([*both(), case_of(3, *suspects(ORLA, CAL))])
    assert [(link.a, link.b, link.cases) for link in group.links] == [
        ("Callum Exampleby", "Orla Penhallow", (reference(2), reference(3))),
        ("Callum Exampleby", "Mateus Grunwick", (reference(1),)),
    ]


def test_people_in_one_case_each_are_not_told_of() -> None:
    group = peer_group([case_of(1, *suspects(CAL, MATEUS)), case_of(2, *suspects(ORLA, TOMOS))])
    assert group == PeerGroup()
    assert alternative(group) == peers_view(group)["none"] == NOBODY
    assert draw(group) == ""


def test_earlier_cases_add_to_how_often_and_with_whom_but_name_nobody_else() -> None:
    now = [case_of(2, *suspects(CAL, ORLA))]
    before = [case_of(1, *suspects(CAL, ORLA, TOMOS), day="2026-08-01"), case_of(3, *suspects(TOMOS), day="2026-08-02")]
    group = peer_group(now, before)
    assert [(row.name, row.cases, row.earlier) for row in group.rows] == [
        ("Callum Exampleby", (reference(2),), (reference(1),)),
        ("Orla Penhallow", (reference(2),), (reference(1),)),
    ]
    assert [(link.cases, link.earlier) for link in group.links] == [((reference(2),), (reference(1),))]
    assert "Tomos" not in everything(group)
    assert reference(3) not in everything(group)


def test_a_case_given_as_of_this_meeting_and_as_earlier_counts_once() -> None:
    assert peer_group(both(), both()) == peer_group(both())


def test_the_order_of_cases_and_of_people_in_them_changes_nothing() -> None:
    cases = [*both(), case_of(3, *suspects(ORLA, TOMOS, CAL), day="2026-10-20")]
    turned = [case_of(3, *suspects(CAL, ORLA, TOMOS), day="2026-10-20"), *(reversed(both()))]
    assert peer_group(cases) == peer_group(turned)
    assert draw(peer_group(cases)) == draw(peer_group(turned))


@pytest.mark.parametrize(
    "written",
    [
        {"given_name": "CALLUM", "family_name": "exampleby"},
        {"given_name": "Cállum", "family_name": "Example-by"},
        {"given_name": " Callum ", "family_name": "Exampleby", "known_as": "Cal"},
    ],
    ids=["capitals", "accent and hyphen", "short name"],
)
def test_the_same_name_and_date_of_birth_are_one_person_however_they_are_written(written: Row) -> None:
    group = peer_group([case_of(1, *suspects(CAL)), case_of(2, *suspects(CAL | written))])
    assert [row.cases for row in group.rows] == [(reference(1), reference(2))]
    assert group.possibly == ()


def test_a_short_name_that_one_case_prints_is_printed() -> None:
    group = peer_group([case_of(1, *suspects(CAL | {"known_as": "Cal"})), case_of(2, *suspects(CAL))])
    assert names(group) == ["Callum Exampleby (known as Cal)"]


def test_two_people_of_one_name_are_told_apart_by_a_number() -> None:
    other = CAL | {"date_of_birth": "2012-03-09"}
    group = peer_group([case_of(1, *suspects(CAL, other)), case_of(2, *suspects(CAL, other))])
    assert names(group) == ["Callum Exampleby (1)", "Callum Exampleby (2)"]
    assert [row.age for row in group.rows] == ["14", "15"]
    assert len({dot.name for dot in group.dots}) == 2
    assert peers_view(group)["same_names"] == SAME_NAMES
    assert peers_view(peer_group(both()))["same_names"] == ""
    assert group.possibly == ()


def test_a_child_under_10_is_present_and_never_suspected() -> None:
    small = {"given_name": "Tia", "family_name": "Inventa", "date_of_birth": "2018-04-30"}
    group = peer_group([case_of(1, *suspects(small, CAL)), case_of(2, *suspects(small, ORLA))])
    assert [(row.name, row.parts) for row in group.rows] == [("Tia Inventa", PRESENT)]
    assert SUSPECTED not in group.rows[0].parts


def test_a_child_under_10_who_was_harmed_when_older_is_not_called_suspected_for_that() -> None:
    nearly = {"given_name": "Tia", "family_name": "Inventa", "date_of_birth": "2016-10-01"}
    days = [episode("E1", day="2026-09-20"), episode("E2", day="2026-10-23")]
    parts = [involvement("A1", "P1", "suspect"), involvement("A2", "P1", "harmed", episode="E2")]
    cases = [case_of(number, (nearly, ""), episodes=days, involvements=parts) for number in (1, 2)]
    assert [row.parts for row in peer_group(cases).rows] == [PRESENT]


def test_a_part_that_changes_with_age_is_told_case_by_case() -> None:
    nearly = {"given_name": "Tia", "family_name": "Inventa", "date_of_birth": "2016-10-01"}
    group = peer_group([case_of(1, *suspects(nearly), day="2026-09-20"), case_of(2, *suspects(nearly))])
    assert group.rows[0].parts == f"{PRESENT} ({reference(1)}); {SUSPECTED} ({reference(2)})"


def test_an_adult_stands_there_only_with_a_young_person() -> None:
    other = ADULT | {"given_name": "Grant", "date_of_birth": "1990-01-01"}
    alone = [case_of(1, *suspects(ADULT, other)), case_of(2, *suspects(ADULT, other))]
    assert peer_group(alone) == PeerGroup()
    group = peer_group([*alone, case_of(3, *suspects(ADULT, CAL))])
    assert [(row.name, row.adult, row.parts) for row in group.rows] == [("Dev Placeholder", True, "Suspected, adult")]
    assert pairs(group) == {("Dev Placeholder", "Callum Exampleby")}
    assert "Grant" not in everything(group)


def test_somebody_who_turned_18_between_two_cases_is_one_young_person() -> None:
    born = {"date_of_birth": "2008-10-22"}
    cases = [
        case_of(1, *suspects(CAL | born), day="2026-10-01"),
        case_of(2, *suspects(CAL | born | {"kind": "adult"}), day="2026-10-23"),
    ]
    assert [(row.adult, row.count) for row in peer_group(cases).rows] == [(False, 2)]


# What leaves no trace: each of these must give what is there without it, word for word

SENSITIVE: Row = {"sensitivity": "sensitive", "types": ["reported sexual offence"]}


def more(extra: Case) -> Callable[[], tuple[Sequence[Case], Sequence[Case]]]:
    """The two cases with another, and without it."""
    return lambda: ([*both(), extra], both())


def instead(*parts: Part, **changes: Any) -> Callable[[], tuple[Sequence[Case], Sequence[Case]]]:
    """The second case with other parts in it, and as it is."""
    return lambda: ([both()[0], case_of(2, *parts, **changes)], both())


SECOND = suspects(CAL, ORLA)
NO_TRACE = {
    "a suspect here, harmed in another case": more(case_of(3, (CAL, "harmed"))),
    "a suspect here, harmed by another suspect in another case": more(case_of(3, (CAL, "harmed"), (TOMOS, "suspect"))),
    "two suspects here, harmed and witness together in another case": more(
        case_of(3, (MATEUS, "harmed"), (ORLA, "witness"))
    ),
    "somebody harmed in every case": lambda: (
        [case_of(1, *suspects(CAL, MATEUS), (TOMOS, "harmed")), case_of(2, *SECOND, (TOMOS, "harmed"))],
        both(),
    ),
    "a suspect harmed in the same case": instead((CAL, "suspect+harmed"), (ORLA, "suspect")),
    "a suspect who saw something in the same case": instead((CAL, "suspect+witness"), (ORLA, "suspect")),
    "a suspect entered a second time as harmed": instead(*SECOND, (CAL, "harmed")),
    "a witness in many cases": more(case_of(3, (TOMOS, "witness"), (MATEUS, "witness"))),
    "somebody harmed of nearly the same name": instead(*SECOND, (CAL | {"given_name": "Calum"}, "harmed")),
    "somebody harmed of the same name without a date of birth": instead(
        *SECOND, (MATEUS | {"date_of_birth": "not known"}, "harmed")
    ),
    "somebody harmed known by the nickname of a suspect": more(
        case_of(3, ({"given_name": None, "family_name": None, "known_as": "Callum", "date_of_birth": None}, "harmed"))
    ),
    "a sensitive case": more(case_of(3, *suspects(CAL, ORLA, MATEUS, TOMOS), incident=SENSITIVE)),
    "a sensitive case with somebody possibly the same": more(
        case_of(3, *suspects(CAL | {"given_name": "Calum"}), incident=SENSITIVE)
    ),
    "a case kept out of the pack": more(case_of(3, *suspects(CAL, ORLA), conference={"in_pack": "no"})),
    "an adult harmed": instead(*SECOND, (ADULT, "harmed")),
    "somebody without any part": instead(*SECOND, (TOMOS, "witness")),
    "a suspect without any name": instead(
        *SECOND, ({"given_name": "unknown", "family_name": None, "date_of_birth": "not known"}, "suspect")
    ),
}


@pytest.mark.parametrize("name", NO_TRACE)
def test_what_the_pack_does_not_show_by_name_leaves_no_trace(name: str) -> None:
    with_it, without = NO_TRACE[name]()
    assert names(peer_group(without)) == ["Callum Exampleby"]
    assert peer_group(with_it) == peer_group(without)
    assert everything(peer_group(with_it)) == everything(peer_group(without))


@pytest.mark.parametrize("name", NO_TRACE)
def test_the_same_in_an_earlier_case_leaves_no_trace_either(name: str) -> None:
    with_it, without = NO_TRACE[name]()
    now = case_of(9, *suspects(CAL))
    assert peer_group([now], with_it) == peer_group([now], without)
    assert peer_group([now], without).rows


HELD = [
    pytest.param("all", "hold", id="on hold for all readers"),
    pytest.param("all", "do not share", id="not shared with anybody"),
    pytest.param("All", "hold", id="on hold, with a capital"),
    pytest.param("conference", "do not share", id="not shared with the conference"),
    pytest.param("conference", "hold", id="on hold for the conference"),
    pytest.param("conference", "share after", id="shared only after something has happened"),
    pytest.param("PGC-2026-11", "do not share", id="not shared with this very meeting"),
]


@pytest.mark.parametrize(("audience", "what"), HELD)
def test_whoever_a_decision_keeps_from_the_conference_leaves_no_trace_in_that_case(audience: str, what: str) -> None:
    kept = [both()[0], case_of(2, *SECOND, decisions=[decision("P1", audience, what, condition="Mother is told")])]
    assert everything(peer_group(kept)) == everything(peer_group([both()[0], case_of(2, *suspects(ORLA))]))
    about_all = [both()[0], case_of(2, *SECOND, decisions=[decision(None, audience, what)])]
    assert peer_group(about_all) == peer_group([both()[0]])


@pytest.mark.parametrize(("audience", "what"), HELD)
def test_whoever_is_kept_back_is_not_possibly_anybody(audience: str, what: str) -> None:
    calum = CAL | {"given_name": "Calum"}
    assert peer_group([*both(), case_of(3, *suspects(calum))]).possibly
    held = case_of(3, *suspects(calum), decisions=[decision("P1", audience, what)])
    assert peer_group([*both(), held]) == peer_group(both())


def test_a_decision_about_another_reader_or_to_share_keeps_nobody_back() -> None:
    shared = [decision("P1", "all", "hold"), decision("P1", "conference"), decision("P2", "SCH1", "do not share")]
    assert peer_group([both()[0], case_of(2, *SECOND, decisions=shared)]) == peer_group(both())


def test_whether_two_suspects_harmed_each_other_cannot_be_told_from_the_link() -> None:
    against = case_of(2, (CAL, "suspect+harmed"), (ORLA, "suspect+harmed"))
    assert draw(peer_group([both()[0], against])) == draw(peer_group(both()))


@pytest.mark.parametrize(
    "address",
    [
        {"address": "5 Hidden Lane", "postcode": "ZZ1 9ZZ", "address_protected": "yes"},
        {"address": "14 Inkwell Road", "postcode": "ZZ1 4AB", "address_protected": "yes"},
        {"address_protected": "yes"},
    ],
    ids=["another home", "the same home", "no home recorded"],
)
def test_a_protected_address_is_never_compared(address: Row) -> None:
    home = {"address": "14 Inkwell Road", "postcode": "ZZ1 4AB"}
    unsure = CAL | {"date_of_birth": "not known"}
    cases = [case_of(1, *suspects(unsure | home)), case_of(2, *suspects(unsure | address))]
    assert [p.why for p in peer_group(cases).possibly] == [
        "The same name; the date of birth is missing in both records."
    ]


def test_an_address_protected_in_one_case_is_not_compared_in_another_either() -> None:
    home = {"address": "14 Inkwell Road", "postcode": "ZZ1 4AB"}
    cases = [
        case_of(1, *suspects(CAL | home)),
        case_of(2, *suspects(CAL | {"address_protected": "yes"})),
        case_of(3, *suspects(CAL | home | {"date_of_birth": "not known"})),
    ]
    assert [p.why for p in peer_group(cases).possibly] == [
        "The same name; the date of birth is missing in one of the records."
    ]


def test_nothing_but_what_the_conference_may_read_stands_in_any_of_it() -> None:
    private = {"address": "14 Inkwell Road, Brackwater", "postcode": "ZZ1 4AB", "phone": "07700 900111"}
    twin = CAL | {"given_name": "Calum"} | private
    cases = [
        case_of(1, *suspects(CAL | private, MATEUS), (TOMOS, "harmed")),
        case_of(2, *suspects(CAL | private, ORLA), (MATEUS, "harmed"), (TOMOS, "witness")),
        case_of(3, *suspects(twin), (ORLA, "harmed")),
    ]
    group = peer_group(cases)
    assert group.possibly
    for one in cases:
        job = summary_job(one)
        assert job is not None
        lens = Lens(one.record, one.office, build_book(one.record, one.office), job.reader, one.day)
        mine = {shown.name for shown in shown_by_name(one)}
        others = {shown.name for other in cases for shown in shown_by_name(other)} - mine
        text = words(group)
        for name in others:  # told because another case shows them
            text = text.replace(name, "")
        assert lens.leaks(text) == []
    for word in ("2011", "Inkwell", "ZZ1", "07700", "Tomos", "H1", "harmed", "witness"):
        assert word not in words(group)


@pytest.mark.parametrize("the_case", [cast_case(), sample("ordinary", "2026-11-10 12:00")], ids=["cast", "sample"])
def test_a_name_is_the_one_that_the_summary_of_the_case_prints(the_case: Case) -> None:
    printed = seen(the_case, "conference-summary")
    told = {person["name"] for person in printed["suspected"]}
    told |= {text.partition(":")[0] for text in printed["children_present"]}
    found = {shown.name for shown in shown_by_name(the_case)}
    assert found
    assert found <= told
    ages = {person["name"]: person["age"] for person in printed["suspected"]}
    assert all(ages[s.name] == s.age for s in shown_by_name(the_case) if s.part == SUSPECTED)


def test_in_the_sample_everybody_shown_by_name_is_there_but_who_is_on_hold() -> None:
    found = {shown.name for shown in shown_by_name(sample("ordinary", "2026-11-10 12:00"))}
    assert found == {"Callum Exampleby (known as Cal)", "Łukasz Fabrykant", "Zoë O’Sampleton", "Tomos Storeyteller"}
    assert shown_by_name(sample("sensitive", "2026-11-10 12:00")) == ()


# Possibly the same


def possibly(one: Row, other: Row) -> list[str]:
    group = peer_group([case_of(1, *suspects(one)), case_of(2, *suspects(other))])
    assert group == PeerGroup(possibly=group.possibly)
    return [found.why for found in group.possibly]


def test_who_may_be_one_person_is_offered_with_the_cases_and_counted_as_two() -> None:
    calum = CAL | {"given_name": "Calum"}
    (found,) = peer_group([case_of(1, *suspects(CAL)), case_of(2, *suspects(calum))]).possibly
    assert replace(found, why="") == replace(
        found, a="Callum Exampleby", case_a=reference(1), b="Calum Exampleby", case_b=reference(2), why=""
    )
    assert found.why == "The names are spelled nearly alike; other details agree."


@pytest.mark.parametrize(
    ("other", "why"),
    [
        pytest.param({"date_of_birth": "not known"}, "The same name; the date of birth is missing", id="no birth date"),
        pytest.param({"date_of_birth": None, "age_from": 14, "age_to": 16}, "The same name;", id="age estimated"),
        pytest.param(
            {"given_name": "Exampleby", "family_name": "Callum"}, "The same names, first and family", id="swapped"
        ),
        pytest.param({"given_name": "Cal", "known_as": "Callum"}, "The same family name, and", id="short name"),
        pytest.param({"given_name": "Callum James"}, "The same family name, and", id="middle name"),
        pytest.param({"family_name": "Exampleby-Vellum"}, "The same first name, and one", id="double-barrelled"),
        pytest.param({"given_name": "Kallum"}, "The names are spelled", id="another letter"),
        pytest.param({"given_name": "Calulm"}, "The names are spelled", id="letters swapped"),
        pytest.param({"family_name": "Exampelby"}, "The names are spelled", id="family name misspelled"),
        pytest.param(
            {"given_name": "Sean", "family_name": "Vellum", "other_names": ["Callum Exampleby"]},
            "One uses the name of the other",
            id="another name used",
        ),
        pytest.param(
            {"given_name": None, "family_name": None, "known_as": "Callum", "date_of_birth": None},
            "One of them is known by a single name",
            id="a single name only",
        ),
        pytest.param({"family_name": "Vellum", "school": "SCH1"}, "The same first name with", id="new family name"),
    ],
)
def test_what_is_nearly_the_same_is_offered_with_the_reason(other: Row, why: str) -> None:
    (found,) = possibly(CAL | {"school": "SCH1"}, CAL | other)
    assert found.startswith(why)
    assert possibly(CAL | other, CAL | {"school": "SCH1"}) == [found]


@pytest.mark.parametrize(
    "same",
    [{"address": "14 Inkwell Road", "postcode": "ZZ1 4AB"}, {"school": "SCH1"}],
    ids=["home", "school"],
)
def test_that_a_home_or_a_school_agrees_is_said_without_saying_which(same: Row) -> None:
    assert possibly(CAL | same, CAL | same | {"date_of_birth": None}) == ["The same name; other details agree."]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"date_of_birth": "2011-09-03"}, id="the same name, another date of birth"),
        pytest.param({"date_of_birth": "2011-03-10", "given_name": "Calum"}, id="alike, born a day later"),
        pytest.param({"given_name": "Connor"}, id="another first name, the same date of birth"),
        pytest.param({"family_name": "Vellum"}, id="another family name, the same date of birth"),
        pytest.param({"date_of_birth": None, "age_from": 10, "age_to": 11}, id="estimated far too young"),
        pytest.param({"date_of_birth": None, "kind": "adult"}, id="an adult of the same name"),
        pytest.param({"given_name": None, "family_name": None, "known_as": "Ziggy", "date_of_birth": None}, id="nick"),
    ],
)
def test_what_is_not_the_same_is_not_offered(other: Row) -> None:
    assert possibly(CAL, CAL | other) == []


def test_short_names_that_differ_by_a_letter_are_not_offered_without_anything_else() -> None:
    mia = {"given_name": "Mia", "family_name": "Inventa", "date_of_birth": "not known"}
    assert possibly(mia, mia | {"given_name": "Tia"}) == []


def test_a_nickname_alone_makes_nobody_the_same_but_possibly() -> None:
    ziggy: Row = {"given_name": None, "family_name": None, "known_as": "Ziggy", "date_of_birth": None}
    ziggy |= {"name_status": "unknown (nickname only)", "age_from": 15}
    (found,) = peer_group([case_of(1, *suspects(ziggy)), case_of(2, *suspects(ziggy))]).possibly
    assert (found.a, found.b) == ("Not known (known as Ziggy) (1)", "Not known (known as Ziggy) (2)")


def test_two_whom_one_case_tells_apart_are_not_offered_as_one() -> None:
    twin = CAL | {"given_name": "Calum"}
    cases = [case_of(1, *suspects(CAL, twin)), case_of(2, *suspects(CAL)), case_of(3, *suspects(twin))]
    group = peer_group(cases)
    assert len(group.rows) == 2
    assert group.possibly == ()


def test_somebody_of_earlier_cases_only_may_be_possibly_somebody_of_this_meeting() -> None:
    calum = CAL | {"given_name": "Calum"}
    kallum = CAL | {"given_name": "Kalum"}
    earlier = [case_of(1, *suspects(calum), day="2026-08-01"), case_of(2, *suspects(kallum), day="2026-08-02")]
    found = {(p.a, p.b) for p in peer_group([case_of(3, *suspects(CAL))], earlier).possibly}
    assert ("Callum Exampleby", "Calum Exampleby") in {tuple(sorted(p, reverse=True)) for p in found} | found
    assert not any({"Calum Exampleby", "Kalum Exampleby"} == set(p) for p in found)


# The picture holds so many


def test_a_large_group_is_drawn_in_part_and_told_whole() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = [
        {"given_name": f"{one}{other}ra".title(), "family_name": f"Q{other}x{one}vale".title()}
        | {"date_of_birth": f"2010-{1 + at % 12:02d}-{1 + letters.index(other):02d}"}
        for at, one in enumerate("bd")
        for other in letters
    ]
    group = peer_group([case_of(1, *suspects(*many)), case_of(2, *suspects(*many[:45]))])
    assert (len(group.rows), len(group.dots), group.undrawn) == (45, PICTURE_LIMIT, 12)
    assert peers_view(group)["undrawn"] == "12 more stand in the tables only."
    assert "12 more stand in the tables only." in alternative(group)
    assert {dot.name for dot in group.dots} <= set(names(group))
