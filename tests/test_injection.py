"""What some program would act on, typed into every field of free text: it comes out as the words it is, everywhere.

One record carries all of it; the pack that is made of it is held against the pack of its plain twin: the same elements
in the same order in every Word file, page, workbook and calendar, only other words.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from click.testing import Result

from casepack import finish, run
from casepack.convert import to_html
from casepack.errors import RecordError
from casepack.mentions import MentionBook
from casepack.plan import Case, Job
from casepack.read import read_record
from casepack.typeset import typeset
from casepack.versions import Step
from casepack.views import View

from .conftest import AS_OF, INPUTS, run_casepack
from .fate_finder import bases, columns, rows_of, sample_office
from .injection import BRACES, LOOKED_FOR, MARK, PAYLOADS, STARTS, Row, called, free_fields, loaded, printed
from .outsider import W, page_texts, word_text

TYPESET = ("checklist", "agency-letter", "patrol-request")
"""Documents of which the PDF is made, too; it takes its time."""
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Pack:
    """A pack, what its run said, and what went to the typesetting engine by name of document."""

    folder: Path
    run: Result
    pages: dict[str, str]
    pdfs: dict[str, bytes]

    def files(self, ending: str) -> dict[str, bytes]:
        """The files of this kind by their path, in order."""
        found = sorted(self.folder.rglob(f"*{ending}"))
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in found}


def _made(folder: Path, data: Row, typeset_too: tuple[str, ...] = TYPESET) -> Pack:
    """The pack as the command line makes it, but that few documents are typeset and none is proved."""
    folder.mkdir()
    (folder / "case.json").write_text(json.dumps(data), encoding="utf-8")
    pages: dict[str, str] = {}
    pdfs: dict[str, bytes] = {}
    seen: list[str] = []

    def finished_bytes(case: Case, book: MentionBook, job: Job, view: View, step: Step) -> dict[str, bytes]:
        docx = finish.filled(case, job, view, step.version)
        seen.append(step.stem)
        if typeset_too or len(seen) % 4 == 0:
            pages[step.stem] = to_html(docx)
        made = {"docx": docx, "pdf": b"not typeset"}
        if job.document.id in typeset_too and job.document.id not in {stem.split()[1] for stem in pdfs}:
            made["pdf"] = pdfs[step.stem] = typeset(docx)
        if "txt" in job.document.formats:
            made["txt"], _ = finish.text_twin(case, book, job, docx, step.version)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "finished_bytes", finished_bytes)
        office = INPUTS / "office.json"
        named = ("--office", office, "--as-of", AS_OF, "--out", folder / "out", "--workers", 1)
        done = run_casepack("make", folder / "case.json", *named)
    assert done.exit_code == 0, done.output[-2000:]
    [pack] = (folder / "out").iterdir()
    return Pack(pack, done, pages, pdfs)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Pack]:
    """The pack of the record that carries everything, and that of its plain twin."""
    folder = tmp_path_factory.mktemp("injection")
    return _made(folder / "loaded", loaded()[0]), _made(folder / "plain", loaded(harmless=True)[0])


@pytest.fixture(scope="module")
def called_packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Pack]:
    """The same for people and places that are called like something that harms."""
    folder = tmp_path_factory.mktemp("called")
    return _made(folder / "loaded", called(), ()), _made(folder / "plain", called(harmless=True), ())


def whole(text: str) -> list[str]:
    """The marks in a text behind which not everything stands that should, letter for letter but for blanks."""
    squeezed = "".join(text.split()).casefold()
    found = {mark for mark in MARK.findall(squeezed)}
    missing = []
    for mark in sorted(found):
        wanted = "".join((mark + printed(int(mark[2:]))).split()).casefold()
        if squeezed.count(mark) != squeezed.count(wanted):
            missing.append(mark)
    return missing


def skeleton(root: ElementTree.Element) -> Iterator[str]:
    """The elements of a part in order, with their attributes, without the words between them.

    A drawing is as high as what it says is long, and says the same in words: of those only the names count.
    """
    for item in root.iter():
        drawn = item.tag.rpartition("}")[2] in {"extent", "ext", "docPr"}
        yield f"{item.tag} {sorted(item.attrib) if drawn else sorted(item.attrib.items())}"


def xml_parts(data: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith((".xml", ".rels")):
                yield name, ElementTree.fromstring(archive.read(name))


class Skeleton(HTMLParser):
    """The tags of a page with their attributes, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [(name, value) for name, value in attrs if name not in {"id", "href", "title"}]
        if tag == "img":
            # A picture's size, data and words in place of it are those of the drawing.
            kept = [(name, "") for name, _ in kept]
        self.found.append(f"<{tag} {kept}")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!-- {data}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_nearly_every_field_of_free_text_carries_something_and_every_payload_is_carried() -> None:
    _, fields = loaded()
    assert {name for name in fields.values()} == {f"{c.table}.{c.field}" for c in free_fields()}
    assert len(free_fields()) > 170
    assert len(fields) > 20 * len(PAYLOADS)


@pytest.mark.parametrize("brace", BRACES)
def test_braces_that_are_no_person_are_refused_in_every_field_of_free_text(brace: str) -> None:
    data = json.loads(json.dumps(bases()["full"].data))
    wanted = set()
    for column in free_fields():
        for row in rows_of(data, column.table)[:1]:
            if row.get(column.field) not in (None, [], ""):
                row[column.field] = [brace] if isinstance(row[column.field], list) else brace
                wanted.add((column.table, column.field))
    with pytest.raises(RecordError) as caught:
        read_record(json.dumps(data).encode(), "case.json", sample_office())
    told = {p.where for p in caught.value.problems if p.code == "unknown-token"}
    places = {re.sub(r"\[\d+\]|\s\(.*?\)", "", where.partition(": ")[2]) for where in told}
    assert places == {f"{table}.{field}" for table, field in wanted}


def test_every_word_file_has_the_elements_of_its_plain_twin_and_says_all_of_it(packs: tuple[Pack, Pack]) -> None:
    ours, twins = packs[0].files(".docx"), packs[1].files(".docx")
    assert list(ours) == list(twins)
    carried: set[str] = set()
    for (name, data), twin in zip(ours.items(), twins.values(), strict=True):
        for (part, root), (other, plain) in zip(xml_parts(data), xml_parts(twin), strict=True):
            assert (part, list(skeleton(root))) == (other, list(skeleton(plain))), f"{name}, {part}"
        text = word_text(data)
        assert whole(text) == [], name
        carried |= set(MARK.findall(text))
        fields = {item.tag for _, root in xml_parts(data) for item in root.iter() if "instr" in item.tag.lower()}
        assert fields <= {f"{W}instrText"}, name
        instructions = [i.text for _, root in xml_parts(data) for i in root.iter(f"{W}instrText")]
        assert {(i or "").split()[0] for i in instructions} <= {"PAGE", "NUMPAGES"}, name
    assert len(carried) > 300


def test_every_page_for_the_typesetting_engine_has_the_tags_of_its_plain_twin(packs: tuple[Pack, Pack]) -> None:
    ours, twins = packs[0].pages, packs[1].pages
    assert list(ours) == list(twins)
    for name, page in ours.items():
        mine, plain = Skeleton(page), Skeleton(twins[name])
        assert mine.found == plain.found, name
        assert whole("".join(mine.words)) == [], name
        assert "<script" not in page, name
        assert html.unescape(page).count("qz") >= page.count("qz"), name


def test_people_and_places_called_like_that_change_no_element_either(called_packs: tuple[Pack, Pack]) -> None:
    ours, twins = called_packs
    for ending in (".docx", ".xlsx"):
        mine, plain = ours.files(ending), twins.files(ending)
        assert len(mine) == len(plain) > 0
        for (name, data), twin in zip(mine.items(), plain.values(), strict=True):
            for (part, root), (_, other) in zip(xml_parts(data), xml_parts(twin), strict=True):
                tags = [[item.tag for item in one.iter()] for one in (root, other)]
                assert tags[0] == tags[1], f"{name}, {part}"
    for (name, page), twin_page in zip(ours.pages.items(), twins.pages.values(), strict=True):
        assert Skeleton(page).found == Skeleton(twin_page).found, name
    said = "".join(word_text(data) for data in ours.files(".docx").values())
    assert len(set(re.findall(r"Zqx\d+", said))) > 20
    assert not _CONTROL.search(ours.run.output)
    assert len(LOOKED_FOR) > 10


def test_a_pdf_says_all_of_it_and_does_nothing(packs: tuple[Pack, Pack]) -> None:
    assert len(packs[0].pdfs) == len(TYPESET)
    for (name, data), twin in zip(packs[0].pdfs.items(), packs[1].pdfs.values(), strict=True):
        with pikepdf.open(io.BytesIO(data)) as ours, pikepdf.open(io.BytesIO(twin)) as plain:
            keys = [{str(key) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) for key in item}
                    for pdf in (ours, plain)]  # fmt: skip
            assert keys[0] == keys[1], name
            assert not keys[0] & {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/EmbeddedFiles", "/URI"}
            assert list(ours.attachments) == []
        text = "".join(page_texts(data))
        marks = MARK.findall("".join(text.split()))
        assert len(marks) > 3, name


def test_the_workbook_has_no_formula_and_the_cells_of_its_twin(packs: tuple[Pack, Pack]) -> None:
    ours, twins = packs[0].files(".xlsx"), packs[1].files(".xlsx")
    assert list(ours) == list(twins) != []
    for data, twin in zip(ours.values(), twins.values(), strict=True):
        for (part, root), (_, plain) in zip(xml_parts(data), xml_parts(twin), strict=True):
            tags = [item.tag.rpartition("}")[2] for item in root.iter()]
            assert tags == [item.tag.rpartition("}")[2] for item in plain.iter()], part
            assert not {"f", "hyperlink", "externalReference", "oleObject", "ddeLink"} & set(tags), part
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        # Excel reads _x005F_ as the low line that it is; nothing else may look like a code.
        texts = ["".join(item.itertext()).replace("_x005F_", "_") for item in strings]
        assert [mark for text in texts for mark in whole(text)] == []
        assert any(text.startswith(("=", "+", "-", "@")) for text in texts) or any("=1+1" in text for text in texts)


def unfolded(data: bytes) -> list[str]:
    """The lines of a calendar put together again, as RFC 5545 says."""
    return data.decode().replace("\r\n ", "").replace("\r\n\t", "").removesuffix("\r\n").split("\r\n")


def test_the_calendar_has_the_lines_of_its_twin(packs: tuple[Pack, Pack]) -> None:
    [ours], [twin] = packs[0].files(".ics").values(), packs[1].files(".ics").values()
    names = [[re.split(r"[:;]", line)[0] for line in unfolded(data)] for data in (ours, twin)]
    assert names[0] == names[1]
    kinds = [[line for line in unfolded(data) if line.startswith(("BEGIN", "END"))] for data in (ours, twin)]
    assert kinds[0] == kinds[1]
    assert all(len(line) <= 75 for line in ours.split(b"\r\n"))


def test_the_text_twin_says_all_of_it_in_the_lines_of_its_twin(packs: tuple[Pack, Pack]) -> None:
    ours, twins = packs[0].files(".txt"), packs[1].files(".txt")
    assert list(ours) == list(twins) != []
    for name, data in ours.items():
        text = data.decode()
        assert whole(text) == [], name
        assert not _CONTROL.search(text.replace("\t", " ").replace("\r", "")), name
        assert len(text.splitlines()) >= len(twins[name].decode().splitlines()), name


def shape(node: Any) -> Any:
    """A value of JSON without its words."""
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items() if key not in {"answers"}}
    return [shape(value) for value in node] if isinstance(node, list) else type(node).__name__


def test_the_manifest_has_the_shape_of_its_twin_and_the_paths_are_the_same(packs: tuple[Pack, Pack]) -> None:
    ours, plain = (json.loads(pack.files("manifest.json")["manifest.json"]) for pack in packs)
    assert shape({k: v for k, v in ours.items() if k != "documents"}) == shape(
        {k: v for k, v in plain.items() if k != "documents"}
    )
    assert [row["stem"] if "stem" in row else row.get("key") for row in ours["documents"]] == [
        row["stem"] if "stem" in row else row.get("key") for row in plain["documents"]
    ]
    assert list(ours["other"]) == list(plain["other"])
    names = [str(p.relative_to(packs[0].folder)) for p in packs[0].folder.rglob("*")]
    assert not [name for name in names if MARK.search(name)]


def test_the_terminal_shows_no_sign_that_steers_it(packs: tuple[Pack, Pack]) -> None:
    said = packs[0].run.stdout + packs[0].run.stderr
    assert not _CONTROL.search(said)
    assert MARK.search(said)
    assert "VALARM" not in [line.strip() for line in said.splitlines()] or "BEGIN" in said


def test_the_beginnings_are_those_that_excel_would_calculate() -> None:
    assert {start[0] for start in STARTS} >= set("=@+-")
    assert set(columns()) >= {(c.table, c.field) for c in free_fields()}
