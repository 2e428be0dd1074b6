"""How much one record, or one office, may hold: so much that no case needs more, and what compares everybody with
everybody still ends in seconds. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import Problem, RecordError

MOST_ROWS = 1_000
"""Rows of any table; the workbook's own checks go as far down."""
MOST_REFERRED_TO = 250
"""Rows of the tables that others refer to."""
MOST_TEXT = 500_000
"""Characters of all answers together; a record of twenty people has some forty thousand."""

_REFERRED_TO = frozenset({"people", "episodes", "sources", "businesses"})
_RIGHT_FILE = "Check that it is the right file."


def most_rows(table: str) -> int:
    """How many rows a table may have."""
    return MOST_REFERRED_TO if table in _REFERRED_TO else MOST_ROWS


def too_many_rows(table: str, count: int) -> tuple[str, str] | None:
    """What to say of a table with so many rows, and what to do; None where it may have as many."""
    most = most_rows(table)
    if count <= most:
        return None
    return (
        f"has {count:,} rows with answers, and can have {most:,} at most.",
        f"{_RIGHT_FILE} Delete rows that are none.",
    )


def refuse_too_much(raw: Mapping[str, Any], name: str) -> None:
    """Raise `RecordError` where a file, as it was read, holds more rows or more text than it may."""
    for table, rows in raw.items():
        words = too_many_rows(table, len(rows)) if isinstance(rows, list) else None
        if words:
            raise RecordError([Problem("too-many-rows", f"{name}: {table}", *words)])
    left = MOST_TEXT
    stack: list[Any] = [raw]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, str):
            left -= len(node)
    if left < 0:
        what = f"holds more than {MOST_TEXT:,} characters of text."
        raise RecordError([Problem("too-large", name, what, f"{_RIGHT_FILE} If it is, shorten the texts.")])
