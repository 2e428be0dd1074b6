"""The sensitive sample, read as an outsider would read it, against its oracle; and what ordinary papers learn of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from casepack.assets import asset
from casepack.disclosure import Audience
from casepack.inputs import load_case
from casepack.restricted import restricted_leaks

from .conftest import AS_OF_SENSITIVE as AS_OF
from .conftest import INPUTS, Casepack, SamplePack
from .outsider import found_in, layers

ORACLE = json.loads((Path(__file__).parent / "oracles/sensitive.json").read_text(encoding="utf-8"))
EVERYONE = ["Imogen", "Fablewright", "Theo", "Mythergill", "Bea", "Legendre", "Chapter Mews", "Folio Rise"]


@pytest.fixture(scope="module")
def pack(sensitive_pack: SamplePack) -> SamplePack:
    return sensitive_pack


def test_a_letter_in_words_of_its_own_is_remembered_with_their_template(pack: SamplePack) -> None:
    manifest = json.loads((pack.folder / "manifest.json").read_text(encoding="utf-8"))
    used = {made["template_hash"] for made in manifest["documents"] if made["key"]["document"] == "school-letter"}
    assert used == {hashlib.sha256(asset("school-letter-restricted.docx")).hexdigest()}


def stems(pack: SamplePack) -> set[str]:
    return {path.stem.removeprefix("MSC-2026-0098 ") for path in pack.files("*.docx")}


def test_only_what_the_matrix_for_sensitive_cases_allows_is_made(pack: SamplePack) -> None:
    allowed = {
        "mash-referral P1 mash v1",
        "mash-referral P2 mash v1",
        "mash-referral P3 mash v1",
        "school-letter P1 SCH4 v1",
        "school-letter P3 SCH5 v1",
        "ecins-record v1",
        "closed-item-note v1",
        "checklist",
        "disclosure-register",
    }
    general = {s for s in stems(pack) - allowed if not s.startswith(("patrol-request", "reporting-information"))}
    assert general == set()
    assert allowed <= stems(pack)


def test_everything_lies_in_the_restricted_folder_for_its_owner_only(pack: SamplePack) -> None:
    outside = [p for p in pack.out.rglob("*") if p.is_file() and "restricted" not in p.parts]
    assert outside == []
    for path in [pack.folder.parent, pack.folder, *pack.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_no_file_name_or_property_holds_a_name_the_place_or_the_category(pack: SamplePack) -> None:
    [rule] = [r for r in ORACLE["must_never_contain"] if r["documents"] == ["file names and properties"]]
    for path in pack.files():
        for layer, text in layers(path).items():
            if any(part in layer for part in ("core", "app.xml", "Info", "info", "XMP", "xmp", "name")):
                for word in rule["words"]:
                    assert word.casefold() not in text.casefold(), (path.name, layer)
        for word in rule["words"]:
            assert word.casefold() not in path.name.casefold()


def test_a_school_letter_tells_neither_category_nor_day_nor_place_nor_anyone_else(pack: SamplePack) -> None:
    [rule] = [r for r in ORACLE["must_never_contain"] if r["documents"] == ["school-letter"]]
    for path in pack.files("*school-letter*"):
        own = {"Imogen", "Fablewright"} if " P1 " in path.name else {"Bea", "Legendre"}
        words = [*rule["words"], *(w for w in EVERYONE if w not in own), "ZZ2 6TG", "Saturday", "restricted case 0098"]
        assert found_in(path, words) == []
        assert found_in(path, own), path.name


@pytest.mark.parametrize("person", ["P1", "P2", "P3"])
def test_a_mash_referral_names_its_own_child_only_and_describes_no_act(pack: SamplePack, person: str) -> None:
    own = {"P1": {"Imogen", "Fablewright"}, "P2": {"Theo", "Mythergill"}, "P3": {"Bea", "Legendre"}}[person]
    files = pack.files(f"*mash-referral {person} *")
    for path in files:
        others = [w for w in EVERYONE[:6] if w not in own]
        assert found_in(path, others) == [], path.name
        assert found_in(path, own)


@pytest.mark.parametrize("paper", ["checklist", "disclosure-register", "closed-item-note", "manifest", "deadlines"])
def test_the_teams_own_papers_hold_codes_and_no_name(pack: SamplePack, paper: str) -> None:
    for path in pack.files(f"*{paper}*"):
        assert found_in(path, EVERYONE) == [], path.name


def test_the_note_to_the_chair_tells_neither_day_nor_place_nor_category(pack: SamplePack) -> None:
    for path in pack.files("*closed-item-note*"):
        assert found_in(path, ["sexual", "offence", "assault", "28 March", "Thistledown", "Wrenfield"]) == []


def test_the_ecins_record_says_restricted_and_who_checked_and_describes_nothing(pack: SamplePack) -> None:
    for path in pack.files("*ecins-record*.docx") + pack.files("*ecins-record*.txt"):
        assert found_in(path, ["sexual", "Bea", "Legendre", "Chapter Mews"]) == []
        assert found_in(path, ["restricted"])
        assert found_in(path, ["Head of Service", "Alexis Kerning"])


def test_the_run_prints_no_name_and_lists_every_refusal(pack: SamplePack) -> None:
    said = pack.run.stdout
    assert not [w for w in EVERYONE if w in said]
    for blocked in ("School letter P2 SCH4", "Business survey", "Victim Support referral", "REBOOT", "YJS letter P2"):
        assert blocked in said
    assert "closed item for the chair" in said


def test_an_ordinary_pack_made_beside_it_shows_no_trace(pack: SamplePack, casepack: Casepack) -> None:
    run = casepack("make", INPUTS / "sample-minimal.json", "--as-of", "2026-10-25 12:10", "--out", pack.out)
    assert run.exit_code == 0
    assert "0098" not in run.output
    for path in pack.out.glob("UNREF*/**/*"):
        if path.is_file():
            assert found_in(path, ["0098", *EVERYONE]) == []


@pytest.mark.parametrize(
    ("audience", "text", "gives_away"),
    [
        ("school", "She reported a sexual assault.", ["what kind of case it is"]),
        ("school", "It happened on 28 March.", ["when or where it happened"]),
        ("school", "at Thistledown Green", ["when or where it happened"]),
        ("school", "near ZZ2 6TG", ["when or where it happened"]),
        ("school", "Your pupil may need support.", []),
        ("school", "He is a suspected offender.", ["what kind of case it is"]),
        ("ecins", "It was SEXUAL.", ["what kind of case it is"]),
        ("ecins", "Information about a suspected offence: Article 10.", []),
        ("residents", "on Thistledown Green on 28 March 2026", ["when or where it happened"]),
        ("mash", "A reported sexual offence on 28 March at Thistledown Green.", []),
    ],
)
def test_what_gives_a_sensitive_case_away_depends_on_the_reader(
    audience: str, text: str, gives_away: list[str]
) -> None:
    case = load_case(INPUTS / "sample-sensitive.json", None, AS_OF).case
    assert restricted_leaks(case, Audience(audience))(text) == gives_away


def test_in_an_ordinary_case_the_same_words_give_nothing_away() -> None:
    case = load_case(INPUTS / "sample-ordinary.json", None, "2026-10-25 12:10").case
    assert restricted_leaks(case, Audience.SCHOOL)("An assault at Brackwater station on 23 October.") == []


def test_without_a_decision_for_that_very_person_and_reader_nothing_is_made(tmp_path: Path, casepack: Casepack) -> None:
    data = json.loads((INPUTS / "sample-sensitive.json").read_text(encoding="utf-8"))
    data["decisions"] = [{"audience": "all", "decision": "share", "why": "Everybody", "decided_by": "SC-01"}]
    (tmp_path / "case.json").write_text(json.dumps(data), encoding="utf-8")
    run = casepack(
        "make", tmp_path / "case.json", "--office", INPUTS / "office.json", "--as-of", AS_OF, "--out", tmp_path / "out"
    )
    assert run.exit_code == 0, run.output
    made = {p.stem for p in (tmp_path / "out").rglob("*.docx")}
    assert not [stem for stem in made if "mash-referral" in stem or "school-letter" in stem]
