"""What is printed of many records: a line for each as it is done, a table at the end, the same for programs.

Of a sensitive case only the reference is shown, as in `casepack status`; what a file is called may be a name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .batch import HOWS
from .cli_seal import Sealing, say_sealed
from .cli_words import failures_as_dict, one_line, say_json, say_rows
from .errors import CasepackError, RecordError

if TYPE_CHECKING:
    from .batch import Outcome

__all__ = ["one_line", "say_batch", "say_line"]

_SENSITIVE = "(sensitive)"
"""What stands in place of a file's name."""
_LISTED = "restricted/problems.xlsx says what"


def say_line(outcome: Outcome, *, as_json: bool) -> None:
    """Say what became of one record, where no bar shows how far the run has come."""
    if as_json or (sys.stderr is not None and sys.stderr.isatty()):
        return
    name, reference, how, about = _cells(outcome)
    told = f"{name}: {how}" + (f", {about}" if about else "")
    click.echo(f"{reference}  {told}" if reference else told, err=True)


def say_batch(
    outcomes: Sequence[Outcome],
    lists: Sequence[Path],
    copies: Sealing,
    out: Path,
    code: int,
    *,
    as_json: bool,
) -> None:
    """Print the table of all records, how many there are of each kind, and where their problems are listed."""
    if as_json:
        say_json(_as_dict(outcomes, lists, code) | copies.as_dict())
        return
    say_rows("Records", [_cells(outcome) for outcome in outcomes])
    counts = [(how, sum(outcome.how == how for outcome in outcomes)) for how in HOWS]
    total = f"{len(outcomes)} {'record' if len(outcomes) == 1 else 'records'}"
    click.echo(f"\n{total}: " + ", ".join(f"{count} {how}" for how, count in counts if count) + ".")
    click.echo(f"The packs are in {one_line(out)}. What is to be seen to, by file and officer:")
    for path in lists:
        click.echo(f"  {one_line(path)}")
    if any(o.how == "wrong" and not o.restricted and o.path.suffix != ".json" for o in outcomes):
        click.echo("For a copy of a workbook in which each place is marked: casepack check --annotate FILE.xlsx")
    say_sealed(copies)


def _cells(outcome: Outcome) -> tuple[str, str, str, str]:
    name = _SENSITIVE if outcome.restricted else one_line(outcome.path.name)
    return name, _reference(outcome), outcome.how, _about(outcome)


def _reference(outcome: Outcome) -> str:
    return (outcome.loaded.record.incident.reference or "") if outcome.loaded else ""


def _about(outcome: Outcome) -> str:
    """What to know of a record, in a few words without anybody's name."""
    if outcome.twin:
        return "the same record as " + ("another file" if outcome.restricted else one_line(outcome.twin.name))
    if outcome.error:
        if outcome.restricted:
            return _LISTED
        if isinstance(outcome.error, RecordError):
            wrong = sum(p.severity == "problem" for p in outcome.error.problems)
            return f"{wrong} {'thing' if wrong == 1 else 'things'} to put right"
        return one_line(outcome.error)
    if outcome.result is None:
        return ""
    told = []
    if outcome.result.withheld:
        titles = dict.fromkeys(line.title for line in outcome.result.withheld)
        told.append(_LISTED if outcome.restricted else ", ".join(titles))
    if readers := len(outcome.result.recalls):
        told.append(f"{readers} {'reader' if readers == 1 else 'readers'} to tell of a change: see its checklist")
    return "; ".join(told)


def _as_dict(outcomes: Sequence[Outcome], lists: Sequence[Path], code: int) -> dict[str, Any]:
    failures = [_failure(o.path, o.error, hidden=o.restricted) for o in outcomes if o.error is not None]
    counts = {how: sum(o.how == how for o in outcomes) for how in HOWS}
    return {
        "records": [_made(o) for o in outcomes if o.error is None],
        "counts": counts,
        "problem_lists": [str(path) for path in lists],
        **failures_as_dict(failures, code),
    }


def _made(outcome: Outcome) -> dict[str, Any]:
    """A record that was made; of a sensitive one what the table shows, too, and where its pack is."""
    told: dict[str, Any] = {"how": outcome.how, "restricted": outcome.restricted}
    if outcome.restricted:
        folder = {"folder": str(outcome.result.folder)} if outcome.result else {}
        return {"record": _SENSITIVE, **told, "reference": _reference(outcome), **folder}
    twin = {"twin_of": str(outcome.twin)} if outcome.twin else {}
    return {"record": str(outcome.path), **told, **twin, **(outcome.result.as_dict() if outcome.result else {})}


def _failure(path: Path, error: CasepackError, *, hidden: bool) -> tuple[Path, CasepackError]:
    """A record that was not made, and why; of one that may be sensitive neither."""
    if not hidden:
        return path, error
    said = CasepackError(_LISTED)
    said.exit_code = error.exit_code
    return Path(_SENSITIVE), said
