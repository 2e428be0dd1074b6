"""The trace that a record leaves in its pack's manifest: a short fingerprint of each answer, never the answer.

Rows are called by their ids and not by their number, so that a row put in between moves nothing. What no document
prints or follows leaves no trace, and neither does what tells where somebody with a protected address lives: a short
answer can be guessed from its fingerprint by whoever tries them all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from .contact import protected
from .fates import fate_of
from .record import Person, Record, Sensitivity
from .values import YesNo

LENGTH = 12
"""Hexadecimal digits of a fingerprint."""

WHERE_SOMEBODY_LIVES = frozenset(
    {"address", "postcode", "previous_address", "address_note", "home_area", "household", "household_note"}
)
"""Answers about a person that leave no trace where the address is protected."""

EVERYONE = "everyone"
"""In the key of a decision that is about no one person."""

_BY_ID = ("id",)
_KEYS: dict[str, tuple[str, ...]] = {
    "carers": ("people",),
    "decisions": ("person", "audience"),
    "survey_answers": ("business",),
    "conflicts": ("member",),
    "progress": ("step",),
}
"""What tells the rows of a table apart that have no id of their own."""

_ID = re.compile(r"[A-Za-z0-9_.-]+")
_PLACE = re.compile(r"(\w+)(?:\[([^#\]]+?)(?: #(\d+))?\])?\.(\w+)")


class Row(NamedTuple):
    """A row by what it is: its table, the ids that make its key, and which of the rows of that key it is."""

    table: str
    key: str = ""
    number: int = 1

    def path(self, field: str) -> str:
        """The place of one of its answers: "people[P2].school"."""
        number = f" #{self.number}" if self.number > 1 else ""
        return f"{self.table}[{self.key}{number}].{field}" if self.key else f"{self.table}.{field}"


def rows_of(record: Record) -> Iterator[tuple[Row, BaseModel]]:
    """Every row of a record, each form being one row."""
    for table in type(record).model_fields:
        content = getattr(record, table)
        if isinstance(content, BaseModel):
            yield Row(table), content
            continue
        seen: dict[str, int] = {}
        for model in content:
            key = _key(table, model)
            seen[key] = seen.get(key, 0) + 1
            yield Row(table, key, seen[key]), model


def _key(table: str, model: BaseModel) -> str:
    """The ids that tell a row apart; words in place of an id stay out, for they could be a name."""
    found: list[str] = []
    for field in _KEYS.get(table, _BY_ID):
        value = getattr(model, field)
        found += value if isinstance(value, tuple) else [value or EVERYONE]
    return " ".join(one if _ID.fullmatch(one) else "other" for one in found)


def is_key(table: str, field: str) -> bool:
    """Are rows of this table told apart by this field?"""
    return field in _KEYS.get(table, _BY_ID)


def answer_of(model: BaseModel, field: str) -> str | None:
    """The answer, written in one way only; None for one that is not there or is taken for granted."""
    return answers_of(model).get(field)


def answers_of(model: BaseModel) -> dict[str, str]:
    """Every answer of a row that is not taken for granted, by its field."""
    return _written(model.model_dump(mode="json", exclude_defaults=True))


def _written(told: Mapping[str, Any]) -> dict[str, str]:
    return {field: json.dumps(value, ensure_ascii=False) for field, value in told.items() if value not in (None, [])}


def fingerprints(record: Record) -> dict[str, str]:
    """The fingerprint of every answer that leaves one, by its place."""
    sensitive = record.incident.sensitivity is Sensitivity.SENSITIVE
    found = {}
    # The record as a whole: to write each kind of row by itself pydantic would put together rules for each.
    whole = record.model_dump(mode="json", exclude_defaults=True)
    places = {table: iter(rows if isinstance(rows, list) else [rows]) for table, rows in whole.items()}
    for row, model in rows_of(record):
        hidden = isinstance(model, Person) and protected(model)
        told = next(places[row.table]) if row.table in places else {}
        for field, answer in _written(told).items():
            if leaves_a_trace(row.table, field, sensitive=sensitive, hidden=hidden):
                found[row.path(field)] = fingerprint(record, row, field, answer)
    return found


def leaves_a_trace(table: str, field: str, *, sensitive: bool, hidden: bool) -> bool:
    """Does an answer here leave a fingerprint, in such a case, and of somebody whose address is protected (`hidden`)?

    What a row is told apart by always does: without it nobody could say that a row is new.
    """
    if is_key(table, field):
        return True
    if table == "people" and hidden and field in WHERE_SOMEBODY_LIVES:
        return False
    fate = fate_of(table, field)
    return fate.sensitive if sensitive else bool(fate.touches)


def fingerprint(record: Record, row: Row, field: str, answer: str) -> str:
    """The fingerprint of an answer as `answer_of` writes it.

    It is bound to the case and the row; not to the number of the row, so that rows of one key can be compared.
    """
    told = "\n".join((record.incident.reference or "", row.table, row.key, field, answer))
    return hashlib.sha256(told.encode()).hexdigest()[:LENGTH]


class Trace:
    """The fingerprints that a pack was left with, by row."""

    def __init__(self, record: Record, kept: Mapping[str, str]) -> None:
        """`kept` as `fingerprints` gave them for an earlier state of `record`; places that cannot be read are left."""
        self._record = record
        self.rows: dict[Row, dict[str, str]] = {}
        for place, print_ in kept.items():
            if found := _PLACE.fullmatch(place):
                table, key, number, field = found.groups()
                self.rows.setdefault(Row(table, key or "", int(number or 1)), {})[field] = print_
        self._sensitive = self._held(Row("incident"), "sensitivity", Sensitivity.SENSITIVE)

    def traces(self, row: Row, field: str) -> bool:
        """Would an answer there have left a fingerprint, as the case stood then?"""
        hidden = row.table == "people" and self._held(row, "address_protected", YesNo.YES)
        return leaves_a_trace(row.table, field, sensitive=self._sensitive, hidden=hidden)

    def _held(self, row: Row, field: str, value: str) -> bool:
        answer = json.dumps(value, ensure_ascii=False)
        return self.rows.get(row, {}).get(field) == fingerprint(self._record, row, field, answer)
