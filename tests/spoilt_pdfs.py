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


def flattened(pdf: bytes) -> bytes:
    """`pdf` with each heading tagged as a paragraph: no validator minds."""
    ways = [_each(kind, _named("P")) for kind in ("H1", "H2")]

    def spoil(file: pikepdf.Pdf) -> None:
        for way in ways:
            way(file)

    return spoilt(pdf, Spoilt("no heading is a heading", "ua1", spoil))
