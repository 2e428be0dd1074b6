"""Who appears together, in words: the tables for a template, and what the picture says for those who cannot see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .peer_model import Link, PeerGroup, PeerRow, cases_words
from .shown import join_words

_NONE = "No case"
_NUMBERED = re.compile(r" \(\d+\)$")
SAME_NAMES = "A number in brackets behind a name tells apart people of the same name."
NOBODY = "Nobody stands by name in more than one case."
MEANING = (
    "A line says that two people stand in the same case. It does not say that they acted together, or on the same side."
)


def alternative(group: PeerGroup) -> str:
    """The picture in sentences: how many there are, who is in how many cases, who is together more than once.

    Links through a single case are told where there are few; otherwise the table of links tells them.
    """
    if not group.dots:
        return NOBODY
    several = sum(dot.several for dot in group.dots)
    people = "1 person" if len(group.dots) == 1 else f"{len(group.dots)} people"
    said = [
        f"A drawing of {people} and the lines between them. {_in_several(several)}.",
        *(_row(row) for row in _drawn_rows(group)),
        *_links(group),
    ]
    if group.undrawn:
        said.append(f"{group.undrawn} more stand in the tables only.")
    return " ".join(said)


def _in_several(count: int) -> str:
    return "1 of them is in more than one case" if count == 1 else f"{count} of them are in more than one case"


def _drawn_rows(group: PeerGroup) -> list[PeerRow]:
    drawn = {dot.name for dot in group.dots}
    return [row for row in group.rows if row.name in drawn]


def _row(row: PeerRow) -> str:
    return f"{row.name} is in {cases_words(row.count)}."


_FEW = 12
"""Links through a single case up to which each of them is told."""


def _links(group: PeerGroup) -> list[str]:
    drawn = {dot.name for dot in group.dots}
    links = [link for link in group.links if {link.a, link.b} <= drawn]
    often = [link for link in links if link.count > 1]
    once = [link for link in links if link.count == 1]
    said = [f"{_pair(link)} are together in {cases_words(link.count)}." for link in often]
    if once and len(once) <= _FEW:
        said.append(f"Together in one case: {'; '.join(_pair(link) for link in once)}.")
    elif once:
        said.append(f"{len(once)} more lines join people who are together in one case: the table of links names them.")
    return said


def _pair(link: Link) -> str:
    return join_words([link.a, link.b])


def peers_view(group: PeerGroup) -> dict[str, Any]:
    """The tables as a template may print them: text and lists, and `none` where there is nobody to tell of."""
    return {
        "none": "" if group.rows else NOBODY,
        "meaning": MEANING,
        "people": [_person(row) for row in group.rows],
        "links": [_link(link) for link in group.links],
        "possibly": [
            {"a": p.a, "case_a": p.case_a, "b": p.b, "case_b": p.case_b, "why": p.why} for p in group.possibly
        ],
        "same_names": SAME_NAMES if any(_NUMBERED.search(name) for name in _names(group)) else "",
        "undrawn": f"{group.undrawn} more stand in the tables only." if group.undrawn else "",
    }


def _names(group: PeerGroup) -> Iterator[str]:
    yield from (dot.name for dot in group.dots)
    yield from (row.name for row in group.rows)
    yield from (name for found in group.possibly for name in (found.a, found.b))


def _person(row: PeerRow) -> dict[str, str]:
    return {
        "name": row.name,
        "age": row.age or "Not given",
        "part": row.parts,
        "count": cases_words(row.count),
        "cases": ", ".join(row.cases),
        "earlier": ", ".join(row.earlier) or _NONE,
        "linked": "; ".join(row.linked) or "Nobody else by name",
    }


def _link(link: Link) -> dict[str, str]:
    return {
        "a": link.a,
        "b": link.b,
        "count": cases_words(link.count),
        "cases": ", ".join(link.cases) or _NONE,
        "earlier": ", ".join(link.earlier) or _NONE,
    }
