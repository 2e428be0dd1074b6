"""Whether two rows, each in a record of its own, are about the same person: the same, possibly, or somebody else.

The same only where the full name and the date of birth agree. What is alike short of that is offered with the reason
and never merged; two dates of birth that differ are two people, whatever they are called. A reason says nothing of
a date or an address itself, and never which of the other details agrees: not every reader may know them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from . import ages
from .contact import protected
from .folding import edit_distance, words_of
from .mentions import is_a_name
from .record import Kind, Person, Record

_SLACK = 2
"""Years by which an age that somebody estimated may be out."""
_SHORT = 4
"""Letters from which one may differ although nothing else agrees: Mia is not Tia."""
_LONG = 7
"""Letters from which two may differ, where something else agrees."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one person from another, folded for comparison. Never printed.

    `calls` are first names and nicknames, `others` full names used besides. `years` are the first and the last year
    of birth that fit. `home` is empty where it is not known, and where the address is protected (`home_protected`).
    """

    given: Words
    family: Words
    calls: frozenset[str]
    others: frozenset[str]
    born: date | None
    years: tuple[int, int]
    home: str = ""
    home_protected: bool = False
    school: str = ""

    @property
    def full(self) -> str:
        """First and family name as one word; empty where either is not known."""
        return "".join((*self.given, *self.family)) if self.given and self.family else ""

    @property
    def key(self) -> tuple[str, str, date] | None:
        """What is equal for the same person and nobody else; None where too little is known to be sure."""
        if self.born is None or not self.full:
            return None
        return "".join(self.given), "".join(self.family), self.born

    @property
    def known(self) -> bool:
        """Is there any name at all by which somebody could be recognised?"""
        return bool(self.given or self.family or self.calls or self.others)


def without_homes(rows: Sequence[Identity]) -> tuple[Identity, ...]:
    """The rows of one person; where the address is protected in one of them, it is compared in none."""
    if any(row.home_protected for row in rows):
        return tuple(replace(row, home="", home_protected=True) for row in rows)
    return tuple(rows)


def identity(person: Person, record: Record) -> Identity:
    """What tells this person of this record from others."""
    called = [n for n in (person.given_name, person.known_as, *person.other_names) if n and is_a_name(n)]
    whole = {n for n in person.other_names if is_a_name(n) and len(n.split()) > 1}
    return Identity(
        given=_words(person.given_name),
        family=_words(person.family_name),
        calls=frozenset("".join(words_of(n)) for n in called if n not in whole),
        others=frozenset("".join(words_of(n)) for n in whole),
        born=ages.born_on(person),
        years=_years(person, record),
        home="" if protected(person) else _home(person),
        home_protected=protected(person),
        school=person.school or "",
    )


def _words(name: str | None) -> Words:
    return words_of(name) if name and is_a_name(name) else ()


def _home(person: Person) -> str:
    first_line = "".join(words_of((person.address or "").split(",")[0]))
    postcode = "".join(words_of(person.postcode or ""))
    return f"{first_line} {postcode}" if first_line and postcode else ""


def _years(person: Person, record: Record) -> tuple[int, int]:
    """The years of birth that fit what is recorded; an estimate is as at the day the incident began."""
    born = ages.born_on(person)
    if born:
        return born.year, born.year
    adult = person.kind is Kind.ADULT
    youngest = person.age_from if person.age_from is not None else (ages.ADULT_FROM if adult else 0)
    oldest = person.age_to if person.age_to is not None else (None if adult else ages.ADULT_FROM)
    year = ages.first_day(record).year
    earliest = year - oldest - 1 - _SLACK if oldest is not None else 0
    return earliest, year - youngest + _SLACK


def possibly_same(one: Identity, other: Identity) -> str:
    """Why the two may be the same person, as a sentence without any detail; empty where nothing says so.

    For two who are not the same by their `key`. Source: the rule that spelling variants are offered, never merged.
    """
    if one.born and other.born and one.born != other.born:
        return ""
    if one.years[1] < other.years[0] or other.years[1] < one.years[0]:
        return ""
    agree = _details(one, other)
    alike = _alike(one, other, agree)
    if not alike:
        return ""
    if agree:
        return f"{alike}; other details agree."
    missing = "both records" if one.born is None and other.born is None else "one of the records"
    return f"{alike}; the date of birth is missing in {missing}."


def _details(one: Identity, other: Identity) -> int:
    """How many details besides the name agree: date of birth, home, school."""
    born = one.born is not None and one.born == other.born
    home = bool(one.home) and one.home == other.home
    return born + home + (bool(one.school) and one.school == other.school)


def _alike(one: Identity, other: Identity, agree: int) -> str:
    if one.full and other.full:
        return _full_names(one, other, agree)
    # One of them is known by a single name only.
    if one.others & {other.full, *other.others} or other.others & {one.full, *one.others}:
        return "One uses the name of the other as well"
    if _calls(one) & _calls(other):
        return "One of them is known by a single name, which fits"
    return ""


def _calls(who: Identity) -> frozenset[str]:
    first = frozenset(who.given[:1])
    # A family name on its own stands beside family names only.
    return who.calls | first | (frozenset({"/" + "".join(who.family)}) if who.family else frozenset())


def _full_names(one: Identity, other: Identity, agree: int) -> str:
    if one.full == other.full:
        return "The same name"
    if (one.given, one.family) == (other.family, other.given):
        return "The same names, first and family name the other way round"
    if {one.full, *one.others} & {other.full, *other.others}:
        return "One uses the name of the other as well"
    same_family = one.family == other.family
    if same_family and _calls(one) & _calls(other) - {"/" + "".join(one.family)}:
        return "The same family name, and a first name or nickname that fits"
    if one.given[0] == other.given[0] and _within(one.family, other.family):
        return "The same first name, and one family name is part of the other"
    return _spelling(one, other, agree)


def _spelling(one: Identity, other: Identity, agree: int) -> str:
    # Of one family only the first names tell people apart, and brothers and sisters may differ by few letters.
    mine, theirs = (one.full, other.full) if one.family != other.family else ("".join(one.given), "".join(other.given))
    shortest = min(len(mine), len(theirs))
    most = 2 if agree and shortest >= _LONG else 1
    if (agree or shortest >= _SHORT) and nearly(mine, theirs, most):
        return "The names are spelled nearly alike"
    if one.given == other.given and agree > 1:
        return "The same first name with another family name"
    return ""


def _within(one: Words, other: Words) -> bool:
    return set(one) < set(other) or set(other) < set(one)


def nearly(one: str, other: str, most: int) -> bool:
    """Do two words differ by at most so many letters added, dropped, changed, or two neighbours swapped?"""
    if abs(len(one) - len(other)) > most:
        return False
    letters, others = Counter(one), Counter(other)
    if max((letters - others).total(), (others - letters).total()) > most:
        return False
    return edit_distance(one, other) <= most or _swapped(one, other)


def _swapped(one: str, other: str) -> bool:
    """Are two neighbouring letters the other way round, and nothing else?"""
    places = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(places) != 2 or places[1] != places[0] + 1:
        return False
    first = places[0]
    return one[first] == other[first + 1] and one[first + 1] == other[first]
