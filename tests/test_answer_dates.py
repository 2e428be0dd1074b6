"""Days and times in a cell: read day first whatever their form, told where anything was worked out, never guessed."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from casepack.answers import MISSING, read_answer
from casepack.cells import Cell, Value

from .answer_tables import LABELS, NO_ANSWER, at, column, expect, noted, read, stopped, told

DATE = "Type day/month/year, for example 03/04/2026."
TIME = "Type hours and minutes, for example 17:40."
BOTH = "Type the day and the time, for example 24/10/2026 08:55."
DAY_RANGE = "Type a time between 00:00 and 23:59."
UNREADABLE_DATE = "is not a date that can be read."
NO_DATE = stopped("not-a-date", UNREADABLE_DATE, DATE)
NO_TIME = stopped("not-a-time", "is not a time of day that can be read.", TIME)
OUT_OF_DAY = stopped("not-a-time", "is not a time of day.", DAY_RANGE)
NO_MOMENT = stopped("not-a-moment", "is not a day with a time that can be read.", BOTH)
HALF_A_DAY = stopped("not-a-moment", "has a day but no time.", BOTH)
TOLD, START = "incident.team_told_at", "episodes.start_time"
IF_EMPTY = " If it is not known, leave it empty."
IF_PICKED = ' If it is not known, pick "Not known".'
FIRST = "(day first)"


@expect(
    [
        ("episodes.date", "3/4/26", "2026-04-03", noted(f"3 April 2026 {FIRST}")),
        ("episodes.date", "03/04/2026", "2026-04-03", noted(f"3 April 2026 {FIRST}")),
        ("episodes.date", "3.4.26", "2026-04-03", noted(f"3 April 2026 {FIRST}")),
        ("episodes.date", "3-4-2026", "2026-04-03", noted(f"3 April 2026 {FIRST}")),
        ("episodes.date", "3 / 4 / 26", "2026-04-03", noted(f"3 April 2026 {FIRST}")),
        ("episodes.date", "03 04 2026", "2026-04-03", noted(f"3 April 2026 {FIRST}")),
        ("episodes.date", "24/10/2026", "2026-10-24", noted(f"24 October 2026 {FIRST}")),
        ("episodes.date", "2026-04-03", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "2026/4/3", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "3 April 2026", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "3rd Apr 26", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "3rd of April, 2026", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "3 Apr '26", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "3/Apr/2026", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "1 Sept. 2026", "2026-09-01", noted("1 September 2026")),
        ("episodes.date", "Friday 3 April 2026", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "Fri, 3/4/26", "2026-04-03", noted(f"3 April 2026 {FIRST}")),
        ("episodes.date", "\u00a03\u202fApril 2026 ", "2026-04-03", noted("3 April 2026")),
        ("episodes.date", "03 Apr 2026", "2026-04-03", []),
        ("episodes.date", "3 Apr 2026", "2026-04-03", []),
        ("episodes.date", "1 Jan 1900", "1900-01-01", []),
        ("episodes.date", "03/04/2026 00:00", "2026-04-03", []),
        (
            "episodes.date", "Saturday 3 April 2026", "2026-04-03",
            [("check", "weekday", "was read as 3 April 2026, but that is a Friday, not a Saturday.", "Check the day.")],
        ),
        (
            "episodes.date", "24/10/26 8.55am", "2026-10-24",
            noted("the day 24 October 2026 alone, although a time stands there too"),
        ),
        ("episodes.date", "yesterday", NO_ANSWER, NO_DATE),
        ("episodes.end_date", "yesterday", NO_ANSWER, stopped("not-a-date", UNREADABLE_DATE, DATE + IF_EMPTY)),
        ("episodes.end_date", "n/a", NO_ANSWER, stopped("not-a-date", UNREADABLE_DATE, DATE + IF_EMPTY)),
        (
            "episodes.date", "31/02/2026", NO_ANSWER,
            stopped("not-a-date", "is not a day in the calendar.", f"Check the day and the month. {DATE}"),
        ),
        (
            "episodes.date", "31 September 2026", NO_ANSWER,
            stopped("not-a-date", "is not a day in the calendar.", f"Check the day and the month. {DATE}"),
        ),
        (
            "episodes.date", "04/13/2026", NO_ANSWER,
            stopped(
                "not-a-date", "has no month 13.",
                "Did you mean 13 April 2026? The day comes first: type 03/04/2026 for 3 April 2026.",
            ),
        ),
        ("episodes.date", "3/4", NO_ANSWER, stopped("not-a-date", "has no year.", DATE)),
        ("episodes.date", "3rd April", NO_ANSWER, stopped("not-a-date", "has no year.", DATE)),
        (
            "episodes.date", "April 3 2026", NO_ANSWER,
            stopped("not-a-date", "has the month before the day.", f"Did you mean 3 April 2026? {DATE}"),
        ),
        ("episodes.date", "3/4/226", NO_ANSWER, NO_DATE),
        (
            "episodes.date", "3/4/1826", NO_ANSWER,
            stopped("not-a-date", "has a year that cannot be right.", f"Check the year. {DATE}"),
        ),
        ("episodes.date", "46115", NO_ANSWER, NO_DATE),
        ("episodes.date", "20260403", NO_ANSWER, NO_DATE),
        ("episodes.date", "3/4/26 or 4/4/26", NO_ANSWER, NO_DATE),
        ("episodes.date", "٣/٤/٢٠٢٦", NO_ANSWER, NO_DATE),
    ]
)  # fmt: skip
def test_a_day_in_words_is_read_day_first_and_told(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


@expect(
    [
        (
            "people.date_of_birth", "3/4/10", "2010-04-03",
            noted("3 April 2010 (day first; years 00 to 29 are read as 2000 to 2029)"),
        ),
        (
            "people.date_of_birth", "3/4/68", "1968-04-03",
            noted("3 April 1968 (day first; years 30 to 99 are read as 1930 to 1999)"),
        ),
        ("episodes.date", "3/4/68", "2068-04-03", noted(f"3 April 2068 {FIRST}")),
        (
            "episodes.date", "3/4/98", "1998-04-03",
            noted("3 April 1998 (day first; years 80 to 99 are read as 1980 to 1999)"),
        ),
        ("people.date_of_birth", "Not known", "not known", []),
        ("people.date_of_birth", "WITHHELD", "withheld", []),
        ("people.date_of_birth", "n/k", "not known", noted('"Not known"')),
        ("people.date_of_birth", "n/a", "does not apply", noted('"Does not apply"')),
        ("people.date_of_birth", "about 15", NO_ANSWER, stopped("not-a-date", UNREADABLE_DATE, DATE + IF_PICKED)),
        (
            "people.date_of_birth", "none", NO_ANSWER,
            stopped(
                "unsure-answer", "could mean more than one answer.",
                "Pick one from the list: Not known, Not asked, Refused, Withheld or Does not apply.",
            ),
        ),
        (
            "people.date_of_birth", "Unknwon", NO_ANSWER,
            stopped(
                "not-a-date", UNREADABLE_DATE,
                'Did you mean "Not known"? Type a date, for example 03/04/2026, or pick one from the list: '
                "Not known, Not asked, Refused, Withheld or Does not apply.",
            ),
        ),
    ]
)  # fmt: skip
def test_a_date_of_birth_may_be_unknown_and_two_figures_of_a_year_are_explained(
    place: str, value: Value, raw: Any, remarks: list[Any]
) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


TYPED = "Check it, and type it as a date."


@expect(
    [
        ("episodes.date", at("2026-04-03 00:00"), "2026-04-03", []),
        ("episodes.date", date(2026, 4, 3), "2026-04-03", []),
        (
            "episodes.date", at("2026-04-03 12:05"), "2026-04-03",
            noted("the day 3 April 2026 alone, although a time stands there too"),
        ),
        ("episodes.date", 40807, "2011-09-21", noted("the date 21 September 2011", TYPED)),
        ("episodes.date", 46115.0, "2026-04-03", noted("the date 3 April 2026", TYPED)),
        ("episodes.date", 9862, NO_ANSWER, NO_DATE),
        ("episodes.date", 9863, "1927-01-01", noted("the date 1 January 1927", TYPED)),
        ("episodes.date", 73050, "2099-12-31", noted("the date 31 December 2099", TYPED)),
        ("episodes.date", 73051, NO_ANSWER, NO_DATE),
        ("episodes.date", 7700900123, NO_ANSWER, NO_DATE),
        ("episodes.date", True, NO_ANSWER, NO_DATE),
        ("episodes.date", time(0, 0), NO_ANSWER, NO_DATE),
        ("episodes.date", timedelta(hours=26), NO_ANSWER, NO_DATE),
        (
            "episodes.date", at("1900-01-01 00:00"), NO_ANSWER,
            stopped("not-a-date", "has a year that cannot be right.", f"Check the year. {DATE}"),
        ),
        (TOLD, at("2026-10-24 08:55"), "2026-10-24 08:55", []),
        (TOLD, at("2026-10-24 08:54:59.999000"), "2026-10-24 08:55", []),
        (TOLD, at("2026-12-31 23:59:59.999900"), "2027-01-01 00:00", []),
        (TOLD, at("2026-10-24 08:55:30"), "2026-10-24 08:55", noted("08:55 on 24 October 2026")),
        (
            TOLD, at("2026-10-24 00:00"), "2026-10-24 00:00",
            [(
                "check", "midnight",
                "was read as the very beginning of 24 October 2026, because no time stands there.",
                "Type the time if it was another.",
            )],
        ),
        (TOLD, 46319.371527777, "2026-10-24 08:55", noted("08:55 on 24 October 2026", TYPED)),
        (TOLD, 46319, NO_ANSWER, HALF_A_DAY),
        (TOLD, date(2026, 10, 24), NO_ANSWER, HALF_A_DAY),
        (TOLD, time(8, 55), NO_ANSWER, stopped("not-a-moment", "has a time but no day.", BOTH)),
        (TOLD, 855, NO_ANSWER, NO_MOMENT),
        (
            TOLD, at("1900-01-01 00:00"), NO_ANSWER,
            stopped("not-a-date", "has a year that cannot be right.", f"Check the year. {BOTH}"),
        ),
    ]
)  # fmt: skip
def test_a_day_or_a_moment_as_excel_holds_it(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


def test_a_number_is_a_day_four_years_later_where_the_workbook_counts_from_1904() -> None:
    answered = read_answer(column("episodes.date"), Cell(44653), LABELS, counts_from_1904=True)
    assert answered.value == "2026-04-03"


@pytest.mark.parametrize(
    ("place", "value", "number_format", "expected"),
    [
        (TOLD, at("2026-10-24 00:00"), "dd/mm/yyyy", ("not-a-moment", "has a day but no time.")),
        (START, time(0, 0), "dd mmm yyyy", ("not-a-time", "is the number 0.")),
    ],
)
def test_a_cell_that_shows_a_day_alone_holds_no_time(
    place: str, value: Value, number_format: str, expected: tuple[str, str]
) -> None:
    answered = read(place, value, number_format=number_format)
    assert answered.value is MISSING
    assert [(r.code, r.what) for r in answered.remarks] == [expected]


@expect(
    [
        (START, "17:40", "17:40", []),
        (START, "01:30 BST", "01:30 BST", []),
        (START, "5pm", "17:00", noted("17:00")),
        (START, "17.40", "17:40", noted("17:40")),
        (START, "1740", "17:40", noted("17:40")),
        (START, "1740 hrs", "17:40", noted("17:40")),
        (START, "17h40", "17:40", noted("17:40")),
        (START, "5:40 pm", "17:40", noted("17:40")),
        (START, "5.40 p.m.", "17:40", noted("17:40")),
        (START, "17:40:00", "17:40", noted("17:40")),
        (START, "12am", "00:00", noted("00:00")),
        (START, "12.30pm", "12:30", noted("12:30")),
        (START, "noon", "12:00", noted("12:00")),
        (START, "12 NOON", "12:00", noted("12:00")),
        (START, "1.30am bst", "01:30 BST", noted("01:30 BST")),
        (START, "5:40", "05:40", noted("05:40 (in the morning)")),
        (
            START, "midnight", NO_ANSWER,
            stopped(
                "not-a-time", "could be the beginning or the end of the day.",
                "Type 00:00 for the beginning of a day, 23:59 for its end.",
            ),
        ),
        (
            START, "24:00", NO_ANSWER,
            stopped("not-a-time", "is not a time of day: midnight is 00:00.", DAY_RANGE),
        ),
        (START, "25:10", NO_ANSWER, OUT_OF_DAY),
        (START, "17:60", NO_ANSWER, OUT_OF_DAY),
        (START, "13pm", NO_ANSWER, stopped("not-a-time", "is not a time of day.", TIME)),
        (START, "5", NO_ANSWER, NO_TIME),
        (
            START, "about 5pm", NO_ANSWER,
            NO_TIME,
        ),
        (
            START, "5pm or 6pm", NO_ANSWER,
            NO_TIME,
        ),
        (START, time(17, 40), "17:40", []),
        (START, time(17, 39, 59, 999_999), "17:40", []),
        (START, time(17, 40, 30), "17:40", noted("17:40")),
        (START, time(0, 0), "00:00", noted("00:00")),
        (START, timedelta(hours=17, minutes=40), "17:40", []),
        (START, timedelta(hours=30), NO_ANSWER, OUT_OF_DAY),
        (
            START, at("1900-01-01 00:00"), NO_ANSWER,
            OUT_OF_DAY,
        ),
        (
            START, at("2026-10-23 17:40"), "17:40",
            noted("the time 17:40 alone, although a day stands there too"),
        ),
        (START, 0.7361111111, "17:40", noted("17:40")),
        (START, 1740, "17:40", noted("17:40")),
        (START, 905, "09:05", noted("09:05")),
        (START, 0, NO_ANSWER, OUT_OF_DAY),
        (START, 17, NO_ANSWER, NO_TIME),
        (START, 1780, NO_ANSWER, NO_TIME),
        (START, 17.4, NO_ANSWER, NO_TIME),
        (START, False, NO_ANSWER, NO_TIME),
    ]
)  # fmt: skip
def test_a_time_of_day_is_read_by_either_clock(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


@expect(
    [
        (TOLD, "24 Oct 2026 08:55", "2026-10-24 08:55", []),
        (TOLD, "25 Oct 2026 01:30 BST", "2026-10-25 01:30 BST", []),
        (TOLD, "4:40pm, Sunday 25 October 2026", "2026-10-25 16:40", noted("16:40 on 25 October 2026")),
        (
            TOLD, "4:40pm, Monday 25 October 2026", "2026-10-25 16:40",
            [(
                "check", "weekday", "was read as 16:40 on 25 October 2026, but that is a Sunday, not a Monday.",
                "Check the day.",
            )],
        ),
        (TOLD, "24/10/26 8.55am", "2026-10-24 08:55", noted(f"08:55 on 24 October 2026 {FIRST}")),
        (TOLD, "8.55am on 24/10/26", "2026-10-24 08:55", noted(f"08:55 on 24 October 2026 {FIRST}")),
        (TOLD, "24.10.26 17.40", "2026-10-24 17:40", noted(f"17:40 on 24 October 2026 {FIRST}")),
        (TOLD, "10.30 24 Oct 2026", "2026-10-24 10:30", noted("10:30 on 24 October 2026")),
        (TOLD, "24/10/2026 0855", "2026-10-24 08:55", noted(f"08:55 on 24 October 2026 {FIRST}")),
        (TOLD, "24 October 2026 at noon", "2026-10-24 12:00", noted("12:00 on 24 October 2026")),
        (TOLD, "2026-10-24 08:55", "2026-10-24 08:55", noted("08:55 on 24 October 2026")),
        (TOLD, "2026-10-24T08:55:00", "2026-10-24 08:55", noted("08:55 on 24 October 2026")),
        (
            TOLD, "2026-10-24T08:55:00Z", NO_ANSWER,
            stopped(
                "not-a-moment", "is written in Greenwich time, or with a difference from it.", f"Use local time. {BOTH}"
            ),
        ),
        (TOLD, "24 October 2026", NO_ANSWER, HALF_A_DAY),
        (TOLD, "08:55", NO_ANSWER, stopped("not-a-moment", "has a time but no day.", BOTH)),
        (TOLD, "8.55am on 24 October", NO_ANSWER, stopped("not-a-date", "has no year.", BOTH)),
        (
            TOLD, "31/02/2026 10:00", NO_ANSWER,
            stopped("not-a-date", "is not a day in the calendar.", f"Check the day and the month. {BOTH}"),
        ),
        (TOLD, "24/10/2026 25:00", NO_ANSWER, OUT_OF_DAY),
        (TOLD, "yesterday 5pm", NO_ANSWER, NO_MOMENT),
    ]
)  # fmt: skip
def test_a_day_with_a_time_is_read_in_either_order(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)
