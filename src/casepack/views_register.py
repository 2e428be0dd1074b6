"""The View of the disclosure register, and its rows for the workbook: who was told what about whom, and why."""

from __future__ import annotations

from typing import Any

from . import clock
from .disclosure import Audience
from .lens import Lens
from .mentions import MentionBook
from .person_view import person_view
from .plan import Case, Job
from .record import Disclosure
from .shown import NOT_RECORDED, first_capital, join_words, sentence, shown
from .views import basis_view, case_view, doc_view, lens_for
from .views_office import Finished, Outcomes, recipient_name, refused_row, withheld_row

Context = dict[str, Any]


def register(case: Case, lens: Lens, job: Job, outcomes: Outcomes, book: MentionBook) -> Context:
    """What about whom, to whom, why, on what basis, with or without the family's knowledge, with fingerprints.

    Source: ICO data sharing code (record every decision, also the decision not to share).
    """
    organisation = case.office.organisation
    outward = [f for f in outcomes.finished if f.job.reader.audience is not Audience.OFFICE]
    agreement = " ".join(a for a in (organisation.agreement_title, organisation.agreement_reference) if a)
    made = [register_row(case, lens, f, book) for f in outward]
    bases = list(dict.fromkeys(row["basis_text"] for row in made))
    for row in made:
        row["basis"] = f"Basis {bases.index(row['basis_text']) + 1}"
    return {
        "doc": doc_view(case, job),
        "case": case_view(case, lens),
        "bases": [{"number": str(n), "text": text} for n, text in enumerate(bases, start=1)],
        "agreement": f"Shared under {agreement}." if agreement else "",
        "before": [_before_row(case, lens, d) for d in case.record.disclosures],
        "made": made,
        "not_made": [refused_row(lens, n) for n in outcomes.plan.not_made]
        + [withheld_row(w) for w in outcomes.withheld],
    }


def _before_row(case: Case, lens: Lens, d: Disclosure) -> Context:
    told = clock.say_moment(clock.moment(d.at, clock.zone(case.office))) if d.at else NOT_RECORDED
    business = next((b.name for b in case.record.businesses if b.id == d.to), None)
    to = business or case.office.name_of(d.to)
    why = [d.purpose, d.decision, f"family not asked: {d.why_not_asked}" if d.why_not_asked else None]
    return {
        "when": told,
        "to": f"{to} ({d.recipient})" if d.recipient else to,
        "direction": first_capital(d.direction),
        "how": first_capital(d.how or "") or "How: not recorded",
        "about": ", ".join(d.about) or "No one by name",
        "what": first_capital(join_words([lens.say(w) for w in d.what])) or "Nothing",
        "why": " ".join(sentence(lens.say(w)) for w in why if w) or NOT_RECORDED,
        "basis": "; ".join(d.basis) or "No basis needed: nothing was told",
        "by": case.office.name_of(d.decided_by) if d.decided_by else "not recorded",
        "family": shown(d.family_told),
    }


WHAT = {
    "N": "name",
    "D": "date of birth",
    "d": "age or year group",
    "A": "address",
    "a": "postcode area",
    "C": "contact details and carers",
    "c": "safe contact",
    "S": "school",
    "s": "school",
    "R": "part in the incident",
    "r": "part in neutral words",
    "F": "facts with status and source",
    "f": "a brief account",
    "U": "support in place",
    "u": "that support is in place",
    "H": "that they were also hurt",
}


def told_words(lens: Lens, person: str) -> str:
    """What a document tells about one person, from the disclosure table."""
    letters = lens.letters(person)
    kept = [letter for letter in WHAT if letter in letters and not (letter.islower() and letter.upper() in letters)]
    return join_words([WHAT[letter] for letter in kept]) or "nothing"


def register_row(case: Case, lens: Lens, finished: Finished, book: MentionBook) -> Context:
    """One document of the pack as a row of the register; people by code."""
    job = finished.job
    seen = lens_for(case, book, job)
    subjects = [s for s in job.reader.subjects if seen.letters(s)]
    decision = job.approval.decision
    told = decision.family_told if decision else None
    about = ", ".join(subjects) or "No one"
    first = person_view(seen, subjects[0]) if subjects and seen.named(subjects[0]) else {}
    return {
        "title": f"{job.title} v{finished.version}" if not job.document.living else job.title,
        "to": recipient_name(case, job),
        "about": about,
        "what": "; ".join(dict.fromkeys(first_capital(told_words(seen, s)) for s in subjects)) or "No personal data",
        "why": sentence(lens.say(decision.why)) if decision and decision.why else sentence(job.document.made_when),
        "basis_text": " ".join(basis_view(case, seen, first)) if subjects else "No personal data, so none is needed.",
        "family": shown(told) if told else ("Agreed to it" if job.reader.agreed else "Not recorded"),
        "state": finished.state,
        "by": lens.say(job.approval.by) or sentence(lens.say(job.approval.why)),
        "hash": finished.sha256[:12],
        "sha256": finished.sha256,
    }
