"""A survey that came back: what its boxes hold, or in words why nothing can be read from it. Pure.

A file from outside is taken for hostile: it is measured before it is opened, and nothing in it is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from . import pdffields, pdfread, pdfsafe
from .errors import CasepackError, Problem, TemplateError
from .form_fields import FormField, fields_of, nameless
from .wordparts import DOCUMENT, parse, parts, words

MOST_BYTES = 30_000_000
"""Bytes that the parts of a returned Word file may unpack to."""
_MOST_PAGES = 30
_ACTIVE = re.compile(r"vba|activeX|macro|embeddings/|afchunk|ctrlProps", re.I)
_TYPE_IN = "Type its answers into the record, on the sheet Survey answers."


@dataclass(frozen=True, slots=True)
class Returned:
    """One survey as it came back: everything it says, and its boxes by name, as they were filled in.

    Where the program that saved it has dropped all names, `nameless` are its boxes in their order instead.
    """

    words: str
    boxes: Mapping[str, FormField]
    nameless: tuple[FormField, ...] = ()


def opened(data: bytes, name: str) -> Returned | Problem:
    """What a returned file holds, or why it cannot be read; `name` is the file's name."""
    if data.lstrip()[:5] == b"%PDF-":
        return _pdf(data, name)
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        return _word(data, name)
    what = "is neither a Word file (.docx) nor a PDF."
    return Problem("survey-kind", name, what, f"Ask for the survey as one of these. If it is a picture: {_TYPE_IN}")


def _word(data: bytes, name: str) -> Returned | Problem:
    try:
        members = parts(data, most_bytes=MOST_BYTES)
        if any(_ACTIVE.search(part) for part in members) or b"macroEnabled" in members.get("[Content_Types].xml", b""):
            what = "holds a macro or another file inside it, and was not opened further."
            return Problem("survey-unsafe", name, what, f"Do not open it in Word. {_TYPE_IN}")
        if DOCUMENT not in members:
            return Problem("survey-kind", name, "is no Word file (.docx).", f"Look at it by hand. {_TYPE_IN}")
        root = parse(members[DOCUMENT], DOCUMENT)
    except TemplateError as error:
        return Problem("survey-unreadable", name, f"cannot be read: {error}", "Ask for it again.")
    boxes = list(fields_of(root))
    return _returned(words(root), boxes, () if boxes else nameless(root), name)


def _pdf(data: bytes, name: str) -> Returned | Problem:
    refused = pdfsafe.why_not(data)
    if refused:
        return Problem("survey-unsafe", name, refused, f"Do not open it. {_TYPE_IN}")
    try:
        boxes = pdffields.read_form(data)
        if boxes is None:
            fix = "Save it once more without a password, in the program in which it opens."
            return Problem("survey-locked", name, "needs a password to be opened.", fix)
        said = pdfread.said(data, _MOST_PAGES)
    except (CasepackError, ValueError):
        return Problem("survey-unreadable", name, "is damaged: it cannot be read.", "Ask for it again.")
    return _returned(said, boxes, (), name)


def _returned(said: str, boxes: list[FormField], others: tuple[FormField, ...], name: str) -> Returned | Problem:
    if not boxes and not others:
        what = "holds no boxes that can be read: it was printed or scanned, or saved by a program that drops them."
        return Problem("survey-flat", name, what, _TYPE_IN)
    return Returned(" ".join(said.split()), {box.name: box for box in boxes}, others)
