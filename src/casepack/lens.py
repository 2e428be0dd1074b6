"""What one reader may see of one record: the only way from a record to the words of a document.

A `Lens` copies allowed things in; what the table does not allow is not there to be asked for. The same
object answers for free text (`say`) and for the proof of the finished file (`leaks`), so the two cannot
disagree about who may be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from . import ages, disclosure
from .contact import carers_via, protected, safe_numbers
from .disclosure import Audience
from .lens_words import WITHHELD, bare, describe, kind_of
from .mention_model import NO_MENTIONS
from .mention_signs import Signs
from .mentions import Mention, MentionBook, MentionKind, find, rewrite
from .naming import harmed_code, neutral, short_name, unnamed_code
from .office import Office
from .record import Involvement, Person, Record, Role, Sensitivity
from .shown import join_words

_DIGITS = re.compile(r"\D")
_BY_CODE = frozenset("drfu")
"""What may be told of somebody by code: nothing that only one person has."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader of one document: what kind, about whom, and what was decided for them.

    `agency` is the reader's own id, who may read its own name. `confirmed`: they have confirmed that they work with
    the person. `only` narrows the table to what the document tells, with nothing special; None for all of it. `coded`:
    they stand by code although the table would name them, for so it was decided.
    """

    audience: Audience
    subjects: tuple[str, ...] = ()
    school: str | None = None
    agreed: bool = False
    special_needed: bool = False
    others_needed: frozenset[str] = frozenset()
    episodes: frozenset[str] | None = None
    agency: str | None = None
    confirmed: bool = False
    only: frozenset[str] | None = None
    coded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lens:
    """One reader's sight of one record on one day (the day on the document, in the office's zone)."""

    record: Record
    office: Office
    book: MentionBook
    reader: Reader
    day: date
    row: disclosure.Row = field(init=False)
    _known: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Look the reader up in the table for this kind of incident."""
        object.__setattr__(self, "row", disclosure.row(self.reader.audience, self.record.incident.sensitivity))

    # What may be known about a person

    def parts(self, person: str) -> tuple[Involvement, ...]:
        """The person's parts that this reader may know to exist: in the reader's episodes, in an allowed role.

        In the order in which things happened.
        """
        if person not in self.reader.subjects:
            return ()
        order = {e.id: (e.date, e.start_time or "", i) for i, e in enumerate(self.record.episodes)}
        allowed = [p for p in self.record.parts_of(person) if self._in_scope(p) and self._cell(p).letters]
        return tuple(sorted(allowed, key=lambda p: order.get(p.episode or "", (date.max, "", 0))))

    def letters(self, person: str) -> frozenset[str]:
        """Every letter of the table that holds for the person, over all parts; a capital implies its small one."""
        if person not in self._known:
            self._known[person] = self._looked_up(person)
        return self._known[person]

    def _looked_up(self, person: str) -> frozenset[str]:
        found: set[str] = set()
        for part in self.parts(person):
            found |= self._cell(part).letters
        if person in self.reader.others_needed and self.row.others == "needed":
            found.add("N")
        if self.reader.only is not None:
            found &= self.reader.only
        found |= {letter.lower() for letter in found}
        return frozenset(found & _BY_CODE if person in self.reader.coded else found)

    def special(self, letter: str) -> bool:
        """May this reader be told this special category (E, H, X, K, G of the table)?"""
        needed = self.reader.special_needed or not self.row.special_if_needed
        return self.reader.only is None and letter in self.row.special and needed

    def named(self, person: str) -> bool:
        """May this reader know who the person is?"""
        return "N" in self.letters(person)

    def _in_scope(self, part: Involvement) -> bool:
        return self.reader.episodes is None or part.episode in self.reader.episodes

    def _cell(self, part: Involvement) -> disclosure.Cell:
        cell = self.row.cell(part.role)
        if cell.agreement and not self.reader.agreed:
            return disclosure.Cell()
        no_child_under_10 = {Audience.YJS, Audience.REBOOT}
        if part.role is Role.SUSPECT and self.under_10(part) and self.reader.audience in no_child_under_10:
            return disclosure.Cell()
        return replace(cell, letters=cell.letters | cell.confirmed) if self.reader.confirmed else cell

    def under_10(self, part: Involvement) -> bool:
        """Was the person certainly under 10, the age of criminal responsibility, on the day of the episode?"""
        person = self.record.person(part.person)
        episode = self.record.episode(part.episode) or self.record.episodes[0]
        return ages.at_least(person, self.record, ages.RESPONSIBLE_FROM, episode.date) is False

    # Words

    def say(self, text: str | None, *, coded: Iterable[str] = (), suspected: Iterable[str] = ()) -> str:
        """Free text as this reader may read it.

        People in `coded` stay unnamed even where they could be named. `suspected` are those of whom the text tells
        as suspected: named there for the conference, although whoever was harmed elsewhere is otherwise coded.
        """
        if not text:
            return ""
        hidden, named = frozenset(coded), frozenset(suspected)
        return rewrite(text, self.book, lambda mention: self._words_for(mention, hidden, named))

    def label(self, person: str, *, coded: bool = False, own: bool = False) -> str:
        """How this reader meets the person in running text: a name, a code or a neutral phrase."""
        who = self.record.person(person)
        audience = self.reader.audience
        if audience is Audience.OFFICE:
            return person
        if audience is Audience.CONFERENCE:
            return self._conference_label(who, coded, own)
        return short_name(who) if self.named(person) and not coded else neutral(who)

    def _conference_label(self, who: Person, coded: bool, own: bool) -> str:
        roles = self.record.roles_of(who.id)
        if who.id in self.reader.coded and (own or Role.HARMED not in roles):
            return f"{kind_of(who)} {unnamed_code(self.record, who.id, self.reader.coded)}"
        if own and not coded and Role.SUSPECT in roles:
            return short_name(who)
        if roles == {Role.SUSPECT} or (Role.SUSPECT in roles and not coded and Role.HARMED not in roles):
            return short_name(who) if not coded else neutral(who, another=False)
        if Role.HARMED in roles:
            return f"{kind_of(who)} {harmed_code(self.record, who.id)}"
        if Role.WITNESS in roles:
            return "a witness"
        return neutral(who, another=False)

    def _words_for(self, mention: Mention, hidden: frozenset[str], named: frozenset[str]) -> str | None:
        people = sorted(mention.people, key=self._order)
        if mention.kind is MentionKind.TOKEN:
            return join_words([self.label(p, coded=p in hidden, own=p in named) for p in people])
        by_own_code = [p for p in people if p in self.reader.coded and p in named]
        if mention.kind is MentionKind.NAME and by_own_code:
            return self.label(by_own_code[0], own=True)
        if mention.kind is MentionKind.NAME and self._coded_here(people[0]) and not mention.people & named:
            return self.label(people[0])
        if self.may(mention) and not (mention.people & hidden):
            return None
        if mention.kind is MentionKind.NAME:
            return self.label(people[0], coded=True)
        if mention.kind is MentionKind.CARER:
            return f"{self._whose_carer(people, named)}'s parent or carer" if people else "a parent or carer"
        return WITHHELD[mention.kind]

    def _whose_carer(self, people: list[str], named: frozenset[str]) -> str:
        """Somebody by code or in neutral words; where they stand as suspected, not by their code as harmed."""
        own = next((p for p in people if p in named), "")
        if not own:
            return self.label(people[0], coded=True)
        return (
            self.label(own, own=True) if own in self.reader.coded else neutral(self.record.person(own), another=False)
        )

    def _coded_here(self, person: str) -> bool:
        """Is a name typed by hand to be coded like a token: of somebody both harmed and suspected, in conference?"""
        coded = person in self.reader.coded or Role.HARMED in self.record.roles_of(person)
        return coded and self.reader.audience is Audience.CONFERENCE

    def _order(self, person: str) -> int:
        return next((i for i, p in enumerate(self.record.people) if p.id == person), len(self.record.people))

    # What may stand in the finished file

    def may(self, mention: Mention) -> bool:
        """May what this mention says stand in a document for this reader? Deny by default."""
        rule = _RULES.get(mention.kind)
        return rule is not None and rule(self, mention)

    def leaks(self, text: str) -> list[str]:
        """What stands in `text` that this reader may not know, each as words without the thing itself."""
        if not self._signs.in_text(text):
            return []
        return list(dict.fromkeys(describe(m) for m in find(text, self.book) if not self.may(m)))

    @cached_property
    def _signs(self) -> Signs:
        return Signs(self.book, self.may)

    def _may_name(self, mention: Mention) -> bool:
        return any(self._name_shown(p) for p in mention.people)

    def _name_shown(self, person: str) -> bool:
        if self.reader.audience is Audience.CONFERENCE:
            return person not in self.reader.coded and Role.SUSPECT in {p.role for p in self.parts(person)}
        return self.named(person)

    def _may_school(self, mention: Mention) -> bool:
        if self.reader.audience is Audience.OFFICE and self.reader.only is not None:  # the chair: who is to be there
            return mention.key in self.record.conference.closed_item_attendees
        told = self.reader.audience in {Audience.OFFICE, Audience.MAPPING} or mention.key == self.reader.school
        return told or not mention.people or any("s" in self.letters(p) for p in mention.people)

    def _may_carer(self, mention: Mention) -> bool:
        return any("C" in self.letters(p) or self._through_carer(p, mention.key) for p in mention.people)

    def _through_carer(self, person: str, key: str) -> bool:
        """Is safe contact made through one of the carers that the mention could point to (numbers of rows)?"""
        via = carers_via(self.record, person) if "c" in self.letters(person) else ()
        return any(n.isdigit() and self.record.carers[int(n)] in via for n in key.split(","))

    def _may_address(self, mention: Mention) -> bool:
        return any("A" in self.letters(p) and not protected(self.record.person(p)) for p in mention.people)

    def _may_contact(self, mention: Mention) -> bool:
        if any("C" in self.letters(p) for p in mention.people):
            return True
        if mention.kind is MentionKind.EMAIL:  # nobody has said of an e-mail address that it is safe
            return False
        typed = _DIGITS.sub("", mention.text)
        return any("c" in self.letters(p) and typed[-9:] in self._safe_digits(p) for p in mention.people)

    def _safe_digits(self, person: str) -> str:
        return " ".join(_DIGITS.sub("", number) for number in safe_numbers(self.record, person))

    def _may_birth_date(self, mention: Mention) -> bool:
        return any("D" in self.letters(p) for p in mention.people)

    def _may_number(self, mention: Mention) -> bool:
        if self.reader.audience is Audience.ECINS:  # a profile's number there, no other; none of a restricted case
            told = () if self.record.incident.sensitivity is Sensitivity.SENSITIVE else mention.people
            typed, profiles = bare(mention.text), (self.record.person(p) for p in told)
            return any(self.named(p.id) and bare(p.ecins_profile) == typed for p in profiles)
        # Another person who must be identified is identified by name, never by their numbers.
        return self.special("E") and any(self.named(p) and p in self.reader.subjects for p in mention.people)

    def _may_service(self, mention: Mention) -> bool:
        if self.reader.agency is not None and mention.key == self.reader.agency:
            return True
        if self.reader.audience is Audience.OFFICE:  # the register must say who was told, whatever the name gives away
            return self.reader.only is None or mention.key in self.record.conference.closed_item_attendees
        told = {Audience.MASH, Audience.SOCIAL_CARE, Audience.POLICE}
        return self.reader.audience in told and any("U" in self.letters(p) for p in mention.people)


_RULES = {
    MentionKind.NAME: Lens._may_name,
    MentionKind.CARER: Lens._may_carer,
    MentionKind.SCHOOL: Lens._may_school,
    MentionKind.SERVICE: Lens._may_service,
    MentionKind.ADDRESS: Lens._may_address,
    MentionKind.POSTCODE: Lens._may_address,
    MentionKind.PHONE: Lens._may_contact,
    MentionKind.EMAIL: Lens._may_contact,
    MentionKind.BIRTH_DATE: Lens._may_birth_date,
    MentionKind.NUMBER: Lens._may_number,
}


def may_be_named(record: Record, office: Office, reader: Reader, person: str, day: date) -> bool:
    """Would this reader be told the person's name? Asked before a document is planned, without any text."""
    return Lens(record, office, NO_MENTIONS, reader, day).named(person)
