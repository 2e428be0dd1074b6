"""Checks of a record between its rows and against the office: ids that must exist, times and ages that must fit.

The models have checked each answer by itself. Here is what no single answer can show. Nothing here reads the
clock: whether something lies in the future depends on when one asks.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from . import ages
from .clock import ClockError, instant, moment, resolve, zone
from .complaints import Finding, Path, Report, nearest
from .jigsaw_fields import jigsaw_problems
from .mentions import MentionBook, name_problems
from .office import Office
from .record import Episode, Kind, Person, Record, Role
from .rowchecks import bad_clock, duplicate_ids, ids_of, located, moments, references, rows_of
from .values import YesNo

READER_KINDS = frozenset(
    {
        "all", "btp", "business", "conference", "csc", "e-cins", "ecins", "mash", "members", "pgc", "police",
        "residents", "school", "schools", "social care", "yjs", "yos",
    }
)  # fmt: skip
"""Kinds of reader that a sharing decision may name in place of the id of an agency or a school."""

_KEPT_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for devices, whatever ending they have."""

OLDEST = 110
"""Years; a person cannot be older, so a date of birth that says so has a wrong year."""

REFERENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("incident", "officer", ("officers",)),
    ("incident", "signatory", ("officers",)),
    ("incident", "routine_sharing_approved_by", ("officers",)),
    ("episodes", "force", ("agencies",)),
    ("people", "school", ("schools",)),
    ("involvements", "person", ("people",)),
    ("involvements", "episode", ("episodes",)),
    ("involvements", "against", ("people", "businesses")),
    ("involvements", "source", ("sources",)),
    ("carers", "people", ("people",)),
    ("support", "person", ("people",)),
    ("support", "agency", ("agencies", "schools")),
    ("decisions", "person", ("people",)),
    ("decisions", "others_needed", ("people",)),
    ("referrals", "person", ("people",)),
    ("referrals", "service", ("agencies",)),
    ("survey_answers", "business", ("businesses",)),
    ("requests", "to", ("agencies", "schools", "members", "resident_groups")),
    ("requests", "episodes", ("episodes",)),
    ("conflicts", "member", ("members",)),
    ("progress", "step", ("steps",)),
    ("conference", "meeting", ("meetings",)),
    ("conference", "closed_item_attendees", ("agencies", "schools", "officers")),
    ("ecins", "lead_officer", ("officers",)),
    ("disclosures", "about", ("people",)),
)
"""Table and field that hold an id, and the tables in which the id must be found."""

_WORD = re.compile(r"[^\W\d_]+")


def check_record(record: Record, office: Office, name: str, book: MentionBook | None = None) -> list[Finding]:
    """Everything wrong or worth a look between the rows of `record`, with its place; `name` is the file's name.

    In the order of the checks; `read.read_record` puts them in the order of the file.
    """
    report = Report(name, record)
    _reference(record, report)
    duplicate_ids(record, ("episodes", "sources", "involvements", "support", "referrals", "requests"), report)
    duplicate_ids(record, ("actions", "disclosures"), report)
    duplicate_ids(record, ("people", "businesses"), report, together=True)
    references(record, ids_of(record, office), REFERENCES, report)
    _readers(record, office, report)
    _progress(record, report)
    moments(record, office, report)
    _episodes(record, office, report)
    for number, person in enumerate(record.people):
        _age(person, record, ("people", number), report)
        _person(person, record, ("people", number), report)
    _under_10(record, report)
    _names_in_ids(record, report)
    report.findings += [located(p, report) for p in name_problems(record, office, book)]
    report.findings += [located(p, report) for p in jigsaw_problems(record, office)]
    return report.findings


def _reference(record: Record, report: Report) -> None:
    """The reference names the pack's folder, on Windows too, and the folder of sensitive packs has its own name."""
    reference = record.incident.reference or ""
    first = reference.partition(".")[0].casefold()
    if reference.endswith(".") or first in _KEPT_NAMES or reference.casefold() == "restricted":
        what = "cannot be the name of a folder."
        fix = "Choose another, such as MSC-2026-0417."
        report.add(("incident", "reference"), "bad-reference", what, fix, reference)


def _episodes(record: Record, office: Office, report: Report) -> None:
    starts = [_episode(e, office, ("episodes", n), report) for n, e in enumerate(record.episodes)]
    if None in starts:
        return
    first = min((s for s in starts if s), key=instant)
    tz = zone(office)
    known = any(s == first and e.start_time for s, e in zip(starts, record.episodes, strict=True))
    told = _moment_or_none(record.incident.team_told_at, office)
    if told and instant(told) < instant(first) and (known or told.date() < first.date()):
        fix = "Check both times."
        report.check(
            ("incident", "team_told_at"), "told-early", "is before the incident began.", fix, f"{told:%Y-%m-%d %H:%M}"
        )
    meeting = next((m for m in office.meetings if m.id == record.conference.meeting), None)
    held = _moment_or_none(meeting.at, office) if meeting else None
    if held and instant(held) < instant(first.astimezone(tz)):
        fix = "Choose a later meeting, or leave it empty for the next one."
        report.add(
            ("conference", "meeting"),
            "meeting-before",
            "was held before the incident began.",
            fix,
            meeting and meeting.id,
        )


def _moment_or_none(text: str | None, office: Office) -> datetime | None:
    try:
        return moment(text, zone(office)) if text else None
    except ClockError:
        return None


def _episode(episode: Episode, office: Office, path: Path, report: Report) -> datetime | None:
    """The start of the episode, after reporting times that cannot be and an end before the start."""
    tz = zone(office)
    found: dict[str, datetime | None] = {"start_time": None, "end_time": None}
    ok = True
    for field, day in (("start_time", episode.date), ("end_time", episode.end_date or episode.date)):
        text = getattr(episode, field)
        try:
            found[field] = resolve(day, text, tz) if text else None
        except ClockError as error:
            bad_clock(error, (*path, field), text, report)
            ok = ok and field != "start_time"
    start, end = found["start_time"], found["end_time"]
    if episode.end_date and episode.end_date < episode.date:
        report.add(
            (*path, "end_date"),
            "end-before-start",
            "is before the day on which it began.",
            "Check both days.",
            episode.end_date,
        )
    elif start and end and instant(end) < instant(start):
        fix = "Check both times; if it went on past midnight, give the end date."
        report.add(
            (*path, "end_time"), "end-before-start", "is before the time at which it began.", fix, episode.end_time
        )
    return (start or resolve(episode.date, None, tz)) if ok else None


def _readers(record: Record, office: Office, report: Report) -> None:
    ids = [row.id for table in (office.agencies, office.schools, office.meetings) for row in table]
    known = {key.casefold() for key in ids} | READER_KINDS
    for number, decision in enumerate(record.decisions):
        if decision.audience.casefold() not in known:
            meant = nearest(decision.audience, [*ids, *sorted(READER_KINDS)])
            fix = f'Did you mean "{meant}"? ' if meant else ""
            fix += f"Write the id of an agency, a school or a meeting, or one of: {', '.join(sorted(READER_KINDS))}."
            what = "is not a reader that casepack knows, so the decision would bind nothing."
            report.add(("decisions", number, "audience"), "unknown-reader", what, fix, decision.audience)


def _progress(record: Record, report: Report) -> None:
    first: dict[str, int] = {}
    for number, row in enumerate(record.progress):
        if first.setdefault(row.step, number) != number:
            what = f"already has a row, progress[{first[row.step]}]."
            report.add(("progress", number, "step"), "step-twice", what, "Keep one row for each step.", row.step)


def _age(person: Person, record: Record, path: Path, report: Report) -> None:
    """What cannot be true of an age, or of being a child or an adult."""
    born, day = ages.born_on(person), ages.first_day(record)
    there = (*path, "date_of_birth")
    if born and born > day:
        report.add(there, "born-after", "is after the incident.", "Check the day, the month and the year.", born)
    elif born and ages.age_on(born, day) > OLDEST:
        report.add(there, "too-old", f"gives an age over {OLDEST}.", "Check the year.", born)
    elif born:
        adult = ages.age_on(born, ages.own_day(person, record)) >= ages.ADULT_FROM
        if adult and person.kind is Kind.CHILD:
            what = "gives an age of 18 or over when it happened, but the person is recorded as a child."
            report.add(there, "kind-age", what, 'Check it, or write "adult" as kind.', born)
        if not adult and person.kind is Kind.ADULT:
            what = "gives an age under 18 when it happened, but the person is recorded as an adult."
            report.add(there, "kind-age", what, 'Check it, or write "child" as kind.', born)
    _estimate(person, path, report)


def _estimate(person: Person, path: Path, report: Report) -> None:
    low, high = person.age_from, person.age_to
    if low is None and high is None:
        return
    there = (*path, "age_from" if low is not None else "age_to")
    if ages.born_on(person):
        what = "is an estimate beside a date of birth; the date of birth is used."
        report.check(there, "estimate-unused", what, "Take the estimate out, if the date is sure.", low or high)
        return
    if low is not None and high is not None and low > high:
        report.add(there, "ages-swapped", "is higher than age_to.", "Write the youngest age first.", low)
    if max(low or 0, high or 0) > OLDEST:
        report.add(there, "too-old", f"is over {OLDEST}.", "Check the age.", max(low or 0, high or 0))
    if person.kind is Kind.CHILD and (low or 0) >= ages.ADULT_FROM:
        what = "is 18 or over, but the person is recorded as a child."
        report.add(there, "kind-estimate", what, 'Check it, or write "adult" as kind.', low)
    if person.kind is Kind.ADULT and high is not None and high < ages.ADULT_FROM:
        what = "means under 18, but the person is recorded as an adult."
        report.add((*path, "age_to"), "kind-estimate", what, 'Check it, or write "child" as kind.', high)


def _person(person: Person, record: Record, path: Path, report: Report) -> None:
    if person.address_protected is YesNo.YES:
        for field in ("address", "postcode"):
            if getattr(person, field):
                what = "is recorded although the address is protected; casepack prints it nowhere."
                report.check((*path, field), "protected-address", what, "Take it out, unless the record must hold it.")
    if not record.roles_of(person.id):
        what = "has no part in any episode."
        report.check(path, "no-part", what, "Add a row to involvements, or take the person out.")


def _under_10(record: Record, report: Report) -> None:
    for number, part in enumerate(record.involvements):
        person = next((p for p in record.people if p.id == part.person), None)
        if part.role is not Role.SUSPECT or person is None:
            continue
        episode = record.episode(part.episode)
        day = episode.date if episode else ages.first_day(record)
        if ages.at_least(person, record, ages.RESPONSIBLE_FROM, day) is False:
            what = "is of a child under 10, of whom no offence can be alleged; it is worded as a welfare matter."
            report.check(("involvements", number, "role"), "under-10", what, "Check the age.", part.role)


def _names_in_ids(record: Record, report: Report) -> None:
    """A person's name in an id or in the reference: both stand in file names, which anyone may see."""
    names = {n for p in record.people for n in _names(p.given_name, p.family_name, p.known_as, *p.other_names)}
    names |= {n for c in record.carers for n in _names(c.name)}
    places: list[tuple[Path, str]] = [(("incident", "reference"), record.incident.reference or "")]
    for table in type(record).model_fields:
        places += [((*path, "id"), str(getattr(row, "id", ""))) for path, row in rows_of(record, table)]
    for path, text in places:
        if names & _names(text):
            report.add(
                path, "name-in-id", "holds a person's name, and it stands in file names.", "Use a number instead.", text
            )


def _names(*texts: str | None) -> set[str]:
    """The words of three letters and more, without accents and capitals."""
    joined = unicodedata.normalize("NFKD", " ".join(t for t in texts if t)).casefold()
    plain = "".join(c for c in joined if not unicodedata.combining(c) and c not in "'’")
    return {word for word in _WORD.findall(plain) if len(word) > 2}
