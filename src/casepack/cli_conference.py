"""The command conference: the pack, the extracts and the actions of one meeting."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from . import cli_conference_words as words
from .cli_options import (
    PATH,
    as_of_option,
    json_option,
    office_named,
    office_option,
    records_argument,
    templates_option,
)
from .cli_progress import progress
from .cli_seal import Sealing, phrase_for, seal_options
from .cli_seal import seal as seals


@click.command()
@records_argument
@click.option(
    "--meeting",
    "meeting",
    metavar="ID",
    required=True,
    help="The meeting, by its id in the office's calendar, such as PGC-2026-11.",
)
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
    help="Folder in which the meeting gets a folder of its own.",
)
@click.option(
    "--include-restricted", "restricted", is_flag=True, help="Say also what was made for sensitive cases, and where."
)
@seal_options
@json_option
@click.pass_context
def conference(
    ctx: click.Context,
    records: tuple[Path, ...],
    meeting: str,
    office: Path | None,
    templates: Path | None,
    as_of: str | None,
    out: Path,
    restricted: bool,
    seal: bool,
    phrase_file: Path | None,
    as_json: bool,
) -> None:
    """Make the pack of one Peer Group Conference out of all of RECORD: a folder of them, or files.

    One pack for the core attendees, an extract for each school or service that attends for its own items, and a
    workbook for the actions, to be laid beside the records after the meeting. What you edited by hand is never
    overwritten. A case whose record is wrong is said to be missing, and the rest is made.

    \b
    Example:
      casepack conference cases --meeting PGC-2026-11
    """
    from .conference_run import hold_conference

    phrase = phrase_for(seal, phrase_file)
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    with progress(meeting, quiet=as_json) as tick:
        result = hold_conference(
            records,
            meeting,
            office_named(office),
            now.astimezone if as_of is None else as_of,
            out,
            restricted=restricted,
            tick=tick,
            templates=templates,
        )
    copies = Sealing()
    if result.sheets:
        from .inputs import office_of
        from .record_folder import named_records

        first = named_records(records, office_named(office)).paths[0]
        made_for = office_of(first, office_named(office))[2].made
        copies = seals(out, [(False, result.reference)], made_for, phrase)
    code = max(result.exit_code, copies.exit_code)
    words.say_conference(result, copies, code, as_json=as_json)
    ctx.exit(code)
