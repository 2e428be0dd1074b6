"""One file put where an officer keeps their own: whole or not at all, and never over what casepack did not make."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from . import safefs
from .errors import OutputError

MOST_BYTES = 100_000_000
"""Bytes that a file may have to be looked at before it is replaced; a larger one is left alone."""


def keep_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises OutputError where something is, or where it cannot be written."""
    if os.path.lexists(path):
        raise OutputError(f"{path} is there already, and is never written over. Choose another name.")
    if not path.parent.is_dir():
        raise OutputError(f"The folder {path.parent} is not there. Make it, or choose another one.")
    with safefs.friendly(path.name):
        _put(path, data, replace=False)


def keep_beside(names: Sequence[Path], data: bytes, is_ours: Callable[[bytes], bool]) -> tuple[Path, bool]:
    """Write a file under the first of these names that is free, or that holds what casepack made and nobody changed.

    Gives the name, and whether anything had to be written. Raises OutputError where none will do.
    """
    for path in names:
        there = _content(path)
        if there == data:
            return path, False
        if not os.path.lexists(path) or (there is not None and is_ours(there)):
            with safefs.friendly(path.name):
                _put(path, data, replace=there is not None)
            return path, True
    raise OutputError(f"{names[0].name} and all names like it are taken. Move some of them away.")


def _content(path: Path) -> bytes | None:
    """What an ordinary file holds; None where there is none, or it is no file of casepack's size or kind."""
    if safefs.is_link(path) or not path.is_file() or path.stat().st_size > MOST_BYTES:
        return None
    with safefs.friendly(path.name, "read"):
        return path.read_bytes()


def _put(path: Path, data: bytes, *, replace: bool) -> None:
    """Write beside the place, then give it its name in one step."""
    waiting = path.with_name(f".{path.name[:100]}.casepack")
    safefs.remove_tree(waiting)  # of a run that was stopped
    try:
        safefs.write_new(waiting, data)
        if replace:
            waiting.replace(path)
        else:
            _name(waiting, path)
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
        if os.path.lexists(path):
            raise
        waiting.rename(path)
