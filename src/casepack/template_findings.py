"""What can be wrong with a template, as data: which one, where in it, the words there, what it is and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

CODES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(found, re.I))
    for code, found in (
        ("tag", r"interrupted by|stands in no table|never closed|nothing to belong|not understood|curly bracket"),
        ("not-filled", r"where nothing is filled in|in a text box are stored twice"),
        ("lost-words", r"takes its whole|swallow the words|was printed and did not reach"),
        ("name", r"the template asks for|loop\.\w+ does not exist"),
        ("kind", r"where words are needed|needs words|not a list|list of groups"),
        ("comment", r"comment"),
        ("tracked-change", r"tracked change"),
        ("macro", r"\bmacro|\.dotx or \.docm"),
        ("embedded", r"embedded|another document"),
        ("link", r"\blink\b|from somewhere else|address in it"),
        ("field", r"\bfield\b"),
        ("box", r"box to fill in"),
        ("picture", r"picture|shape\b|drawing"),
        ("language", r"language"),
        ("heading", r"heading skips"),
        ("style", r"style \"|without a style"),
        ("look", r"\ba tab\b"),
        ("table", r"table|header cell"),
        ("look", r"set by hand|made by hand|section break|page break|cannot show|hidden text|too small to read"),
        ("letter", r"no font has|private use"),
        ("margin", r"marking|page number|header|footer|page set-up|A4"),
        ("tag", r"\{|curly bracket"),
        ("file", r"."),
    )
)
"""Kinds of findings by their stable code, each with what its words hold; the first that fits."""


def code_of(said: str) -> str:
    """The stable code of a finding by its words."""
    return next(code for code, found in CODES if found.search(said))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a template.

    `where` is the place as somebody who has the template open in Word can find it, with the words there, or "" for the
    template as a whole. `part` and `paragraph` (from 1) are the same for a program; 0 where there is no paragraph.
    """

    template: str
    where: str
    said: str
    part: str = ""
    paragraph: int = 0

    @property
    def code(self) -> str:
        """Its stable code."""
        return code_of(self.said)

    def sentence(self) -> str:
        """The finding on one line."""
        return f"{self.where}: {self.said}" if self.where else self.said[:1].upper() + self.said[1:]

    def as_dict(self) -> dict[str, str | int]:
        """The finding for `--json`."""
        return {
            "template": self.template,
            "code": self.code,
            "where": self.where,
            "part": self.part,
            "paragraph": self.paragraph,
            "said": self.said,
        }
