"""Some thousands of spoilt workbooks, each read within bounds of time and memory; and the samples saved by LibreOffice.

Run by hand: `python -m tests.assure_workbooks [SEED] [COUNT]`. It prints what came of them, keeps the files that were
read wrongly in the folder for temporary files, and ends with 1 where there were any. Not part of the tests: it takes
minutes. `tests/test_workbook_fuzz.py` reads a hundred and fifty of the same.
"""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from types import FrameType

from casepack.canonical import to_json
from casepack.read import read_office, read_record

from .conftest import AS_OF, INPUTS, run_casepack
from .spoiling import NAME, Spoilt, judged, spoilt
from .whole_books import the_office

SECONDS, MEMORY = 30, 1_500_000_000
"""What one file may take at most."""
EVERY = 25
"""One file in so many is also checked by the command line."""


class TooSlow(BaseException):
    """A file took longer than it may; not an Exception, so that nothing passes over it."""


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TooSlow


def _fault_of(one: Spoilt, codes: Counter[str], folder: Path) -> str:
    """What is wrong with how this file was read; nothing where all is well."""
    signal.alarm(SECONDS)
    try:
        made = judged(one)
        if one.number % EVERY == 0 and one.form.name == "record":
            (folder / NAME).write_bytes(one.data)
            done = run_casepack("check", folder / NAME, "--as-of", AS_OF, "--json")
            if done.exit_code not in {0, 3}:
                made.wrong.append(f"exit code {done.exit_code}: {done.stderr}")
    except TooSlow:
        return f"took more than {SECONDS} seconds\n{traceback.format_exc()}"
    except Exception:  # noqa: BLE001  (every kind of error is what is looked for)
        return traceback.format_exc()
    finally:
        signal.alarm(0)
    codes.update(made.codes or ["nothing to say"])
    if "too little memory" in " ".join(made.wrong):
        made.wrong.append("took more memory than it may")
    return "\n".join(made.wrong[:3])


def spoil_many(seed: int, count: int) -> int:
    """Read so many spoilt workbooks; how many of them were read wrongly."""
    folder = Path(tempfile.mkdtemp(prefix="casepack-spoilt-"))
    (folder / "office.json").write_text(to_json(the_office()), encoding="utf-8")
    signal.signal(signal.SIGALRM, _too_slow)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    codes: Counter[str] = Counter()
    slowest, wrong = (0.0, 0), 0
    for number in range(count):
        one = spoilt(seed, number)
        before = time.process_time()
        fault = _fault_of(one, codes, folder)
        slowest = max(slowest, (time.process_time() - before, number))
        if fault:
            wrong += 1
            kept = folder / f"spoilt {seed} {number}.xlsx"
            kept.write_bytes(one.data)
            sys.stdout.write(f"\n{kept} ({one.how}):\n{fault}\n")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = ", ".join(f"{code} {times}" for code, times in codes.most_common())
    sys.stdout.write(
        f"{count} spoilt workbooks, seed {seed}: {wrong} read wrongly. The slowest took {slowest[0]:.1f} s (number "
        f"{slowest[1]}); {most} MB of memory at most.\n{told}\n"
    )
    if not wrong:
        shutil.rmtree(folder)
    return wrong


def saved_by_libreoffice() -> int:
    """Whether each sample reads the same after LibreOffice has opened and saved it; how many do not."""
    office = read_office((INPUTS / "office.json").read_bytes(), "office.json")[0]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for sample in sorted(INPUTS.glob("sample-*.xlsx")):
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, str(sample)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
            saved, said = read_record((Path(folder) / sample.name).read_bytes(), sample.name, office)
            before, told = read_record(sample.read_bytes(), sample.name, office)
            same = saved == before and [p.code for p in said] == [p.code for p in told]
            wrong += not same
            sys.stdout.write(f"{sample.name}, saved by LibreOffice: {'the same' if same else 'NOT the same'}.\n")
    return wrong


def main(arguments: list[str]) -> int:
    """Seed and count from the command line; without them, another seed each time and two thousand."""
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(1_000_000)
    wrong = saved_by_libreoffice() if shutil.which("soffice") else 0
    return 1 if wrong + spoil_many(seed, int(arguments[1]) if len(arguments) > 1 else 2_000) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
