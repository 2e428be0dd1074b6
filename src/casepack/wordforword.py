"""Does a PDF say what its Word file says, word for word? Pure comparison, nothing is read here.

Two layers of the same words never match byte for byte: a PDF breaks lines, repeats the heading row of a
table on each page, cuts a tall row in two, and stores Arabic and Hebrew in the order of the page rather
than of the sentence. Each of these is undone exactly, and nothing else is forgiven:

* Words: the letters must be the same in the same order. A space counts, except where the PDF begins a new
  piece of a line, where the text layer may or may not keep it.
* A repeated heading row is passed over only at the top of a later page, only if it equals the table's own
  heading row, and only where the Word file does not have it. Where the first row of a table fills whole
  pages, its heading may stand on the page after them only.
* Cells cut by a page end are joined only if joined they equal the Word file.
* A Word line with right-to-left letters must have the same letters in any order, and every left-to-right
  word in it must stand whole. The order of Arabic or Hebrew words within one line is not proved.
* Columns that are laid out without a table are read one after the other, also where a page cuts them: cut columns
  of words are a difference, as they are for a reader who follows the tags.
* Bullets, zero-width marks and the choice between the hyphen characters are not compared.
* A space between two emoji, or behind an accent that is drawn as a sign of its own, may be missing: a viewer takes
  such a blank for a gap that it has made up itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple, cast


class Fragment(NamedTuple):
    """A piece of one line of a page: its words and its page, counted from 1."""

    text: str
    page: int


class Row(NamedTuple):
    """One row of a table as one page shows it, cell by cell; `head` if it is a heading row."""

    cells: tuple[tuple[Fragment, ...], ...]
    head: bool
    table: int
    page: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two part: paragraph and word of the Word file, and page of the PDF, all counted from 1."""

    paragraph: int
    word: int
    page: int


@dataclass(frozen=True, slots=True)
class _Letters:
    """Text without its spaces: the letters, and the places in them where a space, a line or a piece starts."""

    letters: str
    spaces: frozenset[int]
    seams: frozenset[int]
    pages: tuple[int, ...] = ()


_SAME = {ord(c): "-" for c in "\x02\u2010\u2011\ufffe"} | {ord(c): None for c in "•◦▪‣●○■\uf0b7\ufe0e\ufe0f"}
_MIRROR = str.maketrans(")]}>»", "([{<«")
_DRAWN = {"So", "Sk", "Me"}
"""Categories of emoji, of the skin that follows them, of the box around a digit."""
_LTR_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` with one form for each letter: ligatures opened, zero-width marks and bullets left out."""
    text = text.translate(_SAME)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def right_to_left(text: str) -> bool:
    """Whether any letter of `text` is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)


def difference(word_text: str, pieces: Sequence[Fragment | Row]) -> Difference | None:
    """The first place where the PDF body `pieces` says something else than `word_text`, or None.

    `word_text` is the visible body of the Word file, a line for each paragraph or cell. `pieces` come in
    reading order. Source: the rule that both formats say the same, checked on the finished files.
    """
    lines = [line for line in (fold(line).strip() for line in word_text.split("\n")) if line]
    word = "".join("".join(line.split()) for line in lines)
    pdf = _letters(_untabled(pieces, word))
    gaps = sorted(pdf.spaces - pdf.seams)
    at, letter_count = 0, len(pdf.letters)
    for number, line in enumerate(lines, start=1):
        here = _line(line)
        end = at + len(here.letters)
        wrong = None if _same_line(here, pdf, gaps, at, end) else _line_differs(here, pdf, at, end)
        if wrong is not None:
            page = pdf.pages[min(at + wrong, letter_count - 1)] if letter_count else 1
            return Difference(number, 1 + sum(1 for s in here.spaces if s <= wrong), page)
        at = end
    if at < letter_count:
        return Difference(len(lines) + 1, 1, pdf.pages[at])
    return None


def _line(line: str) -> _Letters:
    return _letters([Fragment(line, 1)])


def _letters(fragments: Sequence[Fragment]) -> _Letters:
    letters: list[str] = []
    pages: list[int] = []
    spaces: set[int] = set()
    seams: set[int] = set()
    count = 0
    for fragment in fragments:
        text = fold(fragment.text)
        seams.add(count)
        if text[:1].isspace():
            spaces.add(count)
        for piece in text.split():
            letters.append(piece)
            count += len(piece)
            spaces.add(count)
        if text and not text[-1].isspace():
            spaces.discard(count)
        pages += [fragment.page] * (count - len(pages))
    return _Letters("".join(letters), frozenset(spaces), frozenset(seams), tuple(pages))


def _same_line(line: _Letters, pdf: _Letters, gaps: Sequence[int], start: int, end: int) -> bool:
    """Whether letters and spaces of `line` are just those of the PDF from `start` to `end`, as of nearly every line.

    `gaps` are the spaces of the PDF in their order, but for those where a piece of a line begins.
    """
    spaces = {start + place for place in line.spaces if 0 < place < len(line.letters)} - pdf.seams
    there = gaps[bisect_right(gaps, start) : bisect_left(gaps, end)]
    return spaces == set(there) and pdf.letters[start:end] == line.letters


def _line_differs(line: _Letters, pdf: _Letters, start: int, end: int) -> int | None:
    """The letter of `line` at which the PDF first differs, or None; `start` to `end` are its PDF letters."""
    there = pdf.letters[start:end]
    if right_to_left(line.letters):
        return None if _same_letters(line, there) else 0
    if there != line.letters:
        return next((i for i, (a, b) in enumerate(zip(line.letters, there, strict=False)) if a != b), len(there))
    for place in range(1, len(line.letters)):
        if start + place in pdf.seams:
            continue
        if (place in line.spaces) != (start + place in pdf.spaces) and not _unsure(line.letters, place):
            return place
    return None


def _unsure(letters: str, place: int) -> bool:
    """Whether a blank at this place may be lost: between emoji (a digit in a box is one), or behind an accent."""
    before, after, boxed = letters[place - 1], letters[place], letters[place + 1 : place + 2]
    if unicodedata.category(before) == "Mn":
        return True
    return unicodedata.category(before) in _DRAWN and (unicodedata.category(after) in _DRAWN or boxed == "\u20e3")


def _same_letters(line: _Letters, there: str) -> bool:
    """The same letters in any order, and every left-to-right word whole: for a line with right-to-left text."""
    if sorted(line.letters.translate(_MIRROR)) != sorted(there.translate(_MIRROR)):
        return False
    cuts = [0, *sorted(line.spaces), len(line.letters)]
    parts = (line.letters[a:b] for a, b in pairwise(cuts))
    words = (word for part in parts for word in _LTR_WORD.findall(part))
    return all(word in there for word in words if not right_to_left(word))


def _untabled(pieces: Sequence[Fragment | Row], word: str) -> list[Fragment]:
    """The fragments in the order of the Word file, with the marks of page ends in tables undone.

    Each run of rows is read in the first way in which all of it fits the Word letters; where no way fits, as
    it stands, so that the comparison names the first row that differs.
    """
    out: list[Fragment] = []
    at = index = 0
    while index < len(pieces):
        piece = pieces[index]
        if isinstance(piece, Fragment):
            taken, index = [piece], index + 1
        else:
            rows = list(takewhile(lambda p: isinstance(p, Row), pieces[index:]))
            taken, index = _table(cast("list[Row]", rows), word, at), index + len(rows)
        out.extend(taken)
        at += sum(len(_bare(f.text)) for f in taken)
    return out


class _Step(NamedTuple):
    """One way to read on: the rows used up, and the cells that they give."""

    used: int
    cells: tuple[tuple[Fragment, ...], ...]


def _table(rows: Sequence[Row], word: str, at: int) -> list[Fragment]:
    """The fragments of a run of rows, heading rows of later pages left out and cut rows joined."""
    steps = _search(rows, word, at)
    if sum(step.used for step in steps) < len(rows):
        hoisted = _hoisted(rows)
        others = _search(hoisted, word, at)
        if sum(step.used for step in others) == len(rows):
            rows, steps = hoisted, others
    rest = [_Step(1, row.cells) for row in rows[sum(step.used for step in steps) :]]
    return [fragment for step in [*steps, *rest] for cell in step.cells for fragment in cell]


def _hoisted(rows: Sequence[Row]) -> list[Row]:
    """The rows with a late heading put first: it is left away above a first row that fills whole pages."""
    above = list(takewhile(lambda row: not row.head, rows))
    late = list(takewhile(lambda row: row.head, rows[len(above) :]))
    pages = [row.page for row in [*above, *late[:1]]]
    if not above or not late or any(page >= after for page, after in pairwise(pages)):
        return list(rows)
    return [*(row._replace(page=pages[0]) for row in late), *above, *rows[len(pages) - 1 + len(late) :]]


def _search(rows: Sequence[Row], word: str, at: int) -> list[_Step]:
    """The steps that read all rows, or as many as can be read.

    A search by steps, each of which must fit the Word letters where it stands. A place once found to lead
    nowhere is not tried again, so that the search stays short however often rows say the same.
    """
    path: list[tuple[_Step, int]] = []
    best: list[_Step] = []
    waiting = [_ways(rows, 0, word, at)]
    index, dead = 0, set[tuple[int, int]]()
    while waiting:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            dead.add((index, at))
            if path:
                last, at = path.pop()
                index -= last.used
            continue
        next_at = at + sum(len(_bare(f.text)) for cell in step.cells for f in cell)
        if (index + step.used, next_at) in dead:
            continue
        path.append((step, at))
        index, at = index + step.used, next_at
        if sum(s.used for s in best) < index:
            best = [step for step, _ in path]
        if index == len(rows):
            break
        waiting.append(_ways(rows, index, word, at))
    return best


def _ways(rows: Sequence[Row], index: int, word: str, at: int) -> Iterator[_Step]:
    """The ways to read the row at `index` that fit the Word letters from `at` on, the plainest first."""
    for step in [_Step(1, rows[index].cells), *_joined(rows, index)]:
        if _fits(step.cells, word, at):
            yield step
    if rows[index].head and _repeats(rows, index):
        yield _Step(1, ())


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _fits(cells: Sequence[Sequence[Fragment]], word: str, at: int) -> bool:
    """Whether the Word letters from `at` on begin with these cells, one after the other."""
    for cell in cells:
        text = "".join(_bare(f.text) for f in cell)
        there = word[at : at + len(text)]
        at += len(text)
        loose = right_to_left(text) and sorted(text.translate(_MIRROR)) == sorted(there.translate(_MIRROR))
        if text != there and not loose:
            return False
    return True


def _repeats(rows: Sequence[Row], index: int) -> bool:
    """Whether the heading row at `index` repeats, at the top of a later page, the heading of its table."""
    row, before = rows[index], rows[:index]
    same = any(old.head and old.page < row.page and _words(old) == _words(row) for old in before)
    return same and not any(old.page == row.page and not old.head for old in before)


def _words(row: Row) -> list[str]:
    return ["".join(_bare(f.text) for f in cell) for cell in row.cells]


def _joined(rows: Sequence[Row], index: int) -> Iterator[_Step]:
    """The row at `index` joined cell by cell with what later pages may hold of it, one page more each time."""
    cells = [list(cell) for cell in rows[index].cells]
    page = rows[index].page
    if rows[index].head:
        return
    for place in range(index + 1, len(rows)):
        later = rows[place]
        if later.head and later.page > page and _repeats(rows, place):
            continue
        if later.page <= page or later.head or len(later.cells) != len(cells):
            return
        for cell, more in zip(cells, later.cells, strict=True):
            cell.extend(more)
        page = later.page
        yield _Step(place - index + 1, tuple(tuple(cell) for cell in cells))
