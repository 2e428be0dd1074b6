"""The progress strip: the steps of the procedure side by side, each with its sign and how it stands in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from .drawn import Drawing, box, drawing, text
from .peer_labels import LEADING, SIZE, broken
from .progress import Progress, Sign, progress_words
from .signs import COLOURS, INK, sign

WIDTH = 482.0
"""Points: the width of the text on the house's page."""
MOST = 40
"""Steps that a strip shows; an office with more of them has its tables."""

_IN_A_ROW, _APART, _ROW_APART = 5, 4.0, 4.0
_EDGE, _SIGN_ROOM = 6.0, 17.0
_ABOVE, _BELOW = 4.0, 4.5


def progress_strip(steps: Sequence[Progress]) -> Drawing | str:
    """The strip; empty where there is no step, or where there are more than it can show."""
    if not 0 < len(steps) <= MOST:
        return ""
    rows = -(-len(steps) // _IN_A_ROW)
    in_a_row = -(-len(steps) // rows)
    width = (WIDTH - _APART * (in_a_row - 1)) / in_a_row
    shapes: list[str] = []
    top = 0.5
    for row in (steps[first : first + in_a_row] for first in range(0, len(steps), in_a_row)):
        lines = [_lines(step, width) for step in row]
        height = _ABOVE + LEADING * max(map(len, lines)) + _BELOW
        for place, (step, words) in enumerate(zip(row, lines, strict=True)):
            shapes += _segment(step, words, place * (width + _APART), top, width, height)
        top += height + _ROW_APART
    return drawing("Progress", progress_words(steps), WIDTH, top - _ROW_APART + 0.5, shapes)


def _lines(step: Progress, width: float) -> list[tuple[str, bool]]:
    """The title, then in bold how it stands, over as many lines as they need."""
    room = width - _SIGN_ROOM - _EDGE
    return [(line, False) for line in broken(step.title, room)] + [(line, True) for line in broken(step.words, room)]


def _segment(
    step: Progress, lines: Sequence[tuple[str, bool]], left: float, top: float, width: float, height: float
) -> list[str]:
    colour, ground = COLOURS[step.sign]
    edge = "1.6" if step.sign is Sign.OVERDUE else "0.8"
    dashes = ' stroke-dasharray="3 2"' if step.sign in {Sign.NOT_NEEDED, Sign.MISSED} else ""
    look = f'rx="2" fill="{ground}" stroke="{colour}" stroke-width="{edge}"{dashes}'
    half = 0.5
    found = [box(left + half, top, width - 2 * half, height, look), sign(step.sign, left + 10, top + _ABOVE + 5.5)]
    for row, (words, bold) in enumerate(lines):
        y = top + _ABOVE + LEADING * (row + 0.8)
        found.append(text(words, left + _SIGN_ROOM + 1, y, size=SIZE, colour=colour if bold else INK, bold=bold))
    return found
