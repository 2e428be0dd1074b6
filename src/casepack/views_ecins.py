"""The View of the E-CINS record: what an officer copies into E-CINS by hand, in the order of its objects.

Nothing here enters anything: case, profiles, actions, what to upload and who may see it, with room for the second
person's check. Source: box "Systems update"; row "ecins" of the disclosure table; special categories minimum.
"""

from __future__ import annotations

from typing import Any

from . import clock
from .contact import protected
from .lens import Lens
from .naming import full_name
from .person_view import person_view, when
from .plan import Case, Job
from .record import Episode, Kind, Person, Role
from .shown import NOT_RECORDED, first_capital, join_words, sentence, shown
from .values import YesNo
from .view_rows import action_view
from .views import basis_view, case_view, doc_view, sign_view
from .views_partners import is_a_clue, part_words

Context = dict[str, Any]

DO_NOT_ENTER = "Do not enter: the address is protected"
ASK_FIRST = "Do not enter. Ask the lead officer before any contact"
_FIELDS = (
    ("other_names", "Other names"),
    ("date_of_birth", "Date of birth"),
    ("age", "Age"),
    ("gender", "Gender"),
    ("pronouns", "Pronouns"),
    ("address", "Address"),
    ("home_area", "Home area"),
    ("phone", "Telephone"),
    ("email", "E-mail"),
    ("contact_through", "Contact through"),
    ("contact_phone", "Safe number"),
    ("contact_times", "Best times"),
    ("contact_message", "Leave a message"),
    ("contact_write", "Write to the home"),
    ("school", "School"),
    ("year_group", "Year group"),
    ("first_language", "First language"),
    ("interpreter_needed", "Interpreter needed"),
    ("communication_needs", "How to communicate"),
    ("police_status", "Where the police are"),
    ("officer_in_case", "Officer in the case"),
    ("loss", "Loss"),
    ("repeat_victim", "Harmed before"),
    ("legal_status", "Plans and orders"),
)
"""The fields of a profile in the order of E-CINS, by their names in a person's View."""
_CONTACT = frozenset(name for name, _ in _FIELDS if name.startswith(("phone", "email", "contact_")))
_NOTHING = frozenset({NOT_RECORDED, "None recorded", "No safe number recorded"})


def ecins_record(case: Case, lens: Lens, job: Job) -> Context:
    """The record for copying; of a sensitive incident only who, in what part, and how it is restricted."""
    profiles = [_profile(case, lens, p) for p in lens.reader.subjects]
    view: Context = {
        "doc": doc_view(case, job),
        "sensitive": case.sensitive,
        "case": _case(case, lens),
        "access": _access(case, lens),
        "profiles": profiles,
        "uploads": _uploads(case, lens),
        "entered": _entered(case),
        "episodes": [],
        "actions": [],
        "sign": sign_view(case),
        "basis": basis_view(case, lens, {"suspected": any(p.get("suspected") for p in profiles)}),
    }
    if not case.sensitive:  # no description of a sensitive incident: no category, day, place or action
        view["episodes"] = [_episode(case, lens, e) for e in case.record.episodes]
        view["actions"] = [action_view(case, lens, a) for a in case.record.actions]
    return view


def _case(case: Case, lens: Lens) -> Context:
    incident, ecins = case.record.incident, case.record.ecins
    view: Context = {
        "ecins_reference": ecins.case_reference or "New case: write its reference here when it is made",
        "reference": incident.reference or NOT_RECORDED,
        "title": lens.say(incident.title) or "Incident",
        "owner": shown(lens.say(ecins.owner_team)),
        "lead": case.office.name_of(ecins.lead_officer) if ecins.lead_officer else NOT_RECORDED,
        "status": shown(lens.say(incident.status)),
        "consent": first_capital(lens.say(ecins.consent_status)) or NOT_RECORDED,
    }
    if case.sensitive:
        return view
    seen = case_view(case, lens)
    kept = ("days", "summary", "types", "police_references", "officer_in_case")
    return view | {key: seen[key] for key in kept} | {"linked": ", ".join(incident.linked_cases) or "None recorded"}


def _episode(case: Case, lens: Lens, episode: Episode) -> Context:
    force = case.office.name_of(episode.force) if episode.force else NOT_RECORDED
    return {
        "when": when(lens, episode.id),
        "place": shown(lens.say(episode.place)),
        "ward": shown(episode.ward),
        "behaviour": sentence(lens.say(episode.behaviour)) or NOT_RECORDED,
        "police": f"{force}, reference {episode.police_reference or 'not recorded'}",
    }


def _access(case: Case, lens: Lens) -> Context:
    incident, ecins = case.record.incident, case.record.ecins
    who = [*ecins.access, *(a for a in incident.access_list if a not in ecins.access)]
    restricted = ecins.restricted or (YesNo.NO if not case.sensitive else None)
    decided = case.office.name_of(incident.sensitivity_decided_by) if incident.sensitivity_decided_by else ""
    protected_people = [p for p in case.record.people if protected(p) and "a" in lens.letters(p.id)]
    own_words = [first_capital(lens.say(r)) for r in ecins.restrictions]
    return {
        "restricted": shown(restricted),
        "must_restrict": case.sensitive and ecins.restricted is not YesNo.YES,
        "decided_by": " at ".join(w for w in (decided, _at(case, incident.sensitivity_decided_at)) if w)
        or NOT_RECORDED,
        "who": [first_capital(lens.say(case.office.name_of(w))) for w in who] or [NOT_RECORDED],
        "others_see": first_capital(lens.say(ecins.visible_to_others)) or NOT_RECORDED,
        "not_entered": own_words
        + [f"Address of {lens.label(p.id)}: do not enter" for p in protected_people if not _restricted(case, p)],
        "reviewed": _at(case, incident.access_reviewed_at) or NOT_RECORDED,
        "checked": "; ".join(w for w in (_name(case, ecins.checked_by), _at(case, ecins.checked_at)) if w),
    }


def _restricted(case: Case, person: Person) -> bool:
    """Has the officer already written that this person's address is not to be entered?"""
    return any(f"{{{person.id}}}" in r and "address" in r.casefold() for r in case.record.ecins.restrictions)


def _name(case: Case, key: str | None) -> str:
    return case.office.name_of(key) if key else ""


def _at(case: Case, at: str | None) -> str:
    return clock.say_written(at, case.office) if at else ""


def _entered(case: Case) -> str:
    """Who is recorded to have entered it and when: casepack itself never does."""
    ecins = case.record.ecins
    return " at ".join(w for w in (_name(case, ecins.uploaded_by), _at(case, ecins.uploaded_at)) if w)


def _uploads(case: Case, lens: Lens) -> list[Context]:
    ecins = case.record.ecins
    done = [{"box": "☒", "what": first_capital(lens.say(what))} for what in ecins.uploaded]
    return done + [{"box": "☐", "what": first_capital(lens.say(what))} for what in ecins.outstanding]


def _profile(case: Case, lens: Lens, key: str) -> Context:
    """One profile, with what the table allows and of that only what E-CINS asks for; a code where it allows no name."""
    person = case.record.person(key)
    if not lens.named(key):
        words = "Witness" if Role.WITNESS in case.record.roles_of(key) else "Part not recorded"
        return {"name": f"Code {key}", "part": words, "reference": "No profile: a code only", "suspected": False}
    seen = person_view(lens, key)
    fields = _fields(case, person, seen) if "d" in lens.letters(key) else {}
    filled = [pair for pair in fields.values() if pair[1] not in _NOTHING]
    empty = [label for label, value in fields.values() if value in _NOTHING]
    view: Context = {
        "name": full_name(person),
        "part": part_words(seen),
        "suspected": bool(seen.get("suspected")),
        "reference": _reference(case, person),
        "fields": [{"label": label, "value": value} for label, value in filled],
        "empty": first_capital(", ".join(label[:1].lower() + label[1:] for label in empty)),
        "carers": [_carer(person, c) for c in seen.get("carers", [])],
        "links": _links(case, lens, key),
    }
    if "f" in lens.letters(key):
        view["accounts"] = seen["accounts"]
    if "U" in lens.letters(key) and not case.sensitive:
        view["support"] = _support(case, lens, key)
    return view


def _reference(case: Case, person: Person) -> str:
    """The number of the profile; of a restricted case none, for everybody who sees that profile could follow it."""
    if case.sensitive:
        return "No number here: look the profile up in E-CINS by name"
    return person.ecins_profile or "New profile: look for an existing one first"


def _fields(case: Case, person: Person, seen: Context) -> dict[str, tuple[str, str]]:
    """Label and value of each field of a profile, by its name in the person's View."""
    fields = {name: (label, seen[name]) for name, label in _FIELDS if name in seen}
    if "date_of_birth" in fields:
        fields.pop("age", None)
    if "phone" in fields and person.safe_to_call is YesNo.NO and person.phone:
        fields["phone"] = ("Telephone", "Do not enter: not safe to ring")
    if protected(person) and "address" in fields:
        # Nothing that leads to the address goes in, such as the number of a key worker.
        fields = {name: pair for name, pair in fields.items() if name not in _CONTACT}
        fields |= {"address": ("Address", DO_NOT_ENTER), "home_area": ("Contact", ASK_FIRST)}
    if person.kind is Kind.ADULT or case.sensitive:
        fields = {name: pair for name, pair in fields.items() if name not in {"school", "year_group"}}
    return fields


def _support(case: Case, lens: Lens, key: str) -> list[str]:
    """Support in place with its plan; of an agency whose name is a clue only that there is some."""
    found = []
    for row in case.record.support:
        if row.person != key:
            continue
        if is_a_clue(case, row.agency):
            found.append("Other support is in place.")
            continue
        stage, plan = (first_capital(lens.say(text)) for text in (row.stage, row.plan))
        words = [lens.say(case.office.name_of(row.agency)), stage, f"plan: {plan}" if plan else "plan not recorded"]
        found.append(sentence("; ".join(word for word in words if word)))
    return list(dict.fromkeys(found))


def _carer(person: Person, carer: Context) -> str:
    words = [f"{carer['name']}, {carer['relationship'].lower()}"]
    words.append(f"parental responsibility: {carer['parental_responsibility'].lower()}")
    words.append("ask the lead officer before any contact" if protected(person) else carer["contact"])
    if carer["told"].startswith("Not told"):
        words.append("not yet told of the incident: do not raise it with them")
    return sentence("; ".join(words))


def _links(case: Case, lens: Lens, key: str) -> str:
    """Profiles to link: by who is said to have harmed whom, and only those that have a profile here."""
    if case.sensitive:
        return "Nobody: profiles of a restricted case are not linked"
    rows = [i for i in case.record.involvements if i.role is Role.SUSPECT]
    linked = {o for i in rows if i.person == key for o in i.against} | {i.person for i in rows if key in i.against}
    return (
        join_words([full_name(case.record.person(p)) for p in lens.reader.subjects if p in linked and lens.named(p)])
        or "Nobody else"
    )
