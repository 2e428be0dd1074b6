"""Life after the first run: what was sent, what has changed since, and who must be told. Values in, values out.

A document that was sent is never remade in silence: the next version goes beside it, and the run, the checklist
and the register say who holds the old one (ICO data sharing code: correct what was shared).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from . import clock
from .manifest import DocumentKey, Made


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that no longer holds, as a row of the register."""

    title: str
    to: str
    state: str
    sha256: str


def mark_sent(documents: Sequence[Made], sent: Mapping[DocumentKey, str], tz: ZoneInfo) -> tuple[Made, ...]:
    """The manifest's documents with those marked that the record says were sent (local moments, by key).

    A version counts as sent if it was there at the time, or if it is the first: then an earlier paper of the same
    purpose was sent by hand. A mark is never taken away: what was sent stays sent.
    """

    def was_sent(made: Made) -> bool:
        known = sent.get(made.key)
        if made.sent or known is None:
            return made.sent
        there = clock.instant(datetime.fromisoformat(made.made_as_of)) <= clock.instant(clock.moment(known, tz))
        return there or made.version == 1

    return tuple(replace(made, sent=was_sent(made)) for made in documents)


def recalls(
    documents: Sequence[Made], titles: Mapping[DocumentKey, str], to: Mapping[DocumentKey, str]
) -> tuple[str, ...]:
    """Who holds something that no longer holds, and must be told: one sentence for each reader.

    It stands until the version that took its place is sent too. `titles` and `to` give the words for documents
    and readers; a document that is no longer called for is named by its key.
    """
    latest = {made.key: made for made in sorted(documents, key=lambda made: made.version)}
    sent = {made.key: made for made in sorted(documents, key=lambda made: made.version) if made.sent}
    found = []
    for key, made in sorted(sent.items()):
        if made.living or made.state != "superseded":
            continue
        title = f"{titles.get(key, str(key))} v{made.version}"
        reader = to.get(key) or key.recipient or "its reader"
        if latest[key].state == "superseded":
            what = "is no longer called for. Tell them, and ask them to destroy it or to mark it as withdrawn."
        else:
            what = f"has been corrected by v{latest[key].version}. Send that, and ask them to destroy the old one."
        found.append(f"{title} was sent to {reader} and {what}")
    return tuple(found)


def earlier(
    documents: Sequence[Made], titles: Mapping[DocumentKey, str], to: Mapping[DocumentKey, str]
) -> list[Earlier]:
    """Every version that no longer holds, for the register: superseded, withdrawn, and whether it was sent."""
    rows = []
    for made in documents:
        if made.state != "superseded" or made.living:
            continue
        how = f"Superseded by v{made.superseded_by}" if made.superseded_by else "No longer produced"
        state = f"{how}; it was sent, so its reader must be told" if made.sent else f"{how}; not recorded as sent"
        title = f"{titles.get(made.key, str(made.key))} v{made.version}"
        rows.append(Earlier(title, to.get(made.key) or made.key.recipient, state, made.files.get("docx", "")))
    return rows
