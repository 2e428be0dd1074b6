"""Every mention of a person, or of something that gives a person away, in free text: found, rewritten, checked.

One matcher serves both ends: what a reader may not know is rewritten on the way in, and the finished file
is searched by the same rules on the way out. `mention_names` and `mention_places` say what counts,
`name_sense` when an ordinary word is a name, `mention_find` how it is found.
"""

from __future__ import annotations

from .mention_book import build_book, with_standing
from .mention_find import find
from .mention_model import Mention, MentionBook, MentionKind
from .mention_names import is_a_name
from .mention_rewrite import nearest_token, rewrite, unknown_tokens
from .name_checks import name_problems

__all__ = [
    "Mention",
    "MentionBook",
    "MentionKind",
    "build_book",
    "find",
    "is_a_name",
    "name_problems",
    "nearest_token",
    "rewrite",
    "unknown_tokens",
    "with_standing",
]
