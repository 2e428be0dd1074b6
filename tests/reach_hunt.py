"""The other half of the hunt: what a document's View prints reaches the Word file and the PDF, letter for letter.

adorned(salted)                          the record with texts that are hard to print, in many of its fields
lost(salted, office, as_of, documents)   what a View holds and its Word file does not, or the Word file and not its PDF
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from unittest.mock import patch

from casepack import finish, run
from casepack.make import Before, produce
from casepack.office import Office
from casepack.plan import Case, Job
from casepack.record import Record
from casepack.versions import Step
from casepack.views import View

from . import outsider
from .builders_case import strings
from .canary_fields import CONTROL, PUBLIC, lists
from .canary_model import Salted
from .leak_hunt import loaded
from .leak_search import coined
from .mutant_hunt import only

HARD = (
    "Llŷr ŵyr â’r tŷ", "Żółć gęślą jaźń", "مرحبا بالعالم", "O'Brien & Co <18", "<b>bold</b> &amp;", "=1+1", "a\u00a0b",
    "tab\there", "line one\nline two", "“quoted” – dash", "ﬁne ﬂow", "100% & more; #1", "\\backslash\\", "word " * 600,
)  # fmt: skip
"""Texts of which each has been lost by some program between a form and a page."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that did not arrive: in which document, and where it was lost."""

    document: str
    where: str
    what: str


def adorned(record: Salted, every: int = 5) -> Salted:
    """The record with one of the hard texts behind every so-manieth text; tokens and names as they were."""
    data, count = record.record.model_dump(mode="json"), 0
    for table, rows in data.items():
        for row in rows if isinstance(rows, list) else [rows]:
            for name in lists(table):
                field = f"{table}.{name}"
                if field in CONTROL or field in PUBLIC or not isinstance(row[name], str) or len(row[name]) < 12:
                    continue
                count += 1
                if count % every == 0:
                    row[name] = f"{row[name]} {HARD[count // every % len(HARD)]}".strip()
    return replace(record, record=Record.model_validate(data))


def lost(record: Salted, office: Office, as_of: datetime, documents: Collection[str]) -> tuple[int, list[Loss]]:
    """How many canaries the Views of these documents hold, and which of them do not reach both files."""
    seen, losses = 0, list[Loss]()

    def kept(case: Case, book: Any, job: Job, view: View, step: Step) -> dict[str, bytes]:
        nonlocal seen
        made = finish.finished_bytes(case, book, job, view, step)
        words, missing = _missing(view, made["docx"])
        seen += words
        losses.extend(Loss(job.title, "Word file", what) for what in missing)
        losses.extend(Loss(job.title, "PDF", what) for what in _different(made["docx"], made["pdf"]))
        return made

    with patch.object(run, "finished_bytes", kept), only(frozenset(documents)):
        made = produce(loaded(record, office, as_of), Before(None, {}, b""))
    # A paper that would give somebody away is withheld as it should be; one that cannot be made is lost.
    lost_whole = [line for line in made.result.withheld if "which its reader may not know" not in line.why]
    return seen, [*losses, *(Loss(line.title, "withheld", line.why) for line in lost_whole)]


_MISSING, _TOO_MUCH = "not in the PDF: ", "not in the Word file: "


def _different(docx: bytes, pdf: bytes) -> list[str]:
    """What the two files do not share; where a line is written from right to left too, in whatever order it is read."""
    found = outsider.differences(docx, pdf)
    one = "".join(line.removeprefix(_MISSING) for line in found if line.startswith(_MISSING))
    other = "".join(line.removeprefix(_TOO_MUCH) for line in found if line.startswith(_TOO_MUCH))
    both_ways = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in one)
    # Brackets beside such a line are read turned round.
    return [] if both_ways and Counter(filter(str.isalnum, one)) == Counter(filter(str.isalnum, other)) else found


def _missing(view: View, docx: bytes) -> tuple[int, list[str]]:
    """How many canaries of the View are printed, and the texts of those that are there, but not letter for letter.

    A template prints what it needs of a View; of what it prints, everything.
    """
    text = outsider.word_text(docx)
    there, printed = _letters(text), coined(text)
    told: dict[str, list[str]] = {}
    for one in strings(view.context):
        for word in coined(one) & printed:
            told.setdefault(word, []).append(one)
    whole = {word for word, texts in told.items() if any(all(x in there for x in _lines(one)) for one in texts)}
    return len(told), [max(told[word], key=len) for word in sorted(set(told) - whole)]


def _lines(text: str) -> Iterator[str]:
    yield from filter(None, (_letters(line) for line in text.split("\n")))


def _letters(text: str) -> str:
    """The letters and signs of a text without its blanks, one way of writing for each; its first letter any way."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text)).casefold()
