"""One book of everything that gives somebody away in any of many records, for papers that lay cases side by side.

A person is called by the reference of the case and their id in it: "MSC-2026-0417/P2". What is written alike in two
records is one way of writing that points to both people, as within a record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from .mention_book import by_first_word, merged, phrases_by_first_word
from .mention_model import NAMES, Form, MentionBook, Part
from .mention_places import Phrase

_Key = TypeVar("_Key")


def union(books: Mapping[str, MentionBook]) -> MentionBook:
    """The books of several cases, by reference, as one. It knows no tokens: no finished text holds any."""
    forms = merged([_of(reference, form) for reference, book in books.items() for form in _forms(book)])
    full = {form.words for form in forms if form.kind in NAMES and form.part is Part.WHOLE}
    standing = {phrase for book in books.values() for phrase in _phrases(book) if not _names_anybody(phrase, full)}
    known = frozenset(" ".join(phrase) for phrase in standing)
    places = {place for book in books.values() for place in book.places}
    return MentionBook(
        tokens={},
        forms=by_first_word(forms),
        standing=known,
        places=frozenset(places & known),
        phrases=phrases_by_first_word(standing),
        phones=_joined((reference, book.phones) for reference, book in books.items()),
        numbers=_joined((reference, book.numbers) for reference, book in books.items()),
        births=_joined((reference, book.births) for reference, book in books.items()),
    )


def person_key(reference: str, person: str) -> str:
    """How a person of a case is called in the book of several."""
    return f"{reference}/{person}"


def _names_anybody(phrase: Phrase, full: Collection[Phrase]) -> bool:
    """Does somebody's full name stand in the phrase, in whatever case?"""
    size = len(phrase)
    return any(phrase[start:end] in full for start in range(size) for end in range(start + 1, size + 1))


def _forms(book: MentionBook) -> Iterable[Form]:
    return (form for group in book.forms.values() for form in group)


def _phrases(book: MentionBook) -> Iterable[Phrase]:
    return (phrase for group in book.phrases.values() for phrase in group)


def _of(reference: str, form: Form) -> Form:
    return replace(form, people=_people(reference, form.people))


def _people(reference: str, people: Iterable[str]) -> frozenset[str]:
    return frozenset(person_key(reference, person) for person in people)


def _joined(found: Iterable[tuple[str, Mapping[_Key, frozenset[str]]]]) -> dict[_Key, frozenset[str]]:
    joined: dict[_Key, frozenset[str]] = {}
    for reference, held in found:
        for key, people in held.items():
            joined[key] = joined.get(key, frozenset()) | _people(reference, people)
    return joined
