"""Documents that tell nobody about anybody: who gets which, what is in the finished files, and what never is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casepack.community_facts import counted, date_band
from casepack.documents import DOCUMENTS
from casepack.errors import WithheldError
from casepack.finish import finished_bytes
from casepack.jigsaw import READERS
from casepack.mentions import build_book
from casepack.office import Office
from casepack.plan import Case, Job, NotMade, key_of
from casepack.plan_community import HANDLED_SEPARATELY, NOT_APPROVED, ONE_SCHOOL
from casepack.planning import make_plan
from casepack.record import Record
from casepack.versions import Action, Step
from casepack.views import View, doc_view
from casepack.views_office import recipient_name
from casepack.wards import wards

from . import outsider
from .builders import Row, episode, organisation, school
from .builders_case import (
    SUNDAY,
    case,
    cast,
    cast_case,
    changed,
    context,
    incident,
    oracle,
    planned,
    refused,
    sample,
    sample_office,
    seen,
    sensitive,
    text_of,
    wide_office,
)

OURS = [document.id for document in DOCUMENTS.values() if document.audience in READERS]
APPROVED = {"approved_by": "SC-01", "approved_at": "2026-10-25 09:00"}
ORDINARY, SENSITIVE = oracle("ordinary"), oracle("sensitive")
RAILWAY_NUMBERS = ["61016", "0800 40 50 40"]


def with_requests(name: str, as_of: str, **changes: dict[str, Any]) -> Case:
    """A sample record whose requests of some kinds are changed; the kind is written with an underscore."""
    data = sample(name, as_of).record.model_dump(mode="json")
    for row in data["requests"]:
        row.update(changes.get(row["kind"].replace(" ", "_"), {}))
    return case(Record.model_validate(data), sample_office(), as_of)


def ordinary(**changes: dict[str, Any]) -> Case:
    """The ordinary sample with the Members' briefing approved."""
    return with_requests("ordinary", SUNDAY, **{"members_briefing": APPROVED, **changes})


def overridden() -> Case:
    """The sensitive sample with a manager's decision that the Members are to be told something."""
    allowed = {"approved_by": "HOS", "not_for_this_case": None}
    return with_requests("sensitive", "2026-03-29 14:10", members_briefing=allowed)


def an_office(**changes: Any) -> Office:
    """The wide office with schools whose names are no part of its e-mail addresses."""
    names = [school("SCH1", name="Holmbeck Academy"), school("SCH2", name="Quillford School")]
    return wide_office(**{"schools": names, **changes})


def ward_case(the_office: Office | None = None, **changes: Any) -> Case:
    """The cast in Brackwater ward."""
    the_office = the_office or an_office()
    episodes = [
        episode(railway="yes", force="btp", ward="Brackwater"),
        episode("E2", start="18:10", place="Kestrel Parade", railway="no", force="police", ward="Brackwater"),
    ]
    return cast_case(the_office, **{"episodes": episodes, **changes})


def request(kind: str, *to: str, **changes: Any) -> Row:
    return {"id": "C1", "kind": kind, "to": list(to), **changes}


def made(the_case: Case, document: str, folder: Path) -> list[Path]:
    """Every document of a kind as the finished, proved files of a pack."""
    book = build_book(the_case.record, the_case.office)
    paths = []
    for one in (j for j in make_plan(the_case).jobs if j.document.id == document):
        stem = f"{the_case.record.incident.reference} {key_of(one)} v1"
        step = Step(key_of(one), Action.NEW, "", stem, 1)
        for kind, data in finished_bytes(the_case, book, one, View(context(the_case, one), {}), step).items():
            paths.append(folder / f"{stem}.{kind}")
            paths[-1].write_bytes(data)
    return paths


def test_nobodys_initials_are_taken_to_stand_in_the_names_of_the_fonts(tmp_path: Path) -> None:
    """The boxes to tick are drawn in MS Gothic, whoever is called Mona Shale."""
    people = changed(cast(), "P4", given_name="Mona", family_name="Shale")
    assert made(cast_case(people=people), "business-survey", tmp_path)


Files = Callable[[str], list[Path]]


def _files(the_case: Case, folder: Path) -> Files:
    found = {document: made(the_case, document, folder) for document in OURS}
    return lambda document: found[document]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The finished files of the ordinary sample, approved, by document."""
    return _files(ordinary(), tmp_path_factory.mktemp("community"))


@pytest.fixture(scope="module")
def restricted(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The finished files of the sensitive sample, the briefing approved by the Head of Service, by document."""
    return _files(overridden(), tmp_path_factory.mktemp("restricted"))


def words(path: Path) -> str:
    return outsider.word_text(path.read_bytes())


def bodies(paths: list[Path]) -> dict[str, str]:
    """The words of each Word file without header and footer, by its name."""
    return {p.stem: words(p).partition("== body")[2] for p in paths if p.suffix == ".docx"}


# The ordinary sample, finished


def test_each_reader_of_the_oracle_gets_their_document(files: Files) -> None:
    groups = {re.search(r" (R\d) ", p.name).group(1) for p in files("reporting-information")}  # type: ignore[union-attr]
    assert groups == set(ORDINARY["documents_expected"]["reporting-information"])
    [briefing] = bodies(files("members-briefing")).values()
    names = {m.id: m.name for m in sample_office().members}
    expected = set(ORDINARY["documents_expected"]["members-briefing"])
    assert {key for key, name in names.items() if name in briefing} == expected


def test_every_document_is_made_as_word_and_as_pdf(files: Files) -> None:
    for document in OURS:
        kinds = [p.suffix for p in files(document)]
        assert len(kinds) >= 2, document
        assert kinds.count(".docx") == kinds.count(".pdf") == len(kinds) / 2, document


@pytest.mark.parametrize("rule", [r for r in ORDINARY["must_never_contain"] if "members-briefing" in r["documents"]])
def test_the_words_that_the_oracle_forbids_stand_in_no_layer(files: Files, rule: Row) -> None:
    assert set(rule["documents"]) <= set(OURS)
    for document in OURS:
        assert [place for path in files(document) for place in outsider.found_in(path, rule["words"])] == []


@pytest.mark.parametrize("document", OURS)
def test_nobody_in_the_record_stands_in_any_layer(files: Files, document: str) -> None:
    record = ordinary().record
    facts = {
        t for p in record.people for t in (p.given_name, p.family_name, p.known_as, p.phone, p.postcode, p.address)
    }
    facts |= {c.name for c in record.carers} | {p.ethnicity for p in record.people}
    assert [place for path in files(document) for place in outsider.found_in(path, sorted(filter(None, facts)))] == []


def test_why_a_member_is_left_out_stands_nowhere(files: Files) -> None:
    the_case = ordinary()
    [conflict] = the_case.record.conflicts
    assert refused(make_plan(the_case), "members-briefing") == {("", conflict.member): HANDLED_SEPARATELY}
    secret = [conflict.reason or "", "related", "Exampleby", "group leader"]
    for document in OURS:
        assert [place for path in files(document) for place in outsider.found_in(path, secret)] == []
    papers = [text_of(seen(the_case, p)) for p in ("checklist", "disclosure-register", "conference-summary")]
    for text in (*papers, str(make_plan(the_case).not_made), str(make_plan(the_case).notes)):
        assert [t for t in (conflict.reason, conflict.instead) if str(t) in text] == []


def test_the_briefing_is_confidential_neutral_and_says_what_not_to_say(files: Files) -> None:
    [text] = bodies(files("members-briefing")).values()
    for said in ("Confidential: not for publication", "Brackwater", "19 to 25 October 2026", "Robin Draftwell", "9am"):
        assert said in text
    assert text.index("Lines to use") < text.index("Extra patrols are in place.")
    assert text.index("What not to say") < text.index("Any school name")


def test_each_force_is_asked_about_its_own_places_only(files: Files) -> None:
    texts = {("btp" if "btp" in name else "police"): text for name, text in bodies(files("patrol-request")).items()}
    assert set(texts) == {"btp", "police"}
    assert "Brackwater station" in texts["btp"]
    assert "Kestrel Parade" not in texts["btp"]
    assert "Kestrel Parade" in texts["police"]
    assert "Brackwater station" not in texts["police"]
    assert "btp.team@example.org" not in texts["police"]
    assert "British Transport" not in texts["police"]


def test_a_leaflet_bears_no_marking_and_no_reference(files: Files) -> None:
    for path in files("reporting-information"):
        assert outsider.found_in(path, ["OFFICIAL", "SENSITIVE"]) == []
        layers = {k: v for k, v in outsider.layers(path).items() if k != "file name"}
        assert "0417" not in " ".join(layers.values())


def test_a_marked_document_bears_its_marking(files: Files) -> None:
    for path in files("patrol-request") + files("members-briefing"):
        assert outsider.found_in(path, ["OFFICIAL-SENSITIVE"]) != []


def test_a_leaflet_says_how_to_report_and_keeps_crimestoppers_to_crime(files: Files) -> None:
    for text in bodies(files("reporting-information")).values():
        for said in ("999", "101", "Do not confront anyone", "worried about a child", "keep a diary"):
            assert said in text
        [line] = [line for line in text.splitlines() if "Crimestoppers" in line]
        assert "about a crime" in line
        assert "not for anti-social behaviour" in line
        heading = text[: text.index(line)].strip().splitlines()[-1]
        assert heading == "Giving information about a crime without your name"


def test_the_mapping_sheet_asks_the_four_questions_and_keeps_small_numbers_back(files: Files) -> None:
    [text] = bodies(files("mapping-sheet")).values()
    for question in (
        "What is the area like?",
        "Who lives there?",
        "Which businesses are there?",
        "Are there any schools or places of education?",
    ):
        assert question in text.splitlines()
    assert "Anti-social behaviour: 17; criminal damage: fewer than 5" in text
    assert "Holmbeck All-Through Academy, 650 metres" in text.splitlines()
    assert "Routine maintenance | Not recorded" in text.splitlines()


def test_every_school_is_offered_the_same(files: Files) -> None:
    texts = bodies(files("schools-engagement-request"))
    names = {school.id: school.name for school in sample_office().schools}
    years = {"SCH1": "Year 8, Year 9, Year 10", "SCH2": "Year 9, Year 10", "SCH3": "Year 12"}
    alike = set()
    for name, text in texts.items():
        key = next(k for k in years if k in name)
        assert names[key] in text
        assert years[key] in text
        assert not any(other in text for k, other in names.items() if k != key)
        alike.add(text.replace(names[key], "SCHOOL").replace(years[key], "YEARS"))
    assert len(texts) == 3
    assert len(alike) == 1


def test_an_offer_to_a_school_tells_of_no_incident(files: Files) -> None:
    for path in files("schools-engagement-request"):
        assert outsider.found_in(path, ["incident", "Brackwater", "Kestrel", "23 October", "24 October"]) == []
    assert not any("0417" in text for text in bodies(files("schools-engagement-request")).values())


def test_outreach_is_given_places_times_and_themes(files: Files) -> None:
    [text] = bodies(files("outreach-request")).values()
    for said in (
        "Brackwater station",
        "Half-term afternoons",
        "8 to 12 young people",
        "Aged 12 to 17",
        "Travel safety",
    ):
        assert said in text


# The sensitive sample, finished


def test_a_sensitive_case_gives_a_leaflet_a_ward_patrol_and_one_line_at_most(restricted: Files) -> None:
    assert {d for d in OURS if restricted(d)} == {"reporting-information", "patrol-request", "members-briefing"}


@pytest.mark.parametrize("rule", SENSITIVE["must_never_contain"])
def test_nothing_for_outside_leads_to_a_sensitive_case(restricted: Files, rule: Row) -> None:
    traces = [*rule["words"], "Thistledown Green", "ZZ2 6TG", "28 March", "SMP-EX-1187-28032026", "offence", "assault"]
    for path in restricted("reporting-information") + restricted("patrol-request") + restricted("members-briefing"):
        text = " ".join(v for layer, v in outsider.layers(path).items() if "file name" not in layer)
        assert [word for word in traces if outsider.holds(text, word)] == []


def test_the_line_to_members_has_no_kind_day_or_place(restricted: Files) -> None:
    [text] = bodies(restricted("members-briefing")).values()
    assert "can say no more" in text
    assert "Alexis Kerning" in text
    assert not re.search(r"Wrenfield|March|2026|incident|What happened|young", text)


def test_the_ward_wide_patrol_names_the_ward_only(restricted: Files) -> None:
    [text] = bodies(restricted("patrol-request")).values()
    assert "Wrenfield" in text
    assert "the whole of the ward" in text
    assert not re.search(r"incident|happened|Your reference|Thistledown", text)


def test_a_standing_leaflet_has_no_date_of_its_own(restricted: Files) -> None:
    for path in restricted("reporting-information"):
        if path.suffix == ".docx":
            assert not re.search(r"\b20\d\d\b|March", words(path))
            assert [n for n in RAILWAY_NUMBERS if n in words(path)] == []


def test_the_team_is_told_that_the_file_names_hold_the_reference() -> None:
    assert any("file names hold the case reference" in note for note in make_plan(overridden()).notes)
    assert not any("file names" in note for note in make_plan(ordinary()).notes)


# The rules


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, NOT_APPROVED),
        ({"requests": [request("members briefing")]}, NOT_APPROVED),
        (
            {"requests": [request("members briefing", approved_by="pending")]},
            "Who approved it is not among the office's staff: record the id.",
        ),
        (
            {"requests": [request("members briefing", not_for_this_case="the group leader knows")]},
            "The group leader knows.",
        ),
    ],
)
def test_a_briefing_waits_for_a_manager(changes: Row, reason: str) -> None:
    plan = make_plan(ward_case(**changes))
    assert planned(plan, "members-briefing") == set()
    assert list(refused(plan, "members-briefing").values()) == [reason]


def _members(*rows: tuple[str, str]) -> Office:
    return an_office(members=[{"id": key, "name": f"Cllr {key}", "wards": [ward]} for key, ward in rows])


def test_each_ward_has_a_briefing_of_its_own() -> None:
    there = [episode(ward="Brackwater"), episode("E2", day="2026-10-26", ward="Wrenfield Æst", division="North")]
    office = _members(("M1", "Brackwater"), ("M2", "wrenfield æst"), ("M3", "North"), ("M4", "Elsewhere"))
    the_case = cast_case(office, episodes=there, requests=[request("members briefing", **APPROVED)])
    assert planned(make_plan(the_case), "members-briefing") == {("", "brackwater"), ("", "wrenfield-st")}
    assert seen(the_case, "members-briefing", recipient="brackwater")["members"] == ["Cllr M1"]
    assert seen(the_case, "members-briefing", recipient="wrenfield-st")["members"] == ["Cllr M2", "Cllr M3"]
    assert seen(the_case, "members-briefing", recipient="wrenfield-st")["dates"] == "26 October 2026 to 1 November 2026"


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (["North End", "North-End"], ["north-end", "north-end-2"]),
        (["北区"], ["ward-1"]),
        (["Brackwater", "BRACKWATER"], ["brackwater"]),
    ],
)
def test_wards_have_keys_that_a_file_name_can_hold(names: list[str], keys: list[str]) -> None:
    episodes = [episode(f"E{n}", ward=name) for n, name in enumerate(names, start=1)]
    assert [w.key for w in wards(cast_case(episodes=episodes))] == keys


def test_a_member_in_conflict_is_left_out_even_when_the_request_names_them() -> None:
    the_case = ward_case(
        _members(("M1", "Brackwater"), ("M2", "Brackwater")),
        requests=[request("members briefing", "M1", "M2", **APPROVED)],
        conflicts=[{"member": "M2", "reason": "A secret reason"}],
    )
    assert seen(the_case, "members-briefing")["members"] == ["Cllr M1"]
    assert refused(make_plan(the_case), "members-briefing") == {("", "M2"): HANDLED_SEPARATELY}


def test_no_briefing_where_every_member_is_in_conflict() -> None:
    the_case = ward_case(requests=[request("members briefing", **APPROVED)], conflicts=[{"member": "M1"}])
    assert planned(make_plan(the_case), "members-briefing") == set()
    assert (
        "Every Member of the ward is handled separately." in refused(make_plan(the_case), "members-briefing").values()
    )


def test_a_member_of_another_ward_gets_nothing_even_when_named() -> None:
    office = _members(("M1", "Brackwater"), ("M9", "Elsewhere"))
    the_case = ward_case(office, requests=[request("members briefing", "M1", "M9", **APPROVED)])
    assert seen(the_case, "members-briefing")["members"] == ["Cllr M1"]
    assert refused(make_plan(the_case), "members-briefing")["", "M9"].startswith("Represents none")


def _groups(*rows: tuple[str, list[str]]) -> Office:
    return an_office(resident_groups=[{"id": key, "name": f"Group {key}", "wards": there} for key, there in rows])


def test_the_groups_of_the_wards_and_those_of_everywhere_get_the_leaflet() -> None:
    office = _groups(("R1", ["Brackwater"]), ("R2", []), ("R3", ["Elsewhere"]), ("R4", ["Elsewhere"]))
    the_case = ward_case(office, requests=[request("residents", "R4")])
    assert {r for _, r in planned(make_plan(the_case), "reporting-information")} == {"R1", "R2", "R4"}


def test_without_a_ward_no_group_is_guessed() -> None:
    the_case = cast_case(_groups(("R1", ["Brackwater"]), ("R2", [])))
    assert planned(make_plan(the_case), "reporting-information") == set()
    assert len(refused(make_plan(the_case), "reporting-information")) == 1


@pytest.mark.parametrize("railway", ["yes", "no", None])
def test_the_railways_numbers_stand_only_where_it_was_on_the_railway(railway: str | None, tmp_path: Path) -> None:
    the_case = ward_case(episodes=[episode(ward="Brackwater", railway=railway)])
    [text] = bodies(made(the_case, "reporting-information", tmp_path)).values()
    assert [n in text for n in RAILWAY_NUMBERS] == [railway == "yes"] * 2
    assert ("British Transport Police" in text) is (railway == "yes")


def test_an_office_without_crimestoppers_prints_no_empty_heading(tmp_path: Path) -> None:
    [text] = bodies(made(ward_case(), "reporting-information", tmp_path)).values()
    assert "Crimestoppers" not in text
    assert "without your name" not in text


def test_patrols_are_asked_for_at_once_also_without_a_request() -> None:
    the_case = ward_case()
    assert {r for _, r in planned(make_plan(the_case), "patrol-request")} == {"police", "btp"}
    assert seen(the_case, "patrol-request", recipient="police")["ask"]["days"] == ["Not recorded"]


@pytest.mark.parametrize(
    ("to", "episodes", "reason"),
    [
        ("btp", [episode(railway="no")], "None of the places is on the railway."),
        ("police", [episode(railway="yes")], "Every place is another force's: the railway."),
        ("mash", [episode()], "Not a police force: patrols are asked of the police."),
        ("police", [episode(place=None)], "No place is recorded."),
    ],
)
def test_a_patrol_that_makes_no_sense_is_refused_with_its_reason(to: str, episodes: list[Row], reason: str) -> None:
    plan = make_plan(cast_case(episodes=episodes, requests=[request("patrol", to)]))
    assert planned(plan, "patrol-request") == set()
    assert refused(plan, "patrol-request") == {("", to): reason}


def test_two_requests_to_one_force_are_two_documents() -> None:
    rows = [request("patrol", "police"), {**request("patrol", "police"), "id": "C2"}]
    assert planned(make_plan(ward_case(requests=rows)), "patrol-request") == {("", "police"), ("C2", "police")}


@pytest.mark.parametrize(
    ("partners", "said"), [(["police"], ["17", "4"]), ([], ["17", "fewer than 5"])], ids=["partner", "outside"]
)
def test_small_numbers_are_kept_back_outside_the_partnership(partners: list[str], said: list[str]) -> None:
    the_case = ward_case(
        an_office(organisation=organisation(agreement_partners=partners)),
        area={"asb_reports": 17, "damage_reports": 4},
    )
    patrol = seen(the_case, "patrol-request", recipient="police")
    assert [patrol["asb_reports"], patrol["damage_reports"]] == said
    railway = seen(the_case, "patrol-request", recipient="btp")
    assert [railway["asb_reports"], railway["damage_reports"]] == ["", ""]


@pytest.mark.parametrize(
    ("count", "small", "said"),
    [
        (0, 5, "fewer than 5"),
        (4, 5, "fewer than 5"),
        (5, 5, "5"),
        (9, 10, "fewer than 10"),
        (4, None, "fewer than 5"),
        (None, 5, "Not recorded"),
    ],
)
def test_a_count_under_the_offices_number_is_not_printed(count: int | None, small: int | None, said: str) -> None:
    assert counted(ward_case(an_office(organisation=organisation(small_number=small))), count) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2026-10-23", "2026-10-24"], ("19 to 25 October 2026", False)),
        (["2026-10-25", "2026-10-26"], ("19 October 2026 to 1 November 2026", True)),
        (["2026-12-31"], ("28 December 2026 to 3 January 2027", False)),
    ],
)
def test_members_are_told_the_week_and_not_the_day(days: list[str], said: tuple[str, bool]) -> None:
    assert date_band(e.date for e in cast_case(episodes=[episode(day=day) for day in days]).record.episodes) == said


def test_prompts_of_the_map_that_are_empty_say_so() -> None:
    view = seen(ward_case(), "mapping-sheet")
    assert set(text_of(view["area"]).splitlines()) == {"Not recorded"}
    assert (view["schools"], view["asb_reports"]) == (["Not recorded"], "Not recorded")


def test_outreach_is_asked_where_there_is_any() -> None:
    assert planned(make_plan(ward_case()), "outreach-request") == {("", "outreach")}
    closed = [{**a.model_dump(mode="json"), "active": "no"} for a in wide_office().agencies if a.id == "outreach"]
    plan = make_plan(ward_case(an_office(agencies=closed)))
    assert list(refused(plan, "outreach-request").values()) == [
        "The office's data hold no youth outreach that is active."
    ]


def test_an_offer_to_one_school_alone_is_refused_where_it_has_a_pupil_in_the_case() -> None:
    def plan(*to: str) -> dict[tuple[str, str], str]:
        return refused(
            make_plan(ward_case(requests=[request("schools engagement", *to)])), "schools-engagement-request"
        )

    assert plan("SCH1") == {("", "SCH1"): ONE_SCHOOL}
    assert plan("SCH1", "SCH2") == {}


def test_a_year_group_of_another_school_is_not_offered() -> None:
    rows = [request("schools engagement", "SCH1", "SCH2", year_groups=["SCH2: Year 9", "Key stage 3"])]
    the_case = ward_case(requests=rows)
    assert seen(the_case, "schools-engagement-request", recipient="SCH1")["year_groups"] == "Key stage 3"
    assert seen(the_case, "schools-engagement-request", recipient="SCH2")["year_groups"] == "Year 9; Key stage 3"


def test_a_sensitive_case_refuses_all_that_is_not_asked_for() -> None:
    plan = make_plan(ward_case(incident=sensitive()))
    for document in OURS:
        assert planned(plan, document) == set(), document
        assert refused(plan, document), document
        assert all(len(reason) > 20 for reason in refused(plan, document).values()), document


def test_every_reader_has_a_name_for_the_team() -> None:
    the_case = ordinary()
    plan = make_plan(the_case)
    outcomes: list[Job | NotMade] = [*plan.jobs, *plan.not_made]
    named = {recipient_name(the_case, one) for one in outcomes if one.document.id in OURS}
    assert {"Members for Brackwater", "Kestrel Road Neighbourhood Watch", "Cllr Judith Exampleby"} <= named
    assert not {"brackwater", "R1", "M2", "Not recorded"} & named


def test_a_handling_line_of_the_case_stays_among_those_who_know_it() -> None:
    the_case = ward_case(incident=incident(handling="Only for those who know of the Wrenfield matter."))
    for document in ("patrol-request", "mapping-sheet"):
        one = next(j for j in make_plan(the_case).jobs if j.document.id == document)
        assert doc_view(the_case, one)["handling"] == wide_office().organisation.handling


# Fail closed


@pytest.mark.parametrize(
    ("document", "kind", "field", "text"),
    [
        ("members-briefing", "members_briefing", "lines", "A girl in Year 9 was hurt"),
        ("members-briefing", "members_briefing", "do_not_say", "That two pupils were hurt"),
        ("patrol-request", "patrol", "look_for", "Three boys on bicycles"),
        ("outreach-request", "outreach", "tensions", "A 14-year-old and his cousin"),
        ("schools-engagement-request", "schools_engagement", "look_for", "Support for a pupil at your school"),
    ],
)
def test_a_document_with_a_piece_is_withheld_and_says_which_answer_to_reword(
    document: str, kind: str, field: str, text: str, tmp_path: Path
) -> None:
    many = kind != "outreach" or field != "tensions"
    the_case = ordinary(**{kind: {**APPROVED, field: [text] if many else text}})
    with pytest.raises(WithheldError) as error:
        made(the_case, document, tmp_path)
    number = next(n for n, r in enumerate(the_case.record.requests) if r.kind.value.replace(" ", "_") == kind)
    assert f"reword requests[{number}].{field}" in str(error.value)
    assert text not in str(error.value)


def test_a_survey_with_a_piece_is_withheld_too(tmp_path: Path) -> None:
    the_case = ward_case(incident=incident(for_public="A girl of 14 years was hurt near your premises."))
    with pytest.raises(WithheldError, match=r"reword incident\.for_public"):
        made(the_case, "business-survey", tmp_path)


def test_a_place_typed_into_a_sensitive_patrol_request_withholds_it(tmp_path: Path) -> None:
    the_case = with_requests("sensitive", "2026-03-29 14:10", patrol={"look_for": ["groups at Thistledown Green"]})
    with pytest.raises(WithheldError, match=r"reword requests\[0\].look_for\[0\]"):
        made(the_case, "patrol-request", tmp_path)


def test_a_name_typed_into_a_request_is_not_printed() -> None:
    the_case = ward_case(requests=[request("patrol", "police", look_for=["Orla Penhallow and {P1} and friends"])])
    view = text_of(seen(the_case, "patrol-request", recipient="police"))
    assert not re.search("Orla|Penhallow|Tobias|P1", view)
