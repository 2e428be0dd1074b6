"""What a template never prints makes no new version of a letter, and what it prints does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casepack.assets import template_bytes, using
from casepack.finish import filled
from casepack.inputs import LoadedCase
from casepack.plan import Case, key_of
from casepack.planning import make_plan
from casepack.printed_names import printed_names
from casepack.record import Record
from casepack.run import Run
from casepack.views import View

from . import outsider
from .builders_case import context, sample
from .wordmaker import p, run, word

MOMENT = "2026-10-25 12:10"


def changed(case: Case, table: str, number: int, **answers: Any) -> Case:
    """The case with other answers in one row."""
    data = case.record.model_dump(mode="json")
    rows = data[table] if isinstance(data[table], list) else [data[table]]
    rows[number] |= answers
    return Case(Record.model_validate(data), case.office, case.as_of)


def papers(case: Case) -> dict[Any, tuple[str, Any]]:
    """Each document for others by its key: its fingerprint, and how to fill it in."""
    found = {}
    for job in make_plan(case).jobs:
        if job.document.id in {"checklist", "disclosure-register", "conference-summary"}:
            continue
        view = View(context(case, job), {})
        names = printed_names(template_bytes(job.document, sensitive=case.sensitive) or b"")
        found[key_of(job)] = view.hash(names), (case, job, view)
    return found


@pytest.mark.parametrize(
    ("table", "answers"),
    [
        pytest.param("people", {"wishes": "To be left alone on the way home"}, id="wishes"),
        pytest.param("people", {"phone": "07700 900199", "year_group": "Year 8"}, id="telephone and year group"),
    ],
)
def test_a_document_is_made_anew_where_and_only_where_it_would_say_something_else(
    table: str, answers: dict[str, Any]
) -> None:
    before = papers(sample("ordinary", MOMENT))
    after = papers(changed(sample("ordinary", MOMENT), table, 0, **answers))
    assert before.keys() == after.keys()
    touched = {key for key in before if before[key][0] != after[key][0]}
    says = {key: [outsider.word_text(filled(*of[key][1])) for of in (before, after)] for key in before}
    assert {key for key, (old, new) in says.items() if old != new} == touched
    assert touched


def test_what_goes_unprinted_counts_for_nothing_but_whether_there_is_anything() -> None:
    names = frozenset({"person", "name", "help"})
    one = View({"doc": {}, "person": {"name": "Orla", "wish": "chess"}, "help": {"kind": "x"}}, {})
    same = View({"doc": {}, "person": {"name": "Orla", "wish": "tea"}, "help": {"kind": "y"}, "more": "z"}, {})
    without = View({"doc": {}, "person": {"name": "Orla", "wish": "chess"}, "help": {}}, {})
    assert one.hash(names) == same.hash(names)
    assert one.hash(names) != without.hash(names)
    assert one.hash() != same.hash()


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        pytest.param("{{ person.name }}", {"person", "name"}, id="names"),
        pytest.param("{{ people[0].name }}", {"people", "name"}, id="a number as an index"),
        pytest.param("{{ person[which] }}", None, id="a name that is worked out"),
        pytest.param("{{ person['name'] }}", None, id="a name in quotation marks"),
    ],
)
def test_the_names_of_a_template_are_those_in_its_tags(tag: str, found: set[str] | None) -> None:
    assert printed_names(word(p("Normal", run(tag)))) == (None if found is None else frozenset(found))


def test_of_a_template_that_cannot_be_read_everything_counts() -> None:
    assert printed_names(b"no zip") is None


def test_of_the_register_everything_counts_for_its_workbook_tells_all_of_it() -> None:
    case = sample("ordinary", MOMENT)
    [job] = [one for one in make_plan(case).jobs if one.document.id == "disclosure-register"]
    short = {"disclosure-register.docx": word(p("Normal", run("{{ doc.title }}")))}
    found = set()
    for row in ("Told by telephone", "Told in person"):
        view = {**context(case, job), "rows": [row]}
        with using(short):
            started = Run(LoadedCase(case, Path("case.json"), Path("office.json"), "", "", ()), None, {}, no_tick)
            [paper] = started.papers([job], {job: view}.__getitem__)
        assert paper.step.wanted is not None
        found.add(paper.step.wanted.view_hash)
    assert len(found) == 2


def no_tick(done: int, total: int) -> None:
    """Nobody looks on."""
