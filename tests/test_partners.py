"""The papers for partners: what each View and each finished file may hold, and what it must never hold."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casepack.finish import finished_bytes
from casepack.inputs import load_case
from casepack.make import make
from casepack.manifest import DocumentKey
from casepack.mentions import build_book
from casepack.office import Office
from casepack.papers import ABOUT_A_CASE
from casepack.pdfread import layers as read_layers
from casepack.plan import Case, Job, NotMade
from casepack.planning import make_plan
from casepack.record import Record
from casepack.states import StateWord, conference_rows, counts, office_rows, states
from casepack.texttwin import plain_text, prove_text
from casepack.versions import Action, Step
from casepack.views import View, lens_for
from casepack.wordparts import body_text

INPUTS = Path(__file__).parent.parent / "inputs"
PAPERS = ("details-request", "ecins-record", "support-enquiry", "conference-extract")
NOON = datetime(2026, 10, 25, 12, 10, tzinfo=ZoneInfo("Europe/London"))
SPRING = datetime(2026, 3, 30, 17, 30, tzinfo=ZoneInfo("Europe/London"))
NAMES = {
    "P1": ("Callum", "Exampleby"),
    "P2": ("Aaliyah",),
    "P3": ("Rhys",),
    "P4": ("Łukasz", "Fabrykant"),
    "P5": ("Zoë", "O’Sampleton"),
    "P6": ("Noor", "Inventa"),
    "P7": ("Fizz",),
    "P8": ("Tomos", "Storeyteller"),
    "P9": ("Dev", "Placeholder"),
}
SCHOOLS = {"SCH1": "Holmbeck", "SCH2": "Aldwyth", "SCH3": "Priory Ridge"}
NOWHERE = ("Harbour", "refuge", "safe accommodation", "01632 960150")
Data = dict[str, Any]


def data(name: str) -> Data:
    loaded: Data = json.loads((INPUTS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def case_of(record: Data, office: Data | None = None, at: datetime = NOON) -> Case:
    return Case(Record.model_validate(record), Office.model_validate(office or data("office")), at)


def ordinary(**tables: Any) -> Case:
    return case_of(data("sample-ordinary") | tables)


def sensitive(**tables: Any) -> Case:
    return case_of(data("sample-sensitive") | tables, at=SPRING)


def row(record: Data, table: str, key: str) -> Data:
    found: Data = next(r for r in record[table] if r["id"] == key)
    return found


def jobs(case: Case) -> dict[str, Job]:
    """The jobs for the four papers by what stands in their file names."""
    found = make_plan(case).jobs
    return {" ".join(w for w in (j.document.id, j.subject, j.recipient) if w): j for j in found if is_ours(j)}


def refused(case: Case) -> dict[str, str]:
    found = make_plan(case).not_made
    return {" ".join(w for w in (n.document.id, n.subject, n.recipient) if w): n.reason for n in found if is_ours(n)}


def is_ours(outcome: Job | NotMade) -> bool:
    return outcome.document.id in PAPERS


def view(case: Case, job: Job) -> Data:
    book = build_book(case.record, case.office)
    return ABOUT_A_CASE[job.document.id](case, lens_for(case, book, job), job)


def said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def files(case: Case, job: Job) -> dict[str, bytes]:
    key = DocumentKey(job.document.id, job.subject, job.recipient)
    step = Step(key, Action.NEW, job.document.folder, f"MSC-2026-0417 {key} v1", 1, job.document.formats)
    return finished_bytes(case, build_book(case.record, case.office), job, View(view(case, job), {}), step)


@cache
def made(paper: str) -> dict[str, bytes]:
    """The finished files of one paper of the ordinary sample."""
    case = ordinary()
    return files(case, jobs(case)[paper])


@cache
def finished(paper: str) -> dict[str, str]:
    """View, Word file and PDF of one paper of the ordinary sample as text, and its twin where it has one."""
    case = ordinary()
    held = made(paper)
    texts = {"view": said(view(case, jobs(case)[paper])), "docx": body_text(held["docx"])}
    texts["pdf"] = "\n".join(read_layers(held["pdf"]).values())
    return texts | ({"txt": held["txt"].decode("utf-8-sig")} if "txt" in held else {})


def test_the_ordinary_sample_calls_for_just_these_papers() -> None:
    assert set(jobs(ordinary())) == {
        "details-request btp",
        "details-request police",
        "ecins-record",
        "support-enquiry P1 reboot",
        "support-enquiry P2 SCH2",
        "support-enquiry P5 csc",
        "support-enquiry P8 earlyhelp",
        "conference-extract SCH1",
        "conference-extract SCH2",
        "conference-extract SCH3",
    }
    assert set(refused(ordinary())) == {"ecins-record P7", "conference-extract outreach"}


# Who is named where

NAMED = {
    "details-request btp": {"P7"},
    "details-request police": {"P7"},
    "ecins-record": {"P1", "P2", "P3", "P4", "P5", "P6", "P8", "P9"},
    "support-enquiry P1 reboot": {"P1"},
    "support-enquiry P2 SCH2": {"P2"},
    "support-enquiry P5 csc": {"P5"},
    "support-enquiry P8 earlyhelp": {"P8"},
    "conference-extract SCH1": {"P1", "P8"},
    "conference-extract SCH2": {"P2", "P5"},
    "conference-extract SCH3": {"P4", "P6"},
}


@pytest.mark.parametrize(("paper", "people"), NAMED.items(), ids=list(NAMED))
def test_view_and_files_name_these_people_and_nobody_else(paper: str, people: set[str]) -> None:
    for layer, text in finished(paper).items():
        found = {person for person, names in NAMES.items() if any(name in text for name in names)}
        assert found == people, layer


@pytest.mark.parametrize("paper", NAMED)
def test_what_leads_to_a_protected_address_stands_in_no_layer(paper: str) -> None:
    for layer, text in finished(paper).items():
        assert [word for word in NOWHERE if word.casefold() in text.casefold()] == [], layer


@pytest.mark.parametrize(
    ("paper", "schools"),
    [
        ("details-request btp", set()),
        ("details-request police", set()),
        ("support-enquiry P1 reboot", {"SCH1"}),
        ("support-enquiry P2 SCH2", {"SCH2"}),
        ("support-enquiry P5 csc", {"SCH2"}),
        ("support-enquiry P8 earlyhelp", {"SCH1"}),
        ("conference-extract SCH1", {"SCH1"}),
        ("conference-extract SCH2", {"SCH2"}),
        ("conference-extract SCH3", {"SCH3"}),
    ],
)
def test_only_these_schools_are_named(paper: str, schools: set[str]) -> None:
    text = said(finished(paper))
    assert {key for key, name in SCHOOLS.items() if name in text} == schools


# Details requests


def test_a_details_request_is_about_the_episodes_of_its_own_force() -> None:
    assert "Kestrel" not in finished("details-request btp")["docx"]
    assert "Brackwater station" not in finished("details-request police")["docx"]


def test_a_details_request_tells_of_a_person_no_more_than_whom_is_meant() -> None:
    for job in (jobs(ordinary())["details-request btp"], jobs(ordinary())["details-request police"]):
        lens = lens_for(ordinary(), build_book(ordinary().record, ordinary().office), job)
        assert lens.letters("P7") == set("NnRr")
        assert not lens.special("K")


def details(record: Data) -> list[str]:
    case = case_of(record)
    job = jobs(case).get("details-request police")
    return [q["text"] for q in view(case, job)["questions"]] if job else []


def complete() -> Data:
    """The ordinary sample with nothing left to ask the police."""
    record = data("sample-ordinary")
    record["incident"]["known_gaps"] = []
    row(record, "people", "P7").update(given_name="Zeb", family_name="Quillon")
    return record


def test_a_force_that_could_tell_nothing_more_is_asked_nothing() -> None:
    assert details(complete()) == []
    assert refused(case_of(complete()))["details-request police"].startswith("Nothing is missing")


@pytest.mark.parametrize(
    ("table", "key", "changes", "question"),
    [
        ("episodes", "E2", {"start_time": None, "end_time": None}, "When did it begin, and when did it end?"),
        ("episodes", "E3", {"place": None}, "Where did it happen?"),
        ("episodes", "E2", {"police_reference": None}, "What is your reference?"),
        ("involvements", "A6", {"status": None}, "Where does the allegation about Łukasz stand"),
        ("people", "P1", {"family_name": None}, "What is the full name of Callum?"),
        ("people", "P1", {"date_of_birth": None}, "What is the date of birth of Callum?"),
        ("people", "P6", {"given_name": None, "family_name": None}, "Who is the person whose name is not known"),
    ],
)
def test_each_thing_that_is_missing_is_asked_for(table: str, key: str, changes: Data, question: str) -> None:
    record = complete()
    row(record, table, key).update(changes)
    asked = details(record)
    assert len(asked) == 1
    assert asked[0].startswith(question)


def test_before_any_details_are_there_the_force_is_asked_what_happened_and_who_was_involved() -> None:
    record = complete()
    record["incident"]["details_obtained_at"] = None
    record["involvements"] = [i for i in record["involvements"] if i["episode"] == "E1"]
    assert [text.split(":")[0].split(",")[0] for text in details(record)] == ["What happened", "Who was involved"]


@pytest.mark.parametrize(
    ("gap", "asked"),
    [
        ("Who posted the clip", ["Who posted the clip?"]),
        ("Whether others were hurt", ["Do you know whether others were hurt?"]),
        ("What {P8} saw", ["What Tomos saw?"]),
        ("What {P2} saw on platform 2", []),
    ],
)
def test_a_gap_is_put_as_a_question_unless_it_names_somebody_of_another_force(gap: str, asked: list[str]) -> None:
    record = complete()
    record["incident"]["known_gaps"] = [gap]
    assert details(record) == asked


@pytest.mark.parametrize(
    ("decision", "asked"),
    [
        ({"person": "P7", "audience": "police", "decision": "do not share"}, False),
        ({"person": "P7", "audience": "police", "decision": "hold"}, False),
        ({"person": "P7", "audience": "all", "decision": "do not share"}, False),
        ({"person": "P7", "audience": "all", "decision": "hold"}, True),
    ],
)
def test_a_decision_keeps_somebody_from_the_police_but_a_hold_until_they_are_known(decision: Data, asked: bool) -> None:
    case = ordinary(decisions=[decision])
    assert ("Fizz" in said(view(case, jobs(case)["details-request police"]))) is asked


def test_a_request_that_names_nobody_needs_no_approval_and_one_that_names_somebody_does() -> None:
    record = data("sample-ordinary")
    record["decisions"] = [{"person": "P7", "audience": "all", "decision": "do not share"}]
    assert jobs(case_of(record))["details-request police"].approval.approved
    assert not jobs(ordinary())["details-request police"].approval.approved


def test_a_force_that_is_only_likely_is_asked_whether_it_is_theirs_and_told_of_nobody() -> None:
    record = data("sample-ordinary")
    for episode in record["episodes"]:
        episode.pop("force")
    case = case_of(record)
    seen = view(case, jobs(case)["details-request police"])
    assert seen["assumed"]
    assert [n for names in NAMES.values() for n in names if n in said(seen)] == []


def test_in_a_sensitive_incident_the_police_are_asked_in_writing_only_where_a_decision_names_the_force() -> None:
    assert "details-request police-siu" in refused(sensitive())
    record = data("sample-sensitive")
    share = {"person": "P3", "audience": "police-siu", "decision": "share"}
    record["people"][2]["given_name"] = None
    record["decisions"].append(share)
    case = case_of(record, at=SPRING)
    seen = said(view(case, jobs(case)["details-request police-siu"]))
    assert "Legendre" in seen
    assert [w for w in ("Imogen", "Theo", "Mythergill", "sexual", "What happened") if w in seen] == []


# Support enquiries

BEFORE = {"name", "date_of_birth", "match_label", "match"}
PART = ("suspect", "harmed", "station", "Kestrel", "platform", "punched", "police_status", "assault", "threat")


def enquiry(changes: Data, key: str = "Q1") -> tuple[Case, Job]:
    record = data("sample-ordinary")
    row(record, "support", key).update(changes)
    case = case_of(record)
    found = row(record, "support", key)
    return case, jobs(case)[f"support-enquiry {found['person']} {found['agency']}"]


def test_before_they_confirm_an_agency_reads_who_it_is_and_that_there_was_an_incident_on_a_day() -> None:
    case, job = enquiry({})
    seen = view(case, job)
    assert set(seen["child"]) == BEFORE
    assert seen["about"] == "an incident on Friday 23 October 2026"
    assert (seen["confirmed"], seen["told"]) == (False, {})
    held = said({key: seen[key] for key in ("letter", "child", "about", "told", "family")})
    assert [word for word in PART if word in held] == []


@pytest.mark.parametrize("word", PART)
def test_the_files_before_confirmation_hold_no_part_and_no_place(word: str) -> None:
    page = finished("support-enquiry P1 reboot")["docx"]
    assert word not in page.replace("Southmere", "")


@pytest.mark.parametrize("confirmed", ["no", "not known", None])
def test_only_a_plain_yes_counts_as_confirmed(confirmed: str | None) -> None:
    case, job = enquiry({"confirmed": confirmed})
    assert not view(case, job)["confirmed"]


def test_after_they_confirm_they_read_the_part_and_the_facts_and_still_nobody_else() -> None:
    case, job = enquiry({"confirmed": "yes"})
    seen = view(case, job)
    assert set(seen["told"]) == {"part", "suspected", "accounts"}
    texts = [a["text"] for a in seen["told"]["accounts"]]
    assert texts[0] == "Callum tried to leave and is reported to have been hit in the face by another young person."
    assert texts[1] == "Callum is reported to have threatened an adult."
    assert "Article 10" in " ".join(seen["basis"])
    assert [n for p in NAMES if p != "P1" for n in NAMES[p] if n in said(seen)] == []


def test_what_an_agency_told_us_of_is_matched_by_school_or_else_by_postcode_area_never_both() -> None:
    record = data("sample-ordinary")
    row(record, "people", "P8").update(school=None, school_status="home educated")
    case = case_of(record)
    seen = view(case, jobs(case)["support-enquiry P8 earlyhelp"])["child"]
    assert (seen["match_label"], seen["match"]) == ("Postcode area", "ZZ1")
    assert "ZZ1" not in finished("support-enquiry P1 reboot")["docx"].replace("ZZ1 1AA", "")


def test_an_enquiry_to_a_school_goes_to_its_safeguarding_lead() -> None:
    case, job = enquiry({}, "Q4")
    assert view(case, job)["letter"]["to"][0] == "Sister B. Incunable"


def test_a_service_whose_name_is_a_clue_reads_its_own_name_and_no_other_paper_does() -> None:
    case, job = enquiry({"enquiry": "yes"}, "Q5")
    assert "Harbour Support" in body_text(files(case, job)["docx"])
    others = [view(case, other) for other in jobs(case).values() if other != job]
    assert "Harbour" not in said(others)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"decisions": [{"person": "P1", "audience": "reboot", "decision": "do not share"}]}, "not to share"),
        ({"decisions": [{"person": "P1", "audience": "all", "decision": "hold"}]}, "On hold"),
        ({"decisions": [{"audience": "reboot", "decision": "do not share"}]}, "not to share"),
    ],
)
def test_a_decision_stops_an_enquiry(changes: Data, reason: str) -> None:
    assert reason in refused(ordinary(**changes))["support-enquiry P1 reboot"]


@pytest.mark.parametrize(
    ("person", "agency", "reason"),
    [
        ("P7", "reboot", "Not identified"),
        ("P9", "reboot", "Only about a young person"),
    ],
)
def test_no_enquiry_is_made_of_somebody_unknown_or_of_an_adult(person: str, agency: str, reason: str) -> None:
    case = ordinary(support=[{"id": "Q9", "person": person, "agency": agency, "enquiry": "yes"}])
    assert refused(case)[f"support-enquiry {person} {agency}"].startswith(reason)


def test_nobody_is_asked_where_the_record_does_not_say_so() -> None:
    case = ordinary(support=[{"id": "Q9", "person": "P1", "agency": "reboot"}])
    assert [key for key in {*jobs(case), *refused(case)} if key.startswith("support-enquiry")] == []


def test_in_a_sensitive_incident_only_an_agency_that_a_decision_names_is_asked_and_told_no_day() -> None:
    assert "support-enquiry P2 csc-duty" in refused(sensitive())
    record = data("sample-sensitive")
    record["decisions"].append({"person": "P2", "audience": "csc-duty", "decision": "share", "family_told": "yes"})
    case = case_of(record, at=SPRING)
    seen = view(case, jobs(case)["support-enquiry P2 csc-duty"])
    assert (seen["about"], seen["told"]) == ("", {})
    held = said({key: seen[key] for key in ("letter", "child", "family", "basis")})
    assert [w for w in ("Imogen", "sexual", "Thistledown", "March", "suspect", "Article 10") if w in held] == []


# Conference extracts


def person_of(paper: str, name: str) -> Data:
    case = ordinary()
    found: Data = next(p for p in view(case, jobs(case)[paper])["people"] if name in p["name"])
    return found


@pytest.mark.parametrize(
    ("paper", "own", "other"),
    [
        ("conference-extract SCH2", "Aaliyah", ("Zoë", "O’Sampleton")),
        ("conference-extract SCH2", "Zoë", ("Aaliyah", "Mockridge")),
        ("conference-extract SCH3", "Łukasz", ("Noor", "Inventa")),
        ("conference-extract SCH3", "Noor", ("Łukasz", "Fabrykant")),
    ],
)
def test_in_the_part_of_one_pupil_the_other_side_at_the_same_school_stays_unnamed(
    paper: str, own: str, other: tuple[str, ...]
) -> None:
    assert [name for name in other if name in said(person_of(paper, own))] == []


def test_an_extract_names_no_witness_even_of_its_own_school() -> None:
    assert "Rhys" not in said(finished("conference-extract SCH1"))


def test_somebody_both_suspected_and_harmed_is_both_to_their_own_school() -> None:
    part = person_of("conference-extract SCH1", "Callum")["part"]
    assert "suspected" in part.casefold()
    assert "harmed" in part.casefold()


def test_a_child_under_10_is_a_welfare_matter_in_an_extract() -> None:
    seen = person_of("conference-extract SCH1", "Tomos")
    assert not seen["suspected"]
    assert "suspect" not in said(seen).replace('"suspected"', "")


def test_support_through_a_service_whose_name_is_a_clue_is_told_as_in_place_only() -> None:
    seen = person_of("conference-extract SCH3", "Noor")
    assert (seen["support"], seen["more_support"]) == ([], True)


def test_support_given_by_another_school_does_not_name_it() -> None:
    record = data("sample-ordinary")
    record["support"].append({"id": "Q9", "person": "P1", "agency": "SCH2", "stage": "managed move"})
    case = case_of(record)
    page = body_text(files(case, jobs(case)["conference-extract SCH1"])["docx"])
    assert "Another school" in page
    assert "Aldwyth" not in page


@pytest.mark.parametrize(
    ("text", "owner", "shown"),
    [
        ("Who can meet {P1} on Fridays?", None, True),
        ("Who can meet Callum on Fridays?", None, True),
        ("Who keeps {P1} and {P3} apart?", None, False),
        ("Who keeps {P1} and {P8} apart?", None, False),
        ("Could {P1} move to St Aldwyth’s?", None, False),
        ("Is one friendship group driving this?", None, False),
        ("Could Harbour help {P1}?", None, False),
    ],
)
def test_a_question_reaches_an_attendee_only_if_it_is_about_one_of_their_own_alone(
    text: str, owner: str | None, shown: bool
) -> None:
    record = data("sample-ordinary")
    record["conference"]["questions"] = [text]
    record["actions"] = [{"id": "ACT1", "what": text, "owner": owner}]
    case = case_of(record)
    seen = view(case, jobs(case)["conference-extract SCH1"])
    callum = next(p for p in seen["people"] if "Callum" in p["name"])
    assert bool(callum["questions"]) is shown
    assert bool(callum["actions"]) is shown
    assert seen["actions"] == []


@pytest.mark.parametrize(
    ("text", "owner", "shown"),
    [
        ("Hold an assembly on bystanders", "SCH1", True),
        ("Hold an assembly on bystanders", "SCH2", False),
        ("Keep {P2} away from the gate", "SCH1", False),
    ],
)
def test_an_action_of_their_own_is_shown_if_it_holds_nobody(text: str, owner: str, shown: bool) -> None:
    case = ordinary(actions=[{"id": "ACT1", "what": text, "owner": owner}])
    assert bool(view(case, jobs(case)["conference-extract SCH1"])["actions"]) is shown


def with_attendees(*attendees: str) -> Data:
    office = data("office")
    for meeting in office["meetings"]:
        meeting["part_attendees"] = list(attendees)
    return office


@pytest.mark.parametrize(("confirmed", "told"), [("yes", True), ("no", False), (None, False)])
def test_an_agency_reads_of_its_client_once_it_has_confirmed_that_it_works_with_them(
    confirmed: str | None, told: bool
) -> None:
    record = data("sample-ordinary")
    row(record, "support", "Q1")["confirmed"] = confirmed
    case = case_of(record, with_attendees("reboot"))
    found = jobs(case).get("conference-extract reboot")
    assert (found is not None) is told
    if found:
        assert found.reader.subjects == ("P1",)


def test_the_school_decision_holds_for_the_extract_too() -> None:
    record = data("sample-ordinary")
    record["decisions"] = [{"person": "P2", "audience": "SCH2", "decision": "do not share"}]
    case = case_of(record)
    assert "Aaliyah" not in said(view(case, jobs(case)["conference-extract SCH2"]))
    assert "not to share" in refused(case)["conference-extract P2 SCH2"]


def test_an_extract_waits_for_what_one_of_its_pupils_waits_for() -> None:
    approval = jobs(ordinary())["conference-extract SCH2"].approval
    assert not approval.approved
    assert "Mother has been told" in approval.why


@pytest.mark.parametrize("case", [sensitive(), ordinary(conference={"in_pack": "no"})], ids=["sensitive", "kept out"])
def test_a_case_that_is_kept_out_of_the_pack_has_no_extract(case: Case) -> None:
    assert [key for key in jobs(case) if key.startswith("conference-extract")] == []
    assert [key for key in refused(case) if key.startswith("conference-extract")] == ["conference-extract"]


# E-CINS


def profile(name: str, case: Case | None = None) -> Data:
    case = case or ordinary()
    found: Data = next(p for p in view(case, jobs(case)["ecins-record"])["profiles"] if name in p["name"])
    return found


def labels(seen: Data) -> dict[str, str]:
    return {f["label"]: f["value"] for f in seen["fields"]}


def test_of_a_witness_e_cins_is_told_name_neutral_part_and_a_brief_account_only() -> None:
    seen = profile("Rhys")
    assert (seen["fields"], seen["carers"], seen["empty"]) == ([], [], "")
    assert "support" not in seen
    assert set(seen["accounts"][0]) == {"when", "where", "text"}
    text = said(finished("ecins-record"))
    assert [w for w in ("2 July 2014", "ZZ9", "Year 8") if w in text] == []


def test_a_protected_address_and_what_leads_to_it_are_marked_do_not_enter() -> None:
    seen = profile("Noor")
    assert labels(seen)["Address"].startswith("Do not enter")
    assert not {"Home area", "Telephone", "Safe number", "Contact through"} & set(labels(seen))
    assert seen["support"] == ["Other support is in place."]


def test_the_restrictions_that_the_officer_recorded_are_printed() -> None:
    assert view(ordinary(), jobs(ordinary())["ecins-record"])["access"]["not_entered"] == ["Noor address: do not enter"]
    record = data("sample-ordinary")
    record["ecins"]["restrictions"] = []
    case = case_of(record)
    assert view(case, jobs(case)["ecins-record"])["access"]["not_entered"] == ["Address of Noor: do not enter"]


@pytest.mark.parametrize("word", ["White British", "Catholic faith", "autism", "minor injuries unit", "domestic abuse"])
def test_special_categories_stay_out_of_e_cins(word: str) -> None:
    assert word.casefold() not in said(finished("ecins-record")).casefold()


def test_a_number_that_is_not_safe_to_ring_is_not_entered() -> None:
    record = data("sample-ordinary")
    row(record, "people", "P2").update(safe_to_call="no")
    assert "07700 900112" not in said(profile("Aaliyah", case_of(record)))


def test_a_parent_who_has_not_been_told_is_marked_so() -> None:
    assert "not yet told" in profile("Zoë")["carers"][0]


def test_a_decision_leaves_somebody_without_a_profile() -> None:
    case = ordinary(decisions=[{"person": "P2", "audience": "ecins", "decision": "do not share"}])
    assert "Aaliyah" not in said(view(case, jobs(case)["ecins-record"]))
    assert "ecins-record P2" in refused(case)


def test_the_record_never_says_that_it_was_uploaded_by_casepack() -> None:
    page = finished("ecins-record")["docx"]
    assert "Nothing has been entered on E-CINS by making this record" in page
    assert "Sam Pencilworth at 11:05am, Sunday 25 October 2026, as recorded" in page


def test_of_a_sensitive_incident_e_cins_gets_name_age_and_part_and_a_code_for_a_witness() -> None:
    case = sensitive()
    seen = view(case, jobs(case)["ecins-record"])
    assert [(p["name"], p["part"]) for p in seen["profiles"]] == [
        ("Imogen Fablewright", "Reported as harmed"),
        ("Theo Mythergill", "Suspected of a part in it (an allegation, not a finding)"),
        ("Code P3", "Witness"),
    ]
    assert [labels(p) for p in seen["profiles"][:2]] == [{"Age": "14"}, {"Age": "15"}]
    hidden = ("Bea", "Legendre", "sexual", "Thistledown", "Chapter Mews", "March 2011", "Year 9", "Wrenfield")
    page = body_text(files(case, jobs(case)["ecins-record"])["docx"])
    assert [w for w in hidden if w in said(seen) or w in page] == []
    assert (seen["episodes"], seen["actions"]) == ([], [])


@pytest.mark.parametrize(
    ("changes", "approved"),
    [
        ({}, True),
        ({"restricted": "no"}, False),
        ({"restricted": None}, False),
        ({"checked_by": None}, False),
    ],
)
def test_a_sensitive_entry_is_ready_only_when_it_is_restricted_and_checked(changes: Data, approved: bool) -> None:
    record = data("sample-sensitive")
    record["ecins"].update(changes)
    assert jobs(case_of(record, at=SPRING))["ecins-record"].approval.approved is approved


# The plain-text twin


def test_the_twin_says_the_same_words_and_is_written_as_notepad_reads_it() -> None:
    held = made("ecins-record")
    assert held["txt"].startswith(b"\xef\xbb\xbf")
    text = held["txt"].decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    head, foot = "OFFICIAL-SENSITIVE\r\nMSC-2026-0417 · E-CINS record · v1\r\n", "\r\nOFFICIAL-SENSITIVE\r\n"
    assert text.startswith(head)
    assert text.endswith(foot)
    inner = text[len(head) : -len(foot)].replace("\r\n- ", "\r\n").replace(":", " ").split()
    assert inner == body_text(held["docx"]).replace(":", " ").split()
    assert "\r\nDate of birth: 9 March 2011, aged 15\r\n" in text


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("Date of birth", "Day of birth", "does not say what the Word file says"),
        ("Callum Exampleby", "Callum", "does not say what the Word file says"),
        ("Entered on E-CINS", "Entered on E-CINS Fizz", "the name of P7"),
        ("OFFICIAL-SENSITIVE\r\n", "", "the marking or the reference is missing"),
    ],
)
def test_a_twin_that_is_not_as_it_should_be_is_found_out(before: str, after: str, reason: str) -> None:
    case = ordinary()
    job = jobs(case)["ecins-record"]
    docx = made("ecins-record")["docx"]
    said_too = {"marking": "OFFICIAL-SENSITIVE", "footer": "MSC-2026-0417 · E-CINS record · v1"}
    text = plain_text(docx, **said_too).decode("utf-8-sig")
    assert before in text
    lens = lens_for(case, build_book(case.record, case.office), job)
    broken = text.replace(before, after).encode("utf-8-sig")
    found = prove_text(broken, docx, name="E-CINS record", leaks=lens.leaks, **said_too)
    assert reason in " ".join(found)


def test_a_list_typed_with_dashes_keeps_no_twin_back() -> None:
    record = data("sample-ordinary")
    row(record, "involvements", "A1")["account"] = "Said at the door - and once more:\n- a window\n- two bins"
    case = case_of(record)
    job = jobs(case)["ecins-record"]
    docx = files(case, job)["docx"]
    said_too = {"marking": "OFFICIAL-SENSITIVE", "footer": "MSC-2026-0417 · E-CINS record · v1"}
    twin = plain_text(docx, **said_too)
    assert b"- two bins" in twin
    lens = lens_for(case, build_book(case.record, case.office), job)
    assert prove_text(twin, docx, name="E-CINS record", leaks=lens.leaks, **said_too) == ()
    for before, after in ((b"two bins", b"bins"), (b"- two bins", b"two bins"), (b"two bins", b"two - bins")):
        broken = twin.replace(before, after)
        assert broken != twin
        assert prove_text(broken, docx, name="E-CINS record", leaks=lens.leaks, **said_too) != ()


def test_a_twin_that_somebody_edited_is_left_alone_and_the_next_version_goes_beside_it(tmp_path: Path) -> None:
    def run() -> list[Path]:
        make(load_case(path, INPUTS / "office.json", "2026-10-25 12:10"), tmp_path / "out")
        return sorted((tmp_path / "out").rglob("*ecins-record*.txt"))

    record = data("sample-minimal")
    record["incident"]["reference"] = "MSC-2026-0001"
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    (first,) = run()
    first.write_text("mine", encoding="utf-8")
    record["incident"]["title"] = "Incident at a bus stop"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert [found.name[-6:] for found in run()] == ["v1.txt", "v2.txt"]
    assert first.read_text(encoding="utf-8") == "mine"


# States through the month


@pytest.mark.parametrize(
    ("changes", "state", "since"),
    [
        ({}, "to do", None),
        ({"enquiry_sent_at": "2026-10-25 09:00"}, "sent", "2026-10-25 09:00"),
        ({"enquiry_sent_at": "2026-10-25 09:00", "replied_at": "2026-10-26 10:00"}, "replied", "2026-10-26 10:00"),
        ({"enquiry_sent_at": "2026-10-25 09:00", "no_reply": "yes"}, "no reply", "2026-10-25 09:00"),
        ({"no_reply": "yes", "replied_at": "2026-11-02 10:00"}, "replied", "2026-11-02 10:00"),
    ],
)
def test_an_enquiry_is_in_one_of_four_states(changes: Data, state: str, since: str | None) -> None:
    support = [{"id": "Q1", "person": "P1", "agency": "reboot", "enquiry": "yes"} | changes]
    case = ordinary(support=support)
    found = next(s for s in states(case.record, case.office) if s.kind == "Support enquiry")
    assert (found.about, found.to, found.state, found.since) == ("P1", "reboot", state, since)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"agreement": "agreed"}, "to do"),
        ({"agreement": "agreed", "state": "to do: already open, update and not new referral"}, "to do"),
        ({"agreement": "agreed", "sent_at": "2026-10-26 09:00"}, "sent"),
        ({"agreement": "agreed", "state": "to do", "sent_at": "2026-10-26 09:00"}, "sent"),
        ({"agreement": "agreed", "state": "Replied 2 November"}, "replied"),
        ({"agreement": "agreed", "state": "no reply"}, "no reply"),
        ({"agreement": "refused"}, "not going ahead"),
        ({"agreement": "agreed", "blocked": "18 before it starts"}, "not going ahead"),
        ({"agreement": "not asked"}, "to do"),
        ({"agreement": "not suitable", "state": "sent"}, "sent"),
    ],
)
def test_a_referral_stands_as_written_and_as_sent(changes: Data, state: str) -> None:
    case = ordinary(referrals=[{"id": "F1", "person": "P1", "service": "reboot"} | changes])
    found = next(s for s in states(case.record, case.office) if s.kind == "Referral")
    assert found.state == state


def test_surveys_letters_and_requests_have_states_too() -> None:
    record = data("sample-ordinary")
    row(record, "businesses", "B1")["survey_sent_at"] = "2026-10-26 10:00"
    record["survey_answers"] = [{"business": "B2", "question": "aware", "answer": "yes"}]
    record["decisions"][0]["sent_at"] = "2026-10-25 11:00"
    row(record, "requests", "C1")["sent_at"] = "2026-10-24 12:00"
    case = case_of(record)
    found = {(s.kind, s.about, s.to): s.state.value for s in states(case.record, case.office)}
    assert found["Business survey", "", "B1"] == "sent"
    assert found["Business survey", "", "B2"] == "replied"
    assert found["Business survey", "", "B3"] == "to do"
    assert found["Letter", "P1", "mash"] == "sent"
    assert ("Letter", "P2", "mash") not in found
    assert found["Patrol request", "", "btp"] == found["Patrol request", "", "police"] == "sent"


def test_every_state_is_counted_also_those_that_nothing_is_in() -> None:
    case = ordinary()
    found = states(case.record, case.office)
    tally = counts(found)
    assert set(tally) == set(StateWord)
    assert sum(tally.values()) == len(found)
    assert tally[StateWord.NO_REPLY] == 0


def paper_rows(case: Case, document: str) -> list[Data]:
    job = next(j for j in make_plan(case).jobs if j.document.id == document)
    lens = lens_for(case, build_book(case.record, case.office), job)
    rows: list[Data] = office_rows(case, lens) if document == "checklist" else conference_rows(case, lens)["states"]
    return rows


def test_the_checklist_shows_people_by_code() -> None:
    rows = paper_rows(ordinary(), "checklist")
    assert {
        "what": "Support enquiry",
        "about": "P5",
        "to": "Southmere Children’s Social Care, Locality Team 2",
    }.items() <= (rows[1].items())
    assert (rows[1]["state"], rows[1]["since"]) == ("Replied", "3:20pm, Saturday 24 October 2026")
    assert [n for names in NAMES.values() for n in names if n in said(rows)] == []


def test_the_conference_reads_of_enquiries_as_it_may_know_people() -> None:
    rows = paper_rows(ordinary(), "conference-summary")
    seen = {(r["what"], r["about"], r["to"]) for r in rows}
    assert ("Support enquiry", "Callum", "REBOOT") in seen
    assert ("Referral", "Young person H1", "Victim Support") in seen
    assert ("Support enquiry", "Young person H2", "A school") in seen
    text = said(rows)
    assert [n for p in ("P2", "P3", "P6", "P9") for n in NAMES[p] if n in text] == []
    assert not any("witness" in r["about"].casefold() for r in rows)
    assert not any(r["what"] == "Letter" for r in rows)


def test_rows_for_the_conference_are_in_an_order_that_pairs_no_name_with_a_code() -> None:
    referrals = [r["about"] for r in paper_rows(ordinary(), "conference-summary") if r["what"] == "Referral"]
    assert referrals == sorted(referrals)


def test_what_is_about_nobody_and_stands_alike_is_one_row() -> None:
    surveys = [r for r in paper_rows(ordinary(), "checklist") if r["what"] == "Business survey"]
    assert [(r["about"], r["state"], r["since"]) for r in surveys] == [("No one", "To do", "")]
    assert surveys[0]["to"].split("; ") == [
        "Parade Mini Mart",
        "Copper Kettle Café",
        "Kestrel Chemist",
        "Platform Two Coffee",
    ]


def test_nothing_in_a_record_is_changed_by_asking_for_its_papers() -> None:
    record = data("sample-ordinary")
    before = copy.deepcopy(record)
    case = case_of(record)
    assert [view(case, job) for job in jobs(case).values()] == [view(case, job) for job in jobs(case).values()]
    assert record == before
