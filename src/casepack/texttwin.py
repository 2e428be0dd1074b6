"""The plain-text twin of a Word document, to paste from: the same words in the same order, for Notepad.

Made from the finished Word file, so that the two cannot differ, and proved against it by another road.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .wordparts import DOCUMENT, W, body_text, parse, parts, words

_HEADINGS = ("Title", "Heading1", "Heading2")
_BULLET, _DASH = "- ", "-"


def plain_text(docx: bytes, *, marking: str, footer: str) -> bytes:
    """The words of a Word document as UTF-8 with a byte order mark and Windows line ends, as Notepad reads best.

    A paragraph is a line, a bullet begins with "- ", a row of a table is "label: value". The marking heads and
    foots it. Raises `TemplateError` where the bytes are no Word file.
    """
    body = parse(parts(docx)[DOCUMENT], DOCUMENT).find(f"{W}body")
    lines = [*([marking] if marking else []), footer, *_lines(body), "", *([marking] if marking else [])]
    return ("\r\n".join(_without_runs_of_blanks(lines)) + "\r\n").encode("utf-8-sig")


def _lines(body: Any) -> Iterator[str]:
    for item in body:
        if item.tag == f"{W}p":
            yield from _paragraph(item)
        elif item.tag == f"{W}tbl":
            for row in item.iter(f"{W}tr"):
                yield from _row(row)
            yield ""


def _paragraph(item: Any) -> Iterator[str]:
    style = item.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else style.get(f"{W}val", "")
    said = _bare(words(item))
    if name in _HEADINGS:
        yield ""
    if said:
        yield f"{_BULLET}{said}" if name == "ListBullet" else said
    if name in _HEADINGS:
        yield ""


def _row(row: Any) -> Iterator[str]:
    """ "label: value" on one line; where the value has several paragraphs each of them on a line of its own."""
    cells = [[said for line in words(cell).split("\n") if (said := _bare(line))] for cell in row.iter(f"{W}tc")]
    label, values = " ".join(cells[0]), [line for cell in cells[1:] for line in cell]
    if len(cells) == 1:
        yield label
    elif len(values) > 1:
        yield from (f"{label}:", *values)
    else:
        yield f"{label}: {' '.join(values)}".rstrip()


def _bare(text: str) -> str:
    return " ".join(text.split())


def _without_runs_of_blanks(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    last = ""
    for line in lines:
        if line or last:
            yield line
        last = line


def prove_text(
    data: bytes, docx: bytes, *, name: str, marking: str, footer: str, leaks: Callable[[str], Sequence[str]]
) -> tuple[str, ...]:
    """Every reason to withhold the twin: other words than the Word file's, a forbidden mention, no marking."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (f"{name}.txt cannot be read back.",)
    lines = [line for line in text.split("\r\n") if line]
    head, foot = ([marking] if marking else []) + [footer], [marking] if marking else []
    inner = lines[len(head) : len(lines) - len(foot)]
    found = []
    if lines[: len(head)] != head or lines[len(lines) - len(foot) :] != foot:
        found.append(f"{name}.txt: the marking or the reference is missing.")
    twin, word = _said("\n".join(inner)), _said(body_text(docx))
    if _words(twin) != _words(word) or twin.count(_DASH) != word.count(_DASH) + _bullets(docx):
        found.append(f"{name}.txt: does not say what the Word file says.")
    for form in (text, _bare(text)):
        found += [f"{name}.txt: holds {what}, which its reader may not know." for what in leaks(form)]
    return tuple(dict.fromkeys(found))


def _said(text: str) -> list[str]:
    """The words and lone dashes, without the colons that stand between a label and its value."""
    return [word for part in text.split() if (word := part.rstrip(":"))]


def _words(said: Sequence[str]) -> list[str]:
    """The words alone: the twin's bullets are dashes, and an officer may have typed others."""
    return [word for word in said if word != _DASH]


def _bullets(docx: bytes) -> int:
    """How many bullets stand before lines of the twin."""
    paragraphs = parse(parts(docx)[DOCUMENT], DOCUMENT).iterfind(f"{W}body/{W}p")
    styled = (p for p in paragraphs if p.find(f"{W}pPr/{W}pStyle[@{W}val='ListBullet']") is not None)
    return sum(1 for p in styled if _bare(words(p)))
