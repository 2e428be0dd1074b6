import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from casepack.errors import TemplateError
from casepack.fill import Properties, ViewError, fill, gate
from casepack.wordparts import body_text, parse, parts, words

from .builders_docx import W, cell, docx, field, p, picture, row, run, table

PROPERTIES = Properties(title="Letter about R & D <1>", author="Marlhaven District Council")
NASTY = (
    "A & B <c> \"x\" 'y' ]]> 😀 مرحبا {{ name }} {% if name %} {# note #} {_{ }_} {_% %_} {P2} &amp; &#65; "
    "</w:t></w:r> {{ ''.__class__ }} {{7*7}} ‘quoted’  two spaces \\n %} }} #}"
)
PERSON = {"person": {"name": "Ms A. Example", "adress": "1 Example Road"}, "items": ["one", "two"]}


def filled(template: bytes, context: Mapping[str, Any] | None = None, properties: Properties = PROPERTIES) -> bytes:
    return fill(template, context or {}, name="school-letter", properties=properties)


def refusal(template: bytes, context: Mapping[str, Any]) -> str:
    with pytest.raises(TemplateError) as caught:
        filled(template, context)
    return str(caught.value)


def lines(document: bytes) -> list[str]:
    return body_text(document).splitlines()


def header_footer_texts(document: bytes) -> dict[str, str]:
    """The visible words of each header and footer, by the name of its part."""
    members = parts(document)
    margins = (name for name in members if name.startswith(("word/header", "word/footer")))
    return {name: words(parse(members[name], name)) for name in margins}


def test_a_template_is_filled_in_body_cells_header_and_footer() -> None:
    template = docx(
        p("Dear {{ name }},"),
        table(row("{{ name }}")),
        p(),
        header=["{{ name }} again"],
        footer=["of {{ name }}", p(field("PAGE"))],
    )
    out = filled(template, {"name": "Ms A. Example"})
    assert lines(out)[:2] == ["Dear Ms A. Example,", "Ms A. Example"]
    assert header_footer_texts(out) == {
        "word/header1.xml": "OFFICIAL-SENSITIVE\n",
        "word/header2.xml": "Ms A. Example again\n",
        "word/footer1.xml": "of Ms A. Example\n1\n",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NASTY, id="everything at once"),
        pytest.param("{{ name }}", id="a tag"),
        pytest.param("{%p if name %}", id="a paragraph tag"),
        pytest.param("{_{ name }_}", id="what docxtpl turns into braces"),
        pytest.param("{{name}", id="half a tag"),
        pytest.param("a <b c> d & e; <3 hello", id="loose markup"),
        pytest.param("  spaces  around  ", id="spaces"),
        pytest.param("first\nsecond\n\nfourth", id="line ends"),
    ],
)
def test_data_comes_out_letter_for_letter_and_is_never_a_tag(text: str) -> None:
    block = [p("{{ name }}|"), table(row("{{ name }}|"))]
    out = filled(docx(*block, p(), header=["{{ name }}|"], footer=["{{ name }}|"], sections=2), {"name": text})
    texts = header_footer_texts(out)
    assert body_text(out).count(f"{text}|\n") == 2
    assert texts["word/header2.xml"] == texts["word/footer1.xml"] == f"{text}|\n"


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")))
def test_any_text_survives_in_a_repeated_row_and_the_footer(text: str) -> None:
    template = docx(
        table(row("{%tr for x in xs %}"), row("{{ x }}|"), row("{%tr endfor %}")), p(), footer=["{{ xs[0] }}|"]
    )
    out = filled(template, {"xs": [text, text]})
    assert body_text(out).startswith(f"{text}|\n{text}|\n")
    assert header_footer_texts(out)["word/footer1.xml"] == f"{text}|\n"


def test_line_ends_and_tabs_become_those_of_word_and_keep_the_look_of_the_run() -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{{ x }}</w:t></w:r>"
    root = etree.fromstring(parts(filled(docx(p(bold)), {"x": "a\nb\tc"}))["word/document.xml"])
    names = [item.tag.rpartition("}")[2] for item in root.iter(f"{{{W}}}r").__next__()]
    assert names == ["rPr", "t", "br", "t", "tab", "t"]


def test_a_tag_that_word_split_into_runs_is_put_together() -> None:
    split = run("Dear {{ per") + '<w:proofErr w:type="spellStart"/>' + run("son.na") + run("me }}, hello")
    assert lines(filled(docx(p(split)), PERSON)) == ["Dear Ms A. Example, hello"]


def test_conditions_and_repetitions_choose_paragraphs_rows_and_words() -> None:
    template = docx(
        p("{%p if person.name %}"), p("yes"), p("{%p else %}"), p("no"), p("{%p endif %}"),
        p("{%p for x in items %}"), p("{{ loop.index }}. {{ x|upper }}"), p("{%p endfor %}"),
        table(row("Heading"), row("{%tr for x in items %}"), row("{{ x|first_capital }}"), row("{%tr endfor %}")),
        p("{% if person.school is defined %}at school{% else %}no school{% endif %}; {{ items|join(' & ') }}"),
        p("{# a note for whoever edits this #}{{ 'R & D' if items|length == 2 else 'x' }} {{ 'R & D' }}"),
    )  # fmt: skip
    assert lines(filled(template, PERSON)) == [
        *("yes", "1. ONE", "2. TWO", "Heading", "One", "Two", "no school; one & two", "R & D R & D"),
    ]


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        pytest.param(
            [p("Hello"), p("Lives at {{ person.address }}.")],
            "the template asks for person.address, which this document's reader may not see or which does not exist."
            " Did you mean person.adress? There is: adress, name.",
            id="an attribute of something that is there",
        ),
        pytest.param(
            [p("Dear {{ persn.name }}")],
            "asks for persn, which this document's reader may not see or which does not exist. Did you mean person?",
            id="a name at the top",
        ),
        pytest.param(
            [p("a {{ items[0] }} b {{ person.name }} c {{ person.born }} d {{ person.name }}")],
            "the template asks for person.born",
            id="the third of four tags in one paragraph",
        ),
        pytest.param(
            [table(row("a", "b"), row("c", cell("d", "{{ person.born }}")), columns=2), p()],
            'paragraph 5, table 1, row 2, column 2 ("{{ person.born }}")',
            id="a cell",
        ),
        pytest.param(
            [table(row("{%tr for x in items %}"), row("{{ x.when }}"), row("{%tr endfor %}")), p()],
            "asks for x.when, which this document's reader may not see or which does not exist: what stands before when"
            " is a single value",
            id="inside a repeated row",
        ),
        pytest.param(
            [p("{%p for x in things %}"), p("{{ x }}"), p("{%p endfor %}")], "asks for things", id="a repetition"
        ),
        pytest.param([p("{% if person.born %}x{% endif %}")], "asks for person.born", id="a condition"),
        pytest.param([p("{{ items[7] }}")], "what stands before 7 is a list", id="an item too many"),
        pytest.param([p("{{ person.name.upper }}")], "asks for person.name.upper", id="a method"),
        pytest.param([p("{{ person.keys }}")], "asks for person.keys", id="a method of a group"),
        pytest.param([p("{{ ''.__class__ }}")], "asks for ''.__class__", id="a way into Python"),
        pytest.param([p("{{ cycler }}")], "asks for cycler", id="a global of Jinja"),
        pytest.param([p("{{ person }}")], "prints a group of values where words are needed", id="a group"),
        pytest.param([p("{{ items is defined }}")], "prints yes or no where words are needed", id="a yes"),
        pytest.param([p("{% for x in person.name %}{{ x }}{% endfor %}")], "is not a list", id="letters of a text"),
        pytest.param([p("{% if items > 3 %}x{% endif %}")], "cannot be worked out", id="a comparison of unlike things"),
    ],
)
def test_what_a_template_asks_for_in_vain_is_named_with_its_place(blocks: list[str], said: str) -> None:
    assert said in refusal(docx(*blocks), PERSON)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"header": ["x", "{{ nope }}"]}, "header, paragraph 2"),
        ({"first_header": ["{{ nope }}"]}, "first page's header, paragraph 1"),
        ({"footer": [table(row("{{ nope }}")), p()]}, "footer, paragraph 1, table 1, row 1, column 1"),
        ({"header": ["{{ nope }}"], "sections": 2}, "header of section 2, paragraph 1"),
    ],
)
def test_a_place_in_a_margin_says_which_margin(changes: dict[str, Any], said: str) -> None:
    assert f"Template school-letter: {said}" in refusal(docx(p("Body"), **changes), {})


def test_a_message_holds_no_value_of_the_view() -> None:
    blocks = [p("{{ person.born }}"), p("{{ person }}"), p("{% if person.name > 3 %}x{% endif %}")]
    said = [refusal(docx(block), {"person": {"name": "Secret"}}) for block in blocks]
    assert not [text for text in said if "Secret" in text]


@pytest.mark.parametrize(
    ("view", "where"),
    [
        pytest.param({"a": None}, "a NoneType at a", id="none"),
        pytest.param({"a": [{"b": 1.5}]}, "a float at a[0].b", id="float"),
        pytest.param({"a": ("x",)}, "a tuple at a", id="tuple"),
        pytest.param({"a": {"b": object()}}, "a object at a.b", id="object"),
        pytest.param({"a": type("Loud", (str,), {})("x")}, "a Loud at a", id="a kind of str"),
        pytest.param({"a": {1: "x"}}, "a name that is no text at a", id="a number as a name"),
        pytest.param({"a": "x\x0by"}, "the character U+000B at a", id="vertical tab"),
        pytest.param({"a": "x\x07y"}, "the character U+0007 at a", id="bell, a paragraph to docxtpl"),
        pytest.param({"a": "x\ry"}, "the character U+000D at a", id="carriage return"),
        pytest.param({"a": "x\ud800y"}, "the character U+D800 at a", id="half a character"),
        pytest.param({"a": "x\uffffy"}, "the character U+FFFF at a", id="no character"),
    ],
)
def test_a_view_that_is_not_plain_is_a_fault_of_casepack(view: dict[str, Any], where: str) -> None:
    with pytest.raises(ViewError, match=re.escape(f"holds {where};")):
        filled(docx(p("Nothing printed")), view)
    assert ViewError.exit_code == 1


@pytest.mark.parametrize("conditional", ["{%p if items %}", "{%p if not items %}"])
def test_a_cell_whose_only_paragraph_was_conditional_still_ends_with_one(conditional: str) -> None:
    template = docx(table(row("Label", cell(conditional, "Words", "{%p endif %}")), columns=2), p())
    root = etree.fromstring(parts(filled(template, PERSON))["word/document.xml"])
    cells = list(root.iter(f"{{{W}}}tc"))
    assert [c[-1].tag for c in cells] == [f"{{{W}}}p"] * 2
    assert all(c[-1].find(f"{{{W}}}pPr/{{{W}}}pStyle") is not None for c in cells)


def test_a_header_that_lost_its_only_paragraph_gets_an_empty_one() -> None:
    out = filled(docx(p("x"), header=["{%p if not items %}", "Words", "{%p endif %}"]), PERSON)
    assert header_footer_texts(out)["word/header2.xml"] == "\n"


def test_a_table_without_rows_is_refused_with_advice() -> None:
    template = docx(p("x"), table(row("{%tr for x in items %}"), row("{{ x }}"), row("{%tr endfor %}")), p())
    said = refusal(template, {"items": []})
    assert "table 1 has no rows left" in said
    assert "None recorded" in said


def test_a_bookmark_in_a_repeated_paragraph_is_refused() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="here"/><w:bookmarkEnd w:id="1"/>'
    template = docx(p("{%p for x in items %}"), p(mark, "{{ x }}"), p("{%p endfor %}"))
    assert 'the bookmark "here" is in a repeated part' in refusal(template, PERSON)


def test_pictures_and_controls_in_repeated_parts_have_ids_of_their_own() -> None:
    control = f'<w:sdt><w:sdtPr><w:id w:val="77"/></w:sdtPr><w:sdtContent>{run("x")}</w:sdtContent></w:sdt>'
    template = docx(p("{%p for x in items %}"), p(picture(), control), p("{%p endfor %}"), picture_file=True)
    xml = parts(filled(template, PERSON))["word/document.xml"].decode()
    assert re.findall(r'<wp:docPr id="(\d+)"', xml) == ["1", "2"]
    assert re.findall(r'<w:id w:val="(\d+)"', xml) == ["1", "2"]


def everything() -> bytes:
    return docx(
        p("Dear {{ name }},", picture()),
        p("{%p for x in xs %}"), p("{{ x }}"), p("{%p endfor %}"),
        table(row("H", "I"), row("{%tr for x in xs %}"), row("{{ x }}", cell("{%p if no %}", "y", "{%p endif %}")),
              row("{%tr endfor %}"), columns=2),
        p("End"),
        header=["{{ name }}"], footer=[p("Page ", field("PAGE"), " of ", field("NUMPAGES"))], picture_file=True,
    )  # fmt: skip


VIEW: dict[str, Any] = {"name": NASTY, "xs": [NASTY, "two\nlines", "three"], "no": False}


def test_word_finds_nothing_to_repair_in_a_filled_document(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(filled(everything(), VIEW))
    assert OpenXmlValidator().validate(path).errors == []


def test_properties_are_those_given_and_nothing_else_tells_who_made_the_template() -> None:
    traces = {
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>python-docx</dc:creator>'
        "<dc:title>Old title</dc:title></cp:coreProperties>",
        "docProps/custom.xml": "<Properties><property name='Client'>Old client</property></Properties>",
        "docProps/thumbnail.jpeg": b"\xff\xd8\xff\xd9",
    }
    template = docx(f'<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD">{run("x")}</w:p>', parts=traces)
    out = parts(filled(template, properties=Properties(title="R & D <1>", author="Marlhaven", subject="Letter")))
    core = out["docProps/core.xml"].decode()
    assert re.findall(r"<dc:(\w+)>(.*?)</", core) == [
        *(("title", "R &amp; D &lt;1&gt;"), ("subject", "Letter"), ("creator", "Marlhaven"), ("language", "en-GB")),
    ]
    everything_said = b"".join(out.values())
    assert [t for t in (b"rsid", b"python", b"Old", b"custom.xml", b"thumbnail") if t in everything_said] == []
    assert "dcterms" not in core
    assert not {"docProps/custom.xml", "docProps/thumbnail.jpeg"} & set(out)


def test_a_title_that_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(ViewError, match=re.escape("U+0000 at title")):
        filled(docx(p("x")), properties=Properties(title="a\x00b", author="Marlhaven"))


def test_the_same_template_and_view_give_the_same_bytes_on_any_day_and_in_any_process() -> None:
    here = Path(__file__).resolve().parent.parent
    code = (
        "import hashlib; from tests.test_fill import everything, filled, VIEW;"
        "import sys; sys.stdout.write(hashlib.sha256(filled(everything(), VIEW)).hexdigest())"
    )
    made = {hashlib.sha256(filled(everything(), VIEW)).hexdigest() for _ in range(2)}
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=here,
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        )
        made.add(done.stdout.decode())
    assert len(made) == 1


def test_documents_of_one_template_do_not_touch_each_other() -> None:
    template = docx(p("{{ name }} {% if more %}{{ more }}{% endif %}"))
    first = filled(template, {"name": "one", "more": "secret"})
    refusal(template, {"name": "two"})
    second = filled(template, {"name": "two", "more": ""})
    assert (lines(first), lines(second)) == (["one secret"], ["two "])
    assert filled(template, {"name": "one", "more": "secret"}) == first


def test_a_name_for_messages_stands_before_every_fault() -> None:
    with pytest.raises(TemplateError) as caught:
        gate(docx(p("{%p if a %} x"), p("{{ b")), "school-letter")
    said = str(caught.value).splitlines()
    assert len(said) == 3
    assert all(line.startswith("Template school-letter: ") for line in said)


def test_a_value_printed_where_no_reader_of_today_sees_it_is_an_error() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    old_word_only = f"<mc:AlternateContent {mc}><mc:Choice Requires='w14'/><mc:Fallback>{run('{{ person.name }}')}"
    template = docx(p(f"{old_word_only}</mc:Fallback></mc:AlternateContent>"))
    assert "a value was printed and did not reach the document" in refusal(template, PERSON)
