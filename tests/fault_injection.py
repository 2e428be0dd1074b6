"""Faults of the disk by step: the nth call that touches a folder fails, or ends the process, for every n.

`Faults` goes between casepack and the operating system. `light` stands in for the making of documents, so that a run
takes a moment and all of it is reading, deciding and writing. `main` is a whole run in a process of its own, which
dies for good at its nth call: for `assure_faults` and for runs at the same time.
"""

from __future__ import annotations

import ctypes
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from casepack import safefs
from casepack.inputs import LoadedCase, marks
from casepack.make import Before, Produced
from casepack.manifest import DocumentKey, Manifest
from casepack.results import Result
from casepack.run import Maker, Tick, digest, one_by_one
from casepack.versions import Wanted, decide, documents_after, settled

WORK = "1 partnership work"
DAY = "2026-10-26T09:00:00+00:00"

WRITING = (
    "open", "write", "fsync", "mkdir", "rename", "replace", "link", "symlink", "unlink", "rmdir", "utime", "chmod",
    "ftruncate",
)  # fmt: skip
"""The calls of `os` that change what is on a disk, or see it there."""
READING = ("listdir", "lstat", "stat", "readlink")
NEED_ROOM = ("write", "mkdir", "link", "symlink", "ftruncate")
"""Calls that fail on a full disk; opening a new file does, too, and renaming or removing does not."""
RENAMING = ("rename", "replace")

DIES = 9
"""The exit code of a process that is made to die."""


class Killed(BaseException):
    """Stands for the end of a process: nothing in casepack may catch it, and every later call fails alike."""


@dataclass
class Faults:
    """Counts the calls that touch `root` and makes one of them fail, or all from one on.

    `happens` is called for that: it raises, or ends the process. `fails` says of a call by its name and arguments
    whether it is one that can fail in this way.
    """

    root: Path
    at: int
    happens: Callable[[str], None]
    for_good: bool = False
    names: tuple[str, ...] = WRITING
    fails: Callable[[str, tuple[Any, ...]], bool] = lambda name, arguments: True
    calls: int = 0
    failed: list[str] = field(default_factory=list)
    where: str = ""

    def reached(self) -> bool:
        """Were there as many calls?"""
        return self.calls >= self.at

    def wrap(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call`, counted."""

        def counted(*args: Any, **kwargs: Any) -> Any:
            if self._touches(args) and self.fails(name, args):
                self.calls += 1
                if self.calls == self.at or (self.for_good and self.calls > self.at):
                    self.failed.append(name)
                    self.where = str(args[0]) if args and not isinstance(args[0], int) else ""
                    self.happens(self.where)
            return None if name == "fsync" else call(*args, **kwargs)  # the disk need not be waited for

        return counted

    def _touches(self, args: tuple[Any, ...]) -> bool:
        first = args[0] if args else ""
        if isinstance(first, int):
            return first > 2  # a file that is open; what is printed does not count
        try:
            return os.fsdecode(first).startswith(str(self.root))
        except TypeError:
            return False

    @contextmanager
    def injected(self) -> Iterator[None]:
        """While this lasts the calls are counted, and fail."""
        with pytest.MonkeyPatch.context() as patch:
            for name in self.names:
                patch.setattr(os, name, self.wrap(name, getattr(os, name)))
            if "rename" in self.names:
                patch.setattr(safefs, "exchange", self.wrap("exchange", safefs.exchange))
            if "stat" in self.names:
                patch.setattr(io, "open", self.wrap("read", io.open))
            yield


def raising(number: int) -> Callable[[str], None]:
    """An error of the operating system, about the path at hand."""

    def happens(path: str) -> None:
        raise OSError(number, os.strerror(number), path or None)

    return happens


def _killed(_: str) -> None:
    raise Killed


def killed(root: Path, at: int) -> Faults:
    """The process ends at this call."""
    return Faults(root, at, _killed, for_good=True)


def failing(root: Path, at: int, number: int = errno.EIO) -> Faults:
    """This one call fails."""
    return Faults(root, at, raising(number))


def unreadable(root: Path, at: int, number: int = errno.EIO, name: str = "") -> Faults:
    """This one call that looks at something fails; with `name`, one that looks at what is called so."""

    def looks_at(_: str, args: tuple[Any, ...]) -> bool:
        return str(args[0]).endswith(name)

    return Faults(root, at, raising(number), names=READING, fails=looks_at)


def full(root: Path, at: int) -> Faults:
    """From this call on there is no room left: nothing can be written, though it can be renamed and removed."""

    def needs_room(name: str, args: tuple[Any, ...]) -> bool:
        return name in NEED_ROOM or (name == "open" and bool(args[1] & os.O_CREAT))

    return Faults(root, at, raising(errno.ENOSPC), for_good=True, fails=needs_room)


def fixed(root: Path, number: int) -> Faults:
    """Nothing can be renamed, ever."""
    return Faults(root, 1, raising(number), for_good=True, fails=lambda name, _: name in (*RENAMING, "exchange"))


def locked(root: Path, document: str) -> Faults:
    """As Windows has it while a document is open: neither it nor a folder that it is in can be renamed or removed."""

    def holds(name: str, args: tuple[Any, ...]) -> bool:
        if name == "exchange":
            return False
        paths = [Path(os.fsdecode(arg)) for arg in args[:2] if isinstance(arg, str | bytes | os.PathLike)]
        return any(path.name == document or (path.is_dir() and any(path.rglob(document))) for path in paths)

    def happens(path: str) -> None:
        error = PermissionError(errno.EACCES, "The process cannot access the file", path)
        error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
        raise error

    return Faults(root, 1, happens, for_good=True, names=("rename", "replace", "unlink", "rmdir"), fails=holds)


# A light run


def light(
    loaded: LoadedCase, before: Before, tick: Tick = lambda done, total: None, *, maker: Maker = one_by_one
) -> Produced:
    """A letter that is sent and a checklist that lives, each as Word and PDF, in place of a pack's documents."""
    reference, view = loaded.record.incident.reference or "", loaded.record_hash
    letter = Wanted(DocumentKey("school-letter", "P1", "SCH1"), WORK, view, "t", "h", approved=True)
    checklist = Wanted(DocumentKey("checklist"), "", view, "t", "h", living=True)
    steps = decide(reference, [letter, checklist], before.manifest, before.on_disk)
    made = {s.key: {ext: f"{s.stem} {ext} {view}".encode() for ext in s.writes} for s in steps if s.writes}
    sums = {key: {ext: digest(data) for ext, data in files.items()} for key, files in made.items()}
    files = {s.path(ext): data for s in steps for ext, data in made.get(s.key, {}).items()}
    after = Manifest(
        reference, view, loaded.office_hash, DAY,
        documents=documents_after(before.manifest, steps, sums, DAY), marks=marks(loaded),
        other=dict(before.manifest.other) if before.manifest else {},
        sealed=dict(before.manifest.sealed) if before.manifest else {},
    )  # fmt: skip
    result = Result(reference, "", Path(), False, (), (), (), (), (), (), (), 0)
    return Produced(files, settled(after, before.manifest), result)


def main(arguments: list[str]) -> None:
    """`AT ROOT WAIT ARGUMENTS...`: one run of the command line with light packs, that dies at its ATth call on ROOT.

    With 0 it never does. WAIT is a file: where one is named the run tells that it holds its pack by making it, and goes
    on once it is gone again.
    """
    at, root, wait = int(arguments[0]), Path(arguments[1]), arguments[2]
    import time

    from casepack.cli import main as command_line

    def waiting(
        loaded: LoadedCase, before: Before, tick: Tick = lambda done, total: None, *, maker: Maker = one_by_one
    ) -> Produced:
        if wait:
            Path(wait).touch()
            while Path(wait).exists():
                time.sleep(0.01)
        return light(loaded, before, tick, maker=maker)

    from .faulty_scenes import light_seals

    faults = Faults(root, at or sys.maxsize, lambda _: _die())
    with pytest.MonkeyPatch.context() as patch, faults.injected():
        light_seals(patch)
        patch.setattr("casepack.make.produce", waiting)
        patch.setattr("casepack.batch.produce", waiting)
        command_line(arguments[3:])


def _die() -> None:
    """End at once, as a kill would: nothing is tidied up, nothing is said."""
    libc = ctypes.CDLL(None)
    libc._exit(DIES)


if __name__ == "__main__":
    main(sys.argv[1:])
