"""The command line: it parses, calls one function, prints, and exits. Only here is the clock read."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from . import cli_words
from .errors import CasepackError, Problem, RecordError

OFFICE_VARIABLE = "CASEPACK_OFFICE"


class Root(click.Group):
    """The group of commands; turns casepack's own errors into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. An error of casepack's own family never shows a traceback; any other keeps it."""
        try:
            return super().invoke(ctx)
        except RecordError as error:
            cli_words.say_problems(error.problems, as_json=_wants_json())
            ctx.exit(error.exit_code)
        except CasepackError as error:
            cli_words.say_error(str(error), error.exit_code, as_json=_wants_json())
            ctx.exit(error.exit_code)


def _wants_json() -> bool:
    return "--json" in sys.argv[1:]


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="casepack", prog_name="casepack")
def main() -> None:
    """One record of an incident involving young people in, its paperwork out.

    Each document comes as Word and as PDF, and holds only what its reader may know.

    \b
    Examples:
      casepack check inputs/sample-ordinary.json
      casepack make inputs/sample-ordinary.json
      casepack doctor
    """


_record = click.argument("records", metavar="RECORD...", nargs=-1, required=True, type=click.Path(path_type=Path))
_office = click.option(
    "--office",
    "office",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"The office's data. Otherwise {OFFICE_VARIABLE}, otherwise office.json beside the record.",
)
_as_of = click.option(
    "--as-of",
    "as_of",
    metavar="TIME",
    help='Read the record as at this local time, written "2026-10-25 12:10". Otherwise now.',
)
_json = click.option("--json", "as_json", is_flag=True, help="Print the results and the messages for programs.")


@main.command()
@_record
@_office
@_as_of
@click.option(
    "--out",
    "out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path("outputs"),
    show_default=True,
    help="Folder in which the packs are made.",
)
@_json
@click.pass_context
def make(
    ctx: click.Context, records: tuple[Path, ...], office: Path | None, as_of: str | None, out: Path, as_json: bool
) -> None:
    """Make the pack of each RECORD: every document as Word and as PDF.

    A document that is unchanged is left alone; one that you edited by hand is never overwritten.

    \b
    Examples:
      casepack make inputs/sample-ordinary.json
      casepack make case.json --out S:/packs --as-of "2026-10-25 12:10"
    """
    from . import make as making

    worst = 0
    results = []
    for path in records:
        loaded = _load(path, office, as_of)
        with cli_words.progress(loaded.record.incident.reference or path.name, quiet=as_json) as tick:
            result = making.make(loaded, out, tick)
        results.append(result)
        worst = max(worst, result.exit_code)
        if not as_json:
            cli_words.say_result(loaded, result)
    if as_json:
        cli_words.say_json({"records": [r.as_dict() for r in results], "exit_code": worst})
    ctx.exit(worst)


@main.command()
@_record
@_office
@_as_of
@_json
@click.pass_context
def check(ctx: click.Context, records: tuple[Path, ...], office: Path | None, as_of: str | None, as_json: bool) -> None:
    """Say everything that is wrong in each RECORD, and what would be made of it. Nothing is written.

    \b
    Example:
      casepack check case.json
    """
    from . import make as making

    problems: list[Problem] = []
    answers = []
    for path in records:
        try:
            loaded = _load(path, office, as_of)
        except RecordError as error:
            problems.extend(error.problems)
            continue
        plan = making.preview(loaded)
        answers.append(cli_words.plan_as_dict(loaded, plan))
        if not as_json:
            cli_words.say_plan(loaded, plan)
    if as_json:
        code = RecordError.exit_code if problems else 0
        cli_words.say_json({"records": answers, "problems": [p.as_dict() for p in problems], "exit_code": code})
        ctx.exit(code)
    if problems:
        raise RecordError(problems)


@main.command()
@click.argument("which", type=click.Choice(["record", "office"]), default="record")
def schema(which: str) -> None:
    """Print the JSON Schema of a record, or of the office's data.

    \b
    Examples:
      casepack schema
      casepack schema office
    """
    from .schema import office_schema, record_schema

    cli_words.say_json(record_schema() if which == "record" else office_schema())


@main.command()
@click.option("--out", "out", type=click.Path(path_type=Path), default=Path("outputs"), help="Folder to be written to.")
@_office
@_json
@click.pass_context
def doctor(ctx: click.Context, out: Path, office: Path | None, as_json: bool) -> None:
    """Say whether everything that casepack needs is on this machine, and what to do where it is not."""
    from .doctor import diagnose

    checks = diagnose(out=out, office=office)
    cli_words.say_checks(checks, as_json=as_json)
    ctx.exit(0 if all(c.ok is not False for c in checks) else 6)


def _load(path: Path, office: Path | None, as_of: str | None) -> Any:
    """The record, the office and the moment, read and checked; the clock is read here and nowhere else."""
    import os

    from .inputs import load_case

    variable = os.environ.get(OFFICE_VARIABLE)
    return load_case(path, office or (Path(variable) if variable else None), as_of or _now)


def _now(tz: Any) -> datetime:
    return datetime.now(tz).replace(second=0, microsecond=0)
