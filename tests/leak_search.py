"""Canaries found in a text in one pass: words in whatever way they are split, numbers, days, postcodes, schools."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from . import outsider
from .canary_model import SCHOOLS, SERVICES
from .canary_words import LENGTH, SYLLABLES

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
_SERVICE = re.compile("|".join(word.replace(" ", r"\s+") for word in SERVICES.values()))


_OTHER_SIGNS = re.compile(r"[^\x00-\x7f]")


def fold(text: str) -> str:
    """As `outsider.fold`, sign by sign and each sign once: most texts hold the same few that are not plain."""
    plain = _OTHER_SIGNS.sub(lambda found: _plain(found.group()), text)
    return " ".join(plain.casefold().replace("`", "'").split())


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    return outsider.fold(f"a{sign}a")[1:-1]


@dataclass(frozen=True, slots=True)
class Catch:
    """What could be a canary in one text, by shape; which of it is one, the ledger knows."""

    words: frozenset[str]
    numbers: str
    days: frozenset[str]
    postcodes: frozenset[str]
    schools: frozenset[str]
    services: frozenset[str]

    def hits(self, keys: Collection[str], numbers: Collection[str]) -> set[str]:
        """The keys of a ledger that were caught; `numbers` are those of them that are numbers."""
        shapes = (self.words, self.days, self.postcodes, self.schools, self.services)
        found = {key for one in shapes for key in one if key in keys}
        return found | {number for number in numbers if number in self.numbers}


@lru_cache(maxsize=4096)
def catch(text: str) -> Catch:
    """Look through one text."""
    folded = fold(text)
    return Catch(
        _coined(folded),
        " ".join(re.sub(r"\D", "", run) for run in _RUN.findall(folded)),
        frozenset(_days(folded)),
        frozenset(re.sub(r"\s", "", found) for found in _POSTCODE.findall(folded)),
        frozenset(" ".join(found.split()) for found in _SCHOOL.findall(folded)),
        frozenset(" ".join(found.split()) for found in _SERVICE.findall(folded)),
    )


def coined(text: str) -> frozenset[str]:
    """Every coined word in a text, with whatever stands inside or around it."""
    return _coined(fold(text))


def _coined(folded: str) -> frozenset[str]:
    letters = _NOT_WORD.sub("", folded)
    return frozenset(_COINED.findall(letters)) if len(letters) >= LENGTH else frozenset()


def _days(text: str) -> Iterator[str]:
    for pattern, (year, month, day) in _DAYS:
        for found in pattern.findall(text):
            number = _MONTHS.get(found[month]) or int(found[month])
            try:
                yield date(int(found[year]), number, int(found[day])).isoformat()
            except ValueError:
                continue
