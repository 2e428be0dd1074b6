"""Whole intake workbooks for tests: as casepack makes them, and spoilt as people and programs spoil them.

A `Parts` is a workbook taken apart. Answers are typed into it as Excel writes them, so that all else of the file (its
tables, lists, names and looks) stays as it was; what only other programs write is made by openpyxl or by hand.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import load_workbook

from casepack.cells import address, column_letters
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.office import Office
from casepack.record import Record
from casepack.workbook_build import build_workbook
from casepack.workbook_outline import column_number

from .bookmaker import MAIN, RELATIONS, TYPES, Part, parts_of
from .builders import episode, involvement, office, person, record

MADE_BY = "0.1.0"
NAMES = ("Tobias", "Juniper", "Sorrel", "Linnet", "Bramble", "Quill")
"""The young people of the base record, P1 to P6; each was there."""


@cache
def the_office() -> Office:
    """The office of these workbooks."""
    return office()


@cache
def base_record() -> Record:
    """A record of six young people about which nothing is to be said."""
    return record(
        episodes=[episode(), episode("E2", start="18:10", postcode="ZZ1 4AB")],
        people=[
            person(f"P{n}", given_name=name, family_name=f"Sampleford-{name[:2]}", school="SCH1", phone="01632 960101")
            for n, name in enumerate(NAMES, 1)
        ],
        involvements=[involvement(f"A{n}", f"P{n}", "witness") for n in range(1, len(NAMES) + 1)],
        carers=[{"people": ["P1"], "name": "Grant Exampleby", "told_at": "2026-10-24 18:10", "told_by": "SC-02"}],
        support=[{"id": "Q1", "person": "P2", "agency": "yjs"}],
        progress=[{"step": "mapping", "status": "in hand"}],
    )


@cache
def base() -> bytes:
    """The workbook of that record, as casepack makes it."""
    return build_workbook(RECORD_FORM, the_office(), base_record(), made_by=MADE_BY)


@cache
def empty() -> bytes:
    """An empty workbook, as casepack makes it."""
    return build_workbook(RECORD_FORM, the_office(), None, made_by=MADE_BY)


@cache
def base_office() -> bytes:
    """The workbook of the office, as casepack makes it."""
    return build_workbook(OFFICE_FORM, None, the_office(), made_by=MADE_BY)


@dataclass(frozen=True)
class Inline:
    """A text that stands in the cell itself, as Google Sheets and many programs write it."""

    text: str


@dataclass(frozen=True)
class Raw:
    """A cell word for word: its further attributes, and what is in it."""

    attributes: str = ""
    inside: str = ""


@dataclass(frozen=True)
class Look:
    """A value in a cell with a look of its own: a number format, or crossed out."""

    value: Any
    number_format: str = ""
    struck: bool = False


def formula(words: str, saved: str | None = None, kind: str = "") -> Raw:
    """A formula; without a saved result it has none."""
    result = "" if saved is None else f"<v>{escape(saved)}</v>"
    return Raw(f't="{kind}"' if kind else "", f"<f>{escape(words)}</f>{result}")


_ROW = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_STRINGS = "xl/sharedStrings.xml"
_STYLE = re.compile(r's="(\d+)"')
_PLACE = re.compile(r"(?:(.+)!)?([A-Z]+)(\d+)")

Cells = dict[int, tuple[str, str]]
"""By column, the attributes of a cell and what is in it."""


@dataclass
class SheetXml:
    """One sheet: what stands before its rows, its rows by number, and what stands after."""

    before: str
    rows: dict[int, tuple[str, Cells]]
    after: str

    def text(self) -> str:
        """The XML, rows and cells in their order."""
        rows = []
        for number, (attributes, cells) in sorted(self.rows.items()):
            inner = "".join(
                f'<c r="{address(number, column)}"{given}>{inside}</c>'
                for column, (given, inside) in sorted(cells.items())
            )
            rows.append(f'<row r="{number}"{attributes}>{inner}</row>')
        return f"{self.before}<sheetData>{''.join(rows)}</sheetData>{self.after}"


def _sheet_xml(text: str) -> SheetXml:
    before, _, rest = text.partition("<sheetData>")
    data, _, after = rest.partition("</sheetData>")
    rows = {
        int(row[1]): (row[2], {column_number(c[1]): (c[2], c[3] or "") for c in _CELL.finditer(row[3] or "")})
        for row in _ROW.finditer(data)
    }
    return SheetXml(before, rows, after)


class Parts:
    """The parts of a workbook that casepack has made, to be changed one after the other."""

    def __init__(self, data: bytes | None = None) -> None:
        """Those of `data`; without it, of the base workbook."""
        self.parts: dict[str, Part] = dict(parts_of(base() if data is None else data))
        self._strings: list[str] = []

    def part(self, name: str) -> str:
        """The part of this name as text."""
        content = self.parts[name]
        return content if isinstance(content, str) else str(content, "utf-8")

    def replace(self, name: str, old: str, new: str, count: int = -1) -> Parts:
        """Put other words into a part; they must be there."""
        text = self.part(name)
        assert old in text, (name, old)
        self.parts[name] = text.replace(old, new, count)
        return self

    def sheets(self) -> list[str]:
        """The names of the sheets, in their order."""
        return re.findall(r'<sheet [^>]*?\bname="([^"]*)"', self.part("xl/workbook.xml"))

    def sheet(self, name: str) -> str:
        """The part that holds the sheet of this name."""
        named = rf'<sheet [^>]*?\bname={re.escape(quoteattr(name))}[^>]* r:id="(\w+)"'
        listed = re.search(named, self.part("xl/workbook.xml"))
        assert listed, name
        links: list[str] = re.findall("<Relationship [^>]*>", self.part("xl/_rels/workbook.xml.rels"))
        target = next(link.split(' Target="')[1].split('"')[0] for link in links if f' Id="{listed[1]}"' in link)
        return "xl/" + target.removeprefix("/xl/")

    def change(self, sheet: str, change: Callable[[SheetXml], object]) -> Parts:
        """Change the XML of a sheet."""
        part = self.sheet(sheet)
        xml = _sheet_xml(self.part(part))
        change(xml)
        self.parts[part] = xml.text()
        return self

    def type(self, answers: Mapping[str, Any]) -> Parts:
        """Type values into cells such as "People!E6", each keeping its look; None empties one."""
        by_sheet: dict[str, dict[tuple[int, int], Any]] = {}
        for place, value in answers.items():
            found = _PLACE.fullmatch(place)
            assert found, place
            by_sheet.setdefault(found[1], {})[int(found[3]), column_number(found[2])] = value
        for sheet, values in by_sheet.items():
            self.change(sheet, lambda xml, values=values: self._type(xml, values))  # type: ignore[misc]
        return self

    def _type(self, xml: SheetXml, values: Mapping[tuple[int, int], Any]) -> None:
        for (row, column), value in values.items():
            _, cells = xml.rows.setdefault(row, ("", {}))
            style = _STYLE.search(cells.get(column, ("", ""))[0])
            look = f' s="{style[1]}"' if style else ""
            if isinstance(value, Look):
                look, value = f' s="{self._look(value)}"', value.value
            given, inside = self._cell(value)
            cells[column] = (f"{look} {given}".rstrip(), inside)

    def _cell(self, value: Any) -> tuple[str, str]:
        if value is None:
            return "", ""
        if isinstance(value, Raw):
            return value.attributes, value.inside
        if isinstance(value, str) and _STRINGS not in self.parts:
            value = Inline(value)
        if isinstance(value, Inline):
            return 't="inlineStr"', f'<is><t xml:space="preserve">{escape(value.text)}</t></is>'
        if isinstance(value, str):
            return 't="s"', f"<v>{self._shared(value)}</v>"
        if isinstance(value, bool):
            return 't="b"', f"<v>{int(value)}</v>"
        return "", f"<v>{serial(value)}</v>"

    def _shared(self, text: str) -> int:
        """The number of a text among those that cells share, put there as Excel does."""
        name = _STRINGS
        there = self.part(name)
        number = there.count("<si>")
        item = f'<si><t xml:space="preserve">{escape(text)}</t></si></sst>'
        self.parts[name] = there.replace("</sst>", item)
        return number

    def _look(self, look: Look) -> int:
        """The number of a look in the list of looks, put there as Excel does."""
        name = "xl/styles.xml"
        text = self.part(name)
        number_format, font = 0, 0
        if look.number_format:
            number_format = 900 + text.count("<numFmt ")
            code = f'<numFmt numFmtId="{number_format}" formatCode={quoteattr(look.number_format)}/>'
            text = re.sub(r'<numFmts count="\d+">', lambda m: m[0] + code, text)
        if look.struck:
            fonts = text.partition("</fonts>")[0]
            font = fonts.count("<font>") + fonts.count("<font/>")
            text = text.replace("</fonts>", "<font><strike/><sz val='11'/></font></fonts>")
        listed = text.partition("<cellXfs")[2].partition("</cellXfs>")[0]
        xf = f'<xf numFmtId="{number_format}" fontId="{font}" fillId="0" borderId="0" xfId="0"/>'
        self.parts[name] = text.replace("</cellXfs>", f"{xf}</cellXfs>")
        return listed.count("<xf ")

    def rename(self, sheet: str, name: str) -> Parts:
        """Call a sheet by another name, as Excel does: what leads to it goes on leading to it."""
        text = self.part("xl/workbook.xml")
        named = rf"(<sheet [^>]*?\bname=){re.escape(quoteattr(sheet))}"
        text = re.sub(named, lambda found: found[1] + quoteattr(name), text)
        quoted = escape(name.replace("'", "''"))
        self.parts["xl/workbook.xml"] = text.replace(f"'{escape(sheet)}'!", f"'{quoted}'!")
        return self

    def order(self, order: Callable[[list[str]], list[str]]) -> Parts:
        """Put the sheets in another order, or leave some out."""
        text = self.part("xl/workbook.xml")
        start, _, rest = text.partition("<sheets>")
        listed, _, end = rest.partition("</sheets>")
        by_name = {re.findall(r'\bname="([^"]*)"', one)[0]: one for one in re.findall("<sheet [^>]*/>", listed)}
        kept = "".join(by_name[name] for name in order(list(by_name)))
        self.parts["xl/workbook.xml"] = f"{start}<sheets>{kept}</sheets>{end}"
        return self

    def drop(self, *names: str) -> Parts:
        """Take sheets out."""
        return self.order(lambda sheets: [name for name in sheets if name not in names])

    def add(self, name: str, rows: str) -> Parts:
        """Add a sheet of these rows at the end."""
        number = 900 + len(self.sheets())
        part = f"worksheets/sheet{number}.xml"
        self.parts[f"xl/{part}"] = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        entry = f'<sheet xmlns:r="{RELATIONS}" name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        self.replace("xl/workbook.xml", "</sheets>", f"{entry}</sheets>")
        link = f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="{part}"/>'
        self.replace("xl/_rels/workbook.xml.rels", "</Relationships>", f"{link}</Relationships>")
        kind = f'<Override PartName="/xl/{part}" ContentType="{TYPES}.worksheet+xml"/>'
        return self.replace("[Content_Types].xml", "</Types>", f"{kind}</Types>")

    def xlsx(self) -> bytes:
        """The workbook put together again: the same bytes whenever that is."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, compresslevel=1)
        return out.getvalue()


def serial(value: date | datetime | time | float) -> float:
    """A value as the number that Excel keeps for it."""
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / 1440
    if isinstance(value, datetime):
        return serial(value.date()) + serial(value.time())
    if isinstance(value, date):
        return value.toordinal() - date(1899, 12, 30).toordinal()
    return value


def typed(answers: Mapping[str, Any], data: bytes | None = None) -> Callable[[], bytes]:
    """Makes the base workbook, or `data`, with these answers typed into it."""
    return lambda: Parts(data).type(answers).xlsx()


def changed(*changes: Callable[[Parts], object], data: Callable[[], bytes] = base) -> Callable[[], bytes]:
    """Makes the base workbook, or `data()`, with these changes."""

    def make() -> bytes:
        parts = Parts(data())
        for change in changes:
            change(parts)
        return parts.xlsx()

    return make


def by_openpyxl(change: Callable[[Any], object], data: Callable[[], bytes] = base) -> Callable[[], bytes]:
    """Makes the base workbook opened, changed and saved by openpyxl, which saves no result of a formula."""

    def make() -> bytes:
        book = load_workbook(io.BytesIO(data()))
        change(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


def rows_moved(by: int, at: int = 1) -> Callable[[SheetXml], None]:
    """Insert rows before row `at`."""

    def change(xml: SheetXml) -> None:
        xml.rows = {(row + by if row >= at else row): content for row, content in xml.rows.items()}

    return change


def columns_as(order: Callable[[int], int]) -> Callable[[SheetXml], None]:
    """Put the columns in another order: `order` gives the new number of each."""

    def change(xml: SheetXml) -> None:
        xml.rows = {
            row: (given, {order(column): cell for column, cell in cells.items()})
            for row, (given, cells) in xml.rows.items()
        }

    return change


def own_rows(lines: list[list[str]]) -> Iterator[str]:
    """The rows of a sheet of the officer's own."""
    for row, line in enumerate(lines, 1):
        cells = "".join(
            f'<c r="{column_letters(column)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(line, 1)
        )
        yield f'<row r="{row}">{cells}</row>'
