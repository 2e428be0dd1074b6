"""A finished PDF, read back the way a viewer reads it: what each page says, and what of it can be seen.

The only module that knows pypdfium2. `read` gives everything at once; `pages` and `layers` are its two
most asked-for parts.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from . import pdfparts
from .pdfparts import Parts, UnreadableError
from .pdftree import Mark, MarkRow
from .wordforword import Fragment, Row

_SEEN = 16
"""Of 256 shades of grey: how far a word must stand out from what is behind it to count as seen."""

_SMALL = 4
"""Pixels, at one to a point, below which a word's box is looked at with a pixel around it."""

_WORD = re.compile(r"\S+")


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
    """Letters of a page behind one another in one drawing: their text, the drawing, its marked content, their boxes.

    A box is west, south, east and north in points. A gap that the viewer has made up is of no drawing (0).
    """

    text: str
    drawing: int
    number: int
    boxes: list[list[float]]


def _page(page: Any, number: int, inside: frozenset[Mark]) -> _Look:
    runs, everything = _runs(page)
    marked: dict[Mark, list[str]] = {}
    margins: tuple[list[str], list[str]] = ([], [])
    left, bottom, right, top = page.get_cropbox()
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
            for letter, box in zip(run.text, run.boxes, strict=True):
                margins[box[1] < (bottom + top) / 2].append(made_up + letter)
                made_up = ""
        if run.drawing:
            gap, last = "", run.drawing
    texts = {mark: _whole("".join(pieces)) for mark, pieces in marked.items()}
    unseen = _unseen(page, runs, (left, bottom, right, top))
    header, footer = (_whole("".join(letters)).strip() for letters in margins)
    return _Look(texts, header, footer, everything, unseen)


@cache
def _by_number(name: str, gives: Any, *takes: Any) -> Any:
    """A function of pdfium with plain numbers for its pointers: it is asked about every letter, and quicker so."""
    function = getattr(raw, name)
    plain = type(function)(ctypes.cast(function, ctypes.c_void_p).value)
    plain.restype, plain.argtypes = gives, takes
    return plain


def _runs(page: Any) -> tuple[list[_Run], str]:
    """The letters of a page in the order of its text layer, and all of its text as a viewer would copy it."""
    layer = page.get_textpage()
    pointer, number = ctypes.c_void_p, ctypes.c_int
    letter_of = _by_number("FPDFText_GetUnicode", ctypes.c_uint, pointer, number)
    drawing_of = _by_number("FPDFText_GetTextObject", pointer, pointer, number)
    is_made_up = _by_number("FPDFText_IsGenerated", number, pointer, number)
    find_box = _by_number("FPDFText_GetCharBox", number, pointer, number, *[pointer] * 4)
    try:
        address = ctypes.cast(layer.raw, pointer).value
        box = (ctypes.c_double * 4)()
        west, south, east, north = (ctypes.addressof(box) + side * ctypes.sizeof(ctypes.c_double) for side in range(4))
        letters: list[str] = []
        boxes: list[list[float]] = []
        found: list[tuple[int, list[str], list[list[float]]]] = []
        last = None
        for index in range(raw.FPDFText_CountChars(layer)):
            letter = chr(letter_of(address, index))
            drawing = drawing_of(address, index) or 0
            if not drawing or is_made_up(address, index) == 1:
                drawing, letter = 0, "\n" if letter in "\r\n" else " "
            if drawing != last:
                last, letters, boxes = drawing, [], []
                found.append((drawing, letters, boxes))
            letters.append(letter)
            if drawing:
                find_box(address, index, west, east, south, north)
                boxes.append(box[:])
        numbers = {drawing: _marked_content(drawing) for drawing in {each for each, *_ in found} - {0}}
        runs = [_Run("".join(text), drawing, numbers.get(drawing, -1), sides) for drawing, text, sides in found]
        return runs, layer.get_text_range()
    finally:
        layer.close()


def _marked_content(drawing: int) -> int:
    """The number of the marked content that a drawing belongs to, or -1."""
    kind = raw.FPDFPageObj_GetMarkedContentID.argtypes[0]
    return int(raw.FPDFPageObj_GetMarkedContentID(ctypes.cast(drawing, kind)))


def _whole(text: str) -> str:
    """`text` with letters beyond the first 65,536 put together again, which the viewer hands out in halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unseen(page: Any, runs: Sequence[_Run], crop: tuple[float, float, float, float]) -> int:
    """How many words of a page leave no trace in its picture: white, covered, too pale or off the page."""
    bitmap = page.render(scale=1, grayscale=True)
    try:
        picture = bytes(bitmap.buffer)
        size = (bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()
    words = ((run, word) for run in runs if run.drawing for word in _WORD.finditer(run.text))
    # A dot between two words is too small to leave a mark in so small a picture, and tells nobody anything.
    lettered = (run.boxes[word.start() : word.end()] for run, word in words if any(map(str.isalnum, word.group())))
    return sum(1 for boxes in lettered if not _shows(boxes, picture, size, crop))


def _shows(
    boxes: Sequence[Sequence[float]],
    picture: bytes,
    size: tuple[int, int, int],
    crop: tuple[float, float, float, float],
) -> bool:
    """Does a word whose letters have these boxes leave a trace in the picture?"""
    width, height, stride = size
    wests, souths, easts, norths = zip(*boxes, strict=True)
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    first, last = max(int(west - crop[0]), 0), min(int(east - crop[0]) + 1, width)
    upper, lower = max(int(crop[3] - north), 0), min(int(crop[3] - south) + 1, height)
    if first >= last or upper >= lower:
        return False
    if last - first < _SMALL or lower - upper < _SMALL:
        # A full stop can fill its box with ink; it stands out only from what is around the box.
        first, last, upper, lower = max(first - 1, 0), min(last + 1, width), max(upper - 1, 0), min(lower + 1, height)
    # What shows in the row through its middle, as nearly every word does, shows.
    middle = (upper + lower) // 2 * stride
    row = picture[middle + first : middle + last]
    if max(row) - min(row) >= _SEEN:
        return True
    shades = b"".join(picture[line * stride + first : line * stride + last] for line in range(upper, lower))
    return max(shades) - min(shades) >= _SEEN
