"""A paper over several cases in the making: each part filled and proved, then the whole put together, typeset, proved.

Two papers of a conference are made so: the pack for the partners, and the extracts for one reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .as_at import printed
from .assets import asset
from .conference_cases import Gathering, Told
from .conference_proof import Leaks, Watch, part_findings, part_leaks
from .errors import TypesetError, WithheldError
from .fill import Properties, fill
from .finish import filled
from .jigsaw_fields import Guard, guarded
from .manifest import DocumentKey
from .pack_splice import Item, part_titles, splice
from .pdfread import Bookmark, bookmarks, page_count
from .plan import Job, key_of
from .prove import prove
from .run import digest
from .typeset import check_glyphs, typeset
from .views import View
from .word_picture import Picture
from .wordparts import body_text

_PART_LEVEL = 1
"""How deep the headings of parts stand among the bookmarks: under the title."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A case that is not in the paper, or one of whose lines is not, and why, in words without names."""

    reference: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A paper, proved: its two files and how many pages it has; `told` is a fingerprint of all that it tells."""

    docx: bytes
    pdf: bytes
    pages: int
    told: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper is made from besides its parts: template, View, and file name without an extension."""

    template: str
    view: Mapping[str, Any]
    stem: str

    @property
    def title(self) -> str:
        """The title, which stands in the properties of both files."""
        return str(self.view["doc"]["title"])


class Trial:
    """The making and the proof of one paper, with what has to be known of all records for it."""

    def __init__(self, gathering: Gathering, named: Mapping[str, Iterable[str]], *templates: bytes) -> None:
        """`named` are those whom the paper shows by name, by case; `templates` all that it is made from."""
        self._watch = Watch(gathering, named, *templates)
        self._known: dict[tuple[str, DocumentKey], Leaks] = {}
        self._made_from = [digest(template) for template in templates]
        self._told: dict[tuple[str, DocumentKey], str] = {}

    def leaks(self, told: Told, job: Job) -> Leaks:
        """What a text in one case's part gives away to its reader."""
        key = (told.reference, key_of(job))
        if key not in self._known:
            self._known[key] = part_leaks(told, job, self._watch)
        return self._known[key]

    def part(self, told: Told, job: Job, view: Mapping[str, Any]) -> tuple[bytes, tuple[str, ...]]:
        """One case's own document, filled, and every reason why it may not become a part of the paper."""
        try:
            docx = filled(told.case, job, View(view, {}))
            self._told[told.reference, key_of(job)] = View(view, {}).hash()
        except TypesetError as error:  # of a picture
            return b"", (f"Its part could not be typeset. {error.plain}".strip(),)
        doc = view["doc"]
        findings = part_findings(
            told, job, docx, self._watch, title=doc["title"], marking=doc["marking"], author=doc["organisation"]
        )
        if not findings:
            try:
                check_glyphs(body_text(docx))
            except TypesetError as error:
                findings.append(f"Its part could not be typeset. {error.plain}".strip())
        return docx, tuple(findings)

    def finish(self, paper: Paper, parts: Sequence[tuple[Told, Job, Item]], place: str) -> Whole:
        """The paper as Word and as PDF, proved.

        Raises WithheldError with every reason why it may not be kept.
        """
        doc = paper.view["doc"]
        properties = Properties(title=doc["title"], subject=doc["name"], author=doc["organisation"])
        frame = fill(asset(paper.template), printed(paper.view), name=paper.template, properties=properties)
        items = [item for _, _, item in parts]
        # The PDF works out page numbers by itself: what the Word file says of them makes no difference to it.
        draft = splice(frame, items, place=place)
        pdf = typeset(draft)
        pages = _begins(part_titles(draft), bookmarks(pdf))
        docx = splice(frame, items, place=place, pages=pages)
        answers = frozenset[str]().union(*(self._answers(told, job) for told, job, _ in parts))
        findings = prove(
            docx,
            pdf,
            name=doc["name"],
            marking=doc["marking"],
            file_stem=paper.stem,
            title=doc["title"],
            leaks=Guard(self._watch.leaks, answers),
            author=doc["organisation"],
        )
        if findings:
            raise WithheldError("\n".join(dict.fromkeys(finding.what for finding in findings)))
        return Whole(docx, pdf, page_count(pdf), self._fingerprint(paper, parts))

    def _fingerprint(self, paper: Paper, parts: Sequence[tuple[Told, Job, Item]]) -> str:
        """What the paper tells, whatever the minute as at which it does, and the templates that it is made from."""
        pictures = {name: value for name, value in paper.view.items() if isinstance(value, Picture)}
        drawn = {name: [digest(picture.png), picture.words] for name, picture in pictures.items()}
        own = View({**paper.view, **drawn}, {}).hash()
        told = [(item.heading, item.name, self._told[t.reference, key_of(job)]) for t, job, item in parts]
        return digest(json.dumps([own, told, self._made_from]).encode())

    def _answers(self, told: Told, job: Job) -> frozenset[str]:
        record, office = told.case.record, told.case.office
        return guarded(self.leaks(told, job), record, office, job.reader.audience, told.reference).answers


def _begins(titles: Sequence[str], marks: Sequence[Bookmark]) -> list[int]:
    """The page on which each part begins, by its bookmark. Raises WithheldError where one has none."""
    waiting = iter(mark for mark in marks if mark.level == _PART_LEVEL)
    found = [next((mark.page for mark in waiting if " ".join(mark.title.split()) == title), 0) for title in titles]
    if lost := found.count(0):
        raise WithheldError(f"The PDF has no bookmark for {lost} of its {len(titles)} parts.")
    return found
