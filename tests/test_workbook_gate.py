"""Workbooks that are hostile, damaged or bloated: each is refused in words, or read at no cost."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casepack.cells import Cell, SheetCells, WorkbookCells
from casepack.errors import Problem, RecordError
from casepack.workbook_cells import open_workbook
from casepack.workbook_gate import LARGEST_PART, LONGEST_TAG, MOST_BYTES, Package
from casepack.workbook_grid import LAST_ROW, without_empty_rows
from casepack.workbook_outline import LONGEST_TEXT, MOST_SHEETS

from .bookmaker import (
    HELLO,
    MAIN,
    SHEET,
    STRINGS,
    STYLES,
    Packed,
    Part,
    big_xlsx,
    by_address,
    minimal_parts,
    minimal_xlsx,
    packed,
    parts_of,
    raw_zip,
    relations_xml,
    repeated,
    sheet_xml,
    varied_book,
    workbook_xml,
    zipped,
)


def only(data: bytes) -> SheetCells:
    [sheet] = open_workbook(data, "r.xlsx").sheets
    return sheet


def problem_of(data: bytes, name: str = "r.xlsx") -> Problem:
    with pytest.raises(RecordError) as caught:
        open_workbook(data, name)
    [problem] = caught.value.problems
    return problem


def row(inner: str) -> str:
    return f'<row r="1">{inner}</row>'


# What is refused, in the very words.

REPAIR = "In Excel choose File > Open > Open and Repair, save, and try again."
SAVE_AS = "In Excel choose File > Save As > Excel Workbook (.xlsx), and use the new file."
NOT_EXCEL = "Do not use it. Ask for a copy that was saved in Excel."
RIGHT_FILE = "Check that it is the right file. If it is, copy its answers into a new workbook."
NO_PASSWORD = (
    "Open it in Excel, choose File > Info > Protect Workbook > Encrypt with Password, clear the box, "
    "save, and try again."
)
DAMAGED = ("damaged-file", "is damaged inside.", REPAIR)
DAMAGED_SHEET = ("damaged-file", 'is damaged inside: the sheet "People" cannot be read.', REPAIR)
TOO_MUCH = ("too-large", "is far larger inside than a workbook of answers can be.", RIGHT_FILE)
TYPED = ("unsafe-file", "holds instructions that Excel never writes and that can do harm.", NOT_EXCEL)
TWICE = ("unsafe-file", "holds the same part twice, and it cannot be told which one counts.", NOT_EXCEL)
LED_OUT = ("unsafe-file", "holds a part whose name leads out of the file, which Excel never writes.", NOT_EXCEL)
OTHER_EXCEL = ("unreadable-file", "was saved in a form of Excel that cannot be read.", SAVE_AS)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
REACHING = '<!DOCTYPE x [<!ENTITY % e SYSTEM "https://example.org/x.dtd"> %e;]>'
HELLO_TYPED = sheet_xml(HELLO.replace("Hello", "&b;"))


def alone(name: str, part: Part | Packed) -> bytes:
    """The minimal workbook with one part in its place as it is, whatever it claims."""
    rest = [packed(other, content) for other, content in minimal_parts({name: None}).items()]
    return raw_zip([*rest, part if isinstance(part, Packed) else packed(name, part)])


def spoiled(data: bytes, name: str) -> bytes:
    """The file with one byte of a packed part turned over."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    at = info.header_offset + 30 + len(name) + info.compress_size // 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


MANY_RELATIONS = relations_xml({f"rId{n}": ("worksheet", "worksheets/sheet1.xml") for n in range(MOST_SHEETS + 2)})
WHOLE_ROW = '<mergeCell ref="A1:XFD1"/>'

REFUSED: list[Any] = [
    pytest.param(minimal_xlsx({SHEET: LAUGHS + HELLO_TYPED}), TYPED, id="entities in a sheet"),
    pytest.param(minimal_xlsx({SHEET: OUTSIDE + sheet_xml()}), TYPED, id="document type elsewhere"),
    pytest.param(minimal_xlsx({SHEET: REACHING + sheet_xml()}), TYPED, id="document type that reaches out"),
    pytest.param(minimal_xlsx({SHEET: f"<!--{' x' * 500_000}-->{LAUGHS}{HELLO_TYPED}"}), TYPED,
                 id="entities behind a comment of a megabyte"),
    pytest.param(minimal_xlsx({SHEET: (LAUGHS + HELLO_TYPED).encode("utf-16")}), TYPED, id="entities in UTF-16"),
    pytest.param(minimal_xlsx({SHEET: b"\xfe\xff" + (LAUGHS + HELLO_TYPED).encode("utf-16-be")}), TYPED,
                 id="entities in UTF-16, the other way round"),
    *(
        pytest.param(minimal_xlsx({name: LAUGHS + str({**minimal_parts(), **extra}[name])}), TYPED, id=f"in {name}")
        for extra in ({"xl/sharedStrings.xml": STRINGS, "xl/styles.xml": STYLES},)
        for name in ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", *extra)
    ),
    pytest.param(alone(SHEET, repeated(SHEET, [(sheet_xml(" " * 200_000)[:-24], 1), (" " * 1_000_000, 1024)])),
                 TOO_MUCH, id="a gigabyte of blanks"),
    pytest.param(alone("xl/sharedStrings.xml", repeated("xl/sharedStrings.xml", [("A" * 1_000_000, 1024)])),
                 TOO_MUCH, id="a gigabyte of text"),
    pytest.param(alone("xl/sharedStrings.xml", Packed("xl/sharedStrings.xml", b"x" * 900_000, LARGEST_PART + 1, 0)),
                 TOO_MUCH, id="texts beyond the limit"),
    pytest.param(alone(SHEET, Packed(SHEET, b"x" * 5_000_000, MOST_BYTES + 1, 0)), TOO_MUCH,
                 id="a sheet beyond the limit"),
    pytest.param(minimal_xlsx({SHEET: sheet_xml(f'<row r="{"1" * 3 * LONGEST_TAG}"/>')}), TOO_MUCH, id="endless tag"),
    pytest.param(minimal_xlsx({SHEET: sheet_xml("<x>" * 100 + "</x>" * 100)}), TOO_MUCH, id="elements in elements"),
    pytest.param(minimal_xlsx(rows=row(f'<c r="A1" t="str"><v>{"x" * (LONGEST_TEXT + 1)}</v></c>')),
                 ("too-large", "holds a text of more than a million characters.",
                  "Check that it is the right file. If it is, shorten the text."), id="endless text in a cell"),
    pytest.param(minimal_xlsx({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"x" * (LONGEST_TEXT + 1)}'}),
                 ("too-large", "holds a text of more than a million characters.",
                  "Check that it is the right file. If it is, shorten the text."), id="endless shared text"),
    pytest.param(alone(SHEET, repeated(SHEET, [(sheet_xml("")[:-24], 1), (" " * 1_000_000, 50)])), TOO_MUCH,
                 id="fifty megabytes of blanks in fifty kilobytes"),
    pytest.param(minimal_xlsx({"xl/workbook.xml": workbook_xml(*["S"] * (MOST_SHEETS + 1)),
                               "xl/_rels/workbook.xml.rels": MANY_RELATIONS}),
                 ("too-large", "holds far more sheets than a workbook of answers needs.", RIGHT_FILE),
                 id="1,001 sheets"),
    pytest.param(minimal_xlsx({SHEET: sheet_xml(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')}),
                 ("merged-too-wide", 'has A1:XFD1048576 merged into one cell on the sheet "People", which is too large '
                  "to read.", "Select it, choose Home > Merge & Center to undo that, save, and try again."),
                 id="the whole sheet merged"),
    pytest.param(minimal_xlsx({SHEET: sheet_xml(after=f"<mergeCells>{WHOLE_ROW * 7}</mergeCells>")}),
                 ("merged-too-wide", 'has A1:XFD1 merged into one cell on the sheet "People", which is too large '
                  "to read.", "Select it, choose Home > Merge & Center to undo that, save, and try again."),
                 id="row after row merged"),
    pytest.param(raw_zip([*(packed(name, content) for name, content in minimal_parts().items()),
                          packed("xl/worksheets/SHEET1.xml", sheet_xml())]), TWICE, id="a sheet twice"),
    pytest.param(minimal_xlsx({"../../outside.xml": "x"}), LED_OUT, id="a part that leads out"),
    pytest.param(minimal_xlsx({"xl\\..\\..\\outside.xml": "x"}), LED_OUT, id="the same with other slashes"),
    pytest.param(alone(SHEET, packed(SHEET, sheet_xml(), flags=1)),
                 ("locked-file", "is locked with a password, so nothing can read it.", NO_PASSWORD), id="locked part"),
    pytest.param(alone(SHEET, replace(packed(SHEET, sheet_xml()), method=14)),
                 ("unreadable-file", "is packed in a way that Excel never uses.", SAVE_AS), id="packed another way"),
    pytest.param(alone(SHEET, replace(packed(SHEET, sheet_xml()), size=50)), DAMAGED_SHEET, id="size told too small"),
    pytest.param(alone(SHEET, replace(packed(SHEET, sheet_xml()), crc=1)), DAMAGED_SHEET, id="checksum wrong"),
    pytest.param(spoiled(minimal_xlsx(), SHEET), DAMAGED_SHEET, id="flipped bits in a sheet"),
    pytest.param(spoiled(minimal_xlsx(), "xl/workbook.xml"), DAMAGED, id="flipped bits in the list of sheets"),
    pytest.param(minimal_xlsx()[:500] + minimal_xlsx()[700:], DAMAGED, id="middle missing"),
    pytest.param(minimal_xlsx({SHEET: sheet_xml()[:-20]}), DAMAGED_SHEET, id="sheet cut off"),
    pytest.param(minimal_xlsx({SHEET: b""}), DAMAGED_SHEET, id="empty sheet"),
    pytest.param(minimal_xlsx({SHEET: '<?xml version="1.0" encoding="x-none"?>' + sheet_xml()}), DAMAGED_SHEET,
                 id="unknown encoding"),
    pytest.param(minimal_xlsx(rows=row('<c r="A1" t="s"><v>0</v></c>')), DAMAGED_SHEET, id="no shared texts"),
    pytest.param(minimal_xlsx({"xl/sharedStrings.xml": STRINGS}, rows=row('<c r="A1" t="s"><v>-1</v></c>')),
                 DAMAGED_SHEET, id="shared text -1"),
    pytest.param(minimal_xlsx(rows=row('<c r="A1" s="7"><v>1</v></c>')), DAMAGED_SHEET, id="no such style"),
    pytest.param(minimal_xlsx(rows=row('<c r="XFE1"><v>1</v></c>')), DAMAGED_SHEET, id="cell beyond the last column"),
    pytest.param(minimal_xlsx(rows=row('<c r="A1048577"><v>1</v></c>')), DAMAGED_SHEET, id="cell beyond the last row"),
    pytest.param(minimal_xlsx(rows='<row r="1048577"><c><v>1</v></c></row>'), DAMAGED_SHEET, id="row beyond the last"),
    pytest.param(minimal_xlsx(rows=row('<c r="A0"><v>1</v></c>')), DAMAGED_SHEET, id="cell before the first"),
    pytest.param(minimal_xlsx(rows='<row r="one"/>'), DAMAGED_SHEET, id="row that has no number"),
    pytest.param(minimal_xlsx({SHEET: sheet_xml(after='<mergeCells><mergeCell ref="A1:"/><mergeCell/></mergeCells>')}),
                 DAMAGED_SHEET, id="merged area that is none"),
    pytest.param(minimal_xlsx(rows=row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')),
                 ("damaged-file", 'is damaged inside: A1 of the sheet "People" stands there twice.', REPAIR),
                 id="a cell twice"),
    pytest.param(minimal_xlsx({SHEET: None}), ("damaged-file", 'is damaged inside: the sheet "People" is missing.',
                                               REPAIR), id="sheet missing"),
    pytest.param(minimal_xlsx({SHEET: None, "xl/workbook.xml": workbook_xml("People " * 99)}),
                 ("damaged-file", f'is damaged inside: the sheet "{"People " * 8}Peo…" is missing.', REPAIR),
                 id="sheet with an endless name missing"),
    pytest.param(minimal_xlsx({"xl/_rels/workbook.xml.rels": None}),
                 ("damaged-file", 'is damaged inside: the sheet "People" is missing.', REPAIR), id="relations missing"),
    pytest.param(minimal_xlsx({"xl/_rels/workbook.xml.rels": relations_xml(
        {"rId1": ("worksheet", "worksheets/sheet1.xml")}).replace("/>", ' TargetMode="External"/>')}),
                 ("damaged-file", 'is damaged inside: the sheet "People" is missing.', REPAIR), id="sheet elsewhere"),
    pytest.param(minimal_xlsx({"xl/workbook.xml": None}),
                 ("damaged-file", "is damaged inside: its list of sheets is missing.", REPAIR), id="no list of sheets"),
    pytest.param(minimal_xlsx({"xl/workbook.xml": workbook_xml("People").replace(MAIN, "urn:excel-2007-beta")}),
                 OTHER_EXCEL, id="other Excel"),
    pytest.param(minimal_xlsx({SHEET: sheet_xml().replace(MAIN, "urn:excel-2007-beta")}),
                 ("unreadable-file", 'was saved in a form of Excel that cannot be read (the sheet "People").', SAVE_AS),
                 id="sheet of another Excel"),
    pytest.param(b'{"incident": {}}', ("wrong-kind", "is JSON, not a workbook.", "Choose the workbook (.xlsx)."),
                 id="JSON"),
    pytest.param(b"", ("empty-file", "is empty (0 bytes).", "Check that it was saved, or use a copy."), id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), REFUSED)
def test_a_workbook_that_cannot_be_used_is_refused_in_words(data: bytes, expected: tuple[str, str, str]) -> None:
    found = problem_of(data, "case of 24 October.xlsx")
    assert (found.where, found.severity) == ("case of 24 October.xlsx", "problem")
    assert (found.code, found.what, found.fix) == expected


def test_more_filled_cells_than_any_form_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casepack.workbook_cells.MOST_CELLS", 5)
    three = "<row><c><v>1</v></c><c><v>2</v></c><c/><c><v>3</v></c></row>"
    beside: dict[str, Part | None] = {
        "xl/workbook.xml": workbook_xml("People", "Place"),
        "xl/_rels/workbook.xml.rels": relations_xml(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in (1, 2)}
        ),
    }
    two = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    read = open_workbook(minimal_xlsx({**beside, "xl/worksheets/sheet2.xml": sheet_xml(two)}, rows=three), "r.xlsx")
    assert [len(sheet.cells) for sheet in read.sheets] == [3, 2]
    for data in (
        minimal_xlsx(rows=three + three),
        minimal_xlsx({**beside, "xl/worksheets/sheet2.xml": sheet_xml(three)}, rows=three),
    ):
        found = problem_of(data)
        assert found.sentence() == (
            "r.xlsx: holds more than 200,000 filled cells. Delete the rows that hold no answers, save, and try again."
        )


def test_more_text_than_any_form_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casepack.workbook_gate.MOST_TEXT", 1_000)
    shared = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"y" * 450}</t></si></sst>'}
    assert len(only(minimal_xlsx(shared, rows=row(f'<c t="str"><v>{"x" * 500}</v></c>'))).cells) == 1
    found = problem_of(minimal_xlsx(shared, rows=row(f'<c t="str"><v>{"x" * 300}</v></c>' * 2)))
    assert (found.code, found.what, found.fix) == TOO_MUCH


def test_more_elements_than_any_form_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casepack.workbook_gate.MOST_ELEMENTS", 1_000)
    empty = "<row><c/></row>"
    assert only(minimal_xlsx(rows=empty * 450)).cells == {}
    found = problem_of(minimal_xlsx(rows=empty * 550))
    assert (found.code, found.what, found.fix) == TOO_MUCH


@pytest.mark.parametrize("size", [900, 90_000])
def test_a_part_that_claims_to_be_larger_than_it_is_reads_all_the_same(size: int) -> None:
    data = alone(SHEET, replace(packed(SHEET, sheet_xml()), size=size))
    assert by_address(only(data)) == {"A1": Cell("Hello")}


def test_a_package_that_cannot_be_opened_is_damaged() -> None:
    with pytest.raises(RecordError, match=r"^r\.xlsx: is damaged inside\. In Excel choose File > Open"):
        Package(minimal_xlsx()[:-30], "r.xlsx")


def test_tricks_in_parts_that_are_not_read_do_no_harm() -> None:
    gigabyte = repeated("xl/media/image1.png", [(bytes(1_000_000), 1024)])
    typed = packed("xl/drawings/drawing1.xml", LAUGHS + "<x>&b;</x>")
    locked = packed("xl/media/image2.png", b"x", flags=1)
    within = packed("xl/embeddings/bomb.zip", raw_zip([gigabyte]))
    parts = [packed(name, content) for name, content in minimal_parts().items()]
    twice = [packed("docProps/app.xml", "<x/>")] * 2
    assert by_address(only(raw_zip([*parts, gigabyte, typed, locked, within, *twice]))) == {"A1": Cell("Hello")}


# Bloat costs nothing.

FOUR = "".join(f'<c r="{letter}N" s="0"/>' for letter in "ABCD")
CHUNK = "".join(f'<row r="{n}" spans="1:4" ht="15">{FOUR.replace("N", str(n))}</row>' for n in range(2, 10_488))
EMPTY_PIECES: list[tuple[Part, int]] = [
    (sheet_xml("")[:-24] + HELLO, 1),
    (CHUNK, 100),
    (f'<row r="{LAST_ROW}"><c r="B{LAST_ROW}"><v>5</v></c></row></sheetData></worksheet>', 1),
]


def limited(code: str, data: bytes, megabytes: int) -> str:
    """What a program prints that may take so much memory and a minute; `data` is its input."""
    start = f"import resource, sys\nresource.setrlimit(resource.RLIMIT_AS, ({megabytes << 20},) * 2)\n"
    command = [sys.executable, "-c", start + code]
    done = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    return done.stdout.decode() + done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit for a process")
def test_a_million_formatted_empty_rows_take_neither_time_nor_memory() -> None:
    code = (
        "from casepack.workbook_cells import open_workbook\n"
        "sheet = open_workbook(sys.stdin.buffer.read(), 'r.xlsx').sheets[0]\n"
        "print([(at, cell.value) for at, cell in sheet.cells.items()])"
    )
    found = limited(code, big_xlsx(EMPTY_PIECES), 400)
    assert found.strip() == f"[((1, 1), 'Hello'), (({LAST_ROW}, 2), 5)]"


def test_empty_rows_are_cut_out_before_anything_is_parsed() -> None:
    data = sheet_xml(HELLO + CHUNK * 3).encode()
    lean = b"".join(without_empty_rows(data[at : at + 65_536] for at in range(0, len(data), 65_536)))
    assert data.count(b"<row") == 31_459
    assert lean.count(b"<row") <= 2 + len(data) // 65_536


def test_a_memory_that_does_not_suffice_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("casepack.workbook_cells.read_grid", starved)
    found = problem_of(minimal_xlsx())
    assert found.sentence() == (
        "r.xlsx: could not be read: this machine has too little memory free. Close other programs and try again."
    )


# Whatever the bytes: a workbook or one sentence.


def read_or_refused(data: bytes) -> WorkbookCells | Problem:
    try:
        return open_workbook(data, "r.xlsx")
    except RecordError as error:
        [problem] = error.problems
        assert problem.where == "r.xlsx"
        assert problem.what.endswith(".")
        assert problem.fix.endswith(".")
        return problem


def test_flipped_and_missing_bytes_never_end_in_anything_but_a_sentence() -> None:
    chance, data = random.Random(4), varied_book()
    outcomes = set()
    for _ in range(250):
        spoilt = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        if chance.random() < 0.2:
            start = chance.randrange(len(spoilt))
            del spoilt[start : start + chance.choice((1, 50, 2000))]
        found = read_or_refused(bytes(spoilt))
        outcomes.add(found.code if isinstance(found, Problem) else "read")
    assert {"read", "damaged-file", "cut-off"} <= outcomes


def test_parts_that_are_spoilt_inside_a_sound_file_never_end_in_anything_but_a_sentence() -> None:
    chance, parts = random.Random(5), parts_of(varied_book())
    wanted = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    pieces = [b"<row>", b"</c>", b'r="ZZ9"', b'"', b"<", b"&#0;", b"&amp;", b"]]>", b"-1", b"1e9", b"\xff", b'="']
    outcomes = set()
    for _ in range(250):
        name = chance.choice(wanted)
        content = parts[name]
        at = chance.randrange(len(content))
        spoilt = content[:at] + chance.choice(pieces) + content[at + chance.choice((0, 1, 9)) :]
        swapped: dict[str, Part] = {**parts, name: spoilt}
        if chance.random() < 0.2:
            swapped[chance.choice(wanted)] = parts[chance.choice(wanted)]
        found = read_or_refused(zipped(swapped))
        outcomes.add(found.code if isinstance(found, Problem) else "read")
    assert {"read", "damaged-file", "unreadable-file"} <= outcomes


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["", "s", "n", "b", "e", "d", "str", "inlineStr", "?"]), st.text(max_size=12))),
    st.sampled_from(["", "0", "1", "4", "5", "x", "99"]),
)
def test_any_kind_of_cell_with_any_text_is_read_or_refused(entries: list[tuple[str, str]], style: str) -> None:
    inner = "".join(
        f'<c t="{kind}" s="{style}"><v>{escape(text)}</v><is><t>{escape(text)}</t></is></c>' for kind, text in entries
    )
    parts = {"xl/sharedStrings.xml": STRINGS, "xl/styles.xml": STYLES}
    content = sheet_xml(f"<row>{inner}</row>").encode("utf-8", "surrogatepass")
    read_or_refused(minimal_xlsx({**parts, SHEET: content}))
