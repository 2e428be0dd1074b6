"""Copies for sending, from the command line: the pass phrase asked for or read from a file, and what was sealed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .cli_options import PATH
from .cli_words import one_line
from .errors import CasepackError, UsageError

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


@dataclass
class Sealing:
    """What was sealed, pack by pack, and why others were not: by reference, for they are made all the same."""

    made: list[Sealed] = field(default_factory=list)
    errors: dict[str, CasepackError] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0, or the highest of the packs that could not be sealed."""
        return max((error.exit_code for error in self.errors.values()), default=0)

    def as_dict(self) -> dict[str, Any]:
        """The same for `--json`; nothing where nothing was to be sealed."""
        told: dict[str, Any] = {"sealed": [one.as_dict() for one in self.made]} if self.made else {}
        not_sealed = [{"reference": key, "why": str(error)} for key, error in self.errors.items()]
        return told | ({"not_sealed": not_sealed} if not_sealed else {})


def seal(out: Path, packs: Collection[tuple[bool, str]], office: Office, phrase: str | None) -> Sealing:
    """Seal the documents of these packs: each whether it is restricted, and its reference; none without a pass phrase.

    One that cannot be sealed stops no other; nor is any where somebody would try this pass phrase first.
    """
    sealing = Sealing()
    if phrase is None:
        return sealing
    from .passphrase import checked
    from .seal_pack import readers, seal_pack

    organisation, audiences = office.organisation, readers(office)
    for restricted, reference in packs:
        try:
            checked(phrase, (organisation.name, organisation.team, reference))
            one = seal_pack(out, restricted=restricted, reference=reference, phrase=phrase, audiences=audiences)
        except CasepackError as error:
            sealing.errors[reference] = error
        else:
            sealing.made.append(one)
    return sealing


def say_sealed(sealing: Sealing) -> None:
    """Say how many copies there are, where, and what was not sealed."""
    made = sealing.made
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
    for reference, error in sealing.errors.items():
        click.echo(f"{reference} was not sealed. {one_line(error)}", err=True)
