"""Every mention of a person, or of something that gives a person away, in free text: found, rewritten, checked.

One matcher serves both ends: what a reader may not know is rewritten on the way in, and the finished file
is searched by the same rules on the way out. `mention_names` and `mention_places` say what counts,
`name_sense` when an ordinary word is a name, `mention_find` how it is found.
"""

from __future__ import annotations

from .mention_book import build_book
from .mention_find import find
from .mention_model import Mention, MentionBook, MentionKind
from .mention_names import is_a_name
from .mention_rewrite import nearest_token, rewrite, unknown_tokens
from .name_checks import name_problems
from .record import Kind, Person

__all__ = [
    "Mention",
    "MentionBook",
    "MentionKind",
    "build_book",
    "find",
    "name_problems",
    "nearest_token",
    "neutral_phrase",
    "rewrite",
    "unknown_name",
    "unknown_tokens",
]


def neutral_phrase(person: Person) -> str:
    """What stands for a person whom the reader may not know."""
    return "an adult" if person.kind is Kind.ADULT else "another young person"


def unknown_name(person: Person) -> bool:
    """Is neither a first nor a family name recorded? A nickname alone identifies nobody."""
    return not (is_a_name(person.given_name) or is_a_name(person.family_name))
