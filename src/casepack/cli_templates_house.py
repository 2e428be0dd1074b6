"""The commands `casepack templates export` and `casepack templates apply-house`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .cli_options import PATH, json_option
from .cli_words import say_json

if TYPE_CHECKING:
    from .template_shelf import Applied, Exported

folder_argument = click.argument("folder", metavar="FOLDER", type=PATH)


@click.command("export")
@folder_argument
@json_option
def export(folder: Path, as_json: bool) -> None:
    """Put copies of casepack's Word templates into FOLDER, to be changed in Word.

    A file there that somebody edited is left as it is, and said.

    \b
    Example:
      casepack templates export templates
    """
    from .template_shelf import export_templates

    done = export_templates(folder)
    if as_json:
        say_json(_plain(done))
    else:
        _say_exported(done)


@click.command("apply-house")
@folder_argument
@json_option
@click.pass_context
def apply_house(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Put the look of FOLDER/house.docx into every template of FOLDER.

    That is its styles (fonts, sizes, colours, room), its margins, and its header and footer with the logo. The words of
    the templates stay, and the PDFs follow.

    \b
    Example:
      casepack templates apply-house templates
    """
    from .template_shelf import apply_house as apply

    done = apply(folder)
    if as_json:
        say_json({**_plain(done), "exit_code": done.exit_code})
    else:
        _say_applied(done)
    ctx.exit(done.exit_code)


def _say_exported(done: Exported) -> None:
    told = ((len(done.new), "new"), (len(done.renewed), "brought up to date"), (len(done.same), "unchanged"))
    click.echo(f"{done.folder}: {', '.join(f'{count} {words}' for count, words in told if count) or 'nothing new'}.")
    for name in done.left:
        click.echo(f"  {name} was edited here, so it is left as it is.")
    if done.renewed:
        click.echo(f"Run casepack templates apply-house {done.folder} again, so that these have your look.")


def _say_applied(done: Applied) -> None:
    told = ((len(done.changed), "have the look of house.docx now"), (len(done.same), "had it already"))
    click.echo(f"{done.folder}: {', '.join(f'{count} {words}' for count, words in told if count) or 'no templates'}.")
    for _, why in done.failed:
        for line in why.splitlines():
            click.echo(f"  {line}", err=True)
    for note in done.notes:
        click.echo(f"  {note}")


def _plain(done: Exported | Applied) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(done), "folder": str(done.folder)}
