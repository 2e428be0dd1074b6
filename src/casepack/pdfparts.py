"""Everything a PDF file holds besides the look of its pages: its structure, its properties, every string.

It knows pikepdf, reads and never writes.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf

from . import pdfdrawn, pdffields
from .errors import WithheldError
from .form_fields import FormField
from .pdftree import Mark, MarkRow, Tree


class UnreadableError(WithheldError):
    """A finished file that cannot be read back; it must not be kept."""


_DAMAGED = (
    *(pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, KeyError, RecursionError),
    *(AttributeError, IndexError, OverflowError),  # an object that is none, a command without what it is to write
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a PDF file holds. `order` is its tagged content in reading order, without list labels."""

    order: tuple[Mark | MarkRow, ...]
    labels: frozenset[Mark]
    empty_tables: int
    language: str
    title: str
    xmp_title: str
    author: str
    tagged: bool
    encrypted: bool
    properties: frozenset[str]
    actions: frozenset[str]
    addresses: tuple[str, ...]
    attachments: bool
    annotations: frozenset[str]
    versions: int
    fields: tuple[FormField, ...]
    odd_fields: tuple[str, ...]
    layers: Mapping[str, str] = field(repr=False)


def read(pdf: bytes) -> Parts:
    """Everything that `pdf` holds; raises `UnreadableError` if it is damaged or needs a password."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            return _parts(file, pdf)
    except _DAMAGED as error:
        raise UnreadableError("The PDF cannot be read back.") from error


def _parts(file: pikepdf.Pdf, pdf: bytes) -> Parts:
    walk = _Walk(file)
    walk.everything()
    pages = {page.obj.objgen: number for number, page in enumerate(file.pages, start=1)}
    tree = Tree(file.Root.get("/StructTreeRoot"), pages, _listed)
    info: Any = file.trailer.get("/Info", pikepdf.Dictionary())
    marked: Any = file.Root.get("/MarkInfo", pikepdf.Dictionary())
    xmp = _xmp(file)
    layers = {name: "\n".join(texts) for name, texts in walk.found.items()}
    boxes = pdffields.boxes_of(file)
    fields = tuple(pdffields.fields_in(boxes))
    # The names of a tick's states are no strings, so that the walk does not meet them.
    layers["form states"] = "\n".join(field.name.partition("=")[2].replace("-", " ") for field in fields)
    layers |= _drawn(file, walk.streams) | {"file comments": _comments(pdf)}
    return Parts(
        order=tuple(tree.order),
        labels=frozenset(tree.labels),
        empty_tables=tree.empty_tables,
        language=str(file.Root.get("/Lang", "")),
        title=str(info.get("/Title", "")),
        xmp_title=xmp,
        author=str(info.get("/Author", "")),
        tagged=bool(marked.get("/Marked", False)) and bool(tree.order),
        encrypted=file.is_encrypted,
        properties=frozenset(str(key) for key in info),
        actions=frozenset(walk.actions),
        addresses=tuple(walk.addresses),
        attachments=walk.attachments,
        annotations=frozenset(walk.annotations),
        versions=pdf.count(b"startxref"),
        fields=fields,
        odd_fields=tuple(dict.fromkeys(pdffields.odd_in(file, boxes))),
        layers={name: text for name, text in layers.items() if text.strip()},
    )


def _xmp(file: pikepdf.Pdf) -> str:
    """The title in the XMP metadata, or an empty string."""
    if "/Metadata" not in file.Root:
        return ""
    # Not in a `with`, which is for whoever writes it anew.
    metadata = file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    return str(metadata.get("dc:title", ""))


def _listed(value: Any) -> list[Any]:
    """The kids of a structure element, which may be none, one or an array."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


_ACTIVE = re.compile(
    r"JavaScript|Launch|GoToR|GoToE|SubmitForm|ImportData|ResetForm|Rendition|Movie|Sound|RichMediaExecute"
    r"|Hide|Named|SetOCGState|Thread|GoTo3DView"
)
_PLACES = {"/Alt": "structure", "/ActualText": "structure", "/E": "structure", "/URI": "links", "/Lang": "language"}
_TEXTLESS = re.compile(
    r"/(FontFile[23]?|ToUnicode|CIDSet|CIDToGIDMap|S?Mask|Contents|DestOutputProfile|CharProcs|Encoding)"
)
_TEXTLESS_KINDS = frozenset(("/Image", "/Form", "/XRef", "/ObjStm"))
_USUAL = frozenset(
    ("/Title", "/Producer", "/Author", "/Subject", "/Keywords", "/Creator", "/Names", "/Limits", "/Kids")
)
_WORDLESS = re.compile(
    rb"<< (?:/A << /O /Table (?:/(?:ColSpan|RowSpan) \d+ |/Scope /\w+ )*>> )?"
    rb"/K \[ (?:\d+ (?:0 R )?|<< /MCID \d+ /Pg \d+ 0 R /Type /MCR >> )*\] /P \d+ 0 R (?:/Pg \d+ 0 R )?/S /\w+ "
    rb"/Type /StructElem >>|<< /Obj \d+ 0 R /Pg \d+ 0 R /Type /OBJR >>"
)
"""An element of the structure with nothing but other elements and marks in it, as nearly every object is."""
_NUMBERS = re.compile(rb"[\[\]\s\d.R-]*")
"""An array of nothing but numbers and pointers, as the widths of a font are."""
_NAMED = frozenset(("/BaseFont", "/FontName", "/FontFamily"))


class _Walk:
    """Every string of a file, sorted into layers by where it hangs; and everything that could act."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        self.found: dict[str, list[str]] = defaultdict(list)
        self.actions: set[str] = set()
        self.addresses: list[str] = []
        self.streams: list[pikepdf.Stream] = []
        self.annotations: set[str] = set()
        self.attachments = False
        self._textless: set[tuple[int, int]] = set()
        info = file.trailer.get("/Info")
        self._info = None if info is None else info.objgen

    def everything(self) -> None:
        """Walk the file from its trailer and, so that nothing unused stays unseen, through every object."""
        for key, value in self._file.trailer.items():
            if key not in ("/ID", "/Encrypt") and not getattr(value, "is_indirect", False):
                self._value(value, "properties" if key == "/Info" else "file")
        for thing in self._file.objects:
            if _WORDLESS.fullmatch(thing.unparse(resolved=True)):
                continue
            self._value(thing, "properties" if thing.objgen == self._info else "strings")
            if isinstance(thing, pikepdf.Stream):
                self.streams.append(thing)
        for page in self._file.pages:
            self._textless |= {c.objgen for c in _listed(page.obj.get("/Contents"))}
        for stream in self.streams:
            self._stream(stream)
        for key in ("/OpenAction", "/AA"):
            action = self._file.Root.get(key)
            if isinstance(action, pikepdf.Dictionary) and action.get("/S") != "/GoTo":
                self.actions.add(key[1:])

    def _value(self, value: Any, layer: str) -> None:
        if isinstance(value, pikepdf.String):
            self.found[layer].append(_string(value))
        elif isinstance(value, pikepdf.Array):
            for item in () if _NUMBERS.fullmatch(value.unparse(resolved=True)) else value:
                if not getattr(item, "is_indirect", False):
                    self._value(item, layer)
        elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            self._dictionary(value, layer)

    def _dictionary(self, thing: Any, layer: str) -> None:
        held = dict(thing.items())
        layer = _layer(held, layer)
        self._note(held)
        for key, value in held.items():
            if layer in ("properties", "destinations") and key not in _USUAL:
                self.found[layer].append(key[1:])
            if key in _NAMED and isinstance(value, pikepdf.Name):
                self.found["fonts"].append(str(value)[1:])
            if isinstance(value, pikepdf.Stream) and _TEXTLESS.fullmatch(key):
                self._textless.add(value.objgen)
            if not getattr(value, "is_indirect", False) or isinstance(value, pikepdf.String):
                self._value(value, _PLACES.get(key, "destinations" if key == "/Dests" else layer))

    def _note(self, held: Mapping[str, Any]) -> None:
        """Note what a dictionary could do: run, open, carry a file, hold a note."""
        kind = str(held.get("/S", ""))[1:] if isinstance(held.get("/S"), pikepdf.Name) else ""
        if _ACTIVE.fullmatch(kind) and held.get("/Type") != "/StructElem":
            self.actions.add(kind)
        if "/JS" in held or "/JavaScript" in held:
            self.actions.add("JavaScript")
        if isinstance(held.get("/URI"), pikepdf.String):
            self.addresses.append(str(held["/URI"]))
        if "/EF" in held or "/EmbeddedFiles" in held or "/AF" in held or held.get("/Type") == "/EmbeddedFile":
            self.attachments = True
        if "/Rect" in held and isinstance(held.get("/Subtype"), pikepdf.Name):
            self.annotations.add(str(held["/Subtype"])[1:])

    def _stream(self, stream: pikepdf.Stream) -> None:
        """The text of a stream that is no drawing, font or picture: metadata, attachments, anything odd."""
        if stream.objgen in self._textless or str(stream.get("/Subtype", "")) in _TEXTLESS_KINDS:
            return
        if str(stream.get("/Type", "")) in _TEXTLESS_KINDS or "/FunctionType" in stream or "/PatternType" in stream:
            return
        layer = {"/Metadata": "metadata", "/EmbeddedFile": "attachments"}.get(str(stream.get("/Type", "")), "streams")
        self.found[layer].append(_bytes_text(stream.read_bytes()))


def _layer(held: Mapping[str, Any], layer: str) -> str:
    """The layer that the strings of a dictionary belong to, by what kind of dictionary it is."""
    kind = str(held.get("/Type", ""))
    if kind == "/StructElem":
        return "structure"
    if kind == "/OCG":
        return "optional content"
    if kind in ("/Filespec", "/F", "/EmbeddedFile"):
        return "attachments"
    if "/FT" in held or ("/T" in held and ("/Kids" in held or "/Parent" in held)):
        return "form fields"
    if "/Rect" in held and "/Subtype" in held:
        return "annotations"
    if "/Title" in held and "/Parent" in held:
        return "bookmarks"
    if "/Names" in held and "/Limits" in held:
        return "destinations"
    return layer


def _string(value: Any) -> str:
    raw = bytes(value)
    return str(value) if raw[:2] not in (b"\xff\xfe",) else raw.decode("utf-16", "replace")


def _bytes_text(data: bytes) -> str:
    """The words in bytes of unknown kind."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _comments(pdf: bytes) -> str:
    """What stands in the file outside all objects and streams, after a per cent sign or past the end."""
    bare = re.sub(rb"\bstream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)
    found = re.findall(rb"(?<!%)%(?!PDF-|%EOF)([^\r\n]*)", bare)
    tail = pdf[pdf.rfind(b"%%EOF") + 5 :] if b"%%EOF" in pdf else b""
    return "\n".join(_bytes_text(part) for part in [*found, pdf[: max(pdf.find(b"%PDF-"), 0)], tail])


def _alphabets(holder: Any, known: dict[tuple[int, int], pdfdrawn.Alphabet]) -> dict[str, pdfdrawn.Alphabet]:
    """The alphabet of each font that a page or form names."""
    found = {}
    for name, font in holder.get("/Resources", {}).get("/Font", {}).items():
        if font.objgen not in known or font.objgen == (0, 0):
            table = font.get("/ToUnicode")
            data = table.read_bytes() if isinstance(table, pikepdf.Stream) else None
            known[font.objgen] = pdfdrawn.alphabet(data, composite=font.get("/Subtype") == "/Type0")
        found[name] = known[font.objgen]
    return found


def _drawn(file: pikepdf.Pdf, streams: Iterable[pikepdf.Stream]) -> dict[str, str]:
    """The words written on each page, and in the forms and appearances among the streams, which pages draw."""
    known: dict[tuple[int, int], pdfdrawn.Alphabet] = {}
    found = {}
    for number, page in enumerate(file.pages, start=1):
        found[f"page {number}, as drawn"] = _written(page, page.obj.get("/Contents"), _alphabets(page.obj, known))
    of_first_page = cache(lambda: _alphabets(file.pages[0].obj, known))
    forms = []
    for stream in streams:
        if stream.get("/Subtype") == "/Form":
            forms.append(_written(stream, stream, _alphabets(stream, known) or of_first_page()))
    return found | {"forms and pictures": "\n".join(forms)}


def _written(drawing: Any, stream: Any, alphabets: Mapping[str, pdfdrawn.Alphabet]) -> str:
    """The words that a page or a form writes; `stream` holds all of its commands, if one stream does."""
    try:
        plain = pdfdrawn.written_plainly(stream.read_bytes(), alphabets) if isinstance(stream, pikepdf.Stream) else None
    except pikepdf.PdfError:
        plain = None
    if plain is not None:
        return plain
    commands = pikepdf.parse_content_stream(drawing, pdfdrawn.OPERATORS)
    return pdfdrawn.written(commands, pikepdf.unparse_content_stream(commands), alphabets)
