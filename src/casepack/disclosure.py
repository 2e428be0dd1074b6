"""Who may know what: the disclosure table, and nothing else. Deny by default.

Reading the table: one row for each kind of reader, a column for each part that a person had. A letter is
something that may be printed about that person; what has no letter is not printed. Capital: in full;
small: the minimum.

    N  name                              (no small form)
    D  date of birth                     d  age or year group only
    A  address                           a  postcode area only
    C  contact details, carers           c  safe contact only
    S  school                            s  school only to match records
    R  part in the incident              r  part in neutral words
    F  facts: own part, status, source   f  one to three neutral lines
    U  support in place, with plan       u  that support is in place
    H  how the person was also hurt      (in a few words, no facts)

    code   no name: a code                count  counted only
    -      nothing: no document and no mention
    [ ]    only with agreement to the service
    +      what follows: only once the reader has confirmed that they work with the person

Special category data, last column: E ethnicity and religion, H health, X disability and special
educational needs, K how to communicate, G aggravating factor (such as racist language); `if needed` only
where a decision says that this reader needs it, and why.

`others`: who else may be identified: none; `needed` (a decision names them and says why); `episode` (the
people of the same railway episode); `all`; `code`.

A protected address is never A or a, for any reader (`lens.Lens`); under-10s are never suspects.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from .record import Role, Sensitivity


class Audience(StrEnum):
    """Every kind of reader that casepack writes for."""

    OFFICE = "office"
    ECINS = "ecins"
    MASH = "mash"
    SOCIAL_CARE = "social care"
    YJS = "yjs"
    BTP = "btp"
    POLICE = "police"
    SCHOOL = "school"
    AGENCY = "agency"
    SUPPORT_ENQUIRY = "support enquiry"
    VICTIM_SUPPORT = "victim support"
    SEXUAL_VIOLENCE = "sexual violence adviser"
    REBOOT = "reboot"
    YOUTH_INFORMATION = "youth information"
    CONFERENCE = "conference"
    CONFERENCE_EXTRACT = "conference extract"
    MEMBERS = "members"
    BUSINESS = "business"
    RESIDENTS = "residents"
    PATROL = "patrol"
    OUTREACH = "outreach"
    SCHOOLS_ENGAGEMENT = "schools engagement"
    MAPPING = "mapping"


ORDINARY = """
audience                | suspect           | harmed            | witness           | others  | special
office                  | code R F U        | code R F U        | code R F U        | code    | -
ecins                   | N D A C S R F U   | N D A C S R F U   | N r f             | all     | K
mash                    | N D A C S R F U   | N D A C S R F U   | N D A C S R F U   | needed  | E H X K G
social care             | N D A c S R F U   | N D A c S R F U   | N D r f           | none    | E H X K G
yjs                     | N D A C S R F U   | H                 | -                 | none    | E X K
btp                     | N D A c R F u     | N D c R F         | N c r             | episode | K G
police                  | N D A c R F u     | N D c R F         | N c r             | none    | K G
school                  | N D S r f u       | N D S r f u       | N S r f           | none    | if needed
agency                  | N D r f u         | N D r f u         | N r f             | none    | if needed
support enquiry         | N D a s + R F     | N D a s + R F     | N D a s + R F     | none    | -
victim support          | -                 | [N D A c r F u]   | [N d c r f]       | none    | K G
reboot                  | [N D A C S r f U] | [N D A C S r f U] | -                 | none    | X K
youth information       | [N d c]           | [N d c]           | [N d c]           | none    | K
conference              | N d a S R F U     | code d R f U      | count             | code    | -
conference extract      | N R f U           | N R f U           | -                 | none    | -
members                 | -                 | -                 | -                 | none    | -
business                | -                 | -                 | -                 | none    | -
residents               | -                 | -                 | -                 | none    | -
patrol                  | -                 | -                 | -                 | none    | -
outreach                | -                 | -                 | -                 | none    | -
schools engagement      | -                 | -                 | -                 | none    | -
mapping                 | -                 | -                 | -                 | none    | -
"""

SENSITIVE = """
audience                | suspect           | harmed            | witness           | others  | special
office                  | code              | code              | code              | code    | -
ecins                   | N d R             | N d R             | code              | none    | -
mash                    | N D A C S R U     | N D A c S R U     | N D A c S R       | none    | E H X K
social care             | N D A C S R U     | N D A c S R U     | N D A c S R       | none    | E H X K
police                  | N D A C S R U     | N D A c S R U     | N D A c S R       | none    | K
school                  | -                 | N                 | N                 | none    | -
support enquiry         | N D a s           | N D a s           | N D a s           | none    | -
sexual violence adviser | -                 | [N D c]           | -                 | none    | K
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one kind of reader may know about a person in one part."""

    letters: frozenset[str] = frozenset()
    code: bool = False
    count: bool = False
    agreement: bool = False
    confirmed: frozenset[str] = frozenset()
    """Letters on top, once the reader has confirmed that they work with the person."""

    def allows(self, letter: str) -> bool:
        """Is this letter, just so, in the cell? (A small letter is not implied by its capital.)"""
        return letter in self.letters


@dataclass(frozen=True, slots=True)
class Row:
    """One reader's row of the table."""

    audience: Audience
    suspect: Cell
    harmed: Cell
    witness: Cell
    others: str
    special: frozenset[str]
    special_if_needed: bool

    def cell(self, role: Role) -> Cell:
        """The cell for one part."""
        return {Role.SUSPECT: self.suspect, Role.HARMED: self.harmed, Role.WITNESS: self.witness}[role]

    @property
    def personal(self) -> bool:
        """May this reader be told anything about any person at all?"""
        return any(c.letters or c.code or c.count for c in (self.suspect, self.harmed, self.witness))


def _cell(text: str) -> Cell:
    at_once, _, later = text.strip("[]").partition("+")
    words = at_once.split()
    return Cell(
        letters=frozenset(w for w in words if len(w) == 1 and w.isalpha()),
        code="code" in words,
        count="count" in words,
        agreement=text.startswith("["),
        confirmed=frozenset(later.split()),
    )


@cache
def _table(sensitive: bool) -> dict[Audience, Row]:
    rows = {}
    for line in (SENSITIVE if sensitive else ORDINARY).strip().splitlines()[1:]:
        name, suspect, harmed, witness, others, special = (part.strip() for part in line.split("|"))
        audience = Audience(name)
        rows[audience] = Row(
            audience,
            _cell(suspect),
            _cell(harmed),
            _cell(witness),
            others,
            frozenset("HXK") if special == "if needed" else frozenset(special.replace("-", "").split()),
            special == "if needed",
        )
    return rows


_NOTHING = Cell()


def row(audience: Audience, sensitivity: Sensitivity = Sensitivity.ORDINARY) -> Row:
    """The reader's row; a reader that the table does not name is told nothing.

    Source: the council's disclosure matrix (ordinary and sensitive incidents), deny by default.
    """
    found = _table(sensitivity is Sensitivity.SENSITIVE).get(audience)
    return found or Row(audience, _NOTHING, _NOTHING, _NOTHING, "none", frozenset(), False)
