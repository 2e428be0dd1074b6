"""The structure of a Word file as a screen reader meets it, read with zip and ElementTree and not by casepack."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DC = "{http://purl.org/dc/elements/1.1/}"
LEVELS = {"Title": 1, "Heading1": 2, "Heading2": 3, "PartTitle": 2, "PartHeading": 3, "PartSubheading": 4}
"""The levels of the house's headings by the ids of their styles; in a pack the parts' are one lower."""
FOR_LOOKS = frozenset({"Layout", "Tiles"})
"""Tables that only set words side by side: read from left to right they make sense without headings."""


@dataclass(frozen=True)
class WordStructure:
    """One Word file."""

    path: Path

    @cached_property
    def parts(self) -> dict[str, ET.Element]:
        """Every XML part by name."""
        with zipfile.ZipFile(self.path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            return {name: ET.fromstring(archive.read(name)) for name in names}

    @property
    def body(self) -> ET.Element:
        """What is not header or footer."""
        return self.parts["word/document.xml"]

    def property(self, name: str) -> str:
        """A Dublin Core property of the file: "title", "language"."""
        return self.parts["docProps/core.xml"].findtext(f"{_DC}{name}", "")

    def languages(self) -> set[str]:
        """Every language that any part says its words are in."""
        return {mark.get(f"{W}val", "") for root in self.parts.values() for mark in root.iter(f"{W}lang")}

    def default_language(self) -> str:
        """The language of words that say none of their own."""
        mark = self.parts["word/styles.xml"].find(f"{W}docDefaults//{W}lang")
        return "" if mark is None else mark.get(f"{W}val", "")

    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each heading, in order."""
        found = []
        for paragraph in self.body.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            level = LEVELS.get("" if style is None else style.get(f"{W}val", ""))
            if level:
                found.append((level, letters(_words(paragraph))))
        return found

    def pictures(self) -> list[tuple[str, str]]:
        """Id and text alternative of every picture, in the text first and then in headers and footers."""
        roots = [self.body, *(root for name, root in self.parts.items() if name != "word/document.xml")]
        return [(mark.get("id", ""), mark.get("descr", "")) for root in roots for mark in root.iter(_DRAWN)]

    def shown(self) -> list[str]:
        """The text alternatives of the pictures in the text."""
        return [mark.get("descr", "") for mark in self.body.iter(_DRAWN)]

    def tables(self) -> Iterator[tuple[str, list[bool], list[str]]]:
        """Of each table that is more than a way to set words: its look, which rows are headings, and their words."""
        for found in self.body.iter(f"{W}tbl"):
            style = found.find(f"{W}tblPr/{W}tblStyle")
            name = "" if style is None else style.get(f"{W}val", "")
            rows = list(found.iter(f"{W}tr"))
            heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
            if name not in FOR_LOOKS:
                yield name, heads, [letters(_words(row)) for row, head in zip(rows, heads, strict=True) if head]

    def listed(self) -> int:
        """How many points its lists have."""
        styles = (p.find(f"{W}pPr/{W}pStyle") for p in self.body.iter(f"{W}p"))
        return sum(style is not None and style.get(f"{W}val") == "ListBullet" for style in styles)


def _words(block: ET.Element) -> str:
    return "".join(text.text or "" for text in block.iter(f"{W}t"))


def letters(text: str) -> str:
    """The letters alone: where a line ends a PDF holds no blank, and a hyphen may be another sign."""
    return re.sub(r"[\s\u200b\u00ad\ufe0f]", "", text.replace("\u2011", "-").replace("\u2010", "-"))
