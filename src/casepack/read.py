"""From the bytes of a file to a record or an office, with every problem found and its place.

Only `load` touches the disk. Reading is all or nothing for the caller: either a record with what is worth a
look, or `RecordError` with everything that is wrong, in the order of the file.
"""

from __future__ import annotations

import errno
import json
import math
import stat
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .complaints import Path as PathIn
from .complaints import Report, explain, in_file_order, shorten
from .crosscheck import check_record
from .errors import Problem, RecordError, UsageError
from .office import Office
from .officecheck import check_office
from .partial import Mended, mend
from .record import Record

LARGEST_FILE = 20_000_000
"""Bytes that a record or an office may have; a real one has well under one million."""
DEEPEST = 12
"""Levels of brackets; the models need five."""

_Model = TypeVar("_Model", bound=BaseModel)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its names were written twice."""

    twice: tuple[str, ...] = ()


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
        fix = "Check that it is the right file; pictures and attachments do not belong in it."
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
    raw, report = _parse(data, name)
    if "incident" not in raw and {"organisation", "officers"} & raw.keys():
        raise _whole_file(name, "wrong-file", "holds the office's data, not a record.", "Name the record instead.")
    record, mended = _validate(raw, Record, report)
    if record:
        report.findings += mended.trusted(check_record(record, office, name))
    return _finish(record, report, raw)


def read_office(data: bytes, name: str) -> tuple[Office, tuple[Problem, ...]]:
    """The office in `data`, with what is worth a look. Raises `RecordError` as `read_record` does."""
    raw, report = _parse(data, name)
    if "organisation" not in raw and {"incident", "episodes"} & raw.keys():
        raise _whole_file(name, "wrong-file", "holds a record, not the office's data.", "Name the office's file.")
    office, mended = _validate(raw, Office, report)
    if office:
        report.findings += mended.trusted(check_office(office, name))
    return _finish(office, report, raw)


def _validate(raw: dict[str, Any], model: type[_Model], report: Report) -> tuple[_Model | None, Mended]:
    """The model; where answers are wrong, a mended stand-in that serves for the checks between rows only."""
    try:
        return model.model_validate(raw), Mended()
    except ValidationError as error:
        explain(report, model, error.errors(include_url=False))
    return mend(raw, model)


def _finish(made: _Model | None, report: Report, raw: object) -> tuple[_Model, tuple[Problem, ...]]:
    problems = in_file_order(report.findings, raw)
    if made is None or any(p.severity == "problem" for p in problems):
        raise RecordError(problems)
    return made, tuple(problems)


def _whole_file(name: str, code: str, what: str, fix: str, found: str = "") -> RecordError:
    return RecordError([Problem(code, name, what, fix, found)])


def _parse(data: bytes, name: str) -> tuple[dict[str, Any], Report]:
    """The JSON object in `data`, and a report that already holds what is odd about it as JSON."""
    text = _decode(data, name)
    try:
        # A long run of digits would stop Python's own reading of whole numbers; as a float it is only wrong.
        raw = json.loads(text, object_pairs_hook=_object, parse_int=lambda d: int(d) if len(d) < 19 else float(d))
    except json.JSONDecodeError as error:
        raise _bad_json(name, text, error) from None
    except RecursionError:
        raise _whole_file(name, "too-deep", _TOO_DEEP, _TOO_DEEP_FIX) from None
    if not isinstance(raw, _Object):
        fix = 'Begin it with { and end it with }: {"incident": {...}, "episodes": [...]}.'
        raise _whole_file(name, "not-an-object", "is JSON, but not one object with named fields.", fix)
    report = Report(name, raw)
    _walk(raw, report)
    return raw, report


_TOO_DEEP = "has brackets inside brackets inside brackets, more than any record needs."
_TOO_DEEP_FIX = "Check that it is the right file and that every bracket is closed."


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        names = [key for key, _ in pairs]
        made.twice = tuple(dict.fromkeys(key for key in names if names.count(key) > 1))
    return made


def _walk(raw: _Object, report: Report) -> None:
    """Report names written twice and numbers that are none. Raises `RecordError` for too many levels."""
    stack: list[tuple[PathIn, Any]] = [((), raw)]
    while stack:
        path, node = stack.pop()
        if len(path) > DEEPEST:
            raise _whole_file(report.name, "too-deep", _TOO_DEEP, _TOO_DEEP_FIX)
        if isinstance(node, float) and not math.isfinite(node):
            report.add(path, "not-a-number", "is not a number that can be used.", "Write digits, or leave it out.")
        for key in node.twice if isinstance(node, _Object) else ():
            fix = "Keep the right one and delete the other."
            report.add((*path, key), "written-twice", "is written twice in the same object.", fix)
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        stack.extend(((*path, key), child) for key, child in children)


def _decode(data: bytes, name: str) -> str:
    _refuse_other_kinds(data, name)
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fix = "Save it again as UTF-8 (in Notepad: Save as, Encoding, UTF-8)."
        raise _whole_file(f"{name}: line {line}", "not-utf-8", "is not written as UTF-8 text.", fix) from None


def _refuse_other_kinds(data: bytes, name: str) -> None:
    """Raise `RecordError` for a file of another kind, saying what it really is, whatever its name says."""
    if name.startswith("~$"):
        fix = f"Choose {name[2:]} itself."
        raise _whole_file(name, "not-json", "is the small marker file that Office makes while a file is open.", fix)
    kind = _kind(data)
    if kind:
        fix = "This version reads JSON. Name the record's JSON file."
        raise _whole_file(name, "not-json", f"is {kind}, not JSON.", fix)
    if not data.strip():
        raise _whole_file(name, "empty-file", "holds nothing but blanks.", "Check that it was saved, or use a copy.")


def _kind(data: bytes) -> str:
    if data.startswith(b"PK"):
        return next((words for mark, words in _ZIPPED.items() if mark in data), "a zip file")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        named = (words for mark, words in _OLE.items() if mark.encode("utf-16-le") in data)
        return next(named, "an older Office file")
    if _DAMAGED in data:
        return "a damaged file (nothing was saved in some or all of it; use a copy)"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:16]
    return next((words for mark, words in _STARTS.items() if start.startswith(mark)), "")


_ZIPPED = {
    b"xl/": "an Excel workbook",
    b"word/": "a Word document",
    b"ppt/": "a PowerPoint file",
    b"opendocument.spreadsheet": "an OpenDocument spreadsheet",
    b"opendocument.text": "an OpenDocument text",
}
_OLE = {
    "EncryptedPackage": "an Office file locked with a password",
    "Workbook": "a workbook in the older Excel format (.xls)",
    "WordDocument": "a document in the older Word format (.doc)",
    "__substg1.0_": "an Outlook message",
}
_STARTS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich text document (.rtf)",
    b"<": "a web page or XML file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
}
_DAMAGED = bytes(16)
"""What is left of a file where the machine stopped while it was saved; no text has as many zeros in a row."""


def _bad_json(name: str, text: str, error: json.JSONDecodeError) -> RecordError:
    """What is wrong with the JSON, as somebody who typed it would put it."""
    where = f"{name}: line {error.lineno}, column {error.colno}"
    line = text.split("\n")[error.lineno - 1]
    found = shorten(line[max(0, error.colno - 30) :])
    rest = text[error.pos :].lstrip()
    before = text[: error.pos].rstrip()
    comma_first = rest[:1] == "," and rest[1:].lstrip()[:1] in {"]", "}"}
    if not rest or error.msg.startswith("Unterminated string"):
        code, what, fix = (
            "cut-off",
            "breaks off in the middle.",
            "Its end is missing, or a closing quote. Copy it again.",
        )
    elif (rest[0] in "]}" and before.endswith(",")) or comma_first:
        code, what, fix = "trailing-comma", "has a comma after the last entry.", "Delete the comma."
    elif error.msg.startswith("Extra data"):
        code, what, fix = "more-than-one", "goes on after the end of the record.", "Delete what follows the last }."
    elif rest[0] in "'‘’“”":
        code, what, fix = "wrong-quotes", "has quotes of another kind.", 'Use straight double quotes: ".'
    elif rest.startswith(("//", "/*", "#")):
        code, what, fix = "comment", "has a comment, which JSON does not allow.", "Delete the comment."
    elif error.msg.startswith("Invalid control character"):
        code, what, fix = "line-break", "has a line break or tab inside quotes.", "Write \\n for a new line."
    elif error.msg.startswith("Invalid \\"):
        code, what, fix = "backslash", "has a single backslash inside quotes.", "Write two: \\\\."
    else:
        needed = {"Expecting ','": "a comma", "Expecting ':'": "a colon", "Expecting property": "a name in quotes"}
        wanted = next((w for start, w in needed.items() if error.msg.startswith(start)), "an answer")
        code, what, fix = "not-json", f"is not JSON: {wanted} is missing here.", "Put it in, or copy the file again."
    return RecordError([Problem(code, where, what, fix, found)])
