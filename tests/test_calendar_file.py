"""The deadlines as a calendar file: what stands in it, what never does, and what a second import does."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from casepack import make as making
from casepack import run as running
from casepack.calendar_file import calendar_file
from casepack.clock import moment
from casepack.inputs import load_case
from casepack.manifest import Manifest
from casepack.plan import Case

from .builders import episode, meeting, office, office_data, person, record, record_data, step

LONDON = ZoneInfo("Europe/London")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOON = "2026-10-25 12:10"


def case(as_of: str = NOON, offices: dict[str, Any] | None = None, **changes: Any) -> Case:
    return Case(record(**changes), office(**(offices or {})), moment(as_of, LONDON))


def incident(**changes: Any) -> dict[str, Any]:
    return {**record_data()["incident"], **changes}


def progress(key: str, status: str) -> list[dict[str, Any]]:
    return [{"step": key, "status": status}]


def action(key: str = "ACT1", due: str | None = "2026-11-06", **changes: Any) -> dict[str, Any]:
    return {"id": key, "what": "Ask {P1} and Tobias Sampleford about SCH1", "due": due, "owner": "police", **changes}


def events(data: bytes) -> dict[str, Event]:
    """The entries by the part of their UID that says which they are."""
    found = [e for e in Calendar.from_ical(data).walk("VEVENT") if isinstance(e, Event)]
    made = {str(e["uid"]).partition("+")[2].removesuffix("@casepack.invalid"): e for e in found}
    assert len(made) == len(found)
    return made


def titles(data: bytes) -> dict[str, str]:
    return {key: str(e["summary"]) for key, e in events(data).items()}


def alarm(event: Event) -> timedelta | None:
    alarms = event.walk("VALARM")
    assert len(alarms) <= 1
    return alarms[0].decoded("trigger") if alarms else None


def test_every_open_step_with_a_deadline_the_meeting_and_every_open_action_with_a_day_has_one_entry() -> None:
    rows = [
        action("ACT1"),
        action("ACT2", status="open"),
        action("ACT3", status="done"),
        action("ACT4", status="Overtaken"),
        action("ACT5", None),
    ]
    assert titles(calendar_file(case(actions=rows))) == {
        "step+obtain-details": "MSC-2026-0417: Obtain details due",
        "step+information-sharing": "MSC-2026-0417: Information sharing due",
        "step+systems-update": "MSC-2026-0417: Systems update due",
        "step+mapping": "MSC-2026-0417: Mapping due",
        "step+business-surveys": "MSC-2026-0417: Business surveys due",
        "step+support-in-place": "MSC-2026-0417: Support already in place due",
        "step+further-support": "MSC-2026-0417: Further support options due",
        "step+wider-support": "MSC-2026-0417: Wider support due",
        "step+conference": "MSC-2026-0417: Peer Group Conference due",
        "meeting+conference": "MSC-2026-0417: Peer Group Conference meeting",
        "action+ACT1": "MSC-2026-0417: action ACT1 due",
        "action+ACT2": "MSC-2026-0417: action ACT2 due",
    }


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("to do", "MSC-2026-0417: Mapping due"),
        ("in hand", "MSC-2026-0417: Mapping due"),
        ("done", "Done: MSC-2026-0417: Mapping"),
        ("not needed", None),
    ],
)
def test_the_title_says_how_a_step_stands(status: str, title: str | None) -> None:
    made = titles(calendar_file(case(progress=progress("mapping", status))))
    assert made.get("step+mapping") == title


@pytest.mark.parametrize(
    ("day", "start", "key", "begins", "lasts"),
    [
        pytest.param("2026-10-23", "17:40", "information-sharing", "2026-10-25T16:40Z", 15, id="clocks go back"),
        pytest.param("2026-03-28", "21:15", "information-sharing", "2026-03-30T21:15Z", 15, id="clocks go forward"),
        pytest.param("2026-10-23", "17:40", "business-surveys", "2026-10-30T17:40Z", 15, id="a week by the clock"),
        pytest.param("2026-06-01", "12:00", "obtain-details", "2026-06-02T11:00Z", 15, id="summer"),
        pytest.param("2026-06-01", "00:00", "obtain-details", "2026-06-01T22:59Z", 1, id="midnight is the day before"),
    ],
)
def test_a_deadline_stands_at_its_very_moment(day: str, start: str, key: str, begins: str, lasts: int) -> None:
    data = calendar_file(case(episodes=[episode("E1", day, start)]))
    event, starts = events(data)[f"step+{key}"], datetime.fromisoformat(begins)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (starts, starts + timedelta(minutes=lasts))
    assert f"DTSTART:{starts:%Y%m%dT%H%M%SZ}" in data.decode().split("\r\n")


def test_the_meeting_stands_where_the_office_has_it_and_the_deadline_where_the_month_ends() -> None:
    made = events(calendar_file(case(offices={"meetings": [meeting("PGC-2026-12", "2026-12-16 10:00")]})))
    assert made["meeting+conference"].decoded("dtstart") == datetime(2026, 12, 16, 10, tzinfo=UTC)
    assert made["step+conference"].decoded("dtstart") == datetime(2026, 11, 23, 17, 40, tzinfo=UTC)


def test_an_action_lasts_all_of_its_day() -> None:
    event = events(calendar_file(case(actions=[action()])))["action+ACT1"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 6), date(2026, 11, 7))


@pytest.mark.parametrize(
    ("key", "hours"),
    [
        ("step+obtain-details", 4),
        ("step+information-sharing", 4),
        ("step+mapping", None),
        ("step+business-surveys", 24),
        ("step+conference", None),
        ("meeting+conference", 24),
        ("action+ACT1", 15),
    ],
)
def test_a_reminder_comes_in_time_once_and_never_for_what_is_done(key: str, hours: int | None) -> None:
    made = events(calendar_file(case(progress=progress("mapping", "done"), actions=[action()])))
    assert alarm(made[key]) == (timedelta(hours=-hours) if hours else None)


def test_a_deadline_that_is_not_the_meeting_has_a_reminder_of_its_own() -> None:
    made = events(calendar_file(case(offices={"meetings": [meeting("PGC-2026-12", "2026-12-16 10:00")]})))
    assert [alarm(made[key]) for key in ("step+conference", "meeting+conference")] == [timedelta(hours=-24)] * 2


def test_every_entry_is_private_and_leaves_the_day_free() -> None:
    data = calendar_file(case(actions=[action()], progress=progress("mapping", "done")))
    calendar = Calendar.from_ical(data)
    assert (calendar["method"], calendar["version"], calendar["prodid"]) == ("PUBLISH", "2.0", "-//casepack//EN")
    marks = {(str(e["class"]), str(e["transp"]), str(e["status"])) for e in events(data).values()}
    assert marks == {("PRIVATE", "TRANSPARENT", "CONFIRMED")}


def test_no_person_school_agency_place_or_word_of_an_action_stands_in_it() -> None:
    people = [person("P1", school="SCH1")]
    data = calendar_file(case(people=people, actions=[action()], incident=incident(title="Fight at Brackwater")))
    text = data.decode().casefold()
    words = ("tobias", "sampleford", "{", "sch1", "school", "police", "southmere", "brackwater", "ask", "fight")
    assert [word for word in words if word in text] == []
    used = {name for e in events(data).values() for name in e}
    assert used & {"LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "COMMENT"} == set()


def test_a_sensitive_case_has_titles_that_say_nothing() -> None:
    restricted = incident(reference="MSC-2026-0098", sensitivity="sensitive")
    data = calendar_file(case(incident=restricted, actions=[action()], progress=progress("mapping", "done")))
    assert set(titles(data).values()) == {"MSC-2026-0098: deadline", "Done: MSC-2026-0098: deadline"}
    told = {str(e["description"]) for e in events(data).values()}
    assert {"Mapping", "Peer Group Conference meeting", "action ACT1"} <= told
    assert "Brackwater" not in data.decode()


@pytest.mark.parametrize(
    "title",
    [
        "Mapping, area; and\\more",
        "Mapping\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Second",
        "Mapping\r\nBEGIN:VALARM",
        'BEGIN:VCALENDAR "x":y',
        "Mäpping " * 40,
        "警察 " * 60,
    ],
)
def test_no_title_breaks_out_of_its_line(title: str) -> None:
    data = calendar_file(case(offices={"steps": [step("mapping", title, "Any", "hours", 48)]}))
    assert titles(data) == {"step+mapping": f"MSC-2026-0417: {' '.join(title.split())} due"}
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert [sum(line == begin for line in lines) for begin in (b"BEGIN:VEVENT", b"BEGIN:VALARM")] == [1, 1]
    assert b"".join(lines).decode()  # folded between characters, never inside one


def test_the_same_case_gives_the_same_bytes() -> None:
    assert calendar_file(case(actions=[action()])) == calendar_file(case(actions=[action()]))


def test_a_later_run_with_nothing_changed_gives_the_same_bytes() -> None:
    rows = [action("ACT1"), action("ACT2", "2026-10-24")]
    first = calendar_file(case(actions=rows, progress=progress("mapping", "done")))
    assert calendar_file(case("2027-01-05 09:00", actions=rows, progress=progress("mapping", "done")), first) == first


def is_newer(event: Event, than: Event) -> bool:
    """Is everything by which calendars tell old from new greater?"""
    moments = (event.DTSTAMP or NEVER) > (than.DTSTAMP or NEVER)
    return moments and (event.LAST_MODIFIED or NEVER) > (than.LAST_MODIFIED or NEVER) and event.sequence > than.sequence


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({"progress": progress("mapping", "done")}, {"step+mapping"}),
        ({"actions": [action(due="2026-11-09")]}, {"action+ACT1"}),
        ({"conference": {"meeting": "PGC-2026-12"}}, {"step+conference", "meeting+conference"}),
    ],
)
@pytest.mark.parametrize("as_of", ["2026-10-26 09:00", NOON, "2026-10-24 09:00"], ids=["later", "at once", "earlier"])
def test_only_what_has_changed_gets_a_higher_stamp_whenever_the_run_was(
    changes: dict[str, Any], changed: set[str], as_of: str
) -> None:
    offices = {"meetings": [meeting(), meeting("PGC-2026-12", "2026-12-16 10:00")]}
    before = calendar_file(case(offices=offices, actions=[action()]))
    after = calendar_file(case(as_of, offices, **{"actions": [action()], **changes}), before)
    old, new = events(before), events(after)
    assert old.keys() == new.keys()
    assert {key for key in new if new[key].to_ical() != old[key].to_ical()} == changed
    assert {key for key in new if is_newer(new[key], old[key])} == changed


def test_a_corrected_start_moves_every_deadline_under_its_old_uid() -> None:
    before = events(calendar_file(case()))
    after = events(calendar_file(case("2026-10-26 09:00", episodes=[episode(start="16:40")]), calendar_file(case())))
    moved = {key for key in before if before[key].decoded("dtstart") != after[key].decoded("dtstart")}
    assert before.keys() == after.keys()
    assert moved == {key for key in before if "conference" not in key}


def test_the_stamp_is_the_moment_of_the_run_and_grows_though_the_file_was_lost() -> None:
    first, lost = (events(calendar_file(case(at)))["step+mapping"] for at in (NOON, "2026-10-26 09:00"))
    assert first.decoded("last-modified") == datetime(2026, 10, 25, 12, 10, tzinfo=UTC)
    assert lost.sequence > first.sequence >= 0


@pytest.mark.parametrize(
    ("changes", "key", "title"),
    [
        ({"actions": [action(status="done")]}, "action+ACT1", "No longer due: MSC-2026-0417: action ACT1"),
        ({"actions": []}, "action+ACT1", "No longer due: MSC-2026-0417: action ACT1"),
        ({"progress": progress("mapping", "not needed")}, "step+mapping", "No longer due: MSC-2026-0417: Mapping"),
    ],
)
def test_what_was_in_the_calendar_and_is_no_longer_due_says_so_from_then_on(
    changes: dict[str, Any], key: str, title: str
) -> None:
    before = calendar_file(case(actions=[action()]))
    after = calendar_file(case("2026-10-26 09:00", **{"actions": [action()], **changes}), before)
    gone = events(after)[key]
    assert (str(gone["summary"]), str(gone["status"]), alarm(gone)) == (title, "CANCELLED", None)
    assert gone.decoded("dtstart") == events(before)[key].decoded("dtstart")
    assert is_newer(gone, events(before)[key])
    assert calendar_file(case("2026-10-27 09:00", **{"actions": [action()], **changes}), after) == after
    again = calendar_file(case("2026-10-28 09:00", actions=[action()]), after)
    assert titles(again) == titles(before)
    assert is_newer(events(again)[key], gone)


def test_a_meeting_and_a_step_that_the_office_has_taken_away_are_no_longer_due() -> None:
    before = calendar_file(case())
    rows = [row for row in office_data()["steps"] if row["id"] not in {"mapping", "conference"}]
    after = titles(calendar_file(case("2026-10-26 09:00", {"steps": rows}), before))
    assert {key: words for key, words in after.items() if words.startswith("No longer")} == {
        "meeting+conference": "No longer due: MSC-2026-0417: conference meeting",
        "step+conference": "No longer due: MSC-2026-0417: conference",
        "step+mapping": "No longer due: MSC-2026-0417: mapping",
    }


def test_a_case_that_becomes_sensitive_loses_its_titles() -> None:
    before = calendar_file(case(actions=[action()]))
    after = calendar_file(case("2026-10-26 09:00", incident=incident(sensitivity="sensitive")), before)
    assert set(titles(after).values()) == {"MSC-2026-0417: deadline", "No longer due: MSC-2026-0417: deadline"}


# In the pack


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for packs, whose documents are not typeset: the calendar does not depend on them."""

    def finished_bytes(*inputs: Any) -> dict[str, bytes]:
        return dict.fromkeys(("docx", *inputs[-1].writes), b"made")

    monkeypatch.setattr(running, "finished_bytes", finished_bytes)
    return tmp_path / "packs"


def made(packs: Path, as_of: str = NOON, **changes: Any) -> Path:
    """The pack's folder after a run over a record with these changes."""
    inputs = packs.parent
    (inputs / "office.json").write_text(json.dumps(office_data()), encoding="utf-8")
    (inputs / "case.json").write_text(json.dumps(record_data(**changes)), encoding="utf-8")
    return making.make(load_case(inputs / "case.json", None, as_of), packs).folder


def test_the_pack_holds_the_calendar_and_its_manifest_knows_it(packs: Path) -> None:
    folder = made(packs)
    data = (folder / "deadlines.ics").read_bytes()
    assert "step+mapping" in events(data)
    manifest = Manifest.from_json((folder / "manifest.json").read_bytes())
    assert manifest.other["deadlines.ics"] == hashlib.sha256(data).hexdigest()


def test_a_later_run_leaves_the_calendar_alone_until_something_changes(packs: Path) -> None:
    first = (made(packs) / "deadlines.ics").read_bytes()
    assert (made(packs, "2026-10-26 09:00") / "deadlines.ics").read_bytes() == first
    done = {"progress": progress("mapping", "done")}
    second = (made(packs, "2026-10-27 09:00", **done) / "deadlines.ics").read_bytes()
    old, new = events(first), events(second)
    assert {key for key in new if is_newer(new[key], old[key])} == {"step+mapping"}


def test_a_calendar_that_was_edited_by_hand_is_left_alone_and_the_next_goes_beside_it(packs: Path) -> None:
    edited = made(packs) / "deadlines.ics"
    edited.write_bytes(b"mine")
    folder = made(packs, "2026-10-26 09:00")
    assert edited.read_bytes() == b"mine"
    assert "step+mapping" in events((folder / "deadlines v2.ics").read_bytes())


def test_the_calendar_of_a_sensitive_case_is_in_the_restricted_folder(packs: Path) -> None:
    decided = {"sensitivity_decided_by": "SC-01", "sensitivity_decided_at": "2026-10-24 09:00"}
    secret = incident(reference="MSC-2026-0098", sensitivity="sensitive", **decided)
    made(packs, incident=secret)
    found = [str(path.relative_to(packs)) for path in packs.rglob("*.ics")]
    assert found == ["restricted/MSC-2026-0098/deadlines.ics"]
