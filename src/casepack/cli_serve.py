"""The command serve: the page for officers who never open a terminal."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .cli_options import PATH, office_named, templates_option
from .cli_words import one_line
from .errors import UsageError

if TYPE_CHECKING:
    from .web_settings import Settings


@click.command()
@click.option("--office", "office", metavar="FILE", type=PATH, help="The office's data. Otherwise CASEPACK_OFFICE.")
@templates_option
@click.option("--host", "host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", "port", type=click.IntRange(0, 65_535), default=8700, show_default=True, help="The port.")
@click.option("--settings", "settings", metavar="FILE", type=PATH, help="Settings of the page (TOML).")
@click.option(
    "--pass-phrase-file",
    "phrase_file",
    metavar="FILE",
    type=PATH,
    help="Ask for the pass phrase in this file, which nobody but you may read.",
)
def serve(
    office: Path | None,
    templates: Path | None,
    host: str,
    port: int,
    settings: Path | None,
    phrase_file: Path | None,
) -> None:
    """Open a page in which officers make their paperwork. Ctrl-C ends it.

    Nothing is kept: what an officer drops lies in a private folder that is emptied when they take the pack, sign out or
    are gone for a quarter of an hour, and when the page ends. Only this machine can call the page, unless --host says
    otherwise; then the settings must say how it is known who calls.

    \b
    Examples:
      casepack serve --office office.xlsx
      casepack serve --office office.xlsx --port 8080 --settings page.toml
    """
    named = office_named(office)
    if named is None:
        raise UsageError("Name the office's data: casepack serve --office FILE, or CASEPACK_OFFICE.")
    _refuse_without_extra()
    _serve(named.absolute(), templates.absolute() if templates else None, host, port, settings, phrase_file)


def _refuse_without_extra() -> None:
    """Raise UsageError where what the page is built of is not installed."""
    try:
        import python_multipart
        import starlette
        import uvicorn
    except ImportError:
        raise UsageError(
            'The page needs more than casepack itself. Install it with: pip install "casepack[web]"'
        ) from None
    del python_multipart, starlette, uvicorn


def _serve(
    office: Path, templates: Path | None, host: str, port: int, file: Path | None, phrase_file: Path | None
) -> None:
    import tempfile

    from . import web_pages, web_tasks
    from .inputs import office_of
    from .passphrase import not_looked_at
    from .web_app import application
    from .web_crew import Crew, keep_to_oneself
    from .web_desk import Desks
    from .web_identity import PhraseDoor
    from .web_scratch import scratch
    from .web_server import listening, serve
    from .web_settings import settings_from
    from .web_visit import House

    organisation = office_of(office, office)[2].made.organisation
    settings = settings_from(file, host, port, phrase_file, (organisation.name, organisation.team))
    if phrase_file is not None and (warning := not_looked_at(phrase_file)):
        click.echo(one_line(warning), err=True)
    keep_to_oneself()
    listener = listening(settings)
    try:
        with scratch(settings.scratch) as folder:
            tempfile.tempdir = str(folder)  # whatever a library puts down for a moment stays in it
            house = House(
                settings=settings,
                organisation=organisation.name,
                office=office,
                templates=templates,
                desks=Desks(folder, settings.limits),
                crew=Crew(settings.limits, folder),
                tasks=web_tasks,
                render=web_pages.render,
                static=web_pages.static,
                now=lambda: _now(),
                log=_say,
                door=PhraseDoor(settings.phrase) if settings.phrase else None,
            )
            click.echo(f"The page is open at {_address(settings, listener.getsockname()[1])} (Ctrl-C ends it).")
            try:
                serve(application(house), settings, listener)
            finally:
                tempfile.tempdir = None
    finally:
        listener.close()
    click.echo("The page is closed, and everything that lay there has been removed.")


def _address(settings: Settings, port: int) -> str:
    """Where a browser on this machine, or behind the proxy, finds the page."""
    host = min(settings.names) if settings.host in ("0.0.0.0", "::") else settings.host
    named = f"[{host}]" if ":" in host else host
    return f"{'https' if settings.certificate else 'http'}://{named}:{port}/"


def _say(line: str) -> None:
    with suppress(OSError):  # nobody reads it: no reason to stop
        click.echo(line, err=True)


def _now() -> datetime:
    return datetime.now(UTC)
