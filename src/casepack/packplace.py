"""Where a pack lives, who holds it, and how its next state takes its place in one step.

    outputs/MSC-2026-0417/          the pack
    outputs/.MSC-2026-0417.next/    its next state while it is built; the last state while it is cleared away
    outputs/.MSC-2026-0417.old/     its last state, for the moment between two renames (Windows)
    outputs/.MSC-2026-0417.lock     held while a run writes
    outputs/restricted/             the same for sensitive incidents, which share no file with the others

A part of `write`: nothing else uses it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from . import safefs
from .errors import OutputError
from .packlock import lock

RESTRICTED = "restricted"
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_LEFTOVER = re.compile(rf"\.({_REFERENCE.pattern})\.(?:next|old|lock)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one pack lives."""

    root: Path
    restricted: bool
    reference: str

    @property
    def home(self) -> Path:
        """The folder that the pack's folder is in."""
        return self.root / RESTRICTED if self.restricted else self.root

    @property
    def folder(self) -> Path:
        """The pack's folder."""
        return self.home / self.reference

    @property
    def next(self) -> Path:
        """Where the next state is built. What is here can always be thrown away."""
        return self.home / f".{self.reference}.next"

    @property
    def old(self) -> Path:
        """The last state, whole, for the moment between two renames."""
        return self.home / f".{self.reference}.old"

    @property
    def lock(self) -> Path:
        """The lock file."""
        return self.home / f".{self.reference}.lock"


def place_of(root: Path, restricted: bool, reference: str) -> Place:
    """The place of a pack. Raises OutputError for a reference that cannot be a folder's name."""
    if not _REFERENCE.fullmatch(reference) or reference.casefold() == RESTRICTED:
        raise OutputError("The reference cannot be the name of a folder. Use letters, digits, dots and hyphens.")
    safefs.check_name(reference)
    return Place(root, restricted, reference)


def refuse_odd(place: Place) -> None:
    """Raise OutputError where a file or a link stands in the place of a folder: it could lead anywhere."""
    inner = [place.home] if place.restricted else []
    for folder in (*inner, place.folder, place.old):
        if safefs.is_link(folder):
            raise OutputError(f"“{folder.name}” is a link to another place. Remove it, or choose another folder.")
    for folder in (place.root, *inner, place.folder, place.old):
        _refuse_what_is_no_folder(folder)


def _refuse_what_is_no_folder(folder: Path) -> None:
    """Raise OutputError where something stands there that is no folder, and no link to one."""
    if not os.path.lexists(folder) or folder.is_dir():
        return
    if safefs.is_link(folder):
        raise OutputError(
            f"“{folder.name}” is a link that leads to no folder, and casepack needs a folder there. Remove the link, "
            "or make the folder that it leads to."
        )
    raise OutputError(f"“{folder.name}” is a file, and casepack needs a folder there. Move the file away.")


def _heal(place: Place) -> None:
    """Clear up after a killed run: the pack is whole as it was, or whole as it should be."""
    if not os.path.lexists(place.folder) and place.old.is_dir():
        place.old.rename(place.folder)
    safefs.remove_tree(place.next)
    if os.path.lexists(place.old):
        place.old.rename(place.next)  # so that what is called old is always whole
        safefs.remove_tree(place.next)


@contextmanager
def hold_pack(root: Path, *, restricted: bool, reference: str) -> Iterator[Place]:
    """Keep other runs from writing this pack, and clear up after one that was killed.

    Hold it from reading to writing, and hand what it yields to `write_pack`. Raises OutputError if another run
    holds the pack, saying which, or if there can be no pack at this place.
    """
    place = place_of(root, restricted, reference)
    with safefs.friendly(reference):
        refuse_odd(place)
        safefs.make_folder(place.home)
        if restricted:
            safefs.tighten(place.home)
    with ExitStack() as holding:
        with safefs.friendly(reference):  # not around the yield: what goes wrong there is not about writing
            holding.enter_context(lock(place.lock, reference))
            _heal(place)
        yield place


@contextmanager
def hold_folder(root: Path) -> Iterator[None]:
    """Keep other runs over many records from this folder. Raises OutputError if one is at work there, saying which."""
    with safefs.friendly(root.name or str(root)):
        _refuse_what_is_no_folder(root)
        safefs.make_folder(root)
    with ExitStack() as holding:
        with safefs.friendly(root.name or str(root)):
            holding.enter_context(lock(root / ".casepack.lock", f"The folder “{root.name or root}”"))
        yield


def heal(root: Path, like: str = "") -> tuple[str, ...]:
    """Clear up after killed runs, all over `root`; the references of the packs that needed it.

    With `like` only after those of packs whose references begin so. A pack that another run is writing, or that cannot
    be cleared up, is passed over: writing it says why. Raises OutputError if `root` cannot be read.
    """
    healed = []
    for restricted in (False, True):
        home = root / RESTRICTED if restricted else root
        with safefs.friendly(root.name, "read"):
            names = sorted(path.name for path in home.iterdir()) if home.is_dir() else []
        found = dict.fromkeys(m[1] for name in names if (m := _LEFTOVER.fullmatch(name)))
        for reference in (each for each in found if each.startswith(like)):
            with suppress(OutputError), hold_pack(root, restricted=restricted, reference=reference):
                healed.append(reference)
    return tuple(healed)


def assemble(
    source: Path, target: Path, tree: safefs.Tree, leave: Collection[str] = (), more: Collection[str] = ()
) -> list[Path]:
    """Have the files of `tree`, but for those in `leave`, at `target` too. The folders made, parents first."""
    folders = [target, *(target / path for path in sorted({*tree.folders, *more}))]
    for folder in folders:
        safefs.make_folder(folder)
    for path in tree.files:
        if path not in leave:
            try:
                safefs.carry(source / path, target / path)
            except FileNotFoundError:
                if not safefs.is_word_lock(path):  # these go when Word closes
                    raise
    return folders


def put_in_place(place: Place, tree: safefs.Tree) -> None:
    """Let the next state take the pack's place; back again, and OutputError, if the pack was touched meanwhile."""
    if not os.path.lexists(place.folder):
        place.next.rename(place.folder)
    elif safefs.exchange(place.next, place.folder):
        if not _is_still(place.next, tree):
            safefs.exchange(place.next, place.folder)
            raise _touched(place)
    else:
        place.folder.rename(place.old)
        try:
            if not _is_still(place.old, tree):
                raise _touched(place)
            place.next.rename(place.folder)
        except BaseException:  # Ctrl-C too
            place.old.rename(place.folder)
            raise
        with suppress(OSError):
            place.old.rename(place.next)


def _is_still(folder: Path, tree: safefs.Tree) -> bool:
    try:
        return safefs.scan(folder).settled() == tree.settled()
    except OSError:
        return False


def _touched(place: Place) -> OutputError:
    return OutputError(
        f"Somebody saved a file in the pack {place.reference} at the moment it was written. The pack is as they left "
        "it. Close its documents and run again."
    )
