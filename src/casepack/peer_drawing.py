"""The picture of who appears together, as SVG in the house's look: a sign for each person, lines for shared cases.

Readable without colour: what a sign means is told by its shape and its fill, how often two people are together by the
width of the line and by a number on it. Each name stands whole beside its sign, and on no other name or sign.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain

from .peer_labels import LEADING, SIZE
from .peer_model import Dot, Line, PeerGroup
from .peer_places import SIGN, WIDTH, Box, Placed, Point, settle

TALLEST = 600.0
"""Points: what the picture may take of a page that bears a heading too; a taller one is drawn smaller."""

_NAVY, _INK, _GREY, _PALE = "#14506a", "#1b2429", "#4a5a63", "#87949b"
_BADGE, _SMALL = 6.2, 8.0
_EDGE = 4.0
_BENDS = (0, 14, -14, 24, -24, 36, -36, 50, -50, 66, -66)
"""How far a line may be bent so that it passes by the signs of others, the straightest first."""
_KEY_STEP, _KEY_MIDDLE, _KEY_TEXT = 16.0, 22.0, 44.0


def draw(group: PeerGroup) -> str:
    """The picture; empty where there is nobody to draw. The same group gives the same text."""
    if not group.dots:
        return ""
    people = settle(group.dots, group.lines)
    for person in people:
        person.y += _EDGE
    height = max(person.box[3] for person in people) + 2 * _EDGE
    key = list(_meanings(group))
    total = height + _KEY_STEP * len(key)
    scale = min(1.0, TALLEST / total)
    shapes = chain(
        _lines(group.lines, people),
        chain.from_iterable(_person(person) for person in people),
        chain.from_iterable(_key(key, height)),
    )
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="{_number(WIDTH * scale)}pt" height="{_number(total * scale)}pt" '
        f'viewBox="0 0 {_number(WIDTH)} {_number(total)}" font-family="Arial, DejaVu Sans" font-size="{_number(SIZE)}">'
        "<title>Who appears together</title>"
    )
    return "\n".join((head, *shapes, "</svg>"))


# Lines


@dataclass(frozen=True, slots=True)
class _Curve:
    """A line from sign to sign, bent where it would run through somebody else's."""

    start: Point
    end: Point
    bend: float

    @property
    def top(self) -> Point:
        """The point that draws the line towards itself."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        length = math.sqrt(dx * dx + dy * dy) or 1.0
        middle = (self.start[0] + dx / 2, self.start[1] + dy / 2)
        return middle[0] - dy / length * self.bend * 2, middle[1] + dx / length * self.bend * 2

    def at(self, t: float) -> Point:
        """The point that lies so far along the line, from 0 to 1."""
        (x1, y1), (x2, y2), (x, y) = self.start, self.end, self.top
        one, two, three = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        return one * x1 + two * x + three * x2, one * y1 + two * y + three * y2

    def path(self, count: int) -> str:
        """The line as drawn: the oftener together, the wider."""
        width, colour = {1: ("0.8", _PALE), 2: ("2", _NAVY)}.get(count, ("3.4", _NAVY))
        (x1, y1), (x2, y2), (x, y) = self.start, self.end, self.top
        way = (
            f"Q{_number(x)} {_number(y)} {_number(x2)} {_number(y2)}" if self.bend else f"L{_number(x2)} {_number(y2)}"
        )
        return f'<path d="M{_number(x1)} {_number(y1)}{way}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _lines(lines: Sequence[Line], people: Sequence[Placed]) -> Iterator[str]:
    """Thin ones first, so that those of people often together lie on top; then the numbers on these."""
    order = sorted(lines, key=lambda line: (line.count, line.a, line.b))
    curves = [_curve(line, people) for line in order]
    for line, curve in zip(order, curves, strict=True):
        yield curve.path(line.count)
    taken = [(person.x, person.y) for person in people]
    labels = [person.label for person in people]
    for line, curve in reversed(list(zip(order, curves, strict=True))):
        if line.count > 1:
            place = _free(curve, taken, labels)
            taken.append(place)
            yield from _badge(line.count, *place)


def _curve(line: Line, people: Sequence[Placed]) -> _Curve:
    """The straightest line that runs through no other sign; else the one that keeps furthest from them."""
    start, end = ((people[n].x, people[n].y) for n in (line.a, line.b))
    others = [(p.x, p.y) for n, p in enumerate(people) if n not in (line.a, line.b)]
    tried = []
    for bend in _BENDS:
        curve = _Curve(start, end, bend)
        room = min((math.dist(curve.at(t / 24), other) for t in range(2, 23) for other in others), default=math.inf)
        if room > SIGN + 4:
            return curve
        tried.append((-room, abs(bend), bend))
    return _Curve(start, end, min(tried)[2])


def _free(curve: _Curve, taken: Sequence[Point], labels: Sequence[Box]) -> Point:
    """The place along a line nearest to its middle where the number lies on nothing else; else the freest there is."""
    places = [curve.at(0.5 + sign * step / 40) for step in range(16) for sign in (1, -1)]
    room = [
        min(
            *(math.dist(place, other) - 2 * _BADGE - 1.5 for other in taken),
            *(_distance(place, label) - _BADGE - 0.5 for label in labels),
        )
        for place in places
    ]
    free = next((place for place, distance in zip(places, room, strict=True) if distance >= 0), None)
    return free or places[room.index(max(room))]


def _distance(place: Point, box: Box) -> float:
    """How far a point is from a box; 0 inside."""
    across = max(box[0] - place[0], 0.0, place[0] - box[2])
    down = max(box[1] - place[1], 0.0, place[1] - box[3])
    return math.sqrt(across * across + down * down)


def _badge(count: int, x: float, y: float) -> Iterator[str]:
    """How often, on a line."""
    where = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(_BADGE)}"'
    yield f'<circle {where} fill="#fff" stroke="{_NAVY}" stroke-width="0.7"/>'
    yield _text(str(count), x, y + _SMALL * 0.36, bold=True, size=_SMALL)


# Signs and words


def _person(person: Placed) -> Iterator[str]:
    """A sign, and the name on paper of its own, so that no line runs through the letters."""
    yield _sign(person.dot, person.x, person.y)
    left, top, right, bottom = person.label
    box = f'x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" height="{_number(bottom - top)}"'
    yield f'<rect {box} fill="#fff" fill-opacity="0.85"/>'
    anchor, x = {"right": ("start", left), "left": ("end", right)}.get(person.side, ("middle", person.x))
    for number, line in enumerate(person.words):
        yield _text(line, x, top + LEADING * (number + 0.78), anchor=anchor, bold=person.dot.several)


def _sign(dot: Dot, x: float, y: float) -> str:
    """Filled for somebody in several cases, with their number; a square for an adult."""
    look = f'fill="{_NAVY if dot.several else "#fff"}" stroke="{_NAVY}" stroke-width="1.3"'
    shape = f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(SIGN)}" {look}/>'
    if dot.adult:
        corner, size = f'x="{_number(x - SIGN)}" y="{_number(y - SIGN)}"', _number(2 * SIGN)
        shape = f'<rect {corner} width="{size}" height="{size}" {look}/>'
    if not dot.several or not dot.count:
        return shape
    return shape + _text(str(dot.count), x, y + _SMALL * 0.36, bold=True, size=_SMALL, colour="#fff")


def _text(
    words: str,
    x: float,
    y: float,
    *,
    anchor: str = "middle",
    bold: bool = False,
    size: float = SIZE,
    colour: str = _INK,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    height = "" if size == SIZE else f' font-size="{_number(size)}"'
    where = f'x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}"'
    return f'<text {where}{height}{weight} fill="{colour}">{escape(words)}</text>'


def _number(value: float) -> str:
    """One decimal, so that the last digits of a calculation change nothing."""
    return f"{value:.1f}".removesuffix(".0")


# What the signs mean

_Meaning = tuple[Callable[[float], Iterator[str]], str]


def _key(meanings: Sequence[_Meaning], top: float) -> Iterator[Iterator[str]]:
    """One line for each sign that occurs: the sign, and what it means."""
    for row, (sign, words) in enumerate(meanings):
        y = top + (row + 0.5) * _KEY_STEP
        yield sign(y)
        yield iter([_text(words, _KEY_TEXT, y + 3, anchor="start", size=_SMALL, colour=_GREY)])


def _meanings(group: PeerGroup) -> Iterator[_Meaning]:
    for several, words in ((True, "in as many cases as the number says"), (False, "in one case")):
        for adult, who in ((False, "Young person"), (True, "Adult")):
            if any((dot.several, dot.adult) == (several, adult) for dot in group.dots):
                yield _sample_sign(Dot("", 2, several, adult, (0, 0))), f"{who} {words}"
    counts = {line.count for line in group.lines}
    if 1 in counts:
        yield _sample_line(1), "Together in one case"
    if counts - {1}:
        yield _sample_line(2), "Together in as many cases as the number says; the wider the line, the more"


def _sample_sign(dot: Dot) -> Callable[[float], Iterator[str]]:
    return lambda y: iter([_sign(dot, _KEY_MIDDLE, y)])


def _sample_line(count: int) -> Callable[[float], Iterator[str]]:
    ends = (_KEY_MIDDLE - 18, _KEY_MIDDLE + 18)
    return lambda y: chain(
        [_Curve((ends[0], y), (ends[1], y), 0).path(count)], _badge(count, _KEY_MIDDLE, y) if count > 1 else ()
    )
