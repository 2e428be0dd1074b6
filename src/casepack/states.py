"""How enquiries, referrals, surveys, letters and requests stand through the month: to do, sent, replied, no reply.

Pure: from what the record says, never from what was made. Source: domain rule on enquiries ("no reply" is a state).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from . import clock
from .lens import Lens
from .office import AgencyKind, Office
from .plan import Case
from .record import Agreement, Business, CommunityRequest, Record, Referral, RequestKind, Role, Sharing, Support
from .shown import NOT_RECORDED, first_capital
from .values import YesNo

_REQUESTS = {
    RequestKind.PATROL: "Patrol request",
    RequestKind.OUTREACH: "Outreach request",
    RequestKind.SCHOOLS_ENGAGEMENT: "Schools engagement request",
    RequestKind.MEMBERS_BRIEFING: "Members’ briefing",
    RequestKind.RESIDENTS: "Reporting information",
}
_NO_ONE = "No one"
_HARM_TOLD = {AgencyKind.VICTIM_SUPPORT, AgencyKind.SEXUAL_VIOLENCE}


class StateWord(StrEnum):
    """How something that goes out and may come back stands."""

    TO_DO = "to do"
    SENT = "sent"
    REPLIED = "replied"
    NO_REPLY = "no reply"
    NOT_GOING_AHEAD = "not going ahead"


class What(StrEnum):
    """What it is."""

    ENQUIRY = "Support enquiry"
    REFERRAL = "Referral"
    SURVEY = "Business survey"
    LETTER = "Letter"
    REQUEST = "Request"


@dataclass(frozen=True, slots=True)
class State:
    """One thing that goes out: what, about whom (a person's id or ""), to whom (an id), and how it stands.

    `since` is the moment as recorded, local to the office; None where none is. `kind` is the name as printed.
    """

    what: What
    kind: str
    about: str
    to: str
    state: StateWord
    since: str | None = None


def states(record: Record, office: Office) -> tuple[State, ...]:
    """Everything that goes out to somebody and how it stands, in the order of the record's tables."""
    names = {a.id.casefold() for a in office.agencies} | {s.id.casefold() for s in office.schools}
    letters = [
        State(What.LETTER, "Letter", d.person, d.audience, *_sent(d.sent_at))
        for d in record.decisions
        if d.person and d.audience.casefold() in names and d.decision in {Sharing.SHARE, Sharing.SHARE_AFTER}
    ]
    return (
        *(_enquiry(row) for row in record.support if row.enquiry is YesNo.YES),
        *(_referral(row) for row in record.referrals),
        *(_survey(row, record) for row in record.businesses),
        *letters,
        *(state for row in record.requests for state in _request(row)),
    )


def counts(found: Sequence[State]) -> dict[StateWord, int]:
    """How many stand in each state, every state named."""
    return {word: sum(s.state is word for s in found) for word in StateWord}


def _sent(at: str | None) -> tuple[StateWord, str | None]:
    return (StateWord.SENT, at) if at else (StateWord.TO_DO, None)


def _enquiry(row: Support) -> State:
    state, since = _sent(row.enquiry_sent_at)
    if row.replied_at:  # also after we had given up waiting
        state, since = StateWord.REPLIED, row.replied_at
    elif row.no_reply is YesNo.YES:
        state = StateWord.NO_REPLY
    return State(What.ENQUIRY, What.ENQUIRY.value, row.person, row.agency, state, since)


def _referral(row: Referral) -> State:
    state = _written(row.state) or _sent(row.sent_at)[0]
    if state is StateWord.TO_DO and row.sent_at:
        state = StateWord.SENT
    stopped = row.agreement in {Agreement.REFUSED, Agreement.NOT_SUITABLE} or row.blocked
    if state is StateWord.TO_DO and stopped:
        state = StateWord.NOT_GOING_AHEAD
    return State(What.REFERRAL, What.REFERRAL.value, row.person, row.service, state, row.sent_at)


def _survey(row: Business, record: Record) -> State:
    state = _written(row.survey_state) or _sent(row.survey_sent_at)[0]
    if state is StateWord.TO_DO and row.survey_sent_at:
        state = StateWord.SENT
    if any(a.business == row.id for a in record.survey_answers):
        state = StateWord.REPLIED
    return State(What.SURVEY, What.SURVEY.value, "", row.id, state, row.survey_sent_at)


def _request(row: CommunityRequest) -> list[State]:
    state, since = _sent(row.sent_at)
    if row.not_for_this_case and state is StateWord.TO_DO:
        state = StateWord.NOT_GOING_AHEAD
    return [State(What.REQUEST, _REQUESTS[row.kind], "", to, state, since) for to in row.to or ("",)]


def _written(text: str | None) -> StateWord | None:
    """The state that an officer wrote, which may go on: "to do: already open, update and not new referral"."""
    words = " ".join((text or "").casefold().split())
    return next((state for state in StateWord if words.startswith(state.value)), None)


# As rows of tables


def office_rows(case: Case, lens: Lens) -> list[dict[str, Any]]:
    """The rows for the team's checklist, people by code: enquiries, referrals, surveys and requests.

    Letters stand among the documents with the moment at which they were sent, and what is not going ahead among
    those not produced.
    """
    return _together([_row(case, s, s.about or _NO_ONE, lens.say(_to(case, s))) for s in _open(case)])


def conference_rows(case: Case, lens: Lens) -> dict[str, Any]:
    """Counts and rows for the conference: enquiries, referrals, surveys and requests; letters stay with the team.

    Somebody harmed stands by code, somebody suspected by name, and a person who is both by that which the reader
    of the enquiry knows of, so that code and name cannot be laid together. Witnesses have no row: they are only
    counted. The school of somebody under code is not named.
    """
    found = [s for s in _open(case) if case.record.roles_of(s.about) != {Role.WITNESS}]
    tally = [f"{first_capital(word.value)}: {n}" for word, n in counts(found).items() if n]
    return {"state_counts": "; ".join(tally), "states": _together(_by_reader(case, lens, found))}


def _open(case: Case) -> list[State]:
    found = states(case.record, case.office)
    return [s for s in found if s.what is not What.LETTER and s.state is not StateWord.NOT_GOING_AHEAD]


def _by_reader(case: Case, lens: Lens, found: list[State]) -> list[dict[str, Any]]:
    """In the order of what they are and then of names and codes: the order of the record would pair the two."""
    rows = [_conference_row(case, lens, s) for s in found]
    kinds = [s.kind for s in found]
    return sorted(rows, key=lambda row: (kinds.index(row["what"]), row["about"], row["to"]))


def _conference_row(case: Case, lens: Lens, state: State) -> dict[str, Any]:
    if not state.about:
        return _row(case, state, _NO_ONE, lens.say(_to(case, state)))
    agency = case.office.agency(state.to)
    of_harm = agency is not None and agency.kind in _HARM_TOLD
    suspected = Role.SUSPECT in {p.role for p in lens.parts(state.about)} and not of_harm
    about = first_capital(lens.label(state.about, own=suspected))
    school = case.office.school(state.to) is not None
    by_code = not suspected or state.about in lens.reader.coded
    return _row(case, state, about, "A school" if school and by_code else lens.say(_to(case, state)))


def _to(case: Case, state: State) -> str:
    """The name behind the id, of an agency, a school, a business, a Member or a residents' group."""
    names = {b.id: b.name for b in case.record.businesses}
    names |= {m.id: m.name for m in case.office.members} | {g.id: g.name for g in case.office.resident_groups}
    return names.get(state.to) or case.office.name_of(state.to) or NOT_RECORDED


def _row(case: Case, state: State, about: str, to: str) -> dict[str, Any]:
    when = clock.say_written(state.since, case.office) if state.since else ""
    unknown = "" if state.state is StateWord.TO_DO else "Since when: not recorded"
    return {
        "what": state.kind,
        "about": about,
        "to": to,
        "state": first_capital(state.state.value),
        "since": when or unknown,
    }


def _together(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows about nobody that stand alike, such as the surveys still to do, as one row to all of them."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for number, row in enumerate(rows):
        alone = () if row["about"] == _NO_ONE else (str(number),)
        key = (row["what"], row["state"], row["since"], *alone)
        found[key] = row | {"to": f"{found[key]['to']}; {row['to']}"} if key in found else row
    return list(found.values())
