"""When Python's garbage collector looks while a command starts, and what it takes after each document."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from casepack.collecting import clear_away, few_while_starting, fewer_collections


@pytest.fixture
def usual() -> Iterator[tuple[int, int, int]]:
    """Python's own rhythm."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield gc.get_threshold()
    gc.set_threshold(*before)


def test_a_command_that_goes_on_to_make_documents_has_the_collector_look_as_for_documents(
    usual: tuple[int, int, int],
) -> None:
    with few_while_starting():
        starting = gc.get_threshold()
        with few_while_starting():
            assert gc.get_threshold() == starting
        with fewer_collections():
            making = gc.get_threshold()
        assert (gc.get_threshold(), len({usual, starting, making})) == (starting, 3)
    assert gc.get_threshold() == usual


@pytest.mark.parametrize("around", [few_while_starting, fewer_collections])
@pytest.mark.usefixtures("usual")
def test_what_a_document_leaves_behind_is_taken_at_its_end(
    around: Callable[[], AbstractContextManager[None]],
) -> None:
    class Box:
        """Holds itself, as the boxes of a laid out page hold each other."""

        def __init__(self) -> None:
            self.me = self

    with around():
        box = Box()
        left = weakref.ref(box)
        gc.collect(0)  # what is in use during a round of the collector is passed over by the next such rounds
        del box
        gc.collect(0)
        assert left() is not None
        clear_away()
        assert left() is None


@pytest.mark.parametrize(("loaded", "looks"), [("", False), ("import weasyprint; ", True)], ids=["no PDF", "a PDF"])
def test_only_a_process_that_made_pdfs_looks_through_everything_once_more_at_its_end(loaded: str, looks: bool) -> None:
    """It is then that WeasyPrint clears its temporary folder away."""
    code = f"""
import sys, weakref
sys.modules["weasyprint"] = None
from casepack.collecting import few_while_starting
del sys.modules["weasyprint"]
with few_while_starting(): pass
class Box: pass
box = Box()
box.me = box
weakref.finalize(box, print, "taken").atexit = False
del box
{loaded}
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert (said == "taken\n") is looks


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
