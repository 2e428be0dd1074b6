"""The chart of the comparison, as SVG: bars told apart by pattern and by words, so that no colour is needed."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WIDTH, LEFT, RIGHT, BAR, STEP, TOP = 820, 330, 130, 22, 36, 46
_INK, _GREY = "#1b2429", "#6b7a83"

Look = Literal["own", "floor", "rival"]
_FILLS: dict[Look, str] = {"own": _INK, "floor": "url(#hatched)", "rival": "#d5dde1"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, and whose it is."""

    name: str
    value: float
    look: Look


def chart(title: str, told: str, bars: Sequence[Bar], unit: str) -> str:
    """A chart of bars, one below the other, each with its name and its value; `told` says the same in words."""
    height = TOP + STEP * len(bars) + 14
    longest = max(bar.value for bar in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' role="img" aria-labelledby="title told" font-family="Arial, Helvetica, sans-serif" font-size="14">',
        f'<title id="title">{html.escape(title)}</title>',
        f'<desc id="told">{html.escape(told)}</desc>',
        '<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">',
        f'<rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="{_INK}"/></pattern></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="26" font-size="16" font-weight="bold" fill="{_INK}">{html.escape(title)}</text>',
    ]
    for number, bar in enumerate(bars):
        y = TOP + STEP * number
        long = round((WIDTH - LEFT - RIGHT) * bar.value / longest, 1)
        weight = ' font-weight="bold"' if bar.look == "own" else ""
        name = html.escape(bar.name)
        lines += [
            f'<text x="{LEFT - 12}" y="{y + 16}" text-anchor="end" fill="{_INK}"{weight}>{name}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{long}" height="{BAR}" fill="{_FILLS[bar.look]}" stroke="{_INK}"/>',
            f'<text x="{LEFT + long + 8}" y="{y + 16}" fill="{_INK}"{weight}>{bar.value:,.0f} {unit}</text>',
        ]
    lines.append(f'<path d="M{LEFT} {TOP - 6}V{height - 10}" stroke="{_GREY}"/>')
    return "\n".join([*lines, "</svg>\n"])
