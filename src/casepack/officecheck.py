"""Checks of the office's data between its rows: ids that must exist, times that must fit, amounts that make sense."""

from __future__ import annotations

from .clock import unknown_zone, zone_named
from .complaints import Finding, Report, nearest, place
from .disclosure import Audience
from .office import DueRule, Office
from .rowchecks import duplicate_ids, ids_of, moments, references

REFERENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("organisation", "agreement_partners", ("agencies",)),
    ("organisation", "manager", ("officers",)),
    ("safeguarding_leads", "school", ("schools",)),
    ("meetings", "core_attendees", ("agencies", "schools")),
    ("meetings", "part_attendees", ("agencies", "schools")),
)
"""Table and field that hold an id, and the tables in which the id must be found."""

_MOST = {DueRule.HOURS: 8784, DueRule.WEEKS: 104, DueRule.CONFERENCE: 24}
"""The longest time for a step: a year of hours, two years of weeks or months. More is a slip of the keys."""


def check_office(office: Office, name: str) -> list[Finding]:
    """Everything wrong or worth a look between the rows of the office's data; `name` is the file's name."""
    report = Report(name, office)
    # A case names officers, agencies, schools, Members and groups by bare id, so the ids must differ throughout.
    named = ("officers", "agencies", "schools", "members", "resident_groups")
    duplicate_ids(office, named, report, together=True)
    duplicate_ids(office, ("meetings", "steps"), report)
    references(office, ids_of(None, office), REFERENCES, report)
    _zone_and_times(office, report)
    _meetings(office, report)
    _steps(office, report)
    _spans(office, report)
    _sealed_readers(office, report)
    return report.findings


def _zone_and_times(office: Office, report: Report) -> None:
    written = office.organisation.time_zone
    if zone_named(written) is not None:
        moments(office, office, report)
        return
    path = ("organisation", "time_zone")
    report.findings.append(Finding(path, unknown_zone(place(report.name, path, office), written)))


def _meetings(office: Office, report: Report) -> None:
    for number, meeting in enumerate(office.meetings):
        if meeting.at is None:
            what = "has no date and time, so it is never the next conference."
            report.check(("meetings", number), "meeting-undated", what, "Add at, for example 2026-11-18 10:00.")


def _steps(office: Office, report: Report) -> None:
    for number, step in enumerate(office.steps):
        most = _MOST.get(step.rule)
        if most is None:
            continue
        there = ("steps", number, "amount")
        if not step.amount:
            what = "is needed: without it the step has no time."
            report.add(there, "missing", what, "Write how many hours, weeks or months.", step.amount)
        elif step.amount > most:
            what = "is longer than any step can take."
            report.add(there, "amount-too-long", what, f"Write a number up to {most}.", step.amount)


def _sealed_readers(office: Office, report: Report) -> None:
    known = sorted({"all", *(audience.value for audience in Audience)})
    for number, word in enumerate(office.organisation.seal_for):
        if word.strip().casefold() not in known:
            near = nearest(word, known)
            fix = (f'Did you mean "{near}"? ' if near else "") + f"Write one of: {', '.join(known)}."
            what = "is no reader whose papers casepack makes, so nothing would be sealed for them."
            report.add(("organisation", "seal_for", number), "unknown-reader", what, fix, word)


def _spans(office: Office, report: Report) -> None:
    """Lowest and highest, written the wrong way round."""
    for table, low, high in (("agencies", "age_from", "age_to"), ("safeguarding_leads", "year_from", "year_to")):
        for number, row in enumerate(getattr(office, table)):
            first, last = getattr(row, low), getattr(row, high)
            if first is not None and last is not None and first > last:
                fix = "Write the lowest first."
                report.add((table, number, low), "swapped", f"is higher than {high}.", fix, first)
