"""What a mention is, and the book of everything that counts as one in a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from .plainwords import PLAIN


class MentionKind(StrEnum):
    """What kind of thing gives a person away."""

    TOKEN = "token"
    NAME = "name"
    CARER = "carer"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_DATE = "birth date"
    SCHOOL = "school"
    SERVICE = "service"
    NUMBER = "number"
    CLUE = "clue"


NAMES = frozenset({MentionKind.NAME, MentionKind.CARER})


class Part(StrEnum):
    """Which part of a name a form is; decides what must be true around it before it counts."""

    GIVEN = "given"
    FAMILY = "family"
    WHOLE = "whole"
    REVERSED = "reversed"
    INITIALLED = "initialled"
    SHORTENED = "shortened"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text that points to somebody.

    `start` and `end` are places in the text as typed; a possessive 's stands outside, an s without its
    apostrophe inside. `people` are the ids of everyone it could point to. `key` is the id of the school
    or agency, or the number of the carer in the record. `whole` marks a full name.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    people: frozenset[str]
    key: str = ""
    possessive: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing something: folded words, and what may stand between each two of them.

    `plain`: nothing but ordinary words, so that capitals and neighbours decide. `capital`: counts only with
    a capital letter. `own` are all words of the names of these people.
    """

    words: tuple[str, ...]
    joints: tuple[frozenset[str], ...]
    kind: MentionKind
    people: frozenset[str]
    key: str = ""
    part: Part = Part.OTHER
    plain: bool = False
    own: frozenset[str] = frozenset()


About = tuple[MentionKind, frozenset[str], str]
"""What a form is about: its kind, the people and the key."""

Way = tuple[str, frozenset[str], str]
"""The words of a form: the one that the fewest texts hold, all but the last, and the last."""


class Forms(dict[str, tuple[Form, ...]]):
    """Ways of writing by the first of their words."""

    @cached_property
    def openings(self) -> dict[str, frozenset[str] | None]:
        """Every word with which one of them can begin in a text, and which words can be next; None: any, or nothing.

        The last word of a name may have an s too many.
        """
        found: dict[str, set[str]] = {}
        alone: set[str] = set()
        for word, forms in self.items():
            for form in forms:
                if len(form.words) == 1:
                    alone |= with_s(word)
                else:
                    found.setdefault(word, set()).update(with_s(form.words[1]))
        return {word: None if word in alone else frozenset(found[word]) for word in alone | found.keys()}

    @cached_property
    def whole_names(self) -> list[tuple[str, ...]]:
        """The words of every full name."""
        return [f.words for forms in self.values() for f in forms if f.kind in NAMES and f.part is Part.WHOLE]

    @cached_property
    def about(self) -> dict[About, tuple[Form, ...]]:
        """The forms by what they are about."""
        found: dict[About, list[Form]] = {}
        for forms in self.values():
            for form in forms:
                found.setdefault((form.kind, form.people, form.key), []).append(form)
        return {about: tuple(forms) for about, forms in found.items()}

    @cached_property
    def _ways(self) -> dict[About, list[Way]]:
        return {}

    def ways(self, about: About) -> list[Way]:
        """The words of each form that is about this; worked out once."""
        if about not in self._ways:
            rarest, forms = _Rarity().__getitem__, self.about[about]
            self._ways[about] = [(max(f.words, key=rarest), frozenset(f.words[:-1]), f.words[-1]) for f in forms]
        return self._ways[about]


class _Rarity(dict[str, tuple[bool, bool, bool, int]]):
    """How few texts hold a word: the greater, the fewer."""

    def __missing__(self, word: str) -> tuple[bool, bool, bool, int]:
        self[word] = rarity = word.isalpha(), len(word) > 1, word not in PLAIN, len(word)
        return rarity


def with_s(word: str) -> set[str]:
    """A word as it stands, or with an s too many: what is somebody's is often written without its apostrophe."""
    return {word, f"{word}s", f"{word}es"}


@dataclass(frozen=True, slots=True)
class MentionBook:
    """Everything that gives somebody in one record away, made ready for looking it up in text.

    `tokens`: person ids by folded id. `forms`: ways of writing by their first word. `standing`: folded
    phrases of the office and the incident (places, staff, agencies, businesses) inside which a name is no
    mention of a person; `places` are those of them that are places. `phones` and `numbers`: digits of
    telephone numbers (without the leading 0) and of official numbers, `births`: dates of birth, each with
    whose they are. `told`: forms that only the search of a `finished` document asks about, for a sentence with
    these in other words would fall apart; they take the place of nothing else that stands there. `initials`: two
    folded letters, with whose they are. `longest` is worked out: how many words the longest standing phrase has.
    """

    tokens: Mapping[str, str]
    forms: Forms
    standing: frozenset[str]
    places: frozenset[str]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    phones: Mapping[str, frozenset[str]]
    numbers: Mapping[str, frozenset[str]]
    births: Mapping[date, frozenset[str]]
    told: Forms = field(default_factory=Forms)
    finished: bool = False
    initials: Mapping[str, frozenset[str]] = field(default_factory=dict)
    longest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out how far back a standing phrase can begin."""
        phrases = (phrase for group in self.phrases.values() for phrase in group)
        object.__setattr__(self, "longest", max(map(len, phrases), default=0))


NO_MENTIONS = MentionBook({}, Forms(), frozenset(), frozenset(), {}, {}, {}, {})
"""The book of nobody, for whoever asks about people and never about a text."""
