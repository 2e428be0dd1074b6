"""Surveys that came back, held against the record they belong to: which answers are new, and what is in the way. Pure.

No answer of the record is ever changed: what differs is told, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from .errors import Problem
from .form_fields import FieldKind
from .form_widgets import LONGEST
from .mentions import MentionBook, find
from .record import Record, SurveyAnswer
from .survey_return import Returned, opened
from .survey_sent import Asked, Sent, by_name, questions_in, unread
from .survey_words import (
    ALL_TICKS,
    BUSINESS,
    BUSINESS_KIND,
    MAY_NAME,
    MAY_SHARE,
    NOT_REPORTED,
    REPORTED,
    question_of,
    survey_reference,
)

_REFERENCE = re.compile(r"\bBS-[\w.-]*\w")
_BLANK = "blank"
_BY_HAND = "Look at it by hand, and type into the record what is missing there."


@dataclass(slots=True)
class SurveyFile:
    """One returned file: whose answers they are, those that are new, how many the record holds already.

    `business` is empty where nothing could be read. `problems` say what was not read, and what is worth a look.
    """

    name: str
    business: str = ""
    title: str = ""
    new: list[SurveyAnswer] = field(default_factory=list)
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_surveys(
    files: Sequence[tuple[str, bytes | Problem]], record: Record, survey: Sent, book: MentionBook
) -> tuple[SurveyFile, ...]:
    """What each file holds for this record. `files` are names with bytes, or with why they could not be loaded.

    `book` is that of the record: whoever is named in an answer is pointed out.
    """
    done = []
    for name, data in files:
        file = SurveyFile(name)
        found = opened(data, name) if isinstance(data, bytes) else data
        if isinstance(found, Problem):
            file.problems.append(found)
        else:
            _one(file, by_name(found, survey.boxes), record, survey, book)
        done.append(file)
    _settle(done, record)
    return tuple(done)


def _one(file: SurveyFile, found: Returned, record: Record, survey: Sent, book: MentionBook) -> None:
    whose = _whose(file.name, found, record)
    if isinstance(whose, Problem):
        file.problems.append(whose)
        return
    file.business = whose
    file.title = next(b.name for b in record.businesses if b.id == whose)
    if found.nameless and not found.boxes:
        what = "was saved by a program that has dropped the names of its boxes, and has other ones than the survey."
        file.problems.append(Problem("survey-box", file.name, what, "Type its answers into the record."))
        return
    asked = questions_in(survey.boxes)
    for question in asked:
        answer = _answer(question, found)
        if isinstance(answer, Problem):
            file.problems.append(_at(answer, file.name, question))
        elif answer:
            _take(file, question, answer, book)
    file.problems += [Problem("survey-box", file.name, what, _BY_HAND) for what in unread(found, survey)]
    kind = found.boxes.get(BUSINESS_KIND)
    if kind is not None and kind.answer:
        what = "also says what kind of business it is and when it is open, for which the answers have no place."
        fix = "See whether the record has it, on the sheet Businesses."
        file.problems.append(Problem("survey-business", file.name, what, fix, severity="check"))
    if not file.new and not file.problems:
        what = "is blank: nothing is filled in."
        file.problems.append(Problem("survey-blank", file.name, what, "Ask the business again.", severity="check"))


def _whose(name: str, found: Returned, record: Record) -> str | Problem:
    """Whose survey it is, by the reference that is printed on it; of a blank one by the name that was written in."""
    own = {survey_reference(record.incident.reference or "", b.id): b.id for b in record.businesses}
    own[survey_reference(record.incident.reference or "", _BLANK)] = _BLANK
    printed = list(dict.fromkeys(_REFERENCE.findall(found.words)))
    matching = list(dict.fromkeys(own[each] for each in printed if each in own))
    if len(printed) > 1 or len(matching) != 1:
        return _not_ours(name, printed, len(matching))
    if matching[0] != _BLANK:
        return matching[0]
    box = found.boxes.get(BUSINESS)
    typed = " ".join((box.answer if box else "").split()).casefold()
    by_name = [b.id for b in record.businesses if _begins(typed, " ".join(b.name.split()).casefold())]
    if typed and len(by_name) == 1:
        return by_name[0]
    what = (
        f"says that it is of a business that is {'in the record more than once' if by_name else 'not in the record'}."
        if typed
        else "does not say which business it is of."
    )
    fix = "Let the record and the survey call the business by the same name, and read again."
    return Problem("survey-business", name, what, fix)


def _begins(typed: str, name: str) -> bool:
    return typed == name or (typed.startswith(name) and not typed[len(name) :][0].isalnum())


def _not_ours(name: str, printed: Sequence[str], matching: int) -> Problem:
    if not printed:
        fix = "Check that it is a survey of this record, and that it is whole."
        return Problem("survey-reference", name, "bears no survey reference.", fix)
    if matching and len(printed) > 1:
        fix = "Look at it by hand: one file must be one survey."
        return Problem("survey-reference", name, "bears more than one survey reference.", fix)
    what = "is a survey of another case, or of a business that is not in this record."
    return Problem("survey-other", name, what, "Read it with the record that it belongs to.", printed[0][:80])


def _answer(question: Asked, found: Returned) -> str | Problem:
    """The answer to one question, "" for none; a Problem (without its place) where it cannot be taken."""
    boxes = found.boxes
    if found.twice & question.boxes.keys():
        what = "stands there more than once, with different answers. It was not read."
        return Problem("survey-box", "", what, "Ask the business which is meant, and type it into the record.")
    filled = [own for name, own in question.boxes.items() if name in boxes and boxes[name].answer]
    if not filled:
        return ""
    if filled[0].kind is FieldKind.TICK:
        ticks = [box.title.rpartition(": ")[2] for box in filled]
        several = all("=" not in name for name in question.boxes)
        if len(ticks) > 1 and (not several or (question.words == REPORTED and NOT_REPORTED in ticks)):
            what = f"is answered with {' and '.join(ticks)}, which do not go together. It was not read."
            return Problem("survey-ticks", "", what, "Ask the business which is meant, and type it into the record.")
        return ALL_TICKS.join(ticks)
    said = boxes[filled[0].name].answer
    if filled[0].kind is FieldKind.CHOICE:
        if said in filled[0].choices:
            return said
        return Problem("survey-choice", "", "is not one of the answers to choose from. It was not read.", _BY_HAND)
    longest = max(LONGEST.values())
    if len(said) > longest:
        fix = "Type what matters of it into the record."
        return Problem("survey-long", "", f"is longer than {longest:,} letters. It was not read.", fix)
    return said


def _take(file: SurveyFile, question: Asked, answer: str, book: MentionBook) -> None:
    """Keep one answer, if a record can hold it, and point out whom it names."""
    known = question_of(question.words)
    try:
        row = SurveyAnswer(business=file.business, question=known.words if known else question.words, answer=answer)
    except ValidationError:
        what = "holds signs that cannot be printed. It was not read."
        file.problems.append(_at(Problem("survey-signs", "", what, "Type it into the record."), file.name, question))
        return
    file.new.append(row)
    if any(mention.people for mention in find(row.answer, book)):
        what = "points to somebody in this case, though the survey asks for no names."
        fix = "Decide who needs to know it. The papers say it only to readers who may know that person."
        file.problems.append(_at(Problem("survey-names", "", what, fix, severity="check"), file.name, question))


def _at(problem: Problem, name: str, question: Asked) -> Problem:
    return Problem(
        problem.code, f'{name}, "{question.words}"', problem.what, problem.fix, problem.found, problem.severity
    )


def _settle(files: Sequence[SurveyFile], record: Record) -> None:
    """Leave away what the record knows already, and what two answers to one question disagree about."""
    held: dict[tuple[str, str], set[str]] = {}
    for row in record.survey_answers:
        held.setdefault(_key(row), set()).add(_plain(row.answer))
    came: dict[tuple[str, str], dict[str, str]] = {}
    for file in files:
        for row in file.new:
            came.setdefault(_key(row), {}).setdefault(_plain(row.answer), file.name)
    taken: set[tuple[str, str]] = set()
    for file in files:
        fresh = []
        for row in file.new:
            key = _key(row)
            if _plain(row.answer) in held.get(key, ()) or key in taken:
                file.known += 1
            elif key in held or len(came[key]) > 1:
                others = [name for answer, name in came[key].items() if answer != _plain(row.answer)]
                file.problems.append(_differs(file.name, row, [] if key in held else others))
            else:
                fresh.append(row)
                taken.add(key)
        file.new = fresh


def _differs(name: str, row: SurveyAnswer, others: Sequence[str]) -> Problem:
    """That an answer differs from those in the `others`, which are files; from that of the record where none is."""
    where = f'{name}, "{row.question}"'
    if others:
        has = "has" if len(others) == 1 else "have"
        what = f"was not read: {', '.join(others[:3])} {has} another answer of this business."
        return Problem("survey-differs", where, what, "Ask the business which holds, and leave only that file here.")
    fix = "Ask the business which holds, and change the record by hand."
    if row.question in (MAY_SHARE, MAY_NAME):
        fix = f"Put No into the record until you have asked the business. {fix}"
    return Problem("survey-differs", where, "was not read: the record has another answer of this business.", fix)


def _key(row: SurveyAnswer) -> tuple[str, str]:
    return row.business, _plain(row.question)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def new_rows(files: Sequence[SurveyFile]) -> Iterator[SurveyAnswer]:
    """Every new answer, file by file."""
    for file in files:
        yield from file.new
