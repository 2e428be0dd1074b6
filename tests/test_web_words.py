"""No page tells an officer to type a command: whatever message can come there is put into what the page offers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casepack import cli, web_tasks
from casepack.errors import Problem
from casepack.web_pages import render
from casepack.web_words import SAID, for_the_page, problem_for_the_page

from . import outsider
from .conftest import INPUTS
from .test_architecture import modules, own_imports
from .test_web_pages import BASE, EVIL, PAGES
from .whole_books import typed

NAMES = "|".join(sorted(cli.main.commands))
TYPED = re.compile(
    rf"(?<![\w-])--[a-z][a-z-]+|casepack (?:{NAMES})\b|CASEPACK_[A-Z]|"
    r"\b[Rr]un again|[Rr]un: |[Oo]utput folder|its window"
)
"""What only somebody can do who has a terminal."""
GUIDES = frozenset({"workbook_start"})
"""Modules whose words are no messages, but stand on the first sheet of a workbook, which says both ways."""


@cache
def called() -> frozenset[str]:
    """Every module that what the page asks for may come to."""
    found, waiting = set[str](), ["web_tasks"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += own_imports(name, modules()[name])
    return frozenset(found)


def words(node: ast.AST, known: dict[str, str]) -> str:
    """The text of a string; for what is filled in, its own words where those are known, else a word."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=ast.Name(id=name)):
            return known.get(name, "X")
        case ast.JoinedStr(values=parts):
            return "".join(words(part, known) for part in parts)
        case _:
            return "X"


def texts(tree: ast.Module) -> Iterator[str]:
    """Every text in a module but what explains the program itself."""
    known = {"command": "casepack conference"}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                known[name] = text
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    told |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in told:
            yield words(node, known)


@cache
def messages() -> tuple[tuple[str, str], ...]:
    """Every message that a page may come to show, with the module that has it."""
    return tuple((name, text) for name in sorted(called() - GUIDES) for text in texts(modules()[name]))


@cache
def asks() -> tuple[tuple[str, str], ...]:
    """Those that ask for a command; what is only the name of one is no message."""
    found = {(name, text) for name, text in messages() if TYPED.search(text) and " " in text.strip()}
    return tuple(sorted(one for one in found if not re.fullmatch(r"casepack \w+", one[1]) and one[0] != "web_words"))


def test_the_messages_that_ask_for_a_command_are_found() -> None:
    assert {"inputs", "write", "safefs", "manifest", "own_templates", "packlock"} <= {name for name, _ in asks()}
    assert len(asks()) > 15


def test_what_asks_for_a_command_asks_in_the_page_for_what_can_be_done_there() -> None:
    for name, text in asks():
        said = for_the_page(text)
        assert TYPED.search(said) is None, f"{name}: {said}"
        assert for_the_page(said) == said
        assert said.strip()


def test_no_words_are_kept_for_a_message_that_is_gone() -> None:
    every = "\n".join(text for _, text in messages())
    assert [pattern for pattern, _ in SAID if not re.search(pattern, every)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Check the date, and --as-of.", "Check the date: the page reads every record as it is today."),
        (
            'Nothing need be done. To fill in what is new, begin a workbook with "casepack new".',
            "Nothing need be done. To fill in what is new, take a blank workbook from the start page.",
        ),
        (
            "“a pack” is open in another program. Close it in Excel and run again.",
            "“a pack” is open in another program. Try again.",
        ),
        (
            "the disk failed (“x”). Run again; if it happens again, ask for help with the disk.",
            "the disk failed (“x”). Try again. If it happens again, tell whoever looks after casepack in your team.",
        ),
        ("There is no room left on the disk. Free some space, then run again.",
         "There is no room left on the disk. Tell whoever looks after casepack in your team."),
        ("Everybody ran. Run again tomorrow -- or stay.", "Everybody ran. Run again tomorrow -- or stay."),
        ("casepack reads it with them.", "casepack reads it with them."),
    ],
)  # fmt: skip
def test_only_what_asks_for_a_command_is_said_in_other_words(text: str, said: str) -> None:
    assert for_the_page(text) == said


def saying(value: Any, text: str) -> Any:
    """The same values with this text wherever the pages are tried with a bad one."""
    if value == EVIL:
        return text
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: saying(getattr(value, f.name), text) for f in fields(value) if f.init})
    if isinstance(value, dict):
        return {key: saying(one, text) for key, one in value.items()}
    return type(value)(saying(one, text) for one in value) if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_command_wherever_a_message_stands_on_it(page: str) -> None:
    name, values = PAGES[page]
    every = "\n".join(text for _, text in asks())
    shown = render(name, **saying({**BASE, **values}, every))
    assert TYPED.findall(shown) == []


def test_what_stood_in_a_cell_stays_as_it_was_typed() -> None:
    problem = Problem("a", "b", "c", "Check the date, and --as-of.", "Check the date, and --as-of.")
    said = problem_for_the_page(problem)
    assert (said.found, said.fix) == (problem.found, for_the_page(problem.fix))


def test_nor_does_the_marked_copy(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(typed({"Episodes!B6": "23/12/2026"}, (INPUTS / "sample-minimal.xlsx").read_bytes())())
    moment = datetime(2026, 10, 25, 12, 10, tzinfo=UTC)
    looked = web_tasks.look(path, INPUTS / "office.json", None, moment, tmp_path / "out")
    [copy] = looked.marked
    assert outsider.found_in(copy.path, ["Check the date: the page reads every record as it is today"])
    assert outsider.found_in(copy.path, ["as-of"]) == []
