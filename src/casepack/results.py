"""What a run did for one record, ready to be shown to people or to programs; people by code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .changes import ChangedAnswer


@dataclass(frozen=True, slots=True)
class Line:
    """One document in the result: what it is, for whom, what was done and how it stands."""

    title: str
    to: str
    action: str
    state: str
    files: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did for one record, ready to be shown; people by code.

    `changed_answers` are those that are not as they were for the last pack, `changed_otherwise` is what else has
    changed since then, in a sentence; both are empty where there was none, or one that kept no trace of them.
    """

    reference: str
    title: str
    folder: Path
    changed: bool
    documents: tuple[Line, ...]
    not_made: tuple[Line, ...]
    withheld: tuple[Line, ...]
    gone: tuple[str, ...]
    recalls: tuple[str, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    exit_code: int
    changed_answers: tuple[ChangedAnswer, ...] = ()
    changed_otherwise: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The result for `--json`."""

        def rows(lines: Iterable[Line]) -> list[dict[str, Any]]:
            return [
                {
                    "title": x.title,
                    "to": x.to,
                    "action": x.action,
                    "state": x.state,
                    "files": list(x.files),
                    "why": x.why,
                }
                for x in lines
            ]

        return {
            "reference": self.reference,
            "folder": str(self.folder),
            "changed": self.changed,
            "documents": rows(self.documents),
            "not_made": rows(self.not_made),
            "withheld": rows(self.withheld),
            "no_longer_produced": list(self.gone),
            "tell_these_readers": list(self.recalls),
            "to_see_to": list(self.notes),
            "missing": list(self.missing),
            "changed_answers": [change.as_dict() for change in self.changed_answers],
            "changed_otherwise": self.changed_otherwise,
            "exit_code": self.exit_code,
        }
