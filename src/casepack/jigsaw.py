"""Pieces that let people work out who it was, found in texts for readers who are told nothing about anybody.

No name is needed to know a child again: "a girl in Year 9 at the skate park on Saturday" is enough. What is
looked for: ages, year groups, whether boy or girl, relationships, ethnicity, faith and health, small numbers,
a school tied to its pupils, initials. Source: the disclosure table (rows of Members, businesses, residents,
patrol, outreach, schools engagement and mapping) and the rule that a text is tested for what it gives away
together with place and day.

Outreach, schools engagement, patrol and mapping may read of a group in general terms ("ages 12 to 17", "Year 8
and Year 9"); Members, businesses and residents may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from .disclosure import Audience
from .folding import fold, words_of
from .mention_names import is_a_name
from .mention_schools import SCHOOL_WORDS, place_names
from .office import Office
from .plainwords import word_set
from .record import Record

OUTSIDE = frozenset({Audience.MEMBERS, Audience.BUSINESS, Audience.RESIDENTS})
"""Readers outside the partnership, who may not read of ages and year groups even in general terms."""

READERS = OUTSIDE | {Audience.PATROL, Audience.OUTREACH, Audience.SCHOOLS_ENGAGEMENT, Audience.MAPPING}
"""Every reader who is told nothing about anybody."""


class PieceKind(StrEnum):
    """What a piece gives away, in words that do not repeat it."""

    AGE = "an age by which a young person could be known"
    YEAR_GROUP = "a school year group"
    SEX = "whether a young person is a boy or a girl"
    RELATIONSHIP = "a relationship between people"
    ORIGIN = "the ethnicity or faith of a person"
    HEALTH = "the health or a disability of a person"
    COUNT = "a small number of young people"
    SCHOOL = "the school of a young person"
    INITIALS = "the initials of somebody in the record"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: what it gives away, and the words (folded, for comparing; never to be shown)."""

    kind: PieceKind
    words: str


Finder = Callable[[str], tuple[Piece, ...]]

_TEENS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_NUMBERS = {**{word: n for n, word in enumerate(_TEENS, start=1)}, **{str(n): n for n in range(1, 26)}}
_N = rf"(?:2[0-5]|1\d|[1-9]|{'|'.join(reversed(_TEENS))})"
_TO = r"(?:[\s-]{0,3}\b(?:to|or|and)\b[\s-]{0,3}|\s?-\s?)"
_ONE_PERSON = r"(?:girl|boy|pupil|student|child|lad|lass|teenager|youth|young person)"
_PUPIL = r"(?:pupil|student|child|children|boy|girl|kid|young person|young people|teenager|youth|lad|sixth[ -]former)s?"
_YOUNG = (
    r"(?:young people|young persons|pupils|students|children|youths|teenagers|teens|girls|boys|kids|lads|youngsters|"
    r"schoolchildren|schoolboys|schoolgirls|juveniles|minors|suspects|victims)"
)
_SMALL = r"(?:one|two|three|four|(?<![\d.,:/£-])[1-4](?![\d:/]|[.,]\d)|both|a couple of|a pair of|a single)"
_SCHOOL = "qschoolq"
_TOWN = "qtownq"
"""A school that is called like a town."""
_NAME = "qnameq"
_SORT = (
    r"(?:other|local|more|further|different|young|older|younger|injured|hurt|unnamed|named|known|unknown|male|female|"
    rf"secondary|primary|school|college|teenage|vulnerable|suspected|{_SCHOOL}|{_TOWN}|year \d+)"
)
_NUMBERED_THINGS = word_set("bay block flat gate number page phase platform room section stage tier unit zone")
_NOT_A_COUNT = "".join(f"(?<!{word} )" for word in sorted(_NUMBERED_THINGS)) + r"(?<!\d of )"

_AGES = (
    re.compile(
        rf"\b(?=[1-9efnost])(?:(?P<low>{_N}){_TO})?\b(?P<high>{_N})[\s-]{{0,3}}(?:years?|yrs?)[\s-]{{1,3}}olds?\b(?!\s+(?:building|tree))"
    ),
    re.compile(
        r"\bage[ds]?(?:\s+(?:of|about|around|approximately|roughly|only|just|between|from|mostly|mainly)){0,4}\s?:?\s?"
        rf"(?P<low>{_N})\b(?:{_TO}(?P<high>{_N})\b)?(?!\s+(?:or|and)\s+(?:over|under|above|older|younger))"
    ),
    re.compile(rf"\b(?P<high>{_N})\s?(?:yo|y/o|y\.o\.)(?![a-z])"),
)
_AGE_WORDS = re.compile(
    r"\b(?:early|mid|late)[\s-]teens?\b|\bin (?:his|her|their) teens\b|\b\d{1,2}(?:st|nd|rd|th) birthday\b"
    r"|\b(?:a|an|one|another|the)\s+(?:\w+\s+)?teenager\b|\bborn\b[^.;\n]{0,20}\b(?:19|20)\d\d\b"
    r"|\bturn(?:s|ed|ing) (?:1\d|[89])\b"
    rf"|\b{_ONE_PERSON} of {_N}\b|\b(?:{_ONE_PERSON}|man|woman)(?:,? \(|, )(?:[1-9]\d|[5-9])(?=[),. ])"
    r"|\b(?:2[6-9]|[3-9]\d)[\s-]years?[\s-]old\s+(?:\w+\s+)?(?:man|woman|male|female)\b"
)
_NOT_THAT_YEAR = word_set("calendar each every last next past per previous this")
_NOT_A_YEAR_GROUP = "".join(f"(?<!{word} )" for word in sorted(_NOT_THAT_YEAR))
_YEAR = (
    rf"\b(?=y)(?:{_NOT_A_YEAR_GROUP}(?<!\d )(?:years?|yrs?)[\s-]?(?:groups? )?"
    r"(?:1[0-3]|[1-9]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)\b(?! of the\b)(?![.,]\d)"
    r"|y\s?(?:1[0-3]|[7-9])\b)"
)
_YEAR_GROUP = re.compile(rf"{_YEAR}|\bsixth[ -]formers?\b|\b(?:primary|infant|junior)(?:[ -]school)?[ -]aged?\b")
_YEAR_OF_ONE = re.compile(
    rf"{_YEAR}\s+(?:\w+\s+)?{_ONE_PERSON}\b|\b(?:a|an|one|the|another)\s+(?:\w+\s+)?{_ONE_PERSON}\s+(?:in|from|of)\s+{_YEAR}"
)
_NOT_ONE_SEX = (
    r"(?!'?s?'?\s+(?:brigade|guid|scouts?|school|grammar|high|academy|college|club|football|rugby|netball|cricket|"
    r"toilet|changing|team|voice|and female toilet))"
)
_SEX = re.compile(
    rf"\b(?=[bfghlmsy])(?:(?<!old )(?:girl|boy|lad|male|female)s?\b{_NOT_ONE_SEX}"
    r"|(?:lass(?:es)?|school(?:boy|girl)s?)\b|young\s+(?:man|men|woman|women|lady|ladies|gentlem[ae]n)\b"
    r"|(?:he|she|him|himself|her|hers|herself|his)\b(?!\s+majesty))"
)
_KIN = (
    r"(?:brother|sister|sibling|twin|mother|father|mum|dad|son|daughter|cousin|nephew|niece|uncle|aunt|girlfriend|"
    r"boyfriend|grandson|granddaughter|grandmother|grandfather|stepson|stepdaughter|stepbrother|stepsister)"
)
_RELATIONSHIP = re.compile(
    r"\b(?:his|her|their|whose|a|an|the|one|another|older|younger|elder|eldest|youngest|big|little|twin|half|step|foster)"
    rf"[\s-]{{1,3}}(?:(?:older|younger|elder|little|big|twin|half|step|foster)[\s-]{{1,3}}){{0,3}}{_KIN}s?\b"
    r"(?!\s+(?:and (?:baby|toddler)|town))"
    r"|\b(?:brothers|sisters|siblings|cousins)\b"
    r"|\brelated to (?:(?:a|an|one of|the|another)\s+)?(?:person|people|young|child|pupil|councillor|member|suspect|"
    r"victim|somebody|someone|those)\b|\b(?:relative|family member) of\b"
    r"|\b(?:parent|mother|father|carer)s? of (?:a|an|one|the|another)\s+(?:\w+\s+)?"
    r"(?:suspect|victim|child|pupil|young)\b"
)
_ORIGINS = (
    r"(?:white|black|asian|brown|mixed[ -]race|(?:mixed|dual)[ -]heritage|african|(?:afro[ -])?caribbean|indian|"
    r"pakistani|bangladeshi|chinese|polish|romanian|(?:eastern )?european|arab|roma|romany|gypsy|traveller|irish|welsh|"
    r"scottish|english|turkish|kurdish|somali|afghan|ukrainian|syrian|lithuanian|muslim|christian|catholic|jewish|sikh|"
    r"hindu|buddhist)"
)
_SOMEBODY = (
    r"(?:person|people|boys?|girls?|lads?|males?|females?|m[ae]n|wom[ae]n|youths?|teenagers?|teens?|child|children|pupils?|"
    r"students?|kids?|family|families|(?<!english )heritage|background|descent|origin|appearance|skinned|accent|"
    r"victims?|suspects?)"
)
_ORIGIN = re.compile(
    rf"\b{_ORIGINS}(?:[\s-]{{1,3}}(?:british|other|and|{_ORIGINS})){{0,4}}[\s-]{{1,3}}"
    rf"(?:(?!school|church|college|clad|dressed|hooded|car|bin)\w+[\s-]{{1,3}})?{_SOMEBODY}\b"
)
_HAS_ORIGIN = re.compile(rf"\b{_ORIGINS}\b")
_HEALTH = re.compile(r"\b(?:autistic|autism|adhd|learning disabilit(?:y|ies)|special educational needs)\b")
_COUNT = re.compile(
    rf"\b(?=[abfot1-4])(?:{_NOT_A_COUNT}{_SMALL}{_TO}\d+\s+(?:{_SORT}\s+){{0,3}}{_YOUNG}\b"
    rf"|{_NOT_A_COUNT}{_SMALL}\s+(?:of\s+(?:the|our|your|its|their|these|those)\s+)?(?:{_SORT}\s+){{0,3}}{_YOUNG}\b"
    rf"|(?:one|1|a single)\s+(?:{_SORT}\s+){{0,3}}{_ONE_PERSON}\b"
    rf"|{_SMALL}\s+of\s+(?:them|those|the\s+group|this\s+group)\b)"
)
_WITH_SCHOOL = re.compile(
    rf"{_SCHOOL}(?:'s)?\s+(?:\w+\s+){{0,2}}{_PUPIL}\b"
    rf"|\b{_PUPIL}\b(?:\s+\w+){{0,3}}?\s+(?:from|at|of|in|to|attending|attends?)\s+(?:the\s+)?(?:\w+\s+)?{_SCHOOL}"
    rf"|\b(?:goes to|go to|went to|attend(?:s|ed|ing)?|enrolled at|on roll at)\s+(?:the\s+)?{_SCHOOL}"
    rf"|{_SCHOOL}(?:'s)?\s+(?:school\s+)?(?:uniform|blazer|tie|jumper|hoodie)s?\b"
    r"|\b(?:a|another)\s+(?:pupil|student)\s+(?:at|from|of|in)\s+(?:your|a|one|the|another|this|that)\s+(?:\w+\s+)?"
    r"(?:school|college|academy)\b|\byour\s+(?:pupil|student)\b"
)
_OF_WITH_SCHOOL = (_SCHOOL, "pupil", "student")
"""One of these stands in each of them; they are found at once."""
_LEARNER = r"(?:pupil|student|sixth[ -]former)s?"
_WITH_TOWN = re.compile(
    rf"{_TOWN}(?:'s)?\s+(?:\w+\s+){{0,2}}{_LEARNER}\b"
    rf"|\b{_LEARNER}\b(?:\s+\w+){{0,3}}?\s+(?:from|at|of|attending|attends?)\s+{_TOWN}"
    rf"|\b(?:goes to|(?:all|both|they|who) go to|attend(?:s|ed|ing)?|enrolled at|on roll at)\s+{_TOWN}"
    rf"|\b(?:excluded|expelled|suspended) from\s+{_TOWN}"
    rf"|{_TOWN}(?:'s)?\s+(?:school\s+)?(?:uniform|blazer|tie|jumper|hoodie)s?\b"
)
"""Fewer words tie a young person to a school that is called like a town: "young people from Holmbeck" live there."""
_NOT_INITIALS = word_set("""
    aa ad am ba bc dc di ds eu hr id it mp nb ni ok pa pc pe pm po ps re ta tv uk us va vr
""")
_OF_A_SCHOOL = r"(?i:school|primary|junior|infant|academy|aided|controlled)"
_STREETS = word_set("""
    avenue close crescent drive estate gardens green hill lane parade park road station street ward way
""")


def finder(record: Record, office: Office, *, public: bool) -> Finder:
    """The search for one record and one kind of reader, made ready: from a text to its pieces.

    `public` is for readers outside the partnership, who may not read of ages or year groups even in general terms.
    """
    names = _known_names(record, office)
    phrases = _ethnicities(record)
    initials = _initials(record)

    @lru_cache(maxsize=64)
    def told(plain: str) -> list[tuple[PieceKind, str]]:
        """The pieces in a text on one line: the layers of a document often differ in their line ends alone."""
        marked = names(plain)
        return [*_in_all(marked, public), *((PieceKind.ORIGIN, m.group()) for p in phrases for m in p.finditer(marked))]

    def find(text: str) -> tuple[Piece, ...]:
        found = [*told(" ".join(fold(text).text.split()))]
        here = (pattern for letters, pattern in initials if letters in text)
        found += [(PieceKind.INITIALS, m.group()) for pattern in here for m in pattern.finditer(text)]
        return tuple(dict.fromkeys(Piece(kind, " ".join(words.split())) for kind, words in found))

    return find


@lru_cache(maxsize=128)
def _in_all(plain: str, public: bool) -> tuple[tuple[PieceKind, str], ...]:
    """Every piece in a text; kept, as half of the layers of a document say the same as those of the one before."""
    return tuple(_each_in(plain, public))


def _each_in(plain: str, public: bool) -> Iterator[tuple[PieceKind, str]]:
    for pattern in _AGES:
        yield from ((PieceKind.AGE, m.group()) for m in pattern.finditer(plain) if public or not _is_a_range(m))
    yield from ((PieceKind.AGE, m.group()) for m in _AGE_WORDS.finditer(plain))
    years = _YEAR_GROUP if public else _YEAR_OF_ONE
    for kind, pattern in (
        (PieceKind.YEAR_GROUP, years),
        (PieceKind.SEX, _SEX),
        (PieceKind.RELATIONSHIP, _RELATIONSHIP),
        (PieceKind.ORIGIN, _ORIGIN),
        (PieceKind.HEALTH, _HEALTH),
        (PieceKind.COUNT, _COUNT),
        *([(PieceKind.SCHOOL, _WITH_SCHOOL)] if any(part in plain for part in _OF_WITH_SCHOOL) else []),
        *([(PieceKind.SCHOOL, _WITH_TOWN)] if _TOWN in plain else []),
    ):
        yield from ((kind, m.group()) for m in pattern.finditer(plain))


def _is_a_range(found: re.Match[str]) -> bool:
    """Does the match tell of a group, at least three ages wide, and so of nobody?"""
    ends = found.groupdict()
    low, high = (_NUMBERS.get(ends.get(end) or "") for end in ("low", "high"))
    return low is not None and high is not None and high - low >= 2


def _known_names(record: Record, office: Office) -> Callable[[str], str]:
    """Stands a mark in the place of every school, and of names that hold ordinary words: Smith Brothers, Boys Club."""
    schools = {words_of(n) for s in office.schools for n in (s.name, *s.also_written)}
    others: list[str | None] = [b.name for b in record.businesses]
    others += [n for a in office.agencies for n in (a.name, a.label)] + [g.name for g in office.resident_groups]
    others += [t for e in record.episodes for t in (e.ward, e.division)] + [m.name for m in office.members]
    others += [office.organisation.name, office.organisation.team, *(o.name for o in office.officers)]
    marks = {words: _NAME for text in others if text and len(words := words_of(text)) > 1}
    towns = place_names(record, office)
    like_towns = {w for w in schools if " ".join(w) in towns}
    # What goes on with another word for a school is one: Holmbeck Academy.
    schools |= {(*w, kind) for w in like_towns for kind in SCHOOL_WORDS}
    marks |= {w: _TOWN if w in like_towns else _SCHOOL for w in schools if len("".join(w)) > 3}
    if not marks:
        return lambda text: text
    # Longest first, so that a school's whole name is not cut off behind its short one.
    ordered = sorted(marks, key=lambda words: -len(" ".join(words)))

    def marked(text: str) -> str:
        there = tuple(words for words in ordered if all(word in text for word in words))
        return _any_of(there).sub(lambda m: marks[there[int(str(m.lastgroup)[1:])]], text) if there else text

    return marked


@lru_cache(maxsize=64)
def _any_of(names: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """A search for any of the names, the first of them first; most texts hold the same few."""
    ways = ((n, r"[^\w]{1,3}".join(words)) for n, words in enumerate(names))
    pattern = "|".join(rf"(?P<w{n}>{way})" for n, way in ways)
    return re.compile(rf"\b(?:{pattern})\b(?!\s+(?:{'|'.join(sorted(_STREETS))})\b)")


def _ethnicities(record: Record) -> list[re.Pattern[str]]:
    """The ethnicities and religions in the record, as written there, where they are more than a common word."""
    texts = {t for p in record.people for t in (p.ethnicity, p.religion) if t}
    phrases = {words for text in texts if len(words := words_of(text)) > 1 and _HAS_ORIGIN.search(" ".join(words))}
    joined = (r"[\W_]{1,3}".join("(?:and|&)" if word == "and" else word for word in words) for words in sorted(phrases))
    return [re.compile(rf"\b{phrase}\b") for phrase in joined]


def _initials(record: Record) -> list[tuple[str, re.Pattern[str]]]:
    """The initials of everybody in the record: with stops anywhere, without them where they are no abbreviation.

    Before each search, the letters without which it finds nothing.
    """
    patterns = []
    for person in record.people:
        parts = [person.given_name, person.family_name]
        if not all(is_a_name(part) for part in parts):
            continue
        words = [word for part in parts for word in (part or "").replace("-", " ").split()]
        # A name may begin with a bracket or a brace, which means something in a pattern.
        letters = [fold(word).text[:1].upper() for word in words]
        for pair in {(letters[0], letters[-1]), tuple(letters)}:
            escaped = [re.escape(letter) for letter in pair]
            stops = r"(?<![\w.])" + r"\.\s?".join(escaped) + r"\.(?![\w@])(?!\s*[A-Z]\w)"
            patterns.append((f"{pair[0]}.", re.compile(stops)))
            if "".join(escaped).casefold() not in _NOT_INITIALS:
                bare = r"(?<![\w/&.-])" + "".join(escaped) + rf"(?![\w/&-])(?!\s*\d)(?! {_OF_A_SCHOOL})"
                patterns.append(("".join(pair), re.compile(bare)))
    return list(dict.fromkeys(patterns))
