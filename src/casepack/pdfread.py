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
from itertools import compress, count, pairwise, repeat
from operator import ne
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from . import pdfparts
from .pdfparts import Parts, UnreadableError
from .pdfseen import Shades
from .pdftree import Mark, MarkRow
from .wordforword import Fragment, Row

_GAP = re.compile("[ \r\n]")
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

    `start` counts the letters of the page from 0. A gap that the viewer has made up is of no drawing (0), and its text
    one space or one line end.
    """

    text: str
    drawing: int
    number: int
    start: int


def _page(page: Any, number: int, inside: frozenset[Mark]) -> _Look:
    layer = page.get_textpage()
    everything = layer.get_text_range()
    runs, box_of = _runs(layer, everything), _boxes(layer)
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
    return _Look(texts, header, footer, everything, unseen)


_pointer = ctypes.c_void_p.from_param


@cache
def _asked(name: str, gives: Any) -> Any:
    """A function of pdfium that takes its pointers as `_pointer` makes them and numbers as they are.

    It is asked about every letter, and quicker so than where each time the kind of each argument is looked at.
    """
    function = getattr(raw, name)
    plain = type(function)(ctypes.cast(function, ctypes.c_void_p).value)
    plain.restype, plain.argtypes = gives, None
    return plain


def _address(layer: Any) -> Any:
    """Where pdfium keeps the text layer of a page."""
    return _pointer(ctypes.cast(layer.raw, ctypes.c_void_p).value)


_AS_THEY_STAND = re.compile("[\t\n\r -\u058f\u2010-\u2027\u2030-\u205f\u20a0-\u2bff]*")
"""Letters that the text of a layer holds as the layer itself has them: none of them is turned round or left out."""


def _letters(layer: Any, everything: str) -> str:
    """The letters of a page, one for each place of its text layer; `everything` is the text of the layer."""
    places = raw.FPDFText_CountChars(layer)
    if len(everything) == places and _AS_THEY_STAND.fullmatch(everything):
        return everything
    letter_of = _asked("FPDFText_GetUnicode", ctypes.c_uint)
    return "".join(map(chr, map(letter_of, repeat(_address(layer)), range(places))))


def _runs(layer: Any, everything: str) -> list[_Run]:
    """The letters of a page in the order of its text layer."""
    drawing_of = _asked("FPDFText_GetTextObject", ctypes.c_size_t)
    is_made_up = _asked("FPDFText_IsGenerated", ctypes.c_int)
    address, letters = _address(layer), _letters(layer, everything)
    drawings = list(map(drawing_of, repeat(address), range(len(letters))))
    # The viewer makes up spaces and line ends, no other letters.
    for gap in _GAP.finditer(letters):
        place = gap.start()
        if is_made_up(address, place) == 1:
            drawings[place] = 0
    number_of = _asked("FPDFPageObj_GetMarkedContentID", ctypes.c_int)
    numbers = {drawing: number_of(_pointer(drawing)) for drawing in set(drawings) - {0}}
    changes = compress(count(1), map(ne, drawings, drawings[1:]))
    runs = []
    for start, end in pairwise([*([0] if drawings else []), *changes, len(drawings)]):
        text, drawing = letters[start:end], drawings[start]
        if not drawing:
            text = "\n" if text[0] in "\r\n" else " "
        runs.append(_Run(text, drawing, numbers.get(drawing, -1), start))
    return runs


def _boxes(layer: Any) -> Callable[[int], list[float]]:
    """Asks for the box of a letter by its place: west, south, east and north in points."""
    find_box = _asked("FPDFText_GetCharBox", ctypes.c_int)
    address, box = _address(layer), (ctypes.c_double * 4)()
    size = ctypes.sizeof(ctypes.c_double)
    west, south, east, north = (_pointer(ctypes.addressof(box) + side * size) for side in range(4))

    def box_of(place: int) -> list[float]:
        find_box(address, place, west, east, south, north)
        return box[:]

    return box_of


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
