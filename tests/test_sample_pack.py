"""The packs of the samples as a stranger finds them: what is there, what is not, and what stands in no layer."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.documents import DOCUMENTS

from . import outsider
from .conftest import INPUTS, SamplePack

Row = dict[str, Any]

ORACLE: Row = json.loads((Path(__file__).parent / "oracles" / "ordinary.json").read_text(encoding="utf-8"))
RECORD: Row = json.loads((INPUTS / "sample-ordinary.json").read_text(encoding="utf-8"))
OFFICE: Row = json.loads((INPUTS / "office.json").read_text(encoding="utf-8"))
PEOPLE: dict[str, Row] = {person["id"]: person for person in RECORD["people"]}
NAMES = ("given_name", "family_name", "known_as")
TEAM = {"checklist", "disclosure-register"}
NO_PERSONAL_DATA = (
    "business-survey",
    "mapping-sheet",
    "members-briefing",
    "outreach-request",
    "patrol-request",
    "reporting-information",
    "schools-engagement-request",
)
UNMARKED = {"reporting-information"}
"""Leaflets for the public bear no marking."""
BY_WARD = {"members-briefing"}
"""The oracle names its Members; there is one paper for a ward, and none until a manager has approved it."""


def _text(path: Path) -> str:
    return outsider.word_text(path.read_bytes())


def _expected() -> Iterator[str]:
    """The documents that the oracle expects, as they stand in file names."""
    for document, readers in ORACLE["documents_expected"].items():
        if document not in DOCUMENTS or document in BY_WARD:
            continue
        if isinstance(readers, list) or DOCUMENTS[document].one_per == "case":
            yield from (f"{document} {reader}" for reader in readers)
        else:
            yield from (f"{document} {person} {reader}" for reader, people in readers.items() for person in people)


def _blocked() -> Iterator[tuple[str, str]]:
    """The documents that the oracle wants refused: the words they stand under on the checklist, and the person."""
    for key, people in ORACLE["documents_blocked"].items():
        document = key.removesuffix(" until asked")
        if document not in DOCUMENTS:
            continue
        name = DOCUMENTS[document].name
        for person, reader in _people_and_readers(people):
            yield f"{name} {person} {reader}".strip(), person


def _people_and_readers(people: Any) -> Iterator[tuple[str, str]]:
    for key, value in people.items() if isinstance(people, dict) else ((p, "") for p in people):
        if isinstance(value, dict):
            yield from ((person, key) for person in value)
        else:
            yield key, ""


def _kind(path: Path) -> str:
    return next(document for document in DOCUMENTS if f" {document}" in path.stem)


def _forbidden() -> Iterator[tuple[str, str, str, list[str]]]:
    """Each rule of the oracle about words: document, person and school it is about, and the words."""
    for rule in ORACLE["must_never_contain"]:
        for document in rule["documents"]:
            yield document, rule.get("person", ""), rule.get("school", ""), rule["words"]


def _facts(person: Row) -> set[str]:
    """What would tell a reader who somebody is: names, birthday in the usual spellings, address, numbers, school."""
    found = {person[key] for key in NAMES if person.get(key)}
    with_day = re.fullmatch(r"\d{4}-\d\d-\d\d", person.get("date_of_birth", ""))
    if with_day:
        day = date.fromisoformat(person["date_of_birth"])
        found |= {f"{day.day} {day:%B %Y}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", day.isoformat()}
    address = person.get("address", "")
    found |= {address, *address.split(", ")[:-1], person.get("postcode", ""), person.get("phone", "")}
    school: Row = next((s for s in OFFICE["schools"] if s["id"] == person.get("school")), {})
    found |= {school.get("name", ""), *school.get("also_written", [])}
    for carer in RECORD["carers"]:
        if person["id"] in carer["people"]:
            found |= {carer["name"], carer["name"].split()[0], carer.get("phone", ""), carer.get("email", "")}
    return found - {""}


def _letters(pack: SamplePack) -> dict[str, list[Path]]:
    """The school letters by the pupil they are about, as Word and as PDF."""
    found: dict[str, list[Path]] = {}
    for path in pack.files("*school-letter*"):
        match = re.search(r"school-letter (P\d+) ", path.name)
        assert match
        found.setdefault(match[1], []).append(path)
    return found


def test_the_pack_holds_just_the_documents_that_the_oracle_expects(ordinary_pack: SamplePack) -> None:
    stems = {re.sub(r" v\d+$", "", p.stem).removeprefix("MSC-2026-0417 ") for p in ordinary_pack.files("*.docx")}
    spoken_of = tuple(f"{kind} " for kind in ORACLE["documents_expected"])
    assert {stem for stem in stems if stem.startswith(spoken_of)} == {*_expected(), "business-survey blank"}
    assert {"conference-summary", "checklist", "disclosure-register"} <= stems


def test_every_document_is_there_as_word_and_as_pdf(ordinary_pack: SamplePack) -> None:
    word = {p.with_suffix("") for p in ordinary_pack.files("*.docx")}
    assert word == {p.with_suffix("") for p in ordinary_pack.files("*.pdf")}
    rest = {p.name for p in ordinary_pack.files() if p.suffix not in {".docx", ".pdf"}}
    assert {"disclosure-register.xlsx", "manifest.json"} <= rest
    assert {Path(name).suffix for name in rest} <= {".xlsx", ".json", ".ics", ".txt"}


def test_what_the_oracle_blocks_stands_on_the_checklist_with_its_reason(ordinary_pack: SamplePack) -> None:
    [checklist] = ordinary_pack.files("*checklist.docx")
    refused = _text(checklist).partition("Not produced, and why\n")[2].partition("\n\n")[0]
    rows = dict(line.split(" | ") for line in refused.splitlines())
    blocked = list(_blocked())
    assert len(blocked) >= 8
    for words, person in blocked:
        reasons = [reason for title, reason in rows.items() if title.startswith(words)]
        assert reasons, f"{words} ({person}) is not on the checklist"
        assert all(len(reason) > 8 for reason in reasons)


def test_a_refusal_to_a_front_door_is_there_with_the_recorded_reason(ordinary_pack: SamplePack) -> None:
    [checklist] = ordinary_pack.files("*checklist.docx")
    reason = ORACLE["documents_blocked"]["mash-referral"]["mash-northmere"]["P4"]
    row = next(line for line in _text(checklist).splitlines() if line.startswith("MASH referral P4 mash-northmere"))
    assert outsider.holds(row, reason)


@pytest.mark.parametrize(("document", "person", "school", "words"), list(_forbidden()))
def test_the_words_that_the_oracle_forbids_stand_in_no_layer(
    ordinary_pack: SamplePack, document: str, person: str, school: str, words: list[str]
) -> None:
    paths = [p for p in ordinary_pack.files() if p.suffix in {".docx", ".pdf", ".txt"} and _kind(p) not in TEAM]
    if document != "every outward document":
        name = re.compile(rf" {document} (?:.* )?{person}.*{school}")
        paths = [path for path in paths if name.search(path.name)]
    made = document == "every outward document" or (document in DOCUMENTS and document not in BY_WARD)
    assert (len(paths) >= 2) is made
    assert [place for path in paths for place in outsider.found_in(path, words)] == []


@pytest.mark.parametrize(
    "person", [p for people in ORACLE["documents_expected"]["school-letter"].values() for p in people]
)
def test_a_school_letter_holds_nothing_about_anybody_but_its_pupil(ordinary_pack: SamplePack, person: str) -> None:
    own = _facts(PEOPLE[person])
    others = {fact for key, other in PEOPLE.items() if key != person for fact in _facts(other)} - own
    assert len(others) > 60
    for path in _letters(ordinary_pack)[person]:
        assert outsider.found_in(path, sorted(others)) == []


def test_a_school_letter_names_its_pupil_in_both_formats(ordinary_pack: SamplePack) -> None:
    for person, paths in _letters(ordinary_pack).items():
        for path in paths:
            assert outsider.found_in(path, [f"{PEOPLE[person]['given_name']} {PEOPLE[person]['family_name']}"]), path


def test_no_letter_to_another_reader_names_anybody_but_its_subject(ordinary_pack: SamplePack) -> None:
    """Nobody needs another child's name in the sample's letters to agencies, so none may stand there."""
    subjects = re.compile(r"(?:-referral|social-care-letter|yjs-letter|agency-letter|support-enquiry) (P\d+)")
    seen = set()
    for path in ordinary_pack.files("*.docx") + ordinary_pack.files("*.pdf"):
        match = subjects.search(path.name)
        if not match:
            continue
        seen.add(match[1])
        own = {PEOPLE[match[1]].get(key) for key in NAMES}
        household = {p["id"] for p in RECORD["people"] if p.get("household") == PEOPLE[match[1]].get("household", "-")}
        others = {p[key] for p in RECORD["people"] if p["id"] not in household for key in NAMES if p.get(key)} - own
        assert outsider.found_in(path, sorted(others)) == []
    assert seen == {"P1", "P2", "P3", "P4", "P5", "P6", "P8", "P9"}


def test_the_letter_to_the_railway_police_names_the_people_of_the_railway_episode_only(
    ordinary_pack: SamplePack,
) -> None:
    there = set(ORACLE["documents_expected"]["btp-letter"]["btp"])
    for path in ordinary_pack.files("*btp-letter*"):
        for key, person in PEOPLE.items():
            name = person.get("given_name") or person["known_as"]
            assert bool(outsider.found_in(path, [name])) is (key in there), (path.name, key)


def test_the_agency_that_keeps_the_protected_address_stands_in_one_referral_only(ordinary_pack: SamplePack) -> None:
    holding = {path.stem for path in ordinary_pack.files() if outsider.found_in(path, ["Harbour"])}
    assert holding <= {"MSC-2026-0417 mash-referral P6 mash v1"}


def test_nothing_says_why_an_address_is_protected(ordinary_pack: SamplePack) -> None:
    note = PEOPLE["P6"]["address_note"]
    words = ["safe accommodation", "refuge", note, *re.split(r"\. ", note)]
    assert [place for path in ordinary_pack.files() for place in outsider.found_in(path, words)] == []


@pytest.mark.parametrize("kind", NO_PERSONAL_DATA)
def test_a_paper_for_everybody_holds_nothing_about_anybody(ordinary_pack: SamplePack, kind: str) -> None:
    facts = {fact for person in PEOPLE.values() for fact in _facts(person)} - _school_names()
    made = [path for path in ordinary_pack.files() if kind in path.name]
    assert made or kind in BY_WARD
    assert [place for path in made for place in outsider.found_in(path, facts)] == []


def test_a_school_is_a_place_on_the_map_and_stands_in_no_other_paper_for_everybody(ordinary_pack: SamplePack) -> None:
    papers = [p for p in ordinary_pack.files() if any(kind in p.name for kind in NO_PERSONAL_DATA)]
    holding = {_kind(path) for path in papers if outsider.found_in(path, _school_names())}
    assert holding <= {"mapping-sheet", "schools-engagement-request"}


@pytest.mark.parametrize("school", ["SCH1", "SCH2", "SCH3"])
def test_a_conference_extract_holds_nothing_about_another_schools_pupils(
    ordinary_pack: SamplePack, school: str
) -> None:
    own = {fact for person in PEOPLE.values() if person.get("school") == school for fact in _facts(person)}
    others = {fact for person in PEOPLE.values() for fact in _facts(person)} - own
    for path in ordinary_pack.files(f"*conference-extract {school}*"):
        assert outsider.found_in(path, others) == []


def _school_names() -> set[str]:
    return {words for school in OFFICE["schools"] for words in (school["name"], *school["also_written"])}


def test_no_file_or_folder_name_holds_the_name_of_a_person(ordinary_pack: SamplePack) -> None:
    names = [person[key] for person in RECORD["people"] for key in NAMES if person.get(key)]
    names += [carer["name"].split()[0] for carer in RECORD["carers"]]
    paths = [str(path.relative_to(ordinary_pack.out)) for path in ordinary_pack.out.rglob("*")]
    assert [
        (path, name) for path in paths for name in names if outsider.holds(re.sub(r"[-_./]", " ", path), name)
    ] == []


@pytest.mark.parametrize("pattern", ["manifest.json", "*.xlsx", "*.ics", "*checklist*", "*disclosure-register*"])
def test_the_teams_own_papers_show_people_by_code(ordinary_pack: SamplePack, pattern: str) -> None:
    people = {fact for person in PEOPLE.values() for fact in _facts(person)}
    for path in ordinary_pack.files(pattern):
        assert outsider.found_in(path, people - _school_names()) == []


def test_the_workbook_of_the_register_hides_nothing(ordinary_pack: SamplePack) -> None:
    [path] = ordinary_pack.files("*.xlsx")
    found = outsider.layers(path)
    assert not [name for name in found if re.search(r"comments\d|externalLink|vba|embeddings|hidden", name)]
    attributes = "\n".join(text for name, text in found.items() if name.startswith("attributes of"))
    assert "hidden" not in attributes.casefold().split("\n")


def test_only_its_owner_can_read_the_pack(ordinary_pack: SamplePack) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in ordinary_pack.files()}
    folders = [ordinary_pack.folder, *(path for path in ordinary_pack.folder.rglob("*") if path.is_dir())]
    assert (modes, {stat.S_IMODE(path.stat().st_mode) for path in folders}) == ({0o600}, {0o700})


def test_nothing_is_left_beside_the_pack(ordinary_pack: SamplePack) -> None:
    assert [path.name for path in ordinary_pack.out.iterdir()] == ["MSC-2026-0417"]


@pytest.mark.parametrize("pack", ["ordinary_pack", "minimal_pack"])
def test_every_pdf_passes_pdf_ua_1(pack: str, request: pytest.FixtureRequest) -> None:
    for path in request.getfixturevalue(pack).files("*.pdf"):
        report = page.validate_pdf_bytes(path.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
        assert [f"{path.name}: {failure.rule_id}: {failure.message}" for failure in report.failures] == []


@pytest.mark.parametrize("pack", ["ordinary_pack", "minimal_pack"])
def test_every_word_file_keeps_to_the_open_xml_rules(pack: str, request: pytest.FixtureRequest) -> None:
    validator = OpenXmlValidator()
    for path in request.getfixturevalue(pack).files("*.docx"):
        assert [f"{path.name}: {error}" for error in validator.validate(str(path)).errors] == []


@pytest.mark.parametrize("pack", ["ordinary_pack", "minimal_pack"])
def test_the_pdf_says_word_for_word_what_the_word_file_says(pack: str, request: pytest.FixtureRequest) -> None:
    for path in request.getfixturevalue(pack).files("*.docx"):
        found = outsider.differences(path.read_bytes(), path.with_suffix(".pdf").read_bytes())
        assert found == [], path.name


@pytest.mark.parametrize("pack", ["ordinary_pack", "minimal_pack"])
def test_the_marking_and_the_page_number_stand_on_every_page(pack: str, request: pytest.FixtureRequest) -> None:
    marking = "OFFICIAL-SENSITIVE"
    for path in request.getfixturevalue(pack).files("*.pdf"):
        texts = outsider.page_texts(path.read_bytes())
        for number, text in enumerate(texts, start=1):
            assert text.count(marking) == (0 if _kind(path) in UNMARKED else 2), (path.name, number)
            assert f"Page {number} of {len(texts)}" in " ".join(text.split())


def test_what_the_checklist_calls_a_draft_says_so_itself_and_nothing_else_does(ordinary_pack: SamplePack) -> None:
    [checklist] = ordinary_pack.files("*checklist.docx")
    listed = (
        _text(checklist).replace("\xa0", " ").partition("Documents in this pack\n")[2].partition("\n\n")[0].splitlines()
    )
    called = {line.partition(" | ")[0] for line in listed if f" | {DRAFT}" in line}
    saying = {_title(path) for path in ordinary_pack.files("*.docx") if DRAFT in _body(path)}
    assert called == saying
    assert {"School letter P5 SCH2 v1", "BTP letter btp v1"} <= saying
    assert {"School letter P1 SCH1 v1", "MASH referral P6 mash v1"} & saying == set()


DRAFT = "Draft, not approved for sending"


def _title(path: Path) -> str:
    """What the checklist calls the document in a file."""
    kind = _kind(path)
    return path.stem.replace(f"MSC-2026-0417 {kind}", DOCUMENTS[kind].name)


def _body(path: Path) -> str:
    """The words of a letter; the team's own papers tell of drafts without being one."""
    return "" if _kind(path) in TEAM else _text(path)


def test_the_minimal_record_makes_a_pack_that_lists_what_is_missing(minimal_pack: SamplePack) -> None:
    kinds = {_kind(path) for path in minimal_pack.files("*.docx")}
    assert {"checklist", "disclosure-register", "conference-summary"} <= kinds
    [checklist] = minimal_pack.files("*checklist.docx")
    missing = _text(checklist).partition("Still missing in the record\n")[2]
    for words in ("no reference", "place not recorded", "P1: part in the incident, full name"):
        assert words in missing


def test_a_case_without_a_reference_is_not_filed_under_the_name_of_its_file(minimal_pack: SamplePack) -> None:
    assert re.fullmatch(r"UNREF-2026-10-23-[0-9a-f]{4}", minimal_pack.folder.name)
    assert [place for path in minimal_pack.files() for place in outsider.found_in(path, ["sample-minimal"])] == []


@pytest.mark.parametrize("pack", ["ordinary_pack", "minimal_pack"])
def test_nothing_prints_as_a_computers_word_for_nothing(pack: str, request: pytest.FixtureRequest) -> None:
    leftover = re.compile(
        r"\{\{|\{%|\{P\d|(?:^|[|/] )None(?: [|/]|$)|\bnan\b|\bnull\b|Undefined|: \.|\.\.(?!\.)|\(\)|  \|  \|",
        re.MULTILINE,
    )
    for path in request.getfixturevalue(pack).files("*.docx"):
        body = _text(path).partition("== body")[2]
        assert leftover.findall(body) == [], path.name


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed on this machine")
def test_every_word_file_opens_in_libreoffice(
    ordinary_pack: SamplePack, minimal_pack: SamplePack, tmp_path: Path
) -> None:
    word = ordinary_pack.files("*.docx") + minimal_pack.files("*.docx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path / "opened"), *map(str, word)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for path in word:
        opened = tmp_path / "opened" / f"{path.stem}.pdf"
        assert opened.is_file(), f"{path.name} did not open"
        assert len(outsider.page_texts(opened.read_bytes())) >= 1


def _planted_in_word(source: Path, target: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as planted:
        for item in archive.infolist():
            content = archive.read(item)
            if item.filename == part:
                assert old in content
                content = content.replace(old, new, 1)
            planted.writestr(item, content)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b"<w:body>", b"<w:body><w:p><w:r><w:t>Aali</w:t></w:r><w:r><w:t>yah</w:t></w:r></w:p>"),
        ("word/header1.xml", b"</w:p>", b"<w:r><w:t> AALIYAH</w:t></w:r></w:p>"),
        ("word/styles.xml", b"<w:styles ", b'<w:styles x="Aaliyah" '),
        ("docProps/core.xml", b"</dc:title>", b" A\xc3\xa1liyah</dc:title>"),
    ],
)
def test_the_reader_of_these_tests_finds_a_name_planted_anywhere_in_a_word_file(
    ordinary_pack: SamplePack, tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    [letter] = ordinary_pack.files("*school-letter P1*.docx")
    _planted_in_word(letter, tmp_path / "planted.docx", part, old, new)
    assert outsider.found_in(letter, ["Aaliyah"]) == []
    assert outsider.found_in(tmp_path / "planted.docx", ["Aaliyah"])


@pytest.mark.parametrize("where", ["information", "xmp", "bookmark", "alternative", "attachment"])
def test_the_reader_of_these_tests_finds_a_name_planted_anywhere_in_a_pdf(
    ordinary_pack: SamplePack, tmp_path: Path, where: str
) -> None:
    [letter] = ordinary_pack.files("*school-letter P1*.pdf")
    planted = tmp_path / "planted.pdf"
    with pikepdf.open(letter) as document:
        if where == "information":
            document.docinfo["/Keywords"] = "Łukasz"
        elif where == "xmp":
            with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["dc:description"] = "Łukasz"
        elif where == "bookmark":
            with document.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("Łukasz", 0))
        elif where == "alternative":
            document.Root.StructTreeRoot.K[0].ActualText = pikepdf.String("Łukasz")
        else:
            document.attachments["note.txt"] = "Łukasz".encode()
        document.save(planted)
    assert outsider.found_in(letter, ["Lukasz"]) == []
    assert outsider.found_in(planted, ["Lukasz"])


def test_the_comparison_of_these_tests_sees_one_changed_word(ordinary_pack: SamplePack, tmp_path: Path) -> None:
    [letter] = ordinary_pack.files("*school-letter P1*.docx")
    planted = tmp_path / "planted.docx"
    _planted_in_word(letter, planted, "word/document.xml", b"Do not question", b"Do now question")
    found = outsider.differences(planted.read_bytes(), letter.with_suffix(".pdf").read_bytes())
    assert len(found) == 2
    assert "Donowquestion" in found[0]
