"""`casepack make FOLDER`: what whoever runs it over a month of records meets, and what is left where it is killed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

from casepack.packplace import hold_folder
from tests.builders import NOT_MADE, office_data, organisation, record_data
from tests.builders_actions import AFTER, folder, new_row, usual
from tests.conftest import Casepack

AS_OF = "2026-10-25 12:10"
SENSITIVE_FILE = "Callum at home.json"
BROKEN_SENSITIVE = "Wilfred.json"


def write(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def record(reference: str, **incident: Any) -> dict[str, Any]:
    data = record_data()
    data["incident"] |= {"reference": reference, **incident}
    return data


def cases(home: Path, *references: str) -> Path:
    folder = home / "cases"
    folder.mkdir()
    write(folder, "office.json", office_data(organisation=organisation(not_made=NOT_MADE)))
    for number, reference in enumerate(references, start=1):
        write(folder, f"case {number}.json", record(reference))
    return folder


@dataclass(frozen=True)
class Month:
    """A folder of records of all kinds, the packs made of it, and what was said."""

    folder: Path
    out: Path
    run: Result


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory, casepack: Casepack) -> Month:
    home = tmp_path_factory.mktemp("month")
    folder = cases(home, "GEN-1", "GEN-2")
    write(folder, SENSITIVE_FILE, record("GEN-3", sensitivity="sensitive"))
    write(folder, "copied.json", record("GEN-1"))
    wrong = record("GEN-4", officer="SC-99")
    wrong["episodes"][0]["date"] = "2026-02-30"
    write(folder, "wrong.json", wrong)
    hidden = record("GEN-5", sensitivity="sensitive")
    hidden["episodes"][0]["date"] = "2026-02-31"
    write(folder, BROKEN_SENSITIVE, hidden)
    (folder / "case 2 (checked).xlsx").write_bytes(b"left over")
    (folder / "case 2.xlsx").write_bytes(b"no workbook at all")
    return Month(folder, home / "out", casepack("make", folder, "--as-of", AS_OF, "--out", home / "out"))


def test_a_folder_of_records_is_made_and_the_wrong_ones_are_told_of(month: Month) -> None:
    assert month.run.exit_code == 3
    lines = [" ".join(line.split()) for line in month.run.stdout.splitlines()]
    assert lines[2:8] == [
        "(sensitive) GEN-3 made",
        "(sensitive) wrong restricted/problems.xlsx says what",
        "case 1.json GEN-1 made",
        "case 2.json GEN-2 made",
        "(sensitive) wrong restricted/problems.xlsx says what",
        "copied.json GEN-1 wrong 1 thing to put right",
    ]
    assert "7 records: 3 made, 4 wrong." in lines
    assert sorted(p.name for p in month.out.iterdir()) == ["GEN-1", "GEN-2", "problems.xlsx", "restricted"]


def test_each_record_has_one_plain_line_as_it_is_done(month: Month) -> None:
    said = month.run.stderr.splitlines()
    assert "GEN-1  case 1.json: made" in said
    assert "GEN-3  (sensitive): made" in said
    assert len(said) == len({*said}) + 1  # two that may be sensitive look alike


def test_nothing_of_a_sensitive_record_but_its_reference_is_said_or_listed_outside(month: Month) -> None:
    outside = b"".join(p.read_bytes() for p in month.out.glob("*.xlsx"))
    shown = " ".join(str(cell) for row in problems(month.out) for cell in row)
    for name in (SENSITIVE_FILE, BROKEN_SENSITIVE):
        stem = name.removesuffix(".json")
        assert stem not in month.run.output
        assert stem not in shown
        assert stem.encode() not in outside
    assert "GEN-3" not in shown
    assert "GEN-5" not in shown + month.run.output


def problems(out: Path) -> list[tuple[Any, ...]]:
    sheet = load_workbook(out / "problems.xlsx").worksheets[0]
    return [row for row in sheet.iter_rows(values_only=True) if any(row)]


def test_the_list_of_problems_tells_file_officer_place_and_remedy(month: Month) -> None:
    rows = {(row[0], row[2]): row for row in problems(month.out) if row[2] in {"to put right", "not made"}}
    wrong = rows["wrong.json", "to put right"]
    assert "day" in str(wrong[5])
    assert wrong[4] == "2026-02-30"
    assert wrong[6]
    assert "Is also the reference of case 1.json" in str(rows["copied.json", "to put right"][5])
    restricted = [row[0] for row in problems(month.out / "restricted")]
    assert BROKEN_SENSITIVE in restricted
    assert "case 2.xlsx" in restricted  # what cannot be read may be anybody's


def test_programs_are_told_the_same(month: Month, casepack: Casepack) -> None:
    run = casepack("make", month.folder, "--as-of", AS_OF, "--out", month.out, "--json")
    told = json.loads(run.stdout)
    assert run.stderr == ""
    assert told["exit_code"] == run.exit_code == 3
    assert {Path(r["record"]).name: (r["how"], r["restricted"]) for r in told["records"]} == {
        "case 1.json": ("unchanged", False), "case 2.json": ("unchanged", False), "(sensitive)": ("unchanged", True),
    }  # fmt: skip
    assert not [name for name in (SENSITIVE_FILE, BROKEN_SENSITIVE) if name.removesuffix(".json") in run.stdout]
    assert "GEN-5" not in run.stdout
    assert told["counts"] == {"made": 0, "unchanged": 3, "withheld": 0, "wrong": 4}
    assert [Path(p).name for p in told["problem_lists"]] == ["problems.xlsx"] * 2
    assert {p["code"] for p in told["problems"]} >= {"same-reference"}


def test_a_list_of_problems_that_somebody_worked_in_stays_and_the_next_goes_beside(
    month: Month, casepack: Casepack
) -> None:
    mine = month.out / "problems.xlsx"
    made = mine.read_bytes()
    mine.write_bytes(made + b"edited")
    casepack("make", month.folder, "--as-of", AS_OF, "--out", month.out)
    assert mine.read_bytes() == made + b"edited"
    assert (month.out / "problems 2.xlsx").read_bytes() == made


def test_the_same_record_as_workbook_and_as_json_is_made_once(tmp_path: Path, casepack: Casepack) -> None:
    folder = cases(tmp_path, "GEN-1")
    done = casepack("convert", folder / "case 1.json", folder / "case 1.xlsx")
    assert done.exit_code == 0, done.output
    run = casepack("make", folder, "--as-of", AS_OF, "--out", tmp_path / "out", "--workers", "1")
    assert run.exit_code == 0, run.output
    assert "2 records: 1 made, 1 unchanged." in run.stdout
    assert "the same record as case 1.json" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["empty"], "There is no record in"),
        (["cases", "--workers", "2", "--cluster", "tcp://127.0.0.1:9"], "Give one of them"),
        (["cases", "--workers", "0"], "0 is not in the range"),
        (["lonely"], "so the office's data are missing"),
        (["cases", "--as-of", "2026-13-01 10:00"], "--as-of"),
    ],
)
def test_what_cannot_be_begun_is_refused_in_words(
    arguments: list[str], said: str, tmp_path: Path, casepack: Casepack
) -> None:
    folder = cases(tmp_path, "GEN-1")
    (tmp_path / "empty").mkdir()
    (tmp_path / "lonely").mkdir()
    write(tmp_path / "lonely", "case.json", record("GEN-1"))
    assert folder.name == "cases"
    run = casepack("make", tmp_path / arguments[0], *arguments[1:], "--out", tmp_path / "out")
    assert run.exit_code in {2, 3}
    assert said in run.output
    assert not list(tmp_path.glob("out/*/*"))


def test_a_cluster_that_does_not_answer_is_said_before_anything_is_done(
    tmp_path: Path, casepack: Casepack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.cluster.WAIT", 1)
    folder, out = cases(tmp_path, "GEN-1"), tmp_path / "out"
    run = casepack("make", folder, "--as-of", AS_OF, "--out", out, "--cluster", "tcp://127.0.0.1:9")
    assert (run.exit_code, out.exists()) == (7, False)
    assert "No cluster answers at tcp://127.0.0.1:9" in run.stderr


def test_a_second_run_on_the_folder_says_who_holds_it(tmp_path: Path, casepack: Casepack) -> None:
    folder, out = cases(tmp_path, "GEN-1"), tmp_path / "out"
    with hold_folder(out):
        run = casepack("make", folder, "--as-of", AS_OF, "--out", out)
    assert run.exit_code == 7
    assert f"process {os.getpid()}" in run.stderr


def test_a_file_in_place_of_the_output_folder_is_said(tmp_path: Path, casepack: Casepack) -> None:
    folder, out = cases(tmp_path, "GEN-1"), tmp_path / "out"
    out.write_text("mine", encoding="utf-8")
    run = casepack("make", folder, "--as-of", AS_OF, "--out", out)
    assert run.exit_code == 7
    assert "is a file, and casepack needs a folder there" in run.stderr
    assert out.read_text(encoding="utf-8") == "mine"


def test_what_a_meeting_agreed_on_no_case_of_the_folder_is_in_the_list_of_problems(
    tmp_path: Path, casepack: Casepack
) -> None:
    here = folder(tmp_path / "cases", usual())
    here.lay(new_row(case="MSC-2026-0011"))
    run = casepack("make", here.path, "--as-of", AFTER, "--out", tmp_path / "out")
    assert run.exit_code == 0, run.output
    [row] = [row for row in problems(tmp_path / "out") if row[4] == "MSC-2026-0011"]
    assert row[0] == "PGC-2026-11 actions.xlsx"
    assert row[3] == "New actions!B6 (Case)"
