"""Faults of the disk by step, for long: processes that really die, every error at every call, disks really full.

Run by `./dev assure`, or `python -m tests.assure_faults [SEED] [COUNT]`; below 400, COUNT leaves steps out. Takes some
minutes. It prints what it tried and what did not hold, and ends with 1 where something did not. Not part of the
tests: `tests/test_faults.py` tries the same with faults in the same process.
"""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from casepack import cli_batch, safefs
from casepack.workers import Elsewhere

from .conftest import run_casepack
from .fault_injection import DIES, failing, fixed, full, killed, light, locked, unreadable
from .faulty_runs import (
    REF,
    Command,
    Kind,
    Tried,
    contents,
    each,
    folder,
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
    write_record,
)
from .faulty_scenes import LOCKED, SCENES, light_seals, not_healed, stages_of, told_apart, wrong_with
from .test_batch import Here

ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV, errno.ENAMETOOLONG)
PAGE = 4096
AT_ONCE, ROUNDS = 6, 5
MOST = 400
"""Calls in the longest run, so many that a count above it leaves none out."""


class Hunt:
    """What was tried, and what did not hold."""

    def __init__(self, home: Path) -> None:
        self.home, self.tried, self.wrong = home, Counter[str](), list[str]()

    def expect(self, held: bool, what: str) -> None:
        """Note what did not hold."""
        if not held:
            self.wrong.append(what)
            sys.stdout.write(f"NOT as it should be: {what}\n")

    def place(self, name: str) -> Path:
        """An empty folder for a scenario."""
        found = self.home / name
        found.mkdir()
        return found


def sensitive(home: Path) -> None:
    """A pack that people have worked in, of a case that has become sensitive."""
    lived_in(home)
    write_record(home / "case.json", "There was a fight. {P1} was hurt.", sensitive=True)


SCENARIOS: dict[str, tuple[Callable[[Path], None], Command]] = {
    "a first run": (lambda _: None, one),
    "a run on a pack that is lived in": (lived_in, one),
    "a case that has become sensitive": (sensitive, one),
    "a month": (new_month, folder),
}
"""What is there before a run, and the run."""
KINDS: dict[str, Kind] = {errno.errorcode[n]: partial(failing, number=n) for n in ERRORS}
KINDS |= {"full": full, "killed": killed, "unreadable": unreadable}


def _states(tried: Tried) -> str:
    """What is wrong with the packs after a fault; nothing where each is whole, and an edit is still there."""
    out = tried.home / "out"
    if tried.before:
        packs = [pack for pack in (out / REF, out / "restricted" / REF) if pack.exists()]
        # Between two renames the old pack alone has them, beside its place; after them it may still be there, too.
        if [own_in(pack) for pack in packs or [out / f".{REF}.old"]] != [True]:
            return "the officer's own words are not there once"
    moved = [path for path in tried.after if path.startswith("restricted/")]
    if moved or (out / f".{REF}.old").exists():
        return ""
    for now, *states in packs_in(tried):
        if now not in states:
            return "a pack is neither the old nor the new one"
    return ""


def faults_in_process(hunt: Hunt, every: int) -> None:
    """Every error at every call, in this process; then the next run must end as if nothing had happened."""
    for scenario, (prepare, command) in SCENARIOS.items():
        for name, kind in KINDS.items():
            home = new_home(hunt.place(f"{scenario} {name}") / "home")
            prepare(home)
            stride = every if scenario != "a month" else every * 4
            for tried in each(home, command, kind, stride=stride):
                where = f"{scenario}, {name} at call {tried.faults.at} ({tried.faults.failed[:1]})"
                hunt.tried[f"faults in {scenario}"] += 1
                hunt.expect(not _states(tried), f"{where}: {_states(tried)}")
                if tried.run is not None:
                    hunt.expect(tried.run.exit_code in {0, 3, 7}, f"{where}: exit code {tried.run.exit_code}")
                    quiet = tried.run.exit_code == 0 or bool(tried.run.stderr.strip())
                    hunt.expect(quiet, f"{where}: nothing is said")
                _heals(hunt, tried, command, where)
            shutil.rmtree(home.parent)


def _heals(hunt: Hunt, tried: Tried, command: Command, where: str) -> None:
    again = run_casepack(*command(tried.home))
    hunt.expect(again.exit_code in {0, 3}, f"{where}: the next run ends with {again.exit_code}")
    hunt.expect(tried.now == tried.after, f"{where}: the next run does not heal")
    left = [path.name for path in (tried.home / "out").rglob("*") if path.name.startswith(".")]
    hunt.expect(not left, f"{where}: {left} are left over")


def deaths(hunt: Hunt, every: int) -> None:
    """A process of its own that dies at its nth call, for every n."""
    for scenario in ("a first run", "a run on a pack that is lived in", "a case that has become sensitive"):
        prepare, command = SCENARIOS[scenario]
        home = new_home(hunt.place(f"deaths {scenario}") / "home")
        prepare(home)
        whole = home.with_name("whole")
        shutil.copytree(home, whole)
        make(whole)
        at, code = 1, DIES
        while code == DIES:
            place = home.with_name("try")
            shutil.copytree(home, place)
            run = start(at, place)
            said = run.communicate(timeout=60)[1]
            code = run.returncode
            where = f"{scenario}, a process that dies at call {at}"
            hunt.expect(code in {0, DIES}, f"{where}: exit code {code}: {said}")
            tried = Tried(place, contents(home / "out"), contents(whole / "out"), None, killed(place / "out", at))
            hunt.expect(not _states(tried), f"{where}: {_states(tried)}")
            _heals(hunt, tried, command, where)
            hunt.tried["processes that died"] += code == DIES
            shutil.rmtree(place)
            at += every


def other_commands(hunt: Hunt, every: int) -> None:
    """The conference, sealing, new PDFs and workbooks, marked copies: every error at every call, and the next run."""
    for name, scene in SCENES.items():
        for kind_name, kind in KINDS.items():
            home = new_home(hunt.place(f"{name} {kind_name}") / "home")
            scene.prepare(home)
            stages = stages_of(home, scene)
            slow = 3 if name == "a marked copy" else 1
            for tried in each(home, scene.command, kind, stride=every * slow):
                where = f"{name}, {kind_name} at call {tried.faults.at} ({tried.faults.failed[:1]})"
                hunt.tried[f"faults in {name}"] += 1
                for wrong in (wrong_with(tried, scene, stages), not_healed(tried, scene)):
                    hunt.expect(not wrong, f"{where}: {wrong}")
            shutil.rmtree(home.parent)


def deaths_elsewhere(hunt: Hunt, every: int) -> None:
    """Processes of their own that hold a meeting or seal a pack, and die at their nth call."""
    for name in ("a meeting, sealed", "a meeting with a case now sensitive", "making and sealing again"):
        scene = SCENES[name]
        home = new_home(hunt.place(f"deaths in {name}") / "home")
        scene.prepare(home)
        stages = stages_of(home, scene)
        whole, at, code = home.with_name("whole"), every, DIES
        shutil.copytree(home, whole)
        hunt.expect(run_casepack(*scene.command(whole)).exit_code == 0, f"{name}: the run without a fault")
        while code == DIES:
            place = home.with_name("try")
            shutil.copytree(home, place)
            run = start(at, place, "", *scene.command(place))
            said = run.communicate(timeout=60)[1]
            code = run.returncode
            where = f"{name}, a process that dies at call {at}"
            hunt.expect(code in {0, DIES}, f"{where}: exit code {code}: {said}")
            tried = Tried(place, contents(home / "out"), contents(whole / "out"), None, killed(place / "out", at))
            for wrong in (wrong_with(tried, scene, stages), not_healed(tried, scene)):
                hunt.expect(not wrong, f"{where}: {wrong}")
            hunt.tried["processes that died"] += code == DIES
            shutil.rmtree(place)
            at += every * 5


def open_documents(hunt: Hunt) -> None:
    """A document that is open as Windows has it, and a folder in which nothing can be renamed: nothing is touched."""
    for name, scene in SCENES.items():
        if name not in LOCKED:
            continue
        home = new_home(hunt.place(f"open {name}") / "home")
        scene.prepare(home)
        before = told_apart(contents(home / "out"), scene.wholes)
        kinds = {"an open document": locked(home / "out", LOCKED[name])}
        kinds |= {errno.errorcode[n]: fixed(home / "out", n) for n in ERRORS}
        for kind, faults in kinds.items():
            with faults.injected():
                run = run_casepack(*scene.command(home))
            hunt.tried["runs with a document open or no right to rename"] += 1
            hunt.expect(run.exit_code == 7 and bool(run.stderr.strip()), f"{name}, {kind}: {run.exit_code}")
            hunt.expect(told_apart(contents(home / "out"), scene.wholes) == before, f"{name}, {kind}: changed")
        hunt.expect(run_casepack(*scene.command(home)).exit_code in {0, 3}, f"{name}: the run after that")


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[bool]:
    """A disk of so many bytes at `place`; False where this machine lets nobody have one."""
    place.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False
    ).returncode
    try:
        yield not mounted
    finally:
        if not mounted:
            subprocess.run(["umount", str(place)], check=True)


def full_disks(hunt: Hunt) -> None:
    """A disk that is really full, from no page left to enough of them; and one that may not be written any more."""
    home = new_home(hunt.place("full") / "home")
    with small_disk(home / "out", 1 << 20) as mounted:
        if not mounted:
            sys.stdout.write("SKIPPED: no small disk can be mounted here (not root?), so none was really full.\n")
            return
        lived_in(home)
        before, ballast = contents(home / "out" / REF), home / "out" / "ballast"
        ended = Counter[int]()
        for pages in range(40):
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while file.write(bytes(PAGE)):
                    pass
            with ballast.open("rb+") as file:
                file.truncate(max(0, ballast.stat().st_size - pages * PAGE))
            run = make(home)
            ended[run.exit_code] += 1
            hunt.tried["runs on a full disk"] += 1
            where = f"a disk with {pages} pages left"
            hunt.expect(run.exit_code in {0, 7}, f"{where}: exit code {run.exit_code}")
            if run.exit_code == 0:
                break
            hunt.expect("no room left" in run.stderr, f"{where}: {run.stderr}")
            hunt.expect(contents(home / "out" / REF) == before, f"{where}: the pack has changed")
            ballast.unlink()
        hunt.expect({0, 7} <= set(ended), f"a full disk: {dict(ended)}")
        hunt.expect(own_in(home / "out" / REF), "a full disk: the officer's own words are gone")
        ballast.unlink(missing_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(home / "out")], check=True)
        write_record(home / "case.json", "There was a third fight.")
        before = contents(home / "out")
        run = make(home)
        hunt.expect(run.exit_code == 7 and "may not write" in run.stderr, f"a disk to be read only: {run.output}")
        hunt.expect(contents(home / "out") == before, "a disk to be read only: something has changed")


def two_disks(hunt: Hunt) -> None:
    """The restricted folder is another disk, and a case becomes sensitive: its pack is copied there, and is whole."""
    for at in (0, *range(1, 400, 7)):
        home = new_home(hunt.place(f"two disks {at}") / "home")
        with small_disk(home / "out" / "restricted", 1 << 20) as mounted:
            if not mounted:
                sys.stdout.write("SKIPPED: no second disk can be mounted here, so no pack moved to one.\n")
                return
            sensitive(home)
            run = start(at, home)
            run.communicate(timeout=60)
            packs = [p for p in (home / "out" / REF, home / "out" / "restricted" / REF) if p.exists() and own_in(p)]
            hunt.expect(bool(packs), f"two disks, call {at}: the officer's own words are gone")
            again = make(home)
            hunt.expect(again.exit_code == 0, f"two disks, call {at}: {again.output}")
            hunt.expect(own_in(home / "out" / "restricted" / REF), f"two disks, call {at}: not moved whole")
            hunt.expect(names(home / "out") == ["restricted"], f"two disks, call {at}: {names(home / 'out')}")
            hunt.tried["moves to another disk"] += 1
            if at and run.returncode != DIES:
                return


def missing_rights(hunt: Hunt) -> None:
    """A folder that may not be written, one in which nothing may be renamed, and a pack that may not be read."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        sys.stdout.write("SKIPPED: setpriv is not here, so every right was there.\n")
        return
    without = [setpriv, "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown"]
    for name, path, mode in (
        ("a folder that may not be written", "out", 0o500),
        ("a folder that may not be looked into", "out", 0o600),
        ("a pack that may not be read", f"out/{REF}", 0o000),
        ("a manifest that may not be read", f"out/{REF}/manifest.json", 0o000),
    ):
        home = new_home(hunt.place(name) / "home")
        lived_in(home)
        before = contents(home / "out")
        (home / path).chmod(mode)
        command = [*without, sys.executable, "-m", "tests.fault_injection", "0", str(home / "out"), ""]
        root = Path(__file__).resolve().parent.parent
        given = [*command, *map(str, one(home))]
        run = subprocess.run(given, cwd=root, capture_output=True, text=True, check=False, timeout=60)
        (home / path).chmod(0o700)
        hunt.tried["missing rights"] += 1
        said = " ".join(run.stderr.split())
        hunt.expect(run.returncode == 7 and "casepack may not" in said, f"{name}: {run.returncode}: {said}")
        hunt.expect(contents(home / "out") == before, f"{name}: something has changed")


def at_once(hunt: Hunt) -> None:
    """Several runs at the same moment on one pack: at least one ends well, the others say who holds it."""
    for number in range(ROUNDS):
        home = new_home(hunt.place(f"at once {number}") / "home")
        lived_in(home)
        runs = [start(0, home) for _ in range(AT_ONCE)]
        said = [run.communicate(timeout=60)[1] for run in runs]
        codes = [run.returncode for run in runs]
        hunt.tried["runs at once"] += len(runs)
        hunt.expect(set(codes) <= {0, 7} and 0 in codes, f"runs at once: {codes}: {said}")
        told = all("another run of casepack" in text for text, code in zip(said, codes, strict=True) if code)
        hunt.expect(told, f"runs at once: {said}")
        hunt.expect(own_in(home / "out" / REF), "runs at once: the officer's own words are gone")
        hunt.expect(names(home / "out") == [REF], f"runs at once: {names(home / 'out')}")
        before = visible(contents(home / "out"))
        hunt.expect(make(home).exit_code == 0 and contents(home / "out") == before, "runs at once: not finished")


def main(arguments: list[str]) -> int:
    """Seed (the hunt is the same for each: nothing in it is left to luck) and count from the command line."""
    every = max(1, MOST // int(arguments[1])) if len(arguments) > 1 else 1
    home = Path(tempfile.mkdtemp(prefix="casepack-faults-"))
    hunt = Hunt(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casepack.make.produce", light)
        patch.setattr("casepack.batch.produce", light)
        patch.setattr(cli_batch, "_crew", lambda workers, cluster, tasks: Elsewhere(Here(), 1))
        light_seals(patch)
        at_once(hunt)
        missing_rights(hunt)
        full_disks(hunt)
        two_disks(hunt)
        deaths(hunt, every)
        deaths_elsewhere(hunt, every)
        faults_in_process(hunt, every)
        other_commands(hunt, every)
        patch.setattr(safefs, "exchange", lambda one, other: False)
        hunt.home = hunt.place("two renames")
        faults_in_process(hunt, every)
        other_commands(hunt, every)
        open_documents(hunt)
    sys.stdout.write(json.dumps({**hunt.tried, "wrong": len(hunt.wrong)}) + "\n")
    if hunt.wrong:
        sys.stdout.write(f"Left in {home}\n")
        return 1
    shutil.rmtree(home)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
