"""Copies for sending, from the command line: the pass phrase asked for or read from a file, and what was sealed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .cli_options import PATH
from .cli_words import one_line
from .errors import CasepackError, OutputError, UsageError

if TYPE_CHECKING:
    from .disclosure import Audience
    from .office import Office
    from .plan import Case
    from .seal_pack import Sealed
    from .seal_state import SealState

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
    from .passphrase import checked, not_looked_at, phrase_in

    if file is not None:
        phrase = checked(phrase_in(file))
        if warning := not_looked_at(file):
            click.echo(one_line(warning), err=True)
        return phrase
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
    """What was sealed, pack by pack, why others were not, and how the copies stand that are there.

    `errors` is by reference, for these packs are made all the same. `many` keeps to the reference of a sensitive case:
    among many records nothing else of it is said. `wanted` are the readers whose papers the office says are sealed,
    and `due` how many files for them have no copy.
    """

    many: bool = False
    made: list[Sealed] = field(default_factory=list)
    errors: dict[str, CasepackError] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    old: list[SealState] = field(default_factory=list)
    wanted: tuple[str, ...] = ()
    due: int = 0
    again: bool = True

    @property
    def exit_code(self) -> int:
        """0, or the highest of the packs that could not be sealed."""
        return max((error.exit_code for error in self.errors.values()), default=0)

    def add(self, other: Sealing) -> None:
        """Take in what was done about other packs of the same run."""
        self.made += other.made
        self.errors |= other.errors
        self.hidden |= other.hidden
        self.old += other.old
        self.wanted, self.due, self.again = other.wanted, self.due + other.due, other.again

    def as_dict(self) -> dict[str, Any]:
        """The same for `--json`; nothing where there is nothing to tell."""
        told: dict[str, Any] = {"sealed": [self._made(one) for one in self.made]} if self.made else {}
        if self.errors:
            told["not_sealed"] = [{"reference": key, "why": self.why(key)} for key in self.errors]
        if self.old:
            told["out_of_date"] = [
                {"reference": one.reference, "copies": len(one.old) if self.hides(one) else list(one.old)}
                for one in self.old
            ]
        return told | ({"to_seal": self.due} if self.due else {})

    def _made(self, one: Sealed) -> dict[str, Any]:
        if not self.hides(one):
            return one.as_dict()
        return {"folder": str(one.folder), "copies": len(one.copies), "new": len(one.new), "left": len(one.left)}

    def hides(self, one: Sealed | SealState) -> bool:
        """Is this a sensitive case's, of which no document may be named here?"""
        return self.many and one.restricted

    def why(self, reference: str) -> str:
        """Why a pack was not sealed."""
        alone = "Run casepack make with --seal on its record alone, which says why."
        return alone if reference in self.hidden else str(self.errors[reference])


def seal(
    out: Path, packs: Collection[tuple[bool, str]], office: Office, phrase: str | None, *, many: bool = False
) -> Sealing:
    """Seal the documents of these packs: each whether it is restricted, and its reference; none without a pass phrase.

    One that cannot be sealed stops no other; nor is any where somebody would try this pass phrase first. How copies
    stand that were sealed before is looked at in either case.
    """
    sealing = Sealing(many, again=phrase is None)
    from .passphrase import checked
    from .seal_pack import readers, seal_pack

    organisation, audiences = office.organisation, readers(office)
    for restricted, reference in packs if phrase else ():
        try:
            checked(phrase or "", (organisation.name, organisation.team, reference))
            one = seal_pack(out, restricted=restricted, reference=reference, phrase=phrase or "", audiences=audiences)
        except CasepackError as error:
            sealing.errors[reference] = error
            if many and restricted:
                sealing.hidden.add(reference)
        else:
            sealing.made.append(one)
    wanted = organisation.seal_for if phrase is None else ()
    states = _states(out, packs, audiences if wanted else ())
    sealing.old = [state for state in states if state.old]
    sealing.wanted, sealing.due = tuple(wanted), sum(state.due for state in states)
    return sealing


def out_of_date(out: Path, cases: Iterable[Case]) -> Sealing:
    """Which sealed copies of these cases' packs in `out` no longer match their documents; nothing is sealed."""
    packs = {(case.sensitive, case.record.incident.reference or ""): None for case in cases}
    return Sealing(many=True, old=[state for state in _states(out, packs, ()) if state.old])


def _states(out: Path, packs: Collection[tuple[bool, str]], audiences: Collection[Audience]) -> list[SealState]:
    from .seal_state import seal_state

    states = []
    for restricted, reference in packs:
        with suppress(OutputError):  # a pack that cannot be read is told of where it is written
            states.append(seal_state(out, restricted=restricted, reference=reference, audiences=audiences))
    return states


def say_sealed(sealing: Sealing) -> None:
    """Say how many copies there are, where, what was not sealed, and which copies are not to be sent any more."""
    for one in sealing.made:
        _say_made(sealing, one)
    if any(one.copies for one in sealing.made):
        click.echo("Tell the reader the pass phrase by telephone or in person, never in the same e-mail.")
    _say_old(sealing)
    if sealing.due:
        files = "1 file that is ready has" if sealing.due == 1 else f"{sealing.due} files that are ready have"
        click.echo(
            f"Your office sends sealed papers ({one_line(', '.join(sealing.wanted))}): {files} no sealed copy yet. Run "
            "again with --seal before you send them."
        )
    for reference in sealing.errors:
        click.echo(f"{reference} was not sealed. {one_line(sealing.why(reference))}", err=True)


def _say_made(sealing: Sealing, one: Sealed) -> None:
    new = f", {len(one.new)} of them new" if len(one.new) < len(one.copies) else ""
    count = f"{len(one.copies)} sealed {'copy' if len(one.copies) == 1 else 'copies'}{new}"
    click.echo(f"{count} in {one_line(one.folder)}" if one.copies else "Nothing in this pack is ready to be sealed.")
    if sealing.hides(one) and one.left:
        click.echo("  Some of it was not sealed. Run casepack make with --seal on its record alone, which says why.")
        return
    for reason in one.left:
        click.echo(f"  {one_line(reason)}")


def _say_old(sealing: Sealing) -> None:
    """Say in a line which copies no longer match: by name where it is one pack's, otherwise by pack."""
    if not sealing.old:
        return
    from .seal_state import in_short

    count = sum(len(state.old) for state in sealing.old)
    if not sealing.many:
        which = "; ".join(in_short(state.old) for state in sealing.old)
    else:
        which = ", ".join(state.reference for state in sealing.old) + " (made alone, each says which)"
    copies, them = ("copy no longer matches its document", "it") if count == 1 else (
        "copies no longer match their documents", "them"
    )  # fmt: skip
    do = f"Run casepack make or casepack conference with --seal for new ones, then delete {them}."
    click.echo(
        f"{count} sealed {copies}: do not send {them}: {one_line(which)}. {do if sealing.again else f'Delete {them}.'}"
    )
