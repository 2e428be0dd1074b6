"""The packs of the samples, made once for all tests that read them, as an officer makes them: by the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casepack.cli import OFFICE_VARIABLE, main

INPUTS = Path(__file__).resolve().parent.parent / "inputs"
AS_OF = "2026-10-25 12:10"

Casepack = Callable[..., Result]
"""Runs the command line in this process: `casepack("make", path, "--out", folder)`."""


@dataclass(frozen=True)
class SamplePack:
    """A pack made from a sample: its folder, the folder it was made in, and what the run said."""

    folder: Path
    out: Path
    run: Result

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


@pytest.fixture(scope="session")
def casepack() -> Casepack:
    return run_casepack


def _sample(name: str, reference: str, out: Path) -> SamplePack:
    run = run_casepack("make", INPUTS / f"sample-{name}.json", "--as-of", AS_OF, "--out", out)
    assert run.exit_code == 0, run.output
    [folder] = out.glob(reference)
    return SamplePack(folder, out, run)


@pytest.fixture(scope="session")
def ordinary_pack(tmp_path_factory: pytest.TempPathFactory) -> SamplePack:
    return _sample("ordinary", "MSC-2026-0417", tmp_path_factory.mktemp("ordinary"))


@pytest.fixture(scope="session")
def minimal_pack(tmp_path_factory: pytest.TempPathFactory) -> SamplePack:
    return _sample("minimal", "UNREF-*", tmp_path_factory.mktemp("minimal"))
