"""One item of free text and the words in which a cell shows it: labels for ids, capitals for fixed words, escapes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .answer_model import Remark, check, read_as
from .answer_offer import fixed_words, must_be_known, show_word
from .form import Column
from .labels import Labels
from .values import LONGEST_CELL, length, tidied

AS_WRITTEN = "as written: "
"""Stands before a text that would otherwise be read as something else; the reader takes it off."""
NONE = "(none)"
"""Stands for an answer that was left empty on purpose, where an empty cell would mean something else."""

_ESCAPED = re.compile(r"as written: (?=\S)", re.IGNORECASE)
_OURS = "- "
_BULLET = re.compile(r"[^\S\n]*[-•*–—·▪●◦‣∙][^\S\n]+(?=\S)")


def word_for_word(words: str) -> str | None:
    """The text behind the mark "as written: "; None where it is not there."""
    found = _ESCAPED.match(words)
    return words[found.end() :] if found else None


def show_item(text: str, column: Column, labels: Labels) -> str:
    """The words for one item; those that would be read as something else are marked "as written: "."""
    shown = labels.show(column.targets, text)
    if shown == text and text in fixed_words(column):
        shown = show_word(text)
    return shown if read_item(shown, column, labels) == (text, ()) else AS_WRITTEN + text


def read_item(words: str, column: Column, labels: Labels) -> tuple[str, tuple[Remark, ...]]:
    """The text that `words` stand for, and what there is to say of it. `words` are tidy."""
    exact = word_for_word(words)
    if exact is not None:
        return exact, ()
    fixed = next((word for word in fixed_words(column) if word == words.casefold()), None)
    if fixed:
        return fixed, ()
    if not column.targets:
        return words, ()
    found = labels.find(column.targets, words, suggest=False)
    if found.id and (found.sure or (must_be_known(column) and found.how != "unclear")):
        return found.id, () if found.sure else (read_as(words, f'"{found.suggestions[0]}"'),)
    if found.id and found.how == "renamed" and any(c.isdigit() for c in found.id):
        what = f'ends in an id, but its words are not those of "{found.suggestions[0]}"; it was kept as words.'
        return words, (check("renamed", what, "If that is meant, pick it from the list.", words),)
    return words, ()


def show_items(items: Sequence[str], column: Column, labels: Labels) -> str:
    """A list in one cell: one item a line; with bullets where an item has lines or a bullet of its own."""
    shown = [show_item(item, column, labels) for item in items]
    lines = "\n".join(shown)
    if lines.casefold() != NONE and split_items(lines) == shown and length(lines) < LONGEST_CELL:
        return lines
    bullets = _bulleted(shown)
    if length(bullets) < LONGEST_CELL:
        return bullets
    # Names may be long where the ids are short; a list that a model holds always fits without them.
    return _bulleted([i if read_item(i, column, labels) == (i, ()) else AS_WRITTEN + i for i in items])


def _bulleted(items: Sequence[str]) -> str:
    return "\n".join(_OURS + item.replace("\n", "\n  ") for item in items)


def split_items(text: str) -> list[str]:
    """The items of a list as it stands in a cell, in order. `text` is tidy."""
    lines = text.split("\n")
    if not _BULLET.match(text):
        return [line.strip() for line in lines if line.strip()]
    # Only in a list with hyphens, as casepack writes it, does an indent say that a line goes on the one above.
    ours = text.startswith(_OURS)
    items: list[str] = []
    for line in lines:
        inner = ours and line.startswith("  ")
        mark = None if inner else _BULLET.match(line)
        if mark:
            items.append(line[mark.end() :])
        else:
            items[-1] += "\n" + (line[2:] if inner else line)
    return [tidied(item) for item in items]
