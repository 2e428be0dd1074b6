"""Whole runs: the sample's pack, folders of records, a second run, a changed answer, memory, phases of a pack."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import commands, work_product
from .engines import Own, Say, worker
from .figures import rotated

ORDINARY, AS_OF = "sample-ordinary.json", "2026-10-25 12:10"


def sample(inputs: Path, out: Path, warm_up: tuple[Path, str], count: int) -> dict[str, Any]:
    """The pack of the ordinary sample, over and over: from the command line, by one worker and by two, and warm."""
    record, office = inputs / ORDINARY, inputs / "office.json"
    found: dict[str, Any] = {"documents": 0, "cold": [], "cold_cpu": [], "one": [], "two": [], "warm": []}
    found |= {"again_cold": [], "again_warm": []}
    for number in range(count):
        for way in rotated(["cold", "one", "two", "warm"], number):
            there = out / f"sample-{way}-{number}"
            if way == "warm":
                with worker(Own) as process:
                    process.do(work_product.pack, warm_up[0], None, warm_up[1], there / "before")
                    found["warm"].append(process.do(work_product.pack, record, office, AS_OF, there).wall)
                    found["again_warm"].append(process.do(work_product.pack, record, office, AS_OF, there).wall)
                continue
            options = {"cold": (), "one": ("--workers", "1"), "two": ("--workers", "2")}[way]
            took = commands.make(record, office, AS_OF, there, *options)
            found[way].append(took.wall)
            if way == "cold":
                found["documents"] = len(commands.answer(took)[0]["documents"])
                found["cold_cpu"].append(took.cpu)
                found["again_cold"].append(commands.make(record, office, AS_OF, there).wall)
    return found


def folders(
    records: Sequence[Path], as_of: str, out: Path, packs: Sequence[tuple[int, int]], say: Say
) -> list[dict[str, Any]]:
    """Folders of so many records each, made from the command line by one worker and by two, in turns."""
    found = []
    for count, times in packs:
        cases, office = out / f"cases-{count}", records[0].parent / "office.json"
        cases.mkdir(parents=True)
        for path in records[:count]:
            shutil.copy(path, cases)
        row: dict[str, Any] = {"records": count, "documents": 0, "1": [], "2": [], "again": []}
        for number in range(times):
            for workers in rotated(["1", "2"], number):
                say(f"{count} records with {workers} worker{'s' * (workers == '2')}")
                there = out / f"packs-{count}"
                took = commands.make(cases, office, as_of, there, "--workers", workers)
                row[workers].append(took.wall)
                commands.answer(took)
                row["documents"] = sum(1 for _ in there.rglob("*.docx"))
                if workers == "2":
                    row["again"].append(commands.make(cases, office, as_of, there, "--workers", workers).wall)
                shutil.rmtree(there)
        found.append(row)
    return found


CHANGES: tuple[tuple[str, tuple[str | int, ...], str], ...] = (
    ("the telephone number of one parent", ("carers", 0, "phone"), "07700 900199"),
    ("what one child wishes", ("people", 0, "wishes"), "Wants to talk to the school first"),
    ("the house number of one child", ("people", 0, "address"), "16 Inkwell Road, Brackwater"),
    ("the end of one episode", ("episodes", 0, "end_time"), "18:10"),
)
"""One answer at a time: what it is, its place in the record, and what it becomes."""


def changes(inputs: Path, out: Path) -> list[dict[str, Any]]:
    """How many documents of the sample's pack are made anew when one answer changes, and how long that takes."""
    office, case = inputs / "office.json", out / "change" / ORDINARY
    case.parent.mkdir(parents=True)
    found = []
    shutil.copy(inputs / ORDINARY, case)
    [whole] = commands.answer(commands.make(case, office, AS_OF, out / "whole"))
    before = _bodies(whole, out / "whole")
    for number, (what, path, value) in enumerate(CHANGES):
        record = json.loads((inputs / ORDINARY).read_text(encoding="utf-8"))
        place: Any = record
        for step in path[:-1]:
            place = place[step]
        if place[path[-1]] == value:
            raise ValueError(f"The change of {what} changes nothing.")
        place[path[-1]] = value
        case.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        there = out / f"changed-{number}"
        shutil.copytree(out / "whole", there)
        took = commands.make(case, office, AS_OF, there)
        [result] = commands.answer(took)
        made = [line for line in result["documents"] if line["action"] != "unchanged"]
        after = _bodies({**result, "documents": made}, there)
        needless = sum(before.get(title) == body for title, body in after.items())
        row = {"what": what, "made": len(made), "of": len(result["documents"]), "needless": needless}
        found.append(row | {"seconds": took.wall})
    return found


def _bodies(result: dict[str, Any], out: Path) -> dict[str, list[str]]:
    """The words of each document by its title, without its header and footer, which tell its version."""
    folder = out / Path(result["folder"]).relative_to(out)
    found = {}
    for line in result["documents"]:
        [file] = [name for name in line["files"] if name.endswith(".docx")]
        with zipfile.ZipFile(folder / file) as archive:
            found[line["title"]] = re.findall("<w:t[ >][^<]*", archive.read("word/document.xml").decode())
    return found


def memory(records: Sequence[Path], as_of: str, out: Path, after: Sequence[int], say: Say) -> dict[str, Any]:
    """What one worker holds in memory after so many documents, in MB, and how long packs took on the way.

    Where the records end before the last of `after`, the memory at their end is the last that is told.
    """
    found: dict[str, Any] = {"after": [], "packs": [], "withheld": 0}
    waiting, done = list(after), 0
    with worker(Own) as process:

        def read() -> None:
            held = process.do(work_product.memory)
            found["after"].append({"documents": done, "mb": held})
            say(f"{done} documents, {held:.0f} MB")

        for number, path in enumerate(records):
            packed = process.do(work_product.pack, path, None, as_of, out / str(number))
            done += packed.documents
            found["packs"].append([packed.documents, packed.wall])
            shutil.rmtree(out / str(number))
            if packed.withheld:
                found["withheld"] += packed.withheld
                say(f"{packed.withheld} of {packed.documents} documents of {path.name} were withheld")
            if done >= waiting[0]:
                read()
                waiting = [count for count in waiting if count > done]
            if not waiting:
                return found
        say(f"the records ended before {waiting[0]} documents were made")
        read()
    return found


def pack_phases(records: Sequence[Path], as_of: str, out: Path, warm_up: tuple[Path, str]) -> dict[str, Any]:
    """Where the time of whole packs goes, in milliseconds for one document."""
    total: dict[str, float] = {}
    documents, missing = 0, list[str]()
    with worker(Own) as process:
        process.do(work_product.pack_watched, warm_up[0], None, warm_up[1], out / "before")
        for number, path in enumerate(records):
            count, spent, missing = process.do(work_product.pack_watched, path, None, as_of, out / str(number))
            documents += count
            for phase, seconds in spent.items():
                total[phase] = total.get(phase, 0.0) + seconds * 1000
    return {"phases": {phase: spent / documents for phase, spent in total.items()}, "not_found": missing}
