"""Every template of casepack's, opened and saved again in LibreOffice: nothing is wrong with it, and no word is lost.

Not part of the suite: `python -m pytest tests/assure_saved_templates.py`. Needs LibreOffice.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from casepack.template_check import findings
from casepack.template_report import known_fields
from casepack.template_saved import lost_boxes, plain
from casepack.wordparts import DOCUMENT, W, parse, parts
from casepack.wordrules import text_of

TEMPLATES = sorted((Path(__file__).parent.parent / "templates").glob("*.docx"))
BLANKS = str.maketrans("", "", "\u00a0 ")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them, saved by LibreOffice in one call."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed on this machine")
    folder = tmp_path_factory.mktemp("saved")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    subprocess.run(["soffice", profile, "--headless", *kind, *map(str, TEMPLATES)], check=True, timeout=180)
    return folder


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_saved_by_libreoffice_has_nothing_wrong_but_lost_names_of_boxes(saved: Path, template: Path) -> None:
    docx = plain((saved / template.name).read_bytes())
    found = findings(docx, template.stem, known_fields(None).get(template.stem))
    assert [f.sentence() for f in found if f.code != "box"] == []
    assert bool(found) is bool(lost_boxes(parts(docx)))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_it_says_word_for_word_the_same(saved: Path, template: Path) -> None:
    assert _words(plain((saved / template.name).read_bytes())) == _words(template.read_bytes())


def _words(docx: bytes) -> list[str]:
    """What the paragraphs of the text say, without blanks, of which LibreOffice makes others."""
    texts = (text_of(p).translate(BLANKS) for p in parse(parts(docx)[DOCUMENT], DOCUMENT).iter(f"{W}p"))
    return [text for text in texts if text]
