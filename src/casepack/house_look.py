"""The look that a council gave its templates, as rules for the PDF that come after those of `house.css`.

Only what differs from casepack's own `house.docx` becomes a rule, so that a template that nobody touched looks as ever.
The rules are made from the Word file itself: no stylesheet is ever read from a council's folder.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from .assets import asset, own_files
from .font_file import Font, FontError, read_font
from .house_pages import Page, page_of
from .house_styles import Styles, Values, line_height, points, styles_of
from .wordrules import PARAGRAPH_STYLES

SHIPPED = ("Arial", "Liberation Sans", "Helvetica")
"""What Liberation Sans stands for in a PDF."""
_CHARACTERS = {
    "Small Text": ".small-text",
    "Status Done": ".status-done",
    "Status Due": ".status-due",
    "Status Overdue": ".status-overdue",
    "Status Neutral": ".status-neutral",
    "Box": ".box",
    "Strong": "strong",
    "Hyperlink": "a, .link",
}
_INSIDE = {"Address": ".address p", "List Bullet": "li", "Normal": "p"}
"""Where the room around paragraphs is set on other elements than the letters."""
_LINES = {"Answer Line": ".answer-lines p"}
_NO_ROOM = frozenset({"Letterhead", "Running Head", "Gap", "Footer Rule", "Signature"})
"""Styles whose room the page or their box gives."""
_BELOW_FOOTER = 8
"""Points that the last, empty paragraph of a footer takes in Word."""
_HOUSE_FONTS = re.compile(r"html \{ font-family: ([^;}]+)")


def look_of(docx: bytes) -> str:
    """The rules for the PDF of this Word file; nothing where no templates folder is in use, or nothing differs.

    Raises `TemplateError` (without a name in front) where it is no Word file.
    """
    if not own_files():
        return ""
    fonts = own_fonts(own_files())
    return rules(docx, asset("house.docx"), asset("house.css").decode(), tuple(sorted(fonts.items())))


def own_fonts(files: Mapping[str, bytes]) -> dict[str, tuple[tuple[Font, str, str], ...]]:
    """The families among a folder's fonts that a PDF may use, by name in small letters, each with its files.

    Of each file: the font, its name in the folder, and its fingerprint. A family is there where its regular and its
    bold are and both may be embedded.
    """
    families: dict[str, list[tuple[Font, str, str]]] = {}
    for name, data in sorted(files.items()):
        if name.startswith("fonts/"):
            try:
                font = read_font(data)
            except FontError:
                continue
            if font.may_embed:
                held = families.setdefault(font.family.casefold(), [])
                held.append((font, name, hashlib.sha256(data).hexdigest()))
    needed = {(False, False), (True, False)}
    return {
        family: tuple(held) for family, held in families.items() if needed <= {(f.bold, f.italic) for f, *_ in held}
    }


@lru_cache(maxsize=64)
def rules(
    docx: bytes, house: bytes, sheet: str, fonts: tuple[tuple[str, tuple[tuple[Font, str, str], ...]], ...]
) -> str:
    """The rules in which `docx` differs from casepack's own `house`; `sheet` says which fonts stand behind others."""
    there, ours = styles_of(docx), styles_of(house)
    found = _HOUSE_FONTS.search(sheet)
    writer = _Writer(there, ours, dict(fonts), found[1].strip() if found else "Arial")
    said = [*writer.paragraphs(), *writer.characters(), *writer.tables(), *_pages(page_of(docx), page_of(house))]
    if said:  # a letterhead beside a logo stands in a table that only arranges
        said.append(".header .layout, .header-first .layout { margin: 0 }")
    return "".join(f"{line}\n" for line in [*writer.faces(), *said])


class _Writer:
    """Rules for one file, and the fonts that they turned out to need."""

    def __init__(
        self, there: Styles, ours: Styles, fonts: Mapping[str, tuple[tuple[Font, str, str], ...]], behind: str
    ) -> None:
        self.there, self.ours, self.fonts, self.behind = there, ours, fonts, behind
        self.used: dict[str, None] = {}
        now, before = (styles.values.get(("paragraph", "Normal"), {}) for styles in (there, ours))
        self.inherited = {key for key in ("font", "size", "colour", "letters") if now.get(key) != before.get(key)}

    def paragraphs(self) -> Iterator[str]:
        for name, path in PARAGRAPH_STYLES.items():
            at = ("paragraph", name)
            now, before = self.there.values.get(at), self.ours.values.get(at)
            if now is None or before is None or name in ("Gap", "Footer Rule"):
                continue
            plain = "html" if name == "Normal" else _selector(path)
            yield from _rule(plain, [*self._letters(now, before), *_line(now, before, name), *_box(now, before)])
            if name not in _NO_ROOM:
                yield from _rule(_INSIDE.get(name, plain), _around(now, before))
            if name in _LINES:
                yield from _rule(_LINES[name], _line(now, before, ""))
        yield from self._rule_of_the_foot()

    def _rule_of_the_foot(self) -> Iterator[str]:
        now, before = (s.values.get(("paragraph", "Footer Rule"), {}).get("border-top", "") for s in self._both())
        if now != before:
            yield from _rule(".footer-first, .footer", [f"border-top: {_stroke(now)}"])

    def _both(self) -> tuple[Styles, Styles]:
        return self.there, self.ours

    def characters(self) -> Iterator[str]:
        for name, selector in _CHARACTERS.items():
            now, before = (s.values.get(("character", name), {}) for s in self._both())
            said = self._letters(now, before)
            if now.get("fill") != before.get("fill") and now.get("fill"):
                said.append(f"background: #{now['fill']}")
            if now.get("border") != before.get("border") and now.get("border"):
                said.append(f"border-color: #{now['border'].split()[1]}")
            yield from _rule(selector, said)

    def tables(self) -> Iterator[str]:
        for name, cells in (
            ("Facts", ".facts th, .facts td"),
            ("Grid", ".grid th, .grid td"),
            ("Tiles", ".tiles-cell"),
        ):
            now, before = (s.values.get(("table", name), {}) for s in self._both())
            for side in ("left", "top"):
                at = f"border-{side}"
                if now.get(at) != before.get(at):
                    whole = "border" if side == "left" else "border-top"
                    only = side == "top" and name != "Tiles"
                    yield from _rule(cells, [] if only else [f"{whole}: {_stroke(now.get(at, ''))}"])
            if now.get("firstCol-fill") != before.get("firstCol-fill") and name == "Facts":
                yield from _rule(".facts th", [f"background: {_shade(now.get('firstCol-fill', ''))}"])
            if name == "Grid":
                yield from _rule(".grid thead th", list(_head(now, before)))

    def _letters(self, now: Values, before: Values) -> list[str]:
        keys = ("font", "size", "colour", "bold", "italic", "letters")
        # What Normal has changed every other element inherits in a PDF, also those whose style says otherwise.
        changed = {key for key in keys if now.get(key) != before.get(key) or (key in self.inherited and key in now)}
        said = []
        if "font" in changed and self.fonts:
            said.append(f"font-family: {self._family(now.get('font', ''))}")
        if "size" in changed and now.get("size"):
            said.append(f"font-size: {now['size']}pt")
        if "colour" in changed:
            own = now.get("colour", "auto")
            said.append(f"color: {'#000' if own == 'auto' else f'#{own}'}")
        if "bold" in changed:
            said.append(f"font-weight: {'bold' if now.get('bold') == 'yes' else 'normal'}")
        if "italic" in changed:
            said.append(f"font-style: {'italic' if now.get('italic') == 'yes' else 'normal'}")
        if "letters" in changed:
            said.append(f"letter-spacing: {now.get('letters', '0')}pt")
        return said

    def _family(self, font: str) -> str:
        if font.casefold() not in self.fonts:
            return self.behind
        self.used[font.casefold()] = None
        return f'"{font}", {self.behind}'

    def faces(self) -> Iterator[str]:
        """The fonts of the council's own that the rules use; the fingerprint makes another font another stylesheet."""
        for family in self.used:
            for font, name, digest in self.fonts[family]:
                weight, style = "bold" if font.bold else "normal", "italic" if font.italic else "normal"
                address = name.replace(" ", "%20")
                yield (
                    f'@font-face {{ font-family: "{font.family}"; font-weight: {weight}; font-style: {style}; '
                    f'src: url("asset:/{address}") }} /* {digest} */'
                )


def _selector(path: str) -> str:
    """The element of a style (mammoth's notation) as a selector: the box, where paragraphs stand in one."""
    plain = path.removesuffix(":fresh")
    if plain == "ul > li":
        return "li"
    return plain.partition(" > ")[0].removeprefix("div") if " > " in plain else plain


def _rule(selector: str, said: list[str]) -> Iterator[str]:
    if said:
        yield f"{selector} {{ {'; '.join(said)} }}"


def _line(now: Values, before: Values, name: str) -> list[str]:
    if name in _LINES or points(line_height(now)) == points(line_height(before)):
        return []
    return [f"line-height: {points(line_height(now))}pt"]


def _around(now: Values, before: Values) -> list[str]:
    sides = {"before": "margin-top", "after": "margin-bottom"}
    return [f"{css}: {now.get(key, '0')}pt" for key, css in sides.items() if now.get(key, "0") != before.get(key, "0")]


def _box(now: Values, before: Values) -> list[str]:
    """Shade, borders, and where the lines stand. Around a shaded box three borders only continue the shade."""
    said = []
    if now.get("fill", "") != before.get("fill", ""):
        said.append(f"background: {_shade(now.get('fill', ''))}")
    if now.get("align", "left") != before.get("align", "left"):
        said.append(f"text-align: {now.get('align', 'left')}")
    for side in ("left",) if now.get("fill") else ("left", "bottom", "top"):
        at = f"border-{side}"
        if now.get(at, "") != before.get(at, ""):
            said.append(f"{at}: {_stroke(now.get(at, ''))}")
            said += [f"padding-{side}: {now[at].split()[2]}pt"] if now.get(at) and side != "left" else []
    return said


def _head(now: Values, before: Values) -> Iterator[str]:
    if now.get("firstRow-fill") != before.get("firstRow-fill"):
        shade = _shade(now.get("firstRow-fill", ""))
        yield f"background: {shade}; border-color: {shade}"
    if now.get("firstRow-colour") != before.get("firstRow-colour"):
        own = now.get("firstRow-colour", "auto")
        yield f"color: {'#000' if own == 'auto' else f'#{own}'}"


def _stroke(border: str) -> str:
    if not border:
        return "none"
    width, colour, _ = border.split()
    return f"{width}pt solid #{colour}"


def _shade(fill: str) -> str:
    return f"#{fill}" if fill else "none"


def _pages(now: Page, before: Page) -> Iterator[str]:
    if now == before:
        return
    sides = " ".join(f"{points(side)}pt" for side in (now.top, now.right, now.bottom, now.left))
    head = f"@top-center {{ padding-top: {points(now.header)}pt }}"
    foot = f"@bottom-center {{ padding-bottom: {points(now.footer + _BELOW_FOOTER)}pt }}"
    yield f"@page {{ margin: {sides}; {head} {foot} }}"
    yield f"@page :first {{ margin-top: {points(now.first)}pt }}"
