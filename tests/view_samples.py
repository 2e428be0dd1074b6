"""The Views of many documents, from the samples in `inputs/` and from made-up records, by the name of the template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from functools import cache
from pathlib import Path
from typing import Any

from casepack import planning
from casepack.aftermath import Earlier
from casepack.conference_actions import action_lines
from casepack.conference_cases import gather
from casepack.conference_views import Shared, extracts_view, pack_view
from casepack.inputs import load_case
from casepack.mentions import build_book
from casepack.office import OwnDocument
from casepack.own_kinds import FOR_THE_TEAM
from casepack.papers import ABOUT_A_CASE, view_of
from casepack.peers import peer_group
from casepack.plan import Case
from casepack.record import Action, SurveyAnswer
from casepack.recurring import recurring_places
from casepack.survey_words import MAY_NAME, MAY_SHARE
from casepack.view_fields import fields_of
from casepack.views import View, lens_for
from casepack.views_office import Finished, Outcomes, Withheld, checklist
from casepack.views_register import register

from .builders_case import case, sample_office
from .builders_conference import MEETING, TODAY, a_month
from .casemaker import made_cases

INPUTS = Path(__file__).parent.parent / "inputs"
STAMP = {"date": "27 October 2026", "version": "1", "footer_left": "MSC · letter · v1"}
SEED, MADE = 11, 120
PICKED = (17, 36, 87, 116)
"""Made-up records that have, with the samples, every name of every View of a case, and miss what may be missing."""
MET = (28, 39, 42, 76, 102)
"""Those that have all that a meeting lays side by side; `tests/assure_templates.py` takes every one of them."""


@dataclass
class Seen:
    """What stood under one path in all Views: how often, beside how many, of which types, whether ever empty."""

    count: int = 0
    kinds: set[str] = default(default_factory=set)
    empty: bool = False
    full: bool = False


@cache
def seen(*, every: bool = False) -> Mapping[str, Mapping[str, Seen]]:
    """By template and path ([] behind a list) what the Views hold there; "" for the Views themselves."""
    found: dict[str, dict[str, Seen]] = defaultdict(lambda: defaultdict(Seen))
    for template, view in views(every=every):
        _look(found[template], "", view)
    return found


def _look(found: dict[str, Seen], path: str, value: Any) -> None:
    here = found[path]
    here.count += 1
    here.kinds.add(type(value).__name__)
    here.empty |= value in ("", [])
    here.full |= bool(value)
    if isinstance(value, dict):
        for name, inner in value.items():
            _look(found, f"{path}.{name}".lstrip("."), inner)
    elif isinstance(value, list):
        for item in value:
            _look(found, f"{path}[]", item)


def views(*, every: bool = False) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Views of all kinds, each with the name of its template; of `every` made-up record, or of those that suffice."""
    the_office = sample_office()
    made = [case(m.record, the_office, TODAY) for m in made_cases(SEED, MADE, the_office)]
    samples = (_sample(name) for name in ("minimal", "ordinary", "sensitive"))
    yield from _for_the_team(_sample("ordinary"))
    for one in (*samples, *(made if every else (made[n] for n in PICKED))):
        yield from _of_case(one)
    yield from _of_meeting(a_month(), MEETING)
    yield from _of_meeting([c for c in (made if every else [made[n] for n in MET]) if not c.sensitive], MEETING)


def _sample(name: str) -> Case:
    """A sample, with an action for each school that is about nobody, and a survey that may be told of."""
    one = load_case(INPUTS / f"sample-{name}.json", None, TODAY).case
    extra = tuple(
        Action(id=f"ACT{90 + n}", what="Mend the light.", owner=school.id)
        for n, school in enumerate(one.office.schools)
    )
    answers = [(question, "Yes") for question in (MAY_SHARE, MAY_NAME, "1. Knew of the incident before")]
    answers.append(("3. At what times", "After school."))
    told = tuple(
        SurveyAnswer(business=business.id, question=question, answer=answer)
        for business in one.record.businesses[:1]
        for question, answer in answers
    )
    new = {"actions": (*one.record.actions, *extra), "survey_answers": told}
    return replace(one, record=one.record.model_copy(update=new))


def _of_case(one: Case) -> Iterator[tuple[str, Mapping[str, Any]]]:
    book, plan = build_book(one.record, one.office), planning.make_plan(one)
    finished = []
    for job in plan.jobs:
        if job.document.id in ABOUT_A_CASE:
            context = ABOUT_A_CASE[job.document.id](one, lens_for(one, book, job), job)
            yield job.document.template(sensitive=one.sensitive), View(context, STAMP).filled()
            finished.append(Finished(job, "stem", 1, "Ready to send", "Approved", "a" * 64))
    told = Outcomes(
        plan,
        finished=tuple(finished),
        withheld=tuple(Withheld(f.job, ("It holds a name",)) for f in finished[:1]),
        recalls=("Tell the school.",),
        earlier=(Earlier("School letter P1", "A school", "Sent", "b" * 64),),
    )
    for job in plan.jobs:
        lens = lens_for(one, book, job)
        if job.document.id == "checklist":
            yield "checklist", View(checklist(one, lens, job, told), STAMP).filled()
        elif job.document.id == "disclosure-register":
            yield "disclosure-register", View(register(one, lens, job, told, book), STAMP).filled()


def _for_the_team(one: Case) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The Views of documents of the office's own for the team: one for the case, one for each child."""
    row = {"id": "ours", "name": "Ours", "template": "ours.docx", "audience": "office"}
    own = tuple(OwnDocument.model_validate({**row, "one_per": each}) for each in ("case", "child"))
    some = tuple(part for part in one.record.involvements if part.person != one.record.people[0].id)
    for parts in (one.record.involvements, some):
        record = one.record.model_copy(update={"involvements": parts})
        changed = replace(one, record=record, office=one.office.model_copy(update={"own_documents": own}))
        book = build_book(record, changed.office)
        for job in planning.make_plan(changed).jobs:
            if job.document.like == FOR_THE_TEAM:
                yield FOR_THE_TEAM, View(view_of(changed, lens_for(changed, book, job), job), STAMP).filled()


def _of_meeting(cases: list[Case], meeting: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    gathering = gather(cases, meeting)
    here, before = [t.case for t in gathering.here], [t.case for t in gathering.earlier]
    lines = [line for told in (*gathering.here, *gathering.earlier) for line in action_lines(told)]
    yield (
        "conference-pack",
        pack_view(gathering, Shared(lines, peer_group(here, before), recurring_places(here, before))),
    )
    for attendee in gathering.meeting.part_attendees:
        yield "conference-extracts", extracts_view(gathering, attendee)


# The catalogue held against them

KINDS = {"str": "words", "AsAt": "words", "bool": "yes/no", "dict": "group", "Drawing": "picture"}


def held(template: str, found: Mapping[str, Seen]) -> dict[str, Seen]:
    """What the Views of a template hold by the path of its field; groups that are no items are no fields."""
    fields = fields_of(template)
    lists = {path for path, here in found.items() if "list" in here.kinds}
    kept = {path: here for path, here in found.items() if path and path not in lists}
    kept |= {f"{path}[]": found.get(f"{path}[]", Seen()) for path in lists}
    return {p: h for p, h in kept.items() if p.endswith("[]") or h.kinds != {"dict"} or p in fields}


def of_another_kind(template: str, found: Mapping[str, Seen]) -> dict[str, set[str]]:
    """The paths under which something else stands than the catalogue says."""
    wrong = {}
    for path, here in held(template, found).items():
        field = fields_of(template)[path]
        # A picture of which there is nothing to draw is no words.
        none_drawn = {"words"} if field.kind == "picture" and here.empty else set()
        if kinds := {KINDS.get(kind, kind) for kind in here.kinds} - none_drawn - {field.kind}:
            wrong[path] = kinds
    return wrong


def said_to_be_there(template: str, found: Mapping[str, Seen]) -> list[str]:
    """Paths that were missing or empty although the catalogue says that they never are."""
    wrong = []
    for path, field in fields_of(template).items():
        here, owner = found[path.removesuffix("[]")], found[field.beside]
        if not field.sometimes and here.count < owner.count:
            wrong.append(f"{path}: there {here.count} of {owner.count} times")
        if field.is_list and field.never_empty and here.empty:
            wrong.append(f"{path}: was empty")
        if field.kind == "words" and not field.is_list and here.empty and not field.may_be_empty:
            wrong.append(f"{path}: had no words")
    return wrong
