"""What is decided, asked and offered in the invented cases: sharing, support, referrals, the register."""

from __future__ import annotations

from casepack.office import AgencyKind

from .casemaker_kit import Actor, Draft, Row, moment_text, row
from .casemaker_words import WORKERS

_DECISIONS = ("share", "share", "share", "share after", "hold", "do not share")
_WHY = ("Welfare of a pupil", "Suspected, aged 10 to 17", "Safeguarding concern", "<O> is at the same school")
_CONDITIONS = ("The mother has been told", "The social worker has visited")
_NEEDS = ("emotional support", "safe travel plan", "mentoring", "advice", "young witness support")
_SERVICES = {
    "suspect": (AgencyKind.REBOOT, AgencyKind.YOUTH_INFORMATION),
    "harmed": (AgencyKind.VICTIM_SUPPORT, AgencyKind.YOUTH_INFORMATION),
    "witness": (AgencyKind.VICTIM_SUPPORT, AgencyKind.REBOOT),
}
"""Services that somebody may be offered, by what they mostly were in the case; not all of them fit."""
_SUPPORTING = (AgencyKind.SOCIAL_CARE, AgencyKind.EARLY_HELP, AgencyKind.REBOOT, AgencyKind.OTHER, AgencyKind.HEALTH)


def decisions(draft: Draft) -> list[Row]:
    """Who may be told what about whom, as far as anybody has decided it."""
    if draft.sensitive:
        return _sensitive_decisions(draft)
    how, rows = draft.traits.sharing, []
    if how in {"decided", "mixed"}:
        for actor in _children(draft):
            rows += [_decision(draft, actor, reader) for reader in _readers(draft, actor)]
    if how == "refusing":
        rows += [_decision(draft, a, r, "do not share") for a in _children(draft)[:2] for r in _readers(draft, a)]
        rows.append(row(audience="all", decision="hold", why="The police asked us to wait", decided_by=draft.manager))
    rows += [
        row(person=a.id, audience="all", decision="hold", why="Unidentified", decided_by=draft.manager)
        for a in draft.actors
        if not a.row.get("given_name") and draft.dice.chance(0.7)
    ]
    return rows


def _children(draft: Draft) -> list[Actor]:
    return [a for a in draft.actors if a.row.get("kind") == "child"]


def _readers(draft: Draft, actor: Actor) -> list[str]:
    """Readers by id or by kind: the school, services of this and another county, now and then another agency."""
    dice = draft.dice
    found = [actor.row.get("school")]
    found += [draft.agency(k) for k in (AgencyKind.MASH, AgencyKind.SOCIAL_CARE, AgencyKind.YJS) if dice.chance(0.35)]
    found += [draft.agency(AgencyKind.EARLY_HELP, AgencyKind.HEALTH, AgencyKind.OTHER)] if dice.chance(0.15) else []
    found += [dice.one(("mash", "schools", "police", "e-cins", "btp"))] if dice.chance(0.15) else []
    return list(dict.fromkeys(r for r in found if r))


def _decision(draft: Draft, actor: Actor, reader: str, what: str = "") -> Row:
    dice = draft.dice
    what = what or dice.one(_DECISIONS)
    told = dice.one(("yes", "yes", "no", "not known", None))
    other = next((a for a in draft.actors if a is not actor), actor)
    others = [other.id] if other is not actor and dice.chance(0.05) else []
    why = dice.one((*_WHY, None))
    return row(
        person=actor.id,
        audience=reader,
        decision=what,
        condition=dice.one(_CONDITIONS) if what == "share after" else None,
        why=why and why.replace("<O>", other.token),
        level=dice.one(("possible child in need", "early help", None)),
        decided_by=dice.one((draft.manager, draft.manager, "MASH duty manager")),
        decided_at=draft.after_told(hours=dice.number(1, 30)),
        family_told=told,
        family_agreed=dice.one(("yes", "no", "not asked", "refused", None)),
        why_family_not_told="Planned visit" if told == "no" and dice.chance(0.7) else None,
        special_needed=dice.one(("yes", "no", None, None, None)),
        others_needed=others,
        why_others="Risk between the two" if others else None,
        sent_at=draft.after_told(hours=dice.number(31, 90)) if what == "share" and dice.chance(0.5) else None,
    )


def _sensitive_decisions(draft: Draft) -> list[Row]:
    """Person by person and reader by reader, from a strategy discussion; some readers are told nothing."""
    dice, rows = draft.dice, []
    at = draft.after_told(hours=2)
    for actor in _children(draft):
        for reader in (draft.agency(AgencyKind.MASH), actor.row.get("school")):
            if not reader or dice.chance(0.2):
                continue
            what = "share" if reader != actor.row.get("school") or dice.chance(0.6) else "do not share"
            words = f"{actor.token} may need support. The police and social care are involved."
            may = words if what == "share" and reader == actor.row.get("school") else None
            rows.append(
                row(person=actor.id, audience=reader, decision=what, why="Strategy discussion", may_be_told=may)
                | row(how="Phone, then secure email", decided_by="MASH duty manager", decided_at=at)
            )
    rows.append(row(audience="members", decision="do not share", why="Nothing may be told", decided_by=draft.manager))
    return rows


# Support and referrals


def support(draft: Draft) -> list[Row]:
    """Who works with whom, and the enquiries about it: not sent, sent, answered, given up."""
    dice, rows = draft.dice, []
    for actor in _children(draft):
        if draft.thin or not dice.chance(0.4):
            continue
        agency = dice.one((actor.row.get("school"), draft.agency(*_SUPPORTING), draft.agency(*_SUPPORTING)))
        if not agency:
            continue
        stage = dice.one(("none", "to do", "sent", "replied", "no reply"))
        sent = draft.after_told(hours=dice.number(2, 60)) if stage in {"sent", "replied", "no reply"} else None
        rows.append(
            row(
                person=actor.id,
                agency=agency,
                worker=dice.one((*WORKERS, None)),
                contact=dice.one(("01632 960551", "via the safeguarding lead", None)),
                stage=dice.one(("weekly", "Stage 1 visit held", "open", None)),
                confirmed=dice.one(("yes", "not known", None)) if stage != "replied" else "yes",
                aware=dice.one(("yes, by phone", "no", None)),
                plan=f"Home visit; review with {actor.token} next week" if stage == "replied" else None,
                enquiry=None if stage == "none" else "yes",
                enquiry_sent_at=sent,
                replied_at=draft.after_told(hours=dice.number(61, 120)) if stage == "replied" and sent else None,
                no_reply="yes" if stage == "no reply" else None,
            )
        )
    return [{"id": f"Q{n}", **found} for n, found in enumerate(rows, start=1)]


def referrals(draft: Draft) -> list[Row]:
    """Referrals with every kind of agreement, some ruled out, some sent, some an update."""
    dice, rows = draft.dice, []
    for actor in draft.actors:
        if draft.thin or not dice.chance(0.6):
            continue
        kinds = dice.some(_SERVICES[actor.leaning], 1, 2) if not draft.sensitive else [AgencyKind.SEXUAL_VIOLENCE]
        services = dict.fromkeys(draft.agency(kind) for kind in kinds)
        rows += [_referral(draft, actor, service) for service in services if service]
    return [{"id": f"F{n}", **found} for n, found in enumerate(rows, start=1)]


def _referral(draft: Draft, actor: Actor, service: str) -> Row:
    dice = draft.dice
    agreement = dice.one(("agreed", "agreed", "agreed", "refused", "not asked", "not suitable"))
    agreed, spoken = agreement == "agreed", agreement in {"agreed", "refused"}
    sent = draft.after_told(hours=dice.number(20, 200)) if agreed and dice.chance(0.4) else None
    return row(
        person=actor.id,
        service=service,
        agreement=agreement,
        agreed_by=dice.one(("young person and mother", "self", "mother")) if spoken else None,
        agreed_on=draft.told.date() if spoken else None,
        explicit=dice.one(("yes", "no", None)) if agreed else None,
        conditions=dice.one(("contact only through the key worker", None, None)) if agreed else None,
        needs=dice.some(_NEEDS, 1, 2) if agreed else [],
        already_open=dice.one(("yes", None, None, None)),
        known_to_each_other=dice.one(("yes", "no", "not known", None)),
        blocked="18 before the service could start" if agreement == "not suitable" else None,
        state=dice.one(("replied", "no reply", "sent", None)) if sent else dice.one(("to do", None)),
        sent_at=sent,
    )


# What was told before or beside casepack


def disclosures(draft: Draft) -> list[Row]:
    """Rows of the register: told by phone, refused to somebody who asked, not shared."""
    dice = draft.dice
    if draft.thin or dice.chance(0.5):
        return []
    about = [a.id for a in dice.some(draft.actors, 1, 2)]
    mash = draft.agency(AgencyKind.MASH, AgencyKind.SOCIAL_CARE) or "the duty team"
    rows = [
        row(
            at=draft.after_told(hours=4) or moment_text(draft.told),
            direction="out",
            to=mash,
            recipient="duty manager",
            about=about,
        )
        | row(what=["name", "date of birth"], how="phone", purpose="safeguarding", basis=["UK GDPR Art 6(1)(e)"])
        | row(family_told=dice.one(("yes", "no", "not known")), decided_by=draft.manager)
    ]
    if not draft.sensitive and dice.chance(0.5):
        rows.append(
            row(
                at=draft.after_told(hours=9) or moment_text(draft.told),
                direction="refused",
                to="a neighbour",
                about=about[:1],
            )
            | row(what=["name of a young person"], how="asked in person", decision="refused: no need to know")
        )
    if dice.chance(0.3):
        rows.append(
            row(
                at=moment_text(draft.told),
                direction="not shared",
                to="the local paper",
                decision="refused",
                decided_by=draft.officer,
            )
        )
    return [{"id": f"D{n}", **found} for n, found in enumerate(rows, start=1)]
