"""People by their initials: "O.P." for Orla Penhallow. Source: domain, trap 1: no initials where no name may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .folding import fold, words_of
from .mention_model import Mention, MentionKind
from .mention_names import Named, people_named
from .record import Record

_TWO = re.compile(
    r"(?<![\w.])([^\W\d_])\.[ \u00a0]?([^\W\d_])(?:\.(?![ \u00a0]?[^\W\d_]\.|\w)|(?![\w.]))(?P<next>\s+[^\W_])?"
)
"""Two letters of which the first has its stop, no part of a longer row; and how the next word begins."""
_FIRST_STOP = re.compile(r"\.[ \u00a0]?[^\W\d_]")
"""The stop behind the first letter, before the second: nearly no text has one, and it is found at once."""
_NO_NAME = frozenset({"am", "pm", "eg", "ie", "uk", "us", "eu"})
_TITLES = frozenset({"pc", "dc", "ds", "di", "ps", "gp", "mp", "jp"})
"""A constable or a doctor, where a number or a name follows."""


def initials_of(record: Record) -> dict[str, frozenset[str]]:
    """Whose initials two folded letters are, for everybody in the record with a first and a family name."""
    found: dict[str, set[str]] = {}
    for somebody in people_named(record):
        if somebody.kind is MentionKind.NAME:
            for letters in _letters(somebody):
                found.setdefault(letters, set()).update(somebody.people)
    return {letters: frozenset(people) for letters, people in found.items() if letters not in _NO_NAME}


def _letters(somebody: Named) -> Iterator[str]:
    firsts = {words[0][0] for name in (somebody.given, *somebody.known_as) if (words := words_of(name))}
    # Of a double family name either half: "O.P." and "O.V." for Orla Penhallow-Vance.
    lasts = {words[place][0] for words in [words_of(somebody.family)] if words for place in (0, -1)}
    yield from (first + last for first in sorted(firsts) for last in sorted(lasts))


def find_initials(text: str, initials: Mapping[str, frozenset[str]]) -> Iterator[Mention]:
    """Every place where one of these initials is written in capitals with a stop between them."""
    if not initials or "." not in text:
        return
    for found in _pairs(text):
        letters = found[1] + found[2]
        plain = fold(letters).text
        people = initials.get(plain)
        follows = (found["next"] or "").strip()
        if people is None or not letters.isupper():
            continue
        if plain in _TITLES and (follows.isdigit() or follows.isupper()):
            continue
        start, end = found.start(1), found.start("next") if found["next"] else found.end()
        possessive = bool(re.match("['’]s", text[end:]))
        yield Mention(start, end, text[start:end], MentionKind.NAME, people, "", possessive)


def _pairs(text: str) -> Iterator[re.Match[str]]:
    """All of `_TWO` in a text, one behind the other."""
    done = 0
    for stop in _FIRST_STOP.finditer(text):
        found = _TWO.match(text, stop.start() - 1) if stop.start() > done else None
        if found:
            done = found.end()
            yield found
