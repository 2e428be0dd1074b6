"""Tables of Markdown, and numbers as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .figures import middle


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; every column after the first is set to the right."""
    lines = [f"| {' | '.join(headings)} |", "|---|" + "---:|" * (len(headings) - 1)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def number(value: float) -> str:
    """A number with as many digits as mean something."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def milliseconds(value: float) -> str:
    """Milliseconds, one digit after the point below a hundred."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def seconds(values: Sequence[float]) -> str:
    """The median of seconds, and from what to what they went where there were several."""
    said = number(middle(values))
    return said if len(values) < 2 else f"{said} ({number(min(values))} to {number(max(values))})"


def span(values: Sequence[float]) -> str:
    """The median of ratios, and from what to what they went."""
    return f"**{middle(values):.2f}** ({min(values):.2f} to {max(values):.2f})"
