"""From paths to a checked case: the record, the office that it belongs to, and the moment as of which it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from . import clock
from .errors import Problem, RecordError, UsageError
from .office import Office
from .plan import STAND_IN, Case
from .read import load, read_office, read_record
from .record import Record

OFFICE_NAME = "office.json"
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
"""What `--as-of` may be: anything else is a slip of the keys."""


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case ready to be worked on, with where it came from and what is worth a look."""

    case: Case
    record_path: Path
    office_path: Path
    record_hash: str
    office_hash: str
    to_check: tuple[Problem, ...]

    @property
    def record(self) -> Record:
        """The record, with a stand-in reference where it had none."""
        return self.case.record

    @property
    def office(self) -> Office:
        """The office that the record was read with."""
        return self.case.office


def load_case(path: Path, office: Path | None, as_of: str | Callable[[ZoneInfo], datetime]) -> LoadedCase:
    """Read a record and its office. `as_of` is a local time as typed, or a function that tells the time.

    Raises UsageError where a file is missing, no office is found or `as_of` is no time, and RecordError with every
    problem of either file.
    """
    record_bytes = load(path)
    office_path = office or path.parent / OFFICE_NAME
    if office is None and path.parent.is_dir() and not office_path.exists():
        raise UsageError(
            f"There is no {OFFICE_NAME} beside {path.name}, so the office's data are missing. "
            "Put the office's file there, or name it with --office FILE or in CASEPACK_OFFICE."
        )
    office_bytes = load(office_path)
    the_office, office_checks = read_office(office_bytes, office_path.name)
    record, checks = read_record(record_bytes, path.name, the_office)
    tz = clock.zone(the_office)
    moment = _typed_moment(as_of, tz) if isinstance(as_of, str) else as_of(tz)
    return LoadedCase(
        Case(with_reference(record, path.name), the_office, moment),
        path,
        office_path,
        hashlib.sha256(record_bytes).hexdigest(),
        hashlib.sha256(office_bytes).hexdigest(),
        (*office_checks, *checks, *_ahead_of_time(record, path.name, moment)),
    )


def _typed_moment(text: str, tz: ZoneInfo) -> datetime:
    try:
        moment = clock.moment(text.strip(), tz)
    except clock.ClockError as error:
        raise UsageError(f'--as-of "{text[:40]}": {error}') from error
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise UsageError(f'--as-of "{text[:40]}": The year must be from {EARLIEST_YEAR} to {LATEST_YEAR}.')
    return moment


def _ahead_of_time(record: Record, name: str, moment: datetime) -> tuple[Problem, ...]:
    """A check where the incident lies after the moment as of which the record is read: one of them is mistyped."""
    first, place = min((e.date, i) for i, e in enumerate(record.episodes))
    if first <= moment.date():
        return ()
    where = f"{name}: episodes[{place}].date"
    what = f"is after {clock.say_date(moment.date())}, the day as of which the record is read."
    return (Problem("after-as-of", where, what, "Check the date, and --as-of.", first.isoformat(), "check"),)


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
        where = f"{loaded.record_path.name}: incident.reference"
        what = "has a pack already, made from a file of another name about another day."
        fix = (
            "If this is another case, give it a reference of its own. If it is the same case, give the file the name "
            "that it had, or move the pack's folder away."
        )
        raise RecordError([Problem("same-reference", where, what, fix, loaded.record.incident.reference or "")])


def refuse_twice(loaded: LoadedCase, packs: dict[str, Path]) -> None:
    """Note whose pack `loaded` makes; raises RecordError if another record of this run has the same reference.

    A record that was copied for the next case, its reference left as it was, would otherwise take the place of the
    first one's documents.
    """
    reference = (loaded.record.incident.reference or "").casefold()
    other = packs.setdefault(reference, loaded.record_path)
    if other != loaded.record_path:
        where = f"{loaded.record_path.name}: incident.reference"
        what = f"is also the reference of {other.name}, so both would write the same pack."
        fix = "Give each case its own reference."
        raise RecordError([Problem("same-reference", where, what, fix, loaded.record.incident.reference or "")])
