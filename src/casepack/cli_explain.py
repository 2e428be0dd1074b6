"""The command explain: what the code beside a message means."""

from __future__ import annotations

from difflib import get_close_matches

import click

from . import cli_words
from .cli_options import json_option
from .errors import UsageError


@click.command()
@click.argument("code", metavar="CODE")
@json_option
def explain(code: str, as_json: bool) -> None:
    """Say what the CODE beside a message means, how it comes about, and what to do.

    \b
    Example:
      casepack explain jigsaw
    """
    from .codes import all_codes, explained

    found = explained(code)
    if not found:
        near = get_close_matches(code.strip().casefold(), [one.code for one in all_codes()], n=1)
        meant = f' Did you mean "{near[0]}"?' if near else ""
        raise UsageError(f'There is no code "{cli_words.one_line(code[:40])}".{meant}')
    if as_json:
        cli_words.say_json({"codes": [one.as_dict() for one in found]})
        return
    for one in found:
        click.echo(f"{one.code} ({one.group})")
        for said in (one.meaning, f"Cause: {one.cause}", f"To do: {one.remedy}"):
            click.echo(click.wrap_text(said, 96, "  ", "  "))
