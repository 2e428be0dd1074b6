"""The closed items of one meeting: for each sensitive case that stands at it, the note for the chair.

They lie in the restricted folder, in one of their own for the meeting. Nothing outside it may be made from what is
known here: what a run says of it is said only to whoever asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .assets import asset
from .conference_results import Closed, LeftOut, Sheet
from .conference_shelf import Shelf, gone, open_shelf, reasons_of
from .deadlines import conference_deadline
from .errors import CasepackError, MissingPartError
from .finish import finished_bytes
from .inputs import LoadedCase
from .manifest import DocumentKey, Manifest, software
from .mentions import MentionBook, build_book
from .pack_cases import reference_of
from .plan import Job
from .plan_partners import closed_items
from .restricted import closed_item_note
from .run import digest, house_hash
from .versions import WRITING, Step, Wanted
from .views import View, lens_for, review_day

CLOSED = "{}-closed"
"""What the folder of a meeting's closed items is called; the meeting's id stands first."""
_ODD = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True)
class _Note:
    """One note: of which case, and what it is made from."""

    loaded: LoadedCase
    job: Job
    book: MentionBook
    view: View

    @property
    def reference(self) -> str:
        return reference_of(self.loaded.case)

    @property
    def key(self) -> DocumentKey:
        mark = f"-{digest(self.reference.encode())[:6]}" if _ODD.search(self.reference) else ""
        return DocumentKey(self.job.document.id, _ODD.sub("-", self.reference) + mark)

    @property
    def wanted(self) -> Wanted:
        template = asset(f"{self.job.document.template(sensitive=True)}.docx")
        return Wanted(self.key, "", self.view.hash(), digest(template), house_hash(), approved=True)


def keep_closed_items(loaded: Sequence[LoadedCase], meeting: str, out: Path) -> Closed:
    """Make the notes of this meeting's closed items and put them into the restricted folder, out of all cases.

    The folder is held even where there is no such case, so that a folder which cannot be written says nothing of
    whether there is one. A note that fails its proof is withheld. Raises OutputError, nothing then being written.
    """
    notes = [note for one in loaded for note in _notes(one, meeting)]
    with open_shelf(out, CLOSED.format(meeting), restricted=True) as shelf:
        if not notes and shelf.old is None:
            return Closed(shelf.place.folder, changed=False, sheets=())
        return _keep(shelf, notes, loaded)


def _notes(loaded: LoadedCase, meeting: str) -> list[_Note]:
    case = loaded.case
    stands_at = conference_deadline(case.record, case.office)
    if not case.sensitive or stands_at is None or stands_at.meeting is None or stands_at.meeting.id != meeting:
        return []
    book = build_book(case.record, case.office)
    jobs = [job for job in closed_items(case) if isinstance(job, Job)]
    return [_Note(loaded, job, book, View(closed_item_note(case, lens_for(case, book, job), job), {})) for job in jobs]


def _keep(shelf: Shelf, notes: Sequence[_Note], loaded: Sequence[LoadedCase]) -> Closed:
    steps = shelf.steps([note.wanted for note in notes])
    by_key = {step.key: step for step in steps}
    made, withheld = dict[DocumentKey, dict[str, bytes]](), list[LeftOut]()
    for note in notes:
        step = by_key[note.key]
        if step.action in WRITING:
            try:
                made[note.key] = finished_bytes(note.loaded.case, note.book, note.job, note.view, step)
            except MissingPartError:
                raise
            except CasepackError as error:
                withheld.append(LeftOut(note.job.title, note.reference, reasons_of(error), error.exit_code))
    written, _ = shelf.keep(steps, made, {}, _manifest(shelf, notes, withheld, loaded))
    lost = {one.what for one in withheld}
    sheets = tuple(_sheet(note, by_key[note.key]) for note in notes if note.reference not in lost)
    return Closed(written.folder, written.changed, sheets, tuple(withheld), gone(steps))


def _sheet(note: _Note, step: Step) -> Sheet:
    paths = tuple(step.path(ext) for ext in note.job.document.formats)
    return Sheet(note.job.title, "The chair", step.action.value, "For the chair only", paths, (note.reference,))


def _manifest(
    shelf: Shelf, notes: Sequence[_Note], withheld: Sequence[LeftOut], loaded: Sequence[LoadedCase]
) -> Manifest:
    records = {note.reference: note.loaded.record_hash for note in notes}
    last = max((review_day(note.loaded.case) for note in notes), default=None)
    return Manifest(
        reference=shelf.place.reference,
        input_hash=digest("\n".join(f"{key} {value}" for key, value in sorted(records.items())).encode()),
        office_hash=loaded[0].office_hash,
        as_of=loaded[0].case.as_of.isoformat(),
        software=dict(software()),
        destroy_by=last.isoformat() if last else None,
        withheld=tuple({"document": f"{one.paper} {one.what}", "reason": " ".join(one.reasons)} for one in withheld),
        answers=records,
    )
