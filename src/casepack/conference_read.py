"""The records for one meeting, each case once, and those that cannot be read; what may be said of them and what not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .actions_files import actions_beside
from .actions_folder import unplaced
from .errors import Problem, RecordError
from .inputs import LoadedCase, refuse_twice
from .pack_cases import reference_of
from .plan import Case
from .record_folder import AsOf, Named, Unread, read_each, told_once, without_twins

COMMAND = "casepack conference"


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """What was read: every case once, and what could not be read, with why."""

    loaded: tuple[LoadedCase, ...]
    unread: tuple[Unread, ...]
    unplaced: tuple[Problem, ...] = ()
    """Rows of the actions of meetings that no record takes up."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases alone."""
        return tuple(one.case for one in self.loaded)

    def to_check(self, told: Collection[str]) -> tuple[Problem, ...]:
        """What is worth a look in the actions of meetings, of the cases with these references and of no other."""
        found = list[Problem]()
        for one in self.loaded:
            if reference_of(one.case) in told:
                names = tuple(path.name for path in actions_beside(one.record_path))
                found += [problem for problem in one.to_check if problem.where.startswith(names)]
        return tuple(dict.fromkeys((*found, *self.unplaced)))


def read_records(
    named: Named, office: Path | None, as_of: AsOf, *, restricted: bool, done: Callable[[], None]
) -> ReadRecords:
    """All that is named, read; `done` is called after each file. See `record_folder.read_each` for the rest.

    Raises UsageError as that does.
    """
    read = list[LoadedCase | Unread | None]()
    for one in read_each(named, office, as_of, command=COMMAND, restricted=restricted):
        read.append(one)
        done()
    loaded = without_twins(one for one in read if isinstance(one, LoadedCase))
    kept, twice = _each_reference_once(loaded, restricted=restricted)
    unread = (one for one in read if isinstance(one, Unread))
    return ReadRecords(kept, told_once((*unread, *twice)), unplaced(named, read))


def _each_reference_once(
    loaded: Sequence[LoadedCase], *, restricted: bool
) -> tuple[tuple[LoadedCase, ...], list[Unread]]:
    """The records without a second one of the same reference; each that is left out is told, a sensitive one if asked.

    A sensitive record goes first, for it may be the same case before it was found to be sensitive: then the other must
    not stand in the pack. Of the sensitive one nothing is told by that, not even what its file is called.
    """
    kept, refused = list[LoadedCase](), list[Unread]()
    packs: dict[str, Path] = {}
    hidden = {reference_of(one.case).casefold() for one in loaded if one.case.sensitive and not restricted}
    for one in sorted(loaded, key=lambda one: not one.case.sensitive):
        try:
            refuse_twice(one, packs)
        except RecordError as error:
            if reference_of(one.case).casefold() not in hidden:
                refused.append(Unread(one.record_path, error))
            elif not one.case.sensitive:
                refused.append(Unread(one.record_path, _without_name(error)))
        else:
            kept.append(one)
    return tuple(kept), refused


def _without_name(error: RecordError) -> RecordError:
    what = "is also the reference of another record, so it is not known which of them is the case."
    return RecordError([replace(problem, what=what) for problem in error.problems])
