"""PDFs that somebody cannot read or an archive would not take, each spoilt in one way: what validators must catch."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

Spoil = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A way to spoil a sound PDF, and the standard that it then breaks."""

    what: str
    standard: str
    spoil: Spoil


def spoilt(pdf: bytes, way: Spoilt) -> bytes:
    """`pdf` spoilt that way."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        way.spoil(file)
        lock = pikepdf.Encryption(user="x", owner="y") if way.what == "it is locked" else None
        file.save(out, encryption=lock if lock is not None else False, compress_streams=True)
    return out.getvalue()


def elements(file: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    """The structure elements of a kind, anywhere in the file."""
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == f"/{kind}" and "/P" in item:
            yield item


def _each(kind: str, change: Callable[[Any], object]) -> Spoil:
    def spoil(file: pikepdf.Pdf) -> None:
        found = list(elements(file, kind))
        assert found, kind
        for item in found:
            change(item)

    return spoil


def _metadata(old: bytes, new: bytes) -> Spoil:
    def spoil(file: pikepdf.Pdf) -> None:
        before: bytes = file.Root.Metadata.read_bytes()
        after = re.sub(old, new, before)
        assert after != before
        file.Root.Metadata.write(after)

    return spoil


def _without(key: str) -> Spoil:
    def spoil(file: pikepdf.Pdf) -> None:
        del file.Root[key]

    return spoil


def _named(name: str) -> Callable[[Any], object]:
    def rename(item: Any) -> None:
        item.S = pikepdf.Name(f"/{name}")

    return rename


def _pictures(file: pikepdf.Pdf) -> None:
    found = [item for item in file.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
    assert found
    for item in found:
        item.Interpolate = True


def _script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")


def _fonts(file: pikepdf.Pdf) -> None:
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def _letters(file: pikepdf.Pdf) -> None:
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            del item["/ToUnicode"]


def _contents(file: pikepdf.Pdf) -> None:
    """Words on the first page that are neither tagged nor an artifact."""
    page = file.pages[0]
    page.contents_add(b"0 0 10 10 re f")


def _mark(key: str, value: bool) -> Spoil:
    def spoil(file: pikepdf.Pdf) -> None:
        file.Root.MarkInfo[key] = value

    return spoil


def _roles(**roles: str) -> Spoil:
    """Other roles than those that the file gives to its own kinds of elements."""

    def spoil(file: pikepdf.Pdf) -> None:
        assert "/RoleMap" in file.Root.StructTreeRoot
        named = {f"/{kind}": pikepdf.Name(f"/{role}") for kind, role in roles.items()}
        file.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(named)

    return spoil


def _language(file: pikepdf.Pdf) -> None:
    file.Root.Lang = "British English"


def _short_row(file: pikepdf.Pdf) -> None:
    del list(elements(file, "TR"))[-1].K[-1]


def _running(file: pikepdf.Pdf) -> None:
    """What stands at the foot of a page is no longer marked as such."""
    content = file.pages[0].Contents
    before = content.read_bytes()
    assert b"/Artifact" in before
    content.write(before.replace(b"/Artifact", b"/P"))


def _annotations(key: str) -> Spoil:
    def spoil(file: pikepdf.Pdf) -> None:
        found = [annotation for page in file.pages for annotation in page.get("/Annots", [])]
        assert found
        for annotation in found:
            del annotation[key]

    return spoil


def _tabs(file: pikepdf.Pdf) -> None:
    assert "/Annots" in file.pages[0]
    del file.pages[0]["/Tabs"]


def _hidden(file: pikepdf.Pdf) -> None:
    for annotation in file.pages[0].Annots:
        annotation.F = 2


def _untagged(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot
    del file.Root.MarkInfo


def _titles(file: pikepdf.Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def _field(file: pikepdf.Pdf) -> None:
    file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), NeedAppearances=True)


WAYS = (
    Spoilt("it has no title", "ua1", _metadata(rb"<dc:title>.*</dc:title>", b"")),
    Spoilt("viewers show the name of the file instead of the title", "ua1", _titles),
    Spoilt("it does not say its language", "ua1", _without("/Lang")),
    Spoilt("it has no tags", "ua1", _untagged),
    Spoilt("it does not say that it is PDF/UA", "ua1", _metadata(rb' pdfuaid:part="1"', b"")),
    Spoilt("a picture has no words", "ua1", _each("Figure", lambda item: item.__delitem__("/Alt"))),
    Spoilt("a level of headings is left out", "ua1", _each("H2", _named("H4"))),
    Spoilt("a tag is one that nobody knows", "ua1", _each("P", _named("Paragraf"))),
    Spoilt("a row stands outside its table", "ua1", _each("Table", _named("Sect"))),
    Spoilt("the point of a list stands outside it", "ua1", _each("L", _named("Sect"))),
    Spoilt("a drawing is neither tagged nor left out", "ua1", _contents),
    Spoilt("the fonts are not in it", "ua1", _fonts),
    Spoilt("nobody can tell which letters are meant", "ua1", _letters),
    Spoilt("it says that it is not tagged", "ua1", _mark("/Marked", value=False)),
    Spoilt("it says that its tags may be wrong", "ua1", _mark("/Suspects", value=True)),
    Spoilt("its language is none", "ua1", _language),
    Spoilt("its own kind of element has no role", "ua1", _roles()),
    Spoilt(
        "its own kinds of element have the roles of one another", "ua1", _roles(Letterhead="Head", Head="Letterhead")
    ),
    Spoilt("a paragraph has the role of a heading", "ua1", _roles(Letterhead="Sect", P="H1")),
    Spoilt("the words of a point are no body of it", "ua1", _each("LBody", _named("P"))),
    Spoilt("a header cell does not say what it heads", "ua1", _each("TH", lambda item: item.A.__delitem__("/Scope"))),
    Spoilt("a row is a cell short", "ua1", _short_row),
    Spoilt("a table has two heads", "ua1", _each("TBody", _named("THead"))),
    Spoilt("a footer is neither tagged nor left out", "ua1", _running),
    Spoilt("a link is not tagged as one", "ua1", _each("Link", _named("P"))),
    Spoilt("a link belongs to no tag", "ua1", _annotations("/StructParent")),
    Spoilt("a link does not say where it leads", "ua1", _annotations("/Contents")),
    Spoilt("links are not reached in the order of the text", "ua1", _tabs),
    Spoilt("a link is not printed", "2a", _hidden),
    Spoilt("it does not say that it is PDF/A", "2a", _metadata(rb' pdfaid:part="2"', b"")),
    Spoilt(
        "it does not explain the mark of PDF/UA", "2a", _metadata(rb"<pdfaExtension:.*</pdfaExtension:schemas>", b"")
    ),
    Spoilt("its colours are not explained", "2a", _without("/OutputIntents")),
    Spoilt("a viewer may smooth a picture", "2a", _pictures),
    Spoilt("it runs a script", "2a", _script),
    Spoilt("it has form fields that the viewer must draw", "2a", _field),
    Spoilt("it is locked", "2a", lambda file: None),
)
"""Every way is seen by both validators."""


def _letterhead(file: pikepdf.Pdf) -> None:
    document = file.Root.StructTreeRoot.K[0]
    assert document.K[0].S == "/Letterhead"
    del document.K[0]


UNSEEN = (
    Spoilt("header cells are cells like all others", "ua1", _each("TH", _named("TD"))),
    Spoilt("nobody is told who writes", "ua1", _letterhead),
    Spoilt("headings are paragraphs", "ua1", _each("H2", _named("P"))),
)
"""What neither validator sees, and the tests of what no validator sees must."""


def flattened(pdf: bytes) -> bytes:
    """`pdf` with each heading tagged as a paragraph: no validator minds."""
    ways = [_each(kind, _named("P")) for kind in ("H1", "H2")]

    def spoil(file: pikepdf.Pdf) -> None:
        for way in ways:
            way(file)

    return spoilt(pdf, Spoilt("no heading is a heading", "ua1", spoil))
