"""What a field of a template is: its path, kind, words and example; read from tables of text. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["words", "yes/no", "group", "picture"]
_KINDS: dict[str, Kind] = {"words": "words", "yes/no": "yes/no", "group": "group", "picture": "picture"}

_BRINGS = {"O": "A", "P": "F", "V": "F"}
"""What a mark brings along; any other capital brings its small letter."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a template may print, test or repeat.

    `path` is what a template writes, with [] behind a list (`child.carers[].name`). `kind` is that of the thing, or of
    one item of it. `sometimes`: it is there in some documents of this kind only, and then together with everything
    beside it that bears the same `mark`. `may_be_empty`: its words may be none; `never_empty`: the
    list has one item at least. Where a yes or no says yes, what
    stands under the name that it `assures` is there.
    """

    path: str
    kind: Kind
    says: str
    example: str
    mark: str = ""
    sometimes: bool = False
    may_be_empty: bool = False
    never_empty: bool = False
    assures: str = ""

    @property
    def beside(self) -> str:
        """The path of what it belongs to: `child.carers[]` of `child.carers[].name`; "" at the top."""
        return self.path.removesuffix("[]").rpartition(".")[0]

    @property
    def is_list(self) -> bool:
        """Whether it is to be repeated."""
        return self.path.endswith("[]")

    def brings(self) -> frozenset[str]:
        """The marks of the fields beside it that are there whenever this one is."""
        found = {self.mark} - {""}
        for mark in tuple(found):
            also = _BRINGS.get(mark, mark.lower())
            found |= {also, also.lower()}
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Use:
    """Rows of a table, below a name: all of them, or `only` those it lists.

    The list holds names, and marks (one letter) for all rows with that mark; `?` behind one: only in some documents.
    A name wins over a mark, `-name` takes one out. What is within a list comes with the list, unless it has a mark.
    """

    prefix: str
    table: str
    only: str = ""

    def fields(self) -> Iterator[Field]:
        """The fields, in the order of the table. Raises KeyError where a name or a mark is in no row."""
        rows = dict(_row(line) for line in self.table.splitlines() if line)
        chosen = self._chosen(rows) if self.only else {name: row.sometimes for name, row in rows.items()}
        for name, found in rows.items():
            if name in chosen:
                yield replace(found, path=f"{self.prefix}.{name}".lstrip("."), sometimes=chosen[name])

    def _chosen(self, rows: dict[str, Field]) -> dict[str, bool]:
        """Each name that is there, and whether only sometimes."""
        chosen: dict[str, bool] = {}
        listed = self.only.split()
        for word in (*(w for w in listed if _is_mark(w)), *(w for w in listed if not _is_mark(w))):
            key = word.strip("?-")
            named = [name for name, row in rows.items() if (row.mark if _is_mark(word) else name) == key]
            if not named:
                raise KeyError(key)
            for name in named:
                chosen[name] = word.endswith("?")
                if word.startswith("-"):
                    del chosen[name]
        # A table is in order: what a list holds stands below it.
        for name, row in rows.items():
            if "[]." in name and not row.mark and name.rpartition(".")[0] in chosen:
                chosen.setdefault(name, False)
        return chosen


def _is_mark(word: str) -> bool:
    return len(word.rstrip("?")) == 1


def _row(line: str) -> tuple[str, Field]:
    name, kind, says, example = (part.strip() for part in line.split("|"))
    word, *marks = kind.split()
    mark = next((m for m in marks if m.isalpha()), "")
    assures = next((m[1:] for m in marks if m[0] == ">"), "")
    return name, Field(name, _KINDS[word], says, example, mark, "?" in marks, "-" in marks, "+" in marks, assures)
