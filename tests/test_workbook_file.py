"""A workbook as a file: what is read of it, whatever program wrote it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from casepack.cells import Cell, SheetCells
from casepack.workbook_cells import open_workbook
from casepack.workbook_grid import LAST_ROW, without_empty_rows

from .bookmaker import (
    HELLO,
    MAIN,
    SHEET,
    STRINGS,
    STYLES,
    Part,
    book,
    by_address,
    minimal_parts,
    minimal_xlsx,
    parts_of,
    relations_xml,
    saved,
    sheet_xml,
    varied_book,
    workbook_xml,
    zipped,
)

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def cells(rows: str, parts: Mapping[str, Part | None] | None = None) -> dict[str, Cell]:
    """The cells of a sheet of these rows, by address."""
    return by_address(open_workbook(minimal_xlsx(parts, rows=rows), "r.xlsx").sheets[0])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def only(data: bytes) -> SheetCells:
    [sheet] = open_workbook(data, "r.xlsx").sheets
    return sheet


def row(inner: str) -> str:
    return f'<row r="1">{inner}</row>'


# What one cell comes to, by how it is stored.

CELLS = [
    pytest.param('t="s"', "<v>0</v>", Cell("Plain"), id="shared text"),
    pytest.param('t="s"', "<v>1</v>", Cell("Bold and not"), id="text in two looks, with its reading aid"),
    pytest.param('t="s"', "<v>3</v>", Cell("a\r\nb_x0041__xD83D_"), id="text with escapes"),
    pytest.param('t="inlineStr"', "<is><t> In place </t></is>", Cell(" In place "), id="text in the cell"),
    pytest.param('t="inlineStr"', "<is><r><t>In </t></r><r><t>two</t></r><rPh><t>no</t></rPh></is>", Cell("In two"),
                 id="text in the cell, in two looks"),
    pytest.param('t="inlineStr"', "<is><t>a_x005F_x0041_b</t></is>", Cell("a_x0041_b"), id="escapes in the cell"),
    pytest.param('t="inlineStr"', "<is><t><![CDATA[<row r=\"9\"/><row r=\"8\"/>]]></t></is>",
                 Cell('<row r="9"/><row r="8"/>'), id="text that looks like rows"),
    pytest.param('t="str"', "<v>Sum</v>", Cell("Sum"), id="text of a formula that is gone"),
    pytest.param("", "<v>12</v>", Cell(12), id="whole number"),
    pytest.param('t="n"', "<v> 7700900123 </v>", Cell(7700900123), id="number with spaces"),
    pytest.param("", "<v>1.2345678901234501E+18</v>", Cell(1.2345678901234501e18), id="rounded number"),
    pytest.param('s="3"', "<v>7700900123</v>", Cell(7700900123, number_format="00000000000"), id="number with zeros"),
    pytest.param('t="n"', "<v>twelve</v>", Cell("twelve"), id="number that is none"),
    pytest.param("", "<v>1e999</v>", Cell("1e999"), id="number beyond all"),
    pytest.param("", "<v>" + "9" * 5000 + "</v>", Cell("9" * 5000), id="number of 5,000 digits"),
    pytest.param('t="b"', "<v>1</v>", Cell(True), id="true"),
    pytest.param('t="b"', "<v>0</v>", Cell(False), id="false"),
    pytest.param('t="b"', "<v>maybe</v>", Cell("maybe"), id="yes or no that is neither"),
    pytest.param('t="e"', "<v>#N/A</v>", Cell("#N/A", error=True), id="error"),
    pytest.param('t="inlineStr"', "<is><t>#N/A</t></is>", Cell("#N/A"), id="text that looks like an error"),
    pytest.param('t="new"', "<v>x</v>", Cell("x"), id="a kind yet to come"),
    pytest.param('s="1"', "<v>46115</v>", Cell(moment("2026-04-03"), number_format="mm-dd-yy"), id="day"),
    pytest.param('s="2"', "<v>46115</v>", Cell(moment("2026-04-03"), number_format="dd mmm yyyy", struck=True),
                 id="day with a format of its own, crossed out"),
    pytest.param('s="1"', "<v>46115.37152777778</v>", Cell(moment("2026-04-03 08:55"), number_format="mm-dd-yy"),
                 id="day and time"),
    pytest.param('s="4"', "<v>0.7361111111111112</v>", Cell(time(17, 40), number_format="h:mm"), id="time"),
    pytest.param('s="1"', "<v>0</v>", Cell(time(0, 0), number_format="mm-dd-yy"), id="nothing in a date cell"),
    pytest.param('s="4"', "<v>1</v>", Cell(moment("1900-01-01"), number_format="h:mm"), id="24:00"),
    pytest.param('s="5"', "<v>1.25</v>", Cell(timedelta(hours=30), number_format="[h]:mm:ss"), id="30 hours"),
    pytest.param('s="1"', "<v>7700900123</v>", Cell(7700900123, number_format="mm-dd-yy"), id="phone in a date cell"),
    pytest.param('s="1"', "<v>-5</v>", Cell(-5, number_format="mm-dd-yy"), id="less than nothing in a date cell"),
    pytest.param('s="1"', "<v>46115</v><f>TODAY()</f>", Cell(moment("2026-04-03"), True, number_format="mm-dd-yy"),
                 id="formula with a result"),
    pytest.param("", "<f>1+1</f>", Cell(None, formula=True), id="formula without a result"),
    pytest.param("", "<f>1+1</f><v/>", Cell(None, formula=True), id="formula with no number as its result"),
    pytest.param('t="str"', '<f>IF(A2="","","x")</f><v></v>', Cell("", formula=True), id="formula with an empty text"),
    pytest.param('t="b"', "<f>TRUE()</f><v>1</v>", Cell(True, formula=True), id="TRUE as LibreOffice saves it"),
    pytest.param('t="e"', "<f>1/0</f><v>#DIV/0!</v>", Cell("#DIV/0!", formula=True, error=True), id="broken formula"),
    pytest.param("", '<f t="shared" si="0"/><v>3</v>', Cell(3, formula=True), id="formula told elsewhere"),
    pytest.param("", '<f t="array" ref="A1:B2">#REF!</f><v>4</v>', Cell(4, formula=True), id="formula of an area"),
    pytest.param('t="d"', "<v>2026-04-03</v>", Cell(date(2026, 4, 3)), id="day in words"),
    pytest.param('t="d"', "<v>2026-04-03T08:55:00.000Z</v>", Cell(moment("2026-04-03 08:55")), id="moment in words"),
    pytest.param('t="d"', "<v>1899-12-30T17:40:00</v>", Cell(time(17, 40)), id="time on the day before the first"),
    pytest.param('t="d"', "<v>17:40</v>", Cell(time(17, 40)), id="time in words"),
    pytest.param('t="d"', "<v>PT30H5M</v>", Cell(timedelta(hours=30, minutes=5)), id="length in words"),
    pytest.param('t="d"', "<v>2026-02-31</v>", Cell("2026-02-31"), id="day in words that is none"),
    pytest.param('t="d"', "<v>soon</v>", Cell("soon"), id="day in words that is no day"),
]  # fmt: skip


@pytest.mark.parametrize(("attributes", "inner", "expected"), CELLS)
def test_a_cell_comes_to_what_is_shown(attributes: str, inner: str, expected: Cell) -> None:
    parts = {"xl/sharedStrings.xml": STRINGS, "xl/styles.xml": STYLES}
    assert cells(row(f'<c r="A1" {attributes}>{inner}</c>'), parts) == {"A1": expected}


@pytest.mark.parametrize(
    "inner",
    [
        '<c r="A1"/>',
        '<c r="A1" s="1"></c>',
        '<c r="A1"><v/></c>',
        '<c r="A1" t="s"><v>2</v></c>',
        '<c r="A1" t="inlineStr"><is><t/></is></c>',
        '<c r="A1" t="str"><v></v></c>',
        '<c r="A1" t="e"><v></v></c>',
        "<v>12</v>",
        "<x><c><v>12</v></c></x>",
        '</row><x><c r="A1"><v>12</v></c></x><row>',
        '<c r="A1"><x><v>12</v></x></c>',
        '<y:c xmlns:y="urn:other" r="A1"><y:v>12</y:v></y:c>',
    ],
)
def test_a_cell_that_holds_nothing_is_left_out(inner: str) -> None:
    parts = {"xl/sharedStrings.xml": STRINGS, "xl/styles.xml": STYLES}
    assert cells(row(inner), parts) == {}


# The same sheet in all the ways in which programs write it.

WAYS = {
    "as Excel does": sheet_xml('<row r="2" spans="1:3"><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row>'),
    "without addresses": sheet_xml("<row/><row><c/><c><v>5</v></c><c><v>6</v></c></row>"),
    "with some addresses": sheet_xml('<row r="2"><c r="B2"><v>5</v></c><c><v>6</v></c></row>'),
    "with a number of rows that is none": sheet_xml('<row r="2.0"><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row>'),
    "with a prefix": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"/><x:row r="2"><x:c r="A2"/><x:c r="B2">'
    '<x:v>5</x:v></x:c><x:c r="C2"><x:v>6</x:v></x:c></x:row><x:row r="3"/><x:row r="4"/></x:sheetData></x:worksheet>',
    "strict": sheet_xml('<row r="2"><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row>').replace(MAIN, STRICT),
    "between comments": f"<!-- {'-x' * 20_000} --><?app x?>\n"
    + sheet_xml(
        '<row r="2"><!-- <c r="A9"><v>1</v></c> --><c r="B2"><v>5<!-- -->\n</v></c><c r="C2"><v>6</v></c></row>'
    ),
    "out of order": sheet_xml(
        '<row r="2"><c r="C2"><v>6</v></c><c r="B2"><v>5</v></c></row><row r="1"><c r="A1"/></row>'
    ),
    "with a wrong size": sheet_xml(
        '<row r="2"><c r="b2"><v>5</v></c><c r="$C$2"><v>6</v></c></row>', before='<dimension ref="A1"/>'
    ),
    "with single quotes": sheet_xml("<row r='2'><c r='B2'><v>5</v></c><c r='C2'><v>6</v></c></row>"),
    "with empty cells all about": sheet_xml(
        '<row r="1"><c r="A1" s="0"/><c r="B1"><v></v></c></row><row r="2" ht="15"><c r="A2"></c><c r="B2"><v>5</v></c>'
        '<c r="C2"><v>6</v></c><c r="D2"/><c r="E2"/></row>\n<row r="3"><c r="A3"/></row>\n<row r="9"/>'
    ),
    "with chosen things": sheet_xml(
        '<row r="2"><c r="B2"><v>5</v></c><c r="C2"><v>6</v><extLst><ext><v>7</v></ext></extLst></c></row>',
        after='<sheetProtection sheet="1" password="CC1A"/><drawing r:id="rId1" '
        'xmlns:r="urn:any"/><extLst><ext uri="x"><row><c r="Z9"><v>1</v></c></row></ext></extLst>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_sheet_reads_the_same_however_it_is_written(way: str) -> None:
    found = by_address(only(minimal_xlsx({SHEET: WAYS[way]})))
    assert {at: cell.value for at, cell in found.items()} == {"B2": 5, "C2": 6}
    assert list(found) == ["B2", "C2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_sheet_reads_the_same_in_any_encoding(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    xml = f'<?xml version="1.0" encoding="{named}"?>' + sheet_xml(HELLO.replace("Hello", "Siân"))
    assert by_address(only(minimal_xlsx({SHEET: xml.encode(encoding)}))) == {"A1": Cell("Siân")}


def test_rows_and_cells_without_numbers_count_on_from_those_that_are_cut_out() -> None:
    rows = (
        '<row r="3"/><row r="4"><c/></row><row><c/><c/></row><row><c/><c><v>1</v></c></row>'
        '<row r="7"><c r="A7"/><c r="F7"/><c><v>2</v></c></row><row/><row/><row r="20"/><row><c><v>3</v></c></row>'
    )
    assert {at: cell.value for at, cell in cells(rows).items()} == {"B6": 1, "G7": 2, "A21": 3}


ROWS = st.lists(
    st.sampled_from(
        ["<row/>", '<row r="N"/>', '<row r="N" s="1"><c r="AN"/><c/></row>', '<row><c><v>7</v></c></row>',
         '<row r="N"><c r="BN"/><c r="CN"/><c><v>8</v></c></row>', "<!-- <row/><row/> -->", "\n",
         '<row r="N"><c t="inlineStr"><is><t><![CDATA[<row/><row r="1"/>]]></t></is></c></row>']
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(1, 400))
def test_cutting_out_empty_rows_never_changes_what_is_read(rows: list[str], block: int) -> None:
    xml = sheet_xml("".join(text.replace("N", str(number * 2)) for number, text in enumerate(rows, 1)))
    data = xml.encode()
    blocks = [data[at : at + block] for at in range(0, len(data), block)]
    lean = b"".join(without_empty_rows(blocks))
    assert len(lean) <= len(data)
    # In UTF-16 nothing is cut out.
    assert only(minimal_xlsx({SHEET: lean})) == only(minimal_xlsx({SHEET: xml.encode("utf-16")}))


# What else of a workbook matters.


def test_merged_areas_are_told_and_only_their_first_cell_is_read() -> None:
    rows = row('<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c>')
    merges = '<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="E5:D4"/><mergeCell ref="C1"/></mergeCells>'
    sheet = only(minimal_xlsx({SHEET: sheet_xml(rows, after=merges)}))
    assert sheet.merged == ((1, 1, 3, 2), (4, 4, 5, 5))
    assert {at: cell.value for at, cell in by_address(sheet).items()} == {"A1": 1, "C1": 3}


def test_hidden_rows_and_columns_that_hold_something_are_read_and_told() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="D1"><v>2</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row>'
        '<row r="3" hidden="true"><c r="A3"/></row><row r="4" hidden="0"><c r="A4"><v>4</v></c></row>'
    )
    columns = '<cols><col min="1" max="3" width="9"/><col min="4" max="16384" hidden="1"/></cols>'
    sheet = only(minimal_xlsx({SHEET: sheet_xml(rows, before=columns)}))
    assert (len(sheet.cells), sheet.hidden_rows, sheet.hidden_columns) == (4, frozenset({2}), frozenset({4}))


def test_the_last_cell_of_a_sheet_is_a_cell_like_any_other() -> None:
    assert cells(f'<row r="{LAST_ROW}"><c r="XFD{LAST_ROW}"><v>1</v></c></row>') == {f"XFD{LAST_ROW}": Cell(1)}


def several(states: Mapping[str, str], settings: str = "", names: str = "") -> bytes:
    """A workbook of these sheets, each saying its own name in A1; `states` are visible, hidden, veryHidden."""
    listed = workbook_xml(*states, settings=settings, after=f"<definedNames>{names}</definedNames>")
    for name, state in states.items():
        listed = listed.replace(f'name="{name}"', f'name="{name}" state="{state}"')
    parts: dict[str, Part | None] = {
        f"xl/worksheets/sheet{n}.xml": sheet_xml(HELLO.replace("Hello", name)) for n, name in enumerate(states, 1)
    }
    numbers = range(1, len(states) + 1)
    targets = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers}
    return minimal_xlsx({**parts, "xl/workbook.xml": listed, "xl/_rels/workbook.xml.rels": relations_xml(targets)})


def test_every_sheet_is_read_in_its_order_whether_it_is_hidden_or_not() -> None:
    read = open_workbook(several({"Place": "visible", "Lists": "hidden", "casepack": "veryHidden"}), "r.xlsx")
    assert [(sheet.name, sheet.hidden, sheet.cells[1, 1].value) for sheet in read.sheets] == [
        ("Place", False, "Place"),
        ("Lists", True, "Lists"),
        ("casepack", True, "casepack"),
    ]


def test_defined_names_that_lead_to_one_cell_are_told() -> None:
    entries = {
        "plain": "Place!$B$7",
        "quoted": "'Start here'!B7",
        "apostrophe": "'Tom''s'!$AA$10",
        "twice": "Place!$C$3:$C$3",
        "capitals": "PLACE!$A$1",
        "equals": "=Place!$A$2",
        "area": "Place!$B$7:$C$7",
        "gone": "#REF!",
        "other": "Elsewhere!$A$1",
        "formula": "SUM(Place!$A$1)",
        "column": "Place!$B:$B",
        "outside": "[1]Place!$B$1",
    }
    names = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in entries.items())
    data = several({"Place": "visible", "Start here": "visible", "Tom's": "visible"}, names=names)
    assert open_workbook(data, "r.xlsx").names == {
        "plain": ("Place", 7, 2),
        "quoted": ("Start here", 7, 2),
        "apostrophe": ("Tom's", 10, 27),
        "twice": ("Place", 3, 3),
        "capitals": ("Place", 1, 1),
        "equals": ("Place", 2, 1),
    }


def test_a_name_of_the_workbook_counts_before_that_of_a_copied_sheet() -> None:
    names = (
        '<definedName name="a" localSheetId="1">Copy!$B$9</definedName><definedName name="a">Place!$B$7</definedName>'
        '<definedName name="b" localSheetId="1">Copy!$B$8</definedName>'
    )
    data = several({"Place": "visible", "Copy": "visible"}, names=names)
    assert open_workbook(data, "r.xlsx").names == {"a": ("Place", 7, 2), "b": ("Copy", 8, 2)}


@pytest.mark.parametrize("flag", ["1", "true"])
def test_a_workbook_that_counts_from_1904_has_the_right_days(flag: str) -> None:
    listed = workbook_xml("People", settings=f'<workbookPr date1904="{flag}"/>')
    rows = row('<c r="A1" s="1"><v>44653</v></c><c r="B1" s="1"><v>2957004</v></c>')
    read = open_workbook(minimal_xlsx({"xl/workbook.xml": listed, "xl/styles.xml": STYLES}, rows=rows), "r.xlsx")
    assert read.counts_from_1904
    assert [cell.value for cell in read.sheets[0].cells.values()] == [moment("2026-04-03"), 2957004]


def test_macros_are_told_and_never_read() -> None:
    read = open_workbook(minimal_xlsx({"xl/vbaProject.bin": b"not a project at all"}), "r.xlsm")
    assert (read.macros, read.sheets[0].cells) == (True, {(1, 1): Cell("Hello")})
    assert not open_workbook(minimal_xlsx(), "r.xlsx").macros


def test_a_sheet_of_old_macros_counts_as_macros() -> None:
    targets = {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("xlMacrosheet", "macrosheets/sheet1.xml")}
    parts: dict[str, Part | None] = {
        "xl/workbook.xml": workbook_xml("People", "Macro1"),
        "xl/_rels/workbook.xml.rels": relations_xml(targets),
    }
    read = open_workbook(minimal_xlsx(parts), "r.xlsx")
    assert (read.macros, [sheet.name for sheet in read.sheets]) == (True, ["People"])


def test_a_number_format_beyond_what_excel_allows_says_nothing_of_days() -> None:
    code = "d" + "[" * 300_000
    parts = {"xl/styles.xml": STYLES.replace("dd mmm yyyy", code)}
    assert cells(row('<c r="A1" s="2"><v>46115</v></c>'), parts) == {"A1": Cell(46115, number_format=code, struck=True)}


def test_custom_properties_of_every_kind_are_told_as_text() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt='
        '"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="form" pid="2">'
        '<vt:lpwstr>record</vt:lpwstr></property><property name="version" pid="3"><vt:i4>1</vt:i4></property>'
        '<property name="nothing" pid="4"/><property name="done" pid="5"><vt:bool>true</vt:bool></property>'
        "</Properties>"
    )
    targets = {"a": ("officeDocument", "xl/workbook.xml"), "b": ("custom-properties", "docProps/custom.xml")}
    data = minimal_xlsx({"_rels/.rels": relations_xml(targets), "docProps/custom.xml": custom})
    assert open_workbook(data, "r.xlsx").properties == {"form": "record", "version": "1", "done": "true"}


@pytest.mark.parametrize(
    ("parts", "moved"),
    [
        ({}, {"xl/workbook.xml": "xl/Workbook.XML", SHEET: "/XL\\worksheets\\Sheet1.xml"}),
        ({"_rels/.rels": None}, {}),
        ({"_rels/.rels": relations_xml({"r": ("officeDocument", "/book/main.xml")}),
          "book/_rels/main.xml.rels": relations_xml({"rId1": ("worksheet", "/xl/worksheets/sheet1.xml")})},
         {"xl/workbook.xml": "book/main.xml"}),
        ({"xl/_rels/workbook.xml.rels": relations_xml({"rId1": ("worksheet", "..\\xl\\worksheets\\sheet1.xml")})}, {}),
        ({"[Content_Types].xml": "<broken"}, {}),
        ({"docProps/core.xml": "<broken", "xl/theme/theme1.xml": "<broken", "xl/calcChain.xml": "<broken"}, {}),
    ],
    ids=["capitals", "no relations", "parts elsewhere", "slashes that lean", "broken types", "broken parts unread"],
)  # fmt: skip
def test_a_workbook_is_read_wherever_its_parts_are(parts: dict[str, Part | None], moved: dict[str, str]) -> None:
    made = {moved.get(name, name): content for name, content in minimal_parts(parts).items()}
    assert by_address(only(zipped(made))) == {"A1": Cell("Hello")}


def test_charts_pictures_and_links_beside_the_cells_change_nothing() -> None:
    parts: dict[str, Part | None] = {
        "xl/workbook.xml": workbook_xml("People", "Chart", after='<externalReferences><externalReference r:id="rId7"/>'
                                        "</externalReferences>"),
        "xl/_rels/workbook.xml.rels": relations_xml(
            {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("chartsheet", "chartsheets/sheet1.xml"),
             "rId7": ("externalLink", "externalLinks/externalLink1.xml")}
        ),
        SHEET: sheet_xml(after='<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/><tableParts><tablePart r:id="rId3"/>'
                         "</tableParts>").replace("<worksheet", '<worksheet xmlns:r="urn:any"'),
        "xl/worksheets/_rels/sheet1.xml.rels": relations_xml({"rId1": ("drawing", "../drawings/drawing1.xml")}),
        "xl/drawings/_rels/drawing1.xml.rels": relations_xml({"rId1": ("image", "../media/image1.png")}),
        "xl/chartsheets/sheet1.xml": "<broken", "xl/externalLinks/externalLink1.xml": "<broken",
    }  # fmt: skip
    read = open_workbook(minimal_xlsx(parts), "r.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["People"]
    assert by_address(read.sheets[0]) == {"A1": Cell("Hello")}


# What programs write, against openpyxl as a second reader.


def by_xlsxwriter(**options: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as workbook:
        sheet = workbook.add_worksheet("People")
        day = workbook.add_format({"num_format": "dd mmm yyyy"})
        struck = workbook.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, ["Full name *", "سارة \U0001f468\u200d\U0001f469", "line\r\ntwo", " edge ", True, 0.1])
        sheet.write_datetime(1, 0, moment("2026-04-03"), day)
        sheet.write_string(1, 1, "=1+1")
        sheet.write_string(1, 2, "#N/A", struck)
        sheet.write_formula(1, 3, "=1+1", None, 2)
        sheet.write_formula(1, 4, "=A9", None, "")
        sheet.write_rich_string(1, 5, "plain ", struck, "struck", " plain")
        sheet.write_boolean(1, 6, False)
        sheet.write_blank(1, 7, None, day)
        sheet.add_table(4, 0, 8, 2, {"columns": [{"header": "Person"}, {"header": "Role"}, {"header": "When"}]})
        sheet.data_validation(5, 1, 900, 1, {"validate": "list", "source": ["Suspect", "Witness"]})
        sheet.conditional_format(5, 0, 900, 2, {"type": "data_bar", "data_bar_2010": True})
        sheet.write_comment(1, 1, "A note")
        sheet.insert_textbox(20, 1, "A box")
        sheet.set_row(1, None, None, {"hidden": True})
        workbook.add_chartsheet("Chart").set_chart(chart_of(workbook))
    return out.getvalue()


def chart_of(workbook: Any) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series({"values": "=People!$A$1:$A$3"})
    return chart


def with_line_ends(value: object) -> object:
    """What openpyxl reads, with the one sign that it leaves as it is written in the file."""
    return value.replace("_x000D_", "\r") if isinstance(value, str) else value or None


def from_1904() -> bytes:
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.worksheets[0].append([date(2026, 4, 3), moment("2026-10-25 01:30"), 44653, "x"])
    return saved(workbook)


@pytest.mark.parametrize(
    "make",
    [
        varied_book,
        by_xlsxwriter,
        lambda: by_xlsxwriter(constant_memory=True),
        lambda: by_xlsxwriter(use_zip64=True),
        from_1904,
        lambda: book({"People": [["Person", None, 3], [], [None, "=x", date(2026, 4, 3)]], "Place": []}),
    ],
    ids=["openpyxl", "XlsxWriter", "XlsxWriter, texts in cells", "XlsxWriter, large zip", "1904", "book"],
)
def test_what_programs_write_reads_as_openpyxl_reads_it(make: Callable[[], bytes]) -> None:
    data = make()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of extensions that it passes over
        values = load_workbook(io.BytesIO(data), data_only=True)
        formulas = load_workbook(io.BytesIO(data))
    read = open_workbook(data, "r.xlsx")
    assert [sheet.name for sheet in read.sheets] == [sheet.title for sheet in values.worksheets]
    for sheet, theirs, stored in zip(read.sheets, values.worksheets, formulas.worksheets, strict=True):
        assert sheet.hidden == (theirs.sheet_state != "visible")
        ours = {at: (cell.value or None, cell.number_format, cell.struck) for at, cell in sheet.cells.items()}
        expected = {
            (cell.row, cell.column): (with_line_ends(cell.value), cell.number_format, bool(cell.font.strike))
            for line in theirs.iter_rows()
            for cell in line
            if (cell.row, cell.column) in sheet.cells or cell.value not in (None, "")
        }
        assert ours == expected
        for at, cell in sheet.cells.items():
            assert cell.formula == (stored.cell(*at).data_type == "f")


def test_the_identity_of_a_form_is_read_back() -> None:
    read = open_workbook(varied_book(), "r.xlsx")
    assert read.names == {"casepack.incident.title": ("People", 2, 1)}
    assert read.properties == {"form": "record"}
    assert read.sheets[2] == SheetCells("casepack", {(1, 1): Cell("form"), (1, 2): Cell("record")}, hidden=True)


def test_a_strict_workbook_reads_as_the_ordinary_one() -> None:
    parts = parts_of(varied_book())
    strict: dict[str, Part] = {
        name: content.replace(MAIN.encode(), STRICT.encode()).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", STRICT_RELATIONS.encode()
        )
        for name, content in parts.items()
    }
    assert STRICT.encode() in strict[SHEET]
    assert open_workbook(zipped(strict), "r.xlsx") == open_workbook(varied_book(), "r.xlsx")
