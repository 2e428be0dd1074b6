"""The intake form: which sheets and columns a workbook has, made from the models of what it holds.

One description serves the builder, the reader, the marked copy and the words of every message, so that what is
asked and what is read cannot drift apart. `form_record`, `form_office` and `form_actions` say which field stands where
under which heading; what kind of answer it takes, whether it is needed and where its drop-down comes from follow from
the models and from the tables of references.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, get_args

from pydantic import BaseModel

from .complaints import table_of
from .office import Table
from .values import Unknown, YesNo

Reference = tuple[str, str, tuple[str, ...]]

When = Literal["first", "usual", "if needed", "meeting"]
"""How soon a sheet is filled in; "meeting": at the meeting for which the workbook was made."""

HELPERS = ("Who", "Check")
"""Columns that the workbook fills in by itself, to show whom an id means and what a row still lacks; never read."""
FIX_LIST = "To put right"
"""The list that stands first in a marked copy, "To put right (2)" where there is such a sheet already; never read."""


class Kind(StrEnum):
    """What kind of answer a column takes."""

    TEXT = "text"
    LIST = "list"
    REF = "reference"
    REFS = "references"
    WORDS_OR_REF = "words or reference"
    DAY = "day"
    DAY_OR_UNKNOWN = "day, or why there is none"
    TIME = "time"
    MOMENT = "day and time"
    YES_NO = "yes or no"
    CHOICE = "choice"
    NUMBER = "number"


_KINDS = {
    "Text": Kind.TEXT, "MaybeText": Kind.TEXT, "Texts": Kind.LIST, "Ref": Kind.REF, "MaybeRef": Kind.REF,
    "Refs": Kind.REFS, "Day": Kind.DAY, "MaybeDay": Kind.DAY, "DayOrUnknown": Kind.DAY_OR_UNKNOWN,
    "Clock": Kind.TIME, "Moment": Kind.MOMENT, "Answer": Kind.YES_NO, "Count": Kind.NUMBER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One question: a column of a table, or a row of a sheet that is filled in downwards.

    `hint` says what is asked, `example` shows an answer; `choices` are the allowed answers as the models write them.
    `targets` are the tables in whose ids an answer must be found; for words or a reference, whose names are offered.
    `prefilled` answers stand in empty rows from the start, so they alone do not make a row.
    """

    table: str
    field: str
    heading: str
    kind: Kind
    hint: str
    example: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    default: object = None
    prefilled: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook, with one table of the model on it.

    `layout` "form" has a question to a row and one answer beside it; "rows" has a heading to a column. A sheet with
    `joined` holds more about the rows of a table that another sheet begins: its first column says of which row.
    `when` says how soon an officer needs it.
    """

    name: str
    table: str
    layout: Literal["form", "rows"]
    when: When
    purpose: str
    columns: tuple[Column, ...]
    joined: bool = False

    def column(self, field: str) -> Column:
        """The column of this field. Raises KeyError."""
        found = next((c for c in self.columns if c.field == field), None)
        if found is None:
            raise KeyError(field)
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """All the sheets of one kind of workbook, in the order of the work.

    `version` goes up whenever a sheet or a column is added, renamed or taken away, so that a workbook can say which
    form it is; `since` gives the version in which a column came, where that was not the first.
    """

    name: Literal["record", "office", "actions"]
    title: str
    model: type[BaseModel]
    version: int
    sheets: tuple[Sheet, ...]
    references: tuple[Reference, ...]

    def sheets_of(self, table: str) -> tuple[Sheet, ...]:
        """The sheets that hold this table; the first holds its ids."""
        return tuple(s for s in self.sheets if s.table == table)

    def place(self, table: str, field: str) -> tuple[Sheet, Column]:
        """The sheet and column of a field; for a joined table, the sheet that asks it. Raises KeyError."""
        for sheet in self.sheets_of(table):
            for column in sheet.columns:
                if column.field == field and not (sheet.joined and column.prefilled):
                    return sheet, column
        raise KeyError(f"{table}.{field}")


def sheet(
    model: type[BaseModel],
    references: tuple[Reference, ...],
    name: str,
    table: str,
    when: When,
    purpose: str,
    told: str,
    *,
    suggested: dict[str, tuple[str, ...]] | None = None,
    prefilled: tuple[str, ...] = (),
    needed: tuple[str, ...] = (),
    joined: bool = False,
) -> Sheet:
    """A sheet from its layout, told in lines "field | heading | example"; the rest comes from the model.

    A heading left empty is made from the field's name. In a joined sheet the first line names the id of the row.
    `needed` are asked for in every row although the model can do without them.
    Raises KeyError for a field that the model does not have.
    """
    info = model.model_fields[table]
    row = table_of(info.annotation)
    if row is None:
        raise KeyError(table)
    layout: Literal["form", "rows"] = "form" if info.annotation is row else "rows"
    columns = []
    for line in filter(None, (line.strip() for line in told.splitlines())):
        field, heading, example = (*(part.strip() for part in line.split("|", 2)), "", "")[:3]
        column = _column(row, table, field, heading, example, references, suggested or {}, field in prefilled)
        columns.append(replace(column, needed=True) if field in needed else column)
    return Sheet(name, table, layout, when, purpose, tuple(columns), joined)


def _column(
    row: type[BaseModel],
    table: str,
    field: str,
    heading: str,
    example: str,
    references: tuple[Reference, ...],
    suggested: dict[str, tuple[str, ...]],
    prefilled: bool,
) -> Column:
    info = row.model_fields[field]
    kind, choices = _kind_of(row, field)
    targets = next((t for r_table, r_field, t in references if (r_table, r_field) == (table, field)), ())
    if field in suggested:
        kind, targets = (Kind.WORDS_OR_REF if kind is Kind.TEXT else kind), suggested[field]
    return Column(
        table,
        field,
        heading or field.replace("_", " ").capitalize(),
        kind,
        info.description or "",
        example,
        info.is_required(),
        choices,
        targets,
        None if info.is_required() else info.get_default(),
        prefilled,
    )


def _kind_of(row: type[BaseModel], field: str) -> tuple[Kind, tuple[str, ...]]:
    """The kind of answer, by the name of the field's type in the model, and the allowed answers."""
    annotation = row.model_fields[field].annotation
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return (Kind.YES_NO if annotation is YesNo else Kind.CHOICE), tuple(annotation)
    if row.__annotations__[field] not in _KINDS:
        return Kind.CHOICE, next(tuple(a) for a in get_args(annotation) if issubclass(a, StrEnum))
    kind = _KINDS[row.__annotations__[field]]
    if kind is Kind.YES_NO:
        return kind, tuple(YesNo)
    return kind, tuple(Unknown) if kind is Kind.DAY_OR_UNKNOWN else ()


def is_fix_list(name: str) -> bool:
    """Is a sheet of this name the list of a marked copy?"""
    return re.fullmatch(rf"{FIX_LIST}( \(\d+\))?", name.strip(), re.IGNORECASE) is not None


def fields_of(model: type[BaseModel]) -> set[tuple[str, str]]:
    """Every table and field of a model: what its form must have a place for."""
    rows = ((table, table_of(info.annotation)) for table, info in model.model_fields.items())
    return {(table, field) for table, row in rows if row and issubclass(row, Table) for field in row.model_fields}
