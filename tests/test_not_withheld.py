"""What was withheld for nothing, each with the real leak next to it that is still found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casepack import run as running
from casepack.disclosure import Audience
from casepack.errors import WithheldError
from casepack.fill import Properties, fill
from casepack.finish import leaks_for
from casepack.inputs import LoadedCase
from casepack.jigsaw import PieceKind, finder
from casepack.jigsaw_fields import borne_by, guarded, traces
from casepack.make import make
from casepack.mentions import build_book
from casepack.office import Office
from casepack.picture import pictured
from casepack.plan import Case, Job
from casepack.planning import make_plan
from casepack.prove import prove
from casepack.record import Disclosure
from casepack.restricted import restricted_leaks
from casepack.run import folded
from casepack.views import View

from . import outsider
from .builders import Row, agency, episode, involvement, officer, organisation, person, school
from .builders_case import (
    ROOT,
    cast,
    cast_case,
    changed,
    context,
    decision,
    incident,
    job,
    one_child,
    sample_office,
    seen,
    sensitive,
    text_of,
    wide_office,
)

NOON = "2026-11-10 12:00"
STAMP = {"date": "10 November 2026", "version": "1", "footer_left": "x"}


@cache
def template(name: str) -> bytes:
    return (ROOT / f"templates/{name}.docx").read_bytes()


def filled(case: Case, one: Job) -> bytes:
    """The finished Word file of a job."""
    told = pictured(View(context(case, one), STAMP).filled())
    doc, name = told["doc"], one.document.template(sensitive=case.sensitive)
    properties = Properties(title=doc["title"], subject=doc["name"], author=doc["organisation"])
    return fill(template(name), told, name=name, properties=properties)


def asked(case: Case, one: Job) -> Any:
    """What the proof of this document asks about its words."""
    leaks = leaks_for(case, build_book(case.record, case.office), one)
    return guarded(leaks, case.record, case.office, one.reader.audience, one.title)


def withheld(case: Case, *documents: str) -> dict[str, list[str]]:
    """The documents whose Word file would be withheld, with the reasons; those of these kinds where any are given."""
    jobs = [j for j in make_plan(case).jobs if not documents or j.document.id in documents]
    assert {j.document.id for j in jobs} >= set(documents)
    found = {}
    for one in jobs:
        doc = context(case, one)["doc"]
        reasons = prove(
            filled(case, one),
            None,
            name=one.title,
            marking=doc["marking"],
            file_stem=one.title,
            title=doc["title"],
            leaks=asked(case, one),
            author=doc["organisation"],
        )
        found[one.title] = list(dict.fromkeys(f.what for f in reasons))
    return {title: reasons for title, reasons in found.items() if reasons}


# A town called like a school


def in_town(account: str = "{P1} was there.", **changes: Any) -> Case:
    """P1, of one school and suspected, lives in a town that is called like the school of P2."""
    people = [
        person("P1", address="72 Chapter Mews, Thistledown", postcode="ZZ2 7AB", school="SCH1", concern="A worry"),
        person("P2", given_name="Orla", family_name="Penhallow", school="SCH5", address="3 Blotter Close, Brackwater"),
    ]
    parts = [
        involvement("A1", "P1", "suspect", account=account, against=["P2"]),
        involvement("A2", "P2", "harmed", account="{P2} was hurt."),
    ]
    tables: Row = {
        "people": people,
        "involvements": parts,
        "episodes": [episode(railway="yes", force="btp", ward="Brackwater")],
        "incident": incident(routine_sharing_approved_by="SC-01"),
        "referrals": [{"id": "F1", "person": "P1", "service": "reboot", "agreement": "agreed", "agreed_by": "self"}],
        "decisions": [decision("P1", "earlyhelp")],
    }
    return cast_case(sample_office(), NOON, carers=[], **(tables | changes))


def of_p1(case: Case, document: str = "mash-referral") -> Any:
    return asked(case, job(case, document, "P1"))


@cache
def of_p1_in_town(document: str = "mash-referral") -> Any:
    return of_p1(in_town(), document)


def test_a_town_called_like_a_school_stops_no_paper_about_whoever_lives_there() -> None:
    kinds = ("mash-referral", "yjs-letter", "btp-letter", "agency-letter", "reboot-referral", "ecins-record")
    assert withheld(in_town(), *kinds) == {}
    assert "72 Chapter Mews, Thistledown" in text_of(seen(in_town(), "mash-referral", "P1"))


@pytest.mark.parametrize(
    "words",
    [
        "She was seen in Thistledown.",
        "They took the bus from Thistledown to Brackwater.",
        "Thistledown",
        "pupils at Thistledown station",
        "She attends Thistledown Library on Fridays.",
        "31 Galley Lane, Thistledown, ZZ2 7AB",
        "Wrenfield and Thistledown",
        "Holmbeck All-Through Academy\nThistledown",
    ],
)
def test_the_town_is_left_alone_where_nothing_shows_that_the_school_is_meant(words: str) -> None:
    assert of_p1_in_town()(words) == []
    assert of_p1_in_town("yjs-letter")(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "Thistledown High School",
        "thistledown high",
        "at Thistledown High, on Friday",
        "Thistledown School",
        "She goes to Thistledown.",
        "who attends Thistledown",
        "is now at Thistledown",
        "a pupil from Thistledown",
        "the students of Thistledown",
        "in Year 9 at Thistledown",
        "Y9 at Thistledown",
        "a Thistledown Year 10",
        "two Thistledown pupils",
        "in Thistledown’s uniform",
        "on roll\nat Thistledown",
        "excluded from THISTLEDOWN",
        "pupils at Thistledown High",
        "School: Thistledown",
        "her school (Thistledown)",
        "they both go to Thistledown",
        "a friend at Thistledown",
        "Thistledown sixth form",
    ],
)
def test_words_that_show_the_school_still_give_it_away(words: str) -> None:
    assert of_p1_in_town()(words) == ["the school of P2"]


def test_a_town_in_an_account_is_not_put_into_other_words() -> None:
    case = in_town("{P1} was seen in Thistledown.")
    assert "seen in Thistledown" in text_of(seen(case, "mash-referral", "P1"))
    assert withheld(case, "mash-referral") == {}


def test_an_account_that_says_the_school_stops_the_papers_about_others() -> None:
    told = withheld(in_town("{P2} goes to Thistledown."), "mash-referral", "school-letter")
    assert set(told) == {"MASH referral P1 mash", "School letter P1 SCH1"}


def test_a_school_called_like_no_town_is_found_by_its_first_word_alone() -> None:
    case = cast_case(wide_office(schools=[school("SCH1"), school("SCH2", name="Thistledown High School", town=None)]))
    assert of_p1(case, "school-letter")("in Thistledown") == ["the school of P3"]


@pytest.mark.parametrize("address", ["1 Old Lane, Holmbeck Academy", "Holmbeck Academy, Brackwater"])
def test_a_school_in_an_address_is_no_town(address: str) -> None:
    case = in_town(episodes=[episode(address=address)])
    assert asked(case, job(case, "school-letter", "P2"))("near Holmbeck Academy") == ["the school of P1"]


def two_schools(**changes: Any) -> Case:
    """P1 and P2 are at two schools of one town, and one of them is also written like it."""
    schools = [
        school("SCH1", name="Brackwater High School", also_written=["Brackwater"]),
        school("SCH2", name="Brackwater Park Primary School"),
    ]
    people = changed(cast(), "P2", school="SCH2")
    return cast_case(wide_office(schools=schools), people=people, **changes)


@pytest.mark.parametrize("words", ["pupils at Brackwater Park Primary", "goes to Brackwater Park", "Brackwater Park"])
def test_the_longer_name_of_another_school_of_the_town_does_not_go_missing(words: str) -> None:
    case = two_schools()
    assert "the school of P2" in " ".join(asked(case, job(case, "school-letter", "P1"))(words))


def test_a_word_that_makes_it_a_place_in_the_town_hides_nobody_of_that_name() -> None:
    people = changed(cast(), "P2", family_name="Library")
    schools = [school("SCH1", name="Brackwater High School")]
    case = cast_case(wide_office(schools=schools), people=people)
    search = asked(case, job(case, "school-letter", "P1"))
    assert search("with pupils at Brackwater Library ran") == ["the name of P2"]
    assert search("with pupils at Brackwater station") == []


def pieces(case: Case, text: str) -> set[PieceKind]:
    return {piece.kind for piece in finder(case.record, case.office, public=True)(text)}


def test_young_people_from_a_town_called_like_a_school_are_no_pupils_of_it() -> None:
    people = changed(cast(), "P1", address="5 Galley Lane, Holmbeck")
    town, elsewhere = cast_case(sample_office(), people=people), cast_case(sample_office())
    for text in ("young people from Holmbeck", "a group of young people in Holmbeck"):
        assert pieces(town, text) == set()
        assert pieces(elsewhere, text) == {PieceKind.SCHOOL}
    for text in ("pupils from Holmbeck", "goes to Holmbeck", "Holmbeck uniform", "students at Holmbeck Academy"):
        assert PieceKind.SCHOOL in pieces(town, text)
    assert pieces(town, "two Holmbeck children") == {PieceKind.COUNT}


# Families called like the town


def brackwater(**changes: Any) -> Case:
    """P4, who was suspected, has the name of the town and the ward."""
    rows = [
        episode(railway="yes", force="btp", ward="Brackwater", land_owner="train operator"),
        episode("E2", start="18:10", place="Kestrel Parade", ward="Brackwater", postcode="ZZ1 3KP")
        | {"address": "2 Kestrel Parade, Brackwater", "land_owner": None},
    ]
    tables: Row = {
        "people": changed(cast(), "P4", family_name="Brackwater"),
        "episodes": rows,
        "businesses": [{"id": "B1", "name": "Platform Two Coffee", "address": "Station Approach, Brackwater"}],
        "requests": [{"id": "C1", "kind": "patrol", "to": ["police", "btp"]}],
        "incident": incident(routine_sharing_approved_by="SC-01"),
    }
    return cast_case(as_of=NOON, **(tables | changes))


def test_a_family_called_like_the_town_stops_no_table_of_places() -> None:
    kinds = ("mapping-sheet", "business-survey", "patrol-request", "checklist", "disclosure-register", "btp-letter")
    assert withheld(brackwater(), *kinds) == {}


def test_the_station_of_the_town_keeps_its_name() -> None:
    case = brackwater()
    assert seen(case, "mapping-sheet")["places"][0]["where"] == "Brackwater station"


@cache
def searches_for_brackwater() -> tuple[Any, ...]:
    case = brackwater()
    return tuple(asked(case, job(case, *which)) for which in (("mapping-sheet",), ("school-letter", "P2")))


@pytest.mark.parametrize(
    "words",
    [
        "Brackwater kicked him.",
        "At Kestrel Parade, Brackwater kicked him.",
        "At 2 Kestrel Parade, Brackwater kicked him.",
        "by the station, Brackwater ran",
        "Family name\nBrackwater\nFirst name",
        "Brackwater\ntrain operator",
        "told Mateus Brackwater",
        "the house of Brackwater",
    ],
)
def test_whoever_is_called_like_the_town_is_still_found(words: str) -> None:
    for search in searches_for_brackwater():
        assert "the name of P4" in search(words)


def test_a_name_typed_into_a_place_or_an_address_is_not_hidden_by_the_ward_behind_it() -> None:
    rows = [
        episode(place="outside Orla", ward="Brackwater", address="behind Penhallow, Brackwater", postcode="ZZ1 3KP")
    ]
    case = brackwater(episodes=rows, involvements=[involvement("A1", "P2"), involvement("A2", "P4", "suspect")])
    search = asked(case, job(case, "mapping-sheet"))
    assert "the name of P2" in " ".join(search("outside Orla\nBrackwater\nNot recorded"))
    assert "the name of P2" in " ".join(search("behind Penhallow, Brackwater, ZZ1 3KP"))


# An answer that reads like a computer's


def answered(**changes: Any) -> Case:
    rows = [episode(railway="yes", cctv="None"), episode("E2", start="18:10", place="Kestrel Parade", cctv="none.")]
    tables: Row = {"episodes": rows, "requests": [{"id": "C1", "kind": "patrol", "to": ["btp"]}]}
    return cast_case(as_of=NOON, **(tables | changes))


def test_an_officer_may_answer_none() -> None:
    assert withheld(answered(), "patrol-request") == {}


@pytest.mark.parametrize("typed", ["None", "none.", "null", "nan"])
def test_an_officer_may_answer_so_to_any_question(typed: str) -> None:
    fields = ("weapons", "drugs_alcohol", "injuries", "group_size", "online", "aggravating", "for_public")
    told = incident(routine_sharing_approved_by="SC-01", **dict.fromkeys(fields, typed))
    people = changed(cast(), "P1", concern=typed, injury=typed, attendance=typed, wishes=typed)
    assert withheld(answered(incident=told, people=people)) == {}


def test_an_answer_of_several_lines_may_have_one_that_reads_none() -> None:
    area = {"description": "Shops and flats", "cctv_gap": "Weapons: none\nDrugs: None", "lighting": "None"}
    assert withheld(answered(area=area), "mapping-sheet") == {}


PRINTED = "a missing answer is printed as a computer word."


def test_the_same_word_is_still_found_where_nobody_answered_so() -> None:
    case = answered(episodes=[episode(railway="yes", cctv="One camera")])
    one = job(case, "patrol-request")
    docx = filled(case, one)
    said = fill(template("patrol-request"), _with_cctv(case, one, "None"), name="x", properties=_properties())
    assert _computer_words(case, one, docx) == []
    assert _computer_words(case, one, said) == [f"Patrol request btp, Word body: {PRINTED}"]


@pytest.mark.parametrize("word", ["null", "nan", "NaN", "NaT", "undefined", "[]", "<NA>"])
def test_an_answer_excuses_no_other_word_of_a_computer(word: str) -> None:
    case = answered()
    one = job(case, "patrol-request")
    said = fill(template("patrol-request"), _with_cctv(case, one, word), name="x", properties=_properties())
    assert _computer_words(case, one, said) == [f"Patrol request btp, Word body: {PRINTED}"]


def test_what_one_reader_is_never_told_excuses_nothing_in_their_papers() -> None:
    case = answered(
        episodes=[episode(railway="yes", cctv="One camera")],
        incident=incident(weapons="None", routine_sharing_approved_by="SC-01"),
    )
    one = job(case, "patrol-request")
    said = fill(template("patrol-request"), _with_cctv(case, one, "None"), name="x", properties=_properties())
    assert _computer_words(case, one, said) == [f"Patrol request btp, Word body: {PRINTED}"]


def _properties() -> Properties:
    return Properties(title="x", subject="x", author="x")


def _with_cctv(case: Case, one: Job, words: str) -> Row:
    told = View(context(case, one), STAMP).filled()
    return {**told, "places": [{**place, "cctv": words} for place in told["places"]]}


def _computer_words(case: Case, one: Job, docx: bytes) -> list[str]:
    found = prove(docx, None, name=one.title, marking="", file_stem="x", title="x", leaks=asked(case, one))
    return list(dict.fromkeys(f.what for f in found if f.code == "none-printed"))


# Sensitive: what every paper bears


def quiet(the_office: Office | None = None, to: str = "police-siu", **changes: Any) -> Case:
    """A sensitive case with a patrol asked for."""
    tables: Row = {
        "incident": sensitive(),
        "episodes": [episode(place="Skate park", address="Meadow Road, Marlhaven", ward="Brackwater")],
        "involvements": [involvement(), involvement("A2", "P4", "suspect")],
        "requests": [{"id": "C1", "kind": "patrol", "to": [to], "look_for": ["general reassurance"]}],
    }
    return cast_case(the_office or sample_office(), NOON, carers=[], **(tables | changes))


def trail(case: Case, text: str) -> list[str]:
    """What a patrol request with this text would be withheld for, without which answer to reword."""
    found = asked(case, job(case, "patrol-request"))(text)
    return [words.partition(" (")[0] for words in found]


def test_a_sensitive_incident_in_the_council_s_own_town_is_not_told_by_the_letterhead() -> None:
    assert withheld(quiet(), "patrol-request") == {}
    assert withheld(quiet(to="police"), "patrol-request") == {}


@pytest.mark.parametrize("words", ["in Marlhaven", "Marlhaven Road", "Marlhaven\nDistrict", "Council, Marlhaven"])
def test_the_town_of_a_sensitive_incident_is_still_a_trace_elsewhere(words: str) -> None:
    assert trail(quiet(), words) == ["the place of a sensitive incident"]
    assert trail(quiet(), f"Marlhaven District Council {words}") == ["the place of a sensitive incident"]


def test_a_town_at_the_edge_of_the_letterhead_is_found() -> None:
    assert trail(quiet(), "Marlhaven District Council Marlhaven") == ["the place of a sensitive incident"]


TWO_WARDS = [
    episode(place="Bus stop", address="Marlpit Lane, Wrenfield", ward="Marlpit"),
    episode("E2", start="18:10", place="Halt", address="Halt Lane, Wrenfield", ward="Wrenfield"),
]


def test_a_ward_of_one_episode_is_no_place_of_another() -> None:
    assert withheld(quiet(episodes=TWO_WARDS), "patrol-request") == {}


@pytest.mark.parametrize("words", ["in Marlpit Lane", "at the Halt", "near Halt Lane", "Marlpit\nMarlpit Lane"])
def test_the_places_in_two_wards_are_still_traces(words: str) -> None:
    found = trail(quiet(episodes=TWO_WARDS), words)
    assert "the place of a sensitive incident" in found


def test_a_town_that_is_no_ward_of_the_case_is_a_trace() -> None:
    rows = [episode(place="Bus stop", address="Marlpit Lane, Wrenfield", ward="Marlpit")]
    assert trail(quiet(episodes=rows), "around Wrenfield") == ["the place of a sensitive incident"]


def test_a_place_recorded_by_the_name_of_its_ward_does_not_stop_the_patrol_for_that_ward() -> None:
    assert withheld(quiet(episodes=[episode(place="Brackwater", ward="Brackwater")]), "patrol-request") == {}


SAFEGUARDING = sensitive() | {"types": ["safeguarding"]}


def test_the_reader_s_own_name_does_not_tell_the_kind_of_case() -> None:
    assert withheld(quiet(incident=SAFEGUARDING), "patrol-request") == {}


@pytest.mark.parametrize("words", ["a safeguarding matter", "Safeguarding", "Safeguarding Investigations"])
def test_the_kind_of_case_is_still_found_beside_the_reader_s_name(words: str) -> None:
    assert "the kind of a sensitive incident" in trail(quiet(incident=SAFEGUARDING), words)


def test_a_reader_s_name_is_borne_by_the_papers_for_that_kind_of_reader_only() -> None:
    case = quiet(incident=SAFEGUARDING)
    name = "Southmere Police, Safeguarding Investigations Unit"
    for audience, found in ((Audience.PATROL, []), (Audience.RESIDENTS, [("kind", "safeguarding")])):
        assert list(traces(name, case.record, borne_by(case.record, case.office, audience))) == found


# Sensitive: the reason why


def manager(reason: str = "A manager says so", **changes: Any) -> Case:
    told: Row = {"sensitive_reason": reason, "officer": "SC-01", "access_list": ["MASH duty manager"]} | changes
    return cast_case(
        sample_office(),
        NOON,
        carers=[],
        people=changed(cast(), "P2", school="SCH5"),
        incident=sensitive() | told,
        decisions=[decision("P2", "SCH5", may_be_told="{P2} may need support.")],
    )


def test_a_reason_in_the_words_of_job_titles_stops_neither_letter_nor_record() -> None:
    assert withheld(manager(), "school-letter", "ecins-record") == {}


def test_the_words_of_the_access_list_stop_nothing() -> None:
    case = manager("The headteacher at the refuge asked", access_list=["Refuge headteacher"])
    assert withheld(case, "ecins-record", "school-letter") == {}


def test_a_reason_in_everyday_words_stops_nothing_whatever_the_job_titles() -> None:
    staff = [officer("SC-01", name="Robin Draftwell", job_title="Lead"), officer("HOS"), officer("SC-02")]
    the_office = wide_office(officers=staff, organisation=organisation())
    reason = "A senior manager decided that the matter should be restricted until the police have spoken to the family"
    case = cast_case(
        the_office,
        NOON,
        incident=sensitive() | {"sensitive_reason": reason},
        decisions=[decision("P2", "SCH1", may_be_told="A manager spoke to the family.")],
    )
    assert withheld(case, "school-letter", "ecins-record") == {}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Grooming of a pupil", "Grooming was reported"),
        ("A manager says so: stalking", "a case of stalking"),
        ("Forced marriage", "a marriage"),
        ("A manager says so", "A sexual offence"),
        ("Exploitation, so the manager decided", "exploitation is feared"),
        ("Domestic violence", "violence at home"),
    ],
)
def test_what_tells_the_kind_of_case_still_does(reason: str, words: str) -> None:
    case = manager(reason, access_list=["Exploitation lead", "domestic violence adviser", "SC-01"])
    assert restricted_leaks(case, Audience.SCHOOL)(words) == ["what kind of case it is"]
    assert restricted_leaks(case, Audience.ECINS)(words) == ["what kind of case it is"]


def test_the_kind_of_incident_is_not_excused_by_everyday_words() -> None:
    case = cast_case(incident=sensitive() | {"types": ["private matter between pupils"]})
    assert restricted_leaks(case, Audience.SCHOOL)("a private talk") == ["what kind of case it is"]


def test_a_birthday_on_the_day_it_happened_stops_no_enquiry() -> None:
    support = [{"id": "Q1", "person": "P2", "agency": "SCH1", "enquiry": "yes", "confirmed": "yes"}]
    case = cast_case(
        as_of=NOON,
        incident=sensitive(),
        people=changed(cast(), "P2", date_of_birth="2012-10-23"),
        support=support,
        decisions=[decision("P2", "SCH1")],
    )
    assert "23 October 2012" in text_of(seen(case, "support-enquiry", "P2"))
    assert withheld(case, "support-enquiry") == {}


@pytest.mark.parametrize(
    "words", ["on 23 October", "23 October 2026", "23 October, 5pm", "23 October,\n2026", "23 October 2015 hours"]
)
def test_the_day_it_happened_is_found_however_it_goes_on(words: str) -> None:
    case = cast_case(incident=sensitive())
    assert restricted_leaks(case, Audience.SCHOOL)(words) == ["when or where it happened"]


# One reason for each cause


LEAK = "holds the name of P2, which its reader may not know."
LAYERS = ("Word words of word/document.xml", "Word text of word/document.xml", "PDF page 1", "PDF page 1, as drawn")


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (
            [f"School letter P1 SCH1, {layer}: {LEAK}" for layer in LAYERS],
            ["It holds the name of P2, which its reader may not know (Word file; PDF page 1)."],
        ),
        (
            [f"School letter P1 SCH1, {layer}: {LEAK}" for layer in ("file name", "PDF page 2", "Word link targets")],
            ["It holds the name of P2, which its reader may not know (file name; PDF page 2; Word link targets)."],
        ),
        (
            [
                "School letter P1 SCH1.docx, header 1: the marking is missing.",
                "School letter P1 SCH1.pdf, page 1, header: the marking is missing.",
                "School letter P1 SCH1.pdf: its title is not the document's title.",
            ],
            [
                "The marking is missing (Word header 1; PDF page 1, header).",
                "Its title is not the document's title (PDF).",
            ],
        ),
        (["School letter P1 SCH1.docx cannot be read back."], ["School letter P1 SCH1.docx cannot be read back."]),
        (
            ["School letter P1 SCH1.txt: does not say what the Word file says.", "Something else: happened."],
            ["It does not say what the Word file says (text file).", "Something else: happened."],
        ),
    ],
)  # fmt: skip
def test_a_cause_is_said_once_with_every_place(reasons: list[str], told: list[str]) -> None:
    assert list(folded("School letter P1 SCH1", reasons)) == told


def test_two_causes_in_one_layer_stay_two() -> None:
    reasons = [f"X, PDF page 1: holds the {what} of P2, which its reader may not know." for what in ("name", "school")]
    assert len(folded("X", reasons)) == 2


def test_screen_manifest_and_checklist_say_a_cause_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def finished(_case: Case, _book: Any, one: Job, view: View, *_rest: Any) -> dict[str, bytes]:
        if one.document.id == "school-letter":
            raise WithheldError("\n".join(f"{one.title}, {layer}: {LEAK}" for layer in LAYERS))
        texts.append(text_of(view.context))
        return {extension: b"made" for extension in one.document.formats}

    monkeypatch.setattr(running, "finished_bytes", finished)
    case = one_child(as_of=NOON)
    result = make(LoadedCase(case, tmp_path, tmp_path, "", "", ()), tmp_path / "out")
    wanted = "It holds the name of P2, which its reader may not know (Word file; PDF page 1)."
    assert [line.why for line in result.withheld] == [wanted]
    manifest = json.loads(next((tmp_path / "out").rglob("manifest.json")).read_text(encoding="utf-8"))
    assert [row["reason"] for row in manifest["withheld"]] == [wanted]
    assert any(wanted in text for text in texts)


# What may be left out


def test_a_row_of_the_register_needs_no_time() -> None:
    assert Disclosure.model_validate({"id": "D1", "to": "police"}).at is None
    case = cast_case(disclosures=[{"id": "D1", "to": "police", "about": ["P1"]}])
    assert "Not recorded" in text_of(seen(case, "disclosure-register")["before"])


def papers(case: Case) -> Iterator[str]:
    yield from (outsider.word_text(filled(case, one)) for one in make_plan(case).jobs)


def test_a_case_of_all_this_together_makes_all_its_papers() -> None:
    case = brackwater(requests=[{"id": "C1", "kind": "patrol", "to": ["police", "btp"], "look_for": ["None"]}])
    assert withheld(case) == {}
    assert all(outsider.holds(text, "Marlhaven") for text in papers(case))


def test_an_agency_called_like_the_place_is_no_excuse_for_another_kind_of_reader() -> None:
    the_office = wide_office(agencies=[agency("police", "police"), agency("club", name="Skate park club")])
    case = quiet(the_office, to="police")
    assert set(trail(case, "the Skate park club")) == {"the place of a sensitive incident", "when or where it happened"}
