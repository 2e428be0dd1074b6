"""Every finished file is read back before it is kept: nothing lost, nothing leaked, nothing left over.

`prove` takes the bytes exactly as they would be written and gives every reason to withhold them. It knows
no record: whether words are forbidden is asked of `leaks`, which the caller makes for the reader of the
document. Pure; a file that cannot be read back is itself a finding, so that proof fails closed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol, runtime_checkable
from urllib.parse import unquote

from . import form_fields, pdfread, wordproof
from .errors import CasepackError
from .findings import CODES, Finding
from .pdfread import Reading
from .wordforword import difference, fold, right_to_left
from .wordlayers import all_text_layers, root_of
from .wordparts import DOCUMENT, is_xml, parts, words
from .wordproof import PAGE, TOTAL, Margin
from .wordrules import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES

__all__ = ["CODES", "Finding", "prove"]

Leaks = Callable[[str], Sequence[str]]


@runtime_checkable
class KnowsAnswers(Protocol):
    """Leaks that know their record as well: `answers` are its answers, each as an officer typed it and as printed."""

    @property
    def answers(self) -> frozenset[str]:
        """Every line of them that may stand in this document."""


_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{[A-Z]{1,5}\d{1,3}\}|\bUndefined\b|\bobject at 0x|\b[Ll]orem\b")
_OF_LEFT_OVER = ("{", "}", "Undefined", "object at 0x", "orem")
"""One of these stands in each of them; they are found at once."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_COMPUTER_WORD = r"(?:None|nan|NaN|NaT|null|undefined|<NA>|\[\]|\{\})"
_NOTHING = re.compile(rf"(?:.*[:=]\s*)?(?P<word>{_COMPUTER_WORD})[.,;]?")
"""A whole paragraph or cell, or the whole answer after a label: "None recorded" and "None of them" are English.

"None" alone may be what the officer answered; only who made the leaks can know that (`KnowsAnswers`).
"""
_HYPHENATED = re.compile(r"[-\u00ad\u2010\u2011\x02]\s*\n\s*|\u00ad")
_PAGE_OF = re.compile(rf"Page\s*({PAGE}|\d+)\s*of\s*({TOTAL}|\d+)")
_PAGE_OF_PART = re.compile(r", page (\d+) of (\d+)")
"""The place in a part of a pack: only the PDF says it, for no field of Word counts alike in all word processors."""
_HOUSE_WORDS = frozenset(
    name.replace(" ", "").casefold()
    for name in (
        *(*PARAGRAPH_STYLES, *CHARACTER_STYLES, *TABLE_STYLES),
        *("house", "default paragraph font", "table normal"),
        *("Arial", "MS Gothic"),
    )
)
"""Names of styles and fonts: Strong is somebody's name, too, and M.S. are somebody's initials."""
_SAFE_ADDRESS = re.compile(r"https://|mailto:", re.IGNORECASE)
_PROPERTIES = frozenset(
    ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped")
)


def prove(
    docx: bytes,
    pdf: bytes | None,
    *,
    name: str,
    marking: str,
    file_stem: str,
    title: str,
    leaks: Leaks,
    author: str = "",
) -> tuple[Finding, ...]:
    """Every reason to withhold a document, each once; an empty tuple means that it may be kept.

    `docx` and `pdf` are the finished files (`pdf` None: Word only). `name` is what the officer knows the
    document by, without an extension; `file_stem` the name it would be written under. `marking` must head
    and foot every page ("" for a leaflet that bears none). `title` must be the title of both files, and
    `author`, or nothing, their author. `leaks` gives a description such as "the name of P2" for each
    forbidden mention in a text, and is asked about every layer of both files, the title and the file name; where it
    knows the answers of the record (`KnowsAnswers`), one of them that reads "None" is no missing answer.
    Nothing is raised for a bad file.
    """
    proof = _Proof(name, marking, title, author, leaks)
    proof.leaks_in("file name", re.sub(r"[_.\-]+", " ", file_stem), file_stem)
    proof.leaks_in("title", title)
    proof.word(docx)
    if pdf is not None:
        proof.pdf(pdf)
    return tuple(dict.fromkeys(proof.findings))


class _Proof:
    """One proof in the making: the findings so far, and what the Word file says for the PDF to match."""

    def __init__(self, name: str, marking: str, title: str, author: str, leaks: Leaks) -> None:
        self.findings: list[Finding] = []
        self._name, self._marking, self._title, self._author, self._leaks = name, marking, title, author, leaks
        self._body: str | None = None
        self._margins: tuple[Margin, ...] = ()
        self._boxes: list[form_fields.FormField] = []

    @cached_property
    def _answers(self) -> frozenset[str]:
        return self._leaks.answers if isinstance(self._leaks, KnowsAnswers) else frozenset()

    def _add(self, code: str, layer: str, what: str) -> None:
        self.findings.append(Finding(code, layer, what))

    def leaks_in(self, layer: str, *texts: str) -> None:
        """Ask about a text in every way that a reader or a search could put it together."""
        for text in dict.fromkeys(form for given in texts for form in _forms(given)):
            for what in self._leaks(text):
                self._add("leak", layer, f"{self._name}, {layer}: holds {what}, which its reader may not know.")

    def word(self, docx: bytes) -> None:
        """Prove the Word file by itself, and remember its words."""
        try:
            held = parts(docx)
            trees = {name: root_of(data, name) for name, data in held.items() if is_xml(name)}
            layers = all_text_layers(docx, trees, held)
            body = layers.get(f"words of {DOCUMENT}") or words(trees[DOCUMENT])
            boxes = [box for box in form_fields.fields_of(trees[DOCUMENT]) if not box.answer]
            margins = wordproof.margins(trees)
            facts = wordproof.findings(held, trees, name=self._name, title=self._title, author=self._author)
            found = list(facts)
        except (CasepackError, KeyError, ValueError):
            self._add("unreadable", "Word file", f"{self._name}.docx cannot be read back.")
            return
        self._body, self._margins, self._boxes = body, margins, boxes
        self.findings += found
        self._texts("Word", {layer: _told(layer, text) for layer, text in layers.items()})
        for line in body.replace("\t", "\n").split("\n"):
            self._nothing("Word body", line)
        for margin in margins:
            self._nothing(f"Word {margin.where}", margin.text)
            self._marked("Word", f".docx, {margin.where}", margin.text)
        for number in {m.where.rpartition(" ")[2] for m in margins}:
            self._numbered_word([m for m in margins if m.where.endswith(f" {number}")])

    def pdf(self, pdf: bytes) -> None:
        """Prove the PDF, by itself and against the Word file."""
        try:
            reading = pdfread.read(pdf)
        except CasepackError:
            self._add("unreadable", "PDF", f"{self._name}.pdf cannot be read back.")
            return
        self._texts("PDF", reading.layers)
        self._pages(reading)
        self._same_words(reading)
        if form_fields.said(reading.parts.fields) != form_fields.said(self._boxes) and self._body is not None:
            what = f"{self._name}.pdf: its boxes to fill in are not those of the Word file."
            self._add("form-differs", "PDF form fields", what)
        for code, layer, what in _pdf_facts(reading, self._title, self._author):
            self._add(code, f"PDF {layer}", f"{self._name}.pdf: {what}")

    def _texts(self, kind: str, layers: Mapping[str, str]) -> None:
        for layer, text in layers.items():
            self.leaks_in(f"{kind} {layer}", text)
            if any(part in text for part in _OF_LEFT_OVER) and _LEFT_OVER.search(text):
                what = "something that the template should have replaced is still there."
                self._add("left-over", f"{kind} {layer}", f"{self._name}, {kind} {layer}: {what}")

    def _nothing(self, layer: str, text: str) -> None:
        found = _NOTHING.fullmatch(text.strip())
        if found and not {text.strip(), found["word"]} & self._answers:
            what = "a missing answer is printed as a computer word."
            self._add("none-printed", layer, f"{self._name}, {layer}: {what}")

    def _marked(self, kind: str, place: str, text: str) -> None:
        if self._marking and not re.search(rf"(?<![\w-]){re.escape(_spaced(self._marking))}(?![\w-])", _spaced(text)):
            self._add("marking", f"{kind}{place.rpartition(',')[0]}", f"{self._name}{place}: the marking is missing.")

    def _numbered_word(self, margins: Sequence[Margin]) -> None:
        """Word's own page numbers: on the first page and on every other one."""
        for first in {m.first for m in margins}:
            texts = " ".join(_spaced(m.text) for m in margins if m.first == first)
            if not re.search(f"Page ?{PAGE} ?of ?{TOTAL}", texts):
                what = f"'Page x of y' is missing {'on the first page' if first else 'from its header and footer'}."
                self._add("page-number", "Word margins", f"{self._name}.docx: {what}")

    def _pages(self, reading: Reading) -> None:
        total = len(reading.pages)
        self._parts([_spaced(page.footer) for page in reading.pages])
        for number, page in enumerate(reading.pages, start=1):
            place = f".pdf, page {number}"
            self._marked("PDF", f"{place}, header", page.header)
            self._marked("PDF", f"{place}, footer", page.footer)
            numbers = _PAGE_OF.findall(_spaced(f"{page.header}\n{page.footer}"))
            if numbers != [(str(number), str(total))]:
                self._add(
                    "page-number", f"PDF page {number}", f"{self._name}{place}: 'Page x of y' is missing or wrong."
                )
            self._margins_agree(number, page.header, _PAGE_OF_PART.sub("", _spaced(page.footer)))
            if reading.unseen[number - 1]:
                what = f"{reading.unseen[number - 1]} words are there but cannot be seen."
                self._add("text-unseen", f"PDF page {number}", f"{self._name}{place}: {what}")

    def _margins_agree(self, number: int, header: str, footer: str) -> None:
        """Header and footer of a page hold the words of one of Word's, page numbers apart, in any order."""
        for kind, text in (("header", header), ("footer", footer)):
            own = [m for m in self._margins if m.kind == kind and m.first and number == 1]
            allowed = own or [m for m in self._margins if m.kind == kind and not m.first]
            if self._body is not None and _bag(text) not in [_bag(m.text) for m in allowed]:
                what = f"the {kind} does not hold the words of the Word file's {kind}."
                self._add("margin-differs", f"PDF page {number}", f"{self._name}.pdf, page {number}: {what}")

    def _parts(self, footers: Sequence[str]) -> None:
        """The parts of a pack follow one another as in Word; each page says which of its part's pages it is."""
        sections = {m.where.rpartition(" ")[2]: m for m in self._margins}
        if len(sections) < 2:
            return
        part, at, pages = 0, 0, 0
        for number, footer in enumerate(footers, start=1):
            found = _PAGE_OF_PART.findall(footer)
            said = tuple(map(int, found[0])) if len(found) == 1 else (0, 0)
            part, at, pages = (part + 1, 1, said[1]) if at == pages else (part, at + 1, pages)
            words = _bag(_PAGE_OF_PART.sub("", footer))
            own = [_bag(m.text) for m in self._margins if m.kind == "footer" and m.where.endswith(f" {part}")]
            if said != (at, pages) or words not in own:
                what = "the footer does not say which page of its part it is."
                self._add("page-number", f"PDF page {number}", f"{self._name}.pdf, page {number}: {what}")
        if (part, at) != (len(sections), pages):
            what = f"{self._name}.pdf: it does not end with the last page of its last part."
            self._add("page-number", "PDF", what)

    def _same_words(self, reading: Reading) -> None:
        if self._body is None:
            return
        wrong = difference(self._body, reading.body)
        if wrong is not None:
            what = (
                f"{self._name}.pdf, page {wrong.page}: does not say what the Word file says, from paragraph "
                f"{wrong.paragraph}, word {wrong.word} of the Word file on."
            )
            self._add("text-differs", f"PDF page {wrong.page}", what)


def _told(layer: str, text: str) -> str:
    """A layer of attributes without the names of the house's styles and fonts."""
    if not layer.startswith("attributes of "):
        return text
    lines = text.split("\n")
    names = {line for line in set(lines) if line.replace(" ", "").casefold() in _HOUSE_WORDS}
    return "\n".join(line for line in lines if line not in names)


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _bag(text: str) -> Counter[str]:
    """The words of a margin in any order: both formats may put left, middle and right in another order."""
    plain = _PAGE_OF.sub(" \ue002 ", _spaced(text))
    if right_to_left(plain):
        return Counter("".join(fold(plain).split()))
    return Counter(fold(plain).split())


def _forms(text: str) -> Iterator[str]:
    """The forms in which forbidden words are looked for: across lines, across hyphens, and decoded."""
    yield text
    whole = plain = text
    if not text.isascii():
        whole = plain = unicodedata.normalize("NFKC", text)
        for mark in {c for c in set(_BEYOND_ASCII.findall(whole)) if unicodedata.category(c) == "Cf"}:
            plain = plain.replace(mark, "")
    yield " ".join(plain.split())
    unbroken = _HYPHENATED.sub("", whole)
    if unbroken != plain:
        yield " ".join(unbroken.split())
    if "%" in text:
        yield unquote(text)
    if "&" in text:
        yield html.unescape(text)


def _pdf_facts(reading: Reading, title: str, author: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the PDF apart from its words: code, layer, sentence without the file's name."""
    parts = reading.parts
    checks: list[tuple[Any, str, str, str]] = [
        (parts.language != "en-GB", "pdf-language", "properties", "it does not say that it is in British English."),
        (not parts.title or parts.title != title, "title", "properties", "its title is not the document's title."),
        (parts.xmp_title != title, "title", "metadata", "the title in its metadata is not the document's title."),
        (parts.author not in ("", author), "author", "properties", "its author is not the organisation."),
        (not parts.tagged, "pdf-untagged", "structure", "it is not tagged for screen readers."),
        (parts.empty_tables, "table-empty", "structure", "a table has no rows."),
        (parts.actions, "pdf-active", "actions", f"it would do something ({', '.join(sorted(parts.actions))})."),
        (parts.attachments, "pdf-attachment", "attachments", "it carries another file inside it."),
        (parts.encrypted, "pdf-encrypted", "file", "it is encrypted."),
        (parts.versions != 1, "pdf-earlier-version", "file", "it still holds an earlier version of itself."),
        (parts.properties - _PROPERTIES, "pdf-property", "properties", "its properties hold an unknown entry."),
    ]
    yield from (("form-field", "form fields", what) for what in parts.odd_fields)
    yield from ((code, layer, what) for wrong, code, layer, what in checks if wrong)
    if any(not _SAFE_ADDRESS.match(address) for address in parts.addresses):
        yield "pdf-active", "links", "a link leads to something other than a secure web page or an e-mail address."
    if parts.annotations - {"Link", "Widget"}:
        yield "pdf-annotation", "annotations", "it carries a note or another annotation."
