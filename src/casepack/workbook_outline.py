"""What a workbook says of itself outside its sheets: their names, texts, styles, defined names and properties. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .complaints import shorten
from .sniff import DAMAGED_FIX, TOO_LARGE_FIX
from .workbook_gate import RELATION_IDS, UNREADABLE_FIX, Package, Path, refused, relations_of, target_of

LONGEST_TEXT = 1_000_000
"""Characters in one text; Excel itself stops at 32,767."""

MOST_SHEETS = 1_000

Taker = Callable[[dict[str, str], str], None]
"""Takes the attributes and the text of an element, at its end."""


class SheetPart(NamedTuple):
    """One sheet of cells: its name, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Style(NamedTuple):
    """What of a cell's look matters: its number format, by number and as its code if it has its own; crossed out."""

    number: int = 0
    code: str = ""
    struck: bool = False


@dataclass(slots=True)
class Outline:
    """What a workbook says outside its sheets."""

    sheets: list[SheetPart] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    names: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    counts_from_1904: bool = False
    macros: bool = False


class _Relation(NamedTuple):
    kind: str
    part: str


def is_on(value: str | None) -> bool:
    """Whether a yes/no attribute says yes."""
    return value in ("1", "true", "on")


def outline(package: Package) -> Outline:
    """Everything but the sheets. Raises `RecordError`, or what `workbook_gate.guarded` puts in words."""
    root = _relations(package, "")
    workbook = next((r.part for r in root.values() if r.kind == "officeDocument"), "xl/workbook.xml")
    if not package.has(workbook):
        raise refused(package.name, "damaged-file", "is damaged inside: its list of sheets is missing.", DAMAGED_FIX)
    relations = _relations(package, workbook)
    made = Outline()
    _workbook(package, workbook, relations, made)
    by_kind = {relation.kind: relation.part for relation in reversed(relations.values())}
    if package.has(by_kind.get("sharedStrings", "")):
        made.strings = _strings(package, by_kind["sharedStrings"])
    if package.has(by_kind.get("styles", "")):
        made.styles = _styles(package, by_kind["styles"])
    for relation in root.values():
        if relation.kind in ("custom-properties", "customProperties") and package.has(relation.part):
            made.properties |= _properties(package, relation.part)
    made.macros = any(name.endswith("vbaproject.bin") for name in package.names()) or "xlMacrosheet" in by_kind
    return made


def walk(package: Package, part: str, take: Mapping[str, Taker]) -> str:
    """Hand each element whose path is in `take` to its taker. Returns the name of the root; "?" if it is unknown.

    A path is such as "sst/si/t", in whatever prefixes the part writes it.
    """
    attributes: list[dict[str, str]] = []
    pieces: list[str] = []
    root, wanted, length = "", False, 0

    def start(path: Path, given: dict[str, str]) -> None:
        nonlocal root, wanted, length
        root, wanted, length = path[0], "/".join(path) in take, 0
        attributes.append(given)
        pieces.clear()

    def end(path: Path) -> None:
        nonlocal wanted
        given, taker = attributes.pop(), take.get("/".join(path))
        if taker:
            taker(given, "".join(pieces))
        pieces.clear()
        wanted = False

    def text(data: str) -> None:
        nonlocal length
        if wanted:
            pieces.append(package.keep(data))
            length += len(data)
            if length > LONGEST_TEXT:
                raise too_long(package.name)

    package.events(part, start, end, text)
    return root


def too_long(name: str) -> Exception:
    """The error for a text that no cell of Excel could hold."""
    fix = "Check that it is the right file. If it is, shorten the text."
    return refused(name, "too-large", "holds a text of more than a million characters.", fix)


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """To what other parts a part points, by id. The kind is the last word of its address, alike in both dialects."""
    found: dict[str, _Relation] = {}

    def take(given: dict[str, str], _: str) -> None:
        kind = given.get("Type", "").rpartition("/")[2]
        if given.get("TargetMode") != "External":
            found[given.get("Id", "")] = _Relation(kind, target_of(part, given.get("Target", "")))

    if package.has(relations_of(part)):
        walk(package, relations_of(part), {"Relationships/Relationship": take})
    return found


def _workbook(package: Package, part: str, relations: Mapping[str, _Relation], made: Outline) -> None:
    titles: dict[str, str] = {}
    names: list[tuple[str, str, bool]] = []

    def sheet(given: dict[str, str], _: str) -> None:
        title = given.get("name", "")
        titles[title.casefold()] = title
        link = next((given[key] for key in RELATION_IDS if key in given), "")
        relation = relations.get(link, _Relation("worksheet", ""))
        if relation.kind != "worksheet":
            return  # a chart, or a dialogue of Excel 5: there are no cells on it
        if not package.has(relation.part):
            what = f'is damaged inside: the sheet "{shorten(title)}" is missing.'
            raise refused(package.name, "damaged-file", what, DAMAGED_FIX)
        if len(made.sheets) >= MOST_SHEETS:
            what = "holds far more sheets than a workbook of answers needs."
            raise refused(package.name, "too-large", what, TOO_LARGE_FIX)
        made.sheets.append(SheetPart(title, relation.part, given.get("state", "visible") != "visible"))

    def name(given: dict[str, str], text: str) -> None:
        names.append((given.get("name", ""), text, "localSheetId" in given))

    def settings(given: dict[str, str], _: str) -> None:
        made.counts_from_1904 = is_on(given.get("date1904"))

    takers = {
        "workbook/sheets/sheet": sheet,
        "workbook/definedNames/definedName": name,
        "workbook/workbookPr": settings,
    }
    if walk(package, part, takers) != "workbook":
        raise refused(
            package.name, "unreadable-file", "was saved in a form of Excel that cannot be read.", UNREADABLE_FIX
        )
    # A sheet that was copied has names of its own; they count where the workbook has none of the same name.
    for called, text, _ in sorted(names, key=lambda entry: entry[2]):
        place = one_cell(text, titles)
        if place and called not in made.names:
            made.names[called] = place


_ONE_CELL = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!:,()\s]+))!\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}))?"
)


def one_cell(reference: str, titles: Mapping[str, str]) -> tuple[str, int, int] | None:
    """The sheet, row and column to which a reference such as 'Start here'!$B$7 leads; None if not to one cell.

    `titles` are the names of the sheets, by their name without regard to capitals.
    """
    found = _ONE_CELL.fullmatch(reference.strip().removeprefix("="))
    if not found:
        return None
    quoted, plain, letters, digits, to_letters, to_digits = found.groups()
    if to_letters and (to_letters.upper(), to_digits) != (letters.upper(), digits):
        return None
    wanted = (quoted.replace("''", "'") if quoted else plain).casefold()
    return (titles[wanted], int(digits), column_number(letters)) if wanted in titles else None


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The text with what Excel writes as _x000D_ turned back; half a character stays as it is written."""

    def character(found: re.Match[str]) -> str:
        code = int(found.group(1), 16)
        return found.group() if 0xD800 <= code < 0xE000 else chr(code)

    return _ESCAPED.sub(character, text) if "_x" in text else text


def _strings(package: Package, part: str) -> list[str]:
    """The texts that cells share, in order; of text in several looks only the words, of Asian text not its reading."""
    found: list[str] = []
    pieces: list[str] = []

    def piece(_: dict[str, str], text: str) -> None:
        pieces.append(text)

    def whole(_: dict[str, str], __: str) -> None:
        found.append(unescaped("".join(pieces)))
        pieces.clear()

    walk(package, part, {"sst/si/t": piece, "sst/si/r/t": piece, "sst/si": whole})
    return found


def _styles(package: Package, part: str) -> list[Style]:
    codes: dict[int, str] = {}
    fonts: list[bool] = []
    struck: list[bool] = []
    looks: list[tuple[int, int]] = []

    def code(given: dict[str, str], _: str) -> None:
        codes[_number(given.get("numFmtId"))] = given.get("formatCode", "")

    def strike(given: dict[str, str], _: str) -> None:
        struck.append(is_on(given.get("val", "1")))

    def font(_: dict[str, str], __: str) -> None:
        fonts.append(any(struck))
        struck.clear()

    def look(given: dict[str, str], _: str) -> None:
        looks.append((_number(given.get("numFmtId")), _number(given.get("fontId"))))

    takers = {
        "styleSheet/numFmts/numFmt": code,
        "styleSheet/fonts/font/strike": strike,
        "styleSheet/fonts/font": font,
        "styleSheet/cellXfs/xf": look,
    }
    walk(package, part, takers)
    crossed = dict(enumerate(fonts))
    return [Style(number, codes.get(number, ""), crossed.get(face, False)) for number, face in looks]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


_PROPERTY = "Properties/property"
_SAID_AS = ("lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint", "r4", "r8",
            "decimal", "bool", "date", "filetime")  # fmt: skip


def _properties(package: Package, part: str) -> dict[str, str]:
    found: dict[str, str] = {}
    said: list[str] = []

    def value(_: dict[str, str], text: str) -> None:
        said.append(text)

    def whole(given: dict[str, str], _: str) -> None:
        if said:
            found[given.get("name", "")] = unescaped(said[-1])
        said.clear()

    walk(package, part, {_PROPERTY: whole, **{f"{_PROPERTY}/{kind}": value for kind in _SAID_AS}})
    return found
