"""One run at a time for each pack: a lock that the operating system drops by itself when a run is killed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import OutputError

if sys.platform == "win32":
    import msvcrt

    _BYTE = 4096
    """The byte that is locked, behind the text, so that another run can read who holds the lock."""

    def _take(handle: int) -> bool:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _leave(handle: int, path: Path) -> None:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)
        with suppress(OSError):  # another run has it open by now
            path.unlink()

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _leave(handle: int, path: Path) -> None:
        try:
            with suppress(OSError):
                path.unlink()  # while it is held: nobody else can have taken this very file
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)  # a child that has inherited it lets go too
            os.close(handle)


@contextmanager
def lock(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file `path` for `what`. Raises OutputError if another run holds it, saying which."""
    handle = _acquire(path, what)
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        _leave(handle, path)


def _acquire(path: Path, what: str) -> int:
    while True:
        handle = _open(path)
        try:
            taken = _take(handle)
            if taken and _is_still(handle, path):
                return handle
            holder = _holder(handle)
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        if not taken:
            raise OutputError(
                f"{what} is being written by another run of casepack{holder}. Wait until it has finished and run "
                "again. If it is stuck, close its window first."
            )
        # Taken, but its holder removed the file between our opening and our taking it: once more with the new one.


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _holder(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    text = os.read(handle, 20).decode("ascii", "replace").strip()
    return f" (process {text})" if text.isdigit() else ""
