"""A month of records made twice: once undisturbed, once killed again and again at random moments and taken up again.

Run by `./dev assure`; takes long. Both must end with the same files, byte for byte, and at no moment may a pack be half
there. `python -m tests.assure_batch SEED COUNT` repeats a run.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from casepack.manifest import MANIFEST, Manifest
from casepack.read import read_office
from casepack.run import digest
from tests.casemaker import write_cases

INPUTS = Path(__file__).resolve().parent.parent / "inputs"
AS_OF = "2026-11-10 12:00"
COUNT = 200
SHORTEST, LONGEST = 2.0, 90.0
"""Seconds after which a run is killed."""
KILLS = 12
"""Kills in one run; each makes the next one look again at all that is done, so there must be an end of them."""


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """`casepack make` over the folder in a process of its own."""
    code = "from casepack.cli import main; main()"
    command = [sys.executable, "-c", code, "make", str(folder), "--as-of", AS_OF, "--out", str(out)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def not_whole(out: Path) -> list[str]:
    """What is wrong with the packs that are there now: files that the manifest does not know, or knows otherwise."""
    wrong = []
    for folder in [*out.glob("*"), *out.glob("restricted/*")]:
        if not folder.is_dir() or folder.name == "restricted" or folder.name.startswith("."):
            continue
        manifest = Manifest.from_json((folder / MANIFEST).read_bytes())
        there = {str(p.relative_to(folder)): digest(p.read_bytes()) for p in folder.rglob("*") if p.is_file()}
        there.pop(MANIFEST)
        if there != dict(manifest.recorded()):
            wrong.append(folder.name)
    return wrong


def contents(out: Path) -> dict[str, str]:
    """The digest of every file, hidden ones too."""
    return {str(p.relative_to(out)): digest(p.read_bytes()) for p in out.rglob("*") if p.is_file()}


def disturbed(folder: Path, out: Path, dice: random.Random) -> tuple[int, list[str]]:
    """Kill the run at random moments, then let it come to its end: how often, and what was not whole in between."""
    kills, wrong = 0, list[str]()
    while True:
        run = start(folder, out)
        try:
            run.communicate(timeout=dice.uniform(SHORTEST, LONGEST) if kills < KILLS else None)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.communicate()
            kills += 1
            time.sleep(0.5)  # until the last worker has gone
            wrong += not_whole(out)
        else:
            return kills, wrong


def main(arguments: list[str]) -> int:
    """Seed and count from the command line; without them, another seed each time and two hundred."""
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(1_000_000)
    count = int(arguments[1]) if len(arguments) > 1 else COUNT
    home = Path(tempfile.mkdtemp(prefix="casepack-batch-"))
    office = read_office((INPUTS / "office.json").read_bytes(), "office.json")[0]
    write_cases(home / "cases", seed, count, office)
    kills, wrong = disturbed(home / "cases", home / "disturbed", random.Random(seed))
    quiet = start(home / "cases", home / "quiet")
    said = quiet.communicate()[1].decode()
    one, other = contents(home / "disturbed"), contents(home / "quiet")
    different = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
    told = {"seed": seed, "records": count, "kills": kills, "files": len(other), "exit_code": quiet.returncode}
    sys.stdout.write(json.dumps(told) + "\n")
    for name in [*wrong, *different][:20]:
        sys.stdout.write(f"NOT as it should be: {name}\n")
    if wrong or different or quiet.returncode not in {0, 4} or not other:
        sys.stdout.write(f"{said}\nLeft in {home}\n")
        return 1
    shutil.rmtree(home)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
