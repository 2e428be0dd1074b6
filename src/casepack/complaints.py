"""What is wrong with a file, in an officer's words: where it stands, what is wrong, what to do.

The messages of the validating library never reach an officer: each kind of error is translated here, by its
kind, with what the models themselves say of the field. Pure: values in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from .errors import Problem
from .office import Table

Path = tuple[str | int, ...]

_FOUND_LENGTH = 60
_KEY_LENGTH = 40
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_QUOTED = re.compile(r"'([^']*)'")

MEANT_ANSWERS = {
    "y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no", "unknown": "not known",
    "n/k": "not known", "nk": "not known", "n/a": "does not apply", "na": "does not apply", "none": "does not apply",
    "victim": "harmed", "perpetrator": "suspect", "observer": "witness", "offender": "suspect",
    "complete": "done", "completed": "done", "started": "in hand", "young person": "child",
}  # fmt: skip
"""Other words for an answer, with the answer that is meant."""
MEANT_FIELDS = {
    "dob": "date_of_birth", "birth_date": "date_of_birth", "surname": "family_name", "last_name": "family_name",
    "first_name": "given_name", "forename": "given_name", "nickname": "known_as", "aliases": "other_names",
    "ref": "reference", "narrative": "what_happened", "start": "start_time", "end": "end_time",
    "year": "year_group", "telephone": "phone", "mobile": "phone", "post_code": "postcode", "steps": "progress",
    "phone_number": "phone", "email_address": "email", "home_address": "address", "sex": "gender",
    "location": "place", "case_reference": "reference", "description": "what_happened",
    "persons": "people", "young_people": "people", "children": "people", "individuals": "people", "names": "people",
    "parents": "carers", "guardians": "carers", "roles": "involvements", "allegations": "involvements",
    "events": "episodes", "locations": "episodes", "tasks": "actions", "shops": "businesses", "evidence": "sources",
    "staff": "officers", "services": "agencies", "partners": "agencies", "councillors": "members",
}  # fmt: skip
"""Other words for a question or a table, with the field that is meant."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the path to its place, so that findings can be put in the order of the file."""

    path: Path
    problem: Problem


class Report:
    """Collects what is found in one file; `root` is the file as read, or the model made of it."""

    def __init__(self, name: str, root: object) -> None:
        """`name` is the file's name, as in every `where`."""
        self.name, self.root = name, root
        self.findings: list[Finding] = []

    def add(
        self,
        path: Path,
        code: str,
        what: str,
        fix: str,
        found: object = "",
        severity: Literal["problem", "check"] = "problem",
    ) -> None:
        """Note one thing; see `Problem` for the meaning of each part."""
        where = place(self.name, path, self.root)
        self.findings.append(Finding(path, Problem(code, where, what, fix, shorten(found), severity)))

    def check(self, path: Path, code: str, what: str, fix: str, found: object = "") -> None:
        """Note something that may be right."""
        self.add(path, code, what, fix, found, "check")


def shorten(value: object) -> str:
    """What was typed, on one line of at most 60 characters; nothing for a list, an object or an empty answer."""
    if value is None or isinstance(value, (list, tuple, dict, BaseModel)):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return text if len(text) <= _FOUND_LENGTH else text[: _FOUND_LENGTH - 1] + "…"


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that was probably meant; None where nothing is close."""
    by_key = {o.casefold(): o for o in options}
    close = get_close_matches(word.casefold().strip(), by_key, n=1, cutoff=0.6)
    return by_key[close[0]] if close else None


def place(name: str, path: Path, root: object) -> str:
    """Where to look: "sample.json: people[1] (P2).date_of_birth", with the row's id where it has one."""
    words = ""
    node: object = root
    for key in path:
        node = _child(node, key)
        if isinstance(key, int):
            mark = _child(node, "id")
            words += f"[{key}]" + (f" ({mark})" if isinstance(mark, str) and _ID.fullmatch(mark) else "")
        else:
            words += ("." if words else "") + shorten(key)[:_KEY_LENGTH]
    return f"{name}: {words}" if words else name


def _child(node: object, key: str | int) -> object:
    if isinstance(key, int):
        inside = isinstance(node, Sequence) and not isinstance(node, str) and key < len(node)
        return node[key] if inside and isinstance(node, Sequence) else None
    if isinstance(node, Mapping):
        return node.get(key)
    return getattr(node, key, None) if isinstance(node, BaseModel) else None


def in_file_order(findings: Iterable[Finding], raw: object) -> list[Problem]:
    """The problems, sorted as their places come in the file; one that is missing counts at its row."""
    order: dict[Path, int] = {}
    stack: list[tuple[Path, object]] = [((), raw)]
    while stack:
        path, node = stack.pop()
        order[path] = len(order)
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        stack.extend(reversed([((*path, key), child) for key, child in children]))

    def position(finding: Finding) -> int:
        ends = range(len(finding.path), -1, -1)
        return next(order[finding.path[:end]] for end in ends if finding.path[:end] in order)

    return [f.problem for f in sorted(findings, key=position)]


def explain(report: Report, model: type[BaseModel], errors: Iterable[ErrorDetails]) -> None:
    """Add to `report` what each validation error means, one problem for each place."""
    seen = {f.path for f in report.findings}
    for error in errors:
        path = tuple(error["loc"])
        typed = error.get("input")
        shell = error["type"] == "too_short" and isinstance(typed, (list, tuple)) and typed
        # A table whose rows are all wrong is also said to be too short; the rows' own problems are enough.
        if path in seen or shell:
            continue
        seen.add(path)
        row, field = _field(model, path)
        code, what, fix = _words(error, path, row, field)
        report.add(path, code, what, fix, "" if error["type"] in {"missing", "extra_forbidden"} else typed)


def _field(model: type[BaseModel], path: Path) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The model of the row that the path leads into, and the last field on it (None: there is no such field)."""
    row: type[BaseModel] | None = model
    field: FieldInfo | None = None
    for key in path:
        if isinstance(key, str):
            row = row if field is None else table_of(field.annotation)
            field = row.model_fields.get(key) if row else None
    return row, field


def table_of(annotation: Any) -> type[BaseModel] | None:
    """The kind of row inside an annotation such as `tuple[Person, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    inside = (table_of(a) for a in getattr(annotation, "__args__", ()))
    return next((t for t in inside if t), None)


def _words(
    error: ErrorDetails, path: Path, row: type[BaseModel] | None, field: FieldInfo | None
) -> tuple[str, str, str]:
    """Code, what is wrong, and what to do."""
    kind, typed = error["type"], error.get("input")
    about = (field.description or "") if field else ""
    in_list = bool(path) and isinstance(path[-1], int)
    if kind == "missing":
        return "missing", "is needed and is missing.", f"Add it: {about}"
    if kind == "extra_forbidden":
        return _unknown_field(str(path[-1]), row)
    if kind == "enum":
        return _not_allowed(typed, error.get("ctx", {}))
    if kind in {"day", "clock", "moment", "unprintable", "too_long"}:
        what, _, fix = error["msg"].partition("; ")
        code = {"day": "not-a-date", "clock": "not-a-time", "moment": "not-a-moment"}.get(kind, kind.replace("_", "-"))
        return code, f"{what}.", f"{fix[:1].upper()}{fix[1:]}."
    if kind == "date_type":
        return "empty", "needs a date and has none.", "Write year-month-day, for example 2026-10-23."
    if kind == "string_pattern_mismatch":
        return _bad_pattern(path, typed)
    if kind in {"too_short", "string_too_short"}:
        return ("empty", "is empty.", f"Fill it in: {about}") if not in_list else _EMPTY_ITEM
    if kind in {"int_type", "greater_than_equal", "less_than_equal", "int_from_float", "int_parsing"}:
        return "not-a-number", "is not a whole number from 0 to 100000.", "Write digits, without quotes around them."
    if kind == "tuple_type":
        return _not_a_list(typed)
    if kind in {"model_type", "model_attributes_type"}:
        fix = "Leave it out if there is nothing to say." if typed is None and not in_list else _OBJECT_FIX
        return "not-an-object", "is not an object with named fields.", fix
    if kind == "string_type":
        return _not_text(typed, about)
    return "unreadable", "is not an answer that can be read.", f"Write it again: {about}"


_EMPTY_ITEM = ("empty", "is an empty entry in a list.", "Fill it in or delete it.")
_OBJECT_FIX = 'Write it in curly brackets, such as {"id": "P1"}.'


def _unknown_field(key: str, row: type[BaseModel] | None) -> tuple[str, str, str]:
    names = list(row.model_fields) if row else []
    asked = key.casefold().strip().replace(" ", "_").replace("-", "_")
    meant = MEANT_FIELDS.get(asked)
    meant = meant if meant in names else nearest(asked, names)
    if meant:
        fix = f'Did you mean "{meant}"?'
    elif len(names) <= 12:
        fix = f"Take it out, or use one of: {', '.join(names)}."
    else:
        fix = 'Take it out, or find the right name in the list that "casepack schema" prints.'
    return "unknown-field", "is not a field of this form.", fix


def _not_allowed(typed: object, ctx: Mapping[str, Any]) -> tuple[str, str, str]:
    allowed = _QUOTED.findall(str(ctx.get("expected", "")))
    fix = f"Write one of: {', '.join(allowed)}."
    if isinstance(typed, str):
        asked = typed.casefold().strip()
        meant = MEANT_ANSWERS.get(asked)
        meant = meant if meant in allowed else nearest(asked, allowed)
        if meant:
            fix += f' Did you mean "{meant}"?'
    return "not-allowed", "is not one of the allowed answers.", fix


def _bad_pattern(path: Path, typed: object) -> tuple[str, str, str]:
    if isinstance(typed, str) and not typed.strip():
        return "empty", "is empty.", "Give it a short id, such as P1."
    if path and path[-1] == "reference":
        fix = "Use up to 40 letters, digits, dots and hyphens, without spaces, such as MSC-2026-0417."
        return "bad-reference", "is not a case reference.", fix
    fix = "Start with a letter; use up to 40 letters, digits, dots and hyphens, without spaces, such as P1."
    return "bad-id", "is not a short id.", fix


def _not_a_list(typed: object) -> tuple[str, str, str]:
    if typed is None:
        return "not-a-list", "is not a list.", "Write [] if there is nothing to list, or leave it out."
    brackets = "[{...}]" if isinstance(typed, dict) else "[...]"
    return "not-a-list", "is not a list.", f"Put square brackets round it: {brackets}."


def _not_text(typed: object, about: str) -> tuple[str, str, str]:
    if typed is None:
        return "empty", "is needed and has no answer.", f"Fill it in: {about}"
    if isinstance(typed, bool):
        return "not-text", "is true or false, where words are needed.", f"Write it in double quotes: {about}"
    if isinstance(typed, (int, float)):
        fix = "Put double quotes round it, and check that no 0 is missing at its start."
        return "not-text", "is a number, where text is needed.", fix
    shape = "a list" if isinstance(typed, (list, tuple)) else "an object"
    return "not-text", f"is {shape}, where one text is needed.", f"Write one text in double quotes: {about}"
