"""The officer's whole way through the page in a real browser, with the samples; what is taken is read back.

Debian's chromium does the browsing (`browsing`). Every page that is come by is held against axe-core and against narrow
windows; nothing is asked of anywhere but the server, and no script complains.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from casepack.manifest import MANIFEST, Manifest
from casepack.run import digest

from . import browsing, outsider, serving
from .browsing import NARROW, SMALLEST, WIDE, Visit, sticks_out, too_small, until_pictures, violations
from .conftest import INPUTS, run_casepack
from .serving import Serving
from .whole_books import typed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator, Page

pytestmark = pytest.mark.skipif(bool(browsing.without_browser()), reason=browsing.without_browser())

MINIMAL, ORDINARY, SENSITIVE = (INPUTS / f"sample-{name}.xlsx" for name in ("minimal", "ordinary", "sensitive"))
NOT_MADE = [
    "mapping-sheet", "patrol-request", "outreach-request", "reporting-information", "ecins-record", "details-request",
]  # fmt: skip
"""Documents that the office of these tests has switched off, so that its packs are made soon."""
NAMES = ("juniper", "wexcombe", "callum", "brackwater", "unref", "msc-2026", "sample", "marlhaven")
"""Words of the samples that may stand in no address, no title and no cookie."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    home = tmp_path_factory.mktemp("browser")
    office = json.loads((INPUTS / "office.json").read_text(encoding="utf-8"))
    office["organisation"]["not_made"] = NOT_MADE
    (home / "office.json").write_text(json.dumps(office), encoding="utf-8")
    with serving.serving(home, office=home / "office.json", limits={"tasks_each": 1000}) as one:
        yield one
    assert one.left() == [path for path in one.left() if path.endswith(".lock")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing.browser() as one:
        yield one


@contextmanager
def officer(chromium: Browser, server: Serving, *, script: bool = True) -> Iterator[Visit]:
    """An officer with a window and a desk of their own; at the end what they were shown is looked over."""
    with browsing.visiting(chromium, server.url, script=script) as visit:
        yield visit
        assert visit.elsewhere() == []
        assert visit.complaints == []
        cookies = "".join(f"{one['name']} {one['value']}" for one in visit.context.cookies())
        told = " ".join([cookies, *visit.titles, *(answer.url for answer in visit.answers)]).casefold()
        assert [name for name in NAMES if name in told] == []


def looked_over(visit: Visit, size: tuple[int, int] = WIDE, heading: str = "") -> str:
    """Hold the page against axe-core and narrow windows; its text."""
    page = visit.page
    visit.titles.add(page.title())
    assert page.locator("h1").count() == 1
    faults = violations(page)
    for width, height in (NARROW, SMALLEST):
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{width} pixels: {fault}" for fault in (*sticks_out(page), *too_small(page))]
        if (width, height) == NARROW:
            faults += [f"{width} pixels: {fault}" for fault in violations(page)]
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert faults == [], page.url
    assert heading in page.locator("h1").inner_text()
    return page.locator("main").inner_text()


def bring(page: Page, *files: Path) -> None:
    """Choose files on the first page, and send them off."""
    page.set_input_files("#files", files)
    page.get_by_role("button", name="Check these files").click()


def taken(inside: Page | Locator, role: Literal["link", "button"], name: str | re.Pattern[str]) -> Download:
    """What comes when this is pressed."""
    one = inside.get_by_role(role, name=name).first
    with one.page.expect_download() as coming:
        one.click()
    return coming.value


def whole(data: bytes) -> Manifest:
    """The manifest of a zipped pack, in which everything is as it says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        [at] = [name for name in archive.namelist() if name.endswith(f"/{MANIFEST}")]
        top = at.removesuffix(MANIFEST)
        files = {name.removeprefix(top): archive.read(name) for name in archive.namelist()}
    manifest = Manifest.from_json(files.pop(MANIFEST))
    assert {name: digest(content) for name, content in files.items()} == dict(manifest.recorded()) != {}
    return manifest


def test_from_an_empty_workbook_to_the_pack(chromium: Browser, server: Serving, tmp_path: Path) -> None:
    with officer(chromium, server) as visit:
        page = visit.go("/")
        assert "Nothing is made before you say so" in looked_over(visit)

        blank = taken(page, "link", "Take a blank workbook")
        blank.save_as(tmp_path / "case.xlsx")
        check = run_casepack("check", tmp_path / "case.xlsx", "--office", INPUTS / "office.xlsx")
        assert (check.exit_code, "Incident!B6 (What happened)" in check.output) == (3, True)

        spoilt = typed({"Episodes!B6": "31/02/2026", "Incident!B6": None}, MINIMAL.read_bytes())
        (tmp_path / "juniper.xlsx").write_bytes(spoilt())
        bring(page, tmp_path / "juniper.xlsx")
        page.get_by_role("heading", name="There is a problem").wait_for()
        said = looked_over(visit)
        assert "2 things have to be put right" in said
        assert "31/02/2026" in said
        page.get_by_role("link", name=re.compile("not a day in the calendar")).click()
        assert "not a day in the calendar" in page.locator(":focus").inner_text().casefold()
        marked = taken(page, "link", re.compile("Take the marked copy"))
        marked.save_as(tmp_path / "marked.xlsx")
        assert outsider.found_in(tmp_path / "marked.xlsx", ["Is not a day in the calendar"])
        page.get_by_role("button", name="Take this file off the desk").click()

        visit.go("/")
        bring(page, MINIMAL)
        page.get_by_role("button", name=re.compile(r"Make \d+ documents")).wait_for()
        plan = looked_over(visit)
        assert "Deadline checklist" in plan
        assert "What it tells about whom" in plan
        assert "The office has switched this document off" in plan
        page.get_by_role("button", name=re.compile(r"Make \d+ documents")).click()
        page.get_by_role("button", name="Take all as a zip").wait_for()
        looked_over(visit)

        checklist = page.get_by_role("row", name=re.compile("^Deadline checklist"))
        word = taken(checklist, "link", re.compile("^Word"))
        assert "Deadline checklist" in outsider.word_text(Path(word.path()).read_bytes())
        assert re.fullmatch(r"UNREF-[\w-]+ checklist\.docx", word.suggested_filename)
        pdf = taken(checklist, "link", re.compile("^PDF"))
        pages = outsider.page_texts(Path(pdf.path()).read_bytes())
        assert "Deadline checklist" in pages[0]

        checklist.get_by_role("link", name="Look").click()
        looked_over(visit, heading="Deadline checklist")
        pictures = page.locator("main img")
        assert pictures.count() == len(pages)
        until_pictures(page)
        page.locator("summary").first.click()
        said = page.locator(".words").first.inner_text()
        assert sorted(outsider.fold(said).split()) == sorted(outsider.fold(pages[0]).split())

        page.get_by_role("link", name="All documents").click()
        pack = taken(page, "button", "Take all as a zip")
        manifest = whole(Path(pack.path()).read_bytes())
        assert pack.suggested_filename == f"{manifest.reference}.zip"
        page.wait_for_url("**/files")
        assert "There is nothing on your desk" in looked_over(visit)
    assert server.left() == [path for path in server.left() if path.endswith(".lock")]


def test_many_files_at_once_a_meeting_and_the_deadlines(chromium: Browser, server: Serving, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(MINIMAL.with_suffix(".json").read_bytes().replace(b"2026-10-23", b"2026-10-33"))
    with officer(chromium, server) as visit:
        page = visit.go("/")
        bring(page, tmp_path / "bad.json", MINIMAL, *(one.with_suffix(".json") for one in (ORDINARY, SENSITIVE)))
        page.wait_for_url("**/files")
        page.get_by_text("1 file to be opened by itself").wait_for()
        page.get_by_text("Something is under way").wait_for(state="detached")
        said = looked_over(visit)
        assert "bad.json" in said
        assert "1 thing is wrong in it" in said
        assert said.count("Nothing is wrong") == 2
        assert "sensitive" not in said.casefold().replace("sensitive case", "")

        page.get_by_role("link", name="The plan").last.click()
        plan, ordinary = looked_over(visit), page.url.removeprefix(visit.url)
        assert "MSC-2026-0417" in plan
        assert "School letter" in plan
        assert "Read by: the safeguarding lead of the school" in plan

        page.get_by_role("link", name="Deadlines").first.click()
        due = looked_over(visit)
        assert due.index("Overdue") < due.index("MSC-2026-0417")
        assert "MSC-2026-0098" not in due
        calendar = Path(taken(page, "link", "Take the calendar file").path()).read_text(encoding="utf-8")
        assert calendar.startswith("BEGIN:VCALENDAR")
        assert ("MSC-2026-0417" in calendar, "MSC-2026-0098" in calendar) == (True, False)

        visit.go(ordinary)
        page.get_by_role("button", name="Take this file off the desk").click()
        page.wait_for_url("**/files")
        page.get_by_role("link", name="Conference").first.click()
        assert "MSC-2026-0417" not in looked_over(visit)
        page.get_by_role("button", name="Make the pack").click()
        page.get_by_role("button", name="Take all as a zip").wait_for()
        assert "PGC-2026-11" in looked_over(visit)
        pack = taken(page, "button", "Take all as a zip")
        with zipfile.ZipFile(pack.path()) as archive:
            assert any(re.search(r"conference-pack\.pdf$", name) for name in archive.namelist())
        page.wait_for_url("**/files")

        page.get_by_role("link", name="Open it by itself").click()
        asked = looked_over(visit)
        assert "nobody looks over your shoulder" in asked
        assert "0098" not in page.content()
        page.get_by_role("button", name="Show it").click()
        assert "MSC-2026-0098" in looked_over(visit)
        visit.go("/files")
        assert "0098" not in page.content()

        page.get_by_role("link", name="Help").click()
        looked_over(visit)
        page.get_by_role("button", name="Sign out").click()
        visit.go("/files")
        assert "There is nothing on your desk" in page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_telephone_the_plan_is_folded_and_opens_part_by_part_or_whole(
    chromium: Browser, server: Serving, script: bool
) -> None:
    folded = "details[data-fold]:not([open])"
    with officer(chromium, server, script=script) as visit:
        page = visit.go("/")

        def said() -> str:
            # Without scripts axe-core cannot look.
            return looked_over(visit, NARROW) if script else page.locator("main").inner_text()

        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        bring(page, ORDINARY.with_suffix(".json"))
        page.get_by_role("heading", name="What would be made").wait_for()
        assert page.locator("details[data-fold][open]").count() == 0
        before = said()
        assert "Holmbeck All-Through Academy" in before
        assert re.search(r"\d+ documents \d+ ready \d drafts?", " ".join(before.split()))
        assert "Read by: the safeguarding lead of the school" not in before
        page.locator("details[data-fold] > summary").first.click()
        assert "Read by: the safeguarding lead of the school" in page.locator("main").inner_text()
        page.get_by_role("link", name="Open everything below at once").click()
        page.wait_for_url("**all=1*")
        assert page.locator(folded).count() == 0
        whole = said()
        assert len(whole) > 2 * len(before)
        assert set(before.split()) - {"Open", "everything", "below", "at", "once"} <= set(whole.split())
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        visit.go(page.url.removeprefix(visit.url).partition("?")[0])
        page.get_by_role("heading", name="What would be made").wait_for()
        assert (page.locator(folded).count() == 0) is script
        assert (page.get_by_text("Open everything below at once").count() == 0) is script


def to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus, which must be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        label, shown = page.evaluate(
            """() => {
                const one = document.activeElement, look = getComputedStyle(one);
                const label = one.id && document.querySelector(`label[for="${one.id}"]`);
                return [(label || one).innerText || '', look.outlineStyle !== 'none' || look.boxShadow !== 'none'];
            }"""
        )
        assert shown, label
        if label.startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def test_the_whole_way_with_the_keyboard_alone(chromium: Browser, server: Serving) -> None:
    with officer(chromium, server) as visit:
        page = visit.go("/")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the main part"
        page.keyboard.press("Enter")
        with page.expect_file_chooser() as coming:
            to(page, "Filled workbooks")
            page.keyboard.press("Enter")
        coming.value.set_files(MINIMAL.with_suffix(".json"))
        to(page, "Check these files")
        page.keyboard.press("Enter")
        page.get_by_role("button", name=re.compile(r"Make \d+ documents")).wait_for()
        to(page, "Make ")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Take all as a zip").wait_for()
        to(page, "Look")
        page.keyboard.press("Enter")
        page.locator("main img").first.wait_for()
        to(page, "The words of page 1")
        page.keyboard.press("Enter")
        assert "OFFICIAL-SENSITIVE" in page.locator(".words").first.inner_text()
        page.go_back()
        with page.expect_download() as pack:
            to(page, "Take all as a zip")
            page.keyboard.press("Enter")
        whole(Path(pack.value.path()).read_bytes())
        page.wait_for_url("**/files")
        to(page, "Sign out")
        page.keyboard.press("Enter")
        page.wait_for_url("**/")


def test_the_whole_way_where_scripts_are_switched_off(chromium: Browser, server: Serving) -> None:
    with officer(chromium, server, script=False) as visit:
        page = visit.go("/")
        bring(page, MINIMAL.with_suffix(".json"))
        make = page.get_by_role("button", name=re.compile(r"Make \d+ documents"))
        make.wait_for()
        make.click()
        page.get_by_role("button", name="Take all as a zip").wait_for()
        page.get_by_role("link", name="Look").first.click()
        assert page.locator("main img").first.is_visible()
        page.get_by_role("link", name="All documents").click()
        first = Path(taken(page, "button", "Take all as a zip").path()).read_bytes()
        manifest = whole(first)

        # The next month: the same record with the zip of its pack, in which nothing has to be made again.
        visit.go("/")
        bring(page, MINIMAL.with_suffix(".json"))
        make.wait_for()
        page.locator("summary").first.click()
        page.set_input_files("#earlier", {"name": "pack.zip", "mimeType": "application/zip", "buffer": first})
        make.click()
        page.get_by_role("button", name="Take all as a zip").wait_for()
        assert "nothing has changed since the earlier pack" in page.locator("main").inner_text()
        again = Path(taken(page, "button", "Take all as a zip").path()).read_bytes()
        assert dict(whole(again).recorded()) == dict(manifest.recorded())


def test_a_page_that_is_not_there_and_a_pass_phrase_that_is_wrong(
    chromium: Browser, tmp_path: Path, server: Serving
) -> None:
    (tmp_path / "phrase.txt").write_text("copper lantern orbit meadow", encoding="utf-8")
    (tmp_path / "phrase.txt").chmod(0o600)
    with (
        serving.serving(tmp_path / "home", "", "--pass-phrase-file", tmp_path / "phrase.txt") as behind,
        browsing.visiting(chromium, behind.url) as visit,
    ):
        page = visit.go("/files")
        looked_over(visit, heading="Sign in")
        page.get_by_label("Pass phrase").fill("copper lantern orbit")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="There is a problem").wait_for()
        assert "That is not the pass phrase" in looked_over(visit)
        page.get_by_label("Pass phrase").fill("copper lantern orbit meadow")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Paperwork from one record").wait_for()
        visit.go("/nothing")
        looked_over(visit, heading="This page is not here")


def test_what_pages_are_held_against_catches_a_bad_one(chromium: Browser) -> None:
    with browsing.visiting(chromium, "", SMALLEST) as visit:
        visit.page.set_content(
            '<img src="data:,"><p style="width: 900px">wide</p><button style="height: 9px">x</button>'
        )
        found = " ".join(violations(visit.page))
        assert "image-alt (critical)" in found
        assert "html-has-lang" in found
        assert len(sticks_out(visit.page)) == 1
        assert len(too_small(visit.page)) == 1
