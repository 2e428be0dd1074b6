"""The intake workbook of a record: which sheet asks what, under which heading, in the order of the work.

The people of an incident have some seventy answers each. The sheet that is needed first asks who they are; four more
sheets, each for those whom it concerns, ask the rest.
"""

from __future__ import annotations

from functools import partial

from .crosscheck import REFERENCES
from .form import Form, sheet
from .record import Record

VERSION = 1
"""Up by one with every sheet or column that is added, renamed or taken away."""

_sheet = partial(sheet, Record, REFERENCES)
_STAFF = ("officers",)
_WHO = ("officers", "agencies", "schools")

_SHEETS = (
    _sheet(
        "Incident", "incident", "first",
        "The incident as a whole. What happened is all that is needed to begin; the rest can follow.",
        """
        what_happened | What happened | {P1} is reported to have pushed {P2} outside the library. {P3} saw it.
        title | Title | Group incident, Brackwater station
        reference | Case reference | MSC-2026-0417
        officer | Officer in charge
        signatory | Who signs the letters
        team_told_at | When the team was told | 24 Oct 2026 08:55
        sensitivity | Ordinary or sensitive?
        for_partners | What happened, for agencies | A group of young people was involved in a fight.
        for_public | What happened, in one public sentence | There was disorder at Kestrel Parade on Friday.
        types | Kinds of incident | group assault
        details_obtained_at | When the details were obtained | 24 Oct 2026 11:30
        routine_sharing_approved_by | Routine sharing approved by
        routine_sharing_approved_at | Routine sharing approved at
        status | Open or closed? | Open
        sensitive_reason | Why it is sensitive | Reported sexual offence
        sensitivity_decided_by | Sensitivity decided by
        sensitivity_decided_at | Sensitivity decided at
        sensitivity_decision | Why the sensitivity was decided so | No sexual, domestic abuse or exploitation element
        access_list | Who may open a restricted case | SC-01
        access_reviewed_at | Access list last reviewed at
        group_size | Size of the group | about 12
        injuries | Injuries, in one neutral phrase | Minor injuries
        weapons | Weapons | none reported
        drugs_alcohol | Drugs or alcohol | Alcohol seen (cans)
        filmed | Was it filmed?
        online | What was put online | A clip on a messaging app; removal requested
        aggravating | Aggravating factor | Racist language reported towards {P2}
        aggravating_status | What is known about the aggravating factor | Reported; the police are deciding
        aggravating_for | Who may be told about the aggravating factor | police
        linked_cases | Linked cases | MSC-2026-0388
        link_reason | Why they are linked | {P2} was also harmed there
        known_gaps | What is still missing | Identity of {P7}
        instructions | Instructions that every reader must follow | Nobody asks a young person what happened.
        officer_in_case | Police officer in the case | DC 0000 Proverb, Southmere Police, 01632 960501
        handling | Handling line for this case | Named recipients only. Do not forward.
        created_at | When this record was begun | 24 Oct 2026 09:20
        review_on | When the papers are reviewed | 23 Oct 2033
        retention_code | Retention code | CS-07
        """,
        suggested={"sensitivity_decided_by": _STAFF, "access_list": _STAFF},
    ),
    _sheet(
        "Episodes", "episodes", "first",
        "One row for each part of the incident, with its own time and place. One row with a date is enough to begin.",
        """
        id | Episode | E1
        date | Date | 23 Oct 2026
        start_time | Start time | 17:40
        end_time | End time | 18:05
        end_date | End date, if another day | 24 Oct 2026
        place | Place | Kestrel Parade
        postcode | Postcode | ZZ1 4AB
        ward | Ward | Brackwater
        behaviour | What was seen | A group gathered and there was a fight
        force | Police force
        police_reference | Police reference | SMP-EX-4726-23102026
        railway | On the railway?
        railway_details | Platform, train or service | Platform 2 and forecourt
        precision | How exact the time is | About 10 minutes
        address | Address of the place | 2 Kestrel Parade, Brackwater
        division | County division | Brackwater and Kestrel
        land_owner | Who owns the land | Marlhaven District Council
        cctv | CCTV and who holds it | Station CCTV, held by the train operator
        """,
        prefilled=("id",),
    ),
    _sheet(
        "People", "people", "first",
        "Everyone who was there, whatever their part. A first name is enough to begin. In free text write {P1} for P1.",
        """
        id | Person | P1
        given_name | First name | Juniper
        family_name | Family name | Exampleby
        kind | Child or adult?
        date_of_birth | Date of birth | 09 Mar 2011
        age_from | Estimated age, from | 13
        age_to | Estimated age, to | 15
        gender | Gender | female
        pronouns | Pronouns | she/her
        known_as | Known as | Juno
        other_names | Other names | Juniper Sampleford
        name_status | How sure the name is | confirmed
        school | School
        year_group | Year group | Year 9
        address | Home address | 14 Inkwell Road, Brackwater
        postcode | Postcode | ZZ1 4AB
        address_protected | Is the address protected?
        phone | Phone | 07700 900123
        email | E-mail | name@example.org
        """,
        prefilled=("id",),
    ),
    _sheet(
        "Roles and allegations", "involvements", "usual",
        "One row for each part that a person had in each episode: suspect, harmed or witness.",
        """
        id | Part | A1
        person | Person | P1
        role | Role
        episode | Episode | E1
        account | Own part, as reported | {P1} is reported to have pushed {P2}.
        short | The same in a few words | assault
        against | Against whom | P2
        status | Where it stands | suspected, not yet interviewed
        source | Source | S1
        """,
        prefilled=("id",),
    ),
    _sheet(
        "Home and contact", "people", "usual",
        "How to reach each person safely, and who lives with whom. Only for those about whom it is known.",
        """
        id | Person | P1
        safe_to_call | Safe to ring?
        safe_to_leave_message | Safe to leave a message?
        safe_to_write | Safe to write?
        best_times | Best times | after 4pm
        contact_via | Contact through | key worker
        contact_via_phone | Phone of that person | 01632 960131
        contact_note | Before making contact | Text first
        household | Household | H1
        household_note | Who else lives there | Mother; {P3} is a brother
        home_area | Local authority of the home | Northmere District
        out_of_county | Another county's children's services?
        previous_address | Previous address | 2 Blotter Close, Brackwater
        address_note | Note on the address | Lives in a safe place; MASH holds the address
        """,
        joined=True, prefilled=("id",),
    ),
    _sheet(
        "Background and needs", "people", "usual",
        "School, health, language and what helps each person to understand and to take part.",
        """
        id | Person | P1
        school_status | Status at school | on roll
        attendance | Attendance | 93% this term
        upn | Unique pupil number | A123456789012
        communication_needs | How to communicate | Short sentences; visual prompts
        first_language | First language | English
        interpreter_needed | Interpreter needed?
        disability_send | Disability or special needs | autism
        ehcp | Education, health and care plan?
        ethnicity | Ethnicity | White British
        ethnicity_source | Who said so | self-defined (parent)
        religion | Religion | none stated
        gp | GP practice | Brackwater Surgery
        nhs_number | NHS number | 999 000 0000
        going_well | What is going well | Plays in the school band
        vulnerabilities | Vulnerabilities | older peer group
        """,
        joined=True, prefilled=("id",),
    ),
    _sheet(
        "Safeguarding", "people", "usual",
        "Concerns, plans and orders. A concern written here leads to a referral to children's services.",
        """
        id | Person | P1
        concern | Safeguarding concern | Signs of exploitation by an older group
        impact | Impact on the child | Is afraid to travel to school
        looked_after | Looked after?
        child_in_need | Child in need plan?
        child_protection_plan | Child protection plan?
        section_47 | Section 47 enquiry?
        early_help_plan | Early help plan?
        youth_justice_order | Youth justice order?
        special_guardianship | Special guardianship order?
        exploitation_screened | Screened for exploitation?
        exploitation_result | Result of the screening | some indicators
        exploitation_indicated | Exploitation indicated?
        gillick_assessed | Gillick competence assessed?
        gillick_note | By whom, when, with what result | 16: presumed able to agree
        things_to_check | For the team: what to watch | Same school as P2
        restrictions | For the team: what must not be said | Do not name to other families
        ecins_profile | E-CINS profile | ECINS-P-1001
        """,
        joined=True, prefilled=("id",),
    ),
    _sheet(
        "Harm and police", "people", "usual",
        "What was done to each person, what they want, and where the police are.",
        """
        id | Person | P1
        injury | Injury | bruised cheek
        loss | Loss or damage | phone broken
        medical_attention | Medical attention | seen at minor injuries unit
        wishes | What the person wants | Wants someone to talk to
        repeat_victim | Harmed before?
        victim_details_sent | Victim details sent by the police? | not known
        statement | Statement | not yet taken
        police_status | Where the police are | voluntary interview planned
        officer_in_case | Police officer in the case | PC 0001 Parable, BTP
        """,
        joined=True, prefilled=("id",),
    ),
    _sheet(
        "Carers", "carers", "usual",
        "Parents and carers, and whether they have been told.",
        """
        people | Carer of | P1
        name | Full name | Grant Exampleby
        relationship | Relationship | father
        parental_responsibility | Parental responsibility?
        phone | Phone | 07700 900121
        email | E-mail | name@example.org
        told_at | Told at | 24 Oct 2026 18:10
        told_by | Told by
        why_not_told | Why not told | No safe number yet
        safe_to_contact | Safe to contact?
        """,
        suggested={"told_by": _STAFF},
    ),
    _sheet(
        "Support in place", "support", "usual",
        "Agencies that work, or may work, with a person, and whether we ask them.",
        """
        id | Support | Q1
        person | Person | P1
        agency | Agency
        enquiry | Ask them?
        confirmed | Have they confirmed?
        worker | Worker | Alex Marginalia, social worker
        contact | How to reach the worker | 01632 960131
        stage | What the work is | Child in need plan
        aware | Do they know of the incident? | yes, by phone on 24 October
        plan | Their plan | Home visit on 26 October
        enquiry_sent_at | Enquiry sent at | 24 Oct 2026 12:05
        replied_at | Replied at | 24 Oct 2026 15:20
        no_reply | Given up waiting?
        """,
        prefilled=("id",),
    ),
    _sheet(
        "Decisions", "decisions", "usual",
        "Who may be told about whom, decided by whom and why. Without a decision a letter stays a draft.",
        """
        person | About whom | P1
        audience | Who is told
        decision | Decision
        why | Why | Open child in need plan
        decided_by | Decided by
        decided_at | Decided at | 24 Oct 2026 09:45
        condition | What must happen first | Mother has been told
        family_told | Does the family know?
        family_agreed | Has the family agreed?
        why_family_not_told | Why the family does not know | Social worker will tell the mother
        level | Safeguarding level | possible child in need
        special_needed | Health or ethnicity needed?
        may_be_told | In a sensitive case: the words | {P1} may need support. The police are involved.
        how | How they are told | By phone first
        others_needed | Others who must be identified | P2
        why_others | Why the others | {P3} lives in the same home
        sent_at | Sent at | 26 Oct 2026 10:00
        """,
        suggested={"decided_by": _STAFF, "audience": ("agencies", "schools")},
    ),
    _sheet(
        "Referrals", "referrals", "usual",
        "Referrals to services, each only with the agreement of the person.",
        """
        id | Referral | F1
        person | Person | P1
        service | Service
        agreement | Agreement
        agreed_by | Who agreed | young person and mother
        agreed_on | Agreed on | 24 Oct 2026
        explicit | Was the agreement explicit?
        conditions | Conditions | contact only through the key worker
        needs | Help wanted | emotional support
        already_open | Already working with them?
        stage | Stage | First visit held
        evidence | What the risk factors rest on | What the school and {P1} said
        home_visit_notes | For a safe home visit | Visit in pairs; a dog in the yard
        known_to_each_other | Do they know each other?
        blocked | Why it cannot be made | Under 10
        state | How it stands | to do
        sent_at | Sent at | 26 Oct 2026 10:00
        """,
        prefilled=("id",),
    ),
    _sheet(
        "Area", "area", "if needed",
        "What the place is like: the mapping step. Never anything about a person.",
        """
        description | What the area is like | A station with a small parade of shops
        lighting | Lighting | poor at the rear of the parade
        cctv | CCTV and who holds it | station (train operator)
        cctv_gap | Where there is no CCTV | car park and bus shelter
        sight_lines | Sight lines | blind corner by the bin store
        condition | Condition | graffiti on the bus shelter
        transport | Transport | two bus routes
        busy_times | Busy times | Saturday afternoons
        night_time | Open at night | takeaway until 11pm
        youth_provision | For young people | youth club on Tuesdays
        who_lives_here | Who lives there | Families and older people
        age_profile_source | Source of the age bands | Census 2021, small areas
        groups_to_reassure | Groups that need reassurance | older residents
        tension_level | Community tension | low to moderate
        tension_why | Why | rumours online
        tension_review_on | Tension reviewed on | 02 Nov 2026
        businesses | Which businesses are there | 10 units: shops, a café, a chemist
        schools_nearby | Schools nearby | SCH1, 650 metres
        other_sites | Other sites | place of worship
        asb_reports | Reports of anti-social behaviour in 12 months | 17
        damage_reports | Reports of criminal damage in 12 months | 4
        reports_source | Source of the counts | police summary
        staff_safety | Risks to staff who visit | Visit in pairs after dark
        routine_action | What is to be mended | Mend the light behind the parade
        """,
    ),
    _sheet(
        "Businesses", "businesses", "if needed",
        "Businesses near the place, for the survey.",
        """
        id | Business | B1
        name | Name | Parade Mini Mart
        address | Address | 12 Kestrel Parade
        kind | What it is | convenience store
        contact | Whom to ask for | the manager
        phone | Phone | 01632 960401
        affected | Affected?
        opening | Opening hours | 7am to 10pm
        survey_state | How the survey stands | to do
        survey_sent_at | Survey handed over at | 27 Oct 2026 10:00
        """,
        prefilled=("id",),
    ),
    _sheet(
        "Survey answers", "survey_answers", "if needed",
        "What the businesses answered, one answer to a row.",
        """
        business | Business | B1
        question | Question | Were you affected?
        answer | Answer | Yes, the shutter was damaged
        """,
    ),
    _sheet(
        "Community", "requests", "if needed",
        "Patrols, outreach, schools engagement, briefings: what is asked of others for the place. Never a name.",
        """
        id | Request | C1
        kind | What is asked for
        to | Of whom | police, btp
        episodes | At the places of | E1
        days | Days and hours | school days 3pm to 7pm
        from_date | From | 24 Oct 2026
        to_date | To | 21 Nov 2026
        look_for | What to look for | groups blocking the platform
        community_worries | What people worry about | Staff are worried about closing time
        feedback_by | Feedback by | 16 Nov 2026
        sessions | Sessions | 4
        ages | Ages seen | 12 to 16
        numbers | Approximate numbers | 8 to 12
        staff_safety | Safety of workers | Go in pairs; poor light
        tensions | Known tensions | Two groups of friends who do not get on
        year_groups | Year groups | SCH1: Year 8
        formats | Formats | assembly
        partners | Who could help | police youth officer
        lines | Briefing: lines to use | Extra patrols are in place
        do_not_say | Briefing: what not to say | any age, school or ethnicity
        approved_by | Approved by
        approved_at | Approved at | 26 Oct 2026 10:00
        not_for_this_case | Why it is not done | Wait for the strategy review
        sent_at | Sent at | 26 Oct 2026 10:00
        """,
        suggested={"approved_by": _STAFF}, prefilled=("id",),
    ),
    _sheet(
        "Not to be briefed", "conflicts", "if needed",
        "Members who must not be briefed in this case.",
        """
        member | Member
        reason | Why | Related to a person in this case
        instead | What happens instead | The Head of Service speaks to the group leader
        """,
    ),
    _sheet(
        "Progress", "progress", "usual",
        "How far each step of the procedure has come. A step without a row is still to do.",
        """
        step | Step
        status | Status
        done_at | Done at | 24 Oct 2026 11:30
        done_by | Done by
        note | What was done, or is missing | Three enquiries still to be sent
        why_late | If missed, why | The police details came late
        """,
        suggested={"done_by": _WHO}, prefilled=("step",),
    ),
    _sheet(
        "Actions", "actions", "usual",
        "What somebody has agreed to do, and by when.",
        """
        id | Action | ACT1
        what | What is to be done | Ask for the outcome of the CCTV review
        owner | Who does it
        due | By | 06 Nov 2026
        status | Status | open
        outcome | What came of it | Clip removed
        """,
        suggested={"owner": _WHO}, prefilled=("id",),
    ),
    _sheet(
        "Conference", "conference", "usual",
        "The Peer Group Conference at which the incident is summarised.",
        """
        meeting | Meeting
        questions | Questions for the conference | Who is best placed to work with {P5}?
        outcomes_wanted | What should come out of it | One lead worker for each young person
        in_pack | In the general pack?
        closed_item_attendees | Sensitive case: who attends the closed item | mash
        late_reason | If later than a month, why | The chair agreed to the next meeting
        """,
    ),
    _sheet(
        "E-CINS", "ecins", "if needed",
        "The entry on E-CINS, which is made by hand.",
        """
        case_reference | E-CINS case reference | ECINS-EX-88217
        owner_team | Team that owns the case there | Marlhaven Safer Communities
        lead_officer | Lead officer
        restricted | Is the entry restricted?
        restrictions | What must not be entered | {P6} address: do not enter
        access | Who has access | partnership ASB team
        visible_to_others | What others can see | That a restricted entry exists
        uploaded_at | Entered at | 25 Oct 2026 11:05
        uploaded_by | Entered by
        uploaded | What was uploaded | incident summary
        outstanding | Still to be uploaded | BTP outcome
        checked_by | Restriction checked by
        checked_at | Checked at | 25 Oct 2026 11:20
        consent_status | Consent status on the profiles | shared under public task
        """,
        suggested={"uploaded_by": _STAFF, "checked_by": _STAFF},
    ),
    _sheet(
        "Sources", "sources", "if needed",
        "Where the information comes from.",
        """
        id | Source | S1
        what | What it is | Police occurrence summary
        reliability | How reliable | first-hand
        """,
        prefilled=("id",),
    ),
    _sheet(
        "Already told", "disclosures", "if needed",
        "What was told, refused or kept back before or beside casepack; it goes into the disclosure register.",
        """
        id | Disclosure | D1
        at | When | 24 Oct 2026 12:05
        direction | Out, refused or not shared? | out
        to | To whom | csc
        recipient | Person told | Alex Marginalia
        about | About whom | P1
        what | What was told | name
        how | How | phone, then secure e-mail
        purpose | Purpose | safeguarding
        basis | Legal basis | Children Act 2004 s.11
        with_agreement | Had the family agreed?
        why_not_asked | Why they were not asked | Social worker tells the family first
        family_told | Has the family been told?
        decision | What was decided and why | Refused: no need to know
        decided_by | Decided by
        """,
        suggested={"to": _WHO, "decided_by": _STAFF}, prefilled=("id",),
    ),
)  # fmt: skip

RECORD_FORM = Form("record", "Intake workbook", Record, VERSION, _SHEETS, REFERENCES)
"""The intake workbook of one incident."""
