"""The PDF of a document that an officer has edited by hand: typeset again, and put through the same proof."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from .assets import using
from .errors import OutputError, UsageError, WithheldError
from .finish import proof, text_twin
from .inputs import LoadedCase
from .manifest import MANIFEST, Made, Manifest
from .mentions import build_book
from .packplace import RESTRICTED
from .plan import Job, key_of
from .planning import make_plan
from .read import load
from .safefs import friendly
from .typeset import typeset
from .write import hold_pack, read_pack, write_pack


@dataclass(frozen=True, slots=True)
class Retypeset:
    """What was made of one edited document."""

    source: Path
    target: Path
    changed: bool


def retypeset(loaded: LoadedCase, file: Path) -> Retypeset:
    """Make the PDF of the Word file `file`, which lies in the pack of the loaded record, beside it.

    The Word file is never touched. Raises UsageError for a file that is no document of this record's pack,
    WithheldError with every reason if the edited document may not go to its reader (the old PDF then stays as it
    is), TypesetError if it cannot be typeset, OutputError if the PDF was itself edited or cannot be written.
    """
    pack = _pack_of(file)
    restricted = pack.parent.name == RESTRICTED
    root = pack.parent.parent if restricted else pack.parent
    where = pack.name
    with hold_pack(root, restricted=restricted, reference=where) as held:
        manifest, on_disk = read_pack(root, restricted=restricted, reference=where)
        if manifest is None or manifest.reference != loaded.record.incident.reference:
            raise UsageError(f"{file.name} is not in the pack of {loaded.record_path.name}. Name its own record.")
        path = file.resolve().relative_to(pack).as_posix()
        made = _made(manifest, path, file)
        job = _job(loaded, made, file)
        files = _proved_files(loaded, made, job, file)
        for name in files:
            _refuse_foreign(manifest, name, on_disk)
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        changed = {name: data for name, data in files.items() if on_disk.get(name) != digests[name]}
        after = replace(manifest, other={**manifest.other, **{name: digests[name] for name in changed}})
        written = write_pack(
            root,
            restricted=restricted,
            reference=where,
            files=changed,
            seen=on_disk,
            manifest=after,
            held=held,
        )
    return Retypeset(file, written.folder / made.path("pdf"), written.changed)


def _pack_of(file: Path) -> Path:
    load(file)  # says in full why it cannot be read
    if file.suffix.casefold() != ".docx" or file.name.startswith("~$"):
        raise UsageError(f"{file.name} is not a Word document (.docx). Name the Word file of a pack.")
    with friendly(file.name, "read"):
        for folder in file.resolve().parents[:3]:
            if (folder / MANIFEST).is_file():
                return folder
    raise UsageError(
        f"{file.name} is not in a pack, so casepack cannot tell who reads it. "
        "Put it back into its pack, beside the PDF, and run this again."
    )


def _made(manifest: Manifest, path: str, file: Path) -> Made:
    found = next((m for m in manifest.documents if m.path("docx").casefold() == path.casefold()), None)
    if found is None:
        raise UsageError(
            f"{file.name} is not a document that casepack made in this pack. "
            "Save the edited text under the name that the document had, and run this again."
        )
    return found


def _job(loaded: LoadedCase, made: Made, file: Path) -> Job:
    plan = make_plan(loaded.case)
    found = next((j for j in plan.jobs if key_of(j) == made.key), None)
    if found:
        return found
    key = (made.key.document, made.key.subject, made.key.recipient)
    reason = next((n.reason for n in plan.not_made if (n.document.id, n.subject, n.recipient) == key), "")
    raise WithheldError(f"{file.name}: the record no longer lets this document be made. {reason}".strip())


def _proved_files(loaded: LoadedCase, made: Made, job: Job, file: Path) -> dict[str, bytes]:
    """What is made of the edited Word file, by path in the pack, once the reader may have it.

    Raises WithheldError with every reason why they may not.
    """
    with using(loaded.templates):
        return _proved(loaded, made, job, file)


def _proved(loaded: LoadedCase, made: Made, job: Job, file: Path) -> dict[str, bytes]:
    docx = load(file)
    pdf = typeset(docx)
    book = build_book(loaded.record, loaded.office)
    findings = proof(loaded.case, book, job, docx, pdf, made.stem, edited=True)
    files = {made.path("pdf"): pdf}
    if "txt" in job.document.formats:
        files[made.path("txt")], wrong = text_twin(loaded.case, book, job, docx, made.version)
        findings += wrong
    if findings:
        raise WithheldError(
            f"{file.name} may not go to its reader as it stands, so no PDF was made:\n"
            + "\n".join(f"  - {f}" for f in findings)
            + "\nPut it right in Word, save it, and run this again."
        )
    return files


def _refuse_foreign(manifest: Manifest, target: str, on_disk: dict[str, str]) -> None:
    """A file that casepack did not make is somebody's own, and is never written over."""
    there = on_disk.get(target)
    if there is not None and there != manifest.recorded().get(target):
        raise OutputError(
            f"The file beside it ({Path(target).name}) was not made by casepack or has been changed since. "
            "Move it away, and run this again."
        )
