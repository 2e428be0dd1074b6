"""Notes at cells ("comments", to Excel of old): put beside those that are there, and taken away again.

A note stands in two parts: its words in one, its box on the sheet in a drawing of the old kind (VML).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from .cells import address
from .patch_boxes import SheetParts, draw_boxes, remove_boxes
from .patch_cells import Place, place_of
from .patch_parts import Package
from .patch_xml import (
    DECLARATION,
    MAIN,
    CannotEdit,
    Edit,
    Element,
    Xml,
    attribute,
    escape,
    excel_text,
    excel_words,
    splice,
    unescape,
)  # fmt: skip

AUTHOR = "casepack"
BEFORE = "The note that stood here before:"
"""What stands between casepack's words and those of somebody else, in one note."""
_SIGN = re.compile(r"\s*\ncasepack ([0-9a-f]{8})(?=\s|\Z)")
"""The last line of what casepack wrote: it tells whether somebody has changed the words since."""

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_LONGEST = 2_000


def add_notes(package: Package, sheet: SheetParts, notes: Mapping[Place, tuple[tuple[str, str], ...]]) -> None:
    """Put notes on a sheet: for each place its pieces, a bold word and what follows it.

    A note of somebody else keeps its words, behind ours. A cell with a conversation (a "comment", to Excel of today)
    gets none, since Excel would not show it. Raises CannotEdit where the parts of the notes cannot be edited.
    """
    links = {link.kind: link.target for link in package.links(sheet.part) if not link.outside}
    talks = _talked_about(package, sheet.part)
    notes = {place: notes[place] for place in sorted(notes) if place not in talks}
    if not notes:
        return
    name = links.get("comments") or package.free_name("xl/comments{}.xml")
    if not package.has(name):
        _begin(package, sheet.part, name)
    xml = package.xml(name, MAIN)
    there = _comments(xml)
    author, edits = _author(xml)
    new = []
    for place, pieces in notes.items():
        if place in there:
            edits.append(_before(xml, there[place], pieces))
        else:
            words = _runs(xml, pieces)
            new.append(xml.wrap("comment", f'ref="{address(*place)}" authorId="{author}"', xml.wrap("text", "", words)))
    if new:
        box = xml.child("commentList")
        if box is None:
            raise CannotEdit("no list of notes")
        edits += xml.append(box, b"".join(new))
    package.put(name, splice(xml.data, edits))
    new_boxes = {place: "".join(map("".join, pieces)) for place, pieces in notes.items() if place not in there}
    draw_boxes(package, sheet, new_boxes, {place: xml.text(element) for place, element in there.items()})


def _talked_about(package: Package, part: str) -> set[Place]:
    """The cells of a sheet with a conversation."""
    places = set()
    for link in package.links(part):
        if link.kind == "threadedComment" and package.has(link.target):
            for found in re.finditer(rb'\bref\s*=\s*["\']([A-Z]+\d+)', package.read(link.target)):
                place = place_of(found.group(1).decode())
                places |= {place} if place else set()
    return places


def _begin(package: Package, part: str, name: str) -> None:
    empty = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
    package.put(name, DECLARATION + empty.encode())
    package.declare(name, _COMMENTS)
    package.link(part, "comments", name)


def _comments(xml: Xml) -> dict[Place, Element]:
    box = xml.child("commentList")
    told = ((place_of(attribute(xml.tag(e), "ref") or ""), e) for e in (xml.children(box) if box else ()))
    return {place: element for place, element in told if place}


def _author(xml: Xml) -> tuple[int, list[Edit]]:
    """The number of casepack among the authors, and the edits that put it there."""
    box = xml.child("authors")
    if box is None:
        raise CannotEdit("no authors")
    names = [xml.text(e) for e in xml.children(box)]
    if AUTHOR in names:
        return names.index(AUTHOR), []
    return len(names), xml.append(box, xml.wrap("author", "", AUTHOR.encode()))


def _runs(xml: Xml, pieces: tuple[tuple[str, str], ...]) -> bytes:
    """The pieces of a note, each beginning in bold."""
    runs = []
    for number, (bold, plain) in enumerate(pieces):
        runs += [_run(xml, ("\n\n" if number else "") + bold, bold=True), _run(xml, plain[:_LONGEST])]
    words = "".join(bold + plain[:_LONGEST] for bold, plain in pieces)
    return b"".join([*runs, _run(xml, f"\n\ncasepack {_mark(words)}")])


def _mark(words: str) -> str:
    """A mark made from words, however the lines are broken; what cannot be kept in XML does not count."""
    plain = "".join(unescape(escape(words)).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def _run(xml: Xml, text: str, *, bold: bool = False) -> bytes:
    looks = [("sz", "9"), ("color", "FF000000"), ("rFont", "Arial"), ("family", "2")]
    told = [xml.wrap("b", "")] if bold else []
    told += [xml.wrap(name, f'{"rgb" if name == "color" else "val"}="{value}"') for name, value in looks]
    words = xml.wrap("t", 'xml:space="preserve"', excel_text(text).encode())
    return xml.wrap("r", "", xml.wrap("rPr", "", b"".join(told)) + words)


def _before(xml: Xml, comment: Element, pieces: tuple[tuple[str, str], ...]) -> Edit:
    """The edit that puts our words before those of a note that is there."""
    text = xml.child("text", comment)
    if text is None:
        raise CannotEdit("a note without words")
    words = _runs(xml, pieces) + _run(xml, f"\n\n{BEFORE}\n", bold=True)
    inner = b""
    for element in xml.children(text):
        piece = xml.data[element.start : element.end]
        # Words may stand bare only before all runs, so bare ones become a run.
        inner += xml.wrap("r", "", piece) if element.name == "t" else piece
    return (text.start, text.end, xml.wrap("text", "", words + inner))


def remove_notes(package: Package, sheet_part: str) -> None:
    """Take casepack's own words out of the notes of a sheet; what somebody else wrote stays.

    Raises CannotEdit where the parts of the notes cannot be edited.
    """
    links = [link for link in package.links(sheet_part) if not link.outside]
    name = next((link.target for link in links if link.kind == "comments"), None)
    if name is None or not package.has(name):
        return
    xml = package.xml(name, MAIN)
    edits: list[Edit] = []
    gone: set[Place] = set()
    for place, element in _comments(xml).items():
        text = xml.child("text", element)
        runs = list(xml.children(text)) if text else []
        last = _last_of_ours([excel_words(xml.text(run)) for run in runs])
        if last == len(runs) - 1:
            edits.append((element.start, element.end, b""))
            gone.add(place)
        elif last is not None:
            edits.append((runs[0].start, runs[last].end, b""))
    package.put(name, splice(xml.data, edits))
    if gone:
        remove_boxes(package, sheet_part, gone)


def _last_of_ours(runs: Sequence[str]) -> int | None:
    """Which of a note's runs is the last of casepack's own; None where it wrote none, or somebody has changed them."""
    words = "".join(runs)
    sign = _SIGN.search(words)
    if sign is None or sign.group(1) != _mark(words[: sign.start()]):
        return None
    rest = words[sign.end() :].strip()
    if not rest:
        return len(runs) - 1
    cut = next((n for n in range(len(runs)) if "".join(runs[: n + 1]).rstrip().endswith(BEFORE)), None)
    return cut if rest.startswith(BEFORE) else None
