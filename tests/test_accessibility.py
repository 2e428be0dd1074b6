"""Every PDF and every Word file of the samples, as somebody who cannot see them, or an archive, would take them.

Two validators that share nothing hold the PDFs against PDF/UA-1 and PDF/A-2a; what no validator sees (are headings
headings, is a header row one, what is read in which order) is held against the Word files and against golden files.
"""

from __future__ import annotations

import base64
import difflib
import io
import os
import re
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import ooxml_integrity
import page
import pikepdf
import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]
from PIL import Image

from casepack.assets import using
from casepack.conference_pack import conference_pack
from casepack.font_file import read_font
from casepack.prove import prove
from casepack.typeset import typeset, typeset_html

from . import verapdf_run
from .builders_conference import MEETING, a_month
from .conftest import SamplePack
from .house_maker import changed, logo, with_logo
from .spoilt_pdfs import UNSEEN, WAYS, Spoilt, elements, flattened, spoilt
from .structure import Element, Tagged, structure, tagged
from .test_house_look import font
from .word_structure import WordStructure, letters
from .wordmaker import FRAME, drawing, link_parts, p, part, picture_parts, png, table, word

GOLDEN = Path(__file__).parent / "golden/structure"
WRITE = "CASEPACK_GOLDEN"
STANDARDS = {"ua1": page.ValidationProfile.PDF_UA_1, "2a": page.ValidationProfile.PDF_A_2A}
UNSURE = "PDFA2A-STREAM-LENGTH-001"
"""Said by page where the last byte of packed data happens to be that of a line end: see `lengths`."""
SOME = 8
"""Of the ways to spoil a PDF, one in so many is shown to veraPDF here."""
COUNCIL = "{{ doc.organisation }}"
RELATIONS, END = "word/_rels/document.xml.rels", "</Relationships>"


@pytest.fixture(scope="module")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a conference's pack."""
    folder = tmp_path_factory.mktemp("conference")
    made = conference_pack(a_month()[:3], MEETING)
    (folder / f"{MEETING} conference-pack.docx").write_bytes(made.docx)
    (folder / f"{MEETING} conference-pack.pdf").write_bytes(made.pdf)
    return folder


@pytest.fixture(scope="module")
def documents(
    ordinary_pack: SamplePack, minimal_pack: SamplePack, sensitive_pack: SamplePack, conference: Path
) -> list[Path]:
    """Every Word file of the three packs and of the conference's; the PDF of each lies beside it."""
    packs = (ordinary_pack, minimal_pack, sensitive_pack)
    found = [path for pack in packs for path in pack.files("*.docx")] + sorted(conference.glob("*.docx"))
    assert len(found) > 60
    assert all(path.with_suffix(".pdf").is_file() for path in found)
    return found


@pytest.fixture(scope="module")
def read(documents: list[Path]) -> dict[Path, Tagged]:
    """The PDF of each as its tags have it, by its Word file."""
    return {path: tagged(path.with_suffix(".pdf").read_bytes()) for path in documents}


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A PDF with one of everything: headings, a picture, a link, a list, a table."""
    blocks = [
        p("Title", "A notice"),
        p("Normal", drawing("A grey square")),
        p("Normal", '<w:hyperlink r:id="rId91"><w:r><w:t>our page</w:t></w:r></w:hyperlink>'),
        p("Heading1", "What to bring"),
        p("ListBullet", "A pen"),
        table("Grid", [("What", "How many"), ("Pens", "2")], (4000, 5638), head=True, first_column=True),
    ]
    parts = picture_parts(png())
    to_link = str(link_parts("https://www.example.org")[RELATIONS]).removeprefix(part(RELATIONS).partition(END)[0])
    parts[RELATIONS] = str(parts[RELATIONS]).replace(END, to_link)
    return typeset(word(*blocks, title="A notice", parts=parts))


@pytest.fixture(scope="module")
def councils_own() -> bytes:
    """A PDF in a council's own look: its logo, its own font."""
    fonts = {f"fonts/Gill {which}.ttf": font(f"LiberationSans-{which}.ttf") for which in ("Regular", "Bold")}
    family = read_font(fonts["fonts/Gill Bold.ttf"]).family
    plain = word(p("Title", "A notice"), p("Normal", "Words"), title="A notice")
    # The logo takes the place of the council's name where that is still to be filled in.
    unfilled = changed(plain, {FRAME[COUNCIL]: COUNCIL, 'w:ascii="Arial"': f'w:ascii="{family}"'})
    own = changed(with_logo(unfilled, logo()), {COUNCIL: FRAME[COUNCIL]})
    with using({"note.docx": own, **fonts}):
        return typeset(own)


def standards(pdf: Path) -> tuple[str, ...]:
    """The standards that a PDF must meet: both, or PDF/UA alone where it has fields to fill in."""
    with pikepdf.open(pdf) as file:
        return ("ua1",) if "/AcroForm" in file.Root else ("ua1", "2a")


def kind(path: Path) -> str:
    """The kind of a document: "school-letter"."""
    return path.stem.split()[1]


def one_of_each(paths: Sequence[Path]) -> list[Path]:
    """The first file of each kind of document."""
    return list({kind(path): path for path in reversed(paths)}.values())


# The two validators


def complaints(pdf: bytes, standard: str) -> list[str]:
    """What page finds in a PDF by a standard."""
    found = page.validate_pdf_bytes(pdf, profile=STANDARDS[standard]).failures
    said = [f"{failure.rule_id}: {failure.message}" for failure in found]
    return [line for line in said if not line.startswith(UNSURE)] if not lengths(pdf) else said


def lengths(pdf: bytes) -> list[bytes]:
    """The streams of a PDF that are not as long as they say.

    Where packed data ends with the byte of a carriage return, page takes it for part of the line end that follows.
    """
    found = re.finditer(rb"/Length (\d+)[^<]*?>>\s*stream\r?\n", pdf)
    return [stream.group() for stream in found if pdf[stream.end() + int(stream[1]) :][:10] != b"\nendstream"]


def test_every_pdf_passes_page(documents: list[Path], councils_own: bytes) -> None:
    pdfs = [(path.with_suffix(".pdf"), path.with_suffix(".pdf").read_bytes()) for path in documents]
    found = {(pdf.name, standard): complaints(data, standard) for pdf, data in pdfs for standard in standards(pdf)}
    found |= {("council's own", standard): complaints(councils_own, standard) for standard in STANDARDS}
    assert {key: said for key, said in found.items() if said} == {}
    assert {standard for _, standard in found} == set(STANDARDS)


def test_the_pdf_of_a_council_has_its_logo_and_its_font_and_the_logo_is_told_of_once(councils_own: bytes) -> None:
    (letterhead,) = tagged(councils_own).root.under("Letterhead")
    assert [picture.alt for picture in tagged(councils_own).root.under("Figure")] == [FRAME[COUNCIL]]
    assert len(letterhead.under("Figure")) == 1
    with pikepdf.open(io.BytesIO(councils_own)) as file:
        names = [str(one.BaseFont) for one in file.pages[0].Resources.Font.values()]
    assert names
    assert all("Gill" in name for name in names)


def test_what_is_to_be_filled_in_claims_pdf_ua_alone_and_all_else_both(documents: list[Path]) -> None:
    forms = {"business-survey", "support-enquiry"}
    for path in documents:
        with pikepdf.open(path.with_suffix(".pdf")) as file:
            metadata = file.Root.Metadata.read_bytes()
            claims = (b'pdfuaid:part="1"' in metadata, b'pdfaid:part="2" pdfaid:conformance="A"' in metadata)
            assert claims == (True, "/AcroForm" not in file.Root), path.name
            assert kind(path) not in forms or "/AcroForm" in file.Root, path.name


@pytest.mark.parametrize(
    ("colours", "kind_of_file", "both"),
    [("RGBA", "png", True), ("LA", "png", True), ("L", "jpeg", True), ("RGB", "jpeg", True), ("CMYK", "jpeg", False)],
)
def test_a_picture_of_any_kind_leaves_no_claim_that_is_not_true(colours: str, kind_of_file: str, both: bool) -> None:
    data = io.BytesIO()
    Image.new(colours, (8, 8)).save(data, kind_of_file)
    address = f"data:image/{kind_of_file};base64,{base64.b64encode(data.getvalue()).decode()}"
    notice = f'<title>A notice</title><h1>A notice</h1><p><img alt="A square" src="{address}"></p>'
    pdf = typeset_html(f'<html lang="en-GB">{notice}</html>')
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert (b"pdfaid:part" in file.Root.Metadata.read_bytes()) == both
    assert complaints(pdf, "ua1") == []
    assert (complaints(pdf, "2a") == []) == both


@pytest.fixture(scope="module")
def verdicts(
    documents: list[Path], sound: bytes, councils_own: bytes, tmp_path_factory: pytest.TempPathFactory
) -> verapdf_run.Verdicts:
    """What veraPDF finds in the smallest PDF of each kind, a council's own, a sound one, and some that are spoilt.

    `tests/assure_accessibility.py` gives it all of them.
    """
    if verapdf_run.java() is None:
        pytest.skip(verapdf_run.WITHOUT_JAVA)
    folder = tmp_path_factory.mktemp("verapdf")
    smallest = sorted((path.with_suffix(".pdf") for path in documents), key=lambda pdf: pdf.stat().st_size)
    files = [(pdf, standards(pdf)) for pdf in one_of_each(smallest)]
    made = {"council": councils_own, "sound": sound, "flattened": flattened(sound)}
    for name, data in made.items():
        (folder / f"{name}.pdf").write_bytes(data)
        files.append((folder / f"{name}.pdf", tuple(STANDARDS)))
    for number, way in enumerate(WAYS[::SOME]):
        (folder / f"spoilt {number}.pdf").write_bytes(spoilt(sound, way))
        files.append((folder / f"spoilt {number}.pdf", (way.standard,)))
    return verapdf_run.verdicts(files, folder)


def test_a_pdf_of_each_kind_passes_verapdf(verdicts: verapdf_run.Verdicts) -> None:
    sound_ones = {key: rules for key, rules in verdicts.items() if "spoilt" not in key[0].name}
    assert len(sound_ones) > 35
    assert {key: rules for key, rules in sound_ones.items() if rules} == {}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.what)
def test_page_catches_a_spoilt_pdf(way: Spoilt, sound: bytes) -> None:
    assert complaints(sound, way.standard) == []
    try:
        assert complaints(spoilt(sound, way), way.standard) != []
    except page.PageError:
        assert way.what == "it is locked"


def test_verapdf_catches_spoilt_pdfs(verdicts: verapdf_run.Verdicts) -> None:
    spoiled = {path.stem: rules for (path, _), rules in verdicts.items() if "spoilt" in path.name}
    ways = WAYS[::SOME]
    assert len(spoiled) == len(ways) >= 4
    assert [way.what for number, way in enumerate(ways) if not spoiled[f"spoilt {number}"]] == []


# What no validator sees


def levels(root: Element) -> list[tuple[int, str]]:
    return [(int(e.kind[1]), letters(e.words())) for e in root.under("H1", "H2", "H3", "H4", "H5", "H6")]


def test_the_headings_of_a_pdf_are_those_of_its_word_file_and_leave_no_level_out(read: dict[Path, Tagged]) -> None:
    for path, pdf in read.items():
        found = levels(pdf.root)
        assert found == WordStructure(path).headings(), path.name
        depths = [level for level, _ in found]
        assert depths[0] == 1, path.name
        assert depths.count(1) == 1, path.name
        assert all(later <= earlier + 1 for earlier, later in pairwise(depths)), path.name


def test_headings_that_are_none_pass_both_validators_and_not_the_tests_here(
    sound: bytes, verdicts: verapdf_run.Verdicts
) -> None:
    spoiled = flattened(sound)
    assert complaints(spoiled, "ua1") == []
    assert [rules for (path, _), rules in verdicts.items() if path.stem == "flattened"] == [[], []]
    assert (levels(tagged(sound).root) != [], levels(tagged(spoiled).root)) == (True, [])


@pytest.mark.parametrize("way", UNSEEN, ids=lambda way: way.what)
def test_a_spoilt_letter_that_passes_page_does_not_pass_the_tests_here(way: Spoilt, documents: list[Path]) -> None:
    letter = next(path for path in documents if kind(path) == "school-letter")
    sound_one = letter.with_suffix(".pdf").read_bytes()
    spoiled = spoilt(sound_one, way)
    assert complaints(spoiled, way.standard) == []
    hold_tags({letter: tagged(sound_one)})
    with pytest.raises(AssertionError):
        hold_tags({letter: tagged(spoiled)})


def test_every_header_cell_says_what_it_heads_and_every_table_has_some(read: dict[Path, Tagged]) -> None:
    for path, pdf in read.items():
        root = pdf.root
        rows = {words for _, _, heads in WordStructure(path).tables() for words in heads}
        assert {letters(head.words()) for head in root.under("THead")} == rows, path.name
        for found in root.under("Table"):
            cells = found.under("TH")
            assert cells, (path.name, found.words()[:80])
            assert {cell.scope for cell in cells} <= {"Row", "Column"}, path.name
            for head in found.under("THead"):
                assert {cell.scope for cell in head.under("TH")} == {"Column"}
                assert head.under("TD") == []


def test_lists_and_pictures_of_a_pdf_are_those_of_its_word_file(read: dict[Path, Tagged]) -> None:
    for path, pdf in read.items():
        root, there = pdf.root, WordStructure(path)
        points = root.under("LI")
        assert len(points) == there.listed(), path.name
        assert all([kid.kind for kid in point.kids if isinstance(kid, Element)] == ["Lbl", "LBody"] for point in points)
        assert [figure.alt for figure in root.under("Figure")] == there.shown(), path.name


def test_headers_and_footers_are_read_on_no_page_and_all_else_is_tagged(read: dict[Path, Tagged]) -> None:
    for path, pdf in read.items():
        count = len(pdf.artifacts)
        for number, said in enumerate(pdf.artifacts, start=1):
            assert re.search(rf"[Pp]age {number} of {count}\b", said), path.name
        assert not re.search(rf"[Pp]age \d+ of {count}\b", pdf.root.words()), path.name
        assert not any(pdf.unmarked), path.name


def test_who_writes_is_read_first_and_once_though_it_stands_in_the_header(read: dict[Path, Tagged]) -> None:
    for path, pdf in read.items():
        (document,) = (kid for kid in pdf.root.kids if isinstance(kid, Element))
        first = document.kids[0]
        assert isinstance(first, Element)
        parts = WordStructure(path).parts.items()
        headers = [letters("".join(root.itertext())) for name, root in parts if name.startswith("word/header")]
        assert (first.kind, letters(first.words()) in headers) == ("Letterhead", True), path.name
        assert pdf.root.under("Letterhead") == [first], path.name
        assert letters(first.words()) not in letters(" ".join(pdf.artifacts)), path.name


@pytest.mark.parametrize("place", [0, -1], ids=["the first paragraph", "the last"])
def test_words_that_are_called_a_letterhead_and_are_none_do_not_pass_the_proof(
    place: int, documents: list[Path]
) -> None:
    letter = next(path for path in documents if kind(path) == "school-letter")
    sound_one, title = letter.with_suffix(".pdf").read_bytes(), WordStructure(letter).property("title")

    def rename(file: pikepdf.Pdf) -> None:
        (first, *_, last) = (e for e in elements(file, "P") if e.P.S == "/Document")
        (first, last)[place].S = pikepdf.Name("/Letterhead")

    def codes(pdf: bytes) -> set[str]:
        council = FRAME[COUNCIL]
        given = {"marking": "OFFICIAL-SENSITIVE", "file_stem": "letter", "title": title, "author": council}
        return {found.code for found in prove(letter.read_bytes(), pdf, name="letter", leaks=lambda _: (), **given)}

    assert codes(sound_one) == set()
    assert {"text-differs", "margin-differs"} <= codes(spoilt(sound_one, Spoilt("", "ua1", rename)))


def test_what_the_end_of_a_page_cuts_is_one_paragraph_one_list_and_one_point_of_it() -> None:
    def long(words: str, pages: int) -> str:
        return " ".join([words, *("These words go on and on." for _ in range(190 * pages))])

    words = [long(f"Paragraph {pages}.", pages) for pages in (2, 1)]
    points = [long(f"Point {pages}.", pages) for pages in (1, 3, 1)]
    blocks = [*(p("Normal", one) for one in words), *(p("ListBullet", one) for one in points), p("Normal", "The end.")]
    pdf = typeset(word(p("Title", "A notice"), *blocks, title="A notice"))
    read = tagged(pdf)
    assert len(read.artifacts) > 8
    (document,) = read.root.under("Document")
    kinds = [kid.kind for kid in document.kids if isinstance(kid, Element)]
    assert kinds == ["Letterhead", "H1", "P", "P", "L", "P"]
    assert [letters(e.words()) for e in document.under("P")[3:]] == [letters(one) for one in [*words, "The end."]]
    assert [letters(e.words()) for e in document.under("LBody")] == [letters(one) for one in points]
    inside = [[kid.kind for kid in point.kids if isinstance(kid, Element)] for point in document.under("LI")]
    assert inside == [["Lbl", "LBody"]] * len(points)
    assert complaints(pdf, "ua1") == complaints(pdf, "2a") == []


def test_a_link_to_another_page_says_what_stands_there(conference: Path) -> None:
    (path,) = conference.glob("*.pdf")
    with pikepdf.open(path) as file:
        links = [str(link.Contents) for page in file.pages for link in page.get("/Annots", [])]
    headings = [words for level, words in levels(tagged(path.read_bytes()).root) if level == 2]
    assert list(map(letters, links)) == headings[headings.index("Contents") + 1 :] != []


def test_a_link_is_met_once_whatever_it_holds() -> None:
    words = '<p>See <a href="https://www.example.org">our <strong>own</strong> page</a></p>'
    pdf = typeset_html(f'<html lang="en-GB"><title>A notice</title><h1>A notice</h1>{words}</html>')
    with pikepdf.open(io.BytesIO(pdf)) as file:
        [link] = list(file.pages[0].Annots)
        assert str(link.A.URI) == "https://www.example.org"
        parents = list(file.Root.StructTreeRoot.ParentTree.Nums)
        assert [str(parents[n + 1].S) for n in range(0, len(parents), 2) if parents[n] == link.StructParent] == [
            "/Link"
        ]
    assert structure(tagged(pdf)).splitlines()[2:] == ["  H1: A notice", "  P", '    "See"', "    Link: our own page"]
    assert complaints(pdf, "ua1") == complaints(pdf, "2a") == []


def hold_tags(read: dict[Path, Tagged]) -> None:
    """Ask of PDFs all that is asked of the tags of every PDF, whatever it is."""
    test_the_headings_of_a_pdf_are_those_of_its_word_file_and_leave_no_level_out(read)
    test_every_header_cell_says_what_it_heads_and_every_table_has_some(read)
    test_lists_and_pictures_of_a_pdf_are_those_of_its_word_file(read)
    test_headers_and_footers_are_read_on_no_page_and_all_else_is_tagged(read)
    test_who_writes_is_read_first_and_once_though_it_stands_in_the_header(read)


def _told(read: dict[Path, Tagged]) -> dict[str, str]:
    """The structure of one document of each kind and pack, by the name of its file; fingerprints are left out."""
    packs: dict[str, list[Path]] = {}
    for path in read:
        packs.setdefault(path.stem.split()[0], []).append(path)
    chosen = [path for paths in packs.values() for path in one_of_each(paths)]
    return {f"{path.stem}.txt": re.sub(r"\b[0-9a-f]{12}\b", "(fingerprint)", structure(read[path])) for path in chosen}


def test_the_structure_of_a_document_of_each_kind_is_as_last_reviewed(read: dict[Path, Tagged]) -> None:
    told = _told(read)
    if os.environ.get(WRITE) == "write":
        GOLDEN.mkdir(exist_ok=True)
        for path in GOLDEN.glob("*.txt"):
            path.unlink()
        for name, said in told.items():
            (GOLDEN / name).write_text(said, encoding="utf-8", newline="\n")
        pytest.fail("The golden files are written anew: review the diff, then run without the variable.")
    kept = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.iterdir()}
    assert sorted(kept) == sorted(told)
    diffs = [
        "\n".join(difflib.unified_diff(kept[name].splitlines(), said.splitlines(), name, "now", lineterm="", n=1))
        for name, said in told.items()
        if kept[name] != said
    ]
    assert not diffs, "\n\n".join(diffs)


# Word files


def test_every_word_file_has_a_title_and_says_that_it_is_in_british_english(documents: list[Path]) -> None:
    for path in documents:
        file = WordStructure(path)
        with pikepdf.open(path.with_suffix(".pdf")) as pdf:
            assert (str(pdf.docinfo["/Title"]), str(pdf.Root.Lang)) == (file.property("title"), "en-GB"), path.name
        assert file.property("title").strip(), path.name
        assert (file.property("language"), file.default_language()) == ("en-GB", "en-GB"), path.name
        assert file.languages() == {"en-GB"}, path.name


def test_every_picture_in_a_word_file_has_words_and_a_number_of_its_own(documents: list[Path]) -> None:
    found = [picture for path in documents for picture in WordStructure(path).pictures()]
    assert found
    for path in documents:
        pictures = WordStructure(path).pictures()
        assert all(words.strip() for _, words in pictures), path.name
        assert len({number for number, _ in pictures}) == len(pictures), path.name


def test_the_first_row_of_a_grid_is_a_heading_row_and_no_other_is(documents: list[Path]) -> None:
    looks = set()
    for path in documents:
        for look, heads, _ in WordStructure(path).tables():
            looks.add(look)
            assert heads == [look == "Grid", *[False] * (len(heads) - 1)], (path.name, look)
    assert looks == {"Grid", "Facts"}


def test_ooxml_integrity_finds_nothing_in_any_word_file(documents: list[Path]) -> None:
    assert [f"{path.name}: {found}" for path in documents for found in ooxml_integrity.check(path)] == []


def test_openxml_audit_finds_nothing_in_the_word_files_of_the_other_packs(
    sensitive_pack: SamplePack, conference: Path
) -> None:
    """Those of the ordinary and the minimal one are held against it with all else that is asked of them."""
    validator = OpenXmlValidator()
    for path in [*sensitive_pack.files("*.docx"), *conference.glob("*.docx")]:
        assert [f"{path.name}: {error}" for error in validator.validate(str(path)).errors] == []


def _without(path: Path, old: str, new: str) -> None:
    """Change the words of a Word file's parts in place; something must change."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed_parts = {name: data.replace(old.encode(), new.encode()) for name, data in parts.items()}
    assert changed_parts != parts
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in changed_parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('PartName="/word/styles.xml"', 'PartName="/word/nosuch.xml"'),
        ('Target="styles.xml"', 'Target="nosuch.xml"'),
    ],
    ids=["a part of no kind", "a part that is not there"],
)
def test_ooxml_integrity_catches_a_spoilt_word_file(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "spoilt.docx"
    path.write_bytes(word(p("Title", "T")))
    assert list(ooxml_integrity.check(path)) == []
    _without(path, old, new)
    assert list(ooxml_integrity.check(path)) != []


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("language", 'w:val="en-GB"', 'w:val="en-US"'),
        ("headings", '"Title"', '"Normal"'),
        ("pictures", 'descr="A grey square"', 'descr=""'),
        ("tables", "<w:tblHeader/>", ""),
    ],
)
def test_the_reader_of_word_files_sees_what_is_missing(what: str, old: str, new: str, tmp_path: Path) -> None:
    rows = [("What", "How many"), ("Pens", "2")]
    blocks = [p("Title", "T"), p("Normal", drawing("A grey square")), table("Grid", rows, (4000, 5638), head=True)]
    path = tmp_path / "spoilt.docx"
    path.write_bytes(word(*blocks, parts=picture_parts(png())))
    before = _seen(WordStructure(path))
    _without(path, old, new)
    after = _seen(WordStructure(path))
    assert [name for name in before if before[name] != after[name]] == [what]


def _seen(file: WordStructure) -> dict[str, object]:
    return {
        "language": file.default_language(),
        "headings": file.headings(),
        "pictures": file.pictures(),
        "tables": [heads for _, heads, _ in file.tables()],
    }
