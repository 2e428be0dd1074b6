"""What is wrong with a workbook, in the words of a workbook: a sheet, a cell and its heading, and what to do in Excel.

The models and the checks between rows speak of the record as data. Here each of their findings is put at the cell it
is about, and said without a word that only a programmer knows. Neutral words are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from .answer_dates import DAY_FIX, MOMENT_FIX, TIME_FIX
from .clock import say_date
from .complaints import Finding, Path, shorten
from .errors import Problem
from .form import Column, Form, Kind
from .shown import first_capital, join_words
from .values import MOMENT_FORM
from .workbook_read import RawForm

_PATH = re.compile(r'(?<!["\w])([a-z_]+)(?:\[(\d+)\])?((?:\.[a-z_0-9]+|\[\d+\])*)')
_STEP = re.compile(r"([a-z_0-9]+)")
_FIELD = re.compile(r'(?<!["\w])[a-z0-9]+(?:_[a-z0-9]+)+\b')
_AS_KIND = re.compile(r'write "(\w+)" as kind')
_MEANT = re.compile(r'Did you mean "([^"]*)"\?')
_ONE_OF = re.compile(r"use one of: (.*)$")
_LISTS = (Kind.CHOICE, Kind.YES_NO)
_DAYS = (Kind.DAY, Kind.DAY_OR_UNKNOWN, Kind.MOMENT)


@dataclass(frozen=True, slots=True)
class _There:
    """What a finding is about: its path, its column if it is about one answer, and the workbook."""

    path: Path
    column: Column | None
    raw: RawForm


def problems_of(findings: Iterable[Finding], raw: RawForm) -> list[Problem]:
    """What reading found, and these `findings` of the models and the checks, in the order of the workbook.

    A cell of which reading has complained is not complained about again, and no fault is said twice of one cell.
    """
    read = [finding.problem for finding in raw.findings]
    wrong = {(p.sheet, p.cell) for p in read if p.severity == "problem" and p.cell}
    said = {(p.sheet, p.cell, p.code, p.found): p for p in read if p.severity == "problem"}
    more = []
    for finding in findings:
        problem = in_workbook(finding, raw)
        key = (problem.sheet, problem.cell, problem.code, problem.found)
        if finding.path in raw.settled or (problem.sheet, problem.cell) in wrong or key in said:
            continue
        said[key] = problem
        more.append(problem)
    return raw.places.in_order([*read, *more])


def in_workbook(finding: Finding, raw: RawForm) -> Problem:
    """A finding of the models or of a check, at its cell and in the words of a workbook."""
    problem, path = finding.problem, finding.path
    if problem.code in _ABOUT:
        path = (*path, _ABOUT[problem.code])
    there = _There(path, column_at(path, raw.form), raw)
    say = _WORDS.get(problem.code)
    what, fix = say(problem, there) if say else (problem.what, problem.fix)
    found = shorten(_as_shown(problem.found, there.column))
    worded = replace(problem, what=_plain(what, there), fix=_plain(fix, there), found=found)
    return raw.places.placed(worded, raw.places.at(path))


def column_at(path: Path, form: Form) -> Column | None:
    """The column of the answer to which a path leads; None for a row, a sheet or the whole workbook."""
    names = [step for step in path if isinstance(step, str)]
    if len(names) < 2:
        return None
    try:
        return form.place(names[0], names[1])[1]
    except KeyError:
        return None


def how_to(column: Column | None, form: Form) -> str:
    """What to write into a cell of this column."""
    if column is None:
        return "Fill it in."
    if column.field == "id":
        return f"Give it a short id, such as {column.example}."
    if column.kind in _LISTS:
        return f"Pick one from the list: {join_words([first_capital(c) for c in column.choices], last='or')}."
    if column.kind in {Kind.REF, Kind.REFS}:
        return _how_to_refer(column, form)
    return _HOW_TO.get(column.kind, f"Fill it in: {column.hint}")


_HOW_TO = {
    Kind.DAY: DAY_FIX,
    Kind.DAY_OR_UNKNOWN: f"{DAY_FIX} Or pick why there is none, such as Not known.",
    Kind.TIME: TIME_FIX,
    Kind.MOMENT: MOMENT_FIX,
    Kind.NUMBER: "Type a whole number from 0 to 100,000, in digits.",
}


def _how_to_refer(column: Column, form: Form) -> str:
    sheets = _sheets(column, form)
    many = column.kind is Kind.REFS
    if not sheets:
        return "Pick one or more from the list." if many else "Pick one from the list."
    such = f", such as {column.example}" if column.example else ""
    listed = join_words([f'"{sheet}"' for sheet in sheets], last="or")
    return f"Write {'one or more ids' if many else 'an id'} from the sheet {listed}{such}."


def _sheets(column: Column, form: Form) -> list[str]:
    """The sheets of this workbook on which the ids stand; none where they are the office's, in a record."""
    own = [form.sheets_of(target) for target in column.targets]
    return [sheets[0].name for sheets in own if sheets]


Words = tuple[str, str]
_Say = Callable[[Problem, _There], Words]


def _needed(problem: Problem, there: _There) -> Words:
    if len(there.path) < 2:
        return "needs at least one row with answers, and has none.", "Fill in the first row."
    if problem.what.startswith("is needed:"):
        return problem.what, problem.fix
    return "is needed and is empty.", how_to(there.column, there.raw.form)


def _off_the_list(problem: Problem, there: _There) -> Words:
    return "is not on the list.", how_to(there.column, there.raw.form) + _meant(problem)


def _meant(problem: Problem) -> str:
    found = _MEANT.search(problem.fix)
    return f' Did you mean "{first_capital(found[1])}"?' if found else ""


def _as_the_column_says(problem: Problem, there: _There) -> Words:
    return problem.what, how_to(there.column, there.raw.form)


def _a_day(problem: Problem, there: _There) -> Words:
    """A day that is none; one with a wrong year keeps its own advice."""
    fix = problem.fix if problem.fix.startswith("Check") else how_to(there.column, there.raw.form)
    return problem.what, fix


def _cannot_be_read(problem: Problem, there: _There) -> Words:
    return "is not an answer that can be read.", how_to(there.column, there.raw.form)


def _not_an_id(problem: Problem, there: _There) -> Words:
    if there.column and there.column.field == "id":
        return problem.what, problem.fix
    return "is not an id.", how_to(there.column, there.raw.form)


def _unknown(problem: Problem, there: _There) -> Words:
    column, form = there.column, there.raw.form
    if column is None:
        return problem.what, problem.fix
    sheets = _sheets(column, form)
    if not sheets:
        tables = join_words([target.replace("_", " ") for target in column.targets], last="or")
        found = _MEANT.search(problem.fix)
        fix = f'Did you mean "{found[1]}"?' if found else "Pick one from the list."
        return f"is not one of the office's {tables}.", fix
    listed = join_words([f'"{sheet}"' for sheet in sheets], last="or")
    waiting = [target for target in column.targets if problem.found in there.raw.waiting.get(target, ())]
    if waiting:
        sheet = form.sheets_of(waiting[0])[0].name
        fix = f'Fill in its row on the sheet "{sheet}", or write another id here.'
        return f'has no answers on the sheet "{sheet}".', fix
    found = _MEANT.search(problem.fix)
    known = _ONE_OF.search(problem.fix)
    there_are = f"one of: {known[1]}" if known else "an id that is there."
    fix = f'Did you mean "{found[1]}"?' if found else f"Add a row on the sheet {listed}, or write {there_are}"
    return f"is not on the sheet {listed}.", fix


def _no_reader(problem: Problem, there: _There) -> Words:
    meant = _MEANT.search(problem.fix)
    fix = "Pick one from the list: an agency, a school, or a kind of reader such as All, Members or Police."
    return problem.what, f'Did you mean "{meant[1]}"? {fix}' if meant else fix


def _odd_braces(problem: Problem, there: _There) -> Words:
    return "What stands in braces here is written unusually. It is understood.", problem.fix


def _taken(problem: Problem, there: _There) -> Words:
    return problem.what.replace("is already the id of", "is used already in"), problem.fix


def _without_part(problem: Problem, there: _There) -> Words:
    sheet = there.raw.form.sheets_of("involvements")[0].name
    return problem.what, f'Add a row on the sheet "{sheet}", or empty the row of this person.'


def _child_or_adult(problem: Problem, there: _There) -> Words:
    heading = there.raw.form.place("people", "kind")[1].heading
    return problem.what, _AS_KIND.sub(lambda m: f'pick "{first_capital(m[1])}" under "{heading}"', problem.fix)


def _without_day(problem: Problem, there: _There) -> Words:
    return problem.what, how_to(there.column, there.raw.form)


def _clock(problem: Problem, there: _There) -> Words:
    """A time that needs its zone behind it: as a real date Excel has no room for one."""
    if there.column and there.column.kind is Kind.MOMENT and problem.code == "time-ambiguous":
        return problem.what, f"{problem.fix} Write it with the day, for example 25 Oct 2026 01:30 BST."
    return problem.what, problem.fix


_WORDS: dict[str, _Say] = {
    "missing": _needed,
    "empty": _needed,
    "not-allowed": _off_the_list,
    "not-a-date": _a_day,
    "not-a-moment": _as_the_column_says,
    "not-a-number": _as_the_column_says,
    "not-a-list": _cannot_be_read,
    "not-an-object": _cannot_be_read,
    "not-text": _cannot_be_read,
    "unknown-field": _cannot_be_read,
    "unreadable": _cannot_be_read,
    "bad-id": _not_an_id,
    "unknown-id": _unknown,
    "duplicate-id": _taken,
    "no-part": _without_part,
    "unknown-reader": _no_reader,
    "token-form": _odd_braces,
    "kind-age": _child_or_adult,
    "kind-estimate": _child_or_adult,
    "meeting-undated": _without_day,
    "time-ambiguous": _clock,
}
"""By code, where the words for data do not serve for a workbook."""
_ABOUT = {"meeting-undated": "at"}
"""Findings about a row that are put right in one column of it."""


def _plain(text: str, there: _There) -> str:
    """`text` with places as cells and questions by their headings, in place of the names that data have for them."""
    text = _PATH.sub(lambda m: _as_cell(m, there), text)
    return _FIELD.sub(lambda m: _as_heading(m[0], there), text)


def _as_cell(found: re.Match[str], there: _There) -> str:
    table, number, rest = found.groups()
    if table not in there.raw.form.model.model_fields or not (number or rest.startswith(".")):
        return found[0]
    steps: list[str | int] = [int(step) if step.isdigit() else step for step in _STEP.findall(rest)]
    if not number and column_at((table, str(steps[0])), there.raw.form) is None:
        return found[0]  # the name of a file, such as people.xlsx
    spot = there.raw.places.at((table, *([int(number)] if number else []), *steps))
    return spot.words() if spot.sheet else found[0]


def _as_heading(name: str, there: _There) -> str:
    tables = [step for step in there.path[:1] if isinstance(step, str)]
    for table in (*tables, *there.raw.form.model.model_fields):
        column = column_at((table, name), there.raw.form)
        if column:
            return f'"{column.heading}"'
    return name


def _as_shown(found: str, column: Column | None) -> str:
    """What stood in the cell, as the officer sees it: days with the month as a word, picked words with a capital."""
    if column is None or column.kind not in (*_LISTS, *_DAYS):
        return found
    if column.kind in _LISTS:
        return first_capital(found) if found in column.choices else found
    parts = MOMENT_FORM.fullmatch(found)
    day, rest = (parts[1], f" {found[11:]}") if parts else (found, "")
    try:
        return say_date(date.fromisoformat(day)) + rest
    except ValueError:
        return found
