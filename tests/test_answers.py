"""One answer and one cell, both ways: what officers type is read or refused, and nothing that is valid is lost."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casepack.answers import MISSING, Answered, Remark, offered_for, read_answer, write_answer
from casepack.cells import Cell, Value
from casepack.form import Column, Form, Kind
from casepack.form_record import RECORD_FORM
from casepack.labels import Labels, labels_of, labels_of_rows
from casepack.record import Record
from casepack.values import LONGEST_CELL, length

from .answer_tables import LABELS, NO_ANSWER, Said, at, column, expect, noted, read, stopped, told
from .builders import agency, office
from .forms import COLUMNS, FORMS, LONG_TEXTS, OWN_IDS, TEXTS, is_valid, raw_answers, raw_records, tricky_office, valid

YES_NO = "Pick one from the list: Yes, No, Not known, Not asked, Refused or Does not apply."
COUNT = "Type a whole number from 0 to 100,000 in digits, for example 12; leave it empty if it is not known."
APOSTROPHE = "If it is not a date, type it again with an apostrophe in front."
ROUNDED = stopped("rounded", "is a long number that Excel has rounded.", "Type it again with an apostrophe in front.")
TOLD = "incident.team_told_at"


def not_listed(listed: str, question: str = "") -> list[Said]:
    return stopped("not-allowed", "is not on the list.", f"{question}Pick one from the list: {listed}.")


YES_NO_LIST = YES_NO.removeprefix("Pick one from the list: ").removesuffix(".")
ROLES = "Suspect, Harmed or Witness"
SHARING = "Share, Share after, Hold or Do not share"


@expect(
    [
        ("people.ehcp", "Yes", "yes", []),
        ("people.ehcp", "YES", "yes", []),
        ("people.ehcp", " not\u00a0 Known. ", "not known", []),
        ("people.ehcp", "not-asked", "not asked", []),
        ("people.ehcp", "Y", "yes", noted('"Yes"')),
        ("people.ehcp", "TRUE", "yes", noted('"Yes"')),
        ("people.ehcp", True, "yes", noted('"Yes"')),
        ("people.ehcp", False, "no", noted('"No"')),
        ("people.ehcp", 1, "yes", noted('"Yes"')),
        ("people.ehcp", 1.0, "yes", noted('"Yes"')),
        ("people.ehcp", 0, "no", noted('"No"')),
        ("people.ehcp", "✓", "yes", noted('"Yes"')),
        ("people.ehcp", "✔️", "yes", noted('"Yes"')),
        ("people.ehcp", "unknown", "not known", noted('"Not known"')),
        ("people.ehcp", "N/K", "not known", noted('"Not known"')),
        ("people.ehcp", "don’t know", "not known", noted('"Not known"')),
        ("people.ehcp", "n/a", "does not apply", noted('"Does not apply"')),
        ("people.ehcp", "declined", "refused", noted('"Refused"')),
        ("people.ehcp", "x", NO_ANSWER, stopped("unsure-answer", "could mean yes or no.", YES_NO)),
        ("people.ehcp", "X", NO_ANSWER, stopped("unsure-answer", "could mean yes or no.", YES_NO)),
        ("people.ehcp", "✗", NO_ANSWER, stopped("unsure-answer", "could mean yes or no.", YES_NO)),
        ("people.ehcp", "none", NO_ANSWER, stopped("unsure-answer", "could mean more than one answer.", YES_NO)),
        ("people.ehcp", "?", NO_ANSWER, stopped("unsure-answer", "could mean more than one answer.", YES_NO)),
        ("people.ehcp", "-", NO_ANSWER, stopped("unsure-answer", "could mean more than one answer.", YES_NO)),
        ("people.ehcp", "maybe", NO_ANSWER, stopped("unsure-answer", "could mean more than one answer.", YES_NO)),
        ("people.ehcp", "Yess", NO_ANSWER, not_listed(YES_NO_LIST, 'Did you mean "Yes"? ')),
        ("people.ehcp", "yes - confirmed", NO_ANSWER, not_listed(YES_NO_LIST, 'Did you mean "Yes"? ')),
        ("people.ehcp", 2, NO_ANSWER, not_listed(YES_NO_LIST)),
        ("involvements.role", "HARMED", "harmed", []),
        ("involvements.role", "Victim", "harmed", noted('"Harmed"')),
        ("involvements.role", "offender", "suspect", noted('"Suspect"')),
        ("involvements.role", "Wittness", NO_ANSWER, not_listed(ROLES, 'Did you mean "Witness"? ')),
        ("involvements.role", "x", NO_ANSWER, not_listed(ROLES)),
        ("decisions.decision", "share-after", "share after", []),
        ("decisions.decision", "yes", NO_ANSWER, not_listed(SHARING)),
        ("decisions.decision", True, NO_ANSWER, not_listed(SHARING)),
        ("decisions.decision", "dont share", NO_ANSWER, not_listed(SHARING, 'Did you mean "Do not share"? ')),
        ("progress.status", "Completed", "done", noted('"Done"')),
        ("agencies.kind", "Youth Justice", "youth justice", []),
    ]
)  # fmt: skip
def test_an_answer_from_a_list_is_never_guessed(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


NO_COUNT = stopped("not-a-number", "is not a whole number from 0 to 100,000.", COUNT)


@expect(
    [
        ("people.age_from", 12, 12, []),
        ("people.age_from", 12.0, 12, []),
        ("people.age_from", "12", 12, []),
        ("people.age_from", " 12.0 ", 12, []),
        ("area.asb_reports", 100_000, 100_000, []),
        ("area.asb_reports", "1,200", 1200, noted("1200")),
        ("people.age_from", "twelve", 12, noted("12")),
        ("people.age_from", "about 12", NO_ANSWER, NO_COUNT),
        ("people.age_from", "12-14", NO_ANSWER, NO_COUNT),
        ("people.age_from", 12.5, NO_ANSWER, NO_COUNT),
        ("people.age_from", -1, NO_ANSWER, NO_COUNT),
        ("people.age_from", 100_001, NO_ANSWER, NO_COUNT),
        ("people.age_from", "none", NO_ANSWER, NO_COUNT),
        ("people.age_from", True, NO_ANSWER, stopped("not-a-number", "is not a number.", COUNT)),
        ("people.age_from", at("2026-12-14 00:00"), NO_ANSWER, stopped("not-a-number", "is not a number.", COUNT)),
        (
            "people.age_from", float("inf"), NO_ANSWER,
            stopped("not-a-number", "is a number too large to be read.", "Type the answer again."),
        ),
        ("organisation.retention_years", "(none)", None, []),
    ]
)  # fmt: skip
def test_a_count_is_a_whole_number(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


WORLD = "👩\u200d👩\u200d👧 می\u200cخواهم محمد علي Ŵyn Łukasz"
NO_SCHOOL = "is not a school in the office's data."
BOTH_YJS = '"Youth Justice Service (yjs)" or "Youth Justice Service (yjs-north)"'


@expect(
    [
        ("people.given_name", "  Juniper\u00a0 ", "Juniper", []),
        ("people.given_name", "Anne\u202fMarie", "Anne Marie", []),
        ("people.given_name", "\ufeffJuni\u200bper\u00ad\u200e", "Juniper", []),
        ("people.given_name", "Sia\u0302n", "Siân", []),
        ("people.given_name", WORLD, WORLD, []),
        ("people.given_name", "“Juno” – O’Hara", "“Juno” – O’Hara", []),
        ("people.given_name", "a\r\nb\rc_x000D_\nd", "a\nb\nc\nd", []),
        ("people.given_name", "=HYPERLINK(1)", "=HYPERLINK(1)", []),
        ("people.given_name", "#REF!", "#REF!", []),
        ("people.given_name", "TRUE", "TRUE", []),
        ("people.given_name", True, "TRUE", noted('the word "TRUE"', "Type the answer in words.")),
        ("people.given_name", 12, "12", []),
        ("people.given_name", 12.0, "12", []),
        ("people.given_name", 12.5, "12.5", []),
        ("people.given_name", 0.1, "0.1", []),
        ("people.given_name", " \n\u200b ", NO_ANSWER, []),
        ("people.given_name", "(none)", None, []),
        ("people.given_name", "(NONE)", None, []),
        ("people.given_name", "none", "none", []),
        ("people.given_name", "as written: (none)", "(none)", []),
        ("people.given_name", "As written: as written: x", "as written: x", []),
        ("people.given_name", "as written:", "as written:", []),
        (
            "people.given_name", "a\x07b", NO_ANSWER,
            stopped(
                "unprintable", "holds a character that cannot be printed (U+0007, character 2).", "Type the text again."
            ),
        ),
        (
            "people.given_name", "a\u202eb", NO_ANSWER,
            stopped(
                "unprintable", "holds a character that cannot be printed (U+202E, character 2).", "Type the text again."
            ),
        ),
        (
            "people.year_group", at("2026-10-09 00:00"), "9 October 2026",
            noted('the words "9 October 2026", because Excel holds a date or a time there', APOSTROPHE),
        ),
        (
            "people.best_times", at("2026-10-09 12:05"), "9 October 2026, 12:05",
            noted('the words "9 October 2026, 12:05", because Excel holds a date or a time there', APOSTROPHE),
        ),
        (
            "people.best_times", time(17, 40), "17:40",
            noted('the words "17:40", because Excel holds a date or a time there', APOSTROPHE),
        ),
        (
            "people.best_times", timedelta(hours=30, minutes=5), "30:05",
            noted('the words "30:05", because Excel holds a date or a time there', APOSTROPHE),
        ),
        ("people.phone", "07700 900123", "07700 900123", []),
        ("people.phone", "'07700 900123", "07700 900123", []),
        ("people.phone", "+44 7700 900123", "+44 7700 900123", []),
        (
            "people.phone", 7700900123, "07700900123",
            [(
                "check", "first-zero", "has lost its first 0; it was read as 07700900123.",
                "Check it; type phone numbers with an apostrophe in front.",
            )],
        ),
        (
            "support.contact", 1632960123.0, "01632960123",
            [(
                "check", "first-zero", "has lost its first 0; it was read as 01632960123.",
                "Check it; type phone numbers with an apostrophe in front.",
            )],
        ),
        ("people.phone", 447700900123, "+447700900123", noted("+447700900123")),
        ("people.phone", 9700900123, "9700900123", []),
        ("people.phone", 999, "999", []),
        ("people.nhs_number", 7700900123, "7700900123", []),
        (
            "people.nhs_number", 1234567890123456789, NO_ANSWER,
            ROUNDED,
        ),
        (
            "people.nhs_number", 1.2345678901234e18, NO_ANSWER,
            ROUNDED,
        ),
        ("people.nhs_number", 123456789012345, "123456789012345", []),
        ("people.upn", "A123456789012", "A123456789012", []),
        ("people.upn", "asked for", "asked for", []),
        (
            "people.upn", 123456789012, "123456789012",
            [("check", "upn", "is not a unique pupil number: a letter and 12 digits.", "Check it with the school.")],
        ),
        (
            "people.upn", "A12345678901", "A12345678901",
            [("check", "upn", "is not a unique pupil number: a letter and 12 digits.", "Check it with the school.")],
        ),
    ]
)  # fmt: skip
def test_text_is_kept_as_it_was_typed(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (7700900123, "00000000000", "07700900123"),
        (7700900123, "00000\\ 000000", "07700 900123"),
        (12345678901234, "00000000000", "12345678901234"),
        (0.92, "0%", "92%"),
        (0.925, "0.0%", "92.5%"),
        (120, '"£"#,##0', "£120"),
        (120.5, "[$£-809]#,##0.00", "£120.50"),
        (12, "#,##0", "12"),
    ],
)
def test_a_number_in_a_text_is_read_as_its_cell_shows_it(value: Value, number_format: str, text: str) -> None:
    assert read("people.attendance", value, number_format=number_format) == Answered(text)


@pytest.mark.parametrize("place", ["people.phone", "people.ehcp", "episodes.date", "requests.to", "incident.types"])
@pytest.mark.parametrize(
    ("cell", "remarks"),
    [
        (Cell(None), []),
        (Cell(""), []),
        (Cell("", formula=True), []),
        (
            Cell(None, formula=True),
            stopped("formula-empty", "is a formula with no saved result.", "Type the answer itself."),
        ),
        (
            Cell("#REF!", formula=True, error=True),
            stopped("cell-error", "shows #REF!, a formula that has broken.", "Type the answer itself."),
        ),
        (
            Cell("x" * LONGEST_CELL),
            stopped(
                "cut-short",
                "is as long as a cell can be (32,767 characters), so its end may have been cut off by Excel.",
                "Look for its end, and shorten it to at most 32,700 characters.",
            ),
        ),
    ],
    ids=["empty", "empty-text", "formula-empty-text", "formula-no-result", "broken", "full"],
)
def test_a_cell_in_which_no_answer_can_be_seen_is_said_to_be_one(place: str, cell: Cell, remarks: list[Any]) -> None:
    answered = read_answer(column(place), cell, LABELS)
    assert (answered.value, told(answered)) == (MISSING, remarks)


def test_the_saved_result_of_a_formula_is_an_answer() -> None:
    assert read("people.ehcp", "Yes", formula=True) == Answered("yes")


def test_crossed_out_text_is_read_and_told() -> None:
    assert read("people.ehcp", "Yes", struck=True) == Answered(
        "yes",
        (
            Remark(
                "struck",
                "is crossed out; it was read.",
                "Empty the cell if it no longer holds.",
                "Yes",
                severity="check",
            ),
        ),
    )
    assert [r.code for r in read("people.ehcp", "x", struck=True).remarks] == ["unsure-answer"]


def test_what_stood_there_is_told_on_one_short_line() -> None:
    [remark] = read("people.ehcp", "a long\nstory " * 20).remarks
    assert remark.found == ("a long story " * 20)[:59] + "…"


@expect(
    [
        ("incident.types", "group assault", ["group assault"], []),
        ("incident.types", "group assault, with weapons", ["group assault, with weapons"], []),
        ("incident.types", "group assault\n\n  theft ", ["group assault", "theft"], []),
        ("incident.types", "- group assault\n- theft", ["group assault", "theft"], []),
        ("incident.types", "• group assault\n•\ttheft\n  of a bicycle", ["group assault", "theft\n  of a bicycle"], []),
        ("incident.types", "- group assault\n  at night\n\n- theft", ["group assault\nat night", "theft"], []),
        ("incident.types", "  - group assault\n  - theft", ["group assault", "theft"], []),
        ("incident.types", "- as written: (none)\n- (none)", ["(none)", "(none)"], []),
        ("incident.types", 12, ["12"], []),
        ("incident.types", "(none)", [], []),
        ("incident.aggravating_for", "Police\nsocial care\nYJS\nMASH", ["police", "social care", "yjs", "mash"], []),
        ("incident.aggravating_for", "whoever asks", ["whoever asks"], []),
    ]
)
def test_a_list_has_one_item_a_line(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


SCHOOL = "Holmbeck, Marl; and Sons (Academy) (SCH1)"
PERSON = "is not a person in this workbook."


@expect(
    [
        ("people.school", "SCH1", "SCH1", []),
        ("people.school", SCHOOL, "SCH1", []),
        ("people.school", SCHOOL.upper(), "SCH1", []),
        ("people.school", "Holmbeck [SCH1]", "SCH1", []),
        ("people.school", "sch1", "SCH1", noted(f'"{SCHOOL}"')),
        ("people.school", "the holmbeck", "SCH1", noted(f'"{SCHOOL}"')),
        ("people.school", "St Aldwyths Catholic School", "SCH2", noted('"St Aldwyth’s Catholic School (SCH2)"')),
        ("people.school", "Its old name (SCH1)", "SCH1", noted(f'"{SCHOOL}"')),
        ("people.school", "as written: ZZ9", "ZZ9", []),
        (
            "people.school", "SCH9", NO_ANSWER,
            stopped("unknown-id", NO_SCHOOL, "Pick one from the list."),
        ),
        (
            "people.school", "Holmbek", NO_ANSWER,
            stopped("unknown-id", NO_SCHOOL, f'Did you mean "{SCHOOL}"? Pick one from the list.'),
        ),
        (
            "people.school", "Holmbeck (SCH1) or St Aldwyth (SCH2)", NO_ANSWER,
            stopped(
                "unknown-id", "fits more than one name.",
                f'Pick one from the list: "{SCHOOL}" or "St Aldwyth’s Catholic School (SCH2)".',
            ),
        ),
        (
            "people.school", 5, NO_ANSWER,
            stopped("unknown-id", NO_SCHOOL, "Pick one from the list."),
        ),
        (
            "support.agency", "Youth Justice Service", NO_ANSWER,
            stopped(
                "unknown-id", "fits more than one name.",
                f"Pick one from the list: {BOTH_YJS}.",
            ),
        ),
        (
            "support.agency", "Youth offending", NO_ANSWER,
            stopped(
                "unknown-id", "is not an agency or a school in the office's data.",
                f"Did you mean {BOTH_YJS}? Pick one from the list.",
            ),
        ),
        ("involvements.person", "P2", "P2", []),
        ("involvements.person", "{P2}", "P2", []),
        ("involvements.person", "{ P2 }", "P2", []),
        ("involvements.person", "Q-1", "Q-1", []),
        ("involvements.person", "P 2", "P2", noted("P2")),
        ("involvements.person", "p2", "P2", noted("P2")),
        ("involvements.person", "P9", "P9", []),
        (
            "involvements.person", "P2 Juniper", NO_ANSWER,
            stopped("unknown-id", PERSON, 'Did you mean "P2"? Write the id, for example P1.'),
        ),
        (
            "involvements.person", 2, NO_ANSWER,
            stopped("unknown-id", PERSON, 'Did you mean "P2"? Write the id, for example P1.'),
        ),
        (
            "involvements.person", "the tall boy", NO_ANSWER,
            stopped("unknown-id", PERSON, "Write the id, for example P1."),
        ),
        ("people.id", "{P7}", "P7", []),
        ("people.id", "P7", "P7", []),
    ]
)  # fmt: skip
def test_a_reference_leads_to_one_row_or_is_asked_about(place: str, value: Value, raw: Any, remarks: list[Any]) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


@expect(
    [
        ("involvements.against", "P1, P2", ["P1", "P2"], []),
        ("involvements.against", "P1;{P2}\nB1", ["P1", "P2", "B1"], []),
        ("involvements.against", "P1, P2 and B1", ["P1", "P2", "B1"], []),
        ("involvements.against", "P1 & {P2} / corner.shop", ["P1", "P2", "corner.shop"], []),
        ("involvements.against", "P1 P10", ["P1", "P10"], []),
        ("involvements.against", "- P1\n- P2", ["P1", "P2"], []),
        (
            "involvements.against", "p1,P 2, P1", ["P1", "P2", "P1"],
            noted("P1") + noted("P2"),
        ),
        (
            "involvements.against", "P1, the tall boy", NO_ANSWER,
            stopped("unknown-id", "is not a person or a business in this workbook.", "Write the id, for example P1."),
        ),
        (
            "involvements.against", ";", NO_ANSWER,
            stopped("unknown-id", "is not a person or a business in this workbook.", "Write the id, for example P1."),
        ),
        ("involvements.against", "(none)", [], []),
        ("requests.to", "SCH1, police", ["SCH1", "police"], []),
        ("requests.to", "Southmere Police, Marl; Team A (north) (police), SCH2", ["police", "SCH2"], []),
        ("requests.to", "Front Door (mash), St Aldwyth’s Catholic School (SCH2)", ["mash", "SCH2"], []),
        (
            "requests.to", "Front Door and Holmbeck", ["mash", "SCH1"],
            noted('"Front Door (mash)"') + noted(f'"{SCHOOL}"'),
        ),
    ]
)  # fmt: skip
def test_references_may_stand_one_after_the_other(
    place: str, value: Value, raw: Any, remarks: list[Any] | None
) -> None:
    answered = read(place, value)
    assert answered.value == raw
    # A name with a semicolon in it cannot be told from two: it is asked about, which is all that matters.
    assert told(answered) == remarks if remarks is not None else answered.refused


def test_a_cell_full_of_wrong_references_is_told_of_only_so_often() -> None:
    answered = read("involvements.against", "; ".join(f"boy {number}" for number in range(3000)))
    assert answered.value is MISSING
    assert len(answered.remarks) == 5


@expect(
    [
        ("progress.done_by", "SC-01", "SC-01", []),
        ("progress.done_by", "Officer SC-01 (SC-01)", "SC-01", []),
        ("progress.done_by", "Officer SC-01", "Officer SC-01", []),
        ("progress.done_by", "sergeant on duty (police)", "sergeant on duty (police)", []),
        ("progress.done_by", "as written: Officer SC-01 (SC-01)", "Officer SC-01 (SC-01)", []),
        (
            "progress.done_by", "Somebody else (SC-01)", "Somebody else (SC-01)",
            [(
                "check", "renamed",
                'ends in an id, but its words are not those of "Officer SC-01 (SC-01)"; it was kept as words.',
                "If that is meant, pick it from the list.",
            )],
        ),
        ("decisions.audience", "All", "all", []),
        ("decisions.audience", "E-CINS", "e-cins", []),
        ("decisions.audience", "MASH", "mash", []),
        ("decisions.audience", "as written: All", "All", []),
        ("decisions.audience", SCHOOL, "SCH1", []),
        ("decisions.audience", "Holmbeck", "SCH1", noted(f'"{SCHOOL}"')),
        ("decisions.audience", "sch1", "SCH1", noted(f'"{SCHOOL}"')),
        ("decisions.audience", "Its old name (SCH1)", "SCH1", noted(f'"{SCHOOL}"')),
        ("decisions.audience", "everybody", "everybody", []),
        ("legal_bases.audience", "Social care", "social care", []),
    ]
)  # fmt: skip
def test_words_that_may_be_a_reference_stay_words_unless_they_are_a_label(
    place: str, value: Value, raw: Any, remarks: list[Any]
) -> None:
    answered = read(place, value)
    assert (answered.value, told(answered)) == (raw, remarks)


def test_an_id_of_an_office_that_is_not_whole_is_left_to_the_checks_between_rows() -> None:
    labels = labels_of_rows({"schools": [{"id": "SCH1", "name": "Holmbeck"}]})
    assert read("safeguarding_leads.school", "SCH7", labels) == Answered("SCH7")
    assert read("safeguarding_leads.school", "Its name", labels).refused


@pytest.mark.parametrize(
    ("place", "value", "written"),
    [
        ("episodes.date", date(2026, 10, 23), date(2026, 10, 23)),
        ("episodes.date", date(1900, 3, 1), date(1900, 3, 1)),
        ("episodes.date", date(1900, 2, 28), "28 Feb 1900"),
        ("episodes.start_time", "17:40", "17:40"),
        (TOLD, "2026-10-24 08:55", at("2026-10-24 08:55")),
        (TOLD, "2026-10-25 01:30 BST", "25 Oct 2026 01:30 BST"),
        (TOLD, "1900-01-05 01:30", "5 Jan 1900 01:30"),
        ("people.ehcp", "not known", "Not known"),
        ("people.date_of_birth", "not asked", "Not asked"),
        ("decisions.decision", "share after", "Share after"),
        ("people.age_from", 0, 0),
        ("people.school", "SCH2", "St Aldwyth’s Catholic School (SCH2)"),
        ("people.school", "SCH9", "as written: SCH9"),
        ("involvements.person", "P2", "P2"),
        ("involvements.against", ("P1", "corner.shop"), "P1, corner.shop"),
        ("requests.to", ("mash", "SCH2"), "Front Door (mash); St Aldwyth’s Catholic School (SCH2)"),
        ("requests.to", ("mash", "SCH1"), f"Front Door (mash); {SCHOOL}"),
        ("incident.types", ("a", "b"), "a\nb"),
        ("incident.types", ("a\nb", "- c"), "- a\n  b\n- - c"),
        ("incident.types", ("(none)",), "- (none)"),
        (
            "incident.aggravating_for",
            ("mash", "victim support", "victim_support"),
            "MASH\nVictim support\nvictim_support",
        ),
        ("decisions.audience", "all", "All"),
        ("decisions.audience", "All", "as written: All"),
        ("decisions.audience", "SCH1", SCHOOL),
        ("progress.done_by", "SC-01", "Officer SC-01 (SC-01)"),
        ("progress.done_by", "Officer SC-01 (SC-01)", "as written: Officer SC-01 (SC-01)"),
        ("people.phone", "+44 7700 900123", "+44 7700 900123"),
        ("people.phone", "'07700", "as written: '07700"),
        ("people.given_name", "(none)", "as written: (none)"),
        ("people.given_name", None, None),
        ("incident.types", (), None),
        ("organisation.never_outside", (), "(none)"),
        ("organisation.retention_years", None, "(none)"),
        ("meetings.at", None, "(none)"),
    ],
)
def test_an_answer_is_written_as_an_officer_would_like_to_see_it(place: str, value: object, written: object) -> None:
    shown = write_answer(column(place), value, LABELS)
    assert (type(shown), shown) == (type(written), written)


def test_a_drop_down_offers_what_may_be_picked() -> None:
    assert offered_for(column("people.kind"), LABELS) == ("Child", "Adult")
    assert offered_for(column("people.ehcp"), LABELS)[:3] == ("Yes", "No", "Not known")
    assert offered_for(column("people.date_of_birth"), LABELS)[0] == "Not known"
    assert offered_for(column("people.school"), LABELS) == (SCHOOL, "St Aldwyth’s Catholic School (SCH2)")
    audience = offered_for(column("decisions.audience"), LABELS)
    assert audience[:5] == ("All", "BTP", "Business", "Conference", "E-CINS")
    assert "MASH" not in audience
    assert audience[-1] == "St Aldwyth’s Catholic School (SCH2)"
    assert "Victim support" in offered_for(column("incident.aggravating_for"), LABELS)
    assert offered_for(column("actions.status"), LABELS) == ("open", "done", "overtaken")
    assert offered_for(column("involvements.person"), LABELS) == ()
    assert offered_for(column("people.given_name"), LABELS) == ()


def test_everything_that_is_offered_is_read_without_a_word() -> None:
    picked = [(form, asked, offered) for form, asked in COLUMNS for offered in offered_for(asked, LABELS)]
    assert len(picked) > 500
    for form, asked, offered in picked:
        answered = read_answer(asked, Cell(offered), LABELS)
        assert answered.remarks == (), (asked.field, offered)
        assert write_answer(asked, valid(form, asked, answered.value), LABELS) == offered


def in_workbook(shown: object) -> Cell:
    """What comes back of what was written: Excel holds a day as a day with the time 00:00."""
    if isinstance(shown, date) and not isinstance(shown, datetime):
        return Cell(datetime.combine(shown, time()))
    assert shown is None or isinstance(shown, (str, int, datetime))
    return Cell(shown)


def goes_there_and_back(form: Form, asked: Column, value: object, labels: Labels) -> None:
    shown = write_answer(asked, value, labels)
    if isinstance(shown, str):
        assert shown.strip() == shown != ""
        assert length(shown) < LONGEST_CELL
    answered = read_answer(asked, in_workbook(shown), labels, own_ids=OWN_IDS)
    assert {remark.code for remark in answered.remarks} <= {"midnight", "upn"}
    if answered.value is MISSING:
        assert not asked.needed
        assert value == asked.default
    else:
        assert valid(form, asked, answered.value) == value


def _sort_of(asked: Column) -> tuple[object, ...]:
    """Questions of one sort are written and read alike."""
    return (asked.kind, asked.targets, asked.choices, asked.needed, asked.default, bool(offered_for(asked, LABELS)))


SORTS = {_sort_of(asked): (form, asked) for form, asked in COLUMNS if asked.field != "upn"}
SORTS |= {
    ("field", asked.field): (form, asked) for form, asked in COLUMNS if asked.field in {"upn", "reference", "phone"}
}


@pytest.mark.parametrize("text", [*TEXTS, *LONG_TEXTS], ids=[str(n) for n in range(len(TEXTS) + len(LONG_TEXTS))])
def test_a_text_that_a_cell_could_lose_comes_back_from_every_question(text: str) -> None:
    tried = 0
    for form, asked in COLUMNS if text in TEXTS else SORTS.values():
        raws = [text] if asked.kind in {Kind.TEXT, Kind.WORDS_OR_REF} else [[text], [text[:50], "b"]]
        for raw in raws if asked.kind in {Kind.TEXT, Kind.WORDS_OR_REF, Kind.LIST} else []:
            if is_valid(form, asked, raw):
                goes_there_and_back(form, asked, valid(form, asked, raw), LABELS)
                tried += 1
    assert tried > (200 if text in TEXTS else 12)


@pytest.mark.parametrize(("form", "asked"), SORTS.values(), ids=[f"{c.table}.{c.field}" for _, c in SORTS.values()])
def test_every_valid_answer_comes_back_as_it_was(form: Form, asked: Column) -> None:
    ids = {
        **OWN_IDS,
        **{t: tuple(r.id for r in getattr(tricky_office(), t)) for t in ("officers", "agencies", "schools")},
    }
    answers = raw_answers(form, asked, ids)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(answers)
    def holds(raw: Any) -> None:
        goes_there_and_back(form, asked, valid(form, asked, raw), LABELS)
        goes_there_and_back(form, asked, valid(form, asked, raw), labels_of_rows({}))

    holds()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw_records(tricky_office()))
def test_every_answer_of_a_whole_record_comes_back_as_it_was(raw: dict[str, Any]) -> None:
    made = Record.model_validate(raw)
    ids = {t: tuple(r.id for r in getattr(made, t)) for t in ("people", "episodes", "sources", "businesses")}
    for sheet in RECORD_FORM.sheets:
        rows = getattr(made, sheet.table)
        for row in rows if isinstance(rows, tuple) else (rows,):
            for asked in sheet.columns:
                value = getattr(row, asked.field)
                answered = read_answer(asked, in_workbook(write_answer(asked, value, LABELS)), LABELS, own_ids=ids)
                back = asked.default if answered.value is MISSING else valid(RECORD_FORM, asked, answered.value)
                assert back == value


cell_values: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.text(st.characters(), max_size=40),
    st.text("0123456789/-:. apmTZPHSC(){},;\n\t'x", max_size=20),
    st.sampled_from(TEXTS),
)


NONSENSE = ("(((" * 3000, "a," * 9000, "T" * 20_000, "3/4/26 " * 3000, "- \n" * 3000, "{P1} " * 5000, "mash, " * 5000)


@pytest.mark.parametrize("text", NONSENSE, ids=[text[:6].strip() for text in NONSENSE])
def test_a_cell_full_of_nonsense_is_read_without_many_words(text: str) -> None:
    for asked in {(asked.kind, LABELS.knows(asked.targets)): asked for _, asked in SORTS.values()}.values():
        assert len(read_answer(asked, Cell(text), LABELS, own_ids=OWN_IDS).remarks) <= 5


@settings(max_examples=600, deadline=None)
@given(
    st.integers(0, len(COLUMNS) - 1),
    st.builds(
        Cell,
        cell_values,
        formula=st.booleans(),
        error=st.just(False),
        number_format=st.sampled_from(
            ["General", "@", "dd/mm/yyyy", "0%", "00000 000000", "£0.00", "", ";;;", "[h]:mm"]
        ),
        struck=st.booleans(),
    ),
    st.booleans(),
)
def test_whatever_stands_in_a_cell_is_read_or_told_in_plain_words(number: int, cell: Cell, from_1904: bool) -> None:
    answered = read_answer(COLUMNS[number][1], cell, LABELS, own_ids=OWN_IDS, counts_from_1904=from_1904)
    assert (answered.value is MISSING) or not answered.refused
    assert not answered.refused or answered.value is MISSING
    for remark in answered.remarks:
        assert remark.what.endswith(".")
        assert remark.fix.endswith(".")
        assert len(remark.found) <= 60
        assert remark.found.isprintable()


def test_agencies_that_have_closed_are_read_but_not_offered() -> None:
    labels = labels_of(
        office(agencies=[agency("old", name="Old Service", active="no"), agency("new", name="New Service")])
    )
    assert offered_for(column("support.agency"), labels)[0] == "New Service (new)"
    assert read("support.agency", "Old Service (old)", labels) == Answered("old")


def test_every_form_has_been_tried() -> None:
    assert {form.name for form, _ in SORTS.values()} == {form.name for form in FORMS}
    assert {asked.kind for _, asked in SORTS.values()} == set(Kind)
