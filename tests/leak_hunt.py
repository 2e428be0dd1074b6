"""The hunt for canaries in finished files: looked for in every layer, held against the table, counted.

word_pack(salted, office, as_of)         every document of one record as Word alone, unproved unless it leaks
whole_pack(salted, office, as_of, out)   the pack as `casepack make` writes it, with what it says
hunt(salted, office, files)              what is found in them, and where it should not be
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from unittest.mock import patch

from casepack import finish, picture, run
from casepack.documents import DOCUMENTS
from casepack.errors import WithheldError
from casepack.inputs import LoadedCase
from casepack.jigsaw_fields import guarded
from casepack.make import Before, make, produce
from casepack.mentions import MentionBook
from casepack.office import Office
from casepack.plan import Case, Job
from casepack.prove import prove
from casepack.versions import Step
from casepack.views import View, doc_view

from . import outsider
from .canary_model import Canary, Salted, Shape
from .canary_papers import facts, must_not_be, paper
from .canary_table import TEAM, Paper, may
from .leak_search import catch

Files = Mapping[str, bytes]
_SMALL_PNG = picture.small_png
_IN_A_DRAWING = re.compile(r"<(?:text|tspan|title|desc)[^>]*>([^<]*)<")


@dataclass(frozen=True, slots=True)
class Leak:
    """A canary where it may not be, or a paper that may not be (then without a canary)."""

    reference: str
    file: str
    layer: str
    what: str
    key: str = ""

    def __str__(self) -> str:
        """The leak on a line."""
        return f"{self.reference}: {self.file}, {self.layer}: {self.what} {self.key}".rstrip()


@dataclass
class Figures:
    """What a hunt has looked at and found so far."""

    records: int = 0
    files: int = 0
    size: int = 0
    looked_for: int = 0
    allowed: int = 0
    withheld: int = 0
    leaks: list[Leak] = field(default_factory=list)
    caught: list[Leak] = field(default_factory=list)
    """Leaks of papers that the proof withheld."""

    def add(self, other: Figures) -> None:
        """Take in the figures of another hunt."""
        for name in ("records", "files", "size", "looked_for", "allowed", "withheld"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.leaks += other.leaks
        self.caught += other.caught

    def as_json(self) -> str:
        """The figures on one line."""
        told = {name: getattr(self, name) for name in ("records", "files", "size", "looked_for", "allowed", "withheld")}
        return json.dumps({**told, "caught_by_the_proof": len(self.caught), "found_where_not": len(self.leaks)})


# The packs


def loaded(record: Salted, office: Office, as_of: datetime) -> LoadedCase:
    """A record as `casepack make` has it once it is read; its file's name names nobody."""
    path = Path(f"{record.reference}.json")
    return LoadedCase(Case(record.record, office, as_of), path, Path("office.json"), "0" * 64, "1" * 64, ())


@dataclass
class Pack:
    """The files of one record by their path, what was withheld, and the reasons of the proof for each file."""

    files: dict[str, bytes]
    withheld: list[str]
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    """What the template of each document was given to print, as JSON."""


def word_pack(record: Salted, office: Office, as_of: datetime, *, proved: bool = False) -> Pack:
    """Every document as Word; without its proof, which is asked about those that leak (`ask_the_proof`)."""
    asked: dict[str, tuple[Case, MentionBook, Job, Step]] = {}
    views: dict[str, str] = {}
    with _word_only(asked, views, proved=proved):
        made = produce(loaded(record, office, as_of), Before(None, {}, b""))
    files = {path: data for path, data in made.files.items() if data}
    files["manifest.json"] = made.manifest.to_json().encode()
    files["result.json"] = json.dumps(made.result.as_dict(), ensure_ascii=False).encode()
    pack = Pack(files, [line.title for line in made.result.withheld], views=views)
    pack.reasons = _Reasons(asked, files)
    return pack


class _Reasons(dict[str, tuple[str, ...]]):
    """The reasons of the proof against a Word file, asked for when they are wanted: a proof takes time."""

    def __init__(self, asked: Mapping[str, tuple[Case, MentionBook, Job, Step]], files: Files) -> None:
        super().__init__()
        self._asked, self._files = asked, files

    def __missing__(self, path: str) -> tuple[str, ...]:
        # What keeps the register back keeps its workbook back, which has no reference in its name.
        stem = PurePosixPath(path).stem
        known = next((one for one in self._asked if one == stem or one.endswith(f" {stem}")), None)
        if known is None:
            return ()
        case, book, job, step = self._asked[known]
        self[path] = reasons(case, book, job, step, self._files[step.path("docx")])
        return self[path]


@contextmanager
def _word_only(
    asked: dict[str, tuple[Case, MentionBook, Job, Step]], views: dict[str, str], *, proved: bool
) -> Iterator[None]:
    def word(case: Case, book: MentionBook, job: Job, view: View, step: Step) -> dict[str, bytes]:
        docx = finish.filled(case, job, view, step.version)
        if proved and (found := reasons(case, book, job, step, docx)):
            raise WithheldError("\n".join(found))
        asked[PurePosixPath(step.path("docx")).stem] = (case, book, job, step)
        views[step.path("docx")] = json.dumps(view.context, ensure_ascii=False)
        made = {"docx": docx, "pdf": b""}
        if "txt" in job.document.formats:
            made["txt"] = finish.text_twin(case, book, job, docx, step.version)[0]
        return made

    with patch.object(run, "finished_bytes", word), patch.object(picture, "small_png", lambda _: _blank()):
        yield


@cache
def _blank() -> bytes:
    """In place of every drawing, whose words are looked for in the View: to draw it takes longer than all the rest."""
    return _SMALL_PNG('<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"></svg>')


def _drawn(pack: Pack, path: str) -> str:
    """The words of the drawings of a document, as a viewer of them sees them."""
    return "\n".join(_IN_A_DRAWING.findall(pack.views.get(path, "")))


def reasons(case: Case, book: MentionBook, job: Job, step: Step, docx: bytes) -> tuple[str, ...]:
    """What the product's own proof has against a Word file."""
    doc = doc_view(case, job)
    leaks = guarded(finish.leaks_for(case, book, job), case.record, case.office, job.reader.audience, step.stem)
    said = {"name": job.title, "marking": doc["marking"], "file_stem": step.stem, "title": doc["title"]}
    return tuple(f.what for f in prove(docx, None, leaks=leaks, author=doc["organisation"], **said))


def whole_pack(record: Salted, office: Office, as_of: datetime, out: Path) -> Pack:
    """The pack as it is written to the disk, and what the run says of it."""
    result = make(loaded(record, office, as_of), out)
    files = files_in(result.folder)
    files["result.json"] = json.dumps(result.as_dict(), ensure_ascii=False).encode()
    return Pack(files, [line.title for line in result.withheld])


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# The hunt


def paper_of(path: str, record: Salted, office: Office) -> tuple[Paper, str]:
    """Which paper a file is, by its name alone; and its subject."""
    name = PurePosixPath(path).name
    words = PurePosixPath(path).stem.removeprefix(record.reference).split()
    known = [word for word in words if word in DOCUMENTS]
    document = known[0] if known else {"manifest": "manifest", "result": "result"}.get(words[0], "")
    document = document or next((kind for kind in TEAM.split() if kind in name or name == "deadlines.ics"), name)
    ids = [word for word in words if word not in DOCUMENTS and not re.fullmatch(r"v\d+", word)]
    rows = {p.id for p in record.record.people} | {b.id for b in record.record.businesses}
    subject = next((word for word in ids if word in rows), "")
    recipient = next((word for word in ids if word != subject), "")
    return paper(record.record, office, document, subject, recipient), subject


def hunt(record: Salted, office: Office, pack: Pack, figures: Figures) -> list[Leak]:
    """Look for every canary of the record in every layer of its files."""
    figures.records += 1
    figures.withheld += len(pack.withheld)
    numbers = [key for key, canary in record.ledger.items() if canary.shape is Shape.NUMBER]
    leaks = []
    for path, data in pack.files.items():
        figures.files += 1
        figures.size += len(data)
        figures.looked_for += len(record.ledger)
        made, subject = paper_of(path, record, office)
        found = [*_unwanted(record, office, path, made, subject)]
        for layer, key in _caught(path, data, record.ledger, numbers, drawn=_drawn(pack, path)):
            if may(record.ledger[key], made, facts(record.record, office, made.document)):
                figures.allowed += 1
            else:
                found.append(Leak(record.reference, path, layer, record.ledger[key].field, key))
        if made.document == "conference-summary":
            found += [Leak(record.reference, path, layer, *who) for layer, who in _found_out(path, data, record.ledger)]
        stopped = found and pack.reasons[path] if isinstance(pack.reasons, _Reasons) else ()
        (figures.caught if stopped else figures.leaks).extend(found)
        leaks += found
    return leaks


def in_views(record: Salted, office: Office, pack: Pack) -> list[Leak]:
    """Canaries in what templates were given although the table does not allow them, printed or not."""
    numbers = [key for key, canary in record.ledger.items() if canary.shape is Shape.NUMBER]
    found = []
    for path, text in pack.views.items():
        made, _ = paper_of(path, record, office)
        known = facts(record.record, office, made.document)
        hits = catch(text).hits(record.ledger, numbers)
        wrong = (key for key in sorted(hits) if not may(record.ledger[key], made, known))
        found += [Leak(record.reference, path, "View", record.ledger[key].field, key) for key in wrong]
    return found


def _unwanted(record: Salted, office: Office, path: str, made: Paper, subject: str) -> Iterator[Leak]:
    why = must_not_be(record.record, office, made, subject)
    if why:
        yield Leak(record.reference, path, "file", why)


def _caught(
    path: str, data: bytes, ledger: Mapping[str, Canary], numbers: list[str], *, drawn: str
) -> Iterator[tuple[str, str]]:
    """Each canary of a file once, with the first layer in which it stands."""
    seen: set[str] = set()
    for layer, text in {"file name": path, **outsider.layers_of(path, data), "drawings": drawn}.items():
        fresh = catch(text).hits(ledger, numbers) - seen
        seen |= fresh
        yield from ((layer, key) for key in sorted(fresh))


def _found_out(path: str, data: bytes, ledger: Mapping[str, Canary]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Whoever is named in the very line that tells how they were harmed: the conference has them by code there."""
    names = {"people.given_name", "people.family_name", "people.known_as"}
    for layer, text in outsider.layers_of(path, data).items():
        for line in text.split("\n") if layer == "word/document.xml" or layer.startswith("page ") else ():
            found = [ledger[word] for word in catch(line).words if word in ledger]
            harm = [c for c in found if c.field == "involvements.account" and c.row.get("role") == "harmed"]
            yield from (
                (layer, (f"{c.field} beside their own harm", c.key))
                for c in found
                for told in harm
                if c.field in names and told.people == c.people  # a family name may be that of somebody suspected
            )
