"""Sealed copies that no longer match their documents are told of in a line; so is what was to be sealed and is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casepack import cli_batch, passphrase
from casepack.workers import Elsewhere

from .builders import office_data, organisation
from .builders_conference import MEETING
from .conftest import AS_OF, run_casepack
from .fault_injection import light
from .faulty_runs import REF, folder, make, new_home, one, write_record
from .faulty_scenes import PHRASE, confer, confer_sealed, held, light_seals, meeting, seal
from .test_batch import Here

COPIES = f"{REF} school-letter P1 SCH1 v1"
OLD = "no longer match their documents: do not send them: "
DUE = "no sealed copy yet. Run again with --seal before you send them."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record whose letter to a school is sealed; documents are made in a moment."""
    monkeypatch.setattr("casepack.make.produce", light)
    monkeypatch.setattr("casepack.batch.produce", light)
    monkeypatch.setattr(cli_batch, "_crew", lambda workers, cluster, tasks: Elsewhere(Here(), 1))
    light_seals(monkeypatch)
    home = new_home(tmp_path / "home")
    (home / "phrase.txt").write_text(PHRASE, encoding="utf-8")
    (home / "phrase.txt").chmod(0o600)
    assert run_casepack(*seal(home)).exit_code == 0
    return home


def said(*command: object) -> str:
    done = run_casepack(*command)
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def change(home: Path, words: str = "There was a second fight.", *, sensitive: bool = False) -> None:
    write_record(home / "case.json", words, sensitive=sensitive)


def status(home: Path, *more: object) -> list[object]:
    return ["status", home / "case.json", "--as-of", AS_OF, "--out", home / "out", *more]


def test_copies_of_an_older_version_are_named_with_what_to_do_until_they_are_gone(home: Path) -> None:
    assert OLD not in said(*one(home))
    change(home)
    told = said(*one(home))
    assert f"2 sealed copies {OLD}{COPIES} (docx, pdf). Run casepack make" in told
    assert "with --seal for new ones, then delete them." in told
    assert said(*one(home)).count(OLD) == 1
    sealed = said(*seal(home))
    assert f"{OLD}{COPIES} (docx, pdf). Delete them." in sealed
    for ending in ("docx", "pdf"):
        (home / "out" / REF / "sealed" / f"{COPIES}.{ending}").unlink()
    assert "do not send" not in said(*one(home))
    assert "do not send" not in said(*seal(home))


def test_a_copy_changed_by_hand_and_one_of_an_edited_letter_no_longer_match(home: Path) -> None:
    copy = home / "out" / REF / "sealed" / f"{COPIES}.pdf"
    sealed, letter = copy.read_bytes(), next((home / "out" / REF).glob(f"1*/{COPIES}.docx"))
    copy.write_bytes(b"saved again by hand")
    assert f"1 sealed copy no longer matches its document: do not send it: {COPIES} (pdf)." in said(*one(home))
    copy.write_bytes(sealed)
    letter.write_bytes(b"edited")
    assert f"{COPIES} (docx, pdf)" in said(*one(home))


def test_programs_are_told_by_name_and_status_by_reference(home: Path) -> None:
    change(home)
    told = json.loads(run_casepack(*one(home), "--json").stdout)["out_of_date"]
    assert told == [{"reference": REF, "copies": [f"{COPIES}.docx", f"{COPIES}.pdf"]}]
    assert f"2 sealed copies {OLD}{REF} (made alone, each says which)." in said(*status(home))
    assert json.loads(run_casepack(*status(home, "--json")).stdout)["out_of_date"] == told
    assert "do not send" not in said("status", home / "case.json", "--as-of", AS_OF, "--out", home / "nowhere")


def test_among_many_records_nothing_but_the_reference_of_a_sensitive_one_is_told(home: Path) -> None:
    change(home, sensitive=True)
    told = said(*folder(home))
    assert f"2 sealed copies {OLD}{REF}" in told
    data = json.loads(run_casepack(*folder(home), "--pass-phrase-file", home / "phrase.txt", "--json").stdout)
    assert data["out_of_date"] == [{"reference": REF, "copies": 2}]
    assert [one["copies"] for one in data["sealed"]] == [2]
    assert "school-letter" not in told + json.dumps(data)
    assert "school-letter" not in said(*folder(home), "--pass-phrase-file", home / "phrase.txt")


def test_why_a_sensitive_pack_was_not_sealed_is_not_told_among_many(home: Path) -> None:
    change(home, sensitive=True)
    assert run_casepack(*folder(home)).exit_code == 0
    (home / "phrase.txt").write_text("MarlhavenDistrictCouncil1", encoding="utf-8")
    done = run_casepack(*folder(home), "--pass-phrase-file", home / "phrase.txt")
    assert done.exit_code == 2
    assert f"{REF} was not sealed. Run casepack make with --seal on its record alone, which says why." in done.stderr


def test_an_office_that_sends_sealed_papers_is_reminded_until_all_are(home: Path) -> None:
    change(home)
    assert DUE not in said(*one(home))
    office = office_data() | {"organisation": organisation(seal_for=["school", "mash"])}
    (home / "office.json").write_text(json.dumps(office), encoding="utf-8")
    for command in (one(home), folder(home)):
        assert f"Your office sends sealed papers (school, mash): 2 files that are ready have {DUE}" in said(*command)
    assert json.loads(run_casepack(*one(home), "--json").stdout)["to_seal"] == 2
    assert DUE not in said(*seal(home))
    assert DUE not in said(*one(home))


def test_a_meeting_is_told_of_in_the_same_way(home: Path) -> None:
    held(home)
    assert run_casepack(*confer_sealed(home)).exit_code == 0
    assert "do not send" not in said(*confer(home))
    meeting(home, words="There was a third fight.")
    told = said(*confer(home))
    assert f"{OLD}{MEETING} conference-extract" in told
    assert "casepack conference with --seal" in told


def test_on_windows_nobody_claims_to_have_checked_who_may_read_the_pass_phrase(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "phrase.txt").chmod(0o644)
    assert make(home, "--pass-phrase-file", home / "phrase.txt").exit_code == 2
    monkeypatch.setattr(passphrase, "_RIGHTS_SHOW", False)
    done = make(home, "--pass-phrase-file", home / "phrase.txt")
    assert done.exit_code == 0
    assert "On Windows casepack cannot tell who else may read phrase.txt." in done.stderr
    assert PHRASE not in done.output
