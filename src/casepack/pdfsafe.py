"""Whether a PDF from elsewhere may be opened at all: how much its streams unpack to is measured first. Pure."""

from __future__ import annotations

import re
import zlib

MOST_UNPACKED = 300_000_000
"""Bytes that all streams of one file may unpack to; a survey scanned page by page needs a tenth."""

_STREAM = re.compile(rb"\bstream\r?\n")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTERS = re.compile(rb"/(?:Filter|F)\s*\[([^\]]{0,400})\]")
_ELSEWHERE = re.compile(rb"/Filter\s+\d+\s+\d+\s+R\b")
_PACKED = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
_PIECE = 1 << 16


def why_not(pdf: bytes) -> str:
    """Why a PDF may not be opened, to go on from its name; "" where it may."""
    plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), pdf)
    if _ELSEWHERE.search(plain) or any(len(_PACKED.findall(found[1])) > 1 for found in _FILTERS.finditer(plain)):
        return "is packed in a way that no usual program uses."
    left = MOST_UNPACKED
    for found in _STREAM.finditer(pdf):
        left -= _unpacked(pdf, found.end(), left)
        if left <= 0:
            return "unpacks to far more than a survey needs."
    return ""


def _unpacked(pdf: bytes, start: int, most: int) -> int:
    """How many bytes the stream at `start` unpacks to, counted up to `most`; 0 where it is not packed like a zip."""
    if pdf[start : start + 1] not in (b"x", b"h", b"H", b"X", b"8", b"(", b"\x18", b"\x08"):
        return 0
    unpacker, count = zlib.decompressobj(), 0
    try:
        data = pdf[start : start + _PIECE]
        while data and count <= most and not unpacker.eof:
            count += len(unpacker.decompress(data, 1 << 20))
            data = unpacker.unconsumed_tail
            if not data:
                start += _PIECE
                data = pdf[start : start + _PIECE]
    except zlib.error:
        pass  # whoever opens it says that it is damaged
    return count
