"""Whole intake workbooks in which people, Excel and other programs have left something odd."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from .bookmaker import minimal_xlsx, relations_xml, sheet_xml, workbook_xml
from .corpus_files import as_google, counts_from_1904, elsewhere, kept, merged, odd_looks, picture_gone, strict
from .whole_books import (
    Inline,
    Look,
    Parts,
    Raw,
    SheetXml,
    base_office,
    by_openpyxl,
    changed,
    columns_as,
    empty,
    formula,
    own_rows,
    rows_moved,
    typed,
)


@dataclass(frozen=True)
class Case:
    """One file: how it is made, and what the record then holds, by path.

    `unchanged` where the record is the base record to the last answer.
    """

    make: Callable[[], bytes]
    holds: Mapping[str, object] = field(default_factory=dict)
    unchanged: bool = False
    name: str = "case.xlsx"


def moment(words: str) -> datetime:
    return datetime.fromisoformat(words)


def people(column: str, *values: Any) -> dict[str, Any]:
    """Values in one column of the sheet "People", from P1 down."""
    return {f"People!{column}{row}": value for row, value in enumerate(values, 6)}


def born(*days: str) -> dict[str, object]:
    """The dates of birth from P1 on."""
    return {f"people.{n}.date_of_birth": date.fromisoformat(day) for n, day in enumerate(days)}


def protected(book: Any) -> None:
    """Every sheet protected with a password."""
    for sheet in book.worksheets:
        sheet.protection.set_password("example")
        sheet.protection.sheet = True


def hidden(parts: Parts) -> None:
    """Two rows hidden by hand, one filtered out, a column and a sheet hidden."""

    def hide(xml: SheetXml) -> None:
        for row in (8, 9):
            xml.rows[row] = (f'{xml.rows[row][0]} hidden="1"', xml.rows[row][1])
        xml.before = xml.before.replace('<col min="5" max="5"', '<col min="5" max="5" hidden="1"')

    parts.change("People", hide)
    parts.replace(parts.sheet("People"), "</sheetData>", '</sheetData><autoFilter ref="A5:T19"/>')
    parts.replace("xl/workbook.xml", '<sheet name="Carers"', '<sheet name="Carers" state="hidden"')


def in_other_places(parts: Parts) -> None:
    """Sheets in reverse order, columns from right to left, three rows inserted above the headings."""
    parts.order(lambda names: names[::-1])
    parts.change("People", columns_as(lambda column: 41 - column))
    parts.change("Episodes", rows_moved(3, 4))
    parts.change("Incident", rows_moved(2))


def own_things(parts: Parts) -> None:
    """A column, a row of notes below, and a sheet of the officer's own."""
    parts.type({"People!U5": "My own notes", "People!U7": "Ring on Monday", "People!W9": "see file"})
    parts.add("To do", "".join(own_rows([["What", "When"], ["Ring the school", "Monday"]])))


def tail(parts: Parts) -> None:
    """Blank rows between people, a row far below the table, and 900 rows with a look but no answer."""

    def change(xml: SheetXml) -> None:
        given, cells = xml.rows.pop(11)
        xml.rows[14] = ("", xml.rows[14][1])
        xml.rows[300] = (given, cells)
        for row in range(301, 1201):
            xml.rows[row] = ("", {1: (' s="18"', ""), 2: (' s="18"', "")})

    parts.change("People", change)


def without_size(parts: Parts) -> None:
    """Sheets that say that they hold one cell only."""
    for name in [n for n in parts.parts if n.startswith("xl/worksheets/sheet")]:
        parts.parts[name] = re.sub('<dimension ref="[^"]*"/>', '<dimension ref="A1"/>', parts.part(name))


def under_merged(parts: Parts) -> None:
    """The school of four people merged into one cell, and three rows of the first names."""
    merged("M6:M9", "B9:B11")(parts)


def without_questions(parts: Parts) -> None:
    """The words of a question emptied and its cell no longer named; an answer below the last question."""
    parts.replace("xl/workbook.xml", "casepack.incident.title", "own.title")
    parts.type({"Incident!A7": None, "Incident!B7": "A title", "Incident!B90": "An answer in the air"})


def by_name_of_the_cell(parts: Parts) -> None:
    """A question in other words, whose answer still has its name."""
    parts.type({"Incident!A7": "What we call it", "Incident!B7": "A title"})


def below_the_table(parts: Parts) -> None:
    """Rows typed far below the table, beyond what the workbook itself checks."""
    parts.type({"People!A900": "P90", "People!B900": "Fable", "People!A1900": "P91", "People!B1900": "Rook"})
    parts.type({f"Roles and allegations!{c}1500": v for c, v in (("A", "A90"), ("B", "P90"), ("D", "witness"))})
    parts.type({f"Roles and allegations!{c}1501": v for c, v in (("A", "A91"), ("B", "P92"), ("D", "witness"))})


def copied(parts: Parts) -> None:
    """A copy of a sheet, and a sheet of the same name but for its capitals, both with answers."""
    parts.add("People (2)", "".join(own_rows([["Person", "First name"], ["P1", "Tobias"]])))
    parts.add("carers", "".join(own_rows([["Carer of", "Full name"], ["P1", "Grant"]])))


def version(number: str, *, column: str = "") -> Callable[[Parts], None]:
    """A workbook that says that it is of another version of the form."""

    def change(parts: Parts) -> None:
        parts.type({"casepack!B2": number, "casepack!B3": "9.9.9"})
        if column:
            parts.type({"People!U5": column, "People!U6": "an answer"})

    return change


def many_rows() -> bytes:
    """More people than any incident has."""
    people_rows = {f"People!{c}{row}": f"{v}{row}" for row in range(12, 300) for c, v in (("A", "P"), ("B", "Rook"))}
    return Parts().type(people_rows).xlsx()


def own_layout() -> bytes:
    """Answers copied into a workbook of the officer's own: no titles, other columns, by XlsxWriter."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Episodes")
        sheet.write_row(0, 0, ["Date", "Episode", "Start time", "Place"])
        sheet.write_datetime(1, 0, moment("2026-10-23"), day)
        sheet.write_row(1, 1, ["E1", "17:40", "Brackwater station"])
        sheet = book.add_worksheet("Incident")
        sheet.write_row(0, 0, ["Question", "Answer"])
        sheet.write_row(1, 0, ["Case reference", "MSC-2026-0417"])
        sheet.write_row(2, 0, ["What happened", "There was a fight.\r\n{P1} was hurt."])
        sheet.write_formula(3, 1, '="typed"')
        sheet = book.add_worksheet("people")
        sheet.write_row(0, 0, ["First name", "Person", "Child or adult?"])
        sheet.write_row(1, 0, ["Tobias", "P1", "child"])
        sheet.write_formula(1, 2, '=LOWER("CHILD")')
        sheet = book.add_worksheet("Roles and allegations")
        sheet.write_row(0, 0, ["Part", "Person", "Role"])
        sheet.write_row(1, 0, ["A1", "P1", "harmed"])
    return out.getvalue()


def by_hand() -> bytes:
    """The least that a workbook can be, written by hand: no looks, no shared texts, numbers of rows left out."""
    cell = "<c t='inlineStr'><is><t>{}</t></is></c>".format
    rows = {
        "Incident": [["Question", "Answer"], ["What happened", "There was a fight."]],
        "Episodes": [["Episode", "Date"], ["E1", "3 April 2026"]],
    }
    sheets = {
        name: sheet_xml("".join(f"<row>{''.join(map(cell, line))}</row>" for line in lines))
        for name, lines in rows.items()
    }
    links = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in (1, 2)}
    return minimal_xlsx(
        {
            "xl/workbook.xml": workbook_xml(*sheets),
            "xl/_rels/workbook.xml.rels": relations_xml(links),
            **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)},
        }
    )


def all_at_once() -> bytes:
    """A workbook with many faults of many kinds, as at the end of a long day."""
    parts = Parts().type(
        {
            "Incident!B11": "yesterday",
            "Incident!B12": "Ordinry",
            "Episodes!B7": None,
            "Episodes!C6": "25:10",
            "People!C5": "Family name of person",
            "People!A8": "P1",
            "People!D7": "x",
            "People!E9": "31/02/2011",
            "People!R10": 1632960123,
            "Roles and allegations!D7": "Wittness",
            "Roles and allegations!D8": None,
            "Background and needs!E6": 123456789012345678,
            "Carers!C6": formula("B6&C6"),
            "Support in place!B6": "P11",
            "Support in place!D6": "Youth offending",
        }
    )
    return parts.rename("Episodes", "Episodes ").rename("Area", "Place").type({"Place!B6": "A station"}).xlsx()


CELLS: dict[str, Case] = {
    "dates in words": Case(
        typed(
            people(
                "E",
                "3/4/11",
                Inline("03/04/2011"),
                "2011-04-03",
                Raw('t="inlineStr"', "<is><r><t>3 April </t></r><r><rPr><b/></rPr><t>2011</t></r></is>"),
                "3rd Apr 11",
                "Sunday 3 April 2011",
            )
            | {"Episodes!B6": "3.4.26", "Incident!B11": "24 October 2026 at 8.55am"}
        ),
        {
            **born(*["2011-04-03"] * 6),
            "episodes.0.date": date(2026, 4, 3),
            "incident.team_told_at": "2026-10-24 08:55",
        },
    ),
    "no dates": Case(
        typed(
            people("E", "yesterday", "31/02/2011", "04/13/2011", "3/4", "April 3 2011", "3 April 2101")
            | {"Episodes!B6": "last Friday", "Incident!B11": "24/10/2026"}
        )
    ),
    "real dates and times": Case(
        typed(
            {
                "People!E6": date(2011, 4, 3),
                "People!E7": Look(moment("2011-04-03 16:40"), "dd/mm/yyyy hh:mm"),
                "People!E8": Look(40636, "General"),
                "Episodes!C6": Look(time(17, 40), "hh:mm"),
                "Episodes!D6": Look(moment("2026-10-23 18:05"), "dd/mm/yyyy hh:mm"),
                "Episodes!C7": Look(0.75, "General"),
                "Incident!B11": Look(moment("2026-10-24 08:55:10"), "dd/mm/yyyy hh:mm:ss"),
            }
        ),
        {
            **born(*["2011-04-03"] * 3),
            "episodes.0.start_time": "17:40",
            "episodes.0.end_time": "18:05",
            "episodes.1.start_time": "18:00",
            "incident.team_told_at": "2026-10-24 08:55",
        },
    ),
    "times that are none": Case(
        typed(
            {
                "Episodes!C6": Look(1, "hh:mm"),
                "Episodes!D6": Look(1.25, "[h]:mm"),
                "Episodes!E6": Look(0, "dd mmm yyyy"),
                "Episodes!C7": "24:00",
                "Episodes!D7": Look(date(2026, 10, 23), "dd mmm yyyy"),
                "Incident!B11": Look(0.75, "hh:mm"),
            }
        )
    ),
    "a day in the future": Case(typed({"Episodes!B6": date(2028, 3, 4), "Episodes!B7": date(2028, 3, 4)})),
    "counted from 1904": Case(
        changed(lambda parts: parts.type({"Episodes!B6": Look(44856, "General")}), counts_from_1904),
        {"episodes.0.date": date(2026, 10, 23), "people.0.date_of_birth": date(2015, 3, 10)},
    ),
    "numbers for texts": Case(
        typed(
            {
                "People!E6": 7700900123,
                "People!R6": 7700900123,
                "People!R7": Look(7700900123, "00000000000"),
                "People!R8": 447700900123,
                "People!R9": "'07700 900123",
                "Background and needs!E6": 123456789012,
                "Background and needs!E7": "A123456789012",
                "Background and needs!O8": 9990000000,
                "Background and needs!O9": 1.234567890123457e18,
                "Home and contact!H6": 1632960131,
            }
        )
    ),
    "numbers that are kept": Case(
        typed(
            {
                "People!R6": 7700900123,
                "People!R7": Look(7700900123, "00000000000"),
                "People!R8": 447700900123,
                "People!R9": "'07700 900123",
                "People!N6": 9,
                "Background and needs!O8": 9990000000,
                "Background and needs!D8": Look(0.93, "0%"),
            }
        ),
        {
            "people.0.phone": "07700900123",
            "people.1.phone": "07700900123",
            "people.2.phone": "+447700900123",
            "people.3.phone": "07700 900123",
            "people.0.year_group": "9",
            "people.2.nhs_number": "9990000000",
            "people.2.attendance": "93%",
        },
    ),
    "spaces and signs that nobody sees": Case(
        typed(
            {
                "People!B6": "  Tobias ",
                "People!B7": "Juni\u200bper\ufeff",
                "People!B8": "Sia\u0302n",
                "People!B9": "Ŵyn Llŷr 👩\u200d👩\u200d👧",
                "People!B10": "محمد علي",
                "People!B11": "می\u200cخواهم",
                "People!C7": "Smith\u202fof\u00a0Marl",
                "People!C8": "so\u00adft",
            }
        ),
        {
            "people.0.given_name": "Tobias",
            "people.1.given_name": "Juniper",
            "people.2.given_name": "Siân",
            "people.3.given_name": "Ŵyn Llŷr 👩\u200d👩\u200d👧",
            "people.4.given_name": "محمد علي",
            "people.5.given_name": "می\u200cخواهم",
            "people.1.family_name": "Smith of Marl",
            "people.2.family_name": "soft",
        },
    ),
    "quotes and lists": Case(
        typed(
            {
                "People!M6": "example school sch2",
                "People!M7": "sch2",
                "People!M8": "“Example School SCH1”",
                "People!M9": "Exampel School SCH1",
                "Support in place!D6": "Youth offending team",
                "Carers!J6": "He said “later” – twice",
            }
        )
    ),
    "quotes that are kept": Case(
        typed({"Carers!J6": "He said “later” – twice", "People!M7": "Example School SCH2 (sch2)"}),
        {"carers.0.why_not_told": "He said “later” – twice", "people.1.school": "SCH2"},
    ),
    "line ends": Case(
        typed(
            {
                "Incident!B6": "One.\r\nTwo. {P1}",
                "Carers!J6": Raw('t="inlineStr"', "<is><t>One._x000D_\nTwo.</t></is>"),
                "People!O6": "14 Inkwell Road\rBrackwater",
            }
        ),
        {
            "incident.what_happened": "One.\nTwo. {P1}",
            "carers.0.why_not_told": "One.\nTwo.",
            "people.0.address": "14 Inkwell Road\nBrackwater",
        },
    ),
    "very long texts": Case(
        typed({"Incident!B6": "a" * 32_767, "Carers!J6": "b" * 40_000, "Incident!B7": "c" * 6_000})
    ),
    "days of a Strict workbook": Case(
        typed(
            {
                "People!E6": Raw('t="d"', "<v>2011-04-03</v>"),
                "People!E7": Raw('t="d"', "<v>2011-04-03T00:00:00Z</v>"),
                "Episodes!C6": Raw('t="d"', "<v>1899-12-31T17:40:00</v>"),
            }
        ),
        {**born("2011-04-03", "2011-04-03"), "episodes.0.start_time": "17:40"},
    ),
    "a day of a Strict workbook that is none": Case(typed({"People!E8": Raw('t="d"', "<v>2011-99-03</v>")})),
    "formulas": Case(
        typed(
            {
                "People!B6": formula('"To"&"bias"', "Tobias", "str"),
                "People!C6": formula('"Sample"&"ford"'),
                "People!B7": formula("1+1", "0"),
                "People!Q7": formula("TRUE()", "1", "b"),
                "People!B8": formula("A1/0", "#DIV/0!", "e"),
                "People!B9": Raw('t="e"', "<v>#REF!</v>"),
                "People!B10": "#N/A",
                "People!C10": formula('""', "", "str"),
                "People!B11": "=1+1",
            }
        )
    ),
    "formulas with results": Case(
        typed(
            {
                "People!B6": formula('"To"&"bias"', "Tobias", "str"),
                "People!C6": formula('""', "", "str"),
                "People!E6": formula("DATE(2011,4,3)", "40636"),
                "People!Q7": formula("TRUE()", "1", "b"),
                "People!B8": "=1+1",
                "People!B9": "#N/A",
            }
        ),
        {
            "people.0.given_name": "Tobias",
            "people.0.family_name": None,
            "people.0.date_of_birth": date(2011, 4, 3),
            "people.1.address_protected": "yes",
            "people.2.given_name": "=1+1",
            "people.3.given_name": "#N/A",
        },
    ),
    "a formula of openpyxl": Case(by_openpyxl(lambda book: book["People"].__setitem__("B7", '=UPPER("juniper")'))),
    "saved by openpyxl": Case(by_openpyxl(lambda book: None), unchanged=True),
    "yes and no": Case(
        typed(
            {
                "Home and contact!C6": "Y",
                "Home and contact!D6": True,
                "Home and contact!E6": 1,
                "Home and contact!C7": "✓",
                "Home and contact!D7": "x",
                "Home and contact!E7": "TRUE",
                "Home and contact!C8": "✔️",
                "Home and contact!D8": "dont know",
                "Home and contact!E8": "?",
                "Home and contact!C9": "No.",
                "Home and contact!D9": "nope",
                "Home and contact!E9": "N/A",
            }
        )
    ),
    "ticks": Case(
        typed(
            {
                "Home and contact!C6": "✓",
                "Home and contact!D6": False,
                "Home and contact!E6": "yes",
                "Home and contact!C7": "NOT KNOWN",
            }
        ),
        {
            "people.0.safe_to_call": "yes",
            "people.0.safe_to_leave_message": "no",
            "people.0.safe_to_write": "yes",
            "people.1.safe_to_call": "not known",
        },
    ),
    "merged cells": Case(
        changed(under_merged),
        {
            "people.0.school": "SCH1",
            "people.1.school": None,
            "people.3.given_name": "Linnet",
            "people.4.given_name": None,
        },
    ),
    "hidden rows": Case(changed(hidden), unchanged=True),
    "crossed out": Case(typed({"People!C7": Look("Sampleford-Ju", struck=True)}), unchanged=True),
    "blank rows": Case(changed(tail), unchanged=True),
    "below the table": Case(changed(below_the_table)),
    "a size that lies": Case(changed(without_size), unchanged=True),
    "in other places": Case(changed(in_other_places), unchanged=True),
    "own columns and sheets": Case(changed(own_things), unchanged=True),
    "other headings": Case(
        typed(
            {
                "People!B5": "First name of the person",
                "People!E5": "DOB",
                "People!J5": "Also known as",
                "People!M5": None,
                "Carers!D5": "Phone",
                "Carers!D6": "01632 960102",
                "Carers!F6": "01632 960103",
                "Roles and allegations!D5": None,
            }
        )
    ),
    "headings as people write them": Case(
        typed(
            {
                "People!B5": "FIRST NAME",
                "People!D5": "Child or adult",
                "Episodes!B5": "date*",
                "Carers!C5": "full  name :",
            }
        ),
        unchanged=True,
    ),
    "answers without a question": Case(changed(without_questions), {"incident.title": None}),
    "a question in other words": Case(changed(by_name_of_the_cell), {"incident.title": "A title"}),
    "sheets renamed": Case(
        changed(
            lambda parts: parts.rename("People", "people "),
            lambda parts: parts.rename("Carers", "Parents"),
            lambda parts: parts.rename("Episodes", "Events"),
            lambda parts: parts.rename("Support in place", "Copy of Support in place"),
        )
    ),
    "sheets in other letters": Case(
        changed(
            lambda parts: parts.rename("People", "people "),
            lambda parts: parts.rename("Roles and allegations", "ROLES & ALLEGATIONS"),
        ),
        unchanged=True,
    ),
    "sheets gone": Case(changed(lambda parts: parts.drop("Episodes", "Start here", "Lists", "casepack"))),
    "sheets copied": Case(changed(copied)),
    "names for ids": Case(
        typed(
            {
                "Roles and allegations!B6": "p1",
                "Roles and allegations!B7": "{P2}",
                "Roles and allegations!B8": "P 3",
                "Roles and allegations!B9": "Linnet",
                "Roles and allegations!H10": "Juniper and Sorrel Sampleford-So",
                "Carers!A6": "P1; P2\nP3 and P4",
                "Support in place!B6": "Nobody",
            }
        )
    ),
    "rows that are incomplete": Case(
        typed(
            {
                "People!A12": None,
                "People!B12": "Fable",
                "Home and contact!A7": "P1",
                "Home and contact!C6": "Yes",
                "Home and contact!C7": "No",
                "Home and contact!A8": None,
                "Home and contact!C8": "Yes",
                "Home and contact!A9": "P9",
                "Home and contact!C9": "Yes",
                "Roles and allegations!A7": "A1",
                "Carers!C6": "   ",
                "Incident!B6": "\u200b",
            }
        )
    ),
    "as Google Sheets exports it": Case(changed(as_google), unchanged=True),
    "Strict": Case(strict, unchanged=True),
    "protected sheets": Case(by_openpyxl(protected), unchanged=True),
    "a picture that is gone": Case(changed(picture_gone), unchanged=True),
    "parts elsewhere": Case(changed(elsewhere), unchanged=True),
    "looks that openpyxl cannot read": Case(changed(odd_looks), unchanged=True),
    "another layout, by XlsxWriter": Case(own_layout),
    "by hand": Case(by_hand, {"incident.what_happened": "There was a fight.", "episodes.0.date": date(2026, 4, 3)}),
    "empty, from LibreOffice": Case(kept("libreoffice-empty.xlsx")),
    "typed in LibreOffice": Case(kept("libreoffice-typed.xlsx")),
    "a newer form": Case(changed(version("2", column="Shoe size"))),
    "the office in its place": Case(changed(data=base_office)),
    "too many rows": Case(many_rows),
    "nothing filled in": Case(empty),
    "everything at once": Case(all_at_once),
}
