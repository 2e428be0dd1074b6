"""A filled Word document, opened: its parts, title, language, header and footer. Reads bytes, never a disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from .errors import TemplateError, TypesetError
from .wordparts import R, W, parse, parts, relations, relations_name

LARGEST = 60_000_000
"""Bytes that all parts of one document may hold together, unpacked; a letter holds a thousandth of that."""

_A4 = ("11906", "16838")


@dataclass(frozen=True)
class WordFile:
    """The parts of one document by name, and what its frame is made of.

    `main` is the name of the part with the text. `frame` has the four parts `header-first`, `header`,
    `footer-first`, `footer`, each with the name of the part that it was read from.
    `language` is a BCP 47 tag, `title` the core property.
    """

    parts: Mapping[str, bytes]
    main: str
    body: etree._Element
    styles: etree._Element
    frame: Mapping[str, tuple[str, etree._Element]]
    title: str
    language: str

    def relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """What `part` points to, by id: the kind, and a part name (or an address outside the document)."""
        return _relations(self.parts, part)

    def related(self, part: str, relation: str) -> bytes | None:
        """The bytes of what `relation` (an id such as rId4) of `part` points to; None when it is not in the file."""
        return self.parts.get(_relations(self.parts, part).get(relation, ("", ""))[1])


def open_word(docx: bytes) -> WordFile:
    """Open a filled document.

    Raises `TypesetError` when the bytes are no Word document, when the page is not A4 upright, when title or
    language are missing, or when the header or footer is gone (the marking would be lost with it).
    """
    try:
        return _open(parts(docx, most_bytes=LARGEST))
    except TemplateError as error:  # what `wordparts` says of any Word file; here it is a filled one
        raise TypesetError(f"The document cannot be typeset: {error}") from error


def _open(members: dict[str, bytes]) -> WordFile:
    main = next((n for kind, n in _relations(members, "").values() if kind.endswith("/officeDocument")), "")
    document = _parse(members, main)
    body = document.find(f"{W}body")
    if body is None:
        raise TypesetError("The file is not a Word document (.docx): it has no text body.")
    styles_part = next((n for kind, n in _relations(members, main).values() if kind.endswith("/styles")), "")
    styles = _parse(members, styles_part)
    return WordFile(members, main, body, styles, _frame(members, main, body), _title(members), _language(styles))


def _parse(members: Mapping[str, bytes], name: str) -> etree._Element:
    if name not in members:
        raise TypesetError("The file is not a Word document (.docx): one of its parts is missing.")
    return parse(members[name], name)


def _relations(members: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    held = relations_name(part)
    return relations(parse(members[held], held), part) if held in members else {}


def _frame(members: Mapping[str, bytes], main: str, body: etree._Element) -> dict[str, tuple[str, etree._Element]]:
    section = body.find(f"{W}sectPr")
    if section is None:
        raise TypesetError("The Word document has no page set-up. Start again from the template.")
    size = section.find(f"{W}pgSz")
    if size is None or (size.get(f"{W}w"), size.get(f"{W}h")) != _A4:
        raise TypesetError("The page is not A4 upright. Set it back in Word (Layout, Size and Orientation).")
    pointers = _relations(members, main)
    frame: dict[str, tuple[str, etree._Element]] = {}
    for kind in ("header", "footer"):
        found = {r.get(f"{W}type"): r.get(f"{R}id", "") for r in section.iterfind(f"{W}{kind}Reference")}
        first = "first" if section.find(f"{W}titlePg") is not None else "default"
        for slot, which in ((f"{kind}-first", first), (kind, "default")):
            name = pointers.get(found.get(which, ""), ("", ""))[1]
            if not name:
                raise TypesetError(f"The Word document has lost its {kind}, and its marking. Start from the template.")
            frame[slot] = (name, _parse(members, name))
    return frame


def _title(members: Mapping[str, bytes]) -> str:
    name = next((n for kind, n in _relations(members, "").values() if kind.endswith("/core-properties")), "")
    root = _parse(members, name) if name else None
    title = "" if root is None else (root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()
    if not title:
        raise TypesetError("The Word document has no title. Give it one (File, Info, Title).")
    return title


def _language(styles: etree._Element) -> str:
    found = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    language = "" if found is None else found.get(f"{W}val", "")
    if not language:
        raise TypesetError("The Word document does not say its language. Start from the house's template.")
    return language
