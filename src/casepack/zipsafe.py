"""Zip files opened without harm: their list of parts is counted before it is read, and nothing is unpacked to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

MOST_PARTS = 5_000
"""Parts of one file; a workbook with a hundred sheets has some three hundred."""
CANNOT_OPEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
"""What opening and unpacking a damaged zip file raises; RuntimeError holds what this Python cannot unpack."""
READ_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts may be packed: all that Office uses, and nothing that takes memory beyond its size."""

_ENTRY = b"PK\x01\x02"


def too_many_parts(data: bytes) -> bool:
    """Whether the list of parts is so long that reading it would take all memory."""
    return data.count(_ENTRY) > MOST_PARTS


def open_zip(data: bytes) -> zipfile.ZipFile | None:
    """The zip file in these bytes, its parts still packed; None where its list of parts cannot be read."""
    if too_many_parts(data):
        return None
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except CANNOT_OPEN:
        return None


def part_key(part: str) -> str:
    """The name of a part as it is compared: Office minds neither capitals nor which way its slashes lean."""
    return part.replace("\\", "/").lstrip("/").lower()


def beginning(archive: zipfile.ZipFile, part: str, size: int) -> str:
    """The first bytes of a part as text, or nothing where there is no such part, or it cannot be read."""
    try:
        info = archive.getinfo(part)
        if info.compress_type not in READ_PACKED:
            return ""
        with archive.open(info) as file:
            return file.read(size).decode("utf-8", "replace")
    except (*CANNOT_OPEN, KeyError):
        return ""
