"""Names in a picture: how wide they are, and how they are broken over lines without a letter lost. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

SIZE, LEADING = 8.5, 10.0
"""Size of the letters, and the height of a line, in points."""

_WIDTHS = {
    0.28: " ,.'’‘|ijlI/\\",
    0.34: "-ft:;!()[]`",
    0.4: "r*{}",
    0.56: "acekszvxyJ0123456789_$",
    0.62: 'bdghnopquFLTZ+=<>#?"“”^~',
    0.73: "ABCDEHKNPRSUVXY&",
    0.79: "wGOQ",
    0.84: "M",
    0.98: "Wm%@",
}
"""Widths of the letters of Liberation Sans Bold, the wider of the two, as parts of their size, rounded up."""
_OF_LETTER = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OF_OTHERS, _OF_MARKS = 1.0, 0.16
"""Most marks take no room, but a hook beside a letter does."""
_HALVES = re.compile(r"[^\s-]+-?|-")


@lru_cache(maxsize=2048)
def width_of(words: str) -> float:
    """How wide the words are at most in the picture's size, in points."""
    return SIZE * sum(_width(letter) for letter in unicodedata.normalize("NFKD", words))


def _width(letter: str) -> float:
    return _OF_MARKS if unicodedata.combining(letter) else _OF_LETTER.get(letter, _OF_OTHERS)


def broken(words: str, width: float) -> tuple[str, ...]:
    """The words over as many lines as they need: at spaces and hyphens, and within a word that is too long."""
    return tuple(_lines(words, width))


def _lines(words: str, width: float) -> Iterator[str]:
    line, joint = "", ""
    for word in words.split():
        for piece in chain.from_iterable(_pieces(half, width) for half in _HALVES.findall(word)):
            longer = f"{line}{joint}{piece}"
            if line and width_of(longer) > width:
                yield line
                longer = piece
            line, joint = longer, ""
        joint = " "
    yield line


def _pieces(word: str, width: float) -> Iterator[str]:
    if width_of(word) <= width:
        yield word
        return
    piece = ""
    for letter in word:
        if piece and width_of(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece
