"""Which files beside a record are workbooks of a meeting's actions: by name, as they are made and as people copy them.

A file counts as one where "actions" is a word of its name: "PGC-2026-11 actions.xlsx", "actions.xlsx", "Copy of
PGC-2026-11 actions (1).xlsx". A record that somebody calls so is known by what it holds, and stays a record.
"""

from __future__ import annotations

import re
from pathlib import Path

from .errors import RecordError, UsageError
from .read import load

_ENDINGS = frozenset({".xlsx", ".xlsm"})

_WORD = re.compile(r"[a-z]+")
_MARKED_COPY = re.compile(r"\((?:checked|put right)(?: [0-9]+)?\)")


def file_name(meeting: str) -> str:
    """What the workbook of a meeting's actions is called, by the id of the meeting."""
    return f"{meeting} actions.xlsx"


def called_actions(name: str) -> bool:
    """Is this the name of a workbook of a meeting's actions, or what people and programs make of it?

    What a program leaves beside an open file ("~$") is none, and neither is a marked copy.
    """
    stem, dot, ending = name.casefold().rpartition(".")
    if name.startswith(("~$", ".")) or dot + ending not in _ENDINGS or _MARKED_COPY.search(stem):
        return False
    return "actions" in _WORD.findall(stem)


def is_actions_file(path: Path) -> bool:
    """Is it such a workbook? One that cannot be read counts as one: reading it says why."""
    if not called_actions(path.name):
        return False
    from .form_identity import form_of  # few folders hold such a file
    from .workbook_cells import open_workbook

    try:
        return form_of(open_workbook(load(path), path.name)) != "record"
    except (UsageError, RecordError):
        return True


def actions_beside(record: Path) -> list[Path]:
    """The files in the folder of a record that are called as a meeting's actions are, by name; never the record.

    Raises UsageError where the folder cannot be looked into: then nobody knows whether there are any.
    """
    folder = record.parent
    try:
        found = [p for p in folder.iterdir() if called_actions(p.name) and p.name != record.name and p.is_file()]
    except OSError:
        raise UsageError(
            f"The folder of {record.name} cannot be looked into, so nobody knows whether the actions of a meeting lie "
            "there. Ask for access to the folder."
        ) from None
    return sorted(found, key=lambda path: (len(path.name), path.name))
