"""The boxes of a PDF that its reader fills in: real form fields with names, tooltips and looks of their own.

WeasyPrint makes a plain tick box wherever the HTML has an input, places it and tags it as a form field. Here each
becomes what it stands for. Nothing is left to the viewer to work out, nothing runs, and no font comes with them: what
is typed is drawn in Helvetica, which every viewer has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_INK = "0.106 0.141 0.161"
_FONT = "Helv"
_SIZE, _TO_FIT = 10, 0
"""Points of what is chosen; and what tells a viewer to make letters as small as the words need to be seen whole."""
_MULTILINE, _COMBO = 1 << 12, 1 << 17
_PRINT_FLAG = 4
LONGEST = {"line": 80, "area": 1_000}
"""Letters that a text field takes: one in a line of other words, one with room of its own."""


def finish_fields(document: Any, pdf: Any) -> None:
    """Make the inputs of WeasyPrint's `document` into the form fields that they stand for, in the `pydyf.PDF`."""
    if "AcroForm" not in pdf.catalog:
        return
    import pydyf  # type: ignore[import-untyped]

    fields, groups = pydyf.Array(), dict[str, Any]()
    objects = {item.reference: item for item in pdf.objects}
    for box in _inputs(document):
        said, widget = box.element.attrib, box.widget_annotation
        rectangle = [float(side) for side in widget["Rect"]]
        left, right = sorted(rectangle[::2])
        low, high = sorted(rectangle[1::2])
        kept = {key: widget[key] for key in ("Type", "Subtype", "P", "StructParent")}
        drawn = objects[widget["AP"]["N"]["on"]]
        widget.clear()
        widget.update(kept | {"F": _PRINT_FLAG, "TU": pydyf.String(said["title"])})
        widget["Rect"] = pydyf.Array([round(side, 2) for side in (left, low, right, high)])
        wide, high = round(right - left, 2), round(high - low, 2)
        drawn.extra = _drawing(pydyf, (wide, high))
        drawn.stream = [b"/Tx BMC EMC"]
        owner = widget
        if said["data-kind"] == "tick":
            drawn.stream = [_cross(wide, high)]
            nothing = pydyf.Stream([b""], extra=_drawing(pydyf, (wide, high)))
            pdf.add_object(nothing)
            owner = _tick(pydyf, pdf, widget, said, (drawn.reference, nothing.reference), groups)
        else:
            _words(pydyf, widget, said, drawn.reference)
        if owner.reference not in fields:
            fields.append(owner.reference)
    font = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Encoding": "/WinAnsiEncoding"}
    letters = pydyf.Dictionary(font)
    pdf.add_object(letters)
    resources = pydyf.Dictionary({"Font": pydyf.Dictionary({_FONT: letters.reference})})
    look = pydyf.String(_look())
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields, "DR": resources, "DA": look})


def _inputs(document: Any) -> Iterator[Any]:
    """The boxes of all inputs, page by page in the order of the text."""
    for page in document.pages:
        for boxes in page.forms.values():
            yield from (box for box, _ in boxes)


def _look(size: int = _SIZE) -> str:
    return f"/{_FONT} {size} Tf {_INK} rg"


def _drawing(pydyf: Any, size: tuple[float, float]) -> Any:
    """What a drawing for a field of this size says of itself."""
    return pydyf.Dictionary(
        {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, *size]), "Resources": "<<>>"}
    )


def _cross(wide: float, high: float) -> bytes:
    """The commands that draw the cross in a box that is ticked."""
    x1, x2, y1, y2 = (round(side, 2) for side in (0.24 * wide, 0.76 * wide, 0.24 * high, 0.76 * high))
    return f"q {_INK} RG 1.3 w 1 J {x1} {y1} m {x2} {y2} l {x1} {y2} m {x2} {y1} l S Q".encode()


def _tick(
    pydyf: Any, pdf: Any, widget: Any, said: Mapping[str, str], looks: tuple[bytes, bytes], groups: dict[str, Any]
) -> Any:
    """A tick box; those of one question belong to one field, so that a viewer lets one of them be set."""
    group, _, choice = said["name"].partition("=")
    by_state = pydyf.Dictionary({choice or "yes": looks[0], "Off": looks[1]})
    widget |= {"AS": "/Off", "AP": pydyf.Dictionary({"N": by_state})}
    if not choice:
        widget |= {"FT": "/Btn", "T": pydyf.String(group), "V": "/Off"}
        return widget
    if group not in groups:
        question = pydyf.String(said["title"].rpartition(": ")[0] or said["title"])
        made = {"FT": "/Btn", "T": pydyf.String(group), "TU": question, "V": "/Off", "Kids": pydyf.Array()}
        groups[group] = pydyf.Dictionary(made)
        pdf.add_object(groups[group])
    groups[group]["Kids"].append(widget.reference)
    widget["Parent"] = groups[group].reference
    return groups[group]


def _words(pydyf: Any, widget: Any, said: Mapping[str, str], look: bytes) -> None:
    """A field to type in, or a list to choose from."""
    widget |= {"T": pydyf.String(said["name"]), "V": pydyf.String("")}
    widget["AP"] = pydyf.Dictionary({"N": look})
    if said["data-kind"] == "choice":
        offered = [pydyf.String(choice) for choice in said["data-choices"].split("\n")]
        widget |= {"FT": "/Ch", "Ff": _COMBO, "Opt": pydyf.Array(offered), "DA": pydyf.String(_look())}
    else:
        room = said["data-room"]
        widget |= {"FT": "/Tx", "Ff": _MULTILINE * (room == "area"), "MaxLen": LONGEST[room]}
        widget["DA"] = pydyf.String(_look(_TO_FIT))
