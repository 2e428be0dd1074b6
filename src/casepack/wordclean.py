"""What makes a .docx clean: no traces of who made the template, own properties, and XML that Word takes without repair.

`scrub` is done once for a template, `finish` once for each filled document. Pure: parts in, parts out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from .errors import TemplateError
from .long_rows import let_long_rows_break
from .wordparts import CONTENT_TYPES, RELATIONSHIP, W, is_xml, parse, serialise

STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
DROPPED = re.compile(
    r"docProps/(?:core|app|custom)\.xml|docProps/thumbnail\..*|customXml/.*|word/glossary/.*|word/printerSettings/.*"
    r"|word/(?:stylesWithEffects|webSettings)\.xml"
)
"""Parts of a template that no document needs: properties, a picture of its first page, building blocks."""

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_PROPERTIES = (
    (
        _CORE,
        f"{_PACKAGE}/relationships/metadata/core-properties",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ),
    (
        _APP,
        f"{_OFFICE}/relationships/extended-properties",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    ),
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TRACES = ("rsids", "docId", "proofState", "placeholder", "proofErr", "lastRenderedPageBreak", "docVars")
_TRACE_ATTRIBUTE = re.compile(r"\{.*/(?:wordml|word/2012/wordml)\}(?:paraId|textId)|\{.*\}rsid\w*")
_ENDS_WITH_P = tuple(f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "endnote", "txbxContent"))


@dataclass(frozen=True, slots=True)
class Properties:
    """What the properties of a document say. `author` is the organisation, never a person; dates are never written.

    An empty `subject` is left out. `language` is a BCP 47 tag.
    """

    title: str
    author: str
    subject: str = ""
    language: str = "en-GB"

    def parts(self) -> dict[str, bytes]:
        """The two parts of a .docx that hold properties."""
        names = (
            ("title", self.title),
            ("subject", self.subject),
            ("creator", self.author),
            ("language", self.language),
        )
        core = "".join(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in names if text)
        company = f"<Company>{escape(self.author)}</Company>" if self.author else ""
        return {
            _CORE: (
                f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
                f' xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
            ).encode(),
            _APP: f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">{company}</Properties>'.encode(),
        }


def scrub(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a template without traces of its makers, with empty properties of casepack's own."""
    kept = {name: data for name, data in members.items() if not DROPPED.fullmatch(name)}
    for name, data in kept.items():
        if name.endswith(".rels"):
            kept[name] = _scrub_relations(data, name)
        elif name == CONTENT_TYPES:
            kept[name] = _scrub_types(data, kept)
        elif is_xml(name):
            kept[name] = _scrub_traces(data, name)
    return kept | Properties("", "").parts()


def _scrub_relations(data: bytes, name: str) -> bytes:
    root = parse(data, name)
    folder = name.removesuffix(name.rpartition("_rels/")[2]).removesuffix("_rels/")
    for item in list(root):
        target = item.get("Target", "")
        place = target.removeprefix("/") if target.startswith("/") else folder + target
        if item.get("TargetMode") != "External" and DROPPED.fullmatch(place):
            root.remove(item)
    if name == "_rels/.rels":
        for number, (part, kind, _) in enumerate(_PROPERTIES, start=1):
            etree.SubElement(root, RELATIONSHIP, Id=f"rIdProperties{number}", Type=kind, Target=part)
    return serialise(root)


def _scrub_types(data: bytes, kept: Mapping[str, bytes]) -> bytes:
    root = parse(data, CONTENT_TYPES)
    for item in list(root.iter(f"{_TYPES}Override")):
        if item.get("PartName", "").removeprefix("/") not in kept:
            root.remove(item)
    for part, _, kind in _PROPERTIES:
        etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{part}", ContentType=kind)
    return serialise(root)


def _scrub_traces(data: bytes, name: str) -> bytes:
    root = parse(data, name)
    hidden = {b.get(f"{W}id") for b in root.iter(f"{W}bookmarkStart") if b.get(f"{W}name") == "_GoBack"}
    for item in list(root.iter(etree.Element)):
        for key in [k for k in item.attrib if _TRACE_ATTRIBUTE.fullmatch(str(k))]:
            del item.attrib[key]
        short = str(item.tag).rpartition("}")[2]
        go_back = short in ("bookmarkStart", "bookmarkEnd") and item.get(f"{W}id") in hidden
        parent = item.getparent()
        if parent is not None and (go_back or short in _TRACES):
            parent.remove(item)
    return serialise(root)


def finish(
    members: Mapping[str, bytes],
    filled: Mapping[str, etree._Element],
    properties: Properties,
    check: Callable[[str, etree._Element], None],
) -> dict[str, bytes]:
    """The parts of a filled document, ready for `wordparts.rebuild`: those of its template, and the `filled` stories.

    `check` is shown each finished story; those that were `filled` are changed.

    Raises `TemplateError` (without the template's name) where the template leaves a table without rows, or repeats
    a bookmark. What can be put right is: a cell ends with a paragraph, ids of pictures and controls are unique, spaces
    count, and a row that may be longer than a page may break.
    """
    done = dict(members)
    stories = (name for name in sorted(done) if STORY.fullmatch(name))
    roots = {name: filled[name] if name in filled else parse(done[name], name) for name in stories}
    _number((i for root in roots.values() for i in root.iter(f"{_WP}docPr")), "id")
    controls = (c for root in roots.values() for c in root.iter(f"{W}sdtPr"))
    _number((i for control in controls for i in control.iterchildren(f"{W}id")), f"{W}val")
    for name, root in roots.items():
        _check_tables(root)
        _check_bookmarks(root)
        _end_with_paragraphs(root)
        let_long_rows_break(root)
        for text in root.iter(f"{W}t"):
            if (text.text or "") != " ".join((text.text or "").split()):
                text.set(_SPACE, "preserve")
        check(name, root)
        done[name] = serialise(root)
    return done | properties.parts()


def _number(items: Iterator[etree._Element], key: str) -> None:
    """Number `items` from 1: a picture or control in a repeated part comes out with one id many times."""
    for number, item in enumerate(items, start=1):
        item.set(key, str(number))


def _check_tables(root: etree._Element) -> None:
    for number, table in enumerate(root.iter(f"{W}tbl"), start=1):
        if next(table.iter(f"{W}tr"), None) is None:
            raise TemplateError(
                f"table {number} has no rows left, and Word would call the document damaged. Add a heading row outside"
                ' {%tr for ... %}, or a row "None recorded" between {%tr if not ... %} and {%tr endif %}.'
            )


def _check_bookmarks(root: etree._Element) -> None:
    starts = list(root.iter(f"{W}bookmarkStart"))
    twice = [name for name, count in Counter(b.get(f"{W}name", "") for b in starts).items() if count > 1]
    if twice:
        raise TemplateError(f'the bookmark "{twice[0]}" is in a repeated part. Take it out (Insert, Bookmark).')


def _end_with_paragraphs(root: etree._Element) -> None:
    for item in root.iter(*_ENDS_WITH_P):
        if len(item) == 0 or item[-1].tag not in (f"{W}p", f"{W}sdt"):
            # The added paragraph looks like the first one of its table, so that the row keeps its height.
            around = next(item.iterancestors(f"{W}tbl"), item)
            style = next(around.iter(f"{W}pStyle"), None)
            paragraph = etree.SubElement(item, f"{W}p")
            if style is not None:
                looks = etree.SubElement(paragraph, f"{W}pPr")
                etree.SubElement(looks, f"{W}pStyle", {f"{W}val": style.get(f"{W}val", "")})
