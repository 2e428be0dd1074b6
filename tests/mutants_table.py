"""The disclosure table with one cell opened at a time: every cell of it that keeps anything from anybody.

Made from the product's table itself, so that no cell can be forgotten; what a reader may know is held against the
hunt's own table. A cell that has nothing to keep, and readers for whom casepack makes no paper, are said in `NEVER`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from casepack import disclosure, run, views_ecins
from casepack.plan import Case
from casepack.planning import Plan, make_plan

from .mutant_model import Mutant, Patch, mutant

PAPERS = {
    "office": "checklist",
    "ecins": "ecins-record",
    "mash": "mash-referral",
    "social care": "social-care-letter",
    "yjs": "yjs-letter",
    "btp": "btp-letter",
    "police": "agency-letter",
    "school": "school-letter",
    "agency": "agency-letter",
    "support enquiry": "support-enquiry",
    "victim support": "victim-support-referral",
    "reboot": "reboot-referral",
    "youth information": "youth-information-referral",
    "conference": "conference-summary",
    "conference extract": "conference-extract",
    "members": "members-briefing",
    "business": "business-survey",
    "residents": "reporting-information",
    "patrol": "patrol-request",
    "outreach": "outreach-request",
    "schools engagement": "schools-engagement-request",
    "mapping": "mapping-sheet",
}
"""By reader: the paper in which an opened cell shows."""
NEVER = {
    **dict.fromkeys(
        [("SENSITIVE", "sexual violence adviser", column) for column in (1, 2, 3)],
        "casepack makes no paper for this reader, who is told by phone",
    ),
    ("ORDINARY", "office", 5): "special categories are told of those whom a reader knows by name: the team has codes",
    ("ORDINARY", "support enquiry", 5): "the same: an enquiry asks to match name and day of birth, and prints no more",
}
"""Cells that no paper asks about, and why."""
TOLD_OF_NOBODY = frozenset({"members", "business", "residents", "patrol", "outreach", "schools engagement", "mapping"})
EVERYTHING = "N D A C S R F U"
SPECIAL = "E H X K G"
COLUMNS = {1: "suspected", 2: "harmed", 3: "saw it"}


def rows(table: str) -> Iterator[tuple[str, list[str]]]:
    """Each row of one of the product's two tables: the reader, and the cells behind it."""
    for line in str(getattr(disclosure, table)).strip().splitlines()[1:]:
        reader, *cells = (part.strip() for part in line.split("|"))
        yield reader, cells


def with_cell(table: str, reader: str, column: int, cell: str) -> Patch:
    """The table with another cell: column 1 is the suspected, 2 the harmed, 3 the witness, 4 others, 5 special."""
    lines = str(getattr(disclosure, table)).splitlines()
    number = next(n for n, line in enumerate(lines) if line.split("|")[0].strip() == reader)
    parts = lines[number].split("|")
    assert parts[column].strip() != cell
    parts[column] = f" {cell} "
    lines[number] = "|".join(parts)
    return disclosure, table, "\n".join(lines)


def closed_cells() -> Iterator[tuple[str, str, int]]:
    """Every cell that keeps something from somebody: table, reader, column."""
    for table in ("ORDINARY", "SENSITIVE"):
        for reader, cells in rows(table):
            kept = [n for n in COLUMNS if set(cells[n - 1].split()) != set(EVERYTHING.split())]
            if table == "ORDINARY" and reader not in TOLD_OF_NOBODY and cells[4] != SPECIAL:
                kept.append(5)
            yield from ((table, reader, column) for column in kept if (table, reader, column) not in NEVER)


def cell_mutants() -> Iterator[Mutant]:
    """A mutant for each of them."""
    for table, reader, column in closed_cells():
        of = " of sensitive cases" if table == "SENSITIVE" else ""
        cell = SPECIAL if column == 5 else _opened(dict(rows(table))[reader][column - 1])
        changes = [with_cell(table, reader, column, cell)]
        if reader == "support enquiry":  # it tells less than the table gives, so two rules must fall
            changes.append((run, "make_plan", not_narrowed))
        if (table, reader, column) == ("ORDINARY", "ecins", 5):  # the entry has a list of fields of its own
            more = tuple((name, name) for name in ("ethnicity", "religion", "injury", "disability_send", "gp"))
            changes.append((views_ecins, "_FIELDS", (*views_ecins._FIELDS, *more)))
        if reader in TOLD_OF_NOBODY:  # their readers are made without anybody, so two rules must fall
            changes.append((run, "make_plan", partial(_about_everybody, PAPERS[reader])))
        name = f"table{of}: {reader}, {COLUMNS.get(column, 'special')} opened"
        yield mutant(name, PAPERS[reader], *changes)
    yield mutant("others are named to readers who are told of none", "school-letter agency-letter", *_others())
    table = disclosure.ORDINARY
    yield mutant(
        "a sensitive case by the table of ordinary ones", "mash-referral ecins-record", (disclosure, "SENSITIVE", table)
    )


def _opened(cell: str) -> str:
    """The cell with every letter on top of what it has; what needs agreement or a confirmation still does."""
    at_once, plus, later = cell.strip("[]").partition("+")
    letters = {word for word in at_once.split() if word != "-"} | set(EVERYTHING.split())
    text = f"{' '.join(sorted(letters))} {plus} {later}".strip()
    return f"[{text}]" if cell.startswith("[") else text


def _others() -> list[Patch]:
    return [(disclosure, "ORDINARY", disclosure.ORDINARY.replace("| none    |", "| needed  |"))]


def not_narrowed(case: Case) -> Plan:
    """A plan in which every reader is told all that the table gives them."""
    made: Plan = make_plan(case)
    jobs = tuple(replace(job, reader=replace(job.reader, only=None)) if job.reader.only else job for job in made.jobs)
    return replace(made, jobs=jobs)


def _about_everybody(document: str, case: Case) -> Plan:
    """A plan in which the reader of this paper is told of everybody."""
    made: Plan = make_plan(case)
    everybody = tuple(person.id for person in case.record.people)
    jobs = tuple(
        replace(job, reader=replace(job.reader, subjects=everybody)) if job.document.id == document else job
        for job in made.jobs
    )
    return replace(made, jobs=jobs)
