"""The sheet that one starts from: what to do, how to write, and which sheet is for what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .form import Form
from .workbook_formulas import quoted, so_far
from .workbook_look import LINE, PALE, TABLE, TEAL, Formats, height_of, lines_of
from .workbook_prompts import WHEN
from .workbook_rows import LAST_ROW, Laid

START = "Start here"
_WIDTHS = (26, 98, 17, 27)
_HEADINGS = ("Sheet", "What it is for", "When", "So far")
_FIRST = 5
"""The first row below the title, its purpose, the marking and an empty row; rows count from 0 here."""

_RECORD = (
    (
        "1. Fill in",
        "Three answers are enough for a first set of papers: What happened (sheet Incident), the date of the first "
        "episode (sheet Episodes) and a first name (sheet People). Everything else can follow: an empty answer means "
        "that nothing is recorded.",
    ),
    (
        "2. Check",
        "Save this workbook, then drop it on casepack's page in your browser, or run: casepack check FILE. You are "
        "told everything that is to be put right, with the sheet and the cell, and can take a copy that has a note at "
        "each such cell (with the command: --annotate).",
    ),
    (
        "3. Make",
        "Then make the papers, on the page or with: casepack make FILE. Each comes as Word and as PDF, and holds only "
        "what its reader may know. Go on working in this same workbook: casepack never writes into it.",
    ),
    (
        "People in texts",
        "Give everyone a row on the sheet People. In a text write the id in curly brackets in place of the name: "
        "{P1} is reported to have pushed {P2}. Each reader is then told only what that reader may know.",
    ),
)
_OFFICE = (
    (
        "1. Fill in",
        "Begin with the sheets that are needed first. The steps of the procedure and the kinds of reader stand in "
        "their sheets already; the words on the legal bases are for your data protection officer to write.",
    ),
    (
        "2. Check",
        "Save this workbook, then name it whenever you check a case: casepack check CASE --office FILE. It says "
        "everything that is to be put right here too, with the sheet and the cell.",
    ),
    (
        "3. Use it",
        "Name it in the same way to make the papers: casepack make CASE --office FILE. Keep it up to date: who works "
        "here, who leads at each school, when the next conference is. casepack never writes into it.",
    ),
)
_BOTH = (
    (
        "What is needed",
        "A star (*) marks what is needed. In a row that you have begun, an answer that is still missing is shaded, "
        "with a dark red border, and the column Check says in words what is still needed.",
    ),
    (
        "Days and times",
        "Type a day as 03/04/2026 or 3 April 2026. The month is then shown as a word: look whether it is the one "
        "that you mean. A time is written 17:40.",
    ),
    (
        "Nothing to say",
        "Where you know that there is no answer, say which: Not known, Not asked, Refused, Does not apply. Not asked "
        "and not known are not the same.",
    ),
    (
        "Several answers",
        "Write one to a line (Alt+Enter). Ids stand on one line, with commas between; names from a list with "
        "semicolons between.",
    ),
    (
        "More rows",
        f"Go on below the last row: drop-downs and checks go on to row {LAST_ROW}. Columns may be moved and filtered. "
        "Grey headings are over columns that fill themselves in.",
    ),
)
_ACTIONS = (
    (
        "1. At the meeting",
        "On the sheet Actions so far fill in how each action that is spoken of stands now, its new day if there is "
        "one, and what came of it. On the sheet New actions give a row to each action that is agreed.",
    ),
    (
        "2. Afterwards",
        "Save this workbook and lay it beside the records of the cases, in the same folder, or drop it on casepack's "
        "page together with them. That is all: from then on casepack reads it with them, for the papers of each case, "
        "the status and the next conference. Nothing is typed into the records again, and casepack writes into "
        "neither.",
    ),
    (
        "People",
        "Call people as the conference pack does, by the same name or the same code, such as H1. Pick the person from "
        "the list; leave it empty where the action is about nobody in particular.",
    ),
    (
        "Grey headings",
        "What stands under a grey heading was agreed earlier, or fills itself in. Leave it as it is: it says which "
        "action a row is about.",
    ),
    (
        "What is needed",
        "A star (*) marks what a new action needs. In a row that you have begun, an answer that is still missing is "
        "shaded, with a dark red border, and the column Check says in words what is still needed.",
    ),
    (
        "Days",
        "Type a day as 03/04/2026 or 3 April 2026. The month is then shown as a word: look whether it is the one that "
        "you mean.",
    ),
    (
        "More rows",
        f"Go on below the last row: drop-downs and checks go on to row {LAST_ROW}. Leave the number empty there.",
    ),
)
TOLD = {"record": (*_RECORD, *_BOTH), "office": (*_OFFICE, *_BOTH), "actions": _ACTIONS}
"""What the sheet says, by the kind of workbook: a topic and its text."""
PURPOSE = {
    "record": "One workbook for one incident: what is typed here once ends in every paper that needs it.",
    "office": "The standing data of your office: every letter, drop-down and deadline is made from it.",
    "actions": "Filled in at the meeting, and read with the records afterwards.",
}


def write_start(sheet: Any, form: Form, laid: Sequence[Laid], formats: Formats) -> None:
    """Write the sheet below its title: what to do, and the table of sheets, on one page."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _FIRST
    for topic, text in TOLD[form.name]:
        sheet.write_string(row, 0, topic, formats.of("strong", border=0))
        sheet.write_string(row, 1, text, formats.of("text", border=0))
        sheet.set_row(row, height_of(lines_of(text, _WIDTHS[1])))
        row += 1
    head = row + 1
    columns = [{"header": heading, "header_format": formats.of("heading", indent=1)} for heading in _HEADINGS]
    options = {"columns": columns, "name": "Table_of_sheets", **TABLE, "title": "The sheets of this workbook"}
    options["description"] = "Each sheet with a link to it, what it is for, when it is needed and how far it has come."
    sheet.add_table(head, 0, head + len(laid), len(_HEADINGS) - 1, options)
    for number, one in enumerate(laid, start=head + 1):
        _sheet_row(sheet, number, one, formats)
    sheet.set_tab_color(TEAL)
    sheet.set_selection(head + 1, 0, head + 1, 0)
    sheet.fit_to_pages(1, 1)


def _sheet_row(sheet: Any, number: int, one: Laid, formats: Formats) -> None:
    first = one.sheet.when == "first"
    ground = {"bg_color": PALE} if first else {}
    edges = {"border": 1, "border_color": LINE, "valign": "top", "align": "left", "indent": 1}
    link = formats.of("link", font_size=11, bold=first, **edges, **ground)
    text = formats.of("strong" if first else "text", indent=1, **ground)
    sheet.write_url(number, 0, f"internal:{quoted(one.sheet.name)}!A1", link, one.sheet.name)
    sheet.write_string(number, 1, one.sheet.purpose, formats.of("text", indent=1, **ground))
    sheet.set_row(number, height_of(lines_of(one.sheet.purpose, _WIDTHS[1])))
    sheet.write_string(number, 2, WHEN[one.sheet.when], text)
    progress = so_far(one)
    sheet.write_formula(number, 3, progress.text, formats.of("text", indent=1, **ground), progress.value)
