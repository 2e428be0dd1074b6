"""What the invented cases hold of each person beyond name and part: school, plans, contact, carers, and unknowns."""

from __future__ import annotations

import re
from datetime import date

from casepack import ages
from casepack.office import School
from casepack.record import Record

from .casemaker_kit import Actor, Dice, Draft, Row, row
from .casemaker_words import (
    CONCERNS,
    ETHNICITIES,
    LANGUAGES,
    NEEDS,
    POLICE_STATUS,
    STRENGTHS,
    VULNERABLE,
    WISHES,
)

_ANSWERS = ("yes", "no", "no", "no", "not known", "not asked", "refused", "does not apply", None)
_PLANS = ("looked_after", "child_in_need", "child_protection_plan", "section_47", "early_help_plan")
_PRIVATE = ("youth_justice_order", "special_guardianship", "ehcp", "interpreter_needed", "repeat_victim")


# The people once it is known what they did


def settle(draft: Draft) -> None:
    """What hangs on the days of a person's own part: child or adult, school and year."""
    for actor in draft.actors:
        record = Record.model_validate(
            {
                "incident": {"what_happened": "-"},
                "episodes": [s.row for s in draft.scenes],
                "people": [{k: v for k, v in actor.row.items() if v is not None}],
                "involvements": [r for r in draft.data["involvements"] if r["person"] == actor.id],
            }
        )
        day = ages.own_day(record.people[0], record)
        written = actor.row.get("date_of_birth")
        grown = ages.age_on(written, day) >= ages.ADULT_FROM if isinstance(written, date) else actor.age(day) >= 18
        actor.row["kind"] = "adult" if grown else "child"
        if not grown and actor.knows_school and not (draft.thin and draft.dice.chance(0.5)):
            actor.row |= _schooling(draft, actor, day)


def _schooling(draft: Draft, actor: Actor, day: date) -> Row:
    school = school_for(draft, actor.age(day))
    year = year_group(actor.born, day)
    how = draft.dice.random()
    if school is None or how < 0.1:
        return {"school_status": draft.dice.one(("unknown", "home educated", "not in education, excluded in June"))}
    if how < 0.15:
        return {"school": school.id, "school_status": "left in July", "year_group": year}
    status = draft.dice.one(("on roll", "on roll", "on roll, part-time timetable", None))
    return {"school": school.id, "year_group": year, "school_status": status}


def school_for(draft: Draft, age: int) -> School | None:
    """A school of the office that takes this age, by what its kind says; any where none says."""
    fitting = [s for s in draft.office.schools if _takes(s, age)]
    return draft.dice.one(fitting) if fitting else None


def _takes(school: School, age: int) -> bool:
    ends = re.search(r"(\d+) to (\d+)", school.kind or "")
    return int(ends[1]) <= age <= int(ends[2]) if ends else True


def year_group(born: date, day: date) -> str:
    """The school year: by the age on the last day of August before."""
    august = date(day.year if day.month > 8 else day.year - 1, 8, 31)
    year = Actor({}, "", born).age(august) - 4
    return f"Year {year}" if 0 < year < 14 else "Reception" if year == 0 else ""


# Everything else about a person


def people(draft: Draft) -> list[Row]:
    """The rows of the people, in order, each with as much as this record holds."""
    households: dict[str, str] = {}
    rows = []
    for actor in draft.actors:
        if actor.home and not draft.thin:
            actor.row["household"] = households.setdefault(actor.home, f"H{len(households) + 1}")
        if draft.traits.fullness == "bare":
            actor.row = row(id=actor.id, given_name=actor.row.get("given_name"), known_as=actor.row.get("known_as"))
        else:
            actor.row |= _contact(draft, actor) | (_part_of_life(draft, actor) if not draft.thin else {})
        if draft.full or draft.sensitive:
            actor.row |= _everything(draft, actor)
        rows.append(row(**actor.row))
    return rows


def _contact(draft: Draft, actor: Actor) -> Row:
    """Ways to reach somebody that are safe, and some that are not; some people have none."""
    dice = draft.dice
    if actor.row.get("address_protected") == "yes":
        via = {"contact_via": "Key worker", "contact_via_phone": dice.one(("01632 960550", None))}
        return {"safe_to_call": "no", "safe_to_write": "no", "contact_note": "No post, no voicemail", **via}
    return {
        "safe_to_call": dice.one(("yes", "yes", "no", "not known", None)),
        "safe_to_leave_message": dice.one(("yes", "no", "not asked", None)),
        "safe_to_write": dice.one(("yes", "yes", "no", None)),
        "best_times": dice.one(("after 4pm", "weekdays 9am to 5pm", None)),
        "contact_via": actor.row.get("contact_via") or dice.one(("Mother", "Allocated social worker", None, None)),
    }


def _part_of_life(draft: Draft, actor: Actor) -> Row:
    """What most records hold of somebody: plans, concerns, wishes, where the police are."""
    dice = draft.dice
    adult = actor.row.get("kind") == "adult"
    found: Row = {} if adult else {name: dice.one(_ANSWERS) for name in _PLANS if dice.chance(0.5)}
    if not adult and dice.chance(0.35):
        found["concern"] = dice.one(CONCERNS)
    if dice.chance(0.4):
        found["wishes"] = _with_tokens(draft, actor, dice.one(WISHES))
    if dice.chance(0.3):
        found["vulnerabilities"] = dice.some(VULNERABLE, 1, 3)
    if actor.leaning == "suspect":
        found["police_status"] = dice.one((*POLICE_STATUS, None))
    found["name_status"] = actor.row.get("name_status") or dice.one(("confirmed", None))
    # The act is never described in a sensitive case, so no injury or loss is either.
    if draft.sensitive:
        found |= {"injury": None, "loss": None}
    return found


def _everything(draft: Draft, actor: Actor) -> Row:
    """What only a record holds in which nothing is left out."""
    dice = draft.dice
    number = 10 * draft.number + int(actor.id[1:])
    found: Row = {name: dice.one(_ANSWERS) for name in _PRIVATE} | {
        "ethnicity": dice.one(ETHNICITIES),
        "ethnicity_source": dice.one(("self-defined", "police record (officer defined)")),
        "religion": dice.one((None, None, "Muslim", "Catholic")),
        "first_language": dice.one(LANGUAGES),
        "disability_send": dice.one((None, None, *NEEDS)),
        "nhs_number": f"999 {number % 1000:03d} {7 * number % 10000:04d}" if dice.chance(0.3) else None,
        "gp": "Proofing House Surgery" if dice.chance(0.2) else None,
        "going_well": dice.one((None, *STRENGTHS)),
        "exploitation_screened": dice.one(("yes", "no", "not known")),
        "exploitation_indicated": dice.one(("yes", "no", "no", None)),
        "gillick_assessed": dice.one(_ANSWERS),
        "things_to_check": [f"Same school as {_other(draft, actor)}"] if dice.chance(0.3) else [],
        "restrictions": [f"The family of {_other(draft, actor)} is not to be told"] if dice.chance(0.2) else [],
        "ecins_profile": f"ECINS-P-{1000 + number}" if dice.chance(0.5) else None,
    }
    if actor.row.get("school") and dice.chance(0.3):
        found["upn"] = f"Z9990000{number % 100_000:05d}"
    return found


def _other(draft: Draft, actor: Actor) -> str:
    others = [a for a in draft.actors if a is not actor]
    return draft.dice.one(others).token if others else "somebody not known"


def _with_tokens(draft: Draft, actor: Actor, text: str) -> str:
    return text.replace("<S>", actor.token).replace("<O>", _other(draft, actor))


# Carers


def carers(draft: Draft) -> list[Row]:
    """The carers of each household, shared by its children, told at different times or not at all."""
    rows: list[Row] = []
    for home in dict.fromkeys(a.home for a in draft.actors if a.home):
        children = [a for a in draft.actors if a.home == home and a.row.get("kind") != "adult"]
        if not children or (draft.thin and draft.dice.chance(0.6)):
            continue
        rows += [_carer(draft, carer, [a.id for a in children]) for carer in children[0].carers]
    return rows


def _carer(draft: Draft, carer: Row, children: list[str]) -> Row:
    dice: Dice = draft.dice
    told = dice.chance(0.7)
    return row(
        people=children if dice.chance(0.9) else children[:1],
        **carer,
        parental_responsibility=dice.one(("yes", "yes", "not known", "no")),
        told_at=draft.after_told(hours=dice.number(1, 20)) if told else None,
        told_by=dice.one(("police", "school", "social worker")) if told else None,
        why_not_told=None if told else dice.one(("Social worker will tell them at a planned visit", None)),
        safe_to_contact=dice.one(("yes", "yes", "not known", "no", None)),
    )
