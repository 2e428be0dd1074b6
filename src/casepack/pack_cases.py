"""What the conference's pack tells of a case: whether it stands there at all, and whom it shows by name.

Everything that lays cases side by side (who appears together, which places recur) starts from here, so that it can
tell nothing that the pack does not tell case by case. Parts that the pack does not tell by name, those of people
harmed and of witnesses, are not handed out: nothing made from this can lead to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from . import ages
from .identity import Identity, identity
from .lens import Lens
from .mention_model import Forms
from .mentions import MentionBook
from .naming import full_name
from .plan import Case, Job
from .planning import conference_summaries
from .record import Involvement, Kind
from .shown import first_capital

SUSPECTED = "Suspected"
PRESENT = "Present, under 10 at the time"

_NO_TEXT = MentionBook({}, Forms(), frozenset(), frozenset(), {}, {}, {}, {})
"""The lens is asked about people and parts here, never about text, so it needs no names to look for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody whom the pack shows by name in one case, as it does there."""

    reference: str
    day: date
    name: str
    age: str
    part: str
    adult: bool
    identity: Identity = field(repr=False)


def summary_job(case: Case) -> Job | None:
    """The job of the case's summary for the conference; None where the case leaves no trace in the pack.

    That is a sensitive case, and one that its record keeps out of the pack.
    """
    return next((o for o in conference_summaries(case) if isinstance(o, Job)), None)


def reference_of(case: Case) -> str:
    """The reference by which the pack calls the case."""
    return case.record.incident.reference or "No reference"


def first_day(case: Case) -> date:
    """The day on which the incident began."""
    return ages.first_day(case.record)


def shown_by_name(case: Case) -> tuple[Shown, ...]:
    """Everyone whom the pack shows by name in this case, each once; nobody where the case leaves no trace in it.

    The row "conference" of the disclosure table decides, and who stands by code in the case's summary, for so it was
    decided (`planning.conference_summaries`). Left out on top: people without any name, for nobody can be recognised
    in them.
    """
    job = summary_job(case)
    if job is None:
        return ()
    lens = Lens(case.record, case.office, _NO_TEXT, job.reader, case.day)
    found = (_shown(case, lens, person.id) for person in case.record.people)
    return tuple(one for one in found if one is not None)


def _shown(case: Case, lens: Lens, person: str) -> Shown | None:
    parts = [p for p in lens.parts(person) if lens.row.cell(p.role).allows("N")]
    who = case.record.person(person)
    same = identity(who, case.record)
    if not parts or not lens.named(person) or not same.known:
        return None
    return Shown(
        reference_of(case),
        first_day(case),
        full_name(who),
        first_capital(ages.age_of(who, lens.day).words) if "d" in lens.letters(person) else "",
        _part(lens, parts),
        who.kind is Kind.ADULT,
        same,
    )


def _part(lens: Lens, parts: list[Involvement]) -> str:
    """Nobody under 10 is ever called suspected."""
    return PRESENT if all(lens.under_10(part) for part in parts) else SUSPECTED
