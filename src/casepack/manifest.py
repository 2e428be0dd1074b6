"""What a pack's manifest says: which versions of which documents it holds, and what they were made from.

A manifest holds no person's name: people and organisations stand in it as ids such as P1 and SCH1, and reasons
as texts with tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from .errors import OutputError

MANIFEST = "manifest.json"
SCHEMA = 1
"""Goes up only when an older casepack could no longer read the manifest; a new field alone does not raise it."""

_SOFTWARE = ("casepack", "docxtpl", "mammoth", "weasyprint", "pydantic", "xlsxwriter", "icalendar")
"""What a pack is made with, as far as it may show in its files."""
_ID = re.compile(r"[A-Za-z0-9_.-]*")


@cache
def software() -> Mapping[str, str]:
    """The versions of what packs are made with on this machine."""
    return MappingProxyType({name: version(name) for name in _SOFTWARE})


@dataclass(frozen=True, slots=True, order=True)
class DocumentKey:
    """Which document: its id, whom it is about and whom it is for, all as ids. Raises ValueError for anything else."""

    document: str
    subject: str = ""
    recipient: str = ""

    def __post_init__(self) -> None:
        """Ids only: a key becomes part of a file name, which must not hold a name, a space or a path."""
        if not self.document or not all(_ID.fullmatch(part) for part in (self.document, self.subject, self.recipient)):
            raise ValueError("a document's key is made of ids")

    def __str__(self) -> str:
        """The key in a file name: "school-letter P1 SCH1"."""
        return " ".join(part for part in (self.document, self.subject, self.recipient) if part)


@dataclass(frozen=True, slots=True)
class Made:
    """One version of a document that casepack made. `files` gives each format's SHA-256 as it was made.

    `superseded_by` is the version that took its place; None beside state "superseded" means that the document
    is no longer produced. `made_as_of` is the moment given to the run (ISO 8601, the office's zone).
    """

    key: DocumentKey
    folder: str
    stem: str
    version: int
    files: dict[str, str]
    view_hash: str
    template_hash: str
    house_hash: str
    made_as_of: str
    living: bool = False
    approved: bool = False
    state: Literal["current", "superseded"] = "current"
    superseded_by: int | None = None
    sent: bool = False

    def path(self, extension: str) -> str:
        """Path of one format inside the pack, with forward slashes."""
        return str(PurePosixPath(self.folder) / f"{self.stem}.{extension}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack holds and what it was made from.

    `as_of` is the moment of the last run that changed something. `destroy_by` is a day (2033-10-24) for a person
    to act on; casepack deletes nothing. `other` gives path and SHA-256 of files that are not documents, such as
    the register's workbook. `withheld` and `not_produced` say what is not there and why, people as tokens. `marks`,
    of the record's file name and first day, tell this case from another that was given its reference by mistake.
    `answers` has a fingerprint for each answer by its place (see `traces`), none in a pack of an older casepack.
    `sealed` gives for each sealed copy, by path, the SHA-256 of the file that it was sealed from.
    """

    reference: str
    input_hash: str
    office_hash: str
    as_of: str
    schema: int = SCHEMA
    software: dict[str, str] = field(default_factory=dict)
    destroy_by: str | None = None
    documents: tuple[Made, ...] = ()
    withheld: tuple[dict[str, str], ...] = ()
    not_produced: tuple[dict[str, str], ...] = ()
    other: dict[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The manifest as text: sorted, indented, the same for the same content."""
        ordered = replace(self, documents=tuple(sorted(self.documents, key=lambda made: (made.key, made.version))))
        return json.dumps(asdict(ordered), indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """The manifest from its text; fields that this casepack does not know are passed over.

        Raises OutputError if the text is damaged or was written for a newer casepack.
        """
        try:
            found = _reader().validate_json(text)
        except ValidationError:
            raise OutputError(
                f"The pack's {MANIFEST} is damaged, so casepack cannot tell which files were edited by hand. "
                "Move the pack's folder away and run again: a new pack is made, and nothing in the old one is lost."
            ) from None
        if found.schema > SCHEMA:
            raise OutputError(
                f"The pack's {MANIFEST} was written by a newer casepack. Use the newer one, "
                "or move the pack's folder away and run again."
            )
        return found

    def recorded(self) -> Mapping[str, str]:
        """SHA-256 by path of every file that casepack made, as it was made."""
        files = {made.path(ext): digest for made in self.documents for ext, digest in made.files.items()}
        return {**files, **self.other}

    def latest(self) -> dict[DocumentKey, Made]:
        """The highest version of every document."""
        return {made.key: made for made in sorted(self.documents, key=lambda made: made.version)}


@cache
def _reader() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)
