"""What a mutant of the product is, and how it is applied and undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from casepack import disclosure

Patch = tuple[Any, str, Any]

SOMEBODY: list[str] = ["Nobody"]
"""Whose name mutants put where no name belongs: set by whoever tries them."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to the product, the documents that should show it, and the scene in which they are made.

    Scenes: "word" (the papers of a case as Word), "pdf", "meeting", "sealed", "screen", "problems" (`mutant_scenes`).
    """

    name: str
    documents: frozenset[str]
    changes: tuple[Patch, ...]
    scene: str = "word"

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The product with the change, and as it was behind it."""
        with ExitStack() as stack:
            for target, attribute, value in self.changes:
                if isinstance(target, dict):
                    stack.enter_context(patch.dict(target, {attribute: value}))
                else:
                    stack.enter_context(patch.object(target, attribute, value))
            disclosure._table.cache_clear()
            try:
                yield
            finally:
                disclosure._table.cache_clear()


def mutant(name: str, documents: str, *changes: Patch, scene: str = "word") -> Mutant:
    """A mutant, tried on these documents."""
    return Mutant(name, frozenset(documents.split()), changes, scene)
