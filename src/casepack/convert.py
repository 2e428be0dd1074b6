"""From a filled Word document to one HTML document with the same words, structure and frame.

Nothing is dropped in silence: what the house's styles cannot carry over is an error that says where it stands.
"""

from __future__ import annotations

import copy
import html
from functools import partial

from lxml import etree

from .errors import TypesetError
from .html_parts import look, wrapped
from .reshape import finish, reshape, table_look
from .wordfile import WordFile, open_word
from .wordhtml import html_of
from .wordparts import W
from .wordprepare import PRIVATE_USE, SPLIT, Preparation
from .wordrules import box_faults, faults, text_of

_MOST_FAULTS = 12
_PLACES = {
    "header-first": "In the first page's header",
    "header": "In the header",
    "footer-first": "In the first page's footer",
    "footer": "In the footer",
}


def to_html(docx: bytes) -> str:
    """The whole of a filled Word document as HTML: body, headers and footers, with the title and language it has.

    Headers and footers stand first, in blocks of class `header-first`, `header`, `footer-first` and `footer`; in a pack
    of several parts, each part begins with its own. All text is escaped; pictures are `data:` addresses. Raises
    `TypesetError` with every fault and its place.
    """
    word = open_word(docx)
    whole, images, fields = _one_body(word)
    looks = [table_look(table, word.names, word.text_width) for table in whole.iter(f"{W}tbl")]
    root = html_of(whole, word.names, _links(word))
    _raise(reshape(root, looks))
    body = finish(_framed(word, _divide(root)), images, fields)
    head = f'<meta charset="utf-8"><title>{html.escape(word.title)}</title>'
    if word.sections:
        head += f"<style>{look(1 + len(word.sections))}</style>"
    language = html.escape(word.language)
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body>{body}</body></html>'


def _framed(word: WordFile, blocks: list[str]) -> str:
    """The blocks of the document, in the order of `_stories`, with its headers and footers marked as such."""
    waiting = iter(blocks)
    frames = [word.frame, *(section.frame for section in word.sections)]
    parts = [([(slot, next(waiting)) for slot in frame], next(waiting)) for frame in frames]
    if word.sections:
        return wrapped(parts)
    frame, body = parts[0]
    return "".join(f'<div class="{slot}">{block}</div>' for slot, block in frame) + body


def _raise(found: list[str]) -> None:
    if found:
        more = len(found) - _MOST_FAULTS
        raise TypesetError("\n".join(found[:_MOST_FAULTS] + ([f"and {more} more faults"] if more > 0 else [])))


def _one_body(word: WordFile) -> tuple[etree._Element, list[str], list[str]]:
    """Headers, footers and body behind one another, parted by marks: one run of mammoth does for all of them.

    With it the HTML of the pictures and of the boxes to fill in that are marked in it.
    """
    found: list[str] = []
    whole = etree.Element(f"{W}body")
    stories = _stories(word)
    preparation = Preparation(word.names, [part for _, _, part in stories])
    for where, name, part in stories:
        if PRIVATE_USE.search(text_of(part)):
            found.append(f"{where}: there is a character without a meaning of its own (private use). Remove it.")
        found += faults(part, word.names, where)
        found += box_faults(part, where, frame=name != word.main)
        if not found:
            preparation.prepare(part, where, partial(word.related, name), name != word.main)
        for child in list(part):
            if child.tag != f"{W}sectPr":
                whole.append(child)
        if part is not stories[-1][2]:
            mark = etree.SubElement(etree.SubElement(etree.SubElement(whole, f"{W}p"), f"{W}r"), f"{W}t")
            mark.text = SPLIT
    _raise(found + preparation.faults)
    return whole, preparation.images, preparation.fields


def _stories(word: WordFile) -> list[tuple[str, str, etree._Element]]:
    """What is to be converted, in the order of the HTML: where it stands, the part that it is from, its content."""
    found = []
    frames = [(word.frame, word.body), *((section.frame, section.body) for section in word.sections)]
    for frame, body in frames:
        found += [(_PLACES[slot], name, copy.deepcopy(part)) for slot, (name, part) in frame.items()]
        found.append(("In the text", word.main, body))
    return found


def _links(word: WordFile) -> dict[str, str]:
    """Where the links of the text lead, by the ids of their relations; those of a frame are words only."""
    pointers = word.pointers.items()
    return {relation: target for relation, (kind, target) in pointers if kind.endswith("/hyperlink")}


def _divide(root: etree._Element) -> list[str]:
    """The HTML of the four parts of the frame and of the body, in this order."""
    blocks = [""]
    for element in root:
        if element.tag == "p" and element.text == SPLIT:
            blocks.append("")
        else:
            blocks[-1] += etree.tostring(element, method="html", encoding="unicode")
    return blocks
