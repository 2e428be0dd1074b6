"""What a hunt through random records found: each leak, and each document that was withheld for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casepack import run as running
from casepack.disclosure import Audience
from casepack.documents import DOCUMENTS
from casepack.errors import WithheldError
from casepack.fill import Properties, fill
from casepack.finish import leaks_for
from casepack.inputs import LoadedCase
from casepack.lens import Reader
from casepack.make import REGISTER_XLSX, make
from casepack.mentions import build_book
from casepack.picture import pictured
from casepack.plan import Case, Job
from casepack.planning import make_plan
from casepack.views import View

from . import outsider
from .builders import episode, involvement
from .builders_case import (
    ROOT,
    cast,
    cast_case,
    changed,
    context,
    decision,
    incident,
    job,
    lens,
    one_child,
    planned,
    refused,
    sample_office,
    seen,
    sensitive,
    text_of,
    wide_office,
)

TEMPLATES = ROOT / "templates"
PROPERTIES = Properties(title="A title", subject="A subject", author="A council")
STAMP = {"date": "25 October 2026", "version": "1", "footer_left": "x"}


def text(case: Case, one: Job) -> str:
    """The words of the filled Word file."""
    template = one.document.template(sensitive=case.sensitive)
    filled = pictured(View(context(case, one), STAMP).filled())
    return outsider.word_text(
        fill((TEMPLATES / f"{template}.docx").read_bytes(), filled, name=template, properties=PROPERTIES)
    )


def held_back(case: Case, *documents: str) -> dict[str, list[str]]:
    """The documents that would be withheld, with the reasons; only those of these kinds where any are given."""
    book = build_book(case.record, case.office)
    jobs = [j for j in make_plan(case).jobs if not documents or j.document.id in documents]
    assert jobs
    found = {j.title: leaks_for(case, book, j)(text(case, j)) for j in jobs}
    return {title: reasons for title, reasons in found.items() if reasons}


def routine(**changes: Any) -> Case:
    """The cast with sharing approved, so that every letter is made."""
    return cast_case(incident=incident(routine_sharing_approved_by="SC-01"), **changes)


def named(given: str, family: str) -> Case:
    """The cast with another name for P4, who was suspected at the station; P1 has a concern."""
    people = changed(changed(cast(), "P4", given_name=given, family_name=family), "P1", concern="A worry")
    requests = [{"id": "C1", "kind": "members briefing", "approved_by": "SC-01"}]
    return routine(people=people, requests=requests)


# Services whose name is a clue


def clue(**changes: Any) -> Case:
    support = [{"id": "Q1", "person": "P2", "agency": "harbour", "enquiry": "yes"}]
    return cast_case(support=support, decisions=[decision("P1", "harbour")], **changes)


def test_a_letter_to_a_service_whose_name_is_a_clue_bears_that_name() -> None:
    assert held_back(clue(), "agency-letter", "support-enquiry") == {}


def test_the_team_s_own_papers_say_to_which_service_something_was_told() -> None:
    assert held_back(clue(), "checklist", "disclosure-register") == {}
    assert "Harbour Support" in text_of(seen(clue(), "disclosure-register"))


def test_the_other_readers_still_do_not_learn_of_such_a_service() -> None:
    texts = {
        j.title: text(clue(), j) for j in make_plan(clue()).jobs if j.document.id in {"school-letter", "yjs-letter"}
    }
    assert texts
    assert not [title for title, words in texts.items() if outsider.holds(words, "Harbour")]


def test_the_chair_s_note_names_no_service() -> None:
    case = cast_case(incident=sensitive(), conference={"questions": ["What has Harbour Support seen?"]})
    assert "Harbour" not in text_of(seen(case, "closed-item-note"))


def test_an_enquiry_to_a_service_bears_its_name_also_where_that_tells_the_kind_of_case() -> None:
    isva = {"id": "isva", "kind": "sexual violence adviser", "name": "Sexual violence adviser", "name_is_a_clue": "yes"}
    agencies = [a.model_dump(mode="json") for a in wide_office().agencies]
    case = cast_case(
        wide_office(agencies=[*agencies, isva]),
        incident=sensitive(),
        support=[{"id": "Q1", "person": "P2", "agency": "isva", "enquiry": "yes"}],
        decisions=[decision("P2", "isva")],
    )
    assert held_back(case, "support-enquiry", "checklist", "disclosure-register") == {}


# Fields that were printed as typed


TYPED = "seen with Mateus Grunwick, ZZ1 5GL"
FREE = (
    "gender", "pronouns", "ethnicity", "ethnicity_source", "religion", "first_language", "medical_attention",
    "officer_in_case", "gp", "home_area",
)  # fmt: skip


@pytest.mark.parametrize("field", FREE)
def test_a_name_typed_into_any_answer_about_a_person_is_put_in_other_words(field: str) -> None:
    people = changed(cast(), "P2", concern="A worry", child_in_need="yes", **{field: TYPED})
    case = routine(people=people, decisions=[decision("P2", "mash")])
    assert not outsider.holds(text(case, job(case, "mash-referral", "P2")), "Grunwick")
    assert held_back(case, "mash-referral", "social-care-letter") == {}


@pytest.mark.parametrize("field", ["place", "precision", "railway_details", "cctv"])
def test_a_name_typed_into_an_episode_does_not_stop_the_letter_to_the_railway_police(field: str) -> None:
    rail = episode(railway="yes", force="btp", **{field: "where Orla Penhallow stood"})
    case = routine(episodes=[rail, episode("E2", start="18:10")])
    assert held_back(case, "btp-letter") == {}
    assert not outsider.holds(text(case, job(case, "btp-letter")), "Penhallow")


@pytest.mark.parametrize("field", ["weapons", "drugs_alcohol", "group_size", "online"])
def test_a_name_typed_into_the_incident_does_not_stop_the_conference_summary(field: str) -> None:
    case = cast_case(incident=incident(**{field: "Orla Penhallow saw it"}))
    assert held_back(case, "conference-summary") == {}


def test_a_parent_who_was_told_does_not_stop_the_register() -> None:
    told = {
        "id": "D1",
        "at": "2026-10-24 10:00",
        "to": "mother of {P2}",
        "recipient": "Farida Penhallow",
        "about": ["P2"],
    }
    case = cast_case(
        disclosures=[told | {"how": "rang Farida", "decided_by": "Farida Penhallow", "basis": ["Farida agreed"]}]
    )
    assert held_back(case, "disclosure-register") == {}
    assert "Farida" not in text_of(seen(case, "disclosure-register"))


# Names inside what looked like the name of a worker


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"officer_in_case": "PC 0000 Fable, Mateus was with him"}, id="a sentence about the officer"),
        pytest.param({"officer_in_case": "PC Fable; asked Grunwick, Mateus near the park"}, id="after a semicolon"),
    ],
)
def test_a_name_beside_the_officer_s_is_no_officer_s_name(typed: dict[str, str]) -> None:
    people = changed(cast(), "P1", **typed)
    account = "{P2} was kicked while Mateus was with him. Mateus near the park."
    parts = [involvement("A1", "P2", "harmed", account=account), involvement("A2", "P4", "suspect")]
    case = routine(people=people, involvements=parts)
    assert not outsider.holds(text(case, job(case, "school-letter", "P2")), "Mateus")


def test_a_worker_s_title_and_a_child_s_family_name_are_not_taken_for_the_worker_alone() -> None:
    support = [{"id": "Q1", "person": "P1", "agency": "csc", "worker": "Miss Penhallow"}]
    case = cast_case(support=support)
    assert "the name of P2" in " ".join(lens(case, Audience.SCHOOL, "P1").leaks("Miss Penhallow was there"))


def test_a_worker_of_the_same_family_name_keeps_their_own() -> None:
    support = [{"id": "Q1", "person": "P1", "agency": "csc", "worker": "Jane Penhallow, social worker"}]
    case = cast_case(support=support)
    assert lens(case, Audience.SCHOOL, "P1").leaks("Jane Penhallow rang back") == []


# Somebody else who must be identified


def needed(**changes: Any) -> Case:
    people = changed(changed(cast(), "P2", concern="A worry"), "P1", nhs_number="9991234567", upn="X123456789012")
    why: dict[str, Any] = {"others_needed": ["P1"], "why_others": "They live close by."}
    return cast_case(people=people, decisions=[decision("P2", "mash", **why)], **changes)


@pytest.mark.parametrize("number", ["9991234567", "X123456789012"])
def test_whoever_else_must_be_identified_is_named_without_their_numbers(number: str) -> None:
    name = str(cast()[0]["given_name"])
    assert outsider.holds(text(needed(), job(needed(), "mash-referral", "P2")), name)
    reader = {"others_needed": frozenset({"P1"})}
    assert lens(needed(), Audience.MASH, "P2", **reader).leaks(f"Number {number}") == ["an official number of P1"]


def test_in_a_sensitive_incident_no_other_child_is_named_on_the_form() -> None:
    case = needed(incident=sensitive())
    assert seen(case, "mash-referral", "P2")["others"] == []
    assert held_back(case, "mash-referral") == {}


def test_an_official_number_among_the_ways_to_make_contact_is_no_telephone_number() -> None:
    people = changed(changed(cast(), "P1", nhs_number="9991234567"), "P2", contact_via="aunt, 9991234567")
    case = cast_case(people=people)
    assert lens(case, Audience.MASH, "P2").leaks("Ring 9991234567") == ["an official number of P1"]


def test_a_birthday_among_the_ways_to_make_contact_is_no_telephone_number() -> None:
    people = changed(changed(cast(), "P1", date_of_birth="2010-11-28"), "P2", contact_via="aunt (28.11.10)")
    assert lens(cast_case(people=people), Audience.MASH, "P2").leaks("28.11.10") == ["the date of birth of P1"]


# The workbook of the register


def test_the_register_s_workbook_is_kept_back_with_the_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finished(_case: Case, _book: Any, one: Job, *_rest: Any) -> dict[str, bytes]:
        if one.document.id == "disclosure-register":
            raise WithheldError("Disclosure register holds the name of P1.")
        return {extension: b"made" for extension in one.document.formats}

    monkeypatch.setattr(running, "finished_bytes", finished)
    result = make(LoadedCase(cast_case(), tmp_path, tmp_path, "", "", ()), tmp_path / "out")
    assert [line.title for line in result.withheld] == ["Disclosure register"]
    assert not list((tmp_path / "out").rglob(REGISTER_XLSX))


# Sensitive incidents


def sensitive_letter(as_of: str = "2026-10-25 12:10", **changes: Any) -> Case:
    return cast_case(
        as_of=as_of,
        decisions=[decision("P2", "SCH1", may_be_told="{P2} may need support.")],
        **{"incident": sensitive(), **changes},
    )


def test_a_letter_written_on_the_day_it_happened_may_bear_its_own_date() -> None:
    case = sensitive_letter("2026-10-23 22:00")
    assert leaks(case)("Date 23 October 2026") == []
    assert leaks(case)("It happened at Brackwater station.") == ["when or where it happened"]


def leaks(case: Case) -> Any:
    """What gives away anything in the letter about P2."""
    return leaks_for(case, build_book(case.record, case.office), job(case, "school-letter", "P2"))


def test_on_any_other_day_the_day_it_happened_still_stops_the_letter() -> None:
    assert leaks(sensitive_letter())("Date 23 October 2026") == ["when or where it happened"]


def test_a_reason_in_everyday_words_does_not_stop_every_letter() -> None:
    why = "A young person told the school that something happened; police and social care are involved."
    case = sensitive_letter(incident=sensitive(sensitive_reason=why))
    assert held_back(case, "school-letter") == {}


@pytest.mark.parametrize("words", ["A sexual offence", "It was indecent", "Grooming was reported", "raped"])
def test_the_kind_of_case_still_stops_a_letter(words: str) -> None:
    case = sensitive_letter(incident=sensitive(sensitive_reason="Grooming of a pupil"))
    assert leaks(case)(words) == ["what kind of case it is"]


def test_a_letter_to_the_school_where_it_happened_may_bear_the_school_s_name() -> None:
    rows = [episode(place="Example School SCH1"), episode("E2", start="18:10", place="Example School SCH1")]
    assert held_back(sensitive_letter(episodes=rows), "school-letter") == {}


def rail(**changes: Any) -> Case:
    rows = [episode(railway="yes", force="btp", police_reference=None), episode("E2", start="18:10")]
    people = changed(cast(), "P4", date_of_birth=None)
    return cast_case(incident=sensitive(), episodes=rows, people=people, **changes)


def test_in_a_sensitive_incident_the_railway_police_are_asked_as_the_police_who_investigate() -> None:
    case = rail(decisions=[decision("P4", "btp")])
    assert ("", "btp") in planned(make_plan(case), "details-request")
    assert held_back(case, "details-request") == {}


def test_in_a_sensitive_incident_the_railway_police_are_told_of_one_child_at_a_time_and_of_the_railway_only() -> None:
    plan = make_plan(rail(decisions=[decision("P4", "btp"), decision("P3", "btp")]))
    assert planned(plan, "agency-letter") == {("P4", "btp")}
    assert ("P3", "btp") in refused(plan, "agency-letter")


# Names that are also the words of the papers


NAMES = (
    "School Page", "Reply Dear", "Early Help", "Social Care", "Safe Child", "Case Ward", "Day Park", "Hill Will",
    "May Rose", "Mark Day", "Young Young", "Office Police", "Group Hill", "Kit Conference", "Draft Date",
    "Hope Street", "Christian English",
    "Lead Chair", "Harm Hurt", "Ng O", "Jo Li", "Llŷr ap-Rhys", "D'Arcy O'Neill-Smith", "Other Family",
    "Beatrix Canto", "Olive Bookbinder", "Kestrel Parade", "Brackwater Marlhaven", "Safer Example", "Penhallow Orla",
    "Callum Penhallow", "PAGE WITNESS",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_name_stops_the_papers_because_they_use_the_same_word(name: str) -> None:
    given, family = name.split(" ")
    assert held_back(named(given, family)) == {}


NOT_OF_A_CASE = {"house", "conference-pack", "conference-extracts"}
"""Templates of papers over several cases: see `tests/test_conference_pack.py`."""


@pytest.mark.parametrize("template", sorted({p.stem for p in TEMPLATES.glob("*.docx")} - NOT_OF_A_CASE))
def test_the_words_of_a_template_name_nobody_whoever_is_called_by_one_of_them(template: str) -> None:
    """Every word with a capital and five letters or more becomes somebody's family name, but for two labels.

    Straight behind "Name", and before a colon, nothing but a name can be told from a label.
    """
    said = outsider.word_text((TEMPLATES / f"{template}.docx").read_bytes()).replace("Type here", "\n")
    said = re.sub(r"\{[{%#].*?[}%#]\}", "\n", said, flags=re.DOTALL)
    [kind] = [d for d in DOCUMENTS.values() if template in {d.id, d.restricted_template}]
    for word in sorted(set(re.findall(r"\b[A-Z][a-z]{4,}\b", said)) - {"Relationship", "Confidential"}):
        the_case = one_child(family_name=word)
        nobody = replace(make_plan(the_case).jobs[0], document=kind, reader=Reader(Audience.RESIDENTS))
        assert leaks_for(the_case, build_book(the_case.record, the_case.office), nobody)(said) == [], word


def test_a_name_that_is_a_word_of_the_papers_is_still_found_where_it_is_a_name() -> None:
    case = named("Early", "Reply")
    seen_by = lens(case, Audience.SCHOOL, "P2")
    for words in ("She was kicked by Early.", "with Early Reply", "Early kicked her", "Reply's brother", "Miss Reply"):
        assert seen_by.leaks(words) == ["the name of P4"], words


def test_the_family_name_of_another_child_is_found_beside_the_town_of_the_same_name() -> None:
    case = named("Mateus", "Brackwater")
    book = build_book(case.record, case.office)
    found = leaks_for(case, book, job(case, "school-letter", "P2"))
    assert found("Example School SCH1\nBrackwater") == []
    assert found("She was kicked by Brackwater.") == ["the name of P4"]


@pytest.mark.parametrize(
    ("attending", "expected"),
    [
        pytest.param([], "This is about another school too.", id="nobody's school"),
        pytest.param(["mash"], "This is about another school too.", id="an agency is to be there"),
        pytest.param(["SCH1"], "This is about Holmbeck too.", id="the school itself is to be there"),
    ],
)
def test_the_note_to_the_chair_tells_of_no_pupils_school_but_of_who_is_to_be_there(
    attending: list[str], expected: str
) -> None:
    conference = {"questions": ["This is about Holmbeck too"], "closed_item_attendees": attending}
    case = cast_case(sample_office(), incident=sensitive(), conference=conference)
    assert seen(case, "closed-item-note")["questions"] == [expected]
    assert held_back(case, "closed-item-note") == {}


def test_a_service_that_is_to_be_there_stands_in_the_note_to_the_chair() -> None:
    helped = [{"id": "Q1", "person": "P1", "agency": "harbour"}]
    conference = {"closed_item_attendees": ["harbour"]}
    case = cast_case(sample_office(), incident=sensitive(), conference=conference, support=helped)
    assert held_back(case, "closed-item-note") == {}
    assert "Harbour" in text_of(seen(case, "closed-item-note")["attendees"])
