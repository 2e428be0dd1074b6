"""Desks: what one officer has before them, in a private folder that is emptied when they have done or gone.

Nobody's token opens what lies on another's desk. Blocking file work is left to threads by whoever calls.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .errors import OutputError
from .safefs import check_name, make_folder, remove_tree, write_new
from .web_model import Due, Looked, MeetingRow, Pack, PageImage
from .web_refusal import full, not_there, too_many_desks
from .web_scratch import remove, used
from .web_settings import Limits

State = Literal["waiting", "reading", "read", "making", "made", "failed"]
Kind = Literal["record", "conference"]

EACH = 5
"""Desks of one officer, for whoever uses several browsers."""
_LONGEST_NAME = 120
_SEPARATORS = re.compile(r"[/\\]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_STAND_IN = "file"
_BYTES = 1 << 20


def basename(told: str) -> str:
    """The name of a file as an officer's browser tells it, without folders and signs that no disk takes."""
    last = _SEPARATORS.split(unicodedata.normalize("NFC", told))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = _NOT_IN_NAMES.sub("", kept).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        stem, suffix = kept, ""
    suffix = suffix[:10]
    while len(f"{stem}{dot}{suffix}".encode()) > _LONGEST_NAME:
        stem = stem[:-1].rstrip(" .")
    name = f"{stem}{dot}{suffix}"
    try:
        check_name(name)
    except OutputError:
        return f"{_STAND_IN}{dot}{suffix}" if suffix.isalnum() and suffix.isascii() else _STAND_IN
    return name


@dataclass(eq=False)
class Entry:
    """One file that an officer dropped, or one pack for a meeting, with what has come of it so far.

    `folder` is its own; `path` the file in it under the name that it came with.
    """

    token: str
    number: int
    file_name: str
    folder: Path
    path: Path
    kind: Kind = "record"
    state: State = "waiting"
    looked: Looked | None = None
    pack: Pack | None = None
    trouble: str = ""
    confirmed: bool = False
    made: int = 0
    images: dict[int, tuple[PageImage, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called on pages: by its own name only once it is known that it may be listed."""
        known = self.kind == "conference" or (self.looked is not None and not self.alone)
        return self.file_name if known or self.confirmed else f"File {self.number}"

    @property
    def alone(self) -> bool:
        """Is it to be opened by itself, after a second confirmation, and never listed?"""
        return self.looked is not None and self.looked.to_be_opened_alone

    @property
    def under_way(self) -> bool:
        """Is something being done with it?"""
        return self.state in ("waiting", "reading", "making")

    @property
    def can_make(self) -> bool:
        """May its pack be made now?"""
        readable = self.looked is not None and self.looked.readable and self.looked.holds == "record"
        return self.kind == "record" and readable and not self.under_way

    @property
    def is_actions(self) -> bool:
        """Does it hold the actions of a meeting, which count beside records?"""
        return self.looked is not None and self.looked.holds == "actions"

    @property
    def progress_file(self) -> Path:
        """Where a worker writes how far it has come."""
        return self.folder / "progress"

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many documents are made, and of how many; None where that is not known."""
        with suppress(OSError, ValueError):
            done, total = map(int, self.progress_file.read_text(encoding="ascii")[:40].split())
            return done, total
        return None


@dataclass(eq=False)
class Desk:
    """What one officer has before them. `key` names it inside the server; the session's own id is not kept in it."""

    key: str
    who: str
    folder: Path
    touched: float
    entries: dict[str, Entry] = field(default_factory=dict)
    count: int = 0
    due: Due | None = None

    def entry(self, token: str) -> Entry:
        """What lies under this token; the same refusal (404) for whatever does not."""
        found = self.entries.get(token)
        if found is None:
            raise not_there()
        return found

    @property
    def listed(self) -> list[Entry]:
        """What may be listed, in order of arrival."""
        return [entry for entry in self.entries.values() if not entry.alone]

    @property
    def unlisted(self) -> list[str]:
        """The tokens of what is to be opened by itself."""
        return [entry.token for entry in self.entries.values() if entry.alone]

    @property
    def records(self) -> list[Entry]:
        """The records that can be read, sensitive ones too."""
        return [e for e in self.entries.values() if e.looked and e.looked.readable and e.looked.holds == "record"]

    @property
    def actions(self) -> list[Entry]:
        """The workbooks of meetings' actions, which count beside every record."""
        return [entry for entry in self.entries.values() if entry.is_actions]

    @property
    def meetings(self) -> list[MeetingRow]:
        """The meetings that records on this desk may go to, each once."""
        return list({row.id: row for e in self.records if e.looked for row in e.looked.meetings}.values())

    @property
    def under_way(self) -> list[Entry]:
        """What is being worked on."""
        return [entry for entry in self.entries.values() if entry.under_way]


@dataclass
class Desks:
    """All the desks of a server, by session. `moment` tells seconds that only ever go up."""

    folder: Path
    limits: Limits
    moment: Callable[[], float] = time.monotonic
    by_session: dict[str, Desk] = field(default_factory=dict)
    held: int = 0
    """Bytes on disk when they were last counted, and what came since."""
    doomed: list[Path] = field(default_factory=list)

    def find(self, session: str | None, who: str) -> Desk | None:
        """The desk of this session, if it has one, is this person's and has not been left alone for too long."""
        desk = self.by_session.get(session or "")
        if desk is None or desk.who != who or self._is_idle(desk):
            return None
        return desk

    def touch(self, desk: Desk) -> None:
        """Note that its officer is there."""
        desk.touched = self.moment()

    def open(self, session: str, who: str) -> Desk:
        """A new desk for this session. Raises `Refusal` (503) where there are as many as there may be."""
        same = sum(desk.who == who for desk in self.by_session.values()) if who else 0
        if same >= EACH:
            raise too_many_desks()
        if len(self.by_session) >= self.limits.desks:
            raise full()
        key = secrets.token_hex(12)
        desk = Desk(key, who, self.folder / key, self.moment())
        self.by_session[session] = desk
        return desk

    def idle(self) -> list[str]:
        """The sessions whose desks have been left alone for too long."""
        return [session for session, desk in self.by_session.items() if self._is_idle(desk)]

    def _is_idle(self, desk: Desk) -> bool:
        return self.moment() - desk.touched > self.limits.idle_seconds

    def close(self, session: str) -> Desk | None:
        """Take a desk away from its session; its folder is still to be removed."""
        return self.by_session.pop(session, None)

    def room_for(self, desk: Desk, count: int, size: int) -> None:
        """Raise `Refusal` (503) where a desk has no room for so many files more, or the disk none for so many bytes."""
        if len(desk.entries) + count > self.limits.entries or self.held + size > self.limits.disk:
            raise full()

    def add(self, desk: Desk, told: str, kind: Kind = "record") -> Entry:
        """A new entry on a desk, with names for its folder and its file; nothing is written yet."""
        token = secrets.token_urlsafe(16)
        desk.count += 1
        folder = desk.folder / secrets.token_hex(8)
        name = basename(told)
        entry = Entry(token, desk.count, name, folder, folder / "in" / name, kind)
        desk.entries[token] = entry
        return entry

    def clear(self, folder: Path) -> None:
        """Remove a folder; what cannot be removed now is tried again at the next sweep. Blocks."""
        if not remove(folder):
            self.doomed.append(folder)

    def sweep(self) -> None:
        """Try again what could not be removed, and count what is there. Blocks."""
        again, self.doomed = self.doomed, []
        for folder in again:
            self.clear(folder)
        self.held = used(self.folder)


def put(entry: Entry, data: bytes) -> None:
    """Write the file of an entry into a folder of its own, open to its owner only. Blocks."""
    prepare(entry)
    write_new(entry.path, data)


def prepare(entry: Entry) -> None:
    """Make the folders of an entry. Blocks."""
    make_folder(entry.path.parent)


def lay_beside(entry: Entry, others: Iterable[Entry]) -> None:
    """Put copies of the workbooks of meetings' actions beside a record, where the product looks for them. Blocks.

    What lies there already stays as it is at every moment: a worker may be reading it.
    """
    wanted = {other.path.name: other.path.read_bytes() for other in others if other is not entry}
    folder, own = entry.path.parent, entry.path.name
    for left in folder.iterdir():
        if left.name != own and (left.name not in wanted or left.read_bytes() != wanted[left.name]):
            remove_tree(left)
    for name, data in wanted.items():
        target = folder / name
        if name.casefold() != own.casefold() and not target.exists():
            new = entry.folder / f"new-{secrets.token_hex(4)}"
            write_new(new, data)
            new.replace(target)
