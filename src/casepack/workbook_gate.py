"""The gate through which every part of a workbook comes: bombs, document types and tricks are refused here.

A workbook is a zip file of XML parts. Only the parts that hold answers are ever unpacked, piece by piece and within
limits, so that pictures, charts and macros cost nothing and do nothing; the XML is never expanded and never held as
a whole. Pure: bytes in, events out.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from .complaints import shorten
from .errors import Problem, RecordError
from .sniff import DAMAGED_FIX, LOCKED_FIX, TOO_LARGE_FIX
from .zipsafe import CANNOT_OPEN, READ_PACKED, open_zip, part_key

MOST_BYTES = 700_000_000
"""Bytes that the parts which are read may hold together, unpacked: two sheets with every row formatted."""
LARGEST_PART = 64_000_000
"""Bytes that any of them may hold but for a sheet."""
MOST_RATIO = 400
"""A part of more than `_BIG` bytes may not unpack to more than this many times its size; real sheets reach 60."""
MOST_ELEMENTS = 2_000_000
"""Elements that the parts which are read may hold together, after runs of empty rows are taken out."""
LONGEST_TAG = 4_000_000
"""Bytes that one tag or comment may take; the parser holds it whole."""
MOST_TEXT = 64_000_000
"""Characters that the answers and what is kept beside them may hold together."""
DEEPEST = 50
"""Levels of elements; a sheet has nine."""

_MOST_NAMES = 1_000
_BIG = 16_000_000
_BLOCK = 1 << 18

UNREADABLE_FIX = "In Excel choose File > Save As > Excel Workbook (.xlsx), and use the new file."
_NOT_EXCEL_FIX = "Do not use it. Ask for a copy that was saved in Excel."

_TRANSITIONAL, _STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_NAMESPACES = frozenset(
    (
        f"{_TRANSITIONAL}spreadsheetml/2006/main", f"{_STRICT}spreadsheetml/main",
        f"{_TRANSITIONAL}package/2006/relationships",
        f"{_TRANSITIONAL}officeDocument/2006/custom-properties", f"{_STRICT}officeDocument/customProperties",
        f"{_TRANSITIONAL}officeDocument/2006/docPropsVTypes", f"{_STRICT}officeDocument/docPropsVTypes",
    )
)  # fmt: skip
"""The namespaces that hold anything of use, each in its two dialects: "Strict" is a choice in Excel's Save As."""
RELATION_IDS = (
    f"{_TRANSITIONAL}officeDocument/2006/relationships id",
    f"{_STRICT}officeDocument/relationships id",
)
"""How the attribute that points to another part is called."""

Path = list[str]
"""The names of an element and of all around it, the root first; "?" for one that is of no use."""
Reduce = Callable[[Iterable[bytes]], Iterator[bytes]]

DAMAGE = (*CANNOT_OPEN, expat.ExpatError, LookupError)
"""What unpacking and parsing raise where a file is damaged."""


def refused(name: str, code: str, what: str, fix: str) -> RecordError:
    """The error for a workbook that cannot be used as a whole."""
    return RecordError([Problem(code, name, what, fix)])


@contextmanager
def guarded(name: str, sheet: str = "") -> Iterator[None]:
    """Say in words what goes wrong inside; `sheet` is the sheet that is being read."""
    try:
        yield
    except DAMAGE:
        what = f'is damaged inside: the sheet "{shorten(sheet)}" cannot be read.' if sheet else "is damaged inside."
        raise refused(name, "damaged-file", what, DAMAGED_FIX) from None
    except MemoryError:
        what = "could not be read: this machine has too little memory free."
        raise refused(name, "unreadable-file", what, "Close other programs and try again.") from None


class Package:
    """The parts of one workbook. Unpacks only what it is asked for, and only within the limits."""

    def __init__(self, data: bytes, name: str) -> None:
        """`name` is the file's name, for the words of a refusal.

        Raises `RecordError` where the list of parts is not one that Excel writes. Otherwise nothing is unpacked yet.
        """
        self.name = name
        self._bytes_left, self._elements_left, self._text_left = MOST_BYTES, MOST_ELEMENTS, MOST_TEXT
        archive = open_zip(data)
        if archive is None:
            raise refused(name, "damaged-file", "is damaged inside.", DAMAGED_FIX)
        self._archive = archive
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._twice: set[str] = set()
        for info in self._archive.infolist():
            if self._parts.setdefault(part_key(info.filename), info) is not info:
                self._twice.add(part_key(info.filename))
        if any(".." in part.split("/") for part in self._parts):
            what = "holds a part whose name leads out of the file, which Excel never writes."
            raise refused(name, "unsafe-file", what, _NOT_EXCEL_FIX)

    def names(self) -> tuple[str, ...]:
        """The names of all parts, in small letters."""
        return tuple(self._parts)

    def has(self, part: str) -> bool:
        """Whether there is a part of this name; capitals do not count."""
        return part_key(part) in self._parts

    def keep(self, text: str) -> str:
        """The text, counted as kept. Raises `RecordError` where too much has been kept already."""
        self._text_left -= len(text)
        if self._text_left < 0:
            raise self._too_large()
        return text

    def events(
        self,
        part: str,
        start: Callable[[Path, dict[str, str]], None],
        end: Callable[[Path], None],
        text: Callable[[str], None],
        *,
        sheet: bool = False,
        reduce: Reduce | None = None,
    ) -> None:
        """Parse one part, handing each element and text to these functions. `sheet` may be as large as sheets are.

        The path is one list for all calls, to be looked at and not kept. `reduce` may leave out pieces of the raw XML
        on the way. Raises `RecordError` for a part that goes beyond the limits, carries a document type or is locked;
        anything of `DAMAGE` for a damaged one.
        """
        if part_key(part) in self._twice:
            what = "holds the same part twice, and it cannot be told which one counts."
            raise refused(self.name, "unsafe-file", what, _NOT_EXCEL_FIX)
        info = self._parts[part_key(part)]
        self._check(info, sheet)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        path: Path = []
        names: dict[str, str] = {}

        def begin(tag: str, given: dict[str, str]) -> None:
            name = names.get(tag) or names.setdefault(tag, _name(tag))
            path.append(name)
            self._elements_left -= 1
            if self._elements_left < 0 or len(path) > DEEPEST or len(names) > _MOST_NAMES:
                raise self._too_large()
            start(path, given)

        def finish(_: str) -> None:
            end(path)
            path.pop()

        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler, parser.EndElementHandler = begin, finish
        parser.CharacterDataHandler = text
        fed = 0
        for block in (reduce or iter)(self._blocks(info)):
            parser.Parse(block, False)
            fed += len(block)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise self._too_large()
        parser.Parse(b"", True)

    def _blocks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        # Reading to the end also compares the checksum, and never gives more than the size that was checked.
        with self._archive.open(info) as file:
            while block := file.read(_BLOCK):
                yield block

    def _check(self, info: zipfile.ZipInfo, sheet: bool) -> None:
        if info.flag_bits & 1:
            raise refused(self.name, "locked-file", "is locked with a password, so nothing can read it.", LOCKED_FIX)
        if info.compress_type not in READ_PACKED:
            raise refused(self.name, "unreadable-file", "is packed in a way that Excel never uses.", UNREADABLE_FIX)
        self._bytes_left -= info.file_size
        swollen = info.file_size > _BIG and info.file_size > MOST_RATIO * max(info.compress_size, 1)
        if swollen or self._bytes_left < 0 or (info.file_size > LARGEST_PART and not sheet):
            raise self._too_large()

    def _too_large(self) -> RecordError:
        what = "is far larger inside than a workbook of answers can be."
        return refused(self.name, "too-large", what, TOO_LARGE_FIX)

    def _doctype(self, *_: object) -> None:
        what = "holds instructions that Excel never writes and that can do harm."
        raise refused(self.name, "unsafe-file", what, _NOT_EXCEL_FIX)


def _name(tag: str) -> str:
    namespace, _, name = tag.rpartition(" ")
    return name if namespace in _NAMESPACES else "?"


def target_of(part: str, target: str) -> str:
    """The name of the part to which a part points."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))).lstrip("/")


def relations_of(part: str) -> str:
    """The name of the part that says to what others a part points; of "" for the workbook as a whole."""
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")
