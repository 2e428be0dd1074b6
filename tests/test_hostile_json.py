"""Bad JSON in place of a record: what `check` and `make` say of each, to the last word, and that nothing is written.

`tests/hostile/json.txt` holds the reports. Run with CASEPACK_REPORTS=write to write them anew, and read them.
"""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from casepack.errors import Problem
from casepack.inputs import LoadedCase
from casepack.make import Before, Produced
from casepack.run import Maker, Tick, one_by_one

from .builders import office_data
from .conftest import AS_OF, INPUTS, Casepack
from .hostile_json import CASES, ENCODED, IDS, KEYS, KINDS, LOOKS_LIKE, MUCH, NUMBERS, TEXTS, TRUNCATED, as_json
from .keptreports import KeptReports

REPORTS = INPUTS.parent / "tests" / "hostile" / "json.txt"
SECONDS = 20
"""What one file may take at most; a right one takes a fraction of one."""
LONGEST = 700
_JARGON = re.compile(r"Traceback|Error\b|Exception|\bNone\b|<class|\bdict\b|\bint\b|\bstr\b|pydantic|0x[0-9a-f]{6}")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class WouldMake(BaseException):
    """Raised where a pack would be made: this file is good enough for one."""


@pytest.fixture(scope="module")
def reports() -> Iterator[KeptReports]:
    kept = KeptReports(REPORTS)
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "office.json").write_bytes(as_json(office_data()))
    return folder


@pytest.fixture
def in_time() -> Iterator[None]:
    """A test that takes too long is ended, and fails."""

    def too_slow(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def line(problem: dict[str, Any]) -> str:
    """How bad, its code, the place, what stood there, what is wrong, what to do; long ones shortened."""
    found = f' "{problem["found"]}"' if problem["found"] else ""
    text = f"{problem['severity']} {problem['code']} {problem['where']}:{found} {problem['what']} {problem['fix']}"
    assert len(text) < LONGEST, text[:LONGEST]
    return text


def told(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The problems, or what is worth a look, that a run has told a program of."""
    found: list[dict[str, Any]] = said.get("problems") or []
    return found or [problem for one in said.get("records", []) for problem in one["to_check"]]


def shortened(lines: list[str]) -> list[str]:
    """A report of hundreds of lines by its beginning."""
    return [*lines[:25], f"and {len(lines) - 25} more"] if len(lines) > 25 else lines


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_bad_file_is_what_is_kept_and_nothing_is_written(
    name: str, home: Path, reports: KeptReports, casepack: Casepack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = home / "case.json", home / "out"
    path.write_bytes(CASES[name]())
    before = everything_in(home)

    checked = casepack("check", path, "--as-of", AS_OF, "--json")
    said = json.loads(checked.stdout)
    lines = [line(problem) for problem in told(said)]
    assert checked.stderr == ""
    right = checked.exit_code == 0
    assert checked.exit_code == (3 if any(text.startswith("problem ") for text in lines) else 0)
    assert all(not _JARGON.search(text) and not _CONTROL.search(text) for text in lines), lines[:5]

    def produce(
        loaded: LoadedCase, before: Before, tick: Tick = lambda done, total: None, *, maker: Maker = one_by_one
    ) -> Produced:
        raise WouldMake

    monkeypatch.setattr("casepack.make.produce", produce)
    lines.insert(0, f"check: exit code {checked.exit_code}")
    if right:
        lines.insert(1, f"make: {_made(casepack, path, out)}")
    else:
        made = casepack("make", path, "--as-of", AS_OF, "--out", out, "--json")
        again = json.loads(made.stdout)
        assert (made.exit_code, made.stderr, again["problems"]) == (3, "", said["problems"])
        assert again["records"] == []
    assert everything_in(home) == before

    for_people = casepack("check", path, "--as-of", AS_OF)
    assert for_people.exit_code == checked.exit_code
    assert not _CONTROL.search(for_people.output)
    reports.compare(name, shortened(lines))


def _made(casepack: Casepack, path: Path, out: Path) -> str:
    """What `make` says of a file with which nothing is wrong, up to the first document; nothing is left behind."""
    try:
        done = casepack("make", path, "--as-of", AS_OF, "--out", out, "--json")
    except WouldMake:
        assert everything_in(out) == []
        out.rmdir()
        return "would make its pack"
    assert (done.exit_code, done.stderr) == (7, "")
    [error] = json.loads(done.stdout)["errors"]
    return f"exit code 7: {error['error']}"


def test_a_problem_in_the_reports_has_a_place_and_says_what_to_do() -> None:
    kept = KeptReports(REPORTS)
    if kept.writing:
        pytest.skip("the reports are being written")
    for name, lines in kept.kept.items():
        code, *problems = lines
        assert code == f"check: exit code {3 if any(p.startswith('problem ') for p in problems) else 0}", name
        for text in problems:
            if not text.startswith(("and ", "make: ")):
                assert text.split(" ")[2].startswith("case.json"), text
                assert text.rstrip()[-1] in '.?}"', text


def test_the_reports_and_the_files_are_the_same_and_enough() -> None:
    assert set(KeptReports(REPORTS).kept) in (set(CASES), set())
    families = (TRUNCATED, ENCODED, LOOKS_LIKE, NUMBERS, KEYS, KINDS, TEXTS, IDS, MUCH)
    assert sum(map(len, families)) == len(CASES) >= 100


def test_a_problem_is_told_in_one_line_however_it_was_typed() -> None:
    sentence = Problem("x", "case.json", "is wrong.", "Mend it.", "a\nb").sentence()
    assert "\n" not in sentence
