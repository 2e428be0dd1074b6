"""Folders of records with the workbook of a meeting's actions, made as casepack makes it and filled in as people do."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from casepack.actions_files import file_name
from casepack.actions_workbook import actions_workbook
from casepack.conference_actions import action_lines
from casepack.conference_cases import gather
from casepack.errors import Problem
from casepack.inputs import LoadedCase, load_case
from casepack.plan import Case
from casepack.record import Action

from .builders import Row, agency, episode, involvement, meeting, office_data, officer, person, record_data, school

NOVEMBER, DECEMBER = "PGC-2026-11", "PGC-2026-12"
BEFORE, AFTER = "2026-11-10 12:00", "2026-11-20 09:00"
"""When the workbook of the November meeting is made, and when it is read."""
SO_FAR, NEW = "Actions so far", "New actions"
CREATED = datetime(2026, 11, 10)  # noqa: DTZ001 (a property of a file has no zone)

CAL: Row = {"given_name": "Callum", "family_name": "Exampleby", "date_of_birth": "2011-03-09", "school": "SCH1"}
ORLA: Row = {"given_name": "Orla", "family_name": "Penhallow", "date_of_birth": "2012-05-17", "school": "SCH2"}
MATEUS: Row = {"given_name": "Mateus", "family_name": "Grunwick", "date_of_birth": "2010-01-21"}
NOOR: Row = {"given_name": "Noor", "family_name": "Inventa", "date_of_birth": "2012-08-30"}
WILF: Row = {"given_name": "Wilfred", "family_name": "Quillmore", "date_of_birth": "2011-11-02"}


def the_office() -> Row:
    """An office with three meetings and a few of those who own actions."""
    return office_data(
        officers=[officer("SC-01", name="Robin Draftwell"), officer("SC-02", name="Sam Pencilworth")],
        agencies=[agency("police", "police"), agency("csc", "social care")],
        schools=[school("SCH1", name="Holmbeck Academy"), school("SCH2", name="Priory Ridge College")],
        safeguarding_leads=[],
        meetings=[
            meeting("PGC-2026-09", "2026-09-16 10:00"),
            meeting("PGC-2026-10", "2026-10-21 10:00"),
            meeting(NOVEMBER, "2026-11-18 10:00"),
            meeting(DECEMBER, "2026-12-16 10:00"),
        ],
    )


def reference(number: int) -> str:
    return f"MSC-2026-{number:04d}"


def a_record(number: int, *parts: tuple[Row, str], day: str = "2026-10-23", **tables: Any) -> Row:
    """The record MSC-2026-000n; `parts` are people with their parts, with a plus between several."""
    people = [person(f"P{at}", **{"school_status": "on roll", **who}) for at, (who, _) in enumerate(parts, 1)]
    rows = [(f"P{at}", role) for at, (_, roles) in enumerate(parts, 1) for role in roles.split("+")]
    incident = {**record_data()["incident"], "what_happened": "There was a fight.", "reference": reference(number)}
    data: Row = {"incident": incident | tables.pop("incident", {}), "people": people, "episodes": [episode(day=day)]}
    data["involvements"] = [involvement(f"A{at}", who, role) for at, (who, role) in enumerate(rows, 1)]
    return record_data(**(data | tables))


def action(key: str, what: str, owner: str | None = "SC-01", due: str | None = "2026-12-01", **rest: Any) -> Row:
    return {"id": key, "what": what, "owner": owner, "due": due, "status": "open"} | rest


def usual(**changes: Any) -> Row:
    """A case for the November meeting: Callum and Mateus suspected, Noor harmed, Orla a witness; two actions."""
    actions = [
        action("ACT1", "Ring {P3} about {P1}."),
        action("ACT2", "Mend the light.", "police", "2026-11-20"),
    ]
    parts = ((CAL, "suspect"), (MATEUS, "suspect"), (NOOR, "harmed"), (ORLA, "witness"))
    return a_record(1, *parts, **({"actions": actions} | changes))


@dataclass
class Folder:
    """A folder of records; `made` is the workbook of the November meeting, made from them."""

    path: Path

    def keep(self, name: str, data: Row) -> Path:
        """Write a record, or the office, as JSON."""
        path = self.path / name
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    def load(self, number: int = 1, as_of: str = AFTER) -> LoadedCase:
        """The case with this number as it is read."""
        return load_case(self.path / f"{reference(number)}.json", None, as_of)

    def cases(self, as_of: str = BEFORE) -> list[Case]:
        """Every case in the folder."""
        return [load_case(path, None, as_of).case for path in sorted(self.path.glob("MSC-*.json"))]

    def made(self, meeting: str = NOVEMBER, as_of: str = BEFORE) -> bytes:
        """The workbook of a meeting's actions, made from what lies here."""
        gathering = gather(self.cases(as_of), meeting)
        lines = [line for told in (*gathering.here, *gathering.earlier) for line in action_lines(told)]
        return actions_workbook(gathering, lines, created=CREATED)

    def lay(
        self,
        filled: Sequence[tuple[str, str, str | int, Any]] = (),
        name: str = "",
        meeting: str = NOVEMBER,
        as_of: str = BEFORE,
    ) -> Path:
        """Lay the workbook beside the records, filled in: sheet, heading, row, answer. See `filled_in`."""
        path = self.path / (name or file_name(meeting))
        path.write_bytes(filled_in(self.made(meeting, as_of), filled))
        return path


def folder(path: Path, *records: Row) -> Folder:
    """A folder with the office and these records, each called by its reference."""
    path.mkdir(parents=True, exist_ok=True)
    made = Folder(path)
    made.keep("office.json", the_office())
    for data in records:
        made.keep(f"{data['incident']['reference']}.json", data)
    return made


def filled_in(workbook: bytes, filled: Sequence[tuple[str, str, str | int, Any]]) -> bytes:
    """The workbook with answers typed in: sheet, heading, row (a number, or the id that stands in it), answer."""
    book = load_workbook(io.BytesIO(workbook))
    for sheet, heading, row, answer in filled:
        page = book[sheet]
        headings = [str(cell.value).removesuffix(" *") for cell in page[5]]
        ids = {str(page.cell(at, column).value): at for column in (1, 2) for at in range(6, 60)}
        page.cell(row if isinstance(row, int) else ids[row], headings.index(heading) + 1).value = answer
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def new_row(row: int = 6, **answers: Any) -> list[tuple[str, str, str | int, Any]]:
    """A new action of the usual case; a heading given as None is left empty."""
    usual_answers = {
        "Case": reference(1),
        "Person": None,
        "What is to be done": "Ask the school about the walk home.",
        "Owner": "Sam Pencilworth (SC-02)",
        "Due": date(2026, 12, 2),
    }
    named = {"case": "Case", "person": "Person", "what": "What is to be done", "owner": "Owner", "due": "Due"}
    told = usual_answers | {named[key]: answer for key, answer in answers.items()}
    return [(NEW, heading, row, answer) for heading, answer in told.items() if answer is not None]


def the_action(loaded: LoadedCase, key: str) -> Action:
    [found] = [a for a in loaded.record.actions if a.id == key]
    return found


def told(loaded: LoadedCase, ending: str = ".xlsx") -> list[Problem]:
    """What is worth a look in a workbook of actions."""
    return [p for p in loaded.to_check if f"actions{ending}" in p.where]
