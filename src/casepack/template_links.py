"""The links of a template that lead where they may not, each with the words that bear it. Pure.

A link's address is kept beside the text, not in it: what the gate says of it names no place that somebody could look
for in Word.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from .template_findings import Finding
from .template_places import Places
from .wordparts import RELATIONSHIP, R, parse

_RELATIONS = re.compile(r"(.*/)?_rels/([^/]+)\.rels")
_GOOD = ("https://", "mailto:")
_SHOWN = 60


def is_of_links(finding: Finding) -> bool:
    """Whether a finding of the gate, or on tags, is of an address: those are told of here, with their place."""
    return _RELATIONS.fullmatch(finding.part) is not None and (
        "neither https nor e-mail" in finding.said or finding.code == "not-filled"
    )


def link_findings(members: Mapping[str, bytes], places: Places) -> Iterator[Finding]:
    """Links to files and the like, and links with a tag in their address, which is never filled in."""
    roots = dict(places.roots())
    for name, data in members.items():
        whose = _RELATIONS.fullmatch(name)
        part = posixpath.join(whose[1] or "", whose[2]) if whose else ""
        for item in parse(data, name).iter(RELATIONSHIP) if part in roots else ():
            target = item.get("Target", "")
            said = _fault(target) if item.get("Type", "").endswith("/hyperlink") else ""
            if said:
                shown = target if len(target) <= _SHOWN else target[: _SHOWN - 1] + "…"
                yield places.at(part, _bearer(roots[part], item.get("Id", "")), f'the link to "{shown}" {said}')


def _fault(target: str) -> str:
    if "{{" in unquote(target) or "{%" in unquote(target):
        return "has a tag in its address, where nothing is filled in. Take the link out and keep its words."
    if target and ":" in target and not target.lower().startswith(_GOOD):
        return "leads neither to an https page nor to an e-mail address. Take the link out and keep its words."
    return ""


def _bearer(root: etree._Element, key: str) -> etree._Element | None:
    """The words that bear a link, or the picture."""
    return next((item for item in root.iter(etree.Element) if key and item.get(f"{R}id") == key), None)
