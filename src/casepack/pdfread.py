"""A finished PDF, read back the way a viewer reads it: what each page says, and what of it can be seen.

The only module that knows pypdfium2. `read` gives everything at once; `pages` and `layers` are its two
most asked-for parts.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, repeat
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from . import pdfparts
from .pdfparts import Parts, UnreadableError
from .pdfseen import Shades
from .pdftree import Mark, MarkRow
from .wordforword import Fragment, Row

_WORD = re.compile(r"\S*?[^\W_]\S*")
"""Not a dot between two words: it is too small to leave a mark in so small a picture, and tells nobody anything."""


class PageText(NamedTuple):
    """The words of one page: running header, body in reading order, running footer."""

    header: str
    body: str
    footer: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A PDF as read back. `unseen` counts for each page the words that are there but cannot be seen."""

    pages: tuple[PageText, ...]
    body: tuple[Fragment | Row, ...] = field(repr=False)
    unseen: tuple[int, ...]
    parts: Parts
    layers: Mapping[str, str] = field(repr=False)


def read(pdf: bytes) -> Reading:
    """Everything in `pdf`; raises `UnreadableError` if it is damaged or needs a password."""
    parts = pdfparts.read(pdf)
    inside = _inside(parts)
    try:
        file = pypdfium2.PdfDocument(pdf)
        try:
            looks = [_page(file[number], number + 1, inside) for number in range(len(file))]
        finally:
            file.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("The PDF cannot be read back.") from error
    words = {mark: text for look in looks for mark, text in look.marked.items()}
    body = tuple(_piece(piece, words) for piece in parts.order)
    said = [[_text(p) for p in body if _page_of(p) == number] for number in range(1, len(looks) + 1)]
    texts = tuple(
        PageText(look.header, "\n".join(line for line in lines if line), look.footer)
        for look, lines in zip(looks, said, strict=True)
    )
    layers = {f"page {number}": look.everything for number, look in enumerate(looks, start=1)}
    return Reading(texts, body, tuple(look.unseen for look in looks), parts, layers | dict(parts.layers))


def pages(pdf: bytes) -> list[PageText]:
    """Header, body and footer of each page of `pdf`; raises `UnreadableError`."""
    return list(read(pdf).pages)


def layers(pdf: bytes) -> dict[str, str]:
    """Every place in `pdf` that can hold words, seen or not, with its words; raises `UnreadableError`."""
    return dict(read(pdf).layers)


class Bookmark(NamedTuple):
    """A line in a viewer's list of headings: the words, the page that it leads to, and how deep it stands, from 0."""

    title: str
    page: int
    level: int


def page_count(pdf: bytes) -> int:
    """How many pages `pdf` has; raises `UnreadableError`."""
    try:
        file = pypdfium2.PdfDocument(pdf)
        try:
            return len(file)
        finally:
            file.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("The PDF cannot be read back.") from error


def bookmarks(pdf: bytes) -> list[Bookmark]:
    """The bookmarks of `pdf` in their order, pages counted from 1; raises `UnreadableError`."""
    try:
        file = pypdfium2.PdfDocument(pdf)
        try:
            found = [(item.get_title(), item.get_dest(), item.level) for item in file.get_toc()]
            return [Bookmark(title, dest.get_index() + 1 if dest else 0, level) for title, dest, level in found]
        finally:
            file.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("The PDF cannot be read back.") from error


def said(pdf: bytes, most_pages: int) -> str:
    """All that the first pages of a PDF say, as a viewer would copy it; raises `UnreadableError`."""
    try:
        file = pypdfium2.PdfDocument(pdf)
        try:
            return "\n".join(file[n].get_textpage().get_text_range() for n in range(min(len(file), most_pages)))
        finally:
            file.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("The PDF cannot be read back.") from error


class Pixels(NamedTuple):
    """A page as a viewer shows it: rows of red, green and blue, top left first."""

    width: int
    height: int
    rows: tuple[bytes, ...]


def pixels(pdf: bytes, scale: float) -> Pixels:
    """The first page of `pdf`, at `scale` pixels to a point; raises `UnreadableError`."""
    try:
        file = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = file[0].render(scale=scale, rev_byteorder=True)
            data, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
            rows = (data[line * stride : line * stride + 3 * width] for line in range(bitmap.height))
            return Pixels(width, bitmap.height, tuple(rows))
        finally:
            file.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("The PDF cannot be read back.") from error


def _inside(parts: Parts) -> frozenset[Mark]:
    """Every mark that the structure tree reaches: all else on a page is its header or footer."""
    rows = (mark for piece in parts.order if isinstance(piece, MarkRow) for cell in piece.cells for mark in cell)
    return parts.labels | {piece for piece in parts.order if isinstance(piece, Mark)} | set(rows)


def _piece(piece: Mark | MarkRow, words: Mapping[Mark, str]) -> Fragment | Row:
    if isinstance(piece, Mark):
        return Fragment(words.get(piece, ""), piece.page)
    cells = tuple(tuple(Fragment(words.get(mark, ""), mark.page) for mark in cell) for cell in piece.cells)
    return Row(cells, piece.head, piece.table, piece.page)


def _page_of(piece: Fragment | Row) -> int:
    return piece.page


def _text(piece: Fragment | Row) -> str:
    if isinstance(piece, Fragment):
        return piece.text
    return "\t".join(" ".join(f.text for f in cell) for cell in piece.cells)


@dataclass(frozen=True, slots=True)
class _Look:
    marked: dict[Mark, str]
    header: str
    footer: str
    everything: str
    unseen: int


class _Run(NamedTuple):
    """Letters of a page behind one another in one drawing: their text, the drawing, its marked content, the first.

    `start` counts the letters of the page from 0. A gap that the viewer has made up is of no drawing (0).
    """

    text: str
    drawing: int
    number: int
    start: int


def _page(page: Any, number: int, inside: frozenset[Mark]) -> _Look:
    layer = page.get_textpage()
    runs, box_of = _runs(layer), _boxes(layer)
    marked: dict[Mark, list[str]] = {}
    margins: tuple[list[str], list[str]] = ([], [])
    left, bottom, _, top = page.get_cropbox()
    gap, last = "", 0
    for run in runs:
        mark = Mark(number, run.number)
        if not run.drawing:
            gap = gap or run.text[0]
        elif mark in inside:
            marked.setdefault(mark, []).append(run.text)
        else:
            # The viewer makes up a space or a line end between two drawings; within one it is only wide type.
            made_up = gap if run.drawing != last else ""
            for place, letter in enumerate(run.text, start=run.start):
                margins[box_of(place)[1] < (bottom + top) / 2].append(made_up + letter)
                made_up = ""
        if run.drawing:
            gap, last = "", run.drawing
    texts = {mark: _whole("".join(pieces)) for mark, pieces in marked.items()}
    unseen = _unseen(_shades(page, left, top), runs, box_of)
    header, footer = (_whole("".join(letters)).strip() for letters in margins)
    return _Look(texts, header, footer, layer.get_text_range(), unseen)


@cache
def _by_number(name: str, gives: Any, *takes: Any) -> Any:
    """A function of pdfium with plain numbers for its pointers: it is asked about every letter, and quicker so."""
    function = getattr(raw, name)
    plain = type(function)(ctypes.cast(function, ctypes.c_void_p).value)
    plain.restype, plain.argtypes = gives, takes
    return plain


def _runs(layer: Any) -> list[_Run]:
    """The letters of a page in the order of its text layer."""
    pointer, number = ctypes.c_void_p, ctypes.c_int
    letter_of = _by_number("FPDFText_GetUnicode", ctypes.c_uint, pointer, number)
    drawing_of = _by_number("FPDFText_GetTextObject", pointer, pointer, number)
    is_made_up = _by_number("FPDFText_IsGenerated", number, pointer, number)
    address, places = ctypes.cast(layer.raw, pointer).value, range(raw.FPDFText_CountChars(layer))
    letters = list(map(chr, map(letter_of, repeat(address), places)))
    drawings = [drawing or 0 for drawing in map(drawing_of, repeat(address), places)]
    for place, (letter, drawing) in enumerate(zip(letters, drawings, strict=True)):
        # The viewer makes up spaces and line ends, no other letters.
        if not drawing or (letter in " \r\n" and is_made_up(address, place) == 1):
            drawings[place], letters[place] = 0, "\n" if letter in "\r\n" else " "
    numbers = {drawing: _marked_content(drawing) for drawing in set(drawings) - {0}}
    runs, start = [], 0
    for drawing, group in groupby(drawings):
        end = start + len(list(group))
        runs.append(_Run("".join(letters[start:end]), drawing, numbers.get(drawing, -1), start))
        start = end
    return runs


def _boxes(layer: Any) -> Callable[[int], list[float]]:
    """Asks for the box of a letter by its place: west, south, east and north in points."""
    pointer, number = ctypes.c_void_p, ctypes.c_int
    find_box = _by_number("FPDFText_GetCharBox", number, pointer, number, *[pointer] * 4)
    address, box = ctypes.cast(layer.raw, pointer).value, (ctypes.c_double * 4)()
    west, south, east, north = (ctypes.addressof(box) + side * ctypes.sizeof(ctypes.c_double) for side in range(4))

    def box_of(place: int) -> list[float]:
        find_box(address, place, west, east, south, north)
        return box[:]

    return box_of


def _marked_content(drawing: int) -> int:
    """The number of the marked content that a drawing belongs to, or -1."""
    kind = raw.FPDFPageObj_GetMarkedContentID.argtypes[0]
    return int(raw.FPDFPageObj_GetMarkedContentID(ctypes.cast(drawing, kind)))


def _whole(text: str) -> str:
    """`text` with letters beyond the first 65,536 put together again, which the viewer hands out in halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _shades(page: Any, left: float, top: float) -> Shades:
    """A page in shades of grey; `left` and `top` are the edges of what a viewer shows of it."""
    bitmap = page.render(scale=1, grayscale=True)
    try:
        return Shades(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, left, top)
    finally:
        bitmap.close()


def _unseen(shades: Shades, runs: Sequence[_Run], box_of: Callable[[int], Sequence[float]]) -> int:
    """How many words of a page leave no trace in its picture: white, covered, too pale or off the page."""
    count = 0
    for run in runs:
        for word in _WORD.finditer(run.text) if run.drawing else ():
            count += not shades.show_any(range(run.start + word.start(), run.start + word.end()), box_of)
    return count
