"""The other half of the hunt: what a document's View prints reaches the Word file and the PDF, letter for letter.

adorned(salted)                          the record with texts that are hard to print, in many of its fields
lost(salted, office, as_of, documents)   what a View holds and its Word file does not, or the Word file and not its PDF
every_template(seed)                    the same over all templates, with whatever their Views hold
torn(template, view)                     what of a template's View does not reach both files, whatever the View holds
stuffed(view, asked, dice, long)         a View with hard texts, emptied lists and one long text in any of its places
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any
from unittest.mock import patch

from casepack import finish, run
from casepack.assets import asset
from casepack.fill import Properties, fill
from casepack.make import Before, produce
from casepack.office import Office
from casepack.plan import Case, Job
from casepack.prove import prove
from casepack.record import Record
from casepack.typeset import typeset
from casepack.versions import Step
from casepack.views import View

from . import outsider
from .asked_for import Asked, planted, turned
from .builders_case import strings
from .canary_fields import CONTROL, PUBLIC, lists
from .canary_model import Salted
from .leak_hunt import loaded
from .leak_search import coined
from .mutant_hunt import only
from .view_finder import told, views

HARD = (
    "Llŷr ŵyr â’r tŷ", "Żółć gęślą jaźń", "مرحبا بالعالم", "O'Brien & Co <18", "<b>bold</b> &amp;", "=1+1", "a\u00a0b",
    "tab\there", "line one\nline two", "“quoted” – dash", "ﬁne ﬂow", "100% & more; #1", "\\backslash\\", "word " * 600,
    "lol 😂😂 🦀 💀", "👍🏽 👨‍👩‍👧‍👦 🇬🇧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️ 1️⃣", "Ọ́lá x̌ x", "𝓗𝓮𝔂 ⓕⓡⓔⓔ", "she said שלום (twice) then went", "1/2 ½ ™ ²",
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
        losses.extend(Loss(job.title, "PDF", what) for what in outsider.differences(made["docx"], made["pdf"]))
        return made

    with patch.object(run, "finished_bytes", kept), only(frozenset(documents)):
        made = produce(loaded(record, office, as_of), Before(None, {}, b""))
    # A paper that would give somebody away is withheld as it should be; one that cannot be made is lost.
    lost_whole = [line for line in made.result.withheld if "which its reader may not know" not in line.why]
    return seen, [*losses, *(Loss(line.title, "withheld", line.why) for line in lost_whole)]


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


TAB = "\t"
"""What no record holds: an answer is read with blanks for tabs."""
LONG = " ".join(f"word{number}" for number in range(3_000))
"""Three thousand words, each of which can be told from the others."""


def stuffed(view: Any, wanted: Asked, dice: Random, long: str = "") -> Any:
    """The View with a hard text behind each of its own, some of its lists emptied or cut to one, one text `long`."""
    texts: dict[str, str] = {}
    marked = planted(turned(view, wanted, dice), wanted.compared, texts)
    words = [word for word, path in texts.items() if path in wanted.printed]
    lengthened = dice.choice(words) if words and long else ""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [changed(inner) for inner in value]
        if not isinstance(value, str) or value not in texts or not texts[value].startswith(_LONGER):
            return value
        hard = long if value == lengthened else dice.choice(HARD)
        return f"{value} {hard.replace(TAB, ' ')}".strip()

    return changed(marked)


_LONGER = ("case.", "child.", "pupil.", "person.", "people[]", "others[]", "episodes[]", "suspected[]", "places[]")
"""Where an officer's own words stand; titles, markings and names of steps are casepack's and the office's."""


def torn(name: str, view: dict[str, Any]) -> list[str]:
    """Fill and typeset one template; what is not in its PDF or only there."""
    docx = fill(asset(f"{name}.docx"), view, name=name, properties=Properties(title="A title", author="An office"))
    pdf = typeset(docx)
    found = outsider.differences(docx, pdf)
    apart = prove(docx, pdf, name=name, marking="", file_stem=name, title="A title", leaks=lambda _: [])
    return [*found, *(finding.what for finding in apart if finding.code in {"text-differs", "text-unseen"})]


def every_template(seed: int) -> list[str]:
    """Every template of a case with a stuffed View of its own; what of it is lost, by template."""
    losses = []
    for name in sorted(views()):
        dice = Random(f"{seed}/{name}")
        losses += [
            f"{name}: {what}" for what in torn(name, stuffed(dice.choice(views()[name]), told(name)[0], dice, LONG))
        ]
    return losses
