"""Pictures of every page that officers see, wide and narrow: `python -m tests.web_pictures [FOLDER]`.

They are made from the samples in Debian's chromium and go into `docs/web`, or into FOLDER. Only those in `KEPT` stay in
the documentation; with a folder all of them are made, to be looked at.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image

from . import browsing, serving
from .browsing import NARROW, Visit, until, until_pictures
from .conftest import INPUTS
from .whole_books import typed

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "web"
KEPT = ("start", "problems", "plan", "pack", "document", "files", "deadlines", "conference", "confirm", "plan-narrow")
"""The pictures that the documentation shows."""
SIZES = {"": (1000, 900), "-narrow": NARROW}
LONGEST, SHOWN, COLOURS = 8000, 1300, 96
"""Pixels of a page from its top, and of those that the documentation shows; colours of a picture."""
MINIMAL, ORDINARY, SENSITIVE = (INPUTS / f"sample-{name}.xlsx" for name in ("minimal", "ordinary", "sensitive"))

Show = Callable[[str], None]


def pictures(folder: Path) -> Iterator[str]:
    """Make them in a folder; the name of each as soon as it is there."""
    home = Path(tempfile.mkdtemp(prefix="casepack-pictures-"))
    try:
        (home / "phrase.txt").write_text("copper lantern orbit meadow", encoding="utf-8")
        (home / "phrase.txt").chmod(0o600)
        with (
            browsing.browser() as chromium,
            serving.serving(home / "one") as one,
            serving.serving(home / "two", "", "--pass-phrase-file", home / "phrase.txt") as two,
        ):
            for name, steps in (("way", _way), ("many", _many), ("alone", _alone)):
                with browsing.visiting(chromium, one.url, SIZES[""]) as visit:
                    yield from steps(visit, folder, home / name)
            with browsing.visiting(chromium, two.url, SIZES[""]) as visit:
                yield from _sign_in(visit, folder)
    finally:
        shutil.rmtree(home)


def _taken(visit: Visit, folder: Path, name: str) -> Iterator[str]:
    """The page as it stands, in each size."""
    for ending, (width, height) in SIZES.items():
        visit.page.set_viewport_size({"width": width, "height": height})
        if visit.page.locator("[data-fold]").count():
            visit.page.reload()  # what is folded depends on the room there was
        shot = Image.open(BytesIO(visit.page.screenshot(full_page=True))).convert("RGB")
        shot = shot.crop((0, 0, shot.width, min(shot.height, LONGEST)))
        few = shot.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(folder / f"{name}{ending}.png", optimize=True)
        yield f"{name}{ending}"
    visit.page.set_viewport_size({"width": SIZES[""][0], "height": SIZES[""][1]})


def _bring(visit: Visit, *files: Path) -> None:
    visit.go("/")
    visit.page.set_input_files("#files", files)
    visit.page.get_by_role("button", name="Check these files").click()


def _press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=re.compile(name)).first.click()


def _way(visit: Visit, folder: Path, home: Path) -> Iterator[str]:
    """One record from the first page to its papers."""
    home.mkdir()
    page = visit.go("/")
    yield from _taken(visit, folder, "start")
    (home / "case.xlsx").write_bytes(typed({"Episodes!B6": "31/02/2026", "Incident!B6": None}, MINIMAL.read_bytes())())
    _bring(visit, home / "case.xlsx")
    page.get_by_role("heading", name="There is a problem").wait_for()
    yield from _taken(visit, folder, "problems")
    _bring(visit, ORDINARY)
    page.get_by_role("button", name=re.compile("^Make ")).wait_for()
    yield from _taken(visit, folder, "plan")
    _press(visit, "^Make ")
    until(page, "document.querySelector('progress')?.value > 6 || !document.querySelector('progress')")
    yield from _taken(visit, folder, "making")
    page.get_by_role("button", name="Take all as a zip").wait_for(timeout=240_000)
    yield from _taken(visit, folder, "pack")
    row = page.get_by_role("row", name=re.compile("^Deadline checklist"))
    row.get_by_role("link", name="Look").click()
    until_pictures(page)
    yield from _taken(visit, folder, "document")


def _many(visit: Visit, folder: Path, home: Path) -> Iterator[str]:
    """Many files, the deadlines and a meeting."""
    home.mkdir()
    (home / "autumn term.json").write_text(json.dumps({"incident": {}}), encoding="utf-8")
    for path, name in ((MINIMAL, "library 23 October.xlsx"), (ORDINARY, "Kestrel Parade.xlsx")):
        shutil.copy(path, home / name)
    _bring(visit, *sorted(home.iterdir()), SENSITIVE)
    yield from _taken(visit, folder, "reading")
    page = visit.go("/files")
    page.get_by_text("Something is under way").wait_for(state="detached")
    yield from _taken(visit, folder, "files")
    for name in ("deadlines", "conference", "help"):
        visit.go(f"/{name}")
        yield from _taken(visit, folder, name)
    visit.go("/nothing")
    yield from _taken(visit, folder, "not-there")
    visit.go("/conference")
    _press(visit, "^Make the pack")
    page.get_by_role("button", name="Take all as a zip").wait_for()
    yield from _taken(visit, folder, "conference-pack")


def _alone(visit: Visit, folder: Path, home: Path) -> Iterator[str]:
    """A sensitive case."""
    _bring(visit, SENSITIVE)
    visit.page.get_by_role("button", name="Show it").wait_for()
    yield from _taken(visit, folder, "confirm")
    _press(visit, "Show it")
    visit.page.get_by_role("button", name=re.compile("^Make ")).wait_for()
    yield from _taken(visit, folder, "sensitive")


def _sign_in(visit: Visit, folder: Path) -> Iterator[str]:
    """The pass phrase."""
    visit.go("/sign-in")
    yield from _taken(visit, folder, "sign-in")
    visit.page.get_by_label("Pass phrase").fill("orbit meadow")
    _press(visit, "Sign in")
    visit.page.get_by_role("heading", name="There is a problem").wait_for()
    yield from _taken(visit, folder, "sign-in-wrong")


@contextmanager
def _place(arguments: list[str]) -> Iterator[Path]:
    """The folder that was named; otherwise one of which only what is kept goes into the documentation."""
    if arguments:
        folder = Path(arguments[0])
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
        FOLDER.mkdir(exist_ok=True)
        for picture in KEPT:
            shot = Image.open(Path(name, f"{picture}.png"))
            shot.crop((0, 0, shot.width, min(shot.height, SHOWN))).save(FOLDER / f"{picture}.png", optimize=True)


def main(arguments: list[str]) -> int:
    """Make the pictures, and say which."""
    if why := browsing.without_browser():
        sys.stdout.write(f"{why}\n")
        return 1
    with _place(arguments) as folder:
        for name in pictures(folder):
            sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
