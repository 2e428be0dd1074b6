"""What a template may print: complete, plain, and nothing that its reader may not know."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from casepack.contact import safe_numbers
from casepack.drawn import Drawing
from casepack.lens import Lens
from casepack.mentions import build_book
from casepack.plan import Case, Job
from casepack.planning import make_plan
from casepack.record import Carer, Person, Role
from casepack.values import YesNo
from casepack.views import View, lead_for, lens_for, year_number
from casepack.views_register import told_words

from .builders import involvement, lead, school
from .builders_case import (
    cast,
    cast_case,
    changed,
    context,
    decision,
    incident,
    job,
    lens,
    one_child,
    oracle,
    referral,
    sample,
    seen,
    sensitive,
    strings,
    text_of,
    view_hash,
    wide_office,
)

SAMPLES = {"ordinary": "2026-10-25 12:10", "sensitive": "2026-03-30 17:30"}


def every_job() -> list[Any]:
    return [
        pytest.param(name, j, id=f"{name}: {j.title}")
        for name, as_of in SAMPLES.items()
        for j in make_plan(sample(name, as_of)).jobs
    ]


EVERY_JOB = every_job()


# Nobody who is not named


def folded(text: str) -> str:
    """Letters and digits only, without case and accents, a space at each end and between words."""
    plain = unicodedata.normalize("NFKD", text.replace("Ł", "L").replace("ł", "l").casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’")
    return f" {' '.join(re.findall(r'[a-z0-9]+', plain))} "


def facts_of(person: Person) -> Iterator[tuple[str, str]]:
    """What gives the person away, each with the letter of the table that it needs."""
    for name in (person.given_name, person.family_name, person.known_as, *person.other_names):
        if name:
            yield "N", name
    if isinstance(person.date_of_birth, date):
        yield "D", f"{person.date_of_birth.day} {person.date_of_birth:%B %Y}"
        yield "D", person.date_of_birth.isoformat()
    for part in (person.address or "").split(",")[:2]:
        if re.search(r"\d", part):
            yield "A", part
    if person.postcode:
        yield "A", person.postcode
    for number in (person.phone, person.contact_via_phone):
        if number:
            yield "C", number
    if person.email:
        yield "C", person.email


def public(the_case: Case) -> str:
    """Names, numbers and places that belong to offices, not to people in the case."""
    agencies = [a for a in the_case.office.agencies if a.name_is_a_clue is not YesNo.YES]
    texts = [a.phone or "" for a in agencies] + [b.phone or "" for b in the_case.record.businesses]
    return folded(" ".join(texts))


def may_know(sight: Lens, person: Person, letter: str, fact: str) -> bool:
    letters = sight.letters(person.id)
    if letter == "A" and person.address_protected is YesNo.YES:
        return False
    if letter == "C" and "C" not in letters:
        return "c" in letters and fact in safe_numbers(sight.record, person.id)
    return letter in letters


def unknown_facts(the_case: Case, sight: Lens) -> Iterator[tuple[str, str]]:
    """Every fact of the record that this reader may know of nobody, with whose it is."""
    people, known = the_case.record.people, set()
    for person in people:
        known |= {folded(fact) for letter, fact in facts_of(person) if may_know(sight, person, letter, fact)}
    for person in people:
        for _, fact in facts_of(person):
            if folded(fact) not in known and folded(fact) not in public(the_case):
                yield person.id, fact
    schools = {p.school for p in people if "s" in sight.letters(p.id)} | {sight.reader.school}
    if sight.reader.audience.value not in {"office", "mapping"}:  # schools as places on the map
        for person in people:
            place = the_case.office.school(person.school)
            if place and place.id not in schools:
                yield from ((person.id, name) for name in (place.name, *place.also_written))
    names = {folded(n) for p in people for n in (p.family_name or "",) if sight.named(p.id)}
    for carer in the_case.record.carers:
        if not carer_known(sight, carer):
            words = [w for w in carer.name.split() if folded(w) not in names]
            yield from ((carer.people[0], fact) for fact in (*words, carer.phone, carer.email) if fact)


def carer_known(sight: Lens, carer: Carer) -> bool:
    """Full contact of any of the children, or safe contact that goes through this carer."""
    for child in carer.people:
        through = (sight.record.person(child).contact_via or "").casefold()
        said = (carer.relationship or "?").casefold().split(" (")[0]
        if "C" in sight.letters(child) or ("c" in sight.letters(child) and through == said):
            return True
    return False


def of_office(the_job: Job) -> bool:
    return the_job.document.id in {"checklist", "disclosure-register"}


@pytest.mark.parametrize(("name", "the_job"), EVERY_JOB)
def test_no_view_holds_a_fact_about_anybody_that_its_reader_may_not_know(name: str, the_job: Job) -> None:
    the_case = sample(name, SAMPLES[name])
    sight = lens_for(the_case, build_book(the_case.record, the_case.office), the_job)
    lines = [folded(text) for text in strings(context(the_case, the_job))]
    unknown = list(unknown_facts(the_case, sight))
    assert unknown
    staff = folded(" ".join([*(o.name for o in the_case.office.officers), *(m.name for m in the_case.office.members)]))
    found = [
        (person, fact)
        for person, fact in unknown
        if folded(fact) not in staff and any(folded(fact) in line for line in lines)
    ]
    assert found == []


@pytest.mark.parametrize(("name", "the_job"), EVERY_JOB)
def test_the_products_own_proof_finds_nothing_in_any_view(name: str, the_job: Job) -> None:
    the_case = sample(name, SAMPLES[name])
    sight = lens_for(the_case, build_book(the_case.record, the_case.office), the_job)
    assert sight.leaks(text_of(context(the_case, the_job))) == []


@pytest.mark.parametrize(
    "rule", oracle("ordinary")["must_never_contain"], ids=lambda r: f"{r['documents'][0]} {r.get('person', '')}"
)
def test_no_view_of_the_ordinary_sample_holds_what_the_oracle_forbids(rule: dict[str, Any]) -> None:
    the_case = sample("ordinary", SAMPLES["ordinary"])
    jobs = [j for j in make_plan(the_case).jobs if j.document.id in rule["documents"]]
    if rule["documents"] == ["every outward document"]:
        jobs = [j for j in make_plan(the_case).jobs if not of_office(j)]
    jobs = [j for j in jobs if rule.get("school", j.recipient) == j.recipient]
    jobs = [j for j in jobs if rule.get("person", j.subject) == j.subject]
    for the_job in jobs:
        own = the_case.record.person(the_job.subject) if the_job.subject.startswith("P") else None
        mine = folded(" ".join(fact for _, fact in facts_of(own))) if own else ""
        lines = [folded(text) for text in strings(context(the_case, the_job))]
        words = [w for w in rule["words"] if folded(w) not in mine]
        assert [w for w in words if any(folded(w) in line for line in lines)] == []


@pytest.mark.parametrize(("name", "the_job"), EVERY_JOB)
def test_a_view_holds_plain_values_only(name: str, the_job: Job) -> None:
    view = View(context(sample(name, SAMPLES[name]), the_job), {}).filled()
    odd: list[str] = []

    def walk(value: Any, place: str) -> None:
        if type(value) is dict:
            odd.extend(f"{place}: {key!r}" for key in value if type(key) is not str)
            for key, inner in value.items():
                walk(inner, f"{place}.{key}")
        elif type(value) is list:
            for inner in value:
                walk(inner, place)
        elif type(value) not in {str, bool, Drawing}:
            odd.append(f"{place}: {type(value).__name__}")

    walk(view, "")
    assert odd == []
    assert json.loads(json.dumps(view)) == view


@pytest.mark.parametrize(("name", "the_job"), EVERY_JOB)
def test_no_view_holds_a_token_or_a_word_of_the_machine(name: str, the_job: Job) -> None:
    texts = list(strings(context(sample(name, SAMPLES[name]), the_job)))
    assert [t for t in texts if t in {"None", "nan", "()", "[]"} or re.search(r"\{[^}]*\}|YesNo|Role\.|None,", t)] == []


@pytest.mark.parametrize(
    "the_job", [p.values[1] for p in EVERY_JOB if p.values[0] == "sensitive"], ids=lambda j: j.title
)
def test_no_view_of_a_sensitive_case_holds_more_than_the_category_and_that_for_the_front_door_only(
    the_job: Job,
) -> None:
    text = text_of(context(sample("sensitive", SAMPLES["sensitive"]), the_job)).casefold()
    told = {"mash-referral", "disclosure-register"}  # the register repeats what the officer recorded as told before
    assert ("sexual offence" in text) is (the_job.document.id in told)
    assert "thistledown green" not in text


# Dual roles, siblings, one school


def test_two_letters_to_one_school_do_not_refer_to_each_other() -> None:
    the_case = cast_case()
    suspect = text_of(seen(the_case, "school-letter", "P1"))
    harmed = text_of(seen(the_case, "school-letter", "P2"))
    assert "Tobias is reported to have kicked another young person." in suspect
    assert "Orla is reported to have been kicked by another young person." in harmed
    assert not re.search(r"Orla|Penhallow|Mateus", suspect)
    assert not re.search(r"Tobias|Sampleford|Finn", harmed)
    assert "same school" not in (suspect + harmed)


def test_the_letters_about_siblings_do_not_name_the_other_or_the_other_school() -> None:
    the_case = cast_case()
    sister = text_of(seen(the_case, "school-letter", "P2"))
    brother = text_of(seen(the_case, "school-letter", "P3"))
    assert not re.search(r"Finn|SCH2", sister)
    assert not re.search(r"Orla|SCH1", brother)


def test_victim_support_is_told_the_crime_done_to_somebody_and_not_the_one_they_are_suspected_of() -> None:
    rows = [{**row, "short": "robbery"} if row["id"] == "A1" else row for row in cast_case_parts()]
    view = seen(cast_case(referrals=[referral("P1", "vs")], involvements=rows), "victim-support-referral")
    assert view["case"]["types"] == "Robbery"
    assert view["case"]["police_references"] == "BTP-0417"
    assert not re.search(r"(?i)suspect|kicked|Kestrel|4726", text_of(view))


def cast_case_parts() -> list[dict[str, Any]]:
    return [row.model_dump(mode="json", exclude_none=True) for row in cast_case().record.involvements]


def test_the_railway_letter_tells_of_the_railway_episode_only() -> None:
    view = seen(cast_case(), "btp-letter")
    assert [e["reference"] for e in view["episodes"]] == ["BTP-0417"]
    assert [p["id"] for p in view["people"]] == ["P1", "P4"]
    assert not re.search(r"Kestrel|kicked|Orla|Finn|4726", text_of(view))


def test_the_youth_justice_letter_gives_the_harmed_in_bands_and_no_reference_of_where_he_was_hurt_himself() -> None:
    view = seen(cast_case(), "yjs-letter", "P1")
    assert view["harm"] == ["A young person aged 13 to 15"]
    assert view["case"]["police_references"] == "SMP-4726"
    assert view["child"]["also_hurt"] is True
    assert "punched" not in text_of(view)


@pytest.mark.parametrize(
    ("changes", "against", "band"),
    [
        ({"date_of_birth": "2017-01-01"}, "P2", "A young person under 10"),
        ({"date_of_birth": "2014-01-01"}, "P2", "A young person aged 10 to 12"),
        ({"date_of_birth": "2009-01-01"}, "P2", "A young person aged 16 to 17"),
        ({"date_of_birth": "not known"}, "P2", "A young person"),
        ({"kind": "adult", "date_of_birth": None}, "P2", "An adult"),
        ({}, "B1", "A business or property"),
    ],
)
def test_whoever_was_harmed_is_a_band_to_the_youth_justice_service(
    changes: dict[str, Any], against: str, band: str
) -> None:
    rows = [{**row, "against": [against]} if row["id"] == "A3" else row for row in cast_case_parts()]
    the_case = cast_case(people=changed(cast(), "P2", **changes), involvements=rows)
    assert seen(the_case, "yjs-letter", "P1")["harm"] == [band]


def test_under_10s_are_worded_as_present_in_letters_to_school_and_front_door() -> None:
    the_case = one_child(role="suspect", date_of_birth="2017-04-30")
    pupil = seen(the_case, "school-letter")["pupil"]
    referred = seen(the_case, "mash-referral")
    assert (pupil["present"], pupil["suspected"]) == (True, False)
    assert (referred["child"]["present"], referred["child"]["suspected"]) == (True, False)
    assert "Under 10 when it happened." in referred["concerns"]


def test_the_youth_information_service_is_told_neither_part_nor_facts() -> None:
    view = seen(cast_case(referrals=[referral("P1", "fio", needs=["confidence"])]), "youth-information-referral")
    assert view["referral"]["needs"] == ["Confidence"]
    assert not {"accounts", "suspected", "harmed", "date_of_birth", "address", "school"} & set(view["person"])
    assert "case" not in view


# Conference


def test_the_conference_gets_codes_for_the_harmed_a_count_of_witnesses_and_names_of_the_suspected() -> None:
    view = seen(cast_case(), "conference-summary")
    assert [x["name"] for x in view["suspected"]] == ["Tobias Sampleford", "Mateus Grunwick"]
    assert [x["code"] for x in view["harmed"]] == ["H1", "H2"]
    assert view["witnesses"] == "1"
    assert not re.search(r"Orla|Penhallow|Finn", text_of(view))


def test_the_conference_cannot_tell_who_the_harmed_are_from_what_it_reads_of_the_suspected() -> None:
    people = changed(
        cast(), "P1", wishes="Wants to move", concern="He was also hurt", loss="phone", repeat_victim="yes"
    )
    view = seen(cast_case(people=people), "conference-summary")
    tobias = view["suspected"][0]
    assert [a["text"] for a in tobias["accounts"]] == ["Tobias is reported to have kicked young person H2."]
    assert (tobias["suspected"], tobias["harmed"]) == (True, False)
    assert tobias["wishes"] == "Not recorded"
    assert view["harmed"][0]["wishes"] == "Wants to move"
    assert not re.search(r"\bH1\b|hurt|punched|phone", text_of(tobias))
    assert not re.search(r"Tobias|Sampleford", text_of(view["harmed"][0]))


def test_the_conference_reads_of_a_child_under_10_as_present() -> None:
    view = seen(one_child(role="suspect", date_of_birth="2017-04-30"), "conference-summary")
    assert view["suspected"] == []
    assert view["children_present"] == ["Tobias Sampleford: Tobias was there."]


# The team's own papers


@pytest.mark.parametrize("document", ["checklist", "disclosure-register"])
def test_the_teams_own_papers_hold_codes_only(document: str) -> None:
    rows = [decision("P1", "SCH1", "hold", why="Orla and {P4} are at the same school")]
    said = incident(title="Group incident", link_reason="Finn was hurt before", linked_cases=["MSC-2026-0388"])
    text = text_of(seen(cast_case(decisions=rows, incident=said), document))
    assert "P2 and P4 are at the same school" in text
    assert not re.search(r"Tobias|Sampleford|Orla|Penhallow|Finn|Mateus|Grunwick|Farida", text)


def test_the_checklist_of_a_sensitive_case_does_not_say_what_kind_of_incident_it_is() -> None:
    said = sensitive(for_partners="A safeguarding incident.")
    assert seen(cast_case(incident=said), "checklist")["case"] == {"title": "Incident"}


@pytest.mark.parametrize(
    ("audience", "changes", "words"),
    [
        (
            "school",
            {},
            "name, date of birth, school, part in neutral words, a brief account and that support is in place",
        ),
        ("youth information", {}, "name, age or year group, safe contact and how to communicate"),
        ("members", {}, "nothing"),
    ],
)
def test_the_register_says_what_was_told(audience: str, changes: dict[str, Any], words: str) -> None:
    assert told_words(lens(one_child(**changes), audience, "P1", agreed=True), "P1") == words


def test_the_register_does_not_claim_that_a_protected_address_was_told_and_names_special_categories() -> None:
    told = told_words(lens(one_child(address_protected="yes"), "mash", "P1"), "P1")
    assert "address" not in told
    assert "ethnicity and religion, health, disability and special educational needs and how to communicate" in told
    assert "address" in told_words(lens(one_child(), "mash", "P1"), "P1")


def test_the_register_gives_the_basis_that_stands_in_the_letter() -> None:
    the_case = sample("ordinary", SAMPLES["ordinary"])
    letter = seen(the_case, "btp-letter")["basis"]
    text = text_of(seen(the_case, "disclosure-register"))
    assert len(letter) == 3
    assert " ".join(letter) in text


# Legal bases


@pytest.mark.parametrize(
    "the_job", [p.values[1] for p in EVERY_JOB if p.values[0] == "ordinary"], ids=lambda j: j.title
)
def test_section_115_is_claimed_only_towards_authorities(the_job: Job) -> None:
    the_case = sample("ordinary", SAMPLES["ordinary"])
    if of_office(the_job):
        return
    basis = " ".join(context(the_case, the_job).get("basis", []))
    authorities = {"mash-referral", "social-care-letter", "yjs-letter"}
    police = the_job.document.id == "details-request" and the_job.recipient == "police"
    assert ("section 115" in basis) is (the_job.document.id in authorities or police)
    assert "consent" not in basis.casefold()


@pytest.mark.parametrize(
    "the_job", [p.values[1] for p in EVERY_JOB if p.values[0] == "ordinary"], ids=lambda j: j.title
)
def test_the_basis_for_suspected_offences_stands_just_where_somebody_is_called_suspected(the_job: Job) -> None:
    view = context(sample("ordinary", SAMPLES["ordinary"]), the_job)
    people = [view[k] for k in ("pupil", "child", "person") if k in view] + view.get("people", [])
    if not people:
        return
    suspected = view.get("suspected") is True or any(p.get("suspected") for p in people)
    assert any("Article 10" in line for line in view["basis"]) is suspected


def test_a_reader_whose_basis_nobody_has_recorded_gets_a_line_that_says_so() -> None:
    assert seen(cast_case(), "school-letter", "P1")["basis"] == [
        "The basis is not recorded in the office's data: ask the data protection officer before sending."
    ]


# What the family knows, decisions, others


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        pytest.param({"family_told": "yes"}, "told", id="told"),
        pytest.param({"family_told": "no"}, "not told", id="not told"),
        pytest.param({"family_told": "not known"}, "not known", id="not known"),
        pytest.param({"family_told": "not asked"}, "not known", id="not asked"),
        pytest.param({}, "not known", id="not recorded"),
    ],
)
def test_a_letter_says_whether_the_family_knows_of_this_sharing(changes: dict[str, Any], state: str) -> None:
    the_case = cast_case(decisions=[decision("P1", "SCH1", **changes)])
    assert seen(the_case, "school-letter", "P1")["family"] == {"state": state, "why": ""}


@pytest.mark.parametrize(("answer", "printed"), [("yes", "Yes"), ("not asked", "Not asked"), (None, "Not recorded")])
def test_a_mash_referral_says_whether_the_family_has_agreed(answer: str | None, printed: str) -> None:
    the_case = cast_case(decisions=[decision("P1", "mash", family_agreed=answer)])
    assert seen(the_case, "mash-referral", "P1")["family"]["agreed"] == printed


def test_why_the_family_was_not_told_goes_only_to_readers_of_the_support_plan() -> None:
    why = {"family_told": "no", "why_family_not_told": "Visit of {P2} on Monday"}
    rows = [decision("P1", "SCH1", **why), decision("P1", "mash", **why), decision("P1", "yjs", **why)]
    the_case = cast_case(decisions=rows)
    assert seen(the_case, "school-letter", "P1")["family"]["why"] == ""
    assert seen(the_case, "mash-referral", "P1")["family"]["why"] == "Visit of another young person on Monday"
    assert seen(the_case, "yjs-letter", "P1")["family"]["why"] == "Visit of another young person on Monday"


def test_the_level_and_the_way_of_a_decision_are_rewritten_like_any_other_text() -> None:
    rows = [decision("P1", "mash", level="assessment of {P1} and {P2}", how="ring Orla Penhallow first")]
    found = seen(cast_case(decisions=rows), "mash-referral", "P1")["decision"]
    assert found["level"] == "Assessment of Tobias and another young person"
    assert found["how"] == "Ring another young person first"


def test_others_are_identified_to_the_front_door_only_with_a_reason() -> None:
    needed: dict[str, Any] = {"others_needed": ["P2"], "why_others": "Same household"}
    with_reason = seen(cast_case(decisions=[decision("P1", "mash", **needed)]), "mash-referral", "P1")
    without = seen(cast_case(decisions=[decision("P1", "mash", others_needed=["P2"])]), "mash-referral", "P1")
    assert with_reason["others"] == [{"name": "Orla Penhallow", "id": "P2"}]
    assert with_reason["why_others"] == "Same household"
    assert without["others"] == []
    assert "Orla" not in text_of(without)


def test_special_categories_reach_a_school_only_where_the_decision_says_that_it_needs_them() -> None:
    people = changed(cast(), "P1", injury="cut lip", communication_needs="Short sentences", ethnicity="White Irish")
    needed = cast_case(people=people, decisions=[decision("P1", "SCH1", special_needed="yes")])
    not_needed = cast_case(people=people, decisions=[decision("P1", "SCH1")])
    told = seen(needed, "school-letter", "P1")["pupil"]
    assert (told["injury"], told["communication_needs"]) == ("Cut lip", "Short sentences")
    assert "White Irish" not in text_of(told)
    assert not re.search(r"(?i)cut lip|Short sentences|White Irish", text_of(seen(not_needed, "school-letter", "P1")))


def test_a_linked_case_is_told_only_in_a_document_about_that_very_person() -> None:
    linked = incident(linked_cases=["MSC-2026-0388"], link_reason="{P2} was also harmed there")
    rows = [decision("P1", "mash"), decision("P2", "mash")]
    the_case = cast_case(incident=linked, decisions=rows)
    assert seen(the_case, "mash-referral", "P2")["linked"] == "MSC-2026-0388: Orla was also harmed there."
    assert seen(the_case, "mash-referral", "P1")["linked"] == ""


def test_who_agreed_to_a_referral_is_not_named_to_a_service_that_may_not_know_carers() -> None:
    the_case = cast_case(referrals=[referral("P2", "vs", agreed_by="Farida Penhallow (mother)")])
    assert "Farida" not in text_of(seen(the_case, "victim-support-referral"))


def test_a_letter_about_a_sensitive_case_holds_only_the_words_that_the_decision_allows() -> None:
    rows = [decision("P2", "SCH1", may_be_told="{P2} may need support. The police are involved.")]
    the_case = cast_case(incident=sensitive(instructions=["Nobody asks what happened."]), decisions=rows)
    view = seen(the_case, "school-letter", "P2")
    assert view["told"] == "Orla may need support. The police are involved."
    assert view["pupil"].keys() <= {"id", "child", "name", "first_name", "other_names"}
    assert not re.search(r"October|Brackwater station|Kestrel|sexual|Tobias|2012", text_of(view))


def test_a_draft_says_so_and_a_document_that_may_be_sent_does_not() -> None:
    the_case = cast_case(decisions=[decision("P1", "SCH1")])
    assert seen(the_case, "school-letter", "P1")["doc"]["draft"] == ""
    assert seen(the_case, "school-letter", "P2")["doc"]["draft"] == "Draft, not approved for sending"


# Safeguarding leads


ALL_THROUGH = wide_office(
    schools=[school("SCH1"), school("SCH2")],
    safeguarding_leads=[
        lead(name="Mrs P. Colophon", role="Deputy", deputy="yes"),
        lead(name="Mrs P. Colophon", year_from=0, year_to=6),
        lead(name="Mr O. Bookbinder", year_from=7, year_to=11),
    ],
)


@pytest.mark.parametrize(
    ("year", "name", "role"),
    [
        ("Reception", "Mrs P. Colophon", "Designated Safeguarding Lead"),
        ("Year 5", "Mrs P. Colophon", "Designated Safeguarding Lead"),
        ("Year 7", "Mr O. Bookbinder", "Designated Safeguarding Lead"),
        ("Year 11", "Mr O. Bookbinder", "Designated Safeguarding Lead"),
        ("Year 5, 2 days a week", "Mrs P. Colophon", "Designated Safeguarding Lead"),
        ("Year 12", "Mrs P. Colophon", "Deputy"),
    ],
)
def test_an_all_through_school_has_its_lead_chosen_by_year_group(year: str, name: str, role: str) -> None:
    found = lead_for(one_child(ALL_THROUGH), ALL_THROUGH.schools[0], year)
    assert found is not None
    assert (found.name, found.role) == (name, role)


@pytest.mark.parametrize("year", [None, "not known"])
def test_where_the_year_is_not_known_a_lead_and_not_a_deputy_is_chosen(year: str | None) -> None:
    found = lead_for(one_child(ALL_THROUGH), ALL_THROUGH.schools[0], year)
    assert found is not None
    assert found.role == "Designated Safeguarding Lead"


def test_a_school_without_a_recorded_lead_is_written_to_by_role() -> None:
    view = seen(one_child(wide_office(safeguarding_leads=[])), "school-letter")
    assert lead_for(one_child(ALL_THROUGH), ALL_THROUGH.schools[1], "Year 8") is None
    assert view["letter"]["to"][0] == view["letter"]["greeting"] == "The Designated Safeguarding Lead"


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("Year 11", 11),
        ("Y9", 9),
        ("Reception", 0),
        ("Year 10/11", 10),
        ("Year 5 (3 days)", 5),
        ("nursery", None),
        (None, None),
    ],
)
def test_a_year_group_is_read_as_its_number(typed: str | None, year: int | None) -> None:
    assert year_number(typed) == year


# Fingerprints


@pytest.mark.parametrize("document", ["school-letter", "mash-referral", "yjs-letter"])
def test_a_later_run_of_the_same_record_discloses_the_same(document: str) -> None:
    early = sample("ordinary", "2026-10-24 10:00")
    late = sample("ordinary", "2026-10-25 12:10")
    assert view_hash(early, document, "P1") == view_hash(late, document, "P1")


def test_the_date_and_the_version_of_a_document_are_no_part_of_its_fingerprint() -> None:
    what = seen(cast_case(), "school-letter", "P1")
    assert View(what, {"date": "25 October 2026", "version": "1"}).hash() == View(what, {}).hash()
    assert View(what, {"date": "25 October 2026"}).filled()["doc"]["date"] == "25 October 2026"


@pytest.mark.parametrize("document", ["checklist", "conference-summary"])
@pytest.mark.parametrize(
    ("then", "same"),
    [("2026-11-23 09:01", True), ("2026-11-23 14:00", False), ("2026-11-24 09:00", False)],
    ids=["a minute later", "hours later, when overdue by more of them", "the next day"],
)
def test_the_minute_as_at_which_a_paper_was_made_is_printed_and_no_part_of_its_fingerprint(
    document: str, then: str, same: bool
) -> None:
    first, later = (
        context(one, job(one, document)) for one in (sample("ordinary", "2026-11-23 09:00"), sample("ordinary", then))
    )
    assert (View(first, {}).hash() == View(later, {}).hash()) is same
    assert View(first, {}).filled()["timeline"] != View(later, {}).filled()["timeline"]
    assert {type(text) for text in strings(View(first, {}).filled())} <= {str, Drawing}


@pytest.mark.parametrize(
    ("who", "changes", "same"),
    [
        pytest.param("P2", {"phone": "07700 900199"}, True, id="the victim's phone"),
        pytest.param("P2", {"address": "1 Other Road"}, True, id="the victim's address"),
        pytest.param("P2", {"given_name": "Olwen"}, True, id="the victim's name"),
        pytest.param("P2", {"school": "SCH2"}, True, id="the victim's school"),
        pytest.param("P1", {"phone": "07700 900199"}, True, id="his own phone, which schools are not told"),
        pytest.param("P1", {"ethnicity": "White Irish"}, True, id="his own ethnicity, which schools are not told"),
        pytest.param("P1", {"given_name": "Toby"}, False, id="his own name"),
        pytest.param("P1", {"date_of_birth": "2011-03-10"}, False, id="his own date of birth"),
        pytest.param("P1", {"attendance": "61%"}, False, id="his own attendance"),
        pytest.param("P2", {"kind": "adult"}, False, id="the victim is an adult, and the letter says an adult"),
    ],
)
def test_a_fingerprint_changes_just_where_what_is_disclosed_changes(
    who: str, changes: dict[str, Any], same: bool
) -> None:
    before = view_hash(cast_case(), "school-letter", "P1")
    after = view_hash(cast_case(people=changed(cast(), who, **changes)), "school-letter", "P1")
    assert (before == after) is same


def test_a_changed_account_changes_the_fingerprint() -> None:
    rows = [{**row, "account": "{P1} ran."} if row["id"] == "A3" else row for row in cast_case_parts()]
    assert view_hash(cast_case(involvements=rows), "school-letter", "P1") != view_hash(
        cast_case(), "school-letter", "P1"
    )


# Surveys


def test_a_survey_names_the_business_and_no_person_even_where_a_name_was_typed_into_the_public_line() -> None:
    said = incident(for_public="Disorder at Kestrel Parade. Orla Penhallow was hurt.")
    the_case = cast_case(incident=said, businesses=[{"id": "B1", "name": "Parade Mini Mart"}])
    view = seen(the_case, "business-survey", "B1")
    assert view["business"]["name"] == "Parade Mini Mart"
    assert view["public"] == "Disorder at Kestrel Parade. Another young person was hurt."
    assert job(the_case, "business-survey", "blank").reader.subjects == ()


def test_two_people_harmed_by_one_act_are_both_counted_in_the_bands() -> None:
    rows = [{**row, "against": ["P2", "P3"]} if row["id"] == "A3" else row for row in cast_case_parts()]
    view = seen(cast_case(involvements=[*rows, involvement("A9", "P3", "harmed", episode="E2")]), "yjs-letter", "P1")
    assert view["harm"] == ["A young person aged 13 to 15", "A young person aged 10 to 12"]
    assert Role.HARMED in cast_case().record.roles_of("P1")
