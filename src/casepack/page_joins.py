"""What the end of a page has cut is one piece again for whoever listens: a paragraph, a list, one of its points.

WeasyPrint tags each page by itself: a sentence that runs over a page end was two paragraphs, and a list began anew.
Tables are left as they are: one on each page, each with its heading row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

_TAGS = {"div": "/Div", "p": "/P", "ul": "/L", "ol": "/L", "li": "/LI"}
"""The tag of each element that is put together again; others are left as they are."""


def join_over_pages(document: Any, pages: Sequence[Any], objects: dict[bytes, Any], root: Any) -> None:
    """Put together, under the `root` of the structure, what WeasyPrint's `document` has on two pages or more.

    `pages` are those of the PDF, in order; `objects` all that the PDF holds, by their references.
    """
    kids = root["K"]
    for (before, after), page in zip(pairwise(document.pages), pages[1:], strict=True):
        cut = _same(list(_edge(before, -1)), list(_edge(after, 0)))
        place = next((n for n, kid in enumerate(kids) if objects[kid]["Pg"] == page.reference), 0)
        if cut and place:
            _join(objects, kids, place, cut)


def _edge(page: Any, side: int) -> Iterator[Any]:
    """The elements of the document that stand last (-1) or first (0) on a page, from the outermost in."""
    # Of all that is on a page the text stands first; headers and footers follow.
    box, last = page._page_box.children[0], None
    while True:
        if box.element is not None and box.element is not last and box.element.tag not in ("html", "body"):
            yield box.element
        last = box.element
        children = getattr(box, "children", ())
        if not children:
            return
        box = children[side]


def _same(ending: Sequence[Any], beginning: Sequence[Any]) -> list[str]:
    """The tags of the elements that one page ends with and the next begins with, as far as they are put together."""
    found = []
    for one, other in zip(ending, beginning, strict=False):
        if one is not other or one.tag not in _TAGS:
            break
        found.append(_TAGS[one.tag])
    return found


def _join(objects: dict[bytes, Any], kids: Any, place: int, cut: Sequence[str]) -> None:
    """Put what stands at this place among the kids of an element to what stands before it, and so on inwards."""
    first, second = objects[kids[place - 1]], objects[kids[place]]
    if not first["S"] == second["S"] == cut[0]:
        return
    seam = len(first["K"])
    for kid in second["K"]:
        if isinstance(kid, bytes) and "P" in objects[kid]:
            objects[kid]["P"] = first.reference
    first["K"] += second["K"]
    second["K"][:] = []
    del kids[place]
    # The words of a point are in an element of their own, behind its sign.
    inner = ["/LBody"] if cut[0] == "/LI" else cut[1:]
    if inner and 0 < seam < len(first["K"]):
        _join(objects, first["K"], seam, inner)
