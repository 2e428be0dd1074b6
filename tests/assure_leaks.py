"""A hunt for canaries over thousands of records: their packs, the conference's papers, and every mutant.

`python -m tests.assure_leaks SEED COUNT PROCESSES` (a seed of its own, two thousand, one). Every twentieth record is
made whole, with its PDFs and proofs; the others as Word, whose proof is asked where something is found. Now and then
eight records in a row make a meeting. Whatever it is that ends the run (Ctrl+C, a signal), the last line that it
prints is its figures so far, as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import queue
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from casepack import clock
from casepack.office import Office
from casepack.read import read_office
from casepack.values import YesNo

from .canary_census import census, lacking
from .canary_maker import salted
from .canary_meetings import Group, apart, with_strangers
from .canary_model import Salted
from .leak_hunt import Figures, hunt, whole_pack, word_pack
from .mutant_hunt import Trials
from .mutants import all_mutants
from .reach_hunt import adorned, lost

INPUTS = Path(__file__).resolve().parent.parent / "inputs"
AS_OF = "2026-11-10 12:00"
MEETING = "PGC-2026-11"
COUNT = 2_000
WHOLE = 20
"""One record in so many is made whole; so many in a row are one piece of work."""
GROUPS, GROUP, MEETS = 10, 8, 2
"""Of every so many pieces of work, in the one of this number (from 0), the last so many records meet."""
FOR_MUTANTS, CLOSED, FIRST = 150, 40, 900
"""Records on which mutants are tried: so many ordinary ones, so many sensitive ones, out of so many."""
MOST = 8
"""People in a record for mutants: a larger one takes longer and shows no more."""
LONGEST, SHOWN = 300, 60
"""Signs of a finding that are shown, and how many findings."""
WAIT = 2.0
"""Seconds after which the run looks whether its workers are still there."""


@dataclass
class Report:
    """What a worker has found in one piece of its work."""

    packs: Figures = field(default_factory=Figures)
    meetings: Figures = field(default_factory=Figures)
    losses: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    mutants: list[tuple[str, bool, str]] = field(default_factory=list)
    """Name, whether it was caught, the verdict in a line."""

    def add(self, other: Report) -> None:
        """Take in what another piece of work has found."""
        self.packs.add(other.packs)
        self.meetings.add(other.meetings)
        self.losses += other.losses
        self.counted += other.counted
        self.whole += other.whole
        self.mutants += other.mutants


# The work


def work(seed: int, count: int, worker: int, workers: int, told: Queue[Any], stop: Event) -> None:
    """One worker's part: every so many pieces of the records, then every so many mutants; each told when it is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    office = read_office((INPUTS / "office.json").read_bytes(), "office.json")[0]
    for report in _records(seed, count, worker, workers, office, stop):
        told.put(report)
    for report in _mutants(seed, worker, workers, office, stop):
        told.put(report)
    told.put(None)


def _records(seed: int, count: int, worker: int, workers: int, office: Office, stop: Event) -> Iterator[Report]:
    now = clock.moment(AS_OF, clock.zone(office))
    recent: list[Salted] = []
    for record in salted(seed, count, office, wanted=lambda number, _: number // WHOLE % workers == worker):
        if stop.is_set():
            return
        number = int(record.reference.rpartition("-")[2]) - 1
        report = Report(counted=census(record))
        if number % WHOLE:
            hunt(record, office, word_pack(record, office, now), report.packs)
        else:
            report.whole, report.losses = 1, _whole(record, office, report.packs)
        recent = [*recent, record][-GROUP:]
        if number % WHOLE == WHOLE - 1 and number // WHOLE % GROUPS == MEETS:
            Group(recent, office, MEETING).hunt(now, report.meetings)
        yield report


def _whole(record: Salted, office: Office, figures: Figures) -> list[str]:
    """A record made whole; what of it did not arrive."""
    now = clock.moment(AS_OF, clock.zone(office))
    with tempfile.TemporaryDirectory(prefix="casepack-leaks-") as folder:
        hunt(record, office, whole_pack(record, office, now, Path(folder)), figures)
    documents = {"mash-referral", "school-letter", "ecins-record", "conference-summary", "checklist"}
    _, losses = lost(adorned(record), office, now, documents)
    return [f"{record.reference}: {loss}" for loss in losses]


def _mutants(seed: int, worker: int, workers: int, office: Office, stop: Event) -> Iterator[Report]:
    trials = trials_of(seed, office)
    for number, mutant in enumerate(all_mutants()):
        if number % workers == worker:
            if stop.is_set():
                return
            verdict = trials.verdict(mutant)
            yield Report(mutants=[(mutant.name, verdict.leak is not None, str(verdict))])


def trials_of(seed: int, office: Office) -> Trials:
    """The records on which mutants are tried: small ones in which much is typed by hand, and many sensitive ones."""
    small = [*salted(seed, FIRST, office, loud=True, wanted=lambda _, record: len(record.people) <= MOST)]
    closed = [record for record in small if is_sensitive(record)]
    ordinary = [record for record in small if not is_sensitive(record)]
    now = clock.moment(AS_OF, clock.zone(office))
    group = Group(with_strangers(meeting_of([*ordinary, *closed])), office, MEETING)
    return Trials([*ordinary[:FOR_MUTANTS], *closed[:CLOSED]], office, now, group)


def meeting_of(records: Iterable[Salted]) -> list[Salted]:
    """Three small cases of one meeting that ask questions, one that its record keeps out, and a sensitive one."""

    def first(one: Salted) -> tuple[bool, bool, int]:
        data = one.record
        return not data.conference.questions, not data.open_actions(), len(data.people)

    ordered = sorted(records, key=first)
    here = [r for r in ordered if not is_sensitive(r) and r.record.conference.meeting == MEETING]
    kept_out = [r for r in here if r.record.conference.in_pack is YesNo.NO]
    closed = [r for r in ordered if is_sensitive(r) and r.record.conference.meeting in {None, MEETING}]
    closed = [r for r in closed if r.record.conference.in_pack is not YesNo.NO and _whole_name(r)]
    unseen = [*apart([*kept_out[:1], *closed])][:2]
    shown = [*apart([*unseen, *(r for r in here if r not in kept_out)])][len(unseen) :][:3]
    return [*shown, *unseen]


def _whole_name(record: Salted) -> bool:
    return any(person.given_name and person.family_name for person in record.record.people)


def is_sensitive(record: Salted) -> bool:
    """Is it handled as particularly sensitive?"""
    return record.record.incident.sensitivity.value == "sensitive"


# The run


class _Ended(Exception):
    """A signal asks the run to end."""


def main(arguments: list[str]) -> int:
    """Seed, count and processes from the command line."""
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(1_000_000)
    count = int(arguments[1]) if len(arguments) > 1 else COUNT
    workers = int(arguments[2]) if len(arguments) > 2 else 1
    context = multiprocessing.get_context("spawn")
    told, stop = context.Queue(), context.Event()
    parts = [context.Process(target=work, args=(seed, count, n, workers, told, stop)) for n in range(workers)]
    report = Report()
    signal.signal(signal.SIGTERM, _end)
    for part in parts:
        part.start()
    try:
        ended = _collect(report, parts, told)
    except (KeyboardInterrupt, _Ended):
        ended = "cut off"
    stop.set()
    for part in parts:
        part.terminate() if ended else part.join()
    return _tell(seed, report, ended)


def _end(*_: object) -> None:
    raise _Ended


def _collect(report: Report, parts: Sequence[BaseProcess], told: Queue[Any]) -> str:
    """Take in what the workers tell until all are done; otherwise how it ended."""
    open_parts = len(parts)
    while open_parts:
        try:
            found = told.get(timeout=WAIT)
        except queue.Empty:
            if any(part.exitcode for part in parts):
                return "a worker died"
            continue
        if found is None:
            open_parts -= 1
        else:
            report.add(found)
    return ""


def _tell(seed: int, report: Report, ended: str) -> int:
    missed = [line for _, caught, line in report.mutants if not caught]
    never = lacking(report.counted) if not ended else []
    leaks = [*map(str, report.packs.leaks), *map(str, report.meetings.leaks)]
    for line in [*leaks, *report.losses, *missed, *never][:SHOWN]:
        sys.stdout.write(f"NOT as it should be: {line[:LONGEST]}\n")
    told: dict[str, Any] = {"seed": seed, "ended": ended or "complete", "whole": report.whole}
    told |= {"packs": json.loads(report.packs.as_json()), "meetings": json.loads(report.meetings.as_json())}
    told |= {"lost": len(report.losses), "mutants": len(report.mutants)}
    told |= {"mutants_caught": len(report.mutants) - len(missed), "never_came_up": never}
    told["census"] = {
        kind: {word.removeprefix(f"{kind}: "): n for word, n in sorted(report.counted.items()) if word.startswith(kind)}
        for kind in ("typed", "trait")
    }
    told["census"]["fields with canaries"] = sum(word.startswith("field") for word in report.counted)
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    return 1 if ended or leaks or report.losses or missed or never else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
