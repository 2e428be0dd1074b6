"""Low-level file work that never follows a link, never writes over a file and can be relied on after a crash.

Only `write` and `keep` use it. Errors of the operating system pass through as OSError; `friendly` puts them into words.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from .errors import FullError, OutputError

LONGEST_PATH = 259
"""Characters that Windows allows in the path of a file (260 with the mark at its end)."""
WORD_LOCK = "~$"
"""How the names begin of the small files that Word keeps beside a document while it is open."""

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
# Windows alone has O_BINARY, the others alone have the rest; a flag that is not there asks for nothing.
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

_NO_ROOM = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}

Signature = tuple[int, int, int, int]
"""Kind, inode, size and time of change: what differs once a file was changed or another put in its place."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What a folder holds: the signature by path of all that is not a folder, and the folders, parents first."""

    files: dict[str, Signature]
    folders: tuple[str, ...]

    def settled(self) -> Tree:
        """The tree without Word's lock files, which come and go as a document is opened and closed."""
        kept = {path: sig for path, sig in self.files.items() if not is_word_lock(path)}
        return Tree(kept, self.folders)


def stands(path: Path) -> bool:
    """Does anything stand there, a link that leads nowhere too? Raises OSError where that cannot be known."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def is_word_lock(path: str) -> bool:
    """Is this one of Word's own lock files?"""
    return PurePosixPath(path).name.startswith(WORD_LOCK)


def check_name(path: str) -> None:
    """Raise OutputError unless `path` (with forward slashes) stays in its folder and Windows takes its names."""
    for part in path.split("/"):
        if part in ("", ".", ".."):
            raise OutputError(f"“{path}” is not a path inside a pack.")
        if _REFUSED.search(part) or part[-1] in ". " or part.split(".")[0].strip().casefold() in _DEVICES:
            raise OutputError(
                f"Windows does not take the name “{part}”. Change the reference or id that it comes from."
            )


def is_link(path: Path) -> bool:
    """Is this a symbolic link, or a junction where Python can tell (3.12 and later)?"""
    junction: Callable[[], bool] = getattr(path, "is_junction", bool)
    return path.is_symlink() or junction()


def scan(folder: Path) -> Tree:
    """What `folder` holds, all the way down, links not followed; an empty tree if it is not there."""
    files: dict[str, Signature] = {}
    folders: list[str] = []

    def walk(here: Path, at: str) -> None:
        for entry in sorted(here.iterdir()):
            path = f"{at}{entry.name}"
            found = entry.lstat()
            if stat.S_ISDIR(found.st_mode) and not is_link(entry):  # a junction looks like a folder
                folders.append(path)
                walk(entry, f"{path}/")
            else:
                files[path] = (stat.S_IFMT(found.st_mode), found.st_ino, found.st_size, found.st_mtime_ns)

    if os.path.lexists(folder):
        walk(folder, "")
    return Tree(files, tuple(folders))


def digest(path: Path) -> str:
    """SHA-256 of a file; of a link, where it points; anything else is only named, as reading it might never end."""
    kind = path.lstat().st_mode
    if is_link(path):
        return "link " + hashlib.sha256(os.fsencode(path.readlink())).hexdigest()
    if not stat.S_ISREG(kind):
        return "not a file"
    with os.fdopen(os.open(path, os.O_RDONLY | _PLAIN), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_folder(path: Path) -> None:
    """Make a folder for its owner only, with the folders above it that are missing."""
    if not path.is_dir():
        if path.parent != path:
            make_folder(path.parent)
        with suppress(FileExistsError):  # another run made it just now; a file of that name fails later
            path.mkdir(mode=_FOLDER_MODE)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, for its owner only, and see it onto the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, _FILE_MODE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def carry(source: Path, target: Path) -> None:
    """Have `source` at `target` too: the same file under two names where the disk can, else a copy with its times.

    A link is carried as the link that it is. A regular file is closed to others than its owner.
    """
    if is_link(source):
        target.symlink_to(source.readlink())
        return
    regular = stat.S_ISREG(source.lstat().st_mode)
    if regular:
        tighten(source)
    try:
        target.hardlink_to(source)
    except (OSError, NotImplementedError):  # a disk without hard links (a stick, some shared drives)
        if not regular:
            raise
        with os.fdopen(os.open(source, os.O_RDONLY | _PLAIN), "rb") as file:
            found, data = os.fstat(file.fileno()), file.read()
        write_new(target, data)
        os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))


def tighten(path: Path) -> None:
    """Close a file or folder to everyone but its owner; links are left alone."""
    if is_link(path):
        return
    mode = path.lstat().st_mode
    wanted = _FOLDER_MODE if stat.S_ISDIR(mode) else _FILE_MODE
    if os.name != "nt" and stat.S_IMODE(mode) & 0o077:
        path.chmod(wanted)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it, links not followed; nothing happens if it is not there."""
    if not os.path.lexists(folder):
        return
    if is_link(folder) or not folder.is_dir():
        try:
            folder.unlink()
        except PermissionError:  # Windows does not remove a file that is marked read-only
            folder.chmod(_FILE_MODE)
            folder.unlink()
        return
    for entry in folder.iterdir():
        remove_tree(entry)
    folder.rmdir()


def sync_folder(folder: Path) -> None:
    """See the names in a folder onto the disk. Windows has no such call and does without."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some shared drives cannot
            raise
    finally:
        os.close(handle)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step. False, and nothing done, where system or disk cannot."""
    rename = _renameat2()
    if rename is None:
        return False
    here, swap = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux, see renameat2(2)
    if rename(here, os.fsencode(one), here, os.fsencode(other), swap) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


@cache
def _renameat2() -> Any:
    """The C library's call, or None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None


_VERBS = {"written": "write", "read": "read"}


@contextmanager
def friendly(what: str, done: Literal["written", "read"] = "written") -> Iterator[None]:
    """Turn an error of the operating system into an OutputError about `what`, in words for an officer."""
    try:
        yield
    except OSError as error:
        kind = FullError if done == "written" and error.errno in _NO_ROOM else OutputError
        raise kind(f"{what} could not be {done}: {explain(error, done)}") from error


def explain(error: OSError, done: Literal["written", "read"] = "written") -> str:
    """What an error of the operating system means and what to do about it."""
    place = Path(str(error.filename)) if error.filename else None
    if place and place.name.startswith("."):  # casepack's own beside a pack: the officer knows the folder
        place = place.parent
    name = f"“{place.name or place}”" if place else "a file"
    number = error.errno
    if number in (errno.ENOSPC, errno.EDQUOT):
        return "there is no room left on the disk. Free some space, then run again."
    if number in (errno.EBUSY, errno.ETXTBSY) or getattr(error, "winerror", None) in (5, 32, 33):
        program = "Excel" if place and place.suffix in (".xlsx", ".xlsm") else "Word"
        return f"{name}, or a file in it, is open in another program. Close it in {program} and run again."
    if number == errno.EROFS or isinstance(error, PermissionError):
        do = "Ask for access to it" if done == "read" else "Choose another output folder"
        return f"casepack may not {_VERBS[done]} at {name}. {do}, or ask whoever looks after this one."
    if number == errno.ENAMETOOLONG:
        return f"the path of {name} is too long. Choose an output folder with a shorter path."
    if number in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY):
        return f"something else stands at {name}, a file where a folder should be or the reverse. Move it away."
    if number == errno.ENOENT and place and not place.parent.exists():
        return f"{name} is not there and cannot be made. Connect its drive, or choose another output folder."
    if number == errno.ENOENT:
        return f"{name} was moved or deleted while casepack was working. Run again."
    return (
        f"{error.strerror or 'the disk failed'} ({name}). Run again; if it happens again, ask for help with the disk."
    )
