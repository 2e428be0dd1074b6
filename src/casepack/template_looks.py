"""What the styles of a Word file give, property by property as the file writes it, so that a look set by hand can be
held against it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from .wordparts import W, is_on, local

Looks = Mapping[str, Mapping[str, str]]
"""What is said of the look, by property (`spacing`, `pBdr/top`): its attributes without their namespace."""

_HOLDERS = frozenset({"pBdr", "tcBorders", "tblBorders", "tblCellMar", "tcMar", "numPr", "tabs"})
"""Properties that say nothing themselves but hold others."""
ON_OR_OFF = frozenset(
    (
        "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint",
        "vanish", "bidi", "rtl", "contextualSpacing", "suppressAutoHyphens", "suppressLineNumbers", "mirrorIndents",
        "noProof", "specVanish", "webHidden",
    )
)  # fmt: skip
"""Properties that are there or not; all are off until something turns them on."""
_NOTHING: Looks = {
    "spacing": {"before": "0", "after": "0", "line": "240", "lineRule": "auto", "val": "0"},
    "ind": dict.fromkeys(("left", "start", "right", "end", "firstLine", "hanging"), "0"),
    "jc": {"val": "left"},
    "kern": {"val": "0"},
    "w": {"val": "100"},
    "position": {"val": "0"},
    "color": {"val": "auto"},
    "u": {"val": "none"},
    "highlight": {"val": "none"},
    "em": {"val": "none"},
    "vertAlign": {"val": "baseline"},
    "textAlignment": {"val": "auto"},
    "textDirection": {"val": "lrTb"},
    "vAlign": {"val": "top"},
    "shd": {"val": "clear", "color": "auto", "fill": "auto"},
    "numPr/ilvl": {"val": "0"},
    "numPr/numId": {"val": "0"},
    "outlineLvl": {"val": "9"},
}
"""How a document looks of which nothing is said. Source: the Open XML standard's own values where none is given."""
_BORDER_NOTHING = {"val": "nil"}
_CELL_MARGIN_NOTHING = {"w": "0", "type": "dxa"}
_SAME = {"start": "left", "end": "right", "none": "nil", "1": "true", "on": "true", "0": "false", "off": "false"}
_OUTER = ("top", "left", "bottom", "right", "start", "end")
_RUN_INHERITS = ("firstRow", "firstCol")
"""Parts of a table whose style may give the letters a look of their own; the house uses no others."""


def said(properties: etree._Element | None) -> dict[str, dict[str, str]]:
    """What an element such as `w:pPr` says of the look."""
    found: dict[str, dict[str, str]] = {}
    for child in () if properties is None else properties:
        found |= dict(leaves(child))
    return found


def leaves(element: etree._Element, above: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """One property as its innermost ones, each with its attributes."""
    name = f"{above}{local(element)}"
    if local(element) in _HOLDERS:
        for child in element:
            yield from leaves(child, f"{name}/")
        return
    found = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
    yield name, {"val": str(is_on(element)).lower()} if name in ON_OR_OFF else found


def together(several: Iterable[Looks]) -> dict[str, dict[str, str]]:
    """Looks laid over one another, the last on top, attribute by attribute."""
    whole: dict[str, dict[str, str]] = {}
    for looks in several:
        for name, attributes in looks.items():
            whole[name] = {**whole.get(name, {}), **attributes}
    return whole


def changes_nothing(element: etree._Element, looks: Looks) -> bool:
    """Whether a property set by hand says only what `looks` gives anyway."""
    return all(_same(name, attributes, looks) for name, attributes in leaves(element))


def _same(name: str, attributes: Mapping[str, str], looks: Looks) -> bool:
    there = {**_nothing(name), **looks.get(name, {})}
    if "Bdr" in name or "Borders" in name:
        if _like(attributes.get("val", "")) == _like(there.get("val", "nil")) == "nil":
            return True
        attributes = {key: value for key, value in attributes.items() if key != "space" or "Bdr" in name}
    if name == "rFonts":
        attributes = {key: value for key, value in attributes.items() if key != "hint"}
    return all(_like(there.get(key, "")) == _like(value) for key, value in attributes.items())


def _nothing(name: str) -> Mapping[str, str]:
    if name in ON_OR_OFF:
        return {"val": "false"}
    if "Bdr/" in name or "Borders/" in name:
        return _BORDER_NOTHING
    return _CELL_MARGIN_NOTHING if "Mar/" in name else _NOTHING.get(name, {})


def _like(value: str) -> str:
    return _SAME.get(value, value.lower())


class StyleLooks:
    """The styles of one file, ready to be asked for."""

    def __init__(self, styles: etree._Element) -> None:
        """`styles`: the root of the part that holds them."""
        self._styles = {s.get(f"{W}styleId", ""): s for s in styles.iterfind(f"{W}style")}
        kinds = (s for s in self._styles.values() if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1")
        self.normal = next((s.get(f"{W}styleId", "") for s in kinds), "Normal")
        self._start = {kind: said(styles.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}")) for kind in ("pPr", "rPr")}
        self._known: dict[tuple[str, str], Looks] = {}
        self._letters: dict[tuple[str, str, str, tuple[str, ...]], Looks] = {}

    def paragraph(self, style: str) -> Looks:
        """What a paragraph of this style (by id) looks like."""
        return together((self._start["pPr"], self._of(style or self.normal, "pPr")))

    def letters(self, paragraph: str, character: str, table: str, parts: tuple[str, ...]) -> Looks:
        """What letters of these styles look like, within these parts (`firstRow`) of a table of that style."""
        asked = (paragraph, character, table, parts)
        if asked not in self._letters:
            self._letters[asked] = self._worked_out(*asked)
        return self._letters[asked]

    def _worked_out(self, paragraph: str, character: str, table: str, parts: tuple[str, ...]) -> Looks:
        inside = self._parts(table, parts, "rPr")
        own = (self._of(paragraph or self.normal, "rPr"), self._of(character, "rPr"))
        whole = together((self._start["rPr"], *inside, *own))
        # The plain style's own "black" or "Arial" takes nothing away from what a table's head row gives.
        plain = self._of(self.normal, "rPr")
        for name, attributes in together(inside).items():
            if whole.get(name) == {**self._start["rPr"].get(name, {}), **plain.get(name, {})}:
                whole[name] = attributes
        return whole

    def inherited(self, style: etree._Element, kind: str) -> Looks:
        """What a style would give without what it says itself; `kind`: pPr or rPr."""
        based = style.find(f"{W}basedOn")
        start = self._start[kind] if style.get(f"{W}type") == "paragraph" else {}
        return together((start, {} if based is None else self._of(based.get(f"{W}val", ""), kind)))

    def table(self, style: str) -> Looks:
        """What a table of this style looks like."""
        return self._of(style, "tblPr")

    def cell(self, style: str, parts: Iterable[str]) -> list[Looks]:
        """What a cell of a table of this style may look like: each border may be an outer or an inner one."""
        borders = {name: value for name, value in self.table(style).items() if name.startswith("tblBorders/")}
        found: list[Looks] = []
        for inner in (False, True):
            whole = {}
            for side in _OUTER:
                across = "insideH" if side in ("top", "bottom") else "insideV"
                value = borders.get(f"tblBorders/{across if inner else side}")
                if value:
                    whole[f"tcBorders/{side}"] = value
            found.append(together((whole, *self._parts(style, parts, "tcPr"))))
            found.append(whole)
        return found

    def _parts(self, table: str, parts: Iterable[str], kind: str) -> list[Looks]:
        style = self._styles.get(table)
        found: list[Looks] = []
        for item in () if style is None else style.iterfind(f"{W}tblStylePr"):
            if item.get(f"{W}type") in set(parts) & set(_RUN_INHERITS):
                found.append(said(item.find(f"{W}{kind}")))
        return found

    def _of(self, key: str, kind: str, depth: int = 0) -> Looks:
        style = self._styles.get(key)
        if style is None or depth > 12:
            return {}
        if (key, kind) not in self._known:
            based = style.find(f"{W}basedOn")
            below = {} if based is None else self._of(based.get(f"{W}val", ""), kind, depth + 1)
            self._known[key, kind] = together((below, said(style.find(f"{W}{kind}"))))
        return self._known[key, kind]
