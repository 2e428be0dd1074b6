"""A PDF is read back as a viewer reads it, and every place in it that can hold words is read too."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML  # type: ignore[import-untyped]

from casepack import pdfdrawn, pdfread
from casepack.errors import CasepackError
from casepack.pdfseen import Shades
from casepack.wordforword import Fragment, Row

PAGE = """<html lang="en-GB"><head><title>A letter</title><style>
html { font-family: 'Liberation Sans', 'DejaVu Sans' }
@page { size: A4; margin: 30mm 20mm; @top-center { content: element(head) } @bottom-center { content: element(foot) } }
#head { position: running(head); letter-spacing: 3px } #foot { position: running(foot) }
.n::after { content: counter(page) ' of ' counter(pages) } table { border-collapse: collapse }
</style></head><body><div id="head">OFFICIAL-SENSITIVE</div><div id="foot">MSC-1 Page <span class="n"></span></div>
%s</body></html>"""


def pdf(body: str) -> bytes:
    made = HTML(string=PAGE % body).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made


TWO_PAGES = "<h1>Heading</h1><p>First <b>bo</b>ld.</p><p style='break-before: page'>Second page.</p>"


def test_each_page_gives_its_header_its_body_and_its_footer() -> None:
    first, second = pdfread.pages(pdf(TWO_PAGES))
    assert first.header == second.header == "OFFICIAL-SENSITIVE"
    assert first.body.split() == ["Heading", "First", "bo", "ld."]
    assert second.body == "Second page."
    assert (first.footer, second.footer) == ("MSC-1 Page 1 of 2", "MSC-1 Page 2 of 2")


def test_the_labels_of_a_list_are_neither_body_nor_margin() -> None:
    page = pdfread.pages(pdf("<h1>Heading</h1><ol><li>One<li>Two</ol>"))[0]
    assert page.body.split() == ["Heading", "One", "Two"]
    assert page.footer == "MSC-1 Page 1 of 1"


def test_a_table_is_read_row_by_row_and_its_heading_row_on_every_page() -> None:
    rows = "".join(f"<tr><td>Row {n}</td><td>Value</td></tr>" for n in range(60))
    reading = pdfread.read(pdf(f"<table><thead><tr><th>A</th><th>B</th></tr></thead>{rows}</table>"))
    held = [piece for piece in reading.body if isinstance(piece, Row)]
    assert [row.page for row in held if row.head] == list(range(1, len(reading.pages) + 1))
    assert len(reading.pages) > 1
    assert [row.cells[1][0].text for row in held if not row.head] == ["Value"] * 60


@pytest.mark.parametrize("sign", ["😀", "ŵ", "Ł", "½", "é", "☒", "“", "ffi"])
def test_every_sign_comes_back_as_it_went_in(sign: str) -> None:
    reading = pdfread.read(pdf(f"<h1>a {sign} b</h1>"))
    assert reading.body == (Fragment(f"a {sign} b", 1),)


@pytest.mark.parametrize(
    ("body", "unseen"),
    [
        pytest.param("<p>Plain words, seen - or not.</p>", 0, id="plain"),
        pytest.param("<p style='color: white'>three white words</p>", 3, id="white on white"),
        pytest.param("<p style='color: white; background: #135'>three white words</p>", 0, id="white on blue"),
        pytest.param("<p style='opacity: 0'>two words</p>", 2, id="transparent"),
        pytest.param("<p style='margin-left: 900px'>away</p>", 1, id="off the page"),
        pytest.param("<p style='font-size: 0.1pt; color: #eee'>tiny</p>", 1, id="too small and pale"),
    ],
)
def test_words_that_leave_no_trace_on_the_page_are_counted(body: str, unseen: int) -> None:
    assert pdfread.read(pdf(body)).unseen == (unseen,)


def test_words_clipped_away_are_still_read() -> None:
    held = pdfread.layers(pdf("<div style='height: 1px; overflow: hidden'><br><br><p>Mockridge</p></div>"))
    assert "Mockridge" in held["page 1, as drawn"]


@pytest.mark.parametrize("name", ["محمد الأحمد", "שלום"])
def test_a_name_written_from_right_to_left_is_found_in_the_order_of_the_sentence(name: str) -> None:
    assert name in pdfread.layers(pdf(f"<p>Shown as {name}, aged 15.</p>"))["page 1, as drawn"]


def test_properties_bookmarks_links_and_metadata_are_layers_of_their_own() -> None:
    held = pdfread.layers(pdf("<h1>Heading</h1><p><a href='https://example.org/x'>Go</a></p>"))
    assert "A letter" in held["properties"]
    assert "A letter" in held["metadata"]
    assert held["bookmarks"] == "Heading"
    assert "https://example.org/x" in held["links"]
    assert "Liberation-Sans" in held["fonts"]


def test_words_in_the_marks_of_a_page_are_read() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("<p>Words</p>"))) as file:
        file.pages[0].contents_add(b"/Span <</ActualText (Mockridge)>> BDC EMC")
        file.save(out)
    assert "Mockridge" in pdfread.layers(out.getvalue())["page 1, as drawn"]


@pytest.mark.parametrize("inside", ["an array", "an array in an array", "a list of its own"])
def test_words_in_what_nothing_points_to_by_name_are_read(inside: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("<p>Words</p>"))) as file:
        held = pikepdf.Array([1, 2.5, pikepdf.String("Mockridge")])
        held = pikepdf.Array([7, held]) if inside == "an array in an array" else held
        file.Root.Spare = file.make_indirect(held) if inside == "a list of its own" else pikepdf.Array([3, held])
        file.save(out)
    assert "Mockridge" in pdfread.layers(out.getvalue())["strings"]


LETTERS = pdfdrawn.alphabet(b"1 beginbfrange <0001> <0009> <0041> endbfrange", composite=True)


@pytest.mark.parametrize(
    ("commands", "plain"),
    [
        pytest.param("BT\n1 0 0 -1 9 9 Tm\n/F 9 Tf\n[<00010002>0<0003>] TJ\nET", True, id="as the typesetter writes"),
        pytest.param("BT\n/F 9 Tf\n[<0001>-181<0002>-180<0003>] TJ\nET\nBT\n[<0004>] TJ\nET", True, id="a wide gap"),
        pytest.param("BT\n/F 9 Tf\n[<0001>] TJ\n/G 9 Tf\n[<41>] TJ\nET", True, id="a font that is not there"),
        pytest.param("/P\n<</MCID 3>>\nBDC\nBT\n/F 9 Tf\n[<0001>] TJ\nET\nEMC", True, id="a mark"),
        pytest.param("/A\n<</Type/Pagination>>\nBDC\nBT\n/F 9 Tf\n[<0001>] TJ\nET\nEMC", True, id="a named mark"),
        pytest.param("BT\n/F 9 Tf\n[] TJ\n[<>] TJ\n9 9 Td\n[<0001>12.5<0002>] TJ\nET", True, id="nothing, and a move"),
        pytest.param("B*\nB\n5\nBT\n/F 9 Tf\n[<0001>0<0002>] TJ\nT*\n[<0003>] TJ\nET", True, id="a number too many"),
        pytest.param("1 2 3 rg\n0 0 9 9 re\nf*\nW*\nn\n/a1.0 gs\nBT\n/F 9 Tf\n[<0001>] TJ\nET", True, id="a colour"),
        pytest.param("q 1 0 0 RG 2 w 0 0 m 9 9 l S Q", True, id="only lines"),
        pytest.param("/Tx BMC EMC", True, id="an empty field"),
        pytest.param("", True, id="nothing"),
        pytest.param("/F 9 Tf\n[<0001>] TJ", False, id="text outside a text"),
        pytest.param("BT\n/F 9 Tf [<0001>] TJ\nET", False, id="two commands on a line"),
        pytest.param("BT\n/F 9 Tf\n(\\000\\001) Tj\nET", False, id="a string in brackets"),
        pytest.param("BT\n/F 9 Tf\n[<0001> 5 <0002>] TJ\nET", False, id="blanks in a row"),
        pytest.param("BT\n/F 9 Tf\n[<000A>] TJ\nET", False, id="capital digits"),
        pytest.param("BT\n/F 9 Tf\n[<001>] TJ\nET", False, id="half a digit"),
        pytest.param("BT\n/F 9 Tf\n[<0001>-5-5<0002>] TJ\nET", False, id="two gaps in one"),
        pytest.param("BT\n/F\n9 Tf\n[<0001>] TJ\nET", False, id="a font on two lines"),
        pytest.param("BT\n5 /F 9 Tf\n[<0001>] TJ\nET", False, id="a number before a font"),
        pytest.param("BT\n/F 9 Tf\n5\n[<0001>] TJ\nET", False, id="a number astray"),
        pytest.param("/Span <</ActualText (Mock)>> BDC EMC", False, id="words in a mark"),
        pytest.param("% Mock\nBT\n/F 9 Tf\n[<0001>] TJ\nET", False, id="a comment"),
        pytest.param("BT\n/F 9 Tf\n[<0001>] TJ\n<0002> '\nET", False, id="another way to show"),
        pytest.param("BT\n/F 9 Tf\n[<0001>] TJ\nET\nBT\n/F 9 Tf\n[<0002>] TJ", False, id="a text without an end"),
    ],
)
def test_commands_read_at_once_say_what_they_say_taken_apart_and_odd_ones_are_taken_apart(
    commands: str, plain: bool
) -> None:
    at_once = pdfdrawn.written_plainly(commands.encode(), {"/F": LETTERS})
    if not plain:
        assert at_once is None
        return
    with pikepdf.new() as file:
        taken = pikepdf.parse_content_stream(file.make_stream(commands.encode()), pdfdrawn.OPERATORS)
        assert at_once == pdfdrawn.written(taken, pikepdf.unparse_content_stream(taken), {"/F": LETTERS})


BLANK, DARK = bytes([255]), bytes([0])
FIRST, SECOND = (0.0, 4.0, 5.0, 9.0), (5.0, 4.0, 10.0, 9.0)
"""The boxes of two letters on a page of 20 by 10 points."""


@pytest.mark.parametrize(
    ("dark", "boxes", "seen"),
    [
        pytest.param({(2, 3)}, [FIRST, SECOND], True, id="the first letter shows in its middle"),
        pytest.param({(2, 1)}, [FIRST, SECOND], True, id="the first letter shows at its top"),
        pytest.param({(7, 3)}, [FIRST, SECOND], True, id="only the second letter shows"),
        pytest.param({(15, 3)}, [FIRST, SECOND], False, id="something else shows"),
        pytest.param({(6, 8)}, [FIRST, SECOND], False, id="something below shows"),
        pytest.param({(2, 3)}, [(-9.0, 4.0, -4.0, 9.0), (30.0, 4.0, 35.0, 9.0)], True, id="drawn around what shows"),
        pytest.param({(2, 3)}, [(30.0, 4.0, 35.0, 9.0)], False, id="off the page"),
        pytest.param({(3, 5)}, [(3.0, 4.0, 3.5, 4.5)], True, id="a full stop that fills its box"),
        pytest.param(set(), [FIRST, SECOND], False, id="nothing shows"),
    ],
)
def test_a_word_is_seen_where_any_of_it_stands_out(
    dark: set[tuple[int, int]], boxes: list[tuple[float, ...]], seen: bool
) -> None:
    pixels = b"".join(DARK if (column, row) in dark else BLANK for row in range(10) for column in range(20))
    page = Shades(pixels, 20, 10, 20, 0, 10)
    assert page.show_any(range(len(boxes)), boxes.__getitem__) is seen


def test_what_the_file_says_of_itself_is_read() -> None:
    parts = pdfread.read(pdf("<h1>Heading</h1>")).parts
    assert (parts.language, parts.title, parts.xmp_title) == ("en-GB", "A letter", "A letter")
    assert parts.tagged
    assert (parts.encrypted, parts.attachments, set(parts.actions), parts.empty_tables) == (False, False, set(), 0)


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("<p>Words</p>"))) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def astray() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("<p>Words</p>"))) as file:
        file.pages[0].contents_add(b"BT Tj ET")
        file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(bytes, id="empty"),
        pytest.param(lambda: b"%PDF-1.7\n", id="cut off"),
        pytest.param(locked, id="with a password"),
        pytest.param(astray, id="with a command that writes nothing"),
    ],
)
def test_a_file_that_cannot_be_read_back_is_an_error_of_casepack(make: Any) -> None:
    with pytest.raises(CasepackError, match="cannot be read back"):
        pdfread.read(make())


@pytest.mark.parametrize(
    ("table", "codes", "said"),
    [
        pytest.param(b"1 beginbfchar <0041> <0062> endbfchar", b"\x00A", "b", id="one letter"),
        pytest.param(b"1 beginbfchar <41> <00660069> endbfchar", b"A", "fi", id="a ligature"),
        pytest.param(b"1 beginbfrange <01> <03> <0061> endbfrange", b"\x01\x03", "ac", id="a range"),
        pytest.param(b"1 beginbfrange <01> <02> [<0078> <0079>] endbfrange", b"\x02\x01", "yx", id="a range by list"),
        pytest.param(b"1 beginbfchar <01> <D83DDE00> endbfchar", b"\x01", "😀", id="a letter in two halves"),
        pytest.param(b"1 beginbfchar <01> <0061> endbfchar", b"\x02", "\ufffd", id="an unknown code"),
        pytest.param(None, b"Mock", "Mock", id="no table"),
    ],
)
def test_the_codes_of_a_font_become_letters(table: bytes | None, codes: bytes, said: str) -> None:
    assert "".join(pdfdrawn.alphabet(table, composite=False).words(codes)) == said
