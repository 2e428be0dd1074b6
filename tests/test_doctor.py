"""The doctor: what it says of a machine that has all it needs, and of one that lacks a part."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casepack.assets import assets_folder
from casepack.doctor import (
    Check,
    diagnose,
    font_cutter,
    fonts,
    office_file,
    output_folder,
    python_version,
    templates,
    time_zone,
)
from casepack.typeset import FONTS

OFFICE = Path(__file__).resolve().parent.parent / "inputs" / "office.json"

NAMES = [
    "Python",
    "Libraries",
    "Typesetting",
    "Font subsetting",
    "Fonts",
    "Templates",
    "Time zone",
    "Output folder",
    "Office data",
]


def test_a_machine_that_has_everything_passes_every_check(tmp_path: Path) -> None:
    checks = diagnose(tmp_path / "outputs", OFFICE)
    assert [(check.name, check.ok) for check in checks] == [*((name, True) for name in NAMES), ("Your templates", None)]
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_named_is_said_and_is_no_fault() -> None:
    checks = {check.name: check for check in diagnose()}
    assert (checks["Output folder"].ok, checks["Office data"].ok) == (None, None)


def test_a_machine_without_pango_is_told_what_to_ask_for(tmp_path: Path) -> None:
    # The library's place is taken by a module that fails as it does where Pango is missing, with advice on stdout.
    engine = tmp_path / "weasyprint"
    engine.mkdir()
    (engine / "__init__.py").write_text('print("advice")\nraise OSError("cannot load library")')
    code = "from casepack.doctor import diagnose\nfor c in diagnose(): print(c.name, c.ok, c.fix, sep='|')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": str(tmp_path)}
    )
    lines = {line.partition("|")[0]: line for line in done.stdout.splitlines()}
    assert (done.returncode, done.stderr, list(lines)) == (0, "", [*NAMES, "Your templates"])
    assert lines["Typesetting"].startswith("Typesetting|False|Ask")
    assert lines["Font subsetting"] == "Font subsetting|None|"


@pytest.mark.parametrize(
    ("check", "ok", "word"),
    [
        pytest.param(python_version((3, 10, 14)), False, "3.11", id="python too old"),
        pytest.param(python_version((3, 11, 0)), True, "3.11.0", id="oldest python"),
        pytest.param(font_cutter(False, True), None, "three times as long", id="slow fonts"),
        pytest.param(font_cutter(False, False), False, "cannot be made", id="no fonts"),
        pytest.param(font_cutter(True, False), True, "is there", id="fonts there, page not"),
        pytest.param(time_zone("Europe/Nowhere"), False, "tzdata", id="no time zone"),
        pytest.param(time_zone("Europe/London"), True, "Europe/London", id="time zone"),
    ],
)
def test_a_finding_says_how_it_is_and_what_to_do(check: Check, ok: bool | None, word: str) -> None:
    assert check.ok is ok
    assert word in f"{check.words} {check.fix}"
    assert bool(check.fix) is (ok is not True)


@pytest.mark.parametrize("lost", ["DejaVuSans.ttf", "LiberationSans-Bold.ttf", "fonts.conf"])
def test_a_lost_font_is_named(lost: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FONTS, tmp_path / "fonts"))
    assert fonts(folder).ok is True
    (folder / lost).unlink()
    assert (fonts(folder).ok, lost in fonts(folder).words) == (False, True)


@pytest.mark.parametrize("lost", ["school-letter.docx", "school-letter-restricted.docx", "house.docx", "house.css"])
def test_a_lost_template_is_named(lost: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(assets_folder(), tmp_path / "templates"))
    assert templates(folder).ok is True
    (folder / lost).unlink()
    assert (templates(folder).ok, lost in templates(folder).words) == (False, True)


def test_a_file_in_place_of_the_output_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file")
    check = output_folder(tmp_path / "outputs" / "packs")
    assert (check.ok, "is a file" in check.words, "--out" in check.fix) == (False, True, True)


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda place, mode: False)
    check = output_folder(tmp_path / "outputs")
    assert (check.ok, str(tmp_path) in check.words, "--out" in check.fix) == (False, True, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(None, "office.json", id="missing"),
        pytest.param("{", "office.json", id="not JSON"),
        pytest.param("{}", "wrong in", id="empty"),
    ],
)
def test_office_data_that_cannot_be_used_are_told(content: str | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "office.json"
    if content is not None:
        path.write_text(content)
    check = office_file(path)
    assert (check.ok, words in check.words, bool(check.fix)) == (False, True, True)
