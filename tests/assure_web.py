"""Many officers at the page at once, each with cases of their own in which every field holds a canary.

Run by `./dev assure`; takes long. Nobody may be handed another's canaries, nobody reaches what is another's, the memory
of the server stays as it was, and when it is killed in the middle, nothing is left on the disk once it has started
again. `python -m tests.assure_web SEED OFFICERS PACKS KILLS` repeats a run, or makes a shorter one.
"""

from __future__ import annotations

import html
import io
import json
import os
import random
import re
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from casepack.manifest import MANIFEST, Manifest
from casepack.read import read_office
from casepack.run import digest

from . import outsider, serving
from .canary_maker import salted
from .canary_model import Salted, Shape
from .casemaker import canonical
from .leak_search import catch
from .serving import Officer, Serving

OFFICERS, PACKS, KILLS = 20, 100, 5
MOMENT = "2026-11-10 12:00"
HEADER = "X-Remote-User"
SETTINGS = f'[proxy]\naddresses = ["127.0.0.1"]\nheader = "{HEADER}"\n'
"""Officers are told apart by the header of a proxy on this machine."""
GROWTH = 64
"""Megabytes by which the server itself may be larger at the end than after its first fifth."""
_READER = threading.Lock()
_LOOKED_AT = re.compile(r'(?:href|src)="(/r/[^"]+)"')


@dataclass
class Figures:
    """What was done and found, over all officers."""

    packs: int = 0
    withheld: int = 0
    files: int = 0
    pages: int = 0
    size: int = 0
    canaries: int = 0
    own_found: int = 0
    others_tried: int = 0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self) -> dict[str, int]:
        """The figures by name, without what is wrong."""
        names = ("packs", "withheld", "files", "pages", "size", "canaries", "own_found", "others_tried")
        return {name: getattr(self, name) for name in names} | {"wrong": len(self.wrong)}


class Memory(threading.Thread):
    """The memory of the server, and the most that any of its workers had, looked at twice a second (megabytes)."""

    def __init__(self, server: Serving) -> None:
        super().__init__(daemon=True)
        self.server, self.own, self.of_workers, self.done = server, list[float](), 0.0, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.done.wait(0.5):
            sizes = [_resident(pid) for pid in self.server.family()]
            if sizes:
                self.own.append(sizes[0])
                self.of_workers = max(self.of_workers, *sizes[1:], 0.0)

    def told(self) -> dict[str, float]:
        """How much the server itself had in each fifth of the time, the most of all, and the most of a worker."""
        fifth = max(1, len(self.own) // 5)
        fifths = {f"fifth {n + 1}": statistics.median(self.own[n * fifth :][:fifth] or self.own) for n in range(5)}
        return {**fifths, "most": max(self.own), "worker": self.of_workers}


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000, 1)


@dataclass
class Hunt:
    """One run: the server, everybody's canaries, and what was found."""

    server: Serving
    owners: dict[str, set[str]]
    """By canary (a coined word, a postcode) the references of the cases that it stands in, mostly one, two or three."""
    figures: Figures = field(default_factory=Figures)
    others: dict[str, set[str]] = field(default_factory=dict)
    """By officer the addresses of what is theirs."""

    def wrong(self, *what: str) -> None:
        """Note what is not as it should be."""
        with self.figures.lock:
            self.figures.wrong += what

    def search(self, texts: Iterator[tuple[str, str]], allowed: set[str]) -> None:
        """Look for canaries of cases other than these in texts, each with the name of where it stands."""
        own = 0
        for where, text in texts:
            caught = catch(text)
            for key in caught.words | caught.postcodes:
                cases = self.owners.get(key, set())
                if cases & allowed:
                    own += 1
                elif cases:
                    self.wrong(f"{where} for {sorted(allowed)}: holds {key} of {sorted(cases)}")
        with self.figures.lock:
            self.figures.own_found += own
            self.figures.canaries += len(self.owners)


def name_of(number: int) -> str:
    """What an officer is called."""
    return f"officer-{number}@example.org"


def work(hunt: Hunt, number: int, share: Sequence[Salted], seed: int) -> None:
    """One officer's day: a few files at a time, each looked at, made, read in the page, and taken."""
    dice, left = random.Random(f"{seed}/{number}"), list(share)
    with Officer(hunt.server, headers={HEADER: name_of(number)}) as officer:
        while left:
            few = [left.pop() for _ in range(min(len(left), dice.randint(1, 4)))]
            files = [(f"case {one.reference}.json", canonical(one.record).encode()) for one in few]
            tokens = officer.drop(*files)
            if len(tokens) != len(few):
                hunt.wrong(f"{name_of(number)}: {len(few)} files brought, {len(tokens)} on the desk")
            references = {one.reference for one in few}
            with hunt.figures.lock:
                hunt.others.setdefault(name_of(number), set()).update(f"/r/{token}" for token in tokens)
            for token in tokens:
                case(hunt, officer, token, references, dice)
                trespass(hunt, officer, number, dice)
            hunt.search(pages(hunt, officer, ["/", "/files", "/deadlines"]), references)
        officer.post("/sign-out")


def case(hunt: Hunt, officer: Officer, token: str, references: set[str], dice: random.Random) -> None:
    """One case from the plan to the zip."""
    if "/confirm" in officer.get(f"/r/{token}").text:
        officer.post(f"/r/{token}/confirm")
    hunt.search(pages(hunt, officer, [f"/r/{token}"]), references)
    state = officer.make(token)
    if state != "made":
        hunt.wrong(f"{sorted(references)}: one of them is {state}")
        return
    inside = sorted(set(_LOOKED_AT.findall(officer.get(f"/r/{token}/pack").text)))
    hunt.search(pages(hunt, officer, [f"/r/{token}/pack", *dice.sample(inside, min(3, len(inside)))]), references)
    with hunt.figures.lock:
        hunt.others[officer.headers[HEADER]].update(html.unescape(path) for path in inside)
    reference = taken(hunt, officer.take(token), references)
    if reference not in references:
        hunt.wrong(f"asked for one of {sorted(references)}, was handed {reference}")
    if (after := officer.get(f"/r/{token}").status_code) != 404:
        hunt.wrong(f"{reference}: taken, and still there ({after})")


def pages(hunt: Hunt, officer: Officer, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts of pages and of single files, by address."""
    for path in map(html.unescape, paths):
        answer = officer.get(path)
        with hunt.figures.lock:
            hunt.figures.pages += 1
        if answer.status_code >= 400:
            hunt.wrong(f"{path}: {answer.status_code}")
        kind = answer.headers.get("content-type", "")
        if "html" in kind:
            yield path, html.unescape(answer.text)
        elif found := re.search(r'filename="([^"]+)"', answer.headers.get("content-disposition", "")):
            yield from ((f"{path}, {layer}", text) for layer, text in layers(found[1], answer.content).items())


def layers(name: str, data: bytes) -> dict[str, str]:
    """Every text in a file. One file at a time: pdfium takes a process down when two threads are in it."""
    with _READER:
        return outsider.layers_of(name, data)


def taken(hunt: Hunt, data: bytes, references: set[str]) -> str:
    """Read a pack back: whole by its manifest, and nobody else's; the reference it is of."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        # That of a sensitive case stands in a folder "restricted".
        top = next(name for name in archive.namelist() if name.endswith(f"/{MANIFEST}")).removesuffix(MANIFEST)
        files = {name.removeprefix(top): archive.read(name) for name in archive.namelist()}
    manifest = Manifest.from_json(files[MANIFEST])
    there = {name: digest(content) for name, content in files.items() if name != MANIFEST}
    if there != dict(manifest.recorded()):
        hunt.wrong(f"{manifest.reference}: the files are not those of the manifest")
    with hunt.figures.lock:
        hunt.figures.packs += 1
        hunt.figures.files += len(files)
        hunt.figures.size += len(data)
    hunt.search(
        (
            (f"{name}, {layer}", text)
            for name, content in files.items()
            for layer, text in layers(name, content).items()
        ),
        references,
    )
    return manifest.reference


def trespass(hunt: Hunt, officer: Officer, number: int, dice: random.Random) -> None:
    """Ask for what is somebody else's at this moment; it must be as if it were not there."""
    with hunt.figures.lock:
        others = sorted(path for who, paths in hunt.others.items() if who != name_of(number) for path in paths)
    for path in dice.sample(others, min(5, len(others))):
        answer = officer.get(path)
        posted = officer.post(f"{'/'.join(path.split('/')[:3])}/take")
        with hunt.figures.lock:
            hunt.figures.others_tried += 2
        if (answer.status_code, posted.status_code) != (404, 404):
            hunt.wrong(f"{name_of(number)} at another's {path}: {answer.status_code}, {posted.status_code}")


def crowd(home: Path, records: Sequence[Salted], officers: int, seed: int) -> tuple[Hunt, dict[str, float]]:
    """All officers at once, until each has taken all packs; what was found, and the memory."""
    owners = defaultdict[str, set[str]](set)
    for one in records:
        for key, canary in one.ledger.items():
            if canary.shape in {Shape.WORD, Shape.POSTCODE}:
                owners[key].add(one.reference)
    with serving.serving(home, SETTINGS, moment=MOMENT) as server:
        memory, hunt = Memory(server), Hunt(server, dict(owners))
        memory.start()
        with ThreadPoolExecutor(officers) as pool:
            days = [pool.submit(work, hunt, n, records[n::officers], seed) for n in range(officers)]
            for number, day in enumerate(days):
                if error := day.exception():
                    hunt.wrong(f"{name_of(number)}: {type(error).__name__}: {str(error)[:500]}")
        memory.done.set()
        memory.join()
        hunt.wrong(*(f"left on the disk when all was taken: {path}" for path in kept(server)))
        said = server.said()
    hunt.wrong(*(f"the log holds {key}" for key in catch(said).words if key in owners))
    hunt.wrong(*(f"left on the disk when it had stopped: {path}" for path in kept(server)))
    return hunt, memory.told()


def kept(server: Serving) -> list[str]:
    """The files in the server's folder but for locks, by which the living are told from the dead."""
    return [path for path in server.left() if not path.endswith(".lock")]


def kills(home: Path, records: Sequence[Salted], count: int, seed: int) -> tuple[int, list[str]]:
    """Kill the server while officers work, start it again, and look at the disk: files found before, and wrong."""
    dice, before, wrong = random.Random(seed), 0, list[str]()
    server = serving.ready(serving.start(home, SETTINGS, moment=MOMENT))
    for turn in range(count):
        with ThreadPoolExecutor(4) as pool:
            days = [pool.submit(interrupted, server, n, records[n::4], dice.random()) for n in range(4)]
            time.sleep(dice.uniform(3, 12))
            workers = server.family()[1:]
            if turn % 2:
                server.kill()
            else:
                # Only the server itself: its workers must find out and go.
                os.kill(server.process.pid, signal.SIGKILL)
                server.process.wait()
            for day in days:
                day.result()
        before += len(kept(server))
        server = serving.ready(serving.start(home, SETTINGS, moment=MOMENT))
        wrong += [f"turn {turn}: left after the next start: {path}" for path in kept(server)]
        wrong += [f"turn {turn}: worker {pid} lives on" for pid in workers if _alive(pid)]
    server.stop()
    return before, wrong + [f"left in the end: {path}" for path in kept(server)]


def interrupted(server: Serving, number: int, share: Sequence[Salted], start: float) -> None:
    """An officer who works until the server is gone."""
    time.sleep(start)
    with Officer(server, headers={HEADER: name_of(number)}) as officer:
        try:
            for token in officer.drop(
                *((f"{one.reference}.json", canonical(one.record).encode()) for one in share[:3])
            ):
                officer.make(token)
        except (serving.Gone, AssertionError):
            return


def _alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def main(arguments: list[str]) -> int:
    """Seed, officers, packs and kills from the command line; without them another seed each time."""
    numbers = [int(one) for one in arguments]
    seed = numbers[0] if numbers else random.SystemRandom().randrange(1_000_000)
    officers, packs, times = (*numbers[1:], *(OFFICERS, PACKS, KILLS)[len(numbers[1:]) :])
    home = Path(tempfile.mkdtemp(prefix="casepack-web-"))
    office = read_office(serving.OFFICE.read_bytes(), serving.OFFICE.name)[0]
    records = list(salted(seed, packs, office))
    began = time.monotonic()
    hunt, memory = crowd(home / "crowd", records, officers, seed)
    lasted = round(time.monotonic() - began)
    before, wrong = kills(home / "killed", records, times, seed)
    hunt.wrong(*wrong)
    if memory["fifth 5"] - memory["fifth 2"] > GROWTH:
        hunt.wrong(f"the server's memory grew: {memory}")
    if times and not before:
        hunt.wrong("no kill came while anything lay on the disk: nothing was shown by them")
    told = {"seed": seed, "officers": officers, "seconds": lasted, **hunt.figures.told(), "megabytes": memory}
    sys.stdout.write(json.dumps({**told, "kills": times, "files_when_killed": before}) + "\n")
    for line in hunt.figures.wrong[:20]:
        sys.stdout.write(f"NOT as it should be: {line}\n")
    if hunt.figures.wrong or hunt.figures.packs == 0:
        sys.stdout.write(f"Left in {home}\n")
        return 1
    shutil.rmtree(home)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
