"""A copy of a template without what was found wrong with its look, so that the checks behind it see the rest. Pure.

The copy is for checking only and is never kept: nothing here is a repair.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from lxml import etree

from .errors import TemplateError
from .wordclean import Properties, scrub
from .wordparts import W, local, parse, rebuild, serialise
from .wordrules import placed_faults, style_names

_STYLED = {"p": ("pPr", "pStyle"), "r": ("rPr", "rStyle"), "tbl": ("tblPr", "tblStyle")}
_LOOKS = frozenset(("rPr", "pPr", "tblPr", "trPr", "tcPr"))
_STYLE_KEPT = frozenset(("pStyle", "rStyle", "tblStyle", "tblW", "tblLayout", "tblLook", "tcW", "gridSpan", "vMerge"))
_STANDS_IN = {"p": "Normal", "tbl": "Grid"}


def mended(members: Mapping[str, bytes], looked_at: Mapping[str, etree._Element]) -> bytes:
    """The template as bytes, with a title, without its makers' traces and without the faults of its look."""
    kept = dict(members)
    styles = members.get("word/styles.xml")
    names = style_names(parse(styles, "word/styles.xml")) if styles else {}
    ids = {(kind, name): key for (kind, key), name in names.items()}
    for part in looked_at:
        root = parse(members[part], part)
        for element, _ in list(placed_faults(root, names)):
            _mend(element, ids)
        kept[part] = serialise(root)
    with suppress(TemplateError):  # a damaged part is said elsewhere
        kept = scrub(kept)
    return rebuild(kept | Properties("Title", "Organisation").parts())


def _mend(element: etree._Element, ids: Mapping[tuple[str, str], str]) -> None:
    name, parent = local(element), element.getparent()
    if name in _LOOKS:
        for child in list(element):
            if local(child) not in _STYLE_KEPT and local(child) != "tblHeader":
                element.remove(child)
    elif name in _STYLED:
        _restyle(element, *_STYLED[name], ids)
    elif parent is not None:
        parent.remove(element)


def _restyle(element: etree._Element, look: str, style: str, ids: Mapping[tuple[str, str], str]) -> None:
    """Give a paragraph or a table a plain style of the house, and a run none."""
    kind = {"p": "paragraph", "tbl": "table"}.get(local(element), "")
    properties = element.find(f"{W}{look}")
    if properties is None:
        properties = etree.Element(f"{W}{look}")
        element.insert(0, properties)
    for old in properties.findall(f"{W}{style}"):
        properties.remove(old)
    key = ids.get((kind, _STANDS_IN.get(local(element), "")))
    if key:
        properties.insert(0, etree.Element(f"{W}{style}", {f"{W}val": key}))
