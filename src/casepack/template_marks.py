"""A marked copy of a template: the same with a Word comment at each finding. Pure; the template itself is not touched.

What casepack would refuse in it is left in it, as it was found: the copy is there to be read, then the template mended.
Comments stand in the text only: what is wrong in a header, a footer or the file as a whole is said at its beginning.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from .errors import TemplateError
from .template_findings import Finding
from .wordgate import MOST_TEMPLATE_BYTES
from .wordparts import CONTENT_TYPES, DOCUMENT, RELATIONSHIP, W, parse, parts, rebuild, relations_name, serialise

AUTHOR, INITIALS = "casepack", "cp"
_MOST_COPIES = 50
_COMMENTS = "word/comments.xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_NAMESPACE = {"w": W[1:-1]}


def copy_names(template: Path) -> list[Path]:
    """What the marked copy may be called, best name first; a name with brackets is never taken for a template."""
    stem = template.stem
    names = [f"{stem} (checked).docx", *(f"{stem} (checked {n}).docx" for n in range(2, _MOST_COPIES))]
    return [template.with_name(name) for name in names]


def marked(template: bytes, findings: Iterable[Finding]) -> bytes:
    """The template with a comment at each finding; same template and findings, same bytes.

    Raises `TemplateError` where the file is too damaged to hold comments.
    """
    members = parts(template, most_bytes=MOST_TEMPLATE_BYTES)
    if DOCUMENT not in members or CONTENT_TYPES not in members:
        raise TemplateError("the file is not a Word document (.docx); save it from Word as .docx.")
    root = parse(members[DOCUMENT], DOCUMENT, whole=True)
    paragraphs = list(root.iter(f"{W}p"))
    if not paragraphs:
        raise TemplateError("the document has no paragraph at which a comment could stand.")
    place = _comments_part(members)
    comments = parse(members[place], place) if place in members else etree.Element(f"{W}comments", nsmap=_NAMESPACE)
    first = 1 + max((int(c.get(f"{W}id", "0")) for c in comments.iter(f"{W}comment")), default=-1)
    for number, finding in enumerate(_in_order(findings), start=first):
        here = finding.part == DOCUMENT and 0 < finding.paragraph <= len(paragraphs)
        _point(paragraphs[finding.paragraph - 1 if here else 0], number)
        comments.append(_comment(number, finding.said if here else finding.sentence()))
    return rebuild(_with_part(dict(members), place, root, comments))


def _in_order(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those of the file as a whole first, then as they stand in the text."""
    yield from sorted(findings, key=lambda f: f.paragraph if f.part == DOCUMENT else 0)


def _point(paragraph: etree._Element, number: int) -> None:
    """Let a comment belong to a paragraph: its range around the words, its mark behind them."""
    key = {f"{W}id": str(number)}
    start = 1 if paragraph.find(f"{W}pPr") is not None else 0
    paragraph.insert(start, etree.Element(f"{W}commentRangeStart", key))
    etree.SubElement(paragraph, f"{W}commentRangeEnd", key)
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference", key)


def _comment(number: int, said: str) -> etree._Element:
    whose = {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}initials": INITIALS}
    comment = etree.Element(f"{W}comment", whose, nsmap=_NAMESPACE)
    text = etree.SubElement(etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r"), f"{W}t")
    text.text = said[:1].upper() + said[1:]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return comment


def _comments_part(members: Mapping[str, bytes]) -> str:
    """Where the comments of a document are: in the part that it points to, else in one of its own."""
    held = relations_name(DOCUMENT)
    if held in members:
        for item in parse(members[held], held).iter(RELATIONSHIP):
            if item.get("Type") == _KIND:
                return posixpath.normpath(posixpath.join("/word", item.get("Target", ""))).lstrip("/")
    return _COMMENTS


def _with_part(
    members: dict[str, bytes], place: str, root: etree._Element, comments: etree._Element
) -> Mapping[str, bytes]:
    """The parts with the new text and comments, both known to the file."""
    held = relations_name(DOCUMENT)
    package = RELATIONSHIP.removesuffix("Relationship")
    links = parse(members[held], held) if held in members else etree.Element(f"{package}Relationships")
    if not any(item.get("Type") == _KIND for item in links.iter(RELATIONSHIP)):
        ids = {item.get("Id") for item in links.iter(RELATIONSHIP)}
        free = next(f"rId{n}" for n in range(1, len(ids) + 2) if f"rId{n}" not in ids)
        target = posixpath.relpath(place, "word")
        etree.SubElement(links, RELATIONSHIP, Id=free, Type=_KIND, Target=target)
    types = parse(members[CONTENT_TYPES], CONTENT_TYPES)
    if not any(item.get("PartName") == f"/{place}" for item in types):
        etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{place}", ContentType=_TYPE)
    members |= {DOCUMENT: serialise(root), place: serialise(comments)}
    members |= {held: serialise(links), CONTENT_TYPES: serialise(types)}
    return members
