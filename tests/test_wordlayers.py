import io
import zipfile
from typing import Any

import pytest

from casepack.wordlayers import all_text_layers

from .builders_docx import PNG, W, docx, docx_parts, p, picture, run

SECRET = "Zebediah"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def chunk(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + b"tEXt" + text + bytes(4)


@pytest.mark.parametrize(
    ("blocks", "changes", "layer"),
    [
        pytest.param([p(SECRET)], {}, "words of word/document.xml", id="body"),
        pytest.param([p(run("Zebe") + run("diah"))], {}, "words of word/document.xml", id="split over runs"),
        pytest.param([p()], {"header": [SECRET]}, "words of word/header2.xml", id="header"),
        pytest.param([p()], {"footer": [SECRET]}, "words of word/footer1.xml", id="footer"),
        pytest.param(
            [p(f"<w:r><w:delText>{SECRET[:4]}</w:delText></w:r><w:r><w:delText>{SECRET[4:]}</w:delText></w:r>")],
            {},
            "text of word/document.xml",
            id="deleted",
        ),
        pytest.param([p(f"<w:r><w:delText>{SECRET}</w:delText></w:r>")], {}, "deleted words", id="deleted, by kind"),
        pytest.param([p(f"<w:r><w:instrText>{SECRET}</w:instrText></w:r>")], {}, "field instructions", id="field"),
        pytest.param([p(f'<w:fldSimple w:instr="{SECRET}"/>')], {}, "field instructions", id="short field"),
        pytest.param([p(picture(SECRET))], {"picture_file": True}, "alternative text", id="alternative text"),
        pytest.param([p(f'<w:bookmarkStart w:id="1" w:name="{SECRET}"/>')], {}, "bookmark names", id="bookmark"),
        pytest.param(
            [p(f'<w:ins w:author="{SECRET}"/>')], {}, "attributes of word/document.xml", id="author of a change"
        ),
        pytest.param([p(f"<!-- {SECRET} -->")], {}, "notes of word/document.xml", id="XML comment"),
        pytest.param([p(f"<?x {SECRET}?>")], {}, "notes of word/document.xml", id="XML instruction"),
        pytest.param(
            [p()], {"relations": [("rId9", "hyperlink", f"https://example.org/{SECRET}")]}, "link targets", id="link"
        ),
        pytest.param([p()], {"parts": {f"word/media/{SECRET}.png": PNG}}, "file names", id="file name"),
        pytest.param(
            [p()],
            {"parts": {"docProps/core.xml": f"{HEAD}<a><b>{SECRET}</b></a>"}},
            "text of docProps/core.xml",
            id="core properties",
        ),
        pytest.param(
            [p()],
            {"parts": {"docProps/custom.xml": f'{HEAD}<a name="{SECRET}"/>'}},
            "attributes of docProps/custom.xml",
            id="custom properties",
        ),
        pytest.param(
            [p()],
            {"parts": {"word/comments.xml": f'<w:comments xmlns:w="{W}">{p(SECRET)}</w:comments>'}},
            "words of word/comments.xml",
            id="comments",
        ),
        pytest.param(
            [p()],
            {"parts": {"customXml/item1.xml": f"<a>{SECRET}</a>"}},
            "text of customXml/item1.xml",
            id="custom XML",
        ),
        pytest.param([p()], {"settings": f'<w:x w:val="{SECRET}"/>'}, "attributes of word/settings.xml", id="settings"),
        pytest.param(
            [p()],
            {"parts": {"word/odd.xml": f"<a>{SECRET}</a>".encode("utf-16")}},
            "text of word/odd.xml",
            id="XML in UTF-16",
        ),
        pytest.param([p()], {"parts": {"word/odd.xml": f"<a>{SECRET}"}}, "bytes of word/odd.xml", id="broken XML"),
        pytest.param(
            [p()], {"parts": {"word/odd.bin": SECRET.encode("utf-16-le")}}, "bytes of word/odd.bin", id="binary"
        ),
        pytest.param(
            [p()], {"parts": {"word/odd.xml": "<a>&#90;ebediah</a>"}}, "text of word/odd.xml", id="as a number"
        ),
        pytest.param(
            [p()],
            {"parts": {"word/media/a.png": PNG[:33] + chunk(SECRET.encode()) + PNG[33:]}},
            "bytes of word/media/a.png",
            id="inside a picture",
        ),
        pytest.param(
            [p()],
            {"parts": {"word/media/a.jpg": b"\xff\xd8\xff\xfe" + SECRET.encode() + b"\xff\xda" + bytes(9)}},
            "bytes of word/media/a.jpg",
            id="inside a photograph",
        ),
    ],
)
def test_words_are_found_wherever_they_hide(blocks: list[str], changes: dict[str, Any], layer: str) -> None:
    layers = all_text_layers(docx(*blocks, **changes))
    assert SECRET in layers[layer]


def test_words_around_the_zip_are_found() -> None:
    out = io.BytesIO(b"")
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = SECRET.encode()
        for name, data in docx_parts(p("x")).items():
            archive.writestr(name, data)
    layers = all_text_layers(b"#!/bin/other" + out.getvalue())
    assert SECRET in layers["zip comments"]
    assert "#!/bin/other" in layers["zip comments"]


def test_a_document_without_the_word_has_it_in_no_layer() -> None:
    layers = all_text_layers(docx(p("x", picture()), picture_file=True))
    assert not [name for name, text in layers.items() if SECRET in text]
    assert "attributes of word/styles.xml" in layers


def test_the_names_of_elements_are_not_taken_for_words() -> None:
    layers = all_text_layers(docx(p("x")))
    assert not [name for name, text in layers.items() if "docDefaults" in text]


def test_a_part_that_is_the_same_in_most_documents_is_read_in_each_that_has_it_otherwise() -> None:
    plain, told = docx(p("x")), docx(p("x"), settings=f'<w:x w:val="{SECRET}"/>')
    for document in (plain, told, plain, told):
        held = all_text_layers(document).get("attributes of word/settings.xml", "")
        assert (SECRET in held) is (document is told)
