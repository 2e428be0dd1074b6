"""Small valid Word files for tests, made of hand-written XML; each builder takes what the test is about.

`docx("Dear {{ name }},")` is a whole file; `p`, `cell`, `row`, `table` write the XML of the body.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd\x05CE\xca\x00\x00\x00\x00IEND\xaeB`\x82"
)
STYLES = (
    f'{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TableText"><w:name w:val="Table Text"/></w:style></w:styles>'
)
THEME = (
    f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Test"><a:themeElements>'
    '<a:clrScheme name="Test">'
    + "".join(
        f'<a:{name}><a:srgbClr val="222222"/></a:{name}>'
        for name in ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    )
    + '</a:clrScheme><a:fontScheme name="Test">'
    + "".join(
        f'<a:{name}><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:{name}>'
        for name in ("majorFont", "minorFont")
    )
    + '</a:fontScheme><a:fmtScheme name="Test"><a:fillStyleLst>'
    + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:fillStyleLst><a:lnStyleLst>"
    + '<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + "</a:effectStyleLst><a:bgFillStyleLst>"
    + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
FONTS = f'{HEAD}<w:fonts {NAMESPACES}><w:font w:name="Arial"><w:family w:val="swiss"/></w:font></w:fonts>'
SETTINGS = f'{HEAD}<w:settings {NAMESPACES}>%s<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids></w:settings>'


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, style: str = "") -> str:
    """A paragraph; content that begins with `<` is XML, the rest is text."""
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}{''.join(c if c.startswith('<') else run(c) for c in content)}</w:p>"


def cell(*blocks: str) -> str:
    """A table cell of paragraphs; text becomes a paragraph in style Table Text."""
    inner = "".join(b if b.startswith("<") else p(b, style="TableText") for b in blocks)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def row(*cells: str) -> str:
    """A table row; text becomes a cell."""
    return f"<w:tr>{''.join(c if c.startswith('<w:tc>') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, columns: int = 1) -> str:
    """A table with its grid."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def field(instruction: str) -> str:
    """A field with a stored result of 1, in the long form that Word writes."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(description: str = "The crest of the council") -> str:
    """A picture in line, one pixel; needs the relation rIdPicture of `docx(picture_file=True)`."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/>'
        f'<wp:docPr id="1" name="Picture" descr="{escape(description)}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="crest.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def docx_parts(
    *blocks: str,
    header: Sequence[str] = ("OFFICIAL-SENSITIVE",),
    first_header: Sequence[str] = ("OFFICIAL-SENSITIVE",),
    footer: Sequence[str] = ("Page",),
    settings: str = "",
    parts: Mapping[str, bytes | str] | None = None,
    relations: Sequence[tuple[str, str, str]] = (),
    sections: int = 1,
    picture_file: bool = False,
    main_type: str = f"{OFFICE}.document.main+xml",
) -> dict[str, bytes]:
    """The parts of a Word file. `blocks` and the margins are XML or text; `relations` are (id, kind, target)."""
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"'
    page += ' w:header="567" w:footer="567" w:gutter="0"/>'
    more = f"<w:p><w:pPr><w:sectPr>{page}</w:sectPr></w:pPr></w:p>" * (sections - 1)
    refs = '<w:headerReference w:type="first" r:id="rId3"/><w:headerReference w:type="default" r:id="rId4"/>'
    refs += '<w:footerReference w:type="default" r:id="rId5"/>'
    body = f"{more}{_blocks(blocks)}<w:sectPr>{refs}{page}<w:titlePg/></w:sectPr>"
    kinds = [("rId1", "styles", "styles.xml"), ("rId2", "settings", "settings.xml"), ("rId3", "header", "header1.xml")]
    kinds += [("rId4", "header", "header2.xml"), ("rId5", "footer", "footer1.xml")]
    kinds += [("rId6", "fontTable", "fontTable.xml"), ("rId7", "theme", "theme/theme1.xml")]
    files: dict[str, bytes | str] = {
        "word/fontTable.xml": FONTS,
        "word/theme/theme1.xml": THEME,
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/settings.xml": SETTINGS % settings,
        "word/header1.xml": f"{HEAD}<w:hdr {NAMESPACES}>{_blocks(first_header)}</w:hdr>",
        "word/header2.xml": f"{HEAD}<w:hdr {NAMESPACES}>{_blocks(header)}</w:hdr>",
        "word/footer1.xml": f"{HEAD}<w:ftr {NAMESPACES}>{_blocks(footer)}</w:ftr>",
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
    }
    if picture_file:
        kinds.append(("rIdPicture", "image", "media/crest.png"))
        files["word/media/crest.png"] = PNG
    files["word/_rels/document.xml.rels"] = _relations([*kinds, *relations])
    files["[Content_Types].xml"] = _content_types(main_type)
    files |= parts or {}
    return {name: data.encode() if isinstance(data, str) else data for name, data in files.items()}


def docx(*blocks: str, **changes: object) -> bytes:
    """A Word file of these blocks; `changes` as in `docx_parts`."""
    return zipped(docx_parts(*blocks, **changes))  # type: ignore[arg-type]


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """These parts as a zip file, in the order given, with a date, as Word would leave it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 17, 9, 41, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _blocks(blocks: Sequence[str]) -> str:
    return "".join(b if b.startswith("<") else p(b) for b in blocks)


def _relations(items: Sequence[tuple[str, str, str]]) -> str:
    """A relations part. A target with a colon lies outside the file."""
    inner = ""
    for key, kind, target in items:
        mode = ' TargetMode="External"' if ":" in target else ""
        inner += f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{escape(target)}"{mode}/>'
    return f'{HEAD}<Relationships xmlns="{R.replace("officeDocument", "package")}">{inner}</Relationships>'


def _content_types(main_type: str) -> str:
    kinds = {"document": main_type}
    kinds |= {
        name: f"{OFFICE}.{name.rstrip('12')}+xml" for name in ("styles", "settings", "header1", "header2", "footer1")
    }
    kinds["fontTable"] = f"{OFFICE}.fontTable+xml"
    kinds["theme/theme1"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    inner = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{kind}"/>' for n, kind in kinds.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{inner}</Types>"
    )
