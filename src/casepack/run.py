"""One run over one record: what is to be done about each document, doing it, and what became of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Protocol

from . import clock
from .aftermath import earlier, mark_sent, recalls
from .assets import asset, own_files, template_bytes
from .collecting import fewer_collections
from .disclosure import Audience
from .documents import Document
from .errors import CasepackError, MissingPartError, TemplateError, TypesetError, WithheldError
from .inputs import LoadedCase
from .manifest import DocumentKey, Made, Manifest, software
from .mentions import MentionBook
from .own_kinds import PREFIX, known_documents
from .plan import Case, Job, key_of, titled
from .planning import Plan, make_plan
from .printed_names import printed_names
from .shown import first_capital
from .versions import WRITING, Action, Step, Wanted, as_made, decide, decide_other, documents_after
from .views import View
from .views_office import Finished, Outcomes, Withheld, recipient_name

Tick = Callable[[int, int], None]
Attempt = dict[str, bytes] | CasepackError
"""What came of one document: its files by format, or why there are none."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A job with its View and what is to be done about it."""

    job: Job
    view: View
    step: Step


class Maker(Protocol):
    """Whoever makes documents: this process, or several."""

    def __call__(
        self, case: Case, book: MentionBook, papers: Sequence[Paper], waiting: Callable[[], None]
    ) -> Iterator[Attempt]:
        """What came of each of these papers, in their order; `waiting` may be called while nothing is finished."""
        ...


def one_by_one(
    case: Case, book: MentionBook, papers: Sequence[Paper], waiting: Callable[[], None]
) -> Iterator[Attempt]:
    """Make documents here, each when it is asked for; `waiting` is not called."""
    for paper in papers:
        try:
            yield finished_bytes(case, book, paper.job, paper.view, paper.step)
        except CasepackError as error:
            yield error


def finished_bytes(case: Case, book: MentionBook, job: Job, view: View, step: Step) -> dict[str, bytes]:
    """`finish.finished_bytes`; what fills, typesets and proves is slow to load, and a run may need none of it."""
    from . import finish

    return finish.finished_bytes(case, book, job, view, step)


def _made(attempt: Attempt) -> dict[str, bytes]:
    if isinstance(attempt, CasepackError):
        raise attempt
    return attempt


class Run:
    """One run over one record: holds what the steps share, and gathers what becomes of each document."""

    def __init__(
        self,
        loaded: LoadedCase,
        old: Manifest | None,
        on_disk: dict[str, str],
        tick: Tick,
        maker: Maker = one_by_one,
    ) -> None:
        """Plan the documents of `loaded`, which `maker` makes; `old` and `on_disk` say what its pack holds now."""
        self.maker = maker
        self.case: Case = loaded.case
        self.book: MentionBook = loaded.book
        self.plan: Plan = make_plan(loaded.case)
        self.known = known_documents(loaded.office)
        self.old = old
        self.on_disk = on_disk
        self.tick = tick
        self.files: dict[str, bytes] = {}
        self.made: dict[DocumentKey, dict[str, str]] = {}
        self.steps: list[Step] = []
        self.outcomes = Outcomes(self.plan)
        self.worst = 0
        self.count = 0
        self.house = house_hash()
        self.templates: dict[str, tuple[str, frozenset[str] | None]] = {}
        self.reference = loaded.record.incident.reference or ""
        self.other: dict[str, str] = dict(old.other) if old else {}

    def papers(self, jobs: Sequence[Job], make_view: Callable[[Job], dict[str, Any]]) -> list[Paper]:
        """The views of these jobs, and what is to be done about each by what was made before."""
        views = {job: View(make_view(job), {}) for job in jobs}
        wanted = [self._wanted(job, view) for job, view in views.items()]
        ids = {job.document.id for job in jobs} | self._other_ids(jobs)
        old = self.old and replace(self.old, documents=tuple(d for d in self.old.documents if d.key.document in ids))
        steps = decide(self.reference, wanted, old, self.on_disk)
        self.steps += steps
        return [Paper(job, views[job], step) for job, step in zip(jobs, steps, strict=False)]

    def _other_ids(self, jobs: Sequence[Job]) -> set[str]:
        """The ids of documents that this part of the run answers for, so that what is no longer wanted is noticed."""
        office = {"checklist", "disclosure-register"}
        # A document of the office's own that is in its table no longer is no longer wanted either.
        before = {m.key.document for m in self.old.documents} if self.old else set[str]()
        own = {document for document in before if document.startswith(PREFIX)}
        return office if any(j.document.id in office for j in jobs) else (set(self.known) | own) - office

    def _wanted(self, job: Job, view: View) -> Wanted:
        template, names = self._template(job.document)
        return Wanted(
            key_of(job),
            job.document.folder,
            # A living paper gets no versions, and the register's workbook tells all of its View, whatever is printed.
            view.hash(None if job.document.living else names),
            template,
            self.house,
            living=job.document.living,
            approved=job.approval.approved,
            formats=job.document.formats,
        )

    def _template(self, document: Document) -> tuple[str, frozenset[str] | None]:
        """The fingerprint of a document's template, and the names in it; each template is read once."""
        name = document.template(sensitive=self.case.sensitive)
        if name not in self.templates:
            data = template_bytes(document, sensitive=self.case.sensitive) or b""
            self.templates[name] = digest(data), None if document.living else printed_names(data)
        return self.templates[name]

    def finish(self, papers: Sequence[Paper]) -> None:
        """Make those of these documents that are to be made, prove them, and note what became of each, in order."""
        to_make = [paper for paper in papers if paper.step.action in WRITING]
        made = iter(self.maker(self.case, self.book, to_make, lambda: self.tick(self.count, len(self.plan.jobs))))
        with fewer_collections() if to_make else nullcontext():
            for paper in papers:
                self.count += 1
                self.tick(self.count, len(self.plan.jobs))
                if paper.step.action in WRITING:
                    self._settle(paper, next(made))
                else:
                    self._note(paper, paper.step.previous.files.get("docx", "") if paper.step.previous else "")

    def _settle(self, paper: Paper, attempt: Attempt) -> None:
        """Keep what was made of a paper, or note why it is withheld."""
        try:
            made = _made(attempt)
        except WithheldError as error:
            self._withhold(paper, folded(paper.job.title, str(error).split("\n")), error)
        except TemplateError as error:
            self._withhold(paper, (f"Its template cannot be filled. {error}",), error)
        except MissingPartError:
            raise
        except TypesetError as error:
            self._withhold(paper, (f"Its PDF could not be typeset. {error.plain}".strip(),), error)
        except CasepackError as error:
            self._withhold(paper, ("A fault in casepack: tell whoever looks after it.",), error)
        else:
            hashes = {extension: digest(data) for extension, data in made.items()}
            self.made[paper.step.key] = {e: h for e, h in hashes.items() if e in paper.step.writes}
            self.files |= {paper.step.path(e): made[e] for e in paper.step.writes}
            self._note(paper, hashes["docx"])

    def keep(self, path: str, make: Callable[[], bytes], *, same: bool) -> None:
        """Have a file that is not a document, such as the register's workbook, written where it differs.

        `same` is whether all that it is made from is as for the pack on disk; then it is made only where it is not
        there as it was made.
        """
        if same and self.old and self.old.software == software() and as_made(path, self.old, self.on_disk):
            return
        data = make()
        step = decide_other(path, digest(data), self.old, self.on_disk)
        if step.write:
            self.files[step.path] = data
            self.other[step.path] = digest(data)

    def title_of(self, key: DocumentKey) -> str:
        """The name of a document with its ids; one that is no longer known is called by its key."""
        known = self.known.get(key.document)
        return titled(known.name if known else key.document, key.subject, key.recipient)

    def withheld_jobs(self) -> tuple[Job, ...]:
        """The jobs whose documents failed their proof in this run."""
        return tuple(held.job for held in self.outcomes.withheld)

    def _note(self, paper: Paper, sha: str) -> None:
        state, why = state_words(paper.job, paper.step)
        done = Finished(paper.job, paper.step.stem, paper.step.version, state, why, sha)
        self.outcomes = replace(self.outcomes, finished=(*self.outcomes.finished, done))

    def documents(self) -> tuple[Made, ...]:
        """The documents of the next manifest, those marked that the record says were sent."""
        sent = {key_of(j): j.sent_at for j in self.plan.jobs if j.sent_at}
        after = documents_after(self.old, self.steps, self.made, self.case.as_of.isoformat())
        return mark_sent(after, sent, clock.zone(self.case.office))

    def look_back(self) -> None:
        """Note what was sent, what no longer holds, and who must be told of it."""
        documents = self.documents()
        titles = {m.key: self.title_of(m.key) for m in documents}
        readers = {m.key: self.case.office.name_of(m.key.recipient) for m in documents if m.key.recipient}
        readers |= {key_of(j): recipient_name(self.case, j) for j in self.plan.jobs}
        sent = {(m.key, m.version) for m in documents if m.sent}
        self.outcomes = replace(
            self.outcomes,
            finished=tuple(
                replace(f, state=sent_words(self.case, f.job)) if (key_of(f.job), f.version) in sent else f
                for f in self.outcomes.finished
            ),
            recalls=recalls(documents, titles, readers),
            earlier=tuple(earlier(documents, titles, readers)),
        )

    def _withhold(self, paper: Paper, reasons: tuple[str, ...], error: CasepackError) -> None:
        held = Withheld(paper.job, reasons)
        self.outcomes = replace(self.outcomes, withheld=(*self.outcomes.withheld, held))
        self.worst = max(self.worst, error.exit_code)


_PLACED = re.compile(r"(?P<place>(?:\.\w+)?(?:, [^:]*)?): (?P<cause>.+)", re.DOTALL)
_SAID_IN_WORD = re.compile(r"Word (?:body|(?:words|text) of word/document\.xml)|\.docx")


def folded(title: str, reasons: Sequence[str]) -> tuple[str, ...]:
    """Each cause once, with every place in the files of this document at which it was found.

    The same words stand in the Word file and in the PDF, there in several layers: the officer has one thing to mend.
    """
    places: dict[str, list[str]] = {}
    for reason in reasons:
        found = _PLACED.fullmatch(reason.removeprefix(title)) if reason.startswith(title) else None
        if found:
            cause = found["cause"]
            said = f"It {cause}" if cause.startswith(("holds ", "does ")) else first_capital(cause)
            places.setdefault(said, []).append(_place_words(found["place"]))
        else:
            places.setdefault(reason, [])
    return tuple(
        f"{said.removesuffix('.')} ({'; '.join(dict.fromkeys(where))})." if where else said
        for said, where in places.items()
    )


def _place_words(place: str) -> str:
    """A place as an officer knows it: "Word file", "PDF page 2"; what a file hides keeps the name of its layer."""
    place = place.removeprefix(", ").removesuffix(", as drawn").replace(".txt", "text file")
    if _SAID_IN_WORD.fullmatch(place):
        return "Word file"
    return place.replace(".docx, ", "Word ").replace(".pdf, ", "PDF ").replace(".pdf", "PDF")


def state_words(job: Job, step: Step) -> tuple[str, str]:
    """How a document stands, and why it may not be sent yet (people as tokens)."""
    if step.action is Action.EDITED:
        return "Edited by hand", "Left as it is; read it through before sending"
    if not job.approval.approved:
        return "Draft, not approved for sending", job.approval.why
    if job.reader.audience is Audience.ECINS:
        return "Ready to enter by hand", ""
    return ("For the team", "") if job.document.living else ("Ready to send", "")


def sent_words(case: Case, job: Job) -> str:
    """That a document was sent, and when."""
    return f"Sent at {clock.say_written(job.sent_at, case.office)}" if job.sent_at else "Sent"


def house_hash() -> str:
    """The fingerprint of the look: the house's Word file, its stylesheet, and fonts of the council's own.

    What else a council changes of the look stands in its templates, which have fingerprints of their own.
    """
    fonts = (data for name, data in sorted(own_files().items()) if name.startswith("fonts/"))
    return digest(asset("house.docx") + asset("house.css") + b"".join(fonts))


def digest(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
