"""What the records of a hunt hold, counted: a hunt through records in which something never comes up proves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from casepack.record import Person, Record, Sharing
from casepack.values import YesNo

from .canary_fields import CONTROL, lists
from .canary_model import Salted
from .canary_words import ways

SHAPED = frozenset(
    f"people.{name}"
    for name in (
        "given_name", "family_name", "known_as", "other_names", "address", "postcode", "previous_address", "phone",
        "email", "contact_via_phone", "school", "upn", "nhs_number", "ecins_profile", "date_of_birth",
    )
) | {"carers.name", "carers.phone", "carers.email"}  # fmt: skip
"""Fields in which a canary has the shape of the field: a name, a number, a home, a day."""
FIELDS = frozenset(
    f"{table}.{name}" for table in Record.model_fields for name in lists(table) if f"{table}.{name}" not in CONTROL
)
"""Every field of every table that holds text and is not an id, a time or a word that rules compare."""
TYPED = frozenset(
    [way for way, _ in ways("Mary-Jane", "O’Two Names", "Known", "Other")]
    + ["carer", "home", "postcode", "phone", "e-mail", "NHS number", "school", "service"]
    + ["born, in figures", "born, in words", "born, as computers do"]
)
"""Every way in which something is typed by hand into a text."""
TRAITS = (
    "two parts at least", "suspected and harmed", "siblings", "siblings at two schools", "several at one school",
    "a protected address", "a sensitive case", "one person", "no name known", "under 10", "a carer not safe to contact",
    "somebody else needed", "kept from all readers", "kept from the conference", "a special category needed",
    *(f"decided: {kind.value}" for kind in Sharing), "decided for all readers",
)  # fmt: skip
"""What kind of people and decisions the rules are about."""


def census(record: Salted) -> Counter[str]:
    """What one record holds, each by a word or two: fields with canaries, ways of typing, traits of people."""
    found: Counter[str] = Counter(f"field: {canary.field}" for canary in record.ledger.values())
    found.update({f"typed: {way}": times for way, times in record.typed.items()})
    found.update(f"trait: {trait}" for trait in _traits(record.record))
    return found


def lacking(counted: Counter[str]) -> list[str]:
    """What never came up although it should."""
    wanted = [f"field: {name}" for name in sorted(FIELDS | SHAPED)]
    wanted += [f"typed: {way}" for way in sorted(TYPED)] + [f"trait: {trait}" for trait in TRAITS]
    return [word for word in wanted if not counted[word]]


def _traits(record: Record) -> Iterator[str]:
    for person in record.people:
        roles = {part.role.value for part in record.parts_of(person.id)}
        told = {
            "two parts at least": len(roles) > 1,
            "suspected and harmed": {"suspect", "harmed"} <= roles,
            "a protected address": person.address_protected is YesNo.YES,
            "no name known": not (person.given_name or person.family_name),
            "under 10": (person.age_to is not None and person.age_to < 10) or _born_late(record, person),
        }
        yield from (trait for trait, holds in told.items() if holds)
    yield from _together(record)
    if record.incident.sensitivity.value == "sensitive":
        yield "a sensitive case"
    if len(record.people) == 1:
        yield "one person"
    if any(carer.safe_to_contact is YesNo.NO for carer in record.carers):
        yield "a carer not safe to contact"
    yield from _decided(record)


def _born_late(record: Record, person: Person) -> bool:
    day, born = record.episodes[0].date, person.date_of_birth
    return born is not None and not isinstance(born, str) and (day - born).days < 3652


def _together(record: Record) -> Iterator[str]:
    for one, other in combinations(record.people, 2):
        shared = set(record.carers_of(one.id)) & set(record.carers_of(other.id))
        if shared:
            yield "siblings"
            if one.school and other.school and one.school != other.school:
                yield "siblings at two schools"
        if one.school and one.school == other.school:
            yield "several at one school"


def _decided(record: Record) -> Iterator[str]:
    for decision in record.decisions:
        kind, audience = decision.decision, decision.audience.casefold()
        yield f"decided: {kind.value}"
        refused = kind in {Sharing.HOLD, Sharing.DO_NOT_SHARE}
        if audience == "all":
            yield "decided for all readers"
            if refused:
                yield "kept from all readers"
        if audience == "conference" and refused:
            yield "kept from the conference"
        if decision.others_needed and decision.why_others:
            yield "somebody else needed"
        if decision.special_needed is YesNo.YES:
            yield "a special category needed"
