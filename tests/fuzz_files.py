"""Files that come with a record: the one with the pass phrase, and workbooks of a meeting's actions, spoilt."""

from __future__ import annotations

import random
import tempfile
from functools import cache
from pathlib import Path

from casepack.actions_files import file_name
from casepack.actions_merge import merged
from casepack.actions_read import ActionsBook, read_actions
from casepack.errors import RecordError, UsageError
from casepack.labels import labels_of
from casepack.office import Office
from casepack.passphrase import LONGEST, checked, phrase_in
from casepack.plan import Case

from .builders_actions import NEW, NOVEMBER, SO_FAR, folder, new_row, usual
from .fuzz_kit import (
    ODD_WORDS,
    Tried,
    faults_of_problem,
    faults_of_words,
    kind_of_error,
    odd_text,
    spoilt_bytes,
    spoilt_text,
    told_of_others,
)
from .spoiling import _WAYS
from .whole_books import Parts

PHRASE = "Quokka-tangram 7 lintel"
_NAME = file_name(NOVEMBER)

# The pass phrase


@cache
def _place() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="casepack-phrases-")


def _phrase_bytes(rng: random.Random) -> bytes:
    text = rng.choice((PHRASE, PHRASE, "", "x" * rng.choice((11, 12, 127, 128, 5_000)), odd_text(rng), PHRASE * 40))
    text = spoilt_text(rng, text) if rng.random() < 0.5 else text
    text = (
        rng.choice(("", "", "\ufeff", "\n", " "))
        + text
        + rng.choice(("", "\n", "\r\n", "\n\n", "\x1c", "\x85", " ", "\nmore"))
    )
    data = text.encode(rng.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1", "utf-32")), "replace")
    return spoilt_bytes(rng, data) if rng.random() < 0.2 else data


def fuzz_phrases(rng: random.Random) -> Tried:
    """A spoilt file of a pass phrase: taken as it stands, or refused in words that do not hold it."""
    path = Path(_place().name) / "phrase.txt"
    data = _phrase_bytes(rng)
    path.unlink(missing_ok=True)
    path.touch(mode=rng.choice((0o600, 0o600, 0o600, 0o400, 0o640, 0o604)))
    with path.open("r+b") as file:
        file.write(data)
    mode = path.stat().st_mode & 0o077
    try:
        phrase = checked(phrase_in(path), ["Marlhaven District Council", "MSC-2026-0417"])
    except UsageError as error:
        inside = data.decode("utf-8", "replace").split()
        shown = told_of_others(str(error), [word for word in inside if len(word) > 6 and word in PHRASE])
        return Tried("refused", [*faults_of_words(str(error)), *shown])
    wrong = ["taken although others may read it"] if mode else []
    if not phrase.isascii() or not phrase.isprintable() or len(phrase) > LONGEST:
        wrong.append(f"taken: {phrase!r}")
    if phrase.encode() not in data.replace(b"\x00", b""):
        wrong.append(f"not what stands in the file: {phrase!r}")
    return Tried("taken", wrong)


# The workbook of a meeting's actions


@cache
def _meeting() -> tuple[tuple[bytes, ...], Office, Case]:
    """Workbooks of the November meeting, empty and filled in, with the office and the case that they are about."""
    with tempfile.TemporaryDirectory(prefix="casepack-actions-") as place:
        home = folder(Path(place), usual())
        loaded = home.load()
        filled = home.lay([*new_row(), *new_row(7, person="Callum Exampleby")]).read_bytes()
        return (home.made(), filled, filled), loaded.office, loaded.case


def _typed(rng: random.Random, data: bytes) -> bytes:
    """Anything in the cells where the meeting writes."""
    parts = Parts(data)
    answers: dict[str, object] = {}
    for _ in range(rng.choice((1, 4, 20))):
        words = rng.choice(
            (rng.choice(ODD_WORDS), "MSC-2026-0001", "Callum", "Sam Pencilworth (SC-02)", "SC-02", "done")
        )
        place = f"{rng.choice('ABCDEFGHIJ')}{rng.choice((6, 7, 8, 9, 5, 30, 1_200))}"
        answers[f"{rng.choice((SO_FAR, NEW))}!{place}"] = "".join(c for c in words if c.isprintable())
    return parts.type(answers).xlsx()


def _ways() -> list[str]:
    return [way for way in _WAYS if way in {"bytes", "parts", "xml", "cells"}]


def fuzz_actions(rng: random.Random) -> Tried:
    """A spoilt workbook of actions: read, or refused in words; what is read loses no action of the record."""
    books, the_offices, case = _meeting()
    data = rng.choice(books)
    for way in rng.choice((("typed",), ("typed", rng.choice(_ways())), (rng.choice(_ways()),))):
        data = _typed(rng, data) if way == "typed" else _WAYS[way](rng, data)
    name = rng.choice((_NAME, _NAME, "actions.xlsx"))
    try:
        book = read_actions(data, name, the_offices, labels_of(the_offices))
    except RecordError as error:
        return Tried(kind_of_error(error), [fault for p in error.problems for fault in faults_of_problem(p, name)])
    found = merged(case, [book])
    wrong = [fault for p in (*book.checks, *found.checks) for fault in faults_of_problem(p, name)]
    if _again(data, name, the_offices, case) != (found.record, found.checks):
        wrong.append("a workbook that is read otherwise the second time")
    kept = {action.id for action in case.record.actions}
    if not kept <= {action.id for action in found.record.actions}:
        wrong.append("an action of the record is lost")
    return Tried(_kind(book), wrong)


def _again(data: bytes, name: str, office: Office, case: Case) -> tuple[object, object]:
    found = merged(case, [read_actions(data, name, office, labels_of(office))])
    return found.record, found.checks


def _kind(book: ActionsBook) -> str:
    return "read, with something to look at" if book.checks or any(e.checks for e in book.new) else "read"
