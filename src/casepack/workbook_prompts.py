"""What the workbook says about each of its questions: the prompt beside the cell, and the sentence for a slip.

A prompt has 255 characters at most, the limit of Excel: what is asked comes first, then how to write it, then how to
write people, then an example, then in which papers the answer ends. What does not fit is left out from the end.
"""

from __future__ import annotations

from .fates import what_happens
from .form import Column, Kind, Sheet, When
from .form_actions import NEW, STANDING
from .values import length

TITLE_LIMIT, MESSAGE_LIMIT = 32, 255
"""Excel's own limits for the title and the text of a prompt or a message, in UTF-16 units."""

WHEN: dict[When, str] = {
    "first": "Needed first", "usual": "Usual", "if needed": "If it applies", "meeting": "At the meeting",
}  # fmt: skip
"""How soon a sheet is needed, in words."""

OWN_TABLES = frozenset({"people", "episodes", "sources", "businesses"})
"""Tables of a record to whose rows others refer, by plain ids such as P1."""

MEETING_TABLES = frozenset({STANDING, NEW})
"""Tables of a meeting's actions: what is answered there ends where the actions of the records do."""

BY_TOKEN = "Write people as {P2}, never by name."
NOBODY = "Nothing here may point to a person."

_BY_TOKEN = {
    "incident": "what_happened sensitive_reason sensitivity_decision link_reason aggravating aggravating_status online "
    "known_gaps instructions",
    "people": "household_note address_note contact_note communication_needs disability_send going_well vulnerabilities "
    "concern impact exploitation_result gillick_note things_to_check restrictions injury loss wishes statement "
    "police_status",
    "involvements": "account status",
    "carers": "why_not_told",
    "support": "stage aware plan",
    "decisions": "why condition why_family_not_told may_be_told how why_others",
    "referrals": "conditions needs stage evidence home_visit_notes blocked",
    "conflicts": "reason instead",
    "progress": "note why_late",
    "actions": "what outcome",
    "conference": "questions outcomes_wanted late_reason",
    "ecins": "restrictions visible_to_others outstanding",
    "disclosures": "what purpose why_not_asked decision",
}
_NOBODY = {
    "incident": "title for_partners for_public injuries",
    "episodes": "behaviour precision cctv railway_details",
    "area": "description lighting cctv cctv_gap sight_lines condition transport busy_times night_time youth_provision "
    "who_lives_here groups_to_reassure tension_why businesses other_sites staff_safety routine_action",
    "survey_answers": "answer",
    "requests": "look_for community_worries staff_safety tensions partners lines do_not_say not_for_this_case",
}
_LONG = {
    "organisation": "tier handling other_formats crimestoppers",
    "steps": "asks",
    "legal_bases": "text when_suspected when_special",
    STANDING: "what outcome",
    NEW: "what",
}
_TALL = {
    "incident": "what_happened for_partners aggravating link_reason",
    "area": "description who_lives_here",
}

_HOW = {
    Kind.LIST: "Several: one to a line (Alt+Enter).",
    Kind.REFS: "Several: ids with commas between.",
    Kind.DAY: "Day/month/year, such as 03/04/2026.",
    Kind.DAY_OR_UNKNOWN: "Day/month/year; or Not known, Not asked, Refused, Withheld.",
    Kind.TIME: "Hours and minutes, such as 17:40.",
    Kind.MOMENT: "Day and time, such as 24/10/2026 08:55.",
    Kind.WORDS_OR_REF: "Pick from the list, or write your own words.",
    Kind.NUMBER: "A whole number.",
}


def _told(table: dict[str, str], column: Column) -> bool:
    return column.field in table.get(column.table, "").split()


def is_prose(column: Column) -> bool:
    """Is the answer likely to be sentences?"""
    return any(_told(table, column) for table in (_BY_TOKEN, _NOBODY, _LONG))


def is_tall(column: Column) -> bool:
    """Does an empty answer deserve room for several lines, on a sheet that is filled in downwards?"""
    return _told(_TALL, column)


def about_people(column: Column) -> str:
    """How to write people in this free text; nothing where they stand by name, or where the hint says it already."""
    if _told(_BY_TOKEN, column) and "{P" not in column.hint:
        return BY_TOKEN
    if _told(_NOBODY, column) and "name" not in column.hint and "person" not in column.hint:
        return NOBODY
    return ""


def cut(text: str, limit: int) -> str:
    """`text` within `limit` UTF-16 units, cut at a word."""
    if length(text) <= limit:
        return text
    kept = ""
    for word in text.split(" "):
        longer = f"{kept} {word}".strip()
        if length(longer) + 1 > limit:
            break
        kept = longer
    return kept.rstrip(" ,;:(") + "…"


def heading(column: Column) -> str:
    """The heading as it stands in the workbook: a needed one ends in a star."""
    return f"{column.heading} *" if column.needed else column.heading


def prompt(column: Column) -> tuple[str, str]:
    """Title and text of the prompt that appears at the cells of this column."""
    fate = "" if column.table in MEETING_TABLES else what_happens(column)
    example = f"Example: {column.example}" if column.example and column.kind not in (Kind.REF, Kind.DAY) else ""
    parts = [column.hint, _how(column), about_people(column), fate, example]
    said = parts[0]
    for part in filter(None, parts[1:]):
        longer = f"{said}\n{part}".strip()
        if length(longer) <= MESSAGE_LIMIT:
            said = longer
    return cut(column.heading, TITLE_LIMIT), cut(said, MESSAGE_LIMIT)


def _how(column: Column) -> str:
    """How to write the answer, where that is not plain from the question."""
    if column.kind is Kind.REFS and not OWN_TABLES & set(column.targets):
        return "Several: with semicolons between."
    return _HOW.get(column.kind, "")


def slip(column: Column, sheet: Sheet | None) -> str:
    """The sentence shown when what was typed cannot be the answer; `sheet` holds the rows that an id must name."""
    if column.kind in (Kind.YES_NO, Kind.CHOICE):
        return "Please pick one of the answers in the list."
    if column.kind is Kind.REF:
        where = f'Add it on the sheet "{sheet.name}" first' if sheet else "Look for it in the list"
        return f"This is not in the list. {where}, or keep it if it is a name that casepack knows."
    return _SLIPS[column.kind]


_SLIPS = {
    Kind.DAY: "Please type day/month/year, for example 03/04/2026.",
    Kind.DAY_OR_UNKNOWN: "Please type day/month/year, for example 03/04/2026; or Not known, Not asked, Refused, "
    "Withheld or Does not apply.",
    Kind.TIME: "Please type hours and minutes, for example 17:40.",
    Kind.MOMENT: "Please type the day and the time, for example 24/10/2026 08:55.",
    Kind.NUMBER: "Please type a whole number.",
}
NOT_OFFERED = "This is not in the list. Look for it in the list, or keep it if you are sure."
TWICE = "Another row has this id already. Each row needs an id of its own; ids may have gaps."
GUARD = "The headings must stay as they are: casepack finds the answers by them."
