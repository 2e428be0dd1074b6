"""The Views of the papers that tell how a case stands: checklist, conference summary and business survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import clock
from .aftermath import Earlier
from .as_at import as_at
from .conference_people import people_view
from .deadlines import StepState, clock_words, deadlines, next_due, situation
from .disclosure import Audience
from .lens import Lens
from .office import DueRule
from .person_view import when
from .plan import Case, Job, NotMade
from .plan_community import community_reader
from .planning import Plan
from .progress import progress_of, short_time, status_words
from .progress_drawing import progress_strip
from .record import Business, Episode, Incident
from .shown import NOT_RECORDED, first_capital, sentence, shown
from .states import conference_rows, office_rows
from .survey_words import survey_reference
from .timeline import exactness, timeline
from .timeline_drawing import timeline_picture
from .view_rows import action_view, action_words, meeting_view
from .views import case_view, doc_view, sign_view
from .views_survey import survey_results

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of one job: its version, how it stands, and the fingerprint of its Word file."""

    job: Job
    stem: str
    version: int
    state: str
    why: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A document that failed its proof, with reasons that name no one."""

    job: Job
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a run has made so far: the checklist and the register tell of it."""

    plan: Plan
    finished: tuple[Finished, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    recalls: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()


def recipient_name(case: Case, job: Job | NotMade) -> str:
    """Whom a document is for, in words for the team."""
    community = community_reader(case, job.document, job.recipient)
    if community or job.recipient:
        return community or case.office.name_of(job.recipient)
    business = next((b for b in case.record.businesses if b.id == job.subject), None)
    if business:
        return business.name
    return {
        Audience.OFFICE: "The team",
        Audience.CONFERENCE: "The conference",
        Audience.ECINS: "E-CINS, entered by hand",
        Audience.BUSINESS: "Any business",
    }.get(job.document.audience, NOT_RECORDED)


def step_row(case: Case, lens: Lens, state: StepState) -> Context:
    """One step of the procedure as a row of a table."""
    deadline = state.deadline
    progress = deadline.progress
    notes = [state.detail if state.kind != "done" else "", lens.say(progress.note if progress else "")]
    due = "At once" if deadline.step.rule is DueRule.AT_ONCE else clock.say_deadline(deadline.due)
    if deadline.step.rule is DueRule.CONFERENCE and deadline.meeting_at:
        due = clock.say_moment(deadline.meeting_at)
    by = case.office.name_of(progress.done_by) if progress and progress.done_by else ""
    if state.kind == "done":
        by = by or "Not recorded by whom"
    if state.kind == "missed":
        notes.insert(0, state.words)
    return {
        "tick": "☒" if state.kind == "done" else "☐",
        "title": deadline.step.title,
        "asks": deadline.step.asks,
        "note": " ".join(sentence(n) for n in notes if n),
        "due": due,
        "status": status_words(state, case.as_of),
        "kind": {"missed": "overdue"}.get(state.kind, state.kind),
        "by": by or ("Not needed" if state.kind == "neutral" else "Not yet"),
        "by_note": state.detail if state.kind == "done" else "",
        "why_late": lens.say(progress.why_late) if progress and progress.why_late else "",
    }


def checklist(case: Case, lens: Lens, job: Job, outcomes: Outcomes) -> Context:
    """The procedure with its deadlines, who did what when, what was made and what was not, and why."""
    states = _states(case)
    ahead = next_due(states)
    left = clock.elapsed(case.as_of, ahead.deadline.due) if ahead else None
    strands: dict[str, list[Context]] = {}
    for state in states:
        strands.setdefault(state.deadline.step.strand, []).append(step_row(case, lens, state))
    return {
        "doc": doc_view(case, job),
        "case": case_view(case, lens),
        "clock": list(clock_words(case.record, case.office, case.as_of)),
        "counts": {
            **_counts(states),
            "next": short_time(left) if left is not None else "0",
            "next_label": f"to {ahead.deadline.step.title.lower()}" if ahead else "deadlines to come",
        },
        "progress": progress_strip(progress_of(states, case.as_of)),
        "timeline": timeline_picture(timeline(case, lens, states)),
        # The papers of a sensitive case tell of the steps only.
        "episodes": [] if case.sensitive else [_time_and_place(lens, e) for e in case.record.episodes],
        "strands": [{"name": name, "steps": rows} for name, rows in strands.items()],
        "made": [_made_row(case, lens, f) for f in outcomes.finished],
        "not_made": [refused_row(lens, n) for n in outcomes.plan.not_made],
        "withheld": [withheld_row(w) for w in outcomes.withheld],
        "recalls": list(outcomes.recalls),
        "notes": [sentence(lens.say(n)) for n in outcomes.plan.notes],
        "missing": [sentence(lens.say(m)) for m in outcomes.plan.missing],
        "states": office_rows(case, lens),
        # The papers of a sensitive case tell of the steps only.
        "account": [] if case.sensitive else _lines(lens.say(case.record.incident.what_happened)),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _counts(states: Sequence[StepState]) -> dict[str, str]:
    """How many steps are done, still to do, and of these too late, for tiles."""
    kinds = Counter(state.kind for state in states)
    late = kinds["overdue"] + kinds["missed"]
    return {"done": str(kinds["done"]), "to_do": str(kinds["due"] + late), "overdue": str(late)}


def _states(case: Case) -> tuple[StepState, ...]:
    return situation(case.record, case.office, deadlines(case.record, case.office), case.as_of)


def _made_row(case: Case, lens: Lens, finished: Finished) -> Context:
    version = "" if finished.job.document.living else f"\u00a0v{finished.version}"
    return {
        "title": f"{finished.job.title}{version}",
        "to": recipient_name(case, finished.job),
        "state": finished.state,
        "why": sentence(lens.say(finished.why)),
    }


def refused_row(lens: Lens, not_made: NotMade) -> Context:
    """A document that is not made, as a row of a table."""
    return {"title": not_made.title, "reason": sentence(lens.say(not_made.reason))}


_NO_TAGS = str.maketrans("{}", "()")  # a tag quoted in a reason must not look like one that was left unfilled


def withheld_row(withheld: Withheld) -> Context:
    """A document that failed its proof, as a row of a table."""
    return {"title": withheld.job.title, "reason": " ".join(sentence(r) for r in withheld.reasons).translate(_NO_TAGS)}


def conference_summary(case: Case, lens: Lens, job: Job, *, in_pack: bool = False) -> Context:
    """The incident for the Peer Group Conference: work done, outstanding, overdue, missed and why; new actions.

    `in_pack` leaves out what the pack of the meeting says once for all cases. Source: box "Peer Group Conference"; row
    "conference" of the disclosure table: whoever was harmed is coded, witnesses are counted.
    """
    states = _states(case)
    rows = [(step_row(case, lens, s), s) for s in states]
    return {
        "doc": doc_view(case, job),
        "in_pack": in_pack,
        "case": case_view(case, lens),
        "sign": sign_view(case),
        "as_at": as_at(case.as_of),
        "progress": "" if case.sensitive else progress_strip(progress_of(states, case.as_of)),
        "timeline": "" if case.sensitive else timeline_picture(timeline(case, lens, states)),
        "counts": {**_counts(states), "actions": str(len(case.record.open_actions()))},
        "clock": list(clock_words(case.record, case.office, case.as_of))[:2],
        "meeting": meeting_view(case),
        **_what_is_known(lens, case.record.incident),
        "episodes": [_episode_row(case, lens, e) for e in case.record.episodes],
        **people_view(case, lens),
        "settled": [row for row, state in rows if state.kind in {"done", "neutral"}],
        "outstanding": [
            {
                **row,
                "owner": _owner(case, state),
                "why": " ".join(w for w in (row["why_late"], row["note"]) if w) or _no_reason(state),
            }
            for row, state in rows
            if state.kind in {"due", "overdue", "missed"}
        ],
        "actions": [
            action_view(case, lens, a) | {"outcome": action_words(lens, a.outcome)} for a in case.record.actions
        ],
        **conference_rows(case, lens),
        "survey": survey_results(lens),
        "questions": [first_capital(lens.say(q)) for q in case.record.conference.questions],
        "outcomes": [first_capital(lens.say(o)) for o in case.record.conference.outcomes_wanted],
    }


def _what_is_known(lens: Lens, incident: Incident) -> Context:
    return {
        "group_size": first_capital(lens.say(incident.group_size)) or NOT_RECORDED,
        "weapons": shown(lens.say(incident.weapons)),
        "drugs_alcohol": shown(lens.say(incident.drugs_alcohol)),
        "online": lens.say(incident.online),
        "linked": ", ".join(incident.linked_cases),
        "gaps": [sentence(lens.say(g)) for g in incident.known_gaps],
    }


def _owner(case: Case, state: StepState) -> str:
    """Who has a step that is not done: whoever has it in hand, else the officer in charge of the case."""
    progress = state.deadline.progress
    owner = (progress.done_by if progress else None) or case.record.incident.officer
    return first_capital(case.office.name_of(owner)) if owner else NOT_RECORDED


def _no_reason(state: StepState) -> str:
    return "Not yet due." if state.kind == "due" else "No reason recorded."


def _time_and_place(lens: Lens, episode: Episode) -> Context:
    exact = exactness(episode)
    return {
        "when": f"{when(lens, episode.id)} ({exact.lower()})" if exact else when(lens, episode.id),
        "place": shown(lens.say(episode.place)),
    }


def _episode_row(case: Case, lens: Lens, episode: Episode) -> Context:
    return {
        **_time_and_place(lens, episode),
        "behaviour": sentence(lens.say(episode.behaviour)) or NOT_RECORDED,
        "force": case.office.name_of(episode.force) if episode.force else "",
        "reference": episode.police_reference or "",
    }


def business_survey(case: Case, lens: Lens, job: Job) -> Context:
    """The survey sheet of one business, or a blank one; no personal data at all (domain: business survey)."""
    business = next((b for b in case.record.businesses if b.id == job.subject), None)
    blank = "\u00a0"
    due = next((d.due for d in deadlines(case.record, case.office) if d.step.id == "business-surveys"), None)
    public = sentence(lens.say(case.record.incident.for_public))
    return {
        "doc": doc_view(case, job),
        "sign": sign_view(case),
        "public": public
        or "There has been disorder near your premises. The police and the council are dealing with it.",
        "business": _business(business) if business else dict.fromkeys(("name", "address", "kind", "opening"), blank),
        "survey": {
            "reference": survey_reference(doc_view(case, job)["reference"], job.subject),
            "return_by": clock.say_day(due.date()) if due else "As soon as you can",
            "return_to": f"{case.office.organisation.team}, {case.office.organisation.email}",
        },
    }


def _business(business: Business) -> Context:
    return {
        "name": business.name,
        "address": shown(business.address),
        "kind": shown(business.kind),
        "opening": shown(business.opening),
    }
