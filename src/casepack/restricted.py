"""The sensitive case: what no paper may say, whoever's name is not in it, and the papers made only for it.

Source: the disclosure matrix for sensitive incidents. The act is never described; only those who act on it know
even its category; a school learns neither day nor place; nothing general holds a trace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import ages, clock
from .disclosure import Audience
from .folding import fold, words_of
from .jigsaw_fields import ways_of_a_day
from .lens import Lens
from .mention_schools import place_names
from .naming import full_name
from .plainwords import word_set
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
_IN_REASONS = _COMMON | word_set("""
    about above after again agreed allow another asked asking because become before being believe between board cannot
    careful carefully cause chair clear close closed concern concerned concerns confidential
    confirmed consider considered contact could council county decide decided decides decision detail details directed
    district during early either enough every everyone extra families family follow following further given
    group guidance handle handled handling happened however identified identify identity immediate individual
    information instructed instruction investigate investigated investigating investigation involve involved involves
    involving issue judged keeps known later leader legal level likely limited local makes management manager managers
    matter matters member members might names nature necessary needed needs never noted nothing number numbers
    officer officers official often order other others outside parent parents partner partners party police policy
    possible possibly prevent privacy private procedure professional professionals protect protected protecting
    protection public pupil pupils raised rather reason reasons received recommended record recorded refer referral
    referred relates relevant report reports request requested require required requires restrict restricted
    restriction right rules school schools senior sensitive sensitivity service services several share shared sharing
    should since social speak spoken stage state status still supervisor taken talks their there these
    those though through together token treat treated under until urgent wanted wants where whether which while whole
    wished wishes within without worker workers worried worry would written
""")
"""Words of which a reason is made ("A manager says so") and that tell nothing of what happened."""
_TELLING = re.compile(
    r"sex|rape|rapist|indecen|groom|exploit|abus|assault|violen|traffick|stalk|strang|incest|porn|prostit|molest|nude|"
    r"abduct|death|domestic|drug|extremis|gang|honou?r|kidnap|knife|marriage|murder|mutilat|pregnan|radicalis|slave|"
    r"suicid|terror|^(?:cce|cse|fgm|hate)$"
)
"""Words with one of these tell the kind of case even where they stand in a job title."""
_SHORT = word_set("cce cse drug fgm gang hate")
"""Words of four letters and fewer that tell the kind of case where they are the reason."""
_A_SENTENCE = 3
"""Words from which a reason counts as a whole."""
_PARTS = re.compile(r"[,;\n]+")
_ORDINAL = re.compile(r"(\d)\\W\{1,3\}(st|nd|rd|th)\b")


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
    category = frozenset[str]() if audience in KNOW_THE_CATEGORY else frozenset(_category_words(case, said))
    if category:
        category = category - _LEGAL if audience in KNOW_TIME_AND_PLACE else category | _LEGAL
    if audience is Audience.RESIDENTS:  # a standing leaflet on how to report crime says nothing of this case
        category -= {"crime"}
    where = [] if audience in KNOW_TIME_AND_PLACE else [*_days(case.record), *_places(case, audience)]
    borne, titles = _any_of(own), _any_of(_titles(case, audience))

    def leaks(text: str) -> list[str]:
        folded = fold(text).text
        spans, in_titles = _spans(borne, folded), _spans(titles, folded)
        told = (
            _stands_in(re.escape(w), folded, spans if _TELLING.search(w) else [*spans, *in_titles]) for w in category
        )
        found = ["what kind of case it is"] if any(told) else []
        return found + (["when or where it happened"] if any(_stands_in(w, folded, spans) for w in where) else [])

    return leaks


def _spans(phrases: re.Pattern[str] | None, folded: str) -> list[tuple[int, int]]:
    return [m.span() for m in phrases.finditer(folded)] if phrases else []


def _stands_in(pattern: str, folded: str, borne: list[tuple[int, int]]) -> bool:
    """Do the words stand there, other than as a part of what every such paper bears?"""
    found = re.finditer(rf"(?<!\w){pattern}(?!\w)", folded)
    return any(not any(start <= m.start() and m.end() <= end for start, end in borne) for m in found)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A search for any of the phrases, the longest first, also where a line breaks within one."""
    folded = {tuple(fold(phrase).text.split()) for phrase in phrases} - {()}
    ways = (r"\s+".join(map(re.escape, words)) for words in sorted(folded, key=lambda w: (-len(" ".join(w)), w)))
    pattern = "|".join(ways)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if pattern else None


def _category_words(case: Case, said: frozenset[str]) -> Iterator[str]:
    yield from _CATEGORY
    incident = case.record.incident
    reason = fold(incident.sensitive_reason or "").text
    for text, common in [*((fold(t).text, _COMMON) for t in incident.types), (reason, _IN_REASONS)]:
        yield from {w for w in re.findall(r"\w+", text) if len(w) > 4 or w in _SHORT} - common - said
    # A reason in everyday words tells nothing by any of them, but as a whole it does.
    if len(reason.split()) >= _A_SENTENCE:
        yield reason.rstrip(".! ")


def _titles(case: Case, audience: Audience) -> Iterator[str]:
    """What people are called: job titles, the roles of schools' leads; behind the access list also who is on it."""
    office = case.office
    yield from (title for o in office.officers if (title := o.job_title))
    yield from (role for lead in office.safeguarding_leads if (role := lead.role))
    if audience is Audience.ECINS:
        listed = [text for key in case.record.incident.access_list for text in (key, office.name_of(key))]
        # Word by word: of an entry that holds what may stand nowhere only the rest is printed.
        yield from (piece for text in listed for piece in (text, *text.split()))


def _days(record: Record) -> Iterator[str]:
    """Searches for the days of the episodes, however they are written; a birthday, in its year, is no such day."""
    births = [born for p in record.people if (born := ages.born_on(p))]
    for day in (episode.date for episode in record.episodes):
        years = {str(b.year) for b in births if (b.day, b.month) == (day.day, day.month) and b.year != day.year}
        of_birth = "|".join(sorted(years))
        unless = rf"(?!\W{{1,3}}(?:{of_birth})\b(?!\s*h(?:ou)?rs?\b))" if years else ""
        yield from (_ORDINAL.sub(r"\1\\W{0,3}\2", r"\W{1,3}".join(way.split())) + unless for way in ways_of_a_day(day))


def _places(case: Case, audience: Audience) -> Iterator[str]:
    """Searches for the places of the episodes; the patrol is asked for the whole ward, and told it by name.

    The parts of an address count by themselves, but not a town, in which other things are, too.
    """
    episodes = case.record.episodes
    towns = place_names(case.record, case.office, typed=False)
    told = {fold(ward).text for e in episodes for ward in (e.ward, e.division) if ward and audience is Audience.PATROL}
    places = {p for e in episodes for p in (e.place, e.address, e.postcode) if p}
    places |= {
        part for e in episodes for part in _PARTS.split(e.address or "") if " ".join(words_of(part)) not in towns
    }
    folded = {fold(place).text.strip() for place in places} - told - {""}
    yield from (re.escape(place) for place in sorted(folded))


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
