"""What `casepack status` prints: a table by urgency on standard output, records that are wrong on standard error."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import click

from . import cli_words, clock
from .cli_seal import Sealing, say_sealed
from .errors import CasepackError, RecordError
from .status import WEEK, Gathered, Group, Item

HEADINGS: dict[Group, str] = {
    "overdue": "Overdue",
    "missed": "Missed before we were told",
    "today": "Due today",
    "week": f"Due in the next {WEEK} days",
    "later": "Later",
}
_COLUMNS = ("Due", "Case", "Step or action", "Owner", "How it stands")
_WIDEST = (24, 24, 48, 24, 32)
"""Characters that a column takes at most; what is longer goes on in the next line."""
_NARROWEST = 12


def say_status(
    found: Gathered, items: Sequence[Item], groups: Sequence[Group], code: int, copies: Sealing, *, as_json: bool
) -> None:
    """Print the items of these groups, in this order, then sealed copies out of date and records that are wrong."""
    shown = [item for item in items if item.group in groups]
    if as_json:
        as_of = found.cases[0].as_of.isoformat() if found.cases else None
        wrong = [{"record": str(path), "error": _what_is_wrong(path, error)} for path, error in found.failed]
        items_as_dicts = [item.as_dict() for item in shown]
        checks = {"to_check": [problem.as_dict() for problem in found.to_check]} if found.to_check else {}
        told = {"as_of": as_of, "items": items_as_dicts, "wrong": wrong, **checks, **copies.as_dict()}
        cli_words.say_json({**told, "exit_code": code})
        return
    _say_summary(found, items)
    widths = _widths([_cells(item) for item in shown])
    for group in groups:
        rows = [_cells(item) for item in shown if item.group == group]
        if rows:
            click.echo("\n" + click.style(HEADINGS[group], bold=True))
            _say_grid(rows, widths)
    cli_words.say_to_check(found.to_check, " in the actions of meetings")
    say_sealed(copies)
    if found.failed:
        click.echo("", err=True)
    for path, error in found.failed:
        click.echo(cli_words.one_line(_what_is_wrong(path, error)), err=True)


def _what_is_wrong(path: Path, error: CasepackError) -> str:
    if isinstance(error, RecordError):
        return f'{path} is wrong and is not shown. Run casepack check "{path}"'
    return str(error)


def _say_summary(found: Gathered, items: Sequence[Item]) -> None:
    if not found.cases:
        click.echo("There is no record to show.")
        return
    counts = {group: sum(item.group == group for item in items) for group in HEADINGS}
    words = [f"{counts[g]} {HEADINGS[g][0].lower()}{HEADINGS[g][1:]}" for g in HEADINGS if counts[g]]
    records = f"{len(found.cases)} {'record' if len(found.cases) == 1 else 'records'}"
    told = ", ".join(words) or "nothing is due"
    click.echo(f"{records} as at {clock.say_moment(found.cases[0].as_of)}: {told}.")


def _cells(item: Item) -> tuple[str, ...]:
    return item.due_words, item.case, item.what, item.owner_words, item.stands


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    """The width of each column, the same in every group; the words of what is to be done give way first."""
    wanted = [max(len(row[i]) for row in (_COLUMNS, *rows)) for i in range(len(_COLUMNS))]
    widths = [min(width, widest) for width, widest in zip(wanted, _WIDEST, strict=True)]
    window = min(max(shutil.get_terminal_size((120, 24)).columns, 80), 160) - 2 * len(_COLUMNS)
    for column in (2, 4, 3, 1):
        widths[column] = max(widths[column] - max(sum(widths) - window, 0), min(_NARROWEST, widths[column]))
    return widths


def _say_grid(rows: Sequence[tuple[str, ...]], widths: Sequence[int]) -> None:
    """Print rows under their headings, each cell wrapped in its own column."""
    for row in (_COLUMNS, *rows):
        cells = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            text = "  ".join(f"{part:<{width}}" for part, width in zip(line, widths, strict=True))
            click.echo(f"  {text}".rstrip())
