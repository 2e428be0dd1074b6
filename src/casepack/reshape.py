"""Give mammoth's plain HTML back what it dropped: column widths, header cells, layout blocks, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from .long_rows import may_break
from .wordparts import W, has_part, whole_number
from .wordprepare import (
    FIELD_END,
    FIELD_START,
    IMAGE_END,
    IMAGE_START,
    KEEP,
    NEW_PAGE,
    PAGE,
    PAGE_OF_END,
    PAGE_OF_START,
    PAGES,
    PLACE_END,
    PLACE_START,
    TAB,
)
from .wordrules import near, style_of

_IMAGE = re.compile(f"{IMAGE_START}([0-9]+){IMAGE_END}")
_FIELD = re.compile(f"{FIELD_START}([0-9]+){FIELD_END}")
_PLACE = re.compile(f"{PLACE_START}([0-9]+){PLACE_END}")
_PAGE_OF = re.compile(f"{PAGE_OF_START}([0-9]+){PAGE_OF_END}")
_BLOCKS_IN_CELLS = ("table", "thead", "tbody", "tr", "td", "th")
_TEXT_WIDTH = 9638
"""Width between the margins of the house, in twentieths of a point."""


@dataclass(frozen=True)
class TableLook:
    """What a Word `table` says about itself and mammoth drops. Widths are parts of the whole, in percent.

    `breaking` says of each row whether it may run on to the next page.
    """

    table: etree._Element
    style: str
    widths: tuple[float, ...]
    share: float
    first_column: bool
    breaking: tuple[bool, ...]

    @property
    def place(self) -> str:
        """Where the table stands, for an officer."""
        return near(self.table)


def table_look(table: etree._Element, names: Mapping[tuple[str, str], str], text_width: int = _TEXT_WIDTH) -> TableLook:
    """Read the look of one Word table from its properties and its grid."""
    columns = [whole_number(c.get(f"{W}w")) for c in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    whole = sum(columns) or 1
    first = has_part(table.find(f"{W}tblPr/{W}tblLook"), "firstColumn")
    widths = tuple(round(100 * c / whole, 2) for c in columns)
    share = min(100.0, round(100 * whole / text_width, 2))
    breaking = tuple(map(may_break, table.iterchildren(f"{W}tr")))
    return TableLook(table, style_of(table, "table", names), widths, share, first, breaking)


def reshape(root: etree._Element, looks: Sequence[TableLook]) -> list[str]:
    """Change the HTML under `root` in place; `looks` are the tables of the document in its order. Returns faults."""
    faults: list[str] = []
    tables = list(root.iter("table"))
    for table, look in zip(tables, looks, strict=True):
        faults += _ragged(table, look)
        for row, breaking in zip(_rows(table), look.breaking, strict=True):
            if breaking:
                _let_break(row)
        if look.style in ("Layout", "Tiles"):
            _as_blocks(table, look)
        else:
            faults += _as_data(table, look)
    for element in list(root.iter("p", "li", "h1", "h2", "h3", "h4")):
        _place(element)
        _marks(element)
        _tabs(element)
    for cell in root.iter("td", "th"):
        _unwrap_only_paragraph(cell)
    return faults + list(_headings(root)) + list(_links(root))


def _let_break(row: etree._Element) -> None:
    """Let a row run on to the next page; its cells keep their room above and below on both."""
    row.set("style", "break-inside:auto")
    for cell in row:
        cell.set("style", "box-decoration-break:clone")


def finish(html: str, images: Sequence[str], fields: Sequence[str] = ()) -> str:
    """Put page numbers, references to pages, boxes to fill in and pictures where their marks stand in the HTML."""
    html = _PAGE_OF.sub(r'<a class="page-of" href="#place-\1"></a>', html)
    html = html.replace(PAGE, '<span class="page"></span>').replace(PAGES, '<span class="pages"></span>')
    html = _FIELD.sub(lambda found: fields[int(found.group(1))], html)
    return _IMAGE.sub(lambda found: images[int(found.group(1))], html)


def _words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody"):
            yield from child


def _placed(table: etree._Element) -> Iterator[tuple[etree._Element, list[tuple[int, etree._Element]], int]]:
    """Each row with its cells by column, and the number of columns it fills (cells from rows above counted)."""
    open_rows: dict[int, int] = {}
    for row in _rows(table):
        cells: list[tuple[int, etree._Element]] = []
        column = 0
        taken = {c for c, left in open_rows.items() if left > 0}
        open_rows = {c: left - 1 for c, left in open_rows.items() if left > 1}
        for cell in row:
            while column in taken:
                column += 1
            cells.append((column, cell))
            for _ in range(int(cell.get("colspan", "1"))):
                if int(cell.get("rowspan", "1")) > 1:
                    open_rows[column] = int(cell.get("rowspan", "1")) - 1
                column += 1
        while column in taken:
            column += 1
        yield row, cells, column


def _ragged(table: etree._Element, look: TableLook) -> list[str]:
    if next(_rows(table), None) is None:
        return ["There is a table without rows. Remove it, or give it a row."]
    if all(columns == len(look.widths) for _, _, columns in _placed(table)):
        return []
    return [f"{look.place}: a row of this table has more or fewer cells than the table has columns. Make them equal."]


def _as_data(table: etree._Element, look: TableLook) -> list[str]:
    """Columns with widths, header cells with what they head. Returns faults."""
    faults: list[str] = []
    head = table.find("thead")
    if look.style == "Grid" and head is None:
        faults.append(f"{look.place}: the first row of a Grid table must repeat (Layout, Repeat Header Rows).")
    for row, cells, _ in _placed(table):
        heading = row.getparent() is head and head is not None
        for column, cell in cells:
            if heading:
                cell.set("scope", "col")
            elif look.first_column and column == 0:
                cell.tag = "th"
                cell.set("scope", "row")
            if cell.tag == "th" and not _words(cell).strip():
                faults.append(f"{look.place}: a header cell of this table is empty. Say what the cells beside it hold.")
    columns = etree.Element("colgroup")
    for width in look.widths:
        etree.SubElement(columns, "col", style=f"width:{width:g}%")
    table.insert(0, columns)
    if look.share < 99.5:
        table.set("style", f"width:{look.share:g}%")
    return faults


def _as_blocks(table: etree._Element, look: TableLook) -> None:
    """A table that only arranges becomes plain blocks in the same order: it is no table to a screen reader."""
    kind = table.get("class", "")
    for _, cells, _ in _placed(table):
        for column, cell in cells:
            span = int(str(cell.attrib.pop("colspan", "1")))
            cell.attrib.pop("rowspan", "")
            cell.tag = "div"
            cell.set("class", f"{kind}-cell")
            cell.set("style", f"width:{sum(look.widths[column : column + span]):g}%")
    for row in _rows(table):
        row.tag = "div"
        row.set("class", f"{kind}-row")
    for group in list(table):
        if group.tag in ("thead", "tbody"):
            for row in list(group):
                group.addprevious(row)
            table.remove(group)
    table.tag = "div"


def _place(element: etree._Element) -> None:
    """Give an element the name of the place that is marked at its start, so that its page can be told elsewhere."""
    found = _PLACE.search(element.text or "")
    if found:
        element.set("id", f"place-{found.group(1)}")
        element.text = _PLACE.sub("", element.text or "")


def _marks(element: etree._Element) -> None:
    text = element.text or ""
    bare = text.lstrip(NEW_PAGE + KEEP)
    marks = text[: len(text) - len(bare)]
    if not marks:
        return
    element.text = bare
    if KEEP in marks:
        _add_class(element, "keep")
    if NEW_PAGE in marks:
        home = element
        while (parent := home.getparent()) is not None and parent.tag in _BLOCKS_IN_CELLS:
            home = parent
        _add_class(home, "new-page")


def _tabs(element: etree._Element) -> None:
    """Part a paragraph at its tabs into spans: a label and the rest, or left, middle and right of a footer."""
    if TAB not in _words(element):
        return
    spans = [etree.Element("span", {"class": "tab"})]
    _spread(spans, element.text or "")
    for child in list(element):
        tail, child.tail = child.tail or "", None
        spans[-1].append(child)
        _spread(spans, tail)
    element.text = None
    element.extend(spans)
    if element.get("class") not in ("reference", "tick"):
        _add_class(element, "tabs")


def _spread(spans: list[etree._Element], text: str) -> None:
    first, *rest = text.split(TAB)
    last = spans[-1]
    if len(last):
        last[-1].tail = (last[-1].tail or "") + first
    else:
        last.text = (last.text or "") + first
    for part in rest:
        spans.append(etree.Element("span", {"class": "after-tab"}))
        spans[-1].text = part


def _unwrap_only_paragraph(cell: etree._Element) -> None:
    """A cell of one Table Text paragraph holds its words directly: one block less to lay out and to read through."""
    if len(cell) != 1 or cell[0].tag != "p" or cell[0].get("class") != "table-text":
        return
    only = cell[0]
    cell.text = only.text
    cell.remove(only)
    cell.extend(list(only))


def _add_class(element: etree._Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _headings(root: etree._Element) -> Iterator[str]:
    level = 0
    for heading in root.iter("h1", "h2", "h3", "h4"):
        found = int(str(heading.tag)[1])
        words = _words(heading)[:48]
        if found > level + 1:
            needed = ("Title", "Heading 1", "Heading 2")[level]
            yield f'near "{words}": a heading skips a level; a paragraph of style {needed} must come before it.'
        level = found


def _links(root: etree._Element) -> Iterator[str]:
    for link in root.iter("a"):
        if not link.get("href", "").startswith(("https://", "mailto:")):
            words = _words(link)[:48]
            yield f'near "{words}": a link may only lead to https:// or mailto: addresses. Remove or change it.'
        link.attrib.pop("target", "")
        # An element inside the link would take the annotation, and the link would lose its own tag.
        etree.strip_tags(link, "span")
