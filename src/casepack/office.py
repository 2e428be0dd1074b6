"""The office: the standing data that an administrator keeps, as flat tables whose rows refer to each other by id.

Names of services, schools, legal bases, deadlines and marking words are data here, never code: services
are renamed and closed, and a council's data protection officer decides the words.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from .values import Answer, Count, First, MaybeDay, MaybeRef, MaybeText, Moment, Ref, Refs, Text, Texts, YesNo


class Table(BaseModel):
    """A row of a table: frozen, and strict about fields it does not know.

    The rules of a table are put together when the first one is read, so those of a row only as a part of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class AgencyKind(StrEnum):
    """What an agency is to the procedure; decides which document it gets and its row of the disclosure table."""

    MASH = "mash"
    SOCIAL_CARE = "social care"
    YJS = "youth justice"
    POLICE = "police"
    BTP = "railway police"
    VICTIM_SUPPORT = "victim support"
    SEXUAL_VIOLENCE = "sexual violence adviser"
    REBOOT = "reboot"
    YOUTH_INFORMATION = "youth information"
    OUTREACH = "youth outreach"
    EARLY_HELP = "early help"
    HEALTH = "health"
    OTHER = "other"


class DueRule(StrEnum):
    """How the time for a step is counted from the start of the first episode."""

    AT_ONCE = "at once"
    HOURS = "hours"
    WEEKS = "weeks"
    CONFERENCE = "next conference within months"


class Organisation(Table):
    """The council and the team: what stands in the letterhead, and the words that every document carries."""

    name: Text = Field(description="Name of the council, as in the letterhead.")
    team: Text = Field(description="Name of the team, as in the letterhead.")
    address: Text = Field(description="Postal address on one line.")
    phone: Text = Field(description="The team's telephone number.")
    out_of_hours_phone: MaybeText = Field(None, description="Telephone number outside office hours.")
    email: Text = Field(description="The team's secure e-mail address.")
    area: MaybeText = Field(
        None, description="The home area, as written for people who live in it, such as Marlhaven District."
    )
    tier: MaybeText = Field(None, description="Which services sit with another council, in a sentence.")
    time_zone: Text = Field(
        "Europe/London", description="Time zone in which all times are written, such as Europe/London."
    )
    children_services_area: MaybeText = Field(
        None, description="Area of the children's services and youth justice service that serve this office."
    )
    marking: Text = Field("OFFICIAL-SENSITIVE", description="Protective marking at the top and foot of every page.")
    handling: Text = Field(
        "Recipients only. Do not forward outside your organisation.",
        description="One plain line on handling, under the marking words of a letter.",
    )
    draft_words: Text = Field(
        "Draft, not approved for sending", description="Words that a document carries until its sharing is approved."
    )
    privacy_notice: MaybeText = Field(None, description="Web address of the privacy notice, in every letter.")
    other_formats: MaybeText = Field(None, description="How to ask for large print or another format.")
    data_protection_contact: MaybeText = Field(None, description="Data protection officer: name, e-mail and phone.")
    agreement_reference: MaybeText = Field(None, description="Reference of the information-sharing agreement.")
    agreement_title: MaybeText = Field(None, description="Title of the information-sharing agreement.")
    agreement_review_on: MaybeDay = Field(None, description="Day on which the agreement is reviewed.")
    agreement_partners: Refs = Field((), description="Agencies that have signed the agreement, by id.")
    retention_code: MaybeText = Field(None, description="Code of the retention schedule, for the register.")
    retention_years: Count = Field(7, description="Years after the incident at which the papers are reviewed.")
    small_number: Count = Field(
        5, description="Counts below this are shown to readers outside the partnership as fewer than it."
    )
    manager: MaybeRef = Field(None, description="Manager who approves and signs, by id such as SC-01.")
    never_outside: Texts = Field(
        ("refuge", "safe accommodation", "safe house", "women's aid"),
        description="Words that no document for an outside reader may hold: they give a protected address away.",
    )
    seal_for: Texts = Field(
        (),
        description="Readers whose papers are sealed for sending, such as school, mash; or all. "
        "Empty: every reader who is told of somebody.",
    )
    crimestoppers: MaybeText = Field(
        None, description="How to report crime, not anti-social behaviour, without giving a name."
    )
    templates_folder: MaybeText = Field(
        None, description="Folder with the council's own Word templates, such as templates; it lies beside this file."
    )
    not_made: Texts = Field(
        (), description="Documents that are not made here, such as Mapping sheet. Empty: all of them are made."
    )


class Officer(Table):
    """One member of staff."""

    id: Ref = Field(description="Short id, such as SC-02.")
    name: Text = Field(description="Full name.")
    job_title: Text = Field(description="Job title, as under a signature.")
    phone: MaybeText = Field(None, description="The officer's telephone number. Empty: the team's.")
    email: MaybeText = Field(None, description="The officer's e-mail address. Empty: the team's.")


class Agency(Table):
    """An agency or a service, and how to reach it."""

    id: Ref = Field(description="Short id, such as mash or reboot.")
    kind: AgencyKind = Field(description="What it is to the procedure; it decides which document it gets.")
    name: Text = Field(description="Name of the agency or service, as printed.")
    label: MaybeText = Field(None, description="Short name for tables, such as YOS (Youth Justice Service).")
    email: MaybeText = Field(None, description="Secure e-mail address, to which documents go.")
    phone: MaybeText = Field(None, description="Telephone number.")
    out_of_hours_phone: MaybeText = Field(None, description="Telephone number outside office hours.")
    area: MaybeText = Field(None, description="Area served, such as Northmere County. Empty: the office's own.")
    age_from: Count = Field(None, description="Youngest age that the service takes.")
    age_to: Count = Field(None, description="Oldest age that the service takes.")
    starts_within_days: Count = Field(
        0, description="Days until the service usually starts; the age must still fit then."
    )
    active: Annotated[YesNo, First(lambda v: ("yes" if v else "no") if isinstance(v, bool) else v)] = Field(
        YesNo.YES, description="No, if the service has closed or is paused."
    )
    name_is_a_clue: Answer = Field(
        None, description="Yes, if the name alone tells why somebody needs it; then it is printed for nobody else."
    )
    also_written: Texts = Field((), description="Other ways in which officers write the name.")


class School(Table):
    """A school, college or other place of education."""

    id: Ref = Field(description="Short id, such as SCH1.")
    name: Text = Field(description="Name of the school, as printed.")
    kind: MaybeText = Field(None, description="What it is, such as academy, ages 4 to 16.")
    town: MaybeText = Field(None, description="Town, for the address block.")
    local_authority: MaybeText = Field(None, description="Local authority in whose area it lies.")
    in_county: Answer = Field(None, description="No, if it lies outside this county's arrangements.")
    head: MaybeText = Field(None, description="Head teacher or principal.")
    is_authority: Answer = Field(
        None, description="Yes, if it is maintained by the local authority; no for an academy or a college."
    )
    break_name: MaybeText = Field(None, description="Name of the next holiday, such as half-term.")
    last_day_before_break: MaybeDay = Field(None, description="Last school day before the next holiday.")
    back_on: MaybeDay = Field(None, description="First school day after it.")
    holiday_contact: MaybeText = Field(
        None, description="How to reach safeguarding in the holiday. Empty: nobody is there."
    )
    also_written: Texts = Field(
        (), description="Other ways in which officers write the name, such as Holmbeck for Holmbeck Academy."
    )


class SafeguardingLead(Table):
    """A designated safeguarding lead of a school, for some or all of its year groups."""

    school: Ref = Field(description="Whose safeguarding lead it is, by the id of the school.")
    name: Text = Field(description="Name with title, such as Mr O. Bookbinder.")
    role: Text = Field("Designated Safeguarding Lead", description="Role, as printed.")
    greeting: MaybeText = Field(None, description="Name as greeted, such as Mr Bookbinder.")
    year_from: Count = Field(None, description="Lowest year group they lead for (0 is Reception). Empty: all.")
    year_to: Count = Field(None, description="Highest year group they lead for. Empty: all.")
    deputy: Answer = Field(None, description="Yes, if they stand in only when nobody else fits.")
    email: MaybeText = Field(None, description="Secure e-mail address.")
    phone: MaybeText = Field(None, description="Telephone number.")


class Member(Table):
    """An elected Member of the council or the county."""

    id: Ref = Field(description="Short id, such as M1.")
    name: Text = Field(description="Name, as addressed.")
    tier: MaybeText = Field(None, description="Of which council: District or County.")
    wards: Texts = Field((), description="Wards or divisions that the Member represents.")
    email: MaybeText = Field(None, description="E-mail address.")


class ResidentGroup(Table):
    """A residents' group such as Neighbourhood Watch."""

    id: Ref = Field(description="Short id, such as R1.")
    name: Text = Field(description="Name of the group.")
    kind: MaybeText = Field(None, description="What it is: Neighbourhood Watch, Friends of, and so on.")
    contact_role: MaybeText = Field(None, description="Whom to write to, by role.")
    email: MaybeText = Field(None, description="E-mail address.")
    wards: Texts = Field((), description="Wards in which the group is. Empty: all.")


class Meeting(Table):
    """A scheduled Peer Group Conference."""

    id: Ref = Field(description="Reference of the meeting, such as PGC-2026-11.")
    at: Moment = Field(description="Local day and time at which it begins.")
    place: MaybeText = Field(None, description="Where the meeting is held.")
    chair: MaybeText = Field(None, description="Who chairs the meeting.")
    pack_due: Moment = Field(None, description="When the papers for it must be out.")
    core_attendees: Refs = Field((), description="Agencies that attend throughout, by id.")
    part_attendees: Refs = Field((), description="Schools and agencies that attend for their own items, by id.")


class Step(Table):
    """One box of the procedure."""

    id: Ref = Field(description="Short id, such as information-sharing.")
    title: Text = Field(description="Title of the box of the procedure.")
    strand: Text = Field(description="Strand of the procedure under which it stands.")
    asks: Text = Field(description="What the box asks for, in a sentence.")
    rule: DueRule = Field(description="How the time is counted from the start of the incident.")
    amount: Count = Field(0, description="How many hours, weeks or months there are.")
    documents: Texts = Field((), description="Documents that answer the box, by id, such as school-letter.")


class LegalBasis(Table):
    """Why a kind of reader may be told, as printed in documents for that reader."""

    audience: Text = Field(description="Kind of reader, such as school or mash.")
    text: Text = Field(description="The basis in a sentence, with the law.")
    when_suspected: MaybeText = Field(
        None, description="What is added where the document says that somebody is suspected of an offence."
    )
    when_special: MaybeText = Field(
        None, description="What is added where it holds health, ethnicity or another special category."
    )


class OnePer(StrEnum):
    """Of what there is one document of the office's own each."""

    CASE = "case"
    CHILD = "child"
    BUSINESS = "business"
    SCHOOL = "school"
    AGENCY = "agency"
    WARD = "ward"
    RESIDENTS = "residents' group"
    POLICE_FORCE = "police force"


class When(StrEnum):
    """When a document of the office's own is made, besides what its reader's disclosure rules demand."""

    ALWAYS = "always"
    SUSPECTED = "suspected"
    HARMED = "harmed"
    WITNESS = "witness"
    AGREEMENT = "agreement recorded"
    DECISION = "decision to share recorded"


class OwnDocument(Table):
    """A document of the office's own, from a Word template in its templates folder."""

    id: Ref = Field(description="Short id, such as thank-you. It stands in the file's name.")
    name: Text = Field(description="Name of the document, as printed.")
    template: Text = Field(description="Word template in the templates folder, such as thank-you.docx.")
    audience: Text = Field(description="Kind of reader, such as school; the disclosure table says what they may know.")
    one_per: OnePer = Field(description="Of what there is one each.")
    when: When = Field(When.ALWAYS, description="When it is made, besides what the reader's rules demand.")
    step: MaybeText = Field(None, description="Box of the procedure that it answers, by id of the step.")
    folder: MaybeText = Field(None, description="Folder of the pack, such as 3 young person support.")
    sensitive: Answer = Field(
        None, description="Yes, if its words are fit for a sensitive incident. Otherwise it is never made there."
    )


class Office(Table):
    """All the standing data of one office."""

    organisation: Organisation = Field(description="The council and the team.")
    officers: tuple[Officer, ...] = Field(min_length=1, description="Staff.")
    agencies: tuple[Agency, ...] = Field((), description="Agencies and services.")
    schools: tuple[School, ...] = Field((), description="Schools and colleges.")
    safeguarding_leads: tuple[SafeguardingLead, ...] = Field((), description="Designated safeguarding leads by school.")
    members: tuple[Member, ...] = Field((), description="Elected Members.")
    resident_groups: tuple[ResidentGroup, ...] = Field((), description="Residents' groups.")
    meetings: tuple[Meeting, ...] = Field((), description="Scheduled Peer Group Conferences.")
    steps: tuple[Step, ...] = Field(min_length=1, description="The boxes of the procedure with their times.")
    legal_bases: tuple[LegalBasis, ...] = Field((), description="Legal bases by audience.")
    own_documents: tuple[OwnDocument, ...] = Field((), description="Documents of the office's own.")

    def agency(self, key: str) -> Agency | None:
        """The agency with this id."""
        return next((a for a in self.agencies if a.id == key), None)

    def school(self, key: str | None) -> School | None:
        """The school with this id."""
        return next((s for s in self.schools if s.id == key), None)

    def officer(self, key: str | None) -> Officer | None:
        """The officer with this id."""
        return next((o for o in self.officers if o.id == key), None)

    def name_of(self, key: str) -> str:
        """What to print for an id of an officer, agency or school; the text itself where it is none."""
        found = self.officer(key) or self.agency(key) or self.school(key)
        return found.name if found else key
