"""What workers are given to do by the tests of the page's crew."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from casepack.errors import UsageError


def double(number: int) -> int:
    return 2 * number


def refuses(word: str) -> str:
    raise UsageError(f"This is {word}.")


def breaks(word: str) -> str:
    raise ValueError(word)


def eats_memory(size: int) -> int:
    return len(bytearray(size))


def writes_a_lot(folder: str) -> str:
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        return file.name


def says_rights(path: str) -> int:
    Path(path).touch()
    return Path(path).stat().st_mode & 0o777


def dies(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def never_ends(path: str) -> str:
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(1)


def large(size: int) -> bytes:
    return bytes(size)
