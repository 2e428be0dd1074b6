"""Every way in which the people and the carers of a record may be written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from .folding import words_of
from .mention_model import Form, MentionKind, Part
from .plainwords import PLAIN, TITLES, word_set
from .record import Person, Record

Spelling = tuple[str, ...]

INNER = frozenset({"", " ", "-", "- ", " -", " - ", "'", "' ", " '", " ' ", "_", "."})
"""What may stand inside a double-barrelled or apostrophised name."""
BETWEEN = frozenset({"", " ", "-", "_", ".", "+", "%20"})
"""What may stand between a first and a family name; also in e-mail addresses, file names and links."""
COMMA = frozenset({",", ", ", " , ", " ,"})
AFTER_INITIAL = frozenset({"", " ", ".", ". ", " . ", "-", "_"})
OPENING = frozenset({" ", ' "', " '", " (", " “", " «", "-"})
CLOSING = frozenset({" ", '" ', "' ", ") ", "” ", "» ", "-"})

# What some officers type into a name field instead of leaving it empty.
_NO_NAME = word_set("anon anonymous n/a n/k nk no none not refused tba tbc unidentified unknown withheld")
_NO_NAMES = frozenset(
    {"does not apply", "n a", "n k", "name not known", "no name", "not asked", "not given", "not known"}
)
# Relations that stand in the name field of a carer.
_RELATIONS = word_set("""
    and aunt auntie brother carer dad father gran grandad grandfather grandmother grandparents guardian mother
    mum nan parent parents sister stepfather stepmother uncle
""")
# Parts of longer names that point to nobody on their own: in a first name or nickname, and in a family name.
_NOT_ALONE_FIRST = word_set("and big da de del la lil little of old the")
_NOT_ALONE_LAST = _NOT_ALONE_FIRST | word_set("""
    ab abu al ap ben bin bint bt das della den der des di dos du el fitz ibn il las le los mac mc o saint st
    ten ter ul van von y
""")
_TWO_IN_ONE = re.compile(r"\b(O|D|Mc|Mac|Fitz|De|Di|La|Le|Van)(?=[^\W\d_a-z])")
_GERMAN = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe",
})  # fmt: skip
_APOSTROPHE = re.compile("['’‘ʼ`´′]")
_HALVES = re.compile(r"[\s\-‐‑–−/]+")
_ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody's names as typed, whoever it is: what forms are made of."""

    given: str
    family: str
    known_as: tuple[str, ...]
    others: tuple[str, ...]
    kind: MentionKind
    people: frozenset[str]
    key: str = ""


def is_a_name(text: str | None) -> bool:
    """Is there a name in the field, rather than nothing or a word such as unknown?"""
    words = words_of(text or "")
    if len("".join(words)) < 2:
        return False
    return " ".join(words) not in _NO_NAMES and not all(w in _NO_NAME for w in words)


def spellings(name: str) -> tuple[Spelling, ...]:
    """`name` as folded words, in each way that it may be split: o sampleton, osampleton; mary jane, maryjane."""
    found: dict[Spelling, None] = {}
    for raw in (name, _TWO_IN_ONE.sub(r"\1 ", name), name.translate(_GERMAN)):
        pieces = [_piece(piece) for piece in raw.split()]
        for choice in product(*pieces):
            words = tuple(w for piece in choice for w in piece)
            found[words] = None
            if len(words) > 1 and not any(w.isdigit() for w in words) and len("".join(words)) >= 4:
                found["".join(words),] = None
    return tuple(s for s in found if s)


def _piece(piece: str) -> list[Spelling]:
    ways = [words_of(piece)]
    if _APOSTROPHE.search(piece):
        ways.append(words_of(_APOSTROPHE.sub("", piece)))
    return ways


def _parts(name: str, not_alone: frozenset[str] = _NOT_ALONE_FIRST) -> tuple[str, ...]:
    """The name whole, and each of its words or halves that can stand for it alone; a number never can."""
    halves = [h for h in _HALVES.split(name) if len("".join(words_of(h))) > 1]
    alone = [h for h in halves if (word := "".join(words_of(h))) not in not_alone and not word.isdigit()]
    return tuple(dict.fromkeys([name, *alone]))


def people_named(record: Record) -> Iterator[Named]:
    """Everyone in the record who has a name: the people, then the carers."""
    for person in record.people:
        yield _named(person)
    for number, carer in enumerate(record.carers):
        given, family = split_name(carer.name)
        if not all(w in _RELATIONS for w in words_of(f"{given} {family}")):
            yield Named(given, family, (), (), MentionKind.CARER, frozenset(carer.people), str(number))


def _named(person: Person) -> Named:
    def real(name: str | None) -> str:
        return (name or "") if is_a_name(name) else ""

    return Named(
        real(person.given_name),
        real(person.family_name),
        tuple(n for n in (real(person.known_as),) if n),
        tuple(n for n in person.other_names if is_a_name(n)),
        MentionKind.NAME,
        frozenset({person.id}),
    )


def split_name(name: str) -> tuple[str, str]:
    """A full name in one field as given and family name; titles and what stands in brackets are left out."""
    words = _ASIDE.sub(" ", name).split(",")[0].split()
    titled = False
    while words and "".join(words_of(words[0])) in TITLES:
        titled = True
        words.pop(0)
    if not words:
        return "", ""
    if len(words) == 1:
        return ("", words[0]) if titled else (words[0], "")
    first = next((i for i, w in enumerate(words[1:-1], 1) if "".join(words_of(w)) in _NOT_ALONE_LAST), len(words) - 1)
    return " ".join(words[:first]), " ".join(words[first:])


def forms_of(somebody: Named) -> Iterator[Form]:
    """Every way of writing one person or carer."""
    base = Form((), (), somebody.kind, somebody.people, somebody.key)
    givens = _parts(somebody.given) if somebody.given else ()
    calls = tuple(dict.fromkeys([*givens, *(p for n in somebody.known_as for p in _parts(n))]))
    families = _parts(somebody.family, _NOT_ALONE_LAST) if somebody.family else ()
    yield from _single(base, calls, Part.GIVEN)
    yield from _single(base, families, Part.FAMILY)
    for other in somebody.others:
        yield from _other(base, other, families)
    for call, family in product(calls, families):
        yield from _together(base, call, family)
    for given, called, family in product(givens[:1], somebody.known_as, families[:1]):
        yield from _joined(base, (given, called, family), (OPENING, CLOSING), Part.WHOLE)


def _single(base: Form, names: Iterable[str], part: Part) -> Iterator[Form]:
    for name in names:
        for words in spellings(name):
            yield _form(base, words, (INNER,) * (len(words) - 1), part)


def _other(base: Form, name: str, families: tuple[str, ...]) -> Iterator[Form]:
    words = name.split()
    full = len(words) > 1 and all(w[:1].isupper() for w in words)
    yield from _single(base, (name,), Part.WHOLE if full else Part.GIVEN)
    if len(words) > 1:
        yield from _single(base, _parts(name)[1:], Part.GIVEN)
    else:
        for family in families:
            yield from _together(base, name, family)


def _together(base: Form, call: str, family: str) -> Iterator[Form]:
    yield from _joined(base, (call, family), (BETWEEN,), Part.WHOLE)
    yield from _joined(base, (family, call), (COMMA | {" ", "_", "."},), Part.REVERSED)
    for call_words, family_words in product(spellings(call), spellings(family)):
        one, other = "".join(call_words), "".join(family_words)
        if len(one) >= 3 and len(other) >= 3 and len(one + other) >= 8:
            yield _form(base, (one + other,), (), Part.OTHER)
            yield _form(base, (other + one,), (), Part.OTHER)
        inner = (INNER,) * (len(family_words) - 1)
        yield _form(base, (one[0], *family_words), (AFTER_INITIAL, *inner), Part.INITIALLED)
        if not any(w.isdigit() for w in call_words):
            inner = (INNER,) * (len(call_words) - 1)
            yield _form(base, (*call_words, other[0]), (*inner, BETWEEN), Part.SHORTENED)


def _joined(base: Form, names: tuple[str, ...], between: tuple[frozenset[str], ...], part: Part) -> Iterator[Form]:
    for choice in product(*(spellings(n) for n in names)):
        words: Spelling = ()
        joints: tuple[frozenset[str], ...] = ()
        for number, piece in enumerate(choice):
            joints += (between[number - 1],) if number else ()
            joints += (INNER,) * (len(piece) - 1)
            words += piece
        yield _form(base, words, joints, part)


def _form(base: Form, words: Spelling, joints: tuple[frozenset[str], ...], part: Part) -> Form:
    plain = all(w in PLAIN for w in words if len(w) > 1 or part not in {Part.INITIALLED, Part.SHORTENED})
    return replace(base, words=words, joints=joints, part=part, plain=plain)
