"""A maker of invented cases by the hundred: varied, valid with the office they are made for, the same for a seed.

    cases(seed, count, office)                  the records
    write_cases(folder, seed, count, office)    the same as files, with office.json beside them
    made_cases(seed, count, office)             the same with the truth: which person of which case is who

The first cases of a longer run are those of a shorter one. What a case is like is dealt from hands of cards, so that
every trait comes up as often as its hand says, whatever the seed: two of 24 are sensitive, for example. Texts may
bring up checks ("worth a look") when they are read, never problems.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel

from casepack import clock
from casepack.office import Office
from casepack.record import Record

from . import casemaker_community as community
from . import casemaker_details as details
from . import casemaker_papers as papers
from . import casemaker_story as story
from .casemaker_cast import cast
from .casemaker_kit import Dice, Draft, Traits, deal, row

DAY = date(2026, 11, 10)
"""The day on which the cases are looked at, unless another is given; incidents lie in the two months before."""
DAYS_BACK = 60

ERAS = ("recent",) * 20 + ("before meeting 0", "before meeting 1", "before meeting 2", "29 February")
"""Some cases are from before a meeting that has been held, and one was reported years later."""
NIGHTS = ("",) * 16 + ("midnight",) * 3 + ("clocks",) * 2 + ("no time",) * 3
SIZES = (1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14)
EPISODES = (1,) * 11 + (2,) * 6 + (3,) * 3 + (4, 4, 5, 6)
KINDS = ("ordinary",) * 22 + ("sensitive",) * 2
STATES = ("open",) * 13 + ("closed",) * 5 + ("waiting",) * 3 + ("",) * 3
MEETINGS = ("next",) * 15 + ("none",) * 6 + ("later",) * 3
SHARINGS = ("routine",) * 7 + ("decided",) * 8 + ("mixed",) * 4 + ("none",) * 3 + ("refusing",) * 2
FULLNESS = ("usual",) * 13 + ("full",) * 5 + ("thin",) * 5 + ("bare",)
PACES = ("in time",) * 8 + ("late",) * 6 + ("told late",) * 3 + ("fresh",) * 4 + ("finished",) * 3
ODDITIES = (
    "turns 10", "just 10", "nine", "turns 18", "turns 18", "just 18", "very young", "leap child", "no birth date",
    "refused", "nothing known", "nickname", "nickname", "old adult", "no part", *("",) * 9,
)  # fmt: skip


@dataclass(frozen=True)
class MadeCase:
    """A record, and by the id of each person in it who they really are: the same mark, the same person."""

    record: Record
    identities: dict[str, str]

    @property
    def reference(self) -> str:
        """The reference of the case."""
        return self.record.incident.reference or ""


def cases(seed: int, count: int, office: Office, *, day: date = DAY) -> list[Record]:
    """So many records, valid with this office, as they might stand on `day`."""
    return [made.record for made in made_cases(seed, count, office, day=day)]


def write_cases(folder: Path, seed: int, count: int, office: Office, *, day: date = DAY) -> list[Path]:
    """Write each record to a file called by its reference, and the office beside them; the records' paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "office.json").write_text(canonical(office), encoding="utf-8", newline="\n")
    paths = []
    for record in cases(seed, count, office, day=day):
        path = folder / f"{record.incident.reference}.json"
        path.write_text(canonical(record), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


def canonical(model: BaseModel) -> str:
    """A record or an office as JSON in the order of its model, without what is as good as not there."""
    data = model.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def made_cases(seed: int, count: int, office: Office, *, day: date = DAY) -> Iterator[MadeCase]:
    """The records with the truth about who is who, one after the other."""
    ledger: dict[str, list[str]] = {}
    for number in range(count):
        draft = _draft(seed, number, office, day)
        _fill(draft)
        _link(draft, ledger)
        identities = {a.id: a.identity for a in draft.actors}
        yield MadeCase(Record.model_validate(draft.data), identities)


def traits(seed: int, number: int) -> Traits:
    """What is dealt to case `number` (from 0)."""
    return Traits(
        era=deal(seed, "era", ERAS, number),
        night=deal(seed, "night", NIGHTS, number),
        people=deal(seed, "people", SIZES, number),
        episodes=deal(seed, "episodes", EPISODES, number),
        kind=deal(seed, "kind", KINDS, number),
        state=deal(seed, "state", STATES, number),
        meeting=deal(seed, "meeting", MEETINGS, number),
        sharing=deal(seed, "sharing", SHARINGS, number),
        fullness=deal(seed, "fullness", FULLNESS, number),
        odd=deal(seed, "odd", ODDITIES, number),
        pace=deal(seed, "pace", PACES, number),
    )


def _draft(seed: int, number: int, office: Office, day: date) -> Draft:
    now = datetime.combine(day, time(12), clock.zone(office))
    reference = f"GEN-{day.year}-{number + 1:04d}"
    return Draft(seed, number + 1, reference, office, now, Dice(f"{seed}/case/{number}"), traits(seed, number))


def _first_day(draft: Draft) -> date:
    era, today = draft.traits.era, draft.now.date()
    if era == "29 February":
        return date(max(y for y in range(today.year - 4, today.year) if y % 4 == 0), 2, 29)
    held = [
        at.date()
        for m in draft.office.meetings
        if m.at and draft.past(at := clock.moment(m.at, clock.zone(draft.office)))
    ]
    if era.startswith("before") and held:
        # Three cards in each round of the hand: turn by turn, so that every meeting is met.
        turn = (draft.number - 1) // len(ERAS) * 3 + int(era[-1])
        return held[turn % len(held)] - timedelta(days=draft.dice.number(2, 25))
    return today - timedelta(days=draft.dice.number(1, DAYS_BACK))


def _fill(draft: Draft) -> None:
    """Every table of the record, in the order in which one leads to the next."""
    bare = draft.traits.fullness == "bare"
    draft.scenes = story.scenes(draft, _first_day(draft))
    draft.actors = cast(draft)
    data = draft.data
    data["sources"] = [] if draft.thin else [row(id=f"S{n}", what=w, reliability=r) for n, (w, r) in _SOURCES]
    data["involvements"] = story.parts(draft)
    if draft.traits.odd == "no part":
        data["involvements"] = [r for r in data["involvements"] if r["person"] != draft.actors[-1].id]
    details.settle(draft)
    data["incident"] = story.incident(draft)
    data["people"] = details.people(draft)
    data["carers"] = [] if bare else details.carers(draft)
    data["episodes"] = [s.row for s in draft.scenes]
    data["decisions"] = [] if bare else papers.decisions(draft)
    data["support"] = papers.support(draft)
    data["referrals"] = papers.referrals(draft)
    data["disclosures"] = papers.disclosures(draft)
    data["area"] = community.area(draft)
    data["businesses"] = community.businesses(draft)
    data["survey_answers"] = community.survey_answers(draft)
    data["requests"] = community.requests(draft)
    data["conflicts"] = community.conflicts(draft)
    data["progress"] = community.progress(draft)
    data["actions"] = community.actions(draft)
    data["conference"] = community.conference(draft)
    data["ecins"] = community.ecins(draft)
    if bare:
        data["involvements"] = []


_SOURCES = tuple(enumerate(story.SOURCES[:2], start=1))


def _link(draft: Draft, ledger: dict[str, list[str]]) -> None:
    """Some cases say which earlier ones they are linked with; nothing ordinary ever points to a sensitive one."""
    known = {a.id: ledger.get(a.identity, []) for a in draft.actors}
    linked = [(key, references[-1]) for key, references in known.items() if references]
    if linked and not draft.thin and draft.dice.chance(0.4):
        key, _ = linked[0]
        draft.data["incident"]["linked_cases"] = list(dict.fromkeys(reference for _, reference in linked))[:2]
        draft.data["incident"]["link_reason"] = f"{{{key}}} was involved in an earlier case too"
    for actor in draft.actors:
        if not draft.sensitive:
            ledger.setdefault(actor.identity, []).append(draft.reference)
