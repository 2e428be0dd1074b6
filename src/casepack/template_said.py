"""What is found in a template, told as one would tell somebody: one cause once, in words that need no manual. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .template_findings import Finding

_BY_HAND = re.compile(r"(.+?) (?:was|were) set by hand, which the PDF would lose\..*", re.S)
_CANNOT_SHOW = re.compile(r"there is something that the PDF cannot show \((\w+)\)\. Remove it\.")
_THINGS = {
    "oMath": "an equation",
    "oMathPara": "an equation",
    "smartTag": 'a "smart tag" of Word\'s',
    "ruby": "a reading aid above words",
    "ptab": "a tab of the header's",
    "customXml": "a mark of other software",
    "footnoteRef": "a footnote",
    "pgNum": "a page number",
}
_STYLE = "Use a named style of the house instead (Home, Styles)."
_WORDS = {
    "list made by hand": "this is a list made by hand, which the PDF would lose. Use the style List Bullet.",
    "section break": "there is a section break, and the pages of a document are all alike. Delete it.",
    "row height": "the height of a row was set by hand, which the PDF would lose. Set it to nothing (Layout, Height).",
    "tblCellMar": f"the margins of cells were set by hand, which the PDF would lose. {_STYLE}",
    "tcMar": f"the margins of a cell were set by hand, which the PDF would lose. {_STYLE}",
    "kern": f"kerning was set by hand, which the PDF would lose. {_STYLE}",
    "bidi": f"writing from right to left was set by hand, which the PDF would lose. {_STYLE}",
    "outlineLvl": f"an outline level was set by hand, which the PDF would lose. {_STYLE}",
    "caps": f"capitals were set by hand, which the PDF would lose. {_STYLE}",
    "smallCaps": f"small capitals were set by hand, which the PDF would lose. {_STYLE}",
    "dstrike": f"strikethrough was set by hand, which the PDF would lose. {_STYLE}",
    "vertAlign": f"superscript or subscript was set by hand, which the PDF would lose. {_STYLE}",
    "position": f"raised or lowered letters were set by hand, which the PDF would lose. {_STYLE}",
    "bdr": f"a border around words was set by hand, which the PDF would lose. {_STYLE}",
    "framePr": f"a frame was set by hand, which the PDF would lose. {_STYLE}",
    "textDirection": f"the direction of the writing was set by hand, which the PDF would lose. {_STYLE}",
    "tblpPr": "the table floats, which the PDF would lose. Turn text wrapping off (Layout, Properties, None).",
    "tblCellSpacing": f"room between cells was set by hand, which the PDF would lose. {_STYLE}",
    "gridBefore": "a row does not begin where the others do. Make the table again.",
    "gridAfter": "a row does not end where the others do. Make the table again.",
    "bidiVisual": f"a table from right to left was set by hand, which the PDF would lose. {_STYLE}",
}
_PLURAL = {"borders", "tab stops"}
_KIND_OF_LINK = re.compile(r"it holds a link of the kind (\w+), which")
_WITH = {
    "comment": re.compile(r"comments\w*|people", re.I),
    "embedded": re.compile(r"chart\w*|diagram\w*|oleObject|package|aFChunk|control|activeX\w*", re.I),
    "macro": re.compile(r"vba\w*|wordVba\w*|keyMapCustomizations|attachedToolbars", re.I),
}
"""What one thing in Word leaves behind as links between parts, by the code of the finding that says it better."""


def told(found: Iterable[Finding]) -> list[Finding]:
    """The findings in plainer words, without those that only repeat another one."""
    plainer = [replace(f, said=_plainer(f.said)) for f in found]
    return [f for f in plainer if not _repeats(f, plainer)]


def _plainer(said: str) -> str:
    thing = _CANNOT_SHOW.fullmatch(said)
    if thing and thing[1] in _THINGS:
        return f"there is {_THINGS[thing[1]]}, which the PDF cannot show. Remove it, or type its words."
    by_hand = _BY_HAND.fullmatch(said)
    if by_hand is None:
        return said
    if by_hand[1] in _PLURAL:
        return said.replace(" was set", " were set", 1)
    return _WORDS.get(by_hand[1], "") or said


def _repeats(one: Finding, others: list[Finding]) -> bool:
    kind = _KIND_OF_LINK.match(one.said[:1].lower() + one.said[1:])
    if kind:
        codes = {other.code for other in others if other is not one}
        return any(pattern.fullmatch(kind[1]) and code in codes for code, pattern in _WITH.items())
    if one.code == "comment" and not one.paragraph:
        return any(o is not one and o.code == "comment" and (o.paragraph or _before(o, one, others)) for o in others)
    if one.code == "not-filled" and "comments" in one.part:
        return any(other.code == "comment" for other in others)
    if one.said.startswith("a link may only lead"):
        return any("leads neither" in other.said for other in _beside(one, others))
    return "floats" in one.said and any("text box" in o.said for o in _beside(one, others))


def _before(other: Finding, one: Finding, others: list[Finding]) -> bool:
    return not other.paragraph and others.index(other) < others.index(one) and not _KIND_OF_LINK.search(other.said)


def _beside(one: Finding, others: list[Finding]) -> Iterator[Finding]:
    """Other findings on the same paragraph."""
    return (o for o in others if o is not one and (o.part, o.paragraph) == (one.part, one.paragraph))
