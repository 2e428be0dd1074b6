"""One run for one meeting: every record read, the pack, the extracts and the actions made, and all of it written.

A record that is wrong, a case that fails its proof and a paper that cannot be kept never stop the rest: they are told
with the result. Sensitive cases are read, so that it can be proved of them that they left no trace, and the chair's
notes on them go to the restricted folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from . import clock
from .actions_files import file_name
from .assets import using
from .conference_cases import find_meeting, gather
from .conference_closed import keep_closed_items
from .conference_made import FORMATS, FinishedPaper, MadePapers, make_papers, workbook
from .conference_read import COMMAND, ReadRecords, read_records
from .conference_results import Meeting, Sheet
from .conference_shelf import Shelf, gone, open_shelf
from .errors import OutputError, UsageError
from .inputs import office_of
from .manifest import Manifest, software
from .office import Meeting as OfficeMeeting
from .office import Office
from .own_templates import with_templates
from .pack_cases import reference_of
from .record_folder import AsOf, some_records
from .run import Tick, digest
from .versions import Action, Step
from .views import review_day
from .write import move_pack, read_pack

NOT_WRITTEN = (
    "The restricted folder beside the pack could not be read or written, or another run is at work there. "
    f"{COMMAND} --include-restricted says more."
)
_STEPS_OF_A_PACK = 1
"""Steps of the bar for typesetting and proving the whole pack, which cannot be counted from within."""


def hold_conference(
    paths: Sequence[Path],
    meeting: str,
    office: Path | None,
    as_of: AsOf,
    out: Path,
    *,
    restricted: bool = False,
    tick: Tick = lambda done, total: None,
    templates: Path | None = None,
) -> Meeting:
    """Make everything for one meeting out of the records in these folders and files, and write it into `out`.

    `office` and `as_of` as in `load_case`; `meeting` is an id of the office's calendar. `restricted` tells also of
    what was made for sensitive cases. `templates` is a folder of the council's own, which goes before that of the
    office's data. Raises UsageError where there is no record, no such meeting or no case for it,
    RecordError where the office's data are wrong, and OutputError; then nothing has been written but notes on closed
    items.
    """
    named = some_records(paths, office)
    the_office = office_of(named.paths[0], office)[2].made
    found, at = find_meeting(the_office, meeting)
    bar = _Bar(tick, len(named.paths))
    read = read_records(named, office, as_of, restricted=restricted, done=bar.done)
    own = with_templates(read.loaded[0], templates).templates if read.loaded else {}
    with using(own):
        return _hold(read, found, at, the_office, out, restricted=restricted, bar=bar)


def _hold(
    read: ReadRecords, found: OfficeMeeting, at: datetime, the_office: Office, out: Path, *, restricted: bool, bar: _Bar
) -> Meeting:
    cases = read.cases
    moved = _move_away(read, found.id, out)
    try:
        gathering = gather(cases, found.id)
    except UsageError:
        told = Meeting(found.id, clock.say_moment(at), out / found.id, False, (), (), (), read.unread, notes=moved)
        return _nothing_but_closed(read, told, out, restricted=restricted)
    bar.more(len(gathering.here) + _STEPS_OF_A_PACK + len(found.part_attendees))
    with open_shelf(out, found.id, restricted=False) as shelf:
        made = make_papers(cases, found.id, the_office, bar.done)
        result = _keep(shelf, made, read, at)
    result = replace(result, notes=(*moved, *result.notes))
    return _with_closed(result, read, out, restricted=restricted)


class _Bar:
    """How far the run has come; how much there is to do becomes known on the way."""

    def __init__(self, tick: Tick, total: int) -> None:
        self.tick, self.total, self.count = tick, total, 0
        tick(0, total)

    def more(self, steps: int) -> None:
        self.total += steps

    def done(self) -> None:
        self.count = min(self.count + 1, self.total)
        self.tick(self.count, self.total)


# Writing


def _keep(shelf: Shelf, made: MadePapers, read: ReadRecords, at: datetime) -> Meeting:
    meeting = shelf.place.reference
    steps = shelf.steps([paper.wanted for paper in made.papers], leave=made.left)
    path = file_name(meeting)
    others = {path: workbook(made.pack)} if made.pack else {}
    written, laid = shelf.keep(
        steps, {paper.key: paper.files for paper in made.papers}, others, _manifest(shelf, made, read)
    )
    by_key = {step.key: step for step in steps}
    sheets = [_sheet(paper, by_key[paper.key]) for paper in made.papers]
    if path in laid:
        at_path, action = laid[path]
        state = "To fill in at the meeting, then to lay beside the records"
        sheets.insert(1, Sheet("Actions", "Whoever takes the minutes", action.value, state, (at_path,)))
    here, earlier = _references(made)
    told = {*here, *earlier, *(one.what for one in made.missing)}
    return Meeting(
        meeting,
        clock.say_moment(at),
        written.folder,
        written.changed,
        here,
        earlier,
        tuple(sheets),
        read.unread,
        tuple(made.missing),
        tuple(made.withheld),
        gone(steps),
        tuple(step.said for step in steps if step.action in {Action.EDITED, Action.NEXT_BESIDE_EDITED}),
        read.to_check(told),
    )


def _references(made: MadePapers) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cases in the pack, and the earlier ones that count in it."""
    if made.pack is None:
        return (), ()
    gathering = made.pack.gathering
    return tuple(t.reference for t in gathering.here), tuple(t.reference for t in gathering.earlier)


def _sheet(paper: FinishedPaper, step: Step) -> Sheet:
    if step.action is Action.EDITED:
        state = "Edited by hand: left as it is"
    else:
        state = "Ready to send" if paper.approved else "Draft, not approved for sending"
    return Sheet(paper.title, paper.to, step.action.value, state, tuple(map(step.path, FORMATS)), paper.cases)


def _manifest(shelf: Shelf, made: MadePapers, read: ReadRecords) -> Manifest:
    """What the papers were made from: only records of which they tell.

    `answers` has a mark for each record that was ever told of here: what is superseded stays in the folder.
    """
    told = {reference for paper in made.papers for reference in paper.cases}
    told |= {one.reference for one in made.pack.gathering.earlier} if made.pack else set()
    records = {reference_of(one.case): one for one in read.loaded if reference_of(one.case) in told}
    hashes = {reference: one.record_hash for reference, one in sorted(records.items())}
    before = dict(shelf.old.answers) if shelf.old else {}
    last = max((review_day(one.case) for one in records.values()), default=None)
    lost = [*made.missing, *made.withheld]
    return Manifest(
        reference=shelf.place.reference,
        input_hash=digest("\n".join(f"{reference} {mark}" for reference, mark in hashes.items()).encode()),
        office_hash=read.loaded[0].office_hash,
        as_of=read.loaded[0].case.as_of.isoformat(),
        software=dict(software()),
        destroy_by=last.isoformat() if last else None,
        withheld=tuple(
            {"document": f"{one.paper} {one.what}".strip(), "reason": " ".join(one.reasons)} for one in lost
        ),
        answers={**before, **hashes},
        sealed=dict(shelf.old.sealed) if shelf.old else {},
    )


def _move_away(read: ReadRecords, meeting: str, out: Path) -> tuple[str, ...]:
    """Move what was made before for this meeting to the restricted folder, if it tells of a case now sensitive.

    Minutes typed into it may tell of that case, too, and nothing is ever deleted: so the whole of it goes, and a new
    pack is made in its place. Said is where it is, for whoever typed into it, and not why.
    """
    sensitive = {reference_of(one.case).casefold() for one in read.loaded if one.case.sensitive}
    old = read_pack(out, restricted=False, reference=meeting)[0] if sensitive else None
    if old and sensitive & {reference.casefold() for reference in old.answers}:
        as_of = read.loaded[0].case.as_of
        to = f"{meeting}-until-{as_of:%Y%m%d-%H%M}"
        if move_pack(out, meeting, to=to):
            return (f"What was made for this meeting before is in the restricted folder now, with all edits: {to}.",)
    return ()


# Closed items


def _with_closed(result: Meeting, read: ReadRecords, out: Path, *, restricted: bool) -> Meeting:
    """The result with the chair's notes, to whoever asked; to others an error says the least."""
    try:
        closed = keep_closed_items(read.loaded, result.reference, out)
    except OutputError as error:
        return replace(result, unwritten=str(error) if restricted else NOT_WRITTEN)
    return replace(result, closed=closed) if restricted else result


def _nothing_but_closed(read: ReadRecords, told: Meeting, out: Path, *, restricted: bool) -> Meeting:
    """Where the meeting has no case for its pack: its closed items, to whoever asked, and what could not be read.

    Raises UsageError where there is nothing at all to tell.
    """
    if any(one.case.sensitive for one in read.loaded):
        told = _with_closed(told, read, out, restricted=restricted)
    if not (told.unread or told.unwritten or (told.closed and (told.closed.sheets or told.closed.withheld))):
        gather(read.cases, told.reference)
    return told
