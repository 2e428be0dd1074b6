"""What the workbook offers and what it refuses: the drop-downs, and the check of what is typed into a cell.

The answers that a list offers stand on a hidden sheet, one column for each list, under a name of its own; the ids of
people and the like are taken from the sheet on which they stand, as far down as it is filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .answers import offered_for
from .cells import column_letters
from .form import Column, Kind, Sheet
from .labels import Labels
from .workbook_formulas import LISTS, quoted
from .workbook_prompts import GUARD, MESSAGE_LIMIT, NOT_OFFERED, TITLE_LIMIT, TWICE, cut, heading, prompt, slip
from .workbook_rows import FIRST_ROW, Laid

FIRST_DAY, LAST_DAY = date(1900, 3, 1), date(2199, 12, 31)
"""Days that a cell can hold: before March 1900 Excel and the calendar disagree."""
MOST = 100_000

_ENFORCED = {Kind.CHOICE, Kind.YES_NO}

Rule = dict[str, Any]
"""One check, as XlsxWriter takes it."""


Offered = Mapping[tuple[str, str], tuple[str, ...]]
"""By table and field, what only this one workbook offers."""


class Lists:
    """Every list that the drop-downs of one workbook offer, each once, and the names by which cells find them."""

    def __init__(self, laid: Sequence[Laid], labels: Labels, last: int, more: Offered) -> None:
        """`last` is the last row that is checked; `more` is what none but this workbook offers."""
        self._labels, self._last, self._more = labels, last, more
        self._own = {one.sheet.table: one for one in laid if _has_ids(one.sheet)}
        self._names: dict[tuple[str, ...], str] = {}
        self._used: dict[str, str] = {}
        for one in laid:
            for column in one.sheet.columns:
                self._collect(one.sheet, column)

    def _collect(self, sheet: Sheet, column: Column) -> None:
        own = self.own(sheet, column)
        if own:
            name = f"list_{own.sheet.table}"
            letters = own.letters(own.sheet.column("id"))
            cells = f"{quoted(own.sheet.name)}!${letters}${FIRST_ROW}"
            whole = f"{cells}:${letters}${self._last}"
            self._used[name] = f"={cells}:INDEX({whole},MAX(1,COUNTA({whole})))"
            return
        offered = self._offered(column)
        if offered and offered not in self._names:
            self._names[offered] = f"list_{column.table}_{column.field}"

    def _offered(self, column: Column) -> tuple[str, ...]:
        if column.prefilled and column.field == "id":
            return ()
        return self._more.get((column.table, column.field)) or offered_for(column, self._labels)

    def own(self, sheet: Sheet, column: Column) -> Laid | None:
        """The sheet of this same workbook on which the id must stand, for a question that takes one such id."""
        if sheet.joined and column == sheet.columns[0]:
            return self._own[sheet.table]
        if column.kind is not Kind.REF or len(column.targets) != 1:
            return None
        return self._own.get(column.targets[0])

    def name(self, sheet: Sheet, column: Column) -> str:
        """The name of the list that a cell of this column offers; "" where it offers none."""
        own = self.own(sheet, column)
        return f"list_{own.sheet.table}" if own else self._names.get(self._offered(column), "")

    def columns(self) -> dict[str, tuple[str, ...]]:
        """The lists on the hidden sheet, by name, in the order of its columns."""
        return {name: offered for offered, name in self._names.items()}

    def defined(self) -> dict[str, str]:
        """What each name stands for."""
        found = dict(self._used)
        for number, (name, offered) in enumerate(self.columns().items(), start=1):
            letters = column_letters(number)
            found[name] = f"={LISTS}!${letters}${FIRST_ROW}:${letters}${FIRST_ROW + len(offered) - 1}"
        return found

    def rule(self, sheet: Sheet, column: Column, cell: str) -> Rule:
        """The check of an answer, with its prompt; `cell` is the first cell that it is laid on, such as F6."""
        title, message = prompt(column)
        rule: Rule = {"input_title": title, "input_message": message, "error_title": title}
        name, own = self.name(sheet, column), self.own(sheet, column)
        if column.prefilled and column.field == "id" and not own:
            return rule | _unique(cell, self._last)
        if name and column.kind is not Kind.DAY_OR_UNKNOWN:
            rule |= {"validate": "list", "source": f"={name}"}
            if column.kind in _ENFORCED:
                return rule | {"error_message": slip(column, None)}
            if (column.table, column.field) in self._more:
                return rule | {"error_type": "warning", "error_message": NOT_OFFERED}
            if column.kind is Kind.REF:
                return rule | {"error_type": "warning", "error_message": slip(column, own.sheet if own else None)}
            return rule | {"show_error": False}
        return rule | _typed(column, cell, name)


def _has_ids(sheet: Sheet) -> bool:
    return sheet.layout == "rows" and not sheet.joined and any(c.field == "id" for c in sheet.columns)


def _unique(cell: str, last: int) -> Rule:
    letters = cell.rstrip("0123456789")
    value = f"=COUNTIF(${letters}${FIRST_ROW}:${letters}${last},{cell})=1"
    return {"validate": "custom", "value": value, "error_message": TWICE}


def _typed(column: Column, cell: str, name: str) -> Rule:
    """The check of what is typed without a list; free text is never refused."""
    between = {"criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
    match column.kind:
        case Kind.DAY:
            return {"validate": "date", **between, "error_message": slip(column, None)}
        case Kind.MOMENT:
            # Words are let through: "25 Oct 2026 01:30 BST", in the one night in which an hour comes twice.
            return {"validate": "date", **between, "error_type": "warning", "error_message": slip(column, None)}
        case Kind.DAY_OR_UNKNOWN:
            value = f"=OR(ISNUMBER({cell}),COUNTIF({name},{cell})>0)"
            return {"validate": "custom", "value": value, "error_message": slip(column, None)}
        case Kind.TIME:
            value = f"=OR(ISNUMBER({cell}),ISNUMBER(TIMEVALUE(LEFT({cell},5))))"
            return {
                "validate": "custom", "value": value, "error_type": "warning", "error_message": slip(column, None),
            }  # fmt: skip
        case Kind.NUMBER:
            whole = {"criteria": "between", "minimum": 0, "maximum": MOST}
            return {"validate": "integer", **whole, "error_message": slip(column, None)}
        case _:
            return {"validate": "any"}


def guard(column: Column | str, cell: str) -> Rule:
    """The check that a heading stays as it is, with the same prompt as the cells below it."""
    words = column if isinstance(column, str) else heading(column)
    title, message = (words, "Fills itself in.") if isinstance(column, str) else prompt(column)
    value = f'=EXACT({cell},"{words}")'
    return {
        "validate": "custom", "value": value, "input_title": cut(title, TITLE_LIMIT),
        "input_message": cut(message, MESSAGE_LIMIT), "error_title": cut(words, TITLE_LIMIT), "error_message": GUARD,
    }  # fmt: skip
