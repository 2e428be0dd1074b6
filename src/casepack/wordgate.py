"""What a Word template may hold: plain parts, from a list of what is known. Until then it is taken for hostile.

`faults` gives every fault in words with what to do; `fill.gate` makes one error of them. Pure.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from . import form_fields
from .errors import TemplateError
from .wordclean import DROPPED
from .wordparts import (
    CONTENT_TYPES,
    DOCUMENT,
    RELATIONSHIP,
    TRACKED,
    W,
    is_xml,
    local,
    parse,
    relations,
    relations_name,
)

MOST_TEMPLATE_BYTES = 30_000_000
"""Bytes that the parts of a template may hold together, unpacked; the house's templates hold 60,000."""

MOST_POINTS = 50_000_000
"""Points that a picture may have; a photograph has some twenty million, and each takes up to four bytes of memory."""

_SIZED = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(..)(..)", re.DOTALL)
"""Where a JPEG says how high and how wide it is."""
_KNOWN = re.compile(
    r"\[Content_Types\]\.xml|(?:_rels/|word/_rels/[\w.]+)\.rels"
    r"|word/(?:document|styles|settings|fontTable|numbering|header\d*|footer\d*|footnotes|endnotes)\.xml"
    r"|word/theme/theme\d*\.xml|word/theme/_rels/theme\d*\.xml\.rels|word/media/[\w-]+\.(?:png|jpe?g)"
)
_REFUSED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"comments|people\.xml", re.I), "comments. Delete them all (Review, Delete, Delete All Comments)."),
    (re.compile(r"vba|\.bin$|macro", re.I), "a macro. Save the template as .docx, not .docm, without macros."),
    (re.compile(r"embeddings|activeX|afchunk|ctrlProps|charts|diagrams", re.I), "an embedded object. Take it out."),
    (re.compile(r"^word/media/", re.I), "a picture that is neither PNG nor JPEG. Insert it again as PNG."),
    (re.compile(r"^word/fonts/", re.I), "embedded fonts. Turn them off (File, Options, Save)."),
)
_RELATIONS = frozenset(
    (
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "numbering",
        "theme",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "image",
        "hyperlink",
        "customXml",
        "customXmlProps",
        "glossaryDocument",
        "printerSettings",
    )
)
_LEADS = frozenset(("src", "href", "{urn:schemas-microsoft-com:office:office}href", "althref"))
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|\\\\|//)", re.I)
_SAFE_LINK = re.compile(r"(?:https://|mailto:)[^\s\\]+", re.I)
_ELEMENTS: Mapping[str, str] = {
    **dict.fromkeys(
        (*sorted(TRACKED), "trackRevisions"), "tracked changes. Accept or reject them all and turn Track Changes off."
    ),
    **dict.fromkeys(
        ("altChunk", "object", "control", "OLEObject", "subDoc", "movie"),
        "an embedded object or another document. Take it out.",
    ),
    **dict.fromkeys(
        ("commentReference", "commentRangeStart"), "comments. Delete them all (Review, Delete, Delete All Comments)."
    ),
    **dict.fromkeys(
        ("attachedTemplate", "attachedSchema", "saveThroughXslt", "mailMerge", "dataBinding", "include"),
        "a link to another file or to data. Take it out.",
    ),
    **dict.fromkeys(("entryMacro", "exitMacro"), "a form field that runs a macro. Take the macro off it."),
}
"""Elements that no part may hold, with what to say about them."""
_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"))
_NUMBERS: Mapping[str, tuple[str, int]] = {
    f"{W}gridCol": (f"{W}w", 10), f"{W}tblLook": (f"{W}val", 16), f"{W}sym": (f"{W}char", 16),
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent": ("cx", 10),
}  # fmt: skip
"""Attributes that hold a whole number, each with the base in which it is written."""
_DAMAGED = "is damaged. Open the file in Word and save it again."
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class GateFault:
    """What a part of a template may not hold, in words with what to do; `element` where it stands, if anywhere."""

    said: str
    part: str
    element: etree._Element | None = None


def faults(members: Mapping[str, bytes]) -> Iterator[str]:
    """What the parts of a template hold that a template may not hold, each once, with what to do about it.

    Raises `TemplateError` (without the template's name) where a part cannot be read at all.
    """
    said: set[str] = set()
    for fault in placed_faults(members):
        # One sentence is enough for a thousand tracked changes.
        if fault.said not in said:
            said.add(fault.said)
            yield fault.said


def placed_faults(members: Mapping[str, bytes]) -> Iterator[GateFault]:
    """The same with every place. Raises `TemplateError` as `faults` does."""
    for part in members:
        if not _KNOWN.fullmatch(part) and not DROPPED.fullmatch(part):
            odd = f"it holds {part}, which {_ODD}"
            yield GateFault(next((f"it holds {what}" for at, what in _REFUSED if at.search(part)), odd), part)
    if DOCUMENT not in members or CONTENT_TYPES not in members:
        raise TemplateError("the file is not a Word document (.docx); save it from Word as .docx.")
    kinds = {item.get("PartName"): item.get("ContentType") for item in parse(members[CONTENT_TYPES], CONTENT_TYPES)}
    if kinds.get(f"/{DOCUMENT}") != _MAIN:
        yield GateFault("it is a .dotx or .docm under another name. Save it from Word as .docx.", CONTENT_TYPES)
    for part, data in members.items():
        if part.startswith("word/media/") and points(data) > MOST_POINTS:
            most = MOST_POINTS // 1_000_000
            yield GateFault(f"it holds a picture of more than {most} million points. Insert a smaller one.", part)
        if is_xml(part):
            root = parse(data, part)
            if part.endswith(".rels"):
                yield from (GateFault(said, part) for said in _relations(root, part, members))
                continue
            yield from (GateFault(said, part, item) for item, said in _contents(root))
            if not DROPPED.fullmatch(part):
                yield from (GateFault(said, part, item) for item, said in _addresses(root))


def points(picture: bytes) -> int:
    """How many points a picture has, as it says itself; a JPEG that says so several times counts as the largest."""
    if picture.startswith(b"\x89PNG"):
        return int.from_bytes(picture[16:20]) * int.from_bytes(picture[20:24])
    sizes = (int.from_bytes(found[1]) * int.from_bytes(found[2]) for found in _SIZED.finditer(picture))
    return max(sizes, default=0)


_ODD = "a template may not hold. Copy its text into a fresh copy of a house template."


def _relations(root: etree._Element, part: str, members: Mapping[str, bytes]) -> Iterator[str]:
    folder = posixpath.dirname(posixpath.dirname(part))
    pointed: set[str] = set()
    if root.tag != f"{RELATIONSHIP}s":
        yield f"the list of what belongs together ({part}) {_DAMAGED}"
    if part == relations_name("") and DOCUMENT not in (to for kind, to in relations(root, "").values() if _leads(kind)):
        yield f"the list of what belongs together ({part}), which must name the text, {_DAMAGED}"
    for item in root.iter(RELATIONSHIP):
        kind = item.get("Type", "").rpartition("/")[2]
        target = item.get("Target", "")
        if kind not in _RELATIONS:
            yield f"it holds a link of the kind {kind}, which {_ODD}"
        elif item.get("TargetMode") == "External":
            if kind != "hyperlink":
                yield f"it fetches a part ({kind}) from somewhere else. Put it into the file itself."
            elif not _SAFE_LINK.fullmatch(target):
                yield "it holds a link that is neither https nor e-mail. Take the link out."
        elif kind != "hyperlink":
            place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if place not in members:
                yield f"a part that it needs ({kind}) is missing. Open the file in Word and save it again."
            elif kind in ("header", "footer") and place in pointed:
                yield f"two sections share one {kind} in a way that Word does not write. Save it again from Word."
            pointed.add(place)


def _leads(kind: str) -> bool:
    """Whether a relation of this kind leads to the text of the document."""
    return kind.endswith("/officeDocument")


def _addresses(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Addresses in attributes: drawings of the older kind name their pictures and links so, past all relations."""
    for item in root.iter():
        if any(_ADDRESS.match(str(value)) for key, value in item.attrib.items() if str(key) in _LEADS):
            yield item, "it holds a drawing of the older kind with an address in it. Insert the picture again as PNG."


def _contents(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    yield from form_fields.faults(root)
    for item in root.iter(etree.Element):
        name = local(item)
        if name in _ELEMENTS:
            yield item, f"it holds {_ELEMENTS[name]}"
        elif name == "tbl" and item.tag.startswith(W) and item.find(f"{W}tblGrid") is None:
            yield item, "a table has no columns. Make it again in Word."
        if not _is_number(item):
            yield item, f"a number in it ({name}) {_DAMAGED}"
    for item, code in _field_codes(root):
        word = (code.split() or [""])[0].upper()
        if word not in _FIELDS:
            what = f"it holds the field {word or '{ }'}, which could fetch or change words. Replace it by plain text."
            yield item, what


def _is_number(item: etree._Element) -> bool:
    """Whether what should be a whole number is one, and for a symbol that of a sign; true for everything else."""
    key, base = _NUMBERS.get(str(item.tag), ("", 10))
    if not key or item.get(key) is None:
        return True
    try:
        number = int(item.get(key, ""), base)
    except ValueError:
        return False
    return item.tag != f"{W}sym" or (0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000)


def _field_codes(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Where each field begins, with its instruction; what stands in no field, or in one never closed, is one too."""
    yield from ((item, item.get(f"{W}instr", "")) for item in root.iter(f"{W}fldSimple"))
    open_fields: list[tuple[etree._Element, list[str]]] = []
    for item in root.iter(f"{W}fldChar", f"{W}instrText"):
        kind = item.get(f"{W}fldCharType") if item.tag == f"{W}fldChar" else ""
        if kind == "begin":
            open_fields.append((item, []))
        elif kind == "end" and open_fields:
            begin, code = open_fields.pop()
            yield begin, "".join(code)
        elif not kind and open_fields:
            open_fields[-1][1].append(item.text or "")
        elif not kind:
            yield item, item.text or ""
    yield from ((begin, "".join(code)) for begin, code in open_fields)
