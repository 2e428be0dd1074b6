"""Which View belongs to which document: all documents about a case but the team's own papers on the run itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .lens import Lens
from .plan import Case, Job
from .restricted import closed_item_note
from .views_community import COMMUNITY_VIEWS
from .views_ecins import ecins_record
from .views_letters import (
    agency_letter,
    btp_letter,
    mash_referral,
    reboot_referral,
    school_letter,
    social_care_letter,
    victim_support_referral,
    yjs_letter,
    youth_information_referral,
)
from .views_office import business_survey, conference_summary
from .views_partners import conference_extract, details_request, support_enquiry

ABOUT_A_CASE: dict[str, Callable[[Case, Lens, Job], dict[str, Any]]] = {
    "school-letter": school_letter,
    "mash-referral": mash_referral,
    "social-care-letter": social_care_letter,
    "yjs-letter": yjs_letter,
    "btp-letter": btp_letter,
    "agency-letter": agency_letter,
    "victim-support-referral": victim_support_referral,
    "reboot-referral": reboot_referral,
    "youth-information-referral": youth_information_referral,
    "business-survey": business_survey,
    "conference-summary": conference_summary,
    "closed-item-note": closed_item_note,
    "details-request": details_request,
    "ecins-record": ecins_record,
    "support-enquiry": support_enquiry,
    "conference-extract": conference_extract,
    **COMMUNITY_VIEWS,
}
