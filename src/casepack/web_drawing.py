"""A finished PDF as pictures for the page, each with the words on it for those who do not see them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from . import pdfread, safefs
from .errors import OutputError
from .pdfparts import UnreadableError
from .web_model import PageImage

SCALE = 2.0
"""Pixels to a point: a page of A4 is some 1190 pixels wide, sharp enough to be enlarged."""

_PACKED = 6


def pages(pdf: Path, out: Path) -> tuple[PageImage, ...]:
    """A PNG of each page of a PDF, in the folder `out`, which is made; the words are those that the PDF itself says.

    Raises OutputError where the PDF cannot be read, or a picture cannot be kept.
    """
    with safefs.friendly(pdf.name, "read"):
        data = pdf.read_bytes()
    try:
        words = pdfread.pages(data)
        drawn = list(_drawn(data))
    except UnreadableError:
        raise OutputError(f"{pdf.name} cannot be shown here. Take the file and open it on your own machine.") from None
    found = []
    with safefs.friendly(pdf.name):
        safefs.make_folder(out)
        for number, (said, pixels) in enumerate(zip(words, drawn, strict=True), start=1):
            path = out / f"{pdf.stem}-{number}.png"
            if not path.exists():
                safefs.write_new(path, _png(pixels))
            text = "\n".join(line for line in (said.header, said.body, said.footer) if line)
            found.append(PageImage(number, path, pixels.width, pixels.height, text))
    return tuple(found)


def _drawn(pdf: bytes) -> Iterator[pdfread.Pixels]:
    """Each page as a viewer shows it; raises `UnreadableError`."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        file = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("The PDF cannot be read back.") from error
    try:
        for page in file:
            bitmap = page.render(scale=SCALE, rev_byteorder=True)
            data, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
            rows = tuple(data[line * stride : line * stride + 3 * width] for line in range(bitmap.height))
            yield pdfread.Pixels(width, bitmap.height, rows)
    finally:
        file.close()


def _png(pixels: pdfread.Pixels) -> bytes:
    head = struct.pack(">IIBBBBB", pixels.width, pixels.height, 8, 2, 0, 0, 0)
    # Each row begins with how it is coded: 0, as it stands.
    rows = zlib.compress(b"".join(b"\x00" + row for row in pixels.rows), _PACKED)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
