"""Files and folders with a line break in their names, and other corners of the command line: what is printed of them.

A name is printed on one line, whatever it holds: nobody can make casepack say something by calling a file so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pydantic import BaseModel

from casepack import intake_files
from casepack.complaints import MEANT_FIELDS
from casepack.errors import OutputError, RecordError, UsageError, WithheldError
from casepack.office import Office
from casepack.office import Table as Row
from casepack.read import read_record
from casepack.record import Record

from . import builders
from .builders import office_data, record_data
from .conftest import AS_OF, run_casepack
from .fault_injection import light
from .hostile_json import as_json

BROKEN = "one\nMade all packs"
"""A name that, printed as it stands, would say something on a line of its own."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a line break in its name, and in it records with one in theirs: right, wrong and unreadable."""
    monkeypatch.setattr("casepack.make.produce", light)
    monkeypatch.setattr(intake_files, "build_workbook", lambda *_, **__: b"a workbook")
    folder = tmp_path / BROKEN
    folder.mkdir()
    (folder / "office.json").write_bytes(as_json(office_data()))
    (folder / f"{BROKEN}.json").write_bytes(as_json(record_data()))
    (folder / f"wrong {BROKEN}.json").write_bytes(as_json({"incident": 7}))
    (folder / f"{BROKEN}.docx").write_bytes(b"no Word file")
    (folder / f"{BROKEN}.txt").write_bytes(b"short")
    return folder


Command = Callable[[Path], Sequence[object]]
RUNS: dict[str, Command] = {
    "check": lambda h: ["check", h / f"{BROKEN}.json"],
    "check of several": lambda h: ["check", h / f"{BROKEN}.json", h / f"wrong {BROKEN}.json", h / f"no {BROKEN}.json"],
    "check of what is not there": lambda h: ["check", h / f"missing {BROKEN}.json"],
    "check of a folder": lambda h: ["check", h],
    "check --annotate": lambda h: ["check", "--annotate", h / f"wrong {BROKEN}.json"],
    "check with an office that is none": lambda h: ["check", h / f"{BROKEN}.json", "--office", h / f"{BROKEN}.docx"],
    "make": lambda h: ["make", h / f"{BROKEN}.json", "--out", h / "out"],
    "make twice the same": lambda h: ["make", *[h / f"{BROKEN}.json"] * 2, "--out", h / "out"],
    "make of a wrong one": lambda h: ["make", h / f"wrong {BROKEN}.json", "--out", h / f"new {BROKEN}"],
    "make into a file": lambda h: ["make", h / f"{BROKEN}.json", "--out", h / f"{BROKEN}.docx"],
    "make with a pass phrase that is weak": lambda h: [
        "make", h / f"{BROKEN}.json", "--seal", "--pass-phrase-file", h / f"{BROKEN}.txt",
    ],
    "make with no pass phrase": lambda h: ["make", h / f"{BROKEN}.json", "--pass-phrase-file", h / f"no {BROKEN}"],
    "new": lambda h: ["new", h / f"new {BROKEN}.xlsx"],
    "new over something": lambda h: ["new", h / f"{BROKEN}.json"],
    "new in no folder": lambda h: ["new", h / f"no {BROKEN}" / "case.xlsx"],
    "new of a folder": lambda h: ["new", h],
    "new of an office": lambda h: ["new", "--office", h / f"office {BROKEN}.xlsx"],
    "convert": lambda h: ["convert", h / f"{BROKEN}.json", h / f"as {BROKEN}.xlsx"],
    "convert over something": lambda h: ["convert", h / f"{BROKEN}.json", h / f"wrong {BROKEN}.json"],
    "pdf": lambda h: ["pdf", h / f"{BROKEN}.docx", "--record", h / f"{BROKEN}.json"],
    "pdf of no document": lambda h: ["pdf", h / f"{BROKEN}.txt", "--record", h / f"{BROKEN}.json"],
    "status": lambda h: ["status", h],
    "status of a wrong one": lambda h: ["status", h / f"wrong {BROKEN}.json"],
    "status of what is not there": lambda h: ["status", h / f"no {BROKEN}.json"],
    "conference": lambda h: ["conference", h, "--meeting", f"PGC {BROKEN}", "--out", h / "out"],
    "conference of a wrong one": lambda h: ["conference", h / f"no {BROKEN}", "--meeting", "PGC-2026-11"],
    "doctor": lambda h: ["doctor", "--out", h / "out", "--office", h / f"{BROKEN}.docx"],
    "a command that is none": lambda h: [BROKEN],
    "an option that is none": lambda h: ["check", f"--{BROKEN}"],
    "a schema that is none": lambda h: ["schema", BROKEN],
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_a_line_break_in_a_name_is_never_printed_as_one(name: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    arguments = list(RUNS[name](home))
    if arguments[0] in {"check", "make", "status", "pdf", "conference"}:
        arguments += ["--as-of", AS_OF]
    said = run_casepack(*arguments).output
    assert said
    assert [line for line in said.splitlines() if line.strip().startswith("Made all packs")] == []
    assert [sign for sign in said if not sign.isprintable() and sign != "\n"] == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UsageError(f"{BROKEN} cannot be found."), "one?Made all packs cannot be found."),
        (OutputError(f"{BROKEN} is a file."), "one?Made all packs is a file."),
        (WithheldError(f"{BROKEN} may not go:\n  - a name"), "one?Made all packs may not go:\n  - a name"),
    ],
)
def test_the_lines_of_a_message_are_its_own(error: Exception, said: str) -> None:
    from casepack.cli_words import words_of

    assert words_of(error, Path("/x") / BROKEN) == said  # type: ignore[arg-type]


# A folder where a file is to be made, and a link where a folder is


@pytest.mark.parametrize(
    "command", [["new", ".."], ["new", "."], ["new", "--office", ".."], ["new", "sub"], ["new", "a.xlsx"]]
)
def test_a_folder_in_place_of_a_new_file_is_called_a_folder(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.xlsx").mkdir()
    done = run_casepack(*command)
    assert done.exit_code == 2
    assert f"{command[-1]} is a folder. Name the file that is to be made in it" in done.stderr
    assert "...xlsx" not in done.stderr


@pytest.mark.parametrize("command", [["make"], ["conference", "--meeting", "PGC-2026-11"]])
@pytest.mark.parametrize("target", ["nowhere", "office.json"])
def test_a_link_that_leads_to_no_folder_is_called_a_link(command: list[str], target: str, home: Path) -> None:
    (home / "link").symlink_to(target)
    done = run_casepack(*command, home / f"{BROKEN}.json", "--as-of", AS_OF, "--out", home / "link")
    if command[0] == "make":
        assert (done.exit_code, "“link” is a link that leads to no folder" in " ".join(done.stderr.split())) == (
            7,
            True,
        )
    assert "“link” is a file" not in done.output


# A path that is not there is the same slip of the keys everywhere


@pytest.mark.parametrize(
    "command",
    [["check"], ["make"], ["status"], ["conference", "--meeting", "PGC-2026-11"], ["convert", "to.xlsx"]],
)
def test_a_path_that_is_not_there_ends_every_command_alike(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "office.json").write_bytes(as_json(_with_meeting()))
    first, *more = command
    missing, to = tmp_path / "missing.json", [str(tmp_path / word) if word == "to.xlsx" else word for word in more]
    done = run_casepack(first, missing, *to)
    assert done.exit_code == 2, done.output
    assert "missing.json" in done.output


def _with_meeting() -> dict[str, object]:
    return office_data(meetings=[builders.meeting("PGC-2026-11", "2026-11-18 10:00")])


# Other words for a table or an answer


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("persons", "people"),
        ("Young People", "people"),
        ("children", "people"),
        ("parents", "carers"),
        ("tasks", "actions"),
    ],
)
def test_another_word_for_a_table_leads_to_it(typed: str, meant: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(as_json(record_data(**{typed: []})), "case.json", builders.office())
    assert [p.fix for p in caught.value.problems if p.code == "unknown-field"] == [f'Did you mean "{meant}"?']


def test_every_other_word_leads_to_a_field_that_there_is_and_is_none_itself_there() -> None:
    tables: list[type[BaseModel]] = [Record, Office, *_rows()]
    fields = {name for table in tables for name in table.model_fields}
    assert set(MEANT_FIELDS.values()) - fields == set()
    both = [
        (typed, t.__name__)
        for typed, meant in MEANT_FIELDS.items()
        for t in tables
        if {typed, meant} <= {*t.model_fields}
    ]
    assert both == []


def _rows() -> list[type[BaseModel]]:
    return [*Row.__subclasses__()]
