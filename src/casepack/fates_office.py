"""What happens to each answer of the office's data, in words for the administrator who keeps it."""

from __future__ import annotations

_NOWHERE = "Printed nowhere: for the office's own use."
_TOLD = """
organisation.name | Printed in the letterhead of every document.
organisation.team | Printed in the letterhead of every document, and in the return address of surveys.
organisation.address | Printed in the letterhead of every document.
organisation.phone | Printed in the letterhead of every document, and for officers without a number of their own.
organisation.out_of_hours_phone | Printed in letters, referrals and requests. Empty: the team's number stands there.
organisation.email | Printed in surveys and leaflets, and for officers without an address of their own.
organisation.manager | Signs where a record names no signatory and no officer.
organisation.area | Printed nowhere: known as a place, so that a name like it is not taken for a person.
organisation.tier | -
organisation.children_services_area | Decides which agencies are this area's own, and so where referrals and letters go.
organisation.marking | Printed at the top and foot of documents, but not of leaflets for residents.
organisation.handling | Printed in every document, unless the record has a handling line of its own.
organisation.draft_words | Printed on every document that is not yet approved for sending.
organisation.privacy_notice | Printed in every document.
organisation.other_formats | Printed in every document.
organisation.data_protection_contact | Printed nowhere: known as a contact that points to no person.
organisation.agreement_reference | Printed in the disclosure register.
organisation.agreement_title | Printed in the disclosure register.
organisation.agreement_review_on | -
organisation.agreement_partners | Decides what a patrol request tells the agency about small counts.
organisation.retention_code | Printed in the disclosure register, unless the record has a code of its own.
organisation.retention_years | Decides the review day that every document prints, where the record names none.
organisation.seal_for | Decides which documents get a sealed copy.
organisation.small_number | Decides which counts outside readers see only as fewer than this number.
organisation.never_outside | Decides which words are taken out of every document for outside readers.
organisation.crimestoppers | Printed in the leaflet for residents.
organisation.time_zone | Decides how all times are read and printed.
organisation.templates_folder | Decides from which folder the Word templates are taken before casepack's own.
organisation.not_made | Decides which documents are not made here. The checklist says so.
officers.id | How records name the officer. Printed nowhere.
officers.name | Printed where the officer signs, decided or did something.
officers.job_title | Printed under the signature.
officers.phone | Printed as the contact for letters. Empty: the team's number.
officers.email | Printed as the contact for letters. Empty: the team's address.
agencies.id | How records name the agency. Printed in file names and in the team's own papers.
agencies.kind | Decides which document the agency gets, and what it may be told.
agencies.name | Printed in documents for the agency, and in those that may tell that it is involved.
agencies.label | -
agencies.email | Printed in documents for the agency, as the address to send them to.
agencies.phone | Printed in documents for the agency; that of the police also in briefings and leaflets.
agencies.out_of_hours_phone | Printed in documents for the agency; that of the police also in briefings and leaflets.
agencies.area | Decides for which homes the agency is the right one.
agencies.age_from | Decides whether somebody is too young for a referral.
agencies.age_to | Decides whether somebody is too old for a referral.
agencies.starts_within_days | Decides on which day the age for a referral is counted.
agencies.active | Decides whether anything is made for this agency at all.
agencies.name_is_a_clue | Decides whether the name is hidden from everybody who need not know it.
agencies.also_written | Printed nowhere: found in what officers type, and hidden where the name must be.
schools.id | How records name the school. Printed in file names and in the team's own papers.
schools.name | Printed in documents for the school, and in those that may tell which school somebody goes to.
schools.kind | -
schools.town | Printed in the address of documents for the school.
schools.local_authority | -
schools.in_county | -
schools.head | Printed nowhere: known as a member of staff, so not taken for a person in a case.
schools.is_authority | -
schools.break_name | Printed in notes for the team and in outreach requests.
schools.last_day_before_break | Decides what letters to the school say of the holiday. Printed in outreach requests.
schools.back_on | Printed in letters to the school in the holiday, in outreach requests and in notes for the team.
schools.holiday_contact | For the team only: in the notes of the checklist.
schools.also_written | Printed nowhere: found in what officers type, and hidden where the name must be.
safeguarding_leads.school | Decides to whom letters to the school are addressed.
safeguarding_leads.name | Printed in the address of documents for the school.
safeguarding_leads.greeting | Printed in the greeting of letters to the school.
safeguarding_leads.role | Printed in the address of letters to the school.
safeguarding_leads.year_from | Decides to which lead a letter about a pupil of that year goes.
safeguarding_leads.year_to | Decides to which lead a letter about a pupil of that year goes.
safeguarding_leads.deputy | Decides whether letters go to this lead only where nobody else fits.
safeguarding_leads.email | Printed in the address of letters to the school.
safeguarding_leads.phone | -
members.id | How records name the Member. Printed nowhere.
members.name | Printed in briefings and in the team's own papers.
members.tier | -
members.wards | Decides which Members are briefed about which ward.
members.email | -
resident_groups.id | How records name the group. Printed in file names and in the team's own papers.
resident_groups.name | Printed in the leaflet for the group and in the team's own papers.
resident_groups.kind | -
resident_groups.contact_role | -
resident_groups.email | -
resident_groups.wards | Decides which groups get the leaflet about which ward.
meetings.id | How records name the meeting. Printed nowhere.
meetings.at | Decides which conference comes next, and its deadline. Printed in the papers for it.
meetings.place | Printed in the papers for the conference.
meetings.chair | Printed in the papers for the conference.
meetings.pack_due | -
meetings.core_attendees | -
meetings.part_attendees | Decides who gets an extract of the papers for the conference.
steps.id | How records name the step. Printed nowhere.
steps.title | Printed in the checklist, the papers for the conference and the calendar.
steps.strand | Printed in the checklist.
steps.asks | -
steps.rule | Decides when the step is due.
steps.amount | Decides when the step is due.
steps.documents | -
legal_bases.audience | Decides in which documents this basis is printed.
legal_bases.text | Printed in documents for this kind of reader, and in the disclosure register.
legal_bases.when_suspected | Printed in documents that tell of somebody suspected.
legal_bases.when_special | Printed in documents that tell of health, ethnicity and the like.
own_documents.id | Stands in the file names of the document.
own_documents.name | Printed as the document's name, and in the checklist and the register.
own_documents.template | Decides which Word template of the templates folder is filled.
own_documents.audience | Decides who may know what in the document.
own_documents.one_per | Decides how many of the document there are.
own_documents.when | Decides whether the document is made.
own_documents.step | -
own_documents.folder | Decides in which folder of the pack the document lies.
own_documents.sensitive | Decides whether the document may be made for a sensitive incident.
"""

OFFICE_FATES: dict[tuple[str, str], str] = {
    (table, field): _NOWHERE if words == "-" else words
    for place, _, words in (line.partition(" | ") for line in _TOLD.strip().splitlines())
    for table, _, field in [place.partition(".")]
}
"""What happens to an answer, by table and field."""
