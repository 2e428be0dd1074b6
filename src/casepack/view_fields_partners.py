"""What the papers for partners and for the community may print, and those of a meeting."""

from __future__ import annotations

from .view_field import Use
from .view_fields_letters import BASIS, LETTERHEAD
from .view_fields_shared import (
    ACCOUNT,
    ACTION,
    ASK,
    CHILDREN_SERVICES,
    DOC,
    EPISODE,
    FAMILY,
    LETTER,
    MEETING,
    PLACE,
    SIGN,
)

_DETAILS = """
assumed            | yes/no  | no force is recorded, so this one is asked | no
names              | yes/no  | somebody is named in it | yes
episodes[]         | group + | the episodes, so far as they are known |
questions[]        | group +   | what is still missing |
questions[].number | words   | its number | 1
questions[].about  | words - | about whom or what | Kestrel Parade
questions[].text   | words   | the question | When did it begin, and when did it end?
"""

_ENQUIRY = """
about             | words - | what happened, in a few words | an incident on Friday 23 October 2026
confirmed         | yes/no >told | the agency has confirmed that it works with the child | no
suspected         | yes/no | a suspected part is told | no
child.name        | words  | the full name | Callum Exampleby
child.date_of_birth | words | the date of birth, with the age | 9 March 2011, aged 15
child.match_label | words  | what else helps to find the child: school or postcode area | School
child.match       | words  | that school or area | Holmbeck All-Through Academy
told.part         | words T ? | the part in it, once the agency has confirmed | Reported as harmed
told.suspected    | yes/no T ? | suspected of a part in it | no
told.accounts[]   | group T ? | what is reported |
"""

_TO = """
to[] | words + | the lines of the address | Marlhaven Youth Outreach
"""

_PLACES = """
places[] | group + | the places |
"""

_REPORTS = """
asb_reports    | words - | reports of anti-social behaviour; small numbers are suppressed | 17
damage_reports | words - | reports of damage; small numbers are suppressed | fewer than 5
"""

_PATROL = """
ward_wide | yes/no | the whole ward is meant, and no place named | no
wards[]   | words  | the wards | Brackwater
railway   | yes/no | the force is that of the railway | no
places[]  | group  | the places |
"""

_MAPPING = """
area.description        | words | what the place is like | Suburban station with a small shopping parade.
area.lighting           | words | the lighting | Poor at the rear of the parade.
area.cctv_gap           | words | what no camera sees | Car park and bus shelter.
area.sight_lines        | words | what cannot be overlooked | Blind corner by the bin store.
area.condition          | words | the condition | Graffiti on the bus shelter.
area.night_time         | words | what is open at night | Takeaway until 11pm.
area.youth_provision    | words | what there is for young people | Youth club on Tuesdays only.
area.who_lives_here     | words | who lives there | Families and older people.
area.age_profile_source | words | where that comes from | Census small-area figures
area.tension_level      | words | how tense it is | Low to moderate.
area.tension_why        | words | why | Video clip shared; rumours online.
area.businesses         | words | the businesses, in words | 10 units
area.reports_source     | words | where the numbers come from | Police summary
area.staff_safety       | words | what keeps staff safe | Visit in pairs after dark.
area.routine_action     | words | what is done as routine | Not recorded
area.cctv[]             | words + | the cameras | Station (train operator)
area.transport[]        | words + | how one gets there | Two bus routes
area.busy_times[]       | words + | when it is busy | 3pm to 6:30pm school days
area.other_sites[]      | words + | what else is near | Sheltered housing scheme
area.groups[]           | words + | who may need reassurance | Parents of Year 7 pupils
tension_review          | words | when the tension is looked at again | 2 November 2026
businesses[]            | group | the businesses |
businesses[].name       | words | the name | Parade Mini Mart
businesses[].kind       | words | what kind it is | Convenience store
businesses[].opening    | words | when it is open | 7am to 10pm
schools[]               | words + | the schools near by, as places | Holmbeck All-Through Academy, 650 metres
"""

_OUTREACH = """
lighting      | words | the lighting | Poor at the rear of the parade.
provision     | words | what there is for young people | Youth club on Tuesdays only.
transport[]   | words + | how one gets there | Two bus routes
other_sites[] | words + | what else is near | Sheltered housing scheme
holidays[]    | words + | school holidays | Half-term: last school day Friday 23 October 2026
"""

_ENGAGEMENT = """
school      | words | the school | Holmbeck All-Through Academy
year_groups | words | for which years it is offered | Year 8, Year 9
"""

_BRIEFING = """
members[]        | words +  | the Members of the ward | Cllr Beatrix Canto
ward             | words  | the ward | Brackwater
dates            | words  | in which week or weeks it happened | 19 to 25 October 2026
weeks            | yes/no | it was more than one week | no
public           | words - | what happened, in public words | There was disorder at a railway station.
lines[]          | words  | what Members may say | Extra patrols are in place.
do_not_say[]     | words  | what they are asked not to say | Any school name
one_line         | yes/no | there is one thing that they may say | no
leads[]          | words +  | who leads | Southmere Police
approved         | words  | who approved it, and when | Robin Draftwell, 2:55pm, Saturday 31 October 2026
doing.patrol     | yes/no | patrols were asked for | yes
doing.businesses | yes/no | businesses are asked | yes
doing.outreach   | yes/no | youth outreach was asked for | yes
doing.residents  | yes/no | residents' groups are written to | yes
doing.schools    | yes/no | schools are offered work | no
"""

_LEAFLET = """
standing      | yes/no  | the leaflet says the same whatever happened | no
group         | words   | the residents' group | Friends of Brackwater Green
public        | words - | what happened, in public words | There was disorder at a railway station.
railway       | yes/no  | it was on the railway | no
crimestoppers | words   | how to tell something without a name | Ring Crimestoppers.
team.phone    | words   | the team's telephone | 01632 960100
team.email    | words   | the team's e-mail | safer.communities@example.org
"""

_SLOT = """
number  | words | the number of the item | 4
time    | words | when it begins | 10:20am
minutes | words | how long it may take | 15 min
"""

_PACK = """
count              | words   | how many cases | 3 cases
as_at              | words   | as of when the pack tells | midday, Tuesday 10 November 2026
contact            | words   | how to reach the team | Safer Communities Team, 01632 960100
core[]             | words   | who attends for all items | Southmere Police
others[]           | words +   | who attends for some; then free lines | Holmbeck Academy
agenda[]           | group +   | the cases on the agenda |
agenda[].reference | words   | the reference of the case | MSC-2026-0417
agenda[].title     | words   | its title | Group incident at a railway station
ends               | words   | when the meeting ends | 11:35am
last.when          | words   | when the last meeting was | 10am, Wednesday 21 October 2026
last.actions[]     | group   | what was agreed there |
owners[]           | group   | who has actions to do |
owners[].name      | words   | who | Sam Pencilworth
owners[].count     | words   | how many | 2 open, 1 overdue
owners[].actions[] | group +   | these actions |
peers.none         | words - | says that nobody appears in two cases | Nobody stands by name in more than one case.
peers.meaning      | words   | what a line of the drawing means | A line says that two people stand in the same case.
peers.same_names   | words - | how people of one name are told apart | A number in brackets tells them apart.
peers.undrawn      | words - | how many stand in the tables only | 3 more stand in the tables only.
peers.people[]     | group   | who is in more than one case |
peers.people[].name | words  | the name | Callum Exampleby
peers.people[].age | words   | the age | 15
peers.people[].part | words  | the part | Suspected
peers.people[].count | words | how many cases | 2 cases
peers.people[].cases | words | cases of this meeting | MSC-2026-0417
peers.people[].earlier | words | earlier cases | No case
peers.people[].linked | words | with whom | Orla Penhallow (1 case)
peers.links[]      | group   | who stands together in a case |
peers.links[].a    | words   | one of them | Callum Exampleby
peers.links[].b    | words   | the other | Orla Penhallow
peers.links[].count | words  | how many cases | 2 cases
peers.links[].cases | words  | cases of this meeting | MSC-2026-0417
peers.links[].earlier | words | earlier cases | No case
peers.possibly[]   | group   | who may be one and the same |
peers.possibly[].a | words   | one name | Chidi
peers.possibly[].case_a | words | its cases | MSC-2026-0417
peers.possibly[].b | words   | the other name | Chidi Sampleton
peers.possibly[].case_b | words | its cases | MSC-2026-0418
peers.possibly[].why | words | why it may be so | Other details agree.
places.none        | words - | says that no place recurs | No place recurs.
places.places[]    | group   | places that recur |
places.places[].place | words | the place | Kestrel Parade
places.places[].ward | words | the ward | Brackwater
places.places[].times | words | how often | 4
places.places[].cases | words | cases of this meeting | MSC-2026-0417
places.places[].earlier | words | earlier cases | No case
places.places[].days_and_hours | words | on which days and at what hours | Fridays, 5pm to 6pm
places.places[].occasions[] | words | each time, with its case | MSC-2026-0417: 5:40pm, Friday 23 October 2026
places.places[].now[] | words | the same for cases of this meeting | MSC-2026-0417: 5:40pm, Friday 23 October 2026
places.possibly[]  | group   | places that may be one and the same |
places.possibly[].a | words  | one place | Holmside library
places.possibly[].cases_a | words | its cases | MSC-2026-0417
places.possibly[].b | words  | the other place | Library, Holmside
places.possibly[].cases_b | words | its cases | MSC-2026-0418
places.possibly[].why | words | why it may be so | The same postcode.
cases_here         | words   | where the cases are put in; stands alone in its paragraph | [the cases]
picture_here       | picture - | who appears together, drawn |
blank[]            | words +   | a free row for each new action | 1
"""

_PACK_ACTION = """
case | words | the reference of the case | MSC-2026-0417
kind | words | how it stands, as a key: done, due, overdue or neutral | overdue
"""

_EXTRACTS = """
to         | words  | the reader | Holmbeck Academy
school     | yes/no | the reader is a school | yes
contact    | words  | how to reach the team | Safer Communities Team, 01632 960100
cases_here | words  | where the extracts are put in; stands alone in its paragraph | [the cases]
"""

_ITEMS = ("welcome", "attendance", "last", "actions", "peers", "places", "close")
_PACK_DOC = "name reference title organisation team letterhead running_head marking handling date footer_left"
_ENQUIRY_LETTER = "to[] to_name to_contact? out_of_hours? greeting reply_by reply_words send_by on_break? back_on?"
_ASKED_PLACE = "where address when seen cctv reference"
PARTNERS: dict[str, tuple[Use, ...]] = {
    "details-request": (
        *LETTERHEAD,
        Use("letter", LETTER, "to[] to_name to_contact out_of_hours greeting reply_by reply_words send_by"),
        Use("", BASIS + _DETAILS),
        Use("episodes[]", EPISODE, "when place force reference"),
    ),
    "support-enquiry": (
        *LETTERHEAD,
        Use("letter", LETTER, _ENQUIRY_LETTER),
        Use("", BASIS + _ENQUIRY),
        Use("family", FAMILY, "state why"),
        Use("told.accounts[]", ACCOUNT),
    ),
    "patrol-request": (
        *LETTERHEAD,
        Use("", _TO + _PATROL + _REPORTS),
        Use("places[]", PLACE, _ASKED_PLACE),
        Use("ask", ASK),
    ),
    "outreach-request": (
        *LETTERHEAD,
        Use("", _TO + _PLACES + _OUTREACH),
        Use("places[]", PLACE, _ASKED_PLACE),
        Use("ask", ASK),
    ),
    "schools-engagement-request": (*LETTERHEAD, Use("", _TO + _ENGAGEMENT), Use("ask", ASK)),
    "mapping-sheet": (*LETTERHEAD, Use("", _PLACES + _MAPPING + _REPORTS), Use("places[]", PLACE)),
    "members-briefing": (
        Use("doc", DOC),
        Use("sign", SIGN, "name job_title contact"),
        Use("", _BRIEFING),
        Use("children", CHILDREN_SERVICES),
    ),
    "reporting-information": (Use("doc", DOC), Use("", _LEAFLET), Use("children", CHILDREN_SERVICES)),
    "conference-pack": (
        Use("doc", DOC, _PACK_DOC),
        Use("meeting", MEETING),
        Use("", BASIS + _PACK),
        *(Use(f"at.{item}", _SLOT) for item in _ITEMS),
        Use("agenda[]", _SLOT),
        Use("last.actions[]", _PACK_ACTION + ACTION),
        Use("owners[].actions[]", _PACK_ACTION + ACTION),
    ),
    "conference-extracts": (Use("doc", DOC, _PACK_DOC), Use("meeting", MEETING), Use("", _EXTRACTS)),
}
"""By the name of the template."""
