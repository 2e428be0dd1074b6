"""The words that the drawing commands of a PDF write, whether or not a reader can see them.

A viewer's text layer leaves out what is clipped away or lies off the page; the words are still in the file.
This reads them from the commands themselves, with each font's own table of letters. Pure: it is given the
commands and the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from .wordforword import right_to_left

OPERATORS = "Tf Tj TJ ' \" Td TD Tm T* ET BDC DP"
"""The drawing commands that matter here: text, its place, and marks that may carry words."""

_MOVES = frozenset((b"Td", b"TD", b"Tm", b"T*", b"ET"))
_WORDLESS_MARK = re.compile(rb"/\w+ << /MCID \d+ >>")
_CODES = re.compile(rb"<(?:[0-9a-f]{2})*>")
_NUMBER = re.compile(rb"-?(?:\d+\.?\d*|\.\d+)")
_WIDE_GAP = -180
"""Thousandths of the type size; a gap wider than this inside a line is a space."""

_N = r"-?+(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)"
# What a repeat of a group holds can match in one way only, so that going back finds nothing and costs little. It is not
# possessive, as a repeat of single letters is: Pythons before 3.11.5 get that wrong (CPython issue 106052).
_PIECE = re.compile(
    (
        # Numbers and the letters of commands that only draw, then those commands that have a name with them.
        r"(?:[-0-9. \nqQmlcvyhSsfFbnWMJjwigGkKreR*]++|^B\*?\n"
        r"|/[\w.+-]++ (?:gs|Do|cs|CS)\n|^/[\w.+-]++(?:\nBMC\n| BMC EMC\n)|^EMC\n)*"
        rf"(?:^BT\n((?:/[\w.+-]++ {_N} Tf\n|(?:{_N} )*T[mdD]\n|T\*\n|\[[-0-9a-f.<>]*+\] TJ\n)*)ET\n"
        r"|^/[\w.+-]++\n<</(?:MCID [0-9]++|Type(/\w++))>>\nBDC\n|\Z)"
    ).encode(),
    re.MULTILINE,
)
"""Commands as the typesetter writes them, up to the next text or to the mark before the next; and nothing else."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What each code of a font stands for, and how many bytes a code has; `said` remembers what items of text say."""

    letters: Mapping[bytes, str]
    width: int
    said: _Said = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Get ready to remember what items of text say."""
        object.__setattr__(self, "said", _Said(self))

    def words(self, codes: bytes) -> list[str]:
        """The letters for a string of codes; a code without a letter of its own gives U+FFFD."""
        if not self.letters:
            return [codes.decode("cp1252", "replace")] if self.width == 1 else []
        cut = (codes[i : i + self.width] for i in range(0, len(codes), self.width))
        return [self.letters.get(code, "\ufffd") for code in cut]


_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def alphabet(table: bytes | None, *, composite: bool) -> Alphabet:
    """The alphabet of a font from its ToUnicode table (None: it has none); `composite` as in Type 0."""
    letters: dict[bytes, str] = {}
    for kind, body in _SECTION.findall(table or b""):
        for first, last, target in _entries(kind, body):
            start, end = int.from_bytes(first), min(int.from_bytes(last), int.from_bytes(first) + 0xFFFF)
            for step, code in enumerate(range(start, end + 1)):
                letters[code.to_bytes(len(first))] = _target(target, step)
    return Alphabet(letters, len(next(iter(letters))) if letters else 2 if composite else 1)


def _entries(kind: bytes, body: bytes) -> Iterable[tuple[bytes, bytes, bytes | list[bytes]]]:
    """First code, last code and what they stand for, from one section of a ToUnicode table."""
    values: list[bytes | list[bytes]] = []
    inside: list[bytes] | None = None
    for digits, opening, closing in _TOKEN.findall(body):
        if opening:
            inside = []
        elif closing:
            values.append(inside or [])
            inside = None
        else:
            raw = bytes.fromhex(b"".join(digits.split()).decode())
            (values if inside is None else inside).append(raw)
    size = 2 if kind == b"char" else 3
    for at in range(0, len(values) - size + 1, size):
        first, last, target = values[at], values[at + size - 2], values[at + size - 1]
        if isinstance(first, bytes) and isinstance(last, bytes) and first:
            yield first, last, target


def _target(target: bytes | list[bytes], step: int) -> str:
    if isinstance(target, list):
        return target[step].decode("utf-16-be", "replace") if step < len(target) else "\ufffd"
    if not step:
        return target.decode("utf-16-be", "replace")
    return (int.from_bytes(target) + step).to_bytes(len(target)).decode("utf-16-be", "replace")


class _Said(dict[bytes, list[str]]):
    """What each item of a `TJ`, as a file has it, adds to a line; KeyError for what is neither letters nor a gap."""

    def __init__(self, font: Alphabet) -> None:
        super().__init__()
        self.font = font

    def __missing__(self, item: bytes) -> list[str]:
        if _CODES.fullmatch(item):
            said = self.font.words(bytes.fromhex(item[1:-1].decode()))
        elif _NUMBER.fullmatch(item):
            said = [" "] if float(item) < _WIDE_GAP else []
        else:
            raise KeyError(item)
        self[item] = said
        return said


def written(commands: Sequence[Any], plain: bytes, alphabets: Mapping[str, Alphabet]) -> str:
    """The words that `commands` (pairs of operands and operator) write, a line for each change of place.

    `plain` is the same commands as a file has them, one a line: most are read from it, which is far quicker.
    `alphabets` is by the name that the commands use for a font. A line with right-to-left letters is given as it stands
    on the page and also turned round, so that a name in it is found either way.
    """
    lines: list[list[str]] = [[]]
    fonts = {name: font.said for name, font in alphabets.items()}
    unknown = now = Alphabet({}, 1).said
    for command, text in zip(commands, plain.splitlines(), strict=True):
        said, _, name = text.rpartition(b" ")
        if name in _MOVES or (name == b"BDC" and _WORDLESS_MARK.fullmatch(said)):
            lines.append([])
        elif name == b"Tf":
            now = fonts.get(str(command[0][0]), unknown)
        elif name == b"TJ" and said[:2] == b"[ ":
            try:
                lines[-1] += [letter for item in said[2:-2].split(b" ") for letter in now[item]]
            except KeyError:
                _write(command, now.font, lines)
        else:
            _write(command, now.font, lines)
    return _joined(lines)


def written_plainly(data: bytes, alphabets: Mapping[str, Alphabet]) -> str | None:
    """What `written` gives for the commands in `data`, found at once; None where any of them stands there otherwise.

    That is so in nearly no file of the typesetter, and in many of anybody else: then the commands must be taken apart.
    """
    data += b"\n"
    lines: list[list[str]] = [[]]
    fonts = {name: font.said for name, font in alphabets.items()}
    unknown = now = Alphabet({}, 1).said
    place = 0
    while place < len(data):
        found = _PIECE.match(data, place)
        if found is None:
            return None
        place = found.end()
        text, kind = found.groups()
        for line in (text or b"").splitlines():
            if line[:1] == b"[":
                items = line[1:-4].replace(b">0<", b"> <").replace(b"<", b" <").replace(b">", b"> ").split()
                try:
                    lines[-1] += chain.from_iterable(map(now.__getitem__, items))
                except KeyError:
                    return None
            elif line[-2:] == b"Tf":
                now = fonts.get(line.split()[0].decode(), unknown)
            else:
                lines.append([])
        lines += [[kind.decode()], []] if kind else [[]]
    return _joined(lines)


def _write(command: Any, font: Alphabet, lines: list[list[str]]) -> None:
    """Add what one command says: a string, a row of strings and gaps, or the words of a mark."""
    operands, operator = command
    name = str(operator)
    if name in ("BDC", "DP"):
        lines += [[text] for text in _strings(operands[-1])] + [[]]
    elif name in ("Tj", "'", '"'):
        lines[-1] += font.words(bytes(operands[-1]))
    else:
        for item in operands[0]:
            if hasattr(item, "__bytes__") and not isinstance(item, int):
                lines[-1] += font.words(bytes(item))
            elif float(item) < _WIDE_GAP:
                lines[-1].append(" ")


def _joined(lines: list[list[str]]) -> str:
    return "\n".join(text for line in lines if line for text in _both_ways(line))


def _both_ways(line: list[str]) -> list[str]:
    text = "".join(line)
    return [text, "".join(reversed(line))] if right_to_left(text) else [text]


def _strings(properties: Any) -> list[str]:
    """The words in the property list of a mark, such as replacement text."""
    if not hasattr(properties, "items"):
        return []
    return [str(v) for v in properties.values() if hasattr(v, "__bytes__") and not isinstance(v, int)]
