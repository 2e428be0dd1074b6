"""A template as a word processor left it, without what saving it put there and nobody sees: `plain`. Pure.

LibreOffice writes beside each word the whole look that the word's style gives it anyway, and calls Word's own styles
by other names. Nothing is taken away here that would look otherwise without it: what somebody set by hand stays, and
is told of by the check. Source: files of LibreOffice 7.4, laid beside the templates that they were saved from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from . import form_fields
from .errors import TemplateError
from .template_looks import Looks, StyleLooks, changes_nothing
from .wordparts import DOCUMENT, W, has_part, local, parse, parts, rebuild, serialise

_MOST_BYTES = 30_000_000
"""Bytes that the parts of a file may hold together, unpacked: as for the gate."""
_MOST_WORDS = 3_000_000
"""Bytes of text, headers and footers that are looked through; the house's largest template holds 130,000."""
_STYLES = "word/styles.xml"
_APP = "docProps/app.xml"
_STORY = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_WORTH_A_LOOK = re.compile(
    rb"<w:(?:spacing|jc|kern|bidi|ind|sz|color|b|i|u|rFonts|tcBorders|tblCellMar|numPr|pBdr|shd|lang|rPr/)[ />]"
)
"""None of casepack's own templates holds such a thing outside its styles."""
_OFFICE_SUITES = (b"LibreOffice", b"OpenOffice", b"Collabora")
_NAMES = {
    name.casefold(): name
    for name in ("Normal", "Title", "heading 1", "heading 2", "List Bullet", "footer", "Strong", "Hyperlink")
}
"""Styles that every word processor has, as Word writes their names; others write them with other capitals."""
_LEFT_ALONE = frozenset(
    (
        "pStyle", "rStyle", "tblStyle", "tblW", "tblLayout", "tblLook", "tblInd", "tblCaption", "tblDescription", "tcW",
        "gridSpan", "vMerge", "rPr", "lang", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "sectPr",
    )
)  # fmt: skip
"""What is no look, or is looked at elsewhere."""
_FLAGS = tuple(f"{W}{name}" for name in ("cantSplit", "tblHeader", "keepNext", "keepLines", "pageBreakBefore"))
_ENGLISH = re.compile(r"en-(?!GB$)[A-Za-z]{2}")
"""Marks that Word puts on words by itself, after the keyboard; the whole document is in English as written here."""
_BOXES = frozenset(
    (
        "tag",
        "text",
        "checkbox",
        "dropDownList",
        "comboBox",
        "date",
        "picture",
        "docPartObj",
        "docPartList",
        "dataBinding",
    )
)
"""What makes a control more than a frame around words."""
_CHANGES = frozenset(("ins", "del", "rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "moveFrom", "moveTo"))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a table something stands: its style, and the parts of it (`firstRow`) that it belongs to."""

    table: str = ""
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=128)
def plain(docx: bytes) -> bytes:
    """The template without looks that change nothing; the same bytes where there are none, or where it is damaged."""
    try:
        members = parts(docx, most_bytes=_MOST_BYTES)
        changed = dict(_changed(members))
    except (TemplateError, ValueError):
        return docx  # the gate says what is wrong with it
    return rebuild({**members, **changed}) if changed else docx


def lost_boxes(members: Mapping[str, bytes]) -> str:
    """What is to be said of boxes to fill in that are there but have no names; "" where none has lost its own.

    LibreOffice drops the names when it saves. Such a box is only a sign on the paper: nobody can fill it in in the
    PDF, and no answer could be read back.
    """
    if DOCUMENT not in members or b"w:sdt" not in members[DOCUMENT]:
        return ""
    root = parse(members[DOCUMENT], DOCUMENT)
    count = len(form_fields.nameless(root))
    if not count or next(form_fields.fields_of(root), None) is not None:
        return ""
    which = "a box to fill in has no name" if count == 1 else f"each box to fill in, {count} of them, has no name"
    return (
        f"{which}, so that nobody can fill it in in the PDF and no answer can be read back: where LibreOffice saved"
        " this template, it took the names away. Then export it anew and change it in Word. A box of your own gets"
        " its name under Developer, Properties, Tag."
    )


def _changed(members: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    stories = [name for name in members if _STORY.fullmatch(name) and _WORTH_A_LOOK.search(members[name])]
    if sum(len(members[name]) for name in stories) > _MOST_WORDS:
        return
    if _STYLES not in members or not (stories or any(s in members.get(_APP, b"") for s in _OFFICE_SUITES)):
        return
    styles = parse(members[_STYLES], _STYLES)
    suite = any(name in members.get(_APP, b"") for name in _OFFICE_SUITES)
    looks = StyleLooks(styles)
    for name in stories:
        root = parse(members[name], name)
        if _settle(root, looks, last=suite and "document" not in name):
            yield name, serialise(root)
    if _renamed(styles) | _trimmed(styles, looks):
        yield _STYLES, serialise(styles)


def _renamed(styles: etree._Element) -> bool:
    """Give Word's own styles the names that Word writes, unless another one has that name; True where one got it."""
    names = [item for style in styles.iterfind(f"{W}style") for item in style.iterfind(f"{W}name")]
    there = {item.get(f"{W}val", "") for item in names}
    done = False
    for item in names:
        called = _NAMES.get(item.get(f"{W}val", "").casefold(), "")
        if called and called not in there:
            item.set(f"{W}val", called)
            done = True
    return done


def _trimmed(styles: etree._Element, looks: StyleLooks) -> bool:
    """Take out of paragraph styles what they would have anyway; True where there was something.

    It matters in tables: the white letters of a head row give way to a style that says itself that its own are black.
    """
    done = False
    for style in styles.iterfind(f"{W}style"):
        if style.get(f"{W}type") == "paragraph":
            for kind in ("pPr", "rPr"):
                held = style.find(f"{W}{kind}")
                done |= held is not None and _drop(held, looks.inherited(style, kind))
    return done


def _settle(part: etree._Element, looks: StyleLooks, *, last: bool) -> bool:
    """Take away what changes nothing; `last`: also the room behind the last paragraph, which LibreOffice works out."""
    done = _short_flags(part) | _part_pages(part) | _unwrap(part) | _one_english(part)
    places = dict(_places(part))
    for item in list(part.iter(f"{W}pPr", f"{W}rPr", f"{W}tcPr", f"{W}tblPr")):
        for known in _known(item, places, looks):
            done |= _drop(item, known)
        if local(item) == "rPr" and not len(item) and item.getparent() is not None:
            _remove(item)
            done = True
    foot = part[-1] if last and len(part) and part[-1].tag == f"{W}p" else None
    spacing = None if foot is None else foot.find(f"{W}pPr/{W}spacing")
    if spacing is not None:
        _remove(spacing)
        done = True
    return done


def _short_flags(part: etree._Element) -> bool:
    """Write what is simply on as Word does, without "true", which the strictest reading of the rules does not have."""
    flags = [flag for flag in part.iter(*_FLAGS) if flag.get(f"{W}val") == "true"]
    for flag in flags:
        del flag.attrib[f"{W}val"]
    return bool(flags)


def _one_english(part: etree._Element) -> bool:
    """Take away the marks of other kinds of English; those of other languages stay, and are told of."""
    marks = [mark for mark in part.iter(f"{W}lang") if _ENGLISH.fullmatch(mark.get(f"{W}val", ""))]
    for mark in marks:
        del mark.attrib[f"{W}val"]
        if not mark.attrib:
            _remove(mark)
    return bool(marks)


def _unwrap(part: etree._Element) -> bool:
    """Take away controls around whole paragraphs that are no boxes: LibreOffice puts them around half a cell."""
    done = False
    for control in list(part.iter(form_fields.CONTROL)):
        looks, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        kind = {local(item) for item in (() if looks is None else looks)} & _BOXES
        if content is None or kind or content.find(f"{W}p") is None:
            continue
        for child in list(content):
            control.addprevious(child)
        _remove(control)
        done = True
    return done


def _part_pages(part: etree._Element) -> bool:
    """Put a page break before or behind the words of a paragraph into a paragraph of its own again."""
    done = False
    for mark in list(part.iter(f"{W}br")):
        run = mark.getparent()
        home = None if run is None else run.getparent()
        if mark.get(f"{W}type") != "page" or run is None or home is None or home.tag != f"{W}p":
            continue
        first = all(local(item) == "pPr" for item in run.itersiblings(preceding=True))
        final = next(run.itersiblings(), None) is None
        alone = all(local(item) in ("rPr", "br") for item in run)
        if alone and first is not final:
            paragraph = etree.Element(f"{W}p")
            (home.addprevious if first else home.addnext)(paragraph)
            paragraph.append(run)
            done = True
    return done


def _drop(item: etree._Element, known: Looks) -> bool:
    """Take away the properties of one element that say only what is `known`; True where there was one."""
    found = [child for child in item if local(child) not in _LEFT_ALONE | _CHANGES and changes_nothing(child, known)]
    for child in found:
        item.remove(child)
    return bool(found)


def _known(item: etree._Element, places: Mapping[etree._Element, _Place], looks: StyleLooks) -> list[Looks]:
    """What the styles give at an element that holds properties; several where more than one would do."""
    owner = item.getparent()
    if owner is None:
        return []
    kind = local(item)
    if kind == "tblPr":
        style = looks.table(_style(item, "tblStyle"))
        return [style]
    if kind == "tcPr":
        place = places.get(owner, _Place())
        return looks.cell(place.table, place.parts)
    if kind == "pPr":
        return [looks.paragraph(_style(item, "pStyle"))] if local(owner) == "p" else []
    paragraph = owner if local(owner) == "p" else next(owner.iterancestors(f"{W}p"), None)
    if local(owner) == "pPr":  # the look of the mark at a paragraph's end
        return [looks.letters(_style(owner, "pStyle"), _style(item, "rStyle"), *_in_table(owner, places))]
    if local(owner) != "r" or paragraph is None:
        return []
    held = paragraph.find(f"{W}pPr")
    own = "" if held is None else _style(held, "pStyle")
    return [looks.letters(own, _style(item, "rStyle"), *_in_table(paragraph, places))]


def _in_table(element: etree._Element, places: Mapping[etree._Element, _Place]) -> tuple[str, tuple[str, ...]]:
    cell = next(element.iterancestors(f"{W}tc"), None)
    place = _Place() if cell is None else places.get(cell, _Place())
    return place.table, place.parts


def _places(part: etree._Element) -> Iterator[tuple[etree._Element, _Place]]:
    """Each cell, and where in its table it stands."""
    for table in part.iter(f"{W}tbl"):
        held = table.find(f"{W}tblPr")
        if held is None:
            continue
        look = held.find(f"{W}tblLook")
        wanted = {name for name in ("firstRow", "firstColumn") if has_part(look, name)}
        for number, row in enumerate(table.iterfind(f"{W}tr")):
            for place, cell in enumerate(row.iterfind(f"{W}tc")):
                first = (("firstRow", "firstRow", number), ("firstColumn", "firstCol", place))
                within = tuple(name for option, name, at in first if option in wanted and at == 0)
                yield cell, _Place(_style(held, "tblStyle"), within)


def _style(properties: etree._Element, name: str) -> str:
    found = properties.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
