"""XML edited as bytes: what is looked for is found with a scanner for tags, and new bytes are put in between.

Nothing is written anew, so whatever casepack does not know in a workbook stays as it was, to the byte. A part that
cannot be scanned with certainty (another encoding, a document type, comments, two names for one namespace) is
refused with `CannotEdit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_REST = rb'[^"\'>]*(?:"[^"]*"[^"\'>]*|\'[^\']*\'[^"\'>]*)*'
_TAG = re.compile(rb"<(/?)([^\s/>]+)(" + _REST + rb")>")
_ATTRIBUTE = re.compile(rb'([^\s=/<>"\']+)\s*=\s*("[^"]*"|\'[^\']*\')')
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_-]+)[\"']")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#\d+|lt|gt|amp|quot|apos);")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXCEL_SIGN = re.compile("_x([0-9A-Fa-f]{4})_")
_EXCEL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Edit = tuple[int, int, bytes]
"""From where, to where, and what shall stand there."""


class CannotEdit(Exception):
    """This workbook is written in a way that casepack does not edit; the text says why, for a developer."""


@dataclass(frozen=True, slots=True)
class Element:
    """Where an element stands: its start tag from `start` to `inside`, its end tag from `close` to `end`."""

    name: str
    start: int
    inside: int
    close: int
    end: int

    @property
    def empty(self) -> bool:
        """Is it written as one tag, with no end tag of its own?"""
        return self.inside == self.end


class Xml:
    """A part that can be edited: its bytes, the prefix of its own namespace (with the colon) and its root."""

    def __init__(self, data: bytes, namespace: str) -> None:
        """Raises CannotEdit where edits in `data` would not be safe, or its root is of another namespace."""
        head = _START.match(data)
        assert head  # it matches the empty string too
        encoding = _ENCODING.search(head.group(1) or b"")
        if encoding and encoding.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
            raise CannotEdit("another encoding")
        if b"<!" in data or b"<?" in data[head.end() :] or b"\x00" in data:
            raise CannotEdit("comments, instructions or a document type")
        root = _TAG.match(data, head.end())
        if not root or root.group(1):
            raise CannotEdit("no root")
        if root.group(3).endswith(b"/"):  # an empty root gets an end tag, so that something can be put in
            closed = root.group()[:-2].rstrip() + b"></" + root.group(2) + b">"
            data = data[: root.start()] + closed + data[root.end() :]
            root = _TAG.match(data, head.end())
            assert root
        self.data = data
        prefix, colon, _ = root.group(2).rpartition(b":")
        self.prefix = prefix + colon
        self.root_tag = root.group()
        bound = attribute(self.root_tag, "xmlns:" + prefix.decode() if prefix else "xmlns")
        quoted = [mark + namespace.encode() + mark for mark in (b'"', b"'")]
        if bound != namespace or sum(data.count(each) for each in quoted) != 1:
            raise CannotEdit("its namespace")
        close = data.rfind(b"</" + root.group(2))
        self.root = Element("", root.start(), root.end(), close, len(data))
        if close < root.end():
            raise CannotEdit("no end")

    def children(self, parent: Element | None = None, leap: str = "") -> Iterator[Element]:
        """The elements right inside `parent` (the root); what the one named `leap` holds is not gone through."""
        parent = parent or self.root
        if parent.empty:
            return
        depth, opened, at = 0, (0, 0, ""), parent.inside
        while (tag := _TAG.search(self.data, at, parent.close)) is not None:
            at = tag.end()
            name = self._local(tag.group(2))
            if tag.group(1):
                depth -= 1
                if depth == 0:
                    yield Element(opened[2], opened[0], opened[1], tag.start(), tag.end())
            elif tag.group(3).endswith(b"/"):
                if depth == 0:
                    yield Element(name, tag.start(), tag.end(), tag.end(), tag.end())
            else:
                if depth == 0:
                    opened = (tag.start(), tag.end(), name)
                    if name == leap:
                        at = self.data.rfind(b"</" + tag.group(2), at, parent.close)
                        if at < 0:
                            raise CannotEdit(f"no end of {leap}")
                depth += 1

    def child(self, name: str, parent: Element | None = None, leap: str = "") -> Element | None:
        """The first element of this name right inside `parent` (the root)."""
        return next((e for e in self.children(parent, leap) if e.name == name), None)

    def named(self, name: str, start: int, stop: int) -> Iterator[re.Match[bytes]]:
        """The start tags of this name between two places, however deep they stand."""
        pattern = rb"<" + re.escape(self.prefix + name.encode()) + rb"(?=[\s/>])" + _REST + rb">"
        yield from re.compile(pattern).finditer(self.data, start, stop)

    def tag(self, element: Element) -> bytes:
        """The start tag of an element."""
        return self.data[element.start : element.inside]

    def text(self, element: Element) -> str:
        """All the words in an element, tags left out."""
        return unescape(_TAG.sub(b"", self.data[element.inside : element.close]).decode("utf-8"))

    def open(self, name: str, attributes: str = "") -> bytes:
        """A start tag in the namespace of this part."""
        return b"<" + self.prefix + name.encode() + (b" " + attributes.encode() if attributes else b"") + b">"

    def shut(self, name: str) -> bytes:
        """The end tag that belongs to it."""
        return b"</" + self.prefix + name.encode() + b">"

    def wrap(self, name: str, attributes: str, inner: bytes = b"") -> bytes:
        """An element in the namespace of this part."""
        return self.open(name, attributes) + inner + self.shut(name)

    def append(self, container: Element, inner: bytes, **values: str | None) -> list[Edit]:
        """The edits that put something at the end of an element, written as one tag or as two.

        `values` are attributes that the element shall have besides, or lose where they are None.
        """
        tag = self.tag(container)
        if not container.empty:
            start = (container.start, container.inside, changed(tag, **values))
            return [start, (container.close, container.close, inner)]
        name = _TAG.match(tag)
        assert name
        opened = changed(tag, **values)[:-2].rstrip() + b">"
        return [(container.start, container.end, opened + inner + b"</" + name.group(2) + b">")]

    def relation_prefix(self) -> tuple[str, str]:
        """How an `id` of a relationship is written here: its prefix, and what must be declared with it (or "")."""
        for name, value in attributes(self.root_tag):
            if value == RELATIONS and name.startswith("xmlns:"):
                return name.removeprefix("xmlns:"), ""
        return "cpr", f'xmlns:cpr="{RELATIONS}" '

    def _local(self, name: bytes) -> str:
        if self.prefix and name.startswith(self.prefix):
            return name[len(self.prefix) :].decode("utf-8", "replace")
        if not self.prefix and b":" not in name:
            return name.decode("utf-8", "replace")
        return ":" + name.decode("utf-8", "replace")  # another namespace: never mistaken for one of ours


def attributes(tag: bytes) -> Iterator[tuple[str, str]]:
    """The attributes of a start tag by their names as written."""
    for found in _ATTRIBUTE.finditer(tag):
        yield found.group(1).decode("utf-8", "replace"), unescape(found.group(2)[1:-1].decode("utf-8", "replace"))


def attribute(tag: bytes, name: str) -> str | None:
    """An attribute of a start tag by its name as written; None if it has none."""
    return next((value for key, value in attributes(tag) if key == name), None)


def relation_id(tag: bytes) -> str | None:
    """The `id` that leads to another part, whatever prefix it is written with."""
    return next((value for key, value in attributes(tag) if key.endswith(":id") and not key.startswith("xmlns")), None)


def changed(tag: bytes, **values: str | None) -> bytes:
    """A start tag with these attributes: one that is there is replaced, one that is None taken out."""
    for name, value in values.items():
        found = next((a for a in _ATTRIBUTE.finditer(tag) if a.group(1).decode() == name), None)
        written = b"" if value is None else f'{name}="{escape(value)}"'.encode()
        if found:
            start = found.start() if value is not None else found.start() - 1
            tag = tag[:start] + written + tag[found.end() :]
        elif value is not None:
            end = re.search(rb"\s*/?>\Z", tag)
            assert end
            tag = tag[: end.start()] + b" " + written + tag[end.start() :].lstrip()
    return tag


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """`data` with all edits made; several at one place come in the order given. They may not overlap."""
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            raise CannotEdit("edits that overlap")
        pieces += [data[at:start], new]
        at = end
    return b"".join([*pieces, data[at:]])


def escape(text: str) -> str:
    """Text as it may stand in XML, in an attribute too; what XML cannot hold becomes U+FFFD."""
    text = _NOT_IN_XML.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def excel_text(text: str) -> str:
    """Text as it may stand in a cell: Excel would read _x000D_ as the sign with that number."""
    return escape(_EXCEL_ESCAPE.sub("_x005F_", text))


def excel_words(text: str) -> str:
    """Text out of a cell, such signs read as Excel reads them."""
    return _EXCEL_SIGN.sub(lambda found: chr(int(found.group(1), 16)), text)


def unescape(text: str) -> str:
    """Text out of XML."""

    def sign(found: re.Match[str]) -> str:
        name = found.group(1)
        if not name.startswith("#"):
            return _ENTITIES[name]
        number = int(name[2:], 16) if name[1] == "x" else int(name[1:])
        return chr(number) if number < 0x110000 else "\ufffd"

    return _ENTITY.sub(sign, text)


def well_formed(data: bytes) -> bool:
    """Is this XML from end to end, without a document type?"""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, CannotEdit):
        return False
    return True


def _refuse(*_: object) -> None:
    raise CannotEdit("a document type")
