"""A case with the templates of the council's own that it is made with."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PureWindowsPath

from .errors import Problem, UsageError
from .inputs import LoadedCase


def folder_of(loaded: LoadedCase, named: Path | None) -> Path | None:
    """The templates folder of a case: the one that is named, else that of the office's data, beside their file."""
    return named or folder_beside(loaded.office_path, loaded.office.organisation.templates_folder)


def folder_beside(office: Path, written: str | None) -> Path | None:
    """The templates folder that the office's data name (`written`), beside their file; None where they name none."""
    if not written:
        return None
    inside = PureWindowsPath(written)  # takes both kinds of slashes
    if inside.drive or inside.root or ".." in inside.parts:
        raise UsageError(
            f'The office\'s data name the templates folder "{written[:80]}". Name a folder that lies beside the '
            "office's file, such as templates, or give another one with --templates FOLDER."
        )
    return office.parent.joinpath(*inside.parts)


def with_templates(loaded: LoadedCase, named: Path | None = None) -> LoadedCase:
    """The case with the files of its templates folder, if it has one; `named` goes before the office's data.

    A template that does not pass the gate is one more thing to check: its documents are withheld, the others are made.
    Raises UsageError where the folder cannot be read.
    """
    folder = folder_of(loaded, named)
    if folder is None:
        return loaded
    from .template_folder import read_folder  # slow to load, and most offices have no such folder

    files = read_folder(folder)
    found = _refused(tuple(sorted(files.items())))
    checks = (
        Problem("template-refused", f"{folder.name}/{name}", "cannot be used.", " ".join(why.split()), severity="check")
        for name, why in found
    )
    return replace(loaded, templates=files, to_check=(*loaded.to_check, *checks))


@lru_cache(maxsize=4)
def _refused(files: tuple[tuple[str, bytes], ...]) -> tuple[tuple[str, str], ...]:
    """What `refused` says, said once for all the records of a run."""
    from .template_folder import refused

    return tuple(refused(dict(files)).items())
