"""The conference pack: its two files as a viewer and Word would take them, and above all what is not in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.conference_cases import Gathering, gather
from casepack.conference_extracts import ExtractFiles, conference_extracts
from casepack.conference_pack import PackFiles, conference_pack
from casepack.conference_proof import Watch
from casepack.crosscheck import check_record
from casepack.errors import TemplateError, UsageError, WithheldError
from casepack.pack_splice import Item, part_titles, splice
from casepack.pdfread import bookmarks
from casepack.plan import Case
from casepack.prove import prove
from casepack.typeset import typeset
from casepack.values import YesNo
from casepack.wordparts import parts, rebuild

from . import outsider
from .builders import episode, involvement
from .builders_case import case, decision, sample_office, seen, text_of
from .builders_conference import (
    CAL,
    MEETING,
    NOOR,
    OFFICE,
    ORLA,
    TODAY,
    a_month,
    case_of,
    reference,
)
from .casemaker import made_cases
from .wordmaker import p, table, word

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.fixture(scope="module")
def month() -> PackFiles:
    """The pack of that month."""
    return conference_pack(a_month(), MEETING)


@pytest.fixture(scope="module")
def thirty() -> tuple[PackFiles, list[Case], list[Case]]:
    """A pack of 30 generated cases, with those told of and those that are not."""
    the_office = sample_office()
    made = [case(m.record, the_office, TODAY) for m in made_cases(11, 120, the_office)]
    plain = [c for c in made if not c.sensitive and c.record.conference.in_pack is not YesNo.NO]
    plain.sort(key=lambda c: len(c.record.model_dump_json()))  # the shortest: what is tested here needs no long ones
    told = [_at(c, MEETING) for c in plain[:30]]
    earlier = [_at(c, "PGC-2026-10") for c in plain[30:33]]
    kept_out = [_at(c, MEETING, in_pack=YesNo.NO) for c in plain[33:35]]
    hidden = [*[_at(c, MEETING) for c in made if c.sensitive][:8], *kept_out]
    return conference_pack([*told, *earlier, *hidden], MEETING), [*told, *earlier], hidden


def _at(one: Case, meeting_id: str, **changes: Any) -> Case:
    conference = one.record.conference.model_copy(update={"meeting": meeting_id, **changes})
    return replace(one, record=one.record.model_copy(update={"conference": conference}))


@pytest.fixture(scope="module")
def month_words(month_said: str) -> str:
    """All its words, with a space around each."""
    return _spaced(month_said)


def complaints(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def contents(docx: bytes) -> list[tuple[str, int]]:
    """The lines of the contents as the Word file has them."""
    body = outsider.word_text(docx).partition("== body")[2]
    lines = body.partition("Part | Page\n")[2].split("\n\n")[0].splitlines()
    return [(name, int(number)) for name, _, number in (line.rpartition(" | ") for line in lines if line.strip())]


def everything(files: PackFiles | ExtractFiles, tmp_path: Path) -> str:
    """Every layer of both files, as somebody with a search tool would find it."""
    found: list[str] = []
    for name, data in (("docx", files.docx), ("pdf", files.pdf)):
        path = tmp_path / f"{files.stem}.{name}"
        path.write_bytes(data)
        found += outsider.layers(path).values()
    return "\n".join(found)


@pytest.fixture(scope="module")
def thirty_said(thirty: tuple[PackFiles, list[Case], list[Case]], tmp_path_factory: pytest.TempPathFactory) -> str:
    """All the words that the pack of thirty cases holds, with a space around each."""
    return _spaced(everything(thirty[0], tmp_path_factory.mktemp("thirty")))


def _spaced(text: str) -> str:
    words = re.findall(r"[^_\W]+", outsider.fold(text))
    return f" {' '.join(words)} "


@pytest.fixture(scope="module")
def month_said(month: PackFiles, tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that the pack of the month holds."""
    return everything(month, tmp_path_factory.mktemp("month"))


# The files


def test_the_contents_of_thirty_cases_give_the_pages_on_which_the_parts_begin(
    thirty: tuple[PackFiles, list[Case], list[Case]],
) -> None:
    pack, *_ = thirty
    pages = outsider.page_texts(pack.pdf)
    lines = contents(pack.docx)
    assert len(pages) == pack.pages
    assert len(pack.cases) == 30
    assert [name.split(" · ")[0] for name, _ in lines[3:-4]] == list(pack.cases)
    for name, number in lines:
        text = " ".join(pages[number - 1].split())
        assert name in text
        assert f"{name.split(' · ')[0]}, page 1 of " in text


def test_every_page_says_its_place_in_the_pack_and_in_its_part(
    thirty: tuple[PackFiles, list[Case], list[Case]],
) -> None:
    pack, *_ = thirty
    place, last = 0, ("", 0, 0)
    for number, text in enumerate(outsider.page_texts(pack.pdf), start=1):
        assert f"Page {number} of {pack.pages} of the pack" in text
        assert text.count("OFFICIAL-SENSITIVE") >= 2
        (found,) = re.findall(r"([^\r\n]+), page (\d+) of (\d+)", text)
        name, at, of = found[0], int(found[1]), int(found[2])
        if at == 1:
            assert last[1] == last[2]
            place += 1
        else:
            assert (name, at, of) == (last[0], last[1] + 1, last[2])
        last = (name, at, of)
    assert place == len(contents(pack.docx)) + 2  # and the cover, and the contents themselves


def test_a_pack_of_thirty_cases_passes_pdf_ua_1_and_word_opens_it_clean(
    thirty: tuple[PackFiles, list[Case], list[Case]], tmp_path: Path
) -> None:
    pack, *_ = thirty
    assert complaints(pack.pdf) == []
    path = tmp_path / "pack.docx"
    path.write_bytes(pack.docx)
    assert [error.description for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_bookmarks_are_the_title_with_its_parts_and_within_a_case_its_headings(
    thirty: tuple[PackFiles, list[Case], list[Case]],
) -> None:
    pack, *_ = thirty
    marks = bookmarks(pack.pdf)
    assert [mark.title for mark in marks if mark.level == 0] == ["Peer Group Conference"]
    assert [(m.title, m.page) for m in marks if m.level == 1] == [("Contents", 2), *contents(pack.docx)]
    inside = {mark.title for mark in marks if mark.level == 2}
    assert {"What happened", "Young people suspected", "People harmed", "Actions"} <= inside


def test_cases_that_leave_no_trace_leave_none_among_thirty(
    thirty: tuple[PackFiles, list[Case], list[Case]], thirty_said: str
) -> None:
    _, told, hidden = thirty
    known = {name for one in told for name in _full_names(one)}
    assert len(hidden) > 4
    assert " 30 cases " in thirty_said
    kept_back = {words for one in hidden for words in (one.record.incident.reference or "", *_full_names(one))}
    assert [words for words in sorted(kept_back - known) if _spaced(words) in thirty_said] == []


def _full_names(one: Case) -> set[str]:
    people = one.record.people
    return {f"{who.given_name} {who.family_name}" for who in people if who.given_name and who.family_name}


def test_nobody_harmed_or_seen_stands_by_full_name_among_thirty(
    thirty: tuple[PackFiles, list[Case], list[Case]], thirty_said: str
) -> None:
    _, told, _ = thirty
    shown, coded = set[str](), set[str]()
    for one in told:
        for who in one.record.people:
            name = f"{who.given_name} {who.family_name}"
            suspected = "suspect" in one.record.roles_of(who.id)
            (shown if suspected else coded).update([name] if who.given_name and who.family_name else [])
    assert len(coded - shown) > 5
    assert [name for name in sorted(coded - shown) if _spaced(name) in thirty_said] == []


def test_the_pdf_is_what_the_word_file_gives_when_it_is_typeset(month: PackFiles) -> None:
    assert typeset(month.docx) == month.pdf


def test_the_same_cases_give_the_same_bytes_in_whatever_order_they_come(month: PackFiles) -> None:
    again = conference_pack(list(reversed(a_month())), MEETING)
    assert (again.docx, again.pdf, again.cases) == (month.docx, month.pdf, month.cases)


def test_the_title_and_the_name_of_the_files_hold_the_meeting_and_nobody(month: PackFiles) -> None:
    assert (month.title, month.stem) == (f"Conference pack, {MEETING}", f"{MEETING} conference-pack")


def test_the_parts_stand_in_the_order_of_a_meeting(month: PackFiles) -> None:
    assert part_titles(month.docx) == [
        "Contents",
        "Attendance and apologies",
        "Agenda",
        "Actions of the last meeting",
        f"{reference(1)} · Incident 1",
        f"{reference(2)} · Incident 2",
        "All open actions by owner",
        "Who appears together",
        "Places",
        "New actions",
    ]


# What stands in it


def words_of_part(pack: PackFiles, title: str) -> str:
    """The words of the Word file from one part's heading to the next."""
    body = outsider.word_text(pack.docx).partition("== body")[2].partition("New actions |")[2]
    titles = part_titles(pack.docx)
    after = titles[titles.index(title) + 1] if title != titles[-1] else ""
    text = body.partition(f"\n{title}\n")[2]
    return text.partition(f"\n{after}\n")[0] if after else text


def test_actions_of_the_last_meeting_come_from_its_cases_the_overdue_first(month: PackFiles) -> None:
    text = words_of_part(month, "Actions of the last meeting")
    rows = [line for line in text.splitlines() if reference(7) in line]
    assert [re.sub(r"\s+", " ", row) for row in rows] == [
        f"Ring young person H1. | {reference(7)} | Officer SC-01 | 12 October 2026 | 29 days overdue ",
        f"Ask for the film. | {reference(7)} | Southmere police | Not recorded | Overtaken ",
        f"Meet Callum. / He came with his father. | {reference(7)} | Officer SC-02 | 30 October 2026 | Done ",
    ]


def test_open_actions_stand_by_owner_over_all_cases_and_say_how_late_they_are(month: PackFiles) -> None:
    lines = [
        re.sub(r"\s+", " ", line) for line in words_of_part(month, "All open actions by owner").splitlines() if line
    ]
    assert lines == [
        "Officer SC-01: 2 open, 2 overdue",
        "Action | Case | Due | Status",
        f"Ring young person H1. | {reference(7)} | 12 October 2026 | 29 days overdue ",
        f"Ring young person H1 about Callum. | {reference(1)} | 2 November 2026 | 8 days overdue ",
        "Southmere police: 1 open",
        "Action | Case | Due | Status",
        f"Mend the light. | {reference(1)} | 20 November 2026 | Open ",
    ]


def test_who_appears_together_stands_as_a_table_and_as_a_picture_with_words(month: PackFiles, month_said: str) -> None:
    text = words_of_part(month, "Who appears together")
    assert f"Callum Exampleby | 15 | Suspected | {reference(1)}, {reference(2)} | {reference(7)}" in text
    assert month_said.count("Callum Exampleby is in 3 cases.") >= 2  # as the words of the picture, in both files


def test_a_summary_in_the_pack_says_what_the_case_says_by_itself_but_for_the_meeting(month: PackFiles) -> None:
    text = words_of_part(month, f"{reference(1)} · Incident 1")
    alone = seen(a_month()[0], "conference-summary")
    assert "Place and chair" not in text
    for line in (alone["clock"][0], alone["unnamed"][0]["accounts"][0]["text"], "Where did young person N1 go?"):
        assert line in text


# What leaves no trace


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(reference(3), id="the reference of a sensitive case"),
        pytest.param("Zelda", id="a first name in a sensitive case"),
        pytest.param("Brackenhythe", id="a family name in a sensitive case"),
        pytest.param("Gannet Lock", id="the place of a sensitive case"),
        pytest.param(reference(4), id="the reference of a case that is kept out"),
        pytest.param(reference(5), id="the reference of a case of a later meeting"),
        pytest.param("Wilfred", id="somebody suspected only where the pack does not tell of it, and harmed elsewhere"),
        pytest.param("Noor", id="somebody harmed in one case and a witness in another"),
        pytest.param("Inventa", id="a family name of somebody harmed"),
        pytest.param("07700 900118", id="a telephone number"),
        pytest.param("Fizz", id="somebody whom a decision keeps from the conference"),
        pytest.param(reference(6), id="a case whose part failed its proof"),
    ],
)
def test_neither_file_holds_anywhere(month_words: str, words: str) -> None:
    assert _spaced(words) not in month_words


def test_an_ordinary_link_stays_where_one_to_a_sensitive_case_goes(month: PackFiles) -> None:
    assert f"Linked cases | {reference(7)}\n" in words_of_part(month, f"{reference(1)} · Incident 1")


def test_a_case_that_names_somebody_of_a_sensitive_one_is_left_out_and_said_without_the_name(month: PackFiles) -> None:
    assert month.cases == (reference(1), reference(2))
    (missing,) = month.missing
    assert missing.reference == reference(6)
    assert any("the name of somebody in a case that is not told of here" in reason for reason in missing.reasons)
    assert not any(word in " ".join(missing.reasons) for word in ("Zelda", "Brackenhythe", reference(3)))


TELLING: dict[str, dict[str, Any]] = {
    "the reference of a sensitive case": {"incident": {"for_partners": f"See also {reference(3)}."}},
    "the place of a sensitive case": {"conference": {"questions": ["Who meets at Gannet Lock towpath?"]}},
    "somebody harmed in another case": {"conference": {"questions": ["What does Noor Inventa need?"]}},
    "the telephone number of another case": {"conference": {"questions": ["Who rang 07700 900118?"]}},
}


@pytest.mark.parametrize("telling", TELLING.values(), ids=TELLING)
def test_a_case_whose_own_words_betray_another_never_goes_in(telling: dict[str, Any]) -> None:
    assert left_out([*a_month()[:4], case_of(8, (ORLA, "suspect"), **telling)]) == {reference(8)}


def left_out(cases: Sequence[Case]) -> set[str]:
    """The cases of which nothing is kept, where the last one alone would make the pack."""
    with pytest.raises(WithheldError) as error:
        conference_pack(cases[-1:], MEETING, earlier=cases[:-1])
    return {line.partition(":")[0] for line in str(error.value).splitlines()}


@pytest.mark.parametrize("template", ["conference-pack", "conference-extracts"])
def test_no_heading_of_the_papers_names_a_family_of_another_case(template: str) -> None:
    data = (TEMPLATES / f"{template}.docx").read_bytes()
    said = re.sub(r"\{[{%#].*?[}%#]\}", "\n", outsider.word_text(data), flags=re.DOTALL)
    for name in sorted(set(re.findall(r"\b[A-Z][a-z]{3,}\b", said)) - {"Confidential", "Name"}):
        hidden = case_of(2, (NOOR | {"family_name": name}, "harmed"))
        watch = Watch(held([case_of(1, (CAL, "suspect")), hidden]), {reference(1): ["P1"]}, data)
        assert watch.leaks(said) == [], name
        assert watch.leaks(f"Noor {name} was there.") == [f"the name of P1 of {reference(2)}"]


# Decisions for the conference


@pytest.mark.parametrize("audience", ["all", "conference", "PGC", MEETING, "PGC-2026-12"])
@pytest.mark.parametrize("what", ["hold", "do not share", "share after"])
def test_whoever_a_decision_keeps_from_the_conference_stands_by_code(audience: str, what: str) -> None:
    the_case = case_of(
        1,
        (CAL, "suspect"),
        (ORLA, "suspect"),
        decisions=[decision("P1", audience, what)],
        conference={"questions": ["Who works with {P1}, and who with Orla?", "Is Callum at school?"]},
        involvements=[
            involvement("A1", "P1", "suspect", account="{P1} threw a stone."),
            involvement("A2", "P2", "suspect", account="{P2} ran with Callum."),
        ],
    )
    summary = seen(the_case, "conference-summary")
    assert [who["name"] for who in summary["suspected"]] == ["Orla Penhallow"]
    assert [(who["code"], who["accounts"]) for who in summary["unnamed"]] == [
        ("N1", [{"text": "Young person N1 threw a stone."}])
    ]
    text = text_of(summary)
    assert "Callum" not in text
    assert "Holmbeck" not in text
    assert "Who works with young person N1, and who with Orla?" in text


@pytest.mark.parametrize("audience", ["conference", "pgc", MEETING])
def test_a_decision_to_share_with_the_conference_outweighs_a_hold_for_all(audience: str) -> None:
    decisions = [decision("P1", "all", "hold"), decision("P1", audience)]
    summary = seen(case_of(1, (CAL, "suspect"), decisions=decisions), "conference-summary")
    assert [who["name"] for who in summary["suspected"]] == ["Callum Exampleby"]


def test_somebody_harmed_keeps_their_code_whatever_was_decided() -> None:
    decisions = [decision("P1", "conference", "hold")]
    summary = seen(case_of(1, (CAL, "harmed+suspect"), decisions=decisions), "conference-summary")
    assert [who["code"] for who in summary["harmed"]] == ["H1"]
    assert [who["code"] for who in summary["unnamed"]] == ["N1"]


@pytest.mark.parametrize("audience", ["conference", "PGC", MEETING])
def test_a_decision_may_name_the_conference_or_a_meeting_as_its_reader(audience: str) -> None:
    the_case = case_of(1, (CAL, "suspect"), decisions=[decision("P1", audience, "hold")])
    codes = {finding.problem.code for finding in check_record(the_case.record, OFFICE, "a.json")}
    assert "unknown-reader" not in codes


# Which records belong


def held(cases: Sequence[Case], **changes: Any) -> Gathering:
    return gather(cases, changes.pop("meeting", MEETING), **changes)


def references(cases: Sequence[Any]) -> list[str]:
    return [told.reference for told in cases]


def test_a_case_stands_at_the_meeting_that_it_names_else_at_the_next() -> None:
    named = case_of(1, (CAL, "suspect"), day="2026-09-01", conference={"meeting": MEETING})
    after = case_of(2, (CAL, "suspect"), day="2026-10-21", episodes=[episode(day="2026-10-21", start="10:01")])
    before = case_of(3, (CAL, "suspect"), episodes=[episode(day="2026-10-21", start="09:59")])
    later = case_of(4, (CAL, "suspect"), day="2026-11-20")
    found = held([later, after, before, named])
    assert references(found.here) == [reference(1), reference(2)]
    assert references(found.earlier) == [reference(3)]
    assert [told.record.incident.reference for told in found.others] == [reference(4)]
    assert found.last is not None
    assert found.last.id == "PGC-2026-10"


def test_cases_given_as_earlier_ones_are_never_in_the_pack_themselves() -> None:
    one, other = case_of(1, (CAL, "suspect")), case_of(2, (CAL, "suspect"))
    found = held([one, other], earlier=[other])
    assert (references(found.here), references(found.earlier)) == ([reference(1)], [reference(2)])


@pytest.mark.parametrize(
    ("cases", "meeting_id", "said"),
    [
        pytest.param([case_of(1, (CAL, "suspect"))], "PGC-2027-01", "PGC-2026-11", id="a meeting that is not there"),
        pytest.param([case_of(1, (CAL, "suspect"))], "PGC-2026-12", "None of these records", id="nothing belongs"),
        pytest.param(
            [case_of(1, (CAL, "suspect"), incident={"sensitivity": "sensitive"})],
            MEETING,
            "None of these records",
            id="only a sensitive case, which is not said",
        ),
        pytest.param([], MEETING, "There is no case", id="no case at all"),
    ],
)
def test_a_pack_of_nothing_is_refused(cases: list[Case], meeting_id: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        gather(cases, meeting_id)


# Extracts


@pytest.fixture(scope="module")
def extracts() -> dict[str, ExtractFiles]:
    """The extracts of the month, by who reads them."""
    made = conference_extracts(a_month(), MEETING)
    assert made.withheld == ()
    return {found.attendee: found for found in made.files}


def test_each_reader_gets_the_cases_of_their_own_pupils_and_no_other(extracts: dict[str, ExtractFiles]) -> None:
    assert {key: found.cases for key, found in extracts.items()} == {
        "SCH1": (reference(1), reference(2)),
        "SCH2": (reference(1), reference(6), reference(2)),
    }


@pytest.mark.parametrize(
    ("reader", "own", "others"),
    [
        pytest.param("SCH1", ["Callum"], ["Mateus", "Orla", "Noor", "Fizz", "Priory", reference(6)], id="one school"),
        pytest.param("SCH2", ["Mateus", "Orla"], ["Callum", "Noor", "Holmbeck", "Zelda", reference(3)], id="another"),
    ],
)
def test_an_extract_holds_the_readers_own_and_nobody_else(
    extracts: dict[str, ExtractFiles], reader: str, own: list[str], others: list[str], tmp_path: Path
) -> None:
    said = _spaced(everything(extracts[reader], tmp_path))
    assert [name for name in own if _spaced(name) not in said] == []
    assert [name for name in others if _spaced(name) in said] == []
    assert complaints(extracts[reader].pdf) == []
    assert not extracts[reader].approved


# Putting a file together


def _pack(*body: str) -> bytes:
    return word(p("Title", "A pack"), *body, title="A pack")


CONTENTS = table("Grid", [("Part", "Page"), ("One", "0")], (8504, 1134), head=True)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param([CONTENTS], "must say", id="no place for the cases"),
        pytest.param([p("Normal", "[here]"), p("Normal", "[here]")], "must say", id="two places"),
        pytest.param([p("Normal", "[here]")], "needs a table", id="no contents"),
    ],
)
def test_a_template_of_a_pack_that_lost_a_place_is_refused(body: list[str], said: str) -> None:
    item = Item("MSC 1", "MSC 1", word(p("Title", "Summary"), title="Summary"))
    with pytest.raises(TemplateError, match=said):
        splice(_pack(*body), [item], place="[here]")


def test_a_document_without_one_title_cannot_become_a_part() -> None:
    item = Item("MSC 1", "MSC 1", word(p("Normal", "No title"), title="Summary"))
    with pytest.raises(TemplateError, match="needs one Title"):
        splice(_pack(p("Normal", "[here]")), [item], place="[here]")


# The proof of a pack


def _proved(docx: bytes, pdf: bytes) -> set[str]:
    found = prove(
        docx,
        pdf,
        name="Conference pack",
        marking="OFFICIAL-SENSITIVE",
        file_stem="PGC-2026-11 conference-pack",
        title=f"Conference pack, {MEETING}",
        leaks=lambda text: [],
        author="Marlhaven District Council",
    )
    return {finding.code for finding in found}


def changed(docx: bytes, part: str, old: str, new: str) -> bytes:
    """The Word file with one text in one of its parts replaced."""
    members = parts(docx)
    assert members[part].count(old.encode()) >= 1
    return rebuild({**members, part: members[part].replace(old.encode(), new.encode(), 1)})


WRONG: dict[str, tuple[str, str, str, str]] = {
    "a page number in the contents": ("word/document.xml", ">3</w:t>", ">4</w:t>", "text-differs"),
    "a page number of nothing": ("word/document.xml", 'w:name="part_3"', 'w:name="elsewhere"', "word-field"),
    "a part called like another": ("word/footer-part5.xml", reference(1), reference(2), "page-number"),
}


@pytest.mark.parametrize(("part", "old", "new", "code"), WRONG.values(), ids=WRONG)
def test_the_proof_finds_what_is_wrong_with_a_pack(month: PackFiles, part: str, old: str, new: str, code: str) -> None:
    assert code in _proved(changed(month.docx, part, old, new), month.pdf)


def test_the_proof_passes_the_pack_as_it_is(month: PackFiles) -> None:
    assert _proved(month.docx, month.pdf) == set()
