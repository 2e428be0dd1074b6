"""A council's own templates folder: exported, used, and never trusted further than casepack's own."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from casepack import make as making
from casepack.assets import asset, own_files, template_bytes, using
from casepack.doctor import own_templates
from casepack.documents import DOCUMENTS
from casepack.errors import OutputError, TemplateError, UsageError
from casepack.inputs import LoadedCase, as_found, load_case
from casepack.make import Before, produce
from casepack.own_templates import with_templates
from casepack.run import house_hash
from casepack.template_folder import read_folder, refused
from casepack.template_shelf import LEDGER, apply_house, export_templates

from .house_maker import changed, council_house, with_logo

ROOT = Path(__file__).resolve().parent.parent
LETTER = "school-letter.docx"
SAYS = {"We are sharing this information so": "At Marlhaven we write early so"}


def desk(folder: Path, **organisation: object) -> Path:
    """A record with the office's data beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "inputs" / "sample-minimal.json", folder / "case.json")
    office = json.loads((ROOT / "inputs" / "office.json").read_text(encoding="utf-8"))
    office["organisation"] |= organisation
    (folder / "office.json").write_text(json.dumps(office), encoding="utf-8")
    return folder / "case.json"


def loaded(record: Path, named: Path | None = None) -> LoadedCase:
    return with_templates(load_case(record, None, "2026-11-20 10:00"), named)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """casepack's templates, exported once."""
    folder = tmp_path_factory.mktemp("export") / "templates"
    export_templates(folder)
    return folder


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """A council's own copy of them."""
    return Path(shutil.copytree(exported, tmp_path / "templates"))


# Export


def test_an_export_holds_every_template_and_says_in_words_what_to_do(exported: Path) -> None:
    names = {path.name for path in exported.iterdir()}
    assert {f"{d.id}.docx" for d in DOCUMENTS.values()} | {"house.docx", "READ ME.txt", LEDGER} <= names
    assert (exported / LETTER).read_bytes() == asset(LETTER)


def test_a_second_export_writes_nothing_and_leaves_what_was_edited(folder: Path) -> None:
    (folder / LETTER).write_bytes(changed(asset(LETTER), SAYS))
    (folder / "checklist.docx").unlink()
    again = export_templates(folder)
    assert again.left == (LETTER,)
    assert again.new == ("checklist.docx",)
    assert again.renewed == ()
    assert (folder / LETTER).read_bytes() == changed(asset(LETTER), SAYS)


def test_a_file_that_nobody_edited_is_brought_up_to_date_by_a_newer_casepack(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = changed(asset(LETTER), SAYS)
    both = {LETTER: newer, "checklist.docx": asset("checklist.docx")}
    monkeypatch.setattr("casepack.template_shelf.bundle", lambda: both)
    assert export_templates(folder).renewed == (LETTER,)
    assert (folder / LETTER).read_bytes() == newer


def test_the_look_of_a_council_outlives_another_export(folder: Path) -> None:
    (folder / "house.docx").write_bytes(council_house(asset("house.docx")))
    done = apply_house(folder)
    assert done.failed == ()
    assert len(done.changed) == len(list(folder.glob("*.docx"))) - 1
    with_look = (folder / LETTER).read_bytes()
    again = export_templates(folder)
    assert again.left == ("house.docx",)
    assert again.renewed == ()
    assert (folder / LETTER).read_bytes() == with_look
    assert apply_house(folder).changed == ()


def test_without_fingerprints_every_file_counts_as_edited(folder: Path) -> None:
    (folder / LETTER).write_bytes(changed(asset(LETTER), SAYS))
    (folder / LEDGER).write_text('{"school-letter.docx": 7}')
    assert export_templates(folder).left == (LETTER,)


def test_a_link_in_the_folder_is_never_written_through(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.docx"
    outside.write_bytes(b"mine")
    (folder / LETTER).unlink()
    (folder / LETTER).symlink_to(outside)
    for act in (export_templates, apply_house):
        with pytest.raises(UsageError, match="is a link"):
            act(folder)
    assert outside.read_bytes() == b"mine"


def test_a_house_with_faults_changes_nothing(folder: Path) -> None:
    (folder / "house.docx").write_bytes(with_logo(changed(asset("house.docx"), {"14506A": "9AC5D8"}), b"GIF89a"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(TemplateError, match="too pale") as caught:
        apply_house(folder)
    assert "neither PNG nor JPEG" in str(caught.value)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_template_that_cannot_take_the_look_is_said_and_the_others_get_it(folder: Path) -> None:
    (folder / "house.docx").write_bytes(council_house(asset("house.docx")))
    (folder / LETTER).write_bytes(b"no Word file")
    done = apply_house(folder)
    assert [name for name, _ in done.failed] == [LETTER]
    assert done.exit_code == 5
    assert "checklist.docx" in done.changed


def test_a_folder_without_a_house_is_told_where_to_get_one(folder: Path) -> None:
    (folder / "house.docx").unlink()
    with pytest.raises(UsageError, match="casepack templates export"):
        apply_house(folder)


def test_an_export_onto_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        export_templates(tmp_path / "file")


# Use


def test_templates_of_the_folder_go_first_and_missing_ones_are_casepacks(folder: Path) -> None:
    own = changed(asset(LETTER), SAYS)
    (folder / LETTER).write_bytes(own)
    (folder / "mash-referral.docx").unlink()
    with using(read_folder(folder)):
        assert template_bytes(DOCUMENTS["school-letter"], sensitive=False) == own
        found = template_bytes(DOCUMENTS["mash-referral"], sensitive=False)
    assert found == asset("mash-referral.docx")
    assert template_bytes(DOCUMENTS["school-letter"], sensitive=False) == asset(LETTER)


def test_the_folder_of_the_offices_data_lies_beside_it_and_the_option_goes_first(folder: Path, tmp_path: Path) -> None:
    record = desk(tmp_path / "a", templates_folder="own")
    (tmp_path / "a" / "own").mkdir()
    (tmp_path / "a" / "own" / LETTER).write_bytes(changed(asset(LETTER), SAYS))
    assert set(loaded(record).templates) == {LETTER}
    assert set(loaded(record, folder).templates) > {LETTER}
    assert loaded(desk(tmp_path / "b")).templates == {}


@pytest.mark.parametrize("written", ["../elsewhere", "/etc", "C:\\secrets", "own/../../x", "\\\\server\\share"])
def test_the_offices_data_lead_to_no_folder_elsewhere(written: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="beside the office's file"):
        loaded(desk(tmp_path, templates_folder=written))


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        loaded(desk(tmp_path), tmp_path / "nowhere")


@pytest.mark.parametrize("what", ["link", "folder", "fonts link", "pipe"])
def test_nothing_outside_the_folder_is_read(what: str, folder: Path, tmp_path: Path) -> None:
    place = folder / "other.docx"
    if what == "link":
        place.symlink_to(exported_file := tmp_path / "x.docx")
        exported_file.write_bytes(asset(LETTER))
    elif what == "folder":
        place.mkdir()
    elif what == "pipe":
        os.mkfifo(place)
    else:
        (folder / "fonts").symlink_to(tmp_path)
    with pytest.raises(UsageError, match=r"is a link|is not a file"):
        read_folder(folder)


def test_a_hostile_template_stops_its_own_documents_only_and_is_said_beforehand(folder: Path, tmp_path: Path) -> None:
    (folder / LETTER).write_bytes(changed(asset(LETTER), {}, {"word/vbaProject.bin": b"macro"}))
    ready = loaded(desk(tmp_path), folder)
    assert list(refused(dict(ready.templates))) == [LETTER]
    [said] = [problem for problem in ready.to_check if problem.code == "template-refused"]
    assert LETTER in said.where


def test_the_templates_of_a_case_go_wherever_it_is_made(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = loaded(desk(tmp_path), folder)
    sent: LoadedCase = pickle.loads(pickle.dumps(replace(ready, say=as_found)))
    assert sent.templates == ready.templates
    monkeypatch.setattr(making, "_produced", lambda *_: dict(own_files()))
    with ThreadPoolExecutor(1) as elsewhere:  # another thread, as on a cluster's worker, knows of no folder
        used = elsewhere.submit(produce, sent, Before(None, {}, b"")).result()
    assert dict(used) == dict(ready.templates)  # type: ignore[call-overload]
    assert dict(own_files()) == {}


@pytest.mark.parametrize(
    ("spoil", "ok"), [("", True), ("letter", False), ("folder", False)], ids=["sound", "a macro", "folder missing"]
)
def test_doctor_looks_at_the_folder_of_the_offices_data(spoil: str, ok: bool, folder: Path, tmp_path: Path) -> None:
    desk(tmp_path, templates_folder="templates")
    if spoil == "letter":
        (folder / LETTER).write_bytes(changed(asset(LETTER), {}, {"word/vbaProject.bin": b"macro"}))
    elif spoil:
        shutil.rmtree(folder)
    check = own_templates(tmp_path / "office.json")
    assert check.ok is ok
    assert LETTER in check.words or spoil != "letter"


def test_another_font_makes_every_document_anew_and_another_house_makes_none(folder: Path) -> None:
    plain = house_hash()
    (folder / "house.docx").write_bytes(council_house(asset("house.docx")))
    with using(read_folder(folder)):
        assert house_hash() == plain
    with using({"fonts/A.ttf": b"1"}):
        one = house_hash()
    with using({"fonts/A.ttf": b"2"}):
        assert len({plain, one, house_hash()}) == 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("school-letter (2).docx", True),
        ("School-Letter.docx", True),
        ("school-letter - Copy.docx", True),
        ("school-letter.DOCX", True),
        ("school-letter.dotx", True),
        ("school-letter.odt", True),
        ("school-letter (checked).docx", False),
        ("school-letter (checked 2).docx", False),
        ("~$hool-letter.docx", False),
        ("notes.txt", False),
    ],
)
def test_a_file_that_no_document_is_made_from_is_named_before_somebody_waits_for_its_words(
    name: str, told: bool, folder: Path, tmp_path: Path
) -> None:
    shutil.copy(folder / LETTER, folder / name)
    ready = loaded(desk(tmp_path / "desk"), folder)
    said = [problem.where for problem in ready.to_check if problem.code == "template-unused"]
    assert said == ([f"templates/{name}"] if told else [])


def test_a_template_of_the_office_s_own_is_used(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / LETTER, folder / "thank-you.docx")
    record = desk(tmp_path / "desk")
    office = json.loads((record.parent / "office.json").read_text(encoding="utf-8"))
    row = {"id": "thanks", "name": "Thank you", "template": "thank-you", "audience": "school", "one_per": "child"}
    (record.parent / "office.json").write_text(json.dumps({**office, "own_documents": [row]}), encoding="utf-8")
    assert not [problem for problem in loaded(record, folder).to_check if problem.code == "template-unused"]
