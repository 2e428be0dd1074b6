"""Sealed copies of a pack's documents, in a folder of their own inside the pack, for sending.

Sealed is what was proved and approved, and that alone: as casepack made it, or the PDF that it made of an edited Word
file. What is sealed already, from the same file and with the same pass phrase, is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .disclosure import Audience
from .documents import DOCUMENTS
from .manifest import Made, Manifest
from .office import Office
from .sealing import opens_with, sealed
from .versions import decide_other
from .write import hold_pack, read_pack, write_pack

FOLDER = "sealed"
KINDS = ("docx", "pdf")
_TOLD_OF_NOBODY = {
    Audience.MEMBERS, Audience.BUSINESS, Audience.RESIDENTS, Audience.PATROL, Audience.OUTREACH,
    Audience.SCHOOLS_ENGAGEMENT, Audience.MAPPING,
}  # fmt: skip
_STAYS_HERE = {Audience.OFFICE, Audience.ECINS}
SENT: dict[str, Audience] = {
    **{id: document.audience for id, document in DOCUMENTS.items() if document.audience not in _STAYS_HERE},
    "conference-pack": Audience.CONFERENCE,
}
"""Who reads each document that leaves the team."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed: the copies, by path in the pack, which of them are new, and what was not sealed and why."""

    folder: Path
    copies: tuple[str, ...]
    new: tuple[str, ...]
    left: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The same for `--json`."""
        return {"folder": str(self.folder), "copies": list(self.copies), "new": list(self.new), "left": list(self.left)}


def readers(office: Office) -> frozenset[Audience]:
    """For whom copies are sealed: those whom the office's data name, else all whose papers tell of somebody."""
    wanted = {word.strip().casefold() for word in office.organisation.seal_for}
    everybody = frozenset(SENT.values())
    if not wanted:
        return everybody - _TOLD_OF_NOBODY
    return everybody if "all" in wanted else frozenset(a for a in everybody if a.value in wanted)


def seal_pack(out: Path, *, restricted: bool, reference: str, phrase: str, audiences: Collection[Audience]) -> Sealed:
    """Seal every document of a pack that is approved and goes to one of `audiences`.

    The manifest keeps the SHA-256 of each copy and of the file that it was sealed from. Raises OutputError, the pack
    then being as it was.
    """
    with hold_pack(out, restricted=restricted, reference=reference) as place:
        manifest, on_disk = read_pack(out, restricted=restricted, reference=reference)
        if manifest is None:
            return Sealed(place.folder, (), (), ())
        files: dict[str, bytes] = {}
        other, sources, copies, left = dict(manifest.other), dict(manifest.sealed), list[str](), list[str]()
        for made in _going_out(manifest, audiences):
            for kind in KINDS:
                path = made.path(kind)
                if reason := _not_sealed(manifest, made, kind, on_disk):
                    left.append(reason)
                    continue
                if path not in on_disk:
                    continue
                target = f"{FOLDER}/{Path(path).name}"
                kept = _kept(target, manifest, on_disk)
                same = kept and sources.get(kept) == on_disk[path]
                if kept and same and opens_with((place.folder / kept).read_bytes(), kind, phrase):
                    copies.append(kept)
                    continue
                data = sealed((place.folder / path).read_bytes(), kind, phrase)
                digest = hashlib.sha256(data).hexdigest()
                to = decide_other(target, digest, manifest, on_disk).path
                files[to], other[to], sources[to] = data, digest, on_disk[path]
                copies.append(to)
        after = replace(manifest, other=other, sealed=sources)
        written = write_pack(
            out, restricted=restricted, reference=reference, files=files, seen=on_disk, manifest=after, held=place
        )
        return Sealed(written.folder / FOLDER, tuple(copies), tuple(files), tuple(dict.fromkeys(left)))


def _going_out(manifest: Manifest, audiences: Collection[Audience]) -> Iterator[Made]:
    for made in manifest.latest().values():
        audience = SENT.get(made.key.document)
        if made.state == "current" and made.approved and audience in audiences:
            yield made


def _not_sealed(manifest: Manifest, made: Made, kind: str, on_disk: dict[str, str]) -> str:
    """Why a file is not what was proved; nothing where it is."""
    word, path = made.path("docx"), made.path(kind)
    recorded = manifest.recorded()
    edited = word in on_disk and on_disk[word] != made.files.get("docx")
    if kind == "docx" and edited:
        return f"{made.stem}.docx was edited by hand, so the Word file is not sealed: send its PDF."
    if kind == "pdf" and edited and on_disk.get(path) == made.files.get("pdf"):
        return f"{made.stem}.docx was edited by hand, and its PDF is older. Make it anew with casepack pdf, then seal."
    if path in on_disk and on_disk[path] != recorded.get(path):
        return f"{Path(path).name} is not as casepack made it, so it is not sealed."
    return ""


def _kept(target: str, manifest: Manifest, on_disk: dict[str, str]) -> str:
    """The last copy of this name that is on disk as it was sealed; nothing where there is none."""
    stem, _, kind = target.rpartition(".")
    versions = [path for path in manifest.sealed if path == target or path.startswith(f"{stem} v")]
    there = [path for path in versions if path.endswith(kind) and on_disk.get(path) == manifest.other.get(path)]
    return there[-1] if there else ""
