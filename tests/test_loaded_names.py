"""The names that a run looks for are those of the record as it is made, whatever was put together while reading."""

from dataclasses import replace

import pytest

from casepack.inputs import LoadedCase, load_case
from casepack.mentions import build_book

from .conftest import AS_OF, INPUTS

RECORD, OFFICE = INPUTS / "sample-ordinary.json", INPUTS / "office.json"


@pytest.fixture
def loaded() -> LoadedCase:
    return load_case(RECORD, OFFICE, AS_OF)


def test_they_are_put_together_once_while_the_record_is_checked(loaded: LoadedCase) -> None:
    assert loaded.known is not None
    assert loaded.book is loaded.known[2]
    assert loaded.book == build_book(loaded.record, loaded.office)


def test_those_of_a_record_to_which_something_was_added_are_put_together_anew(loaded: LoadedCase) -> None:
    first = loaded.record.people[0].model_copy(update={"given_name": "Quillon", "known_as": "Quillon"})
    record = loaded.record.model_copy(update={"people": (first, *loaded.record.people[1:])})
    changed = replace(loaded, case=replace(loaded.case, record=record))
    assert changed.book == build_book(record, loaded.office) != loaded.book


def test_those_read_with_other_data_of_the_office_are_put_together_anew(loaded: LoadedCase) -> None:
    office = loaded.office.model_copy(update={"officers": loaded.office.officers[:1]})
    changed = replace(loaded, case=replace(loaded.case, office=office))
    assert changed.book == build_book(loaded.record, office)
    assert changed.book is not loaded.book


def test_without_any_they_are_put_together_when_asked_for(loaded: LoadedCase) -> None:
    assert replace(loaded, known=None).book == loaded.book
