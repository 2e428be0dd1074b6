"""One document from its View to finished bytes: filled, typeset, and read back before anyone keeps it."""

from __future__ import annotations

from . import clock
from .assets import asset
from .errors import WithheldError
from .mentions import MentionBook
from .plan import Case, Job
from .versions import Step
from .views import View, lens_for


def finished_bytes(case: Case, book: MentionBook, job: Job, view: View, step: Step) -> dict[str, bytes]:
    """One document as Word and as PDF, read back and proved. Raises WithheldError with every reason, one a line."""
    from .fill import Properties, fill
    from .prove import prove
    from .typeset import typeset

    footer = " · ".join((case.record.incident.reference or "", job.document.name))
    stamp = {
        "date": clock.say_date(case.day),
        "version": str(step.version),
        "footer_left": footer if job.document.living else f"{footer} · v{step.version}",
    }
    context = View(view.context, stamp).filled()
    doc = context["doc"]
    properties = Properties(title=doc["title"], subject=doc["name"], author=doc["organisation"])
    docx = fill(asset(f"{job.document.id}.docx"), context, name=job.document.id, properties=properties)
    pdf = typeset(docx)
    findings = prove(
        docx,
        pdf,
        name=job.title,
        marking=doc["marking"],
        file_stem=step.stem,
        title=doc["title"],
        leaks=lens_for(case, book, job).leaks,
        author=doc["organisation"],
    )
    if findings:
        raise WithheldError("\n".join(dict.fromkeys(f"{f.what} ({f.layer})" for f in findings)))
    return {"docx": docx, "pdf": pdf}
