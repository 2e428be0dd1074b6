"""What meetings agreed and no record of a folder takes up: told once for the folder, not with each of its records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from .actions_case import folded_reference
from .actions_merge import AnyEntry, case_meant
from .actions_read import ActionsBook
from .complaints import nearest
from .errors import Problem, RecordError
from .inputs import LoadedCase, actions_of
from .read import load
from .record_folder import Named, Unread


def unplaced(named: Named, read: Iterable[LoadedCase | Unread | None]) -> tuple[Problem, ...]:
    """What is worth a look about the meetings' actions in the folders that were named, beside what each record says.

    `read` is what became of every record in them, those of sensitive cases too: an action of such a case is placed, and
    nothing is said of it. Where a record could not be read, its reference is not known and none is repeated.
    """
    loaded: dict[Path, list[LoadedCase]] = {}
    whole = True
    for one in read:
        if not isinstance(one, LoadedCase):
            whole = False
        elif not named.itself(one.record_path):
            loaded.setdefault(one.record_path.parent, []).append(one)
    found = [problem for cases in loaded.values() for problem in _in_folder(cases, whole=whole)]
    return tuple(dict.fromkeys(found))


def _in_folder(cases: list[LoadedCase], *, whole: bool) -> Iterator[Problem]:
    first = cases[0]
    try:
        books = actions_of(first.record_path, load(first.office_path), first.office_path.name)
    except RecordError:
        return  # each record has said so
    known = {folded_reference(one.record.incident.reference) for one in cases}
    told = [one.record.incident.reference or "" for one in cases if not one.case.sensitive] if whole else []
    for book in books:
        yield from book.checks
        yield from _rows(book, known, told)


def _rows(book: ActionsBook, known: Collection[str], told: Collection[str]) -> Iterator[Problem]:
    entries: tuple[AnyEntry, ...] = (*book.standing, *book.new)
    for entry in entries:
        case = case_meant(entry)
        if not case:
            fix = "Pick the case from the list."
            yield entry.check("case", "case-missing", "is empty, so this row ends in no papers.", fix)
        elif case not in known:
            typed = entry.row.case or ""
            near = nearest(typed, told)
            fix = f'Did you mean "{near}"? ' if near else ""
            fix += "Put the right reference here, or the record of the case into this folder."
            what = "is the reference of no record that could be read here, so this row ends in no papers."
            yield entry.check("case", "case-unknown", what, fix, typed if told else "")
