"""The pages themselves, filled in without a server: what stands in them, what never does, and how they are built."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from casepack.errors import Problem
from casepack.web_desk import Entry
from casepack.web_model import (
    Due,
    DueGroup,
    DueRow,
    FileRow,
    Left,
    Limits,
    Looked,
    MeetingRow,
    Pack,
    PackDocument,
    PageImage,
    Planned,
    Telling,
    Unread,
)
from casepack.web_pages import FOLDER, STATIC, render, static

EVIL = "<script>alert(1)</script>\"'&{{ 7 * 7 }}"
BASE: dict[str, Any] = {
    "csrf": "the-token", "signed_in": True, "who": EVIL, "organisation": EVIL, "refresh": None, "can_sign_out": True,
    "unfolded": False,
}  # fmt: skip
VOID = {"meta", "link", "input", "img", "br", "hr"}
PROBLEMS = (
    Problem("a", f"{EVIL}: {EVIL}", EVIL, EVIL),
    Problem("b", "x", EVIL, EVIL, EVIL, sheet="People", cell="F7", heading=EVIL),
    Problem("b", "x", EVIL, "", sheet=EVIL),
)
CHECKS = (replace(PROBLEMS[1], severity="check"),)
FILE = FileRow(0, EVIL, Path("a.pdf"), "PDF", "application/pdf", 2048)
MARKED = replace(FILE, path=Path("a.xlsx"), label="Excel")
PLANNED = Planned("For partners", EVIL, EVIL, EVIL, (Telling(EVIL, EVIL),), EVIL, False, EVIL, EVIL)
LEFT = (Left(EVIL, EVIL, EVIL), Left(EVIL, "", EVIL))
MEETINGS = (MeetingRow(EVIL, EVIL), MeetingRow("PGC-2026-12", "10am"))
PLAN = Looked(
    EVIL, EVIL, sensitive=False, hidden=False, readable=True, checks=CHECKS, not_made=LEFT, notes=(EVIL,),
    planned=(PLANNED, replace(PLANNED, approved=True, section=EVIL)), missing=(EVIL,), marked=(MARKED,),
    meetings=MEETINGS, as_of=EVIL,
)  # fmt: skip
WRONG = Looked(
    "", "", sensitive=False, hidden=False, readable=False, problems=PROBLEMS, checks=CHECKS, trouble=EVIL,
    marked=(MARKED,),
)  # fmt: skip
ACTIONS = Looked(EVIL, EVIL, sensitive=False, hidden=False, readable=True, holds="actions")
DOCUMENTS = tuple(
    PackDocument(n, EVIL, EVIL, EVIL, EVIL, EVIL, n == 1, EVIL, (replace(FILE, number=n),)) for n in range(3)
)
PACK = Pack(
    "case", EVIL, EVIL, Path("no"), sensitive=False, changed=True, documents=DOCUMENTS, not_made=LEFT,
    withheld=LEFT, gone=(EVIL,), recalls=(EVIL,), changes=(EVIL,), notes=(EVIL,), missing=(EVIL,), checks=CHECKS,
)  # fmt: skip
DUE = Due(EVIL, 2, (DueGroup("overdue", EVIL, (DueRow(EVIL, EVIL, EVIL, EVIL, EVIL),)),), (Unread(EVIL, EVIL),), b"x")


def entry(state: str = "read", looked: Looked | None = None, **changes: Any) -> Entry:
    """A file on a desk, as the server hands it to a page."""
    found = Entry(f"token-{state}", 7, EVIL, Path("no"), Path("no/file"), state=state, looked=looked)  # type: ignore[arg-type]
    for name, value in changes.items():
        setattr(found, name, value)
    return found


EVERY = [
    entry("waiting"), entry("reading"), entry("read", PLAN), entry("read", WRONG), entry("read", ACTIONS),
    entry("making", PLAN), entry("made", PLAN, pack=PACK), entry("failed", trouble=EVIL),
    entry("failed", kind="conference", trouble=EVIL),
]  # fmt: skip
MOVING = {"token-making": (3, 9)}
LIMITS = Limits(40, "10 MB", 15)
IMAGES = tuple(PageImage(n, Path("no"), 100, 200, EVIL) for n in (1, 2))
HIDDEN = replace(WRONG, hidden=True)

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "start": ("start.html", {"entries": EVERY, "unlisted": ["t"], "meetings": MEETINGS, "limits": LIMITS}),
    "an empty start": ("start.html", {"entries": [], "unlisted": [], "meetings": (), "limits": LIMITS}),
    "files": ("files.html", {"entries": EVERY, "unlisted": ["t", "u"], "progress": MOVING, "refresh": 3}),
    "no files": ("files.html", {"entries": [], "unlisted": [], "progress": {}}),
    "a file to be opened alone": ("files.html", {"entries": [], "unlisted": ["t"], "progress": {}}),
    "plan": ("record.html", {"entry": entry("read", PLAN)}),
    "plan of what was made": ("record.html", {"entry": entry("made", PLAN, pack=PACK)}),
    "plan after a failure": ("record.html", {"entry": entry("failed", PLAN, trouble=EVIL)}),
    "problems": ("record.html", {"entry": entry("read", WRONG)}),
    "many problems": ("record.html", {"entry": entry("read", replace(WRONG, problems=PROBLEMS * 9))}),
    "actions": ("record.html", {"entry": entry("read", ACTIONS)}),
    "being read": ("record.html", {"entry": entry("reading"), "refresh": 3}),
    "not read": ("record.html", {"entry": entry("failed", trouble=EVIL)}),
    "sensitive": ("record.html", {"entry": entry("read", replace(PLAN, sensitive=True), confirmed=True)}),
    "confirm": ("confirm.html", {"entry": entry("read", replace(PLAN, sensitive=True))}),
    "confirm what cannot be read": ("confirm.html", {"entry": entry("read", HIDDEN)}),
    "being made": ("pack.html", {"entry": entry("making", PLAN), "progress": (3, 9), "refresh": 3}),
    "about to be made": ("pack.html", {"entry": entry("making", PLAN), "progress": None, "refresh": 3}),
    "not made": ("pack.html", {"entry": entry("failed", PLAN, trouble=EVIL), "progress": None}),
    "pack": ("pack.html", {"entry": entry("made", PLAN, pack=PACK), "progress": (9, 9)}),
    "pack of a meeting": (
        "pack.html",
        {"entry": entry("made", kind="conference", pack=replace(PACK, kind="meeting", documents=())), "progress": None},
    ),
    "document": ("document.html", {"entry": EVERY[6], "document": DOCUMENTS[1], "images": IMAGES}),
    "deadlines": ("deadlines.html", {"due": DUE, "entries": EVERY, "unlisted": []}),
    "no deadlines": ("deadlines.html", {"due": Due("", 0, (), (), b""), "entries": [], "unlisted": []}),
    "nothing due": ("deadlines.html", {"due": Due("10am", 1, (), (), b""), "entries": [], "unlisted": []}),
    "conference": ("conference.html", {"entries": EVERY, "unlisted": [], "meetings": MEETINGS, "chosen": ""}),
    "no conference": ("conference.html", {"entries": [], "unlisted": [], "meetings": (), "chosen": ""}),
    "sign in": ("signin.html", {"failed": False, "wait": 0, "signed_in": False, "can_sign_out": False}),
    "sign in again": ("signin.html", {"failed": True, "wait": 20, "signed_in": False, "can_sign_out": False}),
    "help": ("help.html", {"limits": LIMITS}),
    "message": ("message.html", {"heading": EVIL, "said": EVIL, "to_do": EVIL, "status": 404}),
    "a short message": (
        "message.html",
        {"heading": "No", "said": "No.", "to_do": "", "status": 400, "signed_in": False},
    ),
}  # fmt: skip


class Read(HTMLParser):
    """A page as its elements: name and attributes of each, and the words in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self.open[-1] if self.open else "", data))

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in names]


def shown(name: str) -> str:
    """One of the pages of the table, filled in."""
    template, values = PAGES[name]
    return render(template, **{**BASE, **values})


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> tuple[str, Read]:
    text = shown(request.param)
    return text, Read(text)


def test_every_template_is_filled_in_here() -> None:
    assert {template for template, _ in PAGES.values()} | {"base.html", "parts.html"} == {
        path.name for path in FOLDER.glob("*.html")
    }


def test_what_an_officer_typed_never_becomes_a_part_of_the_page(page: tuple[str, Read]) -> None:
    text, read = page
    assert "<script>alert" not in text
    assert "49" not in "".join(words for _, words in read.words)
    assert {attributes.get("src") for attributes in read.all("script")} == {"/static/casepack.js"}


def test_nothing_on_a_page_needs_what_its_policy_forbids(page: tuple[str, Read]) -> None:
    text, read = page
    names = {name for _, attributes in read.elements for name in attributes}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}
    assert read.all("style", "iframe", "object", "embed", "base") == []
    assert not any(words.strip() for tag, words in read.words if tag == "script")
    places = [a[n] for _, a in read.elements for n in ("href", "src", "action", "poster", "srcset") if n in a]
    assert [place for place in places if not place.startswith(("/", "#")) or place.startswith("//")] == []
    assert "http" not in re.sub(r"http-equiv", "", text)


def test_no_name_and_no_reference_stands_in_a_title_or_an_address(page: tuple[str, Read]) -> None:
    _, read = page
    [title] = [words for tag, words in read.words if tag == "title"]
    assert re.fullmatch(r"[A-Z][a-z ]+ – casepack", title)
    for _, attributes in read.elements:
        for name in ("href", "src", "action"):
            assert "script" not in attributes.get(name, "").removeprefix("/static/casepack.js")
            assert "alert" not in attributes.get(name, "")


def test_every_form_bears_the_token_and_sends_to_this_page(page: tuple[str, Read]) -> None:
    text, read = page
    forms = re.findall(r"<form.*?</form>", text, re.DOTALL)
    assert len(forms) == len(read.all("form"))
    for form in forms:
        assert '<input type="hidden" name="csrf" value="the-token">' in form
        assert 'method="post"' in form
        assert ('type="file"' in form) == ('enctype="multipart/form-data"' in form)


def test_a_page_is_built_so_that_it_can_be_heard_and_walked_through(page: tuple[str, Read]) -> None:
    text, read = page
    assert text.startswith("<!doctype html>")
    assert read.all("html") == [{"lang": "en-GB"}]
    assert len(read.all("h1")) == len(read.all("main")) == 1
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    wanted = {
        i for _, a in read.elements for n in ("aria-labelledby", "aria-describedby") for i in a.get(n, "").split()
    }
    wanted |= {a["for"] for a in read.all("label")} | {
        a["href"][1:] for a in read.all("a") if a["href"].startswith("#")
    }
    assert wanted - set(ids) == set()
    labelled = {a["for"] for a in read.all("label")}
    fields = [a for a in read.all("input") if a["type"] != "hidden"]
    assert [field for field in fields if field.get("id") not in labelled] == []
    assert all(image["alt"] for image in read.all("img"))
    assert all("scope" in head for head in read.all("th"))
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h\d", tag)]
    after = levels[levels.index(1) :]
    assert all(there - here <= 1 for here, there in pairwise(after))


def test_a_page_that_looks_again_does_so_by_itself_only_where_no_script_does(page: tuple[str, Read]) -> None:
    text, read = page
    anew = '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert anew == bool([body for body in read.all("body") if body.get("data-poll") == "/files/state"])
    assert anew == ("looks again by itself" in text)
    assert text.count("http-equiv") == anew


@pytest.mark.parametrize("name", ["confirm", "confirm what cannot be read"])
def test_before_it_is_confirmed_nothing_of_a_sensitive_case_is_on_the_page(name: str) -> None:
    read = Read(shown(name))
    words = [words for tag, words in read.words if "alert" in words and tag not in {"p", "span"}]
    assert words == []
    assert shown(name).count("alert(1)") == shown("help").count("alert(1)")  # the officer's and the council's name
    assert {form["action"] for form in read.all("form")} == {
        "/sign-out", "/r/token-read/confirm", "/r/token-read/forget",
    }  # fmt: skip


def test_a_file_to_be_opened_alone_is_told_of_by_number_only() -> None:
    text = shown("a file to be opened alone")
    assert "1 file to be opened by itself" in text
    assert re.findall(r'href="(/r/[^"]+)"', text) == ["/r/t"]


def test_each_problem_is_led_to_from_the_summary_and_says_what_to_do() -> None:
    read = Read(shown("problems"))
    assert [a["href"] for a in read.all("a") if a["href"].startswith("#wrong")] == ["#wrong-1", "#wrong-2", "#wrong-3"]
    text = shown("problems")
    for words in ("Sheet “People”", "F7", "The file as a whole", "It says:", "To do:", "Take the marked copy"):
        assert words in text
    assert "And 15 more, below." in shown("many problems")


def test_of_an_unreadable_file_no_pack_can_be_made_and_of_a_plan_it_can() -> None:
    assert "/make" not in shown("problems")
    assert 'action="/r/token-read/make"' in shown("plan")
    assert "Make 2 documents" in shown("plan")


def test_the_promises_stand_on_the_pages() -> None:
    assert "Nothing is kept." in shown("start")
    assert "Taking it empties the\ndesk of this case" in shown("pack")
    assert "on its plan choose the zip of this pack" in shown("pack")
    assert "tells its reader about whom" in shown("plan")


def test_from_a_document_one_goes_to_the_next_and_back() -> None:
    links = [(a.get("rel"), a["href"]) for a in Read(shown("document")).all("a") if "rel" in a]
    assert links == [("prev", "/r/token-made/d/0"), ("next", "/r/token-made/d/2")] * 2
    assert [a["src"] for a in Read(shown("document")).all("img")] == [f"/r/token-made/d/1/{n}.png" for n in (1, 2)]


def test_a_value_that_is_missing_is_a_fault_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        render("message.html", **BASE, heading="No", said="No.")


def test_what_pages_ask_for_is_given_by_name_and_nothing_else() -> None:
    for name, kind in STATIC.items():
        data, said = static(name)
        assert data
        assert said == kind
    for name in ("base.html", "../web_pages.py", "other.css"):
        with pytest.raises(KeyError):
            static(name)


def test_the_look_asks_nobody_outside_for_anything() -> None:
    css = static("casepack.css")[0].decode()
    assert "url(" not in css
    assert "@import" not in css
    script = static("casepack.js")[0].decode()
    assert set(re.findall(r"fetch\(([^,)]+)", script)) == {"STATES"}
    assert "http" not in script
