"""The papers of one meeting in the making: pack, extracts, actions; one that cannot be made does not stop another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from .actions_workbook import actions_workbook
from .assets import asset
from .conference_cases import find_meeting
from .conference_extracts import TEMPLATE as EXTRACTS
from .conference_extracts import conference_extracts
from .conference_pack import TEMPLATE as PACK
from .conference_pack import PackFiles, conference_pack
from .conference_paper import Missing
from .conference_results import LeftOut
from .conference_shelf import reasons_of
from .errors import CasepackError, MissingPartError, WithheldError
from .manifest import DocumentKey
from .office import Office
from .plan import Case
from .run import digest, house_hash
from .versions import Wanted

FORMATS = ("docx", "pdf")
PACK_KEY = DocumentKey("conference-pack")
_Done = Callable[[], None]


@dataclass(frozen=True, slots=True)
class FinishedPaper:
    """A finished paper: its key, for whom, both files, the template it comes from, the cases that it tells of.

    `told` is a fingerprint of all that it tells, whatever the minute as at which it does.
    """

    key: DocumentKey
    title: str
    to: str
    files: dict[str, bytes]
    template: str
    cases: tuple[str, ...]
    told: str
    approved: bool = True

    @property
    def wanted(self) -> Wanted:
        """What this run wants of it; a paper that tells the same as on disk stays as it is."""
        made_from = (self.told, digest(asset(self.template)), house_hash())
        return Wanted(self.key, "", *made_from, living=True, approved=self.approved, formats=FORMATS)


@dataclass
class MadePapers:
    """What a run has made for a meeting, and what it could not."""

    papers: list[FinishedPaper] = field(default_factory=list)
    pack: PackFiles | None = None
    missing: list[LeftOut] = field(default_factory=list)
    withheld: list[LeftOut] = field(default_factory=list)
    left: set[DocumentKey] = field(default_factory=set)
    """Papers that could not be made now; what was made of them before stays."""


def make_papers(cases: Sequence[Case], meeting: str, office: Office, done: _Done) -> MadePapers:
    """The pack and the extracts of a meeting (an id); `done` is called after each of their parts.

    Raises MissingPartError where no PDF can be made on this machine.
    """
    made = MadePapers()
    try:
        pack = conference_pack(cases, meeting, done=done)
    except MissingPartError:
        raise
    except CasepackError as error:
        made.withheld.append(LeftOut("Conference pack", "", reasons_of(error), error.exit_code))
        made.left.add(PACK_KEY)
    else:
        made.pack = pack
        files = {"docx": pack.docx, "pdf": pack.pdf}
        made.papers.append(
            FinishedPaper(PACK_KEY, "Conference pack", "The core attendees", files, PACK, pack.cases, pack.told)
        )
        told = {*pack.cases, *(one.reference for one in pack.gathering.earlier)}
        for one in pack.missing:
            (made.withheld if one.reference in told else made.missing).append(_left_out("Conference pack", one))
    _add_extracts(made, cases, meeting, office, done)
    return made


def _add_extracts(made: MadePapers, cases: Sequence[Case], meeting: str, office: Office, done: _Done) -> None:
    try:
        extracts = conference_extracts(cases, meeting, done=done)
    except MissingPartError:
        raise
    except CasepackError as error:
        made.withheld.append(LeftOut("Conference extracts", "", reasons_of(error), error.exit_code))
        made.left |= {_extract_key(key) for key in find_meeting(office, meeting)[0].part_attendees}
        return
    for one in extracts.files:
        title, files = f"Conference extract {one.attendee}", {"docx": one.docx, "pdf": one.pdf}
        key, to = _extract_key(one.attendee), office.name_of(one.attendee)
        made.papers.append(FinishedPaper(key, title, to, files, EXTRACTS, one.cases, one.told, one.approved))
        made.withheld += [_left_out(title, missing) for missing in one.missing]
    for lost in extracts.withheld:
        made.left.add(_extract_key(lost.reference))
        made.withheld.append(replace(_left_out(f"Conference extract {lost.reference}", lost), what=""))


def _extract_key(attendee: str) -> DocumentKey:
    return DocumentKey("conference-extract", "", attendee)


def _left_out(paper: str, missing: Missing) -> LeftOut:
    return LeftOut(paper, missing.reference, missing.reasons, WithheldError.exit_code)


def workbook(pack: PackFiles) -> bytes:
    """The actions to fill in at the meeting; made as at the day of the meeting, so that no other day changes it."""
    created = datetime.combine(pack.gathering.at.date(), datetime.min.time())
    return actions_workbook(pack.gathering, pack.actions, created=created)
