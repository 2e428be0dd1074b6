"""casepack itself, in a worker of its own kind: documents of a set, whole packs, memory, phases."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .captured import Ordered, read_ordered
from .figures import Lap
from .phases import DOCUMENT, PACK, REST, Stopwatch
from .work_common import laps

_stopwatch = Stopwatch()
_missing: list[str] = []


def _make(document: Ordered, target: Path) -> None:
    from casepack import finish
    from casepack.errors import WithheldError

    try:
        made = finish.finished_bytes(*document.arguments)
    except WithheldError:
        # It has been made and proved like any other, and is only not kept.
        return
    for extension, data in made.items():
        target.with_suffix(f".{extension}").write_bytes(data)


def documents(folder: Path, number: int, out: Path) -> list[Lap]:
    """Each document of a set as Word and PDF, proof included."""
    ordered = read_ordered(folder, number)
    return laps(partial(_make, one, out / f"{place}.x") for place, one in enumerate(ordered))


def watched(folder: Path, number: int, out: Path) -> list[Lap]:
    """The same, looked at phase by phase."""
    if not _missing and not _stopwatch.spent:
        _load()
        _missing.extend(_stopwatch.watch(DOCUMENT))
        _stopwatch.watch_collector()
        _stopwatch.spent[REST] = 0.0
    ordered = read_ordered(folder, number)
    for phase in list(_stopwatch.spent):
        _stopwatch.spent[phase] = 0.0
    task = _stopwatch.timed(REST, _make)
    return laps(partial(task, one, out / f"{place}.x") for place, one in enumerate(ordered))


def _load() -> None:
    """Load every module that making a document loads, so that each gets its stopwatch."""
    from casepack import batch, finish, run  # noqa: F401


def phases() -> tuple[dict[str, float], list[str]]:
    """Of the last round: seconds for each phase, all documents together; and the functions that are not there."""
    return dict(_stopwatch.spent), list(_missing)


class Packed(NamedTuple):
    """One whole pack: how many documents were made, how many of them withheld, seconds of processor, seconds."""

    documents: int
    withheld: int
    cpu: float
    wall: float


def pack(record: Path, office: Path | None, as_of: str, out: Path) -> Packed:
    """One whole pack, read, made, proved and written. What is withheld was made and proved, too, and counts."""
    from casepack import inputs, make
    from casepack.batch import Task, work

    cpu, wall = time.process_time(), time.perf_counter()
    loaded = inputs.load_case(record, office, as_of)
    with make.open_pack(loaded, out) as (held, before):
        made = work(Task(loaded, before))
        result = make.keep_pack(held, before, made)
    withheld = len(result.withheld)
    made_all = len(result.documents) + withheld
    return Packed(made_all, withheld, time.process_time() - cpu, time.perf_counter() - wall)


def pack_watched(record: Path, office: Path | None, as_of: str, out: Path) -> tuple[int, dict[str, float], list[str]]:
    """The same phase by phase: how many documents, seconds for each phase, and the functions that are not there."""
    if not _stopwatch.spent:
        _load()
        _missing.extend(_stopwatch.watch(PACK))
    _stopwatch.spent.clear()
    made: Callable[..., Packed] = _stopwatch.timed(REST, pack)
    count = made(record, office, as_of, out).documents
    return count, dict(_stopwatch.spent), list(_missing)


def memory() -> float:
    """What this worker holds in memory now, in MB (millions of bytes)."""
    import resource

    try:
        status = Path("/proc/self/statm").read_text(encoding="ascii")
        return int(status.split()[1]) * resource.getpagesize() / 1e6
    except OSError:  # no such file outside Linux: then the most that it ever held
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
