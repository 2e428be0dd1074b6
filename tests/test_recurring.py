"""The place page: which places recur and when, and nobody in it."""

from __future__ import annotations

from typing import Any

import pytest

from casepack.hours import UNKNOWN, day_words, hour_words
from casepack.plan import Case
from casepack.record import Episode, Record
from casepack.recurring import PlacePage, places_view, recurring_places

from .builders import Row, episode, involvement, person, record_data
from .builders_case import case, decision, text_of, wide_office

OFFICE = wide_office()
PARADE: Row = {"place": "Kestrel Parade", "postcode": "ZZ1 3KP", "ward": "Brackwater"}


def case_of(number: int, *episodes: Row, people: tuple[Row, ...] = (), role: str = "suspect", **changes: Any) -> Case:
    """The case MSC-2026-000n with these episodes, each a change to the parade on a Friday from 17:40 to 18:05."""
    rows = [episode(f"E{at}", **({"end_time": "18:05"} | PARADE | row)) for at, row in enumerate(episodes, 1)]
    there = [person(f"P{at}", **who) for at, who in enumerate(people, 1)]
    parts = [involvement(f"A{at}", f"P{at}", role) for at, _ in enumerate(people, 1)]
    incident = {**record_data()["incident"], "what_happened": "A fight.", "reference": reference(number)}
    tables: Row = {"incident": incident | changes.pop("incident", {}), "episodes": rows, "people": there}
    return case(Record.model_validate(record_data(**tables, involvements=parts, **changes)), OFFICE)


def reference(number: int) -> str:
    return f"MSC-2026-{number:04d}"


def twice(**changes: Any) -> list[Case]:
    """The same place on a Friday and on a Saturday, in two cases."""
    return [case_of(1, changes), case_of(2, {"day": "2026-10-24", "start": "18:30", "end_time": "18:45"} | changes)]


def told(page: PlacePage) -> list[str]:
    return [place.place for place in page.places]


# What stands there


def test_a_place_of_two_cases_stands_there_with_days_hours_cases_and_ward() -> None:
    (place,) = recurring_places(twice()).places
    assert (place.place, place.ward, place.times) == ("Kestrel Parade", "Brackwater", 2)
    assert (place.cases, place.earlier) == ((reference(1), reference(2)), ())
    assert place.days_and_hours == "Fridays and Saturdays, 5pm to 7pm"
    assert [(one.case, one.when) for one in place.occasions] == [
        (reference(1), "5:40pm to 6:05pm, Friday 23 October 2026"),
        (reference(2), "6:30pm to 6:45pm, Saturday 24 October 2026"),
    ]


def test_the_page_as_a_template_prints_it() -> None:
    view = places_view(recurring_places(twice()[:1], twice()[1:]))
    (place,) = view["places"]
    assert (place["times"], place["cases"], place["earlier"]) == ("2", reference(1), reference(2))
    assert view["none"] == ""
    assert places_view(PlacePage())["none"] == "No place recurs."


@pytest.mark.parametrize(
    ("episodes", "recurs"),
    [
        pytest.param([{}], False, id="once"),
        pytest.param([{}, {"start": "18:10"}], False, id="twice on one day of one case"),
        pytest.param([{}, {"day": "2026-10-30"}], True, id="on two days of one case"),
        pytest.param([{"place": None}, {"place": None, "day": "2026-10-30"}], False, id="place not recorded"),
    ],
)
def test_a_place_recurs_over_days_or_over_cases(episodes: list[Row], recurs: bool) -> None:
    assert bool(recurring_places([case_of(1, *episodes)]).places) is recurs


def test_the_most_frequent_place_comes_first_then_by_name() -> None:
    cases = [
        case_of(1, {}, {"place": "Bus shelter"}, {"place": "Arcade"}),
        case_of(2, {"day": "2026-10-24"}, {"place": "Bus shelter", "day": "2026-10-24"}),
        case_of(3, {"place": "Bus shelter", "day": "2026-10-25"}, {"place": "Arcade", "day": "2026-10-25"}),
    ]
    assert told(recurring_places(cases)) == ["Bus shelter", "Arcade", "Kestrel Parade"]
    assert recurring_places(cases) == recurring_places(cases[::-1])


def test_a_case_given_as_of_this_meeting_and_as_earlier_counts_once() -> None:
    assert recurring_places(twice(), twice()) == recurring_places(twice())


@pytest.mark.parametrize("written", ["KESTREL PARADE", "Kestrel-Parade", "the Kestrel  Parade", "Késtrel Parade"])
def test_one_place_may_be_written_in_many_ways(written: str) -> None:
    page = recurring_places([case_of(1, {}), case_of(2, {"place": written})])
    assert [place.times for place in page.places] == [2]
    assert page.possibly == ()


@pytest.mark.parametrize(
    ("other", "why"),
    [
        pytest.param({"place": "Kestral Parade"}, "The names are spelled nearly alike.", id="spelling"),
        pytest.param({"place": "Kestrel Parade car park"}, "One name is part of the other.", id="part"),
        pytest.param({"place": "Brackwater shops"}, "The same postcode.", id="postcode"),
    ],
)
def test_what_may_be_the_same_place_is_offered_and_counted_apart(other: Row, why: str) -> None:
    page = recurring_places([case_of(1, {}), case_of(2, other)])
    assert page.places == ()
    (found,) = page.possibly
    assert ({found.a, found.b}, {*found.cases_a, *found.cases_b}, found.why) == (
        {"Kestrel Parade", other["place"]},
        {reference(1), reference(2)},
        why,
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"postcode": "ZZ9 1AA"}, id="the same name in another town"),
        pytest.param({"place": "Kestral Parade", "postcode": "ZZ9 1AA"}, id="nearly the same name in another town"),
        pytest.param({"place": "Bus station", "postcode": "ZZ1 1AA"}, id="something else"),
        pytest.param({"place": "Arcade", "postcode": None}, id="something else without a postcode"),
    ],
)
def test_another_place_is_neither_the_same_nor_offered(other: Row) -> None:
    assert recurring_places([case_of(1, {}), case_of(2, other)]) == PlacePage()


def test_numbers_tell_places_apart() -> None:
    apart = {"postcode": None, "ward": None}
    cases = [case_of(1, {"place": "Station platform 1"} | apart), case_of(2, {"place": "Station platform 2"} | apart)]
    assert recurring_places(cases) == PlacePage()


@pytest.mark.parametrize(
    ("places", "times"),
    [
        pytest.param([{}, {"postcode": None}], [2], id="one without a postcode, in the same ward"),
        pytest.param([{}, {"postcode": None, "ward": None}], [2], id="one with nothing, and one place of the name"),
        pytest.param(
            [{}, {"postcode": "ZZ9 1AA", "ward": "Eastgate"}, {"postcode": None, "ward": None}], [], id="either of two"
        ),
        pytest.param(
            [{}, {"postcode": "ZZ9 1AA", "ward": "Eastgate"}, {"postcode": None, "ward": "Eastgate"}],
            [2],
            id="of two the one in the ward",
        ),
        pytest.param([{"postcode": None}, {"postcode": None, "ward": "Eastgate"}], [], id="two wards, no postcode"),
    ],
)
def test_where_a_place_is_decides_whether_one_of_its_name_is_the_same(places: list[Row], times: list[int]) -> None:
    page = recurring_places([case_of(at, row) for at, row in enumerate(places, 1)])
    assert [place.times for place in page.places] == times
    assert bool(page.possibly) is (not times)


# Days and hours


def rows(*times: tuple[str, str | None, str | None] | tuple[str, str | None, str | None, str]) -> list[Episode]:
    made = []
    for day, start, end, *last in times:
        made.append(
            Episode.model_validate(episode(day=day, start=start, end_time=end, end_date=last[0] if last else None))
        )
    return made


FRIDAY, SATURDAY, SUNDAY = "2026-10-23", "2026-10-24", "2026-10-25"


@pytest.mark.parametrize(
    ("times", "days", "hours"),
    [
        pytest.param([(FRIDAY, "17:40", "18:05")], "Fridays", "5pm to 7pm", id="one"),
        pytest.param([(FRIDAY, "17:00", "18:00")], "Fridays", "5pm to 6pm", id="whole hours"),
        pytest.param([(FRIDAY, "17:40", None)], "Fridays", "5pm to 6pm", id="end not known"),
        pytest.param([(FRIDAY, None, None)], "Fridays", UNKNOWN, id="time not known"),
        pytest.param(
            [(FRIDAY, "17:40", None), (SATURDAY, None, None)],
            "Fridays and Saturdays",
            "5pm to 6pm (1 of 2 without a time)",
            id="one time not known",
        ),
        pytest.param([(FRIDAY, "23:30", "00:30", SATURDAY)], "Fridays", "11pm to 1am", id="over midnight"),
        pytest.param([(SATURDAY, "00:30", "01:10")], "Saturdays", "midnight to 2am", id="after midnight"),
        pytest.param([(FRIDAY, "22:00", "00:00", SATURDAY)], "Fridays", "10pm to midnight", id="until midnight"),
        pytest.param([(FRIDAY, "11:10", "12:00")], "Fridays", "11am to midday", id="until midday"),
        pytest.param([(SUNDAY, "01:30 BST", None)], "Sundays", "1am to 2am", id="an hour that happens twice"),
        pytest.param(
            [(FRIDAY, "08:10", "08:30"), (FRIDAY, "15:10", "15:40")], "Fridays", "8am to 9am and 3pm to 4pm", id="two"
        ),
        pytest.param([(FRIDAY, "15:10", None), (SATURDAY, "17:10", None)], None, "3pm to 6pm", id="an hour between"),
        pytest.param([(FRIDAY, "23:10", None), (SATURDAY, "01:10", None)], None, "11pm to 2am", id="around midnight"),
        pytest.param([(FRIDAY, "18:00", "19:00", SATURDAY)], "Fridays and Saturdays", "at all hours", id="a day long"),
        pytest.param(
            [(f"2026-10-{day}", "17:00", None) for day in range(19, 24)], "Mondays to Fridays", "5pm to 6pm", id="week"
        ),
        pytest.param(
            [(f"2026-10-{day}", "17:00", None) for day in range(19, 26)], "Every day of the week", None, id="every day"
        ),
        pytest.param([(FRIDAY, "17:00", "18:00", "2026-11-20")], "Every day of the week", "at all hours", id="weeks"),
    ],
)
def test_days_and_hours_in_words(times: list[Any], days: str | None, hours: str | None) -> None:
    found = rows(*times)
    assert days is None or day_words(found) == days
    assert hours is None or hour_words(found) == hours


# What leaves no trace, and what is not told


SENSITIVE: Row = {"sensitivity": "sensitive", "types": ["reported sexual offence"]}


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(case_of(3, {}, incident=SENSITIVE), id="a sensitive case"),
        pytest.param(case_of(3, {"place": "Kestral Parade"}, incident=SENSITIVE), id="a sensitive case, spelled alike"),
        pytest.param(case_of(3, {}, conference={"in_pack": "no"}), id="a case kept out of the pack"),
    ],
)
def test_a_case_that_the_pack_does_not_tell_of_leaves_no_trace(extra: Case) -> None:
    without = recurring_places(twice())
    assert recurring_places([*twice(), extra]) == without
    assert recurring_places(twice(), [extra]) == without
    assert recurring_places([twice()[0], extra]) == PlacePage()


@pytest.mark.parametrize("sensitivity", [{}, SENSITIVE], ids=["ordinary case", "sensitive case"])
@pytest.mark.parametrize("role", ["suspect", "harmed", "witness"])
@pytest.mark.parametrize(
    ("home", "place"),
    [
        pytest.param({"address": "12 Inkwell Road, Brackwater"}, {"place": "12 Inkwell Road"}, id="address"),
        pytest.param({"address": "12 Inkwell Road"}, {"place": "Outside 12 Inkwell Rd"}, id="in other words"),
        pytest.param(
            {"address": "12 Inkwell Road, Brackwater"}, {"place": "Flats", "address": "12 Inkwell Road"}, id="of flats"
        ),
        pytest.param({"address": "Rosewood House, 3 Galley Lane"}, {"place": "Rosewood House"}, id="house by its name"),
        pytest.param({"address": "Rosewood, Brackwater"}, {"place": "Rosewood"}, id="house of one word"),
        pytest.param({"previous_address": "12 Inkwell Road"}, {"place": "12 Inkwell Road"}, id="previous home"),
        pytest.param(
            {"address": "5 Hidden Lane", "address_protected": "yes"}, {"place": "Hidden Lane"}, id="protected: street"
        ),
    ],
)
def test_a_home_of_anybody_in_any_record_is_left_out(home: Row, place: Row, role: str, sensitivity: Row) -> None:
    lives_there = case_of(3, {"place": "Arcade"}, people=(home,), role=role, incident=sensitivity)
    assert told(recurring_places(twice(**place))) == [place["place"]]
    assert told(recurring_places(twice(**place), [lives_there])) == []
    assert recurring_places(twice(**place), [lives_there]).possibly == ()


@pytest.mark.parametrize(
    "place",
    [
        "Callum's house",
        "Callum’s back garden",
        "The family home",
        "Sunrise Children's Home",
        "At home",
        "Home of Cal",
        "Cals house",
    ],
)
def test_a_home_by_its_own_words_is_left_out(place: str) -> None:
    assert told(recurring_places(twice(place=place))) == []


@pytest.mark.parametrize("place", ["St Mary's House", "Home Bargains", "Kestrel Parade"])
def test_a_place_that_only_sounds_like_a_home_stays(place: str) -> None:
    flat = {"address": "24 Kestrel Parade, Brackwater", "postcode": "ZZ1 3KP"}
    neighbour = case_of(3, {"place": "Arcade"}, people=(flat,))
    assert told(recurring_places(twice(place=place), [neighbour])) == [place]
    where = {"place": "The parade", "address": "2 to 24 Kestrel Parade, ZZ1 3KP"}
    assert told(recurring_places(twice(**where), [neighbour])) == ["The parade"]


@pytest.mark.parametrize("role", ["suspect", "harmed", "witness"])
@pytest.mark.parametrize(
    "place",
    [
        "Where {P1} waits",
        "Path behind Tobias Sampleford's",
        "Tobias's bench",
        "Bench of Sampleford",
        "Near the refuge",
        "By 07700 900111",
        "Behind ZZ1 4AB",
    ],
)
def test_a_place_that_touches_on_a_person_is_left_out(place: str, role: str) -> None:
    who = {"phone": "07700 900111", "postcode": "ZZ1 4AB", "address": "14 Inkwell Road"}
    cases = [
        case_of(at, {"place": place, "postcode": None}, people=(who,), role=role, decisions=[decision(None, "all")])
        for at in (1, 2)
    ]
    assert told(recurring_places(cases)) == []


@pytest.mark.parametrize(
    ("role", "stays"),
    [
        pytest.param("suspect", True, id="the pack tells the school of somebody suspected"),
        pytest.param("harmed", False, id="but not that of somebody harmed"),
        pytest.param("witness", False, id="nor that of a witness"),
    ],
)
def test_a_school_is_a_place_as_far_as_the_pack_tells_of_it(role: str, stays: bool) -> None:
    place, pupil = {"place": "Example School SCH2, gates"}, {"school": "SCH2"}
    cases = [case_of(at, place, people=(pupil,), role=role) for at in (1, 2)]
    assert bool(told(recurring_places(cases))) is stays
    assert told(recurring_places(twice(**place))) == [place["place"]]


def test_nothing_on_the_page_is_about_anybody() -> None:
    who = ({"address": "14 Inkwell Road", "postcode": "ZZ1 4AB"},)
    cases = [
        case_of(1, {}, people=who),
        case_of(2, {"place": "Kestral Parade"}, people=who),
        case_of(3, {}, people=who),
    ]
    page = recurring_places(cases)
    text = text_of(places_view(page)) + repr(page)
    assert page.places
    assert page.possibly
    for word in ("Tobias", "Sampleford", "Inkwell", "4AB", "P1", "2011"):
        assert word not in text
