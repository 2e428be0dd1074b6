"""Standing phrases: names of places, staff and agencies inside which a name is no mention of a person in the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .folding import words_of
from .mention_places import EMAIL, SEGMENTS, Phrase, without_brackets
from .mention_schools import place_names
from .office import Office
from .plainwords import word_set
from .record import Record
from .shown import NOT_RECORDED
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

_TO_A_SCHOOL = tuple(tuple(words.split()) for words in (
    "attend", "attends", "attended", "attending", "goes to", "both go to", "all go to", "who go to", "educated at",
    "enrolled at", "enrolled in", "excluded from", "expelled from", "on roll at", "roll of", "is at", "are at",
    "now at", "still at", "started at", "starts at", "class at", "lessons at", "studies at", "studying at", "taught at",
    "friend at", "friends at", "head at", "head of", "headteacher at", "headteacher of", "teacher at", "teachers at",
    "dsl at", "place at", "staff at", "suspended from", "timetable at", "transferred to",
    *(f"{noun} {link}" for noun in ("pupil", "pupils", "student", "students") for link in ("at", "from", "of")),
))  # fmt: skip
"""Words straight before a name that is a school's and a town's, after which the school is meant: "goes to Holmbeck"."""

YEARS = tuple((year, str(number)) for year in ("year", "years", "yr", "y") for number in range(1, 14))
"""Year groups in words: ("year", "9")."""

_OF_A_SCHOOL = word_set("""
    blazer blazers dsl head headteacher hoodie hoodies jumper pupil pupils sixth student students teacher teachers
    uniform uniforms
""")
"""The same straight behind it: "Holmbeck pupils", "Holmbeck's uniform"."""

_IN_A_TOWN = word_set("""
    beach bus centre church common estate field fields green hall hospital lane leisure library market park pier
    pool precinct rd recreation road skate square st station street swimming town village woods youth
""")
"""Words straight behind such a name that make it a place in the town: "pupils at Holmbeck station"."""

_ALWAYS_IN_A_TOWN = word_set("district hospital lane library precinct road station street town village ward")
"""Of these those that are nothing that anybody does ("park", "skate"): they hide a name of the same word as well."""

_RANKS = word_set("cllr councillor dc dcs di ds father insp inspector pc pcso ps sergeant sgt sister supt wpc")
_LONGEST_OFFICER = 6
"""Words: rank, number and name; what is longer is a sentence, in which anybody may stand."""
_SAYING = word_set("""
    asked called for met phoned rang saw seeing seen spoke told visited visiting with
""")
"""Words by which a few capitalised words are a note and no name: "Told Orla"."""
_TITLES = _RANKS | {"dr", "miss", "mr", "mrs", "ms", "mx"}
_LEADING = word_set("at behind beside between by corner front in inside near of on opposite outside rear side the to")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)+")


def place_phrases(record: Record, office: Office) -> frozenset[Phrase]:
    """Wards, towns and businesses by name, and the resident groups."""
    texts: list[str | None] = [*(b.name for b in record.businesses), *(g.name for g in office.resident_groups)]
    texts += [office.organisation.area, *(t for m in office.members for t in m.wards)]
    texts += [s.town for s in office.schools]
    return _segments(texts)


def typed_area_phrases(record: Record) -> frozenset[Phrase]:
    """Wards and home areas as typed into the record; the caller drops what holds somebody's name."""
    texts: list[str | None] = [t for e in record.episodes for t in (e.ward, e.division)]
    return _segments([*texts, *(p.home_area for p in record.people)])


def _segments(texts: Iterable[str | None]) -> frozenset[Phrase]:
    return _long_enough(words_of(part) for text in texts if text for part in (text, *SEGMENTS.split(text)))


def typed_place_phrases(record: Record, office: Office) -> frozenset[Phrase]:
    """Runs of capitalised words in the places and addresses of the incident, such as Kestrel Parade.

    These fields are free text, so that a name may have been typed into them: the caller drops what ends in one.
    """
    texts: list[str | None] = [office.organisation.address, *record.area.other_sites]
    texts += [t for e in record.episodes for t in (e.place, e.address)] + [b.address for b in record.businesses]
    return _long_enough(run for text in texts if text for run in _runs(text))


def cell_phrases(record: Record, office: Office, names: frozenset[str]) -> Iterator[Phrase]:
    """A ward or a town as it stands in tables, between answers that no sentence has in a row; for families called so.

    `names` are all words of people's names. But for the ward itself, and for a town, none of them is in these
    phrases: that would hide somebody.
    """
    wards = [words_of(e.ward or e.division or "") for e in record.episodes]
    yield from ((*label, *ward) for label in (("members", "briefing"), ("ward",)) for ward in wards if ward)
    yield ("ward", *(word for ward in dict.fromkeys(wards) for word in ward))
    for e, ward in zip(record.episodes, wards, strict=True):
        place = _end_without(words_of(e.place or NOT_RECORDED), names)[-2:]
        owner = words_of(e.land_owner or NOT_RECORDED)[:2]
        if place and ward and owner and not names.intersection(owner):
            yield (*place, *ward, *owner)
    towns = place_names(record, office, typed=False)
    rows = [(e.address, e.postcode) for e in record.episodes] + [(b.name, b.address) for b in record.businesses]
    for one, next_to_it in rows:
        words = words_of(f"{one} {next_to_it}")
        if one and next_to_it and names.intersection(words) <= towns:  # nobody's name but a town's
            yield words
    yield from ((town, noun) for town in sorted(names & towns) for noun in sorted(_ALWAYS_IN_A_TOWN - names))


def _end_without(words: Phrase, names: frozenset[str]) -> Phrase:
    """The words behind the last that is a name."""
    return words[max((n + 1 for n, word in enumerate(words) if word in names), default=0) :]


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


def typed_people_phrases(record: Record) -> tuple[frozenset[Phrase], frozenset[Phrase]]:
    """Names of workers and police officers as typed into the record, such as "PC 0000 Fable" or "Jane Park".

    These fields are free text, so that somebody in the case may have been named in them: first what stands there by
    itself, as a name does, of which the caller drops what could be one of them; then what is a part of more words
    ("Told Orla of it"), of which the caller drops whatever holds anybody's name.
    """
    typed = [record.incident.officer_in_case, *(p.officer_in_case for p in record.people)]
    typed += [s.worker for s in record.support]
    alone: list[Phrase] = []
    within: list[Phrase] = []
    for segment in (part.strip() for text in typed if text for part in SEGMENTS.split(text)):
        bare = without_brackets(segment).strip(" .")
        words = words_of(bare)
        if not _is_a_name(bare) or _SAYING.intersection(words):
            within += _runs(segment)
        elif words[0] in _RANKS and len(words) <= _LONGEST_OFFICER:
            alone += _ways_of_staff(segment)
        else:
            alone += _runs(bare)
    return _long_enough(alone), _long_enough(within)


def _is_a_name(segment: str) -> bool:
    """Does a segment hold words with capitals and numbers alone, and no end of a sentence within?"""
    tokens = segment.split()
    ends = any(token.endswith((".", "!", "?")) and not _TITLES.intersection(words_of(token)) for token in tokens[:-1])
    return bool(tokens) and not ends and all(token[:1].isdigit() or token[:1].isupper() for token in tokens)


def school_phrases(town: Phrase) -> Iterator[Phrase]:
    """A name that is a school's and a town's, with the words around it that show that the school is meant."""
    yield from ((*before, *town) for before in (*_TO_A_SCHOOL, *((*year, "at") for year in YEARS)))
    yield from ((*town, *year) for year in (*YEARS, ("6", "th"), ("s", "6", "th")))
    for noun in sorted(_OF_A_SCHOOL):
        yield (*town, noun)
        yield (*town, "s", noun)


def town_phrases(town: Phrase, taken: frozenset[str]) -> Iterator[Phrase]:
    """The same words before it where another word behind it shows that a place in the town is meant.

    Not one of the words `taken`, for that would hide what they are: a longer name of a school, somebody's name.
    """
    yield from ((*before, *town, noun) for before in _TO_A_SCHOOL for noun in sorted(_IN_A_TOWN - taken))


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
