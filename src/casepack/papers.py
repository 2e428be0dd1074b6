"""Which View belongs to which document: all documents about a case but the team's own papers on the run itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .lens import Lens
from .own_kinds import FOR_THE_TEAM
from .person_view import person_view
from .plan import Case, Job
from .restricted import closed_item_note
from .views import case_view, doc_view, sign_view
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

SUBJECTS = ("child", "pupil", "person")
"""What casepack's documents call whom they are about; a document of the office's own may say `subject` for each."""


def tells_of_a_case(job: Job) -> bool:
    """Is the document about the case, and not one of the team's papers about the run itself?"""
    return job.document.made_by in ABOUT_A_CASE or job.document.made_by == FOR_THE_TEAM


def view_of(case: Case, lens: Lens, job: Job) -> dict[str, Any]:
    """The View of a document that `tells_of_a_case`; one of the office's own gets that of the document it is like."""
    if job.document.made_by == FOR_THE_TEAM:
        return _for_the_team(case, lens, job)
    view = ABOUT_A_CASE[job.document.made_by](case, lens, job)
    about = next((view[name] for name in SUBJECTS if name in view), None)
    return {**view, "subject": about} if job.document.like and about is not None else view


def _for_the_team(case: Case, lens: Lens, job: Job) -> dict[str, Any]:
    """A paper of the office's own for the team: the case in its words, everybody by code."""
    people = [person_view(lens, person) for person in lens.reader.subjects]
    about = {"subject": people[0]} if job.subject else {}
    context = {"doc": doc_view(case, job), "case": case_view(case, lens), "people": people, "sign": sign_view(case)}
    return context | about
