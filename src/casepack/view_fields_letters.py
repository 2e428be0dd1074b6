"""What the letters and referral forms about somebody may print: their own words, and which of the shared ones."""

from __future__ import annotations

from .view_field import Use
from .view_fields_shared import ACCOUNT, CASE, DECISION, DOC, EPISODE, FAMILY, LETTER, PERSON, REFERRAL, SIGN

BASIS = """
basis[] | words | why this reader may be told, a paragraph each | UK GDPR Article 6(1)(e): a task in the public interest
"""

_LINKED = """
linked | words - | that the person was harmed before, in which case | MSC-2026-0388: harmed in an earlier case too.
"""

_COMPETENCE = """
competence | words | whether Gillick competence was assessed | Gillick competence not assessed.
"""

_OWN_MASH = """
concerns[]    | words +   | what the concern is | Reported hurt in the incident.
others[]      | group   | who else is named, by decision |
others[].name | words   | the name | Aaliyah Mockridge
others[].id   | words   | the code in the record | P2
why_others    | words - | why they are named | Risk between the two
"""

_OWN_YJS = """
harm[] | words + | who is said to be harmed, in age bands | A young person aged 13 to 15
"""

_OWN_BTP = """
episodes[]     | group | the episodes on the railway |
people[]       | group | the people of those episodes |
instructions[] | words | what the police ask everybody not to do | Nobody outside the police asks what happened.
gaps[]         | words | what is not known | Who posted the clip.
"""

_OWN_SUPPORT = """
accounts[] | group | what is reported of the person, episode by episode |
"""

_OWN_REBOOT = """
risks[] | words | what makes the person vulnerable | Recent drop in attendance
"""

_OWN_RESTRICTED = """
told | words | the words that the decision allows | Imogen may need support.
"""

_TO_AN_AGENCY = "to[] to_name to_contact out_of_hours greeting reply_by reply_words send_by"
_TO_A_SCHOOL = "to[] to_name greeting reply_by reply_words send_by on_break back_on"
LETTERHEAD = (Use("doc", DOC), Use("sign", SIGN))
_LETTER = (*LETTERHEAD, Use("letter", LETTER, _TO_AN_AGENCY), Use("", BASIS))
_ABOUT = (*_LETTER, Use("case", CASE), Use("family", FAMILY, "state why"), Use("decision", DECISION))
_REFERRAL = "agreed_by agreed_on conditions needs[] update stage"
_SCHOOL_LETTER = "id child N d age? D? s S r f u? I? X? K?"
_MASH_REFERRAL = "id child N d D A O? c C? s S r f? Q F? W? P? V? u? U? E I X K G?"
_SOCIAL_CARE_LETTER = "id child N d D A? O? c? s? S? r f Q? F? W? P? V? u? U? E I X K G"
_YJS_LETTER = "id child N d D A O? c C s S r f Q F W P u U H? E X K"
_AGENCY_LETTER = "id child N d? D? A? O? c? r f? Q? F? W? P? V? u? I? X? K? G?"
_BTP_LETTER = "id child N d? D? A? O? c r f? Q F? W? P? V? u? K G"
_VICTIM_SUPPORT_REFERRAL = "id child N d D? A? O? c r f Q? F? W? V? u? K G"
_REBOOT_REFERRAL = "id child N d D A O? c C s S r f W u U X K"
_YOUTH_INFORMATION_REFERRAL = "id child N d c K"
_ACCOUNTS = "when where text source? reliability? status? suspected?"
LETTERS: dict[str, tuple[Use, ...]] = {
    "school-letter": (
        *LETTERHEAD,
        Use("letter", LETTER, _TO_A_SCHOOL),
        Use("", BASIS),
        Use("case", CASE, "days instructions[]"),
        Use("family", FAMILY, "state why"),
        Use("pupil", PERSON, _SCHOOL_LETTER),
    ),
    "school-letter-restricted": (
        *LETTERHEAD,
        Use("letter", LETTER, _TO_A_SCHOOL),
        Use("pupil", PERSON, "name"),
        Use("", _OWN_RESTRICTED),
    ),
    "mash-referral": (
        *_LETTER,
        Use("case", CASE),
        Use("family", FAMILY),
        Use("decision", DECISION),
        Use("child", PERSON, _MASH_REFERRAL),
        Use("", _OWN_MASH + _LINKED + _COMPETENCE),
    ),
    "social-care-letter": (*_ABOUT, Use("child", PERSON, _SOCIAL_CARE_LETTER), Use("", _LINKED)),
    "yjs-letter": (*_ABOUT, Use("child", PERSON, _YJS_LETTER), Use("", _OWN_YJS)),
    "agency-letter": (*_ABOUT, Use("child", PERSON, _AGENCY_LETTER)),
    "btp-letter": (
        *_LETTER,
        Use("decision", DECISION),
        Use("", _OWN_BTP),
        Use("episodes[]", EPISODE, "when precision place details behaviour cctv reference"),
        Use("people[]", PERSON, _BTP_LETTER),
    ),
    "victim-support-referral": (
        *_LETTER,
        Use("case", CASE, "days types police_references"),
        Use("referral", REFERRAL, f"{_REFERRAL} explicit known_to_each_other already_referred"),
        Use("person", PERSON, _VICTIM_SUPPORT_REFERRAL),
        Use("", _OWN_SUPPORT),
        Use("accounts[]", ACCOUNT, _ACCOUNTS),
    ),
    "reboot-referral": (
        *_LETTER,
        Use("referral", REFERRAL, f"{_REFERRAL} evidence home_visit_notes"),
        Use("person", PERSON, _REBOOT_REFERRAL),
        Use("", _COMPETENCE + _OWN_REBOOT),
    ),
    "youth-information-referral": (
        *_LETTER,
        Use("referral", REFERRAL, _REFERRAL),
        Use("person", PERSON, _YOUTH_INFORMATION_REFERRAL),
    ),
}
"""By the name of the template."""
