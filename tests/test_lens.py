"""What one reader may see of one record: roles, names in free text, safe contact, proof of the finished words."""

from __future__ import annotations

from typing import Any

import pytest

from casepack.contact import carers_via, has_safe_contact, postcode_area, safe_numbers
from casepack.disclosure import Audience
from casepack.lens import Reader, may_be_named
from casepack.record import Record

from . import builders
from .builders_case import cast, cast_case, changed, child, incident, lens, one_child, sensitive, wide_office

RAILWAY = frozenset({"E1"})


@pytest.mark.parametrize(
    ("audience", "reader", "roles"),
    [
        pytest.param("victim support", {"agreed": True}, {"harmed"}, id="Victim Support: harmed only"),
        pytest.param("yjs", {}, {"harmed", "suspect"}, id="YJS: suspected, and that he was also hurt"),
        pytest.param("school", {"school": "SCH1"}, {"harmed", "suspect"}, id="school: both"),
        pytest.param("mash", {}, {"harmed", "suspect"}, id="MASH: both"),
        pytest.param("reboot", {"agreed": True}, {"harmed", "suspect"}, id="REBOOT: both"),
        pytest.param("btp", {"episodes": RAILWAY}, {"harmed"}, id="BTP: the railway episode only"),
        pytest.param("victim support", {}, set(), id="Victim Support without agreement: nothing"),
        pytest.param("members", {}, set(), id="Members: nothing"),
        pytest.param("business", {}, set(), id="businesses: nothing"),
        pytest.param("outreach", {}, set(), id="outreach: nothing"),
    ],
)
def test_of_somebody_harmed_and_suspected_each_reader_knows_only_its_roles(
    audience: str, reader: dict[str, Any], roles: set[str]
) -> None:
    seen = lens(cast_case(), audience, "P1", **reader)
    assert {p.role.value for p in seen.parts("P1")} == roles


def test_of_how_a_suspect_was_hurt_the_youth_justice_service_knows_only_that_it_was_so() -> None:
    seen = lens(cast_case(), "yjs", "P1")
    harmed_only = lens(cast_case(), "yjs", "P2")
    assert "H" in seen.letters("P1")
    assert harmed_only.letters("P2") == {"H", "h"}
    assert not harmed_only.named("P2")


@pytest.mark.parametrize("audience", list(Audience))
def test_a_reader_knows_nothing_of_a_person_who_is_not_their_subject(audience: Audience) -> None:
    seen = lens(cast_case(), audience, "P2", agreed=True)
    assert not seen.letters("P1")
    assert not seen.named("P1")


@pytest.mark.parametrize("audience", [a for a in Audience if a not in {Audience.OFFICE, Audience.CONFERENCE}])
def test_a_token_of_somebody_unknown_to_the_reader_reads_as_a_neutral_phrase(audience: Audience) -> None:
    seen = lens(cast_case(), audience, "P4", agreed=True)
    assert seen.say("{P2} was hurt by {P1}.") == "Another young person was hurt by another young person."


def test_an_adult_unknown_to_the_reader_is_an_adult() -> None:
    people = [child(), builders.person("P9", given_name="Dev", family_name="Placeholder", kind="adult")]
    seen = lens(cast_case(people=people, involvements=[], carers=[]), "school", "P1")
    assert seen.say("Dev Placeholder was threatened.") == "An adult was threatened."


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("Orla was kicked.", "Another young person was kicked.", id="first name"),
        pytest.param("Orla Penhallow was kicked.", "Another young person was kicked.", id="full name"),
        pytest.param("ORLA PENHALLOW's bag", "Another young person's bag", id="capitals and a possessive"),
        pytest.param(
            "Her mother Farida Penhallow rang.", "Her mother another young person's parent or carer rang.", id="carer"
        ),
        pytest.param("They are at Example School SCH2.", "They are at another school.", id="school of others"),
        pytest.param("Go to 3 Blotter Close.", "Go to (address withheld).", id="address"),
        pytest.param("Near ZZ1 4QT.", "Near (postcode withheld).", id="postcode"),
        pytest.param("Near zz14qt.", "Near (postcode withheld).", id="postcode typed carelessly"),
        pytest.param("Ring 07700 900112.", "Ring (telephone number withheld).", id="phone"),
        pytest.param("Ring +44 7700 900112.", "Ring (telephone number withheld).", id="phone from abroad"),
        pytest.param(
            "Ring her mother on 07700 900122.", "Ring her mother on (telephone number withheld).", id="carer's"
        ),
        pytest.param("Born 17 May 2012.", "Born (date withheld).", id="date of birth in words"),
        pytest.param("Born 17/05/2012.", "Born (date withheld).", id="date of birth in figures"),
        pytest.param("He lives in a refuge.", "He lives in a (withheld).", id="a word that gives an address away"),
        pytest.param("Harbour Support knows.", "A support service knows.", id="a service whose name is a clue"),
    ],
)
def test_what_was_typed_by_hand_about_others_comes_out_as_neutral_words(typed: str, read: str) -> None:
    seen = lens(cast_case(), "school", "P4", school="SCH1")
    assert seen.say(typed) == read
    assert seen.leaks(read) == []
    assert seen.leaks(typed) != []


def test_the_readers_own_subject_keeps_the_name_and_the_school_that_were_typed() -> None:
    seen = lens(cast_case(), "school", "P4", school="SCH1")
    text = "Mateus Grunwick of Example School SCH1, born 21 January 2010."
    assert seen.say(text) == text
    assert seen.leaks(text) == []


def test_a_reason_why_something_leaks_never_repeats_what_leaks() -> None:
    seen = lens(cast_case(), "school", "P4", school="SCH1")
    found = seen.leaks("Orla Penhallow, 3 Blotter Close, ZZ1 4QT, 07700 900112, 17 May 2012")
    assert found == [
        "the name of P2",
        "the address of P2 and P3",
        "the postcode of P2 and P3",
        "the telephone number of P2",
        "the date of birth of P2",
    ]


def test_a_token_left_in_a_finished_text_is_a_leak() -> None:
    assert lens(cast_case(), "school", "P4").leaks("{P4} was there.") == ["a token of P4"]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("text", ["3 Blotter Close, Brackwater", "ZZ1 4QT", "the refuge"])
def test_a_protected_address_may_stand_in_no_document_for_anyone(audience: Audience, text: str) -> None:
    people = changed(changed(cast(), "P2", address_protected="yes"), "P3", address=None, postcode=None)
    seen = lens(cast_case(people=people), audience, "P1", "P2", "P3", "P4", agreed=True)
    assert seen.leaks(text) != []
    assert text not in seen.say(f"It is {text}.")


def test_a_person_who_must_be_identified_is_named_to_mash_and_to_no_other_reader() -> None:
    needed = {"others_needed": frozenset({"P2"})}
    assert lens(cast_case(), "mash", "P1", **needed).say("{P1} kicked {P2}.") == "Tobias kicked Orla."
    for audience in ("social care", "school", "yjs", "agency"):
        assert not lens(cast_case(), audience, "P1", **needed).named("P2")


def test_the_team_reads_codes_only_however_a_person_was_written() -> None:
    seen = lens(cast_case(), "office", "P1", "P2", "P3", "P4")
    assert seen.say("Orla told Grant Sampleford, {P3} and Mateus Grunwick.") == (
        "P2 told P1's parent or carer, P3 and P4."
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("Who helps {P4}?", "Who helps Mateus?", id="suspected only: named"),
        pytest.param("Who helps {P2}?", "Who helps young person H2?", id="harmed: coded"),
        pytest.param("Who helps Orla?", "Who helps young person H2?", id="harmed, typed by name: coded"),
        pytest.param("Who helps {P1}?", "Who helps young person H1?", id="both: coded"),
        pytest.param("Who helps Tobias?", "Who helps young person H1?", id="both, typed by name: coded"),
        pytest.param("Who helps {P3}?", "Who helps a witness?", id="witness: never named"),
        pytest.param("Who helps Finn?", "Who helps a witness?", id="witness, typed by name: never named"),
    ],
)
def test_the_conference_reads_codes_for_whoever_was_harmed_and_never_a_witness(text: str, read: str) -> None:
    assert lens(cast_case(), "conference", "P1", "P2", "P3", "P4").say(text) == read


@pytest.mark.parametrize(
    ("born", "under_10"),
    [
        pytest.param("2016-10-24", True, id="10 the day after"),
        pytest.param("2016-10-23", False, id="10 on the day"),
        pytest.param("not known", False, id="not known: not certain"),
    ],
)
def test_under_10_is_looked_at_on_the_day_of_the_episode(born: str, under_10: bool) -> None:
    the_case = one_child(role="suspect", date_of_birth=born)
    seen = lens(the_case, "school", "P1")
    assert seen.under_10(the_case.record.involvements[0]) is under_10


@pytest.mark.parametrize("audience", ["yjs", "reboot"])
def test_a_child_under_10_is_unknown_to_services_for_young_people_who_offend(audience: str) -> None:
    the_case = one_child(role="suspect", date_of_birth="2017-04-30")
    assert not lens(the_case, audience, "P1", agreed=True).letters("P1")
    reader = Reader(Audience(audience), ("P1",), agreed=True)
    assert not may_be_named(the_case.record, the_case.office, reader, "P1", the_case.day)


@pytest.mark.parametrize("letter", ["E", "H", "X", "K", "G"])
@pytest.mark.parametrize(
    ("audience", "needed", "told"),
    [
        ("mash", False, "EHXKG"),
        ("yjs", False, "EXK"),
        ("victim support", False, "KG"),
        ("school", False, ""),
        ("school", True, "HXK"),
        ("agency", False, ""),
        ("agency", True, "HXK"),
        ("conference", True, ""),
        ("support enquiry", True, ""),
    ],
)
def test_a_special_category_is_told_by_reader_and_to_schools_only_if_needed(
    audience: str, needed: bool, told: str, letter: str
) -> None:
    assert lens(cast_case(), audience, "P1", agreed=True, special_needed=needed).special(letter) is (letter in told)


def test_in_a_sensitive_case_the_same_reader_has_another_row() -> None:
    assert lens(cast_case(incident=sensitive()), "school", "P1").letters("P1") == {"N", "n"}
    assert not lens(cast_case(incident=sensitive()), "school", "P4").named("P4")
    assert not lens(cast_case(incident=sensitive()), "yjs", "P4").letters("P4")
    assert not lens(cast_case(incident=sensitive()), "btp", "P4", episodes=RAILWAY).letters("P4")


# Safe contact


def reach(*, via_carers: bool = True, **changes: Any) -> Record:
    rows = [
        {"people": ["P1"], "name": "Ines Sampleford", "relationship": "mother", "phone": "07700 900131"},
        {
            "people": ["P1"],
            "name": "Nell Sampleford",
            "relationship": "grandmother (guardian)",
            "phone": "07700 900132",
        },
        {"people": ["P1"], "name": "Carl Sampleford", "relationship": "father", "phone": "07700 900133"}
        | {"safe_to_contact": "no"},
    ]
    return one_child(tables={"carers": rows if via_carers else []}, **changes).record


@pytest.mark.parametrize(
    ("changes", "numbers"),
    [
        pytest.param({}, ["07700 900111"], id="own number, safe"),
        pytest.param({"safe_to_call": "no"}, [], id="own number, not safe"),
        pytest.param({"safe_to_call": None}, [], id="own number, nobody has said that it is safe"),
        pytest.param({"safe_to_call": "not known"}, [], id="own number, not known to be safe"),
        pytest.param(
            {"contact_via": "Key worker", "contact_via_phone": "01632 960150"},
            ["01632 960150"],
            id="through key worker",
        ),
        pytest.param({"contact_via": "Key worker"}, [], id="through key worker without a number: not the own one"),
        pytest.param({"contact_via": "Mother"}, ["07700 900131"], id="through the mother"),
        pytest.param({"contact_via": "Grandmother"}, ["07700 900132"], id="the grandmother is not the mother"),
        pytest.param({"contact_via": "Stepfather"}, [], id="the stepfather is not the father"),
        pytest.param({"contact_via": "Father"}, [], id="a carer whom it is not safe to contact"),
        pytest.param({"contact_via": "Mother's friend"}, [], id="the mother's friend is not the mother"),
        pytest.param({"contact_via": "Aunt, not the mother"}, [], id="not the mother"),
    ],
)
def test_only_a_number_that_is_recorded_as_safe_is_ever_given_for_contact(
    changes: dict[str, Any], numbers: list[str]
) -> None:
    assert list(safe_numbers(reach(**changes), "P1")) == numbers


@pytest.mark.parametrize(
    ("changes", "safe"),
    [
        pytest.param({}, True, id="safe to ring"),
        pytest.param({"phone": None}, True, id="safe to write to the home"),
        pytest.param({"phone": None, "role": "witness"}, False, id="a witness's address is not told to the service"),
        pytest.param({"phone": None, "address_protected": "yes"}, False, id="nobody writes to a protected address"),
        pytest.param({"safe_to_call": "no", "safe_to_write": "no"}, False, id="nothing is safe"),
        pytest.param({"safe_to_call": None, "safe_to_write": None}, False, id="nothing is recorded as safe"),
        pytest.param(
            {"safe_to_call": "no", "safe_to_write": "no", "email": "t@example.org"},
            False,
            id="e-mail is not asked about",
        ),
        pytest.param({"contact_via": "Mother"}, True, id="through the mother"),
        pytest.param({"contact_via": "Key worker"}, False, id="through somebody whose number is not recorded"),
        pytest.param({"contact_via": "Father"}, False, id="through a carer whom it is not safe to contact"),
    ],
)
def test_there_is_safe_contact_only_where_a_way_is_recorded_as_safe_and_is_printed(
    changes: dict[str, Any], safe: bool
) -> None:
    assert has_safe_contact(reach(**changes), "P1") is safe


def test_a_carer_is_known_to_a_reader_with_safe_contact_only_where_contact_goes_through_them() -> None:
    through_mother = lens(cast_case(), "victim support", "P3", agreed=True)
    key_worker = changed(cast(), "P3", contact_via="Key worker", contact_via_phone="01632 960150")
    through_worker = lens(cast_case(people=key_worker), "victim support", "P3", agreed=True)
    assert through_mother.leaks("Farida Penhallow") == []
    assert through_worker.leaks("Farida Penhallow") == ["the name of a parent or carer of P2 and P3"]
    assert [c.name for c in carers_via(cast_case().record, "P3")] == ["Farida Penhallow"]


@pytest.mark.parametrize("audience", ["victim support", "social care", "btp", "youth information"])
def test_a_number_that_is_not_safe_to_ring_may_not_stand_before_a_reader_with_safe_contact_only(audience: str) -> None:
    the_case = one_child(safe_to_call="no")
    seen = lens(the_case, audience, "P1", agreed=True)
    assert seen.leaks("07700 900111") == ["the telephone number of P1"]
    assert lens(one_child(), audience, "P1", agreed=True).leaks("07700 900111") == []


@pytest.mark.parametrize(
    ("postcode", "area"),
    [("ZZ1 4AB", "ZZ1"), ("ZZ14AB", "ZZ1"), ("ZZ12 4AB", "ZZ12"), ("ZZ124AB", "ZZ12"), ("ZZ1", "ZZ1"), (None, "")],
)
def test_the_area_of_a_postcode_is_its_first_half_however_it_was_typed(postcode: str | None, area: str) -> None:
    assert postcode_area(postcode) == area


def test_no_school_is_told_the_name_of_a_service_that_gives_an_address_away() -> None:
    support = [{"id": "Q1", "person": "P1", "agency": "harbour"}]
    the_case = one_child(wide_office(), tables={"support": support})
    for audience, known in (("mash", True), ("school", False), ("yjs", False), ("victim support", False)):
        found = lens(the_case, audience, "P1", agreed=True).leaks("Harbour Support")
        assert (found == []) is known


def test_an_empty_text_stays_empty() -> None:
    seen = lens(cast_case(incident=incident()), "school", "P1")
    assert seen.say(None) == ""
    assert seen.say("") == ""
