"""No network at run time: the commands in a namespace without one, and nothing in the process that asks for one.

They run in a process of their own, so that what is imported counts, too.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from .conftest import AS_OF, INPUTS

COMMANDS = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout

def run(*arguments):
    said = io.StringIO()
    code = 0
    try:
        with redirect_stdout(said), redirect_stderr(said):
            main([str(argument) for argument in arguments], prog_name="casepack")
    except SystemExit as ended:
        code = ended.code or 0
    return code, said.getvalue()

from casepack.cli import main
home, as_of = sys.argv[1:3]
case, out = f"{home}/case.json", f"{home}/out"
told = {}
told["check"] = run("check", case, "--as-of", as_of)
told["make"] = run("make", case, "--as-of", as_of, "--out", out)
from pathlib import Path
[letter] = sorted(Path(out).rglob("*checklist*.docx"))[:1]
told["pdf"] = run("pdf", letter, "--record", case, "--as-of", as_of)
told["status"] = run("status", case, "--as-of", as_of)
told["conference"] = run("conference", case, "--meeting", "PGC-2026-11", "--as-of", as_of, "--out", out)
told["doctor"] = run("doctor", "--out", out, "--office", f"{home}/office.json")
asked = list(seen)
import socket
print(json.dumps([told, asked, [name for _, name in socket.if_nameindex()]]))
"""
"""All that an officer runs, on the smallest record; `told` is the exit code of each and what it printed."""
ENDS = {"check": 0, "make": 0, "pdf": 0, "status": 0, "conference": 0, "doctor": 0}

WATCHED = """
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append((event, repr(args)[:200])) if event.startswith(ASKS) else None)
"""
ASKS = (
    "socket.", "urllib.", "http.client.", "ftplib.", "smtplib.", "subprocess.Popen", "os.system", "os.exec", "os.spawn",
    "os.posix_spawn", "os.startfile", "os.fork", "webbrowser.", "pty.spawn",
)  # fmt: skip
"""How the events begin with which Python tells that a connection is opened, a name looked up or a program started."""

ALONE = ["unshare", "--user", "--map-root-user", "--net"]


@dataclass(frozen=True)
class Ran:
    """What the commands ended with and said, what was asked for meanwhile, and whether there was a network."""

    told: dict[str, tuple[int, str]]
    seen: list[tuple[str, str]]
    alone: bool
    pdfs: int


def run(code: str, *arguments: object, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", WATCHED.replace("ASKS", repr(ASKS)) + code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One run of all commands, without a network where this machine lets one be without it."""
    home = tmp_path_factory.mktemp("offline")
    shutil.copy(INPUTS / "office.json", home / "office.json")
    shutil.copy(INPUTS / "sample-minimal.json", home / "case.json")
    alone = _may_be_alone()
    done = run(COMMANDS, home, AS_OF, before=ALONE if alone else ())
    assert done.returncode == 0, done.stderr
    told, seen, devices = json.loads(done.stdout)
    return Ran(told, seen, devices == ["lo"], len(list((home / "out").rglob("*.pdf"))))


def _may_be_alone() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


def test_every_command_does_what_it_should_and_pdfs_are_made(ran: Ran) -> None:
    assert {name: code for name, (code, _) in ran.told.items()} == ENDS, ran.told
    assert ran.pdfs > 0


def test_nothing_opens_a_connection_or_starts_a_program(ran: Ran) -> None:
    assert ran.seen == []


def test_all_of_that_was_done_without_a_network(ran: Ran) -> None:
    if not ran.alone:
        pytest.skip(
            "NOT SHOWN: unshare --user --net is not there or not allowed here, so there was a network all along"
        )
    assert {name: code for name, (code, _) in ran.told.items()} == ENDS, ran.told


@pytest.mark.parametrize(
    "asking",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_what_would_ask_for_one_is_seen(asking: str) -> None:
    assert int(run(f"\ntry:\n    {asking}\nexcept OSError:\n    pass\nprint(len(seen))").stdout) >= 1
