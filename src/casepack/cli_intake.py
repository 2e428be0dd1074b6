"""The commands of an officer's day before the paperwork: begin a record, check it, keep it as another kind of file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import cli_words
from .cli_options import (
    OFFICE_VARIABLE,
    PATH,
    as_of_option,
    json_option,
    load,
    office_named,
    office_option,
    records_argument,
)
from .errors import CasepackError, Problem, RecordError, UsageError

if TYPE_CHECKING:
    from .intake_files import MarkedCopy


@click.command()
@click.argument("record", metavar="[RECORD.xlsx]", required=False, type=PATH)
@click.option(
    "--office",
    "office",
    metavar="FILE",
    type=PATH,
    help=f"The office's data; otherwise {OFFICE_VARIABLE}, otherwise office.xlsx or office.json beside RECORD. "
    "Without RECORD: the workbook to be made for them.",
)
@json_option
def new(record: Path | None, office: Path | None, as_json: bool) -> None:
    """Make an empty workbook to fill in: for one incident, or without RECORD for the office's data.

    Nothing is ever written over. RECORD offers the schools, agencies and staff of your office to choose from.

    \b
    Examples:
      casepack new case.xlsx
      casepack new --office office.xlsx
    """
    from . import intake_files
    from .cli_intake_words import say_made

    if record is not None:
        made = intake_files.new_record(record, office_named(office))
    elif office is not None:
        made = intake_files.new_office(office)
    else:
        raise UsageError(
            "Say what to make: casepack new RECORD.xlsx for an incident, or casepack new --office OFFICE.xlsx for the "
            "office's data."
        )
    say_made(made, as_json=as_json)


@click.command()
@click.argument("source", metavar="FROM", type=PATH)
@click.argument("target", metavar="TO", type=PATH)
@office_option
@json_option
def convert(source: Path, target: Path, office: Path | None, as_json: bool) -> None:
    """Write a record, or the office's data, as another kind of file: a workbook (.xlsx) as JSON, or the reverse.

    Both say the same, to the last answer. FROM must be right; nothing is ever written over.

    \b
    Examples:
      casepack convert case.xlsx case.json
      casepack convert case.json "case of October.xlsx"
    """
    from . import intake_files
    from .cli_intake_words import say_converted

    say_converted(source, intake_files.converted(source, target, office_named(office)), as_json=as_json)


@click.command()
@records_argument
@click.option(
    "--annotate",
    is_flag=True,
    help="Mark what is wrong, and what is worth a look, in a copy beside each workbook.",
)
@click.option("--tells", is_flag=True, help="Say also who reads each document, and what it tells them about whom.")
@office_option
@as_of_option
@json_option
@click.pass_context
def check(
    ctx: click.Context,
    records: tuple[Path, ...],
    annotate: bool,
    tells: bool,
    office: Path | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Say everything that is wrong in each RECORD, and what would be made of it. Nothing is written.

    With --annotate a copy beside each workbook, "case (checked).xlsx", has a note and a colour at every such cell
    and begins with a list of them. The workbook itself is never touched.

    \b
    Examples:
      casepack check case.xlsx
      casepack check --annotate case.xlsx
      casepack check --tells case.xlsx
    """
    from . import planning
    from .cli_intake_words import offer_marks, say_marked
    from .cli_tells_words import say_tells, with_tells

    answers, failures = [], []
    marked: list[MarkedCopy] = []
    for path in records:
        problems: tuple[Problem, ...]
        try:
            loaded = load(path, office, as_of)
        except CasepackError as error:
            failures.append((path, error))
            if not as_json:
                cli_words.say_failure(path, error)
            problems = error.problems if isinstance(error, RecordError) else ()
        else:
            plan = planning.make_plan(loaded.case)
            answer = cli_words.plan_as_dict(loaded, plan)
            answers.append(with_tells(answer, loaded.case, plan) if tells else answer)
            if not as_json:
                cli_words.say_plan(loaded, plan)
            if tells and not as_json:
                say_tells(loaded.case, plan)
            problems = loaded.to_check
        if annotate:
            try:
                copies = _mark(path, office, problems)
            except CasepackError as error:
                failures.append((path, error))
                if not as_json:
                    cli_words.say_failure(path, error)
                continue
            marked += copies
            if not as_json:
                say_marked(path, copies, problems)
        elif not as_json:
            offer_marks(path, problems)
    worst = max((error.exit_code for _, error in failures), default=0)
    if as_json:
        copies_told = {"marked": [copy.as_dict() for copy in marked]} if annotate else {}
        cli_words.say_json({"records": answers, **copies_told, **cli_words.failures_as_dict(failures, worst)})
    ctx.exit(worst)


def _mark(path: Path, office: Path | None, problems: tuple[Problem, ...]) -> list[MarkedCopy]:
    from .intake_files import marked_copies

    return marked_copies(path, office_named(office), problems)
