"""What an officer is told of signs for which no font is there: which kind of sign, and what to write instead. Pure.

Nothing said here holds the sign itself: the words are printed on the checklist, whose own PDF it would stop.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_SCRIPTS = {
    "ARABIC": "a letter of the Arabic script",
    "BENGALI": "a Bengali letter",
    "CJK": "a Chinese character",
    "DEVANAGARI": "a letter of Hindi or Nepali",
    "ETHIOPIC": "a letter of Amharic or Tigrinya",
    "GUJARATI": "a Gujarati letter",
    "GURMUKHI": "a Punjabi letter",
    "HANGUL": "a Korean letter",
    "HIRAGANA": "a Japanese letter",
    "KATAKANA": "a Japanese letter",
    "KHMER": "a Khmer letter",
    "MALAYALAM": "a Malayalam letter",
    "MYANMAR": "a Burmese letter",
    "SINHALA": "a Sinhala letter",
    "SYRIAC": "a Syriac letter",
    "TAMIL": "a Tamil letter",
    "TELUGU": "a Telugu letter",
    "THAANA": "a Dhivehi letter",
    "THAI": "a Thai letter",
    "TIBETAN": "a Tibetan letter",
}
"""Scripts by the first word of the Unicode name of their letters, as somebody calls them who does not read them."""
_MOST_KINDS = 4


def kind(sign: str) -> str:
    """What a sign is, in words: "a Punjabi letter", "a decorated letter", "the emoji lobster"."""
    name = unicodedata.name(sign, "")
    first = name.partition(" ")[0]
    if first in _SCRIPTS:
        return _SCRIPTS[first]
    if unicodedata.category(sign) == "So" and ord(sign) > 0xFFFF:
        return f"the emoji {name.lower()}"
    if first == "MATHEMATICAL" or "LETTER" in name:
        return "a decorated or rare letter"
    return f"the sign {name.lower()}" if name else "a sign that has no name"


def instead(sign: str) -> str:
    """What to write where the sign stands."""
    if unicodedata.category(sign).startswith(("L", "M")):
        return "Write the word in English letters, as the person writes it themselves if they do."
    return "Say in words what it shows."


def plainly(signs: Iterable[str]) -> str:
    """Which signs cannot be printed and what to do, for the checklist: not a word of the document, not the signs."""
    missing = sorted(set(signs))
    codes: dict[str, list[str]] = {}
    for sign in missing:
        codes.setdefault(kind(sign), []).append(f"U+{ord(sign):04X}")
    told = [f"{words} ({', '.join(found[:_MOST_KINDS])})" for words, found in codes.items()]
    more = [f"and {len(told) - _MOST_KINDS} more"] if len(told) > _MOST_KINDS else []
    listed = ", ".join([*told[:_MOST_KINDS], *more])
    doing = " ".join(dict.fromkeys(map(instead, missing)))
    return f"It would print {listed}, which no font here has. Find it in the record. {doing} Then make the pack again."


def near(sign: str, words: str) -> str:
    """The same on the screen for one sign, with the words around it."""
    return f'near "{words}": no font has the character U+{ord(sign):04X}, {kind(sign)}. {instead(sign)}'
