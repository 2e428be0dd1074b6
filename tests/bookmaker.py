"""Small real workbooks for tests: by hand-made XML, where every byte matters, and by openpyxl, where it does not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from casepack.cells import Cell, SheetCells, address

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"
HELLO = '<row r="1"><c r="A1" t="inlineStr"><is><t>Hello</t></is></c></row>'

Part = str | bytes

STYLES = f"""<styleSheet xmlns="{MAIN}">
<numFmts><numFmt numFmtId="170" formatCode="dd mmm yyyy"/><numFmt numFmtId="171" formatCode="00000000000"/></numFmts>
<fonts><font><sz val="11"/></font><font><strike/></font><font><strike val="0"/></font></fonts>
<dxfs><dxf><font><strike/></font></dxf></dxfs>
<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="170" fontId="1"/>
<xf numFmtId="171" fontId="2"/><xf numFmtId="20" fontId="9"/><xf numFmtId="46" fontId="0"/></cellXfs>
</styleSheet>"""
STRINGS = f"""<sst xmlns="{MAIN}"><si><t>Plain</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">Bold </t></r>
<r><t>and not</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si><si><t/></si><si><t>a_x000D_
b_x005F_x0041__xD83D_</t></si></sst>"""


def sheet_xml(rows: str = HELLO, *, before: str = "", after: str = "") -> str:
    """A sheet of these rows; `before` and `after` stand around its data."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def relations_xml(targets: Mapping[str, tuple[str, str]]) -> str:
    """The relations of a part: by id, the last word of the kind and the target."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def workbook_xml(*names: str, settings: str = "", after: str = "") -> str:
    """The part that lists the sheets: the first as rId1 and so on."""
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{settings}<sheets>{sheets}</sheets>{after}</workbook>'


def minimal_parts(parts: Mapping[str, Part | None] | None = None, *, rows: str = HELLO) -> dict[str, Part]:
    """The parts of a workbook of one sheet, "People"; `parts` replace them or are added, None takes one away."""
    made: dict[str, Part | None] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{TYPES}.worksheet+xml"/></Types>',
        "_rels/.rels": relations_xml({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": workbook_xml("People"),
        "xl/_rels/workbook.xml.rels": relations_xml(
            {
                "rId1": ("worksheet", "worksheets/sheet1.xml"),
                "rId8": ("sharedStrings", "sharedStrings.xml"),
                "rId9": ("styles", "styles.xml"),
            }
        ),
        SHEET: sheet_xml(rows),
        **(parts or {}),
    }
    return {name: content for name, content in made.items() if content is not None}


def minimal_xlsx(parts: Mapping[str, Part | None] | None = None, *, rows: str = HELLO) -> bytes:
    """The bytes of a workbook of one sheet, "People", as `minimal_parts` tells."""
    return zipped(minimal_parts(parts, rows=rows))


def zipped(parts: Mapping[str, Part]) -> bytes:
    """A zip file of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@dataclass(frozen=True)
class Packed:
    """One part as it stands in a zip file, whatever it claims to be."""

    name: str
    data: bytes
    size: int
    crc: int
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0


def packed(name: str, content: Part, *, flags: int = 0) -> Packed:
    """One part, packed as it should be."""
    return repeated(name, [(content, 1)], flags=flags)


def repeated(name: str, pieces: Iterable[tuple[Part, int]], *, flags: int = 0) -> Packed:
    """One part of pieces that repeat. Each is packed only once, so that hundreds of megabytes cost little to make."""
    out, size, crc = [], 0, 0
    for content, times in pieces:
        plain = content.encode() if isinstance(content, str) else content
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        out.append((packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)) * times)
        size += len(plain) * times
        for _ in range(times):
            crc = zlib.crc32(plain, crc)
    # An empty last block: the end of the stream.
    return Packed(name, b"".join(out) + b"\x03\x00", size, crc, flags=flags)


def raw_zip(parts: Iterable[Packed]) -> bytes:
    """A zip file of parts that may lie about themselves."""
    body, listed, count = b"", b"", 0
    for part in parts:
        name = part.name.encode()
        told = (part.flags, part.method, 0, 33, part.crc, len(part.data), part.size, len(name), 0)
        listed += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, *told, 0, 0, 0, 0, len(body)) + name
        body += struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, *told) + name + part.data
        count += 1
    return body + listed + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(body), 0)


def big_xlsx(pieces: Iterable[tuple[Part, int]]) -> bytes:
    """A workbook of one sheet made of pieces of XML that repeat."""
    parts = [packed(name, content) for name, content in minimal_parts({SHEET: None}).items()]
    return raw_zip([*parts, repeated(SHEET, pieces)])


def saved(workbook: Workbook) -> bytes:
    """The bytes of a workbook as openpyxl writes it."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def book(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of these sheets, row by row from A1, as openpyxl writes it; texts stay texts."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(row, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    return saved(workbook)


def varied_book() -> bytes:
    """A workbook with some of everything that an intake workbook holds, as openpyxl writes it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "People"
    sheet.append(["Full name *", "Date of birth", "Phone", "", None, "x" * 32_767])
    sheet.append(["  Siân\nŴyn Llŷr ", date(2011, 9, 21), "07700900123", 7700900123, True, 1.5])
    sheet.append([datetime.fromisoformat("2026-10-25 16:40"), time(17, 40), timedelta(hours=30), "=1+1", "#N/A"])
    sheet["F3"] = 1234567890123456789
    sheet["A5"], sheet["A5"].font = "crossed out", Font(strike=True)
    sheet["H900"].number_format = "dd mmm yyyy"
    sheet["C9"], sheet["C9"].number_format = 7700900123, "00000000000"
    sheet.merge_cells("A7:B8")
    sheet["A7"] = "merged"
    workbook.create_sheet("Empty")
    hidden = workbook.create_sheet("casepack")
    hidden.sheet_state, hidden["A1"], hidden["B1"] = "veryHidden", "form", "record"
    workbook.defined_names["casepack.incident.title"] = DefinedName("casepack.incident.title", attr_text="People!$A$2")
    properties: Any = workbook
    properties.custom_doc_props.append(StringProperty(name="form", value="record"))
    return saved(workbook)


def by_address(sheet: SheetCells) -> dict[str, Cell]:
    """The cells of a sheet by such as B7."""
    return {address(*at): cell for at, cell in sheet.cells.items()}
