"""Runs of every command that writes, to be tried with faults: what is there before, the run, what must be whole.

Documents are light, as in `fault_injection.light`, sealed copies too; reading, deciding and writing are real.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from casepack.annotate import Marked
from casepack.conference_cases import gather
from casepack.conference_made import PACK_KEY, FinishedPaper, MadePapers
from casepack.conference_pack import TEMPLATE, PackFiles
from casepack.manifest import DocumentKey
from casepack.office import Office
from casepack.plan import Case
from casepack.run import digest

from .builders_conference import CAL, MEETING, OFFICE, TODAY, ZELDA, case_of, write_records
from .casemaker import canonical
from .conftest import AS_OF, INPUTS, run_casepack
from .faulty_runs import LETTER, OWN, REF, Command, Tried, contents, lived_in, make, one

PHRASE = "harbour violin cactus 42 & tin"
CLOSED = f"restricted/{MEETING}-closed"
UNTIL = f"restricted/{MEETING}-until-20261110-1200"
EXTRACT = f"{MEETING}/{MEETING} conference-extract SCH1.docx"


@dataclass(frozen=True)
class Scene:
    """A run: what is there before, the command, and what it writes.

    `wholes` are folders below "out" each of which changes at once or not at all; what is in none of them does so file
    by file. `stages` are earlier parts of the command, after which it may end as well. `own` is what somebody wrote, by
    path; with `moves` it may lie in another folder afterwards.
    """

    prepare: Callable[[Path], None]
    command: Command
    wholes: tuple[str, ...] = ()
    own: Mapping[str, bytes] = field(default_factory=dict)
    stages: tuple[Command, ...] = ()
    moves: bool = False


# What stands in for the making of documents


def light_papers(cases: Sequence[Case], meeting: str, office: Office, done: Callable[[], None]) -> MadePapers:
    """A pack and an extract of a few bytes, others where a record is another."""
    gathering = gather(cases, meeting)
    here = tuple(told.reference for told in gathering.here)
    view = digest("".join(canonical(told.case.record) for told in gathering.here).encode())
    files = {ext: f"{ext} {view}".encode() for ext in ("docx", "pdf")}
    papers = [
        FinishedPaper(PACK_KEY, "Conference pack", "The core attendees", files, TEMPLATE, here, view),
        FinishedPaper(
            DocumentKey("conference-extract", "", "SCH1"), "Extract", "A school", files, TEMPLATE, here, view
        ),
    ]
    pack = PackFiles("Pack", "pack", files["docx"], files["pdf"], here, (), 1, view, gathering, ())
    return MadePapers(papers, pack)


def light_seals(patch: pytest.MonkeyPatch) -> None:
    """Sealed copies, papers of a conference and marked copies are a few bytes from now on."""
    patch.setattr("casepack.seal_pack.sealed", lambda data, kind, phrase: b"sealed " + digest(data).encode())
    patch.setattr("casepack.seal_pack.opens_with", lambda data, kind, phrase: bool(data.startswith(b"sealed ")))
    patch.setattr("casepack.conference_run.make_papers", light_papers)
    patch.setattr("casepack.conference_run.workbook", lambda pack: f"actions of {pack.cases}".encode())
    patch.setattr("casepack.conference_closed.finished_bytes", _light_note)
    patch.setattr("casepack.intake_files.build_workbook", lambda *_, **__: b"a workbook")
    patch.setattr("casepack.intake_files.annotated", lambda data, *_, **__: Marked(b"marked " + data[-40:], True))
    patch.setattr("casepack.intake_files.is_untouched_copy", lambda data: bool(data.startswith(b"marked ")))
    patch.setattr("casepack.retypeset._job", lambda *_: None)
    patch.setattr("casepack.retypeset._proved_files", lambda *_: {f"{LETTER} v1.pdf": b"the officer's own words"})


def _light_note(case: Case, book: Any, job: Any, view: Any, step: Any) -> dict[str, bytes]:
    return {ext: f"{ext} {view.hash()}".encode() for ext in step.writes}


# Sealing


def _phrase(home: Path) -> Path:
    path = home / "phrase.txt"
    path.write_text(PHRASE, encoding="utf-8")
    path.chmod(0o600)
    return path


def made(home: Path) -> None:
    """A pack that is lived in and up to date, with nothing sealed."""
    lived_in(home)
    assert make(home).exit_code == 0
    _phrase(home)


def sealed_before(home: Path) -> None:
    """A pack with sealed copies, one of them changed by hand, whose record has changed since."""
    assert make(home, "--pass-phrase-file", _phrase(home)).exit_code == 0
    (home / "out" / SEALED).write_bytes(OWN_COPY[SEALED])
    lived_in(home)


SEALED = f"{REF}/sealed/{REF} school-letter P1 SCH1 v1.docx"
OWN_COPY = {SEALED: b"saved by the officer, still sealed"}
OWN_PACK = {f"{REF}/{path}": words for path, words in OWN.items()}


def seal(place: Path) -> list[object]:
    return [*one(place), "--pass-phrase-file", place / "phrase.txt"]


# A meeting


def meeting(home: Path, *, words: str = "There was a fight.", second: bool = False) -> None:
    """The records of a meeting: two for its pack, one of them sensitive if `second` says so, and a closed item."""
    incident = {"what_happened": words}
    other: dict[str, Any] = {"sensitivity": "sensitive"} if second else {}
    cases = [
        case_of(1, (CAL, "suspect"), incident=incident),
        case_of(2, (CAL, "suspect"), incident=dict(other), day="2026-10-30"),
        case_of(3, (ZELDA, "harmed"), incident={"sensitivity": "sensitive", "what_happened": words}),
    ]
    write_records(home / "records", cases, OFFICE)


def confer(place: Path, *more: object) -> list[object]:
    return ["conference", place / "records", "--meeting", MEETING, "--as-of", TODAY, "--out", place / "out", *more]


MINUTES = {EXTRACT: b"the minutes, typed in", f"{MEETING}/notes.txt": b"who was there"}


def held(home: Path) -> None:
    """A meeting whose papers people have typed into, and whose records have changed since."""
    meeting(home)
    _phrase(home)
    assert run_casepack(*confer(home)).exit_code == 0
    for path, words in MINUTES.items():
        (home / "out" / path).write_bytes(words)
    meeting(home, words="There was a second fight.")


def secret(home: Path) -> None:
    """The same, and a case of it has become sensitive."""
    held(home)
    meeting(home, words="There was a second fight.", second=True)


def confer_sealed(place: Path) -> list[object]:
    return confer(place, "--pass-phrase-file", place / "phrase.txt")


# Files that an officer works in


def desk(home: Path) -> None:
    """A folder "out" with the office, a record and a workbook."""
    (home / "out").mkdir()
    for name in ("office.json", "case.json"):
        shutil.copy(home / name, home / "out")
    shutil.copy(INPUTS / "sample-ordinary.xlsx", home / "out" / "book.xlsx")


def marked(home: Path) -> None:
    """A workbook with a marked copy of casepack's and one that somebody works in."""
    desk(home)
    (home / "out" / "book (checked).xlsx").write_bytes(WORKED_IN["book (checked).xlsx"])
    (home / "out" / "book (checked 2).xlsx").write_bytes(b"marked before")


WORKED_IN = {"book (checked).xlsx": b"worked in since"}


def annotate(place: Path) -> list[object]:
    return ["check", "--annotate", place / "out" / "book.xlsx", "--as-of", AS_OF]


def new_pdf(place: Path) -> list[object]:
    edited = place / "out" / REF / f"{LETTER} v1.docx"
    return ["pdf", edited, "--record", place / "case.json", "--as-of", AS_OF]


def new_workbook(place: Path) -> list[object]:
    return ["new", place / "out" / "new.xlsx"]


def convert(place: Path) -> list[object]:
    return ["convert", place / "out" / "case.json", place / "out" / "new.xlsx"]


SCENES: dict[str, Scene] = {
    "a first meeting": Scene(meeting, confer, (MEETING, CLOSED)),
    "a meeting with minutes": Scene(held, confer, (MEETING, CLOSED), MINUTES),
    "a meeting with a case now sensitive": Scene(secret, confer, (MEETING, CLOSED, UNTIL), MINUTES, moves=True),
    "a meeting, sealed": Scene(held, confer_sealed, (MEETING, CLOSED), MINUTES, (confer,)),
    "sealing a pack": Scene(made, seal, (REF,), OWN_PACK),
    "making and sealing again": Scene(sealed_before, seal, (REF,), OWN_PACK | OWN_COPY, (one,)),
    "a new PDF": Scene(lived_in, new_pdf, (REF,), OWN_PACK),
    "a new workbook": Scene(desk, new_workbook),
    "a converted record": Scene(desk, convert),
    "a marked copy": Scene(marked, annotate, own=WORKED_IN),
}


LOCKED = {
    "a meeting with minutes": f"{MEETING} conference-extract SCH1.docx",
    "a meeting with a case now sensitive": f"{MEETING} conference-extract SCH1.docx",
    "sealing a pack": f"{REF} school-letter P1 SCH1 v1.docx",
    "a new PDF": f"{REF} school-letter P1 SCH1 v1.pdf",
    "a marked copy": "book (checked 2).xlsx",
}
"""The document that somebody has open, by scene."""


# What must hold


def told_apart(files: Mapping[str, bytes], wholes: Sequence[str]) -> dict[str, dict[str, bytes]]:
    """What is in each of these folders, its last state where nothing else is there; by file what is in none."""
    found: dict[str, dict[str, bytes]] = {}
    for whole in wholes:
        home, _, name = whole.rpartition("/")
        for folder in (whole, f"{home}/.{name}.old".lstrip("/")):
            inside = {path.removeprefix(folder): data for path, data in files.items() if path.startswith(f"{folder}/")}
            if inside:
                break
        found[whole] = inside
    loose = {path: data for path, data in files.items() if not any(path.startswith(f"{w}/") for w in wholes)}
    return found | {path: {"": data} for path, data in loose.items() if "/." not in f"/{path}"}


def wrong_with(tried: Tried, scene: Scene, stages: Sequence[Mapping[str, bytes]]) -> str:
    """What is wrong after a fault, in words; nothing where each folder and file is the old or the new one, whole."""
    now = tried.now
    for path, words in scene.own.items():
        places = [at for at, data in now.items() if data == words and Path(at).name == Path(path).name]
        if not places or not (scene.moves or path in places or ".old/" in "".join(places)):
            return f"{path}, which somebody wrote, is not there"
    states = [told_apart(state, scene.wholes) for state in (tried.before, *stages, tried.after)]
    for part, inside in told_apart(now, scene.wholes).items():
        allowed = [state.get(part, {}) for state in states]
        if inside not in allowed and not (scene.moves and not inside):
            return f"{part} is neither the old nor the new one"
    return _badly_said(tried)


def _badly_said(tried: Tried) -> str:
    run = tried.run
    if run is None or run.exit_code == 0:
        return ""
    if run.exit_code not in {2, 3, 7}:  # 2 where the office's data cannot be looked at
        return f"exit code {run.exit_code}: {run.output}"
    return "" if run.stderr.strip() and "Traceback" not in run.output else "nothing is said"


def not_healed(tried: Tried, scene: Scene) -> str:
    """What is wrong after the next run, in words; nothing where it is as if nothing had happened."""
    again = run_casepack(*scene.command(tried.home))
    there = scene.command is new_workbook or scene.command is convert
    if again.exit_code not in ({0, 2, 7} if there else {0, 3}):
        return f"the next run ends with {again.exit_code}: {again.output}"
    if tried.now != tried.after:
        return "the next run does not heal"
    left = [path.name for path in (tried.home / "out").rglob("*") if path.name.startswith(".")]
    return f"{left} are left over" if left else ""


def stages_of(home: Path, scene: Scene) -> list[dict[str, bytes]]:
    """The folder of output after each earlier part of the command."""
    found = []
    for number, command in enumerate(scene.stages):
        place = home.with_name(f"stage {number}")
        shutil.copytree(home, place, symlinks=True)
        assert run_casepack(*command(place)).exit_code == 0
        found.append(contents(place / "out"))
        shutil.rmtree(place)
    return found
