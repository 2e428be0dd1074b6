"""A name in every place of a file that is not the page: put there by the product as it should never do.

Layers of a Word file and of a PDF, the calendar, the workbooks, the manifest, names of files, what stands on the
screen, copies for sending. The proof knows nearly all of these places itself; what is shown here is that whoever reads
the files as a stranger does sees them as well.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pikepdf

from casepack import (
    actions_workbook,
    batch,
    calendar_file,
    cli_words,
    finish,
    make,
    register_xlsx,
    seal_pack,
    versions,
)
from casepack.disclosure import Audience
from casepack.fill import Properties
from casepack.lens import Lens
from casepack.naming import full_name, short_name
from casepack.plain_workbook import PlainList, plain_workbook
from casepack.typeset import typeset

from .mutant_model import SOMEBODY, Mutant, mutant

LETTERS = "school-letter patrol-request"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FILLED, _TYPESET = finish.filled, typeset


# Word


def _with_part(name: str, words: str) -> Callable[..., bytes]:
    """A document with one more part, in which these words stand and somebody's name for %s."""

    def filled(*arguments: Any, **options: Any) -> bytes:
        made = io.BytesIO(_FILLED(*arguments, **options))
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr(name.replace("%s", SOMEBODY[0]), words.replace("%s", SOMEBODY[0]))
        return made.getvalue()

    return filled


def _in_body(words: str) -> Callable[..., bytes]:
    """A document with this piece of XML at the end of its first paragraph."""

    def filled(*arguments: Any, **options: Any) -> bytes:
        old, new = zipfile.ZipFile(io.BytesIO(_FILLED(*arguments, **options))), io.BytesIO()
        with old, zipfile.ZipFile(new, "w") as archive:
            for item in old.infolist():
                part = old.read(item)
                if item.filename == "word/document.xml":
                    part = part.replace(b"</w:p>", _filled_in(words).encode() + b"</w:p>", 1)
                archive.writestr(item, part)
        return new.getvalue()

    return filled


def _filled_in(words: str) -> str:
    """Somebody's name for %s, its halves for %1 and %2."""
    name = SOMEBODY[0]
    return words.replace("%s", name).replace("%1", name[:4]).replace("%2", name[4:])


def _commented(*arguments: Any, **options: Any) -> bytes:
    made = io.BytesIO(_FILLED(*arguments, **options))
    with zipfile.ZipFile(made, "a") as archive:
        archive.comment = f"for {SOMEBODY[0]}".encode()
    return made.getvalue()


_DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="9" name="p" descr="%s"/></wp:inline></w:drawing></w:r>'
)


def word_mutants() -> Iterator[Mutant]:
    """Places in a Word file."""
    for name, way in (
        ("a comment", _with_part("word/comments.xml", f'<w:comments xmlns:w="{W}"><w:t>%s</w:t></w:comments>')),
        ("a custom property", _with_part("docProps/custom.xml", "<Properties><p>%s</p></Properties>")),
        ("an embedded file", _with_part("word/embeddings/list.bin", "who: %s")),
        ("the name of a part", _with_part("word/media/%s.txt", "")),
        ("a comment of the zip", _commented),
        ("a comment in the XML", _in_body("<!-- %s -->")),
        ("hidden words", _in_body("<w:r><w:rPr><w:vanish/></w:rPr><w:t>%s</w:t></w:r>")),
        ("deleted words", _in_body('<w:del w:id="9" w:author="x"><w:r><w:delText>%s</w:delText></w:r></w:del>')),
        ("the author of a change", _in_body('<w:ins w:id="9" w:author="%s"/>')),
        ("the words of a field", _in_body('<w:fldSimple w:instr=" DOCPROPERTY %s "/>')),
        ("a text alternative", _in_body(_DRAWING)),
        ("a bookmark", _in_body('<w:bookmarkStart w:id="9" w:name="%s"/><w:bookmarkEnd w:id="9"/>')),
        ("two halves", _in_body("<w:r><w:t>%1</w:t></w:r><w:r><w:t>%2</w:t></w:r>")),
    ):
        yield mutant(f"Word: a name in {name}", "school-letter", (finish, "filled", way))
    yield mutant("Word: a name in its subject", LETTERS, (finish, "Properties", _about_somebody))


def _about_somebody(**told: str) -> Any:  # stands for a class
    return Properties(**{**told, "subject": f"About {SOMEBODY[0]}"})


# PDF


def _pdf(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    def made_otherwise(docx: bytes) -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(_TYPESET(docx))) as pdf:
            change(pdf)
            pdf.save(made)
        return made.getvalue()

    return made_otherwise


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"About {SOMEBODY[0]}", 0))


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = f"Letter about {SOMEBODY[0]}"


def _xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:description"] = f"About {SOMEBODY[0]}"


def _attachment(pdf: pikepdf.Pdf) -> None:
    file = pikepdf.AttachedFileSpec(
        pdf,
        f"who: {SOMEBODY[0]}".encode(),
        description="",
        filename="list.txt",
        mime_type="text/plain",
        creation_date="",
        mod_date="",
    )
    pdf.attachments["list.txt"] = file


def _note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String(SOMEBODY[0])
    )
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def _alternative(pdf: pikepdf.Pdf) -> None:
    element = next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/P")
    element.Alt = pikepdf.String(f"About {SOMEBODY[0]}")


def _unseen(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    font = next(iter(page.resources.Font.keys()))
    words = SOMEBODY[0].encode("ascii", "replace").hex()
    stream = f"BT 3 Tr {font} 9 Tf 1 0 0 1 9 9 Tm ET /Span <</ActualText <{words}>>> BDC EMC".encode()
    page.contents_add(pdf.make_stream(stream))


def _destination(pdf: pikepdf.Pdf) -> None:
    names = pikepdf.Array([pikepdf.String(f"about {SOMEBODY[0]}"), pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])])
    pdf.Root.Names = pdf.make_indirect(pikepdf.Dictionary(Dests=pdf.make_indirect(pikepdf.Dictionary(Names=names))))


def pdf_mutants() -> Iterator[Mutant]:
    """Places in a PDF that its Word file does not have."""
    for name, change in (
        ("a bookmark", _bookmark),
        ("its title", _title),
        ("its metadata", _xmp),
        ("an attachment", _attachment),
        ("a note", _note),
        ("a text alternative", _alternative),
        ("words that are not drawn", _unseen),
        ("the name of a place to jump to", _destination),
    ):
        yield mutant(f"PDF: a name in {name}", "school-letter", (finish, "typeset", _pdf(change)), scene="pdf")


# What lies beside the documents


def beside_mutants() -> Iterator[Mutant]:
    """Calendar, workbook of the register, manifest, names of files, the screen."""
    paper = "checklist"
    yield mutant("calendar: what an action is", paper, (calendar_file, "_entries", _telling_entries))
    yield mutant("calendar: somebody's name", paper, (calendar_file, "_title", lambda *_: f"Ring {SOMEBODY[0]}"))
    register = "disclosure-register"
    yield mutant("register: names in its workbook", register, (register_xlsx, "plain_workbook", _with_names))
    yield mutant("register: a name in the workbook's title", register, (register_xlsx, "plain_workbook", _titled))
    yield mutant("manifest: answers as they were typed", paper, (make, "fingerprints", _in_the_clear))
    yield mutant("names of files: somebody's name", LETTERS, (versions.Step, "path", _named_path))
    yield mutant("screen: names in place of codes", paper, (make, "_result", _named_result))
    words = (cli_words, "say_result", _said_by_name)
    yield mutant("screen: a name in what is printed", paper, words, scene="screen")
    yield mutant("screen: a name with --json", paper, (cli_words, "say_json", _json_by_name), scene="screen")
    yield mutant(
        "sensitive: problems beside those of others", "", (batch.Outcome, "restricted", False), scene="problems"
    )


_ENTRIES, _PATH, _RESULT = calendar_file._entries, versions.Step.path, vars(make)["_result"]
_SAY_RESULT, _SAY_JSON = cli_words.say_result, cli_words.say_json


def _telling_entries(case: Any) -> Iterator[Any]:
    told = {action.id: action.what for action in case.record.actions}
    for entry in _ENTRIES(case):
        yield replace(entry, what=told.get(entry.key[1], entry.what))


def _with_names(lists: Any, **options: Any) -> bytes:
    who = PlainList("Who is who", "Who is who", "", (("Name", "name", 20),), [{"name": SOMEBODY[0]}])
    return plain_workbook([*lists, who], **options)


def _titled(lists: Any, **options: Any) -> bytes:
    return plain_workbook(lists, **{**options, "title": f"About {SOMEBODY[0]}"})


def _in_the_clear(record: Any) -> dict[str, str]:
    return {p.id: json.dumps([p.given_name, p.phone, p.concern]) for p in record.people}


def _named_path(step: Any, extension: str) -> str:
    return _PATH(step, extension).replace(f".{extension}", f" {SOMEBODY[0]}.{extension}")


def _named_result(*arguments: Any) -> Any:
    made = _RESULT(*arguments)
    return replace(made, notes=(*made.notes, f"{SOMEBODY[0]}: look at it again."))


def _said_by_name(loaded: Any, result: Any) -> None:
    _SAY_RESULT(loaded, replace(result, notes=(f"{SOMEBODY[0]}: look at it again.",)))


def _json_by_name(data: Any) -> None:
    _SAY_JSON(data | {"about": SOMEBODY[0]})


# Copies for sending


def sealed_mutants() -> Iterator[Mutant]:
    """What is sealed although it may not be, and what is not sealed although it should be."""
    for name, change in (
        ("drafts", (seal_pack, "going_out", _drafts_too)),
        ("what was edited by hand", (seal_pack, "not_sealed", lambda *_: "")),
        ("the team's own papers", (seal_pack, "SENT", {**seal_pack.SENT, "checklist": Audience.MASH})),
        ("without any lock", (seal_pack, "sealed", lambda data, *_: data)),
    ):
        yield mutant(f"sealed: {name}", "", change, scene="sealed")


def _drafts_too(manifest: Any, audiences: Any) -> Iterator[Any]:
    for made in manifest.latest().values():
        if made.state == "current" and seal_pack.SENT.get(made.key.document) in audiences:
            yield made


# The workbook of a meeting


def workbook_mutants() -> Iterator[Mutant]:
    """The workbook of a meeting's actions."""
    named = (actions_workbook, "people_told", _whoever_by_name)
    yield mutant("meeting: everybody by name in the list of the workbook", "", named, scene="meeting")
    yield mutant("meeting: a name beside an action", "", (actions_workbook, "_row", _row_about), scene="meeting")


_ROW = vars(actions_workbook)["_row"]


def _row_about(line: Any) -> Any:
    row = _ROW(line)
    return row.model_copy(update={"what": f"{row.what} ({SOMEBODY[0]})"})


def _whoever_by_name(record: Any, _: Lens) -> tuple[str, ...]:
    return tuple(full_name(person) or short_name(person) for person in record.people)


def layer_mutants() -> Iterator[Mutant]:
    """All of them."""
    yield from word_mutants()
    yield from pdf_mutants()
    yield from beside_mutants()
    yield from sealed_mutants()
    yield from workbook_mutants()
