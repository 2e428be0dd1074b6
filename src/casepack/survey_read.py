"""Surveys that came back, held against the record they belong to: which answers are new, and what is in the way. Pure.

No answer of the record is ever changed: what differs is told, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from .errors import Problem
from .form_fields import FieldKind, FormField, fields_of
from .form_widgets import LONGEST
from .mentions import MentionBook, find
from .record import Record, SurveyAnswer
from .survey_return import Returned, opened
from .survey_words import ALL_TICKS, BUSINESS, BUSINESS_KIND, NOT_REPORTED, REPORTED, question_of, survey_reference
from .wordparts import DOCUMENT, parse, parts

_NO_QUESTIONS = frozenset((BUSINESS, BUSINESS_KIND))
_REFERENCE = re.compile(r"\bBS-[\w.-]*\w")
_BLANK = "blank"


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


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the survey in its template: the boxes in which it is answered, by name."""

    words: str
    boxes: Mapping[str, FormField]


def boxes_of(template: bytes) -> tuple[FormField, ...]:
    """The boxes of a survey's Word template, in its order. Raises `TemplateError` where it is no Word file."""
    return tuple(fields_of(parse(parts(template).get(DOCUMENT, b""), DOCUMENT)))


def questions_in(boxes: Sequence[FormField]) -> tuple[Asked, ...]:
    """The questions that these boxes answer, in their order."""
    found: dict[str, dict[str, FormField]] = {}
    for box in boxes:
        if box.name not in _NO_QUESTIONS:
            words = box.title.rpartition(": ")[0] if box.kind is FieldKind.TICK else box.title
            found.setdefault(words or box.title, {})[box.name] = box
    return tuple(Asked(words, own) for words, own in found.items())


def read_surveys(
    files: Sequence[tuple[str, bytes | Problem]], record: Record, boxes: Sequence[FormField], book: MentionBook
) -> tuple[SurveyFile, ...]:
    """What each file holds for this record. `files` are names with bytes, or with why they could not be loaded.

    `boxes` are those of the template. `book` is that of the record: whoever is named in an answer is pointed out.
    """
    done = []
    asked = questions_in(boxes)
    for name, data in files:
        file = SurveyFile(name)
        found = opened(data, name) if isinstance(data, bytes) else data
        if isinstance(found, Problem):
            file.problems.append(found)
        else:
            _one(file, _named(found, boxes), record, asked, book)
        done.append(file)
    _settle(done, record)
    return tuple(done)


def _named(found: Returned, boxes: Sequence[FormField]) -> Returned:
    """The same with its boxes by name: nameless ones are those of the template, if they are just as many and alike."""
    for own in (boxes, [box for box in boxes if box.name not in _NO_QUESTIONS]):
        if found.nameless and [box.kind for box in own] == [box.kind for box in found.nameless]:
            pairs = zip(own, found.nameless, strict=True)
            return Returned(found.words, {box.name: replace(box, answer=said.answer) for box, said in pairs})
    return found


def _one(file: SurveyFile, found: Returned, record: Record, asked: Sequence[Asked], book: MentionBook) -> None:
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
    for question in asked:
        answer = _answer(question, found.boxes)
        if isinstance(answer, Problem):
            file.problems.append(_at(answer, file.name, question))
        elif answer:
            _take(file, question, answer, book)
    known = {name for question in asked for name in question.boxes} | _NO_QUESTIONS
    strange = [box for box in found.boxes.values() if box.name not in known and box.answer]
    if strange:
        what = f"holds {len(strange)} filled boxes that are not in the survey. They were not read."
        file.problems.append(Problem("survey-box", file.name, what, "Look at it by hand."))
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


def _answer(question: Asked, boxes: Mapping[str, FormField]) -> str | Problem:
    """The answer to one question, "" for none; a Problem (without its place) where it cannot be taken."""
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
        return Problem("survey-choice", "", "is not one of the answers to choose from. It was not read.", "Look at it.")
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
                file.problems.append(_differs(file.name, row, in_record=key in held))
            else:
                fresh.append(row)
                taken.add(key)
        file.new = fresh


def _differs(name: str, row: SurveyAnswer, *, in_record: bool) -> Problem:
    other = "the record has another answer of this business" if in_record else "another file has another answer"
    fix = "Ask the business which holds, and change the record by hand." if in_record else "Keep the file that holds."
    return Problem("survey-differs", f'{name}, "{row.question}"', f"was not read: {other}.", fix)


def _key(row: SurveyAnswer) -> tuple[str, str]:
    return row.business, _plain(row.question)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def new_rows(files: Sequence[SurveyFile]) -> Iterator[SurveyAnswer]:
    """Every new answer, file by file."""
    for file in files:
        yield from file.new
