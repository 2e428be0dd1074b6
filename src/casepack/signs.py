"""The signs for how a step stands, as SVG: each its own shape, drawn with lines thick enough for a poor copy. Pure."""

from __future__ import annotations

from .drawn import box, line, number
from .progress import Sign

NAVY, INK, GREY, RULE, PALE = "#14506a", "#1b2429", "#4a5a63", "#c3ced4", "#edf3f6"
COLOURS = {
    Sign.DONE: ("#0b5a32", "#e4f3ea"),
    Sign.IN_HAND: ("#14506a", "#edf3f6"),
    Sign.DUE: ("#714600", "#fdf3dc"),
    Sign.OVERDUE: ("#961a14", "#fce8e7"),
    Sign.MISSED: ("#961a14", "#ffffff"),
    Sign.NOT_NEEDED: ("#3f4c54", "#eff2f4"),
}
"""For each sign the colour of its lines and words, and of its ground: those of the house's status words."""
RADIUS = 5.0
"""Half of how wide and tall a sign is, in points."""


def sign(kind: Sign, x: float, y: float) -> str:
    """A sign with its middle at `x` and `y`."""
    colour = COLOURS[kind][0]
    return _SHAPES[kind](x, y, colour)


def _done(x: float, y: float, colour: str) -> str:
    """A full circle with a tick."""
    tick = f"M{number(x - 2.5)} {number(y + 0.2)}L{number(x - 0.7)} {number(y + 2.1)}L{number(x + 2.7)} {number(y - 2)}"
    return _circle(x, y, colour, colour) + f'<path d="{tick}" fill="none" stroke="#fff" stroke-width="1.3"/>'


def _in_hand(x: float, y: float, colour: str) -> str:
    """A circle, its left half full."""
    r = number(RADIUS)
    half = f"M{number(x)} {number(y - RADIUS)}A{r} {r} 0 0 0 {number(x)} {number(y + RADIUS)}Z"
    return _circle(x, y, colour, "#fff") + f'<path d="{half}" fill="{colour}"/>'


def _due(x: float, y: float, colour: str) -> str:
    """An empty circle with the hands of a clock."""
    hands = f"M{number(x)} {number(y - 3.1)}L{number(x)} {number(y)}L{number(x + 2.2)} {number(y + 1.3)}"
    return _circle(x, y, colour, "#fff") + f'<path d="{hands}" fill="none" stroke="{colour}" stroke-width="1"/>'


def _overdue(x: float, y: float, colour: str) -> str:
    """A full triangle with an exclamation mark."""
    corners = f"{number(x)},{number(y - 5.4)} {number(x + 5.8)},{number(y + 4.8)} {number(x - 5.8)},{number(y + 4.8)}"
    shape = f'<polygon points="{corners}" fill="{colour}"/>'
    stroke = 'stroke="#fff" stroke-width="1.3"'
    return shape + line(x, y - 2.2, x, y + 1.5, stroke) + line(x, y + 2.5, x, y + 3.8, stroke)


def _missed(x: float, y: float, colour: str) -> str:
    """An empty diamond with a cross."""
    ends = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
    corners = " ".join(f"{number(across)},{number(down)}" for across, down in ends)
    stroke = f'stroke="{colour}" stroke-width="1.1"'
    cross = line(x - 1.8, y - 1.8, x + 1.8, y + 1.8, stroke) + line(x - 1.8, y + 1.8, x + 1.8, y - 1.8, stroke)
    return f'<polygon points="{corners}" fill="#fff" stroke="{colour}" stroke-width="1.1"/>' + cross


def _not_needed(x: float, y: float, colour: str) -> str:
    """An empty square with a dash."""
    r = RADIUS - 0.5
    shape = box(x - r, y - r, 2 * r, 2 * r, f'fill="#fff" stroke="{colour}" stroke-width="0.9"')
    return shape + line(x - 2.4, y, x + 2.4, y, f'stroke="{colour}" stroke-width="1.2"')


def _circle(x: float, y: float, colour: str, ground: str) -> str:
    look = f'fill="{ground}" stroke="{colour}" stroke-width="1.1"'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(RADIUS)}" {look}/>'


_SHAPES = {
    Sign.DONE: _done,
    Sign.IN_HAND: _in_hand,
    Sign.DUE: _due,
    Sign.OVERDUE: _overdue,
    Sign.MISSED: _missed,
    Sign.NOT_NEEDED: _not_needed,
}
