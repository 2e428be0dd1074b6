"""What an officer may not see at once in a workbook that was read: merged, hidden and crossed-out cells, odd dates.

Each kind is said once for each sheet, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Sequence

from .cells import WorkbookCells, address, column_letters
from .column_match import Matched
from .complaints import Finding
from .form import Form
from .form_identity import Version
from .workbook_places import Notes, Places, Spot, listed


def note_workbook(book: WorkbookCells, notes: Notes) -> None:
    """What is odd about the workbook as a whole."""
    if book.macros:
        fix = "Nothing need be done, if you know where they come from."
        notes.check(Spot(), "macros", "contains macros; they were not run or read.", fix)
    if book.counts_from_1904:
        what = "counts dates from 1904, as Excel on older Macs did; its dates were read so."
        notes.check(Spot(), "counts-from-1904", what, "Check one or two dates.")


def note_sheet(matched: Matched, notes: Notes) -> None:
    """What is merged or hidden among the answers of a sheet."""
    _merged(matched, notes)
    begun = matched.begun()
    if not begun:
        return
    cells = matched.cells
    if cells.hidden:
        notes.check(Spot(cells.name), "hidden-sheet", "is hidden; it was read too.", "Look at it before you go on.")
    rows = [row for row in begun if row in cells.hidden_rows]
    if rows:
        column = matched.answers or min(matched.numbers.values())
        what = f"{_count(len(rows), 'hidden row was', 'hidden rows were')} read too."
        notes.check(Spot(cells.name, rows[0], column), "hidden-rows", what, "Show all rows and look at them.")
    numbers = {matched.answers} if matched.answers else set(matched.numbers.values())
    hidden = sorted(numbers & cells.hidden_columns)
    filled = [at for at in hidden if any((row, at) in cells.cells for row in begun)]
    if filled:
        what = f"the hidden column{'s' if len(filled) > 1 else ''} {listed([column_letters(at) for at in filled])}"
        what += f" {'were' if len(filled) > 1 else 'was'} read too."
        notes.check(Spot(cells.name, begun[0], filled[0]), "hidden-columns", what, "Show all columns and look at them.")


def _merged(matched: Matched, notes: Notes) -> None:
    """Merged areas that cover a cell for an answer: such a cell shows what stands in another one."""
    last = max((row for row, _ in matched.cells.cells), default=0)
    areas = [area for area in matched.cells.merged if _covers(matched, area, last)]
    if not areas:
        return
    names = [f"{address(top, left)}:{address(bottom, right)}" for top, left, bottom, right in areas]
    first = address(*areas[0][:2])
    if len(areas) == 1:
        what = f"the cells {names[0]} are merged; only {first} was read."
    else:
        what = f"the cells {listed(names)} are merged; only the first of each was read."
    fix = "Unmerge them, and write the answer into every cell that it is meant for."
    notes.check(Spot(matched.cells.name, *areas[0][:2]), "merged", what, fix)


def _covers(matched: Matched, area: tuple[int, int, int, int], last: int) -> bool:
    top, left, bottom, right = area
    if matched.answers:
        # On a sheet that is filled in downwards an answer may be as wide as it likes.
        rows = [row for row in matched.numbers.values() if top <= row <= bottom]
        return left <= matched.answers <= right and (left < matched.answers or any(row > top for row in rows))
    inside = [at for at in matched.numbers.values() if left <= at <= right]
    below = max(top, matched.heading + 1) <= min(bottom, last)
    return below and bool(inside) and (bottom > top or any(at > left for at in inside))


def note_version(form: Form, matched: list[Matched], version: Version, notes: Notes) -> None:
    """Say that an older or a newer casepack made the workbook, and which questions are new and were left empty."""
    made = f"casepack {version.made_by}" if version.made_by else "another casepack"
    if version.newer:
        what = f"was made by {made}, newer than this one, which has read what it knows."
        notes.check(Spot(), "newer-form", what, "Use the newer casepack, if you can.")
    if not version.older:
        return
    there = {one.sheet.name: one for one in matched}
    new = [f'the sheet "{sheet.name}"' for sheet in form.sheets if sheet.name not in there]
    for name, one in there.items():
        new += [f'"{c.heading}" on the sheet "{name}"' for c in one.sheet.columns if c.field not in one.numbers]
    empty = f" New since then and left empty: {listed(new)}." if new else " Nothing is missing from it."
    fix = 'Nothing need be done. To fill in what is new, begin a workbook with "casepack new".' if new else ""
    notes.check(Spot(), "older-form", f"was made by {made}, older than this one.{empty}", fix)


def gathered(findings: Sequence[Finding], places: Places) -> list[Finding]:
    """The findings, those on crossed-out cells put together, one for each sheet."""
    struck: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.problem.code == "struck":
            struck.setdefault(finding.problem.sheet, []).append(finding)
    kept = [finding for finding in findings if len(struck.get(finding.problem.sheet, ())) < 2 or not _struck(finding)]
    for sheet, several in struck.items():
        if len(several) > 1:
            cells = [f.problem.cell for f in several]
            what = f"{len(cells)} answers are crossed out; they were read: {listed(cells)}."
            spot = places.at(several[0].path)
            fix = several[0].problem.fix
            problem = places.problem(Spot(sheet, spot.row, spot.column), "struck", what, fix, severity="check")
            kept.append(Finding((), problem))
    return kept


def _struck(finding: Finding) -> bool:
    return finding.problem.code == "struck"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
