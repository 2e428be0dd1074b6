"""The Views of a few records that between them have every document of a case, with all that these Views may hold."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any
from unittest.mock import patch

from casepack import clock, finish, run
from casepack.assets import asset
from casepack.fill import Properties, fill
from casepack.inputs import LoadedCase
from casepack.make import Before, produce
from casepack.plan import Case, Job
from casepack.versions import Step
from casepack.views import View

from . import outsider
from .asked_for import Asked, asked, leaves, pictures, planted, turned
from .builders_case import sample_office
from .canary_maker import salted
from .leak_hunt import loaded

SEED, CHOSEN = 11, frozenset({0, 2, 6, 7, 31, 38, 39, 52, 56, 57})
"""Picked from sixty: with these every path is there that the sixty have."""
AS_OF = "2026-11-10 12:00"
TRIES = 60
_PLANTED = re.compile(r"canary\d+y")
PROPERTIES = Properties(title="Title", author="Author")


@cache
def views() -> Mapping[str, list[dict[str, Any]]]:
    """By template what it is filled with, some times over."""
    office = sample_office()
    now = clock.moment(AS_OF, clock.zone(office))
    found: dict[str, list[dict[str, Any]]] = {}
    for number, record in enumerate(salted(SEED, max(CHOSEN) + 1, office)):
        if number in CHOSEN:
            for name, view in _of(loaded(record, office, now)):
                found.setdefault(name, []).append(view)
    return found


def _of(loaded_case: LoadedCase) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []

    def noted(template: bytes, context: dict[str, Any], *, name: str, properties: Properties) -> bytes:
        found.append((name, context))
        return b""

    def made(case: Case, book: object, job: Job, view: View, step: Step) -> dict[str, bytes]:
        finish.filled(case, job, view, step.version)
        return dict.fromkeys(("docx", "pdf", "txt"), b"")

    with patch.object(run, "finished_bytes", made), patch.object(finish, "fill", noted):
        produce(loaded_case, Before(None, {}, b""))
    return found


@cache
def told(name: str) -> tuple[Asked, set[str], set[str]]:
    """Of a template: what it asks for in words, the paths its Views hold, and those whose words its Word file says."""
    template, dice = asset(f"{name}.docx"), Random(name)
    wanted, at_hand = asked(template), views()[name]
    wanted.printed -= {path for view in at_hand for path in pictures(view)}
    held = {path for view in at_hand for path, _ in leaves(view)}
    seen: set[str] = set()
    for number in range(TRIES):
        view = at_hand[number % len(at_hand)]
        words: dict[str, str] = {}
        changed = view if number < len(at_hand) else turned(view, wanted, dice)
        planted_view = planted(changed, wanted.compared, words, empty=number % 2 == 1)
        docx = fill(template, planted_view, name=name, properties=PROPERTIES)
        said = set(_PLANTED.findall(outsider.word_text(docx).casefold()))
        seen |= {path for word, path in words.items() if word.casefold() in said}
        if number >= len(at_hand) and wanted.printed <= seen | set(wanted.compared):
            break
    return wanted, held, seen


def unprinted(name: str) -> set[str]:
    """What the Views of a template hold, and neither are printed nor decide on what is printed."""
    wanted, held, seen = told(name)
    return held - seen - wanted.tested - wanted.printed


if __name__ == "__main__":  # the lists of `unprinted`, to be put there by hand and read
    for each in sorted(views()):
        sys.stdout.write(f"{each}: {' '.join(sorted(unprinted(each)))}\n")
