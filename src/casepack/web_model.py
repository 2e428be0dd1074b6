"""What the page knows of a file that an officer brought: plain values only, so that workers can hand them over.

Nothing here decides anything; `web_tasks` fills it from the functions that the command line uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .errors import Problem

Holds = Literal["record", "actions"]
"""What a file turns out to be: a record, or the workbook of a meeting's actions, which counts beside records."""

KIB = 1024


def size_words(size: int) -> str:
    """A size in bytes in words: "35 KB"."""
    if size < KIB:
        return f"{size} bytes"
    kib = size / KIB
    return f"{kib:.0f} KB" if kib < KIB else f"{kib / KIB:.1f}".removesuffix(".0") + " MB"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that may be taken: `number` is its place among all those of its pack (or of its marked copies)."""

    number: int
    name: str
    path: Path
    label: str
    media: str
    size: int

    @property
    def kind(self) -> str:
        """The ending of its name, without the dot: "pdf"."""
        return self.path.suffix.removeprefix(".").lower()

    @property
    def size_words(self) -> str:
        """How large it is, in words: "35 KB"."""
        return size_words(self.size)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a document tells its reader about one person: by code, and in plain words."""

    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One document that would be made: who reads it, what it tells them about whom, and how it stands."""

    section: str
    title: str
    to: str
    reader: str
    tells: tuple[Telling, ...]
    others: str
    """What it tells of all others, in a sentence."""
    approved: bool
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Left:
    """One document that is not made, or was withheld: for whom, and why."""

    title: str
    to: str
    why: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting of the office's calendar: its id, and when it is in words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What reading a file gave: what is wrong in it, what is worth a look, and what would be made of it.

    `sensitive`: it is a sensitive case. `hidden`: it cannot be read and may be one. `readable`: nothing is wrong.
    """

    reference: str
    title: str
    sensitive: bool
    hidden: bool
    readable: bool
    holds: Holds = "record"
    problems: tuple[Problem, ...] = ()
    checks: tuple[Problem, ...] = ()
    trouble: str = ""
    """Why it cannot be read, where that has no place in the file."""
    planned: tuple[Planned, ...] = ()
    not_made: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    marked: tuple[FileRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    as_of: str = ""

    @property
    def to_be_opened_alone(self) -> bool:
        """Is it never to be listed, and shown only after a second confirmation?"""
        return self.sensitive or self.hidden

    @property
    def ready(self) -> int:
        """How many documents could be sent."""
        return sum(one.approved for one in self.planned)


@dataclass(frozen=True, slots=True)
class PackDocument:
    """One document of a pack, with its files; `number` is its place among the documents."""

    number: int
    section: str
    title: str
    to: str
    action: str
    state: str
    ready: bool
    why: str
    files: tuple[FileRow, ...]

    @property
    def pdf(self) -> FileRow | None:
        """Its PDF, which can be looked at in the page."""
        return next((file for file in self.files if file.kind == "pdf"), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """What was made: of one case, or for one meeting. `folder` is the pack's own folder, which the zip holds."""

    kind: Literal["case", "meeting"]
    reference: str
    title: str
    folder: Path
    sensitive: bool
    changed: bool
    documents: tuple[PackDocument, ...]
    not_made: tuple[Left, ...] = ()
    withheld: tuple[Left, ...] = ()
    gone: tuple[str, ...] = ()
    recalls: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    checks: tuple[Problem, ...] = ()
    exit_code: int = 0

    @property
    def files(self) -> tuple[FileRow, ...]:
        """Every single file, by number."""
        return tuple(file for document in self.documents for file in document.files)

    @property
    def zip_name(self) -> str:
        """What the whole of it is called as one file."""
        return f"{self.folder.name}.zip"


@dataclass(frozen=True, slots=True)
class DueRow:
    """One open step or action: when it is due, of which case, who has it, and how it stands."""

    due: str
    case: str
    what: str
    owner: str
    stands: str


@dataclass(frozen=True, slots=True)
class DueGroup:
    """What is equally pressing: "Overdue", "Due today"."""

    id: str
    heading: str
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of which no deadline is known, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """The deadlines over several records, the most pressing first, and all of them as one calendar file."""

    as_of: str
    cases: int
    groups: tuple[DueGroup, ...]
    unread: tuple[Unread, ...]
    calendar: bytes
    calendar_name: str = "deadlines.ics"


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a PDF as a picture (PNG), with the words on it for those who do not see it. Size in pixels."""

    number: int
    path: Path
    width: int
    height: int
    words: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What the page takes: files at a time, the largest file in words, minutes without a request until it empties."""

    files: int
    size: str
    minutes: int
