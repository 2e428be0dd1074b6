"""Which answers of a record reach the readers who are told nothing about anybody, and the checks on them.

The same search serves twice: on the answers, so that the officer can reword them in time, and on the finished
document, so that nothing goes out that was missed. For a sensitive case anything that leads to the incident
(place, day, reference, kind) counts as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from .clock import say_date
from .disclosure import Audience
from .errors import Problem
from .folding import fold, words_of
from .jigsaw import OUTSIDE, READERS, Finder, finder
from .mention_names import is_a_name
from .office import Office
from .record import Record, RequestKind, Sensitivity

Leaks = Callable[[str], Sequence[str]]

_REQUESTS: dict[RequestKind, tuple[Audience, tuple[str, ...]]] = {
    RequestKind.MEMBERS_BRIEFING: (Audience.MEMBERS, ("lines", "do_not_say")),
    RequestKind.PATROL: (Audience.PATROL, ("days", "look_for", "community_worries")),
    RequestKind.OUTREACH: (
        Audience.OUTREACH,
        ("days", "look_for", "community_worries", "ages", "numbers", "staff_safety", "tensions"),
    ),
    RequestKind.SCHOOLS_ENGAGEMENT: (
        Audience.SCHOOLS_ENGAGEMENT,
        ("days", "look_for", "year_groups", "formats", "numbers", "partners"),
    ),
}
_EPISODES: dict[str, frozenset[Audience]] = {
    "place": frozenset({Audience.PATROL, Audience.OUTREACH, Audience.MAPPING}),
    "address": frozenset({Audience.PATROL}),
    "behaviour": frozenset({Audience.PATROL, Audience.OUTREACH, Audience.MAPPING}),
    "cctv": frozenset({Audience.PATROL, Audience.MAPPING}),
    "land_owner": frozenset({Audience.MAPPING}),
}
_AREA_FOR_OUTREACH = frozenset({"lighting", "youth_provision", "transport", "other_sites"})
_TOKEN = re.compile(r"\{{1,3}\s*(\w+)\s*\}{1,3}")
_CATEGORY = re.compile(
    r"\b(?:sexual\w*|rap(?:e|ed|ist)|indecen\w+|groom(?:ed|ing)|exploit\w+|domestic abuse|abused?)\b"
)
_SAYS_NOTHING = frozenset({"anti social behaviour", "crime", "incident", "damage"})
_PERSON = "somebody in the record"
_WORDS = {
    "place": "the place of a sensitive incident",
    "day": "the day of a sensitive incident",
    "reference": "the reference of a sensitive case",
    "kind": "the kind of a sensitive incident",
}


def printed(record: Record, audience: Audience) -> Iterator[tuple[str, str]]:
    """Every answer that a document for this reader prints: its place such as requests[3].lines[0], and the text.

    A bare range of ages or a bare number is given with the words that stand beside it in the document.
    """
    sensitive = record.incident.sensitivity is Sensitivity.SENSITIVE
    for number, request in enumerate(record.requests):
        reader, fields = _REQUESTS.get(request.kind, (None, ()))
        if reader is audience and not (sensitive and audience is not Audience.PATROL):
            for field in fields:
                yield from _texts(f"requests[{number}].{field}", getattr(request, field), field)
    if sensitive:
        return
    if audience in OUTSIDE and record.incident.for_public:
        yield "incident.for_public", record.incident.for_public
    for number, episode in enumerate(record.episodes):
        for field, readers in _EPISODES.items():
            if audience in readers:
                yield from _texts(f"episodes[{number}].{field}", getattr(episode, field), field)
    for field in type(record.area).model_fields:
        if audience is Audience.MAPPING or (audience is Audience.OUTREACH and field in _AREA_FOR_OUTREACH):
            yield from _texts(f"area.{field}", getattr(record.area, field), field)


def _texts(where: str, value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(f"{where}[{number}]", item, field)
    elif isinstance(value, str):
        yield where, {"ages": aged, "numbers": numbered}.get(field, str)(value)


def aged(ages: str) -> str:
    """The ages of a group as they are printed: "aged 12 to 17"."""
    return ages if fold(ages).text.startswith("age") else f"aged {ages}"


def numbered(numbers: str) -> str:
    """The size of a group as it is printed: "8 to 12 young people"."""
    words = set(words_of(numbers))
    return numbers if words & {"people", "children", "pupils", "students"} else f"{numbers} young people"


def jigsaw_problems(record: Record, office: Office) -> tuple[Problem, ...]:
    """Answers to reword before the documents for Members, businesses, residents and the community strand are made.

    Each is only worth a look (severity "check"): the document itself is proved again when it is made. Code
    jigsaw. Only `Problem.found` repeats what was typed.
    """
    finders = {public: finder(record, office, public=public) for public in (True, False)}
    found: dict[tuple[str, str], Problem] = {}
    for audience in sorted(READERS):
        for where, text in printed(record, audience):
            pieces = [(p.kind.value, p.words) for p in finders[audience in OUTSIDE](text)]
            pieces += [(_PERSON, token) for token in _TOKEN.findall(text) if _is_person(token, record)]
            pieces += [(_WORDS[kind], words) for kind, words in traces(text, record)]
            for what, words in pieces:
                found.setdefault((where, what), _problem(where, what, words, audience))
    return tuple(found.values())


def _problem(where: str, what: str, words: str, audience: Audience) -> Problem:
    return Problem(
        "jigsaw",
        where,
        f"Tells {what}, and is printed for readers who are told nothing about anybody ({audience.value}).",
        "Reword it: place, time and behaviour only, with nothing that helps people work out who it was.",
        words if not words.startswith("qname") else "",
        "check",
    )


def _is_person(token: str, record: Record) -> bool:
    return token.casefold() in {p.id.casefold() for p in record.people}


def guarded(leaks: Leaks, record: Record, office: Office, audience: Audience, stem: str) -> Leaks:
    """`leaks`, and for a reader who is told nothing about anybody also every piece that leads to somebody.

    Each says which answer to reword. The name of the file (`stem`) holds the case's reference in every pack, so
    it is asked about people only.
    """
    if audience not in READERS:
        return leaks
    find = finder(record, office, public=audience in OUTSIDE)
    sources = _Sources(record, audience, find)
    own_name = words_of(stem)

    def more(text: str) -> list[str]:
        found = list(leaks(text))
        if words_of(text) == own_name:
            return found
        kinds = [(p.kind.value, p.kind.value) for p in find(text)]
        kinds += [(_WORDS[kind], kind) for kind, _ in traces(text, record)]
        return found + list(dict.fromkeys(f"{words} ({sources.of(kind)})" for words, kind in kinds))

    return more


class _Sources:
    """Which answers of the record a piece may have come from, looked up once for a document that holds any."""

    def __init__(self, record: Record, audience: Audience, find: Finder) -> None:
        self._record, self._audience, self._find = record, audience, find
        self._known: dict[str, list[str]] | None = None

    def of(self, kind: str) -> str:
        if self._known is None:
            self._known = {}
            for where, text in printed(self._record, self._audience):
                kinds = {p.kind.value for p in self._find(text)} | {kind for kind, _ in traces(text, self._record)}
                for one in kinds:
                    self._known.setdefault(one, []).append(where)
        places = self._known.get(kind, [])
        return f"reword {', '.join(places)}" if places else "look at the template and the office's data"


# Sensitive cases: what leads to the incident


def traces(text: str, record: Record) -> Iterator[tuple[str, str]]:
    """What in `text` leads to a sensitive incident: (place, day, reference or kind, the words); none in an ordinary.

    Source: the council's rules for sensitive incidents (ward-wide patrol and a standing leaflet only).
    """
    incident = record.incident
    if incident.sensitivity is not Sensitivity.SENSITIVE:
        return
    plain = fold(text).text
    spaced = f" {' '.join(words_of(text))} "
    phrases: list[tuple[str, str | None]] = [("reference", incident.reference)]
    phrases += [("kind", kind) for kind in incident.types]
    for episode in record.episodes:
        wards = {words_of(w) for w in (episode.ward, episode.division) if w}
        places = [episode.place, episode.postcode, *re.split(r"[,;\n]", episode.address or "")]
        phrases += [("place", p) for p in places if p and words_of(p) not in wards]
        phrases.append(("reference", episode.police_reference))
        yield from (("day", day) for day in _days(episode.date) if f" {day} " in spaced)
    for kind, phrase in phrases:
        words = " ".join(words_of((phrase or "").replace("reported ", ""))) if is_a_name(phrase) else ""
        if words and words not in _SAYS_NOTHING and f" {words} " in spaced:
            yield kind, words
    if found := _CATEGORY.search(plain):
        yield "kind", found.group()


def _days(day: date) -> Iterator[str]:
    """A day in the ways in which it is written, as folded words."""
    number, month, year = say_date(day).casefold().split()
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day // 10 != 1 else 0, "th")
    for name in (month, month[:3]):
        yield from (
            f"{number} {name}",
            f"{number} {ordinal} {name}",
            f"{number} {ordinal} of {name}",
            f"{name} {number}",
        )
    yield from (f"{day:%d %m %Y}", f"{day:%d %m %y}", f"{day.day} {day.month} {year}", f"{day:%Y %m %d}")
