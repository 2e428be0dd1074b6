"""What is overdue and what is due next, over many records: what it shows, in what order, and what it never shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from casepack.cli import main
from casepack.clock import moment
from casepack.plan import Case
from casepack.status import Item, situation_of

from .builders import episode, meeting, office, office_data, record, record_data
from .builders_workbook import office_book, record_book

LONDON = ZoneInfo("Europe/London")
NOON = "2026-10-25 12:10"


def incident(**changes: Any) -> dict[str, Any]:
    return {**record_data()["incident"], **changes}


def case(reference: str = "MSC-2026-0417", offices: dict[str, Any] | None = None, **changes: Any) -> Case:
    changes.setdefault("incident", incident(reference=reference))
    return Case(record(**changes), office(**(offices or {})), moment(NOON, LONDON))


def items(*cases: Case, as_of: str = NOON) -> tuple[Item, ...]:
    return situation_of(cases or (case(),), moment(as_of, LONDON))


def one(key: str, the_case: Case, as_of: str = NOON) -> Item:
    return next(i for i in items(the_case, as_of=as_of) if i.id == key)


def action(due: str | None = "2026-11-06", **changes: Any) -> dict[str, Any]:
    return {"id": "ACT1", "what": "Ask {P1} and Tobias Sampleford", "due": due, "owner": "police", **changes}


STEP = "information-sharing"
DONE = [{"step": STEP, "status": "done", "done_at": "2026-10-24 11:00"}]
IN_HAND = [{"step": STEP, "status": "in hand", "done_by": "SC-01"}]
UNTOLD = {"incident": incident(team_told_at=None)}
TOLD_LATE = {"incident": incident(team_told_at="2026-10-27 09:00")}


@pytest.mark.parametrize(
    ("as_of", "changes", "group", "stands"),
    [
        (NOON, {}, "today", "4 hours 30 minutes left"),
        (NOON, {"progress": IN_HAND}, "today", "4 hours 30 minutes left. In hand"),
        ("2026-10-25 16:40", {}, "today", "Due now"),
        ("2026-10-25 16:41", {}, "overdue", "Overdue by 1 minute"),
        ("2026-10-27 17:00", {"progress": IN_HAND}, "overdue", "Overdue by 2 days. In hand"),
        ("2026-10-27 17:00", TOLD_LATE, "missed", "Missed before we were told"),
        ("2026-10-27 17:00", UNTOLD, "overdue", "Overdue by 2 days"),
        ("2026-10-24 23:59", {}, "week", "17 hours 41 minutes left"),
        ("2026-10-24 09:00", {}, "week", "1 day 8 hours left"),
    ],
)
def test_a_step_is_overdue_missed_due_today_or_due_this_week(
    as_of: str, changes: dict[str, Any], group: str, stands: str
) -> None:
    item = one(STEP, case(**changes), as_of)
    assert (item.group, item.stands) == (group, stands)


@pytest.mark.parametrize(
    ("as_of", "group"),
    [
        ("2026-10-22 12:00", "later"),
        ("2026-10-23 00:00", "week"),
        ("2026-10-29 23:59", "week"),
        ("2026-10-30 00:00", "today"),
        ("2026-10-30 17:41", "overdue"),
    ],
)
def test_a_week_is_today_and_the_next_seven_days(as_of: str, group: str) -> None:
    assert one("business-surveys", case(), as_of).group == group


def test_a_deadline_at_midnight_is_due_on_the_day_before() -> None:
    at_midnight = case(episodes=[episode(start=None)])
    item = one(STEP, at_midnight, "2026-10-24 10:00")
    assert (item.group, item.due_words) == ("today", "11:59pm, Sat 24 Oct")


@pytest.mark.parametrize(
    ("progress", "group", "stands"),
    [([], "overdue", "Start now"), ([{"step": "community-reassurance", "status": "in hand"}], "today", "In hand")],
)
def test_what_is_to_start_at_once_stays_in_sight(progress: list[dict[str, Any]], group: str, stands: str) -> None:
    item = one("community-reassurance", case(progress=progress))
    assert (item.group, item.due_words, item.stands) == (group, "At once", stands)


@pytest.mark.parametrize(
    ("due", "group", "due_words", "stands"),
    [
        ("2025-12-31", "overdue", "Wed 31 Dec 2025", "Overdue by 298 days"),
        ("2026-10-24", "overdue", "Sat 24 Oct", "Overdue by 1 day"),
        ("2026-10-25", "today", "Sun 25 Oct", "Due today"),
        ("2026-11-01", "week", "Sun 1 Nov", "7 days left"),
        ("2026-11-02", "later", "Mon 2 Nov", "8 days left"),
        (None, "later", "No day given", "Open"),
    ],
)
def test_an_action_is_in_time_until_its_day_is_over(due: str | None, group: str, due_words: str, stands: str) -> None:
    item = one("ACT1", case(actions=[action(due)]))
    assert (item.group, item.due_words, item.stands) == (group, due_words, stands)


@pytest.mark.parametrize("status", ["done", "Done", "overtaken"])
def test_an_action_that_is_done_is_not_shown(status: str) -> None:
    assert "ACT1" not in {i.id for i in items(case(actions=[action(status=status)]))}


@pytest.mark.parametrize("status", ["done", "not needed"])
def test_a_step_that_is_done_or_not_needed_is_not_shown(status: str) -> None:
    assert STEP not in {i.id for i in items(case(progress=[{"step": STEP, "status": status}]))}


def test_a_closed_case_is_not_shown() -> None:
    assert items(case(incident=incident(status="Closed"), actions=[action()])) == ()


def test_people_in_the_words_of_an_action_are_shown_by_code_however_they_were_written() -> None:
    assert one("ACT1", case(actions=[action()])).what == "ACT1: Ask P1 and P1"


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("SC-01", ("SC-01", "Officer SC-01")),
        ("police", ("police", "Southmere police")),
        ("duty desk", ("duty desk", "duty desk")),
        ("mother of {P1}", ("mother of P1", "mother of P1")),
        (None, ("", "Nobody named")),
    ],
)
def test_the_owner_of_an_action_is_a_name_from_the_office_or_words(
    owner: str | None, expected: tuple[str, str]
) -> None:
    item = one("ACT1", case(actions=[action(owner=owner)]))
    assert (item.owner, item.owner_words) == expected


@pytest.mark.parametrize(("progress", "owner"), [([], "SC-02"), (IN_HAND, "SC-01")])
def test_a_step_belongs_to_whoever_does_it_or_else_to_the_officer_in_charge(
    progress: list[dict[str, Any]], owner: str
) -> None:
    assert one(STEP, case(progress=progress)).owner == owner


def test_items_come_by_urgency_then_by_when_due_then_by_case() -> None:
    late = {**TOLD_LATE["incident"], "reference": "A-1"}
    found = items(
        case("B-2", actions=[action("2026-10-24")]),
        case("A-1", incident=late, episodes=[episode(day="2026-10-20", start="09:00")]),
        case("C-3"),
    )
    shown = [(i.group, i.case, i.id) for i in found]
    assert shown[:3] == [("overdue", c, "community-reassurance") for c in ("A-1", "B-2", "C-3")]
    assert shown[3:6] == [
        ("overdue", "B-2", "obtain-details"),
        ("overdue", "C-3", "obtain-details"),
        ("overdue", "B-2", "ACT1"),
    ]
    assert {group for group, reference, _ in shown[6:11] if reference == "A-1"} == {"missed"}
    order = ["overdue", "missed", "today", "week", "later"]
    assert [group for group, _, _ in shown] == sorted((group for group, _, _ in shown), key=order.index)


def test_a_sensitive_case_shows_its_reference_its_steps_and_its_staff_only() -> None:
    secret = incident(reference="MSC-2026-0098", sensitivity="sensitive", title="Restricted title")
    found = items(case(incident=secret, actions=[action(), action(id="ACT2", owner="SC-01")], progress=IN_HAND))
    acts = {i.id: (i.what, i.owner, i.owner_words) for i in found if i.kind == "action"}
    assert acts == {
        "ACT1": ("Action ACT1", "", "Not shown"),
        "ACT2": ("Action ACT2", "SC-01", "Officer SC-01"),
    }
    assert all(i.restricted and i.case == "MSC-2026-0098" for i in found)


# The command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of records: an ordinary one, a sensitive one, the office's data, and what programs leave behind."""
    write(tmp_path / "office.json", office_data(meetings=[meeting()]))
    write(tmp_path / "ordinary.json", record_data(actions=[action()]))
    secret = incident(reference="MSC-2026-0098", sensitivity="sensitive", title="Restricted title", officer="SC-01")
    secret |= {"sensitivity_decided_by": "SC-01", "sensitivity_decided_at": "2026-10-24 09:00"}
    write(tmp_path / "secret.json", record_data(incident=secret))
    for name in ("~$ordinary.json", ".hidden.json", "notes.txt"):
        (tmp_path / name).write_text("not a record", encoding="utf-8")
    return tmp_path


def write(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def run(*arguments: str | Path, as_of: str = NOON) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, ["status", *map(str, arguments), "--as-of", as_of])


def test_a_folder_shows_its_ordinary_records_and_no_trace_of_a_sensitive_one(folder: Path) -> None:
    done = run(folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "MSC-2026-0417" in done.stdout
    assert not any(trace in done.stdout for trace in ("0098", "Restricted", "secret", "SC-01", "2 records"))


def test_a_folder_of_sensitive_records_looks_like_an_empty_one(folder: Path) -> None:
    (folder / "ordinary.json").unlink()
    with_secret = run(folder)
    (folder / "secret.json").unlink()
    assert (with_secret.exit_code, with_secret.output) == (0, run(folder).output)


@pytest.mark.parametrize("damage", ['"sensitivity": "sensitive", ', '"unknown_field": 1, '])
def test_a_sensitive_record_that_is_wrong_leaves_no_trace_either(folder: Path, damage: str) -> None:
    secret = folder / "secret.json"
    secret.write_text(secret.read_text(encoding="utf-8").replace("{", "{" + damage, 1), encoding="utf-8")
    assert (run(folder).exit_code, run(folder).stderr) == (0, "")
    assert run(secret).exit_code == run(folder, "--include-restricted").exit_code == 3


@pytest.mark.parametrize("ask", [["--include-restricted"], ["secret.json"]])
def test_a_sensitive_record_is_shown_where_it_is_asked_for(folder: Path, ask: list[str]) -> None:
    done = run(folder, *(folder / a if a.endswith(".json") else a for a in ask))
    assert done.exit_code == 0
    assert "MSC-2026-0098" in done.stdout
    assert "Restricted" not in done.output
    assert done.stdout.startswith("2 records")


def test_a_record_that_is_wrong_is_named_with_what_to_do_and_the_others_are_shown(folder: Path) -> None:
    wrong = folder / "wrong.json"
    wrong.write_text('{"incident": ', encoding="utf-8")
    done = run(folder)
    assert done.exit_code == 3
    assert "MSC-2026-0417" in done.stdout
    assert f'{wrong} is wrong and is not shown. Run casepack check "{wrong}"' in done.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [("loop.json", "a link that leads back to itself"), ("x" * 300, "the name is too long"), ("r.json/r", "is a file")],
)
def test_what_cannot_even_be_looked_at_is_said_and_the_others_are_shown(folder: Path, name: str, words: str) -> None:
    (folder / "loop.json").symlink_to("loop.json")
    (folder / "r.json").touch()
    done = run(folder / name, folder / "ordinary.json")
    assert (done.exit_code, words in done.stderr, "MSC-2026-0417" in done.stdout) == (2, True, True)


def test_a_record_named_twice_is_shown_once(folder: Path) -> None:
    assert run(folder, folder / "ordinary.json").stdout == run(folder).stdout


@pytest.mark.parametrize(
    ("arguments", "words", "absent"),
    [
        ([], "Community reassurance", "Later"),
        (["--all"], "ACT1: Ask P1 and P1", "Nobody named"),
        (["--all", "--owner", "police"], "Southmere police", "Officer SC-02"),
        (["--owner", "officer sc-02"], "Officer SC-02", "Southmere police"),
        (["--owner", "SC-01"], "nothing is due", "MSC-2026-0417"),
    ],
)
def test_what_is_shown_can_be_widened_and_narrowed(folder: Path, arguments: list[str], words: str, absent: str) -> None:
    done = run(folder, *arguments)
    assert done.exit_code == 0
    assert words in done.stdout
    assert absent not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "as_of", "words"),
    [
        (["--owner", "SC-20"], NOON, '"SC-20"'),
        ([], "25/10/2026", "--as-of"),
    ],
)
def test_a_slip_in_what_is_asked_for_is_said_and_never_looks_like_nothing_due(
    folder: Path, arguments: list[str], as_of: str, words: str
) -> None:
    done = run(folder, *arguments, as_of=as_of)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_a_folder_without_an_office_says_what_is_missing(folder: Path) -> None:
    (folder / "office.json").unlink()
    done = run(folder)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "office.json" in done.stderr


def test_the_offices_file_is_no_record_whatever_it_is_called(folder: Path) -> None:
    named = (folder / "office.json").rename(folder / "marlhaven.json")
    assert run(folder, "--office", named).exit_code == 0


def test_a_program_is_given_the_same(folder: Path) -> None:
    (folder / "wrong.json").write_text("{", encoding="utf-8")
    done = run(folder, "--json", "--owner", "police", "--all")
    assert done.exit_code == 3
    told = json.loads(done.stdout)
    assert told["as_of"] == "2026-10-25T12:10:00+00:00"
    assert told["exit_code"] == 3
    assert [w["record"] for w in told["wrong"]] == [str(folder / "wrong.json")]
    assert told["items"] == [
        {
            "group": "later",
            "case": "MSC-2026-0417",
            "kind": "action",
            "id": "ACT1",
            "what": "ACT1: Ask P1 and P1",
            "due": "2026-11-06",
            "due_words": "Fri 6 Nov",
            "owner": "police",
            "owner_words": "Southmere police",
            "stands": "12 days left",
            "restricted": False,
        }
    ]


@pytest.mark.parametrize("columns", ["40", "80", "100", "160"])
def test_the_table_fits_a_window_of_80_characters_or_more(folder: Path, columns: str) -> None:
    longer = action(what="Tell the safeguarding lead by telephone before the letter, as nobody is there in the holiday")
    write(folder / "ordinary.json", record_data(actions=[longer], incident=incident(reference=None)))
    arguments = ["status", str(folder), "--all", "--as-of", NOON]
    done = CliRunner(env={"COLUMNS": columns}).invoke(main, arguments)
    assert max(len(line) for line in done.stdout.splitlines()[1:]) <= max(int(columns), 80)
    assert "holiday" in done.stdout


def test_looking_at_records_loads_nothing_that_makes_documents(folder: Path) -> None:
    code = (
        "import sys; from casepack.cli import main; "
        f"main(['status', {str(folder)!r}, '--as-of', {NOON!r}], standalone_mode=False); "
        "print(sorted({'weasyprint', 'docxtpl', 'mammoth', 'icalendar', 'xlsxwriter'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]")


# Workbooks


def book(path: Path, **changes: Any) -> Path:
    path.write_bytes(record_book(record(**changes), office()).xlsx())
    return path


SECRET = incident(reference="MSC-2026-0099", sensitivity="sensitive", sensitivity_decided_by="SC-01")


def test_a_folder_shows_its_workbooks_and_its_json_and_each_record_once(folder: Path) -> None:
    book(folder / "ordinary.xlsx", actions=[action()])
    book(folder / "another.xlsx", incident=incident(reference="MSC-2026-0500"))
    book(folder / "without.xlsx", incident=incident(reference=None))
    write(folder / "without.json", record_data(incident=incident(reference=None)))
    (folder / "office.xlsx").write_bytes(office_book(office()).xlsx())
    for name in ("~$another.xlsx", "another (checked).xlsx", "another (put right 2).xlsx"):
        (folder / name).write_bytes(b"not a record")
    done = run(folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("3 records")
    assert "MSC-2026-0500" in done.stdout


def test_a_workbook_that_stands_alone_is_shown_whatever_its_name(folder: Path) -> None:
    book(folder / "alone (checked).xlsx", incident=incident(reference="MSC-2026-0500"))
    assert "MSC-2026-0500" in run(folder).stdout


def test_a_sensitive_workbook_of_a_folder_leaves_no_trace(folder: Path) -> None:
    before = run(folder).output
    secret = book(folder / "secret case.xlsx", incident=SECRET)
    assert run(folder).output == before
    assert "MSC-2026-0099" in run(secret).stdout
    assert "MSC-2026-0099" in run(folder, "--include-restricted").stdout


@pytest.mark.parametrize(
    ("sheet", "question", "value"),
    [
        ("Incident", "What happened", None),
        ("Incident", "Ordinary or sensitive?", "Sensitive (see manager)"),
        ("Incident", "Ordinary or sensitive?", "Senstive"),
    ],
)
def test_a_sensitive_workbook_that_is_wrong_leaves_no_trace_either(
    folder: Path, sheet: str, question: str, value: str | None
) -> None:
    before = run(folder).output
    wrong = record_book(record(incident=SECRET), office())
    wrong.put(sheet, question, value)
    secret = folder / "secret case.xlsx"
    secret.write_bytes(wrong.xlsx())
    assert run(folder).output == before
    assert run(secret).exit_code == run(folder, "--include-restricted").exit_code == 3


def test_a_sensitive_workbook_whose_sheet_was_renamed_leaves_no_trace_either(folder: Path) -> None:
    before = run(folder).output
    wrong = record_book(record(incident=SECRET), office())
    wrong.rename("Incident", "Case details")
    (folder / "secret case.xlsx").write_bytes(wrong.xlsx())
    assert run(folder).output == before


def test_an_ordinary_workbook_that_is_wrong_is_named(folder: Path) -> None:
    wrong = record_book(record(), office())
    wrong.put("Incident", "What happened", None)
    wrong.page("Lists").values[1, 1] = "Sensitive"
    (folder / "wrong.xlsx").write_bytes(wrong.xlsx())
    done = run(folder)
    assert (done.exit_code, "wrong.xlsx is wrong and is not shown" in done.stderr) == (3, True)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 damaged", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), b"Name,Age\n"],
    ids=["damaged", "locked", "a list"],
)
def test_a_workbook_that_cannot_be_read_may_be_sensitive_so_only_its_folder_is_named(folder: Path, data: bytes) -> None:
    for name in ("Sampleford.xlsx", "Other.xlsx"):
        (folder / name).write_bytes(data)
    done = run(folder)
    assert (done.exit_code, "MSC-2026-0417" in done.stdout) == (2, True)
    assert done.stderr.strip() == (
        f"Something in {folder} has the name of a record but cannot be read, and is not shown. "
        "casepack status --include-restricted says which it is."
    )
    told = run(folder, "--include-restricted")
    assert ("Sampleford.xlsx" in told.stderr, "Other.xlsx" in told.stderr) == (True, True)
