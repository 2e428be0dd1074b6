"""What several commands take alike, and what they all begin with: the record, the office and the moment."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from .inputs import LoadedCase

OFFICE_VARIABLE = "CASEPACK_OFFICE"


class _Place(click.Path):
    """A file or a folder. An empty word, as a variable that was never set leaves it, is not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("nothing is named here. Name a file or a folder; the current folder is called .", param, ctx)
        return super().convert(value, param, ctx)


# What may not be read is casepack's own to explain, so click is not to look.
PATH = _Place(path_type=Path, readable=False)

records_argument = click.argument("records", metavar="RECORD...", nargs=-1, required=True, type=PATH)
office_option = click.option(
    "--office",
    "office",
    metavar="FILE",
    type=PATH,
    help=f"The office's data. Otherwise {OFFICE_VARIABLE}, otherwise office.xlsx or office.json beside the record.",
)
templates_option = click.option(
    "--templates",
    "templates",
    metavar="FOLDER",
    type=PATH,
    help="Word templates of your own, which go before casepack's. Otherwise the templates folder of the office's data.",
)
as_of_option = click.option(
    "--as-of",
    "as_of",
    metavar="TIME",
    help='Read the record as at this local time, written "2026-10-25 12:10". Otherwise now.',
)
json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the results and the messages for programs.",
)


def load(path: Path, office: Path | None, as_of: str | None) -> LoadedCase:
    """The record, the office and the moment, read and checked; the clock is read where none was given."""
    from .inputs import load_case

    return load_case(path, office_named(office), _now if as_of is None else as_of)


def load_to_make(path: Path, office: Path | None, as_of: str | None, templates: Path | None) -> LoadedCase:
    """The same with the templates that its documents are made with: those in `templates`, or in the office's folder."""
    from .own_templates import with_templates

    return with_templates(load(path, office, as_of), templates)


def office_named(office: Path | None) -> Path | None:
    """The office's file as named, or as the environment names it."""
    variable = os.environ.get(OFFICE_VARIABLE)
    return office or (Path(variable) if variable else None)


def cores() -> int:
    """How many processes this machine runs at once, as far as this program may use it."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _now(tz: ZoneInfo) -> datetime:
    return datetime.now(tz).replace(second=0, microsecond=0)
