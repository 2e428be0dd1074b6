"""Documents of the office's own: which readers may have some, of what there is one each, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping

from .disclosure import Audience, row
from .documents import COMMUNITY, CONFERENCE, DOCUMENTS, PARTNERSHIP, SUPPORT, Document
from .office import Office, OnePer, OwnDocument, When
from .record import Role, Sensitivity

PREFIX = "own-"
"""How the ids of such documents begin, so that none is taken for one of casepack's."""
FOR_THE_TEAM = "own-for-the-team"
"""What stands for the rule and the View of the team's own papers, which no other document has."""

LIKE: Mapping[Audience, str] = {
    Audience.OFFICE: FOR_THE_TEAM,
    Audience.SCHOOL: "school-letter",
    Audience.MASH: "mash-referral",
    Audience.SOCIAL_CARE: "social-care-letter",
    Audience.YJS: "yjs-letter",
    Audience.BTP: "btp-letter",
    Audience.POLICE: "agency-letter",
    Audience.AGENCY: "agency-letter",
    Audience.SUPPORT_ENQUIRY: "support-enquiry",
    Audience.VICTIM_SUPPORT: "victim-support-referral",
    Audience.REBOOT: "reboot-referral",
    Audience.YOUTH_INFORMATION: "youth-information-referral",
    Audience.MEMBERS: "members-briefing",
    Audience.BUSINESS: "business-survey",
    Audience.RESIDENTS: "reporting-information",
    Audience.PATROL: "patrol-request",
    Audience.OUTREACH: "outreach-request",
    Audience.SCHOOLS_ENGAGEMENT: "schools-engagement-request",
    Audience.MAPPING: "mapping-sheet",
}
"""For each kind of reader that may have documents of the office's own: whose rule and View they share."""

ONE_PER: Mapping[Audience, tuple[OnePer, ...]] = {
    Audience.OFFICE: (OnePer.CASE, OnePer.CHILD),
    **dict.fromkeys(
        (
            Audience.SCHOOL, Audience.MASH, Audience.SOCIAL_CARE, Audience.YJS, Audience.POLICE, Audience.AGENCY,
            Audience.SUPPORT_ENQUIRY, Audience.VICTIM_SUPPORT, Audience.REBOOT, Audience.YOUTH_INFORMATION,
        ),
        (OnePer.CHILD,),
    ),
    Audience.BTP: (OnePer.CASE,),
    Audience.MEMBERS: (OnePer.WARD,),
    Audience.BUSINESS: (OnePer.BUSINESS, OnePer.CASE),
    Audience.RESIDENTS: (OnePer.RESIDENTS,),
    Audience.PATROL: (OnePer.POLICE_FORCE,),
    Audience.OUTREACH: (OnePer.AGENCY,),
    Audience.SCHOOLS_ENGAGEMENT: (OnePer.SCHOOL,),
    Audience.MAPPING: (OnePer.CASE,),
}  # fmt: skip
"""Of what each kind of reader may have one; a document about children is always about one of them."""

FOLDERS = (PARTNERSHIP, COMMUNITY, SUPPORT, CONFERENCE)
ROLES = {When.SUSPECTED: Role.SUSPECT, When.HARMED: Role.HARMED, When.WITNESS: Role.WITNESS}
"""The part that somebody must have had, by the condition that asks for it."""
NOT_MET: Mapping[When, str] = {
    When.SUSPECTED: "Made only for somebody who is suspected.",
    When.HARMED: "Made only for somebody who was harmed.",
    When.WITNESS: "Made only for a witness.",
    When.AGREEMENT: "Made only where agreement is recorded.",
    When.DECISION: "Made only where a decision to share with this very reader is recorded.",
}
"""Why a document is not made whose own condition does not hold."""


def audience_of(word: str) -> Audience | None:
    """The kind of reader that a word means, if such a one may have documents of the office's own."""
    return next((a for a in LIKE if a.value == word.strip().casefold()), None)


def document_of(row: OwnDocument) -> Document | None:
    """A row of the office's table as a document; None where it names no reader that may have one."""
    audience = audience_of(row.audience)
    if audience is None:
        return None
    base = DOCUMENTS.get(LIKE[audience])
    return Document(
        id=f"{_begins(audience)}{row.id}",
        name=row.name,
        folder=row.folder if row.folder in FOLDERS else base.folder if base else "",
        audience=audience,
        step=row.step or (base.step if base else ""),
        one_per=row.one_per.value,
        made_when="always" if row.when is When.ALWAYS else NOT_MET[row.when].rstrip(".").casefold(),
        like=LIKE[audience],
        own_template=row.template.removesuffix(".docx"),
    )


def may_know_part(audience: Audience, when: When, sensitivity: Sensitivity = Sensitivity.ORDINARY) -> bool:
    """May this reader know of the part that a condition names? A letter that comes only then tells of it."""
    return bool(row(audience, sensitivity).cell(ROLES[when]).letters & {"R", "r"}) if when in ROLES else True


def _begins(audience: Audience) -> str:
    return f"{PREFIX}{audience.value.replace(' ', '-')}-"


def reader_of(document: str) -> Audience | None:
    """Who reads a document of the office's own, by its id alone, as a manifest keeps it; None for casepack's.

    So a document that is given another kind of reader is another document, and the old one is told of as such.
    """
    return next((audience for audience in LIKE if document.startswith(_begins(audience))), None)


def known_documents(office: Office) -> dict[str, Document]:
    """Every document that may be made in this office, by id: casepack's and its own."""
    own = (document_of(row) for row in office.own_documents)
    return {**DOCUMENTS, **{document.id: document for document in own if document}}
