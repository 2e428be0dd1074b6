"""The community strand and the procedure in the invented cases: area, businesses, requests, steps, actions, meeting."""

from __future__ import annotations

from datetime import datetime, timedelta

from casepack import clock
from casepack.office import AgencyKind, DueRule, Meeting, Step

from .casemaker_kit import Draft, Row, later, moment_text, row
from .casemaker_words import LATE, QUESTIONS, TO_DO, WORRIES


def area(draft: Draft) -> Row:
    """What the place is like; in a sensitive case hardly anything."""
    dice, place = draft.dice, draft.scenes[0].place
    if draft.thin or draft.sensitive:
        return {}
    return row(
        description=place.like,
        lighting=dice.one(("poor behind the shops", "good", "two columns out", None)),
        cctv=dice.some(("station (train operator)", "a shop (private)"), 0, 2),
        condition=dice.one(("graffiti on the shelter", None)),
        transport=dice.some(("rail", "two bus routes"), 0, 2),
        busy_times=["3pm to 6:30pm school days"],
        youth_provision=dice.one(("youth club on Tuesdays only", None)),
        who_lives_here="Families and older people",
        tension_level=dice.one(("low", "low to moderate", "high", None)),
        schools_nearby=[f"{s.id}, 650 metres" for s in dice.some(draft.office.schools, 0, 2)],
        asb_reports=dice.one((0, 2, 17, 140, None)),
        damage_reports=dice.one((1, 4, 9, None)),
        staff_safety=dice.one(("Visit in pairs after dark", None)),
    )


def businesses(draft: Draft) -> list[Row]:
    """The businesses of the first place, with their surveys: to do, sent, answered, no answer."""
    if draft.traits.fullness == "bare":
        return []
    dice, place = draft.dice, draft.scenes[0].place
    rows = []
    for number, (name, kind, opening) in enumerate(place.businesses, start=1):
        state = dice.one(("to do", "sent", "replied", "no reply", None))
        sent = draft.after_told(hours=dice.number(24, 200)) if state in {"sent", "replied", "no reply"} else None
        rows.append(
            row(id=f"B{number}", name=name, address=place.address, kind=kind, contact="the manager", opening=opening)
            | row(phone=f"01632 960{600 + number}", affected=dice.one(("yes", "no", "not known", None)))
            | row(survey_state=state if sent or state == "to do" else None, survey_sent_at=sent)
        )
    return rows


def survey_answers(draft: Draft) -> list[Row]:
    """Answers of the businesses that have answered."""
    answered = [b["id"] for b in draft.data["businesses"] if b.get("survey_state") == "replied"]
    return [
        {"business": key, "question": question, "answer": answer}
        for key in answered
        for question, answer in (("aware", "yes"), ("worries", draft.dice.one(WORRIES)))
    ]


def requests(draft: Draft) -> list[Row]:
    """What is asked of others for the place; in a sensitive case for the whole ward, or ruled out."""
    dice, office = draft.dice, draft.office
    if draft.thin:
        return []
    if draft.sensitive:
        force = draft.agency(AgencyKind.POLICE)
        patrol = row(kind="patrol", to=[force] if force else [], days=["daily 6pm to 10pm"])
        return [{"id": "C1", **patrol}, {"id": "C2", "kind": "outreach", "not_for_this_case": "Wait for the review"}]
    first = draft.told.date()
    outreach, approved = draft.agency(AgencyKind.OUTREACH), dice.chance(0.6)
    sent = draft.after_told(hours=dice.number(2, 90)) if dice.chance(0.5) else None
    shared = row(from_date=first, to_date=first + timedelta(days=28), sent_at=sent)
    rows = [
        row(kind="patrol", days=["school days 3pm to 7pm"], look_for=_look_for(draft), **shared)
        | row(community_worries=dice.one(WORRIES), episodes=[s.id for s in draft.scenes]),
        row(kind="outreach", to=[outreach] if outreach else [], days=["Fridays 3:30pm to 6:30pm"], sessions=4)
        | row(ages="12 to 17", numbers="8 to 12", look_for=["travel safety"]),
        row(kind="schools engagement", to=[s.id for s in dice.some(office.schools, 1, 3)], formats=["assembly"])
        | row(look_for=["being a bystander"], sent_at=sent),
        row(kind="members briefing", lines=["Extra patrols are in place"], do_not_say=["any school name"])
        | (row(approved_by=draft.manager, approved_at=draft.after_told(hours=30)) if approved else {}),
        row(kind="residents", to=[g.id for g in dice.some(office.resident_groups, 0, 2)]),
    ]
    for request in rows:
        if dice.chance(0.1):
            request["not_for_this_case"] = "Nothing of the kind fits here"
    return [{"id": f"C{n}", **found} for n, found in enumerate(dice.some(rows, 1, 5), start=1)]


def _look_for(draft: Draft) -> list[str]:
    """What a patrol is to look for: a place's behaviour, and now and then somebody's words that say who it was."""
    too_much = draft.dice.chance(0.06)
    return ["groups blocking the way", *(["two boys from Year 9 at the shelter"] if too_much else [])]


def conflicts(draft: Draft) -> list[Row]:
    """A Member who must not be briefed."""
    if draft.thin or not draft.office.members or not draft.dice.chance(0.12):
        return []
    member = draft.dice.one(draft.office.members).id
    return [row(member=member, reason="related to a person in this case", instead="The manager speaks to the leader")]


# The procedure


def progress(draft: Draft) -> list[Row]:
    """How far each step has come: in time, late with and without a reason, missed, not begun."""
    if draft.traits.fullness == "bare":
        return []
    return [_step(draft, step) for step in draft.office.steps if draft.traits.pace == "finished" or _recorded(draft)]


def _recorded(draft: Draft) -> bool:
    return draft.dice.chance(0.5 if draft.thin else 0.9)


def _step(draft: Draft, step: Step) -> Row:
    dice = draft.dice
    hours = {DueRule.HOURS: 1, DueRule.WEEKS: 168}.get(step.rule, 0) * (step.amount or 0)
    late = draft.traits.pace in {"late", "told late"} and dice.chance(0.6)
    shares = {"finished": 1.0, "in time": 0.7, "late": 0.6, "told late": 0.5, "fresh": 0.15}
    in_time = min(hours / 2, max(hours - 1, 0)) or 30
    done = later(draft.start, hours=hours + dice.number(3, 60) if late else in_time)
    done = done if done > draft.told else later(draft.told, hours=2)
    if step.rule is not DueRule.CONFERENCE and draft.past(done) and dice.chance(shares[draft.traits.pace]):
        at = moment_text(done) if dice.chance(0.95) else None
        why = dice.one((*LATE, None)) if late else None
        return row(step=step.id, status="done", done_at=at, done_by=draft.officer, why_late=why)
    status = dice.one(("to do", "to do", "in hand", "not needed" if dice.chance(0.3) else "in hand"))
    note = dice.one((None, "One reply is still out", f"Waiting to hear about {dice.one(draft.actors).token}"))
    return row(step=step.id, status=status, note=note, why_late=dice.one(LATE) if late else None)


def actions(draft: Draft) -> list[Row]:
    """Actions of all states, with owners by id and in words, due before and after now or never."""
    dice = draft.dice
    if draft.traits.fullness == "bare":
        return []
    rows = []
    for number, what in enumerate(dice.some(TO_DO, 0, 5), start=1):
        actor = dice.one(draft.actors)
        other = next((a for a in draft.actors if a is not actor), actor)
        closed = draft.traits.state == "closed"
        status = dice.one(("done", "done", "overtaken")) if closed else dice.one(("open", "open", "done", None))
        owner = dice.one((draft.officer, draft.agency(AgencyKind.POLICE), "the family worker", None))
        rows.append(
            row(id=f"ACT{number}", what=what.replace("<S>", actor.token).replace("<O>", other.token), owner=owner)
            | row(due=draft.told.date() + timedelta(days=dice.number(1, 40)) if dice.chance(0.85) else None)
            | row(status=status, outcome="Done by phone" if status == "done" and dice.chance(0.6) else None)
        )
    return rows


def conference(draft: Draft) -> Row:
    """The meeting: the next one, a later one with the reason, or none chosen."""
    dice, meeting = draft.dice, meeting_of(draft)
    if draft.traits.fullness == "bare":
        return {}
    coming = _meetings(draft)
    late = meeting is not None and bool(coming) and meeting.id != coming[0].id
    asked = [q.replace("<S>", dice.one(draft.actors).token) for q in dice.some(QUESTIONS, 0, 3)]
    found = row(
        meeting=meeting.id if meeting else None,
        questions=asked,
        outcomes_wanted=dice.some(("one lead worker for each young person", "a plan for the place"), 0, 2),
        in_pack="no" if draft.sensitive or dice.chance(0.03) else dice.one(("yes", None)),
        late_reason="The police asked to wait for interviews" if late else None,
    )
    if draft.sensitive:
        attending = [draft.agency(AgencyKind.POLICE), draft.agency(AgencyKind.MASH)]
        found |= row(closed_item_attendees=[a for a in attending if a])
    return found


def meeting_of(draft: Draft) -> Meeting | None:
    """The meeting that the record names; a case from before a meeting that was held names that one."""
    coming = _meetings(draft)
    if not coming or draft.traits.era.startswith("before"):
        return next(iter(coming), None)
    if draft.traits.meeting == "none":
        return None
    return coming[min(draft.traits.meeting == "later", len(coming) - 1)]


def _meetings(draft: Draft) -> list[Meeting]:
    """The meetings after the incident began, the next one first; an episode without a time counts from midnight."""
    tz = clock.zone(draft.office)
    found: list[tuple[datetime, Meeting]] = [(clock.moment(m.at, tz), m) for m in draft.office.meetings if m.at]
    return [m for at, m in sorted(found, key=lambda pair: pair[0]) if clock.instant(at) > clock.instant(draft.start)]


def ecins(draft: Draft) -> Row:
    """The entry on E-CINS: not made, made, restricted, checked by a second person."""
    dice = draft.dice
    if draft.thin:
        return {}
    restricted = draft.sensitive or dice.chance(0.1)
    uploaded = draft.after_told(hours=dice.number(5, 100)) if dice.chance(0.6) else None
    checked = restricted and dice.chance(0.6)
    return row(
        case_reference=f"ECINS-EX-{88000 + draft.number}",
        owner_team=draft.office.organisation.team,
        lead_officer=draft.officer,
        restricted="yes" if restricted else dice.one(("no", None)),
        access=["partnership team"] if not draft.sensitive else [draft.manager],
        uploaded_at=uploaded,
        uploaded_by=draft.officer if uploaded else None,
        uploaded=["incident summary"] if uploaded else [],
        outstanding=["BTP outcome"] if uploaded and dice.chance(0.3) else [],
        checked_by=draft.manager if checked else None,
        checked_at=uploaded if checked else None,
    )
