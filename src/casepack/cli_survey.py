"""The command survey: the answers of businesses read back from the surveys that they filled in."""

from __future__ import annotations

from pathlib import Path

import click

from .cli_options import PATH, json_option, load_to_make, office_option, templates_option


@click.group()
def survey() -> None:
    """Read the business surveys that came back.

    \b
    Example:
      casepack survey read returned case.xlsx
    """


@survey.command()
@click.argument("folder", metavar="FOLDER", type=PATH)
@click.argument("record", metavar="RECORD", type=PATH)
@office_option
@templates_option
@click.option(
    "--out",
    "out",
    metavar="FILE",
    type=PATH,
    help='The copy of the record to write. Otherwise beside it, such as "case with surveys.xlsx".',
)
@json_option
@click.pass_context
def read(
    ctx: click.Context,
    folder: Path,
    record: Path,
    office: Path | None,
    templates: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Read the surveys in FOLDER, as Word or PDF, into a copy of RECORD.

    FOLDER may be one file. The record itself is never changed, and no answer in it either: what differs is said. A
    survey of another case is refused; one that was printed or scanned has to be typed in.

    \b
    Example:
      casepack survey read returned case.xlsx
    """
    from .cli_survey_words import say_surveys
    from .survey_keep import read_into

    result = read_into(folder, load_to_make(record, office, None, templates), out)
    say_surveys(result, as_json=as_json)
    ctx.exit(result.exit_code)
