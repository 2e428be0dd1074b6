"""Small filled Word documents on the house, for tests: each block is the XML of one paragraph or table."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from casepack.assets import asset

MARKING = "OFFICIAL-SENSITIVE"
FRAME = {
    "{{ doc.marking }}": MARKING,
    "{{ doc.organisation }}": "Marlhaven District Council",
    "{{ doc.letterhead }}": "Safer Communities Team · 01632 960100",
    "{{ doc.running_head }}": "Marlhaven District Council · Team",
    "{{ doc.footer_left }}": "MSC-2026-0417 · School letter · version 1",
}
"""What the house's header and footer hold once filled."""


def run(text: str, style: str = "", direct: str = "") -> str:
    """A run of text; `style` is a character style's id, `direct` the XML of formatting by hand."""
    name = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{name}{direct}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(style: str, *content: str, direct: str = "") -> str:
    """A paragraph; content that starts with `<w:` is XML, anything else text. `style` is the style's id."""
    runs = "".join(c if c.startswith("<w:") else run(c) for c in content)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direct}</w:pPr>{runs}</w:p>'


def table(
    style: str,
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    head: bool = False,
    first_column: bool = False,
) -> str:
    """A table of text cells; a cell that starts with `<w:` is XML. `head` makes the first row a header row."""
    look = f'<w:tblLook w:val="0000" w:firstRow="{int(head)}" w:firstColumn="{int(first_column)}"/>'
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    body = ""
    for number, row in enumerate(rows):
        repeat = "<w:tblHeader/>" if head and not number else ""
        cells = "".join(f"<w:tc>{c if c.startswith('<w:') else p('TableText', c)}</w:tc>" for c in row)
        body += f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def word(
    *blocks: str,
    title: str = "A letter",
    parts: Mapping[str, bytes | str] | None = None,
    changes: tuple[str, str] = ("", ""),
) -> bytes:
    """The house with `blocks` as its text. `parts` are added or replaced; `changes` replaces text in every XML part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(asset("house.docx"))) as house, zipfile.ZipFile(target, "w") as made:
        members: dict[str, bytes | str] = {name: house.read(name).decode() for name in house.namelist()}
        document = str(members["word/document.xml"])
        start, end = document.index("<w:body>") + 8, document.rindex("<w:sectPr>")
        members["word/document.xml"] = document[:start] + "".join(blocks) + document[end:]
        members["docProps/core.xml"] = str(members["docProps/core.xml"]).replace("House styles", escape(title))
        for name, content in {**members, **(parts or {})}.items():
            if isinstance(content, str):
                for tag, words in FRAME.items():
                    content = content.replace(tag, escape(words))
                content = content.replace(*changes) if changes[0] else content
            made.writestr(name, content)
    return target.getvalue()


def part(name: str) -> str:
    """The XML of one part of the house as it is."""
    with zipfile.ZipFile(io.BytesIO(asset("house.docx"))) as house:
        return house.read(name).decode()


def png(width: int = 4, height: int = 4) -> bytes:
    """A plain grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def drawing(words: str, relation: str = "rId90", place: str = "inline") -> str:
    """A run with a picture of 40 mm; `words` are its alternative text."""
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return (
        f'<w:r><w:drawing><wp:{place} xmlns:wp="{wp}"><wp:extent cx="1440000" cy="1440000"/>'
        f'<wp:docPr id="1" name="Picture" descr="{escape(words)}"/><a:blip xmlns:a="{a}" r:embed="{relation}"/>'
        f"</wp:{place}></w:drawing></w:r>"
    )


def picture_parts(content: bytes, where: str = "word/_rels/document.xml.rels") -> dict[str, bytes | str]:
    """The parts that put a picture into the document under the relation rId90."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="rId90" Type="{kind}" Target="media/image1.png"/></Relationships>'
    return {"word/media/image1.png": content, where: part(where).replace("</Relationships>", relation)}


def link_parts(address: str) -> dict[str, bytes | str]:
    """The parts that put a link to `address` into the document under the relation rId91."""
    name = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    relation = f'<Relationship Id="rId91" Type="{kind}" Target="{address}" TargetMode="External"/></Relationships>'
    return {name: part(name).replace("</Relationships>", relation)}
