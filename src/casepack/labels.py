"""How the office's ids are shown to an officer, and how what an officer wrote leads back to an id.

An id such as SCH1 is shown as "Holmbeck Academy (SCH1)". The id in the brackets keeps a label unique and lets it be
read back when the name has changed. What is no id and no label is looked for among the names, and among the other
ways of writing them; where nothing fits, the nearest label is only ever a suggestion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Literal

from .clock import ClockError, moment, say_date, say_time, zone
from .errors import RecordError
from .office import AgencyKind, Meeting, Office
from .values import YesNo

How = Literal["id", "label", "case", "name", "renamed", "unclear", "nothing"]

TABLES = ("officers", "agencies", "schools", "members", "resident_groups", "meetings", "steps")
"""The tables of the office whose rows are known by a label."""

_LONGEST_NAME = 100
_LONGEST_ASKED = 200
_MOST_SUGGESTED = 3
_BRACKETS = re.compile(r"(?s)(.*)[(\[]\s*([A-Za-z][A-Za-z0-9_.-]{0,39})\s*[)\]]")
_IN_BRACKETS = re.compile(r"[(\[]\s*([A-Za-z][A-Za-z0-9_.-]{0,39})\s*[)\]]")
_ALIASES = {
    AgencyKind.MASH: ("multi-agency safeguarding hub", "front door", "safeguarding hub", "mash team"),
    AgencyKind.SOCIAL_CARE: ("social services", "children's services", "social care", "csc", "children's social care"),
    AgencyKind.YJS: ("youth offending", "youth offending team", "youth offending service", "yot", "yos", "yjs"),
    AgencyKind.POLICE: ("police", "the police", "local police"),
    AgencyKind.BTP: ("british transport police", "btp", "transport police", "railway police"),
    AgencyKind.VICTIM_SUPPORT: ("victim support", "victim services", "victim care"),
    AgencyKind.SEXUAL_VIOLENCE: ("isva", "chisva", "sexual violence adviser", "sexual violence advisor"),
    AgencyKind.OUTREACH: ("youth outreach", "outreach", "detached youth work", "outreach team"),
    AgencyKind.EARLY_HELP: ("early help", "family support", "early help team"),
    AgencyKind.HEALTH: ("health", "nhs", "school nurse", "camhs"),
}
"""What services are often called, by what they are. Only ever a suggestion: an office may have two of a kind."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text leads to. `id` is None where it leads nowhere, or to more than one.

    `how`: "id" and "label" are as shown, "case" an id in other capitals, "name" a name that fits one row alone,
    "renamed" a known id in brackets behind another name, "unclear" what fits more than one row.
    `suggestions` are labels that may have been meant, the nearest first.
    """

    id: str | None
    how: How
    suggestions: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """True where nothing had to be worked out, so nothing need be said."""
        return self.how in {"id", "label"}


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of one table: its id, its label, every key under which it is found, and whether it is offered."""

    id: str
    label: str
    keys: frozenset[str]
    kind: str = ""
    offered: bool = True


@dataclass(frozen=True, slots=True)
class _Index:
    """The rows of some tables together, by each way of finding them; a row that comes first goes first."""

    rows: tuple[_Row, ...]
    by_id: Mapping[str, _Row]
    by_label: Mapping[str, _Row]
    by_any_id: Mapping[str, tuple[_Row, ...]]
    by_key: Mapping[str, tuple[_Row, ...]]


class Labels:
    """The labels of one office. Made by `labels_of` or `labels_of_rows`; ids differ throughout an office.

    `complete` is false where rows may be missing because they are broken: then an id that is not here may be right.
    """

    def __init__(self, rows: Mapping[str, Sequence[_Row]], *, complete: bool = True) -> None:
        """`rows` by table, in the office's order."""
        self._rows = {table: tuple(found) for table, found in rows.items()}
        self._found: dict[tuple[str, ...], _Index] = {}
        self.complete = complete

    def knows(self, targets: Iterable[str]) -> bool:
        """True where any of these tables is one of the office's."""
        return any(target in TABLES for target in targets)

    def show(self, targets: Iterable[str], id: str) -> str:
        """The label of an id in one of these tables; the id itself where none of them has it."""
        row = self._index(targets).by_id.get(id)
        return row.label if row else id

    def offered(self, targets: Iterable[str]) -> tuple[str, ...]:
        """The labels for a drop-down, table by table in the office's order; a service that has closed is left out."""
        return tuple(dict.fromkeys(row.label for row in self._index(targets).rows if row.offered))

    def find(self, targets: Iterable[str], text: str, *, suggest: bool = True) -> Found:
        """The row of these tables that `text` means; where none does, what may have been meant, if `suggest`."""
        index, asked = self._index(targets), _plain(text)
        row = index.by_id.get(asked)
        if row:
            return Found(row.id, "id")
        row = index.by_label.get(asked.casefold())
        if row:
            return Found(row.id, "label")
        return _by_bracket(index, asked) or _by_name(index, asked, suggest)

    def _index(self, targets: Iterable[str]) -> _Index:
        wanted = tuple(targets)
        if wanted not in self._found:
            self._found[wanted] = _indexed([row for table in wanted for row in self._rows.get(table, ())])
        return self._found[wanted]


def _indexed(rows: Sequence[_Row]) -> _Index:
    any_id: dict[str, dict[str, _Row]] = {}
    keys: dict[str, dict[str, _Row]] = {}
    for row in rows:
        any_id.setdefault(row.id.casefold(), {}).setdefault(row.id, row)
        for key in row.keys:
            keys.setdefault(key, {}).setdefault(row.id, row)
    last_first = rows[::-1]
    return _Index(
        tuple(rows),
        {row.id: row for row in last_first},
        {row.label.casefold(): row for row in last_first},
        {id: tuple(found.values()) for id, found in any_id.items()},
        {key: tuple(found.values()) for key, found in keys.items()},
    )


def labels_of(office: Office) -> Labels:
    """The labels of an office's staff, agencies, schools, Members, residents' groups, meetings and steps."""
    rows: dict[str, list[_Row]] = {
        table: [_named(row.model_dump()) for row in getattr(office, table)] for table in TABLES if table != "meetings"
    }
    rows["meetings"] = [_meeting(meeting, office) for meeting in office.meetings]
    return Labels(rows)


def labels_of_rows(tables: Mapping[str, Any]) -> Labels:
    """The labels of an office's workbook as it was read, before it is known to be right: a row may be broken."""
    found: dict[str, list[_Row]] = {}
    for table in TABLES:
        rows = tables.get(table)
        rows = rows if isinstance(rows, (list, tuple)) else ()
        found[table] = [_named(row) for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), str)]
    return Labels(found, complete=False)


def key_of(text: str) -> str:
    """`text` for comparison: without capitals, accents, quotes, full stops, double spaces and "the" at its start."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    plain = re.sub("['’‘`\"“”.]", "", plain).replace("&", " and ")
    words = re.sub(r"[\s,;:/()\[\]_–—-]+", " ", plain).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


_KINDS_BY_ALIAS = {key_of(name): kind for kind, names in _ALIASES.items() for name in names}


def _by_bracket(index: _Index, asked: str) -> Found | None:
    """The row whose id ends the text in brackets. With another one before it, one of the two must be picked."""
    bracket = _BRACKETS.fullmatch(asked)
    named = index.by_any_id.get(bracket[2].casefold(), ()) if bracket else ()
    if not bracket or not named:
        return None
    if key_of(bracket[1]) in named[0].keys:
        return Found(named[0].id, "label")
    every = [row for id in _IN_BRACKETS.findall(asked) for row in index.by_any_id.get(id.casefold(), ())]
    labels = tuple(dict.fromkeys(row.label for row in every))
    return Found(named[0].id, "renamed", labels) if len(labels) == 1 else Found(None, "unclear", labels)


def _by_name(index: _Index, asked: str, suggest: bool) -> Found:
    cased = index.by_any_id.get(asked.casefold(), ())
    if len(cased) == 1:
        return Found(cased[0].id, "case", (cased[0].label,))
    key = key_of(asked)
    fitting = cased or index.by_key.get(key, ())
    if len(fitting) == 1:
        return Found(fitting[0].id, "name", (fitting[0].label,))
    if fitting:
        return Found(None, "unclear", tuple(row.label for row in fitting))
    return Found(None, "nothing", _suggestions(index, key) if suggest else ())


def _suggestions(index: _Index, key: str) -> tuple[str, ...]:
    """What was probably meant: a service by what it is often called, otherwise the nearest name."""
    if not key or len(key) > _LONGEST_ASKED:
        return ()
    kind = _KINDS_BY_ALIAS.get(key)
    of_kind = tuple(row.label for row in index.rows if kind and row.kind == kind and row.offered)
    if of_kind:
        return of_kind[:_MOST_SUGGESTED]
    # Part of a long name, such as "Holmbeck" for "Holmbeck Academy": offered, never taken.
    words = set(key.split())
    within = [rows[0].label for other, rows in index.by_key.items() if words <= set(other.split())]
    if within:
        return tuple(dict.fromkeys(within))[:_MOST_SUGGESTED]
    # An id with another number is another id: SCH9 is no slip for SCH5.
    ids = {id: rows[0] for id, rows in index.by_any_id.items() if _digits(id) == _digits(key)}
    near = {**ids, **{other: rows[0] for other, rows in index.by_key.items()}}
    close = get_close_matches(key, near, n=1, cutoff=0.6)
    return (near[close[0]].label,) if close else ()


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _named(row: Mapping[str, Any]) -> _Row:
    """A row of any table with an id and a name; a step is known by its title."""
    id, name = str(row["id"]), next((v for v in (row.get("name"), row.get("title")) if isinstance(v, str)), "")
    also = row.get("also_written")
    others = [row.get("label"), *(also if isinstance(also, (list, tuple)) else [also])]
    keys = frozenset(filter(None, (key_of(n) for n in (name, *others) if isinstance(n, str))))
    kind = row.get("kind")
    closed = row.get("active") in {YesNo.NO, False}
    return _Row(id, _label(name, id), keys, str(kind) if isinstance(kind, (str, StrEnum)) else "", not closed)


def _meeting(meeting: Meeting, office: Office) -> _Row:
    """A meeting is known by its day and time; one without, by its id."""
    name = ""
    if meeting.at:
        try:
            at = moment(meeting.at, zone(office))
        except (ClockError, RecordError):
            pass
        else:
            name = f"{say_date(at.date())}, {say_time(at)}"
    return _Row(meeting.id, _label(name, meeting.id), frozenset({key_of(name)} if name else ()))


def _label(name: str, id: str) -> str:
    """A very long name is cut, so that a drop-down can show it; the id alone leads back."""
    plain = _plain(name)
    short = plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1].rstrip() + "…"
    return f"{short} ({id})" if short else id


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
