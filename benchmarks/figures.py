"""What is made of single measurements: laps, medians, paired ratios. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Lap:
    """What an engine took for some documents of a round: their places in it, and milliseconds for all of them.

    `cpu` is the time of processors, of all processes that had a part in it; `wall` what a clock on the wall shows.
    """

    documents: tuple[int, ...]
    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Series:
    """What an engine took, round by round: milliseconds for one document, and how many times as long as the base.

    A ratio compares the same documents of the same round; above 1 the engine is slower than the base.
    """

    cpu: tuple[float, ...]
    wall: tuple[float, ...]
    cpu_ratios: tuple[float, ...]
    wall_ratios: tuple[float, ...]


def series(rounds: Sequence[Sequence[Lap]], base: Sequence[Sequence[Lap]]) -> Series:
    """An engine's rounds beside those of the base, which timed every document by itself."""
    cpu, wall, cpu_ratios, wall_ratios = [], [], [], []
    for laps, others in zip(rounds, base, strict=True):
        done = sorted(number for lap in laps for number in lap.documents)
        beside = [lap for lap in others if lap.documents[0] in set(done)]
        if [lap.documents for lap in sorted(beside, key=lambda lap: lap.documents)] != [(n,) for n in done]:
            raise ValueError("The base has not timed the same documents, each by itself and once.")
        cpu.append(sum(lap.cpu for lap in laps) / len(done))
        wall.append(sum(lap.wall for lap in laps) / len(done))
        cpu_ratios.append(ratio(sum(lap.cpu for lap in laps), sum(lap.cpu for lap in beside)))
        wall_ratios.append(ratio(sum(lap.wall for lap in laps), sum(lap.wall for lap in beside)))
    return Series(tuple(cpu), tuple(wall), tuple(cpu_ratios), tuple(wall_ratios))


def ratio(one: float, other: float) -> float:
    """How many times `other` goes into `one`. Raises ValueError where that cannot be said."""
    if other <= 0 or one < 0:
        raise ValueError("A time of nothing, or less, is no measurement.")
    return one / other


def rotated(names: Sequence[str], number: int) -> list[str]:
    """The names in the order of round `number`: every second round is the one before it backwards.

    So whatever grows or tires in the course of a pair of rounds meets everybody alike, and each pair begins elsewhere.
    """
    start = number // 2 % len(names)
    order = [*names[start:], *names[:start]]
    return order[::-1] if number % 2 else order


def middle(values: Iterable[float]) -> float:
    """The median. Raises ValueError where there is no value."""
    found = list(values)
    if not found:
        raise ValueError("Nothing was measured.")
    return float(median(found))


def per_document(times: Sequence[tuple[float, int]]) -> float:
    """The median of seconds for so many documents each, as milliseconds for one."""
    return middle(seconds * 1000 / documents for seconds, documents in times)
