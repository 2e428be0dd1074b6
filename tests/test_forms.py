"""The boxes to fill in: the same in Word and PDF, named, told to a screen reader, and words once they are filled in."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from casepack import pdfsafe
from casepack.assets import asset
from casepack.errors import TemplateError, TypesetError
from casepack.fill import gate
from casepack.form_fields import FieldKind, FormField
from casepack.pdfread import read
from casepack.prove import prove
from casepack.typeset import typeset

from .conftest import SamplePack
from .form_filling import DOCUMENT, TICK, fill_by_hand, fill_word, widgets, with_document

FORMS = {
    "business-survey B1": 75,
    "business-survey blank": 77,
    "support-enquiry P1 reboot": 10,
    "mash-referral P1 mash": 1,
}
"""Documents with boxes, and how many."""


def _files(pack: SamplePack, form: str) -> tuple[bytes, bytes]:
    word, pdf = (pack.files(f"*{form}*.{ending}")[0] for ending in ("docx", "pdf"))
    return word.read_bytes(), pdf.read_bytes()


def _controls(docx: bytes) -> list[tuple[str, str]]:
    """Name and title of each control with a tag, by a plain search."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = archive.read(DOCUMENT).decode()
    return re.findall(r'<w:sdtPr><w:alias w:val="([^"]+)"/><w:tag w:val="([^"]+)"/>', body)


@pytest.mark.parametrize("form", FORMS)
def test_the_pdf_has_every_box_of_the_word_file_under_the_same_name_and_title(
    ordinary_pack: SamplePack, form: str
) -> None:
    docx, pdf = _files(ordinary_pack, form)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = [(str(widget.TU), name) for name, widget in widgets(file)]
    assert found == _controls(docx)
    assert len(found) == FORMS[form]


@pytest.mark.parametrize("form", FORMS)
def test_every_field_has_a_look_a_place_in_the_structure_and_nothing_that_runs(
    ordinary_pack: SamplePack, form: str
) -> None:
    _, pdf = _files(ordinary_pack, form)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        shape = file.Root.AcroForm
        assert {"/NeedAppearances", "/XFA", "/CO"} & set(shape.keys()) == set()
        fields = {field.objgen for field in shape.Fields}
        in_tree = [thing.Obj.objgen for thing in _objects_in_tree(file.Root.StructTreeRoot.K[0])]
        for _, widget in widgets(file):
            assert {"/A", "/AA"} & set(widget.keys()) == set()
            looks = widget.AP.N
            streams = [looks] if isinstance(looks, pikepdf.Stream) else list(looks.values())
            assert all(isinstance(look, pikepdf.Stream) for look in streams)
            assert widget.get("/Parent", widget).objgen in fields
            assert int(widget.F) & 4
        assert [widget.objgen for _, widget in widgets(file)] == [one for one in in_tree if one in _all(file)]
        assert all(page.obj.Tabs == "/S" for page in file.pages)


def _all(file: pikepdf.Pdf) -> set[tuple[int, int]]:
    return {widget.objgen for _, widget in widgets(file)}


def _objects_in_tree(element: Any) -> list[Any]:
    """What the structure tree refers to beside marked content, in reading order."""
    if not isinstance(element, pikepdf.Dictionary):
        return []
    if element.get("/Type") == "/OBJR":
        return [element]
    kids: Any = element.get("/K", [])
    return [found for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) for found in _objects_in_tree(kid)]


def test_a_form_comes_out_the_same_each_time(ordinary_pack: SamplePack) -> None:
    docx, pdf = _files(ordinary_pack, "mash-referral P1 mash")
    assert typeset(docx) == pdf


def test_what_is_filled_in_becomes_words_of_the_pdf_and_the_rest_stays_a_box(ordinary_pack: SamplePack) -> None:
    docx, _ = _files(ordinary_pack, "support-enquiry P1 reboot")
    filled = fill_word(docx, {"q1=yes": TICK, "q1-worker": "Jo Testament, PCSO", "q3": "A visit\nthis week"})
    pdf = typeset(filled)
    reading = read(pdf)
    said = "\n".join(page.body for page in reading.pages)
    assert "Jo Testament, PCSO" in said
    assert said.count("☒") == 1
    assert len(reading.parts.fields) == FORMS["support-enquiry P1 reboot"] - 3
    [title] = re.findall("<dc:title>(.*?)</dc:title>", _part(filled, "docProps/core.xml"))
    found = prove(
        filled, pdf, name="x", marking="OFFICIAL-SENSITIVE", file_stem="x", title=title, leaks=lambda _: [],
        author="Marlhaven District Council",
    )  # fmt: skip
    assert {f.code for f in found} <= {"author"}


def _part(docx: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read(name).decode()


def test_a_viewer_lets_one_tick_of_a_question_be_set(ordinary_pack: SamplePack) -> None:
    _, pdf = _files(ordinary_pack, "business-survey B1")
    reading = read(fill_by_hand(pdf, {"q1=yes": TICK, "q1=no": TICK, "q5-police": TICK, "q5-council": TICK}))
    answered = [field.name for field in reading.parts.fields if field.answer]
    assert answered == ["q1=no", "q5-police", "q5-council"]


LONG = {
    "q1-worker": "Jo Testament, PCSO, 01632 960131, jo.testament@example.org; on Mondays only, otherwise the duty desk",
    "q1-stage": "The second stage: weekly meetings at school, with a visit to the family at home every month",
    "q3": "We meet every Tuesday and will offer a place in the boxing group. " * 7,
}


def test_what_is_typed_in_a_viewer_is_seen_whole(ordinary_pack: SamplePack) -> None:
    _, pdf = _files(ordinary_pack, "support-enquiry P1 reboot")
    with pikepdf.open(io.BytesIO(fill_by_hand(pdf, LONG))) as file:
        looks = {name: widget.AP.N.read_bytes().decode() for name, widget in widgets(file) if name in LONG}
    for name, answer in LONG.items():
        drawn = "".join(re.findall(r"\(([^)]*)\) Tj", looks[name]))
        assert drawn == answer
        steps = [float(down) for down in re.findall(r"[\d.-]+ ([\d.-]+) Td", looks[name])]
        assert sum(steps) > 0, name  # the last line stands above the lower edge
        assert float(re.findall(r"/Helv ([\d.]+) Tf", looks[name])[0]) >= 6, name


def _spoilt(old: str, new: str) -> Callable[[str], str]:
    def change(body: str) -> str:
        assert old in body
        return body.replace(old, new, 1)

    return change


BAD_BOXES = {
    "no title": (_spoilt('<w:alias w:val="3. At what times"/>', ""), "has no title"),
    "a name twice": (_spoilt('w:tag w:val="q7"', 'w:tag w:val="q3"'), "stands there twice"),
    "words of its own while it is empty": (_spoilt("Type here", "Ask for Mr Example"), "shows other words"),
    "another sign in an empty tick box": (_spoilt("☐", "x"), "shows other words"),
    "a link to data": (_spoilt("<w:text w:multiLine", '<w:dataBinding w:xpath="/x"/><w:text w:multiLine'), "link to"),
}


@pytest.mark.parametrize(("change", "said"), BAD_BOXES.values(), ids=BAD_BOXES)
def test_a_template_with_a_bad_box_is_refused_with_the_reason(change: Callable[[str], str], said: str) -> None:
    template = asset("business-survey.docx")
    with pytest.raises(TemplateError, match=said):
        gate(with_document(template, change), "business-survey")


def test_a_box_that_shows_other_words_is_not_typeset_either(ordinary_pack: SamplePack) -> None:
    docx, _ = _files(ordinary_pack, "mash-referral P1 mash")
    with pytest.raises(TypesetError, match="shows other words"):
        typeset(with_document(docx, _spoilt("Type here", "Aaliyah Mockridge")))


def test_a_pdf_without_its_box_is_found_out(ordinary_pack: SamplePack) -> None:
    docx, pdf = _files(ordinary_pack, "mash-referral P1 mash")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        del file.Root["/AcroForm"]
        for page in file.pages:
            page.obj["/Annots"] = pikepdf.Array()
        out = io.BytesIO()
        file.save(out)
    codes = {f.code for f in prove(docx, out.getvalue(), name="x", marking="", file_stem="x", title="", leaks=_none)}
    assert "form-differs" in codes


def _none(_: str) -> list[str]:
    return []


def test_names_are_looked_for_in_what_a_form_calls_its_boxes(ordinary_pack: SamplePack) -> None:
    docx, _ = _files(ordinary_pack, "mash-referral P1 mash")
    spoilt = with_document(docx, _spoilt("Spoken to at the front door: name", "Spoken to Mockridge: name"))
    found = prove(
        spoilt, typeset(spoilt), name="x", marking="", file_stem="x", title="",
        leaks=lambda text: ["the name of P9"] if "Mockridge" in text else [],
    )  # fmt: skip
    assert {"Word form controls", "PDF form fields"} <= {f.layer for f in found if f.code == "leak"}


def test_the_boxes_of_a_field_know_their_question() -> None:
    assert FormField(FieldKind.TICK, "q2-theft=weekly", "Theft: Weekly").group == "q2-theft"


def _stream(data: bytes, entries: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<" + entries + b">>\nstream\n" + data + b"\nendstream\nendobj\n"


_MOST = 1_000_000

UNSAFE = {
    "packed twice": (lambda: _stream(b"", b"/Filter[/FlateDecode/FlateDecode]"), "packed in a way"),
    "packed twice under other letters": (lambda: _stream(b"", b"/Filter[/Fl#61teDecode /Fl]"), "packed in a way"),
    "packed as another place says": (lambda: _stream(b"", b"/Filter 7 0 R"), "packed in a way"),
    "far too much": (lambda: _stream(zlib.compress(bytes(2 * _MOST), 9), b"/Filter/FlateDecode"), "far more"),
    "an ordinary one": (lambda: _stream(b"BT ET", b"/Length 5"), ""),
}


@pytest.mark.parametrize(("make", "said"), UNSAFE.values(), ids=UNSAFE)
def test_a_pdf_from_elsewhere_is_measured_before_it_is_opened(
    make: Callable[[], bytes], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfsafe, "MOST_UNPACKED", _MOST)
    found = pdfsafe.why_not(make())
    assert said in found if said else found == ""
