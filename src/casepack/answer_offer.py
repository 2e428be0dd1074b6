"""What a drop-down offers for a question: the allowed answers, the office's names, and words that casepack knows."""

from __future__ import annotations

from .crosscheck import READER_KINDS
from .disclosure import Audience
from .form import Column, Kind
from .labels import Labels
from .shown import first_capital

_SAME_READER = frozenset({"csc", "ecins", "school", "yos"})
"""Kinds of reader that are another word for one that is offered; they are read, but not offered."""
_INITIALS = frozenset({"btp", "csc", "e-cins", "ecins", "mash", "yjs", "yos"})
_AUDIENCES = tuple(audience.value for audience in Audience)

_FIXED: dict[tuple[str, str], tuple[str, ...]] = {
    ("decisions", "audience"): tuple(sorted(READER_KINDS, key=lambda word: (word != "all", word))),
    ("incident", "aggravating_for"): _AUDIENCES,
    ("legal_bases", "audience"): _AUDIENCES,
}
"""Text that is compared with a fixed set of words: shown with a capital, read back whatever its capitals."""

_STATES = ("to do", "sent", "replied", "no reply")
_SUGGESTED: dict[tuple[str, str], tuple[str, ...]] = {
    ("incident", "status"): ("open", "closed"),
    ("people", "name_status"): ("confirmed", "unknown (nickname only)"),
    ("referrals", "state"): _STATES,
    ("businesses", "survey_state"): _STATES,
    ("actions", "status"): ("open", "done", "overtaken"),
    ("sources", "reliability"): ("direct", "first-hand", "second-hand"),
    ("disclosures", "direction"): ("out", "refused", "not shared"),
    ("members", "tier"): ("district", "county"),
}
"""Free text in which some words have a meaning (`states`, `record.Record.open_actions`): offered as they stand."""


def fixed_words(column: Column) -> tuple[str, ...]:
    """The words, as the models hold them, of which an answer to this question is one; () for any other question."""
    return _FIXED.get((column.table, column.field), ())


def must_be_known(column: Column) -> bool:
    """True for words or a reference that must in the end lead somewhere, so that a name is taken for its id."""
    return bool(fixed_words(column)) and bool(column.targets)


def show_word(word: str) -> str:
    """A fixed word as it is shown: "All", "Social care", "BTP"."""
    return word.upper() if word in _INITIALS else first_capital(word)


def offered_for(column: Column, labels: Labels) -> tuple[str, ...]:
    """Everything that a drop-down for this question should offer, as it is shown; () where it has none.

    References to the record's own rows (people, episodes) are not here: those ids stand on another sheet.
    """
    if column.choices:
        return tuple(first_capital(str(choice)) for choice in column.choices)
    fixed = [
        show_word(word)
        for word in fixed_words(column)
        # A word that is also the id of an agency is offered under the agency's name.
        if not column.targets or (word not in _SAME_READER and labels.show(column.targets, word) == word)
    ]
    suggested = _SUGGESTED.get((column.table, column.field), ())
    names = labels.offered(column.targets) if column.kind is not Kind.TEXT else ()
    return tuple(dict.fromkeys([*fixed, *names, *suggested]))
