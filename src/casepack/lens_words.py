"""The words for what a lens keeps back: in its place in a text, and in a finding, which never holds it."""

from __future__ import annotations

from .mentions import Mention, MentionKind
from .record import Kind, Person
from .shown import join_words

WITHHELD = {
    MentionKind.SCHOOL: "another school",
    MentionKind.SERVICE: "a support service",
    MentionKind.ADDRESS: "(address withheld)",
    MentionKind.POSTCODE: "(postcode withheld)",
    MentionKind.PHONE: "(telephone number withheld)",
    MentionKind.EMAIL: "(e-mail address withheld)",
    MentionKind.BIRTH_DATE: "(date withheld)",
    MentionKind.NUMBER: "(number withheld)",
    MentionKind.CLUE: "(withheld)",
}
"""What stands in the place of something that its reader may not know; names and carers have words of their own."""

KIND_WORDS = {
    MentionKind.TOKEN: "a token",
    MentionKind.NAME: "the name",
    MentionKind.CARER: "the name of a parent or carer",
    MentionKind.SCHOOL: "the school",
    MentionKind.SERVICE: "a support service",
    MentionKind.ADDRESS: "the address",
    MentionKind.POSTCODE: "the postcode",
    MentionKind.PHONE: "the telephone number",
    MentionKind.EMAIL: "the e-mail address",
    MentionKind.BIRTH_DATE: "the date of birth",
    MentionKind.NUMBER: "an official number",
    MentionKind.CLUE: "words that give a protected address away",
}
"""What was found, for a finding."""


def describe(mention: Mention) -> str:
    """A mention in words that do not repeat it: "the name of P2"."""
    people = join_words(sorted(mention.people))
    return f"{KIND_WORDS[mention.kind]} of {people}" if people else KIND_WORDS[mention.kind]


def bare(text: str | None) -> str:
    """A reference without its spaces and punctuation."""
    return "".join(c for c in (text or "").casefold() if c.isalnum())


def kind_of(person: Person) -> str:
    """What a paper for the conference calls somebody who stands there by code."""
    return "young person" if person.kind is Kind.CHILD else "adult"
