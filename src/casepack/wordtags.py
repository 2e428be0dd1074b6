"""The tags of a Word template: where each stands, and whether Word and docxtpl will keep the words around it.

docxtpl takes out the whole paragraph of a `{%p ... %}` and the whole row of a `{%tr ... %}`, whatever else stands
there, and slides cells where a plain tag opens in one and closes in another. All of that is refused here. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from .errors import TemplateError
from .wordparts import DOCUMENT, R, W, is_xml, local, parse, relations, relations_name

FILLED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
"""The parts in which tags are filled in; in all others a tag would stay as it is, or vanish."""
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
KEYWORDS = ("if", "elif", "else", "endif", "for", "endfor")
_OPENS = re.compile(r"\{[{%#]|[}%#]\}")
_SHAPE = re.compile(r"\{([{%#])(p|tr|tc|r)?(?=\s)\s*(\w*)|\{([{%#])\s*(\w*)")
_SPACED = re.compile(r"\{%\s+(p|tr|tc|r)\s+\w|\{%(p|tr|tc|r)(if|elif|else|endif|for|endfor)\b")
_PLAIN_IN_TAG = {"r", "rPr", "t", "proofErr", "lastRenderedPageBreak"}
_NOT_ALONE = ("drawing", "pict", "fldChar", "fldSimple", "hyperlink", "br", "sym", "sectPr", "tbl")
_DEEPEST_LOOP = 4
MOST_TAGS = 2_000
"""Tags that one part of a template may hold; the largest of the house's templates has some three hundred."""
_SHOWN = 60


@dataclass(frozen=True)
class Tag:
    """One tag as typed, and the paragraph of its part in which it stands."""

    text: str
    paragraph: etree._Element
    story: str

    def place(self) -> str:
        """Where the tag stands, for somebody who has the template open in Word."""
        return place(self.paragraph, self.story)

    @property
    def sign(self) -> str:
        """`{` for a value, `%` for a condition or repetition, `#` for a note."""
        return self.text[1]

    @property
    def level(self) -> str:
        """`p`, `tr`, `tc` or `r` for a tag that takes its paragraph, row, cell or run along; else empty."""
        found = _SHAPE.match(self.text)
        return (found.group(2) or "") if found else ""

    @property
    def keyword(self) -> str:
        """The word that a `{% %}` tag begins with."""
        found = _SHAPE.match(self.text)
        return (found.group(3) or found.group(5) or "") if found else ""


@dataclass(frozen=True)
class TagFault:
    """What is wrong with tags at one place: `element` of `part`. `placed`: the sentence needs its place before it."""

    said: str
    part: str
    element: etree._Element
    story: str = ""
    placed: bool = True

    def sentence(self) -> str:
        """The fault with its place."""
        return f"{place(self.element, self.story)}: {self.said}" if self.placed else f"{self.part} {self.said}"


@dataclass
class Tags:
    """All tags of a template by the part in which they stand, in order, and what is wrong with them."""

    by_part: dict[str, list[Tag]] = field(default_factory=dict)
    found: list[TagFault] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """What is wrong, with places, a sentence each."""
        return [fault.sentence() for fault in self.found]


def read_tags(members: Mapping[str, bytes]) -> Tags:
    """Every tag of a template and every fault in how tags are placed. The text inside tags is not looked at.

    Raises `TemplateError` (without the template's name) where there are more than anybody types.
    """
    tags = Tags()
    stories = story_names(members)
    for part, data in members.items():
        if not is_xml(part):
            continue
        root = parse(data, part)
        tags.found += _outside_text(root, part)
        if FILLED.fullmatch(part):
            story, found = stories.get(part, ""), list[Tag]()
            for paragraph in root.iter(f"{W}p"):
                own, faults = _paragraph(paragraph, story)
                found += own
                if len(found) > MOST_TAGS:
                    raise TemplateError(f"it holds more than {MOST_TAGS:,} tags. Take out those that are not needed.")
                tags.found += (TagFault(said, part, paragraph, story) for said in faults)
            tags.by_part[part] = found
            tags.found += (TagFault(said, part, tag.paragraph, story) for tag, said in _nesting(found))
    return tags


def place(paragraph: etree._Element, story: str) -> str:
    """`paragraph 4 ("Dear {{ x }},")`, with the header or the cell it stands in. `story` is empty for the body."""
    part = paragraph.getroottree().getroot()
    number = 1 + next(i for i, p in enumerate(part.iter(f"{W}p")) if p is paragraph)
    text = " ".join(_text(paragraph).split())
    text = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    where = f"{story}, " if story else ""
    return f'{where}paragraph {number}{_cell(paragraph, part)} ("{text}")'


def _cell(paragraph: etree._Element, part: etree._Element) -> str:
    cell, row, table = (next(paragraph.iterancestors(f"{W}{name}"), None) for name in ("tc", "tr", "tbl"))
    if cell is None or row is None or table is None:
        return ""
    number = 1 + next(i for i, t in enumerate(part.iter(f"{W}tbl")) if t is table)
    rows = [r for r in table.iter(f"{W}tr") if next(r.iterancestors(f"{W}tbl")) is table]
    cells = [c for c in row.iter(f"{W}tc") if next(c.iterancestors(f"{W}tr")) is row]
    return f", table {number}, row {rows.index(row) + 1}, column {cells.index(cell) + 1}"


def story_names(members: Mapping[str, bytes]) -> dict[str, str]:
    """What to call each header and footer: `first page's header`, with its section where there are several."""
    rels = relations_name(DOCUMENT)
    if rels not in members or DOCUMENT not in members:
        return {}
    targets = relations(parse(members[rels], rels), DOCUMENT)
    names: dict[str, str] = {}
    sections = list(parse(members[DOCUMENT], DOCUMENT).iter(f"{W}sectPr"))
    for number, section in enumerate(sections, start=1):
        for item in section.iter(f"{W}headerReference", f"{W}footerReference"):
            kind = local(item).removesuffix("Reference")
            page = {"first": "first page's ", "even": "even pages' "}.get(item.get(f"{W}type", ""), "")
            of = f" of section {number}" if len(sections) > 1 else ""
            names.setdefault(targets.get(item.get(f"{R}id", ""), ("", ""))[1], f"{page}{kind}{of}")
    return names


def _own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The pieces of text of a paragraph; not those of a text box that hangs on it."""
    return (t for t in paragraph.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is paragraph)


def _text(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in _own_texts(paragraph))


def _outside_text(root: etree._Element, part: str) -> Iterator[TagFault]:
    """Tags in places where they are not filled in: alternative text, fields, comments, properties, footnotes."""
    filled = FILLED.fullmatch(part) is not None
    for item in root.iter():
        texts = [item.tail or ""] if filled and item.tag == f"{W}t" else [item.text or "", item.tail or ""]
        for text in (*texts, *map(str, item.attrib.values())):
            if _OPENS.search(text):
                said = f'holds "{text.strip()[:_SHOWN]}" where nothing is filled in. Move it into the text.'
                yield TagFault(said, part, item, placed=False)


def _paragraph(paragraph: etree._Element, story: str) -> tuple[list[Tag], list[str]]:
    """The tags of a paragraph, and what is wrong with them."""
    pieces = list(_own_texts(paragraph))
    text = "".join(t.text or "" for t in pieces)
    found = list(TAG.finditer(text))
    tags = [Tag(match.group(), paragraph, story) for match in found]
    rest = TAG.sub("", text)
    said: list[str] = []
    if "{" in rest or "}" in rest:
        said.append("a curly bracket is left over. Write {{ name }} or {% if name %}, in one paragraph.")
    if tags and next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None:
        said.append("tags in a text box are stored twice. Use a paragraph or a table cell.")
    for match, tag in zip(found, tags, strict=True):
        said += _shape(tag) or _alone(tag) or _broken(match, pieces)
    return tags, said


def _shape(tag: Tag) -> list[str]:
    """What is wrong with how a tag is typed; at most one fault."""
    inner = tag.text[2:-2]
    spaced = _SPACED.match(tag.text)
    if inner[:1] in ("-", "+") or inner[-1:] in ("-", "+"):
        return [f"{tag.text} would swallow the words around it. Take out the minus or plus sign."]
    if spaced:
        level = spaced.group(1) or spaced.group(2)
        return [f"{tag.text} is not understood. Write {{%{level} with no space before {level} and one after it."]
    if tag.level in ("r", "tc") or (tag.sign == "{" and tag.level):
        return [
            f"{tag.text} is of a kind that casepack does not fill in. Use {{{{ }}}}, {{% %}}, {{%p %}} or {{%tr %}}."
        ]
    if tag.sign == "%" and tag.keyword not in KEYWORDS:
        return [f"{tag.text} is not understood. A tag begins with {', '.join(KEYWORDS[:-1])} or {KEYWORDS[-1]}."]
    if tag.level and re.search(r"[%}#]", inner):
        return [f"{tag.text} holds one of the signs % }} #, which is not possible there. Write it without."]
    return []


def _alone(tag: Tag) -> list[str]:
    """Whether other words would vanish together with a paragraph or a row that is only there for its tag."""
    name = {"p": "paragraph", "tr": "row"}.get(tag.level)
    if name is None:
        return []
    box = tag.paragraph if tag.level == "p" else next(tag.paragraph.iterancestors(f"{W}tr"), None)
    if box is None:
        return [f"{tag.text} stands in no table. Use {{%p outside tables."]
    text = "".join(t.text or "" for t in box.iter(f"{W}t"))
    if text.strip() == tag.text and not any(next(box.iter(f"{{*}}{n}"), None) is not None for n in _NOT_ALONE):
        return []
    plain = f"{{% {tag.text[2 + len(tag.level) :].strip()}"
    instead = f"{plain} inside the text" if tag.level == "p" else "{%p inside a cell"
    return [f"{tag.text} takes its whole {name} away, with the other words in it. Put it alone, or use {instead}."]


def _broken(match: re.Match[str], pieces: list[etree._Element]) -> list[str]:
    """Whether something other than plain runs stands inside a tag (a link, a line break, the edge of a bookmark)."""
    at, inside = 0, []
    for piece in pieces:
        end = at + len(piece.text or "")
        if at < match.end() and end > match.start():
            inside.append(piece)
        at = end
    if len(inside) < 2:
        return []
    runs = [next(piece.iterancestors(f"{W}r")) for piece in inside]
    run, between = runs[0], [runs[0]]
    while run is not runs[-1] and (following := run.getnext()) is not None:
        run = following
        between.append(run)
    plain = run is runs[-1] and all(local(item) in _PLAIN_IN_TAG for item in between)
    if plain and all(local(child) in _PLAIN_IN_TAG for item in between for child in item):
        return []
    return [f"{match.group()} is interrupted by a link, a line break or a bookmark. Delete it and type it in one go."]


def _nesting(tags: list[Tag]) -> Iterator[tuple[Tag, str]]:
    """What is opened and not closed, in the wrong order, or not in the same paragraph, cell or table."""
    open_tags: list[Tag] = []
    loops = 0
    for tag in tags:
        if tag.sign != "%" or tag.keyword not in KEYWORDS:
            continue
        if tag.keyword in ("if", "for"):
            open_tags.append(tag)
            loops += tag.keyword == "for"
            if loops > _DEEPEST_LOOP:
                yield tag, f"{tag.text} repeats inside too many repetitions. Use at most {_DEEPEST_LOOP}."
            continue
        wanted = "for" if tag.keyword == "endfor" else "if"
        if not open_tags or (open_tags[-1].keyword != wanted and tag.keyword != "else"):
            yield tag, f"{tag.text} has nothing to belong to. Put its {{% {wanted} ... %}} before it."
            return
        opener = open_tags[-1]
        if opener.level != tag.level or _container(opener) is not _container(tag):
            yield (
                tag,
                f"{tag.text} belongs to {opener.text} in {opener.place()}, but is of another kind or"
                " stands somewhere else. Use {% in one paragraph, {%p in one cell or in the text, {%tr in one table.",
            )
        if tag.keyword.startswith("end"):
            loops -= open_tags.pop().keyword == "for"
    for tag in open_tags:
        yield tag, f"{tag.text} is never closed. Put {{% end{tag.keyword} %}} behind it, of the same kind."


def _container(tag: Tag) -> etree._Element | None:
    if tag.level == "p":
        return tag.paragraph.getparent()
    if tag.level == "tr":
        row = next(tag.paragraph.iterancestors(f"{W}tr"), None)
        return None if row is None else row.getparent()
    return tag.paragraph
