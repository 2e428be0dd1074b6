"""The look that a Word file's styles give: fonts, sizes, colours, room, shading and borders, as plain values. Pure.

Lengths are in points, colours six hexadecimal digits in small letters; what a style does not say it has from the style
that it is based on, and in the end from the document's defaults.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from .wordparts import DOCUMENT, W, parse, parts, relations, relations_name

MOST_BYTES = 60_000_000
"""Bytes that the parts of a file may hold together, unpacked."""
_DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_FONT = re.compile(r"[\w .&+-]{1,60}")
_PARAGRAPH_SIDES = ("top", "left", "bottom", "right")
_SINGLE = 1.15
"""Height of a line set "single" in Word, as a multiple of the size of its letters (Arial)."""

Values = Mapping[str, str]
"""What one style gives, by property: font, size, colour, bold, italic, letters, before, after, line, align, fill, and
for each border `border-left` and the like ("3 14506a 8": width, colour, room within)."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one file: what each gives, by kind (paragraph, character, table) and name; the ids they have."""

    values: Mapping[tuple[str, str], Values]
    ids: Mapping[tuple[str, str], str]


@lru_cache(maxsize=16)
def styles_of(docx: bytes) -> Styles:
    """The styles of a Word file. Raises `TemplateError` (without a name in front) where it is none."""
    members = parts(docx, most_bytes=MOST_BYTES)
    related = relations_of(members, DOCUMENT)
    places = {kind.rpartition("/")[2]: target for kind, target in related.values()}
    root = parse(members[places["styles"]], places["styles"])
    theme = parse(members[places["theme"]], places["theme"]) if places.get("theme") in members else None
    return _Reader(root, _theme_fonts(theme)).read()


def relations_of(members: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """What a part points to, by id: the kind of thing, and its name."""
    held = relations_name(part)
    return dict(relations(parse(members[held], held), part)) if held in members else {}


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    if theme is None:
        return {}
    found = {}
    for which in ("major", "minor"):
        latin = theme.find(f".//{_DRAW}{which}Font/{_DRAW}latin")
        if latin is not None:
            found[which] = latin.get("typeface", "")
    return found


class _Reader:
    def __init__(self, root: etree._Element, fonts: Mapping[str, str]) -> None:
        self.fonts = fonts
        self.styles = {s.get(f"{W}styleId", ""): s for s in root.iterfind(f"{W}style")}
        self.defaults: dict[str, str] = {}
        for kind in ("rPr", "pPr"):
            found = root.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}")
            self.defaults |= self._looks(found)
        self.done: dict[str, dict[str, str]] = {}

    def read(self) -> Styles:
        values, ids = dict[tuple[str, str], Values](), dict[tuple[str, str], str]()
        for key, style in self.styles.items():
            name = style.find(f"{W}name")
            at = (style.get(f"{W}type", ""), "" if name is None else name.get(f"{W}val", ""))
            own = self._of(key, 0)
            values[at] = (
                self._table(style) if at[0] == "table" else ({**self.defaults, **own} if at[0][0] == "p" else own)
            )
            ids[at] = key
        return Styles(values, ids)

    def _of(self, key: str, depth: int) -> dict[str, str]:
        style = self.styles.get(key)
        if style is None or depth > 12:
            return {}
        if key not in self.done:
            based = style.find(f"{W}basedOn")
            below = self._of(based.get(f"{W}val", ""), depth + 1) if based is not None else {}
            own = {
                name: value for kind in ("rPr", "pPr") for name, value in self._looks(style.find(f"{W}{kind}")).items()
            }
            self.done[key] = {**below, **own}
        return self.done[key]

    def _looks(self, looks: etree._Element | None) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in () if looks is None else looks:
            name = str(item.tag).removeprefix(W)
            value = item.get(f"{W}val", "")
            if name == "rFonts":
                theme = item.get(f"{W}asciiTheme", "")
                font = self.fonts.get(theme[:5], "") if theme else item.get(f"{W}ascii", "")
                found |= {"font": font} if _FONT.fullmatch(font) else {}
            elif name == "sz" and value.isdigit():
                found["size"] = points(int(value) / 2)
            elif name == "color":
                found["colour"] = colour(value) or "auto"
            elif name in ("b", "i"):
                found[{"b": "bold", "i": "italic"}[name]] = "no" if value in ("0", "false", "off") else "yes"
            elif name == "spacing":
                found |= _spacing(item)
            elif name == "jc":
                found["align"] = {"start": "left", "end": "right", "both": "justify"}.get(value, value)
            elif name in ("shd", "bdr"):
                found |= _filled(item) if name == "shd" else {"border": _border(item)}
            elif name == "pBdr":
                found |= {f"border-{side}": _border(item.find(f"{W}{side}")) for side in _PARAGRAPH_SIDES}
        return found

    def _table(self, style: etree._Element) -> dict[str, str]:
        """Of a table style: its borders, the head row's colours and the first column's shade."""
        borders = style.find(f"{W}tblPr/{W}tblBorders")
        sides = (*_PARAGRAPH_SIDES, "insideH")
        found = {f"border-{side}": _border(borders.find(f"{W}{side}")) for side in sides} if borders is not None else {}
        for part in style.iterfind(f"{W}tblStylePr"):
            where = part.get(f"{W}type", "")
            shade, letters = part.find(f"{W}tcPr/{W}shd"), part.find(f"{W}rPr/{W}color")
            if shade is not None:
                found |= {f"{where}-{name}": value for name, value in _filled(shade).items()}
            if letters is not None:
                found[f"{where}-colour"] = colour(letters.get(f"{W}val", "")) or "auto"
        return found


def _spacing(item: etree._Element) -> dict[str, str]:
    found = {}
    for name in ("before", "after"):
        twips = item.get(f"{W}{name}", "")
        if twips.isdigit():
            found[name] = points(int(twips) / 20)
    line, rule = item.get(f"{W}line", ""), item.get(f"{W}lineRule", "auto")
    if line.isdigit():
        found["line"] = f"x{int(line) / 240:.3f}" if rule == "auto" else points(int(line) / 20)
    letters = item.get(f"{W}val", "")
    return found | ({"letters": points(int(letters) / 20)} if letters.lstrip("-").isdigit() else {})


def _filled(item: etree._Element) -> dict[str, str]:
    return {"fill": colour(item.get(f"{W}fill", "")) or ""}


def _border(item: etree._Element | None) -> str:
    if item is None or item.get(f"{W}val", "none") in ("none", "nil"):
        return ""
    width, room = item.get(f"{W}sz", "4"), item.get(f"{W}space", "0")
    return f"{points(int(width) / 8)} {colour(item.get(f'{W}color', '')) or '000000'} {points(int(room))}"


def colour(text: str) -> str:
    """A colour as Word writes it, in small letters; nothing where it names none of its own."""
    return text.lower() if _COLOUR.fullmatch(text) else ""


def points(number: float) -> str:
    """A length as text, without needless digits."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def line_height(values: Values) -> float:
    """How high a line of this style is, in points."""
    line = values.get("line", "x1")
    return float(values.get("size", "10")) * _SINGLE * float(line[1:]) if line[0] == "x" else float(line)
