"""Where casepack keeps the files that it did not write itself: templates, stylesheet, house."""

from __future__ import annotations

from functools import cache
from pathlib import Path

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


def asset(name: str) -> bytes:
    """The bytes of one file in the `templates` folder, for example `house.css` or `letters/x.docx`.

    Raises `TypesetError` when there is no such file, or when `name` leads out of the folder.
    """
    folder = assets_folder()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise TypesetError(f"casepack's own file {name} is missing; install casepack again.")
    return path.read_bytes()
