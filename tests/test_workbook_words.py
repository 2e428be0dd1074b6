"""Everything that the models and the checks can find, said in the words of a workbook and of nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casepack.complaints import Finding
from casepack.errors import Problem, RecordError
from casepack.form_record import RECORD_FORM
from casepack.labels import labels_of
from casepack.office import Office
from casepack.read import office_of_cells, record_of_cells
from casepack.workbook_read import read_form
from casepack.workbook_words import in_workbook

from .builders import agency, episode, involvement, meeting, office, organisation, person, record, record_data, step
from .builders_workbook import HEADING_ROW, Book, office_book, record_book

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "casepack"
OFFICE = office()
FIRST = HEADING_ROW + 1
Make = Callable[[], Book]
Case = tuple[Make, str]

NOT_FOR_OFFICERS = re.compile(
    r"\w_\w|[\[\]<>]|\b(?:json|fields?|objects?|strings?|enum|null|true|false|tokens?|tuple|keys?|quotes|rows? id)\b"
    r"|year-month-day|\d{4}-\d\d-\d\d|\b[a-z]+\.[a-z]+",
    re.IGNORECASE,
)
"""Words that only a programmer knows, places in data, and days as data write them."""


def problems_of(workbook: Book, the_office: Office = OFFICE) -> tuple[Problem, ...]:
    try:
        if workbook.form.name == "office":
            return office_of_cells(workbook.cells(), "office.xlsx").checks
        return record_of_cells(workbook.cells(), "case.xlsx", the_office).checks
    except RecordError as error:
        return error.problems


@cache
def found_by(case: str) -> tuple[Problem, ...]:
    """What is found in the workbook of one of the cases below."""
    return problems_of(FOUND[case][0]())


def sentence(problem: Problem) -> str:
    found = f' "{problem.found}"' if problem.found else ""
    return f"{problem.where.partition(': ')[2]}:{found} {problem.what} {problem.fix}".rstrip()


def a_record(*answers: tuple[Any, ...], **changes: Any) -> Make:
    """A record with these answers written over what it says: sheet, heading, value and row."""

    def make() -> Book:
        workbook = record_book(record(**changes), OFFICE)
        for answer in answers:
            workbook.put(*answer)
        return workbook

    return make


def own_document(**changes: Any) -> Make:
    """An office with one document of its own."""
    row = {"id": "note", "name": "Note", "template": "note.docx", "audience": "school", "one_per": "child", **changes}
    return an_office(own_documents=[row])


def an_office(*answers: tuple[Any, ...], **changes: Any) -> Make:
    def make() -> Book:
        workbook = office_book(office(**changes))
        for answer in answers:
            workbook.put(*answer)
        return workbook

    return make


def incident(**changes: Any) -> dict[str, Any]:
    return {**record_data()["incident"], "what_happened": "A fight.", **changes}


def no_episodes() -> Book:
    workbook = record_book(record(), OFFICE)
    page = workbook.pages["Episodes"]
    page.values = {at: value for at, value in page.values.items() if at[0] <= HEADING_ROW}
    return workbook


PARTS = "Roles and allegations"
TWO = [person("P1"), person("P2", family_name="Samplefort")]

FOUND: dict[str, Case] = {
    "missing": (
        a_record(("Incident", "What happened", None)),
        "Incident!B6 (What happened): is needed and is empty. Fill it in: What happened, for the team's own record.…",
    ),
    "missing choice": (
        a_record((PARTS, "Role", None, FIRST)),
        f"{PARTS}!D6 (Role): is needed and is empty. Pick one from the list: Suspect, Harmed or Witness.",
    ),
    "missing day": (
        a_record(("Episodes", "Place", "Library", 9)),
        "Episodes!B9 (Date): is needed and is empty. Type day/month/year, for example 03/04/2026.",
    ),
    "missing person": (
        a_record((PARTS, "Person", None, FIRST)),
        f'{PARTS}!B6 (Person): is needed and is empty. Write an id from the sheet "People", such as P1.',
    ),
    "missing people": (
        a_record(("Carers", "Full name", "Grant Exampleby", FIRST)),
        'Carers!A6 (Carer of): is needed and is empty. Write one or more ids from the sheet "People", such as P1.',
    ),
    "missing agency": (
        a_record(("Support in place", "Support", "Q1", FIRST), ("Support in place", "Person", "P1", FIRST)),
        "Support in place!D6 (Agency): is needed and is empty. Pick one from the list.",
    ),
    "missing amount": (
        an_office(("Steps", "How many", None, FIRST)),
        'Steps!F6 (How many): "0" is needed: without it the step has no time. Write how many hours, weeks or months.',
    ),
    "empty": (
        no_episodes,
        "Episodes!B6 (Date): needs at least one row with answers, and has none. Fill in the first row.",
    ),
    "empty list": (
        a_record(("Carers", "Full name", "Grant Exampleby", FIRST), ("Carers", "Carer of", "(none)", FIRST)),
        'Carers!A6 (Carer of): is needed and is empty. Write one or more ids from the sheet "People", such as P1.',
    ),
    "empty day": (
        a_record(("Episodes", "Date", "(none)", FIRST)),
        "Episodes!B6 (Date): is needed and is empty. Type day/month/year, for example 03/04/2026.",
    ),
    "unprintable": (
        a_record(("Incident", "Title", "Fight\x07")),
        'Incident!B7 (Title): "Fight?" holds a character that cannot be printed (U+0007, character 6). '
        "Type the text again.",
    ),
    "too-long": (
        a_record(("Incident", "Kinds of incident", "\n".join(["fight"] * 2500))),
        "Incident!B15 (Kinds of incident): holds 50000 characters. Shorten it to at most 32700.",
    ),
    "bad-id": (
        a_record(("People", "Person", "P 1", FIRST)),
        'People!A6 (Person): "P 1" is not a short id. Start with a letter; use up to 40 letters, digits, dots and '
        "hyphens, without spaces, such as P1.",
    ),
    "bad-reference": (
        a_record(("Incident", "Case reference", "MSC 2026")),
        'Incident!B8 (Case reference): "MSC 2026" is not a case reference. Use up to 40 letters, digits, dots and '
        "hyphens, without spaces, such as MSC-2026-0417.",
    ),
    "not-allowed": (
        a_record((PARTS, "Role", "Wittness", FIRST)),
        f'{PARTS}!D6 (Role): "Wittness" is not on the list. Did you mean "Witness"? '
        "Pick one from the list: Suspect, Harmed or Witness.",
    ),
    "not-a-date": (
        a_record(("Episodes", "Date", date(1850, 1, 1), FIRST)),
        'Episodes!B6 (Date): "1 January 1850" has a year that cannot be right. '
        "Check the year. Type day/month/year, for example 03/04/2026.",
    ),
    "not-a-time": (
        a_record(("Episodes", "Start time", "early", FIRST)),
        'Episodes!C6 (Start time): "early" is not a time of day that can be read. '
        "Type hours and minutes, for example 17:40.",
    ),
    "not-a-moment": (
        a_record(("Incident", "When the team was told", "Friday")),
        'Incident!B11 (When the team was told): "Friday" is not a day with a time that can be read. '
        "Type the day and the time, for example 24/10/2026 08:55.",
    ),
    "not-a-number": (
        a_record(("Area", "Reports of criminal damage in 12 months", "many")),
        'Area!B26 (Reports of criminal damage in 12 months): "many" is not a whole number…',
    ),
    "unknown-id": (
        a_record((PARTS, "Episode", "E9", FIRST)),
        f'{PARTS}!E6 (Episode): "E9" is not on the sheet "Episodes". '
        'Add a row on the sheet "Episodes", or write one of: E1.',
    ),
    "unknown-id, near": (
        a_record((PARTS, "Person", "P11", FIRST)),
        f'{PARTS}!B6 (Person): "P11" is not on the sheet "People". Did you mean "P1"?',
    ),
    "unknown-id, two sheets": (
        a_record((PARTS, "Against whom", "P9, B3", FIRST)),
        f'{PARTS}!H6 (Against whom): "P9" is not on the sheet "People" or "Businesses". '
        'Add a row on the sheet "People" or "Businesses", or write one of: P1.',
    ),
    "unknown-id, waiting": (
        a_record((PARTS, "Against whom", "B3", FIRST)),
        f'{PARTS}!H6 (Against whom): "B3" has no answers on the sheet "Businesses". '
        'Fill in its row on the sheet "Businesses", or write another id here.',
    ),
    "unknown-id, in the office": (
        an_office(("Safeguarding leads", "School", "SCH9", FIRST)),
        'Safeguarding leads!A6 (School): "SCH9" is not on the sheet "Schools". Did you mean "SCH2"?',
    ),
    "duplicate-id": (
        a_record(("People", "Person", "p1", 7), ("People", "First name", "Idris", 7)),
        'People!A7 (Person): "p1" is used already in People!A6. Give one of the two another id.',
    ),
    "duplicate-id, two sheets": (
        an_office(("Schools", "School", "mash", FIRST)),
        'Schools!A6 (School): "mash" is used already in Agencies!A8. Give one of the two another id.',
    ),
    "step-twice": (
        a_record(progress=[{"step": "mapping", "status": "done"}] * 2),
        'Progress!A7 (Step): "mapping" already has a row, Progress!A6. Keep one row for each step.',
    ),
    "unknown-reader": (
        a_record(("Decisions", "Who is told", "membrs", FIRST), ("Decisions", "Decision", "Hold", FIRST)),
        'Decisions!C6 (Who is told): "membrs" is not a reader that casepack knows, so the decision would bind nothing. '
        'Did you mean "members"? Pick one from the list: an agency, a school, or a kind of reader '
        "such as All, Members or Police.",
    ),
    "born-after": (
        a_record(people=[person(date_of_birth="2026-10-24")]),
        'People!E6 (Date of birth): "24 October 2026" is after the incident. Check the day, the month and the year.',
    ),
    "too-old": (
        a_record(people=[person(date_of_birth="1911-03-09", kind="adult")]),
        'People!E6 (Date of birth): "9 March 1911" gives an age over 110. Check the year.',
    ),
    "kind-age": (
        a_record(people=[person(kind="adult")]),
        'People!E6 (Date of birth): "9 March 2011" gives an age under 18 when it happened, but the person is recorded '
        'as an adult. Check it, or pick "Child" under "Child or adult?".',
    ),
    "kind-estimate": (
        a_record(people=[person(date_of_birth=None, age_from=18)]),
        'People!F6 (Estimated age, from): "18" is 18 or over, but the person is recorded as a child. '
        'Check it, or pick "Adult" under "Child or adult?".',
    ),
    "ages-swapped": (
        a_record(people=[person(date_of_birth=None, age_from=16, age_to=15)]),
        'People!F6 (Estimated age, from): "16" is higher than "Estimated age, to". Write the youngest age first.',
    ),
    "estimate-unused": (
        a_record(people=[person(age_from=15)]),
        'People!F6 (Estimated age, from): "15" is an estimate beside a date of birth; the date of birth is used. '
        "Take the estimate out, if the date is sure.",
    ),
    "protected-address": (
        a_record(people=[person(address="1 Blotter Close", address_protected="yes")]),
        "People!O6 (Home address): is recorded although the address is protected; casepack prints it nowhere. "
        "Take it out, unless the record must hold it.",
    ),
    "no-part": (
        a_record(involvements=[]),
        'People!A6 (Person): has no part in any episode. Add a row on the sheet "Roles and allegations", '
        "or empty the row of this person.",
    ),
    "under-10": (
        a_record(people=[person(date_of_birth="2017-03-09")], involvements=[involvement(role="suspect")]),
        f'{PARTS}!D6 (Role): "Suspect" is of a child under 10, of whom no offence can be alleged; '
        "it is worded as a welfare matter. Check the age.",
    ),
    "name-in-id": (
        a_record(incident=incident(reference="MSC-sampleford-1")),
        'Incident!B8 (Case reference): "MSC-sampleford-1" holds a person\'s name, and it stands in file names. '
        "Use a number instead.",
    ),
    "end-before-start": (
        a_record(episodes=[episode(end_date="2026-10-22")]),
        'Episodes!E6 (End date, if another day): "22 October 2026" is before the day on which it began. '
        "Check both days.",
    ),
    "told-early": (
        a_record(incident=incident(team_told_at="2026-10-23 17:39")),
        'Incident!B11 (When the team was told): "23 October 2026 17:39" is before the incident began. '
        "Check both times.",
    ),
    "time-ambiguous": (
        a_record(("Incident", "When the team was told", datetime(2026, 10, 25, 1, 30))),  # noqa: DTZ001
        'Incident!B11 (When the team was told): "25 October 2026 01:30" is not a time that can be used. 01:30 on '
        "Sunday 25 October 2026 happened twice: the clocks went back. Ask which it was, and write 01:30 BST for the "
        "first or 01:30 GMT for the second. Write it with the day, for example 25 Oct 2026 01:30 BST.",
    ),
    "time-impossible": (
        a_record(episodes=[episode(day="2026-03-29", start="01:30")]),
        'Episodes!C6 (Start time): "01:30" is not a time that can be used. 01:30 on Sunday 29 March 2026 does not '
        "exist: the clocks went forward from 1am to 2am. Ask when it was, and write a time before 01:00, or 02:00 or "
        "later.",
    ),
    "time-wrong-zone": (
        a_record(("Episodes", "Start time", "17:40 GMT", FIRST)),
        'Episodes!C6 (Start time): "17:40 GMT" is not a time that can be used. 17:40 GMT does not fit Friday '
        "23 October 2026: clocks showed BST then. Check that it is local time, and write BST or leave the letters out.",
    ),
    "unknown-token": (
        a_record(people=[person(wishes="To stay away from {P4}.")]),
        'Harm and police!F6 (What the person wants): "{P4}" What stands in braces here points to nobody in this '
        "record. Did you mean {P1}?",
    ),
    "token-form": (
        a_record(people=[person(wishes="{p1} wants to go home.")]),
        'Harm and police!F6 (What the person wants): "{p1}" What stands in braces here is written unusually. '
        "It is understood. Write {P1}.",
    ),
    "name-typed": (
        a_record(people=[person(wishes="Tobias wants to go home.")]),
        'Harm and police!F6 (What the person wants): "Tobias" A name is typed here by hand, so that each reader\'s '
        "wording depends on how it is spelled. Write {P1} instead, if one of the people in this record is meant.",
    ),
    "same-name": (
        a_record(people=TWO, involvements=[involvement(), involvement("A2", "P2")]),
        "People!A7 (Person): Two people may be the same, or have the same or nearly the same name: P1 and P2. "
        "Compare People!A6 with People!A7; if they are one person, keep one row.",
    ),
    "jigsaw": (
        a_record(
            people=[person(school="SCH1")],
            requests=[{"id": "C1", "kind": "patrol", "look_for": ["A boy of 15"], "to": ["police"]}],
        ),
        'Community!H6 (What to look for): "boy of 15" Tells an age by which a young person could be known, '
        "and is printed for readers who are told nothing about anybody…",
    ),
    "zone-unknown": (
        an_office(("Organisation", "Time zone", "Europe/Brackwater")),
        'Organisation!B32 (Time zone): "Europe/Brackwater" is not a time zone. Write Europe/London.',
    ),
    "meeting-undated": (
        an_office(meetings=[meeting(at=None)]),
        "Meetings!B6 (Date and time): has no date and time, so it is never the next conference. "
        "Type the day and the time, for example 24/10/2026 08:55.",
    ),
    "amount-too-long": (
        an_office(steps=[step("a", "A", "S", "weeks", 168)]),
        'Steps!F6 (How many): "168" is longer than any step can take. Write a number up to 104.',
    ),
    "swapped": (
        an_office(agencies=[agency("x", age_from=17, age_to=10)]),
        'Agencies!I6 (Ages taken, from): "17" is higher than "Ages taken, to". Write the lowest first.',
    ),
    "unknown-document": (
        an_office(organisation=organisation(not_made=["Maping sheet"])),
        'Organisation!B34 (Documents not made here): "Maping sheet" is no document that casepack makes. Did you mean '
        '"Mapping sheet"? Write some of: Agency letter, …',
    ),
    "demanded-document": (
        an_office(organisation=organisation(not_made=["MASH referral"])),
        'Organisation!B34 (Documents not made here): "MASH referral" cannot be switched off: children about whom there '
        "is a concern must be referred. Take it out of this list.",
    ),
    "unknown-audience": (
        own_document(audience="scool"),
        'Own documents!D6 (Audience): "scool" is no kind of reader that may have documents of your own. Did you mean '
        '"school"? Write one of: agency, …',
    ),
    "one-per-does-not-fit": (
        own_document(one_per="case"),
        'Own documents!E6 (One per): "Case" does not fit: a document for school is one per child. Write child.',
    ),
    "when-does-not-fit": (
        own_document(audience="members", one_per="ward", when="harmed"),
        'Own documents!F6 (Made when): "Harmed" does not fit: the document is about nobody, and when it is made may '
        "not tell anything of anybody. Write always.",
    ),
    "template-name": (
        own_document(template="../note"),
        'Own documents!C6 (Word template): "../note" is not the name of a Word file in the templates folder. Write its '
        "name, such as thank-you.",
    ),
    "unknown-folder": (
        own_document(folder="letters"),
        'Own documents!H6 (Folder of the pack): "letters" is not a folder of the pack. Write one of: 1 partnership '
        "work, 2 community impact, 3 young person support, 4 conference.",
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_what_is_found_in_a_workbook_is_said_at_its_cell(case: str) -> None:
    expected = FOUND[case][1]
    problems = [p for p in found_by(case) if p.code == case.partition(",")[0].split(" ")[0]]
    assert problems
    told = sentence(problems[0])
    assert told == expected or (expected.endswith("…") and told.startswith(expected[:-1]))


def test_a_conference_before_the_incident_is_said_at_its_cell() -> None:
    the_office = office(meetings=[meeting("OLD", "2026-10-21 10:00")])
    workbook = record_book(record(conference={"meeting": "OLD"}), the_office)
    [problem] = problems_of(workbook, the_office)
    assert sentence(problem) == (
        'Conference!B6 (Meeting): "OLD" was held before the incident began. '
        "Choose a later meeting, or leave it empty for the next one."
    )


NEVER_IN_A_WORKBOOK = {
    "unknown-field": ("people", 0, "gender"),
    "not-a-list": ("people", 0, "other_names"),
    "not-an-object": ("people", 0),
    "not-text": ("people", 0, "given_name"),
    "unreadable": ("people", 0, "given_name"),
    "not-allowed": ("people", 0, "kind"),
    "not-a-number": ("people", 0, "age_from"),
    "not-a-moment": ("incident", "team_told_at"),
    "not-a-date": ("people", 0, "date_of_birth"),
    "bad-id": ("involvements", 0, "person"),
    "unknown-id": ("people", 0, "school"),
    "empty": ("people", 0, "other_names", 1),
}
"""What reading a cell says by itself, or what only data can hold, with a place; words for it are kept all the same."""


@pytest.mark.parametrize(("code", "path"), NEVER_IN_A_WORKBOOK.items(), ids=NEVER_IN_A_WORKBOOK)
def test_what_only_data_can_hold_would_be_said_in_plain_words_too(code: str, path: tuple[str | int, ...]) -> None:
    raw = read_form(record_book(record(), OFFICE).cells(), RECORD_FORM, labels_of(OFFICE), "case.xlsx")
    data = Problem(code, "", 'is no {"id": "P1"}[0].', "Write [{...}] as a JSON object, year-month-day; see age_to.")
    problem = in_workbook(Finding(path, data), raw)
    assert problem.sheet
    assert problem.cell
    assert NOT_FOR_OFFICERS.search(f"{problem.what} {problem.fix}".replace('is no {"id": "P1"}[0].', "")) is None


@pytest.mark.parametrize("case", FOUND)
def test_no_message_about_a_workbook_speaks_of_data(case: str) -> None:
    for problem in found_by(case):
        place = problem.where.partition(": ")[2]
        plain = f"{place} {problem.what} {problem.fix}".replace("e-mail", "").replace("Europe/London", "")
        assert NOT_FOR_OFFICERS.search(plain) is None, problem
        assert problem.where.startswith(("case.xlsx: ", "office.xlsx: "))
        assert problem.sheet in place
        assert problem.cell in place
        assert len(problem.found) <= 60
        assert "\n" not in problem.found


def codes_in(*modules: str) -> set[str]:
    """Every code that these modules can give, read from their source: words with hyphens, as all but a few are."""
    found = set()
    for module in modules:
        tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
        strings = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        found |= {text for text in strings if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)}
    return found - {"e-cins", "time-"}


def test_every_code_of_the_models_and_the_checks_has_its_words() -> None:
    told = {code.partition(",")[0].split(" ")[0] for code in FOUND} | NEVER_IN_A_WORKBOOK.keys() | {"meeting-before"}
    given = codes_in("complaints", "crosscheck", "rowchecks", "officecheck", "name_checks", "jigsaw_fields")
    assert given - told == set()
    assert len(given) > 25
