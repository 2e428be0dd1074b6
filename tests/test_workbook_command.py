"""A workbook in place of JSON on the command line: the record, the office's data, and what is found later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casepack.inputs import load_case
from casepack.read import read_record

from .builders import office, office_data, officer, organisation, record, record_data
from .builders_workbook import Book, office_book, record_book
from .conftest import Casepack

OFFICE = office()
AS_OF = "2026-10-25 12:10"


def incident(**changes: Any) -> dict[str, Any]:
    return {**record_data()["incident"], **changes}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the office's data as a workbook."""
    (tmp_path / "office.xlsx").write_bytes(office_book(OFFICE).xlsx())
    return tmp_path


def keep(path: Path, workbook: Book) -> Path:
    path.write_bytes(workbook.xlsx())
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_right_workbook_is_checked_with_the_office_beside_it(home: Path, casepack: Casepack) -> None:
    case = keep(home / "case.xlsx", record_book(record(), OFFICE))
    done = casepack("check", case, "--as-of", AS_OF)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"{case}: nothing is wrong. Read with the office's data in {home / 'office.xlsx'}." in flat(done.stdout)


def test_a_wrong_workbook_says_each_place_as_an_officer_knows_it_with_problems_and_checks_apart(
    home: Path, casepack: Casepack
) -> None:
    workbook = record_book(record(), OFFICE)
    workbook.put("People", "Date of birth", "9/3/2011", 6)
    workbook.put("Roles and allegations", "Role", "Wittness", 6)
    workbook.put("Incident", "When the team was told", "yesterday")
    done = casepack("check", keep(home / "case.xlsx", workbook), "--as-of", AS_OF)
    assert (done.exit_code, done.stdout) == (3, "")
    assert [line.strip() for line in done.stderr.splitlines() if line.strip()][:14] == [
        "2 things are wrong. Nothing has been written for case.xlsx.",
        "case.xlsx: Incident!B11 (When the team was told)",
        'Is not a day with a time that can be read. (it says "yesterday")',
        "To do: Type the day and the time, for example 24/10/2026 08:55.",
        "Code: not-a-moment",
        "case.xlsx: Roles and allegations!D6 (Role)",
        'Is not on the list. (it says "Wittness")',
        'To do: Did you mean "Witness"? Pick one from the list: Suspect, Harmed or Witness.',
        "Code: not-allowed",
        "1 more thing to check:",
        "case.xlsx: People!E6 (Date of birth)",
        'Was read as 9 March 2011 (day first). (it says "9/3/2011")',
        "To do: Check it.",
        "Code: read-as",
    ]


def test_a_program_is_given_sheet_cell_and_heading(home: Path, casepack: Casepack) -> None:
    workbook = record_book(record(), OFFICE)
    workbook.put("Roles and allegations", "Role", None, 6)
    done = casepack("check", keep(home / "case.xlsx", workbook), "--as-of", AS_OF, "--json")
    [problem] = json.loads(done.stdout)["problems"]
    assert [problem[key] for key in ("sheet", "cell", "heading")] == ["Roles and allegations", "D6", "Role"]


def test_problems_of_the_offices_workbook_are_said_at_their_cells(home: Path, casepack: Casepack) -> None:
    workbook = office_book(OFFICE)
    workbook.put("Organisation", "Time zone", "Europe/Brackwater")
    keep(home / "office.xlsx", workbook)
    done = casepack("check", keep(home / "case.xlsx", record_book(record(), OFFICE)), "--as-of", AS_OF)
    assert done.exit_code == 3
    assert "office.xlsx: Organisation!B32 (Time zone)" in done.stderr


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_office_in_place_of_the_record_is_said(home: Path, casepack: Casepack, kind: str) -> None:
    (home / "office.json").write_text(json.dumps(office_data()), encoding="utf-8")
    done = casepack("check", home / f"office.{kind}", "--as-of", AS_OF)
    assert (done.exit_code, "Holds the office's data, not a record." in done.stderr) == (3, True)


def test_the_office_in_both_forms_must_say_the_same(home: Path, casepack: Casepack) -> None:
    case = keep(home / "case.xlsx", record_book(record(), OFFICE))
    (home / "office.json").write_text(json.dumps(office_data()), encoding="utf-8")
    assert casepack("check", case, "--as-of", AS_OF).exit_code == 0
    other = office_data(organisation=organisation(team="Another team"))
    (home / "office.json").write_text(json.dumps(other), encoding="utf-8")
    done = casepack("check", case, "--as-of", AS_OF)
    assert done.exit_code == 2
    assert flat(done.stderr) == (
        "office.json and office.xlsx beside case.xlsx hold different data. Keep the one that is right and move the "
        "other away, or name one with --office FILE."
    )
    assert casepack("check", case, "--as-of", AS_OF, "--office", home / "office.xlsx").exit_code == 0


def test_an_office_that_changes_is_read_again(home: Path) -> None:
    case = keep(home / "case.xlsx", record_book(record(), OFFICE))
    first = load_case(case, None, AS_OF)
    keep(
        home / "office.xlsx", office_book(office(officers=[officer("SC-01", name="Robin Draftwell"), officer("SC-02")]))
    )
    second = load_case(case, None, AS_OF)
    assert [loaded.office.name_of("SC-01") for loaded in (first, second)] == ["Officer SC-01", "Robin Draftwell"]


def test_what_is_found_when_the_day_is_known_stands_in_the_order_of_the_sheets(home: Path) -> None:
    workbook = record_book(record(involvements=[]), OFFICE)
    loaded = load_case(keep(home / "case.xlsx", workbook), None, "2026-10-20 12:00")
    assert [(p.code, p.where, p.found) for p in loaded.to_check] == [
        ("after-as-of", "case.xlsx: Episodes!B6 (Date)", "23 October 2026"),
        ("no-part", "case.xlsx: People!A6 (Person)", ""),
    ]


def test_two_workbooks_with_one_reference_are_said_at_the_cell_of_the_reference(
    home: Path, casepack: Casepack, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casepack.errors import RecordError
    from casepack.inputs import refuse_twice

    cases = [keep(home / f"{name}.xlsx", record_book(record(), OFFICE)) for name in ("people", "other")]
    packs: dict[str, Path] = {}
    first, second = (load_case(case, None, AS_OF) for case in cases)
    refuse_twice(first, packs)
    with pytest.raises(RecordError) as caught:
        refuse_twice(second, packs)
    [problem] = caught.value.problems
    assert (problem.where, problem.what) == (
        "other.xlsx: Incident!B8 (Case reference)",
        "is also the reference of people.xlsx, so both would write the same pack.",
    )


@pytest.mark.parametrize("name", ["case.json", "case", "case.txt"])
def test_what_a_file_is_counts_and_not_what_it_is_called(home: Path, name: str) -> None:
    case = keep(home / name, record_book(record(), OFFICE))
    assert read_record(case.read_bytes(), name, OFFICE)[0] == record()
