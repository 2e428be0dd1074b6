"""One document from its View to finished bytes: filled, typeset, and read back before anyone keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from . import clock
from .assets import bundle, own_files, template_bytes, using
from .collecting import clear_away
from .errors import TemplateError, WithheldError
from .fill import Properties, fill
from .folding import words_of
from .jigsaw_fields import guarded
from .mentions import MentionBook, with_standing
from .picture import pictured
from .plan import Case, Job
from .prove import prove
from .restricted import restricted_leaks
from .texttwin import plain_text, prove_text
from .typeset import typeset
from .versions import Step
from .views import View, doc_view, lens_for
from .wordlayers import FORM_CONTROLS, all_text_layers

_TAG = re.compile(r"\{([{%#]).*?[}%#]\}", re.DOTALL)
_PIECES = re.compile(r"[\n.?!;:|]")


def finished_bytes(case: Case, book: MentionBook, job: Job, view: View, step: Step) -> dict[str, bytes]:
    """One document as Word and as PDF, and as plain text where it has that, read back and proved.

    Raises WithheldError with every reason, one a line.
    """
    try:
        return _proved(case, book, job, view, step)
    finally:
        clear_away()


def _proved(case: Case, book: MentionBook, job: Job, view: View, step: Step) -> dict[str, bytes]:
    docx = filled(case, job, view, step.version)
    pdf = typeset(docx)
    findings = proof(case, book, job, docx, pdf, step.stem)
    made = {"docx": docx, "pdf": pdf}
    if "txt" in job.document.formats:
        made["txt"], wrong = text_twin(case, book, job, docx, step.version)
        findings += wrong
    if findings:
        raise WithheldError("\n".join(findings))
    return made


def filled(case: Case, job: Job, view: View, version: int = 1) -> bytes:
    """One document as a Word file, its template filled from its View."""
    stamp = {
        "date": clock.say_date(case.day),
        "version": str(version),
        "footer_left": footer_words(case, job, version),
    }
    context = pictured(View(view.context, stamp).filled())
    doc = context["doc"]
    properties = Properties(title=doc["title"], subject=doc["name"], author=doc["organisation"])
    template = job.document.template(sensitive=case.sensitive)
    docx = template_bytes(job.document, sensitive=case.sensitive)
    if docx is None:
        raise TemplateError(f"Template {template}: it is not in the templates folder. Put {template}.docx there.")
    return fill(docx, context, name=template, properties=properties)


def footer_words(case: Case, job: Job, version: int) -> str:
    """The left of the footer: reference, document and version."""
    words = " · ".join(w for w in (doc_view(case, job)["reference"], job.document.name) if w)
    return words if job.document.living else f"{words} · v{version}"


def text_twin(case: Case, book: MentionBook, job: Job, docx: bytes, version: int) -> tuple[bytes, tuple[str, ...]]:
    """A Word file as plain text to paste from, and every reason why its reader may not have it."""
    said = {"marking": doc_view(case, job)["marking"], "footer": footer_words(case, job, version)}
    text = plain_text(docx, **said)
    return text, tuple(prove_text(text, docx, name=job.title, leaks=leaks_for(case, book, job), **said))


def leaks_for(case: Case, book: MentionBook, job: Job) -> Callable[[str], list[str]]:
    """What a text gives away that this reader may not know: people, and what a sensitive case keeps back besides."""
    phrases = standing_phrases(template_bytes(job.document, sensitive=case.sensitive) or b"")
    people = lens_for(case, with_standing(book, phrases | set(map(words_of, _places(case, job)))), job).leaks
    if not case.sensitive:
        return people
    said = frozenset(word for phrase in phrases for word in phrase)
    besides = restricted_leaks(case, job.reader.audience, own=_borne(case, job), said=said)
    return lambda text: people(text) + besides(text)


def _borne(case: Case, job: Job) -> Iterator[str]:
    """What a paper to this reader bears whatever happened: its date, the letterhead, to whom it goes."""
    organisation = case.office.organisation
    yield clock.say_date(case.day)
    yield from (organisation.name, organisation.team, organisation.address)
    if agency := case.office.agency(job.recipient):
        yield from (text for text in (agency.name, agency.email) if text)
    if school := case.office.school(job.recipient):
        yield from (text for text in (school.name, school.town) if text)


def _places(case: Case, job: Job) -> Iterator[str]:
    """Where a town or a ward stands as such, in the letterhead, an address block or an address; standing words too.

    Families are called after places: a child called like the council's town must not stop every letter.
    """
    yield from _borne(case, job)
    yield from (case.office.organisation.draft_words, case.office.organisation.handling)
    yield f"Date {clock.say_date(case.day)}"
    if school := case.office.school(job.recipient):
        yield f"{school.name} {school.town or ''}"
    yield from (f"Members for {ward}" for member in case.office.members for ward in member.wards)
    for person in case.record.people:
        yield " ".join(part for part in (person.address, person.postcode) if part)
        yield person.address or ""


def standing_phrases(template: bytes) -> frozenset[tuple[str, ...]]:
    """What a template says by itself that may hide a name: of a council's own template only what casepack's say, too.

    Nobody has read through a council's own words, and somebody may have made a template out of a finished letter.
    """
    said = template_phrases(template)
    if not own_files():
        return said
    with using({}):
        ours = [data for name, data in bundle().items() if name.endswith(".docx")]
    return said if template in ours else said & frozenset[tuple[str, ...]]().union(*map(template_phrases, ours))


@lru_cache(maxsize=64)
def template_phrases(template: bytes) -> frozenset[tuple[str, ...]]:
    """What a template says by itself, from one tag, stop or paragraph to the next, as folded words.

    What its boxes to fill in are called counts too. These words stand in every such document, whoever it is about: in
    "Peer Group Conference" nobody called Group is named.
    """
    layers = all_text_layers(template)
    said = "\n".join(text for layer, text in layers.items() if layer.startswith("words of ") or layer == FORM_CONTROLS)
    return frozenset(words_of(piece) for piece in _PIECES.split(_TAG.sub("\n", said))) - {()}


def proof(
    case: Case, book: MentionBook, job: Job, docx: bytes, pdf: bytes, stem: str, *, edited: bool = False
) -> tuple[str, ...]:
    """Every reason, in words without names, why this reader may not have these two files; none where they may.

    Word writes the name of whoever saved a document into its properties: in one that was `edited` by hand that
    is no reason.
    """
    doc = doc_view(case, job)
    findings = prove(
        docx,
        pdf,
        name=job.title,
        marking=doc["marking"],
        file_stem=stem,
        title=doc["title"],
        leaks=guarded(leaks_for(case, book, job), case.record, case.office, job.reader.audience, stem),
        author=doc["organisation"],
    )
    return tuple(dict.fromkeys(f.what for f in findings if not (edited and f.code == "author")))
