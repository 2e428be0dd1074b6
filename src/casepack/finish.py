"""One document from its View to finished bytes: filled, typeset, and read back before anyone keeps it."""

from __future__ import annotations

from collections.abc import Callable

from . import clock
from .assets import asset
from .errors import WithheldError
from .jigsaw_fields import guarded
from .mentions import MentionBook
from .plan import Case, Job
from .restricted import restricted_leaks
from .texttwin import plain_text, prove_text
from .versions import Step
from .views import View, doc_view, lens_for


def finished_bytes(case: Case, book: MentionBook, job: Job, view: View, step: Step) -> dict[str, bytes]:
    """One document as Word and as PDF, and as plain text where it has that, read back and proved.

    Raises WithheldError with every reason, one a line.
    """
    from .fill import Properties, fill
    from .typeset import typeset

    stamp = {
        "date": clock.say_date(case.day),
        "version": str(step.version),
        "footer_left": footer_words(case, job, step.version),
    }
    context = View(view.context, stamp).filled()
    doc = context["doc"]
    properties = Properties(title=doc["title"], subject=doc["name"], author=doc["organisation"])
    template = job.document.template(sensitive=case.sensitive)
    docx = fill(asset(f"{template}.docx"), context, name=template, properties=properties)
    pdf = typeset(docx)
    findings = proof(case, book, job, docx, pdf, step.stem)
    made = {"docx": docx, "pdf": pdf}
    if "txt" in job.document.formats:
        made["txt"], wrong = text_twin(case, book, job, docx, step.version)
        findings += wrong
    if findings:
        raise WithheldError("\n".join(findings))
    return made


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
    people, besides = lens_for(case, book, job).leaks, restricted_leaks(case, job.reader.audience)
    return lambda text: people(text) + besides(text)


def proof(
    case: Case, book: MentionBook, job: Job, docx: bytes, pdf: bytes, stem: str, *, edited: bool = False
) -> tuple[str, ...]:
    """Every reason, in words without names, why this reader may not have these two files; none where they may.

    Word writes the name of whoever saved a document into its properties: in one that was `edited` by hand that
    is no reason.
    """
    from .prove import prove

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
