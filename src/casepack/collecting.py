"""Rarer rounds of Python's garbage collector while a command starts, and while documents are made.

What is loaded at the start stays, and a document is some hundred thousand small objects that all go at its end. The
collector's usual rhythm goes through all of them many times over and finds nothing.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _OLDER, _OLDEST = 50_000, 100, 100
"""Objects made, rounds of those, and rounds of these, after which the collector looks; Python's own: 700, 10, 10.

What a document leaves behind is all cleared away at its end, so that hardly anything is left for the later rounds.
"""
_AT_START = (50_000, 10, 10)
"""The same while libraries are loaded."""


@contextmanager
def few_while_starting() -> Iterator[None]:
    """Within it the collector looks at hardly anything of what a command loads and reads.

    To be entered before that. `fewer_collections` within it goes on from there; the caller's settings come back at the
    end. Where the collector is off, or looks as rarely already, it does nothing. A process that made no PDF ends
    without a last look: that would take a tenth of a command's time, and all goes to the system anyway.
    """
    atexit.unregister(_leave_as_it_is)
    atexit.register(_leave_as_it_is)
    before = gc.get_threshold()
    if not gc.isenabled() or before[0] >= _YOUNG:
        yield
        return
    gc.set_threshold(*_AT_START)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _leave_as_it_is() -> None:
    # WeasyPrint's folder of fonts is removed only when the collector comes upon what holds it.
    if "weasyprint" not in sys.modules:
        gc.freeze()


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Within it the collector looks more rarely, and not at what is there at its beginning.

    To be entered once the libraries are loaded, around many documents, with `clear_away` after each of them. The
    caller's settings come back at the end, also after an error. Where the collector is off, or looks as
    rarely already, as within another of these, it does nothing.
    """
    before = gc.get_threshold()
    if not gc.isenabled() or (before[0] >= _YOUNG and before != _AT_START):
        yield
        return
    # What others have set aside stays so.
    ours = gc.get_freeze_count() == 0
    if ours:
        gc.collect()
        gc.freeze()
    gc.set_threshold(_YOUNG, _OLDER, _OLDEST)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if ours:
            gc.unfreeze()


def clear_away() -> None:
    """Have the collector take what a finished document leaves behind.

    Otherwise what is left of many documents lies between what is still needed, and a worker grows.
    """
    if gc.get_threshold() in {_AT_START, (_YOUNG, _OLDER, _OLDEST)}:
        gc.collect(1)
