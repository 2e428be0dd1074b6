import io
import re
from collections.abc import Mapping

import mammoth  # type: ignore[import-untyped]
import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.assets import asset, assets_folder
from casepack.convert import to_html
from casepack.errors import TypesetError
from casepack.wordrules import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES

from .wordmaker import drawing, link_parts, p, part, picture_parts, png, run, table, word

TAB = "<w:r><w:tab/></w:r>"
ONE_ROW = [("a", "b")]


def body(html: str) -> str:
    """The HTML behind header and footer."""
    return html[html.index('<div class="footer">') :].split("</div></div></div></div>", 1)[1]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("Normal", "<p>words</p>"),
        ("Title", "<h1>words</h1>"),
        ("ListBullet", "<ul><li>words</li></ul>"),
        ("Lead", '<p class="lead">words</p>'),
        ("Panel", '<div class="panel"><p>words</p></div>'),
        ("PanelWarning", '<div class="panel-warning"><p>words</p></div>'),
        ("AnswerLine", '<div class="answer-lines"><p>words</p></div>'),
        ("FigureNumber", '<p class="figure-number">words</p>'),
    ],
)
def test_a_paragraph_becomes_the_element_of_its_style(style: str, expected: str) -> None:
    assert body(to_html(word(p(style, "words")))).startswith(expected)


def test_headings_become_h1_h2_and_h3_in_order() -> None:
    html = to_html(word(p("Title", "One"), p("Heading1", "Two"), p("Heading2", "Three")))
    assert "<h1>One</h1><h2>Two</h2><h3>Three</h3>" in html


def test_every_style_of_the_house_itself_converts() -> None:
    shown = part("word/document.xml")
    blocks = shown[shown.index("<w:body>") + 8 : shown.rindex("<w:sectPr>")]
    html = to_html(word(blocks))
    for name in ("address", "reference", "draft", "lead", "panel", "signature", "tick", "facts", "grid", "tiles"):
        assert f'class="{name}"' in html


def test_language_and_title_come_from_the_word_document() -> None:
    html = to_html(word(p("Normal", "x"), title="O'Brien & Sons <18"))
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>O&#x27;Brien &amp; Sons &lt;18</title>" in html


def test_header_and_footer_come_from_the_filled_word_document_with_page_numbers_to_count() -> None:
    html = to_html(word(p("Normal", "x")))
    first, following = html.index('<div class="header-first">'), html.index('<div class="header">')
    assert first < html.index("Marlhaven District Council</p>") < following
    assert html.count('<p class="marking">OFFICIAL-SENSITIVE</p>') == 2
    assert html.count('Page <span class="page"></span> of <span class="pages"></span>') == 2


def test_tabs_part_a_footer_into_left_middle_and_right() -> None:
    footer = part("word/footer1.xml")
    line = p("Footer", "left", TAB, "middle", TAB, "right")
    changed = footer[: footer.index("<w:tbl>")] + line + "</w:ftr>"
    html = to_html(word(p("Normal", "x"), parts={"word/footer1.xml": changed}))
    expected = '<span class="tab">left</span><span class="after-tab">middle</span><span class="after-tab">right</span>'
    assert expected in html


def test_text_is_only_ever_content() -> None:
    nasty = "<script>alert(1)</script> & \"quotes\" 'single' </p> &amp; ]]>"
    html = body(to_html(word(p("Normal", nasty))))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in html
    assert "&amp;amp;" in html


@pytest.mark.parametrize("words", ["Ŵyn Đặng Łukasz Ọláyẹ̀mí", "Елена Σοφία", "محمد", "naïve – “quoted” £5 ☐ ☒"])
def test_any_script_comes_through_as_it_is(words: str) -> None:
    assert f"<p>{words}</p>" in to_html(word(p("Normal", words)))


def test_strong_becomes_strong_and_a_status_keeps_its_words() -> None:
    html = to_html(word(p("Normal", run("Now", "Strong"), " or ", run("Overdue", "StatusOverdue"))))
    assert '<p><strong>Now</strong> or <span class="status-overdue">Overdue</span></p>' in html


def test_a_line_break_stays() -> None:
    assert "<p>one<br>two</p>" in to_html(word(p("Normal", "one", "<w:r><w:br/></w:r>", "two")))


def test_consecutive_panels_join_into_one_box_and_others_do_not() -> None:
    html = to_html(word(p("Panel", "one"), p("Panel", "two"), p("Normal", "x"), p("Panel", "three")))
    assert '<div class="panel"><p>one</p><p>two</p></div><p>x</p><div class="panel"><p>three</p></div>' in html


def test_a_reference_line_parts_label_and_value_at_its_tab() -> None:
    html = to_html(word(p("Reference", run("Date", "SmallText"), TAB, run("Sunday", "Strong"))))
    label, value = '<span class="small-text">Date</span>', "<strong>Sunday</strong>"
    assert f'<p class="reference"><span class="tab">{label}</span><span class="after-tab">{value}</span></p>' in html


def test_a_tab_inside_a_styled_run_keeps_the_words_on_its_two_sides() -> None:
    inside = run("☐", "Strong").replace("</w:t>", "</w:t><w:tab/><w:t>Yes</w:t>")
    html = to_html(word(p("Tick", inside)))
    assert '<span class="tab"><strong>☐</strong></span><span class="after-tab"><strong>Yes</strong></span>' in html


def test_column_widths_are_carried_over_in_percent() -> None:
    html = to_html(word(table("Facts", ONE_ROW, (2410, 7228), first_column=True)))
    assert '<colgroup><col style="width:25.01%"><col style="width:74.99%"></colgroup>' in html


def test_a_narrow_table_keeps_its_share_of_the_line() -> None:
    html = to_html(word(table("Facts", ONE_ROW, (2409, 2410), first_column=True)))
    assert '<table class="facts" style="width:50%">' in html


def test_header_cells_say_what_they_head() -> None:
    rows = [("Step", "Due"), ("Mapping", "Sunday")]
    html = to_html(word(table("Grid", rows, (4000, 5638), head=True, first_column=True)))
    assert '<thead><tr><th scope="col">Step</th><th scope="col">Due</th></tr></thead>' in html
    assert '<tbody><tr><th scope="row">Mapping</th><td>Sunday</td></tr></tbody>' in html


def test_a_row_header_over_two_rows_does_not_turn_its_neighbour_into_one() -> None:
    start, more = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = [("Who", "What"), (start + p("TableText", "P1"), "one"), (more + p("TableText"), "two")]
    html = to_html(word(table("Grid", rows, (4000, 5638), head=True, first_column=True)))
    assert '<th rowspan="2" scope="row">P1</th><td>one</td></tr><tr><td>two</td></tr>' in html


def test_a_cell_over_two_columns_keeps_its_span() -> None:
    rows = [("a", "b"), ("<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("TableText", "wide"),)]
    assert '<td colspan="2">wide</td>' in to_html(word(table("Facts", rows, (4000, 5638))))


@pytest.mark.parametrize("style", ["Layout", "Tiles"])
def test_a_table_that_only_arranges_becomes_blocks_in_reading_order(style: str) -> None:
    html = body(to_html(word(table(style, [("left", "right")], (4819, 4819)))))
    assert "<table" not in html
    assert html.index("left") < html.index("right")
    assert html.count(f'class="{style.lower()}-cell" style="width:50%"') == 2


def test_an_empty_paragraph_is_dropped_and_an_empty_answer_line_is_not() -> None:
    html = body(to_html(word(p("Normal"), p("AnswerLine"), p("AnswerLine"))))
    assert html == '<div class="answer-lines"><p>\u00a0</p><p>\u00a0</p></div></body></html>'


def test_a_paragraph_may_start_a_page_or_stay_with_the_next() -> None:
    html = to_html(
        word(
            p("Title", "T"), p("Heading1", "H", direct="<w:pageBreakBefore/>"), p("Normal", "k", direct="<w:keepNext/>")
        )
    )
    assert '<h2 class="new-page">H</h2><p class="keep">k</p>' in html


def test_a_page_break_in_a_paragraph_of_its_own_moves_to_what_follows() -> None:
    html = to_html(word(p("Normal", '<w:r><w:br w:type="page"/></w:r>'), table("Facts", ONE_ROW, (4819, 4819))))
    assert '<table class="facts new-page">' in html


def test_a_picture_in_line_keeps_its_width_and_its_words() -> None:
    html = to_html(word(p("Normal", drawing("The council's crest")), parts=picture_parts(png())))
    found = re.search(
        r'<img alt="The council\'s crest" src="data:image/png;base64,[^"]+" style="width:40\.00mm">', html
    )
    assert found is not None


def test_content_controls_give_their_words() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('filled in')}</w:sdtContent></w:sdt>"
    assert "<p>filled in</p>" in to_html(word(p("Normal", control)))


def test_a_link_to_a_web_page_stays_a_link() -> None:
    link = f'<w:hyperlink r:id="rId91">{run("our page", "Hyperlink")}</w:hyperlink>'
    html = to_html(word(p("Normal", link), parts=link_parts("https://www.example.org/help")))
    assert '<a href="https://www.example.org/help">our page</a>' in html


def field(code: str, *runs: str) -> str:
    """A field in the long form that Word writes."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    said = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{marks[0]}{said}{marks[1]}{''.join(runs)}{marks[2]}"


def link(*runs: str, looks: str = "") -> str:
    return f'<w:hyperlink r:id="rId91"{looks}>{"".join(runs)}</w:hyperlink>'


UP, DOWN = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>"
BOTH, LEAD = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>", p("Lead", "words")
AS_MAMMOTH_READS = {
    "styles": p("Lead", run("a", "Strong"), run("b", "Strong"), "c ", run("d", "SmallText")),
    "boxes and lists": "".join(p(style, "x") for style in ("Panel", "Panel", "ListBullet", "ListBullet", "Address")),
    "empty ones": p("Normal") + p("Normal", "<w:r/>") + p("Normal", run("", "Strong")) + p("Lead", "x"),
    "line breaks and hyphens": p("Normal", "a", "<w:r><w:br/><w:noBreakHyphen/><w:softHyphen/></w:r>", "b"),
    "a text in a text": p("Normal", "<w:r><w:t>a<w:t>b</w:t>c</w:t></w:r>"),
    "signs of Wingdings": p(
        "Normal", *(f'<w:r><w:sym w:font="Wingdings" w:char="{c}"/></w:r>' for c in ("F0FC", "4A"))
    ),
    "links": p("Normal", link(run("one", "Strong"), run(" two")), link(run(" three")), " four", link(run("five"))),
    "a link to a place in a page": p("Normal", link(run("here"), looks=' w:anchor="top"')),
    "a field that links": p(
        "Normal", "a", field('HYPERLINK "https://example.org/x"', run("b"), run("c", "Strong")), "d"
    ),
    "a field in a field": p("Normal", field("HYPERLINK https://example.org/y", run("b"), field("SEQ x", run("3")))),
    "a repeated heading": table("Grid", [(LEAD, LEAD), (LEAD, LEAD)], (4000, 5638), head=True),
    "a cell over two rows": table("Grid", [(UP + LEAD, LEAD), (DOWN + LEAD, LEAD)], (4000, 5638), head=True),
    "styles that go on behind a link": p(
        "Normal", field("HYPERLINK mailto:a@example.org", run("b", "Strong"), run("c", "Strong")), run("d", "Strong")
    ),
    "styles that go on behind a box": p("Panel", run("a", "Strong")) + p("Lead", run("b", "Strong")) + p("Panel", "c"),
    "a line break alone": p("Normal", "<w:r><w:br/></w:r>", run("", "Strong"), "<w:r><w:br/></w:r>", "x"),
    "signs of HTML": p("Normal", "a < b & c > 'd'", run("\u00a0e")),
    "nothing but headings": table("Grid", [(LEAD, LEAD)], (4000, 5638), head=True),
    "an empty cell": table("Facts", [("", LEAD)], (4000, 5638)),
    "a list in a cell": table("Facts", [(p("ListBullet", "a") + p("ListBullet", "b"), LEAD)], (4000, 5638)),
    "a cell over two columns": table("Facts", [(LEAD, LEAD), (BOTH + LEAD,)], (4000, 5638)),
}


@pytest.mark.parametrize("block", AS_MAMMOTH_READS.values(), ids=AS_MAMMOTH_READS.keys())
def test_what_is_read_here_is_what_mammoth_itself_reads(block: str) -> None:
    filled = word(p("Title", "T") + block, parts=link_parts("https://example.org/help#a"))
    kinds = (("p", PARAGRAPH_STYLES), ("r", CHARACTER_STYLES), ("table", TABLE_STYLES))
    rules = [f"{kind}[style-name='{name}'] => {path}" for kind, paths in kinds for name, path in paths.items()]
    theirs = mammoth.convert_to_html(io.BytesIO(filled), style_map="\n".join(rules), include_default_style_map=False)
    # What `reshape` puts into tables, a test for each is above.
    added = r' scope="[^"]*"|<colgroup>.*?</colgroup>'
    assert re.sub(added, "", body(to_html(filled))) == f"{theirs.value.replace('<br />', '<br>')}</body></html>"


def test_the_end_of_a_line_in_a_text_is_the_same_however_it_is_written() -> None:
    ends = "<w:r><w:t>a&#13;&#10;b&#13;c&#10;d</w:t></w:r>"
    assert body(to_html(word(p("Normal", ends)))) == "<p>a\nb\nc\nd</p></body></html>"


INS = f'<w:ins w:id="1" w:author="x">{run("new")}</w:ins>'
FIELD = '<w:fldSimple w:instr=" DATE "><w:r><w:t>1 May</w:t></w:r></w:fldSimple>'
TOC = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
FAULTS = {
    "unknown paragraph style": (p("Fancy", "these words"), 'near "these words".*style "Fancy"'),
    "unknown character style": (p("Normal", run("these words", "Fancy")), 'near "these words".*style "Fancy"'),
    "unknown table style": (table("Fancy", [("these words",)], (9638,)), 'near "these words".*style "Fancy"'),
    "bold": (p("Normal", run("these words", direct="<w:b/>")), 'near "these words".*bold was set by hand'),
    "not bold": (p("Normal", run("x", direct='<w:b w:val="0"/>')), "bold was set by hand"),
    "colour": (p("Normal", run("x", direct='<w:color w:val="FF0000"/>')), "colour was set by hand"),
    "size": (p("Normal", run("x", direct='<w:sz w:val="40"/>')), "size of letters was set by hand"),
    "font": (p("Normal", run("x", direct='<w:rFonts w:ascii="Wingdings"/>')), "font was set by hand"),
    "hidden": (p("Normal", run("x", direct="<w:vanish/>")), "hidden text was set by hand"),
    "alignment": (p("Normal", "these words", direct='<w:jc w:val="right"/>'), 'near "these words".*alignment'),
    "indent": (p("Normal", "x", direct='<w:ind w:left="400"/>'), "indent was set by hand"),
    "list by hand": (p("Normal", "x", direct="<w:numPr/>"), "list made by hand"),
    "shaded cell": (
        table("Facts", [('<w:tcPr><w:shd w:fill="FF0000"/></w:tcPr>' + p("TableText", "x"),)], (9638,)),
        "shading",
    ),
    "tracked change": (p("Normal", "these words", INS), "tracked changes"),
    "comment": (p("Normal", '<w:r><w:commentReference w:id="0"/></w:r>'), "comment"),
    "footnote": (p("Normal", '<w:r><w:footnoteReference w:id="2"/></w:r>'), "footnote"),
    "text box": (p("Normal", "<w:r><w:pict/></w:r>"), "shape, text box or floating picture"),
    "date field": (p("Normal", "today ", FIELD), "field DATE"),
    "contents": (p("Normal", TOC, "x"), "several paragraphs"),
    "body tab": (p("Normal", "a", TAB, "b"), "a tab"),
    "page break in words": (p("Normal", "a", '<w:r><w:br w:type="page"/></w:r>', "b"), "page break inside"),
    "column break": (p("Normal", "a", '<w:r><w:br w:type="column"/></w:r>'), "page break inside"),
    "words in a gap": (p("Gap", "hidden words"), "only makes room"),
    "row without a table": (p("Normal", "x") + "<w:tr><w:tc/></w:tr>", "damaged inside"),
    "words between rows": (
        table("Facts", ONE_ROW, (4819, 4819)).replace("</w:tr>", f"</w:tr>{p('Normal', 'x')}"),
        "damaged",
    ),
    "end of no field": (p("Normal", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), "damaged inside"),
    "tick box in a link": (p("Normal", field("HYPERLINK x", field("FORMCHECKBOX"))), "tick box stands in a link"),
    "unknown sign": (p("Normal", '<w:r><w:sym w:font="Odd" w:char="4A"/></w:r>'), "sign 4A of the font Odd"),
    "style that is only called so": (
        p("Lead", "x").replace('"Lead"', '"heading 1"'),
        'asks for the paragraph style "heading 1"',
    ),
    "link to nowhere": (p("Normal", link(run("x")).replace("rId91", "rId999")), "damaged inside"),
    "ragged rows": (table("Facts", [("a", "b"), ("c",)], (4819, 4819)), "more or fewer cells"),
    "grid without header": (table("Grid", ONE_ROW, (4819, 4819)), "must repeat"),
    "empty header cell": (table("Grid", [("", "b"), ("c", "d")], (4819, 4819), head=True), "header cell"),
    "empty table": (p("Normal", "x") + table("Facts", [], (9638,)) + p("Normal", "x"), "without rows"),
    "first heading": (p("Heading1", "These words"), 'near "These words".*Title must come before'),
    "skipped heading": (p("Title", "T") + p("Heading2", "x"), "Heading 1 must come before"),
    "private use": (p("Normal", "a\ue001b"), "private use"),
    "lost picture": (p("Normal", drawing("words")), "neither PNG nor JPEG"),
    "picture without words": (p("Normal", drawing(" ")), "no alternative text"),
    "floating picture": (p("Normal", drawing("words", place="anchor")), "floats"),
}


@pytest.mark.parametrize(("block", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_what_the_pdf_would_lose_is_an_error_with_its_place(block: str, message: str) -> None:
    filled = word(block)
    with pytest.raises(TypesetError, match=message):
        to_html(filled)


def test_every_fault_is_told_at_once() -> None:
    filled = word(p("Fancy", "one"), p("Normal", run("two", direct="<w:b/>")))
    with pytest.raises(TypesetError) as caught:
        to_html(filled)
    assert len(str(caught.value).splitlines()) == 2


def test_formatting_by_hand_in_the_footer_is_an_error_too() -> None:
    changed = part("word/footer1.xml").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>", 1)
    filled = word(p("Normal", "x"), parts={"word/footer1.xml": changed})
    with pytest.raises(TypesetError, match=r"In the footer.*bold was set by hand"):
        to_html(filled)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "http://example.org", "\\\\server\\x"]
)
def test_a_link_may_not_lead_anywhere_else(address: str) -> None:
    link = f'<w:hyperlink r:id="rId91">{run("here")}</w:hyperlink>'
    filled = word(p("Normal", link), parts=link_parts(address))
    with pytest.raises(TypesetError, match=r'near "here".*a link may only lead'):
        to_html(filled)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(("A letter", " "), "no title", id="title"),
        pytest.param(('<w:lang w:val="en-GB"', '<w:lang w:x="en-GB"'), "does not say its language", id="language"),
        pytest.param(("headerReference", "headerGone"), "lost its header", id="header"),
        pytest.param(('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"'), "not A4 upright", id="landscape"),
    ],
)
def test_a_document_without_its_frame_is_refused(changes: tuple[str, str], message: str) -> None:
    filled = word(p("Normal", "x"), changes=changes)
    with pytest.raises(TypesetError, match=message):
        to_html(filled)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "not a Word document", id="empty"),
        pytest.param(b"plain text", "not a Word document", id="text"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password", id="protected"),
        pytest.param(word()[:2000], "damaged", id="cut short"),
    ],
)
def test_a_file_that_is_no_word_document_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(TypesetError, match=message):
        to_html(content)


def test_a_document_type_in_a_part_is_refused() -> None:
    nasty = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + part("word/document.xml").split("?>", 1)[1]
    filled = word(parts={"word/document.xml": nasty})
    with pytest.raises(TypesetError, match="document type"):
        to_html(filled)


def house_styles() -> dict[str, set[str]]:
    """The styles that house.docx defines, by kind, without the unseen defaults that every Word file has."""
    found: dict[str, set[str]] = {}
    for kind, name in re.findall(r'<w:style w:type="(\w+)"[^>]*><w:name w:val="([^"]+)"', part("word/styles.xml")):
        if name not in ("Default Paragraph Font", "Normal Table", "No List"):
            found.setdefault(kind, set()).add(name)
    return found


def test_the_house_and_the_converter_know_the_same_styles() -> None:
    known = {"paragraph": set(PARAGRAPH_STYLES), "character": set(CHARACTER_STYLES), "table": set(TABLE_STYLES)}
    assert house_styles() == known


def test_the_house_shows_each_of_its_styles() -> None:
    shown = "".join(part(f"word/{name}.xml") for name in ("document", "header1", "header2", "footer1", "footer2"))
    used = set(re.findall(r'<w:(?:p|r|tbl)Style w:val="(\w+)"', shown)) | {"Normal"}
    defined = re.findall(r'<w:style w:type="\w+"(?: w:customStyle="1")? w:styleId="(\w+)"', part("word/styles.xml"))
    assert set(defined) - used == set()


@pytest.mark.parametrize("paths", [PARAGRAPH_STYLES, CHARACTER_STYLES, TABLE_STYLES], ids=["p", "r", "table"])
def test_the_stylesheet_has_a_rule_for_every_style(paths: Mapping[str, str]) -> None:
    sheet = asset("house.css").decode()
    dropped = {"p.gap:fresh", "p.footer-rule:fresh"}  # they only make room, and never reach the HTML
    for path in set(paths.values()) - dropped:
        selector = path.split(" > ")[0].removesuffix(":fresh")
        name = selector[selector.index(".") :] if "." in selector else selector
        assert re.search(rf"(^|[\s,]){re.escape(name)}\b|\w{re.escape(name)}\b", sheet), path


def test_the_house_opens_cleanly_by_the_rules_of_word() -> None:
    result = OpenXmlValidator().validate(str(assets_folder() / "house.docx"))
    assert [error.description for error in result.errors] == []
