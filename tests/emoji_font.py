"""How the emoji font of casepack was cut from Noto Emoji; run again when there is a newer one.

`python -m tests.emoji_font SOURCE TARGET`, with a static regular of Noto Emoji as SOURCE: the same bytes each time.

A glyph has one text in a PDF. Noto Emoji draws one glyph for a hand of whatever skin, for a woman who shrugs and for a
man: copied out of the PDF, the second of them would read as the first. So each sign gets its own glyph and nothing
is drawn together but flags, of which each has a glyph to itself: a shrugging woman is a shrug, a skin and a female
sign, as where a font does not know a sequence. Signs that the other fonts have are left to them, but for the blank
and the digits, which may stand between emoji.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).resolve().parent.parent / "src" / "casepack" / "fonts"
OTHERS = (("LiberationSans-Regular", "DejaVuSans"), ("LiberationSans-Bold", "DejaVuSans-Bold"))
REGIONAL = range(0x1F1E6, 0x1F200)
TAGS = range(0xE0020, 0xE0080)
BLACK_FLAG = 0x1F3F4
KEPT_TABLES = {"GSUB", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"}


def cut(source: bytes) -> bytes:
    """The font with the glyphs that the others lack and no ligatures but those of flags."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    names = font.getBestCmap()
    pieces = {names[sign] for sign in (*REGIONAL, *TAGS, BLACK_FLAG) if sign in names}
    for tag in set(font.keys()) - KEPT_TABLES - {"GlyphOrder"}:
        del font[tag]
    _only_flags(font["GSUB"].table, pieces, set(names.values()))
    options = subset.Options(layout_features=["ccmp"], notdef_outline=True, hinting=False, name_IDs=["*"])
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=(set(names) - _elsewhere()) | {sign for sign in names if sign < 0x80})
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _only_flags(gsub: Any, pieces: set[str], signs: set[str]) -> None:
    """Leave of all lookups the ligatures whose every part belongs to flags, unless their glyph says something else."""
    drawn = set(signs)

    def is_flag(ligature: Any) -> bool:
        if not pieces.issuperset(ligature.Component) or ligature.LigGlyph in drawn:
            return False
        drawn.add(ligature.LigGlyph)
        return True

    for lookup in gsub.LookupList.Lookup:
        for table in (getattr(one, "ExtSubTable", one) for one in lookup.SubTable):
            if lookup.LookupType != 4:  # no ligatures
                lookup.SubTable = []
                break
            kept = {first: list(filter(is_flag, table.ligatures.get(first, []))) for first in sorted(pieces)}
            table.ligatures = {first: found for first, found in kept.items() if found}
        lookup.SubTableCount = len(lookup.SubTable)


def _elsewhere() -> set[int]:
    """The signs that the other fonts have in regular and in bold."""

    def covered(name: str) -> set[int]:
        return set(TTFont(FONTS / f"{name}.ttf", lazy=True).getBestCmap())

    regular, bold = (set.union(*map(covered, pair)) for pair in OTHERS)
    return regular & bold


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(cut(Path(sys.argv[1]).read_bytes()))
