"""What businesses answered on scales, as a small bar chart: one bar a question, its parts from pale to dark. Pure.

Readable without colour: the parts stand in the order of the scale above them, and each bears its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .drawn import Drawing, box, drawing, text
from .survey_words import Count

WIDTH = 482.0
"""Points: the width of the text on the house's page."""
MOST = 40
"""Businesses that a bar can show one by one; of more the table tells."""

_SHADES = ("#ffffff", "#d5e3ea", "#a3c1cf", "#45798f", "#14506a")
_EDGE, _INK = "#14506a", "#1b2429"
_LABELS, _BAR, _ROW, _KEY = 228.0, 12.0, 17.0, 20.0
_SIZE, _SMALL = 9.0, 8.0
_WIDEST = 28.0
"""Points that one business takes of a bar at most: three answers are to look like few."""


def survey_chart(counts: Sequence[Count]) -> Drawing | str:
    """The chart of all questions on a scale of five; empty where there is none, or too many answers for it."""
    shown = [count for count in counts if len(count.question.choices) == len(_SHADES)]
    most = max((count.of for count in shown), default=0)
    if not 0 < most <= MOST:
        return ""
    step = min((WIDTH - _LABELS - 1) / most, _WIDEST)
    shapes: list[str] = []
    top = 0.0
    for scale, same in groupby(shown, key=lambda count: count.question.choices):
        shapes += _key(scale, top)
        top += _KEY
        for count in same:
            shapes += _row(count, top, step)
            top += _ROW
        top += 3
    return drawing("What businesses answered", chart_words(shown), WIDTH, top, shapes)


def chart_words(counts: Sequence[Count]) -> str:
    """The chart in words, for whoever cannot see it: every number in it."""
    scales = {choice for count in counts for choice in count.question.choices}
    offered = [choice for count in counts for choice in count.question.choices if choice in scales]
    said = " ".join(f"{count.question.words}: {count_words(count)}." for count in counts)
    return f"Bar chart of what businesses answered, from {', '.join(dict.fromkeys(offered))}. {said}"


def count_words(count: Count) -> str:
    """The answers that were given and how often, in the order in which they are offered."""
    return "; ".join(f"{choice} {number}" for choice, number in count.by_choice if number)


def _key(scale: Sequence[str], top: float) -> list[str]:
    """The scale above its bars: each shade with its answer."""
    gap = (WIDTH - _LABELS - sum(map(_key_width, scale))) / (len(scale) - 1)
    shapes, left = [], _LABELS
    for choice, shade in zip(scale, _SHADES, strict=True):
        shapes.append(box(left + 0.5, top + 6, 8, 8, f'fill="{shade}" stroke="{_EDGE}" stroke-width="0.7"'))
        shapes.append(text(choice, left + 11, top + 13, size=_SMALL, colour=_INK))
        left += _key_width(choice) + gap
    return shapes


def _key_width(choice: str) -> float:
    """How wide an answer of the scale stands in the key, its box with it: some are twice as long as others."""
    return 12 + 0.53 * _SMALL * len(choice)


def _row(count: Count, top: float, step: float) -> list[str]:
    """One question, and how many businesses gave each answer to it, side by side."""
    shapes = [text(count.question.words.partition(". ")[2], 0, top + 11, size=_SIZE, colour=_INK)]
    left = _LABELS + 0.5
    for (_, number), shade, place in zip(count.by_choice, _SHADES, range(len(_SHADES)), strict=True):
        if number:
            width = number * step
            shapes.append(box(left, top + 2, width, _BAR, f'fill="{shade}" stroke="{_EDGE}" stroke-width="0.7"'))
            colour = "#ffffff" if place > 2 else _INK
            middle = left + width / 2
            shapes.append(text(str(number), middle, top + 11, size=_SMALL, colour=colour, bold=True, anchor="middle"))
            left += width
    return shapes
