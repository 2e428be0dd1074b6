"""What a run did for one meeting, ready to be shown to people or to programs; nothing of a case that leaves no trace.

`closed` and what belongs to it is filled in only where it was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import OutputError, Problem, RecordError
from .record_folder import Unread


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper: what it is, for whom, what was done about it, how it stands, where it lies, which cases it tells."""

    title: str
    to: str
    action: str
    state: str
    files: tuple[str, ...]
    cases: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The paper for `--json`."""
        return {
            "title": self.title,
            "to": self.to,
            "action": self.action,
            "state": self.state,
            "files": list(self.files),
            "cases": list(self.cases),
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a paper does not hold although it should, and why, in words without names; `what` is a case or the paper."""

    paper: str
    what: str
    reasons: tuple[str, ...]
    exit_code: int

    def as_dict(self) -> dict[str, Any]:
        """What is left out, for `--json`."""
        return {"paper": self.paper, "what": self.what, "why": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class Closed:
    """The notes for the chair on closed items: where they lie, which there are, and which were withheld with why."""

    folder: Path
    changed: bool
    sheets: tuple[Sheet, ...]
    withheld: tuple[LeftOut, ...] = ()
    gone: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The notes for `--json`."""
        return {
            "folder": str(self.folder),
            "changed": self.changed,
            "files": [sheet.as_dict() for sheet in self.sheets],
            "withheld": [one.as_dict() for one in self.withheld],
            "no_longer_produced": list(self.gone),
        }


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a run did for one meeting: its cases, its papers, and everything that is not in them, with why."""

    reference: str
    when: str
    folder: Path
    changed: bool
    cases: tuple[str, ...]
    earlier: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    unread: tuple[Unread, ...] = ()
    missing: tuple[LeftOut, ...] = ()
    withheld: tuple[LeftOut, ...] = ()
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    to_check: tuple[Problem, ...] = ()
    closed: Closed | None = None
    unwritten: str = ""
    """Why the restricted folder could not be written, where it could not."""

    @property
    def exit_code(self) -> int:
        """The worst of what happened: 3 for a record that is wrong, 4 and above for what was withheld."""
        kept_back = (*self.missing, *self.withheld, *(self.closed.withheld if self.closed else ()))
        codes = [one.exit_code for one in kept_back]
        # Whatever keeps a record of a folder from being read, its case may be missing from the pack.
        codes += [one.error.exit_code if one.asked_for else RecordError.exit_code for one in self.unread]
        if self.unwritten:
            codes.append(OutputError.exit_code)
        return max(codes, default=0)

    def as_dict(self) -> dict[str, Any]:
        """The result for `--json`."""
        return {
            "meeting": self.reference,
            "when": self.when,
            "folder": str(self.folder),
            "changed": self.changed,
            "cases": list(self.cases),
            "earlier_cases": list(self.earlier),
            "files": [sheet.as_dict() for sheet in self.sheets],
            "missing": [
                *({"record": str(one.path), "why": _why(one)} for one in self.unread),
                *(one.as_dict() for one in self.missing),
            ],
            "withheld": [one.as_dict() for one in self.withheld],
            "no_longer_produced": list(self.gone),
            "to_see_to": list(self.notes),
            **({"to_check": [problem.as_dict() for problem in self.to_check]} if self.to_check else {}),
            **({"not_written": self.unwritten} if self.unwritten else {}),
            **({"closed_items": self.closed.as_dict()} if self.closed else {}),
        }


def _why(one: Unread) -> list[str]:
    if isinstance(one.error, RecordError):
        return [problem.sentence() for problem in one.error.problems if problem.severity == "problem"]
    return [str(one.error)]
