"""Thousands of spoilt inputs of every kind: each gives a result or words, in bounds of time and memory.

Run by `./dev assure`; about ten minutes. `python -m tests.assure_fuzz SEED COUNT` repeats a run: so many tries of each
fuzzer, those that make PDFs a tenth. Each fuzzer runs in a process of its own with little memory; where that one is
ended by the system, the try at which it was is told, and the next process goes on behind it.
`python -m tests.assure_fuzz SEED FUZZER NUMBER` repeats one try.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .fuzz_files import fuzz_actions, fuzz_phrases
from .fuzz_json import fuzz_office, fuzz_record
from .fuzz_kit import SECONDS, Fuzzer, tried
from .fuzz_text import fuzz_cells, fuzz_clock, fuzz_dates, fuzz_tokens
from .fuzz_word import fuzz_edited, fuzz_templates

FUZZERS: dict[str, tuple[Fuzzer, int]] = {
    "records": (fuzz_record, 1),
    "offices": (fuzz_office, 2),
    "tokens": (fuzz_tokens, 1),
    "dates": (fuzz_dates, 1),
    "clock": (fuzz_clock, 1),
    "cells": (fuzz_cells, 1),
    "templates": (fuzz_templates, 2),
    "edited": (fuzz_edited, 4),
    "phrases": (fuzz_phrases, 1),
    "actions": (fuzz_actions, 2),
}
"""What is tried; each with a share of the tries, smaller the longer one takes."""
COUNT = 5_000
MEMORY = 1_500_000_000
"""Bytes that a process of fuzzers may take."""
MOST_SHOWN = 20
_HARD_SECONDS = round(3 * SECONDS)
"""Of the processor: a try that not even a signal can end is ended by the system after so many."""


def _bound() -> None:
    """Bound this process's memory for good, and the time that it may go on."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _allow_a_try() -> None:
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (round(spent) + _HARD_SECONDS, most))


def work(name: str, seed: int, first: int, count: int, told: Path) -> None:
    """Try the numbers from `first` to `count` of one fuzzer, and write a line of what came of each into `told`."""
    _bound()
    fuzzer = FUZZERS[name][0]
    with told.open("a", encoding="utf-8") as file:
        for number in range(first, count):
            _allow_a_try()
            before = time.process_time()
            one = tried(name, fuzzer, seed, number)
            took = time.process_time() - before
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            line = {"number": number, "kind": one.kind, "wrong": one.wrong, "seconds": took, "mb": memory}
            file.write(json.dumps(line) + "\n")
            file.flush()


def hunt(name: str, seed: int, count: int, folder: Path) -> Iterator[dict[str, Any]]:
    """What came of each try of one fuzzer."""
    told, done = folder / f"{name}.jsonl", 0
    told.touch()
    while done < count:
        numbers = [seed, name, done, count, told]
        run = subprocess.run([sys.executable, "-m", "tests.assure_fuzz", "--work", *map(str, numbers)], check=False)
        lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()][done:]
        yield from lines
        done += len(lines)
        if done < count:
            wrong = [f"the process ended with {run.returncode}"]
            ended = {"number": done, "kind": "a dead process", "wrong": wrong, "seconds": 0.0, "mb": 0}
            with told.open("a", encoding="utf-8") as file:
                file.write(json.dumps(ended) + "\n")
            yield ended
            done += 1


def fuzz_all(seed: int, count: int) -> int:
    """Run every fuzzer; how many tries were not as they should be."""
    figures: dict[str, Any] = {"seed": seed}
    shown = []
    with tempfile.TemporaryDirectory(prefix="casepack-fuzz-") as folder:
        for name, (_, share) in FUZZERS.items():
            lines = list(hunt(name, seed, count // share, Path(folder)))
            kinds = Counter(str(line["kind"]).partition(":")[0] for line in lines)
            wrong = [line for line in lines if line["wrong"]]
            slowest = max(line["seconds"] for line in lines)
            most = max(line["mb"] for line in lines)
            figures[name] = {
                "tries": len(lines),
                **kinds,
                "wrong": len(wrong),
                "slowest": round(slowest, 2),
                "mb": most,
            }
            shown += [f"{name} {line['number']}: {line['wrong'][0]}" for line in wrong]
    total = sum(figures[name]["tries"] for name in FUZZERS)
    sys.stdout.write(json.dumps({**figures, "tries": total, "wrong": len(shown)}) + "\n")
    for line in shown[:MOST_SHOWN]:
        sys.stdout.write(f"NOT as it should be: {line[-3_000:]}\n")
    return len(shown)


def main(arguments: list[str]) -> int:
    """Seed and count from the command line; without them, another seed each time."""
    if arguments and arguments[0] == "--work":
        number, name, first, count, told = arguments[1:]
        work(name, int(number), int(first), int(count), Path(told))
        return 0
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(1_000_000)
    if len(arguments) == 3:
        one = tried(arguments[1], FUZZERS[arguments[1]][0], seed, int(arguments[2]))
        sys.stdout.write("\n".join([one.kind, *one.wrong]) + "\n")
        return 1 if one.wrong else 0
    return 1 if fuzz_all(seed, int(arguments[1]) if len(arguments) > 1 else COUNT) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
