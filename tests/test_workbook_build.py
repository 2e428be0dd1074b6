"""The workbook as an officer meets it: read back by another library than the one that wrote it."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.fates import what_happens
from casepack.form import Column, Form, Kind, Sheet
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.office import Office
from casepack.record import Record
from casepack.workbook_build import build_workbook
from casepack.workbook_prompts import about_people, is_prose

from . import builders
from .conftest import INPUTS

OFFICE = Office.model_validate_json((INPUTS / "office.json").read_text(encoding="utf-8"))
RECORD = Record.model_validate_json((INPUTS / "sample-ordinary.json").read_text(encoding="utf-8"))
MARKING = "OFFICIAL-SENSITIVE"
HEADINGS, FIRST = 5, 6
ALL = ("empty", "filled", "office", "new office")
FORMS = {"empty": RECORD_FORM, "filled": RECORD_FORM, "office": OFFICE_FORM, "new office": OFFICE_FORM}


@cache
def built(which: str) -> bytes:
    """The four workbooks that everything below is about: of a record and of an office, filled and not."""
    if which in ("empty", "filled"):
        return build_workbook(RECORD_FORM, OFFICE, RECORD if which == "filled" else None, made_by="9.9.9")
    return build_workbook(OFFICE_FORM, None, OFFICE if which == "office" else None, made_by="9.9.9")


@cache
def opened(which: str, *, results: bool = False) -> Workbook:
    """The same through openpyxl: with formulas, or with the results that are saved with them."""
    return load_workbook(io.BytesIO(built(which)), data_only=results)


def made_from(record: Record) -> Workbook:
    return load_workbook(io.BytesIO(build_workbook(RECORD_FORM, OFFICE, record, made_by="9.9.9")))


def sheet_of(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def headings(sheet: Worksheet) -> dict[str, str]:
    """The letters of each column by its heading, without the star."""
    return {str(c.value).removesuffix(" *"): c.column_letter for c in sheet[HEADINGS] if c.value is not None}


def column_of(sheet: Worksheet, heading: str) -> list[Any]:
    """What stands below a heading, to the end of the table."""
    letters = headings(sheet)[heading]
    [table] = sheet.tables.values()
    last = int(re.sub(r".*[A-Z]", "", table.ref))
    return [sheet[f"{letters}{row}"].value for row in range(FIRST, last + 1)]


def answer_cells(which: str) -> Iterator[tuple[Sheet, Column, Worksheet, str]]:
    """Every question with the first cell in which it is answered."""
    book = opened(which)
    for part in FORMS[which].sheets:
        sheet = sheet_of(book, part.name)
        for number, column in enumerate(part.columns):
            cell = f"B{FIRST + number}" if part.layout == "form" else f"{headings(sheet)[column.heading]}{FIRST}"
            yield part, column, sheet, cell


@cache
def _checks(which: str, name: str) -> dict[str, DataValidation]:
    found = {}
    for check in sheet_of(opened(which), name).data_validations.dataValidation:
        for area in check.sqref.ranges:
            found[area.coord.partition(":")[0]] = check
    return found


def check_at(which: str, sheet: Worksheet, cell: str) -> DataValidation:
    return _checks(which, sheet.title)[cell]


def offered(which: str, check: DataValidation) -> list[str]:
    """What a drop-down offers, found as Excel finds it: through its name, on the hidden sheet."""
    target = opened(which).defined_names[str(check.formula1)].attr_text
    name, _, area = target.partition("!")
    cells = sheet_of(opened(which), name.strip("'"))[area.replace("$", "")]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return [str(row[0].value) for row in rows]


# --- everything has its place


@pytest.mark.parametrize("which", ALL)
def test_every_sheet_of_the_form_stands_in_its_order_behind_the_one_to_start_from(which: str) -> None:
    names = opened(which).sheetnames
    assert names == ["Start here", *(part.name for part in FORMS[which].sheets), "Lists", "casepack"]
    states = {name: opened(which)[name].sheet_state for name in names}
    assert {name: state for name, state in states.items() if state != "visible"} == {
        "Lists": "hidden",
        "casepack": "veryHidden",
    }
    assert opened(which).active == opened(which)["Start here"]


@pytest.mark.parametrize("which", ALL)
def test_every_question_has_its_heading_and_a_needed_one_has_a_star(which: str) -> None:
    for part in FORMS[which].sheets:
        sheet = sheet_of(opened(which), part.name)
        wanted = [f"{c.heading} *" if c.needed else c.heading for c in part.columns]
        if part.layout == "form":
            assert [sheet[f"{letter}{HEADINGS}"].value for letter in "ABC"] == [
                "Question",
                "Answer",
                "What happens to this",
            ]
            shown = [sheet[f"A{row}"].value for row in range(FIRST, FIRST + len(wanted))]
        else:
            shown = [c.value for c in sheet[HEADINGS] if c.value is not None]
            assert shown[-1] == "Check"
            shown = [heading for heading in shown if heading not in ("Who", "Check")]
        assert shown == wanted


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_the_answers_of_a_sheet_that_is_filled_in_downwards_have_names_of_their_own(which: str) -> None:
    wanted = {
        f"casepack.{column.table}.{column.field}": f"'{part.name}'!$B${cell[1:]}"
        for part, column, _, cell in answer_cells(which)
        if part.layout == "form"
    }
    names = opened(which).defined_names
    assert len(wanted) > 20
    assert {name: found.attr_text for name, found in names.items() if name.startswith("casepack.")} == wanted


@pytest.mark.parametrize(
    ("sheet", "before"),
    [
        ("Roles and allegations", "Person"),
        ("Home and contact", "Person"),
        ("Safeguarding", "Person"),
        ("Carers", "Carer of"),
        ("Support in place", "Person"),
        ("Decisions", "About whom"),
        ("Referrals", "Person"),
        ("Already told", "About whom"),
    ],
)
def test_the_name_of_a_person_stands_beside_the_id(sheet: str, before: str) -> None:
    found = list(headings(sheet_of(opened("empty"), sheet)))
    assert found.index("Who") == found.index(before) + 1


def test_a_sheet_without_people_has_no_column_for_who_is_meant() -> None:
    without = {"People", "Episodes", "Businesses", "Survey answers", "Community", "Not to be briefed", "Progress"}
    without |= {"Actions", "Sources"}
    assert {n for n in without if "Who" in headings(sheet_of(opened("empty"), n))} == set()


@pytest.mark.parametrize("which", ALL)
def test_the_workbook_says_which_form_it_is_on_a_hidden_sheet_and_in_its_properties(which: str) -> None:
    form = FORMS[which]
    said = {"form": form.name, "version": str(form.version), "made by": "9.9.9"}
    sheet = opened(which)["casepack"]
    assert {sheet[f"A{row}"].value: sheet[f"B{row}"].value for row in (1, 2, 3)} == said
    assert {p.name: p.value for p in opened(which).custom_doc_props.props} == said  # type: ignore[attr-defined]


# --- what is offered and what is refused


def labels(*tables: str) -> list[str]:
    rows = [row for table in tables for row in getattr(OFFICE, table)]
    return [f"{getattr(r, 'name', None) or r.title} ({r.id})" for r in rows if getattr(r, "active", "yes") == "yes"]


@pytest.mark.parametrize(
    ("table", "field", "wanted"),
    [
        ("people", "school", labels("schools")),
        ("support", "agency", labels("agencies", "schools")),
        ("referrals", "service", labels("agencies")),
        ("incident", "officer", labels("officers")),
        ("conflicts", "member", labels("members")),
        ("progress", "step", labels("steps")),
        ("actions", "owner", labels("officers", "agencies", "schools")),
        ("requests", "to", labels("agencies", "schools", "members", "resident_groups")),
        ("involvements", "role", ["Suspect", "Harmed", "Witness"]),
        ("decisions", "decision", ["Share", "Share after", "Hold", "Do not share"]),
        ("progress", "status", ["To do", "In hand", "Done", "Not needed"]),
        ("people", "safe_to_call", ["Yes", "No", "Not known", "Not asked", "Refused", "Does not apply"]),
    ],
)
def test_a_drop_down_offers_what_the_office_and_the_models_have(table: str, field: str, wanted: list[str]) -> None:
    part, column = RECORD_FORM.place(table, field)
    sheet = sheet_of(opened("empty"), part.name)
    [cell] = [cell for _, c, _, cell in answer_cells("empty") if c == column]
    check = check_at("empty", sheet, cell)
    assert check.type == "list"
    assert not check.showDropDown  # true would hide the arrow
    assert offered("empty", check) == wanted


def test_a_meeting_is_offered_by_its_day() -> None:
    part, _ = RECORD_FORM.place("conference", "meeting")
    check = check_at("empty", sheet_of(opened("empty"), part.name), f"B{FIRST}")
    assert len(offered("empty", check)) == len(OFFICE.meetings)
    assert "18 November 2026" in " ".join(offered("empty", check))


@pytest.mark.parametrize(
    ("which", "table", "field", "first"),
    [
        ("empty", "involvements", "person", "'People'!$A$6"),
        ("empty", "involvements", "episode", "'Episodes'!$A$6"),
        ("empty", "involvements", "source", "'Sources'!$A$6"),
        ("empty", "survey_answers", "business", "'Businesses'!$A$6"),
        ("new office", "organisation", "manager", "'Officers'!$A$6"),
        ("new office", "safeguarding_leads", "school", "'Schools'!$A$6"),
    ],
)
def test_ids_of_another_sheet_are_offered_as_far_down_as_it_is_filled(
    which: str, table: str, field: str, first: str
) -> None:
    part, column = FORMS[which].place(table, field)
    [cell] = [cell for _, c, _, cell in answer_cells(which) if c == column]
    check = check_at(which, sheet_of(opened(which), part.name), cell)
    target = opened(which).defined_names[str(check.formula1)].attr_text
    whole = f"{first}:$A$1000"
    assert target == f"{first}:INDEX({whole},MAX(1,COUNTA({whole})))"
    assert check.errorStyle == "warning"


def _refusal(part: Sheet, column: Column) -> tuple[str, str] | None:
    """The type of check of a question and how strict it is; None where whatever is typed is taken."""
    if column.prefilled and column.field == "id" and not part.joined:
        return "custom", "stop"
    if column.kind is Kind.REF and (column.targets or part.joined):
        return "list", "warning"
    return {
        Kind.CHOICE: ("list", "stop"),
        Kind.YES_NO: ("list", "stop"),
        Kind.DAY: ("date", "stop"),
        Kind.DAY_OR_UNKNOWN: ("custom", "stop"),
        Kind.MOMENT: ("date", "warning"),
        Kind.TIME: ("custom", "warning"),
        Kind.NUMBER: ("whole", "stop"),
    }.get(column.kind)


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_answers_from_a_set_are_enforced_and_free_words_never(which: str) -> None:
    for part, column, sheet, cell in answer_cells(which):
        check = check_at(which, sheet, cell)
        refuses = bool(check.type) and check.showErrorMessage
        found = (check.type, check.errorStyle or "stop") if refuses else None
        assert found == _refusal(part, column), (sheet.title, cell, column.heading)
        assert bool(check.error) == refuses


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_every_question_has_a_prompt_with_what_is_asked_within_the_limits_of_excel(which: str) -> None:
    for _, column, sheet, cell in answer_cells(which):
        check = check_at(which, sheet, cell)
        assert check.showInputMessage
        assert column.heading.startswith(str(check.promptTitle).removesuffix("…"))
        assert str(check.prompt).startswith(column.hint)
        for text, limit in ((check.promptTitle, 32), (check.prompt, 255), (check.errorTitle, 32), (check.error, 255)):
            assert len((text or "").encode("utf-16-le")) // 2 <= limit, (sheet.title, cell, text)


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_the_prompt_says_what_happens_to_the_answer(which: str) -> None:
    told = [
        (what_happens(column) in str(check_at(which, sheet, cell).prompt), sheet.title, column.heading)
        for _, column, sheet, cell in answer_cells(which)
    ]
    assert [where for said, *where in told if not said] == []


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_a_sheet_that_is_filled_in_downwards_shows_what_happens_beside_the_answer(which: str) -> None:
    beside = [
        (column, sheet[cell.replace("B", "C")].value)
        for part, column, sheet, cell in answer_cells(which)
        if part.layout == "form"
    ]
    assert beside
    assert [c.heading for c, shown in beside if shown != what_happens(c)] == []


@pytest.mark.parametrize(
    ("table", "field", "words"),
    [
        ("incident", "what_happened", "{P"),
        ("involvements", "account", "{P"),
        ("decisions", "why", "{P"),
        ("progress", "note", "{P"),
        ("requests", "look_for", "Nothing here may point to a person."),
        ("area", "condition", "Nothing here may point to a person."),
    ],
)
def test_the_prompt_of_a_free_text_says_how_people_are_written(table: str, field: str, words: str) -> None:
    _, column = RECORD_FORM.place(table, field)
    [(sheet, cell)] = [(sheet, cell) for _, c, sheet, cell in answer_cells("empty") if c == column]
    assert words in str(check_at("empty", sheet, cell).prompt)


def test_names_and_numbers_are_not_asked_for_as_tokens() -> None:
    named = ["given_name", "family_name", "known_as", "other_names", "address", "phone", "email", "upn"]
    assert [f for f in named if about_people(RECORD_FORM.place("people", f)[1])] == []


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_the_checks_of_a_table_go_on_to_row_1000(which: str) -> None:
    for part, _, sheet, cell in answer_cells(which):
        if part.layout == "rows":
            letters = cell.rstrip("0123456789")
            assert str(check_at(which, sheet, cell).sqref) == f"{letters}{FIRST}:{letters}1000"


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_lines_and_marks_of_a_table_go_on_to_row_1000_and_leave_out_no_column(which: str) -> None:
    for part in FORMS[which].sheets:
        if part.layout == "rows":
            sheet = sheet_of(opened(which), part.name)
            marked = set()
            for area in (str(rule.sqref) for rule in sheet.conditional_formatting):
                start, _, end = area.partition(":")
                assert (start.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), end.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) == (
                    str(FIRST),
                    "1000",
                )
                marked |= {c.column_letter for row in sheet[f"{start}:{end.rstrip('0123456789')}{FIRST}"] for c in row}
            assert marked == set(headings(sheet).values()), part.name


def test_a_table_that_is_longer_than_row_1000_is_checked_beyond_its_end() -> None:
    sources = [{"id": f"S{number}", "what": "Police log"} for number in range(1, 997)]
    sheet = sheet_of(made_from(builders.record(sources=sources)), "Sources")
    assert sheet["A1001"].value == "S996"
    [table] = sheet.tables.values()
    assert table.ref == "A5:D1005"
    lasts = {int(str(check.sqref).partition(":")[2].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)
             for check in sheet.data_validations.dataValidation} - {0}  # fmt: skip
    assert len(lasts) == 1
    assert min(lasts) >= 1200


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_the_headings_of_a_table_are_guarded(which: str) -> None:
    for part in FORMS[which].sheets:
        if part.layout == "rows":
            sheet = sheet_of(opened(which), part.name)
            for cell in sheet[HEADINGS]:
                if cell.value is not None:
                    check = check_at(which, sheet, cell.coordinate)
                    assert (check.type, check.formula1) == ("custom", f'EXACT({cell.coordinate},"{cell.value}")')


def test_an_id_that_another_row_has_is_refused() -> None:
    check = check_at("empty", sheet_of(opened("empty"), "People"), "A6")
    assert (check.type, check.formula1) == ("custom", "COUNTIF($A$6:$A$1000,A6)=1")
    assert check.showErrorMessage


@pytest.mark.parametrize("which", ["empty", "filled", "office"])
def test_what_is_typed_as_text_stays_text_and_days_show_the_month_as_a_word(which: str) -> None:
    wanted = {Kind.DAY: "dd mmm yyyy", Kind.DAY_OR_UNKNOWN: "dd mmm yyyy", Kind.MOMENT: "dd mmm yyyy hh:mm"}
    wanted[Kind.NUMBER] = "0"
    for part, column, sheet, cell in answer_cells(which):
        assert sheet[cell].number_format == wanted.get(column.kind, "@"), (sheet.title, cell)
        if part.layout == "rows":  # and so in rows that do not exist yet
            place = sheet[cell].column
            [style] = [d for d in sheet.column_dimensions.values() if d.min <= place <= d.max]
            assert style.number_format == wanted.get(column.kind, "@"), (sheet.title, cell)


# --- what stands in it


def test_an_empty_workbook_has_numbered_rows_to_begin_in() -> None:
    book = opened("empty")
    assert column_of(sheet_of(book, "People"), "Person") == [f"P{n}" for n in range(1, 15)]
    assert column_of(sheet_of(book, "Safeguarding"), "Person") == [f"P{n}" for n in range(1, 15)]
    assert column_of(sheet_of(book, "Episodes"), "Episode")[:3] == ["E1", "E2", "E3"]
    assert column_of(sheet_of(book, "Actions"), "Action")[0] == "ACT1"
    assert column_of(sheet_of(book, "Progress"), "Step") == labels("steps")
    for part in RECORD_FORM.sheets:
        if part.layout == "rows":
            waiting = {c.heading for c in part.columns if c.prefilled}
            for column in part.columns:
                if column.heading not in waiting:
                    assert set(column_of(sheet_of(book, part.name), column.heading)) == {None}


def test_an_empty_workbook_says_what_casepack_would_assume() -> None:
    [sensitivity] = [s[c].value for _, column, s, c in answer_cells("empty") if column.field == "sensitivity"]
    assert sensitivity == "Ordinary"
    assumed = {c.field: s[cell].value for _, c, s, cell in answer_cells("new office") if c.table == "organisation"}
    assert {field: value for field, value in assumed.items() if value is not None} == {
        "marking": MARKING,
        "handling": "Recipients only. Do not forward outside your organisation.",
        "draft_words": "Draft, not approved for sending",
        "time_zone": "Europe/London",
        "retention_years": 7,
        "small_number": 5,
        "never_outside": "refuge\nsafe accommodation\nsafe house\nwomen's aid",
    }


def test_the_answers_of_a_record_stand_in_their_cells() -> None:
    book = opened("filled")
    people = sheet_of(book, "People")
    assert column_of(people, "First name")[:2] == [RECORD.people[0].given_name, RECORD.people[1].given_name]
    assert column_of(people, "Date of birth")[0].date() == RECORD.people[0].date_of_birth
    assert column_of(people, "School")[0] == f"{OFFICE.name_of('SCH1')} (SCH1)"
    assert column_of(people, "Child or adult?")[0] == "Child"
    assert column_of(sheet_of(book, "Carers"), "Carer of")[1] == "P2, P3"
    incident = {c.field: s[cell].value for _, c, s, cell in answer_cells("filled") if c.table == "incident"}
    assert incident["what_happened"] == RECORD.incident.what_happened
    assert incident["types"] == "\n".join(RECORD.incident.types)


def test_empty_rows_follow_those_that_are_filled_and_their_ids_go_on() -> None:
    ids = column_of(sheet_of(opened("filled"), "People"), "Person")
    count = len(RECORD.people)
    assert ids[:count] == [person.id for person in RECORD.people]
    assert ids[count:] == [f"P{n}" for n in range(count + 1, count + 5)]
    book = made_from(builders.record(people=[builders.person("P7"), builders.person("Q2"), builders.person("P30")]))
    ids = column_of(sheet_of(book, "People"), "Person")
    assert ids[:5] == ["P7", "Q2", "P30", "P31", "P32"]
    assert column_of(sheet_of(book, "Harm and police"), "Person") == ids


def test_steps_that_have_not_begun_stand_among_those_that_have_in_the_order_of_the_procedure() -> None:
    progress = [{"step": "mapping", "status": "done"}, {"step": "conference", "status": "in hand"}]
    sheet = sheet_of(made_from(builders.record(progress=progress)), "Progress")
    assert column_of(sheet, "Step") == labels("steps")
    at = dict(zip(column_of(sheet, "Step"), column_of(sheet, "Status"), strict=True))
    assert {step: status for step, status in at.items() if status} == {
        "Mapping (mapping)": "Done",
        "Peer Group Conference (conference)": "In hand",
    }


def test_steps_in_another_order_keep_it() -> None:
    progress = [{"step": "conference", "status": "done"}, {"step": "mapping", "status": "in hand"}]
    steps = column_of(sheet_of(made_from(builders.record(progress=progress)), "Progress"), "Step")
    assert steps[:2] == ["Peer Group Conference (conference)", "Mapping (mapping)"]
    assert sorted(steps) == sorted(labels("steps"))


def test_a_new_office_begins_with_the_steps_of_the_procedure_and_the_kinds_of_reader() -> None:
    new, old = opened("new office"), opened("office")
    for part in OFFICE_FORM.sheets:
        if part.name == "Steps":
            for column in part.columns:
                count = len(OFFICE.steps)
                shown = column_of(sheet_of(new, "Steps"), column.heading)
                assert shown[:count] == column_of(sheet_of(old, "Steps"), column.heading)[:count]
    audiences = [basis.audience for basis in OFFICE.legal_bases]
    assert [a.casefold() for a in column_of(sheet_of(new, "Legal bases"), "Audience")] == audiences
    assert set(column_of(sheet_of(new, "Legal bases"), "Legal basis")) == {None}


def test_what_an_officer_wrote_never_becomes_a_formula() -> None:
    texts = ["=1+1", "+44 7700 900123", "-x", "@SUM(A1)", "{=1}", '=HYPERLINK("https://example.org")']
    actions = [{"id": f"ACT{number}", "what": text} for number, text in enumerate(texts, start=1)]
    people = [builders.person(f"P{number}", given_name=text) for number, text in enumerate(texts, start=1)]
    incident = {"what_happened": texts[0], "title": texts[1]}
    book = made_from(builders.record(incident=incident, actions=actions, people=people))
    assert column_of(sheet_of(book, "Actions"), "What is to be done")[: len(texts)] == texts
    assert column_of(sheet_of(book, "People"), "First name")[: len(texts)] == texts
    for sheet in book.worksheets:
        helpers = {at for heading, at in headings(sheet).items() if heading in ("Who", "Check")}
        for place in (cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            letters = place.rstrip("0123456789")
            assert letters in helpers or place == "B4" or (sheet.title, letters) == ("Start here", "D")


# --- the columns that fill themselves in


@cache
def case() -> bytes:
    """The workbook of a case in which people are written in every way that the formulas must understand."""
    record = builders.record(
        people=[
            builders.person("P1", given_name="Juniper", family_name="Exampleby"),
            builders.person("P2", given_name="Zoë  Ann", family_name=None),
            {"id": "P3", "known_as": "Fizz"},
            {"id": "P4", "age_from": 12},
        ],
        involvements=[
            {"id": "A1", "person": "P1", "role": "suspect"},
            {"id": "A2", "person": "P2", "role": "harmed"},
            {"id": "A3", "person": "P3", "role": "witness"},
            {"id": "A4", "person": "P4", "role": "witness"},
            {"id": "A5", "person": "P99", "role": "witness"},
        ],
        carers=[
            {"people": ["P1", "P2"], "name": "Grant Exampleby"},
            {"people": ["P1", "P2", "P3", "P4"], "name": "Kim Sampleford"},
            {"people": ["P9"], "name": "Lou Placeholder"},
        ],
        decisions=[{"audience": "all", "decision": "hold"}, {"person": "P3", "audience": "mash", "decision": "share"}],
    )
    parts = {"Incident", "People", "Roles and allegations", "Home and contact", "Carers", "Decisions", "Sources"}
    form = replace(RECORD_FORM, sheets=tuple(part for part in RECORD_FORM.sheets if part.name in parts))
    return build_workbook(form, OFFICE, record, made_by="9.9.9")


@cache
def case_results() -> Workbook:
    return load_workbook(io.BytesIO(case()), data_only=True)


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    [
        ("Roles and allegations", ["Juniper Exampleby", "Zoë Ann", "Fizz", None, "P99 is not on the sheet People"]),
        ("Carers", ["Juniper Exampleby, Zoë Ann", "Juniper Exampleby, Zoë Ann, Fizz and more",
                    "P9 is not on the sheet People"]),
        ("Decisions", ["Everyone", "Fizz", None]),
        ("Home and contact", ["Juniper Exampleby", "Zoë Ann", "Fizz", None, None]),
    ],
)  # fmt: skip
def test_the_workbook_says_who_is_meant(sheet: str, wanted: list[str | None]) -> None:
    found = column_of(sheet_of(case_results(), sheet), "Who")
    assert [value or None for value in found[: len(wanted)]] == wanted


def test_a_row_is_complete_or_says_in_words_what_it_still_needs_or_nothing_at_all() -> None:
    checks = column_of(sheet_of(opened("filled", results=True), "Roles and allegations"), "Check")
    count = len(RECORD.involvements)
    assert checks[:count] == ["Complete"] * count
    assert {value or "" for value in checks[count:]} == {""}
    assert opened("filled", results=True)["Incident"]["B4"].value == "Complete"
    assert opened("empty", results=True)["Incident"]["B4"].value == "Still needed: What happened"
    assert opened("new office", results=True)["Organisation"]["B4"].value == (
        "Still needed: Name of the council, Name of the team, Postal address, Phone, Secure e-mail"
    )


def test_the_first_sheet_says_how_far_each_sheet_has_come() -> None:
    sheet = opened("filled", results=True)["Start here"]
    rows = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=8) if row[3].value}
    assert rows["People"] == f"{len(RECORD.people)} rows"
    assert rows["Not to be briefed"] == "1 row"
    empty = opened("empty", results=True)["Start here"]
    rows = {row[0].value: row[3].value for row in empty.iter_rows(min_row=8) if row[3].value}
    assert {k: v for k, v in rows.items() if k != "Sheet"} == {
        "Incident": "Not complete",
        "Episodes": "Nothing yet",
        "People": "Nothing yet",
    }


@pytest.mark.parametrize("which", ["empty", "filled", "office"])
def test_formulas_keep_to_what_every_excel_and_libreoffice_know(which: str) -> None:
    known = {"IF", "TRIM", "COUNTA", "MID", "INDEX", "MATCH", "IFERROR", "SUBSTITUTE", "CHAR", "REPT", "COUNTIF"} | {
        "LEFT"
    }
    seen: set[str] = set()
    for sheet in opened(which).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert isinstance(cell.value, str)
                    assert len(cell.value) < 8000
                    seen |= set(re.findall(r"([A-Z.]+)\(", re.sub(r'"[^"]*"', "", cell.value)))
    assert seen
    assert seen <= known


def test_a_new_row_of_a_table_brings_its_formulas_with_it() -> None:
    for part in RECORD_FORM.sheets:
        if part.layout == "rows":
            sheet = sheet_of(opened("empty"), part.name)
            [table] = sheet.tables.values()
            for column in table.tableColumns:
                cell = sheet[f"{headings(sheet)[column.name.removesuffix(' *')]}{FIRST}"]
                formula = column.calculatedColumnFormula
                assert (f"={formula.attr_text}" if formula else None) == (cell.value if cell.data_type == "f" else None)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed on this machine")
def test_libreoffice_works_out_the_same_results_as_are_saved(tmp_path: Path) -> None:
    book = case()
    (tmp_path / "case.xlsx").write_bytes(_without_results(book))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(tmp_path / "case.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    saved, worked_out = _results(book, book), _results((tmp_path / "out" / "case.xlsx").read_bytes(), book)
    assert len(saved) > 80
    assert worked_out == saved


def _without_results(book: bytes) -> bytes:
    """The same workbook without the saved results of its formulas, so that whoever opens it must work them out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = re.sub(rb' t="str"><f>(.*?)</f><v>[^<]*</v>', rb"><f>\1</f>", old.read(part), flags=re.DOTALL)
            new.writestr(part, data)
    return target.getvalue()


def _results(read: bytes, book: bytes) -> dict[tuple[str, str], str]:
    """The results in one file, of the formulas of another; an empty text and an empty cell are the same."""
    results = load_workbook(io.BytesIO(read), data_only=True)
    return {
        (sheet.title, cell.coordinate): str(results[sheet.title][cell.coordinate].value or "")
        for sheet in load_workbook(io.BytesIO(book)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


# --- how it looks, on screen and on paper


@pytest.mark.parametrize("which", ALL)
def test_every_sheet_has_its_title_in_a1_the_marking_below_and_one_table_without_merges(which: str) -> None:
    titles = {part.name: part.name for part in FORMS[which].sheets} | {"Start here": FORMS[which].title}
    for name, title in titles.items():
        sheet = sheet_of(opened(which), name)
        assert str(sheet["A1"].value).startswith(title)
        assert str(sheet["A3"].value).startswith(MARKING)
        assert sheet.merged_cells.ranges == set()
        assert len(sheet.tables) == 1
        if name != "Start here":
            when = {"first": "Needed first. ", "usual": "Usual. ", "if needed": "If it applies. "}
            part = next(p for p in FORMS[which].sheets if p.name == name)
            assert sheet["A2"].value == when[part.when] + part.purpose


@pytest.mark.parametrize("which", ALL)
def test_every_printed_page_bears_the_marking_the_sheet_and_its_number(which: str) -> None:
    for part in ("Start here", *(p.name for p in FORMS[which].sheets)):
        sheet = sheet_of(opened(which), part)
        header, footer = sheet.oddHeader, sheet.oddFooter
        assert header is not None
        assert footer is not None
        assert header.center.text == footer.center.text == MARKING
        assert footer.right.text == "Page &P of &N"
        assert footer.left.text == (f"MSC-2026-0417 · {part}" if which == "filled" else part)
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if part != "Start here":
            assert sheet.print_title_rows == f"${HEADINGS}:${HEADINGS}"
            if int(sheet.page_setup.fitToWidth or 1) > 1:
                assert str(sheet.print_title_cols).startswith("$A:")


def test_a_marking_of_any_length_and_kind_has_room_on_paper() -> None:
    organisation = builders.organisation(marking="R&D & " * 100, name="A & B")
    office = Office.model_validate(builders.office_data(organisation=organisation))
    with zipfile.ZipFile(io.BytesIO(build_workbook(RECORD_FORM, office, None, made_by="1"))) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        assert ("R&amp;D &amp; " * 100).strip() in archive.read("xl/sharedStrings.xml").decode()
    header = re.findall("<oddHeader>(.*?)</oddHeader>", xml)[0]
    assert "R&amp;&amp;D" in header
    assert "…" in header


@pytest.mark.parametrize("which", ALL)
def test_questions_are_protected_without_a_password_and_tables_can_grow(which: str) -> None:
    for part, _, sheet, cell in answer_cells(which):
        assert sheet.protection.sheet == (part.layout == "form")
        assert sheet.protection.password is None
        if part.layout == "form":
            assert not sheet[cell].protection.locked
            assert sheet[cell.replace("B", "A")].protection.locked
            assert not sheet.protection.formatRows  # false: allowed


@pytest.mark.parametrize(
    ("sheet", "frozen", "selected"),
    [
        ("Incident", "A6", "B6"),
        ("People", "D6", "B6"),
        ("Roles and allegations", "D6", "B6"),
        ("Safeguarding", "C6", "C6"),
        ("Episodes", "C6", "B6"),
    ],
)
def test_headings_and_names_stay_in_sight_and_the_first_empty_answer_is_chosen(
    sheet: str, frozen: str, selected: str
) -> None:
    found = sheet_of(opened("empty"), sheet)
    assert found.freeze_panes == frozen
    assert {s.activeCell for s in found.sheet_view.selection if s.activeCell} >= {selected}


def test_in_a_filled_table_the_first_row_that_is_free_is_chosen() -> None:
    found = sheet_of(opened("filled"), "People")
    row = FIRST + len(RECORD.people)
    assert f"B{row}" in {s.activeCell for s in found.sheet_view.selection}


@pytest.mark.parametrize("which", ALL)
def test_the_first_sheet_leads_to_every_other_and_each_leads_back(which: str) -> None:
    start = sheet_of(opened(which), "Start here")
    links = {c.hyperlink.location: c.value for row in start.iter_rows() for c in row if c.hyperlink}
    assert links == {f"'{part.name}'!A1": part.name for part in FORMS[which].sheets}
    for part in FORMS[which].sheets:
        assert sheet_of(opened(which), part.name)["A4"].hyperlink.location == "'Start here'!A1"


@pytest.mark.parametrize("which", ["empty", "new office"])
def test_sheets_that_are_needed_first_look_needed_first(which: str) -> None:
    colours = {p.when: set[str]() for p in FORMS[which].sheets}
    for part in FORMS[which].sheets:
        colour = sheet_of(opened(which), part.name).sheet_properties.tabColor
        assert colour is not None
        colours[part.when].add(str(colour.rgb))
    assert [len(found) for found in colours.values()] == [1] * len(colours)
    assert len(set.union(*colours.values())) == len(colours)
    start = sheet_of(opened(which), "Start here")
    said = {row[0].value: row[2].value for row in start.iter_rows(min_row=6) if row[2].value}
    assert [name for name, when in said.items() if when == "Needed first"] == [
        part.name for part in FORMS[which].sheets if part.when == "first"
    ]


def test_the_first_sheet_says_which_three_answers_are_enough_and_what_to_run() -> None:
    words = " ".join(str(c.value) for row in opened("empty")["Start here"].iter_rows() for c in row if c.value)
    for needed in ("What happened", "first episode", "a first name", "casepack check FILE", "casepack make FILE"):
        assert needed in words
    assert "{P1} is reported to have pushed {P2}" in words


@pytest.mark.parametrize("which", ALL)
def test_rows_are_high_enough_and_grow_with_what_is_typed(which: str) -> None:
    with zipfile.ZipFile(io.BytesIO(built(which))) as archive:
        for number, part in enumerate(FORMS[which].sheets, start=2):
            rows = re.findall(r'<row r="(\d+)"([^>]*)>', archive.read(f"xl/worksheets/sheet{number}.xml").decode())
            sheet = sheet_of(opened(which), part.name)
            for row, about in ((int(row), about) for row, about in rows if int(row) >= FIRST):
                assert "customHeight" not in about, (part.name, row)  # a fixed height hides the end of a longer text
                height = float(re.findall(r' ht="([\d.]+)"', about)[0])
                lines = max(str(cell.value).count("\n") + 1 for cell in sheet[row] if cell.data_type != "f")
                assert height >= min(409, 13 * lines), (part.name, row)


@pytest.mark.parametrize("which", ["filled", "office"])
def test_every_ink_can_be_read_on_its_ground(which: str) -> None:
    pairs = set()
    for sheet in opened(which).worksheets:
        if sheet.title == "casepack":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    ground = cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else "FFFFFFFF"
                    ink = cell.font.color.rgb if isinstance(cell.font.color.rgb, str) else "FF000000"
                    pairs.add((ink, ground))
                    assert cell.font.name == "Arial"
                    assert float(cell.font.sz) >= 10
        inks = {ink for ink, _ in pairs}
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                ground = rule.dxf.fill.bgColor.rgb if rule.dxf.fill else "FFFFFFFF"
                own = rule.dxf.font.color.rgb if rule.dxf.font and rule.dxf.font.color else None
                pairs |= {(own, ground)} if own else {(ink, ground) for ink in inks if ink != "FFFFFFFF"}
    assert len(pairs) > 8
    assert {pair: _contrast(*pair) for pair in pairs if _contrast(*pair) < 4.5} == {}


def _contrast(ink: str, ground: str) -> float:
    """The contrast of two colours by the rules of WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (2, 4, 6)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(ink), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_is_missing_in_a_begun_row_is_shaded_and_edged() -> None:
    sheet = sheet_of(opened("empty"), "Roles and allegations")
    role = headings(sheet)["Role"]
    [area] = [a for a in sheet.conditional_formatting if str(a.sqref).startswith(f"{role}{FIRST}:")]
    first = min(area.rules, key=lambda rule: rule.priority)
    assert first.formula[0].startswith(f'AND(TRIM(${role}6)="",COUNTA(')
    assert first.dxf.fill.bgColor.rgb == "FFFDF3DC"
    assert first.dxf.border.left.style == "thin"


# --- the file


@pytest.mark.parametrize("which", ["filled", "new office"])
def test_the_file_keeps_to_the_open_xml_rules(which: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(built(which))
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_the_same_input_gives_the_same_bytes_in_another_process_too(tmp_path: Path) -> None:
    code = (
        "import hashlib; from casepack.form_office import OFFICE_FORM;"
        "from casepack.workbook_build import build_workbook;"
        "print(hashlib.sha256(build_workbook(OFFICE_FORM, None, None, made_by='9.9.9')).hexdigest())"
    )
    surroundings = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=surroundings, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(built("new office")).hexdigest()
    assert build_workbook(RECORD_FORM, OFFICE, RECORD, made_by="9.9.9") == built("filled")


def test_the_title_and_the_reference_are_in_the_properties_and_no_clock_is() -> None:
    properties = opened("filled").properties
    assert properties.title == "Intake workbook MSC-2026-0417"
    assert properties.created == properties.modified
    with zipfile.ZipFile(io.BytesIO(built("filled"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_excel_could_not_hold_is_never_written_silently() -> None:
    record = builders.record()
    too_long = record.model_copy(
        update={"incident": record.incident.model_copy(update={"what_happened": "x" * 32_768})}
    )
    with pytest.raises(ValueError, match="Incident!B6"):
        build_workbook(RECORD_FORM, OFFICE, too_long, made_by="9.9.9")


def test_every_field_that_is_treated_as_prose_is_a_text() -> None:
    forms: tuple[Form, ...] = (RECORD_FORM, OFFICE_FORM)
    prose = [column for form in forms for part in form.sheets for column in part.columns if is_prose(column)]
    assert len(prose) > 80
    assert {column.kind for column in prose} <= {Kind.TEXT, Kind.LIST}
