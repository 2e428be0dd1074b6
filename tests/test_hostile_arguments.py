"""Whatever is named in place of a file or a folder: what each command says of it, to the last word.

`tests/hostile/arguments.txt` holds what is said. Run with CASEPACK_REPORTS=write to write it anew, and read it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR
from types import FrameType

import pytest
from click.testing import Result

from casepack import intake_files
from casepack.assets import asset
from casepack.workers import Elsewhere

from .builders import office_data, record_data
from .conftest import AS_OF, INPUTS, run_casepack
from .fault_injection import WORK, light
from .hostile_json import as_json
from .keptreports import KeptReports
from .test_batch import Here

REPORTS = INPUTS.parent / "tests" / "hostile" / "arguments.txt"
REF = "MSC-2026-0417"
LETTER = f"{WORK}/{REF} school-letter P1 SCH1 v1.docx"
SECONDS = 20
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MUCH_OF_ONE = re.compile(r"(x|x/)\1{30,}")
Place = Callable[[Path], object]


def _fifo(home: Path) -> Path:
    os.mkfifo(home / "pipe.json")
    return home / "pipe.json"


def _socket(home: Path) -> Path:
    here = Path.cwd()
    os.chdir(home)  # the name of a socket may be about a hundred signs long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.json")
    os.chdir(here)
    return home / "socket.json"


def _link(target: str, name: str = "link.json") -> Place:
    def make(home: Path) -> Path:
        (home / name).symlink_to(target)
        return home / name

    return make


def _loop(home: Path) -> Path:
    (home / "one.json").symlink_to("other.json")
    (home / "other.json").symlink_to("one.json")
    return home / "one.json"


def _file(name: str, data: bytes) -> Place:
    def make(home: Path) -> Path:
        (home / name).write_bytes(data)
        return home / name

    return make


def _copied(name: str) -> Place:
    """A right record under another name."""
    return lambda home: Path(shutil.copy(home / "case.json", home / name))


def _sparse(home: Path) -> Path:
    with (home / "sparse.json").open("wb") as file:
        file.truncate(1 << 36)
    return home / "sparse.json"


def _folder(name: str) -> Place:
    def make(home: Path) -> Path:
        (home / name).mkdir()
        return home / name

    return make


def _folder_loop(home: Path) -> Path:
    (home / "folder").mkdir()
    (home / "folder" / "itself").symlink_to(".")
    (home / "folder" / "case.json").symlink_to("case.json")
    return home / "folder"


THINGS: dict[str, Place] = {
    "nothing": lambda home: "",
    "what is not there": lambda home: home / "missing.json",
    "a folder": _folder("folder.json"),
    "a folder of links to themselves": _folder_loop,
    "the folder above": lambda home: home / "..",
    "a path through a file": lambda home: home / "case.json" / "case.json",
    "a file with a slash behind it": lambda home: f"{home / 'case.json'}/",
    "a link that leads nowhere": _link("nowhere.json"),
    "a link that leads back to itself": _loop,
    "a link to a folder": _link("lonely"),
    "a link to the record": _link("case.json"),
    "a pipe": _fifo,
    "a socket": _socket,
    "/dev/null": lambda home: Path("/dev/null"),
    "/dev/zero": lambda home: Path("/dev/zero"),
    "/dev/full": lambda home: Path("/dev/full"),
    "a link to /dev/zero": _link("/dev/zero"),
    "a file of 64 GB": _sparse,
    "a file of no bytes": _file("none.json", b""),
    "the record": lambda home: home / "case.json",
    "the office": lambda home: home / "office.json",
    "a Word file": _file("letter.docx", asset("school-letter.docx")),
    "a Word file of the pack": lambda home: home / "out" / REF / LETTER,
    "a PDF": _file("letter.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    "a marker file": _file("~$case.xlsx", b"\x05Sam  "),
    "a name with a line break": _copied("one\nerror: two.json"),
    "a name with an escape sequence": _copied("\x1b[31m\x1b]0;owned\x07red.json"),
    "a name that runs backwards": _copied("case\u202enosj.json"),
    "a name that is no text": _copied(os.fsdecode(b"caf\xe9\xff.json")),
    "a name like an option": lambda home: "./--json.json",
    "a name of 300 signs": lambda home: home / ("x" * 300 + ".json"),
    "a path of 5,000 signs": lambda home: home / ("x/" * 2_500),
    "a device of Windows": lambda home: home / "CON.xlsx",
    "an address": lambda home: "https://example.org/case.json",
}

ROLES: dict[str, Callable[[Path, object], Sequence[object]]] = {
    "check X": lambda home, x: ["check", x, "--as-of", AS_OF],
    "check --annotate X": lambda home, x: ["check", "--annotate", x, "--as-of", AS_OF],
    "check RECORD --office X": lambda home, x: ["check", home / "case.json", "--office", x, "--as-of", AS_OF],
    "make X": lambda home, x: ["make", x, "--as-of", AS_OF, "--out", home / "new"],
    "make RECORD --office X": lambda home, x: [
        "make", home / "case.json", "--office", x, "--as-of", AS_OF, "--out", home / "new",
    ],
    "make RECORD --out X": lambda home, x: ["make", home / "case.json", "--as-of", AS_OF, "--out", x],
    "make FOLDER --out X": lambda home, x: ["make", home / "cases", "--as-of", AS_OF, "--out", x],
    "new X": lambda home, x: ["new", x, "--office", home / "office.json"],
    "new --office X": lambda home, x: ["new", "--office", x],
    "convert X TO": lambda home, x: ["convert", x, home / "new.xlsx"],
    "convert RECORD X": lambda home, x: ["convert", home / "case.json", x],
    "pdf X": lambda home, x: ["pdf", x, "--record", home / "case.json", "--as-of", AS_OF],
    "pdf DOCUMENT --record X": lambda home, x: ["pdf", home / "out" / REF / LETTER, "--record", x, "--as-of", AS_OF],
    "status X": lambda home, x: ["status", x, "--as-of", AS_OF],
    "conference X": lambda home, x: [
        "conference", x, "--meeting", "PGC-2026-11", "--as-of", AS_OF, "--out", home / "new",
    ],
    "doctor --out X": lambda home, x: ["doctor", "--out", x],
}  # fmt: skip

NOT_KEPT = ("conference X", "doctor --out X")
"""What they say first has nothing to do with what was named."""


@pytest.fixture(scope="module")
def reports() -> Iterator[KeptReports]:
    kept = KeptReports(REPORTS)
    yield kept
    kept.close()


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Documents and workbooks in a moment; a run that waits for ever is ended, and fails."""

    def too_slow(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    monkeypatch.setattr("casepack.make.produce", light)
    monkeypatch.setattr("casepack.batch.produce", light)
    monkeypatch.setattr("casepack.cli_batch._crew", lambda workers, cluster, tasks: Elsewhere(Here(), 1))
    monkeypatch.setattr(intake_files, "build_workbook", lambda *_, **__: b"a workbook")
    before = signal.signal(signal.SIGALRM, too_slow)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office, a record, its pack, a folder of records and one without an office."""
    home = tmp_path_factory.mktemp("arguments") / "home"
    (home / "cases").mkdir(parents=True)
    (home / "lonely").mkdir()
    for folder in (home, home / "cases"):
        (folder / "office.json").write_bytes(as_json(office_data()))
        (folder / "case.json").write_bytes(as_json(record_data()))
    shutil.copy(home / "case.json", home / "--json.json")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casepack.make.produce", light)
        assert run_casepack(*ROLES["make RECORD --out X"](home, home / "out")).exit_code == 0
    return home


def everything_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Every name below a folder, with size and time of change of what is no folder."""
    found = {str(p.relative_to(folder)): p.lstat() for p in folder.rglob("*")}
    return {name: (0, 0) if S_ISDIR(s.st_mode) else (s.st_size, s.st_mtime_ns) for name, s in found.items()}


def run(arguments: Sequence[object]) -> Result:
    signal.alarm(SECONDS)
    try:
        return run_casepack(*arguments)
    finally:
        signal.alarm(0)


def said(result: Result, home: Path) -> str:
    """Exit code and the first thing that is said, in one line without the place of the test."""
    text = result.stderr or (result.stdout if result.exit_code else "")
    words = " ".join(text.split()).replace(f"{home}/", "").replace(str(home), "HOME")
    short = _MUCH_OF_ONE.sub(r"\1…", words)[:260]
    return f"{result.exit_code} {short}".rstrip()


@pytest.mark.parametrize("thing", THINGS)
def test_every_command_says_what_it_cannot_take_and_writes_nothing(
    thing: str, house: Path, tmp_path: Path, reports: KeptReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, str] = {}
    number = list(THINGS).index(thing)
    for role, command in ROLES.items():
        home = tmp_path / str(len(told)) / "home"
        shutil.copytree(house, home)
        monkeypatch.chdir(home)
        arguments = command(home, THINGS[thing](home))
        before = everything_in(home)
        result = run(arguments)
        assert result.exit_code in {0, 2, 3, 4, 6, 7}, (role, result.output)
        assert not _CONTROL.search(result.output), (role, result.output)
        assert "Traceback" not in result.output
        # Of a folder of records those are made that can be.
        if result.exit_code and not (role in {"make X", "conference X"} and result.stdout):
            assert everything_in(home) == before, role
            assert result.output.strip(), role
            if (number + len(told)) % 3 == 0:  # for programs, each role with a third of the things
                in_json = run([*arguments, "--json"])
                assert in_json.exit_code == result.exit_code
                assert json.loads(in_json.stdout)
                assert everything_in(home) == before, role
        told[role] = said(result, home)
        shutil.rmtree(home)
    reports.compare(thing, [f"{role}: {words}" for role, words in told.items() if role not in NOT_KEPT])


def test_the_reports_are_those_of_the_things_that_are_tried() -> None:
    assert set(KeptReports(REPORTS).kept) in (set(THINGS), set())
    assert len(THINGS) * len(ROLES) > 400


# Where a pack may be made


@pytest.mark.parametrize(
    ("out", "code"),
    [
        pytest.param("cases", 0, id="the folder of the records"),
        pytest.param("out/MSC-2026-0417", 0, id="a pack"),
        pytest.param("new/a/b/c", 0, id="folders that are not there"),
        pytest.param("linked", 0, id="a link to a folder"),
        pytest.param("case.json", 7, id="a file"),
        pytest.param("dangling", 7, id="a link that leads nowhere"),
        pytest.param("loop", 7, id="a link that leads to itself"),
        pytest.param("out/restricted", 0, id="the restricted folder"),
        pytest.param("/proc/nowhere", 7, id="where nobody can write"),
    ],
)
@pytest.mark.parametrize("what", ["case.json", "cases"])
def test_a_place_for_packs_is_taken_or_refused_in_words_and_no_record_is_touched(
    house: Path, tmp_path: Path, out: str, code: int, what: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(house, home)
    (home / "linked").symlink_to("lonely")
    (home / "dangling").symlink_to("gone")
    (home / "loop").symlink_to("loop")
    pack = everything_in(home / "out" / REF)
    records = {p: p.read_bytes() for p in home.rglob("*.json") if "out" not in p.parts}
    result = run(["make", home / what, "--as-of", AS_OF, "--out", home / out])
    assert result.exit_code == code, result.output
    assert {p: p.read_bytes() for p in records} == records
    assert pack.items() <= everything_in(home / "out" / REF).items()
    assert not (home / "gone").exists()
    if code:
        assert result.stdout == "" or "Nothing" in result.stdout or "wrong" in result.stdout
        assert result.stderr.strip()


# Rights that are missing


COMMANDS = ("check", "status", "make", "new", "convert")


def _without_rights(*arguments: object) -> subprocess.CompletedProcess[str]:
    """A run that may only do what the rights of files let it do, also where the tests are root's."""
    setpriv = shutil.which("setpriv")
    root = os.geteuid() == 0
    if root and setpriv is None:
        pytest.skip("root may do everything, and there is no setpriv here to change that")
    less = [str(setpriv), "--bounding-set=-dac_override,-dac_read_search,-fowner"] if root else []
    code = "from casepack.cli import main; main()"
    command = [*less, sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="rights of this kind are not those of Windows")
@pytest.mark.parametrize(
    ("path", "mode", "arguments", "code", "words"),
    [
        ("case.json", 0o000, ["check", "case.json"], 2, "case.json cannot be opened: you may not read it"),
        ("office.json", 0o000, ["check", "case.json"], 2, "office.json cannot be opened: you may not read it"),
        ("cases", 0o000, ["check", "cases/case.json"], 2, "case.json cannot be opened: you may not read it"),
        ("cases", 0o000, ["status", "cases"], 2, "cannot be read. Check the name, or ask for access"),
        ("out", 0o500, ["make", "case.json", "--out", "out/new"], 7, "may not write at"),
        ("out/MSC-2026-0417", 0o000, ["make", "case.json", "--out", "out"], 7, "casepack may not read"),
        ("lonely", 0o500, ["new", "lonely/new.xlsx", "--office", "office.json"], 7, "casepack may not write"),
        ("lonely", 0o500, ["convert", "case.json", "lonely/new.json"], 7, "casepack may not write"),
    ],
)
def test_a_right_that_is_missing_is_named(
    house: Path, tmp_path: Path, path: str, mode: int, arguments: list[str], code: int, words: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(house, home)
    before = everything_in(home)
    (home / path).chmod(mode)
    given = [word if word in COMMANDS or word.startswith("--") else home / word for word in arguments]
    result = _without_rights(*given)
    (home / path).chmod(0o700)
    assert (result.returncode, words in " ".join(result.stderr.split())) == (code, True), result.stderr
    assert everything_in(home) == before
