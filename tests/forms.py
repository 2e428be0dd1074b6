"""Valid answers to every question of both forms, for tests that write a workbook and read it again.

`raw_answers` draws an answer as JSON would give it, `valid` makes of it what a model holds; `raw_records` draws whole
records. The texts are those that a cell is most likely to lose or to change. Every name is invented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pydantic import BaseModel, ValidationError, create_model

from casepack.complaints import table_of
from casepack.form import Column, Form, Kind
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.labels import TABLES
from casepack.office import Office
from casepack.values import Unknown, clean

from .builders import agency, meeting, office, school, steps

Ids = Mapping[str, tuple[str, ...]]

FORMS = (RECORD_FORM, OFFICE_FORM)
COLUMNS = tuple((form, column) for form in FORMS for sheet in form.sheets for column in sheet.columns)
"""Every question of both forms, with its form."""

OWN_IDS: Ids = {
    "people": ("P1", "P2", "P10", "Q-1"),
    "episodes": ("E1", "E2"),
    "sources": ("S1",),
    "businesses": ("B1", "corner.shop"),
}
"""Ids of a record's own rows."""

TEXTS = (
    "plain words", "two\nlines", "three\n\n  lines\n- of all sorts", "- a", "- a\n- b", "• a", "– a", "* a\n* b",
    "a\n- b", "=1+1", "+44 7700 900123", "-x", "@here", "'tis", "'07700 900123", '"quoted"', "(none)", "(None)", "none",
    "as written: x", "As written: (none)", "as written:", "as written: as written: (none)", "#REF!", "#N/A", "TRUE",
    "x", "Y", "007", "12", "12.0", "1e5", "0.5", "3/4/26", "2026-04-03", "17:40", "3 April 2026", "not known", "Yes",
    "All", "all", "Mash", "mash", "BTP", "Victim support", "victim_support", "{P1}", "{P1} and {P2}", "P1, P2", "p1",
    "SC-01", "sc-01", "SCH1", "Holmbeck, Marl; and Sons (Academy)", "Holmbeck, Marl; and Sons (Academy) (SCH1)",
    "holmbeck (sch1)", "Officer SC-01", "Officer SC-01 (SC-01)", "Somebody else (SC-01)", "[SC-01]", "Holmbeck",
    "Siân", "Ŵyn Llŷr", "Łukasz Żółć", "محمد علي", "می\u200cخواهم", "👩\u200d👩\u200d👧", "\u0301a", "a\u3000b",
    "_x0041_", "_x005F_", "& < > ]]>", "a, b; c", "1. a\n2. b", "...", "?", "-", "-\na",
)  # fmt: skip
"""Texts that a record may hold and that a cell could lose."""
LONG_TEXTS = ("a" * 5000, "😀" * 16_350, "a\n" * 10_000 + "b", "as written: " * 2_724)
"""Texts as long as a record may hold; kept apart from the others, for they make every test slow that draws them."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}", re.ASCII)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
_ZONES = ("", " BST", " GMT", " AMT")


def tricky_office() -> Office:
    """An office whose names hold commas, semicolons, brackets and line ends; one name comes twice."""
    return office(
        agencies=[
            agency("police", "police", name="Southmere Police, Marl; Team A (north)"),
            agency("mash", "mash", name="Front Door", label="MASH"),
            agency("yjs", "youth justice", name="Youth Justice Service"),
            agency("yjs-north", "youth justice", name="Youth Justice Service"),
            agency("advice", "other", name="Advice\nfor All"),
            agency("old", "health", name="School Nurses", active="no"),
            agency("long", "other", name="The very long name of a service " * 20),
        ],
        schools=[
            school("SCH1", name="Holmbeck, Marl; and Sons (Academy)", also_written=["Holmbeck", "Marl Academy"]),
            school("SCH2", name="St Aldwyth’s Catholic School"),
        ],
        meetings=[meeting(), meeting("PGC-2026-12", None)],
        steps=steps(),
    )


def office_ids(data: Office) -> Ids:
    """The ids in every table of an office that is known by labels."""
    return {table: tuple(row.id for row in getattr(data, table)) for table in TABLES}


@cache
def _question(form: str, table: str, field: str) -> type[BaseModel]:
    """A model with this one question alone, so that one answer can be checked without a whole row."""
    [model] = [f.model for f in FORMS if f.name == form]
    row = table_of(model.model_fields[table].annotation)
    assert row is not None
    info = row.model_fields[field]
    made: type[BaseModel] = create_model("Question", **{field: (info.annotation, info)})  # type: ignore[call-overload]
    return made


def valid(form: Form, column: Column, raw: Any) -> Any:
    """What a model holds for this answer. Raises `ValidationError`."""
    return getattr(_question(form.name, column.table, column.field).model_validate({column.field: raw}), column.field)


def is_valid(form: Form, column: Column, raw: Any) -> bool:
    """Do the models accept this answer?"""
    try:
        valid(form, column, raw)
    except ValidationError:
        return False
    return True


def _tidy(text: str) -> str:
    try:
        return clean(text)
    except ValueError:  # what cannot be printed is no answer at all
        return ""


texts: SearchStrategy[str] = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(_tidy),
    st.text("ab -•\n", max_size=12).map(_tidy),
).filter(bool)
"""Clean texts that are not empty."""

_days = st.dates(min_value=valid(RECORD_FORM, RECORD_FORM.place("episodes", "date")[1], "1900-01-01")).filter(
    lambda day: day.year < 2200
)
_times = st.builds("{:02d}:{:02d}{}".format, st.integers(0, 23), st.integers(0, 59), st.sampled_from(_ZONES))
_moments = st.builds("{} {}".format, _days, _times)


def raw_answers(form: Form, column: Column, ids: Ids = OWN_IDS) -> SearchStrategy[Any]:
    """Answers to a question that its model accepts, as JSON would give them; None only where that is one.

    `ids` are those to which a reference may lead, by table.
    """
    known = tuple(id for target in column.targets for id in ids.get(target, ()))
    return _cached(form.name, column.table, column.field, known)


@cache
def _cached(form: str, table: str, field: str, known: tuple[str, ...]) -> SearchStrategy[Any]:
    """Made once for each question and its ids: to make a strategy takes longer than to draw from it."""
    [asked] = [f for f in FORMS if f.name == form]
    column = asked.place(table, field)[1]
    drawn = _answers(column, known).filter(lambda raw: is_valid(asked, column, raw))
    return drawn | st.none() if is_valid(asked, column, None) else drawn


def _answers(column: Column, known: tuple[str, ...]) -> SearchStrategy[Any]:
    refs = st.sampled_from(known) if known else st.from_regex(_ID, fullmatch=True)
    words = texts | st.sampled_from(known) if known else texts
    if column.field == "reference":
        return st.from_regex(_REFERENCE, fullmatch=True)
    match column.kind:
        case Kind.TEXT | Kind.WORDS_OR_REF:
            return words
        case Kind.LIST:
            return st.lists(words, max_size=4)
        case Kind.REF:
            return refs
        case Kind.REFS:
            return st.lists(refs, min_size=int(column.needed), max_size=4)
        case Kind.DAY:
            return _days.map(str)
        case Kind.DAY_OR_UNKNOWN:
            return _days.map(str) | st.sampled_from(tuple(u.value for u in Unknown))
        case Kind.TIME:
            return _times
        case Kind.MOMENT:
            return _moments
        case Kind.NUMBER:
            return st.integers(0, 100_000)
        case Kind.YES_NO | Kind.CHOICE:
            return st.sampled_from(tuple(str(choice) for choice in column.choices))


@st.composite
def raw_records(draw: DrawFn, data: Office, *, most_tables: int = 6, most_answers: int = 4) -> dict[str, Any]:
    """Whole records as JSON would give them: the models accept them, ids differ, and references lead somewhere.

    The people, the episodes and up to `most_tables` other tables have one to three rows; each row answers what is
    needed and up to `most_answers` other questions. Days and ages are not made to fit.
    """
    filled = set(draw(st.lists(st.sampled_from(_ROW_TABLES), max_size=most_tables, unique=True)))
    counts = {table: draw(st.integers(1, 3)) for table in _ROW_TABLES if table in filled | {"people", "episodes"}}
    ids = {**office_ids(data), **{table: _numbered(table, count) for table, count in counts.items()}}
    made: dict[str, Any] = {table: _row(draw, table, 0, ids, most_answers) for table in _SINGLE_TABLES}
    for table, count in counts.items():
        if all(c.kind not in {Kind.REF, Kind.REFS} or _leads(c, ids) for c in _columns(table) if c.needed):
            made[table] = [_row(draw, table, number, ids, most_answers) for number in range(count)]
    return made


_SINGLE_TABLES = tuple(sheet.table for sheet in RECORD_FORM.sheets if sheet.layout == "form")
_ROW_TABLES = tuple(dict.fromkeys(sheet.table for sheet in RECORD_FORM.sheets if sheet.layout == "rows"))


@cache
def _columns(table: str) -> tuple[Column, ...]:
    return tuple({c.field: c for sheet in RECORD_FORM.sheets_of(table) for c in sheet.columns}.values())


def _numbered(table: str, count: int) -> tuple[str, ...]:
    """Ids as the form's own examples have them, such as P1 and P2."""
    first = next((c for c in _columns(table) if c.field == "id"), None)
    return tuple(f"{first.example.rstrip('0123456789')}{n + 1}" for n in range(count)) if first else ()


def _row(draw: DrawFn, table: str, number: int, ids: Ids, most_answers: int) -> dict[str, Any]:
    others = [c for c in _columns(table) if not c.needed and (not c.targets or _leads(c, ids))]
    chosen = draw(st.lists(st.integers(0, len(others) - 1), max_size=most_answers, unique=True)) if others else []
    row: dict[str, Any] = {}
    for column in [*(c for c in _columns(table) if c.needed), *(others[n] for n in chosen)]:
        if column.field == "id":
            row["id"] = ids[table][number]
        elif (table, column.field) == ("progress", "step"):
            row["step"] = ids["steps"][number]
        else:
            row[column.field] = draw(raw_answers(RECORD_FORM, column, ids))
    return row


def _leads(column: Column, ids: Ids) -> bool:
    """Can an answer be given? An id of its own always can."""
    return not column.targets or any(ids.get(target) for target in column.targets)
