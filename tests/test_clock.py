from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casepack import clock
from casepack.clock import ClockError
from casepack.errors import RecordError

from .builders import office, organisation

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return clock.moment(text, LONDON)


def test_the_zone_is_the_one_of_the_office() -> None:
    assert clock.zone(office()) == LONDON


@pytest.mark.parametrize("name", ["Europe/Brackwater", "../etc/passwd", "Europe", "europe\\london"])
def test_a_zone_that_does_not_exist_is_a_problem_with_a_place(name: str) -> None:
    with pytest.raises(RecordError) as caught:
        clock.zone(office(organisation=organisation(time_zone=name)))
    assert [(p.code, p.where) for p in caught.value.problems] == [("zone-unknown", "organisation.time_zone")]


@pytest.mark.parametrize(
    ("day", "text", "utc"),
    [
        ("2026-10-23", "17:40", "2026-10-23T16:40"),
        ("2026-12-23", "17:40", "2026-12-23T17:40"),
        ("2026-10-25", "01:30 BST", "2026-10-25T00:30"),
        ("2026-10-25", "01:30 GMT", "2026-10-25T01:30"),
        ("2026-10-25", "00:59", "2026-10-24T23:59"),
        ("2026-10-25", "02:00", "2026-10-25T02:00"),
        ("2026-03-29", "00:59", "2026-03-29T00:59"),
        ("2026-03-29", "02:00", "2026-03-29T01:00"),
        ("2026-10-23", "17:40 BST", "2026-10-23T16:40"),
        ("2026-10-25", None, "2026-10-24T23:00"),
        ("2026-03-29", None, "2026-03-29T00:00"),
    ],
)
def test_a_local_time_is_one_moment(day: str, text: str | None, utc: str) -> None:
    resolved = clock.resolve(date.fromisoformat(day), text, LONDON)
    assert resolved.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert resolved.tzinfo is LONDON


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("2026-03-29 01:30", "impossible", ["does not exist", "1am to 2am", "before 01:00", "02:00 or later"]),
        ("2026-03-29 01:00", "impossible", ["1am to 2am"]),
        ("2026-03-29 01:30 BST", "impossible", ["does not exist"]),
        ("2026-03-29 01:59", "impossible", ["1am to 2am"]),
        ("2026-10-25 01:30", "ambiguous", ["happened twice", "01:30 BST for the first or 01:30 GMT for the second"]),
        ("2026-10-25 01:00", "ambiguous", ["happened twice"]),
        ("2026-10-25 01:59", "ambiguous", ["happened twice"]),
        ("2026-10-25 01:30 CET", "wrong zone", ["clocks showed BST or GMT"]),
        ("2026-10-23 17:40 GMT", "wrong zone", ["17:40 GMT", "clocks showed BST"]),
        ("2026-12-23 17:40 BST", "wrong zone", ["clocks showed GMT"]),
        ("2026-02-30 10:00", "unreadable", ["not a date with a time"]),
        ("yesterday", "unreadable", ["2026-10-24 08:55"]),
    ],
)
def test_a_time_that_cannot_be_is_asked_about_and_never_guessed(text: str, kind: str, words: list[str]) -> None:
    with pytest.raises(ClockError) as caught:
        at(text)
    assert caught.value.kind == kind
    for word in words:
        assert word in str(caught.value)


def test_a_bad_time_of_day_is_unreadable() -> None:
    with pytest.raises(ClockError) as caught:
        clock.resolve(date(2026, 10, 25), "24:00", LONDON)
    assert caught.value.kind == "unreadable"


def test_the_day_begins_at_the_first_moment_that_exists_where_midnight_is_skipped() -> None:
    start = clock.resolve(date(2024, 4, 26), None, ZoneInfo("Africa/Cairo"))
    assert clock.say_moment(start) == "1am, Friday 26 April 2024"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-10-25 16:40", "4:40pm"),
        ("2026-10-25 11:00", "11am"),
        ("2026-10-25 12:00", "midday"),
        ("2026-10-25 00:00", "midnight"),
        ("2026-10-25 00:05", "12:05am"),
        ("2026-10-25 12:05", "12:05pm"),
        ("2026-10-25 23:59", "11:59pm"),
        ("2026-10-25 01:30 BST", "1:30am BST"),
        ("2026-10-25 01:30 GMT", "1:30am GMT"),
        ("2026-10-25 02:00", "2am"),
        ("2026-03-29 02:30", "2:30am"),
    ],
)
def test_times_are_said_as_gov_uk_says_them(text: str, said: str) -> None:
    assert clock.say_time(at(text)) == said


@pytest.mark.parametrize(
    ("text", "said", "short"),
    [
        ("2026-10-25 16:40", "4:40pm, Sunday 25 October 2026", "4:40pm, Sun 25 Oct"),
        ("2026-10-25 00:00", "11:59pm, Saturday 24 October 2026", "11:59pm, Sat 24 Oct"),
        ("2026-10-25 12:00", "midday, Sunday 25 October 2026", "midday, Sun 25 Oct"),
        ("2027-01-01 00:00", "11:59pm, Thursday 31 December 2026", "11:59pm, Thu 31 Dec"),
    ],
)
def test_a_deadline_never_says_midnight(text: str, said: str, short: str) -> None:
    assert (clock.say_deadline(at(text)), clock.say_deadline_short(at(text))) == (said, short)


def test_moments_and_days_are_said_in_full_and_in_short() -> None:
    when = at("2026-10-25 16:40")
    assert clock.say_moment(when) == "4:40pm, Sunday 25 October 2026"
    assert clock.say_short(when) == "4:40pm, Sun 25 Oct"
    assert clock.say_day(when.date()) == "Sunday 25 October 2026"
    assert clock.say_date(when.date()) == "25 October 2026"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-10-23 17:40", "2026-10-23 18:05", "5:40pm to 6:05pm, Friday 23 October 2026"),
        ("2026-10-23 17:40", "2026-10-23 17:40", "5:40pm, Friday 23 October 2026"),
        (
            "2026-10-23 23:30",
            "2026-10-24 00:15",
            "11:30pm, Friday 23 October 2026 to 12:15am, Saturday 24 October 2026",
        ),
        ("2026-10-25 01:30 BST", "2026-10-25 01:30 GMT", "1:30am BST to 1:30am GMT, Sunday 25 October 2026"),
    ],
)
def test_a_range_names_its_day_once_if_it_can(start: str, end: str, said: str) -> None:
    assert clock.say_range(at(start), at(end)) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ({"hours": 4, "minutes": 30}, "4 hours 30 minutes"),
        ({"days": 2, "hours": 3, "minutes": 59}, "2 days 3 hours"),
        ({"hours": 1}, "1 hour"),
        ({"minutes": 1}, "1 minute"),
        ({"days": 1}, "1 day"),
        ({"days": 5}, "5 days"),
        ({"seconds": 59}, "less than a minute"),
        ({}, "less than a minute"),
    ],
)
def test_a_stretch_of_time_is_said_in_words(span: dict[str, Any], said: str) -> None:
    assert clock.say_elapsed(timedelta(**span)) == said


def test_a_negative_stretch_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        clock.say_elapsed(timedelta(minutes=-1))


def test_a_moment_in_another_clock_is_never_printed() -> None:
    with pytest.raises(ValueError, match="office's zone"):
        clock.say_moment(datetime(2026, 10, 25, 16, 40, tzinfo=UTC))


def test_time_that_passed_counts_the_hour_that_came_twice() -> None:
    assert clock.elapsed(at("2026-10-25 01:30 BST"), at("2026-10-25 01:30 GMT")) == timedelta(hours=1)
    assert clock.elapsed(at("2026-10-24 12:00"), at("2026-10-25 12:00")) == timedelta(hours=25)
    assert clock.elapsed(at("2026-03-28 12:00"), at("2026-03-29 12:00")) == timedelta(hours=23)


@given(st.integers(0, 60 * 24 * 365 * 120))
def test_a_moment_written_with_its_zone_is_read_back_as_the_same_moment(minutes: int) -> None:
    local = (datetime(1972, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(LONDON)
    assert clock.instant(at(f"{local:%Y-%m-%d %H:%M %Z}")) == clock.instant(local)
