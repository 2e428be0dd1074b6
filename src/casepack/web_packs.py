"""What became of a run, as the page shows it: the documents with their files, and everything that was not made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .conference_results import LeftOut, Meeting
from .errors import CasepackError
from .inputs import LoadedCase
from .results import Line, Result
from .shown import first_capital, sentence
from .web_looking import file_row, may_be_hidden, named, section_of, team_lens, title_of, why_not_read
from .web_model import Left, Pack, PackDocument
from .write import read_manifest

_READY = ("Ready", "For the team", "Sent", "To fill in")
_MOST_CHANGES = 10
NOT_SHOWN = "A file that cannot be read"
"""What stands in place of the name of a file that may be a sensitive case."""


def pack_of(loaded: LoadedCase, result: Result, out: Path) -> Pack:
    """The pack of one case, as it was made into `out`."""
    documents = [_document(result.folder, line) for line in result.documents]
    manifest = read_manifest(out, restricted=loaded.case.sensitive, reference=result.reference)
    documents = _with_others(documents, result.folder, sorted(manifest.other) if manifest else ())
    return Pack(
        "case",
        result.reference,
        title_of(loaded.case, team_lens(loaded.case)),
        result.folder,
        loaded.case.sensitive,
        result.changed,
        _numbered(documents),
        _left(result.not_made),
        _left(result.withheld),
        result.gone,
        result.recalls,
        _changes(result),
        tuple(sentence(note) for note in result.notes),
        tuple(sentence(what) for what in result.missing),
        loaded.to_check,
        result.exit_code,
    )


def meeting_pack(result: Meeting) -> Pack:
    """The pack of one meeting; nothing of a case that leaves no trace there, and no name of a file that may be one."""
    documents = [
        _document(result.folder, Line(s.title, s.to, s.action, s.state, s.files), section="For the meeting")
        for s in result.sheets
    ]
    unread = tuple(_unread(one.path, one.error) for one in result.unread)
    cases = f"{len(result.cases)} {'case' if len(result.cases) == 1 else 'cases'}: {', '.join(result.cases)}."
    return Pack(
        "meeting",
        result.reference,
        f"Meeting: {result.when}",
        result.folder,
        sensitive=False,
        changed=result.changed,
        documents=_numbered(documents),
        not_made=(*unread, *map(_left_out, result.missing)),
        withheld=tuple(map(_left_out, result.withheld)),
        gone=result.gone,
        notes=(*((cases,) if result.cases else ()), *result.notes),
        checks=result.to_check,
        exit_code=result.exit_code,
    )


def _document(folder: Path, line: Line, section: str = "") -> PackDocument:
    there = [folder / path for path in line.files if (folder / path).is_file()]
    above = PurePosixPath(line.files[0]).parent.name if line.files else ""
    return PackDocument(
        0,
        section or section_of(above),
        line.title,
        line.to,
        line.action,
        line.state,
        line.state.startswith(_READY),
        sentence(line.why) if line.why else "",
        tuple(file_row(0, path) for path in there),
    )


def _with_others(documents: list[PackDocument], folder: Path, others: Iterable[str]) -> list[PackDocument]:
    """With the files that are no documents: the register as a workbook beside it, the calendar by itself."""
    found = list(documents)
    for path in (folder / other for other in others if (folder / other).is_file()):
        at = next((n for n, one in enumerate(found) if one.title == "Disclosure register"), None)
        if path.suffix == ".xlsx" and at is not None:
            found[at] = replace(found[at], files=(*found[at].files, file_row(0, path)))
        else:
            title = "Deadline calendar" if path.suffix == ".ics" else path.stem
            row = (file_row(0, path),)
            found.append(PackDocument(0, section_of(""), title, "The team", "", "For the team", True, "", row))
    return found


def _numbered(documents: Sequence[PackDocument]) -> tuple[PackDocument, ...]:
    """Documents by number, and their files counted on from one document to the next."""
    found: list[PackDocument] = []
    for document in documents:
        start = sum(len(one.files) for one in found)
        files = tuple(replace(file, number=start + n) for n, file in enumerate(document.files))
        found.append(replace(document, number=len(found), files=files))
    return tuple(found)


def _left(lines: Iterable[Line]) -> tuple[Left, ...]:
    return tuple(Left(line.title, named(line.to), sentence(line.why)) for line in lines)


def _left_out(one: LeftOut) -> Left:
    return Left(one.paper, one.what, " ".join(sentence(reason) for reason in one.reasons))


def _unread(path: Path, error: CasepackError) -> Left:
    """A record that is not in the pack, and why; of one that may be sensitive not even its name."""
    if path.is_dir() or may_be_hidden(path):
        return Left(NOT_SHOWN, "", "It is not in the pack. Open it by itself to see what is wrong.")
    return Left(path.name, "", why_not_read(error))


def _changes(result: Result) -> tuple[str, ...]:
    """Which answers are not as they were for the last pack, and which documents that touches."""
    lines = []
    for change in result.changed_answers[:_MOST_CHANGES]:
        titles = change.documents
        told = "changes no document" if titles == () else ", ".join(titles or ())
        lines.append(first_capital(f"{change.where} ({change.what})" + (f": {told}" if told else "")))
    more = len(result.changed_answers) - _MOST_CHANGES
    lines += [f"and {more} more"] if more > 0 else []
    return (*lines, *((result.changed_otherwise,) if result.changed_otherwise else ()))
