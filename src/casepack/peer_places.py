"""Where on the page each person of a picture stands, and on which side of the sign the name: nothing touches. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from .peer_labels import LEADING, broken, width_of
from .peer_model import Dot, Line

WIDTH = 482.0
"""Points: the width of the text on the house's page."""
SIGN = 7.0
"""Half of how wide and how tall a sign is."""

_LABEL = 88.0
"""How wide a name may be before it goes on in the next line."""
_AROUND = 2.5
_SIGNS_APART = 34.0
"""Between the middles of two signs, so that there is room for a number on the line between them."""
_STEP = 104.0
"""Points between two who are linked, where there is room."""
_ROUNDS, _EITHER_WAY, _MOVES = 3, 80, 1200
_SIDES = ("below", "above", "right", "left")

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(slots=True)
class Placed:
    """A person with the sign in the middle of `x` and `y`, and the lines of the name on one side of it."""

    dot: Dot
    words: tuple[str, ...]
    x: float
    y: float
    side: str = "below"
    wide: float = field(init=False)
    tall: float = field(init=False)

    def __post_init__(self) -> None:
        """Measure the name."""
        self.wide, self.tall = max(width_of(line) for line in self.words), LEADING * len(self.words)

    @property
    def label(self) -> Box:
        """Where the name stands."""
        return self._label(self.side)

    @property
    def box(self) -> Box:
        """Sign and name together: room on which nobody else may stand."""
        left, top, right, bottom = self.label
        x, y, reach = self.x, self.y, SIGN + _AROUND
        return (
            min(left - _AROUND, x - reach),
            min(top - _AROUND, y - reach),
            max(right + _AROUND, x + reach),
            max(bottom + _AROUND, y + reach),
        )

    def _label(self, side: str) -> Box:
        wide, tall = self.wide, self.tall
        if side == "below":
            return self.x - wide / 2, self.y + SIGN + 1, self.x + wide / 2, self.y + SIGN + 1 + tall
        if side == "above":
            return self.x - wide / 2, self.y - SIGN - 2 - tall, self.x + wide / 2, self.y - SIGN - 2
        start = self.x + SIGN + 3 if side == "right" else self.x - SIGN - 3 - wide
        return start, self.y - tall / 2, start + wide, self.y + tall / 2

    def turn(self, people: Sequence[Placed], lines: Sequence[Line]) -> None:
        """The name to the side where the fewest and the thinnest lines run through it."""
        costs = []
        for number, side in enumerate(_SIDES):
            box = self._label(side)
            over = max(0.0, -box[0], box[2] - WIDTH)
            through = sum(_inside(_at(people[line.a]), _at(people[line.b]), box) * line.count for line in lines)
            costs.append((round(through + 10 * over, 3), number))
        self.side = _SIDES[min(costs)[1]]


def _at(person: Placed) -> Point:
    return person.x, person.y


def _inside(one: Point, other: Point, box: Box) -> float:
    """How long the part of a straight line is that lies in a box."""
    first, last = 0.0, 1.0
    for start, way, low, high in (
        (one[0], other[0] - one[0], box[0], box[2]),
        (one[1], other[1] - one[1], box[1], box[3]),
    ):
        if abs(way) < 1e-9:
            if not low <= start <= high:
                return 0.0
            continue
        near, far = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, near), min(last, far)
    length = abs(other[0] - one[0]) + abs(other[1] - one[1])
    return max(0.0, last - first) * length


def settle(dots: Sequence[Dot], lines: Sequence[Line]) -> list[Placed]:
    """Everyone at their place on the page, moved until no sign and no name touches another; the topmost at 0."""
    across = max(dot.place[0] for dot in dots)
    step = min(_STEP, (WIDTH - _LABEL) / across) if across else _STEP
    left = (WIDTH - step * across) / 2
    people = [Placed(dot, broken(dot.name, _LABEL), left + dot.place[0] * step, dot.place[1] * step) for dot in dots]
    for _ in range(_ROUNDS):
        for person in people:
            person.turn(people, lines)
        _part(people)
    top = min(person.box[1] for person in people)
    for person in people:
        person.y -= top
    return people


def _part(people: Sequence[Placed]) -> None:
    """Move those who touch apart by the shorter way; after a while only down, for the page is only so wide."""
    for number in range(_MOVES):
        if not _moved_apart(people, only_down=number >= _EITHER_WAY):
            return
    top = 0.0
    for person in people:  # never seen to be needed, but one below the other is better than one on the other
        person.y += top - person.box[1]
        top = person.box[3]


def _moved_apart(people: Sequence[Placed], *, only_down: bool) -> bool:
    moved = False
    for person in people:
        left, _, right, _ = person.box
        person.x += max(0.0, -left) - max(0.0, right - WIDTH)
    for at, one in enumerate(people):
        for other in people[at + 1 :]:
            close = _SIGNS_APART - abs(one.x - other.x), _SIGNS_APART - abs(one.y - other.y)
            for across, down in (_overlap(one.box, other.box), close):
                if across > 0 and down > 0:
                    moved = True
                    _push(one, other, math.inf if only_down else across, down)
    return moved


def _overlap(mine: Box, theirs: Box) -> tuple[float, float]:
    return min(mine[2], theirs[2]) - max(mine[0], theirs[0]), min(mine[3], theirs[3]) - max(mine[1], theirs[1])


def _push(one: Placed, other: Placed, across: float, down: float) -> None:
    mine, theirs = one.box, other.box
    if across < down:
        by = (across / 2 + 0.1) * (1 if mine[0] + mine[2] < theirs[0] + theirs[2] else -1)
        one.x, other.x = one.x - by, other.x + by
    else:
        by = (down / 2 + 0.1) * (1 if mine[1] + mine[3] <= theirs[1] + theirs[3] else -1)
        one.y, other.y = one.y - by, other.y + by
