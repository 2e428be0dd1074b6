"""The long check of accessibility: every PDF of every sample pack, and every spoilt one, by veraPDF.

Not part of the suite, which takes the smallest PDF of each kind: `python -m pytest tests/assure_accessibility.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from . import verapdf_run
from .spoilt_pdfs import WAYS, spoilt
from .test_accessibility import conference, documents, sound, standards

__all__ = ["conference", "documents", "sound"]


@pytest.fixture(scope="module", autouse=True)
def java() -> None:
    if verapdf_run.java() is None:
        pytest.skip(verapdf_run.WITHOUT_JAVA)


def test_every_pdf_of_every_pack_passes_verapdf(documents: list[Path], tmp_path: Path) -> None:
    pdfs = [path.with_suffix(".pdf") for path in documents]
    found = verapdf_run.verdicts([(pdf, standards(pdf)) for pdf in pdfs], tmp_path)
    assert len(found) > 100
    assert {(path.name, kind): rules for (path, kind), rules in found.items() if rules} == {}


def test_verapdf_catches_every_spoilt_pdf(sound: bytes, tmp_path: Path) -> None:
    files = [(tmp_path / f"{number}.pdf", (way.standard,)) for number, way in enumerate(WAYS)]
    for (path, _), way in zip(files, WAYS, strict=True):
        path.write_bytes(spoilt(sound, way))
    found = verapdf_run.verdicts(files, tmp_path)
    assert [way.what for (path, (kind,)), way in zip(files, WAYS, strict=True) if not found[path, kind]] == []
