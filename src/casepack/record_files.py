"""Which files of a folder are records."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .actions_files import is_actions_file
from .errors import UsageError
from .inputs import OFFICE_NAMES

_PROBLEMS = re.compile(r"problems(?: [0-9]+)?\.xlsx", re.I)
_RECORDS = frozenset({".json", ".xlsx", ".xlsm"})
_MARKED_COPY = re.compile(r"(.+) \((?:checked|put right)(?: [0-9]+)?\)")


def is_folder(path: Path) -> bool:
    """Is it a folder? What cannot even be looked at is none; reading it then says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def real(path: Path) -> Path:
    """Where a path leads in the end; a link that leads nowhere is as good as itself."""
    return Path(os.path.realpath(path))


def records_in(folder: Path, office: Path | None) -> list[Path]:
    """The records of a folder, workbooks and JSON, by name; `office` is the office's file if that was named.

    Left out are the office's data, the actions of meetings, what programs leave behind while a file is open, and marked
    copies of workbooks that are there themselves. Raises UsageError where the folder cannot be read.
    """
    try:
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _RECORDS and p.is_file())
    except OSError:
        raise UsageError(f"The folder {folder} cannot be read. Check the name, or ask for access.") from None
    standing = real(office) if office else None
    stems = {p.stem for p in files}
    return [
        p
        for p in files
        if not (_is_no_record(p.name) or _copied_from(p) in stems or real(p) == standing or is_actions_file(p))
    ]


def _is_no_record(name: str) -> bool:
    return name.startswith(("~$", ".")) or name.casefold() in OFFICE_NAMES or bool(_PROBLEMS.fullmatch(name))


def _copied_from(path: Path) -> str | None:
    found = _MARKED_COPY.fullmatch(path.stem) if path.suffix.lower() != ".json" else None
    return found[1] if found else None
