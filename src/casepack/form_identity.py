"""Which form a workbook is, and whether an older or a newer casepack made it.

A workbook says so on a hidden sheet and in its properties. One that says nothing, because somebody copied the sheets
into another file, is known by the names of its sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .cells import WorkbookCells
from .errors import Problem, RecordError
from .form import Form
from .form_actions import ACTIONS_FORM
from .form_office import OFFICE_FORM
from .form_record import RECORD_FORM
from .heading_match import key_of, written

IDENTITY_SHEET = "casepack"
"""The hidden sheet on which a workbook says which form it is: "form", "version" and "made by" in its first column."""

MEETING = "meeting"
"""What the workbook of a meeting's actions says besides: of which meeting."""

_ROWS = 10
_FORMS = (RECORD_FORM, OFFICE_FORM, ACTIONS_FORM)
_HOLDS = {"record": "a record", "office": "the office's data", "actions": "the actions of a meeting"}
_CALLED = {"record": "an intake", "office": "an office", "actions": "an actions"}
_INSTEAD = {
    "record": "Name the record instead.",
    "office": "Name the office's file.",
    "actions": "Give it another name: what is called actions is taken for those of a meeting.",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook says of itself: which form, in which version (0 where it does not say), made by what.

    That of a meeting's actions says which `meeting`, by id.
    """

    form: str = ""
    version: int = 0
    made_by: str = ""
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """How the form of a workbook, `theirs`, compares with this casepack's, `ours`; 0 where it does not say."""

    theirs: int
    ours: int
    made_by: str = ""

    @property
    def newer(self) -> bool:
        """Was it made by a newer casepack?"""
        return self.theirs > self.ours

    @property
    def older(self) -> bool:
        """Was it made by an older casepack?"""
        return 0 < self.theirs < self.ours


def identity(book: WorkbookCells) -> Identity:
    """What the workbook says of itself, on its hidden sheet or else in its properties."""
    said = {key.casefold(): value for key, value in book.properties.items()}
    for sheet in book.sheets:
        if key_of(sheet.name) == IDENTITY_SHEET:
            for row in range(1, _ROWS):
                said[written(sheet.cells.get((row, 1))).strip().casefold()] = written(sheet.cells.get((row, 2))).strip()
    return _identity(said)


def _identity(said: Mapping[str, str]) -> Identity:
    number = said.get("version", "").removesuffix(".0")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return Identity(said.get("form", "").casefold(), version, said.get("made by", ""), said.get(MEETING, ""))


def check_form(book: WorkbookCells, form: Form, name: str) -> Version:
    """The version of the workbook's form. Raises `RecordError` where it is another kind of workbook."""
    says = identity(book)
    ours = _sheets_of(book, form)
    if says.form != form.name:
        other = form_of(book)
        if other != form.name and (other == says.form or not ours) and other:
            what = f"holds {_HOLDS[other]}, not {_HOLDS[form.name]}."
            raise RecordError([Problem("wrong-file", name, what, _fix(other, form))])
    if not ours:
        what = f"has none of the sheets of {_CALLED[form.name]} workbook."
        sheets = f'"{form.sheets[0].name}" and "{form.sheets[1].name}"'
        fix = f"Check that it is the right file. The first sheets are {sheets}; look whether they were renamed."
        raise RecordError([Problem("not-the-form", name, what, fix)])
    return Version(says.version if says.form == form.name else 0, form.version, says.made_by)


def form_of(book: WorkbookCells) -> str:
    """Which form a workbook is, "record", "office" or "actions": as it says, else by its sheets; "" for none."""
    says = identity(book).form
    sheets = {form.name: _sheets_of(book, form) for form in _FORMS}
    if says in sheets:
        return says
    return max(sheets, key=lambda name: sheets[name]) if any(sheets.values()) else ""


def _fix(holds: str, form: Form) -> str:
    if form.name == "record" and holds == "actions":
        return "Lay it beside the records of the cases, where casepack finds it by itself, and name a record instead."
    return _INSTEAD[form.name]


def _sheets_of(book: WorkbookCells, form: Form) -> int:
    """How many sheets of this form the workbook has, by name."""
    wanted = {key_of(sheet.name) for sheet in form.sheets}
    return len(wanted & {key_of(cells.name) for cells in book.sheets})
