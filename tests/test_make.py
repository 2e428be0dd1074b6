"""Runs after runs: what is made again, what is left alone, what is withheld, and what is never lost or leaked."""

from __future__ import annotations

import copy
import errno
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import casepack.assets
import casepack.fill
import casepack.safefs
from casepack.documents import DOCUMENTS
from casepack.schema import record_schema

from . import outsider
from .builders import NOT_MADE
from .conftest import AS_OF, INPUTS, Casepack, SamplePack

Row = dict[str, Any]
LATER = "2026-10-25 14:10"
REFERENCE = "MSC-2026-0901"
P1_LETTER = f"1 partnership work/{REFERENCE} school-letter P1 SCH2 v1"
P2_LETTER = f"1 partnership work/{REFERENCE} school-letter P2 SCH1 v1"
CHECKLIST = f"{REFERENCE} checklist"
REGISTER = f"{REFERENCE} disclosure-register"

SMALL: Row = {
    "incident": {
        "reference": REFERENCE,
        "title": "Incident at Brackwater station",
        "what_happened": "{P1} is reported to have been pushed by {P2}.",
        "for_partners": "A young person was pushed at Brackwater station.",
        "officer": "SC-02",
        "signatory": "SC-01",
        "team_told_at": "2026-10-24 08:55",
        "routine_sharing_approved_by": "SC-01",
    },
    "episodes": [{"id": "E1", "date": "2026-10-23", "start_time": "17:40", "place": "Brackwater station"}],
    "people": [
        {
            "id": "P1",
            "given_name": "Rosalind",
            "family_name": "Quartermane",
            "date_of_birth": "2012-05-17",
            "school": "SCH2",
            "year_group": "Year 9",
            "school_status": "on roll",
        },
        {
            "id": "P2",
            "given_name": "Bertrand",
            "family_name": "Ferndale",
            "date_of_birth": "2011-03-09",
            "school": "SCH1",
            "year_group": "Year 11",
            "school_status": "on roll",
        },
    ],
    "involvements": [
        {
            "id": "A1",
            "person": "P1",
            "role": "harmed",
            "episode": "E1",
            "account": "{P1} is reported to have been pushed by {P2}.",
        },
        {
            "id": "A2",
            "person": "P2",
            "role": "suspect",
            "episode": "E1",
            "account": "{P2} is reported to have pushed {P1}.",
            "short": "assault",
            "against": ["P1"],
        },
    ],
    "conference": {"in_pack": "no"},
}


def small_office(home: Path) -> Path:
    """The sample office with two agencies only, so that a run makes few documents."""
    office = json.loads((INPUTS / "office.json").read_text(encoding="utf-8"))
    office["agencies"] = [agency for agency in office["agencies"] if agency["id"] in {"mash", "yjs"}]
    office["organisation"]["agreement_partners"] = ["mash", "yjs"]
    office["meetings"] = []
    office["organisation"]["not_made"] = NOT_MADE
    path = home / "office.json"
    path.write_text(json.dumps(office), encoding="utf-8")
    return path


@dataclass
class Desk:
    """One officer's record and output folder: change the record, run, look."""

    home: Path
    casepack: Casepack

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def pack(self) -> Path:
        return self.out / REFERENCE

    def run(self, record: Row, *, as_of: str = AS_OF, out: Path | None = None, json_wanted: bool = False) -> Result:
        """Write the record down and make its pack."""
        path = self.home / "case.json"
        path.write_text(json.dumps(record), encoding="utf-8")
        more = ["--json"] if json_wanted else []
        office = small_office(self.home)
        return self.casepack("make", path, "--office", office, "--as-of", as_of, "--out", out or self.out, *more)

    def text(self, stem: str) -> str:
        """The words of a Word file of the pack."""
        return outsider.word_text((self.pack / f"{stem}.docx").read_bytes()).replace("\xa0", " ")

    def manifest(self) -> dict[str, Row]:
        """The documents of the manifest by their file stem."""
        found = json.loads((self.pack / "manifest.json").read_text(encoding="utf-8"))
        return {made["stem"]: made for made in found["documents"]}


@pytest.fixture
def fresh(tmp_path: Path, casepack: Casepack) -> Desk:
    """A desk with nothing made yet."""
    return Desk(tmp_path, casepack)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """The ordinary sample's pack in the making in another process, with other surroundings, while the tests go on."""
    home = tmp_path_factory.mktemp("again")
    surroundings = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    surroundings.pop("CASEPACK_OFFICE", None)
    code = "from casepack.cli import main; main(prog_name='casepack')"
    command = [sys.executable, "-c", code, "make", str(INPUTS / "sample-ordinary.json")]
    command += ["--as-of", AS_OF, "--out", str(home / "out")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=surroundings, stdout=pipe, stderr=pipe, text=True, cwd=home) as process:
        yield home / "out", process
        process.kill()


@pytest.fixture(scope="module")
def first_run(
    tmp_path_factory: pytest.TempPathFactory, casepack: Casepack, again: tuple[Path, subprocess.Popen[str]]
) -> Desk:
    """The small record's pack, made once; tests that run again take a copy."""
    desk = Desk(tmp_path_factory.mktemp("small"), casepack)
    done = desk.run(SMALL)
    assert done.exit_code == 0, done.output
    return desk


@pytest.fixture
def desk(tmp_path: Path, first_run: Desk) -> Desk:
    """A desk on which the small record's pack stands already."""
    shutil.copytree(first_run.out, tmp_path / "out", copy_function=shutil.copy2)
    return Desk(tmp_path, first_run.casepack)


def small(**incident: Any) -> Row:
    """A copy of the small record, with changes to the incident."""
    record = copy.deepcopy(SMALL)
    record["incident"] |= incident
    return record


def with_person(number: int, **changes: Any) -> Row:
    """A copy of the small record, with changes to one person."""
    record = small()
    record["people"][number] |= changes
    return record


def tree(folder: Path) -> dict[str, str]:
    """SHA-256 of every file by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def traces(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What would change if anything were touched: inode, size and time of change of all files and folders."""
    paths = [folder, *sorted(folder.rglob("*"))]
    found = {str(path.relative_to(folder)): path.stat() for path in paths}
    return {name: (s.st_ino, s.st_size, s.st_mtime_ns) for name, s in found.items()}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The files that are new or different."""
    return {path for path, digest in after.items() if before.get(path) != digest}


def both(*stems: str) -> set[str]:
    return {f"{stem}.{kind}" for stem in stems for kind in ("docx", "pdf")}


def edit_by_hand(path: Path) -> bytes:
    """Change a Word file as an officer would, so that it still opens; its bytes afterwards."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "word/document.xml":
                assert b"Rosalind" in part
                part = part.replace(b"Rosalind", b"Rosie", 1)
            new.writestr(item, part)
    path.write_bytes(out.getvalue())
    return out.getvalue()


def test_a_second_run_with_nothing_changed_touches_nothing_and_says_so(desk: Desk) -> None:
    before = traces(desk.pack)
    done = desk.run(SMALL)
    assert (done.exit_code, traces(desk.pack)) == (0, before)
    assert "Nothing has changed since the last run, so nothing was written." in done.stdout
    assert done.stdout.count("  unchanged  ") == len(list(desk.pack.rglob("*.pdf")))


def test_the_same_record_at_the_same_moment_makes_the_same_bytes_in_another_folder(
    fresh: Desk, first_run: Desk
) -> None:
    fresh.run(SMALL)
    assert tree(fresh.out) == tree(first_run.out)


def test_a_later_run_leaves_letters_alone_and_brings_the_checklist_up_to_date(desk: Desk) -> None:
    before = tree(desk.pack)
    done = desk.run(SMALL, as_of=LATER)
    assert done.exit_code == 0
    assert changed(before, tree(desk.pack)) == both(CHECKLIST) | {"manifest.json"}
    assert "12:10pm, Sunday 25 October 2026" not in desk.text(CHECKLIST)
    assert "2:10pm, Sunday 25 October 2026" in desk.text(CHECKLIST)
    assert re.search(r"Deadline checklist +The team +brought up to date", done.stdout)


MONTH_LATER = "2026-12-02 09:00"


@pytest.fixture(scope="module")
def month_later(tmp_path_factory: pytest.TempPathFactory, first_run: Desk) -> Path:
    """The small record's pack as it stands a month later, when everything that was due is long overdue."""
    out = tmp_path_factory.mktemp("later") / "out"
    shutil.copytree(first_run.out, out, copy_function=shutil.copy2)
    assert first_run.run(SMALL, as_of=MONTH_LATER, out=out).exit_code == 0
    return out


@pytest.mark.parametrize(
    ("then", "remade"),
    [
        pytest.param("2026-12-02 09:01", False, id="a minute later: the minute that it names is when it was made"),
        pytest.param("2026-12-02 23:39", True, id="hours later: what is overdue is so by more hours"),
        pytest.param("2026-12-03 09:00", True, id="the next day"),
    ],
)
def test_the_checklist_is_made_again_once_it_tells_something_else_than_another_minute(
    then: str, remade: bool, fresh: Desk, month_later: Path
) -> None:
    shutil.copytree(month_later, fresh.out, copy_function=shutil.copy2)
    before, untouched = tree(fresh.pack), traces(fresh.pack)
    done = fresh.run(SMALL, as_of=then)
    assert changed(before, tree(fresh.pack)) == (both(CHECKLIST) | {"manifest.json"} if remade else set())
    assert ("Nothing has changed since the last run" in done.stdout) is not remade
    assert (traces(fresh.pack) == untouched) is not remade
    assert ("9am, Wednesday 2 December 2026" in fresh.text(CHECKLIST)) is not remade


def test_the_checklist_is_made_again_when_a_deadline_has_passed_within_the_hour(desk: Desk) -> None:
    desk.run(SMALL, as_of="2026-10-30 17:20")
    assert "20 min" in desk.text(CHECKLIST)
    before = tree(desk.pack)
    desk.run(SMALL, as_of="2026-10-30 18:20")
    assert changed(before, tree(desk.pack)) == both(CHECKLIST) | {"manifest.json"}
    assert "20 min" not in desk.text(CHECKLIST)
    assert "6:20pm, Friday 30 October 2026" in desk.text(CHECKLIST)


def test_a_checklist_of_which_one_file_is_lost_names_the_same_minute_in_both_afterwards(
    fresh: Desk, month_later: Path
) -> None:
    shutil.copytree(month_later, fresh.out, copy_function=shutil.copy2)
    (fresh.pack / f"{CHECKLIST}.pdf").unlink()
    fresh.run(SMALL, as_of="2026-12-02 09:01")
    words = " ".join(outsider.page_texts((fresh.pack / f"{CHECKLIST}.pdf").read_bytes()))
    assert all("9:01am, Wednesday 2 December 2026" in " ".join(said.split()) for said in (fresh.text(CHECKLIST), words))


def test_a_changed_fact_makes_a_second_version_of_the_documents_that_show_it_and_of_no_other(desk: Desk) -> None:
    before = tree(desk.pack)
    showing = {p for p in before if " v1." in p and outsider.found_in(desk.pack / p, ["Year 9"])}
    living = {p for p in before if " v1." not in p}
    desk.run(with_person(0, year_group="Year 10"))
    after, manifest = tree(desk.pack), desk.manifest()
    assert both(P1_LETTER) <= showing
    assert both(P2_LETTER) & showing == set()
    new = {path.replace(" v1.", " v2.") for path in showing}
    assert changed(before, after) - living == new
    assert both(CHECKLIST, REGISTER) | {"manifest.json"} <= changed(before, after)
    assert {path: after[path] for path in showing} == {path: before[path] for path in showing}
    second = P1_LETTER.replace(" v1", " v2")
    assert "Year 10" in desk.text(second)
    old, now = (manifest[Path(stem).name] for stem in (P1_LETTER, second))
    assert (old["state"], old["superseded_by"]) == ("superseded", 2)
    assert (now["state"], now["version"]) == ("current", 2)


def test_what_an_officer_edited_is_left_alone_and_said(desk: Desk) -> None:
    mine = edit_by_hand(desk.pack / f"{P1_LETTER}.docx")
    done = desk.run(SMALL)
    assert (desk.pack / f"{P1_LETTER}.docx").read_bytes() == mine
    assert re.search(r"School letter P1 SCH2 .* edited by hand, left alone +Edited by hand", done.stdout)
    assert "School letter P1 SCH2 v1 | St Aldwyth’s Catholic School | Edited by hand" in desk.text(CHECKLIST)


def test_a_new_version_goes_beside_what_an_officer_edited(desk: Desk) -> None:
    mine = edit_by_hand(desk.pack / f"{P1_LETTER}.docx")
    done = desk.run(with_person(0, year_group="Year 10"))
    assert (desk.pack / f"{P1_LETTER}.docx").read_bytes() == mine
    assert "Year 10" in desk.text(P1_LETTER.replace(" v1", " v2"))
    assert "next version beside one edited by hand" in done.stdout


def test_an_edited_checklist_is_kept_and_the_next_goes_beside_it(desk: Desk) -> None:
    path = desk.pack / f"{CHECKLIST}.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    mine = path.read_bytes()
    desk.run(SMALL, as_of=LATER)
    assert path.read_bytes() == mine
    assert "2:10pm" in desk.text(f"{CHECKLIST} v2")


def test_a_deleted_pdf_is_made_again_as_it_was_and_its_word_file_is_not_touched(desk: Desk) -> None:
    before, untouched = tree(desk.pack), traces(desk.pack)[f"{P1_LETTER}.docx"]
    (desk.pack / f"{P1_LETTER}.pdf").unlink()
    done = desk.run(SMALL)
    assert tree(desk.pack) == before
    assert traces(desk.pack)[f"{P1_LETTER}.docx"] == untouched
    assert "made again" in done.stdout


def test_a_person_who_leaves_the_record_leaves_their_letter_superseded_and_kept(desk: Desk) -> None:
    before = tree(desk.pack)
    record = small(what_happened="{P1} was pushed.")
    record["people"].pop()
    record["involvements"] = [record["involvements"][0] | {"account": "{P1} was pushed."}]
    done = desk.run(record)
    gone = P2_LETTER.rpartition("/")[2]
    assert {p: d for p, d in tree(desk.pack).items() if gone in p} == {p: d for p, d in before.items() if gone in p}
    assert (desk.manifest()[gone]["state"], desk.manifest()[gone]["superseded_by"]) == ("superseded", None)
    assert f"{gone} is no longer produced" in " ".join(done.stdout.split())


def _leaking(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """From now on P1's school letter says what its reader may not know, as by a fault after the View was made."""
    honest = casepack.fill.fill

    def leaky(template: bytes, context: Row, **more: Any) -> bytes:
        if context.get("pupil", {}).get("name", "").startswith("Rosalind"):
            context = {**context, "case": {**context["case"], "instructions": [words]}}
        return honest(template, context, **more)

    monkeypatch.setattr("casepack.finish.fill", leaky)


def test_a_document_that_leaks_is_withheld_and_the_rest_is_made(fresh: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _leaking(monkeypatch, "Ask at FERNDALE’s. His birthday is 9 March 2011.")
    done = fresh.run(SMALL)
    assert done.exit_code == 4
    assert not list(fresh.out.rglob("*school-letter P1*"))
    assert (fresh.pack / f"{P2_LETTER}.pdf").is_file()
    row = next(line for line in fresh.text(CHECKLIST).splitlines() if line.startswith("School letter P1 SCH2"))
    assert "holds the name of P2, which its reader may not know" in row
    assert "the date of birth of P2, which its reader may not know" in row
    told = [done.stdout, done.stderr, row, (fresh.pack / "manifest.json").read_text(encoding="utf-8")]
    told += ["\n".join(outsider.layers(fresh.pack / "disclosure-register.xlsx").values())]
    for text in told:
        assert not any(outsider.holds(text, w) for w in ("Bertrand", "Ferndale", "9 March 2011", "Rosalind"))
    assert "Withheld" in done.stdout
    assert "School letter P1 SCH2" in done.stdout.partition("Withheld")[2]


def test_an_initial_or_a_number_beside_a_name_does_not_hide_it(fresh: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _leaking(monkeypatch, "Ring Bertrand first.")
    done = fresh.run(with_person(1, given_name="Bertrand J"))
    assert (done.exit_code, list(fresh.out.rglob("*school-letter P1*"))) == (4, [])
    assert (fresh.pack / f"{P2_LETTER}.pdf").is_file()


def test_what_was_withheld_is_made_once_the_fault_is_gone(fresh: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as fault:
        _leaking(fault, "Ring Bertrand first.")
        fresh.run(SMALL)
    done = fresh.run(SMALL)
    assert done.exit_code == 0
    assert "Rosalind Quartermane" in fresh.text(P1_LETTER)
    assert "which its reader may not know" not in fresh.text(CHECKLIST)


def test_a_new_version_that_leaks_leaves_the_old_one_standing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(desk.pack)
    _leaking(monkeypatch, "Ring Bertrand first.")
    done = desk.run(with_person(0, year_group="Year 10"))
    after = tree(desk.pack)
    assert done.exit_code == 4
    assert {p: d for p, d in after.items() if "school-letter" in p} == {
        p: d for p, d in before.items() if "school-letter" in p
    }


def test_a_template_that_asks_for_what_its_reader_may_not_see_stops_its_documents_only(
    fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = fresh.home / "templates"
    shutil.copytree(casepack.assets.assets_folder(), templates)
    path, out = templates / "school-letter.docx", io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            new.writestr(item, part.replace(b"{{ pupil.year_group }}", b"{{ pupil.address }}"))
    path.write_bytes(out.getvalue())
    monkeypatch.setattr(casepack.assets, "assets_folder", lambda: templates)
    done = fresh.run(SMALL)
    assert done.exit_code == 5
    assert not list(fresh.out.rglob("*school-letter*"))
    assert list(fresh.out.rglob("*yjs-letter P2 yjs v1.pdf"))
    for person, school in (("P1", "SCH2"), ("P2", "SCH1")):
        row = next(x for x in fresh.text(CHECKLIST).splitlines() if x.startswith(f"School letter {person} {school}"))
        assert "pupil.address" in row
        assert "Template school-letter" in row


def test_a_name_in_letters_without_a_font_withholds_its_documents_and_says_what_to_do(fresh: Desk) -> None:
    done = fresh.run(with_person(0, given_name="小明"))
    assert done.exit_code == 6
    assert not list(fresh.out.rglob("*school-letter P1*"))
    assert (fresh.pack / f"{P2_LETTER}.pdf").is_file()
    row = next(line for line in fresh.text(CHECKLIST).splitlines() if line.startswith("School letter P1 SCH2"))
    assert "U+5C0F" in row
    assert "a Chinese character" in row
    assert "Write the word in English letters" in row
    assert "小明" not in fresh.text(CHECKLIST) + (fresh.pack / "manifest.json").read_text(encoding="utf-8")


AWKWARD = "O'Brien & Co <18"
NAMED = {"given_name": "O'Brien", "family_name": "& <Quillon>", "known_as": "Q&W <Wyn>", "other_names": []}


def _filled_with(text: str) -> Row:
    """Every field of a person that takes any text, filled with it; names with signs, but as letters go in names."""
    fields = record_schema()["$defs"]["Person"]["properties"]
    ids = {"id", "school", "household", "school_status", "year_group"}
    one = {key for key, f in fields.items() if f.get("anyOf", [{}])[0] == {"type": "string"}} - ids
    many = {key for key, f in fields.items() if f.get("items", {}).get("type") == "string"}
    assert len(one) > 30
    assert len(many) >= 4
    return {**dict.fromkeys(one, text), **{key: [text] for key in many}, **NAMED}


def test_signs_that_mean_something_to_a_computer_come_out_as_typed_in_every_field_of_a_person(fresh: Desk) -> None:
    record = with_person(0, **_filled_with(AWKWARD))
    record["decisions"] = [{"person": "P1", "audience": "mash", "decision": "share", "why": AWKWARD}]
    done = fresh.run(record)
    assert done.exit_code == 0, done.stdout
    [referral] = fresh.out.rglob("*mash-referral P1*.docx")
    text = outsider.word_text(referral.read_bytes())
    assert text.count(AWKWARD) > 10
    for sign in ("&amp;", "&lt;", "&#"):
        assert sign not in text
    assert "Pupil | O'Brien & <Quillon> (known as Q&W <Wyn>)" in fresh.text(P1_LETTER)


def test_long_and_foreign_accounts_reach_word_and_pdf_whole(fresh: Desk) -> None:
    sentences = [f"Sentence {n} of the account: nothing else happened at the station." for n in range(300)]
    told = "Ŵyn a Siân: «Zażółć gęślą jaźń».\r\nSecond line.\n\nThird line. " + " ".join(sentences)
    assert len(told.split()) > 3000
    record = small()
    record["people"], record["involvements"] = record["people"][:1], record["involvements"][:1]
    record["incident"]["what_happened"] = "{P1} was hurt."
    record["involvements"][0]["account"] = told
    done = fresh.run(record)
    assert done.exit_code == 0, done.stdout
    text = fresh.text(P1_LETTER)
    assert "Zażółć gęślą jaźń" in text
    assert "Ŵyn a Siân" in text
    assert [n for n in range(300) if sentences[n] not in text] == []
    assert "\r" not in text
    pdf = " ".join(outsider.page_texts((fresh.pack / f"{P1_LETTER}.pdf").read_bytes()))
    assert "Sentence 299 of the account" in " ".join(pdf.split())


def test_a_protected_address_that_somebody_typed_in_stands_nowhere(fresh: Desk) -> None:
    record = with_person(
        0,
        address_protected="yes",
        address="5 Hidden Lane, Brackwater",
        postcode="ZZ9 9XX",
        address_note="Moved to 5 Hidden Lane in secret",
        household_note="Hidden Lane since May",
        concern="Safety plan to be checked",
        wishes="Wants nobody to come to Hidden Lane",
    )
    done = fresh.run(record)
    assert done.exit_code in {0, 4}
    made = [path for path in fresh.out.rglob("*") if path.is_file()]
    assert len(made) > 8
    assert [place for p in made for place in outsider.found_in(p, ["Hidden Lane", "ZZ9 9XX", "ZZ99XX"])] == []
    assert not any(words in done.output for words in ("Hidden Lane", "ZZ9"))


def test_a_full_disk_leaves_the_pack_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before, count, honest = tree(desk.out), [0], casepack.safefs.write_new

    def full(path: Path, data: bytes) -> None:
        count[0] += 1
        if count[0] == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        honest(path, data)

    monkeypatch.setattr(casepack.safefs, "write_new", full)
    done = desk.run(with_person(0, year_group="Year 10"))
    assert (done.exit_code, tree(desk.out)) == (7, before)
    assert "there is no room left on the disk" in done.stderr


def test_an_output_folder_that_is_a_file_is_left_alone_and_said(fresh: Desk) -> None:
    out = fresh.home / "out.txt"
    out.write_text("mine", encoding="utf-8")
    done = fresh.run(SMALL, out=out)
    assert (done.exit_code, out.read_text(encoding="utf-8")) == (7, "mine")
    assert "out.txt” is a file" in done.stderr


def test_a_record_that_is_wrong_does_not_stop_the_others(fresh: Desk) -> None:
    for name, text in (
        ("one.json", json.dumps(small(reference="MSC-2026-0911"))),
        ("two.json", '{"incident": {'),
        ("four.json", json.dumps(small(reference="MSC-2026-0914"))),
    ):
        (fresh.home / name).write_text(text, encoding="utf-8")
    paths = [fresh.home / f"{n}.json" for n in ("one", "two", "three", "four")]
    arguments = ["--office", small_office(fresh.home), "--as-of", AS_OF, "--out", fresh.out]
    done = fresh.casepack("make", *paths, *arguments)
    assert done.exit_code == 3
    assert sorted(path.name for path in fresh.out.iterdir()) == ["MSC-2026-0911", "MSC-2026-0914"]
    assert "Nothing has been written for two.json" in done.stderr
    assert "three.json cannot be found" in done.stderr
    assert done.stdout.count("School letter P1 SCH2") == 2


@pytest.fixture
def sensitive() -> Row:
    """The small record, found to be particularly sensitive after its first run."""
    record = small(sensitivity="sensitive", sensitivity_decided_by="SC-01", sensitivity_decided_at="2026-10-25 12:00")
    decision = {"decided_by": "SC-01", "decided_at": "2026-10-25 12:00", "family_told": "yes"}
    record["decisions"] = [{"person": "P1", "audience": "mash", "decision": "share", "why": "Hurt", **decision}]
    return record


def test_a_record_that_has_become_sensitive_leaves_nothing_outside_the_restricted_folder(
    desk: Desk, sensitive: Row
) -> None:
    before = tree(desk.pack)
    done = desk.run(sensitive)
    assert done.exit_code in {0, 4}, done.output
    assert [path.name for path in desk.out.iterdir()] == ["restricted"]
    assert (desk.out / "restricted").stat().st_mode & 0o777 == 0o700
    moved = tree(desk.out / "restricted" / REFERENCE)
    letters = {path: digest for path, digest in before.items() if "school-letter" in path}
    assert {path: moved.get(path) for path in letters} == letters
    manifest = json.loads((desk.out / "restricted" / REFERENCE / "manifest.json").read_text(encoding="utf-8"))
    states = {made["key"]["document"]: made["state"] for made in manifest["documents"]}
    assert states["school-letter"] == "superseded"
    assert states["yjs-letter"] == "superseded"


def test_a_document_is_never_made_for_a_kind_that_casepack_does_not_know(first_run: Desk) -> None:
    kinds = {made["key"]["document"] for made in first_run.manifest().values()}
    assert kinds <= set(DOCUMENTS)


def _break(where: str) -> Callable[[Path], None]:
    def broken(path: Path) -> None:
        (path / "manifest.json").write_text(where, encoding="utf-8")

    return broken


@pytest.mark.parametrize("text", ["", "{", "[]", '{"reference": 7}'])
def test_a_damaged_manifest_stops_the_run_before_anything_is_written_over(desk: Desk, text: str) -> None:
    _break(text)(desk.pack)
    before = tree(desk.out)
    done = desk.run(with_person(0, year_group="Year 10"))
    assert (done.exit_code, tree(desk.out)) == (7, before)
    assert "manifest.json is damaged" in done.stderr


def test_another_process_in_another_time_zone_makes_the_sample_byte_for_byte_the_same(
    ordinary_pack: SamplePack, again: tuple[Path, subprocess.Popen[str]]
) -> None:
    """Last in this file: the other process has been at work all the while."""
    out, process = again
    _, complaints = process.communicate(timeout=300)
    assert (process.returncode, "Traceback" in complaints) == (0, False), complaints
    assert tree(out) == tree(ordinary_pack.out)
