"""Where the time goes: functions of casepack and of its libraries, each wrapped in a stopwatch. Only while measured.

What stands here is looked up by name when it is measured; what is no longer there is named in the results.
"""

from __future__ import annotations

import functools
import gc
import importlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

COLLECTOR = "clearing away what is no longer used (Python's garbage collector)"
REST = "everything else"

DOCUMENT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("fill", "the template, read and compiled by docxtpl once, is filled in", ("casepack.fill:_Prepared.filled",)),
    ("fill", "casepack: checks the View, cleans and writes the file, sets its properties", ("casepack.fill:fill",)),
    ("pictures", "drawings to PNG", ("casepack.picture:pictured",)),
    ("convert", "mammoth: Word to HTML", ("mammoth:convert_to_html",)),
    ("convert", "casepack: refuses what would be lost, tables, frame", ("casepack.convert:to_html",)),
    ("typeset", "the HTML is read", ("casepack.page_tree:tree_of", "weasyprint:HTML.__init__")),
    ("typeset", "WeasyPrint: lays out", ("weasyprint:HTML.render",)),
    ("typeset", "WeasyPrint: writes the PDF", ("weasyprint.document:Document.write_pdf",)),
    ("typeset", "casepack: tags, letters, PDF/A", ("casepack.typeset:_finish",)),
    ("typeset", "casepack: every sign has a glyph", ("casepack.typeset:_with_glyphs",)),
    ("typeset", "casepack: around it", ("casepack.typeset:typeset",)),
    ("prove", "what this reader may not know is put together", ("casepack.finish:leaks_for",)),
    ("prove", "every layer is searched for it", ("casepack.prove:_Proof.leaks_in",)),
    ("prove", "the PDF is read back", ("casepack.pdfread:read",)),
    ("prove", "the Word file is read back", ("casepack.prove:_Proof.word",)),
    ("prove", "the PDF is held against the Word file", ("casepack.prove:_Proof.pdf",)),
    ("prove", "around it", ("casepack.finish:proof",)),
    ("text", "the plain text for E-CINS, and its proof", ("casepack.finish:text_twin",)),
)  # fmt: skip
"""The phases of one document: group, what is done, and the functions that do it ("module:name"), innermost first."""

PACK: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("pack", "the documents themselves", ("casepack.finish:finished_bytes",)),
    ("pack", "the record and the office are read and checked", ("casepack.inputs:load_case",)),
    ("pack", "which documents there are to be", ("casepack.planning:make_plan",)),
    ("pack", "who is mentioned, and how", ("casepack.mentions:build_book",)),
    ("pack", "what each reader may know (Views)",
     ("casepack.papers:view_of", "casepack.views_office:checklist", "casepack.views_register:register")),
    ("pack", "which are new, which unchanged", ("casepack.run:Run.papers",)),
    ("pack", "the register as a workbook", ("casepack.register_xlsx:register_workbook",)),
    ("pack", "the calendar", ("casepack.calendar_file:calendar_file",)),
    ("pack", "the pack is written", ("casepack.make:keep_pack",)),
)  # fmt: skip
"""The phases of a whole pack."""


class Stopwatch:
    """Time of this process by phase; what happens inside another phase counts for that one only."""

    def __init__(self, clock: Callable[[], float] = time.process_time) -> None:
        """Nothing has been timed yet."""
        self.spent: dict[str, float] = defaultdict(float)
        self.clock = clock
        self._stack: list[str] = []
        self._since = 0.0

    def enter(self, phase: str) -> None:
        """From now on, time is that of `phase`."""
        self._settle()
        self._stack.append(phase)

    def leave(self) -> None:
        """The phase entered last is over."""
        self._settle()
        self._stack.pop()

    def _settle(self) -> None:
        now = self.clock()
        if self._stack:
            self.spent[self._stack[-1]] += now - self._since
        self._since = now

    def watch_collector(self) -> None:
        """Count the garbage collector as a phase of its own."""
        gc.callbacks.append(lambda phase, info: self.enter(COLLECTOR) if phase == "start" else self.leave())

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time counted for `phase`."""

        @functools.wraps(function)
        def wrapped(*args: Any, **options: Any) -> Any:
            self.enter(phase)
            try:
                return function(*args, **options)
            finally:
                self.leave()

        return wrapped

    def watch(self, phases: Iterable[tuple[str, str, tuple[str, ...]]]) -> list[str]:
        """Wrap the functions of these phases in every module that uses them; those that are not there any more."""
        missing = []
        for group, what, names in phases:
            for name in names:
                found = find(name)
                if found is None:
                    missing.append(name)
                    continue
                owner, attribute, function = found
                wrapped = self.timed(f"{group}: {what}", function)
                setattr(owner, attribute, wrapped)
                for module, own in users(function):
                    setattr(module, own, wrapped)
        return missing


def users(function: Callable[..., Any]) -> list[tuple[Any, str]]:
    """Every loaded module of casepack that has this function, and by what name."""
    loaded = [module for name, module in sys.modules.items() if name.partition(".")[0] == "casepack"]
    return [(module, name) for module in loaded for name, value in list(vars(module).items()) if value is function]


def find(name: str) -> tuple[Any, str, Callable[..., Any]] | None:
    """Where a function is ("module:name" or "module:class.name"): its owner, its name there, and itself."""
    module, _, path = name.partition(":")
    *outer, attribute = path.split(".")
    try:
        owner: Any = importlib.import_module(module)
        for part in outer:
            owner = getattr(owner, part)
        return owner, attribute, getattr(owner, attribute)
    except (ImportError, AttributeError):
        return None
