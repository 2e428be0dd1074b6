"""The kinds of answer that a record holds: clean text, days, times, yes/no, and the ways of not knowing.

Every string is cleaned once, here, on its way in; nothing later has to wonder what it may meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import (
    CoreSchema,
    no_info_after_validator_function,
    no_info_before_validator_function,
)

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold, counted as Excel does: two for an emoji."""
LONGEST_TEXT = 32_700
"""Characters that one answer may hold, so that a workbook can hold whatever a record can, with a mark before it."""
_ROUND_AN_ITEM = 15
"""Characters that a workbook may need round one item of a list, and two more for each further line."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f]")
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f]")
_TWO_CODES = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
_LINE_END = "_x000D_"
"""How Excel's files spell half a line end; some programs hand it on as if it were text."""


class Unknown(StrEnum):
    """The ways in which an answer can be missing on purpose. Each prints as its own words."""

    NOT_KNOWN = "not known"
    NOT_ASKED = "not asked"
    REFUSED = "refused"
    WITHHELD = "withheld"
    DOES_NOT_APPLY = "does not apply"


class YesNo(StrEnum):
    """Yes, no, or why there is neither."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"
    NOT_ASKED = "not asked"
    REFUSED = "refused"
    DOES_NOT_APPLY = "does not apply"


def length(text: str) -> int:
    """The length of `text` as Excel counts it, in UTF-16: an emoji counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """`text` as it may be printed, as `tidied`.

    Raises `PydanticCustomError` also for what no cell of a workbook could hold: a text over `LONGEST_TEXT`, or one
    that looks like the codes in which Excel's files spell characters.
    """
    text = tidied(text)
    _refuse_longer_than(LONGEST_TEXT, length(text))
    code = _TWO_CODES.search(text)
    if code:
        what = "holds {code}, of which Excel would make something else; write it in another way"
        raise PydanticCustomError("unprintable", what, {"code": code.group()})
    return text


def tidied(text: str) -> str:
    """One kind of line end, composed letters, no invisible marks, no outer spaces; however long it is.

    Nothing that a reader could see is lost, and what is tidy stays as it is. What cannot be printed at all is
    refused, not dropped: raises `PydanticCustomError` for control characters, lone surrogates and bidirectional
    overrides.
    """
    text = _INVISIBLE.sub("", text)
    # What is left after one round was put together by it, which nobody types: a space keeps it apart for good.
    text = text.replace(_LINE_END, "").replace(_LINE_END, " ")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ").replace("\x0b", "\n")
    bad = _FORBIDDEN.search(text) or _BIDI.search(text)
    if bad:
        raise PydanticCustomError(
            "unprintable",
            "holds a character that cannot be printed (U+{code}, character {place}); type the text again",
            {"code": f"{ord(bad.group()):04X}", "place": bad.start() + 1},
        )
    text = _ODD_SPACE.sub(" ", unicodedata.normalize("NFC", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _refuse_longer_than(limit: int, count: int) -> None:
    if count > limit:
        raise PydanticCustomError(
            "too_long", "holds {count} characters; shorten it to at most {limit}", {"count": count, "limit": limit}
        )


def _text(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _text_or_none(value: Any) -> Any:
    return _text(value) or None if isinstance(value, str) else value


def _list(value: Any) -> Any:
    """A list; a bare string is a list of one, so that a single answer needs no brackets."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return value


def _fits_a_cell(items: tuple[str, ...]) -> tuple[str, ...]:
    """`items`, unless they are too long together. Raises `PydanticCustomError`."""
    _refuse_longer_than(LONGEST_TEXT, sum(length(i) + _ROUND_AN_ITEM + 2 * i.count("\n") for i in items))
    return items


def _yes_no(value: Any) -> Any:
    if isinstance(value, bool):
        return YesNo.YES if value else YesNo.NO
    if isinstance(value, str):
        return clean(value).lower() or None
    return value


@dataclass(frozen=True, slots=True)
class First:
    """An answer goes through `change` before it is held against its kind.

    As pydantic's BeforeValidator; that looks into the function once for each of some hundred fields, at every start.
    """

    change: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The rules of the kind, with `change` before them."""
        return no_info_before_validator_function(self.change, handler(source))


@dataclass(frozen=True, slots=True)
class Then:
    """An answer of the right kind goes through `change`. As pydantic's AfterValidator; see `First`."""

    change: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The rules of the kind, with `change` behind them."""
        return no_info_after_validator_function(self.change, handler(source))


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
CLOCK_FORM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?: ([A-Z]{3,5}))?", re.ASCII)
MOMENT_FORM = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::00)?(?: ([A-Z]{3,5}))?", re.ASCII)
"""How a time of day and a moment are written: day, time, and the zone where the time happens twice."""


def _day(value: Any) -> Any:
    if isinstance(value, date) or value is None:
        return value
    text = clean(value) if isinstance(value, str) else ""
    if isinstance(value, str) and text.lower() in set(Unknown):
        return Unknown(text.lower())
    found = _DAY.fullmatch(text)
    if not found:
        if isinstance(value, str) and not text:
            return None
        raise PydanticCustomError("day", "is not a date; write year-month-day, for example 2026-10-23")
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        raise PydanticCustomError("day", "is not a day in the calendar; check the day and the month") from None
    if not 1900 <= day.year <= 2199:
        raise PydanticCustomError("day", "has a year that cannot be right; check the year")
    return day


def _clock(value: str) -> str:
    if not CLOCK_FORM.fullmatch(value):
        raise PydanticCustomError("clock", "is not a time of day; write hours and minutes, for example 17:40")
    return value


def _moment(value: str) -> str:
    found = MOMENT_FORM.fullmatch(value)
    if not found:
        raise PydanticCustomError(
            "moment", "is not a date with a time in local time; write for example 2026-10-24 08:55"
        )
    _day(found.group(1))
    return f"{found.group(1)} {found.group(2)}" + (f" {found.group(3)}" if found.group(3) else "")


Text = Annotated[str, Field(min_length=1), First(_text)]
"""Cleaned text, never empty."""
MaybeText = Annotated[str | None, First(_text_or_none)]
"""Cleaned text; empty means not recorded."""
Texts = Annotated[tuple[Text, ...], First(_list), Then(_fits_a_cell)]
"""A list of texts; one text may stand without the list."""
Ref = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$"), First(_text)]
"""A short id such as P1, E2, SCH1 or mash."""
MaybeRef = Annotated[Ref | None, First(_text_or_none)]
Refs = Annotated[tuple[Ref, ...], First(_list), Then(_fits_a_cell)]
Day = Annotated[date, First(_day)]
"""A day, written 2026-10-23."""
MaybeDay = Annotated[date | None, First(_day)]
DayOrUnknown = Annotated[
    Annotated[date, Field(strict=True)] | Annotated[Unknown, Field(strict=True)] | None,
    First(_day),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date"}, {"enum": [u.value for u in Unknown]}, {"type": "null"}]}
    ),
]
Clock = Annotated[str | None, Then(lambda v: _clock(v) if v else None), First(_text_or_none)]
"""A local time of day, written 17:40; on the night the clocks go back with its zone, 01:30 BST or 01:30 GMT."""
Moment = Annotated[str | None, Then(lambda v: _moment(v) if v else None), First(_text_or_none)]
"""A local date and time, written 2026-10-24 08:55 (with BST or GMT behind it where the clocks go back)."""
Answer = Annotated[YesNo | None, First(_yes_no)]
"""Yes, no, not known, not asked, refused, does not apply; empty means not recorded."""
Count = Annotated[int | None, Field(ge=0, le=100_000, strict=True)]
