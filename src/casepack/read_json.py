"""JSON as people write it by hand: one object, read strictly, with its mistakes named at their line."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

from .complaints import Path as PathIn
from .complaints import Report, shorten
from .errors import Problem, RecordError

DEEPEST = 12
"""Levels of brackets; the models need five."""
MOST_COMMAS = 600_000
"""Commas of a file: those of all texts and, between entries, far more than all tables need. Counted before reading,
for each entry takes memory, and another bit where it is wrong."""
MOST_NAMES = 300
"""Named fields of one object; the largest table of a record has some hundred. More would be as many mistakes."""


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its names were written twice."""

    twice: tuple[str, ...] = ()


def parse_json(data: bytes, name: str) -> tuple[dict[str, Any], Report]:
    """The JSON object in `data`, and a report that already holds what is odd about it as JSON.

    `name` is the file's name, as in every `Problem.where`. Raises `RecordError` where it is no such object.
    """
    text = _decode(data, name)
    if text.count(",") > MOST_COMMAS:
        what = f"has more than {MOST_COMMAS:,} commas, and so far more entries than any record needs."
        raise _whole_file(name, "too-large", what, "Check that it is the right file.")
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
        made.twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
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
        if isinstance(node, dict) and len(node) > MOST_NAMES:
            what = f"has an object with {len(node):,} named fields, more than any record needs."
            raise _whole_file(report.name, "too-large", what, "Check that it is the right file.")
        for key in node.twice if isinstance(node, _Object) else ():
            fix = "Keep the right one and delete the other."
            report.add((*path, key), "written-twice", "is written twice in the same object.", fix)
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        stack.extend(((*path, key), child) for key, child in children)


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fix = "Save it again as UTF-8 (in Notepad: Save as, Encoding, UTF-8)."
        raise _whole_file(f"{name}: line {line}", "not-utf-8", "is not written as UTF-8 text.", fix) from None


def _whole_file(name: str, code: str, what: str, fix: str, found: str = "") -> RecordError:
    return RecordError([Problem(code, name, what, fix, found)])


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
