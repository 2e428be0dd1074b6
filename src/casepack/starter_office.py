"""What a new office begins with: the steps of the procedure, and the kinds of reader that need a legal basis.

The steps are those of the procedure itself; a council changes them in its own data. The legal bases are left for its
data protection officer to write: only the kinds of reader are named.
"""

from __future__ import annotations

from .form import Form
from .office import DueRule, Office, Step

_STEPS = (
    ("obtain-details", "Obtain details", "Start", DueRule.HOURS, 24, "details-request",
     "From the police's systems, or from the police directly: what happened, and who was involved."),
    ("information-sharing", "Information sharing", "Partnership work", DueRule.HOURS, 48,
     "school-letter mash-referral social-care-letter yjs-letter btp-letter agency-letter members-briefing",
     "Share relevant information with the key agencies that need to know: schools, MASH, social care, YOS, BTP and so "
     "on. Management informs the local Members."),
    ("systems-update", "Systems update", "Partnership work", DueRule.HOURS, 48, "ecins-record",
     "Everything about the event goes on E-CINS. Where the incident is particularly sensitive, the information is "
     "restricted."),
    ("community-reassurance", "Community reassurance", "Community impact", DueRule.AT_ONCE, 0,
     "patrol-request reporting-information",
     "Police patrols. Local resident groups are given reporting information."),
    ("mapping", "Mapping", "Community impact", DueRule.HOURS, 48, "mapping-sheet",
     "What is the area like? Who lives there? Which businesses are there? Any schools or places of education?"),
    ("business-surveys", "Business surveys", "Community impact", DueRule.WEEKS, 1, "business-survey",
     "The Safer Communities Team completes a business survey with local businesses. What is relevant goes to partner "
     "agencies, such as the police."),
    ("support-in-place", "Support already in place", "Young person support", DueRule.HOURS, 48, "support-enquiry",
     "Who already works with the young person? Do those agencies know of the incident? What is their plan for "
     "supporting the young person over it?"),
    ("further-support", "Further support options", "Young person support", DueRule.WEEKS, 1,
     "victim-support-referral reboot-referral youth-information-referral",
     "Referrals to agencies that may support the young person: Victim Support, REBOOT, FindItOut+."),
    ("wider-support", "Wider support", "Young person support", DueRule.WEEKS, 1,
     "outreach-request schools-engagement-request",
     "Youth Outreach, where there is any, in and around the place of the incident. Schools engagement work."),
    ("conference", "Peer Group Conference", "Conference", DueRule.CONFERENCE, 1,
     "conference-summary conference-extract",
     "The incident is summarised at the next scheduled meeting, with all work completed and all tasks outstanding. New "
     "actions may arise."),
)  # fmt: skip

AUDIENCES = (
    "school", "mash", "social care", "yjs", "btp", "police", "agency", "support enquiry", "victim support",
    "sexual violence adviser", "reboot", "youth information", "ecins", "conference", "conference extract", "members",
    "business", "residents", "patrol", "outreach", "schools engagement", "mapping",
)  # fmt: skip
"""The kinds of reader whose legal basis an office writes, in the order in which they are asked for."""


def starting_steps() -> tuple[Step, ...]:
    """The ten boxes of the procedure, with their times and the documents that answer them."""
    return tuple(
        Step(id=id, title=title, strand=strand, asks=asks, rule=rule, amount=amount, documents=tuple(documents.split()))
        for id, title, strand, rule, amount, documents, asks in _STEPS
    )


def waiting_in(form: Form, office: Office | None) -> dict[tuple[str, str], tuple[str, ...]]:
    """What stands in rows of this form that nobody has begun, by table and field, where it is no numbered id."""
    if form.name == "office":
        return {("legal_bases", "audience"): AUDIENCES}
    return {("progress", "step"): tuple(step.id for step in office.steps) if office else ()}
