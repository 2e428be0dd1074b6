"""What the maker of invented cases works with: seeded dice, dealt traits, local time as officers write it, a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from casepack.office import Agency, AgencyKind, Office

Row = dict[str, Any]
T = TypeVar("T")


class Dice(Random):
    """Chance from a seed. Only `random()` is drawn on, which gives the same numbers in every version of Python."""

    def chance(self, share: float) -> bool:
        """Yes, in this share of the throws."""
        return self.random() < share

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""
        return low + int(self.random() * (high - low + 1))

    def one(self, options: Sequence[T]) -> T:
        """One of the options, all alike."""
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """From `low` to `high` of the options, each at most once, in their own order."""
        wanted = min(self.number(low, high), len(options))
        return [options[n] for n in sorted(self.mixed(range(len(options)))[:wanted])]

    def mixed(self, options: Sequence[T]) -> list[T]:
        """All options in another order."""
        return [item for _, _, item in sorted((self.random(), n, item) for n, item in enumerate(options))]


def deal(seed: int, what: str, hand: Sequence[T], number: int) -> T:
    """The card of case `number` (from 0): in every round of `len(hand)` cases each card of the hand comes once.

    So a trait that stands on one card of twenty-four comes once in 24 cases, whatever the seed.
    """
    block, place = divmod(number, len(hand))
    return hand[Dice(f"{seed}/{what}/{block}").mixed(range(len(hand)))[place]]


# Local time


def later(moment: datetime, **span: float) -> datetime:
    """The moment after so much real time, in the same zone: the clocks may change between."""
    return (moment.astimezone(UTC) + timedelta(**span)).astimezone(moment.tzinfo)


def clock_text(moment: datetime) -> str:
    """The time of day as a record holds it: with its zone where the clocks show it twice that night."""
    twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    return f"{moment:%H:%M}{f' {moment.tzname()}' if twice else ''}"


def moment_text(moment: datetime) -> str:
    """A day with its time as a record holds it."""
    return f"{moment:%Y-%m-%d} {clock_text(moment)}"


def years_before(day: date, years: int) -> date:
    """The day of birth of whoever turns `years` on `day`; a day before, where that year has no 29 February."""
    leapless = (day.month, day.day) == (2, 29) and (day.year - years) % 4
    return (day - timedelta(days=1) if leapless else day).replace(year=day.year - years)


def row(**fields: Any) -> Row:
    """A row without the answers that are not recorded."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}


# The draft of one case


@dataclass(frozen=True)
class Traits:
    """What was dealt to a case; every word is one of a hand in `casemaker`."""

    era: str
    night: str
    people: int
    episodes: int
    kind: str
    state: str
    meeting: str
    sharing: str
    fullness: str
    odd: str
    pace: str


@dataclass
class Actor:
    """Somebody in a case: the row of the record, and the truth behind it, which the record may not hold."""

    row: Row
    identity: str
    born: date
    home: str = ""
    carers: tuple[Row, ...] = ()
    leaning: str = ""
    knows_school: bool = True

    @property
    def id(self) -> str:
        """The id in the record."""
        return str(self.row["id"])

    @property
    def token(self) -> str:
        """How free text names them."""
        return f"{{{self.id}}}"

    def age(self, day: date) -> int:
        """The real age on a day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass
class Scene:
    """An episode with what its row may leave out: when it really began and ended, and which place it was."""

    row: Row
    start: datetime
    end: datetime
    place: Any
    acts: list[Any] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id in the record."""
        return str(self.row["id"])


@dataclass
class Draft:
    """One case in the making."""

    seed: int
    number: int
    reference: str
    office: Office
    now: datetime
    dice: Dice
    traits: Traits
    data: Row = field(default_factory=dict)
    scenes: list[Scene] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)

    @property
    def sensitive(self) -> bool:
        """Is it a sensitive case?"""
        return self.traits.kind == "sensitive"

    @property
    def full(self) -> bool:
        """Is everything filled in that could be?"""
        return self.traits.fullness == "full"

    @property
    def thin(self) -> bool:
        """Is little filled in?"""
        return self.traits.fullness in {"thin", "bare"}

    @property
    def start(self) -> datetime:
        """When the incident really began."""
        return min((s.start for s in self.scenes), key=lambda m: m.astimezone(UTC))

    @property
    def told(self) -> datetime:
        """When the team was told: the next morning, or some days after that, but never after now."""
        wait = timedelta(hours=24 if self.start.hour >= 8 else 0, days=3 if self.traits.pace == "told late" else 0)
        at = later((self.start.replace(tzinfo=None) + wait).replace(hour=8, minute=55, tzinfo=self.start.tzinfo))
        return at if self.past(at) else later(self.now, minutes=-90)

    def past(self, moment: datetime) -> bool:
        """Has this moment come, on the day on which the records are looked at?"""
        return moment.astimezone(UTC) <= self.now.astimezone(UTC)

    def after_told(self, **span: float) -> str | None:
        """The moment so much later than the team was told, as text; None where it has not come."""
        moment = later(self.told, **span)
        return moment_text(moment) if self.past(moment) else None

    def agencies(self, *kinds: AgencyKind) -> list[Agency]:
        """The office's agencies of these kinds."""
        return [a for a in self.office.agencies if a.kind in kinds]

    def agency(self, *kinds: AgencyKind) -> str | None:
        """The id of one agency of these kinds; None where the office has none."""
        found = self.agencies(*kinds)
        return self.dice.one(found).id if found else None

    @property
    def manager(self) -> str:
        """The id of the manager."""
        return self.office.organisation.manager or self.office.officers[0].id

    @property
    def officer(self) -> str:
        """The id of some member of staff; the same one throughout a case."""
        return self.office.officers[self.number % len(self.office.officers)].id
