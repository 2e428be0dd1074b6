"""Where casepack keeps the files that it did not write itself: templates, stylesheet, house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .documents import Document
from .errors import TypesetError


@cache
def assets_folder() -> Path:
    """The `templates` folder: beside the modules when installed, at the top of the project in a checkout.

    Raises `TypesetError` when neither is there (a damaged installation).
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "templates", package.parent.parent / "templates"):
        if (folder / "house.css").is_file():
            return folder
    raise TypesetError("casepack's own templates folder is missing; install casepack again.")


_carried: dict[str, bytes] = {}


def bundle() -> dict[str, bytes]:
    """Every file in the `templates` folder by name, to be sent to another machine with its work."""
    folder = assets_folder()
    return {
        path.name: asset(path.name) for path in sorted(folder.iterdir()) if path.is_file() and path.name[0] not in ".~"
    }


def carry(files: Mapping[str, bytes]) -> None:
    """Use these files, which came with the work, in place of this machine's own from now on."""
    _carried.clear()
    _carried.update(files)


_own: ContextVar[Mapping[str, bytes]] = ContextVar("own", default=MappingProxyType({}))
"""The files of the council's own templates folder, by name (`school-letter.docx`, `fonts/Name.ttf`)."""


@contextmanager
def using(files: Mapping[str, bytes]) -> Iterator[None]:
    """Within the block these files of a council's own templates folder go before casepack's own of the same name."""
    token = _own.set(files)
    try:
        yield
    finally:
        _own.reset(token)


def own_files() -> Mapping[str, bytes]:
    """The files of the council's own templates folder that are in use; none where there is no such folder."""
    return _own.get()


def template_bytes(document: Document, *, sensitive: bool) -> bytes | None:
    """The Word template of a document; None where one of the office's own is not in its templates folder."""
    name = f"{document.template(sensitive=sensitive)}.docx"
    return own_files().get(name) if document.own_template else asset(name)


def asset(name: str) -> bytes:
    """The bytes of one file in the `templates` folder, for example `house.css`; the council's own goes first.

    Raises `TypesetError` when there is no such file, or when `name` leads out of the folder.
    """
    if name in _own.get():
        return _own.get()[name]
    if name in _carried:
        return _carried[name]
    folder = assets_folder()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise TypesetError(f"casepack's own file {name} is missing; install casepack again.")
    return path.read_bytes()
