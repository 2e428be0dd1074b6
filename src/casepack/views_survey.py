"""What businesses answered to the survey, as the conference may know it.

The police sit at the conference, so an answer is told only where the business has said that it may be shared with
them; one without that answer has not agreed. A business is named only where it has agreed to that as well.
"""

from __future__ import annotations

from typing import Any

from .lens import Lens
from .record import SurveyAnswer
from .shown import sentence
from .survey_drawing import count_words, survey_chart
from .survey_words import MAY_NAME, MAY_SHARE, QUESTIONS, counted, question_of

_YES = "yes"


def survey_results(lens: Lens) -> dict[str, Any]:
    """The answers counted and drawn, and those in words listed; `any` says whether there are any."""
    answers = lens.record.survey_answers
    shared = _who_said(answers, MAY_SHARE)
    told = [row for row in answers if row.business in shared]
    counts = counted([(row.question, row.answer) for row in told])
    listed = _listed(lens, told)
    returned = len({row.business for row in answers})
    return {
        "any": bool(answers),
        "told": _told(returned, len(lens.record.businesses), len(shared)),
        "counts": [
            {"question": count.question.words, "answers": count_words(count), "of": str(count.of)} for count in counts
        ],
        "chart": survey_chart(counts),
        "words": listed,
    }


def _who_said(answers: tuple[SurveyAnswer, ...], question: str) -> set[str]:
    """The businesses that said yes to a question, and never anything else."""
    said: dict[str, set[str]] = {}
    for row in answers:
        found = question_of(row.question)
        if found is not None and found.words == question:
            said.setdefault(row.business, set()).add(row.answer.strip().casefold())
    return {business for business, given in said.items() if given == {_YES}}


def _told(returned: int, asked: int, shared: int) -> str:
    back = f"{returned} of {asked} {'business' if asked == 1 else 'businesses'} answered."
    if shared == returned:
        return f"{back} All of them agreed to share their answers."
    agreed = "None" if not shared else str(shared)
    return f"{back} {agreed} of them agreed to share their answers with the police; the others are not counted here."


def _listed(lens: Lens, told: list[SurveyAnswer]) -> list[dict[str, Any]]:
    """What was answered in words, question by question, in the order of the survey; the officer's own come last."""
    named = _who_said(tuple(told), MAY_NAME)
    names = {business.id: business.name for business in lens.record.businesses}
    order = {question.words: number for number, question in enumerate(QUESTIONS)}
    by_question: dict[str, list[str]] = {}
    for row in told:
        question = question_of(row.question)
        if question is not None and (question.choices or not question.counted):
            continue
        said = sentence(lens.say(row.answer))
        who = f"{names[row.business]}: " if row.business in named else ""
        asked = question.words if question else sentence(lens.say(row.question))
        by_question.setdefault(asked, []).append(f"{who}{said}")
    ranked = sorted(by_question, key=lambda words: order.get(words, len(order)))
    return [{"question": words, "answers": by_question[words]} for words in ranked]
