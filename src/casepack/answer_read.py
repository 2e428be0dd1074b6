"""One cell read as the answer to its question: all that can be kept without loss is kept, and nothing is guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from pydantic_core import PydanticCustomError

from .answer_clock import read_day_cell, read_moment_cell, read_time_cell
from .answer_items import NONE, read_item, split_items
from .answer_model import MISSING, Answered, Remark, check, refuse
from .answer_refs import Around, read_ref, read_refs
from .answer_text import text_of
from .answer_words import read_choice, read_number
from .cells import Cell
from .form import Column, Kind
from .labels import Labels
from .values import LONGEST_CELL, LONGEST_TEXT, length, tidied

_NO_IDS: Mapping[str, tuple[str, ...]] = {}
_NO_NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


def read_answer(
    column: Column,
    cell: Cell,
    labels: Labels,
    *,
    own_ids: Mapping[str, tuple[str, ...]] = _NO_IDS,
    own_names: Mapping[str, Mapping[str, tuple[str, ...]]] = _NO_NAMES,
    counts_from_1904: bool = False,
) -> Answered:
    """What `cell` answers to the question of `column`, as the models take it, and what there is to say of it.

    `own_ids` are the ids of the tables of the same workbook, as typed; `own_names` gives them by what their rows are
    called, as `answer_refs.Around` tells. `counts_from_1904` tells how to read a number that stands for a date. An
    empty cell is `MISSING` without a word.
    """
    broken = _unusable(cell)
    if broken:
        return broken
    if cell.value is None:
        return Answered(MISSING)
    if isinstance(cell.value, str):
        typed = cell.value
        if column.kind is Kind.LIST and typed[:1].isspace():
            # An indent of the whole list says nothing; one below a hyphen that is not indented does (`split_items`).
            typed = "\n".join(line.strip() for line in typed.splitlines())
        try:
            text = tidied(typed)
        except PydanticCustomError as error:
            what, _, fix = error.message().partition("; ")
            return refuse(error.type.replace("_", "-"), f"{what}.", f"{fix[:1].upper()}{fix[1:]}.", cell.value)
        if not text:
            return Answered(MISSING)
        if text.casefold() == NONE:
            return Answered([] if column.kind in {Kind.LIST, Kind.REFS} else None)
        cell = replace(cell, value=text)
    read = _READERS[column.kind](column, cell, labels, Around(own_ids, counts_from_1904, own_names))
    if not cell.struck or read.refused:
        return read
    struck = check("struck", "is crossed out; it was read.", "Empty the cell if it no longer holds.", cell.value)
    return Answered(read.value, (*read.remarks, struck))


def _unusable(cell: Cell) -> Answered | None:
    """A cell in which no answer can be seen: a formula that has broken or was never worked out, a text cut off."""
    if cell.error:
        what = f"shows {cell.value}, a formula that has broken."
        return refuse("cell-error", what, "Type the answer itself.", cell.value)
    if cell.formula and cell.value is None:
        return refuse("formula-empty", "is a formula with no saved result.", "Type the answer itself.")
    if isinstance(cell.value, float) and not math.isfinite(cell.value):
        return refuse("not-a-number", "is a number too large to be read.", "Type the answer again.")
    if isinstance(cell.value, str) and length(cell.value) >= LONGEST_CELL:
        what = f"is as long as a cell can be ({LONGEST_CELL:,} characters), so its end may have been cut off by Excel."
        return refuse("cut-short", what, f"Look for its end, and shorten it to at most {LONGEST_TEXT:,} characters.")
    return None


def _text(column: Column, cell: Cell, labels: Labels, around: Around) -> Answered:
    read, remarks = text_of(cell, column)
    if read is None:
        return Answered(MISSING, remarks)
    text, more = read_item(read, column, labels)
    return Answered(text, (*remarks, *more))


def _list(column: Column, cell: Cell, labels: Labels, around: Around) -> Answered:
    read, remarks = text_of(cell, column)
    if read is None:
        return Answered(MISSING, remarks)
    items = [read_item(item, column, labels) for item in split_items(read)]
    more: list[Remark] = [remark for _, found in items for remark in found]
    return Answered([text for text, _ in items], (*remarks, *more))


def _day(column: Column, cell: Cell, labels: Labels, around: Around) -> Answered:
    if column.choices and isinstance(cell.value, str) and not any(c.isdigit() for c in cell.value):
        return read_choice(column, cell)
    return read_day_cell(column, cell, counts_from_1904=around.counts_from_1904)


def _moment(column: Column, cell: Cell, labels: Labels, around: Around) -> Answered:
    return read_moment_cell(cell, counts_from_1904=around.counts_from_1904)


_Reader = Callable[[Column, Cell, Labels, Around], Answered]
_READERS: dict[Kind, _Reader] = {
    Kind.TEXT: _text,
    Kind.WORDS_OR_REF: _text,
    Kind.LIST: _list,
    Kind.REF: read_ref,
    Kind.REFS: read_refs,
    Kind.DAY: _day,
    Kind.DAY_OR_UNKNOWN: _day,
    Kind.TIME: lambda column, cell, labels, around: read_time_cell(cell),
    Kind.MOMENT: _moment,
    Kind.YES_NO: lambda column, cell, labels, around: read_choice(column, cell),
    Kind.CHOICE: lambda column, cell, labels, around: read_choice(column, cell),
    Kind.NUMBER: lambda column, cell, labels, around: read_number(cell),
}
