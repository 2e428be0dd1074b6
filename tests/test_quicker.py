"""What makes casepack quicker changes nothing of what it makes."""

import gc
from collections.abc import Callable, Iterator

import pytest

from casepack import lean_rules, typeset
from casepack.collecting import fewer_collections

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


def test_a_pdf_is_the_same_as_pydyf_writes_it(afresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    quick = pdfs()
    asked: list[object] = []
    monkeypatch.setattr(typeset, "write_once", asked.append)
    assert quick == pdfs()
    assert len(asked) == len(quick)


@pytest.fixture
def usual() -> Iterator[tuple[int, int, int]]:
    """Python's own rhythm of the collector, whatever the tests run with."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield gc.get_threshold()
    gc.set_threshold(*before)


def test_the_collector_is_as_it_was_afterwards_also_after_an_error(usual: tuple[int, int, int]) -> None:
    frozen = gc.get_freeze_count()

    def fail() -> None:
        with fewer_collections():
            inside = gc.get_threshold()
            assert inside[0] > usual[0]
            with fewer_collections():
                assert gc.get_threshold() == inside
            assert gc.get_threshold() == inside
            raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        fail()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, frozen)


def test_a_collector_that_is_off_stays_off(usual: tuple[int, int, int]) -> None:
    gc.disable()
    try:
        with fewer_collections():
            assert (gc.isenabled(), gc.get_threshold()) == (False, usual)
        assert not gc.isenabled()
    finally:
        gc.enable()
