"""Runs with faults of the disk, and what must hold after them: what `test_faults` and `assure_faults` share."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import Result

from .builders import office_data, record_data
from .conftest import AS_OF, run_casepack
from .fault_injection import WORK, Faults, Killed, killed

REF = "MSC-2026-0417"
LETTER = f"{WORK}/{REF} school-letter P1 SCH1"
OWN = {f"{LETTER} v1.docx": b"the officer's own words", "notes/call.txt": b"rang at 3pm"}
Kind = Callable[[Path, int], Faults]
Command = Callable[[Path], list[object]]


def write_record(path: Path, words: str, reference: str = REF, *, sensitive: bool = False) -> None:
    """A record; other words make its documents other documents."""
    data = record_data()
    data["incident"] |= {"reference": reference, "what_happened": words}
    data["incident"]["sensitivity"] = "sensitive" if sensitive else "ordinary"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")


def new_home(folder: Path) -> Path:
    """A folder with an office and a record of which nothing has been made yet."""
    write_record(folder / "case.json", "There was a fight.")
    (folder / "office.json").write_text(json.dumps(office_data()), encoding="utf-8")
    return folder


def new_month(home: Path) -> None:
    """Two records whose packs are there, both changed since, one more that is lived in, a new one, and a wrong one."""
    for number in (1, 2):
        write_record(home / f"case {number}.json", "There was a fight.", f"GEN-{number}")
    lived_in(home)
    assert run_casepack(*folder(home)).exit_code == 0
    for number in (1, 2, 3):
        write_record(home / f"case {number}.json", "There was a second fight.", f"GEN-{number}")
    (home / "case broken.json").write_text("{", encoding="utf-8")


def make(home: Path, *more: object) -> Result:
    return run_casepack("make", home / "case.json", "--as-of", AS_OF, "--out", home / "out", *more)


def lived_in(home: Path) -> None:
    """Make the pack, work in it, and change the record."""
    assert make(home).exit_code == 0
    for path, words in OWN.items():
        (home / "out" / REF / path).parent.mkdir(exist_ok=True)
        (home / "out" / REF / path).write_bytes(words)
    (home / "out" / REF / f"~${REF} checklist.docx").write_bytes(b"open in Word")
    write_record(home / "case.json", "There was a fight. {P1} was hurt.")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, Word's own left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("~$"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def own_in(pack: Path) -> bool:
    """Is what the officer wrote there, letter for letter?"""
    return OWN.items() <= contents(pack).items()


@dataclass(frozen=True)
class Tried:
    """One run with a fault: where, the folder of output as it was before and as it should be, what was said."""

    home: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    run: Result | None
    faults: Faults

    @property
    def now(self) -> dict[str, bytes]:
        return contents(self.home / "out")


def visible(files: dict[str, bytes]) -> dict[str, bytes]:
    """What is not hidden: the packs, without what a run keeps beside them while it works."""
    return {path: data for path, data in files.items() if not path.startswith((".", "restricted/."))}


def each(home: Path, command: Command, kind: Kind, *, stride: int = 1, samples: int = 0) -> Iterator[Tried]:
    """The command with a fault at every call that can have it, each on a fresh copy of `home`.

    Tried is every `stride`th call, or with `samples` so many, evenly over the run.
    """
    whole = home.with_name("whole")
    shutil.rmtree(whole, ignore_errors=True)
    shutil.copytree(home, whole, symlinks=True)
    counted = kind(whole / "out", sys.maxsize)
    with counted.injected():
        assert run_casepack(*command(whole)).exit_code in {0, 3}
    stride = max(1, counted.calls // samples) if samples else stride
    before, after = contents(home / "out"), contents(whole / "out")
    at, reached = (1 + stride // 2 if samples else 1), True
    while reached:
        place = home.with_name(f"try {at}")
        shutil.copytree(home, place, symlinks=True)
        faults = kind(place / "out", at)
        run = None
        with faults.injected():
            try:
                run = run_casepack(*command(place))
            except Killed:
                assert kind is killed
        reached = faults.reached()
        yield Tried(place, before, after, run, faults)
        shutil.rmtree(place)
        at += stride


def one(place: Path) -> list[object]:
    return ["make", place / "case.json", "--as-of", AS_OF, "--out", place / "out"]


def folder(place: Path) -> list[object]:
    return ["make", place, "--as-of", AS_OF, "--out", place / "out"]


def packs_in(tried: Tried) -> Iterator[tuple[dict[str, bytes], ...]]:
    """Each pack of a month as it is now, as it was, and as it should be."""
    for reference in (REF, "GEN-1", "GEN-2", "GEN-3"):
        states = (tried.now, tried.before, tried.after)
        yield tuple({k: v for k, v in state.items() if k.startswith(f"{reference}/")} for state in states)


def healed(tried: Tried, command: Command) -> None:
    """The next run ends as if nothing had happened, and nothing is left beside the packs."""
    again = run_casepack(*command(tried.home))
    assert again.exit_code in {0, 3}, again.output
    assert tried.now == tried.after
    hidden = [p for p in (tried.home / "out").rglob("*") if p.name.startswith(".")]
    assert hidden == []


def start(at: int, home: Path, wait: str = "", *arguments: object) -> subprocess.Popen[str]:
    """A run in a process of its own; see `fault_injection.main`."""
    given = [str(argument) for argument in arguments or one(home)]
    command = [sys.executable, "-m", "tests.fault_injection", str(at), str(home / "out"), wait, *given]
    root = Path(__file__).resolve().parent.parent
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root)


def wait_for(path: Path) -> None:
    end = time.monotonic() + 30
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert path.exists()
