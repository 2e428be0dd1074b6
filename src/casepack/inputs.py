"""From paths to a checked case: the record, the office that it belongs to, what meetings agreed about it, and the
moment as of which it is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from . import clock
from .actions_files import actions_beside, called_actions
from .complaints import Finding, place
from .complaints import Path as PathIn
from .errors import Problem, RecordError, UsageError
from .mentions import MentionBook, build_book
from .office import Office
from .plan import STAND_IN, Case
from .read import Reading, load, reading_of_office, reading_of_record
from .record import Record
from .sniff import FileKind, sniff

if TYPE_CHECKING:
    from .actions_read import ActionsBook

OFFICE_NAMES = ("office.json", "office.xlsx")
"""What the office's data are called beside a record; where both are there they must say the same."""
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
"""What `--as-of` may be: anything else is a slip of the keys."""


def as_found(finding: Finding) -> Problem:
    """A finding at its place by the names of the fields, for what has no other place to show."""
    return finding.problem


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case ready to be worked on, with where it came from and what is worth a look.

    The record holds what meetings agreed about its actions; `record_hash` tells that apart from what the file alone
    says. `say` puts what is found later at its place in the record's file, in the words of that kind of file.
    `templates` are the files of the council's own templates folder, by name. `known` are a record, an office and the
    book of its names, put together when it was read.
    """

    case: Case
    record_path: Path
    office_path: Path
    record_hash: str
    office_hash: str
    to_check: tuple[Problem, ...]
    say: Callable[[Finding], Problem] = as_found
    templates: Mapping[str, bytes] = field(default_factory=dict)
    known: tuple[Record, Office, MentionBook] | None = None

    @property
    def record(self) -> Record:
        """The record, with a stand-in reference where it had none."""
        return self.case.record

    @property
    def office(self) -> Office:
        """The office that the record was read with."""
        return self.case.office

    @property
    def book(self) -> MentionBook:
        """The names in the record, in every way of writing."""
        record, office = self.case.record, self.case.office
        # What has come to the record since, such as an action of a meeting, may name somebody.
        if self.known and self.known[0] is record and self.known[1] is office:
            return self.known[2]
        return build_book(record, office)


def load_case(path: Path, office: Path | None, as_of: str | Callable[[ZoneInfo], datetime]) -> LoadedCase:
    """Read a record, its office and the actions of meetings beside it.

    `as_of` is a local time as typed, or a function that tells the time. Raises UsageError where a file is missing, no
    office is found or `as_of` is no time, and RecordError with every problem of either file, or of a workbook of
    actions that cannot be read: without it the papers would lack what was agreed.
    """
    record_bytes = load(path)
    office_path, office_bytes, the_office = office_of(path, office)
    reading = reading_of_record(record_bytes, path.name, the_office.made)
    tz = clock.zone(the_office.made)
    moment = _typed_moment(as_of, tz) if isinstance(as_of, str) else as_of(tz)
    case = Case(with_reference(reading.made, path.name), the_office.made, moment)
    agreed, to_check = _with_actions(case, actions_of(path, office_bytes, office_path.name))
    odd = (*reading.checks_with(_ahead_of_time(reading.made, path.name, moment)), *_badly_called(path))
    return LoadedCase(
        replace(case, record=agreed),
        path,
        office_path,
        _hash(record_bytes, case.record, agreed),
        hashlib.sha256(office_bytes).hexdigest(),
        (*the_office.checks, *odd, *to_check),
        reading.say,
        known=(reading.made, the_office.made, reading.book) if reading.book else None,
    )


def _with_actions(case: Case, books: Sequence[ActionsBook]) -> tuple[Record, tuple[Problem, ...]]:
    """The case's record with what meetings agreed, and what is worth a look about that."""
    if not books:
        return case.record, ()
    from .actions_merge import merged

    found = merged(case, books)
    return found.record, found.checks


def _hash(data: bytes, read: Record, record: Record) -> str:
    """The SHA-256 of a record's file; of the file and what meetings agreed, where they agreed anything."""
    found = hashlib.sha256(data)
    if record != read:
        found.update("\n".join(action.model_dump_json() for action in record.actions).encode())
    return found.hexdigest()


def actions_of(record: Path, office: bytes, office_name: str) -> tuple[ActionsBook, ...]:
    """The workbooks of meetings' actions beside a record, each read once for all the records of a folder.

    `office` are the bytes of the office's file. Raises RecordError where one cannot be read.
    """
    try:
        files = [(path.name, load(path)) for path in actions_beside(record)]
    except UsageError as error:
        what = "may have actions of a meeting beside it that cannot be read, and nothing is made without them."
        raise RecordError([Problem("actions-unread", record.name, what, str(error))]) from None
    books = (_actions_in(data, name, office, office_name) for name, data in files)
    return tuple(book for book in books if book is not None)


@lru_cache(maxsize=16)
def _actions_in(data: bytes, name: str, office: bytes, office_name: str) -> ActionsBook | None:
    """The actions in a file; None for a record that is only called like them."""
    from .actions_read import read_actions
    from .form_identity import form_of
    from .labels import labels_of
    from .workbook_cells import open_workbook

    if sniff(data, name).kind is FileKind.WORKBOOK and form_of(open_workbook(data, name)) == "record":
        return None
    made = _office_in(office, office_name).made
    return read_actions(data, name, made, labels_of(made))


def _badly_called(record: Path) -> tuple[Problem, ...]:
    """A check where a record is called as the actions of a meeting are."""
    if not called_actions(record.name):
        return ()
    what = "holds a record, but is called like the actions of a meeting."
    fix = f'Give it a name without the word "actions", such as case{record.suffix}.'
    return (Problem("called-actions", record.name, what, fix, severity="check"),)


def offices_beside(record: Path) -> list[Path]:
    """The files beside a record that are called as the office's data are."""
    return [beside for name in OFFICE_NAMES if _is_there(beside := record.parent / name)]


def _is_there(path: Path) -> bool:
    # What cannot even be looked at is not there; reading the record then says why.
    try:
        return path.exists()
    except OSError:
        return False


def office_of(record: Path, named: Path | None) -> tuple[Path, bytes, Reading[Office]]:
    """The office's file, its bytes, and what is in it. Raises as `load_case` does."""
    found = [named] if named else offices_beside(record)
    if not found and _is_there(record.parent):
        raise UsageError(
            f"There is no {' or '.join(reversed(OFFICE_NAMES))} beside {record.name}, so the office's data are "
            "missing. Put the office's file there, or name it with --office FILE or in CASEPACK_OFFICE."
        )
    files = [(path, load(path)) for path in found or [record.parent / OFFICE_NAMES[0]]]
    read = [(path, data, _office_in(data, path.name)) for path, data in files]
    if any(reading.made != read[0][2].made for _, _, reading in read):
        raise UsageError(
            f"{' and '.join(OFFICE_NAMES)} beside {record.name} hold different data. Keep the one that is right and "
            "move the other away, or name one with --office FILE."
        )
    return read[0]


@lru_cache(maxsize=4)
def _office_in(data: bytes, name: str) -> Reading[Office]:
    """The office in a file, read once for all the records of a folder."""
    return reading_of_office(data, name)


def _typed_moment(text: str, tz: ZoneInfo) -> datetime:
    try:
        moment = clock.moment(text.strip(), tz)
    except clock.ClockError as error:
        raise UsageError(f'--as-of "{text[:40]}": {error}') from error
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise UsageError(f'--as-of "{text[:40]}": The year must be from {EARLIEST_YEAR} to {LATEST_YEAR}.')
    return moment


def _ahead_of_time(record: Record, name: str, moment: datetime) -> tuple[Finding, ...]:
    """A check where the incident lies after the moment as of which the record is read: one of them is mistyped."""
    first, number = min((e.date, i) for i, e in enumerate(record.episodes))
    if first <= moment.date():
        return ()
    path: PathIn = ("episodes", number, "date")
    what = f"is after {clock.say_date(moment.date())}, the day as of which the record is read."
    fix = "Check the date, and --as-of."
    return (Finding(path, Problem("after-as-of", place(name, path, None), what, fix, first.isoformat(), "check")),)


def with_reference(record: Record, name: str) -> Record:
    """The record with a stand-in for a missing case reference: the day and a mark made from the file's name.

    The file's own name never stands in the pack: officers call files after people.
    """
    if record.incident.reference:
        return record
    first = min(e.date for e in record.episodes).isoformat()
    incident = record.incident.model_copy(update={"reference": f"{STAND_IN}{first}-{_mark(name)}"})
    return record.model_copy(update={"incident": incident})


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:4]


def marks(loaded: LoadedCase) -> tuple[str, str]:
    """What tells this case from another of the same reference: marks of its file's name and of its first day."""
    first = min(e.date for e in loaded.record.episodes).isoformat()
    return _mark(loaded.record_path.name.casefold()), _mark(first)


def refuse_other_case(loaded: LoadedCase, made_from: Sequence[str]) -> None:
    """Raise RecordError if the pack of this reference was made from another case, whose marks were `made_from`.

    A file may get a new name and a day may be corrected; where both differ at once it is another case, and two
    cases in one pack would mix what is known of different children.
    """
    if made_from and not any(one == other for one, other in zip(made_from, marks(loaded), strict=False)):
        what = "has a pack already, made from a file of another name about another day."
        fix = (
            "If this is another case, give it a reference of its own. If it is the same case, give the file the name "
            "that it had, or move the pack's folder away."
        )
        raise _same_reference(loaded, what, fix)


def refuse_twice(loaded: LoadedCase, packs: dict[str, Path]) -> None:
    """Note whose pack `loaded` makes; raises RecordError if another record of this run has the same reference.

    A record that was copied for the next case, its reference left as it was, would otherwise take the place of the
    first one's documents.
    """
    reference = (loaded.record.incident.reference or "").casefold()
    other = packs.setdefault(reference, loaded.record_path)
    if other != loaded.record_path:
        what = f"is also the reference of {other.name}, so both would write the same pack."
        raise _same_reference(loaded, what, "Give each case its own reference.")


def _same_reference(loaded: LoadedCase, what: str, fix: str) -> RecordError:
    path: PathIn = ("incident", "reference")
    where = place(loaded.record_path.name, path, None)
    problem = Problem("same-reference", where, what, fix, loaded.record.incident.reference or "")
    return RecordError([loaded.say(Finding(path, problem))])
