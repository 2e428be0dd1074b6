"""The sensitive case: what no paper may say, whoever's name is not in it, and the papers made only for it.

Source: the disclosure matrix for sensitive incidents. The act is never described; only those who act on it know
even its category; a school learns neither day nor place; nothing general holds a trace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from . import clock
from .deadlines import deadlines
from .decisions import Approval
from .disclosure import Audience
from .documents import DOCUMENTS
from .folding import fold
from .lens import Lens, Reader, full_name
from .office import DueRule
from .plan import Case, Job, NotMade, Outcome
from .record import Record
from .shown import NOT_RECORDED, first_capital, sentence, shown
from .views import doc_view, school_letter_view, sign_view

KNOW_THE_CATEGORY = frozenset(
    {Audience.MASH, Audience.SOCIAL_CARE, Audience.POLICE, Audience.SEXUAL_VIOLENCE, Audience.OFFICE}
)
"""Readers who may learn what kind of case it is; the office's own papers are behind the access list."""
KNOW_TIME_AND_PLACE = KNOW_THE_CATEGORY | {Audience.ECINS}
_CATEGORY = frozenset({"sexual", "sexually", "rape", "raped", "indecent"})
_LEGAL = frozenset({"abuse", "assault", "assaulted", "crime", "offence", "offender"})
"""Words that a legal basis may need; behind the access list they may stand, in a letter to a school they may not."""
_COMMON = frozenset({"against", "child", "children", "incident", "people", "person", "reported", "serious", "young"})


def restricted_leaks(case: Case, audience: Audience) -> Callable[[str], list[str]]:
    """What a text for this reader gives away of a sensitive case besides a name, each in words without the thing.

    In an ordinary case: nothing. The words that tell the category come from a short list and from the record's own
    kinds of incident; for a school and everyone further away also the days and places of the episodes.
    """
    if not case.sensitive:
        return lambda text: []
    category = frozenset[str]() if audience in KNOW_THE_CATEGORY else frozenset(_category_words(case.record))
    if category:
        category = category - _LEGAL if audience in KNOW_TIME_AND_PLACE else category | _LEGAL
    if audience is Audience.RESIDENTS:  # a standing leaflet on how to report crime says nothing of this case
        category -= {"crime"}
    where = () if audience in KNOW_TIME_AND_PLACE else tuple(_times_and_places(case.record))

    def leaks(text: str) -> list[str]:
        folded = fold(text).text
        found = ["what kind of case it is"] if any(_stands_in(w, folded) for w in category) else []
        return found + (["when or where it happened"] if any(_stands_in(w, folded) for w in where) else [])

    return leaks


def _stands_in(words: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", folded) is not None


def _category_words(record: Record) -> Iterator[str]:
    yield from _CATEGORY
    for text in (*record.incident.types, record.incident.sensitive_reason or ""):
        yield from (w for w in re.findall(r"\w+", fold(text).text) if len(w) > 4 and w not in _COMMON)


def _times_and_places(record: Record) -> Iterator[str]:
    for episode in record.episodes:
        day = clock.say_date(episode.date)
        yield from (fold(day).text, fold(day.rsplit(" ", 1)[0]).text)
        for place in (episode.place, episode.address, episode.postcode):
            if place:
                yield fold(place).text


def school_letter(case: Case, lens: Lens, job: Job) -> dict[str, Any]:
    """The letter to a school in a sensitive case: the words that the decision allows, and nothing else."""
    from .views import lead_for

    school = case.office.school(job.recipient)
    if school is None:
        raise KeyError(job.recipient)
    decision = job.approval.decision
    letter = school_letter_view(case, school, lead_for(case, school, case.record.person(job.subject).year_group))
    # A deadline would tell the day and the hour at which it happened.
    letter |= {"reply_by": "As soon as you can", "reply_words": "as soon as you can"}
    name = full_name(case.record.person(job.subject)) if lens.named(job.subject) else lens.label(job.subject)
    told = lens.say(decision.may_be_told) if decision and decision.may_be_told else ""
    return {
        "doc": doc_view(case, job),
        "letter": letter,
        "pupil": {"name": name},
        "told": sentence(told) or "Your pupil may need support.",
        "sign": sign_view(case),
    }


def closed_items(case: Case) -> Iterator[Outcome]:
    """The note to the chair on a closed item: only for a sensitive case (box "Peer Group Conference")."""
    document = DOCUMENTS["closed-item-note"]
    if not case.sensitive:
        return
    if not case.office.meetings:
        yield NotMade(document, "", "", "No conference is in the office's calendar.")
        return
    reader = Reader(Audience.OFFICE, tuple(p.id for p in case.record.people))
    yield Job(document, "", "", reader, Approval(True, "", "For the chair only"))


def closed_item_note(case: Case, lens: Lens, job: Job) -> dict[str, Any]:
    """What the chair needs in order to call a closed item: no name, no category, no day or place of the incident."""
    meeting = next((d for d in deadlines(case.record, case.office) if d.step.rule is DueRule.CONFERENCE), None)
    incident, conference = case.record.incident, case.record.conference
    reviewed = incident.access_reviewed_at
    return {
        "doc": doc_view(case, job),
        "sign": sign_view(case),
        "meeting": {
            "when": clock.say_moment(meeting.meeting_at) if meeting and meeting.meeting_at else "Not scheduled",
            "chair": shown(meeting.meeting.chair if meeting and meeting.meeting else None),
        },
        "attendees": [case.office.name_of(a) for a in conference.closed_item_attendees] or [NOT_RECORDED],
        "access": [first_capital(case.office.name_of(a)) for a in incident.access_list] or [NOT_RECORDED],
        "reviewed": clock.say_moment(clock.moment(reviewed, clock.zone(case.office))) if reviewed else NOT_RECORDED,
        "children": str(sum(p.kind == "child" for p in case.record.people)),
        "questions": [sentence(lens.say(q)) for q in conference.questions],
        "outcomes": [sentence(lens.say(o)) for o in conference.outcomes_wanted],
    }
