"""Which sheet of a workbook is which sheet of the form, and what is said of the others.

Names are compared by their letters and digits. A sheet whose name says something else is never read: it is asked
whether it is the one that is missing, by its headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .cells import SheetCells, WorkbookCells
from .column_match import Matched, known_headings, match_columns
from .complaints import nearest
from .form import HELPERS, Form, Sheet, is_fix_list
from .form_identity import IDENTITY_SHEET, Version
from .heading_match import ANSWER, FIRST_ROWS, QUESTION, cells_below, headings_in, holds, key_of
from .workbook_places import Notes, Places, Spot

OWN_SHEETS = ("Start here", "Lists", IDENTITY_SHEET)
"""Sheets of casepack's own that hold no answers."""

_KNOWN_BY = 3
"""Headings by which a sheet is taken for one of the form under another name."""
_COPY = re.compile(r"copy of (?P<of>.+)|(?P<name>.+?)[ _]*\(?\d+\)?", re.IGNORECASE)
_NAME = re.compile(r"casepack\.(\w+)\.(\w+)", re.IGNORECASE)


def match_sheets(book: WorkbookCells, form: Form, version: Version, notes: Notes) -> list[Matched]:
    """The sheets of the form that the workbook has, in the form's order; notes on all that is odd about the sheets."""
    rest = [cells for cells in book.sheets if not is_own_sheet(cells.name)]
    found: dict[str, SheetCells] = {}
    for sheet in form.sheets:
        cells = _by_name(sheet, rest)
        if cells:
            found[sheet.name] = cells
            rest.remove(cells)
    copies: dict[str, list[SheetCells]] = {}
    for cells in list(rest):
        of = next((s.name for s in form.sheets if _is_copy(cells.name, s.name)), "")
        if not of:
            continue
        rest.remove(cells)
        if of in found:
            copies.setdefault(of, []).append(cells)
        else:
            found[of] = cells
            notes.check(Spot(cells.name), "sheet-read-as", f'was read as the sheet "{of}".', f'Call it "{of}".')
    names = _names(book)
    matched = []
    for sheet in form.sheets:
        if sheet.name not in found:
            continue
        cells = found[sheet.name]
        named = {field: row for (table, field, on), row in names.items() if (table, on) == (sheet.table, cells.name)}
        one = match_columns(sheet, cells, named, notes, newer=version.newer, older=version.older)
        if one.numbers:
            matched.append(one)
        elif any(map(holds, cells.cells.values())):
            _no_headings(sheet, cells, notes)
        for copy in copies.get(sheet.name, ()):
            _copied(one, copy, notes)
    _lacking(form, found, rest, notes)
    for cells in rest:
        _unknown(cells, form, found, version, notes)
    return matched


def is_own_sheet(name: str) -> bool:
    """Is this a sheet of casepack's own, or a copy of one?"""
    return is_fix_list(name) or any(_is_copy(name, own) for own in OWN_SHEETS)


def _by_name(sheet: Sheet, sheets: list[SheetCells]) -> SheetCells | None:
    exact = next((cells for cells in sheets if cells.name == sheet.name), None)
    return exact or next((cells for cells in sheets if key_of(cells.name) == key_of(sheet.name)), None)


def _is_copy(name: str, original: str) -> bool:
    """Is this the name of a sheet, or the name that a program gives a copy of it?"""
    found = _COPY.fullmatch(name.strip())
    of = (found.group("of") or found.group("name")) if found else name
    return key_of(of) == key_of(original)


def _names(book: WorkbookCells) -> Mapping[tuple[str, str, str], int]:
    """Where the workbook itself has kept the answers of its forms: the row by table, field and sheet."""
    found = {}
    for name, (sheet, row, _) in book.names.items():
        parts = _NAME.fullmatch(name)
        if parts:
            found[parts.group(1).lower(), parts.group(2).lower(), sheet] = row
    return found


def _copied(original: Matched, copy: SheetCells, notes: Notes) -> None:
    name = original.cells.name
    if not _filled(original.sheet, copy):
        fix = "Delete it, if nobody needs it."
        notes.check(Spot(copy.name), "sheet-copy", f'is a copy of the sheet "{name}" and was not read.', fix)
        return
    if original.begun():
        what = f'is a copy of the sheet "{name}", and both hold answers.'
        fix = f'Keep the answers that count on the sheet "{name}", and delete the copy.'
    else:
        what = f'is a copy of the sheet "{name}" and holds answers, but the sheet "{name}" is empty.'
        fix = f'Delete the empty one, and call this one "{name}".'
    notes.add(Spot(copy.name), "sheet-copy", what, fix)


def _no_headings(sheet: Sheet, cells: SheetCells, notes: Notes) -> None:
    thing = "questions" if sheet.layout == "form" else "headings"
    first = ", ".join(f'"{column.heading}"' for column in sheet.columns[:3])
    what = f"has none of its {thing} any more, so nothing on it was read."
    path = () if sheet.joined else (sheet.table,)
    notes.add(Spot(cells.name), "headings-missing", what, f"Put them back: {first} and so on.", path=path)


def _lacking(form: Form, found: Mapping[str, SheetCells], rest: list[SheetCells], notes: Notes) -> None:
    """Say which sheets are missing: one that is needed, and one that stands there under another name."""
    needed = {table for table, info in form.model.model_fields.items() if info.is_required()}
    lacking = [sheet for sheet in form.sheets if sheet.name not in found]
    meant: dict[str, SheetCells] = {}
    for cells in rest:
        ranked = sorted(((known_headings(s, cells) / len(s.columns), s.name) for s in lacking), reverse=True)
        sheet = next((s for s in lacking if ranked and s.name == ranked[0][1]), None)
        known = known_headings(sheet, cells) if sheet else 0
        if sheet and known >= min(_KNOWN_BY, len(sheet.columns)) and (sheet.table in needed or _filled(sheet, cells)):
            meant.setdefault(sheet.name, cells)
    for sheet in lacking:
        under = meant.get(sheet.name)
        path = (sheet.table,) if sheet.table in needed and not sheet.joined else ()
        if under:
            rest.remove(under)
            what = f'has the headings of the sheet "{sheet.name}", but another name, so it was not read.'
            notes.add(Spot(under.name), "sheet-missing", what, f'Call it "{sheet.name}".', path=path)
        elif path:
            near = nearest(sheet.name, [cells.name for cells in rest])
            fix = f'Did you mean "{near}"? Then call that sheet "{sheet.name}".' if near else _FROM_NEW
            notes.add(Spot(sheet.name), "sheet-missing", "there is no sheet with this name.", fix, path=path)


def _asks(cells: SheetCells) -> bool:
    """Has this sheet, which the form does not know, the headings of a form and answers under them?"""
    for row in range(1, FIRST_ROWS + 1):
        keys = {at: key_of(text) for at, text in headings_in(cells, row).items()}
        if {key_of(QUESTION), key_of(ANSWER)} <= set(keys.values()):
            return any(cells_below(cells, row, [at for at, key in keys.items() if key == key_of(ANSWER)]).values())
        if key_of(HELPERS[-1]) in keys.values():
            asked = [at for at, key in keys.items() if key not in {key_of(helper) for helper in HELPERS}]
            return any(cells_below(cells, row, asked[1:]).values())
    return False


def _filled(sheet: Sheet, cells: SheetCells) -> bool:
    """Has this sheet any answers, read as if it were that one of the form?"""
    return bool(match_columns(sheet, cells, {}, Notes(Places("", ())), newer=False, older=True).begun())


_FROM_NEW = "Copy it into this workbook from a new one."


def _unknown(cells: SheetCells, form: Form, found: Mapping[str, SheetCells], version: Version, notes: Notes) -> None:
    if not any(map(holds, cells.cells.values())):
        return
    what = "is not part of the form and was not read."
    if version.newer and _asks(cells):
        fix = "Read the workbook with the casepack that made it; or take the sheet out, if it is your own."
        notes.add(Spot(cells.name), "sheet-unknown", what, fix)
        return
    near = nearest(cells.name, [sheet.name for sheet in form.sheets if sheet.name not in found])
    fix = f'Leave it, if it is your own. Or did you mean "{near}"?' if near else "Leave it, if it is your own."
    notes.check(Spot(cells.name), "sheet-unknown", what, fix)
