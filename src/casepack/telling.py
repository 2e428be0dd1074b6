"""What each planned document tells its reader about whom, in plain words: the disclosure table as applied to this case.

For whoever is to decide whether a document may go. The words come from the same `Lens` that makes the View, so what is
decided, agreed, protected or confirmed in the record is in them; people stand by the codes of the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .contact import protected
from .disclosure import Audience
from .lens import Lens
from .mentions import MentionBook, build_book
from .naming import harmed_code, unnamed_code
from .person_view import person_view
from .plan import Case, Job, identified
from .planning import Plan
from .record import Kind, Person, Role
from .shown import first_capital, join_words
from .views import lens_for
from .views_office import recipient_name

NOBODY = "Nothing about any person."
NOBODY_ELSE = "Nothing about anybody else."

READERS: dict[Audience, str] = {
    Audience.OFFICE: "The team only",
    Audience.ECINS: "Whoever may open the case on E-CINS; an officer enters it by hand",
    Audience.MASH: "The safeguarding hub (MASH)",
    Audience.SOCIAL_CARE: "The social worker, in children's social care",
    Audience.YJS: "The youth justice service",
    Audience.BTP: "British Transport Police",
    Audience.POLICE: "The police",
    Audience.SCHOOL: "The safeguarding lead of the school",
    Audience.AGENCY: "The agency that a decision names",
    Audience.SUPPORT_ENQUIRY: "Whoever is asked whether they work with the young person",
    Audience.VICTIM_SUPPORT: "The service for people who were harmed",
    Audience.SEXUAL_VIOLENCE: "The sexual violence adviser",
    Audience.REBOOT: "The early help service for young people",
    Audience.YOUTH_INFORMATION: "The youth information service",
    Audience.CONFERENCE: "The core attendees of the conference",
    Audience.CONFERENCE_EXTRACT: "One part attendee of the conference, about their own pupils or clients",
    Audience.MEMBERS: "The elected Members of the ward",
    Audience.BUSINESS: "The business that fills it in",
    Audience.RESIDENTS: "Residents, through their group",
    Audience.PATROL: "Those who plan patrols",
    Audience.OUTREACH: "The youth outreach team",
    Audience.SCHOOLS_ENGAGEMENT: "The school that is offered a session",
    Audience.MAPPING: "Whoever maps the place",
}
"""Who reads a document, by the kind of reader."""

_NOT_NAMED: dict[Audience, str] = {
    Audience.OFFICE: "Nobody is named.",
    Audience.ECINS: NOBODY_ELSE,
    Audience.CONFERENCE: NOBODY_ELSE,
    Audience.YJS: "Nobody else is named. Of whoever was harmed by them there is an age band.",
    Audience.VICTIM_SUPPORT: "Nothing about whoever is suspected, but whether the two know each other.",
}
"""What is said of everybody else, where that is not what most papers say."""
_SENT = "what was sent about them to which school or service"
_TO_THE_CHAIR = "The chair of the conference only"


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told about these people: their codes, as one phrase, and what, as one phrase."""

    about: str
    people: tuple[str, ...]
    what: str

    def as_dict(self) -> dict[str, Any]:
        """The same for `--json`."""
        return {"about": list(self.people), "what": self.what}


@dataclass(frozen=True, slots=True)
class Telling:
    """What one document tells: who reads it, what of whom, and in a sentence what of everybody else."""

    job: Job
    to: str
    reader: str
    told: tuple[Told, ...]
    others: str

    def as_dict(self) -> dict[str, Any]:
        """The same for `--json`."""
        return {
            "to": self.to,
            "reader": self.reader,
            "tells": [one.as_dict() for one in self.told],
            "others": self.others,
        }


def told_by(case: Case, plan: Plan) -> tuple[Telling, ...]:
    """What each document of the plan tells, in the order of the plan.

    Source: the disclosure table, by way of `Lens`; what a single paper leaves out of that is left out here, too.
    """
    book = build_book(case.record, case.office)
    return tuple(_telling(case, book, job) for job in plan.jobs)


def _telling(case: Case, book: MentionBook, job: Job) -> Telling:
    lens = lens_for(case, book, job)
    found: dict[str, list[str]] = {}
    for person in (p.id for p in case.record.people):
        for code, what in _about(case, lens, job, person):
            found.setdefault(what, []).append(code)
    told = tuple(Told(join_words(codes), tuple(c.split(" ")[0] for c in codes), what) for what, codes in found.items())
    reader = _TO_THE_CHAIR if job.document.made_by == "closed-item-note" else READERS[job.reader.audience]
    return Telling(job, recipient_name(case, job), reader, told, _of_others(case, lens, job, bool(told)))


def _about(case: Case, lens: Lens, job: Job, person: str) -> Iterator[tuple[str, str]]:
    """A person's code, and what the document tells of them; twice where they stand in it twice, else at most once."""
    who = case.record.person(person)
    audience = lens.reader.audience
    if audience is Audience.OFFICE:
        if person in lens.reader.subjects and lens.reader.only is None:
            yield person, _coded_for_the_team(lens, person)
    elif audience is Audience.CONFERENCE:
        yield from _to_the_conference(case, lens, who)
    elif person not in lens.reader.subjects:
        if lens.named(person):
            yield person, "Name only, because a decision says that this reader needs it"
    elif audience is Audience.ECINS and not lens.named(person):
        yield person, "By code only, never by name"
    elif lens.named(person):
        yield person, _phrase(_by_name(case, lens, job, who))


def _coded_for_the_team(lens: Lens, person: str) -> str:
    """Of the team's own papers: a code in place of the name, and in an ordinary case what the table allows."""
    told = lens.letters(person)
    words = [
        *(["part in the incident"] if "r" in told else []),
        *(["what is said of that"] if "f" in told else []),
        *(["support in place"] if "u" in told else []),
    ]
    return f"By code only, never by name: {join_words(words)}" if words else "By code only, never by name"


def _to_the_conference(case: Case, lens: Lens, who: Person) -> Iterator[tuple[str, str]]:
    """Suspected by name, unless a decision keeps the name back; harmed by code; both, if they were both."""
    parts = [p for p in lens.parts(who.id) if p.role is Role.SUSPECT]
    by_code = "never by name: age, a few neutral lines on what happened, and whether support is in place"
    if parts and who.id in lens.reader.coded:
        code = unnamed_code(case.record, who.id, lens.reader.coded)
        yield f"{who.id} (as {code})", f"By code for this part, {by_code}"
    elif parts and all(lens.under_10(p) for p in parts):
        present = "Full name, as a child under 10 who was present, never as suspected; a few neutral lines on that"
        yield who.id, f"{present}; {_SENT}"
    elif parts:
        yield who.id, _phrase([*_words(case, lens, who, lens.letters(who.id)), _SENT])
    if Role.HARMED in case.record.roles_of(who.id) and who.id in lens.reader.subjects:
        yield f"{who.id} (as {harmed_code(case.record, who.id)})", f"As harmed by code, {by_code}"


def _by_name(case: Case, lens: Lens, job: Job, who: Person) -> list[str]:
    """What a document tells of somebody whom its reader may know by name, thing by thing."""
    made_by = job.document.made_by
    if made_by == "details-request":
        return ["name" if identified(who) else _name(who), "the part that a question is about"]
    if case.sensitive and made_by == "school-letter":
        return [_name(who), "the words that the decision allows, or that they may need support"]
    words = _words(case, lens, who, lens.letters(who.id))
    if made_by == "support-enquiry" and not lens.reader.confirmed and not case.sensitive:
        words.append("that there was an incident; more only once they have confirmed that they work with the person")
    return words


def _words(case: Case, lens: Lens, who: Person, letters: frozenset[str]) -> list[str]:
    """The letters of the table that hold for a person, in words: who they are; their part; support; special data."""
    hidden = protected(who)
    themselves = [
        *([_name(who)] if "N" in letters else []),
        *_age(who, letters),
        *_address(lens, letters, hidden),
        *_contact(lens, letters, hidden),
        *_school(lens, who, letters),
    ]
    hurt = ["that they were hurt as well"] if "H" in letters else []
    part = join_words([*_part(lens, who, letters), *_facts(letters), *hurt])
    groups = (", ".join(themselves), part, *_support(lens, letters), ", ".join(_special(lens, who)))
    return [group for group in groups if group]


def _name(who: Person) -> str:
    return "full name" if identified(who) else "what they are known as (the name is not known)"


def _age(who: Person, letters: frozenset[str]) -> list[str]:
    if "D" in letters:
        return ["date of birth" if who.date_of_birth else "age, as far as it is known"]
    return ["age and year group"] if "d" in letters else []


def _address(lens: Lens, letters: frozenset[str], hidden: bool) -> list[str]:
    extract = lens.reader.audience is Audience.CONFERENCE_EXTRACT
    if extract or "a" not in letters:
        return []
    if hidden:
        return ["no address (it is protected)"]
    return ["address and household"] if "A" in letters else ["postcode area"]


def _contact(lens: Lens, letters: frozenset[str], hidden: bool) -> list[str]:
    if "c" not in letters:
        return []
    if hidden and lens.reader.audience is Audience.ECINS:
        return ["parents or carers, without any way to reach them"]
    return ["contact details and parents or carers"] if "C" in letters else ["a safe way to make contact"]


def _school(lens: Lens, who: Person, letters: frozenset[str]) -> list[str]:
    if "s" not in letters or who.kind is Kind.ADULT:
        return []
    return ["school and attendance"] if "S" in letters and lens.reader.only is None else ["school"]


def _part(lens: Lens, who: Person, letters: frozenset[str]) -> list[str]:
    if "r" not in letters:
        return []
    suspected = [p for p in lens.parts(who.id) if p.role is Role.SUSPECT]
    if suspected and all(lens.under_10(p) for p in suspected):
        return ["their part (as a child who was present, never as suspected)"]
    return ["their own part" if "R" in letters else "their own part in neutral words"]


def _facts(letters: frozenset[str]) -> list[str]:
    if "F" in letters:
        return ["what is said of it, with its source and status"]
    return ["a few neutral lines on it"] if "f" in letters else []


def _support(lens: Lens, letters: frozenset[str]) -> list[str]:
    if "U" in letters:
        extract = lens.reader.audience is Audience.CONFERENCE_EXTRACT
        return ["support in place with its plan" if extract else "support in place with its plan, and concerns"]
    return ["whether support is in place"] if "u" in letters else []


def _special(lens: Lens, who: Person) -> list[str]:
    """Special category data that this reader is told, in words; the aggravating factor only where it is theirs."""
    if lens.reader.audience is Audience.ECINS and "d" not in lens.letters(who.id):
        return []  # a profile of a witness has their name and part only
    words = {
        "E": "ethnicity, religion, pupil number, GP and NHS number",
        "H": "injury and health",
        "X": "disability and special educational needs",
        "K": "how to communicate with them",
    }
    found = [said for letter, said in words.items() if lens.special(letter)]
    return [*found, "the aggravating factor"] if person_view(lens, who.id).get("aggravating") else found


def _phrase(words: list[str]) -> str:
    return first_capital("; ".join(words))


def _of_others(case: Case, lens: Lens, job: Job, told: bool) -> str:
    """What the document says of everybody of whom nothing was said before."""
    audience = lens.reader.audience
    if job.document.made_by == "closed-item-note":
        return "Nothing about any one person: only how many young people there are."
    if audience is Audience.CONFERENCE and any(i.role is Role.WITNESS for i in case.record.involvements):
        return "Witnesses are counted, and nothing else is said of them."
    if not told:
        return NOBODY
    return _NOT_NAMED.get(audience, "Nobody else is named: they are “another young person” or “an adult”.")
