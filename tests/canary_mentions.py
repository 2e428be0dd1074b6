"""Something typed by hand into a text: a name in any of its forms, a number, a home, a day of birth, a school."""

from __future__ import annotations

from datetime import date

from casepack.jigsaw import PieceKind

from .canary_words import days, plain, ways
from .casemaker_kit import Dice, Row

_SCHOOLS = ("Holmbeck", "St Aldwyth’s", "Priory Ridge College", "Wrenfield Park School")
_AROUND = (
    "Then {} came up", "Staff spoke of {} again", "This is about {} too", "Seen there: {}", "{} was mentioned",
    "Told {} of it", "Nobody but {} said so", "It was put to {} by phone", "A friend of {} rang", "He knows {} well",
)  # fmt: skip
PIECES = {
    PieceKind.AGE: ("young people aged 13", "a 13 year old"),
    PieceKind.YEAR_GROUP: ("a pupil in Year 9", "another child in Year 8"),
    PieceKind.SEX: ("a girl", "boys"),
    PieceKind.RELATIONSHIP: ("the older sibling", "two cousins"),
    PieceKind.ORIGIN: ("Somali people", "an Irish family"),
    PieceKind.HEALTH: ("autism", "somebody with ADHD"),
    PieceKind.COUNT: ("three young people", "two pupils"),
    PieceKind.SCHOOL: ("your pupil", "a pupil at your school"),
}
"""Words that give somebody away by this kind of piece and by no other; initials are made of a name."""
_ABBREVIATIONS = "aa ad am ba bc dc di ds eu hr id it mp nb ni ok pa pc pe pm po ps re ta tv uk us vr va"
"""Two letters that mean something else more often than somebody."""
_TOGETHER = ("a girl in Year 9", "two boys aged 14", "his older brother", "an autistic pupil")


def mention(dice: Dice, data: Row) -> tuple[str, str]:
    """A sentence that gives somebody of the record away, and in a word or two in which way."""
    people = data["people"]
    way, said = "somebody", "somebody"
    if data["carers"] and dice.chance(0.12):
        way, said = "carer", dice.one(data["carers"])["name"]
    elif people:
        way, said = _of(dice, dice.one(people))
    return way, f"{dice.one(_AROUND).format(said)}."


def _of(dice: Dice, person: Row) -> tuple[str, str]:
    other = person["other_names"][0] if person["other_names"] else ""
    named = list(ways(person["given_name"] or "", person["family_name"] or "", person["known_as"] or "", other))
    others = [("home", f"whoever lives at {person['address']}"), ("postcode", f"post to {person['postcode']}")]
    others += [*_numbers(person), ("school", dice.one(_SCHOOLS)), *[("service", "Harbour Support")] * 2]
    if born := _born(person):
        way, day = dice.one(list(days(born)))
        others.append((f"born, {way}", f"somebody born {day}"))
    return dice.one(named) if named and dice.chance(0.7) else dice.one(others)


def _born(person: Row) -> date | None:
    born = person["date_of_birth"]
    return date.fromisoformat(born) if born and born[:1].isdigit() else None


def _numbers(person: Row) -> list[tuple[str, str]]:
    found = [("phone", f"ring {person['phone']}" if person["phone"] else ""), ("e-mail", f"write to {person['email']}")]
    found += [("NHS number", f"NHS number {person['nhs_number']}" if person["nhs_number"] else "")]
    return [(way, words) for way, words in found if words]


def jigsaw_piece(dice: Dice, word: str, data: Row) -> str:
    """Words by which a young person could be worked out, with a coined word beside them."""
    whole = [p for p in data["people"] if p["given_name"] and p["family_name"]]
    kind = dice.one((*PIECES, PieceKind.INITIALS, None))
    if kind is PieceKind.INITIALS and whole:
        # Without stops: with them they are a name, and other words stand in their place.
        person = dice.one(whole)
        first, last = (plain(person[name]).replace("-", " ").split() for name in ("given_name", "family_name"))
        piece = f"{first[0][0]}{last[-1][0]}".upper()
        piece = dice.one(_TOGETHER) if piece.casefold() in _ABBREVIATIONS.split() else piece
    else:
        piece = dice.one(PIECES.get(kind, _TOGETHER) if kind else _TOGETHER)
    return f"It was {piece} and {word}."
