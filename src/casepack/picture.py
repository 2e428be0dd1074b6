"""A drawing as a picture for both formats: SVG to PNG through the same engine and the same fonts as the documents.

Word shows no SVG everywhere, and a picture that both formats hold is proved once.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from .drawn import Drawing
from .pdfread import Pixels, pixels
from .template_language import ViewError
from .typeset import picture_pdf
from .word_picture import Picture

SCALE, SMALL_SCALE = 4, 3
"""Pixels to a point: sharp in print; the smaller one for drawings of signs and plain words, in every case's papers."""

_SHADES = bytes(round(shade / 5) * 5 for shade in range(256))
"""Every fifth shade of each colour: the eye sees no difference in a drawing, and the file is much smaller."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_POINTS_IN_A_METRE = 72 / 0.0254
_COLOURS = 16
"""Colours of a small picture: half a byte for each point."""
_LEVEL = 6
"""How hard a picture is packed: the hardest, 9, takes seven times as long for a fifteenth less."""
_PIECE = 3 * 32
"""Bytes of a row that are looked up together: an even number of points, of three bytes each."""
_OWN = re.compile(r'"#([0-9a-f]{6})"')


def picture_png(svg: str) -> bytes:
    """The picture of a drawing that says its width and height in points; the same bytes for the same drawing.

    Raises `TypesetError` for a character without a glyph and where a part for making PDFs is missing.
    """
    found = pixels(picture_pdf(svg), SCALE)
    return _png(found, SCALE, [row.translate(_SHADES) for row in found.rows], bits=8)


@lru_cache(maxsize=8)
def small_png(svg: str) -> bytes:
    """The same in 16 colours, those of the drawing first of all, and less finely: a tenth of the size.

    Kept for the next paper: summary and checklist of a case hold the same pictures.
    """
    found = pixels(picture_pdf(svg), SMALL_SCALE)
    own = [bytes.fromhex(colour) for colour in dict.fromkeys(_OWN.findall(svg))]
    colours, lines = _indexed(found, own)
    return _png(found, SMALL_SCALE, lines, bits=4, colours=colours)


def _png(found: Pixels, scale: int, lines: Sequence[bytes], *, bits: int, colours: bytes = b"") -> bytes:
    metre = round(scale * _POINTS_IN_A_METRE)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", found.width, found.height, bits, 3 if colours else 2, 0, 0, 0)),
            _chunk(b"PLTE", colours) if colours else b"",
            _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1)),
            # Each row begins with how it is coded: 0, as it stands.
            _chunk(b"IDAT", zlib.compress(b"".join(b"\x00" + line for line in lines), _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _indexed(found: Pixels, own: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """At most 16 colours of a picture, `own` first and then those most seen, and its rows as numbers of them.

    A drawing is mostly empty, and its lines run on: the same few thousand pieces of a row come again and again.
    """
    rows = [[row[at : at + _PIECE] for at in range(0, len(row), _PIECE)] for row in found.rows]
    alike: dict[tuple[int, int], list[bytes]] = {}
    for piece, times in Counter(chain.from_iterable(rows)).items():
        alike.setdefault((times, len(piece)), []).append(piece)
    points = {kind: _points(b"".join(pieces)) for kind, pieces in alike.items()}
    seen: Counter[int] = Counter()
    for (times, _), inside in points.items():
        for colour, count in Counter(inside).items():
            seen[colour] += times * count
    shades = {colour: colour.to_bytes(4, sys.byteorder)[:3] for colour in seen}
    order = sorted(seen, key=lambda colour: (-seen[colour], shades[colour]))
    colours = [*dict.fromkeys((*own, *(shades[colour] for colour in order)))][:_COLOURS]
    nearest = {colour: _nearest(shade, colours) for colour, shade in shades.items()}
    coded: dict[bytes, bytes] = {}
    for kind, pieces in alike.items():
        numbers, width = bytes(map(nearest.__getitem__, points[kind])), kind[1] // 3
        coded |= {piece: _halved(numbers[n * width : (n + 1) * width]) for n, piece in enumerate(pieces)}
    return b"".join(colours), [b"".join(map(coded.__getitem__, row)) for row in rows]


def _points(pieces: bytes) -> memoryview:
    """The points of pieces of rows, a number for the colour of each."""
    shaded = pieces.translate(_SHADES)
    spread = bytearray(len(shaded) // 3 * 4)
    for channel in range(3):
        spread[channel::4] = shaded[channel::3]
    return memoryview(spread).cast("I")


def _nearest(shade: bytes, colours: Sequence[bytes]) -> int:
    red, green, blue = shade
    far = [(red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2 for r, g, b in colours]
    return far.index(min(far))


def _halved(numbers: bytes) -> bytes:
    """Two numbers below 16 in each byte, the last with nothing beside it where they are odd in number.

    As one large number each: far quicker than byte by byte.
    """
    even = numbers + b"\x00" * (len(numbers) % 2)
    left, right = int.from_bytes(even[::2], "big"), int.from_bytes(even[1::2], "big")
    return (left << 4 | right).to_bytes(len(even) // 2, "big")


def pictured(view: Mapping[str, Any]) -> dict[str, Any]:
    """A View with each of its drawings turned into a picture, for a template to print.

    Raises `ViewError` where a drawing shows words that its text alternative does not say: only that is proved.
    Raises `TypesetError` as `picture_png` does.
    """
    return {name: _pictured(value, name) for name, value in view.items()}


def _pictured(value: Any, path: str) -> Any:
    if isinstance(value, Drawing):
        if value.unsaid() or not value.words:
            raise ViewError(f"the picture at {path} shows words that its text alternative does not say.")
        return Picture(small_png(value), value.words)
    if isinstance(value, dict):
        return {name: _pictured(item, f"{path}.{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [_pictured(item, f"{path}[{place}]") for place, item in enumerate(value)]
    return value


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
