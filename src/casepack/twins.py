"""One record kept twice in a folder: once as a workbook and once as JSON, the same answer for answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .plan import STAND_IN
from .record import Record


def twin_of(path: Path, record: Record, seen: Mapping[Path, Record]) -> Path | None:
    """Which of the records `seen` is this one under the same name with another ending; None where it is none."""
    own = _unmarked(record)
    twins = (at for at, other in seen.items() if at != path and _same_name(at, path) and _unmarked(other) == own)
    return next(twins, None)


def _same_name(one: Path, other: Path) -> bool:
    return one.with_suffix("") == other.with_suffix("")


def _unmarked(record: Record) -> Record:
    """The record without the stand-in reference, which is made from the file's name."""
    if not (record.incident.reference or "").startswith(STAND_IN):
        return record
    return record.model_copy(update={"incident": record.incident.model_copy(update={"reference": None})})
