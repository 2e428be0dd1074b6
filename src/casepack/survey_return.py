"""A survey that came back: what its boxes hold, or in words why nothing can be read from it. Pure.

A file from outside is taken for hostile: it is measured before it is opened, and nothing in it is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from . import pdffields, pdfread, pdfsafe
from .errors import CasepackError, Problem, TemplateError
from .form_fields import FormField, beside, fields_of, nameless
from .sniff import FileKind, sniff
from .wordparts import DOCUMENT, W, parse, parts

MOST_BYTES = 30_000_000
"""Bytes that the parts of a returned Word file may unpack to."""
_MOST_PAGES = 30
_ACTIVE = re.compile(r"vba|activeX|macro|embeddings/|afchunk|ctrlProps", re.I)
_OLE = b"\xd0\xcf\x11\xe0"
_UNLOCK = "Save it once more without a password, in the program in which it opens."
_TOLD = re.compile(r"is an? (?!plain|.* with an Excel name)|was made by")
_TYPE_IN = "Type its answers into the record, on the sheet Survey answers."
_AS_ONE = "Ask for the survey as one of these, or type its answers into the record, on the sheet Survey answers."
_BROKEN_LINE = "\ufffe"
"""What the reader of a PDF gives for a hyphen at the end of a line, where a long reference may be broken."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One survey as it came back: what it says outside its boxes, and its boxes by name, as they were filled in.

    Where the program that saved it has dropped all names, `nameless` are its boxes in their order instead. `twice` are
    the names under which it holds more than one answer. Of a Word file, `beside` are the words after each box, in the
    order of the boxes, whose names are `order`. `noted` says that something was written or drawn over it.
    """

    words: str
    boxes: Mapping[str, FormField]
    nameless: tuple[FormField, ...] = ()
    twice: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    noted: bool = False


def opened(data: bytes, name: str) -> Returned | Problem:
    """What a returned file holds, or why it cannot be read; `name` is the file's name."""
    if data.lstrip()[:5] == b"%PDF-":
        return _pdf(data, name)
    if data[:4] in (b"PK\x03\x04", _OLE):
        return _word(data, name)
    return _other_kind(data, name)


def _other_kind(data: bytes, name: str) -> Problem:
    """What a file is that is neither Word nor PDF, as far as that can be told."""
    found = sniff(data, name)
    what = "is a workbook." if found.kind is FileKind.WORKBOOK else found.what
    told = f"{what.removesuffix('.')}, n" if _TOLD.match(what) else "is n"
    fix = "Unpack it, and put the surveys that are in it here." if "zip file" in what else _AS_ONE
    return Problem("survey-kind", name, f"{told}either a Word file (.docx) nor a PDF.", fix)


def _older(data: bytes, name: str) -> Problem | None:
    """Why a file in Office's older container cannot be read, where that can be told: it is locked, or a message."""
    found = sniff(data, name)
    if found.code == "locked-file":
        return Problem("survey-locked", name, "is locked with a password, so nothing can read it.", _UNLOCK)
    if "Outlook" in found.what:
        return Problem("survey-kind", name, found.what, "Open it in Outlook, and save the survey that came with it.")
    return None


def _word(data: bytes, name: str) -> Returned | Problem:
    older = _older(data, name) if data[:4] == _OLE else None
    if older:
        return older
    try:
        members = parts(data, most_bytes=MOST_BYTES)
        if any(_ACTIVE.search(part) for part in members) or b"macroEnabled" in members.get("[Content_Types].xml", b""):
            what = "holds a macro or another file inside it, and was not opened further."
            return Problem("survey-unsafe", name, what, f"Do not open it in Word. {_TYPE_IN}")
        if DOCUMENT not in members:
            return _other_kind(data, name)
        root = parse(members[DOCUMENT], DOCUMENT)
    except TemplateError as error:
        return Problem("survey-unreadable", name, f"cannot be read: {error}", "Ask for it again.")
    boxes = list(fields_of(root))
    others = () if boxes else nameless(root)
    said = beside(root, named=bool(boxes))
    found = _returned("\n".join(said), boxes, others, name)
    if isinstance(found, Problem):
        return found
    order = tuple(box.name for box in boxes)
    noted = next(root.iter(f"{W}commentReference"), None) is not None
    return replace(found, order=order, beside=said[1:], noted=noted)


def _pdf(data: bytes, name: str) -> Returned | Problem:
    refused = pdfsafe.why_not(data)
    if refused:
        return Problem("survey-unsafe", name, refused, f"Do not open it. {_TYPE_IN}")
    try:
        form = pdffields.read_form(data)
        if form is None:
            return Problem("survey-locked", name, "needs a password to be opened.", _UNLOCK)
        said = pdfread.said(data, _MOST_PAGES).replace(_BROKEN_LINE, "-")
    except (CasepackError, ValueError):
        return Problem("survey-unreadable", name, "is damaged: it cannot be read.", "Ask for it again.")
    found = _returned(said, form.boxes, (), name)
    return found if isinstance(found, Problem) else replace(found, noted=form.noted)


def _returned(said: str, boxes: list[FormField], others: tuple[FormField, ...], name: str) -> Returned | Problem:
    if not boxes and not others:
        what = "holds no boxes that can be read: it was printed or scanned, or saved by a program that drops them."
        return Problem("survey-flat", name, what, _TYPE_IN)
    by_name: dict[str, FormField] = {}
    twice = set()
    for box in boxes:
        first = by_name.setdefault(box.name, box)
        if box.answer and first.answer not in ("", box.answer):
            twice.add(box.name)
        if not first.answer:
            by_name[box.name] = box
    return Returned(" ".join(said.split()), by_name, others, frozenset(twice))
