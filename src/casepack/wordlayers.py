"""Every place in a Word file that can hold words, seen or unseen, for the proof that nothing leaked. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lxml import etree

from .errors import TemplateError
from .wordparts import RELATIONSHIP, W, is_xml, local, parse, parts, words

FORM_CONTROLS = "form controls"
"""The layer of what the boxes to fill in are called and what they offer."""

_NAMED: dict[tuple[str, str], str] = {
    ("docPr", "descr"): "alternative text",
    ("docPr", "title"): "alternative text",
    ("docPr", "name"): "alternative text",
    ("cNvPr", "descr"): "alternative text",
    ("cNvPr", "title"): "alternative text",
    ("cNvPr", "name"): "alternative text",
    ("tblCaption", "val"): "alternative text",
    ("tblDescription", "val"): "alternative text",
    ("bookmarkStart", "name"): "bookmark names",
    ("alias", "val"): FORM_CONTROLS,
    ("tag", "val"): FORM_CONTROLS,
    ("listItem", "displayText"): FORM_CONTROLS,
    ("listItem", "value"): FORM_CONTROLS,
    ("fldSimple", "instr"): "field instructions",
    ("hyperlink", "tooltip"): "link targets",
    ("hyperlink", "anchor"): "link targets",
    ("Relationship", "Target"): "link targets",
}
"""Attributes with a layer of their own, by element and attribute; the others go to the attributes of their part."""
_TEXT = {f"{W}instrText": "field instructions", f"{W}delText": "deleted words", f"{W}delInstrText": "deleted words"}
_GAPS = {f"{W}p": "\n", f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " "}
_PRINTABLE = re.compile("[\x20-\x7e\u00a1-\u00ff]{5,}")


_SAME_IN_ALL = re.compile(
    r"\[Content_Types\]\.xml|word/(?:fontTable|numbering|settings|styles|webSettings|theme/theme\d+)\.xml"
)
"""Parts that are the same in every document made from a template, as nobody's answers are filled into them."""


def all_text_layers(
    docx: bytes, trees: Mapping[str, etree._Element] | None = None, members: Mapping[str, bytes] | None = None
) -> dict[str, str]:
    """Every word that the file holds anywhere, by layer; no layer is empty.

    Layers: `words of PART` (what a reader sees), `text of PART` (every piece of text in the XML, deleted and hidden
    words included, once joined as it stands and once piece by piece), `attributes of PART`, `notes of PART` (XML
    comments and instructions), `alternative text`, `bookmark names`, `form controls`, `field instructions`,
    `deleted words`, `link targets`, `file names`, `zip comments`, and `bytes of PART` for what is not XML. The
    names of elements and attributes themselves are left out: they are fixed by the format, and would be taken for
    people called Val or Tab.

    `trees` are the roots of those parts that are parsed already, with their comments and instructions (`whole`), and
    `members` all parts where they have been read.
    Raises `TemplateError` where the bytes are no Word file.
    """
    known = trees or {}
    layers: defaultdict[str, list[str]] = defaultdict(list)
    members = parts(docx) if members is None else members
    layers["file names"] = list(members)
    layers["zip comments"] = _zip_comments(docx)
    for name, data in members.items():
        try:
            found = _same_in_all(data, name) if _SAME_IN_ALL.fullmatch(name) else _of_part(data, name, known.get(name))
        except TemplateError:
            found = {f"bytes of {name}": _strings(data)}
        for layer, texts in found.items():
            layers[layer] += texts
    joined = {layer: "\n".join(texts) for layer, texts in layers.items()}
    return {layer: text for layer, text in joined.items() if text.strip()}


def _parsed(data: bytes, name: str) -> etree._Element | None:
    """The root of a part; None for what is not XML. Raises `TemplateError` where it ought to be."""
    return parse(data, name, whole=True) if is_xml(name) or data.lstrip()[:5] == b"<?xml" else None


def root_of(data: bytes, name: str) -> etree._Element:
    """The root of an XML part, with its comments and instructions; to be read only.

    Raises `TemplateError` where the part is damaged.
    """
    return _root_of_same(data, name) if _SAME_IN_ALL.fullmatch(name) else parse(data, name, whole=True)


@lru_cache(maxsize=16)
def _root_of_same(data: bytes, name: str) -> etree._Element:
    """The root of one part, kept for the next document that holds the very same bytes."""
    return parse(data, name, whole=True)


def _of_part(data: bytes, name: str, known: etree._Element | None = None) -> Mapping[str, Sequence[str]]:
    """The layers of one part, whose root may be `known`. Raises `TemplateError` where it is damaged."""
    root = _parsed(data, name) if known is None else known
    return {f"bytes of {name}": _strings(data)} if root is None else _xml_layers(root, name)


@lru_cache(maxsize=64)
def _same_in_all(data: bytes, name: str) -> Mapping[str, Sequence[str]]:
    """The layers of one part, kept for the next document that holds the very same bytes."""
    return MappingProxyType({layer: tuple(texts) for layer, texts in _of_part(data, name).items()})


def _xml_layers(root: etree._Element, name: str) -> dict[str, list[str]]:
    layers: defaultdict[str, list[str]] = defaultdict(list)
    if root.tag.startswith(W):
        layers[f"words of {name}"] = [words(root)]
    # Joined, a name that stands in two runs is found; piece by piece, one that touches the next word is.
    layers[f"text of {name}"] = [_joined(root), "\n".join(filter(str.strip, map(str, root.itertext())))]
    notes = [*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter(etree.Comment, etree.PI)]
    layers[f"notes of {name}"] = [item.text or "" for item in notes]
    held: dict[tuple[str, str], list[str]] = {}
    for item in root.iter(etree.Element):
        tag: Any = item.tag
        attributes: Any = item.items()
        if tag in _TEXT:
            layers[_TEXT[tag]].append(item.text or "")
        for key, value in attributes:
            if (tag, key) not in held:
                named = _NAMED.get((local(item), key.rpartition("}")[2]), f"attributes of {name}")
                held[tag, key] = layers["link targets" if tag == RELATIONSHIP else named]
            held[tag, key].append(value)
    return layers


def _joined(root: etree._Element) -> str:
    """All text as it stands in the file, runs without a gap between them, other elements each on a line."""
    out: list[str | None] = []
    gaps: dict[Any, str] = dict(_GAPS)
    for event, item in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            out.append(item.text)
            continue
        tag = item.tag
        if tag not in gaps:
            gaps[tag] = "" if str(tag).startswith(W) else "\n"
        out += gaps[tag], item.tail
    return "".join(filter(None, out))


def _strings(data: bytes) -> list[str]:
    """What can be read in bytes that are not XML; the pixels of a picture are left out, they only look like words."""
    if data.startswith(b"\x89PNG"):
        data = re.sub(rb"IDAT.*(?=....IEND)", b"", data, flags=re.DOTALL)
    elif data.startswith(b"\xff\xd8"):
        data = data.partition(b"\xff\xda")[0]
    found: list[str] = []
    for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
        found += _PRINTABLE.findall(data.decode(encoding, "ignore"))
    return found


def _zip_comments(docx: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        raw = [archive.comment, *(b for info in archive.infolist() for b in (info.comment, info.extra))]
        start = min((info.header_offset for info in archive.infolist()), default=0)
    return [text for data in [*raw, docx[:start]] for text in _strings(data)]
