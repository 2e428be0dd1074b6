"""Workers for the page: processes with limits of memory and time, and a queue in which no desk waits for another's.

A task that is too long, too large or too much for a worker costs that worker and nothing else. What comes back is a
value, or words; never an error that holds what was in a file.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import tempfile
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import CasepackError
from .web_refusal import full
from .web_settings import Limits
from .workers import LostError, Processes

MOST_WAITING = 120
"""Tasks of one desk that may wait."""
TASKS_EACH = 12
"""Tasks after which a worker is replaced."""
_END = 5.0
"""Seconds that a worker is given to end."""
_LARGEST_FILE = 512 * 1024 * 1024

TOO_LONG = "It took longer than it may, so it was stopped. Check that it is the right file."
TOO_MUCH = "It needed more memory than it may have, so it was stopped. Check that it is the right file."
LOST = "It ended in the middle, so nothing came of it. Check that it is the right file, and try again."
FAULT = "casepack has stopped because of a fault of its own. Tell whoever looks after it what you were doing."
_LARGE = "What came of it is larger than can be handed over. Take the files one by one."


class TaskFailed(Exception):
    """A task came to nothing; the text says why, in words for an officer."""


class Dropped(Exception):
    """A task was not wanted any more."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What a worker is handed: what to do, with what, and within what limits."""

    work: Callable[..., Any]
    args: tuple[Any, ...]
    seconds: float
    memory: int
    result: int
    scratch: Path


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a worker hands back: a value as bytes, or words."""

    value: bytes = b""
    words: str | None = None


def _done_within(job: _Job) -> _Outcome:
    """Do a task in a worker, within its limits; whatever goes wrong comes back as words."""
    _limit(job)
    try:
        value = pickle.dumps(job.work(*job.args))
    except CasepackError as error:
        return _Outcome(words=str(error))
    except MemoryError:
        return _Outcome(words=TOO_MUCH)
    except Exception:  # noqa: BLE001 - its text may hold what is in the file
        return _Outcome(words=FAULT)
    return _Outcome(value) if len(value) <= job.result else _Outcome(words=_LARGE)


def keep_to_oneself() -> None:
    """Have this process write for its owner only, and leave no picture of its memory on disk should it crash."""
    os.umask(0o077)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit(job: _Job) -> None:
    """Hold this process to its limits, where the system knows such; and keep what it writes to the private folder."""
    keep_to_oneself()
    tempfile.tempdir = str(job.scratch)
    for name in ("TMPDIR", "TMP", "TEMP"):
        os.environ[name] = str(job.scratch)
    try:
        import resource
    except ImportError:  # Windows has none; there the time on the clock is what holds
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime + job.seconds) + 1
    for kind, value in (
        (resource.RLIMIT_AS, job.memory),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CPU, seconds),
    ):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


@dataclass(eq=False)
class _Waiting:
    """A task in the queue, or under way."""

    entry: str
    job: _Job
    answer: asyncio.Future[Any]
    begun: Callable[[], None]


@dataclass
class Crew:
    """`limits.workers` processes, each with at most one task. To be used from one event loop."""

    limits: Limits
    scratch: Path
    _queues: OrderedDict[str, deque[_Waiting]] = field(default_factory=OrderedDict)
    _places: list[asyncio.Task[None]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: dict[_Waiting, tuple[str, Processes]] = field(default_factory=dict)

    async def start(self) -> None:
        """Open the places; workers are hired when there is something for them to do."""
        self._places = [asyncio.create_task(self._place()) for _ in range(self.limits.workers)]

    async def close(self) -> None:
        """Send everybody home at once; what waits is dropped."""
        for place in self._places:
            place.cancel()
        await asyncio.gather(*self._places, return_exceptions=True)
        self._places = []
        for waiting in [one for queue in self._queues.values() for one in queue]:
            _answer(waiting, Dropped())
        self._queues.clear()

    async def run(
        self,
        desk: str,
        entry: str,
        work: Callable[..., Any],
        *args: Any,
        begun: Callable[[], None] = lambda: None,
    ) -> Any:
        """What comes of `work(*args)` in a worker, when it is this desk's turn; `begun` is called as it is taken up.

        Raises `TaskFailed` with words where nothing comes of it, `Dropped` where it was dropped meanwhile, and
        `Refusal` (503) where too much of this desk waits already.
        """
        queue = self._queues.setdefault(desk, deque())
        if len(queue) >= MOST_WAITING:
            raise full()
        limits = self.limits
        job = _Job(work, args, limits.task_seconds, limits.task_memory, limits.result, self.scratch)
        waiting = _Waiting(entry, job, asyncio.get_running_loop().create_future(), begun)
        queue.append(waiting)
        self._news.set()
        return await waiting.answer

    async def drop(self, desk: str, entry: str | None = None) -> None:
        """Forget what waits of a desk, or of one entry on it, and end whoever is at it; then nobody writes there."""
        queue = self._queues.get(desk, deque())
        kept: deque[_Waiting] = deque()
        for waiting in queue:
            if entry is None or waiting.entry == entry:
                _answer(waiting, Dropped())
            else:
                kept.append(waiting)
        if desk in self._queues:
            self._queues[desk] = kept
        for waiting, (whose, processes) in list(self._under_way.items()):
            if whose == desk and entry in (None, waiting.entry):
                _answer(waiting, Dropped())
                await asyncio.to_thread(_end, processes)

    async def _place(self) -> None:
        """One worker's place: take what is next, do it, hand it over; a worker that is lost is replaced."""
        processes = Processes(1, TASKS_EACH)
        try:
            while True:
                desk, waiting = await self._next()
                if waiting.answer.done():
                    continue
                self._under_way[waiting] = (desk, processes)
                outcome: Any = Dropped()
                try:
                    outcome = await self._do(waiting, processes)
                finally:
                    self._under_way.pop(waiting, None)
                    _answer(waiting, outcome)
                if processes.places[0].busy:  # the one who was ended has not been seen off yet
                    processes = Processes(1, TASKS_EACH)
        finally:
            await asyncio.shield(asyncio.to_thread(_end, processes))

    async def _do(self, waiting: _Waiting, processes: Processes) -> Any:
        waiting.begun()
        try:
            future = await asyncio.to_thread(processes.start, _done_within, waiting.job)
            # Not `wait_for`: before Python 3.12 it forgets that it was cancelled where the answer comes at that moment.
            async with asyncio.timeout(waiting.job.seconds):
                outcome = await asyncio.wrap_future(future)
        except TimeoutError:
            await asyncio.to_thread(_end, processes)
            return TaskFailed(TOO_LONG)
        except LostError:
            return TaskFailed(LOST)
        except Exception:  # noqa: BLE001 - a task or an answer that cannot be sent: a fault, and no reason to end
            return TaskFailed(FAULT)
        if outcome.words is not None:
            return TaskFailed(outcome.words)
        return await asyncio.to_thread(pickle.loads, outcome.value)

    async def _next(self) -> tuple[str, _Waiting]:
        """The task that is next: each desk has one in turn."""
        while True:
            for desk in list(self._queues):
                queue = self._queues[desk]
                if not queue:
                    del self._queues[desk]
                    continue
                self._queues.move_to_end(desk)
                return desk, queue.popleft()
            self._news.clear()
            await self._news.wait()


def _answer(waiting: _Waiting, outcome: Any) -> None:
    if waiting.answer.done():
        return
    if isinstance(outcome, TaskFailed | Dropped):
        waiting.answer.set_exception(outcome)
    else:
        waiting.answer.set_result(outcome)


def _end(processes: Processes) -> None:
    """End a worker and see it gone. Blocks for as long as that takes."""
    people = [
        process
        for place in processes.places
        if place.worker is not None
        for process in (place.worker._processes or {}).values()
    ]
    processes.close()
    for process in people:
        process.join(_END)
        if process.is_alive():
            process.kill()
            process.join(_END)
