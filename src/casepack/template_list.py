"""The documents and their templates as rows to be shown, and what each template may print, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from .documents import DEMANDED, DOCUMENTS, Document, called
from .errors import UsageError
from .office import Office, OnePer
from .own_kinds import known_documents
from .shown import first_capital
from .view_field import Field
from .view_fields import fields_of, own_fields


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """One document: its id and name, the template (a file's name), who reads it, one per what, when it is made.

    `restricted` is the template for a sensitive case, if it has one of its own. `off`: the office has switched it off.
    """

    id: str
    name: str
    template: str
    reader: str
    one_per: str
    made_when: str
    restricted: str = ""
    off: bool = False
    like: str = ""

    def as_dict(self) -> dict[str, str | bool]:
        """The row for `--json`."""
        return {
            "document": self.id,
            "name": self.name,
            "template": self.template,
            "restricted_template": self.restricted,
            "reader": self.reader,
            "one_per": self.one_per,
            "made_when": self.made_when,
            "on": not self.off,
        }


_READERS = {
    "ecins": "E-CINS",
    "mash": "MASH",
    "yjs": "youth justice service",
    "btp": "British Transport Police",
    "reboot": "REBOOT",
    "office": "the team",
    "agency": "another agency",
    "residents": "residents' groups",
    "members": "elected Members",
    "business": "businesses",
    "mapping": "whoever maps the place",
}
"""Kinds of readers whose key is no plain word."""

_OF_A_MEETING = (
    ListedTemplate(
        "conference-pack", "Conference pack", "conference-pack.docx", "conference", "meeting", "casepack conference"
    ),
    ListedTemplate(
        "conference-extracts",
        "Conference extracts",
        "conference-extracts.docx",
        "conference extract",
        "school or part attendee of a meeting",
        "casepack conference",
    ),
)
"""Papers of a meeting, which belong to no case."""


def listed_templates(office: Office | None) -> tuple[ListedTemplate, ...]:
    """Every document with its template: casepack's own, and those of an office if its data are given."""
    documents = known_documents(office) if office else DOCUMENTS
    words = office.organisation.not_made if office else ()
    off = {document.id for word in words if (document := called(word))} - DEMANDED.keys()
    return (*(_listed(document, off=document.id in off) for document in documents.values()), *_OF_A_MEETING)


def _listed(document: Document, *, off: bool) -> ListedTemplate:
    restricted = document.restricted_template
    return ListedTemplate(
        id=document.id,
        name=document.name,
        template=f"{document.template(sensitive=False)}.docx",
        reader=_READERS.get(document.audience.value, document.audience.value),
        one_per=document.one_per,
        made_when=document.made_when,
        restricted=f"{restricted}.docx" if restricted else "",
        off=off,
        like=document.like,
    )


def find_template(word: str, office: Office | None) -> tuple[ListedTemplate, str]:
    """The document that a word means, by its id, its name or its template, and the name of the template meant.

    Raises UsageError where there is none, with what may have been meant.
    """
    rows = listed_templates(office)
    wanted = word.strip().casefold().removesuffix(".docx")
    for row in rows:
        if row.restricted and wanted == row.restricted.removesuffix(".docx"):
            return row, row.restricted.removesuffix(".docx")
        if wanted in (row.id, row.name.casefold().replace("’", "'"), row.name.casefold(), row.template[:-5].casefold()):
            return row, row.template.removesuffix(".docx")
    close = get_close_matches(wanted, [row.id for row in rows], n=1, cutoff=0.45)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise UsageError(f'There is no document "{word[:60]}".{meant} See them all with: casepack templates list')


def listed_fields(row: ListedTemplate, template: str) -> tuple[Field, ...]:
    """What a template of a document may print, test and repeat."""
    if row.like:
        return tuple(own_fields(row.like, about_one=row.one_per != OnePer.CASE.value).values())
    return tuple(fields_of(template).values())


def kind_words(field: Field) -> str:
    """What kind of thing a field is, in words."""
    kind = {"yes/no": "yes or no"}.get(field.kind, field.kind)
    return (
        f"list of {kind}s" if field.kind == "group" and field.is_list else f"list of {kind}" if field.is_list else kind
    )


def remarks(field: Field) -> str:
    """What to know besides before using a field; "" where nothing."""
    said = []
    if field.sometimes:
        said.append('only in some of these documents, so test it with "is defined"')
    if field.may_be_empty:
        said.append("may be missing" if field.kind == "picture" else "may be empty")
    if field.is_list and not field.never_empty:
        said.append("may have no items")
    return first_capital("; ".join(said)) + "." if said else ""


def field_as_dict(field: Field) -> dict[str, str | bool]:
    """A field for `--json`."""
    return {
        "name": field.path,
        "kind": kind_words(field),
        "says": field.says,
        "example": field.example,
        "always": not field.sometimes,
        "may_be_empty": field.may_be_empty or (field.is_list and not field.never_empty),
    }
