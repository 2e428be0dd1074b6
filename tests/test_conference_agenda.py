"""The agenda of a conference: times that add up from the start, the same length for every case."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casepack.conference_agenda import agenda_view, minutes_of_a_case, slots
from casepack.conference_pack import conference_pack

from .builders_conference import MEETING, a_month
from .outsider import word_text

START = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("cases", "minutes"), [(1, 15), (8, 15), (9, 10), (13, 10), (14, 5), (26, 5), (30, 5), (200, 5)]
)
def test_cases_share_the_time_evenly_and_none_gets_less_than_five_minutes(cases: int, minutes: int) -> None:
    assert minutes_of_a_case(cases) == minutes


@pytest.mark.parametrize("cases", [1, 2, 12, 30])
def test_every_item_begins_when_the_one_before_it_ends(cases: int) -> None:
    found = slots(START, cases)
    assert [slot.number for slot in found] == list(range(1, cases + 8))
    assert found[0].begins == START
    assert [later.begins for later in found[1:]] == [earlier.ends for earlier in found[:-1]]
    assert found[-1].ends - START == timedelta(minutes=50 + cases * minutes_of_a_case(cases))


def test_the_view_gives_each_case_its_number_its_time_and_its_minutes() -> None:
    view = agenda_view(START, [("MSC-1", "One"), ("MSC-2", "Two")])
    assert [(x["number"], x["reference"], x["time"], x["minutes"]) for x in view["agenda"]] == [
        ("4", "MSC-1", "10:20am", "15\u00a0min"),
        ("5", "MSC-2", "10:35am", "15\u00a0min"),
    ]
    assert view["at"]["welcome"] == {"number": "1", "time": "10am", "minutes": "5\u00a0min"}
    assert view["at"]["actions"] == {"number": "6", "time": "10:50am", "minutes": "10\u00a0min"}
    assert view["ends"] == "11:20am"


def test_the_pack_prints_times_who_attends_for_some_items_and_who_has_each_step_that_is_not_done() -> None:
    said = " ".join(word_text(conference_pack(a_month(), MEETING).docx).replace("\u00a0", " ").split())
    assert "the last item ends at 11:20am" in said
    assert "5. MSC-2026-0002 / Incident 2 | 10:35am | 15 min" in said
    assert re.search(r"Holmbeck Academy[ /|]+☐ \| ☐", said)
    assert re.search(r"Priory Ridge College[ /|]+☐ \| ☐", said)
    assert "Information sharing | Officer SC-02 | 4:40pm, Sunday 25 October 2026" in said
