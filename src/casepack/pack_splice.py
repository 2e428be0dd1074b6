"""One Word file out of several filled ones: each a part with a heading, a footer and a line in the contents.

The pack's own template gives the pages around the parts. Each Part Title begins a part: a section of its own, on a new
page. The words of a part are those of its own document, its headings one level lower; nothing is written twice.

Pure: bytes in, bytes out.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from .errors import TemplateError
from .word_picture import Picture, add_picture, drawing
from .wordparts import (
    CONTENT_TYPES,
    DOCUMENT,
    RELATIONSHIP,
    R,
    W,
    parse,
    parts,
    rebuild,
    relations_name,
    serialise,
    words,
)

LOWER = {"Title": "PartTitle", "Heading1": "PartHeading", "Heading2": "PartSubheading"}
"""The styles of headings, by their ids in a file, and those that look alike one level lower."""

CONTENTS = "Contents"
"""The caption of the table that becomes the contents; its second row is the pattern for each line."""

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_BEFORE_TYPE = ("headerReference", "footerReference")
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_PNG, _DENSITY = b"\x89PNG", b"pHYs"
_BOOKMARK = "part_{}"


@dataclass(frozen=True, slots=True)
class Item:
    """A filled document that becomes a part: its heading in the pack, and what its footer calls it."""

    heading: str
    name: str
    docx: bytes


def splice(pack: bytes, items: Sequence[Item], *, place: str, pages: Sequence[int] = ()) -> bytes:
    """The pack with `items`, and their pictures, in place of its paragraph that says `place`.

    `pages` are the pages of the parts in their order, for the contents; without them it says 0. Same in, same bytes.
    Raises `TemplateError` where the pack's template has lost one of these places.
    """
    members = parts(pack)
    root = parse(members[DOCUMENT], DOCUMENT)
    body = root.find(f"{W}body")
    if body is None:
        raise TemplateError("the pack's template has no text.")
    home = _paragraph(body, place)
    work = _Work(members, body)
    for item in items:
        for block in _lowered(item, work):
            home.addprevious(block)
    body.remove(home)
    names = {item.heading: item.name for item in items}
    titles = [p for p in body.iterchildren(f"{W}p") if _style(p) == "PartTitle"]
    work.contents(titles, pages)
    work.sections(titles, names)
    return rebuild({**work.members, DOCUMENT: serialise(root)})


def part_titles(docx: bytes) -> list[str]:
    """The headings of the parts of a pack, in their order."""
    root = parse(parts(docx)[DOCUMENT], DOCUMENT)
    return [" ".join(words(p).split()) for p in root.iterfind(f"{W}body/{W}p") if _style(p) == "PartTitle"]


def _paragraph(body: etree._Element, text: str) -> etree._Element:
    found = [p for p in body.iterchildren(f"{W}p") if words(p).strip() == text]
    if len(found) != 1:
        raise TemplateError(f'the pack\'s template must say "{text}" once, in a paragraph of its own.')
    return found[0]


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _lowered(item: Item, work: _Work) -> list[etree._Element]:
    """The blocks of a document as a part: headings one level lower, its title in the words of the pack."""
    members = parts(item.docx)
    body = parse(members[DOCUMENT], DOCUMENT).find(f"{W}body")
    blocks = [] if body is None else [block for block in body if block.tag != f"{W}sectPr"]
    for block in blocks:
        for shape in list(block.iter(f"{W}drawing")):
            work.take_over(shape, members, item.name)
        links = (e.tag == _BLIP for e in block.iter(etree.Element) if any(str(key).startswith(R) for key in e.attrib))
        if not all(links):
            raise TemplateError(f"the document of {item.name} holds a link, which a pack cannot take over.")
        for mark in list(block.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            _remove(mark)
        for style in block.iter(f"{W}pStyle"):
            style.set(f"{W}val", LOWER.get(style.get(f"{W}val", ""), style.get(f"{W}val", "")))
    titles = [block for block in blocks if block.tag == f"{W}p" and _style(block) == "PartTitle"]
    if len(titles) != 1:
        raise TemplateError(f"the document of {item.name} needs one Title, for the pack to begin its part with.")
    title = titles[0]
    _say(title, item.heading)
    after = title.getnext()
    if after is not None and words(after).split() == item.heading.split():  # a line that only says the heading again
        blocks.remove(after)
    blocks.remove(title)
    return [title, *blocks]


def _say(paragraph: etree._Element, text: str) -> None:
    """Have a paragraph say `text` alone, looking as its first words did."""
    runs = list(paragraph.iterchildren(f"{W}r"))
    for run in runs[1:]:
        paragraph.remove(run)
    run = runs[0] if runs else etree.SubElement(paragraph, f"{W}r")
    for child in list(run):
        if child.tag != f"{W}rPr":
            run.remove(child)
    _add_text(run, text)


def _add_text(run: etree._Element, text: str) -> None:
    held = etree.SubElement(run, f"{W}t")
    held.text = text
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


class _Work:
    """One pack in the making: its parts by name, and the body of its document."""

    def __init__(self, members: Mapping[str, bytes], body: etree._Element) -> None:
        self.members = dict(members)
        self.body = body
        self.drawn = 0
        ids = re.findall(rb'docPr [^>]*?id="(\d+)"', b"".join(d for n, d in members.items() if n.endswith(".xml")))
        self.first_free = max(map(int, ids), default=0)

    # The contents

    def contents(self, titles: Sequence[etree._Element], pages: Sequence[int]) -> None:
        """A line for each part but the one that holds the contents, with the page on which it begins."""
        table = next((t for t in self.body.iterchildren(f"{W}tbl") if _caption(t) == CONTENTS), None)
        rows = [] if table is None else list(table.iterchildren(f"{W}tr"))
        if table is None or len(rows) != 2:
            raise TemplateError(f'the pack\'s template needs a table with the caption "{CONTENTS}" and two rows.')
        before = [t for t in titles if self.body.index(t) < self.body.index(table)]
        own = before[-1] if before else None
        for number, title in enumerate(titles, start=1):
            if title is own:
                continue
            row = copy.deepcopy(rows[1])
            table.append(row)
            cells = [next(cell.iterchildren(f"{W}p")) for cell in row.iterchildren(f"{W}tc")]
            _say(cells[0], " ".join(words(title).split()))
            _page_of(cells[-1], number, pages[number - 1] if pages else 0)
            _mark(title, number)
        table.remove(rows[1])

    # Sections

    def sections(self, titles: Sequence[etree._Element], names: Mapping[str, str]) -> None:
        """Have each part begin a section, with a footer that calls it by its name."""
        final = self.body.find(f"{W}sectPr")
        if final is None:
            raise TemplateError("the pack's template has no page set-up.")
        footer = self._default_footer(final)
        own = [copy.deepcopy(final)]
        for number, title in enumerate(titles, start=1):
            heading = " ".join(words(title).split())
            own.append(self._set_up(final, footer, number, names.get(heading, heading)))
        for title, set_up in zip(titles, own, strict=False):
            title.addprevious(_break(title.getprevious(), set_up))
        self.body.replace(final, own[-1])

    def _default_footer(self, set_up: etree._Element) -> str:
        wanted = [r.get(f"{R}id") for r in set_up.iterfind(f"{W}footerReference") if r.get(f"{W}type") == "default"]
        for relation in self._pointers():
            if wanted and relation.get("Id") == wanted[0]:
                return posixpath.join("word", relation.get("Target", ""))
        raise TemplateError("the pack's template has lost its footer, and its marking.")

    def _set_up(self, final: etree._Element, footer: str, number: int, name: str) -> etree._Element:
        """The page set-up of a part: header of the one before, a footer of its own, no first page of its own."""
        root = parse(self.members[footer], footer)
        left = next((p for p in root.iter(f"{W}p") if _style(p) == "Footer"), None)
        if left is None:
            raise TemplateError("the footer of the pack's template needs a paragraph of style footer, for the part.")
        _say(left, name)
        relation = self._add_part(f"word/footer-part{number}.xml", serialise(root), "footer", _FOOTER_TYPE)
        set_up = copy.deepcopy(final)
        for child in list(set_up):
            if child.tag in {f"{W}{name}" for name in (*_BEFORE_TYPE, "titlePg")}:
                set_up.remove(child)
        reference = etree.Element(f"{W}footerReference", {f"{W}type": "default", f"{R}id": relation})
        set_up.insert(0, reference)
        return set_up

    # Pictures

    def take_over(self, shape: etree._Element, members: Mapping[str, bytes], name: str) -> None:
        """Have a drawing of another document show its picture from this one. Raises `TemplateError` for any other."""
        pointers = parse(members[relations_name(DOCUMENT)], relations_name(DOCUMENT))
        targets = {item.get("Id"): posixpath.join("word", item.get("Target", "")) for item in pointers}
        shown = [targets.get(blip.get(f"{R}embed"), "") for blip in shape.iter(_BLIP)]
        words = [properties.get("descr", "") for properties in shape.iter("{*}docPr")]
        png = members.get(shown[0], b"") if len(shown) == len(words) == 1 else b""
        parent = shape.getparent()
        if parent is None or not png.startswith(_PNG) or _DENSITY not in png:
            raise TemplateError(f"the document of {name} holds a picture that casepack did not draw.")
        parent.replace(shape, self._drawing(Picture(png, words[0])))

    def _drawing(self, picture: Picture) -> etree._Element:
        self.drawn += 1
        relation = f"rIdPicture{self.drawn}"
        add_picture(self.members, picture, relation, f"picture{self.drawn}")
        return drawing(picture, relation, self.first_free + self.drawn)

    # Parts of the file

    def _pointers(self) -> etree._Element:
        return parse(self.members[relations_name(DOCUMENT)], relations_name(DOCUMENT))

    def _add_part(self, name: str, data: bytes, kind: str, content_type: str) -> str:
        """Put a part into the file; the id by which the document points to it."""
        self.members[name] = data
        pointers = self._pointers()
        relation = f"rIdPart{len(pointers) + 1}"
        target = posixpath.relpath(name, "word")
        etree.SubElement(pointers, RELATIONSHIP, Id=relation, Type=f"{_RELATIONSHIPS}/{kind}", Target=target)
        self.members[relations_name(DOCUMENT)] = serialise(pointers)
        types = parse(self.members[CONTENT_TYPES], CONTENT_TYPES)
        etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        self.members[CONTENT_TYPES] = serialise(types)
        return relation


def _caption(table: etree._Element) -> str:
    caption = table.find(f"{W}tblPr/{W}tblCaption")
    return "" if caption is None else caption.get(f"{W}val", "")


def _mark(title: etree._Element, number: int) -> None:
    """A bookmark around the words of a part's heading."""
    name = _BOOKMARK.format(number)
    start = etree.Element(f"{W}bookmarkStart", {f"{W}id": str(number), f"{W}name": name})
    title.insert(0 if title.find(f"{W}pPr") is None else 1, start)
    etree.SubElement(title, f"{W}bookmarkEnd", {f"{W}id": str(number)})


def _page_of(paragraph: etree._Element, number: int, page: int) -> None:
    """The page of a part, as a field that Word can work out anew, with what is known now as its result."""
    _say(paragraph, str(page))
    result = next(paragraph.iterchildren(f"{W}r"))
    properties = result.find(f"{W}rPr")

    def run(child: etree._Element) -> etree._Element:
        made = etree.Element(f"{W}r")
        if properties is not None:
            made.append(copy.deepcopy(properties))
        made.append(child)
        return made

    code = etree.Element(f"{W}instrText")
    code.text = f" PAGEREF {_BOOKMARK.format(number)} \\h "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for child in (_field("begin"), code, _field("separate")):
        result.addprevious(run(child))
    result.addnext(run(_field("end")))


def _field(kind: str) -> etree._Element:
    return etree.Element(f"{W}fldChar", {f"{W}fldCharType": kind})


def _break(before: etree._Element | None, set_up: etree._Element) -> etree._Element:
    """The end of a section: the empty paragraph that stands there already, or a new one that takes no room."""
    if before is not None and before.tag == f"{W}p" and _style(before) == "Gap" and not words(before).strip():
        paragraph = before
    else:
        paragraph = etree.Element(f"{W}p")
        etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pStyle", {f"{W}val": "Gap"})
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        properties.append(set_up)
    return paragraph
