"""Text folded for comparison, with the way back to the text as typed.

Two spellings that a person would call the same name fold to the same words: case, accents, the kind of
apostrophe or hyphen, odd spaces, invisible marks and full-width letters do not count. Every folded
character knows which character it came from, so that a place in the folded text is a place in the original.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

APOSTROPHES = frozenset("'’‘ʼ`´′‛ʹʻʾʿ＇ˈ")
HYPHENS = frozenset("-‐‑‒–−﹣－⁃")

# Letters that Unicode does not take apart into a plain letter and a mark.
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ŧ": "t", "ŋ": "ng", "ĸ": "k", "ſ": "s", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɨ": "i",
}  # fmt: skip
_ASCII = {ord("`"): "'", **{code: " " for code in range(128) if chr(code).isspace()}}
_BEYOND_ASCII = re.compile("([^\x00-\x7f]+)")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PLAIN_WORD = re.compile(r"[a-z]+|[0-9]+")
"""The same in a folded text that is `plain`, found faster."""
_SPACES = re.compile(" {2,}")


@lru_cache(maxsize=8192)
def fold_character(character: str) -> str:
    """What one character compares as: none, one or several characters."""
    if character in APOSTROPHES:
        return "'"
    if character in HYPHENS:
        return "-"
    if character.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = (_LETTERS.get(c, c) for c in apart if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    return "".join(" " if c.isspace() else "'" if c in APOSTROPHES else "-" if c in HYPHENS else c for c in kept)


@dataclass(frozen=True)
class Folded:
    """A folded text; `odd` are the characters of `original` that fold to none or several, each with what it folds to.

    `plain`: its letters and digits are those of ASCII, whatever signs stand between them.
    """

    text: str
    original: str
    odd: Mapping[str, str]
    plain: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters from `start` up to `end` stand in the original, marks on the last included."""
        if not self.odd or start >= end:
            return start, end
        stop = self._source[end - 1] + 1
        while stop < len(self.original) and not fold_character(self.original[stop]):
            stop += 1
        return self._source[start], stop

    @cached_property
    def _source(self) -> Sequence[int]:
        """The place in the original of each folded character; worked out where it is first asked for."""
        source = array("L")
        done = 0
        for found in re.finditer(f"[{re.escape(''.join(self.odd))}]", self.original):
            place = found.start()
            source.extend(range(done, place))
            source.extend([place] * len(self.odd[found.group()]))
            done = place + 1
        source.extend(range(done, len(self.original)))
        return source


@lru_cache(maxsize=256)
def fold(text: str) -> Folded:
    """`text` as it is compared. Spaces are not collapsed: a gap between words keeps its length.

    Kept for a while: the same layers are looked through in many ways.
    """
    if text.isascii():
        return Folded(text.lower().translate(_ASCII), text, {}, plain=True)
    stretches = _BEYOND_ASCII.split(text)
    pieces = {character: fold_character(character) for character in set("".join(stretches[1::2]))}
    stretches[1::2] = ["".join(map(pieces.__getitem__, characters)) for characters in stretches[1::2]]
    stretches[::2] = [characters.lower().translate(_ASCII) for characters in stretches[::2]]
    odd = {character: piece for character, piece in pieces.items() if len(piece) != 1}
    plain = not _WORD.search("".join(piece for piece in pieces.values() if not piece.isascii()))
    return Folded("".join(stretches), text, odd, plain)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of `text`: runs of letters and runs of digits."""
    return split(text).words


@dataclass(frozen=True)
class Words:
    """A text as folded words, each with its place in the folded and in the original text."""

    folded: Folded
    words: tuple[str, ...]

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.words)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each word stands in the folded text; worked out when it is first asked for."""
        return tuple(map(re.Match.span, _word(self.folded).finditer(self.folded.text)))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from number `first` to number `last` stand in the original."""
        return self.folded.span(self.spans[first][0], self.spans[last][1])

    def typed(self, number: int) -> str:
        """A word as it was typed."""
        start, end = self.span(number, number)
        return self.folded.original[start:end]

    def gap(self, number: int) -> str:
        """What was typed between the word before and this one; for the first and past the last, up to the edge."""
        start = self.span(number - 1, number - 1)[1] if number > 0 else 0
        end = self.span(number, number)[0] if number < len(self.words) else len(self.folded.original)
        return self.folded.original[start:end]

    def joint(self, number: int) -> str:
        """The same gap folded, runs of spaces as one space; nothing where two words touch."""
        start = self.spans[number - 1][1] if number > 0 else 0
        end = self.spans[number][0] if number < len(self.words) else len(self.folded.text)
        gap = self.folded.text[start:end]
        return _SPACES.sub(" ", gap) if "  " in gap else gap


def split(text: str) -> Words:
    """`text` as words. Letters and digits that touch are two words with nothing between them."""
    folded = fold(text)
    return Words(folded, tuple(_word(folded).findall(folded.text)))


def _word(folded: Folded) -> re.Pattern[str]:
    return _PLAIN_WORD if folded.plain else _WORD


def edit_distance(one: str, other: str) -> int:
    """How many letters must be added, dropped or changed to make one text of the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
