"""Which answers of a record have changed since its last pack, and which documents of this run that touches.

Told in the words of the form, as an officer knows them, and never with the answer itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel

from .documents import DOCUMENTS
from .fates import fate_of
from .manifest import DocumentKey
from .record import Record
from .shown import join_words
from .traces import EVERYONE, Row, Trace, answer_of, fingerprints, is_key, rows_of

if TYPE_CHECKING:
    from .form import Column, Form, Sheet

What = Literal["new", "changed", "taken out"]

Answers = Mapping[str, str]

_ALWAYS_THERE = frozenset({"progress"})
"""Tables in which a row that is not there means the same as one that says nothing."""

_WITH_THE_DAY = frozenset({"calendar", *(document.id for document in DOCUMENTS.values() if document.living)})

_TOLD_BY_KEY = frozenset({"people", "businesses", "carers", "decisions", "survey_answers"})
"""Tables whose rows have in their key whom they are about."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A document that is not what it was: made, brought up to date, withheld, or no longer made."""

    key: DocumentKey
    title: str


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One answer, or one whole row, that is not as it was for the last pack.

    `where` is its place as an officer knows it: "People, P2: School". `documents` are the titles of those documents
    of this run that it touches; None where that cannot be told, because something else than the answers accounts
    for a document, or more than is known of them.
    """

    where: str
    what: What
    documents: tuple[str, ...] | None

    def as_dict(self) -> dict[str, Any]:
        """The change for `--json`."""
        documents = None if self.documents is None else list(self.documents)
        return {"where": self.where, "what": self.what, "documents": documents}


class _Change(NamedTuple):
    where: str
    what: What
    row: Row
    fields: tuple[str, ...]
    about: frozenset[str]


def changed_answers(
    record: Record, before: Mapping[str, str], touched: Sequence[Touched], *, now: Mapping[str, str] | None = None
) -> tuple[ChangedAnswer, ...]:
    """What differs from `before`, the fingerprints kept with the last pack, in the order of the workbook.

    Nothing where `before` is empty: a pack of a casepack that kept none. `now` are the fingerprints of `record`, where
    they are known already.
    """
    now = fingerprints(record) if now is None else now
    changes = [*_changes(record, now, Trace(record, before))] if before and before != now else []
    linked = [{t.key for t in touched if _touches(change, t.key)} for change in changes]
    # A name or an address is looked for in every text, so what no other answer accounts for may be its doing.
    rest = {t.key for t in touched} - set().union(*linked)
    for change, keys in zip(changes, linked, strict=True):
        keys |= rest if any(fate_of(change.row.table, field).hides for field in change.fields) else set()
    # The team's own papers change with the day; what else is left over is nobody's, so that no answer is cleared of it.
    left_over = {t.key for t in touched if t.key.document not in _WITH_THE_DAY} - set().union(*linked)
    return tuple(
        ChangedAnswer(
            change.where,
            change.what,
            None if left_over and not keys else tuple(t.title for t in touched if t.key in keys),
        )
        for change, keys in zip(changes, linked, strict=True)
    )


def _touches(change: _Change, key: DocumentKey) -> bool:
    """Does one of the answers end in this document, and if it is about somebody, can it be about them?"""
    fates = (fate_of(change.row.table, field) for field in change.fields)
    mine = not key.subject or not change.about or key.subject in change.about
    return any(key.document in fate.touches and (mine or key.document in fate.others) for fate in fates)


# What differs


def _form() -> Form:
    """The form of a record; most runs change nothing, and need none of its words."""
    from .form_record import RECORD_FORM

    return RECORD_FORM


def _changes(record: Record, prints: Answers, before: Trace) -> Iterator[_Change]:
    now, models = Trace(record, prints), dict(rows_of(record))
    earlier = _paired([*models], now.rows, before.rows)
    for table in dict.fromkeys(sheet.table for sheet in _form().sheets):
        for row in (r for r in models if r.table == table):
            old = earlier.get(row)
            if old is None and row.key and table not in _ALWAYS_THERE:
                yield _whole_row(row, "new", now.rows.get(row, {}), models[row])
            else:
                yield from _answers(row, models[row], now, old or row, before)
        paired = {*earlier.values()}
        for row, answers in before.rows.items():
            if row.table == table and row not in paired:
                yield _whole_row(row, "taken out", answers, None)


def _answers(row: Row, model: BaseModel, now: Trace, old: Row, before: Trace) -> Iterator[_Change]:
    """The answers of one row that differ from those of the row that it was before."""
    after, then = now.rows.get(row, {}), before.rows.get(old, {})
    for sheet, column in _columns(row.table):
        field = column.field
        new, was = after.get(field), then.get(field)
        if new == was or is_key(row.table, field):
            continue
        # An answer that leaves no trace any more, or left none then, may well be what it was.
        unknown_now = not new and answer_of(model, field) is not None
        unknown_then = not was and not before.traces(old, field)
        if unknown_now or unknown_then:
            continue
        replaced = bool(new and was) or column.default not in (None, ())
        what: What = "changed" if replaced else "new" if new else "taken out"
        yield _Change(f"{_place(sheet.name, row)}: {column.heading}", what, row, (field,), _about(row, model))


def _paired(rows: Sequence[Row], now: Mapping[Row, Answers], before: Mapping[Row, Answers]) -> dict[Row, Row]:
    """Which row each row was before; those that were not there are left out.

    Rows of one key, such as the two carers of one child, go together by what they still have in common.
    """
    same = [(row, old) for row in rows for old in before if row[:2] == old[:2]]

    def apart(pair: tuple[Row, Row]) -> tuple[int, int, int]:
        row, old = pair
        common = now.get(row, {}).items() & before[old].items()
        return -len(common), abs(row.number - old.number), row.number

    found: dict[Row, Row] = {}
    taken: set[Row] = set()
    for row, old in sorted(same, key=apart):
        if row not in found and old not in taken:
            found[row] = old
            taken.add(old)
    return found


# Words


def _whole_row(row: Row, what: What, answers: Iterable[str], model: BaseModel | None) -> _Change:
    sheet = _form().sheets_of(row.table)[0]
    return _Change(_place(sheet.name, row), what, row, tuple(answers), _about(row, model))


def _place(sheet: str, row: Row) -> str:
    """Sheet and row as an officer finds them: "People, P2", "Decisions, P1 and SCH1, number 2"."""
    words = [sheet, join_words(row.key.split()), f"number {row.number}" if row.number > 1 else ""]
    return ", ".join(word for word in words if word)


def _columns(table: str) -> Iterator[tuple[Sheet, Column]]:
    for sheet in _form().sheets_of(table):
        yield from ((sheet, column) for column in sheet.columns if not (sheet.joined and column.prefilled))


def _about(row: Row, model: BaseModel | None) -> frozenset[str]:
    """The ids of whom or what a row is about; empty for one that is about the whole case, or that nobody knows of.

    A row that was taken out tells no more than its key.
    """
    if model is None:
        return frozenset(row.key.split()) - {EVERYONE} if row.table in _TOLD_BY_KEY else frozenset()
    named = [getattr(model, field, None) or () for field in ("person", "people", "about", "business")]
    ids = [one for value in named for one in ([value] if isinstance(value, str) else value)]
    own = [row.key] if row.table in {"people", "businesses"} else []
    return frozenset([*own, *ids])
