"""Parts of fontTools that WeasyPrint asks for when it is loaded, and needs hardly ever: loaded at their first use.

Fonts are cut down by HarfBuzz; fontTools does it only where HarfBuzz lacks the part for that, and it makes plain fonts
of variable ones, which casepack does not ship. The two would take nine megabytes of each worker, and a third of the
time in which WeasyPrint is loaded.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_LATE = ("fontTools.subset", "fontTools.varLib.instancer")


@contextmanager
def fonts_cut_late() -> Iterator[None]:
    """Whoever imports one of these modules while this lasts gets a stand-in, whose functions load it when called."""
    standing_in = [name for name in _LATE if name not in sys.modules]
    sys.modules.update((name, _StandIn(name)) for name in standing_in)
    try:
        yield
    finally:
        for name in standing_in:
            del sys.modules[name]


class _StandIn(ModuleType):
    """Has every function of the module that it stands in for."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # what Python asks of a module itself
            raise AttributeError(name)

        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **options)

        return call
