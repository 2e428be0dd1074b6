"""The command line: it parses, calls one function, prints, and exits. Only here is the clock read.

A command imports what it needs when it runs: help, and a slip of the keys, are answered at once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from . import cli_words
from .cli_conference import conference
from .cli_explain import explain
from .cli_intake import check, convert, new
from .cli_options import (
    OFFICE_VARIABLE,
    PATH,
    as_of_option,
    json_option,
    load_to_make,
    office_named,
    office_option,
    records_argument,
    templates_option,
)  # fmt: skip
from .cli_root import Root
from .cli_seal import phrase_for, seal_options
from .cli_serve import serve
from .cli_survey import survey
from .cli_templates import templates
from .errors import CasepackError, UsageError

__all__ = ["OFFICE_VARIABLE", "main"]


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="casepack", prog_name="casepack")
def main() -> None:
    """One record of an incident involving young people in, its paperwork out.

    Each document comes as Word and as PDF, and holds only what its reader may know.

    \b
    Examples:
      casepack new case.xlsx
      casepack check inputs/sample-ordinary.xlsx
      casepack make inputs/sample-ordinary.xlsx
    """


main.add_command(new)
main.add_command(check)
main.add_command(convert)
main.add_command(conference)
main.add_command(survey)
main.add_command(templates)
main.add_command(explain)
main.add_command(serve)


@main.command()
@records_argument
@office_option
@templates_option
@as_of_option
@click.option(
    "--out",
    "out",
    metavar="FOLDER",
    type=PATH,
    default=Path("outputs"),
    show_default=True,
    help="Folder in which the packs are made.",
)
@click.option(
    "--workers",
    "workers",
    metavar="N",
    type=click.IntRange(1, 64),
    help="Work with so many processes. Otherwise with one for each core.",
)
@click.option(
    "--cluster",
    "cluster",
    metavar="ADDRESS",
    help="Make many records on a Dask cluster, such as tls://scheduler.example.org:8786.",
)
@seal_options
@json_option
@click.pass_context
def make(
    ctx: click.Context,
    records: tuple[Path, ...],
    office: Path | None,
    templates: Path | None,
    as_of: str | None,
    out: Path,
    workers: int | None,
    cluster: str | None,
    seal: bool,
    phrase_file: Path | None,
    as_json: bool,
) -> None:
    """Make the pack of each RECORD: every document as Word and as PDF.

    A document that is unchanged is left alone; one that you edited by hand is never overwritten. A folder stands for
    every record in it: they are made side by side, one that is wrong stops no other, and problems.xlsx beside the
    packs lists what is to be seen to.

    \b
    Examples:
      casepack make inputs/sample-ordinary.json
      casepack make case.json --out S:/packs --as-of "2026-10-25 12:10"
      casepack make cases --workers 4
    """
    from .record_files import is_folder

    phrase = phrase_for(seal, phrase_file)
    if cluster or (workers and len(records) > 1) or any(is_folder(path) for path in records):
        from .cli_batch import make_many

        code = make_many(
            records,
            office,
            as_of,
            out,
            workers=workers,
            cluster=cluster,
            phrase=phrase,
            as_json=as_json,
            templates=templates,
        )
    else:
        from .cli_make import make_each

        code = make_each(
            records, office, as_of, out, phrase=phrase, as_json=as_json, workers=workers, templates=templates
        )
    ctx.exit(code)


@main.command()
@click.argument("files", metavar="FILE.docx...", nargs=-1, required=True, type=PATH)
@click.option(
    "--record",
    "record",
    metavar="RECORD",
    required=True,
    type=PATH,
    help="The record of the pack: it says who may know what.",
)
@office_option
@templates_option
@as_of_option
@json_option
@click.pass_context
def pdf(
    ctx: click.Context,
    files: tuple[Path, ...],
    record: Path,
    office: Path | None,
    templates: Path | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Make the PDF of documents of a pack that you edited by hand in Word.

    The edited text goes through the same proof as every document; the Word file is never touched.

    \b
    Example:
      casepack pdf "outputs/MSC-2026-0417/1 partnership work/MSC-2026-0417 school-letter P1 SCH1 v1.docx" \\
        --record inputs/sample-ordinary.json
    """
    from .retypeset import retypeset

    loaded = load_to_make(record, office, as_of, templates)
    done, failed = [], []
    for file in files:
        try:
            done.append(retypeset(loaded, file))
        except CasepackError as error:
            failed.append((file, error))
    worst = max((error.exit_code for _, error in failed), default=0)
    cli_words.say_retypeset(done, failed, worst, as_json=as_json)
    ctx.exit(worst)


@main.command()
@records_argument
@click.option("--owner", "owner", metavar="ID", help="Only what this officer or agency has, by id or by name.")
@click.option("--all", "later", is_flag=True, help="Also what is due later than in the next 7 days.")
@click.option("--include-restricted", "restricted", is_flag=True, help="Also the sensitive records of a folder.")
@click.option("--out", "out", type=PATH, default=Path("outputs"), help="Folder of the packs, for their sealed copies.")
@office_option
@as_of_option
@json_option
@click.pass_context
def status(
    ctx: click.Context,
    records: tuple[Path, ...],
    owner: str | None,
    later: bool,
    restricted: bool,
    out: Path,
    office: Path | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Say what is overdue and what is due next, over all of RECORD: files, or folders of them.

    Closed cases are left out. A sensitive record shows its reference and its steps only; those of a folder
    are left out, unless you ask for them.

    \b
    Examples:
      casepack status cases
      casepack status cases --owner SC-02 --all
    """
    from . import cli_status_words
    from .cli_seal import out_of_date
    from .status import GROUPS, gather, known_owner, situation_of

    now = datetime.now(UTC).replace(second=0, microsecond=0)
    found = gather(records, office_named(office), now.astimezone if as_of is None else as_of, restricted=restricted)
    items = situation_of(found.cases, found.cases[0].as_of) if found.cases else ()
    if owner and found.cases and not known_owner(found.cases, items, owner):
        raise UsageError(f'Neither the office\'s data nor a record knows "{owner[:40]}". Check the id.')
    items = tuple(i for i in items if not owner or i.belongs_to(owner))
    groups = [g for g in GROUPS if later or g != "later"]
    code = max((error.exit_code for _, error in found.failed), default=0)
    copies = out_of_date(out, found.cases)
    cli_status_words.say_status(found, items, groups, code, copies, as_json=as_json)
    ctx.exit(code)


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
@click.option("--out", "out", type=PATH, default=Path("outputs"), help="Folder to be written to.")
@office_option
@json_option
@click.pass_context
def doctor(ctx: click.Context, out: Path, office: Path | None, as_json: bool) -> None:
    """Say whether everything that casepack needs is on this machine, and what to do where it is not.

    \b
    Example:
      casepack doctor --out S:/packs --office office.json
    """
    from .doctor import diagnose

    checks = diagnose(out=out, office=office)
    cli_words.say_checks(checks, as_json=as_json)
    ctx.exit(0 if all(c.ok is not False for c in checks) else 6)
