"""Work handed to other processes: every task is answered, whoever is lost on the way, and nobody stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casepack.workers import Elsewhere, LostError, Processes, every

ROOT = Path(__file__).resolve().parent.parent


def double(number: int) -> int:
    return 2 * number


def refuse_odd(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number


def whose(number: int) -> tuple[int, int]:
    return number, os.getpid()


def leave(number: int) -> str:
    """As the typesetter does with the fonts that a council brings."""
    Path(tempfile.gettempdir()).mkdir(exist_ok=True)
    return tempfile.mkdtemp(prefix=f"left-{number}-")


def die_once(marker: str) -> str:
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return marker


def die_always(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_is_answered_whatever_the_number_of_workers(workers: int) -> None:
    with Processes(workers) as crew:
        answers = sorted(d.answer for d in every(crew, double, iter(range(7))) if d.answer is not None)
    assert answers == [0, 2, 4, 6, 8, 10, 12]


def test_a_task_that_fails_does_not_stop_the_others() -> None:
    with Processes(2) as crew:
        done = list(every(crew, refuse_odd, iter(range(5))))
    assert sorted(d.answer for d in done if d.error is None and d.answer is not None) == [0, 2, 4]
    assert sorted(str(d.error) for d in done if d.error) == ["1 is odd", "3 is odd"]


def test_a_task_whose_worker_is_killed_is_done_by_another(tmp_path: Path) -> None:
    markers = [str(tmp_path / f"mark {n}") for n in range(3)]
    with Processes(2) as crew:
        done = list(every(crew, die_once, iter(markers)))
    assert sorted(d.answer or "" for d in done) == markers


def test_a_task_that_kills_every_worker_is_given_up_and_the_others_are_done() -> None:
    with Processes(2) as crew:
        done = {d.task: d for d in every(crew, die_always, iter(range(4)))}
    assert isinstance(done[1].error, LostError)
    assert [done[n].answer for n in (0, 2, 3)] == [0, 2, 3]


def test_a_worker_is_replaced_after_so_many_tasks() -> None:
    with Processes(1, tasks_each=2) as crew:
        pids = [d.answer[1] for d in every(crew, whose, iter(range(5))) if d.answer]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


def test_what_workers_leave_among_temporary_files_goes_when_they_go_home() -> None:
    with Processes(2, tasks_each=1) as crew:
        left = [Path(d.answer) for d in every(crew, leave, iter(range(3))) if d.answer]
        assert len(left) == 3
        assert all(folder.is_dir() for folder in left)
    assert not any(folder.exists() for folder in (*left, *(folder.parent for folder in left)))


def test_a_machine_without_room_for_temporary_files_stops_no_work_that_needs_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    with Processes(1) as crew:
        assert [d.answer for d in every(crew, double, iter([4]))] == [8]


def test_workers_that_need_no_such_files_make_no_folder_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Processes(1) as crew:
        assert [d.answer for d in every(crew, double, iter([4]))] == [8]
        assert list(tmp_path.iterdir()) == []


def test_tasks_are_drawn_only_as_workers_are_free_to_take_them() -> None:
    drawn: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(6):
            drawn.append(number)
            yield number

    ahead = []
    with Processes(2) as crew:
        for answered, _ in enumerate(every(crew, double, tasks()), start=1):
            ahead.append(len(drawn) - answered)
    assert len(drawn) == 6
    assert max(ahead) <= 2


def test_a_standard_executor_serves_as_well() -> None:
    with ThreadPoolExecutor(2) as executor, Elsewhere(executor, 2) as crew:
        assert sorted(d.answer or 0 for d in every(crew, double, iter(range(4)))) == [0, 2, 4, 6]


@pytest.mark.parametrize("error", [KeyError, OSError])
def test_what_an_executor_says_of_a_lost_worker_is_understood(error: type[Exception]) -> None:
    tries = []

    def lost(number: int) -> int:
        tries.append(number)
        raise error(number)

    with ThreadPoolExecutor(1) as executor, Elsewhere(executor, 1, (error,)) as crew:
        [done] = every(crew, lost, iter([5]))
    assert isinstance(done.error, LostError)
    assert tries == [5, 5]


LONELY = """
import os, sys, time
from casepack.workers import Processes, every
from tests.test_workers import report
if __name__ == "__main__":
    list(every(Processes(2), report, iter([sys.argv[1] + "/a", sys.argv[1] + "/b"])))
"""


def report(marker: str) -> None:
    Path(marker).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(600)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] == "Z"
    except OSError:
        return True


def until(true: object, seconds: float = 30.0) -> bool:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(true())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_go_home_when_the_run_that_hired_them_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "lonely.py"
    script.write_text(LONELY, encoding="utf-8")
    env = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]))
    marks = [tmp_path / "a", tmp_path / "b"]
    with subprocess.Popen([sys.executable, str(script), str(tmp_path)], env=env, stderr=subprocess.DEVNULL) as run:
        assert until(lambda: all(m.exists() and m.read_text(encoding="ascii") for m in marks))
        run.kill()
    pids = [int(m.read_text(encoding="ascii")) for m in marks]
    assert until(lambda: all(gone(pid) for pid in pids))
