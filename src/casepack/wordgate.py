"""What a Word template may hold: plain parts, from a list of what is known. Until then it is taken for hostile.

`faults` gives every fault in words with what to do; `fill.gate` makes one error of them. Pure.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from lxml import etree

from .errors import TemplateError
from .wordclean import DROPPED
from .wordparts import CONTENT_TYPES, DOCUMENT, RELATIONSHIP, TRACKED, W, is_xml, local, parse

MOST_TEMPLATE_BYTES = 30_000_000
"""Bytes that the parts of a template may hold together, unpacked; the house's templates hold 60,000."""

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
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def faults(members: Mapping[str, bytes]) -> Iterator[str]:
    """What the parts of a template hold that a template may not hold, each with what to do about it.

    Raises `TemplateError` (without the template's name) where a part cannot be read at all.
    """
    for part in members:
        if not _KNOWN.fullmatch(part) and not DROPPED.fullmatch(part):
            yield next(
                (f"it holds {what}" for at, what in _REFUSED if at.search(part)), f"it holds {part}, which {_ODD}"
            )
    if DOCUMENT not in members or CONTENT_TYPES not in members:
        raise TemplateError("the file is not a Word document (.docx); save it from Word as .docx.")
    kinds = {item.get("PartName"): item.get("ContentType") for item in parse(members[CONTENT_TYPES], CONTENT_TYPES)}
    if kinds.get(f"/{DOCUMENT}") != _MAIN:
        yield "it is a .dotx or .docm under another name. Save it from Word as .docx."
    said: set[str] = set()
    for part, data in members.items():
        if is_xml(part):
            root = parse(data, part)
            found = _relations(root, part, members) if part.endswith(".rels") else _contents(root)
            if not part.endswith(".rels") and not DROPPED.fullmatch(part):
                found = chain(found, _addresses(root))
            # One sentence is enough for a thousand tracked changes.
            new = [fault for fault in dict.fromkeys(found) if fault not in said]
            said.update(new)
            yield from new


_ODD = "a template may not hold. Copy its text into a fresh copy of a house template."


def _relations(root: etree._Element, part: str, members: Mapping[str, bytes]) -> Iterator[str]:
    folder = posixpath.dirname(posixpath.dirname(part))
    pointed: set[str] = set()
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


def _addresses(root: etree._Element) -> Iterator[str]:
    """Addresses in attributes: drawings of the older kind name their pictures and links so, past all relations."""
    if any(
        _ADDRESS.match(str(value)) for item in root.iter() for key, value in item.attrib.items() if str(key) in _LEADS
    ):
        yield "it holds a drawing of the older kind with an address in it. Insert the picture again as PNG."


def _contents(root: etree._Element) -> Iterator[str]:
    for item in root.iter(etree.Element):
        name = local(item)
        if name in _ELEMENTS:
            yield f"it holds {_ELEMENTS[name]}"
        elif name == "tbl" and item.tag.startswith(W) and item.find(f"{W}tblGrid") is None:
            yield "a table has no columns. Make it again in Word."
    for code in _field_codes(root):
        word = (code.split() or [""])[0].upper()
        if word not in _FIELDS:
            yield f"it holds the field {word or '{ }'}, which could fetch or change words. Replace it by plain text."


def _field_codes(root: etree._Element) -> Iterator[str]:
    """The instruction of every field; what stands in no field, or in one that is never closed, is one too."""
    yield from (item.get(f"{W}instr", "") for item in root.iter(f"{W}fldSimple"))
    open_fields: list[list[str]] = []
    for item in root.iter(f"{W}fldChar", f"{W}instrText"):
        kind = item.get(f"{W}fldCharType") if item.tag == f"{W}fldChar" else ""
        if kind == "begin":
            open_fields.append([])
        elif kind == "end" and open_fields:
            yield "".join(open_fields.pop())
        elif not kind and open_fields:
            open_fields[-1].append(item.text or "")
        elif not kind:
            yield item.text or ""
    yield from ("".join(code) for code in open_fields)
