"""Ways of writing what gives a person away besides the name: home, e-mail, numbers, service, clue words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .folding import split, words_of
from .mention_model import Form, MentionKind, Part
from .mention_names import INNER
from .office import Agency, Office
from .plainwords import word_set
from .record import Record
from .values import YesNo

Phrase = tuple[str, ...]

IN_ADDRESS = frozenset({"", " ", ",", ", ", " , ", ". ", ".", "-", " - ", "/", "'"})
_STREETS = {
    "avenue": "av ave", "boulevard": "blvd", "close": "cl", "court": "ct crt", "crescent": "cres cresc cr",
    "drive": "dr",
    "gardens": "gdns gds", "grove": "gr grv", "lane": "ln la", "park": "pk", "parade": "pde", "place": "pl", "rise": "",
    "road": "rd", "square": "sq", "street": "st str", "terrace": "ter terr", "way": "wy", "walk": "wlk", "view": "",
    "hill": "", "mews": "", "row": "", "green": "", "end": "", "path": "", "croft": "", "broadway": "", "vale": "",
    "approach": "", "mead": "", "meadow": "", "bank": "",
}  # fmt: skip
_SHORT_STREETS = {short: full for full, shorts in _STREETS.items() for short in shorts.split()}
_BUILDINGS = word_set("""
    apartments barn bungalow caravan chalet cottage cottages court farm farmhouse grange hall house lodge
    manor mill rectory stables tower towers vicarage villa villas
""")
SEGMENTS = re.compile(r"[,;\n]+")
EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\w")
_NUMBERED = re.compile(r"\d+\s?[a-zA-Z]?(?:\s?[-–/]\s?\d+[a-zA-Z]?)?\s+\S")
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})\b")
_HOUSE_IN_NOTE = re.compile(
    r"\b\d+[A-Za-z]?,? (?:[A-Z][\w'’]*[ -]){1,3}(?:" + "|".join(map(str.title, _STREETS)) + r")\b"
)

_SERVICE_TAIL = word_set("""
    abuse advice advocacy aid and association care centre charity children community counselling domestic
    england families family for foundation group help home homes house housing in line local national of
    outreach partnership project refuge safe service services shelter society southern support team the trust
    victim violence women womens young youth
""")
_SAINTS = {"st": ("st", "saint"), "saint": ("st", "saint")}


def keyed(
    kind: MentionKind, words: tuple[str, ...], people: frozenset[str], joints: frozenset[str], key: str = ""
) -> Form:
    """A form that counts wherever its words stand, in any case."""
    return Form(words, (joints,) * (len(words) - 1), kind, people, key)


# Homes


def home_forms(record: Record) -> Iterator[Form]:
    """Addresses, postcodes, e-mail addresses and lettered numbers of the people, and e-mail addresses of the carers."""
    for person in record.people:
        who = frozenset({person.id})
        yield from address_forms(person.address, who, street_alone=person.address_protected is YesNo.YES)
        yield from postcode_forms(person.postcode, who)
        yield from address_forms(person.previous_address, who)
        for found in _POSTCODE.finditer(person.previous_address or ""):
            yield from postcode_forms(found.group(), who)
        if person.address_protected is YesNo.YES:
            yield from _noted_forms(person.address_note, who)
        yield from email_forms(person.email, who)
        for number in (person.upn, person.ecins_profile):
            words = words_of(number or "")
            if len("".join(words)) >= 4 and not "".join(words).isdigit():
                yield keyed(MentionKind.NUMBER, words, who, INNER | {"/"})
    for place, carer in enumerate(record.carers):
        yield from email_forms(carer.email, frozenset(carer.people), str(place))


def address_forms(address: str | None, people: frozenset[str], *, street_alone: bool = False) -> Iterator[Form]:
    """The first line of an address: number and street in full and short, or the name of the house.

    A street or a town without a number points to too many people to count; but where the address is protected
    (`street_alone`) its street is enough for whoever must not find it.
    """
    segments = [s.strip() for s in SEGMENTS.split(address or "") if s.strip()]
    if segments and re.fullmatch(r"\d+\s?[a-zA-Z]?", segments[0]) and len(segments) > 1:
        segments = [f"{segments[0]} {segments[1]}", *segments[2:]]
    for number, segment in enumerate(segments):
        words = words_of(segment)
        if _NUMBERED.match(segment):
            for way in _street_ways(words):
                if street_alone and (street := _without_number(way)):
                    yield keyed(MentionKind.ADDRESS, street, people, IN_ADDRESS)
                yield keyed(MentionKind.ADDRESS, way, people, IN_ADDRESS)
                if number:
                    yield keyed(MentionKind.ADDRESS, words_of(segments[number - 1]) + way, people, IN_ADDRESS)
        elif number == 0 and _is_house(words, len(segments) > 1):
            yield keyed(MentionKind.ADDRESS, words, people, IN_ADDRESS)
            if words[0] == "the" and len(words) > 2:
                yield keyed(MentionKind.ADDRESS, words[1:], people, IN_ADDRESS)


def _without_number(words: tuple[str, ...]) -> tuple[str, ...]:
    """The street of a numbered address: Hidden Lane of 5 Hidden Lane. Empty where too little is left to know it by."""
    first = next((n for n, word in enumerate(words) if word.isalpha() and len(word) > 1), len(words))
    return words[first:] if len(words) - first > 1 else ()


def _street_ways(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    full = _SHORT_STREETS.get(words[-1], words[-1])
    for ending in (full, words[-1], *_STREETS.get(full, "").split()):
        yield (*words[:-1], ending)


def _is_house(words: tuple[str, ...], more_follows: bool) -> bool:
    if len(words) < 2 or words[0] in {"flat", "room", "unit", "apartment", "no"}:
        return False
    if words[-1] in _BUILDINGS:
        return True
    return more_follows and words[-1] not in _STREETS and words[-1] not in _SHORT_STREETS


def postcode_forms(postcode: str | None, people: frozenset[str]) -> Iterator[Form]:
    """A postcode with and without its space."""
    compact = "".join(words_of(postcode or ""))
    if len(compact) < 5:
        return
    apart = words_of(compact[:-3]) + words_of(compact[-3:])
    for words in dict.fromkeys((apart, words_of(compact))):
        yield keyed(MentionKind.POSTCODE, words, people, frozenset({"", " ", "-", "_", ".", "+", "%20"}))


def _noted_forms(note: str | None, people: frozenset[str]) -> Iterator[Form]:
    """An address or postcode that was typed into the note on a protected address, where it should not be."""
    for found in _POSTCODE.finditer(note or ""):
        yield from postcode_forms(found.group(), people)
    for found in _HOUSE_IN_NOTE.finditer(note or ""):
        yield from address_forms(found.group(), people)


def email_forms(
    email: str | None, people: frozenset[str], key: str = "", kind: MentionKind = MentionKind.EMAIL
) -> Iterator[Form]:
    """An e-mail address, with exactly its own punctuation."""
    for address in EMAIL.findall(email or ""):
        words = split(address)
        joints = tuple(frozenset({words.joint(n)}) for n in range(1, len(words)))
        yield Form(words.words, joints, kind, people, key)


# Services, clues


def saintly_ways(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """St and Saint; with 's, with a bare s, and without either."""
    for saint in _SAINTS.get(words[0], (words[0],)):
        way = (saint, *words[1:])
        yield way
        if "s" in way[1:]:
            place = way.index("s", 1)
            yield (*way[: place - 1], way[place - 1] + "s", *way[place + 1 :])
            yield (*way[:place], *way[place + 1 :])


def lead_of(words: tuple[str, ...], tail: frozenset[str]) -> tuple[str, ...]:
    """`words` without the common words of a `tail` at the end, and without a leading The."""
    start = 1 if words[0] == "the" and len(words) > 1 else 0
    first = next((i for i, w in enumerate(words) if i > start and w in tail and w != "s"), len(words))
    return words[start:first]


def service_forms(record: Record, office: Office) -> Iterator[Form]:
    """Agencies whose name alone tells why somebody needs them: full name, other names, first word of its own."""
    for agency in office.agencies:
        if agency.name_is_a_clue is YesNo.YES:
            clients = frozenset(s.person for s in record.support if s.agency == agency.id)
            yield from _service(agency, clients)


def _service(agency: Agency, clients: frozenset[str]) -> Iterator[Form]:
    for name in (agency.name, agency.label or "", *agency.also_written):
        words = words_of(without_brackets(name))
        if not words:
            continue
        yield Form(words, (INNER | {", "},) * (len(words) - 1), MentionKind.SERVICE, clients, agency.id)
        if len("".join(words)) >= 8:
            yield Form(("".join(words),), (), MentionKind.SERVICE, clients, agency.id)
        lead = lead_of(words, _SERVICE_TAIL)
        if lead and lead != words and not any(w in _SERVICE_TAIL for w in lead):
            joints = (INNER,) * (len(lead) - 1)
            yield Form(lead, joints, MentionKind.SERVICE, clients, agency.id, Part.OTHER, plain=len(lead) == 1)
    yield from email_forms(agency.email, clients, agency.id, MentionKind.SERVICE)


def clue_forms(office: Office) -> Iterator[Form]:
    """The office's words that no outside reader may see, in the singular and the plural."""
    nobody: frozenset[str] = frozenset()
    for phrase in office.organisation.never_outside:
        words = words_of(phrase)
        ways = {words}
        if words:
            ways |= {(*words[:-1], words[-1] + "es"), (*words[:-1], words[-1] + "s")}
            if words[-1].endswith("y"):
                ways.add((*words[:-1], words[-1][:-1] + "ies"))
        for way in ways:
            for spelled in saintly_ways(way) if way else ():
                yield keyed(MentionKind.CLUE, spelled, nobody, INNER)


def without_brackets(text: str) -> str:
    """The text without what stands in round brackets."""
    return re.sub(r"\([^)]*\)", " ", text)
