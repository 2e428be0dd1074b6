"""One record's documents made by several workers: as by one, whatever becomes of a worker, and nobody stays behind."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casepack.errors import OutputError
from casepack.inputs import LoadedCase, load_case
from casepack.make import Before, Produced, make, produce
from casepack.run import Maker, one_by_one
from casepack.split import Split
from casepack.workers import LOST, Processes

from .builders import NOT_MADE, office_data, organisation, record_data
from .conftest import AS_OF, Casepack

NOTHING = Before(None, {}, b"")


@pytest.fixture
def case(tmp_path: Path) -> LoadedCase:
    """A small case of five documents."""
    office = office_data(organisation=organisation(not_made=NOT_MADE))
    (tmp_path / "office.json").write_text(json.dumps(office), encoding="utf-8")
    (tmp_path / "case.json").write_text(json.dumps(record_data()), encoding="utf-8")
    return load_case(tmp_path / "case.json", None, AS_OF)


def spoiled(case: LoadedCase) -> LoadedCase:
    """The same with a template of the council's own that cannot be filled, so that one document is withheld."""
    return replace(case, templates={"ecins-record.docx": b"no Word file"})


def die(task: object) -> dict[str, bytes]:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(task)


def break_down(task: object) -> dict[str, bytes]:
    raise ValueError("a fault of its own")


def take_long(task: object) -> dict[str, bytes]:
    time.sleep(600)
    raise AssertionError(task)


def made(case: LoadedCase, maker: Maker) -> tuple[Produced, list[tuple[int, int]]]:
    """What was made of a case, and how far it was said to have come each time."""
    told: list[tuple[int, int]] = []
    return produce(case, NOTHING, lambda done, total: told.append((done, total)), maker=maker), told


def test_several_workers_make_and_withhold_and_say_the_same_as_this_process_in_the_same_order(case: LoadedCase) -> None:
    here, told_here = made(spoiled(case), one_by_one)
    with Split(2, enough=1) as crew:
        there, told_there = made(spoiled(case), crew)
    assert list(there.files.items()) == list(here.files.items())
    assert (there.manifest, there.result) == (here.manifest, here.result)
    assert len(there.result.withheld) == 1
    assert "Its template cannot be filled" in there.result.withheld[0].why
    assert list(dict.fromkeys(told_there)) == told_here == [(number, 5) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("workers", "enough"),
    [pytest.param(1, 1, id="one worker"), pytest.param(2, 4, id="three documents where four are worth it")],
)
def test_nobody_is_hired_for_few_documents_or_where_one_process_was_asked_for(
    workers: int, enough: int, case: LoadedCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.run.finished_bytes", lambda *_: {"docx": b"", "pdf": b"", "txt": b""})
    monkeypatch.delattr(Processes, "start")
    with Split(workers, enough) as crew:
        assert len(produce(case, NOTHING, maker=crew).result.documents) == 5


def test_a_pack_whose_worker_is_lost_twice_is_not_written_and_says_what_to_do(
    case: LoadedCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.split._work", die)
    with Split(2, enough=1) as crew, pytest.raises(OutputError) as error:
        make(case, tmp_path / "out", maker=crew)
    assert str(error.value) == LOST
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_fault_in_a_worker_is_a_fault_here(case: LoadedCase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casepack.split._work", break_down)
    with Split(2, enough=1) as crew, pytest.raises(ValueError, match="a fault of its own"):
        produce(case, NOTHING, maker=crew)


def test_the_wish_to_stop_ends_the_run_at_once_and_the_workers_with_it(
    case: LoadedCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.split._work", take_long)
    asked: list[Any] = []

    def tick(done: int, total: int) -> None:
        asked.append(done)
        if len(asked) > 3:
            raise KeyboardInterrupt

    hired: list[Any] = []
    start = Processes.start

    def noted(crew: Processes, work: Any, task: Any) -> Any:
        future = start(crew, work, task)
        hired.extend(process for place in crew.places if place.worker for process in place.worker._processes.values())
        return future

    monkeypatch.setattr(Processes, "start", noted)
    with pytest.raises(KeyboardInterrupt), Split(2, enough=1) as crew:
        produce(case, NOTHING, tick, maker=crew)
    assert len(hired) >= 2
    for process in hired:
        process.join(30)
        assert process.exitcode is not None


@pytest.mark.parametrize("workers", ["1", "2"])
def test_one_record_is_told_of_in_full_whatever_the_number_of_workers(
    workers: str, case: LoadedCase, tmp_path: Path, casepack: Casepack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casepack.run.finished_bytes", lambda *_: {"docx": b"", "pdf": b"", "txt": b""})
    run = casepack("make", case.record_path, "--as-of", AS_OF, "--out", tmp_path / "out", "--workers", workers)
    assert run.exit_code == 0, run.output
    assert "\nDocuments\n" in run.stdout
    assert [path.name for path in (tmp_path / "out").iterdir()] == [case.record.incident.reference]
