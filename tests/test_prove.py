"""Every finished file is read back: a good pair passes, and each fault put into it is found."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML  # type: ignore[import-untyped]

from casepack.findings import CODES
from casepack.prove import Finding, prove
from casepack.typeset import typeset
from casepack.wordfile import open_word
from casepack.wordparts import W as SPACE
from casepack.wordparts import parse, parts, rebuild, serialise

MARKING = "OFFICIAL-SENSITIVE"
TITLE = "Information about a pupil & their school"
LONG = "The officer wrote down what each neighbour said, in the order in which it was said, and who said it. "
SECRET = "Aaliyah Mockridge"


@dataclass(frozen=True)
class Content:
    """What both files of a pair say: paragraphs, bullets, and tables of a heading row and rows."""

    paragraphs: tuple[str, ...] = (
        "We are sharing “information” so that you can support one of your pupils after an office fire drill.",
        "None recorded. A well-known place; 5:40pm on Friday 23 October 2026.",
    )
    bullets: tuple[str, ...] = ("Offer support when term restarts.", "Tell us who already works with your pupil.")
    head: tuple[str, ...] = ("Step", "Who", "When")
    rows: tuple[tuple[str, ...], ...] = (
        ("Letter", "Sam Pencilworth", "4:40pm"),
        ("Visit", "None of them", "not known"),
    )
    last: str = "Yours sincerely, Sam Pencilworth"


GOOD = Content()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAGE_FIELDS = (
    "<w:r><w:t xml:space='preserve'>{marking} Page </w:t></w:r><w:fldSimple w:instr='PAGE'><w:r><w:t>1</w:t></w:r>"
    "</w:fldSimple><w:r><w:t xml:space='preserve'> of </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    "<w:r><w:instrText> NUMPAGES </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    "<w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t xml:space='preserve'>{html.escape(text)}</w:t></w:r></w:p>"


def table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    def row(cells: tuple[str, ...], properties: str) -> str:
        return f"<w:tr>{properties}{''.join(f'<w:tc>{paragraph(c)}</w:tc>' for c in cells)}</w:tr>"

    body = row(head, "<w:trPr><w:tblHeader/></w:trPr>") + "".join(row(r, "") for r in rows)
    return f"<w:tbl>{body}</w:tbl>"


def word_parts(content: Content = GOOD, marking: str = MARKING) -> dict[str, str]:
    """The parts of the Word file that says `content`."""
    said = "".join(map(paragraph, (TITLE, *content.paragraphs, *content.bullets)))
    if content.rows:
        said += table(content.head, content.rows)
    said += paragraph(content.last)
    section = (
        "<w:sectPr><w:headerReference w:type='default' r:id='h1'/><w:headerReference w:type='first' r:id='h2'/>"
        "<w:footerReference w:type='default' r:id='f1'/><w:footerReference w:type='first' r:id='f1'/><w:titlePg/>"
        "</w:sectPr>"
    )
    relations = "".join(
        f"<Relationship Id='{i}' Type='{RELS}/{kind}' Target='{target}'/>"
        for i, kind, target in (
            ("h1", "header", "header1.xml"),
            ("h2", "header", "header2.xml"),
            ("f1", "footer", "footer1.xml"),
        )
    )
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": f"<w:document {W} {R}><w:body>{said}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
        f"relationships'>{relations}</Relationships>",
        "word/header1.xml": f"<w:hdr {W}>{paragraph(marking)}</w:hdr>",
        "word/header2.xml": f"<w:hdr {W}>{paragraph(marking)}{paragraph('Marlhaven District Council')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}><w:p>{PAGE_FIELDS.format(marking=marking)}</w:p></w:ftr>",
        "docProps/core.xml": f"<c:coreProperties xmlns:c='{core}' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<dc:title>{html.escape(TITLE)}</dc:title>"
        "<dc:creator>Marlhaven District Council</dc:creator></c:coreProperties>",
    }


def word(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


LOOK = """
html { font-family: 'Liberation Sans', 'DejaVu Sans'; font-size: 11pt }
@page { size: A4; margin: 32mm 20mm 25mm; @top-center { content: element(head) }
  @bottom-center { content: element(foot) } }
@page :first { @top-center { content: element(first) } }
#head { position: running(head) } #first { position: running(first) } #foot { position: running(foot) }
#head, #first { letter-spacing: 1px }
p { overflow-wrap: break-word } .n::after { content: counter(page) } .total::after { content: counter(pages) }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #567; padding: 2mm; text-align: left }
th { background: #135; color: white } tr { break-inside: avoid }
"""


def page_html(content: Content = GOOD, marking: str = MARKING) -> str:
    """The page that says `content`, with its running header and footer."""
    e = html.escape
    rows = "".join("<tr>" + "".join(f"<td>{e(c)}</td>" for c in row) + "</tr>" for row in content.rows)
    heads = "".join(f"<th scope='col'>{e(c)}</th>" for c in content.head)
    tabled = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if content.rows else ""
    return (
        f"<html lang='en-GB'><head><title>{e(TITLE)}</title><style>{LOOK}</style></head><body>"
        f"<div id='head'><p>{marking}</p></div><div id='first'><p>{marking}</p><p>Marlhaven District Council</p></div>"
        f"<div id='foot'><p>{marking} Page <span class='n'></span> of <span class='total'></span></p></div>"
        f"<h1>{e(TITLE)}</h1>{''.join(f'<p>{e(p)}</p>' for p in content.paragraphs)}"
        f"<ul>{''.join(f'<li>{e(b)}</li>' for b in content.bullets)}</ul>{tabled}<p>{e(content.last)}</p></body></html>"
    )


def pdf(source: str) -> bytes:
    made = HTML(string=source).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made


def leaks(text: str) -> list[str]:
    """Stands for the caller's knowledge of who may not be named."""
    return ["the name of P2"] if re.search(r"Aaliyah Mockridge|Mockridge", text) else []


def proved(docx: bytes, pdf_bytes: bytes | None, **changes: Any) -> tuple[Finding, ...]:
    given: dict[str, Any] = {
        "name": "MSC-2026-0417 school-letter P1",
        "marking": MARKING,
        "file_stem": "MSC-2026-0417 school-letter P1 SCH1 v1",
        "title": TITLE,
        "leaks": leaks,
        "author": "Marlhaven District Council",
    }
    return prove(docx, pdf_bytes, **(given | changes))


@pytest.fixture(scope="module")
def good_pdf() -> bytes:
    return pdf(page_html())


def test_a_good_pair_gives_no_findings(good_pdf: bytes) -> None:
    assert proved(word(word_parts()), good_pdf) == ()


def test_a_word_file_alone_can_be_proved() -> None:
    assert proved(word(word_parts()), None) == ()


def test_a_leaflet_without_marking_needs_none() -> None:
    parts = word_parts(marking="")
    assert proved(word(parts), pdf(page_html(marking="")), marking="") == ()


MANY_ROWS = tuple((f"Step {n}", LONG * 2, "Monday 26 October 2026") for n in range(1, 31))
TALL_ROWS = (
    ("Short", "first", "row"),
    (LONG * 60, LONG * 75, "At " + "noon, " * 200),
    ("Another", "row", "after"),
    ("محمد الأحمد", "Shown as (محمد)", "15"),
    (LONG * 70, "and", LONG * 3),
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(replace(GOOD, paragraphs=(LONG * 160,)), id="3,000 words"),
        pytest.param(replace(GOOD, rows=MANY_ROWS), id="a table over several pages"),
        pytest.param(replace(GOOD, rows=TALL_ROWS), id="rows taller than a page"),
        pytest.param(replace(GOOD, rows=TALL_ROWS[1:]), id="a first row taller than a page"),
        pytest.param(replace(GOOD, rows=(("Step", "Who", "When"), *MANY_ROWS)), id="a row that equals its heading"),
        pytest.param(replace(GOOD, rows=()), id="no table"),
        pytest.param(
            replace(GOOD, paragraphs=("Zażółć gęślą jaźń, Łódź. Tŷ, ŵy, Llŷr â Gŵyl.",)), id="Polish and Welsh"
        ),
        pytest.param(replace(GOOD, paragraphs=("Happy 😀 and ☒ or ☐, ½ of 3×4 € ™ é",)), id="emoji and signs"),
        pytest.param(
            replace(GOOD, paragraphs=("Shown as (محمد الأحمد), aged 15, of שלום House.",)), id="Arabic and Hebrew"
        ),
        pytest.param(replace(GOOD, paragraphs=("مرحبا بالعالم، هذا نص طويل (واحد). " * 12,)), id="a page of Arabic"),
        pytest.param(replace(GOOD, paragraphs=("well-known-" * 60 + "place", "x" * 400)), id="words cut at line ends"),
        pytest.param(
            replace(GOOD, paragraphs=("“Smith & Sons” <18> {a} 5 > 4",)), id="signs that mean something to XML"
        ),
    ],
)
def test_what_both_files_say_alike_gives_no_findings(content: Content) -> None:
    assert proved(word(word_parts(content)), pdf(page_html(content))) == ()


def filled(template: str, text: str) -> bytes:
    """A template of the house with `text` in place of every tag, and the marking where the house puts it."""
    held = parts((Path(__file__).parents[1] / "templates" / f"{template}.docx").read_bytes())
    for name in [name for name in held if re.match(r"word/(document|header|footer)", name)]:
        root = parse(held[name], name)
        for item in list(root.iter(f"{SPACE}tr", f"{SPACE}p")):
            tag = "{%tr" if item.tag == f"{SPACE}tr" else "{%p"
            if tag in "".join(str(t) for t in item.itertext()) and (parent := item.getparent()) is not None:
                parent.remove(item)
        fitted = html.escape(text) if "document" in name else MARKING
        bare = re.sub(r"\{%.*?%\}", "", serialise(root).decode())
        held[name] = re.sub(r"\{\{.*?\}\}", fitted, bare).encode()
    return rebuild(held)


@pytest.mark.parametrize("template", ["school-letter", "checklist", "business-survey", "mash-referral"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ordinary words", id="short"),
        pytest.param(LONG * 2 + "Łódź, Tŷ Gŵyl, ☒ and 😀.", id="long"),
        pytest.param("Shown as (محمد الأحمد), aged 15", id="Arabic"),
    ],
)
def test_what_is_typeset_from_the_templates_of_the_house_gives_no_findings(template: str, text: str) -> None:
    docx = filled(template, text)
    assert proved(docx, typeset(docx), title=open_word(docx).title, author="") == ()


def in_html(old: str, new: str) -> Callable[[], bytes]:
    def make() -> bytes:
        source = page_html()
        assert old in source
        return pdf(source.replace(old, new, 1))

    return make


LAST = "<p>Yours sincerely, Sam Pencilworth</p>"

FAULTY_PAGES = {
    "a sentence dropped": ("text-differs", in_html("<p>None recorded. A well-known place; 5:40pm", "<p>5:40pm")),
    "a word changed": ("text-differs", in_html("after an office", "before an office")),
    "a digit changed": ("text-differs", in_html("5:40pm", "5:41pm")),
    "a space lost": ("text-differs", in_html("fire drill", "firedrill")),
    "a space won": ("text-differs", in_html("pupils", "pup ils")),
    "two paragraphs swapped": ("text-differs", in_html("<h1>", f"{LAST}<h1>")),
    "words added at the end": ("text-differs", in_html(LAST, f"{LAST}<p>And more.</p>")),
    "a heading row repeated on the same page": (
        "text-differs",
        in_html("</thead><tbody>", "</thead><tbody><tr><td>Step</td><td>Who</td><td>When</td></tr>"),
    ),
    "a row left out": (
        "text-differs",
        in_html("<tr><td>Letter</td><td>Sam Pencilworth</td><td>4:40pm</td></tr>", ""),
    ),
    "white words on white": (
        "text-unseen",
        in_html(LAST, "<p style='color: white'>Yours sincerely, Sam Pencilworth</p>"),
    ),
    "words behind a panel": (
        "text-unseen",
        in_html(
            LAST, f"{LAST}<div style='background: #def; height: 20mm; margin-top: -10mm; position: relative'></div>"
        ),
    ),
    "words off the page": ("text-unseen", in_html(LAST, f"<div style='margin-left: 900px; width: 300px'>{LAST}</div>")),
    "a page without marking": ("marking", in_html(f"<div id='first'><p>{MARKING}</p>", "<div id='first'>")),
    "the wrong marking": ("marking", in_html(f"<div id='first'><p>{MARKING}", "<div id='first'><p>OFFICIAL")),
    "the marking of another audience": (
        "marking",
        in_html(f"<div id='foot'><p>{MARKING}", f"<div id='foot'><p>{MARKING}-PERSONAL"),
    ),
    "a wrong page total": ("page-number", in_html("<span class='total'></span>", "7")),
    "no page number": ("page-number", in_html("Page <span class='n'></span> of <span class='total'></span>", "")),
    "another letterhead": ("margin-differs", in_html("Marlhaven District", "Brackwater District")),
    "a stray line in the margin": (
        "margin-differs",
        in_html("@page :first {", "@page :first { @bottom-left { content: 'stray' }"),
    ),
    "another language": ("pdf-language", in_html("lang='en-GB'", "lang='en-US'")),
    "another title": ("title", in_html("<title>Information", "<title>Documentation")),
    "a link into the computer": (
        "pdf-active",
        in_html(LAST, "<p><a href='file:///c:/x'>Yours</a> sincerely, Sam Pencilworth</p>"),
    ),
    "a script as a link": (
        "pdf-active",
        in_html(LAST, "<p><a href='javascript:x()'>Yours</a> sincerely, Sam Pencilworth</p>"),
    ),
    "a token left over": ("left-over", in_html(LAST, "<p>{P1}</p>")),
    "a name in a paragraph": ("leak", in_html(LAST, f"<p>{SECRET}</p>")),
    "a name over two lines": ("leak", in_html(LAST, "<p>Aaliyah<br>Mock-<br>ridge</p>")),
    "a name clipped away": (
        "leak",
        in_html(LAST, f"<p style='height: 1px; overflow: hidden'><br><br>{SECRET}</p>"),
    ),
    "a name in alternative text": (
        "leak",
        in_html(
            LAST,
            f"<img alt='{SECRET}' src='data:image/gif;base64,R0lGODdhAQABAPAAAP8AAAAAACwAAAAAAQABAAACAkQBADs='>",
        ),
    ),
    "a name in a link": (
        "leak",
        in_html(LAST, "<p><a href='https://example.org/?q=Aaliyah%20Mockridge'>Yours</a></p>"),
    ),
    "a name in the title": ("leak", in_html("<title>Information", f"<title>{SECRET}")),
    "a name in the letterhead": ("leak", in_html("Marlhaven District Council", f"For {SECRET}")),
}


@pytest.mark.parametrize(("code", "make"), FAULTY_PAGES.values(), ids=FAULTY_PAGES)
def test_a_fault_in_the_pages_of_the_pdf_is_found(code: str, make: Callable[[], bytes]) -> None:
    assert code in {f.code for f in proved(word(word_parts()), make())}


def test_a_heading_row_left_out_on_the_first_page_is_found() -> None:
    content = replace(GOOD, rows=MANY_ROWS)
    look = page_html(content).replace("<thead>", "<thead style='display: none'>")
    assert "text-differs" in {f.code for f in proved(word(word_parts(content)), pdf(look))}


def test_a_row_lost_where_a_table_goes_on_to_the_next_page_is_found() -> None:
    content, fewer = replace(GOOD, rows=MANY_ROWS), replace(GOOD, rows=MANY_ROWS[:10] + MANY_ROWS[11:])
    assert "text-differs" in {f.code for f in proved(word(word_parts(content)), pdf(page_html(fewer)))}


def test_a_number_changed_in_a_line_with_arabic_is_found() -> None:
    content = replace(GOOD, paragraphs=("Shown as محمد الأحمد, aged 15.",))
    look = page_html(content).replace("aged 15", "aged 51")
    assert "text-differs" in {f.code for f in proved(word(word_parts(content)), pdf(look))}


def test_a_difference_is_told_by_its_place_and_never_by_its_words() -> None:
    found = proved(word(word_parts()), in_html("5:40pm", "5:41pm")())
    assert [f.code for f in found] == ["text-differs"]
    assert "page 1" in found[0].what
    assert "paragraph 3, word 6" in found[0].what
    assert "5:4" not in found[0].what


def edit(change: Callable[[pikepdf.Pdf], object], **options: Any) -> Callable[[bytes], bytes]:
    def make(good: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(good)) as file:
            change(file)
            file.save(out, **options)
        return out.getvalue()

    return make


def metadata(file: pikepdf.Pdf, key: str, value: str) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False) as held:
        held[key] = value


def annotate(file: pikepdf.Pdf, **entries: Any) -> None:
    named = {f"/{key}": value for key, value in entries.items()}
    rect = pikepdf.Array([0, 0, 10, 10])
    made = file.make_indirect(pikepdf.Dictionary({"/Type": pikepdf.Name.Annot, "/Rect": rect} | named))
    file.pages[0].Annots = pikepdf.Array([made])
    if entries["Subtype"] == pikepdf.Name.Widget:
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made]))


def set_root(key: str, value: Any) -> Callable[[pikepdf.Pdf], object]:
    return lambda file: file.Root.__setitem__(key, value(file) if callable(value) else value)


def info(key: str, value: str) -> Callable[[pikepdf.Pdf], object]:
    return lambda file: file.docinfo.__setitem__(key, value)


def attach(file: pikepdf.Pdf) -> None:
    file.attachments["list.txt"] = pikepdf.AttachedFileSpec(
        file, SECRET.encode(), filename="list.txt", description="", mime_type="", creation_date="", mod_date=""
    )


def empty_table(file: pikepdf.Pdf) -> None:
    kid = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Table))
    file.Root.StructTreeRoot.K[0].K.append(kid)


def unused(file: pikepdf.Pdf) -> None:
    file.Root.Odd = file.make_indirect(pikepdf.Dictionary(Held=pikepdf.Array([SECRET])))


def draw_hidden(file: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    file.pages[0].obj.Resources.Font["/Hid"] = file.make_indirect(font)
    file.pages[0].contents_add(f"BT /Hid 12 Tf 3 Tr 100 900 Td ({SECRET}) Tj ET".encode())


def appearance(file: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    look = file.make_stream(f"BT /F 9 Tf ({SECRET}) Tj ET".encode(), Type=pikepdf.Name.XObject)
    look.stream_dict.Subtype = pikepdf.Name.Form
    look.stream_dict.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=file.make_indirect(font)))
    annotate(file, Subtype=pikepdf.Name.Widget, T="box", AP=pikepdf.Dictionary(N=look))


NAME = pikepdf.Name
SCRIPT = pikepdf.Dictionary(S=NAME.JavaScript, JS="app.alert(1)")

FAULTY_FILES = {
    "a name in the properties": ("leak", "PDF properties", edit(info("/Subject", SECRET))),
    "a name in the metadata": ("leak", "PDF metadata", edit(lambda f: metadata(f, "dc:description", SECRET))),
    "a name in a bookmark": (
        "leak",
        "PDF bookmarks",
        edit(lambda f: f.Root.Outlines.First.__setitem__("/Title", SECRET)),
    ),
    "a name in replacement text": (
        "leak",
        "PDF structure",
        edit(lambda f: f.Root.StructTreeRoot.K[0].K[0].__setitem__("/ActualText", SECRET)),
    ),
    "a name in a note": ("leak", "PDF annotations", edit(lambda f: annotate(f, Subtype=NAME.Text, Contents=SECRET))),
    "a name in a form field": (
        "leak",
        "PDF form fields",
        edit(lambda f: annotate(f, Subtype=NAME.Widget, FT=NAME.Tx, T="box", V="-", TU=SECRET)),
    ),
    "a name in the look of a form field": ("leak", "PDF forms and pictures", edit(appearance)),
    "a box that Word has not": (
        "form-differs",
        "PDF form fields",
        edit(lambda f: annotate(f, Subtype=NAME.Widget, FT=NAME.Tx, T="box", TU="A box")),
    ),
    "a box that is filled in": (
        "form-field",
        "PDF form fields",
        edit(lambda f: annotate(f, Subtype=NAME.Widget, FT=NAME.Tx, T="box", TU="A box", V="-")),
    ),
    "a name in a page label": (
        "leak",
        "PDF strings",
        edit(set_root("/PageLabels", lambda f: f.make_indirect(pikepdf.Dictionary(Nums=[0, {"/P": SECRET}])))),
    ),
    "a name in an optional layer": (
        "leak",
        "PDF optional content",
        edit(
            set_root(
                "/OCProperties",
                lambda f: f.make_indirect(pikepdf.Dictionary(OCGs=[{"/Type": NAME.OCG, "/Name": SECRET}])),
            )
        ),
    ),
    "a name as a named place": (
        "leak",
        "PDF destinations",
        edit(set_root("/Dests", lambda f: pikepdf.Dictionary({"/Mockridge": [f.pages[0].obj, NAME.Fit]}))),
    ),
    "a name in the name of a font": (
        "leak",
        "PDF fonts",
        edit(
            lambda f: next(o for o in f.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o).__setitem__(
                "/FontName", NAME.Mockridge
            )
        ),
    ),
    "a name in an odd corner": ("leak", "PDF strings", edit(unused)),
    "a name drawn invisibly": ("leak", "PDF page 1, as drawn", edit(draw_hidden)),
    "a name in an attachment": ("leak", "PDF attachments", edit(attach)),
    "a name in a comment of the file": ("leak", "PDF file comments", lambda good: good + f"% {SECRET}\n".encode()),
    "an attachment": ("pdf-attachment", "PDF attachments", edit(attach)),
    "a note": ("pdf-annotation", "PDF annotations", edit(lambda f: annotate(f, Subtype=NAME.Text, Contents="a"))),
    "a script on opening": ("pdf-active", "PDF actions", edit(set_root("/OpenAction", SCRIPT))),
    "a program to launch": (
        "pdf-active",
        "PDF actions",
        edit(lambda f: annotate(f, Subtype=NAME.Link, A=pikepdf.Dictionary(S=NAME.Launch, F="x.exe"))),
    ),
    "words drawn invisibly": ("text-unseen", "PDF page 1", edit(draw_hidden)),
    "a table without rows": ("table-empty", "PDF structure", edit(empty_table)),
    "no tags": ("pdf-untagged", "PDF structure", edit(lambda f: f.Root.__delitem__("/MarkInfo"))),
    "another title in the metadata": ("title", "PDF metadata", edit(lambda f: metadata(f, "dc:title", "Other"))),
    "an author": ("author", "PDF properties", edit(info("/Author", "Somebody"))),
    "a property of its own": ("pdf-property", "PDF properties", edit(info("/Case", "7"))),
    "a password to change it": (
        "pdf-encrypted",
        "PDF file",
        edit(lambda f: None, encryption=pikepdf.Encryption(owner="secret", user="")),
    ),
    "an earlier version": ("pdf-earlier-version", "PDF file", lambda good: good + good),
    "a damaged file": ("unreadable", "PDF", lambda good: b"%PDF-1.7 nothing"),
    "no file at all": ("unreadable", "PDF", lambda good: b""),
}


@pytest.mark.parametrize(("code", "layer", "make"), FAULTY_FILES.values(), ids=FAULTY_FILES)
def test_a_fault_under_the_pages_of_the_pdf_is_found_where_it_is(
    good_pdf: bytes, code: str, layer: str, make: Callable[[bytes], bytes]
) -> None:
    assert (code, layer) in {(f.code, f.layer) for f in proved(word(word_parts()), make(good_pdf))}


def put(part: str, old: str, new: str) -> Callable[[dict[str, str]], dict[str, str]]:
    def make(parts: dict[str, str]) -> dict[str, str]:
        assert old in parts[part]
        return parts | {part: parts[part].replace(old, new, 1)}

    return make


def add(part: str, text: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda parts: parts | {part: text}


BODY, SECTION = "word/document.xml", "<w:sectPr>"
HIDDEN = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t></w:r></w:p>"
COMMENT = f"<w:comments {W}><w:comment w:id='1' w:author='A'>{paragraph(SECRET)}</w:comment></w:comments>"
CUSTOM = f"<Properties xmlns='urn:p'><property name='who'>{SECRET}</property></Properties>"
EXTERNAL = f"<Relationship Id='x' Type='{RELS}/attachedTemplate' Target='file:///c:/x.dotx' TargetMode='External'/>"
SPLIT = "<w:p><w:r><w:t>Aaliyah Mock</w:t></w:r><w:r><w:t>ridge</w:t></w:r></w:p>"

FAULTY_WORDS = {
    "a name in a comment": ("leak", "Word text of word/comments.xml", add("word/comments.xml", COMMENT)),
    "a name in a property": (
        "leak",
        "Word text of docProps/core.xml",
        put("docProps/core.xml", "<dc:title>", f"<dc:title>{SECRET}"),
    ),
    "a name in a custom property": ("leak", "Word text of docProps/custom.xml", add("docProps/custom.xml", CUSTOM)),
    "a name in hidden text": ("leak", "Word text of word/document.xml", put(BODY, SECTION, HIDDEN + SECTION)),
    "a name cut into runs": ("leak", "Word text of word/document.xml", put(BODY, SECTION, SPLIT + SECTION)),
    "a name in a header": (
        "leak",
        "Word text of word/header1.xml",
        put("word/header1.xml", "</w:hdr>", paragraph(SECRET) + "</w:hdr>"),
    ),
    "a name in a header not used": (
        "leak",
        "Word text of word/header9.xml",
        add("word/header9.xml", f"<w:hdr {W}>{paragraph(SECRET)}</w:hdr>"),
    ),
    "a name in a footnote": (
        "leak",
        "Word text of word/footnotes.xml",
        add("word/footnotes.xml", f"<w:footnotes {W}>{paragraph(SECRET)}</w:footnotes>"),
    ),
    "a name in alternative text": (
        "leak",
        "Word alternative text",
        put(BODY, SECTION, f"<w:p><docPr descr='{SECRET}'/></w:p>{SECTION}"),
    ),
    "a name in a bookmark": (
        "leak",
        "Word bookmark names",
        put(BODY, SECTION, f"<w:bookmarkStart w:id='1' w:name='Mockridge'/>{SECTION}"),
    ),
    "a name deleted with changes tracked": (
        "leak",
        "Word deleted words",
        put(BODY, SECTION, f"<w:p><w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del></w:p>{SECTION}"),
    ),
    "a name in a part name": ("leak", "Word file names", add("word/media/Mockridge.png", "")),
    "comments": ("word-comment", "Word comments", add("word/comments.xml", COMMENT)),
    "custom properties": ("word-custom", "Word custom properties", add("docProps/custom.xml", CUSTOM)),
    "hidden text": ("word-hidden", "Word hidden text", put(BODY, SECTION, HIDDEN + SECTION)),
    "text hidden by its style": (
        "word-hidden",
        "Word hidden text",
        lambda parts: (
            put(BODY, SECTION, f"<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr></w:p>{SECTION}")(parts)
            | {
                "word/styles.xml": f"<w:styles {W}><w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
                "</w:styles>"
            }
        ),
    ),
    "tiny text": (
        "word-hidden",
        "Word small text",
        put(BODY, SECTION, f"<w:p><w:r><w:rPr><w:sz w:val='2'/></w:rPr><w:t>x</w:t></w:r></w:p>{SECTION}"),
    ),
    "tracked changes": (
        "word-tracked",
        "Word tracked changes",
        put(BODY, SECTION, f"<w:p><w:ins w:id='1'/></w:p>{SECTION}"),
    ),
    "a link outside": ("word-external", "Word links", put("word/_rels/document.xml.rels", "</Rel", f"{EXTERNAL}</Rel")),
    "an embedded file": ("word-embedded", "Word embedded files", add("word/embeddings/a.xlsx", "x")),
    "an object": (
        "word-embedded",
        "Word embedded files",
        put(BODY, SECTION, f"<w:p><w:r><w:object/></w:r></w:p>{SECTION}"),
    ),
    "a field that fetches": (
        "word-field",
        "Word fields",
        put(BODY, SECTION, f"<w:p><w:fldSimple w:instr=' INCLUDETEXT x'/></w:p>{SECTION}"),
    ),
    "a date that changes": (
        "word-field",
        "Word fields",
        put(BODY, SECTION, f"<w:p><w:r><w:instrText>DATE</w:instrText></w:r></w:p>{SECTION}"),
    ),
    "another title": ("title", "Word properties", put("docProps/core.xml", "Information", "Documentation")),
    "another author": ("author", "Word properties", put("docProps/core.xml", "Marlhaven District Council", "Somebody")),
    "a tag left over": (
        "left-over",
        "Word text of word/document.xml",
        put(BODY, SECTION, paragraph("{{ x }}") + SECTION),
    ),
    "a block tag left over": (
        "left-over",
        "Word text of word/comments.xml",
        add("word/comments.xml", f"<w:comments {W}>{paragraph('{% if %}')}</w:comments>"),
    ),
    "a person token left over": (
        "left-over",
        "Word text of word/document.xml",
        put(BODY, SECTION, paragraph("We saw {P12}.") + SECTION),
    ),
    "a cell that says None": ("none-printed", "Word body", put(BODY, ">not known<", ">None<")),
    "None after a label": ("none-printed", "Word body", put(BODY, SECTION, paragraph("Injury: None") + SECTION)),
    "a paragraph that says nan": ("none-printed", "Word body", put(BODY, SECTION, paragraph("nan") + SECTION)),
    "an empty table": ("table-empty", "Word tables", put(BODY, SECTION, f"<w:tbl/>{SECTION}")),
    "a table of headings only": ("table-empty", "Word tables", put(BODY, SECTION, table(("A",), ()) + SECTION)),
    "a row without cells": ("table-empty", "Word tables", put(BODY, SECTION, f"<w:tbl><w:tr/></w:tbl>{SECTION}")),
    "a cell without a paragraph": (
        "table-empty",
        "Word tables",
        put(BODY, SECTION, f"<w:tbl><w:tr><w:tc/></w:tr></w:tbl>{SECTION}"),
    ),
    "a header without marking": ("marking", "Word.docx", put("word/header1.xml", MARKING, "Marlhaven")),
    "a first page without header": (
        "marking",
        "Word.docx",
        put(BODY, "w:type='first' r:id='h2'", "w:type='even' r:id='h2'"),
    ),
    "a footer without page number": ("page-number", "Word margins", put("word/footer1.xml", "'PAGE'", "'REF x'")),
    "a damaged part": ("unreadable", "Word file", put(BODY, "<w:body>", "<w:body><w:p>")),
    "no text": ("unreadable", "Word file", lambda parts: {"a.txt": "x"}),
}


@pytest.mark.parametrize(("code", "layer", "make"), FAULTY_WORDS.values(), ids=FAULTY_WORDS)
def test_a_fault_in_the_word_file_is_found_where_it_is(
    code: str, layer: str, make: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    assert (code, layer) in {(f.code, f.layer) for f in proved(word(make(word_parts())), None)}


@pytest.mark.parametrize("docx", [b"", b"not a zip", b"PK\x03\x04"])
def test_bytes_that_are_no_word_file_are_a_finding_and_not_an_error(docx: bytes) -> None:
    assert [f.code for f in proved(docx, None)] == ["unreadable"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"file_stem": "MSC-2026-0417_school-letter_Mockridge_v1"}, id="in the file name"),
        pytest.param({"file_stem": "MSC-2026-0417 Aaliyah_Mockridge"}, id="in the file name, joined"),
        pytest.param({"title": f"About {SECRET}"}, id="in the title"),
    ],
)
def test_a_name_outside_the_files_is_found(changes: dict[str, str]) -> None:
    assert "leak" in {f.code for f in proved(word(word_parts()), None, **changes)}


def test_no_finding_repeats_the_words_that_it_is_about() -> None:
    parts = add("word/comments.xml", COMMENT)(word_parts())
    found = proved(word(parts), in_html(LAST, f"<p>{SECRET}</p>")())
    assert {"leak", "text-differs", "word-comment"} <= {f.code for f in found}
    assert not [f for f in found if "Mockridge" in f.what or "Aaliyah" in f.what]


def test_every_code_that_is_found_is_explained() -> None:
    codes = {code for code, _ in FAULTY_PAGES.values()}
    codes |= {code for code, _, _ in FAULTY_FILES.values()} | {code for code, _, _ in FAULTY_WORDS.values()}
    assert codes == set(CODES)
