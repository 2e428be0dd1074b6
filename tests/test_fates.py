"""In which documents each answer ends: what is kept of it is held against what is seen, and the words against both."""

from __future__ import annotations

import json
import os
import random

import pytest

from casepack.documents import DOCUMENTS
from casepack.fates import COARSE, GROUPS, LONGEST, NAMES, TEAM, fate_of, what_happens
from casepack.fates_office import OFFICE_FATES
from casepack.form import Column, fields_of
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.office import Office
from casepack.record import Record

from . import fate_finder
from .fate_finder import CANARY, Found, Place, bases, canary, columns, finder

MODE = os.environ.get("CASEPACK_FATES", "")
"""Empty: a sample is recomputed. "all": the whole table is, which takes many minutes. "write": and is written anew."""

SAMPLE = random.Random(20261025).sample(sorted(columns()), 14)
RECORD_COLUMNS = list(columns().values())
OFFICE_COLUMNS = [column for sheet in OFFICE_FORM.sheets for column in sheet.columns]


def told(column: Column) -> str:
    return f"{column.table}.{column.field}"


def touched(found: Found) -> set[str]:
    return {document for documents in found.effects.values() for document in documents}


# What is kept against what is seen


def test_every_answer_of_a_record_and_of_an_office_has_its_place() -> None:
    assert set(columns()) == fields_of(Record)
    assert set(OFFICE_FATES) == fields_of(Office)
    kept = json.loads(fate_finder.TABLE.read_text(encoding="utf-8"))
    assert list(kept) == [told(column) for column in RECORD_COLUMNS]
    assert {d for row in kept.values() for how in ("printed", "decides", "changes") for d in row.get(how, ())} <= (
        DOCUMENTS.keys() | TEAM
    )


@pytest.mark.parametrize("name", ["ordinary", "full", "sensitive", "full sensitive", "later"])
def test_a_word_that_is_typed_into_one_field_alone_stands_only_where_the_table_says(name: str) -> None:
    """Every free text of the record is a word of its own at once, so one look shows where all of them go."""
    marked = fate_finder.marked(bases()[name])
    seen = fate_finder.see(fate_finder.case_of(marked.data, marked.office, marked.as_of))
    places = {canary(place).split()[0].casefold(): place for place in columns()}
    found = 0
    for (document, _, _), view in seen.items():
        words = {word for text in fate_finder.texts(view) for word in text.casefold().split()}
        for word in (word for word in words if CANARY.casefold() in word):
            place = places.get(word.strip(".,;:()"))
            if place is None:  # a word with which the base itself was filled
                continue
            assert document in fate_of(*place).printed, f"{place} in {document}"
            found += 1
    assert found > (150 if "sensitive" not in name else 20)


@pytest.mark.parametrize("place", SAMPLE, ids=".".join)
def test_an_answer_that_is_changed_changes_no_document_that_the_table_does_not_name(place: Place) -> None:
    kept = fate_of(*place)
    for name in ("ordinary", "full sensitive", "bare"):
        found = finder(name).find(place, one_by_one=False)
        assert touched(found) <= kept.touches
        assert found.effects.get("printed", set()) <= kept.printed
        assert kept.sensitive or not found.sensitive


def test_what_is_printed_nowhere_is_looked_at_for_no_document() -> None:
    """Stronger than trying: where nothing reads an answer, no answer can show."""
    for name in ("ordinary", "full", "sensitive", "full sensitive", "minimal", "later and full"):
        sight = finder(name).sight
        for place in columns():
            if fate_of(*place).touches or place in fate_finder.LOOKED_AT_FOR_NOTHING:
                continue
            rows = range(len(fate_finder.rows_of(dict(bases()[name].data), place[0])))
            answers = finder(name).answers(place, rows)
            assert not [key for key, read in sight.read.items() if answers & read], place


@pytest.mark.skipif(not MODE, reason="takes many minutes: set CASEPACK_FATES=all, or =write to write the table anew")
def test_the_table_is_what_is_found() -> None:
    now = fate_finder.as_text(fate_finder.find_all())
    before = fate_finder.TABLE.read_text(encoding="utf-8")
    if MODE == "write":
        fate_finder.TABLE.write_text(now, encoding="utf-8", newline="\n")
        pytest.fail("The table is written anew: review the diff, then run without the variable.")
    assert now == before


# The words


def promised(words: str) -> set[str]:
    """The documents that a phrase names, one by one or together."""
    if "all documents" in words:
        return {*DOCUMENTS, *TEAM}
    groups = [(name, group) for name, _, group in GROUPS] + [*COARSE]
    together = {document for name, group in groups if name in words for document in group}
    return together | {document for document, name in NAMES.items() if name in words}


@pytest.mark.parametrize("column", RECORD_COLUMNS, ids=told)
def test_what_is_said_of_an_answer_names_every_document_that_prints_it(column: Column) -> None:
    words, fate = what_happens(column), fate_of(column.table, column.field)
    assert fate.printed <= promised(words)
    assert fate.printed or fate.changes - fate.decides <= promised(words)
    assert ("nowhere" in words) == (not fate.touches)
    assert words.endswith(".")
    assert len(words) <= LONGEST + 20


def test_nearly_every_phrase_has_room_in_a_prompt_and_none_is_in_the_names_of_fields() -> None:
    phrases = {told(column): what_happens(column) for column in (*RECORD_COLUMNS, *OFFICE_COLUMNS)}
    assert [place for place, words in phrases.items() if not words or "_" in words or "{" in words] == []
    assert len([words for words in phrases.values() if len(words) > LONGEST]) <= 12


@pytest.mark.parametrize(
    ("table", "field", "expected"),
    [
        ("people", "school", "Decides to which school letters go."),
        ("incident", "group_size", "Printed in the conference summary."),
        ("incident", "filmed", "Printed nowhere, and changes no document."),
        ("people", "address_note", "Printed nowhere"),
        ("people", "looked_after", "Printed in agencies' and schools' papers"),
        ("people", "out_of_county", "Decides which county's services are written to."),
        ("progress", "why_late", "Printed in the conference summary and the team's papers."),
    ],
)
def test_an_officer_reads_what_happens_to_an_answer(table: str, field: str, expected: str) -> None:
    assert expected in what_happens(RECORD_FORM.place(table, field)[1])
