"""What reading one cell gives: the answer, as the models take it, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from .complaints import shorten

Severity = Literal["problem", "check"]


class Missing(Enum):
    """The type of `MISSING`, so that a missing answer can never be mistaken for a given one."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING
"""There is no answer: the cell is empty, or what stands in it is wrong and was reported."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about one cell, in the words of `errors.Problem` but without a place.

    `what` goes on after the place ("is not a date that can be read."), `fix` says what to do, `found` is what stood
    in the cell, on one short line. A remark of severity "check" never stops a pack.
    """

    code: str
    what: str
    fix: str
    found: str = ""
    severity: Severity = "problem"


@dataclass(frozen=True, slots=True)
class Answered:
    """`value` is JSON-like, as the models validate it, or `MISSING`.

    Where a remark is a problem, `value` is `MISSING` and nothing more need be said of the cell, not even that a
    needed answer is missing.
    """

    value: str | int | list[str] | Missing | None
    remarks: tuple[Remark, ...] = ()

    @property
    def refused(self) -> bool:
        """True where what stands in the cell cannot be used."""
        return any(remark.severity == "problem" for remark in self.remarks)


def refuse(code: str, what: str, fix: str, found: object = "") -> Answered:
    """No answer, for this reason."""
    return Answered(MISSING, (Remark(code, what, fix, shorten(found)),))


def check(code: str, what: str, fix: str, found: object = "") -> Remark:
    """Something that may be right."""
    return Remark(code, what, fix, shorten(found), "check")


def read_as(found: object, words: str, fix: str = "Check it.") -> Remark:
    """What was typed in another form than the workbook's own was understood as `words`."""
    return check("read-as", f"was read as {words}.", fix, found)
