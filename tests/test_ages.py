from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casepack import ages
from casepack.record import Record

from .builders import episode, involvement, person, record


def day(text: str) -> date:
    return date.fromisoformat(text)


def with_person(**changes: Any) -> Record:
    """A record whose P1 has no date of birth unless a change gives one; the incident is on 23 October 2026."""
    return record(people=[person(**({"date_of_birth": None} | changes))])


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2011-03-09", "2026-10-23", 15),
        ("2011-10-23", "2026-10-22", 14),
        ("2011-10-23", "2026-10-23", 15),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2026-10-23", "2026-10-23", 0),
    ],
)
def test_age_is_counted_in_full_years_and_29_february_becomes_1_march(born: str, on: str, years: int) -> None:
    assert ages.age_on(day(born), day(on)) == years


@given(st.dates(date(1920, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000), st.integers(0, 800))
def test_nobody_grows_younger(born: date, after: int, more: int) -> None:
    earlier = born + timedelta(days=after)
    later = earlier + timedelta(days=more)
    assert 0 <= ages.age_on(born, earlier) <= ages.age_on(born, later)


@pytest.mark.parametrize(
    ("changes", "words", "estimated"),
    [
        ({"date_of_birth": "2011-03-09"}, "15", False),
        ({"age_from": 15, "age_to": 16}, "not known (thought to be 15 to 16)", True),
        ({"age_from": 15, "age_to": 15}, "not known (thought to be 15)", True),
        ({"age_from": 15}, "not known (thought to be 15 or over)", True),
        ({"age_to": 16}, "not known (thought to be 16 or under)", True),
        ({}, "not known", False),
        ({"date_of_birth": "refused"}, "not known", False),
        ({"kind": "adult"}, "not known (adult)", False),
        ({"date_of_birth": "2011-03-09", "age_from": 12, "age_to": 13}, "15", False),
    ],
)
def test_an_age_is_said_no_more_certainly_than_it_is(changes: dict[str, Any], words: str, estimated: bool) -> None:
    made = with_person(**changes)
    age = ages.age_of(made.people[0], day("2026-10-23"))
    assert (age.words, age.estimated) == (words, estimated)


def test_an_estimate_stays_as_it_was_made_years_later() -> None:
    made = with_person(age_from=15, age_to=16)
    assert ages.age_of(made.people[0], day("2029-10-23")).words == "not known (thought to be 15 to 16)"


@pytest.mark.parametrize(
    ("changes", "years", "on", "answer"),
    [
        ({"date_of_birth": "2016-10-24"}, 10, "2026-10-23", False),
        ({"date_of_birth": "2016-10-23"}, 10, "2026-10-23", True),
        ({"age_from": 9, "age_to": 11}, 10, "2026-10-23", None),
        ({"age_from": 10, "age_to": 11}, 10, "2026-10-23", True),
        ({"age_from": 8, "age_to": 9}, 10, "2026-10-23", False),
        ({"age_from": 8, "age_to": 9}, 10, "2026-10-24", None),
        ({"age_from": 16, "age_to": 17}, 18, "2026-10-23", False),
        ({"age_from": 16, "age_to": 17}, 18, "2026-11-01", None),
        ({"age_from": 16, "age_to": 17}, 18, "2027-10-23", None),
        ({"age_from": 16, "age_to": 17}, 18, "2028-10-23", True),
        ({"age_from": 10, "age_to": 11}, 10, "2026-10-22", None),
        ({"age_from": 10, "age_to": 11}, 10, "2025-10-23", None),
        ({"age_from": 8, "age_to": 9}, 9, "2025-10-23", False),
        ({"age_to": 9}, 10, "2026-10-23", False),
        ({"age_from": 15}, 18, "2026-10-23", None),
        ({}, 10, "2026-10-23", None),
        ({}, 18, "2026-10-23", False),
        ({}, 18, "2026-12-01", None),
        ({"kind": "adult"}, 18, "2026-10-23", True),
        ({"kind": "adult"}, 40, "2026-10-23", None),
    ],
)
def test_an_age_gate_answers_yes_no_or_not_known_well_enough(
    changes: dict[str, Any], years: int, on: str, answer: bool | None
) -> None:
    made = with_person(**changes)
    assert ages.at_least(made.people[0], made, years, day(on)) is answer


def test_criminal_responsibility_is_looked_at_on_the_day_of_the_first_part_as_suspect() -> None:
    tenth_birthday_between = record(
        episodes=[episode("E1", "2026-10-23"), episode("E2", "2026-10-25", "15:00")],
        people=[person(date_of_birth="2016-10-24")],
        involvements=[involvement("A1", role="witness"), involvement("A2", role="suspect", episode="E2")],
    )
    child = tenth_birthday_between.people[0]
    assert ages.own_day(child, tenth_birthday_between) == day("2026-10-25")
    assert ages.is_at_least_10_at_incident(child, tenth_birthday_between) is True


@pytest.mark.parametrize(
    ("changes", "answer"),
    [({"date_of_birth": "2017-01-01"}, False), ({"age_from": 9, "age_to": 10}, None), ({}, None)],
)
def test_an_age_that_is_not_sure_never_makes_a_suspect(changes: dict[str, Any], answer: bool | None) -> None:
    made = with_person(**changes)
    assert ages.is_at_least_10_at_incident(made.people[0], made) is answer


def test_a_part_without_an_episode_counts_from_the_first_day() -> None:
    made = record(
        episodes=[episode("E2", "2026-10-25", "15:00"), episode("E1", "2026-10-23")],
        people=[person(date_of_birth="2016-10-24")],
        involvements=[involvement(role="suspect", episode=None)],
    )
    assert ages.is_at_least_10_at_incident(made.people[0], made) is False


@pytest.mark.parametrize(
    ("born", "birthday"),
    [("2008-11-05", "2026-11-05"), ("2008-02-29", "2026-03-01"), (None, None), ("not known", None)],
)
def test_the_eighteenth_birthday_is_a_day_in_the_calendar(born: str | None, birthday: str | None) -> None:
    found = ages.turns_18_on(with_person(date_of_birth=born).people[0])
    assert found == (day(birthday) if birthday else None)


@given(st.dates(date(2006, 1, 1), date(2016, 1, 1)))
def test_a_person_is_a_child_until_the_day_before_the_eighteenth_birthday(born: date) -> None:
    made = with_person(date_of_birth=born.isoformat())
    birthday = ages.turns_18_on(made.people[0])
    assert birthday is not None
    assert ages.at_least(made.people[0], made, ages.ADULT_FROM, birthday) is True
    assert ages.at_least(made.people[0], made, ages.ADULT_FROM, birthday - timedelta(days=1)) is False
