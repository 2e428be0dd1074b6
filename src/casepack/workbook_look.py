"""The look of the workbook: the colours of the house, the formats of cells, the widths of columns, the printed page.

Every pair of ink and ground has a contrast of at least 4.5 to 1, and no colour says what words do not say too.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Literal

from .cells import Value
from .form import Column, Kind, When
from .workbook_prompts import MEETING_TABLES, OWN_TABLES, heading, is_prose

INK, MUTED, TEAL, WHITE = "#1B2429", "#4A5A63", "#14506A", "#FFFFFF"
PALE, BAND, LINE = "#EDF3F6", "#F5F8FA", "#C3CED4"
RED, AMBER, AMBER_GROUND, GREEN = "#961A14", "#714600", "#FDF3DC", "#0B5A32"
TABS: dict[When, str] = {"first": TEAL, "usual": "#8FB0C0", "if needed": "#D5DCE0", "meeting": TEAL}
"""Colours of the tabs, by how soon a sheet is needed; the words stand on the sheet itself."""

FONT = {"font_name": "Arial", "font_size": 11, "font_scheme": "none"}
"""One font throughout, and not that of the reader's own theme."""
DIGIT = 72
"""Pixels of a column of the usual width in this font: by it the library knows how wide a digit is."""
LINE_HEIGHT = 14.25
FORM_WIDTHS = (38, 76, 50)

TABLE = {"style": "Table Style Light 1", "banded_rows": False, "autofilter": False}
"""How Excel itself draws a table: lightly, for the bands and lines are drawn in a way that LibreOffice knows too."""

_WIDTHS = {
    Kind.DAY: 14, Kind.DAY_OR_UNKNOWN: 15, Kind.TIME: 11, Kind.MOMENT: 19, Kind.NUMBER: 11, Kind.YES_NO: 15,
    Kind.LIST: 30, Kind.WORDS_OR_REF: 26, Kind.TEXT: 22, Kind.CHOICE: 16,
}  # fmt: skip
_OF_FIELD = {
    "given_name": 17, "family_name": 17, "known_as": 15, "postcode": 11, "year_group": 10, "pronouns": 10,
    "gender": 11, "phone": 16, "out_of_hours_phone": 16, "contact_via_phone": 16, "upn": 17, "nhs_number": 15,
    "email": 30, "name": 26, "household": 13, "title": 26, "greeting": 18, "town": 16, "attendance": 14, "area": 20,
    "strand": 22, "survey_state": 14, "state": 14, "direction": 14, "tier": 12,
}  # fmt: skip
_AT_MEETING = {"id": 17, "case": 17, "action": 17, "person": 32, "owner": 22, "stood": 12, "stands": 14, "outcome": 32}
_PROSE, _NAMES, _WHO, _CHECK = 38, 27, 24, 30
_AS_TEXT = 49
"""Excel's own number for the format @: what is typed stays as it is typed, a leading zero too."""
_NUMBER_FORMATS: dict[Kind, str | int] = {
    Kind.DAY: "dd mmm yyyy", Kind.DAY_OR_UNKNOWN: "dd mmm yyyy", Kind.MOMENT: "dd mmm yyyy hh:mm", Kind.NUMBER: 1,
}  # fmt: skip
_PAGE = 125.0
"""Units of width that fit across a landscape A4 page, within its margins, at full size."""
_SMALLEST = 0.64
"""How far a sheet is made smaller before it goes on to one more page."""
_BREADTHS = {
    0.42: "ijl'|’",
    0.52: " ftI.,:;!/[]·",
    0.62: 'r()-{}“”"',
    0.92: "cksvxyzJ",
    1.35: "w+=<>",
    1.55: "mM&%",
    1.8: "W@—…",
}
"""How wide letters are in this font, against a digit; capitals are 1.27, the rest as wide as a digit."""
_BREADTH = {letter: breadth for breadth, letters in _BREADTHS.items() for letter in letters}
_PADDING = 0.6

Style = Literal[
    "title", "purpose", "marking", "link", "check", "heading", "helper", "question", "fate", "text", "strong"
]

_TOP: dict[str, Any] = {"text_wrap": True, "valign": "top", "align": "left"}
_STYLES: dict[Style, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": TEAL, "valign": "vcenter"},
    "purpose": {"font_color": INK, "valign": "vcenter"},
    "marking": {"bold": True, "font_size": 10, "font_color": RED, "valign": "vcenter"},
    "link": {"underline": 1, "font_size": 10, "font_color": TEAL, "valign": "vcenter"},
    "check": {"bold": True, "font_size": 10, "font_color": INK, "valign": "vcenter"},
    "heading": {**_TOP, "bold": True, "font_color": WHITE, "bg_color": TEAL, "border": 1, "border_color": LINE},
    "helper": {**_TOP, "bold": True, "font_color": WHITE, "bg_color": MUTED, "border": 1, "border_color": LINE},
    "question": {**_TOP, "bold": True, "font_color": INK, "bg_color": PALE, "border": 1, "border_color": LINE},
    "fate": {**_TOP, "font_size": 10, "font_color": MUTED, "border": 1, "border_color": LINE},
    "text": {**_TOP, "font_color": INK, "border": 1, "border_color": LINE},
    "strong": {**_TOP, "bold": True, "font_color": INK, "border": 1, "border_color": LINE},
}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        """`book` is the workbook that is being written."""
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, style: Style, **changes: Any) -> Any:
        """A style, with changes."""
        return self.made({**_STYLES[style], **changes})

    def answer(self, column: Column | str, **changes: Any) -> Any:
        """The format of an answer: days with the month as a word, words as text so that nothing is made of them."""
        kind = Kind.TEXT if isinstance(column, str) else column.kind
        shown: dict[str, Any] = {"num_format": _NUMBER_FORMATS.get(kind, _AS_TEXT), "font_color": INK}
        if isinstance(column, str):  # a formula in a cell of text would be shown, not worked out
            shown = {"font_color": MUTED}
        return self.made({**_TOP, **shown, **changes})

    def made(self, properties: dict[str, Any]) -> Any:
        """A format with these properties and no others."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def width_of(slot: Column | str, *, in_office: bool) -> int:
    """The width of a column, wide enough for the longest word of its heading."""
    if isinstance(slot, str):
        return _WHO if slot == "Who" else _CHECK
    longest = max(len(word) for word in heading(slot).split())
    return max(_width(slot, in_office=in_office), ceil(longest * 1.15) + 2)


def _width(column: Column, *, in_office: bool) -> int:
    if column.table in MEETING_TABLES and column.field in _AT_MEETING:
        return _AT_MEETING[column.field]
    if column.field == "id" or (column.kind in (Kind.REF, Kind.REFS) and in_office):
        return 20 if in_office else 11
    if is_prose(column):
        return _PROSE
    if column.kind in (Kind.REF, Kind.REFS):
        return 11 if OWN_TABLES & set(column.targets) else _NAMES
    return _OF_FIELD.get(column.field, _WIDTHS[column.kind])


def lines_of(value: Value, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a cell of this width, with the words kept whole as far as they fit."""
    if not isinstance(value, str):
        return 1
    room = (width - _PADDING) / (1.08 if bold else 1.0)
    return sum(_wrapped(line, room) for line in value.split("\n"))


def _wrapped(line: str, room: float) -> int:
    count, used = 1, 0.0
    for word in line.split(" "):
        wide = measure(word)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        over = max(0, ceil(wide / room) - 1)
        count += over
        used += wide - over * room + _BREADTH[" "]
    return count


def height_of(lines: int) -> float:
    """The height of a row of this many lines; no row can be higher than Excel allows."""
    return min(lines * LINE_HEIGHT + 3, 409.0)


def measure(text: str) -> float:
    """The width of a text in digits of its own font, roughly."""
    return sum(_BREADTH.get(letter, 1.27 if letter.isupper() else 1.0) for letter in text)


def pages_across(widths: Sequence[int], repeated: int) -> int:
    """Over how many pages a sheet is printed; the first `repeated` columns stand on each."""
    again = sum(widths[:repeated])
    return max(1, ceil((sum(widths) - again) / (_PAGE / _SMALLEST - again)))
