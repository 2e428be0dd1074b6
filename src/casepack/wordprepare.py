"""Make the parts of a Word document plain before they go to mammoth, with marks for what mammoth would drop.

Marks are characters from the private use area, which no document may hold of its own; they come through
the conversion as text, and `reshape` turns them into elements and classes.
"""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lxml import etree

from .form_fields import field_of, is_empty
from .form_marks import field_html
from .wordgate import MOST_POINTS, points
from .wordparts import R, W, is_on, whole_number
from .wordrules import TAB_STYLES, near, style_of, text_of

NEW_PAGE, PAGE, PAGES, KEEP, TAB, SPLIT = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
IMAGE_START, IMAGE_END = "\ue006", "\ue007"
PLACE_START, PLACE_END = "\ue008", "\ue009"
PAGE_OF_START, PAGE_OF_END = "\ue00a", "\ue00b"
FIELD_START, FIELD_END = "\ue00c", "\ue00d"
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
FLOATS = "a picture or shape floats. Set it in line with the text (Layout Options)."
WORDLESS = "a picture has no alternative text. Say what it shows (View Alt Text)."

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EMU_PER_MM = 36_000
_DROPPED = tuple(
    f"{W}{name}"
    for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "permStart", "permEnd")
)
_FIELDS = (f"{W}fldSimple", f"{W}fldChar")
_BREAKS_AND_TABS = (f"{W}cr", f"{W}tab")
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

ReadPart = Callable[[str], bytes | None]
"""From the id of a relation (rId4) to the bytes it points to; None when it points nowhere."""


class Preparation:
    """Prepares the parts of one document; collects its pictures, its boxes to fill in and its faults on the way."""

    def __init__(self, names: Mapping[tuple[str, str], str], parts: Sequence[etree._Element] = ()) -> None:
        """Start with the style `names` of the document, by kind and id, and all `parts` that will be prepared."""
        self.names = names
        self.faults: list[str] = []
        self.images: list[str] = []
        self.fields: list[str] = []
        self.places = _asked_places(parts)

    def prepare(self, part: etree._Element, where: str, read: ReadPart, frame: bool) -> None:
        """Make `part` plain, in place. `frame` says that it is a header or footer, where page numbers may stand."""
        self.where = where
        for bookmark in list(part.iter(f"{W}bookmarkStart")):
            self._place(bookmark)
        for element in list(part.iter(*_DROPPED)):
            _remove(element)
        for control in list(part.iter(f"{W}sdt")):
            if frame or not is_empty(control):
                _unwrap(control, control.find(f"{W}sdtContent"))
            else:
                self._field(control)
        for link in list(part.iter(f"{W}hyperlink")):
            if frame or not link.get(f"{R}id"):
                _unwrap(link, link)
        for drawing in list(part.iter(f"{W}drawing")):
            self._image(drawing, read)
        new_page = False
        with_fields, with_breaks = (_around(part.iter(*tags)) for tags in (_FIELDS, _BREAKS_AND_TABS))
        for paragraph in list(part.iter(f"{W}p")):
            if paragraph in with_fields:
                self._fields(paragraph, frame)
            if paragraph in with_breaks:
                self._breaks_and_tabs(paragraph, frame)
            new_page = self._flags(paragraph, new_page)

    def _field(self, control: etree._Element) -> None:
        """Put a mark where a box waits to be filled in."""
        found = field_of(control)
        if found is not None:
            self.fields.append(field_html(found, control, self.names))
            run = etree.Element(f"{W}r")
            _text(run, f"{FIELD_START}{len(self.fields) - 1}{FIELD_END}")
            _replace(control, run)

    def _fault(self, element: etree._Element, text: str) -> None:
        self.faults.append(f"{self.where}, {near(element)}: {text}")

    def _fields(self, paragraph: etree._Element, frame: bool) -> None:
        for simple in list(paragraph.iter(f"{W}fldSimple")):
            mark = self._field_mark(simple, simple.get(f"{W}instr", ""), frame)
            run = etree.Element(f"{W}r")
            _text(run, mark)
            _replace(simple, run)
        inside: list[etree._Element] = []
        depth = 0
        for item in [child for run in paragraph.iter(f"{W}r") for child in run]:
            kind = item.get(f"{W}fldCharType") if item.tag == f"{W}fldChar" else ""
            depth += kind == "begin"
            if depth:
                inside.append(item)
            depth -= kind == "end"
            if kind == "end" and not depth:
                self._close_field(inside, frame)
                inside = []
        if inside:
            self._fault(paragraph, "a field runs over several paragraphs, such as a table of contents. Remove it.")

    def _close_field(self, inside: list[etree._Element], frame: bool) -> None:
        code = "".join(item.text or "" for item in inside if item.tag == f"{W}instrText")
        if code.split()[:1] == ["HYPERLINK"]:
            if frame:
                for item in inside:
                    if item.tag in (f"{W}fldChar", f"{W}instrText"):
                        _remove(item)
            return
        mark = self._field_mark(inside[0], code, frame)
        run = inside[-1].getparent()
        for item in inside:
            _remove(item)
        if run is not None:
            _text(run, mark)

    def _field_mark(self, element: etree._Element, code: str, frame: bool) -> str:
        name = (code.split() or [""])[0].upper()
        if frame and name in ("PAGE", "NUMPAGES"):
            return PAGE if name == "PAGE" else PAGES
        if not frame and name == "PAGEREF" and code.split()[1:2] and code.split()[1] in self.places:
            return f"{PAGE_OF_START}{self.places.index(code.split()[1])}{PAGE_OF_END}"
        self._fault(element, f"the field {name or '(empty)'} cannot be shown in the PDF. Type its words instead.")
        return ""

    def _place(self, bookmark: etree._Element) -> None:
        """Mark the paragraph of a bookmark whose page is asked for."""
        name = bookmark.get(f"{W}name", "")
        home = next(bookmark.iterancestors(f"{W}p"), None)
        if name in self.places and home is not None:
            run = etree.Element(f"{W}r")
            _text(run, f"{PLACE_START}{self.places.index(name)}{PLACE_END}")
            home.insert(0 if home.find(f"{W}pPr") is None else 1, run)

    def _image(self, drawing: etree._Element, read: ReadPart) -> None:
        inline = drawing.find(f"{_WP}inline")
        blip = None if inline is None else inline.find(f".//{_DRAW}blip")
        if inline is None or blip is None:
            self._fault(drawing, FLOATS)
            return
        properties, extent = inline.find(f"{_WP}docPr"), inline.find(f"{_WP}extent")
        words = "" if properties is None else (properties.get("descr") or "").strip()
        content = read(blip.get(f"{R}embed", ""))
        kind = next((k for start, k in _KINDS.items() if content and content.startswith(start)), "")
        crop = inline.find(f".//{_DRAW}srcRect")
        if not words:
            self._fault(drawing, WORDLESS)
        elif content is None or not kind:
            self._fault(drawing, "a picture is neither PNG nor JPEG, or is not in the file. Insert it again as PNG.")
        elif crop is not None and crop.attrib:
            self._fault(drawing, "a picture is cropped, which the PDF would lose. Crop it before you insert it.")
        elif points(content) > MOST_POINTS:
            self._fault(drawing, f"a picture has over {MOST_POINTS // 1_000_000} million points. Use a smaller one.")
        elif (width := whole_number(None if extent is None else extent.get("cx")) / _EMU_PER_MM) <= 0:
            self._fault(drawing, "a picture has no width. Insert it again.")
        else:
            source = f"data:{kind};base64,{base64.b64encode(content).decode()}"
            image = etree.Element("img", alt=words, src=source, style=f"width:{width:.2f}mm")
            self.images.append(etree.tostring(image, method="html", encoding="unicode"))
            run = drawing.getparent()
            if run is not None:
                _text(run, f"{IMAGE_START}{len(self.images) - 1}{IMAGE_END}", drawing)
        _remove(drawing)

    def _breaks_and_tabs(self, paragraph: etree._Element, frame: bool) -> None:
        for feed in list(paragraph.iter(f"{W}cr")):
            feed.tag = f"{W}br"
        tabs = [tab for run in paragraph.iter(f"{W}r") for tab in run.iterfind(f"{W}tab")]
        style = style_of(paragraph, "paragraph", self.names)
        if tabs and not frame and (style not in TAB_STYLES or len(tabs) > 1):
            self._fault(paragraph, "a tab, which the PDF would lose. Use a table of style Facts or Layout.")
            return
        for tab in tabs:
            _split_run(tab)

    def _flags(self, paragraph: etree._Element, new_page: bool) -> bool:
        """Mark a paragraph that starts a page or stays with the next; True when the next one has to start a page."""
        for line_break in list(paragraph.iter(f"{W}br")):
            kind = line_break.get(f"{W}type", "textWrapping")
            if kind == "page" and not text_of(paragraph):
                new_page = True
                _remove(line_break)
            elif kind != "textWrapping":
                self._fault(
                    paragraph, "a page break inside a paragraph. Use Page break before (Paragraph, Line breaks)."
                )
        if not any(item.text for item in paragraph.iter(f"{W}t")):
            if style_of(paragraph, "paragraph", self.names) != "Answer Line":
                return new_page
            _text(etree.SubElement(paragraph, f"{W}r"), "\u00a0")
        properties = next(paragraph.iterchildren(f"{W}pPr"), None)
        looks = () if properties is None else [look.tag for look in properties if is_on(look)]
        marks = ""
        if new_page or f"{W}pageBreakBefore" in looks:
            marks += NEW_PAGE
        if f"{W}keepNext" in looks:
            marks += KEEP
        if marks:
            run = etree.Element(f"{W}r")
            _text(run, marks)
            paragraph.insert(0 if properties is None else 1, run)
        return False


def _asked_places(parts: Sequence[etree._Element]) -> list[str]:
    """The names of the bookmarks that stand in the document and whose page it asks for somewhere."""
    marked = [b.get(f"{W}name", "") for part in parts for b in part.iter(f"{W}bookmarkStart")]
    texts = [item.text or "" for part in parts for item in part.iter(f"{W}instrText")]
    texts += [item.get(f"{W}instr", "") for part in parts for item in part.iter(f"{W}fldSimple")]
    asked = {words[1] for words in map(str.split, texts) if len(words) > 1 and words[0].upper() == "PAGEREF"}
    return [name for name in dict.fromkeys(marked) if name in asked]


def _around(items: Iterable[etree._Element]) -> set[etree._Element]:
    """The paragraphs around `items`."""
    return {paragraph for item in items for paragraph in item.iterancestors(f"{W}p")}


def _text(run: etree._Element, text: str, before: etree._Element | None = None) -> None:
    """Add `text` to `run`, at its end or before one of its children."""
    element = etree.Element(f"{W}t")
    element.text = text
    if before is None:
        run.append(element)
    else:
        before.addprevious(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _replace(element: etree._Element, other: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, other)


def _unwrap(element: etree._Element, content: etree._Element | None) -> None:
    for child in list(() if content is None else content):
        element.addprevious(child)
    _remove(element)


def _split_run(tab: etree._Element) -> None:
    """Give `tab` a run of its own without a style, so that its mark stands between the elements, not inside one."""
    run = tab.getparent()
    if run is None:
        return
    after = etree.Element(f"{W}r")
    properties = run.find(f"{W}rPr")
    if properties is not None:
        after.append(copy.deepcopy(properties))
    for sibling in list(_following(tab)):
        after.append(sibling)
    middle = etree.Element(f"{W}r")
    _text(middle, TAB)
    run.remove(tab)
    run.addnext(middle)
    middle.addnext(after)


def _following(element: etree._Element) -> Iterator[etree._Element]:
    sibling = element.getnext()
    while sibling is not None:
        yield sibling
        sibling = sibling.getnext()
