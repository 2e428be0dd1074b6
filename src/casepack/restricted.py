"""The sensitive case: what no paper may say, whoever's name is not in it, and the papers made only for it.

Source: the disclosure matrix for sensitive incidents. The act is never described; only those who act on it know
even its category; a school learns neither day nor place; nothing general holds a trace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import clock
from .disclosure import Audience
from .folding import fold
from .lens import Lens, full_name
from .plan import Case, Job
from .record import Record
from .shown import NOT_RECORDED, first_capital, sentence
from .view_rows import meeting_view
from .views import doc_view, lead_for, school_letter_view, sign_view

KNOW_THE_CATEGORY = frozenset(
    {Audience.MASH, Audience.SOCIAL_CARE, Audience.POLICE, Audience.SEXUAL_VIOLENCE, Audience.OFFICE}
)
"""Readers who may learn what kind of case it is; the office's own papers are behind the access list."""
KNOW_TIME_AND_PLACE = KNOW_THE_CATEGORY | {Audience.ECINS}
_CATEGORY = frozenset({"sexual", "sexually", "rape", "raped", "indecent"})
_LEGAL = frozenset({"abuse", "assault", "assaulted", "crime", "offence", "offender"})
"""Words that a legal basis may need; behind the access list they may stand, in a letter to a school they may not."""
_COMMON = frozenset({"against", "child", "children", "incident", "people", "person", "reported", "serious", "young"})


def restricted_leaks(
    case: Case, audience: Audience, *, own: Iterable[str] = (), said: frozenset[str] = frozenset()
) -> Callable[[str], list[str]]:
    """What a text for this reader gives away of a sensitive case besides a name, each in words without the thing.

    In an ordinary case: nothing. The words that tell the category come from a short list and from the record's own
    kinds of incident; for a school and everyone further away also the days and places of the episodes.

    `own` are phrases that every paper to this reader bears whatever happened: its date, the letterhead, the reader's
    own name. `said` are the folded words of its template: a reason that shares one with it ("the school was asked")
    gives nothing away by that word. Neither excuses a word of the short list in the rest of the text.
    """
    if not case.sensitive:
        return lambda text: []
    category = frozenset[str]() if audience in KNOW_THE_CATEGORY else frozenset(_category_words(case.record, said))
    if category:
        category = category - _LEGAL if audience in KNOW_TIME_AND_PLACE else category | _LEGAL
    if audience is Audience.RESIDENTS:  # a standing leaflet on how to report crime says nothing of this case
        category -= {"crime"}
    where = () if audience in KNOW_TIME_AND_PLACE else tuple(_times_and_places(case.record))

    borne = _any_of(own)

    def leaks(text: str) -> list[str]:
        folded = fold(text).text
        spans = [m.span() for m in borne.finditer(folded)] if borne else []
        found = ["what kind of case it is"] if any(_stands_in(w, folded, spans) for w in category) else []
        return found + (["when or where it happened"] if any(_stands_in(w, folded, spans) for w in where) else [])

    return leaks


def _stands_in(words: str, folded: str, borne: list[tuple[int, int]]) -> bool:
    """Do the words stand there, other than as a part of what every such paper bears?"""
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", folded)
    return any(not any(start <= m.start() and m.end() <= end for start, end in borne) for m in found)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A search for any of the phrases, the longest first, also where a line breaks within one."""
    folded = {tuple(fold(phrase).text.split()) for phrase in phrases} - {()}
    ways = (r"\s+".join(map(re.escape, words)) for words in sorted(folded, key=lambda w: (-len(" ".join(w)), w)))
    pattern = "|".join(ways)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if pattern else None


def _category_words(record: Record, said: frozenset[str]) -> Iterator[str]:
    yield from _CATEGORY
    for text in (*record.incident.types, record.incident.sensitive_reason or ""):
        words = re.findall(r"\w+", fold(text).text)
        yield from (w for w in words if len(w) > 4 and w not in _COMMON and w not in said)


def _times_and_places(record: Record) -> Iterator[str]:
    for episode in record.episodes:
        day = clock.say_date(episode.date)
        yield from (fold(day).text, fold(day.rsplit(" ", 1)[0]).text)
        for place in (episode.place, episode.address, episode.postcode):
            if place:
                yield fold(place).text


def school_letter(case: Case, lens: Lens, job: Job) -> dict[str, Any]:
    """The letter to a school in a sensitive case: the words that the decision allows, and nothing else."""
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


def closed_item_note(case: Case, lens: Lens, job: Job) -> dict[str, Any]:
    """What the chair needs in order to call a closed item: no name, no category, no day or place of the incident."""
    meeting = meeting_view(case)
    incident, conference = case.record.incident, case.record.conference
    reviewed = incident.access_reviewed_at
    return {
        "doc": doc_view(case, job),
        "sign": sign_view(case),
        "meeting": {"when": meeting["when"], "chair": meeting["chair"]},
        "attendees": [case.office.name_of(a) for a in conference.closed_item_attendees] or [NOT_RECORDED],
        "access": [first_capital(case.office.name_of(a)) for a in incident.access_list] or [NOT_RECORDED],
        "reviewed": clock.say_written(reviewed, case.office) if reviewed else NOT_RECORDED,
        "children": str(sum(p.kind == "child" for p in case.record.people)),
        "questions": [sentence(lens.say(q)) for q in conference.questions],
        "outcomes": [sentence(lens.say(o)) for o in conference.outcomes_wanted],
    }
