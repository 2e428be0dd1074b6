"""How casepack starts: what a command does not need it does not load, so that help, checks and repeats come at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .conftest import AS_OF, INPUTS, SamplePack
from .test_architecture import OWNERS

MAKING = {"weasyprint", "docxtpl", "mammoth", "pypdfium2", "pikepdf", "jinja2", "fontTools", "xlsxwriter", "icalendar"}
"""What fills, typesets, proves and writes documents."""
WORKBOOKS = {"casepack.workbook_read", "casepack.workbook_cells", "casepack.form_record", "casepack.actions_read"}
"""What reads workbooks."""
ASKED = """
import sys
from casepack.cli import main
try:
    main(sys.argv[1:], prog_name="casepack")
finally:
    own = {name.partition(".")[0] for name in sys.modules} | {name for name in sys.modules if name[:9] == "casepack."}
    print(*sorted(own), file=sys.stderr)
"""


def run(*arguments: object) -> tuple[str, set[str]]:
    """What a command prints in a process of its own, and which libraries it has loaded by its end."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED, *map(str, arguments)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.splitlines()[-1].split())


def test_help_loads_neither_the_models_nor_any_heavy_library() -> None:
    said, loaded = run("--help")
    assert "casepack check inputs/sample-ordinary.xlsx" in said
    assert "click" in loaded
    assert loaded & {"pydantic", "lxml", "multiprocessing", *MAKING, *OWNERS} == set()


def test_a_workbook_is_checked_without_anything_that_makes_documents() -> None:
    said, loaded = run("check", INPUTS / "sample-ordinary.xlsx")
    assert "It makes 47 documents" in said
    assert loaded >= {"casepack.workbook_read", "casepack.form_record"}
    assert "openpyxl" in loaded
    assert loaded & MAKING == set()


def test_a_run_that_finds_nothing_changed_loads_nothing_that_makes_documents(
    tmp_path: Path, ordinary_pack: SamplePack
) -> None:
    out = shutil.copytree(ordinary_pack.out, tmp_path / "out", copy_function=shutil.copy2)
    office = ("--office", INPUTS / "office.json")
    said, loaded = run("make", INPUTS / "sample-ordinary.json", *office, "--as-of", AS_OF, "--out", out)
    assert "Nothing has changed since the last run, so nothing was written." in said
    assert "casepack.traces" in loaded
    assert loaded & {*MAKING, *WORKBOOKS} == set()
