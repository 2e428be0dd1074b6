"""How the sealed copies of a pack stand beside its documents: which are out of date, and what has none yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .disclosure import Audience
from .seal_pack import KINDS, SENT, going_out, not_sealed, sent_to
from .write import read_manifest, read_pack


@dataclass(frozen=True, slots=True)
class SealState:
    """One pack: the names of the copies that no longer match a document, and how many files still want a copy."""

    restricted: bool
    reference: str
    old: tuple[str, ...] = ()
    due: int = 0


def seal_state(out: Path, *, restricted: bool, reference: str, audiences: Collection[Audience] = ()) -> SealState:
    """Hold the sealed copies of a pack against its documents; what goes to `audiences` is to have one.

    A copy is out of date where its document has a newer version, is no longer made or approved, was edited by hand, or
    where the copy itself was changed. One that somebody deleted is not told of. Writes nothing. Raises OutputError
    where the pack cannot be read.
    """
    manifest = read_manifest(out, restricted=restricted, reference=reference)
    if manifest is None or not (manifest.sealed or audiences):
        return SealState(restricted, reference)
    manifest, on_disk = read_pack(out, restricted=restricted, reference=reference)
    if manifest is None:  # moved away just now
        return SealState(restricted, reference)
    ready = {
        on_disk[path]: reader
        for made in going_out(manifest, frozenset(SENT.values()))
        if (reader := sent_to(made.key.document))
        for kind in KINDS
        if (path := made.path(kind)) in on_disk and not not_sealed(manifest, made, kind, on_disk)
    }
    there = [path for path in manifest.sealed if path in on_disk]
    right = {path for path in there if manifest.sealed[path] in ready and on_disk[path] == manifest.other.get(path)}
    have = {manifest.sealed[path] for path in right}
    old = tuple(PurePosixPath(path).name for path in there if path not in right)
    return SealState(restricted, reference, old, sum(to in audiences for it, to in ready.items() if it not in have))


def in_short(names: Sequence[str]) -> str:
    """Names of files in a few words: the endings of what is one document stand together, "GEN-1 letter (docx, pdf)"."""
    endings: dict[str, list[str]] = {}
    for name in sorted(names):
        stem, _, ending = name.rpartition(".")
        endings.setdefault(stem, []).append(ending)
    return "; ".join(f"{stem} ({', '.join(kinds)})" for stem, kinds in endings.items())
