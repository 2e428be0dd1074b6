"""What each template may print, repeat and test: every path of the Views that it is filled from, in words.

Held by `tests/test_templates_list.py` against the Views themselves: what is not here is not given, and what is here
is. So the verdict on a template does not hang on the case that it is tried with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from .own_kinds import FOR_THE_TEAM
from .view_field import Field, Use
from .view_fields_letters import LETTERS
from .view_fields_office import OFFICE
from .view_fields_partners import PARTNERS
from .view_fields_shared import DOC

FRAME = (Use("doc", DOC),)
"""What may stand in the header and footer of every document, and so in `house.docx`."""

_USES: Mapping[str, tuple[Use, ...]] = {**LETTERS, **OFFICE, **PARTNERS, "house": FRAME}

TEMPLATES = tuple(name for name in _USES if name != FOR_THE_TEAM)
"""The names of all templates that casepack fills."""
_SUBJECT = ("child", "pupil", "person")
"""What casepack's documents call whom they are about; those of the office's own may say `subject` as well."""


@cache
def fields_of(template: str) -> Mapping[str, Field]:
    """The fields of one template by their path, what belongs together together.

    Raises KeyError for a template that casepack does not fill.
    """
    found: dict[str, Field] = {}
    for use in _USES[template]:
        found |= {field.path: field for field in use.fields()}
    return _in_order(found)


@cache
def own_fields(like: str, *, about_one: bool = True) -> Mapping[str, Field]:
    """The fields of a document of the office's own that shares the View of the document `like`.

    One for the team may be `about_one` child, or about the case; then it has no `subject`.
    """
    found = {p: f for p, f in fields_of(like).items() if about_one or not p.startswith("subject.")}
    for path, field in fields_of(like).items():
        head, dot, rest = path.partition(".")
        if dot and head in _SUBJECT:
            found[f"subject.{rest}"] = replace(field, path=f"subject.{rest}")
    return _in_order(found)


def in_all(several: Sequence[Mapping[str, Field]]) -> Mapping[str, Field]:
    """What a template may use that serves several documents: what all of them have."""
    first, *others = several
    shared = {path: field for path, field in first.items() if all(path in other for other in others)}
    return {
        path: replace(field, sometimes=any(each[path].sometimes for each in several), mark=field.mark)
        for path, field in shared.items()
    }


def _in_order(found: Mapping[str, Field]) -> Mapping[str, Field]:
    """What a group or a list holds stands behind it, whichever table each is from."""
    order: dict[str, int] = {}
    for path in found:
        for head in heads(path):
            order.setdefault(head, len(order))
    return {path: found[path] for path in sorted(found, key=lambda path: [order[head] for head in heads(path)])}


def heads(path: str) -> list[str]:
    """What a path goes through: `child`, `child.carers`, `child.carers.name`."""
    parts = path.replace("[]", "").split(".")
    return [".".join(parts[: depth + 1]) for depth in range(len(parts))]
