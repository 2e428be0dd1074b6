"""Local time: reading what an officer wrote, and saying it again in words. Pure; nothing here reads the clock.

Every moment that leaves this module carries the office's zone. Two rules for whoever counts with them,
because Python compares and subtracts two moments of one zone by their wall clocks, which is wrong by an hour
on the nights when the clocks change: compare `instant(a)` with `instant(b)`, and count with `elapsed`.

Words follow GOV.UK style: "4:40pm, Sunday 25 October 2026", "midday"; a deadline never says midnight, but
"11:59pm" on the day before, because nobody agrees which day midnight belongs to.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import CasepackError, Problem, RecordError
from .office import Office
from .values import CLOCK_FORM, MOMENT_FORM

ClockKind = Literal["impossible", "ambiguous", "wrong zone", "unreadable"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MINUTE = timedelta(minutes=1)


class ClockError(CasepackError):
    """A time that does not exist, happened twice, or carries the wrong zone. `fix` asks; nothing is guessed."""

    exit_code = 3

    def __init__(self, kind: ClockKind, message: str, fix: str) -> None:
        """`message` says what is wrong, `fix` what to write instead; both are sentences."""
        self.kind, self.message, self.fix = kind, message, fix
        super().__init__(f"{message} {fix}")

    def __reduce__(self) -> tuple[type[ClockError], tuple[ClockKind, str, str]]:
        """So that the error can be sent from one process to another."""
        return type(self), (self.kind, self.message, self.fix)


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name, such as Europe/London; None where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone(office: Office) -> ZoneInfo:
    """The office's time zone. Raises `RecordError` where its name is not that of a time zone."""
    found = zone_named(office.organisation.time_zone)
    if found is None:
        raise RecordError([unknown_zone("organisation.time_zone", office.organisation.time_zone)])
    return found


def unknown_zone(where: str, name: str) -> Problem:
    """The problem of a time zone that does not exist."""
    return Problem("zone-unknown", where, "is not a time zone.", "Write Europe/London.", name[:60])


def instant(moment: datetime) -> datetime:
    """The same moment in UTC: the only form in which moments may be compared (see the head of this module)."""
    return moment.astimezone(UTC)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Time that really passed from `start` to `end`, whatever the clocks did; negative if `end` is earlier."""
    return instant(end) - instant(start)


def resolve(day: date, clock: str | None, tz: ZoneInfo) -> datetime:
    """The moment of a local time on a day: "17:40", or "01:30 BST" where the hour happens twice.

    Without a time: the start of the day. Raises `ClockError` for a time that does not exist, that happened
    twice without saying which, or whose zone is not the one in use that day. Source: the rule "ask, do not
    guess" for 01:30 on the nights when the clocks change.
    """
    if clock is None:
        return datetime.combine(day, time(), tz).astimezone(UTC).astimezone(tz)
    found = CLOCK_FORM.fullmatch(clock)
    if not found:
        raise ClockError("unreadable", "This is not a time of day.", "Write hours and minutes, for example 17:40.")
    local = datetime.combine(day, time(int(found.group(1)), int(found.group(2))), tz)
    written, named = clock[:5], found.group(3)
    readings = [m for m in (local, local.replace(fold=1)) if _exists(m)]
    if not readings:
        raise _impossible(local, written)
    if named:
        fitting = [m for m in readings if m.tzname() == named]
        if not fitting:
            raise _wrong_zone(readings, written, named)
        return fitting[0]
    if readings[0].utcoffset() != readings[-1].utcoffset():
        raise _ambiguous(readings, written)
    return readings[0]


def start_of_day(local: datetime) -> datetime:
    """The first moment of the day of `local`, which is in the office's zone."""
    start = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return start.astimezone(UTC).astimezone(local.tzinfo)


def moment(text: str, tz: ZoneInfo) -> datetime:
    """The moment that "2026-10-24 08:55" means, local; raises `ClockError` as `resolve` does."""
    found = MOMENT_FORM.fullmatch(text)
    try:
        day = date.fromisoformat(found.group(1)) if found else None
    except ValueError:
        day = None
    if found is None or day is None:
        fix = "Write it in local time, for example 2026-10-24 08:55."
        raise ClockError("unreadable", "This is not a date with a time.", fix)
    return resolve(day, " ".join(part for part in found.group(2, 3) if part), tz)


def _exists(local: datetime) -> bool:
    """Did the clocks ever show this? A time in the skipped hour comes back changed from UTC."""
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0)


def _impossible(local: datetime, written: str) -> ClockError:
    # In the gap, fold 0 reads with the offset before the change and fold 1 with the one after it, so the
    # change lies between the two; offsets are whole minutes today, so stepping by minutes finds it.
    later = instant(local)
    change = instant(local.replace(fold=1))
    after = local.replace(fold=1).utcoffset()
    while change < later and change.astimezone(local.tzinfo).utcoffset() != after:
        change += _MINUTE
    skipped_to = change.astimezone(local.tzinfo)
    skipped_from = (change - _MINUTE).astimezone(local.tzinfo) + _MINUTE
    return ClockError(
        "impossible",
        f"{written} on {say_day(local.date())} does not exist: the clocks went forward "
        f"from {_plain(skipped_from)} to {_plain(skipped_to)}.",
        f"Ask when it was, and write a time before {skipped_from:%H:%M}, or {skipped_to:%H:%M} or later.",
    )


def _ambiguous(readings: list[datetime], written: str) -> ClockError:
    first, second = readings[0].tzname(), readings[1].tzname()
    return ClockError(
        "ambiguous",
        f"{written} on {say_day(readings[0].date())} happened twice: the clocks went back.",
        f"Ask which it was, and write {written} {first} for the first or {written} {second} for the second.",
    )


def _wrong_zone(readings: list[datetime], written: str, named: str) -> ClockError:
    right = " or ".join(dict.fromkeys(str(m.tzname()) for m in readings))
    return ClockError(
        "wrong zone",
        f"{written} {named} does not fit {say_day(readings[0].date())}: clocks showed {right} then.",
        f"Check that it is local time, and write {right} or leave the letters out.",
    )


def say_date(day: date) -> str:
    """Such as "25 October 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_day(day: date) -> str:
    """Such as "Sunday 25 October 2026"."""
    return f"{_DAYS[day.weekday()]} {say_date(day)}"


def say_time(local: datetime) -> str:
    """Such as "4:40pm", "11am", "midday", "midnight" (when something happened; for a deadline see `say_deadline`).

    `local` is in the office's zone; raises ValueError for any other clock. A time that happens twice that
    night is printed with its zone: "1:30am BST".
    """
    if not isinstance(local.tzinfo, ZoneInfo):
        raise ValueError("a moment is printed in the office's zone only")
    words = _plain(local)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{words} {local.tzname()}" if twice else words


def _plain(local: datetime) -> str:
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"


def say_moment(local: datetime) -> str:
    """Such as "4:40pm, Sunday 25 October 2026"."""
    return f"{say_time(local)}, {say_day(local.date())}"


def say_written(text: str, office: Office) -> str:
    """`say_moment` of a moment as recorded, such as "2026-10-25 16:40"; raises `ClockError` as `moment` does."""
    return say_moment(moment(text, zone(office)))


def say_short(local: datetime) -> str:
    """Such as "4:40pm, Sun 25 Oct", for a table."""
    day = local.date()
    return f"{say_time(local)}, {_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def say_deadline(local: datetime) -> str:
    """Like `say_moment`, but the last minute of a day in place of midnight: "11:59pm, Saturday 24 October 2026"."""
    return say_moment(_before_midnight(local))


def say_deadline_short(local: datetime) -> str:
    """Like `say_short`, but never midnight: "11:59pm, Sat 24 Oct"."""
    return say_short(_before_midnight(local))


def _before_midnight(local: datetime) -> datetime:
    at_midnight = local.hour == local.minute == 0
    return (instant(local) - _MINUTE).astimezone(local.tzinfo) if at_midnight else local


def say_range(start: datetime, end: datetime) -> str:
    """Such as "5:40pm to 6:05pm, Friday 23 October 2026"; over two days with both days."""
    if instant(start) == instant(end):
        return say_moment(start)
    if start.date() == end.date():
        return f"{say_time(start)} to {say_time(end)}, {say_day(start.date())}"
    return f"{say_moment(start)} to {say_moment(end)}"


def say_elapsed(span: timedelta) -> str:
    """A stretch of time in words: "4 hours 30 minutes", "2 days 3 hours", "20 minutes"; rounded down.

    From one day on the minutes are left out. Raises ValueError for a negative stretch.
    """
    if span < timedelta():
        raise ValueError("a stretch of time is never negative")
    hours, minutes = divmod(span.seconds // 60, 60)
    parts = [(span.days, "day"), (hours, "hour")] if span.days else [(hours, "hour"), (minutes, "minute")]
    words = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(words) or "less than a minute"
