"""Days and times as people type them: day first, months in figures or words, the 12-hour and the 24-hour clock.

Nothing is guessed: what can be read in two ways is refused, and what had to be worked out is told. Pure: no clock is
read, so whether a day lies in the future is none of this module's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from .clock import say_date
from .values import CLOCK_FORM

FIRST_YEAR, LAST_YEAR = 1900, 2199
_LONGEST = 80

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(r"(?i)(?:on )?(mon|tue|wed|thu|fri|sat|sun)([a-z]*)\.?,? +")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})( ?[/.\-–] ?| )(\d{1,2})(?: ?[/.\-–] ?| )['’]?(\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(
    r"(?i)(\d{1,2})(?:st|nd|rd|th)?(?: of)?(?: the)?[ \-/.]*([a-z]{3,9})\.?,?[ \-/.]*['’]?(\d{4}|\d{2})", re.ASCII
)
_MONTH_FIRST = re.compile(r"(?i)([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4}|\d{2})?", re.ASCII)
_NO_YEAR = re.compile(r"(?i)\d{1,2}(?: ?[/.\-] ?\d{1,2}|(?:st|nd|rd|th)?(?: of)? ?[a-z]{3,9})", re.ASCII)
_TWELVE = re.compile(r"(?i)(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2})? ?([ap])\.?m\.?", re.ASCII)
_TWENTY_FOUR = re.compile(r"(?i)(\d{1,2}) ?[:.h] ?(\d{2})(?::\d{2})? ?(?:hrs|hours|h)?", re.ASCII)
_FOUR_FIGURES = re.compile(r"(?i)(\d{2})(\d{2}) ?(?:hrs|hours|h)?", re.ASCII)
_ZONE = re.compile(r"(.*[^\sA-Za-z]|.*[^A-Za-z][AaPp]\.?[Mm]\.?) ?\(?([A-Z]{3,5}|[Bb]st|[Gg]mt)\)?")
_TIME_WORDS = (
    r"(?:\d{1,2} ?[:.h] ?\d{2}(?::\d{2})? ?(?:hrs|hours|[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?"
    r"|\d{4} ?(?:hrs|hours|h)?|12 noon|noon|midday|midnight)"
)
_ZONE_WORDS = r"(?: ?\(?(?:(?-i:[A-Z]{3,5})|bst|gmt)\)?)?"
_DAY_THEN_TIME = re.compile(rf"(?i)(.+?)(?:,? at |[ ,T]+|,)({_TIME_WORDS}{_ZONE_WORDS})", re.ASCII)
_TIME_THEN_DAY = re.compile(rf"(?i)(?:at )?({_TIME_WORDS}{_ZONE_WORDS})(?:,? on | of |[ ,]+)(.+)", re.ASCII)
_ABROAD = re.compile(r"(?i)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$", re.ASCII)

DAY_FIX = "Type day/month/year, for example 03/04/2026."
TIME_FIX = "Type hours and minutes, for example 17:40."
MOMENT_FIX = "Type the day and the time, for example 24/10/2026 08:55."


class UnreadableError(Exception):
    """Words that are no day or time: `what` goes on after the place, `fix` says what to type."""

    def __init__(self, code: str, what: str, fix: str) -> None:
        """The parts of the remark."""
        self.code, self.what, self.fix = code, what, fix
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Worked:
    """A day or a time that was read. `how` tells what had to be worked out.

    `wrong_day` names a weekday that was written and does not fit.
    """

    how: tuple[str, ...] = ()
    wrong_day: str = ""


@dataclass(frozen=True, slots=True)
class DayRead(Worked):
    """A day."""

    day: date = date.min


@dataclass(frozen=True, slots=True)
class TimeRead(Worked):
    """A time of day as the models write it, 17:40 or 01:30 BST."""

    time: str = ""


def read_day(text: str, *, birth: bool = False) -> DayRead:
    """The day that `text` means. With `birth`, two figures for a year are read as a year of birth.

    Raises `UnreadableError`.
    """
    plain = _short(text, unreadable_day())
    weekday = _WEEKDAY.match(plain)
    named = ""
    if weekday:
        named = next(d for d in _WEEKDAYS if d[:3].casefold() == weekday[1].casefold())
        if named.casefold().startswith((weekday[1] + weekday[2]).casefold()) or weekday[2] in {"s", "rs", "r"}:
            plain = plain[weekday.end() :]
        else:
            named = ""
    read = _day(plain.rstrip("."), birth)
    if named and named != _WEEKDAYS[read.day.weekday()]:
        return DayRead(read.how, named, read.day)
    return read


def _day(plain: str, birth: bool) -> DayRead:
    iso = _ISO.fullmatch(plain)
    if iso:
        return DayRead(day=_date(int(iso[1]), int(iso[2]), int(iso[3])))
    figures = _FIGURES.fullmatch(plain)
    if figures:
        how = ("day first",)
        year, more = _year(figures[4], birth)
        return DayRead((*how, *more), day=_date(year, int(figures[3]), int(figures[1]), figures=True))
    words = _WORDS.fullmatch(plain)
    if words:
        year, more = _year(words[3], birth)
        return DayRead(more, day=_date(year, _month(words[2]), int(words[1])))
    month_first = _MONTH_FIRST.fullmatch(plain)
    if month_first and _is_month(month_first[1]):
        raise UnreadableError("not-a-date", "has the month before the day.", f"{_day_first(month_first)}{DAY_FIX}")
    if _NO_YEAR.fullmatch(plain):
        raise UnreadableError("not-a-date", "has no year.", DAY_FIX)
    raise unreadable_day()


def unreadable_day() -> UnreadableError:
    """What to say of words that are no day at all."""
    return UnreadableError("not-a-date", "is not a date that can be read.", DAY_FIX)


def _day_first(found: re.Match[str]) -> str:
    """A question, where the month came first and the rest makes sense."""
    if not found[3] or len(found[3]) != 4:
        return ""
    try:
        return f"Did you mean {say_date(date(int(found[3]), _month(found[1]), int(found[2])))}? "
    except ValueError:
        return ""


def _is_month(word: str) -> bool:
    return any(len(word) >= 3 and m.startswith(word.casefold()) for m in _MONTHS) or word.casefold() == "sept"


def _month(word: str) -> int:
    if not _is_month(word):
        raise unreadable_day()
    return (
        9 if word.casefold() == "sept" else next(n for n, m in enumerate(_MONTHS, 1) if m.startswith(word.casefold()))
    )


def _year(figures: str, birth: bool) -> tuple[int, tuple[str, ...]]:
    """The year of four figures, or of two with the rule by which it was read.

    Someone born in 30 is an old man, not a child of 2030; a record tells of what happened in this century. The rule
    is told wherever somebody might have meant the other century.
    """
    year = int(figures)
    if len(figures) == 4:
        return year, ()
    last = 29 if birth else 79
    if year > last:
        return 1900 + year, (f"years {last + 1} to 99 are read as {1901 + last} to 1999",)
    return 2000 + year, (f"years 00 to {last} are read as 2000 to {2000 + last}",) if birth else ()


def _date(year: int, month: int, day: int, *, figures: bool = False) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        if figures and 12 < month <= 31 and 1 <= day <= 12:
            fix = f"{_swapped(year, day, month)}The day comes first: type 03/04/2026 for 3 April 2026."
            raise UnreadableError("not-a-date", f"has no month {month}.", fix) from None
        raise UnreadableError(
            "not-a-date", "is not a day in the calendar.", f"Check the day and the month. {DAY_FIX}"
        ) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableError("not-a-date", "has a year that cannot be right.", f"Check the year. {DAY_FIX}")
    return made


def _swapped(year: int, month: int, day: int) -> str:
    try:
        return f"Did you mean {say_date(date(year, month, day))}? "
    except ValueError:
        return ""


def say_written(day: date) -> str:
    """A day as the workbook writes it where it cannot be a real date: "5 Oct 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1][:3].capitalize()} {day.year}"


def read_time(text: str) -> TimeRead:
    """The time of day that `text` means. Raises `UnreadableError`."""
    plain = _short(text, _unreadable_time()).removeprefix("at ")
    exact = CLOCK_FORM.fullmatch(plain)
    if exact:
        return TimeRead(time=plain)
    zoned = _ZONE.fullmatch(plain)
    if zoned and zoned[2].casefold() not in {"hrs", "hours", "noon"}:
        read = read_time(zoned[1])
        return TimeRead(read.how, time=f"{read.time} {zoned[2].upper()}")
    hour, minute, how = _clock(plain.casefold().rstrip("."))
    if hour > 23 or minute > 59:
        what = "is not a time of day." if (hour, minute) != (24, 0) else "is not a time of day: midnight is 00:00."
        raise UnreadableError("not-a-time", what, "Type a time between 00:00 and 23:59.")
    return TimeRead(how, time=f"{hour:02d}:{minute:02d}")


def _clock(plain: str) -> tuple[int, int, tuple[str, ...]]:
    if plain in {"noon", "midday", "12 noon", "12 midday"}:
        return 12, 0, ()
    if plain in {"midnight", "12 midnight"}:
        what = "could be the beginning or the end of the day."
        raise UnreadableError("not-a-time", what, "Type 00:00 for the beginning of a day, 23:59 for its end.")
    twelve = _TWELVE.fullmatch(plain)
    if twelve:
        hour, minute = int(twelve[1]), int(twelve[2] or 0)
        if not 1 <= hour <= 12:
            raise UnreadableError("not-a-time", "is not a time of day.", TIME_FIX)
        return hour % 12 + (12 if twelve[3] == "p" else 0), minute, ()
    figures = _FOUR_FIGURES.fullmatch(plain) or _TWENTY_FOUR.fullmatch(plain)
    if figures:
        hour = int(figures[1])
        morning = len(figures[1]) == 1 and hour > 0
        return hour, int(figures[2]), ("in the morning",) if morning else ()
    raise _unreadable_time()


def _unreadable_time() -> UnreadableError:
    return UnreadableError("not-a-time", "is not a time of day that can be read.", TIME_FIX)


def _unreadable_moment() -> UnreadableError:
    return UnreadableError("not-a-moment", "is not a day with a time that can be read.", MOMENT_FIX)


def _short(text: str, error: UnreadableError) -> str:
    """`text` on one line with single spaces; raises `error` where it is longer than any day or time."""
    if len(text) > _LONGEST:
        raise error
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class MomentRead(Worked):
    """A day with a time."""

    day: date = date.min
    time: str = ""


def read_moment(text: str) -> MomentRead:
    """The day and the time that `text` means. Raises `UnreadableError`."""
    plain = _short(text, _unreadable_moment())
    if _ABROAD.search(plain):
        what = "is written in Greenwich time, or with a difference from it."
        raise UnreadableError("not-a-moment", what, f"Use local time. {MOMENT_FIX}")
    error = _unreadable_moment()
    for pattern, day_group, time_group in ((_DAY_THEN_TIME, 1, 2), (_TIME_THEN_DAY, 2, 1)):
        found = pattern.fullmatch(plain)
        try:
            day = read_day(found[day_group]) if found else None
        except UnreadableError as wrong:
            # Cut in another place the words may still make sense, as "24 Oct" and "2026" of a day without a time.
            error = error if wrong.what == unreadable_day().what else wrong
            continue
        if found and day:
            clock = read_time(found[time_group])
            return MomentRead((*day.how, *clock.how), day.wrong_day, day.day, clock.time)
    _explain_half(plain, error)


def _explain_half(plain: str, error: UnreadableError) -> NoReturn:
    """Say which half is missing; otherwise raise `error`."""
    for read, missing in ((read_day, "has a day but no time."), (read_time, "has a time but no day.")):
        try:
            read(plain)
        except UnreadableError:
            continue
        raise UnreadableError("not-a-moment", missing, MOMENT_FIX)
    raise error
