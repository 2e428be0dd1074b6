"""The files that casepack makes for an officer to work in: new workbooks, converted records, marked copies.

None of them is ever written over a file, but for a marked copy that is still as casepack made it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .annotate import MARKING, annotated, copy_names, is_untouched_copy
from .canonical import to_json
from .errors import CasepackError, OutputError, Problem, RecordError, UsageError
from .form import Form
from .form_identity import check_form
from .form_office import OFFICE_FORM
from .form_record import RECORD_FORM
from .inputs import OFFICE_NAMES, office_of
from .keep import keep_beside, keep_new, tidy
from .office import Office
from .read import load, reading_of_office, reading_of_record
from .read_json import parse_json
from .record import Record
from .record_files import is_folder
from .safefs import check_name, friendly
from .sniff import FileKind, kind_of, sniff
from .workbook_build import build_workbook
from .workbook_cells import open_workbook

WORKBOOK, JSON = ".xlsx", ".json"


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: what it holds ("record" or "office"), the office it was made for, what is worth a look."""

    path: Path
    holds: str
    office: Path | None = None
    checks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A marked copy of a workbook. `whole` is false where it holds the list only, `new` where nothing was written."""

    of: Path
    path: Path
    whole: bool
    new: bool

    def as_dict(self) -> dict[str, str | bool]:
        """The copy for `--json`."""
        return {"of": str(self.of), "copy": str(self.path), "list_only": not self.whole, "written": self.new}


def new_record(path: Path, named: Path | None) -> Made:
    """Make an empty intake workbook for the office, which is found as for a record. Raises as `load_case` does.

    Raises UsageError where `path` is no name for it or is taken.
    """
    _check_place(path, (WORKBOOK,))
    _check_name(path, "record")
    office_path, _, office = office_of(path, named)
    keep_new(path, build_workbook(RECORD_FORM, office.made, None, made_by=version("casepack")))
    return Made(path, "record", office_path)


def new_office(path: Path) -> Made:
    """Make an empty workbook for the data of an office. Raises UsageError as `new_record` does."""
    _refuse_folder(path, WORKBOOK)
    if os.path.lexists(path):
        raise UsageError(
            f"{path} is there already, and casepack never writes over it. "
            f"To make a record for this office, name the record too: casepack new RECORD.xlsx --office {path}"
        )
    _check_place(path, (WORKBOOK,))
    keep_new(path, build_workbook(OFFICE_FORM, None, None, made_by=version("casepack")))
    return Made(path, "office")


def converted(source: Path, target: Path, named: Path | None) -> Made:
    """Write what `source` holds, a record or an office's data, as the kind of file that `target` is called.

    Raises RecordError with every problem in it, the office found as for a record; UsageError where `target` is no name
    for it or is taken. Then nothing is written.
    """
    _check_place(target, (WORKBOOK, JSON))
    data = load(source)
    holds = _holds(data, source.name)
    _check_name(target, holds)
    office_path: Path | None = None
    made: Record | Office
    office: Office | None = None
    form: Form = OFFICE_FORM
    if holds == "office":
        reading = reading_of_office(data, source.name)
        made, checks = reading.made, reading.checks
    else:
        office_path, _, found = office_of(source, named)
        office, form = found.made, RECORD_FORM
        read = reading_of_record(data, source.name, office)
        made, checks = read.made, read.checks
    if target.suffix.lower() == JSON:
        written = to_json(made).encode()
    else:
        written = build_workbook(form, office, made, made_by=version("casepack"))
    keep_new(target, written)
    return Made(target, holds, office_path, checks)


def marked_copies(path: Path, named: Path | None, problems: Sequence[Problem]) -> list[MarkedCopy]:
    """Mark what is wrong, and what is worth a look, in a copy beside each workbook that it stands in.

    That is the record's own, and the office's where something is wrong there; a file that is no workbook, or in which
    no place is known, gets none. Raises OutputError where a copy cannot be written.
    """
    made = []
    marking = MARKING
    places = [path]
    try:
        office_path, _, office = office_of(path, named)
        marking = office.made.organisation.marking
    except CasepackError:
        beside = [named] if named else [path.with_name(name) for name in OFFICE_NAMES]
        places += [each for each in beside if _is_file(each)]
    else:
        places.append(office_path)
    for place in places:
        there = [p for p in problems if p.where == place.name or p.where.startswith(f"{place.name}: ")]
        if not any(p.sheet for p in there):
            continue
        data = load(place)
        if sniff(data, place.name).kind is FileKind.WORKBOOK:
            copy = annotated(data, there, place.name, marking=marking)
            names = [name for name in copy_names(place, copy) if name != place]
            kept, new = keep_beside(names, copy.data, is_untouched_copy)
            made.append(MarkedCopy(place, kept, copy.whole, new))
    return made


def _is_file(path: Path) -> bool:
    # What cannot even be looked at is none; reading the record has said why.
    try:
        return path.is_file()
    except OSError:
        return False


def _holds(data: bytes, name: str) -> str:
    """Whether a file holds a record or an office's data, by what is in it. Raises RecordError for neither kind."""
    if kind_of(data, name) is FileKind.JSON:
        raw, _ = parse_json(data, name)
        return "office" if len(raw.keys() & Office.model_fields) > len(raw.keys() & Record.model_fields) else "record"
    try:
        check_form(open_workbook(data, name), OFFICE_FORM, name)
    except RecordError:
        return "record"  # or nothing of ours: reading it as a record says so
    return "office"


def _check_place(path: Path, endings: Sequence[str]) -> None:
    """Raise UsageError where a new file may not be made here under this name."""
    _refuse_folder(path, endings[0])
    if path.suffix.lower() not in endings:
        like = " or ".join(f"{path.stem or 'case'}{ending}" for ending in endings)
        raise UsageError(f"{path.name or path} must end in {' or '.join(endings)}. Call it {like}.")
    if path.name.startswith(("~$", ".")):
        raise UsageError(f"{path.name} is a name that casepack would pass over. Choose another name.")
    try:
        check_name(path.name)
    except OutputError:
        raise UsageError(f"Windows does not take the name {path.name}. Choose another name.") from None
    with friendly(path.name):
        there = path.parent.is_dir()
    if not there:
        raise UsageError(f"The folder {path.parent} is not there. Make it, or choose another one.")
    if os.path.lexists(path):
        tidy(path)
        raise UsageError(f"{path} is there already, and casepack never writes over it. Choose another name.")


def _refuse_folder(path: Path, ending: str) -> None:
    """Raise UsageError where a folder is named in place of the file that is to be made."""
    if is_folder(path):
        raise UsageError(
            f"{path} is a folder. Name the file that is to be made in it, such as {path / f'case{ending}'}."
        )


def _check_name(path: Path, holds: str) -> None:
    """Raise UsageError where a record would be taken for the office's data."""
    if holds == "record" and path.name.casefold() in OFFICE_NAMES:
        raise UsageError(f"{path.name} is what the office's data are called. Choose another name for a record.")
