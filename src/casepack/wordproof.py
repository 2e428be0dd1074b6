"""What is wrong with a finished Word file: the checks that need its XML, and the words of its margins. Pure.

`prove` puts these together with the checks on words. Sources: the rules on markings and on hidden layers
in the procedure's paperwork, and the parts of the Office Open XML format that can hold words unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .findings import Finding
from .wordparts import DOCUMENT, FALLBACK, TRACKED, R, W, is_on, local, relations, relations_name, whole_number

_STORY = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_EMBEDDED = re.compile(r"word/(embeddings|activeX)/|vbaProject|vbaData|afchunk|\.bin$", re.IGNORECASE)
_FIELDS = frozenset(
    ("PAGE", "NUMPAGES", "SECTIONPAGES", "HYPERLINK", "REF", "PAGEREF", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN")
)
_TRACKED = tuple(f"{W}{name}" for name in sorted(TRACKED))
_SAFE_LINK = re.compile(r"(https://|mailto:)", re.IGNORECASE)
_SMALLEST = 8
"""Half points: type smaller than 4 pt cannot be read."""

PAGE, TOTAL = "\ue000", "\ue001"
"""Stand for the page number and the number of pages in the words of a Word header or footer."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The words of one header or footer: `where` for the officer, `first` if it is the first page's own."""

    where: str
    kind: str
    first: bool
    text: str


def margins(trees: Mapping[str, Any]) -> tuple[Margin, ...]:
    """The headers and footers that pages use, section by section, as Word inherits them; "" where one is missing."""
    pointers = trees.get(relations_name(DOCUMENT))
    targets = {} if pointers is None else relations(pointers, DOCUMENT)
    out: list[Margin] = []
    in_force: dict[tuple[str, str], str] = {}
    for number, section in enumerate(trees[DOCUMENT].iter(f"{W}sectPr"), start=1):
        for ref in section:
            if ref.tag in (f"{W}headerReference", f"{W}footerReference"):
                kind = ref.tag.removeprefix(W).removesuffix("Reference")
                in_force[kind, ref.get(f"{W}type", "default")] = targets.get(ref.get(f"{R}id", ""), ("", ""))[1]
        used = ["default"]
        used += ["first"] if is_on(section.find(f"{W}titlePg")) else []
        settings = trees.get("word/settings.xml")
        used += ["even"] if settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders")) else []
        for kind in ("header", "footer"):
            for page in used:
                tree = trees.get(in_force.get((kind, page), ""))
                text = "" if tree is None else "\n".join(paragraph_texts(tree))
                out.append(Margin(f"{page} {kind} of section {number}", kind, page == "first", text))
    return tuple(out)


def paragraph_texts(tree: Any) -> Iterator[str]:
    """The words of each paragraph, with `PAGE` and `TOTAL` for the numbers that Word works out itself."""
    for paragraph in tree.iter(f"{W}p"):
        if next(paragraph.iterancestors(FALLBACK), None) is None:
            yield "".join(_pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph; the stored result of a page number field gives way to its token."""
    depth, instruction, silent = 0, "", False
    for item in paragraph.iter():
        tag = item.tag.removeprefix(W) if isinstance(item.tag, str) else ""
        if tag == "fldSimple":
            yield _number(item.get(f"{W}instr", ""))
        elif tag == "fldChar":
            kind = item.get(f"{W}fldCharType")
            if kind == "begin":
                depth, instruction = depth + 1, ""
            elif kind == "separate":
                token = _number(instruction)
                silent = bool(token)
                yield token
            elif kind == "end":
                # A field that was never worked out has no stored result, and no "separate" mark.
                yield "" if silent or not instruction else _number(instruction)
                depth, instruction, silent = max(depth - 1, 0), "", False
        elif tag == "instrText":
            instruction += item.text or ""
        elif tag == "t" and not silent:
            simple = next(item.iterancestors(f"{W}fldSimple"), None)
            yield "" if simple is not None and _number(simple.get(f"{W}instr", "")) else item.text or ""
        elif tag in ("tab", "br", "cr", "ptab") and item.getparent().tag == f"{W}r":
            yield " "
        elif tag == "noBreakHyphen":
            yield "-"


def _number(instruction: str) -> str:
    word = (instruction.split() or [""])[0].upper()
    return {"PAGE": PAGE, "NUMPAGES": TOTAL, "SECTIONPAGES": TOTAL}.get(word, "")


def findings(
    parts: Mapping[str, bytes], trees: Mapping[str, Any], *, name: str, title: str, author: str
) -> Iterator[Finding]:
    """What is wrong in the file apart from its words; `name` is the file's name for the officer."""

    def found(code: str, layer: str, what: str) -> Finding:
        return Finding(code, f"Word {layer}", f"{name}.docx: {what}")

    yield from _properties(trees, found, title=title, author=author)
    for part in parts:
        if _EMBEDDED.search(part):
            yield found("word-embedded", "embedded files", "an object, a macro or another file is embedded in it.")
        if part.startswith(("docProps/custom", "customXml/")):
            yield found("word-custom", "custom properties", "it holds custom properties or custom data.")
    hiding = _hiding_styles(trees)
    for part, tree in trees.items():
        if part.endswith(".rels"):
            yield from _links(tree, found)
        elif "comments" in part and any(local(item) == "comment" for item in tree.iter()):
            yield found("word-comment", "comments", "it holds comments; take them out of the template.")
        elif _STORY.fullmatch(part):
            yield from _story(tree, hiding, found)


def _properties(trees: Mapping[str, Any], found: Any, *, title: str, author: str) -> Iterator[Finding]:
    core = trees.get("docProps/core.xml")
    held = {} if core is None else {local(item): (item.text or "").strip() for item in core}
    if held.get("title", "") != title:
        yield found("title", "properties", "the title in its properties is not the document's title.")
    for key in ("creator", "lastModifiedBy"):
        if held.get(key, "") not in ("", author):
            yield found("author", "properties", f"its properties name an author ({key}) other than the organisation.")
    for key in ("description", "keywords", "category", "contentStatus"):
        if held.get(key):
            yield found("word-custom", "properties", f"its properties hold a {key}, which casepack never writes.")


def _links(tree: Any, found: Any) -> Iterator[Finding]:
    for rel in tree:
        kind = rel.get("Type", "").rpartition("/")[2]
        if rel.get("TargetMode") == "External" and not (
            kind == "hyperlink" and _SAFE_LINK.match(rel.get("Target", ""))
        ):
            yield found("word-external", "links", f"it points to something outside it ({kind}).")


def _hiding_styles(trees: Mapping[str, Any]) -> frozenset[str]:
    styles = trees.get("word/styles.xml", ())
    return frozenset(s.get(f"{W}styleId", "") for s in styles if any(is_on(v) for v in _iter(s, "vanish")))


def _iter(tree: Any, name: str) -> Iterator[Any]:
    yield from tree.iter(f"{W}{name}")


def _story(tree: Any, hiding: frozenset[str], found: Any) -> Iterator[Finding]:
    """Hidden text, tracked changes, objects, fields and empty tables in one part that pages show."""
    if any(True for _ in tree.iter(*_TRACKED)):
        yield found("word-tracked", "tracked changes", "it holds tracked changes; accept or reject them.")
    used = {s.get(f"{W}val") for name in ("pStyle", "rStyle") for s in _iter(tree, name)}
    if any(is_on(v) for v in _iter(tree, "vanish")) or used & hiding:
        yield found("word-hidden", "hidden text", "it holds hidden text.")
    if any(whole_number(s.get(f"{W}val", "22")) < _SMALLEST and _prints(s) for s in _iter(tree, "sz")):
        yield found("word-hidden", "small text", "it holds text too small to read.")
    if any(True for name in ("object", "altChunk", "control") for _ in _iter(tree, name)):
        yield found("word-embedded", "embedded files", "an object or another file is embedded in it.")
    texts = "".join(f" {i.text or ''} " if local(i) == "instrText" else "\n" for i in _fields(tree))
    simple = [s.get(f"{W}instr", "") for s in _iter(tree, "fldSimple")]
    marked = {b.get(f"{W}name", "") for b in _iter(tree, "bookmarkStart")}
    for field in [*texts.split("\n"), *simple]:
        word, target = (*field.split(), "", "")[:2]
        elsewhere = word.upper() == "PAGEREF" and target not in marked
        if word and (word.upper() not in _FIELDS or elsewhere):
            yield found("word-field", "fields", "it holds a field that could change or fetch what it says.")
    for table in _iter(tree, "tbl"):
        yield from _table(table, found)


def _fields(tree: Any) -> Iterator[Any]:
    return tree.iter("{*}instrText", "{*}fldChar")  # type: ignore[no-any-return]


def _prints(size: Any) -> bool:
    """Whether a type size is that of a run with words, not of an empty spacing paragraph."""
    run = next(size.iterancestors(f"{W}r"), None)
    return run is not None and any((t.text or "").strip() for t in _iter(run, "t"))


def _table(table: Any, found: Any) -> Iterator[Finding]:
    rows = list(table.iter(f"{W}tr"))
    headings = [row for row in rows if is_on(row.find(f"{W}trPr/{W}tblHeader"))]
    if not rows or len(headings) == len(rows):
        yield found("table-empty", "tables", "a table has no rows, or headings only.")
    elif any(row.find(f".//{W}tc") is None for row in rows):
        yield found("table-empty", "tables", "a table has a row without cells.")
    elif any(not list(cell) or local(cell[-1]) != "p" for cell in table.iter(f"{W}tc")):
        yield found("table-empty", "tables", "a table has a cell that Word would call damaged.")
