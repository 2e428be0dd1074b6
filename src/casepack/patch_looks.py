"""The looks of cells: a stylesheet, to whose end new ones are added, so that all old ones keep their numbers."""

from __future__ import annotations

import re

from .patch_cells import number_of
from .patch_xml import CannotEdit, Edit, Xml, attribute, changed, splice

MOST_LOOKS = 60_000
"""Looks that a workbook may have; Excel stops at 64,000."""


class Looks:
    """The looks of cells in a workbook: its stylesheet, to which new ones are added at the end."""

    def __init__(self, styles: Xml) -> None:
        """Raises CannotEdit where the stylesheet lacks a part that every one of Excel's has."""
        self._xml = styles
        self._boxes = {e.name: e for e in styles.children()}
        self._old: dict[str, list[bytes]] = {}
        self._new: dict[str, list[bytes]] = {"fonts": [], "fills": [], "borders": [], "cellXfs": []}
        for name in self._new:
            if name not in self._boxes:
                raise CannotEdit(f"no {name}")
            self._old[name] = [styles.data[e.start : e.end] for e in styles.children(self._boxes[name])]
        if not self._old["cellXfs"]:
            raise CannotEdit("no looks")
        self._based = "cellStyleXfs" in self._boxes
        self._made: dict[tuple[int, str], int] = {}

    def add(self, box: str, inner: str) -> int:
        """Add a font, fill, border or look, and give its number."""
        return self._added(_with_prefix(inner, self._xml.prefix.decode()).encode(), box)

    def fill(self, colour: str, under: str = 'indexed="64"') -> int:
        """The number of the fill of one colour, such as FFFFD9D9.

        `under` tells the colour that was there before, in the place of one that a plain fill does not show.
        """
        solid = f'<fgColor rgb="{colour}"/><bgColor {under}/>'
        return self.add("fills", f'<fill><patternFill patternType="solid">{solid}</patternFill></fill>')

    def filled(self, look: int, colour: str) -> int:
        """The number of a look like this one, filled with a colour."""
        every = self._old["cellXfs"] + self._new["cellXfs"]
        look = look if look < len(every) else 0
        if (look, colour) not in self._made:
            tag, rest = _first_tag(every[look])
            fills = self._old["fills"] + self._new["fills"]
            fill = number_of(attribute(tag, "fillId")) or 0
            under = _colour(fills[fill], "fgColor") if fill < len(fills) else ""
            number = self.fill(colour, under or 'indexed="64"')
            self._made[look, colour] = self._added(changed(tag, fillId=str(number), applyFill="1") + rest)
        return self._made[look, colour]

    def look(self, font: int, fill: int, border: int, alignment: str) -> int:
        """A new look of these; `alignment` is written as attributes."""
        based = ' xfId="0"' if self._based else ""
        return self.add(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}"{based} applyFont="1" applyFill="1" '
            f'applyBorder="1" applyAlignment="1"><alignment {alignment}/></xf>',
        )

    def unfilled(self, colours: set[str]) -> dict[int, int]:
        """For each look with one of these fills the one that it was before, as far as that can be told."""
        fills = self._old["fills"]
        ours = {n for n, fill in enumerate(fills) if any(f'rgb="{c}"' in _colour(fill, "fgColor") for c in colours)}
        plain: dict[bytes, list[tuple[int, int]]] = {}
        marked: list[tuple[int, int, bytes, bytes]] = []
        for number, look in enumerate(self._old["cellXfs"]):
            tag, rest = _first_tag(look)
            fill = number_of(attribute(tag, "fillId")) or 0
            if fill in ours:
                marked.append((number, fill, tag, rest))
            else:
                plain.setdefault(_but_for_fill(tag) + rest, []).append((number, fill))
        before = {}
        for number, fill, tag, rest in marked:
            alike = plain.get(_but_for_fill(tag) + rest, [])
            under = _colour(fills[fill], "bgColor")
            same = [n for n, f in alike if f < len(fills) and _colour(fills[f], "fgColor") == under]
            bare = [n for n, f in alike if f == 0]
            new = [] if alike else [self._added(changed(tag, fillId="0") + rest)]
            before[number] = (same + bare + [n for n, _ in alike] + new)[0]
        return before

    def _added(self, xml: bytes, box: str = "cellXfs") -> int:
        if xml not in self._new[box]:
            self._new[box].append(xml)
        number = len(self._old[box]) + self._new[box].index(xml)
        if number > MOST_LOOKS:
            raise CannotEdit("too many looks")
        return number

    def saved(self) -> bytes:
        """The stylesheet with all that was added."""
        edits: list[Edit] = []
        for name, new in self._new.items():
            if not new:
                continue
            count = str(len(self._old[name]) + len(new))
            edits += self._xml.append(self._boxes[name], b"".join(new), count=count)
        return splice(self._xml.data, edits)


def _first_tag(element: bytes) -> tuple[bytes, bytes]:
    end = element.index(b">") + 1
    return element[:end], element[end:]


def _colour(fill: bytes, name: str) -> str:
    """A colour of a plain fill, as its attributes are written; "" where it is none."""
    if b'"solid"' not in fill:
        return ""
    found = re.search(rb"<(?:\w+:)?%s\b([^>]*?)/?>" % name.encode(), fill)
    return found.group(1).decode().strip() if found else ""


def _but_for_fill(tag: bytes) -> bytes:
    return changed(tag, fillId=None, applyFill=None)


def _with_prefix(xml: str, prefix: str) -> str:
    return re.sub(r"<(/?)(?=\w)", rf"<\g<1>{prefix}", xml) if prefix else xml
