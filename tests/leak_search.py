"""Canaries found in a text in one pass: words in whatever way they are split, numbers, days, postcodes, schools."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .canary_model import SCHOOLS
from .canary_words import LENGTH, SYLLABLES
from .outsider import fold

_COINED = re.compile(rf"(?=({''.join(f'[{letters}]' for syllable in SYLLABLES for letters in syllable)}))")
_NOT_WORD = re.compile(r"[\W\d_]+")
_RUN = re.compile(r"\d(?:[\s.()/+-]{0,3}\d){5,}")
_POSTCODE = re.compile(r"zz\s?\d{1,2}\s{0,2}\d\s?[a-z]{2}(?![a-z])")
_MONTHS = dict(
    zip(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], range(1, 13), strict=True)
)
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}"
_DAYS = (
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d\d)[-/.](\d\d)(?!\d)"), (0, 1, 2)),
    (re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})(?!\d)"), (2, 1, 0)),
    (re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+(\d{{4}})"), (2, 1, 0)),
    (re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"), (2, 0, 1)),
)
_SCHOOL = re.compile("|".join(word.replace(" ", r"\s+") for word in SCHOOLS.values()))


@dataclass(frozen=True, slots=True)
class Catch:
    """What could be a canary in one text, by shape; which of it is one, the ledger knows."""

    words: frozenset[str]
    numbers: str
    days: frozenset[str]
    postcodes: frozenset[str]
    schools: frozenset[str]

    def hits(self, keys: Collection[str], numbers: Collection[str]) -> set[str]:
        """The keys of a ledger that were caught; `numbers` are those of them that are numbers."""
        found = {key for one in (self.words, self.days, self.postcodes, self.schools) for key in one if key in keys}
        return found | {number for number in numbers if number in self.numbers}


@lru_cache(maxsize=4096)
def catch(text: str) -> Catch:
    """Look through one text."""
    folded = fold(text)
    return Catch(
        coined(folded),
        " ".join(re.sub(r"\D", "", run) for run in _RUN.findall(folded)),
        frozenset(_days(folded)),
        frozenset(re.sub(r"\s", "", found) for found in _POSTCODE.findall(folded)),
        frozenset(" ".join(found.split()) for found in _SCHOOL.findall(folded)),
    )


def coined(text: str) -> frozenset[str]:
    """Every coined word in a text, with whatever stands inside or around it."""
    letters = _NOT_WORD.sub("", fold(text))
    return frozenset(_COINED.findall(letters)) if len(letters) >= LENGTH else frozenset()


def _days(text: str) -> Iterator[str]:
    for pattern, (year, month, day) in _DAYS:
        for found in pattern.findall(text):
            number = _MONTHS.get(found[month]) or int(found[month])
            try:
                yield date(int(found[year]), number, int(found[day])).isoformat()
            except ValueError:
                continue
