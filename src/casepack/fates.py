"""In which documents each answer ends, as found out by trying and not as remembered, and the words for it.

`fates.json` beside this module holds what was found; `tests/fate_finder.py` finds it and `tests/test_fates.py` holds
the two together. What is said here of an answer is a promise to the officer who gives it: where it says that
something is printed nowhere, no document may print it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from .documents import DOCUMENTS
from .fates_office import OFFICE_FATES
from .form import Column
from .shown import join_words

LONGEST = 110
"""Characters of a phrase, so that it has room in the prompt of a cell."""

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

_NAMES = {
    "details-request": "details requests",
    "school-letter": "school letters",
    "mash-referral": "MASH referrals",
    "social-care-letter": "social care letters",
    "yjs-letter": "YJS letters",
    "btp-letter": "BTP letters",
    "agency-letter": "agency letters",
    "members-briefing": "Members' briefings",
    "ecins-record": "E-CINS record",
    "patrol-request": "patrol requests",
    "reporting-information": "leaflets for residents",
    "mapping-sheet": "mapping sheet",
    "business-survey": "business surveys",
    "support-enquiry": "support enquiries",
    "victim-support-referral": "Victim Support referrals",
    "reboot-referral": "REBOOT referrals",
    "youth-information-referral": "youth information referrals",
    "outreach-request": "outreach requests",
    "schools-engagement-request": "schools engagement requests",
    "conference-summary": "conference summary",
    "conference-extract": "conference extracts",
    "closed-item-note": "closed item note",
    "checklist": "checklist",
    "disclosure-register": "register",
    "calendar": "calendar",
    "status": "status list",
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


def named(documents: Iterable[str]) -> str:
    """Documents in running text, many of a kind under one name; "all documents" where hardly one is left out."""
    left = set(documents)
    if len(left & DOCUMENTS.keys()) >= len(DOCUMENTS) - 3:
        return "all documents"
    words = []
    for name, enough, group in GROUPS:
        if len(left & group) >= enough:
            left -= group
            words.append(name)
    singles = [_NAMES[document] for document in _NAMES if document in left]
    return join_words([*singles, *words])


def what_happens(column: Column) -> str:
    """What happens to an answer, for the officer who gives it: where it is printed, and what else it does.

    True of ordinary cases; of a sensitive one most papers tell far less. Raises KeyError for a column of no form.
    """
    place = column.table, column.field
    if place in OFFICE_FATES:
        return OFFICE_FATES[place]
    fate = fate_of(*place)
    if not fate.touches:
        return _INSTEAD.get(place, NOWHERE)
    decides = _DECIDES.get(place) or _decides(fate)
    for words in (_printed(fate), _briefly(fate)):
        told = " ".join(filter(None, (words, decides)))
        if len(told) <= LONGEST:
            return told
    return _briefly(fate)


def _printed(fate: Fate) -> str:
    return f"Printed in {named(fate.printed)}." if fate.printed else ""


_DECIDES: dict[tuple[str, str], str] = {}
_INSTEAD = {
    ("incident", "what_happened"): "The team's own account, printed nowhere: others read the two accounts below.",
}


def _decides(fate: Fate) -> str:
    """What an answer does without being printed, in a sentence; empty where that is all."""
    outward = fate.decides - TEAM
    if len(outward) > 3:
        return "Decides which documents are made."
    if outward:
        return f"Decides which {named(outward)} are made."
    if not fate.printed and fate.changes:
        return f"Decides what {named(fate.changes)} say."
    return ""


def _briefly(fate: Fate) -> str:
    return "Printed in many documents." if fate.printed else ""
