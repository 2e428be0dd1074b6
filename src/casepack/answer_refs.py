"""References: a cell that says which person, episode, agency or school is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain

from .answer_items import word_for_word
from .answer_model import MISSING, Answered, Remark, read_as, refuse
from .answer_text import text_of
from .cells import Cell
from .form import Column
from .labels import Labels, key_of
from .shown import join_words

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}", re.ASCII)
_TOKEN = re.compile(r"\{ *([A-Za-z][A-Za-z0-9_.-]{0,39}) *\}", re.ASCII)
_SEVERAL = re.compile(r"\{?[A-Za-z]{1,4}[0-9]{1,4}\}?(?: +\{?[A-Za-z]{1,4}[0-9]{1,4}\}?)+", re.ASCII)
_FIRST_ID = re.compile(r"[\[({]? *([A-Za-z]{1,4} ?[0-9]{1,4})\b", re.ASCII)
_AND = re.compile(r"\s+(?:and|&|\+)\s+|\s*/\s*", re.IGNORECASE)
_BULLET = re.compile(r"[-•*–—·]\s+")

_CALLED = {
    "people": "a person", "episodes": "an episode", "sources": "a source", "businesses": "a business",
    "officers": "an officer", "agencies": "an agency", "schools": "a school", "members": "a Member",
    "resident_groups": "a residents' group", "meetings": "a meeting", "steps": "a step",
}  # fmt: skip


_MOST_WRONG = 5
"""Wrong references in one cell that are told of one by one; after them the cell is not read on."""
_LONGEST_WITH_NAMES = 4_000
_MOST_PIECES = 6
"""Pieces into which the commas and semicolons of a name may cut it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What reading one cell needs to know of its workbook: the ids of its own tables, and how it counts days.

    `own_names` gives, by table and by `labels.key_of` a name, the ids of the rows that are called so.
    """

    own_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts_from_1904: bool = False
    own_names: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question with a reference for its answer, and the ids of the workbook's own rows that it can have."""

    column: Column
    labels: Labels
    own: Mapping[str, None]
    names: Sequence[Mapping[str, tuple[str, ...]]]

    def named(self, text: str) -> tuple[str, ...]:
        """The ids of the workbook's own rows that are called so."""
        key = key_of(text)
        return tuple(dict.fromkeys(id for names in self.names for id in names.get(key, ())))

    @property
    def in_office(self) -> bool:
        return self.labels.knows(self.column.targets)

    def called(self) -> str:
        """What the id must belong to, such as "a person or a business"."""
        return join_words([_CALLED.get(target, target) for target in self.column.targets], last="or")


def _asked(column: Column, labels: Labels, around: Around) -> _Asked:
    own = chain.from_iterable(around.own_ids.get(target, ()) for target in column.targets)
    names = [around.own_names[target] for target in column.targets if target in around.own_names]
    return _Asked(column, labels, dict.fromkeys(own), names)


def read_ref(column: Column, cell: Cell, labels: Labels, around: Around) -> Answered:
    """One id."""
    text, remarks = text_of(cell, column)
    return Answered(MISSING, remarks) if text is None else _one(text, _asked(column, labels, around))


def read_refs(column: Column, cell: Cell, labels: Labels, around: Around) -> Answered:
    """Ids one after the other, with semicolons, line ends, commas or "and" between them."""
    text, remarks = text_of(cell, column)
    if text is None:
        return Answered(MISSING, remarks)
    asked = _asked(column, labels, around)
    found: list[str] = []
    said: list[Remark] = []
    wrong = 0
    for part in _parts(text, asked):
        one = _one(part, asked)
        said += one.remarks
        wrong += one.refused
        found += [one.value] if isinstance(one.value, str) else []
        if wrong == _MOST_WRONG:
            break
    if not found and not wrong:
        return _unknown(text, asked)
    return Answered(MISSING if wrong else found, tuple(dict.fromkeys(said)))


def _one(text: str, asked: _Asked) -> Answered:
    exact = word_for_word(text)
    if exact is not None:
        return Answered(exact)
    token = _TOKEN.fullmatch(text)
    key = token[1] if token else text
    if not asked.column.targets or key in asked.own:
        return Answered(key)
    if asked.in_office:
        return _in_office(key, asked)
    same = [id for id in asked.own if id.casefold() == key.casefold().replace(" ", "")]
    if len(same) == 1:
        return Answered(same[0], (read_as(text, same[0]),))
    named = asked.named(key)
    if named:
        return refuse("unknown-id", "is a name, and an id is needed here.", _question(named).rstrip(), key)
    # An id that no row has is told of later, when it is known which rows there are.
    return Answered(key) if _ID.fullmatch(key) else _unknown(text, asked)


def _in_office(key: str, asked: _Asked) -> Answered:
    found = asked.labels.find(asked.column.targets, key)
    if found.id is not None:
        return Answered(found.id, () if found.sure else (read_as(key, f'"{found.suggestions[0]}"'),))
    if _ID.fullmatch(key) and not asked.labels.complete:
        return Answered(key)
    return _unknown(key, asked)


def _unknown(text: str, asked: _Asked) -> Answered:
    """What the id is not, and what may have been meant."""
    if asked.in_office:
        found = asked.labels.find(asked.column.targets, text)
        if found.how == "unclear":
            named = join_words([f'"{label}"' for label in found.suggestions], last="or")
            return refuse("unknown-id", "fits more than one name.", f"Pick one from the list: {named}.", text)
        what = f"is not {asked.called()} in the office's data."
        return refuse("unknown-id", what, f"{_question(found.suggestions)}Pick one from the list.", text)
    example = next(iter(asked.own), asked.column.example)
    fix = f"{_question(_near(text, asked.own))}Write the id{f', for example {example}' if example else ''}."
    return refuse("unknown-id", f"is not {asked.called()} in this workbook.", fix, text)


def _near(text: str, own: Iterable[str]) -> tuple[str, ...]:
    """The id with which the words begin, or the nearest one."""
    first = _FIRST_ID.match(text)
    words = (first[1] if first else text).replace(" ", "").casefold()
    by_key = {id.casefold(): id for id in own}
    close = get_close_matches(words, by_key, n=1, cutoff=0.6)
    return (by_key[close[0]],) if close else ()


def _question(suggestions: Sequence[str]) -> str:
    named = join_words([f'"{label}"' for label in suggestions], last="or")
    return f"Did you mean {named}? " if named else ""


def _parts(text: str, asked: _Asked) -> Iterator[str]:
    """One text for each id. A name may hold a comma or an "and" itself, so known names are looked for first."""
    cut = re.split(r"([,;\n])", text)
    pieces, separators = cut[::2], [*cut[1::2], ""]
    # Ids of the record's own rows hold none of these, and nobody writes names by the thousand.
    longest = _MOST_PIECES if asked.in_office and len(text) <= _LONGEST_WITH_NAMES else 1
    start = 0
    while start < len(pieces):
        many = next((n for n in range(longest, 1, -1) if _known(_run(pieces, separators, start, n), asked)), 1)
        run = _run(pieces, separators, start, many)
        yield from _at_and(run, asked) if run else ()
        start += many


def _run(pieces: Sequence[str], separators: Sequence[str], start: int, many: int) -> str:
    """So many pieces from there on, with what stood between them; "" where there are not so many."""
    end = start + many
    if end > len(pieces):
        return ""
    joined = "".join(piece + mark for piece, mark in zip(pieces[start:end], separators[start:end], strict=True))
    return _BULLET.sub("", joined.removesuffix(separators[end - 1]).strip(), count=1)


def _at_and(text: str, asked: _Asked) -> Sequence[str]:
    """ "P1 and P2", "P1 P2"; a name with such a word in it stays whole."""
    if _known(text, asked):
        return [text]
    if _SEVERAL.fullmatch(text):
        return text.split()
    pieces = [piece.strip() for piece in _AND.split(text) if piece.strip()]
    return pieces if len(pieces) > 1 and all(_known(piece, asked) for piece in pieces) else [text]


def _known(text: str, asked: _Asked) -> bool:
    """Is this the whole of one reference, and not of two that stand side by side?"""
    exact, token = word_for_word(text), _TOKEN.fullmatch(text)
    key = exact or (token[1] if token else text)
    if exact or not asked.in_office:
        is_id = _ID.fullmatch(key) and (exact or any(c.isdigit() for c in key))
        return key in asked.own or bool(is_id or asked.named(key))
    found = asked.labels.find(asked.column.targets, key, suggest=False)
    return found.id is not None and found.how != "renamed"
