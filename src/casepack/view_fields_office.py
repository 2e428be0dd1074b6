"""What the papers that tell how things stand may print: checklist, register, conference, E-CINS and the survey."""

from __future__ import annotations

from .view_field import Use
from .view_fields_letters import BASIS, LETTERHEAD
from .view_fields_shared import ACCOUNT, ACTION, CASE, COUNTS, DOC, EPISODE, MEETING, PERSON, STATE, STEP

_CLOCK = """
clock[] | words + | when the clock started, and what is not known of that | The clock started at 5:40pm.
"""

_PICTURES = """
progress | picture - | the steps of the procedure as a strip of boxes |
timeline | picture - | what happened and what is due, along a line of time |
"""

_CHECKLIST = """
episodes[]        | group | what happened, episode by episode; none in a sensitive case |
strands[]         | group + | the strands of the procedure |
strands[].name    | words | what the strand is called | Partnership work
strands[].steps[] | group + | its steps |
made[]            | group | the documents that were made |
made[].title      | words | the document, with its version | School letter P1 SCH1 v1
made[].to         | words | to whom it goes | Holmbeck All-Through Academy
made[].state      | words | how it stands | Ready to send
made[].why        | words - | why it may not be sent yet | Not yet decided.
not_made[]        | group | the documents that were not made |
not_made[].title  | words | the document | Members’ briefing
not_made[].reason | words | why not | No ward is recorded.
withheld[]        | group | the documents that failed their proof |
withheld[].title  | words | the document | School letter P1 SCH1
withheld[].reason | words | why it was withheld | It holds the name of somebody else.
recalls[]         | words | who must be told that something sent no longer holds | Tell the school.
notes[]           | words | what to see to | The school is on half-term break.
missing[]         | words | what the record still lacks | The case has no reference.
states[]          | group | how enquiries, referrals, surveys and requests stand |
account[]         | words | what happened, a paragraph each | P1 is reported to have been in a group.
"""

_REGISTER = """
bases[]           | group   | why things were shared, each once |
bases[].number    | words   | its number | 1
bases[].text      | words   | its words | UK GDPR Article 6(1)(e): a task in the public interest
retention         | words - | the code of the retention schedule | CS-ASB-CHILD
agreement         | words - | the agreement under which things are shared | Shared under the agreement.
before[]          | group   | what was told before the papers were made |
before[].when     | words   | when | 12:05pm, Saturday 24 October 2026
before[].to       | words   | to whom | Parade Mini Mart (shop manager)
before[].direction | words  | whether it went out, came in or was refused | Out
before[].how      | words   | how | Phone, then secure e-mail
before[].about    | words   | about whom, by code | P5
before[].what     | words   | what was told | Name, date of birth and brief facts
before[].why      | words   | why | Safeguarding.
before[].basis    | words   | on what basis | UK GDPR Article 6(1)(e)
before[].by       | words   | who decided | Robin Draftwell
before[].family   | words   | whether the family was told | Yes
made[]            | group   | every document that was made |
personal[]        | group   | those of them that tell about somebody |
impersonal[]      | group   | those that tell about nobody |
earlier[]         | group   | what was made in earlier runs |
earlier[].title   | words   | the document | School letter P1 SCH1 v1
earlier[].to      | words   | to whom | Holmbeck All-Through Academy
earlier[].state   | words   | how it stands | Sent at 11am, Saturday 24 October 2026
earlier[].hash    | words   | the first letters of its fingerprint | 3f2a9c01b7de
recalls[]         | words   | who must be told that something sent no longer holds | Tell the school.
not_made[]        | group   | the documents that were not made or were withheld |
not_made[].title  | words   | the document | Members’ briefing
not_made[].reason | words   | why not | No ward is recorded.
"""

_REGISTER_ROW = """
title      | words   | the document, with its version | School letter P1 SCH1 v1
name       | words   | the document | School letter P1 SCH1
version    | words - | its version | 1
to         | words   | to whom it goes | Holmbeck All-Through Academy
about      | words   | about whom, by code | P1
what       | words   | what it tells | Name, school, part in neutral words
why        | words   | why | Welfare of a pupil.
basis      | words P | the number of the basis | Basis 1
basis_text | words   | the basis | UK GDPR Article 6(1)(e): a task in the public interest
by         | words   | who decided | Robin Draftwell, 9:45am, Saturday 24 October 2026
family     | words   | whether the family was told | Yes
state      | words   | how it stands | Ready to send
sha256     | words   | its fingerprint | 3f2a9c01b7de
hash       | words   | the first letters of its fingerprint | 3f2a9c01b7de
"""

_SUMMARY = """
in_pack            | yes/no  | it is a part of a conference pack | no
as_at              | words   | as of when it tells | 12:10pm, Tuesday 27 October 2026
group_size         | words   | how many there were | About 12, mostly aged 12 to 17
weapons            | words   | weapons | None reported
drugs_alcohol      | words   | drugs and alcohol | Alcohol seen (cans)
online             | words - | what happened online | A clip was shared; its removal was asked for
linked             | words - | the references of linked cases | MSC-2026-0388
gaps[]             | words   | what is not known | Who posted the clip.
episodes[]         | group + | what happened, episode by episode |
suspected[]        | group   | everybody who is suspected of a part |
unnamed[]          | group   | those suspected whose name is not known or not told |
unnamed[].code     | words   | the code | N1
unnamed[].age      | words   | the age | Not known (thought to be 15 to 16)
unnamed[].support  | words   | support in place | Support is in place.
unnamed[].accounts[] | group | what is reported |
unnamed[].accounts[].text | words | what is reported | Young person N1 is reported to have shouted.
survey             | group   | what businesses answered to the survey |
survey.any         | yes/no  | any business has answered | yes
survey.told        | words   | how many answered, and how many may be told of | 2 of 4 businesses answered.
survey.chart       | picture - | the answers as a bar chart |
survey.counts[]    | group   | the questions with answers to choose from |
survey.counts[].question | words | the question | 9. Compared with a year ago
survey.counts[].answers | words | the answers, with how many gave each | About the same 1; Worse 2
survey.counts[].of | words   | how many answered it | 3
survey.words[]     | group   | what was answered in words |
survey.words[].question | words | the question | 11. What would help most
survey.words[].answers[] | words | an answer | A patrol at closing time.
harmed[]           | group   | everybody who was harmed, by code |
harmed[].code      | words   | the code | H1
harmed[].age       | words   | the age | 15
harmed[].support   | words   | support in place | Support is in place.
harmed[].wishes    | words   | what they want | Wants a new safe route to school
harmed[].accounts[] | group  | what is reported |
harmed[].accounts[].text | words | what is reported | Young person H1 is reported to have been pushed.
children_present[] | words   | children under 10 who were there | Tomos Storeyteller: Tomos was seen with the group.
witnesses          | words   | how many saw it | 4
settled[]          | group   | steps that are done or not needed |
outstanding[]      | group   | steps that are not done |
actions[]          | group   | what was agreed |
states[]           | group   | how enquiries, referrals, surveys and requests stand |
state_counts       | words - | how many of these stand how | To do: 9; Replied: 1
questions[]        | words   | questions for the conference | Where is the group likely to meet?
outcomes[]         | words   | what is hoped for | One lead worker for each young person
"""

_EXTRACT = """
to[]                | words +  | the lines of the address | Holmbeck All-Through Academy
school              | yes/no | the reader is a school | yes
people[]            | group +  | the reader's own pupils or clients |
people[].name       | words  | the full name | Callum Exampleby
people[].first_name | words  | the first name | Callum
people[].part       | words  | the part in it | Suspected of a part in it (an allegation, not a finding)
people[].suspected  | yes/no | suspected of a part in it | yes
people[].accounts[] | group  | what is reported |
people[].support[]  | group  | who supports the person |
people[].support[].agency | words | the service | REBOOT
people[].support[].stage  | words | how far the support has come | Stage 1 visit held September 2026
people[].support[].plan   | words | what is planned | Home visit 26 October
people[].more_support | yes/no | others support the person too | no
people[].family     | words  | what the family knows of this sharing: told, not told or not known | told
people[].questions[] | words | questions for the conference | What would make travel safe?
people[].actions[]  | group  | what was agreed for the person |
actions[]           | group  | what was agreed for the reader otherwise |
"""

_CLOSED = """
attendees[] | words + | who may be in the room | Southmere Police, Safeguarding Investigations Unit
access[]    | words + | who may see the case | Robin Draftwell
reviewed    | words | when that was last looked at | 5pm, Monday 30 March 2026
children    | words | how many children it concerns | 3
questions[] | words | questions for the conference | Is the access list still right?
outcomes[]  | words | what is hoped for | Support in place for each child.
"""

_ECINS = """
sensitive            | yes/no  | the case is handled as sensitive | no
case.ecins_reference | words   | its reference on E-CINS | ECINS-EX-88217
case.reference       | words   | our reference | MSC-2026-0417
case.owner           | words   | which group owns the case there | Marlhaven Safer Communities
case.lead            | words   | who leads | Sam Pencilworth
case.status          | words   | how it stands | Open
case.consent         | words   | on what it rests | Shared under public task
case.linked          | words C ? | the references of linked cases | MSC-2026-0388
entered              | words - | who entered it, and when | Sam Pencilworth at 11:05am, Sunday 25 October 2026
episodes[]           | group   | what happened, episode by episode |
profiles[]           | group   | the people, each as a profile |
profiles[].name      | words   | the name | Callum Exampleby
profiles[].reference | words   | its reference on E-CINS | ECINS-P-1001
profiles[].part      | words   | the part in it | Reported as harmed
profiles[].suspected | yes/no  | suspected of a part in it | yes
profiles[].fields[]  | group E ? | what is known of the person |
profiles[].fields[].label | words | what it is | Date of birth
profiles[].fields[].value | words | what is to be entered | 9 March 2011, aged 15
profiles[].empty     | words E ? - | what stays empty | Other names, e-mail
profiles[].links     | words E ? | with whom the profile is linked | Nobody else
profiles[].accounts[] | group A ? | what is reported |
profiles[].carers[]  | words E ? | parents and carers | Grant Exampleby, father
profiles[].support[] | words S ? | who supports the person | REBOOT; Stage 1 visit held September 2026
actions[]            | group   | what was agreed |
uploads[]            | group   | the documents to upload |
uploads[].box        | words   | a box, ticked for what is to be uploaded | ☒
uploads[].what       | words   | which document | Mapping sheet
access.must_restrict | yes/no  | access must be restricted | no
access.restricted    | words   | whether it is | No
access.who[]         | words +   | who may see the case | Partnership ASB team
access.others_see    | words   | what others see | Nothing: profile not shared
access.decided_by    | words   | who decided so | Robin Draftwell at 9:45am, Saturday 24 October 2026
access.reviewed      | words   | when that was last looked at | 5pm, Monday 30 March 2026
access.checked       | words - | who checked it, and when | Alexis Kerning; 5pm, Monday 30 March 2026
access.not_entered[] | words   | what is not to be entered | The address of Noor: do not enter
"""

_SURVEY = """
public           | words | what happened, in public words | There was disorder near your premises.
business.name    | words | the business; a blank where nothing is filled in | Parade Mini Mart
business.address | words | its address | 12 Kestrel Parade
business.kind    | words | what kind it is | Convenience store
business.opening | words | when it is open | 7am to 10pm
survey.reference | words | the reference of the sheet | BS-MSC-2026-0417-B1
survey.return_by | words | by when to return it | Friday 30 October 2026
survey.return_to | words | where to | Safer Communities Team, safer.communities@example.org
"""

_FOR_THE_TEAM = """
people[] | group | everybody in the record, by code |
"""

_CASE_AT_TIMES = "title days? summary? types? officer_in_case? instructions[]? police_references? injuries?"
_BY_CODE = "id child r? f? Q F? W? P? V? u? U?"
_CHILD_BY_CODE = "id child r f Q F W P? V? u U"
_STEP = "tick title asks note due status kind by by_note why_late"
_SUSPECTED = "id child N d a s S r f Q F W P u U -concern -impact"
_PROFILES = "when where text source? reliability? status? suspected?"
_REGISTER_ROWS = {
    "made": "title name version to about what why basis? basis_text by family state sha256 hash",
    "personal": "title name version to about what why basis basis_text by family state sha256 hash",
    "impersonal": "title name version to about what why basis_text by family state sha256 hash",
}
OFFICE: dict[str, tuple[Use, ...]] = {
    "checklist": (
        Use("doc", DOC),
        Use("case", CASE, _CASE_AT_TIMES),
        Use("counts", COUNTS, "done to_do overdue next next_label"),
        Use("", _CLOCK + _PICTURES + _CHECKLIST),
        Use("episodes[]", EPISODE, "when place"),
        Use("strands[].steps[]", STEP, _STEP),
        Use("states[]", STATE),
    ),
    "disclosure-register": (
        Use("doc", DOC),
        Use("case", CASE, _CASE_AT_TIMES),
        Use("", _REGISTER),
        *(Use(f"{rows}[]", _REGISTER_ROW, _REGISTER_ROWS[rows]) for rows in ("made", "personal", "impersonal")),
    ),
    "conference-summary": (
        *LETTERHEAD,
        Use("case", CASE),
        Use("counts", COUNTS, "done to_do overdue actions"),
        Use("meeting", MEETING),
        Use("", _CLOCK + _PICTURES + _SUMMARY),
        Use("episodes[]", EPISODE, "when place behaviour force reference"),
        Use("suspected[]", PERSON, _SUSPECTED),
        Use("settled[]", STEP, _STEP),
        Use("outstanding[]", STEP),
        Use("actions[]", ACTION),
        Use("states[]", STATE),
    ),
    "conference-extract": (
        *LETTERHEAD,
        Use("", BASIS + _EXTRACT),
        Use("meeting", MEETING),
        Use("people[].accounts[]", ACCOUNT, "when where text"),
        Use("people[].actions[]", ACTION, "what owner due status"),
        Use("actions[]", ACTION, "what owner due status"),
    ),
    "closed-item-note": (*LETTERHEAD, Use("meeting", MEETING, "when chair"), Use("", _CLOSED)),
    "ecins-record": (
        *LETTERHEAD,
        Use("case", CASE, "title days? summary? types? officer_in_case? police_references?"),
        Use("", BASIS + _ECINS),
        Use("episodes[]", EPISODE, "when place behaviour ward police"),
        Use("profiles[].accounts[]", ACCOUNT, _PROFILES),
        Use("actions[]", ACTION, "what owner due status"),
    ),
    "own-for-the-team": (
        *LETTERHEAD,
        Use("case", CASE),
        Use("", _FOR_THE_TEAM),
        Use("people[]", PERSON, _BY_CODE),
        Use("subject", PERSON, _CHILD_BY_CODE),
    ),
    "business-survey": (*LETTERHEAD, Use("", _SURVEY)),
}
"""By the name of the template."""
