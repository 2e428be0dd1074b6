"""The maker of invented cases: the same for a seed, valid with the office, plannable, invented, and really varied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casepack import ages, clock
from casepack.errors import Problem
from casepack.office import Office
from casepack.plan import Case
from casepack.planning import make_plan
from casepack.read import read_office, read_record
from casepack.record import Agreement, Kind, Person, Record, RequestKind, Role, Sensitivity, Sharing, StepStatus
from casepack.values import Unknown, YesNo

from . import builders
from .builders_case import sample_office
from .casemaker import DAY, MadeCase, canonical, cases, made_cases, write_cases

SEED = 7
MANY = 192
NOON = f"{DAY} 12:00"

Counting = Callable[[tuple[MadeCase, ...]], int]


@cache
def made() -> tuple[MadeCase, ...]:
    return tuple(made_cases(SEED, MANY, sample_office()))


def records() -> list[Record]:
    return [case.record for case in made()]


def people(rows: tuple[MadeCase, ...]) -> Iterator[tuple[Person, Record, str]]:
    """Everyone in every case, with their record and with the mark of who they really are."""
    for case in rows:
        yield from ((p, case.record, case.identities[p.id]) for p in case.record.people)


@cache
def read_back() -> tuple[tuple[Record, tuple[Problem, ...]], ...]:
    """The first sixty as casepack reads them from their files' bytes; raises where there is a problem."""
    office = sample_office()
    return tuple(read_record(as_written(r), f"{r.incident.reference}.json", office) for r in records()[:60])


def as_written(record: Record) -> bytes:
    return canonical(record).encode()


# The same, valid, plannable, invented


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_cases(tmp_path / name, SEED, 12, sample_office())
    files = {n: {p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two")}
    assert files["one"] == files["two"]
    assert files["one"]["GEN-2026-0003.json"] == as_written(records()[2])
    assert read_office(files["one"]["office.json"], "office.json")[0] == sample_office()
    assert sorted(files["one"]) == [*(f"GEN-2026-{n:04d}.json" for n in range(1, 13)), "office.json"]


def test_another_seed_gives_other_cases() -> None:
    assert [as_written(r) for r in cases(SEED + 1, 3, sample_office())] != [as_written(r) for r in records()[:3]]


def test_a_longer_run_begins_with_the_cases_of_a_shorter_one() -> None:
    assert cases(SEED, 10, sample_office()) == records()[:10]


def test_what_is_written_is_read_again_without_a_problem() -> None:
    again = read_back()
    assert [record for record, _ in again] == records()[: len(again)]
    assert {c.severity for _, checks in again for c in checks} == {"check"}


def test_every_case_can_be_planned_on_the_day_and_a_year_later() -> None:
    office = sample_office()
    for as_of in (NOON, "2027-11-10 12:00"):
        at = clock.moment(as_of, clock.zone(office))
        assert [r.incident.reference for r in records() if not make_plan(Case(r, office, at)).jobs] == []


@pytest.mark.parametrize(
    ("office", "day"),
    [
        pytest.param(builders.office(), DAY, id="a small office with one meeting"),
        pytest.param(
            builders.office(agencies=[], schools=[], safeguarding_leads=[], meetings=[]), DAY, id="a bare one"
        ),
        pytest.param(builders.office(members=[], resident_groups=[]), date(2028, 3, 20), id="a leap year in spring"),
    ],
)
def test_cases_are_valid_with_whatever_office_they_are_made_for(office: Office, day: date) -> None:
    for record in cases(SEED, 24, office, day=day):
        read_record(as_written(record), "case.json", office)


def test_nothing_happens_on_or_after_the_day_on_which_the_cases_are_looked_at() -> None:
    assert max(ages.first_day(r) for r in records()) < DAY


def test_most_incidents_lie_in_the_two_months_before() -> None:
    recent = [r for r in records() if ages.first_day(r) >= DAY - timedelta(days=60)]
    assert len(recent) >= 0.8 * MANY


def test_numbers_addresses_and_postcodes_are_ones_that_nobody_has() -> None:
    text = "\n".join(canonical(r) for r in records())
    phones = set(re.findall(r"(?<![\w-])\+?0[\d ]{8,}\d", text))
    assert [n for n in phones if not re.fullmatch(r"01632 960\d{3}|07700 900\d{3}", n)] == []
    assert {m.rpartition("@")[2] for m in re.findall(r"[\w.+-]+@[\w.]+", text)} == {"example.org"}
    postcodes = set(re.findall(r"\b([A-Z]{1,2})\d[A-Z\d]? \d[A-Z]{2}\b", text))
    assert postcodes == {"ZZ"}


def test_nobody_in_a_case_shares_a_telephone_number_with_somebody_of_another_household() -> None:
    for record in records():
        numbers = Counter(p.phone for p in record.people if p.phone)
        numbers.update({c.phone for c in record.carers if c.phone})
        assert {n for n, count in numbers.items() if count > 1} == set()


def test_an_ordinary_case_never_names_a_sensitive_one() -> None:
    sensitive = {r.incident.reference for r in records() if r.incident.sensitivity is Sensitivity.SENSITIVE}
    linked = {c for r in records() for c in r.incident.linked_cases}
    assert linked
    assert linked & sensitive == set()


def test_a_sensitive_case_describes_no_act() -> None:
    sensitive = [r for r in records() if r.incident.sensitivity is Sensitivity.SENSITIVE]
    described = [i for r in sensitive for i in r.involvements if i.account or i.short]
    assert described == []
    assert [p for r in sensitive for p in r.people if p.injury or p.loss] == []


# Varied


def _has(wanted: Callable[[Record], object]) -> Counting:
    return lambda rows: sum(bool(wanted(case.record)) for case in rows)


def _who(wanted: Callable[[Person, Record], object]) -> Counting:
    return lambda rows: sum(bool(wanted(person, record)) for person, record, _ in people(rows))


def _by_identity(rows: tuple[MadeCase, ...]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person, _, identity in people(rows):
        found.setdefault(identity, []).append(person)
    return found


def _again(*fields: str) -> Counting:
    """How many who come up in several cases are written in more than one way in these fields."""

    def count(rows: tuple[MadeCase, ...]) -> int:
        several = [same for same in _by_identity(rows).values() if len(same) > 1]
        return sum(len({tuple(getattr(p, f) for f in fields) for p in same}) > 1 for same in several)

    return count


def _namesakes(rows: tuple[MadeCase, ...]) -> int:
    named: dict[tuple[str | None, str | None], set[str]] = {}
    for person, _, identity in people(rows):
        if person.given_name and person.family_name:
            named.setdefault((person.given_name, person.family_name), set()).add(identity)
    return sum(len(who) > 1 for who in named.values())


def _twice(rows: list[str | None]) -> bool:
    there = [row for row in rows if row]
    return len(set(there)) < len(there)


def _turns_10_during_it(person: Person, record: Record) -> bool:
    born = ages.born_on(person)
    days = [(e.date, e.end_date or e.date) for e in record.episodes]
    return any(born and ages.age_on(born, first) == 9 and ages.age_on(born, last) == 10 for first, last in days)


def _turns_18_since(person: Person, record: Record) -> bool:
    birthday = ages.turns_18_on(person)
    return bool(birthday and ages.first_day(record) < birthday <= DAY)


def _places_again(rows: tuple[MadeCase, ...]) -> int:
    """Postcodes of places that come up in ten cases or more, under more than one name."""
    names: dict[str, list[str]] = {}
    for case in rows:
        for episode in case.record.episodes:
            names.setdefault(episode.postcode or "", []).append(episode.place or "")
    return sum(len(found) >= 10 and len(set(found)) > 1 for found in names.values())


VARIETY: dict[str, tuple[int, Counting]] = {
    "sensitive": (14, _has(lambda r: r.incident.sensitivity is Sensitivity.SENSITIVE)),
    "closed": (25, _has(lambda r: r.incident.status == "closed")),
    "on the railway": (30, _has(lambda r: any(e.railway is YesNo.YES for e in r.episodes))),
    "over midnight": (12, _has(lambda r: any(e.end_date for e in r.episodes))),
    "no time known": (20, _has(lambda r: not any(e.start_time for e in r.episodes))),
    "the clocks go back": (8, _has(lambda r: any((e.start_time or "").endswith(("BST", "GMT")) for e in r.episodes))),
    "on 29 February": (7, _has(lambda r: (ages.first_day(r).month, ages.first_day(r).day) == (2, 29))),
    "six episodes": (5, _has(lambda r: len(r.episodes) == 6)),
    "one person": (10, _has(lambda r: len(r.people) == 1)),
    "fourteen people": (5, _has(lambda r: len(r.people) == 14)),
    "no meeting named": (30, _has(lambda r: not r.conference.meeting)),
    "a later meeting with the reason": (10, _has(lambda r: r.conference.late_reason)),
    "kept out of the pack": (14, _has(lambda r: r.conference.in_pack is YesNo.NO)),
    "next to nothing recorded": (6, _has(lambda r: not r.involvements and not r.progress)),
    "routine sharing approved": (40, _has(lambda r: r.incident.routine_sharing_approved_by)),
    "siblings": (20, _has(lambda r: _twice([p.household for p in r.people]))),
    "same school": (60, _has(lambda r: _twice([p.school for p in r.people]))),
    "shared carers": (15, _has(lambda r: any(len(c.people) > 1 for c in r.carers))),
    "a step done late, with the reason": (30, _has(lambda r: any(p.done_at and p.why_late for p in r.progress))),
    "businesses": (60, _has(lambda r: r.businesses)),
    "survey answers": (15, _has(lambda r: r.survey_answers)),
    "an entry on E-CINS": (60, _has(lambda r: r.ecins.uploaded_at)),
    "rows of the register": (40, _has(lambda r: r.disclosures)),
    "a Member in conflict": (8, _has(lambda r: r.conflicts)),
    "linked cases": (15, _has(lambda r: r.incident.linked_cases)),
    "an area": (60, _has(lambda r: r.area.description)),
    "suspected and harmed": (60, _who(lambda p, r: r.roles_of(p.id) >= {Role.SUSPECT, Role.HARMED})),
    "no part": (5, _who(lambda p, r: r.involvements and not r.roles_of(p.id))),
    "adult": (80, _who(lambda p, r: p.kind is Kind.ADULT)),
    "under 10": (40, _who(lambda p, r: ages.is_at_least_10_at_incident(p, r) is False)),
    "10 during the episode": (4, _who(_turns_10_during_it)),
    "18 between incident and letter": (10, _who(_turns_18_since)),
    "day of birth not known": (20, _who(lambda p, r: isinstance(p.date_of_birth, Unknown))),
    "born on 29 February": (4, _who(lambda p, r: (b := ages.born_on(p)) and (b.month, b.day) == (2, 29))),
    "estimated age": (25, _who(lambda p, r: p.age_from or p.age_to)),
    "nickname only": (10, _who(lambda p, r: p.known_as and not p.given_name)),
    "one name only": (15, _who(lambda p, r: p.given_name and not p.family_name and r.involvements)),
    "apostrophe": (15, _who(lambda p, r: {"'", "’"} & set(p.family_name or ""))),
    "accents": (60, _who(lambda p, r: not f"{p.given_name}{p.family_name}".isascii())),
    "hyphen": (40, _who(lambda p, r: "-" in f"{p.given_name}{p.family_name}")),
    "a long name": (3, _who(lambda p, r: len(p.family_name or "") > 25)),
    "school not known": (80, _who(lambda p, r: p.kind is Kind.CHILD and not p.school)),
    "not on roll": (20, _who(lambda p, r: p.school and (p.school_status or "").startswith("left"))),
    "out of county": (40, _who(lambda p, r: p.out_of_county is YesNo.YES)),
    "protected": (30, _who(lambda p, r: p.address_protected is YesNo.YES)),
    "a concern": (60, _who(lambda p, r: p.concern)),
    "in several cases": (40, lambda rows: sum(len(same) > 1 for same in _by_identity(rows).values())),
    "in five cases or more": (8, lambda rows: sum(len(same) >= 5 for same in _by_identity(rows).values())),
    "the same child, spelled otherwise": (10, _again("given_name", "family_name")),
    "the same child, another or no day of birth": (10, _again("date_of_birth")),
    "the same child, another address": (5, _again("address")),
    "another child of the same name": (1, _namesakes),
    "places under several names": (6, _places_again),
}


@pytest.mark.parametrize("what", VARIETY)
def test_the_cases_are_varied(what: str) -> None:
    least, count = VARIETY[what]
    assert count(made()) >= least


def test_every_meeting_of_the_office_has_a_case() -> None:
    assert {r.conference.meeting for r in records()} == {m.id for m in sample_office().meetings} | {None}


def test_every_answer_of_a_list_comes_up() -> None:
    everything: dict[type[StrEnum], set[Any]] = {
        Sharing: {d.decision for r in records() for d in r.decisions},
        Agreement: {f.agreement for r in records() for f in r.referrals},
        StepStatus: {p.status for r in records() for p in r.progress},
        RequestKind: {c.kind for r in records() for c in r.requests},
        Role: {i.role for r in records() for i in r.involvements},
    }
    assert {kind.__name__: set(kind) - found for kind, found in everything.items() if set(kind) - found} == {}


def test_actions_are_open_done_and_overtaken_and_owned_by_officers_agencies_and_others() -> None:
    office = sample_office()
    actions = [a for r in records() for a in r.actions]
    assert {a.status for a in actions} == {"open", "done", "overtaken", None}
    owners = {a.owner for a in actions}
    assert owners > {o.id for o in office.officers} | {None}
    assert any(office.agency(o) for o in owners if o)
    assert {o for o in owners if o and not office.agency(o) and not office.officer(o)}


def test_surveys_enquiries_and_referrals_stand_in_every_way() -> None:
    surveys = {b.survey_state for r in records() for b in r.businesses}
    assert surveys == {"to do", "sent", "replied", "no reply", None}
    enquiries = [q for r in records() for q in r.support if q.enquiry is YesNo.YES]
    ways = {(bool(q.enquiry_sent_at), bool(q.replied_at), q.no_reply is YesNo.YES) for q in enquiries}
    assert ways >= {(False, False, False), (True, False, False), (True, True, False), (True, False, True)}
    assert {f.state for r in records() for f in r.referrals} >= {"to do", "sent", "replied", "no reply", None}


def test_some_people_are_named_by_hand_and_most_by_token() -> None:
    codes = [c.code for _, checks in read_back() for c in checks]
    assert codes.count("name-typed") >= 3
    told = [r.incident.what_happened for r in records() if r.involvements]
    assert sum("{P" in text for text in told) >= 0.95 * len(told)
