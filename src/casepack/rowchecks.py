"""Checks that hold for any table of rows: ids that must exist and differ, and times that must be possible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from pydantic import BaseModel

from .clock import ClockError, moment, zone
from .complaints import Finding, Path, Report, nearest, place, shorten
from .errors import Problem
from .office import Office
from .record import Record
from .shown import join_words
from .values import Moment

_IN_OFFICE = frozenset({"officers", "agencies", "schools", "members", "resident_groups", "meetings", "steps"})
_PATH_STEP = re.compile(r"([A-Za-z_]+)|\[(\d+)\]")


def rows_of(tables: BaseModel, table: str) -> Iterator[tuple[Path, BaseModel]]:
    """Each row of a table with its path; a table of one row has no number."""
    found = getattr(tables, table)
    if isinstance(found, BaseModel):
        yield (table,), found
    else:
        yield from (((table, number), row) for number, row in enumerate(found) if isinstance(row, BaseModel))


def ids_of(record: Record | None, office: Office) -> dict[str, tuple[str, ...]]:
    """The ids in every table that has any."""
    found: dict[str, tuple[str, ...]] = {}
    for tables in (record, office):
        for table in type(tables).model_fields if tables is not None else ():
            rows = getattr(tables, table)
            if isinstance(rows, tuple):
                found[table] = tuple(row.id for row in rows if hasattr(row, "id"))
    return found


def references(
    tables: BaseModel,
    ids: dict[str, tuple[str, ...]],
    wanted: Iterable[tuple[str, str, tuple[str, ...]]],
    report: Report,
) -> None:
    """Report every id that is found in none of its tables."""
    for table, field, targets in wanted:
        known = list(chain.from_iterable(ids.get(t, ()) for t in targets))
        for path, row in rows_of(tables, table):
            value = getattr(row, field)
            pairs = enumerate(value) if isinstance(value, tuple) else [(None, value)] if value else []
            for number, key in pairs:
                if key not in known:
                    there = (*path, field) if number is None else (*path, field, number)
                    report.add(there, "unknown-id", *_unknown(key, known, targets), key)


def _unknown(key: str, known: list[str], targets: tuple[str, ...]) -> tuple[str, str]:
    words = [f"the office's {t.replace('_', ' ')}" if t in _IN_OFFICE else t for t in targets]
    listed = join_words(words, last="or")
    meant = nearest(key, known)
    if meant:
        fix = f'Did you mean "{meant}"?'
    elif 0 < len(known) <= 12:
        fix = f"Add the row, or use one of: {', '.join(dict.fromkeys(known))}."
    else:
        fix = f"Add the row to {listed}, or use an id that is there."
    return f"is not the id of a row in {listed}.", fix


def duplicate_ids(tables: BaseModel, names: tuple[str, ...], report: Report, *, together: bool = False) -> None:
    """Report an id that stands twice in a table, or in any of the tables where `together`; capitals count not."""
    first: dict[str, Path] = {}
    for table in names:
        if not together:
            first = {}
        for path, row in rows_of(tables, table):
            written = str(getattr(row, "id", ""))
            key = written.casefold()
            if key in first:
                where = place("", first[key], None).removeprefix(": ")
                fix = "Give one of the two another id."
                report.add((*path, "id"), "duplicate-id", f"is already the id of {where}.", fix, written)
            else:
                first[key] = path


def moments(tables: BaseModel, office: Office, report: Report) -> None:
    """Report every date with a time that cannot be, in the office's zone."""
    tz = zone(office)
    for table in type(tables).model_fields:
        for path, row in rows_of(tables, table):
            for field, info in type(row).model_fields.items():
                text = getattr(row, field)
                if text and Moment.__metadata__[0] in info.metadata:  # type: ignore[attr-defined]
                    try:
                        moment(text, tz)
                    except ClockError as error:
                        bad_clock(error, (*path, field), text, report)


def bad_clock(error: ClockError, path: Path, text: str, report: Report) -> None:
    """Report a time that cannot be, with the question that settles it."""
    report.add(
        path,
        f"time-{error.kind.replace(' ', '-')}",
        f"is not a time that can be used. {error.message}",
        error.fix,
        text,
    )


def located(problem: Problem, report: Report) -> Finding:
    """A problem that names its place without the file, such as `people[1].wishes`, placed like all others."""
    path: Path = tuple(word or int(number) for word, number in _PATH_STEP.findall(problem.where))
    return Finding(path, replace(problem, where=place(report.name, path, report.root), found=shorten(problem.found)))
