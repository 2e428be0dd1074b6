import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import page
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from casepack.errors import TypesetError
from casepack.typeset import FONTS, glyphs, offline_fetcher, typeset, typeset_html

from .wordmaker import MARKING, drawing, link_parts, p, picture_parts, png, run, table, word

ROWS = [("Step", "Due"), *((f"Step {n}", "Sunday") for n in range(1, 90))]
LONG = word(
    p("Title", "A long list"),
    p("Heading1", "Steps"),
    table("Grid", ROWS, (4000, 5638), head=True, first_column=True),
    p("Panel", "one"),
    p("Panel", "two"),
    p("Normal", run("Now", "Strong"), " ", run("Overdue", "StatusOverdue")),
    title="A long list",
)


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    """A document of three pages whose table runs over all of them."""
    return typeset(LONG)


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [document[n].get_textpage().get_text_range() for n in range(len(document))]


def complaints(pdf: bytes) -> list[str]:
    """What the PDF/UA-1 validator says; nothing when it passes."""
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def elements(pdf: bytes) -> Iterator[Any]:
    """Every structure element that hangs in the tag tree."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting: list[Any] = list(document.Root.StructTreeRoot.K)
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, pikepdf.Dictionary) and "/S" in item:
                yield item
                kids: Any = item.get("/K", [])
                waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def tags(pdf: bytes, name: str) -> list[Any]:
    return [str(item.get("/A", {}).get("/Scope", "")) for item in elements(pdf) if str(item.S) == f"/{name}"]


def test_a_long_document_passes_pdf_ua_1(long_pdf: bytes) -> None:
    assert complaints(long_pdf) == []


def test_a_picture_and_a_link_pass_pdf_ua_1_and_the_picture_says_where_it_is() -> None:
    link = f'<w:hyperlink r:id="rId91">{run("our page", "Hyperlink")}</w:hyperlink>'
    blocks = [p("Title", "T"), p("Normal", drawing("The crest")), p("Normal", link), p("ListBullet", "one")]
    parts = picture_parts(png()) | {}
    relations = str(parts["word/_rels/document.xml.rels"]).replace("</Relationships>", "")
    added = str(link_parts("https://www.example.org")["word/_rels/document.xml.rels"]).split('Id="rId91"')[1]
    parts["word/_rels/document.xml.rels"] = f'{relations}<Relationship Id="rId91"{added}'
    pdf = typeset(word(*blocks, parts=parts))
    assert complaints(pdf) == []
    figures = [(str(i.Alt), [float(side) for side in i.A.BBox]) for i in elements(pdf) if str(i.S) == "/Figure"]
    [(words, (left, bottom, right, top))] = figures
    assert words == "The crest"
    assert (right - left, top - bottom) == pytest.approx((113.4, 113.4), abs=0.2)
    assert 500 < bottom < top < 730


def test_the_marking_and_the_page_count_stand_on_every_page(long_pdf: bytes) -> None:
    pages = texts(long_pdf)
    assert len(pages) >= 3
    for number, text in enumerate(pages, 1):
        assert text.count(MARKING) == 2
        assert f"Page {number} of {len(pages)}" in text
        assert "MSC-2026-0417 · School letter · version 1" in text


def test_the_letterhead_stands_on_the_first_page_only(long_pdf: bytes) -> None:
    first, *others = texts(long_pdf)
    assert "01632 960100" in first
    assert all("01632 960100" not in text and "Marlhaven District Council · Team" in text for text in others)


def test_headers_and_footers_are_artifacts_and_not_read_aloud(long_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(long_pdf)) as document:
        for number, sheet in enumerate(document.pages):
            operators = pikepdf.parse_content_stream(sheet)
            artifacts = [o for o in operators if str(o.operator) == "BDC" and str(o.operands[0]) == "/Artifact"]
            marked = {
                int(o.operands[1].MCID) for o in operators if str(o.operator) == "BDC" and "/MCID" in o.operands[1]
            }
            assert len(artifacts) >= 5
            owners = document.Root.StructTreeRoot.ParentTree.Nums[2 * number + 1]
            assert {n for n, owner in enumerate(owners) if owner is not None} == marked


def test_header_cells_say_that_they_head_a_column_or_a_row(long_pdf: bytes) -> None:
    scopes = tags(long_pdf, "TH")
    assert scopes.count("/Row") == len(ROWS) - 1
    assert scopes.count("/Column") == 2 * sum("Step" in text for text in texts(long_pdf))
    assert len(tags(long_pdf, "H1")) == len(tags(long_pdf, "H2")) == 1


def test_the_table_head_repeats_and_no_row_splits(long_pdf: bytes) -> None:
    with_steps = [text for text in texts(long_pdf) if "Step" in text]
    assert len(with_steps) >= 3
    assert all("Step Due" in text for text in with_steps)
    tall = [("a", "words " * 120)] * 12
    pages = texts(typeset(word(p("Title", "T"), table("Facts", tall, (1000, 8638), first_column=True))))
    assert [text.count("words") % 120 for text in pages] == [0] * len(pages)


@pytest.mark.parametrize("lines", range(36, 46))
def test_a_heading_stays_with_what_follows(lines: int) -> None:
    filler = [p("Address", f"line {n}") for n in range(lines)]
    rows = [("Step", "Due"), ("Mapping", "Sunday")]
    pages = texts(typeset(word(*filler, p("Title", "Heading"), table("Grid", rows, (4000, 5638), head=True))))
    assert [("Heading" in text) for text in pages] == [("Mapping" in text) for text in pages]


def test_title_language_and_bookmarks_come_from_the_document(long_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(long_pdf)) as document, document.open_outline() as outline:
        assert str(document.Root.Lang) == "en-GB"
        assert str(document.docinfo["/Title"]) == "A long list"
        assert [(item.title, [child.title for child in item.children]) for item in outline.root] == [
            ("A long list", ["Steps"])
        ]


def test_the_pdf_names_no_date_and_no_maker_but_casepack(long_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(long_pdf)) as document:
        assert dict(document.docinfo) == {"/Title": "A long list", "/Producer": "casepack"}
        metadata = document.Root.Metadata.read_bytes()
    assert b"casepack" in metadata
    assert b"WeasyPrint" not in metadata
    assert b"Date" not in metadata


def test_only_the_shipped_fonts_are_used(long_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(long_pdf)) as document:
        names = {
            str(item.BaseFont).split("+")[-1]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }
    assert names <= {"Liberation-Sans", "Liberation-Sans-Bold", "DejaVu-Sans", "DejaVu-Sans-Bold"}


def test_the_same_document_gives_the_same_bytes_in_another_process(long_pdf: bytes) -> None:
    assert typeset(LONG) == long_pdf
    code = (
        "import sys, hashlib; from casepack.typeset import typeset;"
        "print(hashlib.sha256(typeset(sys.stdin.buffer.read())).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        input=LONG,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
    )
    assert other.stdout.decode().strip() == hashlib.sha256(long_pdf).hexdigest()


def test_one_document_leaves_no_trace_in_the_next() -> None:
    plain = word(p("Title", "T"))
    before = typeset(plain)
    typeset(word(p("Title", "Other"), p("Normal", drawing("x")), parts=picture_parts(png())))
    assert typeset(plain) == before


@pytest.mark.parametrize("character", ["ਅ", "中", "\uffff"], ids=["punjabi", "han", "noncharacter"])
def test_a_character_without_a_glyph_is_named_with_the_words_around_it(character: str) -> None:
    document = f"<p>Please see {character} below</p>"
    with pytest.raises(TypesetError, match=rf'near "Please see . below".*U\+{ord(character):04X}'):
        typeset_html(document)


@pytest.mark.parametrize("sign", [*"☐☒☑✓£€–’ŵŷ"])
def test_signs_of_forms_and_welsh_letters_have_glyphs(sign: str) -> None:
    assert ord(sign) in glyphs()


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x.png",
        "https://example.org/x.png",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "data:text/html,x",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "asset:/../pyproject.toml",
        "asset:/nosuch.css",
    ],
)
def test_the_fetcher_refuses_everything_that_is_not_part_of_the_document(address: str) -> None:
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

    fetcher = offline_fetcher()
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(address)


@pytest.mark.parametrize(
    "content",
    [
        '<img alt="x" src="http://example.org/x.png">',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<p style="background:url(file:///etc/passwd)">x</p>',
        '<p style="nosuch:1">x</p>',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
    ids=["net", "broken picture", "disk", "unknown rule", "attachment"],
)
def test_what_the_engine_would_only_log_is_an_error(content: str) -> None:
    document = f'<html lang="en-GB"><title>T</title><body>{content}'
    with pytest.raises(TypesetError, match="The PDF cannot be made"):
        typeset_html(document)


def test_a_missing_pango_says_what_to_install() -> None:
    code = (
        "import sys, ctypes.util, cffi\n"
        "def gone(*a, **k): raise OSError('cannot load library pango')\n"
        "cffi.FFI.dlopen = gone\n"
        "from casepack.errors import TypesetError\n"
        "from casepack.typeset import typeset_html\n"
        "try: typeset_html('<p>x</p>')\n"
        "except TypesetError as error: sys.exit(0 if 'Install Pango' in str(error) else 3)\n"
        "sys.exit(4)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_each_shipped_font_has_its_licence_beside_it() -> None:
    families = {path.stem.split("-")[0].removesuffix("Sans") for path in FONTS.glob("*.ttf")}
    assert {path.stem.removeprefix("LICENSE-") for path in FONTS.glob("LICENSE-*.txt")} == families
