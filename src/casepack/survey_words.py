"""The business survey as casepack asks it: its reference, its questions with what can be ticked, who may know. Pure.

The Word template asks them; `tests/test_survey_read.py` holds the two together. Source: box "Business surveys".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_OFTEN = ("Never", "Once", "Weekly", "Most days", "Daily")
_MUCH = ("Not at all", "A little", "Some", "A lot", "Very much")
_SAFE = ("Very safe", "Safe", "Neither", "Unsafe", "Very unsafe")
_YES_NO = ("Yes", "No")
_ROLES = ("Owner", "Manager", "Supervisor", "Member of staff", "Another role")

MAY_SHARE = "12. Share the answers with the police"
"""The question that decides whether anybody outside the council may know what a business answered."""
MAY_NAME = "12. Name the business when they are shared"
"""The question that decides whether the business may be named with them."""
REPORTED, NOT_REPORTED = "5. Reported it", "No"
"""A question with several ticks, and the one among them that goes with no other."""
ALL_TICKS = "; "
"""Stands between the answers to a question that takes several."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in the words in which a record holds it. Without `choices` it is answered in words of one's own.

    `many` says that several may be ticked; `counted` that the answers are worth counting over all businesses.
    """

    words: str
    choices: tuple[str, ...] = ()
    many: bool = False
    counted: bool = True


QUESTIONS: tuple[Question, ...] = (
    Question("Your role", _ROLES, counted=False),
    Question("1. Knew of the incident before", ("Yes", "No", "Prefer not to say")),
    Question("2. In the last four weeks, groups causing nuisance", _OFTEN),
    Question("2. In the last four weeks, threats to staff or customers", _OFTEN),
    Question("2. In the last four weeks, damage or graffiti", _OFTEN),
    Question("2. In the last four weeks, theft", _OFTEN),
    Question("2. In the last four weeks, litter or drinking", _OFTEN),
    Question("3. At what times"),
    Question("4. Effect on staff", _MUCH),
    Question("4. Effect on customers", _MUCH),
    Question("4. Effect on takings or costs", _MUCH),
    Question(REPORTED, ("Yes, to the police", "Yes, to the council", "No"), many=True),
    Question("5. Reference of the police", counted=False),
    Question("5. Why it was not reported"),
    Question("6. CCTV that may show it", ("Yes", "No", "Do not know")),
    Question("6. Days for which CCTV is kept", counted=False),
    Question("7. What is done already to prevent it"),
    Question("8. How safe at work, by day", _SAFE),
    Question("8. How safe at work, after dark", _SAFE),
    Question("9. Compared with a year ago", ("Better", "About the same", "Worse")),
    Question("10. Know the neighbourhood police team", _YES_NO),
    Question("11. What would help most"),
    Question(MAY_SHARE, _YES_NO, counted=False),
    Question(MAY_NAME, _YES_NO, counted=False),
)
"""Every question in the order of the survey."""

BUSINESS, BUSINESS_KIND = "business", "business-kind"
"""The boxes of a blank survey that say which business it is: no questions."""


def survey_reference(reference: str, business: str) -> str:
    """What a survey is known by: the case's reference and the row of the business, or "blank"."""
    return "-".join(("BS", reference, business))


@dataclass(frozen=True, slots=True)
class Count:
    """How often each answer was given to one question, over `of` businesses that answered it."""

    question: Question
    by_choice: tuple[tuple[str, int], ...]
    of: int


def counted(answers: Sequence[tuple[str, str]]) -> tuple[Count, ...]:
    """The answers, each with its question, counted for every question with ticks that anybody answered."""
    found = []
    for question in QUESTIONS:
        if not question.choices or not question.counted:
            continue
        given = [answer.split(ALL_TICKS) for asked, answer in answers if _same(asked, question.words)]
        known = [[tick for tick in ticks if tick in question.choices] for ticks in given]
        by_choice = tuple((choice, sum(choice in ticks for ticks in known)) for choice in question.choices)
        if any(number for _, number in by_choice):
            found.append(Count(question, by_choice, sum(1 for ticks in known if ticks)))
    return tuple(found)


def question_of(words: str) -> Question | None:
    """The question that these words ask; None where it is one of the officer's own."""
    return next((question for question in QUESTIONS if _same(words, question.words)), None)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
