"""The long check of accessibility: every PDF of the samples, of invented records, and every spoilt one, by veraPDF.

Not part of the suite, which takes the smallest PDF of each kind: `python -m pytest tests/assure_accessibility.py`. It
takes some three minutes. Another seed makes other records: `CASEPACK_SEED=8`.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.read import read_office

from . import test_accessibility, verapdf_run
from .casemaker import write_cases
from .conftest import INPUTS, run_casepack
from .spoilt_pdfs import UNSEEN, WAYS, spoilt
from .structure import tagged
from .test_accessibility import complaints, conference, documents, sound, standards

__all__ = ["conference", "documents", "sound"]

SEED, COUNT = int(os.environ.get("CASEPACK_SEED", "7")), 8
ODD = (
    "😀 and 👩\u200d👩\u200d👧 were typed here", "محمد علي قال", "שלום עולם", "Siân of Ŵyn Llŷr, Łukasz Żółć",
    "Donaudampfschifffahrtsgesellschaftskapitän" * 6, "one word after the other " * 150, "a & b <c> \u2610 \u2612",
    "in two\nlines", "- one\n- two\n- three",
)  # fmt: skip
"""What may stand behind any answer in words: signs, other ways to write, words longer than a line, whole pages."""


@pytest.fixture(scope="module", autouse=True)
def java() -> None:
    if verapdf_run.java() is None:
        pytest.skip(verapdf_run.WITHOUT_JAVA)


def test_every_pdf_of_every_pack_passes_verapdf(documents: list[Path], tmp_path: Path) -> None:
    pdfs = [path.with_suffix(".pdf") for path in documents]
    found = verapdf_run.verdicts([(pdf, standards(pdf)) for pdf in pdfs], tmp_path)
    assert len(found) > 100
    assert {(path.name, kind): rules for (path, kind), rules in found.items() if rules} == {}


def test_verapdf_does_not_see_what_only_the_tests_of_the_suite_see(documents: list[Path], tmp_path: Path) -> None:
    letter = next(path.with_suffix(".pdf") for path in documents if test_accessibility.kind(path) == "school-letter")
    files = [(tmp_path / f"{number}.pdf", (way.standard,)) for number, way in enumerate(UNSEEN)]
    for (path, _), way in zip(files, UNSEEN, strict=True):
        path.write_bytes(spoilt(letter.read_bytes(), way))
    assert [rules for rules in verapdf_run.verdicts(files, tmp_path).values() if rules] == []


def test_verapdf_catches_every_spoilt_pdf(sound: bytes, tmp_path: Path) -> None:
    files = [(tmp_path / f"{number}.pdf", (way.standard,)) for number, way in enumerate(WAYS)]
    for (path, _), way in zip(files, WAYS, strict=True):
        path.write_bytes(spoilt(sound, way))
    found = verapdf_run.verdicts(files, tmp_path)
    assert [way.what for (path, (kind,)), way in zip(files, WAYS, strict=True) if not found[path, kind]] == []


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every Word file of the packs of invented records; in every second one odd things were typed."""
    folder = tmp_path_factory.mktemp("invented")
    office, _ = read_office((INPUTS / "office.json").read_bytes(), "office.json")
    records = write_cases(folder / "in", SEED, COUNT, office)
    for path in records[1::2]:
        odd = _oddly(json.loads(path.read_text(encoding="utf-8")), random.Random(f"{SEED}/{path.name}"))
        path.write_text(json.dumps(odd, ensure_ascii=False), encoding="utf-8")
    arguments = ("--out", folder / "out", "--as-of", "2026-11-10 12:00", "--workers", "1")
    run_casepack("make", folder / "in", "--office", folder / "in/office.json", *arguments)
    found = sorted((folder / "out").rglob("*.docx"))
    assert len(found) > 10 * COUNT
    return found


def _oddly(value: Any, dice: random.Random) -> Any:
    """A record with something odd behind a third of its longer answers."""
    if isinstance(value, dict):
        return {name: _oddly(answer, dice) for name, answer in value.items()}
    if isinstance(value, list):
        return [_oddly(answer, dice) for answer in value]
    if isinstance(value, str) and value.count(" ") > 3 and dice.random() < 0.35:
        return f"{value} {dice.choice(ODD)}"
    return value


def test_the_pdfs_of_invented_records_pass_both_validators(invented: list[Path], tmp_path: Path) -> None:
    pdfs = [(path.with_suffix(".pdf"), standards(path.with_suffix(".pdf"))) for path in invented]
    said = {(pdf.name, kind): complaints(pdf.read_bytes(), kind) for pdf, kinds in pdfs for kind in kinds}
    assert {key: rules for key, rules in said.items() if rules} == {}
    found = verapdf_run.verdicts(pdfs, tmp_path)
    assert {(path.name, kind): rules for (path, kind), rules in found.items() if rules} == {}


def test_what_no_validator_sees_is_right_in_the_packs_of_invented_records_too(invented: list[Path]) -> None:
    test_accessibility.hold_tags({path: tagged(path.with_suffix(".pdf").read_bytes()) for path in invented})


def test_the_word_files_of_invented_records_are_sound_and_say_what_they_must(invented: list[Path]) -> None:
    test_accessibility.test_every_word_file_has_a_title_and_says_that_it_is_in_british_english(invented)
    test_accessibility.test_every_picture_in_a_word_file_has_words_and_a_number_of_its_own(invented)
    test_accessibility.test_the_first_row_of_a_grid_is_a_heading_row_and_no_other_is(invented)
    test_accessibility.test_ooxml_integrity_finds_nothing_in_any_word_file(invented)
    validator = OpenXmlValidator()
    assert [f"{path.name}: {e}" for path in invented for e in validator.validate(str(path)).errors] == []
