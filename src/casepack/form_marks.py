"""The empty boxes of a Word document on their way to the PDF: how each is to be placed, and its HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from .form_fields import CONTROL, FieldKind, FormField
from .wordparts import W
from .wordrules import style_of, text_of

_LINE = {"Answer Line": 25.0, "Table Text": 13.0}
_OTHER_LINE = 15.0
"""Points from line to line, by style; as in the stylesheet."""
_LEAST = 17.0
"""Points that one line of what is typed needs with room around it."""


def field_html(field: FormField, control: etree._Element, names: Mapping[tuple[str, str], str]) -> str:
    """The input for the empty box that `control` is, while it still stands in its paragraph.

    A box alone in its paragraph is as wide as the text, and as high as the paragraph with the empty ones of the same
    style below it: these are taken out.
    """
    paragraph = next(control.iterancestors(f"{W}p"))
    said = {"type": "checkbox", "name": field.name, "title": field.title, "data-kind": field.kind.value}
    if field.kind is FieldKind.TICK:
        return _input({**said, "class": "tick-box"})
    if field.kind is FieldKind.CHOICE:
        said["data-choices"] = "\n".join(field.choices)
    said["data-room"] = "line"
    if text_of(paragraph).strip() != text_of(control).strip() or sum(1 for _ in paragraph.iter(CONTROL)) > 1:
        return _input({**said, "class": "line-box"})
    style = style_of(paragraph, "paragraph", names)
    below = list(_empty_below(paragraph, style, names))
    for each in below:
        paragraph.getparent().remove(each)  # type: ignore[union-attr]
    height = max(_LINE.get(style, _OTHER_LINE) * (1 + len(below)), _LEAST)
    if field.kind is FieldKind.TEXT:
        said["data-room"] = "area"
    return _input({**said, "class": "area-box", "style": f"height:{height:g}pt"})


def _empty_below(
    paragraph: etree._Element, style: str, names: Mapping[tuple[str, str], str]
) -> Iterator[etree._Element]:
    """The paragraphs right below that hold nothing and look alike."""
    for following in paragraph.itersiblings():
        plain = following.tag == f"{W}p" and not text_of(following).replace("\u00a0", " ").strip()
        things = any(True for name in ("sdt", "drawing", "br", "sectPr") for _ in following.iter(W + name))
        if not plain or things or style_of(following, "paragraph", names) != style:
            return
        yield following


def _input(attributes: Mapping[str, str]) -> str:
    return etree.tostring(etree.Element("input", dict(attributes)), method="html", encoding="unicode")
