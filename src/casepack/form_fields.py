"""The boxes of a Word document that its reader fills in: text, ticks, one of a list (content controls). Pure.

A control counts as a box to fill in by its tag, which is its name wherever it is read again: `q3-times` for words,
`q5-police` for a tick by itself, `q1=yes` for one of several ticks of which one may be set. Every other control is
taken for the words in it. Names and titles say what is asked, never about whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

# `wordparts` asks this module which words are nobody's, so it cannot be asked for its names here.
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CONTROL = f"{_W}sdt"

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:=[a-z0-9]+(?:-[a-z0-9]+)*)?")
"""What the tag of a box may look like; Word takes 64 letters."""
LONGEST_NAME, LONGEST_TITLE = 64, 200
TYPE_HERE, CHOOSE = "Type here", "Choose one"
PLACEHOLDERS = frozenset((TYPE_HERE, CHOOSE, "Click or tap here to enter text.", "Choose an item."))
"""What may stand in a box that nobody has filled in: the house's words, and those that Word puts back."""
EMPTY_BOX, TICKED_BOX = "☐", "☒"
_SAID = {f"{_W}t": "", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}p": "\n"}
"""What can be read: the words, and what stands for a line end or a space."""


class FieldKind(StrEnum):
    """How a box is filled in."""

    TEXT = "text"
    TICK = "tick"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class FormField:
    """One box: how it is filled in, its name, what a screen reader says of it, and what a list offers.

    `answer` is what stands in it; "" while it is empty. That of a tick is `TICKED_BOX`.
    """

    kind: FieldKind
    name: str
    title: str
    choices: tuple[str, ...] = ()
    answer: str = ""

    @property
    def group(self) -> str:
        """The question that a tick belongs to; the name where it stands by itself."""
        return self.name.partition("=")[0]


def field_of(control: etree._Element) -> FormField | None:
    """The box that a content control is; None where it is no box to fill in."""
    looks = control.find(f"{_W}sdtPr")
    name = "" if looks is None else _value(looks, "tag")
    return _read(control, name) if NAME.fullmatch(name) and len(name) <= LONGEST_NAME else None


def _read(control: etree._Element, name: str) -> FormField | None:
    looks = control.find(f"{_W}sdtPr")
    if looks is None:
        return None
    title = " ".join(_value(looks, "alias").split())
    tick = looks.find(f"{_W14}checkbox")
    if tick is not None:
        on = tick.find(f"{_W14}checked")
        ticked = on is not None and on.get(f"{_W14}val", "1") in ("1", "true", "on")
        return FormField(FieldKind.TICK, name, title, answer=TICKED_BOX if ticked else "")
    answer = "" if _shows_placeholder(looks) else _words(control)
    answer = "" if answer in PLACEHOLDERS else answer
    offered = looks.find(f"{_W}dropDownList")
    if offered is not None:
        items = (i.get(f"{_W}displayText") or i.get(f"{_W}value") or "" for i in offered.iterfind(f"{_W}listItem"))
        return FormField(FieldKind.CHOICE, name, title, tuple(item for item in items if item), answer)
    if looks.find(f"{_W}text") is not None:
        return FormField(FieldKind.TEXT, name, title, answer=answer)
    return None


def fields_of(root: etree._Element) -> Iterator[FormField]:
    """Every box under `root`, in the order of the document."""
    yield from (found for control in root.iter(CONTROL) if (found := field_of(control)) is not None)


def nameless(root: etree._Element) -> tuple[FormField, ...]:
    """The boxes under `root` in their order, whatever they are called: some programs drop the names on saving."""
    return tuple(found for control in root.iter(CONTROL) if (found := _inline(control)) is not None)


def _inline(control: etree._Element) -> FormField | None:
    return _read(control, "") if next(control.iter(f"{_W}p"), None) is None else None


def beside(root: etree._Element, *, named: bool = True) -> tuple[str, ...]:
    """The words outside the boxes: those before the first one, then those between each and the next.

    With `named` the boxes are those of `fields_of`, otherwise those of `nameless`. A paragraph begins a line.
    """
    found = {control for control in root.iter(CONTROL) if (field_of(control) if named else _inline(control))}
    within = {item for control in found for item in control.iterdescendants()}
    said = [""]
    for item in root.iter(CONTROL, *_SAID):
        if item in found:
            said.append("")
        elif item not in within:
            said[-1] += item.text or "" if item.tag == f"{_W}t" else _SAID.get(str(item.tag), "")
    return tuple(said)


def is_empty(control: etree._Element) -> bool:
    """Whether a control is a box that nobody has filled in: what it shows are nobody's words."""
    found = field_of(control)
    return found is not None and not found.answer


def faults(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """What is wrong with the boxes under `root`: each control with a sentence that says what to do."""
    seen: set[str] = set()
    for control in root.iter(CONTROL):
        field = field_of(control)
        if field is None:
            continue
        if field.name in seen:
            yield control, _fault(field, "stands there twice. Give each its own tag")
        seen.add(field.name)
        if not field.title or len(field.title) > LONGEST_TITLE:
            yield control, _fault(field, "has no title, or a very long one. Give it one that says what to write")
        if next(control.iterancestors(f"{_W}p"), None) is None:
            yield control, _fault(field, "holds whole paragraphs. Put it inside one paragraph")
        if any(True for _ in control.iterdescendants(CONTROL)):
            yield control, _fault(field, "holds another one. Take one of them out")
        if not field.answer and _stands_there(control, field.kind):
            what = f'shows other words than "{TYPE_HERE}" or "{CHOOSE}" while it is empty. Change them'
            yield control, _fault(field, what)


def _fault(field: FormField, what: str) -> str:
    return f"the box {field.name} {what} (Developer, Properties)."


def _stands_there(control: etree._Element, kind: FieldKind) -> bool:
    """Whether an empty box shows words of its own."""
    words = _words(control)
    return words != EMPTY_BOX if kind is FieldKind.TICK else bool(words) and words not in PLACEHOLDERS


def said(fields: Iterable[FormField]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What boxes say of themselves, to be compared between Word and PDF: kind, name, title, what a list offers."""
    return [(field.kind.value, field.name, field.title, field.choices) for field in fields]


def _value(looks: etree._Element, name: str) -> str:
    found = looks.find(_W + name)
    return "" if found is None else found.get(f"{_W}val", "")


def _shows_placeholder(looks: etree._Element) -> bool:
    mark = looks.find(f"{_W}showingPlcHdr")
    return mark is not None and mark.get(f"{_W}val", "true").lower() not in ("0", "false", "off")


def _words(control: etree._Element) -> str:
    """The words in a control: a line break is a line end, a tab a space."""
    content = control.find(f"{_W}sdtContent")
    out = []
    for item in () if content is None else content.iter(etree.Element):
        before = item.getprevious()
        if item.tag == f"{_W}t" and before is not None and before.tag == item.tag:
            out.append("\n")  # LibreOffice leaves the line break out
        out.append(item.text or "" if item.tag == f"{_W}t" else _SAID.get(str(item.tag), ""))
    lines = ("".join(out).replace("\u00a0", " ")).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
