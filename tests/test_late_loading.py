"""The parts of fontTools that are only loaded where they are needed."""

import subprocess
import sys

BEGIN = """
import sys
from casepack.late_loading import fonts_cut_late
with fonts_cut_late():
    from fontTools import subset
    from fontTools.varLib.instancer import instantiateVariableFont
"""
PUT_OFF = "{'fontTools.subset', 'fontTools.varLib.instancer', 'fontTools.varLib'} & set(sys.modules)"


def said_by(code: str) -> str:
    return subprocess.run([sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=True).stdout


def test_what_only_cuts_fonts_down_is_not_loaded_before_it_is_called() -> None:
    code = f"print(sorted({PUT_OFF})); print(subset.Options(hinting=False).hinting); print(len({PUT_OFF}) > 0)"
    assert said_by(code).split() == ["[]", "False", "True"]


def test_whoever_imports_it_later_gets_it_itself() -> None:
    code = (
        "import fontTools.varLib.instancer as itself; print(callable(itself.instantiateVariableFont), itself.__file__)"
    )
    there, _, file = said_by(code).partition(" ")
    assert there == "True"
    assert file.strip().endswith("__init__.py")


def test_a_function_that_stands_in_does_what_the_one_does_that_it_stands_for() -> None:
    code = """
try:
    instantiateVariableFont({}, {}, static=True)
except Exception as error:
    print(type(error).__module__, type(error).__name__, error)
import fontTools.varLib.instancer as itself
try:
    itself.instantiateVariableFont({}, {}, static=True)
except Exception as error:
    print(type(error).__module__, type(error).__name__, error)
"""
    one, other = said_by(code).splitlines()
    assert one == other
