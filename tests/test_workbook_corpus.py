"""Good and bad workbooks as whole files, read by the command line: what it says of each, to the last word.

`tests/workbooks/reports.txt` holds the reports. Run with CASEPACK_REPORTS=write to write them anew, and read them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casepack.canonical import to_json
from casepack.errors import Problem, RecordError
from casepack.read import read_office, read_record
from casepack.record import Record

from .conftest import AS_OF, INPUTS, Casepack
from .corpus_cells import CELLS, Case
from .corpus_files import (
    FILES,
    LAUGHS,
    OUTSIDE,
    PARAMETER,
    QUADRATIC,
    beta,
    blanks,
    doctype,
    doctype_of_properties,
    flipped,
    huge_picture,
    kept,
    locked,
    long_string,
    lying_size,
    macros,
    marker,
    merged,
    not_unpacked,
    plain_zip,
    rows_below,
    with_doctype,
    word_document,
)
from .whole_books import Raw, base, base_record, changed, the_office, typed

REPORTS = FILES / "reports.txt"
WRITE = "CASEPACK_REPORTS"
STYLED = '<row r="#" s="18" customFormat="1">{}</row>'
WEB_PAGE = b"<html><body><table><tr><td>Person</td></tr></table></body></html>"
LIST = b"Person,First name\r\nP1,Tobias\r\n"

CASES: dict[str, Case] = {
    "xls": Case(kept("older.xls"), name="case.xls"),
    "xls renamed": Case(kept("older.xls")),
    "password": Case(locked),
    "ods": Case(kept("opendocument.ods"), name="case.ods"),
    "ods renamed": Case(kept("opendocument.ods")),
    "macros": Case(macros, unchanged=True, name="case.xlsm"),
    "macros renamed": Case(macros, unchanged=True),
    "csv": Case(lambda: LIST, name="case.csv"),
    "csv renamed": Case(lambda: LIST),
    "web page renamed": Case(lambda: WEB_PAGE),
    "Word renamed": Case(word_document),
    "zip renamed": Case(plain_zip),
    "marker of Excel": Case(marker, name="~$case.xlsx"),
    "marker of Excel renamed": Case(marker),
    "no bytes": Case(lambda: b""),
    "half of it": Case(lambda: base()[: len(base()) // 2]),
    "without its last 30 bytes": Case(lambda: base()[:-30]),
    "flipped bits": Case(flipped),
    "packed by bzip2": Case(not_unpacked),
    "a thousand million laughs": Case(with_doctype(LAUGHS, "&l9;")),
    "quadratic entities": Case(with_doctype(QUADRATIC, "&a;" * 2_000)),
    "a harmless entity": Case(with_doctype(doctype('h "hello"'), "&h;")),
    "an entity that is a file": Case(with_doctype(doctype('x SYSTEM "file:///etc/hostname"'), "&x;")),
    "a document type elsewhere": Case(with_doctype(OUTSIDE)),
    "a parameter entity": Case(with_doctype(PARAMETER)),
    "a document type in UTF-16": Case(with_doctype(LAUGHS, "&l9;", encoding="UTF-16")),
    "a document type behind a comment": Case(with_doctype(LAUGHS, "&l9;", before=f"<!--{'x' * 20_000}-->")),
    "a document type that is never read": Case(doctype_of_properties, unchanged=True),
    "800 MB of blanks": Case(blanks),
    "a text of 80 MB": Case(long_string),
    "empty rows without numbers": Case(rows_below("<row/>", 200_000), unchanged=True),
    "formatted empty rows": Case(
        rows_below(STYLED.format('<c r="A#" s="18"/><c r="B#" s="18"/>'), 50_000), unchanged=True
    ),
    "rows with looks only": Case(rows_below('<row r="#" s="18" customFormat="1"/>', 50_000), unchanged=True),
    "a look in the last row": Case(typed({"People!A1048576": Raw('s="18"')}), unchanged=True),
    "a picture of 640 MB": Case(huge_picture, unchanged=True),
    "a size that is a lie": Case(lying_size),
    "everything merged": Case(changed(merged("A1:XFD1048576"))),
    "a value in the last cell": Case(typed({"People!XFD1048576": "far away"}), unchanged=True),
    "Excel 2007 on trial": Case(changed(beta)),
    "base": Case(base, unchanged=True),
    **CELLS,
}

ROWS: dict[str, tuple[str, ...]] = {
    # The file itself
    "the older Excel format, also renamed": ("xls", "xls renamed"),
    "locked with a password": ("password",),
    "OpenDocument, also renamed": ("ods", "ods renamed"),
    "macros, also renamed": ("macros", "macros renamed"),
    "CSV or a web page renamed": ("csv", "csv renamed", "web page renamed"),
    "Word renamed, a plain zip": ("Word renamed", "zip renamed"),
    "the marker of a workbook that is open": (
        "marker of Excel", "marker of Excel renamed", "test_a_folder_is_read_past_markers_without_a_word",
    ),
    "empty, or its end missing": ("no bytes", "half of it", "without its last 30 bytes"),
    "flipped bits inside": ("flipped bits", "packed by bzip2"),
    "a folder, or no file": ("test_a_folder_and_a_file_that_is_not_there_are_said",),
    "sheets protected with a password": ("protected sheets",),
    # Hostile or bloated
    "entities that grow": ("a thousand million laughs", "quadratic entities", "a harmless entity"),
    "files and addresses as entities": (
        "an entity that is a file", "a document type elsewhere", "a parameter entity",
        "a document type that is never read",
    ),
    "document types that hide": ("a document type in UTF-16", "a document type behind a comment"),
    "zip bombs": (
        "800 MB of blanks", "a text of 80 MB", "empty rows without numbers", "a picture of 640 MB",
        "a size that is a lie",
    ),
    "a merge of everything": ("everything merged",),
    "a value in the last cell": ("a value in the last cell",),
    "formatted empty rows": ("formatted empty rows", "rows with looks only", "a look in the last row"),
    "Strict, and namespaces that nobody knows": ("Strict", "Excel 2007 on trial"),
    "pictures left out": ("a picture that is gone",),
    "what openpyxl cannot read": ("looks that openpyxl cannot read", "parts elsewhere"),
    # Sheets
    "a dimension that lies": ("a size that lies",),
    "values under a merge": ("merged cells",),
    # Cells
    "dates as text": ("dates in words",),
    "no dates": ("no dates",),
    "a day that has not come yet": ("a day in the future",),
    "real dates and times": ("real dates and times", "base"),
    "24:00, long hours, 0 in a date": ("times that are none",),
    "a serial number in General": ("real dates and times",),
    "counted from 1904": ("counted from 1904",),
    "a phone number in the cell of a date": ("numbers for texts",),
    "a phone number as a number": ("numbers for texts", "numbers that are kept"),
    "a number with zeros in its format": ("numbers for texts", "numbers that are kept"),
    "a long number, rounded": ("numbers for texts",),
    "a pupil number": ("numbers for texts",),
    "spaces": ("spaces and signs that nobody sees", "rows that are incomplete"),
    "invisible signs": ("spaces and signs that nobody sees", "rows that are incomplete"),
    "accents in two parts": ("spaces and signs that nobody sees",),
    "emoji and other scripts": ("spaces and signs that nobody sees",),
    "smart quotes": ("quotes and lists", "quotes that are kept"),
    "line ends": ("line ends", "another layout, by XlsxWriter"),
    "40,000 characters": ("very long texts",),
    "shared, inline and rich texts": ("dates in words", "as Google Sheets exports it"),
    "ISO cells": ("days of a Strict workbook", "a day of a Strict workbook that is none"),
    "formulas with results": ("formulas", "formulas with results"),
    "formulas without results": ("formulas", "a formula of openpyxl", "saved by openpyxl"),
    "a formula of XlsxWriter": ("another layout, by XlsxWriter",),
    "TRUE of LibreOffice": ("formulas with results", "typed in LibreOffice"),
    "broken formulas": ("formulas", "typed in LibreOffice"),
    "yes and no": ("yes and no", "ticks"),
    "merged cells": ("merged cells",),
    "hidden and filtered": ("hidden rows", "typed in LibreOffice"),
    "crossed out": ("crossed out",),
    "blank rows, rows below the table": ("blank rows", "below the table"),
    "columns reordered, extra, renamed": (
        "in other places", "own columns and sheets", "other headings", "headings as people write them",
        "answers without a question", "a question in other words",
    ),
    "sheets renamed": ("sheets renamed", "sheets in other letters", "sheets gone", "sheets copied"),
    "an export of Google Sheets": ("as Google Sheets exports it",),
    # Everything in one report
    "missing answers have a place": ("nothing filled in", "empty, from LibreOffice", "rows that are incomplete"),
    "ids, duplicates, order in time, whatever else is wrong": ("everything at once", "names for ids"),
    "one line for one cell, in the order of the sheets": ("everything at once",),
    "forms of another kind": ("a newer form", "the office in its place"),
    "by hand": ("by hand",),
    "more than any case has": ("too many rows",),
    "saved by LibreOffice": ("test_a_workbook_that_libreoffice_has_saved_reads_the_same",),
}  # fmt: skip
"""What is tried, and by which files or tests."""


def line(problem: dict[str, Any]) -> str:
    """How bad, its code, the place, what stood there, what is wrong, what to do."""
    found = f' "{problem["found"]}"' if problem["found"] else ""
    where = problem["where"].partition(": ")[2] or problem["where"]
    severity = problem["severity"].upper()
    return f"{severity} {problem['code']} {where}:{found} {problem['what']} {problem['fix']}"


def kept_reports() -> dict[str, list[str]]:
    """The reports that are kept, by file."""
    found: dict[str, list[str]] = {}
    for text in REPORTS.read_text(encoding="utf-8").splitlines():
        if text.startswith("# "):
            found[text[2:]] = []
        elif text:
            found[list(found)[-1]].append(text)
    return found


def value_at(record: Record, path: str) -> object:
    found: Any = record
    for step in path.split("."):
        found = found[int(step)] if step.isdigit() else getattr(found, step)
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the office's data."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "office.json").write_text(to_json(the_office()), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reports() -> Iterator[dict[str, list[str]]]:
    """The reports that are kept; where they are to be written, a new collection that is written at the end."""
    if os.environ.get(WRITE) != "write":
        yield kept_reports()
        return
    made: dict[str, list[str]] = {}
    yield made
    text = "\n".join("\n".join([f"# {name}", *lines, ""]) for name, lines in made.items())
    REPORTS.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_report_on_a_file_is_the_one_that_is_kept(
    name: str, home: Path, reports: dict[str, list[str]], casepack: Casepack
) -> None:
    case = CASES[name]
    data = case.make()
    path = home / case.name
    path.write_bytes(data)
    done = casepack("check", path, "--as-of", AS_OF, "--json")
    path.unlink()
    told = json.loads(done.stdout)
    problems = told.get("problems") or [p for one in told["records"] for p in one["to_check"]]
    lines = [line(problem) for problem in problems]
    wrong = any(problem["severity"] == "problem" for problem in problems)
    assert (done.exit_code, done.stderr) == (3 if wrong else 0, "")
    if os.environ.get(WRITE) == "write":
        reports[name] = lines
        pytest.fail("written anew: read the reports, then run without the variable")
    assert lines == reports[name]
    if case.unchanged or case.holds:
        record, _ = read_record(data, case.name, the_office())
        assert {path: value_at(record, path) for path in case.holds} == case.holds
        assert not case.unchanged or record == base_record()


def test_every_thing_that_is_tried_has_a_file_or_a_test_and_every_file_tries_something() -> None:
    named = [name for names in ROWS.values() for name in names]
    tests = {name for name in globals() if name.startswith("test_")}
    assert [name for name in named if name not in CASES.keys() | tests] == []
    assert CASES.keys() - set(named) == set()
    assert set(kept_reports()) == set(CASES)
    assert len(CASES) >= 60


def test_a_folder_and_a_file_that_is_not_there_are_said(home: Path, casepack: Casepack) -> None:
    (home / "folder.xlsx").mkdir(exist_ok=True)
    folder = casepack("check", home / "folder.xlsx", "--as-of", AS_OF)
    assert (folder.exit_code, "folder.xlsx is a folder. Name the file in it." in folder.stderr) == (2, True)
    missing = casepack("check", home / "missing.xlsx", "--as-of", AS_OF)
    assert (missing.exit_code, "cannot be found. Check the name and the folder." in missing.stderr) == (2, True)


def test_a_folder_is_read_past_markers_without_a_word(tmp_path: Path, casepack: Casepack) -> None:
    (tmp_path / "office.json").write_text(to_json(the_office()), encoding="utf-8")
    (tmp_path / "case.xlsx").write_bytes(base())
    (tmp_path / "~$case.xlsx").write_bytes(marker())
    done = casepack("status", tmp_path, "--as-of", AS_OF, "--all")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "MSC-2026-0417" in done.stdout
    assert "marker" not in done.stdout


def test_a_workbook_that_libreoffice_has_saved_reads_the_same() -> None:
    office = read_office((INPUTS / "office.json").read_bytes(), "office.json")[0]
    by_json, checks = read_record((INPUTS / "sample-ordinary.json").read_bytes(), "a.json", office)
    saved, others = read_record((FILES / "libreoffice-filled.xlsx").read_bytes(), "a.xlsx", office)
    assert saved == by_json
    assert [problem.code for problem in others] == [problem.code for problem in checks]


# A copy with marks


MARKED = (
    "no dates", "times that are none", "counted from 1904", "numbers for texts", "very long texts", "formulas",
    "a formula of openpyxl", "yes and no", "merged cells", "hidden rows", "other headings",
    "answers without a question", "sheets renamed", "names for ids", "rows that are incomplete",
    "typed in LibreOffice", "a newer form", "by hand", "macros", "everything at once",
)  # fmt: skip


def told_in(data: bytes, name: str) -> list[tuple[str, ...]]:
    """The report without the name of the file."""
    found: tuple[Problem, ...]
    try:
        found = read_record(data, name, the_office())[1]
    except RecordError as error:
        found = error.problems
    return [(p.sheet, p.cell, p.severity, p.code, p.heading, p.found, p.what, p.fix) for p in found]


@pytest.mark.parametrize("name", MARKED)
def test_a_marked_copy_says_of_itself_what_its_workbook_said(
    name: str, home: Path, tmp_path: Path, casepack: Casepack
) -> None:
    case = CASES[name]
    data, path = case.make(), tmp_path / case.name
    path.write_bytes(data)
    done = casepack("check", "--annotate", path, "--office", home / "office.json", "--as-of", AS_OF)
    assert path.read_bytes() == data
    report = told_in(data, case.name)
    copies = [other for other in tmp_path.iterdir() if other != path]
    wanted = [path.with_name(f"case (checked){path.suffix}")] if any(sheet for sheet, *_ in report) else []
    assert copies == wanted, done.output
    for copy in copies:
        assert told_in(copy.read_bytes(), copy.name) == report
