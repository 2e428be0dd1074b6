import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casepack.crosscheck import check_record
from casepack.errors import Problem, RecordError, UsageError
from casepack.read import LARGEST_FILE, load, read_office, read_record

from .builders import (
    agency,
    episode,
    involvement,
    lead,
    meeting,
    office,
    office_data,
    officer,
    organisation,
    person,
    record,
    record_data,
    school,
    step,
)

OFFICE = office()
Change = Callable[[dict[str, Any]], object]


def as_bytes(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def incident(**changes: Any) -> dict[str, Any]:
    return {**record_data()["incident"], **changes}


def problems_of(data: bytes | dict[str, Any]) -> tuple[Problem, ...]:
    """Everything that reading reports, problems and checks alike."""
    try:
        return read_record(data if isinstance(data, bytes) else as_bytes(data), "r.json", OFFICE)[1]
    except RecordError as error:
        return error.problems


def office_problems(data: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        return read_office(as_bytes(data), "o.json")[1]
    except RecordError as error:
        return error.problems


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(p.code, p.where.partition(": ")[2]) for p in problems]


def test_a_right_record_is_read_without_a_word() -> None:
    made, checks = read_record(as_bytes(record_data()), "r.json", OFFICE)
    assert made == record()
    assert checks == ()


def test_a_record_of_one_paragraph_and_one_date_is_enough() -> None:
    least = {"incident": {"what_happened": "Something."}, "episodes": [{"id": "E1", "date": "2026-10-23"}]}
    made, checks = read_record(as_bytes(least), "r.json", OFFICE)
    assert (made.people, checks) == ((), ())


def test_a_right_office_is_read_without_a_word() -> None:
    made, checks = read_office(as_bytes(office_data()), "o.json")
    assert (made, checks) == (OFFICE, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_however_an_editor_saved_it(encoding: str) -> None:
    data = record_data(people=[person(given_name="Siân", family_name="Łukaszewicz-Ŵyn")])
    made, _ = read_record(json.dumps(data, ensure_ascii=False).encode(encoding), "r.json", OFFICE)
    assert made.people[0].given_name == "Siân"


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        pytest.param(b" \n\t ", "empty-file", "r.json", id="blanks"),
        pytest.param(b'{"incident": {"title": "x"', "cut-off", "r.json: line 1, column 27", id="truncated"),
        pytest.param(b'{"incident": {"title": "x', "cut-off", "r.json: line 1, column 24", id="truncated in quotes"),
        pytest.param(b'{\n"a": 1,\n}', "trailing-comma", None, id="comma before }"),
        pytest.param(b'{"a": [1, 2,]}', "trailing-comma", None, id="comma before ]"),
        pytest.param(b'{"a": 1} {"b": 2}', "more-than-one", "r.json: line 1, column 10", id="two objects"),
        pytest.param("{“a”: 1}".encode(), "wrong-quotes", "r.json: line 1, column 2", id="curly quotes"),
        pytest.param(b"{'a': 1}", "wrong-quotes", "r.json: line 1, column 2", id="single quotes"),
        pytest.param(b'{\n// note\n"a": 1}', "comment", "r.json: line 2, column 1", id="comment"),
        pytest.param(b'{"a": "x\ny"}', "line-break", "r.json: line 1, column 9", id="line break in text"),
        pytest.param(b'{"a": "C:\\docs"}', "backslash", "r.json: line 1, column 10", id="backslash"),
        pytest.param(b'{"a" 1}', "not-json", "r.json: line 1, column 6", id="no colon"),
        pytest.param(b'{"a": 1\n"b": 2}', "not-json", "r.json: line 2, column 1", id="no comma"),
        pytest.param(b'{"a": }', "not-json", "r.json: line 1, column 7", id="no answer"),
        pytest.param(b"reference,what_happened\n", "not-json", "r.json: line 1, column 1", id="csv"),
        pytest.param(b"[1, 2]", "not-an-object", "r.json", id="a list"),
        pytest.param(b'"text"', "not-an-object", "r.json", id="a text"),
        pytest.param(b"null", "not-an-object", "r.json", id="null"),
        pytest.param(b"[" * 100_000, "too-deep", "r.json", id="a hundred thousand brackets"),
        pytest.param(b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "too-deep", "r.json", id="forty brackets"),
        pytest.param('{\n"a": "é"}'.encode("cp1252"), "not-utf-8", "r.json: line 2", id="Windows encoding"),
        pytest.param(b"PK\x03\x04..xl/workbook.xml", "cut-off", "r.json", id="xlsx"),
        pytest.param(b"PK\x03\x04..word/document.xml", "wrong-kind", "r.json", id="docx"),
        pytest.param(b"%PDF-1.7\n", "wrong-kind", "r.json", id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "wrong-kind", "r.json", id="xls"),
        pytest.param(b"<html><body>", "wrong-kind", "r.json", id="html"),
        pytest.param(b"{\\rtf1 x}", "wrong-kind", "r.json", id="rtf"),
        pytest.param(as_bytes(office_data()), "wrong-file", "r.json", id="the office in place of the record"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(data: bytes, code: str, where: str | None) -> None:
    problems = problems_of(data)
    assert [p.code for p in problems] == [code]
    assert where in (None, problems[0].where)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (
            b"PK\x03\x04..xl/workbook.xml",
            "r.json",
            "is incomplete: its end is missing. It may not have finished copying; copy it again.",
        ),
        (b"PK\x03\x04..word/document.xml", "r.json", "is a Word document"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "r.json", "OpenDocument spreadsheet"),
        (b"PK\x03\x04..notes.txt", "r.json", "is a zip file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "r.xlsx", "locked with a password"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "r.xls", "older Excel format"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "r.doc", "older Word format"),
        (b"\xd0\xcf\x11\xe0", "r.doc", "is an older Office file"),
        (b"\x89PNG\r\n\x1a\n", "r.json", "is a picture"),
        (b"\xff\xd8\xff\xe0..JFIF", "photo.jpg", "is a picture"),
        (b'{"incident": ' + bytes(400), "r.json", "is a damaged file"),
        (b"\x05Sam", "~$r.xlsx", "Choose r.xlsx itself."),
        (b'{"a": 1,}', "r.json", "has a comma after the last entry. Delete the comma."),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_really_is(data: bytes, name: str, words: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(data, name, OFFICE)
    assert words in str(caught.value)


def test_the_record_in_place_of_the_office_is_said() -> None:
    assert codes(office_problems(record_data())) == [("wrong-file", "")]


def without(table: str, key: str) -> Change:
    return lambda data: data[table][0].pop(key)


def put(*path: Any) -> Change:
    """Set the last but one of `path` to the last."""
    *way, last, value = path

    def change(data: dict[str, Any]) -> None:
        node: Any = data
        for key in way:
            node = node[key]
        node[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (lambda d: d.pop("incident"), "missing", "incident"),
        (lambda d: d.pop("episodes"), "missing", "episodes"),
        (put("episodes", []), "empty", "episodes"),
        (put("episodes", None), "not-a-list", "episodes"),
        (put("people", {"id": "P1"}), "not-a-list", "people"),
        (put("people", "P1"), "not-a-list", "people"),
        (put("people", 0, "P1"), "not-an-object", "people[0]"),
        (put("people", 0, None), "not-an-object", "people[0]"),
        (put("incident", []), "not-an-object", "incident"),
        (put("area", None), "not-an-object", "area"),
        (put("extra", 1), "unknown-field", "extra"),
        (without("people", "id"), "missing", "people[0].id"),
        (without("episodes", "date"), "missing", "episodes[0] (E1).date"),
        (without("involvements", "role"), "missing", "involvements[0] (A1).role"),
        (put("people", 0, "id", ""), "empty", "people[0].id"),
        (put("people", 0, "id", "P 1"), "bad-id", "people[0].id"),
        (put("people", 0, "id", "1P"), "bad-id", "people[0] .id".replace(" ", "")),
        (put("people", 0, "id", "P" * 41), "bad-id", "people[0].id"),
        (put("people", 0, "id", 1), "not-text", "people[0].id"),
        (put("people", 0, "id", None), "empty", "people[0].id"),
        (put("incident", "reference", "MSC 2026"), "bad-reference", "incident.reference"),
        (put("incident", "what_happened", "   "), "empty", "incident.what_happened"),
        (put("incident", "what_happened", None), "empty", "incident.what_happened"),
        (put("incident", "what_happened", 7), "not-text", "incident.what_happened"),
        (put("incident", "what_happened", "x" * 32_701), "too-long", "incident.what_happened"),
        (put("incident", "what_happened", "a\x07b"), "unprintable", "incident.what_happened"),
        (put("incident", "title", "a\u202eb"), "unprintable", "incident.title"),
        (put("incident", "titel", "x"), "unknown-field", "incident.titel"),
        (put("incident", "sensitivity", "senstive"), "not-allowed", "incident.sensitivity"),
        (put("incident", "filmed", "maybe"), "not-allowed", "incident.filmed"),
        (put("incident", "types", {"a": 1}), "not-a-list", "incident.types"),
        (put("incident", "types", ["fight", ""]), "empty", "incident.types[1]"),
        (put("incident", "types", ["fight", 3]), "not-text", "incident.types[1]"),
        (put("incident", "team_told_at", "24/10/2026 08:55"), "not-a-moment", "incident.team_told_at"),
        (put("incident", "team_told_at", "2026-10-24T08:55:00Z"), "not-a-moment", "incident.team_told_at"),
        (put("incident", "team_told_at", "2026-02-30 08:55"), "not-a-date", "incident.team_told_at"),
        (put("incident", "review_on", 46115), "not-a-date", "incident.review_on"),
        (put("episodes", 0, "date", "23/10/2026"), "not-a-date", "episodes[0] (E1).date"),
        (put("episodes", 0, "date", "2026-02-29"), "not-a-date", "episodes[0] (E1).date"),
        (put("episodes", 0, "date", "0226-10-23"), "not-a-date", "episodes[0] (E1).date"),
        (put("episodes", 0, "date", None), "empty", "episodes[0] (E1).date"),
        (put("episodes", 0, "start_time", "5.40pm"), "not-a-time", "episodes[0] (E1).start_time"),
        (put("episodes", 0, "start_time", "24:00"), "not-a-time", "episodes[0] (E1).start_time"),
        (put("episodes", 0, "start_time", 1740), "not-text", "episodes[0] (E1).start_time"),
        (put("episodes", 0, "force", ["police"]), "not-text", "episodes[0] (E1).force"),
        (put("people", 0, "date_of_birth", "9 March 2011"), "not-a-date", "people[0] (P1).date_of_birth"),
        (put("people", 0, "date_of_birth", 20110309), "not-a-date", "people[0] (P1).date_of_birth"),
        (put("people", 0, "age_from", "15"), "not-a-number", "people[0] (P1).age_from"),
        (put("people", 0, "age_from", -1), "not-a-number", "people[0] (P1).age_from"),
        (put("people", 0, "age_from", 15.5), "not-a-number", "people[0] (P1).age_from"),
        (put("people", 0, "age_from", True), "not-a-number", "people[0] (P1).age_from"),
        (put("people", 0, "phone", 7700900123), "not-text", "people[0] (P1).phone"),
        (put("people", 0, "phone", False), "not-text", "people[0] (P1).phone"),
        (put("people", 0, "phone", ["07700 900123"]), "not-text", "people[0] (P1).phone"),
        (put("people", 0, "dob", "2011-03-09"), "unknown-field", "people[0] (P1).dob"),
        (put("people", 0, "kind", "adlut"), "not-allowed", "people[0] (P1).kind"),
        (put("people", 0, "ehcp", 3), "not-allowed", "people[0] (P1).ehcp"),
        (put("involvements", 0, "role", "victim"), "not-allowed", "involvements[0] (A1).role"),
        (put("involvements", 0, "against", ["P1", "P 2"]), "bad-id", "involvements[0] (A1).against[1]"),
        (put("carers", [{"people": [], "name": "Farida Mockridge"}]), "empty", "carers[0].people"),
        (put("carers", [{"people": ["P1"], "name": ""}]), "empty", "carers[0].name"),
        (put("progress", [{"step": "mapping", "status": "finished"}]), "not-allowed", "progress[0].status"),
    ],
)
def test_a_wrong_answer_is_one_problem_at_its_place(change: Change, code: str, where: str) -> None:
    data = record_data()
    change(data)
    assert codes(problems_of(data)) == [(code, where)]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ('{"incident": {"what_happened": "a", "what_happened": "b"}, EP}', "written-twice", "incident.what_happened"),
        ('{"incident": {"what_happened": "a"}, EP, EP}', "written-twice", "episodes"),
        ('{"incident": {"what_happened": "a"}, "area": {"asb_reports": NaN}, EP}', "not-a-number", "area.asb_reports"),
        (
            '{"incident": {"what_happened": "a"}, "area": {"asb_reports": 1e999}, EP}',
            "not-a-number",
            "area.asb_reports",
        ),
        (
            '{"incident": {"what_happened": "a"}, "area": {"asb_reports": -Infinity}, EP}',
            "not-a-number",
            "area.asb_reports",
        ),
        (
            '{"incident": {"what_happened": "a"}, "area": {"asb_reports": ' + "9" * 6000 + "}, EP}",
            "not-a-number",
            "area.asb_reports",
        ),
        ('{"incident": {"what_happened": "a", "title": "\\ud800"}, EP}', "unprintable", "incident.title"),
    ],
    ids=["field twice", "table twice", "NaN", "too large", "minus infinity", "6000 digits", "half a character"],
)
def test_json_that_other_readers_let_pass_is_a_problem(text: str, code: str, where: str) -> None:
    data = text.replace("EP", '"episodes": [{"id": "E1", "date": "2026-10-23"}]').encode()
    assert codes(problems_of(data)) == [(code, where)]


@pytest.mark.parametrize(
    ("change", "what", "fix", "found"),
    [
        (put("people", 0, "dob", "x"), "is not a field of this form.", 'Did you mean "date_of_birth"?', ""),
        (
            put("incident", "sensitivity", "Sensative"),
            "is not one of the allowed answers.",
            'Write one of: ordinary, sensitive. Did you mean "sensitive"?',
            "Sensative",
        ),
        (
            put("involvements", 0, "role", "Victim"),
            "is not one of the allowed answers.",
            'Write one of: suspect, harmed, witness. Did you mean "harmed"?',
            "Victim",
        ),
        (
            put("people", 0, "date_of_birth", "9/3/2011"),
            "is not a date.",
            "Write year-month-day, for example 2026-10-23.",
            "9/3/2011",
        ),
        (
            put("people", 0, "phone", 7700900123),
            "is a number, where text is needed.",
            "Put double quotes round it, and check that no 0 is missing at its start.",
            "7700900123",
        ),
        (
            without("involvements", "role"),
            "is needed and is missing.",
            "Add it: Suspect, harmed or witness. One row for each part in each episode.",
            "",
        ),
        (
            put("actions", [{"id": "ACT1", "what": "x"}, {"id": "ACT1", "what": "y"}]),
            "is already the id of actions[0].",
            "Give one of the two another id.",
            "ACT1",
        ),
        (
            put("carers", [{"people": ["P11"], "name": "Farida Mockridge"}]),
            "is not the id of a row in people.",
            'Did you mean "P1"?',
            "P11",
        ),
        (
            put("episodes", 0, "start_time", "quarter to six in the evening, according to one of the witnesses there"),
            "is not a time of day.",
            "Write hours and minutes, for example 17:40.",
            "quarter to six in the evening, according to one of the witn…",
        ),
    ],
)
def test_the_words_say_what_is_wrong_and_what_to_do(change: Change, what: str, fix: str, found: str) -> None:
    data = record_data()
    change(data)
    problem = problems_of(data)[0]
    assert (problem.what, problem.fix, problem.found) == (what, fix, found)


TWO = [episode("E1"), episode("E2", "2026-10-24", "15:15")]


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"involvements": [involvement(who="P9")], "people": []}, "unknown-id", "involvements[0] (A1).person"),
        ({"involvements": [involvement(episode="E9")]}, "unknown-id", "involvements[0] (A1).episode"),
        ({"involvements": [involvement(source="S9")]}, "unknown-id", "involvements[0] (A1).source"),
        ({"involvements": [involvement(against=["P1", "B9"])]}, "unknown-id", "involvements[0] (A1).against[1]"),
        ({"incident": incident(officer="SC-99")}, "unknown-id", "incident.officer"),
        ({"incident": incident(signatory="Robin")}, "unknown-id", "incident.signatory"),
        (
            {"incident": incident(routine_sharing_approved_by="SC-99")},
            "unknown-id",
            "incident.routine_sharing_approved_by",
        ),
        ({"episodes": [episode(force="polise")]}, "unknown-id", "episodes[0] (E1).force"),
        ({"people": [person(school="SCH9")]}, "unknown-id", "people[0] (P1).school"),
        ({"carers": [{"people": ["P1", "P7"], "name": "A B"}]}, "unknown-id", "carers[0].people[1]"),
        ({"support": [{"id": "Q1", "person": "P7", "agency": "csc"}]}, "unknown-id", "support[0] (Q1).person"),
        ({"support": [{"id": "Q1", "person": "P1", "agency": "camhs"}]}, "unknown-id", "support[0] (Q1).agency"),
        (
            {"decisions": [{"person": "P7", "audience": "mash", "decision": "share"}]},
            "unknown-id",
            "decisions[0].person",
        ),
        (
            {"decisions": [{"audience": "mash", "decision": "share", "others_needed": "P7"}]},
            "unknown-id",
            "decisions[0].others_needed[0]",
        ),
        ({"decisions": [{"audience": "mesh", "decision": "share"}]}, "unknown-reader", "decisions[0].audience"),
        ({"referrals": [{"id": "F1", "person": "P1", "service": "SCH1"}]}, "unknown-id", "referrals[0] (F1).service"),
        (
            {"survey_answers": [{"business": "B1", "question": "q", "answer": "a"}]},
            "unknown-id",
            "survey_answers[0].business",
        ),
        ({"requests": [{"id": "C1", "kind": "patrol", "to": ["M2"]}]}, "unknown-id", "requests[0] (C1).to[0]"),
        (
            {"requests": [{"id": "C1", "kind": "patrol", "episodes": "E4"}]},
            "unknown-id",
            "requests[0] (C1).episodes[0]",
        ),
        ({"conflicts": [{"member": "M7"}]}, "unknown-id", "conflicts[0].member"),
        ({"progress": [{"step": "maping"}]}, "unknown-id", "progress[0].step"),
        ({"progress": [{"step": "mapping"}, {"step": "mapping"}]}, "step-twice", "progress[1].step"),
        ({"conference": {"meeting": "PGC-2027-01"}}, "unknown-id", "conference.meeting"),
        (
            {"conference": {"closed_item_attendees": ["mash", "chair"]}},
            "unknown-id",
            "conference.closed_item_attendees[1]",
        ),
        ({"ecins": {"lead_officer": "SC-03"}}, "unknown-id", "ecins.lead_officer"),
        (
            {"disclosures": [{"id": "D1", "at": None, "to": "mash", "about": ["P4"]}]},
            "unknown-id",
            "disclosures[0] (D1).about[0]",
        ),
        ({"episodes": [episode("E1"), episode("e1", "2026-10-24")]}, "duplicate-id", "episodes[1] (e1).id"),
        ({"businesses": [{"id": "P1", "name": "Mini Mart"}]}, "duplicate-id", "businesses[0] (P1).id"),
        ({"actions": [{"id": "ACT1", "what": "x"}] * 2}, "duplicate-id", "actions[1] (ACT1).id"),
        ({"episodes": [episode(day="2026-10-25", start="01:30")]}, "time-ambiguous", "episodes[0] (E1).start_time"),
        ({"episodes": [episode(day="2026-03-29", start="01:30")]}, "time-impossible", "episodes[0] (E1).start_time"),
        ({"episodes": [episode(start="17:40 GMT")]}, "time-wrong-zone", "episodes[0] (E1).start_time"),
        (
            {"episodes": [episode(end_date="2026-10-25", end_time="01:10")]},
            "time-ambiguous",
            "episodes[0] (E1).end_time",
        ),
        ({"incident": incident(team_told_at="2026-10-25 01:30")}, "time-ambiguous", "incident.team_told_at"),
        (
            {"carers": [{"people": "P1", "name": "A B", "told_at": "2026-03-29 01:30"}]},
            "time-impossible",
            "carers[0].told_at",
        ),
        ({"episodes": [episode(end_time="17:30")]}, "end-before-start", "episodes[0] (E1).end_time"),
        ({"episodes": [episode(end_date="2026-10-22")]}, "end-before-start", "episodes[0] (E1).end_date"),
        (
            {"episodes": [episode("E1", "2026-10-25", "01:40 GMT", end_time="01:50 BST")]},
            "end-before-start",
            "episodes[0] (E1).end_time",
        ),
        ({"people": [person(date_of_birth="2026-10-24")]}, "born-after", "people[0] (P1).date_of_birth"),
        ({"people": [person(date_of_birth="1911-03-09", kind="adult")]}, "too-old", "people[0] (P1).date_of_birth"),
        ({"people": [person(date_of_birth="2008-10-23")]}, "kind-age", "people[0] (P1).date_of_birth"),
        ({"people": [person(kind="adult")]}, "kind-age", "people[0] (P1).date_of_birth"),
        ({"people": [person(date_of_birth=None, age_from=18)]}, "kind-estimate", "people[0] (P1).age_from"),
        (
            {"people": [person(date_of_birth=None, age_to=17, kind="adult")]},
            "kind-estimate",
            "people[0] (P1).age_to",
        ),
        ({"people": [person(date_of_birth=None, age_from=16, age_to=15)]}, "ages-swapped", "people[0] (P1).age_from"),
        ({"people": [person(date_of_birth=None, age_to=150)]}, "too-old", "people[0] (P1).age_to"),
        (
            {"people": [person("Tobias")], "involvements": [involvement(who="Tobias")]},
            "name-in-id",
            "people[0] (Tobias).id",
        ),
        ({"incident": incident(reference="MSC-sampleford-1")}, "name-in-id", "incident.reference"),
        ({"people": [person(wishes="To stay away from {P4}.")]}, "unknown-token", "people[0] (P1).wishes"),
    ],
)
def test_what_no_single_answer_can_show_is_one_problem_at_its_place(
    changes: dict[str, Any], code: str, where: str
) -> None:
    data = record_data(**changes)
    if "{P1}" in data["incident"]["what_happened"]:
        data["incident"] = {**data["incident"], "what_happened": "A fight."}
    assert codes(tuple(p for p in problems_of(data) if p.severity == "problem")) == [(code, where)]


@pytest.mark.parametrize("reader", ["all", "school", "Members", "ecins", "mash"])
def test_a_decision_may_name_a_kind_of_reader(reader: str) -> None:
    data = record_data(decisions=[{"audience": reader, "decision": "do not share"}])
    assert "unknown-reader" not in {p.code for p in problems_of(data)}


def test_a_conference_before_the_incident_is_a_problem() -> None:
    the_office = office(meetings=[meeting("OLD", "2026-10-21 10:00")])
    found = check_record(record(conference={"meeting": "OLD"}), the_office, "r.json")
    assert codes(tuple(f.problem for f in found)) == [("meeting-before", "conference.meeting")]


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"people": [person(age_from=15)]}, "estimate-unused", "people[0] (P1).age_from"),
        (
            {"people": [person(address="1 Blotter Close", address_protected="yes")]},
            "protected-address",
            "people[0] (P1).address",
        ),
        (
            {"people": [person(postcode="ZZ1 4QT", address_protected=True)]},
            "protected-address",
            "people[0] (P1).postcode",
        ),
        ({"involvements": []}, "no-part", "people[0] (P1)"),
        (
            {"people": [person(date_of_birth="2017-03-09")], "involvements": [involvement(role="suspect")]},
            "under-10",
            "involvements[0] (A1).role",
        ),
        ({"incident": incident(team_told_at="2026-10-23 17:39")}, "told-early", "incident.team_told_at"),
    ],
)
def test_what_may_be_right_is_a_check_and_stops_nothing(changes: dict[str, Any], code: str, where: str) -> None:
    _, checks = read_record(as_bytes(record_data(**changes)), "r.json", OFFICE)
    assert codes(checks) == [(code, where)]
    assert {p.severity for p in checks} == {"check"}


@pytest.mark.parametrize(
    "changes",
    [
        {"episodes": [episode(end_date="2026-10-24", end_time="00:30")]},
        {
            "episodes": [episode("E1", "2026-10-25", "01:40 BST", end_time="01:10 GMT")],
            "incident": incident(team_told_at="2026-10-25 09:00"),
        },
        {"episodes": [episode(start=None)], "incident": incident(team_told_at="2026-10-23 09:00")},
        {"decisions": [{"audience": "ALL", "decision": "share"}, {"audience": "SCH1", "decision": "hold"}]},
        {"people": [person(date_of_birth="not known", age_from=15, age_to=16)]},
        {"people": [person(date_of_birth=None)], "involvements": [involvement(role="suspect")]},
        {"incident": incident(reference=None)},
    ],
    ids=["past midnight", "over the change", "day only", "readers", "estimate", "age open", "no reference"],
)
def test_what_is_right_is_not_complained_about(changes: dict[str, Any]) -> None:
    assert problems_of(record_data(**changes)) == ()


def test_every_problem_comes_in_one_run_and_in_the_order_of_the_file() -> None:
    data = {
        "people": [person("P1", gender=3), person("P2", school="SCH9", given_name="Idris", family_name="Fictionby")],
        "involvements": [involvement("A1", "P1", "victim"), involvement("A1", "P9"), involvement("A3", "P2")],
        "incident": incident(sensitivity="secret", title="x", officer="SC-77", what_happened="A fight."),
        "episodes": [episode("E1", "2026-10-25", "01:30")],
    }
    assert codes(problems_of(data)) == [
        ("not-text", "people[0] (P1).gender"),
        ("unknown-id", "people[1] (P2).school"),
        ("not-allowed", "involvements[0] (A1).role"),
        ("duplicate-id", "involvements[1] (A1).id"),
        ("unknown-id", "involvements[1] (A1).person"),
        ("unknown-id", "incident.officer"),
        ("not-allowed", "incident.sensitivity"),
        ("time-ambiguous", "episodes[0] (E1).start_time"),
    ]


@pytest.mark.parametrize(
    ("change", "only"),
    [
        (put("people", 0, "id", "P 1"), ("bad-id", "people[0].id")),
        (put("people", {"id": "P1"}), ("not-a-list", "people")),
        (put("episodes", 0, "date", "soon"), ("not-a-date", "episodes[0] (E1).date")),
        (put("involvements", 0, "person", ""), ("empty", "involvements[0] (A1).person")),
        (put("requests", [{"id": "C1", "kind": "patrol", "to": "the police"}]), ("bad-id", "requests[0] (C1).to[0]")),
    ],
    ids=["id", "table", "day", "person", "one text for a list"],
)
def test_a_wrong_answer_brings_no_false_alarms_about_other_rows(change: Change, only: tuple[str, str]) -> None:
    data = record_data()
    change(data)
    assert codes(problems_of(data)) == [only]


def test_no_word_of_the_validating_library_reaches_the_officer() -> None:
    data = record_data(people={"id": 1}, area=3, ecins=None, episodes=[{"date": []}, 1], progress=[{"status": 1}])
    said = " ".join(p.sentence() for p in problems_of(data)).casefold()
    assert [w for w in ("pydantic", "valid ", "input", "dictionary", "instance", "tuple", "string") if w in said] == []


def test_what_was_typed_stands_in_found_only() -> None:
    data = record_data(people=[person(date_of_birth="Zebedee", kind="Zebedee", school="Zebedee")])
    problems = problems_of(data)
    assert len(problems) == 3
    assert all(p.found == "Zebedee" and "Zebedee" not in p.sentence() for p in problems)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["P1", "2026-10-25"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path] * bool(path) + [p for key, child in children for p in leaves(child, (*path, key))]


FULL = record_data(
    carers=[{"people": ["P1"], "name": "Farida Mockridge", "told_at": "2026-10-24 10:00"}],
    decisions=[{"person": "P1", "audience": "mash", "decision": "share"}],
    requests=[{"id": "C1", "kind": "patrol", "to": ["police"], "episodes": "E1"}],
    progress=[{"step": "mapping", "status": "in hand"}],
    conference={"meeting": "PGC-2026-11"},
    area={"asb_reports": 3, "transport": ["bus"]},
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(leaves(FULL)), JSON), min_size=1, max_size=3))
def test_anything_in_any_place_is_read_or_reported_and_never_a_fault(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    data: Any = copy.deepcopy(FULL)
    for path, value in changes:
        node = data
        for key in path[:-1]:
            node = (
                node[key]
                if isinstance(node, dict) and key in node
                else node[0]
                if isinstance(node, list) and node
                else {}
            )
        if isinstance(node, dict):
            node[path[-1]] = value
    for problem in problems_of(json.dumps(data).encode()):
        assert problem.where.startswith("r.json")
        assert problem.what.endswith((".", "?"))
        assert len(problem.found) <= 60


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"organisation": organisation(time_zone="Europe/Brackwater")}, "zone-unknown", "organisation.time_zone"),
        ({"organisation": organisation(manager="SC-09")}, "unknown-id", "organisation.manager"),
        (
            {"organisation": organisation(agreement_partners=["mash", "moon"])},
            "unknown-id",
            "organisation.agreement_partners[1]",
        ),
        ({"safeguarding_leads": [lead("SCH9")]}, "unknown-id", "safeguarding_leads[0].school"),
        ({"safeguarding_leads": [lead("SCH1", year_from=11, year_to=7)]}, "swapped", "safeguarding_leads[0].year_from"),
        ({"meetings": [meeting(core_attendees=["moon"])]}, "unknown-id", "meetings[0] (PGC-2026-11).core_attendees[0]"),
        ({"meetings": [meeting(at="2026-10-25 01:30")]}, "time-ambiguous", "meetings[0] (PGC-2026-11).at"),
        ({"meetings": [meeting(pack_due="2027-03-28 01:30")]}, "time-impossible", "meetings[0] (PGC-2026-11).pack_due"),
        ({"meetings": [meeting("A"), meeting("A")]}, "duplicate-id", "meetings[1] (A).id"),
        ({"agencies": [agency("mash"), agency("MASH")]}, "duplicate-id", "agencies[1] (MASH).id"),
        ({"schools": [school("SCH1"), school("SCH2"), school("mash")]}, "duplicate-id", "schools[2] (mash).id"),
        ({"agencies": [agency("x", age_from=17, age_to=10)]}, "swapped", "agencies[0] (x).age_from"),
        ({"agencies": [agency("x", kind="polcie")]}, "not-allowed", "agencies[0] (x).kind"),
        ({"officers": []}, "empty", "officers"),
        ({"officers": [officer("SC-01", name="")]}, "empty", "officers[0] (SC-01).name"),
        ({"steps": [step("a", "A", "S", "hours", 0)]}, "missing", "steps[0] (a).amount"),
        ({"steps": [step("a", "A", "S", "weeks", 168)]}, "amount-too-long", "steps[0] (a).amount"),
        (
            {"steps": [step("a", "A", "S", "next conference within months", 100_000)]},
            "amount-too-long",
            "steps[0] (a).amount",
        ),
        ({"steps": [step("a", "A", "S", "days", 2)]}, "not-allowed", "steps[0] (a).rule"),
    ],
)
def test_what_is_wrong_with_the_office_is_one_problem_at_its_place(
    changes: dict[str, Any], code: str, where: str
) -> None:
    assert codes(office_problems(office_data(**changes))) == [(code, where)]


def test_a_meeting_without_a_date_is_worth_a_look() -> None:
    _, checks = read_office(as_bytes(office_data(meetings=[meeting(at=None)])), "o.json")
    assert [(p.code, p.severity) for p in checks] == [("meeting-undated", "check")]


def test_the_bytes_of_a_file_are_loaded_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(b"\xef\xbb\xbf{}")
    assert load(file) == b"\xef\xbb\xbf{}"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.json", "cannot be found"),
        ("folder", "is a folder"),
        ("pipe", "a device or a pipe"),
        ("loop", "cannot be read: it is a link that leads back to itself"),
        ("x" * 300, "cannot be read: the name is too long"),
        ("nul\0.json", "cannot be read: the name is not one that a file can have"),
        ("r.json/r.json", "cannot be read: what should be its folder is a file"),
    ],
)
def test_what_is_no_file_is_said_in_plain_words(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "r.json").write_bytes(b"{}")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match=words):
        load(tmp_path / name)


def test_a_file_that_may_not_be_read_is_said_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "r.json"
    file.write_bytes(b"{}")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UsageError, match="cannot be opened"):
        load(file)


@pytest.mark.parametrize(("size", "code"), [(0, "empty-file"), (LARGEST_FILE + 1, "too-large")])
def test_a_file_of_no_bytes_or_too_many_is_refused(tmp_path: Path, size: int, code: str) -> None:
    file = tmp_path / "r.json"
    with file.open("wb") as made:
        made.truncate(size)
    with pytest.raises(RecordError) as caught:
        load(file)
    assert [p.code for p in caught.value.problems] == [code]


def test_a_wrong_id_of_a_person_hides_no_wrong_id_of_an_officer_a_school_or_a_step() -> None:
    data = record_data()
    data["people"].append(person("P 2", school="SCH9"))
    data["incident"]["officer"] = "SC-99"
    data["progress"] = [{"step": "maping"}]
    found = codes(problems_of(data))
    assert ("bad-id", "people[1].id") in found
    assert ("unknown-id", "incident.officer") in found
    assert ("unknown-id", "people[1].school") in found
    assert ("unknown-id", "progress[0].step") in found
