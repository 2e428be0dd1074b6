"""A drawing as a picture for both formats: SVG to PNG through the same engine and the same fonts as the documents.

Word shows no SVG everywhere, and a picture that both formats hold is proved once.
"""

from __future__ import annotations

import struct
import zlib

from .pdfread import pixels
from .typeset import picture_pdf

SCALE = 4
"""Pixels to a point: sharp in print."""

_SHADES = bytes(round(shade / 5) * 5 for shade in range(256))
"""Every fifth shade of each colour: the eye sees no difference in a drawing, and the file is much smaller."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_POINTS_IN_A_METRE = 72 / 0.0254


def picture_png(svg: str) -> bytes:
    """The picture of a drawing that says its width and height in points; the same bytes for the same drawing.

    Raises `TypesetError` for a character without a glyph and where a part for making PDFs is missing.
    """
    found = pixels(picture_pdf(svg), SCALE)
    metre = round(SCALE * _POINTS_IN_A_METRE)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", found.width, found.height, 8, 2, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1)),
            # Each row begins with how it is coded: 0, as it stands.
            _chunk(b"IDAT", zlib.compress(b"".join(b"\x00" + row.translate(_SHADES) for row in found.rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
