"""What Views hold and no line of their template prints, by template: a choice each time, with its reason.

A View is made for many documents at once (a person as the table lets this reader know them, whoever signs), and each
letter says what its reader needs. A field that falls out of a template, or comes into a View and into no template,
is not in these lists, and `tests/test_reach.py` says so.
"""

from __future__ import annotations

_PERSON = r"(child|pupil|person|people\[\]|suspected\[\]|others\[\])"

REASONS = {
    r"doc\.(name|title|version|team|reference|date|marking)": "in the properties, the file's name, head or footer",
    r"doc\.(draft|handling|other_formats|privacy_notice|review_on)": "a notice that papers of another kind bear",
    r"sign\..*": "who signs: in letters, whose head has the telephone; forms say who to contact",
    r"letter\..*": "how a letter begins and by when to answer: forms begin otherwise",
    r"decision\..*": "how it was decided, which the register says; a reader is told the basis alone",
    r"case\..*": "about the case as a whole: each paper says of it what its reader acts on",
    _PERSON
    + r"\.(id|first_name|other_names|age|year_group|home_area)": "said by another field: name, birthday, address",
    _PERSON + r"\..*": "about a person: what this reader does not need for what is asked of them",
    r"children\..*": "when to ring, which these readers are told elsewhere",
    r"(places\[\]|ask)\..*": "a question to another partner, made by the same View",
    r"(outstanding|settled)\[\]\..*": "what the checklist says of the same steps",
    r"(made|personal|impersonal|earlier)\[\]\..*": "in columns of their own in the register's workbook",
    r"(family|referral|episodes\[\]|accounts\[\])\..*": "said by another field, which puts it into words",
}
"""Why, by the shape of the path; the first that fits counts."""

EVERYWHERE = frozenset({"doc.name", "doc.title", "doc.version"})
"""What no template prints: it stands in the file's properties and its footer."""

UNPRINTED = {
    "agency-letter": """
        case.injuries case.officer_in_case case.police_references case.summary case.title case.types
        child.aggravating child.attendance child.carers[].contact child.carers[].name
        child.carers[].parental_responsibility child.carers[].relationship child.carers[].told child.concern
        child.contact_call child.contact_message child.contact_note child.contact_phone child.contact_through
        child.contact_times child.contact_write child.email child.exploitation child.first_language
        child.first_name child.gender child.going_well child.home_area child.household child.id child.impact
        child.injury child.interpreter_needed child.legal_status child.loss child.medical_attention
        child.officer_in_case child.other_names child.phone child.police_status child.previous_address child.pronouns
        child.repeat_victim child.school child.school_status child.support[].agency child.support[].aware
        child.support[].contact child.support[].plan child.support[].stage child.support[].worker
        child.victim_details_sent child.vulnerabilities child.wishes child.year_group decision.by
        decision.condition decision.how decision.level doc.team letter.out_of_hours letter.to_contact
        letter.to_name sign.email sign.out_of_hours sign.phone sign.team_phone
    """,
    "btp-letter": """
        decision.by decision.condition decision.how decision.level decision.why doc.team letter.out_of_hours
        letter.to_contact letter.to_name people[].accounts[].when people[].accounts[].where people[].age
        people[].contact_call people[].contact_message people[].contact_note people[].contact_write
        people[].first_language people[].first_name people[].gender people[].home_area people[].household
        people[].id people[].interpreter_needed people[].loss people[].other_names people[].police_status
        people[].previous_address people[].pronouns people[].repeat_victim people[].victim_details_sent
        people[].wishes people[].year_group sign.email sign.out_of_hours sign.phone sign.team_phone
    """,
    "business-survey": """
        doc.date doc.draft doc.handling doc.other_formats doc.reference doc.review_on doc.team sign.email
        sign.job_title sign.name sign.out_of_hours sign.phone sign.team_phone
    """,
    "checklist": """
        case.days case.injuries case.instructions[] case.officer_in_case case.police_references case.summary
        case.types doc.date doc.draft doc.handling doc.other_formats doc.privacy_notice doc.review_on doc.team
    """,
    "closed-item-note": """
        doc.date doc.draft doc.other_formats doc.privacy_notice doc.review_on doc.team sign.email sign.job_title
        sign.name sign.out_of_hours sign.phone sign.team_phone
    """,
    "conference-extract": """
        doc.other_formats doc.privacy_notice doc.team people[].first_name sign.email sign.job_title sign.name
        sign.out_of_hours sign.phone sign.team_phone
    """,
    "conference-summary": """
        case.days case.instructions[] case.officer_in_case case.police_references doc.date doc.draft doc.handling
        doc.other_formats doc.privacy_notice doc.review_on doc.team outstanding[].asks outstanding[].by
        outstanding[].by_note outstanding[].note outstanding[].tick outstanding[].why_late settled[].asks
        settled[].tick sign.email sign.job_title sign.name sign.out_of_hours sign.phone sign.team_phone
        suspected[].attendance suspected[].first_name suspected[].id suspected[].officer_in_case
        suspected[].other_names suspected[].police_status suspected[].school_status suspected[].support[].contact
        suspected[].support[].worker
    """,
    "details-request": """
        doc.team episodes[].force letter.out_of_hours letter.to_contact letter.to_name sign.out_of_hours
        sign.team_phone
    """,
    "disclosure-register": """
        case.days case.injuries case.instructions[] case.officer_in_case case.police_references case.summary
        case.types doc.date doc.draft doc.handling doc.other_formats doc.privacy_notice doc.team
        impersonal[].about impersonal[].basis_text impersonal[].by impersonal[].family impersonal[].name
        impersonal[].sha256 impersonal[].version impersonal[].what impersonal[].why made[].about made[].basis
        made[].basis_text made[].by made[].family made[].hash made[].name made[].sha256 made[].state made[].title
        made[].to made[].version made[].what made[].why personal[].basis_text personal[].sha256 personal[].title
    """,
    "ecins-record": """
        doc.date doc.other_formats doc.privacy_notice doc.team sign.email sign.job_title sign.name
        sign.out_of_hours sign.phone sign.team_phone
    """,
    "mapping-sheet": """
        doc.draft doc.other_formats doc.privacy_notice doc.team places[].address places[].cctv places[].reference
        sign.email sign.job_title sign.name sign.out_of_hours sign.phone sign.team_phone
    """,
    "mash-referral": """
        case.days case.injuries case.officer_in_case case.title child.age child.concern child.first_name child.id
        child.loss child.repeat_victim child.victim_details_sent decision.condition decision.how doc.team
        letter.greeting letter.to_name others[].id sign.email sign.phone sign.team_phone
    """,
    "members-briefing": """
        children.out_of_hours doc.other_formats doc.privacy_notice
    """,
    "outreach-request": """
        ask.formats[] ask.partners[] ask.worries doc.other_formats doc.privacy_notice places[].address
        places[].cctv places[].reference sign.email sign.job_title sign.name sign.out_of_hours sign.phone
        sign.team_phone
    """,
    "patrol-request": """
        ask.ages ask.formats[] ask.numbers ask.partners[] ask.sessions ask.staff_safety ask.tensions
        doc.other_formats doc.privacy_notice sign.email sign.job_title sign.name sign.out_of_hours sign.phone
        sign.team_phone
    """,
    "reboot-referral": """
        doc.team letter.greeting letter.out_of_hours letter.to_contact letter.to_name person.age person.concern
        person.email person.exploitation person.first_name person.home_area person.id person.impact
        person.other_names person.phone person.previous_address person.vulnerabilities sign.email sign.phone
        sign.team_phone
    """,
    "reporting-information": """
        doc.date doc.draft doc.handling doc.privacy_notice doc.reference doc.review_on
    """,
    "school-letter": """
        doc.team letter.reply_words letter.to_name pupil.age pupil.attendance pupil.communication_needs
        pupil.disability_send pupil.ehcp pupil.first_language pupil.first_name pupil.id pupil.injury
        pupil.interpreter_needed pupil.medical_attention pupil.other_names pupil.school pupil.school_status
        sign.email sign.out_of_hours sign.phone sign.team_phone
    """,
    "school-letter-restricted": """
        doc.other_formats doc.privacy_notice doc.review_on doc.team letter.send_by letter.to_name
        sign.contact_name sign.email sign.out_of_hours sign.phone sign.team_phone
    """,
    "schools-engagement-request": """
        ask.ages ask.sessions ask.staff_safety ask.tensions ask.worries doc.handling doc.other_formats
        doc.privacy_notice doc.review_on sign.email sign.out_of_hours sign.phone sign.team_phone
    """,
    "social-care-letter": """
        case.injuries case.officer_in_case case.title case.types child.age child.carers[].contact
        child.carers[].name child.carers[].parental_responsibility child.carers[].relationship
        child.carers[].told child.concern child.email child.first_name child.gp child.id child.loss
        child.nhs_number child.phone child.previous_address child.religion child.repeat_victim child.upn
        child.victim_details_sent decision.by decision.condition decision.how decision.level doc.team
        letter.out_of_hours letter.to_contact letter.to_name sign.email sign.out_of_hours sign.phone
        sign.team_phone
    """,
    "support-enquiry": """
        doc.team family.why letter.back_on letter.out_of_hours letter.to_contact letter.to_name sign.email
        sign.out_of_hours sign.phone sign.team_phone
    """,
    "victim-support-referral": """
        doc.team letter.greeting letter.out_of_hours letter.to_contact letter.to_name
        person.accounts[].reliability person.accounts[].source person.accounts[].status person.accounts[].text
        person.accounts[].when person.accounts[].where person.first_name person.gender person.home_area
        person.household person.id person.other_names person.previous_address person.pronouns
        person.victim_details_sent person.year_group referral.stage sign.email sign.phone sign.team_phone
    """,
    "yjs-letter": """
        case.officer_in_case case.summary case.title case.types child.age child.concern child.first_name child.gp
        child.id child.impact child.nhs_number child.previous_address child.upn decision.by decision.condition
        decision.how decision.level decision.why doc.team letter.out_of_hours letter.to_contact letter.to_name
        sign.email sign.out_of_hours sign.phone sign.team_phone
    """,
    "youth-information-referral": """
        doc.team letter.greeting letter.out_of_hours letter.to_contact letter.to_name person.first_name person.id
        person.other_names person.year_group referral.stage sign.email sign.phone sign.team_phone
    """,
}
"""The paths of each template, apart by blanks, beside those of `EVERYWHERE`."""
