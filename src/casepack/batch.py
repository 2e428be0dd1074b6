"""Many records, one run: each is read, made and written by itself, and one that is wrong never stops the rest.

The records are read and the packs written here; what takes long, making the documents, is done by workers that
touch no disk. So it does not matter how many there are or where: the same records give the same bytes.
"""

from __future__ import annotations

import heapq
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from .assets import bundle, carry
from .errors import CasepackError, FaultError, FullError, MissingPartError, OutputError, RecordError, UsageError
from .inputs import LoadedCase, as_found, refuse_twice
from .make import Before, Produced, keep_pack, open_pack, produce
from .read import load
from .record import Record
from .results import Result
from .sensitive_file import may_be_sensitive
from .twins import twin_of
from .workers import LOST, Crew, LostError, every, give_back
from .write import Place, heal, hold_folder

How = Literal["made", "unchanged", "withheld", "wrong"]
HOWS: tuple[How, ...] = ("made", "unchanged", "withheld", "wrong")
AHEAD = 8
"""Records that are read before a worker is free for them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record: its result, or the error that kept it from being made."""

    path: Path
    loaded: LoadedCase | None = None
    result: Result | None = None
    error: CasepackError | None = None
    twin: Path | None = None
    """The file that holds the same record, answer for answer, and from which its pack was made."""
    hidden: bool = False
    """May a file that cannot be read be that of a sensitive case?"""

    @property
    def how(self) -> How:
        """In one word; "withheld" where at least one document failed its proof."""
        if self.twin:
            return "unchanged"
        if self.result is None:
            return "wrong"
        if self.result.withheld:
            return "withheld"
        return "made" if self.result.changed else "unchanged"

    @property
    def restricted(self) -> bool:
        """Is it a sensitive case, or may it be one?"""
        return self.loaded.case.sensitive if self.loaded else self.hidden

    @property
    def exit_code(self) -> int:
        """The exit code that this record alone would have."""
        return self.error.exit_code if self.error else self.result.exit_code if self.result else 0


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to know: nothing else of this machine is within its reach."""

    loaded: LoadedCase
    before: Before
    files: dict[str, bytes] = field(default_factory=dict)
    """Templates and stylesheet, where the work goes to another machine."""


def work(task: Task) -> Produced:
    """Make the documents of one record. Raises `CasepackError`; a fault of casepack's own becomes one, too."""
    if task.files:
        carry(task.files)
    try:
        return produce(task.loaded, task.before)
    except CasepackError:
        raise
    except Exception as error:  # noqa: BLE001 (what else can go wrong is not known: that is the point)
        raise fault(error) from None
    finally:
        give_back()


def fault(error: Exception) -> FaultError:
    """A fault of casepack's own, told by its place in the program: what it says itself may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f" ({type(error).__name__}, {Path(last.filename).name} line {last.lineno})" if last else ""
    return FaultError(f"casepack has a fault of its own with this record{place}. Tell whoever looks after casepack.")


def run_batch(
    paths: Sequence[Path],
    read: Callable[[Path], LoadedCase],
    out: Path,
    crew: Crew,
    *,
    elsewhere: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """Make the packs of these records into `out`, and say what became of each as it is done, in no fixed order.

    `read` gives the case of a path, or raises `CasepackError`. `elsewhere` sends the templates along with the work, for
    workers on other machines. `waiting` is called again and again while nothing else happens; what it raises ends the
    run. Ended in the middle, finished packs are whole and the others as they were. Raises OutputError where another
    run is at work in `out`, FullError where nothing can be written any more, and MissingPartError where no PDF can be
    made on this machine.
    """
    with hold_folder(out):
        heal(out)
        yield from _Batch(read, out, crew, bundle() if elsewhere else {}).run(paths, waiting)


def longest_first(tasks: Iterator[Task]) -> Iterator[Task]:
    """The same tasks, of those known so far always the longest: it must not come last, when the others have gone home.

    They are read `AHEAD` of the workers at most, and the first is handed out at once.
    """
    waiting: list[tuple[int, int, Task]] = []
    for number, task in enumerate(tasks):
        heapq.heappush(waiting, (-_length(task), number, task))
        # Every other task that is read is handed out, until enough are known.
        if number % 2 == 0 or len(waiting) > AHEAD:
            yield heapq.heappop(waiting)[-1]
    while waiting:
        yield heapq.heappop(waiting)[-1]


def _length(task: Task) -> int:
    """How long a record takes, in documents: each person's for each reader, and those about nobody."""
    case = task.loaded.case
    return (len(case.record.people) + 1) * len(case.office.agencies) + len(case.record.businesses)


def _may_be_sensitive(path: Path) -> bool:
    """Whether a file that is wrong may be the record of a sensitive case: also where that cannot be known."""
    try:
        return may_be_sensitive(load(path), path.name) is not False
    except UsageError:  # it is not there, or may not be read: then nothing of it is told either
        return False
    except RecordError:
        return True


class _Batch:
    """One run over many records: which packs it holds, and what is still to be said."""

    def __init__(self, read: Callable[[Path], LoadedCase], out: Path, crew: Crew, files: dict[str, bytes]) -> None:
        self.read, self.out, self.crew, self.files = read, out, crew, files
        self.packs: dict[str, Path] = {}
        self.records: dict[Path, Record] = {}
        self.held: dict[Path, tuple[Place, ExitStack]] = {}
        self.other: list[Outcome] = []

    def run(self, paths: Sequence[Path], waiting: Callable[[], None]) -> Iterator[Outcome]:
        try:
            for done in every(self.crew, work, longest_first(self._tasks(paths)), waiting):
                yield from self._said()
                yield self._finished(done.task, done.answer, done.error)
            yield from self._said()
        finally:
            self.crew.close()
            for _, holding in self.held.values():
                holding.close()

    def _said(self) -> list[Outcome]:
        said, self.other = self.other, []
        return said

    def _tasks(self, paths: Sequence[Path]) -> Iterator[Task]:
        """The records that can be made, each with its pack held from now on; the others are noted."""
        for path in paths:
            loaded = None
            try:
                loaded = self.read(path)
                if twin := twin_of(path, loaded.record, self.records):
                    self.other.append(Outcome(path, loaded, twin=twin))
                    continue
                self.records[path] = loaded.record
                refuse_twice(loaded, self.packs)
                with ExitStack() as opening:
                    place, before = opening.enter_context(open_pack(loaded, self.out))
                    self.held[path] = (place, opening.pop_all())
            except FullError:
                raise
            except CasepackError as error:
                self.other.append(Outcome(path, loaded, error=error, hidden=not loaded and _may_be_sensitive(path)))
            except Exception as error:  # noqa: BLE001 (one record never stops the rest)
                self.other.append(Outcome(path, loaded, error=fault(error), hidden=not loaded))
            else:
                # Making a pack finds nothing more to say about the file, so nothing of it need go to the worker; the
                # names are sooner put together there than sent.
                yield Task(replace(loaded, say=as_found, known=None), before, self.files)

    def _finished(self, task: Task, made: Produced | None, error: BaseException | None) -> Outcome:
        path = task.loaded.record_path
        place, holding = self.held.pop(path)
        with holding:
            if isinstance(error, MissingPartError):
                raise error
            if made is not None:
                try:
                    return Outcome(path, task.loaded, keep_pack(place, task.before, made))
                except FullError:
                    raise
                except CasepackError as unwritten:
                    error = unwritten
        if isinstance(error, LostError):
            error = OutputError(LOST)
        if not isinstance(error, CasepackError):
            error = fault(error) if isinstance(error, Exception) else FaultError(LOST)
        return Outcome(path, task.loaded, error=error)
