import io
import zipfile
from typing import Any

import pytest

from casepack.errors import TemplateError
from casepack.fill import gate

from .builders_docx import OFFICE, PNG, docx, docx_parts, field, p, picture, row, run, table, zipped

HEAD = '<?xml version="1.0"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def refusal(template: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        gate(template, "letter")
    return str(caught.value)


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(docx(p("Plain words")), id="plain"),
        pytest.param(docx(p(picture()), picture_file=True), id="a picture"),
        pytest.param(docx(p("x"), footer=[p(field("PAGE"), field("NUMPAGES"))]), id="page numbers"),
        pytest.param(docx(p("x"), relations=[("rId90", "hyperlink", "https://example.org/privacy")]), id="https"),
        pytest.param(docx(p("x"), relations=[("rId90", "hyperlink", "mailto:team@example.org")]), id="e-mail"),
        pytest.param(
            docx(p(f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('type here')}</w:sdtContent></w:sdt>")),
            id="a box to type in",
        ),
    ],
)
def test_a_template_of_plain_parts_passes(template: bytes) -> None:
    gate(template, "letter")


@pytest.mark.parametrize(
    ("blocks", "changes", "said"),
    [
        pytest.param([p(f"<w:ins>{run('x')}</w:ins>")], {}, "tracked changes", id="insertion"),
        pytest.param([p("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>")], {}, "tracked changes", id="deletion"),
        pytest.param([p("x")], {"settings": "<w:trackRevisions/>"}, "tracked changes", id="tracking on"),
        pytest.param([p("x")], {"parts": {"word/comments.xml": f"{HEAD}<w:comments {W}/>"}}, "comments", id="comments"),
        pytest.param([p("x")], {"parts": {"word/people.xml": f"{HEAD}<w:people {W}/>"}}, "comments", id="people"),
        pytest.param([p('<w:commentRangeStart w:id="1"/>')], {}, "comments", id="comment mark"),
        pytest.param([p("x")], {"parts": {"word/vbaProject.bin": b"x"}}, "a macro", id="macro"),
        pytest.param(
            [p("x")], {"main_type": "application/vnd.ms-word.document.macroEnabled.main+xml"}, ".docm", id="docm"
        ),
        pytest.param([p("x")], {"main_type": f"{OFFICE}.template.main+xml"}, ".dotx", id="dotx"),
        pytest.param([p("x")], {"parts": {"word/embeddings/a.xlsx": b"x"}}, "embedded object", id="embedded file"),
        pytest.param(
            [p("x")], {"parts": {"word/activeX/activeX1.xml": f"{HEAD}<a/>"}}, "embedded object", id="ActiveX"
        ),
        pytest.param(['<w:altChunk r:id="rId9"/>'], {}, "embedded object", id="altChunk"),
        pytest.param([p("<w:r><w:object/></w:r>")], {}, "embedded object", id="OLE"),
        pytest.param([p("x")], {"parts": {"word/media/a.emf": b"x"}}, "neither PNG nor JPEG", id="other picture"),
        pytest.param([p("x")], {"parts": {"word/odd.xml": f"{HEAD}<a/>"}}, "word/odd.xml", id="unknown part"),
        pytest.param(
            [p("x")], {"settings": '<w:attachedTemplate r:id="rId1"/>'}, "another file", id="attached template"
        ),
        pytest.param(
            [p("x")],
            {"relations": [("rId9", "attachedTemplate", "https://example.org/a.dotm")]},
            "kind",
            id="its relation",
        ),
        pytest.param(
            [p("x")],
            {"relations": [("rId9", "image", "https://example.org/a.png")]},
            "somewhere else",
            id="remote picture",
        ),
        pytest.param([p("x")], {"relations": [("rId9", "hyperlink", "http://example.org")]}, "neither", id="http"),
        pytest.param([p("x")], {"relations": [("rId9", "hyperlink", "file:///etc/passwd")]}, "neither", id="file link"),
        pytest.param(
            [p("x")], {"relations": [("rId9", "hyperlink", "javascript:alert(1)")]}, "neither", id="script link"
        ),
        pytest.param([p("x")], {"relations": [("rId9", "image", "media/gone.png")]}, "is missing", id="part gone"),
        pytest.param([p("x")], {"relations": [("rId9", "image", "../../gone.png")]}, "is missing", id="leads out"),
        pytest.param(
            [p("x")], {"relations": [("rId9", "header", "header2.xml")]}, "share one header", id="shared header"
        ),
        pytest.param([p(field("DDEAUTO c:\\x cmd"))], {}, "the field DDEAUTO", id="DDE"),
        pytest.param([p(field('INCLUDEPICTURE "https://x"'))], {}, "the field INCLUDEPICTURE", id="INCLUDEPICTURE"),
        pytest.param([p('<w:fldSimple w:instr="INCLUDETEXT x"/>')], {}, "the field INCLUDETEXT", id="short field"),
        pytest.param([p("<w:r><w:instrText>DDE x</w:instrText></w:r>")], {}, "the field DDE", id="loose instruction"),
        pytest.param([p("x")], {"footer": [p(field("DATE"))]}, "the field DATE", id="a date that changes"),
        pytest.param(["<w:tbl><w:tblPr/></w:tbl>", p()], {}, "a table has no columns", id="table without grid"),
        pytest.param(
            [p("x")],
            {"parts": {"word/styles.xml": f'{HEAD}<!DOCTYPE a [<!ENTITY b "c">]><w:styles {W}>&b;</w:styles>'}},
            "document type",
            id="document type",
        ),
        pytest.param(
            [p("x")], {"parts": {"word/styles.xml": "<broken"}}, "word/styles.xml in it is damaged", id="broken"
        ),
    ],
)
def test_a_template_that_holds_more_than_plain_parts_is_refused(
    blocks: list[str], changes: dict[str, Any], said: str
) -> None:
    assert said in refusal(docx(*blocks, **changes))


def test_one_kind_of_fault_is_said_once() -> None:
    assert refusal(docx(*[p(f"<w:ins>{run('x')}</w:ins>")] * 50)).count("tracked changes") == 1


@pytest.mark.parametrize(
    ("template", "said"),
    [
        pytest.param(b"Dear all", "not a Word document", id="text"),
        pytest.param(b"", "not a Word document", id="nothing"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password", id="password"),
        pytest.param(zipped({"a.txt": b"x"}), "not a Word document", id="another zip"),
        pytest.param(docx(p("x"), parts={"../evil.xml": "<a/>"}), "leads out", id="dots"),
        pytest.param(docx(p("x"), parts={"/evil.xml": "<a/>"}), "leads out", id="absolute"),
        pytest.param(docx(p("x"), parts={"word\\evil.xml": "<a/>"}), "leads out", id="backslash"),
        pytest.param(docx(p("x"), parts={"WORD/document.xml": "<a/>"}), "twice", id="the same name twice"),
        pytest.param(docx(p("x"), parts={"word/a.xml": bytes(3_000_000)}), "unpacks to far more", id="bomb"),
        pytest.param(docx(p("x"), parts={f"word/a{n}.xml": b"x" for n in range(600)}), "too large", id="many parts"),
        pytest.param(docx(p("x"))[:-30], "not a Word document", id="cut off"),
    ],
)
def test_a_file_that_is_no_honest_word_file_is_refused(template: bytes, said: str) -> None:
    assert said in refusal(template)


def test_a_file_that_unpacks_to_more_than_a_template_needs_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in docx_parts(p("x"), parts={"word/media/a.png": PNG + bytes(31_000_000)}).items():
            archive.writestr(name, data)
    assert "too large" in refusal(out.getvalue())


def test_what_word_leaves_behind_without_meaning_passes_and_is_dropped() -> None:
    extra = {"customXml/item1.xml": "<b/>", "word/glossary/document.xml": f"<w:glossaryDocument {W}/>"}
    gate(docx(p("x"), table(row("y")), p(), parts=extra), "letter")
