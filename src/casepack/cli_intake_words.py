"""What is printed about the files that an officer works in: those made, those converted, those marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .cli_words import one_line, say_json, say_to_check
from .errors import Problem

if TYPE_CHECKING:
    from .intake_files import Made, MarkedCopy

_HOLDS = {"record": "an empty record", "office": "an empty workbook for the office's data"}


def say_made(made: Made, *, as_json: bool) -> None:
    """Say what was made, and what comes next."""
    if as_json:
        say_json({"made": str(made.path), "holds": made.holds, "office": str(made.office) if made.office else None})
        return
    click.echo(f"Made {one_line(made.path)}: {_HOLDS[made.holds]}.")
    if made.office:
        click.echo(f"It offers the schools, agencies and staff in {one_line(made.office)}.")
    if made.holds == "record":
        click.echo(f"Fill in what is marked as needed, save it, then: casepack check {_quoted(made.path)}")
    else:
        click.echo(f"Fill it in and save it, then: casepack new case.xlsx --office {_quoted(made.path)}")


def say_converted(source: Path, made: Made, *, as_json: bool) -> None:
    """Say what was written, and what is worth a look in it."""
    if as_json:
        told = {"made": str(made.path), "from": str(source), "holds": made.holds}
        say_json({**told, "to_check": [problem.as_dict() for problem in made.checks]})
        return
    what = "the record" if made.holds == "record" else "the office's data"
    click.echo(
        f"Made {one_line(made.path)}: {what} of {one_line(source)}, answer for answer. Keep working in one only."
    )
    say_to_check(made.checks)


def say_marked(path: Path, copies: Sequence[MarkedCopy], problems: Sequence[Problem]) -> None:
    """Say where the marked copies are, or why there is none."""
    for copy in copies:
        if copy.whole:
            done = "Marked copy" if copy.new else "The marked copy is as it should be"
            click.echo(f"{done}: {one_line(copy.path)}")
        else:
            click.echo(
                f"{one_line(copy.of.name)} is written in a way that casepack cannot mark without risk. "
                f"The list of what to put right is in a workbook of its own: {one_line(copy.path)}"
            )
    if not copies:
        why = "nothing to mark" if not problems else "no cell of a workbook to mark"
        click.echo(f"{one_line(path.name)}: there is {why}, so no copy was made.")


def offer_marks(path: Path, problems: Sequence[Problem]) -> None:
    """Where something is wrong in a workbook, say how to see it there."""
    if any(problem.sheet and problem.severity == "problem" for problem in problems):
        click.echo(f"To see each of these at its cell: casepack check --annotate {_quoted(path)}\n", err=True)


def _quoted(path: Path) -> str:
    text = one_line(path)
    return f'"{text}"' if " " in text else text
