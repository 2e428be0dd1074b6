"""A council's own templates folder, read: Word templates and fonts, nothing outside it, and no link followed."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from .errors import TemplateError, UsageError
from .fill import gate
from .font_file import font_fault
from .template_saved import lost_boxes, plain
from .wordparts import parts

FONTS = "fonts"
"""The folder, within that of the templates, in which fonts of the council's own lie."""
HOUSE = "house.docx"
"""The file that shows the look; it is no template of a document."""
_MOST_FILES, _MOST_BYTES, _MOST_IN_ALL = 200, 20_000_000, 60_000_000
_TEMPLATE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*\.docx")
_TEXTS = frozenset((".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".odt", ".ott", ".rtf"))
_MARKED = re.compile(r".* \(checked(?: \d+)?\)\.docx")
_FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]*\.(?:ttf|otf)", re.I)
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The templates of a folder by name (`school-letter.docx`), and its fonts (`fonts/Name.ttf`).

    `house.docx` is left out: what it shows has gone into the templates. Raises UsageError where the folder is not
    there or cannot be read, holds a link in the place of a file, or holds more than any council has templates.
    """
    try:
        if folder.is_file():
            raise UsageError(f"{folder} is a file. Name the folder that it lies in: {folder.parent}")
        if not folder.is_dir():
            raise UsageError(f"The templates folder {folder} is not there, or is no folder. Check its name.")
        places = [*_files(folder, _TEMPLATE), *_files(folder / FONTS, _FONT)]
        if len(places) > _MOST_FILES:
            raise UsageError(f"The templates folder {folder} holds over {_MOST_FILES} files. Name the right folder.")
        found = {place.relative_to(folder).as_posix(): read_file(place) for place in places if place.name != HOUSE}
    except OSError as error:
        what = error.strerror or "the disk failed"
        raise UsageError(f"The templates folder {folder} cannot be read: {what}. Ask for access to it.") from None
    if sum(map(len, found.values())) > _MOST_IN_ALL:
        raise UsageError(f"The files in the templates folder {folder} are too large. Take out large pictures.")
    return found


def strays(folder: Path) -> list[str]:
    """The names of text files in the folder that can be no template: of another kind, or named as none may be.

    Word's lock files, hidden files and casepack's own marked copies are none of them.
    """
    try:
        names = [place.name for place in folder.iterdir() if place.suffix.lower() in _TEXTS]
    except OSError:
        return []  # whoever reads the folder says so
    return sorted(n for n in names if n[0] not in ".~" and not (_TEMPLATE.fullmatch(n) or _MARKED.fullmatch(n)))


def settled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files, the templates among them without what a word processor wrote on saving and nobody sees."""
    return {name: plain(data) if name.endswith(".docx") else data for name, data in files.items()}


def refused(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files that may not be used, by name, each with every reason in words; their documents are not made."""
    said: dict[str, str] = {}
    for name, data in files.items():
        if name.startswith(f"{FONTS}/"):
            if fault := font_fault(data):
                said[name] = fault
            continue
        try:
            gate(data, name.removesuffix(".docx"))
        except TemplateError as error:
            said[name] = str(error)
    return said


def without_boxes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The templates whose boxes to fill in have lost their names, with what to say; they are used all the same."""
    said: dict[str, str] = {}
    for name, data in files.items():
        with suppress(TemplateError):  # the gate says more
            if name.endswith(".docx") and (fault := lost_boxes(parts(data))):
                said[name] = fault
    return said


def _files(folder: Path, called: re.Pattern[str]) -> Iterator[Path]:
    """The files of a folder that are called so; Word's own lock files and hidden files are not."""
    if not os.path.lexists(folder):
        return
    if folder.name == FONTS and folder.is_symlink():
        raise UsageError(f"{folder} is a link. Put the folder itself there: casepack reads nothing outside it.")
    for place in sorted(folder.iterdir()):
        if called.fullmatch(place.name):
            yield place


def read_file(place: Path) -> bytes:
    """The bytes of one file. Raises UsageError for a link, for what is no file, and for one over 20 MB."""
    kind = place.lstat().st_mode
    if stat.S_ISLNK(kind):
        raise UsageError(f"{place} is a link. Put the file itself there: casepack reads nothing outside the folder.")
    if not stat.S_ISREG(kind):
        raise UsageError(f"{place} is not a file. Move it away.")
    handle = os.open(place, os.O_RDONLY | _PLAIN)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UsageError(f"{place} is not a file. Move it away.")
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{place} is larger than 20 MB. Take out large pictures.")
    return data
