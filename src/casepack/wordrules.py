"""What a filled Word document may hold, so that its PDF shows the same: named styles and plain parts only.

Everything is on a list of what is known; what is not on it is a fault with a place, never a silent loss.
The style names are those of `templates/house.docx`; the stylesheet knows every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from . import form_fields
from .wordparts import TRACKED, W, local

PARAGRAPH_STYLES: Mapping[str, str] = {
    "Normal": "p:fresh",
    "Title": "h1:fresh",
    "heading 1": "h2:fresh",
    "heading 2": "h3:fresh",
    "Part Title": "h2.part-title:fresh",
    "Part Heading": "h3.part-heading:fresh",
    "Part Subheading": "h4.part-subheading:fresh",
    "Lead": "p.lead:fresh",
    "List Bullet": "ul > li:fresh",
    "Address": "div.address > p:fresh",
    "Reference": "p.reference:fresh",
    "Small": "p.small:fresh",
    "Draft": "p.draft:fresh",
    "Panel": "div.panel > p:fresh",
    "Panel Warning": "div.panel-warning > p:fresh",
    "Signature": "div.signature > p:fresh",
    "Answer Line": "div.answer-lines > p:fresh",
    "Tick": "p.tick:fresh",
    "Table Text": "p.table-text:fresh",
    "Table Small": "p.table-small:fresh",
    "Figure Number": "p.figure-number:fresh",
    "Figure Label": "p.figure-label:fresh",
    "Gap": "p.gap:fresh",
    "Marking": "p.marking:fresh",
    "Organisation": "p.organisation:fresh",
    "Letterhead": "p.letterhead:fresh",
    "Running Head": "p.running-head:fresh",
    "footer": "p.footer-text:fresh",
    "Footer Marking": "p.footer-marking:fresh",
    "Footer Page": "p.footer-page:fresh",
    "Footer Rule": "p.footer-rule:fresh",
}
"""Paragraph style of the house, to its place in the HTML (mammoth's notation)."""

CHARACTER_STYLES: Mapping[str, str] = {
    "Strong": "strong",
    "Small Text": "span.small-text",
    "Status Done": "span.status-done",
    "Status Due": "span.status-due",
    "Status Overdue": "span.status-overdue",
    "Status Neutral": "span.status-neutral",
    "Box": "span.box",
    "Hyperlink": "span.link",
}
"""Character style of the house, to its element in the HTML."""

TABLE_STYLES: Mapping[str, str] = {
    "Facts": "table.facts:fresh",
    "Grid": "table.grid:fresh",
    "Tiles": "table.tiles:fresh",
    "Layout": "table.layout:fresh",
}
"""Table style of the house, to its element in the HTML."""

ROOM_ONLY = frozenset({"Gap", "Footer Rule"})
"""Styles whose paragraphs only make room or draw a rule; the stylesheet does that in the PDF."""

TAB_STYLES = frozenset({"Reference", "Tick"})
"""Styles of the body in which one tab parts a label from what follows."""

_KINDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    f"{W}p": ("paragraph", PARAGRAPH_STYLES),
    f"{W}r": ("character", CHARACTER_STYLES),
    f"{W}tbl": ("table", TABLE_STYLES),
}
_STYLED = {
    "paragraph": (f"{W}pPr", f"{W}pStyle"),
    "character": (f"{W}rPr", f"{W}rStyle"),
    "table": (f"{W}tblPr", f"{W}tblStyle"),
}
_VAL = f"{W}val"
_HARMLESS = {
    "rPr": {"rStyle", "lang", "noProof", "rFonts", "bCs", "iCs", "szCs"},
    "pPr": {"pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "rPr"},
    "tblPr": {"tblStyle", "tblW", "tblLayout", "tblLook", "tblInd", "tblCaption", "tblDescription"},
    "trPr": {"cantSplit", "tblHeader", "cnfStyle"},
    "tcPr": {"tcW", "gridSpan", "vMerge", "cnfStyle", "noWrap", "hideMark"},
}
_BLOCKS = {"body", "hdr", "ftr", "p", "tbl", "tr", "tc", "tblGrid", "sectPr"}
_INLINE = {"r", "hyperlink", "fldSimple", "fldChar", "instrText", "t", "tab", "br", "cr", "sym"}
_MARKS = {"noBreakHyphen", "softHyphen", "lastRenderedPageBreak", "proofErr", "bookmarkStart", "bookmarkEnd"}
_CONTROLS = {"sdt", "sdtPr", "sdtEndPr", "sdtContent", "permStart", "permEnd", "drawing"}
_KNOWN = _BLOCKS | _INLINE | _MARKS | _CONTROLS | set(_HARMLESS)
_CLOSED = {"tblGrid", "sectPr", "sdtPr", "sdtEndPr", "drawing"}
_OPEN = frozenset(W + name for name in _KNOWN - _CLOSED - set(_HARMLESS))
"""Elements whose content is looked at one by one."""
_LOOKED_INTO = {"rFonts", "rPr", "tblInd"}
_PLAIN = {W + kind: frozenset(W + name for name in plain - _LOOKED_INTO) for kind, plain in _HARMLESS.items()}
"""What looks are no fault whatever they say, by their element."""
_FAULTLESS = frozenset(W + name for name in _KNOWN - set(_HARMLESS)) - set(_KINDS)
_WORDS = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "color": "colour",
    "sz": "size of letters",
    "rFonts": "font",
    "highlight": "highlight",
    "shd": "shading",
    "jc": "alignment",
    "ind": "indent",
    "spacing": "spacing",
    "numPr": "list made by hand",
    "pBdr": "border",
    "tblBorders": "borders",
    "tcBorders": "borders",
    "trHeight": "row height",
    "vAlign": "alignment",
    "tblInd": "indent",
    "vanish": "hidden text",
    "strike": "strikethrough",
    "tabs": "tab stops",
    "sectPr": "section break",
}


def text_of(element: etree._Element) -> str:
    """The text of Word's text elements under `element`."""
    return "".join(item.text or "" for item in element.iter(f"{W}t"))


def near(element: etree._Element) -> str:
    """The words at `element`, at most 48 characters of them, as a place that an officer can search for."""
    home: etree._Element | None = element
    while home is not None and home.tag not in (f"{W}p", f"{W}tr", f"{W}tbl"):
        home = home.getparent()
    words = " ".join(text_of(element if home is None else home).split())
    return f'near "{words[:47]}…"' if len(words) > 48 else f'near "{words}"' if words else "in an empty paragraph"


def style_names(styles: etree._Element) -> dict[tuple[str, str], str]:
    """Style names of a document, by kind (paragraph, character, table) and id."""
    names: dict[tuple[str, str], str] = {}
    for style in styles.iterfind(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            names[style.get(f"{W}type", ""), style.get(f"{W}styleId", "")] = name.get(f"{W}val", "")
    return names


def style_of(element: etree._Element, kind: str, names: Mapping[tuple[str, str], str]) -> str:
    """The style name of a paragraph, run or table; the kind's own default where none is set."""
    style_id = style_id_of(element, kind)
    if style_id is None:
        return "Normal" if kind == "paragraph" else ""
    return names.get((kind, style_id), style_id)


def style_id_of(element: etree._Element, kind: str) -> str | None:
    """The id of the style that a paragraph, run or table asks for; None where it asks for none."""
    looks, styled = _STYLED[kind]
    # Plain loops: each of these elements has one or two children, and asking lxml for those of a name takes longer.
    for held in element:
        if held.tag == looks:
            for found in held:
                if found.tag == styled:
                    return found.get(_VAL, "")
    return None


def faults(part: etree._Element, names: Mapping[tuple[str, str], str], where: str) -> Iterator[str]:
    """Every fault of one part (body, header or footer) as a sentence with its place; none when it may be typeset."""
    yield from (f"{where}, {near(element)}: {found}" for element, found in placed_faults(part, names))


def placed_faults(part: etree._Element, names: Mapping[tuple[str, str], str]) -> Iterator[tuple[etree._Element, str]]:
    """The same, each fault with the element that has it."""
    waiting = list(reversed(part))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in _OPEN:
            waiting += reversed(element)
        if tag in _FAULTLESS or not isinstance(tag, str):
            continue
        if tag in _PLAIN and _PLAIN[tag].issuperset([look.tag for look in element]):
            continue
        if tag in _KINDS:
            found = _style_fault(element, names)
        elif local(element) in _HARMLESS:
            found = _direct(element, local(element))
        else:
            found = _stranger(local(element))
        if found:
            yield element, found


def box_faults(part: etree._Element, where: str, *, frame: bool) -> Iterator[str]:
    """What is wrong with the boxes to fill in of one part; in a `frame` (header or footer) there may be none."""
    if frame and next(form_fields.fields_of(part), None) is not None:
        yield f"{where}: a box to fill in cannot stand here. Move it into the text."
    yield from (f"{where}: {fault}" for _, fault in form_fields.faults(part))


def _direct(element: etree._Element, kind: str) -> str:
    for child in element:
        name = local(child)
        if name in TRACKED or (name == "rPr" and any(local(c) in TRACKED for c in child)):
            return _stranger("ins")
        plain = name in _HARMLESS[kind]
        if name == "rFonts":
            # Word gives the sign in a tick box its own font whenever somebody ticks it.
            plain = not (set(child.attrib) - {f"{W}hint"}) or _in_tick_box(child)
        elif name == "tblInd":
            plain = child.get(f"{W}w", "0") == "0"
        if not plain:
            return (
                f"{_WORDS.get(name, name)} was set by hand, which the PDF would lose."
                " Use a named style of the house instead (Home, Styles)."
            )
    return ""


def _in_tick_box(element: etree._Element) -> bool:
    control = next(element.iterancestors(form_fields.CONTROL), None)
    found = None if control is None else form_fields.field_of(control)
    return found is not None and found.kind is form_fields.FieldKind.TICK


def _stranger(name: str) -> str:
    if name in TRACKED:
        return "there are tracked changes. Accept or reject them all (Review, Changes)."
    if name.startswith("comment"):
        return "there is a comment. Delete all comments (Review, Delete)."
    if name in {"footnoteReference", "endnoteReference"}:
        return "there is a footnote. Move its words into the text."
    if name in {"AlternateContent", "pict", "object"}:
        return "there is a shape, text box or floating picture. Use a picture in line with the text, or a table."
    return f"there is something that the PDF cannot show ({name}). Remove it."


def _style_fault(element: etree._Element, names: Mapping[tuple[str, str], str]) -> str:
    kind, known = _KINDS[str(element.tag)]
    style = style_of(element, kind, names)
    if kind == "character" and not style:
        return ""
    if style not in known:
        what = f'the {kind} style "{style}"' if style else f"a {kind} without a style"
        return f"{what} is not one of the house's. Choose a style that house.docx shows."
    if style in ROOM_ONLY and text_of(element).strip():
        return f'the style "{style}" only makes room and may hold no words. Use Normal.'
    return ""
