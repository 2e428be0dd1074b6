"""The one family of errors, each class with its exit code, and the shape of a problem.

Every message says where, what is wrong and what to do, in words for an officer. Messages never repeat
a person's name or other answer about a child unless the officer needs to see what they typed, and then
only on the screen (`Problem.found`), never in a log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth a look, in what was given to casepack.

    `code` is stable (documentation and tests point at it). `where` is a place that the officer can go
    to: a file and a path such as `people[1].date_of_birth`. `found` is what stood there, as typed, or
    an empty string. `severity` "check" marks something that may be right: it never stops a pack. In a workbook
    `sheet`, `cell` (such as F7; empty for the sheet as a whole) and `heading` give the place once more, in parts.
    """

    code: str
    where: str
    what: str
    fix: str
    found: str = ""
    severity: Literal["problem", "check"] = "problem"
    sheet: str = ""
    cell: str = ""
    heading: str = ""

    def sentence(self) -> str:
        """The problem on one line, for a terminal."""
        return f"{self.where}: {self.what} {self.fix}".strip()

    def as_dict(self) -> dict[str, str]:
        """The problem for `--json`; the parts of a place in a workbook are left out where there are none."""
        told = asdict(self)
        return {key: said for key, said in told.items() if said or key not in {"sheet", "cell", "heading"}}


class CasepackError(Exception):
    """Base of every error that casepack raises on purpose. Its text is ready for an officer."""

    exit_code = 1


class UsageError(CasepackError):
    """The command was asked for something it cannot take (a missing file, a folder in place of a file)."""

    exit_code = 2


class RecordError(CasepackError):
    """A record or the office data is wrong. Carries every problem found, in the order of the file."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep `problems`, in the order of the file; the text of the error is their sentences."""
        self.problems = tuple(problems)
        super().__init__("\n".join(p.sentence() for p in self.problems))

    def __reduce__(self) -> tuple[type[RecordError], tuple[tuple[Problem, ...]]]:
        """So that the error can be sent from one process to another."""
        return type(self), (self.problems,)


class WithheldError(CasepackError):
    """A finished document failed its proof and was withheld."""

    exit_code = 4


class TemplateError(CasepackError):
    """A Word template cannot be filled; the text names the template and the paragraph."""

    exit_code = 5


class TypesetError(CasepackError):
    """A filled document cannot be turned into a PDF, or a part that typesetting needs is missing.

    `plain` says why without a word of the document, so that it may stand on the checklist; it may be empty.
    """

    exit_code = 6

    def __init__(self, message: str, *, plain: str = "") -> None:
        """`message` is for the screen, and may show the words of the document that stand in the way."""
        self.plain = plain
        super().__init__(message)


class MissingPartError(TypesetError):
    """A part that every PDF needs is not on this machine: no document can be made, so none is tried."""


class OutputError(CasepackError):
    """The pack could not be written."""

    exit_code = 7


class FaultError(CasepackError):
    """A fault of casepack's own with one record; the text names the place in the program and nothing of the record."""


class FullError(OutputError):
    """There is no room for any pack, or none may be written: it is no use to go on with the next record."""
