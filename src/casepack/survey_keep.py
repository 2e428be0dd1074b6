"""The answers of returned surveys put into a copy of the record, beside it: the officer's own file stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .answers import write_answer
from .assets import asset, using
from .errors import CasepackError, Problem, RecordError, UsageError
from .form_identity import check_form
from .form_record import RECORD_FORM
from .inputs import LoadedCase
from .keep import keep_beside, keep_new
from .labels import labels_of
from .mentions import build_book
from .office import Office
from .patch_book import Book
from .patch_cells import written
from .patch_parts import Package
from .patch_xml import MAIN, CannotEdit, splice
from .read import load, reading_of_record
from .read_json import parse_json
from .record import Record, SurveyAnswer
from .sheet_match import match_sheets
from .sniff import FileKind, kind_of
from .survey_read import SurveyFile, new_rows, read_surveys
from .survey_sent import sent
from .workbook_build import build_workbook
from .workbook_cells import open_workbook
from .workbook_places import Notes, Places

TEMPLATE = "business-survey.docx"
MOST_FILES = 500
_TABLE = "survey_answers"
_MOST_COPIES = 100
_COPY = re.compile(r" with surveys( \d{1,2})?\Z")
_LEFT_BEHIND = re.compile(r"~\$|\._|\.~lock\.|(?:\.DS_Store|Thumbs\.db|desktop\.ini)\Z", re.IGNORECASE)
"""Files that Office, LibreOffice, Macs and Windows put into a folder by themselves."""


@dataclass(frozen=True, slots=True)
class SurveysRead:
    """What came of reading surveys: each file, and the copy of the record that holds what is new.

    `path` is None where nothing is new. `written` is false where the copy stood there already, `whole` where the
    workbook had to be made anew. `checks` are about the record.
    """

    record: Path
    files: tuple[SurveyFile, ...]
    path: Path | None = None
    written: bool = False
    whole: bool = True
    checks: tuple[Problem, ...] = ()

    @property
    def added(self) -> int:
        """How many answers are new."""
        return sum(len(file.new) for file in self.files)

    @property
    def exit_code(self) -> int:
        """0 where every file was read as a whole, otherwise 3."""
        wrong = any(p.severity == "problem" for file in self.files for p in file.problems)
        return RecordError.exit_code if wrong else 0


def read_into(folder: Path, loaded: LoadedCase, out: Path | None = None) -> SurveysRead:
    """Read every survey in `folder`, a folder or one file, and put what is new into a copy of the record's file.

    The copy is called `out`, else as the record with "with surveys" behind it. Raises UsageError where something is
    missing or `out` is taken; then nothing is written.
    """
    record, office = loaded.record_path, loaded.office
    if out is not None and out.suffix.lower() != record.suffix.lower():
        raise UsageError(f"{out.name or out} must end in {record.suffix}, like the record. Choose another name.")
    data = load(record)
    made = reading_of_record(data, record.name, office).made
    with using(loaded.templates):
        survey = sent(asset(TEMPLATE))
    files = read_surveys(_files(folder, record), loaded.record, survey, build_book(loaded.record, office))
    rows = tuple(new_rows(files))
    checks = () if made.incident.reference else (_no_reference(record.name),)
    if not rows:
        return SurveysRead(record, files, checks=checks)
    copy, whole = _copy(data, record.name, office, made, rows)
    if out is not None:
        keep_new(out, copy)
        return SurveysRead(record, files, out, True, whole, checks)
    stem = _COPY.sub("", record.stem)
    names = [record.with_name(f"{stem} with surveys{n}{record.suffix}") for n in _numbers()]
    path, new = keep_beside(names, copy, lambda _: False)
    earlier = [each for each in names[: names.index(path)] if each.name != record.name]
    return SurveysRead(record, files, path, new, whole, (*checks, *(_stands(each.name) for each in earlier[:1])))


def _numbers() -> list[str]:
    return ["", *(f" {number}" for number in range(2, _MOST_COPIES))]


def _no_reference(name: str) -> Problem:
    what = "has no reference of its own, so its surveys are known by the name of its file."
    fix = "Give the copy the name that the record has now, in the place of it."
    return Problem("survey-no-reference", name, what, fix, severity="check")


def _stands(name: str) -> Problem:
    what = "was there already, of another time, and stays as it is. It may hold answers that the new copy has not."
    fix = "If you have gone on working in it, read the surveys into it, in the place of this record."
    return Problem("survey-differs", name, what, fix, severity="check")


def _files(folder: Path, record: Path) -> list[tuple[str, bytes | Problem]]:
    """Every file there by name, with its bytes or why it cannot be read.

    What programs leave behind is passed over, and the record itself; of a folder in it it is said that it is one.
    """
    try:
        if not folder.exists():
            raise UsageError(f"{folder} cannot be found. Name the folder in which the surveys lie.")
        paths = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    except OSError:
        raise UsageError(f"The folder {folder} cannot be read. Check the name, or ask for access.") from None
    found = [path for path in paths if not _LEFT_BEHIND.match(path.name) and not _is_same(path, record)]
    if not any(not path.is_dir() for path in found):
        raise UsageError(f"There is no file in {folder}. Put the surveys that came back there.")
    if len(found) > MOST_FILES:
        raise UsageError(f"There are more than {MOST_FILES} files in {folder}. Check that it is the right folder.")
    return [(path.name, _bytes(path)) for path in found]


def _is_same(path: Path, record: Path) -> bool:
    try:
        return path.samefile(record)
    except OSError:
        return False


def _bytes(path: Path) -> bytes | Problem:
    if path.is_dir():
        fix = "Put the surveys that are in it beside the others, or read that folder by itself."
        return Problem("survey-kind", path.name, "is a folder. What is in it was not read.", fix)
    try:
        return load(path)
    except RecordError as error:
        return error.problems[0]
    except UsageError as error:
        what = str(error).removeprefix(f"{path} ").removeprefix(f"{path.name} ").partition(". ")[0].rstrip(".")
        return Problem("survey-unreadable", path.name, f"{what}.", "Put a copy of it there, and read again.")


def _copy(data: bytes, name: str, office: Office, record: Record, rows: Sequence[SurveyAnswer]) -> tuple[bytes, bool]:
    """The record's file with these answers behind its own, and whether all else in it is as it was."""
    wanted = record.model_copy(update={_TABLE: (*record.survey_answers, *rows)})
    if kind_of(data, name) is FileKind.JSON:
        raw, _ = parse_json(data, name)
        raw[_TABLE] = [*(raw.get(_TABLE) or ()), *(row.model_dump(mode="json", exclude_defaults=True) for row in rows)]
        return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode(), True
    try:
        copy = _patched(data, name, office, rows)
        if reading_of_record(copy, name, office).made == wanted:
            return copy, True
    except (CannotEdit, CasepackError):
        pass  # a workbook made anew holds the same answers
    return build_workbook(RECORD_FORM, office, wanted, made_by=version("casepack")), False


def _patched(data: bytes, name: str, office: Office, rows: Sequence[SurveyAnswer]) -> bytes:
    """The workbook with the answers in the first empty rows of their sheet. Raises CannotEdit where that is unsafe."""
    cells = open_workbook(data, name)
    notes = Notes(Places(name, [sheet.name for sheet in cells.sheets]))
    matched = match_sheets(cells, RECORD_FORM, check_form(cells, RECORD_FORM, name), notes)
    sheet = next((one for one in matched if one.sheet.table == _TABLE), None)
    fields = ("business", "question", "answer")
    if sheet is None or not set(fields) <= sheet.numbers.keys():
        raise CannotEdit("no sheet for survey answers")
    columns = {column.field: column for column in sheet.sheet.columns}
    labels = labels_of(office)
    first = max([sheet.heading, *sheet.begun()]) + 1
    wanted = {
        sheet.place(each, first + number): str(write_answer(columns[each], getattr(row, each), labels))
        for number, row in enumerate(rows)
        for each in fields
    }
    package = Package(data)
    part = Book(package).sheet(sheet.cells.name)
    if part is None:
        raise CannotEdit("no such sheet")
    xml = package.xml(part.part, MAIN)
    package.put(part.part, splice(xml.data, written(xml, wanted)))
    return package.save()
