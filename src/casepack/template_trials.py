"""Views to try a template with, made from the catalogue of fields: everything, nothing, and each branch. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .template_names import Branch
from .template_wishes import Wish, together
from .view_field import Field

_MOST = 24
"""Sets of branches that one template is tried with, besides everything and nothing; the house's need 7."""
_ITEMS = 2
"""Items of every list, so that what stands between two is seen too."""
OTHER = "Something else"
"""A word that no condition asks for."""
PICTURE = "A picture"
"""Stands for a picture in a trial: it stands in the text as words do."""


def trial_views(fields: Mapping[str, Field], branches: Iterable[Branch]) -> Iterator[dict[str, Any]]:
    """Views as a template may meet them: with everything, with nothing that may be missing, and for each branch."""
    yield _view(fields, {}, full=True)
    yield _view(fields, {}, full=False)
    for wanted in together(branch.wishes for branch in branches)[:_MOST]:
        yield _view(fields, wanted, full=True)


def _view(fields: Mapping[str, Field], wanted: Mapping[str, Wish], *, full: bool) -> dict[str, Any]:
    top: dict[str, Any] = {}
    gone: list[str] = []
    for path, found in fields.items():
        wish = wanted.get(path)
        absent = wish.how == "absent" if wish else found.sometimes and not full
        if absent or any(path.startswith(f"{other}.") for other in gone):
            gone.append(path)
            continue
        for owner in _owners(top, found.beside.split(".") if found.beside else []):
            owner[path.rpartition(".")[2].removesuffix("[]")] = _value(found, wish, full=full)
    return top


def _owners(top: dict[str, Any], steps: list[str]) -> list[dict[str, Any]]:
    """Every group that a path leads to; those on the way are made."""
    owners = [top]
    for step in steps:
        name = step.removesuffix("[]")
        if step.endswith("[]"):
            owners = [item for owner in owners for item in owner.get(name, ())]
        else:
            owners = [owner.setdefault(name, {}) for owner in owners]
    return owners


def _value(found: Field, wish: Wish | None, *, full: bool) -> Any:
    """What stands there: by the wish, else an example or as little as there may be."""
    how = wish.how if wish else "there" if full else "no"
    if found.is_list:
        return [] if how == "no" and not found.never_empty else [_item(found) for _ in range(_ITEMS)]
    if found.kind == "group":
        return {}
    if found.kind == "yes/no":
        return how not in ("no", "not")
    if wish and how == "is":
        return wish.word
    if wish and how == "not":
        return found.example if found.example != wish.word else OTHER
    return "" if how == "no" and found.may_be_empty else found.example or PICTURE


def _item(found: Field) -> Any:
    return {} if found.kind == "group" else found.kind == "yes/no" or found.example
