"""A day's commands in a process whose every file is watched: run by `test_own_files` as `python -m tests.watched HOME`.

What is written, where, with which rights, and what else is asked of the system is printed as JSON. Python's own audit
events tell of it, so that nothing a library does in Python is missed.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MAKES = {"os.mkdir": (0,), "os.rename": (0, 1), "os.link": (0, 1), "os.symlink": (1,), "os.remove": (0,)}
"""Events that change what is on a disk, and which of their arguments are paths that are changed."""
ELSEWHERE = ("tempfile.", "subprocess.", "socket.connect", "os.system", "os.exec", "os.posix_spawn", "shutil.")


class Watch:
    """What was changed, by path; what any of it was open to; what else was asked for."""

    def __init__(self) -> None:
        self.changed, self.loose, self.asked, self.count = set[str](), dict[str, str](), set[str](), 0
        self.on = False

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """One audit event."""
        if not self.on:
            return
        if event.startswith(ELSEWHERE):
            self.asked.add(f"{event} {args[:1]}")
        for path in self._paths(event, args):
            self.count += 1
            self.changed.add(str(Path(path).parent))
            self.look_at(path)

    @staticmethod
    def _paths(event: str, args: tuple[Any, ...]) -> Iterator[str]:
        if event == "open":
            path, _, flags = args
            if isinstance(path, str | bytes) and (flags or 0) & WRITES and path != os.devnull:
                yield str(Path(os.fsdecode(path)).absolute())
        else:
            yield from (str(Path(os.fsdecode(args[at])).absolute()) for at in MAKES.get(event, ()))

    def look_at(self, path: str) -> None:
        """Note a file or folder that others than its owner may do anything with."""
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            return
        if not stat.S_ISLNK(mode) and stat.S_IMODE(mode) & 0o077:
            self.loose[path] = oct(stat.S_IMODE(mode))


def main(home: Path) -> None:
    """Make and seal a sensitive pack, a PDF of it, a meeting, a workbook and a marked copy, all watched."""
    from .conftest import AS_OF, run_casepack
    from .faulty_scenes import confer, light_papers

    watch, out, desk = Watch(), home / "out", home / "desk"
    sys.addaudithook(watch)
    os.umask(0)  # so that it is casepack that closes a file, and not the setting of this machine

    def run(*arguments: object) -> None:
        watch.on = True
        done = run_casepack(*arguments)
        watch.on = False
        assert done.exit_code == 0, done.output

    phrase = ("--pass-phrase-file", home / "phrase.txt")
    run("make", home / "case.json", "--as-of", AS_OF, "--out", out, *phrase)
    word = next(out.glob("restricted/*/[0-9]*/* v1.docx"))
    run("pdf", word, "--record", home / "case.json", "--as-of", AS_OF)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casepack.conference_run.make_papers", light_papers)
        patch.setattr("casepack.conference_run.workbook", lambda pack: b"actions")
        run(*confer(home))
    run("new", desk / "new.xlsx")
    run("convert", home / "case.json", desk / "copy.xlsx")
    run("check", "--annotate", desk / "book.xlsx", "--as-of", AS_OF)
    for path in (*out.rglob("*"), desk / "new.xlsx", desk / "copy.xlsx", desk / "book (checked).xlsx"):
        watch.look_at(str(path))
    told = {"folders": sorted(watch.changed), "loose": watch.loose, "asked": sorted(watch.asked)}
    files = sum(path.is_file() for path in out.rglob("*"))
    sys.stdout.write(json.dumps(told | {"changes": watch.count, "files": files}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
