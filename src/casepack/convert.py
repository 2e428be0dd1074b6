"""From a filled Word document to one HTML document with the same words, structure and frame. Owns mammoth.

Nothing is dropped in silence: what the house's styles cannot carry over is an error that says where it stands.
"""

from __future__ import annotations

import copy
import html
import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from functools import partial

from lxml import etree

from .errors import TypesetError
from .html_parts import look, wrapped
from .reshape import finish, reshape, table_look
from .wordfile import WordFile, open_word
from .wordparts import CONTENT_TYPES, W
from .wordprepare import PRIVATE_USE, SPLIT, Preparation
from .wordrules import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES, box_faults, faults, style_names, text_of

_MOST_FAULTS = 12
_ODDLY_MADE = "The Word document is damaged inside. Open it in Word and save it again, or start from the template."
_PLACES = {
    "header-first": "In the first page's header",
    "header": "In the header",
    "footer-first": "In the first page's footer",
    "footer": "In the footer",
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PACKAGE_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_IN_STYLE_MAP: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "paragraph": ("p", PARAGRAPH_STYLES),
    "character": ("r", CHARACTER_STYLES),
    "table": ("table", TABLE_STYLES),
}
_UNREAD = tuple(
    f"{W}{name}"
    for name in (
        *("lang", "noProof", "rFonts", "bCs", "iCs", "szCs"),
        *("keepNext", "keepLines", "pageBreakBefore", "widowControl"),
        *("tblGrid", "tblW", "tblLayout", "tblLook", "tblInd", "tblCaption", "tblDescription"),
        *("cantSplit", "cnfStyle", "tcW", "noWrap", "hideMark"),
    )
)
"""Looks that are no fault (`wordrules`) and that mammoth knows nothing of; the house's own rules tell them, if any."""


def to_html(docx: bytes) -> str:
    """The whole of a filled Word document as HTML: body, headers and footers, with the title and language it has.

    Headers and footers stand first, in blocks of class `header-first`, `header`, `footer-first` and `footer`; in a pack
    of several parts, each part begins with its own. All text is escaped; pictures are `data:` addresses. Raises
    `TypesetError` with every fault and its place.
    """
    word = open_word(docx)
    names = style_names(word.styles)
    whole, images, fields = _one_body(word, names)
    looks = [table_look(table, names, word.text_width) for table in whole.iter(f"{W}tbl")]
    used = _used(whole, names)
    root = _mammoth(_package(word, used, whole), _style_map(used))
    _raise(reshape(root, looks))
    body = finish(_framed(word, _divide(root)), images, fields)
    head = f'<meta charset="utf-8"><title>{html.escape(word.title)}</title>'
    if word.sections:
        head += f"<style>{look(1 + len(word.sections))}</style>"
    language = html.escape(word.language)
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body>{body}</body></html>'


def _framed(word: WordFile, blocks: list[str]) -> str:
    """The blocks of the document, in the order of `_stories`, with its headers and footers marked as such."""
    waiting = iter(blocks)
    frames = [word.frame, *(section.frame for section in word.sections)]
    parts = [([(slot, next(waiting)) for slot in frame], next(waiting)) for frame in frames]
    if word.sections:
        return wrapped(parts)
    frame, body = parts[0]
    return "".join(f'<div class="{slot}">{block}</div>' for slot, block in frame) + body


def _raise(found: list[str]) -> None:
    if found:
        more = len(found) - _MOST_FAULTS
        raise TypesetError("\n".join(found[:_MOST_FAULTS] + ([f"and {more} more faults"] if more > 0 else [])))


def _one_body(word: WordFile, names: dict[tuple[str, str], str]) -> tuple[etree._Element, list[str], list[str]]:
    """Headers, footers and body behind one another, parted by marks: one run of mammoth does for all of them.

    With it the HTML of the pictures and of the boxes to fill in that are marked in it.
    """
    found: list[str] = []
    whole = etree.Element(f"{W}body")
    stories = _stories(word)
    preparation = Preparation(names, [part for _, _, part in stories])
    for where, name, part in stories:
        if PRIVATE_USE.search(text_of(part)):
            found.append(f"{where}: there is a character without a meaning of its own (private use). Remove it.")
        found += faults(part, names, where)
        found += box_faults(part, where, frame=name != word.main)
        if not found:
            preparation.prepare(part, where, partial(word.related, name), name != word.main)
        for child in list(part):
            if child.tag != f"{W}sectPr":
                whole.append(child)
        if part is not stories[-1][2]:
            mark = etree.SubElement(etree.SubElement(etree.SubElement(whole, f"{W}p"), f"{W}r"), f"{W}t")
            mark.text = SPLIT
    _raise(found + preparation.faults)
    return whole, preparation.images, preparation.fields


def _stories(word: WordFile) -> list[tuple[str, str, etree._Element]]:
    """What is to be converted, in the order of the HTML: where it stands, the part that it is from, its content."""
    found = []
    frames = [(word.frame, word.body), *((section.frame, section.body) for section in word.sections)]
    for frame, body in frames:
        found += [(_PLACES[slot], name, copy.deepcopy(part)) for slot, (name, part) in frame.items()]
        found.append(("In the text", word.main, body))
    return found


def _used(whole: etree._Element, names: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The names of the styles that a document uses, those first that it uses most: mammoth tries one after another."""
    kinds = ((f"{W}pStyle", "paragraph"), (f"{W}rStyle", "character"), (f"{W}tblStyle", "table"))
    seen = Counter((kind, item.get(f"{W}val", "")) for tag, kind in kinds for item in whole.iter(tag))
    return {at: names[at] for at, _ in seen.most_common() if at in names}


def _mammoth(package: bytes, style_map: str) -> etree._Element:
    import mammoth  # type: ignore[import-untyped]

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(package),
            style_map=style_map,
            include_default_style_map=False,
            include_embedded_style_map=False,
        )
    except Exception:  # noqa: BLE001  (the library fails in ways of its own on what Word would never write)
        raise TypesetError(_ODDLY_MADE) from None
    _raise([f"The Word document cannot be converted: {message.message}" for message in result.messages])
    return etree.fromstring(f"<body>{result.value}</body>")


def _style_map(used: Mapping[tuple[str, str], str]) -> str:
    """The lines of the style map for these styles; what has none mammoth complains of."""
    lines = []
    for kind, name in dict.fromkeys((kind, name) for (kind, _), name in used.items()):
        element, paths = _IN_STYLE_MAP[kind]
        if name in paths:
            lines.append(f"{element}[style-name='{name}'] => {paths[name]}")
    return "\n".join(lines)


def _package(word: WordFile, names: Mapping[tuple[str, str], str], whole: etree._Element) -> bytes:
    """A small document for mammoth: the prepared body, the names of its styles, and the addresses of links."""
    _thin(whole)
    document = etree.Element(f"{W}document")
    document.append(whole)
    styles = etree.Element(f"{W}styles")
    for (kind, style_id), name in names.items():
        style = etree.SubElement(styles, f"{W}style", {f"{W}type": kind, f"{W}styleId": style_id})
        etree.SubElement(style, f"{W}name", {f"{W}val": name})
    links = [
        (rel, "hyperlink", target, "External")
        for rel, (kind, target) in word.relations(word.main).items()
        if kind.endswith("/hyperlink")
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(CONTENT_TYPES, f'<Types xmlns="{_PACKAGE_TYPES}"/>')
        archive.writestr("_rels/.rels", _relations(("rId1", "officeDocument", "word/document.xml", "Internal")))
        archive.writestr(
            "word/_rels/document.xml.rels", _relations(("styles", "styles", "styles.xml", "Internal"), *links)
        )
        archive.writestr("word/document.xml", etree.tostring(document))
        archive.writestr("word/styles.xml", etree.tostring(styles))
    return file.getvalue()


def _thin(whole: etree._Element) -> None:
    """Take out what mammoth would read through and leave out."""
    etree.strip_elements(whole, *_UNREAD)
    etree.strip_attributes(whole, "{http://www.w3.org/XML/1998/namespace}space")
    for item in list(whole.iter(f"{W}tcPr", f"{W}trPr", f"{W}r")):
        if not len(item):
            item.getparent().remove(item)  # type: ignore[union-attr]


def _relations(*items: tuple[str, str, str, str]) -> bytes:
    """The relations of a part: id, kind, target, and whether the target lies outside the document."""
    root = etree.Element(f"{{{_PACKAGE}}}Relationships")
    for rel, kind, target, mode in items:
        known = {"Id": rel, "Type": f"{_OFFICE}/{kind}", "Target": target, "TargetMode": mode}
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", known)
    return etree.tostring(root)


def _divide(root: etree._Element) -> list[str]:
    """The HTML of the four parts of the frame and of the body, in this order."""
    blocks = [""]
    for element in root:
        if element.tag == "p" and element.text == SPLIT:
            blocks.append("")
        else:
            blocks[-1] += etree.tostring(element, method="html", encoding="unicode")
    return blocks
