"""A council's own house, as an administrator would leave it in Word: colours, a logo in the letterhead, margins."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import escape

GREEN, PALE_GREEN = "1F5C3A", "EAF3ED"
"""The council's colours, as Word writes them."""
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_CELL = '<w:tcPr><w:tcW w:w="{0}" w:type="dxa"/></w:tcPr>'


def logo(size: int = 120) -> bytes:
    """A badge: a green disc with a pale bar across it, as PNG."""
    middle, rows = size / 2, b""
    for y in range(size):
        row = bytearray(b"\0")
        for x in range(size):
            inside = (x - middle) ** 2 + (y - middle) ** 2 < (middle - 2) ** 2
            bar = inside and abs(y - middle) < size / 10
            row += bytes.fromhex("EAF3ED" if bar else GREEN if inside else "FFFFFF")
        rows += bytes(row)
    return _png(size, size, rows)


def _png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(colours: int = 3) -> bytes:
    """The head of a JPEG with so many colours: all that is looked at."""
    frame = struct.pack(">BHHB", 8, 40, 40, colours) + b"\x01\x11\x00" * colours
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + (
        b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"
    )


def picture(words: str, millimetres: float = 18) -> str:
    """A run with the picture rId90 in line with the text; `words` are its alternative text."""
    side = round(millimetres * 36000)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}"><wp:extent cx="{side}" cy="{side}"/>'
        f'<wp:docPr id="90" name="Logo" descr="{escape(words)}"/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}">'
        f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="90" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rId90"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def changed(docx: bytes, changes: Mapping[str, str], parts: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file with words of its XML replaced, and with parts added: the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith((".xml", ".rels")):
                text = data.decode()
                for one, other in changes.items():
                    text = text.replace(one, other)
                data = text.encode()
            new.writestr(_entry(name), data)
        for name, data in (parts or {}).items():
            new.writestr(_entry(name), data)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """A part of the file with a date of its own: a bare name would be given the time of writing, to two seconds."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def with_logo(house: bytes, data: bytes, words: str = "Marlhaven District Council", ending: str = "png") -> bytes:
    """A house whose first page's letterhead has a logo beside the council's name."""
    relations = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships"><Relationship Id="rId90" Type="{_IMAGE}" Target="media/image1.{ending}"/>'
        "</Relationships>"
    )
    kind = {"png": "image/png", "jpg": "image/jpeg"}[ending]
    name = '<w:p><w:pPr><w:pStyle w:val="Organisation"/></w:pPr><w:r><w:t xml:space="preserve">'
    one = f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{picture(words)}</w:p>'
    beside = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Layout"/><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid><w:gridCol w:w="1338"/><w:gridCol w:w="8300"/></w:tblGrid><w:tr>'
        f"<w:trPr><w:cantSplit/></w:trPr><w:tc>{_CELL.format(1338)}{one}</w:tc><w:tc>{_CELL.format(8300)}{name}"
        "{{ doc.organisation }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    changes = {
        f"{name}{{{{ doc.organisation }}}}</w:t></w:r></w:p>": beside,
        '<Default Extension="xml"': f'<Default Extension="{ending}" ContentType="{kind}"/><Default Extension="xml"',
    }
    more = {"word/_rels/header2.xml.rels": relations.encode(), f"word/media/image1.{ending}": data}
    return changed(house, changes, more)


def council_house(house: bytes) -> bytes:
    """The house in the council's green, with its logo and a wider left margin."""
    greened = changed(
        house, {"14506A": GREEN, "EDF3F6": PALE_GREEN, 'w:left="1134" w:header': 'w:left="1304" w:header'}
    )
    return with_logo(greened, logo())
