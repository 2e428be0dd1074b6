"""What a PDF says of itself, for the programs that open it and the archives that keep it: title, maker, standards.

A file for reading is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2, level A) at once. PDF/A is not claimed for one
that is to be filled in, because what it looks like is not settled yet, nor for one with a picture in printers' colours,
which its colour profile cannot explain. The words are few, the same for every file, and hold no date.
"""

from __future__ import annotations

import html
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

PRODUCER = "casepack"
"""What the PDF says it was made with; no version, so that an update changes no bytes without a reason."""

_IMAGE, _FOUR_INKS = "/Image", "/DeviceCMYK"
_ABOUT = '<rdf:Description rdf:about="" xmlns:{0}="{1}"{2}>{3}</rdf:Description>'
_EXTENSION = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
"""PDF/A asks that a file explains each property which PDF/A does not know itself: here, the one of PDF/UA."""


def claim_standards(pdf: Any) -> None:
    """Have the `pydyf.PDF`, made as PDF/UA-1 and with an identifier, say which standards it meets and what made it."""
    import pydyf  # type: ignore[import-untyped]

    for picture in _pictures(pdf.objects):
        # A viewer that smooths a picture shows what the file does not hold; PDF/A has it off.
        picture["Interpolate"] = "false"
    for_archives = _for_archives(pdf)
    if for_archives:
        _explain_colours(pydyf, pdf)
    pdf.info["Producer"] = pydyf.String(PRODUCER)
    title = pdf.info["Title"].string if "Title" in pdf.info else ""
    metadata = next(item for item in pdf.objects if item.reference == pdf.catalog["Metadata"])
    metadata.stream[:] = [_metadata(title, for_archives=for_archives).encode()]
    metadata.compress = False


def _explain_colours(pydyf: Any, pdf: Any) -> None:
    """Say what the red, green and blue of the file are: sRGB, as its screen colours are meant."""
    profile = pydyf.Stream([_profile()], {"N": 3, "Filter": "/FlateDecode"})
    pdf.add_object(profile)
    name = pydyf.String("sRGB")
    intent = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": name, "Info": name}
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary({**intent, "DestOutputProfile": profile.reference})])


@cache
def _profile() -> bytes:
    """The colour profile that comes with WeasyPrint, compressed. Its own way of using it leaves the file open."""
    return zlib.compress((files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes())


def _for_archives(pdf: Any) -> bool:
    return "AcroForm" not in pdf.catalog and all(p.get("ColorSpace") != _FOUR_INKS for p in _pictures(pdf.objects))


def _pictures(objects: Iterable[Any]) -> Iterator[Any]:
    """What the file says of each of its pictures, of those that only make others see-through too."""
    for item in objects:
        about = getattr(item, "extra", {})
        if about.get("Subtype") == _IMAGE:
            yield about


def _metadata(title: str, *, for_archives: bool) -> str:
    """The metadata of a file with this title (XMP, ISO 16684-1)."""
    said = [_ABOUT.format("pdfuaid", "http://www.aiim.org/pdfua/ns/id/", ' pdfuaid:part="1"', "")]
    if for_archives:
        kind = ' pdfaid:part="2" pdfaid:conformance="A"'
        said += [_ABOUT.format("pdfaid", "http://www.aiim.org/pdfa/ns/id/", kind, ""), _EXTENSION]
    said.append(_ABOUT.format("pdf", "http://ns.adobe.com/pdf/1.3/", f' pdf:Producer="{PRODUCER}"', ""))
    if title:
        words = html.escape(title, quote=False)
        words = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:title>'
        said.append(_ABOUT.format("dc", "http://purl.org/dc/elements/1.1/", "", words))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        + "\n".join(said)
        + '\n</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
