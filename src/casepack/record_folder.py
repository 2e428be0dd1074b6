"""The records of files and folders, each read once, and those that cannot be read, with why.

Commands over many records share this. A file that cannot be read, and that nobody named, may be the record of a
sensitive case: of one that is nothing is said at all, of one that may be only that there is something in its folder.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .errors import CasepackError, RecordError, UsageError
from .inputs import LoadedCase, load_case
from .read import load
from .record import Record
from .record_files import is_folder, real, records_in
from .sensitive_file import may_be_sensitive
from .twins import twin_of

AsOf = str | Callable[[ZoneInfo], datetime]
"""A local time as typed, or a function that tells the time; as `inputs.load_case` takes it."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that is wrong, or a folder in which something cannot be read, with why.

    `asked_for` tells of a file that was named itself and could not be opened: a slip of the keys, most likely.
    """

    path: Path
    error: CasepackError
    asked_for: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What was named on the command line: every record meant, each once, and which of them were named themselves."""

    paths: tuple[Path, ...]
    themselves: Collection[Path]

    def itself(self, path: Path) -> bool:
        """Was this very file named, and not only the folder that it is in?"""
        return real(path) in self.themselves


def named_records(paths: Sequence[Path], office: Path | None) -> Named:
    """Every record that is meant by these files and folders; a folder stands for each record in it.

    Raises UsageError where a folder cannot be read.
    """
    found = [file for path in paths for file in (records_in(path, office) if is_folder(path) else [path])]
    themselves = frozenset(real(path) for path in paths if not is_folder(path))
    return Named(tuple({real(file): file for file in found}.values()), themselves)


def some_records(paths: Sequence[Path], office: Path | None) -> Named:
    """As `named_records`. Raises UsageError where there is no record at all, too."""
    found = named_records(paths, office)
    if not found.paths:
        places = ", ".join(str(path) for path in paths)
        raise UsageError(
            f"There is no record in {places}: no workbook (.xlsx) and no .json file but the office's. "
            "Check that it is the right folder."
        )
    return found


def read_each(
    named: Named, office: Path | None, as_of: AsOf, *, command: str, restricted: bool
) -> Iterator[LoadedCase | Unread | None]:
    """Each record in turn: read, or why it could not be; None where nothing may be said of it.

    `restricted` says all of every file; `command` is what the user would run again for that. Raises UsageError as
    `load_case` does where no office is found or `as_of` is no time.
    """
    for path in named.paths:
        try:
            data = load(path)
        except (UsageError, RecordError) as error:
            yield Unread(path, error, asked_for=named.itself(path))
            continue
        try:
            yield load_case(path, office, as_of)
        except RecordError as error:
            hidden = not restricted and not named.itself(path)
            sensitive = may_be_sensitive(data, path.name) if hidden else False
            if sensitive is None:
                yield Unread(path.parent, _something_in(path.parent, command))
            else:
                yield None if sensitive else Unread(path, error)


def without_twins(loaded: Iterable[LoadedCase]) -> tuple[LoadedCase, ...]:
    """The records without those that another file holds answer for answer."""
    kept: list[LoadedCase] = []
    seen: dict[Path, Record] = {}
    for one in loaded:
        if not twin_of(one.record_path, one.record, seen):
            seen[one.record_path] = one.record
            kept.append(one)
    return tuple(kept)


def told_once(unread: Iterable[Unread]) -> tuple[Unread, ...]:
    """Each message once: of several such files in one folder nothing is said but that there are some."""
    return tuple({(str(one.path), str(one.error)): one for one in unread}.values())


def _something_in(folder: Path, command: str) -> UsageError:
    return UsageError(
        f"Something in {folder} has the name of a record but cannot be read, and is not shown. "
        f"{command} --include-restricted says which it is."
    )
