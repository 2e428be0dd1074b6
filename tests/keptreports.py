"""Reports that are kept in a text file and compared to the last word, and written anew where that is asked for.

Run the tests with CASEPACK_REPORTS=write to write them anew; such a run fails, so that somebody reads what it wrote.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

WRITE = "CASEPACK_REPORTS"


@dataclass
class KeptReports:
    """The reports in one file, by the name of their case."""

    path: Path
    kept: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what is kept; nothing where it is to be written anew."""
        if self.writing:
            return
        for text in self.path.read_text(encoding="utf-8").splitlines():
            if text.startswith("# "):
                self.kept[text[2:]] = []
            elif text:
                self.kept[list(self.kept)[-1]].append(text)

    @property
    def writing(self) -> bool:
        """Is the file to be written anew?"""
        return os.environ.get(WRITE) == "write"

    def compare(self, name: str, lines: list[str]) -> None:
        """Hold the report of one case against the one that is kept, or note it to be written."""
        assert not any("\n" in line for line in lines)
        if self.writing:
            self.kept[name] = lines
            pytest.fail("written anew: read the reports, then run without the variable")
        assert lines == self.kept.get(name)

    def close(self) -> None:
        """Write the file where that was asked for."""
        if self.writing:
            text = "\n".join("\n".join([f"# {name}", *lines, ""]) for name, lines in self.kept.items())
            self.path.write_text(text, encoding="utf-8")
