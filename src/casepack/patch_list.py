"""The list of what is to be put right, as a sheet: each line leads to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .patch_book import Book
from .patch_cells import number_of
from .patch_looks import Looks
from .patch_parts import Package
from .patch_xml import DECLARATION, MAIN, RELATIONS, attribute, escape, excel_text

WRONG, LOOK = "FFFFC9CE", "FFFFEDA8"
"""The colours of what is wrong and of what is worth a look: here, and at the cells."""
HEADINGS = ("Kind", "Place", "Heading", "What stands there", "What is wrong", "What to do")
HEADING_ROW = 5

_WIDTHS = (16, 22, 24, 30, 46, 46)
_TABLE_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_TABLE_NAME = "casepack_to_put_right"
_INK, _HEAD, _BLUE, _RED = "FF1F2A30", "FF14506A", "FF0B4F8A", "FF8A1C12"
_WRAP = 'vertical="top" wrapText="1"'
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: is it wrong, or only worth a look; where; and what is told. `leads_to` is a sheet and a cell."""

    wrong: bool
    place: str
    heading: str
    found: str
    what: str
    fix: str
    leads_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """The numbers of the looks that the list is written in."""

    title: int
    small: int
    marking: int
    head: int
    body: int
    link: int
    wrong: int
    look: int


def list_sheet(looks: Looks, lines: Sequence[Line], title: str, told: str, marking: str, table_link: str) -> bytes:
    """The sheet: its title, what is told under it, the marking, and a line to a row."""
    made = _looks(looks)
    last = HEADING_ROW + len(lines)
    rows = [
        _row(1, [("A", title, made.title)], ' ht="24" customHeight="1"'),
        _row(2, [("A", told, made.small)]),
        _row(3, [("A", marking, made.marking)]),
        _row(HEADING_ROW, [(letter, word, made.head) for letter, word in zip("ABCDEF", HEADINGS, strict=True)]),
    ]
    links = []
    for number, line in enumerate(lines, HEADING_ROW + 1):
        kind = (f"To {'put right' if line.wrong else 'check'}", made.wrong if line.wrong else made.look)
        place = (line.place, made.link if line.leads_to else made.body)
        rest = [(text, made.body) for text in (line.heading, line.found, line.what, line.fix)]
        rows.append(_row(number, [(at, *cell) for at, cell in zip("ABCDEF", (kind, place, *rest), strict=True)]))
        if line.leads_to:
            sheet, cell = line.leads_to
            target = escape("'" + sheet.replace("'", "''") + "'!" + cell)
            links.append(f'<hyperlink ref="B{number}" location="{target}" display="{escape(line.place)}"/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(_WIDTHS, 1)
    )
    sign = escape('&C&"Arial,Bold"' + marking.replace("&", "&&"))
    return DECLARATION + (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetPr><tabColor rgb="{WRONG}"/>'
        f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:F{last}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{HEADING_ROW}" topLeftCell="A{HEADING_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="B{HEADING_ROW + 1}" sqref="B{HEADING_ROW + 1}"/>'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>{sign}</oddHeader><oddFooter>{sign}&amp;RPage &amp;P of &amp;N"
        f'</oddFooter></headerFooter><tableParts count="1"><tablePart r:id="{table_link}"/></tableParts></worksheet>'
    ).encode("utf-8")


def _looks(looks: Looks) -> _Made:
    def font(size: int, colour: str, more: str = "") -> int:
        told = f'<sz val="{size}"/><color rgb="{colour}"/><name val="Arial"/><family val="2"/>'
        return looks.add("fonts", f"<font>{more}{told}</font>")

    side = '<{0} style="thin"><color rgb="FFB8C4CA"/></{0}>'
    sides = "".join(side.format(name) for name in ("left", "right", "top", "bottom"))
    edge = looks.add("borders", f"<border>{sides}<diagonal/></border>")
    bare = looks.add("borders", "<border><left/><right/><top/><bottom/><diagonal/></border>")
    plain = font(10, _INK)
    return _Made(
        title=looks.look(font(14, _HEAD, "<b/>"), 0, bare, 'vertical="top"'),
        small=looks.look(plain, 0, bare, 'vertical="top"'),
        marking=looks.look(font(10, _RED, "<b/>"), 0, bare, 'vertical="top"'),
        head=looks.look(font(10, "FFFFFFFF", "<b/>"), looks.fill(_HEAD), edge, _WRAP),
        body=looks.look(plain, 0, edge, _WRAP),
        link=looks.look(font(10, _BLUE, "<u/>"), 0, edge, _WRAP),
        wrong=looks.look(font(10, _INK, "<b/>"), looks.fill(WRONG), edge, _WRAP),
        look=looks.look(plain, looks.fill(LOOK), edge, _WRAP),
    )


def _row(number: int, cells: Sequence[tuple[str, str, int]], more: str = "") -> str:
    told = []
    for letter, text, look in cells:
        words = excel_text(text[:_LONGEST])
        inner = f' t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>' if words else "/>"
        told.append(f'<c r="{letter}{number}" s="{look}"{inner}')
    return f'<row r="{number}"{more}>{"".join(told)}</row>'


def add_table(package: Package, book: Book, part: str, lines: int) -> str:
    """Make the lines a table of Excel's, with a number and a name that no other one has; gives the id of the link."""
    numbers, names = {0}, set()
    for sheet in book.sheets:
        for link in package.links(sheet.part):
            if link.kind == "table" and not link.outside and package.has(link.target):
                xml = package.xml(link.target, MAIN)
                numbers.add(number_of(attribute(xml.root_tag, "id")) or 0)
                names.add((attribute(xml.root_tag, "displayName") or "").casefold())
    name = next(n for i in range(1, 10_000) if (n := _TABLE_NAME + (f"_{i}" if i > 1 else "")) not in names)
    area = f"A{HEADING_ROW}:F{HEADING_ROW + max(lines, 1)}"  # a table without rows is none
    columns = "".join(f'<tableColumn id="{n}" name="{word}"/>' for n, word in enumerate(HEADINGS, 1))
    data = (
        f'<table xmlns="{MAIN}" id="{max(numbers) + 1}" name="{name}" displayName="{name}" ref="{area}" '
        f'totalsRowShown="0"><autoFilter ref="{area}"/><tableColumns count="{len(HEADINGS)}">{columns}</tableColumns>'
        '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>'
    ).encode()
    target = package.free_name("xl/tables/table{}.xml")
    package.put(target, DECLARATION + data)
    package.declare(target, _TABLE_KIND)
    return package.link(part, "table", target)
