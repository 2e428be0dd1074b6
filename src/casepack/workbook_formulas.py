"""The columns that fill themselves in: whom an id means, and what a row still lacks.

Each formula comes with the text that it gives, so that a viewer that does not calculate shows the same. They use plain
references and functions that every Excel since 2007 and LibreOffice have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .cells import Value, column_letters
from .form import Column, Kind
from .workbook_rows import CHECK, FIRST_ROW, HEADING_ROW, Laid, Row, whose

COMPLETE, LACKING, EVERYONE = "Complete", "Still needed: ", "Everyone"
NOT_COMPLETE = "Not complete"
UNKNOWN = " is not on the sheet People"
MORE = " and more"
LISTS = "Lists"
"""The hidden sheet with what the drop-downs offer."""

_MOST_NAMED = 3
_PIECE = 250
"""Characters given to each id while a list of ids is taken apart: more than the first few have together."""
_LONGEST, _PART = 900, 60
"""Characters that a formula puts together at most, and of them those of a first or a family name."""
_ABOUT_ALL = frozenset({("decisions", "person")})
"""References that mean everyone where they are left empty; it is said, for it is easily left empty by mistake."""
_NAMED_BY = ("given_name", "family_name", "known_as")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and the text that it gives."""

    text: str
    value: str


def quoted(name: str) -> str:
    """The name of a sheet as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


def said(text: str) -> str:
    """Text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def begun(laid: Laid, row: int, *, fixed: bool = False) -> str:
    """The part of a formula that counts the answers of a row; `fixed` holds the columns, for a rule over many."""
    numbers = [laid.slots.index(column) + 1 for column in laid.asked()]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    mark = "$" if fixed else ""
    spans = [f"{mark}{column_letters(run[0])}{row}:{mark}{column_letters(run[-1])}{row}" for run in runs]
    return f"COUNTA({','.join(spans)})"


def check(laid: Laid, row: Row, number: int) -> Formula:
    """What the row of this number still lacks: nothing where nobody has begun it."""
    needed = [slot for slot in laid.slots if isinstance(slot, Column) and slot.needed]
    cells = {column: f"{laid.letters(column)}{number}" for column in needed}
    parts = "&".join(f'IF(TRIM({cells[c]})="",{said(", " + c.heading)},"")' for c in needed)
    lacking = f"MID({parts},3,{_LONGEST})" if needed else '""'
    text = f'=IF({begun(laid, number)}=0,"",IF({lacking}="",{said(COMPLETE)},{said(LACKING)}&{lacking}))'
    return Formula(text, check_value(laid, row))


def check_value(laid: Laid, row: Row) -> str:
    """The text of the check column."""
    if not laid.begun(row):
        return ""
    values = dict(zip(laid.slots, row, strict=True))
    lacking = [c.heading for c in laid.slots if isinstance(c, Column) and c.needed and not trim(values[c])]
    return LACKING + ", ".join(lacking) if lacking else COMPLETE


def form_check(laid: Laid) -> Formula | None:
    """The same for a sheet that is filled in downwards; None where it needs nothing."""
    needed = [(FIRST_ROW + n, c) for n, c in enumerate(laid.sheet.columns) if c.needed]
    if not needed:
        return None
    parts = "&".join(f'IF(TRIM(B{number})="",{said(", " + c.heading)},"")' for number, c in needed)
    lacking = [c.heading for number, c in needed if not trim(laid.rows[number - FIRST_ROW][0])]
    value = LACKING + ", ".join(lacking) if lacking else COMPLETE
    lacks = f"MID({parts},3,{_LONGEST})"
    return Formula(f'=IF({lacks}="",{said(COMPLETE)},{said(LACKING)}&{lacks})', value)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the people, by id in small letters, and where formulas find them."""

    people: Laid
    by_id: Mapping[str, str]

    def who(self, laid: Laid, row: Row, number: int) -> Formula:
        """Who is meant by the id, or the ids, in a row."""
        column = whose(laid.sheet)
        if column is None:
            raise KeyError(laid.sheet.name)
        cell = f"{laid.letters(column)}{number}"
        written = trim(row[laid.slots.index(column)])
        if column.kind is Kind.REFS:
            return self._several(cell, written)
        none, nobody = '""', ""
        if (column.table, column.field) in _ABOUT_ALL:
            none = f'IF({begun(laid, number)}=0,"",{said(EVERYONE)})'
            nobody = EVERYONE if laid.begun(row) else ""
        asked = f"TRIM({cell})"
        return Formula(f'=IF({asked}="",{none},{self._found(asked)})', self._named(written) if written else nobody)

    def _several(self, cell: str, written: str) -> Formula:
        """The names for a list of ids; after the first few only that there are more."""
        pieces = [trim(piece) for piece in re.split("[,;\n]", written)]
        names = [self._named(piece) for piece in pieces[:_MOST_NAMED] if piece]
        more = MORE if len(pieces) > _MOST_NAMED and pieces[_MOST_NAMED] else ""
        asked = [_piece(cell, number) for number in range(_MOST_NAMED + 1)]
        found = [f'IF({one}="","",", "&{self._found(one)})' for one in asked[:-1]]
        text = f'=MID({"&".join(found)},3,{_LONGEST})&IF({asked[-1]}="","",{said(MORE)})'
        return Formula(text, ", ".join(names)[:_LONGEST] + more)

    def _found(self, asked: str) -> str:
        place = f"MATCH({asked},{self._column('id')},0)"
        given, family, known = (f"LEFT(INDEX({self._column(f)},{place}),{_PART})" for f in _NAMED_BY)
        both = f'TRIM({given}&" "&{family})'
        return f'IFERROR(IF({both}<>"",{both},{known}),{asked}&{said(UNKNOWN)})'

    def _column(self, field: str) -> str:
        letters = self.people.letters(self.people.sheet.column(field))
        return f"{self.people.sheet.name}!${letters}:${letters}"

    def _named(self, id: str) -> str:
        return self.by_id.get(id.casefold(), id + UNKNOWN)


def _piece(cell: str, number: int) -> str:
    """The id at this place of a list, counted from 0."""
    listed = f'SUBSTITUTE(SUBSTITUTE({cell},";",","),CHAR(10),",")'
    return f'TRIM(MID(SUBSTITUTE({listed},",",REPT(" ",{_PIECE})),{number * _PIECE + 1},{_PIECE}))'


def names_of(laid: Sequence[Laid]) -> Names | None:
    """The names of the people in a workbook that has a sheet of them."""
    people = next((one for one in laid if one.sheet.table == "people" and not one.sheet.joined), None)
    if people is None:
        return None
    place = people.slots.index(people.sheet.column("id"))
    by_id: dict[str, str] = {}
    for row in people.rows:
        by_id.setdefault(trim(row[place]).casefold(), _name(people, row))
    return Names(people, by_id)


def _name(people: Laid, row: Row) -> str:
    values = {slot.field: value for slot, value in zip(people.slots, row, strict=True) if isinstance(slot, Column)}
    given, family, known = (str(values[field] or "")[:_PART] for field in _NAMED_BY)
    return trim(f"{given} {family}") or known


def trim(value: Value) -> str:
    """What TRIM makes of a cell: no outer spaces, none doubled."""
    return re.sub(" +", " ", str(value)).strip(" ") if value is not None else ""


def so_far(laid: Laid) -> Formula:
    """How far a sheet has come, for the sheet that one starts from."""
    sheet = quoted(laid.sheet.name)
    first = laid.sheet.when == "first"
    if laid.sheet.layout == "form":
        cells = f"{sheet}!$B${FIRST_ROW}:$B${laid.last}"
        count = sum(row[0] is not None for row in laid.rows)
        text = f'IF(COUNTA({cells})=0,"",COUNTA({cells})&IF(COUNTA({cells})=1," answer"," answers"))'
        lacks = form_check(laid)
        value = _many(count, "answer") if count else ""
        if lacks is None:
            return Formula(f"={text}", value)
        there = f"{sheet}!$B${HEADING_ROW - 1}"
        value = value if lacks.value == COMPLETE else NOT_COMPLETE
        return Formula(f"=IF({there}={said(COMPLETE)},{text},{said(NOT_COMPLETE)})", value)
    letters = laid.letters(CHECK)
    cells = f"{sheet}!${letters}:${letters}"
    rows = f"(COUNTIF({cells},{said(COMPLETE)})+COUNTIF({cells},{said(LACKING + '*')}))"
    lacking = f"COUNTIF({cells},{said(LACKING + '*')})"
    nothing = "Nothing yet" if first else ""
    values = [check_value(laid, row) for row in laid.rows]
    short = sum(value.startswith(LACKING) for value in values)
    count = sum(bool(value) for value in values)
    value = nothing if not count else _many(count, "row") + (f", {short} not complete" if short else "")
    text = f'{rows}&IF({rows}=1," row"," rows")&IF({lacking}=0,"",", "&{lacking}&" not complete")'
    return Formula(f"=IF({rows}=0,{said(nothing)},{text})", value)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
