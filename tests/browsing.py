"""Debian's chromium driven by Playwright, for the tests and the pictures of the page.

Nothing is downloaded for it: the browser is that of the system. Where there is none, `without_browser` says so, and
CASEPACK_BROWSER=no switches all of it off.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

SWITCH = "CASEPACK_BROWSER"
WITHOUT = "no chromium here, so the page was not tried in a browser; ask the administrator to: apt-get install chromium"
SWITCHED_OFF = f"switched off by {SWITCH}=no"
WIDE, NARROW, SMALLEST = (1280, 900), (360, 740), (320, 640)
"""Windows, in pixels: a desk, a telephone, and what 1280 pixels at 400% zoom leave."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rules of axe-core that every page is held against."""
_ARGUMENTS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str | None:
    """The path of the system's chromium, if there is one; that of a snap may not touch the files of the tests."""
    path = shutil.which("chromium")
    return None if path is None or path.startswith("/snap/") else path


def without_browser() -> str:
    """Why nothing can be tried in a browser; empty where it can."""
    if os.environ.get(SWITCH) == "no":
        return SWITCHED_OFF
    return "" if chromium() else WITHOUT


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with a profile of its own that is gone afterwards."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    assert path is not None, WITHOUT
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with tempfile.TemporaryDirectory(prefix="casepack-browser-") as home, sync_playwright() as play:
        # What the browser keeps outside its profile (crash reports, caches) goes with it, too.
        surroundings: dict[str, str | float | bool] = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home}
        one = play.chromium.launch(executable_path=path, args=[*_ARGUMENTS, *as_root], env=surroundings)
        try:
            yield one
        finally:
            one.close()


class Visit:
    """One officer's window: what it asked for, was answered and complained of is kept."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page: Page = context.new_page()
        self.context = context
        self.url = url
        self.complaints: list[str] = []
        self.answers: list[Response] = []
        self.titles: set[str] = set()
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", lambda answer: self.answers.append(answer))

    def go(self, path: str) -> Page:
        """Open a page by its path."""
        self.page.goto(self.url + path)
        return self.page

    def elsewhere(self) -> list[str]:
        """Every address asked for that is not the server's own."""
        return [one.url for one in self.answers if not one.url.startswith((self.url + "/", "blob:", "data:"))]


@contextmanager
def visiting(
    one: Browser,
    url: str,
    size: tuple[int, int] = WIDE,
    *,
    script: bool = True,
    headers: Mapping[str, str] | None = None,
) -> Iterator[Visit]:
    """A window of its own, with no cookie and nothing kept."""
    context = one.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=script,
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        extra_http_headers=dict(headers or {}),
    )
    context.set_default_timeout(120_000)
    try:
        yield Visit(context, url)
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page: rule and element."""
    from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    asked = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("asked => axe.run(document, asked)", asked)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(node['target'])} {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sticks_out(page: Page) -> list[str]:
    """What makes a page wider than its window, so that it would have to be moved sideways to be read."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            return [...document.querySelectorAll('body *')]
                .filter(one => one.getBoundingClientRect().right > wide + 0.5)
                .map(one => one.outerHTML.slice(0, 120));
        }"""
    )
    return found


def too_small(page: Page) -> list[str]:
    """What is to be pressed and is lower than 44 pixels or narrower than 24, links within text left out."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary')]
            .map(one => [one, one.getBoundingClientRect()])
            .filter(([one, box]) => box.width > 0 && (box.height < 43.5 || box.width < 24))
            .map(([one, box]) => `${Math.round(box.height)} high: ${one.outerHTML.slice(0, 120)}`)"""
    )
    return found


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds in a page. Playwright's own way of waiting is one that these pages forbid."""
    for _ in range(2400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def until_pictures(page: Page) -> None:
    """Wait until every picture of a page is there."""
    until(page, "[...document.images].length > 0 && [...document.images].every(one => one.naturalWidth > 100)")
