"""What `casepack conference` prints: what was made on standard output, records that are wrong on standard error.

The result holds nothing of sensitive cases but where that was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from .cli_seal import Sealing, say_sealed
from .cli_words import failures_as_dict, one_line, say_failure, say_json, say_rows, say_to_check
from .errors import RecordError

if TYPE_CHECKING:
    from .conference_results import Closed, LeftOut, Meeting, Sheet
    from .record_folder import Unread


def say_conference(result: Meeting, copies: Sealing, code: int, *, as_json: bool) -> None:
    """Print what was made for a meeting, what is missing from it and why."""
    if as_json:
        say_json({**_as_dict(result, code), **copies.as_dict()})
        return
    click.echo(click.style(f"{result.reference}, {result.when}", bold=True))
    if result.sheets:
        click.echo(f"  Folder  {one_line(result.folder)}\n  Cases   {_cases(result.cases)}")
        if not result.changed:
            click.echo("  Nothing has changed since the last run, so nothing was written.")
        say_rows("Made", [_sheet(sheet) for sheet in result.sheets])
    else:
        click.echo("  No pack was made.")
    missing = [(_name(one), _what_is_wrong(one)) for one in result.unread]
    missing += [(one.what, " ".join(one.reasons)) for one in result.missing]
    if missing:
        say_rows("Missing from the pack, and why", missing)
    _say_withheld("Withheld: this failed its check and was not kept", result.withheld)
    _say_list("No longer produced", result.gone)
    _say_list("To know", result.notes)
    if result.closed:
        _say_closed(result.closed)
    click.echo("")
    say_to_check(result.to_check, " in the actions of meetings")
    say_sealed(copies)
    if result.unwritten:
        click.echo(f"{result.unwritten}\n", err=True)
    for one in result.unread:
        if isinstance(one.error, RecordError):
            say_failure(one.path, one.error)


def _as_dict(result: Meeting, code: int) -> dict[str, Any]:
    return {**result.as_dict(), **failures_as_dict([(u.path, u.error) for u in result.unread], code)}


def _cases(references: Sequence[str]) -> str:
    return f"{len(references)}: {', '.join(references)}"


def _sheet(sheet: Sheet) -> tuple[str, ...]:
    return sheet.title, sheet.to, sheet.action, sheet.state


def _name(unread: Unread) -> str:
    return one_line(unread.path.name or unread.path)


def _what_is_wrong(unread: Unread) -> str:
    if not isinstance(unread.error, RecordError):
        return one_line(unread.error)
    wrong = sum(problem.severity == "problem" for problem in unread.error.problems)
    return f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong in it: see below"


def _say_withheld(title: str, lost: Sequence[LeftOut]) -> None:
    if lost:
        say_rows(title, [(" ".join(w for w in (one.paper, one.what) if w), " ".join(one.reasons)) for one in lost])


def _say_list(title: str, items: Sequence[str]) -> None:
    if items:
        say_rows(title, [(item,) for item in items])


def _say_closed(closed: Closed) -> None:
    """What was made for sensitive cases, which was asked for."""
    click.echo("\n" + click.style("Closed items", bold=True))
    if not closed.sheets and not closed.withheld:
        click.echo("  No sensitive case stands at this meeting.")
        return
    click.echo(f"  Folder  {one_line(closed.folder)}")
    if closed.sheets:
        say_rows("Made", [(*_sheet(sheet)[:3], ", ".join(sheet.cases)) for sheet in closed.sheets])
    _say_withheld("Withheld: this failed its check and was not kept", closed.withheld)
    _say_list("No longer produced", closed.gone)
