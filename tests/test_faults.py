"""Whatever goes wrong with the disk, and wherever: the pack is the old one or the new one, and an edit survives.

Each test goes through a whole command, with light packs, and lets call 1 fail, then call 2, until none is left.
`tests/assure_faults.py` does the same with processes that really die, with every error, and on a disk that is full.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from functools import partial
from pathlib import Path

import pytest

from casepack import cli_batch, intake_files, retypeset, safefs
from casepack.manifest import Manifest
from casepack.workers import Elsewhere
from casepack.write import hold_folder, read_pack

from .builders_conference import MEETING
from .conftest import AS_OF, Casepack, run_casepack
from .fault_injection import WORK, failing, fixed, full, killed, light, locked, unreadable
from .faulty_runs import (
    LETTER,
    REF,
    Command,
    Kind,
    contents,
    each,
    folder,
    healed,
    lived_in,
    make,
    names,
    new_home,
    new_month,
    one,
    own_in,
    packs_in,
    start,
    visible,
    wait_for,
    write_record,
)
from .faulty_scenes import (
    LOCKED,
    MINUTES,
    OWN_PACK,
    SCENES,
    confer_sealed,
    held,
    light_seals,
    made,
    not_healed,
    seal,
    stages_of,
    told_apart,
    wrong_with,
)
from .test_batch import Here


@pytest.fixture(autouse=True)
def _light_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are made in a moment, in this process."""
    monkeypatch.setattr("casepack.make.produce", light)
    monkeypatch.setattr("casepack.batch.produce", light)
    monkeypatch.setattr(cli_batch, "_crew", lambda workers, cluster, tasks: Elsewhere(Here(), 1))
    light_seals(monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an office and a record of which nothing has been made yet."""
    return new_home(tmp_path / "home")


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which the next state takes its place."""
    if request.param == "two renames":
        monkeypatch.setattr(safefs, "exchange", lambda one, other: False)
    return str(request.param)


def test_a_run_killed_at_any_call_leaves_the_old_pack_or_the_new_one_and_the_next_run_heals(
    home: Path, way: str
) -> None:
    lived_in(home)
    states, steps = set(), 0
    for tried in each(home, one, killed):
        pack = tried.home / "out" / REF
        if pack.exists():
            assert own_in(pack)
            assert visible(tried.now) in (tried.before, tried.after)
            states.add(visible(tried.now) == tried.after)
        else:  # between two renames: the old one stands beside its place, whole
            assert way == "two renames"
            assert own_in(pack.with_name(f".{REF}.old"))
        healed(tried, one)
        steps += 1
    assert states == {True, False}
    assert steps > 30


def test_a_first_run_killed_at_any_call_leaves_nothing_or_the_whole_pack(home: Path) -> None:
    for tried in each(home, one, killed):
        assert visible(tried.now) in ({}, tried.after)
        healed(tried, one)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param(failing, "Input/output error", id="the disk fails once"),
        pytest.param(full, "no room left on the disk", id="the disk is full from then on"),
        pytest.param(partial(failing, number=errno.EROFS), "may not write", id="it may no longer be written"),
        pytest.param(partial(failing, number=errno.EACCES), "may not write", id="a right is missing"),
        pytest.param(partial(failing, number=errno.EBUSY), "open in another program", id="a file is open"),
    ],
)
def test_a_failing_disk_is_told_of_and_the_pack_is_as_it_was(home: Path, kind: Kind, words: str) -> None:
    lived_in(home)
    told = 0
    for tried in each(home, one, kind, stride=1 if kind in (failing, full) else 2):
        assert tried.run is not None
        assert own_in(tried.home / "out" / REF), tried.faults.failed
        assert tried.run.exit_code in {0, 7}, tried.run.output
        wanted = tried.before if tried.run.exit_code else tried.after
        assert visible(tried.now) == wanted, tried.faults.failed
        if tried.run.exit_code:
            told += words in " ".join(tried.run.stderr.split())
            assert "Traceback" not in tried.run.output
            assert tried.run.stdout == ""
        if tried.run.exit_code and kind is not full:
            assert [n for n in names(tried.home / "out") if n.endswith((".next", ".old"))] == [], tried.faults.failed
        healed(tried, one)
    assert told > 5


def test_what_cannot_be_looked_at_is_told_of_and_the_pack_is_as_it_was(home: Path) -> None:
    lived_in(home)
    failures = 0
    for tried in each(home, one, unreadable, stride=5):
        assert tried.run is not None
        assert own_in(tried.home / "out" / REF), tried.faults.failed
        assert tried.run.exit_code in {0, 7}, (tried.faults.failed, tried.run.output)
        assert visible(tried.now) == (tried.before if tried.run.exit_code else tried.after), tried.faults.failed
        failures += tried.run.exit_code == 7
        healed(tried, one)
    assert failures > 10


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EPERM, "may not write at"),
        (errno.EACCES, "may not write at"),
        (errno.EBUSY, "open in another program"),
        (errno.EXDEV, "Run again; if it happens again, ask for help"),
        (errno.EIO, "Run again; if it happens again, ask for help"),
    ],
    ids=errno.errorcode.get,
)
def test_a_folder_in_which_nothing_can_be_renamed_keeps_its_pack_and_says_so(
    home: Path, number: int, words: str
) -> None:
    lived_in(home)
    before = contents(home / "out")
    with fixed(home / "out", number).injected():
        run = make(home)
    said = " ".join(run.stderr.split())
    assert (run.exit_code, words in said) == (7, True), said
    assert contents(home / "out") == before
    assert names(home / "out") == [REF]
    assert make(home).exit_code == 0


# A case that becomes sensitive


def test_a_pack_that_must_move_is_whole_somewhere_wherever_its_run_is_killed(home: Path) -> None:
    lived_in(home)
    write_record(home / "case.json", "There was a fight. {P1} was hurt.", sensitive=True)
    moved = set()
    for tried in each(home, one, killed):
        out = tried.home / "out"
        packs = [pack for pack in (out / REF, out / "restricted" / REF) if pack.exists()]
        assert len(packs) == 1
        assert own_in(packs[0])
        moved.add(packs[0].parent.name)
        healed(tried, one)
        assert names(out) == ["restricted"]
    assert moved == {"out", "restricted"}


def test_a_pack_that_cannot_move_stays_whole_and_no_paper_of_the_sensitive_case_is_made_outside(home: Path) -> None:
    lived_in(home)
    write_record(home / "case.json", "There was a fight. {P1} was hurt.", sensitive=True)
    for tried in each(home, one, failing, stride=2):
        assert tried.run is not None
        out = tried.home / "out"
        packs = [pack for pack in (out / REF, out / "restricted" / REF) if pack.exists()]
        assert [own_in(pack) for pack in packs] == [True], tried.faults.failed
        assert tried.run.exit_code in {0, 7}
        if packs == [out / REF]:
            assert contents(out / REF) == {k.partition("/")[2]: v for k, v in tried.before.items()}
        healed(tried, one)


# Many records


@pytest.fixture
def month(home: Path) -> Path:
    """Packs that are there and records that have changed, a new one, and one that is wrong."""
    new_month(home)
    return home


def test_a_month_killed_at_any_call_has_each_pack_old_or_new_and_the_next_run_goes_on(month: Path) -> None:
    for tried in each(month, folder, killed, stride=5):
        assert own_in(tried.home / "out" / REF)
        for now, *states in packs_in(tried):
            assert now in states
        healed(tried, folder)


def test_a_month_on_a_disk_that_is_full_says_so_and_loses_nothing(month: Path) -> None:
    for tried in each(month, folder, full, stride=7):
        assert tried.run is not None
        assert tried.run.exit_code in {3, 7}, tried.run.output
        if tried.faults.failed:
            assert "no room left on the disk" in " ".join(tried.run.stderr.split()), tried.faults.failed
        for now, *states in packs_in(tried):
            assert now in states
        healed(tried, folder)


# Files that an officer works in


@pytest.fixture
def desk(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder "out" with the office and a record; workbooks are a few bytes and made in a moment."""
    monkeypatch.setattr(intake_files, "build_workbook", lambda *_, **__: b"a workbook")
    out = home / "out"
    out.mkdir()
    shutil.copy(home / "office.json", out)
    shutil.copy(home / "case.json", out)
    return home


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(lambda place: ["new", place / "out" / "new.xlsx"], id="new"),
        pytest.param(lambda place: ["convert", place / "out" / "case.json", place / "out" / "new.xlsx"], id="convert"),
    ],
)
@pytest.mark.parametrize("kind", [killed, failing, full])
def test_a_new_file_is_there_whole_or_not_at_all(desk: Path, command: Command, kind: Kind) -> None:
    ends = set()
    for tried in each(desk, command, kind):
        there = tried.now.get("new.xlsx")
        assert there in (None, b"a workbook")
        if tried.run is not None:
            assert tried.run.exit_code in {0, 7}, tried.run.output
            if tried.run.exit_code:
                assert "new.xlsx" in tried.run.stderr
        ends.add((there is None, tried.run and tried.run.exit_code))
        if there is None:
            assert run_casepack(*command(tried.home)).exit_code == 0
        assert visible(tried.now) == tried.after
    assert len(ends) >= 2


@pytest.mark.parametrize("kind", [killed, failing, full])
def test_a_pdf_made_again_is_the_old_or_the_new_one_and_the_word_file_is_never_touched(
    home: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_in(home)
    files = {f"{LETTER} v1.pdf": b"the PDF of the officer's own words"}
    monkeypatch.setattr(retypeset, "_job", lambda *_: None)
    monkeypatch.setattr(retypeset, "_proved_files", lambda *_: files)

    def command(place: Path) -> list[object]:
        edited = place / "out" / REF / f"{LETTER} v1.docx"
        return ["pdf", edited, "--record", place / "case.json", "--as-of", AS_OF]

    for tried in each(home, command, kind, stride=2):
        assert own_in(tried.home / "out" / REF)
        assert visible(tried.now) in (tried.before, tried.after)
        healed(tried, command)


# A meeting, sealed copies, marked copies

KINDS: dict[str, Kind] = {
    "killed": killed,
    "full": full,
    "EIO": failing,
    "EACCES": partial(failing, number=errno.EACCES),
    "EROFS": partial(failing, number=errno.EROFS),
    "unreadable": unreadable,
}
SAMPLED = [name for name in SCENES if name not in {"a new PDF", "a new workbook", "a converted record"}]
TRIED = [(name, "killed", place % 2) for place, name in enumerate(SAMPLED)]
TRIED += [(name, list(KINDS)[1 + place % 5], 1 - place % 2) for place, name in enumerate(SAMPLED)]
"""Each command with two kinds of fault and the two ways to take its place; `assure_faults` has all of them."""


@pytest.mark.parametrize(("name", "kind", "renames"), TRIED)
def test_whatever_a_command_writes_is_the_old_or_the_new_one_and_the_next_run_heals(
    home: Path, name: str, kind: str, renames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if renames:
        monkeypatch.setattr(safefs, "exchange", lambda one, other: False)
    scene = SCENES[name]
    scene.prepare(home)
    stages = stages_of(home, scene)
    ended = set()
    for tried in each(home, scene.command, KINDS[kind], samples=3):
        where = f"{kind} at call {tried.faults.at}, {tried.faults.failed[:1]}"
        assert (where, wrong_with(tried, scene, stages)) == (where, "")
        assert (where, not_healed(tried, scene)) == (where, "")
        ended.add(tried.run and tried.run.exit_code)
    assert len(ended) > 1, "no fault made a difference"


@pytest.mark.parametrize("name", LOCKED)
def test_a_document_that_is_open_on_windows_stops_what_would_touch_it_and_nothing_else(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safefs, "exchange", lambda one, other: False)
    scene = SCENES[name]
    scene.prepare(home)
    before = told_apart(contents(home / "out"), scene.wholes)
    for _ in range(2):
        with locked(home / "out", LOCKED[name]).injected():
            run = run_casepack(*scene.command(home))
        said = " ".join(run.stderr.split())
        assert (run.exit_code, "is open in another program. Close it in" in said) == (7, True), said
        assert told_apart(contents(home / "out"), scene.wholes) == before
    assert run_casepack(*scene.command(home)).exit_code in {0, 3}
    assert [path.name for path in (home / "out").rglob(".*")] == []


@pytest.mark.parametrize("name", ["a meeting with minutes", "sealing a pack"])
@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV], ids=errno.errorcode.get)
def test_where_nothing_can_be_renamed_a_meeting_and_a_pack_to_be_sealed_stay_as_they_are(
    home: Path, name: str, number: int
) -> None:
    scene = SCENES[name]
    scene.prepare(home)
    before = contents(home / "out")
    with fixed(home / "out", number).injected():
        run = run_casepack(*scene.command(home))
    assert (run.exit_code, "could not be written" in run.stderr) == (7, True)
    assert visible(contents(home / "out")) == visible(before)
    assert not_healed_now(home, scene.command) == []


def not_healed_now(home: Path, command: Command) -> list[str]:
    """What is left over after the next run."""
    assert run_casepack(*command(home)).exit_code == 0
    return [path.name for path in (home / "out").rglob(".*")]


def test_a_pack_that_cannot_be_sealed_is_as_it_was_and_says_so(home: Path) -> None:
    made(home)
    before = contents(home / "out")
    for tried in each(home, seal, full, samples=4):
        assert tried.run is not None
        if tried.run.exit_code:
            assert (tried.run.exit_code, f"{REF} could not be written" in " ".join(tried.run.stderr.split())) == (
                7,
                True,
            )
            assert visible(tried.now) == before
            assert "sealed cop" not in tried.run.stdout


def test_a_letter_saved_while_it_is_sealed_is_not_sealed_for_nothing_has_proved_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)
    letter = home / "out" / REF / f"{LETTER} v2.docx"

    def saved_meanwhile(*args: Path, **named: object) -> tuple[Manifest | None, dict[str, str]]:
        found = read_pack(*args, **named)  # type: ignore[arg-type]
        letter.write_bytes(b"saved at this moment")
        return found

    monkeypatch.setattr("casepack.seal_pack.read_pack", saved_meanwhile)
    run = run_casepack(*seal(home))
    said = " ".join(run.stderr.split())
    assert (run.exit_code, "was changed while casepack was sealing, so nothing was sealed" in said) == (7, True), said
    assert letter.read_bytes() == b"saved at this moment"
    assert not (home / "out" / REF / "sealed").exists()


def test_what_a_killed_move_of_a_meeting_left_is_cleared_up_by_a_run_on_another_day(home: Path) -> None:
    held(home)
    left = home / "out" / "restricted"
    (left / f".{MEETING}-until-20261101-0900.next").mkdir()
    (left / f".{MEETING}-until-20261101-0900.next" / "half.docx").write_bytes(b"half of a pack")
    (left / f".{MEETING}-until-20261101-0900.lock").write_bytes(b"4711")
    assert run_casepack(*confer_sealed(home)).exit_code == 0
    assert [path.name for path in left.rglob(".*")] == []


def test_a_clock_set_back_costs_a_meeting_and_its_sealed_copies_nothing(home: Path) -> None:
    held(home)
    assert run_casepack(*confer_sealed(home)).exit_code == 0
    ahead = time.time() + 400 * 24 * 3600
    for path in [*(home / "out").rglob("*"), *(home / "records").iterdir()]:
        os.utime(path, (ahead, ahead))
    before = {path: (data, (home / "out" / path).stat().st_mtime_ns) for path, data in contents(home / "out").items()}
    early = [*confer_sealed(home), "--as-of", "2026-11-09 12:00"]
    run = run_casepack(*early)
    assert (run.exit_code, "Nothing has changed" in run.stdout, "0 of them new" in run.stdout) == (0, True, True)
    now = {path: (data, (home / "out" / path).stat().st_mtime_ns) for path, data in contents(home / "out").items()}
    assert now == before
    assert MINUTES.items() <= contents(home / "out").items()


def test_a_clock_set_back_costs_no_sealed_copy_of_a_pack(home: Path) -> None:
    made(home)
    assert run_casepack(*seal(home)).exit_code == 0
    copies = {path: data for path, data in contents(home / "out").items() if "/sealed/" in path}
    run = run_casepack(*seal(home), "--as-of", "2026-10-24 08:00")
    assert (run.exit_code, "0 of them new" in run.stdout) == (0, True)
    assert copies
    assert (copies | OWN_PACK).items() <= contents(home / "out").items()


# Other runs, other machines, other times


def test_of_two_runs_at_once_in_two_processes_the_second_says_who_holds_the_pack(home: Path) -> None:
    lived_in(home)
    before = contents(home / "out")
    flag = home / "held"
    first = start(0, home, str(flag))
    wait_for(flag)
    second = make(home)
    assert second.exit_code == 7
    assert f"another run of casepack (process {first.pid}). Wait until it has finished" in " ".join(
        second.stderr.split()
    )
    assert visible(contents(home / "out")) == before
    flag.unlink()
    said = first.communicate(timeout=30)[1]
    assert first.returncode == 0, said
    assert own_in(home / "out" / REF)
    assert names(home / "out") == [REF]


def test_a_run_that_dies_while_it_holds_a_pack_lets_go_of_it(home: Path) -> None:
    lived_in(home)
    flag = home / "held"
    first = start(0, home, str(flag))
    wait_for(flag)
    first.kill()
    first.communicate()
    assert (home / "out" / f".{REF}.lock").exists()
    assert make(home).exit_code == 0
    assert names(home / "out") == [REF]


def test_a_process_that_really_dies_at_a_call_leaves_the_old_pack_or_the_new_one(home: Path) -> None:
    lived_in(home)
    whole = home.with_name("whole")
    shutil.copytree(home, whole)
    assert make(whole).exit_code == 0
    before, after = contents(home / "out"), contents(whole / "out")
    codes = []
    for at in (2, 12, 22, 32):
        place = home.with_name(f"try {at}")
        shutil.copytree(home, place)
        run = start(at, place)
        run.communicate(timeout=30)
        codes.append(run.returncode)
        assert visible(contents(place / "out")) in (before, after)
        assert make(place).exit_code == 0
        assert contents(place / "out") == after
        assert names(place / "out") == [REF]
    assert codes == [9] * 4


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(b"4711\n", id="a process of another machine"),
        pytest.param(b"", id="a process that died before it wrote its number"),
        pytest.param(b"\xff\x00" * 4_000, id="a damaged one"),
    ],
)
def test_a_lock_file_that_a_dead_process_left_does_not_stop_the_next_run(home: Path, left: bytes) -> None:
    lived_in(home)
    (home / "out" / f".{REF}.lock").write_bytes(left)
    (home / "out" / ".casepack.lock").write_bytes(left)
    assert run_casepack(*folder(home)).exit_code == 0
    assert own_in(home / "out" / REF)
    assert names(home / "out") == [REF, "problems.xlsx"]


@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_what_is_no_lock_file_is_never_followed_or_waited_for(home: Path, what: str) -> None:
    lived_in(home)
    before = contents(home / "out" / REF)
    place, elsewhere = home / "out" / f".{REF}.lock", home / "elsewhere"
    elsewhere.write_bytes(b"somebody's")
    if what == "link":
        place.symlink_to(elsewhere)
    elif what == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    run = make(home)
    assert elsewhere.read_bytes() == b"somebody's"
    assert run.exit_code in {0, 7}, run.output
    assert "Traceback" not in run.output
    if run.exit_code:
        assert contents(home / "out" / REF) == before
    assert own_in(home / "out" / REF)


def test_a_folder_of_output_held_by_a_month_is_told_of(home: Path) -> None:
    lived_in(home)
    with hold_folder(home / "out"):
        run = run_casepack(*folder(home))
    assert (run.exit_code, f"process {os.getpid()}" in run.stderr) == (7, True)
    assert own_in(home / "out" / REF)


def test_a_clock_that_was_set_back_costs_no_file_and_no_version(home: Path, casepack: Casepack) -> None:
    lived_in(home)
    ahead = time.time() + 400 * 24 * 3600
    for path in [*(home / "out").rglob("*"), home / "case.json"]:
        os.utime(path, (ahead, ahead))
    before = contents(home / "out" / REF)
    early = casepack("make", home / "case.json", "--as-of", "2026-10-24 09:00", "--out", home / "out")
    assert early.exit_code == 0, early.output
    now = contents(home / "out" / REF)
    assert own_in(home / "out" / REF)
    sent = {path: data for path, data in before.items() if path.startswith(WORK)}
    assert sent.items() <= now.items()
    assert f"{LETTER} v2.docx" in now
    signs = {p: p.stat().st_mtime_ns for p in (home / "out").rglob("*")}
    assert casepack("make", home / "case.json", "--as-of", "2026-10-24 08:00", "--out", home / "out").exit_code == 0
    assert {p: p.stat().st_mtime_ns for p in (home / "out").rglob("*")} == signs
