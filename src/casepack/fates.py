"""In which documents each answer ends, as found out by trying and not as remembered, and the words for it.

`fates.json` beside this module holds what was found; `tests/fate_finder.py` finds it and `tests/test_fates.py` holds
the two together. What is said here of an answer is a promise to the officer who gives it: where it says that
something is printed nowhere, no document may print it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from .documents import DOCUMENTS
from .fates_office import OFFICE_FATES
from .shown import join_words

if TYPE_CHECKING:
    from .form import Column

LONGEST = 120
"""Characters of a phrase where that can be, so that it has room in the prompt of a cell; a few are a little longer."""

TEAM = frozenset({"checklist", "disclosure-register", "calendar", "status"})
"""What only the team reads; the last two are the calendar file and the list that `casepack status` prints."""

NOWHERE = "Printed nowhere, and changes no document."


@dataclass(frozen=True, slots=True)
class Fate:
    """What an answer does, over every kind of case: ids of documents.

    `printed`: they hold it in its own words. `decides`: whether they are made, for whom, or as a draft. `changes`: it
    makes them say something else. `others`: those that can be about people other than the answer's own. `hides`: it
    is looked for in what was typed elsewhere. `sensitive`: it does any of this in a sensitive case.
    """

    printed: frozenset[str] = frozenset()
    decides: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    hides: bool = False
    sensitive: bool = False

    @property
    def touches(self) -> frozenset[str]:
        """Every document that is not the same with another answer."""
        return self.printed | self.decides | self.changes


_SETS = ("printed", "decides", "changes", "others")


@cache
def _fates() -> dict[str, Fate]:
    found = json.loads(resources.files(__package__).joinpath("fates.json").read_text(encoding="utf-8"))
    fates = {}
    for place, row in found.items():
        printed, decides, changes, others = (frozenset(row.get(name, ())) for name in _SETS)
        fates[place] = Fate(printed, decides, changes, others, row.get("hides", False), row.get("sensitive", False))
    return fates


def fate_of(table: str, field: str) -> Fate:
    """What an answer of a record does. Raises KeyError for a field that no record has."""
    return _fates()[f"{table}.{field}"]


# In words

NAMES = {
    "details-request": "details requests",
    "school-letter": "school letters",
    "mash-referral": "MASH referrals",
    "social-care-letter": "social care letters",
    "yjs-letter": "YJS letters",
    "btp-letter": "BTP letters",
    "agency-letter": "agency letters",
    "members-briefing": "Members' briefings",
    "ecins-record": "the E-CINS record",
    "patrol-request": "patrol requests",
    "reporting-information": "leaflets for residents",
    "mapping-sheet": "the mapping sheet",
    "business-survey": "business surveys",
    "support-enquiry": "support enquiries",
    "victim-support-referral": "Victim Support referrals",
    "reboot-referral": "REBOOT referrals",
    "youth-information-referral": "youth information referrals",
    "outreach-request": "outreach requests",
    "schools-engagement-request": "schools engagement requests",
    "conference-summary": "the conference summary",
    "conference-extract": "conference extracts",
    "closed-item-note": "the closed item note",
    "checklist": "the checklist",
    "disclosure-register": "the register",
    "calendar": "the calendar",
    "status": "the status list",
}
"""What officers call each document, in running text."""

GROUPS = (
    (
        "letters and referrals to agencies",
        3,
        frozenset(
            {
                "mash-referral", "social-care-letter", "yjs-letter", "btp-letter", "agency-letter",
                "victim-support-referral", "reboot-referral", "youth-information-referral",
            }
        ),
    ),
    (
        "community papers",
        3,
        frozenset(
            {
                "members-briefing", "patrol-request", "reporting-information", "mapping-sheet", "business-survey",
                "outreach-request", "schools-engagement-request",
            }
        ),
    ),
    ("conference papers", 2, frozenset({"conference-summary", "conference-extract", "closed-item-note"})),
    ("the team's papers", 1, TEAM),
)  # fmt: skip
"""Names for many documents at once, each used where at least so many of them are meant."""


COARSE = (
    (
        "agencies' and schools' papers",
        GROUPS[0][2] | {"school-letter", "details-request", "support-enquiry", "ecins-record"},
    ),
    *((name, group) for name, _, group in GROUPS[1:]),
)
"""Names for all documents, for an answer that ends in too many to be told one by one."""


def named(documents: Iterable[str]) -> str:
    """Documents in running text, many of a kind under one name; "all documents" where hardly one is left out."""
    left = set(documents)
    if _are_all(left):
        return "all documents"
    words = []
    for name, enough, group in GROUPS:
        if len(left & group) >= enough:
            left -= group
            words.append(name)
    return join_words([*(NAMES[document] for document in NAMES if document in left), *words])


def roughly(documents: Iterable[str]) -> str:
    """Documents in running text, in as few words as there are kinds of them."""
    told = set(documents)
    return "all documents" if _are_all(told) else join_words([name for name, group in COARSE if told & group])


def _are_all(documents: set[str]) -> bool:
    return len(documents & DOCUMENTS.keys()) >= len(DOCUMENTS) - 3


def what_happens(column: Column) -> str:
    """What happens to an answer, for the officer who gives it: where it is printed, and what else it does.

    True of ordinary cases; of a sensitive one most papers tell far less. Raises KeyError for a column of no form.
    """
    place = column.table, column.field
    if place in OFFICE_FATES:
        return OFFICE_FATES[place]
    fate = fate_of(*place)
    if place in _INSTEAD or not fate.touches:
        return _INSTEAD.get(place, NOWHERE)
    decides = _DECIDES.get(place) or _decides(fate)
    shown = [_shown(fate, name) for name in (named, roughly, roughly)]
    told = [f"{where} {what}".strip() for where, what in zip(shown, (decides, decides, _SHORT), strict=True)]
    return next((words for words in told if len(words) <= LONGEST), told[-1])


def _shown(fate: Fate, name: Callable[[Iterable[str]], str]) -> str:
    """Where an answer is printed; else what it changes, so that nobody takes it for one that nobody meets."""
    changed = fate.changes - fate.decides
    if fate.printed or not changed:
        return f"Printed in {name(fate.printed)}." if fate.printed else ""
    return f"Changes what {name(changed)} say{'s' if name(changed) in _ONE else ''}."


_SHORT = "Decides what is made."


def _decides(fate: Fate) -> str:
    outward = fate.decides - TEAM
    if len(outward) > 3:
        return "Decides which documents are made."
    return f"Decides which {named(outward)} are made." if outward else ""


_ONE = {"the E-CINS record", "the mapping sheet", "the conference summary", "the closed item note"}
_DECIDES: dict[tuple[str, str], str] = {
    ("incident", "routine_sharing_approved_by"): "Decides which documents may be sent.",
    ("incident", "aggravating_for"): "Decides which readers are told of the aggravating factor.",
    ("episodes", "railway"): "Decides whether British Transport Police are written to.",
    ("people", "date_of_birth"): "Decides by age which documents are made.",
    ("people", "school"): "Decides to which school letters go.",
    ("people", "out_of_county"): "Decides which county's services are written to.",
    ("decisions", "decision"): "Decides what may be sent to whom.",
    ("decisions", "audience"): "Decides what may be sent to whom.",
    ("decisions", "person"): "Decides what may be sent to whom.",
    ("conflicts", "member"): "Decides which Members are briefed.",
}
"""What some answers decide, in better words than the names of the documents; true as far as the table tells."""
_INSTEAD = {
    (
        "incident",
        "sensitivity",
    ): "Decides what all documents say: a sensitive one tells far less, in a pack kept apart.",
    ("incident", "what_happened"): "Printed in the team's papers alone: others read the two accounts below.",
}
"""Other words for what would be said by too little, or by too much."""
