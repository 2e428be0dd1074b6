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
from casepack.form_fields import FormField
from casepack.mentions import MentionBook, build_book
from casepack.plan import Case
from casepack.record import Record, SurveyAnswer
from casepack.survey_drawing import survey_chart
from casepack.survey_read import SurveyFile, boxes_of, new_rows, questions_in, read_surveys
from casepack.survey_words import MAY_NAME, MAY_SHARE, QUESTIONS, counted, question_of
from casepack.views import View
from casepack.views_survey import survey_results

from . import outsider
from .builders_case import context, job, lens, sample
from .conftest import AS_OF, INPUTS, SamplePack, run_casepack
from .form_filling import DOCUMENT, TICK, fill_by_hand, fill_pdf, fill_word

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
    record, boxes, book = _ground()
    return read_surveys(files, record.model_copy(update=changes), boxes, book)


@cache
def _ground() -> tuple[Record, tuple[FormField, ...], MentionBook]:
    case = sample("ordinary", AS_OF)
    return case.record, boxes_of(asset("business-survey.docx")), build_book(case.record, case.office)


def codes(file: SurveyFile) -> list[str]:
    return [problem.code for problem in file.problems]


def test_the_template_asks_what_the_code_counts() -> None:
    asked = questions_in(boxes_of(asset("business-survey.docx")))
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
