"""Word files that mean harm, made for the place of a template; those that `test_wordgate` and `test_wordtags` leave."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from .builders_docx import (
    HEAD,
    NAMESPACES,
    OFFICE,
    R,
    W,
    docx,
    docx_parts,
    field,
    p,
    picture,
    row,
    run,
    table,
    zipped,
)

Make = Callable[[], bytes]
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
PACKAGE = R.replace("officeDocument", "package")
FAR = "https://example.org/far"
EMBEDDED = f'<w:fonts {NAMESPACES}><w:font w:name="Arial"><w:embedRegular r:id="rId1"/></w:font></w:fonts>'
LAUGHS = "<!DOCTYPE a [" + "".join(
    f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{"&l" + str(n - 1) + ";" if n else ""}">'
    for n in range(20)
)


def relations(*items: tuple[str, str, str]) -> str:
    """A relations part of (kind, target, mode)."""
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"{mode}/>'
        for n, (kind, target, mode) in enumerate(items, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


OUTSIDE = ' TargetMode="External"'


def of(part: str, kind: str, target: str, mode: str = OUTSIDE) -> Make:
    """A plain letter of which `part` has one such relation."""
    return lambda: docx(p("x"), parts={f"word/_rels/{part}.rels": relations((kind, target, mode))})


def body(*blocks: str) -> Make:
    """A letter with this XML in its body."""
    return lambda: docx(*blocks)


def with_part(name: str, data: bytes | str) -> Make:
    """A letter with this part, in addition or in place of its own."""
    return lambda: docx(p("x"), parts={name: data})


def styles(inner: str, before: str = "") -> str:
    """A part of styles that holds `inner`."""
    return f'{before}<w:styles xmlns:w="{W}">{inner}</w:styles>'


def shape(inner: str, attributes: str = "") -> str:
    """A drawing of the older kind."""
    return p(f"<w:r><w:pict {V}><v:shape {attributes}>{inner}</v:shape></w:pict></w:r>")


def nested_field(outer: str, inner: str) -> str:
    """A field whose instruction is the result of another one."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    word = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
    return (
        begin + word.format(outer) + begin + word.format(inner) + separate + run("1") + end + separate + run("1") + end
    )


def split_field(*pieces: str) -> str:
    """A field whose instruction stands in several runs."""
    words = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{words}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


# Zip files that lie


def rezipped(method: int) -> Make:
    """A letter packed in another way."""

    def make() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, data in docx_parts(p("x")).items():
                archive.writestr(name, data)
        return out.getvalue()

    return make


def changed_size(to: int) -> Make:
    """A letter whose list of parts gives the document another size than it has."""

    def make() -> bytes:
        data = bytearray(docx(p("x")))
        at = data.rindex(b"word/document.xml") - 46
        assert data[at : at + 4] == b"PK\x01\x02"
        data[at + 24 : at + 28] = struct.pack("<I", to)
        return bytes(data)

    return make


def flagged_encrypted() -> bytes:
    """A letter whose parts say that they are encrypted."""
    data = bytearray(docx(p("x")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def overlapping(count: int, size: int) -> bytes:
    """Many parts that share one stretch of packed data: little to send, much to unpack."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(size)) + packer.flush()
    crc = zlib.crc32(bytes(size))
    name = b"word/media/a000.png"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0) + name
    entries = b""
    for number in range(count):
        other = b"word/media/a%03d.png" % number
        entries += struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(packed), size, len(other), 0, 0, 0, 0, 0, 0
        )
        entries += other
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(local) + len(packed), 0)
    return local + packed + entries + end


def bomb_in_a_bomb() -> bytes:
    """A letter with a picture that is a zip file of zeros."""
    inner = zipped({"a": bytes(50_000_000)})
    return docx(p("x"), parts={"word/media/inner.zip": inner})


REFUSED: dict[str, tuple[Make, str]] = {
    # What is fetched from elsewhere
    "a remote template, of the settings": (of("settings.xml", "attachedTemplate", FAR), "attachedTemplate"),
    "a template on a share": (of("settings.xml", "attachedTemplate", r"\\server\share\a.dotm"), "attachedTemplate"),
    "a remote picture in a header": (of("header1.xml", "image", FAR), "somewhere else"),
    "a remote picture in a footer": (of("footer1.xml", "image", FAR), "somewhere else"),
    "a remote object": (of("document.xml", "oleObject", FAR), "oleObject"),
    "a remote frame": (of("document.xml", "frame", FAR), "frame"),
    "a remote sub-document": (of("document.xml", "subDocument", FAR), "subDocument"),
    "a remote stylesheet": (of("document.xml", "styles", FAR), "somewhere else"),
    "a remote header": (of("document.xml", "header", FAR), "somewhere else"),
    "remote data for a chart": (of("document.xml", "chart", FAR), "chart"),
    "a mail merge": (of("settings.xml", "mailMergeSource", "file:///C:/people.mdb"), "mailMergeSource"),
    "a transform when saving": (of("settings.xml", "transform", FAR), "transform"),
    "an address without saying that it is one": (of("document.xml", "image", FAR, ""), "is missing"),
    "an address in small letters": (of("document.xml", "image", FAR, ' TargetMode="external"'), "is missing"),
    "a link to a share": (of("document.xml", "hyperlink", r"\\server\share"), "neither https nor e-mail"),
    "a link to a share as a file": (of("document.xml", "hyperlink", "file://server/share"), "neither https nor e-mail"),
    "a link with a scheme of Office": (of("document.xml", "hyperlink", "ms-word:ofe|u|" + FAR), "neither https"),
    "a link that searches": (of("document.xml", "hyperlink", "search-ms:query=x"), "neither https nor e-mail"),
    "a link of data": (of("document.xml", "hyperlink", "data:text/html,x"), "neither https nor e-mail"),
    "a link with a blank before it": (of("document.xml", "hyperlink", " javascript:x"), "neither https nor e-mail"),
    # Fields
    "a field in two runs": (body(p(split_field(" DD", "EAUTO c:\\x "))), "the field DDEAUTO"),
    "a field in a field": (body(p(nested_field("QUOTE ", "DDE x"))), "the field"),
    "a field in a field that may be": (body(p(nested_field("PAGE ", "INCLUDETEXT x"))), "the field INCLUDETEXT"),
    "a field in a header": (lambda: docx(p("x"), header=[p(field("INCLUDEPICTURE x"))]), "the field INCLUDEPICTURE"),
    "a link to a cell": (body(p(field("LINK Excel.Sheet.12 x A1"))), "the field LINK"),
    "a macro on a button": (body(p(field("MACROBUTTON x y"))), "the field MACROBUTTON"),
    "a field that asks": (body(p(field("FILLIN x"))), "the field FILLIN"),
    "a property": (body(p(field("DOCPROPERTY Author"))), "the field DOCPROPERTY"),
    "a field of nothing": (body(p(split_field(" "))), "the field"),
    "a calculation": (body(p(field("= 7*7"))), "the field ="),
    # What is embedded
    "an alternative that hides another document": (
        body(p(f"<mc:AlternateContent {MC}><mc:Fallback><w:altChunk/></mc:Fallback></mc:AlternateContent>")),
        "embedded object or another document",
    ),
    "a sub-document": (body('<w:subDoc r:id="rId1"/>'), "embedded object or another document"),
    "a film": (body(p("<w:r><w:movie/></w:r>")), "embedded object or another document"),
    "an object that is linked": (
        body(p(f'<w:r><w:pict {V}><o:OLEObject Type="Link"/></w:pict></w:r>')),
        "embedded obj",
    ),
    "data from elsewhere": (
        body(p('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent/></w:sdt>')),
        "a link to another",
    ),
    "a macro when a field is left": (
        body(p('<w:r><w:fldChar><w:ffData><w:exitMacro w:val="x"/></w:ffData></w:fldChar></w:r>')),
        "runs a macro",
    ),
    "an embedded font": (with_part("word/fonts/font1.odttf", b"x" * 40), "embedded fonts"),
    "a font that is fetched": (of("fontTable.xml", "font", FAR), "font"),
    "a font that is named": (
        lambda: docx(
            p("x"),
            parts={
                "word/fontTable.xml": EMBEDDED,
                "word/_rels/fontTable.xml.rels": relations(("font", "fonts/font1.odttf", "")),
            },
        ),
        "the kind font",
    ),
    "customised menus": (with_part("customUI/customUI.xml", "<customUI/>"), "customUI/customUI.xml"),
    "keys that run macros": (with_part("word/customizations.xml", "<a/>"), "word/customizations.xml"),
    "macro data": (with_part("word/vbaData.xml", "<a/>"), "a macro"),
    "an add-in": (with_part("word/webextensions/webextension1.xml", "<a/>"), "word/webextensions"),
    "a program": (with_part("word/media/setup.exe", b"MZ"), "neither PNG nor JPEG"),
    "a drawing that can run": (with_part("word/media/image1.svg", "<svg onload='x'/>"), "neither PNG nor JPEG"),
    # XML
    "entities that grow": (
        with_part("word/styles.xml", styles("&l19;", LAUGHS + "]>")),
        "damaged",
    ),
    "an entity that is a file": (
        with_part("word/styles.xml", styles("&x;", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>')),
        "type",
    ),
    "a document type elsewhere": (
        with_part("word/styles.xml", styles("", f'<!DOCTYPE w:styles SYSTEM "{FAR}.dtd">')),
        "document type",
    ),
    "a document type in UTF-16": (
        with_part("word/styles.xml", styles("", "<!DOCTYPE a>").encode("utf-16")),
        "document type",
    ),
    "a document type of relations": (
        with_part("word/_rels/styles.xml.rels", f'<!DOCTYPE a><Relationships xmlns="{PACKAGE}"/>'),
        "document type",
    ),
    "a document type of the kinds": (
        lambda: docx(
            p("x"),
            parts={
                "[Content_Types].xml": docx_parts()["[Content_Types].xml"].replace(b"<Types", b"<!DOCTYPE a><Types"),
            },
        ),
        "document type",
    ),
    "an encoding that nobody knows": (
        with_part("word/styles.xml", b'<?xml version="1.0" encoding="x-user"?><a/>'),
        "dam",
    ),
    "UTF-8 that is none": (with_part("word/styles.xml", b"<a>\xff\xfe\xc0</a>"), "damaged"),
    "a thousand levels": (with_part("word/styles.xml", styles("<w:x>" * 1_000 + "</w:x>" * 1_000)), "damaged"),
    "a NUL": (with_part("word/styles.xml", styles("\0")), "damaged"),
    "nothing at all": (with_part("word/document.xml", b""), "damaged"),
    "two roots": (with_part("word/styles.xml", "<a/><b/>"), "damaged"),
    # Zip files
    "a part larger than it says": (changed_size(10), "damaged"),
    "a part of 4 GB, it says": (changed_size(0xFFFFFFF0), "far more than a document needs"),
    "parts that say they are encrypted": (flagged_encrypted, "not a Word document"),
    "parts that share their bytes": (lambda: overlapping(400, 900_000), "too large"),
    "a bomb in a bomb": (bomb_in_a_bomb, "neither PNG nor JPEG"),
    "a name with a NUL": (lambda: docx(p("x")).replace(b"word/settings.xml", b"word/sett\0ngs.xml"), "leads out of it"),
    "a name that runs backwards": (with_part("word/media/\u202egnp.exe", b"x"), "neither PNG nor JPEG"),
    "a part of a folder above": (with_part("word/../../x.xml", "<a/>"), "leads out"),
    "a PDF in front of it": (lambda: b"%PDF-1.7\n" + docx(p("x"), parts={"word/odd.xml": "<a/>"}), "word/odd.xml"),
    # Tags
    "a way into Python": (body(p("{{ ''.__class__.__mro__[1].__subclasses__() }}")), "a calculation or a call"),
    "a way by a filter": (body(p("{{ x|attr('__class__') }}")), "No filter named 'attr'"),
    "a way by a format": (body(p("{{ '%s'|format(x) }}")), "No filter named 'format'"),
    "a way by a map": (body(p("{{ x|map(attribute='__class__')|list }}")), "No filter named"),
    "a method of a format": (body(p("{{ '{0.__class__}'.format(x) }}")), "a calculation or a call"),
    "a global that makes text": (body(p("{{ lipsum(n=100) }}")), "a calculation or a call"),
    "a range": (body(p("{% for x in range(999999999) %}x{% endfor %}")), "a calculation or a call"),
    "a loop that calls itself": (
        body(p("{% for x in xs recursive %}{{ loop(xs) }}{% endfor %}")),
        "a calculation or a call",
    ),
    "a macro": (body(p("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}")), "A tag begins with if, elif"),
    "an import": (body(p("{% import 'x' as y %}")), "A tag begins with if, elif"),
    "an import of names": (body(p("{% from 'x' import y %}")), "A tag begins with if, elif"),
    "an extension": (body(p("{% extends 'x' %}")), "A tag begins with if, elif"),
    "escaping off": (body(p("{% autoescape false %}{{ x }}{% endautoescape %}")), "A tag begins with if, elif"),
    "a filter of a block": (body(p("{% filter safe %}x{% endfilter %}")), "A tag begins with if, elif"),
    "a call of a block": (body(p("{% call x() %}{% endcall %}")), "A tag begins with if, elif"),
    "a text joined to itself": (body(p("{{ x ~ x ~ x }}")), "a calculation or a call"),
    "a power": (body(p("{{ 2 ** 999999999 }}")), "a calculation or a call"),
    "a text that is multiplied": (body(p("{% if 'x' * 999999999 %}y{% endif %}")), "a calculation or a call"),
    "a walrus": (body(p("{% with a = x %}{{ a }}{% endwith %}")), "A tag begins with if, elif"),
    "a tag in the text of a picture": (
        lambda: docx(p(picture("{{ x }}")), picture_file=True),
        "where nothing is filled",
    ),
    "a tag in a field": (body(p(field("PAGE {{ x }}"))), "where nothing is filled in"),
    "a tag in a drawing of the older kind": (body(shape('<v:textpath string="{{ x }}"/>')), "where nothing is filled"),
    "a tag in the name of a style": (
        with_part("word/styles.xml", styles('<w:x w:val="{{ x }}"/>')),
        "nothing is filled",
    ),
    "loops five deep": (
        body(table(row("".join("{% for a in b %}" for _ in range(5)) + "x" + "{% endfor %}" * 5)), p()),
        "too many repet",
    ),
    "another kind of document": (lambda: docx(p("x"), main_type=f"{OFFICE}.document.glossary+xml"), ".dotx or .docm"),
}
"""Files that must be refused, each with words that say why."""

CLEANED: dict[str, Make] = {
    "an instruction to whoever reads the XML": with_part(
        "word/styles.xml", styles("", f'<?xml-stylesheet type="text/xsl" href="{FAR}"?>')
    ),
    "data of somebody's own": with_part("customXml/item1.xml", f'<a href="{FAR}">secret</a>'),
    "properties of somebody's own": with_part("docProps/custom.xml", "<a>secret</a>"),
    "a picture of the first page": with_part("docProps/thumbnail.jpeg", b"secret"),
    "a variable": lambda: docx(p("x"), settings='<w:docVars><w:docVar w:name="a" w:val="secret"/></w:docVars>'),
    "building blocks with a macro": with_part("word/glossary/vbaProject.bin", b"secret"),
    "settings of a printer": with_part("word/printerSettings/printerSettings1.bin", b"secret"),
    "a web page's settings": with_part(
        "word/webSettings.xml", f'<w:webSettings xmlns:w="{W}"><w:x>secret</w:x></w:webSettings>'
    ),
    "bytes before and behind it": lambda: b"secret" + docx(p("x")) + b"secret",
}
"""Files with more than words in them of which nothing may reach a document."""

LET_THROUGH: dict[str, Make] = {
    "a picture of the older kind that names an address": body(shape(f'<v:imagedata src="{FAR}/a.png"/>')),
    "a filling that names an address": body(shape(f'<v:fill src="{FAR}/a.png"/>')),
    "a shape that is a link": body(shape("", f'href="{FAR}"')),
    "a schema that is fetched": lambda: docx(p("x"), settings=f'<w:attachedSchema w:val="{FAR}"/>'),
    "a transform when saving": lambda: docx(p("x"), settings=f'<w:saveThroughXslt w:solutionID="{FAR}"/>'),
    "a part that is included": with_part(
        "word/styles.xml", styles(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{FAR}"/>')
    ),
    "a comment in the XML": body("<!-- secret -->" + p("x")),
}
"""Files of which something harmful reached a document: see `test_hostile_found`."""

NOT_REFUSED: dict[str, Make] = {
    "packed by bzip2": rezipped(zipfile.ZIP_BZIP2),
    "packed by LZMA": rezipped(zipfile.ZIP_LZMA),
    "a thousand brackets in a tag": body(p("{{ " + "(" * 1_000 + "x" + ")" * 1_000 + " }}")),
    "a tag of 100,000 signs": body(p("{{ " + "x." * 50_000 + "y }}")),
}
"""Files that should be refused, and were not: see `test_hostile_found`."""
