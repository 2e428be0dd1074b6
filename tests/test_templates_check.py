"""`casepack templates check`: what is wrong with a template is said with its place, without any case."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.template_check import findings
from casepack.template_findings import CODES
from casepack.template_folder import read_folder
from casepack.template_marks import AUTHOR, copy_names, marked
from casepack.view_fields import TEMPLATES, fields_of, in_all, own_fields
from casepack.wordparts import DOCUMENT, W, parse, parts

from .builders import office
from .builders_docx import docx, p
from .casemaker import canonical
from .conftest import Casepack
from .template_spoils import DEAR, PLAIN, SPOILED, TEMPLATE, Spoiled, also, behind, looking, part, spoiled, typed

HOUSE = Path(__file__).parent.parent / "templates"
COMMENT = {"w": W[1:-1]}


def folder_with(folder: Path, **templates: bytes) -> Path:
    """A templates folder with these files."""
    folder.mkdir()
    for name, data in templates.items():
        (folder / f"{name.replace('_', '-')}.docx").write_bytes(data)
    return folder


@pytest.mark.parametrize("way", SPOILED, ids=lambda way: way.name)
def test_a_spoiled_template_is_told_of_once_with_its_place_and_what_to_do(way: Spoiled) -> None:
    found = findings(spoiled(way.spoil), TEMPLATE, fields_of(TEMPLATE), tried=way.tried)
    told = [f for f in found if f.code == way.code and way.where in f.where and all(s in f.said for s in way.said)]
    assert (len(told) > 0, len(found)) == (True, way.count), [f.sentence() for f in found]
    assert told[0].said.rstrip().endswith((".", "?"))
    assert told[0].template == TEMPLATE


def test_several_things_wrong_are_all_told_of_in_one_run_in_the_order_of_the_text() -> None:
    spoils = (typed(DEAR, "Dear {{ letter.greting }},"), looking("This letter follows", "<w:b/>"))
    data = spoiled(also(*spoils, typed("{{ told }}", "{{ tolt }}")))
    assert [(f.code, f.paragraph) for f in findings(data, TEMPLATE, fields_of(TEMPLATE))] == [
        ("name", 13),
        ("look", 14),
        ("name", 18),
    ]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_the_house_s_own_templates_ask_for_nothing_that_is_not_there(name: str) -> None:
    # A few in every branch; all of them in `assure_templates`.
    tried = name in ("patrol-request", "closed-item-note", "support-enquiry")
    found = findings((HOUSE / f"{name}.docx").read_bytes(), name, fields_of(name), tried=tried)
    assert [f.sentence() for f in found] == []


def test_a_file_that_is_no_word_document_is_told_of_and_the_others_are_checked(
    tmp_path: Path, casepack: Casepack
) -> None:
    folder = folder_with(tmp_path / "own", school_letter=b"no zip", school_letter_restricted=PLAIN)
    done = casepack("templates", "check", folder)
    assert done.exit_code == 3
    assert "school-letter.docx\n  - The file is not a Word document" in done.output
    assert "2 templates in" in done.output


def test_a_folder_of_sound_templates_is_told_to_be_right(tmp_path: Path, casepack: Casepack) -> None:
    done = casepack("templates", "check", folder_with(tmp_path / "own", school_letter_restricted=PLAIN))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("1 template in " + str(tmp_path / "own") + " checked: nothing is wrong.\n")


def test_a_template_that_no_document_is_made_from_is_told_of(tmp_path: Path, casepack: Casepack) -> None:
    done = casepack("templates", "check", folder_with(tmp_path / "own", school_leter=PLAIN), "--json")
    said = json.loads(done.stdout)["findings"][0]["said"]
    assert "no document is made from a template of this name" in said
    assert "Did you mean school-letter.docx?" in said


def test_a_template_of_the_office_s_own_is_held_against_what_its_reader_may_see(
    tmp_path: Path, casepack: Casepack
) -> None:
    row = {"id": "thanks", "name": "Thank you", "template": "thanks.docx", "audience": "youth information"}
    the_office = tmp_path / "office.json"
    the_office.write_text(canonical(office(own_documents=[{**row, "one_per": "child"}])), encoding="utf-8")
    words = spoiled(typed("{{ told }}", "{{ subject.date_of_birth }}"))
    folder = folder_with(tmp_path / "own", thanks=words)
    done = casepack("templates", "check", folder, "--office", the_office, "--json")
    told = [one["said"] for one in json.loads(done.stdout)["findings"] if "date_of_birth" in one["said"]]
    assert told != []
    assert "which this document's reader may not see" in told[0]


def test_what_serves_two_documents_may_use_only_what_both_have() -> None:
    both = in_all([own_fields("mash-referral"), own_fields("youth-information-referral")])
    assert "subject.name" in both
    assert "subject.date_of_birth" not in both
    assert own_fields("mash-referral")["subject.date_of_birth"].kind == "words"


def test_for_programs_each_finding_has_its_code_and_place(tmp_path: Path, casepack: Casepack) -> None:
    folder = folder_with(tmp_path / "own", school_letter_restricted=spoiled(typed("{{ told }}", "{{ tolt }}")))
    done = casepack("templates", "check", folder, "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["exit_code"], told["checked"]) == (3, 3, [f"{TEMPLATE}.docx"])
    (found,) = told["findings"]
    assert (found["code"], found["part"], found["paragraph"]) == ("name", DOCUMENT, 18)
    assert found["code"] in {code for code, _ in CODES}
    assert found["where"] == 'paragraph 18, table 2, row 2, column 2 ("{{ tolt }}")'


# Marked copies


def test_a_marked_copy_stands_beside_a_faulty_template_and_nowhere_else(tmp_path: Path, casepack: Casepack) -> None:
    folder = folder_with(tmp_path / "own", school_letter_restricted=spoiled(typed("{{ told }}", "{{ tolt }}")))
    shutil.copy(HOUSE / "closed-item-note.docx", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = casepack("templates", "check", folder, "--annotate")
    copy = folder / f"{TEMPLATE} (checked).docx"
    assert {path.name for path in folder.iterdir()} == {*before, copy.name}
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert str(copy) in done.stdout
    # It is no template, and a second run writes nothing new.
    assert set(read_folder(folder)) == set(before)
    assert "The marked copy is as it should be" in casepack("templates", "check", folder, "--annotate").stdout


def test_a_marked_copy_is_never_written_over_what_is_there(tmp_path: Path, casepack: Casepack) -> None:
    folder = folder_with(tmp_path / "own", school_letter_restricted=spoiled(typed("{{ told }}", "{{ tolt }}")))
    taken = copy_names(folder / f"{TEMPLATE}.docx")[0]
    taken.write_bytes(b"mine")
    casepack("templates", "check", folder, "--annotate")
    assert taken.read_bytes() == b"mine"
    assert (folder / f"{TEMPLATE} (checked 2).docx").exists()


def test_each_finding_is_a_comment_at_its_paragraph(tmp_path: Path) -> None:
    data = spoiled(looking("This letter follows", "<w:b/>"))
    found = findings(data, TEMPLATE, fields_of(TEMPLATE))
    copy = tmp_path / "copy.docx"
    copy.write_bytes(marked(data, found))
    held = parts(copy.read_bytes())
    (comment,) = parse(held["word/comments.xml"], "comments")
    said = "".join(str(text) for text in comment.itertext())
    assert comment.get(f"{W}author") == AUTHOR
    assert said.startswith("Bold was set by hand")
    paragraph = list(parse(held[DOCUMENT], DOCUMENT).iter(f"{W}p"))[13]
    assert paragraph.find("w:commentRangeStart", COMMENT) is not None
    assert paragraph.find("w:r/w:commentReference", COMMENT) is not None
    assert [error.description for error in OpenXmlValidator().validate(str(copy)).errors] == []


def test_what_has_no_paragraph_is_marked_at_the_beginning_with_its_place() -> None:
    data = spoiled(part("word/vbaProject.bin", b"x"))
    found = findings(data, TEMPLATE, fields_of(TEMPLATE))
    comments = parts(marked(data, found))["word/comments.xml"].decode()
    assert "It holds a macro" in comments


def test_a_template_with_comments_of_its_own_keeps_them_in_the_copy() -> None:
    own = f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="7" w:author="Sam"><w:p/></w:comment></w:comments>'
    data = spoiled(part("word/comments.xml", own))
    found = findings(data, TEMPLATE, fields_of(TEMPLATE))
    root = parse(parts(marked(data, found))["word/comments.xml"], "comments")
    assert [(c.get(f"{W}id"), c.get(f"{W}author")) for c in root] == [("7", "Sam"), ("8", AUTHOR)]


def test_without_a_folder_there_is_nothing_to_annotate(casepack: Casepack) -> None:
    done = casepack("templates", "check", "--annotate")
    assert done.exit_code == 2
    assert "needs the folder of your templates" in done.output


def test_a_document_of_one_paragraph_by_itself_is_checked_too() -> None:
    found = findings(docx(p("{{ told }}")), TEMPLATE, fields_of(TEMPLATE))
    assert [f.said for f in found if f.code == "margin"] != []


def test_the_copy_can_be_opened_as_a_zip_with_its_parts_known(tmp_path: Path) -> None:
    data = spoiled(behind(DEAR, "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>"))
    copy = tmp_path / "copy.docx"
    copy.write_bytes(marked(data, findings(data, TEMPLATE, fields_of(TEMPLATE))))
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("[Content_Types].xml").decode().count("/word/comments.xml") == 1
        assert archive.read("word/_rels/document.xml.rels").decode().count("/comments") == 1


def _own_row(**changes: str) -> dict[str, str]:
    row = {"id": "note", "name": "Note", "template": "note.docx", "audience": "school", "one_per": "child"}
    return {**row, **changes}


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("note.docx", "note.docx is not in the folder"),
        ("house.docx", "house.docx shows the look and is no template"),
        ("mash-referral.docx", "serves several documents"),
    ],
)
def test_a_template_that_the_sheet_own_documents_names_in_vain_is_told_of(
    template: str, said: str, tmp_path: Path, casepack: Casepack
) -> None:
    folder = folder_with(
        tmp_path / "templates",
        house=(HOUSE / "house.docx").read_bytes(),
        mash_referral=(HOUSE / "mash-referral.docx").read_bytes(),
    )
    data = json.loads(canonical(office()))
    data["own_documents"] = [_own_row(template=template)]
    (tmp_path / "office.json").write_text(json.dumps(data), encoding="utf-8")
    done = casepack("templates", "check", folder, "--office", tmp_path / "office.json")
    assert (done.exit_code, said in done.stderr, '"Note"' in done.stderr) == (3, True, True)


def test_a_folder_with_fonts_counts_them_by_themselves(tmp_path: Path, casepack: Casepack) -> None:
    folder = folder_with(tmp_path / "templates", **{TEMPLATE: PLAIN})
    (folder / "fonts").mkdir()
    shutil.copy(Path(__file__).parent.parent / "src/casepack/fonts/LiberationSans-Regular.ttf", folder / "fonts")
    assert "1 template and 1 font in" in casepack("templates", "check", folder).stdout


def test_a_file_that_can_be_no_template_is_told_of(tmp_path: Path, casepack: Casepack) -> None:
    folder = folder_with(tmp_path / "templates", **{TEMPLATE: PLAIN})
    (folder / f"{TEMPLATE} (2).docx").write_bytes(PLAIN)
    done = casepack("templates", "check", folder)
    assert (done.exit_code, done.stderr.count("the file is not read")) == (3, 0)
    assert done.stderr.count("The file is not read") == 1
