"""Which column, or which row of a sheet filled in downwards, asks what: found by heading, in whatever order they stand.

A heading is known by its words alone: capitals, accents, spaces, stops, a question mark and the star of a needed
answer do not count. One that is nearly right is read, and said, but only where nothing else can be meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .cells import Cell, SheetCells
from .complaints import MEANT_FIELDS
from .folding import words_of
from .form import HELPERS, Column, Sheet

FIRST_ROWS = 30
"""Rows of a sheet among which its headings are looked for."""
QUESTION, ANSWER, FATE = "Question", "Answer", "What happens to this"
"""The headings of a sheet that is filled in downwards."""

_NEAR = 0.8
"""How much alike two headings must be to be taken for one another; "Family name" and "Full name" are 0.67."""
_MOST_LOOKED_AT = 500
"""Headings that are compared with those that are missing; a sheet with more of them is no form."""
_NOTHING = re.compile("(?:_x000D_|[\\s\u200b\u2060\ufeff\u00ad\u200e\u200f])*")


@dataclass(frozen=True, slots=True)
class Headings:
    """Which of the typed headings asks what; headings are known by their number of row or column.

    `found` gives the number by field. `near` are those of them that are not written as they should be; `unclear`
    could mean any of several; `twice` repeat a question that stands at another number; `unknown` are no question.
    """

    found: dict[str, int] = field(default_factory=dict)
    near: dict[int, Column] = field(default_factory=dict)
    unclear: dict[int, tuple[Column, ...]] = field(default_factory=dict)
    twice: list[tuple[int, Column]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)


def key_of(text: str) -> str:
    """A heading or a name as it is compared: its letters and digits."""
    return "".join(words_of(text.replace("&", " and ")))


_HELPERS = {key_of(heading) for heading in HELPERS}
_OF_A_FORM = {key_of(heading) for heading in (QUESTION, ANSWER, FATE)}


def written(cell: Cell | None) -> str:
    """What a cell says, as text; nothing for an empty one."""
    return "" if cell is None or cell.value is None else str(cell.value)


def holds(cell: Cell | None) -> bool:
    """Is there an answer in the cell, or what was meant to be one?

    Spaces and signs that nobody can see are none; a formula without a result, or one that has broken, is one.
    """
    if cell is None:
        return False
    if cell.value is None:
        return cell.formula
    return not isinstance(cell.value, str) or not _NOTHING.fullmatch(cell.value)


def match(columns: Sequence[Column], typed: Mapping[int, str], known: Mapping[str, int] | None = None) -> Headings:
    """Which of `columns` each typed heading asks for.

    `known` gives numbers that are sure by other means, by field: they hold where the heading itself is no other
    question. Headings of helper columns are passed over.
    """
    made = Headings()
    by_key = {key_of(column.heading): column for column in columns}
    keys = {number: key_of(text) for number, text in typed.items()}
    keys = {number: key for number, key in keys.items() if key and key not in _HELPERS}
    for number, key in keys.items():
        column = by_key.get(key)
        if column and made.found.setdefault(column.field, number) != number:
            made.twice.append((number, column))
    rest = [number for number, key in keys.items() if key not in by_key]
    for column in columns:
        number = (known or {}).get(column.field, 0)
        if number and column.field not in made.found and (number in rest or number not in keys):
            made.found[column.field] = number
            rest = [other for other in rest if other != number]
    free = [column for column in columns if column.field not in made.found]
    meant = {
        number: tuple(c for c in free if n < _MOST_LOOKED_AT and _near(typed[number], c))
        for n, number in enumerate(rest)
    }
    rivals = Counter(c.field for options in meant.values() for c in options)
    for number, options in meant.items():
        if not options:
            made.unknown.append(number)
        elif len(options) == rivals[options[0].field] == 1:
            made.found[options[0].field] = number
            made.near[number] = options[0]
        else:
            made.unclear[number] = options
    return made


def _near(typed: str, column: Column) -> bool:
    """May this heading be meant for the column: another common word for it, more or fewer words, or a slip?"""
    words, wanted = words_of(typed), words_of(column.heading)
    if "".join(words) == key_of(column.field) or MEANT_FIELDS.get("_".join(words)) == column.field:
        return True
    shared = min(len(words), len(wanted))
    if shared >= 2 and words[:shared] == wanted[:shared]:
        return True
    alike = SequenceMatcher(None, "".join(words), "".join(wanted))
    return alike.real_quick_ratio() >= _NEAR and alike.ratio() >= _NEAR


def heading_row(sheet: Sheet, cells: SheetCells) -> int:
    """The row with most headings of this sheet among its first rows; 0 where none has any."""
    keys = {key_of(column.heading) for column in sheet.columns} if sheet.layout == "rows" else _OF_A_FORM
    counts: dict[int, set[str]] = {}
    for (row, _), cell in cells.cells.items():
        if row <= FIRST_ROWS:
            counts.setdefault(row, set()).add(key_of(written(cell)))
    ranked = sorted((-len(found & keys), row) for row, found in counts.items() if found & keys)
    return ranked[0][1] if ranked else 0


def headings_in(cells: SheetCells, row: int) -> dict[int, str]:
    """The headings in a row, by column, from the left."""
    there = sorted(column for at, column in cells.cells if at == row)
    return {column: text for column in there if (text := written(cells.cells[row, column]).strip())}


def labels_in(cells: SheetCells, column: int, below: int) -> dict[int, str]:
    """The labels in a column under a row, by row, from the top."""
    there = sorted(row for row, at in cells.cells if at == column and row > below)
    return {row: text for row in there if (text := written(cells.cells[row, column]).strip())}


def question_columns(sheet: Sheet, cells: SheetCells, heading: int) -> tuple[int, int]:
    """The columns of the questions and of the answers of a sheet that is filled in downwards.

    As its headings say; without them, the column with most known questions and the one to its right.
    """
    at = {key_of(text): column for column, text in headings_in(cells, heading).items()} if heading else {}
    if key_of(QUESTION) in at:
        asked = at[key_of(QUESTION)]
        return asked, at.get(key_of(ANSWER), asked + 1)
    known = {key_of(column.heading) for column in sheet.columns}
    counts: dict[int, set[str]] = {}
    for (_, column), cell in cells.cells.items():
        counts.setdefault(column, set()).add(key_of(written(cell)))
    ranked = sorted((-len(found & known), column) for column, found in counts.items())
    asked = ranked[0][1] if ranked else 1
    return asked, at.get(key_of(ANSWER), asked + 1)


def cells_below(cells: SheetCells, row: int, columns: Iterable[int]) -> dict[int, list[int]]:
    """By column: the rows below this one in which it holds something, from the top."""
    wanted = set(columns)
    found: dict[int, list[int]] = {column: [] for column in wanted}
    for (at, column), cell in sorted(cells.cells.items()):
        if at > row and column in wanted and holds(cell):
            found[column].append(at)
    return found
