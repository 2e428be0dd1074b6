"""The marked copy: a colour, a note and a line in the list for each problem; nothing else is touched."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.annotate import Marked, annotated, copy_names, is_untouched_copy
from casepack.errors import Problem
from casepack.form import is_fix_list
from casepack.patch_list import LOOK, WRONG

NAME = "case.xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROWS = (
    '<row><c t="inlineStr"><is><t>one</t></is></c><c><v>2</v></c></row>'
    '<row r="5" spans="1:2"><c r="B5"><v>5</v></c></row>'
)
PLAIN = f"<worksheet><sheetData>{ROWS}</sheetData></worksheet>"

pytestmark = [
    # What openpyxl says of things that it does not know; here it only looks.
    pytest.mark.filterwarnings("ignore:.*extension is not supported.*:UserWarning"),
    pytest.mark.filterwarnings("ignore:Workbook contains no default style.*:UserWarning"),
]


def wrong(sheet: str, cell: str = "", what: str = "is needed and is empty.", found: str = "") -> Problem:
    place = f"{NAME}: {sheet}!{cell} (Date of birth)"
    return Problem("needed", place, what, "Type it.", found, "problem", sheet, cell, "Date of birth")


def look(sheet: str, cell: str = "", what: str = "the first 0 was missing.", found: str = "") -> Problem:
    return Problem("read-as", f"{NAME}: {sheet}!{cell}", what, "Check it.", found, "check", sheet, cell, "Phone")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rebuilt(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The same zip with other parts; None takes one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({**parts(data), **changes}).items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with other words in one part."""
    before = parts(data)[part].decode()
    assert old in before
    return rebuilt(data, {part: before.replace(old, new).encode()})


def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def answers(data: bytes, *, values: bool) -> dict[str, dict[str, object]]:
    """What stands in the cells of all sheets but the list."""
    return {
        sheet.title: {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}
        for sheet in opened(data, values=values).worksheets
        if not is_fix_list(sheet.title)
    }


def marks(data: bytes, sheet: str) -> dict[str, tuple[str, str]]:
    """The colour and the note of every marked cell."""
    cells = (cell for row in opened(data)[sheet].iter_rows() for cell in row)
    colours = {"FF" + WRONG[2:]: "wrong", "FF" + LOOK[2:]: "look"}
    return {
        cell.coordinate: (colours[cell.fill.fgColor.rgb], cell.comment.text if cell.comment else "")
        for cell in cells
        if cell.fill.fgColor.rgb in colours
    }


def listed(data: bytes) -> list[tuple[object, ...]]:
    """The lines of the list, which is the first sheet."""
    sheet = opened(data).worksheets[0]
    assert is_fix_list(sheet.title)
    return list(sheet.iter_rows(min_row=6, values_only=True))


COUNTED = (
    "dataValidation", "conditionalFormatting", "cfRule", "tablePart", "mergeCell", "hyperlink", "sheetProtection",
    "pageSetup", "autoFilter", "f", "v", "is", "drawing", "sparkline", "printOptions", "pane", "headerFooter",
)  # fmt: skip


def census(data: bytes) -> dict[str, int]:
    """How often each thing stands in the sheets, the list left out."""
    kept = {name: content for name, content in parts(data).items() if re.match(r"xl/(work|chart)sheets/\w+\.xml", name)}
    sheets = b"".join(content for content in kept.values() if b">What to do<" not in content)
    return {name: len(re.findall(rb"<(?:\w+:)?%s[\s/>]" % name.encode(), sheets)) for name in COUNTED}


@cache
def full_of_things() -> bytes:
    """A workbook with as much in it as XlsxWriter can put there, openpyxl would lose some of it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    first, people, other = (book.add_worksheet(name) for name in ("Incident", "People's list", "Peoples list"))
    filled = book.add_format({"bg_color": "#DDEEFF", "num_format": "dd mmm yyyy", "bold": True})
    first.set_column(0, 3, 24, filled)
    first.set_row(9, 30, filled)
    first.write("A1", "Title", filled)
    first.write("B3", "=not a formula")
    first.insert_textbox("H2", "A text box")
    first.write_formula("C3", "=1+1", None, 2)
    people.add_table("A5:D12", {"columns": [{"header": f"Heading {n}"} for n in range(4)], "name": "people"})
    people.data_validation("B6:B40", {"validate": "list", "source": ["Yes", "No"]})
    people.conditional_format("A6:A40", {"type": "data_bar", "data_bar_2010": True})
    people.conditional_format("B6:B40", {"type": "blanks", "format": book.add_format({"bg_color": "#FFFF00"})})
    people.add_sparkline("F6", {"range": "'People''s list'!A6:D6"})
    people.write_comment("B6", "Robin's own words:\n=1+1 & <b>", {"author": "Robin", "visible": True})
    people.write_comment("C9", "Another note", {"author": "Robin"})
    people.merge_range("A20:B22", "Merged")
    people.write_url("A25", "https://example.org/")
    people.protect("", {"select_locked_cells": True})
    people.print_area("A1:D30")
    people.repeat_rows(4)
    people.freeze_panes(5, 1)
    people.set_header("&CKept")
    other.write_rich_string("A1", filled, "rich", " text")
    other.autofilter("A1:B9")
    book.add_chartsheet("Chart").set_chart(chart(book))
    book.define_name("People", "='People''s list'!$A$6:$A$12")
    book.define_name("'Peoples list'!mine", "='Peoples list'!$A$1")
    book.set_custom_property("form", "record")
    book.set_properties({"company": "Marlhaven District Council", "manager": "Robin Draftwell"})
    people.activate()
    people.set_first_sheet()
    book.close()
    return target.getvalue()


def chart(book: xlsxwriter.Workbook) -> object:
    made = book.add_chart({"type": "column"})
    made.add_series({"values": "=Incident!$C$3:$C$4"})
    return made


@cache
def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "People"
    sheet["B2"] = "Juniper"
    sheet["B2"].fill = PatternFill("solid", fgColor="FFCCEEDD")
    sheet["B2"].comment = Comment("Seen by Robin", "Robin")
    sheet["C2"] = "=B2"
    book.create_sheet("Area")["A1"] = "Title"
    book.create_sheet("Empty")
    sheet.defined_names["here"] = DefinedName("here", attr_text="People!$B$2")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


PROBLEMS = (
    look("Incident", "A7", found="7700900123"),
    wrong("Incident", "B3", found="=not a formula"),
    look("Incident", "B3"),
    wrong("Incident", "C10"),
    wrong("People's list", "B6", found="\x07 _x0041_ <&>\ud800"),
    look("People's list", "E7"),
    wrong("People's list", "A21"),
    wrong("Peoples list", "K40"),
    wrong("People's list"),
    wrong("Places"),
    wrong(""),
)


@pytest.fixture(scope="module")
def marked() -> Marked:
    return annotated(full_of_things(), PROBLEMS, NAME, marking="OFFICIAL & more")


def test_each_cell_gets_its_colour_and_a_note_that_says_what_is_wrong_and_what_to_do(marked: Marked) -> None:
    incident = marks(marked.data, "Incident")
    assert {cell: colour for cell, (colour, _) in incident.items()} == {"A7": "look", "B3": "wrong", "C10": "wrong"}
    sign = re.compile(r"\n\ncasepack [0-9a-f]{8}$")
    notes = {cell: sign.sub("", note) for cell, (_, note) in incident.items()}
    needed, phone = "Date of birth is needed and is empty. Type it.", "Phone: the first 0 was missing. Check it."
    assert notes == {
        "A7": f"To check: {phone}",
        "B3": f"To put right: {needed}\n\nTo check: {phone}",
        "C10": f"To put right: {needed}",
    }
    assert set(marks(marked.data, "People's list")) == {"B6", "E7", "A20"}
    assert set(marks(marked.data, "Peoples list")) == {"K40"}


def test_the_words_of_somebody_elses_note_stay_behind_those_of_casepack(marked: Marked) -> None:
    sheet = opened(marked.data)["People's list"]
    note = sheet["B6"].comment
    assert note.author == "Robin"
    assert note.text.startswith("To put right: Date of birth is needed")
    assert note.text.endswith("The note that stood here before:\nRobin's own words:\n=1+1 & <b>")
    assert sheet["C9"].comment.text == "Another note"


def test_every_note_has_a_box_of_its_own_on_its_sheet(marked: Marked) -> None:
    drawings = {name: text for name, text in parts(marked.data).items() if name.endswith(".vml")}
    ids = [found for text in drawings.values() for found in re.findall(rb'<v:shape id="(_x0000_s\d+)"', text)]
    assert (len(ids), len(set(ids))) == (len(ids), len(ids))
    assert sorted(text.count(b'ObjectType="Note"') for text in drawings.values()) == [1, 3, 4]
    boxes = next(text for text in drawings.values() if text.count(b'ObjectType="Note"') == 4)
    places = set(re.findall(rb"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)", boxes))
    assert places == {(b"5", b"1"), (b"8", b"2"), (b"6", b"4"), (b"19", b"0")}


def test_the_list_stands_first_with_problems_before_checks_and_leads_to_the_cells(marked: Marked) -> None:
    lines = listed(marked.data)
    assert [(line[0], line[1]) for line in lines] == [
        ("To put right", "Incident!B3"),
        ("To put right", "Incident!C10"),
        ("To put right", "People's list!B6"),
        ("To put right", "People's list!A21"),
        ("To put right", "Peoples list!K40"),
        ("To put right", "People's list"),
        ("To put right", "Places"),
        ("To put right", "The whole workbook"),
        ("To check", "Incident!A7"),
        ("To check", "Incident!B3"),
        ("To check", "People's list!E7"),
    ]
    assert lines[0][2:] == ("Date of birth", "=not a formula", "Is needed and is empty.", "Type it.")
    assert lines[8][2:] == ("Phone", "7700900123", "The first 0 was missing.", "Check it.")
    sheet = opened(marked.data).worksheets[0]
    links = {cell.coordinate: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert (links["B6"], links["B8"], links["B11"]) == ("'Incident'!B3", "'People''s list'!B6", "'People''s list'!A1")
    assert {"B12", "B13"} & set(links) == set()


def test_the_list_has_a_title_the_marking_a_table_and_is_what_the_workbook_opens_at(marked: Marked) -> None:
    book = opened(marked.data)
    sheet = book.worksheets[0]
    assert (sheet.title, sheet["A1"].value, sheet["A3"].value) == ("To put right", "To put right", "OFFICIAL & more")
    assert sheet["A2"].value == (
        "8 to put right, 3 to check, in case.xlsx, which was not changed. Each place leads to its cell, which has a "
        "colour and a note. Put things right there or here, and go on with one of the two."
    )
    [table] = sheet.tables.values()
    assert (table.ref, [c.name for c in table.tableColumns][:2]) == ("A5:F16", ["Kind", "Place"])
    [written] = [content for content in parts(marked.data).values() if b">What to do<" in content]
    assert (
        written.count(b"&amp;C&amp;&quot;Arial,Bold&quot;OFFICIAL &amp;&amp; more") == 2
    )  # at the top and at the foot of each page
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$5:$5", "landscape")
    assert book.active is sheet
    assert [s.title for s in book.worksheets if s.sheet_view.tabSelected] == ["To put right"]
    assert b"firstSheet" not in parts(marked.data)["xl/workbook.xml"]


def test_a_text_in_the_list_is_never_a_formula(marked: Marked) -> None:
    [sheet] = [content for content in parts(marked.data).values() if b">What to do<" in content]
    assert b"<f" not in sheet
    assert b">=not a formula<" in sheet


def test_what_xml_cannot_hold_and_what_excel_would_read_as_a_sign_are_written_safely(marked: Marked) -> None:
    assert "\ufffd _x005F_x0041_ <&>\ufffd" in [line[3] for line in listed(marked.data)]


EDITED = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/.*|xl/styles\.xml|docProps/custom\.xml|_rels/\.rels"
)


def test_every_part_but_those_that_hold_the_marks_is_the_same_to_the_byte(marked: Marked) -> None:
    before, after = parts(full_of_things()), parts(marked.data)
    assert before.keys() <= after.keys()
    changed = {name for name in before if before[name] != after[name]} - {n for n in before if EDITED.fullmatch(n)}
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"}
    notes = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    assert changed <= sheets | notes | {"xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/_rels/sheet3.xml.rels"}
    assert notes <= changed


@pytest.mark.parametrize("make", [full_of_things, by_openpyxl])
def test_nothing_that_stands_on_the_sheets_is_lost(make: Callable[[], bytes]) -> None:
    before = make()
    after = annotated(before, [wrong("People", "B2"), *PROBLEMS], NAME)
    assert after.whole
    assert census(after.data) == census(before)
    for values in (True, False):
        assert answers(after.data, values=values) == answers(before, values=values)


@pytest.mark.parametrize("make", [full_of_things, lambda: hand_made(PLAIN)], ids=["full", "bare"])
def test_a_marked_copy_breaks_no_rule_of_the_format_that_its_workbook_keeps(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    told = []
    for data in (make(), annotated(make(), [*PROBLEMS, wrong("People", "C7"), look("People", "B5")], NAME).data):
        (tmp_path / "book.xlsx").write_bytes(data)
        errors = OpenXmlValidator().validate(str(tmp_path / "book.xlsx")).errors
        # That Excel will keep texts elsewhere once it saves the file is no breach of a rule.
        told.append({str(e) for e in errors if "inline-string cell" not in str(e)})
    assert told[1] <= told[0]


def test_names_that_belong_to_one_sheet_still_do(marked: Marked) -> None:
    before, after = opened(full_of_things()), opened(marked.data)
    for sheet in before.worksheets:
        there = after[sheet.title]
        assert {k: v.attr_text for k, v in there.defined_names.items()} == {
            k: v.attr_text for k, v in sheet.defined_names.items()
        }
        assert (there.print_area, there.print_title_rows) == (sheet.print_area, sheet.print_title_rows)
        assert there.auto_filter.ref == sheet.auto_filter.ref
    assert [s.title for s in after] == ["To put right", *(s.title for s in before)]


def test_a_cell_keeps_the_rest_of_its_look_and_an_empty_one_takes_that_of_its_row_or_column(marked: Marked) -> None:
    sheet = opened(marked.data)["Incident"]
    assert (sheet["A7"].number_format, sheet["A7"].font.bold) == ("dd mmm yyyy", True)
    assert (sheet["C10"].number_format, sheet.row_dimensions[10].height) == ("dd mmm yyyy", 30)
    assert sheet["A1"].fill.fgColor.rgb == "FFDDEEFF"


def test_the_same_workbook_and_problems_give_the_same_bytes(marked: Marked) -> None:
    assert annotated(full_of_things(), PROBLEMS, NAME, marking="OFFICIAL & more").data == marked.data


def test_a_sheet_of_the_officers_own_with_the_lists_name_is_kept_beside_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(by_openpyxl()))
    book.create_sheet("to put right")["A1"] = "my own list"
    target = io.BytesIO()
    book.save(target)
    after = opened(annotated(target.getvalue(), [wrong("People", "B2")], NAME).data)
    assert after.sheetnames == ["To put right (2)", "People", "Area", "Empty", "to put right"]
    assert after["to put right"]["A1"].value == "my own list"


def test_a_workbook_with_macros_keeps_them_and_its_kind() -> None:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = rebuilt(
        edited(by_openpyxl(), "[Content_Types].xml", plain, kind), {"xl/vbaProject.bin": b"\xd0\xcf macros"}
    )
    after = annotated(macro, [wrong("People", "B2")], "case.xlsm")
    assert (after.whole, after.ending) == (True, ".xlsm")
    assert parts(after.data)["xl/vbaProject.bin"] == b"\xd0\xcf macros"
    assert kind.encode() in parts(after.data)["[Content_Types].xml"]


def test_a_cell_with_a_conversation_gets_its_colour_and_its_line_but_no_note() -> None:
    thread = '<ThreadedComments xmlns="urn:x"><threadedComment ref="B2" id="{1}"><text>Hello</text></threadedComment>'
    relation = '<Relationship Id="rId77" Type="urn:x/threadedComment" Target="../threadedComments/t1.xml"/>'
    data = rebuilt(by_openpyxl(), {"xl/threadedComments/t1.xml": thread.encode() + b"</ThreadedComments>"})
    data = edited(data, "xl/worksheets/_rels/sheet1.xml.rels", "</Relationships>", relation + "</Relationships>")
    after = annotated(data, [wrong("People", "B2"), wrong("People", "C2")], NAME)
    found = marks(after.data, "People")
    assert (found["B2"], found["C2"][1][:12]) == (("wrong", "Seen by Robin"), "To put right")
    assert len(listed(after.data)) == 2


def hand_made(sheet: str, *, prefix: str = "", styles: bool = True) -> bytes:
    """A workbook of as few parts as a workbook can have, its sheet written by hand; `prefix` as in "x:"."""
    bound = f'xmlns{":" + prefix[:-1] if prefix else ""}="{MAIN}" xmlns:r="{LINKED}"'
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    style = f'<Relationship Id="rId2" Type="{LINKED}/styles" Target="/xl/styles.xml"/>' if styles else ""
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet.xml" ContentType="{kinds}.worksheet+xml"/>'
        + (f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/></Types>' if styles else "</Types>"),
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{LINKED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{prefix}workbook {bound}><{prefix}sheets><{prefix}sheet name="People" sheetId="4" '
        f'r:id="rId1"/></{prefix}sheets></{prefix}workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{LINKED}/worksheet" Target="sheet.xml"/>{style}</Relationships>',
        "xl/sheet.xml": sheet.replace("<worksheet", f"<{prefix}worksheet {bound}", 1).replace(
            "</worksheet", f"</{prefix}worksheet"
        ),
    }
    if styles:
        boxes = "".join(
            f"<{prefix}{box}>{inner}</{prefix}{box}>"
            for box, inner in (
                ("fonts", f"<{prefix}font/>"), ("fills", f"<{prefix}fill><{prefix}patternFill/></{prefix}fill>"),
                ("borders", f"<{prefix}border/>"), ("cellXfs", f"<{prefix}xf/>"),
            )
        )  # fmt: skip
        made["xl/styles.xml"] = f"<{prefix}styleSheet {bound}>{boxes}</{prefix}styleSheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in made.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param("<worksheet><sheetData/></worksheet>", id="no cells at all"),
        pytest.param(f"<worksheet><sheetData>{ROWS}</sheetData></worksheet>", id="rows and cells without addresses"),
        pytest.param(
            f"<worksheet><dimension ref='A1:B5'/><sheetData>{ROWS}<row r=\"6\"/></sheetData><pageMargins left='1' "
            "right='1' top='1' bottom='1' header='1' footer='1'/><extLst><ext uri='x > y'/></extLst></worksheet>",
            id="single quotes, an empty row, signs in attributes",
        ),
        pytest.param(
            f'\ufeff<?xml version="1.0" encoding="utf-8"?>\n<worksheet><sheetData>{ROWS}</sheetData></worksheet>',
            id="a byte order mark and a declaration",
        ),
    ],
)
@pytest.mark.parametrize("styles", [True, False], ids=["styles", "no styles"])
def test_sheets_as_other_programs_write_them_are_marked_too(sheet: str, styles: bool) -> None:
    data = hand_made(sheet, styles=styles)
    cells = ["A1", "D1", "A3", "A5", "B5", "C5", "B6", "A9"]
    after = annotated(data, [wrong("People", cell) for cell in cells], NAME)
    assert after.whole
    assert set(marks(after.data, "People")) == set(cells)
    assert answers(after.data, values=True) == answers(data, values=True)
    if "dimension" in sheet:
        assert b'ref="A1:D9"' in parts(after.data)["xl/sheet.xml"]
    assert b"spans" not in parts(after.data)["xl/sheet.xml"]


def test_a_workbook_whose_parts_write_every_name_with_a_prefix_is_marked_too() -> None:
    sheet = re.sub(r"<(/?)(?!worksheet)(?=\w)", r"<\1x:", f"<worksheet><sheetData>{ROWS}</sheetData></worksheet>")
    data = hand_made(sheet, prefix="x:")
    after = annotated(data, [wrong("People", "B5"), wrong("People", "C7")], NAME)
    assert after.whole
    written = parts(after.data)
    assert b'<x:c r="C7" s=' in written["xl/sheet.xml"]
    assert b"<x:xf " in written["xl/styles.xml"]
    assert b"<x:sheet name=" in written["xl/workbook.xml"]


STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"no zip at all", id="no zip"),
        pytest.param(hand_made(PLAIN)[:-40], id="cut short"),
        pytest.param(edited(hand_made(PLAIN), "xl/workbook.xml", MAIN, STRICT), id="Strict"),
        pytest.param(edited(hand_made(PLAIN), "xl/sheet.xml", "<row>", "<!-- r --><row>"), id="comments in the XML"),
        pytest.param(
            edited(hand_made(PLAIN), "xl/sheet.xml", "<worksheet", "<!DOCTYPE worksheet><worksheet"),
            id="a document type",
        ),
        pytest.param(
            rebuilt(hand_made(PLAIN), {"xl/sheet.xml": ("\ufeff" + PLAIN).encode("utf-16-le")}), id="another encoding"
        ),
        pytest.param(edited(hand_made(PLAIN), "xl/sheet.xml", 'r="5"', 'r="1"'), id="rows out of order"),
        pytest.param(edited(hand_made(PLAIN), "xl/sheet.xml", "</sheetData>", ""), id="broken XML"),
        pytest.param(edited(hand_made(PLAIN), "xl/styles.xml", "cellXfs", "other"), id="no looks"),
        pytest.param(rebuilt(hand_made(PLAIN), {"_xmlsignatures/sig1.xml": b"<s/>"}), id="signed"),
        pytest.param(rebuilt(hand_made(PLAIN), {"xl/workbook.xml": None}), id="no workbook"),
        pytest.param(rebuilt(hand_made(PLAIN), {"XL/Sheet.XML": b"<again/>"}), id="a part twice"),
    ],
)
def test_what_cannot_be_edited_safely_gets_the_list_as_a_workbook_of_its_own(data: bytes) -> None:
    after = annotated(data, [look("People", "A1"), wrong("People", "B5", found="=1+1")], NAME)
    assert not after.whole
    book = opened(after.data)
    assert book.sheetnames == ["To put right"]
    assert [line[:4] for line in listed(after.data)] == [
        ("To put right", "People!B5", "Date of birth", "=1+1"),
        ("To check", "People!A1", "Phone", None),
    ]
    assert "stands here alone" in str(book.worksheets[0]["A2"].value)


def test_a_copy_is_known_as_untouched_until_anything_in_it_changes(marked: Marked) -> None:
    assert is_untouched_copy(marked.data)
    assert not is_untouched_copy(full_of_things())
    assert not is_untouched_copy(b"")
    assert not is_untouched_copy(edited(marked.data, "xl/sharedStrings.xml", "Merged", "merged"))
    out = io.BytesIO()
    opened(annotated(by_openpyxl(), [wrong("People", "B2")], NAME).data).save(out)
    assert not is_untouched_copy(out.getvalue())


def saved_again(data: bytes) -> bytes:
    """The workbook as another program would save it: all parts written anew, looks and texts numbered anew."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data), rich_text=True).save(out)
    return out.getvalue()


@pytest.mark.parametrize("again", [lambda data: data, saved_again], ids=["as it was", "saved by another program"])
def test_a_marked_copy_that_is_checked_again_loses_its_old_marks(again: Callable[[bytes], bytes]) -> None:
    first = annotated(by_openpyxl(), [wrong("People", "B2"), look("People", "D7"), wrong("Area", "A1")], NAME)
    after = annotated(again(first.data), [wrong("People", "C2")], NAME)
    assert after.whole
    book = opened(after.data)
    assert book.sheetnames == ["To put right", "People", "Area", "Empty"]
    assert (set(marks(after.data, "People")), marks(after.data, "Area")) == ({"C2"}, {})
    people = book["People"]
    assert people["B2"].fill.fgColor.rgb == "FFCCEEDD"
    assert (people["D7"].comment, book["Area"]["A1"].comment) == (None, None)
    assert len(listed(after.data)) == 1
    assert len(book.worksheets[0].tables) == 1
    assert sum("table" in name for name in parts(after.data)) == 1


KEPT = Path(__file__).parent / "workbooks"


def test_a_workbook_that_libreoffice_has_saved_is_marked_without_loss() -> None:
    before = (KEPT / "libreoffice.xlsx").read_bytes()
    after = annotated(before, PROBLEMS, NAME)
    assert after.whole
    assert set(marks(after.data, "People's list")) == {"B6", "E7", "A20"}
    assert census(after.data) == census(before)
    assert answers(after.data, values=True) == answers(before, values=True)
    assert opened(after.data)["People's list"]["C9"].comment.text == "Another note"


def test_a_marked_copy_that_libreoffice_has_saved_loses_its_old_marks_and_nothing_else() -> None:
    after = annotated((KEPT / "libreoffice-marked.xlsx").read_bytes(), [wrong("Incident", "C10")], NAME)
    assert after.whole
    book = opened(after.data)
    assert book.sheetnames == ["To put right", "Incident", "People's list", "Peoples list", "Chart"]
    assert [set(marks(after.data, name)) for name in book.sheetnames[1:4]] == [{"C10"}, set(), set()]
    notes = {c.coordinate: c.comment.text for row in book["People's list"].iter_rows() for c in row if c.comment}
    assert notes == {"B6": "Robin's own words:\n=1+1 & <b>", "C9": "Another note"}
    assert answers(after.data, values=True) == answers((KEPT / "libreoffice.xlsx").read_bytes(), values=True)


def test_a_note_of_somebody_else_is_as_it_was_once_casepacks_words_are_taken_out_again() -> None:
    first = annotated(by_openpyxl(), [wrong("People", "B2")], NAME)
    after = annotated(first.data, [wrong("People", "C2")], NAME)
    assert opened(after.data)["People"]["B2"].comment.text == "Seen by Robin"


def test_words_that_somebody_added_to_a_note_of_casepack_stay() -> None:
    first = annotated(by_openpyxl(), [wrong("People", "C2")], NAME)
    replied = edited(first.data, "xl/comments/comment1.xml", "Type it.", "Type it. Rang her on Monday.")
    after = annotated(replied, [look("People", "C2")], NAME)
    note = opened(after.data)["People"]["C2"].comment.text
    assert note.startswith("To check: Phone")
    assert "Rang her on Monday." in note


@pytest.mark.parametrize(
    ("name", "whole", "expected"),
    [
        ("case.xlsx", True, ["case (checked).xlsx", "case (checked 2).xlsx"]),
        ("case (checked).xlsx", True, ["case (checked).xlsx", "case (checked 2).xlsx"]),
        ("case (checked 12).xlsx", True, ["case (checked).xlsx", "case (checked 2).xlsx"]),
        ("case (checked by Robin).xlsx", True, ["case (checked by Robin) (checked).xlsx"]),
        ("case.v2.xlsx", True, ["case.v2 (checked).xlsx"]),
        ("case.xlsx", False, ["case (put right).xlsx", "case (put right 2).xlsx"]),
        ("case", True, ["case (checked).xlsx"]),
        (" (checked).xlsx", True, [" (checked) (checked).xlsx"]),
    ],
)
def test_a_copy_is_named_after_its_workbook(name: str, whole: bool, expected: list[str]) -> None:
    names = copy_names(Path("folder") / name, Marked(b"", whole))
    assert [str(path) for path in names[: len(expected)]] == [str(Path("folder") / each) for each in expected]


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The workbook with a few bytes wrong, in the zip itself or in one of its parts."""
    if chance.random() < 0.3:
        whole = bytearray(data)
        for _ in range(3):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
        return bytes(whole)
    kept = parts(data)
    name = chance.choice([name for name in kept if name.endswith((".xml", ".rels", ".vml"))])
    part = bytearray(kept[name])
    for _ in range(chance.choice([1, 2, 10])):
        at, length = chance.randrange(len(part)), chance.choice([0, 1, 5, 50])
        part[at : at + length] = bytes(chance.choice(b"<>\"'/=&;:x0 9") for _ in range(chance.randrange(3)))
        part = part or bytearray(b" ")
    return rebuilt(data, {name: bytes(part)})


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_workbook_gives_a_copy_that_says_as_much_as_it_did_or_the_list_alone(seed: int) -> None:
    chance = random.Random(seed)
    outcomes = set()
    for _ in range(40):
        data = spoilt(chance.choice([full_of_things(), by_openpyxl(), hand_made(PLAIN)]), chance)
        after = annotated(data, [wrong("People", "B2"), *PROBLEMS], NAME)
        outcomes.add(after.whole)
        assert is_untouched_copy(after.data)
        try:
            before = answers(data, values=True)
        except Exception:  # noqa: BLE001 - whatever openpyxl makes of it: such a file is damaged
            continue
        assert not after.whole or answers(after.data, values=True) == before
    assert outcomes == {True, False}
