"""Nothing is lost on the way: what a View holds and its template prints stands in the Word file and in the PDF.

`python -m tests.assure_leaks` does the same over thousands of texts.
"""

from __future__ import annotations

import re
from itertools import islice
from random import Random

import pytest

from casepack import clock
from casepack.errors import TypesetError
from casepack.typeset import FONTS, glyphs, typeset, typeset_html
from casepack.unprintable import kind, plainly

from . import outsider
from .builders_case import sample_office
from .canary_maker import salted
from .page_walk import Row, stray
from .reach_hunt import LONG, adorned, lost, stuffed, torn
from .unprinted import EVERYWHERE, REASONS, UNPRINTED
from .view_finder import AS_OF, SEED, told, unprinted, views
from .wordmaker import p, run, table, word

WHICH, MOST = 10, 4
OFFICE = sample_office()


@pytest.mark.parametrize("hard", [False, True], ids=["plain texts", "texts that are hard to print"])
def test_what_a_document_prints_reaches_word_and_pdf_letter_for_letter(hard: bool) -> None:
    documents = {"school-letter", "mash-referral", "btp-letter", "victim-support-referral", "conference-summary"}
    few = (record for record in salted(SEED, 150, OFFICE) if len(record.record.people) <= MOST)
    record = next(islice(few, WHICH, None))
    seen, losses = lost(adorned(record) if hard else record, OFFICE, clock.moment(AS_OF, clock.zone(OFFICE)), documents)
    assert losses == []
    assert seen > 40


# Every template


@pytest.mark.parametrize("name", sorted(UNPRINTED))
def test_a_word_file_says_every_field_that_its_template_asks_for_and_leaves_out_no_other_unnoticed(name: str) -> None:
    wanted, _, seen = told(name)
    assert wanted.printed - seen - set(wanted.compared) == set()
    assert unprinted(name) == EVERYWHERE | set(UNPRINTED[name].split()), "python -m tests.view_finder gives the lists"


def test_every_document_of_a_case_is_among_these_templates() -> None:
    assert set(views()) == set(UNPRINTED)


def test_each_field_that_is_not_printed_has_its_reason() -> None:
    reasons = {path: _reason(path) for paths in UNPRINTED.values() for path in paths.split()}
    assert [path for path, reason in reasons.items() if not reason] == []
    assert set(reasons.values()) == set(REASONS.values())


def _reason(path: str) -> str:
    return next((why for shape, why in REASONS.items() if re.fullmatch(shape, path)), "")


@pytest.mark.parametrize("name", ["school-letter", "conference-summary"])
def test_hard_texts_emptied_lists_and_three_thousand_words_reach_both_files(name: str) -> None:
    dice = Random(name)
    assert torn(name, stuffed(dice.choice(views()[name]), told(name)[0], dice, LONG)) == []


# How it is found out


ROWS = [Row(("Step", "Due"), "StepDue", is_head=True), Row(("Map", "abcdef"), "StepDue"), Row(("Talk", "g"), "StepDue")]


@pytest.mark.parametrize(
    "pages",
    [
        ["StepDueMapabcdefTalkg"],
        ["StepDueMapabc", "StepDuedefTalkg"],
        ["StepDueMaabc", "pdefTalkg"],
        ["StepDue", "StepDueMapabcdef", "StepDueTalkg"],
        ["StepDueMapabcdefTalk", "g"],
        ["Mapabc", "StepDuedefTalkg"],
    ],
)
def test_a_row_is_followed_over_the_end_of_a_page(pages: list[str]) -> None:
    assert stray(ROWS, pages) == []


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        (["StepDueMapabcxefTalkg"], ["not in the PDF: abcdef", "not in the Word file: abcxefTalkg (page 1)"]),
        (["StepDueMapabc", "StepDueTalkg"], ["not in the PDF: def", "not in the Word file: Talkg (page 2)"]),
        (["StepDueMapabcdef", "StepDue"], ["not in the PDF: Talk"]),
        (["StepDueMapabcdefTalkgg"], ["not in the Word file: g (page 1)"]),
        (["StepDueTalkgMapabcdef"], ["not in the PDF: Map", "not in the Word file: TalkgMapabcdef (page 1)"]),
        (["StepDueMapabcdefStepDueTalkg"], ["not in the PDF: Talk", "not in the Word file: StepDueTalkg (page 1)"]),
    ],
)
def test_what_is_lost_added_or_moved_is_said(pages: list[str], found: list[str]) -> None:
    said = stray(ROWS, pages)
    assert said
    assert {line.partition(":")[0] for line in said} == {line.partition(":")[0] for line in found}


def test_words_from_right_to_left_are_compared_letter_by_letter_in_any_order() -> None:
    rows = [Row(("Said", "مرحبا (he)"))]
    assert stray(rows, ["مرحبا )he)Said"]) == []
    assert stray(rows, ["مرحب )he)Said"]) != []
    assert stray(rows, ["مرحبا )he)Siad"]) != []


# Emoji, and signs without a font

EMOJI = ["😂 🦀 🫠", "👍🏽 👍", "👨‍👩‍👧‍👦", "🇬🇧 🇵🇱", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 🏴", "❤️ ❤", "1️⃣ 2️⃣ 12", "🤷🏾‍♀️ 🤷", "🏳️‍🌈", "🅰️🅱️ 🀄️", "a😂b"]
LETTERS = ["x̌ x q̃ q", "Ọ́lá ọ ẹ̀kọ́", "שָׁלוֹם של", "مُحَمَّد علي", "Nguyễn Łukasz Llŷr", "Ґалаґан Ωραία", "𝓗𝓮𝔂 ⓕⓡⓔⓔ ｆｕｌｌ"]


def test_emoji_and_accents_that_are_drawn_by_themselves_stand_in_the_pdf_sign_by_sign() -> None:
    blocks = [p("Normal", text) for text in (*EMOJI, *LETTERS)]
    rows = [(text, f"b {text}") for text in (*EMOJI, *LETTERS)]
    cells = table("Facts", rows, (3000, 6638), first_column=True)
    docx = word(p("Title", "T"), *blocks, *(p("Normal", run(text, "Strong")) for text in EMOJI), cells)
    pdf = typeset(docx)
    assert outsider.differences(docx, pdf) == []
    assert _complaints(pdf) == []
    assert typeset(docx) == pdf


def _complaints(pdf: bytes) -> list[str]:
    import page

    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def test_a_glyph_of_the_emoji_font_stands_for_one_text_alone() -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FONTS / "NotoEmoji-Regular.ttf") as font:
        own = set(font.getBestCmap().values())
        tables = [getattr(t, "ExtSubTable", t) for lk in font["GSUB"].table.LookupList.Lookup for t in lk.SubTable]
        drawn = [one.LigGlyph for t in tables for found in t.ligatures.values() for one in found]
    assert len(drawn) == len(set(drawn)) > 250, "flags"
    assert own.isdisjoint(drawn)


@pytest.mark.parametrize(
    ("sign", "called"),
    [
        ("中", "a Chinese character"),
        ("ਅ", "a Punjabi letter"),
        ("ے", "a letter of the Arabic script"),
        ("አ", "a letter of Amharic or Tigrinya"),
    ],
)
def test_a_sign_without_a_font_is_named_with_what_to_do_and_is_not_printed_again(sign: str, called: str) -> None:
    with pytest.raises(TypesetError) as caught:
        typeset_html(f"<p>He goes by {sign} at home</p>")
    assert f"U+{ord(sign):04X}, {called}" in str(caught.value)
    assert "He goes by" in str(caught.value)
    assert called in caught.value.plain
    assert "Write the word in English letters" in caught.value.plain
    assert "He goes by" not in caught.value.plain
    assert glyphs().issuperset(map(ord, caught.value.plain)), "the checklist prints it"


def test_many_signs_without_a_font_make_one_short_sentence() -> None:
    told_of = plainly("中文字漢口ਅአกக")
    assert "a Thai letter (U+0E01), a letter of Amharic or Tigrinya (U+12A0), and 1 more" in told_of
    assert "a Chinese character (U+4E2D, U+53E3, U+5B57, U+6587)" in plainly("中文字漢口")
    assert kind("\U0001fadd").startswith(("the emoji", "a sign"))
