import pytest

from casepack.errors import TemplateError
from casepack.fill import gate

from .builders_docx import W, cell, docx, p, picture, row, run, table

BREAK = "<w:r><w:br/></w:r>"


def refusal(template: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        gate(template, "letter")
    return str(caught.value)


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        pytest.param(
            [p("before {%p if a %} after"), p("{%p endif %}")], "takes its whole paragraph away", id="p with words"
        ),
        pytest.param(
            [p("{%p if a %}{{ b }}"), p("{%p endif %}")], "takes its whole paragraph away", id="p with a value"
        ),
        pytest.param(
            [p("{%p if a %}", BREAK), p("{%p endif %}")], "takes its whole paragraph away", id="p with a break"
        ),
        pytest.param([p("{#p note #} words")], "takes its whole paragraph away", id="note with words"),
        pytest.param(
            [table(row("{%tr if a %}", "words"), row("{%tr endif %}", ""), columns=2), p()],
            "takes its whole row away",
            id="tr with words",
        ),
        pytest.param(
            [table(row("{%tr for a in b %}", "{%tr endfor %}"), columns=2), p()],
            "takes its whole row away",
            id="two in a row",
        ),
        pytest.param([p("{%tr if a %}"), p("{%tr endif %}")], "stands in no table", id="tr outside a table"),
        pytest.param(
            [p("{%pif a %}"), p("{%p endif %}")], "Write {%p with no space before p and one after", id="no space"
        ),
        pytest.param(
            [p("{% p if a %}"), p("{%p endif %}")], "Write {%p with no space before p and one after", id="space"
        ),
        pytest.param([p("{%p if a == '%' %}"), p("{%p endif %}")], "holds one of the signs", id="percent"),
        pytest.param([p("x {%- if a %}y{% endif %}")], "would swallow the words around it", id="minus before"),
        pytest.param([p("x {{ a -}} y")], "would swallow the words around it", id="minus behind"),
        pytest.param([p("{{r a }}")], "of a kind that casepack does not fill in", id="rich text"),
        pytest.param([p("{{p a }}")], "of a kind that casepack does not fill in", id="sub-document"),
        pytest.param([table(row("{%tc for a in b %}")), p()], "of a kind that casepack does not fill in", id="columns"),
        pytest.param([p("{% set a = 1 %}")], "A tag begins with if, elif", id="set"),
        pytest.param([p("{% include 'x' %}")], "A tag begins with if, elif", id="include"),
        pytest.param([p("{% raw %}{{ a }}{% endraw %}")], "A tag begins with if, elif", id="raw"),
        pytest.param([p("{% vm %}")], "A tag begins with if, elif", id="merged cells"),
        pytest.param([p("{{ a"), p("b }}")], "a curly bracket is left over", id="over two paragraphs"),
        pytest.param([p("write {P2} here")], "a curly bracket is left over", id="one bracket"),
        pytest.param([p("{% if a %}x")], "{% if a %} is never closed", id="never closed"),
        pytest.param([p("x{% endif %}")], "{% endif %} has nothing to belong to", id="never opened"),
        pytest.param([p("{% if a %}x{% endfor %}")], "has nothing to belong to", id="closed by another"),
        pytest.param([p("{% if a %}x"), p("y{% endif %}")], "stands somewhere else", id="closed in another paragraph"),
        pytest.param(
            [table(row("{% for a in b %}x", "{% endfor %}"), columns=2), p()],
            "stands somewhere else",
            id="across cells",
        ),
        pytest.param([p("{%p if a %}"), p("x{% endif %}")], "is of another kind", id="closed by another kind"),
        pytest.param(
            [p("{%p if a %}"), table(row(cell("{%p endif %}", "x"))), p()],
            "stands somewhere else",
            id="closed in a cell",
        ),
        pytest.param(
            ["".join(p("{%p for a in b %}") for _ in range(5)) + "".join(p("{%p endfor %}") for _ in range(5))],
            "too many repetitions",
            id="too deep",
        ),
        pytest.param(
            [p(run("{{ a"), BREAK, run(".b }}"))], "is interrupted by a link, a line break", id="a break inside"
        ),
        pytest.param(
            [p(run("{{ a"), f'<w:hyperlink w:anchor="x">{run(".b }} c")}</w:hyperlink>')],
            "is interrupted",
            id="a link inside",
        ),
        pytest.param(
            [p(run("{{ a"), '<w:bookmarkStart w:id="1" w:name="x"/>', run(" }}"), '<w:bookmarkEnd w:id="1"/>')],
            "is interrupted",
            id="a bookmark inside",
        ),
        pytest.param(
            [p(f"<w:r><w:pict><w:txbxContent>{p('{{ a }}')}</w:txbxContent></w:pict></w:r>")],
            "text box",
            id="a text box",
        ),
        pytest.param([p("{{ a + }}")], "something is missing or too much in it", id="an unfinished sum"),
        pytest.param([p("{{ a|safe }}")], "No filter named 'safe'", id="raw markup"),
        pytest.param([p("{{ a|default('') }}")], "No filter named 'default'", id="a filter that hides"),
        pytest.param([p("{{ a.b() }}")], "a calculation or a call", id="a call"),
        pytest.param([p("{{ 'a' * 99999999 }}")], "a calculation or a call", id="a text that grows"),
        pytest.param([p("{{ 9 ** 9 ** 9 }}")], "a calculation or a call", id="a number that grows"),
    ],
)
def test_a_tag_that_would_lose_words_or_is_not_understood_is_refused(blocks: list[str], said: str) -> None:
    assert said in refusal(docx(*blocks))


@pytest.mark.parametrize(
    ("template", "part"),
    [
        pytest.param(
            docx(p(picture("crest of {{ a }}")), picture_file=True), "word/document.xml", id="alternative text"
        ),
        pytest.param(
            docx(p("x"), parts={"word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{p("{{ a }}")}</w:footnotes>'}),
            "word/footnotes.xml",
            id="footnote",
        ),
        pytest.param(
            docx(p("x"), parts={"word/styles.xml": f'<w:styles xmlns:w="{W}"><w:x w:val="{{% if %}}"/></w:styles>'}),
            "word/styles.xml",
            id="style",
        ),
    ],
)
def test_a_tag_where_nothing_is_filled_in_is_refused(template: bytes, part: str) -> None:
    assert f"{part} holds" in refusal(template)


def test_every_fault_is_said_at_once_with_its_place() -> None:
    said = refusal(docx(p("{{ a"), p("fine {{ b }}"), table(row("x", "{% p if c %}"), columns=2), p())).splitlines()
    assert [line.partition(":")[2].partition(" (")[0].strip() for line in said[:2]] == [
        *("paragraph 1", "paragraph 4, table 1, row 1, column 2"),
    ]


def test_long_paragraphs_are_shortened_in_messages() -> None:
    said = refusal(docx(p("word " * 40 + "{{ a")))
    assert '…")' in said
    assert len(said) < 250
