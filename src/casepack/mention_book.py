"""The book of a record: every way of writing what gives somebody away, and phrases in which a name is harmless."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from .folding import fold, split
from .mention_initials import initials_of
from .mention_model import NAMES, Form, Forms, MentionBook, MentionKind, Part
from .mention_names import INNER, forms_of, people_named
from .mention_numbers import phone_numbers
from .mention_places import Phrase, clue_forms, home_forms, keyed, service_forms
from .mention_schools import CalledSchool, kinds_of_school, place_names, school_forms, schools_called
from .mention_standing import (
    YEARS,
    cell_phrases,
    office_contacts,
    people_phrases,
    place_phrases,
    school_phrases,
    town_phrases,
    typed_area_phrases,
    typed_people_phrases,
    typed_place_phrases,
    without_titles,
)
from .office import Office
from .record import Record

_BEHIND_A_LABEL = frozenset({":", ": ", " : ", " (", "(", " - "})
"""What stands between the word school and its name; not the end of a line, for there a town ends an address."""
_BEHIND_A_YEAR = frozenset({", ", " (", " - "})
_PART_RANK = (Part.WHOLE, Part.OTHER, Part.GIVEN, Part.FAMILY, Part.INITIALLED, Part.SHORTENED, Part.REVERSED)


def build_book(record: Record, office: Office) -> MentionBook:
    """The book of everything in `record` that gives somebody away, with the standing phrases of `office`."""
    forms = merged(
        [form for somebody in people_named(record) for form in forms_of(somebody)]
        + [*home_forms(record), *school_forms(record, office), *service_forms(record, office), *clue_forms(office)],
    )
    contacts = tuple(office_contacts(record, office))
    public_phones = {number for text in contacts for number in phone_numbers(text)}
    public_emails = {split(part).words for text in contacts for part in text.split() if "@" in part}
    forms = [f for f in forms if f.kind is not MentionKind.EMAIL or f.words not in public_emails]
    places, standing = _standing(record, office, forms)
    single = {" ".join(f.words) for f in forms if f.kind in NAMES and f.part in {Part.GIVEN, Part.FAMILY}}
    towns = list(schools_called(record, office, place_names(record, office) - single))
    called = [*towns, *schools_called(record, office, single)]
    in_town = {phrase for town, *_ in towns for phrase in town_phrases(town, _taken(town, forms))}
    places, standing = places | in_town, standing | in_town
    return MentionBook(
        tokens={fold(p.id).text: p.id for p in record.people},
        forms=by_first_word(forms),
        standing=frozenset(" ".join(p) for p in standing),
        places=frozenset(" ".join(p) for p in places),
        phrases=phrases_by_first_word(standing),
        phones=_phones(record, public_phones),
        numbers=_official_numbers(record),
        births=_births(record),
        initials=initials_of(record),
        told=by_first_word(_told(called, list(kinds_of_school(called, record, office)), forms)),
    )


def with_standing(book: MentionBook, phrases: Iterable[Phrase]) -> MentionBook:
    """The book to search a finished document by, with further phrases in which a name is harmless.

    Not one word alone, and none with a full name. A school that is called like a town is found in it where words show
    that the school is meant ("goes to Holmbeck").
    """
    full = book.forms.whole_names
    firsts = {words[0] for words in full}
    more = {p for p in phrases if len(p) > 1 and (firsts.isdisjoint(p) or not any(_holds(p, w) for w in full))}
    known = dict(book.phrases)
    for word, group in phrases_by_first_word(more).items():
        known[word] = tuple(sorted({*known.get(word, ()), *group}))
    return replace(book, standing=book.standing | {" ".join(p) for p in more}, phrases=known, finished=True)


def merged(forms: Iterable[Form]) -> list[Form]:
    """One form for each way of writing, with everyone it could point to; a person's name outweighs a carer's."""
    found: dict[tuple[Phrase, bool, MentionKind], Form] = {}
    for form in forms:
        kind = MentionKind.NAME if form.kind in NAMES else form.kind
        slot = (form.words, form.part is Part.REVERSED, kind)
        known = found.get(slot)
        found[slot] = _both(known, form) if known else form
    own: dict[str, set[str]] = {}
    for form in found.values():
        if form.kind in NAMES and form.part in {Part.GIVEN, Part.FAMILY}:
            for person in form.people:
                own.setdefault(person, set()).update(form.words)
    return [
        replace(f, own=frozenset(w for p in f.people for w in own.get(p, ()))) if f.kind in NAMES else f
        for f in found.values()
    ]


def _both(one: Form, other: Form) -> Form:
    kind = MentionKind.NAME if MentionKind.NAME in {one.kind, other.kind} else one.kind
    keys = one.key if kind is MentionKind.NAME else ",".join(dict.fromkeys(k for k in (one.key, other.key) if k))
    part = min(one.part, other.part, key=_PART_RANK.index)
    joints = tuple(a | b for a, b in zip(one.joints, other.joints, strict=True))
    key = "" if kind is MentionKind.NAME else keys
    return replace(one, kind=kind, people=one.people | other.people, key=key, part=part, joints=joints)


def by_first_word(forms: Iterable[Form]) -> Forms:
    """Forms by the first of their words."""
    found: dict[str, list[Form]] = {}
    for form in forms:
        found.setdefault(form.words[0], []).append(form)
    return Forms((word, tuple(group)) for word, group in found.items())


def phrases_by_first_word(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Phrases by the first of their words, in a fixed order."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases):
        found.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(group) for word, group in found.items()}


def _standing(record: Record, office: Office, forms: list[Form]) -> tuple[set[Phrase], set[Phrase]]:
    """The places, and all standing phrases, without those that name somebody in the case in full.

    What was typed into a place of the incident must not end in a name either: "Kestrel Parade" is a place,
    "outside Kestrel" may be a child.
    """
    names = [f for f in forms if f.kind in NAMES]
    every = {_without_s(f.words) for f in names}
    full = [f.words for f in names if f.part is Part.WHOLE]
    single = {f.words for f in names if f.part in {Part.GIVEN, Part.FAMILY}}

    def innocent(phrase: Phrase) -> bool:
        return not any(_holds(phrase, words) for words in full)

    def is_place(phrase: Phrase) -> bool:
        owned = any(_holds(phrase, (*words, "s")) for words in single)
        return not owned and not any(phrase[-len(words) :] == words for words in single)

    def names_anybody(phrase: Phrase) -> bool:
        return any(_holds(_without_s(phrase), words) for words in every)

    words = frozenset(word for f in names for word in f.words)
    typed = {p for p in typed_place_phrases(record, office) if is_place(p)}
    known = place_phrases(record, office)
    typed |= {p for p in typed_area_phrases(record) if p in known or not names_anybody(p)}
    typed |= {p for p in cell_phrases(record, office, words) if len(p) > 1}
    alone, within = typed_people_phrases(record)
    staff = {p for p in alone if not _could_be(without_titles(p), names)} | {p for p in within if not names_anybody(p)}
    places = {p for p in known | typed if innocent(p)}
    return places, places | {p for p in people_phrases(record, office) | staff if innocent(p)}


def _taken(town: Phrase, forms: list[Form]) -> frozenset[str]:
    """The words of everybody's name, and those with which a longer name of a school goes on behind the town."""
    names = frozenset(word for f in forms if f.kind in NAMES for word in f.words)
    return names | {f.words[len(town)] for f in _longer(town, forms)}


def _longer(town: Phrase, forms: list[Form]) -> list[Form]:
    """Names of schools that begin with the town and go on."""
    schools = (f for f in forms if f.kind is MentionKind.SCHOOL and len(f.words) > len(town))
    return [f for f in schools if f.words[: len(town)] == town]


def _told(called: list[CalledSchool], kinds: list[CalledSchool], forms: list[Form]) -> list[Form]:
    """Schools called like a town or a family, with words around that show it; the longer names of schools as well.

    "Pupils at Holmbeck" must not hide that it was Holmbeck Primary. `kinds` need no other words around.
    """
    longer = {(f.words, f.people, f.key) for name, *_ in called for f in _longer(name, forms)}
    known = [*called, *sorted(longer, key=lambda name: (name[0], name[2]))]
    told = [
        keyed(MentionKind.SCHOOL, words, people, INNER, key) for n, people, key in known for words in school_phrases(n)
    ]
    told += [keyed(MentionKind.SCHOOL, name, people, INNER, key) for name, people, key in kinds]
    for name, people, key in known:
        inner = (INNER,) * (len(name) - 1)
        told.append(Form(("school", *name), (_BEHIND_A_LABEL, *inner), MentionKind.SCHOOL, people, key))
        for year in YEARS:
            told.append(Form((*year, *name), (INNER, _BEHIND_A_YEAR, *inner), MentionKind.SCHOOL, people, key))
    return merged(told)


def _could_be(bare: Phrase, names: list[Form]) -> bool:
    """Does nothing stand here but names of one person in the record: "Miss Park" may be a child's mother?"""
    own: dict[tuple[MentionKind, str, str], set[str]] = {}
    for form in names:
        for person in form.people:
            own.setdefault((form.kind, person, form.key), set()).update(form.words)
    return any(set(bare) <= words for words in own.values())


def _without_s(phrase: Phrase) -> Phrase:
    """A phrase in which "Orlas" is "Orla": what is somebody's is often written without its apostrophe."""
    return tuple(word.removesuffix("s") for word in phrase)


def _holds(phrase: Phrase, words: Phrase) -> bool:
    size = len(words)
    return any(phrase[n : n + size] == words for n in range(len(phrase) - size + 1))


def _phones(record: Record, public: set[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person in record.people:
        numbers = [n for text in (person.phone, person.contact_via_phone) for n in phone_numbers(text)]
        # Words on whom to go through may hold a date as well: only what is long enough to be dialled counts there.
        numbers += [n for n in phone_numbers(person.contact_via) if len(n) >= 9]
        for number in numbers:
            found.setdefault(number, set()).add(person.id)
    for carer in record.carers:
        for number in phone_numbers(carer.phone):
            found.setdefault(number, set()).update(carer.people)
    official = _official_numbers(record)  # one typed among the ways to make contact is still no telephone number
    return {
        number: frozenset(people)
        for number, people in found.items()
        if number not in public and number not in official and len(number) >= 6
    }


def _official_numbers(record: Record) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person in record.people:
        for text in (person.nhs_number, person.upn, person.ecins_profile):
            digits = "".join(split(text or "").words)
            if digits.isdigit() and len(digits) >= 6:
                found.setdefault(digits, set()).add(person.id)
    return {number: frozenset(people) for number, people in found.items()}


def _births(record: Record) -> dict[date, frozenset[str]]:
    found: dict[date, set[str]] = {}
    for person in record.people:
        if isinstance(person.date_of_birth, date):
            found.setdefault(person.date_of_birth, set()).add(person.id)
    return {born: frozenset(people) for born, people in found.items()}
