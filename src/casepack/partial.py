"""A stand-in for a file with wrong answers, so that what is wrong between rows is found in the same run.

Nothing of the stand-in ever leaves reading: it only lets the checks between rows look at the answers that are
right. Findings that may come of the mending itself are not trusted and are left out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from .complaints import Finding, Path, table_of

_Model = TypeVar("_Model", bound=BaseModel)

_ROUNDS = 4
_ID = "x0"
"""The id, or other short text, that stands in for a wrong one."""
_TIME_FIELDS = frozenset({"date", "start_time", "end_date", "end_time"})
_DERIVED = frozenset(
    {
        "born-after", "too-old", "kind-age", "kind-estimate", "under-10",
        "end-before-start", "meeting-before", "told-early",
    }
)  # fmt: skip
"""Codes of findings that rest on more than one answer."""
_BY_ID = frozenset({"unknown-id", "no-part", "unknown-token"})
"""Codes of findings that say that an id is nowhere to be found."""

_LEADS_TO = {
    "people": frozenset({"person", "people", "against", "others_needed", "about"}),
    "episodes": frozenset({"episode", "episodes"}),
    "sources": frozenset({"source"}),
    "businesses": frozenset({"business", "against"}),
    "officers": frozenset({"manager"}),
    "agencies": frozenset({"agreement_partners", "core_attendees", "part_attendees"}),
    "schools": frozenset({"school", "core_attendees", "part_attendees"}),
}
"""By table of a record or an office: the fields whose answers are ids of its rows."""


@dataclass
class Mended:
    """What was changed to make the stand-in."""

    paths: set[Path] = field(default_factory=set)
    rows: set[Path] = field(default_factory=set)

    def trusted(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those findings that cannot come of the mending."""
        trusts = _Trust(self.paths, self.rows)
        return [_without_stand_in(f) for f in findings if trusts.holds(f)]


class _Trust:
    """Which findings can come of the mending of these paths, and of these rows as a whole."""

    def __init__(self, paths: set[Path], rows: set[Path]) -> None:
        # Worked out once: both the findings and the paths may be many.
        self._paths, self._rows = paths, rows
        self._above = {path[:end] for path in paths for end in range(len(path) + 1)}
        self._tables = {p[0] for p in paths if p[-1] == "id" or len(p) == 1}
        self._parts = any(p[0] == "involvements" for p in paths)
        self._times = any(p[0] == "episodes" and (len(p) == 1 or p[-1] in _TIME_FIELDS) for p in paths)

    def holds(self, finding: Finding) -> bool:
        """Is this finding right whatever stood in the place of what was mended?"""
        code, path = finding.problem.code, finding.path
        beginnings = {path[:end] for end in range(len(path) + 1)}
        touched = path in self._above or bool(beginnings & self._paths)
        in_row = code in _DERIVED and bool(beginnings & self._rows)
        names = {part for part in path[1:] if isinstance(part, str)}
        # An id that leads to the office's data is wrong whatever is wrong with the record's own ids.
        ids = any(code != "unknown-id" or names & _LEADS_TO.get(str(table), frozenset()) for table in self._tables)
        doubtful = (code in _BY_ID and ids) or (code == "no-part" and self._parts) or (code in _DERIVED and self._times)
        return not (touched or in_row or doubtful)


def _without_stand_in(finding: Finding) -> Finding:
    """A place that the officer can find: the id that stands in for a wrong one is nowhere in the file."""
    where = finding.problem.where.replace(f" ({_ID})", "")
    return replace(finding, problem=replace(finding.problem, where=where))


def mend(raw: dict[str, Any], model: type[_Model]) -> tuple[_Model | None, Mended]:
    """A model of `raw` without its wrong answers, and what was changed; None where too much is wrong."""
    data = copy.deepcopy(raw)
    mended = Mended()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data), mended
        except ValidationError as error:
            for item in error.errors(include_url=False):
                if not _mend_one(data, model, tuple(item["loc"]), item["type"], mended):
                    return None, mended
    return None, mended


def _mend_one(data: Any, model: type[BaseModel], path: Path, kind: str, mended: Mended) -> bool:
    """Take one wrong answer out or put a harmless one in. False where the whole table cannot be used."""
    row: type[BaseModel] | None = model
    info: FieldInfo | None = None
    parent, last = data, None
    for depth, key in enumerate(path):
        if isinstance(key, str):
            row = row if info is None else table_of(info.annotation)
            info = row.model_fields.get(key) if row else None
        last = key
        if depth == len(path) - 1 or not isinstance(parent[key], (dict, list)):
            path = path[: depth + 1]  # one text that stands for a list of one is mended as a whole
            break
        parent = parent[key]
    if kind == "extra_forbidden":
        parent.pop(last, None)
        return True
    mended.paths.add(path)
    if last is None or info is None:
        return False
    if isinstance(last, int):
        parent[last] = _ID
        return table_of(info.annotation) is None  # otherwise the row is no object at all
    if last == "kind" or info.is_required():
        mended.rows.add(path[:-1])
    if not info.is_required():
        parent.pop(last, None)
        return True
    parent[last] = _stand_in(info.annotation)
    return parent[last] is not None


def _stand_in(annotation: Any) -> Any:
    """Something harmless of this kind: for a table one row with what it needs; None where nothing serves."""
    row = table_of(annotation)
    if row is not None:
        needed = {key: _stand_in(info.annotation) for key, info in row.model_fields.items() if info.is_required()}
        return needed if annotation is row else [needed]
    if get_origin(annotation) is tuple:
        return [_ID]
    if not isinstance(annotation, type):
        return None
    if issubclass(annotation, StrEnum):
        return str(next(iter(annotation)))
    if issubclass(annotation, date):
        return "2000-01-01"
    return _ID if issubclass(annotation, str) else None
