"""Pictures that stand in a PDF as they stand in their PNG file, neither unpacked nor packed anew.

A PDF knows the very same packing. WeasyPrint has every picture unpacked and packed again, and those with a few colours
in three times their size. Only plain files are taken over: whole, not see-through, row after row, eight bits or fewer.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOURS, _PALETTE = 0, 2, 3
_BITS = {_GREY: (8,), _COLOURS: (8,), _PALETTE: (1, 2, 4, 8)}
_OTHERWISE = frozenset((b"tRNS", b"eXIf"))
"""Parts of a file that change how it is seen: what is see-through, and which side is up."""
_MOST = 64_000_000
"""Bytes, unpacked, above which a picture is left to WeasyPrint."""


@dataclass(frozen=True, slots=True)
class FlatPicture:
    """A picture for WeasyPrint, with the methods that it asks its own for."""

    id: str
    width: int
    height: int
    bits: int
    palette: bytes
    channels: int
    packed: bytes

    def get_intrinsic_size(self, resolution: float, _font_size: float) -> tuple[float, float, float]:
        """Width and height in CSS pixels, and how many times as wide as high it is."""
        return self.width / resolution, self.height / resolution, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw it into the stream of a page."""
        name = stream.add_image(self, style["image_rendering"] == "auto", 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, smooth: bool, _ratio: float) -> Any:
        """The picture as an object of the PDF."""
        import pydyf  # type: ignore[import-untyped]

        rows = {"Predictor": 15, "Columns": self.width, "Colors": self.channels, "BitsPerComponent": self.bits}
        space: Any = "/DeviceRGB" if self.channels == len("RGB") else "/DeviceGray"
        if self.palette:
            colours = f"<{self.palette.hex()}>"
            space = pydyf.Array(["/Indexed", "/DeviceRGB", len(self.palette) // 3 - 1, colours])
        about = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": self.width,
            "Height": self.height,
            "ColorSpace": space,
            "BitsPerComponent": self.bits,
            "Interpolate": "true" if smooth else "false",
            "Filter": "/FlateDecode",
            "DecodeParms": pydyf.Dictionary(rows),
        }
        return pydyf.Stream([self.packed], pydyf.Dictionary(about))


def flat_picture(png: bytes, name: str) -> FlatPicture | None:
    """The picture of a PNG file, by a name of its own; nothing where it is to be unpacked, or is not whole."""
    chunks = list(_chunks(png))
    kinds = [kind for kind, _ in chunks]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or not _OTHERWISE.isdisjoint(kinds):
        return None
    held = dict(chunks)
    width, height, bits, kind, _, _, woven = struct.unpack(">IIBBBBB", held[b"IHDR"])
    palette = held.get(b"PLTE", b"") if kind == _PALETTE else b""
    if woven or bits not in _BITS.get(kind, ()) or not width * height or bool(palette) != (kind == _PALETTE):
        return None
    channels = 3 if kind == _COLOURS else 1
    packed = b"".join(data for kind, data in chunks if kind == b"IDAT")
    if not _whole(packed, height * (1 + (width * bits * channels + 7) // 8)):
        return None
    return FlatPicture(name, width, height, bits, palette, channels, packed)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a file, as far as each is whole and what its sum says."""
    place = len(_SIGNATURE) if png.startswith(_SIGNATURE) else len(png)
    while place + 12 <= len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        end = place + 8 + length
        if int.from_bytes(png[end : end + 4], "big") != zlib.crc32(png[place + 4 : end]):
            return
        yield png[place + 4 : place + 8], png[place + 8 : end]
        place = end + 4


def _whole(packed: bytes, size: int) -> bool:
    """Do these bytes unpack to exactly that many?"""
    if size > _MOST:
        return False
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(packed, size + 1)
    except zlib.error:
        return False
    return len(found) == size and unpacking.eof and not unpacking.unused_data
