"""The Views of papers for partners: questions to the police, enquiries on support, extracts for the conference."""

from __future__ import annotations

from typing import Any

from . import clock
from .decisions import decision_for
from .details import forces, questions
from .disclosure import Audience
from .lens import Lens
from .mentions import MentionKind, find
from .naming import full_name, short_name
from .person_view import account, person_view, when
from .plan import Case, Job
from .record import Role, Support
from .shown import NOT_RECORDED, first_capital, join_words, sentence, shown
from .values import YesNo
from .view_rows import action_view, family_state, meeting_view
from .views import (
    agency_letter_view,
    basis_view,
    doc_view,
    family_view,
    lead_for,
    reply_by,
    school_letter_view,
    sign_view,
)

Context = dict[str, Any]


def part_words(view: Context) -> str:
    """A person's part as other agencies read it: an allegation stays one, and a child under 10 was present."""
    parts = []
    if view.get("suspected"):
        parts.append("suspected of a part in it (an allegation, not a finding)")
    if view.get("harmed"):
        parts.append("reported as harmed")
    if view.get("present"):
        parts.append("a child under 10 who was present: a welfare matter")
    if view.get("witness"):
        parts.append("saw part of what happened")
    return first_capital("; ".join(parts)) or NOT_RECORDED


def details_request(case: Case, lens: Lens, job: Job) -> Context:
    """The questions to one police force about its own episodes (box "Obtain details")."""
    force = next(f for f in forces(case) if f.agency.id == job.recipient and f.ids == lens.reader.episodes)
    places = {e.id: e.place or when(lens, e.id) for e in force.episodes}
    asked = [
        {
            "number": str(number),
            "about": places[q.episode] if q.episode and len(places) > 1 else "",
            "text": _asked(lens.say(q.text)),
        }
        for number, q in enumerate(questions(case, force), start=1)
    ]
    suspected = any(p.role is Role.SUSPECT for s in lens.reader.subjects for p in lens.parts(s))
    return {
        "doc": doc_view(case, job),
        "letter": agency_letter_view(case, job, step="obtain-details"),
        "assumed": force.assumed,
        "names": bool(lens.reader.subjects),
        "episodes": [
            {
                "when": when(lens, e.id),
                "place": shown(lens.say(e.place)),
                "reference": shown(e.police_reference),
                "force": "Not recorded: is it yours?" if force.assumed else "Yours",
            }
            for e in force.episodes
        ],
        "questions": asked,
        "basis": basis_view(case, lens, {"suspected": suspected}) if lens.reader.subjects else [],
        "sign": sign_view(case),
    }


def _asked(text: str) -> str:
    """What is missing as a question: officers note it in half sentences, such as "who posted the clip"."""
    text = text.strip()
    if text.casefold().startswith("whether "):
        text = f"Do you know {text[:1].lower()}{text[1:]}"
    if text.casefold().startswith(("who ", "what ", "when ", "where ", "which ", "why ", "how ", "do you know ")):
        return first_capital(text) if text[-1] in ".?!" else f"{first_capital(text)}?"
    return sentence(text)


def support_enquiry(case: Case, lens: Lens, job: Job) -> Context:
    """One child, one agency, three questions (box "Support already in place").

    The question itself discloses: who, and that there was an incident on a day. The part and the facts come only
    once the agency has confirmed that it works with the child. Source: row "support enquiry" of the table.
    """
    row = next(s for s in case.record.support if s.id == job.row)
    view = person_view(lens, job.subject)
    match = ("School", view["school"]) if "school" in view else ("Postcode area", view["area"])
    told = _since_confirmed(lens, job.subject, view)
    return {
        "doc": doc_view(case, job),
        "letter": _enquiry_letter(case, lens, job, row),
        "child": {
            "name": view["name"],
            "date_of_birth": view["date_of_birth"],
            "match_label": match[0],
            "match": match[1],
        },
        "about": "" if case.sensitive else f"an incident on {_own_days(case, lens, job.subject)}",
        "confirmed": bool(told),
        "told": told,
        "suspected": bool(told.get("suspected")),
        "family": family_view(case, lens, job, job.subject),
        "basis": _enquiry_basis(case, lens, told),
        "sign": sign_view(case),
    }


def _enquiry_letter(case: Case, lens: Lens, job: Job, row: Support) -> Context:
    # The deadline is counted from the incident, so that in a sensitive case it would tell when that was.
    by, words = ("As soon as you can", "as soon as you can") if case.sensitive else reply_by(case, "support-in-place")
    due = {"reply_by": by, "reply_words": words}
    school = case.office.school(job.recipient)
    if school is not None:
        year = case.record.person(job.subject).year_group
        return school_letter_view(case, school, lead_for(case, school, year)) | due
    letter = agency_letter_view(case, job, step="support-in-place")
    worker = [f"For {lens.say(row.worker)}"] if row.worker else []
    return {**letter, **due, "to": [*letter["to"], *worker]}


def _own_days(case: Case, lens: Lens, person: str) -> str:
    """The days of the child's own part alone."""
    found = {e.date for p in lens.parts(person) if (e := case.record.episode(p.episode))}
    return join_words([clock.say_day(day) for day in sorted(found or {e.date for e in case.record.episodes})])


def _since_confirmed(lens: Lens, person: str, view: Context) -> Context:
    if "F" not in lens.letters(person):
        return {}
    return {
        "part": part_words(view),
        "suspected": view["suspected"],
        "accounts": [account(lens, p, full=True) for p in lens.parts(person)],
    }


def _enquiry_basis(case: Case, lens: Lens, told: Context) -> list[str]:
    """With the basis for what is suspected, which the row of agencies has where the row of enquiries has none."""
    lines = basis_view(case, lens, told)
    rows = {b.audience.casefold(): b.when_suspected for b in case.office.legal_bases}
    if told.get("suspected") and not rows.get(Audience.SUPPORT_ENQUIRY.value) and (more := rows.get("agency")):
        lines = [*lines, more]
    return lines


def conference_extract(case: Case, lens: Lens, job: Job) -> Context:
    """What one school or agency reads before the conference: its own pupils or clients, each as if alone.

    Two pupils of one school may be on opposite sides: in each one's part everybody else stays unnamed.
    """
    people = [_extract_person(case, lens, job, p) for p in lens.reader.subjects]
    own = [a for a in case.record.actions if a.owner == job.recipient and _people_in(lens, a.what) == frozenset()]
    return {
        "doc": doc_view(case, job),
        "to": _attendee_lines(case, lens, job),
        "school": lens.reader.school is not None,
        "meeting": meeting_view(case),
        "people": people,
        "actions": [action_view(case, lens, a) for a in own],
        "basis": basis_view(case, lens, {"suspected": any(p["suspected"] for p in people)}),
        "sign": sign_view(case),
    }


def _attendee_lines(case: Case, lens: Lens, job: Job) -> list[str]:
    school = case.office.school(job.recipient)
    if school is None:
        return [case.office.name_of(job.recipient)]
    years = [case.record.person(p).year_group for p in lens.reader.subjects]
    leads = [lead.name for year in years if (lead := lead_for(case, school, year))]
    names = join_words(list(dict.fromkeys(leads))) or "The Designated Safeguarding Lead"
    return [names, school.name]


def _extract_person(case: Case, lens: Lens, job: Job, person: str) -> Context:
    others = frozenset(p.id for p in case.record.people) - {person}
    view = person_view(lens, person)
    rows = [s for s in case.record.support if s.person == person]
    listed = [s for s in rows if not is_a_clue(case, s.agency) or s.agency == lens.reader.agency]
    actions = [a for a in case.record.actions if _people_in(lens, a.what) == frozenset({person})]
    return {
        "name": full_name(case.record.person(person)),
        "first_name": short_name(case.record.person(person)),
        "part": part_words({**view, "witness": False}),
        "suspected": view["suspected"],
        "accounts": [
            {
                "when": when(lens, p.episode),
                "where": shown(lens.say(e.place if (e := case.record.episode(p.episode)) else None)),
                "text": sentence(lens.say(p.account or p.short, coded=others)) or "No account recorded.",
            }
            for p in lens.parts(person)
        ],
        "support": [
            {
                "agency": first_capital(lens.say(case.office.name_of(s.agency))),
                "stage": first_capital(lens.say(s.stage, coded=others)) or NOT_RECORDED,
                "plan": first_capital(lens.say(s.plan, coded=others)) or NOT_RECORDED,
            }
            for s in listed
        ],
        "more_support": len(listed) < len(rows),
        "family": family_state(decision_for(case.record, person, job.recipient, ("school", "schools"))),
        "questions": [
            first_capital(lens.say(q, coded=others))
            for q in case.record.conference.questions
            if _people_in(lens, q) == frozenset({person})
        ],
        "actions": [action_view(case, lens, a, coded=others) for a in actions],
    }


def is_a_clue(case: Case, agency: str) -> bool:
    """Does the name of this agency alone tell why somebody needs it?"""
    found = case.office.agency(agency)
    return found is not None and found.name_is_a_clue is YesNo.YES


def _people_in(lens: Lens, text: str) -> frozenset[str] | None:
    """Whom a text is about; None where it holds another school, another service or somebody who is not certain."""
    people: set[str] = set()
    for mention in find(text, lens.book, prose=False):
        if mention.kind is MentionKind.SCHOOL:
            if mention.key != lens.reader.school:
                return None
        elif mention.kind is MentionKind.SERVICE:
            if mention.key != lens.reader.agency:
                return None
        elif len(mention.people) != 1:
            return None
        else:
            people |= mention.people
    return frozenset(people)
