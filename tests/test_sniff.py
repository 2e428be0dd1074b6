"""What a file really is: each kind that an officer may choose by mistake, as it is told."""

from __future__ import annotations

import json
import zipfile
import zlib

import pytest

from casepack.errors import RecordError
from casepack.sniff import FileKind, kind_of, sniff

from .bookmaker import Packed, minimal_parts, minimal_xlsx, packed, raw_zip, zipped
from .builders import record_data

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
IN_EXCEL = "Open it in Excel, choose File > Save As > Excel Workbook (.xlsx), and use the new file."
CHOOSE = "Choose the workbook (.xlsx) or the JSON file instead."
NO_PASSWORD = (
    "Open it in Excel, choose File > Info > Protect Workbook > Encrypt with Password, clear the box, "
    "save, and try again."
)
TO_XLSX = "Open it, choose File > Save As > Excel 2007-365 (.xlsx), and use the new file."
UNPACK = "Right-click it, choose Extract All, and use the workbook or the JSON file in it."
FROM_LIST = "Use the workbook it was saved from, or copy its answers into a new one."
REPAIR = "In Excel choose File > Open > Open and Repair, save, and try again."
COPY = "Check that it was saved, or use a copy."
COPY_AGAIN = "It may not have finished copying; copy it again."
OLD_EXCEL = ("wrong-kind", "is in the older Excel format (.xls).", IN_EXCEL)
NEVER_SAVED = ("damaged-file", "is a damaged file: some or all of it was never saved.", "Use a copy.")
CUT_OFF = ("cut-off", "is incomplete: its end is missing.", COPY_AGAIN)
LINK = ("wrong-kind", "is a shortcut, not the file itself.", "Choose the file that it leads to.")


def ole(*streams: str) -> bytes:
    """A file in the older container: each stream has an entry of 128 bytes, its name in UTF-16."""
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def open_document(kind: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    stored = Packed("mimetype", mimetype, len(mimetype), zlib.crc32(mimetype), zipfile.ZIP_STORED)
    return raw_zip([stored, packed("content.xml", "<x/>")])


XLSX = minimal_xlsx()
WORD = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>", "word/embeddings/Book1.xlsx": XLSX})
SLIDES = zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"})
EMBEDDING = minimal_xlsx({"xl/embeddings/word/document.docx": WORD})
CSV = "Person,Full name\r\nP1,Siân Mockridge\r\n"

REFUSED = [
    pytest.param("~$case.xlsx", b"\x05Sam" + bytes(160), "marker-file",
                 "is the small marker file that Excel makes while case.xlsx is open.", "Choose case.xlsx itself.",
                 id="marker of Excel"),
    pytest.param("~$letter.docx", b"\x05Sam", "marker-file",
                 "is the small marker file that Office makes while letter.docx is open.", "Choose letter.docx itself.",
                 id="marker of Word"),
    pytest.param(".~lock.case.xlsx#", b",sam,pc,;", "marker-file",
                 "is the small marker file that LibreOffice makes while case.xlsx is open.", "Choose case.xlsx itself.",
                 id="marker of LibreOffice"),
    pytest.param("r.xlsx", b"", "empty-file", "is empty (0 bytes).", COPY, id="no bytes"),
    pytest.param("r.xlsx", b" \r\n\t", "empty-file", "holds nothing but blanks.", COPY, id="blanks"),
    pytest.param("r.json", "\ufeff \n".encode("utf-16"), "empty-file", "holds nothing but blanks.", COPY,
                 id="blanks in UTF-16"),
    pytest.param("r.xls", ole("Root Entry", "Workbook"), *OLD_EXCEL, id="xls"),
    pytest.param("r.xlsx", ole("Root Entry", "Workbook"), *OLD_EXCEL, id="xls renamed"),
    pytest.param("r.xls", ole("Root Entry", "Book"), *OLD_EXCEL, id="xls of Excel 95"),
    pytest.param("r.xls", ole("Workbook", "MBD1", "WordDocument"), *OLD_EXCEL, id="xls with a document in it"),
    pytest.param("r.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(40), *OLD_EXCEL, id="xls without its container"),
    pytest.param("r.xlsx", ole("EncryptedPackage", "Workbook"), "locked-file",
                 "is locked with a password, so nothing can read it.", NO_PASSWORD, id="password"),
    pytest.param("r.xlsx", ole("DRMEncryptedTransform", "EncryptedPackage"), "locked-file",
                 "is protected by a label or by rights management, so it cannot be read.",
                 "In Excel choose a label that does not encrypt it, save, and try again.", id="rights management"),
    pytest.param("r.doc", ole("Root Entry", "WordDocument", "Workbook"), "wrong-kind",
                 "is a document in the older Word format (.doc).", CHOOSE, id="doc"),
    pytest.param("r.ppt", ole("PowerPoint Document"), "wrong-kind",
                 "is a presentation in the older PowerPoint format (.ppt).", CHOOSE, id="ppt"),
    pytest.param("r.msg", ole("__substg1.0_0E1D001F", "Workbook"), "wrong-kind", "is an Outlook message.",
                 "Open it in Outlook, save the attached workbook, and choose that.", id="Outlook"),
    pytest.param("r.pub", ole("Contents"), "wrong-kind", "is an older Office file.", IN_EXCEL, id="other old Office"),
    pytest.param("r.ods", open_document("spreadsheet"), "wrong-kind", "is an OpenDocument spreadsheet (.ods).",
                 TO_XLSX, id="ods"),
    pytest.param("r.xlsx", open_document("spreadsheet"), "wrong-kind", "is an OpenDocument spreadsheet (.ods).",
                 TO_XLSX, id="ods renamed"),
    pytest.param("r.xlsx", open_document("spreadsheet")[:-40], "wrong-kind", "is an OpenDocument spreadsheet (.ods).",
                 TO_XLSX, id="ods cut off"),
    pytest.param("r.fods", b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
                 "wrong-kind", "is an OpenDocument spreadsheet (.ods).", TO_XLSX, id="flat ods"),
    pytest.param("r.odt", open_document("text"), "wrong-kind", "is an OpenDocument text (.odt).", CHOOSE, id="odt"),
    pytest.param("r.odp", open_document("presentation"), "wrong-kind", "is an OpenDocument presentation (.odp).",
                 CHOOSE, id="odp"),
    pytest.param("r.xlsb", zipped({"xl/workbook.bin": b"x", "xl/worksheets/sheet1.bin": b"x"}), "wrong-kind",
                 "is an Excel binary workbook (.xlsb).", IN_EXCEL, id="xlsb"),
    pytest.param("r.docx", WORD, "wrong-kind", "is a Word document.", CHOOSE, id="docx with a workbook in it"),
    pytest.param("r.xlsx", WORD, "wrong-kind", "is a Word document with an Excel name.", CHOOSE, id="docx renamed"),
    pytest.param("r.xlsx", WORD[:-30], "wrong-kind", "is a Word document with an Excel name.", CHOOSE,
                 id="docx renamed and cut off"),
    pytest.param("r.xlsx", SLIDES, "wrong-kind", "is a PowerPoint presentation with an Excel name.", CHOOSE, id="pptx"),
    pytest.param("r.pptx", SLIDES[:-30], "wrong-kind", "is a PowerPoint presentation.", CHOOSE, id="pptx cut off"),
    pytest.param("r.numbers", zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "wrong-kind",
                 "was made by Apple's Numbers, Pages or Keynote.",
                 "Open it in Numbers, choose File > Export To > Excel, and use the new file.", id="numbers"),
    pytest.param("r.zip", zipped({"case.xlsx": XLSX}), "wrong-kind", "is a zip file.", UNPACK, id="zipped workbook"),
    pytest.param("r.xlsx", zipped({"notes.txt": "xl/workbook.xml"}), "wrong-kind",
                 "is a zip file but not an Excel workbook.", UNPACK, id="zip renamed"),
    pytest.param("r.zip", b"PK\x05\x06" + bytes(18), "wrong-kind", "is a zip file.", UNPACK, id="empty zip"),
    pytest.param("r.zip", zipped({"notes.txt": "x"})[:-30], "wrong-kind", "is a zip file, and a damaged one.", CHOOSE,
                 id="zip cut off"),
    pytest.param("r.xlsx", XLSX[: len(XLSX) // 2], *CUT_OFF, id="half a workbook"),
    pytest.param("r.xlsx", XLSX[:-30], *CUT_OFF, id="workbook without its last 30 bytes"),
    pytest.param("r.json", XLSX[:-30], *CUT_OFF, id="the same under another name"),
    pytest.param("r.xlsx", XLSX.replace(b"PK\x01\x02", b"PK\x01\x03", 1), "damaged-file", "is damaged inside.", REPAIR,
                 id="damaged list of parts"),
    pytest.param("r.xlsx", XLSX[:500] + bytes(len(XLSX) - 500), *NEVER_SAVED, id="workbook that ends in zeros"),
    pytest.param("r.xlsx", bytes(4096), *NEVER_SAVED, id="only zeros"),
    pytest.param("r.json", b'{"incident": ' + bytes(400), *NEVER_SAVED, id="JSON that ends in zeros"),
    pytest.param("r.xlsx", raw_zip([Packed(f"p{n}", b"", 0, 0, 0) for n in range(5_001)]), "too-large",
                 "holds far more parts than a workbook needs.",
                 "Check that it is the right file. If it is, copy its answers into a new workbook.", id="5,001 parts"),
    pytest.param("r.csv", CSV.encode(), "wrong-kind", "is a plain list (CSV), so it has no sheets.", FROM_LIST,
                 id="csv"),
    pytest.param("r.xlsx", CSV.encode("cp1252"), "wrong-kind",
                 "is a plain list (CSV) with an Excel name, so it has no sheets.", FROM_LIST, id="csv renamed"),
    pytest.param("r.txt", CSV.encode("utf-16"), "wrong-kind", "is a plain list (CSV), so it has no sheets.", FROM_LIST,
                 id="Unicode text of Excel"),
    pytest.param("r.md", b"A note, no more.", "wrong-kind", "is plain text, neither a workbook nor JSON.", CHOOSE,
                 id="text"),
    pytest.param("r.xls", b"\r\n<html><table><tr><td>P1", "wrong-kind", "is a web page saved with an Excel name.",
                 IN_EXCEL, id="web page of a database"),
    pytest.param("r.xlsx", "<HTML>".encode("utf-16"), "wrong-kind", "is a web page saved with an Excel name.",
                 IN_EXCEL, id="web page in UTF-16"),
    pytest.param("r.xls", b"MIME-Version: 1.0\r\n", "wrong-kind", "is a web page saved with an Excel name.",
                 IN_EXCEL, id="mht"),
    pytest.param("r.html", b"\xef\xbb\xbf<html>", "wrong-kind", "is a web page or XML file.", CHOOSE, id="html"),
    pytest.param("r.xml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
                 "wrong-kind", "is in an older Excel format (XML Spreadsheet 2003).", IN_EXCEL, id="Excel 2003 XML"),
    pytest.param("r.pdf", b"%PDF-1.7\n", "wrong-kind", "is a PDF.", CHOOSE, id="pdf"),
    pytest.param("r.xlsx", b"%PDF-1.7\n", "wrong-kind", "is a PDF with an Excel name.", CHOOSE, id="pdf renamed"),
    pytest.param("r.rtf", b"{\\rtf1 x}", "wrong-kind", "is a rich text document (.rtf).", CHOOSE, id="rtf"),
    pytest.param("r.png", b"\x89PNG\r\n\x1a\n", "wrong-kind", "is a picture.", CHOOSE, id="png"),
    pytest.param("r.jpg", b"\xff\xd8\xff\xe0..JFIF", "wrong-kind", "is a picture.", CHOOSE, id="jpeg"),
    pytest.param("r.xlsx", b"GIF89a", "wrong-kind", "is a picture with an Excel name.", CHOOSE, id="gif"),
    pytest.param("r.heic", b"\0\0\0\x18ftypheic", "wrong-kind", "is a picture or a recording.", CHOOSE, id="heic"),
    pytest.param("r.7z", b"7z\xbc\xaf\x27\x1c", "wrong-kind", "is a compressed file (.7z).", CHOOSE, id="7z"),
    pytest.param("case.xlsx.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(60), *LINK, id="shortcut"),
    pytest.param("case.url", b"[InternetShortcut]\r\nURL=https://example.org/", *LINK, id="link"),
    pytest.param("case.gsheet", b'{"doc_id": "x"}', "wrong-kind", "is a link to a Google sheet, not the sheet itself.",
                 "Open it in Google Sheets, choose File > Download > Microsoft Excel (.xlsx), and use the new file.",
                 id="link to Google"),
    pytest.param("r.xlsx", b"QK\x03\x04\x00\x01", "damaged-file",
                 "is damaged, or no workbook at all: it does not begin as a workbook does.",
                 "See whether Excel opens it; if so, choose File > Save As > Excel Workbook (.xlsx), "
                 "and use the new file.", id="workbook with a damaged beginning"),
    pytest.param("r.dat", b"\x00\x01\x02\x03", "wrong-kind", "is neither a workbook nor JSON.", CHOOSE, id="anything"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code", "what", "fix"), REFUSED)
def test_a_file_of_another_kind_is_called_what_it_is(name: str, data: bytes, code: str, what: str, fix: str) -> None:
    with pytest.raises(RecordError) as caught:
        kind_of(data, name)
    [problem] = caught.value.problems
    assert (problem.where, problem.code, problem.what, problem.fix) == (name, code, what, fix)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("r.xlsx", XLSX),
        ("r.XLSM", XLSX),
        ("r.xls", XLSX),
        ("r.json", XLSX),
        ("r", XLSX),
        ("with a document in it.xlsx", EMBEDDING),
        ("no end of a comment.xlsx", XLSX[:-2] + b"\x05\x00hello"),
        ("slashes.xlsx", zipped({name.replace("/", "\\").upper(): part for name, part in minimal_parts().items()})),
    ],
)
def test_a_workbook_is_known_under_any_name(name: str, data: bytes) -> None:
    assert kind_of(data, name) is FileKind.WORKBOOK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["r.json", "r.xlsx", "r.txt", "r"])
def test_json_is_known_under_any_name_and_in_any_encoding(name: str, encoding: str) -> None:
    assert kind_of(json.dumps(record_data()).encode(encoding), name) is FileKind.JSON


@pytest.mark.parametrize("data", [b"reference,what_happened\n", b"// note\n{}", b"'a'", b'"text"', b"null", b"[[["])
def test_text_with_the_name_of_json_is_left_to_its_reader_to_judge(data: bytes) -> None:
    assert sniff(data, "r.json").kind is FileKind.JSON


@pytest.mark.parametrize("size", [1, 5, 30, 100, 500])
def test_no_beginning_of_a_workbook_passes_for_a_whole_one(size: int) -> None:
    assert sniff(XLSX[:size], "r.xlsx").kind is FileKind.OTHER
