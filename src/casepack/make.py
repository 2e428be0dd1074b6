"""One record in, its pack out: plan, disclose, fill, typeset, prove, write, in that order and one way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from .assets import using
from .calendar_file import CALENDAR, calendar_file
from .changes import Touched, changed_answers
from .inputs import LoadedCase, marks, refuse_other_case
from .manifest import DocumentKey, Manifest, software
from .papers import tells_of_a_case, view_of
from .plan import Job, key_of
from .register_xlsx import register_workbook
from .results import Line, Result
from .run import Maker, Paper, Run, Tick, one_by_one
from .traces import fingerprints
from .versions import WRITING, Action, decide_other, settled
from .views import doc_view, lens_for, review_day
from .views_office import checklist, recipient_name
from .views_register import register
from .write import Place, hold_pack, move_pack, read_pack, write_pack

REGISTER_XLSX = "disclosure-register.xlsx"


@dataclass(frozen=True, slots=True)
class Before:
    """What a pack holds before a run: its manifest, the SHA-256 of each file by path, and its calendar's bytes."""

    manifest: Manifest | None
    on_disk: dict[str, str]
    calendar: bytes


@dataclass(frozen=True, slots=True)
class Produced:
    """What a run made of one record, not yet written: files by path, the manifest, and what to tell of it."""

    files: dict[str, bytes]
    manifest: Manifest
    result: Result


def make(loaded: LoadedCase, out: Path, tick: Tick = lambda done, total: None, *, maker: Maker = one_by_one) -> Result:
    """Make the pack of one record into `out`; a document that fails its proof is withheld and the rest is made.

    Raises OutputError where the pack cannot be written, and RecordError where it was made from another case; then
    nothing has changed on disk.
    """
    with open_pack(loaded, out) as (held, before):
        return keep_pack(held, before, produce(loaded, before, tick, maker=maker))


@contextmanager
def open_pack(loaded: LoadedCase, out: Path) -> Iterator[tuple[Place, Before]]:
    """Hold the pack of one record, as it was before the run; other runs are kept from it until the end.

    Raises OutputError and RecordError as `make` does.
    """
    restricted, reference = loaded.case.sensitive, loaded.record.incident.reference or ""
    if restricted:
        # A case that has become sensitive since its last run leaves nothing outside the restricted folder.
        outside, _ = read_pack(out, restricted=False, reference=reference)
        refuse_other_case(loaded, outside.marks if outside else ())
        move_pack(out, reference)
    with hold_pack(out, restricted=restricted, reference=reference) as held:
        old, on_disk = read_pack(out, restricted=restricted, reference=reference)
        refuse_other_case(loaded, old.marks if old else ())
        last = decide_other(CALENDAR, "", old, on_disk)
        # Only a file that is as casepack made it is read again.
        calendar = (held.folder / last.path).read_bytes() if last.action is Action.REPLACED else b""
        yield held, Before(old, on_disk, calendar)


def produce(
    loaded: LoadedCase, before: Before, tick: Tick = lambda done, total: None, *, maker: Maker = one_by_one
) -> Produced:
    """Make every document of one record; nothing is read from or written to a pack, so any machine may do it."""
    with using(loaded.templates):
        return _produced(loaded, before, tick, maker)


def _produced(loaded: LoadedCase, before: Before, tick: Tick, maker: Maker) -> Produced:
    run = Run(loaded, before.manifest, before.on_disk, tick, maker)
    _make_documents(run)
    old = before.manifest
    told = (loaded.record_hash, loaded.office_hash)
    run.keep(
        CALENDAR,
        lambda: calendar_file(run.case, before.calendar),
        same=old is not None and (old.input_hash, old.office_hash) == told,
    )
    manifest = settled(_manifest(run, loaded), before.manifest)
    return Produced(run.files, manifest, _result(run, loaded, manifest.answers))


def keep_pack(held: Place, before: Before, made: Produced) -> Result:
    """Write what was made into the pack that is held, in one step. Raises OutputError, the pack then as it was."""
    written = write_pack(
        held.root,
        restricted=held.restricted,
        reference=held.reference,
        files=made.files,
        seen=before.on_disk,
        manifest=made.manifest,
        held=held,
    )
    return replace(made.result, folder=written.folder, changed=written.changed)


def _make_documents(run: Run) -> None:
    """The documents for others first; then the checklist and the register, which tell of them."""
    case, book = run.case, run.book
    outward = [job for job in run.plan.jobs if tells_of_a_case(job)]
    run.finish(run.papers(outward, lambda job: view_of(case, lens_for(case, book, job), job)))
    run.look_back()
    told = run.outcomes

    def office_view(job: Job) -> dict[str, Any]:
        lens = lens_for(case, book, job)
        if job.document.id == "checklist":
            return checklist(case, lens, job, told)
        return register(case, lens, job, told, book)

    papers = run.papers([job for job in run.plan.jobs if not tells_of_a_case(job)], office_view)
    run.finish(papers)
    for paper in papers:
        # The workbook says what the document says, so what keeps that back keeps this back too.
        if paper.job.document.id == "disclosure-register" and paper.job not in run.withheld_jobs():
            _register_workbook(run, paper)


def _register_workbook(run: Run, paper: Paper) -> None:
    created = datetime.combine(run.case.day, datetime.min.time())
    previous = paper.step.previous
    if paper.step.action in {Action.UNCHANGED, Action.EDITED} and previous:
        created = datetime.fromisoformat(previous.made_as_of).replace(tzinfo=None, hour=0, minute=0, second=0)
    run.keep(
        REGISTER_XLSX,
        lambda: register_workbook(paper.view.context, created=created),
        same=paper.step.action is Action.UNCHANGED,
    )


def _manifest(run: Run, loaded: LoadedCase) -> Manifest:
    as_of = run.case.as_of.isoformat()
    office = lens_for(run.case, run.book, run.plan.jobs[-1])
    return Manifest(
        reference=run.reference,
        input_hash=loaded.record_hash,
        office_hash=loaded.office_hash,
        as_of=as_of,
        software=dict(software()),
        destroy_by=review_day(run.case).isoformat(),
        documents=run.documents(),
        withheld=tuple({"document": w.job.title, "reason": " ".join(w.reasons)} for w in run.outcomes.withheld),
        not_produced=tuple({"document": n.title, "reason": office.say(n.reason)} for n in run.plan.not_made),
        other=run.other,
        marks=marks(loaded),
        answers=fingerprints(loaded.record),
        sealed=dict(run.old.sealed) if run.old else {},
    )


def _touched(run: Run) -> list[Touched]:
    """What is not as it was: not those of which only a file was missing."""
    changed = (WRITING | {Action.GONE}) - {Action.REMAKE}
    found = [Touched(s.key, run.title_of(s.key)) for s in run.steps if s.action in changed]
    stem = PurePosixPath(CALENDAR).stem
    if any(PurePosixPath(path).stem.partition(" ")[0] == stem for path in run.files):
        found.append(Touched(DocumentKey("calendar"), "Deadline calendar"))
    return found


def _changed_otherwise(run: Run, loaded: LoadedCase, *, answers: bool) -> str:
    """What else is not as it was for the last pack, where that kept a trace of the answers."""
    old = run.old
    if old is None or not old.answers:
        return ""
    said = []
    if old.input_hash != loaded.record_hash and not answers:
        said.append("The file of the record has changed, but no answer that a document rests on.")
    if old.office_hash != loaded.office_hash:
        said.append("The office's data have changed.")
    return " ".join(said)


def _result(run: Run, loaded: LoadedCase, traces: Mapping[str, str]) -> Result:
    """What to tell; `traces` are the fingerprints of the record's answers."""
    lens = lens_for(run.case, run.book, run.plan.jobs[-1])
    answers = changed_answers(loaded.record, run.old.answers if run.old else {}, _touched(run), now=traces)
    steps = {str(s.key): s for s in run.steps}
    lines = []
    for done in run.outcomes.finished:
        step = steps[str(key_of(done.job))]
        paths = tuple(step.path(e) for e in done.job.document.formats)
        to = recipient_name(run.case, done.job)
        lines.append(Line(done.job.title, to, step.action.value, done.state, paths, lens.say(done.why)))
    refused = [
        Line(n.title, recipient_name(run.case, n), "not made", "", (), lens.say(n.reason)) for n in run.plan.not_made
    ]
    held = [
        Line(w.job.title, recipient_name(run.case, w.job), "withheld", "", (), " ".join(w.reasons))
        for w in run.outcomes.withheld
    ]
    return Result(
        run.reference,
        doc_view(run.case, run.plan.jobs[-1])["title"],
        Path(),
        False,
        tuple(lines),
        tuple(refused),
        tuple(held),
        tuple(s.said for s in run.steps if s.action is Action.GONE),
        run.outcomes.recalls,
        tuple(lens.say(n) for n in run.plan.notes),
        tuple(lens.say(m) for m in run.plan.missing),
        run.worst,
        answers,
        _changed_otherwise(run, loaded, answers=bool(answers)),
    )
