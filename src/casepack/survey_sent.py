"""The survey as it is sent, and what a returned one has in the place of its boxes, or beside them. Pure.

A business may write where no box is, and a program may rename boxes or drop them: nothing of that is to be lost unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .form_fields import FieldKind, FormField, beside, fields_of
from .survey_return import Returned
from .survey_words import BUSINESS, BUSINESS_KIND
from .wordparts import DOCUMENT, parse, parts

_NO_QUESTIONS = frozenset((BUSINESS, BUSINESS_KIND))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the survey in its template: the boxes in which it is answered, by name."""

    words: str
    boxes: Mapping[str, FormField]


@dataclass(frozen=True, slots=True)
class Sent:
    """The survey as it is sent: its boxes in their order, and the words after a box where all surveys say the same."""

    boxes: tuple[FormField, ...]
    beside: Mapping[str, str]


def sent(template: bytes) -> Sent:
    """The survey that a Word template makes. Raises `TemplateError` where it is no Word file."""
    root = parse(parts(template).get(DOCUMENT, b""), DOCUMENT)
    boxes = tuple(fields_of(root))
    after = zip(boxes, beside(root)[1:], strict=True)
    return Sent(boxes, {box.name: _close(said) for box, said in after if "{{" not in said and "{%" not in said})


def questions_in(boxes: Sequence[FormField]) -> tuple[Asked, ...]:
    """The questions that these boxes answer, in their order."""
    found: dict[str, dict[str, FormField]] = {}
    for box in boxes:
        if box.name not in _NO_QUESTIONS:
            words = box.title.rpartition(": ")[0] if box.kind is FieldKind.TICK else box.title
            found.setdefault(words or box.title, {})[box.name] = box
    return tuple(Asked(words, own) for words, own in found.items())


def by_name(found: Returned, boxes: Sequence[FormField]) -> Returned:
    """The same with its boxes by name: nameless ones are those of the template, if they are just as many and alike."""
    for own in (boxes, [box for box in boxes if box.name not in _NO_QUESTIONS]):
        if found.nameless and [box.kind for box in own] == [box.kind for box in found.nameless]:
            pairs = zip(own, found.nameless, strict=True)
            named = {box.name: replace(box, answer=said.answer) for box, said in pairs}
            return replace(found, boxes=named, order=tuple(named))
    renamed = {box.name: known.name for box, known in _by_title(found, boxes)}
    if not renamed:
        return found
    return replace(
        found,
        boxes={renamed.get(name, name): box for name, box in found.boxes.items()},
        order=tuple(renamed.get(name, name) for name in found.order),
        twice=frozenset(renamed.get(name, name) for name in found.twice),
    )


def _by_title(found: Returned, boxes: Sequence[FormField]) -> Iterator[tuple[FormField, FormField]]:
    """Boxes that a program has called something else, each with the missing one of the survey that says the same."""
    names = {box.name for box in boxes}
    strange = [box for name, box in found.boxes.items() if name not in names]
    for known in boxes:
        alike = [box for box in strange if (box.kind, box.title) == (known.kind, known.title)]
        if known.name not in found.boxes and len(alike) == 1:
            yield alike[0], known


def unread(found: Returned, survey: Sent) -> Iterator[str]:
    """What a survey may say outside its boxes, or in boxes that it should not have, in words that follow its name."""
    asked = questions_in(survey.boxes)
    known = {box.name for box in survey.boxes}
    strange = sum(1 for name, box in found.boxes.items() if name not in known and box.answer)
    if strange:
        boxes = "a filled box that is" if strange == 1 else f"{strange} filled boxes that are"
        yield f"holds {boxes} not in the survey. What stands there was not read."
    missing = [question.words for question in asked if not question.boxes.keys() <= found.boxes.keys()]
    if missing:
        yield f"has lost its boxes for {_listed(missing)}. What may stand there instead was not read."
    following = zip(found.order, found.order[1:], found.beside, strict=False)
    in_order = dict(pairwise(box.name for box in survey.boxes))
    changed = {
        name
        for name, after, said in following
        if name in survey.beside and in_order.get(name) == after and _close(said) != survey.beside[name]
    }
    near = [question.words for question in asked if changed & question.boxes.keys()]
    if near:
        yield f"has other words than the survey beside its boxes, at {_listed(near)}. They were not read."
    if found.noted:
        yield "bears comments, notes or drawings. They were not read."


def _listed(questions: Sequence[str]) -> str:
    shown = ", ".join(f'"{words}"' for words in questions[:3])
    return shown if len(questions) <= 3 else f"{shown} and {len(questions) - 3} more"


def _close(words: str) -> str:
    """Words without any space: programs break lines where they like."""
    return "".join(words.split())
