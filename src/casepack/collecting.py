"""Rarer rounds of Python's garbage collector while documents are made.

A document is some hundred thousand small objects that all go at its end. The collector's usual rhythm goes through
them, and through everything that was loaded before, many times over and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _OLDER, _OLDEST = 20_000, 20, 100
"""Objects made, rounds of those, and rounds of these, after which the collector looks; Python's own: 700, 10, 10."""


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Within it the collector looks more rarely, and not at what is there at its beginning.

    To be entered once the libraries are loaded, around many documents. Nothing is kept longer than the rounds are
    apart; the caller's settings come back at the end, also after an error. Where the collector is off, or looks as
    rarely already, as within another of these, it does nothing.
    """
    before = gc.get_threshold()
    if not gc.isenabled() or before[0] >= _YOUNG:
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
