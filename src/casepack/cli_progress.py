"""How far a run has come, drawn on the terminal, and the wish to stop it."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE = 1.0
"""Seconds after which a bar shows how far a run has come."""
_BAR = 30


@contextmanager
def progress(label: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A function to be told how far a run has come: after a second it draws a bar, where a terminal is there.

    Ctrl-C stops the run at the next call of it, so between two documents; pressed twice it stops at once.
    """
    stream = sys.stderr
    visible = not quiet and stream is not None and stream.isatty()
    started = time.monotonic()
    drawn = 0

    with _patient() as asked_to_stop:

        def tick(done: int, total: int) -> None:
            nonlocal drawn
            if asked_to_stop():
                raise KeyboardInterrupt
            gone = time.monotonic() - started
            if not visible or (not drawn and gone < PATIENCE):
                return
            filled = _BAR * done // max(total, 1)
            left = f", about {_in_words(gone / done * (total - done))} left" if done else ""
            bar = f"{label}  [{'#' * filled}{'.' * (_BAR - filled)}]  {done} of {total}{left}"
            bar = bar[: shutil.get_terminal_size().columns - 1]  # what is longer would go on in a line of its own
            stream.write(f"\r{bar:<{drawn}}")
            stream.flush()
            drawn = len(bar)

        try:
            yield tick
        finally:
            if drawn:
                stream.write("\r" + " " * drawn + "\r")
                stream.flush()


def _in_words(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


@contextmanager
def _patient() -> Iterator[Callable[[], bool]]:
    """Keep Ctrl-C until somebody asks: Python may lose it inside a library that is cleaning up after itself."""
    honest = signal.default_int_handler
    here = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is honest
    asked = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    if here:
        signal.signal(signal.SIGINT, note)
    try:
        yield lambda: asked
        if asked:
            raise KeyboardInterrupt
    finally:
        if here:
            signal.signal(signal.SIGINT, honest)
