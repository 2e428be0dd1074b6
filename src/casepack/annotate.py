"""The marked copy of a workbook: a colour and a note at each cell with something to put right or to check, and a list.

The original's parts are edited in place, so that everything else in it stays as it was. Where that is not safe the
list alone is given, as a workbook of its own.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .errors import Problem
from .form import FIX_LIST, is_fix_list
from .patch_book import Book, BookSheet, custom_property, properties_part, set_property
from .patch_boxes import SheetParts
from .patch_cells import Place, first_of_merged, place_of, recoloured, with_looks
from .patch_list import LOOK, WRONG, Line, add_table, list_sheet
from .patch_looks import Looks
from .patch_notes import add_notes, remove_notes
from .patch_parts import Package
from .patch_xml import MAIN, CannotEdit, splice
from .shown import first_capital

MARKED = "casepack marked copy"
"""The property that tells a marked copy, with what its other parts were when it was made."""
LIST_PROPERTY = "casepack list"
"""The property that names the sheet with the list."""
MARKING = "OFFICIAL-SENSITIVE"

_SAYS = frozenset(
    ("is", "are", "was", "were", "has", "have", "holds", "needs", "does", "must", "may", "cannot", "looks")
)
"""Words with which a problem goes on from the name of what it is about."""
_SEPARATE = (
    "The list of what to put right stands here alone: the workbook is written in a way that casepack cannot mark."
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A workbook to be kept beside the one that was checked. `whole` is false where it holds the list only."""

    data: bytes
    whole: bool
    macros: bool = False

    @property
    def ending(self) -> str:
        """How its name must end."""
        return ".xlsm" if self.macros else ".xlsx"


def annotated(data: bytes, problems: Sequence[Problem], name: str, *, marking: str = MARKING) -> Marked:
    """A marked copy of the workbook `data`, called `name`; same workbook and problems, same bytes.

    A marked copy that was worked on further loses its old marks. Where the workbook cannot be edited safely, a
    workbook with nothing but the list.
    """
    try:
        return _edited(Package(data), problems, name, marking)
    except CannotEdit:
        package = Package(_empty())
        book = Book(package)
        looks = Looks(package.xml(book.styles(), MAIN))
        lines = [_line(problem, None) for problem in _in_order(problems)]
        _put_list(book, looks, lines, _told(problems, name, whole=False), marking)
        return Marked(_signed(package), whole=False)


def _edited(package: Package, problems: Sequence[Problem], name: str, marking: str) -> Marked:
    book = Book(package)
    looks = Looks(package.xml(book.styles(), MAIN))
    _take_off_marks(book, looks)
    at: dict[str, dict[Place, list[Problem]]] = {}
    lines = []
    for problem in _in_order(problems):
        sheet = book.sheet(problem.sheet) if problem.sheet else None
        lines.append(_line(problem, sheet))
        place = place_of(problem.cell)
        if sheet and place and not is_fix_list(sheet.name):
            at.setdefault(sheet.part, {}).setdefault(place, []).append(problem)
    for part, found in at.items():
        _mark(package, part, found, looks)
    _put_list(book, looks, lines, _told(problems, name, whole=True), marking)
    return Marked(_signed(package), whole=True, macros=book.macros())


def _mark(package: Package, part: str, found: dict[Place, list[Problem]], looks: Looks) -> None:
    """Give the cells of one sheet their colours and notes."""
    xml = package.xml(part, MAIN)
    gathered: dict[Place, list[Problem]] = {}
    for place, seen in first_of_merged(xml, sorted(found)).items():
        gathered.setdefault(seen, []).extend(found[place])
    wanted: dict[Place, Callable[[int], int]] = {}
    notes: dict[Place, tuple[tuple[str, str], ...]] = {}
    for place, told in gathered.items():
        told = _in_order(told)
        colour = WRONG if told[0].severity == "problem" else LOOK
        wanted[place] = partial(looks.filled, colour=colour)
        notes[place] = tuple((f"{_kind(p)}: ", _sentence(p)) for p in told)
    sheet = SheetParts(part, splice(xml.data, recoloured(xml, wanted)))
    add_notes(package, sheet, notes)
    package.put(part, sheet.data)


def _take_off_marks(book: Book, looks: Looks) -> None:
    """Take off the marks of the last time, where this is a marked copy that somebody has worked on since."""
    package = book.package
    if custom_property(package, LIST_PROPERTY) is None:
        return
    before = looks.unfilled({WRONG, LOOK})
    for sheet in book.sheets:
        if sheet.name != custom_property(package, LIST_PROPERTY):
            remove_notes(package, sheet.part)
            xml = package.xml(sheet.part, MAIN)
            edits = with_looks(xml, before)
            if edits:
                package.put(sheet.part, splice(xml.data, edits))


def _put_list(book: Book, looks: Looks, lines: Sequence[Line], told: str, marking: str) -> None:
    """Put the list before all sheets, or in the place of the last one."""
    package = book.package
    old = custom_property(package, LIST_PROPERTY)
    sheet = next((s for s in book.sheets if s.name == old and is_fix_list(s.name)), None)
    if sheet is None:
        title = book.free_title(FIX_LIST)
        part = book.insert_first(title, b"", "$5:$5")
    else:
        title, part = sheet.name, sheet.part
        for old_link in package.links(part):
            if not old_link.outside and package.has(old_link.target):
                package.drop(old_link.target)
        package.forget_links(part)
    table = add_table(package, book, part, len(lines))
    package.put(part, list_sheet(looks, lines, FIX_LIST, told, marking, table))
    package.put(book.styles(), looks.saved())
    book.open_at(title)
    set_property(package, LIST_PROPERTY, title)


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """What is wrong, then what is worth a look, each in the order of the report."""
    return sorted(problems, key=lambda p: p.severity != "problem")


def _line(problem: Problem, sheet: BookSheet | None) -> Line:
    place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet or "The whole workbook"
    leads_to = (sheet.name, problem.cell or "A1") if sheet else None
    what = first_capital(problem.what)
    return Line(problem.severity == "problem", place, problem.heading, problem.found, what, problem.fix, leads_to)


def _kind(problem: Problem) -> str:
    return "To put right" if problem.severity == "problem" else "To check"


def _sentence(problem: Problem) -> str:
    """What is wrong and what to do: "Date of birth is needed and is empty. Type it." """
    between = " " if problem.what.partition(" ")[0] in _SAYS else ": "
    said = f"{problem.heading}{between}{problem.what}" if problem.heading else first_capital(problem.what)
    return f"{said} {problem.fix}".strip()


def _told(problems: Sequence[Problem], name: str, *, whole: bool) -> str:
    wrong = sum(p.severity == "problem" for p in problems)
    counts = f"{wrong} to put right, {len(problems) - wrong} to check, in {name}"
    if not whole:
        return f"{counts}. {_SEPARATE}"
    return (
        f"{counts}, which was not changed. Each place leads to its cell, which has a colour and a note. "
        "Put things right there or here, and go on with one of the two."
    )


def _signed(package: Package) -> bytes:
    set_property(package, MARKED, "")
    set_property(package, MARKED, _fingerprint(package))
    return package.save()


def _fingerprint(package: Package) -> str:
    part = properties_part(package)
    told = [f"{name} {crc:08x}" for name, crc in package.fingerprints() if name != part]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def is_untouched_copy(data: bytes) -> bool:
    """Is this a marked copy just as casepack made it, so that nothing is lost where the next one takes its place?"""
    try:
        package = Package(data)
        return custom_property(package, MARKED) == _fingerprint(package)
    except CannotEdit:
        return False


def copy_names(path: Path, marked: Marked) -> list[Path]:
    """Where a marked copy may be kept, beside the workbook, the best name first."""
    stem = path.stem
    word = "checked" if marked.whole else "put right"
    for used in ("checked", "put right"):
        stem = _without_number(stem, used)
    names = [f"{stem} ({word})", *(f"{stem} ({word} {n})" for n in range(2, 100))]
    return [path.with_name(f"{name}{marked.ending}") for name in names]


def _without_number(stem: str, word: str) -> str:
    start, bracket, rest = stem.rpartition(f" ({word}")
    ours = bracket and rest.endswith(")") and (rest == ")" or rest[1:-1].isdigit())
    return start if ours and start else stem


def _empty() -> bytes:
    """A workbook without sheets, into which the list is put."""
    kinds = "application/vnd.openxmlformats-"
    main = "officedocument.spreadsheetml.sheet.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{kinds}package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}{main}"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="xl/workbook.xml"/></Relationships>'
    )
    book = f'<workbook xmlns="{MAIN}"><bookViews><workbookView/></bookViews><sheets/></workbook>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in (("[Content_Types].xml", types), ("_rels/.rels", links), ("xl/workbook.xml", book)):
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
