"""The stock of words for invented cases: names of many shapes, places that recur, things that happen.

Nobody and nowhere here exists: family names are made of the words of printers and writers, or only borrow a shape
(apostrophe, hyphen, accents, particles), telephone numbers are those kept for drama, postcodes begin with ZZ.
"""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIRLS = (
    *_words("""
    Aaliyah Adeola Aoife April Bea Chloé Elodie Esme Farida Freya Grace Gwen Harriet Imogen Isla Jasmin Juniper Kezia
    Lena Mair Mina Nia Noor Nguyệt Orla Petra Priya Rosa Ruby Saoirse Siân Sofia Tamsin Una Wren Xanthe Zara Zoë Zofia
    """),
    "Anne-Marie", "Mary Jane", "Ana Lucía",
)  # fmt: skip
BOYS = (
    *_words("""
    Bilal Bryn Callum Chidi Dafydd Dev Emrys Femi Finn Hamza Ibrahim Idris Jo José Jürgen Kacper Kai Llŷr Łukasz Luc
    Marek Max Mateus Oisín Osian Øyvind Rhys Ryan Stefan Theo Tobias Tomos Vanya Will Yusuf
    """),
    "D’Arcy", "Jean-Luc", "Bartholomew-Alexander",
)  # fmt: skip

FAMILIES = (
    "O'Brien", "O’Sampleton", "Żółć", "Llŷr-Folio", "ap Vellum", "van der Quarto", "de la Marge", "McPlaceholder",
    "Draftwood-Exampleby", "Ó Samplaigh", "al-Inventa", "Müllerschrift", "Sørblatt", "D’Exemplaire", "St Proofing",
    "Green", "Brackwater", "Christopherson-Montgomery-Wentworthby", "Wu", "Fabrykant", "Mockridge", "Storeyteller",
    "Fablewright", "Mythergill", "Legendre", "Penhallow Serif", "Kaŝmir", "Ñoñez Verso", "Çelik-Nib", "Stanza",
)  # fmt: skip
"""Families of the pool, who come up again in other cases."""

_FRONT = _words("Inkle Quill Vellum Marg Serif Quart Kern Parch Nib Vers Glyph Tild Octav Scrivel Dingb Bookl Foxing")
_BACK = _words("by ford wick holme more stead worth ley thorpe combe mere don ham")
SURNAMES = tuple(f"{front}{back}" for front in _FRONT for back in _BACK)
"""Families who come up once."""

OTHERWISE = {
    "Chloé": "Chloe", "Farida": "Faridah", "Finn": "Fin", "Freya": "Freyja", "Harriet": "Hattie", "Ibrahim": "Ebrahim",
    "Jasmin": "Yasmin", "Kacper": "Kasper", "Callum": "Calum", "Łukasz": "Lucas", "Osian": "Ossian", "Siân": "Sharn",
    "Sofia": "Sophia", "Stefan": "Steffan", "Theo": "Teo", "Tomos": "Thomas", "Yusuf": "Yousef", "Zara": "Zahra",
    "Zofia": "Sofia", "Rhys": "Reece", "Mateus": "Matheus", "Marek": "Mark", "Aoife": "Aiofe", "Will": "William",
}  # fmt: skip
"""How a first name is spelled by whoever did not ask."""

SHORT = {
    "Callum": "Cal", "Tobias": "Toby", "Harriet": "Hattie", "Imogen": "Immy", "Bartholomew-Alexander": "Barty",
    "Anne-Marie": "Annie", "Mary Jane": "MJ", "Tomos": "Tom", "Xanthe": "Xan", "Ibrahim": "Ibby", "Jean-Luc": "JL",
}  # fmt: skip
NICKNAMES = ("Fizz", "Twig", "Big D", "Skeets", "Lil T", "Pockets", "Bizzo", "The Vicar")

STREETS = (
    "Inkwell Road", "Blotter Close", "Galley Lane", "Vellum Way", "Folio Rise", "Chapter Mews", "Ampersand Street",
    "Colophon Court", "Hyphen Hill", "Italic Avenue", "Footnote Lane", "Preface Gardens", "Errata Row",
)  # fmt: skip
TOWNS = (("Brackwater", "ZZ1 4"), ("Wrenfield", "ZZ2 6"), ("Marlpit", "ZZ2 7"), ("Holmside", "ZZ3 1"))
LIKE_A_SCHOOL = ("Thistledown", "ZZ2 7")
"""A town called like a school of the sample office; few live there."""
AWAY = (("Northmere District", "Northmere Cross", "ZZ7 2"), ("Westerby Borough", "Westerby", "ZZ9 8"))
"""Homes in other counties: area, town, beginning of the postcode. The second has no services in the sample office."""

GENDERS = (("male", "he/him"),) * 5 + (("female", "she/her"),) * 5 + (("non-binary", "they/them"),)
ETHNICITIES = ("White British", "Mixed: White and Black Caribbean", "White Other", "Asian British: other", "not known")
LANGUAGES = ("English", "English", "English", "Polish", "Welsh", "Vietnamese")
NEEDS = ("autism", "speech and language needs", "dyslexia; ADHD", "hearing loss, lip-reads")
VULNERABLE = ("older peer group", "recent drop in attendance", "repeat victim", "goes missing", "young carer")
CONCERNS = (
    "Exploitation indicators with an older peer group",
    "Harmed; safety plan to be checked",
    "Seen with adults who are not known to the family",
    "Nobody at home in the evenings",
)
WISHES = (
    "Does not want to make a statement yet",
    "Worried about going back there; wants someone to talk to",
    "Wants to know how to report if they come back",
    "Not asked: police first",
    "Wants <O> to say sorry",
)
STRENGTHS = ("Plays football on Sundays", "Close to a grandparent", "Good attendance until September")
POLICE_STATUS = (
    "suspected, not yet interviewed",
    "suspected, voluntary interview planned",
    "interviewed, released under investigation",
    "community resolution offered",
    "no further action",
)
RELATIONSHIPS = ("mother", "father", "grandmother (special guardian)", "foster carer", "stepfather", "aunt")
MEN = ("father", "stepfather")
WORKERS = ("Jo Testament, PCSO", "Alex Marginalia, social worker", "Chris Footnote, family worker", "duty worker")


@dataclass(frozen=True)
class Place:
    """Somewhere that things happen again and again, at the same hours; `names` are ways in which it is written."""

    names: tuple[str, ...]
    address: str
    postcode: str
    ward: str
    division: str
    hours: tuple[int, int]
    railway: bool = False
    owner: str = "Marlhaven District Council"
    businesses: tuple[tuple[str, str, str], ...] = ()
    like: str = "Open space among houses"


_WEST = ("Brackwater", "Brackwater and Kestrel")
_EAST = ("Wrenfield", "Wrenfield and Thistledown")
PLACES = (
    Place(
        ("Kestrel Parade", "Kestrel Pde", "Kestrel parade shops", "Kestrel Parade car park"),
        "2 to 24 Kestrel Parade, Brackwater", "ZZ1 3KP", *_WEST, (15, 19), owner="private freeholder",
        businesses=(
            ("Parade Mini Mart", "convenience store", "7am to 10pm"),
            ("Copper Kettle Café", "café", "8am to 5pm"),
            ("Kestrel Chemist & Sons", "pharmacy", "9am to 6pm"),
        ),
        like="A small 1960s shopping parade with a car park behind it",
    ),
    Place(
        ("Brackwater station", "Brackwater Station", "Brackwater railway station, platform 2"),
        "Station Approach, Brackwater", "ZZ1 3RL", *_WEST, (16, 18), railway=True, owner="train operator",
        businesses=(("Platform Two Coffee", "kiosk", "6am to 2pm"),), like="A suburban station with a forecourt",
    ),
    Place(
        ("Wrenfield Recreation Ground", "Wrenfield Rec", "Wrenfield recreation ground, skate ramp"),
        "Meadow Road, Wrenfield", "ZZ2 6WR", *_EAST, (18, 22), like="A green with a skate ramp and a pavilion",
    ),
    Place(
        ("Marlpit bus station", "Marlpit Bus Stn", "Bus station, Marlpit Lane"),
        "Marlpit Lane, Wrenfield", "ZZ2 7BS", "Marlpit", _EAST[1], (15, 17), owner="bus company",
        businesses=(("The Waiting Room", "takeaway", "11am to 11pm"), ("Pens ’n’ Things", "stationer", "9am to 5pm")),
    ),
    Place(
        ("Quarry Bridge", "the Quarry bridge", "Quarry Br."),
        "Canal towpath, Brackwater", "ZZ1 5QB", *_WEST, (20, 23), owner="canal trust",
        like="A footbridge over the canal, no lighting on the north side",
    ),
    Place(
        ("Wrenfield Halt", "Wrenfield halt (railway)", "Wrenfield Halt level crossing"),
        "Halt Lane, Wrenfield", "ZZ2 6WH", *_EAST, (21, 23), railway=True, owner="train operator",
        like="An unstaffed halt with one shelter",
    ),
    Place(
        ("Arcade Leisure Centre", "Arcade leisure centre", "the Arcade (leisure centre)"),
        "Civic Way, Marlhaven", "ZZ1 1LC", "Marlhaven Central", "Marlhaven", (17, 20),
        businesses=(("Splash Bar & Grill", "restaurant", "10am to 10pm"),), like="A leisure centre with a plaza",
    ),
    Place(
        ("Holmside library", "Holmside Library steps", "Library, Holmside"),
        "Book Street, Holmside", "ZZ3 1HL", "Holmside", "Holmside", (14, 17),
        like="A square with a library and benches",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Something that happens, in words: <S> is whoever is suspected, <V> whoever is harmed."""

    kind: str
    short: str
    did: str
    suffered: str
    seen: str
    injury: str = ""
    loss: str = ""
    against: str = "person"


ACTS = (
    Act("group assault", "assault", "<S> is reported to have pushed <V> to the ground.",
        "<V> is reported to have been pushed to the ground by <S>.", "A group gathered and there was a fight",
        injury="bruised arm"),
    Act("assault", "assault", "<S> is reported to have punched <V> once in the face.",
        "<V> is reported to have been hit in the face by <S>.", "Shouting, then a fight", injury="cut lip, bruising"),
    Act("threats", "threats", "<S> is reported to have threatened <V>.",
        "<V> is reported to have been threatened by <S>.", "Threats were shouted at people passing by"),
    Act("theft (phone)", "theft of a phone", "<S> is reported to have taken <V>'s phone and thrown it down.",
        "<V>'s phone is reported to have been taken by <S> and broken.", "A phone was taken and thrown down",
        loss="phone broken"),
    Act("robbery", "robbery of a bicycle", "<S> is reported to have pulled <V> off a bicycle and ridden away on it.",
        "<V> is reported to have been pulled off a bicycle by <S>.", "A bicycle was taken by force",
        injury="grazed knee", loss="bicycle"),
    Act("criminal damage", "criminal damage", "<S> is reported to have kicked and dented a shutter.",
        "<V> saw a shutter being kicked and felt threatened.", "A shutter was kicked and dented", against="business"),
    Act("anti-social behaviour (nuisance)", "nuisance", "<S> was seen with others who shouted at passers-by.",
        "<V> was shouted at by a group with <S> in it.", "A group shouted at passers-by and blocked the way",
        against=""),
    Act("stone throwing", "stone throwing", "<S> is reported to have thrown stones at a shelter & a parked car.",
        "<V>'s car was hit by a stone.", "Stones were thrown at a shelter and a parked car", loss="dented car door",
        against=""),
    Act("fireworks", "throwing a firework", "<S> is reported to have thrown a firework towards <V>.",
        "A firework was thrown towards <V>.", "Fireworks were thrown in the street", injury="ringing in the ears"),
    Act("arson", "fire-setting", "<S> is reported to have set light to a bin.",
        "<V> breathed in smoke from a burning bin.", "A bin was set on fire", against=""),
    Act("weapon shown", "showing a weapon", "<S> is reported to have shown what looked like a knife to <V>.",
        "<V> says that <S> showed what looked like a knife.", "Somebody was seen with what looked like a weapon"),
)  # fmt: skip
SENSITIVE = (
    ("Reported sexual offence", "reported sexual offence"),
    ("Exploitation is being investigated", "criminal exploitation"),
    ("A manager says so", "serious assault"),
)
"""Why a case is sensitive, and the kind of incident then recorded."""
AMOUNT = ("about 12", "8 to 10", "20 or more", "not known", "about 6, mostly aged 12 to 17")
GAPS = ("Who posted the clip", "Whether others in the group were hurt", "Identity of one of the group", "CCTV not seen")
WORRIES = ("Staff are worried about closing time", "People avoid the place after dark", "Rumours of a return match")
LATE = (
    "The police summary came two days late.",
    "The officer was on leave and the case was handed over.",
    "Half-term: nobody at the school to ask.",
    "E-CINS was down from Friday to Monday.",
)
TO_DO = (
    "Ask for the outcome of the CCTV review",
    "Ring the safeguarding lead before the letter goes",
    "Lighting report to the property team",
    "Report the clip to the platform",
    "Find one lead worker for <S>",
    "Ask <S> and the family what would help",
    "Visit businesses again after half-term, in pairs",
    "Check whether <O> travels the same way as <S>",
)
QUESTIONS = (
    "Is one friendship group driving this?",
    "Who is best placed to work with <S>?",
    "What would make travel safe for <S>?",
    "Has anything been tried here before?",
)
