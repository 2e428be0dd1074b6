"""A reader of finished files that shares nothing with casepack: what a stranger with a search tool would find.

casepack reads its own files back with its own readers; a fault in those would hide a leak from both. So the tests
of finished packs read them with these few lines: zip, regular expressions, pikepdf and pypdfium2.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

from .page_walk import Row, stray

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = re.compile(r"<(?:\w+:)?(?:tab|br|cr)\b[^>]*/>|</(?:\w+:)?(?:p|tc|row|c|si)>")
_FONT = {"/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/CIDSet"}
_BULLETS, _NO_SIGN = "•◦▪\ufe0e\ufe0f", {"Cf", "Cc"}
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´′"), "'")
_OTHER_SIGNS = re.compile(r"[^\x00-\x7f]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})


def layers(path: Path) -> dict[str, str]:
    """Every text in one finished file, by the layer it stands in, its name with it."""
    return {"file name": path.name, **layers_of(path.name, path.read_bytes())}


def layers_of(name: str, data: bytes) -> dict[str, str]:
    """The same of bytes, by the ending of their name; a calendar unfolded, JSON with its escapes read."""
    match Path(name).suffix:
        case ".pdf":
            return pdf_layers(data)
        case ".docx" | ".xlsx":
            return zip_layers(data)
        case ".ics":
            plain = re.sub(r"\r?\n[ \t]", "", data.decode())
            return {"text": plain.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";"), "raw": data.decode()}
        case ".json":
            return {"text": "\n".join(_json_texts(json.loads(data))), "raw": data.decode()}
    return {"text": data.decode()}


def _json_texts(value: object) -> Iterator[str]:
    """Every key and every value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _json_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_texts(inner)
    else:
        yield str(value)


def zip_layers(data: bytes) -> dict[str, str]:
    """Words and attribute values of every part of a Word file or a workbook, and all else that a zip can carry."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found["zip comment"] = archive.comment.decode("latin-1")
        for item in archive.infolist():
            name = item.filename
            found[f"extra of {name}"] = f"{name} {item.comment!r} {item.extra!r}"
            part = archive.read(item)
            if not name.endswith((".xml", ".rels")):
                found[name] = beside_pixels(part).decode("latin-1")
                continue
            words, pieces, attributes, comments = _xml_layers(part)
            found[name] = words
            found[f"pieces of {name}"] = pieces
            found[f"attributes of {name}"] = attributes
            found[f"comments of {name}"] = comments
    return found


@lru_cache(maxsize=256)
def _xml_layers(part: bytes) -> tuple[str, str, str, str]:
    """The words of an XML part, the same piece by piece, its attributes, its comments."""
    text = part.decode()
    spaced = _BREAKS.sub(lambda match: match.group() + "\n", text)
    return (
        html.unescape(re.sub(r"<[^>]*>", "", spaced)),
        html.unescape(re.sub(r"<[^>]*>", "\n", text)),
        html.unescape("\n".join(re.findall(r'="([^"]*)"', text))),
        "\n".join(re.findall(r"<!--.*?-->", text, re.DOTALL)),
    )


def beside_pixels(part: bytes) -> bytes:
    """A PNG without its packed pixels, in which any three letters come together by chance; another part as it is.

    What stands behind the pixels' own end is no pixel.
    """
    if not part.startswith(b"\x89PNG\r\n\x1a\n"):
        return part
    kept, pixels, place = part[:8], zlib.decompressobj(), 8
    while place < len(part):
        length = 12 + int.from_bytes(part[place : place + 4])
        if part[place + 4 : place + 8] == b"IDAT":
            pixels.decompress(part[place + 8 : place + length - 4])
        else:
            kept += part[place : place + length]
        place += length
    assert pixels.eof
    return kept + pixels.unused_data


def pdf_layers(data: bytes) -> dict[str, str]:
    """Page texts, and every string, stream and text alternative anywhere in a PDF."""
    found = {f"page {n}": text for n, text in enumerate(page_texts(data), start=1)}
    strings: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as document:
        left_out = {value.objgen for item in document.objects for value in _fonts(item)}
        for number, item in enumerate(document.objects):
            strings += _strings(item)
            if isinstance(item, pikepdf.Stream) and item.objgen not in left_out and item.get("/Subtype") != "/Image":
                content = item.read_bytes()
                found[f"stream {number}"] = "\n".join(
                    content.decode(code, "replace") for code in ("utf-8", "utf-16-be")
                )
        for number, sheet in enumerate(document.pages, start=1):
            inline = [s for operator in pikepdf.parse_content_stream(sheet) for s in _alternatives(operator)]
            found[f"alternatives on page {number}"] = "\n".join(inline)
        with document.open_outline() as outline:
            found["bookmarks"] = "\n".join(_titles(outline.root))
        found["information"] = "\n".join(f"{key}: {value}" for key, value in document.docinfo.items())
        found["attachments"] = "\n".join(document.attachments)
    found["strings"] = "\n".join(strings)
    return found


def _fonts(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(item, pikepdf.Dictionary):
        yield from (item[key] for key in _FONT if isinstance(item.get(key), pikepdf.Stream))


def _strings(item: object) -> Iterator[str]:
    """Every string in a direct object, names of keys too; what it points to has its own turn."""
    if isinstance(item, pikepdf.String | pikepdf.Name):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            yield from _direct(value)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in item.items():
            yield key
            yield from _direct(value)


def _direct(value: object) -> Iterator[str]:
    if not (isinstance(value, pikepdf.Object) and value.is_indirect):
        yield from _strings(value)


def _alternatives(operator: object) -> Iterator[str]:
    operands = getattr(operator, "operands", ())
    for operand in operands:
        if isinstance(operand, pikepdf.Dictionary):
            yield from _strings(operand)


def _titles(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


def page_texts(data: bytes) -> list[str]:
    """The text of each page as a viewer would copy it."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [str(document[n].get_textpage().get_text_range()) for n in range(len(document))]
    finally:
        document.close()


def fold(text: str) -> str:
    """Case, accents, apostrophe variants and runs of blanks out of the way, as the oracle's matching rule says."""
    if text.isascii():  # as below, sooner
        return " ".join(text.casefold().replace("`", "'").split())
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    plain = _OTHER_SIGNS.sub(lambda found: "" if _unseen(found.group()) else found.group(), plain)
    return " ".join(plain.split())


def _unseen(sign: str) -> bool:
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"


def holds(text: str, words: str) -> bool:
    """Do these words stand in the text, as whole words?"""
    return re.search(rf"(?<!\w){re.escape(fold(words))}(?!\w)", fold(text)) is not None


def found_in(path: Path, words: Iterable[str]) -> list[str]:
    """Where any of these words stand in any layer of a file: "letter.pdf, page 1: callum"."""
    longest_first = sorted({fold(word) for word in words}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    texts = _folded(path, path.stat().st_mtime_ns)
    return [f"{path.name}, {layer}: {word}" for layer, text in texts for word in pattern.findall(text)]


@lru_cache(maxsize=256)
def _folded(path: Path, _changed: int) -> tuple[tuple[str, str], ...]:
    return tuple((layer, fold(text)) for layer, text in layers(path).items())


def word_text(data: bytes) -> str:
    """The words of a Word file as lines, in order: each header and footer, then the body; a row of a table a line."""
    lines: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(n for n in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", n))
        for name in names:
            lines += [f"== {Path(name).stem}", *_lines(ET.fromstring(archive.read(name)))]
        body = ET.fromstring(archive.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    return "\n".join([*lines, "== body", *_lines(body)]) + "\n"


def _lines(block: ET.Element) -> Iterator[str]:
    for item in block:
        if item.tag == f"{W}p":
            yield paragraph(item)
        elif item.tag == f"{W}tbl":
            for row in item.iter(f"{W}tr"):
                yield " | ".join(" / ".join(map(paragraph, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc"))
        elif item.tag == f"{W}sdt":
            for content in item.iterfind(f"{W}sdtContent"):
                yield from _lines(content)


def paragraph(item: ET.Element) -> str:
    """The words of one paragraph; a tab and a line break as such, a field as its result."""
    signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}
    runs = (part for run in item.iter(f"{W}r") for part in run)
    return "".join((part.text or "") if part.tag == f"{W}t" else signs.get(part.tag, "") for part in runs)


def differences(docx: bytes, pdf: bytes) -> list[str]:
    """Where a Word file and its PDF part; empty when they say the same, letter for letter and in the same order.

    Header and footer end the text of a page; a heading row may stand once more at the top of a later page, and a row
    may begin on one page and end on another.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = ET.fromstring(archive.read("word/document.xml")).find(f"{W}body")
        names = [n for n in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", n)]
        frames = [_lines(ET.fromstring(archive.read(name))) for name in names]
    assert body is not None
    _without_fields(body)
    margins = {_letters(piece) for lines in frames for line in lines for piece in re.split(r" \| |[\t\n]", line)}
    pages = page_texts(pdf)
    return stray(list(_rows(body)), [_page(text, margins, n, len(pages)) for n, text in enumerate(pages, start=1)])


def _rows(block: ET.Element) -> Iterator[Row]:
    """The paragraphs and rows of a Word body in order, as letters."""
    for item in block:
        if item.tag == f"{W}p":
            yield Row((_letters(paragraph(item)),))
        elif item.tag == f"{W}sdt":
            for content in item.iterfind(f"{W}sdtContent"):
                yield from _rows(content)
        elif item.tag == f"{W}tbl":
            rows = [(row, row.find(f"{W}trPr/{W}tblHeader") is not None) for row in item.iterfind(f".//{W}tr")]
            cells = [tuple(_cell(cell) for cell in row.iterfind(f".//{W}tc")) for row, _ in rows]
            above = "".join("".join(words) for words, (_, head) in zip(cells, rows, strict=True) if head)
            yield from (Row(words, above, head) for words, (_, head) in zip(cells, rows, strict=True))


def _cell(cell: ET.Element) -> str:
    return "".join(_letters(paragraph(p)) for p in cell.iter(f"{W}p"))


def _without_fields(body: ET.Element) -> None:
    """Take out what a field says while nobody has filled it in, and its box to tick: in the PDF each is a field."""
    for field in body.iter(f"{W}sdt"):
        kinds = {item.tag.rpartition("}")[2] for item in field.iterfind(f"{W}sdtPr/*")}
        if kinds & {"showingPlcHdr", "checkbox"}:
            for text in field.iter(f"{W}t"):
                text.text = ""


def _page(text: str, margins: set[str], number: int, total: int) -> str:
    """The letters of a page without its header and footer, which must stand at its end."""
    letters = _letters(text)
    pieces = sorted({m for m in margins if m and not m.startswith("Page")}, key=len, reverse=True)
    pieces.append(f"Page{number}of{total}")
    while found := next((piece for piece in pieces if letters.endswith(piece)), None):
        letters = letters.removesuffix(found)
    return letters


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate({0x2: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-"})
    return "".join(
        c for c in plain if not c.isspace() and c not in _BULLETS and unicodedata.category(c) not in _NO_SIGN
    )
