"""The parts of a .docx: read within limits, parsed safely, written so that equal parts give equal bytes. Pure."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

from .errors import TemplateError
from .form_fields import CONTROL, is_empty
from .zipsafe import CANNOT_OPEN, READ_PACKED, too_many_parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"

TRACKED = frozenset(
    (
        "ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "cellIns", "cellDel", "cellMerge",
        "delText", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "tcPrChange", "trPrChange",
        "numberingChange",
    )
)  # fmt: skip
"""Elements that hold a tracked change."""

_T, _P = f"{W}t", f"{W}p"
_SAID = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
_LOOKS = ("rPr", "pPr", "tblPr", "tblGrid", "tcPr", "trPr", "sectPr", "sdtPr")
_SILENT = frozenset((FALLBACK, *(f"{W}{name}" for name in _LOOKS)))
"""What holds no words. A text box stands twice in the file; the second one, the fallback, is for old Word."""

MOST_PARTS = 500
MOST_BYTES = 200_000_000
"""Bytes that the parts of one file may hold together, unpacked."""
_MOST_RATIO = 400
"""A part of more than `_BIG` bytes may not unpack to more than this many times its size; text reaches 60."""
_BIG = 1_000_000
_LEVEL = 6
_GOOD_NAME = re.compile(r"[A-Za-z0-9_\[][^\\:*?\"<>|\x00-\x1f\x7f]*")


def parts(docx: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, bytes]:
    """Every part of a .docx by its name in the file, in the order of the file.

    Raises `TemplateError` (without a file name in front) where the bytes are no Word file, are protected by
    a password, hold a name that leads elsewhere or stands twice, or unpack to more than `most_bytes`.
    """
    if docx[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise TemplateError("the file is protected by a password, or an old .doc; save it as .docx without a password.")
    if too_many_parts(docx):
        raise TemplateError("the file is too large; take out large pictures.")
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            # Not is_dir: that fails on a part without a name.
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
            _check_sizes(infos, most_bytes)
            return {info.filename: archive.read(info) for info in infos}
    except CANNOT_OPEN:
        raise TemplateError("the file is not a Word document (.docx), or it is damaged.") from None


def _check_sizes(infos: list[zipfile.ZipInfo], most_bytes: int) -> None:
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        steps = name.split("/")
        if not _GOOD_NAME.fullmatch(name) or {"", ".", ".."} & set(steps) or info.orig_filename != name:
            raise TemplateError("the file holds a part whose name leads out of it; it was not made by Word.")
        if name.lower() in seen:
            raise TemplateError(f"the file holds {name} twice; it was not made by Word.")
        seen.add(name.lower())
        if info.file_size > _BIG and info.file_size > _MOST_RATIO * max(info.compress_size, 1):
            raise TemplateError(f"{name} unpacks to far more than a document needs; the file was not made by Word.")
    if any(info.compress_type not in READ_PACKED for info in infos):
        raise TemplateError("the file is packed in a way that Word never uses.")
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > most_bytes:
        raise TemplateError("the file is too large; take out large pictures.")


def rebuild(members: Mapping[str, bytes]) -> bytes:
    """A .docx of these parts: [Content_Types].xml first, then by name, without dates. Same parts, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(members, key=lambda n: (n != CONTENT_TYPES, n)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # Without these two the system that writes leaves its mark, and bytes differ between Windows and Linux.
            info.create_system = 0
            info.external_attr = 0
            archive.writestr(info, members[name], zipfile.ZIP_DEFLATED, _LEVEL)
    return out.getvalue()


def is_xml(name: str) -> bool:
    """Whether the part of this name is XML."""
    return name.lower().endswith((".xml", ".rels"))


def parse(data: bytes, name: str, *, whole: bool = False) -> etree._Element:
    """The root of an XML part. Nothing outside it is fetched or expanded.

    Comments and instructions, which print nowhere, are left out, but for a reader who wants the `whole` of it.
    Raises `TemplateError` where it is not well formed or carries a document type, which Word never writes.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not whole,
        remove_pis=not whole,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise TemplateError(f"{name} in it is damaged; open the file in Word and save it again.") from None
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise TemplateError(f"{name} in it carries a document type; it was not made by Word.")
    return root


def serialise(root: etree._Element) -> bytes:
    """An XML part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(item: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment or a processing instruction."""
    return item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""


def is_on(mark: etree._Element | None) -> bool:
    """Whether a yes/no mark of Word is there and says yes."""
    return mark is not None and mark.get(f"{W}val", "true").lower() not in ("0", "false", "off")


def has_part(look: Any, name: str) -> bool:
    """Whether a table's options (`w:tblLook`, or None) turn its firstRow or firstColumn on: by name, else by a bit."""
    if look is None:
        return False
    bit = {"firstRow": 0x20, "firstColumn": 0x80}[name]
    by_bit = "1" if whole_number(look.get(f"{W}val"), base=16) & bit else "0"
    return look.get(f"{W}{name}", by_bit).lower() in ("1", "true", "on")


def whole_number(text: str | None, *, base: int = 10) -> int:
    """A whole number as Word writes it in an attribute; 0 where there is none, or something else stands there."""
    try:
        return int(text or "0", base)
    except ValueError:
        return 0


def relations(root: etree._Element, part: str) -> dict[str, tuple[str, str]]:
    """What `part` points to, from the root of its relationships, by id.

    Each as its kind (an address) and the name of a part, or the address of what lies outside the document.
    """
    found: dict[str, tuple[str, str]] = {}
    for item in root.iter(RELATIONSHIP):
        target = item.get("Target", "")
        if item.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        found[item.get("Id", "")] = (item.get("Type", ""), target)
    return found


def relations_name(part: str) -> str:
    """The name of the part that holds what `part` points to; of "" for the document as a whole."""
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def words(root: etree._Element) -> str:
    """The visible words under `root` in order: a line for each paragraph, a line break as one, a tab as a space.

    What an empty box to fill in shows ("Type here") is left out: nobody has said it.
    """
    out: list[str] = []
    _collect(root, out)
    return "".join(out)


def _collect(item: etree._Element, out: list[str]) -> None:
    tag = item.tag
    if tag == _T:
        out.append(item.text or "")
    elif tag in _SAID:
        out.append(_SAID[str(tag)])
    elif tag == f"{W}sym":
        code = whole_number(item.get(f"{W}char", "20"), base=16)
        # What is no sign stays visible as one that no font has, so that nobody takes the words for whole.
        out.append(chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")
    elif isinstance(tag, str) and tag not in _SILENT and not (tag == CONTROL and is_empty(item)):
        if tag.endswith("}t"):  # the words of a drawing or a formula
            out.append(item.text or "")
        for child in item:
            _collect(child, out)
        if tag == _P:
            out.append("\n")


def body_text(docx: bytes) -> str:
    """All visible words of the body, cells included: a line for each paragraph; a line break is a new line, a tab a
    space. Raises `TemplateError` where the bytes are no Word file.
    """
    members = parts(docx)
    return words(parse(members.get(DOCUMENT, b""), DOCUMENT))
