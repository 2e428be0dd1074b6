"""Workbooks spoilt at random: bytes, parts, XML, cells, headings and sheets; the same for the same seed.

`spoilt` gives one workbook, `judged` reads it and says what is not as it should be: anything but a record or a report
in plain words is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape

from casepack.annotate import annotated
from casepack.cells import address
from casepack.errors import Problem, RecordError
from casepack.form import Form
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.read import read_office, read_record

from .bookmaker import Part, packed, raw_zip
from .corpus_files import as_google, kept, strict
from .forms import TEXTS
from .whole_books import Parts, Raw, base, base_office, by_openpyxl, changed, empty, the_office

NAME, OFFICE_NAME = "case.xlsx", "office.xlsx"
FEW = (
    "Start here",
    "Incident",
    "Episodes",
    "People",
    "Roles and allegations",
    "Home and contact",
    "Carers",
    "casepack",
)
"""Sheets enough to try everything with, and few enough to be read quickly."""

_VALUES = (
    *TEXTS, "", " ", "\u200b", "a_x0000_b", "_x001B_[31m", "_xD83D__xDE00_", "_xFFFF_", "\u202eabc", "a" * 300,
    "P1 " * 90, "{P1", "}{", "{P99}", "{{P1}}", "P1;;P2,,", "12/12", "31/12/1899", "29/02/2100", "99:99",
    "24/10/2026 25:00", "1" * 60, "-1", "1e400", "0x10", "١٢", "½", "²", "Yes No", "(none)", "as written: ", "- ",
    "-\n-\n", "  - a\n  b", "SCH1 (SCH2)", "(((SCH1", "Officer SC-01 (SC-01) (SC-02)", '=HYPERLINK("x")', "😀" * 50,
    "\u0301" * 40, "ﬀ", "İ", "ß" * 20, "Tobias", "juniper sampleford-ju", "Tobias and P2 / Sorrel",
)  # fmt: skip
_NUMBERS = (
    "0", "-0", "1", "-1", "0.5", "0.999999999", "59", "60", "61", "1462", "44856", "46318.372", "2958465", "2958466",
    "1e15", "1E+300", "1e999", "-1e999", "nan", "inf", "0.1e-300", "7700900123", "1.5.2", "1,5", "", " 5 ", "+5",
    "1_000", "٣", "9" * 400,
)  # fmt: skip
_FORMULAS = ("<f>1+1</f>", "<f/>", '<f t="shared" si="0"/>', '<f t="array" ref="A1:Z99999">A1</f>', "<f>=</f><f>2</f>")
_KINDS = ("n", "s", "b", "e", "str", "inlineStr", "d", "q", "")
_ATTRIBUTES = (
    "0", "1", "-1", "999999999", "1e9", "true", "", "A1", "XFD1048576", "ZZZ9", "A0", "A1:B", "$A$1", "rId1", "rId999",
    "../../x", "worksheets/sheet4.xml", "http://example.org/x", "nan", "x" * 300, "People", "&amp;lt;", "\u202e",
)  # fmt: skip
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ELEMENT = re.compile(r"<([A-Za-z][\w:]*)(?:\s[^<>]*)?(?:/>|>[^<>]*</\1>)")
_VALUE = re.compile(r'="[^"]*"')


@cache
def _bases() -> tuple[bytes, ...]:
    """Workbooks of a record, as several programs save them."""
    files = ("libreoffice-typed.xlsx", "libreoffice-empty.xlsx")
    return (base(), empty(), strict(), by_openpyxl(lambda _: None)(), changed(as_google)(), *(kept(f)() for f in files))


@cache
def _few() -> tuple[bytes, ...]:
    """The base workbook, and what Google Sheets leaves of it, with a few of their sheets only."""

    def drop(parts: Parts) -> None:
        gone = [parts.sheet(name) for name in parts.sheets() if name not in FEW]
        parts.drop(*(name for name in parts.sheets() if name not in FEW))
        for part in gone:
            del parts.parts[part]

    return changed(drop)(), changed(as_google, drop)()


# Ways to spoil one


def _bytes(rng: random.Random, data: bytes) -> bytes:
    """Some bytes flipped, cut out, put in or set to zero."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 40))):
        at = rng.randrange(len(spoilt))
        if rng.random() < 0.3:  # the list of parts stands at the end, and matters most
            at = len(spoilt) - 1 - rng.randrange(min(len(spoilt), 6_000))
        size = rng.choice((1, 2, 8, 300))
        match rng.randrange(5):
            case 0:
                del spoilt[at : at + size]
            case 1:
                spoilt[at:at] = rng.randbytes(size)
            case 2:
                spoilt[at : at + size] = bytes(size)
            case _:
                spoilt[at] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def _parts(rng: random.Random, data: bytes) -> bytes:
    """Parts taken away, doubled, swapped, renamed, cut off or packed otherwise."""
    parts: list[tuple[str, Part]] = list(Parts(data).parts.items())
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, other = rng.randrange(len(parts)), rng.randrange(len(parts))
        (name, content), (other_name, other_content) = parts[at], parts[other]
        match rng.randrange(8):
            case 0:
                parts.pop(at)
            case 1:
                parts.append((name, other_content))
            case 2:
                parts[at], parts[other] = (name, other_content), (other_name, content)
            case 3:
                parts[at] = (
                    rng.choice((name.upper(), name + ".xml", "/" + name, name.replace("/", "\\"), "")),
                    content,
                )
            case 4:
                parts[at] = (name, content[: rng.randrange(len(content) + 1)])
            case 5:
                parts[at] = (name, rng.choice(("", "<x/>", "\0", b"\xff\xfe", "<a>" * 80, "{}", "<!DOCTYPE a><a/>")))
            case 6:
                rng.shuffle(parts)
            case _:
                parts[at] = (name, _xml_text(rng, str(content, "utf-8") if isinstance(content, bytes) else content))
        parts = parts or [("x", b"")]
    return raw_zip(packed(name, content) for name, content in parts)


def _xml(rng: random.Random, data: bytes) -> bytes:
    """The XML of some part changed: elements moved, doubled, taken away, attributes set to something else."""
    parts = Parts(data)
    for _ in range(rng.choice((1, 1, 3))):
        name = rng.choice([n for n in parts.parts if not n.startswith(("docProps/theme", "xl/theme"))])
        parts.parts[name] = _xml_text(rng, parts.part(name))
    return parts.xlsx()


def _xml_text(rng: random.Random, text: str) -> str:
    for _ in range(rng.choice((1, 2, 6))):
        pattern = rng.choice((_TAG, _ELEMENT, _ELEMENT, _VALUE, _VALUE))
        found = list(pattern.finditer(text))
        if not found:
            continue
        one, other = rng.choice(found), rng.choice(found)
        if pattern is _VALUE:
            put = f'="{rng.choice(_ATTRIBUTES)}"'
        else:
            put = rng.choice(
                ("", one[0] * 2, other[0], one[0] + other[0], f"<v>{rng.choice(_NUMBERS)}</v>", "<!--x-->")
            )
        text = text[: one.start()] + put + text[one.end() :]
    return text


def _cells(rng: random.Random, data: bytes) -> bytes:
    """Anything in some cells of the form."""
    parts = Parts(data)
    sheets = [name for name in parts.sheets() if name not in {"Lists", "Start here"}]
    answers = {}
    for _ in range(rng.choice((1, 5, 30))):
        sheet = rng.choice(sheets)
        row = rng.choice((*range(4, 24), rng.randrange(1, 60), 1_200))
        answers[f"{sheet}!{address(row, rng.randrange(1, 22))}"] = _value(rng)
    return parts.type(answers).xlsx()


def _value(rng: random.Random) -> object:
    words = rng.choice(_VALUES)
    if rng.random() < 0.4:
        return words
    kind = rng.choice(_KINDS)
    inner = rng.choice((words, rng.choice(_NUMBERS), rng.choice(_NUMBERS), "".join(rng.choices("ab 1/.:{}-\n", k=9))))
    plain = "".join(c for c in escape(inner) if c >= " " or c == "\n")
    inside = rng.choice((f"<v>{plain}</v>", f"<is><t>{plain}</t></is>", "<v/>", "", f"<v>{rng.choice(_NUMBERS)}</v>"))
    inside = (rng.choice(_FORMULAS) if rng.random() < 0.2 else "") + inside
    look = rng.choice(("", "", ' s="0"', ' s="3"', ' s="19"', ' s="9999"', ' s="x"'))
    return Raw(f't="{kind}"{look}' if kind else look.strip(), inside)


def _headings(rng: random.Random, data: bytes) -> bytes:
    """Headings and questions in other words, swapped, doubled or gone; sheets renamed, moved, left out or copied."""
    parts = Parts(data)
    for _ in range(rng.choice((1, 2, 4))):
        names = parts.sheets()
        sheet, other = rng.choice(names), rng.choice(names)
        heading = rng.choice([c.heading for one in RECORD_FORM.sheets for c in one.columns])
        place = rng.choice((address(5, rng.randrange(1, 20)), address(rng.randrange(5, 45), 1)))
        match rng.randrange(8):
            case 0:
                new = rng.choice(
                    (other, sheet.upper(), f"{sheet} (2)", f"Copy of {sheet}", sheet[:-1], rng.choice(_VALUES))
                )
                parts.rename(sheet, "".join(c for c in new if c >= " " and c not in '"&<>'))
            case 1:
                parts.order(lambda listed: rng.sample(listed, len(listed)))
            case 2:
                parts.drop(sheet)
            case 3:
                copied = parts.part(parts.sheet(sheet)).partition("<sheetData>")[2].partition("</sheetData>")[0]
                if f"{sheet} (2)" not in names:
                    parts.add(f"{sheet} (2)", copied)
            case _:
                typed = rng.choice(
                    (heading, heading[:-1], heading.upper(), f"{heading} {heading}", rng.choice(_VALUES), None)
                )
                parts.type({f"{sheet}!{place}": typed})
        if not parts.sheets():
            break
    return parts.xlsx()


_WAYS: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "bytes": _bytes,
    "parts": _parts,
    "xml": _xml,
    "cells": _cells,
    "headings": _headings,
}


@dataclass(frozen=True)
class Spoilt:
    """One workbook, how it was spoilt, and which form it was."""

    number: int
    how: str
    form: Form
    data: bytes


def spoilt(seed: int, number: int, *, few: bool = False) -> Spoilt:
    """The workbook of this number. With `few` it has a few sheets only."""
    rng = random.Random(f"{seed} {number}")
    form = OFFICE_FORM if rng.random() < 0.1 else RECORD_FORM
    data = base_office() if form is OFFICE_FORM else rng.choice(_few() if few else _bases())
    ways = [rng.choice(list(_WAYS))]
    if rng.random() < 0.3:
        ways.append(rng.choice(("cells", "headings", "cells", "headings")))
        ways.sort(key=list(_WAYS).index, reverse=True)  # cells before bytes: what is damaged can be spoilt no further
    for way in ways:
        data = _WAYS[way](rng, data)
    return Spoilt(number, " and ".join(ways), form, data)


# What is said of it

_JARGON = re.compile(r"Traceback|Error\b|Exception|None\b|\bNaN\b|<class|\bstr\b|\bint\b|0x[0-9a-f]")
_OF_PROGRAMMERS = re.compile(r"\bJSON\b|\bfield|\bpydantic|\bXML\b|\bzip\b")
"""What is said of a cell has no word of programmers; what a file is must be called by its name."""
_LONGEST = 1_200


@dataclass
class Judged:
    """What came of one workbook: the codes that were told, and what is not as it should be."""

    codes: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def judged(one: Spoilt, *, mark: bool = True) -> Judged:
    """Read a workbook, and mark it where something can be marked. Whatever is raised but a report goes on."""
    made = Judged()
    problems = _problems(one.form, one.data)
    made.codes = sorted({problem.code for problem in problems})
    made.wrong = [wrong for problem in problems for wrong in faults_of(problem, one.form)]
    if mark and any(problem.sheet for problem in problems):
        name = OFFICE_NAME if one.form is OFFICE_FORM else NAME
        copy = annotated(one.data, problems, name)
        if copy.whole:
            again = _problems(one.form, copy.data)
            if [_place(p) for p in again] != [_place(p) for p in problems]:
                made.wrong.append("the marked copy is not said to be what its workbook was")
        else:
            _problems(one.form, copy.data)
    return made


def _place(problem: Problem) -> tuple[str, ...]:
    return problem.severity, problem.code, problem.where, problem.found, problem.what, problem.fix


def _problems(form: Form, data: bytes) -> tuple[Problem, ...]:
    try:
        if form is OFFICE_FORM:
            return read_office(data, OFFICE_NAME)[1]
        return read_record(data, NAME, the_office())[1]
    except RecordError as error:
        return error.problems


def faults_of(problem: Problem, form: Form) -> Iterator[str]:
    """What is wrong with a report: not plain, not short, or without a place."""
    name = OFFICE_NAME if form is OFFICE_FORM else NAME
    if not problem.where.startswith(name) or not problem.what or not problem.fix:
        yield f"no place, or nothing said: {problem}"
    said = f"{problem.what} {problem.fix}"
    if problem.found:
        said = said.replace(problem.found, "")
    plain = re.sub('"[^"]*"', "", said)
    if _JARGON.search(plain) or (problem.sheet and _OF_PROGRAMMERS.search(plain)):
        yield f"not in plain words: {problem}"
    if not all(c.isprintable() for c in problem.sentence() + problem.found) or len(problem.sentence()) > _LONGEST:
        yield f"cannot be printed, or is too long: {problem}"
