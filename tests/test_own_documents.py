"""Documents of the office's own: who gets them, what they can print, and those that the office has switched off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from casepack.assets import asset, using
from casepack.documents import DEMANDED, DOCUMENTS, called
from casepack.errors import TemplateError, WithheldError
from casepack.finish import filled, finished_bytes
from casepack.mentions import build_book
from casepack.office import Office, OwnDocument
from casepack.officecheck import check_office
from casepack.own_documents import HOLDS_A_NAME, NOT_WHERE_SENSITIVE, SWITCHED_OFF
from casepack.own_kinds import LIKE, ONE_PER, document_of, known_documents, reader_of
from casepack.papers import view_of
from casepack.plan import Case, Job, key_of
from casepack.planning import make_plan
from casepack.seal_pack import sent_to
from casepack.versions import Action, Step
from casepack.views import View, lens_for
from casepack.wordparts import parts

from .builders import Row
from .builders_case import planned, refused, sample, text_of
from .wordmaker import p, word

ORDINARY, SENSITIVE = "2026-10-25 12:10", "2026-11-20 10:00"
NAMES = ("Callum", "Exampleby")


def own(audience: str = "school", one_per: str = "child", **changes: Any) -> OwnDocument:
    """A row of the office's table."""
    row = {"id": "note", "name": "Note", "template": "note.docx", "audience": audience, "one_per": one_per}
    return OwnDocument.model_validate({**row, **changes})


def with_own(the_case: Case, *rows: OwnDocument, **organisation: Any) -> Case:
    """The case in an office that has these documents of its own."""
    office = the_case.office
    changed = office.organisation.model_copy(update=organisation)
    return replace(the_case, office=office.model_copy(update={"own_documents": rows, "organisation": changed}))


def ordinary(*rows: OwnDocument, **organisation: Any) -> Case:
    return with_own(sample("ordinary", ORDINARY), *rows, **organisation)


def sensitive(*rows: OwnDocument) -> Case:
    return with_own(sample("sensitive", SENSITIVE), *rows)


def jobs(the_case: Case) -> list[Job]:
    return [job for job in make_plan(the_case).jobs if job.document.like]


def template(*words: str) -> dict[str, bytes]:
    """A templates folder with one template of these paragraphs, under the header and footer of the house."""
    import io
    import zipfile

    made = word(*(p("Normal", one) for one in words))
    house, out = zipfile.ZipFile(io.BytesIO(asset("house.docx"))), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as held, zipfile.ZipFile(out, "w") as archive:
        for name in held.namelist():
            frame = "header" in name or "footer" in name
            archive.writestr(name, (house if frame else held).read(name))
    return {"note.docx": out.getvalue()}


def made(the_case: Case, job: Job, files: dict[str, bytes]) -> bytes:
    """The Word file of a job, filled."""
    seen = View(view_of(the_case, lens_for(the_case, build_book(the_case.record, the_case.office), job), job), {})
    with using(files):
        return filled(the_case, job, seen)


@pytest.mark.parametrize("audience", sorted(a.value for a in LIKE))
def test_an_own_document_is_made_exactly_where_casepack_would_make_its_own_for_that_reader(audience: str) -> None:
    kind = next(a for a in LIKE if a.value == audience)
    the_case = ordinary(own(audience, ONE_PER[kind][0].value))
    plan = make_plan(the_case)
    its_own = {(j.subject, j.recipient) for j in plan.jobs if j.document.like}
    if audience == "office":
        assert its_own == {("", "")}
        return
    theirs = {
        (j.subject, j.recipient)
        for j in plan.jobs
        if j.document.id == LIKE[kind] and j.reader.audience is kind and j.row != "blank"
    }
    assert its_own == theirs
    told = [n for n in plan.not_made if n.document.like]
    assert its_own or told


@pytest.mark.parametrize("audience", ["members", "residents", "patrol", "outreach", "schools engagement", "mapping"])
def test_nothing_of_anybody_is_within_reach_of_an_own_document_for_readers_told_of_nobody(audience: str) -> None:
    kind = next(a for a in LIKE if a.value == audience)
    the_case = ordinary(own(audience, ONE_PER[kind][0].value))
    for job in jobs(the_case):
        view = view_of(the_case, lens_for(the_case, build_book(the_case.record, the_case.office), job), job)
        assert not {"subject", "child", "pupil", "person", "people"} & view.keys()
        assert not [name for name in NAMES if name in text_of(view)]
        with pytest.raises(TemplateError, match=r"subject"):
            made(the_case, job, template("{{ subject.name }}"))


@pytest.mark.parametrize("words", ["Ask for Callum Exampleby.", "Ask Callum about it.", "The Exampleby family asked."])
def test_a_name_typed_into_the_template_of_a_leaflet_withholds_it(words: str) -> None:
    the_case = ordinary(own("residents", "residents' group"))
    job = jobs(the_case)[0]
    book = build_book(the_case.record, the_case.office)
    view = View(view_of(the_case, lens_for(the_case, book, job), job), {})
    step = Step(key_of(job), Action.NEW, "2 community impact", "MSC-2026-0417 own-residents-note R1 v1", 1)
    with using(template(words)), pytest.raises(WithheldError, match="name"):
        finished_bytes(the_case, book, job, view, step)


@pytest.mark.parametrize("asked", ["subject.address", "subject.carers", "subject.ethnicity", "case.summary", "people"])
def test_a_template_that_asks_for_more_than_its_reader_may_know_stops(asked: str) -> None:
    the_case = ordinary(own("school", "child"))
    with pytest.raises(TemplateError, match=r"Template note: paragraph 1"):
        made(the_case, jobs(the_case)[0], template(f"{{{{ {asked} }}}}"))


def test_a_letter_to_the_school_of_somebody_suspected_cannot_print_who_was_harmed() -> None:
    the_case = ordinary(own("school", "child", when="suspected"))
    for job in jobs(the_case):
        view = view_of(the_case, lens_for(the_case, build_book(the_case.record, the_case.office), job), job)
        others = {q.family_name or "?" for q in the_case.record.people if q.id != job.subject}
        assert not [name for name in others if name in text_of(view)]
        assert view["subject"]["id"] == job.subject
        for asked in ("victim.name", "harmed.name", "letter.victim"):
            with pytest.raises(TemplateError):
                made(the_case, job, template(f"{{{{ {asked} }}}}"))


def test_an_own_letter_prints_what_its_reader_may_know() -> None:
    the_case = ordinary(own("school", "child"))
    job = next(j for j in jobs(the_case) if j.subject == "P1")
    from casepack.wordlayers import all_text_layers

    said = all_text_layers(made(the_case, job, template("Look after {{ subject.first_name }}.")))
    assert "Look after Callum." in " ".join(said.values())


@pytest.mark.parametrize(
    ("when", "roles"), [("suspected", "suspect"), ("harmed", "harmed"), ("witness", "witness")], ids=lambda v: str(v)
)
def test_a_condition_of_a_part_leaves_out_everybody_without_it(when: str, roles: str) -> None:
    every, some = jobs(ordinary(own())), jobs(the_case := ordinary(own(when=when)))
    having = [j.subject for j in every if roles in {r.value for r in the_case.record.roles_of(j.subject)}]
    assert [j.subject for j in some] == having


def test_a_decision_that_is_asked_for_must_be_about_this_very_reader() -> None:
    the_case = ordinary(own(when="decision to share recorded"))
    decided = {(d.person, d.audience) for d in the_case.record.decisions if d.decision.value == "share" and d.person}
    assert {(j.subject, j.recipient) for j in jobs(the_case)} <= decided


def test_a_paper_for_the_team_calls_everybody_by_code() -> None:
    the_case = ordinary(own("office", "child"))
    for job in jobs(the_case):
        view = view_of(the_case, lens_for(the_case, build_book(the_case.record, the_case.office), job), job)
        assert "name" not in view["subject"]
        assert not [name for name in NAMES if name in text_of(view)]


# A sensitive case


@pytest.mark.parametrize("audience", sorted(a.value for a in LIKE))
def test_a_sensitive_case_makes_no_own_document_that_is_not_marked_as_fit(audience: str) -> None:
    kind = next(a for a in LIKE if a.value == audience)
    the_case = sensitive(own(audience, ONE_PER[kind][0].value))
    plan = make_plan(the_case)
    assert not [j for j in plan.jobs if j.document.like]
    assert [(n.subject, n.recipient, n.reason) for n in plan.not_made if n.document.like] == [
        ("", "", NOT_WHERE_SENSITIVE)
    ]


@pytest.mark.parametrize("audience", sorted(a.value for a in LIKE))
def test_one_marked_as_fit_needs_a_decision_about_this_very_person_and_reader(audience: str) -> None:
    kind = next(a for a in LIKE if a.value == audience)
    the_case = sensitive(own(audience, ONE_PER[kind][0].value, sensitive="yes"))
    decided = {(d.person, d.audience) for d in the_case.record.decisions if d.person and d.decision.value == "share"}
    found = {(j.subject, j.recipient) for j in jobs(the_case) if j.approval.approved}
    assert found <= decided
    assert all(j.subject for j in jobs(the_case))


def test_a_condition_that_a_school_may_not_know_in_a_sensitive_case_makes_nothing() -> None:
    assert not jobs(sensitive(own(when="harmed", sensitive="yes")))


# In the whole


def test_the_same_reader_gets_the_same_key_whatever_the_document_is_called() -> None:
    document = document_of(own("social care"))
    assert document is not None
    assert document.id == "own-social-care-note"
    assert reader_of(document.id) == document.audience
    assert sent_to(document.id) == document.audience
    assert sent_to("own-office-note") is None
    assert sent_to("something-else") is None


def test_own_documents_are_known_beside_casepacks() -> None:
    assert known_documents(ordinary(own()).office).keys() == {*DOCUMENTS, "own-school-note"}


def test_the_teams_own_papers_stay_the_last_in_a_plan() -> None:
    plan = make_plan(ordinary(own("office", "case"), own("school", "child", id="other")))
    assert [j.document.id for j in plan.jobs][-2:] == ["checklist", "disclosure-register"]


def test_a_document_that_is_switched_off_is_told_once_as_not_made() -> None:
    plan = make_plan(ordinary(not_made=("Mapping sheet", "school-letter", "Members' briefing")))
    for document in ("mapping-sheet", "school-letter", "members-briefing"):
        assert planned(plan, document) == set()
        assert refused(plan, document) == {("", ""): SWITCHED_OFF}


@pytest.mark.parametrize("document", sorted(DEMANDED))
def test_what_the_procedure_or_the_law_demands_is_made_whatever_the_office_says(document: str) -> None:
    before, after = make_plan(ordinary()), make_plan(ordinary(not_made=(document,)))
    assert planned(before, document) == planned(after, document)


@pytest.mark.parametrize(
    ("word", "document"),
    [("Mapping sheet", "mapping-sheet"), ("members' briefing", "members-briefing"), ("MASH-REFERRAL", "mash-referral")],
)
def test_a_document_may_be_called_by_its_name_or_its_id(word: str, document: str) -> None:
    found = called(word)
    assert found is not None
    assert found.id == document


def checked(**changes: Any) -> list[tuple[str, str]]:
    data: Row = sample("ordinary", ORDINARY).office.model_dump(mode="json")
    data["organisation"] |= changes.pop("organisation", {})
    office = Office.model_validate(data | changes)
    known = {"unknown-document", "demanded-document", "unknown-audience", "one-per-does-not-fit", "when-does-not-fit"}
    known |= {"template-name", "unknown-folder", "not-found", "unknown-id"}
    return [(f.problem.code, f.problem.where) for f in check_office(office, "office.json") if f.problem.code in known]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"audience": "scool"}, "unknown-audience"),
        ({"audience": "conference"}, "unknown-audience"),
        ({"one_per": "case"}, "one-per-does-not-fit"),
        ({"audience": "members", "one_per": "ward", "when": "harmed"}, "when-does-not-fit"),
        ({"audience": "youth information", "when": "harmed"}, "when-does-not-fit"),
        ({"audience": "victim support", "when": "suspected"}, "when-does-not-fit"),
        ({"template": "../secret.docx"}, "template-name"),
        ({"template": "note.dotm"}, "template-name"),
        ({"folder": "5 elsewhere"}, "unknown-folder"),
    ],
)
def test_a_row_that_cannot_work_is_said_in_the_offices_data(changes: Row, code: str) -> None:
    assert [c for c, _ in checked(own_documents=[own().model_dump(mode="json")])] == []
    assert [c for c, _ in checked(own_documents=[own(**changes).model_dump(mode="json")])] == [code]


@pytest.mark.parametrize(
    ("word", "code"), [("Maping sheet", "unknown-document"), ("MASH referral", "demanded-document")]
)
def test_a_document_that_cannot_be_switched_off_is_said_in_the_offices_data(word: str, code: str) -> None:
    assert [c for c, _ in checked(organisation={"not_made": [word]})] == [code]


@pytest.mark.parametrize(
    "changes",
    [{"id": "callum-exampleby"}, {"name": "About Callum Exampleby"}, {"id": "exampleby"}, {"template": "Callum.docx"}],
    ids=["id", "name", "family name", "template"],
)
def test_an_own_document_that_is_called_after_somebody_of_the_case_is_not_made_and_is_not_named(changes: Row) -> None:
    plan = make_plan(ordinary(own("school", **changes), own("school", id="other")))
    assert {job.document.id for job in plan.jobs if job.document.like} == {"own-school-other"}
    [told] = [n for n in plan.not_made if n.reason == HOLDS_A_NAME]
    assert (told.document.id, told.document.name) == ("own-row-1", "Own document 1")
    assert not [name for name in NAMES if name in repr(told)]


@pytest.mark.parametrize(
    "tag",
    ["{{ letter.to|join(subject.accounts) }}", "{{ subject.accounts|join(', ') }}", "{{ letter|upper }}",
     "{{ letter.to|lower }}", "{{ letter|first_capital }}", "{{ letter.to|join(letter) }}"],
)  # fmt: skip
def test_a_filter_writes_out_words_and_never_what_a_program_holds(tag: str) -> None:
    the_case = ordinary(own())
    with pytest.raises(TemplateError, match=r"no words"):
        made(the_case, jobs(the_case)[0], template(tag))


def test_words_joined_and_then_written_large_are_escaped_once() -> None:
    the_case = ordinary(own())
    filled_in = made(the_case, jobs(the_case)[0], template("{{ letter.to|join(' & ')|upper }}"))
    assert "MR O. BOOKBINDER &amp; DESIGNATED" in parts(filled_in)["word/document.xml"].decode()
