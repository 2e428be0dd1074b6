"""The View of the disclosure register, and its rows for the workbook: who was told what about whom, and why."""

from __future__ import annotations

from typing import Any

from . import clock
from .contact import protected
from .disclosure import Audience
from .lens import Lens
from .mentions import MentionBook
from .person_view import role_view, special_view
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
    personal = [row for row in made if row["about"] != NO_ONE]
    bases = list(dict.fromkeys(row["basis_text"] for row in personal))
    for row in personal:
        row["basis"] = f"Basis {bases.index(row['basis_text']) + 1}"
    return {
        "doc": doc_view(case, job),
        "case": case_view(case, lens),
        "bases": [{"number": str(n), "text": text} for n, text in enumerate(bases, start=1)],
        "retention": case.record.incident.retention_code or organisation.retention_code or "",
        "agreement": f"Shared under {agreement}." if agreement else "",
        "before": [_before_row(case, lens, d) for d in case.record.disclosures],
        "made": made,
        "personal": personal,
        "impersonal": [row for row in made if row["about"] == NO_ONE],
        "earlier": [{"title": e.title, "to": e.to, "state": e.state, "hash": e.sha256[:12]} for e in outcomes.earlier],
        "recalls": list(outcomes.recalls),
        "not_made": [refused_row(lens, n) for n in outcomes.plan.not_made]
        + [withheld_row(w) for w in outcomes.withheld],
    }


def _before_row(case: Case, lens: Lens, d: Disclosure) -> Context:
    told = clock.say_written(d.at, case.office) if d.at else NOT_RECORDED
    business = next((b.name for b in case.record.businesses if b.id == d.to), None)
    to = business or case.office.name_of(d.to)
    to = first_capital(to) if to == d.to else to  # a word for a kind of reader, not somebody's name
    why = [d.purpose, d.decision, f"family not asked: {d.why_not_asked}" if d.why_not_asked else None]
    return {
        "when": told,
        "to": lens.say(f"{to} ({d.recipient})" if d.recipient else to),
        "direction": first_capital(d.direction),
        "how": first_capital(lens.say(d.how)) or "How: not recorded",
        "about": ", ".join(d.about) or "No one by name",
        "what": first_capital(join_words([lens.say(w) for w in d.what])) or "Nothing",
        "why": " ".join(sentence(lens.say(w)) for w in why if w) or NOT_RECORDED,
        "basis": "; ".join(lens.say(b) for b in d.basis) or "No basis needed: nothing was told",
        "by": lens.say(case.office.name_of(d.decided_by)) if d.decided_by else "not recorded",
        "family": shown(d.family_told),
    }


NO_ONE = "No one"
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
"""What each letter of the disclosure table tells, in words for the register."""
SPECIAL = {
    "E": "ethnicity and religion",
    "H": "health",
    "X": "disability and special educational needs",
    "K": "how to communicate",
}
"""The same for the letters of special categories; what G tells stands in the document's own words."""


def told_words(lens: Lens, person: str) -> str:
    """What a document tells about one person, from the disclosure table; a protected address is told to nobody."""
    letters = lens.letters(person)
    if protected(lens.record.person(person)):
        letters -= {"A", "a"}
    kept = [letter for letter in WHAT if letter in letters and not (letter.islower() and letter.upper() in letters)]
    special = [words for letter, words in SPECIAL.items() if "N" in letters and lens.special(letter)]
    return join_words([WHAT[letter] for letter in kept] + special) or "nothing"


def _why(lens: Lens, job: Job) -> str:
    """Why the document is shared: as decided, else what the procedure says of when it is made."""
    decision, when_made = job.approval.decision, job.document.made_when
    if decision and decision.why:
        return sentence(lens.say(decision.why))
    return "The procedure asks for it in every case." if when_made == "always" else sentence(when_made)


def _weighed(lens: Lens, person: str) -> Context:
    """What a reader knows about a person that asks for a basis of its own."""
    letters = lens.letters(person)
    part = role_view(lens, person) if "r" in letters else {}
    return part | special_view(lens, lens.record.person(person), letters)


def register_row(case: Case, lens: Lens, finished: Finished, book: MentionBook) -> Context:
    """One document of the pack as a row of the register; people by code."""
    job = finished.job
    seen = lens_for(case, book, job)
    subjects = [s for s in job.reader.subjects if seen.letters(s)]
    decision = job.approval.decision
    told = decision.family_told if decision else None
    about = ", ".join(subjects) or NO_ONE
    held = {key: True for s in subjects if seen.named(s) for key, value in _weighed(seen, s).items() if value}
    return {
        "title": f"{job.title} v{finished.version}" if not job.document.living else job.title,
        "name": job.title,
        "version": "" if job.document.living else str(finished.version),
        "to": recipient_name(case, job),
        "about": about,
        "what": "; ".join(dict.fromkeys(first_capital(told_words(seen, s)) for s in subjects)) or "No personal data",
        "why": _why(lens, job),
        "basis_text": " ".join(basis_view(case, seen, held)) if subjects else "No personal data, so none is needed.",
        "family": shown(told) if told else ("Agreed to it" if job.reader.agreed else "Not recorded"),
        "state": finished.state,
        "by": lens.say(job.approval.by) or sentence(lens.say(job.approval.why)),
        "hash": finished.sha256[:12],
        "sha256": finished.sha256,
    }
