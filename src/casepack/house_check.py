"""What would be wrong with a council's `house.docx`: colours that many cannot read, a letterhead that lost its marking,
pictures that do not print, fonts that the PDF has not. Pure; every finding says where and what to do.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from lxml import etree

from .assets import asset
from .house_look import SHIPPED, own_fonts
from .house_pages import A4, frame_names, frame_parts, page_of
from .house_styles import MOST_BYTES, Styles, relations_of, styles_of
from .wordparts import DOCUMENT, R, W, parse, parts, words
from .wordrules import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES, faults, style_names

LEAST_CONTRAST = 4.5
"""Of text against what is behind it: WCAG 2.2, success criterion 1.4.3, level AA."""
LARGEST_PICTURE = 1_000_000
"""Bytes of a logo: it goes into every document that is made."""
_MOST_PIXELS = 4000
_DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMU = 12700
_DEMANDED = {
    "header first": ("{{ doc.marking }}",),
    "header default": ("{{ doc.marking }}",),
    "footer first": ("{{ doc.marking }}", "{{ doc.footer_left }}"),
    "footer default": ("{{ doc.marking }}", "{{ doc.footer_left }}"),
}
"""Tags that header and footer cannot do without, by where they stand."""
_PLACES = {
    "header first": "the first page's header",
    "header default": "the header of later pages",
    "footer first": "the first page's footer",
    "footer default": "the footer of later pages",
}


def house_faults(house: bytes) -> list[str]:
    """Everything for which a house may not be applied. Raises `TemplateError` where it is no Word file."""
    members = parts(house, most_bytes=MOST_BYTES)
    styles = styles_of(house)
    return [*_lost_styles(styles), *_pale(styles), *_page(house), *_frame(members)]


def font_notes(house: bytes, files: Mapping[str, bytes]) -> list[str]:
    """What is to be said of the fonts: those that the PDF replaces, and why. `files` are those of the folder."""
    found = styles_of(house).values
    names = {values["font"] for (kind, _), values in found.items() if kind == "paragraph" and values.get("font")}
    own = own_fonts(files)
    said = []
    for name in sorted(names):
        if name in SHIPPED or name.casefold() in own:
            continue
        said.append(
            f'The font "{name}" is not in the folder fonts, in regular and in bold, as a file that may be embedded. '
            "Word shows it where it is installed; the PDF uses Liberation Sans, which looks like Arial, instead. Put "
            "the .ttf or .otf files of both into the folder fonts, or choose Arial."
        )
    return said


# Styles


def _lost_styles(styles: Styles) -> Iterator[str]:
    kinds = {"paragraph": PARAGRAPH_STYLES, "character": CHARACTER_STYLES, "table": TABLE_STYLES}
    lost = [name for kind, names in kinds.items() for name in names if (kind, name) not in styles.values]
    if lost:
        yield f"These styles are missing: {', '.join(lost)}. Start again from the house.docx that casepack exports."


def _pale(styles: Styles) -> Iterator[str]:
    """Text that is too pale for what is behind it."""
    values = styles.values
    normal = values.get(("paragraph", "Normal"), {})
    for (kind, name), looks in values.items():
        known = name in PARAGRAPH_STYLES if kind == "paragraph" else name in CHARACTER_STYLES
        if kind in ("paragraph", "character") and known and name not in ("Gap", "Footer Rule"):
            own = looks.get("colour") or normal.get("colour", "auto")
            yield from _contrast(f'the style "{name}"', own, looks.get("fill", ""))
    text, grid = values.get(("paragraph", "Table Text"), {}), values.get(("table", "Grid"), {})
    # A colour of the paragraph's own style goes before that of the table's head row.
    head = text.get("colour", "auto")
    head = grid.get("firstRow-colour", "auto") if head == "auto" else head
    yield from _contrast('the head row of tables (style "Grid")', head, grid.get("firstRow-fill", ""))
    for name in ("Table Text", "Table Small"):
        colour = values.get(("paragraph", name), {}).get("colour", "auto")
        shade = values.get(("table", "Facts"), {}).get("firstCol-fill", "")
        yield from _contrast(f'the style "{name}" in the first column of tables (style "Facts")', colour, shade)


def _contrast(where: str, colour: str, fill: str) -> Iterator[str]:
    front, behind = ("000000" if colour == "auto" else colour), fill or "ffffff"
    found = contrast(front, behind)
    if found < LEAST_CONTRAST:
        yield (
            f"In {where} the letters (#{front.upper()}) are too pale on #{behind.upper()}: their contrast is "
            f"{found:.1f} to 1, and {LEAST_CONTRAST} to 1 is the least that people with poor sight can read. Choose a "
            "darker colour for the one or a lighter one for the other."
        )


def contrast(one: str, other: str) -> float:
    """How far two colours (six hexadecimal digits) stand apart, from 1 to 21. Source: WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# The page, its header and its footer


def _page(house: bytes) -> Iterator[str]:
    page = page_of(house)
    if min(page.left, page.right, page.bottom) < 28 or page.width < 300:
        yield "The margins leave too little: keep at least 1 cm at each side, and 10.6 cm for the text."
    if page.first > A4[1] / 2:
        yield "The letterhead takes more than half of the first page. Make the logo smaller."


def _frame(members: Mapping[str, bytes]) -> Iterator[str]:
    body = parse(members[DOCUMENT], DOCUMENT)
    set_up = next(iter(reversed(list(body.iter(f"{W}sectPr")))), None)
    if set_up is None or set_up.find(f"{W}titlePg") is None:
        yield 'The first page must have a letterhead of its own (Header, "Different First Page").'
        return
    styles = next(n for k, n in relations_of(members, DOCUMENT).values() if k.endswith("/styles"))
    names, page = style_names(parse(members[styles], styles)), frame_parts(members, set_up)
    for slot, tags in _DEMANDED.items():
        if slot not in page:
            yield f"{_PLACES[slot].capitalize()} is gone. Start again from the house.docx that casepack exports."
            continue
        said = " ".join(words(page[slot]).split())
        for tag in tags:
            if tag.strip("{} ") not in said:
                yield f"In {_PLACES[slot]} {tag} is missing: every page must bear it. Type it in again."
        yield from faults(page[slot], names, f"In {_PLACES[slot]}")
        yield from _pictures(members, page[slot], frame_names(members, set_up)[slot], _PLACES[slot])


def _pictures(members: Mapping[str, bytes], part: etree._Element, name: str, where: str) -> Iterator[str]:
    pointers = relations_of(members, name)
    for drawing in part.iter(f"{W}drawing"):
        inline = drawing.find(f"{_DRAW}inline")
        blip = next(iter(drawing.iter(_BLIP)), None)
        if inline is None or blip is None:
            yield f"In {where} a picture floats. Set it in line with the text (Layout Options)."
            continue
        known = inline.find(f"{_DRAW}docPr")
        if known is None or not (known.get("descr") or "").strip():
            yield f"In {where} a picture has no alternative text. Say what it shows (right-click, View Alt Text)."
        data = members.get(pointers.get(blip.get(f"{R}embed", ""), ("", ""))[1], b"")
        yield from (f"In {where} {fault}" for fault in picture_faults(data))


def picture_faults(data: bytes) -> Iterator[str]:
    """Why a picture is no logo for every page; each as what a sentence goes on with."""
    if len(data) > LARGEST_PICTURE:
        yield "a picture is larger than 1 MB, and it goes into every document. Make it smaller (Compress Pictures)."
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) > 33:
        size = struct.unpack(">II", data[16:24])
    elif data[:2] == b"\xff\xd8":
        found = _jpeg(data)
        if found is None:
            yield "a picture is damaged. Insert it again as PNG."
            return
        if found[2] not in (1, 3):
            yield "a picture is made for printing presses (CMYK) and looks wrong on screens. Save it as RGB, or as PNG."
        size = found[:2]
    else:
        yield "a picture is neither PNG nor JPEG. Insert it again as PNG."
        return
    if max(size) > _MOST_PIXELS:
        yield f"a picture has {size[0]} by {size[1]} dots: {_MOST_PIXELS} is the most. Make it smaller."


def _jpeg(data: bytes) -> tuple[int, int, int] | None:
    """Width, height and number of colours of a JPEG; None where it is damaged."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        mark, (length,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height, data[at + 9]
        at += 2 + length
    return None


def own_words_of_footer(name: str) -> bool:
    """Has casepack's template of this name a footer with words of its own, unlike that of the house?"""
    return _footer(asset(name)) != _footer(asset("house.docx"))


def _footer(docx: bytes) -> str:
    return words(parse(parts(docx)["word/footer1.xml"], "word/footer1.xml"))
