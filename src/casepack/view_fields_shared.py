"""What templates may print, in tables that many documents share: letterhead, case, person, decision and the like.

A row is `name | kind | what it says | example`. A name that ends in [] is a list, and the row tells of one item of it;
`name[].other` is something of each item. The kind is `words`, `yes/no`, `picture` or `group` (which has names of its
own). A `-` behind it: the words may be empty; a `+`: the list never is; a `?`: it is there in some documents only; a
`>name`: what is under that name is there where this says yes. A letter behind it is its mark: all with one mark come
together, and a capital brings its small letter along. For people the marks are the letters of the disclosure table, and
a few for what has rules of its own. Examples are invented.
"""

from __future__ import annotations

DOC = """
name           | words   | what the document is called | School letter
reference      | words - | the reference of the case; empty on papers that bear none | MSC-2026-0417
standing       | yes/no  | the paper says the same whatever happened | no
title          | words   | the title of the file | School letter, MSC-2026-0417
organisation   | words   | the council | Marlhaven District Council
team           | words   | the team | Safer Communities Team
letterhead     | words   | team, address and telephone on one line | Safer Communities Team · 01632 960100
running_head   | words   | council and team, for the header of later pages | Marlhaven District · Safer Communities
marking        | words - | the protective marking; empty on papers for residents | OFFICIAL-SENSITIVE
handling       | words   | how the paper is to be handled | Recipients only. Do not forward outside your organisation.
draft          | words - | says that the document is a draft; empty once it may be sent | Draft, not for sending
privacy_notice | words - | where the privacy notice is | https://example.org/privacy
other_formats  | words - | how to ask for another format | For large print or another format, ring 01632 960100.
review_on      | words - | the day on which the paper is reviewed | 23 October 2033
date           | words   | the day on the document | 27 October 2026
version        | words   | the number of the version | 1
footer_left    | words   | the left of the footer: reference, document and version | MSC-2026-0417 · School letter · v1
"""

SIGN = """
name         | words | who signs | Sam Pencilworth
job_title    | words | the job title of whoever signs | Safer Communities Officer
contact_name | words | whom to ask about the case | Sam Pencilworth
contact      | words | how to reach them: telephone and e-mail on one line | 01632 960102 · sam.pencilworth@example.org
phone        | words | their telephone | 01632 960102
email        | words | their e-mail | sam.pencilworth@example.org
team_phone   | words | the team's telephone | 01632 960100
out_of_hours | words | the telephone out of hours | 01632 960199
"""

LETTER = """
to[]         | words +   | the lines of the address | Southmere Youth Justice Service
to_name      | words   | whom the letter goes to | Southmere Youth Justice Service
to_contact   | words A | their e-mail and telephone on one line | yjs@example.org · 01632 960321
out_of_hours | words A - | their telephone out of hours | 01632 960399
greeting     | words   | the word behind "Dear" | colleague
reply_by     | words   | by when an answer is wanted, for a table | 5:40pm, Friday 30 October 2026
reply_words  | words   | the same within a sentence | by 5:40pm, Friday 30 October 2026
send_by      | words   | how the letter is to be sent | Secure e-mail only
on_break     | yes/no S | the school is on a break | no
back_on      | words S - | the day on which the school is back | Monday 2 November 2026
"""

CASE = """
title             | words | what the incident is called, without a name | Group incident at a railway station
days              | words C | the day or days on which it happened | Friday 23 October 2026
summary           | words C | the account for partners | A group of young people gathered on the platform.
types             | words C | what kind of incident it was | Group assault, damage
officer_in_case   | words C | the police officer in the case | PC 0000 Fable, Southmere Police
instructions[]    | words C | what the police ask everybody not to do | Nobody but the police asks what happened.
police_references | words C | the police's references | SMP-EX-4726-23102026 (Southmere Police)
injuries          | words C | who was hurt, and how badly | Minor injuries
"""

FAMILY = """
state  | words   | what the family knows of this sharing: told, not told or not known | told
why    | words - | why the family is not told, where the reader may know | The social worker will tell them
agreed | words   | whether the family agrees | Yes
"""

DECISION = """
by        | words   | who decided, and when | Robin Draftwell, 9:45am, Saturday 24 October 2026
why       | words   | why it is shared | Welfare of a pupil
level     | words   | the level of need | Early help
how       | words   | how it is to be shared | By phone, then secure e-mail
condition | words - | what has to happen first | The mother has been told
"""

REFERRAL = """
agreed_by           | words  | who agreed to the referral | Young person and mother
agreed_on           | words  | the day of the agreement | 24 October 2026
conditions          | words  | what they agreed to, and what not | Contact only through the key worker
needs[]             | words +  | what help is wanted | Safe travel plan
update              | yes/no | the service works with them already | no
stage               | words  | how far the service has come | Stage 1 visit held September 2026
explicit            | words  | whether they said so themselves | Yes
known_to_each_other | words  | whether those involved know each other | Not known
already_referred    | words  | whether the police have passed on their details | No
evidence            | words  | what the concern rests on | Two incidents since September
home_visit_notes    | words  | what to know before a visit at home | Visit in pairs
"""

MEETING = """
when  | words | when the conference meets | 10am, Wednesday 18 November 2026
place | words | where it meets | Video call and Room 3, Civic Offices
chair | words | who chairs it | Robin Draftwell
"""

PERSON = """
id                     | words     | the code of the person in the record | P1
child                  | yes/no    | under 18 when it happened | yes
name                   | words N   | the full name | Callum Exampleby (known as Cal)
first_name             | words N   | the first name | Callum
other_names            | words N   | other names | None recorded
age                    | words d   | the age on the day of the document | 15
year_group             | words d   | the year group | Year 11
date_of_birth          | words D   | the date of birth, with the age | 9 March 2011, aged 15
area                   | words a   | the first part of the postcode | ZZ1
address                | words A   | the home address; a protected one is never given | 12 Sample Road, ZZ1 3RL
previous_address       | words A   | the address before that | Not recorded
home_area              | words A   | the area in which the home lies | Marlhaven District
gender                 | words A   | the gender | Male
pronouns               | words A   | the pronouns | He/him
address_protected      | yes/no A  | the address is protected | no
household              | words O   | who lives there; never with a protected address | Father
contact_through        | words c   | through whom they are to be reached | Mother
contact_phone          | words c   | safe telephone numbers | 07700 900111
contact_times          | words c   | the best times | After 4pm
contact_message        | words c   | whether a message may be left | No
contact_call           | words c   | whether calling is safe | Yes
contact_write          | words c   | whether writing is safe | No
contact_note           | words c   | what else to know before calling | Text first
phone                  | words C   | the telephone | 07700 900111
email                  | words C   | the e-mail | callum@example.org
carers[]               | group C   | parents and carers |
carers[].name          | words     | the carer's name | Grant Exampleby
carers[].relationship  | words     | who they are to the person | Father
carers[].parental_responsibility | words   | whether they hold parental responsibility | Yes
carers[].contact       | words     | how to reach them | 07700 900121
carers[].told          | words     | whether and when they were told | Told at 11am, Saturday 24 October 2026
school                 | words s   | the school | Holmbeck All-Through Academy
school_status          | words S   | how they are on roll | On roll
attendance             | words S   | the attendance | 93% this term
suspected              | yes/no r  | suspected of a part in it | yes
present                | yes/no r  | a child under 10 who was there | no
harmed                 | yes/no r  | reported as harmed | no
witness                | yes/no r  | saw what happened | no
accounts[]             | group f   | what is reported of the person, episode by episode |
accounts[].when        | words     | when it was | 5:40pm to 6:05pm, Friday 23 October 2026
accounts[].where       | words     | where it was | Kestrel Parade
accounts[].text        | words     | what is reported | Callum is reported to have pushed another young person.
accounts[].source      | words Q   | where that comes from | Police occurrence summary
accounts[].reliability | words Q   | how reliable it is | First-hand, not yet a statement
accounts[].status      | words Q   | how it stands with the police | Suspected, not yet interviewed
accounts[].suspected   | yes/no Q  | suspected in this episode | yes
officer_in_case        | words F   | the police officer in the case | PC 0000 Fable, Southmere Police
wishes                 | words W   | what the person wants | Wants a new safe route to school
police_status          | words P   | how it stands with the police | Voluntary interview planned
loss                   | words V   | what was lost or damaged | Phone broken
repeat_victim          | words V   | harmed before | No
victim_details_sent    | words V   | whether the police have passed on their details | Not known
support_in_place       | yes/no u  | somebody supports the person already | yes
support[]              | group U   | who supports the person |
support[].agency       | words     | the service | REBOOT
support[].worker       | words     | the worker | Jo Testament, PCSO
support[].contact      | words     | how to reach the worker | 01632 960131
support[].stage        | words     | how far the support has come | Stage 1 visit held September 2026
support[].aware        | words     | whether the worker knows of the incident | Yes, by phone 24 October
support[].plan         | words     | what is planned | Home visit 26 October
legal_status           | words U   | orders, plans and enquiries | Child in need plan
vulnerabilities        | words U   | what makes the person vulnerable | Recent drop in attendance
going_well             | words U   | what goes well | Plays football on Sundays
concern                | words U   | what the worry is | Exploitation indicators
impact                 | words U   | what it has done to the person | Does not sleep well
exploitation           | words U   | the result of the screening for exploitation | Some indicators
also_hurt              | yes/no H  | the person was hurt too | yes
ethnicity              | words E   | the ethnicity | Not recorded
ethnicity_source       | words E   | who says so | Self-defined
religion               | words E   | the religion | Not recorded
upn                    | words E   | the unique pupil number | Z999000000016
gp                     | words E   | the doctor's surgery | Example Surgery
nhs_number             | words E   | the NHS number | Not recorded
injury                 | words I   | the injury | Bruised arm
medical_attention      | words I   | whether a doctor saw it | No
disability_send        | words X   | disability and special educational needs | Speech and language needs
ehcp                   | words X   | whether there is an education, health and care plan | Yes
communication_needs    | words K   | how to communicate | Short sentences
first_language         | words K   | the first language | English
interpreter_needed     | words K   | whether an interpreter is needed | No
aggravating            | words G - | the aggravating factor, where this reader may know it | Racist language reported.
"""

ACCOUNT = """
when        | words   | when it was | 5:40pm to 6:05pm, Friday 23 October 2026
where       | words   | where it was | Kestrel Parade
text        | words   | what is reported | Callum is reported to have pushed another young person.
source      | words Q | where that comes from | Police occurrence summary
reliability | words Q | how reliable it is | First-hand, not yet a statement
status      | words Q | how it stands with the police | Suspected, not yet interviewed
suspected   | yes/no Q | suspected in this episode | yes
"""

ACTION = """
what    | words   | what is to be done | Ask for the outcome of the CCTV review.
owner   | words   | who does it | Sam Pencilworth
due     | words   | by when | 6 November 2026
status  | words   | how it stands | Open
outcome | words - | what came of it | Done by phone
"""

EPISODE = """
when      | words   | when it was | 5:40pm to 6:05pm, Friday 23 October 2026
precision | words   | how exact the time is | Minutes, from CCTV
place     | words   | where it was | Brackwater station, platform 2
details   | words   | the place on the railway | Platform 2 and forecourt
behaviour | words   | what was seen | A group gathered on the platform and there was a fight.
cctv      | words   | who holds pictures | Station CCTV, held by the train operator
force     | words - | the police force | Southmere Police
reference | words - | the police's reference | SMP-EX-4726-23102026
ward      | words   | the ward | Brackwater
police    | words   | the police force and its reference | Southmere Police, SMP-EX-4726-23102026
"""

STEP = """
tick     | words   | a box, ticked when it is done | ☐
title    | words   | the step of the procedure | Obtain details
asks     | words   | what the step asks for | From the police's systems, or from the police directly
note     | words - | what is to be said of it | Overdue by 2 days 13 hours.
due      | words   | by when | 11:59pm, Friday 23 October 2026
status   | words   | how it stands, in few words | Overdue
kind     | words   | the same as a key: done, due, overdue or neutral | overdue
by       | words   | who did it | Sam Pencilworth
by_note  | words - | when it was done | Done at 11:30am, Saturday 24 October 2026.
why_late | words - | why it is late | Half-term: nobody at the school to ask.
owner    | words   | who has it in hand | Sam Pencilworth
why      | words   | why it is not done | No reason recorded.
"""

COUNTS = """
done       | words | how many steps are done | 3
to_do      | words | how many are still to do | 7
overdue    | words | how many of these are too late | 2
next       | words | how long until the next deadline | 2 days
next_label | words | which deadline that is | to business surveys
actions    | words | how many actions are open | 3
"""

STATE = """
what  | words   | what was asked or sent | Support enquiry
to    | words   | to whom | REBOOT
about | words   | about whom, as the reader may know them | Callum
state | words   | how it stands | Replied
since | words - | since when | 3:20pm, Saturday 24 October 2026
"""

PLACE = """
where     | words   | the place | Kestrel Parade
address   | words - | its address | 2 to 24 Kestrel Parade, Brackwater, ZZ1 3KP
when      | words   | when it was | 6:10pm to 6:50pm, Friday 23 October 2026
seen      | words   | what was seen | Shouting, threats to shop staff and damage.
cctv      | words   | who holds pictures | Mini Mart (private)
reference | words   | the police's reference | SMP-EX-4726-23102026
ward      | words   | the ward | Brackwater
owner     | words   | who owns the land | Train operator
"""

ASK = """
period       | words | from when to when | Saturday 24 October 2026 to Saturday 21 November 2026
days[]       | words + | on which days and at what hours | Half-term afternoons
look_for[]   | words + | what to look for | Travel safety
worries      | words | what people there are worried about | Staff are worried about closing time.
feedback_by  | words | by when an answer is wanted | Monday 16 November 2026
sessions     | words | how many sessions | 4
ages         | words | for which ages | Aged 12 to 17
numbers      | words | for how many | 8 to 12 young people
staff_safety | words | what keeps staff safe | Pairs; poor light at the rear of the parade.
tensions     | words | what tensions there are | Two friendship groups from different schools.
formats[]    | words + | in what form | Assembly
partners[]   | words + | with whom | Police youth officer
"""

CHILDREN_SERVICES = """
name         | words | whom to ring with a worry about a child | Southmere Integrated Front Door (MASH)
phone        | words | their telephone | 01632 960301
out_of_hours | words | their telephone out of hours | 01632 960399
"""
