"""The pages that an officer sees, filled in: every text is escaped, and a value that is not there is a fault.

The pages and their look lie beside the modules, in `web`; nothing is decided in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from .errors import Problem
from .shown import first_capital, sentence
from .web_words import for_the_page

FOLDER = Path(__file__).resolve().parent / "web"
STATIC = {"casepack.css": "text/css; charset=utf-8", "casepack.js": "text/javascript; charset=utf-8"}
"""What the pages ask for besides themselves, with its kind."""

_A_WORD = re.compile(r"\w+")


def render(name: str, **context: Any) -> str:
    """The page `name`, such as "start.html", with these values. Raises where one that it needs is missing."""
    return _pages().get_template(name).render(context)


@cache
def static(name: str) -> tuple[bytes, str]:
    """A file that the pages ask for, and its kind. Raises KeyError for any other name."""
    kind = STATIC[name]
    return (FOLDER / name).read_bytes(), kind


@cache
def _pages() -> Environment:
    found = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=_in_page_words,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["token"] = _token
    found.filters.update(
        sentence=lambda text: first_capital(sentence(text)),
        place=_place,
        by_sheet=_by_sheet,
        in_order=_in_order,
        lower_first=_lower_first,
        badge_words=_badge_words,
    )
    return found


def _in_page_words(value: Any) -> Any:
    """Whatever is filled in, in the words of the page; what a piece of a page was made of has been put so before."""
    return for_the_page(value) if type(value) is str else value


@pass_context
def _token(context: Context) -> Markup:
    """The hidden field that every form bears, so that no other page can send it."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(context["csrf"])


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What was found on one sheet, each with its number among everything that was found."""

    sheet: str
    rows: tuple[tuple[int, Problem], ...]


def _by_sheet(problems: Sequence[Problem]) -> list[_Sheet]:
    """By sheet, in the order of the file; what has no sheet first."""
    rows: dict[str, list[tuple[int, Problem]]] = {"": []}
    for number, problem in enumerate(problems, start=1):
        rows.setdefault(problem.sheet, []).append((number, problem))
    return [_Sheet(sheet, tuple(found)) for sheet, found in rows.items() if found]


def _place(problem: Problem) -> str:
    """The place of a problem in a few words: "People, F7, Date of birth"."""
    return ", ".join(part for part in (problem.sheet, problem.cell, problem.heading) if part) or problem.where


def _in_order(groups: Iterable[Any], rows: Sequence[Any], first: str = "") -> list[Any]:
    """Groups of rows in the order in which the rows have them, and not by the alphabet; `first` before all others."""
    order = list(dict.fromkeys((first, *(row.section for row in rows))))
    return sorted(groups, key=lambda group: order.index(group.grouper))


def _lower_first(text: str) -> str:
    """With a small first letter, unless the first word is a name or in capitals: "the police", "MASH"."""
    first = _A_WORD.match(text)
    return text if first is None or first[0][1:2].isupper() or first[0] in _NAMES else text[:1].lower() + text[1:]


_NAMES = frozenset({"British"})


def _badge_words(state: str) -> str:
    """How a document stands, in a word for its badge."""
    known = ("Draft", "Ready", "Sent", "Edited", "For the team", "To fill in")
    return next((word for word in known if state.startswith(word)), state)
