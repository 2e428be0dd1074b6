"""The homes of everybody in a number of records, so that no list of places holds one of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .folding import words_of
from .mention_model import MentionKind
from .mention_places import SEGMENTS, home_forms
from .record import Record

Words = tuple[str, ...]

_HOMELY = re.compile(
    r"(?i:\b(?:at|care|children'?s?|family|foster|her|his|own|residential|their) home\b|\bhome (?:address|of)\b)"
    # Callum's house, but not St Mary's House.
    r"|\w'?s (?:back |front )?(?:address|bedroom|drive|flat|garden|home|house)\b"
)
"""Places that are somebody's home by their own words, whosever it is."""


class Homes:
    """Whether a place is somebody's home: an address, or a house by its name, of anybody in any of the records."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Note every home, the present and the previous, also those whose address is protected."""
        self._by_first: dict[str, set[Words]] = {}
        self._whole: set[Words] = set()
        for record in records:
            for form in home_forms(record):
                if form.kind is MentionKind.ADDRESS and form.words:
                    self._by_first.setdefault(form.words[0], set()).add(form.words)
            for person in record.people:
                # A house by its name alone, such as Rosewood; a longer line without a number is only a street.
                named = (SEGMENTS.split(text)[0] for text in (person.address, person.previous_address) if text)
                self._whole |= {words for words in map(words_of, named) if len(words) == 1}

    def hold(self, place: str, address: str | None = None) -> bool:
        """Is the place, or the address recorded for it, the home of somebody?

        Within the name of a place a home counts wherever it stands, in an address only at the start of a part:
        "2 to 24 Kestrel Parade" is not the home at number 24.
        """
        if _HOMELY.search(place.replace("’", "'")):
            return True
        words = words_of(place)
        if words in self._whole or any(self._begins(words[start:]) for start in range(len(words))):
            return True
        return any(self._begins(words_of(part)) for part in SEGMENTS.split(address or ""))

    def _begins(self, words: Words) -> bool:
        return bool(words) and any(words[: len(home)] == home for home in self._by_first.get(words[0], ()))
