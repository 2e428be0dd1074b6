"""From the bytes of a file to a record or an office, with every problem found and its place.

A file is a workbook or JSON, whatever its name says; both are held against the same models and the same checks. Only
`load` touches the disk. Reading is all or nothing for the caller: either a record with what is worth a look, or
`RecordError` with everything that is wrong, in the order of the file.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from .bounds import refuse_too_much
from .complaints import Finding, Report, explain, in_file_order, shorten
from .crosscheck import check_record
from .errors import Problem, RecordError, UsageError
from .mentions import MentionBook, build_book
from .office import Office
from .officecheck import check_office
from .partial import Mended, mend
from .read_json import parse_json
from .record import Record
from .sniff import FileKind, kind_of

if TYPE_CHECKING:
    from .cells import WorkbookCells

LARGEST_FILE = 20_000_000
"""Bytes that a record or an office may have; a real one has well under one million."""

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reading(Generic[_Model]):
    """A file that was read: what it holds, what is worth a look, and how to say where in it something stands.

    `say` puts a finding that is made later at its place in this file, in the words of this kind of file; `checks_with`
    gives what is worth a look together with such findings, in the order of the file.
    """

    made: _Model
    checks: tuple[Problem, ...]
    say: Callable[[Finding], Problem]
    checks_with: Callable[[Iterable[Finding]], list[Problem]]
    book: MentionBook | None = None
    """The names in a record, in every way of writing."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A file taken apart. `wrong` are the paths of answers that could not be read and were left out of `raw`."""

    raw: dict[str, Any]
    report: Report
    wrong: frozenset[tuple[str | int, ...]]
    in_order: Callable[[Iterable[Finding]], list[Problem]]
    say: Callable[[Finding], Problem]


def load(path: Path) -> bytes:
    """The bytes of a file that the officer named.

    Raises `UsageError` for what is no readable file, `RecordError` for an empty file or one over 20 MB.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UsageError(f"{path.name or path} is a folder. Name the file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{path.name} is not a file that can be read, but a device or a pipe. Name a file.")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise UsageError(f"{path} cannot be found. Check the name and the folder.") from None
    except PermissionError:
        raise UsageError(
            f"{path.name} cannot be opened: you may not read it, or another program holds it. "
            "Close it there, or ask for access."
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{shorten(path.name)} cannot be read: {_reason(error)}.") from None
    if not data:
        raise _whole_file(path.name, "empty-file", "is empty (0 bytes).", "Check that it was saved, or use a copy.")
    if len(data) > LARGEST_FILE:
        fix = "Check that it is the right file; pictures, attachments and empty formatted rows do not belong in it."
        raise _whole_file(path.name, "too-large", "is larger than 20 MB.", fix)
    return data


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, ValueError):
        return "the name is not one that a file can have. Check the name"
    known = {
        errno.ELOOP: "it is a link that leads back to itself. Name the file that was meant",
        errno.ENAMETOOLONG: "the name is too long. Check the name",
        errno.ENOTDIR: "what should be its folder is a file. Check the name and the folder",
    }
    # Anything else in the system's own words: whoever is asked for help needs them.
    other = f"{error.strerror or 'the disk failed'}. Check the disk or the drive, or use a copy"
    return known.get(error.errno or 0, other)


def read_record(data: bytes, name: str, office: Office) -> tuple[Record, tuple[Problem, ...]]:
    """The record in `data`, with what is worth a look. `name` is the file's name, as in every `Problem.where`.

    Raises `RecordError` with every problem in the order of the file: of the file itself, of each answer, and
    between rows. What is between rows is looked at even where some answer is wrong.
    """
    reading = reading_of_record(data, name, office)
    return reading.made, reading.checks


def reading_of_record(data: bytes, name: str, office: Office) -> Reading[Record]:
    """As `read_record`, with the way to its places."""
    return _record(_open(data, name, office), name, office)


def record_of_cells(book: WorkbookCells, name: str, office: Office) -> Reading[Record]:
    """The record in a workbook that is open already. Raises as `read_record` does."""
    return _record(_of_cells(book, name, office), name, office)


def _record(source: _Source, name: str, office: Office) -> Reading[Record]:
    if "incident" not in source.raw and {"organisation", "officers"} & source.raw.keys():
        raise _whole_file(name, "wrong-file", "holds the office's data, not a record.", "Name the record instead.")
    record, mended = _validate(source, Record)
    book = build_book(record, office) if record else None
    if record:
        source.report.findings += mended.trusted(check_record(record, office, name, book))
    return replace(_finish(record, source), book=book)


def read_office(data: bytes, name: str) -> tuple[Office, tuple[Problem, ...]]:
    """The office in `data`, with what is worth a look. Raises `RecordError` as `read_record` does."""
    reading = reading_of_office(data, name)
    return reading.made, reading.checks


def reading_of_office(data: bytes, name: str) -> Reading[Office]:
    """As `read_office`, with the way to its places."""
    return _office(_open(data, name, None), name)


def office_of_cells(book: WorkbookCells, name: str) -> Reading[Office]:
    """The office in a workbook that is open already. Raises as `read_office` does."""
    return _office(_of_cells(book, name, None), name)


def _office(source: _Source, name: str) -> Reading[Office]:
    if "organisation" not in source.raw and {"incident", "episodes"} & source.raw.keys():
        raise _whole_file(name, "wrong-file", "holds a record, not the office's data.", "Name the office's file.")
    office, mended = _validate(source, Office)
    if office:
        source.report.findings += mended.trusted(check_office(office, name))
    return _finish(office, source)


def _open(data: bytes, name: str, office: Office | None) -> _Source:
    """A file taken apart: a record of this office, or the office's data where there is none yet."""
    if kind_of(data, name) is FileKind.JSON:
        raw, report = parse_json(data, name)
        return _Source(raw, report, frozenset(), lambda f: in_file_order(f, raw), lambda f: f.problem)
    from .workbook_cells import open_workbook  # JSON needs nothing of what reads a workbook

    return _of_cells(open_workbook(data, name), name, office)


def _of_cells(book: WorkbookCells, name: str, office: Office | None) -> _Source:
    from .form_office import OFFICE_FORM
    from .form_record import RECORD_FORM
    from .labels import labels_of
    from .workbook_read import read_form
    from .workbook_words import in_workbook, problems_of

    read = read_form(book, RECORD_FORM, labels_of(office), name) if office else read_form(book, OFFICE_FORM, None, name)
    return _Source(
        read.data,
        Report(name, read.data),
        read.settled,
        lambda findings: problems_of(findings, read),
        lambda finding: in_workbook(finding, read),
    )


def _validate(source: _Source, model: type[_Model]) -> tuple[_Model | None, Mended]:
    """The model; where answers are wrong, a mended stand-in that serves for the checks between rows only."""
    refuse_too_much(source.raw, source.report.name)
    mended = Mended()
    made: _Model | None
    try:
        made = model.model_validate(source.raw)
    except ValidationError as error:
        explain(source.report, model, error.errors(include_url=False))
        made, mended = mend(source.raw, model)
    mended.paths |= source.wrong
    return made, mended


def _finish(made: _Model | None, source: _Source) -> Reading[_Model]:
    problems = source.in_order(source.report.findings)
    if made is None or any(p.severity == "problem" for p in problems):
        raise RecordError(problems)
    found = source.report.findings
    return Reading(made, tuple(problems), source.say, lambda more: source.in_order([*found, *more]))


def _whole_file(name: str, code: str, what: str, fix: str, found: str = "") -> RecordError:
    return RecordError([Problem(code, name, what, fix, found)])
