"""A picture as Word wants it, in line with the text and with words for those who cannot see it."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from .wordparts import CONTENT_TYPES, DOCUMENT, RELATIONSHIP, parse, relations_name, serialise

_EMU_IN_A_METRE = 36_000_000
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG that says how many pixels it has to a metre, and what it shows in words."""

    png: bytes
    words: str

    def __str__(self) -> str:
        """A picture is no text: whatever would make one of it, such as a filter of a template, fails."""
        raise TypeError("a picture is no text")

    def __html__(self) -> str:
        """No markup either."""
        raise TypeError("a picture is no text")


def relation_of(number: int) -> str:
    """The id by which a document points to the picture that was printed into it as the `number`th, from 1."""
    return f"rIdDrawn{number}"


def drawing_xml(picture: Picture, number: int) -> str:
    """The drawing of the picture that a template prints as the `number`th."""
    return etree.tostring(drawing(picture, relation_of(number), number), encoding="unicode")


def with_pictures(members: Mapping[str, bytes], pictures: Sequence[Picture]) -> dict[str, bytes]:
    """The parts of a Word file with the pictures that were printed into its text, in their order."""
    done = dict(members)
    for number, picture in enumerate(pictures, start=1):
        add_picture(done, picture, relation_of(number), f"drawn{number}")
    return done


def add_picture(members: dict[str, bytes], picture: Picture, relation: str, name: str) -> None:
    """Put a picture into the parts of a Word file, in place, under `relation` from its text."""
    members[f"word/media/{name}.png"] = picture.png
    pointers = parse(members[relations_name(DOCUMENT)], relations_name(DOCUMENT))
    etree.SubElement(pointers, RELATIONSHIP, Id=relation, Type=_IMAGE, Target=f"media/{name}.png")
    members[relations_name(DOCUMENT)] = serialise(pointers)
    types = parse(members[CONTENT_TYPES], CONTENT_TYPES)
    if not any(kind.get("Extension", "").casefold() == "png" for kind in types.iter(f"{_TYPES}Default")):
        types.insert(0, etree.Element(f"{_TYPES}Default", Extension="png", ContentType="image/png"))
        members[CONTENT_TYPES] = serialise(types)


def drawing(picture: Picture, relation: str, number: int) -> etree._Element:
    """The drawing of a picture that stands in the file under `relation`; `number` tells it from the others."""
    width, height, metre = _size(picture.png)
    wide, high = (round(side * _EMU_IN_A_METRE / metre) for side in (width, height))
    made = etree.fromstring(_DRAWING.format(wide=wide, high=high, number=number, relation=relation))
    for properties in made.iter("{*}docPr"):
        properties.set("descr", picture.words)
    return made


def _size(png: bytes) -> tuple[int, int, int]:
    """Width and height in pixels, and how many of these go to a metre."""
    width, height = struct.unpack(">II", png[16:24])
    at = png.index(b"pHYs") + 4
    return int(width), int(height), int(struct.unpack(">I", png[at : at + 4])[0])


_DRAWING = re.sub(
    r">\s+<",
    "><",
    """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    distT="0" distB="0" distL="0" distR="0">
    <wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="Picture {number}"/>
    <a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
      <a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
        <pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">
          <pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>
          <pic:blipFill>
            <a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>
            <a:stretch><a:fillRect/></a:stretch>
          </pic:blipFill>
          <pic:spPr>
            <a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
            <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
          </pic:spPr>
        </pic:pic>
      </a:graphicData>
    </a:graphic>
  </wp:inline>
</w:drawing>""",
)
