"""How a person is called in papers: by name, by code, or in neutral words; which of them is for `lens` to say."""

from __future__ import annotations

from collections.abc import Iterable

from .record import Kind, Person, Record, Role


def neutral(person: Person, *, another: bool = True) -> str:
    """What a reader who may not know the person reads in their place."""
    if person.kind is Kind.ADULT:
        return "an adult"
    return "another young person" if another else "a young person"


def full_name(person: Person) -> str:
    """The name as printed on a form, with what the person is known as."""
    name = " ".join(n for n in (person.given_name, person.family_name) if n)
    if not name:
        return f"Not known (known as {person.known_as})" if person.known_as else "Not known"
    return f"{name} (known as {person.known_as})" if person.known_as else name


def short_name(person: Person) -> str:
    """The name in running text: the first name where there is one."""
    return person.given_name or person.known_as or person.family_name or "a person whose name is not known"


def harmed_code(record: Record, person: str) -> str:
    """H1, H2 and so on: the code of somebody harmed in papers for the conference, in the order of the record."""
    harmed = [p.id for p in record.people if Role.HARMED in record.roles_of(p.id)]
    return f"H{harmed.index(person) + 1}"


def unnamed_code(record: Record, person: str, coded: Iterable[str]) -> str:
    """N1, N2 and so on: the code of one of those `coded`, who are suspected and not named here."""
    those = frozenset(coded)
    return f"N{[p.id for p in record.people if p.id in those].index(person) + 1}"
