"""Where each answer of a workbook stands, and what is found put at its cell, in the order of the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .cells import address
from .complaints import Finding, Path, shorten
from .errors import Problem
from .shown import join_words

Severity = Literal["problem", "check"]

MOST_NAMED = 6
"""Cells, columns or headings that one message names; of more it says how many."""

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a workbook. Row 0 is the sheet as a whole; a spot without a sheet is the workbook as a whole."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    heading: str = ""

    @property
    def cell(self) -> str:
        """The cell as an officer knows it, such as F7; nothing for a sheet as a whole."""
        return address(self.row, self.column) if self.row and self.column else ""

    def words(self) -> str:
        """Such as "People!F7"."""
        sheet = shorten(self.sheet)
        return f"{sheet}!{self.cell}" if self.cell else sheet


class Places:
    """Where the answers of one workbook stand, by their path in the record or the office's data."""

    def __init__(self, name: str, sheets: Sequence[str]) -> None:
        """`name` is the file's name, as in every `Problem.where`; `sheets` are its sheets, in order."""
        self.name = name
        self._order = {sheet: number for number, sheet in enumerate(sheets)}
        self._spots: dict[Path, Spot] = {}

    def put(self, path: Path, spot: Spot) -> None:
        """Remember where the answer of this path stands, or would stand: the cell may be empty."""
        self._spots[path] = spot

    def at(self, path: Path) -> Spot:
        """The place of the longest beginning of `path` that has one; otherwise the workbook as a whole."""
        ends = range(len(path), 0, -1)
        return next((self._spots[path[:end]] for end in ends if path[:end] in self._spots), Spot())

    def problem(
        self, spot: Spot, code: str, what: str, fix: str, found: object = "", severity: Severity = "problem"
    ) -> Problem:
        """A problem at this place; `found` is kept to one short line."""
        return self.placed(Problem(code, "", what, fix, shorten(found), severity), spot)

    def placed(self, problem: Problem, spot: Spot) -> Problem:
        """The same problem at this place, whatever place it named before."""
        there = f"{self.name}: {spot.words()}" if spot.sheet else self.name
        heading = shorten(spot.heading)
        where = f"{there} ({heading})" if heading else there
        return replace(problem, where=where, sheet=spot.sheet, cell=spot.cell, heading=heading)

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """By sheet, row and column: first the workbook as a whole, last the sheets that are missing from it."""
        return sorted(problems, key=self._rank)

    def _rank(self, problem: Problem) -> tuple[int, int, int, str]:
        found = _ADDRESS.fullmatch(problem.cell)
        letters, row = (found.group(1), int(found.group(2))) if found else ("", 0)
        sheet = self._order.get(problem.sheet, len(self._order)) if problem.sheet else -1
        return sheet, row, len(letters), letters


class Notes:
    """Collects what is found while a workbook is read."""

    def __init__(self, places: Places) -> None:
        """`places` puts each finding at its cell."""
        self.places = places
        self.findings: list[Finding] = []

    def add(
        self,
        spot: Spot,
        code: str,
        what: str,
        fix: str,
        found: object = "",
        severity: Severity = "problem",
        path: Path = (),
    ) -> None:
        """Note one thing; `path` is that of the answer which it settles, so that it is not complained about twice."""
        self.findings.append(Finding(path, self.places.problem(spot, code, what, fix, found, severity)))

    def check(self, spot: Spot, code: str, what: str, fix: str, found: object = "", path: Path = ()) -> None:
        """Note something that may be right."""
        self.add(spot, code, what, fix, found, "check", path)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in running text: "B7, B9 and C4"; of many the first few and how many more."""
    rest = len(names) - MOST_NAMED
    return join_words(list(names), last) if rest <= 0 else f"{', '.join(names[:MOST_NAMED])} {last} {rest} more"
