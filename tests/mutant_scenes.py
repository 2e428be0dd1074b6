"""The scenes in which mutants are tried beside the papers of a case as Word: what each of them shows of one record.

A scene gives the leaks in what would be kept, and those in what the product itself held back for them.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msoffcrypto  # type: ignore[import-untyped]
import pikepdf
from click.testing import CliRunner

from casepack import cli, finish, problems_xlsx, run, seal_pack
from casepack.batch import Outcome
from casepack.errors import Problem, RecordError
from casepack.make import make
from casepack.mentions import build_book
from casepack.office import Office
from casepack.papers import view_of
from casepack.plan import key_of
from casepack.planning import make_plan
from casepack.versions import Step, Wanted, decide
from casepack.views import View, lens_for

from . import outsider
from .canary_model import Salted, Shape
from .canary_table import TEAM
from .casemaker import canonical
from .leak_hunt import Figures, Leak, Pack, hunt, loaded
from .leak_search import catch

Seen = tuple[set[Leak], set[Leak]]
"""Leaks in files that would be kept, and those in what is withheld for them."""
PHRASE = "four quiet herons paddling"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scene is played with."""

    record: Salted
    office: Office
    as_of: datetime
    documents: frozenset[str]


# PDF


def as_pdf(stage: Stage) -> Seen:
    """The first paper of these kinds as Word and PDF, with its proof asked about what leaks."""
    case = loaded(stage.record, stage.office, stage.as_of).case
    job = next(job for job in make_plan(case).jobs if job.document.id in stage.documents)
    book = build_book(case.record, case.office)
    view = View(view_of(case, lens_for(case, book, job), job), {})
    step = _step(case, job, view)
    docx = finish.filled(case, job, view, 1)
    pdf = vars(finish)["typeset"](docx)  # which a mutant may have changed
    figures = Figures()
    hunt(stage.record, stage.office, Pack({step.path("docx"): docx, step.path("pdf"): pdf}, []), figures)
    stopped = bool(figures.leaks) and bool(finish.proof(case, book, job, docx, pdf, step.stem))
    leaks = set(figures.leaks)
    return (set(), leaks) if stopped else (leaks, set())


def _step(case: Any, job: Any, view: View) -> Step:
    key = key_of(job)
    wanted = Wanted(key, job.document.folder, view.hash(), "0" * 64, "0" * 64, approved=job.approval.approved)
    return decide(case.record.incident.reference, [wanted], None, {})[0]


# The screen


def on_screen(stage: Stage) -> Seen:
    """What `casepack make` prints, with and without --json; the papers themselves are not made."""
    figures = Figures()
    with (
        tempfile.TemporaryDirectory(prefix="casepack-screen-") as folder,
        patch.object(run, "finished_bytes", _nothing),
    ):
        path = lay_out(stage, Path(folder))
        for name, options in (("result.json", ["--json"]), ("result.txt", [])):
            at = f"{stage.as_of:%Y-%m-%d %H:%M}"
            out = str(Path(folder) / name.replace(".", "-"))
            said = CliRunner().invoke(
                cli.main, ["make", str(path), "--as-of", at, "--out", out, "--workers", "1", *options]
            )
            hunt(stage.record, stage.office, Pack({name: said.stdout.encode()}, []), figures)
    return set(figures.leaks), set()


def lay_out(stage: Stage, folder: Path) -> Path:
    """The record's file with the office's beside it; its name names nobody."""
    (folder / "office.json").write_text(canonical(stage.office), encoding="utf-8")
    path = folder / f"{stage.record.reference}.json"
    path.write_text(canonical(stage.record.record), encoding="utf-8")
    return path


def _nothing(*_: Any, **__: Any) -> dict[str, bytes]:
    return {"docx": b"", "pdf": b"", "txt": b""}


# Copies for sending


def when_sealed(stage: Stage) -> Seen:
    """The sealed copies of a pack of which one letter was edited by hand: opened again, and read as they lie there."""
    reference, restricted = stage.record.reference, stage.record.record.incident.sensitivity.value == "sensitive"
    with tempfile.TemporaryDirectory(prefix="casepack-sealed-") as folder:
        with patch.object(run, "finished_bytes", _word_and_blank):
            result = make(loaded(stage.record, stage.office, stage.as_of), Path(folder))
        _edit_one(result.folder)
        audiences = seal_pack.readers(stage.office)
        done = seal_pack.seal_pack(
            Path(folder), restricted=restricted, reference=reference, phrase=PHRASE, audiences=audiences
        )
        copies = {path: (result.folder / path).read_bytes() for path in done.copies}
    found = [leak for path, data in copies.items() for leak in _of_a_copy(stage, path, data)]
    figures = Figures()
    hunt(stage.record, stage.office, Pack({p: opened(p, data) for p, data in copies.items()}, []), figures)
    return {*found, *figures.leaks}, set()


EDITED = "Written in by hand"


def _edit_one(folder: Path) -> None:
    path = min((p for p in folder.rglob("*.docx") if "letter" in p.name), default=None)
    if path is None:
        return
    old, new = zipfile.ZipFile(io.BytesIO(path.read_bytes())), io.BytesIO()
    with old, zipfile.ZipFile(new, "w") as archive:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "word/document.xml":
                part = part.replace(b"<w:body>", f"<w:body><w:p><w:r><w:t>{EDITED}</w:t></w:r></w:p>".encode(), 1)
            archive.writestr(item, part)
    path.write_bytes(new.getvalue())


def _word_and_blank(case: Any, book: Any, job: Any, view: Any, step: Any) -> dict[str, bytes]:
    docx = finish.filled(case, job, view, step.version)
    made = {"docx": docx, "pdf": _blank_pdf()}
    if "txt" in job.document.formats:
        made["txt"] = finish.text_twin(case, book, job, docx, step.version)[0]
    return made


@cache
def _blank_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _of_a_copy(stage: Stage, path: str, data: bytes) -> Iterator[Leak]:
    """What is wrong with a copy as such: no lock, a draft, edited by hand, or a paper that stays with the team."""
    whose = stage.record.reference
    if b"word/document.xml" in data or (data.startswith(b"%PDF") and b"/Encrypt" not in data):
        yield Leak(whose, path, "sealed", "has no lock")
    text = "\n".join(outsider.layers_of(path, opened(path, data)).values())
    if stage.office.organisation.draft_words in text:
        yield Leak(whose, path, "sealed", "is a draft")
    if EDITED in text:
        yield Leak(whose, path, "sealed", "was edited by hand")
    if any(kind in Path(path).name.split() for kind in (*TEAM.split(), "ecins-record")) or "checklist" in path:
        yield Leak(whose, path, "sealed", "stays with the team")


def opened(path: str, data: bytes) -> bytes:
    """A sealed copy, opened by whoever has the pass phrase; as it is where it has no lock."""
    made = io.BytesIO()
    if path.endswith(".pdf"):
        if b"/Encrypt" not in data:
            return data
        with pikepdf.open(io.BytesIO(data), password=PHRASE) as pdf:
            pdf.save(made)
        return made.getvalue()
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    if not file.is_encrypted():
        return data
    file.load_key(password=PHRASE)
    file.decrypt(made)
    return made.getvalue()


# Problems of a batch


def among_problems(stage: Stage) -> Seen:
    """The workbook of problems of a batch in which this record, a sensitive one, has some that repeat its names."""
    case = loaded(stage.record, stage.office, stage.as_of)
    names = [p.given_name for p in case.record.people if p.given_name] or ["Nobody"]
    error = RecordError([Problem("name-typed", "incident.title", "A name.", "Write a token.", name) for name in names])
    outcomes = [Outcome(Path("one.json"), loaded=case, error=error), Outcome(Path("two.json"))]
    with tempfile.TemporaryDirectory(prefix="casepack-problems-") as folder:
        kept = problems_xlsx.keep_problems(outcomes, stage.office, Path(folder), created=stage.as_of)
        files = {str(path.relative_to(folder)): path.read_bytes() for path in kept}
    numbers = [key for key, canary in stage.record.ledger.items() if canary.shape is Shape.NUMBER]
    found = set()
    for path, data in files.items():
        for layer, text in outsider.layers_of(path, data).items():
            if not path.startswith("restricted"):
                hits = catch(text).hits(stage.record.ledger, numbers)
                found |= {Leak(stage.record.reference, path, layer, stage.record.ledger[k].field, k) for k in hits}
    return found, set()


SCENES: dict[str, Callable[[Stage], Seen]] = {
    "pdf": as_pdf,
    "screen": on_screen,
    "sealed": when_sealed,
    "problems": among_problems,
}
