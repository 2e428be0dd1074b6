"""Days of the week and hours of the day of what happened several times, in words: "Fridays, 5pm to 7pm". Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .clock import say_time
from .record import Episode
from .shown import join_words

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_DAY, _NIGHT = 24, 12
_BRIDGED = 1
"""Empty hours between two times that are still told as one."""
UNKNOWN = "hours not recorded"


def day_words(episodes: Iterable[Episode]) -> str:
    """The days of the week on which it happened, from Monday on; a night belongs to the day on which it began."""
    found = {day for episode in episodes for day in _days(episode)}
    if len(found) == len(_DAYS):
        return "Every day of the week"
    if found == set(range(5)):
        return "Mondays to Fridays"
    return join_words([_DAYS[day] for day in sorted(found)])


def _days(episode: Episode) -> set[int]:
    last = episode.end_date or episode.date
    if episode.end_time and int(episode.end_time[:2]) < _NIGHT:  # until some time in the night or the morning after
        last -= timedelta(days=1)
    length = min(max((last - episode.date).days, 0), len(_DAYS) - 1)
    return {(episode.date.weekday() + number) % len(_DAYS) for number in range(length + 1)}


def hour_words(episodes: Iterable[Episode]) -> str:
    """The hours of the day within which it happened, whole hours on the clock of the place.

    Such as "5pm to 7pm", "8am to 9am and 10pm to 1am"; what has no time recorded is said.
    """
    all_of_them = tuple(episodes)
    timed = [episode for episode in all_of_them if episode.start_time]
    if not timed:
        return UNKNOWN
    spans = _spans({hour for episode in timed for hour in _hours(episode)})
    words = join_words([f"{_clock(start)} to {_clock(end)}" for start, end in spans]) if spans else "at all hours"
    if len(timed) == len(all_of_them):
        return words
    return f"{words} ({len(all_of_them) - len(timed)} of {len(all_of_them)} without a time)"


def _hours(episode: Episode) -> set[int]:
    """The hours from 0 to 23 that an episode touches; one without an end, the hour in which it began."""
    start = _minutes(episode.start_time)
    end = _minutes(episode.end_time) if episode.end_time else start
    end += 60 * _DAY * ((episode.end_date or episode.date) - episode.date).days
    first, last = start // 60, max(end - 1, start) // 60
    return {hour % _DAY for hour in range(first, min(last, first + _DAY - 1) + 1)}


def _minutes(clock: str | None) -> int:
    hours, minutes = (clock or "00:00")[:5].split(":")
    return int(hours) * 60 + int(minutes)


def _spans(hours: set[int]) -> list[tuple[int, int]]:
    """Runs of hours around the clock, each from its start to its end; none where that is the whole day."""
    bridged = {(hour + step) % _DAY for hour in hours for step in range(1, _BRIDGED + 1)}
    covered = hours | {hour for hour in bridged if (hour + 1) % _DAY in hours}
    if len(covered) == _DAY:
        return []
    starts = [hour for hour in sorted(covered) if (hour - 1) % _DAY not in covered]
    spans = []
    for start in starts:
        end = start
        while end % _DAY in covered:
            end += 1
        spans.append((start, end))
    return spans


def _clock(hour: int) -> str:
    return say_time(datetime(2000, 1, 1, hour % _DAY, tzinfo=ZoneInfo("UTC")))
