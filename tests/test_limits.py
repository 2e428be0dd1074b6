"""How much each reader takes: what lies at a limit passes, what lies just over it is refused, and memory is bounded.

Limits that only a large file could reach are reached here with the limit itself made small; that the limit as it is
keeps memory within bounds is shown by the worst inputs, in a process that may take little.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casepack import bounds, read_json, wordgate, wordparts, wordtags, workbook_gate, workbook_outline, zipsafe
from casepack.errors import CasepackError, RecordError, TemplateError
from casepack.fill import gate
from casepack.read import LARGEST_FILE, load, read_record
from casepack.workbook_cells import open_workbook

from .bookmaker import MAIN, SHEET, minimal_parts, minimal_xlsx, packed, raw_zip, relations_xml, repeated, sheet_xml
from .bookmaker import workbook_xml as list_of_sheets
from .builders import office, record_data
from .builders_docx import PNG, docx, docx_parts, p, picture, zipped
from .hostile_json import as_json

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 600
"""Megabytes that a process may take which reads the worst inputs; half of that is the libraries' own."""


# JSON


def _deep(levels: int) -> bytes:
    """Brackets so many levels deep, the outermost object included."""
    return b'{"a":' + b"[" * (levels - 1) + b"1" + b"]" * (levels - 1) + b"}"


def _names(count: int) -> bytes:
    return as_json({f"k{n}": n for n in range(count)})


def _zeros(commas: int) -> bytes:
    return b'{"a": [' + b"0," * commas + b"0]}"


def _json(data: bytes) -> None:
    read_json.parse_json(data, "case.json")


def _raw(**raw: Any) -> None:
    bounds.refuse_too_much(raw, "case.json")


# Word


def _word(**parts: bytes) -> None:
    wordparts.parts(zipped(docx_parts(p("x"), parts={f"word/{name}.xml": data for name, data in parts.items()})))


def _many_parts(count: int) -> None:
    wordparts.parts(zipped({f"word/a{n}.xml": b"<a/>" for n in range(count)}))


def _unpacked(more: int) -> None:
    """A file whose parts hold as many bytes as may be, and so many more."""
    members = {"word/a.xml": b"x" * 1_000}
    wordparts.parts(zipped(members), most_bytes=1_000 - more)


def _tags(count: int) -> None:
    wordtags.read_tags(docx_parts(p("{{ x }}" * 100), *[p("{{ x }}")] * (count - 100)))


def _swollen(size: int) -> None:
    _word(a=bytes(size))


def png(width: int, height: int) -> bytes:
    """A picture that is all black, one bit for each point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    line = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return PNG[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _pictured(data: bytes) -> None:
    gate(docx(p(picture()), parts={"word/media/crest.png": data}, picture_file=True), "letter")


def _jpeg(width: int, height: int) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" * 30


# Workbooks


def _elements(levels: int) -> None:
    """Elements inside one another, the sheet itself included."""
    _sheet(before="<x>" * (levels - 1) + "</x>" * (levels - 1))


def _sheet(rows: str = "", **around: str) -> None:
    open_workbook(minimal_xlsx({SHEET: sheet_xml(rows, **around)}), "case.xlsx")


def _text(length: int) -> None:
    _sheet(f'<row r="1"><c r="A1" t="str"><v>{"x" * length}</v></c></row>')


def _merged(*areas: str) -> None:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    _sheet(after=f"<mergeCells>{cells}</mergeCells>")


def _sheets(count: int) -> None:
    targets = {f"rId{n}": ("worksheet", "worksheets/sheet1.xml") for n in range(1, count + 1)}
    names = [f"S{n}" for n in range(1, count + 1)]
    made = {"xl/workbook.xml": list_of_sheets(*names), "xl/_rels/workbook.xml.rels": relations_xml(targets)}
    open_workbook(minimal_xlsx({**made, SHEET: sheet_xml("")}), "case.xlsx")


def _kinds(count: int) -> None:
    """Elements of so many names, beside the four that a sheet has."""
    _sheet(before="".join(f'<e{n} xmlns="{MAIN}"/>' for n in range(count)))


def _tag(length: int) -> None:
    _sheet(f'<row r="1" x="{"1" * length}"/>')


def _padded(size: int) -> None:
    """A sheet of little else but blanks, which pack to nothing."""
    blanks = [(sheet_xml("")[:-24], 1), (" " * 1_000_000, size), (sheet_xml("")[-24:], 1)]
    rest = [packed(name, content) for name, content in minimal_parts({SHEET: None}).items()]
    open_workbook(raw_zip([*rest, repeated(SHEET, blanks)]), "case.xlsx")


LIMITS: dict[str, tuple[Callable[[], object], Callable[[], object], str]] = {
    "levels of JSON": (
        lambda: _json(_deep(read_json.DEEPEST)), lambda: _json(_deep(read_json.DEEPEST + 1)), "brackets",
    ),
    "names in an object": (
        lambda: _json(_names(read_json.MOST_NAMES)), lambda: _json(_names(read_json.MOST_NAMES + 1)), "301 named",
    ),
    "tags of a template": (
        lambda: _tags(wordtags.MOST_TAGS), lambda: _tags(wordtags.MOST_TAGS + 1), "2,000 tags",
    ),
    "commas of JSON": (
        lambda: _json(_zeros(read_json.MOST_COMMAS)), lambda: _json(_zeros(read_json.MOST_COMMAS + 1)), "commas",
    ),
    "rows of a table": (
        lambda: _raw(actions=[{}] * bounds.MOST_ROWS),
        lambda: _raw(actions=[{}] * (bounds.MOST_ROWS + 1)),
        "1,001 rows",
    ),
    "rows that others refer to": (
        lambda: _raw(people=[{}] * bounds.MOST_REFERRED_TO),
        lambda: _raw(people=[{}] * (bounds.MOST_REFERRED_TO + 1)),
        "251 rows",
    ),
    "characters of a record": (
        lambda: _raw(a={"b": ["x" * bounds.MOST_TEXT]}),
        lambda: _raw(a={"b": ["x" * bounds.MOST_TEXT, "y"]}),
        "500,000",
    ),
    "parts of a Word file": (
        lambda: _many_parts(wordparts.MOST_PARTS), lambda: _many_parts(wordparts.MOST_PARTS + 1), "too large",
    ),
    "bytes of a Word file": (lambda: _unpacked(0), lambda: _unpacked(1), "too large"),
    "how far a part of a Word file unpacks": (
        lambda: _swollen(1_000_000), lambda: _swollen(1_000_001), "unpacks to far more",
    ),
    "points of a PNG": (lambda: _pictured(png(10_000, 5_000)), lambda: _pictured(png(10_001, 5_000)), "million points"),
    "points of a JPEG": (
        lambda: wordgate.points(_jpeg(10_000, 5_000)) == wordgate.MOST_POINTS or pytest.fail("not counted"),
        lambda: _pictured(_jpeg(10_001, 5_000)),
        "million points",
    ),
    "levels of a sheet": (
        lambda: _elements(workbook_gate.DEEPEST), lambda: _elements(workbook_gate.DEEPEST + 1), "far larger",
    ),
    "characters of a cell": (
        lambda: _text(workbook_outline.LONGEST_TEXT), lambda: _text(workbook_outline.LONGEST_TEXT + 1), "a million",
    ),
    "cells that are merged": (
        lambda: _merged("A1:XFD6", "A7:A1702"), lambda: _merged("A1:XFD6", "A7:A1703"), "too large to read",
    ),
    "sheets": (
        lambda: _sheets(workbook_outline.MOST_SHEETS), lambda: _sheets(workbook_outline.MOST_SHEETS + 1), "more sheets",
    ),
    "names of elements": (lambda: _kinds(998), lambda: _kinds(999), "far larger"),
    "bytes of a tag": (lambda: _tag(3_500_000), lambda: _tag(9_000_000), "far larger"),
    "how far a sheet unpacks": (lambda: _padded(15), lambda: _padded(40), "far larger"),
}  # fmt: skip
"""What lies at each limit, what lies just over it, and what is said then.

The others are reached where the reader is tested: bytes of a file (`test_read`), parts of a zip file (below), cells,
characters and elements of a workbook, bytes of its parts (`test_workbook_gate`), characters of an answer
(`test_values`), levels of repetition in a template (`test_wordtags`), people in a picture (`test_peers`).
"""


@pytest.mark.parametrize("name", LIMITS)
def test_what_lies_at_a_limit_passes_and_what_lies_over_it_is_refused(name: str) -> None:
    at, over, words = LIMITS[name]
    at()
    with pytest.raises(CasepackError) as caught:
        over()
    assert words in str(caught.value)


def test_a_list_of_parts_is_counted_before_it_is_read() -> None:
    assert not zipsafe.too_many_parts(b"PK\x01\x02" * zipsafe.MOST_PARTS)
    assert zipsafe.too_many_parts(b"PK\x01\x02" * (zipsafe.MOST_PARTS + 1))


def test_a_file_of_as_many_bytes_as_may_be_is_read(tmp_path: Path) -> None:
    data = as_json(record_data())
    (tmp_path / "case.json").write_bytes(data + b" " * (LARGEST_FILE - len(data)))
    made, _ = read_record(load(tmp_path / "case.json"), "case.json", office())
    assert made.incident.reference == "MSC-2026-0417"


# The worst inputs, in little memory


def _bomb() -> bytes:
    return raw_zip([packed("[Content_Types].xml", "<x/>"), repeated("word/document.xml", [(bytes(1_000_000), 1_024)])])


def _workbook_bomb() -> bytes:
    rest = [packed(name, content) for name, content in minimal_parts({SHEET: None}).items()]
    return raw_zip([*rest, repeated(SHEET, [(sheet_xml("")[:-24], 1), (" " * 1_000_000, 1_024)])])


def _million_cells() -> bytes:
    row = "".join(f"<c><v>{n}</v></c>" for n in range(100))
    pieces = [(sheet_xml("")[:-24], 1), (f"<row>{row}</row>" * 100, 100), ("</sheetData></worksheet>", 1)]
    rest = [packed(name, content) for name, content in minimal_parts({SHEET: None}).items()]
    return raw_zip([*rest, repeated(SHEET, pieces)])


WORST: dict[str, tuple[Callable[[], bytes], str]] = {
    "a gigabyte as a template": (_bomb, "template"),
    "a gigabyte as a record": (_workbook_bomb, "record"),
    "a million cells": (_million_cells, "record"),
    "a million brackets": (lambda: b'{"a":' + b"[" * 1_000_000, "record"),
    "a million objects": (lambda: b'{"a":' * 1_000_000, "record"),
    "nineteen megabytes of objects": (lambda: b'{"people": [' + b"{}," * 6_300_000 + b"{}]}", "record"),
    "as many wrong rows as may be": (lambda: b'{"odd": [' + b"{}," * read_json.MOST_COMMAS + b"{}]}", "record"),
    "nineteen megabytes of numbers": (lambda: b'{"people": [' + b"0," * 9_500_000 + b"0]}", "record"),
    "a text of nineteen megabytes": (lambda: b'{"incident": {"title": "' + b"x" * 19_000_000 + b'"}}', "record"),
    "a template of a hundred thousand paragraphs with tags": (lambda: docx(*[p("{% if x %}")] * 100_000), "template"),
    "as many open tags as may be": (lambda: docx(*[p("{% for x in y %}")] * wordtags.MOST_TAGS), "template"),
    "a picture of 1,600 million points": (
        lambda: docx(p(picture()), parts={"word/media/crest.png": png(40_000, 40_000)}, picture_file=True), "template",
    ),
}  # fmt: skip


def refusal_of(data: bytes, kind: str) -> str:
    """What is said of one of the worst inputs."""
    try:
        if kind == "template":
            gate(data, "letter")
        else:
            read_record(data, "case.json", office())
    except (RecordError, TemplateError) as error:
        return str(error)
    return ""


IN_A_CHILD = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]) << 20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from pathlib import Path
from tests.test_limits import refusal_of
told = {path.name: refusal_of(path.read_bytes(), path.suffix[1:]) for path in sorted(Path(sys.argv[2]).iterdir())}
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits for a process")
def test_the_worst_inputs_are_refused_in_bounds_of_memory_and_time(tmp_path: Path) -> None:
    for name, (make, kind) in WORST.items():
        (tmp_path / f"{name}.{kind}").write_bytes(make())
    command = [sys.executable, "-c", IN_A_CHILD, str(MEMORY), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2_000:]
    told = json.loads(done.stdout)
    assert len(told) == len(WORST)
    assert [name for name, said in told.items() if not said or len(said) > 3_000 or "too little memory" in said] == []
