"""Word files spoilt in their bytes, parts, XML and tags: as templates to be filled, and as letters edited by hand."""

from __future__ import annotations

import random
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casepack import clock, make, retypeset
from casepack.assets import assets_folder
from casepack.convert import to_html
from casepack.errors import CasepackError, TemplateError, TypesetError
from casepack.fill import Properties, fill, gate
from casepack.finish import filled
from casepack.inputs import LoadedCase, load_case, marks
from casepack.make import Before, Produced
from casepack.manifest import Manifest
from casepack.mentions import build_book
from casepack.papers import ABOUT_A_CASE
from casepack.plan import Case, Job, key_of
from casepack.planning import make_plan
from casepack.results import Result
from casepack.run import Maker, Tick, digest, one_by_one
from casepack.template_language import ViewError, check_view
from casepack.texttwin import plain_text
from casepack.versions import Wanted, decide, documents_after
from casepack.views import View, lens_for
from casepack.wordlayers import all_text_layers
from casepack.wordparts import body_text, parts

from .bookmaker import Part, packed, raw_zip
from .builders import office_data, record_data
from .builders_case import cast_case, child, strings
from .builders_docx import PNG, docx, p, row, table, zipped
from .fault_injection import DAY
from .fuzz_kit import ODD_WORDS, Tried, faults_of_words, kind_of_error, spoilt_bytes, told_of_others
from .hostile_json import as_json

AS_OF = "2026-10-25 12:10"
PROPERTIES = Properties(title="Letter", author="Marlhaven District Council")

_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
_ELEMENT = re.compile(r"<([A-Za-z][\w:]*)(?:\s[^<>]*)?(?:/>|>[^<>]*</\1>)")
_RUN = re.compile(r"<w:(r|p|tc|tr|tbl)[ >].*?</w:\1>", re.DOTALL)
_VALUE = re.compile(r'="[^"]*"')
_WORDS = re.compile(r">[^<>]+<")
_FILLED = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_LEAST = 8
"""Signs that a text of a View has at least, so that it can be looked for in a message."""

_VALUES = (
    "", "0", "-1", "1", "2", "true", "off", "none", "zz", "FFFFFF", "2610", "110000", "D800", "9" * 30, "1e9", "1.5",
    "rId1", "rId999", "rIdPicture", "../../x", "media/crest.png", "https://example.org/x", "mailto:a@example.org",
    "file:///etc/passwd", "javascript:x", "Heading1", "TableText", "x" * 300, "\u202e", "&#10;", "en-GB", "first",
    "default", "even", "restart", "begin", "separate", "end", "nextPage", "preserve",
)  # fmt: skip
_TAGS = (
    "{{ doc.title }}", "{{ name }}", "{{ x", "x }}", "{{", "}}", "{%", "%}", "{#", "#}", "{{ }}", "{% if x %}",
    "{% if doc %}x{% endif %}", "{% endif %}", "{% else %}", "{% for y in xs %}", "{% endfor %}", "{%p if x %}",
    "{%tr for y in xs %}", "{%tr endfor %}", "{%tc if x %}", "{{ x | upper }}", "{{ x.__class__ }}", "{% set a = 1 %}",
    "{{ 9**9**9 }}", "{{ 'a' * 99999999 }}", "{% raw %}", "{% include 'x' %}", "{{ doc[0] }}", "{{ doc.title.x }}",
    "{% for a in 'x' %}{% for b in 'x' %}", "{{ loop.index }}", "{{ (((((1))))) }}", "{{ '}}' }}", "{{ range(9) }}",
    "{{r x }}", "{{p x }}", "{%- if x -%}", "{{ doc . title }}", "{{\u00a0doc.title }}", "{% if " + "not " * 9 + "x %}",
)  # fmt: skip
_PUT = (
    '<w:sym w:font="Wingdings" w:char="{value}"/>', '<w:gridSpan w:val="{value}"/>', '<w:vMerge w:val="{value}"/>',
    '<w:br w:type="{value}"/>', "<w:tab/>", "<w:cr/>", "<w:t/>", "<w:p/>", "<w:tbl/>", "<w:tr/>", "<w:tc/>",
    "<w:sectPr/>",
    "<w:r><w:t>{tag}</w:t></w:r>", "<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>", "{tag}", "{word}", "<!-- {value} -->",
    '<w:fldSimple w:instr="{value}"/>', '<w:fldChar w:fldCharType="{value}"/>', "<w:instrText>PAGE</w:instrText>",
    '<w:hyperlink r:id="{value}"><w:r><w:t>x</w:t></w:r></w:hyperlink>', '<w:bookmarkStart w:id="1" w:name="{value}"/>',
    "<w:sdt><w:sdtPr/><w:sdtContent><w:p/></w:sdtContent></w:sdt>", '<w:footnoteReference w:id="{value}"/>',
    "<w:ins><w:r><w:t>x</w:t></w:r></w:ins>", "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", "<?x y?>",
    '<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="{value}"/></w:numPr>', '<w:pStyle w:val="{value}"/>',
    '<w:vanish/>', '<w:rPr><w:vanish/></w:rPr>', '<w:tblGrid/>', '<w:gridCol w:w="{value}"/>', "<x:y xmlns:x='urn:x'/>",
    "<![CDATA[{word}]]>", "&amp;", "&x;", "&#x0;", "<w:lang w:val='{value}'/>", '<w:shd w:fill="{value}"/>',
    '<w:jc w:val="{value}"/>', '<w:ind w:left="{value}"/>', '<w:tcW w:w="{value}" w:type="dxa"/>',
)  # fmt: skip


# Spoiling


def _more(rng: random.Random) -> str:
    text = rng.choice(_PUT)
    word = "".join(c for c in rng.choice(ODD_WORDS) if c >= " " and c not in "<&\uffff")
    return text.replace("{value}", rng.choice(_VALUES)).replace("{tag}", rng.choice(_TAGS)).replace("{word}", word)


def _spoilt_xml(rng: random.Random, text: str) -> str:
    """XML with elements put in, doubled, moved, taken away, attributes and tags changed."""
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        pattern = rng.choice((_TAG, _ELEMENT, _ELEMENT, _RUN, _RUN, _VALUE, _VALUE, _WORDS, _FILLED))
        found = list(pattern.finditer(text))
        if not found:
            continue
        one, other = rng.choice(found), rng.choice(found)
        if pattern is _VALUE:
            put = f'="{rng.choice(_VALUES)}"'
        elif pattern is _WORDS:
            put = f">{one[0][1:-1]}{rng.choice(_TAGS)}<" if rng.random() < 0.5 else f">{rng.choice(_TAGS)}<"
        elif pattern is _FILLED:
            put = rng.choice((rng.choice(_TAGS), other[0], one[0] * 2, one[0][:-1], ""))
        else:
            put = rng.choice(("", one[0] * 2, other[0], one[0] + _more(rng), _more(rng) + one[0], one[0] * 40))
        text = text[: one.start()] + put + text[one.end() :]
    return text


def _spoilt_parts(rng: random.Random, members: dict[str, bytes]) -> bytes:
    """Parts taken away, doubled, swapped, renamed, cut off or added."""
    listed: list[tuple[str, Part]] = list(members.items())
    for _ in range(rng.choice((1, 1, 2))):
        at, other = rng.randrange(len(listed)), rng.randrange(len(listed))
        name, content = listed[at]
        match rng.randrange(7):
            case 0 if len(listed) > 1:
                listed.pop(at)
            case 1:
                listed.append((name, listed[other][1]))
            case 2:
                listed[at] = (name, listed[other][1])
            case 3:
                listed[at] = (
                    rng.choice((name.upper(), f"{name}.xml", f"/{name}", name.replace("/", "\\"), "")),
                    content,
                )
            case 4:
                listed[at] = (name, content[: rng.randrange(len(content) + 1)])
            case 5:
                listed[at] = (name, rng.choice((b"", b"<x/>", b"\x00", b"<a>" * 300, b"<!DOCTYPE a><a/>", PNG)))
            case _:
                more = rng.choice(
                    ("word/header9.xml", "word/vbaProject.bin", "word/media/a.png", "customXml/item1.xml")
                )
                listed.append((more, rng.choice((b"<x/>", PNG, content))))
    return raw_zip(packed(name, content) for name, content in listed)


def spoilt_docx(rng: random.Random, data: bytes) -> bytes:
    """A Word file spoilt in one way or another; most often in the XML of its text, header or footer."""
    way = rng.random()
    if way < 0.1:
        return spoilt_bytes(rng, data)
    members = parts(data)
    if way < 0.25:
        return _spoilt_parts(rng, members)
    names = [name for name in members if name.endswith((".xml", ".rels")) and "theme" not in name]
    for _ in range(rng.choice((1, 1, 2))):
        name = "word/document.xml" if rng.random() < 0.6 else rng.choice(names)
        members[name] = _spoilt_xml(rng, members[name].decode()).encode("utf-8", "surrogatepass")
    return zipped(members)


# Templates


@cache
def _views() -> dict[str, dict[str, Any]]:
    """What a template may print, for every template that some document of the cast has."""
    case = cast_case()
    book = build_book(case.record, case.office)
    made: dict[str, dict[str, Any]] = {}
    for job in make_plan(case).jobs:
        if job.document.id in ABOUT_A_CASE:
            context = ABOUT_A_CASE[job.document.id](case, lens_for(case, book, job), job)
            stamp = {"date": clock.say_date(case.day), "version": "1", "footer_left": "Letter"}
            view = dict(View(context, stamp).filled())
            if _is_plain(view):
                made[job.document.template(sensitive=False)] = view
    return made


def _is_plain(view: dict[str, Any]) -> bool:
    """Whether a View holds nothing but what a template takes by itself; a drawing is put in elsewhere."""
    try:
        check_view(view)
    except ViewError:
        return False
    return True


@cache
def _templates() -> tuple[tuple[str, bytes, dict[str, Any]], ...]:
    """Templates with what they may print: those of the house that the cast has documents of, and two small ones."""
    house = [(path.stem, path.read_bytes()) for path in sorted(Path(assets_folder()).glob("*.docx"))]
    words: dict[str, Any] = {"name": "Tobias Sampleford", "x": "", "xs": ["one", "two"], "doc": {"title": "Letter"}}
    small = docx(p("Dear {{ name }},"), table(row("{%tr for y in xs %}"), row("{{ y }}"), row("{%tr endfor %}")), p())
    large = docx(p("{% if x %}"), p("{{ name }}"), p("{% endif %}"), p("{{ doc.title }}"), picture_file=True)
    little = [("letter", small, words), ("note", large, words)]
    return (*little, *little, *((name, data, _views()[name]) for name, data in house if name in _views()))


def _kept_back(view: dict[str, Any], template: bytes) -> list[str]:
    """The texts of a View that its template does not say by itself: none of them belongs into a message."""
    said = " ".join(all_text_layers(template).values())
    return [text for text in strings(view) if len(text) >= _LEAST and text not in said]


def fuzz_templates(rng: random.Random) -> Tried:
    """A spoilt template: refused in words that show nothing of the View, or filled, the same each time."""
    name, whole, view = rng.choice(_templates())
    template = spoilt_docx(rng, whole)
    try:
        gate(template, name)
        made = fill(template, view, name=name, properties=PROPERTIES)
    except TemplateError as error:
        said = str(error)
        wrong = [] if all(line.startswith(f"Template {name}: ") for line in said.splitlines()) else [f"no name: {said}"]
        wrong += [fault for line in said.splitlines() for fault in faults_of_words(line)]
        return Tried("refused", [*wrong, *told_of_others(said, _kept_back(view, whole))])
    wrong = (
        [] if fill(template, view, name=name, properties=PROPERTIES) == made else ["filled otherwise the second time"]
    )
    wrong += [f"a tag is left: {tag}" for tag in ("{{", "{%", "{#") if tag in body_text(made)]
    all_text_layers(made)
    try:
        to_html(made)
    except TypesetError as error:
        return Tried("filled, and cannot be typeset", [*wrong, *faults_of_words(str(error).partition("\n")[0])])
    return Tried("filled", wrong)


# Letters edited by hand


def _one_letter(
    loaded: LoadedCase, before: Before, tick: Tick = lambda done, total: None, *, maker: Maker = one_by_one
) -> Produced:
    """A real letter to the school, with a stand-in for its PDF, in place of a pack's documents."""
    job = _school_letter(loaded)
    want = Wanted(key_of(job), job.document.folder, "v", "t", "h", formats=job.document.formats)
    steps = decide(loaded.record.incident.reference or "", [want], before.manifest, before.on_disk)
    made = {"docx": _letter(loaded.case, job), "pdf": b"a PDF"}
    sums = {steps[0].key: {ending: digest(data) for ending, data in made.items()}}
    documents = documents_after(before.manifest, steps, sums, DAY)
    reference = loaded.record.incident.reference or ""
    after = Manifest(reference, "v", loaded.office_hash, DAY, documents=documents, marks=marks(loaded))
    result = Result(reference, "", Path(), False, (), (), (), (), (), (), (), 0)
    return Produced({steps[0].path(ending): data for ending, data in made.items()}, after, result)


def _school_letter(loaded: LoadedCase) -> Job:
    return next(job for job in make_plan(loaded.case).jobs if job.document.id == "school-letter")


def _letter(case: Case, job: Job) -> bytes:
    book = build_book(case.record, case.office)
    return filled(case, job, View(ABOUT_A_CASE[job.document.id](case, lens_for(case, book, job), job), {}))


class _Pack:
    """A pack of one letter in a folder of its own, gone when the process ends."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="casepack-edited-")
        home = Path(self.folder.name)
        (home / "office.json").write_bytes(as_json(office_data()))
        (home / "case.json").write_bytes(as_json(record_data(people=[child()])))
        self.loaded = load_case(home / "case.json", None, AS_OF)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(make, "produce", _one_letter)
            make.make(self.loaded, home / "out")
        [self.letter] = (home / "out").rglob("*.docx")
        [self.pdf] = (home / "out").rglob("*.pdf")
        self.whole = self.letter.read_bytes()

    def again(self, data: bytes) -> bytes:
        """The letter as somebody saved it, made into a PDF."""
        self.letter.write_bytes(data)
        retypeset.retypeset(self.loaded, self.letter)
        return self.pdf.read_bytes()


@cache
def _pack() -> _Pack:
    return _Pack()


def fuzz_edited(rng: random.Random) -> Tried:
    """A spoilt letter of a pack: a PDF, or words and the PDF as it was; the letter itself is never touched."""
    pack = _pack()
    data = spoilt_docx(rng, pack.whole)
    before = pack.pdf.read_bytes()
    try:
        made = pack.again(data)
    except CasepackError as error:
        wrong = [fault for line in str(error).splitlines() if line.strip() for fault in faults_of_words(line)]
        wrong += [] if pack.pdf.read_bytes() == before else ["refused, and the PDF is another"]
        tried = Tried(kind_of_error(error), wrong)
    else:
        tried = Tried("typeset", [] if made[:5] == b"%PDF-" else ["no PDF"])
        plain_text(data, marking="", footer="")
    if pack.letter.read_bytes() != data:
        tried.wrong.append("the letter was touched")
    return tried
