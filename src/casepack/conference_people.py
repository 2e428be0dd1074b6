"""The people of a case as the conference reads of them: suspected, present, harmed, seen; by name, by code, counted.

Source: row "conference" of the disclosure table. Whoever was harmed stands by code, and so does whoever a decision
keeps from being named there: nothing tells which of the two it is but the heading, and nothing says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import ages
from .lens import Lens
from .naming import full_name, harmed_code, unnamed_code
from .person_view import account, person_view
from .plan import Case
from .record import Involvement, Role
from .shown import NOT_RECORDED, first_capital

Context = dict[str, Any]


def people_view(case: Case, lens: Lens) -> Context:
    """Everybody in the case, each under each part that the conference may know of; witnesses only by their number."""
    suspected, unnamed, present, harmed, witnesses = [], [], [], [], 0
    for person in case.record.people:
        roles = case.record.roles_of(person.id)
        parts = [p for p in lens.parts(person.id) if p.role is Role.SUSPECT]
        by_code = person.id in lens.reader.coded
        if parts and all(lens.under_10(p) for p in parts):
            texts = [account(lens, p, full=False)["text"] for p in parts]
            who = first_capital(lens.label(person.id, own=True)) if by_code else full_name(person)
            present.append(f"{who}: {' '.join(texts)}")
        elif parts and by_code:
            code = unnamed_code(case.record, person.id, lens.reader.coded)
            unnamed.append(_by_code(lens, code, parts, "No support that we know of."))
        elif parts:
            view = person_view(lens, person.id)
            view["accounts"] = [account(lens, p, full=True) for p in parts]
            suspected.append(_as_suspected_only(view))
        if Role.HARMED in roles:
            harmed.append(_harmed(case, lens, person.id))
        if roles == {Role.WITNESS}:
            witnesses += 1
    counted = {0: "none recorded", 1: "1"}.get(witnesses, str(witnesses))
    told = {"suspected": suspected, "unnamed": unnamed, "children_present": present, "harmed": harmed}
    return {**told, "witnesses": counted}


def _as_suspected_only(view: Context) -> Context:
    """Without what tells that the same person was harmed: that stands under their code, and must not lead to it."""
    free_text = ("concern", "impact", "loss", "repeat_victim", "victim_details_sent")
    kept = {key: value for key, value in view.items() if key not in free_text}
    wishes = NOT_RECORDED if view["harmed"] else view["wishes"]
    return {**kept, "harmed": False, "witness": False, "wishes": wishes}


def _harmed(case: Case, lens: Lens, person: str) -> Context:
    """Somebody harmed, by code. Built by hand: the same person may be named elsewhere as suspected."""
    who = case.record.person(person)
    parts = case.record.parts_of(person, Role.HARMED)
    view = _by_code(lens, harmed_code(case.record, person), parts, "None that we know of.")
    return {**view, "wishes": lens.say(who.wishes, coded={person}) or NOT_RECORDED}


def _by_code(lens: Lens, code: str, parts: Sequence[Involvement], no_support: str) -> Context:
    """Somebody by code, in one part of theirs: age, what happened in a few lines, whether there is support."""
    who = lens.record.person(parts[0].person)
    rows = [s for s in lens.record.support if s.person == who.id]
    return {
        "code": code,
        "age": first_capital(ages.age_of(who, lens.day).words),
        "accounts": [{"text": account(lens, p, full=False)["text"]} for p in parts],
        "support": "Support is in place." if rows else no_support,
    }
