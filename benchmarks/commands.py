"""casepack from the command line: how long a command takes, and what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .figures import rotated

CASEPACK = str(Path(sys.executable).with_name("casepack"))
BARE, LIBRARIES = "python -c pass", 'python -c "import click, pydantic"'


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took: seconds of processor, its children's included as far as it waited for them, and seconds."""

    cpu: float
    wall: float
    said: str = ""


def timed(command: Sequence[str]) -> Took:
    """Run a command to its end. Raises RuntimeError with its last words where it fails in a way that casepack's do not.

    Exit codes up to 4 are answers: something is to be checked, a record is wrong, a document was withheld.
    """
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("CASEPACK_")}
    wall = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=surroundings
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - wall
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in range(5) or "Traceback" in said:
        raise RuntimeError(f"{' '.join(command[1:3])} ended with {process.returncode}: {said[-400:]}")
    return Took(usage.ru_utime + usage.ru_stime, took, said)


def make(named: Path, office: Path, as_of: str, out: Path, *options: str) -> Took:
    """`casepack make`, its answer as JSON."""
    command = [CASEPACK, "make", str(named), "--office", str(office), "--as-of", as_of, "--out", str(out), "--json"]
    return timed([*command, *options])


def answer(took: Took) -> list[dict[str, Any]]:
    """The results of `casepack make --json`, record by record. Raises RuntimeError where one could not be made.

    Of a sensitive case nothing is told but that its pack was made.
    """
    records: list[dict[str, Any]] = json.loads(took.said)["records"]
    if not records or any(record.get("how") == "wrong" for record in records):
        raise RuntimeError(f"A record could not be made: {took.said[:400]}")
    return records


def starts(inputs: Path, as_of: str, out: Path, count: int) -> dict[str, dict[str, list[float]]]:
    """How long each command takes from its start to its end, in milliseconds, in turns."""
    python = sys.executable
    office = str(inputs / "office.json")
    minimal, book = str(inputs / "sample-minimal.json"), str(inputs / "sample-ordinary.xlsx")
    commands = {
        BARE: [python, "-c", "pass"],
        LIBRARIES: [python, "-c", "import click, pydantic"],
        "casepack --help": [CASEPACK, "--help"],
        "casepack check, a workbook": [CASEPACK, "check", book, "--as-of", as_of],
        "casepack check, JSON": [CASEPACK, "check", minimal, "--as-of", as_of, "--office", office],
        "casepack make, one small record": [CASEPACK, "make", minimal, "--as-of", as_of, "--office", office, "--out"],
    }
    found: dict[str, dict[str, list[float]]] = {name: {"cpu": [], "wall": []} for name in commands}
    for number in range(count + 1):
        for name in rotated(list(commands), number):
            command = commands[name]
            took = timed([*command, str(out / f"start-{number}")] if command[-1] == "--out" else command)
            if number:
                found[name]["cpu"].append(took.cpu * 1000)
                found[name]["wall"].append(took.wall * 1000)
    return found


def loaded_by_check(inputs: Path, as_of: str) -> list[str]:
    """Which of the libraries that make documents are loaded by checking a workbook."""
    code = (
        "import sys\n"
        "from casepack.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'weasyprint', 'docxtpl', 'mammoth', 'pypdfium2', 'pikepdf'}\n"
        "print('LOADED', *sorted(heavy & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code, "check", str(inputs / "sample-ordinary.xlsx"), "--as-of", as_of]
    return timed(command).said.rpartition("LOADED")[2].split()
