"""Life after the first run: corrected facts, withdrawn decisions, letters that were sent, letters edited by hand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from .builders import NOT_MADE, Row, office_data, organisation, school
from .builders_case import cast_data
from .conftest import Casepack

MONDAY = "2026-10-26 09:00"
TUESDAY = "2026-10-27 09:00"
WEDNESDAY = "2026-10-28 09:00"
LETTER = "1 partnership work/MSC-2026-0417 school-letter P2 SCH1 v{}.docx"


def decision(**changes: Any) -> Row:
    row = {"person": "P2", "audience": "SCH1", "decision": "share", "why": "Support on return", "decided_by": "SC-01"}
    return row | changes


def a_case(folder: Path, **changes: Any) -> Path:
    """The office and one record of two siblings and two others, written as an officer would have them."""
    schools = [school(name="Holmbeck Academy"), school("SCH2", name="Priory Ridge")]
    (folder / "office.json").write_text(
        json.dumps(office_data(schools=schools, organisation=organisation(not_made=NOT_MADE))),
        encoding="utf-8",
    )
    data = cast_data(decisions=[decision()])
    data["people"] = [p for p in data["people"] if p["id"] in {"P1", "P2"}]
    data["involvements"] = [i for i in data["involvements"] if i["id"] in {"A3", "A4"}]
    data["carers"] = []
    path = folder / "case.json"
    path.write_text(json.dumps(data | changes), encoding="utf-8")
    return path


def change(path: Path, table: str, rows: list[Row]) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {table: rows}), encoding="utf-8")


def with_year(path: Path, year: str) -> None:
    people = json.loads(path.read_text())["people"]
    change(path, "people", [{**p, "year_group": year} if p["id"] == "P2" else p for p in people])


def made(casepack: Casepack, path: Path, out: Path, as_of: str) -> dict[str, Any]:
    run = casepack("make", path, "--out", out, "--as-of", as_of, "--json")
    assert run.exit_code == 0, run.output
    result: dict[str, Any] = json.loads(run.stdout)["records"][0]
    return result


def words(docx: Path) -> str:
    with zipfile.ZipFile(docx) as file:
        return file.read("word/document.xml").decode()


def edit(docx: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(docx) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert old.encode() in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old.encode(), new.encode())
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)


def pdf_words(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def test_a_corrected_fact_makes_the_next_version_and_says_who_holds_the_sent_one(
    tmp_path: Path, casepack: Casepack
) -> None:
    path, out = a_case(tmp_path), tmp_path / "out"
    made(casepack, path, out, MONDAY)
    change(path, "decisions", [decision(sent_at="2026-10-26 10:00")])
    with_year(path, "Year 9")
    result = made(casepack, path, out, TUESDAY)
    pack = out / "MSC-2026-0417"
    assert "Year 10" in words(pack / LETTER.format(1))
    assert "Year 9" in words(pack / LETTER.format(2))
    [tell] = result["tell_these_readers"]
    assert "School letter P2 SCH1 v1 was sent to Holmbeck Academy" in tell
    assert "corrected by v2" in tell
    for paper in ("checklist", "disclosure-register"):
        assert "corrected by v2" in words(pack / f"MSC-2026-0417 {paper}.docx"), paper
    assert "Superseded by v2; it was sent" in words(pack / "MSC-2026-0417 disclosure-register.docx")


def test_the_reader_of_an_old_version_is_named_until_the_new_one_has_been_sent_too(
    tmp_path: Path, casepack: Casepack
) -> None:
    path, out = a_case(tmp_path, decisions=[decision(sent_at="2026-10-26 10:00")]), tmp_path / "out"
    made(casepack, path, out, MONDAY)
    with_year(path, "Year 9")
    assert len(made(casepack, path, out, TUESDAY)["tell_these_readers"]) == 1
    assert len(made(casepack, path, out, TUESDAY)["tell_these_readers"]) == 1
    change(path, "decisions", [decision(sent_at="2026-10-27 11:00")])
    assert made(casepack, path, out, WEDNESDAY)["tell_these_readers"] == []


def test_a_fact_corrected_before_anything_was_sent_needs_no_recall(tmp_path: Path, casepack: Casepack) -> None:
    path, out = a_case(tmp_path), tmp_path / "out"
    made(casepack, path, out, MONDAY)
    with_year(path, "Year 9")
    assert made(casepack, path, out, TUESDAY)["tell_these_readers"] == []


@pytest.mark.parametrize(
    "rows",
    [
        [{"person": "P2", "audience": "all", "decision": "hold", "why": "Under review"}],
        [decision(decision="do not share", why="Family moved away")],
    ],
    ids=["on hold", "refused"],
)
def test_a_decision_withdrawn_after_sending_says_whom_to_tell_and_keeps_the_letter(
    tmp_path: Path, casepack: Casepack, rows: list[Row]
) -> None:
    path, out = a_case(tmp_path, decisions=[decision(sent_at="2026-10-26 10:00")]), tmp_path / "out"
    made(casepack, path, out, MONDAY)
    made(casepack, path, out, MONDAY)
    change(path, "decisions", rows)
    result = made(casepack, path, out, TUESDAY)
    [tell] = result["tell_these_readers"]
    assert "was sent to Holmbeck Academy and is no longer called for" in tell
    assert (out / "MSC-2026-0417" / LETTER.format(1)).is_file()


def test_a_sent_letter_is_shown_as_sent_with_its_time(tmp_path: Path, casepack: Casepack) -> None:
    path, out = a_case(tmp_path, decisions=[decision(sent_at="2026-10-26 10:05")]), tmp_path / "out"
    rows = made(casepack, path, out, MONDAY)["documents"]
    [letter] = [r for r in rows if r["title"] == "School letter P2 SCH1"]
    assert letter["state"] == "Sent at 10:05am, Monday 26 October 2026"


def test_a_case_turned_sensitive_moves_and_names_every_document_to_be_recalled(
    tmp_path: Path, casepack: Casepack
) -> None:
    path, out = a_case(tmp_path, decisions=[decision(sent_at="2026-10-26 10:00")]), tmp_path / "out"
    made(casepack, path, out, MONDAY)
    incident = json.loads(path.read_text())["incident"] | {"sensitivity": "sensitive"}
    path.write_text(json.dumps(json.loads(path.read_text()) | {"incident": incident, "decisions": []}))
    result = made(casepack, path, out, TUESDAY)
    assert not (out / "MSC-2026-0417").exists()
    assert (out / "restricted/MSC-2026-0417" / LETTER.format(1)).is_file()
    assert any("School letter P2 SCH1 v1 was sent" in tell for tell in result["tell_these_readers"])
    gone = " ".join(result["no_longer_produced"])
    assert "conference-summary" in gone
    assert "yjs-letter" in gone


class TestPdfOfAnEditedDocument:
    def run(self, casepack: Casepack, file: Path, record: Path) -> tuple[int, str]:
        run = casepack("pdf", file, "--record", record, "--as-of", MONDAY)
        return run.exit_code, run.output

    def test_the_edited_words_reach_the_pdf_and_the_word_file_stays_as_it_is(
        self, tmp_path: Path, casepack: Casepack
    ) -> None:
        path, out = a_case(tmp_path), tmp_path / "out"
        made(casepack, path, out, MONDAY)
        letter = out / "MSC-2026-0417" / LETTER.format(1)
        edit(letter, "Yours sincerely,", "With thanks, and yours sincerely,")
        before = letter.read_bytes()
        assert self.run(casepack, letter, path)[0] == 0
        assert "With thanks, and yours sincerely," in pdf_words(letter.with_suffix(".pdf"))
        assert letter.read_bytes() == before
        rows = made(casepack, path, out, MONDAY)["documents"]
        assert {r["action"] for r in rows if r["title"] == "School letter P2 SCH1"} == {"edited by hand, left alone"}
        edit(letter, "With thanks, and", "With many thanks, and")
        assert self.run(casepack, letter, path)[0] == 0
        assert "With many thanks" in pdf_words(letter.with_suffix(".pdf"))

    def test_a_name_typed_into_it_that_its_reader_may_not_know_stops_it(
        self, tmp_path: Path, casepack: Casepack
    ) -> None:
        path, out = a_case(tmp_path), tmp_path / "out"
        made(casepack, path, out, MONDAY)
        letter = out / "MSC-2026-0417" / LETTER.format(1)
        pdf = letter.with_suffix(".pdf").read_bytes()
        edit(letter, "Yours sincerely,", "Tobias Sampleford did it. Yours sincerely,")
        code, said = self.run(casepack, letter, path)
        assert code == 4
        assert "the name of P1" in said
        assert "Sampleford" not in said
        assert letter.with_suffix(".pdf").read_bytes() == pdf

    def test_a_pdf_that_somebody_made_themselves_is_never_written_over(
        self, tmp_path: Path, casepack: Casepack
    ) -> None:
        path, out = a_case(tmp_path), tmp_path / "out"
        made(casepack, path, out, MONDAY)
        letter = out / "MSC-2026-0417" / LETTER.format(1)
        letter.with_suffix(".pdf").write_bytes(b"%PDF-1.7 my own scan")
        code, said = self.run(casepack, letter, path)
        assert code == 7
        assert "Move it away" in said
        assert letter.with_suffix(".pdf").read_bytes() == b"%PDF-1.7 my own scan"

    def test_a_document_that_the_record_no_longer_allows_is_refused(self, tmp_path: Path, casepack: Casepack) -> None:
        path, out = a_case(tmp_path), tmp_path / "out"
        made(casepack, path, out, MONDAY)
        change(path, "decisions", [decision(decision="do not share", why="Family moved away")])
        code, said = self.run(casepack, out / "MSC-2026-0417" / LETTER.format(1), path)
        assert code == 4
        assert "no longer lets this document be made" in said

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("missing.docx", None, "cannot be found"),
            ("notes.txt", b"hello", "is not a Word document"),
            ("stray.docx", b"PK", "is not in a pack"),
        ],
    )
    def test_a_file_that_is_no_document_of_a_pack_is_refused_in_words(
        self, tmp_path: Path, casepack: Casepack, name: str, content: bytes | None, says: str
    ) -> None:
        path = a_case(tmp_path)
        if content is not None:
            (tmp_path / name).write_bytes(content)
        code, said = self.run(casepack, tmp_path / name, path)
        assert code == 2
        assert says in said

    def test_the_text_twin_of_an_edited_ecins_record_follows_it_too(self, tmp_path: Path, casepack: Casepack) -> None:
        path, out = a_case(tmp_path), tmp_path / "out"
        made(casepack, path, out, MONDAY)
        record = out / "MSC-2026-0417/1 partnership work/MSC-2026-0417 ecins-record v1.docx"
        edit(record, "Holmbeck Academy", "Holmbeck Academy (upper school)")
        assert self.run(casepack, record, path)[0] == 0
        assert "(upper school)" in record.with_suffix(".txt").read_text(encoding="utf-8-sig")
        assert "(upper school)" in pdf_words(record.with_suffix(".pdf"))
