"""Surveys that came back: read whoever filled them in and however, and nothing read that should not be."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import Result

from casepack.assets import asset
from casepack.drawn import Drawing
from casepack.finish import filled
from casepack.mentions import MentionBook, build_book
from casepack.plan import Case
from casepack.record import Record, SurveyAnswer
from casepack.survey_drawing import WIDTH, survey_chart
from casepack.survey_read import SurveyFile, new_rows, read_surveys
from casepack.survey_sent import Sent, questions_in, sent
from casepack.survey_words import MAY_NAME, MAY_SHARE, QUESTIONS, counted, question_of
from casepack.typeset import typeset
from casepack.views import View
from casepack.views_survey import survey_results

from . import outsider
from .builders_case import context, job, lens, sample
from .conftest import AS_OF, INPUTS, SamplePack, run_casepack
from .form_filling import DOCUMENT, TICK, fill_by_hand, fill_pdf, fill_word, widgets

ALL = {
    "role": "Supervisor", "q1=yes": TICK, "q2-nuisance=daily": TICK, "q2-threats=once": TICK, "q2-damage=never": TICK,
    "q2-theft=weekly": TICK, "q2-litter=most-days": TICK, "q3": "After school", "q4-staff=a-lot": TICK,
    "q4-customers=some": TICK, "q4-takings=very-much": TICK, "q5-police": TICK, "q5-council": TICK,
    "q5-reference": "EX/1", "q5-why-not": "-", "q6=do-not-know": TICK, "q6-days": "14", "q7": "Shutters",
    "q8-day=safe": TICK, "q8-dark=very-unsafe": TICK, "q9=same": TICK, "q10=no": TICK, "q11": "A light",
    "q12-share=yes": TICK, "q12-name=no": TICK,
}  # fmt: skip
"""An answer to every question."""
SAID = (
    "Supervisor", "Yes", "Daily", "Once", "Never", "Weekly", "Most days", "After school", "A lot", "Some", "Very much",
    "Yes, to the police; Yes, to the council", "EX/1", "-", "Do not know", "14", "Shutters", "Safe", "Very unsafe",
    "About the same", "No", "A light", "Yes", "No",
)  # fmt: skip
"""What a record then holds, question by question."""

FILLED: Mapping[str, tuple[str, Callable[[bytes, Mapping[str, str]], bytes]]] = {
    "in Word": ("docx", fill_word),
    "in a PDF, by a program": ("pdf", fill_pdf),
    "in a PDF, by hand": ("pdf", fill_by_hand),
}


def survey(pack: SamplePack, business: str, ending: str) -> bytes:
    return pack.files(f"*business-survey {business} v1.{ending}")[0].read_bytes()


def read(*files: tuple[str, bytes], **changes: Any) -> tuple[SurveyFile, ...]:
    record, form, book = _ground()
    return read_surveys(files, record.model_copy(update=changes), form, book)


@cache
def _ground() -> tuple[Record, Sent, MentionBook]:
    case = sample("ordinary", AS_OF)
    return case.record, sent(asset("business-survey.docx")), build_book(case.record, case.office)


def codes(file: SurveyFile) -> list[str]:
    return [problem.code for problem in file.problems]


def test_the_template_asks_what_the_code_counts() -> None:
    asked = questions_in(sent(asset("business-survey.docx")).boxes)
    found = [
        (q.words, tuple(b.title.rpartition(": ")[2] if not b.choices else "" for b in q.boxes.values())) for q in asked
    ]
    choices = {q.words: [c for b in q.boxes.values() for c in b.choices] for q in asked}
    known = {q.words: q for q in QUESTIONS}
    assert [words for words, _ in found] == [q.words for q in QUESTIONS]
    for words, ticks in found:
        question = known[words]
        assert question.choices == (tuple(choices[words]) or (ticks if len(ticks) > 1 else ()))
        assert question.many == (
            len(ticks) > 1 and not any("=" in name for q in asked if q.words == words for name in q.boxes)
        )


@pytest.mark.parametrize(("ending", "fill"), FILLED.values(), ids=FILLED)
def test_every_answer_comes_back_as_it_was_given(
    ordinary_pack: SamplePack, ending: str, fill: Callable[[bytes, Mapping[str, str]], bytes]
) -> None:
    [file] = read((f"a.{ending}", fill(survey(ordinary_pack, "B1", ending), ALL)))
    assert (file.business, codes(file)) == ("B1", [])
    assert [(row.question, row.answer) for row in file.new] == list(
        zip((question.words for question in QUESTIONS), SAID, strict=True)
    )


def test_a_survey_saved_by_a_program_that_drops_the_names_is_read_by_the_order_of_its_boxes(
    ordinary_pack: SamplePack,
) -> None:
    filled = fill_word(survey(ordinary_pack, "B1", "docx"), ALL)
    nameless = _edited(filled, lambda body: body.replace("<w:tag w:val=", "<w:other w:val="))
    [file] = read(("a.docx", nameless))
    assert [row.answer for row in file.new] == list(SAID)
    broken = _edited(nameless, lambda body: body.replace("After school<", "After school</w:t><w:t>and late<"))
    [lines] = read(("a.docx", broken))
    assert "After school\nand late" in [row.answer for row in lines.new]
    shorter = _edited(nameless, lambda body: re.sub("w14:checkbox>", "w14:other>", body, count=2))
    [other] = read(("a.docx", shorter))
    assert (other.new, codes(other)) == ([], ["survey-box"])


def _edited(docx: bytes, change: Callable[[str], str], **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data.decode()).encode() if info.filename == DOCUMENT else data)
        for name, data in more.items():
            new.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_half_filled_survey_gives_what_is_in_it_and_a_blank_one_is_said_to_be_blank(
    ordinary_pack: SamplePack,
) -> None:
    half, blank = read(
        ("a.pdf", fill_pdf(survey(ordinary_pack, "B1", "pdf"), {"q9=worse": TICK})),
        ("b.docx", survey(ordinary_pack, "B2", "docx")),
    )
    assert ([row.answer for row in half.new], codes(half)) == (["Worse"], [])
    assert (blank.business, blank.new, codes(blank)) == ("B2", [], ["survey-blank"])
    assert blank.problems[0].severity == "check"


@pytest.mark.parametrize(
    ("typed", "business", "said"),
    [
        ("Kestrel Chemist", "B3", []),
        ("kestrel  chemist, 14 Kestrel Parade", "B3", []),
        ("Kestrel Chemists", "", ["survey-business"]),
        ("Nobody & Sons", "", ["survey-business"]),
        ("", "", ["survey-business"]),
    ],
)
def test_a_blank_survey_is_of_the_business_whose_name_was_written_in(
    ordinary_pack: SamplePack, typed: str, business: str, said: list[str]
) -> None:
    answers = {"q9=worse": TICK} | ({"business": typed} if typed else {})
    [file] = read(("a.pdf", fill_pdf(survey(ordinary_pack, "blank", "pdf"), answers)))
    assert (file.business, codes(file)) == (business, said)


def _locked(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        out = io.BytesIO()
        file.save(out, encryption=pikepdf.Encryption(user="x", owner="y"))
    return out.getvalue()


def _flat(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            page.obj["/Annots"] = pikepdf.Array()
        del file.Root["/AcroForm"]
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def _bomb(docx: bytes) -> bytes:
    return _edited(docx, lambda body: body, word__styles2=bytes(40_000_000))


NOT_READ: dict[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "printed": ("pdf", "survey-flat", _flat),
    "with a password": ("pdf", "survey-locked", _locked),
    "damaged": ("pdf", "survey-unreadable", lambda pdf: pdf[:900]),
    "a picture": ("pdf", "survey-kind", lambda _: b"\xff\xd8\xff"),
    "an old Word file": ("docx", "survey-unreadable", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "with a macro": (
        "docx",
        "survey-unsafe",
        lambda d: _edited(d, lambda body: body, **{"word__vbaProject.bin": b"x"}),
    ),
    "a bomb": ("docx", "survey-unreadable", _bomb),
    "no Word file": ("docx", "survey-kind", lambda _: _zip({"a.txt": b"x"})),
    "an entity": (
        "docx",
        "survey-unreadable",
        lambda d: _edited(d, lambda b: b.replace("<w:document", '<!DOCTYPE x [<!ENTITY y "z">]><w:document', 1)),
    ),
    "of another case": ("docx", "survey-other", lambda d: _edited(d, lambda b: b.replace("-0417-B1", "-0999-B1"))),
    "of a business that is not there": (
        "docx",
        "survey-other",
        lambda d: _edited(d, lambda b: b.replace("-0417-B1", "-0417-B77")),
    ),
    "without its reference": ("docx", "survey-reference", lambda d: _edited(d, lambda b: b.replace("BS-MSC", "MSC"))),
    "two in one": (
        "docx",
        "survey-reference",
        lambda d: _edited(d, lambda b: b.replace("2026-0417-B1", "2026-0417-B1 and BS-MSC-2026-0417-B2")),
    ),
}


def _zip(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(("ending", "code", "spoil"), NOT_READ.values(), ids=NOT_READ)
def test_what_is_no_survey_of_this_record_is_refused_in_words(
    ordinary_pack: SamplePack, ending: str, code: str, spoil: Callable[[bytes], bytes]
) -> None:
    fill = fill_word if ending == "docx" else fill_pdf
    [file] = read((f"a.{ending}", spoil(fill(survey(ordinary_pack, "B1", ending), {"q9=worse": TICK}))))
    assert (file.new, codes(file)) == ([], [code])
    assert file.problems[0].where == f"a.{ending}"
    assert file.problems[0].fix


def _over(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def _note(file: pikepdf.Pdf) -> None:
    """Words laid over the page, as viewers offer it where somebody overlooks the boxes."""
    note = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.FreeText, "/Rect": [9, 9, 99, 29], "/Contents": "4pm"}
    file.pages[0].obj.Annots.append(file.make_indirect(pikepdf.Dictionary(note)))


def _without(file: pikepdf.Pdf) -> None:
    """One box painted into the page, as some programs do it with those that are filled."""
    for page in file.pages:
        page.obj.Annots = pikepdf.Array([each for each in page.obj.Annots if each.get("/T") != "q7"])


_THIRD = r'(<w:sdt><w:sdtPr><w:alias w:val="3\. At.*?</w:sdt>)'
_SAID = '<w:r><w:t xml:space="preserve"> After school</w:t></w:r>'

BESIDE: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "a note on a PDF": ("pdf", lambda d: _over(d, _note), "comments, notes or drawings"),
    "a box painted into the page": ("pdf", lambda d: _over(d, _without), '"7. What is done already to prevent it"'),
    "words in the place of a box": (
        "docx",
        lambda d: _edited(d, lambda b: re.sub(_THIRD, _SAID, b, flags=re.DOTALL)),
        'lost its boxes for "3. At what times"',
    ),
    "words behind a box": (
        "docx",
        lambda d: _edited(d, lambda b: re.sub(_THIRD, rf"\1{_SAID}", b, flags=re.DOTALL)),
        'other words than the survey beside its boxes, at "3. At what times"',
    ),
    "a comment in Word": (
        "docx",
        lambda d: _edited(d, lambda b: b.replace("</w:p>", '<w:r><w:commentReference w:id="0"/></w:r></w:p>', 1)),
        "comments, notes or drawings",
    ),
}


@pytest.mark.parametrize(("ending", "change", "said"), BESIDE.values(), ids=BESIDE)
def test_what_a_business_wrote_beside_the_boxes_is_said_and_never_taken_for_nothing(
    ordinary_pack: SamplePack, ending: str, change: Callable[[bytes], bytes], said: str
) -> None:
    fill = fill_word if ending == "docx" else fill_pdf
    some, none = read(
        (f"a.{ending}", change(fill(survey(ordinary_pack, "B1", ending), {"q9=worse": TICK}))),
        (f"b.{ending}", change(survey(ordinary_pack, "B2", ending))),
    )
    assert [row.answer for row in some.new] == ["Worse"]
    for file in (some, none):
        assert codes(file) == ["survey-box"]
        assert said in file.problems[0].what
        assert file.problems[0].severity == "problem"


def test_two_boxes_of_one_name_with_different_answers_are_not_read_as_one(ordinary_pack: SamplePack) -> None:
    filled = fill_word(survey(ordinary_pack, "B1", "docx"), {"q3": "Early"})

    def twice(body: str, second: str) -> str:
        return re.sub(_THIRD, lambda found: found[1] + found[1].replace("Early", second), body, flags=re.DOTALL)

    differ, same = read(
        ("a.docx", _edited(filled, lambda body: twice(body, "Late"))),
        ("b.docx", _edited(filled, lambda body: twice(body, "Early"))),
    )
    assert (differ.new, codes(differ)) == ([], ["survey-box"])
    assert [row.answer for row in same.new] == ["Early"]


def _renamed(file: pikepdf.Pdf) -> None:
    for name, widget in widgets(file):
        if name == "q7":
            widget.T = pikepdf.String("Text7")
        if name == "q9=worse":
            looks = widget.AP.N
            looks["/2"] = looks["/worse"]
            del looks["/worse"]
            widget.AS = widget.Parent.V = pikepdf.Name("/2")


def test_boxes_that_a_program_has_renamed_are_known_by_what_they_say_to_a_screen_reader(
    ordinary_pack: SamplePack,
) -> None:
    filled = fill_pdf(survey(ordinary_pack, "B1", "pdf"), {"q7": "Shutters", "q9=worse": TICK})
    [file] = read(("a.pdf", _over(filled, _renamed)))
    assert ([row.answer for row in file.new], codes(file)) == (["Shutters", "Worse"], [])


STRINGS = {
    "in UTF-16": b"\xfe\xff" + "Łódź “4pm”".encode("utf-16-be"),
    "in UTF-16, the other way round": b"\xff\xfe" + "Łódź “4pm”".encode("utf-16-le"),
    "in UTF-8": b"\xef\xbb\xbf" + "Łódź “4pm”".encode(),
    "in the letters of a PDF": b"caf\xe9",
}


@pytest.mark.parametrize("said", STRINGS.values(), ids=STRINGS)
def test_a_long_answer_of_a_pdf_keeps_its_letters_however_they_are_written(
    ordinary_pack: SamplePack, said: bytes
) -> None:
    def put(file: pikepdf.Pdf) -> None:
        next(widget for name, widget in widgets(file) if name == "q7").V = file.make_stream(said)

    [file] = read(("a.pdf", _over(survey(ordinary_pack, "B1", "pdf"), put)))
    assert [row.answer for row in file.new] == ["café" if said.startswith(b"caf") else "Łódź “4pm”"]


def test_a_reference_in_an_answer_is_not_taken_for_that_of_the_survey(ordinary_pack: SamplePack) -> None:
    answers = {"q5-reference": "BS-2026-77123"}
    found = read(
        ("a.docx", fill_word(survey(ordinary_pack, "B1", "docx"), answers)),
        ("b.pdf", fill_by_hand(survey(ordinary_pack, "B2", "pdf"), answers)),
    )
    assert [(file.business, [row.answer for row in file.new]) for file in found] == [
        ("B1", ["BS-2026-77123"]),
        ("B2", ["BS-2026-77123"]),
    ]


def test_a_long_reference_that_is_broken_over_two_lines_is_known_again(ordinary_pack: SamplePack) -> None:
    case, row = "MSC-2026-0417-SAFER-COMMUNITIES-NORTH-2", "corner-shop-at-the-end-of-the-parade"
    word = fill_word(survey(ordinary_pack, "B1", "docx"), {"q9=worse": TICK})
    long = _edited(word, lambda body: body.replace("BS-MSC-2026-0417-B1", f"BS-{case}-{row}"))
    pdf = fill_pdf(typeset(_edited(long, lambda b: b.replace("☒", "☐").replace('ed w14:val="1"', 'ed w14:val="0"'))), {
        "q9=worse": TICK
    })  # fmt: skip
    record = _ground()[0]
    businesses = [record.businesses[0].model_copy(update={"id": row})]
    incident = record.incident.model_copy(update={"reference": case})
    found = read(("a.docx", long), ("b.pdf", pdf), businesses=businesses, incident=incident)
    assert [(file.business, codes(file)) for file in found] == [(row, []), (row, [])]


def test_a_consent_that_differs_from_the_record_is_to_be_taken_for_a_no(ordinary_pack: SamplePack) -> None:
    held = (SurveyAnswer(business="B1", question=MAY_SHARE, answer="Yes"),)
    filled = fill_pdf(survey(ordinary_pack, "B1", "pdf"), {"q12-share=no": TICK})
    [file] = read(("a.pdf", filled), survey_answers=held)
    assert (file.new, codes(file)) == ([], ["survey-differs"])
    assert "Put No into the record" in file.problems[0].fix


def test_opening_hours_on_a_blank_survey_are_pointed_out(ordinary_pack: SamplePack) -> None:
    answers = {"business": "Kestrel Chemist", "business-kind": "A chemist, 9am to 6pm", "q9=worse": TICK}
    [file] = read(("a.pdf", fill_pdf(survey(ordinary_pack, "blank", "pdf"), answers)))
    assert [(p.code, p.severity) for p in file.problems] == [("survey-business", "check")]
    assert len(file.new) == 1


KINDS = {
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(40), "is a picture"),
    "a workbook": (b"", "is a workbook"),
    "a zip file": (_zip({"a.docx": b"x"}), "is a zip file"),
    "an OpenDocument text": (_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument text"),
    "plain text": (b"We saw them on Friday.", "is neither a Word file"),
    "a message": (b"\xd0\xcf\x11\xe0" + bytes(60) + "__substg1.0_".encode("utf-16-le"), "is an Outlook message"),
    "a locked Word file": (b"\xd0\xcf\x11\xe0" + bytes(60) + "EncryptedPackage".encode("utf-16-le"), "password"),
}


@pytest.mark.parametrize(("data", "said"), KINDS.values(), ids=KINDS)
def test_of_a_file_that_is_no_survey_it_is_said_what_it_is(data: bytes, said: str) -> None:
    [file] = read(("a.txt", data or (INPUTS / "sample-minimal.xlsx").read_bytes()))
    assert said in file.problems[0].what
    assert codes(file) == ["survey-locked" if said == "password" else "survey-kind"]


BAD_ANSWERS = {
    "two ticks": ({"q9=worse": TICK, "q9=better": TICK}, "survey-ticks", '"9. Compared with a year ago"'),
    "yes and no": ({"q5-police": TICK, "q5-no": TICK}, "survey-ticks", '"5. Reported it"'),
    "not on the list": ({"role": "Wizard"}, "survey-choice", '"Your role"'),
    "too long": ({"q11": "a" * 1001}, "survey-long", '"11. What would help most"'),
}


@pytest.mark.parametrize(("answers", "code", "where"), BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_an_answer_that_cannot_be_taken_is_named_and_the_others_are_read(
    ordinary_pack: SamplePack, answers: Mapping[str, str], code: str, where: str
) -> None:
    [file] = read(("a.docx", fill_word(survey(ordinary_pack, "B1", "docx"), {**answers, "q10=yes": TICK})))
    assert [(p.code, p.where) for p in file.problems] == [(code, f"a.docx, {where}")]
    assert [row.answer for row in file.new] == ["Yes"]


def test_an_answer_that_names_somebody_is_read_and_pointed_out(ordinary_pack: SamplePack) -> None:
    [file] = read(("a.pdf", fill_pdf(survey(ordinary_pack, "B1", "pdf"), {"q3": "Zoë O'Sampleton at 4pm"})))
    assert [(p.code, p.severity) for p in file.problems] == [("survey-names", "check")]
    assert "Zo" not in file.problems[0].sentence()
    assert len(file.new) == 1


def test_what_the_record_holds_is_never_changed_and_what_differs_is_said(ordinary_pack: SamplePack) -> None:
    held = (
        SurveyAnswer(business="B1", question="9. compared with a year ago", answer="worse"),
        SurveyAnswer(business="B1", question="10. Know the neighbourhood police team", answer="Yes"),
    )
    filled = fill_pdf(survey(ordinary_pack, "B1", "pdf"), {"q9=worse": TICK, "q10=no": TICK, "q7": "A guard"})
    [file] = read(("a.pdf", filled), survey_answers=held)
    assert ([row.answer for row in file.new], file.known, codes(file)) == (["A guard"], 1, ["survey-differs"])


def test_two_returns_of_one_business_count_once_and_where_they_differ_neither_is_read(
    ordinary_pack: SamplePack,
) -> None:
    word, pdf = (survey(ordinary_pack, "B1", ending) for ending in ("docx", "pdf"))
    first, second = read(
        ("a.docx", fill_word(word, {"q9=worse": TICK, "q10=no": TICK})),
        ("b.pdf", fill_pdf(pdf, {"q9=worse": TICK, "q10=yes": TICK})),
    )
    assert ([row.answer for row in first.new], codes(first)) == (["Worse"], ["survey-differs"])
    assert (second.new, second.known, codes(second)) == ([], 1, ["survey-differs"])
    assert ("b.pdf" in first.problems[0].what, "a.docx" in second.problems[0].what) == (True, True)


# The command


def run(folder: Path, *arguments: object) -> Result:
    return run_casepack("survey", "read", folder, *arguments)


@pytest.fixture
def desk(tmp_path: Path, ordinary_pack: SamplePack) -> Path:
    """A folder with the record in both kinds, the office, and a folder of returns."""
    for name in ("office.json", "sample-ordinary.json", "sample-ordinary.xlsx"):
        shutil.copy(INPUTS / name, tmp_path / name)
    returned = tmp_path / "returned"
    returned.mkdir()
    (returned / "a.docx").write_bytes(fill_word(survey(ordinary_pack, "B1", "docx"), ALL))
    (returned / "b.pdf").write_bytes(fill_pdf(survey(ordinary_pack, "B2", "pdf"), ALL))
    (returned / "~$a.docx").write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_the_answers_go_into_a_copy_of_the_record_and_reading_them_again_adds_nothing(desk: Path, ending: str) -> None:
    record = desk / f"sample-ordinary.{ending}"
    before = record.read_bytes()
    done = run(desk / "returned", record, "--json")
    copy = desk / f"sample-ordinary with surveys.{ending}"
    told = json.loads(done.stdout)
    assert (done.exit_code, told["added"], told["copy"], told["whole"]) == (0, 2 * len(SAID), str(copy), True)
    assert record.read_bytes() == before
    assert run_casepack("check", copy).exit_code == 0
    made = copy.read_bytes()
    assert json.loads(run(desk / "returned", record, "--json").stdout)["written"] is False
    again = run(desk / "returned", copy)
    assert (again.exit_code, copy.read_bytes()) == (0, made)
    assert "Nothing new" in again.stdout
    assert sorted(p.name for p in desk.iterdir() if "surveys" in p.name) == [copy.name]


def test_a_workbook_keeps_everything_but_the_sheet_of_the_answers(desk: Path) -> None:
    assert run(desk / "returned", desk / "sample-ordinary.xlsx").exit_code == 0
    old, new = (
        {info.filename: archive.read(info) for info in archive.infolist()}
        for name in ("sample-ordinary.xlsx", "sample-ordinary with surveys.xlsx")
        for archive in [zipfile.ZipFile(desk / name)]
    )
    assert old.keys() == new.keys()
    assert len([name for name in old if old[name] != new[name]]) == 1


def test_a_file_that_cannot_be_read_is_said_and_does_not_hold_up_the_others(desk: Path) -> None:
    (desk / "returned" / "c.jpg").write_bytes(b"\xff\xd8\xff")
    done = run(desk / "returned", desk / "sample-ordinary.json", "--out", desk / "new.json")
    assert done.exit_code == 3
    assert "c.jpg: nothing was read." in done.stdout
    assert "Parade Mini Mart (B1)" in done.stdout
    assert len(json.loads((desk / "new.json").read_text(encoding="utf-8"))["survey_answers"]) == 2 * len(SAID)


def test_every_file_of_the_folder_is_told_of_but_for_what_programs_leave_there(desk: Path) -> None:
    there = desk / "returned"
    (there / "seen before").mkdir()
    (there / "seen before" / "c.docx").write_bytes(b"x")
    (there / ".hidden.docx").write_bytes((there / "a.docx").read_bytes())
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "._a.docx", ".~lock.a.docx#"):
        (there / name).write_bytes(b"x")
    shutil.copy(desk / "sample-ordinary.json", there / "case.json")
    done = run(there, there / "case.json", "--office", desk / "office.json", "--json", "--out", desk / "first.json")
    told = json.loads(done.stdout)
    assert [file["file"] for file in told["files"]] == [".hidden.docx", "a.docx", "b.pdf", "seen before"]
    assert [(p["code"], p["where"]) for p in told["problems"]] == [("survey-kind", "seen before")]
    assert (told["added"], done.exit_code) == (2 * len(SAID), 3)
    again = run(there, there / "case.json", "--office", desk / "office.json", "--out", desk / "second.json")
    assert "Of 4 files: 3 read as a whole, 0 in part, 1 not at all." in again.stdout


def test_surveys_that_come_later_go_into_the_copy_or_the_earlier_copy_is_pointed_out(desk: Path) -> None:
    later = (desk / "returned" / "b.pdf").rename(desk / "b.pdf")
    record = desk / "sample-ordinary.json"
    first = Path(json.loads(run(desk / "returned", record, "--json").stdout)["copy"])
    later.rename(desk / "returned" / "b.pdf")
    into_copy = json.loads(run(desk / "returned", first, "--json").stdout)
    assert (Path(into_copy["copy"]).name, into_copy["added"]) == ("sample-ordinary with surveys 2.json", len(SAID))
    assert into_copy["problems"] == []
    again = json.loads(run(desk / "returned", record, "--json").stdout)
    assert (again["copy"], again["written"], again["added"]) == (into_copy["copy"], False, 2 * len(SAID))
    assert [(p["where"], p["severity"]) for p in again["problems"]] == [(first.name, "check")]


def test_what_cannot_be_done_is_said_and_nothing_is_written(desk: Path) -> None:
    record = desk / "sample-ordinary.json"
    for arguments in (
        (desk / "nowhere", record),
        (desk / "returned", desk / "nothing.json"),
        (desk / "returned", record, "--out", desk / "new.xlsx"),
    ):
        assert run_casepack("survey", "read", *arguments).exit_code == 2
    assert run(desk / "returned", record, "--out", record).exit_code == 7
    assert not list(desk.glob("*with surveys*"))


# The conference


def answers(business: str, **said: str) -> list[SurveyAnswer]:
    words = {"share": MAY_SHARE, "name": MAY_NAME, "year": QUESTIONS[19].words, "help": QUESTIONS[21].words}
    return [SurveyAnswer(business=business, question=words[key], answer=answer) for key, answer in said.items()]


def results(*rows: SurveyAnswer) -> dict[str, Any]:
    return survey_results(lens(_with(*rows), "conference", "P1"))


def _with(*rows: SurveyAnswer) -> Case:
    case = sample("ordinary", AS_OF)
    return replace(case, record=case.record.model_copy(update={"survey_answers": rows}))


def test_the_conference_knows_only_what_a_business_has_agreed_to_share() -> None:
    found = results(
        *answers("B1", share="Yes", name="Yes", year="Worse", help="Patrols"),
        *answers("B2", share="Yes", name="No", year="Worse", help="A light"),
        *answers("B3", share="No", year="Better", help="Secret"),
        *answers("B4", year="Better", help="Unasked"),
    )
    assert found["counts"] == [{"question": "9. Compared with a year ago", "answers": "Worse 2", "of": "2"}]
    assert found["words"] == [
        {"question": "11. What would help most", "answers": ["Parade Mini Mart: Patrols.", "A light."]}
    ]
    assert "4 of 4 businesses answered. 2 of them agreed" in found["told"]


def test_a_name_in_an_answer_is_told_as_the_conference_may_read_it() -> None:
    found = results(*answers("B1", share="Yes", help="Keep Ava Sampleton-Placeholder away"))
    assert found["any"]
    said = found["words"][0]["answers"][0]
    assert said == lens(sample("ordinary", AS_OF), "conference").say("Keep Ava Sampleton-Placeholder away") + "."


def test_without_answers_nothing_is_printed() -> None:
    assert (results()["any"], results()["chart"], results()["counts"]) == (False, "", [])


def test_the_chart_says_every_number_in_its_words_and_differs_without_colour() -> None:
    rows = [(QUESTIONS[2].words, "Daily"), (QUESTIONS[2].words, "Once"), (QUESTIONS[2].words, "Daily")]
    chart = survey_chart(counted(rows))
    assert isinstance(chart, Drawing)
    assert chart.unsaid() == []
    assert "Once 1; Daily 2" in chart.words
    assert survey_chart(counted([])) == ""


@pytest.mark.parametrize("question", [2, 8, 17])
def test_the_key_of_the_chart_stands_within_it_and_no_answer_runs_into_the_next(question: int) -> None:
    asked = QUESTIONS[question]
    chart = survey_chart(counted([(asked.words, asked.choices[0])]))
    assert isinstance(chart, Drawing)
    places = [
        (float(found[1]), found[2])
        for found in re.finditer(r'<text [^>]*?x="([\d.]+)"[^>]*>([^<]+)</text>', str(chart))
        if found[2] in asked.choices
    ]
    assert [choice for _, choice in places] == list(asked.choices)
    ends = [left + 0.52 * 8 * len(choice) for left, choice in places]  # what letters of 8 points need
    assert all(end + 9 < left for end, (left, _) in zip(ends, places[1:], strict=False))
    assert ends[-1] <= WIDTH


def test_the_summary_holds_the_chart_with_its_words_and_the_table(desk: Path) -> None:
    run(desk / "returned", desk / "sample-ordinary.json", "--out", desk / "new.json")
    raw = json.loads((desk / "new.json").read_text(encoding="utf-8"))["survey_answers"]
    case = _with(*(SurveyAnswer(**row) for row in raw))
    task = job(case, "conference-summary")
    docx = filled(case, task, View(context(case, task), {}))
    text = outsider.word_text(docx)
    assert "What businesses answered" in text
    assert "2. In the last four weeks, theft | Weekly 2 | 2" in text
    assert question_of("2. in the last four weeks,  theft") is not None
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert "Bar chart of what businesses answered" in archive.read(DOCUMENT).decode()


def test_new_rows_come_file_by_file() -> None:
    row = SurveyAnswer(business="B1", question="q", answer="a")
    assert list(new_rows([SurveyFile("a", new=[row]), SurveyFile("b")])) == [row]
