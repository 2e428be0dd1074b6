"""Finds out in which documents each answer of a record ends: changes it, and looks which documents change with it.

Nothing here knows what a View holds. A record is seen whole (every document, the calendar, the list of what is due);
one answer is changed to each of several others, in one row and in all; whatever is then different is what the answer
does. `python -m tests.fate_finder` works out the whole table, which takes minutes, and writes it to `fates.json`;
`tests/test_fates.py` recomputes parts of it in every run, and the whole of it on demand.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from casepack import clock, mention_rewrite
from casepack.calendar_file import calendar_file
from casepack.crosscheck import check_record
from casepack.errors import CasepackError
from casepack.form import Column, Kind
from casepack.form_record import RECORD_FORM
from casepack.inputs import with_reference
from casepack.lens import Lens
from casepack.mentions import Mention, MentionBook, build_book
from casepack.office import Office, Table
from casepack.papers import ABOUT_A_CASE
from casepack.person_view import LEGAL_STATUS
from casepack.plan import Case, Job, key_of
from casepack.planning import make_plan
from casepack.record import Record
from casepack.run import sent_words, state_words
from casepack.shown import shown
from casepack.status import situation_of
from casepack.values import YesNo
from casepack.versions import Action, Step
from casepack.views import lens_for
from casepack.views_office import Finished, Outcomes, checklist
from casepack.views_register import register

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "src" / "casepack" / "fates.json"

Row = dict[str, Any]
Key = tuple[str, str, str]
Place = tuple[str, str]
"""Table and field."""

Read = tuple[int, str]
"""A row of a record, by its `id()`, and one of its fields."""

_ON_THE_RUN = frozenset({"checklist", "disclosure-register"})
LOOKED_AT_FOR_NOTHING = frozenset(
    {
        ("businesses", "phone"), ("people", "address_note"), ("referrals", "id"), ("sources", "id"), ("support", "id"),
    }
)  # fmt: skip
"""Looked for in what was typed elsewhere, or asked only to tell one row from another: no paper shows them."""
FORMS = frozenset({"incident", "area", "conference", "ecins"})
PRINTED, DECIDES, CHANGES = "printed", "decides", "changes"


# Seeing a record whole


@dataclass(frozen=True)
class Base:
    """A record, its office and the moment: what an answer is changed in."""

    name: str
    data: Row
    office: Office
    as_of: str

    @property
    def sensitive(self) -> bool:
        return bool(self.data["incident"].get("sensitivity") == "sensitive")


def case_of(data: Row | Record, office: Office, as_of: str) -> Case:
    """The case as a run reads it. Raises ValidationError."""
    record = with_reference(data if isinstance(data, Record) else Record.model_validate(data), "case.json")
    return Case(record, office, clock.moment(as_of, clock.zone(office)))


def is_right(record: Record, office: Office) -> bool:
    """Would casepack take this record, or refuse it?"""
    return all(found.problem.severity != "problem" for found in check_record(record, office, "case.json"))


def see(case: Case) -> dict[Key, Any]:
    """What every document of the case tells, and the calendar and the list of what is due."""
    return Sight(case).seen


class Sight:
    """A case seen whole, with which answers of which rows each document was made from.

    `seen` gives the Views by document, `read` the answers that were looked at for each, for the plan and for the book
    of names: pairs of a row of the record (its `id()` in this process) and a field.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.seen: dict[Key, Any] = {}
        self.read: dict[Key, set[Read]] = {}
        with reading() as self.read_for_book:
            self.book = build_book(case.record, case.office)
        with reading() as self.read_for_plan:
            self.plan = make_plan(case)
        for key, make in self._papers().items():
            self._look(key, make)

    def changed(self, case: Case, answers: set[Read]) -> Sight:
        """The sight of `case`, which differs from this one in these answers alone: only what looks at them is new."""
        new = copy.copy(self)
        new.case, new.seen, new.read = case, dict(self.seen), dict(self.read)
        if answers & self.read_for_book and (book := build_book(case.record, case.office)) != self.book:
            new.book = book
        new.plan = make_plan(case)  # its jobs hold the decisions behind them, whose answers Views print
        jobs = {_key(job): job for job in self.plan.jobs}
        papers = new._papers()
        new.seen = {key: view for key, view in self.seen.items() if key in papers}
        for key, make in papers.items():
            job = next((job for job in new.plan.jobs if _key(job) == key), None)
            kept = key in self.seen and new.book is self.book and not answers & self.read[key]
            if not kept or job != jobs.get(key) or (key[0] in _ON_THE_RUN and new.plan != self.plan):
                new._look(key, make)
        return new

    def _look(self, key: Key, make: Callable[[], Any]) -> None:
        with reading() as read, remembering(self.book):
            self.seen[key] = make()
        self.read[key] = read

    def _papers(self) -> dict[Key, Callable[[], Any]]:
        case, book = self.case, self.book
        made: dict[Key, Callable[[], Any]] = {}
        for job in self.plan.jobs:
            view = ABOUT_A_CASE.get(job.document.id) or self._on_the_run
            made[_key(job)] = lambda job=job, view=view: view(case, lens_for(case, book, job), job)  # type: ignore[misc]
        made["calendar", "", ""] = lambda: calendar_file(case).decode().splitlines()
        made["status", "", ""] = lambda: [item.as_dict() for item in situation_of([case], case.as_of)]
        return made

    def _on_the_run(self, case: Case, lens: Lens, job: Job) -> Any:
        """The team's own papers, which tell what a run made."""
        finished = []
        for done in (job for job in self.plan.jobs if job.document.id in ABOUT_A_CASE):
            step = Step(key_of(done), Action.NEW, done.document.folder, done.title, 1)
            state, why = state_words(done, step)
            finished.append(Finished(done, done.title, 1, sent_words(case, done) if done.sent_at else state, why))
        told = Outcomes(self.plan, tuple(finished))
        if job.document.id == "checklist":
            return checklist(case, lens, job, told)
        return register(case, lens, job, told, self.book)


@contextmanager
def reading() -> Iterator[set[Read]]:
    """Notes which answer of which row is looked at meanwhile."""
    read: set[Read] = set()

    def look(row: Table, name: str) -> Any:
        if name in _fields(type(row)):
            read.add((id(row), name))
        return object.__getattribute__(row, name)

    Table.__getattribute__ = look  # type: ignore[method-assign, assignment]
    try:
        yield read
    finally:
        del Table.__getattribute__


@contextmanager
def remembering(book: MentionBook) -> Iterator[None]:
    """Keeps what is found in each text by this book, so that the same text is not searched again and again."""
    known = next((found for one, found in _SEARCHED if one is book), None)
    if known is None:
        known = {}
        _SEARCHED.append((book, known))
    there: Callable[[str, MentionBook], tuple[Mention, ...]] = vars(mention_rewrite)["find"]

    def find(text: str, by: MentionBook) -> tuple[Mention, ...]:
        if by is not book:
            return there(text, by)
        if text not in known:
            known[text] = there(text, by)
        return known[text]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mention_rewrite, "find", find)
        yield


_SEARCHED: deque[tuple[MentionBook, dict[str, tuple[Mention, ...]]]] = deque(maxlen=12)


@cache
def _fields(kind: type[Table]) -> frozenset[str]:
    return frozenset(kind.model_fields)


def _key(job: Job) -> Key:
    return job.document.id, job.subject, job.recipient


def texts(node: Any) -> Iterator[str]:
    """Every text of a View, at any depth."""
    if isinstance(node, dict):
        for inner in node.values():
            yield from texts(inner)
    elif isinstance(node, (list, tuple)):
        for inner in node:
            yield from texts(inner)
    elif node is not None:
        yield str(node)


# What an answer does


@dataclass
class Found:
    """What was seen of one field: how it touches which documents, and which of them about other people than its own.

    `hides`: the answer is looked for in what was typed elsewhere. `sensitive`: a sensitive case shows it anywhere.
    `refused` counts answers that made a difference, but in a record that casepack does not take.
    """

    effects: dict[str, set[str]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    hides: bool = False
    sensitive: bool = False
    refused: int = 0

    def take(self, document: str, how: str) -> None:
        self.effects.setdefault(how, set()).add(document)

    def add(self, other: Found) -> None:
        for how, documents in other.effects.items():
            self.effects.setdefault(how, set()).update(documents)
        self.others |= other.others
        self.hides |= other.hides
        self.sensitive |= other.sensitive
        self.refused += other.refused

    def as_row(self) -> Row:
        row: Row = {how: sorted(self.effects[how]) for how in (PRINTED, DECIDES, CHANGES) if self.effects.get(how)}
        touched = {document for documents in self.effects.values() for document in documents}
        if self.others & touched:
            row["others"] = sorted(self.others & touched)
        return row | ({"hides": True} if self.hides else {}) | ({"sensitive": True} if self.sensitive else {})


def differences(before: dict[Key, Any], after: dict[Key, Any], words: Iterable[str]) -> Iterator[tuple[Key, str]]:
    """Each document that is different and how: made or not, told in the answer's own words, or in other words."""
    found = {word.casefold() for word in words if word}
    for key in sorted(before.keys() ^ after.keys()):
        yield key, DECIDES
    for key in sorted(before.keys() & after.keys()):
        if before[key] == after[key]:
            continue
        old, new = Counter(texts(before[key])), Counter(texts(after[key]))
        altered = {text.casefold() for text in ((new - old) + (old - new))}
        if altered & found or any(_holds(text, word) for text in altered for word in found - _PLAIN_ANSWERS):
            yield key, PRINTED
        elif _draft(before[key]) != _draft(after[key]):
            yield key, DECIDES
        else:
            yield key, CHANGES


_PLAIN_ANSWERS = frozenset(YesNo) | {str(number) for number in range(20)}
"""Answers that stand in many texts by chance: printed where they stand alone."""


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _draft(view: Any) -> str:
    return str(view["doc"]["draft"]) if isinstance(view, dict) else ""


# Other answers


CANARY = "Zorbick"
"""A word that stands nowhere else; with a number behind it, one for each field."""

_DAYS = ("2026-10-20", "2027-03-05")
_MOMENTS = ("2026-10-24 06:07", "2026-11-03 14:21")
_SPECIAL: dict[Place, tuple[Any, ...]] = {
    ("incident", "reference"): (None, "ZORB-7"),
    ("incident", "status"): ("closed", "open"),
    ("incident", "aggravating"): ("Zorbick {P2}", "Zorbick {P1}"),
    ("incident", "aggravating_for"): (
        [], ["mash"], ["police", "btp", "agency", "school", "social care", "yjs", "victim support", "e-cins"],
    ),
    ("incident", "sensitivity_decided_by"): ("SC-01", "SC-02"),
    ("incident", "access_list"): ([], ["SC-01", "SC-03", "Zorbick"]),
    ("incident", "linked_cases"): ([], ["ZORB-7"]),
    ("incident", "review_on"): (None, "2041-02-03"),
    ("episodes", "postcode"): (None, "ZZ9 9ZZ"),
    ("episodes", "ward"): (None, "Zorbick", "Wrenfield"),
    ("people", "date_of_birth"): (None, "not known", "2018-01-15", "2013-06-07", "2010-02-03", "2008-10-28"),
    ("people", "age_from"): (None, 9, 13, 17),
    ("people", "age_to"): (None, 9, 15, 17),
    ("people", "given_name"): (None, "Zorbina"),
    ("people", "family_name"): (None, "Zorbickson"),
    ("people", "known_as"): (None, "Zorby"),
    ("people", "home_area"): (None, "Zorbick", "Northmere County", "Marlhaven District"),
    ("people", "household"): (None, "H1", "H77"),
    ("people", "address"): (None, "77 Zorbick Lane, Brackwater"),
    ("people", "previous_address"): (None, "79 Zorbick Lane, Brackwater"),
    ("people", "address_note"): (None, "Zorbick, at 81 Zorbick Lane"),
    ("people", "postcode"): (None, "ZZ9 9ZZ"),
    ("people", "phone"): (None, "07700 900777"),
    ("people", "email"): (None, "zorbick@example.org"),
    ("people", "contact_via"): (None, "Zorbick", "Mother", "Father"),
    ("people", "contact_via_phone"): (None, "07700 900778"),
    ("people", "year_group"): (None, "Year 7", "Reception", "Zorbick"),
    ("people", "school_status"): (None, "Zorbick", "home educated", "on roll"),
    ("people", "upn"): (None, "Z987654321098"),
    ("people", "nhs_number"): (None, "999 000 0077"),
    ("carers", "phone"): (None, "07700 900779"),
    ("carers", "email"): (None, "zorbick@example.org"),
    ("carers", "relationship"): (None, "Zorbick", "mother", "father"),
    ("carers", "name"): ("Zorbick Zorbickson",),
    ("support", "contact"): (None, "01632 960777"),
    ("decisions", "audience"): ("mash", "SCH1", "SCH2", "csc", "yjs", "police", "health", "all", "school", "members"),
    ("decisions", "decided_by"): (None, "SC-02", "Zorbick"),
    ("businesses", "survey_state"): (None, "sent", "replied", "no reply", "Zorbick"),
    ("businesses", "phone"): (None, "01632 960778"),
    ("referrals", "state"): (None, "sent", "replied", "no reply", "Zorbick"),
    ("requests", "approved_by"): (None, "SC-01", "Zorbick"),
    ("area", "schools_nearby"): ([], ["SCH1, 650 metres"], ["Zorbick"]),
    ("requests", "year_groups"): ([], ["SCH1: Year 8", "SCH2: Year 9"], ["Year 12"]),
    ("requests", "ages"): (None, "12 to 17", "14"),
    ("actions", "status"): (None, "done", "open", "Zorbick"),
    ("actions", "owner"): (None, "SC-01", "police", "Zorbick"),
    ("progress", "done_by"): (None, "SC-01", "SC-02", "Zorbick"),
    ("disclosures", "to"): ("B1", "csc", "Zorbick"),
    ("disclosures", "direction"): ("out", "refused", "not shared"),
    ("disclosures", "decided_by"): (None, "SC-01", "Zorbick"),
    ("survey_answers", "question"): ("Zorbick", "affected", "seen"),
    ("ecins", "uploaded_by"): (None, "SC-01", "Zorbick"),
    ("ecins", "checked_by"): (None, "SC-01", "Zorbick"),
}  # fmt: skip
_NEVER_PRINTED_AS_SUCH = frozenset(
    {("incident", "sensitivity"), ("incident", "aggravating_for"), ("conflicts", "member")}
)
_IN_TOKENS = {"people", "episodes", "sources", "businesses"}


def columns() -> dict[Place, Column]:
    """Every field of a record with its column, in the order of the form."""
    found: dict[Place, Column] = {}
    for sheet in RECORD_FORM.sheets:
        for column in sheet.columns:
            found.setdefault((column.table, column.field), column)
    return found


@cache
def canary(place: Place) -> str:
    """Words that stand for one field alone, as short as a note and free of anything that could be a fact."""
    return f"{CANARY}{list(columns()).index(place):03d} marrow"


def other_answers(column: Column, data: Row, office: Office) -> list[Any]:
    """Answers to try in place of the one that stands there; None takes it out."""
    place = column.table, column.field
    if place in _SPECIAL:
        return list(_SPECIAL[place])
    empty: list[Any] = [] if column.needed else [None]
    if column.kind in {Kind.REF, Kind.REFS}:
        ids = [key for table in column.targets for key in _ids(table, data, office)]
        one = ids if len(ids) < 8 else [*ids[:4], *ids[-3:]]
        return empty + (one if column.kind is Kind.REF else [[key] for key in one])
    by_kind: dict[Kind, list[Any]] = {
        Kind.TEXT: [canary(place)],
        Kind.WORDS_OR_REF: [canary(place), "SC-01"],
        Kind.LIST: [[canary(place)]],
        Kind.DAY: list(_DAYS),
        Kind.DAY_OR_UNKNOWN: list(_DAYS),
        Kind.TIME: ["06:07", "21:22"],
        Kind.MOMENT: list(_MOMENTS),
        Kind.YES_NO: ["yes", "no", "not known"],
        Kind.CHOICE: list(column.choices),
        Kind.NUMBER: [0, 3, 77],
    }
    return empty + by_kind[column.kind]


def _ids(table: str, data: Row, office: Office) -> list[str]:
    rows = data.get(table)
    if rows is None:
        rows = [row.model_dump() for row in getattr(office, table, ())]
    return [row["id"] for row in rows]


def said(value: Any, column: Column, office: Office) -> Iterator[str]:
    """The words in which an answer stands where it is printed; none where such words stand there by chance."""
    if (column.table, column.field) in _NEVER_PRINTED_AS_SUCH:
        return
    if column.table == "people" and column.field in dict(LEGAL_STATUS):
        yield dict(LEGAL_STATUS)[column.field]  # "yes" is printed as the name of what it says yes to
    for one in value if isinstance(value, list) else [value]:
        if one is None or one == "":
            continue
        text = str(one)
        # People named by token read otherwise in each document; the words between them stay.
        pieces = [piece.strip(" .,;:") for piece in re.split(r"\{\w+\}", text)]
        yield from (piece for piece in pieces if len(piece) > 3 or piece == text)
        yield shown(text)
        if column.kind in {Kind.REF, Kind.REFS, Kind.WORDS_OR_REF} or column.field in {"to", "audience", "access_list"}:
            yield from _named(text, office)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            yield from (clock.say_date(day) for day in [date.fromisoformat(text)])
        elif column.kind is Kind.MOMENT:
            yield clock.say_written(text, office)
            yield clock.say_date(date.fromisoformat(text[:10]))
        elif column.kind is Kind.TIME:
            hour, minute = map(int, text[:5].split(":"))
            yield f"{(hour - 1) % 12 + 1}:{minute:02d}{'am' if hour < 12 else 'pm'}"


def _named(key: str, office: Office) -> Iterator[str]:
    """The name by which an id of the office is printed."""
    for rows in (office.officers, office.agencies, office.schools, office.members, office.resident_groups):
        yield from (row.name for row in rows if row.id == key)
    yield from (step.title for step in office.steps if step.id == key)
    for meeting in office.meetings:
        if meeting.id == key and meeting.at:
            yield clock.say_written(meeting.at, office)


# Changing an answer


def rows_of(data: Row, table: str) -> list[Row]:
    """The rows of a table, to be changed in place; a form is one row."""
    if table in FORMS:
        return [data.setdefault(table, {})]
    rows: list[Row] = data.setdefault(table, [])
    return rows


def with_answer(record: Record, place: Place, value: Any, numbers: Iterable[int]) -> Record | None:
    """The record with this answer in these rows of its table, all others untouched; None if it cannot be read."""
    table, name = place
    content = getattr(record, table)
    rows = [content] if table in FORMS else list(content)
    for number in numbers:
        told = rows[number].model_dump(mode="json", exclude_defaults=True)
        told.pop(name, None)
        try:
            rows[number] = type(rows[number]).model_validate(told | ({} if value is None else {name: value}))
        except ValidationError:
            return None
    return record.model_copy(update={table: rows[0] if table in FORMS else tuple(rows)})


def renamed(data: Row, table: str, old: str, new: str) -> Row:
    """A copy of the record in which a row has another id, wherever it is named."""
    told = json.dumps(data)
    if table in _IN_TOKENS:
        told = re.sub(rf'(?<=["{{]){re.escape(old)}(?=["}}])', new, told)
        made: Row = json.loads(told)
        return made
    return {**data, table: [{**row, "id": new} if row["id"] == old else row for row in data[table]]}


def about(data: Row, place: Place, number: int) -> set[str]:
    """The ids of whom or what a row is about; empty for one that is about the case."""
    row = rows_of(data, place[0])[number]
    named = [row.get(name) or [] for name in ("person", "people", "about", "business")]
    ids = {one for value in named for one in ([value] if isinstance(value, str) else value)}
    return ids | ({row["id"]} if place[0] in {"people", "businesses"} else set())


def _is_harmless(column: Column) -> bool:
    """Can no answer of this kind make a record that casepack refuses? Asking takes longer than all the rest."""
    return column.kind in {Kind.TEXT, Kind.LIST, Kind.YES_NO} and (column.table, column.field) not in _SPECIAL


class Finder:
    """Finds what the answers of one base do."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.record = Record.model_validate(base.data)
        self.sight = Sight(case_of(self.record, base.office, base.as_of))

    def find(self, place: Place, *, one_by_one: bool) -> Found:
        """What this field does here: changed in all rows at once, and in each row alone if `one_by_one`."""
        found = Found()
        number_of_rows = len(rows_of(copy.deepcopy(self.base.data), place[0]))
        if place[1] == "id":
            self._rename(place, found)
            return found
        everywhere = range(number_of_rows)
        choices: list[Iterable[int]] = [[n] for n in everywhere] if one_by_one and number_of_rows > 1 else []
        for numbers in [everywhere, *choices]:
            self._change(place, numbers, found, alone=one_by_one and len(list(numbers)) == 1)
        return found

    def _change(self, place: Place, numbers: Iterable[int], found: Found, *, alone: bool) -> None:
        column = columns()[place]
        base = self.base
        old = [rows_of(copy.deepcopy(base.data), place[0])[n].get(place[1]) for n in numbers]
        for value in other_answers(column, base.data, base.office):
            if all(value == one for one in old):
                continue
            record = with_answer(self.record, place, value, numbers)
            answers = self.answers(place, numbers)
            words = [w for one in (value, *old) for w in said(one, column, base.office)]
            own = about(base.data, place, next(iter(numbers))) if alone else None
            self._compare(record, words, found, own, answers, harmless=_is_harmless(column))

    def answers(self, place: Place, numbers: Iterable[int]) -> set[Read]:
        """The answers of this field in these rows, as they are noted when they are looked at."""
        content = getattr(self.sight.case.record, place[0])
        rows = [content] if place[0] in FORMS else [content[n] for n in numbers if n < len(content)]
        return {(id(row), place[1]) for row in rows}

    def _rename(self, place: Place, found: Found) -> None:
        for row in self.base.data.get(place[0], ()):
            new = f"{row['id'][0]}77"
            record = Record.model_validate(renamed(self.base.data, place[0], row["id"], new))
            self._compare(record, [row["id"], new], found, None, None)

    def _compare(
        self,
        record: Record | None,
        words: list[str],
        found: Found,
        own: set[str] | None,
        answers: set[Read] | None,
        *,
        harmless: bool = False,
    ) -> None:
        if record is None:
            return
        try:
            case = case_of(record, self.base.office, self.base.as_of)
            if answers is None:
                after = see(case)
            else:
                if case.record.incident.reference != self.sight.case.record.incident.reference:
                    answers |= self.answers(("incident", "reference"), [0])
                after = self.sight.changed(case, answers).seen
        except (CasepackError, LookupError, ValueError):
            if not is_right(record, self.base.office):
                found.refused += 1
                return
            raise
        different = list(differences(self.sight.seen, after, words))
        # Looked at last, because it takes time: a record that casepack refuses shows nothing.
        if different and not harmless and not is_right(record, self.base.office):
            found.refused += 1
            return
        for (document, subject, _), how in different:
            found.take(document, how)
            found.sensitive |= self.base.sensitive
            if own and subject and subject not in own:
                found.others.add(document)


# What answers are changed in


SUNDAY, SENSITIVE_DAY = "2026-10-25 12:10", "2026-03-30 17:15"
_SKELETON = frozenset(
    {
        "id", "what_happened", "sensitivity", "date", "start_time", "place", "railway", "force", "given_name",
        "family_name", "known_as", "kind", "school", "person", "people", "role", "episode", "against", "name",
        "agency", "enquiry", "audience", "decision", "service", "agreement", "to", "member", "step", "status", "what",
        "business", "question", "answer", "officer", "concern", "year_group",
    }
)  # fmt: skip
_LEFT_EMPTY = frozenset(
    {
        ("people", "address_protected"), ("people", "out_of_county"), ("people", "date_of_birth"),
        ("people", "age_from"), ("people", "age_to"), ("people", "school"), ("requests", "not_for_this_case"),
        ("referrals", "blocked"), ("referrals", "state"), ("support", "no_reply"), ("decisions", "person"),
        ("decisions", "condition"), ("businesses", "survey_state"), ("conference", "in_pack"),
        ("episodes", "end_date"), ("episodes", "end_time"), ("involvements", "against"), ("actions", "status"),
        ("incident", "status"), ("requests", "episodes"), ("requests", "to"),
    }
)  # fmt: skip
_FILLED: dict[Place, Any] = {
    ("incident", "reference"): "MSC-2026-0777",
    ("incident", "aggravating"): "Zorbick {P2} and {P1}",
    ("people", "email"): "zorbick@example.org",
    ("people", "contact_via"): "Mother",
    ("carers", "relationship"): "mother",
    ("decisions", "decided_by"): "SC-01",
}
_MORE_ROWS: dict[str, list[Row]] = {
    "survey_answers": [
        {"business": "B1", "question": "affected", "answer": "yes"},
        {"business": "B1", "question": "12. Share the answers with the police", "answer": "Yes"},
    ],
    "businesses": [{"id": "B1", "name": "Parade Mini Mart"}],
    "referrals": [{"id": "F1", "person": "P1", "service": "vs"}],
    "conflicts": [{"member": "M2"}],
    "decisions": [
        {"person": "P2", "audience": "health", "decision": "share"},
        {"person": "P1", "audience": "police", "decision": "share after"},
        {"audience": "members", "decision": "share"},
    ],
    "disclosures": [{"id": "D9", "to": "csc", "what": ["name"]}],
    "requests": [
        {"id": "C9", "kind": "members briefing", "to": ["M1"], "lines": ["We are there."], "approved_by": "SC-01"},
        {"id": "C8", "kind": "patrol", "to": ["police"]},
    ],
}


def _json(name: str) -> Row:
    data: Row = json.loads((ROOT / "inputs" / f"{name}.json").read_text(encoding="utf-8"))
    return data


@cache
def sample_office() -> Office:
    return Office.model_validate(_json("office"))


def bare(data: Row) -> Row:
    """The record with nothing in it but what its rows are and how they hang together."""

    def kept(table: str, row: Row) -> Row:
        return {name: value for name, value in row.items() if name in _SKELETON or columns()[table, name].needed}

    return {t: kept(t, rows) if t in FORMS else [kept(t, row) for row in rows] for t, rows in data.items()}


def full(data: Row, office: Office) -> Row:
    """The record with an answer in every field and a row in every table, where that shuts nothing else out."""
    made = copy.deepcopy(data)
    for table, rows in _MORE_ROWS.items():
        there = rows_of(made, table)
        there += [copy.deepcopy(row) for row in rows if row.get("id") not in {r["id"] for r in there if "id" in r}]
    for place, column in columns().items():
        if place in _LEFT_EMPTY:
            continue
        answers = [value for value in other_answers(column, made, office) if value not in (None, [])]
        for row in rows_of(made, place[0]):
            if row.get(place[1]) in (None, [], ""):
                row[place[1]] = copy.deepcopy(_FILLED.get(place, answers[0]))
    assert is_right(Record.model_validate(made), office)
    return made


def undecided(data: Row) -> Row:
    """The record without decisions, so that the rules decide, and with hardly a step begun."""
    return {**data, "decisions": [], "progress": data["progress"][:2]}


@cache
def bases() -> dict[str, Base]:
    """What answers are changed in: the samples, the same with every answer given, with hardly any, and later."""
    office = sample_office()
    ordinary, sensitive = _json("sample-ordinary"), _json("sample-sensitive")
    made = (
        Base("ordinary", ordinary, office, SUNDAY),
        Base("full", full(ordinary, office), office, SUNDAY),
        Base("sensitive", sensitive, office, SENSITIVE_DAY),
        Base("full sensitive", full(sensitive, office), office, SENSITIVE_DAY),
        Base("undecided", undecided(full(ordinary, office)), office, SUNDAY),
        Base("minimal", _json("sample-minimal"), office, SUNDAY),
        Base("bare", bare(ordinary), office, SUNDAY),
        Base("bare and undecided", {**bare(ordinary), "decisions": []}, office, SUNDAY),
        Base("bare sensitive", bare(sensitive), office, SENSITIVE_DAY),
        Base("later", ordinary, office, "2026-12-01 10:00"),
        Base("later and full", full(ordinary, office), office, "2026-12-01 10:00"),
    )
    return {base.name: base for base in made}


_ALONE = ("full", "full sensitive")
"""The bases in which an answer is also changed in each row alone."""

_FREE_TEXT = (
    ("incident", "for_partners"),
    ("incident", "for_public"),
    ("incident", "instructions"),
    ("involvements", "account"),
    ("decisions", "why"),
    ("progress", "note"),
    ("episodes", "behaviour"),
)


@cache
def finder(name: str) -> Finder:
    return Finder(bases()[name])


def find(place: Place) -> Found:
    """All that one field does, in every base. Raises ValueError where nothing that could tell was let through."""
    found = Found()
    if place == ("progress", "step"):
        place = ("progress", "status")  # a row for another step is another status of two steps
    for name in bases():
        found.add(finder(name).find(place, one_by_one=name in _ALONE))
    found.hides = hides(place)
    if found.refused and not found.effects:
        raise ValueError(f"every other answer to {place} is refused: give one in _SPECIAL that is not")
    return found


def hides(place: Place) -> bool:
    """Is the answer of a row looked for in what was typed elsewhere, so that a change of it can change any text?

    The answer is typed into the free text of the whole record, then taken out of its own place.
    """
    column = columns()[place]
    base, full = bases()["full"], finder("full")
    if place[1] == "id" or not full.answers(place, [0]) & full.sight.read_for_book:
        return False
    values = [_unlike(v) for v in other_answers(column, base.data, base.office) if v]
    for value in values[-2:]:
        typed = copy.deepcopy(base.data)
        for word in said(value, column, base.office):
            for table, name in _FREE_TEXT:
                for row in rows_of(typed, table):
                    old = row.get(name) or ""
                    row[name] = f"{old} See {word}." if isinstance(old, str) else [*old, f"See {word}."]
        without = Record.model_validate(typed)
        with_it, plain = (with_answer(record, place, value, [0]) for record in (without, full.record))
        if not (with_it and plain and all(is_right(r, base.office) for r in (without, with_it, plain))):
            continue
        seen = [see(case_of(r, base.office, base.as_of)) for r in (without, with_it, full.record, plain)]
        if {k for k, _ in differences(seen[0], seen[1], ())} - {k for k, _ in differences(seen[2], seen[3], ())}:
            return True
    return False


def _unlike(value: Any) -> Any:
    """An answer that stands nowhere in the base, whose empty fields were filled with the ones that are tried."""
    told = json.dumps(value)
    for old, new in (("Zorb", "Quax"), ("zorb", "quax"), ("77", "66"), ("ZZ9 9", "ZZ6 6"), ("987654", "312465")):
        told = told.replace(old, new)
    return json.loads(told)


def marked(base: Base) -> Base:
    """The base with a word of its own, known by its number, in every row for every field of free text."""
    data = copy.deepcopy(base.data)
    for place, column in columns().items():
        free = column.kind in {Kind.TEXT, Kind.LIST, Kind.WORDS_OR_REF} and place not in _SPECIAL
        for row in rows_of(data, place[0]) if free else ():
            row[place[1]] = [canary(place)] if column.kind is Kind.LIST else canary(place)
    return Base(f"{base.name}, marked", data, base.office, base.as_of)


def find_all(processes: int = 2) -> dict[str, Row]:
    """The whole table: each field as "table.field", in the order of the form."""
    places = list(columns())
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(find, places))
    return {f"{table}.{name}": one.as_row() for (table, name), one in zip(places, found, strict=True)}


def as_text(table: dict[str, Row]) -> str:
    """The table as it is kept: a field to a line, so that a change of it can be read."""
    lines = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in table.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(as_text(find_all()), encoding="utf-8", newline="\n")
