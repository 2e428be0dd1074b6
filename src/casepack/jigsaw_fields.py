"""Which answers of a record reach the readers who are told nothing about anybody, and the checks on them.

The same search serves twice: on the answers, so that the officer can reword them in time, and on the finished
document, so that nothing goes out that was missed. For a sensitive case anything that leads to the incident
(place, day, reference, kind) counts as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from .clock import say_date
from .disclosure import Audience
from .errors import Problem
from .folding import fold, words_of
from .jigsaw import OUTSIDE, READERS, Finder, finder
from .mention_names import is_a_name
from .name_checks import text_fields
from .office import AgencyKind, Office
from .record import Record, RequestKind, Sensitivity
from .shown import first_capital

Leaks = Callable[[str], Sequence[str]]
Borne = re.Pattern[str] | None

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
_CATEGORY = r"sexual\w*|rap(?:e|ed|ist)|indecen\w+|groom(?:ed|ing)|exploit\w+|domestic abuse|abused?"
_SAYS_NOTHING = frozenset({"anti social behaviour", "crime", "incident", "damage"})
_RECIPIENTS: dict[Audience, frozenset[AgencyKind]] = {
    Audience.PATROL: frozenset({AgencyKind.POLICE, AgencyKind.BTP}),
    Audience.OUTREACH: frozenset({AgencyKind.OUTREACH}),
}
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
        borne = borne_by(record, office, audience)
        for where, text in printed(record, audience):
            pieces = [(p.kind.value, p.words) for p in finders[audience in OUTSIDE](text)]
            pieces += [(_PERSON, token) for token in _TOKEN.findall(text) if _is_person(token, record)]
            pieces += [(_WORDS[kind], words) for kind, words in traces(text, record, borne)]
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


@dataclass(frozen=True)
class Guard:
    """What the proof of a finished document asks: what a text gives away, and which words are an officer's own.

    `known` are the answers, or what gives them: nearly no document is asked about them.
    """

    leaks: Leaks
    known: frozenset[str] | Callable[[], frozenset[str]]

    @cached_property
    def answers(self) -> frozenset[str]:
        """Every line of the answers that may stand in the document, as typed and as printed."""
        return self.known() if callable(self.known) else self.known

    def __call__(self, text: str) -> Sequence[str]:
        """What the text gives away, each in words without the thing itself."""
        return self.leaks(text)


def guarded(leaks: Leaks, record: Record, office: Office, audience: Audience, stem: str) -> Guard:
    """`leaks`, and for a reader who is told nothing about anybody also every piece that leads to somebody.

    Each says which answer to reword. The name of the file (`stem`) holds the case's reference in every pack, so
    it is asked about people only.
    """
    if audience not in READERS:
        return Guard(leaks, lambda: _lines(text for _, _, text in text_fields(record)))

    def answers() -> frozenset[str]:
        found = [text for _, text in printed(record, audience)]
        return _lines([*found, *(t for where, _, t in text_fields(record) if where.startswith("businesses["))])

    return Guard(_more(leaks, record, office, audience, words_of(stem)), answers)


def _lines(answers: Iterable[str]) -> frozenset[str]:
    """Each line of the answers as typed and as it may be printed: with a capital, without its last stop."""
    typed = {line.strip() for text in answers for line in text.split("\n")}
    typed |= {line.rstrip(".,;") for line in typed}
    return frozenset(typed | {first_capital(line) for line in typed})


def _more(leaks: Leaks, record: Record, office: Office, audience: Audience, own_name: tuple[str, ...]) -> Leaks:
    find = finder(record, office, public=audience in OUTSIDE)
    borne = borne_by(record, office, audience)
    sources = _Sources(record, audience, find, borne)

    def more(text: str) -> list[str]:
        found = list(leaks(text))
        folded = fold(text).text
        if all(word in folded for word in own_name) and words_of(text) == own_name:
            return found
        kinds = [(p.kind.value, p.kind.value) for p in find(text)]
        kinds += [(_WORDS[kind], kind) for kind, _ in traces(text, record, borne)]
        return found + list(dict.fromkeys(f"{words} ({sources.of(kind)})" for words, kind in kinds))

    return more


class _Sources:
    """Which answers of the record a piece may have come from, looked up once for a document that holds any."""

    def __init__(self, record: Record, audience: Audience, find: Finder, borne: Borne) -> None:
        self._record, self._audience, self._find, self._borne = record, audience, find, borne
        self._known: dict[str, list[str]] | None = None

    def of(self, kind: str) -> str:
        if self._known is None:
            self._known = {}
            for where, text in printed(self._record, self._audience):
                kinds = {p.kind.value for p in self._find(text)}
                kinds |= {kind for kind, _ in traces(text, self._record, self._borne)}
                for one in kinds:
                    self._known.setdefault(one, []).append(where)
        places = self._known.get(kind, [])
        return f"reword {', '.join(places)}" if places else "look at the template and the office's data"


# Sensitive cases: what leads to the incident


def borne_by(record: Record, office: Office, audience: Audience) -> Borne:
    """A search for what a paper to this reader bears whatever happened, in words as `traces` compares them.

    The letterhead, whoever may sign, whoever may be the reader, and the wards of the incident, for which a patrol is
    asked. A sensitive incident in the council's own town is not told by its letterhead.
    """
    organisation = office.organisation
    texts = [organisation.name, organisation.team, organisation.address, organisation.email]
    texts += [t for o in office.officers for t in (o.name, o.job_title)]
    more = [t for e in record.episodes for t in (e.ward, e.division)]
    more += [t for a in office.agencies if a.kind in _RECIPIENTS.get(audience, ()) for t in (a.name, a.label, a.email)]
    if audience is Audience.RESIDENTS:
        more += [t for g in office.resident_groups for t in (g.name, g.email)]
    if audience is Audience.MEMBERS:
        more += [t for m in office.members for t in (m.name, m.email)]
    phrases = {" ".join(words_of(text)) for text in (*texts, *more) if text} - {""}
    ways = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
    return re.compile(f"(?<= )(?:{ways})(?= )") if ways else None


def traces(text: str, record: Record, borne: Borne = None) -> Iterator[tuple[str, str]]:
    """What in `text` leads to a sensitive incident: (place, day, reference or kind, the words); none in an ordinary.

    What stands inside a phrase that every such paper bears (`borne`) leads nowhere; the same words elsewhere do.
    Source: the council's rules for sensitive incidents (ward-wide patrol and a standing leaflet only).
    """
    incident = record.incident
    if incident.sensitivity is not Sensitivity.SENSITIVE:
        return
    spaced = f" {' '.join(words_of(text))} "
    own = [found.span() for found in borne.finditer(spaced)] if borne else []

    def stands(pattern: str) -> str:
        """What stands there, other than as a part of what every such paper bears."""
        found = (m for m in re.finditer(f"(?<= )(?:{pattern})(?= )", spaced))
        return next((m.group() for m in found if not any(s <= m.start() and m.end() <= e for s, e in own)), "")

    for kind, phrase in _traces_of(record):
        words = " ".join(words_of(phrase.replace("reported ", ""))) if is_a_name(phrase) else ""
        if words and words not in _SAYS_NOTHING and stands(re.escape(words)):
            yield kind, words
    yield from (("day", day) for e in record.episodes for day in ways_of_a_day(e.date) if stands(day))
    # No paper bears these words whatever happened, also in somebody's title or the name of a reader's team.
    if found := re.search(rf"(?<= )(?:{_CATEGORY})(?= )", spaced):
        yield "kind", found.group()


def _traces_of(record: Record) -> Iterator[tuple[str, str]]:
    """What leads to the incident but for its days, by kind, as typed; its wards do not, each patrol names them."""
    incident = record.incident
    wards = {words_of(w) for e in record.episodes for w in (e.ward, e.division) if w}
    told: list[tuple[str, str | None]] = [("reference", incident.reference)]
    told += [("kind", kind) for kind in incident.types]
    for episode in record.episodes:
        places = [episode.place, episode.postcode, *re.split(r"[,;\n]", episode.address or "")]
        told += [("place", p) for p in places if p and words_of(p) not in wards]
        told.append(("reference", episode.police_reference))
    return ((kind, phrase) for kind, phrase in told if phrase)


def ways_of_a_day(day: date) -> Iterator[str]:
    """A day in the ways in which it is written, as folded words with a space between them; most without the year."""
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
