import hashlib

import pytest

from casepack.errors import TemplateError
from casepack.wordparts import body_text, parse, parts, rebuild

from .builders_docx import W, docx, docx_parts, p, row, run, table, zipped


def test_parts_come_back_as_they_went_in() -> None:
    members = docx_parts(p("x"))
    assert parts(rebuild(members)) == members


def test_the_same_parts_give_the_same_bytes_in_whatever_order_and_on_whatever_day() -> None:
    members = docx_parts(p("x"))
    turned = dict(reversed(members.items()))
    made = {hashlib.sha256(rebuild(m)).digest() for m in (members, turned, parts(zipped(turned)))}
    assert len(made) == 1
    assert next(iter(parts(rebuild(turned)))) == "[Content_Types].xml"


def test_body_text_is_what_a_reader_sees_in_order() -> None:
    odd = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:sym w:char='2610'/></w:r>"
    hidden = "<w:r><w:instrText>PAGE</w:instrText><w:delText>gone</w:delText></w:r>"
    tabs = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
    assert body_text(docx(p("one"), table(row("two", "three"), columns=2), f"<w:p>{tabs}{odd}{hidden}</w:p>")) == (
        "one\ntwo\nthree\na\nb c-☐\n"
    )


def test_a_text_box_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = f"<mc:AlternateContent {mc}><mc:Choice Requires='wps'>{run('x')}</mc:Choice><mc:Fallback>{run('x')}"
    twice += "</mc:Fallback></mc:AlternateContent>"
    assert body_text(docx(p(twice))) == "x\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f'<!DOCTYPE w:t><w:t xmlns:w="{W}"/>'.encode(), id="document type"),
        pytest.param(f'<!DOCTYPE w:t><w:t xmlns:w="{W}"/>'.encode("utf-16"), id="document type in another encoding"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', id="outside entity"),
        pytest.param(b"<a>", id="not closed"),
        pytest.param(b"", id="empty"),
        pytest.param(b"<a>\x00</a>", id="control character"),
    ],
)
def test_xml_that_word_never_writes_is_refused(data: bytes) -> None:
    with pytest.raises(TemplateError, match=r"word/a\.xml in it"):
        parse(data, "word/a.xml")
