"""Workers of the page: whatever a task does costs its own worker and nothing else, and no desk waits for another's."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from casepack import web_crew
from casepack.web_crew import Crew, Dropped, TaskFailed
from casepack.web_refusal import Refusal
from casepack.web_settings import MIB, Limits
from casepack.workers import LostError

from . import web_work

LIMITS = Limits(workers=1, task_memory=1024 * MIB, result=1_000)


def in_crew(folder: Path, limits: Limits, play: Callable[[Crew], Awaitable[Any]]) -> Any:
    """What comes of a play with a crew that is sent home afterwards."""

    async def run() -> Any:
        crew = Crew(limits, folder)
        await crew.start()
        try:
            return await play(crew)
        finally:
            await crew.close()

    return asyncio.run(run())


def test_what_becomes_of_a_task_is_a_value_or_words_and_never_what_was_in_a_file(tmp_path: Path) -> None:
    tried: list[tuple[Callable[..., Any], Any]] = [
        (web_work.double, 21),
        (web_work.refuses, "wrong"),
        (web_work.breaks, "CANARY"),
        (web_work.large, 5_000),
        (web_work.writes_a_lot, ""),
        (web_work.dies, 1),
        (web_work.double, 4),
    ]
    if sys.platform == "linux":
        tried += [(web_work.eats_memory, 4096 * MIB), (web_work.says_rights, str(tmp_path / "file"))]

    async def play(crew: Crew) -> list[Any]:
        said: list[Any] = []
        for work, task in tried:
            try:
                said.append(await crew.run("desk", "entry", work, task))
            except TaskFailed as error:
                said.append(str(error))
        return said

    said = in_crew(tmp_path, LIMITS, play)
    assert said[:4] == [42, "This is wrong.", web_crew.FAULT, web_crew._LARGE]
    assert Path(said[4]).parent == tmp_path  # what a library puts down for a moment stays in the private folder
    assert said[5:7] == [web_crew.LOST, 8]
    assert said[7:] in ([], [web_crew.TOO_MUCH, 0o600])


def test_a_task_that_takes_too_long_or_is_not_wanted_any_more_ends_with_its_worker(tmp_path: Path) -> None:
    mark = tmp_path / "pid"

    async def play(crew: Crew) -> list[Any]:
        with pytest.raises(TaskFailed, match="longer than it may"):
            await crew.run("desk", "one", web_work.never_ends, str(mark))
        first = int(mark.read_text(encoding="ascii"))
        mark.unlink()
        crew.limits = replace(LIMITS, task_seconds=60)
        wanted = asyncio.create_task(crew.run("desk", "two", web_work.never_ends, str(mark)))
        waits = asyncio.create_task(crew.run("desk", "two", web_work.double, 1))
        other = asyncio.create_task(crew.run("desk", "three", web_work.double, 3))
        while not (mark.exists() and mark.read_text(encoding="ascii")):
            await asyncio.sleep(0.02)
        await crew.drop("desk", "two")
        gone = [first, int(mark.read_text(encoding="ascii"))]
        done = await asyncio.gather(wanted, waits, other, return_exceptions=True)
        return [gone, done]

    gone, done = in_crew(tmp_path, replace(LIMITS, task_seconds=1.5), play)
    assert [type(one) for one in done] == [Dropped, Dropped, int]
    for number in gone:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_each_desk_has_one_task_in_turn_and_may_let_so_many_wait(tmp_path: Path) -> None:
    order: list[str] = []

    async def play(crew: Crew) -> None:
        async def ask(desk: str) -> None:
            await crew.run(desk, "entry", web_work.double, 1, begun=lambda: order.append(desk))

        asked = [asyncio.create_task(ask(desk)) for desk in ("a", "a", "a", "a", "b", "c", "b")]
        await asyncio.gather(*asked)
        waiting = [asyncio.create_task(ask("d")) for _ in range(web_crew.MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Refusal):
            await ask("d")
        await ask("e")
        assert order[-1] == "e" or order.index("e") < 20
        await crew.drop("d")
        await asyncio.gather(*waiting, return_exceptions=True)

    in_crew(tmp_path, LIMITS, play)
    assert order[:7] == ["a", "b", "c", "a", "b", "a", "a"]


def test_a_crew_goes_home_also_at_the_very_moment_that_a_task_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Future[Any] = Future()

    class Place:
        """One worker, whose answer the test gives."""

        places = (SimpleNamespace(worker=None, busy=False),)

        def __init__(self, *_: object) -> None:
            answer.set_running_or_notify_cancel()

        def start(self, *_: object) -> Future[Any]:
            return answer

        def close(self) -> None:
            pass

    monkeypatch.setattr(web_crew, "Processes", Place)

    async def run() -> object:
        crew = Crew(LIMITS, tmp_path)
        await crew.start()
        begun = asyncio.Event()
        asked = asyncio.create_task(crew.run("desk", "entry", web_work.double, 1, begun=begun.set))
        await begun.wait()
        await asyncio.sleep(0.1)  # until the answer is waited for
        answer.set_exception(LostError())
        await asyncio.sleep(0)
        await asyncio.wait_for(crew.close(), 5)
        return (await asyncio.gather(asked, return_exceptions=True))[0]

    assert type(asyncio.run(run())) in (Dropped, TaskFailed)
