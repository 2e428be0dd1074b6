"""No file is made outside the folder that was named, for a moment or for good, and none that others may read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .builders import involvement, office_data, person, record_data
from .conftest import INPUTS
from .faulty_scenes import PHRASE, meeting

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights stand in a list of accounts there, not in a mode")


def homes(folder: Path) -> Path:
    """A sensitive record with a child to be referred, the records of a meeting, a workbook, a pass phrase."""
    data = record_data(
        people=[person("P1", given_name="Callum", family_name="Exampleby", school="SCH1", school_status="on roll")],
        involvements=[involvement("A1", "P1", "suspect")],
        decisions=[
            {
                "person": "P1", "audience": "mash", "decision": "share", "decided_by": "SC-01",
                "decided_at": "2026-10-24 10:00", "why": "To keep him safe",
            }
        ],
    )  # fmt: skip
    data["incident"] |= {"reference": "GEN-1", "sensitivity": "sensitive"}
    for name in ("desk", "empty"):
        (folder / name).mkdir(parents=True)
    (folder / "case.json").write_text(json.dumps(data), encoding="utf-8")
    for place in (folder, folder / "desk"):
        (place / "office.json").write_text(json.dumps(office_data()), encoding="utf-8")
    shutil.copy(INPUTS / "office.json", folder / "desk" / "office.json")
    shutil.copy(INPUTS / "sample-ordinary.xlsx", folder / "desk" / "book.xlsx")
    (folder / "phrase.txt").write_text(PHRASE, encoding="utf-8")
    (folder / "phrase.txt").chmod(0o600)
    meeting(folder)
    return folder


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The commands of a day, run where the system's temporary folder cannot be written and the home is empty."""
    home = homes(tmp_path_factory.mktemp("watched") / "home")
    empty = str(home / "empty")
    surroundings = {**os.environ, "TMPDIR": "/proc", "HOME": empty, "XDG_CACHE_HOME": empty}
    command = [sys.executable, "-B", "-m", "tests.watched", str(home)]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return home, told


def test_every_file_is_made_in_the_folder_that_was_named_and_none_for_a_moment_elsewhere(
    watched: tuple[Path, dict[str, Any]],
) -> None:
    home, told = watched
    assert told["changes"] > 100
    outside = [path for path in told["folders"] if not Path(path).is_relative_to(home)]
    assert outside == []
    elsewhere = {Path(path).relative_to(home).parts[:1] for path in told["folders"]} - {("out",), ("desk",), ()}
    assert elsewhere == set()
    assert list((home / "empty").iterdir()) == []


def test_no_program_is_started_no_temporary_file_asked_for_and_nobody_called(
    watched: tuple[Path, dict[str, Any]],
) -> None:
    assert watched[1]["asked"] == []


def test_every_file_while_it_is_made_and_after_is_its_owners_alone(watched: tuple[Path, dict[str, Any]]) -> None:
    home, told = watched
    assert told["files"] > 15
    assert told["loose"] == {}
    assert [path.name for path in home.rglob(".*")] == []
