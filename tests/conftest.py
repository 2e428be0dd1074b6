"""The packs of the samples, made once for all tests that read them, as an officer makes them: by the command line."""

from __future__ import annotations

import gc
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

from casepack import picture
from casepack.cli import OFFICE_VARIABLE, main

from . import browsing

INPUTS = Path(__file__).resolve().parent.parent / "inputs"
AS_OF = "2026-10-25 12:10"
AS_OF_SENSITIVE = "2026-03-30 17:15"

Casepack = Callable[..., Result]
"""Runs the command line in this process: `casepack("make", path, "--out", folder)`."""


LONG = (
    "test_types", "test_web_browser",
    "test_conference_pack", "test_batch", "test_batch_command", "test_canaries", "test_injection", "test_aftermath",
    "test_make", "test_conference_command", "test_sealing", "test_changes", "test_sample_pack", "test_cli",
    "test_restricted", "test_meeting_actions", "test_partners", "test_community", "test_faults",
)  # fmt: skip
"""Files of tests that take longest: they begin first, so that no worker is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; otherwise as they were found."""
    places = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


def pytest_collection_finish() -> None:
    """Thousands of tests are kept until the end: the collector of unused memory need not look at them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that the page was not tried in a browser, and what to install; `browsing` says when it is not."""
    if any(browsing.WITHOUT in str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())):
        terminalreporter.write_sep("!", "NOT TRIED: the page in a browser", red=True, bold=True)
        terminalreporter.write_line(browsing.WITHOUT, red=True, bold=True)


@dataclass(frozen=True)
class Said:
    """What a run of the command line said, and how it ended."""

    exit_code: int
    stdout: str
    stderr: str
    output: str


@dataclass(frozen=True)
class SamplePack:
    """A pack made from a sample: its folder, the folder it was made in, and what the run said."""

    folder: Path
    out: Path
    run: Said

    def files(self, pattern: str = "*") -> list[Path]:
        """The files of the pack whose name fits, in order; never an empty list."""
        found = sorted(path for path in self.folder.rglob(pattern) if path.is_file())
        assert found, pattern
        return found


def run_casepack(*arguments: object) -> Result:
    """One run of the command line, with nothing of the tester's own surroundings in it."""
    runner = CliRunner(env={OFFICE_VARIABLE: None, "COLUMNS": "160"})
    result = runner.invoke(main, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


SKETCHED = frozenset(
    {
        "test_aftermath", "test_changes", "test_community", "test_conference_command", "test_conference_pack",
        "test_leaks_found", "test_make", "test_meeting_actions", "test_not_withheld", "test_own_documents",
        "test_partners", "test_sealing",
    }
)  # fmt: skip
"""Files of tests that make many packs and ask nothing about drawings: there each is an empty frame of its size."""
_SMALL_PNG = picture.small_png


@lru_cache(maxsize=256)
def _empty(width: str, height: str) -> bytes:
    return _SMALL_PNG(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt"></svg>')


def _frame(svg: str) -> bytes:
    size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    assert size is not None
    return _empty(size[1], size[2])


@pytest.fixture(scope="module", autouse=True)
def _drawings(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.path.stem not in SKETCHED:
        yield
        return
    with patch.object(picture, "small_png", _frame):
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_worker() -> Iterator[None]:
    """The tests themselves are shared out over the cores: one process makes a lone record, unless a test says more.

    Nor does a batch that runs within the tests' own process look through all that they hold after each record.
    """
    with patch("casepack.cli_make.cores", lambda: 1), patch("casepack.batch.give_back", lambda: None):
        yield


@pytest.fixture(scope="session")
def casepack() -> Casepack:
    return run_casepack


PATIENCE = 300
"""Seconds after which a pack that another process of the tests makes is given up."""


def _sample(factory: pytest.TempPathFactory, name: str, reference: str, as_of: str = AS_OF) -> SamplePack:
    """The pack of a sample, made once for all processes in which tests run: whoever asks first makes it."""
    home, worker = factory.getbasetemp(), "PYTEST_XDIST_WORKER" in os.environ
    home = (home.parent if worker else home) / f"shared-{name}"
    out, said = home / "out", home / "said.json"
    try:
        home.mkdir()
    except FileExistsError:
        for _ in range(PATIENCE * 10):
            if said.exists():
                break
            time.sleep(0.1)
    else:
        told = Said(-1, "", "", "the pack could not be made; the process that made it says why")
        try:
            with patch.object(picture, "small_png", _SMALL_PNG):
                run = run_casepack("make", INPUTS / f"sample-{name}.json", "--as-of", as_of, "--out", out)
            told = Said(run.exit_code, run.stdout, run.stderr, run.output)
        finally:
            (home / "said.tmp").write_text(json.dumps(asdict(told)), encoding="utf-8")
            (home / "said.tmp").rename(said)
    run_said = Said(**json.loads(said.read_text(encoding="utf-8")))
    assert run_said.exit_code == 0, run_said.output
    [folder] = out.glob(reference)
    return SamplePack(folder, out, run_said)


@pytest.fixture(scope="session")
def ordinary_pack(tmp_path_factory: pytest.TempPathFactory) -> SamplePack:
    return _sample(tmp_path_factory, "ordinary", "MSC-2026-0417")


@pytest.fixture(scope="session")
def minimal_pack(tmp_path_factory: pytest.TempPathFactory) -> SamplePack:
    return _sample(tmp_path_factory, "minimal", "UNREF-*")


@pytest.fixture(scope="session")
def sensitive_pack(tmp_path_factory: pytest.TempPathFactory) -> SamplePack:
    return _sample(tmp_path_factory, "sensitive", "restricted/MSC-2026-0098", AS_OF_SENSITIVE)
