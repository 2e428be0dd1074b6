"""One guard of the product at a time switched off, of those that stand behind the table; with lists to count them by.

`lens._RULES` says what may stand of each kind of mention, `jigsaw.PieceKind` by which pieces somebody is known again,
`restricted` what no paper of a sensitive case may say, the planning who is told of at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from casepack import (
    conference_cases,
    conference_proof,
    details,
    jigsaw_fields,
    lens,
    pack_cases,
    person_view,
    plan,
    plan_agencies,
    plan_partners,
    planning,
    restricted,
    run,
    views_ecins,
    views_letters,
    views_partners,
)
from casepack.jigsaw import PieceKind, finder
from casepack.lens import Lens
from casepack.mention_model import MentionKind
from casepack.planning import make_plan
from casepack.values import YesNo

from .mutant_model import Mutant, mutant
from .mutants_table import not_narrowed

PUBLIC = "business-survey patrol-request outreach-request mapping-sheet reporting-information members-briefing"
LETTERS = "school-letter social-care-letter yjs-letter agency-letter"


def _yes(*_: object) -> bool:
    return True


def _no(*_: object) -> bool:
    return False


# What may stand of each kind of mention


def rule_mutants() -> Iterator[Mutant]:
    """Each kind of mention may stand everywhere."""
    for kind in lens._RULES:
        yield mutant(f"whatever is typed may stand: {kind.value}", LETTERS, (lens._RULES, kind, _yes))


NOT_RULED = frozenset({MentionKind.TOKEN, MentionKind.CLUE})
"""Kinds of mention without a rule: tokens never stay, and words that are a clue to a protected home never may."""


# Pieces by which somebody is known again


def piece_mutants() -> Iterator[Mutant]:
    """Each kind of piece is overlooked."""
    for kind in PieceKind:
        blind = partial(_finder_without, kind)
        yield mutant(f"overlooked in texts for everybody: {kind.value}", PUBLIC, (jigsaw_fields, "finder", blind))


def _finder_without(kind: PieceKind, *arguments: Any, **options: Any) -> Any:
    find = finder(*arguments, **options)
    return lambda text: tuple(piece for piece in find(text) if piece.kind is not kind)


# A sensitive case


def restricted_mutants() -> Iterator[Mutant]:
    """What no paper of a sensitive case may say, one list at a time."""
    letter = "school-letter"
    nothing: Any = lambda *_, **__: iter(())  # noqa: E731
    yield mutant("sensitive: what kind of case it is", letter, (restricted, "_category_words", nothing))
    yield mutant("sensitive: the days on which it happened", letter, (restricted, "_days", nothing))
    yield mutant("sensitive: the places where it happened", letter, (restricted, "_places", nothing))
    yield mutant("sensitive: the chair reads of services", "closed-item-note", (run, "make_plan", _chair_knows))
    yield mutant("sensitive: numbers of profiles", "ecins-record", (views_ecins, "_reference", _number_of))
    yield mutant(
        "sensitive: why cases are linked", "social-care-letter mash-referral", (views_letters, "_linked", _why_linked)
    )
    yield mutant("sensitive: notes on whom to watch", "checklist", (planning, "notes", _all_notes))


def _chair_knows(case: Any) -> Any:
    made = make_plan(case)
    jobs = tuple(
        replace(j, reader=replace(j.reader, only=None)) if j.document.id == "closed-item-note" else j for j in made.jobs
    )
    return replace(made, jobs=jobs)


def _number_of(_: Any, person: Any) -> str:
    return person.ecins_profile or ""


def _why_linked(case: Any, seen: Lens, _: str) -> str:
    return seen.say(case.record.incident.link_reason)


_NOTES = planning.notes


def _all_notes(case: Any) -> Iterator[str]:
    yield from _NOTES(case)
    for person in case.record.people:
        yield from (*person.things_to_check, *person.restrictions)


# Who is told of at all


def planning_mutants() -> Iterator[Mutant]:
    """Gates of the planning, and of the few papers that tell less than the table gives."""
    everybody = (plan, "identified", _yes), (plan_agencies, "identified", _yes)
    others = (plan, "decide", _others_anyway)
    any_words = (views_letters, "find", lambda *_, **__: ()), (views_letters, "_A_LABEL", 10_000)
    worse = "mash-referral agency-letter btp-letter"
    conference = "conference-summary conference-extract"
    for name, documents, *changes in (
        ("a letter about somebody whom nobody knows", LETTERS, *everybody),
        ("a letter to a school that the child has left", "school-letter", (plan, "on_roll", _yes)),
        ("the police are asked about anybody", "details-request", (details, "may_be_asked_about", _whoever)),
        ("a hold on telling all never binds the police", "btp-letter", (plan_agencies, "keeps_from_police", _no)),
        ("a request for details tells of people", "details-request", (run, "make_plan", not_narrowed)),
        ("an agency is told before it has confirmed", "support-enquiry", (run, "make_plan", _all_confirmed)),
        ("others are named without a reason", "mash-referral", others),
        ("what made it worse, to whoever reads", worse, (person_view, "_aggravating", _worse)),
        ("an allegation as the kind of crime", "victim-support-referral", *any_words),
        ("an extract about other schools' pupils", "conference-extract", (plan_partners, "_own", _yes)),
        ("an extract with questions about others", "conference-extract", (views_partners, "_people_in", _about_them)),
        ("a case that is kept out of the conference", conference, (run, "make_plan", _kept_in)),
    ):
        yield mutant(name, documents, *changes)


def _worse(seen: Lens, _: str) -> str:
    incident = seen.record.incident
    return f"{seen.say(incident.aggravating)} {seen.say(incident.aggravating_status)}"


def _whoever(case: Any, force: Any) -> frozenset[str]:
    return frozenset(
        p.id for p in case.record.people if any(i.episode in force.ids for i in case.record.parts_of(p.id))
    )


def _with_readers(case: Any, change: Any) -> Any:
    made = make_plan(case)
    return replace(made, jobs=tuple(replace(job, reader=change(job.reader)) for job in made.jobs))


def _all_confirmed(case: Any) -> Any:
    def told(reader: Any) -> Any:
        return replace(reader, confirmed=True, only=reader.only | {"R", "F"}) if reader.only else reader

    return _with_readers(case, told)


_DECIDE = plan.decide


def _others_anyway(case: Any, document: str, person: str, *rest: Any, **options: Any) -> Any:
    found = _DECIDE(case, document, person, *rest, **options)
    if not isinstance(found, plan.Job):
        return found
    others = frozenset(p.id for p in case.record.people)
    return replace(found, reader=replace(found.reader, others_needed=others))


def _about_them(seen: Lens, text: str) -> frozenset[str]:
    return frozenset(seen.reader.subjects[:1])


def _kept_in(case: Any) -> Any:
    conference = case.record.conference.model_copy(update={"in_pack": None})
    return make_plan(replace(case, record=case.record.model_copy(update={"conference": conference})))


# The papers of a meeting


def meeting_mutants() -> Iterator[Mutant]:
    """What lies between the cases of a meeting."""
    linked = (conference_cases, "_unlinked", lambda cases, _: tuple(cases))
    untraced = (conference_proof.Watch, "_trace", lambda *_: iter(()))
    for name, *changes in (
        ("the watch over other cases is off", (conference_proof.Watch, "_leaks", lambda *_: [])),
        ("links with cases that leave no trace", linked),
        ("links with cases that leave no trace, and nobody looks", linked, untraced),
        ("a case that its record keeps out", (conference_cases, "summary_job", _kept_out_too)),
        ("whoever is kept from the conference is named there", (planning, "keeps_from_conference", lambda *_: None)),
    ):
        yield mutant(f"meeting: {name}", "", *changes, scene="meeting")


def _kept_out_too(case: Any) -> Any:
    conference = case.record.conference.model_copy(update={"in_pack": YesNo.YES})
    return pack_cases.summary_job(replace(case, record=case.record.model_copy(update={"conference": conference})))


def guard_mutants() -> Iterator[Mutant]:
    """All of them."""
    yield from rule_mutants()
    yield from piece_mutants()
    yield from restricted_mutants()
    yield from planning_mutants()
