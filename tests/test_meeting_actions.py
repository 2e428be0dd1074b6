"""What was filled in at a meeting, laid beside the records: what it does to each, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casepack.actions_files import actions_beside, called_actions
from casepack.conference_actions import action_lines
from casepack.conference_cases import gather
from casepack.errors import RecordError
from casepack.form_office import OFFICE_FORM
from casepack.inputs import load_case
from casepack.office import Office
from casepack.record import Record
from casepack.record_files import records_in
from casepack.workbook_build import build_workbook

from .builders import Row
from .builders_actions import (
    AFTER,
    CAL,
    DECEMBER,
    MATEUS,
    NEW,
    NOOR,
    NOVEMBER,
    SO_FAR,
    Folder,
    a_record,
    action,
    filled_in,
    folder,
    new_row,
    reference,
    the_action,
    the_office,
    told,
    usual,
)
from .builders_case import decision
from .conftest import Casepack

STANDS, NEW_DAY, OUTCOME = "How it stands now", "New day", "What came of it"


@pytest.fixture
def here(tmp_path: Path) -> Folder:
    """The usual case, alone."""
    return folder(tmp_path / "cases", usual())


def so_far(row: str | int = "ACT1", **answers: Any) -> list[tuple[str, str, str | int, Any]]:
    """What the meeting says of one of the earlier actions."""
    names = {"stands": STANDS, "day": NEW_DAY, "outcome": OUTCOME, "owner": "Owner", "due": "Due", "case": "Case"}
    names |= {"action": "Action", "what": "What is to be done", "stood": "Stood"}
    return [(SO_FAR, names[key], row, answer) for key, answer in answers.items()]


def changed(here: Folder, **changes: Any) -> None:
    """Change the first action of the usual record, as an officer does after the meeting."""
    data = usual()
    data["actions"][0] |= changes
    here.keep(f"{reference(1)}.json", data)


# What is taken over


@pytest.mark.parametrize(
    ("filled", "field", "value"),
    [
        pytest.param({"stands": "Done"}, "status", "done", id="done"),
        pytest.param({"stands": "overtaken"}, "status", "overtaken", id="in other capitals"),
        pytest.param({"stands": "Open"}, "status", "open", id="as it was"),
        pytest.param({"day": date(2026, 12, 9)}, "due", date(2026, 12, 9), id="a new day"),
        pytest.param({"day": "9 December 2026"}, "due", date(2026, 12, 9), id="a day in words"),
        pytest.param({"outcome": "She was glad of it."}, "outcome", "She was glad of it.", id="outcome"),
    ],
)
def test_what_the_meeting_says_of_an_action_is_what_the_record_says(
    here: Folder, filled: Row, field: str, value: object
) -> None:
    here.lay(so_far(**filled))
    loaded = here.load()
    assert getattr(the_action(loaded, "ACT1"), field) == value
    assert [p.code for p in told(loaded)] == (["read-as"] if filled.get("day") == "9 December 2026" else [])


def test_an_action_that_was_not_spoken_of_stays_as_it_is(here: Folder) -> None:
    before = here.load()
    here.lay(so_far(stands="Done"))
    assert the_action(here.load(), "ACT2") == the_action(before, "ACT2")


def test_what_came_of_it_stands_behind_what_the_record_said_before(tmp_path: Path) -> None:
    here = folder(tmp_path, usual(actions=[action("ACT1", "Ring {P3}.", outcome="Rang twice")]))
    here.lay(so_far(outcome="Reached at last"))
    assert the_action(here.load(), "ACT1").outcome == "Rang twice. Reached at last"


def test_a_new_action_is_one_of_the_record(here: Folder) -> None:
    here.lay(new_row())
    loaded = here.load()
    found = the_action(loaded, "PGC-2026-11-1")
    assert (found.what, found.owner, found.due, found.status) == (
        "Ask the school about the walk home.",
        "SC-02",
        date(2026, 12, 2),
        "open",
    )
    assert told(loaded) == []


@pytest.mark.parametrize(
    ("typed", "owner"),
    [
        ("Sam Pencilworth (SC-02)", "SC-02"),
        ("Southmere csc (csc)", "csc"),
        ("Holmbeck Academy (SCH1)", "SCH1"),
        ("the family worker", "the family worker"),
    ],
)
def test_an_owner_is_picked_or_told_in_words(here: Folder, typed: str, owner: str) -> None:
    here.lay(new_row(owner=typed))
    assert the_action(here.load(), "PGC-2026-11-1").owner == owner


@pytest.mark.parametrize(
    ("person", "what", "codes"),
    [
        ("MSC-2026-0001: Callum Exampleby", "{P1}: ", []),
        ("Callum Exampleby", "{P1}: ", []),
        ("Mateus", "{P2}: ", []),
        ("MSC-2026-0001: H1", "{P3}: ", ["person-by-code"]),
        ("young person H1", "{P3}: ", ["person-by-code"]),
        ("MSC-2026-0001: P3", "{P3}: ", []),
        ("p3", "{P3}: ", []),
        ("Noor Inventa", "Noor Inventa: ", []),
        ("Orla Penhallow", "Orla Penhallow: ", []),
        ("Somebody Else", "", ["person-unknown"]),
        ("H2", "", ["person-unknown"]),
        ("MSC-2026-0002: Callum Exampleby", "", ["person-other-case"]),
    ],
)
def test_a_person_stands_before_what_is_to_be_done(here: Folder, person: str, what: str, codes: list[str]) -> None:
    here.lay(new_row(person=person))
    loaded = here.load()
    assert the_action(loaded, "PGC-2026-11-1").what == f"{what}Ask the school about the walk home."
    assert [p.code for p in told(loaded)] == codes


def test_two_people_of_one_name_are_not_taken_for_one_another(tmp_path: Path) -> None:
    here = folder(tmp_path, a_record(1, (CAL, "suspect"), (CAL | {"date_of_birth": "2012-01-01"}, "suspect")))
    here.lay(new_row(person="MSC-2026-0001: Callum Exampleby"))
    loaded = here.load()
    assert the_action(loaded, "PGC-2026-11-1").what == "Ask the school about the walk home."
    assert [p.code for p in told(loaded)] == ["person-unknown"]


def test_the_number_of_an_action_stays_when_rows_are_added_below(here: Folder) -> None:
    first = new_row(6) + new_row(8, what="Ask the police.")
    empty, path = here.made(), here.path / "PGC-2026-11 actions.xlsx"
    path.write_bytes(filled_in(empty, first))
    before = here.load().record.actions
    more = new_row(9, what="Ask the council.") + new_row(50, what="Ask the bus company.")
    path.write_bytes(filled_in(empty, first + more))
    after = here.load().record.actions
    assert after[: len(before)] == before
    assert [a.id for a in after[2:]] == ["PGC-2026-11-1", "PGC-2026-11-3", "PGC-2026-11-4", "PGC-2026-11-41"]
    below = new_row(50, what="Ask the bus company.") + new_row(51, what="Ask them again.")
    path.write_bytes(filled_in(empty, first + below))
    assert [a.id for a in here.load().record.actions[4:]] == ["PGC-2026-11-41", "PGC-2026-11-42"]
    assert told(here.load()) == []


def test_each_case_gets_its_own_actions_and_no_others(tmp_path: Path) -> None:
    here = folder(tmp_path, usual(), a_record(2, (CAL, "suspect"), actions=[action("ACT1", "Meet {P1}.")]))
    here.lay([*so_far(8, stands="Done"), *new_row(case="msc-2026-0002"), *new_row(7)])
    one, two = here.load(1).record.actions, here.load(2).record.actions
    assert [(a.id, a.status) for a in one] == [("ACT1", "open"), ("ACT2", "open"), ("PGC-2026-11-2", "open")]
    assert [(a.id, a.status) for a in two] == [("ACT1", "done"), ("PGC-2026-11-1", "open")]


def test_the_case_is_known_by_the_person_where_it_was_left_empty(here: Folder) -> None:
    here.lay(new_row(case=None, person="MSC-2026-0001: Callum Exampleby"))
    loaded = here.load()
    assert the_action(loaded, "PGC-2026-11-1").what.startswith("{P1}: ")
    assert [p.code for p in told(loaded)] == ["missing"]


def test_two_meetings_are_taken_in_the_order_of_time(here: Folder) -> None:
    here.lay([*so_far(day=date(2026, 12, 20)), *new_row(), *new_row(7, what="Ask the police.")])
    later = [*so_far(stands="Done"), *so_far("PGC-2026-11-1", stands="Done", outcome="They walk together now.")]
    data = here.path / f"{reference(1)}.json"
    moved = json.loads(data.read_text(encoding="utf-8")) | {"conference": {"meeting": DECEMBER}}
    data.write_text(json.dumps(moved), encoding="utf-8")
    here.lay(later, name="A first actions.xlsx", meeting=DECEMBER, as_of="2026-12-10 12:00")
    loaded = here.load(as_of="2026-12-20 12:00")
    found = the_action(loaded, "ACT1")
    assert (found.due, found.status) == (date(2026, 12, 20), "done")
    assert the_action(loaded, "PGC-2026-11-1").outcome == "They walk together now."
    assert [(a.id, a.status) for a in loaded.record.open_actions()] == [("ACT2", "open"), ("PGC-2026-11-2", "open")]
    assert told(loaded) == []


def test_an_action_agreed_at_a_meeting_belongs_to_that_meeting(here: Folder) -> None:
    here.lay(new_row())
    [case] = here.cases(AFTER)
    [told_of] = gather([case], NOVEMBER).here
    assert [(line.id, line.meeting) for line in action_lines(told_of)] == [
        ("ACT1", NOVEMBER), ("ACT2", NOVEMBER), ("PGC-2026-11-1", NOVEMBER),
    ]  # fmt: skip
    moved = usual(conference={"meeting": DECEMBER})
    here.keep(f"{reference(1)}.json", moved)
    [told_of] = gather(here.cases(AFTER), DECEMBER).here
    assert [(line.id, line.meeting) for line in action_lines(told_of)] == [
        ("ACT1", DECEMBER), ("ACT2", DECEMBER), ("PGC-2026-11-1", NOVEMBER),
    ]  # fmt: skip


# What must not come back to the meeting


def told_next_time(here: Folder) -> list[str]:
    """The newest actions as the next conference reads them."""
    here.keep(f"{reference(1)}.json", json.loads((here.path / f"{reference(1)}.json").read_text(encoding="utf-8")))
    [told_of] = gather(here.cases("2026-12-10 12:00"), NOVEMBER).here
    return [line.what for line in action_lines(told_of) if line.id.startswith("PGC")]


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({"person": "MSC-2026-0001: Callum Exampleby"}, "Callum: Ask the school about the walk home."),
        ({"person": "MSC-2026-0001: H1"}, "Young person H1: Ask the school about the walk home."),
        ({"person": "Noor Inventa"}, "A young person: Ask the school about the walk home."),
        ({"what": "Visit Noor with Callum."}, "Visit a young person with Callum."),
        ({"what": "Ask Orla Penhallow."}, "Ask a young person."),
    ],
)
def test_a_name_typed_at_the_meeting_never_comes_back_as_a_code(here: Folder, answers: Row, wanted: str) -> None:
    here.lay(new_row(**answers))
    assert told_next_time(here) == [wanted]


def test_who_is_both_suspected_and_harmed_is_not_given_away_by_the_name_that_was_picked(tmp_path: Path) -> None:
    here = folder(tmp_path, a_record(1, (CAL, "harmed+suspect"), (MATEUS, "suspect"), (NOOR, "harmed")))
    here.lay(new_row(person="MSC-2026-0001: Callum Exampleby") + new_row(7, person="H1", what="Offer support."))
    assert told_next_time(here) == [
        "A young person: Ask the school about the walk home.",
        "Young person H1: Offer support.",
    ]


def test_braces_that_stand_for_nobody_are_kept_as_words(here: Folder) -> None:
    here.lay(new_row(what="Ask {P9} and {P1}."))
    loaded = here.load()
    assert the_action(loaded, "PGC-2026-11-1").what == "Ask P9 and {P1}."
    assert [p.code for p in told(loaded)] == ["unknown-token"]


# What disagrees


@pytest.mark.parametrize(
    ("filled", "record", "where", "code", "kept"),
    [
        pytest.param({"stands": "Done"}, {"id": "ACT7"}, "B6 (Action)", "action-gone", {}, id="gone"),
        pytest.param(
            {"stands": "Overtaken"}, {"status": "done"}, "G6 (How it stands now)", "action-differs",
            {"status": "done"}, id="closed otherwise",
        ),
        pytest.param(
            {"stands": "Done", "outcome": "Reached."}, {"status": "done", "outcome": "No answer"},
            "I6 (What came of it)", "action-differs", {"outcome": "No answer"}, id="another outcome",
        ),
        pytest.param(
            {"day": date(2026, 12, 9)}, {"due": "2026-12-24"}, "E6 (Due)", "action-changed",
            {"due": date(2026, 12, 24)}, id="another day",
        ),
        pytest.param(
            {"stands": "Done"}, {"due": "2026-12-24"}, "E6 (Due)", "action-changed",
            {"due": date(2026, 12, 24), "status": "done"}, id="another day, and done",
        ),
        pytest.param(
            {"stands": "Done"}, {"owner": "SC-02"}, "D6 (Owner)", "action-changed",
            {"owner": "SC-02", "status": "done"}, id="another owner",
        ),
        pytest.param(
            {"stands": "Done"}, {"what": "Ring {P3} about {P1} soon."}, "C6 (What is to be done)", "action-changed",
            {"status": "done"}, id="other words",
        ),
        pytest.param(
            {"stands": "Done"}, {"what": "Mow the grass behind the parade."}, "C6 (What is to be done)",
            "action-other", {"status": "open"}, id="another action",
        ),
        pytest.param(
            {"day": date(2026, 11, 2)}, {}, "H6 (New day)", "day-before-meeting", {"due": date(2026, 11, 2)},
            id="before the meeting",
        ),
    ],
)  # fmt: skip
def test_what_disagrees_with_the_record_is_said_at_its_cell_and_stops_nothing(
    here: Folder, filled: Row, record: Row, where: str, code: str, kept: Row
) -> None:
    here.lay(so_far(**filled))
    changed(here, **record)
    loaded = here.load()
    assert [(p.where, p.code, p.severity) for p in told(loaded)] == [
        (f"PGC-2026-11 actions.xlsx: Actions so far!{where}", code, "check")
    ]
    now = the_action(loaded, record.get("id", "ACT1"))
    assert {field: getattr(now, field) for field in kept} == kept


@pytest.mark.parametrize(
    ("filled", "record"),
    [
        pytest.param({"stands": "Done"}, {"status": "done"}, id="done in both"),
        pytest.param({"stands": "Open"}, {"status": "done", "outcome": "Reached"}, id="done since the meeting"),
        pytest.param({"day": date(2026, 12, 9)}, {"due": "2026-12-09"}, id="the same day in both"),
        pytest.param({"outcome": "Reached."}, {"status": "done", "outcome": "Reached"}, id="the same words in both"),
        pytest.param({"stands": "Done"}, {"what": "Ring {P3}  about {P1}"}, id="a space and a full stop"),
        pytest.param({"stands": "Done"}, {"what": "Ring {P3} about Callum."}, id="a name where a token was"),
    ],
)
def test_what_agrees_with_the_record_in_the_end_is_not_spoken_of(here: Folder, filled: Row, record: Row) -> None:
    here.lay(so_far(**filled))
    changed(here, **record)
    loaded = here.load()
    assert told(loaded) == []
    assert the_action(loaded, "ACT1").status == record.get("status", str(filled.get("stands", "open")).lower())


def test_what_the_meeting_opens_again_is_open(tmp_path: Path) -> None:
    done = action("PGC-2026-10-1", "Mend the gate.", status="done")
    here = folder(tmp_path, usual(actions=[done]))
    here.lay(so_far("PGC-2026-10-1", stands="Open"))
    loaded = here.load()
    assert [a.id for a in loaded.record.open_actions()] == ["PGC-2026-10-1"]
    assert told(loaded) == []


@pytest.mark.parametrize(
    ("answers", "where", "code", "made"),
    [
        ({"what": None}, "D6 (What is to be done)", "action-without-words", False),
        ({"owner": None}, "E6 (Owner)", "missing", True),
        ({"due": None}, "F6 (Due)", "missing", True),
        ({"due": "soon"}, "F6 (Due)", "not-a-date", True),
        ({"due": date(2026, 11, 17)}, "F6 (Due)", "day-before-meeting", True),
    ],
)
def test_what_a_new_action_lacks_is_said_at_its_cell_and_stops_nothing(
    here: Folder, answers: Row, where: str, code: str, made: bool
) -> None:
    here.lay(new_row(**answers))
    loaded = here.load()
    assert [(p.where, p.code, p.severity) for p in told(loaded)] == [
        (f"PGC-2026-11 actions.xlsx: New actions!{where}", code, "check")
    ]
    assert ("PGC-2026-11-1" in {a.id for a in loaded.record.actions}) is made


def test_what_was_also_typed_into_the_record_stands_there_once(here: Folder) -> None:
    here.lay(new_row())
    data = usual()
    data["actions"].append(action("PGC-2026-11-1", "Ask the school about the walk home", "SC-02", "2026-12-02"))
    here.keep(f"{reference(1)}.json", data)
    loaded = here.load()
    assert [a.id for a in loaded.record.actions] == ["ACT1", "ACT2", "PGC-2026-11-1"]
    assert told(loaded) == []


def test_two_copies_of_one_workbook_count_once(here: Folder) -> None:
    filled = [*so_far(stands="Done", outcome="Reached."), *new_row()]
    here.lay(filled)
    once = here.load()
    first = here.path / "PGC-2026-11 actions.xlsx"
    (here.path / "Copy of PGC-2026-11 actions (1).xlsx").write_bytes(first.read_bytes())
    assert here.load().record == once.record
    assert told(here.load()) == []


def test_two_copies_that_differ_lose_no_action(here: Folder) -> None:
    empty = here.made()
    here.lay(new_row())
    (here.path / "PGC-2026-11 actions (1).xlsx").write_bytes(filled_in(empty, new_row(what="Ask the police.")))
    loaded = here.load()
    assert [(a.id, a.what) for a in loaded.record.actions[2:]] == [
        ("PGC-2026-11-1", "Ask the school about the walk home."),
        ("PGC-2026-11-1b", "Ask the police."),
    ]
    assert [(p.where, p.code) for p in told(loaded, " (1).xlsx")] == [
        ("PGC-2026-11 actions (1).xlsx: New actions!A6 (Number)", "action-twice")
    ]


def test_a_row_of_another_case_is_no_matter_of_this_one(here: Folder) -> None:
    here.lay(new_row(case="MSC-2026-0009", due="soon", person="Nobody"))
    before = folder(here.path.parent / "without", usual()).load()
    assert (here.load().record, told(here.load())) == (before.record, [])


# A case that has become sensitive


def test_a_case_that_is_sensitive_now_has_its_actions_in_its_own_papers(here: Folder) -> None:
    here.lay([*so_far(stands="Done"), *new_row()])
    data = usual()
    data["incident"] |= {"sensitivity": "sensitive"}
    here.keep(f"{reference(1)}.json", data)
    loaded = here.load()
    assert [(a.id, a.status) for a in loaded.record.actions] == [
        ("ACT1", "done"), ("ACT2", "open"), ("PGC-2026-11-1", "open"),
    ]  # fmt: skip
    assert [p.code for p in told(loaded)] == ["case-sensitive"]


def test_of_a_case_that_is_sensitive_now_the_status_of_a_folder_says_nothing(here: Folder, casepack: Casepack) -> None:
    here.keep("MSC-2026-0002.json", a_record(2, (CAL, "suspect")))
    quiet = casepack("status", here.path, "--as-of", AFTER, "--all")
    here.lay([*so_far(stands="Done"), *new_row(), *new_row(7, due="soon")])
    data = usual()
    data["incident"] |= {"sensitivity": "sensitive"}
    here.keep(f"{reference(1)}.json", data)
    run = casepack("status", here.path, "--as-of", AFTER, "--all")
    assert run.exit_code == 0
    assert "MSC-2026-0001" in quiet.output
    for secret in ("MSC-2026-0001", "PGC-2026-11-1", "walk home", "actions.xlsx"):
        assert secret not in run.output


# The command line


def test_status_shows_the_actions_of_the_meeting(here: Folder, casepack: Casepack) -> None:
    here.lay([*so_far(stands="Done"), *new_row()])
    run = casepack("status", here.path, "--as-of", AFTER, "--all", "--json")
    items = {item["id"]: item for item in json.loads(run.stdout)["items"] if item["kind"] == "action"}
    assert {"ACT2", "PGC-2026-11-1"} == set(items)
    assert items["PGC-2026-11-1"]["owner"] == "SC-02"


def test_a_case_that_no_record_has_is_said_once_for_the_folder(here: Folder, casepack: Casepack) -> None:
    here.keep("MSC-2026-0002.json", a_record(2, (CAL, "suspect")))
    here.lay([*new_row(case="MSC-2026-0011"), *new_row(7, case=None), *new_row(8)])
    run = casepack("status", here.path, "--as-of", AFTER, "--json")
    found = [(p["where"], p["code"], p["severity"]) for p in json.loads(run.stdout)["to_check"]]
    assert (run.exit_code, found) == (
        0,
        [
            ("PGC-2026-11 actions.xlsx: New actions!B6 (Case)", "case-unknown", "check"),
            ("PGC-2026-11 actions.xlsx: New actions!B7 (Case)", "case-missing", "check"),
        ],
    )
    shown = casepack("status", here.path, "--as-of", AFTER)
    assert shown.stderr.count("New actions!B6") == 1
    assert 'Did you mean "MSC-2026-0001"?' in " ".join(shown.stderr.split())


def test_a_single_record_is_not_asked_for_the_others(here: Folder, casepack: Casepack) -> None:
    here.lay(new_row(case="MSC-2026-0011"))
    run = casepack("status", here.path / f"{reference(1)}.json", "--as-of", AFTER, "--json")
    assert "to_check" not in json.loads(run.stdout)


def test_where_a_record_cannot_be_read_no_reference_is_repeated(here: Folder, casepack: Casepack) -> None:
    here.lay(new_row(case="MSC-2026-0011"))
    (here.path / "broken.json").write_text('{"incident": {"sensitivity": "sensitive"', encoding="utf-8")
    run = casepack("status", here.path, "--as-of", AFTER, "--json")
    assert [p["code"] for p in json.loads(run.stdout)["to_check"]] == ["case-unknown"]
    assert "MSC-2026-0011" not in run.output


def test_check_says_what_disagrees(here: Folder, casepack: Casepack) -> None:
    here.lay(new_row(owner=None))
    run = casepack("check", here.path / f"{reference(1)}.json", "--as-of", AFTER)
    assert run.exit_code == 0
    assert "PGC-2026-11 actions.xlsx: New actions!E6 (Owner)" in run.output


def test_make_prints_the_actions_and_says_what_has_changed(here: Folder, casepack: Casepack, tmp_path: Path) -> None:
    record, out = here.path / f"{reference(1)}.json", tmp_path / "out"
    assert casepack("make", record, "--as-of", AFTER, "--out", out).exit_code == 0
    before = json.loads((out / reference(1) / "manifest.json").read_text(encoding="utf-8"))
    here.lay([*so_far(stands="Done"), *new_row()])
    run = casepack("make", record, "--as-of", AFTER, "--out", out, "--json")
    [made] = json.loads(run.stdout)["records"]
    after = json.loads((out / reference(1) / "manifest.json").read_text(encoding="utf-8"))
    assert (run.exit_code, before["input_hash"] == after["input_hash"]) == (0, False)
    changes = {(c["where"], c["what"]) for c in made["changed_answers"]}
    assert {("Actions, PGC-2026-11-1", "new"), ("Actions, ACT1: Status", "changed")} <= changes
    again = casepack("make", record, "--as-of", AFTER, "--out", out, "--json")
    assert json.loads(again.stdout)["records"][0]["changed_answers"] == []


# The fingerprint


def test_the_fingerprint_of_a_record_changes_with_what_is_merged_and_only_then(here: Folder) -> None:
    seen = [here.load().record_hash]
    for filled in ([], so_far(stands="Done"), new_row(), new_row(what="Ask the police.")):
        here.lay(filled)
        seen.append(here.load().record_hash)
    assert seen[0] == seen[1]
    assert len(set(seen)) == 4
    (here.path / "PGC-2026-11 actions.xlsx").unlink()
    assert here.load().record_hash == seen[0]


# Files


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("PGC-2026-11 actions.xlsx", True),
        ("actions.xlsx", True),
        ("ACTIONS.XLSX", True),
        ("PGC-2026-11 actions (1).xlsx", True),
        ("Copy of PGC-2026-11 actions.xlsx", True),
        ("PGC-2026-11 actions - Copy.xlsx", True),
        ("PGC-2026-11_actions_v2.xlsx", True),
        ("PGC-2026-11 actions filled in.xlsm", True),
        ("~$PGC-2026-11 actions.xlsx", False),
        (".PGC-2026-11 actions.xlsx", False),
        ("PGC-2026-11 actions (checked).xlsx", False),
        ("PGC-2026-11 actions.docx", False),
        ("actions.json", False),
        ("transactions.xlsx", False),
        ("MSC-2026-0001.xlsx", False),
    ],
)
def test_a_workbook_of_actions_is_known_by_its_name(name: str, is_one: bool) -> None:
    assert called_actions(name) is is_one


def test_it_is_no_record_of_a_folder(here: Folder) -> None:
    here.lay()
    (here.path / "~$PGC-2026-11 actions.xlsx").write_bytes(b"locked")
    records = records_in(here.path, None)
    assert [p.name for p in records] == ["MSC-2026-0001.json"]
    assert [p.name for p in actions_beside(records[0])] == ["PGC-2026-11 actions.xlsx"]


def test_a_record_that_is_called_like_one_is_made_and_told_of(here: Folder) -> None:
    office = Office.model_validate(the_office())
    record = Record.model_validate(a_record(2, (CAL, "suspect")))
    path = here.path / "fire actions.xlsx"
    from casepack.form_record import RECORD_FORM

    path.write_bytes(build_workbook(RECORD_FORM, office, record, made_by="1.0.0"))
    assert path in records_in(here.path, None)
    loaded = load_case(path, None, AFTER)
    assert [(p.code, p.severity) for p in loaded.to_check if p.where == path.name] == [("called-actions", "check")]
    assert here.load().to_check == ()


def test_a_workbook_of_actions_in_place_of_a_record_says_so(here: Folder, casepack: Casepack) -> None:
    run = casepack("check", here.lay(), "--as-of", AFTER)
    assert run.exit_code == 3
    assert "holds the actions of a meeting, not a record" in " ".join(run.output.lower().split())


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:500])


def without_headings(path: Path) -> None:
    path.write_bytes(filled_in(path.read_bytes(), [(NEW, h, 5, "") for h in ("Case", "What is to be done")]))


def another_workbook(path: Path) -> None:
    path.write_bytes(build_workbook(OFFICE_FORM, None, Office.model_validate(the_office()), made_by="1.0.0"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damaged, "PGC-2026-11 actions.xlsx"),
        (without_headings, 'the column "What is to be done" is missing'),
        (another_workbook, "holds the office's data, not the actions of a meeting"),
    ],
)
def test_without_the_actions_that_cannot_be_read_no_pack_is_made(
    here: Folder, spoil: Callable[[Path], None], words: str
) -> None:
    path = here.lay(new_row())
    spoil(path)
    with pytest.raises(RecordError) as caught:
        here.load()
    assert words.casefold() in str(caught.value).casefold()
    assert {p.severity for p in caught.value.problems} >= {"problem"}


def test_a_workbook_that_says_of_no_meeting_is_known_by_its_name(here: Folder) -> None:
    from openpyxl import load_workbook

    path = here.lay(new_row())
    book = load_workbook(path)
    del book["casepack"]
    properties: Any = book.custom_doc_props  # type: ignore[attr-defined]
    for name in [p.name for p in properties.props]:
        del properties[name]
    book.save(path)
    assert [a.id for a in here.load().record.actions][2:] == ["PGC-2026-11-1"]
    path.rename(here.path / "actions.xlsx")
    with pytest.raises(RecordError, match="does not say of which meeting it is"):
        here.load()


def test_a_workbook_under_the_name_of_another_meeting_is_read_as_what_it_is(here: Folder, casepack: Casepack) -> None:
    here.lay(new_row(), name="PGC-2026-12 actions.xlsx")
    assert [a.id for a in here.load().record.actions][2:] == ["PGC-2026-11-1"]
    run = casepack("status", here.path, "--as-of", AFTER, "--json")
    assert [p["code"] for p in json.loads(run.stdout)["to_check"]] == ["meeting-other"]


def test_who_is_kept_from_being_named_may_be_picked_by_code(tmp_path: Path) -> None:
    hold = [decision("P2", "conference", "hold", why="Not identified")]
    here = folder(tmp_path, usual(decisions=hold))
    here.lay(new_row(person="MSC-2026-0001: N1"))
    assert the_action(here.load(), "PGC-2026-11-1").what.startswith("{P2}: ")
    assert told_next_time(here) == ["Young person N1: Ask the school about the walk home."]
