"""A drawing as a View holds it: SVG that says in its own description what it shows. Pure.

To whoever goes through a View a drawing is words like any other: its description and its labels are searched as they
are. Only `picture.pictured` turns it into a picture, and only if it draws no word that its description does not say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from .as_at import AsAt

FONTS = "Arial, DejaVu Sans"
_DESCRIPTION = re.compile(r"<desc>(.*?)</desc>", re.DOTALL)
_SCALE = re.compile(r'<g class="scale">.*?</g>', re.DOTALL)
_STOPS = ".,:;…"
_LABEL = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)


class Drawing(AsAt):
    """A drawing as SVG, with its width and height in points and its text alternative as its description."""

    @property
    def words(self) -> str:
        """What the drawing shows, in words for those who cannot see it."""
        found = _DESCRIPTION.search(self)
        return unescape(found[1]) if found else ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The words in the drawing, line by line; without those of its scale, which are days of the calendar."""
        return tuple(unescape(label) for label in _LABEL.findall(_SCALE.sub("", self)))

    def unsaid(self) -> list[str]:
        """The words that the drawing shows and its description does not say, not even within a longer word."""
        said = self.words.casefold()
        words = (word.strip(_STOPS) for label in self.labels for word in label.casefold().split())
        return [word for word in words if word not in said]


def drawing(title: str, words: str, width: float, height: float, shapes: Sequence[str]) -> Drawing:
    """A drawing of this size in points, made of `shapes`; `words` are its text alternative."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}pt" height="{number(height)}pt" '
        f'viewBox="0 0 {number(width)} {number(height)}" font-family="{FONTS}">'
        f"<title>{escape(title)}</title><desc>{escape(words)}</desc>"
    )
    return Drawing("\n".join((head, *shapes, "</svg>")))


def number(value: float) -> str:
    """One decimal, so that the last digits of a calculation change nothing."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    words: str,
    x: float,
    y: float,
    *,
    size: float,
    colour: str,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    """One line of words whose letters stand on `y`; `anchor` says which part of the line is at `x`."""
    weight = ' font-weight="bold"' if bold else ""
    where = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" font-size="{number(size)}"'
    return f'<text {where}{weight} fill="{colour}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, look: str) -> str:
    """A rectangle; `look` are its other attributes."""
    where = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f"<rect {where} {look}/>"


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """A straight line; `look` are its other attributes."""
    return f'<path d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" fill="none" {look}/>'
