"""The prepared body of a Word document as HTML. Owns mammoth, which is handed the document and writes the HTML.

mammoth's own way of reading a Word file takes two thirds of its time. What a body can hold once it is prepared
(`wordprepare`) is a short list: so it is read here, from the tree that is there already, into mammoth's own elements.
What is not on the list is an error, as every message of mammoth is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from lxml import etree

from .errors import TypesetError
from .wordparts import DOCUMENT, R, W, serialise
from .wordrules import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES, style_id_of

_IN_STYLE_MAP: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    f"{W}pStyle": ("paragraph", "p", PARAGRAPH_STYLES),
    f"{W}rStyle": ("character", "r", CHARACTER_STYLES),
    f"{W}tblStyle": ("table", "table", TABLE_STYLES),
}
_SILENT = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"))
"""Looks: what of them is not lost is told by styles and by the marks of `wordprepare`."""
_LINK = re.compile(r'\s*HYPERLINK\s+(\\l\s+)?(?:"(.*)"|([^\\]\S*))')
_BREAKS = {"": "line_break", "textWrapping": "line_break", "page": "page_break", "column": "column_break"}
_ODDLY_MADE = "The Word document is damaged inside. Open it in Word and save it again, or start from the template."

Elements = list[Any]
"""Elements of mammoth, which knows no types."""


def html_of(body: etree._Element, names: Mapping[tuple[str, str], str], links: Mapping[str, str]) -> etree._Element:
    """The HTML of a prepared `body`, each style in its place; an element `body` with all of it.

    `names` are the names of the document's styles, by kind and id, `links` the addresses that its links lead to, by
    the ids of their relations. Raises `TypesetError` for whatever would not come through.
    """
    import mammoth  # type: ignore[import-untyped]

    try:
        reader = _Reader(mammoth.documents, names, links)
        document = mammoth.documents.document(reader.inside(body))
        result = mammoth.convert_to_html(
            io.BytesIO(_no_document()),
            transform_document=lambda _: document,
            style_map=_style_map(body, names),
            include_default_style_map=False,
            include_embedded_style_map=False,
        )
    except TypesetError:
        raise
    except Exception:  # noqa: BLE001  (the library fails in ways of its own on what Word would never write)
        raise TypesetError(_ODDLY_MADE) from None
    if result.messages:
        said = (f"The Word document cannot be converted: {message.message}" for message in result.messages)
        raise TypesetError("\n".join(said))
    return etree.fromstring(f"<body>{result.value}</body>")


@cache
def _no_document() -> bytes:
    """The Word file that mammoth asks for; what it is to convert is handed to it besides."""
    document = etree.Element(f"{W}document")
    etree.SubElement(document, f"{W}body")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(DOCUMENT, serialise(document))
    return file.getvalue()


def _style_map(body: etree._Element, names: Mapping[tuple[str, str], str]) -> str:
    """The lines of the style map for the styles of `body`, those first that it uses most: mammoth tries one by one."""
    lines = []
    seen = Counter((str(item.tag), item.get(f"{W}val", "")) for item in body.iter(*_IN_STYLE_MAP))
    for (tag, style_id), _ in seen.most_common():
        kind, element, paths = _IN_STYLE_MAP[tag]
        name = names.get((kind, style_id), "")
        if name in paths:
            lines.append(f"{element}[style-name='{name}'] => {paths[name]}")
    return "\n".join(dict.fromkeys(lines))


class _Reader:
    """Reads elements of Word as elements of mammoth (`documents` is its module of them), in the order of the text."""

    def __init__(self, documents: Any, names: Mapping[tuple[str, str], str], links: Mapping[str, str]) -> None:
        self.documents = documents
        self.indent = documents.paragraph_indent()
        self.names = names
        self.links = links
        self.fields: list[dict[str, str] | None] = []
        """The fields that are open: where each leads; None where it leads nowhere, or its code is being read."""
        self.code: list[str] = []
        self.known: Mapping[object, Callable[[etree._Element], Elements]] = {
            f"{W}p": self.paragraph,
            f"{W}r": self.run,
            f"{W}t": lambda text: [
                documents.text("".join(map(str, text.itertext())) if len(text) else text.text or "")
            ],
            f"{W}br": self.line_break,
            f"{W}tab": lambda _: [documents.tab()],
            f"{W}noBreakHyphen": lambda _: [documents.text("\u2011")],
            f"{W}softHyphen": lambda _: [documents.text("\u00ad")],
            f"{W}sym": self.symbol,
            f"{W}hyperlink": self.link,
            f"{W}fldChar": self.field,
            f"{W}instrText": self.instruction,
            f"{W}tbl": self.table,
        }

    def inside(self, parent: etree._Element) -> Elements:
        """What the children of `parent` are."""
        found: Elements = []
        for child in parent:
            known = self.known.get(child.tag)
            if known is not None:
                found += known(child)
            elif child.tag not in _SILENT:
                raise TypesetError(_ODDLY_MADE)
        return found

    def style(self, element: etree._Element, kind: str) -> Mapping[str, str]:
        """The style that an element asks for."""
        style_id = style_id_of(element, kind)
        if style_id is None:
            return {}
        if (kind, style_id) not in self.names:
            missing = f'it asks for the {kind} style "{style_id}", which it does not have. Start from the template.'
            raise TypesetError(f"The Word document cannot be converted: {missing}")
        return {"style_id": style_id, "style_name": self.names[kind, style_id]}

    def paragraph(self, paragraph: etree._Element) -> Elements:
        style = self.style(paragraph, "paragraph")
        return [self.documents.paragraph(self.inside(paragraph), indent=self.indent, **style)]

    def run(self, run: etree._Element) -> Elements:
        inside = self.inside(run)
        leading = next((field for field in reversed(self.fields) if field is not None), None) if self.fields else None
        if leading is not None:
            inside = [self.documents.hyperlink(inside, **leading)]
        style = self.style(run, "character")
        return [self.documents.run(inside, **style)] if style else inside

    def line_break(self, item: etree._Element) -> Elements:
        return [getattr(self.documents, _BREAKS[item.get(f"{W}type", "")])]

    def symbol(self, symbol: etree._Element) -> Elements:
        """A sign of a font that numbers its signs its own way, such as Wingdings."""
        from mammoth.docx.dingbats import dingbats  # type: ignore[import-untyped]

        font, code = symbol.get(f"{W}font"), symbol.get(f"{W}char", "")
        sign = dingbats.get((font, int(code, 16)))
        if sign is None and re.match("F0..", code):
            sign = dingbats.get((font, int(code[2:], 16)))
        if sign is None:
            unknown = f"the sign {code} of the font {font} is not known. Use another sign."
            raise TypesetError(f"The Word document cannot be converted: {unknown}")
        return [self.documents.text(chr(sign))]

    def link(self, link: etree._Element) -> Elements:
        address, place = self.links[link.get(f"{R}id", "")], link.get(f"{W}anchor")
        if place is not None:
            address = f"{address.partition('#')[0]}#{place}"
        frame = link.get(f"{W}tgtFrame") or None
        return [self.documents.hyperlink(self.inside(link), href=address, target_frame=frame)]

    def instruction(self, instruction: etree._Element) -> Elements:
        self.code += map(str, instruction.itertext())
        if "FORMCHECKBOX" in "".join(self.code):
            raise TypesetError("The Word document cannot be converted: a tick box stands in a link. Move it out.")
        return []

    def field(self, mark: etree._Element) -> Elements:
        """Where a field begins, where its code ends, and where it ends."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append(None)
            self.code.clear()
        elif kind in ("separate", "end") and not self.fields:
            raise TypesetError(_ODDLY_MADE)
        elif kind == "separate":
            self.fields[-1] = _leading("".join(self.code))
        elif kind == "end":
            self.fields.pop()
        return []

    def table(self, table: etree._Element) -> Elements:
        rows = [row for row in table if row.tag not in _SILENT]
        cells = [[cell for cell in row if cell.tag not in _SILENT] for row in rows]
        if any(row.tag != f"{W}tr" for row in rows) or any(c.tag != f"{W}tc" for row in cells for c in row):
            raise TypesetError(_ODDLY_MADE)
        style = self.style(table, "table")
        spans = _spans(cells)
        made = []
        for row, inside in zip(rows, cells, strict=True):
            heads = row.find(f"{W}trPr/{W}tblHeader") is not None
            made.append(self.documents.table_row([c for cell in inside for c in self.cell(cell, spans)], heads))
        return [self.documents.table(made, **style)]

    def cell(self, cell: etree._Element, spans: Mapping[etree._Element, int]) -> Elements:
        inside = self.inside(cell)
        rows = spans[cell]
        return [self.documents.table_cell(inside, colspan=_columns(cell), rowspan=rows)] if rows else []


def _leading(code: str) -> dict[str, str] | None:
    """Where a field with this code leads, if it is a link."""
    found = _LINK.match(code)
    if found is None:
        return None
    inside, quoted, bare = found.groups()
    return {"href" if inside is None else "anchor": bare if quoted is None else quoted}


def _spans(rows: Sequence[Sequence[etree._Element]]) -> dict[etree._Element, int]:
    """How many rows each cell fills; 0 for one that goes on with the cell above it."""
    spans: dict[etree._Element, int] = {}
    above: dict[int, etree._Element] = {}
    for row in rows:
        column = 0
        for cell in row:
            more = cell.find(f"{W}tcPr/{W}vMerge")
            if more is not None and more.get(f"{W}val") in (None, "", "continue") and column in above:
                spans[above[column]] += 1
                spans[cell] = 0
            else:
                above[column] = cell
                spans[cell] = 1
            column += _columns(cell)
    return spans


def _columns(cell: etree._Element) -> int:
    """How many columns a cell fills."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int("1" if span is None else span.get(f"{W}val", "1"))
