"""Whole workbooks read: which sheet, column and row is which, and every problem of the workbook in one report."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casepack.errors import Problem, RecordError
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.heading_match import key_of, match
from casepack.office import Office
from casepack.read import office_of_cells, read_office, read_record, record_of_cells
from casepack.record import Record

from .builders import agency, involvement, meeting, office, person, record, record_data
from .builders_workbook import HEADING_ROW, Book, office_book, record_book
from .conftest import INPUTS

OFFICE = office()
FIRST = HEADING_ROW + 1
Spoil = Callable[[Book], object]
Said = tuple[str, str, str, str]


def book(**changes: Any) -> Book:
    """The workbook of a small record."""
    return record_book(record(**changes), OFFICE)


def problems_of(workbook: Book, the_office: Office = OFFICE) -> tuple[Problem, ...]:
    """Everything that reading reports, problems and checks alike."""
    try:
        if workbook.form is OFFICE_FORM:
            return office_of_cells(workbook.cells(), "office.xlsx").checks
        return record_of_cells(workbook.cells(), "case.xlsx", the_office).checks
    except RecordError as error:
        return error.problems


def said(problems: tuple[Problem, ...]) -> list[str]:
    """The report, one line for each problem: how bad, where, what stood there, what is wrong, what to do."""
    lines = []
    for problem in problems:
        found = f' "{problem.found}"' if problem.found else ""
        where = problem.where.partition(": ")[2] or "the workbook"
        lines.append(f"{problem.severity.upper():8}{where}:{found} {problem.what} {problem.fix}".rstrip())
    return lines


def report(workbook: Book) -> list[str]:
    return said(problems_of(workbook))


def made(workbook: Book) -> Record:
    return record_of_cells(workbook.cells(), "case.xlsx", OFFICE).made


def short(workbook: Book) -> list[tuple[str, str, str]]:
    """Severity, code and place of each problem."""
    return [(p.severity, p.code, p.where.partition(": ")[2]) for p in problems_of(workbook)]


# What is right


def samples() -> list[Path]:
    return sorted(INPUTS.glob("sample-*.json"))


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.stem)
def test_a_sample_kept_as_a_workbook_is_the_same_record(sample: Path) -> None:
    the_office, _ = read_office((INPUTS / "office.json").read_bytes(), "office.json")
    by_json, checks = read_record(sample.read_bytes(), "r.json", the_office)
    by_book, others = read_record(record_book(by_json, the_office).xlsx(), "r.xlsx", the_office)
    assert by_book == by_json
    assert [(c.code, c.what, c.found.casefold()) for c in others] == [(c.code, c.what, c.found) for c in checks]


def test_the_office_kept_as_a_workbook_is_the_same_office() -> None:
    by_json, _ = read_office((INPUTS / "office.json").read_bytes(), "office.json")
    assert read_office(office_book(by_json).xlsx(), "office.xlsx") == (by_json, ())


def test_a_right_workbook_is_read_without_a_word() -> None:
    assert report(book()) == []
    assert made(book()) == record()


def test_a_record_of_one_paragraph_and_one_date_is_enough() -> None:
    least = record(
        people=[],
        involvements=[],
        incident={"what_happened": "A fight."},
        episodes=[{"id": "E1", "date": "2026-10-23"}],
    )
    assert report(record_book(least, OFFICE)) == []
    assert made(record_book(least, OFFICE)) == least


def test_only_the_sheets_that_are_needed_need_be_there() -> None:
    workbook = book()
    for name in [sheet.name for sheet in RECORD_FORM.sheets if sheet.table not in {"incident", "episodes"}]:
        del workbook.pages[name]
    least = record(people=[], involvements=[], incident={**record_data()["incident"], "what_happened": "A fight."})
    workbook.put("Incident", "What happened", "A fight.")
    assert (report(workbook), made(workbook)) == ([], least)


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 3))
def test_the_order_of_sheets_and_columns_and_blank_rows_between_do_not_matter(
    dice: random.Random, blank_rows: int
) -> None:
    the_office, _ = read_office((INPUTS / "office.json").read_bytes(), "office.json")
    whole, _ = read_record((INPUTS / "sample-ordinary.json").read_bytes(), "r.json", the_office)
    workbook = record_book(whole, the_office)
    for sheet in RECORD_FORM.sheets:
        page = workbook.pages[sheet.name]
        columns = sorted({column for (row, column) in page.values if row >= HEADING_ROW})
        to = dict(zip(columns, dice.sample(range(1, len(columns) + 4), len(columns)), strict=True))
        if sheet.layout == "form":
            to = {1: 1 + blank_rows, 2: 2 + blank_rows, 3: 3 + blank_rows}
        down = {row: row for row in range(HEADING_ROW + 1)}
        for row in sorted({row for (row, _) in page.values if row > HEADING_ROW}):
            down[row] = down[max(down)] + 1 + dice.randint(0, blank_rows)
        page.values = {
            (down[row], to[column] if row >= HEADING_ROW else column): value
            for (row, column), value in page.values.items()
        }
    names = list(workbook.pages)
    dice.shuffle(names)
    workbook.pages = {name: workbook.pages[name] for name in names}
    assert record_of_cells(workbook.cells(), "case.xlsx", the_office).made == whole


def test_rows_are_read_past_blank_ones_and_keep_their_order() -> None:
    workbook = book()
    for row, key in ((40, "P7"), (900, "P3")):
        workbook.put("People", "Person", key, row)
        workbook.put("People", "First name", f"Someone {row}", row)
    assert [p.id for p in made(workbook).people] == ["P1", "P7", "P3"]


def test_a_row_with_nothing_but_what_stood_in_it_from_the_start_is_no_row() -> None:
    workbook = book()
    workbook.put("Safeguarding", "Person", "P2", 7)
    workbook.put("Progress", "Step", "Mapping (mapping)", 7)
    workbook.put("Roles and allegations", "Who", "Somebody", 9)
    workbook.put("Roles and allegations", "Check", "Still needed: Role", 9)
    workbook.put("People", "Phone", " \u200b\u00a0", 8)
    assert (report(workbook), made(workbook)) == ([], record())


def test_headings_that_come_along_with_copied_rows_are_no_row() -> None:
    workbook = book()
    page = workbook.pages["People"]
    page.values |= {(30, column): text for (row, column), text in page.values.items() if row == HEADING_ROW}
    assert (report(workbook), made(workbook)) == ([], record())


def test_headings_may_stand_higher_or_lower_than_they_did() -> None:
    workbook = book()
    for name, by in (("People", -4), ("Episodes", 20), ("Incident", 7), ("Area", -4)):
        page = workbook.pages[name]
        page.values = {(row + by, column): v for (row, column), v in page.values.items() if row + by > 0}
    assert (report(workbook), made(workbook)) == ([], record())


def test_a_sheet_filled_in_downwards_is_read_without_its_headings() -> None:
    workbook = book()
    page = workbook.pages["Incident"]
    page.values = {at: value for at, value in page.values.items() if at[0] != HEADING_ROW}
    assert (report(workbook), made(workbook)) == ([], record())


def test_further_sheets_on_people_are_put_together_by_their_id() -> None:
    workbook = book(people=[person("P1"), person("P2", given_name="Idris", family_name="Fictionby")])
    workbook.put("Harm and police", "Person", "P2", 20)
    workbook.put("Harm and police", "Injury", "Bruised arm", 20)
    workbook.put("Safeguarding", "Person", "{p2}", 6)
    workbook.put("Safeguarding", "Looked after?", "Yes", 6)
    people = made(workbook).people
    assert [(p.id, p.injury, p.looked_after) for p in people] == [("P1", None, None), ("P2", "Bruised arm", "yes")]


@pytest.mark.parametrize("typed", ["Short name of it all", "Tittle", None], ids=["other words", "slip", "nothing"])
def test_an_answer_is_found_by_the_name_of_its_cell_whatever_became_of_the_question(typed: str | None) -> None:
    workbook = book()
    page = workbook.pages["Incident"]
    row = page.question("Title")
    page.values[row, 2] = "Group incident"
    page.values[row, 1] = typed
    workbook.names["casepack.incident.title"] = ("Incident", row, 2)
    assert (report(workbook), made(workbook).incident.title) == ([], "Group incident")


def test_a_question_counts_for_more_than_the_name_of_its_cell() -> None:
    workbook = book()
    page = workbook.pages["Incident"]
    title, reference = page.question("Title"), page.question("Case reference")
    page.values |= {(title, 1): "Case reference", (title, 2): "MSC-1", (reference, 1): "Title", (reference, 2): "Fight"}
    workbook.names |= {
        "casepack.incident.title": ("Incident", title, 2),
        "casepack.incident.reference": ("Incident", reference, 2),
    }
    incident = made(workbook).incident
    assert (incident.reference, incident.title) == ("MSC-1", "Fight")


# Sheets


def _two_people_sheets(workbook: Book) -> None:
    workbook.copy("People", "People (2)")


def _empty_copy(workbook: Book) -> None:
    page = workbook.copy("People", "Copy of People")
    page.values = {at: value for at, value in page.values.items() if at[0] < FIRST or at[1] == 1}


def _filled_copy_of_an_empty_one(workbook: Book) -> None:
    workbook.copy("Area", "Area_2").values[6, 2] = "A square with shops."


def _renamed_with_answers(workbook: Book) -> None:
    workbook.rename("Area", "The place")
    workbook.pages["The place"].values[6, 2] = "A square with shops."


def _renamed_without_answers(workbook: Book) -> None:
    workbook.rename("Area", "Areas map")


def _renamed_by_a_program(workbook: Book) -> None:
    workbook.rename("People", "People (1)")


def _renamed_in_other_letters(workbook: Book) -> None:
    workbook.rename("People", "people ")
    workbook.rename("Roles and allegations", "ROLES & ALLEGATIONS")
    workbook.rename("E-CINS", "ECINS")


def _own_sheets(workbook: Book) -> None:
    workbook.page("Notes").values[3, 3] = "ring the school"
    workbook.page("Blank").values[1, 1] = "  "
    for name in ("Start here", "Lists", "Lists (2)", "To put right", "To put right (2)", "casepack"):
        workbook.page(name).values[1, 1] = "casepack's own"


def _without_episodes(workbook: Book) -> None:
    workbook.rename("Episodes", "Episode list")
    workbook.pages["Episode list"].values = {(1, 1): "nothing"}


def _without_headings(workbook: Book) -> None:
    page = workbook.pages["Safeguarding"]
    page.values = {(7, 1): "P1", (7, 2): "Worried about home."}


SHEETS: dict[str, tuple[Spoil, list[str]]] = {
    "copy with answers": (
        _two_people_sheets,
        [
            'PROBLEM People (2): is a copy of the sheet "People", and both hold answers. '
            'Keep the answers that count on the sheet "People", and delete the copy.'
        ],
    ),
    "copy without answers": (
        _empty_copy,
        ['CHECK   Copy of People: is a copy of the sheet "People" and was not read. Delete it, if nobody needs it.'],
    ),
    "copy filled in place of its original": (
        _filled_copy_of_an_empty_one,
        [
            'PROBLEM Area_2: is a copy of the sheet "Area" and holds answers, but the sheet "Area" is empty. '
            'Delete the empty one, and call this one "Area".'
        ],
    ),
    "renamed, with answers": (
        _renamed_with_answers,
        [
            'PROBLEM The place: has the headings of the sheet "Area", but another name, so it was not read. '
            'Call it "Area".'
        ],
    ),
    "renamed, without answers": (
        _renamed_without_answers,
        [
            "CHECK   Areas map: is not part of the form and was not read. "
            'Leave it, if it is your own. Or did you mean "Area"?'
        ],
    ),
    "renamed by a program": (
        _renamed_by_a_program,
        ['CHECK   People (1): was read as the sheet "People". Call it "People".'],
    ),
    "capitals, spaces, stops": (_renamed_in_other_letters, []),
    "sheets of the officer's own": (
        _own_sheets,
        ["CHECK   Notes: is not part of the form and was not read. Leave it, if it is your own."],
    ),
    "needed sheet missing": (
        _without_episodes,
        [
            "CHECK   Episode list: is not part of the form and was not read. "
            'Leave it, if it is your own. Or did you mean "Episodes"?',
            'PROBLEM Episodes: there is no sheet with this name. Did you mean "Episode list"? '
            'Then call that sheet "Episodes".',
        ],
    ),
    "headings gone": (
        _without_headings,
        [
            "PROBLEM Safeguarding: has none of its headings any more, so nothing on it was read. "
            'Put them back: "Person", "Safeguarding concern", "Impact on the child" and so on.'
        ],
    ),
}


@pytest.mark.parametrize(("spoil", "expected"), SHEETS.values(), ids=SHEETS)
def test_every_sheet_is_read_or_named(spoil: Spoil, expected: list[str]) -> None:
    workbook = book()
    spoil(workbook)
    assert report(workbook) == expected


# Columns


def _renamed_columns(workbook: Book) -> None:
    workbook.head("People", "First name", "First name of person")
    workbook.head("People", "Date of birth", "DOB")
    workbook.head("People", "Family name", "Familly name")
    workbook.head("People", "Child or adult?", " CHILD  or adult *")


def _unclear_column(workbook: Book) -> None:
    workbook.head("People", "Estimated age, from", "Estimated age")
    workbook.drop("People", "Estimated age, to")
    workbook.put("People", "Estimated age", "15", FIRST)


def _unclear_but_empty(workbook: Book) -> None:
    workbook.head("People", "Estimated age, from", "Estimated age")
    workbook.drop("People", "Estimated age, to")


def _own_columns(workbook: Book) -> None:
    page = workbook.pages["People"]
    page.values |= {(HEADING_ROW, 40): "My own notes", (FIRST, 40): "call after six", (HEADING_ROW, 41): "Empty one"}
    page.values |= {(FIRST, 42): "stray", (9, 44): "stray"}


def _two_columns_with_answers(workbook: Book) -> None:
    page = workbook.pages["People"]
    page.values |= {(HEADING_ROW, 40): "Gender", (FIRST, 40): "male"}
    workbook.pages["People"].values[FIRST, 8] = "female"


def _two_columns_one_empty(workbook: Book) -> None:
    workbook.pages["People"].values |= {(HEADING_ROW, 40): "gender", (FIRST, 40): "male"}


def _without_a_needed_column(workbook: Book) -> None:
    workbook.drop("Roles and allegations", "Role")


def _without_columns(workbook: Book) -> None:
    workbook.drop("People", "Gender")
    for heading in ("Lighting", "Condition"):
        row = workbook.pages["Area"].question(heading)
        del workbook.pages["Area"].values[row, 1]


def _question_twice(workbook: Book) -> None:
    workbook.put("Incident", "Title", "Group incident")
    workbook.pages["Incident"].values |= {(70, 1): "Title", (70, 2): "Fight", (71, 1): "Weapons", (72, 2): "stray"}


def _own_question(workbook: Book) -> None:
    workbook.pages["Incident"].values |= {(70, 1): "Who told the press", (70, 2): "nobody", (71, 1): "Remember"}
    workbook.pages["Incident"].values |= {(70, 3): "Nowhere.", (70, 6): "stray"}


def _near_question(workbook: Book) -> None:
    workbook.head("Incident", "Case reference", "Case refrence")


COLUMNS: dict[str, tuple[Spoil, list[str]]] = {
    "other words for a heading": (
        _renamed_columns,
        [
            'CHECK   People!B5: "First name of person" was read as the heading "First name". '
            "If it means something else, write it in other words.",
            'CHECK   People!C5: "Familly name" was read as the heading "Family name". '
            "If it means something else, write it in other words.",
            'CHECK   People!E5: "DOB" was read as the heading "Date of birth". '
            "If it means something else, write it in other words.",
        ],
    ),
    "a heading that could be two": (
        _unclear_column,
        [
            'PROBLEM People!F5: "Estimated age" could mean "Estimated age, from" or "Estimated age, to". '
            "Write the one that is meant, word for word."
        ],
    ),
    "a heading that could be two, with nothing under it": (_unclear_but_empty, []),
    "columns of the officer's own": (
        _own_columns,
        [
            'CHECK   People!AN5: "My own notes" is a column that the form does not have, so it was not read. '
            "Leave it, if it is your own; otherwise write the column as the form has it.",
            "CHECK   People!AP6: the columns AP and AR are not part of the form and were not read. "
            "Leave it, if it is your own; otherwise move the answers.",
        ],
    ),
    "a heading twice": (
        _two_columns_with_answers,
        [
            'PROBLEM People!AN5: "Gender" is the same heading as in H5, and both have answers. '
            "Keep one of the two, with the answers that count."
        ],
    ),
    "a heading twice, one empty": (_two_columns_one_empty, []),
    "a needed column gone": (
        _without_a_needed_column,
        [
            'PROBLEM Roles and allegations!A5: the column "Role" is missing, and every row needs an answer in it. '
            'Add a column with the heading "Role", and fill it in.'
        ],
    ),
    "columns and questions gone": (
        _without_columns,
        [
            'CHECK   People!A5: the column "Gender" is missing and was read as empty. Put it back, if you need it.',
            'CHECK   Area: the questions "Lighting" and "Condition" are missing and were read as empty. '
            "Put back those that you need.",
        ],
    ),
    "a question twice": (
        _question_twice,
        [
            'PROBLEM Incident!A70: "Title" is the same question as in A7, and both have answers. '
            "Keep one of the two, with the answers that count.",
            "CHECK   Incident!B72: the answer in B72 stands beside no question and was not read. "
            "Write the question beside it, or move the answer.",
        ],
    ),
    "questions of the officer's own": (
        _own_question,
        [
            'CHECK   Incident!A70: "Who told the press" is a question that the form does not have, '
            "so it was not read. Leave it, if it is your own; otherwise write the question as the form has it.",
            "CHECK   Incident!F70: the column F is not part of the form and was not read. "
            "Leave it, if it is your own; otherwise move the answers.",
        ],
    ),
    "a slip in a question": (
        _near_question,
        [
            'CHECK   Incident!A8: "Case refrence" was read as the question "Case reference". '
            "If it means something else, write it in other words."
        ],
    ),
}


@pytest.mark.parametrize(("spoil", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_every_column_and_every_question_is_read_or_named(spoil: Spoil, expected: list[str]) -> None:
    workbook = book()
    spoil(workbook)
    assert report(workbook) == expected


def test_a_heading_that_stands_twice_with_one_empty_column_is_read_from_the_filled_one() -> None:
    workbook = book()
    _two_columns_one_empty(workbook)
    assert made(workbook).people[0].gender == "male"


@pytest.mark.parametrize("form", [RECORD_FORM, OFFICE_FORM], ids=lambda form: form.name)
def test_no_two_headings_of_a_sheet_are_alike_once_folded(form: Any) -> None:
    for sheet in form.sheets:
        headings = {number: column.heading for number, column in enumerate(sheet.columns, 1)}
        found = match(sheet.columns, headings)
        assert found.found == {column.field: number for number, column in enumerate(sheet.columns, 1)}
        assert len({key_of(text) for text in headings.values()}) == len(sheet.columns)


# Rows


def _without_id(workbook: Book) -> None:
    for row in (20, 21):
        workbook.put("Actions", "What is to be done", "Ring the school", row)


def _two_rows_for_one_person(workbook: Book) -> None:
    for row in (FIRST, 12):
        workbook.put("Safeguarding", "Person", "P1", row)
        workbook.put("Safeguarding", "Safeguarding concern", "Worried about home.", row)


def _unknown_person_on_a_further_sheet(workbook: Book) -> None:
    for row, key in ((6, "P11"), (7, "P3"), (8, None), (9, "somebody")):
        workbook.put("Safeguarding", "Safeguarding concern", "Worried about home.", row)
        if key:
            workbook.put("Safeguarding", "Person", key, row)


def _row_of_a_waiting_person(workbook: Book) -> None:
    workbook.put("Roles and allegations", "Person", "P2", 7)
    workbook.put("Roles and allegations", "Role", "Witness", 7)


ROWS: dict[str, tuple[Spoil, list[str]]] = {
    "rows without an id": (
        _without_id,
        [
            "PROBLEM Actions!A20 (Action): is needed and is empty. Write ACT5.",
            "PROBLEM Actions!A21 (Action): is needed and is empty. Write ACT6.",
        ],
    ),
    "two rows for one person": (
        _two_rows_for_one_person,
        [
            'PROBLEM Safeguarding!A12 (Person): "P1" has a row on this sheet already, A6. '
            "Put all answers into one row, and empty the other."
        ],
    ),
    "nobody's row": (
        _unknown_person_on_a_further_sheet,
        [
            'PROBLEM Safeguarding!A6 (Person): "P11" is not on the sheet "People". Did you mean "P1"?',
            'PROBLEM Safeguarding!A7 (Person): "P3" has no answers on the sheet "People". '
            'Fill in its row on the sheet "People", or write another id here.',
            "PROBLEM Safeguarding!A8 (Person): is needed and is empty: whose answers are these? "
            "Write the id of the person, such as P1.",
            'PROBLEM Safeguarding!A9 (Person): "somebody" is not on the sheet "People". '
            'Add a row on the sheet "People", or use an id that is there.',
        ],
    ),
    "somebody who has no answers yet": (
        _row_of_a_waiting_person,
        [
            'PROBLEM Roles and allegations!B7 (Person): "P2" has no answers on the sheet "People". '
            'Fill in its row on the sheet "People", or write another id here.'
        ],
    ),
}


@pytest.mark.parametrize(("spoil", "expected"), ROWS.values(), ids=ROWS)
def test_every_row_is_somebodys_or_is_named(spoil: Spoil, expected: list[str]) -> None:
    workbook = book()
    spoil(workbook)
    assert report(workbook) == expected


@pytest.mark.parametrize("form", [RECORD_FORM, OFFICE_FORM], ids=lambda form: form.name)
def test_every_table_with_ids_says_how_a_free_one_looks(form: Any) -> None:
    for sheet in form.sheets:
        for column in sheet.columns:
            assert column.example or column.field != "id", sheet.name


def test_the_free_id_is_made_like_those_of_the_office() -> None:
    workbook = office_book(OFFICE)
    workbook.put("Officers", "Full name", "Robin Draftwell", 20)
    workbook.put("Officers", "Job title", "Officer", 20)
    workbook.put("Agencies", "Name", "Bicycle workshop", 20)
    workbook.put("Agencies", "What it is", "Other", 20)
    assert report(workbook) == [
        "PROBLEM Officers!A20 (Officer): is needed and is empty. Write SC-03.",
        "PROBLEM Agencies!A20 (Agency): is needed and is empty. Write a short id, such as mash.",
    ]


# What is hidden, merged, crossed out


def _merged(workbook: Book) -> None:
    page = workbook.pages["People"]
    page.merged = [(1, 1, 1, 9), (FIRST, 2, FIRST, 3)]


def _merged_often(workbook: Book) -> None:
    workbook.pages["People"].merged = [(row, 2, row + 1, 2) for row in range(6, 24, 2)]
    workbook.put("People", "Phone", "07700 900123", 40)
    workbook.put("People", "Person", "P40", 40)
    workbook.put("Roles and allegations", "Person", "P40", 7)
    workbook.put("Roles and allegations", "Role", "Witness", 7)


def _hidden(workbook: Book) -> None:
    page = workbook.pages["Episodes"]
    page.hidden_rows, page.hidden_columns = {2, FIRST, 300}, {2, 3, 11}
    workbook.pages["Incident"].hidden = True
    workbook.pages["Area"].hidden = True


def _struck_once(workbook: Book) -> None:
    workbook.pages["People"].struck = {(FIRST, 2)}


def _struck_often(workbook: Book) -> None:
    workbook.pages["Incident"].struck = {(row, 2) for row in range(6, 60)}
    workbook.pages["People"].struck = {(FIRST, 2), (FIRST, 3)}


def _as_a_whole(workbook: Book) -> None:
    workbook.macros = workbook.counts_from_1904 = True


ODD: dict[str, tuple[Spoil, list[str]]] = {
    "merged once": (
        _merged,
        [
            "CHECK   People!B6: the cells B6:C6 are merged; only B6 was read. "
            "Unmerge them, and write the answer into every cell that it is meant for."
        ],
    ),
    "merged often": (
        _merged_often,
        [
            "CHECK   People!B6: the cells B6:B7, B8:B9, B10:B11, B12:B13, B14:B15, B16:B17 and 3 more are merged; "
            "only the first of each was read. Unmerge them, and write the answer into every cell that it is meant for."
        ],
    ),
    "hidden": (
        _hidden,
        [
            "CHECK   Incident: is hidden; it was read too. Look at it before you go on.",
            "CHECK   Episodes!A6: 1 hidden row was read too. Show all rows and look at them.",
            "CHECK   Episodes!B6: the hidden columns B and C were read too. Show all columns and look at them.",
        ],
    ),
    "crossed out once": (
        _struck_once,
        ['CHECK   People!B6 (First name): "Tobias" is crossed out; it was read. Empty the cell if it no longer holds.'],
    ),
    "crossed out often": (
        _struck_often,
        [
            "CHECK   Incident!B6: 5 answers are crossed out; they were read: B6, B8, B9, B11 and B12. "
            "Empty the cell if it no longer holds.",
            "CHECK   People!B6: 2 answers are crossed out; they were read: B6 and C6. "
            "Empty the cell if it no longer holds.",
        ],
    ),
    "macros, older Macs": (
        _as_a_whole,
        [
            "CHECK   the workbook: contains macros; they were not run or read. "
            "Nothing need be done, if you know where they come from.",
            "CHECK   the workbook: counts dates from 1904, as Excel on older Macs did; its dates were read so. "
            "Check one or two dates.",
        ],
    ),
}


@pytest.mark.parametrize(("spoil", "expected"), ODD.values(), ids=ODD)
def test_what_is_not_seen_at_once_is_said_once_for_each_sheet(spoil: Spoil, expected: list[str]) -> None:
    workbook = book()
    spoil(workbook)
    assert report(workbook) == expected
    made(workbook)


# Which form it is


@pytest.mark.parametrize(
    ("form", "version", "expected"),
    [
        ("record", "1", []),
        ("RECORD", "1.0", []),
        ("something", "x", []),
        (
            "record",
            "9",
            [
                "CHECK   the workbook: was made by casepack 9.9.9, newer than this one, which has read what it knows. "
                "Use the newer casepack, if you can."
            ],
        ),
        ("office", "1", ["PROBLEM the workbook: holds the office's data, not a record. Name the record instead."]),
    ],
)
@pytest.mark.parametrize("hidden_sheet", [True, False])
def test_a_workbook_may_say_which_form_it_is(form: str, version: str, expected: list[str], hidden_sheet: bool) -> None:
    workbook = book()
    if hidden_sheet:
        workbook.says(form, version, "9.9.9")
    else:
        workbook.properties = {"Form": form, "version": version, "made by": "9.9.9"}
    assert report(workbook) == expected


def test_a_workbook_that_says_nothing_is_known_by_its_sheets() -> None:
    with pytest.raises(RecordError) as of_office:
        record_of_cells(office_book(OFFICE).cells(), "case.xlsx", OFFICE)
    with pytest.raises(RecordError) as of_record:
        office_of_cells(book().cells(), "office.xlsx")
    with pytest.raises(RecordError) as of_neither:
        record_of_cells(Book(RECORD_FORM, {"Sheet1": book().page("Sheet1")}).cells(), "case.xlsx", OFFICE)
    assert said(of_office.value.problems) == [
        "PROBLEM the workbook: holds the office's data, not a record. Name the record instead."
    ]
    assert said(of_record.value.problems) == [
        "PROBLEM the workbook: holds a record, not the office's data. Name the office's file."
    ]
    assert [p.code for p in of_neither.value.problems] == ["not-the-form"]


def test_what_a_newer_casepack_asks_and_this_one_does_not_know_is_a_problem() -> None:
    workbook = book()
    workbook.says("record", "2", "")
    _own_columns(workbook)
    _own_question(workbook)
    workbook.page("Notes").values[1, 1] = "my own"
    workbook.page("New form").values |= {(5, 1): "Question", (5, 2): "Answer", (6, 1): "Title", (6, 2): "x"}
    workbook.page("New table").values |= {(5, 1): "Thing", (5, 2): "What", (5, 3): "Check", (6, 1): "T1", (6, 2): "x"}
    workbook.page("New and empty").values |= {(5, 1): "Thing", (5, 2): "What", (5, 3): "Check", (6, 1): "T1"}
    assert short(workbook) == [
        ("check", "newer-form", ""),
        ("problem", "column-unknown", "Incident!A70"),
        ("check", "column-unknown", "Incident!F70"),
        ("problem", "column-unknown", "People!AN5"),
        ("check", "column-unknown", "People!AP6"),
        ("check", "sheet-unknown", "Notes"),
        ("problem", "sheet-unknown", "New form"),
        ("problem", "sheet-unknown", "New table"),
        ("check", "sheet-unknown", "New and empty"),
    ]


def test_an_older_workbook_is_read_and_what_is_new_is_named_and_left_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = replace(RECORD_FORM, version=3)
    monkeypatch.setattr("casepack.form_record.RECORD_FORM", newer)
    workbook = book()
    workbook.says("record", "2", "0.2.0")
    workbook.drop("People", "Gender")
    del workbook.pages["Area"]
    assert report(workbook) == [
        "CHECK   the workbook: was made by casepack 0.2.0, older than this one. New since then and left empty: "
        'the sheet "Area" and "Gender" on the sheet "People". '
        'Nothing need be done. To fill in what is new, begin a workbook with "casepack new".'
    ]
    assert made(workbook) == record()


# The office's own workbook


def test_the_office_is_read_with_its_own_names() -> None:
    workbook = office_book(office(meetings=[meeting(core_attendees=["mash", "SCH1"])]))
    workbook.put("Organisation", "Manager who approves and signs", "Officer SC-02")
    reading = office_of_cells(workbook.cells(), "office.xlsx")
    assert reading.made.organisation.manager == "SC-02"
    assert reading.made.meetings[0].core_attendees == ("mash", "SCH1")
    assert said(reading.checks)[0].startswith("CHECK   Organisation!B")


def test_the_same_name_for_two_agencies_is_asked_about() -> None:
    rows = [agency("mash", "mash", name="Front door"), agency("csc", "social care", name="Front door")]
    workbook = office_book(office(agencies=rows, meetings=[meeting(core_attendees=["mash"])]))
    workbook.put("Meetings", "Attend throughout", "Front door", FIRST)
    assert [(p.code, p.where) for p in problems_of(workbook)] == [
        ("unknown-id", "office.xlsx: Meetings!F6 (Attend throughout)")
    ]


# The whole report


def test_every_problem_of_a_workbook_comes_in_one_report_in_the_order_of_its_sheets() -> None:
    workbook = book(
        people=[person("P1"), person("P2", given_name="Idris", family_name="Fictionby")],
        involvements=[involvement("A1", "P1"), involvement("A2", "P2", "witness")],
    )
    workbook.put("Incident", "When the team was told", "yesterday")
    workbook.put("Incident", "Ordinary or sensitive?", "Sensetive")
    workbook.head("People", "First name", "First name of person")
    workbook.put("People", "Date of birth", "3/4/12", FIRST)
    workbook.put("People", "Phone", 7700900123, FIRST)
    workbook.put("People", "Is the address protected?", "x", FIRST)
    workbook.put("People", "Date of birth", date(2026, 10, 24), 7)
    workbook.put("People", "School", "Example School SCH3", 7)
    workbook.put("Roles and allegations", "Role", None, FIRST)
    workbook.put("Roles and allegations", "Part", "A1", 7)
    workbook.put("Roles and allegations", "Role", "Wittness", 7)
    workbook.put("Roles and allegations", "Own part, as reported", "Stood beside {P4}.", 7)
    workbook.put("Harm and police", "Person", "P1", FIRST)
    workbook.pages["Harm and police"].formulas[FIRST, workbook.pages["Harm and police"].column("Injury")] = None
    workbook.put("Background and needs", "Person", "P2", 9)
    workbook.put("Background and needs", "NHS number", 1.234567890123457e18, 9)
    workbook.pages["Background and needs"].broken.add((9, workbook.pages["Background and needs"].column("Religion")))
    workbook.put("Support in place", "Support", "Q1", FIRST)
    workbook.put("Support in place", "Person", "P11", FIRST)
    workbook.put("Support in place", "Agency", "Southmere reboot (reboot)", FIRST)
    workbook.rename("Area", "Place")
    workbook.put("Incident", "Title", "\n".join(["A very long title that goes on and on"] * 3))
    workbook.pages["Place"].values[7, 2] = "dark"
    assert report(workbook) == REPORT


REPORT = [
    'PROBLEM Incident!B11 (When the team was told): "yesterday" is not a day with a time that can be read. '
    "Type the day and the time, for example 24/10/2026 08:55.",
    'PROBLEM Incident!B12 (Ordinary or sensitive?): "Sensetive" is not on the list. Did you mean '
    '"Sensitive"? Pick one from the list: Ordinary or Sensitive.',
    'CHECK   People!B5: "First name of person" was read as the heading "First name". If it means something '
    "else, write it in other words.",
    'CHECK   People!E6 (Date of birth): "3/4/12" was read as 3 April 2012 (day first; years 00 to 29 are '
    "read as 2000 to 2029). Check it.",
    'PROBLEM People!Q6 (Is the address protected?): "x" could mean yes or no. Pick one from the list: Yes, '
    "No, Not known, Not asked, Refused or Does not apply.",
    'CHECK   People!R6 (Phone): "7700900123" has lost its first 0; it was read as 07700900123. Check it; '
    "type phone numbers with an apostrophe in front.",
    'PROBLEM People!E7 (Date of birth): "24 October 2026" is after the incident. Check the day, the month '
    "and the year.",
    'PROBLEM People!M7 (School): "Example School SCH3" is not a school in the office\'s data. Did you mean '
    '"Example School SCH2 (SCH2)"? Pick one from the list.',
    "PROBLEM Roles and allegations!D6 (Role): is needed and is empty. Pick one from the list: Suspect, "
    "Harmed or Witness.",
    'PROBLEM Roles and allegations!A7 (Part): "A1" is used already in Roles and allegations!A6. Give one '
    "of the two another id.",
    'PROBLEM Roles and allegations!D7 (Role): "Wittness" is not on the list. Did you mean "Witness"? Pick '
    "one from the list: Suspect, Harmed or Witness.",
    'PROBLEM Roles and allegations!F7 (Own part, as reported): "{P4}" What stands in braces here points to '
    "nobody in this record. Did you mean {P1}?",
    'PROBLEM Background and needs!M9 (Religion): "#REF!" shows #REF!, a formula that has broken. Type the '
    "answer itself.",
    'PROBLEM Background and needs!O9 (NHS number): "1234567890123457024" is a long number that Excel has '
    "rounded. Type it again with an apostrophe in front.",
    "PROBLEM Harm and police!C6 (Injury): is a formula with no saved result. Type the answer itself.",
    'PROBLEM Support in place!B6 (Person): "P11" is not on the sheet "People". Did you mean "P1"?',
    'PROBLEM Place: has the headings of the sheet "Area", but another name, so it was not read. Call it "Area".',
]


def test_one_fault_of_one_cell_is_one_line() -> None:
    workbook = book()
    workbook.put("Roles and allegations", "Role", "x", FIRST)
    workbook.put("Episodes", "Date", "soon", FIRST)
    workbook.put("Roles and allegations", "Against whom", "P8, P9, P8", FIRST)
    assert short(workbook) == [
        ("problem", "not-a-date", "Episodes!B6 (Date)"),
        ("problem", "not-allowed", "Roles and allegations!D6 (Role)"),
        ("problem", "unknown-id", "Roles and allegations!H6 (Against whom)"),
        ("problem", "unknown-id", "Roles and allegations!H6 (Against whom)"),
    ]


def test_a_problem_gives_its_place_in_parts_too() -> None:
    workbook = book()
    workbook.put("People", "Date of birth", date(2026, 10, 24), FIRST)
    [problem] = problems_of(workbook)
    assert (problem.sheet, problem.cell, problem.heading) == ("People", "E6", "Date of birth")
    assert problem.as_dict() == {
        "code": "born-after",
        "where": "case.xlsx: People!E6 (Date of birth)",
        "what": "is after the incident.",
        "fix": "Check the day, the month and the year.",
        "found": "24 October 2026",
        "severity": "problem",
        "sheet": "People",
        "cell": "E6",
        "heading": "Date of birth",
    }


def test_a_wrong_answer_brings_no_false_alarms_about_other_rows() -> None:
    workbook = book(people=[person(date_of_birth="2011-03-09", age_from=None)])
    workbook.put("People", "Person", "P 1", FIRST)
    assert short(workbook) == [("problem", "bad-id", "People!A6 (Person)")]
    workbook = office_book(office(meetings=[meeting()]))
    workbook.put("Meetings", "Date and time", "soon", FIRST)
    assert short(workbook) == [("problem", "not-a-moment", "Meetings!B6 (Date and time)")]


def test_problems_and_checks_are_kept_apart_and_checks_stop_nothing() -> None:
    workbook = book()
    workbook.put("People", "Date of birth", "9/3/2011", FIRST)
    reading = record_of_cells(workbook.cells(), "case.xlsx", OFFICE)
    assert reading.made == record()
    assert said(reading.checks) == [
        'CHECK   People!E6 (Date of birth): "9/3/2011" was read as 9 March 2011 (day first). Check it.'
    ]
