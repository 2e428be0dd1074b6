"""The private folder in which the page keeps what it works on, and the removal of what a dead server left."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import OutputError, UsageError
from .packlock import lock
from .safefs import friendly, is_link, make_folder, remove_tree, scan, tighten

_LOCK = ".lock"
_TRIES = 3
"""How often a folder is removed into which a worker that is just ending still writes."""


def usual_place() -> Path:
    """The user's folder for what runs, which is in memory; where there is none, one in the system's folder for such."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir() and _is_mine(Path(runtime)):
        return Path(runtime) / "casepack-serve"
    whose = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    return Path(tempfile.gettempdir()) / f"casepack-serve{whose}"


@contextmanager
def scratch(wanted: Path | None = None) -> Iterator[Path]:
    """A folder for one server, open to its owner only, which is gone afterwards with all that is in it.

    What servers left that were killed is removed first. Raises UsageError where the place is somebody else's or a
    link, OutputError where it cannot be written.
    """
    place = (wanted or usual_place()).absolute()
    with friendly(f"The page's private folder {place}"):
        if is_link(place):
            raise UsageError(f"{place} is a link. Name a folder of your own under [page] scratch in the settings.")
        make_folder(place)
        if not place.is_dir() or not _is_mine(place):
            raise UsageError(
                f"{place} belongs to somebody else. Name a folder of your own under [page] scratch in the settings."
            )
        tighten(place)
        remove_leftovers(place)
    name = f"server-{secrets.token_hex(8)}"
    with lock(place / f"{name}{_LOCK}", "The page's private folder"):
        folder = place / name
        with friendly(f"The page's private folder {place}"):
            folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            remove(folder)


def remove_leftovers(place: Path) -> int:
    """Remove the folders of servers that are no more; how many there were. The living hold a lock on theirs."""
    removed = 0
    for left in sorted(place.glob("server-*")):
        if left.suffix == _LOCK and (left.with_suffix("")).exists():
            continue
        folder = left.with_suffix("")
        with suppress(OutputError), lock(folder.with_suffix(_LOCK), "The page's private folder"):
            if os.path.lexists(folder):
                remove(folder)
                removed += 1
    return removed


def remove(folder: Path) -> bool:
    """Remove a folder and all in it; False where something of it is left, to be tried again."""
    for _ in range(_TRIES):
        with suppress(OSError):
            remove_tree(folder)
            return True
    return not os.path.lexists(folder)


def used(folder: Path) -> int:
    """Bytes of all the files in a folder; what vanishes while they are counted counts nothing."""
    with suppress(OSError):
        return sum(size for kind, _, size, _ in scan(folder).files.values() if stat.S_ISREG(kind))
    return 0


def _is_mine(path: Path) -> bool:
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()
