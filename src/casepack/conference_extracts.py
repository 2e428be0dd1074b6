"""The extracts of one conference: for each school or service that attends for its own items, one over all its cases.

Source: row "conference extract" of the disclosure table: own pupils or clients only, each as if alone. A case that
holds nothing for a reader is neither named nor counted in what that reader gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .assets import asset
from .conference_cases import Gathering, Told, gather
from .conference_paper import Missing, Paper, Trial
from .conference_views import CASES_HERE, extracts_view
from .errors import WithheldError
from .lens import Lens
from .pack_splice import Item
from .plan import Case, Job
from .plan_partners import conference_extracts as planned
from .views import lens_for
from .views_partners import conference_extract

TEMPLATE = "conference-extracts.docx"
EXTRACT = "conference-extract.docx"


@dataclass(frozen=True, slots=True)
class ExtractFiles:
    """The extracts of one reader (an id), proved, and which cases had to be left out, with why.

    `approved`: all of them may be sent; one that may not yet bears a line that says so. `told` is a fingerprint of all
    that it tells.
    """

    attendee: str
    title: str
    stem: str
    docx: bytes
    pdf: bytes
    cases: tuple[str, ...]
    missing: tuple[Missing, ...]
    approved: bool
    pages: int
    told: str


@dataclass(frozen=True, slots=True)
class Extracts:
    """The extracts of a meeting, and for whom there is none although there should be, with why, by their ids."""

    files: tuple[ExtractFiles, ...]
    withheld: tuple[Missing, ...]


@dataclass(frozen=True)
class _Own:
    """One case as one reader may read of it."""

    told: Told
    job: Job

    @property
    def lens(self) -> Lens:
        return lens_for(self.told.case, self.told.book, self.job)


def conference_extracts(
    cases: Sequence[Case],
    meeting_id: str,
    *,
    earlier: Sequence[Case] = (),
    done: Callable[[], None] = lambda: None,
) -> Extracts:
    """The extracts of everyone who attends the meeting for items of their own and has one, in the calendar's order.

    `cases`, `earlier` and `done` as for `conference_pack.conference_pack`. Raises UsageError, TemplateError and
    TypesetError as that does; what fails its proof is withheld and said.
    """
    gathering = gather(cases, meeting_id, earlier=earlier)
    own: dict[str, list[_Own]] = {key: [] for key in gathering.meeting.part_attendees}
    for told in gathering.here:
        for job in planned(told.case):
            if isinstance(job, Job):
                own[job.recipient].append(_Own(told, job))
    made = []
    for attendee, found in own.items():
        if found:
            made.append(_extracts(gathering, attendee, found))
            done()
    return Extracts(
        tuple(one for one in made if isinstance(one, ExtractFiles)),
        tuple(one for one in made if isinstance(one, Missing)),
    )


def _extracts(gathering: Gathering, attendee: str, own: Sequence[_Own]) -> ExtractFiles | Missing:
    """The one paper of this reader, or why it is withheld."""
    kept, missing = list(own), list[Missing]()
    while kept:
        named = {one.told.reference: [p for p in one.job.reader.subjects if one.lens.named(p)] for one in kept}
        trial = Trial(gathering, named, asset(TEMPLATE), asset(EXTRACT))
        parts = [(one, *_part(trial, one)) for one in kept]
        lost = [Missing(one.told.reference, reasons) for one, _, reasons in parts if reasons]
        missing += lost
        if not lost:
            return _finished(gathering, attendee, trial, [(one, item) for one, item, _ in parts], missing)
        kept = [one for one, _, reasons in parts if not reasons]
    return Missing(attendee, tuple(f"{one.reference}: {reason}" for one in missing for reason in one.reasons))


def _finished(
    gathering: Gathering, attendee: str, trial: Trial, parts: Sequence[tuple[_Own, Item]], missing: Sequence[Missing]
) -> ExtractFiles | Missing:
    stem = f"{gathering.meeting.id} conference-extract {attendee}"
    paper = Paper(TEMPLATE, extracts_view(gathering, attendee), stem)
    try:
        whole = trial.finish(paper, [(one.told, one.job, item) for one, item in parts], CASES_HERE)
    except WithheldError as error:
        return Missing(attendee, tuple(str(error).splitlines()))
    cases = tuple(one.told.reference for one, _ in parts)
    approved = all(one.job.approval.approved for one, _ in parts)
    return ExtractFiles(
        attendee,
        paper.title,
        stem,
        whole.docx,
        whole.pdf,
        cases,
        tuple(missing),
        approved,
        whole.pages,
        whole.told,
    )


def _part(trial: Trial, one: _Own) -> tuple[Item, tuple[str, ...]]:
    docx, reasons = trial.part(one.told, one.job, conference_extract(one.told.case, one.lens, one.job))
    return Item(one.told.reference, one.told.reference, docx), reasons
