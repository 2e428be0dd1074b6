"""Tables of answers for tests: what a cell holds, what is read, and every word that is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from casepack.answers import MISSING, Answered, read_answer
from casepack.cells import Cell, Value
from casepack.form import Column
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.labels import Labels, labels_of
from casepack.office import Office

from .forms import OWN_IDS, tricky_office

LABELS = labels_of(tricky_office())
NO_ANSWER: Any = MISSING
CHECK = "Check it."

Said = tuple[str, str, str, str]
"""Severity, code, what it is, and what to do."""
Row = tuple[str, Value, Any, list[Said]]
"""Question, what the cell holds, the answer, and everything that is said."""


def at(text: str) -> datetime:
    """A moment as Excel holds it: without a time zone."""
    return datetime.fromisoformat(text)


def column(place: str) -> Column:
    """The question of "table.field", in whichever form has it."""
    table, _, field = place.partition(".")
    form = OFFICE_FORM if table in Office.model_fields else RECORD_FORM
    return form.place(table, field)[1]


def read(place: str, value: Value, labels: Labels = LABELS, **cell: Any) -> Answered:
    """What a cell with this value, and these other things about it, answers to the question."""
    return read_answer(column(place), Cell(value, **cell), labels, own_ids=OWN_IDS)


def told(answered: Answered) -> list[Said]:
    """Everything that was said."""
    return [(r.severity, r.code, r.what, r.fix) for r in answered.remarks]


def noted(words: str, fix: str = CHECK) -> list[Said]:
    """That it was read as `words`."""
    return [("check", "read-as", f"was read as {words}.", fix)]


def stopped(code: str, what: str, fix: str) -> list[Said]:
    """That it was refused."""
    return [("problem", code, what, fix)]


def expect(rows: Sequence[Row]) -> pytest.MarkDecorator:
    """One test for each row."""
    ids = [f"{place}-{str(value)[:24]}-{type(value).__name__}" for place, value, _, _ in rows]
    return pytest.mark.parametrize(("place", "value", "raw", "remarks"), rows, ids=ids)
