"""A first day with casepack: a new workbook, three answers typed as Excel keeps them, and what comes of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from .conftest import AS_OF, INPUTS, run_casepack
from .whole_books import Parts

LATER = "2026-10-26 09:00"
WHAT = "{P1} is reported to have been outside the library when there was an argument."
REFERENCE = "UNREF-2026-10-23-*"


def flat(text: str) -> str:
    return " ".join(text.split())


def part_of(text: str, heading: str) -> list[str]:
    """The lines under a heading of what a run says."""
    told = text.partition(f"\n{heading}\n")[2].split("\n\n")[0]
    return [flat(line) for line in told.replace("\n    ", " ").splitlines() if line.strip()]


@dataclass
class Day:
    """One walk: the folder, its workbook, and what each run said."""

    folder: Path
    said: dict[str, Result] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)

    @property
    def book(self) -> Path:
        return self.folder / "case.xlsx"

    def run(self, step: str, *arguments: object, as_of: str = "") -> None:
        """Run casepack on the workbook, and keep what it said and what the workbook was then."""
        when = ["--as-of", as_of] if as_of else []
        out = ["--out", self.folder / "packs"] if arguments[0] == "make" else []
        self.said[step] = run_casepack(*arguments, self.book, *out, *when)
        self.kept[step] = self.book.read_bytes()

    def type(self, **answers: Any) -> None:
        """Type answers into cells as a person does in Excel: by "Sheet_Cell"."""
        places = {place.replace("__", " ").replace("_", "!"): value for place, value in answers.items()}
        self.book.write_bytes(Parts(self.book.read_bytes()).type(places).xlsx())


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The whole walk, made once."""
    walk = Day(tmp_path_factory.mktemp("first day"))
    shutil.copy(INPUTS / "office.json", walk.folder)
    walk.run("new", "new")
    walk.run("empty", "check", as_of=AS_OF)
    walk.type(Incident_B6=WHAT, Episodes_B6=date(2026, 10, 23), People_B6="Juniper")
    walk.run("check", "check", as_of=AS_OF)
    walk.run("make", "make", as_of=AS_OF)
    walk.type(Progress_B6="Done", Progress_C6=datetime.fromisoformat("2026-10-25 11:30"), People_C6="Exampleby")
    walk.run("again", "make", as_of=LATER)
    walk.run("once more", "make", as_of=LATER)
    return walk


def test_a_new_workbook_asks_for_the_answers_without_which_nothing_can_be_made(day: Day) -> None:
    assert (day.said["new"].exit_code, day.said["empty"].exit_code) == (0, 3)
    told = flat(day.said["empty"].stderr)
    assert "2 things are wrong. Nothing has been written for case.xlsx." in told
    assert "case.xlsx: Incident!B6 (What happened) Is needed and is empty." in told
    assert "case.xlsx: Episodes!B6 (Date) Needs at least one row with answers, and has none." in told


def test_three_answers_are_enough_to_check(day: Day) -> None:
    done = day.said["check"]
    assert done.exit_code == 0
    assert f"{day.book}: nothing is wrong. Read with the office's data in" in flat(done.stdout)
    assert "case.xlsx: People!A6 (Person) Has no part in any episode." in flat(done.stderr)


def test_three_answers_are_enough_to_make_a_pack(day: Day) -> None:
    done = day.said["make"]
    assert done.exit_code == 0, done.stderr
    [pack] = (day.folder / "packs").glob(REFERENCE)
    made = {path.suffix for path in pack.rglob("*") if path.is_file()}
    assert {".docx", ".pdf"} <= made
    assert [path for path in pack.rglob("*checklist*.pdf") if path.stat().st_size]
    assert any("Details request" in line for line in part_of(done.stdout, "Documents"))
    assert any("The case has no reference" in line for line in part_of(done.stdout, "Still missing in the record"))


def test_what_was_typed_since_the_last_pack_is_told_with_the_documents_that_it_touches(day: Day) -> None:
    done = day.said["again"]
    assert done.exit_code == 0, done.stderr
    changed = part_of(done.stdout, "Changed since the last pack")
    assert [line.partition(" (")[0] for line in changed] == [
        "- People, P1: Family name",
        "- Progress, obtain-details: Status",
        "- Progress, obtain-details: Done at",
    ]
    assert all("Deadline checklist" in line for line in changed)


def test_where_nothing_was_typed_nothing_is_said_to_have_changed(day: Day) -> None:
    told = day.said["once more"].stdout
    assert "Nothing has changed since the last run, so nothing was written." in told
    assert part_of(told, "Changed since the last pack") == []


def test_no_command_ever_writes_into_the_workbook(day: Day) -> None:
    assert day.kept["new"] == day.kept["empty"]
    assert day.kept["check"] == day.kept["make"]
    assert day.kept["again"] == day.kept["once more"] == day.book.read_bytes()
    assert sorted(path.name for path in day.folder.iterdir()) == ["case.xlsx", "office.json", "packs"]


def test_a_new_workbook_of_the_office_asks_for_what_every_office_needs(tmp_path: Path) -> None:
    assert run_casepack("new", "--office", tmp_path / "office.xlsx").exit_code == 0
    shutil.copy(INPUTS / "sample-minimal.xlsx", tmp_path / "case.xlsx")
    done = run_casepack("check", tmp_path / "case.xlsx", "--as-of", AS_OF)
    told = flat(done.stderr)
    assert done.exit_code == 3
    for place in ("Organisation!B6 (Name of the council)", "Officers!A6 (Officer)"):
        assert f"office.xlsx: {place}" in told
