"""Words that name the minute as at which a paper was made, and the same words with its day only.

What is printed is the minute. Whether a paper is still true is asked of the day: a run a minute later has nothing new
to tell, unless something that follows from the moment, such as a deadline that has passed, reads otherwise by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from . import clock


class AsAt(str):
    """Words as printed; `of_the_day` is how they would read if they named the day only, by default the same."""

    of_the_day: str

    def __new__(cls, words: str, of_the_day: str | None = None) -> Self:
        """`words` name a minute, `of_the_day` the day of that minute."""
        made = super().__new__(cls, words)
        made.of_the_day = words if of_the_day is None else of_the_day
        return made


def as_at(moment: datetime, sentence: str = "{}") -> AsAt:
    """A moment in the office's zone, such as "4:40pm, Sunday 25 October 2026", in place of the braces of `sentence`."""
    return AsAt(sentence.format(clock.say_moment(moment)), sentence.format(clock.say_day(moment.date())))


def of_the_day(value: Any) -> Any:
    """What a View holds, with the day in place of each minute as at which it was made."""
    if isinstance(value, AsAt):
        return value.of_the_day
    if isinstance(value, Mapping):
        return {name: of_the_day(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [of_the_day(item) for item in value]
    return value


def printed(value: Any) -> Any:
    """What a View holds, with each minute in plain words, as a template takes them; drawings stay drawings."""
    if type(value) is AsAt:
        return str(value)
    if isinstance(value, Mapping):
        return {name: printed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [printed(item) for item in value]
    return value
