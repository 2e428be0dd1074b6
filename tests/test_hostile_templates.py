"""Word files that mean harm, in the place of a template: refused in words, in a moment; what passes is clean."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from casepack.errors import TemplateError
from casepack.fill import Properties, fill, gate

from .builders_docx import docx, p, row, table
from .hostile_templates import CLEANED, FAR, REFUSED

PROPERTIES = Properties(title="Letter", author="Marlhaven District Council")
SECONDS = 5
"""Of this processor: what one template may take at most; most take a hundredth of one."""
HARMFUL = (b"secret", FAR.encode(), b"vbaProject")


def harmful(document: bytes) -> list[str]:
    """The parts of a finished document in which something harmful stands, and where it stands beside them."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        found = [name for name in archive.namelist() if any(sign in archive.read(name) for sign in HARMFUL)]
    return found + (["beside the parts"] if any(sign in document for sign in HARMFUL) else [])


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_template_is_refused_in_words_and_in_a_moment(name: str) -> None:
    make, words = REFUSED[name]
    data = make()
    before = time.process_time()
    with pytest.raises(TemplateError) as caught:
        gate(data, "letter")
    assert time.process_time() - before < SECONDS
    said = str(caught.value)
    assert words
    assert words in said
    assert all(line.startswith("Template letter: ") for line in said.splitlines())
    assert len(said) < 2_000


@pytest.mark.parametrize("name", CLEANED)
def test_what_a_template_holds_besides_its_words_reaches_no_document(name: str) -> None:
    data = CLEANED[name]()
    assert any(sign in data for sign in HARMFUL) or harmful(data)
    assert harmful(fill(data, {}, name="letter", properties=PROPERTIES)) == []


@pytest.mark.parametrize(
    "tag",
    [
        "{{ x.__class__ }}",
        "{{ x['__class__'] }}",
        "{{ x.__init__.__globals__ }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ loop }}",
        "{{ config }}",
        "{{ request }}",
        "{{ namespace }}",
        "{{ caller }}",
        "{{ varargs }}",
        "{{ x.mro }}",
        "{{ xs.append }}",
        "{{ d.items }}",
        "{{ d._private }}",
        "{{ x[0].__class__ }}",
        "{% for y in xs %}{{ loop.__class__ }}{% endfor %}",
        "{% for y in xs %}{{ loop._iterable }}{% endfor %}",
        "{% for y in d %}{{ y }}{% endfor %}",
        "{% for y in x %}{{ y }}{% endfor %}",
    ],
)
def test_no_tag_leads_out_of_what_the_view_holds(tag: str) -> None:
    context = {"x": "words", "xs": ["one"], "d": {"a": "b"}}
    with pytest.raises(TemplateError) as caught:
        fill(docx(p(tag)), context, name="letter", properties=PROPERTIES)
    assert "Template letter: " in str(caught.value)
    assert "object at 0x" not in str(caught.value)
    assert "<class" not in str(caught.value)


def test_repetitions_as_deep_as_may_be_end() -> None:
    opened = "".join("{% for a in xs %}" for _ in range(4))
    template = docx(table(row(opened + "{{ a }}" + "{% endfor %}" * 4)), p())
    before = time.process_time()
    made = fill(template, {"xs": ["x"] * 12}, name="letter", properties=PROPERTIES)
    assert time.process_time() - before < SECONDS
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"x" * 12**4 in archive.read("word/document.xml")


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) >= 90
