"""Ages on a given day: known, estimated or unknown, and never made more certain than they are. Pure.

An age changes what may be made (a service takes 10 to 17; nobody under 10 can be alleged to have committed
an offence), so every question here has three answers: yes, no, and None for "not known well enough". No
date of birth is ever invented for an estimated age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .record import Kind, Person, Record, Role

RESPONSIBLE_FROM = 10
"""Age of criminal responsibility in England and Wales (Children and Young Persons Act 1933, section 50)."""
ADULT_FROM = 18
_NO_LIMIT = 999


def age_on(born: date, day: date) -> int:
    """Full years on `day`; somebody born on 29 February has their birthday on 1 March in other years.

    Negative before birth. Source: Family Law Reform Act 1969, section 9 (an age is reached as the day begins).
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Age:
    """How old somebody is: `known` in full years, or an estimate, or neither.

    An estimate holds for the day of the incident and is printed as it was made, however old the paper.
    """

    known: int | None = None
    youngest: int | None = None
    oldest: int | None = None
    adult: bool = False

    @property
    def estimated(self) -> bool:
        """Is there no more than an estimate?"""
        return self.known is None and (self.youngest is not None or self.oldest is not None)

    @property
    def words(self) -> str:
        """Such as "15", "not known (thought to be 15 to 16)", "not known"."""
        if self.known is not None:
            return str(self.known)
        if self.youngest is not None and self.oldest is not None:
            span = f"{self.youngest} to {self.oldest}" if self.youngest != self.oldest else f"{self.youngest}"
        elif self.youngest is not None:
            span = f"{self.youngest} or over"
        elif self.oldest is not None:
            span = f"{self.oldest} or under"
        else:
            return "not known (adult)" if self.adult else "not known"
        return f"not known (thought to be {span})"


def born_on(person: Person) -> date | None:
    """The date of birth, where one is recorded; None for "not known", "refused" and so on."""
    return person.date_of_birth if isinstance(person.date_of_birth, date) else None


def age_of(person: Person, day: date) -> Age:
    """The person's age on `day`: from the date of birth, else the estimate as it was made for the incident."""
    born = born_on(person)
    if born is not None:
        return Age(known=age_on(born, day)) if born <= day else Age()
    return Age(youngest=person.age_from, oldest=person.age_to, adult=person.kind is Kind.ADULT)


def first_day(record: Record) -> date:
    """The day on which the incident began: the earliest day of any episode."""
    return min(e.date for e in record.episodes)


def at_least(person: Person, record: Record, years: int, day: date) -> bool | None:
    """Is the person `years` or older on `day`? None where the estimate leaves it open.

    An estimate is as at the day the incident began, so it widens by the birthday that may lie between.
    """
    youngest, oldest = _limits(person, record, day)
    if youngest >= years:
        return True
    return False if oldest < years else None


def is_at_least_10_at_incident(person: Person, record: Record) -> bool | None:
    """Had the person reached the age of criminal responsibility when their own part began?

    Looked at on the day of the first episode in which they are suspected; of their first part where they are
    not; of the incident where they have none. Source: Children and Young Persons Act 1933, section 50.
    """
    return at_least(person, record, RESPONSIBLE_FROM, own_day(person, record))


def own_day(person: Person, record: Record) -> date:
    """The day on which the person's own part began: as suspect where they are one, else in any role."""
    parts = record.parts_of(person.id, Role.SUSPECT) or record.parts_of(person.id)
    episodes = [record.episode(p.episode) for p in parts]
    # A part with no episode may have been at any time, so the earliest day counts: the younger age.
    days = [e.date if e else first_day(record) for e in episodes]
    return min(days, default=first_day(record))


def turns_18_on(person: Person) -> date | None:
    """The 18th birthday (1 March for somebody born on 29 February); None without a date of birth."""
    born = born_on(person)
    if born is None:
        return None
    if (born.month, born.day) == (2, 29):  # a leap year plus 18 is never a leap year
        return date(born.year + ADULT_FROM, 3, 1)
    return born.replace(year=born.year + ADULT_FROM)


def _limits(person: Person, record: Record, day: date) -> tuple[int, int]:
    """The youngest and the oldest that the person can be on `day`."""
    born = born_on(person)
    if born is not None:
        return (age_on(born, day),) * 2
    adult = person.kind is Kind.ADULT
    youngest, oldest = person.age_from, person.age_to
    if youngest is None and oldest is None:  # child or adult is all that is known
        youngest, oldest = (ADULT_FROM, _NO_LIMIT) if adult else (0, ADULT_FROM - 1)
    youngest = 0 if youngest is None else youngest
    oldest = _NO_LIMIT if oldest is None else oldest
    made_on = first_day(record)
    if day >= made_on:
        full = age_on(made_on, day)
        return youngest + full, oldest + full + (not _same_day_of_year(made_on, day))
    full = age_on(day, made_on)
    return youngest - full - (not _same_day_of_year(day, made_on)), oldest - full


def _same_day_of_year(a: date, b: date) -> bool:
    return (a.month, a.day) == (b.month, b.day)
