"""Days and times in cells: real ones, numbers that Excel means as days, and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from .answer_dates import (
    DAY_FIX,
    FIRST_YEAR,
    LAST_YEAR,
    MOMENT_FIX,
    TIME_FIX,
    UnreadableError,
    Worked,
    read_day,
    read_moment,
    read_time,
    say_written,
)
from .answer_model import Answered, Remark, check, read_as, refuse
from .answer_text import plain_number
from .cells import Cell
from .clock import say_date, say_day
from .form import Column

_FIRST_SERIAL, _LAST_SERIAL = date(1927, 1, 1), date(2099, 12, 31)
"""A number is taken for a day in these years only; others are more likely to be something else."""
_DAY_ZERO, _DAY_ZERO_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
_DAY_ZERO_BEFORE_MARCH = datetime.fromisoformat("1899-12-31")
_HALF_A_SECOND = timedelta(milliseconds=500)


def read_day_cell(column: Column, cell: Cell, *, counts_from_1904: bool) -> Answered:
    """A day, as year-month-day."""
    value = cell.value
    if isinstance(value, str):
        read = _worded_day(value, birth=column.field == "date_of_birth")
        return _if_not_known(read, column) if read.refused else read
    if isinstance(value, date):
        clock = value.time() if isinstance(value, datetime) else time()
        day = value.date() if isinstance(value, datetime) else value
        if not _possible(day):
            return refuse("not-a-date", "has a year that cannot be right.", f"Check the year. {DAY_FIX}", say_date(day))
        return Answered(
            day.isoformat(), (_without_time(day, f"{say_date(day)}, {clock:%H:%M}"),) if clock != time() else ()
        )
    moment = _serial(value, counts_from_1904)
    if moment:
        return Answered(moment.date().isoformat(), (_number_read(value, f"the date {say_date(moment.date())}"),))
    return refuse("not-a-date", "is not a date that can be read.", DAY_FIX, _shown(value))


def _if_not_known(refused: Answered, column: Column) -> Answered:
    """What to do where no day is known: say so where that is an answer, or leave the cell empty."""
    wrong = refused.remarks[0]
    other = 'pick "Not known"' if column.choices else "leave it empty"
    fix = wrong.fix if column.needed else f"{wrong.fix} If it is not known, {other}."
    return Answered(refused.value, (replace(wrong, fix=fix),))


def _without_time(day: date, found: str) -> Remark:
    return read_as(found, f"the day {say_date(day)} alone, although a time stands there too")


def _worded_day(text: str, *, birth: bool) -> Answered:
    try:
        read = read_day(text, birth=birth)
    except UnreadableError as error:
        try:
            with_time = read_moment(text)
        except UnreadableError:
            return refuse(error.code, error.what, error.fix, text)
        remarks = (_without_time(with_time.day, text),) if with_time.time != "00:00" else ()
        return Answered(with_time.day.isoformat(), remarks)
    if text.removeprefix("0") == say_written(read.day):
        return Answered(read.day.isoformat())
    return Answered(read.day.isoformat(), (_worked(text, say_date(read.day), read.day, read),))


def read_time_cell(cell: Cell) -> Answered:
    """A time of day, as hours:minutes, with a zone where one was written."""
    value = cell.value
    if isinstance(value, bool):
        return refuse("not-a-time", "is not a time of day that can be read.", TIME_FIX, _shown(value))
    if isinstance(value, str):
        try:
            read = read_time(value)
        except UnreadableError as error:
            return refuse(error.code, error.what, error.fix, value)
        return Answered(read.time, () if value == read.time else (_worked(value, read.time, None, read),))
    if isinstance(value, time):
        return _real_time(value, cell.number_format)
    if isinstance(value, datetime) and value.time() == time() and _is_format_of_days(cell.number_format):
        return refuse("not-a-time", "is a day, not a time.", TIME_FIX, say_date(value.date()))
    if isinstance(value, datetime) and _possible(value.date()) and value.year > FIRST_YEAR:
        said = f"the time {value:%H:%M} alone, although a day stands there too"
        return Answered(f"{value:%H:%M}", (read_as(f"{say_date(value.date())}, {value:%H:%M}", said),))
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        return _real_time((_DAY_ZERO + value).time(), cell.number_format)
    if isinstance(value, float) and 0 < value < 1:
        said = f"{_DAY_ZERO + timedelta(days=value) + _HALF_A_SECOND:%H:%M}"
        return Answered(said, (read_as(_shown(value), said),))
    if isinstance(value, int) and 100 <= value <= 2359 and value % 100 < 60:
        return Answered(
            f"{value // 100:02d}:{value % 100:02d}", (read_as(value, f"{value // 100:02d}:{value % 100:02d}"),)
        )
    if isinstance(value, (datetime, timedelta, date)) or value == 0:
        return refuse("not-a-time", "is not a time of day.", "Type a time between 00:00 and 23:59.", _shown(value))
    return refuse("not-a-time", "is not a time of day that can be read.", TIME_FIX, _shown(value))


def _real_time(value: time, number_format: str) -> Answered:
    """A time as Excel holds it; the number 0 with the format of a day is no time, but an empty date."""
    if value == time() and _is_format_of_days(number_format):
        return refuse("not-a-time", "is the number 0.", "Type a time between 00:00 and 23:59.", "0")
    rounded = datetime.combine(_DAY_ZERO, value) + _HALF_A_SECOND
    odd = rounded.second or value == time()
    return Answered(f"{rounded:%H:%M}", (read_as(f"{rounded:%H:%M:%S}", f"{rounded:%H:%M}"),) if odd else ())


def read_moment_cell(cell: Cell, *, counts_from_1904: bool) -> Answered:
    """A day with a time, as year-month-day hours:minutes, with a zone where one was written."""
    value = cell.value
    if isinstance(value, str):
        return _worded_moment(value)
    if isinstance(value, datetime):
        return _real_moment(value, cell.number_format)
    if isinstance(value, date):
        return refuse("not-a-moment", "has a day but no time.", MOMENT_FIX, say_date(value))
    if isinstance(value, (time, timedelta)):
        return refuse("not-a-moment", "has a time but no day.", MOMENT_FIX, _shown(value))
    moment = _serial(value, counts_from_1904)
    if moment and isinstance(value, float) and not value.is_integer():
        words = f"{moment:%H:%M} on {say_date(moment.date())}"
        return Answered(f"{moment:%Y-%m-%d %H:%M}", (_number_read(value, words),))
    if moment:
        return refuse("not-a-moment", "has a day but no time.", MOMENT_FIX, say_date(moment.date()))
    return refuse("not-a-moment", "is not a day with a time that can be read.", MOMENT_FIX, _shown(value))


def _worded_moment(text: str) -> Answered:
    try:
        read = read_moment(text)
    except UnreadableError as error:
        return refuse(error.code, error.what, error.fix.replace(DAY_FIX, MOMENT_FIX), text)
    raw = f"{read.day.isoformat()} {read.time}"
    if text.removeprefix("0") == f"{say_written(read.day)} {read.time}":
        return Answered(raw)
    return Answered(raw, (_worked(text, f"{read.time} on {say_date(read.day)}", read.day, read),))


def _real_moment(value: datetime, number_format: str) -> Answered:
    if not _possible(value.date()):
        return refuse(
            "not-a-date", "has a year that cannot be right.", f"Check the year. {MOMENT_FIX}", say_date(value.date())
        )
    if value.time() == time() and _is_format_of_days(number_format):
        return refuse("not-a-moment", "has a day but no time.", MOMENT_FIX, say_date(value.date()))
    rounded = value + _HALF_A_SECOND
    raw = f"{rounded:%Y-%m-%d %H:%M}"
    said = f"{rounded:%H:%M} on {say_date(rounded.date())}"
    if rounded.second:
        return Answered(raw, (read_as(f"{say_date(rounded.date())}, {rounded:%H:%M:%S}", said),))
    if value.time() == time():
        what = f"was read as the very beginning of {say_date(value.date())}, because no time stands there."
        return Answered(raw, (check("midnight", what, "Type the time if it was another.", raw),))
    return Answered(raw)


def _serial(value: object, counts_from_1904: bool) -> datetime | None:
    """The moment that a plain number stands for, in years in which it is likely to be one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 100_000:
        return None
    start = _DAY_ZERO_1904 if counts_from_1904 else _DAY_ZERO
    moment = start + timedelta(days=value) + _HALF_A_SECOND
    return moment if _FIRST_SERIAL <= moment.date() <= _LAST_SERIAL else None


def _number_read(value: object, words: str) -> Remark:
    return read_as(_shown(value), words, "Check it, and type it as a date.")


def _worked(text: str, said: str, day: date | None, read: Worked) -> Remark:
    """What words were read as, how, and whether the weekday that stands there fits."""
    how = f" ({'; '.join(read.how)})" if read.how else ""
    if read.wrong_day and day:
        what = f"was read as {said}{how}, but that is a {say_day(day).split()[0]}, not a {read.wrong_day}."
        return check("weekday", what, "Check the day.", text)
    return read_as(text, said + how)


def _possible(day: date) -> bool:
    """False for a real date of a year that cannot be, and before March 1900, where Excel's calendar is wrong."""
    return date(FIRST_YEAR, 3, 1) <= day <= date(LAST_YEAR, 12, 31)


def _is_format_of_days(number_format: str) -> bool:
    """True for a format that shows a day and no time."""
    plain = number_format.casefold()
    return "h" not in plain and ("d" in plain or "y" in plain)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return plain_number(value)
    if isinstance(value, datetime) and value.year <= FIRST_YEAR:
        value -= _DAY_ZERO_BEFORE_MARCH  # more hours than a day has, as Excel keeps them
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 3600}:{int(value.total_seconds()) // 60 % 60:02d}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
