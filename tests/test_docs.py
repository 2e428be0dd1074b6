"""The documentation is whole and true: pages made from the source are current, and what a page says is so."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from datetime import datetime
from itertools import count
from pathlib import Path

import click
import pytest

from casepack.cli import main
from casepack.codes import EXIT_CODES, FINISHED, TEMPLATES, all_codes
from casepack.disclosure import Audience
from casepack.documents import DOCUMENTS
from casepack.errors import CasepackError
from casepack.findings import CODES
from casepack.template_findings import CODES as TEMPLATE_CODES
from casepack.template_list import listed_templates

from .code_census import census
from .conftest import INPUTS, Casepack
from .docs_pages import PAGES, anchor, blocks, commands, commands_in, options
from .gallery import GALLERY, GROUPS, OVERVIEW, ROOT

DOCS = ROOT / "docs"
WRITE = "CASEPACK_DOCS"
PAGES_BY_HAND = ("README.md", "officer.md", "administrator.md", "manager.md")
MARKDOWN = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted(DOCS.glob("*.md"))]
SHOWN = [shown for group in GROUPS.values() for shown in group]


def _text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_made_from_the_source_is_what_the_source_says_now(page: str) -> None:
    made = PAGES[page]()
    if os.environ.get(WRITE) == "write":
        (DOCS / page).write_text(made, encoding="utf-8", newline="\n")
        pytest.fail(f"docs/{page} is written anew: review the diff, then run without the variable.")
    assert _text(page) == made, f"run {WRITE}=write pytest tests/test_docs.py, and review the diff"


def test_every_code_that_the_source_can_give_is_explained_and_no_other() -> None:
    found = census()
    assert not found.lost, "the census cannot follow these; see tests/code_census.py"
    assert set(found.codes) == {one.code for one in all_codes() if one.group != TEMPLATES}
    assert len(found.codes) > 150


def test_the_codes_of_finished_documents_and_of_templates_are_explained_in_their_own_groups() -> None:
    assert {one.code for one in all_codes() if one.group == FINISHED} == set(CODES)
    assert {one.code for one in all_codes() if one.group == TEMPLATES} == {code for code, _ in TEMPLATE_CODES}


def test_no_code_is_explained_twice_in_a_group_and_each_is_explained_in_sentences() -> None:
    keys = [(one.group, one.code) for one in all_codes()]
    assert len(keys) == len(set(keys))
    for one in all_codes():
        for said in (one.meaning, one.cause, one.remedy):
            assert said[:1].isupper() or said.startswith(("casepack ", '"')), (one.code, said)
            assert said[-1] == ".", (one.code, said)


def test_the_census_sees_a_code_in_whatever_way_it_reaches_its_problem(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        "class Problem:\n    code: str\n    where: str\n"
        "def direct(): return Problem('first', 'x')\n"
        "def named(): return Problem(where='x', code='second')\n"
        "def handed(code): return Problem(code, 'x')\n"
        "def calls(): return handed('third' if 1 else 'fourth')\n"
        "def words(): return 'fifth', 'x'\n"
        "def starred(): return Problem(*words())\n"
        "def unpacked():\n    code, where = words2()\n    return Problem(code, where)\n"
        "def words2(): return {'a': 'sixth'}.get('a', 'seventh'), 'x'\n"
        "def rows():\n    for code, where in [('eighth', 'x'), ('ninth', 'x')]:\n        Problem(code, where)\n"
        "def lost(thing): return Problem(thing.made_up, 'x')\n",
        encoding="utf-8",
    )
    found = census(tmp_path)
    ordinals = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"}
    assert set(found.codes) == ordinals
    assert len(found.lost) == 1


def test_explain_says_what_a_code_means_and_asks_back_for_a_slip_of_the_keys(casepack: Casepack) -> None:
    assert "Cause: " in casepack("explain", "JIGSAW").stdout
    assert casepack("explain", "comment").stdout.count("Cause: ") == 2
    slip = casepack("explain", "not-a-dat")
    assert (slip.exit_code, 'Did you mean "not-a-date"?' in slip.stderr) == (2, True)


def test_every_exit_code_of_the_errors_is_explained_and_the_readme_has_the_same_ones() -> None:
    def family(kind: type[CasepackError]) -> set[int]:
        return {kind.exit_code}.union(*(family(sub) for sub in kind.__subclasses__()))

    assert set(EXIT_CODES) == family(CasepackError) | {0, 130}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", readme, re.MULTILINE)} == set(EXIT_CODES)


def test_every_command_and_option_is_on_the_page_of_commands_with_words() -> None:
    page = _text("commands.md")
    for name, command in commands():
        section = page.split(f"## {name}\n")[1].split("\n## ")[0]
        assert len(section.splitlines()) > 8, name
        for option, help_ in options(command):
            assert f"`{option}`" in section
            assert help_, f"{name} {option}"


def test_every_document_is_on_the_page_of_disclosure_and_in_the_gallery() -> None:
    disclosure, gallery = _text("disclosure.md"), _text("gallery.md")
    assert [d.name for d in DOCUMENTS.values() if d.name not in disclosure] == []
    shown = {one.of for one in SHOWN} | {one.picture for one in SHOWN}
    assert {row.id for row in listed_templates(None)} - shown == set()
    assert {d.restricted_template for d in DOCUMENTS.values() if d.restricted_template} - shown == set()
    assert [one.picture for one in SHOWN if f"gallery/{one.picture}.png" not in gallery] == []


def test_every_document_is_in_the_table_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [document for document in DOCUMENTS if document not in readme] == []


def test_every_reader_of_the_table_has_a_heading_of_its_own() -> None:
    assert _text("disclosure.md").count("\n### ") == len(Audience)


def test_the_gallery_holds_every_picture_that_it_should_no_other_and_weighs_little() -> None:
    there = {path.stem: path.stat().st_size for path in GALLERY.glob("*.png")}
    assert set(there) == {one.picture for one in SHOWN}
    assert all(size > 5000 for size in there.values())
    assert sum(there.values()) < 3_000_000
    assert OVERVIEW.stat().st_size > 5000


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {anchor(re.sub(r"[`*]", "", heading)) for heading in headings}


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https://", "mailto:")):
            continue
        file, _, part = target.partition("#")
        there = (page.parent / file) if file else page
        if not there.exists() or (part and part not in _anchors(there)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", [DOCS / name for name in PAGES_BY_HAND[1:]], ids=lambda page: page.name)
def test_a_first_page_is_short_and_has_no_line_too_long_to_read_as_text(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 230
    assert [line for line in lines if len(line) > 130 and not line.startswith("|")] == []


def test_every_page_is_reached_from_the_index() -> None:
    index = _text("README.md")
    assert [path.name for path in DOCS.glob("*.md") if path.name != "README.md" and f"({path.name})" not in index] == []


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: page.name)
def test_every_command_in_a_page_exists_with_its_options(page: Path) -> None:
    for line in commands_in(page.read_text(encoding="utf-8")):
        command: click.Command = main
        for word in shlex.split(line.rstrip("\\"))[1:]:
            if isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]
            elif word.startswith("--"):
                known = {option for p in command.params for option in p.opts} | {"--help"}
                assert word in known, line
        assert not isinstance(command, click.Group) or re.search(r"--(help|version)$", line), line


@pytest.mark.parametrize(
    ("page", "case", "least"),
    [("officer.md", "", 4), ("administrator.md", "minimal", 4), ("manager.md", "ordinary", 1)],
)
def test_the_first_afternoon_goes_as_its_page_says(
    page: str, case: str, least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, casepack: Casepack
) -> None:
    shutil.copy(INPUTS / "office.xlsx", tmp_path)
    if case:
        shutil.copy(INPUTS / f"sample-{case}.xlsx", tmp_path / "case.xlsx")
    monkeypatch.chdir(tmp_path)
    # A minute passes between any two commands, in a month in which nothing is due by the hour.
    minutes = count()
    monkeypatch.setattr("casepack.cli_options._now", lambda tz: datetime(2026, 12, 1, 10, next(minutes), tzinfo=tz))
    output, tried = "", 0
    for mark, block in blocks(_text(page)):
        if mark == "filled":
            shutil.copy(INPUTS / "sample-minimal.xlsx", tmp_path / "case.xlsx")
        if mark in {"tried", "filled"}:
            done = [casepack(*shlex.split(line)[1:]) for line in block.splitlines()]
            assert [one.exit_code for one in done if one.exit_code not in {0, 3}] == []
            output, tried = "".join(one.output for one in done), tried + 1
        elif mark == "says":
            assert [line for line in block.splitlines() if line not in output] == [], output
    assert tried >= least
