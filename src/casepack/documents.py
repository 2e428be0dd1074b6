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
    them. `one_per` says in words how many there are. `step` is the box of the procedure that it answers. `formats`
    are the files of one version.
    """

    id: str
    name: str
    folder: str
    audience: Audience
    step: str
    one_per: str
    made_when: str
    living: bool = False
    formats: tuple[str, ...] = ("docx", "pdf")
    restricted_template: str = ""
    like: str = ""
    """For a document of the office's own: the id of casepack's document whose rule and View it shares."""
    own_template: str = ""

    def template(self, *, sensitive: bool) -> str:
        """Name of the Word template; a sensitive case may have words of its own."""
        return self.own_template or (sensitive and self.restricted_template) or self.id

    @property
    def made_by(self) -> str:
        """The id of casepack's document whose rule and View make this one: its own, or that which it is like."""
        return self.like or self.id


_ALL = (
    Document(
        "details-request",
        "Details request",
        PARTNERSHIP,
        Audience.POLICE,
        "obtain-details",
        "police force",
        "something about what happened or who was involved is still missing",
    ),
    Document(
        "school-letter",
        "School letter",
        PARTNERSHIP,
        Audience.SCHOOL,
        "information-sharing",
        "child and school",
        "on roll somewhere known",
        restricted_template="school-letter-restricted",
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
        "members-briefing",
        "Members’ briefing",
        PARTNERSHIP,
        Audience.MEMBERS,
        "information-sharing",
        "ward",
        "a manager approved it; no personal data at all",
    ),
    Document(
        "ecins-record",
        "E-CINS record",
        PARTNERSHIP,
        Audience.ECINS,
        "systems-update",
        "case",
        "always",
        formats=("docx", "pdf", "txt"),
    ),
    Document(
        "patrol-request",
        "Patrol request",
        COMMUNITY,
        Audience.PATROL,
        "community-reassurance",
        "police force",
        "always, without a name; in a sensitive case only for the whole ward",
    ),
    Document(
        "reporting-information",
        "Reporting information",
        COMMUNITY,
        Audience.RESIDENTS,
        "community-reassurance",
        "residents' group",
        "always, without personal data; in a sensitive case only a standing leaflet",
    ),
    Document(
        "mapping-sheet",
        "Mapping sheet",
        COMMUNITY,
        Audience.MAPPING,
        "mapping",
        "case",
        "always, but not for a sensitive case; small numbers suppressed",
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
        "support-enquiry",
        "Support enquiry",
        SUPPORT,
        Audience.SUPPORT_ENQUIRY,
        "support-in-place",
        "child and agency",
        "an agency is to be asked whether it works with the child",
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
        "outreach-request",
        "Outreach request",
        SUPPORT,
        Audience.OUTREACH,
        "wider-support",
        "case",
        "where there is youth outreach; no names",
    ),
    Document(
        "schools-engagement-request",
        "Schools engagement request",
        SUPPORT,
        Audience.SCHOOLS_ENGAGEMENT,
        "wider-support",
        "school",
        "schools are named for it, and offered it alike; no names",
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
    Document(
        "conference-extract",
        "Conference extract",
        CONFERENCE,
        Audience.CONFERENCE_EXTRACT,
        "conference",
        "school or part attendee",
        "a school or an agency attends for its own pupils or clients",
    ),
    Document(
        "closed-item-note",
        "Closed item note",
        CONFERENCE,
        Audience.OFFICE,
        "conference",
        "case",
        "the case is handled as sensitive",
    ),
    Document("checklist", "Deadline checklist", "", Audience.OFFICE, "", "case", "always", living=True),
    Document("disclosure-register", "Disclosure register", "", Audience.OFFICE, "", "case", "always", living=True),
)

DOCUMENTS = {document.id: document for document in _ALL}

DEMANDED: dict[str, str] = {
    "mash-referral": "children about whom there is a concern must be referred",
    "social-care-letter": "whoever already works with a child must be told",
    "conference-summary": "the procedure ends in the conference, and its papers are made from this one",
    "conference-extract": "the procedure ends in the conference, and this is what its part attendees get",
    "closed-item-note": "the chair must know of an item that stands in no paper",
    "checklist": "it shows how the procedure stands, and what was not made and why",
    "disclosure-register": "the law asks for a record of what was told to whom",
}
"""Documents that no office can switch off, and why."""


def called(word: str) -> Document | None:
    """The document of casepack's that is called so, by id or by name, whatever the case and the apostrophes."""
    plain = _plain(word)
    return next((d for d in _ALL if plain in (_plain(d.id), _plain(d.name))), None)


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("\u2019", "'").replace("-", " ").split())
