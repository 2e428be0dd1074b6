"""The commands of an officer's day before the paperwork: new, convert, and check with a marked copy."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from casepack.canonical import to_json
from casepack.cli import OFFICE_VARIABLE, main
from casepack.form import is_fix_list
from casepack.form_record import RECORD_FORM
from casepack.office import Office
from casepack.read import read_office, read_record

from .conftest import AS_OF, INPUTS, Casepack, run_casepack

SAMPLES = ("sample-ordinary", "sample-minimal", "sample-sensitive")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the office's data and the minimal record."""
    shutil.copy(INPUTS / "office.json", tmp_path)
    shutil.copy(INPUTS / "sample-minimal.json", tmp_path / "case.json")
    return tmp_path


def flat(text: str) -> str:
    return " ".join(text.split())


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def office() -> Office:
    return read_office((INPUTS / "office.json").read_bytes(), "office.json")[0]


def cell_under(book: Any, sheet: str, heading: str, row: int = 1) -> Any:
    """The cell in some row under a heading; on a sheet of questions, the answer beside one."""
    for cells in book[sheet].iter_rows():
        for cell in cells:
            if str(cell.value or "").removesuffix(" *") == heading:
                form = next(s for s in RECORD_FORM.sheets if s.name == sheet)
                return cell.offset(0, 1) if form.layout == "form" else cell.offset(row, 0)
    raise AssertionError(f"{sheet} has no {heading}")


def spoil(path: Path, **answers: object) -> dict[str, str]:
    """Type wrong answers into a workbook as a person would: by "Sheet__Heading". Gives the cells."""
    book = openpyxl.load_workbook(path)
    cells = {}
    for place, value in answers.items():
        sheet, heading = place.replace("_of_", " of ").split("__")
        cell = cell_under(book, sheet, heading.replace("_", " "))
        cell.value = value
        cells[place] = cell.coordinate
    book.save(path)
    return cells


def test_new_makes_a_workbook_for_the_office_that_asks_for_what_is_needed(home: Path, casepack: Casepack) -> None:
    done = casepack("new", home / "new case.xlsx")
    assert (done.exit_code, done.stderr) == (0, "")
    said = flat(done.stdout)
    assert f"Made {home / 'new case.xlsx'}: an empty record." in said
    assert f"staff in {home / 'office.json'}" in said
    assert f'casepack check "{home / "new case.xlsx"}"' in said
    book = openpyxl.load_workbook(home / "new case.xlsx")
    assert [name for name in book.sheetnames if name in {s.name for s in RECORD_FORM.sheets}] == [
        s.name for s in RECORD_FORM.sheets
    ]
    checked = casepack("check", home / "new case.xlsx", "--as-of", AS_OF)
    assert checked.exit_code == 3
    assert "What happened" in checked.stderr


def test_new_makes_the_same_bytes_whenever_it_is_asked(home: Path, casepack: Casepack) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert casepack("new", home / name).exit_code == 0
    assert (home / "one.xlsx").read_bytes() == (home / "two.xlsx").read_bytes()


def test_new_without_a_record_makes_a_workbook_for_the_offices_data(tmp_path: Path, casepack: Casepack) -> None:
    done = casepack("new", "--office", tmp_path / "office.xlsx")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "an empty workbook for the office's data" in flat(done.stdout)
    assert "Organisation" in openpyxl.load_workbook(tmp_path / "office.xlsx").sheetnames


def test_new_in_json_says_what_was_made(home: Path, casepack: Casepack) -> None:
    done = casepack("new", home / "a.xlsx", "--json")
    made, beside = str(home / "a.xlsx"), str(home / "office.json")
    assert json.loads(done.stdout) == {"made": made, "holds": "record", "office": beside}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Say what to make: casepack new RECORD.xlsx"),
        (("case",), "case must end in .xlsx. Call it case.xlsx."),
        (("case.json",), "case.json must end in .xlsx. Call it case.xlsx."),
        (("there.xlsx",), "is there already, and casepack never writes over it. Choose another name."),
        (("nowhere/case.xlsx",), "is not there. Make it, or choose another one."),
        (("office.xlsx",), "office.xlsx is what the office's data are called."),
        (("~$case.xlsx",), "is a name that casepack would pass over"),
        (("lonely/case.xlsx",), "so the office's data are missing"),
        (
            ("--office", "there.xlsx"),
            "there.xlsx is there already, and casepack never writes over it. To make a record",
        ),
        (("--office", "office.json"), "name the record too: casepack new RECORD.xlsx --office office.json"),
        (("--office", "other.json"), "other.json must end in .xlsx. Call it other.xlsx."),
    ],
)
def test_new_refuses_what_it_should_not_write_and_writes_nothing(
    home: Path, arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "there.xlsx").write_bytes(b"somebody's")
    (home / "lonely").mkdir()
    monkeypatch.chdir(home)
    before = files(home)
    done = CliRunner(env={OFFICE_VARIABLE: None}).invoke(main, ["new", *arguments])
    assert done.exit_code == 2
    assert words in flat(done.stderr)
    assert (done.stdout, files(home)) == ("", before)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_record_goes_into_a_workbook_and_back_without_loss(name: str, tmp_path: Path, casepack: Casepack) -> None:
    shutil.copy(INPUTS / "office.json", tmp_path)
    there = casepack("convert", INPUTS / f"{name}.json", tmp_path / "case.xlsx")
    assert there.exit_code == 0, there.stderr
    assert f"the record of {INPUTS / f'{name}.json'}, answer for answer" in flat(there.stdout)
    back = casepack("convert", tmp_path / "case.xlsx", tmp_path / "back.json")
    assert back.exit_code == 0, back.stderr
    record = read_record((INPUTS / f"{name}.json").read_bytes(), "x.json", office())[0]
    assert (tmp_path / "back.json").read_text(encoding="utf-8") == to_json(record)


def test_the_offices_data_go_into_a_workbook_and_back_without_loss(tmp_path: Path, casepack: Casepack) -> None:
    there = casepack("convert", INPUTS / "office.json", tmp_path / "office.xlsx")
    assert (there.exit_code, "the office's data of" in flat(there.stdout)) == (0, True)
    assert casepack("convert", tmp_path / "office.xlsx", tmp_path / "office.json").exit_code == 0
    assert (tmp_path / "office.json").read_text(encoding="utf-8") == to_json(office())


def test_what_a_file_holds_decides_and_not_its_name(home: Path, casepack: Casepack) -> None:
    assert casepack("convert", home / "case.json", home / "case.xlsx").exit_code == 0
    (home / "case.xlsx").rename(home / "misnamed.json")
    done = casepack("convert", home / "misnamed.json", home / "back.json")
    assert done.exit_code == 0, done.stderr
    assert json.loads((home / "back.json").read_text()) == json.loads((home / "case.json").read_text())


def test_convert_says_what_is_worth_a_look(home: Path, casepack: Casepack) -> None:
    shutil.copy(INPUTS / "sample-ordinary.json", home)
    said = casepack("convert", home / "sample-ordinary.json", home / "ordinary.json")
    assert "to check:" in said.stderr
    assert "Code: under-10" in said.stderr
    told = json.loads(casepack("convert", home / "sample-ordinary.json", home / "again.json", "--json").stdout)
    assert (told["made"], told["holds"]) == (str(home / "again.json"), "record")
    assert "under-10" in {problem["code"] for problem in told["to_check"]}


def test_a_record_that_is_wrong_is_not_converted_and_all_of_it_is_said(
    wrong: tuple[Path, dict[str, str]], casepack: Casepack
) -> None:
    path, cells = wrong
    before = files(path.parent)
    done = casepack("convert", path, path.with_name("new.json"))
    assert (done.exit_code, done.stdout, files(path.parent)) == (3, "", before)
    assert f"case.xlsx: Episodes!{cells['Episodes__Date']} (Date)" in done.stderr
    assert f"case.xlsx: People!{cells['People__Date_of_birth']} (Date of birth)" in done.stderr


@pytest.mark.parametrize(
    ("source", "target", "code", "words"),
    [
        ("case.json", "there.json", 2, "is there already, and casepack never writes over it"),
        ("case.json", "case.json", 2, "is there already"),
        ("case.json", "case.docx", 2, "case.docx must end in .xlsx or .json. Call it case.xlsx or case.json."),
        ("case.json", "nowhere/case.xlsx", 2, "is not there. Make it"),
        ("case.json", "office.xlsx", 2, "is what the office's data are called"),
        ("missing.json", "case.xlsx", 2, "missing.json cannot be found"),
        ("there.json", "case.xlsx", 3, "somebody"),
    ],
)
def test_convert_refuses_what_it_should_not_write_and_writes_nothing(
    home: Path, casepack: Casepack, source: str, target: str, code: int, words: str
) -> None:
    (home / "there.json").write_bytes(b"somebody's")
    before = files(home)
    done = casepack("convert", home / source, home / target)
    assert (done.exit_code, done.stdout, files(home)) == (code, "", before)
    assert words in flat(done.stderr)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A workbook with one thing wrong and one worth a look, made once, and the cells."""
    path = tmp_path_factory.mktemp("spoilt") / "case.xlsx"
    minimal = INPUTS / "sample-minimal.json"
    assert run_casepack("convert", minimal, path, "--office", INPUTS / "office.json").exit_code == 0
    return path, spoil(path, Episodes__Date="yesterday", People__Date_of_birth="3/4/2012")


@pytest.fixture
def wrong(home: Path, spoilt: tuple[Path, dict[str, str]]) -> tuple[Path, dict[str, str]]:
    """A copy of it, beside the office's data."""
    shutil.copy(spoilt[0], home)
    return home / "case.xlsx", spoilt[1]


def test_check_with_annotate_marks_a_copy_beside_the_workbook(
    wrong: tuple[Path, dict[str, str]], casepack: Casepack
) -> None:
    path, cells = wrong
    before = files(path.parent)
    done = casepack("check", "--annotate", path, "--as-of", AS_OF)
    assert done.exit_code == 3
    assert flat(done.stdout) == f"Marked copy: {path.parent / 'case (checked).xlsx'}"
    after = files(path.parent)
    assert after.keys() - before.keys() == {"case (checked).xlsx"}
    assert {name: after[name] for name in before} == before
    book = openpyxl.load_workbook(path.parent / "case (checked).xlsx")
    assert is_fix_list(book.sheetnames[0])
    note = book["Episodes"][cells["Episodes__Date"]].comment.text
    assert note.startswith("To put right: Date")
    lines = list(book.worksheets[0].iter_rows(min_row=6, values_only=True))
    assert lines[0][:4] == ("To put right", f"Episodes!{cells['Episodes__Date']}", "Date", "yesterday")
    assert ("To check", f"People!{cells['People__Date_of_birth']}") in {line[:2] for line in lines}


def test_the_marked_copy_reads_as_the_workbook_does(wrong: tuple[Path, dict[str, str]], casepack: Casepack) -> None:
    path, _ = wrong
    casepack("check", "--annotate", path, "--as-of", AS_OF)
    told = []
    for name in ("case.xlsx", "case (checked).xlsx"):
        said = json.loads(casepack("check", path.with_name(name), "--as-of", AS_OF, "--json").stdout)
        told.append([{k: v for k, v in p.items() if k != "where"} for p in said["problems"]])
    assert told[0] == told[1]
    assert told[0] != []


def test_a_marked_copy_is_made_anew_until_somebody_has_changed_it(
    wrong: tuple[Path, dict[str, str]], casepack: Casepack
) -> None:
    path, _ = wrong
    first, second = path.with_name("case (checked).xlsx"), path.with_name("case (checked 2).xlsx")
    casepack("check", "--annotate", path, "--as-of", AS_OF)
    again = casepack("check", "--annotate", path, "--as-of", AS_OF)
    assert flat(again.stdout) == f"The marked copy is as it should be: {first}"
    spoil(path, Episodes__Date="tomorrow")
    before = first.read_bytes()
    assert flat(casepack("check", "--annotate", path, "--as-of", AS_OF).stdout) == f"Marked copy: {first}"
    assert first.read_bytes() != before
    spoil(first, Episodes__Date="23/10/2026")
    kept = first.read_bytes()
    assert flat(casepack("check", "--annotate", path, "--as-of", AS_OF).stdout) == f"Marked copy: {second}"
    assert first.read_bytes() == kept


def test_a_marked_copy_that_was_put_right_can_be_worked_with(
    wrong: tuple[Path, dict[str, str]], casepack: Casepack
) -> None:
    path, _ = wrong
    casepack("check", "--annotate", path, "--as-of", AS_OF)
    copy = path.with_name("case (checked).xlsx")
    spoil(copy, Episodes__Date="23/10/2026")
    done = casepack("check", "--annotate", copy, "--as-of", AS_OF)
    assert done.exit_code == 0, done.stderr
    assert "nothing is wrong" in done.stdout
    assert f"Marked copy: {path.with_name('case (checked 2).xlsx')}" in flat(done.stdout)
    book = openpyxl.load_workbook(path.with_name("case (checked 2).xlsx"))
    assert sum(is_fix_list(name) for name in book.sheetnames) == 1


def test_nothing_is_written_where_there_is_nothing_to_mark(home: Path, casepack: Casepack) -> None:
    told = json.loads((home / "case.json").read_text(encoding="utf-8"))
    told["involvements"] = [{"id": "A1", "person": "P1", "episode": "E1", "role": "witness"}]
    (home / "case.json").write_text(json.dumps(told), encoding="utf-8")
    casepack("convert", home / "case.json", home / "case.xlsx")
    before = files(home)
    done = casepack("check", "--annotate", home / "case.xlsx", "--as-of", AS_OF)
    assert (done.exit_code, files(home)) == (0, before)
    assert "case.xlsx: there is nothing to mark, so no copy was made." in flat(done.stdout)


@pytest.mark.parametrize(("name", "content"), [("bad.json", b'{"incident": {}}'), ("bad.xlsx", b"PK\x03\x04 cut")])
def test_a_file_without_cells_gets_no_copy(home: Path, casepack: Casepack, name: str, content: bytes) -> None:
    (home / name).write_bytes(content)
    before = files(home)
    done = casepack("check", "--annotate", home / name, "--as-of", AS_OF)
    assert (done.exit_code, files(home)) == (3, before)
    assert f"{name}: there is no cell of a workbook to mark, so no copy was made." in flat(done.stdout)


def test_for_programs_each_problem_carries_its_cell_and_each_copy_its_place(
    wrong: tuple[Path, dict[str, str]], casepack: Casepack
) -> None:
    path, cells = wrong
    told = json.loads(casepack("check", "--annotate", path, "--as-of", AS_OF, "--json").stdout)
    [problem] = [p for p in told["problems"] if p["severity"] == "problem"]
    assert (problem["sheet"], problem["cell"], problem["heading"]) == ("Episodes", cells["Episodes__Date"], "Date")
    copy = str(path.with_name("case (checked).xlsx"))
    assert told["marked"] == [{"of": str(path), "copy": copy, "list_only": False, "written": True}]


def test_what_is_wrong_with_the_offices_workbook_is_marked_there(home: Path, casepack: Casepack) -> None:
    casepack("convert", home / "office.json", home / "office.xlsx")
    (home / "office.json").unlink()
    book = openpyxl.load_workbook(home / "office.xlsx")
    cell = next(c for c in book["Organisation"]["A"] if str(c.value or "").removesuffix(" *") == "Secure e-mail")
    cell.offset(0, 1).value = None
    book.save(home / "office.xlsx")
    done = casepack("check", "--annotate", home / "case.json", "--as-of", AS_OF)
    assert done.exit_code == 3
    assert f"Marked copy: {home / 'office (checked).xlsx'}" in flat(done.stdout)
    marked = openpyxl.load_workbook(home / "office (checked).xlsx")
    assert marked["Organisation"][cell.offset(0, 1).coordinate].comment.text.startswith("To put right")


@pytest.mark.parametrize("command", ["check", "make"])
def test_whoever_has_a_wrong_workbook_is_told_of_the_marked_copy(
    wrong: tuple[Path, dict[str, str]], casepack: Casepack, command: str
) -> None:
    path, _ = wrong
    more = ["--out", path.parent / "out"] if command == "make" else []
    done = casepack(command, path, "--as-of", AS_OF, *more)
    assert done.exit_code == 3
    assert f"To see each of these at its cell: casepack check --annotate {path}" in flat(done.stderr)


def test_the_marking_of_the_office_stands_on_the_list(wrong: tuple[Path, dict[str, str]], casepack: Casepack) -> None:
    path, _ = wrong
    told = json.loads((path.parent / "office.json").read_text(encoding="utf-8"))
    told["organisation"]["marking"] = "OFFICIAL - HOUSE"
    (path.parent / "office.json").write_text(json.dumps(told), encoding="utf-8")
    casepack("check", "--annotate", path, "--as-of", AS_OF)
    book = openpyxl.load_workbook(io.BytesIO((path.with_name("case (checked).xlsx")).read_bytes()))
    assert book.worksheets[0]["A3"].value == "OFFICIAL - HOUSE"
