"""`casepack templates list`, and the catalogue behind it: what a template may print is what its Views hold."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from casepack.documents import DOCUMENTS
from casepack.own_kinds import FOR_THE_TEAM
from casepack.template_page import fields_page
from casepack.view_fields import TEMPLATES, fields_of

from .builders import office
from .casemaker import canonical
from .conftest import Casepack
from .view_samples import held, of_another_kind, said_to_be_there, seen

PAGE = Path(__file__).parent.parent / "docs" / "templates-fields.md"
FILLED = (*(name for name in TEMPLATES if name != "house"), FOR_THE_TEAM)


@pytest.mark.parametrize("template", FILLED)
def test_every_name_that_a_view_gives_is_described_and_every_described_name_is_given(template: str) -> None:
    assert held(template, seen()[template]).keys() == fields_of(template).keys()


@pytest.mark.parametrize("template", FILLED)
def test_each_name_gives_what_the_catalogue_says_words_yes_or_no_a_picture_or_a_list(template: str) -> None:
    assert of_another_kind(template, seen()[template]) == {}


@pytest.mark.parametrize("template", FILLED)
def test_what_may_be_missing_or_empty_is_said_to_be_so_and_nothing_else(template: str) -> None:
    found = seen()[template]
    certain = [
        path
        for path, field in fields_of(template).items()
        if field.sometimes and found[path.removesuffix("[]")].count == found[field.beside].count
    ]
    assert (said_to_be_there(template, found), certain) == ([], [])


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_field_has_words_and_an_invented_example(template: str) -> None:
    for field in fields_of(template).values():
        assert field.says != ""
        assert field.says[-1] not in ".:"
        assert bool(field.example) is (field.kind not in ("group", "picture"))
        numbers = re.findall(r"\b0\d{4} ?\d{6}\b|\b07\d{3} ?\d{6}\b", field.example)
        assert all(n.startswith(("01632 960", "07700 900")) for n in numbers)
        assert all(mail.endswith("example.org") for mail in re.findall(r"\S+@\S+", field.example))


def test_the_list_has_a_row_for_every_document_and_those_of_a_meeting(casepack: Casepack) -> None:
    rows = json.loads(casepack("templates", "list", "--json").stdout)["documents"]
    assert [row["document"] for row in rows] == [*DOCUMENTS, "conference-pack", "conference-extracts"]
    assert all(row["on"] for row in rows)
    school = next(row for row in rows if row["document"] == "school-letter")
    assert (school["template"], school["restricted_template"], school["one_per"]) == (
        "school-letter.docx",
        "school-letter-restricted.docx",
        "child and school",
    )


def test_with_the_office_s_data_the_list_says_what_is_switched_off(tmp_path: Path, casepack: Casepack) -> None:
    the_office = office()
    changed = the_office.model_copy(
        update={"organisation": the_office.organisation.model_copy(update={"not_made": ("mapping-sheet",)})}
    )
    path = tmp_path / "office.json"
    path.write_text(canonical(changed), encoding="utf-8")
    done = casepack("templates", "list", "--office", path, "--json")
    off = [row["document"] for row in json.loads(done.stdout)["documents"] if not row["on"]]
    assert off == ["mapping-sheet"]
    assert "switched off" in casepack("templates", "list", "--office", path).stdout


@pytest.mark.parametrize("word", ["mash-referral", "MASH referral", "mash-referral.docx"])
def test_one_document_is_shown_with_all_its_fields_however_it_is_called(word: str, casepack: Casepack) -> None:
    told = json.loads(casepack("templates", "list", word, "--json").stdout)
    assert [field["name"] for field in told["fields"]] == list(fields_of("mash-referral"))
    assert told["fields"][0] == {
        "name": "doc.name",
        "kind": "words",
        "says": "what the document is called",
        "example": "School letter",
        "always": True,
        "may_be_empty": False,
    }


def test_what_a_document_may_print_is_said_in_words(casepack: Casepack) -> None:
    said = casepack("templates", "list", "youth-information-referral").stdout
    assert "person.contact_phone" in said
    assert "date_of_birth" not in said
    assert "example: 07700 900111" in " ".join(said.split())


def test_a_document_that_there_is_not_is_refused_with_what_was_meant(casepack: Casepack) -> None:
    done = casepack("templates", "list", "scool-letter")
    assert done.exit_code == 2
    assert "Did you mean school-letter?" in done.output


def test_the_page_in_the_documentation_is_up_to_date(casepack: Casepack) -> None:
    page = casepack("templates", "list", "--markdown").stdout
    if os.environ.get("CASEPACK_DOCS") == "write":
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert page == fields_page()
    assert PAGE.read_text(encoding="utf-8") == page, "write it anew: CASEPACK_DOCS=write"


def test_every_document_of_the_page_can_be_reached_from_its_list() -> None:
    page = fields_page()
    anchors = {
        re.sub(r"[^\w-]", "", line[3:].casefold().replace(" ", "-")) for line in page.split("\n") if line[:3] == "## "
    }
    assert {found for found in re.findall(r"\]\(#([^)]+)\)", page)} <= anchors
