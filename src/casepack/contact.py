"""How to reach somebody without putting them at risk: what is recorded as safe, and nothing else."""

from __future__ import annotations

import re

from .record import Carer, Person, Record, Role
from .values import YesNo

_WORD = re.compile(r"[\w'’-]+")


def protected(person: Person) -> bool:
    """Is the address protected? Then it is printed for nobody."""
    return person.address_protected is YesNo.YES


def postcode_area(postcode: str | None) -> str:
    """The first half of a postcode, also of one typed without its space: its last three characters are the second."""
    compact = "".join((postcode or "").split())
    return compact[:-3] if len(compact) > 4 else compact


def safe_numbers(record: Record, person: str) -> tuple[str, ...]:
    """The telephone numbers that are safe to use for the person: their own if safe, or that of whom to go through."""
    who = record.person(person)
    numbers = [who.phone] if who.safe_to_call is YesNo.YES and not who.contact_via else []
    numbers.append(who.contact_via_phone)
    if who.contact_via and not who.contact_via_phone:
        numbers += [c.phone for c in carers_via(record, person)]
    return tuple(n for n in numbers if n)


def carers_via(record: Record, person: str) -> tuple[Carer, ...]:
    """The carers through whom contact with the person is to be made, because `contact_via` says so."""
    via = frozenset(_WORD.findall((record.person(person).contact_via or "").casefold()))
    if via & {"not", "never", "no"}:  # "aunt, not the mother": nobody is picked out of that by a program
        return ()

    def meant(carer: Carer) -> bool:
        words = _WORD.findall((carer.relationship or "").casefold().split("(")[0])
        return bool(words) and via.issuperset(words)

    return tuple(c for c in record.carers_of(person) if c.safe_to_contact is not YesNo.NO and meant(c))


def has_safe_contact(record: Record, person: str) -> bool:
    """Is there any way to reach the person that is recorded as safe, and printed? Without one no referral goes out.

    A number that is safe, or a letter to the home of somebody whose address the service is told (those harmed).
    """
    if safe_numbers(record, person):
        return True
    who = record.person(person)
    to_write = who.address and who.safe_to_write is YesNo.YES and not who.contact_via and not protected(who)
    return bool(to_write) and Role.HARMED in record.roles_of(person)
