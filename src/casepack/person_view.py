"""What a document may hold about one person: a plain dictionary with the allowed keys only.

A template that asks for a key that is not here asks for something its reader may not see, and fails.
"""

from __future__ import annotations

from typing import Any

from . import ages, clock
from .contact import postcode_area, protected, safe_numbers
from .disclosure import Audience
from .lens import Lens
from .naming import full_name, short_name
from .record import Carer, Involvement, Kind, Person, Role
from .shown import NOT_RECORDED, first_capital, sentence, shown
from .values import YesNo

Context = dict[str, Any]

LEGAL_STATUS = (
    ("looked_after", "Looked after"),
    ("child_in_need", "Child in need plan"),
    ("child_protection_plan", "Child protection plan"),
    ("section_47", "Section 47 enquiry"),
    ("early_help_plan", "Early help plan"),
    ("youth_justice_order", "Youth justice order"),
    ("special_guardianship", "Special guardianship order"),
)


def person_view(lens: Lens, person: str) -> Context:
    """Everything that the lens lets its reader know about the person, as text, each key only where allowed.

    Source: the letters of the disclosure table; ages are those on the document's own day.
    """
    who = lens.record.person(person)
    letters = lens.letters(person)
    view: Context = {"id": person, "child": who.kind is Kind.CHILD}
    if "N" in letters:
        view |= _name(who)
    if "d" in letters:
        view |= _age(lens, who, full="D" in letters)
    if "a" in letters:
        view |= _address(lens, who, full="A" in letters)
    if "c" in letters:
        view |= _contact(lens, who, full="C" in letters)
    if "s" in letters:
        view |= _school(lens, who, full="S" in letters)
    if "r" in letters:
        view |= role_view(lens, person)
    if "f" in letters:
        view |= _facts(lens, who, full="F" in letters)
    if "u" in letters:
        view |= _support(lens, who, full="U" in letters)
    if "H" in letters:
        view["also_hurt"] = bool(lens.record.parts_of(person, Role.HARMED))
    return view | special_view(lens, who, letters)


def _name(who: Person) -> Context:
    return {
        "name": full_name(who),
        "first_name": short_name(who),
        "other_names": "; ".join(who.other_names) or "None recorded",
    }


def _age(lens: Lens, who: Person, *, full: bool) -> Context:
    age = ages.age_of(who, lens.day)
    view: Context = {"age": first_capital(age.words), "year_group": shown(who.year_group)}
    if full:
        born = shown(who.date_of_birth)
        if age.estimated:
            born = first_capital(age.words)
        elif age.known is not None:
            born = f"{born}, aged {age.words}"
        view["date_of_birth"] = born
    return view


def _address(lens: Lens, who: Person, *, full: bool) -> Context:
    hidden = "Not given in this document" if protected(who) else ""
    if not full:
        return {"area": hidden or postcode_area(who.postcode) or NOT_RECORDED}
    known: Context = {name: shown(lens.say(getattr(who, name))) for name in ("gender", "pronouns")}
    known["address_protected"] = bool(hidden)
    if hidden:
        return {"address": hidden, "previous_address": hidden, "home_area": hidden, **known}
    address = ", ".join(a for a in (who.address, who.postcode) if a)
    return {
        "address": address or NOT_RECORDED,
        "previous_address": lens.say(who.previous_address) or NOT_RECORDED,
        "home_area": shown(lens.say(who.home_area)),
        **known,
        "household": first_capital(lens.say(who.household_note)) or NOT_RECORDED,
    }


def _contact(lens: Lens, who: Person, *, full: bool) -> Context:
    view: Context = {
        "contact_through": lens.say(who.contact_via) or "The person directly",
        "contact_phone": "; ".join(safe_numbers(lens.record, who.id)) or "No safe number recorded",
        "contact_times": first_capital(lens.say(who.best_times)) or NOT_RECORDED,
        "contact_message": shown(who.safe_to_leave_message),
        "contact_call": shown(who.safe_to_call),
        "contact_write": shown(who.safe_to_write),
        "contact_note": lens.say(who.contact_note) or "None recorded",
    }
    if full:
        view["phone"] = shown(who.phone)
        view["email"] = shown(who.email)
        view["carers"] = [_carer(lens, c) for c in lens.record.carers_of(who.id)]
    return view


def _carer(lens: Lens, carer: Carer) -> Context:
    told = NOT_RECORDED
    if carer.told_at:
        by = f", by {carer.told_by}" if carer.told_by else ""
        told = f"Told at {clock.say_written(carer.told_at, lens.office)}{by}"
    elif carer.why_not_told:
        told = f"Not told: {lens.say(carer.why_not_told)}"
    contact = "; ".join(c for c in (carer.phone, carer.email) if c) or NOT_RECORDED
    if carer.safe_to_contact is YesNo.NO:
        contact = "Not safe to contact"
    return {
        "name": carer.name,
        "relationship": shown(lens.say(carer.relationship)),
        "parental_responsibility": shown(carer.parental_responsibility),
        "contact": contact,
        "told": lens.say(told),
    }


def _school(lens: Lens, who: Person, *, full: bool) -> Context:
    school = lens.office.school(who.school)
    status = first_capital(lens.say(who.school_status)) or NOT_RECORDED
    view: Context = {"school": school.name if school else status}
    if full:
        view |= {"year_group": shown(who.year_group), "school_status": status}
        view["attendance"] = first_capital(lens.say(who.attendance)) or NOT_RECORDED
    return view


def role_view(lens: Lens, person: str) -> Context:
    """What part the person had, without a word of what happened."""
    parts = lens.parts(person)
    suspected = [p for p in parts if p.role is Role.SUSPECT and not lens.under_10(p)]
    roles = {p.role for p in parts}
    return {
        "suspected": bool(suspected),
        "present": any(p.role is Role.SUSPECT and lens.under_10(p) for p in parts),
        "harmed": Role.HARMED in roles,
        "witness": Role.WITNESS in roles,
    }


def account(lens: Lens, part: Involvement, *, full: bool) -> Context:
    """One person's own part in one episode, everyone else as the reader may know them.

    In papers for the conference whoever was harmed stays coded, also where they are named elsewhere.
    """
    coded, suspected = _conference_sides(lens, part)
    episode = lens.record.episode(part.episode)
    view: Context = {
        "when": when(lens, part.episode),
        "where": lens.say(episode.place if episode else None) or NOT_RECORDED,
        "text": sentence(lens.say(part.account or part.short, coded=coded, suspected=suspected))
        or "No account recorded.",
    }
    if full:
        source = next((s for s in lens.record.sources if s.id == part.source), None)
        view["source"] = shown(lens.say(source.what if source else None))
        view["reliability"] = shown(lens.say(source.reliability if source else None))
        view["status"] = first_capital(lens.say(part.status)) or NOT_RECORDED
        view["suspected"] = part.role is Role.SUSPECT and not lens.under_10(part)
    return view


def _conference_sides(lens: Lens, part: Involvement) -> tuple[set[str], set[str]]:
    """For the conference, who stays coded in this account and who is named in it as suspected.

    Somebody harmed in one part and suspected in another must not be found out by laying the two accounts
    together, so in each they stand as what they were there. Other readers know a person or do not.
    """
    if lens.reader.audience is not Audience.CONFERENCE:
        return set(), set()
    if part.role is Role.SUSPECT:
        return set(part.against), {part.person}
    rows = lens.record.involvements
    did_it = {i.person for i in rows if i.role is Role.SUSPECT and part.person in i.against}
    there = {i.person for i in rows if i.role is Role.SUSPECT and i.episode == part.episode}
    hurt_there = {i.person for i in rows if i.role is not Role.SUSPECT and i.episode == part.episode}
    return {part.person}, (did_it | (there - hurt_there)) - {part.person}


def when(lens: Lens, episode_id: str | None) -> str:
    """Day and time of an episode as printed: "5:40pm to 6:05pm, Friday 23 October 2026"."""
    episode = lens.record.episode(episode_id)
    if episode is None:
        return "Time not recorded"
    tz = clock.zone(lens.office)
    if not episode.start_time:
        return f"{clock.say_day(episode.date)}, time not recorded"
    start = clock.resolve(episode.date, episode.start_time, tz)
    if not episode.end_time:
        return clock.say_moment(start)
    return clock.say_range(start, clock.resolve(episode.end_date or episode.date, episode.end_time, tz))


def _facts(lens: Lens, who: Person, *, full: bool) -> Context:
    accounts = []
    for part in lens.parts(who.id):
        cell = lens.row.cell(part.role)
        if cell.allows("F") or cell.allows("f"):
            accounts.append(account(lens, part, full=cell.allows("F")))
    view: Context = {"accounts": accounts}
    if full:
        view |= {
            "officer_in_case": shown(lens.say(who.officer_in_case)),
            "wishes": first_capital(lens.say(who.wishes)) or NOT_RECORDED,
            **_facts_of_roles(lens, who),
        }
    return view


def _facts_of_roles(lens: Lens, who: Person) -> Context:
    """What belongs to the person as suspected, and as harmed: each only for readers who know of such a part."""
    roles = {p.role for p in lens.parts(who.id) if lens.row.cell(p.role).letters & {"F", "f"}}
    view: Context = {}
    if Role.SUSPECT in roles:
        view["police_status"] = first_capital(lens.say(who.police_status)) or NOT_RECORDED
    if Role.HARMED in roles:
        view |= {
            "loss": first_capital(lens.say(who.loss)) or NOT_RECORDED,
            "repeat_victim": shown(who.repeat_victim),
            "victim_details_sent": first_capital(lens.say(who.victim_details_sent)) or NOT_RECORDED,
        }
    return view


def _support(lens: Lens, who: Person, *, full: bool) -> Context:
    rows = [s for s in lens.record.support if s.person == who.id]
    view: Context = {"support_in_place": bool(rows)}
    if not full:
        return view
    view["support"] = [
        {
            "agency": lens.say(lens.office.name_of(s.agency)),
            "worker": first_capital(lens.say(s.worker)) or NOT_RECORDED,
            "contact": first_capital(lens.say(s.contact)) or NOT_RECORDED,
            "stage": first_capital(lens.say(s.stage)) or NOT_RECORDED,
            "aware": first_capital(lens.say(s.aware)) or NOT_RECORDED,
            "plan": first_capital(lens.say(s.plan)) or NOT_RECORDED,
        }
        for s in rows
    ]
    status = [words for name, words in LEGAL_STATUS if getattr(who, name) is YesNo.YES]
    unknown = all(getattr(who, name) is None for name, _ in LEGAL_STATUS)
    view |= {
        "legal_status": "; ".join(status) or (NOT_RECORDED if unknown else "None of those asked about"),
        "vulnerabilities": first_capital("; ".join(lens.say(v) for v in who.vulnerabilities)) or NOT_RECORDED,
        "going_well": first_capital(lens.say(who.going_well)) or NOT_RECORDED,
        "wishes": first_capital(lens.say(who.wishes)) or NOT_RECORDED,
        "concern": first_capital(lens.say(who.concern)) or NOT_RECORDED,
        "impact": first_capital(lens.say(who.impact)) or NOT_RECORDED,
        "exploitation": _exploitation(lens, who),
    }
    return view


def _exploitation(lens: Lens, who: Person) -> str:
    if who.exploitation_screened is YesNo.YES:
        return first_capital(lens.say(who.exploitation_result)) or "Screened; result not recorded"
    unscreened = "Not screened" if who.exploitation_screened else NOT_RECORDED
    return first_capital(lens.say(who.exploitation_result)) or unscreened


def special_view(lens: Lens, who: Person, letters: frozenset[str]) -> Context:
    """The special categories of data that the reader may know, by the letters of the disclosure table."""
    view: Context = {}
    if "N" not in letters:
        return view
    if lens.special("E"):
        view |= {
            "ethnicity": shown(lens.say(who.ethnicity)),
            "ethnicity_source": shown(lens.say(who.ethnicity_source)),
            "religion": shown(lens.say(who.religion)),
            "upn": shown(who.upn),
            "gp": lens.say(who.gp) or NOT_RECORDED,
            "nhs_number": shown(who.nhs_number),
        }
    if lens.special("H"):
        view["injury"] = first_capital(lens.say(who.injury)) or NOT_RECORDED
        view["medical_attention"] = shown(lens.say(who.medical_attention))
    if lens.special("X"):
        view["disability_send"] = first_capital(lens.say(who.disability_send)) or NOT_RECORDED
        view["ehcp"] = shown(who.ehcp)
    if lens.special("K"):
        view |= {
            "communication_needs": first_capital(lens.say(who.communication_needs)) or NOT_RECORDED,
            "first_language": shown(lens.say(who.first_language)),
            "interpreter_needed": shown(who.interpreter_needed),
        }
    if lens.special("G"):
        view["aggravating"] = _aggravating(lens, who.id)
    return view


def _aggravating(lens: Lens, person: str) -> str:
    """The aggravating factor, where the officer let this reader know it and it concerns this very person."""
    incident = lens.record.incident
    told = {a.casefold().replace("_", " ") for a in incident.aggravating_for}
    if not incident.aggravating or lens.reader.audience.value not in told:
        return ""
    if f"{{{person}}}" not in incident.aggravating:
        return ""
    return f"{sentence(lens.say(incident.aggravating))} {sentence(lens.say(incident.aggravating_status))}".strip()
