"""Where in a template a finding stands: from an element, or from what a message of a later step says, to a paragraph.

A message on a filled document quotes words that are not the template's; they are traced back to the paragraph that
they were made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from .template_findings import Finding
from .wordparts import DOCUMENT, W, is_xml, parse
from .wordrules import text_of
from .wordtags import FILLED, TAG, place, story_names

_OTHER_PARTS = {
    "word/footnotes.xml": "the footnotes",
    "word/endnotes.xml": "the endnotes",
    "word/comments.xml": "the comments",
    "word/settings.xml": "the settings",
    "word/styles.xml": "the styles",
    "word/numbering.xml": "the numbering",
    "docProps/core.xml": "the properties (File, Info)",
    "docProps/app.xml": "the properties (File, Info)",
    "docProps/custom.xml": "the properties (File, Info)",
}
_NUMBERED = re.compile(
    r"(?:(?P<story>[^:(]*?), )?paragraph (?P<number>\d+)(?:, table [^(]*?)? \(\".*?\"\): (?P<said>.*)", re.S
)
_QUOTED = re.compile(
    r"(?:in the (?P<story>[^,:]+), )?(?:near \"(?P<words>.*?)\"|in an empty paragraph): (?P<said>.*)", re.I | re.S
)
_CUT = "…"


class Places:
    """The paragraphs of a template, to be found again."""

    def __init__(self, template: str, members: Mapping[str, bytes]) -> None:
        """`members` are the parts of the template; those that cannot be parsed hold no paragraphs."""
        self.template = template
        self._stories = story_names(members)
        self._roots = {
            part: parse(data, part) for part, data in members.items() if is_xml(part) and FILLED.fullmatch(part)
        }
        self._texts: dict[str, list[tuple[etree._Element, str]]] = {}

    def roots(self) -> Iterator[tuple[str, etree._Element]]:
        """The body, the headers and the footers that pages use, by the name of their part."""
        for part, root in self._roots.items():
            if part == DOCUMENT or part in self._stories:
                yield part, root

    def at(self, part: str, element: etree._Element | None, said: str) -> Finding:
        """A finding at an element of a part; `element` may be of another parse of the same part."""
        paragraph = None if element is None else self._own(part, element)
        if paragraph is None:
            return Finding(self.template, _OTHER_PARTS.get(part, ""), said, part)
        return self._found(part, paragraph, said)

    def told(self, message: str, filled: Mapping[str, bytes] | None = None) -> Finding:
        """A finding from the words of a later step; `filled` are the parts of the document that they speak of."""
        numbered = _NUMBERED.fullmatch(message)
        if numbered:
            part = self._part(numbered["story"])
            paragraphs = self._paragraphs(part)
            number = int(numbered["number"])
            if number <= len(paragraphs):
                return self._found(part, paragraphs[number - 1][0], numbered["said"])
        quoted = _QUOTED.fullmatch(message)
        if quoted is None:
            return Finding(self.template, "", message)
        part = self._part(quoted["story"])
        paragraph = self._with_words(part, quoted["words"] or "", filled)
        if paragraph is None:
            where = f'near "{quoted["words"]}"' if quoted["words"] else "in an empty paragraph"
            return Finding(self.template, where, quoted["said"], part)
        return self._found(part, paragraph, quoted["said"])

    def _found(self, part: str, paragraph: etree._Element, said: str) -> Finding:
        number = 1 + next(at for at, (p, _) in enumerate(self._paragraphs(part)) if p is paragraph)
        return Finding(self.template, place(paragraph, self._stories.get(part, "")), said, part, number)

    def _part(self, story: str | None) -> str:
        wanted = (story or "text").casefold()
        return next((part for part, name in self._stories.items() if name.casefold() == wanted), DOCUMENT)

    def _paragraphs(self, part: str) -> list[tuple[etree._Element, str]]:
        if part not in self._texts:
            root = self._roots.get(part)
            found = [] if root is None else list(root.iter(f"{W}p"))
            self._texts[part] = [(paragraph, " ".join(text_of(paragraph).split())) for paragraph in found]
        return self._texts[part]

    def _own(self, part: str, element: etree._Element) -> etree._Element | None:
        """The paragraph of this parse of the part that belongs to an element of any parse of it."""
        paragraphs = self._paragraphs(part)
        home = element if element.tag == f"{W}p" else next(element.iterancestors(f"{W}p"), None)
        home = next(element.iter(f"{W}p"), None) if home is None else home
        if not paragraphs:
            return None
        if home is None:  # the page set-up, a mark between paragraphs: the last paragraph before it
            before = sum(1 for _ in _preceding(element))
            return paragraphs[max(before, 1) - 1][0] if before <= len(paragraphs) else None
        number = next(at for at, p in enumerate(home.getroottree().iter(f"{W}p")) if p is home)
        return paragraphs[number][0] if number < len(paragraphs) else None

    def _with_words(self, part: str, words: str, filled: Mapping[str, bytes] | None) -> etree._Element | None:
        """The first paragraph that holds these words, or of which they were made."""
        start = words.removesuffix(_CUT)
        paragraphs = self._paragraphs(part)
        if not start:
            return next((p for p, text in paragraphs if not text), None)
        own = next((p for p, text in paragraphs if text.startswith(start)), None)
        if own is not None:
            return own
        if filled is None or part not in filled:
            return self._with_row(part, start)
        whole = next((text for text in _texts(filled[part], part) if text.startswith(start)), start)
        fitting = [(len(_static(text)), p) for p, text in paragraphs if _static(text) and _made_of(text, whole)]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def _with_row(self, part: str, start: str) -> etree._Element | None:
        """The first paragraph of the first table or row whose words together begin so."""
        root = self._roots.get(part)
        for box in () if root is None else root.iter(f"{W}tbl", f"{W}tr"):
            if " ".join(text_of(box).split()).startswith(start):
                return next(box.iter(f"{W}p"), None)
        return None


def _preceding(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs before an element, in the order of the part."""
    for item in element.getroottree().iter():
        if item is element:
            return
        if item.tag == f"{W}p":
            yield item


def _texts(data: bytes, part: str) -> Iterator[str]:
    """The words of every paragraph, row and table of a filled part."""
    for box in parse(data, part).iter(f"{W}p", f"{W}tr", f"{W}tbl"):
        yield " ".join(text_of(box).split())


def _static(text: str) -> str:
    return "".join(TAG.sub("", text).split())


def _made_of(template: str, filled: str) -> bool:
    """May the words of a filled paragraph, or the beginning of a row, have come of this paragraph of the template?"""
    pieces = [re.escape(piece.strip()) for piece in TAG.split(template)]
    return re.match(".*?".join(pieces), filled, re.S) is not None
