"""The form fields of a PDF: what they are called, what they offer, what stands in them. Knows pikepdf; only reads."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from .form_fields import TICKED_BOX, FieldKind, FormField

_NO_NOTES = ("/Widget", "/Link", "/Popup")
_MOST = 2_000
"""Fields, and steps up from one to its owner, beyond which a form is not casepack's."""


Box = tuple[Any, FormField | None]
"""A widget of a PDF, and the field that it is; None for what is neither text, tick nor list."""


def boxes_of(file: pikepdf.Pdf) -> list[Box]:
    """The boxes of a PDF, page by page in the order in which they are tabbed to; each tick is one."""
    return [(widget, _field(list(_chain(widget)))) for widget in _widgets(file)]


def fields_in(boxes: Iterable[Box]) -> list[FormField]:
    """The fields among the boxes of a PDF. Raises ValueError where a form is larger than any of casepack's."""
    found = [field for _, field in boxes if field is not None]
    if len(found) > _MOST:
        raise ValueError("too many fields")
    return found


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a PDF from elsewhere holds: its boxes, and whether something was written or drawn beside them."""

    boxes: list[FormField]
    noted: bool


def read_form(pdf: bytes) -> FilledForm | None:
    """The form that a PDF from elsewhere is; None where it needs a password to be opened.

    Raises ValueError where it cannot be read. `pdfsafe` must have passed it.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            return FilledForm(fields_in(boxes_of(file)), _noted(file))
    except pikepdf.PasswordError:
        return None
    except (pikepdf.PdfError, TypeError, KeyError, AttributeError, RecursionError, OverflowError, IndexError) as error:
        raise ValueError("no PDF that can be read") from error


def odd_in(file: pikepdf.Pdf, boxes: Iterable[Box]) -> Iterator[str]:
    """What no form of casepack's has, of a PDF with these boxes: no look or tooltip, an answer, an action."""
    form = file.Root.get("/AcroForm")
    if form is None:
        return
    if bool(form.get("/NeedAppearances", False)) or "/XFA" in form or "/CO" in form:
        yield "its form leaves something to be worked out by the viewer."
    for widget, field in boxes:
        if field is None or "/N" not in widget.get("/AP", {}):
            yield "a form field is of an unknown kind, or has no look of its own."
        elif not field.title:
            yield "a form field has no tooltip."
        elif field.answer:
            yield "a form field is filled in already."
        elif "/A" in widget or _inherited(list(_chain(widget)), "/AA") is not None:
            yield "a form field would do something."


def _noted(file: pikepdf.Pdf) -> bool:
    """Whether a page bears notes: words, strokes, stamps or pictures that a viewer lays over it."""
    return any(each.get("/Subtype") not in _NO_NOTES for each in _annotations(file))


def _widgets(file: pikepdf.Pdf) -> Iterator[Any]:
    yield from (each for each in _annotations(file) if each.get("/Subtype") == "/Widget")


def _annotations(file: pikepdf.Pdf) -> Iterator[Any]:
    for page in file.pages:
        annotations: Any = page.obj.get("/Annots", [])
        yield from (each for each in annotations if isinstance(each, pikepdf.Dictionary))


def _chain(widget: Any) -> Iterator[Any]:
    """A field and the fields that it belongs to, the nearest first."""
    for _ in range(32):
        if not isinstance(widget, pikepdf.Dictionary):
            return
        yield widget
        widget = widget.get("/Parent")


def _inherited(chain: Sequence[Any], key: str) -> Any:
    return next((each[key] for each in chain if key in each), None)


def _field(chain: Sequence[Any]) -> FormField | None:
    """The field that a widget is, from the chain that begins with it."""
    names = [_text(each["/T"]) for each in chain if "/T" in each]
    name = ".".join(reversed(names))
    title = " ".join(_text(_inherited(chain, "/TU")).split())
    kind, value = str(_inherited(chain, "/FT") or ""), _inherited(chain, "/V")
    flags = int(_inherited(chain, "/Ff") or 0)
    if kind == "/Btn" and not flags & 1 << 16:
        return _tick(chain[0], name, title, value)
    if kind == "/Ch":
        offered: Any = _inherited(chain, "/Opt") or []
        choices = tuple(_text(each[1] if isinstance(each, pikepdf.Array) else each) for each in offered)
        chosen = list(value) if isinstance(value, pikepdf.Array) else [value]
        return FormField(FieldKind.CHOICE, name, title, choices, "; ".join(t for t in map(_text, chosen) if t))
    return FormField(FieldKind.TEXT, name, title, (), _text(value)) if kind == "/Tx" else None


def _tick(widget: Any, name: str, title: str, value: Any) -> FormField:
    """A tick box. Viewers say in one of two places that it is set; either will do."""
    looks = widget.get("/AP", {}).get("/N", {})
    states = [str(key)[1:] for key in looks if str(key) != "/Off"] if isinstance(looks, pikepdf.Dictionary) else []
    state = states[0] if len(states) == 1 else ""
    said = {str(each)[1:] for each in (value, widget.get("/AS")) if isinstance(each, pikepdf.Name)}
    of_a_group = "/T" not in widget
    full = f"{name}={state}" if of_a_group else name
    return FormField(FieldKind.TICK, full, title, answer=TICKED_BOX if state and state in said else "")


def _decoded(raw: bytes) -> str:
    """The text in these bytes: in either order of UTF-16 where they begin so, else as UTF-8, else letter by letter."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("pdfdoc", "replace")


def _text(value: Any) -> str:
    """What a string of a PDF says, its line ends as ours; nothing for anything else."""
    if isinstance(value, pikepdf.Stream):  # long answers of some viewers
        value = pikepdf.String(_decoded(value.read_bytes()[:100_000]))
    if not isinstance(value, pikepdf.String):
        return ""
    raw = bytes(value)
    said = _decoded(raw) if raw[:2] == b"\xff\xfe" else str(value)
    said = said.removeprefix("\ufeff")
    lines = said.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
