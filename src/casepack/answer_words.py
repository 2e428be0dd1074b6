"""Answers from a list and counts: the words that people use for them, and what could mean two things."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from .answer_model import Answered, read_as, refuse
from .answer_text import plain_number
from .cells import Cell
from .complaints import MEANT_ANSWERS, nearest
from .form import Column, Kind
from .shown import first_capital, join_words

MOST = 100_000
"""The highest count that the models take (`values.Count`)."""

_TICKS = frozenset("✓✔☑🗸√✅")
_AS_PICTURE = "\ufe0f"
"""What follows a sign that is to be shown in colour."""
_CROSSES = frozenset({"x", "✗", "✘", "☒", "✕", "✖", "❌", "×"})
_SAME = {
    **{word: meant for word, meant in MEANT_ANSWERS.items() if word != "none"},
    "not applicable": "does not apply", "don't know": "not known", "dont know": "not known", "dk": "not known",
    "not sure": "not known", "unsure": "not known", "declined": "refused", "not yet asked": "not asked",
    "yep": "yes", "yeah": "yes", "nope": "no", "t": "yes", "f": "no",
}  # fmt: skip
"""Other words for an answer; taken where the question allows that answer."""
_UNSURE = {
    "?": "not known", "none": "", "-": "", "--": "", "–": "", "maybe": "not known", "possibly": "not known",
    "tbc": "not asked", "pending": "", "nil": "",
}  # fmt: skip
_DIGITS = re.compile(r"\d{1,7}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_NUMBER_WORDS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def read_choice(column: Column, cell: Cell) -> Answered:
    """One of the allowed answers. Capitals, hyphens and double spaces do not count."""
    value = cell.value
    if isinstance(value, bool):
        typed = str(value).upper()
    elif isinstance(value, (int, float)):
        typed = plain_number(value)
    else:
        typed = str(value)
    allowed = {_key(choice): str(choice) for choice in column.choices}
    asked = _key(typed.replace(_AS_PICTURE, ""))
    if asked in allowed:
        return Answered(allowed[asked])
    meant = "yes" if asked in _TICKS else _SAME.get(asked, "")
    if _key(meant) in allowed and meant:
        return Answered(allowed[_key(meant)], (read_as(typed, f'"{first_capital(meant)}"'),))
    return _refused(column, typed, asked, allowed)


def _refused(column: Column, typed: str, asked: str, allowed: dict[str, str]) -> Answered:
    listed = join_words([first_capital(choice) for choice in column.choices], last="or")
    fix = f"Pick one from the list: {listed}."
    if asked in _CROSSES and "yes" in allowed:
        return refuse("unsure-answer", "could mean yes or no.", fix, typed)
    if asked in _UNSURE and column.kind is not Kind.CHOICE:
        return refuse("unsure-answer", "could mean more than one answer.", fix, typed)
    if column.kind is Kind.DAY_OR_UNKNOWN:
        fix = f"Type a date, for example 03/04/2026, or pick one from the list: {listed}."
        near = nearest(asked, allowed)
        question = f'Did you mean "{first_capital(allowed[near])}"? ' if near else ""
        return refuse("not-a-date", "is not a date that can be read.", question + fix, typed)
    first = re.split(r"[^a-z']", asked, maxsplit=1)[0]
    near = nearest(asked, allowed) or nearest(_SAME.get(first, first), allowed)
    question = f'Did you mean "{first_capital(allowed[near])}"? ' if near else ""
    return refuse("not-allowed", "is not on the list.", question + fix, typed)


def _key(text: str) -> str:
    plain = text.casefold().replace("’", "'").replace("_", " ").replace("-", " ")
    return " ".join(plain.split()).rstrip(".") or text.strip()


def read_number(cell: Cell) -> Answered:
    """A whole number that is not negative."""
    value = cell.value
    fix = f"Type a whole number from 0 to {MOST:,} in digits, for example 12; leave it empty if it is not known."
    if isinstance(value, (bool, date, time, timedelta)):
        found = str(value).upper() if isinstance(value, bool) else "a date or a time"
        return refuse("not-a-number", "is not a number.", fix, found)
    if isinstance(value, (int, float)):
        if value != int(value) or not 0 <= value <= MOST:
            return refuse("not-a-number", f"is not a whole number from 0 to {MOST:,}.", fix, plain_number(value))
        return Answered(int(value))
    typed = str(value)
    plain = typed.removesuffix(".0")
    if _DIGITS.fullmatch(plain) and int(plain) <= MOST:
        return Answered(int(plain))
    if _GROUPED.fullmatch(plain) and int(plain.replace(",", "")) <= MOST:
        number = int(plain.replace(",", ""))
        return Answered(number, (read_as(typed, str(number)),))
    if typed.casefold() in _NUMBER_WORDS[1:]:
        number = _NUMBER_WORDS.index(typed.casefold())
        return Answered(number, (read_as(typed, str(number)),))
    return refuse("not-a-number", f"is not a whole number from 0 to {MOST:,}.", fix, typed)
