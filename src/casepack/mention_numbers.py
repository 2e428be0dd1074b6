"""Telephone numbers, official numbers and dates of birth in text, however they are punctuated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from .folding import Folded
from .mention_model import Mention, MentionKind

_RUN = re.compile(r"\d(?:[ ().\-/]{0,3}\d){5,}")
_RECORDED = re.compile(r"(?:\+|00)?\(?\d(?:[ ().-]*\d){5,14}")
_UK = re.compile(r"(?:(?:\+|00)44|0)(?:[ ().-]*\d){9,10}")
_PREFIX = re.compile(r"(?:(?:(?:\+|(?<!\d)00|(?<![\d+]))44|\+)[ .\-]{0,2}(?:\(0\)|\(?0)?|(?<!\d)\(?0|\()[ ().\-]{0,2}$")

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(\d{4}|\d{2})(?![\d:]|[.]\d|[ap]m\b)"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    (re.compile(rf"{_DAY}[ ,.\-/]{{0,2}}(?:day )?(?:of )?{_MONTH}[ ,.\-/']{{0,3}}{_YEAR}"), "dmy", (1, 2)),
    (re.compile(rf"{_MONTH}[ .\-]{{0,2}}{_DAY}[ ,.'\-]{{1,3}}{_YEAR}"), "mdy", (0,)),
    (re.compile(rf"(\d{{4}})[ ,.\-/]{{0,2}}{_MONTH}[ ,.\-/]{{0,2}}(\d{{1,2}})(?!\d)"), "ymd", (4,)),
    (re.compile(r"(\d{1,2})(?: ?[/.\-] ?| )(\d{1,2})(?: ?[/.\-] ?| )(\d{4}|\d{2})(?![\d:])"), "dmy", (1, 2)),
    (re.compile(r"(\d{4})(?: ?[/.\-] ?| )(\d{1,2})(?: ?[/.\-] ?| )(\d{1,2})(?!\d)"), "ymd", (4,)),
    (re.compile(r"(\d{2})(\d{2})(\d{4})"), "dmy", (8,)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), "ymd", (8,)),
)
"""Each with the order of its parts, and how many digits stand in a row where it begins; 0 where a month does."""
_DIGITS = re.compile(r"\d+")
_PLAIN_DIGITS = re.compile("[0-9]+")
"""The same in a folded text that is `plain`, found faster."""
_NO_DIGIT = re.compile(r"\D+")
_MONTH_AND_GAP = 12
"""Letters from the beginning of a month's name to the digits behind it, at the most."""
_OPENS_WITH_MONTH = re.compile(rf"(?<![a-z]){_MONTH}(?=[ .\-]{{0,2}}\d)")


def national(digits: str) -> str:
    """A telephone number's digits without the leading 0 or the 44 of this country."""
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 9:
            digits = digits[len(prefix) :]
    return digits.removeprefix("0")


def phone_numbers(recorded: str | None) -> tuple[str, ...]:
    """The numbers in a recorded answer, each as `national` digits; short public numbers such as 101 are none."""
    text = recorded or ""
    found = _UK.findall(text) or _RECORDED.findall(text)
    if not found and (lost := re.fullmatch(r"\D*(\d(?:\D?\d){8,9})\D*", text)):
        found = [lost.group(1)]
    return tuple(national(re.sub(r"\D", "", number)) for number in found)


def long_numbers(folded: Folded) -> list[re.Match[str]]:
    """Every row of six digits and more, spaced and punctuated in any way."""
    return list(_RUN.finditer(folded.text))


def find_numbers(
    folded: Folded,
    rows: Iterable[re.Match[str]],
    wanted: Mapping[str, frozenset[str]],
    kind: MentionKind,
    *,
    dialled: bool,
) -> Iterator[Mention]:
    """Every place in the `long_numbers` of a text where the digits of a wanted number stand.

    `dialled`: a telephone number, before which +44, 0044 or 0 may stand.
    """
    for run in rows if wanted else ():
        digits = _NO_DIGIT.sub("", run.group())
        there = [number for number in wanted if number in digits]
        places = [p for p in range(run.start(), run.end()) if folded.text[p].isdigit()] if there else []
        for number in there:
            people = wanted[number]
            at = digits.find(number)
            while at >= 0:
                span = _edges(folded.text, places[at], places[at + len(number) - 1] + 1, dialled)
                if span:
                    start, end = folded.span(*span)
                    yield Mention(start, end, folded.original[start:end], kind, people)
                at = digits.find(number, at + 1)


def _edges(text: str, start: int, end: int, dialled: bool) -> tuple[int, int] | None:
    """The place of a number with its prefix; None where it is only a part of a longer number."""
    if end < len(text) and text[end].isdigit():
        return None
    before = _PREFIX.search(text, max(0, start - 12), start) if dialled else None
    if before:
        return before.start(), end
    return None if start and text[start - 1].isdigit() else (start, end)


def find_births(folded: Folded, births: Mapping[date, frozenset[str]]) -> Iterator[Mention]:
    """Every place where one of the dates of birth is written, in words or figures, day first or year first."""
    text, digits = folded.text, _PLAIN_DIGITS if folded.plain else _DIGITS
    said = _in_our_digits(digits.findall(text)) if births else []
    days = days_by_year(births) if said else {}
    if not may_hold_birth(said, days):
        return
    rows = list(digits.finditer(text))
    years = [number for number, row in enumerate(said) if len(row) == 8 or row in days]
    begins: dict[int, list[int]] = {}
    for number in sorted({number - back for number in years for back in range(3)}):
        if number >= 0:
            begins.setdefault(len(said[number]), []).append(rows[number].start())
    # Before the row of the day, where a month begins the date.
    starts = (rows[number - 1].start() for number in years if number)
    months = {m.start() for at in starts for m in _OPENS_WITH_MONTH.finditer(text, max(at - _MONTH_AND_GAP, 0), at + 1)}
    begins[0] = sorted(months)
    for pattern, order, sizes in _DATES:
        for found in (pattern.match(text, at) for at in sorted(at for size in sizes for at in begins.get(size, ()))):
            if found is None:
                continue
            parts = dict(zip(order, found.groups(), strict=True))
            for born in births:
                if _same_day(parts, born):
                    start, end = folded.span(found.start(1), found.end(3))
                    yield Mention(start, end, folded.original[start:end], MentionKind.BIRTH_DATE, births[born])


def days_by_year(births: Iterable[date]) -> dict[str, set[str]]:
    """The years of dates of birth, each with the days on which somebody was born, in figures as they may be written."""
    found: dict[str, set[str]] = {}
    for born in births:
        for year in (f"{born.year:04}", f"{born.year % 100:02}"):
            found.setdefault(year, set()).update((f"{born.day}", f"{born.day:02}"))
    return found


def may_hold_birth(rows: Sequence[str], days: Mapping[str, set[str]]) -> bool:
    """Could a date of birth stand among these rows of digits: in one of eight, or its year with its day near by?

    The month, where it is in figures, is the only other row that a date has: the day is one of the two before the year
    or of the two behind it. `days` are those of `days_by_year`.
    """
    if 8 in map(len, rows):
        return True
    rows = _in_our_digits(rows)
    if days.keys().isdisjoint(rows):
        return False
    years = (number for number, row in enumerate(rows) if row in days)
    return any(not days[rows[n]].isdisjoint((*rows[max(n - 2, 0) : n], *rows[n + 1 : n + 3])) for n in years)


def _in_our_digits(rows: Sequence[str]) -> Sequence[str]:
    """Rows of digits in those that days and years are compared in, whichever they are written in."""
    if all(map(str.isascii, rows)):
        return rows
    return ["".join(str(int(digit)) for digit in row) for row in rows]


def _same_day(parts: Mapping[str, str], born: date) -> bool:
    year = parts["y"]
    if int(year) not in ({born.year} if len(year) == 4 else {born.year % 100}):
        return False
    if parts["m"][:3] in _MONTH_NAMES:
        return (_MONTH_NAMES.index(parts["m"][:3]) + 1, int(parts["d"])) == (born.month, born.day)
    month, day = int(parts["m"]), int(parts["d"])
    # Where the day cannot be a month, the American order is understood as well.
    return (month, day) == (born.month, born.day) or (month > 12 and (day, month) == (born.month, born.day))
