"""The only writer of packs: the next state of a pack is built beside it and takes its place in one step.

A run that is killed leaves the pack as it was or as it should be, and the next run clears up. A file that casepack
did not make, or that somebody has changed since, is never written over; nothing in a pack is ever deleted.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from . import safefs
from .errors import OutputError
from .manifest import MANIFEST, Manifest
from .packplace import (
    RESTRICTED,
    Place,
    assemble,
    heal,
    hold_folder,
    hold_pack,
    place_of,
    put_in_place,
    refuse_odd,
)

__all__ = [
    "Place",
    "WriteResult",
    "heal",
    "hold_folder",
    "hold_pack",
    "move_pack",
    "read_manifest",
    "read_pack",
    "write_pack",
]


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What was done: the pack's folder, whether anything was written, and which paths inside it."""

    folder: Path
    changed: bool
    written: tuple[str, ...] = ()


def read_pack(root: Path, *, restricted: bool, reference: str) -> tuple[Manifest | None, dict[str, str]]:
    """The manifest of a pack and the SHA-256 by path of every file in it; (None, {}) where there is no pack.

    Word's lock files are left out. Writes nothing; what a killed run left behind is read as the next run will
    find it. Raises OutputError if the manifest is damaged or another pack's, the folder is a link, or a file cannot
    be read.
    """
    place = place_of(root, restricted, reference)
    with safefs.friendly(reference, "read"):
        refuse_odd(place)
        folder = place.folder if safefs.stands(place.folder) else place.old
        paths = [path for path in safefs.scan(folder).files if not safefs.is_word_lock(path)]
        on_disk = {path: safefs.digest(folder / path) for path in paths}
        manifest = _manifest(folder)
    # To Windows folders that differ in small and capital letters only are one; a folder may have been copied, too.
    if manifest and manifest.reference != reference:
        raise OutputError(
            f"The folder {reference} holds the pack of {manifest.reference}. Write the reference as it was, or give "
            "the folder its own name again."
        )
    return manifest, on_disk


def read_manifest(root: Path, *, restricted: bool, reference: str) -> Manifest | None:
    """The manifest alone, without a look at the files that it tells of; None where there is no pack. Raises alike."""
    place = place_of(root, restricted, reference)
    with safefs.friendly(reference, "read"):
        refuse_odd(place)
        return _manifest(place.folder if safefs.stands(place.folder) else place.old)


def write_pack(
    root: Path,
    *,
    restricted: bool,
    reference: str,
    files: Mapping[str, bytes],
    seen: Mapping[str, str],
    manifest: Manifest,
    held: Place | None = None,
) -> WriteResult:
    """Bring a pack to its next state, whole or not at all.

    `files` gives the new content by path (forward slashes), without the manifest; all else in the pack stays as
    it is, with its times. `seen` is what `read_pack` found: if a file to be replaced is not as it was then, or is
    not as casepack made it, nothing is written. If nothing differs nothing is touched. `held` comes from
    `hold_pack`; without it the pack is held for the time of writing. Raises OutputError, the pack then being as
    it was; ValueError if the manifest does not know a file or gives it another hash.
    """
    if held is None:
        with hold_pack(root, restricted=restricted, reference=reference) as place:
            return _write(place, files, seen, manifest)
    if held != place_of(root, restricted, reference):
        raise ValueError("another pack is held")
    return _write(held, files, seen, manifest)


def move_pack(root: Path, reference: str, *, to: str = "") -> bool:
    """Move a pack to the restricted folder when its record has become sensitive; False if there is none to move.

    Everything in it is closed to all but its owner first. `to` is what it is called there, otherwise its reference.
    Raises OutputError if there is a restricted pack of that name too, with anything in it that the other does not have
    the same.
    """
    here = place_of(root, False, reference)
    # What a killed run left outside is as sensitive as the pack itself, and goes too.
    if not any(os.path.lexists(path) for path in (here.folder, here.old, here.next, here.lock)):
        return False
    with (
        hold_pack(root, restricted=False, reference=reference) as source,
        hold_pack(root, restricted=True, reference=to or reference) as target,
        safefs.friendly(reference),
    ):
        if not source.folder.is_dir():
            return False
        _close(source.folder)
        if not target.folder.is_dir():
            _move(source.folder, target)
        elif not _holds(target.folder, source.folder):
            raise OutputError(
                f"There are two packs of {reference}, one of them in “{RESTRICTED}”. Compare them by hand, move what "
                f"is needed into “{RESTRICTED}” and delete the other; until then casepack writes neither."
            )
        if source.folder.is_dir():  # copied to another disk: now the first one goes
            source.folder.rename(source.next)
            safefs.remove_tree(source.next)
        safefs.sync_folder(source.home)
        return True


def _write(place: Place, files: Mapping[str, bytes], seen: Mapping[str, str], manifest: Manifest) -> WriteResult:
    content = {**files, MANIFEST: manifest.to_json().encode()}
    _check_content(place, files, manifest)
    with safefs.friendly(place.reference):
        _refuse_other_home(place)
        tree = safefs.scan(place.folder)
        changes = _changes(place.folder, tree, content, seen)
        if not changes:
            return WriteResult(place.folder, changed=False)
        try:
            _build(place, tree, changes)
            put_in_place(place, tree)
        except BaseException:  # Ctrl-C too
            with suppress(OSError):
                safefs.remove_tree(place.next)
            raise
        # From here on the pack is as it should be; what cannot be removed now the next run clears up.
        with suppress(OSError):
            safefs.sync_folder(place.home)
        with suppress(OSError):
            safefs.remove_tree(place.next)
    return WriteResult(place.folder, changed=True, written=tuple(sorted(changes)))


def _check_content(place: Place, files: Mapping[str, bytes], manifest: Manifest) -> None:
    """Names and lengths before anything is written; ValueError where files and manifest do not belong together."""
    recorded = manifest.recorded()
    for path, data in files.items():
        if recorded.get(path) != hashlib.sha256(data).hexdigest():
            raise ValueError(f"the manifest does not give the hash of {path}")
    if manifest.reference != place.reference:
        raise ValueError("the manifest is another pack's")
    for path in (*files, MANIFEST):
        safefs.check_name(path)
        # Measured where the pack is built, whose name is a little longer than the pack's own.
        length = len(os.path.abspath(place.next / path))  # noqa: PTH100 (resolve() would follow links)
        if length > safefs.LONGEST_PATH:
            raise OutputError(
                f"The path of “{path}” would have {length} characters while casepack builds the pack; Windows allows "
                f"{safefs.LONGEST_PATH}. Choose an output folder with a shorter path."
            )


def _refuse_other_home(place: Place) -> None:
    """One reference, one pack: a record is never half in the restricted folder and half outside it."""
    other = Place(place.root, not place.restricted, place.reference)
    if safefs.stands(other.folder) or safefs.stands(other.old):
        where = f"in “{RESTRICTED}”" if other.restricted else f"outside “{RESTRICTED}”"
        raise OutputError(
            f"There is already a pack of {place.reference} {where}. Nothing was written. Check whether the record is "
            "rightly marked as sensitive or not, and move that pack's folder if it is in the wrong place."
        )


def _changes(
    folder: Path, tree: safefs.Tree, content: Mapping[str, bytes], seen: Mapping[str, str]
) -> dict[str, bytes]:
    """The content that differs from what is there. Raises OutputError where it would harm somebody's file."""
    old = _manifest(folder)
    recorded = {(path.casefold(), made) for path, made in (old.recorded() if old else {}).items()}
    spelled = {path.casefold(): path for path in (*tree.files, *tree.folders)}
    before = {path.casefold(): digest for path, digest in seen.items()}
    changes = {}
    for path, data in content.items():
        # Windows does not tell small from capital letters: a file that somebody has renamed so keeps its name.
        there = spelled.get(path.casefold(), path)
        if there not in tree.files and there not in tree.folders:
            changes[there] = data
            continue
        if there in tree.folders:
            raise OutputError(f"“{there}” is a folder, and casepack needs a file there. Move it away and run again.")
        now = safefs.digest(folder / there)
        if now == hashlib.sha256(data).hexdigest():
            continue
        if now != before.get(there.casefold()):
            raise OutputError(
                f"“{there}” was changed while casepack was working. Nothing was written. "
                "Close the documents of this pack and run again."
            )
        if path != MANIFEST and (path.casefold(), now) not in recorded:
            raise OutputError(f"“{there}” is not as casepack made it and was left alone. Nothing was written.")
        if path == MANIFEST and there != MANIFEST:
            raise OutputError(f"“{there}” stands in the place of “{MANIFEST}”. Give it that name again.")
        changes[there] = data
    _refuse_file_for_folder(changes, spelled, tree)
    return changes


def _refuse_file_for_folder(changes: Mapping[str, bytes], spelled: Mapping[str, str], tree: safefs.Tree) -> None:
    for path in changes:
        for above in PurePosixPath(path).parents:
            there = spelled.get(str(above).casefold())
            if there is not None and there not in tree.folders:
                raise OutputError(
                    f"“{there}” in the pack is a file or a link, and casepack needs a folder there. "
                    "Move it away and run again."
                )


def _build(place: Place, tree: safefs.Tree, changes: Mapping[str, bytes]) -> None:
    """The whole next state beside the pack, seen onto the disk."""
    new = {str(above) for path in changes for above in PurePosixPath(path).parents}
    folders = assemble(place.folder, place.next, tree, leave=changes.keys(), more=new - {"."})
    for path, data in changes.items():
        safefs.write_new(place.next / path, data)
    for folder in reversed(folders):
        safefs.sync_folder(folder)


def _move(source: Path, target: Place) -> None:
    try:
        source.rename(target.folder)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        for folder in reversed(assemble(source, target.next, safefs.scan(source))):
            safefs.sync_folder(folder)
        target.next.rename(target.folder)
    safefs.sync_folder(target.home)


def _close(folder: Path) -> None:
    """Close a pack to all but its owner, from the outside in."""
    tree = safefs.scan(folder)
    for path in (".", *tree.folders, *tree.files):
        safefs.tighten(folder / path)


def _holds(folder: Path, other: Path) -> bool:
    """Does `folder` hold everything that `other` holds, the same?"""
    mine, others = safefs.scan(folder).files, safefs.scan(other).files
    return all(p in mine and safefs.digest(folder / p) == safefs.digest(other / p) for p in others)


def _manifest(folder: Path) -> Manifest | None:
    path = folder / MANIFEST
    if not safefs.stands(path):
        return None
    if safefs.is_link(path) or not path.is_file():
        raise OutputError(f"The pack's {MANIFEST} is a link or a folder. Move the pack's folder away and run again.")
    return Manifest.from_json(path.read_bytes())
