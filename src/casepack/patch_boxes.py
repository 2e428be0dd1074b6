"""The boxes of notes on their sheets: shapes in a drawing of the old kind (VML), which need not be good XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .patch_cells import LAST_COLUMN, LAST_ROW, Columns, Place
from .patch_parts import Package
from .patch_xml import MAIN, CannotEdit, Xml, relation_id, splice

_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = re.compile(rb"<(\w+:shape)\b(?:(?!</\1>).)*</\1>\s*", re.DOTALL)
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_BLOCKS = re.compile(rb"<\w+:idmap\b[^>]*?\bdata\s*=\s*[\"']([\d, ]+)[\"']")
_AFTER = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""What stands behind the link to the drawing of the notes, in the order that Excel asks for."""
_WIDE, _LINE, _SIGNS = 300, 18, 40
"""Pixels of a box's width and of a line in it, and about how many signs a line holds."""
_ROW = 20
_BLOCK = 1024
"""Ids of shapes come in blocks of so many; each drawing has blocks of its own."""


@dataclass(slots=True)
class SheetParts:
    """A sheet being edited: the name of its part, and its bytes as they are now."""

    part: str
    data: bytes

    @property
    def xml(self) -> Xml:
        """The sheet, to be looked into. Raises CannotEdit."""
        return Xml(self.data, MAIN)


def draw_boxes(package: Package, sheet: SheetParts, new: Mapping[Place, str], old: Mapping[Place, str]) -> None:
    """Give each new note its box, and the old ones theirs where the sheet has no drawing yet; told by their words.

    Raises CannotEdit where the drawing that is there cannot be added to.
    """
    xml = sheet.xml
    drawing = xml.child("legacyDrawing", leap="sheetData")
    columns = Columns(xml)
    if drawing is None:
        name = package.free_name("xl/drawings/vmlDrawing{}.vml")
        block = max(_blocks_in_use(package), default=0) + 1
        boxes = sorted({**old, **new}.items())
        blocks = ",".join(str(block + n) for n in range(len(boxes) // (_BLOCK - 1) + 1))
        head = (
            f'<xml{_declared(_VML)}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
        )
        shapes = "".join(_shape(columns, place, words, block * _BLOCK + n) for n, (place, words) in enumerate(boxes, 1))
        package.put(name, f"{head}{_TYPE}{shapes}</xml>".encode(), proved=False)
        if package.kind_of(name) != _DRAWING:
            package.declare(name, _DRAWING)
        _lead_to_drawing(xml, sheet, package.link(sheet.part, "vmlDrawing", name))
        return
    if not new:
        return
    name = _drawing_of(package, sheet.part, relation_id(xml.tag(drawing)))
    data = package.read(name)
    end, root = data.rfind(b"</xml>"), data[: data.find(b">", data.find(b"<xml")) + 1]
    if end < 0:
        raise CannotEdit("a drawing of another kind")
    first = max((int(n) for n in _SHAPE_ID.findall(data)), default=_BLOCK) + 1
    if first // _BLOCK != (first + len(new)) // _BLOCK:
        raise CannotEdit("more notes than ids")
    missing = _declared(p for p, uri in _VML.items() if f'xmlns:{p}="{uri}"'.encode() not in root)
    kind = b"" if b'id="_x0000_t202"' in data else _TYPE.replace(" ", missing + " ", 1).encode()
    each = (_shape(columns, place, words, first + n) for n, (place, words) in enumerate(new.items()))
    shapes = "".join(shape.replace(" ", missing + " ", 1) for shape in each)
    package.put(name, data[:end] + kind + shapes.encode() + data[end:], proved=False)


def _declared(prefixes: Iterable[str]) -> str:
    return "".join(f' xmlns:{prefix}="{_VML[prefix]}"' for prefix in prefixes)


def _blocks_in_use(package: Package) -> Iterator[int]:
    """The blocks of ids that the drawings of the workbook's notes have taken."""
    for name in package.names():
        if name.casefold().endswith(".vml"):
            for told in _BLOCKS.findall(package.read(name)):
                yield from (int(n) for n in told.replace(b" ", b"").split(b",") if n)


def _drawing_of(package: Package, part: str, link_id: str | None) -> str:
    found = next((link.target for link in package.links(part) if link.id == link_id), None)
    if found is None:
        raise CannotEdit("a drawing that is not there")
    return found


def _lead_to_drawing(xml: Xml, sheet: SheetParts, link_id: str) -> None:
    children = list(xml.children(leap="sheetData"))
    body = next((n for n, e in enumerate(children) if e.name == "sheetData"), 0)
    # An element of another namespace behind the cells wraps objects and controls, which stand behind the notes.
    behind = (e for e in children[body + 1 :] if e.name in _AFTER or e.name.startswith(":"))
    at = next((e.start for e in behind), xml.root.close)
    prefix, declared = xml.relation_prefix()
    told = xml.wrap("legacyDrawing", f'{declared}{prefix}:id="{link_id}"')
    sheet.data = splice(sheet.data, [(at, at, told)])


def _shape(columns: Columns, place: Place, words: str, number: int) -> str:
    tall = _height(words)
    row, column = place
    left = min(column, LAST_COLUMN - 1)  # beside the cell; columns count from 0 here
    right, wide = left, _WIDE
    while right < LAST_COLUMN - 1 and wide > columns.width(right + 1):
        wide -= columns.width(right + 1)
        right += 1
    top = max(row - 2, 0)
    bottom = min(top + max(tall // _ROW, 2), LAST_ROW - 1)
    anchor = f"{left}, 12, {top}, 4, {right}, {wide}, {bottom}, {tall % _ROW}"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style=\'position:absolute;margin-left:80pt;'
        f"margin-top:2pt;width:{_WIDE * 3 // 4}pt;height:{tall * 3 // 4}pt;z-index:1;visibility:hidden' "
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
        'obscured="t"/><v:path o:connecttype="none"/><v:textbox style=\'mso-direction-alt:auto\'>'
        "<div style='text-align:left'></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>"
        f"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _height(words: str) -> int:
    lines = sum(len(line) // _SIGNS + 1 for line in words.split("\n"))
    return min(lines + 3, 30) * _LINE + 8


def remove_boxes(package: Package, part: str, places: set[Place]) -> None:
    """Take the boxes of the notes at these cells off a sheet."""
    for link in package.links(part):
        if link.kind == "vmlDrawing" and not link.outside and package.has(link.target):
            data = package.read(link.target)
            kept = _SHAPE.sub(lambda shape: b"" if _belongs(shape.group(), places) else shape.group(), data)
            package.put(link.target, kept, proved=False)


def _belongs(shape: bytes, places: set[Place]) -> bool:
    row, column = re.search(rb":Row[^>]*>\s*(\d+)", shape), re.search(rb":Column[^>]*>\s*(\d+)", shape)
    return bool(row and column and (int(row.group(1)) + 1, int(column.group(1)) + 1) in places)
