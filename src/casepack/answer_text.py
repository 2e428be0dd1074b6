"""A cell read as text: what Excel made a number, a date or TRUE of is put back as it was typed, where that is known."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from .answer_model import Remark, check, read_as
from .cells import Cell
from .clock import say_date
from .complaints import shorten
from .form import Column, Kind

_DIGITS_KEPT = 15
"""Excel keeps 15 digits of a number; what was typed behind them is lost."""
_ZEROS = re.compile(r"0(?:0|\\? |-)*0")
_APOSTROPHE = re.compile(r"^'(?=[+(]?[0-9][0-9 ()+-]*$)")
"""What Excel shows nobody, but other programs keep: the mark in front of digits that are to stay as typed."""
_PHONES = frozenset({"phone", "out_of_hours_phone", "contact_via_phone", "contact", "holiday_contact"})
_UPN = re.compile(r"[A-Z]\d{11}[0-9A-Z]", re.ASCII)
_MADE_INTO_A_DATE = "If it is not a date, type it again with an apostrophe in front."


def text_of(cell: Cell, column: Column) -> tuple[str | None, tuple[Remark, ...]]:
    """The text of a cell that holds something; None where it cannot be known, with the reason."""
    value = cell.value
    if isinstance(value, str):
        said = _APOSTROPHE.sub("", value) if column.kind is Kind.TEXT else value
        return said, _upn(said, column)
    if isinstance(value, bool):
        said = str(value).upper()
        return said, (read_as(said, f'the word "{said}"', "Type the answer in words."),)
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format, column)
    if isinstance(value, datetime) and value.time() != time():
        said = f"{say_date(value.date())}, {value:%H:%M}"
    elif isinstance(value, date):
        said = say_date(value)
    elif isinstance(value, time):
        said = f"{value:%H:%M}"
    else:
        said = _span(value)
    return said, (read_as(said, f'the words "{said}", because Excel holds a date or a time there', _MADE_INTO_A_DATE),)


def _span(value: object) -> str:
    seconds = int(value.total_seconds()) if isinstance(value, timedelta) else 0
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def plain_number(value: int | float) -> str:
    """Digits without a point where it is a whole number: "12" for 12 and 12.0, "12.5" for 12.5."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{value:.{_DIGITS_KEPT}g}"


def _number(value: int | float, number_format: str, column: Column) -> tuple[str | None, tuple[Remark, ...]]:
    digits = plain_number(value)
    if abs(value) >= 10**_DIGITS_KEPT:
        fix = "Type it again with an apostrophe in front."
        return None, (Remark("rounded", "is a long number that Excel has rounded.", fix, shorten(digits)),)
    shown = _as_formatted(value, digits, number_format)
    if shown != digits:
        return shown, _upn(shown, column)
    if column.field in _PHONES:
        return _phone(digits)
    return digits, _upn(digits, column)


def _as_formatted(value: int | float, digits: str, number_format: str) -> str:
    """The number as its format shows it, where the format adds nothing but zeros, a percent sign or a pound sign."""
    pattern = number_format.split(";")[0].replace('"', "").replace("\\", "")
    if _ZEROS.fullmatch(pattern) and digits.isdigit():
        left = list(digits.zfill(pattern.count("0")))
        extra = "".join(left[: len(left) - pattern.count("0")])
        rest = iter(left[len(extra) :])
        return extra + "".join(next(rest) if c == "0" else c for c in pattern)
    if pattern.endswith("%"):
        return f"{plain_number(round(value * 100, 6))}%"
    if "£" in pattern:
        return f"£{value:.2f}" if ".00" in pattern else f"£{digits}"
    return digits


def _phone(digits: str) -> tuple[str, tuple[Remark, ...]]:
    """A telephone number that lost its first 0 because Excel took it for a number."""
    if len(digits) == 10 and digits[0] in "12378":
        fix = "Check it; type phone numbers with an apostrophe in front."
        return f"0{digits}", (check("first-zero", f"has lost its first 0; it was read as 0{digits}.", fix, digits),)
    if len(digits) == 12 and digits.startswith("44"):
        return f"+{digits}", (read_as(digits, f"+{digits}"),)
    return digits, ()


def _upn(text: str, column: Column) -> tuple[Remark, ...]:
    if column.field != "upn" or not any(c.isdigit() for c in text) or _UPN.fullmatch(text.upper().replace(" ", "")):
        return ()
    return (check("upn", "is not a unique pupil number: a letter and 12 digits.", "Check it with the school.", text),)
