"""What a police force is still to tell about its own episodes, as questions (box "Obtain details").

A question names somebody only by token, and only people of the force's own episodes: what the force may read of
them is for the lens to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import ages
from .decisions import REFUSALS, decision_for, words_for
from .office import Agency, AgencyKind
from .plan import Case, identified
from .record import Decision, Episode, Involvement, Person, Role, Sharing
from .values import YesNo

FORCES = (AgencyKind.POLICE, AgencyKind.BTP)
_TOKEN = re.compile(r"\{{1,3}\s*([^{}\s]+)\s*\}{1,3}")
_WHO = re.compile(r"identit|who (?:is|was)|\bname\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is missing, in words with tokens, the people it names and the episode it is about ("": all)."""

    text: str
    people: frozenset[str] = frozenset()
    episode: str = ""


@dataclass(frozen=True, slots=True)
class Force:
    """One police force and its episodes. `assumed`: no force is recorded for them, and this is the likely one."""

    agency: Agency
    episodes: tuple[Episode, ...]
    assumed: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its episodes."""
        return frozenset(e.id for e in self.episodes)


def forces(case: Case) -> tuple[Force, ...]:
    """The police forces of the episodes, in their order.

    An episode without a recorded force is put to the railway police if it was on the railway, else to the first
    police agency of the office, apart from episodes that are recorded as that force's own.
    """
    own: dict[str, list[Episode]] = {}
    unsure: dict[str, list[Episode]] = {}
    for episode in case.record.episodes:
        agency = case.office.agency(episode.force or "")
        if agency is not None and agency.kind in FORCES:
            own.setdefault(agency.id, []).append(episode)
        elif likely := _likely(case, episode):
            unsure.setdefault(likely.id, []).append(episode)
    found = [Force(_agency(case, key), tuple(rows)) for key, rows in own.items()]
    return (*found, *(Force(_agency(case, key), tuple(rows), assumed=True) for key, rows in unsure.items()))


def _agency(case: Case, key: str) -> Agency:
    return next(a for a in case.office.agencies if a.id == key)


def _likely(case: Case, episode: Episode) -> Agency | None:
    kind = AgencyKind.BTP if episode.railway is YesNo.YES else AgencyKind.POLICE
    return next(iter(case.agencies(kind)), None)


def keeps_from_police(case: Case, person: str, decision: Decision) -> bool:
    """Does the decision keep the person out of a letter to the police?

    A hold on telling all of this very person because they are not identified does not bind the police, who identify
    them; a hold on telling all of everybody does.
    """
    if decision.decision not in REFUSALS:
        return False
    own = decision.person == person and decision.audience.casefold() == "all"
    unknown = own and not identified(case.record.person(person))
    return not (unknown and decision.decision is Sharing.HOLD)


def may_be_asked_about(case: Case, force: Force) -> frozenset[str]:
    """The people of the force's episodes whom a recorded decision does not keep from it.

    Nobody where the force is only assumed; in a sensitive incident only those whom a decision shares with it.
    """
    if force.assumed:
        return frozenset()
    found = set()
    for person in case.record.people:
        if not any(i.episode in force.ids for i in case.record.parts_of(person.id)):
            continue
        decision = decision_for(case.record, person.id, force.agency.id, words_for(force.agency))
        if decision is None:
            allowed = not case.sensitive
        elif case.sensitive:
            exact = decision.person and decision.audience.casefold() == force.agency.id.casefold()
            allowed = bool(exact) and decision.decision is Sharing.SHARE
        else:
            allowed = not keeps_from_police(case, person.id, decision)
        if allowed:
            found.add(person.id)
    return frozenset(found)


def questions(case: Case, force: Force) -> tuple[Question, ...]:
    """Everything that is missing and that this force could tell, in the order in which it is asked.

    Source: box "Obtain details": what happened, and who was involved.
    """
    told = may_be_asked_about(case, force)
    parts = [i for i in case.record.involvements if i.episode in force.ids]
    return (
        *_about_episodes(case, force),
        *_about_people(case, parts, told),
        *_about_suspicion(case, parts, told),
        *_gaps(case, told),
    )


def _about_episodes(case: Case, force: Force) -> Iterator[Question]:
    for episode in force.episodes:
        if not episode.start_time:
            yield Question("When did it begin, and when did it end?", episode=episode.id)
        if not episode.place:
            yield Question("Where did it happen?", episode=episode.id)
        if not episode.police_reference:
            yield Question("What is your reference?", episode=episode.id)
    if case.record.incident.details_obtained_at is None and not case.sensitive:
        yield Question("What happened, in the order in which it happened? Please say where each account comes from.")


def _about_people(case: Case, parts: list[Involvement], told: frozenset[str]) -> Iterator[Question]:
    if not parts and not case.sensitive:
        yield Question("Who was involved: who is suspected, who was harmed, and who saw it?")
    for person in case.record.people:
        mine = [p for p in parts if p.person == person.id]
        if not mine or person.id not in told:
            continue
        token, only = f"{{{person.id}}}", frozenset({person.id})
        if not identified(person):
            known = f"the person known as {token}" if person.known_as else "the person whose name is not known"
            people = only if person.known_as else frozenset()
            yield Question(f"Who is {known}, {_part_words(case, person, mine)}? Full name and date of birth.", people)
        elif lacking := _lacking(person):
            yield Question(f"What is the {lacking} of {token}?", only)


def _part_words(case: Case, person: Person, mine: list[Involvement]) -> str:
    roles = {p.role for p in mine}
    if Role.SUSPECT in roles and ages.is_at_least_10_at_incident(person, case.record) is not False:
        return "who is suspected of a part in it"
    return "who was harmed" if Role.HARMED in roles else "who was there"


def _lacking(person: Person) -> str:
    name = "" if person.given_name and person.family_name else "full name"
    aged = person.date_of_birth or person.age_from is not None or person.kind == "adult"
    return " and ".join(word for word in (name, "" if aged else "date of birth") if word)


def _about_suspicion(case: Case, parts: list[Involvement], told: frozenset[str]) -> Iterator[Question]:
    asked = set()
    for part in parts:
        person = case.record.person(part.person)
        under_10 = ages.is_at_least_10_at_incident(person, case.record) is False
        if part.role is not Role.SUSPECT or part.status or under_10 or part.person not in told:
            continue
        if part.person not in asked and identified(person):
            asked.add(part.person)
            text = f"Where does the allegation about {{{part.person}}} stand: interview, outcome, conditions?"
            yield Question(text, frozenset({part.person}))


def _gaps(case: Case, told: frozenset[str]) -> Iterator[Question]:
    """The gaps that the officer recorded; not one that names somebody of whom this force is not to be asked."""
    ids = {p.id.casefold(): p.id for p in case.record.people}
    for gap in case.record.incident.known_gaps:
        people = frozenset(ids[t.casefold()] for t in _TOKEN.findall(gap) if t.casefold() in ids)
        unknown = {p for p in people if not identified(case.record.person(p))}
        asked_already = bool(people) and people == unknown and _WHO.search(gap)
        if people <= told and not asked_already:
            yield Question(gap, people)
