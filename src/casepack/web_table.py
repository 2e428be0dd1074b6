"""A table of a settings file (TOML), of which every answer is taken once: what is left over is a slip of the keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import UsageError


@dataclass
class Table:
    """What is `told` in a file of this `name`, in the table `at` ("[page] "); `seen` are the keys that were taken."""

    told: Mapping[str, Any]
    name: str
    at: str = ""
    seen: set[str] = field(default_factory=set)

    def wrong(self, key: str, wanted: str) -> UsageError:
        """What to raise where the answer to `key` is not what is wanted, told in words."""
        return UsageError(f"{self.name}: {self.at}{key} must be {wanted}. Mend it and start again.")

    def done(self) -> None:
        """Raise UsageError where something was written that nobody asked for."""
        if left := sorted(set(self.told) - self.seen):
            known = ", ".join(sorted(self.seen))
            raise UsageError(f"{self.name}: {self.at}{left[0][:60]} is no setting. Known are {known}.")

    def _take(self, key: str) -> Any:
        self.seen.add(key)
        return self.told.get(key)

    def table(self, key: str) -> Table:
        """The table under `key`, an empty one if there is none. Raises UsageError for anything else."""
        found = self._take(key)
        if not isinstance(found, dict | None):
            raise self.wrong(key, f"a table: write [{key}] on a line of its own")
        return Table(found or {}, self.name, f"[{key}] ")

    def word(self, key: str) -> str:
        """A text, empty if there is none. Raises UsageError for anything else."""
        found = self._take(key)
        if found is not None and not isinstance(found, str):
            raise self.wrong(key, "text in quotation marks")
        return found or ""

    def words(self, key: str, form: re.Pattern[str] | None = None, wanted: str = "") -> tuple[str, ...]:
        """A list of texts, each of this form; `wanted` says what they are. Raises UsageError for anything else."""
        found = self._take(key)
        texts = found if isinstance(found, list) else [] if found is None else [None]
        if not all(isinstance(one, str) and one and (not form or form.fullmatch(one)) for one in texts):
            raise self.wrong(key, f"a list of {wanted or 'texts'} in [ ] and quotation marks")
        return tuple(texts)

    def path(self, key: str) -> Path | None:
        """The path of a file or folder, if one is named. Raises UsageError as `word` does."""
        found = self.word(key)
        return Path(found) if found else None

    def yes(self, key: str) -> bool:
        """Yes or no; no if nothing is said. Raises UsageError for anything else."""
        found = self._take(key)
        if not isinstance(found, bool | None):
            raise self.wrong(key, "true or false")
        return bool(found)

    def number(self, key: str, usual: int, least: int, most: int) -> int:
        """A whole number within bounds, or what is usual. Raises UsageError for anything else."""
        found = self._take(key)
        if found is None:
            return usual
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
            raise self.wrong(key, f"a whole number from {least} to {most}")
        return found
