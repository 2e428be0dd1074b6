"""What makes casepack quicker changes nothing of what it makes."""

import gc
import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from weakref import ref
from xml.etree.ElementTree import Element

import pytest

from casepack import known_styles, lean_rules, pdf_writing, quick_engine, typeset
from casepack.rule_matching import Place, matching

from .wordmaker import p, run, table, word

ROWS = [("Step", "Due"), *((f"Step {n}", "Sunday") for n in range(1, 60))]
DOCUMENTS = {
    "a table over several pages": word(
        p("Title", "A long list"), table("Grid", ROWS, (4000, 5638), head=True, first_column=True), title="A long list"
    ),
    "paragraphs, lists and panels": word(
        p("Title", "Words (and \\ brackets)"),
        p("Heading1", "Café ½ ☐"),
        p("ListBullet", "one"),
        p("ListBullet", "two"),
        p("PanelWarning", "careful"),
        p("Normal", run("Now", "Strong"), " and ", run("Overdue", "StatusOverdue")),
        title="Words (and \\ brackets), Ł",
    ),
}
INPUTS = (
    '<html lang="en"><head><title>A form</title></head><body><h1>A form</h1><p><input type="checkbox" class="tick-box"'
    ' name="a" title="Yes" data-kind="tick"> yes</p><p><br>then <a href="https://example.org/">there</a></p></body>'
    "</html>"
)
RULES = """
p + p { color: #a00 } p ~ p.b { margin-left: 9pt } .a > p:first-child { font-weight: bold }
.a p:last-child { color: #00a } p:nth-child(3) { text-decoration: underline } p:only-of-type { font-size: 8pt }
p:nth-last-of-type(2) { letter-spacing: 1pt } div:has(p.b) { margin: 8pt } div:has(> strong) { border: 1pt solid }
div:has(+ div) p { color: #070 } p:not(:only-child) { padding-left: 3pt } .a + .a p { font-size: 13pt }
p:empty { height: 9pt; background: #ddd } [title] { color: #808 } a[href$=x] strong { color: #088 }
.few { max-lines: 2; width: 35pt; block-ellipsis: auto; continue: discard }
[title] p { text-indent: 5pt } :lang(cy) > p { font-style: italic } [lang] p.b { margin-top: 4pt }
"""
"""Rules that look at what stands beside or within an element, at what it says of itself, and at what is over it."""
BODIES = (
    '<div class="a"><p>one</p><p class="b">two</p><p>three</p></div><div class="a"><p>four</p></div>',
    '<div class="a"><p class="b">one</p></div><div title="x"><p>two</p><p></p></div><div><strong>three</strong></div>',
    '<div class="a" lang="cy"><p>one</p></div><div class="a"><p>one</p><p>two</p></div><div title="y"><p>two</p></div>',
    '<div class="a"><p><a href="https://example.org/x"><strong>x</strong></a></p></div><div lang="en"><p>x</p></div>',
    '<div class="a"><p><a href="https://example.org/y"><strong>x</strong></a></p></div><div><p>x</p></div>',
    '<div><p class="few">Again again again</p></div><div><p class="few">again again</p></div><div><p>end</p></div>',
    '<!-- read as any page is --><div class="a"><p>one</p><!-- two --><p class="b">two</p></div>',
)
"""Where the same kinds of element stand in other places from one document to the next."""
ODD = """<html lang="en"><head><title>Odd</title><style>
.end { text-overflow: ellipsis; overflow: hidden; white-space: nowrap; width: 60pt }
.even { text-align: justify; width: 150pt } .wide { letter-spacing: 2pt; word-spacing: 3pt }
.cut { overflow-wrap: anywhere; width: 40pt } .pre { white-space: pre-wrap; tab-size: 4 }
.beside { float: right; width: 90pt; border-radius: 4pt; border: 1pt dashed #123 }
.back { direction: rtl; width: 120pt } .hyphens { hyphens: auto; width: 50pt }
.first::first-letter { font-size: 20pt; color: hsl(90 50% 40%) } .first::first-line { color: rgb(9 9 9 / 50%) }
.small { font-variant: small-caps; font-size: 7pt } sup { color: lab(50 9 9) } .laid p { flex: 1 }
.laid { display: flex; width: 200pt } .far { position: absolute; top: 300pt; background: #eee }
.shade { box-shadow: 1pt 1pt #000 } .fade { background: linear-gradient(#fff, #ccc) }
.round { border-radius: 50% / 10pt; border: 1pt solid }
.away { visibility: hidden; background: #f00 } .here { background: currentcolor; color: rgb(9 9 9 / 20%) }
.line { text-decoration: underline line-through overline; font-style: italic }
.up { margin: -12pt 0 -4pt } .none { margin: 0; padding: 0 } .over { position: relative; z-index: 2; top: -6pt }
.left { float: left; margin: -3pt 6pt 3pt; width: 60pt } .under { position: relative; z-index: -1; opacity: .5 }
.turned { transform: rotate(3deg) } .in { display: inline-block; width: 50pt }
.held { overflow: hidden; direction: rtl }
.after { clear: both; columns: 2 }
</style></head><body>
<p class="end">Words that are cut short</p><p class="end">Words that are cut short</p><p>Words that are cut short</p>
<p class="even">One two three four five six seven eight nine ten</p>
<p class="wide">AVAV fi ffl \u00e9e\u0301 \u0141\u00a0x</p>
<div class="beside"><p>Beside it, words that go round and round</p></div><p>Words with some beside them, or not</p>
<p class="cut">Incomprehensibilities</p><p class="pre">a\tb\n  c\n\nd </p><p class="back">Words (to the right)</p>
<p class="back">\u05d0\u05d1\u05d2 and \u05d3</p><p class="hyphens">Incomprehensi\u00adbilities of documentation</p>
<p class="first">First letters, and lines of <em>them</em></p><p class="here">here</p>
<p class="small">Small H<sub>2</sub>O<sup>3</sup> \u2610 \u2713 \U0001f600 \u200b\u2060</p>
<p class="line">Lines <em>and</em> lines</p><div class="laid"><p>left</p><p>right</p></div><p class="far">far</p>
<div class="shade"><p class="away">away</p></div><p class="fade">fade</p><p class="round">round</p>
<div class="up"><p class="up">up</p><div class="none"><p class="none"></p></div>
<p>down <b class="over">over</b></p></div>
<div class="left">left <p class="up">in it</p><div class="left">in that</div></div>
<table class="left"><tr><td>x</td></tr></table>
<div class="under">under <p class="over">over that</p></div>
<p class="turned">turned <span class="in">in <i>line</i></span></p>
<div class="held"><div class="left">held</div><p>Words beside it, and more of them, and more</p>
<table><tr><td>y</td></tr></table></div>
<div class="after"><p class="up">one</p><p>two</p><ul><li>three<ul><li class="over">four</li></ul></li></ul></div>
<table><tr><th rowspan="2">a</th><td colspan="2">b</td></tr><tr><td>c</td><td class="shade">d</td></tr></table>
</body></html>"""
"""What a council's own look could bring in, and none of the house's documents has."""


@pytest.fixture
def afresh() -> Iterator[Callable[[], None]]:
    """Has the engine made anew, as it is made first in a process; at the end too."""

    def forget() -> None:
        typeset._engine.cache_clear()
        lean_rules.lean_html.cache_clear()

    yield forget
    forget()


def pdfs() -> list[bytes]:
    return [*(typeset.typeset(document) for document in DOCUMENTS.values()), typeset.typeset_html(INPUTS)]


def test_a_pdf_is_the_same_with_all_of_the_rules_that_come_with_weasyprint(
    afresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    afresh()
    quick = pdfs()
    used = lean_rules.lean_html(typeset._weasyprint())
    monkeypatch.setattr(lean_rules, "KNOWN", frozenset[str]())
    afresh()
    plain = lean_rules.lean_html(typeset._weasyprint())
    assert used is not plain
    assert quick == pdfs()


PLAINLY = """
import hashlib
from casepack import lean_rules, quick_engine, typeset
from tests.test_quicker import everything
lean_rules.KNOWN = quick_engine.KNOWN = frozenset()
for pdf in everything():
    print(hashlib.sha256(pdf).hexdigest())
print(typeset._weasyprint().css.StyleFor.__name__)
"""


def everything() -> list[bytes]:
    """The documents, in an order in which what was learnt from one could show in the next."""
    first, second, third = pdfs()
    marked = typeset.typeset_html(INPUTS.replace("<h1>", '<h1 lang="cy" style="margin-top:40pt" id="x">'))
    with_rules = typeset.typeset_html(INPUTS.replace("</head>", "<style>h1 { color: #123456 }</style></head>"))
    drawing = typeset.picture_pdf(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"><desc>x</desc></svg>'
    )
    page = '<html lang="en"><head><title>x</title></head><body>{}</body></html>'
    placed = [typeset.typeset_html(page.format(body), RULES) for body in BODIES * 2]
    return [first, second, third, marked, with_rules, drawing, *placed, typeset.typeset_html(ODD), *pdfs()]


def test_a_pdf_is_the_same_as_weasyprint_makes_it_in_a_process_where_nothing_of_it_is_replaced() -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", PLAINLY], capture_output=True, text=True, cwd=root, check=True)
    *plain, styles = done.stdout.split()
    assert plain == [hashlib.sha256(pdf).hexdigest() for pdf in everything()]
    assert (styles, typeset._weasyprint().css.StyleFor.__name__) == ("StyleFor", "KeepingStyles")


def test_a_pdf_is_the_same_when_too_many_styles_were_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pdfs()
    monkeypatch.setattr(known_styles, "_MOST", 0)
    assert pdfs() == before


def test_of_what_a_document_says_only_tags_classes_and_widths_are_kept() -> None:
    top = Place()
    paragraph = top.of(Element("p", {"class": "a", "style": "width:9%", "lang": "cy"}))
    assert paragraph is top.of(Element("p", {"class": "a", "style": "width:9%", "lang": "cy"}))
    for name in ("title", "alt", "src", "href", "id", "name", "value", "data-choices"):
        assert paragraph.of(Element("span", {"class": "a", name: "words"})).within == {}
    assert (top.count, len(top.within), paragraph.within) == (1, 1, {})


def test_a_document_is_let_go_when_the_next_is_typeset() -> None:
    class Noted(Element):
        """An element that can be watched."""

    cssselect2 = typeset._weasyprint().cssselect2
    find, top = matching(cssselect2), Place()
    gone = []
    matcher = cssselect2.Matcher()
    for rule in cssselect2.compile_selector_list("p + p"):
        matcher.add_selector(rule, "said")
    for _ in range(3):
        body = Noted("body")
        body.extend([Noted("p"), Noted("p")])
        assert [[match[3] for match in found[0]] for *_, found in find([matcher], body, top)] == [[], [], ["said"]]
        gone.append(ref(body))
        del body
    gc.collect()
    assert [body() for body in gone] == [None] * 3


def test_another_version_of_weasyprint_is_left_as_it_is() -> None:
    class Other:
        VERSION = "70.1"

    assert Other.VERSION not in quick_engine.KNOWN
    quick_engine.quicken(Other)


def test_a_pdf_is_the_same_as_pydyf_writes_it_but_for_how_tightly_it_is_packed(
    afresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_writing, "LEVEL", 9)
    quick = pdfs()
    asked: list[object] = []
    monkeypatch.setattr(typeset, "write_once", asked.append)
    assert quick == pdfs()
    assert len(asked) == len(quick)
