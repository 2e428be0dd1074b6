"""The structure of a tagged PDF as a screen reader meets it, read with pikepdf and nothing of casepack's own.

    tagged(pdf)        its elements with their words, and the words that stand outside: running headers and footers
    structure(tagged)  the elements in reading order, a line each, indented by depth, with the words that they hold

Validators see whether a file keeps the rules, not whether its headings are tagged as headings; a diff of this does.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pikepdf

_INSIDE = frozenset({"Span", "NonStruct", "Div"})
"""Elements without a meaning of their own: what they hold is shown in their place."""
_LETTER = re.compile(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>")
_OPERATORS = "BDC BMC EMC Tf Tj TJ"
_LONGEST = 72
_ARTIFACT = -2


@dataclass(slots=True)
class Element:
    """An element of the structure tree; its kids are elements and words, in reading order.

    The pieces of a line and the lines of a paragraph are words each; `alt` is what is said of a picture or a field.
    """

    kind: str
    scope: str = ""
    alt: str = ""
    kids: list[Element | str] = field(default_factory=list)

    def words(self) -> str:
        """All that stands in it."""
        return _plain(" ".join(kid if isinstance(kid, str) else kid.words() for kid in self.kids))

    def under(self, *kinds: str) -> list[Element]:
        """The elements of these kinds in it, at any depth, in reading order."""
        found = []
        for kid in self.kids:
            if isinstance(kid, Element):
                found += [kid] * (kid.kind in kinds) + kid.under(*kinds)
        return found


def _plain(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


@dataclass(frozen=True, slots=True)
class Tagged:
    """A PDF as its tags have it.

    `root` holds its structure, without the elements that have no meaning of their own; `artifacts` the words of each
    page that are its running header and footer; `unmarked` those that are neither, which a viewer reads in any order.
    """

    root: Element
    artifacts: tuple[str, ...]
    unmarked: tuple[str, ...]


def tagged(pdf: bytes) -> Tagged:
    """The PDF as its tags have it."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        words = {page.objgen: _marked(page) for page in file.pages}
        root = Element("Root")
        roots: Any = file.Root.StructTreeRoot.K
        for kid in roots:
            _add(kid, root, None, words)
    outside = tuple(_plain(page[_ARTIFACT]) for page in words.values())
    return Tagged(root, outside, tuple(_plain(page[-1]) for page in words.values()))


def _add(item: Any, into: Element, page: Any, words: Any) -> None:
    if isinstance(item, int):
        into.kids.append(words[page].get(item, ""))
        return
    if item.get("/Type") == "/OBJR":
        into.alt = into.alt or str(item.Obj.get("/TU", ""))
        return
    page = item.Pg.objgen if "/Pg" in item else page
    kind = str(item.S)[1:]
    element = into
    if kind not in _INSIDE:
        looks: Any = item.get("/A", pikepdf.Dictionary())
        scope = str(looks.get("/Scope", ""))[1:]
        element = Element(kind, scope, str(item.get("/Alt", "")))
        into.kids.append(element)
    kids: Any = item.get("/K", [])
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        _add(kid, element, page, words)


def _marked(page: Any) -> dict[int, str]:
    """The words of a page by the number of their marked content; those of artifacts under one number of their own."""
    fonts = {name: _alphabet(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = defaultdict(str)
    open_marks: list[int] = []
    alphabet: dict[int, str] = {}
    commands: Any = pikepdf.parse_content_stream(page, _OPERATORS)
    for operands, operator in commands:
        match str(operator):
            case "BDC" | "BMC":
                inner = open_marks[-1] if open_marks else -1
                if str(operands[0]) == "/Artifact":
                    inner = _ARTIFACT
                    found[inner] += "\n"
                elif len(operands) == 2 and isinstance(operands[1], pikepdf.Dictionary):
                    inner = int(operands[1].get("/MCID", inner))
                open_marks.append(inner)
            case "EMC":
                open_marks.pop()
            case "Tf":
                alphabet = fonts[str(operands[0])]
            case _:
                pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                data = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                codes = (int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data), 2))
                found[open_marks[-1] if open_marks else -1] += "".join(alphabet.get(code, "\ufffd") for code in codes)
    return found


def _alphabet(font: Any) -> dict[int, str]:
    lines = font.ToUnicode.read_bytes().decode("ascii") if "/ToUnicode" in font else ""
    return {int(code, 16): bytes.fromhex(said).decode("utf-16-be") for code, said in _LETTER.findall(lines)}


def structure(file: Tagged) -> str:
    """The whole as text: the words outside the structure first, then a line for each element."""
    said = [f"outside: {words}" for words in dict.fromkeys(map(_numberless, file.artifacts))]
    return "\n".join([*said, *_lines(file.root, 0)]) + "\n"


def _numberless(text: str) -> str:
    return re.sub(r"age \d+ of \d+", "age (n) of (n)", text)


def _lines(element: Element, depth: int) -> Iterator[str]:
    """A line for each kid; where words and elements are mixed, a line for each stretch of words too."""
    for _, kids in groupby(element.kids, lambda kid: isinstance(kid, str)):
        stretch = list(kids)
        if said := _plain(" ".join(kid for kid in stretch if isinstance(kid, str))):
            yield f'{"  " * depth}"{_short(said)}"'
        for kid in stretch:
            if isinstance(kid, Element):
                yield from _element(kid, depth)


def _element(element: Element, depth: int) -> Iterator[str]:
    """An element with its words, or with the only one that it holds, on one line."""
    said = _name(element)
    while len(element.kids) == 1 and isinstance(element.kids[0], Element):
        element = element.kids[0]
        said += f" > {_name(element)}"
    words = [kid for kid in element.kids if isinstance(kid, str)]
    if len(words) < len(element.kids):
        yield "  " * depth + said
        yield from _lines(element, depth + 1)
    else:
        own = _plain(" ".join(words))
        yield "  " * depth + said + (f": {_short(own)}" if own else "")


def _name(element: Element) -> str:
    scope = f"({element.scope})" if element.scope else ""
    return element.kind + scope + (f" [{_short(element.alt)}]" if element.alt else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"
