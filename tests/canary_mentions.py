"""Something typed by hand into a text: a name in any of its forms, a number, a home, a day of birth, a school."""

from __future__ import annotations

from datetime import date

from .canary_words import days, ways
from .casemaker_kit import Dice, Row

_SCHOOLS = ("Holmbeck", "St Aldwyth’s", "Priory Ridge College", "Wrenfield Park School")
_AROUND = (
    "Then {} came up", "Staff spoke of {} again", "This is about {} too", "Seen there: {}", "{} was mentioned",
    "Told {} of it", "Nobody but {} said so", "It was put to {} by phone", "A friend of {} rang", "He knows {} well",
)  # fmt: skip
_PIECES = ("a girl in Year 9", "two boys aged 14", "his older brother", "a 13 year old", "an autistic pupil")


def mention(dice: Dice, data: Row) -> str:
    """A sentence that gives somebody of the record away."""
    people = data["people"]
    if data["carers"] and dice.chance(0.12):
        said = dice.one(data["carers"])["name"]
    else:
        said = _of(dice, dice.one(people)) if people else "somebody"
    return f"{dice.one(_AROUND).format(said)}."


def _of(dice: Dice, person: Row) -> str:
    other = person["other_names"][0] if person["other_names"] else ""
    named = list(ways(person["given_name"] or "", person["family_name"] or "", person["known_as"] or "", other))
    others = [f"whoever lives at {person['address']}", f"post to {person['postcode']}", *_numbers(person)]
    others += [dice.one(_SCHOOLS)]
    if born := _born(person):
        others.append(f"somebody born {dice.one(list(days(born)))[1]}")
    return dice.one(named)[1] if named and dice.chance(0.7) else dice.one(others)


def _born(person: Row) -> date | None:
    born = person["date_of_birth"]
    return date.fromisoformat(born) if born and born[:1].isdigit() else None


def _numbers(person: Row) -> list[str]:
    found = [f"ring {person['phone']}" if person["phone"] else "", f"write to {person['email']}"]
    found += [f"NHS number {person['nhs_number']}" if person["nhs_number"] else ""]
    return [words for words in found if words]


def jigsaw_piece(dice: Dice, word: str) -> str:
    """Words by which a young person could be worked out, with a coined word beside them."""
    return f"It was {dice.one(_PIECES)} {word}."
