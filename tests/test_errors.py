"""The errors that casepack raises on purpose, sent from a worker to the process that hired it."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from collections.abc import Iterator

import pytest

import casepack
from casepack.clock import ClockError
from casepack.errors import CasepackError, Problem, RecordError, TypesetError


def _family(error: type[CasepackError]) -> Iterator[type[CasepackError]]:
    yield error
    for each in error.__subclasses__():
        yield from _family(each)


MADE: dict[type[CasepackError], CasepackError] = {
    RecordError: RecordError([Problem("E", "people[1]", "It is wrong.", "Mend it.")]),
    ClockError: ClockError("impossible", "This time does not exist.", "Write another."),
    TypesetError: TypesetError("No glyph.", plain="a sign"),
}
"""Those that are made from more than their words."""


@pytest.fixture(scope="module")
def errors() -> list[CasepackError]:
    """One of each kind, of every module."""
    for module in pkgutil.iter_modules(casepack.__path__):
        if module.name != "__main__":
            importlib.import_module(f"casepack.{module.name}")
    kinds = list(dict.fromkeys(_family(CasepackError)))
    assert len(kinds) > 10
    return [MADE.get(kind) or kind("What is wrong, and what to do.") for kind in kinds]


def test_every_error_says_the_same_in_the_process_that_hired_the_worker(errors: list[CasepackError]) -> None:
    for error in errors:
        sent = pickle.loads(pickle.dumps(error))
        assert (type(sent), str(sent), vars(sent)) == (type(error), str(error), vars(error))
        assert sent.exit_code == error.exit_code
