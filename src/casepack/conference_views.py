"""The View of the conference pack's own pages: what stands around the cases, and lays them side by side.

A case's own words are not here: its part of the pack is its summary (`views_office.conference_summary`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import clock
from .as_at import as_at
from .conference_actions import ActionLine, last_view, owners_view
from .conference_agenda import agenda_view
from .conference_cases import Gathering
from .disclosure import Audience
from .peer_model import PeerGroup, cases_words
from .peer_words import peers_view
from .recurring import PlacePage, places_view
from .shown import NOT_RECORDED, shown

Context = dict[str, Any]

CASES_HERE = "[the cases]"
"""What the template prints where the parts of the cases are to stand."""

_OTHER_LINES, _SPARE_LINES, _NEW_ACTIONS = 6, 2, 15
"""Rows for those who attend for some items, of them left free at least, and for actions agreed at the meeting."""
_BLANK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Shared:
    """What the pack lays side by side over its cases."""

    actions: Sequence[ActionLine]
    peers: PeerGroup
    places: PlacePage


def doc_view(gathering: Gathering, name: str) -> Context:
    """The letterhead, the marking and the title of a paper of a meeting, which belongs to no case."""
    organisation = gathering.office.organisation
    meeting, day = gathering.meeting, clock.say_date(gathering.at.date())
    return {
        "name": name,
        "reference": meeting.id,
        "title": f"{name}, {meeting.id}",
        "organisation": organisation.name,
        "team": organisation.team,
        "letterhead": " · ".join((organisation.team, organisation.address, organisation.phone)),
        "running_head": f"{organisation.name} · {organisation.team} · Peer Group Conference, {day}",
        "marking": organisation.marking,
        "handling": organisation.handling,
        "date": clock.say_date(gathering.as_of.date()),
        "footer_left": meeting.id,
    }


def meeting_facts(gathering: Gathering) -> Context:
    """When and where the meeting is held, and who chairs it."""
    meeting = gathering.meeting
    return {"when": clock.say_moment(gathering.at), "place": shown(meeting.place), "chair": shown(meeting.chair)}


def contact_view(gathering: Gathering) -> str:
    """How to reach the team."""
    organisation = gathering.office.organisation
    return f"{organisation.team}, {organisation.phone} · {organisation.email}"


def basis_lines(gathering: Gathering, audience: Audience) -> list[str]:
    """Why this reader may be told, as the office's data say."""
    found = next((b for b in gathering.office.legal_bases if b.audience.casefold() == audience.value), None)
    if found is None:
        return ["The basis is not recorded in the office's data: ask the data protection officer before sending."]
    return [line for line in (found.text, found.when_suspected) if line]


def pack_view(gathering: Gathering, shared: Shared) -> Context:
    """Everything that the pack's own pages print, but for the picture of who appears together."""
    day = gathering.as_of.date()
    last = gathering.last
    of_last = [line for line in shared.actions if last and line.meeting == last.id]
    return {
        "doc": doc_view(gathering, "Conference pack"),
        "meeting": meeting_facts(gathering),
        "count": cases_words(len(gathering.here)),
        "as_at": as_at(gathering.as_of),
        "contact": contact_view(gathering),
        "basis": basis_lines(gathering, Audience.CONFERENCE),
        "core": [gathering.office.name_of(key) for key in gathering.meeting.core_attendees],
        "others": [
            *(gathering.office.name_of(key) for key in gathering.meeting.part_attendees),
            *[_BLANK] * max(_OTHER_LINES - len(gathering.meeting.part_attendees), _SPARE_LINES),
        ],
        **agenda_view(gathering.at, [(told.reference, told.title) for told in gathering.here]),
        "last": {
            "when": _last_words(gathering),
            "actions": last_view(of_last, day),
        },
        "owners": owners_view(shared.actions, day),
        "peers": peers_view(shared.peers),
        "places": places_view(shared.places),
        "cases_here": CASES_HERE,
        "picture_here": "",  # the pack puts it in, where anybody appears together with somebody
        "blank": [str(number) for number in range(_NEW_ACTIONS)],
    }


def _last_words(gathering: Gathering) -> str:
    last = gathering.last
    return clock.say_written(last.at, gathering.office) if last and last.at else NOT_RECORDED


def extracts_view(gathering: Gathering, attendee: str) -> Context:
    """The page before the extracts of one reader."""
    return {
        "doc": doc_view(gathering, "Conference extract"),
        "to": gathering.office.name_of(attendee),
        "school": gathering.office.school(attendee) is not None,
        "meeting": meeting_facts(gathering),
        "contact": contact_view(gathering),
        "cases_here": CASES_HERE,
    }
