"""Lines of text for WeasyPrint: set up once for a style, laid out once for the words, drawn from what was measured.

By itself WeasyPrint sets Pango up for every line, once to measure it and once more to draw it, and looks at each glyph
of it. This looks inside WeasyPrint, and is used only with versions that `quick_engine` knows. What is kept belongs to
the styles, lines and fonts of one document and goes with them.
"""

from __future__ import annotations

from copy import copy
from struct import iter_unpack
from typing import Any

_GLYPH = "=I3i4x"
"""A glyph as Pango has placed it: which it is, how wide, how far aside, how far up; and four bytes that say no more."""
_GLYPH_SIZE = 20
_NO_PICTURE = 0x0FFFFFFF
"""From here on a number stands for an empty glyph, or for a sign that the font has not."""
_SOUND_SIZES = 14802
"""The version of Pango, 1.48.2, from which on it tells the size of a font rightly."""


def quicken_text(weasyprint: Any) -> None:
    """Put the quicker parts in their places."""
    module = weasyprint.text.line_break
    module.ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *);")
    _set_up_once(module)
    weasyprint.layout.inline.split_first_line = _measured_once(module.split_first_line)
    if module.pango.pango_version() >= _SOUND_SIZES:
        weasyprint.draw.text.draw_first_line = _Drawing(weasyprint.draw.text).draw_first_line


def _set_up_once(module: Any) -> None:
    """Have each style set up for Pango once, and a line that was measured kept for drawing."""
    ffi, pango, layout_type = module.ffi, module.pango, module.Layout
    whole_setup, whole_reactivate = layout_type.setup, layout_type.reactivate

    def setup(self: Any, style: Any) -> None:
        try:
            first = style.first_layout
        except AttributeError:
            first = layout_type.__new__(layout_type)
            whole_setup(first, style)
            del first.style
            style.first_layout = first
        self.__dict__.update(first.__dict__)
        self.style = style
        self.layout = ffi.gc(pango.pango_layout_copy(first.layout), module.gobject.g_object_unref)

    def deactivate(self: Any) -> None:
        """Nothing: the line is kept."""

    def reactivate(self: Any, style: Any) -> None:
        if self.style is not style or self.justification_spacing:
            whole_reactivate(self, style)

    layout_type.setup, layout_type.deactivate, layout_type.reactivate = setup, deactivate, reactivate
    layout_type.afresh = whole_reactivate


def _measured_once(whole: Any) -> Any:
    """The same words in the same style and width, as in the footers of all pages, are a line that is known."""

    def split_first_line(text: str, style: Any, context: Any, *room: Any, is_line_start: bool = True) -> Any:
        lines = context.__dict__.setdefault("lines", {})
        # The style goes on as long as its number is used here: each line has it.
        key = text, id(style), *room, is_line_start
        if key not in lines:
            lines[key] = whole(text, style, context, *room, is_line_start=is_line_start)
        return lines[key]

    return split_first_line


class _Said(dict[tuple[int, int, int, int], str]):
    """What the PDF says of each glyph of a font at one size; KeyError where that is not just its number and a gap."""

    def __init__(self, font: Any, size: float, units: float) -> None:
        super().__init__()
        self.font, self.size, self.units = font, size, units

    def __missing__(self, glyph: tuple[int, int, int, int]) -> str:
        number, wide, aside, up = glyph
        if aside or up or number >= _NO_PICTURE:
            raise KeyError(glyph)
        gap = self.font.widths[number] - wide * 1000 * self.units / self.size
        said = self[glyph] = f"{number:04x}>{int(gap)}<" if gap else f"{number:04x}"
        return said


class _Drawing:
    """How lines are drawn."""

    def __init__(self, module: Any) -> None:
        self.whole, self.ffi, self.pango, self.units = (
            getattr(module, name) for name in ("draw_first_line", "ffi", "pango", "FROM_UNITS")
        )

    def draw_first_line(self, stream: Any, textbox: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        """Draw a line of plain glyphs; any other as WeasyPrint does."""
        if overflow == "ellipsis" or ellipsis != "none":
            # It is going to be shortened, and another box may have the same line.
            textbox.pango_layout = copy(textbox.pango_layout)
            textbox.pango_layout.afresh(textbox.style)
        elif textbox.text.strip():
            try:
                shown = self._shown(stream, textbox.pango_layout)
            except KeyError:
                return self.whole(stream, textbox, overflow, ellipsis, matrix)
            stream.set_text_matrix(*matrix.values)
            for font, size, glyphs in shown:
                stream.set_font_size(font, size)
                stream.show_text(glyphs)
            return []
        return self.whole(stream, textbox, overflow, ellipsis, matrix)

    def _shown(self, stream: Any, line: Any) -> list[tuple[str, float, str]]:
        """The fonts of a line, their sizes, and what is to be shown in each."""
        fonts: list[tuple[Any, str, float, str]] = []
        run = self.pango.pango_layout_get_line_readonly(line.layout, 0).runs[0]
        while run != self.ffi.NULL:
            item, run = run.data, run.next
            pango_font = item.item.analysis.font
            said = self._said(stream, pango_font)
            content = self.ffi.buffer(item.glyphs.glyphs, _GLYPH_SIZE * item.glyphs.num_glyphs)
            glyphs = list(iter_unpack(_GLYPH, content))
            if not said.font.to_unicode.keys() >= {number for number, *_ in glyphs}:
                self._learn(stream, line, item, said, glyphs)
            text = ("<" + "".join([said[glyph] for glyph in glyphs]) + ">").removesuffix("<>")
            if fonts and fonts[-1][0] == pango_font:
                text = fonts.pop()[3] + text
            fonts.append((pango_font, said.font.hash, said.size, text))
        return [(font, size, text) for _, font, size, text in fonts]

    def _said(self, stream: Any, pango_font: Any) -> _Said:
        """What is known of a font at its size; a page knows each by its place in memory, where its lines hold it."""
        known: dict[Any, _Said] = stream.__dict__.setdefault("fonts_met", {})
        if pango_font not in known:
            font, size = stream.add_font(pango_font)
            if font.bitmap or font.svg or font.png or font.colr:
                raise KeyError(font)
            sizes = font.__dict__.setdefault("said", {})
            known[pango_font] = sizes.setdefault(size, _Said(font, size, self.units))
        return known[pango_font]

    def _learn(self, stream: Any, line: Any, item: Any, said: _Said, glyphs: Any) -> None:
        """Take in the letters and the widths of glyphs that the document has not had yet."""
        if item.item.analysis.level % 2:
            raise KeyError("right to left")
        letters = line.text.encode()[item.item.offset :]
        ends = [*item.glyphs.log_clusters[0 : len(glyphs)], item.item.length]
        font = said.font
        for place, (number, _, aside, up) in enumerate(glyphs):
            if aside or up or number >= _NO_PICTURE:
                raise KeyError(number)
            if number not in font.to_unicode:
                font.to_unicode[number] = letters[ends[place] : ends[place + 1]].decode()
            if number not in font.widths:
                self.pango.pango_font_get_glyph_extents(
                    item.item.analysis.font, number, stream.ink_rect, stream.logical_rect
                )
                font.widths[number] = round(stream.logical_rect.width * 1000 * self.units / said.size)
