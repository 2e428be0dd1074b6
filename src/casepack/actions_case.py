"""One case held against the words of a meeting's actions: is a wording, an owner, a person there one of its own?"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cached_property

from .actions_people import without_typed_names
from .folding import words_of
from .lens import Lens
from .mentions import MentionBook, build_book, nearest_token, unknown_tokens
from .plan import Case, Job
from .planning import conference_summaries

_TOKEN = re.compile(r"\{[^{}]{1,60}\}")
_ALIKE = 0.6
"""How much alike two wordings must be to be about the same action."""


def folded_reference(reference: str | None) -> str:
    """A reference for comparison: capitals and spaces do not count."""
    return "".join((reference or "").casefold().split())


def plain(text: str) -> str:
    """A text for comparison: its words alone."""
    return " ".join(words_of(text))


class CaseWords:
    """What a case makes of the words of a meeting; what is slow to make is made when it is first needed."""

    def __init__(self, case: Case) -> None:
        """`case` as it was read, without what meetings agreed."""
        self.case = case
        self.reference = folded_reference(case.record.incident.reference)

    @cached_property
    def coded(self) -> frozenset[str]:
        """Those who stand by code for the conference, for so it was decided."""
        return self._job.reader.coded if self._job else frozenset()

    @cached_property
    def _job(self) -> Job | None:
        """The case's summary for the conference; None where it leaves no trace there."""
        return next((job for job in conference_summaries(self.case) if isinstance(job, Job)), None)

    @cached_property
    def _book(self) -> MentionBook:
        return build_book(self.case.record, self.case.office)

    def same_words(self, text: str, printed: str) -> bool:
        """Could `printed` be how the conference read `text`? Whatever stands for a person may differ."""
        parts = [re.escape(part.casefold()) for part in _TOKEN.split(_spaced(text))]
        pattern = re.compile(".{1,80}?".join(parts), re.DOTALL)
        return bool(pattern.fullmatch(_spaced(printed).casefold())) or self._as_told(text) == plain(printed)

    def alike(self, text: str, printed: str) -> bool:
        """May these be two wordings of one action?"""
        told = self._as_told(text) or plain(_TOKEN.sub(" ", text))
        return SequenceMatcher(None, told.split(), plain(printed).split(), autojunk=False).ratio() >= _ALIKE

    def same_owner(self, owner: str, printed: str) -> bool:
        """Could `printed` be how the conference read this owner, an id or words?"""
        known = {plain(owner), plain(self.case.office.name_of(owner))}
        return plain(printed) in known or self._as_told(owner) == plain(printed)

    def _as_told(self, text: str) -> str:
        """A text as the conference reads it, folded; nothing where it reads nothing of this case."""
        if self._job is None:
            return ""
        lens = Lens(self.case.record, self.case.office, self._book, self._job.reader, self.case.day)
        return plain(lens.say(without_typed_names(text, lens)))

    def unknown_tokens(self, text: str) -> dict[str, str | None]:
        """What stands in braces in `text` and is nobody in the record, with the token that was probably meant."""
        if "{" not in text and "}" not in text:
            return {}
        return {token: nearest_token(token, self._book) for token in unknown_tokens(text, self._book)}


def _spaced(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
