"""Templates as word processors leave them: what saving put there is no fault, what somebody set by hand is."""

from __future__ import annotations

from pathlib import Path

import pytest

from casepack.assets import asset, bundle
from casepack.errors import TemplateError
from casepack.fill import gate
from casepack.house_apply import applied
from casepack.house_check import house_faults
from casepack.inputs import load_case
from casepack.own_templates import with_templates
from casepack.template_check import findings
from casepack.template_folder import settled, without_boxes
from casepack.template_saved import plain
from casepack.view_fields import fields_of
from casepack.wordparts import DOCUMENT, W, parse, parts
from casepack.wordrules import text_of

from .hostile_templates import REFUSED
from .template_spoils import (
    ASK,
    DEAR,
    NAMELESS,
    PLAIN,
    TEMPLATE,
    Spoil,
    also,
    behind,
    looking,
    p,
    row,
    spoiled,
    swap,
    table,
)

SAVED = Path(__file__).parent / "saved"
"""Templates of casepack's, opened and saved again in LibreOffice 7.4 without a change."""
INPUTS = Path(__file__).parent.parent / "inputs"
LETTERS = ("school-letter-restricted", "conference-extract")
_RUN = '<w:r><w:t xml:space="preserve">'


def saved(name: str) -> bytes:
    return (SAVED / f"libreoffice-{name}.docx").read_bytes()


def body(docx: bytes) -> str:
    return parts(docx)[DOCUMENT].decode()


def words(docx: bytes) -> list[str]:
    """The words of every paragraph that has some."""
    return [text for text in map(text_of, parse(parts(docx)[DOCUMENT], DOCUMENT).iter(f"{W}p")) if text]


@pytest.mark.parametrize("name", LETTERS)
def test_a_template_that_libreoffice_has_saved_has_nothing_wrong(name: str) -> None:
    docx = saved(name)
    assert len(findings(docx, name, fields_of(name), tried=False)) > 50
    assert [f.sentence() for f in findings(plain(docx), name, fields_of(name))] == []


@pytest.mark.parametrize("name", [*LETTERS, "business-survey", "house"])
def test_no_word_is_lost_and_a_second_time_changes_nothing(name: str) -> None:
    once = plain(saved(name))
    assert words(once) == words(saved(name))
    assert plain(once) == once


def test_casepacks_own_templates_are_left_as_they_are() -> None:
    ours = {name: data for name, data in bundle().items() if name.endswith(".docx")}
    assert settled(ours) == ours


def test_a_house_that_libreoffice_has_saved_can_be_applied_and_keeps_the_white_letters_of_head_rows() -> None:
    house = plain(saved("house"))
    assert house_faults(house) == []
    assert "styles are missing" in house_faults(saved("house"))[0].casefold()
    made = applied(asset("checklist.docx"), house, "checklist", ours=True)
    styles = parse(parts(made)["word/styles.xml"], "styles")
    normal = next(s for s in styles.iterfind(f"{W}style") if s.get(f"{W}styleId") == "Normal")
    assert normal.find(f"{W}rPr/{W}color") is None


def test_a_form_whose_boxes_have_lost_their_names_says_so_before_it_is_made_and_in_the_check() -> None:
    [found] = findings(plain(saved("business-survey")), "business-survey", fields_of("business-survey"), tried=False)
    assert (found.code, found.paragraph > 0) == ("box", True)
    assert "LibreOffice" in found.said
    told = without_boxes({"business-survey.docx": saved("business-survey"), "school-letter.docx": saved(LETTERS[0])})
    assert list(told) == ["business-survey.docx"]
    assert without_boxes({name: data for name, data in bundle().items() if name.endswith(".docx")}) == {}


def test_such_a_form_is_one_more_thing_to_check_and_is_used_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "business-survey.docx").write_bytes(saved("business-survey"))
    ready = with_templates(load_case(INPUTS / "sample-minimal.json", None, "2026-11-20 10:00"), tmp_path)
    [said] = [problem for problem in ready.to_check if problem.code == "template-boxes"]
    assert said.severity == "check"
    assert ready.templates["business-survey.docx"] == plain(saved("business-survey"))


def dear(look: str) -> Spoil:
    """A paragraph with looks set by hand."""
    return swap(f"<w:p>{_RUN}Dear", f"<w:p><w:pPr>{look}</w:pPr>{_RUN}Dear")


GRID = table(row("a", "b", head=True), row("c", "d"))
FILL, LINE = "14506A", "C3CED4"
NOTHING: tuple[tuple[str, Spoil], ...] = (
    ("a size that the style has", looking("This letter follows", '<w:sz w:val="22"/><w:szCs w:val="22"/>')),
    ("kerning that is off", looking("This letter follows", '<w:kern w:val="0"/>')),
    ("bold that is off", looking("This letter follows", '<w:b w:val="false"/>')),
    ("the font of the style", looking("This letter follows", '<w:rFonts w:eastAsia="Arial" w:cs="Arial"/>')),
    ("an empty look", looking("This letter follows", "")),
    ("the mark of another English", looking("This letter follows", '<w:lang w:val="en-US"/>')),
    ("room as in the style", dear('<w:spacing w:before="0" w:after="120"/>')),
    ("left as ever", dear('<w:jc w:val="start"/>')),
    ("empty borders", behind(DEAR, GRID.replace("</w:tcPr>", "<w:tcBorders></w:tcBorders></w:tcPr>"))),
    ("the table's own borders", behind(DEAR, GRID.replace(
        "</w:tcPr>", f'<w:tcBorders><w:left w:val="single" w:sz="4" w:color="{LINE}"/></w:tcBorders></w:tcPr>'))),
    ("the head row's own shade", behind(DEAR, GRID.replace(
        "</w:tcPr>", f'<w:shd w:val="clear" w:color="auto" w:fill="{FILL}"/></w:tcPr>', 2))),
    ("the head row's own letters", behind(DEAR, GRID.replace(
        "<w:r>", '<w:r><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>', 2))),
    ("a heading by another name", swap('w:val="heading 1"', 'w:val="Heading 1"', "word/styles.xml")),
)  # fmt: skip
SOMETHING: tuple[tuple[str, Spoil, str], ...] = (
    ("a larger size", looking("This letter follows", '<w:sz w:val="28"/>'), "look"),
    ("bold", looking("This letter follows", '<w:b/><w:kern w:val="0"/>'), "look"),
    ("hidden words", looking("This letter follows", "<w:vanish/>"), "look"),
    ("French", looking("This letter follows", '<w:lang w:val="fr-FR"/>'), "language"),
    ("to the right", dear('<w:jc w:val="right"/>'), "look"),
    ("more room", dear('<w:spacing w:after="400"/>'), "look"),
    ("the head row's shade elsewhere", behind(DEAR, table(row("a", "b", head=True), row("c", "d").replace(
        "</w:tcPr>", f'<w:shd w:val="clear" w:color="auto" w:fill="{FILL}"/></w:tcPr>', 1))), "look"),
    ("white letters elsewhere", looking("This letter follows", '<w:color w:val="FFFFFF"/>'), "look"),
    ("a tracked look", looking("This letter follows", "<w:rPrChange><w:rPr/></w:rPrChange>"), "tracked-change"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "spoil"), NOTHING, ids=[name for name, _ in NOTHING])
def test_a_look_that_changes_nothing_is_no_fault(name: str, spoil: Spoil) -> None:
    found = findings(plain(spoiled(in_the_suite(spoil))), TEMPLATE, fields_of(TEMPLATE), tried=False)
    assert [f.sentence() for f in found] == []


@pytest.mark.parametrize(("name", "spoil", "code"), SOMETHING, ids=[name for name, *_ in SOMETHING])
def test_what_somebody_set_by_hand_is_still_told_of(name: str, spoil: Spoil, code: str) -> None:
    found = findings(plain(spoiled(in_the_suite(spoil))), TEMPLATE, fields_of(TEMPLATE), tried=False)
    assert code in {f.code for f in found}


def in_the_suite(spoil: Spoil) -> Spoil:
    """The same in a file that says that LibreOffice has saved it."""

    def both(members: dict[str, str | bytes]) -> None:
        spoil(members)
        members["docProps/app.xml"] = "<Properties><Application>LibreOffice/7.4</Application></Properties>"

    return both


@pytest.mark.parametrize("first", [True, False])
def test_a_page_break_beside_a_tag_gets_a_paragraph_of_its_own_again(first: bool) -> None:
    mark, run = '<w:r><w:br w:type="page"/></w:r>', f"{_RUN}{{%p if letter.on_break %}}</w:t></w:r>"
    found = plain(
        spoiled(also(swap(run, mark + run if first else run + mark), looking("This letter", "<w:kern w:val='0'/>")))
    )
    lone = [
        item for item in parse(parts(found)[DOCUMENT], DOCUMENT).iter(f"{W}p") if item.find(f"{W}r/{W}br") is not None
    ]
    assert [text_of(item) for item in lone] == [""]
    beside = lone[0].getnext() if first else lone[0].getprevious()
    assert beside is not None
    assert text_of(beside) == "{%p if letter.on_break %}"


def test_a_frame_around_paragraphs_that_is_no_box_goes_and_one_that_is_a_box_stays() -> None:
    frame = "<w:sdt><w:sdtPr><w:id w:val='7'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    bound = frame.replace("<w:id w:val='7'/>", "<w:dataBinding w:xpath='/x'/>")
    spoil = also(behind(DEAR, frame.format(p("one")) + bound.format(p("two"))), behind(ASK, f"<w:p>{NAMELESS}</w:p>"))
    found = body(plain(spoiled(also(spoil, looking("This letter", "<w:kern w:val='0'/>")))))
    assert (found.count("<w:sdt>"), "one" in found, "dataBinding" in found) == (2, True, True)


@pytest.mark.parametrize("data", [b"", b"PK", PLAIN[:400], PLAIN[:-30]])
def test_what_is_damaged_is_left_to_the_gate(data: bytes) -> None:
    assert plain(data) == data


def test_nothing_that_the_gate_refuses_gets_past_it_for_having_been_made_plain() -> None:
    passed = []
    for name, (make, words) in REFUSED.items():
        try:
            gate(plain(make()), "letter")
            passed.append(name)
        except TemplateError as error:
            passed += [] if words in str(error) else [f"{name}, in other words"]
    assert passed == []
