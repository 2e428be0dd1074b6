"""What happens in the invented cases: when and where, who had what part in it, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from casepack import clock
from casepack.office import AgencyKind

from .casemaker_kit import Actor, Draft, Row, Scene, clock_text, later, moment_text
from .casemaker_kit import row as filled
from .casemaker_words import ACTS, AMOUNT, GAPS, PLACES, POLICE_STATUS, SENSITIVE, Act, Place

SOURCES = (
    ("Police occurrence summary", "direct"),
    ("BTP control log and CCTV", "direct"),
    ("Account of staff at a shop", "first-hand, not yet a statement"),
    ("Call from a parent", "second-hand"),
)


# When and where


def scenes(draft: Draft, first_day: date) -> list[Scene]:
    """The episodes, one after the other; places come back to the same hours."""
    dice, tz = draft.dice, clock.zone(draft.office)
    place = dice.one(PLACES)
    at = _first_start(draft, first_day, place)
    found: list[Scene] = []
    for number in range(1, draft.traits.episodes + 1):
        length = dice.one((5, 10, 25, 40, 90))
        end = later(at, minutes=length)
        if number == 1 and (draft.traits.night == "midnight" or draft.traits.odd == "turns 10"):
            end = datetime.combine(at.date() + timedelta(days=1), time(0, dice.number(5, 55)), tz)
        found.append(Scene({"id": f"E{number}"}, at, end, place))
        at = later(end, minutes=dice.one((5, 20, 60))) if dice.chance(0.6) else _next_day(draft, end, place)
        place = place if dice.chance(0.3) else dice.one(PLACES)
    for scene in found:
        scene.row |= _episode(draft, scene)
    return found


def _first_start(draft: Draft, day: date, place: Place) -> datetime:
    dice, tz = draft.dice, clock.zone(draft.office)
    hour = dice.number(*place.hours) if dice.chance(0.8) else dice.number(0, 23)
    if draft.traits.night == "midnight" or draft.traits.odd == "turns 10":
        hour = 23
    at = datetime.combine(day, time(hour, dice.number(0, 11) * 5), tz)
    if draft.traits.night == "clocks":  # half an hour before the clocks go back to an hour and a half after it
        changed = datetime.combine(_clocks_back(draft), time(1), tz).replace(fold=1)
        at = later(changed, minutes=dice.number(-55, 55))
    return later(at)


def _clocks_back(draft: Draft) -> date:
    """The last day before now on which an hour came twice, in the office's zone; the first day where there is none."""
    tz = clock.zone(draft.office)
    for back in range(1, 400):
        day = draft.now.date() - timedelta(days=back)
        one = datetime.combine(day, time(1, 30), tz)
        if one.utcoffset() != one.replace(fold=1).utcoffset() and one.replace(fold=1).astimezone(UTC) > one.astimezone(
            UTC
        ):
            return day
    return draft.now.date() - timedelta(days=1)


def _next_day(draft: Draft, end: datetime, place: Place) -> datetime:
    day = end.date() + timedelta(days=draft.dice.one((1, 1, 2)))
    at = datetime.combine(day, time(draft.dice.number(*place.hours), 15), end.tzinfo)
    return later(at) if draft.past(later(at, hours=2)) else later(end, minutes=30)


def _episode(draft: Draft, scene: Scene) -> Row:
    dice, place = draft.dice, scene.place
    kinds = (AgencyKind.BTP,) if place.railway else (AgencyKind.POLICE,)
    force = draft.agency(*kinds)
    short = "BTP" if place.railway else "SMP"
    bare = draft.traits.fullness == "bare"
    row = filled(
        date=scene.start.date(),
        place=dice.one(place.names) if dice.chance(0.5) else place.names[0],
        address=place.address,
        postcode=place.postcode,
        ward=place.ward if dice.chance(0.9) else None,
        division=place.division,
        land_owner=place.owner,
        railway="yes" if place.railway else dice.one(("no", "no", "not known", None)),
        railway_details="Platform 2 and forecourt" if place.railway else None,
        cctv=_cctv(draft, place),
        force=force if dice.chance(0.85) else None,
        police_reference=f"{short}-EX-{draft.number:04d}-{scene.id}" if dice.chance(0.8) else None,
        precision=dice.one(("Minutes, from CCTV", "About 10 minutes", None)),
    )
    if bare:
        return filled(date=row["date"], place=dice.one((row["place"], None)))
    return row | _times(draft, scene)


def _cctv(draft: Draft, place: Place) -> str | None:
    held = "Held by the train operator" if place.railway else "Shop (private)"
    return "None" if draft.dice.chance(0.03) else draft.dice.one((held, "None: the car park is a gap", None))


def _times(draft: Draft, scene: Scene) -> Row:
    dice = draft.dice
    unknown = draft.traits.night == "no time" and (scene.id == "E1" or dice.chance(0.5))
    row: Row = {} if unknown else {"start_time": clock_text(scene.start)}
    if dice.chance(0.8) or draft.traits.night in {"midnight", "clocks"} or draft.traits.odd == "turns 10":
        row["end_time"] = clock_text(scene.end)
        if scene.end.date() != scene.start.date():
            row["end_date"] = scene.end.date()
    return row


# Who had what part


def parts(draft: Draft) -> list[Row]:
    """A row for each part in each episode; everyone has one, some have two that hardly go together."""
    rows: list[Row] = []
    for number, scene in enumerate(draft.scenes):
        there = [a for n, a in enumerate(draft.actors) if n % len(draft.scenes) == number or draft.dice.chance(0.35)]
        suspects, harmed, seeing = _sides(draft, there, number)
        # Nothing is said of what happened in a sensitive case.
        scene.acts = [] if draft.sensitive else draft.dice.some(ACTS, 1, 2)
        for actor in suspects:
            rows += _suspected(draft, scene, actor, harmed)
        rows += [_part(draft, scene, a, "harmed", **_suffered(draft, scene, a, suspects)) for a in harmed]
        rows += [_part(draft, scene, a, "witness", **_saw(draft, a)) for a in seeing]
        if scene.acts:
            scene.row["behaviour"] = scene.acts[0].seen
    return [{"id": f"A{n}", **row} for n, row in enumerate(rows, start=1)]


def _sides(draft: Draft, there: Sequence[Actor], number: int) -> tuple[list[Actor], list[Actor], list[Actor]]:
    sides: dict[str, list[Actor]] = {"suspect": [], "harmed": [], "witness": []}
    for actor in there:
        other = {"suspect": "harmed", "harmed": "suspect"}.get(actor.leaning, "witness")
        actor.leaning = actor.leaning or draft.dice.one(("suspect", "suspect", "harmed", "harmed", "witness"))
        turned = bool(number) and draft.dice.chance(0.3) and actor.row.get("kind") != "adult"
        side = other if turned else actor.leaning
        sides[side].append(actor)
        if side != "witness" and draft.dice.chance(0.06):
            sides["harmed" if side == "suspect" else "witness"].append(actor)
    return sides["suspect"], sides["harmed"], sides["witness"]


def _suspected(draft: Draft, scene: Scene, actor: Actor, harmed: Sequence[Actor]) -> list[Row]:
    if draft.sensitive:
        status = "under investigation; conditions of bail are held by the police"
        return [_part(draft, scene, actor, "suspect", against=[a.id for a in harmed if a is not actor], status=status)]
    if actor.age(scene.start.date()) < 10:
        status = "child under 10: no offence can be alleged"
        account = f"{actor.token} was seen with a much older group."
        return [_part(draft, scene, actor, "suspect", status=status, account=account, short="seen with the group")]
    rows = []
    for act in draft.dice.some(scene.acts, 1, 2):
        victims = [a for a in harmed if a is not actor]
        victim = draft.dice.one(victims) if victims else None
        shops = [f"B{n}" for n in range(1, 1 + len(scene.place.businesses))] if scene is draft.scenes[0] else []
        against = [victim.id] if victim and act.against == "person" else shops[:1] if act.against == "business" else []
        account = act.did.replace("<S>", actor.token).replace("<V>", victim.token if victim else "somebody")
        said = {"account": account, "short": act.short} if draft.dice.chance(0.9) else {}
        status = draft.dice.one(POLICE_STATUS)
        rows.append(_part(draft, scene, actor, "suspect", against=against, status=status, **said))
    return rows


def _suffered(draft: Draft, scene: Scene, actor: Actor, suspects: Sequence[Actor]) -> Row:
    others = [a for a in suspects if a is not actor]
    if not scene.acts or (draft.thin and draft.dice.chance(0.5)):
        return {}
    act: Act = draft.dice.one(scene.acts)
    if act.injury and not draft.thin:
        actor.row.setdefault("injury", act.injury)
    if act.loss and not draft.thin:
        actor.row.setdefault("loss", act.loss)
    by = draft.dice.one(others).token if others else "somebody not known"
    return {"account": act.suffered.replace("<V>", actor.token).replace("<S>", by), "short": "harmed"}


def _saw(draft: Draft, actor: Actor) -> Row:
    if draft.sensitive or draft.dice.chance(0.2):
        return {}
    return {"account": f"{actor.token} saw part of what happened and is upset.", "short": "saw what happened"}


def _part(draft: Draft, scene: Scene, actor: Actor, role: str, **said: object) -> Row:
    episode = None if draft.dice.chance(0.02) else scene.id
    source = draft.dice.one(("S1", "S2", None)) if draft.data.get("sources") else None
    return filled(person=actor.id, role=role, episode=episode, source=source, **said)


# How it is told


def incident(draft: Draft) -> Row:
    """The incident's own row."""
    dice, first = draft.dice, draft.scenes[0]
    row = filled(
        reference=draft.reference,
        what_happened=_what_happened(draft),
        status={"open": "open", "closed": "closed", "waiting": "Open: waiting for the police"}.get(draft.traits.state),
        officer=draft.officer,
        created_at=draft.after_told(minutes=20),
        team_told_at=moment_text(draft.told),
    )
    if draft.traits.fullness == "bare":
        kept = {name: row[name] for name in ("reference", "what_happened")}
        return kept | ({"sensitivity": "sensitive"} if draft.sensitive else {})
    place = first.row.get("place", "the town")
    when = f"{first.start.day} {first.start:%B %Y}"
    row |= filled(
        signatory=dice.one((draft.manager, None)),
        filmed=dice.one(("yes", "no", "not known", None)),
        review_on=date(first.start.year + 7, first.start.month, min(first.start.day, 28)),
        details_obtained_at=draft.after_told(hours=3) if dice.chance(0.7) else None,
        known_gaps=dice.some(GAPS, 0, 2),
        officer_in_case=dice.one(("PC 0000 Fable, Southmere Police", "PC 0001 Parable, BTP, 01632 960341", None)),
    )
    if draft.sensitive:
        return row | _sensitive(draft)
    kinds = list(dict.fromkeys(a.kind for s in draft.scenes for a in s.acts))
    row |= filled(
        title=f"Incident at {place}" if dice.chance(0.9) else None,
        types=kinds,
        for_partners=f"A group of young people was involved in {' and '.join(kinds[:2])} at {place}."
        if dice.chance(0.8)
        else None,
        for_public=f"There was disorder at {place} on {when}. The police and the council are dealing with it.",
        sensitivity_decided_by=draft.manager,
        weapons=dice.one(("none reported", "not known", None)),
        drugs_alcohol=dice.one(("Cans of beer seen", "not recorded here", None)),
        injuries=dice.one(("Minor injuries", None)),
        group_size=dice.one((*AMOUNT, None)),
        online=f"A clip was shared; {dice.one(draft.actors).token} is said to have filmed." if draft.full else None,
    )
    if draft.full and dice.chance(0.4):
        row |= {"aggravating": f"Racist language reported towards {dice.one(draft.actors).token}"}
        row |= {"aggravating_status": "Police deciding", "aggravating_for": ["police", "mash"]}
    if draft.traits.sharing in {"routine", "mixed"}:
        row["routine_sharing_approved_by"] = draft.manager
        row["routine_sharing_approved_at"] = draft.after_told(hours=1)
    return row


def _sensitive(draft: Draft) -> Row:
    reason, kind = draft.dice.one(SENSITIVE)
    return {
        "title": f"Restricted case {draft.number:04d}",
        "types": [kind],
        "for_partners": "A safeguarding incident involving young people is being investigated by the police.",
        "sensitivity": "sensitive",
        "sensitive_reason": reason,
        "sensitivity_decided_by": draft.manager,
        "sensitivity_decided_at": draft.after_told(minutes=45),
        "access_list": [draft.manager, "MASH duty manager"],
        "handling": "RESTRICTED CASE. Named recipients only. Do not forward or discuss outside the access list.",
        "instructions": ["Nobody outside the police asks a young person what happened."],
    }


def _what_happened(draft: Draft) -> str:
    """Everything in one text, people as tokens; now and then somebody types a name instead."""
    if draft.sensitive:
        who = " and ".join(a.token for a in draft.actors[:2])
        return f"The police told the team of an incident with {who}. No description is recorded in this system."
    parts = []
    for scene in draft.scenes:
        rows = [r for r in draft.data["involvements"] if r.get("episode") == scene.id and r.get("account")]
        if rows:
            said = " ".join(dict.fromkeys(r["account"] for r in rows))
            parts.append(f"{scene.id}: {said}" if len(draft.scenes) > 1 else said)
    text = "\n".join(parts) or f"{draft.actors[0].token} was there when a group of young people argued with staff."
    typed = [a for a in draft.actors if a.row.get("given_name")]
    if typed and draft.dice.chance(0.15):
        somebody = draft.dice.one(typed)
        names = [somebody.row.get("given_name"), somebody.row.get("family_name"), somebody.row.get("known_as")]
        text = text.replace(somebody.token, draft.dice.one([str(n) for n in names if n]), 1)
    return text
