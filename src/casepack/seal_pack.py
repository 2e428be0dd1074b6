"""Sealed copies of a pack's documents, in a folder of their own inside the pack, for sending.

Sealed is what was proved and approved, and that alone: as casepack made it, or the PDF that it made of an edited Word
file. What is sealed already, from the same file and with the same pass phrase, is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import safefs
from .disclosure import Audience
from .documents import DOCUMENTS
from .errors import OutputError
from .manifest import Made, Manifest
from .office import Office
from .own_kinds import reader_of
from .sealing import opens_with, sealed
from .versions import decide_other
from .write import Place, hold_pack, read_pack, write_pack

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
    restricted: bool = False

    def as_dict(self) -> dict[str, object]:
        """The same for `--json`."""
        return {"folder": str(self.folder), "copies": list(self.copies), "new": list(self.new), "left": list(self.left)}


def sent_to(document: str) -> Audience | None:
    """Who reads a document that leaves the team, by its id; None for what stays, and for what is not known."""
    own = reader_of(document)
    return SENT.get(document) or (own if own not in _STAYS_HERE else None)


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
            return Sealed(place.folder, (), (), (), restricted)
        files: dict[str, bytes] = {}
        other, sources, copies, left = dict(manifest.other), dict(manifest.sealed), list[str](), list[str]()
        for made in going_out(manifest, audiences):
            for kind in KINDS:
                path = made.path(kind)
                if reason := not_sealed(manifest, made, kind, on_disk):
                    left.append(reason)
                    continue
                if path not in on_disk:
                    continue
                target = f"{FOLDER}/{Path(path).name}"
                kept = _kept(target, manifest, on_disk)
                same = kept and sources.get(kept) == on_disk[path]
                if kept and same and opens_with(_read(place, kept, on_disk), kind, phrase):
                    copies.append(kept)
                    continue
                data = sealed(_read(place, path, on_disk), kind, phrase)
                digest = hashlib.sha256(data).hexdigest()
                to = decide_other(target, digest, manifest, on_disk).path
                files[to], other[to], sources[to] = data, digest, on_disk[path]
                copies.append(to)
        after = replace(manifest, other=other, sealed=sources)
        written = write_pack(
            out, restricted=restricted, reference=reference, files=files, seen=on_disk, manifest=after, held=place
        )
        folder, told = written.folder / FOLDER, tuple(dict.fromkeys(left))
        return Sealed(folder, tuple(copies), tuple(files), told, restricted)


def going_out(manifest: Manifest, audiences: Collection[Audience]) -> Iterator[Made]:
    """The documents of a pack that are approved and go to one of `audiences`."""
    for made in manifest.latest().values():
        audience = sent_to(made.key.document)
        if made.state == "current" and made.approved and audience in audiences:
            yield made


def not_sealed(manifest: Manifest, made: Made, kind: str, on_disk: dict[str, str]) -> str:
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


def _read(place: Place, path: str, on_disk: dict[str, str]) -> bytes:
    """What a file of the pack holds, if it is still what was found to be proved. Raises OutputError if not."""
    with safefs.friendly(place.reference, "read"):
        data = (place.folder / path).read_bytes()
    # An officer who saves it at this moment would otherwise have their own words sealed as if they had been proved.
    if hashlib.sha256(data).hexdigest() != on_disk[path]:
        raise OutputError(
            f"“{Path(path).name}” was changed while casepack was sealing, so nothing was sealed. Close the documents "
            "of this pack and run again."
        )
    return data
