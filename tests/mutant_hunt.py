"""The hunt over mutants: each is tried on one record after the other until the harness notices it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from unittest.mock import patch

from casepack import run
from casepack.office import Office

from .canary_meetings import Group
from .canary_model import Salted
from .leak_hunt import Figures, Leak, hunt, in_views, loaded, word_pack
from .mutant_model import SOMEBODY, Mutant
from .mutant_scenes import SCENES, Seen, Stage


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: how many records it took, where it was seen, and whether the proof holds it back."""

    mutant: Mutant
    records: int
    leak: Leak | None
    withheld: bool = False

    def __str__(self) -> str:
        """The verdict on a line."""
        how = (
            "NOT CAUGHT"
            if self.leak is None
            else "caught, the paper withheld"
            if self.withheld
            else "caught in the file"
        )
        return f"{how}: {self.mutant.name}: {self.leak or f'{self.records} records'}"


_FEW = 3
"""People in a record of which copies are sealed: each takes its time."""


class Trials:
    """The records to try mutants on, with what the product as it is shows of them."""

    def __init__(self, records: Sequence[Salted], office: Office, as_of: datetime, group: Group | None = None) -> None:
        """`group` are the records of a meeting, for mutants of the conference."""
        self.records, self.office, self.as_of, self.group = records, office, as_of, group
        self._sound: dict[tuple[str, str, frozenset[str]], Seen] = {}
        self._sound_group: Seen | None = None
        self.of_the_meeting = Figures()

    def verdict(self, mutant: Mutant) -> Verdict:
        """Try a mutant until it is caught."""
        if mutant.scene == "meeting":
            return self._of_the_group(mutant)
        tried = 0
        for record in self.records:
            if not self._shows(record, mutant) or not self._plans(record, mutant):
                continue
            tried += 1
            sound_leaks, sound_caught = self._as_it_is(record, mutant)
            SOMEBODY[:] = [next((p.given_name for p in record.record.people if p.given_name), "Nobody")]
            try:
                with mutant.applied():
                    leaks, caught = self._seen(record, mutant)
            except (LookupError, TypeError, ValueError):  # the product stops, and nothing is told: to the next record
                continue
            for found, withheld in ((leaks - sound_leaks, False), (caught - sound_caught, True)):
                if found:
                    return Verdict(mutant, tried, min(found, key=_plainest), withheld)
        return Verdict(mutant, tried, None)

    def _shows(self, record: Salted, mutant: Mutant) -> bool:
        """Is the record of the kind that the mutant is about?"""
        if mutant.scene == "sealed" and len(record.record.people) > _FEW:
            return False
        sensitive = record.record.incident.sensitivity.value == "sensitive"
        return sensitive if "sensitive" in mutant.name else not sensitive

    def _plans(self, record: Salted, mutant: Mutant) -> bool:
        """Is any of its papers made of this record?"""
        if not mutant.documents:
            return True
        with mutant.applied(), only(mutant.documents):
            plan = vars(run)["make_plan"](loaded(record, self.office, self.as_of).case)
        return any(job.document.id in mutant.documents for job in plan.jobs)

    def _as_it_is(self, record: Salted, mutant: Mutant) -> Seen:
        key = (record.reference, mutant.scene, mutant.documents)
        if key not in self._sound:
            self._sound[key] = self._seen(record, mutant)
        return self._sound[key]

    def _seen(self, record: Salted, mutant: Mutant) -> Seen:
        if mutant.scene in SCENES:
            return SCENES[mutant.scene](Stage(record, self.office, self.as_of, mutant.documents))
        figures = Figures()
        with only(mutant.documents):
            pack = word_pack(record, self.office, self.as_of)
            hunt(record, self.office, pack, figures)
        figures.leaks += in_views(record, self.office, pack)
        # A template that asks for what its reader may not see stops the paper as well.
        stopped = {Leak(record.reference, title, "template", "cannot be filled") for title in pack.withheld}
        return set(figures.leaks), set(figures.caught) | stopped

    def meeting_as_it_is(self) -> Seen:
        """The same for the papers of the meeting; `of_the_meeting` has the figures of that hunt."""
        if self._sound_group is None:
            self._sound_group = self._seen_in_papers(self.of_the_meeting)
        return self._sound_group

    def _of_the_group(self, mutant: Mutant) -> Verdict:
        assert self.group is not None
        sound = self.meeting_as_it_is()
        SOMEBODY[:] = [next(p.given_name for r in self.group.records[::-1] for p in r.record.people if p.given_name)]
        with mutant.applied():
            leaks, withheld = self._seen_in_papers(Figures())
        for found, stopped in ((leaks - sound[0], False), (withheld - sound[1], True)):
            if found:
                return Verdict(mutant, 1, min(found, key=_plainest), stopped)
        return Verdict(mutant, 1, None)

    def _seen_in_papers(self, figures: Figures) -> Seen:
        assert self.group is not None
        leaks = set(self.group.hunt(self.as_of, figures))
        return leaks, {Leak(self.group.meeting, "papers", "proof", why) for why in self.group.withheld}


def _plainest(leak: Leak) -> tuple[bool, str]:
    """What stands in a file goes before what a template was only given."""
    return leak.layer == "View", str(leak)


@contextmanager
def only(documents: frozenset[str]) -> Iterator[None]:
    """Plans with documents of these kinds alone, and whatever is planned last, which tells of the run."""

    whole = vars(run)["make_plan"]  # which a mutant may have changed

    def some(case: Any) -> Any:
        made = whole(case)
        jobs = tuple(j for n, j in enumerate(made.jobs, 1) if j.document.id in documents or n == len(made.jobs))
        return replace(made, jobs=jobs)

    with patch.object(run, "make_plan", some):
        yield
