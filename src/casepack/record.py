"""The record: one incident, as flat tables whose rows refer to each other by short ids (P1, E2, SCH1).

Free text may name people by token: `{P2}` prints as whatever the reader of a document may know of P2.
An empty field means "not recorded"; not known, not asked, refused, withheld and does not apply are
answers of their own (`values.Unknown`).
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from .office import Table
from .values import (
    Answer,
    Clock,
    Count,
    Day,
    DayOrUnknown,
    MaybeDay,
    MaybeRef,
    MaybeText,
    Moment,
    Ref,
    Refs,
    Text,
    Texts,
)


class Sensitivity(StrEnum):
    """Whether the incident is handled as an ordinary or as a particularly sensitive one."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"


class Role(StrEnum):
    """What part a person had in an episode, as recorded by the officer; never printed as it stands."""

    SUSPECT = "suspect"
    HARMED = "harmed"
    WITNESS = "witness"


class Kind(StrEnum):
    """Whether a person was a child (under 18) or an adult when it happened."""

    CHILD = "child"
    ADULT = "adult"


class Sharing(StrEnum):
    """What was decided about telling somebody about somebody."""

    SHARE = "share"
    SHARE_AFTER = "share after"
    HOLD = "hold"
    DO_NOT_SHARE = "do not share"


class Agreement(StrEnum):
    """Whether a person has agreed to be referred to a service (agreement to the service, not a legal basis)."""

    AGREED = "agreed"
    REFUSED = "refused"
    NOT_ASKED = "not asked"
    NOT_SUITABLE = "not suitable"


class StepStatus(StrEnum):
    """How far a step of the procedure has come."""

    TO_DO = "to do"
    IN_HAND = "in hand"
    DONE = "done"
    NOT_NEEDED = "not needed"


class RequestKind(StrEnum):
    """What the community strand asks of others."""

    PATROL = "patrol"
    OUTREACH = "outreach"
    SCHOOLS_ENGAGEMENT = "schools engagement"
    MEMBERS_BRIEFING = "members briefing"
    RESIDENTS = "residents"


class Incident(Table):
    """The incident as a whole."""

    reference: MaybeText = Field(
        None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        description="Case reference, such as MSC-2026-0417. It stands in every file name, so it must not hold a name.",
    )
    title: MaybeText = Field(
        None, description="Neutral title: kind of incident and place. No name, and no age or school of anyone."
    )
    what_happened: Text = Field(
        description="What happened, for the team's own record. Write people as {P1}, {P2} and so on, never by name."
    )
    for_partners: MaybeText = Field(
        None, description="What happened, for agencies: no names, no ages, no schools. Two or three sentences."
    )
    for_public: MaybeText = Field(
        None, description="One neutral sentence for Members, businesses and residents: place, day, who deals with it."
    )
    types: Texts = Field((), description="Kinds of incident, such as group assault or criminal damage.")
    sensitivity: Sensitivity = Field(
        Sensitivity.ORDINARY,
        description="Sensitive for a reported sexual offence, or where a manager says so; else ordinary.",
    )
    sensitive_reason: MaybeText = Field(None, description="Why it is sensitive.")
    sensitivity_decided_by: MaybeText = Field(
        None, description="Who decided whether it is sensitive: an officer by id such as SC-01, or in words."
    )
    sensitivity_decided_at: Moment = Field(None, description="When that was decided.")
    sensitivity_decision: MaybeText = Field(None, description="Why it was decided to handle it so.")
    access_list: Texts = Field((), description="Who may open a restricted case: officers by id, others in words.")
    access_reviewed_at: Moment = Field(None, description="When that list was last reviewed.")
    status: MaybeText = Field(None, description="Open or closed.")
    officer: MaybeRef = Field(None, description="Officer in charge of the case, by id such as SC-02.")
    signatory: MaybeRef = Field(None, description="Officer who signs the letters, by id. Empty: the officer in charge.")
    created_at: Moment = Field(None, description="When this record was begun.")
    team_told_at: Moment = Field(None, description="When the team was told of the incident.")
    details_obtained_at: Moment = Field(None, description="When the details were obtained from the police.")
    handling: MaybeText = Field(None, description="Handling line for this case, printed in place of the office's own.")
    linked_cases: Texts = Field((), description="References of linked cases.")
    link_reason: MaybeText = Field(None, description="Why they are linked. Write people as {P1}.")
    aggravating: MaybeText = Field(
        None, description="Aggravating factor, such as racist language. Say of whom as {P1}."
    )
    aggravating_status: MaybeText = Field(None, description="What is known about the aggravating factor; who decides.")
    aggravating_for: Texts = Field(
        (),
        description="Readers who may be told of it: police, btp, mash, social care, yjs, school, agency, and so on.",
    )
    filmed: Answer = Field(None, description="Was it filmed by anyone?")
    online: MaybeText = Field(None, description="What was put online, and what is being done. Write people as {P1}.")
    weapons: MaybeText = Field(None, description="Weapons seen or reported. If none: none reported.")
    drugs_alcohol: MaybeText = Field(None, description="Drugs or alcohol seen or reported.")
    injuries: MaybeText = Field(
        None, description="Injuries in one neutral phrase, such as minor injuries. Nothing that points to anyone."
    )
    group_size: MaybeText = Field(None, description="Size of the group, as estimated.")
    known_gaps: Texts = Field((), description="What is still missing about what happened or who was involved.")
    instructions: Texts = Field((), description="Instructions of the investigation that every reader must follow.")
    officer_in_case: MaybeText = Field(None, description="Police officer in the case, with unit and phone.")
    routine_sharing_approved_by: MaybeRef = Field(
        None, description="Manager who approved routine sharing in this case, by id. Until then letters are drafts."
    )
    routine_sharing_approved_at: Moment = Field(None, description="When routine sharing was approved.")
    review_on: MaybeDay = Field(
        None, description="Day on which the papers are reviewed. Empty: counted from the incident."
    )
    retention_code: MaybeText = Field(None, description="Code of the retention schedule, in place of the office's.")


class Episode(Table):
    """One part of the incident, with its own time, place and police force."""

    id: Ref = Field(description="E1, E2 and so on.")
    date: Day = Field(description="Day on which it began.")
    start_time: Clock = Field(None, description="Local time at which it began. Empty: not known.")
    end_date: MaybeDay = Field(None, description="Day on which it ended, if not the day on which it began.")
    end_time: Clock = Field(None, description="Local time at which it ended.")
    precision: MaybeText = Field(None, description="How exact the time is, and where it comes from.")
    place: MaybeText = Field(None, description="Name of the place, in words that may be said to anyone.")
    address: MaybeText = Field(None, description="Address of the place, without its postcode.")
    postcode: MaybeText = Field(None, description="Postcode of the place.")
    ward: MaybeText = Field(None, description="Ward in which the place lies.")
    division: MaybeText = Field(None, description="Division of the county council in which the place lies.")
    land_owner: MaybeText = Field(None, description="Who owns the land.")
    railway: Answer = Field(None, description="Was it on the railway (then it is for British Transport Police)?")
    railway_details: MaybeText = Field(None, description="On the railway: platform, train or service, and operator.")
    cctv: MaybeText = Field(None, description="What CCTV there is and who holds it.")
    force: MaybeRef = Field(None, description="Police force that deals with it, by id, such as police or btp.")
    police_reference: MaybeText = Field(None, description="Reference that the police force gave it.")
    behaviour: MaybeText = Field(None, description="What was seen, in neutral words that anyone may read: no person.")


class Source(Table):
    """Where information comes from."""

    id: Ref = Field(description="S1, S2 and so on.")
    what: Text = Field(description="What the source is, such as Police occurrence summary.")
    reliability: MaybeText = Field(None, description="How reliable it is: direct, first-hand, second-hand.")


class Person(Table):
    """Anyone who was there: a young person or an adult, in whatever part."""

    id: Ref = Field(description="P1, P2 and so on. In free text write the person as {P1}, never by name.")
    kind: Kind = Field(Kind.CHILD, description="Child (under 18 when it happened) or adult.")
    given_name: MaybeText = Field(None, description="First name or names.")
    family_name: MaybeText = Field(None, description="Family name.")
    known_as: MaybeText = Field(
        None, description="Short name or nickname. With no other name, the person is not identified."
    )
    other_names: Texts = Field((), description="Other names and spellings in use.")
    name_status: MaybeText = Field(None, description="How sure the name is: confirmed, or unknown (nickname only).")
    date_of_birth: DayOrUnknown = Field(
        None, description="Date of birth. Never invent a day: if it is not known, say so and estimate the age."
    )
    age_from: Count = Field(None, description="Estimated age, youngest. Only where the date of birth is not known.")
    age_to: Count = Field(None, description="Estimated age, oldest.")
    gender: MaybeText = Field(None, description="Gender, as the person says or as seen.")
    pronouns: MaybeText = Field(None, description="Pronouns, such as she/her.")
    ethnicity: MaybeText = Field(None, description="Ethnicity, as the person says or as the police recorded it.")
    ethnicity_source: MaybeText = Field(None, description="Who said so: the person, a parent, the police.")
    religion: MaybeText = Field(None, description="Religion, where it matters.")
    first_language: MaybeText = Field(None, description="Language that the person speaks best.")
    interpreter_needed: Answer = Field(None, description="Is an interpreter needed?")
    disability_send: MaybeText = Field(None, description="Disability or special educational needs.")
    ehcp: Answer = Field(None, description="Is there an education, health and care plan?")
    communication_needs: MaybeText = Field(None, description="How to speak with the person so that they understand.")
    household: MaybeText = Field(None, description="Household, such as H2: people with the same mark live together.")
    household_note: MaybeText = Field(None, description="Who else lives there. Write people as {P1}.")
    address: MaybeText = Field(None, description="Address without the postcode. Leave it empty where it is protected.")
    postcode: MaybeText = Field(None, description="Postcode of the home.")
    previous_address: MaybeText = Field(None, description="Address before this one, where it matters.")
    address_protected: Answer = Field(None, description="Yes: the address is printed nowhere.")
    address_note: MaybeText = Field(None, description="For the team only: printed nowhere.")
    home_area: MaybeText = Field(None, description="Local authority of the home, such as Northmere County.")
    out_of_county: Answer = Field(None, description="Yes, if another county's children's services are the right ones.")
    phone: MaybeText = Field(None, description="The person's own telephone number.")
    email: MaybeText = Field(None, description="The person's own e-mail address.")
    safe_to_call: Answer = Field(None, description="Is it safe to ring this number?")
    safe_to_leave_message: Answer = Field(None, description="Is it safe to leave a message?")
    safe_to_write: Answer = Field(None, description="Is it safe to write to the home?")
    best_times: MaybeText = Field(None, description="Best times to make contact.")
    contact_via: MaybeText = Field(
        None, description="Through whom to make contact, by what they are: mother, key worker."
    )
    contact_via_phone: MaybeText = Field(None, description="Telephone number of that person.")
    contact_note: MaybeText = Field(None, description="What else to know before making contact.")
    school: MaybeRef = Field(None, description="School where the person is on roll, by id.")
    year_group: MaybeText = Field(None, description="Year group at school, such as Year 11.")
    school_status: MaybeText = Field(None, description="On roll, part-time timetable, home educated, unknown.")
    attendance: MaybeText = Field(None, description="Attendance at school, where it matters.")
    upn: MaybeText = Field(None, description="Unique pupil number of the school system.")
    nhs_number: MaybeText = Field(None, description="NHS number.")
    gp: MaybeText = Field(None, description="GP practice.")
    looked_after: Answer = Field(None, description="Is the child looked after?")
    child_in_need: Answer = Field(None, description="Is there a child in need plan?")
    child_protection_plan: Answer = Field(None, description="Is there a child protection plan?")
    section_47: Answer = Field(None, description="Is there a section 47 enquiry?")
    early_help_plan: Answer = Field(None, description="Is there an early help plan?")
    youth_justice_order: Answer = Field(None, description="Is there a youth justice order?")
    special_guardianship: Answer = Field(None, description="Is there a special guardianship order?")
    police_status: MaybeText = Field(None, description="Where the police are: interview planned, bail and so on.")
    officer_in_case: MaybeText = Field(None, description="Police officer who deals with this person.")
    victim_details_sent: MaybeText = Field(None, description="Have the police already referred them as a victim?")
    statement: MaybeText = Field(None, description="Has a statement been taken? May anyone ask about it?")
    injury: MaybeText = Field(None, description="Injury, in few words.")
    loss: MaybeText = Field(None, description="Loss or damage, in few words.")
    medical_attention: MaybeText = Field(None, description="What medical attention they had.")
    wishes: MaybeText = Field(None, description="What the person wants to happen. Write people as {P1}.")
    repeat_victim: Answer = Field(None, description="Has the person been harmed before this?")
    vulnerabilities: Texts = Field((), description="What makes the person vulnerable, each in a few words.")
    going_well: MaybeText = Field(None, description="What is going well for the person; strengths and interests.")
    concern: MaybeText = Field(None, description="Safeguarding concern, in a sentence. It leads to a MASH referral.")
    impact: MaybeText = Field(None, description="What the concern means for the child.")
    exploitation_screened: Answer = Field(None, description="Has exploitation been screened for?")
    exploitation_result: MaybeText = Field(None, description="What the screening for exploitation found.")
    exploitation_indicated: Answer = Field(None, description="Did the screening find signs of exploitation?")
    gillick_assessed: Answer = Field(
        None, description="Has Gillick competence been assessed: can the child agree alone?"
    )
    gillick_note: MaybeText = Field(None, description="By whom, when, with what result; or who may agree instead.")
    things_to_check: Texts = Field((), description="For the team only: what to watch, such as same school as P2.")
    restrictions: Texts = Field((), description="For the team only: what must not be said to whom.")
    ecins_profile: MaybeText = Field(None, description="Reference of the person's profile on E-CINS.")


class Involvement(Table):
    """One person's part in one episode; for a suspect also what is alleged, its source and status."""

    id: Ref = Field(description="A1, A2 and so on.")
    person: Ref = Field(description="Whose part it is.")
    role: Role = Field(description="Suspect, harmed or witness. One row for each part in each episode.")
    episode: MaybeRef = Field(None, description="In which episode, such as E1.")
    account: MaybeText = Field(
        None,
        description="One or two neutral sentences on this person's own part, as reported; everyone else as {P2}.",
    )
    short: MaybeText = Field(None, description="The same in a few words, such as criminal damage or assault.")
    against: Refs = Field((), description="Against whom, by id: people such as P2, businesses such as B1.")
    status: MaybeText = Field(None, description="Where the allegation stands, such as suspected, not yet interviewed.")
    source: MaybeRef = Field(None, description="Where it comes from, by the id of the source, such as S1.")


class Carer(Table):
    """A parent or carer."""

    people: Refs = Field(min_length=1, description="Whose carer it is: one person or more, such as P1.")
    name: Text = Field(description="Full name of the parent or carer.")
    relationship: MaybeText = Field(None, description="Relationship, such as mother or special guardian.")
    parental_responsibility: Answer = Field(None, description="Do they hold parental responsibility?")
    phone: MaybeText = Field(None, description="Telephone number of the carer.")
    email: MaybeText = Field(None, description="E-mail address of the carer.")
    told_at: Moment = Field(None, description="When they were told of the incident.")
    told_by: MaybeText = Field(None, description="Who told them: an officer by id, or others in words.")
    why_not_told: MaybeText = Field(None, description="Why they have not been told.")
    safe_to_contact: Answer = Field(None, description="Is it safe to contact them? If not, no number is printed.")


class Support(Table):
    """An agency that works, or may work, with a person; and the enquiry to it."""

    id: Ref = Field(description="Q1, Q2 and so on.")
    person: Ref = Field(description="Whom they work with, such as P1.")
    agency: Ref = Field(description="Agency or school that works with the person, by id.")
    worker: MaybeText = Field(None, description="Name and role of the worker.")
    contact: MaybeText = Field(None, description="How to reach the worker: phone or e-mail.")
    stage: MaybeText = Field(None, description="What the work is and how far it has come.")
    confirmed: Answer = Field(None, description="Have they confirmed that they work with the person?")
    aware: MaybeText = Field(None, description="Does the worker know of the incident, and since when?")
    plan: MaybeText = Field(None, description="Their plan for supporting the person over it. Write people as {P1}.")
    enquiry: Answer = Field(None, description="Yes, if we ask them by a support enquiry.")
    enquiry_sent_at: Moment = Field(None, description="When the enquiry was sent.")
    replied_at: Moment = Field(None, description="When they replied.")
    no_reply: Answer = Field(None, description="Yes, if we have given up waiting.")


class Decision(Table):
    """A decision to tell, or not to tell, one reader about one person."""

    person: MaybeRef = Field(None, description="About whom, such as P1. Empty: about everyone.")
    audience: Text = Field(
        description="Who is told: the id of an agency or school, a kind of reader such as members, or all."
    )
    decision: Sharing = Field(description="Share, share after (see condition), hold, or do not share.")
    condition: MaybeText = Field(None, description="For share after: what must happen first.")
    why: MaybeText = Field(None, description="Why it was decided so. Write people as {P1}.")
    level: MaybeText = Field(None, description="Safeguarding level, in your own words.")
    may_be_told: MaybeText = Field(None, description="In a sensitive case: the words that may be used.")
    how: MaybeText = Field(None, description="How they are to be told: by phone first, for example.")
    decided_by: MaybeText = Field(None, description="Who decided: an officer by id, or another body in words.")
    decided_at: Moment = Field(None, description="When it was decided.")
    family_told: Answer = Field(None, description="Does the family know that this is shared?")
    family_agreed: Answer = Field(None, description="Has the family agreed to it? Not asked is an answer.")
    why_family_not_told: MaybeText = Field(None, description="If the family does not know of it: why not.")
    special_needed: Answer = Field(
        None, description="Yes, if health, ethnicity or another special category is needed by this reader; say why."
    )
    others_needed: Refs = Field((), description="Other people who must be identified to this reader (MASH only).")
    why_others: MaybeText = Field(None, description="Why the others must be identified.")
    sent_at: Moment = Field(None, description="When the document was sent. A sent document is never remade silently.")


class Referral(Table):
    """A referral of one person to one service, with the agreement to it."""

    id: Ref = Field(description="F1, F2 and so on.")
    person: Ref = Field(description="Who is referred, such as P1.")
    service: Ref = Field(description="Service, by the id of its agency, such as vs.")
    agreement: Agreement = Field(Agreement.NOT_ASKED, description="Has the person agreed to this referral?")
    agreed_by: MaybeText = Field(None, description="Who agreed, such as young person and mother.")
    agreed_on: MaybeDay = Field(None, description="Day on which they agreed.")
    explicit: Answer = Field(None, description="Was the agreement explicit, in so many words?")
    conditions: MaybeText = Field(None, description="On what conditions they agreed.")
    needs: Texts = Field((), description="What help is wanted, each in a few words.")
    already_open: Answer = Field(None, description="Is the service already working with them (then this is an update)?")
    stage: MaybeText = Field(None, description="Where the service's work stands, if it is already open.")
    evidence: MaybeText = Field(None, description="What the risk factors rest on. Write people as {P1}.")
    home_visit_notes: MaybeText = Field(None, description="What a worker must know to visit the home safely.")
    known_to_each_other: Answer = Field(None, description="Do the person and anyone suspected know each other?")
    blocked: MaybeText = Field(None, description="Why the referral cannot be made. Write people as {P1}.")
    state: MaybeText = Field(None, description="How it stands: to do, sent, replied, no reply.")
    sent_at: Moment = Field(None, description="When it was sent.")


class Area(Table):
    """What the place is like: the mapping step."""

    description: MaybeText = Field(None, description="What the area is like, in a sentence.")
    lighting: MaybeText = Field(None, description="Lighting, also after dark.")
    cctv: Texts = Field((), description="What CCTV there is and who holds it.")
    cctv_gap: MaybeText = Field(None, description="Where there is no CCTV.")
    sight_lines: MaybeText = Field(None, description="Sight lines and hiding places.")
    condition: MaybeText = Field(None, description="Condition of the place: graffiti, damage, litter.")
    transport: Texts = Field((), description="Transport there: railway, bus routes.")
    busy_times: Texts = Field((), description="When the place is busy.")
    night_time: MaybeText = Field(None, description="What is open at night, and until when.")
    youth_provision: MaybeText = Field(None, description="What there is for young people.")
    who_lives_here: MaybeText = Field(None, description="Who lives there: age bands and groups, never households.")
    age_profile_source: MaybeText = Field(None, description="Where the age bands come from.")
    groups_to_reassure: Texts = Field((), description="Groups that need reassurance. Never a person.")
    tension_level: MaybeText = Field(None, description="Community tension: low, moderate, high.")
    tension_why: MaybeText = Field(None, description="What the view of community tension rests on.")
    tension_review_on: MaybeDay = Field(None, description="Day on which community tension is looked at again.")
    businesses: MaybeText = Field(None, description="Which businesses are there, in general.")
    schools_nearby: Texts = Field((), description="Schools as places, each with distance, such as SCH1, 650 metres.")
    other_sites: Texts = Field((), description="Other places that matter: a park, a place of worship.")
    asb_reports: Count = Field(None, description="Reports of anti-social behaviour in 12 months.")
    damage_reports: Count = Field(None, description="Reports of criminal damage in 12 months.")
    reports_source: MaybeText = Field(None, description="Where the two counts come from.")
    staff_safety: MaybeText = Field(None, description="Risks to staff who visit.")
    routine_action: MaybeText = Field(None, description="What is to be mended, as routine maintenance.")


class Business(Table):
    """A business near the place."""

    id: Ref = Field(description="B1, B2 and so on.")
    name: Text = Field(description="Name of the business.")
    address: MaybeText = Field(None, description="Address of the business.")
    kind: MaybeText = Field(None, description="What it is, such as convenience store.")
    contact: MaybeText = Field(None, description="Whom to ask for, by role.")
    phone: MaybeText = Field(None, description="Telephone number of the business.")
    affected: Answer = Field(None, description="Was it affected by the incident?")
    opening: MaybeText = Field(None, description="Opening hours.")
    survey_state: MaybeText = Field(None, description="How the survey stands: to do, sent, replied, no reply.")
    survey_sent_at: Moment = Field(None, description="When the survey was handed over.")


class SurveyAnswer(Table):
    """One answer of one business to one question of the survey."""

    business: Ref = Field(description="Which business answered, such as B1.")
    question: Text = Field(description="Which question of the survey, in its own words or in short.")
    answer: Text = Field(description="What the business answered.")


class CommunityRequest(Table):
    """Something asked of others for the place: patrol, outreach, schools engagement; never with names."""

    id: Ref = Field(description="C1, C2 and so on.")
    kind: RequestKind = Field(description="What is asked for, such as patrol or outreach.")
    to: Refs = Field((), description="Of whom, by id: agencies, schools, Members or residents' groups.")
    episodes: Refs = Field((), description="At the places of which episodes, such as E1.")
    days: Texts = Field((), description="Days and hours, such as school days 3pm to 7pm.")
    from_date: MaybeDay = Field(None, description="First day on which it is wanted.")
    to_date: MaybeDay = Field(None, description="Last day on which it is wanted.")
    look_for: Texts = Field((), description="Behaviour to look for, or themes to speak about.")
    community_worries: MaybeText = Field(None, description="What people there are worried about.")
    feedback_by: MaybeDay = Field(None, description="Day by which feedback is wanted.")
    sessions: Count = Field(None, description="How many sessions of outreach.")
    ages: MaybeText = Field(None, description="Ages seen, as a range, such as 12 to 16.")
    numbers: MaybeText = Field(None, description="About how many young people, as a range.")
    staff_safety: MaybeText = Field(None, description="What workers must know for their own safety.")
    tensions: MaybeText = Field(None, description="Known tensions between groups, with nothing that points to anyone.")
    year_groups: Texts = Field((), description="Year groups by school, such as SCH1: Year 8.")
    formats: Texts = Field((), description="In which form: assembly, small group and so on.")
    partners: Texts = Field((), description="Who could help to deliver it.")
    lines: Texts = Field((), description="Members' briefing: lines that they may use.")
    do_not_say: Texts = Field((), description="Members' briefing: what they must not say.")
    approved_by: MaybeText = Field(None, description="Manager who approved it, by id. A briefing needs one.")
    approved_at: Moment = Field(None, description="When it was approved.")
    not_for_this_case: MaybeText = Field(None, description="Why it is not done in this case.")
    sent_at: Moment = Field(None, description="When it was sent.")


class Conflict(Table):
    """A Member who must not be briefed in this case."""

    member: Ref = Field(description="Member who must not be briefed, by id such as M2.")
    reason: MaybeText = Field(None, description="Why this Member must not be briefed. Printed nowhere.")
    instead: MaybeText = Field(None, description="What happens instead: who speaks to whom.")


class Progress(Table):
    """How far a step of the procedure has come."""

    step: Ref = Field(description="Which step of the procedure, by its id in the office's data.")
    status: StepStatus = Field(StepStatus.TO_DO, description="How far it has come: to do, in hand, done, not needed.")
    done_at: Moment = Field(None, description="When it was done.")
    done_by: MaybeText = Field(None, description="Who did it: an officer by id, or others in words.")
    note: MaybeText = Field(None, description="What was done, or what is missing. Write people as {P1}.")
    why_late: MaybeText = Field(None, description="If it was late or missed: why.")


class Action(Table):
    """Something that somebody has agreed to do."""

    id: Ref = Field(description="ACT1, ACT2 and so on.")
    what: Text = Field(description="What is to be done. Write people as {P1}.")
    owner: MaybeText = Field(None, description="Who does it: an officer or agency by id, or others in words.")
    due: MaybeDay = Field(None, description="Day by which it is to be done.")
    status: MaybeText = Field(None, description="How it stands: open, done, overtaken.")
    outcome: MaybeText = Field(None, description="What came of it. Write people as {P1}.")

    @property
    def closed(self) -> bool:
        """Is nothing left to do, by the word that stands there?"""
        return (self.status or "").casefold() in _NO_LONGER_OPEN


class Conference(Table):
    """The Peer Group Conference at which the incident is summarised."""

    meeting: MaybeRef = Field(None, description="Meeting, by id. Empty: the next one in the office's calendar.")
    questions: Texts = Field((), description="Questions for the conference. Write people as {P1}.")
    outcomes_wanted: Texts = Field((), description="What should come out of it. Write people as {P1}.")
    in_pack: Answer = Field(None, description="No, to keep the case out of the general pack.")
    closed_item_attendees: Refs = Field((), description="Sensitive case: who attends the closed item, by id.")
    late_reason: MaybeText = Field(None, description="If no meeting falls within the month: why no extra one is held.")


class Ecins(Table):
    """The entry on E-CINS, which is made by hand."""

    case_reference: MaybeText = Field(None, description="Reference of the E-CINS case.")
    owner_team: MaybeText = Field(None, description="Team that owns the case there.")
    lead_officer: MaybeRef = Field(None, description="Lead officer of the E-CINS case, by id.")
    restricted: Answer = Field(None, description="Is the entry on E-CINS restricted?")
    restrictions: Texts = Field((), description="What must not be entered there. Write people as {P1}.")
    access: Texts = Field((), description="Who has access to the entry.")
    visible_to_others: MaybeText = Field(None, description="What people without access can see of the entry.")
    uploaded_at: Moment = Field(None, description="When it was entered.")
    uploaded_by: MaybeText = Field(None, description="Who entered it: an officer by id, or others in words.")
    uploaded: Texts = Field((), description="What was uploaded.")
    outstanding: Texts = Field((), description="What is still to be uploaded.")
    checked_by: MaybeText = Field(None, description="Who checked the restriction as a second person.")
    checked_at: Moment = Field(None, description="When that was checked.")
    consent_status: MaybeText = Field(None, description="What the profiles on E-CINS say of consent.")


class Disclosure(Table):
    """Something already told, refused or not shared, before or beside casepack: a row of the register."""

    id: Ref = Field(description="D1, D2 and so on.")
    at: Moment = Field(None, description="When it was told, asked for or refused.")
    direction: Text = Field("out", description="Which way it went: out, refused, or not shared.")
    to: Text = Field(description="To whom: an agency, school or business by id, or in words.")
    recipient: MaybeText = Field(None, description="Name or role of the person told.")
    about: Refs = Field((), description="About whom, by id such as P1.")
    what: Texts = Field((), description="What was told or asked for.")
    how: MaybeText = Field(None, description="How it was told, such as phone, secure e-mail.")
    purpose: MaybeText = Field(None, description="For what purpose it was told.")
    basis: Texts = Field((), description="On what legal basis.")
    with_agreement: Answer = Field(None, description="Had the family agreed?")
    why_not_asked: MaybeText = Field(None, description="If they were not asked, why not.")
    family_told: Answer = Field(None, description="Has the family been told?")
    decision: MaybeText = Field(None, description="What was decided and why.")
    decided_by: MaybeText = Field(None, description="Who decided: an officer by id, or others in words.")


_NO_LONGER_OPEN = frozenset({"done", "overtaken", "closed", "cancelled", "not needed"})
"""Words for the status of an action, which is free text, that say that nothing is left to do."""


class Record(Table):
    """One incident, whole.

    What it holds where nothing is said of the place, the conference or E-CINS has no answer that could be wrong.
    """

    incident: Incident = Field(description="The incident as a whole.")
    episodes: tuple[Episode, ...] = Field(min_length=1, description="Its parts, each with time and place.")
    people: tuple[Person, ...] = Field((), description="Everyone involved.")
    involvements: tuple[Involvement, ...] = Field((), description="Who had what part in which episode.")
    sources: tuple[Source, ...] = Field((), description="Where the information comes from.")
    carers: tuple[Carer, ...] = Field((), description="Parents and carers.")
    support: tuple[Support, ...] = Field((), description="Support in place, and enquiries about it.")
    decisions: tuple[Decision, ...] = Field((), description="Decisions to share or not to share.")
    referrals: tuple[Referral, ...] = Field((), description="Referrals to services, with agreement.")
    area: Area = Field(Area.model_construct(), description="What the place is like.")
    businesses: tuple[Business, ...] = Field((), description="Businesses near the place.")
    survey_answers: tuple[SurveyAnswer, ...] = Field((), description="Answers to the business survey.")
    requests: tuple[CommunityRequest, ...] = Field((), description="Patrol, outreach, schools engagement, briefing.")
    conflicts: tuple[Conflict, ...] = Field((), description="Members who must not be briefed.")
    progress: tuple[Progress, ...] = Field((), description="How far each step has come.")
    actions: tuple[Action, ...] = Field((), description="Actions.")
    conference: Conference = Field(Conference.model_construct(), description="The Peer Group Conference.")
    ecins: Ecins = Field(Ecins.model_construct(), description="The entry on E-CINS.")
    disclosures: tuple[Disclosure, ...] = Field((), description="What was already told or refused.")

    def person(self, key: str) -> Person:
        """The person with this id. Raises KeyError."""
        found = next((p for p in self.people if p.id == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def episode(self, key: str | None) -> Episode | None:
        """The episode with this id."""
        return next((e for e in self.episodes if e.id == key), None)

    def parts_of(self, person: str, *roles: Role) -> tuple[Involvement, ...]:
        """The rows on this person's part, in order; only those in `roles` where any are given."""
        return tuple(i for i in self.involvements if i.person == person and (not roles or i.role in roles))

    def roles_of(self, person: str) -> frozenset[Role]:
        """Every role that the person has in any episode."""
        return frozenset(i.role for i in self.parts_of(person))

    def open_actions(self) -> tuple[Action, ...]:
        """The actions that are still to be done: neither done nor overtaken."""
        return tuple(a for a in self.actions if not a.closed)

    def carers_of(self, person: str) -> tuple[Carer, ...]:
        """The person's parents and carers."""
        return tuple(c for c in self.carers if person in c.people)
