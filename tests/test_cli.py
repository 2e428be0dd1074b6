"""The command line as an officer and as a program meet it: words, places, exit codes, and never a traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from casepack import cli_progress, cli_words, planning
from casepack.cli import OFFICE_VARIABLE, main
from casepack.errors import MissingPartError, TypesetError
from casepack.plan import Case

from .conftest import AS_OF, INPUTS, Casepack, SamplePack, run_casepack

MINIMAL = INPUTS / "sample-minimal.json"
OFFICE = INPUTS / "office.json"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the minimal record in it, and no office."""
    shutil.copy(MINIMAL, tmp_path / "case.json")
    return tmp_path


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def _commands() -> list[str]:
    return sorted(main.commands)


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("command", ["", *_commands()])
def test_the_help_of_every_command_shows_an_example(command: str, casepack: Casepack) -> None:
    done = casepack(*command.split(), "--help")
    assert done.exit_code == 0
    assert "Example" in done.stdout
    assert f"    casepack {command}".rstrip() in done.stdout


@pytest.mark.parametrize("command", _commands())
def test_every_option_of_every_command_says_what_it_is_for(command: str) -> None:
    silent = [p.name for p in main.commands[command].params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_the_office_beside_the_record_is_used_and_said(home: Path, casepack: Casepack) -> None:
    shutil.copy(OFFICE, home / "office.json")
    done = casepack("check", home / "case.json", "--as-of", AS_OF)
    assert (done.exit_code, f"Read with the office's data in {home / 'office.json'}" in done.stdout) == (0, True)


def test_the_office_named_goes_before_the_one_in_the_environment_and_that_before_the_one_beside(home: Path) -> None:
    for name in ("office.json", "named.json", "from_variable.json"):
        shutil.copy(OFFICE, home / name)
    runner = CliRunner(env={OFFICE_VARIABLE: str(home / "from_variable.json")})
    check = ["check", str(home / "case.json"), "--as-of", AS_OF]
    assert f"data in {home / 'from_variable.json'}" in runner.invoke(main, check).stdout
    named = runner.invoke(main, [*check, "--office", str(home / "named.json")])
    assert f"data in {home / 'named.json'}" in named.stdout


def test_a_run_says_which_record_and_which_office_it_read_and_where_the_pack_is(ordinary_pack: SamplePack) -> None:
    said = ordinary_pack.run.stdout
    for words in (f"Record  {INPUTS / 'sample-ordinary.json'}", f"Office  {OFFICE}", f"Pack    {ordinary_pack.folder}"):
        assert words in said


def test_results_go_to_standard_output_and_messages_to_standard_error(ordinary_pack: SamplePack) -> None:
    run = ordinary_pack.run
    assert "School letter P1 SCH1" in run.stdout
    assert "Code: under-10" in run.stderr
    assert "Code:" not in run.stdout
    assert "School letter" not in run.stderr


def _kinds_of_file(home: Path) -> Iterator[tuple[str, int, str]]:
    """What may be named in place of a record: its name, the exit code, and words that must be said."""
    (home / "folder").mkdir()
    (home / "book.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml")
    (home / "cut.json").write_text('{"incident": {"what_happened": "Someone', encoding="utf-8")
    (home / "empty.json").write_bytes(b"")
    (home / "list.json").write_text("[]", encoding="utf-8")
    (home / "latin.json").write_bytes('{"incident": "Siân"}'.encode("latin-1"))
    yield "missing.json", 2, "missing.json cannot be found"
    yield "folder", 2, "folder is a folder"
    yield "book.xlsx", 3, "is incomplete: its end is missing"
    yield "cut.json", 3, "breaks off in the middle"
    yield "empty.json", 3, "is empty"
    yield "list.json", 3, "not one object"
    yield "latin.json", 3, "not written as UTF-8"
    yield "office.json", 3, "holds the office's data, not a record"


@pytest.mark.parametrize("command", ["check", "make"])
def test_what_is_no_record_is_named_as_what_it_is_and_nothing_is_written(
    home: Path, casepack: Casepack, command: str
) -> None:
    shutil.copy(OFFICE, home / "office.json")
    for name, code, words in _kinds_of_file(home):
        if (name, command) == ("folder", "make"):
            words = "There is no record in"  # a folder stands for the records in it, and this one is empty
        before = _files(home)
        more = ["--out", home / "out"] if command == "make" else []
        done = casepack(command, home / name, "--as-of", AS_OF, *more)
        assert (name, done.exit_code) == (name, code)
        assert words.casefold() in _flat(done.stderr).casefold(), name
        assert f"{name}: {name}" not in done.stderr
        assert (done.stdout, _files(home)) == ("", before)


def test_a_record_without_an_office_is_told_where_the_office_is_looked_for(home: Path, casepack: Casepack) -> None:
    done = casepack("check", home / "case.json")
    assert done.exit_code == 2
    for place in ("office.json beside case.json", "--office FILE", OFFICE_VARIABLE):
        assert place in done.stderr


def test_a_wrong_option_and_a_missing_record_are_wrong_usage(casepack: Casepack) -> None:
    assert casepack("make").exit_code == 2
    assert casepack("check", MINIMAL, "--colour").exit_code == 2
    assert casepack("no-such-command").exit_code == 2


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("2026-10-25 01:30", "happened twice: the clocks went back. Ask which it was, and write 01:30 BST"),
        ("2026-03-29 01:30", "did not happen"),
        ("tomorrow", "is not a date with a time"),
        ("", "is not a date with a time"),
        ("9999-12-31 23:59", "must be from 2000 to 2100"),
        ("25/10/2026 12:10", "is not a date with a time"),
    ],
)
def test_a_time_that_may_mean_two_things_or_none_is_asked_about(casepack: Casepack, time: str, words: str) -> None:
    done = casepack("check", MINIMAL, "--as-of", time)
    assert (done.exit_code, done.stdout) == (2, "")
    said = _flat(done.stderr)
    assert f'--as-of "{time}"' in said
    assert words.casefold() in said.casefold() or "does not exist" in said


@pytest.mark.parametrize(("time", "said"), [("2026-10-25 01:30 BST", "+01:00"), ("2026-10-25 01:30 GMT", "+00:00")])
def test_a_time_that_says_which_it_was_is_taken(
    casepack: Casepack, time: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    honest = planning.make_plan

    def noting(case: Case) -> planning.Plan:
        read.append(case.as_of.isoformat())
        return honest(case)

    monkeypatch.setattr(planning, "make_plan", noting)
    assert casepack("check", MINIMAL, "--as-of", time).exit_code == 0
    assert [moment.endswith(said) for moment in read] == [True]


def _wrong_in_every_way() -> dict[str, Any]:
    return {
        "incident": {
            "reference": "MSC-2026-0901",
            "what_happened": "{P1} and {P8} were there.",
            "offcer": "SC-02",
            "sensitivity": "sensitve",
            "signatory": "SC-99",
            "team_told_at": "2026-10-25 01:30",
            "filmed": "yess",
        },
        "episodes": [
            {"id": "E1", "date": "23/10/2026", "start_time": "25:99"},
            {"id": "E1", "date": "2026-10-23", "force": "polise"},
        ],
        "people": [
            {"id": "P1", "given_name": "Rosalind", "date_of_birth": "2012-02-30", "age_from": -1, "school": "SCH77"},
            {"id": "P2", "kind": "chld", "postcod": "ZZ1 1AA"},
        ],
        "involvements": [
            {"id": "A1", "person": "P7", "role": "suspct", "episode": "E2"},
            {"id": "A2", "person": "P1", "role": "harmed", "episode": "E9"},
        ],
        "decisions": [{"person": "P1", "audience": "SCH1", "decision": "shar"}],
        "peeple": [],
    }


WRONG = {
    "incident.what_happened": "{P8}",
    "incident.offcer": 'Did you mean "officer"?',
    "incident.sensitivity": 'Did you mean "sensitive"?',
    "incident.signatory": "SC-99",
    "incident.team_told_at": "happened twice",
    "incident.filmed": 'Did you mean "yes"?',
    "episodes[0] (E1).date": "Write year-month-day",
    "episodes[0] (E1).start_time": "Write hours and minutes",
    "episodes[1] (E1).id": "Is already the id of episodes[0]",
    "episodes[1] (E1).force": 'Did you mean "police"?',
    "people[0] (P1).date_of_birth": "Is not a day in the calendar",
    "people[0] (P1).age_from": "whole number",
    "people[0] (P1).school": "SCH77",
    "people[1] (P2).kind": 'Did you mean "child"?',
    "people[1] (P2).postcod": 'Did you mean "postcode"?',
    "involvements[0] (A1).person": "P7",
    "involvements[0] (A1).role": 'Did you mean "suspect"?',
    "involvements[1] (A2).episode": "E9",
    "decisions[0].decision": 'Did you mean "share"?',
    "peeple": 'Did you mean "people"?',
}


@pytest.mark.parametrize("command", ["check", "make"])
def test_every_fault_of_a_record_is_said_in_one_run_with_its_place_and_what_to_do(
    tmp_path: Path, casepack: Casepack, command: str
) -> None:
    (tmp_path / "case.json").write_text(json.dumps(_wrong_in_every_way()), encoding="utf-8")
    more = ["--out", tmp_path / "out"] if command == "make" else []
    done = casepack(command, tmp_path / "case.json", "--office", OFFICE, "--as-of", AS_OF, *more)
    assert (done.exit_code, done.stdout, _files(tmp_path)) == (3, "", {"case.json"})
    blocks = {block.strip().split("\n")[0].strip(): _flat(block) for block in done.stderr.split("\n\n")}
    for place, words in WRONG.items():
        assert words in blocks[f"case.json: {place}"], place
    found = [block for place, block in blocks.items() if place.startswith("case.json: ")]
    assert len(found) >= len(WRONG)
    assert all("To do: " in block and "Code: " in block for block in found)
    assert "Nothing has been written" in done.stderr
    assert "Traceback" not in done.output


def test_problems_are_the_same_for_programs_as_for_people(tmp_path: Path, casepack: Casepack) -> None:
    (tmp_path / "case.json").write_text(json.dumps(_wrong_in_every_way()), encoding="utf-8")
    arguments = ["check", tmp_path / "case.json", "--office", OFFICE, "--as-of", AS_OF]
    said, data = casepack(*arguments), json.loads(casepack(*arguments, "--json").stdout)
    assert (data["exit_code"], data["records"]) == (3, [])
    assert {p["where"] for p in data["problems"]} >= {f"case.json: {place}" for place in WRONG}
    for problem in data["problems"]:
        assert f"  {problem['where']}\n" in said.stderr
        assert _flat(problem["fix"]) in _flat(said.stderr)


def test_check_in_json_says_what_check_says(casepack: Casepack) -> None:
    arguments = ["check", INPUTS / "sample-ordinary.json", "--as-of", AS_OF]
    said, data = casepack(*arguments), json.loads(casepack(*arguments, "--json").stdout)
    assert (data["exit_code"], data["problems"], data["errors"]) == (0, [], [])
    [record] = data["records"]
    assert f"It makes {len(record['documents'])} documents: " in said.stdout
    assert f"{len(record['not_made'])} more are not made" in said.stdout
    assert [p["code"] for p in record["to_check"]] == ["under-10"]
    assert all(row["why"] for row in record["not_made"])


def test_make_in_json_says_what_make_says(casepack: Casepack, minimal_pack: SamplePack) -> None:
    """The pack is there already, so both runs find it unchanged."""
    arguments = ["make", MINIMAL, "--as-of", AS_OF, "--out", minimal_pack.out]
    done = casepack(*arguments, "--json")
    data = json.loads(done.stdout)
    assert (done.stderr, data["exit_code"]) == ("", 0)
    [record] = data["records"]
    said = casepack(*arguments).stdout
    assert (record["changed"], Path(record["folder"])) == (False, minimal_pack.folder)
    for line in record["documents"]:
        assert (line["title"] in said, line["action"]) == (True, "unchanged")
        assert all((minimal_pack.folder / file).is_file() for file in line["files"])
    for words in record["missing"]:
        assert _flat(words)[1:] in _flat(said)


def test_an_error_in_json_is_json_too(casepack: Casepack, tmp_path: Path) -> None:
    data = json.loads(casepack("make", tmp_path / "none.json", "--json").stdout)
    assert (data["exit_code"], data["records"]) == (2, [])
    assert "cannot be found" in data["errors"][0]["error"]


def test_the_doctor_in_json_says_what_the_doctor_says(casepack: Casepack, tmp_path: Path) -> None:
    arguments = ["doctor", "--out", tmp_path, "--office", OFFICE]
    said, done = casepack(*arguments), casepack(*arguments, "--json")
    assert (said.exit_code, done.exit_code) == (0, 0)
    checks = json.loads(done.stdout)["checks"]
    assert len(checks) >= 8
    assert all(f"{check['name']}: " in said.stdout for check in checks)
    assert _files(tmp_path) == set()


def test_the_doctor_fails_with_a_code_of_its_own_where_something_is_missing(casepack: Casepack, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = casepack("doctor", "--out", tmp_path / "file")
    assert done.exit_code == 6
    assert "WRONG" in done.stdout


@pytest.mark.parametrize("which", ["record", "office"])
def test_the_schema_is_a_json_schema_of_the_samples_fields(casepack: Casepack, which: str) -> None:
    data = json.loads(casepack("schema", which).stdout)
    sample = json.loads((OFFICE if which == "office" else INPUTS / "sample-ordinary.json").read_text(encoding="utf-8"))
    assert data["$schema"].startswith("https://json-schema.org/")
    assert data["additionalProperties"] is False
    assert set(sample) <= set(data["properties"])


def test_check_writes_nothing_and_loads_none_of_the_heavy_libraries(home: Path) -> None:
    shutil.copy(OFFICE, home / "office.json")
    before = _files(home)
    heavy = ("weasyprint", "docxtpl", "mammoth", "pikepdf", "pypdfium2", "xlsxwriter")
    code = (
        "import sys\nfrom casepack.cli import main\n"
        f"code = main(['check', 'case.json', '--as-of', {AS_OF!r}], standalone_mode=False)\n"
        f"print([name for name in {heavy!r} if name in sys.modules], code or 0)"
    )
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    surroundings.pop(OFFICE_VARIABLE, None)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=home, env=surroundings, check=False)
    assert done.stdout.splitlines()[-1:] == ["[] 0"], done.stderr
    assert _files(home) == before


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "quiet", "drawn"),
    [
        (_Terminal, 0.0, False, True),
        (_Terminal, 1e9, False, False),
        (_Terminal, 0.0, True, False),
        (io.StringIO, 0.0, False, False),
    ],
)
def test_a_bar_is_drawn_only_on_a_terminal_and_only_for_a_long_run(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], patience: float, quiet: bool, drawn: bool
) -> None:
    screen = stream()
    monkeypatch.setattr(cli_progress, "PATIENCE", patience)
    monkeypatch.setattr(sys, "stderr", screen)
    with cli_progress.progress("MSC-2026-0901", quiet=quiet) as tick:
        for done in range(1, 5):
            tick(done, 4)
    assert ("2 of 4" in screen.getvalue()) is drawn
    assert screen.getvalue().endswith("\r") is drawn


def test_a_bar_stays_in_its_line_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Terminal()
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(cli_progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", screen)
    with cli_progress.progress("MSC-2026-0901", quiet=False) as tick:
        tick(1, 4)
    drawn = screen.getvalue().split("\r")
    assert [len(text) for text in drawn] == [0, 39, 39, 0]
    assert drawn[2].strip() == ""


def test_a_run_without_standard_error_draws_nothing_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", None)
    with cli_progress.progress("MSC-2026-0901", quiet=False) as tick:
        tick(1, 4)
    assert sys.stderr is None


@pytest.fixture
def at_a_terminal() -> Iterator[None]:
    """Ctrl-C reaches a program there. What a shell starts in the background is set to take no notice of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_stops_between_two_documents_says_so_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    typeset: list[bytes] = []

    def interrupted(docx: bytes) -> bytes:
        typeset.append(docx)
        signal.raise_signal(signal.SIGINT)
        raise TypesetError("It does not come to this document's end.")

    monkeypatch.setattr("casepack.finish.typeset", interrupted)
    done = run_casepack("make", MINIMAL, "--as-of", AS_OF, "--out", tmp_path, *["--json"] * as_json)
    assert (done.exit_code, len(typeset), _files(tmp_path)) == (130, 1, set())
    said = json.loads(done.stdout)["error"] if as_json else done.stderr
    assert "Stopped. Every pack is whole" in said
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("at_a_terminal")
def test_ctrl_c_pressed_twice_stops_at_once() -> None:
    def press_twice() -> None:
        with cli_progress.progress("MSC-2026-0901", quiet=True):
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        press_twice()


def test_a_table_in_a_narrow_window_is_stacked_and_not_cut(minimal_pack: SamplePack) -> None:
    again = ["make", str(MINIMAL), "--as-of", AS_OF, "--out", str(minimal_pack.out)]
    said = CliRunner(env={OFFICE_VARIABLE: None, "COLUMNS": "40"}).invoke(main, again).stdout
    table = said[said.index("Documents") :]
    assert max(len(line) for line in table.splitlines()) <= 40
    assert "Deadline checklist, The team" in table


def test_a_fault_in_casepack_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(case: Case) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(planning, "make_plan", broken)
    done = CliRunner().invoke(main, ["check", str(MINIMAL), "--as-of", AS_OF])
    assert (done.exit_code, isinstance(done.exception, KeyError)) == (1, True)


def test_a_fault_in_casepack_is_said_in_json_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(case: Case) -> None:
        raise KeyError("Kieran")

    monkeypatch.setattr(planning, "make_plan", broken)
    done = CliRunner().invoke(main, ["check", str(MINIMAL), "--as-of", AS_OF, "--json"])
    said = json.loads(done.stdout)
    assert (said["exit_code"], "a fault of its own" in said["error"], "Kieran" in done.stdout) == (1, True, False)


def test_a_disk_too_full_for_the_output_is_said(monkeypatch: pytest.MonkeyPatch, casepack: Casepack) -> None:
    def full(data: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli_words, "say_json", full)
    done = casepack("schema")
    assert (done.exit_code, "no room left on the disk" in done.stderr) == (7, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["make", "--json"],
        ["check", "x.json", "--colour", "--json"],
        ["no-such-command", "--json"],
        ["pdf", "--json", "x.docx"],
    ],
)
def test_a_command_that_cannot_be_taken_is_json_too_where_that_was_asked_for(
    casepack: Casepack, arguments: list[str]
) -> None:
    done = casepack(*arguments)
    assert (done.exit_code, json.loads(done.stdout)["exit_code"], done.stderr) == (2, 2, "")


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
@pytest.mark.parametrize(
    "name", ["\udcff.json", "\N{PANDA FACE}.json", "Si\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}n.json"]
)
def test_json_can_be_read_whatever_a_file_is_called_and_wherever_it_is_printed(charset: str, name: str) -> None:
    done = CliRunner(charset=charset).invoke(main, ["check", "--json", name])
    assert json.loads(done.stdout_bytes.decode("utf-8"))["errors"][0]["record"] == name


def test_a_sign_that_the_window_cannot_show_stops_nothing(home: Path) -> None:
    shutil.copy(OFFICE, home / "office.json")
    record = shutil.copy(MINIMAL, home / "\N{PANDA FACE}\n.json")
    done = CliRunner(charset="cp1252").invoke(main, ["check", str(record), "--as-of", AS_OF])
    assert (done.exit_code, "??.json: nothing is wrong" in done.stdout) == (0, True)


def test_a_record_that_begins_after_the_moment_it_is_read_at_is_worth_a_look(casepack: Casepack) -> None:
    done = casepack("check", MINIMAL, "--as-of", "2025-10-25 12:10")
    assert (done.exit_code, "episodes[0].date" in done.stderr) == (0, True)
    assert "Is after 25 October 2025, the day as of which the record is read" in _flat(done.stderr)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that make a pack without any document in it: for what is not about documents."""

    def missing(docx: bytes) -> bytes:
        raise TypesetError("Not typeset.", plain="Not typeset.")

    monkeypatch.setattr("casepack.finish.typeset", missing)


def _case(path: Path, reference: str, day: str, **incident: str) -> Path:
    data = json.loads(MINIMAL.read_text(encoding="utf-8"))
    data["incident"] |= {"reference": reference, **incident}
    data["episodes"][0]["date"] = day
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("sensitivity", ["ordinary", "sensitive"])
def test_the_reference_of_another_case_is_refused_also_in_a_later_run(home: Path, sensitivity: str) -> None:
    more = ["--office", OFFICE, "--as-of", AS_OF, "--out", home / "out"]
    run_casepack("make", _case(home / "first.json", "MSC-2026-0001", "2026-10-23"), *more)
    before = {path: path.read_bytes() for path in (home / "out").rglob("*") if path.is_file()}
    second = _case(home / "second.json", "MSC-2026-0001", "2026-10-24", sensitivity=sensitivity)
    done = run_casepack("make", second, *more)
    assert done.exit_code == 3
    assert "made from a file of another name about another day" in _flat(done.stderr)
    assert {path: path.read_bytes() for path in (home / "out").rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("name", "day"), [("renamed.json", "2026-10-23"), ("first.json", "2026-10-24")])
def test_a_record_that_was_renamed_or_corrected_is_still_the_same_case(home: Path, name: str, day: str) -> None:
    more = ["--office", OFFICE, "--as-of", AS_OF, "--out", home / "out"]
    run_casepack("make", _case(home / "first.json", "MSC-2026-0001", "2026-10-23"), *more)
    done = run_casepack("make", _case(home / name, "MSC-2026-0001", day), *more)
    assert "another case" not in _flat(done.stderr)
    assert done.exit_code == 6


@pytest.mark.parametrize(("name", "words"), [("folder", "folder is a folder"), ("x" * 300 + ".docx", "is too long")])
def test_what_is_no_word_file_is_said_in_plain_words(home: Path, casepack: Casepack, name: str, words: str) -> None:
    (home / "folder").mkdir()
    done = casepack("pdf", home / name, "--record", MINIMAL)
    assert (done.exit_code, words in done.stderr) == (2, True)


def test_a_missing_part_for_pdfs_stops_the_record_with_one_line_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(docx: bytes) -> bytes:
        raise MissingPartError("A part for making PDFs is missing (libpango).")

    monkeypatch.setattr("casepack.finish.typeset", missing)
    done = run_casepack("make", MINIMAL, "--as-of", AS_OF, "--out", tmp_path)
    assert done.exit_code == 6
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert _flat(done.stderr).count("A part for making PDFs is missing (libpango).") == 1


def test_the_version_is_said(casepack: Casepack) -> None:
    done = casepack("--version")
    assert (done.exit_code, done.stdout.startswith("casepack, version ")) == (0, True)


def test_two_records_with_one_reference_in_one_run_do_not_share_a_pack(tmp_path: Path, casepack: Casepack) -> None:
    for name in ("first.json", "copy of first.json"):
        (tmp_path / name).write_text((INPUTS / "sample-minimal.json").read_text(encoding="utf-8"), encoding="utf-8")
    for path in tmp_path.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        data["incident"]["reference"] = "MSC-2026-0001"
        path.write_text(json.dumps(data), encoding="utf-8")
    records = [tmp_path / "first.json", tmp_path / "copy of first.json"]
    run = casepack("make", *records, "--office", INPUTS / "office.json", "--out", tmp_path / "out")
    assert run.exit_code == 3
    assert "Is also the reference of first.json" in " ".join(run.stderr.split())
    assert "Give each case its own reference" in run.stderr
