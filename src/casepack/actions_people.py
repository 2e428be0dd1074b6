"""The people of a case in a meeting's actions: as the conference may read of them, and whom such words mean.

Source: row "conference" of the disclosure table, as the conference pack follows it (`conference_people`): whoever is
suspected stands by name, whoever was harmed, or is kept from being named there, by code.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from .folding import words_of
from .lens import Lens
from .mentions import Mention, MentionKind, is_a_name, rewrite
from .naming import full_name, harmed_code, neutral, unnamed_code
from .record import Person, Record, Role

By = Literal["id", "code", "name"]


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom some words mean: a person of the record by id, and whether they say it by id, by code or by name."""

    person: str
    by: By


def people_told(record: Record, lens: Lens) -> tuple[str, ...]:
    """Everybody in the case as the conference reads of them, by name or by code, in the order of the record.

    Somebody both suspected and harmed stands there twice, as in the pack, and nothing tells that it is one person.
    Left out are those of whom the pack gives neither name nor code: witnesses, and children under 10 kept unnamed.
    """
    names, codes = [], []
    for person in record.people:
        parts = [part for part in lens.parts(person.id) if part.role is Role.SUSPECT]
        coded = person.id in lens.reader.coded
        if parts and not coded and _has_a_name(person):
            names.append(full_name(person))
        elif parts and coded and not all(lens.under_10(part) for part in parts):
            codes.append(unnamed_code(record, person.id, lens.reader.coded))
        if Role.HARMED in record.roles_of(person.id):
            codes.append(harmed_code(record, person.id))
    # Codes after the names, so that where one stands in the list says nothing of whose it is.
    return tuple(dict.fromkeys([*names, *sorted(codes, key=lambda code: (code[0], int(code[1:])))]))


def person_meant(record: Record, coded: Collection[str], words: str) -> Meant | None:
    """Whom the words mean; None where they mean nobody in this record, or could mean more than one.

    `coded` are those who stand by code for the conference, for so it was decided.
    """
    asked = "".join(words_of(words))
    found: dict[tuple[str, By], None] = {}
    for person in record.people:
        if asked == "".join(words_of(person.id)):
            return Meant(person.id, "id")
        if asked in _codes(record, coded, person):
            found[person.id, "code"] = None
        elif asked in _names(person):
            found[person.id, "name"] = None
    return Meant(*next(iter(found))) if len(found) == 1 else None


def _codes(record: Record, coded: Collection[str], person: Person) -> set[str]:
    codes = []
    if Role.HARMED in record.roles_of(person.id):
        codes.append(harmed_code(record, person.id))
    if person.id in coded:
        codes.append(unnamed_code(record, person.id, coded))
    kind = ("young person", "adult", "child")
    return {"".join(words_of(f"{before} {code}")) for code in codes for before in ("", *kind)}


def _names(person: Person) -> set[str]:
    first_and_last = " ".join(name for name in (person.given_name, person.family_name) if name)
    names = [first_and_last, person.given_name, person.known_as, *person.other_names]
    kept = {"".join(words_of(name)) for name in names if name and is_a_name(name)}
    return kept | {"".join(words_of(full_name(person)))} if _has_a_name(person) else kept


def _has_a_name(person: Person) -> bool:
    return any(name and is_a_name(name) for name in (person.given_name, person.family_name, person.known_as))


def stands_by_name(record: Record, coded: Collection[str], person: str) -> bool:
    """Does the conference read the person's name wherever a text says {P1} of them?"""
    roles = record.roles_of(person)
    return Role.SUSPECT in roles and Role.HARMED not in roles and person not in coded


def without_typed_names(text: str, lens: Lens) -> str:
    """`text` with a neutral phrase for each name typed by hand of somebody who stands by code for the conference.

    In the code's place, who typed the name at the meeting would learn at the next one whose code it is.
    """

    def words(mention: Mention) -> str | None:
        if mention.kind is not MentionKind.NAME:
            return None
        coded = lens.reader.coded
        if any(stands_by_name(lens.record, coded, person) for person in mention.people):
            return None
        people = [lens.record.person(person) for person in sorted(mention.people)]
        return neutral(people[0], another=False)

    return rewrite(text, lens.book, words)
