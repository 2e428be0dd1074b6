"""The hunt in the papers of a conference: the pack, the extracts, the workbook of actions, over a group of records.

A canary may stand in the pack where it may stand in the conference's summary of its own case, if that case belongs to
the meeting or an earlier one and leaves a trace at all; in an extract where it may stand in that reader's extract of
its own case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from casepack import clock
from casepack.conference_extracts import conference_extracts
from casepack.conference_made import workbook
from casepack.conference_pack import conference_pack
from casepack.errors import UsageError, WithheldError
from casepack.office import Office
from casepack.plan import Case
from casepack.record import Person

from . import outsider
from .canary_model import SCHOOLS, Canary, Salted, Shape
from .canary_papers import facts, paper
from .canary_table import may
from .canary_words import CASES
from .leak_hunt import Figures, Leak
from .leak_search import catch

PACK = "conference-summary"
EXTRACT = "conference-extract"


def with_strangers(records: Sequence[Salted]) -> list[Salted]:
    """The records; the first ordinary one with questions asks of somebody in a sensitive one; the others link to it."""
    closed = next(
        record
        for record in records
        if record.record.incident.sensitivity.value == "sensitive" and _somebody(record) is not None
    )
    stranger = _somebody(closed)
    found = []
    for record in records:
        conference, incident = record.record.conference, record.record.incident
        if stranger is not None and incident.sensitivity.value == "ordinary" and conference.questions:
            more = (*conference.questions, f"How is {stranger.given_name} {stranger.family_name}?")
            parts = {"conference": conference.model_copy(update={"questions": more})}
            found.append(Salted(record.record.model_copy(update=parts), record.ledger, record.typed))
            stranger = None
        elif incident.sensitivity.value == "ordinary":
            links = {"linked_cases": (*incident.linked_cases, closed.reference)}
            linked = record.record.model_copy(update={"incident": incident.model_copy(update=links)})
            found.append(Salted(linked, record.ledger, record.typed))
        else:
            found.append(record)
    return found


def _somebody(record: Salted) -> Person | None:
    return next((person for person in record.record.people if person.given_name and person.family_name), None)


def apart(records: Iterable[Salted]) -> Iterator[Salted]:
    """Those of the records that share no coined word with one before them."""
    taken: set[int] = set()
    for record in records:
        slot = (int(record.reference.rpartition("-")[2]) - 1) % CASES
        if slot not in taken:
            taken.add(slot)
            yield record


class Group:
    """Records of which every canary stands in one of them alone (but for days and postcodes that fall together)."""

    def __init__(self, records: Sequence[Salted], office: Office, meeting: str) -> None:
        """The records as one meeting has them."""
        self.records, self.office, self.meeting = records, office, meeting
        self.withheld: list[str] = []
        self.owners: dict[str, list[tuple[Salted, Canary]]] = {}
        for record in records:
            for key, canary in record.ledger.items():
                # The days of cases fall together, and with those of deadlines.
                if canary.shape is not Shape.SCHOOL and canary.field != "episodes.date":
                    self.owners.setdefault(key, []).append((record, canary))
        self.numbers = [k for k, owners in self.owners.items() if owners[0][1].shape is Shape.NUMBER]

    def files(self, as_of: datetime) -> tuple[dict[str, tuple[str, bytes]], list[str]]:
        """The papers of the meeting by name, each with its reader ("" for the pack); and what was withheld."""
        cases = [Case(record.record, self.office, as_of) for record in self.records]
        found: dict[str, tuple[str, bytes]] = {}
        withheld = []
        try:
            pack = conference_pack(cases, self.meeting)
        except WithheldError as error:
            return {}, [str(error)]
        except UsageError:
            return {}, []  # none of them stands at this meeting
        withheld += [f"{missing.reference}: {'; '.join(missing.reasons)}" for missing in pack.missing]
        found |= {f"{pack.stem}.docx": ("", pack.docx), f"{pack.stem}.pdf": ("", pack.pdf)}
        found["actions.xlsx"] = ("", workbook(pack))
        extracts = conference_extracts(cases, self.meeting)
        for one in extracts.files:
            found |= {f"{one.stem}.docx": (one.attendee, one.docx), f"{one.stem}.pdf": (one.attendee, one.pdf)}
        return found, [*withheld, *(f"{one.reference}: {'; '.join(one.reasons)}" for one in extracts.withheld)]

    def hunt(self, as_of: datetime, figures: Figures) -> list[Leak]:
        """Look for every canary of every record in every paper."""
        files, self.withheld = self.files(as_of)
        figures.withheld += len(self.withheld)
        figures.records += len(self.records)
        leaks = []
        for name, (reader, data) in files.items():
            figures.files += 1
            figures.size += len(data)
            figures.looked_for += len(self.owners)
            for layer, key in self._caught(name, data):
                if name.endswith(".xlsx") and self.owners[key][0][1].shape is Shape.SERVICE:
                    continue  # its list of whom an action may fall to is that of the office, whoever needs them
                allowed = [owner for owner in self.owners[key] if self._may(*owner, reader)]
                figures.allowed += bool(allowed)
                if not allowed:
                    record, canary = self.owners[key][0]
                    leaks.append(Leak(record.reference, name, layer, canary.field, key))
            leaks += self._schools(name, reader, data) if reader else []
            leaks += self._untold(name, data)
        figures.leaks += leaks
        return leaks

    def _caught(self, name: str, data: bytes) -> Iterator[tuple[str, str]]:
        seen: set[str] = set()
        for layer, text in {"file name": name, **outsider.layers_of(name, data)}.items():
            fresh = catch(text).hits(self.owners, self.numbers) - seen
            seen |= fresh
            yield from ((layer, key) for key in sorted(fresh))

    def _may(self, record: Salted, canary: Canary, reader: str) -> bool:
        if not self._told(record):
            return False
        document = EXTRACT if reader else PACK
        made = paper(record.record, self.office, document, "", reader)
        return may(canary, made, facts(record.record, self.office, document))

    def _told(self, record: Salted) -> bool:
        """Does the meeting hear of the case? Not of a sensitive one, one kept out, or one for a later meeting."""
        conference = record.record.conference
        kept_out = conference.in_pack is not None and conference.in_pack.value == "no"
        if record.record.incident.sensitivity.value == "sensitive" or kept_out:
            return False
        at = {m.id: clock.moment(m.at, clock.zone(self.office)) for m in self.office.meetings if m.at}
        return conference.meeting is None or at[conference.meeting] <= at[self.meeting]

    def _untold(self, name: str, data: bytes) -> Iterator[Leak]:
        """A case that leaves no trace is not even called by its reference."""
        untold = [record.reference for record in self.records if not self._told(record)]
        for layer, text in {"file name": name, **outsider.layers_of(name, data)}.items():
            yield from (
                Leak(ref, name, layer, "the reference of a case that is not told of") for ref in untold if ref in text
            )

    def _schools(self, name: str, reader: str, data: bytes) -> Iterator[Leak]:
        """An extract for a school names no other school, one for a service none at all."""
        own = SCHOOLS.get(reader)
        for layer, text in outsider.layers_of(name, data).items():
            for school in sorted(catch(text).schools - {own}):
                yield Leak(self.meeting, name, layer, "people.school", school)
