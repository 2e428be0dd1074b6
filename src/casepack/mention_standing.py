"""Standing phrases: names of places, staff and agencies inside which a name is no mention of a person in the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .folding import words_of
from .mention_places import EMAIL, SEGMENTS, without_brackets
from .office import Office
from .plainwords import word_set
from .record import Record
from .values import YesNo

ALWAYS = (
    *(f"young {noun}" for noun in (
        "people", "person", "persons", "adult", "adults", "carer", "carers", "child", "children", "man", "men", "woman",
        "women", "witness", "witnesses", "offender", "offenders", "lad", "lads", "girl", "girls", "boy", "boys",
        "victim", "victims", "parent", "parents", "mother", "mothers",
    )),
    *(f"white {noun}" for noun in (
        "british", "irish", "english", "welsh", "scottish", "northern irish", "european", "eastern european", "other",
        "gypsy", "roma", "and black caribbean", "and black african", "and asian", "and black",
    )),
    *(f"black {noun}" for noun in ("british", "african", "caribbean", "or black british", "other", "and white")),
    "other white", "any other white", "any other black", "mixed white", "asian and white", "summer holidays",
    "summer holiday", "summer term", "summer half term", "spring term", "easter holidays", "may half term",
    "may bank holiday", "police station", "bus station", "railway station", "victim support", "business hours",
)  # fmt: skip
"""Phrases that name nobody, whoever is called Young, White or Summer."""

_RANKS = word_set("cllr councillor dc dcs di ds father insp inspector pc pcso ps sergeant sgt sister supt wpc")
_LONGEST_OFFICER = 6
"""Words: rank, number and name; what is longer is a sentence, in which anybody may stand."""
_TITLES = _RANKS | {"dr", "miss", "mr", "mrs", "ms", "mx"}
_LEADING = word_set("at behind beside between by corner front in inside near of on opposite outside rear side the to")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)+")

Phrase = tuple[str, ...]


def place_phrases(record: Record, office: Office) -> frozenset[Phrase]:
    """Wards, towns and businesses by name, and the resident groups."""
    texts: list[str | None] = [t for e in record.episodes for t in (e.ward, e.division)]
    texts += [*(b.name for b in record.businesses), *(g.name for g in office.resident_groups)]
    texts += [office.organisation.area, *(t for m in office.members for t in m.wards)]
    texts += [s.town for s in office.schools] + [p.home_area for p in record.people]
    return _long_enough(words_of(part) for text in texts if text for part in (text, *SEGMENTS.split(text)))


def typed_place_phrases(record: Record, office: Office) -> frozenset[Phrase]:
    """Runs of capitalised words in the places and addresses of the incident, such as Kestrel Parade.

    These fields are free text, so that a name may have been typed into them: the caller drops what ends in one.
    """
    texts: list[str | None] = [office.organisation.address, *record.area.other_sites]
    texts += [t for e in record.episodes for t in (e.place, e.address)] + [b.address for b in record.businesses]
    return _long_enough(run for text in texts if text for run in _runs(text))


def people_phrases(record: Record, office: Office) -> frozenset[Phrase]:
    """Names and roles of staff, leads, Members and agencies that are no clue; ethnicities in the record."""
    open_agencies = [a for a in office.agencies if a.name_is_a_clue is not YesNo.YES]
    names: list[str | None] = [*(o.name for o in office.officers), *(m.name for m in office.members)]
    names += [t for lead in office.safeguarding_leads for t in (lead.name, lead.greeting)]
    names += [s.head for s in office.schools] + [m.chair for m in office.meetings]
    names += [t for a in open_agencies for t in (a.name, a.label, *a.also_written)]
    names += [lead.role for lead in office.safeguarding_leads] + [o.job_title for o in office.officers]
    names += [office.organisation.name, office.organisation.team, office.organisation.agreement_title]
    names += [t for step in office.steps for t in (step.title, step.strand)]
    names += [p.ethnicity for p in record.people]
    found = [words for name in names if name for part in SEGMENTS.split(name) for words in _ways_of_staff(part)]
    return _long_enough([*found, *_office_emails(office), *(words_of(phrase) for phrase in ALWAYS)])


def typed_people_phrases(record: Record) -> frozenset[Phrase]:
    """Names of workers and police officers as typed into the record, such as "PC 0000 Fable" or "Jane Park".

    These fields are free text, so that somebody in the case may have been named in them: the caller drops what
    could be one of them.
    """
    typed = [record.incident.officer_in_case, *(p.officer_in_case for p in record.people)]
    typed += [s.worker for s in record.support]
    found: list[Phrase] = []
    for segment in (part.strip() for text in typed if text for part in SEGMENTS.split(text)):
        words = words_of(segment)
        if words and words[0] in _RANKS and len(words) <= _LONGEST_OFFICER:
            found += _ways_of_staff(segment)
        else:
            found += _runs(segment)
    return _long_enough(found)


def without_titles(phrase: Phrase) -> Phrase:
    """A phrase without the title before a name; a rank stays, for nobody in a case about children has one."""
    start = next((n for n, word in enumerate(phrase) if word in _RANKS or word not in _TITLES), len(phrase))
    return phrase[start:]


def _long_enough(phrases: Iterable[Phrase]) -> frozenset[Phrase]:
    """One word alone would hide every mention of a person of that name."""
    return frozenset(p for p in phrases if len(p) > 1)


def _runs(text: str) -> Iterator[Phrase]:
    """Each run of capitalised words, without a leading Near or Outside."""
    for run in _CAPITALISED.findall(text):
        words = words_of(run)
        while words and words[0] in _LEADING:
            words = words[1:]
        yield words


def _ways_of_staff(name: str) -> Iterator[Phrase]:
    words = words_of(without_brackets(name))
    yield words
    if len(words) > 1 and words[0] in _TITLES:
        yield words[1:]
        yield (words[0], words[-1])
        if words[0] in {"cllr", "councillor"}:
            for title in ("cllr", "councillor"):
                yield (title, *words[1:])
                yield (title, words[-1])


def _office_emails(office: Office) -> Iterator[Phrase]:
    tables = (office.officers, office.members, office.safeguarding_leads, office.resident_groups)
    rows: list[str | None] = [row.email for table in tables for row in table]
    rows += [office.organisation.email, office.organisation.data_protection_contact]
    rows += [a.email for a in office.agencies if a.name_is_a_clue is not YesNo.YES]
    for row in rows:
        yield from (words_of(address) for address in EMAIL.findall(row or ""))


def office_contacts(record: Record, office: Office) -> Iterator[str]:
    """Telephone numbers and e-mail addresses of the office, of agencies and of businesses: they point to no person."""
    organisation = office.organisation
    rows: Iterable[str | None] = [
        *(
            organisation.phone,
            organisation.out_of_hours_phone,
            organisation.email,
            organisation.data_protection_contact,
        ),
        *(t for o in office.officers for t in (o.phone, o.email)),
        *(
            t
            for a in office.agencies
            if a.name_is_a_clue is not YesNo.YES
            for t in (a.phone, a.out_of_hours_phone, a.email)
        ),
        *(t for lead in office.safeguarding_leads for t in (lead.phone, lead.email)),
        *(s.holiday_contact for s in office.schools),
        *(b.phone for b in record.businesses),
    ]
    return (t for t in rows if t)
