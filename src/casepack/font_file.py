"""A font of the council's own: what it is called, how bold it is, and whether its licence lets it stand in a PDF. Pure.

Only the few tables that tell so are read; the facts of the format are in the OpenType specification.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_KINDS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_NEEDED = frozenset((b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2"))
_RESTRICTED, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200
_BOLD_FROM = 600
_WINDOWS, _MACINTOSH = 3, 1
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16


@dataclass(frozen=True, slots=True)
class Font:
    """One font file: the name of its family, and which of the family it is."""

    family: str
    bold: bool
    italic: bool
    may_embed: bool
    """Does its own licence mark (fsType) let a cut-down copy stand in a document?"""


class FontError(ValueError):
    """The file is not a font that can be used; the text says so in words."""


def read_font(data: bytes) -> Font:
    """The font in a TTF or OTF file. Raises FontError where it is none, or where a table that it needs is missing."""
    try:
        return _font(data)
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise FontError("is not a TrueType or OpenType font that can be read. Use a .ttf or .otf file.") from error


def font_fault(data: bytes) -> str:
    """Why a font file cannot be used in PDFs, in words; nothing where it can."""
    try:
        font = read_font(data)
    except FontError as error:
        return f"It {error}"
    if not font.may_embed:
        return (
            f'The licence of the font "{font.family}" does not let it stand in a PDF. Ask its seller, or use another.'
        )
    return ""


def _font(data: bytes) -> Font:
    if data[:4] not in _KINDS:
        raise ValueError("no font")
    (count,) = struct.unpack_from(">H", data, 4)
    tables: dict[bytes, bytes] = {}
    for number in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
        if start + length > len(data):
            raise ValueError("cut off")
        tables[tag] = data[start : start + length]
    if not tables.keys() >= _NEEDED or not tables.keys() & {b"glyf", b"CFF ", b"CFF2"}:
        raise ValueError("not whole")
    os2 = tables[b"OS/2"]
    (weight,) = struct.unpack_from(">H", os2, 4)
    (rights,) = struct.unpack_from(">H", os2, 8)
    (looks,) = struct.unpack_from(">H", os2, 62)
    may = not rights & (_RESTRICTED | _NO_SUBSET | _BITMAP_ONLY)
    return Font(_family(tables[b"name"]), bool(looks & 0x20) or weight >= _BOLD_FROM, bool(looks & 0x01), may)


def _family(names: bytes) -> str:
    _, count, texts = struct.unpack_from(">HHH", names, 0)
    found: dict[tuple[bool, bool], str] = {}
    for number in range(count):
        system, _, _, kind, length, start = struct.unpack_from(">HHHHHH", names, 6 + 12 * number)
        if kind in (_FAMILY, _TYPOGRAPHIC_FAMILY) and system in (_WINDOWS, _MACINTOSH):
            raw = names[texts + start : texts + start + length]
            text = raw.decode("utf-16-be" if system == _WINDOWS else "mac-roman").strip("\0 ")
            found.setdefault((kind == _TYPOGRAPHIC_FAMILY, system == _WINDOWS), text)
    if not found:
        raise ValueError("no name")
    return found[max(found)]
