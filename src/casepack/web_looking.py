"""What the page says of a dropped file before anything is made: problems, checks, the plan with what it tells whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from . import clock, safefs
from .actions_files import called_actions
from .actions_read import read_actions
from .annotate import annotated, copy_names
from .conference_cases import meeting_at
from .disclosure import Audience
from .documents import COMMUNITY, CONFERENCE, PARTNERSHIP, SUPPORT
from .errors import CasepackError, Problem, RecordError, UsageError
from .form_identity import form_of
from .inputs import LoadedCase, load_case, office_of
from .labels import labels_of
from .lens import Lens, Reader
from .mentions import build_book
from .office import Office
from .own_templates import with_templates
from .plan import Case, Job, key_of
from .planning import make_plan
from .read import load
from .run import sent_words, state_words
from .sensitive_file import may_be_sensitive
from .shown import NOT_RECORDED, first_capital, sentence
from .sniff import FileKind, sniff
from .telling import told_by
from .versions import Action, Step
from .views_office import recipient_name
from .web_model import FileRow, Left, Looked, MeetingRow, Planned, Telling
from .web_words import problem_for_the_page
from .workbook_cells import open_workbook

SECTIONS = {
    PARTNERSHIP: "For partners",
    COMMUNITY: "For the community",
    SUPPORT: "Support for young people",
    CONFERENCE: "For the conference",
    "": "For the team",
}
"""How the page calls the folders of a pack."""

LABELS = {"docx": "Word", "pdf": "PDF", "txt": "Plain text", "xlsx": "Excel", "xlsm": "Excel", "ics": "Calendar"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA = {
    "docx": f"{_OFFICE}wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "ics": "text/calendar; charset=utf-8",
}
NOT_YOURS = (
    "This has nothing to do with your file: the office's data or templates on the server cannot be used as they are. "
    "Tell whoever looks after casepack in your team, in these words: "
)
_MOST_TOLD = 3
_NOT_CALLED_SO = (
    "It holds the actions of a meeting, but its name does not say so, and no record is read with it. "
    'Give it a name with the word "actions" in it, such as "PGC-2026-11 actions.xlsx", and drop it again.'
)


def file_row(number: int, path: Path) -> FileRow:
    """A file that may be taken, by its ending; one that is not known is taken as it is."""
    kind = path.suffix.removeprefix(".").lower()
    media = _MEDIA.get(kind, "application/octet-stream")
    return FileRow(number, path.name, path, LABELS.get(kind, kind.upper()), media, path.stat().st_size)


def section_of(folder: str) -> str:
    """How the page calls a folder of a pack."""
    return SECTIONS.get(folder, first_capital(folder.lstrip("0123456789 ")))


def looked_at(path: Path, office: Path | None, templates: Path | None, as_of: datetime, out: Path) -> Looked:
    """Everything that is wrong in the file, or its plan; marked copies go into `out`. See `web_tasks.look`."""
    try:
        refuse_office(path, office)
        data = load(path)
        if _holds_actions(data, path.name):
            return _actions(path, data, office, out)
        loaded = own_templates(load_case(path, office, as_of.astimezone), templates)
    except CasepackError as error:
        return _not_read(path, error, office, out)
    found = _planned(loaded, as_of)
    return replace(found, marked=_marked(path, found.checks, loaded.office.organisation.marking, out))


def refuse_office(path: Path, office: Path | None) -> None:
    """Raise UsageError where the office's data cannot be read: then it is not the officer who has to mend something.

    `path` is the officer's file, beside which the office's would lie if none were named.
    """
    try:
        office_of(path, office)
    except CasepackError as error:
        raise _not_yours(error, office) from None


def own_templates(loaded: LoadedCase, templates: Path | None) -> LoadedCase:
    """The case with the council's own templates. Raises UsageError in the same way where those cannot be used."""
    try:
        return with_templates(loaded, templates)
    except CasepackError as error:
        raise _not_yours(error, templates) from None


def _not_yours(error: CasepackError, place: Path | None) -> UsageError:
    """What an officer is told of the server's own files: by name, never by where they lie."""
    told = str(error).splitlines() or [""]
    more = f" And {len(told) - _MOST_TOLD} more." if len(told) > _MOST_TOLD else ""
    words = " ".join(told[:_MOST_TOLD]) + more
    return UsageError(NOT_YOURS + (words.replace(str(place), place.name) if place else words))


def _holds_actions(data: bytes, name: str) -> bool:
    if sniff(data, name).kind is not FileKind.WORKBOOK:
        return False
    try:
        return form_of(open_workbook(data, name)) == "actions"
    except RecordError:
        return False


def _actions(path: Path, data: bytes, office: Path | None, out: Path) -> Looked:
    """A meeting's actions: no plan of their own; every record on the desk is read with them."""
    made = office_of(path, office)[2].made
    try:
        book = read_actions(data, path.name, made, labels_of(made))
    except RecordError as error:
        marked = _marked(path, error.problems, made.organisation.marking, out)
        return replace(_nothing(readable=False, problems=error.problems), holds="actions", marked=marked)
    if not called_actions(path.name):
        return replace(_nothing(readable=False), holds="actions", trouble=_NOT_CALLED_SO, checks=book.checks)
    title = f"Actions of the meeting {book.meeting}"
    return replace(_nothing(readable=True), holds="actions", reference=book.meeting, title=title, checks=book.checks)


def _not_read(path: Path, error: CasepackError, office: Path | None, out: Path) -> Looked:
    """What is wrong. A file that cannot be read may be that of a sensitive case unless it shows that it is not."""
    hidden = may_be_hidden(path)
    if not isinstance(error, RecordError):
        return replace(_nothing(readable=False), hidden=hidden, trouble=str(error))
    wrong = tuple(p for p in error.problems if p.severity == "problem")
    checks = tuple(p for p in error.problems if p.severity == "check")
    looked = replace(_nothing(readable=False, problems=wrong), hidden=hidden, checks=checks)
    return replace(looked, marked=_marked(path, error.problems, _marking(path, office), out))


def may_be_hidden(path: Path) -> bool:
    """May this file be the record of a sensitive case? Also where it cannot be read, or does not let it be known."""
    try:
        return may_be_sensitive(load(path), path.name) is not False
    except CasepackError:
        return True


def why_not_read(error: CasepackError) -> str:
    """Why a file is left out of what is made of many, in a sentence: what is wrong in it stands on its own page."""
    if not isinstance(error, RecordError):
        return sentence(str(error))
    wrong = sum(problem.severity == "problem" for problem in error.problems)
    return f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong in it. Open it to see them."


def _nothing(*, readable: bool, problems: Sequence[Problem] = ()) -> Looked:
    return Looked("", "", sensitive=False, hidden=False, readable=readable, problems=tuple(problems))


def _marking(path: Path, office: Path | None) -> str:
    try:
        return office_of(path, office)[2].made.organisation.marking
    except CasepackError:
        return "OFFICIAL-SENSITIVE"


def _marked(path: Path, problems: Sequence[Problem], marking: str, out: Path) -> tuple[FileRow, ...]:
    """The marked copy of the workbook, if anything in it is to be marked; what is wrong in the office's file is not."""
    there = [p for p in problems if p.sheet and (p.where == path.name or p.where.startswith(f"{path.name}: "))]
    if not there:
        return ()
    data = load(path)
    if sniff(data, path.name).kind is not FileKind.WORKBOOK:
        return ()
    told = [problem_for_the_page(p) for p in problems if p in there]
    copy = annotated(data, told, path.name, marking=marking)
    name = next(found.name for found in copy_names(path, copy) if found.name != path.name)
    with safefs.friendly(name):
        safefs.make_folder(out)
        safefs.remove_tree(out / name)  # of an earlier look at the same file
        safefs.write_new(out / name, copy.data)
    return (file_row(0, out / name),)


def _planned(loaded: LoadedCase, as_of: datetime) -> Looked:
    case = loaded.case
    plan = make_plan(case)
    team = team_lens(case)
    tellings = told_by(case, plan)
    return Looked(
        reference=case.record.incident.reference or "",
        title=title_of(case, team),
        sensitive=case.sensitive,
        hidden=False,
        readable=True,
        checks=loaded.to_check,
        planned=tuple(
            Planned(
                section_of(t.job.document.folder),
                t.job.title,
                t.to,
                t.reader,
                tuple(Telling(told.about, told.what) for told in t.told),
                t.others,
                t.job.approval.approved,
                *_stands(loaded, team, t.job),
            )
            for t in tellings
        ),
        not_made=tuple(
            Left(n.title, named(recipient_name(case, n)), sentence(team.say(n.reason))) for n in plan.not_made
        ),
        notes=tuple(sentence(team.say(n)) for n in plan.notes),
        missing=tuple(sentence(team.say(m)) for m in plan.missing),
        meetings=meetings_of(loaded.office, as_of),
        as_of=clock.say_moment(case.as_of),
    )


def team_lens(case: Case) -> Lens:
    """The case in the words of the team's own papers: everybody by code, also where a name was typed."""
    reader = Reader(Audience.OFFICE, tuple(person.id for person in case.record.people))
    return Lens(case.record, case.office, build_book(case.record, case.office), reader, case.day)


def title_of(case: Case, team: Lens) -> str:
    """What the incident is called."""
    return team.say(case.record.incident.title) or "Incident"


def named(recipient: str) -> str:
    """Whom a document is for; nothing where that is not known."""
    return "" if recipient == NOT_RECORDED else recipient


def _stands(loaded: LoadedCase, team: Lens, job: Job) -> tuple[str, str]:
    """How a document would stand, in the words that a run has for it, and why it may not be sent yet."""
    if job.sent_at:
        return sent_words(loaded.case, job), ""
    state, why = state_words(job, Step(key_of(job), Action.NEW, "", "", 1))
    return state, sentence(team.say(why))


def meetings_of(office: Office, as_of: datetime) -> tuple[MeetingRow, ...]:
    """The dated meetings of the office's calendar: those to come, the next one first, then those that were."""
    dated = [(at, meeting.id) for meeting in office.meetings if (at := meeting_at(meeting, office))]
    ahead = sorted(pair for pair in dated if pair[0] >= as_of)
    past = sorted((pair for pair in dated if pair[0] < as_of), reverse=True)
    return tuple(MeetingRow(key, f"{clock.say_moment(at)} ({key})") for at, key in (*ahead, *past))
