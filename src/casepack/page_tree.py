"""HTML as `to_html` writes it, read by the quick parser for XML: the tree that the slow one for HTML would make of it.

Both agree wherever the HTML is well-formed and nothing in it stands where a reader of HTML would move it. What is not
plainly so is left to the one for HTML. Pure.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, fromstring

_PHRASES = frozenset({"a", "br", "em", "img", "input", "span", "strong", "sub", "sup"})
_FLOW = frozenset({"div", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "table", "ul"}) | _PHRASES
_INSIDE = {
    "html": frozenset({"head", "body"}),
    "head": frozenset({"meta", "title"}),
    "colgroup": frozenset({"col"}),
    "table": frozenset({"colgroup", "thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "ol": frozenset({"li"}),
    "ul": frozenset({"li"}),
    **dict.fromkeys(("body", "div", "li", "td", "th"), _FLOW),
    **dict.fromkeys(("a", "em", "h1", "h2", "h3", "h4", "h5", "h6", "p", "span", "strong", "sub", "sup"), _PHRASES),
    **dict.fromkeys(("br", "col", "img", "input", "meta", "title"), frozenset[str]()),
}
"""What may stand in each element without being moved. Other elements are not read here."""
_NO_WORDS = frozenset({"html", "head", "colgroup", "table", "thead", "tbody", "tr", "ol", "ul"})
_DOCTYPE = "<!DOCTYPE html>\n"
_READ_OTHERWISE = re.compile(r"<[!?]|\r|&(?!amp;|lt;|gt;|quot;|#x27;|#39;)")
"""Comments and the like, ends of lines, and names of signs that the two readers do not have in common."""
_EMPTY = re.compile(r"""<((?:br|col|hr|img|input|meta)\b(?:[^"'<>]|"[^"]*")*)>""")
"""An element that has no end tag in HTML."""
_BREAK = re.compile(r"<[^<>]*[\n\t]")
"""A tag with an end of line in it, in whose place the reader of XML would take a space."""


def tree_of(document: str) -> Element | None:
    """The tree of a document in HTML; nothing where the reader of XML might not read it as one of HTML does."""
    text = document.removeprefix(_DOCTYPE)
    if _READ_OTHERWISE.search(text):
        return None
    text = _EMPTY.sub(_ended, text)
    if _BREAK.search(text):
        return None
    try:
        root = fromstring(text)
    except (ParseError, ValueError):
        return None
    for table in root.iter("table"):
        _into_a_body(table)
    return root if root.tag == "html" and len(root) == 2 and all(map(_stays, root.iter())) else None


def _ended(tag: re.Match[str]) -> str:
    inside = tag[1].removesuffix("/").replace("\n", "&#10;").replace("\t", "&#9;")
    return f"<{inside}/>"


def _into_a_body(table: Element) -> None:
    """Put the rows that stand in a table by themselves into a body, as a reader of HTML does."""
    rows = [child for child in table if child.tag == "tr"]
    if rows and list(table)[-len(rows) :] == rows:
        for row in rows:
            table.remove(row)
        body = Element("tbody")
        body.extend(rows)
        table.append(body)


def _stays(element: Element) -> bool:
    """Would a reader of HTML leave everything in this element where it is, and as it is?"""
    inside = _INSIDE.get(element.tag)
    if inside is None or not inside.issuperset(child.tag for child in element):
        return False
    if element.tag in _NO_WORDS and (element.text or any(child.tail for child in element)):
        return False
    if element.tag == "a" and len(list(element.iter("a"))) > 1:
        return False
    return all(name.islower() for name in element.attrib)
