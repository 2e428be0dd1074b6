"""How finished documents look: no cell stays blank that casepack should fill, and what Word and PDF must have alike."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from casepack.wordparts import DOCUMENT, W, parse, parts, words

from .conftest import SamplePack

TO_BE_WRITTEN = {
    "Your answer",
    "Your notes",
    "Action, Owner, Due",
    "Entered by, at",
    "Second person: checked what others see, by, at",
}
"""Headings of the columns, rows and tables that are there to be written in."""
LETTERHEAD = "Safer Communities Team · Civic Offices"
PACKS = ("ordinary_pack", "minimal_pack")


def _blank(document: Path) -> list[str]:
    """The cells of a Word file that hold nothing, neither words nor a box to fill in, by their headings."""
    members = parts(document.read_bytes())
    found = []
    for table in parse(members[DOCUMENT], DOCUMENT).iter(f"{W}tbl"):
        rows = [list(row.iter(f"{W}tc")) for row in table.iter(f"{W}tr")]
        heads = [words(cell).strip() for cell in rows[0]]
        for row in rows:
            for place, cell in enumerate(row):
                holds = words(cell).strip() or next(cell.iter(f"{W}drawing", f"{W}sdt"), None) is not None
                named = {heads[place] if place < len(heads) else "", words(row[0]).strip(), ", ".join(heads)}
                if not holds and not named & TO_BE_WRITTEN:
                    found.append(f"{document.name}: {heads} {words(row[0])!r}")
    return found


@pytest.mark.parametrize("pack", PACKS)
def test_no_cell_is_blank_but_those_that_are_there_to_be_written_in(pack: str, request: pytest.FixtureRequest) -> None:
    documents = request.getfixturevalue(pack).files("*.docx")
    assert len(documents) > 5
    assert [blank for document in documents for blank in _blank(document)] == []


def _height_of(said: str, document: Path) -> float:
    """Points from the foot of the first page of a PDF to where these words stand."""
    pdf = pypdfium2.PdfDocument(document)
    try:
        page = pdf[0].get_textpage()
        found = page.search(said).get_next()
        assert found is not None, document.name
        return float(page.get_charbox(found[0])[1])
    finally:
        pdf.close()


def test_a_paper_without_a_marking_has_its_letterhead_where_all_others_have_it(ordinary_pack: SamplePack) -> None:
    marked, unmarked = (
        ordinary_pack.files(f"* {name} *.pdf")[0] for name in ("patrol-request", "reporting-information")
    )
    assert _height_of(LETTERHEAD, unmarked) == pytest.approx(_height_of(LETTERHEAD, marked), abs=0.5)
