"""What a document may hold about one person: each key only for readers whose row of the table has its letter."""

from __future__ import annotations

from typing import Any

import pytest

from casepack.disclosure import Audience
from casepack.person_view import account, person_view, when

from .builders import episode, involvement, officer, record
from .builders_case import (
    SUNDAY,
    carers,
    case,
    cast,
    cast_case,
    cast_data,
    changed,
    child,
    incident,
    lens,
    one_child,
    parts,
    sensitive,
    text_of,
    wide_office,
)

KEYS_BY_LETTER = {
    "N": {"name", "first_name", "other_names"},
    "d": {"age"},
    "D": {"date_of_birth"},
    "A": {"address", "previous_address", "home_area", "gender"},
    "c": {"contact_through", "contact_phone", "contact_note", "contact_times"},
    "C": {"phone", "email"},
    "s": {"school"},
    "S": {"school_status", "attendance"},
    "r": {"suspected", "harmed", "witness", "present"},
    "f": {"accounts"},
    "F": {"officer_in_case"},
    "u": {"support_in_place"},
    "U": {"support", "legal_status", "vulnerabilities", "concern", "exploitation"},
    "H": {"also_hurt"},
}
KEYS_BY_SPECIAL = {
    "E": {"ethnicity", "religion", "nhs_number", "upn", "gp"},
    "H": {"injury", "medical_attention"},
    "X": {"disability_send", "ehcp"},
    "K": {"communication_needs", "first_language"},
    "G": {"aggravating"},
}
HARM = {"loss", "repeat_victim", "victim_details_sent"}


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("who", ["P1", "P2", "P3", "P4"])
@pytest.mark.parametrize("sensitivity", ["ordinary", "sensitive"])
def test_a_key_is_there_just_where_the_table_has_its_letter(audience: Audience, who: str, sensitivity: str) -> None:
    the_case = cast_case(incident=incident(sensitivity=sensitivity))
    seen = lens(the_case, audience, who, agreed=True)
    view, letters = person_view(seen, who), seen.letters(who)
    for letter, keys in KEYS_BY_LETTER.items():
        for key in keys:
            assert (key in view) is (letter in letters), f"{key} for {letter}"
    for letter, keys in KEYS_BY_SPECIAL.items():
        for key in keys:
            assert (key in view) is ("N" in letters and letter in seen.row.special and not seen.row.special_if_needed)


@pytest.mark.parametrize("audience", ["members", "business", "residents", "patrol", "outreach", "mapping"])
def test_readers_of_the_community_strand_get_no_more_than_a_code(audience: str) -> None:
    assert person_view(lens(cast_case(), audience, "P1"), "P1") == {"id": "P1", "child": True}


# Parts


@pytest.mark.parametrize(
    ("audience", "reader", "flags"),
    [
        pytest.param("school", {"school": "SCH1"}, {"suspected", "harmed"}, id="school"),
        pytest.param("victim support", {"agreed": True}, {"harmed"}, id="Victim Support"),
        pytest.param("btp", {"episodes": frozenset({"E1"})}, {"harmed"}, id="BTP, railway episode"),
        pytest.param("yjs", {}, {"suspected", "harmed"}, id="YJS"),
    ],
)
def test_the_flags_of_somebody_harmed_and_suspected_are_those_the_reader_may_know(
    audience: str, reader: dict[str, Any], flags: set[str]
) -> None:
    view = person_view(lens(cast_case(), audience, "P1", **reader), "P1")
    assert {f for f in ("suspected", "harmed", "present", "witness") if view[f]} == flags


def test_victim_support_reads_nothing_of_what_somebody_harmed_is_suspected_of() -> None:
    people = changed(cast(), "P1", police_status="suspected, interview planned")
    view = person_view(lens(cast_case(people=people), "victim support", "P1", agreed=True), "P1")
    assert [a["text"] for a in view["accounts"]] == ["Tobias is reported to have been punched by another young person."]
    assert "police_status" not in view
    assert "suspected" not in text_of(view).casefold()
    assert "kicked" not in text_of(view)


def test_the_railway_police_read_nothing_of_another_episode() -> None:
    people = changed(cast(), "P1", police_status="suspected, interview planned")
    seen = lens(cast_case(people=people), "btp", "P1", "P4", episodes=frozenset({"E1"}))
    view = person_view(seen, "P1")
    assert [a["text"] for a in view["accounts"]] == ["Tobias is reported to have been punched by Mateus."]
    assert "police_status" not in view
    assert "kicked" not in text_of(view)
    assert "Kestrel" not in text_of(view)


def test_the_youth_justice_service_reads_what_is_suspected_and_that_he_was_also_hurt_but_not_how() -> None:
    people = changed(cast(), "P1", police_status="interview planned", repeat_victim="yes", loss="phone", injury="lip")
    view = person_view(lens(cast_case(people=people), "yjs", "P1"), "P1")
    assert [a["text"] for a in view["accounts"]] == ["Tobias is reported to have kicked another young person."]
    assert view["also_hurt"] is True
    assert view["police_status"] == "Interview planned"
    assert not (HARM | {"injury"}) & set(view)
    assert "punched" not in text_of(view)


def test_a_suspect_who_was_not_harmed_is_not_called_hurt() -> None:
    assert "also_hurt" not in person_view(lens(cast_case(), "yjs", "P4"), "P4")


@pytest.mark.parametrize("audience", ["school", "mash", "social care", "agency"])
def test_a_child_under_10_is_present_and_never_suspected(audience: str) -> None:
    the_case = one_child(role="suspect", date_of_birth="2017-04-30", tables={"incident": incident()})
    view = person_view(lens(the_case, audience, "P1"), "P1")
    assert (view["present"], view["suspected"]) == (True, False)
    assert all(a.get("suspected") is not True for a in view["accounts"])


def across_a_birthday() -> dict[str, Any]:
    rows = [
        involvement("A1", "P1", "suspect", account="{P1} threw stones on Friday."),
        involvement("A2", "P1", "suspect", episode="E2", account="{P1} threw stones on Saturday."),
    ]
    episodes = [episode(), episode("E2", "2026-10-24")]
    return cast_data(people=[child(date_of_birth="2016-10-24")], involvements=rows, episodes=episodes, carers=[])


def test_a_child_who_turned_10_between_two_episodes_is_suspected_in_the_later_one_only() -> None:
    the_case = case(record(**across_a_birthday()))
    school = person_view(lens(the_case, "school", "P1"), "P1")
    yjs = person_view(lens(the_case, "yjs", "P1"), "P1")
    mash = person_view(lens(the_case, "mash", "P1"), "P1")
    assert (school["suspected"], school["present"]) == (True, True)
    assert [a["text"] for a in yjs["accounts"]] == ["Tobias threw stones on Saturday."]
    assert [a["suspected"] for a in mash["accounts"]] == [False, True]


def test_a_witness_at_school_is_named_with_the_school_but_not_with_age_or_support() -> None:
    view = person_view(lens(cast_case(), "school", "P3", school="SCH2"), "P3")
    assert view["name"] == "Finn Penhallow"
    assert not {"date_of_birth", "age", "support_in_place"} & set(view)
    assert view["accounts"][0]["text"] == "Finn saw another young person and another young person."


# Ages


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        pytest.param({"date_of_birth": "2011-03-09"}, "9 March 2011, aged 15", id="known"),
        pytest.param({"date_of_birth": "2008-10-24"}, "24 October 2008, aged 18", id="turned 18 since it happened"),
        pytest.param(
            {"date_of_birth": "not known", "age_from": 15, "age_to": 16},
            "Not known (thought to be 15 to 16)",
            id="guess",
        ),
        pytest.param({"date_of_birth": None, "age_from": 15, "age_to": 15}, "Not known (thought to be 15)", id="15"),
        pytest.param({"date_of_birth": "refused"}, "Refused", id="refused"),
        pytest.param({"date_of_birth": None}, "Not recorded", id="nothing recorded"),
    ],
)
def test_an_age_is_that_of_the_documents_day_and_a_birthday_is_never_invented(
    changes: dict[str, Any], printed: str
) -> None:
    view = person_view(lens(one_child(**changes), "school", "P1"), "P1")
    assert view["date_of_birth"] == printed


def test_a_reader_of_the_age_alone_gets_no_date_of_birth() -> None:
    view = person_view(lens(one_child(), "youth information", "P1", agreed=True), "P1")
    assert view["age"] == "15"
    assert "2011" not in text_of(view)


def test_somebody_with_a_nickname_only_is_printed_as_not_known() -> None:
    the_case = one_child(role="suspect", given_name=None, family_name=None, known_as="Fizz")
    view = person_view(lens(the_case, "btp", "P1", episodes=frozenset({"E1"})), "P1")
    assert view["name"] == "Not known (known as Fizz)"


# Addresses and contact


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("role", ["suspect", "harmed", "witness"])
@pytest.mark.parametrize("sensitivity", ["ordinary", "sensitive"])
def test_a_protected_address_is_printed_for_nobody_although_it_was_recorded(
    audience: Audience, role: str, sensitivity: str
) -> None:
    the_case = one_child(
        role=role,
        address_protected="yes",
        home_area="Northmere District",
        household_note="Mother, at 14 Inkwell Road",
        address_note="14 Inkwell Road, Brackwater",
        contact_note="Not to 14 Inkwell Road, ZZ1 4AB",
        tables={"incident": incident(sensitivity=sensitivity)},
    )
    found = text_of(person_view(lens(the_case, audience, "P1", agreed=True), "P1"))
    assert [word for word in ("Inkwell", "ZZ1", "Northmere") if word in found] == []


def test_a_protected_child_keeps_the_rest_of_what_mash_needs() -> None:
    view = person_view(lens(one_child(address_protected="yes", gender="female"), "mash", "P1"), "P1")
    assert view["address_protected"] is True
    assert view["address"] == view["home_area"] == "Not given in this document"
    assert view["gender"] == "Female"


@pytest.mark.parametrize("postcode", ["ZZ1 4AB", "ZZ14AB"])
def test_a_reader_of_the_area_gets_the_first_half_of_the_postcode_only(postcode: str) -> None:
    view = person_view(lens(one_child(postcode=postcode), "support enquiry", "P1"), "P1")
    assert view["area"] == "ZZ1"
    assert "address" not in view


def test_a_number_that_is_not_safe_is_not_printed_for_a_reader_with_safe_contact_only() -> None:
    the_case = one_child(safe_to_call="no")
    social_care = person_view(lens(the_case, "social care", "P1"), "P1")
    mash = person_view(lens(the_case, "mash", "P1"), "P1")
    assert social_care["contact_phone"] == "No safe number recorded"
    assert "07700" not in text_of(social_care)
    assert mash["phone"] == "07700 900111"
    assert mash["contact_call"] == "No"


def test_contact_through_a_key_worker_gives_their_number_and_not_the_name_of_the_service() -> None:
    changes = {"contact_via": "Key worker at Harbour Support", "contact_via_phone": "01632 960150"}
    the_case = one_child(wide_office(), safe_to_call="no", **changes)
    view = person_view(lens(the_case, "victim support", "P1", agreed=True), "P1")
    assert view["contact_through"] == "Key worker at a support service"
    assert view["contact_phone"] == "01632 960150"
    assert "07700 900111" not in text_of(view)


def test_carers_are_listed_only_for_readers_of_full_contact_and_an_unsafe_one_without_a_number() -> None:
    rows = [{**carers()[1], "safe_to_contact": "no", "told_at": "2026-10-24 16:05", "told_by": "police"}]
    the_case = one_child(tables={"carers": rows})
    [carer] = person_view(lens(the_case, "mash", "P1"), "P1")["carers"]
    assert carer["contact"] == "Not safe to contact"
    assert carer["told"] == "Told at 4:05pm, Saturday 24 October 2026, by police"
    assert not person_view(lens(the_case, "social care", "P1"), "P1").get("carers")


@pytest.mark.parametrize(
    ("changes", "school"),
    [
        pytest.param({}, "Example School SCH1", id="on roll"),
        pytest.param({"school": None, "school_status": "home educated"}, "Home educated", id="home educated"),
        pytest.param({"school": None, "school_status": None}, "Not recorded", id="not recorded"),
    ],
)
def test_a_school_that_is_not_known_is_said_in_words(changes: dict[str, Any], school: str) -> None:
    assert person_view(lens(one_child(**changes), "mash", "P1"), "P1")["school"] == school


def test_another_pupils_school_that_was_typed_into_a_status_is_not_named() -> None:
    people = changed(cast(), "P1", school=None, school_status="moved from Example School SCH2")
    view = person_view(lens(cast_case(people=people), "mash", "P1"), "P1")
    assert view["school"] == view["school_status"] == "Moved from another school"


# Facts


def test_the_conference_reads_each_side_of_somebody_harmed_and_suspected_by_itself() -> None:
    seen = lens(cast_case(), "conference", "P1", "P2", "P3", "P4")
    texts = [account(seen, part, full=False)["text"] for part in seen.record.involvements]
    assert texts == [
        "Mateus is reported to have punched young person H1.",
        "Young person H1 is reported to have been punched by Mateus.",
        "Tobias is reported to have kicked young person H2.",
        "Young person H2 is reported to have been kicked by Tobias.",
        "A witness saw Tobias and young person H2.",
    ]


def test_in_one_episode_the_conference_tells_who_did_it_from_who_was_hurt() -> None:
    rows = [{**row, "episode": "E1"} for row in parts()]
    seen = lens(cast_case(involvements=rows), "conference", "P1", "P2", "P3", "P4")
    texts = [account(seen, part, full=False)["text"] for part in seen.record.involvements]
    assert texts[1] == "Young person H1 is reported to have been punched by Mateus."
    assert texts[2] == "Tobias is reported to have kicked young person H2."
    assert texts[3] == "Young person H2 is reported to have been kicked by Tobias."
    assert texts[4] == "A witness saw young person H1 and young person H2."


def test_an_account_that_is_missing_says_so_and_one_in_few_words_is_used() -> None:
    rows = [involvement("A1", "P1", "harmed"), involvement("A2", "P1", "harmed", short="assault by {P9}")]
    the_case = case(
        record(people=[child(), child("P9", given_name="Mateus", family_name="Grunwick")], involvements=rows)
    )
    view = person_view(lens(the_case, "mash", "P1"), "P1")
    assert [a["text"] for a in view["accounts"]] == ["No account recorded.", "Assault by another young person."]
    assert view["accounts"][0]["source"] == view["accounts"][0]["status"] == "Not recorded"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({}, "5:40pm, Friday 23 October 2026", id="start only"),
        pytest.param({"end_time": "18:05"}, "5:40pm to 6:05pm, Friday 23 October 2026", id="start and end"),
        pytest.param({"start": None}, "Friday 23 October 2026, time not recorded", id="no time"),
    ],
)
def test_the_time_of_an_episode_is_said_in_words(changes: dict[str, Any], words: str) -> None:
    the_case = one_child(tables={"episodes": [episode(**changes)]})
    assert when(lens(the_case, "school", "P1"), "E1") == words
    assert when(lens(the_case, "school", "P1"), None) == "Time not recorded"


# The aggravating factor


@pytest.mark.parametrize(
    ("audience", "who", "told"),
    [
        pytest.param("mash", "P2", True, id="a listed reader, about that person"),
        pytest.param("victim support", "P2", True, id="Victim Support, listed, about that person"),
        pytest.param("mash", "P1", False, id="a listed reader, about somebody else"),
        pytest.param("social care", "P2", False, id="a reader who is not listed"),
        pytest.param("yjs", "P1", False, id="a reader whose row of the table does not have it"),
    ],
)
def test_the_aggravating_factor_goes_to_listed_readers_in_documents_about_that_very_person(
    audience: str, who: str, told: bool
) -> None:
    factor = incident(
        aggravating="Racist language towards {P2}",
        aggravating_status="police deciding",
        aggravating_for=["mash", "victim_support", "yjs"],
    )
    view = person_view(lens(cast_case(incident=factor), audience, who, agreed=True), who)
    expected = "Racist language towards Orla. Police deciding." if told else ""
    assert view.get("aggravating", "") == expected
    assert told or "Racist" not in text_of(view)


# Unknown


def test_nothing_prints_as_blank_none_or_nan_about_a_person_of_whom_only_a_name_is_known() -> None:
    data: dict[str, Any] = {"people": [{"id": "P1", "given_name": "Tobias"}], "involvements": [involvement()]}
    for audience in Audience:
        view = person_view(lens(case(record(**data)), audience, "P1", agreed=True, special_needed=True), "P1")
        found = [k for k, v in view.items() if v is None or (v == "" and k != "aggravating")]
        assert found == []
        assert "None" not in text_of(view).replace("None recorded", "").replace("None of those asked about", "")


def test_answers_of_not_knowing_print_as_their_own_words() -> None:
    view = person_view(lens(one_child(safe_to_write="not asked", interpreter_needed="refused"), "mash", "P1"), "P1")
    assert view["contact_write"] == "Not asked"
    assert view["interpreter_needed"] == "Refused"
    assert view["contact_message"] == "Not recorded"


def test_in_a_sensitive_case_no_account_reaches_anyone() -> None:
    the_case = cast_case(wide_office(officers=[officer("SC-01"), officer("SC-02")]), SUNDAY, incident=sensitive())
    for audience in Audience:
        for who in ("P1", "P2", "P3", "P4"):
            view = person_view(lens(the_case, audience, who, agreed=True), who)
            assert "accounts" not in view
            assert "punched" not in text_of(view)
            assert "kicked" not in text_of(view)


@pytest.mark.parametrize(("audience", "told"), [("mash", True), ("school", False), ("conference", False)])
def test_a_previous_address_typed_by_hand_is_withheld_like_the_address(audience: str, told: bool) -> None:
    the_case = one_child(previous_address="7 Quire Row, Brackwater ZZ1 9QR")
    text = "{P1} moved from 7 Quire Row (ZZ1 9QR)."
    said = lens(the_case, audience, "P1", school="SCH1").say(text)
    assert ("7 Quire Row" in said) is told
    assert ("ZZ1 9QR" in said) is told


def test_the_previous_address_of_somebody_protected_is_given_to_nobody() -> None:
    the_case = one_child(previous_address="7 Quire Row", address_protected="yes", address=None, postcode=None)
    view = person_view(lens(the_case, "mash", "P1"), "P1")
    assert view["previous_address"] == "Not given in this document"
