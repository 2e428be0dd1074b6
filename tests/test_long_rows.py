"""Rows longer than a page: they may break, in Word and in the PDF, with the heading of their table on each page."""

import re

import page
import pypdfium2  # type: ignore[import-untyped]
import pytest

from casepack.convert import to_html
from casepack.fill import Properties, fill
from casepack.finish import proof
from casepack.mentions import build_book
from casepack.typeset import typeset
from casepack.wordparts import DOCUMENT, parts

from .builders_case import cast_case, job
from .builders_docx import docx, p, row
from .test_not_withheld import filled
from .wordmaker import table, word

WORDS = "Nothing else was told at the station that day, and nobody asked for more. "
KEPT = "<w:trPr><w:cantSplit/></w:trPr>"
HEADING = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
NARROW, WIDE = 2000, 7638


def rows_that_may_break(text: str, looks: str = KEPT, width: int = NARROW) -> list[bool]:
    """A row with a short text and one with `text` in its second column, filled in: which of them may break."""
    rows = "".join(row(*cells).replace("<w:tr>", f"<w:tr>{looks}") for cells in (("a", "b"), ("a", "{{ text }}")))
    grid = f'<w:gridCol w:w="2000"/><w:gridCol w:w="{width}"/>'
    template = docx(f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>", p())
    made = fill(template, {"text": text}, name="letter", properties=Properties(title="A", author="Marlhaven"))
    found = re.findall(r"<w:tr>.*?</w:tr>", parts(made)[DOCUMENT].decode(), re.DOTALL)
    return ["<w:cantSplit/>" not in each for each in found]


@pytest.mark.parametrize(
    ("text", "width", "breaks"),
    [
        pytest.param(WORDS * 230, NARROW, True, id="3,000 words"),
        pytest.param(WORDS * 230, WIDE, True, id="3,000 words in a wide column"),
        pytest.param(WORDS * 8, NARROW, True, id="a hundred words in a narrow column"),
        pytest.param(WORDS * 8, WIDE, False, id="a hundred words in a wide column"),
        pytest.param("x\n" * 60, WIDE, True, id="many short lines"),
        pytest.param("x\n" * 20, WIDE, False, id="some short lines"),
        pytest.param("\u5b57" * 300, NARROW, True, id="signs of double width"),
        pytest.param("a" * 300, NARROW, False, id="as many of single width"),
        pytest.param("", NARROW, False, id="nothing"),
    ],
)
def test_a_row_that_may_be_longer_than_a_page_may_break_and_no_other(text: str, width: int, breaks: bool) -> None:
    assert rows_that_may_break(text, width=width) == [False, breaks]


def test_a_heading_row_is_never_broken() -> None:
    assert rows_that_may_break(WORDS * 230, HEADING) == [False, False]


def test_the_pdf_breaks_the_rows_that_word_may_break() -> None:
    block = table("Grid", [("Step", "What"), ("one", "short"), ("two", "long")], (4000, 5638), head=True)
    start, end = block.rsplit("<w:cantSplit/>", 1)
    html = to_html(word(start + end))
    assert html.count("break-inside:auto") == 1
    assert re.search(r'<tr style="break-inside:auto"><td style="[^"]*clone">two</td>', html)


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[n].get_textpage().get_text_range() for n in range(len(document))]


def test_the_register_prints_thousands_of_words_in_one_row_with_the_heading_on_each_page() -> None:
    """As many lines as fill the last page, but for the heading: it used to go lost, and the register with it."""
    told = "\n".join(f"Line {number} of what was decided" for number in range(1, 537))
    disclosure = {"id": "D1", "at": "2026-11-02 16:00", "to": "police", "about": ["P1"], "decision": told}
    case = cast_case(disclosures=[disclosure | {"what": ["name"]}])
    register = job(case, "disclosure-register")
    made = filled(case, register)
    pdf = typeset(made)
    assert proof(case, build_book(case.record, case.office), register, made, pdf, "register") == ()
    texts = [text for text in page_texts(pdf) if "of what was decided" in text]
    assert len(texts) > 10
    assert ["When and to whom" in text for text in texts] == [True] * len(texts)
    assert page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1).failures == []
