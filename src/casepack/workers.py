"""Work handed to other processes or machines: one task at a time for each worker, none of them trusted to last.

A worker keeps some memory of every document that it typesets, so it is replaced by a new one after a while. One that
the system ends in the middle (too little memory) loses nothing but its task, which is tried once more.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from .collecting import clear_away, few_while_starting, fewer_collections

T = TypeVar("T")
R = TypeVar("R")

TASKS_EACH = 12
"""Records after which a worker is replaced: some hundreds of documents."""
PATIENCE = 0.3
"""Seconds between two looks at whether the run is to be stopped."""
TRIES = 2
"""How often a task is tried whose worker was ended from outside."""


LOST = (
    "The system ended casepack while it made this pack, twice; most often there was too little memory. "
    "Close other programs, or run again with --workers 1."
)
"""What is said where a pack could not be made because its worker was lost."""


_KEEPER_SECONDS = 10.0
"""How long the end of a worker that was sent home is waited for; it takes a moment."""


class LostError(Exception):
    """The worker was ended from outside, each time that the task was tried."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """What came of one task: an answer, or the error that it raised."""

    task: T
    answer: R | None = None
    error: BaseException | None = None


class Crew(Protocol):
    """Workers that take a task each."""

    @property
    def size(self) -> int:
        """How many tasks may be under way at once."""
        ...

    def start(self, work: Callable[[T], R], task: T) -> Future[R]:
        """Hand out a task; the future raises LostError if its worker was lost."""
        ...

    def close(self) -> None:
        """Send everybody home at once; what is under way is dropped."""
        ...


def every(
    crew: Crew, work: Callable[[T], R], tasks: Iterator[T], waiting: Callable[[], None] = lambda: None
) -> Iterator[Done[T, R]]:
    """What comes of each task, as it comes; tasks are drawn only as workers are free to take them.

    A task whose worker is lost is tried again. `work` and the tasks must be such as can be sent to another process.
    `waiting` is called several times a second while nothing is finished.
    """
    under_way: dict[Future[R], tuple[T, int]] = {}
    more = True
    while more or under_way:
        while more and len(under_way) < crew.size:
            try:
                task = next(tasks)
            except StopIteration:
                more = False
            else:
                under_way[crew.start(work, task)] = (task, 1)
        if not under_way:
            return
        waiting()
        finished, _ = wait(under_way, PATIENCE, return_when=FIRST_COMPLETED)
        for future in finished:
            task, tries = under_way.pop(future)
            error = future.exception()
            if isinstance(error, LostError) and tries < TRIES:
                under_way[crew.start(work, task)] = (task, tries + 1)
            else:
                yield Done(task, None if error else future.result(), error)


@dataclass
class _Place:
    """The place of one worker: who is in it now, and how much they have done."""

    worker: ProcessPoolExecutor | None = None
    tasks: int = 0
    busy: bool = False
    lost: bool = False


@dataclass
class Processes(AbstractContextManager["Processes"]):
    """Workers that are processes on this machine, `number` of them.

    Each place has a worker of its own, so that it is known whose task was lost, and a tired worker is replaced without
    the others waiting.
    """

    number: int
    tasks_each: int = TASKS_EACH
    places: list[_Place] = field(default_factory=list)
    _folder: str | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """Workers are hired when there is something for them to do."""
        self.places = [_Place() for _ in range(self.number)]

    def __exit__(self, *_: object) -> None:
        """Send everybody home."""
        self.close()

    @property
    def size(self) -> int:
        """How many tasks may be under way at once."""
        return self.number

    def start(self, work: Callable[[T], R], task: T) -> Future[R]:
        """Hand out a task; see `Crew`."""
        place = next(p for p in self.places if not p.busy)
        if place.worker is None or place.lost or place.tasks >= self.tasks_each:
            _dismiss(place)
            # A process made afresh holds nothing of this one's: no lock, no open file, no half-told state.
            context = multiprocessing.get_context("spawn")
            self._folder = self._folder or _room_for_files()
            place.worker = ProcessPoolExecutor(1, context, initializer=_at_home, initargs=(self._folder,))
        place.busy, place.tasks = True, place.tasks + 1
        answer: Future[R] = Future()
        answer.set_running_or_notify_cancel()

        def pass_on(future: Future[R]) -> None:
            error = future.exception() if not future.cancelled() else LostError()
            if isinstance(error, BrokenProcessPool):
                # Sent home when the place is needed: this is the thread that tells of the loss, and from Python 3.12 on
                # it would wait for itself.
                place.lost = True
                error = LostError()
            place.busy = False
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(future.result())

        try:
            place.worker.submit(_tidily, work, task).add_done_callback(pass_on)
        except BrokenProcessPool:  # ended while it had nothing to do
            _dismiss(place)
            place.busy = False
            answer.set_exception(LostError())
        return answer

    def close(self) -> None:
        """Send everybody home at once; what is under way is dropped."""
        for place in self.places:
            _dismiss(place, at_once=True)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _room_for_files() -> str | None:
    """Where workers put what may be on the disk while they work, such as a council's own fonts: a name, no folder yet.

    Whoever has such a file makes the folder; a worker that is sent home tidies nothing, so it goes with all of them.
    """
    try:
        return str(Path(tempfile.gettempdir()) / f"casepack-{secrets.token_hex(8)}")
    except OSError:  # nowhere on this machine: what needs no such files is made all the same
        return None


def _dismiss(place: _Place, *, at_once: bool = False) -> None:
    worker, place.worker, place.tasks, place.lost = place.worker, None, 0, False
    if worker is None:
        return
    processes = list((worker._processes or {}).values()) if at_once else []
    keeper: Any = worker._executor_manager_thread if at_once else None
    worker.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    # Python would otherwise wake that thread at its own end, and complain where it closes its pipe at that moment.
    if keeper is not None and keeper is not threading.current_thread():
        keeper.join(_KEEPER_SECONDS)


_for_life = ExitStack()


def _at_home(folder: str | None) -> None:
    """What a new worker does first: Ctrl-C is for the one who hands out work; without that one, nobody stays on."""
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _for_life.enter_context(few_while_starting())
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _tidily(work: Callable[[T], R], task: T) -> R:
    """Do a task. What a worker's first one loads, such as libraries, need never be looked through for rubbish again."""
    try:
        return work(task)
    finally:
        if gc.get_freeze_count():
            clear_away()
        else:
            _for_life.enter_context(fewer_collections())


def give_back() -> None:
    """Give memory that nothing uses any more back to the system, at the end of a long task."""
    gc.collect()
    if sys.platform == "linux":  # elsewhere the system sees to it, or nobody can
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


@dataclass
class Elsewhere(AbstractContextManager["Elsewhere"]):
    """Workers of a standard executor, such as that of a Dask cluster; `lost` are the errors that tell of a lost one."""

    executor: Executor
    size: int
    lost: tuple[type[BaseException], ...] = ()
    under_way: set[Future[Any]] = field(default_factory=set)

    def __exit__(self, *_: object) -> None:
        """Hand out no more."""
        self.close()

    def start(self, work: Callable[[T], R], task: T) -> Future[R]:
        """Hand out a task; see `Crew`."""
        answer: Future[R] = Future()
        answer.set_running_or_notify_cancel()

        def pass_on(future: Future[R]) -> None:
            self.under_way.discard(future)
            error = future.exception() if not future.cancelled() else LostError()
            if isinstance(error, self.lost):
                error = LostError()
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(future.result())

        future = self.executor.submit(work, task)
        self.under_way.add(future)
        future.add_done_callback(pass_on)
        return answer

    def close(self) -> None:
        """Hand out no more; what has not begun is dropped."""
        for future in list(self.under_way):
            future.cancel()
        self.executor.shutdown(wait=False)
