"""One file put where an officer keeps their own: whole or not at all, and never over what casepack did not make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from . import safefs
from .errors import OutputError

MOST_BYTES = 100_000_000
"""Bytes that a file may have to be looked at before it is replaced; a larger one is left alone."""


def keep_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises OutputError where something is, or where it cannot be written."""
    with safefs.friendly(path.name):
        if safefs.stands(path):
            tidy(path)
            raise OutputError(f"{path} is there already, and is never written over. Choose another name.")
        if not path.parent.is_dir():
            raise OutputError(f"The folder {path.parent} is not there. Make it, or choose another one.")
        _put(path, data)


def keep_beside(names: Sequence[Path], data: bytes, is_ours: Callable[[bytes], bool]) -> tuple[Path, bool]:
    """Write a file under the first of these names that is free, or that holds what casepack made and nobody changed.

    Gives the name, and whether anything had to be written. Raises OutputError where none will do.
    """
    for path in names:
        there = _content(path)
        if there == data:
            tidy(path)
            return path, False
        with safefs.friendly(path.name):  # where it cannot be known what is there, nothing is written
            if is_ours(there) if there is not None else not safefs.stands(path):
                _put(path, data, over=there)
                return path, True
    raise OutputError(f"{names[0].name} and all names like it are taken. Move some of them away.")


def _content(path: Path) -> bytes | None:
    """What an ordinary file holds; None where there is none, or it is no file of casepack's size or kind."""
    with safefs.friendly(path.name, "read"):
        if safefs.is_link(path) or not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        return path.read_bytes()


def _waiting(path: Path) -> Path:
    """What a file is called until it is whole."""
    return path.with_name(f".{path.name[:100]}.casepack")


def tidy(path: Path) -> None:
    """Clear up after a run that was stopped when the file had its name but still had the other one, too."""
    with suppress(OSError):
        safefs.remove_tree(_waiting(path))


def _put(path: Path, data: bytes, *, over: bytes | None = None) -> None:
    """Write beside the place, then give it its name in one step, in place of what held `over`."""
    waiting = _waiting(path)
    safefs.remove_tree(waiting)  # of a run that was stopped
    try:
        safefs.write_new(waiting, data)
        if over is None:
            _name(waiting, path)
        elif _content(path) == over:
            waiting.replace(path)
        else:
            raise OutputError(f"{path.name} was changed while casepack was working. Close it and run again.")
        safefs.sync_folder(path.parent)
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def _name(waiting: Path, path: Path) -> None:
    try:
        path.hardlink_to(waiting)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a disk without second names (a stick, some shared drives)
        if safefs.stands(path):
            raise
        waiting.rename(path)
