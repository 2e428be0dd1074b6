"""Whole files that are no workbook, are damaged, mean harm, or were saved by another program."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from functools import cache

from .bookmaker import MAIN, RELATIONS, Packed, packed, raw_zip, repeated, zipped
from .conftest import INPUTS
from .whole_books import Parts, base

FILES = INPUTS.parent / "tests" / "workbooks"
TEMPLATES = INPUTS.parent / "templates"
PEOPLE, STRINGS = "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml"
MB16 = 16 << 20


def kept(name: str) -> Callable[[], bytes]:
    """A file that another program has saved."""
    return lambda: (FILES / name).read_bytes()


# Other kinds of file


def macros() -> bytes:
    """The base workbook with macros, as Excel saves it (.xlsm)."""
    parts = Parts()
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts.replace("[Content_Types].xml", kinds, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    link = '<Relationship Id="rId990" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    end = "</Relationships>"
    parts.replace("xl/_rels/workbook.xml.rels", end, f'{link} Target="vbaProject.bin"/>{end}')
    parts.parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(600)
    return parts.xlsx()


def word_document() -> bytes:
    """A real document of Word."""
    return sorted(TEMPLATES.glob("*.docx"))[0].read_bytes()


def plain_zip() -> bytes:
    """A zip file that somebody made of two files."""
    return zipped({"case.json": "{}", "notes.txt": "Ring the school."})


def marker() -> bytes:
    """What Excel keeps beside a workbook that is open: the name of who has it open, twice."""
    name = "Sam Pencilworth"
    return bytes([len(name)]) + name.encode().ljust(54) + bytes([len(name), 0]) + name.encode("utf-16-le").ljust(108)


_FREE, _END, _OF_THE_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def locked() -> bytes:
    """A workbook as Excel encrypts it: a compound file of two streams, how it is encrypted, and what."""
    streams = {"EncryptionInfo": b"\x04\x00\x04\x00\x40\x00\x00\x00" + bytes(4096), "EncryptedPackage": base()[::-1]}
    table: list[int] = []
    body, entries = b"", _entry("Root Entry", 5, child=1)
    for number, (name, data) in enumerate(streams.items(), 1):
        count = -(-len(data) // 512)
        entries += _entry(name, 2, right=2 if number == 1 else _FREE, start=len(table), size=len(data))
        body += data.ljust(count * 512, b"\0")
        table += [*range(len(table) + 1, len(table) + count), _END]
    directory = len(table)
    table.append(_END)
    places = list(range(len(table), len(table) - (-len(table) // 127)))
    table += [_OF_THE_TABLE] * len(places)
    table += [_FREE] * (len(places) * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, len(places), directory, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *places, *[_FREE] * (109 - len(places)))
    return header + body + entries.ljust(512, b"\0") + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = _END, size: int = 0) -> bytes:
    """One entry of the list of streams."""
    words = name.encode("utf-16-le").ljust(64, b"\0")
    links = struct.pack("<H2B3I", 2 * len(name) + 2, kind, 1, _FREE, right, child)
    return words + links + bytes(36) + struct.pack("<IQ", start, size)


# Damaged


def flipped() -> bytes:
    """The base workbook with bits flipped in the packed data of the sheet "People"."""
    data = bytearray(base())
    with zipfile.ZipFile(io.BytesIO(base())) as archive:
        info = archive.getinfo(PEOPLE)
    start = info.header_offset + 30 + len(PEOPLE) + info.compress_size // 2
    for at in range(start, start + 12):
        data[at] ^= 0x5A
    return bytes(data)


def not_unpacked() -> bytes:
    """The base workbook with a sheet packed in a way that Excel never uses (bzip2)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in Parts().parts.items():
            archive.writestr(name, content, zipfile.ZIP_BZIP2 if name == PEOPLE else zipfile.ZIP_DEFLATED)
    return out.getvalue()


# Harmful


def with_doctype(
    doctype: str, first_name: str = "Tobias", *, encoding: str = "UTF-8", before: str = ""
) -> Callable[[], bytes]:
    """The base workbook with a document type in the sheet "People"; P1's first name is `first_name`."""

    def make() -> bytes:
        parts = Parts()
        start, _, rest = parts.part(PEOPLE).partition("?>")
        rest = re.sub('<c r="B6".*?</c>', f'<c r="B6" t="inlineStr"><is><t>{first_name}</t></is></c>', rest, count=1)
        text = f"{start.replace('UTF-8', encoding)}?>{before}{doctype}{rest}"
        parts.parts[PEOPLE] = text.encode(encoding)
        return parts.xlsx()

    return make


def doctype(*entities: str) -> str:
    """A document type with these entities."""
    return f"<!DOCTYPE worksheet [{''.join(f'<!ENTITY {entity}>' for entity in entities)}]>"


LAUGHS = doctype('l0 "lol"', *(f'l{n} "{f"&l{n - 1};" * 10}"' for n in range(1, 10)))
"""Its last entity would grow to a thousand million words."""
QUADRATIC = doctype(f'a "{"a" * 50_000}"')
OUTSIDE = '<!DOCTYPE worksheet SYSTEM "http://example.org/a.dtd">'
PARAMETER = '<!DOCTYPE worksheet [<!ENTITY % p SYSTEM "http://example.org/a.dtd"> %p;]>'


def doctype_of_properties() -> bytes:
    """A document type in a part that is never read: who wrote the workbook."""
    parts = Parts()
    xml = parts.part("docProps/core.xml").replace("?>", '?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1)
    parts.parts["docProps/core.xml"] = xml.replace("casepack</dc:creator>", "&x;</dc:creator>")
    return parts.xlsx()


def swollen(name: str, *pieces: tuple[str, int]) -> bytes:
    """The base workbook with one part that is small in the file and huge outside."""
    parts = [packed(other, content) for other, content in Parts().parts.items() if other != name]
    return raw_zip([*parts, repeated(name, pieces)])


def blanks() -> bytes:
    """800 MB of blanks in the sheet "People"."""
    start, _, end = Parts().part(PEOPLE).partition("</sheetData>")
    return swollen(PEOPLE, (start, 1), (" " * MB16, 50), (f"</sheetData>{end}", 1))


def long_string() -> bytes:
    """One shared text of 80 MB."""
    start, _, end = Parts().part(STRINGS).partition("</sst>")
    return swollen(STRINGS, (f"{start}<si><t>", 1), ("a" * MB16, 5), (f"</t></si></sst>{end}", 1))


def rows_below(row: str, times: int) -> Callable[[], bytes]:
    """The base workbook with such a row so many times below its people; # stands for the number of the row."""

    def make() -> bytes:
        start, _, end = Parts().part(PEOPLE).partition("</sheetData>")
        if "#" in row:
            rows = "".join(row.replace("#", str(2_000 + number)) for number in range(times))
            return swollen(PEOPLE, (f"{start}{rows}</sheetData>{end}", 1))
        return swollen(PEOPLE, (start, 1), (row * 1_000, times // 1_000), (f"</sheetData>{end}", 1))

    return make


def huge_picture() -> bytes:
    """The base workbook with a picture that unpacks to 640 MB of nothing."""
    parts = [packed(name, content) for name, content in Parts().parts.items()]
    return raw_zip([*parts, repeated("xl/media/image1.bmp", [(bytes(MB16), 40)])])


def lying_size() -> bytes:
    """The base workbook, whose list of parts says that the sheet "People" is 100 bytes long."""
    made = []
    for name, content in Parts().parts.items():
        part = packed(name, content)
        made.append(Packed(name, part.data, 100, part.crc) if name == PEOPLE else part)
    return raw_zip(made)


def merged(*areas: str, sheet: str = "People") -> Callable[[Parts], object]:
    """Merges areas of a sheet."""
    inner = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    end = "</sheetData>"

    def change(parts: Parts) -> None:
        parts.replace(parts.sheet(sheet), end, f'{end}<mergeCells count="{len(areas)}">{inner}</mergeCells>')

    return change


# Saved in another form

_STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    "officeDocument/custom-properties": "officeDocument/customProperties",
}


@cache
def strict() -> bytes:
    """The base workbook as a "Strict Open XML Spreadsheet", the date of E1 written out."""
    parts = Parts()
    for name in parts.parts:
        text = parts.part(name)
        for old, new in _STRICT.items():
            text = text.replace(old, new)
        parts.parts[name] = text
    parts.replace("xl/workbook.xml", "<workbook ", '<workbook conformance="strict" ', 1)
    episodes = parts.sheet("Episodes")
    as_written = r'<c r="B6"\1 t="d"><v>2026-10-23T00:00:00.000</v></c>'
    parts.parts[episodes] = re.sub(r'<c r="B6"( s="\d+")?>.*?</c>', as_written, parts.part(episodes), count=1)
    return parts.xlsx()


def beta(parts: Parts) -> None:
    """In the namespace of a trial version of Excel 2007."""
    for name in parts.parts:
        parts.parts[name] = parts.part(name).replace(MAIN, "http://schemas.microsoft.com/office/excel/2006/2")


def as_google(parts: Parts) -> None:
    """What Google Sheets leaves of a workbook: no properties, no size of a sheet, no tables, 1,000 rows in each."""
    for name in [n for n in parts.parts if n.startswith(("docProps/", "xl/tables/", "xl/worksheets/_rels/"))]:
        del parts.parts[name]
    parts.parts["_rels/.rels"] = re.sub(r'<Relationship [^>]*Target="docProps/[^>]*/>', "", parts.part("_rels/.rels"))
    mac = 'xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main"'
    for name in [n for n in parts.parts if n.startswith("xl/worksheets/")]:
        text = parts.part(name)
        for gone in ("<dimension [^>]*/>", "<tableParts.*?</tableParts>", "<dataValidations.*?</dataValidations>"):
            text = re.sub(gone, "", text, flags=re.DOTALL)
        text = re.sub(' spans="[^"]*"', "", text).replace("<worksheet ", f"<worksheet {mac} ", 1)
        last = max(int(row) for row in re.findall(r'<row r="(\d+)"', text))
        rows = "".join(f'<row r="{row}" ht="15.75" customHeight="1"/>' for row in range(last + 1, 1_001))
        parts.parts[name] = text.replace("</sheetData>", f"{rows}</sheetData>")


def picture_gone(parts: Parts) -> None:
    """A sheet that points at a drawing, and that at a picture, which a mail filter has taken out."""
    parts.replace(PEOPLE, "<tableParts", '<drawing r:id="rId77"/><tableParts')
    end = "</Relationships>"
    link = f'<Relationship Id="rId77" Type="{RELATIONS}/drawing" Target="../drawings/drawing1.xml"/>'
    parts.replace("xl/worksheets/_rels/sheet4.xml.rels", end, f"{link}{end}")
    parts.parts["xl/drawings/drawing1.xml"] = '<xdr:wsDr xmlns:xdr="urn:x"/>'
    image = f'<Relationship Id="rId1" Type="{RELATIONS}/image" Target="../media/image1.png"/>'
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    parts.parts["xl/drawings/_rels/drawing1.xml.rels"] = f"<Relationships {space}>{image}{end}"


def elsewhere(parts: Parts) -> None:
    """The list of sheets kept in another part, as some programs do."""
    parts.parts["book/main.xml"] = parts.parts.pop("xl/workbook.xml")
    links = str(parts.part("xl/_rels/workbook.xml.rels"))
    del parts.parts["xl/_rels/workbook.xml.rels"]
    parts.parts["book/_rels/main.xml.rels"] = links.replace('Target="', 'Target="../xl/')
    parts.replace("_rels/.rels", "xl/workbook.xml", "book/main.xml")


def odd_looks(parts: Parts) -> None:
    """A list of looks at which openpyxl gives up: a look points at a font that is not there."""
    text = parts.part("xl/styles.xml").replace("<cellXfs", '<cellXfs wrong="1"', 1)
    start, mark, rest = text.partition("<cellXfs")
    parts.parts["xl/styles.xml"] = start + mark + rest.replace('fontId="0"', 'fontId="9999"')


def counts_from_1904(parts: Parts) -> None:
    """Days counted as older Macs did; the numbers of the days stay as they were."""
    if "<workbookPr" in parts.part("xl/workbook.xml"):
        parts.replace("xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"', 1)
    else:
        parts.replace("xl/workbook.xml", "<bookViews", '<workbookPr date1904="1"/><bookViews', 1)
