"""Checks of the office's data between its rows: ids that must exist, times that must fit, amounts that make sense."""

from __future__ import annotations

import re

from . import disclosure
from .clock import unknown_zone, zone_named
from .complaints import Finding, Report, nearest, place
from .disclosure import Audience
from .documents import DEMANDED, DOCUMENTS, called
from .office import DueRule, Office, OnePer, OwnDocument, When
from .own_kinds import FOLDERS, LIKE, ONE_PER, audience_of, may_know_part
from .rowchecks import duplicate_ids, ids_of, moments, references

REFERENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("organisation", "agreement_partners", ("agencies",)),
    ("organisation", "manager", ("officers",)),
    ("safeguarding_leads", "school", ("schools",)),
    ("meetings", "core_attendees", ("agencies", "schools")),
    ("meetings", "part_attendees", ("agencies", "schools")),
    ("own_documents", "step", ("steps",)),
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
    duplicate_ids(office, ("meetings", "steps", "own_documents"), report)
    references(office, ids_of(None, office), REFERENCES, report)
    _zone_and_times(office, report)
    _meetings(office, report)
    _steps(office, report)
    _spans(office, report)
    _sealed_readers(office, report)
    _switched_off(office, report)
    _own_documents(office, report)
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


def _switched_off(office: Office, report: Report) -> None:
    """Documents that are not made here: known ones, and none that the procedure or the law demands."""
    for number, word in enumerate(office.organisation.not_made):
        document, there = called(word), ("organisation", "not_made", number)
        if document is None:
            known = sorted(d.name for d in DOCUMENTS.values() if d.id not in DEMANDED)
            near = nearest(word, known)
            fix = (f'Did you mean "{near}"? ' if near else "") + f"Write some of: {', '.join(known)}."
            report.add(there, "unknown-document", "is no document that casepack makes.", fix, word)
        elif document.id in DEMANDED:
            what = f"cannot be switched off: {DEMANDED[document.id]}."
            report.add(there, "demanded-document", what, "Take it out of this list.", word)


def _own_documents(office: Office, report: Report) -> None:
    """The office's own documents: readers that may have some, and counts and conditions that fit these readers."""
    for number, row in enumerate(office.own_documents):
        there = ("own_documents", number)
        audience = audience_of(row.audience)
        if audience is None:
            known = sorted(a.value for a in LIKE)
            near = nearest(row.audience, known)
            fix = (f'Did you mean "{near}"? ' if near else "") + f"Write one of: {', '.join(known)}."
            what = "is no kind of reader that may have documents of your own."
            report.add((*there, "audience"), "unknown-audience", what, fix, row.audience)
            continue
        if row.one_per not in ONE_PER[audience]:
            may = " or ".join(each.value for each in ONE_PER[audience])
            what = f"does not fit: a document for {audience.value} is one per {may}."
            report.add((*there, "one_per"), "one-per-does-not-fit", what, f"Write {may}.", row.one_per.value)
        about_somebody = row.one_per is OnePer.CHILD and disclosure.row(audience).personal
        if row.when is not When.ALWAYS and not about_somebody:
            what = "does not fit: the document is about nobody, and when it is made may not tell anything of anybody."
            report.add((*there, "when"), "when-does-not-fit", what, "Write always.", row.when.value)
        elif not may_know_part(audience, row.when):
            what = f"does not fit: {audience.value} is not told this part, and a document made only then would tell it."
            report.add((*there, "when"), "when-does-not-fit", what, "Write always.", row.when.value)
        _names_of_own(row, there, report)


def _names_of_own(row: OwnDocument, there: tuple[str, int], report: Report) -> None:
    stem = row.template.removesuffix(".docx")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 _-]*", stem):
        what = "is not the name of a Word file in the templates folder."
        report.add((*there, "template"), "template-name", what, "Write its name, such as thank-you.", row.template)
    if row.folder and row.folder not in FOLDERS:
        what = "is not a folder of the pack."
        report.add((*there, "folder"), "unknown-folder", what, f"Write one of: {', '.join(FOLDERS)}.", row.folder)


def _spans(office: Office, report: Report) -> None:
    """Lowest and highest, written the wrong way round."""
    for table, low, high in (("agencies", "age_from", "age_to"), ("safeguarding_leads", "year_from", "year_to")):
        for number, row in enumerate(getattr(office, table)):
            first, last = getattr(row, low), getattr(row, high)
            if first is not None and last is not None and first > last:
                fix = "Write the lowest first."
                report.add((table, number, low), "swapped", f"is higher than {high}.", fix, first)
