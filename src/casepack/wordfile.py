"""A filled Word document, opened: its parts, title, language, header and footer. Reads bytes, never a disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from .errors import TemplateError, TypesetError
from .wordparts import R, W, parse, parts, relations, relations_name
from .wordrules import style_names, text_of

LARGEST = 60_000_000
"""Bytes that all parts of one document may hold together, unpacked; a letter holds a thousandth of that."""

_A4 = ("11906", "16838")


Frame = Mapping[str, tuple[str, etree._Element]]
"""Headers and footers by their slot, each with the name of the part that it was read from."""


@dataclass(frozen=True)
class Section:
    """A later part of a document that has several: a body of its own, and its `header` and `footer`."""

    body: etree._Element
    frame: Frame


@dataclass(frozen=True)
class WordFile:
    """The parts of one document by name, and what its frame is made of.

    `main` is the name of the part with the text, `body` the text up to the first section break, `sections` what
    follows. `frame` has the four slots `header-first`, `header`, `footer-first`, `footer`.
    `names` are those of its styles, by kind (paragraph, character, table) and id, and `pointers` what the text points
    to, by id: the kind, and a part name (or an address outside the document).
    `language` is a BCP 47 tag, `title` the core property. `text_width` is that of a line, in twentieths of a point.
    """

    parts: Mapping[str, bytes]
    main: str
    body: etree._Element
    names: Mapping[tuple[str, str], str]
    pointers: Mapping[str, tuple[str, str]]
    frame: Frame
    sections: tuple[Section, ...]
    title: str
    language: str
    text_width: int = 9638

    def related(self, part: str, relation: str) -> bytes | None:
        """The bytes of what `relation` (an id such as rId4) of `part` points to; None when it is not in the file."""
        pointers = self.pointers if part == self.main else _relations(self.parts, part)
        return self.parts.get(pointers.get(relation, ("", ""))[1])


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
    whole = _relations(members, "")
    main = _of_kind(whole, "officeDocument")
    document = _parse(members, main)
    body = document.find(f"{W}body")
    if body is None:
        raise TypesetError("The file is not a Word document (.docx): it has no text body.")
    pointers = _relations(members, main)
    names, language = _styles(_bytes(members, _of_kind(pointers, "styles")))
    bodies, set_ups = _divided(body)
    frames = _frames(members, pointers, set_ups)
    later = tuple(Section(own, frame) for own, frame in zip(bodies[1:], frames[1:], strict=True))
    title = _title(members, _of_kind(whole, "core-properties"))
    if not language:
        raise TypesetError("The Word document does not say its language. Start from the house's template.")
    width = _text_width(set_ups[-1])
    return WordFile(members, main, bodies[0], names, pointers, frames[0], later, title, language, width)


def _bytes(members: Mapping[str, bytes], name: str) -> bytes:
    if name not in members:
        raise TypesetError("The file is not a Word document (.docx): one of its parts is missing.")
    return members[name]


def _parse(members: Mapping[str, bytes], name: str) -> etree._Element:
    return parse(_bytes(members, name), name)


def _of_kind(pointers: Mapping[str, tuple[str, str]], kind: str) -> str:
    """The first part of a kind that is pointed to; "" where there is none."""
    return next((part for held, part in pointers.values() if held.endswith(f"/{kind}")), "")


def _relations(members: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    held = relations_name(part)
    return relations(parse(members[held], held), part) if held in members else {}


def _divided(body: etree._Element) -> tuple[list[etree._Element], list[etree._Element | None]]:
    """The text and the page set-up of each section, if all of them are the parts of a pack; else as one.

    Each later part has a footer of its own and begins a page: a section break that was set by hand has neither the
    one nor, often, the other, and is left to be complained of.
    """
    breaks = [p for p in body.iterchildren(f"{W}p") if p.find(f"{W}pPr/{W}sectPr") is not None]
    set_ups = [*(p.find(f"{W}pPr/{W}sectPr") for p in breaks), body.find(f"{W}sectPr")]
    if any(text_of(p).strip() for p in breaks) or not all(_begins_a_part(s) for s in set_ups[1:]):
        return [body], set_ups[-1:]
    bodies = [etree.Element(f"{W}body")]
    for child in list(body):
        if child in breaks:
            bodies.append(etree.Element(f"{W}body"))
        elif child.tag != f"{W}sectPr":
            bodies[-1].append(child)
    return bodies, set_ups


def _begins_a_part(set_up: etree._Element | None) -> bool:
    if set_up is None or set_up.find(f"{W}titlePg") is not None:
        return False
    kind = set_up.find(f"{W}type")
    footers = [r for r in set_up.iterfind(f"{W}footerReference") if r.get(f"{W}type") == "default"]
    return bool(footers) and (kind is None or kind.get(f"{W}val") == "nextPage")


def _frames(
    members: Mapping[str, bytes],
    pointers: Mapping[str, tuple[str, str]],
    set_ups: Sequence[etree._Element | None],
) -> list[Frame]:
    """The frame of each section; a header that a later one has not is that of the one before."""
    frames: list[Frame] = []
    for number, set_up in enumerate(set_ups):
        if set_up is None:
            raise TypesetError("The Word document has no page set-up. Start again from the template.")
        size = set_up.find(f"{W}pgSz")
        if size is None or (size.get(f"{W}w"), size.get(f"{W}h")) != _A4:
            raise TypesetError("The page is not A4 upright. Set it back in Word (Layout, Size and Orientation).")
        frame: dict[str, tuple[str, etree._Element]] = {}
        for kind in ("header", "footer"):
            found = {r.get(f"{W}type"): r.get(f"{R}id", "") for r in set_up.iterfind(f"{W}{kind}Reference")}
            first = "first" if set_up.find(f"{W}titlePg") is not None else "default"
            for slot, which in (((f"{kind}-first", first),) if not number else ()) + ((kind, "default"),):
                name = pointers.get(found.get(which, ""), ("", ""))[1]
                if name:
                    frame[slot] = (name, _parse(members, name))
                elif number:
                    frame[slot] = frames[-1][slot]
                else:
                    lost = f"The Word document has lost its {kind}, and its marking. Start from the template."
                    raise TypesetError(lost)
        frames.append(frame)
    return frames


def _text_width(set_up: etree._Element | None) -> int:
    margins = None if set_up is None else set_up.find(f"{W}pgMar")
    sides = ["1134" if margins is None else margins.get(f"{W}{side}", "1134") for side in ("left", "right")]
    return max(int(_A4[0]) - sum(int(side) for side in sides if side.isdigit()), 1)


def _title(members: Mapping[str, bytes], name: str) -> str:
    root = _parse(members, name) if name else None
    title = "" if root is None else (root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()
    if not title:
        raise TypesetError("The Word document has no title. Give it one (File, Info, Title).")
    return title


@lru_cache(maxsize=32)
def _styles(data: bytes) -> tuple[Mapping[tuple[str, str], str], str]:
    """The names of the styles and the language of a part of styles: every document of a template has the same one."""
    styles = parse(data, "word/styles.xml")
    found = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return MappingProxyType(style_names(styles)), "" if found is None else found.get(f"{W}val", "")
