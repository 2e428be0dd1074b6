"""Every mention is found, nothing else is, and rewriting keeps the sentence whole."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casepack.mentions import (
    Mention,
    MentionBook,
    MentionKind,
    build_book,
    find,
    name_problems,
    nearest_token,
    rewrite,
    unknown_tokens,
)
from casepack.office import Office
from casepack.record import Record

from .builders import agency, episode, lead, office, officer, organisation, person, record, school


def _people() -> list[dict[str, Any]]:
    born = {"P1": "2011-03-09", "P2": "2012-05-17", "P3": "2014-07-02", "P4": "2008-11-02"}

    def who(key: str, given: str | None, family: str | None, **more: Any) -> dict[str, Any]:
        return person(key, given_name=given, family_name=family, **({"date_of_birth": born.get(key)} | more))

    return [
        who("P1", "Callum", "Exampleby", known_as="Cal", school="SCH1", address="14 Inkwell Road, Brackwater",
            postcode="ZZ1 4AB", phone="07700 900111", nhs_number="999 123 4567", ecins_profile="ECINS-P-1001"),
        who("P2", "Aaliyah", "Mockridge", school="SCH2", address="3 Blotter Close\nBrackwater", upn="A123456789012"),
        who("P3", "Rhys", "Mockridge", school="SCH1", address="3 Blotter Close"),
        who("P4", "Łukasz", "Fabrykant", school="SCH3", address="Flat 2, 60 Ledger Street, Northmere Cross"),
        who("P5", "Zoë", "O’Sampleton", school="SCH2", address="The Old Proofing House, 9 Galley Lane, Brackwater"),
        who("P6", "Noor", "Inventa", address_protected="yes", contact_via="Key worker",
            contact_via_phone="01632 960150", address_note="Moved to 5 Hidden Road, ZZ9 9ZZ: never print"),
        who("P7", None, None, known_as="Fizz"),
        who("P8", "Tomos", "Storeyteller", email="tomos.s@example.org"),
        who("P9", "Dev", "Placeholder", kind="adult", phone="01632 960401"),
    ]  # fmt: skip


def _office() -> Office:
    return office(
        organisation=organisation(phone="01632 960100"),
        officers=[officer("SC-01", name="Robin Draftwell"), officer("SC-02", name="Sam Kestrel")],
        agencies=[
            agency("csc", "social care", phone="01632 960141"),
            agency("harbour", name="Harbour Support (fictional)", name_is_a_clue="yes", email="harbour@example.org"),
        ],
        schools=[
            school("SCH1", name="Holmbeck All-Through Academy"),
            school("SCH2", name="St Aldwyth’s Catholic School", also_written=["SACS"]),
            school("SCH3", name="Priory Ridge College"),
            school("SCH4", name="Brackwater Primary School"),
        ],
        safeguarding_leads=[lead("SCH1", name="Mr C. Rhys", greeting="Mr Rhys"), lead("SCH2", name="Ms V. Serif")],
        members=[{"id": "M2", "name": "Cllr Judith Exampleby", "wards": ["Brackwater"],
                  "email": "cllr.exampleby@example.org"}],
    )  # fmt: skip


def _case(people: list[dict[str, Any]], **more: Any) -> Record:
    tables: dict[str, Any] = {
        "people": people,
        "involvements": [],
        "episodes": [episode(place="Kestrel Parade, near Callum Close", ward="Brackwater")],
    }
    return record(**(tables | more))


@cache
def case() -> tuple[Record, MentionBook]:
    """The people of an ordinary incident."""
    rows = _case(
        _people(),
        carers=[
            {"people": ["P1"], "name": "Grant Exampleby", "phone": "07700 900121"},
            {"people": ["P2", "P3"], "name": "Mrs Farida Mockridge", "email": "f.mockridge@example.org"},
            {"people": ["P5"], "name": "Siobhán O’Sampleton", "relationship": "mother"},
            {"people": ["P6"], "name": "Lina van Kerning"},
            {"people": ["P8"], "name": "Nan"},
        ],
        support=[{"id": "Q1", "person": "P6", "agency": "harbour", "worker": "Jo Testament, key worker"}],
        businesses=[{"id": "B1", "name": "Fizz Drinks Stall", "phone": "01632 960401"}],
    )
    return rows, build_book(rows, _office())


@cache
def plain() -> MentionBook:
    """Children whose names are ordinary words, or very short, or double-barrelled."""
    names = [
        ("P1", "Will", "Bracken"), ("P2", "May", "Winterson"), ("P3", "Mark", "Young"),
        ("P4", "Mary-Jane", "Smith-Jones"),
        ("P5", "Luca", "D'Angelo"), ("P6", "Bea", "Ng"), ("P7", "Al", "Sampleton"), ("P8", "Jo", "Hope"),
        ("P9", "Kestrel", "Vellum"), ("P10", "James", "Green"), ("P11", "An", "Do"), ("P12", "Summer", "Marsh"),
        ("P13", "Rob", "van der Berg"),
    ]  # fmt: skip
    rows = _case([person(k, given_name=g, family_name=f, date_of_birth=None) for k, g, f in names])
    return build_book(rows, _office())


def shown(mentions: tuple[Mention, ...]) -> list[str]:
    """Each mention as "kind who text"; who is the people, or the key where there is one."""
    return [f"{m.kind.value} {m.key or '+'.join(sorted(m.people)) or '-'} {m.text}" for m in mentions]


# What counts in an ordinary incident

ORDINARY: list[tuple[str, str, list[str]]] = [
    # tokens
    ("a token", "{P2} was there", ["token P2 {P2}"]),
    ("a token in small letters", "to {p2}.", ["token P2 {p2}"]),
    ("a token with spaces", "to { P 2 }.", ["token P2 { P 2 }"]),
    ("a token in double braces", "to {{P2}}.", ["token P2 {{P2}}"]),
    ("a token of nobody", "{P99} was there", []),
    ("tokens that touch", "{P1}{P2}", ["token P1 {P1}", "token P2 {P2}"]),
    # names
    ("first name", "I saw Callum there", ["name P1 Callum"]),
    ("full name", "I saw Callum Exampleby there", ["name P1 Callum Exampleby"]),
    ("reversed", "Exampleby, Callum (15)", ["name P1 Exampleby, Callum"]),
    ("as the police write it", "EXAMPLEBY Callum was seen", ["name P1 EXAMPLEBY Callum"]),
    ("initial with stop", "C. Exampleby", ["name P1 C. Exampleby"]),
    ("initial without stop", "C Exampleby", ["name P1 C Exampleby"]),
    ("initial that touches", "C.Exampleby", ["name P1 C.Exampleby"]),
    ("shortened family name", "Callum E. ran", ["name P1 Callum E"]),
    ("initials with stops", "C.E. ran off", ["name P1 C.E."]),
    ("initials with a space", "hit by C. E. outside", ["name P1 C. E."]),
    ("initials without the last stop", "C.E’s phone", ["name P1 C.E"]),
    ("initials of a longer row", "the C.E.O. rang", []),
    ("initials in small letters", "at 9 c.e. it says", []),
    ("initials without a stop", "CE marking", []),
    ("initials at the end", "Seen by C.E.", ["name P1 C.E."]),
    ("first name before an episode", "Callum E1", ["name P1 Callum"]),
    ("known as", "Cal ran off", ["name P1 Cal"]),
    ("known as with family name", "Cal Exampleby", ["name P1 Cal Exampleby"]),
    ("nickname in the middle", "Callum “Cal” Exampleby", ["name P1 Callum “Cal” Exampleby"]),
    ("a middle name", "Callum Tobias Exampleby ran", ["name P1 Callum Tobias Exampleby"]),
    ("a middle initial", "Callum J. Exampleby ran", ["name P1 Callum J. Exampleby"]),
    ("capitals", "CALLUM EXAMPLEBY", ["name P1 CALLUM EXAMPLEBY"]),
    ("small letters", "callum exampleby", ["name P1 callum exampleby"]),
    ("small letters, first name", "hit by callum outside", ["name P1 callum"]),
    ("mixed letters", "cALLUM", ["name P1 cALLUM"]),
    ("broken over a line", "Callum\n  Exampleby", ["name P1 Callum\n  Exampleby"]),
    ("a hard space", "Callum\u00a0Exampleby", ["name P1 Callum\u00a0Exampleby"]),
    ("a zero-width space", "Cal\u200blum", ["name P1 Cal\u200blum"]),
    ("a soft hyphen", "Example\u00adby", ["name P1 Example\u00adby"]),
    ("full-width letters", "Ｃａｌｌｕｍ", ["name P1 Ｃａｌｌｕｍ"]),
    ("in an e-mail address", "callum.exampleby@example.org", ["name P1 callum.exampleby"]),
    ("in a file name", "MASH_Callum_Exampleby_v1.docx", ["name P1 Callum_Exampleby"]),
    ("run together", "callumexampleby@example.org", ["name P1 callumexampleby"]),
    ("with digits behind", "callum2011", ["name P1 callum"]),
    ("comma", "Cal, then", ["name P1 Cal"]),
    ("brackets", "(Cal)", ["name P1 Cal"]),
    ("hyphen behind", "Cal- he", ["name P1 Cal"]),
    ("dash", "Cal—he", ["name P1 Cal"]),
    ("slash", "Cal/Rhys", ["name P1 Cal", "name P3 Rhys"]),
    ("quotation marks", "‘Cal’", ["name P1 Cal"]),
    ("short name within words", "a local Calendar, recall", []),
    ("short name before a digit", "Cal2", []),
    ("Dev within words", "device and Devon", []),
    ("accent left out", "Zoe was upset", ["name P5 Zoe"]),
    ("accent taken apart", "Zoe\u0308 was upset", ["name P5 Zoe\u0308"]),
    ("stroke left out", "Lukasz", ["name P4 Lukasz"]),
    ("stroke in capitals", "ŁUKASZ FABRYKANT", ["name P4 ŁUKASZ FABRYKANT"]),
    ("straight apostrophe", "Zoe O'Sampleton", ["name P5 Zoe O'Sampleton"]),
    ("typographic apostrophe", "Zoë O’Sampleton", ["name P5 Zoë O’Sampleton"]),
    ("grave accent for apostrophe", "Zoë O`Sampleton", ["name P5 Zoë O`Sampleton"]),
    ("no apostrophe", "Zoë OSampleton", ["name P5 Zoë OSampleton"]),
    ("space for apostrophe", "Zoë O Sampleton", ["name P5 Zoë O Sampleton"]),
    ("apostrophe and space", "O' Sampleton", ["name P5 O' Sampleton"]),
    ("siblings share the family name", "the Mockridge family", ["name P2+P3 Mockridge"]),
    ("the family", "The Mockridges were told", ["name P2+P3 Mockridges"]),
    ("one sibling", "Rhys Mockridge", ["name P3 Rhys Mockridge"]),
    ("two names in a row", "Rhys Mockridge Aaliyah Mockridge", ["name P3 Rhys Mockridge", "name P2 Aaliyah Mockridge"]),
    ("two names with a comma", "Rhys Mockridge, Aaliyah Mockridge",
     ["name P3 Rhys Mockridge", "name P2 Aaliyah Mockridge"]),
    ("title", "Miss Mockridge said", ["name P2+P3 Miss Mockridge"]),
    ("title with stop", "Mr. Exampleby said", ["name P1 Mr. Exampleby"]),
    ("both parents", "Mr and Mrs Exampleby said", ["name P1 Mr and Mrs Exampleby"]),
    ("family name first without a comma", "Exampleby Callum ran", ["name P1 Exampleby Callum"]),
    ("many phones in a row", "01632 960001 01632 960002 01632 960003 07700 900111", ["phone P1 07700 900111"]),
    ("brackets round the dialling code", "(07700) 900111", ["phone P1 (07700) 900111"]),
    ("master", "Master Rhys Mockridge", ["name P3 Master Rhys Mockridge"]),
    ("miss as a verb", "they miss Aaliyah", ["name P2 Aaliyah"]),
    ("nickname only", "someone called Fizz", ["name P7 Fizz"]),
    ("nickname in small letters", "it was fizz", ["name P7 fizz"]),
    ("an adult", "Dev Placeholder saw it", ["name P9 Dev Placeholder"]),
    ("possessive", "Cal's bike", ["name P1 Cal"]),
    ("possessive without apostrophe", "Callums bike", ["name P1 Callums"]),
    ("possessive of a name in s", "Tomos' coat", ["name P8 Tomos"]),
    # carers
    ("carer in full", "Siobhán O’Sampleton rang", ["carer 2 Siobhán O’Sampleton"]),
    ("carer without accent", "Siobhan O'Sampleton rang", ["carer 2 Siobhan O'Sampleton"]),
    ("carer's first name", "spoke to Siobhan", ["carer 2 Siobhan"]),
    ("carer with the child's family name", "Grant Exampleby rang", ["carer 0 Grant Exampleby"]),
    ("carer with a title in the record", "Farida", ["carer 1 Farida"]),
    ("carer's own family name", "Mrs van Kerning rang", ["carer 3 Mrs van Kerning"]),
    ("carer's name after a particle", "Kerning", ["carer 3 Kerning"]),
    ("a carer's first name that is a word", "a Council grant was used", []),
    ("the same with a capital", "they rang Grant", ["carer 0 Grant"]),
    ("a relation is no name", "his nan rang", []),
    # homes
    ("address", "lives at 14 Inkwell Road", ["address P1 14 Inkwell Road"]),
    ("short street", "14 Inkwell Rd.", ["address P1 14 Inkwell Rd"]),
    ("comma after the number", "14, inkwell road", ["address P1 14, inkwell road"]),
    ("street alone", "Inkwell Road was busy", []),
    ("another number", "114 Inkwell Road", []),
    ("shared address", "3 Blotter Cl", ["address P2+P3 3 Blotter Cl"]),
    ("flat", "Flat 2, 60 Ledger St", ["address P4 Flat 2, 60 Ledger St"]),
    ("house without flat", "60 Ledger Street", ["address P4 60 Ledger Street"]),
    ("house name", "The Old Proofing House", ["address P5 The Old Proofing House"]),
    ("house name without article", "at Old Proofing House", ["address P5 Old Proofing House"]),
    ("number under a house name", "9 Galley Ln", ["address P5 9 Galley Ln"]),
    ("address in a note on a protected one", "5 Hidden Rd", ["address P6 5 Hidden Rd"]),
    ("postcode in such a note", "zz99zz", ["postcode P6 zz99zz"]),
    ("town", "in Brackwater", []),
    ("postcode", "ZZ1 4AB", ["postcode P1 ZZ1 4AB"]),
    ("postcode without space", "zz14ab", ["postcode P1 zz14ab"]),
    ("longer postcode", "ZZ1 4ABC", []),
    ("phone", "07700 900111", ["phone P1 07700 900111"]),
    ("phone in one piece", "07700900111", ["phone P1 07700900111"]),
    ("phone with dashes", "07700-900-111", ["phone P1 07700-900-111"]),
    ("phone from abroad", "+44 7700 900111", ["phone P1 +44 7700 900111"]),
    ("phone from abroad with zero", "+44 (0)7700 900 111", ["phone P1 +44 (0)7700 900 111"]),
    ("phone with 0044", "00447700900111", ["phone P1 00447700900111"]),
    ("phone that lost its zero", "7700900111", ["phone P1 7700900111"]),
    ("phone in a longer number", "077009001115", []),
    ("two phones in a row", "07700 900111 07700 900121", ["phone P1 07700 900111", "phone P1 07700 900121"]),
    ("phone of whom to go through", "01632 960 150", ["phone P6 01632 960 150"]),
    ("phone of a business", "01632 960401", []),
    ("e-mail", "tomos.s@example.org", ["email P8 tomos.s@example.org"]),
    ("e-mail of a carer", "F.Mockridge@Example.org", ["email 1 F.Mockridge@Example.org"]),
    ("nhs number", "NHS 9991234567", ["number P1 9991234567"]),
    ("nhs number with dashes", "999-123-4567", ["number P1 999-123-4567"]),
    ("pupil number", "a123456789012", ["number P2 a123456789012"]),
    ("profile", "ECINS P 1001", ["number P1 ECINS P 1001"]),
    # dates of birth
    *((f"born {text}", f"born {text}, tall", [f"birth date P2 {text}"]) for text in (
        "17 May 2012", "17th May 2012", "17th of May 2012", "May 17 2012", "May 17th, 2012", "17 May 12", "17-May-2012",
        "17/05/2012", "17/5/12", "17.05.2012", "17.5.12", "17-05-2012", "17 05 2012", "2012-05-17", "2012/5/17",
        "17052012", "20120517", "05/17/2012", "17 / 05 / 2012", "１７/05/2012", "17MAY2012", "17 may ’12",
    )),
    ("another day", "18 May 2012 or 17 May 2013", []),
    ("a day and a time", "on 17 May 12:30", []),
    ("part of a reference", "REF-117/05/2012", []),
    ("two days of birth", "17/05/2012 02/07/2014", ["birth date P2 17/05/2012", "birth date P3 02/07/2014"]),
    # schools
    ("school", "at Holmbeck All-Through Academy", ["school SCH1 Holmbeck All-Through Academy"]),
    ("school by its first word", "a Holmbeck pupil", ["school SCH1 Holmbeck"]),
    ("school in small letters", "goes to holmbeck", ["school SCH1 holmbeck"]),
    ("saint", "St Aldwyth's pupils", ["school SCH2 St Aldwyth's"]),
    ("saint with stop", "St. Aldwyth’s", ["school SCH2 St. Aldwyth’s"]),
    ("saint without s", "St Aldwyth", ["school SCH2 St Aldwyth"]),
    ("saint without apostrophe", "at St Aldwyths", ["school SCH2 St Aldwyths"]),
    ("saint in full", "Saint Aldwyth’s Catholic School", ["school SCH2 Saint Aldwyth’s Catholic School"]),
    ("saint in an e-mail address", "dsl.staldwyths@x.org", ["school SCH2 staldwyths"]),
    ("school by another name", "SACS", ["school SCH2 SACS"]),
    ("college by its first words", "Priory Ridge", ["school SCH3 Priory Ridge"]),
    ("school called after the town", "Brackwater Primary School", ["school SCH4 Brackwater Primary School"]),
    # services and clues
    ("service", "Harbour Support rang", ["service harbour Harbour Support"]),
    ("service in small letters", "harbour support", ["service harbour harbour support"]),
    ("service by its first word", "key worker at Harbour", ["service harbour Harbour"]),
    ("a harbour", "by the harbour wall", []),
    ("e-mail of the service", "harbour@example.org", ["service harbour harbour@example.org"]),
    ("clue", "lives in a Refuge", ["clue - Refuge"]),
    ("clues", "in refuges", ["clue - refuges"]),
    ("clue of two words", "in safe\naccommodation", ["clue - safe\naccommodation"]),
    ("clue with apostrophe", "Womens Aid, women’s aid", ["clue - Womens Aid", "clue - women’s aid"]),
    ("no clue", "refused", []),
    # standing phrases
    ("a Member's name", "Cllr Judith Exampleby was told", []),
    ("a Member by title", "Councillor Exampleby was told", []),
    ("a Member's e-mail", "cllr.exampleby@example.org", []),
    ("a lead called like a child", "Dear Mr Rhys", []),
    ("a lead with initial", "Mr C. Rhys", []),
    ("the child beside the lead", "Mr Rhys and Rhys", ["name P3 Rhys"]),
    ("a business", "Fizz Drinks Stall", []),
    ("a place called like a child", "near Callum Close today", []),
]  # fmt: skip

# Names that are ordinary words: what is a name and what is prose

WORDS: list[tuple[str, str, list[str]]] = [
    ("a name in the middle", "they saw Will there", ["name P1 Will"]),
    ("a verb", "they will go", []),
    ("a question", "Will the school reply?", []),
    ("a note", "Will ring mother tomorrow.", []),
    ("a note with put", "Will put in a referral", []),
    ("a name before a past verb", "Will kicked the door", ["name P1 Will"]),
    ("a name before was", "Will was there", ["name P1 Will"]),
    ("a name before said", "Will said so", ["name P1 Will"]),
    ("a name before an adverb", "Will then hit him", ["name P1 Will"]),
    ("a verb before an adverb", "Will then be asked", []),
    ("a name with possessive", "Will's bike", ["name P1 Will"]),
    ("full name at the start", "Will Bracken", ["name P1 Will Bracken"]),
    ("full name in small letters", "will bracken", ["name P1 will bracken"]),
    ("two names", "Will and Mark were seen", ["name P1 Will", "name P3 Mark"]),
    ("a list", "Will, Mark and Jo", ["name P1 Will", "name P3 Mark", "name P8 Jo"]),
    ("alone", "Will", ["name P1 Will"]),
    ("alone behind a label", "Known as: Will", ["name P1 Will"]),
    ("in brackets", "the brother (Will) ran", ["name P1 Will"]),
    ("after Dear", "Dear Will,", ["name P1 Will"]),
    ("in capitals among small letters", "hit by WILL in the park", ["name P1 WILL"]),
    ("a stressed verb", "this WILL happen", []),
    ("in capitals throughout", "WILL KICKED MARK", ["name P1 WILL", "name P3 MARK"]),
    ("a question in capitals", "WILL THE SCHOOL REPLY", []),
    ("month: in", "in May", []),
    ("month: day", "on 4 May", []),
    ("month: ordinal", "the 4th of May", []),
    ("month: year", "since May 2026", []),
    ("month: late", "late May", []),
    ("month: by", "to be done by May", []),
    ("month: range", "from April to May", []),
    ("month: mid", "mid-May", []),
    ("month: holiday", "the May half term", []),
    ("by May as a person", "kicked by May", ["name P2 May"]),
    ("may as a verb", "it may be so", []),
    ("May I", "May I ask?", []),
    ("May we", "May we ring?", []),
    ("May as a name", "I met May there", ["name P2 May"]),
    ("May with a verb", "May told them", ["name P2 May"]),
    ("mark as a verb", "Mark the place on the map", []),
    ("marks", "high marks", []),
    ("Mark in the middle", "it was Mark who ran", ["name P3 Mark"]),
    ("Mark wants", "Mark wants to stop", ["name P3 Mark"]),
    ("Young people", "Young people were seen", []),
    ("YOUNG PEOPLE", "YOUNG PEOPLE WERE SEEN", []),
    ("young in the middle", "a young boy", []),
    ("Young alone in a sentence", "with Young there", ["name P3 Young"]),
    ("Young with title", "Mr Young", ["name P3 Mr Young"]),
    ("Young behind a label", "Family name: Young", ["name P3 Young"]),
    ("a family name as the label of a form", "Date: 4 March\nHope\nGreen", []),
    ("a family name behind a colon", "Suspect: Hope", ["name P8 Hope"]),
    ("a function word behind a tick box", "☐ No ☐ Do not know", []),
    ("month: will be told by", "Families will be told by May", []),
    ("Mark Young in full", "Mark Young people", ["name P3 Mark"]),
    ("Mark Young, past", "Mark Young ran", ["name P3 Mark Young"]),
    ("mark young in small letters", "mark young ran", ["name P3 mark young"]),
    ("M Young", "M. Young ran", ["name P3 M. Young"]),
    ("a plan and young people", "Plan M. Young people came", []),
    ("names over a sentence end", "It was Mark. Young lads ran", ["name P3 Mark"]),
    ("Young, Mark", "Young, Mark", ["name P3 Young, Mark"]),
    ("hope", "Hope to hear from you soon", []),
    ("I hope", "I hope so", []),
    ("Jo Hope", "Jo Hope", ["name P8 Jo Hope"]),
    ("Hope as a name", "Jo and Hope", ["name P8 Jo", "name P8 Hope"]),
    ("green", "Green", []),
    ("green space", "Green space is needed", []),
    ("James Green", "James Green's coat", ["name P10 James Green"]),
    ("James'", "James' coat", ["name P10 James"]),
    ("white british", "White British", []),
    ("summer holidays", "in the Summer holidays", []),
    ("Summer as a name", "Summer told us", ["name P12 Summer"]),
    ("marsh", "on the marsh", []),
    ("Rob begins a sentence", "Rob to be spoken to", ["name P13 Rob"]),
    ("rob as a verb", "tried to rob him", []),
    ("a name with particles", "Rob van der Berg", ["name P13 Rob van der Berg"]),
    ("the last particle name", "Berg", ["name P13 Berg"]),
    ("He is no child", "An hour. Do not call", []),
    ("An Do in full", "An Do", ["name P11 An Do"]),
    ("An in the middle", "with An there", ["name P11 An"]),
    ("Al", "Al was there", ["name P7 Al"]),
    ("al", "et al", []),
    ("Ng", "Bea Ng", ["name P6 Bea Ng"]),
    ("ng in a word", "running", []),
    ("NG postcode", "NG12 3AB", []),
    ("Bea in words", "bear and Beat", []),
    ("Jo in words", "join Joanna", []),
    ("double-barrelled in full", "Mary-Jane Smith-Jones", ["name P4 Mary-Jane Smith-Jones"]),
    ("double-barrelled with spaces", "Mary Jane Smith Jones", ["name P4 Mary Jane Smith Jones"]),
    ("double-barrelled with an odd hyphen", "Mary‑Jane Smith–Jones", ["name P4 Mary‑Jane Smith–Jones"]),
    ("one half of each", "Mary Jones", ["name P4 Mary Jones"]),
    ("a half alone", "Jane", ["name P4 Jane"]),
    ("the other half alone", "Smith", ["name P4 Smith"]),
    ("written together", "MaryJane", ["name P4 MaryJane"]),
    ("D'Angelo", "Luca D’Angelo", ["name P5 Luca D’Angelo"]),
    ("DAngelo", "DAngelo", ["name P5 DAngelo"]),
    ("D Angelo", "d angelo", ["name P5 d angelo"]),
    ("a child and a place", "Kestrel was at Kestrel Parade", ["name P9 Kestrel"]),
    ("a child and an officer", "Sam Kestrel rang Kestrel", ["name P9 Kestrel"]),
    ("a child in full and a place", "Kestrel Vellum at Kestrel Parade", ["name P9 Kestrel Vellum"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in ORDINARY])
def test_a_mention_in_an_ordinary_incident_is_found(text: str, expected: list[str]) -> None:
    assert shown(find(text, case()[1])) == expected


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in WORDS])
def test_a_name_that_is_a_word_is_found_only_as_a_name(text: str, expected: list[str]) -> None:
    assert shown(find(text, plain())) == expected


def test_the_place_of_a_mention_is_its_place_in_the_text_as_typed() -> None:
    text = "ﬁrst ßß: Zoe\u0308\u200b O’Sampleton’s coat"
    (mention,) = find(text, case()[1])
    assert (text[mention.start : mention.end], mention.possessive, mention.whole) == (
        "Zoe\u0308\u200b O’Sampleton", True, True,
    )  # fmt: skip


def test_in_doubt_at_the_start_of_a_sentence_a_word_is_prose_unless_asked_otherwise() -> None:
    text = "Mark the door"
    assert find(text, plain()) == ()
    assert shown(find(text, plain(), prose=False)) == ["name P3 Mark"]


def test_a_school_knows_all_its_pupils_in_the_record() -> None:
    (mention,) = find("Holmbeck", case()[1])
    assert (mention.key, mention.people) == ("SCH1", frozenset({"P1", "P3"}))


def test_a_carer_leads_to_all_their_children() -> None:
    (mention,) = find("Farida", case()[1])
    assert (mention.kind, mention.people) == (MentionKind.CARER, frozenset({"P2", "P3"}))


def test_a_service_that_is_a_clue_knows_whom_it_supports() -> None:
    (mention,) = find("Harbour Support", case()[1])
    assert mention.people == frozenset({"P6"})


def test_a_child_and_an_officer_of_the_same_full_name_are_still_found() -> None:
    rows = _case([person("P1", given_name="Sam", family_name="Kestrel")])
    assert shown(find("Sam Kestrel", build_book(rows, _office()))) == ["name P1 Sam Kestrel"]


def test_a_name_typed_into_the_place_of_the_incident_hides_nobody() -> None:
    rows = _case([person("P1", given_name="Tobias")], episodes=[episode(place="Outside Tobias, and Tobias’s House")])
    book = build_book(rows, _office())
    assert shown(find("seen at Tobias’s House, outside Tobias", book)) == ["name P1 Tobias", "name P1 Tobias"]


def test_a_business_called_exactly_like_a_child_hides_nobody() -> None:
    people = [person("P1", given_name="Mary-Jane", family_name="Vellum")]
    rows = _case(people, businesses=[{"id": "B1", "name": "Mary Jane"}])
    assert shown(find("Mary Jane ran", build_book(rows, _office()))) == ["name P1 Mary Jane"]


def test_a_child_is_found_where_a_staff_name_is_broken_by_the_end_of_a_sentence() -> None:
    assert shown(find("They rang Sam. Kestrel ran.", plain())) == ["name P9 Kestrel"]


@pytest.mark.parametrize("typed", ["Unknown", "not known", "N/K", "refused"])
def test_a_word_for_no_name_in_a_name_field_is_no_name(typed: str) -> None:
    rows = _case([person("P1", given_name=typed, family_name=None, known_as="Fizz")])
    assert find(f"It is {typed} and unknown who it was", build_book(rows, _office())) == ()


# Rewriting


def neutral(mention: Mention) -> str | None:
    if mention.kind in {MentionKind.TOKEN, MentionKind.NAME}:
        return "another young person"
    return "(withheld)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{P2} ran.", "Another young person ran."),
        ("Then {P2} ran. {P1} too.", "Then another young person ran. Another young person too."),
        ("They took {P2}'s phone.", "They took another young person's phone."),
        ("They took {P2}’s phone.", "They took another young person’s phone."),
        ("They took Cal's phone.", "They took another young person's phone."),
        ("They took Callums phone.", "They took another young person's phone."),
        ("They took Tomos' phone.", "They took another young person's phone."),
        ("They took Tomos’ phone.", "They took another young person’s phone."),
        ("A boy 'Tomos' ran", "A boy 'another young person' ran"),
        ("It was the {P2} again.", "It was another young person again."),
        ("The Mockridges were told.", "Another young person were told."),
        ("E1: {P2} ran.", "E1: another young person ran."),
        ("Seen:\n{P2}\n• {P3}", "Seen:\nAnother young person\n• Another young person"),
        ("Seen with e.g. {P2}.", "Seen with e.g. another young person."),
        ("“{P2} ran.”", "“Another young person ran.”"),
        ("Ring 07700 900111 now", "Ring (withheld) now"),
        ("Cal (born 09/03/2011)", "Another young person (born (withheld))"),
        ("callum.exampleby@example.org", "Another young person@example.org"),
        ("{P99} ran", "{P99} ran"),
        ("Nothing to hide.", "Nothing to hide."),
        ("", ""),
    ],
)  # fmt: skip
def test_rewriting_keeps_the_sentence_whole(text: str, expected: str) -> None:
    assert rewrite(text, case()[1], neutral) == expected


def test_what_may_stay_stays_as_typed() -> None:
    text = "Cal’s friend RHYS mockridge"
    assert rewrite(text, case()[1], lambda m: None if "P1" in m.people else "X") == "Cal’s friend X"


def test_a_long_text_is_rewritten_to_the_end() -> None:
    text = "On Friday Łukasz Fabrykant met Zoe O'Sampleton at Kestrel Parade. " * 600
    done = rewrite(text, case()[1], lambda m: "X")
    assert done == "On Friday X met X at Kestrel Parade. " * 600


NAME_FORMS = (
    "Callum", "callum", "CALLUM", "Cal", "Callum Exampleby", "Exampleby, Callum", "C. Exampleby", "C Exampleby",
    "Mr Exampleby", "Cal Exampleby", "Zoë", "Zoe", "O’Sampleton", "O'Sampleton", "OSampleton", "O Sampleton",
    "Zoë O‘Sampleton", "Łukasz", "Lukasz", "Łukasz Fabrykant", "Aaliyah", "Mockridge", "Miss Mockridge", "Fizz",
    "Tomos Storeyteller", "Noor Inventa", "Dev", "Siobhán", "Grant Exampleby", "Farida Mockridge", "{P1}", "{p2}",
    "{ P3 }",
)  # fmt: skip
BEFORE = st.sampled_from(
    ["", " ", "(", "“", "'", "x ", "Saw ", "with\n", "then, ", "- ", "…", "/", "1. ", "é ", "\u200b"]
)
AFTER = st.sampled_from(
    ["", " ", ")", "”", "'s bike", "’s", ".", ", he", "- ", "\nthen", "…", "/", "!", " é", "—x", ";"]
)


@given(BEFORE, st.sampled_from(NAME_FORMS), AFTER)
def test_no_punctuation_around_a_name_hides_it(before: str, name: str, after: str) -> None:
    words = rewrite(before + name + after, case()[1], lambda m: "#")
    assert "#" in words
    assert find(words, case()[1]) == ()


@settings(deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from([*NAME_FORMS, ". ", " ", "the ", "'s"])).map("".join))
def test_rewriting_nothing_changes_nothing(text: str) -> None:
    assert rewrite(text, case()[1], lambda m: None) == text


SUBJECTS = ("the school", "we", "you", "they", "anyone", "this", "someone", "a worker", "young people", "both families")
VERBS = ("be told", "need support", "see the letter", "take part", "come back", "agree", "have to wait", "help")
PATTERNS = (
    "Will {s} {v}?", "May {s} {v}?", "{S} will {v}.", "{S} may {v}.", "Will {v} by May.", "Hope to {v} soon.",
    "Mark the day when {s} will {v}.", "Hope {s} will {v}.", "We hope {s} may {v}.", "Young people will {v} in May.",
    "A young person may {v} on 4 May 2026.", "Please mark where {s} may {v}.", "Young adults hope to {v} by late May.",
    "May need to {v}.", "Since May {s} hope to {v}.", "Will not {v}.",
)  # fmt: skip


@given(st.sampled_from(PATTERNS), st.sampled_from(SUBJECTS), st.sampled_from(VERBS))
def test_common_sentences_mention_no_child_called_will_may_mark_hope_or_young(pattern: str, s: str, v: str) -> None:
    text = pattern.format(s=s, S=s.capitalize(), v=v)
    assert find(text, plain()) == ()


# Tokens and what is worth a look


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{P1} and {P99}", ("{P99}",)),
        ("{Cal} ran", ("{Cal}",)),
        ("{P1 ran", ("{P1",)),
        ("P1} ran", ("P1}",)),
        ("{} ran", ("{}",)),
        ("{P1 and P2}", ("{P1 and P2}",)),
        ("{p1}, { P1 }, {P 1}, {{P1}}", ()),
        ("no braces", ()),
    ],
)
def test_a_token_of_nobody_is_told(text: str, expected: tuple[str, ...]) -> None:
    assert unknown_tokens(text, case()[1]) == expected


@pytest.mark.parametrize(
    ("token", "meant"), [("{p2", "{P2}"), ("{P 2}", "{P2}"), ("{PP2}", "{P2}"), ("{Callum}", None)]
)
def test_the_token_that_was_meant_is_offered(token: str, meant: str | None) -> None:
    assert nearest_token(token, case()[1]) == meant


def problems(**changes: Any) -> list[tuple[str, str, str, str]]:
    rows = _case(**({"people": _people()} | changes))
    return [(p.code, p.where, p.found, p.severity) for p in name_problems(rows, _office())]


def test_a_record_with_tokens_only_has_no_name_problems() -> None:
    assert problems() == []


def test_a_typed_name_is_worth_a_look_in_every_free_text_field() -> None:
    people = _people()
    people[2] |= {
        "wishes": "Upset about Aaliyah",
        "vulnerabilities": ["alone", "fears Łukasz"],
        "other_names": ["Rhysie"],
    }
    found = problems(
        people=people,
        conference={"questions": ["Who works with Zoe?"]},
        actions=[{"id": "ACT1", "what": "Ring Callum", "outcome": "Told {P1}"}],
        area={"description": "Where Fizz goes"},
    )
    assert [(where, typed) for code, where, typed, severity in found if severity == "check"] == [
        ("people[2].wishes", "Aaliyah"),
        ("people[2].vulnerabilities[1]", "Łukasz"),
        ("area.description", "Fizz"),
        ("actions[0].what", "Callum"),
        ("conference.questions[0]", "Zoe"),
    ]
    assert {code for code, *_ in found} == {"name-typed"}


def test_names_of_carers_and_workers_in_their_own_fields_are_right_there() -> None:
    found = problems(
        carers=[{"people": ["P1"], "name": "Grant Exampleby", "told_by": "Callum"}],
        support=[{"id": "Q1", "person": "P1", "agency": "csc", "worker": "Noor Testament"}],
    )
    assert found == []


def test_a_token_of_nobody_is_a_problem_and_an_odd_one_worth_a_look() -> None:
    found = problems(actions=[{"id": "ACT1", "what": "Ring {P99} and {p2}"}])
    assert found == [
        ("unknown-token", "actions[0].what", "{P99}", "problem"),
        ("token-form", "actions[0].what", "{p2}", "check"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("Zoë", "O’Sampleton", None), ("Zoe", "OSampleton", None), True),
        (("Rhys", "Mockridge", None), ("Rys", "Mockridge", None), True),
        (("Rhys", "Mockridge", None), ("Aaliyah", "Mockridge", None), False),
        (("Al", "Ng", None), ("Jo", "Ng", None), False),
        (("Callum", "Exampleby", "Cal"), (None, None, "Cal"), True),
        (("Callum", "Exampleby", "Cal"), (None, None, "Fizz"), False),
    ],
)
def test_two_people_who_may_be_one_are_worth_a_look(
    one: tuple[str | None, ...], other: tuple[str | None, ...], alike: bool
) -> None:
    rows = [
        person(key, given_name=g, family_name=f, known_as=k)
        for key, (g, f, k) in zip(("P1", "P2"), (one, other), strict=True)
    ]
    assert problems(people=rows) == ([("same-name", "people[1]", "", "check")] if alike else [])


def test_nothing_said_about_a_name_repeats_it_but_what_was_found() -> None:
    rows = _case(_people(), actions=[{"id": "ACT1", "what": "Ring Callum"}])
    (problem,) = name_problems(rows, _office())
    assert "Callum" not in problem.sentence()
    assert "{P1}" in problem.fix


@pytest.mark.parametrize("text", ["He goes to Brackwater Primary.", "brackwater primary", "Brackwater Primary School"])
def test_a_school_named_after_its_town_is_found_without_the_word_school(text: str) -> None:
    places = office(schools=[school("SCH1", name="Brackwater Primary School")])
    book = build_book(record(people=[person(school="SCH1")]), places)
    assert [m.kind for m in find(text, book)] == [MentionKind.SCHOOL]
    assert find("They met at Brackwater station.", book) == ()
