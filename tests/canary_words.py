"""Words, numbers and days that stand nowhere else: what canaries are made of, and the ways in which a name is typed.

A coined word is three syllables of three letters, each place with a stock of its own, so that no word holds another
and no two words side by side hold a third: found once in a file, it came from the one field that it was put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from .casemaker_kit import Dice

SYLLABLES = (("bdkt", "aou", "lmrx"), ("fghv", "eiy", "lnrz"), ("jpwz", "aou", "bdkm"))
"""The letters of each syllable in turn."""
_FIRST, _SECOND, _THIRD = (tuple(a + b + c for a, b, c in product(*letters)) for letters in SYLLABLES)
_ROOM = len(_FIRST) * len(_SECOND) * len(_THIRD)
_STRIDE = 7919
"""Prime to the room, so that counting by it meets every word once before any comes again."""
LENGTH = 9
"""Letters of every coined word."""
_A_CASE = 2_700
"""Words, and numbers of each kind, set aside for one case; cases so many apart share theirs."""
CASES = _ROOM // _A_CASE
"""How many cases in a row have nothing in common."""
_PHONES = 60
_OF_THE_OFFICE = 201
"""The last digits of the one mobile number in the sample office."""
_ACCENTS = str.maketrans({"a": "á", "o": "ö", "u": "ū", "e": "é", "i": "ï", "z": "ž"})
_RINGING = ("Flat 2, ", "", "", "The Old Mill, ")


class Coiner:
    """The stock of one case: each call gives something that was never given before in this case."""

    def __init__(self, case: int, dice: Dice) -> None:
        """`case` is the number of the case, from 0."""
        self._slot = case % CASES
        self._dice = dice
        self._words = self._phones = self._rows = 0

    def word(self) -> str:
        """A word in small letters."""
        number = (self._slot * _A_CASE + self._words) * _STRIDE % _ROOM
        self._words += 1
        assert self._words <= _A_CASE
        number, third = divmod(number, len(_THIRD))
        first, second = divmod(number, len(_SECOND))
        return _FIRST[first] + _SECOND[second] + _THIRD[third]

    def name(self, shape: str) -> str:
        """A name: plain, accented, with an apostrophe, or two in one; every part of it is a coined word."""
        first = self.word().capitalize()
        match shape:
            case "accented":
                return first[:3] + first[3:].translate(_ACCENTS)
            case "apostrophe":
                return f"O’{first}"
            case "hyphen":
                return f"{first}-{self.word().capitalize()}"
            case "two":
                return f"{first} {self.word().capitalize()}"
        return first

    def phone(self) -> str:
        """A telephone number of those kept for drama, in one of the ways in which they are typed."""
        number = self._slot * _PHONES % 900 + self._phones
        self._phones += 1 + (number == _OF_THE_OFFICE - 1)
        way = ("07700 900{:03d}", "07700900{:03d}", "07700 900 {:03d}", "+44 7700 900{:03d}")[self._phones % 4]
        return way.format(number)

    def row(self) -> int:
        """A number for what has one of its own: a pupil, a profile."""
        self._rows += 1
        return self._slot * 100 + self._rows

    def address(self) -> tuple[str, str, str]:
        """An address, its postcode, and the coined word in it."""
        word = self.word()
        number = self.row()
        end = f"{'ABDEFGHJLN'[number % 10]}{'PQRSTUWXYZ'[number // 10 % 10]}"
        postcode = f"ZZ{1 + number // 100 % 9}{number // 900 % 10} {number % 9 + 1}{end}"
        return (
            f"{self._dice.one(_RINGING)}{self._dice.number(1, 90)} {word.capitalize()} Lane, Wrenfield",
            postcode,
            word,
        )


# Ways of typing


def ways(given: str, family: str, known_as: str, other: str) -> Iterator[tuple[str, str]]:
    """Every way in which officers type somebody's name, with a word for each way."""
    if given and family:
        yield "whole", f"{given} {family}"
        yield "reversed", f"{family.upper()}, {given}"
        yield "initialled", f"{given[:1]}. {family}"
        yield "shortened", f"{given} {family[:1]}."
        yield "address", f"{plain(given)}.{plain(family)}@example.org"
        yield "address of the family", f"{plain(given)[:1]}.{plain(family)}@example.org"
        yield "joined", f"{plain(given)}{plain(family)}".replace("'", "").replace(" ", "").capitalize()
        yield "misspaced", f"{given}   {family}"
        yield "over two lines", f"{given}\n{family}"
    for part, name in (("given", given), ("family", family), ("known as", known_as), ("other", other)):
        if not name:
            continue
        yield part, name
        yield f"{part}, possessive", f"{name}’s friend"
        yield f"{part}, no apostrophe", f"{name}s coat"
        yield f"{part}, capitals", name.upper()
        yield f"{part}, small letters", name.lower()
        yield f"{part}, without accents", plain(name).capitalize()
        if "-" in name or " " in name:
            yield f"{part}, first half", name.replace("-", " ").split()[0]
            yield f"{part}, second half", name.replace("-", " ").split()[1]
    if family:
        yield "titled", f"Mr {family}"


def plain(name: str) -> str:
    """A name as somebody types it who has no accents on the keyboard."""
    return name.translate(_PLAIN).replace("’", "'").casefold()


_PLAIN = {ord(accented): plain for accented, plain in zip("áöūéïž", "aoueiz", strict=True)}


def days(born: date) -> Iterator[tuple[str, str]]:
    """Ways in which a day of birth is typed into a text."""
    yield "in figures", f"{born:%d/%m/%Y}"
    yield "in words", f"{born.day} {born:%B %Y}"
    yield "as computers do", born.isoformat()
