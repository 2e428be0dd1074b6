"""Who may read what: typed from the council's disclosure matrix, and from nothing in the product, on purpose.

`MATRIX` says what may stand in the clear of somebody with a part in the case, document by document; `FIELDS` which
field is which letter; `ABOUT_THE_CASE` which documents may hold a text that is about no one person. What is in none
of them may stand nowhere.

Letters: N name, D day of birth, y year group, A home, C everything by which to reach somebody and their carers,
c what is safe, S school, F what is said of them with its status and source, f the account alone, U support, plans,
worries and wishes, E origin, faith and official numbers, H injuries, X disability, K how to speak with them, G what
makes it worse, P the number of a profile on E-CINS, M why the front door is asked, V whether the police have told
Victim Support, R what stands in a referral, Q in the decision, T the words that a decision allows, Y why a
family has not been told (whoever has the carers or the plan is to know it, so as not to be the one who tells them).
"""

from __future__ import annotations

from dataclasses import dataclass

from .canary_model import Canary


def _rows(text: str) -> dict[str, tuple[frozenset[str], ...]]:
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for line in text.strip().splitlines():
        name, *cells = (part.strip() for part in line.split("|"))
        found[name] = tuple(frozenset(cell.split()) - {"-"} for cell in cells)
    return found


# document               | suspected           | harmed                  | saw it              | special
MATRIX = _rows(
    """
    school-letter              | N D y S f         | N D y S f         | N y S f           | H X K if-needed
    mash-referral              | N D y A C S F U Q | N D y A C S F U Q | N D y A C S F U Q | E H X K G M
    social-care-letter         | N D y A c S F U Q | N D y A c S F U Q | N D y f Q         | E H X K G
    yjs-letter                 | N D y A C S F U Q | -                 | -                 | E X K
    btp-letter                 | N D y A c F       | N D y c F         | N c               | K G
    agency-letter              | N D y f Q         | N D y f Q         | N f Q             | H X K if-needed
    police-letter              | N D y A c F Q     | N D y c F Q       | N c Q             | K G
    details-request            | N                 | N                 | N                 | -
    ecins-record               | N D y A C S F U P | N D y A C S F U P | N f P             | K
    support-enquiry            | N D s             | N D s             | N D s             | -
    victim-support-referral    | -                 | N D y A c F R     | N y c f R V       | K G
    reboot-referral            | N D y A C S f U R | N D y A C S f U R | -                 | X K
    youth-information-referral | N y c R           | N y c R           | N y c R           | K
    conference-summary         | N y S F U         | f W               | -                 | -
    conference-extract         | N f u             | N f u             | -                 | -
    """
)
SENSITIVE = _rows(
    """
    school-letter              | -                 | N T               | N T               | -
    mash-referral              | N D y A C S U Q   | N D y A c S U Q   | N D y A c S Q     | E H X K M
    social-care-letter         | N D y A C S U Q   | N D y A c S U Q   | N D y A c S Q     | E H X K
    police-letter              | N D y A C S U Q   | N D y A c S U Q   | N D y A c S Q     | K
    ecins-record               | N y               | N y               | -                 | -
    support-enquiry            | N D s             | N D s             | N D s             | -
    details-request            | N                 | N                 | N                 | -
    """
)


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        letter, _, names = line.strip().partition(": ")
        table, _, fields = names.partition(" / ")
        found |= {f"{table}.{name}": letter for name in fields.split()}
    return found


FIELDS = _fields(
    """
    N: people / given_name family_name known_as other_names
    D: people / date_of_birth
    y: people / year_group
    A: people / address postcode previous_address home_area household_note gender pronouns
    C: people / email
    c: people / contact_via contact_via_phone contact_note best_times phone
    C: carers / name relationship phone email told_by
    Y: carers / why_not_told
    S: people / school_status attendance
    s: people / school
    f: involvements / account short
    F: involvements / status
    F: people / police_status officer_in_case loss
    V: people / victim_details_sent
    M: people / concern impact gillick_note
    U: people / vulnerabilities going_well exploitation_result
    W: people / wishes
    U: support / worker contact aware
    u: support / stage plan
    E: people / ethnicity ethnicity_source religion upn nhs_number gp
    H: people / injury medical_attention
    X: people / disability_send
    K: people / communication_needs first_language
    P: people / ecins_profile
    R: referrals / agreed_by conditions needs stage evidence home_visit_notes
    Q: decisions / condition why level how why_family_not_told why_others
    T: decisions / may_be_told
    """
)
IMPLIED = {
    "D": "", "A": "", "C": "c Y", "S": "s", "F": "f W V", "U": "u W M Y", "N": "", "y": "", "c": "",
}  # fmt: skip
"""What goes with a letter: whoever may be told how to reach somebody may be told how to do so safely."""

PARTNERS = "mash-referral social-care-letter yjs-letter agency-letter ecins-record conference-summary"
TEAM = "checklist disclosure-register calendar manifest result"
"""The team's own papers: about people by code, but with every reason and note as it was written."""
REFERRALS = "victim-support-referral reboot-referral youth-information-referral"
_LETTERS = f"{PARTNERS} {REFERRALS} school-letter btp-letter conference-extract support-enquiry details-request"
_PLACE = "patrol-request mapping-sheet outreach-request"


def _about(text: str) -> dict[str, frozenset[str]]:
    named = {"PARTNERS": PARTNERS, "TEAM": TEAM, "LETTERS": _LETTERS, "REFERRALS": REFERRALS, "PLACE": _PLACE}
    found: dict[str, frozenset[str]] = {}
    for line in text.strip().splitlines():
        fields, _, documents = line.strip().partition(": ")
        words = " ".join(named.get(word, word) for word in documents.split()).split()
        table, _, names = fields.partition(" / ")
        found |= {f"{table}.{name}": frozenset(words) for name in names.split()}
    return found


ABOUT_THE_CASE = _about(
    """
    incident / title for_partners injuries officer_in_case: PARTNERS TEAM
    incident / types: PARTNERS TEAM victim-support-referral
    incident / instructions: PARTNERS TEAM btp-letter school-letter
    incident / what_happened retention_code: TEAM
    incident / link_reason: TEAM mash-referral social-care-letter
    incident / for_public: members-briefing business-survey reporting-information
    incident / handling: LETTERS TEAM closed-item-note
    incident / known_gaps: details-request btp-letter conference-summary TEAM
    episodes / date: TEAM mash-referral social-care-letter agency-letter details-request
    incident / group_size weapons drugs_alcohol online: conference-summary
    incident / aggravating_status: mash-referral btp-letter victim-support-referral agency-letter social-care-letter
    incident / aggravating: mash-referral btp-letter victim-support-referral agency-letter social-care-letter
    episodes / place: LETTERS PLACE TEAM
    episodes / address: PLACE
    episodes / precision railway_details: btp-letter
    episodes / cctv: btp-letter PLACE
    episodes / land_owner: mapping-sheet
    episodes / behaviour: btp-letter conference-summary ecins-record PLACE
    episodes / police_reference: PARTNERS TEAM btp-letter details-request victim-support-referral PLACE
    sources / what reliability: PARTNERS btp-letter support-enquiry victim-support-referral
    progress / note why_late: conference-summary TEAM
    actions / what: conference-summary conference-extract ecins-record TEAM
    actions / outcome: conference-summary conference-extract
    conference / questions: conference-summary conference-extract closed-item-note
    conference / outcomes_wanted: conference-summary closed-item-note
    businesses / name: business-survey mapping-sheet conference-summary TEAM
    businesses / address kind opening: business-survey mapping-sheet
    requests / days look_for community_worries formats: patrol-request outreach-request schools-engagement-request
    requests / staff_safety tensions partners: patrol-request outreach-request schools-engagement-request
    requests / year_groups: schools-engagement-request
    requests / lines do_not_say: members-briefing
    ecins / case_reference owner_team restrictions visible_to_others uploaded outstanding: ecins-record
    ecins / consent_status: ecins-record
    disclosures / recipient what how purpose basis why_not_asked decision: TEAM
    area / description lighting cctv cctv_gap sight_lines condition transport busy_times: mapping-sheet outreach-request
    area / night_time youth_provision who_lives_here age_profile_source: mapping-sheet outreach-request
    area / groups_to_reassure tension_level tension_why businesses schools_nearby: mapping-sheet
    area / other_sites reports_source staff_safety routine_action: mapping-sheet outreach-request
    """
)
PIECE = "a piece of a jigsaw"
"""Words by which somebody could be worked out, in a text that readers who are told of nobody may get."""
NOBODY_TOLD = frozenset(
    {"members-briefing", "business-survey", "reporting-information", "patrol-request", "outreach-request"}
    | {"mapping-sheet", "schools-engagement-request"}
)
REASONS = frozenset(
    {"decisions.why", "decisions.condition", "referrals.agreed_by", "referrals.blocked", "people.school_status"}
    | {"carers.why_not_told"}
)
"""About one person, and told to the team: why a paper is made or is not (the dossier: every refusal is logged)."""
TO_WATCH = frozenset({"people.things_to_check", "people.restrictions", "carers.why_not_told"})
"""For the team only, as the record's own questions say, and where somebody looks before sending: on the checklist and
on the screen of whoever makes the pack, people by code. Not in a sensitive case, whose papers tell of the steps only.
"""
_WHERE_TO_WATCH = frozenset({"checklist", "result"})
_KNOW_ALL = frozenset({"mash-referral", "social-care-letter", "agency-letter"})


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished document as the table needs it: what it is, about whom, for whom, and who may be in it how.

    `people` are those whom it may tell of, each with the parts that its reader may know of; `police`: a letter to a
    police force; `called`: the words by which a decision may mean its reader; `needed`: the decision says that special
    categories are; `named`: others whom a decision names; `confirmed`: the reader works with them; `coded`: whoever
    stands by code whatever part they had; `made_worse`: its reader is to know what made it worse, which is about its
    people.
    """

    document: str
    recipient: str
    sensitive: bool
    people: dict[str, frozenset[str]]
    police: bool = False
    called: frozenset[str] = frozenset()
    business: str = ""
    episodes: frozenset[str] | None = None
    needed: bool = False
    named: frozenset[str] = frozenset()
    confirmed: bool = False
    coded: frozenset[str] = frozenset()
    made_worse: bool = False

    def letters(self, person: str, role: str = "") -> frozenset[str]:
        """What may stand in it of this person; of one part of theirs, where `role` is given."""
        table = SENSITIVE if self.sensitive else MATRIX
        if person in self.coded:
            return frozenset("fW")
        cells = table.get("police-letter" if self.police else self.document)
        if cells is None or person not in self.people:
            return frozenset("N") if person in self.named and not self.sensitive else frozenset()
        roles = ("suspect", "harmed", "witness")
        mine = self.people[person] & {role} if role else self.people[person]
        found = {letter for one, cell in zip(roles, cells, strict=False) if one in mine for letter in cell}
        if found and ("if-needed" not in cells[3] or self.needed):
            found |= cells[3]
        if self.document == "support-enquiry" and self.confirmed and not self.sensitive:
            found |= {"F"}
        return frozenset(found | {small for letter in found for small in IMPLIED.get(letter, "").split()})


def may(canary: Canary, paper: Paper, facts: Facts) -> bool:
    """May this stand in this paper in the clear?"""
    if canary.field in ABOUT_THE_CASE:
        meeting = canary.field == "episodes.date" and canary.key in facts.meetings
        return (meeting and paper.document == "closed-item-note") or _about_the_case(canary, paper)
    if paper.document in TEAM.split():
        if canary.field == "support.agency":  # who is told must stand in the register, whatever the name gives away
            return True
        if canary.field in TO_WATCH:
            return not paper.sensitive and paper.document in _WHERE_TO_WATCH
        return canary.field in REASONS or canary.field == "people.school"
    if canary.field == PIECE:
        return paper.document not in NOBODY_TOLD
    if canary.field == "support.agency":
        return _may_read_of_a_service(canary, paper)
    letter = FIELDS.get(canary.field)
    if letter is None or not _for_this_reader(canary, paper):
        return False
    if canary.field == "people.school" and canary.row.get("id") in {paper.recipient, *facts.told_anyway}:
        return True
    if canary.field == "support.worker" and paper.document == "support-enquiry":
        return canary.row.get("agency") == paper.recipient and bool(canary.people & set(paper.people))
    if canary.field == "involvements.short" and paper.document == "victim-support-referral":
        # What was done to the person is the kind of crime; who is said to have done it stands elsewhere.
        # So a label is told, and no text that mentions anybody.
        harm = set(canary.row.get("against", "").split()) & set(paper.people) and not canary.row.get("mentions")
        return bool(harm) or any(_of(letter, canary, paper, person, facts) for person in canary.people)
    about = canary.people or (paper.people if canary.field.startswith("decisions.") else ())
    return any(_of(letter, canary, paper, person, facts) for person in about)


def _may_read_of_a_service(canary: Canary, paper: Paper) -> bool:
    """The name of a service that is a clue: the service itself, and whoever reads of its plan to keep somebody safe."""
    if paper.recipient == canary.row.get("agency"):
        return True
    told = paper.police or paper.document in {"mash-referral", "social-care-letter"}
    return told and any("U" in paper.letters(person) for person in canary.people)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record says of people beside their parts: whose home is protected, whom it is safe to ring, and how.

    `told_anyway`: schools that a paper names as places or as readers; `meetings`: the days of the office's meetings, of
    which one may be that of the incident.
    """

    protected: frozenset[str]
    no_phone: frozenset[str]
    through: dict[str, frozenset[str]]
    told_anyway: frozenset[str] = frozenset()
    meetings: frozenset[str] = frozenset()


_HOME = frozenset({"address", "postcode", "previous_address", "home_area", "household_note"})


def _of(letter: str, canary: Canary, paper: Paper, person: str, facts: Facts) -> bool:
    own_part = canary.field.startswith("involvements.")
    letters = paper.letters(person, canary.row.get("role", "") if own_part else "")
    name = canary.field.rpartition(".")[2]
    if canary.field.startswith("people.") and name in _HOME and person in facts.protected:
        return False
    if canary.field == "people.phone":
        return "C" in letters or ("c" in letters and person not in facts.no_phone)
    if canary.field in {"carers.phone", "carers.email"} and canary.row.get("safe") == "no":
        return False
    if canary.field in {"carers.name", "carers.phone"} and "c" in letters:
        return "C" in letters or canary.row.get("id", "") in facts.through.get(person, ())
    return letter in letters


def _for_this_reader(canary: Canary, paper: Paper) -> bool:
    """A row that is for one reader, or about one episode, is told to that reader, and of that episode alone."""
    table = canary.field.partition(".")[0]
    if table == "referrals":
        return canary.row.get("service") == paper.recipient
    if table == "decisions":
        return canary.row.get("audience", "").casefold() in paper.called
    if table == "involvements" and paper.episodes is not None:
        return canary.row.get("episode") in paper.episodes
    return True


def _about_the_case(canary: Canary, paper: Paper) -> bool:
    if paper.document not in ABOUT_THE_CASE[canary.field]:
        return False
    if canary.field.startswith("incident.aggravating"):
        return paper.made_worse and not paper.sensitive
    if canary.field == "actions.what" and paper.document == "conference-extract":  # about one of theirs, or their own
        about = set(canary.row.get("tokens", "").split())
        if canary.row.get("typed"):  # of whom that is, only whoever knows all ways of writing could say
            return about <= set(paper.people)
        return about <= set(paper.people) if about else canary.row.get("owner") == paper.recipient
    table, _, name = canary.field.partition(".")
    if table == "episodes" and paper.episodes is not None and paper.document in {"btp-letter", "details-request"}:
        return not canary.row or canary.row.get("id") in paper.episodes  # a day may be that of several episodes
    if table == "businesses" and paper.document == "business-survey":
        return canary.row.get("id") == paper.business
    if not paper.sensitive:
        return True
    return _of_a_sensitive_case(canary.field, table, name, paper)


def _of_a_sensitive_case(field: str, table: str, name: str, paper: Paper) -> bool:
    """Nothing of place, time and kind, but for those who act on it; the team's own papers tell of the steps only."""
    if field == "episodes.date":  # the steps of the team's papers have their deadlines, which tell it
        return True
    if table == "episodes":
        return name in {"place", "police_reference"} and paper.document in _KNOW_ALL
    if field in {"incident.types", "incident.for_partners", "incident.injuries", "incident.officer_in_case"}:
        return paper.document in _KNOW_ALL
    if field in {"incident.instructions", "incident.title"}:
        return paper.document in _KNOW_ALL or field == "incident.title"
    if table == "requests":
        return paper.document == "patrol-request"
    return field not in {"incident.what_happened", "incident.for_public", "incident.link_reason"} and table not in {
        "area",
        "sources",
    }
