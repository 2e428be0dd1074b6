"""A council's own look: put into every template from one place, and followed by the PDF."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.assets import asset, assets_folder, using
from casepack.errors import TemplateError
from casepack.fill import gate
from casepack.finish import finished_bytes
from casepack.font_file import FontError, font_fault, read_font
from casepack.house_apply import applied
from casepack.house_check import contrast, font_notes, house_faults, picture_faults
from casepack.house_look import look_of, own_fonts, rules
from casepack.house_pages import page_of
from casepack.mentions import build_book
from casepack.papers import view_of
from casepack.pdfread import said as pdf_said
from casepack.plan import key_of
from casepack.typeset import FONTS, typeset
from casepack.versions import Action, Step
from casepack.views import View, lens_for
from casepack.wordparts import parse, parts, words

from .builders_case import job, sample
from .house_maker import GREEN, PALE_GREEN, changed, council_house, jpeg, logo, with_logo
from .wordmaker import p, word

TEMPLATES = sorted(path.name for path in assets_folder().glob("*.docx"))
HOUSE = asset("house.docx")
SHEET = asset("house.css").decode()


def said(docx: bytes, part: str = "word/document.xml") -> str:
    return words(parse(parts(docx)[part], part))


def font(name: str, *, family: str = "Gill Sans", rights: int = 0) -> bytes:
    """A shipped font under another name of the same length as a council's own, with other rights."""
    data = bytearray((FONTS / name).read_bytes())
    old = "Liberation Sans"
    new = family.ljust(len(old), "X")
    for code in ("utf-16-be", "mac-roman"):
        data = data.replace(old.encode(code), new.encode(code))
    tables = {bytes(data[12 + 16 * n : 16 + 16 * n]): 12 + 16 * n for n in range(data[5])}
    at = int.from_bytes(data[tables[b"OS/2"] + 8 : tables[b"OS/2"] + 12], "big")
    data[at + 8 : at + 10] = rights.to_bytes(2, "big")
    return bytes(data)


# What the PDF follows


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_casepacks_looks_as_ever_under_a_folder(name: str) -> None:
    with using({"other.docx": b""}):
        assert look_of(asset(name)) == ""


def test_without_a_folder_no_rule_is_added() -> None:
    assert look_of(council_house(HOUSE)) == ""


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("14506A", GREEN, "h1 { color: #1f5c3a }"),
        ("14506A", GREEN, ".grid thead th { background: #1f5c3a; border-color: #1f5c3a }"),
        ("14506A", GREEN, ".tiles-cell { border-top: 3pt solid #1f5c3a }"),
        ("EDF3F6", PALE_GREEN, ".facts th { background: #eaf3ed }"),
        ("EDF3F6", PALE_GREEN, ".panel { background: #eaf3ed }"),
        ('<w:sz w:val="40"/>', '<w:sz w:val="44"/>', "h1 { font-size: 22pt }"),
        ('w:line="520"', 'w:line="600"', "h1 { line-height: 30pt }"),
        ('w:before="240" w:after="80"', 'w:before="300" w:after="80"', "h2 { margin-top: 15pt }"),
        ('w:after="120" w:line="300"', 'w:after="160" w:line="300"', "p { margin-bottom: 8pt }"),
        ('w:left="1134" w:header', 'w:left="1304" w:header', "@page { margin: 73.7pt 56.7pt 65.2pt 65.2pt;"),
        ('<w:color w:val="0B5A32"/>', '<w:color w:val="003300"/>', ".status-done { color: #003300 }"),
    ],
)
def test_what_is_changed_in_word_becomes_a_rule_of_the_pdf(old: str, new: str, rule: str) -> None:
    assert rule in rules(changed(HOUSE, {old: new}), HOUSE, SHEET, ())


def test_a_logo_makes_room_for_itself_on_the_first_page_only() -> None:
    before, after = page_of(HOUSE), page_of(with_logo(HOUSE, logo()))
    assert before.first == pytest.approx(100.3)
    assert after.first > before.first + 25
    assert after.top == before.top


def test_the_letter_of_a_council_is_proved_in_both_formats_with_its_words_logo_and_colour() -> None:
    house = council_house(HOUSE)
    reworded = changed(
        asset("school-letter.docx"), {"We are sharing this information so": "At Marlhaven we write early so"}
    )
    template = applied(reworded, house, "school-letter", ours=True)
    the_case = sample("ordinary", "2026-10-25 12:10")
    the_job = job(the_case, "school-letter", "P1")
    book = build_book(the_case.record, the_case.office)
    view = View(view_of(the_case, lens_for(the_case, book, the_job), the_job), {})
    step = Step(key_of(the_job), Action.NEW, "1 partnership work", "MSC-2026-0417 school-letter P1 SCH1 v1", 1)
    with using({"school-letter.docx": template}):
        made = finished_bytes(the_case, book, the_job, view, step)
    assert "At Marlhaven we write early so that you can support" in said(made["docx"])
    assert "At Marlhaven we write early" in " ".join(pdf_said(made["pdf"], 9).split())
    with pikepdf.open(io.BytesIO(made["pdf"])) as pdf:
        first = pdf.pages[0]
        drawn = first.Contents.read_bytes() if not isinstance(first.Contents, pikepdf.Array) else b""
        green = [round(int(GREEN[at : at + 2], 16) / 255, 2) for at in (0, 2, 4)]
        colours = [tuple(round(float(n), 2) for n in m.split()) for m in re.findall(rb"([\d. ]+) rg", drawn)]
        assert tuple(green) in colours
        assert len(first.get_images()) == 1


# Fonts


@pytest.fixture(scope="module")
def gill() -> dict[str, bytes]:
    """A family of the council's own, in regular and bold."""
    names = {"Regular": "LiberationSans-Regular.ttf", "Bold": "LiberationSans-Bold.ttf"}
    return {f"fonts/Gill {which}.ttf": font(name) for which, name in names.items()}


def test_a_font_of_the_councils_own_is_used_where_regular_and_bold_may_be_embedded(gill: dict[str, bytes]) -> None:
    [family] = own_fonts(gill)
    house = changed(HOUSE, {'w:ascii="Arial"': f'w:ascii="{read_font(gill["fonts/Gill Bold.ttf"]).family}"'})
    sheet = rules(house, HOUSE, SHEET, tuple(own_fonts(gill).items()))
    assert sheet.count("@font-face") == 2
    assert 'src: url("asset:/fonts/Gill%20Bold.ttf")' in sheet
    assert f'html {{ font-family: "{read_font(gill["fonts/Gill Bold.ttf"]).family}", Arial' in sheet
    assert family == read_font(gill["fonts/Gill Bold.ttf"]).family.casefold()
    assert font_notes(house, gill) == []


def test_a_font_of_the_councils_own_stands_in_the_pdf(gill: dict[str, bytes]) -> None:
    family = read_font(gill["fonts/Gill Bold.ttf"]).family
    own = changed(word(p("Title", "Notice"), p("Normal", "Some words")), {'w:ascii="Arial"': f'w:ascii="{family}"'})
    with using({"note.docx": own, **gill}):
        made = typeset(own)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        names = {str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].Resources.Font.values()}
    assert {name.removesuffix("-Bold") for name in names} == {family.replace(" ", "-")}


def test_a_font_that_is_not_there_is_named_with_what_the_pdf_uses_instead() -> None:
    [note] = font_notes(changed(HOUSE, {'w:ascii="Arial"': 'w:ascii="Gill Sans"'}), {})
    assert '"Gill Sans"' in note
    assert "Liberation Sans" in note


@pytest.mark.parametrize("rights", [0x0002, 0x0100, 0x0200])
def test_a_font_whose_licence_forbids_it_is_not_used(rights: int) -> None:
    files = {f"fonts/{n}": font(n, rights=rights) for n in ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")}
    assert own_fonts(files) == {}
    assert "licence" in font_fault(next(iter(files.values())))


@pytest.mark.parametrize("data", [b"", b"no font", b"\x00\x01\x00\x00\x00\x40" + b"\xff" * 60, b"OTTO" + bytes(20)])
def test_what_is_no_font_is_said(data: bytes) -> None:
    with pytest.raises(FontError):
        read_font(data)
    assert "TrueType or OpenType" in font_fault(data)


def test_a_family_without_its_bold_is_not_used(gill: dict[str, bytes]) -> None:
    assert own_fonts({"fonts/Gill Regular.ttf": gill["fonts/Gill Regular.ttf"]}) == {}


# The look put into a template


@pytest.mark.parametrize("name", [n for n in TEMPLATES if n != "house.docx"])
def test_the_look_goes_into_a_template_and_its_words_stay(name: str) -> None:
    house = council_house(HOUSE)
    made = applied(asset(name), house, name.removesuffix(".docx"), ours=True)
    assert said(made) == said(asset(name))
    assert parts(made)["word/styles.xml"] == parts(house)["word/styles.xml"]
    assert said(made, "word/header2.xml") == said(house, "word/header2.xml")
    assert said(made, "word/footer1.xml") == said(asset(name), "word/footer1.xml")
    assert logo() in parts(made).values()
    assert applied(made, house, name.removesuffix(".docx"), ours=True) == made


def test_a_template_with_the_look_opens_cleanly_by_the_rules_of_word(tmp_path: Path) -> None:
    made = tmp_path / "letter.docx"
    made.write_bytes(applied(asset("school-letter.docx"), council_house(HOUSE), "school-letter", ours=True))
    result = OpenXmlValidator().validate(str(made))
    assert result.is_valid, result.errors


def test_another_logo_takes_the_place_of_the_last_one() -> None:
    once = applied(asset("school-letter.docx"), with_logo(HOUSE, logo()), "school-letter", ours=True)
    again = applied(once, with_logo(HOUSE, logo(60)), "school-letter", ours=True)
    none = applied(again, HOUSE, "school-letter", ours=True)
    assert [len([n for n in parts(d) if "media" in n]) for d in (once, again, none)] == [1, 1, 0]
    gate(none, "school-letter")


def test_tables_are_as_wide_as_the_text_between_other_margins() -> None:
    narrow = changed(HOUSE, {'w:left="1134" w:header': 'w:left="2268" w:header'})
    made = applied(asset("checklist.docx"), narrow, "checklist", ours=True)
    body = parts(made)["word/document.xml"].decode()
    wide = parts(asset("checklist.docx"))["word/document.xml"].decode()
    widths = [
        sum(map(int, re.findall(r'gridCol w:w="(\d+)"', grid)))
        for grid in re.findall(r"<w:tblGrid>.*?</w:tblGrid>", body)
    ]
    assert max(widths) <= 11906 - 1134 - 2268 + 4
    assert len(widths) == wide.count("<w:tblGrid>")


# What is wrong with a house


def faulty() -> Iterator[tuple[str, bytes, str]]:
    yield "pale", changed(HOUSE, {"14506A": "9AC5D8"}), "too pale"
    yield "pale head", changed(HOUSE, {'w:fill="14506A"': 'w:fill="C0D8E0"'}), "head row of tables"
    yield "no marking", changed(HOUSE, {"{{ doc.marking }}": "INTERNAL"}), "{{ doc.marking }} is missing"
    yield "no alt text", with_logo(HOUSE, logo(), words=""), "no alternative text"
    yield "CMYK", with_logo(HOUSE, jpeg(4), ending="jpg"), "CMYK"
    yield "large", with_logo(HOUSE, logo() + os.urandom(1_100_000)), "larger than 1 MB"
    yield "landscape margins", changed(HOUSE, {'w:left="1134" w:header': 'w:left="7000" w:header'}), "margins"
    yield "style gone", changed(HOUSE, {'w:val="Panel Warning"': 'w:val="Box Warning"'}), "Panel Warning"
    yield (
        "bold by hand",
        changed(HOUSE, {'"Letterhead"/></w:pPr><w:r>': '"Letterhead"/></w:pPr><w:r><w:rPr><w:b/></w:rPr>'}),
        "by hand",
    )


@pytest.mark.parametrize(("house", "words"), [pytest.param(d, w, id=i) for i, d, w in faulty()])
def test_what_is_wrong_with_a_house_is_said(house: bytes, words: str) -> None:
    found = house_faults(house)
    assert [fault for fault in found if words in fault], found


def test_a_sound_house_has_no_faults() -> None:
    assert house_faults(HOUSE) == []
    assert house_faults(council_house(HOUSE)) == []


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(TemplateError):
        house_faults(b"PK\x03\x04 not a zip")


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("000000", "ffffff", 21.0), ("767676", "ffffff", 4.54), ("ffffff", "ffffff", 1.0)]
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("colours", "count"), [(1, 0), (3, 0), (4, 1)])
def test_a_jpeg_for_printing_presses_is_refused(colours: int, count: int) -> None:
    assert len(list(picture_faults(jpeg(colours)))) == count


def test_the_parts_of_a_template_are_not_spoilt() -> None:
    made = applied(asset("school-letter.docx"), council_house(HOUSE), "school-letter", ours=True)
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        assert held.testzip() is None
