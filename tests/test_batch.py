"""A month of records in one run: one that is wrong stops no other, and it does not matter who makes them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casepack import assets
from casepack.batch import AHEAD, Outcome, Task, longest_first, run_batch, work
from casepack.errors import FullError, OutputError, UsageError
from casepack.inputs import LoadedCase, load_case
from casepack.make import Before, Produced
from casepack.manifest import Manifest
from casepack.results import Result
from casepack.run import Tick, digest
from casepack.workers import Crew, Elsewhere, Processes
from tests.builders import NOT_MADE, office_data, organisation, record_data

AS_OF = "2026-10-25 12:10"
SMALL = ("GEN-1", "GEN-2")


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A folder with two small records, the second one sensitive, a broken one, and the office's data."""
    folder = tmp_path / "month"
    folder.mkdir()
    (folder / "office.json").write_text(
        json.dumps(office_data(organisation=organisation(not_made=NOT_MADE))), encoding="utf-8"
    )
    for number, reference in enumerate(SMALL):
        data = record_data()
        data["incident"] |= {"reference": reference, "sensitivity": "sensitive" if number == 1 else "ordinary"}
        (folder / f"case {number}.json").write_text(json.dumps(data), encoding="utf-8")
    (folder / "case broken.json").write_text('{"incident": {', encoding="utf-8")
    return folder


def reader(month: Path) -> Callable[[Path], LoadedCase]:
    return lambda path: load_case(path, month / "office.json", AS_OF)


def records(month: Path) -> list[Path]:
    return sorted(month.glob("case*.json"))


class Here(Executor):
    """An executor that does everything at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        try:
            answer.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (as every executor does)
            answer.set_exception(error)
        return answer


def here() -> Crew:
    return Elsewhere(Here(), 1)


def run(month: Path, out: Path, crew: Crew | None = None) -> dict[str, Outcome]:
    return {o.path.name: o for o in run_batch(records(month), reader(month), out, crew or here())}


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of one small file, for tests in which it does not matter what is in them."""

    def produce(loaded: LoadedCase, before: Before, tick: Tick = lambda done, total: None) -> Produced:
        reference = loaded.record.incident.reference or ""
        files = {"paper.txt": reference.encode()}
        manifest = Manifest(
            reference, loaded.record_hash, loaded.office_hash, AS_OF,
            other={name: digest(data) for name, data in files.items()},
        )  # fmt: skip
        result = Result(reference, "", Path(), False, (), (), (), (), (), (), (), 0)
        return Produced(files if files["paper.txt"] and not before.on_disk else {}, manifest, result)

    monkeypatch.setattr("casepack.batch.produce", produce)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_record_that_is_wrong_stops_no_other_and_the_same_records_give_the_same_bytes(month: Path) -> None:
    one, two = month / "one", month / "two"
    told = run(month, one)
    assert {name: o.how for name, o in told.items()} == {
        "case 0.json": "made", "case 1.json": "made", "case broken.json": "wrong",
    }  # fmt: skip
    assert told["case broken.json"].exit_code == 3
    assert "breaks off" in str(told["case broken.json"].error)
    assert told["case 1.json"].restricted
    run(month, two, Processes(2))
    assert contents(one) == contents(two)
    assert sorted(p.name for p in one.iterdir()) == ["GEN-1", "restricted"]

    before = {p: p.stat().st_mtime_ns for p in one.rglob("*") if p.is_file()}
    again = run(month, one)
    assert [again[f"case {n}.json"].how for n in range(2)] == ["unchanged"] * 2
    assert {p: p.stat().st_mtime_ns for p in one.rglob("*") if p.is_file()} == before


@pytest.mark.usefixtures("light")
def test_the_longest_of_the_records_that_are_known_is_always_the_next_and_few_are_read_ahead(month: Path) -> None:
    [loaded, _] = [reader(month)(path) for path in records(month)[:2]]
    sizes = [1, 2, 9, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 30, 1]
    read: list[int] = []

    def tasks() -> Iterator[Task]:
        for size in sizes:
            read.append(size)
            people = tuple(loaded.record.people[0].model_copy(update={"id": f"P{n}"}) for n in range(size))
            case = replace(loaded.case, record=loaded.record.model_copy(update={"people": people}))
            yield Task(replace(loaded, case=case), Before(None, {}, b""))

    handed, ahead = [], []
    for task in longest_first(tasks()):
        handed.append(len(task.loaded.record.people))
        ahead.append(len(read) - len(handed))
    assert (handed[0], ahead[0]) == (1, 0), "the first worker does not wait until more are read"
    assert sorted(handed) == sorted(sizes)
    assert max(ahead) == AHEAD
    assert handed[-AHEAD:] == sorted(handed[-AHEAD:], reverse=True)
    assert 30 not in handed[-AHEAD:]


@pytest.mark.usefixtures("light")
def test_two_records_with_one_reference_do_not_share_a_pack(month: Path) -> None:
    data = json.loads((month / "case 0.json").read_text(encoding="utf-8"))
    (month / "case copied.json").write_text(json.dumps(data), encoding="utf-8")
    told = run(month, month / "out")
    assert told["case 0.json"].how == "made"
    assert told["case copied.json"].how == "wrong"
    assert "is also the reference of case 0.json" in str(told["case copied.json"].error)


@pytest.mark.usefixtures("light")
def test_a_second_run_on_the_same_folder_is_told_who_holds_it(month: Path) -> None:
    out = month / "out"
    first = run_batch(records(month), reader(month), out, here())
    next(first)
    with pytest.raises(OutputError) as refused:
        next(run_batch(records(month), reader(month), out, here()))
    assert isinstance(first, Generator)
    first.close()
    assert f"process {os.getpid()}" in str(refused.value)
    assert "Wait until it has finished" in str(refused.value)
    assert {o.how for o in run(month, out).values()} <= {"made", "unchanged", "wrong"}


@pytest.mark.usefixtures("light")
def test_a_run_that_is_stopped_leaves_whole_packs_and_nothing_beside_them(month: Path) -> None:
    out = month / "out"
    stopped = run_batch(records(month), reader(month), out, here())
    next(o for o in stopped if o.how == "made")
    assert isinstance(stopped, Generator)
    stopped.close()
    left = sorted(p.name for p in out.rglob("*") if p.name.startswith("."))
    assert left == []
    assert {o.how for o in run(month, out).values()} == {"made", "unchanged", "wrong"}
    undisturbed = month / "undisturbed"
    run(month, undisturbed)
    assert contents(out) == contents(undisturbed) != {}


@pytest.mark.usefixtures("light")
def test_a_disk_without_room_stops_the_run_instead_of_failing_every_record(
    month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise FullError("GEN-1 could not be written: the disk is full.")

    monkeypatch.setattr("casepack.batch.keep_pack", full)
    with pytest.raises(FullError):
        run(month, month / "out")
    assert not (month / "out" / "GEN-1").exists()


def test_what_goes_wrong_inside_is_told_by_its_place_and_not_by_what_it_says(
    month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Callum Exampleby")

    monkeypatch.setattr("casepack.batch.produce", broken)
    with pytest.raises(Exception, match="fault of its own") as told:
        work(Task(reader(month)(month / "case 0.json"), Before(None, {}, b"")))
    assert "KeyError" in str(told.value)
    assert "Callum" not in str(told.value)


def test_templates_that_came_with_the_work_are_used_in_place_of_those_of_the_machine(month: Path) -> None:
    loaded = reader(month)(month / "case 0.json")
    files = assets.bundle()
    mine = work(Task(loaded, Before(None, {}, b"")))
    carried = dict(files, **{"house.css": files["house.css"].replace(b"#14506a", b"#7a1f1f")})
    assert carried != files
    try:
        theirs = work(Task(loaded, Before(None, {}, b""), carried))
        same = work(Task(loaded, Before(None, {}, b""), files))
    finally:
        assets.carry({})
    assert same.files == mine.files
    [pdf] = [name for name in mine.files if "checklist" in name and name.endswith(".pdf")]
    assert theirs.files[pdf] != mine.files[pdf]


CERTIFICATE, KEY = (Path(__file__).parent / "tls" / name for name in ("cert.pem", "key.pem"))
"""Made for these tests, good for 127.0.0.1 only, and known to everybody: never to be used for anything else."""


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and workers on this machine that speak TLS alone: its address, and the worker processes."""
    note = folder / "scheduler.json"
    tls = ["--tls-ca-file", str(CERTIFICATE), "--tls-cert", str(CERTIFICATE), "--tls-key", str(KEY)]

    def start(kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options, *tls, "--no-dashboard"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    address = ("--protocol", "tls", "--host", "127.0.0.1", "--port", "0")
    started = [start("scheduler", *address, "--scheduler-file", str(note))]
    try:
        end = time.monotonic() + 60
        while not note.exists() and time.monotonic() < end:
            time.sleep(0.1)
        address = json.loads(note.read_text(encoding="utf-8"))["address"]
        for number in range(workers):
            own = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder / str(number)))
            started.append(start("worker", address, *own))
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_bytes_also_when_one_of_its_workers_is_killed(
    month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dask.config

    from casepack import cluster as clusters
    from casepack.cluster import join

    mine, there = month / "mine", month / "there"
    run(month, mine)
    tls = "distributed.comm.tls"
    certificates = {
        f"{tls}.ca-file": str(CERTIFICATE),
        f"{tls}.client.cert": str(CERTIFICATE),
        f"{tls}.client.key": str(KEY),
    }
    with cluster(tmp_path, 2) as (address, workers):
        assert address.startswith("tls://127.0.0.1:")
        with monkeypatch.context() as patch:
            patch.setattr(clusters, "WAIT", 2)
            with pytest.raises((OutputError, UsageError)):  # without a certificate nobody is let in
                join(address)
        with dask.config.set({**certificates, "distributed.comm.require-encryption": True}):
            crew = join(address)
        crew.client.wait_for_workers(2, timeout=60)
        told = []
        for outcome in run_batch(records(month), reader(month), there, crew, elsewhere=True):
            told.append(outcome.how)
            if workers[0].poll() is None:
                workers[0].send_signal(signal.SIGKILL)
    assert sorted(told) == ["made", "made", "wrong"]
    assert contents(mine) == contents(there)


def test_a_cluster_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from casepack import cluster as clusters

    monkeypatch.setattr(clusters, "WAIT", 1)
    with pytest.raises(OutputError, match=r"No cluster answers at tcp://127\.0\.0\.1:9\."):
        clusters.join("tcp://127.0.0.1:9")
