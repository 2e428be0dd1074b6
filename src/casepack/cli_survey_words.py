"""What `casepack survey read` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .cli_words import one_line, say_json, say_to_check

if TYPE_CHECKING:
    from .survey_keep import SurveysRead
    from .survey_read import SurveyFile


def say_surveys(result: SurveysRead, *, as_json: bool) -> None:
    """Say what was read from each file, where it is kept, and what is to be seen to."""
    problems = [p for file in result.files for p in file.problems] + list(result.checks)
    if as_json:
        files = [_as_dict(file) for file in result.files]
        path = str(result.path) if result.path else None
        told: dict[str, object] = {
            "record": str(result.record),
            "copy": path,
            "written": result.written,
            "whole": result.whole,
        }
        told |= {"added": result.added, "files": files}
        say_json({**told, "problems": [p.as_dict() for p in problems], "exit_code": result.exit_code})
        return
    for file in result.files:
        click.echo(f"{one_line(file.name)}: {_said(file)}")
    if len(result.files) > 1:
        click.echo(f"\n{_sum(result)}")
    if result.path is None:
        click.echo("\nNothing new, so nothing was written.")
    else:
        done = "Made" if result.written else "There already:"
        click.echo(f"\n{done} {one_line(result.path)}, the record with {_count(result.added)} more.")
        if not result.whole:
            click.echo("The workbook could not be edited in place, so it was made anew, without looks of your own.")
        click.echo(f"Go on working in it, and put {one_line(result.record.name)} away.")
    say_to_check(problems)


def _sum(result: SurveysRead) -> str:
    """How many files there were, and of how many nothing, or not all, was read."""
    none = sum(1 for file in result.files if not file.business)
    part = sum(1 for file in result.files if file.business and any(p.severity == "problem" for p in file.problems))
    if not none and not part:
        return f"All {len(result.files)} files were read."
    whole = len(result.files) - none - part
    return f"Of {len(result.files)} files: {whole} read as a whole, {part} in part, {none} not at all."


def _said(file: SurveyFile) -> str:
    if not file.business:
        return "nothing was read."
    known = f", {file.known} known already" if file.known else ""
    return f"{_count(len(file.new))} read of {one_line(file.title)} ({file.business}){known}."


def _count(number: int) -> str:
    return f"{number} answer" if number == 1 else f"{number} answers"


def _as_dict(file: SurveyFile) -> dict[str, object]:
    rows = [{"question": row.question, "answer": row.answer} for row in file.new]
    return {"file": file.name, "business": file.business or None, "new": rows, "known": file.known}
