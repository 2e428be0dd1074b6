"""Whether a file that cannot be read as a record may be that of a sensitive case, which nobody is shown by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .cells import SheetCells, WorkbookCells
from .column_match import look
from .errors import RecordError
from .folding import edit_distance, words_of
from .form_record import RECORD_FORM
from .heading_match import FATE, headings_in, key_of, written
from .record import Sensitivity
from .sheet_match import is_own_sheet
from .sniff import FileKind, sniff
from .workbook_cells import open_workbook

_IN_JSON = re.compile(rb'"sensitivity"\s*:\s*"\s*sensitive\s*"', re.IGNORECASE)
_LONGEST = 40
"""Characters of an answer from a list with a few words added; longer texts tell what happened."""
_SLIPS = 2
_INCIDENT, _QUESTION = RECORD_FORM.place("incident", "sensitivity")


def may_be_sensitive(data: bytes, name: str) -> bool | None:
    """Is this the record of a sensitive case? None where the file does not let it be known.

    On the safe side: a workbook counts as sensitive wherever the word stands among the answers about the incident.
    """
    kind = sniff(data, name).kind
    if kind is FileKind.JSON:
        return bool(_IN_JSON.search(data))
    if kind is FileKind.OTHER:
        return None
    try:
        book = open_workbook(data, name)
    except RecordError:
        return None
    return _says_so(book)


def _says_so(book: WorkbookCells) -> bool:
    """Is the word among the answers of the sheet on the incident, or of a sheet that may be it under another name?"""
    others = {key_of(sheet.name) for sheet in RECORD_FORM.sheets if sheet != _INCIDENT}
    return any(
        _is_the_word(answer)
        for cells in book.sheets
        if not is_own_sheet(cells.name) and key_of(cells.name) not in others
        for answer in _answers(cells)
    )


def _answers(cells: SheetCells) -> Iterator[str]:
    """What stands in the column of the answers, and anywhere beside the question itself."""
    looks = look(_INCIDENT, cells)
    asked = {row for row, label in looks.typed.items() if key_of(label) == key_of(_QUESTION.heading)}
    told = {at for at, text in headings_in(cells, looks.heading).items() if key_of(text) == key_of(FATE)}
    for (row, column), cell in cells.cells.items():
        if column == looks.answers or (row in asked and column not in {looks.asked, *told}):
            yield written(cell)


def _is_the_word(answer: str) -> bool:
    word = Sensitivity.SENSITIVE.value
    return len(answer) <= _LONGEST and any(edit_distance(typed, word) <= _SLIPS for typed in words_of(answer))
