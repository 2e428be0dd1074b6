"""Copies for sending, from the command line: the pass phrase asked for or read from a file, and what was sealed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from .cli_options import PATH
from .cli_words import one_line
from .errors import UsageError

if TYPE_CHECKING:
    from .office import Office
    from .seal_pack import Sealed

_Command = TypeVar("_Command", bound=Callable[..., object])


def seal_options(command: _Command) -> _Command:
    """The options by which a command makes sealed copies, too."""
    file = click.option(
        "--pass-phrase-file",
        "phrase_file",
        metavar="FILE",
        type=PATH,
        help="Seal, with the pass phrase in this file, which nobody but you may read. Otherwise you are asked for it.",
    )
    return click.option("--seal", "seal", is_flag=True, help="Also write encrypted copies, for sending.")(file(command))


def phrase_for(wanted: bool, file: Path | None) -> str | None:
    """The pass phrase to seal with, checked; None where nothing is to be sealed.

    Raises UsageError where there is none to be had, or it is weak.
    """
    from .passphrase import checked, phrase_in

    if file is not None:
        return checked(phrase_in(file))
    if not wanted:
        return None
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            "--seal asks for a pass phrase, and there is nobody here to ask. Name a file that holds it with "
            "--pass-phrase-file FILE; never write it into a command."
        )
    return checked(click.prompt("Pass phrase", hide_input=True, confirmation_prompt=True, err=True))


def seal(out: Path, packs: Collection[tuple[bool, str]], office: Office, phrase: str | None) -> list[Sealed]:
    """Seal the documents of these packs: each whether it is restricted, and its reference; none without a pass phrase.

    Raises UsageError where the pass phrase is what somebody would try first at these packs, and OutputError.
    """
    if phrase is None:
        return []
    from .passphrase import checked
    from .seal_pack import readers, seal_pack

    organisation = office.organisation
    checked(phrase, (organisation.name, organisation.team, *(reference for _, reference in packs)))
    audiences = readers(office)
    return [
        seal_pack(out, restricted=restricted, reference=reference, phrase=phrase, audiences=audiences)
        for restricted, reference in packs
    ]


def say_sealed(made: Collection[Sealed]) -> None:
    """Say how many copies there are, where, and what was not sealed."""
    for one in made:
        new = f", {len(one.new)} of them new" if len(one.new) < len(one.copies) else ""
        count = f"{len(one.copies)} sealed {'copy' if len(one.copies) == 1 else 'copies'}{new}"
        click.echo(
            f"{count} in {one_line(one.folder)}" if one.copies else "Nothing in this pack is ready to be sealed."
        )
        for reason in one.left:
            click.echo(f"  {one_line(reason)}")
    if any(one.copies for one in made):
        click.echo("Tell the reader the pass phrase by telephone or in person, never in the same e-mail.")
