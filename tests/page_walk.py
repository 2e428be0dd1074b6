"""Word's paragraphs and rows followed letter by letter over the pages of its PDF, in order.

A row that a page cuts gives part of each cell to one page and the rest to the next, beneath the heading rows once more.
Where a cell ends on a page is not written in a PDF, so every way is tried that the letters allow, the plainest first.

    stray(rows, pages)   where the two part, in words; nothing where all letters of both are used up, in order
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_MIRROR = str.maketrans(")]}>»", "([{<«")
_MOST_STATES = 50_000
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Row:
    """The letters of each cell of a row, or of a paragraph as its one cell; and those of its table's heading rows."""

    cells: tuple[str, ...]
    above: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the walk is: the row, what of each of its cells is used up, the page, the letters used of it.

    `owed` is a heading that was passed over at its own place and must stand at the top of a later page.
    """

    row: int
    used: tuple[int, ...]
    page: int
    at: int
    owed: str = ""


def stray(rows: Sequence[Row], pages: Sequence[str]) -> list[str]:
    """Where Word file and PDF part: what is awaited at the last place that fits, and what stands there."""
    first = _Place(0, _nothing(rows, 0), 0, 0)
    waiting, seen, best = [_next(rows, pages, first)], {first}, first
    while waiting and len(seen) < _MOST_STATES:
        place = next(waiting[-1], None)
        if place is None:
            waiting.pop()
            continue
        if place in seen:
            continue
        seen.add(place)
        best = max(best, place, key=lambda p: (p.page, p.at, p.row))
        if place.row == len(rows) and place.page == len(pages) and not place.owed:
            return []
        waiting.append(_next(rows, pages, place))
    return list(_told(rows, pages, best))


def _nothing(rows: Sequence[Row], number: int) -> tuple[int, ...]:
    return (0,) * len(rows[number].cells) if number < len(rows) else ()


def _next(rows: Sequence[Row], pages: Sequence[str], place: _Place) -> Iterator[_Place]:
    """The places that one row, or the part of it that a page holds, leads to."""
    if place.page == len(pages):
        return
    text = pages[place.page]
    if place.row == len(rows):
        if place.at == len(text):
            yield _Place(place.row, (), place.page + 1, 0, place.owed)
        return
    row = rows[place.row]
    fresh = not any(place.used)
    if place.at == 0 and place.page and row.above and _alike(row.above, text[: len(row.above)]):
        owed = "" if place.owed == row.above else place.owed
        # A heading that was due here by itself is read below; this is one that stands here once more.
        if not (fresh and row.is_head):
            yield from _rest(rows, place.row, place.used, pages, place.page, len(row.above), owed)
    yield from _rest(rows, place.row, place.used, pages, place.page, place.at, place.owed)
    if fresh and row.is_head and not place.owed:
        after = next(n for n in range(place.row, len(rows) + 1) if n == len(rows) or not rows[n].is_head)
        yield _Place(after, _nothing(rows, after), place.page, place.at, row.above)


def _rest(
    rows: Sequence[Row], number: int, used: tuple[int, ...], pages: Sequence[str], page: int, at: int, owed: str
) -> Iterator[_Place]:
    """What is left of a row read from here on: all of it, or as much as the page holds."""
    row, text = rows[number], pages[page]
    left = [cell[n:] for cell, n in zip(row.cells, used, strict=True)]
    if _alike("".join(left), text[at : at + sum(map(len, left))], left):
        yield _Place(number + 1, _nothing(rows, number + 1), page, at + sum(map(len, left)), owed)
    splits = _loose_split(left, text[at:]) if both_ways("".join(left)) else ()
    for taken in (*splits, *_splits(tuple(left), text[at:])):
        yield _Place(number, tuple(a + b for a, b in zip(used, taken, strict=True)), page + 1, 0, owed)


def _splits(left: tuple[str, ...], text: str) -> Iterator[tuple[int, ...]]:
    """How many letters of each cell the rest of a page can hold, all of it used up; the most of the first first."""
    if not left:
        if not text:
            yield ()
        return
    most = min(len(left[0]), len(text))
    if not any(left[1:]):
        if len(text) <= most and _alike(left[0][: len(text)], text):
            yield (len(text), *(0,) * (len(left) - 1))
        return
    if not both_ways(left[0]):
        most = _common(left[0], text)
    for length in range(most, -1, -1):
        if _alike(left[0][:length], text[:length]):
            for more in _splits(left[1:], text[length:]):
                yield (length, *more)


def _loose_split(left: Sequence[str], text: str) -> Iterator[tuple[int, ...]]:
    """Where a cell is written from right to left: the short ones whole, in any order, and so much of the longest."""
    longest = max(range(len(left)), key=lambda n: len(left[n]))
    length = len(text) - sum(map(len, left)) + len(left[longest])
    taken = tuple(length if n == longest else len(cell) for n, cell in enumerate(left))
    pieces = [cell[:n] for cell, n in zip(left, taken, strict=True)]
    if 0 <= length <= len(left[longest]) and _alike("".join(pieces), text, pieces):
        yield taken


def _common(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _alike(wanted: str, there: str, cells: Sequence[str] = ()) -> bool:
    """The same letters in the same order; beside what is written from right to left, in any order.

    A viewer turns such a line round as it thinks best, with the brackets in it and the cells that begin on it; a cell
    of one direction must stand whole.
    """
    if wanted == there:
        return True
    if len(wanted) != len(there) or not both_ways(wanted):
        return False
    whole = (cell for cell in cells if not both_ways(cell))
    return all(cell in there for cell in whole) and _counted(wanted) == _counted(there)


@lru_cache(maxsize=4096)
def _counted(text: str) -> Counter[str]:
    return Counter(text.translate(_MIRROR))


@lru_cache(maxsize=4096)
def both_ways(text: str) -> bool:
    """Is any letter written from right to left?"""
    return any(unicodedata.bidirectional(sign) in {"R", "AL", "AN"} for sign in text)


def _told(rows: Sequence[Row], pages: Sequence[str], place: _Place) -> Iterator[str]:
    left = (
        [cell[n:] for cell, n in zip(rows[place.row].cells, place.used, strict=True)] if place.row < len(rows) else []
    )
    if wanted := next((cell for cell in left if cell), place.owed):
        yield f"not in the PDF: {wanted[:_SHOWN]}"
    if there := pages[place.page][place.at :] if place.page < len(pages) else "":
        yield f"not in the Word file: {there[:_SHOWN]} (page {place.page + 1})"
