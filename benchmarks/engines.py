"""The engines of the comparison, each in a process of its own that stays warm, and the rounds through all of them."""

from __future__ import annotations

import inspect
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from . import rivals_office as office
from . import work_floor, work_naive, work_product
from .figures import Lap, rotated
from .sizes import Size

PRODUCT, WATCHED = "casepack", "casepack, watched"
NAIVE, NAIVE_LEAN = "weasyprint", "weasyprint, our stylesheet"
EACH, ONE_CALL, SERVER = "soffice, each", "soffice, one call", "unoserver"
FILL = "docxtpl"
FLOOR, FLOOR_TUNED, FLOOR_WATCHED = "floor", "floor, tuned", "floor, watched"

Engine = Callable[[int, Path], list[Lap]]
Say = Callable[[str], None]
Work = Callable[..., Any]


class Worker(Protocol):
    """A process that does one task at a time."""

    def do(self, work: Work, *arguments: object) -> Any:
        """What `work` gives for these arguments, done in the other process."""
        ...


class Rival:
    """A fresh Python process, as anybody would start one."""

    def __init__(self) -> None:
        """Nothing is started before there is something to do."""
        self.pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))

    def do(self, work: Work, *arguments: object) -> Any:
        """See `Worker`."""
        return self.pool.submit(work, *arguments).result()

    def close(self) -> None:
        """End the process."""
        self.pool.shutdown()


class Own:
    """A worker as casepack itself hires them, with whatever it does to make one fast; never replaced."""

    def __init__(self) -> None:
        """Nothing is started before there is something to do."""
        from casepack.workers import Processes

        lasting: dict[str, Any] = (
            {"tasks_each": 10**9} if "tasks_each" in inspect.signature(Processes).parameters else {}
        )
        self.crew = Processes(1, **lasting)

    def do(self, work: Work, *arguments: object) -> Any:
        """See `Worker`."""
        answer: Future[Any] = self.crew.start(_call, (work, arguments))
        return answer.result()

    def close(self) -> None:
        """End the process."""
        self.crew.close()


def _call(task: tuple[Work, tuple[object, ...]]) -> Any:
    work, arguments = task
    return work(*arguments)


@contextmanager
def worker(kind: type[Rival] | type[Own]) -> Iterator[Worker]:
    """A worker for as long as it is needed."""
    made = kind()
    try:
        yield made
    finally:
        made.close()


class Rounds:
    """What the engines took, set by set; the first set only warms them up."""

    def __init__(self, sets: Path, out: Path, size: Size, say: Say) -> None:
        """`sets` holds the captured documents, `out` is a folder for what is made."""
        self.sets, self.out, self.size, self.say = sets, out, size, say
        self.laps: dict[str, list[list[Lap]]] = {}
        self.missing: dict[str, str] = {}
        self.phases: list[dict[str, float]] = []
        self.not_found: list[str] = []
        self.steps: list[dict[str, float]] = []

    def run(self, warm_up: tuple[Path, str]) -> None:
        """All rounds; `warm_up` is a record, and the moment of its pack, that makes casepack's workers ready."""
        with ExitStack() as stack:
            engines = self._engines(stack, warm_up)
            fill = stack.enter_context(worker(Rival))
            for number in range(self.size.rounds + 1):
                self.say(f"round {number} of {self.size.rounds}" if number else "warming up")
                files = self._folder("filled", number)
                filled = fill.do(work_naive.fill_all, self.sets, number, files)
                laps = {FILL: filled}
                for name in rotated(list(engines), number):
                    laps[name] = engines[name](number, files)
                for name in (EACH, ONE_CALL, SERVER):
                    if name in laps:
                        laps[name] = [_with_fill(lap, filled) for lap in laps[name]]
                if number:
                    for name, found in laps.items():
                        self.laps.setdefault(name, []).append(found)

    def _folder(self, name: str, number: int) -> Path:
        folder = self.out / f"{name}-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _engines(self, stack: ExitStack, warm_up: tuple[Path, str]) -> dict[str, Engine]:
        """Each engine, started: it takes the number of a set and the folder of its filled Word files."""

        def python(name: str, kind: type[Rival] | type[Own], work: Work, after: Callable[[Worker, int], None] | None
                   ) -> Engine:  # fmt: skip
            process = stack.enter_context(worker(kind))
            if kind is Own:
                process.do(work_product.pack, warm_up[0], None, warm_up[1], self._folder(f"{name} warm", 0))

            def engine(number: int, files: Path) -> list[Lap]:
                laps: list[Lap] = process.do(work, self.sets, number, self._folder(name, number))
                if after and number:
                    after(process, number)
                return laps

            return engine

        engines = {
            PRODUCT: python(PRODUCT, Own, work_product.documents, None),
            WATCHED: python(WATCHED, Own, work_product.watched, self._note_phases),
            NAIVE: python(NAIVE, Rival, work_naive.with_rich_sheet, None),
            NAIVE_LEAN: python(NAIVE_LEAN, Rival, work_naive.with_our_sheet, None),
            FLOOR: python(FLOOR, Rival, work_floor.bare, None),
            FLOOR_WATCHED: python(FLOOR_WATCHED, Rival, work_floor.watched, self._note_steps),
            FLOOR_TUNED: python(FLOOR_TUNED, Rival, work_floor.tuned, None),
        }
        return engines | self._office_engines(stack)

    def _note_phases(self, process: Worker, number: int) -> None:
        spent, self.not_found = process.do(work_product.phases)
        self.phases.append(spent)

    def _note_steps(self, process: Worker, number: int) -> None:
        self.steps.append(process.do(work_floor.steps))

    def _office_engines(self, stack: ExitStack) -> dict[str, Engine]:
        lacking = office.lacking_soffice()
        if lacking:
            self.missing |= dict.fromkeys((EACH, ONE_CALL, SERVER), lacking)
            return {}
        soffice = office.Soffice(self._folder("soffice profile", 0))

        def each(number: int, files: Path) -> list[Lap]:
            # Others each time, so that every document has its turn.
            count = len(list(files.glob("*.docx")))
            start = number * self.size.alone
            chosen = sorted({(start + step) % count for step in range(self.size.alone)})
            return soffice.each(files, chosen)

        def one_call(number: int, files: Path) -> list[Lap]:
            return soffice.all(files, list(range(len(list(files.glob("*.docx"))))))

        engines: dict[str, Engine] = {EACH: each, ONE_CALL: one_call}
        if lacking := office.lacking_unoserver():
            self.missing[SERVER] = lacking
            return engines
        server = office.Unoserver(self._folder("unoserver", 0))
        stack.callback(server.close)
        return engines | {
            SERVER: lambda number, files: server.each(files, list(range(len(list(files.glob("*.docx"))))))
        }


def _with_fill(lap: Lap, filled: list[Lap]) -> Lap:
    """A lap of LibreOffice with that of the Word files which it converted."""
    fills = [filled[number] for number in lap.documents]
    cpu, wall = sum(one.cpu for one in fills), sum(one.wall for one in fills)
    return Lap(lap.documents, lap.cpu + cpu, lap.wall + wall)
