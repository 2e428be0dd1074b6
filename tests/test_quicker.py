"""What makes casepack quicker changes nothing of what it makes."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casepack import known_styles, lean_rules, pdf_writing, quick_engine, typeset

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
    return [first, second, third, marked, with_rules, drawing, *pdfs()]


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
