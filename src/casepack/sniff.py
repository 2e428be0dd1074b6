"""What a file really is, whatever its name says: a workbook, JSON, or something else, said in words. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

from .errors import Problem, RecordError
from .zipsafe import beginning, open_zip, part_key, too_many_parts


class FileKind(Enum):
    """What can be read, and everything else."""

    JSON = "JSON"
    WORKBOOK = "workbook"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is; for what cannot be read, also what to say: `what` it is, and how to `fix` that."""

    kind: FileKind
    code: str = ""
    what: str = ""
    fix: str = ""


_EXCEL_NAMES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls"))
_LIST_NAMES = frozenset((".csv", ".tsv", ".tab", ".txt", ".prn"))
_JSON_NAMES = frozenset((".json", ""))

_SAVE_AS = "choose File > Save As > Excel Workbook (.xlsx), and use the new file."
_IN_EXCEL = f"Open it in Excel, {_SAVE_AS}"
_CHOOSE = "Choose the workbook (.xlsx) or the JSON file instead."
_COPY = "Check that it was saved, or use a copy."
_COPY_AGAIN = "It may not have finished copying; copy it again."
TOO_MANY_PARTS = "holds far more parts than a workbook needs."
TOO_LARGE_FIX = "Check that it is the right file. If it is, copy its answers into a new workbook."
DAMAGED_FIX = "In Excel choose File > Open > Open and Repair, save, and try again."
LOCKED_FIX = (
    "Open it in Excel, choose File > Info > Protect Workbook > Encrypt with Password, clear the box, "
    "save, and try again."
)

_JSON = Sniffed(FileKind.JSON)
_WORKBOOK = Sniffed(FileKind.WORKBOOK)

_BEGINNING = 100_000
_HEAD = 4096
"""Bytes at the start of a file that tell what kind of text it is."""
_ZEROS = bytes(16)
"""What is left of a file where the machine stopped while it was saved; no text has as many zeros in a row."""
_OLE = b"\xd0\xcf\x11\xe0"
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00"

_STARTS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"ID3", "a recording"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (.7z)"),
    (b"Rar!", "a compressed file (.rar)"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
)
_OLDER_STARTS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""Excel before 1997, and exports that imitate it."""

_OLE_KINDS = (
    ("WordDocument", "is a document in the older Word format (.doc).", _CHOOSE),
    ("PowerPoint Document", "is a presentation in the older PowerPoint format (.ppt).", _CHOOSE),
    ("Workbook", "is in the older Excel format (.xls).", _IN_EXCEL),
    ("Book", "is in the older Excel format (.xls).", _IN_EXCEL),
)
_OPEN_DOCUMENTS = {
    "spreadsheet": (
        "is an OpenDocument spreadsheet (.ods).",
        "Open it, choose File > Save As > Excel 2007-365 (.xlsx), and use the new file.",
    ),
    "text": ("is an OpenDocument text (.odt).", _CHOOSE),
    "presentation": ("is an OpenDocument presentation (.odp).", _CHOOSE),
}
_OPEN_DOCUMENT = re.compile(r"application/vnd\.oasis\.opendocument\.(spreadsheet|text|presentation)")
_UNPACK = "Right-click it, choose Extract All, and use the workbook or the JSON file in it."


def sniff(data: bytes, name: str) -> Sniffed:
    """What the bytes of a file are. Its name only matters for the words, and for text that could be anything."""
    marker = _marker(name)
    if marker:
        return marker
    if not data:
        return _other("empty-file", "is empty (0 bytes).", _COPY)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _older_office(data)
    return _started(data, name) or _text(data, name)


def kind_of(data: bytes, name: str) -> FileKind:
    """Whether the file is JSON or a workbook. Raises `RecordError` for any other, saying what it really is."""
    found = sniff(data, name)
    if found.kind is FileKind.OTHER:
        raise RecordError([Problem(found.code, name, found.what, found.fix)])
    return found.kind


def _other(code: str, what: str, fix: str) -> Sniffed:
    return Sniffed(FileKind.OTHER, code, what, fix)


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _with_name(kind: str, name: str) -> str:
    """That a file is of this kind, and, where its name says otherwise, that the name is wrong."""
    return f"is {kind} with an Excel name." if _suffix(name) in _EXCEL_NAMES else f"is {kind}."


def _marker(name: str) -> Sniffed | None:
    """The words for a file that Office or LibreOffice keeps beside one that is open."""
    if name.startswith("~$") and name[2:]:
        program, meant = "Excel" if _suffix(name) in _EXCEL_NAMES else "Office", name[2:]
    elif name.startswith(".~lock.") and name.endswith("#"):
        program, meant = "LibreOffice", name.removeprefix(".~lock.").removesuffix("#")
    else:
        return None
    what = f"is the small marker file that {program} makes while {meant} is open."
    return _other("marker-file", what, f"Choose {meant} itself.")


def _zipped(data: bytes, name: str) -> Sniffed:
    archive = open_zip(data)
    if archive is None:
        return _unopened(data, name)
    with archive:
        types = beginning(archive, "[Content_Types].xml", _BEGINNING)
        parts = {part_key(part) for part in archive.namelist()}
        return _by_parts(parts, beginning(archive, "mimetype", _HEAD), types, name)


def _by_parts(parts: set[str], mimetype: str, types: str, name: str) -> Sniffed:
    """What a zip file is by the names of its parts, and by what it says of itself."""
    document = _OPEN_DOCUMENT.match(mimetype)
    folders = {part.partition("/")[0] for part in parts if "/" in part}
    if document:
        return _other("wrong-kind", *_OPEN_DOCUMENTS[document.group(1)])
    if "xl/workbook.bin" in parts:
        return _other("wrong-kind", "is an Excel binary workbook (.xlsb).", _IN_EXCEL)
    if "xl/workbook.xml" in parts:
        return _WORKBOOK
    if "word" in folders:
        return _other("wrong-kind", _with_name("a Word document", name), _CHOOSE)
    if "ppt" in folders:
        return _other("wrong-kind", _with_name("a PowerPoint presentation", name), _CHOOSE)
    if "xl" in folders or "spreadsheetml" in types:
        return _WORKBOOK
    if "index" in folders or "index.zip" in parts:
        fix = "Open it in Numbers, choose File > Export To > Excel, and use the new file."
        return _other("wrong-kind", "was made by Apple's Numbers, Pages or Keynote.", fix)
    kind = "is a zip file but not an Excel workbook." if _suffix(name) in _EXCEL_NAMES else "is a zip file."
    return _other("wrong-kind", kind, _UNPACK)


def _unopened(data: bytes, name: str) -> Sniffed:
    """What a zip file was whose list of parts cannot be read."""
    document = _OPEN_DOCUMENT.search(data[:_HEAD].decode("latin-1"))
    if document:
        return _other("wrong-kind", *_OPEN_DOCUMENTS[document.group(1)])
    workbook = b"xl/work" in data or _suffix(name) in _EXCEL_NAMES
    if b"word/document.xml" in data and b"xl/workbook" not in data:
        return _other("wrong-kind", _with_name("a Word document", name), _CHOOSE)
    if b"ppt/presentation.xml" in data and b"xl/workbook" not in data:
        return _other("wrong-kind", _with_name("a PowerPoint presentation", name), _CHOOSE)
    if not workbook:
        return _other("wrong-kind", "is a zip file, and a damaged one.", _CHOOSE)
    if too_many_parts(data):
        return _other("too-large", TOO_MANY_PARTS, TOO_LARGE_FIX)
    if data.endswith(_ZEROS):
        return _never_saved()
    if b"PK\x05\x06" in data[-66_000:]:
        return _other("damaged-file", "is damaged inside.", DAMAGED_FIX)
    return _other("cut-off", "is incomplete: its end is missing.", _COPY_AGAIN)


def _never_saved() -> Sniffed:
    return _other("damaged-file", "is a damaged file: some or all of it was never saved.", "Use a copy.")


def _older_office(data: bytes) -> Sniffed:
    """The words for a file in the container that Office used until 2007, and still uses for what is encrypted."""

    def holds(mark: str) -> bool:
        return mark.encode("utf-16-le") in data

    if holds("DRMEncrypted"):
        what = "is protected by a label or by rights management, so it cannot be read."
        return _other("locked-file", what, "In Excel choose a label that does not encrypt it, save, and try again.")
    if holds("EncryptedPackage"):
        return _other("locked-file", "is locked with a password, so nothing can read it.", LOCKED_FIX)
    if holds("__substg1.0_") or holds("__nameid_version1.0"):
        fix = "Open it in Outlook, save the attached workbook, and choose that."
        return _other("wrong-kind", "is an Outlook message.", fix)
    found = [(data.index(mark.encode("utf-16-le")), what, fix) for mark, what, fix in _OLE_KINDS if holds(mark)]
    # What is embedded in a document has its own mark, which comes later.
    _, what, fix = min(found, default=(0, "is an older Office file.", _IN_EXCEL))
    return _other("wrong-kind", what, fix)


def _started(data: bytes, name: str) -> Sniffed | None:
    """What begins with a mark of its kind, other than text."""
    if data.startswith(_SHORTCUT):
        return _other("wrong-kind", "is a shortcut, not the file itself.", "Choose the file that it leads to.")
    if data.startswith(_OLDER_STARTS):
        return _other("wrong-kind", "is in the older Excel format (.xls).", _IN_EXCEL)
    if data[4:8] == b"ftyp":
        return _other("wrong-kind", _with_name("a picture or a recording", name), _CHOOSE)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    kind = next((words for mark, words in _STARTS if start.startswith(mark)), "")
    if kind:
        return _other("wrong-kind", _with_name(kind, name), _CHOOSE)
    return _never_saved() if _ZEROS in data else None


def _text(data: bytes, name: str) -> Sniffed:
    """What kind of text it is; JSON where it may be, for its reader says best what is wrong with it."""
    head = data[:_HEAD].decode(json.detect_encoding(data[:4]), "replace").removeprefix("\ufeff")
    suffix, start = _suffix(name), head.lstrip()
    if not data.strip(b" \t\r\n\x0b\x0c\x00\xef\xbb\xbf\xfe\xff"):
        return _other("empty-file", "holds nothing but blanks.", _COPY)
    if start.startswith("<"):
        return _marked_up(start, name)
    if start.startswith("[InternetShortcut]"):
        return _other("wrong-kind", "is a shortcut, not the file itself.", "Choose the file that it leads to.")
    if suffix == ".gsheet":
        fix = "Open it in Google Sheets, choose File > Download > Microsoft Excel (.xlsx), and use the new file."
        return _other("wrong-kind", "is a link to a Google sheet, not the sheet itself.", fix)
    if start.startswith("MIME-Version:"):
        return _web_page(name)
    if suffix in _JSON_NAMES or start.startswith(("{", "[")):
        return _JSON
    if _NOT_TEXT.search(head):
        return _unknown(name)
    if suffix in _EXCEL_NAMES | _LIST_NAMES:
        named = " with an Excel name" if suffix in _EXCEL_NAMES else ""
        fix = "Use the workbook it was saved from, or copy its answers into a new one."
        return _other("wrong-kind", f"is a plain list (CSV){named}, so it has no sheets.", fix)
    return _other("wrong-kind", "is plain text, neither a workbook nor JSON.", _CHOOSE)


def _marked_up(start: str, name: str) -> Sniffed:
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return _other("wrong-kind", "is in an older Excel format (XML Spreadsheet 2003).", _IN_EXCEL)
    document = _OPEN_DOCUMENT.search(start)
    if document:
        return _other("wrong-kind", *_OPEN_DOCUMENTS[document.group(1)])
    return _web_page(name)


def _web_page(name: str) -> Sniffed:
    if _suffix(name) in _EXCEL_NAMES:
        return _other("wrong-kind", "is a web page saved with an Excel name.", _IN_EXCEL)
    return _other("wrong-kind", "is a web page or XML file.", _CHOOSE)


def _unknown(name: str) -> Sniffed:
    if _suffix(name) in _EXCEL_NAMES:
        what = "is damaged, or no workbook at all: it does not begin as a workbook does."
        return _other("damaged-file", what, f"See whether Excel opens it; if so, {_SAVE_AS}")
    return _other("wrong-kind", "is neither a workbook nor JSON.", _CHOOSE)
