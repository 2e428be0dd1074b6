"""A month of invented cases for the tests of the conference: of every kind, and what may be known of each.

Two stand in the pack of PGC-2026-11, one gives a name away, one is sensitive, one kept out, one of a later meeting and
one of an earlier one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from casepack.office import Office
from casepack.plan import Case
from casepack.record import Record

from .builders import Row, agency, episode, involvement, meeting, office, person, record_data, school
from .builders_case import case, decision
from .casemaker import canonical

MEETING = "PGC-2026-11"
TODAY = "2026-11-10 12:00"
OFFICE = office(
    agencies=[agency("police", "police"), agency("reboot", "reboot", name="REBOOT"), agency("csc", "social care")],
    schools=[school("SCH1", name="Holmbeck Academy"), school("SCH2", name="Priory Ridge College")],
    meetings=[
        meeting("PGC-2026-10", "2026-10-21 10:00"),
        meeting(chair="Robin Draftwell", core_attendees=["police", "csc"], part_attendees=["SCH1", "SCH2", "reboot"]),
        meeting("PGC-2026-12", "2026-12-16 10:00"),
    ],
)

CAL: Row = {"given_name": "Callum", "family_name": "Exampleby", "date_of_birth": "2011-03-09", "school": "SCH1"}
ORLA: Row = {"given_name": "Orla", "family_name": "Penhallow", "date_of_birth": "2012-05-17", "school": "SCH2"}
MATEUS: Row = {"given_name": "Mateus", "family_name": "Grunwick", "date_of_birth": "2010-01-21", "school": "SCH2"}
NOOR: Row = {"given_name": "Noor", "family_name": "Inventa", "date_of_birth": "2012-08-30", "phone": "07700 900118"}
WILF: Row = {"given_name": "Wilfred", "family_name": "Quillmore", "date_of_birth": "2011-11-02"}
ZELDA: Row = {"given_name": "Zelda", "family_name": "Brackenhythe", "date_of_birth": "2012-02-14"}
FIZZ: Row = {"given_name": None, "family_name": None, "date_of_birth": None, "known_as": "Fizz", "age_from": 15}

Part = tuple[Row, str]
"""Somebody and their part: suspect, harmed, witness, or several with a plus between."""


def case_of(number: int, *parts: Part, day: str = "2026-10-23", place: str = "Kestrel Parade", **tables: Any) -> Case:
    """The case MSC-2026-000n with these people; `tables` replace those of the record."""
    people = [person(f"P{at}", **{"school_status": "on roll", **who}) for at, (who, _) in enumerate(parts, 1)]
    rows = [(f"P{at}", role) for at, (_, roles) in enumerate(parts, 1) for role in roles.split("+")]
    involvements = [involvement(f"A{at}", who, role) for at, (who, role) in enumerate(rows, 1)]
    incident = {**record_data()["incident"], "what_happened": "There was a fight.", "reference": reference(number)}
    incident |= {"title": f"Incident {number}"} | tables.pop("incident", {})
    data: Row = {"incident": incident, "people": people, "involvements": involvements}
    data["episodes"] = [episode(day=day, place=place)]
    return case(Record.model_validate(record_data(**(data | tables))), OFFICE, TODAY)


def reference(number: int) -> str:
    return f"MSC-2026-{number:04d}"


def action(key: str, what: str, owner: str, due: str | None, status: str, outcome: str | None = None) -> Row:
    return {"id": key, "what": what, "owner": owner, "due": due, "status": status, "outcome": outcome}


def a_month() -> list[Case]:
    """Cases of every kind: two for the pack, one that gives a name away, and four that are not in it."""
    return [
        case_of(
            1,
            (CAL, "suspect"),
            (MATEUS, "suspect"),
            (NOOR, "harmed"),
            (FIZZ, "suspect"),
            incident={"linked_cases": [reference(7), reference(3)], "link_reason": "{P1} was in it too"},
            decisions=[decision("P4", "conference", "hold", why="Unidentified")],
            actions=[
                action("ACT1", "Ring {P3} about {P1}.", "SC-01", "2026-11-02", "open"),
                action("ACT2", "Mend the light.", "police", "2026-11-20", "open"),
            ],
            conference={"questions": ["Where did {P4} go?"]},
        ),
        case_of(2, (CAL, "suspect"), (ORLA, "suspect"), (NOOR, "witness"), day="2026-10-30"),
        case_of(
            3, (ZELDA, "harmed"), (CAL, "suspect"), incident={"sensitivity": "sensitive"}, place="Gannet Lock towpath"
        ),
        case_of(4, (WILF, "suspect"), conference={"in_pack": "no"}),
        case_of(5, (WILF, "suspect"), conference={"meeting": "PGC-2026-12"}),
        case_of(6, (ORLA, "suspect"), conference={"questions": ["Is Zelda Brackenhythe safe?"]}),
        case_of(
            7,
            (CAL, "suspect"),
            (WILF, "harmed"),
            day="2026-10-02",
            actions=[
                action("ACT1", "Meet {P1}.", "SC-02", "2026-10-30", "done", "He came with his father"),
                action("ACT2", "Ring {P2}.", "SC-01", "2026-10-12", "open"),
                action("ACT3", "Ask for the film.", "police", None, "overtaken"),
            ],
        ),
    ]


def write_records(folder: Path, cases: list[Case], the_office: Office = OFFICE) -> Path:
    """The folder with these cases as JSON, each called by its reference, and the office's data beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "office.json").write_text(canonical(the_office), encoding="utf-8")
    for one in cases:
        (folder / f"{one.record.incident.reference}.json").write_text(canonical(one.record), encoding="utf-8")
    return folder
