"""What a canary is, and the book in which it stands whose each of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum

from casepack.record import Record


class Shape(StrEnum):
    """How a canary is looked for."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"
    POSTCODE = "postcode"
    SCHOOL = "school"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Canary:
    """One thing that stands in one field of one row and nowhere else.

    `people` are those whom it is about: nobody for what is about the case. `row` holds what the row says of whom
    it is for: role, episode, service, reader, business, kind of request.
    """

    field: str
    key: str
    shape: Shape
    people: frozenset[str] = frozenset()
    row: Mapping[str, str] = attribute(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Salted:
    """A record in which everything holds its canary, and the book of them by key."""

    record: Record
    ledger: Mapping[str, Canary]
    typed: Mapping[str, int] = attribute(default_factory=dict)
    """How often something was typed into a text by hand, by the way in which."""

    @property
    def reference(self) -> str:
        """The reference of the case."""
        return self.record.incident.reference or ""


SCHOOLS = {
    "SCH1": "holmbeck",
    "SCH2": "aldwyth",
    "SCH3": "priory ridge",
    "SCH4": "wrenfield park",
    "SCH5": "thistledown high",
}
"""The words by which a school of the sample office is known wherever it stands."""
SERVICES = {"harbour": "harbour support"}
"""The same for a service whose name alone tells why somebody needs it, and that no paper names to everybody."""


def digits(text: str) -> str:
    """What is looked for of a number: its last ten digits."""
    return re.sub(r"\D", "", text)[-10:]
