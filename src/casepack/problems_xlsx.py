"""What is to be seen to in the records of a batch, as a workbook that an administrator can share out by officer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from . import safefs
from .batch import Outcome
from .errors import OutputError, Problem, RecordError
from .office import Office
from .packplace import RESTRICTED
from .plain_workbook import PlainList, plain_workbook

PROBLEMS = "problems.xlsx"
_COLUMNS = (
    ("File", "file", 28),
    ("Officer", "officer", 20),
    ("What it is", "weight", 13),
    ("Place", "place", 32),
    ("What stands there", "found", 26),
    ("What is wrong", "what", 44),
    ("What to do", "fix", 44),
)
_MARK = b"casepack "
"""What the comment of the zip begins with in a workbook that is just as casepack wrote it; Excel drops it."""


def problems_workbook(
    outcomes: Sequence[Outcome], office: Office | None, *, created: datetime, more: Sequence[Problem] = ()
) -> bytes:
    """The problems of these records, those that kept a pack from being made first; same outcomes, same bytes.

    `more` is what is worth a look in files that are no records, such as the actions of a meeting.
    """
    rows = [row for outcome in sorted(outcomes, key=lambda o: str(o.path)) for row in _rows(outcome, office)]
    rows += [_row(problem, {}, "") for problem in more]
    # What is wrong in the office's data is found with each record, and told once.
    rows = list({tuple(row.values()): row for row in rows}.values())
    weights = ("to put right", "not made", "withheld", "to check")
    rows.sort(key=lambda row: weights.index(row["weight"]))
    listed = PlainList(
        "Problems",
        "Problems in the records",
        "Filter by file or by officer to hand each of them theirs. It may hold what stands in the records: handle it "
        "as you handle them.",
        _COLUMNS,
        rows,
        "Nothing is wrong, and there is nothing to check.",
    )
    organisation = office.organisation if office else None
    made = plain_workbook(
        [listed],
        title="Problems in the records",
        author=organisation.name if organisation else "casepack",
        marking=organisation.marking if organisation else "OFFICIAL-SENSITIVE",
        foot="Problems in the records",
        created=created,
    )
    return _marked(made)


def _rows(outcome: Outcome, office: Office | None) -> Iterable[dict[str, str]]:
    incident = outcome.loaded.record.incident if outcome.loaded else None
    officer = office.name_of(incident.officer) if office and incident and incident.officer else ""
    about = {"file": outcome.path.name, "officer": officer}
    if outcome.twin:
        return  # what is to be seen to is told of the other file
    found = outcome.error.problems if isinstance(outcome.error, RecordError) else ()
    for problem in found or (outcome.loaded.to_check if outcome.loaded else ()):
        yield _row(problem, about, outcome.path.name)
    rest = {"place": "", "found": "", "fix": ""}
    if outcome.error and not found:
        yield about | rest | {"weight": "not made", "what": str(outcome.error)}
    for line in outcome.result.withheld if outcome.result else ():
        yield about | rest | {"weight": "withheld", "what": f"{line.title}: {line.why}"}


def _row(problem: Problem, about: dict[str, str], own: str) -> dict[str, str]:
    """One problem; its file is the one that it names, be it the record's own, the office's or a meeting's."""
    if own and problem.where.startswith(own):
        place = problem.where.removeprefix(own).removeprefix(": ")
    else:
        other, _, place = problem.where.partition(": ")
        about = {"file": other, "officer": ""}
    return {
        **about,
        "weight": "to put right" if problem.severity == "problem" else "to check",
        "place": place,
        "found": problem.found,
        "what": problem.what[:1].upper() + problem.what[1:],
        "fix": problem.fix,
    }


def keep_problems(
    outcomes: Sequence[Outcome],
    office: Office | None,
    out: Path,
    *,
    created: datetime,
    more: Sequence[Problem] = (),
) -> list[Path]:
    """Write the problems of a batch into `out`, those of sensitive cases into its restricted folder; where they are.

    A workbook that somebody has changed since is left as it is, and the new one goes beside it. Where nothing has
    changed nothing is written. Raises OutputError.
    """
    written = []
    for folder, restricted in ((out, False), (out / RESTRICTED, True)):
        mine = [o for o in outcomes if o.restricted == restricted]
        if not restricted or mine:
            with safefs.friendly(PROBLEMS):
                other = () if restricted else more
                written.append(_keep(folder, problems_workbook(mine, office, created=created, more=other)))
    return written


def _keep(folder: Path, data: bytes) -> Path:
    safefs.make_folder(folder)
    for number in range(1, 1000):
        path = folder / (PROBLEMS if number == 1 else f"problems {number}.xlsx")
        there = _read(path)
        new = path.with_name(f".{path.name}.next")
        safefs.remove_tree(new)  # of a run that was stopped, also where there is nothing new to write
        if there == data:
            return path
        if there is None or _untouched(there):
            safefs.write_new(new, data)
            new.replace(path)
            return path
    raise OutputError(f"There are too many files called {PROBLEMS} in “{folder.name}”. Move the old ones away.")


def _read(path: Path) -> bytes | None:
    if safefs.is_link(path) or path.is_dir():
        raise OutputError(f"“{path.name}” is a link or a folder, and casepack needs a file there. Move it away.")
    return path.read_bytes() if path.exists() else None


def _marked(data: bytes) -> bytes:
    """The zip with a comment behind it that holds the digest of all the rest."""
    digest = hashlib.sha256(data).hexdigest().encode()
    comment = _MARK + digest
    # The last two bytes of a zip without a comment are its length.
    return data[:-2] + len(comment).to_bytes(2, "little") + comment


def _untouched(data: bytes) -> bool:
    """Is this just as `_marked` made it?"""
    body, mark, digest = data.rpartition(_MARK)
    return bool(mark) and hashlib.sha256(body[:-2] + b"\0\0").hexdigest().encode() == digest
