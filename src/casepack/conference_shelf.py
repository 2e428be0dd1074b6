"""The folder of one meeting: what stands in it, what a run does about each paper, and all of it written in one step.

The rules are those of every pack (`versions`, `write`): a file that somebody has edited is never written over, so
minutes typed into the Word file stay; what is unchanged is left alone; what is superseded is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import CasepackError, OutputError
from .manifest import DocumentKey, Manifest
from .run import digest
from .versions import WRITING, Action, Step, Wanted, decide, decide_other, documents_after, settled
from .write import Place, WriteResult, heal, hold_pack, read_pack, write_pack


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder that is held, with its manifest and what is on disk (SHA-256 by path) as they were before the run."""

    place: Place
    old: Manifest | None
    on_disk: Mapping[str, str]

    def steps(self, wanted: Sequence[Wanted], *, leave: Collection[DocumentKey] = ()) -> tuple[Step, ...]:
        """What to do about each document; those of `leave` stay as they are, for they could not be made now."""
        old = self.old and replace(
            self.old, documents=tuple(made for made in self.old.documents if made.key not in leave)
        )
        return decide(self.place.reference, wanted, old, dict(self.on_disk))

    def keep(
        self,
        steps: Sequence[Step],
        made: Mapping[DocumentKey, Mapping[str, bytes]],
        others: Mapping[str, bytes],
        manifest: Manifest,
    ) -> tuple[WriteResult, dict[str, tuple[str, Action]]]:
        """Write what was made, each document by key and format, and `others`, which are no documents, by path.

        `manifest` says what is the same for all of them. Told with the result: where each of the others lies now, and
        what was done about it. Raises OutputError, the folder then being as it was.
        """
        writing = [step for step in steps if step.action in WRITING and step.key in made]
        files = {step.path(ext): made[step.key][ext] for step in writing for ext in step.writes}
        finished = {step.key: {ext: digest(made[step.key][ext]) for ext in step.writes} for step in writing}
        other, laid = dict(self.old.other) if self.old else {}, {}
        for path, data in others.items():
            step = decide_other(path, digest(data), self.old, dict(self.on_disk))
            laid[path] = (step.path, step.action)
            if step.write:
                files[step.path], other[step.path] = data, digest(data)
        after = documents_after(self.old, steps, finished, manifest.as_of)
        written = write_pack(
            self.place.root,
            restricted=self.place.restricted,
            reference=self.place.reference,
            files=files,
            seen=self.on_disk,
            manifest=settled(replace(manifest, documents=after, other=other), self.old),
            held=self.place,
        )
        return written, laid


@contextmanager
def open_shelf(out: Path, reference: str, *, restricted: bool) -> Iterator[Shelf]:
    """Hold the folder of a meeting; other runs are kept from it until the end. Raises OutputError as `hold_pack`.

    Cleared up is also what a killed run left of an earlier state of it that was moved away: no later run has that name.
    """
    with suppress(OutputError):  # what is wrong with another folder is said where that is written
        heal(out, f"{reference}-")
    with hold_pack(out, restricted=restricted, reference=reference) as place:
        old, on_disk = read_pack(out, restricted=restricted, reference=reference)
        yield Shelf(place, old, on_disk)


def gone(steps: Sequence[Step]) -> tuple[str, ...]:
    """What is no longer produced, in sentences."""
    return tuple(step.said for step in steps if step.action is Action.GONE)


def reasons_of(error: CasepackError) -> tuple[str, ...]:
    """Why a paper could not be made, one sentence each."""
    return tuple(dict.fromkeys(line for line in str(error).splitlines() if line.strip()))
