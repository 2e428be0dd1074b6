"""Ways of writing a school, and the towns and wards that schools are called after.

A name that is a town's as well, or a family's, tells of the school only with other words around it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from .folding import words_of
from .mention_model import Form, MentionKind, Part
from .mention_names import INNER
from .mention_places import SEGMENTS, Phrase, lead_of, saintly_ways, without_brackets
from .office import Office, School
from .plainwords import PLAIN, word_set
from .record import Record

CalledSchool = tuple[Phrase, frozenset[str], str]
"""A way of calling a school, its pupils in the record, and its id."""

_SCHOOL_TAIL = word_set("""
    academy all alternative and at boys c campus catholic ce centre church city coeducational cofe college
    community comprehensive day e education england federation first form foundation free girls grammar high
    hub in infant infants junior juniors lower maintained middle nursery of pre prep preparatory primary
    provision pru pupil r rc referral roman s school schools secondary senior sixth special studio technical
    technology the through trust unit university upper utc va vc voluntary
""")
SCHOOL_WORDS = word_set("""
    academy college comp comprehensive grammar high infant infants junior juniors nursery primary school secondary sixth
    upper
""")
"""Words that make a name a school's."""
_TWO_WARDS = re.compile(r" and | & |/")
_AREA_WORDS = word_set("and borough city council county district division town unitary ward withheld")
_COUNTY = re.compile(r"(?:.* )?(?:county|\w+shire)")


def school_forms(record: Record, office: Office) -> Iterator[Form]:
    """Every school of the office: its name, the other ways of writing it, and what is left without the common words.

    A name that is a town's as well counts with the word school behind it only; what else tells a school from a town
    is looked for in finished documents (`schools_called`).
    """
    towns = place_names(record, office)
    for school, pupils, name in _school_names(record, office):
        yield from _named_place(school, (*name, "school") if " ".join(name) in towns else name, pupils)


def schools_called(record: Record, office: Office, words: Collection[str]) -> Iterator[CalledSchool]:
    """Schools with a name that is one of these `words` as well, a town's or a person's: each way of writing it."""
    for school, pupils, name in _school_names(record, office):
        if " ".join(name) in words:
            yield from ((way, pupils, school.id) for way in saintly_ways(name))


def kinds_of_school(called: Iterable[CalledSchool], record: Record, office: Office) -> Iterator[CalledSchool]:
    """The same with another word for a school behind the name: Holmbeck Grammar, where only Holmbeck High is known.

    Not one that is the name of another school, or of a place or a business in the record.
    """
    known = {" ".join(name) for _, _, name in _school_names(record, office)}
    texts = [t for e in record.episodes for t in (e.place, e.address)] + [
        t for b in record.businesses for t in (b.name, b.address)
    ]
    typed = " ".join(f" {' '.join(words_of(text))} " for text in texts if text)
    for name, pupils, school in called:
        ways = {" ".join((*name, kind)): (*name, kind) for kind in sorted(SCHOOL_WORDS)}
        yield from (
            (way, pupils, school) for said, way in ways.items() if said not in known and f" {said} " not in typed
        )


def _school_names(record: Record, office: Office) -> Iterator[tuple[School, frozenset[str], Phrase]]:
    """Each school with its pupils in the record and each way of calling it, as folded words."""
    for school in office.schools:
        pupils = frozenset(p.id for p in record.people if p.school == school.id)
        for name in (school.name, *school.also_written):
            words = words_of(without_brackets(name))
            lead = lead_of(words, _SCHOOL_TAIL) if words else ()
            # "Brackwater Primary" for Brackwater Primary School, where Brackwater alone is only the town.
            shortened = {words[:end] for end in range(len(lead) + 1, len(words))}
            ways = sorted({words, lead} | shortened)
            yield from ((school, pupils, way) for way in ways if len("".join(way)) >= 3)


def _named_place(school: School, name: Phrase, pupils: frozenset[str]) -> Iterator[Form]:
    for way in saintly_ways(name):
        plain = all(w in PLAIN for w in way)
        joints = (INNER | {". ", ", "},) * (len(way) - 1)
        yield Form(way, joints, MentionKind.SCHOOL, pupils, school.id, Part.OTHER, plain and len(way) < 3)
        if len(way) > 1 and len("".join(way)) >= 8:
            yield Form(("".join(way),), (), MentionKind.SCHOOL, pupils, school.id)


# Towns


def place_names(record: Record, office: Office, *, typed: bool = True) -> frozenset[str]:
    """Towns, wards and areas by themselves: a school called after one is not found by that word alone.

    Without `typed`, none that only the address of an episode holds, into which anything may have been typed.
    """
    texts: list[str | None] = [office.organisation.area, office.organisation.children_services_area]
    texts += [s.town for s in office.schools] + [p.home_area for p in record.people]
    wards = [t for m in office.members for t in m.wards]
    wards += [t for e in record.episodes for t in (e.ward, e.division) if t]
    texts += [*wards, *(part for ward in wards for part in _TWO_WARDS.split(ward))]
    addresses: list[str | None] = [a for p in record.people for a in (p.address, p.previous_address)]
    addresses += [*(b.address for b in record.businesses), office.organisation.address]
    addresses += [e.address for e in record.episodes] if typed else []
    texts += [_town_of(address) for address in addresses if address]
    return frozenset({_area(text) for text in texts if text} - {""})


def _area(text: str) -> str:
    words = words_of(without_brackets(text))
    while words and words[-1] in _AREA_WORDS:
        words = words[:-1]
    return " ".join(words)


def _town_of(address: str) -> str | None:
    """What ends an address but for postcode and county, unless that is its first line, numbered, or holds a school.

    Only there a town stands: what comes before may be the name of a house, or what an officer saw there.
    """
    for segment in reversed([s for s in SEGMENTS.split(address) if s.strip()][1:]):
        words = words_of(segment)
        if any(any(c.isdigit() for c in word) for word in words) or _COUNTY.fullmatch(" ".join(words)):
            continue
        return None if SCHOOL_WORDS.intersection(words) else segment
    return None
