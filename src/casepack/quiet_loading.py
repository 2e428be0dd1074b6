"""Libraries of the system found by their own names alone, as the loader does: no compiler is asked for them.

Python's search for a library runs a compiler, which leaves files in the system's temporary folder for a moment, and
stops the run where there is none that may be written. casepack makes no file but in the folder that it was given.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def by_name_alone() -> Iterator[None]:
    """While this lasts nothing searches for a library. Windows and macOS need the search, which makes no file there."""
    search = ctypes.util.find_library
    if sys.platform.startswith("linux"):
        ctypes.util.find_library = _nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _nowhere(name: str) -> str | None:
    return None
