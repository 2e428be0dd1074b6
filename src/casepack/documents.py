"""The documents that casepack makes: what each is called, where it is filed and who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from .disclosure import Audience

PARTNERSHIP = "1 partnership work"
COMMUNITY = "2 community impact"
SUPPORT = "3 young person support"
CONFERENCE = "4 conference"


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document.

    `living` documents tell how things stand: they carry no version and are replaced while nobody has edited
    them. `one_per` says in words how many there are. `step` is the box of the procedure that it answers.
    """

    id: str
    name: str
    folder: str
    audience: Audience
    step: str
    one_per: str
    made_when: str
    living: bool = False


_ALL = (
    Document(
        "school-letter",
        "School letter",
        PARTNERSHIP,
        Audience.SCHOOL,
        "information-sharing",
        "child and school",
        "on roll somewhere known",
    ),
    Document(
        "mash-referral",
        "MASH referral",
        PARTNERSHIP,
        Audience.MASH,
        "information-sharing",
        "child",
        "a concern is recorded, or the rules raise one: under 10, injury, exploitation, protected address",
    ),
    Document(
        "social-care-letter",
        "Social care letter",
        PARTNERSHIP,
        Audience.SOCIAL_CARE,
        "information-sharing",
        "child",
        "open to children's social care",
    ),
    Document(
        "yjs-letter",
        "YJS letter",
        PARTNERSHIP,
        Audience.YJS,
        "information-sharing",
        "child",
        "suspected, 10 or over when it happened and under 18 on the day of the letter",
    ),
    Document(
        "btp-letter",
        "BTP letter",
        PARTNERSHIP,
        Audience.BTP,
        "information-sharing",
        "case",
        "an episode on the railway; that episode only",
    ),
    Document(
        "agency-letter",
        "Agency letter",
        PARTNERSHIP,
        Audience.AGENCY,
        "information-sharing",
        "child and agency",
        "a decision names another agency",
    ),
    Document(
        "business-survey",
        "Business survey",
        COMMUNITY,
        Audience.BUSINESS,
        "business-surveys",
        "business, and one blank",
        "always",
    ),
    Document(
        "victim-support-referral",
        "Victim Support referral",
        SUPPORT,
        Audience.VICTIM_SUPPORT,
        "further-support",
        "person harmed or witness",
        "agreement recorded; never for a suspected part",
    ),
    Document(
        "reboot-referral",
        "REBOOT referral",
        SUPPORT,
        Audience.REBOOT,
        "further-support",
        "young person of the service's ages",
        "agreement recorded",
    ),
    Document(
        "youth-information-referral",
        "Youth information referral",
        SUPPORT,
        Audience.YOUTH_INFORMATION,
        "further-support",
        "young person of the service's ages",
        "agreement recorded",
    ),
    Document(
        "conference-summary",
        "Conference summary",
        CONFERENCE,
        Audience.CONFERENCE,
        "conference",
        "case",
        "always",
        living=True,
    ),
    Document("checklist", "Deadline checklist", "", Audience.OFFICE, "", "case", "always", living=True),
    Document("disclosure-register", "Disclosure register", "", Audience.OFFICE, "", "case", "always", living=True),
)

DOCUMENTS = {document.id: document for document in _ALL}
