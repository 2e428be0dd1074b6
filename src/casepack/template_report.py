"""Every template of a folder checked, or casepack's own: which document each belongs to, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from .assets import asset, bundle
from .errors import TemplateError
from .font_file import font_fault
from .house_check import house_faults
from .keep import keep_beside
from .office import Office, OnePer
from .own_kinds import document_of
from .own_templates import folder_beside
from .read import load, reading_of_office
from .safefs import stands
from .shown import join_words
from .template_check import findings
from .template_findings import Finding
from .template_folder import FONTS, HOUSE, read_file, read_folder, settled, strays
from .template_marks import copy_names, marked
from .view_field import Field
from .view_fields import TEMPLATES, fields_of, in_all, own_fields

ENDING = ".docx"
_STRAY = (
    "the file is not read: the name of a template has letters, digits, blanks and hyphens and ends in .docx. Save it as"
    " a Word document (.docx) under the name of its template, or take it out of the folder."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of a templates folder and everything that is wrong with it.

    `copy` is the marked copy beside it, if one was asked for and could be made; `written`: it was not there already;
    `no_copy` says why there is none.
    """

    name: str
    findings: tuple[Finding, ...]
    copy: Path | None = None
    written: bool = False
    no_copy: str = ""


def read_office(path: Path | None) -> Office | None:
    """The office's data, if a file of them is named. Raises RecordError with everything that is wrong in it."""
    return None if path is None else reading_of_office(load(path), path.name).made


def folder_in_use(office: Office | None, path: Path | None) -> Path | None:
    """The templates folder that the office's data name, beside their file; None where they name none.

    Raises UsageError where they name one that lies elsewhere.
    """
    if office is None or path is None:
        return None
    return folder_beside(path, office.organisation.templates_folder)


def known_fields(office: Office | None) -> dict[str, Mapping[str, Field]]:
    """What each template may use, by its name: casepack's own, and those of the office's documents."""
    served: dict[str, list[Mapping[str, Field]]] = {name: [fields_of(name)] for name in TEMPLATES}
    for document in (document_of(row) for row in office.own_documents) if office else ():
        if document is not None:
            fields = own_fields(document.like, about_one=document.one_per != OnePer.CASE.value)
            served.setdefault(document.own_template, []).append(fields)
    return {name: in_all(several) for name, several in served.items()}


def check_templates(folder: Path | None, office: Office | None, *, annotate: bool = False) -> Iterator[Checked]:
    """Each template of a folder, or of casepack's own where none is named, in the order of their names.

    With `annotate` a marked copy is put beside each that something is wrong with; casepack's own get none. Raises
    UsageError where the folder cannot be read, OutputError where a copy cannot be written.
    """
    files = _files(folder)
    for name in strays(folder) if folder else ():
        yield Checked(name, (Finding(name, "", _STRAY),))
    known, own = known_fields(office), _own(office)
    for name in sorted({*files, *(f"{stem}{ENDING}" for stem in own)}):
        if name not in files or (name == HOUSE and HOUSE.removesuffix(ENDING) in own):
            yield Checked(name, (_not_there(name, own),))
            continue
        found = tuple(_found(name, files[name], known, own, office))
        if folder is not None and annotate and found and name.endswith(ENDING):
            yield _with_copy(folder / name, name, files[name], found)
        else:
            yield Checked(name, found)


def _own(office: Office | None) -> dict[str, list[str]]:
    """The names of the office's own documents, by the template that each is made from."""
    found: dict[str, list[str]] = {}
    for document in (document_of(row) for row in office.own_documents) if office else ():
        if document is not None:
            found.setdefault(document.own_template, []).append(document.name)
    return found


def _not_there(name: str, own: Mapping[str, list[str]]) -> Finding:
    stem = name.removesuffix(ENDING)
    whose = join_words([f'"{called}"' for called in own[stem]])
    if name == HOUSE:
        what = "house.docx shows the look and is no template. Make a copy of a template under another name"
    else:
        what = f"{name} is not in the folder. Put it there, or write another name"
    return Finding(stem, "", f"the sheet Own documents names it for {whose}, but {what}.")


def _files(folder: Path | None) -> dict[str, bytes]:
    if folder is None:
        return {name: asset(name) for name in bundle() if name.endswith(ENDING)}
    files = dict(read_folder(folder))
    if stands(folder / HOUSE):
        files[HOUSE] = read_file(folder / HOUSE)
    return settled(files)


def _found(
    name: str,
    data: bytes,
    known: Mapping[str, Mapping[str, Field]],
    own: Mapping[str, list[str]],
    office: Office | None,
) -> Iterator[Finding]:
    if name.startswith(f"{FONTS}/"):
        if fault := font_fault(data):
            yield Finding(name, "", fault)
        return
    stem = name.removesuffix(ENDING)
    if stem not in known:
        yield Finding(stem, "", _unknown(stem, known, named=office is not None))
    found = findings(data, stem, known.get(stem))
    if len(own.get(stem, ())) + (stem in TEMPLATES) > 1 and any(f.code == "name" for f in found):
        yield Finding(stem, "", _shared(own[stem]))
    yield from found
    if name == HOUSE and not any(not f.where for f in found):
        try:
            told = {f.said for f in found}
            yield from (Finding(stem, "", fault) for fault in house_faults(data) if not any(s in fault for s in told))
        except TemplateError as error:
            yield Finding(stem, "", str(error))


def _shared(names: list[str]) -> str:
    """That one template serves several documents: it may print only what the readers of all of them may see."""
    whose = join_words([f'"{name}"' for name in dict.fromkeys(names)])
    return (
        f"the template serves several documents, among them {whose}, and may ask only for what the readers of all of"
        " them may see. Give each a copy of its own under another name."
    )


def _unknown(stem: str, known: Mapping[str, object], *, named: bool) -> str:
    close = get_close_matches(stem, known, n=1)
    meant = f" Did you mean {close[0]}{ENDING}?" if close else ""
    own = "give it a row on the sheet Own documents" if named else "name the office's data with --office"
    return (
        f"no document is made from a template of this name, so its tags could not be checked in full.{meant}"
        f" For a document of your own, {own}."
    )


def _with_copy(place: Path, name: str, data: bytes, found: tuple[Finding, ...]) -> Checked:
    try:
        copy = marked(data, found)
    except TemplateError as error:
        return Checked(name, found, no_copy=str(error))
    kept, written = keep_beside(copy_names(place), copy, lambda there: False)
    return Checked(name, found, kept, written)
