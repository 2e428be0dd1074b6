"""The workbook of the office's data: which sheet asks what. An administrator keeps it; officers need not see it."""

from __future__ import annotations

from functools import partial

from .form import Form, sheet
from .office import Office
from .officecheck import REFERENCES

VERSION = 2
"""Up by one with every sheet or column that is added, renamed or taken away."""

_sheet = partial(sheet, Office, REFERENCES)

_SHEETS = (
    _sheet(
        "Organisation", "organisation", "first",
        "The council and the team: what stands in the letterhead, and the words that every document carries.",
        """
        name | Name of the council | Marlhaven District Council
        team | Name of the team | Safer Communities Team
        address | Postal address | Civic Offices, 1 Example Square, Marlhaven, ZZ1 1AA
        phone | Phone | 01632 960100
        out_of_hours_phone | Phone out of hours | 01632 960199
        email | Secure e-mail | safer.communities@example.org
        manager | Manager who approves and signs
        area | Home area | Marlhaven District
        tier | Which services sit elsewhere | Children's services sit with Southmere County Council.
        children_services_area | Area of children's services | Southmere County
        marking | Protective marking
        handling | Handling line
        draft_words | Words on a draft
        privacy_notice | Privacy notice, web address | https://example.org/privacy
        other_formats | How to ask for other formats | Ring 01632 960100 for large print
        data_protection_contact | Data protection officer | Data Protection Officer, dpo@example.org, 01632 960190
        agreement_reference | Sharing agreement, reference | ISA-EX-12
        agreement_title | Sharing agreement, title | Safer Communities information-sharing agreement
        agreement_review_on | Sharing agreement reviewed on | 01 Apr 2027
        agreement_partners | Agencies that signed it | mash, csc, yjs
        retention_code | Retention code | CS-07
        retention_years | Years until review | 7
        small_number | Smallest count that is printed | 5
        seal_for | Papers sealed for sending go to | school, mash
        never_outside | Words that no outside reader may see | refuge
        crimestoppers | How to report without a name | Crimestoppers, by phone or online
        time_zone | Time zone | Europe/London
        templates_folder | Templates folder | templates
        not_made | Documents not made here | Mapping sheet
        """,
    ),
    _sheet(
        "Officers", "officers", "first", "Members of staff. At least one is needed.",
        """
        id | Officer | SC-01
        name | Full name | Robin Draftwell
        job_title | Job title | Safer Communities Manager
        phone | Phone | 01632 960101
        email | E-mail | robin.draftwell@example.org
        """,
    ),
    _sheet(
        "Agencies", "agencies", "first", "Agencies and services, and how to reach each securely.",
        """
        id | Agency | mash
        kind | What it is
        name | Name | Southmere Multi-Agency Safeguarding Hub
        label | Short name | MASH
        email | Secure e-mail | mash@example.org
        phone | Phone | 01632 960140
        out_of_hours_phone | Phone out of hours | 01632 960149
        area | Area served | Northmere County
        age_from | Ages taken, from | 10
        age_to | Ages taken, to | 18
        starts_within_days | Days until it starts | 14
        active | Active?
        name_is_a_clue | Is the name a clue?
        also_written | Also written | the Hub
        """,
    ),
    _sheet(
        "Schools", "schools", "first", "Schools, colleges and other places of education.",
        """
        id | School | SCH1
        name | Name | Holmbeck Academy
        kind | What it is | academy, ages 11 to 16
        town | Town | Brackwater
        local_authority | Local authority | Southmere County
        in_county | In this county?
        head | Head teacher | Mrs T. Chalkworth
        is_authority | Maintained by the local authority?
        break_name | Next holiday | half-term
        last_day_before_break | Last day before it | 23 Oct 2026
        back_on | First day after it | 02 Nov 2026
        holiday_contact | Safeguarding contact in the holiday | dsl.holmbeck@example.org
        also_written | Also written | Holmbeck
        """,
    ),
    _sheet(
        "Safeguarding leads", "safeguarding_leads", "first", "Designated safeguarding leads of the schools.",
        """
        school | School
        name | Name with title | Mr O. Bookbinder
        greeting | As greeted | Mr Bookbinder
        role | Role | Designated Safeguarding Lead
        year_from | Year groups, from | 7
        year_to | Year groups, to | 11
        deputy | Deputy?
        email | Secure e-mail | dsl.holmbeck@example.org
        phone | Phone | 01632 960301
        """,
    ),
    _sheet(
        "Members", "members", "usual", "Elected Members and the wards they represent.",
        """
        id | Member | M1
        name | Name | Cllr Beatrix Canto
        tier | District or county? | District
        wards | Wards or divisions | Brackwater
        email | E-mail | b.canto@example.org
        """,
    ),
    _sheet(
        "Residents", "resident_groups", "usual", "Residents' groups such as Neighbourhood Watch.",
        """
        id | Group | R1
        name | Name | Brackwater Neighbourhood Watch
        kind | What it is | Neighbourhood Watch
        contact_role | Whom to write to | Coordinator
        email | E-mail | watch@example.org
        wards | Wards | Brackwater
        """,
    ),
    _sheet(
        "Meetings", "meetings", "first", "Scheduled Peer Group Conferences.",
        """
        id | Meeting | PGC-2026-11
        at | Date and time | 18 Nov 2026 10:00
        place | Place | Civic Offices, Room 2
        chair | Chair | Robin Draftwell
        pack_due | Pack due | 11 Nov 2026 17:00
        core_attendees | Attend throughout | police, csc
        part_attendees | Attend for their own items | SCH1
        """,
    ),
    _sheet(
        "Steps", "steps", "usual", "The boxes of the procedure and their deadlines.",
        """
        id | Step | information-sharing
        title | Title | Information sharing
        strand | Strand | Partnership work
        asks | What it asks for | Tell those who need to know.
        rule | How time is counted
        amount | How many | 48
        documents | Documents that answer it | school-letter
        """,
    ),
    _sheet(
        "Legal bases", "legal_bases", "usual",
        "Why each kind of reader may be told. Your data protection officer decides these words.",
        """
        audience | Audience | school
        text | Legal basis | Public task, UK GDPR Article 6(1)(e)
        when_suspected | Added where somebody is suspected | Article 10, Data Protection Act 2018
        when_special | Added for health, ethnicity and the like | Substantial public interest, Article 9(2)(g)
        """,
        prefilled=("audience",),
    ),
    _sheet(
        "Own documents", "own_documents", "if needed",
        "Documents of your own, from Word templates in your templates folder.",
        """
        id | Document | thank-you
        name | Name | Thank-you letter
        template | Word template | thank-you.docx
        audience | Audience | school
        one_per | One per
        when | Made when
        step | Step | information-sharing
        folder | Folder of the pack | 1 partnership work
        sensitive | Fit for a sensitive incident?
        """,
    ),
)  # fmt: skip

OFFICE_FORM = Form("office", "Office workbook", Office, VERSION, _SHEETS, REFERENCES)
"""The workbook of the office's data."""
