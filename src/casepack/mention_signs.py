"""A quick look, before the search of `mention_find`, at whether a text can hold any mention that matters.

Nearly every text of a finished document holds none, and a search for all that there is takes ten times as long.
What the look lets through is searched; what it does not let through holds no such mention. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from string import ascii_lowercase, digits

from .folding import Folded, fold
from .mention_find import TOKEN
from .mention_initials import find_initials
from .mention_model import Mention, MentionBook, MentionKind, Way, with_s
from .mention_numbers import days_by_year, find_births, find_numbers, long_numbers, may_hold_birth

_LETTERS = bytes(code if chr(code) in ascii_lowercase else ord(" ") for code in range(256))
_DIGITS = bytes(code if chr(code) in digits else ord(" ") for code in range(256))
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ROW = re.compile(r"\d+")


class Signs:
    """What a text must hold to hold a mention that matters: for each way of writing, all of its words."""

    def __init__(self, book: MentionBook, may: Callable[[Mention], bool]) -> None:
        """Know the mentions of `book` that matter: those of which `may` does not say that they may stand there.

        Of a telephone or an official number `may` is asked as it stands there, for it turns on the digits.
        """
        self._may = may
        self._ways: dict[str, list[Way]] = {}
        for forms in (book.forms, book.told) if book.finished else (book.forms,):
            for way in chain.from_iterable(forms.ways(about) for about in forms.about if self._matters(*about)):
                rarest, _, last = way
                for word in with_s(last) if rarest == last else (rarest,):
                    self._ways.setdefault(word, []).append(way)
        names, born = MentionKind.NAME, MentionKind.BIRTH_DATE
        self._initials = {two: whose for two, whose in book.initials.items() if self._matters(names, whose)}
        self._births = {day: whose for day, whose in book.births.items() if self._matters(born, whose)}
        self._days = days_by_year(self._births)
        self._tokens, self._phones, self._numbers = bool(book.tokens), book.phones, book.numbers
        self._rows = {*book.phones, *book.numbers}
        self._silent = ""

    def _matters(self, kind: MentionKind, people: frozenset[str], key: str = "") -> bool:
        """May any mention matter that is of this kind, whether of these people or of some of them?"""
        if kind in {MentionKind.PHONE, MentionKind.NUMBER}:
            return True
        some = [frozenset({person}) for person in people] if kind is MentionKind.NAME else [people]
        return not some or not all(self._may(Mention(0, 0, "", kind, whose, key)) for whose in some)

    def in_text(self, text: str) -> bool:
        """May a mention that matters stand in `text`?"""
        return (text != self._silent and self._in_words(text)) or any(find_initials(text, self._initials))

    def _in_words(self, text: str) -> bool:
        """May one stand there that is more than initials?

        A text is mostly asked about twice, as it stands and on one line. Where its words and digits, whatever stands
        between them, make up no mention, they make up none on one line.
        """
        folded = fold(text)
        words, rows = _letters_and_digits(folded)
        way, digits = self._any_way(words, rows), "".join(rows)
        token = self._tokens and "{" in folded.text
        number, birth = any(row in digits for row in self._rows), may_hold_birth(rows, self._days)
        if not (way or token or number or birth):
            self._silent = " ".join(text.split())
        return (
            way
            or (token and TOKEN.search(folded.text) is not None)
            or (number and self._any_number(folded))
            or (birth and any(True for _ in find_births(folded, self._births)))
        )

    def _any_way(self, words: Sequence[str], rows: Sequence[str]) -> bool:
        rarest = self._ways.keys()
        if rarest.isdisjoint(words) and rarest.isdisjoint(rows):
            return False
        there = frozenset((*words, *rows))
        found = (way for word in rarest & there for way in self._ways[word])
        return any(words <= there and not there.isdisjoint(with_s(last)) for _, words, last in found)

    def _any_number(self, folded: Folded) -> bool:
        rows = long_numbers(folded)
        phones = find_numbers(folded, rows, self._phones, MentionKind.PHONE, dialled=True)
        numbers = find_numbers(folded, rows, self._numbers, MentionKind.NUMBER, dialled=False)
        return any(not self._may(mention) for mention in (*phones, *numbers))


def _letters_and_digits(folded: Folded) -> tuple[Sequence[str], list[str]]:
    """The words of a folded text, perhaps with its rows of digits among them; and its rows of digits."""
    if not folded.plain:
        return _WORD.findall(folded.text), _ROW.findall(folded.text)
    plain = folded.text.encode("ascii", "replace")
    rows = plain.translate(_DIGITS).decode().split()
    return plain.translate(_LETTERS).decode().split(), rows
