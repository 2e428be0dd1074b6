"""A case with the templates of the council's own that it is made with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PureWindowsPath

from .assets import bundle
from .errors import Problem, UsageError
from .inputs import LoadedCase
from .office import Office
from .shown import first_capital

_NAME_IT = (
    "Give it the name of its template, letter for letter, such as school-letter.docx, or a row on the sheet Own"
    " documents; or take it out of the folder."
)


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
    from .template_folder import read_folder, settled, strays  # slow to load, and most offices have no such folder

    files = settled(read_folder(folder))
    unused = (*strays(folder), *_unused(files, loaded.office))
    return replace(loaded, templates=files, to_check=(*loaded.to_check, *_checks(folder.name, files, unused)))


def _unused(files: Mapping[str, bytes], office: Office) -> Iterator[str]:
    """The templates in the folder from which no document is made: their names are not those of any."""
    used = {*bundle(), *(f"{row.template.removesuffix('.docx')}.docx" for row in office.own_documents)}
    yield from (name for name in files if name.endswith(".docx") and name not in used)


def _checks(folder: str, files: Mapping[str, bytes], unused: Iterable[str]) -> Iterator[Problem]:
    """What is to be checked of the files of a templates folder, called `folder`."""
    for name in unused:
        yield Problem("template-unused", f"{folder}/{name}", "is used by no document.", _NAME_IT, severity="check")
    refused, boxes = _told(tuple(sorted(files.items())))
    for name, why in refused:
        yield Problem(
            "template-refused", f"{folder}/{name}", "cannot be used.", " ".join(why.split()), severity="check"
        )
    for name, why in boxes:
        said, _, then = why.partition(": ")
        yield Problem("template-boxes", f"{folder}/{name}", f"{said}.", first_capital(then), severity="check")


@lru_cache(maxsize=4)
def _told(files: tuple[tuple[str, bytes], ...]) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """What `refused` and `without_boxes` say, said once for all the records of a run."""
    from .template_folder import refused, without_boxes

    return tuple(refused(dict(files)).items()), tuple(without_boxes(dict(files)).items())
