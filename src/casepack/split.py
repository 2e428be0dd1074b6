"""The documents of one record made by several workers, as one process makes them: the same bytes in the same order."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .assets import own_files, using
from .errors import CasepackError, OutputError
from .mentions import MentionBook
from .plan import Case
from .run import Attempt, Paper, finished_bytes, one_by_one

if TYPE_CHECKING:
    from .workers import Done, Processes

ENOUGH = 16
"""Documents from which on a second process is worth its start, which takes as long as several of them."""
DOCUMENTS_EACH = 600
"""Documents after which a worker is replaced: they keep some memory of each."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One document to be made: its number in the run, and what all documents of the run are made from."""

    number: int
    shared: bytes
    paper: Paper


def _work(task: _Task) -> dict[str, bytes]:
    case, book, files = _unpacked(task.shared)
    with using(files):
        return finished_bytes(case, book, task.paper.job, task.paper.view, task.paper.step)


@lru_cache(maxsize=1)
def _unpacked(shared: bytes) -> tuple[Case, MentionBook, Mapping[str, bytes]]:
    """What a worker needs for every document of a run, unpacked once. Only this program packs it."""
    found: tuple[Case, MentionBook, Mapping[str, bytes]] = pickle.loads(shared)
    return found


class Split(AbstractContextManager["Split"]):
    """Makes documents with `workers` processes where there are enough of them, else one after the other, here.

    A `run.Maker`. The processes are hired when they are first needed, and go home at the end of the block.
    """

    def __init__(self, workers: int, enough: int = ENOUGH) -> None:
        """`enough` is from how many documents on other processes are asked."""
        self._workers, self._enough = workers, enough
        self._crew: Processes | None = None

    def __exit__(self, *_: object) -> None:
        """Send everybody home at once."""
        if self._crew:
            self._crew.close()

    def __call__(
        self, case: Case, book: MentionBook, papers: Sequence[Paper], waiting: Callable[[], None]
    ) -> Iterator[Attempt]:
        """What came of each of these papers, in their order. Raises OutputError where workers are lost again and again.

        `waiting` is called several times a second; what it raises ends the run.
        """
        if self._crew is None and self._workers > 1 and len(papers) >= self._enough:
            from .workers import Processes  # slow to load, and most runs change a few documents only

            self._crew = Processes(self._workers, tasks_each=DOCUMENTS_EACH)
        if self._crew is None:
            return one_by_one(case, book, papers, waiting)
        return _by_many(self._crew, case, book, papers, waiting)


def _by_many(
    crew: Processes, case: Case, book: MentionBook, papers: Sequence[Paper], waiting: Callable[[], None]
) -> Iterator[Attempt]:
    from .workers import every

    shared = pickle.dumps((case, book, dict(own_files())))
    tasks = (_Task(number, shared, paper) for number, paper in enumerate(papers))
    come: dict[int, Attempt] = {}
    told = 0
    for done in every(crew, _work, tasks, waiting):
        come[done.task.number] = _attempt(done)
        while told in come:
            yield come.pop(told)
            told += 1


def _attempt(done: Done[_Task, dict[str, bytes]]) -> Attempt:
    from .workers import LOST, LostError

    if isinstance(done.error, LostError):
        raise OutputError(LOST)
    if done.error is not None and not isinstance(done.error, CasepackError):
        raise done.error
    return done.error or done.answer or {}
