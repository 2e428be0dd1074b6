"""Small valid inputs for tests: each builder takes the changes that a test is about and fills in the rest.

`office_data` and `record_data` give the JSON-like dictionaries, `office` and `record` the models made of them.
Every name, place and number is invented.
"""

from __future__ import annotations

from typing import Any

from casepack.office import Office
from casepack.record import Record

Row = dict[str, Any]

STEPS: tuple[tuple[str, str, str, str, int], ...] = (
    ("obtain-details", "Obtain details", "First", "hours", 24),
    ("information-sharing", "Information sharing", "Partnership work", "hours", 48),
    ("systems-update", "Systems update", "Partnership work", "hours", 48),
    ("community-reassurance", "Community reassurance", "Community impact", "at once", 0),
    ("mapping", "Mapping", "Community impact", "hours", 48),
    ("business-surveys", "Business surveys", "Community impact", "weeks", 1),
    ("support-in-place", "Support already in place", "Young person support", "hours", 48),
    ("further-support", "Further support options", "Young person support", "weeks", 1),
    ("wider-support", "Wider support", "Young person support", "weeks", 1),
    ("conference", "Peer Group Conference", "Last", "next conference within months", 1),
)


def step(key: str, title: str, strand: str, rule: str, amount: int, **changes: Any) -> Row:
    """One box of the procedure."""
    row: Row = {"id": key, "title": title, "strand": strand, "asks": f"{title}.", "rule": rule, "amount": amount}
    return row | changes


def steps() -> list[Row]:
    """All ten boxes of the procedure with their times."""
    return [step(*s) for s in STEPS]


def organisation(**changes: Any) -> Row:
    """The council and the team."""
    row: Row = {
        "name": "Marlhaven District Council",
        "team": "Safer Communities Team",
        "address": "Civic Offices, 1 Example Square, Marlhaven, ZZ1 1AA",
        "phone": "01632 960100",
        "email": "safer.communities@example.org",
        "manager": "SC-01",
    }
    return row | changes


def officer(key: str = "SC-01", **changes: Any) -> Row:
    """A member of staff."""
    row: Row = {"id": key, "name": f"Officer {key}", "job_title": "Safer Communities Officer"}
    return row | changes


def agency(key: str, kind: str = "other", **changes: Any) -> Row:
    """An agency or a service."""
    row: Row = {"id": key, "kind": kind, "name": f"Southmere {key}", "email": f"{key}@example.org"}
    return row | changes


def school(key: str = "SCH1", **changes: Any) -> Row:
    """A school."""
    row: Row = {"id": key, "name": f"Example School {key}", "town": "Brackwater"}
    return row | changes


def lead(key: str = "SCH1", **changes: Any) -> Row:
    """A safeguarding lead of the school with this id."""
    row: Row = {"school": key, "name": "Mr O. Bookbinder", "email": f"dsl.{key.lower()}@example.org"}
    return row | changes


def meeting(key: str = "PGC-2026-11", at: str | None = "2026-11-18 10:00", **changes: Any) -> Row:
    """A scheduled conference."""
    row: Row = {"id": key, "at": at}
    return row | changes


NOT_MADE = ["Patrol request", "Reporting information", "Mapping sheet", "Business survey", "Outreach request"]
"""Papers that tell of nobody, for an office that has switched them off: most tests look at none of them."""


def office_data(**changes: Any) -> Row:
    """An office as JSON would give it: two officers, one agency of each common kind, two schools, one meeting."""
    data: Row = {
        "organisation": organisation(),
        "officers": [officer("SC-01"), officer("SC-02")],
        "agencies": [
            agency("police", "police"),
            agency("btp", "railway police"),
            agency("mash", "mash"),
            agency("csc", "social care"),
            agency("yjs", "youth justice"),
            agency("vs", "victim support"),
            agency("reboot", "reboot", age_from=10, age_to=17),
        ],
        "schools": [school("SCH1"), school("SCH2")],
        "safeguarding_leads": [lead("SCH1"), lead("SCH2")],
        "members": [{"id": "M1", "name": "Cllr Beatrix Canto", "wards": ["Brackwater"]}],
        "resident_groups": [{"id": "R1", "name": "Brackwater Neighbourhood Watch"}],
        "meetings": [meeting()],
        "steps": steps(),
    }
    return data | changes


def episode(key: str = "E1", day: str = "2026-10-23", start: str | None = "17:40", **changes: Any) -> Row:
    """One part of the incident."""
    row: Row = {"id": key, "date": day, "start_time": start, "place": "Brackwater station"}
    return row | changes


def person(key: str = "P1", **changes: Any) -> Row:
    """A young person of 15 on 23 October 2026."""
    row: Row = {"id": key, "given_name": "Tobias", "family_name": "Sampleford", "date_of_birth": "2011-03-09"}
    return row | changes


def involvement(key: str = "A1", who: str = "P1", role: str = "harmed", **changes: Any) -> Row:
    """One person's part in one episode."""
    row: Row = {"id": key, "person": who, "role": role, "episode": "E1"}
    return row | changes


def record_data(**changes: Any) -> Row:
    """A record as JSON would give it: one episode and one young person, who was harmed."""
    data: Row = {
        "incident": {
            "reference": "MSC-2026-0417",
            "what_happened": "There was a fight. {P1} was hurt.",
            "officer": "SC-02",
            "team_told_at": "2026-10-24 08:55",
        },
        "episodes": [episode()],
        "people": [person()],
        "involvements": [involvement()],
    }
    return data | changes


def office(**changes: Any) -> Office:
    """An office; `changes` replace whole tables, given as JSON would give them."""
    return Office.model_validate(office_data(**changes))


def record(**changes: Any) -> Record:
    """A record; `changes` replace whole tables, given as JSON would give them."""
    return Record.model_validate(record_data(**changes))
