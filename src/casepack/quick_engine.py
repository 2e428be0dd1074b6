"""Parts of WeasyPrint that do the same more quickly, in the place of its own.

They look inside WeasyPrint, so they are used only with versions with which the tests have found the same bytes with and
without them; any other is left as it is. What they keep, they keep in the styles of one document; see also
`known_styles`.
"""

from __future__ import annotations

import sys
from typing import Any

from .known_styles import keeping_styles

KNOWN = frozenset({"70.0"})
"""Versions of WeasyPrint of which it is known that nothing else changes."""

_ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
_DOWN = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
"""Lengths that are parts of the width of what a box stands in, also those from top to bottom."""
_HIGH = ("height", "min_height", "max_height")
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def quicken(weasyprint: Any) -> None:
    """Put the quicker parts in their places, where the version is a known one."""
    if weasyprint.VERSION in KNOWN:
        weasyprint.css.StyleFor = keeping_styles(weasyprint.css)
        _everywhere(_percentages(weasyprint))
        _everywhere(_struts(weasyprint))
        weasyprint.pdf.pydyf.PDF.page_references = property(_page_references)


def _everywhere(quick: Any) -> None:
    """Put a function in the place of the library's own of this name, wherever it is imported."""
    own = [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]
    for module in own:
        if hasattr(module, quick.__name__):
            setattr(module, quick.__name__, quick)


def _percentages(weasyprint: Any) -> Any:
    """Lengths of a box: those that are no part of another are known once its style is."""
    whole = weasyprint.layout.percent.resolve_percentages
    box_type, page_type = weasyprint.layout.boxes.Box, weasyprint.layout.boxes.PageBox

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        try:
            lengths = style.lengths
        except AttributeError:
            lengths = style.lengths = _lengths(style)
        if lengths is None or isinstance(box, page_type):
            whole(box, containing_block)
            return
        fixed, parts, borders = lengths
        used = box.__dict__
        used.update(fixed)
        if parts:
            width = containing_block.width if isinstance(containing_block, box_type) else containing_block[0]
            for name, part in parts:
                used[name] = width * part / 100
        for name, width in borders:
            used.setdefault(name, width)

    return resolve_percentages


def _lengths(style: Any) -> tuple[dict[str, Any], tuple[tuple[str, float], ...], tuple[tuple[str, Any], ...]] | None:
    """The lengths of a style: those that are fixed, the parts of the width, the borders that a table may have settled.

    Nothing where a length is reckoned in another way.
    """
    if style["box_sizing"] != "content-box":
        return None
    fixed, parts = {}, []
    for name in (*_ACROSS, *_DOWN, *_HIGH):
        value = style[name]
        unit = getattr(value, "unit", None)
        if value == "auto":
            fixed[name] = 0 if name in ("min_width", "min_height") else value
        elif unit == "%" and name not in _HIGH:
            parts.append((name, value.value))
        elif unit == "px":
            fixed[name] = value.value
        else:
            return None
    borders = {name: style[name] for name in _BORDERS}
    if style["border_collapse"] == "collapse":
        return fixed, tuple(parts), tuple(borders.items())
    return fixed | borders, tuple(parts), ()


def _struts(weasyprint: Any) -> Any:
    """The height of a line, worked out once for a style."""
    whole = weasyprint.text.line_break.strut

    def strut(style: Any) -> Any:
        try:
            return style.strut
        except AttributeError:
            style.strut = whole(style)
            return style.strut

    return strut


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of the pages, made once for so many pages as there are."""
    numbers = pdf.pages["Kids"][::3]
    known: tuple[bytes, ...] = getattr(pdf, "known_references", ())
    if len(known) != len(numbers):
        known = pdf.known_references = tuple(f"{number} 0 R".encode("ascii") for number in numbers)
    return known
