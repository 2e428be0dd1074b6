from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casepack import deadlines as dl
from casepack.clock import moment
from casepack.deadlines import Deadline, StepState
from casepack.office import Office
from casepack.record import Record

from .builders import episode, meeting, office, organisation, record, record_data, step

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return moment(text, LONDON)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def starting(day: str, start: str | None, **changes: Any) -> Record:
    return record(episodes=[episode("E1", day, start)], **changes)


def by_step(record: Record, office: Office) -> dict[str, Deadline]:
    return {d.step.id: d for d in dl.deadlines(record, office)}


def told(when: str | None, **changes: Any) -> dict[str, Any]:
    return {**record_data()["incident"], "team_told_at": when, **changes}


def state(key: str, as_of: str, the_office: Office | None = None, **changes: Any) -> StepState:
    made, the_office = record(**changes), the_office or office()
    states = dl.situation(made, the_office, dl.deadlines(made, the_office), at(as_of))
    return next(s for s in states if s.deadline.step.id == key)


@pytest.mark.parametrize(
    ("day", "start", "day_later", "two_days_later", "week_later", "month_later"),
    [
        pytest.param(
            "2026-10-23",
            "17:40",
            "2026-10-24T17:40+01:00",
            "2026-10-25T16:40+00:00",
            "2026-10-30T17:40+00:00",
            "2026-11-23T17:40+00:00",
            id="clocks go back inside 48 hours",
        ),
        pytest.param(
            "2026-03-28",
            "21:15",
            "2026-03-29T22:15+01:00",
            "2026-03-30T22:15+01:00",
            "2026-04-04T21:15+01:00",
            "2026-04-28T21:15+01:00",
            id="clocks go forward inside 24 hours",
        ),
        pytest.param(
            "2026-03-27",
            "01:30",
            "2026-03-28T01:30+00:00",
            "2026-03-29T02:30+01:00",
            "2026-04-03T01:30+01:00",
            "2026-04-27T01:30+01:00",
            id="48 hours end in the skipped hour",
        ),
        pytest.param(
            "2026-10-24",
            "01:30",
            "2026-10-25T01:30+01:00",
            "2026-10-26T00:30+00:00",
            "2026-10-31T01:30+00:00",
            "2026-11-24T01:30+00:00",
            id="24 hours end in the hour that comes twice",
        ),
        pytest.param(
            "2027-03-26",
            "18:30",
            "2027-03-27T18:30+00:00",
            "2027-03-28T19:30+01:00",
            "2027-04-02T18:30+01:00",
            "2027-04-26T18:30+01:00",
            id="Good Friday, and clocks change on Easter Sunday",
        ),
        pytest.param(
            "2026-12-24",
            "16:00",
            "2026-12-25T16:00+00:00",
            "2026-12-26T16:00+00:00",
            "2026-12-31T16:00+00:00",
            "2027-01-24T16:00+00:00",
            id="Christmas counts",
        ),
        pytest.param(
            "2027-01-31",
            "09:00",
            "2027-02-01T09:00+00:00",
            "2027-02-02T09:00+00:00",
            "2027-02-07T09:00+00:00",
            "2027-02-28T09:00+00:00",
            id="a month from 31 January",
        ),
    ],
)
def test_times_run_from_the_start_as_the_procedure_says(
    day: str, start: str, day_later: str, two_days_later: str, week_later: str, month_later: str
) -> None:
    due = by_step(starting(day, start), office(meetings=[]))
    latest = due["conference"].latest
    assert latest is not None
    found = [due["obtain-details"].due, due["mapping"].due, due["business-surveys"].due, latest]
    wanted = [day_later, two_days_later, week_later, month_later]
    assert [d.astimezone(UTC) for d in found] == [utc(w) for w in wanted]
    assert [d.isoformat(timespec="minutes") for d in found] == wanted


@pytest.mark.parametrize(
    ("day", "start", "held", "wanted"),
    [
        pytest.param(
            "2026-10-23",
            "17:40",
            "2026-11-18 10:00",
            {
                "community-reassurance": "2026-10-23T17:40+01:00",
                "obtain-details": "2026-10-24T17:40+01:00",
                "mapping": "2026-10-25T16:40+00:00",
                "systems-update": "2026-10-25T16:40+00:00",
                "information-sharing": "2026-10-25T16:40+00:00",
                "support-in-place": "2026-10-25T16:40+00:00",
                "business-surveys": "2026-10-30T17:40+00:00",
                "further-support": "2026-10-30T17:40+00:00",
                "wider-support": "2026-10-30T17:40+00:00",
                "conference": "2026-11-18T10:00+00:00",
                "latest": "2026-11-23T17:40+00:00",
            },
            id="ordinary",
        ),
        pytest.param(
            "2026-03-28",
            "21:15",
            "2026-04-15 10:00",
            {
                "community-reassurance": "2026-03-28T21:15+00:00",
                "obtain-details": "2026-03-29T22:15+01:00",
                "mapping": "2026-03-30T22:15+01:00",
                "systems-update": "2026-03-30T22:15+01:00",
                "information-sharing": "2026-03-30T22:15+01:00",
                "support-in-place": "2026-03-30T22:15+01:00",
                "business-surveys": "2026-04-04T21:15+01:00",
                "further-support": "2026-04-04T21:15+01:00",
                "wider-support": "2026-04-04T21:15+01:00",
                "conference": "2026-04-15T10:00+01:00",
                "latest": "2026-04-28T21:15+01:00",
            },
            id="sensitive",
        ),
    ],
)
def test_every_step_of_a_worked_case_is_due_when_it_should_be(
    day: str, start: str, held: str, wanted: dict[str, str]
) -> None:
    due = by_step(starting(day, start), office(meetings=[meeting("PGC", held)]))
    latest = due["conference"].latest
    assert latest is not None
    found = {key: d.due.isoformat(timespec="minutes") for key, d in due.items()}
    assert found | {"latest": latest.isoformat(timespec="minutes")} == wanted
    assert due["conference"].conference_note == ""


def test_deadlines_come_in_the_order_of_the_steps() -> None:
    assert [d.step.id for d in dl.deadlines(record(), office())] == [step.id for step in office().steps]


@pytest.mark.parametrize(
    ("start", "key", "words", "short"),
    [
        ("17:40", "mapping", "4:40pm, Sunday 25 October 2026", "4:40pm, Sun 25 Oct"),
        ("17:40", "community-reassurance", "At once", "At once"),
        (None, "obtain-details", "11:59pm, Friday 23 October 2026", "11:59pm, Fri 23 Oct"),
    ],
)
def test_when_a_step_is_due_is_said_without_midnight(start: str | None, key: str, words: str, short: str) -> None:
    due = by_step(starting("2026-10-23", start), office())[key]
    assert (due.due_words, due.due_short) == (words, short)


def test_the_clock_runs_from_the_earliest_episode_whatever_the_order_of_the_rows() -> None:
    made = record(episodes=[episode("E2", "2026-10-24", "15:15"), episode("E1", "2026-10-23", "17:40")])
    assert dl.start_of(made, office()).episode.id == "E1"


def test_the_earlier_of_two_times_with_the_same_wall_clock_starts_the_clock() -> None:
    made = record(episodes=[episode("E2", "2026-10-25", "01:10 GMT"), episode("E1", "2026-10-25", "01:30 BST")])
    assert dl.start_of(made, office()).episode.id == "E1"


def test_without_a_time_the_clock_starts_with_the_day_and_says_so() -> None:
    made = starting("2026-10-25", None)
    due = by_step(made, office())["mapping"]
    assert due.due == at("2026-10-26 23:00")
    assert (
        "is counted from the start of Sunday 25 October 2026"
        in dl.clock_words(made, office(), at("2026-10-25 12:00"))[0]
    )


@pytest.mark.parametrize(
    ("day", "start", "due"),
    [
        pytest.param("2026-10-18", "01:30", "2026-10-25T01:30+01:00", id="twice: the first one"),
        pytest.param("2026-03-22", "01:30", "2026-03-29T00:30+00:00", id="skipped: before the change"),
        pytest.param("2026-03-22", "02:00", "2026-03-29T02:00+01:00", id="just after the skipped hour"),
    ],
)
def test_a_week_that_ends_in_an_odd_hour_is_due_on_the_safe_side(day: str, start: str, due: str) -> None:
    found = by_step(starting(day, start), office())["business-surveys"].due
    assert found.isoformat(timespec="minutes") == due


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-05-15", 12, "2027-05-15"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_one(day: str, months: int, due: str) -> None:
    assert f"{dl.add_months(at(f'{day} 09:00'), months):%Y-%m-%d %H:%M}" == f"{due} 09:00"


@given(st.integers(0, 60 * 24 * 365 * 60))
def test_48_hours_are_48_elapsed_hours_whatever_the_clocks_do(minutes: int) -> None:
    start = (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(LONDON)
    made = starting(f"{start:%Y-%m-%d}", f"{start:%H:%M %Z}")
    due = by_step(made, office(meetings=[]))["mapping"].due
    assert due.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=48)


@pytest.mark.parametrize(
    ("meetings", "chosen", "meeting_id", "due", "note"),
    [
        pytest.param(
            [meeting("B", "2026-12-16 10:00"), meeting("A", "2026-11-18 10:00"), meeting("OLD", "2026-10-21 10:00")],
            None,
            "A",
            "2026-11-18 10:00",
            "",
            id="the next one after the start",
        ),
        pytest.param(
            [meeting("A", "2026-11-04 10:00"), meeting("B", "2026-11-18 10:00")],
            "B",
            "B",
            "2026-11-18 10:00",
            "",
            id="the one that the record names",
        ),
        pytest.param(
            [meeting("B", "2026-12-16 10:00")],
            None,
            "B",
            "2026-11-23 17:40",
            "The next conference, on Wednesday 16 December 2026, is later than one month after the incident (latest "
            "5:40pm, Monday 23 November 2026). Hold an extra meeting or record why not.",
            id="too late",
        ),
        pytest.param(
            [meeting("NODATE", None)],
            None,
            None,
            "2026-11-23 17:40",
            "No conference is scheduled after the incident. "
            "Arrange one, at the latest by 5:40pm, Monday 23 November 2026.",
            id="none",
        ),
    ],
)
def test_the_conference_is_the_next_meeting_and_within_the_month(
    meetings: list[dict[str, Any]], chosen: str | None, meeting_id: str | None, due: str, note: str
) -> None:
    made = record(conference={"meeting": chosen})
    found = by_step(made, office(meetings=meetings))["conference"]
    assert (found.meeting and found.meeting.id) == meeting_id
    assert found.due == at(due)
    assert found.conference_note == note


def progress(key: str, status: str, **changes: Any) -> list[dict[str, Any]]:
    return [{"step": key, "status": status} | changes]


@pytest.mark.parametrize(
    ("key", "as_of", "changes", "words", "kind"),
    [
        ("mapping", "2026-10-25 12:10", {}, "4 hours 30 minutes left", "due"),
        ("business-surveys", "2026-10-25 12:10", {}, "5 days left", "due"),
        ("information-sharing", "2026-10-24 10:40", {}, "1 day 7 hours left", "due"),
        ("mapping", "2026-10-25 16:40", {}, "Due now", "due"),
        ("mapping", "2026-10-25 16:41", {}, "Overdue", "overdue"),
        (
            "mapping",
            "2026-10-25 12:10",
            {"progress": progress("mapping", "in hand")},
            "4 hours 30 minutes left",
            "due",
        ),
        ("community-reassurance", "2026-10-25 12:10", {}, "Start now", "overdue"),
        (
            "community-reassurance",
            "2026-10-25 12:10",
            {"progress": progress("community-reassurance", "in hand")},
            "In hand",
            "due",
        ),
        (
            "community-reassurance",
            "2026-10-25 12:10",
            {"progress": progress("community-reassurance", "done", done_at="2026-10-24 10:00")},
            "Done",
            "done",
        ),
        (
            "mapping",
            "2026-10-26 12:10",
            {"progress": progress("mapping", "done", done_at="2026-10-25 16:40")},
            "Done",
            "done",
        ),
        (
            "mapping",
            "2026-10-26 12:10",
            {"progress": progress("mapping", "done", done_at="2026-10-25 17:10")},
            "Done late",
            "done",
        ),
        ("mapping", "2026-10-26 12:10", {"progress": progress("mapping", "done")}, "Done", "done"),
        ("mapping", "2026-10-26 12:10", {"progress": progress("mapping", "not needed")}, "Not needed", "neutral"),
        (
            "mapping",
            "2026-10-27 12:10",
            {"incident": told("2026-10-25 16:41")},
            "Missed before we were told",
            "missed",
        ),
        ("mapping", "2026-10-27 12:10", {"incident": told("2026-10-25 16:40")}, "Overdue", "overdue"),
        ("mapping", "2026-10-27 12:10", {"incident": told(None)}, "Overdue", "overdue"),
        ("community-reassurance", "2026-10-27 12:10", {"incident": told("2026-10-27 12:00")}, "Start now", "overdue"),
        ("conference", "2026-11-18 10:01", {}, "Overdue", "overdue"),
    ],
)
def test_each_step_stands_where_an_officer_would_say_it_stands(
    key: str, as_of: str, changes: dict[str, Any], words: str, kind: str
) -> None:
    found = state(key, as_of, **changes)
    assert (found.words, found.kind) == (words, kind)


@pytest.mark.parametrize(
    ("as_of", "changes", "detail"),
    [
        ("2026-10-25 16:55", {}, "Overdue by 15 minutes."),
        ("2026-10-25 12:10", {"progress": progress("mapping", "in hand")}, "In hand."),
        (
            "2026-10-26 12:10",
            {"progress": progress("mapping", "done", done_at="2026-10-25 17:10")},
            "Done at 5:10pm, Sunday 25 October 2026, 30 minutes late.",
        ),
        (
            "2026-10-28 12:10",
            {
                "progress": progress("mapping", "done", done_at="2026-10-27 16:40"),
                "incident": told("2026-10-27 09:00"),
            },
            "Done at 4:40pm, Tuesday 27 October 2026, 2 days late; it was due before we were told.",
        ),
        ("2026-10-28 12:10", {"progress": progress("mapping", "done")}, "When it was done is not recorded."),
    ],
)
def test_the_detail_says_by_how_much(as_of: str, changes: dict[str, Any], detail: str) -> None:
    assert state("mapping", as_of, **changes).detail == detail


def test_an_overdue_conference_without_a_meeting_says_what_to_arrange() -> None:
    found = state("conference", "2026-11-20 10:00", office(meetings=[meeting("B", "2026-12-16 10:00")]))
    assert found.words == "3 days left"
    assert found.detail.endswith("Hold an extra meeting or record why not.")


def test_the_next_step_due_is_the_open_one_that_falls_due_first() -> None:
    made = record(progress=progress("obtain-details", "done"))
    states = dl.situation(made, office(), dl.deadlines(made, office()), at("2026-10-25 12:10"))
    found = dl.next_due(states)
    assert found is not None
    assert found.deadline.step.id == "information-sharing"


def test_nothing_is_next_when_every_step_is_done() -> None:
    the_office = office(steps=[step("mapping", "Mapping", "Community impact", "hours", 48)])
    made = record(progress=progress("mapping", "done"))
    states = dl.situation(made, the_office, dl.deadlines(made, the_office), at("2026-10-25 12:10"))
    assert dl.next_due(states) is None


def test_the_clock_is_told_in_sentences() -> None:
    assert dl.clock_words(record(), office(), at("2026-10-25 12:10")) == (
        "The clock started at 5:40pm, Friday 23 October 2026, when the first episode began.",
        "The team was told 15 hours 15 minutes after it began, at 8:55am, Saturday 24 October 2026.",
        "The team has known for 1 day 4 hours, as at 12:10pm, Sunday 25 October 2026.",
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "When the team was told is not recorded."),
        ("2026-10-23 17:00", "before the recorded start. Check both times."),
        ("2026-10-26 09:00", "the team had not been told."),
    ],
)
def test_an_odd_time_of_telling_is_said_and_not_counted(when: str | None, words: str) -> None:
    said = dl.clock_words(record(incident=told(when)), office(), at("2026-10-25 12:10"))
    assert any(sentence.endswith(words) for sentence in said)


def test_times_are_those_of_the_offices_own_zone() -> None:
    azores = office(organisation=organisation(time_zone="Atlantic/Azores"))
    assert dl.deadlines(record(), azores)[0].due.utcoffset() == timedelta(0)
    assert dl.start_of(record(), azores).at.astimezone(UTC) == utc("2026-10-23T17:40+00:00")
