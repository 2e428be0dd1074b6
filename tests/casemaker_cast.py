"""Who comes up in the invented cases: families of a pool who come up again, others who come up once, odd ages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .casemaker_kit import Actor, Dice, Draft, Row, years_before
from .casemaker_words import (
    AWAY,
    BOYS,
    FAMILIES,
    GENDERS,
    GIRLS,
    LIKE_A_SCHOOL,
    MEN,
    NICKNAMES,
    OTHERWISE,
    RELATIONSHIPS,
    SHORT,
    STREETS,
    SURNAMES,
    TOWNS,
)

CIRCLES = 8
"""Circles of friends in the pool: who belongs to one comes up with the others of it."""
_SHARE_OF_POOL = 0.4


@dataclass(frozen=True)
class Home:
    """A household: where it is, since when, who looks after the children."""

    key: str
    family: str
    address: str
    postcode: str
    area: str
    carers: tuple[Row, ...]
    protected: bool = False
    away: bool = False
    before: tuple[str, str] | None = None
    moved_on: date | None = None

    def place(self, day: date) -> tuple[str, str]:
        """Address and postcode on a day."""
        return self.before if self.before and self.moved_on and day < self.moved_on else (self.address, self.postcode)


@dataclass(frozen=True)
class Child:
    """A child of the pool as they really are, whatever a record makes of them."""

    key: str
    given: str
    home: Home
    born: date
    gender: tuple[str, str]
    phone: str
    circle: int


@lru_cache(maxsize=4)
def pool(seed: int, day: date) -> tuple[Child, ...]:
    """The families who come up again: one child or several in each, in circles of friends across families.

    Two of the children have the same name and are not the same; one pair are twins.
    """
    dice = Dice(f"{seed}/pool")
    names = {"male": dice.mixed(BOYS), "female": dice.mixed(GIRLS), "non-binary": dice.mixed(GIRLS + BOYS)}
    children: list[Child] = []
    for number, family in enumerate(dice.mixed(FAMILIES)):
        home = _home(dice, f"H{number}", family, number, day)
        for sibling in range(dice.one((1, 1, 2, 2, 3))):
            born, gender = _born(dice, day), dice.one(GENDERS)
            if number == 0 and sibling:
                born = children[0].born  # twins, where the first family has two
            given = names[gender[0]][len(children) % len(names[gender[0]])]
            phone = f"07700 900{300 + len(children)}"
            children.append(Child(f"{home.key}.{sibling}", given, home, born, gender, phone, number % CIRCLES))
    return (*children, _namesake(dice, children[0], len(children), day))


def _born(dice: Dice, day: date) -> date:
    """The birth of a child who is mostly in the teens on that day, and 18 only after it."""
    youngest = 12 * 365 if dice.chance(0.85) else 8 * 365
    return day - timedelta(days=dice.number(youngest, 18 * 365 - 10))


def _given(dice: Dice, gender: str) -> str:
    return dice.one({"male": BOYS, "female": GIRLS}.get(gender, GIRLS + BOYS))


def _namesake(dice: Dice, other: Child, number: int, day: date) -> Child:
    """Somebody else with the same name in the same circle, born in another year and living elsewhere."""
    home = _home(dice, "H-namesake", other.home.family, 90, day)
    born = years_before(other.born + timedelta(days=40), 1)
    return Child(f"{home.key}.0", other.given, home, born, other.gender, f"07700 900{300 + number}", other.circle)


def _home(dice: Dice, key: str, family: str, number: int, day: date) -> Home:
    carers = []
    for place, relationship in enumerate(dice.some(RELATIONSHIPS, 1, 2)):
        given = _given(dice, "male" if relationship in MEN else "female")
        surname = family if dice.chance(0.7) else dice.one(SURNAMES)
        carers.append({"name": f"{given} {surname}", "relationship": relationship})
        if dice.chance(0.8):
            carers[-1]["phone"] = f"07700 900{600 + (2 * number + place) % 300}"
        if dice.chance(0.3):
            carers[-1]["email"] = f"{_plain(given)}.{number}@example.org"
    away = dice.chance(0.12)
    address, postcode, area = _address(dice, away=away)
    moved = dice.chance(0.2)
    before = _address(dice, away=away)[:2] if moved else None
    moved_on = day - timedelta(days=dice.number(10, 45)) if moved else None
    return Home(key, family, address, postcode, area, tuple(carers), dice.chance(0.08), away, before, moved_on)


def _address(dice: Dice, *, away: bool) -> tuple[str, str, str]:
    area, town, code = dice.one(AWAY) if away else ("", *(LIKE_A_SCHOOL if dice.chance(0.02) else dice.one(TOWNS)))
    flat = dice.one(("", "", "", "Flat 2, ", "Flat 10, The Old Proofing House, "))
    end = f"{dice.one('ABDEFGHJLN')}{dice.one('PQRSTUWXYZ')}"
    return f"{flat}{dice.number(1, 90)} {dice.one(STREETS)}, {town}", f"{code}{end}", area


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z]+", "", folded) or "carer"


# Into a case


def cast(draft: Draft) -> list[Actor]:
    """Everyone in the case: whoever has the odd age first, then friends from the pool, then others."""
    dice, wanted, day = draft.dice, draft.traits.people, draft.start.date()
    actors = [odd for odd in [_odd(draft)] if odd]
    friends = _friends(draft, round((wanted - len(actors)) * 2 * _SHARE_OF_POOL) if dice.chance(0.5) else 0)
    actors += [_from_pool(draft, child, f"P{len(actors) + n}", day) for n, child in enumerate(friends, 1)]
    while len(actors) < wanted:
        key = f"P{len(actors) + 1}"
        adult = dice.chance(0.15)
        actors.append(_adult(draft, key) if adult else _newcomer(draft, key))
        if not adult and len(actors) < wanted and dice.chance(0.25):
            actors.append(_sibling(draft, actors[-1], f"P{len(actors) + 1}"))
    return actors


def _friends(draft: Draft, wanted: int) -> list[Child]:
    everyone = pool(draft.seed, draft.now.date())
    circle = draft.dice.number(0, CIRCLES - 1)
    friends = draft.dice.mixed([c for c in everyone if c.circle == circle])
    return friends[:wanted]


def _from_pool(draft: Draft, child: Child, key: str, day: date) -> Actor:
    """A child of the pool as this record has them: mostly as they are, sometimes written otherwise."""
    dice = draft.dice
    row: Row = {"id": key, "given_name": child.given, "family_name": child.home.family}
    row |= {"gender": child.gender[0], "pronouns": child.gender[1], "phone": child.phone, "date_of_birth": child.born}
    if dice.chance(0.15):
        row |= misspelt(dice, child.given, child.home.family)
    if child.given in SHORT and dice.chance(0.5):
        row["known_as"] = SHORT[child.given]
    how = dice.random()
    if how < 0.1:
        row["date_of_birth"] = dice.one(("not known", "not asked", None))
        row |= _estimate(dice, child.born, day)
    elif how < 0.14 and child.born.day < 13:  # day and month the other way round
        row["date_of_birth"] = child.born.replace(day=child.born.month, month=child.born.day)
    return Actor(row, child.key, child.born, child.home.key) if draft.thin else _housed(draft, row, child.key, child)


def _housed(draft: Draft, row: Row, identity: str, child: Child) -> Actor:
    return _at_home(draft, Actor(row, identity, child.born), child.home)


def _at_home(draft: Draft, actor: Actor, home: Home) -> Actor:
    """The actor with the answers on the home; an address that is protected is mostly left out, as it should be."""
    day, row = draft.start.date(), actor.row
    row["address"], row["postcode"] = home.place(day)
    row["home_area"] = home.area or draft.office.organisation.area
    if home.before and home.moved_on and day >= home.moved_on:
        row["previous_address"] = home.before[0]
    if home.away:
        row["out_of_county"] = "yes"
    row["address_protected"] = "yes" if home.protected else draft.dice.one(("no", "no", "not known"))
    if home.protected and draft.dice.chance(0.8):
        del row["address"], row["postcode"]
        row |= {"home_area": "withheld", "address_note": "Held by MASH only", "phone": None}
    actor.home, actor.carers = home.key, home.carers
    return actor


def misspelt(dice: Dice, given: str, family: str) -> Row:
    """The name as somebody wrote it who did not ask how it is spelled."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", family) if not unicodedata.combining(c))
    doubled = re.sub(r"(?<=\w)([lnrst])(?=\w)", r"\1\1", family, count=1)
    ways: list[Row] = [
        {"given_name": OTHERWISE.get(given, given), "family_name": family},
        {"given_name": given, "family_name": bare.replace("ł", "l").replace("Ł", "L").replace("ø", "o")},
        {"given_name": given, "family_name": re.sub(r"['’]", "", family).replace("-", " ")},
        {"given_name": given, "family_name": doubled},
        {"given_name": SHORT.get(given, given), "family_name": family},
        {"given_name": given, "family_name": family, "other_names": [f"{given} {dice.one(SURNAMES)}"]},
        {"given_name": given, "family_name": None},
    ]
    return dice.one([w for w in ways if w != ways[0] or given in OTHERWISE])


def _estimate(dice: Dice, born: date, day: date) -> Row:
    age = Actor({}, "", born).age(day)
    if age >= 18:
        return {"age_from": age - 2 if age > 20 else 18}
    return dice.one(({"age_from": max(age - 1, 0), "age_to": min(age + 1, 17)}, {"age_to": min(age + 2, 17)}, {}))


def _newcomer(draft: Draft, key: str, born: date | None = None) -> Actor:
    """A child who comes up in this case only."""
    dice, day = draft.dice, draft.start.date()
    born = born or _born(dice, day)
    home = _home(dice, f"{draft.reference}/{key}", dice.one(SURNAMES), 40 + 7 * int(key[1:]), draft.now.date())
    gender, pronouns = dice.one(GENDERS)
    row: Row = {"id": key, "given_name": _given(dice, gender), "family_name": home.family, "date_of_birth": born}
    row |= {"gender": gender, "pronouns": pronouns, "phone": f"07700 900{900 + int(key[1:])}"}
    if dice.chance(0.05):
        row["family_name"] = None
    elif dice.chance(0.06):
        row["family_name"] = f"{home.family}-{dice.one(SURNAMES)}"
    actor = Actor(row, f"{draft.reference}/{key}", born)
    return actor if draft.thin and dice.chance(0.6) else _at_home(draft, actor, home)


def _sibling(draft: Draft, other: Actor, key: str) -> Actor:
    """Somebody of the same household, a few years apart."""
    born = other.born + timedelta(days=draft.dice.one((-900, -500, 500, 900)))
    born = min(born, draft.start.date() - timedelta(days=5 * 365))
    actor = _newcomer(draft, key, born)
    shared = ("family_name", "address", "postcode", "home_area", "address_protected", "address_note", "out_of_county")
    for name in shared:
        if name in other.row:
            actor.row[name] = other.row[name]
        else:
            actor.row.pop(name, None)
    actor.home, actor.carers = other.home, other.carers
    return actor


def _adult(draft: Draft, key: str) -> Actor:
    """A grown-up: at work there, passing by, sometimes suspected."""
    dice, day = draft.dice, draft.start.date()
    born = day - timedelta(days=dice.number(18 * 365 + 20, 92 * 365))
    known = dice.one(("does not apply", "not asked", None, born, born))
    gender = dice.one(GENDERS)[0]
    row: Row = {"id": key, "kind": "adult", "given_name": _given(dice, gender), "family_name": dice.one(SURNAMES)}
    row["gender"] = gender
    row |= {"date_of_birth": known, "phone": f"07700 900{900 + int(key[1:])}"}
    row |= {"contact_via": dice.one(("The manager of the shop", None)), "home_area": draft.office.organisation.area}
    if known is None:
        row |= {"age_from": 30, "age_to": 45}
        born = years_before(day, 35)
    return Actor(row, f"{draft.reference}/{key}", born, leaning=dice.one(("harmed", "witness", "witness", "suspect")))


# Odd ages and names


def _odd(draft: Draft) -> Actor | None:
    """Whoever is on the edge of what the rules know of ages and names, tuned to the days of this case."""
    odd, dice = draft.traits.odd, draft.dice
    first, last = draft.start.date(), max(s.end for s in draft.scenes).date()
    after = min(draft.now.date(), last + timedelta(days=dice.number(1, 5)))
    births = {
        "turns 10": years_before(max(last, first + timedelta(days=1)), 10),
        "just 10": years_before(first, 10),
        "nine": years_before(first, 10) + timedelta(days=60),
        "turns 18": years_before(max(after, first + timedelta(days=1)), 18),
        "just 18": years_before(first, 18),
        "very young": years_before(first, 4) - timedelta(days=20),
        "leap child": date(2012, 2, 29),
    }
    if odd in births:
        actor = _newcomer(draft, "P1", births[odd])
        actor.leaning = "witness" if odd == "very young" else "suspect"
        return actor
    if odd in {"no birth date", "refused", "nothing known", "nickname"}:
        return _hardly_known(draft, odd)
    if odd == "old adult":
        actor = _adult(draft, "P1")
        actor.born = years_before(first, 97)
        actor.row["date_of_birth"], actor.leaning = actor.born, "harmed"
        return actor
    return None


def _hardly_known(draft: Draft, odd: str) -> Actor:
    actor = _newcomer(draft, "P1")
    row, day = actor.row, draft.start.date()
    row["date_of_birth"] = {"refused": "refused", "nothing known": None}.get(odd, "not known")
    if odd in {"no birth date", "nickname"}:
        row |= _estimate(draft.dice, actor.born, day)
    if odd == "nickname":
        known = {"id": "P1", "known_as": draft.dice.one(NICKNAMES), "name_status": "unknown (nickname only)"}
        kept = ("date_of_birth", "age_from", "age_to", "gender")
        actor.row = known | {name: row[name] for name in kept if name in row}
        actor.row["school_status"] = "unknown; a dark blazer, which two schools use"
        actor.home, actor.carers, actor.knows_school, actor.leaning = "", (), False, "suspect"
    return actor
