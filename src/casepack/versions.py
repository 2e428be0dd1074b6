"""Versions: what a run does about every document of a pack, by what was made before and what is on disk now.

Values in, values out. The rules of the pack on disk: what is unchanged is left alone, what an officer edited by
hand is never overwritten, a superseded version is kept, and nothing is ever deleted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import PurePosixPath

from .errors import OutputError
from .manifest import DocumentKey, Made, Manifest


class Action(StrEnum):
    """What a run does about one document."""

    UNCHANGED = "unchanged"
    EDITED = "edited by hand, left alone"
    NEW = "new"
    NEXT = "next version"
    NEXT_BESIDE_EDITED = "next version beside one edited by hand"
    REPLACED = "brought up to date"
    REMAKE = "made again"
    GONE = "no longer produced"


WRITING = frozenset({Action.NEW, Action.NEXT, Action.NEXT_BESIDE_EDITED, Action.REPLACED, Action.REMAKE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that the record calls for, and the hashes of all that its words and look come from.

    `living` documents carry no version in their file name and are replaced in place while nobody has edited them.
    """

    key: DocumentKey
    folder: str
    view_hash: str
    template_hash: str
    house_hash: str
    living: bool = False
    approved: bool = False
    formats: tuple[str, ...] = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class Step:
    """What to do about one document: `writes` names the formats to make now, at `path(format)`."""

    key: DocumentKey
    action: Action
    folder: str
    stem: str
    version: int
    writes: tuple[str, ...] = ()
    wanted: Wanted | None = None
    previous: Made | None = None

    def path(self, extension: str) -> str:
        """Path of one format inside the pack, with forward slashes."""
        return str(PurePosixPath(self.folder) / f"{self.stem}.{extension}")

    @property
    def said(self) -> str:
        """The step as a sentence for the officer."""
        before = self.previous.stem if self.previous else ""
        words = {
            Action.UNCHANGED: f"{self.stem} is unchanged.",
            Action.EDITED: f"{self.stem} was edited by hand and has been left as it is.",
            Action.NEW: f"{self.stem} is new.",
            Action.NEXT: f"{self.stem} takes the place of {before}, which is kept and marked as superseded.",
            Action.NEXT_BESIDE_EDITED: f"{before} was edited by hand and has been left as it is; "
            f"{self.stem} is beside it, and holds none of the edits.",
            Action.REPLACED: f"{self.stem} has been brought up to date.",
            Action.REMAKE: f"{self.stem} had files missing and has been made again.",
            Action.GONE: f"{self.stem} is no longer produced; it is kept and marked as superseded.",
        }
        return words[self.action]


class _Disk:
    """The files of a pack, found whatever the case of their letters, as Windows does."""

    def __init__(self, on_disk: Mapping[str, str]) -> None:
        self._files = {path.casefold(): digest for path, digest in on_disk.items()}

    def digest(self, path: str) -> str | None:
        return self._files.get(path.casefold())

    def edited(self, files: Mapping[str, str]) -> bool:
        """Does any of these files (path to the SHA-256 made) hold something else now?"""
        return any(self.digest(path) not in (None, digest) for path, digest in files.items())


def decide(
    reference: str, wanted: Sequence[Wanted], old: Manifest | None, on_disk: Mapping[str, str]
) -> tuple[Step, ...]:
    """What to do about every document: first those wanted, in their order, then those no longer produced.

    `on_disk` gives the SHA-256 by path of the files now in the pack. Raises OutputError if two documents would
    have the same file name. Source: the design's rules for the pack on disk.
    """
    disk = _Disk(on_disk)
    latest = old.latest() if old else {}
    steps = [_step(reference, want, latest.get(want.key), disk) for want in wanted]
    names: dict[str, DocumentKey] = {}
    for want in wanted:
        other = names.setdefault(str(want.key).casefold(), want.key)
        if other is not want.key:
            raise OutputError(
                f"Two documents would have the same file name: {want.key} and {other}. "
                "Ids that differ in small and capital letters only are the same to Windows: change one of them."
            )
    keys = {want.key for want in wanted}
    gone = [made for key, made in sorted(latest.items()) if key not in keys and made.state == "current"]
    return (*steps, *(Step(m.key, Action.GONE, m.folder, m.stem, m.version, previous=m) for m in gone))


def _step(reference: str, want: Wanted, last: Made | None, disk: _Disk) -> Step:
    if last is None:
        return _fresh(reference, want, None, disk, Action.NEW)
    same = _hashes(last) == _hashes(want) and last.approved == want.approved
    here = Step(want.key, Action.UNCHANGED, last.folder, last.stem, last.version, (), want, last)
    if disk.edited({last.path(ext): digest for ext, digest in last.files.items()}):
        if same:
            return replace(here, action=Action.EDITED)
        return _fresh(reference, want, last, disk, Action.NEXT_BESIDE_EDITED)
    if same:
        lost = tuple(ext for ext in want.formats if disk.digest(last.path(ext)) is None)
        # A file of that name which casepack did not make stands in the way: it is somebody's, and stays.
        foreign = any(ext not in last.files and ext not in lost for ext in want.formats)
        if foreign:
            return _fresh(reference, want, last, disk, Action.NEXT_BESIDE_EDITED)
        # A living document names the minute as at which it was made: its files are made together, so that they agree.
        again = want.formats if want.living else lost
        return replace(here, action=Action.REMAKE, writes=again) if lost else here
    if want.living and last.living and all(ext in last.files for ext in want.formats):
        return replace(here, action=Action.REPLACED, writes=want.formats)
    return _fresh(reference, want, last, disk, Action.NEXT)


def _hashes(document: Made | Wanted) -> tuple[str, str, str]:
    return document.view_hash, document.template_hash, document.house_hash


def _fresh(reference: str, want: Wanted, last: Made | None, disk: _Disk, action: Action) -> Step:
    """The first version after `last` whose file names are free: a file that is there is never written over."""

    def step(version: int) -> Step:
        stem = f"{reference} {want.key}" + ("" if want.living and version == 1 else f" v{version}")
        return Step(want.key, action, want.folder, stem, version, want.formats, want, last)

    formats = {"docx", "pdf", *want.formats}
    steps = map(step, count(last.version + 1 if last else 1))
    return next(s for s in steps if all(disk.digest(s.path(ext)) is None for ext in formats))


def documents_after(
    old: Manifest | None, steps: Sequence[Step], finished: Mapping[DocumentKey, Mapping[str, str]], as_of: str
) -> tuple[Made, ...]:
    """The documents of the next manifest. `finished` gives the SHA-256 by format of what was made for each key.

    A step that was to write but is not in `finished` (the document was withheld) leaves its document as it was,
    so that the next run tries again. `as_of` is the run's moment (ISO 8601, the office's zone).
    """
    after = {(made.key, made.version): made for made in (old.documents if old else ())}
    for step in steps:
        last, want = step.previous, step.wanted
        if step.action is Action.GONE and last:
            after[last.key, last.version] = replace(last, state="superseded", superseded_by=None)
        elif step.action not in WRITING and last and want:
            after[last.key, last.version] = replace(last, state="current")
        elif step.key in finished and want:
            kept = dict(last.files) if last and step.action is Action.REMAKE else {}
            after[step.key, step.version] = _made(step, want, {**kept, **finished[step.key]}, as_of)
            if last and last.version != step.version:
                after[last.key, last.version] = replace(last, state="superseded", superseded_by=step.version)
    return tuple(after[place] for place in sorted(after))


def _made(step: Step, want: Wanted, files: dict[str, str], as_of: str) -> Made:
    """The entry of what was just made. A file made again keeps the day of the version, and that it was sent."""
    again = step.previous if step.action is Action.REMAKE else None
    return Made(
        want.key,
        step.folder,
        step.stem,
        step.version,
        files,
        *_hashes(want),
        made_as_of=again.made_as_of if again else as_of,
        living=want.living,
        approved=want.approved,
        sent=again.sent if again else False,
    )


@dataclass(frozen=True, slots=True)
class OtherStep:
    """Where a file that is not a document goes: `write` is False where nothing is to be written."""

    path: str
    action: Action
    write: bool


def decide_other(path: str, digest: str, old: Manifest | None, on_disk: Mapping[str, str]) -> OtherStep:
    """What to do about a file such as "disclosure-register.xlsx", whose new content has this SHA-256.

    Like a living document: replaced in place while nobody has edited it, else the next goes beside it as
    "disclosure-register v2.xlsx".
    """
    disk, known = _Disk(on_disk), old.other if old else {}
    last = max((v for v in _numbers(path, known)), default=0)
    here = _numbered(path, last) if last else path
    if last and disk.edited({here: known[here]}):
        if known[here] == digest:
            return OtherStep(here, Action.EDITED, write=False)
        return OtherStep(_free(path, last + 1, disk), Action.NEXT_BESIDE_EDITED, write=True)
    if not last:
        return OtherStep(_free(path, 1, disk), Action.NEW, write=True)
    if disk.digest(here) is None:
        return OtherStep(here, Action.REMAKE, write=True)
    same = known[here] == digest
    return OtherStep(here, Action.UNCHANGED if same else Action.REPLACED, write=not same)


def as_made(path: str, old: Manifest | None, on_disk: Mapping[str, str]) -> bool:
    """Does the file that was last made for `path` lie in the pack as it was made?"""
    # No content has an empty digest, so the file that is there would be replaced, if it is there and not edited.
    return decide_other(path, "", old, on_disk).action is Action.REPLACED


def _numbered(path: str, version: int) -> str:
    plain = PurePosixPath(path)
    return path if version == 1 else str(plain.with_name(f"{plain.stem} v{version}{plain.suffix}"))


def _numbers(path: str, known: Mapping[str, str]) -> list[int]:
    """The versions of the file that the manifest knows."""
    plain = PurePosixPath(path)
    pattern = re.compile(rf"{re.escape(str(plain.with_suffix('')))}(?: v(\d+))?{re.escape(plain.suffix)}")
    found = (pattern.fullmatch(name) for name in known)
    return [int(match[1] or 1) for match in found if match]


def _free(path: str, start: int, disk: _Disk) -> str:
    return next(p for p in (_numbered(path, v) for v in count(start)) if disk.digest(p) is None)


def settled(new: Manifest, old: Manifest | None) -> Manifest:
    """`new`, or `old` where nothing but the moment of the run differs: such a run has nothing to write."""
    if old is None:
        return new
    same = replace(new, as_of=old.as_of)
    return old if same == old or same.to_json() == old.to_json() else new
