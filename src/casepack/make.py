"""One record in, its pack out: plan, disclose, fill, typeset, prove, write, in that order and one way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .assets import asset
from .documents import DOCUMENTS
from .errors import CasepackError, TemplateError, TypesetError, WithheldError
from .finish import finished_bytes
from .inputs import LoadedCase
from .manifest import DocumentKey, Manifest
from .mentions import MentionBook, build_book
from .plan import Case, Job
from .planning import Plan, make_plan
from .results import Line, Result
from .versions import WRITING, Action, Step, Wanted, decide, decide_other, documents_after, settled
from .views import View, doc_view, lens_for, review_day
from .views_letters import (
    agency_letter,
    btp_letter,
    mash_referral,
    reboot_referral,
    school_letter,
    social_care_letter,
    victim_support_referral,
    yjs_letter,
    youth_information_referral,
)
from .views_office import Finished, Outcomes, Withheld, business_survey, checklist, conference_summary, recipient_name
from .views_register import register

REGISTER_XLSX = "disclosure-register.xlsx"
SOFTWARE = ("casepack", "docxtpl", "mammoth", "weasyprint", "pydantic", "xlsxwriter")
Tick = Callable[[int, int], None]

_ABOUT_A_CASE = {
    "school-letter": school_letter,
    "mash-referral": mash_referral,
    "social-care-letter": social_care_letter,
    "yjs-letter": yjs_letter,
    "btp-letter": btp_letter,
    "agency-letter": agency_letter,
    "victim-support-referral": victim_support_referral,
    "reboot-referral": reboot_referral,
    "youth-information-referral": youth_information_referral,
    "business-survey": business_survey,
    "conference-summary": conference_summary,
}


@dataclass(frozen=True, slots=True)
class _Paper:
    """A job with its View and what is to be done about it."""

    job: Job
    view: View
    step: Step


class _Run:
    """One run over one record: holds what the steps share, and gathers what becomes of each document."""

    def __init__(self, loaded: LoadedCase, old: Manifest | None, on_disk: dict[str, str], tick: Tick) -> None:
        self.case: Case = loaded.case
        self.book: MentionBook = build_book(loaded.record, loaded.office)
        self.plan: Plan = make_plan(loaded.case)
        self.old = old
        self.on_disk = on_disk
        self.tick = tick
        self.files: dict[str, bytes] = {}
        self.made: dict[DocumentKey, dict[str, str]] = {}
        self.steps: list[Step] = []
        self.outcomes = Outcomes(self.plan)
        self.worst = 0
        self.count = 0
        self.reference = loaded.record.incident.reference or ""
        self.other: dict[str, str] = dict(old.other) if old else {}

    def papers(self, jobs: Sequence[Job], make_view: Callable[[Job], dict[str, Any]]) -> list[_Paper]:
        """The views of these jobs, and what is to be done about each by what was made before."""
        views = {job: View(make_view(job), {}) for job in jobs}
        wanted = [self._wanted(job, view) for job, view in views.items()]
        ids = {job.document.id for job in jobs} | self._other_ids(jobs)
        old = self.old and replace(self.old, documents=tuple(d for d in self.old.documents if d.key.document in ids))
        steps = decide(self.reference, wanted, old, self.on_disk)
        self.steps += steps
        return [_Paper(job, views[job], step) for job, step in zip(jobs, steps, strict=False)]

    def _other_ids(self, jobs: Sequence[Job]) -> set[str]:
        """The documents that this part of the run answers for, so that what is no longer wanted is noticed."""
        office = {"checklist", "disclosure-register"}
        return office if any(j.document.id in office for j in jobs) else set(DOCUMENTS) - office

    def _wanted(self, job: Job, view: View) -> Wanted:
        return Wanted(
            key_of(job),
            job.document.folder,
            view.hash(),
            _hash(asset(f"{job.document.id}.docx")),
            house_hash(),
            living=job.document.living,
            approved=job.approval.approved,
        )

    def finish(self, paper: _Paper) -> None:
        """Make one document if it is to be made, prove it, and note what became of it."""
        self.count += 1
        self.tick(self.count, len(self.plan.jobs))
        if paper.step.action not in WRITING:
            sha = paper.step.previous.files.get("docx", "") if paper.step.previous else ""
            return self._note(paper, sha)
        try:
            made = finished_bytes(self.case, self.book, paper.job, paper.view, paper.step)
        except WithheldError as error:
            self._withhold(paper, tuple(str(error).split("\n")), error)
        except TemplateError as error:
            self._withhold(paper, (f"Its template cannot be filled. {error}",), error)
        except TypesetError as error:
            self._withhold(paper, ("Its PDF could not be typeset.",), error)
        else:
            hashes = {extension: _hash(data) for extension, data in made.items()}
            self.made[paper.step.key] = {e: h for e, h in hashes.items() if e in paper.step.writes}
            self.files |= {paper.step.path(e): made[e] for e in paper.step.writes}
            self._note(paper, hashes["docx"])
        return None

    def _note(self, paper: _Paper, sha: str) -> None:
        state, why = state_words(paper.job, paper.step)
        done = Finished(paper.job, paper.step.stem, paper.step.version, state, why, sha)
        self.outcomes = replace(self.outcomes, finished=(*self.outcomes.finished, done))

    def _withhold(self, paper: _Paper, reasons: tuple[str, ...], error: CasepackError) -> None:
        held = Withheld(paper.job, reasons)
        self.outcomes = replace(self.outcomes, withheld=(*self.outcomes.withheld, held))
        self.worst = max(self.worst, error.exit_code)


def preview(loaded: LoadedCase) -> Plan:
    """What would be made of a record, and what not, without making it."""
    return make_plan(loaded.case)


def make(loaded: LoadedCase, out: Path, tick: Tick = lambda done, total: None) -> Result:
    """Make the pack of one record into `out`; a document that fails its proof is withheld and the rest is made.

    Raises OutputError where the pack cannot be written; then nothing has changed on disk.
    """
    from .write import hold_pack, move_pack, read_pack, write_pack

    restricted, reference = loaded.case.sensitive, loaded.record.incident.reference or ""
    if restricted:
        # A case that has become sensitive since its last run leaves nothing outside the restricted folder.
        move_pack(out, reference)
    with hold_pack(out, restricted=restricted, reference=reference) as held:
        old, on_disk = read_pack(out, restricted=restricted, reference=reference)
        run = _Run(loaded, old, on_disk, tick)
        _make_documents(run)
        manifest = settled(_manifest(run, loaded), old)
        written = write_pack(
            out,
            restricted=restricted,
            reference=reference,
            files=run.files,
            seen=on_disk,
            manifest=manifest,
            held=held,
        )
    return _result(run, written.folder, written.changed)


def _make_documents(run: _Run) -> None:
    """The documents for others first; then the checklist and the register, which tell of them."""
    case, book = run.case, run.book
    outward = [job for job in run.plan.jobs if job.document.id in _ABOUT_A_CASE]
    for paper in run.papers(outward, lambda job: _ABOUT_A_CASE[job.document.id](case, lens_for(case, book, job), job)):
        run.finish(paper)
    told = run.outcomes

    def office_view(job: Job) -> dict[str, Any]:
        lens = lens_for(case, book, job)
        if job.document.id == "checklist":
            return checklist(case, lens, job, told)
        return register(case, lens, job, told, book)

    office = [job for job in run.plan.jobs if job.document.id not in _ABOUT_A_CASE]
    for paper in run.papers(office, office_view):
        run.finish(paper)
        if paper.job.document.id == "disclosure-register":
            _register_workbook(run, paper)


def _register_workbook(run: _Run, paper: _Paper) -> None:
    from .register_xlsx import register_workbook

    created = datetime.combine(run.case.day, datetime.min.time())
    previous = paper.step.previous
    if paper.step.action in {Action.UNCHANGED, Action.EDITED} and previous:
        created = datetime.fromisoformat(previous.made_as_of).replace(tzinfo=None, hour=0, minute=0, second=0)
    data = register_workbook(paper.view.context, created=created)
    step = decide_other(REGISTER_XLSX, _hash(data), run.old, run.on_disk)
    if step.write:
        run.files[step.path] = data
        run.other[step.path] = _hash(data)


def key_of(job: Job) -> DocumentKey:
    """The key of a document in the pack: ids only."""
    return DocumentKey(job.document.id, job.subject, job.recipient)


def state_words(job: Job, step: Step) -> tuple[str, str]:
    """How a document stands, and why it may not be sent yet (people as tokens)."""
    if step.action is Action.EDITED:
        return "Edited by hand", "Left as it is; read it through before sending"
    if not job.approval.approved:
        return "Draft, not approved for sending", job.approval.why
    return ("For the team", "") if job.document.living else ("Ready to send", "")


def house_hash() -> str:
    """The fingerprint of the look: the house's Word file and its stylesheet."""
    return _hash(asset("house.docx") + asset("house.css"))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _manifest(run: _Run, loaded: LoadedCase) -> Manifest:
    as_of = run.case.as_of.isoformat()
    office = lens_for(run.case, run.book, run.plan.jobs[-1])
    return Manifest(
        reference=run.reference,
        input_hash=loaded.record_hash,
        office_hash=loaded.office_hash,
        as_of=as_of,
        software={name: version(name) for name in SOFTWARE},
        destroy_by=review_day(run.case).isoformat(),
        documents=documents_after(run.old, run.steps, run.made, as_of),
        withheld=tuple({"document": w.job.title, "reason": " ".join(w.reasons)} for w in run.outcomes.withheld),
        not_produced=tuple({"document": n.title, "reason": office.say(n.reason)} for n in run.plan.not_made),
        other=run.other,
    )


def _result(run: _Run, folder: Path, changed: bool) -> Result:
    lens = lens_for(run.case, run.book, run.plan.jobs[-1])
    steps = {str(s.key): s for s in run.steps}
    lines = []
    for done in run.outcomes.finished:
        step = steps[str(key_of(done.job))]
        paths = tuple(step.path(e) for e in ("docx", "pdf"))
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
        folder,
        changed,
        tuple(lines),
        tuple(refused),
        tuple(held),
        tuple(s.said for s in run.steps if s.action is Action.GONE),
        tuple(lens.say(n) for n in run.plan.notes),
        tuple(lens.say(m) for m in run.plan.missing),
        run.worst,
    )
