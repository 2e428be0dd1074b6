"""What a name in a template stands for, by the catalogue of fields: words, yes or no, a list, a group. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .view_field import Field

Kind = Literal["words", "number", "yes/no", "picture", "list", "group", "unknown"]
LOOP = ("index", "index0", "revindex", "revindex0", "length", "first", "last")
"""What `loop` knows within a repetition; first and last are yes or no, the others numbers."""
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """What an expression gives. `path` is that of the field it is, with [] for an item of a list; else ""."""

    kind: Kind
    path: str = ""


UNKNOWN, WORDS, NUMBER, YES_NO = Shape("unknown"), Shape("words"), Shape("number"), Shape("yes/no")


@dataclass(frozen=True)
class Catalogue:
    """The fields of one document, to be asked what there is under a name."""

    fields: Mapping[str, Field]
    names: Mapping[str, tuple[str, ...]] = field(init=False)
    """The names below each path ("" for the top)."""

    def __post_init__(self) -> None:
        """Put the names in order."""
        below: dict[str, dict[str, None]] = {"": {}}
        for path in self.fields:
            parts = path.split(".")
            for depth, part in enumerate(parts):
                below.setdefault(".".join(parts[:depth]), {})[part.removesuffix("[]")] = None
        object.__setattr__(self, "names", {path: tuple(found) for path, found in below.items()})

    def below(self, parent: str, name: str) -> Shape | None:
        """What stands under a name within a path; None where nothing does."""
        path = f"{parent}.{name}".lstrip(".")
        if f"{path}[]" in self.fields:
            return Shape("list", f"{path}[]")
        if path in self.fields:
            return Shape(self.fields[path].kind, path)
        return Shape("group", path) if path in self.names else None

    def item(self, shape: Shape) -> Shape:
        """One item of a list."""
        found = self.fields.get(shape.path)
        return Shape(found.kind, shape.path) if found else UNKNOWN

    def missing(self, parent: str, name: str, asked: str, *, elsewhere: Iterable[str] = ()) -> str:
        """That there is no such name, what may have been meant, and what there is. `elsewhere`: known names."""
        there = self.names.get(parent, ())
        if name in elsewhere:
            said = f"the template asks for {asked}, which this document's reader may not see"
        else:
            said = f"the template asks for {asked}, which does not exist in this document"
        close = difflib.get_close_matches(name, there, n=1)
        meant = f" Did you mean {asked.removesuffix(name)}{close[0]}?" if close else ""
        listed = ", ".join(sorted(there)[:_SHOWN]) + (", …" if len(there) > _SHOWN else "")
        return f"{said}.{meant} There is: {listed or 'nothing'}."

    def is_there(self, path: str, known: Iterable[str]) -> bool:
        """Whether a field is certain to be there, given those that were tested: `known`, by path."""
        asked = self.fields.get(path)
        if asked is None or not asked.sometimes or path in known:
            return True
        for tested in (self.fields[other] for other in known if other in self.fields):
            if tested.assures == asked.beside != "":
                return True
            if tested.beside == asked.beside and asked.mark and asked.mark in tested.brings():
                return True
        return False
