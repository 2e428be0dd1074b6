"""The look of a council's `house.docx` put into a template: styles, theme, margins, header and footer with the logo.

The words of the template stay. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from .errors import TemplateError
from .fill import gate
from .house_check import own_words_of_footer
from .house_pages import frame_names
from .house_styles import MOST_BYTES, relations_of
from .wordparts import CONTENT_TYPES, DOCUMENT, RELATIONSHIP, W, parse, parts, rebuild, relations_name
from .wordrules import style_names

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WHOLE = ("styles", "theme", "numbering")
"""Parts that are taken over as they are."""
_KINDS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
_OUR_WIDTH = 9638
_WIDTHS = {f"{W}tblW", f"{W}tcW", f"{W}gridCol", f"{W}tblInd"}


def applied(template: bytes, house: bytes, name: str, *, ours: bool) -> bytes:
    """The template with the look of the house. `ours`: casepack has a template of this name.

    Raises `TemplateError` where the template uses a style that the house has not, or would not pass the gate.
    """
    members, look = parts(template, most_bytes=MOST_BYTES), parts(house, most_bytes=MOST_BYTES)
    body = parse(members[DOCUMENT], DOCUMENT)
    set_up, wanted = _last(body), _last(parse(look[DOCUMENT], DOCUMENT))
    if set_up is None or wanted is None:
        raise TemplateError(f"Template {name}: it has no page set-up. Start again from an exported template.")
    renamed = _renamed(members, look)
    ratio = _width(wanted) / _width(set_up)
    for kind in _WHOLE:
        _take(members, look, kind)
    _margins(set_up, wanted)
    keeps = ours and own_words_of_footer(f"{name}.docx")
    slots = frame_names(members, set_up)
    _restyle(body, renamed)
    _stretch(body, ratio)
    members[DOCUMENT] = _xml(body)
    for slot, part in frame_names(look, wanted).items():
        own = slots.get(slot)
        if own is None:
            raise TemplateError(f"Template {name}: it has no {slot.split()[0]}. Start again from an exported template.")
        if keeps and slot.startswith("footer"):
            foot = parse(members[own], own)
            _stretch(foot, ratio)
            members[own] = _xml(foot)
        else:
            _put_frame(members, look, own, part, _width(wanted))
    made = rebuild(members)
    gate(made, name)
    return made


def _last(body: etree._Element) -> etree._Element | None:
    return next(iter(reversed(list(body.iter(f"{W}sectPr")))), None)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# Styles, theme, lists


def _take(members: dict[str, bytes], look: Mapping[str, bytes], kind: str) -> None:
    """One part of the house under the name that the template has for it."""
    own, theirs = (_place(of, kind) for of in (members, look))
    if own and theirs:
        members[own] = look[theirs]


def _place(members: Mapping[str, bytes], kind: str) -> str:
    places = (target for what, target in relations_of(members, DOCUMENT).values() if what == f"{_OFFICE}/{kind}")
    return next((place for place in places if place in members), "")


def _renamed(members: Mapping[str, bytes], look: Mapping[str, bytes]) -> dict[str, str]:
    """Ids of styles of the template that the house calls otherwise, by the styles' names."""
    own, theirs = (style_names(parse(of[_place(of, "styles")], "styles")) for of in (members, look))
    ids = {(kind, name): key for (kind, key), name in theirs.items()}
    found = {}
    for (kind, key), name in own.items():
        to = ids.get((kind, name))
        if to and to != key:
            found[key] = to
    return found


def _restyle(body: etree._Element, renamed: Mapping[str, str]) -> None:
    for item in body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
        key = item.get(f"{W}val", "")
        item.set(f"{W}val", renamed.get(key, key))


# The page


def _margins(set_up: etree._Element, wanted: etree._Element) -> None:
    own, new = set_up.find(f"{W}pgMar"), wanted.find(f"{W}pgMar")
    if own is not None and new is not None:
        for key, value in new.attrib.items():
            own.set(key, value)


def _width(set_up: etree._Element) -> int:
    margins = set_up.find(f"{W}pgMar")
    sides = (margins.get(f"{W}{side}", "1134") for side in ("left", "right")) if margins is not None else ()
    return 11906 - sum(int(side) for side in sides)


def _stretch(part: etree._Element, ratio: float) -> None:
    """Tables as wide as the new text: their widths are given in whole twentieths of a point."""
    if ratio == 1:
        return
    for item in part.iter(*_WIDTHS):
        if item.get(f"{W}type", "dxa") == "dxa" and item.get(f"{W}w", "").isdigit():
            item.set(f"{W}w", str(round(int(item.get(f"{W}w", "0")) * ratio)))


def _fit(part: etree._Element, width: int) -> None:
    """Tables of a header or footer as wide as the text, where they are wider, or as wide as casepack's own text.

    Word leaves tables as they were when somebody changes the margins.
    """
    for table in part.iter(f"{W}tbl"):
        whole = sum(int(column.get(f"{W}w", "0")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))
        if whole > width or whole == _OUR_WIDTH:
            _stretch(table, width / whole)


# Header and footer


def _put_frame(members: dict[str, bytes], look: Mapping[str, bytes], own: str, theirs: str, width: int) -> None:
    """One header or footer of the house, with its pictures, in the place of the template's."""
    root = parse(look[theirs], theirs)
    _fit(root, width)
    pointed = relations_of(look, theirs)
    held = etree.Element(f"{RELATIONSHIP}s")
    for old in list(_old_pictures(members, own)):
        del members[old]
    for number, (key, (kind, target)) in enumerate(sorted(pointed.items()), start=1):
        if not kind.endswith("/image") or target not in look:
            continue
        ending = target.rpartition(".")[2].lower()
        place = f"word/media/house-{posixpath.basename(own).partition('.')[0]}-{number}.{ending}"
        members[place] = look[target]
        inside = posixpath.relpath(place, posixpath.dirname(own))
        etree.SubElement(held, RELATIONSHIP, {"Id": key, "Type": f"{_OFFICE}/image", "Target": inside})
        _declare(members, ending)
    members[own] = _xml(root)
    members.pop(relations_name(own), None)
    if len(held):
        members[relations_name(own)] = _xml(held)


def _old_pictures(members: Mapping[str, bytes], own: str) -> Iterator[str]:
    """Pictures of the last letterhead, which nothing points to any longer."""
    start = f"word/media/house-{posixpath.basename(own).partition('.')[0]}-"
    yield from [name for name in members if name.startswith(start)]


def _declare(members: dict[str, bytes], ending: str) -> None:
    root = parse(members[CONTENT_TYPES], CONTENT_TYPES)
    if all((item.get("Extension") or "").lower() != ending for item in root):
        known = {"Extension": ending, "ContentType": _KINDS.get(ending, "application/octet-stream")}
        root.insert(0, etree.Element(f"{{{_TYPES}}}Default", known))
        members[CONTENT_TYPES] = _xml(root)
