"""Parts of WeasyPrint that do the same more quickly, in the place of its own.

They look inside WeasyPrint, so they are used only with versions with which the tests have found the same bytes with and
without them; any other is left as it is. What they keep, they keep in the styles of one document, or in those of which
`known_styles` knows that they hold nothing of it; see also `quick_text`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from operator import is_
from typing import Any

from .known_styles import keeping_styles
from .quick_text import quicken_text

KNOWN = frozenset({"70.0"})
"""Versions of WeasyPrint of which it is known that nothing else changes."""

_ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
_DOWN = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
"""Lengths that are parts of the width of what a box stands in, also those from top to bottom."""
_HIGH = ("height", "min_height", "max_height")
_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def quicken(weasyprint: Any) -> None:
    """Put the quicker parts in their places, where the version is a known one."""
    if weasyprint.VERSION in KNOWN:
        weasyprint.css.StyleFor = keeping_styles(weasyprint.css)
        _everywhere(_percentages(weasyprint))
        _everywhere(_struts(weasyprint))
        _everywhere(_backgrounds(weasyprint.layout))
        _everywhere(collapse_margin)
        _everywhere(_stacked(weasyprint.stacking))
        box_type = weasyprint.layout.boxes.Box
        box_type.is_in_normal_flow = _in_normal_flow(box_type.is_in_normal_flow)
        quicken_text(weasyprint)
        weasyprint.pdf.pydyf.PDF.page_references = property(_page_references)


def _everywhere(quick: Any) -> None:
    """Put a function in the place of the library's own of this name, wherever it is imported."""
    own = [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]
    for module in own:
        if hasattr(module, quick.__name__):
            setattr(module, quick.__name__, quick)


def _once(style: Any, work: Callable[[Any], Any]) -> Any:
    """What follows from the values of a style: worked out once, and for all that have the same values from one kept."""
    known = (style if getattr(style, "changed", True) else style.known).__dict__
    name = work.__name__
    if name not in known:
        known[name] = work(style)
    return known[name]


def _percentages(weasyprint: Any) -> Any:
    """Lengths of a box: those that are no part of another are known once its style is."""
    whole = weasyprint.layout.percent.resolve_percentages
    box_type, page_type = weasyprint.layout.boxes.Box, weasyprint.layout.boxes.PageBox

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        lengths = _once(box.style, _lengths)
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


def _backgrounds(layout: Any) -> Any:
    """What lies behind a box: most styles have nothing there and no round corners, which is found out once for each."""
    whole, box_type = layout.background.layout_box_backgrounds, layout.boxes.Box
    plain = {**dict.fromkeys(_CORNERS, (0, 0)), "background": None}

    def layout_box_backgrounds(page: Any, box: Any, images: Any, *more: Any, **how: Any) -> None:
        if more or how or box is page or not isinstance(box, box_type) or not _once(box.style, _is_plain):
            whole(page, box, images, *more, **how)
            return
        box.__dict__.update(plain)
        for child in box.all_children():
            layout_box_backgrounds(page, child, images)

    return layout_box_backgrounds


def _is_plain(style: Any) -> bool:
    """Is there nothing behind boxes of this style, and are their corners not round?"""
    colour = style["background_color"]
    return (
        style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and (style["color"] if colour == "currentcolor" else colour).alpha == 0
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and all((0, "px") in style[corner] for corner in _CORNERS)
    )


def collapse_margin(adjoining_margins: Iterable[Any]) -> Any:
    """What margins that touch each other come to: the largest, less what draws together most."""
    most = least = 0
    for margin in adjoining_margins:
        if margin > most:
            most = margin
        elif margin < least:
            least = margin
    return most + least


def _stacked(stacking: Any) -> Any:
    """The boxes of a page as they lie over each other: one whose boxes all lie in their order is not copied."""
    parent_type = stacking.boxes.ParentBox

    def _dispatch_children(box: Any, *where: Any) -> Any:
        if not isinstance(box, parent_type):
            return box
        children = [stacking._dispatch(child, *where) for child in box.children]
        if all(map(is_, children, box.children)):
            return box
        return box.copy_with_children([child for child in children if child is not None])

    return _dispatch_children


def _in_normal_flow(whole: Any) -> Any:
    """Is a box where its neighbours put it? The commonest kind is looked at first."""

    def is_in_normal_flow(box: Any) -> Any:
        style = box.style
        return (style["float"] == "none" and style["position"] == "static") or whole(box)

    return is_in_normal_flow


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of the pages, made once for so many pages as there are."""
    numbers = pdf.pages["Kids"][::3]
    known: tuple[bytes, ...] = getattr(pdf, "known_references", ())
    if len(known) != len(numbers):
        known = pdf.known_references = tuple(f"{number} 0 R".encode("ascii") for number in numbers)
    return known
