"""A picture as Word wants it, in line with the text and with words for those who cannot see it."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from lxml import etree

_EMU_PER_POINT = 12_700
_PIXELS_PER_POINT = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as PNG, four pixels to a point, and what it shows in words."""

    png: bytes
    words: str


def drawing(picture: Picture, relation: str, number: int) -> etree._Element:
    """The drawing of a picture that stands in the file under `relation`; `number` tells it from the others."""
    wide, high = (round(side / _PIXELS_PER_POINT * _EMU_PER_POINT) for side in _size(picture.png))
    made = etree.fromstring(_DRAWING.format(wide=wide, high=high, number=number, relation=relation))
    for properties in made.iter("{*}docPr"):
        properties.set("descr", picture.words)
    return made


def _size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


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
