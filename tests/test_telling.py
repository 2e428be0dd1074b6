"""What casepack says that a document tells must be true: held against the View, and against the decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from casepack import clock
from casepack.contact import protected
from casepack.disclosure import Audience
from casepack.jigsaw import READERS as NOBODY_TOLD
from casepack.mentions import MentionBook, MentionKind, build_book, find
from casepack.naming import full_name
from casepack.papers import tells_of_a_case, view_of
from casepack.plan import Case
from casepack.planning import make_plan
from casepack.telling import NOBODY, READERS, Telling, told_by
from casepack.views import lens_for
from casepack.views_office import Finished, Outcomes, checklist
from casepack.views_register import register

from .builders_case import cast, cast_case, changed, decision, incident, sample, sample_office, strings
from .casemaker import DAY, made_cases
from .conftest import AS_OF, AS_OF_SENSITIVE, INPUTS, Casepack

MADE = 3
"""Made-up cases, besides the samples."""
KINDS_OF_TELLING: dict[MentionKind, tuple[str, ...]] = {
    MentionKind.NAME: ("Full name", "Name", "What they are known as"),
    MentionKind.BIRTH_DATE: ("date of birth", "age, as far as"),
    MentionKind.ADDRESS: ("address and household",),
    MentionKind.POSTCODE: ("address and household",),
    MentionKind.PHONE: ("contact",),
    MentionKind.EMAIL: ("contact details",),
    MentionKind.CARER: ("parents or carers", "safe way to make contact"),
    MentionKind.SCHOOL: ("school",),
    MentionKind.NUMBER: ("pupil number", "full name"),
}
"""By what a text gives away of somebody: the words of which one must be said of them."""
HELD: dict[str, str] = {
    "ethnicity": "ethnicity",
    "injury and health": "injury",
    "disability": "disability_send",
    "how to communicate": "communication_needs",
    "the aggravating factor": "aggravating",
    "whether support is in place": "support",
    "support in place with its plan": "support",
    "that they were hurt as well": "also_hurt",
}
"""What is said to be told, and under which name the View holds it."""


NAMES = ("ordinary", "sensitive", "the cast", *(f"made {number}" for number in range(MADE)))


@cache
def cases() -> dict[str, Case]:
    """The samples, the cast and made-up cases, by what they are called here."""
    office = sample_office()
    moment = clock.moment(f"{DAY} 12:10", clock.zone(office))
    made = (Case(made.record, office, moment) for made in made_cases(29, MADE, office))
    return dict(
        zip(NAMES, (sample("ordinary", AS_OF), sample("sensitive", AS_OF_SENSITIVE), cast_case(), *made), strict=True)
    )


def views(case: Case, book: MentionBook) -> Iterator[tuple[Telling, dict[str, Any]]]:
    """What is said of each document, with its View."""
    plan = make_plan(case)
    told = Outcomes(plan, tuple(Finished(j, j.title, 1, "Ready to send") for j in plan.jobs if tells_of_a_case(j)))
    for telling in told_by(case, plan):
        job = telling.job
        lens = lens_for(case, book, job)
        if tells_of_a_case(job):
            yield telling, view_of(case, lens, job)
        elif job.document.id == "checklist":
            yield telling, checklist(case, lens, job, told)
        else:
            yield telling, register(case, lens, job, told, book)


def said_of(telling: Telling, person: str) -> str:
    return "; ".join(told.what for told in telling.told if person in told.people)


def names_in(value: Any) -> set[str]:
    """Every name in a View, at any depth; that of the aggravating factor only where there is one."""
    if isinstance(value, dict):
        own = {k for k, v in value.items() if v or k != "aggravating"}
        return own | {n for v in value.values() for n in names_in(v)}
    return {n for v in value for n in names_in(v)} if isinstance(value, list) else set()


def unsaid(case: Case, book: MentionBook, telling: Telling, view: dict[str, Any]) -> Iterator[str]:
    """What stands in the View of somebody of whom it was not said."""
    reader = telling.job.reader
    # A family may be called like the town that another one lives in.
    homes = {", ".join(p for p in (who.address, who.postcode) if p) for who in case.record.people}
    for text in strings(view):
        for mention in find(text, book):
            if (
                text in homes
                or not mention.people
                or mention.kind not in KINDS_OF_TELLING
                or mention.key == reader.school
            ):
                continue
            if mention.kind is MentionKind.SCHOOL and reader.audience in {Audience.OFFICE, Audience.MAPPING}:
                continue
            words = KINDS_OF_TELLING[mention.kind]
            if not any(word.lower() in said_of(telling, p).lower() for p in mention.people for word in words):
                yield f"{telling.job.title}: {mention.kind} of {sorted(mention.people)} is told and not said"


def not_held(case: Case, telling: Telling, view: dict[str, Any]) -> Iterator[str]:
    """What was said of somebody and does not stand in the View, although the record has it."""
    text, names = "\n".join(strings(view)), names_in(view)
    for person in case.record.people:
        said = said_of(telling, person.id)
        home = "" if protected(person) else person.address or ""
        wanted = {
            "Full name": full_name(person).split(" (")[0],
            "date of birth": clock.say_date(person.date_of_birth) if isinstance(person.date_of_birth, date) else "",
            "address and household": home,
            ", school": school.name if (school := case.office.school(person.school)) else "",
        }
        yield from (f"{telling.job.title}: {person.id}, {w}" for w, v in wanted.items() if w in said and v not in text)
        for words, name in HELD.items():
            # The form for E-CINS has labels in place of names.
            if words in said and not any(n.startswith(name) for n in names) and words not in text.lower():
                yield f"{telling.job.title}: {person.id}, {words}"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_a_view_of_anybody_of_whom_it_is_not_said_and_what_is_said_stands_there(name: str) -> None:
    case = cases()[name]
    book = build_book(case.record, case.office)
    seen = list(views(case, book))
    assert [telling.job for telling, _ in seen] == list(make_plan(case).jobs)
    assert [line for telling, view in seen for line in unsaid(case, book, telling, view)] == []
    assert [line for telling, view in seen for line in not_held(case, telling, view)] == []


@cache
def all_told() -> list[tuple[Case, Telling]]:
    """What is said of every document of every case."""
    return [(case, telling) for case in cases().values() for telling in told_by(case, make_plan(case))]


def test_no_reader_is_said_to_be_told_a_protected_address_not_even_its_area() -> None:
    said = {
        said_of(telling, person.id)
        for case, telling in all_told()
        for person in case.record.people
        if protected(person)
    }
    assert any("no address (it is protected)" in words for words in said)
    assert [words for words in said if "address and household" in words or "postcode" in words] == []


def test_of_the_papers_for_readers_who_are_told_about_nobody_it_is_said_in_so_many_words() -> None:
    seen = {t.job.reader.audience: (t.told, t.others) for _, t in all_told() if t.job.reader.audience in NOBODY_TOLD}
    assert len(seen) > 4
    assert set(seen.values()) == {((), NOBODY)}


def test_who_reads_a_document_is_said_of_every_kind_of_reader() -> None:
    assert set(READERS) == set(Audience)


def test_the_chair_is_told_about_no_one_person_by_the_note_on_a_closed_item() -> None:
    note, *_ = [t for _, t in all_told() if t.job.document.id == "closed-item-note"]
    assert (note.reader, note.told) == ("The chair of the conference only", ())
    assert note.others == "Nothing about any one person: only how many young people there are."


def said(case: Case, document: str, person: str) -> str:
    """What the first document of a kind tells of somebody, in words."""
    found = [t for t in told_by(case, make_plan(case)) if t.job.document.id == document]
    return next((words for t in found if (words := said_of(t, person))), "")


def case_with(**tables: Any) -> Case:
    """The cast, everything shared as a matter of routine."""
    routine = incident(routine_sharing_approved_by="SC-01", routine_sharing_approved_at="2026-10-24 10:00")
    return cast_case(**{"incident": routine, **tables})


@pytest.mark.parametrize(
    ("document", "person", "tables", "words"),
    [
        ("school-letter", "P1", {"decisions": [decision("P1", "SCH1", special_needed="yes")]}, "disability"),
        ("school-letter", "P1", {"decisions": [decision("P1", "SCH1", special_needed="yes")]}, "injury and health"),
        (
            "mash-referral",
            "P4",
            {
                "people": changed(cast(), "P1", concern="He was hurt."),
                "decisions": [decision("P1", "mash", others_needed=["P4"], why_others="Both are in one group.")],
            },
            "Name only, because a decision says that this reader needs it",
        ),
        (
            "conference-summary",
            "P4",
            {"decisions": [decision("P4", "conference", "do not share")]},
            "By code for this part, never by name: age",
        ),
        ("conference-summary", "P2", {}, "As harmed by code, never by name"),
        ("conference-summary", "P4", {}, "Full name, age and year group, postcode area, school and attendance"),
        (
            "conference-summary",
            "P4",
            {"people": changed(cast(), "P4", date_of_birth="2018-01-21")},
            "Full name, as a child under 10 who was present, never as suspected",
        ),
        (
            "ecins-record",
            "P4",
            {"people": changed(cast(), "P4", date_of_birth="2018-01-21")},
            "their part (as a child who was present, never as suspected)",
        ),
        (
            "ecins-record",
            "P2",
            {"people": changed(cast(), "P2", address_protected="yes")},
            "no address (it is protected), parents or carers, without any way to reach them",
        ),
        (
            "ecins-record",
            "P4",
            {"people": changed(cast(), "P4", given_name=None, family_name=None, known_as="Grunny")},
            "What they are known as (the name is not known)",
        ),
    ],
)
def test_what_is_said_of_somebody_follows_what_is_decided_and_recorded_of_them(
    document: str, person: str, tables: dict[str, Any], words: str
) -> None:
    case = case_with(**tables)
    assert words in said(case, document, person)
    if tables:
        assert words not in said(case_with(), document, person)


@pytest.mark.parametrize("confirmed", ["yes", "no"])
def test_an_enquiry_tells_the_part_only_once_it_is_confirmed_that_they_work_with_the_person(confirmed: str) -> None:
    row = {"id": "U1", "person": "P1", "agency": "police", "enquiry": "yes", "confirmed": confirmed}
    words = said(case_with(support=[row]), "support-enquiry", "P1")
    assert words.startswith("Full name, date of birth, school")
    assert ("what is said of it" in words) == (confirmed == "yes")
    assert ("more only once they have confirmed" in words) == (confirmed == "no")


def test_check_tells_who_reads_each_document_and_what_it_tells_about_whom(casepack: Casepack) -> None:
    run = casepack("check", INPUTS / "sample-sensitive.json", "--as-of", AS_OF_SENSITIVE, "--tells")
    assert run.exit_code == 0
    assert "School letter P1 SCH4, for Wrenfield Park School" in run.stdout
    assert "Read by: The safeguarding lead of the school" in run.stdout
    assert "P1: Full name; the words that the decision allows, or that they may need support" in run.stdout
    assert NOBODY in run.stdout
    told = json.loads(
        casepack("check", INPUTS / "sample-sensitive.json", "--as-of", AS_OF_SENSITIVE, "--tells", "--json").stdout
    )
    letter, *_ = told["records"][0]["documents"]
    assert (letter["title"], letter["approved"], letter["reader"]) == (
        "School letter P1 SCH4",
        True,
        "The safeguarding lead of the school",
    )
    assert [one["about"] for one in letter["tells"]] == [["P1"]]
