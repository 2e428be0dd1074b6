"""What the page asks of casepack, each in a worker process: the same functions that the command line calls.

Arguments and results are plain values, so that they can be sent from one process to another. Every task raises
`CasepackError` with words for an officer.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from . import clock, safefs
from .actions_files import is_actions_file
from .calendar_file import calendar_file
from .conference_run import hold_conference
from .errors import CasepackError, UsageError
from .form_record import RECORD_FORM
from .inputs import LoadedCase, load_case, office_of
from .make import make
from .read import load
from .record_folder import named_records, read_each, without_twins
from .status import WEEK, Group, situation_of
from .web_drawing import pages
from .web_looking import looked_at, may_be_hidden, meetings_of, own_templates, refuse_office, why_not_read
from .web_model import Due, DueGroup, DueRow, Looked, MeetingRow, Pack, PageImage, Unread
from .web_packs import meeting_pack, pack_of
from .web_zip import Earlier, earlier_pack, folder_in, unpack, zipped
from .workbook_build import build_workbook

__all__ = ["PageImage", "blank", "due", "hold", "look", "make_pack", "meetings", "pages", "zipped"]

DUE: dict[Group, str] = {
    "overdue": "Overdue",
    "missed": "Missed before we were told",
    "today": "Due today",
    "week": f"Due in the next {WEEK} days",
    "later": "Later",
}
"""The headings of the deadlines, the most pressing first."""

_EVENT = b"BEGIN:VEVENT"


def look(path: Path, office: Path | None, templates: Path | None, as_of: datetime, out: Path) -> Looked:
    """Everything that is wrong in a file, and what would be made of it; a marked copy is written into `out`.

    `as_of` is a moment in UTC, `templates` a folder of the council's own. What is wrong is in the result; raised is
    only what keeps any file from being looked at, such as an office that cannot be read.
    """
    return looked_at(path, office, templates, _minute(as_of), out)


def make_pack(
    path: Path,
    office: Path | None,
    templates: Path | None,
    as_of: datetime,
    out: Path,
    earlier: Path | None,
    progress: Path,
) -> Pack:
    """Make the pack of one record into `out`; `earlier` is the zip of an earlier pack of the case, and goes on from it.

    `progress` is the file that says how far it is, as "12 48". Raises as `make.make` does, and UsageError where the zip
    is not an earlier pack of this very case.
    """
    refuse_office(path, office)
    loaded = own_templates(load_case(path, office, _minute(as_of).astimezone), templates)
    brought = earlier_pack(load(earlier)) if earlier else None
    if brought is None:
        return pack_of(loaded, make(loaded, out, _Progress(progress)), out)
    _refuse_other_reference(loaded, brought)
    unpack(brought, out)
    try:
        return pack_of(loaded, make(loaded, out, _Progress(progress)), out)
    except CasepackError:
        with safefs.friendly(brought.manifest.reference):
            safefs.remove_tree(folder_in(brought, out))  # so that the next try does not go on from it unasked
        raise


def _refuse_other_reference(loaded: LoadedCase, brought: Earlier) -> None:
    reference, theirs = loaded.record.incident.reference or "", brought.manifest.reference
    if reference != theirs:
        raise UsageError(
            f"The earlier pack is that of {theirs}, and this record is that of {reference}. Bring the pack of this "
            "case, or go on without one: a new pack is made then."
        )


def hold(
    paths: tuple[Path, ...],
    meeting: str,
    office: Path | None,
    templates: Path | None,
    as_of: datetime,
    out: Path,
    progress: Path,
) -> Pack:
    """Make everything for one meeting of the office's calendar out of these records into `out`; see `make_pack`.

    Sensitive records are to be among them: it is proved that they left no trace, and nothing of them comes back.
    Raises as `conference_run.hold_conference` does.
    """
    for path in paths[:1]:
        refuse_office(path, office)
    records = [path for path in paths if not is_actions_file(path)]  # those lie beside each record, and are read there
    tick = _Progress(progress)
    moment = _minute(as_of).astimezone
    return meeting_pack(hold_conference(records, meeting, office, moment, out, tick=tick, templates=templates))


def due(paths: tuple[Path, ...], office: Path | None, as_of: datetime) -> Due:
    """Every open step and action of these records, the most pressing first, and one calendar of all of them.

    A sensitive record, or a file that may be one, is left out without a trace.
    """
    loaded: list[LoadedCase] = []
    unread: list[Unread] = []
    for path in paths:
        refuse_office(path, office)
        if may_be_hidden(path) or is_actions_file(path):
            continue
        named = named_records((path,), office)
        for one in read_each(named, office, _minute(as_of).astimezone, command="", restricted=False):
            if isinstance(one, LoadedCase):
                loaded += [] if one.case.sensitive else [one]
            elif one is not None:
                unread.append(Unread(path.name, why_not_read(one.error)))
    kept = without_twins(loaded)
    items = situation_of([one.case for one in kept], as_of)
    groups = []
    for group, heading in DUE.items():
        rows = tuple(DueRow(i.due_words, i.case, i.what, i.owner_words, i.stands) for i in items if i.group == group)
        groups += [DueGroup(group, heading, rows)] if rows else []
    said = clock.say_moment(kept[0].case.as_of) if kept else ""
    return Due(said, len(kept), tuple(groups), tuple(unread), _one_calendar([calendar_file(k.case) for k in kept]))


def _one_calendar(calendars: Sequence[bytes]) -> bytes:
    """Many calendar files as one: the entries of all of them under the beginning of the first."""
    if not calendars:
        return b""
    # No line but the first of an entry begins so: what goes on in the next line is set in by a space.
    parts = [calendar.removesuffix(b"END:VCALENDAR\r\n").split(_EVENT) for calendar in calendars]
    return _EVENT.join([parts[0][0], *(event for part in parts for event in part[1:])]) + b"END:VCALENDAR\r\n"


def blank(office: Path) -> bytes:
    """An empty intake workbook that offers the schools, agencies and staff of the office."""
    refuse_office(office, office)
    made = office_of(office.with_name("case.xlsx"), office)[2].made
    return build_workbook(RECORD_FORM, made, None, made_by=version("casepack"))


def meetings(office: Path, as_of: datetime) -> tuple[MeetingRow, ...]:
    """The dated meetings of the office's calendar, the next one first."""
    return meetings_of(office_of(office.with_name("case.xlsx"), office)[2].made, as_of)


class _Progress:
    """Says in a file how far a run is, whole at every moment."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, done: int, total: int) -> None:
        new = self.path.with_name(f"{self.path.name}.new")
        new.write_text(f"{done} {total}\n", encoding="ascii")
        os.replace(new, self.path)  # noqa: PTH105 (the same in one word)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
