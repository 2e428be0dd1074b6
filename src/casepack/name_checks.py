"""What is worth a look about the names in a record: names typed by hand, tokens of nobody, two people alike."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import combinations

from pydantic import BaseModel

from .errors import Problem
from .folding import edit_distance, words_of
from .mention_book import build_book
from .mention_find import find
from .mention_model import MentionBook, MentionKind
from .mention_names import is_a_name
from .mention_rewrite import nearest_token, odd_tokens, unknown_tokens
from .office import Office
from .plainwords import word_set
from .record import Person, Record

_NAMES_THEMSELVES = word_set("""
    address contact email family_name given_name known_as name name_status officer_in_case other_names recipient
    relationship told_by worker
""")
"""Fields that are names or addresses themselves, of the people in the record or of others: a name is right there."""
_SHORT, _LONG = 4, 100
"""Letters of a name: a shorter one differs by a letter from many others; a longer one is a text, not a name."""


def text_fields(record: Record) -> Iterator[tuple[str, str, str]]:
    """Every text in the record: its place such as people[2].wishes, the name of its field, and the text."""
    for name in type(record).model_fields:
        yield from _texts(name, name, getattr(record, name))


def _texts(where: str, field: str, value: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(f"{where}.{name}", name, getattr(value, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(f"{where}[{number}]", field, item)
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield where, field, value


def name_problems(record: Record, office: Office, book: MentionBook | None = None) -> tuple[Problem, ...]:
    """Everything worth a look about names, in the order of the record; a token of nobody is a real problem.

    Codes: unknown-token a token that points to nobody; token-form a token written oddly; name-typed a name
    typed where a token is better; same-name two people with the same or nearly the same name. Only
    `Problem.found` repeats what was typed. `book` is the record's, where it is made already.
    """
    book = book or build_book(record, office)
    found = [p for where, field, text in text_fields(record) for p in _in_text(where, field, text, book)]
    return (*found, *_alike(record))


def _in_text(where: str, field: str, text: str, book: MentionBook) -> Iterator[Problem]:
    if "{" in text or "}" in text:
        yield from _token_problems(where, text, book)
    if field in _NAMES_THEMSELVES:
        return
    for mention in find(text, book):
        if mention.kind is MentionKind.NAME:
            tokens = " or ".join(f"{{{person}}}" for person in sorted(mention.people))
            yield Problem(
                "name-typed",
                where,
                "A name is typed here by hand, so that each reader's wording depends on how it is spelled.",
                f"Write {tokens} instead, if one of the people in this record is meant.",
                mention.text,
                "check",
            )


def _token_problems(where: str, text: str, book: MentionBook) -> Iterator[Problem]:
    for token in unknown_tokens(text, book):
        meant = nearest_token(token, book)
        fix = f"Did you mean {meant}?" if meant else "Use the id of somebody in this record, such as {P1}."
        yield Problem("unknown-token", where, "What stands in braces here points to nobody in this record.", fix, token)
    for token in odd_tokens(text, book):
        meant = nearest_token(token, book)
        yield Problem(
            "token-form", where, "A token is written unusually. It is understood.", f"Write {meant}.", token, "check"
        )


def _alike(record: Record) -> Iterator[Problem]:
    for (one_at, one), (other_at, other) in combinations(enumerate(record.people), 2):
        if _same_or_near(one, other):
            yield Problem(
                "same-name",
                f"people[{other_at}]",
                f"Two people may be the same, or have the same or nearly the same name: {one.id} and {other.id}.",
                f"Compare people[{one_at}] with people[{other_at}]; if they are one person, keep one row.",
                severity="check",
            )


def _same_or_near(one: Person, other: Person) -> bool:
    mine, theirs = _full(one), _full(other)
    if mine and theirs:
        shorter, longer = sorted((len(mine), len(theirs)))
        if shorter <= _SHORT or longer > _LONG or longer - shorter > 1:
            return mine == theirs
        return edit_distance(mine, theirs) <= 1
    # One of them is known by a single name only: alike if the other is called so.
    return bool(_calls(one) & _calls(other))


def _full(person: Person) -> str:
    if not (is_a_name(person.given_name) and is_a_name(person.family_name)):
        return ""
    return "".join(words_of(f"{person.given_name} {person.family_name}"))


def _calls(person: Person) -> set[str]:
    names = (person.given_name, person.known_as, *person.other_names)
    return {"".join(words_of(n)) for n in names if n and is_a_name(n)}
