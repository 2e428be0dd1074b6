"""Documents of the office's own, and those that it has switched off.

A document of the office's own is another Word template on the View of the document that casepack makes for the same
kind of reader. So it is made only where that one may be made, for the same reader, by the same decisions, and its
template can ask for nothing that this reader may not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from .decisions import Approval, decision_for
from .disclosure import Audience
from .documents import DEMANDED, DOCUMENTS, Document, called
from .lens import Reader
from .mention_model import NAMES
from .mentions import build_book, find
from .office import AgencyKind, OnePer, OwnDocument, When
from .own_kinds import NOT_MET, ROLES, audience_of, document_of, may_know_part
from .plan import Case, Job, NotMade, Outcome
from .record import Agreement, Sharing
from .values import YesNo

SWITCHED_OFF = "The office has switched this document off: it is not made here."
NOT_WHERE_SENSITIVE = "Sensitive incident: not marked as fit for one, or no decision names this reader."
HOLDS_A_NAME = "Its id, name or template holds the name of somebody in this case. Change it on the sheet Own documents."
_POLICE = frozenset({AgencyKind.POLICE, AgencyKind.BTP})

Rule = Callable[[Case], Iterator[Outcome]]


def without_switched_off(case: Case, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes, each document that the office has switched off told once as not made, and why.

    What the procedure or the law demands is made whatever the office's data say.
    """
    off = {document.id for word in case.office.organisation.not_made if (document := called(word))} - DEMANDED.keys()
    told: set[str] = set()
    for outcome in outcomes:
        if outcome.document.id not in off:
            yield outcome
        elif outcome.document.id not in told:
            told.add(outcome.document.id)
            yield NotMade(outcome.document, "", "", SWITCHED_OFF)


def own_outcomes(case: Case, rules: Mapping[str, Rule]) -> Iterator[Outcome]:
    """The documents of the office's own that are made for this case, and those that are not, with the reason.

    `rules` are casepack's own, by the id of the document that each makes. Source: the disclosure table, deny by
    default: a reader gets a document of the office's own only where casepack would make its own for them.
    """
    book = build_book(case.record, case.office) if case.office.own_documents else None
    for number, row in enumerate(case.office.own_documents, start=1):
        document = document_of(row)
        if document is None:
            continue
        if book and any(m.kind in NAMES for m in find(f"{row.id}; {row.name}; {row.template}", book)):
            # An id stands in file names, and a document's name in the team's own papers, which hold codes only.
            nameless = replace(document, id=f"own-row-{number}", name=f"Own document {number}", own_template="")
            yield NotMade(nameless, "", "", HOLDS_A_NAME)
            continue
        if case.sensitive and (row.sensitive is not YesNo.YES or document.audience is Audience.OFFICE):
            yield NotMade(document, "", "", NOT_WHERE_SENSITIVE)
            continue
        rule = rules[document.like] if document.like in rules else _for_the_team(row, document)
        yield from _each_once(document, (_own(case, row, document, o) for o in rule(case) if _meant(case, row, o)))


def _meant(case: Case, row: OwnDocument, outcome: Outcome) -> bool:
    """Is this outcome of casepack's rule one to follow? One rule may tell of several kinds of reader."""
    audience = audience_of(row.audience)
    if audience is Audience.BUSINESS and isinstance(outcome, Job):
        return (outcome.row == "blank") is (row.one_per is OnePer.CASE)
    if audience in {Audience.POLICE, Audience.AGENCY}:
        agency = case.office.agency(outcome.recipient)
        return bool(agency and agency.kind in _POLICE) is (audience is Audience.POLICE)
    return True


def _own(case: Case, row: OwnDocument, document: Document, outcome: Outcome) -> Outcome:
    """What casepack's rule says of its own document, said of this one."""
    subject, recipient = outcome.subject, outcome.recipient
    if isinstance(outcome, NotMade):
        return NotMade(document, subject, recipient, outcome.reason)
    decision = outcome.approval.decision
    named = decision and decision.person and decision.audience.casefold() == recipient.casefold()
    if case.sensitive and not named:
        return NotMade(document, "", "", NOT_WHERE_SENSITIVE)
    if not _met(case, row.when, outcome):
        return NotMade(document, subject, recipient, NOT_WHERE_SENSITIVE if case.sensitive else NOT_MET[row.when])
    # Whether it was sent is recorded of casepack's document, not of this one.
    return replace(outcome, document=document, sent_at=None)


def _met(case: Case, when: When, job: Job) -> bool:
    """Does the row's own condition hold? What is told about nobody must not hang on anybody's part."""
    if when is When.ALWAYS:
        return True
    if when in ROLES:
        told = may_know_part(job.reader.audience, when, case.record.incident.sensitivity)
        return bool(job.subject) and told and ROLES[when] in case.record.roles_of(job.subject)
    decision = decision_for(case.record, job.subject, job.recipient) if job.subject else None
    if decision is not None and decision.audience.casefold() != job.recipient.casefold():
        decision = None  # about all readers, not about this one
    if when is When.DECISION:
        return bool(decision and decision.decision is Sharing.SHARE)
    agreed = {(r.person, r.service) for r in case.record.referrals if r.agreement is Agreement.AGREED}
    family = bool(decision and decision.family_agreed is YesNo.YES)
    return bool(job.subject) and (family or (job.subject, job.recipient) in agreed)


def _each_once(document: Document, found: Iterable[Outcome]) -> Iterator[Outcome]:
    """No two outcomes of one name; where nothing at all is said, that there is nobody to make it for."""
    seen: set[tuple[str, str]] = set()
    for outcome in found:
        key = (outcome.subject, outcome.recipient)
        if key not in seen:
            seen.add(key)
            yield outcome
    if not seen:
        what = DOCUMENTS[document.like].name if document.like in DOCUMENTS else "checklist"
        yield NotMade(document, "", "", f"Nobody to make it for: it follows the rules of the {what}.")


def _for_the_team(row: OwnDocument, document: Document) -> Rule:
    """A paper for the team only: everybody by code, one for the case or one for each child."""
    approval = Approval(True, "", "The team's own paper")

    def rule(case: Case) -> Iterator[Outcome]:
        everybody = tuple(p.id for p in case.record.people)
        if row.one_per is OnePer.CASE:
            yield Job(document, "", "", Reader(Audience.OFFICE, everybody), approval)
            return
        for child in case.children:
            yield Job(document, child.id, "", Reader(Audience.OFFICE, (child.id,)), approval)

    return rule
