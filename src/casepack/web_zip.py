"""A pack as one zip, and back again: what an officer takes away, and brings along for the next run.

A zip that comes in is as hostile as any file from outside: nothing in it may leave its folder, be a link, or unpack
without end, and it must hold one pack and nothing else.
"""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from . import safefs
from .errors import OutputError, UsageError
from .manifest import MANIFEST, Manifest
from .packplace import RESTRICTED, place_of
from .zipsafe import CANNOT_OPEN, READ_PACKED, open_zip

MOST_BYTES = 256 * 1024 * 1024
"""Bytes of everything in a zip that is brought along, unpacked; a pack of a large case has some twenty million."""
MOST_OF_ONE = 64 * 1024 * 1024

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_CLOSED_ITEM = "closed-item-note"
"""A document that only the pack of a sensitive case has."""
_LEFT_BY_SYSTEMS = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})

NOT_A_PACK = (
    "This zip does not hold one pack of casepack and nothing else. Take the zip as it was when you took the pack away, "
    "or go on without it: a new pack is made then."
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier pack, still packed: its manifest, whether it was a sensitive case's, and its parts by path in it."""

    manifest: Manifest
    restricted: bool
    parts: dict[str, zipfile.ZipInfo]
    archive: zipfile.ZipFile


def zipped(folder: Path) -> bytes:
    """A pack's folder as a zip, names as on disk below the name of the folder itself; same pack, same bytes.

    Every file in it bears the moment of the pack's last change, and nothing of this machine. The pack of a sensitive
    case stands in a folder "restricted", as on disk. Raises OutputError where a file cannot be read.
    """
    home = f"{RESTRICTED}/" if folder.parent.name == RESTRICTED else ""
    with safefs.friendly(folder.name, "read"):
        found = safefs.scan(folder).settled().files
        names = [name for name, (kind, *_) in sorted(found.items()) if kind == stat.S_IFREG]
        moment = _moment(folder / MANIFEST) if MANIFEST in names else _NO_TIME
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                info = zipfile.ZipInfo(f"{home}{folder.name}/{name}", moment)
                info.create_system = 3  # said of every machine, so that the file's rights are read
                info.external_attr = (stat.S_IFREG | 0o600) << 16
                archive.writestr(info, (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _moment(manifest: Path) -> tuple[int, int, int, int, int, int]:
    try:
        moment = datetime.fromisoformat(Manifest.from_json(manifest.read_bytes()).as_of)
    except ValueError:  # somebody's own words in its place
        return _NO_TIME
    return (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)


def earlier_pack(data: bytes) -> Earlier:
    """What pack a zip holds, nothing unpacked yet. Raises UsageError for anything but one whole pack."""
    archive = open_zip(data)
    if archive is None:
        raise UsageError(f"The zip of the earlier pack cannot be opened: it is damaged, or no zip. {NOT_A_PACK}")
    listed = [(name, info) for info in archive.infolist() if (name := _checked(info)) is not None]
    parts = dict(listed)
    # A pack's own documents never hold a manifest, so the nearest to the top is that of the pack.
    manifests = sorted((name for name in parts if PurePosixPath(name).name == MANIFEST), key=lambda n: n.count("/"))
    if not manifests:
        raise UsageError(NOT_A_PACK)
    top = manifests[0].removesuffix(MANIFEST)
    if any(not name.startswith(top) for name in parts):
        raise UsageError(NOT_A_PACK)
    inside = {name.removeprefix(top): info for name, info in parts.items()}
    if len({name.casefold() for name in inside}) != len(listed):
        raise UsageError(f"Two files in the zip of the earlier pack have one name. {NOT_A_PACK}")
    try:
        manifest = Manifest.from_json(_read(archive, inside[MANIFEST], MOST_OF_ONE))
    except OutputError as error:
        raise UsageError(f"The zip of the earlier pack: {error}") from None
    restricted = RESTRICTED in PurePosixPath(top).parts[:-1]
    restricted |= any(made.key.document == _CLOSED_ITEM for made in manifest.documents)
    return Earlier(manifest, restricted, inside, archive)


def folder_in(pack: Earlier, out: Path) -> Path:
    """Where a run into `out` looks for this pack. Raises OutputError where its reference is no name of a folder."""
    return place_of(out, pack.restricted, pack.manifest.reference).folder


def unpack(pack: Earlier, out: Path) -> None:
    """Put an earlier pack where the next run into `out` finds it. Raises UsageError where the zip is damaged.

    It takes the place of what an earlier try left there. Files are for their owner only.
    """
    folder = folder_in(pack, out)
    left = MOST_BYTES
    with safefs.friendly(pack.manifest.reference):
        safefs.remove_tree(folder)
        for name, info in sorted(pack.parts.items()):
            data = _read(pack.archive, info, min(left, MOST_OF_ONE))
            left -= len(data)
            target = folder / name
            safefs.make_folder(target.parent)
            safefs.write_new(target, data)


def _checked(info: zipfile.ZipInfo) -> str | None:
    """The name of a part with forward slashes; None for a folder, and for what systems add by themselves.

    Raises UsageError for a name that leads out of the folder, a link, a device, or anything locked or oddly packed.
    """
    name = info.filename.replace("\\", "/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if any(part.casefold() in _LEFT_BY_SYSTEMS for part in name.split("/")) or safefs.is_word_lock(name):
        return None
    try:
        safefs.check_name(name.removesuffix("/"))
    except OutputError:
        raise UsageError(f"A name in the zip of the earlier pack leads out of it. {NOT_A_PACK}") from None
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or info.flag_bits & _ENCRYPTED:
        raise UsageError(f"The zip of the earlier pack holds a link, or a locked file. {NOT_A_PACK}")
    if info.is_dir() or name.endswith("/"):
        return None
    if info.compress_type not in READ_PACKED or info.file_size > MOST_OF_ONE:
        raise UsageError(f"The zip of the earlier pack holds a file that is too large. {NOT_A_PACK}")
    return name


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """A part, unpacked no further than allowed, whatever the zip says of its size."""
    data = bytearray()
    try:
        with archive.open(info) as file:
            while chunk := file.read(min(_CHUNK, most - len(data) + 1)):
                data += chunk
                if len(data) > most:
                    raise UsageError(f"The zip of the earlier pack unpacks to more than a pack can hold. {NOT_A_PACK}")
    except CANNOT_OPEN as error:
        raise UsageError(f"The zip of the earlier pack is damaged. {NOT_A_PACK}") from error
    return bytes(data)
