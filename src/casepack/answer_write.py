"""One answer as it stands in a cell: plain values, so that what is written and read again is the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from .answer_dates import say_written
from .answer_items import AS_WRITTEN, NONE, show_item, show_items
from .answer_read import read_answer
from .cells import Cell
from .form import Column, Kind
from .labels import Labels
from .shown import first_capital
from .values import LONGEST_CELL, MOMENT_FORM, length

Written = str | int | date | datetime | None

_FIRST_REAL_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was, so earlier days are written as text."""


def write_answer(column: Column, value: object, labels: Labels) -> Written:
    """What to put in the cell for an answer as a model holds it; None for an empty cell."""
    if value is None or value == ():
        # Where an empty cell would mean something else, that there is no answer must be written out.
        return None if not column.needed and column.default in (None, ()) else NONE
    if isinstance(value, tuple):
        items = [str(item) for item in value]
        return _ids(items, column, labels) if column.kind is Kind.REFS else show_items(items, column, labels)
    if isinstance(value, date):
        return value if value >= _FIRST_REAL_DAY else say_written(value)
    if isinstance(value, int):
        return value
    text = str(value)
    match column.kind:
        case Kind.CHOICE | Kind.YES_NO | Kind.DAY_OR_UNKNOWN:
            return first_capital(text)
        case Kind.MOMENT:
            return _moment(text)
        case Kind.REF:
            return _unless_misread(labels.show(column.targets, text), text, column, labels)
        case Kind.TEXT | Kind.WORDS_OR_REF:
            return _unless_misread(show_item(text, column, labels), text, column, labels)
        case _:
            return text


def _unless_misread(shown: str, text: str, column: Column, labels: Labels) -> str:
    """`shown`, or the text marked to be taken word for word where that would be read as something else."""
    value = [text] if column.kind is Kind.REFS else text
    return shown if read_answer(column, Cell(shown), labels).value == value else AS_WRITTEN + text


def _moment(text: str) -> str | datetime:
    """A real date and time, but as text with the zone behind where the time happens twice."""
    found = MOMENT_FORM.fullmatch(text)
    if not found:
        return text
    moment = datetime.fromisoformat(f"{found[1]} {found[2]}")
    if found[3] or moment.date() < _FIRST_REAL_DAY:
        return f"{say_written(moment.date())} {found[2]}" + (f" {found[3]}" if found[3] else "")
    return moment


def _ids(ids: Sequence[str], column: Column, labels: Labels) -> str:
    """References: names with ids for the office's tables, plain ids for the record's own rows."""
    shown = [_unless_misread(labels.show(column.targets, id), id, column, labels) for id in ids]
    cell = ("; " if shown != ids else ", ").join(shown)
    if length(cell) < LONGEST_CELL and read_answer(column, Cell(cell), labels).value == ids:
        return cell
    # A name with a semicolon in it would be read as two; an id never is.
    return "; ".join(_unless_misread(id, id, column, labels) for id in ids)
