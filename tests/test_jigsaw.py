"""Pieces by which people could work out who it was: each that must be found, and each text that must be left alone."""

from __future__ import annotations

import pytest

from casepack.disclosure import Audience
from casepack.jigsaw import READERS, PieceKind, finder
from casepack.jigsaw_fields import aged, guarded, jigsaw_problems, numbered, traces
from casepack.office import Office
from casepack.record import Record

from .builders import office, record
from .builders_case import cast_data, incident, sample, sensitive

SAMPLE = sample("ordinary", "2026-10-25 12:10")
MEMBERS = Audience.MEMBERS

AGE, YEAR, SEX, KIN, ORIGIN, HEALTH, COUNT, SCHOOL, INITIALS = (
    PieceKind.AGE,
    PieceKind.YEAR_GROUP,
    PieceKind.SEX,
    PieceKind.RELATIONSHIP,
    PieceKind.ORIGIN,
    PieceKind.HEALTH,
    PieceKind.COUNT,
    PieceKind.SCHOOL,
    PieceKind.INITIALS,
)

CAUGHT = [
    ("Somebody aged 14 was hurt", AGE),
    ("a 14-year-old was hurt", AGE),
    ("a 14 year old was hurt", AGE),
    ("a 14‑year‑old", AGE),
    ("a fourteen-year-old", AGE),
    ("14yo hurt at the station", AGE),
    ("age: 15", AGE),
    ("aged about 13", AGE),
    ("aged between 12 and 17", AGE),
    ("ages 12 to 17", AGE),
    ("12-17 year olds", AGE),
    ("12- to 17-year-olds", AGE),
    ("somebody in their teens", AGE),
    ("in her mid-teens", AGE),
    ("a teenager was hurt", AGE),
    ("born in 2012", AGE),
    ("a child of 14", AGE),
    ("a young person (15) was hurt", AGE),
    ("a pupil, 13, was hurt", AGE),
    ("on the day of a 15th birthday", AGE),
    ("a 34-year-old man from the shop", AGE),
    ("Year 9", YEAR),
    ("year nine", YEAR),
    ("Yr 10 pupils", YEAR),
    ("Y9", YEAR),
    ("Years 9 and 10", YEAR),
    ("a sixth-former", YEAR),
    ("children of primary school age", YEAR),
    ("A girl was hurt", SEX),
    ("a group of boys", SEX),
    ("a teenage boy", SEX),
    ("a young woman", SEX),
    ("two lads ran off", SEX),
    ("a male was seen", SEX),
    ("a schoolgirl", SEX),
    ("He ran to the bus stop", SEX),
    ("a phone was taken from her", SEX),
    ("hurt in front of his sister", KIN),
    ("a brother and sister", KIN),
    ("the mother has been told", KIN),
    ("their younger brother", KIN),
    ("the siblings", KIN),
    ("related to a councillor", KIN),
    ("a relative of a Member", KIN),
    ("the parents of a suspect", KIN),
    ("Mixed: White and Black Caribbean", ORIGIN),
    ("mixed white & black caribbean", ORIGIN),
    ("a Black teenager", ORIGIN),
    ("young people of Polish origin", ORIGIN),
    ("a Muslim family", ORIGIN),
    ("a Sikh boy", ORIGIN),
    ("two Asian young people", ORIGIN),
    ("an autistic child", HEALTH),
    ("a child with ADHD", HEALTH),
    ("Two young people were hurt", COUNT),
    ("3 children", COUNT),
    ("both pupils", COUNT),
    ("one of the pupils", COUNT),
    ("three of them", COUNT),
    ("a couple of teenagers", COUNT),
    ("one young person", COUNT),
    ("2 to 3 young people", COUNT),
    ("four injured pupils", COUNT),
    ("two pupils from Holmbeck", COUNT),
    ("two pupils from Holmbeck", SCHOOL),
    ("Holmbeck All-Through Academy pupil", SCHOOL),
    ("young people from Holmbeck Academy", SCHOOL),
    ("students at St Aldwyths", SCHOOL),
    ("St Aldwyth’s pupils", SCHOOL),
    ("somebody who goes to Priory Ridge", SCHOOL),
    ("in Holmbeck uniform", SCHOOL),
    ("a pupil at your school", SCHOOL),
    ("hurt by C.E. at the station", INITIALS),
    ("hurt by C. E.", INITIALS),
    ("CE was there", INITIALS),
    ("told by A.M. on Friday", INITIALS),
]

LEFT_ALONE = [
    "There was disorder involving a group of young people at Brackwater station on Friday 23 October 2026.",
    "between 5:40pm and 6:05pm, Saturday 24 October 2026",
    "3pm to 7pm on school days",
    "2 to 24 Kestrel Parade, Brackwater, ZZ1 3KP",
    "platform 2 young people gathered",
    "Young people gather on platform 2",
    "ring 101 or 999, or 0800 40 50 40; text 61016",
    "01632 960 102 and 07700 900 111",
    "17 reports of anti-social behaviour in 12 months",
    "fewer than 5 reports",
    "last year 12 reports were made",
    "in the year 2026",
    "for 2 years 3 months",
    "under 18",
    "anyone aged 18 or over",
    "a small 1960s shopping parade",
    "a 50-year-old building",
    "two bus routes and one entrance",
    "four shops",
    "Pairs; poor light at rear of parade",
    "10 to 20 young people",
    "a group of about 12 young people",
    "one in ten residents",
    "Holmbeck All-Through Academy, 650 metres",
    "children crossing outside Holmbeck Academy",
    "young people from Holmbeck Road",
    "St Aldwyth’s Catholic School is near the station",
    "number of young people from any one school",
    "any age, gender or ethnicity",
    "racist language and its impact",
    "Two friendship groups from different schools",
    "related to the incident",
    "a mother and toddler group",
    "the Boys’ Brigade hut and the Girls’ High School",
    "Old Boys Club",
    "male and female toilets",
    "a white van behind black bins",
    "an Indian restaurant and a Polish shop",
    "English Heritage site",
    "a place of worship",
    "Opening hours 9AM to 5PM",
    "British Transport Police and Southmere Police",
    "SMP-EX-4726-23102026",
    "Year-round patrols",
    "key stage 3 and a special offer",
    "no young person, 999 calls only",
    "a young person, 3pm to 5pm",
]


def pieces(text: str, rows: Record, standing: Office, *, public: bool) -> tuple[str, ...]:
    """Each kind of piece in a text, once, in the words that say what it gives away."""
    return tuple(dict.fromkeys(piece.kind.value for piece in finder(rows, standing, public=public)(text)))


@pytest.mark.parametrize(("text", "kind"), CAUGHT)
def test_a_piece_that_leads_to_somebody_is_found_for_members(text: str, kind: PieceKind) -> None:
    assert kind.value in pieces(text, SAMPLE.record, SAMPLE.office, public=True)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert pieces(text, SAMPLE.record, SAMPLE.office, public=True) == ()


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("aged 12 to 17", True),
        ("ages 12 to 17", True),
        ("12 to 17 year olds", True),
        ("Year 8, Year 9 and Year 10", True),
        ("parents of Year 7 pupils", True),
        ("8 to 12 young people", True),
        ("aged 14", False),
        ("aged 14 to 15", False),
        ("a 14-year-old", False),
        ("a Year 9 girl", False),
        ("a pupil in Year 9", False),
        ("one Year 9 pupil", False),
        ("2 to 4 young people", False),
        ("three young people", False),
        ("a boy", False),
    ],
)
def test_partners_may_read_of_a_group_in_general_terms_but_of_nobody(text: str, allowed: bool) -> None:
    assert (pieces(text, SAMPLE.record, SAMPLE.office, public=False) == ()) is allowed


@pytest.mark.parametrize("audience", sorted(set(Audience) - READERS))
def test_readers_who_may_know_people_are_left_to_the_disclosure_table(audience: Audience) -> None:
    search = guarded(lambda text: [], SAMPLE.record, SAMPLE.office, audience, "letter")
    assert search("a 14-year-old girl") == []


def test_what_is_found_is_described_and_never_repeated() -> None:
    found = " ".join(pieces("a 14-year-old Sikh girl", SAMPLE.record, SAMPLE.office, public=True))
    assert found
    assert not {"14", "sikh", "14-year-old"} & set(found.casefold().split())


def test_the_name_of_a_business_is_no_family() -> None:
    shop = [{"id": "B1", "name": "Sampson Brothers Garage"}]
    assert pieces("Sampson Brothers Garage", record(businesses=shop), office(), public=True) == ()
    assert pieces("the brothers", record(businesses=shop), office(), public=True)


def test_an_ethnicity_that_is_not_known_makes_no_word_suspect() -> None:
    people = [{"id": "P1", "given_name": "Tobias", "family_name": "Sampleford", "ethnicity": "not known"}]
    assert pieces("It is not known who began.", record(people=people), office(), public=True) == ()


def test_a_record_without_names_has_no_initials() -> None:
    assert pieces("CE", record(people=[{"id": "P1", "known_as": "Fizz"}]), office(), public=True) == ()


def test_a_name_that_begins_with_a_bracket_is_no_pattern() -> None:
    people = [{"id": "P1", "given_name": "(Tobias", "family_name": "[Sampleford]"}]
    assert pieces("Nobody was hurt.", record(people=people), office(), public=True) == ()


@pytest.mark.parametrize(("ages", "printed"), [("12 to 17", "aged 12 to 17"), ("Ages 12 to 17", "Ages 12 to 17")])
def test_ages_are_printed_as_ages(ages: str, printed: str) -> None:
    assert aged(ages) == printed


@pytest.mark.parametrize(
    ("numbers", "printed"), [("8 to 12", "8 to 12 young people"), ("about 10 children", "about 10 children")]
)
def test_numbers_are_printed_with_whom_they_count(numbers: str, printed: str) -> None:
    assert numbered(numbers) == printed


# In the record


def _problems(the_record: Record, the_office: Office | None = None) -> dict[str, str]:
    return {p.where: p.what for p in jigsaw_problems(the_record, the_office or SAMPLE.office)}


@pytest.mark.parametrize("name", ["ordinary", "sensitive", "minimal"])
def test_the_samples_hold_no_piece(name: str) -> None:
    assert jigsaw_problems(sample(name, "2026-10-25 12:10").record, SAMPLE.office) == ()


@pytest.mark.parametrize(
    ("request_row", "where"),
    [
        ({"kind": "members briefing", "lines": ["All is well", "A girl was hurt"]}, "requests[0].lines[1]"),
        ({"kind": "members briefing", "do_not_say": ["that it was a boy"]}, "requests[0].do_not_say[0]"),
        ({"kind": "patrol", "look_for": ["two boys"]}, "requests[0].look_for[0]"),
        ({"kind": "patrol", "community_worries": "the 14-year-old"}, "requests[0].community_worries"),
        ({"kind": "outreach", "ages": "14"}, "requests[0].ages"),
        ({"kind": "outreach", "numbers": "2 to 3"}, "requests[0].numbers"),
        ({"kind": "outreach", "tensions": "a boy and his cousin"}, "requests[0].tensions"),
        ({"kind": "schools engagement", "year_groups": ["SCH1: the Year 9 girl"]}, "requests[0].year_groups[0]"),
        ({"kind": "patrol", "look_for": ["{P1} and others"]}, "requests[0].look_for[0]"),
    ],
)
def test_a_piece_in_an_answer_is_worth_a_look_at_its_place(request_row: dict[str, object], where: str) -> None:
    the_record = record(**cast_data(requests=[{"id": "C1", **request_row}]))
    assert where in _problems(the_record)


def test_a_piece_never_stops_a_pack_and_is_said_once_for_each_place() -> None:
    the_record = record(**cast_data(incident=incident(for_public="A girl and another girl were hurt.")))
    [problem] = jigsaw_problems(the_record, office())
    assert (problem.where, problem.severity, problem.code) == ("incident.for_public", "check", "jigsaw")
    assert "girl" not in problem.sentence().replace("boy or a girl", "")


def test_the_account_for_partners_is_no_text_for_these_readers() -> None:
    assert _problems(record(**cast_data(incident=incident(for_partners="A 14-year-old girl was hurt.")))) == {}


# In the finished document


def _leaks(the_record: Record, audience: Audience, text: str, stem: str = "x") -> list[str]:
    return list(guarded(lambda _: [], the_record, SAMPLE.office, audience, stem)(text))


def test_a_finding_says_which_answer_to_reword() -> None:
    the_record = record(**cast_data(incident=incident(for_public="A girl was hurt.")))
    [found] = _leaks(the_record, MEMBERS, "A girl was hurt.")
    assert found == f"{SEX.value} (reword incident.for_public)"


def test_a_piece_of_no_answer_is_laid_to_the_template() -> None:
    [found] = _leaks(record(), MEMBERS, "A girl was hurt.")
    assert found.endswith("(look at the template and the office's data)")


def test_other_readers_are_asked_about_names_only() -> None:
    assert _leaks(record(), Audience.SCHOOL, "A girl was hurt.") == []


def test_what_the_names_find_is_kept() -> None:
    leaks = guarded(lambda _: ["the name of P1"], record(), office(), MEMBERS, "x")
    assert next(iter(leaks("a boy"))) == "the name of P1"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MSC-2026-0417", "reference"),
        ("at Brackwater station", "place"),
        ("on 23 October", "day"),
        ("Friday 23rd of October", "day"),
        ("23/10/2026", "day"),
        ("2026-10-23", "day"),
        ("October 23", "day"),
        ("a sexual offence", "kind"),
        ("an indecent image", "kind"),
    ],
)
def test_whatever_leads_to_a_sensitive_incident_is_a_trace(text: str, kind: str) -> None:
    the_record = record(**cast_data(incident=sensitive()))
    assert kind in {found for found, _ in traces(text, the_record)}
    assert list(traces(text, record())) == []


@pytest.mark.parametrize(
    "text", ["parks and greens across the ward", "report crime and anti-social behaviour", "24 October"]
)
def test_a_standing_text_has_no_trace_of_a_sensitive_incident(text: str) -> None:
    assert list(traces(text, record(**cast_data(incident=sensitive())))) == []


def test_the_name_of_the_file_may_hold_the_reference_but_nobody() -> None:
    the_record = record(**cast_data(incident=sensitive()))
    stem = "MSC-2026-0417 reporting-information R3 v1"
    assert _leaks(the_record, Audience.RESIDENTS, stem, stem) == []
    assert _leaks(the_record, Audience.RESIDENTS, f"{stem} again", stem) != []
