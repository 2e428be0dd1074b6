"""The words of every sample document, held against files that a reviewer can read: a changed word shows in a diff."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest

from . import outsider
from .conftest import SamplePack

GOLDEN = Path(__file__).parent / "golden"
WRITE = "CASEPACK_GOLDEN"
_FINGERPRINT = re.compile(r"\bFingerprint [0-9a-f]{12}\b")


def _words(pack: SamplePack) -> dict[str, str]:
    """The text of each document by the name of its golden file; fingerprints are left out."""
    found = {path.stem: outsider.word_text(path.read_bytes()) for path in pack.files("*.docx")}
    return {f"{stem}.txt": _FINGERPRINT.sub("Fingerprint (of the file)", text) for stem, text in found.items()}


def _kept(prefix: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob(f"{prefix}*.txt"))}


def _write(words: dict[str, str], prefix: str) -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name in _kept(prefix).keys() - words.keys():
        (GOLDEN / name).unlink()
    for name, text in words.items():
        (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")


@pytest.mark.parametrize(("pack", "prefix"), [("ordinary_pack", "MSC-2026-0417"), ("minimal_pack", "UNREF-")])
def test_the_sample_documents_say_what_they_said_when_last_reviewed(
    pack: str, prefix: str, request: pytest.FixtureRequest
) -> None:
    words = _words(request.getfixturevalue(pack))
    if os.environ.get(WRITE) == "write":
        _write(words, prefix)
        pytest.fail("The golden files are written anew: review the diff, then run without the variable.")
    kept = _kept(prefix)
    assert sorted(kept) == sorted(words)
    diffs = [
        "\n".join(difflib.unified_diff(kept[name].splitlines(), text.splitlines(), name, "now", lineterm="", n=1))
        for name, text in words.items()
        if kept[name] != text
    ]
    assert not diffs, "\n\n".join(diffs)


def test_no_golden_file_is_left_over_from_another_sample() -> None:
    names = {path.name for path in GOLDEN.iterdir()} - {"README.md", "structure"}
    assert {name for name in names if not name.startswith(("MSC-2026-0417 ", "UNREF-"))} == set()
    assert len(names) >= 30
