"""How an answer is printed. No answer ever prints as blank, `None` or `nan`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

NOT_RECORDED = "Not recorded"


def shown(value: object) -> str:
    """The answer as words for a cell of a form: "Not recorded" where there is none, "Not asked" where that is it."""
    if value is None or value == () or value == "":
        return NOT_RECORDED
    if isinstance(value, StrEnum):
        return first_capital(value.value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        from .clock import say_date  # here, so that whoever only puts words together loads no models

        return say_date(value)
    if isinstance(value, tuple):
        return "; ".join(shown(v) if i == 0 else str(v) for i, v in enumerate(value))
    text = str(value)
    if text.casefold().rstrip(".") == "none":
        return "None reported"  # "None" alone is what a computer prints for a missing answer
    return text if "@" in text else first_capital(text)


def first_capital(text: str) -> str:
    """`text` with a capital at its start, nothing else changed."""
    return text[:1].upper() + text[1:]


def join_words(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """A list in running text: "a, b and c"; an empty list is an empty text."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def sentence(text: str) -> str:
    """`text` with a capital at its start and a full stop at its end."""
    text = first_capital(text.strip())
    return text if not text or text[-1] in ".!?:" else text + "."
