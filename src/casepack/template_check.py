"""Everything that is wrong with one template, in one run, without a case: `findings`.

The gate, the tags, the names, the look; then the template is filled from Views made of the catalogue, so that each
branch of each condition is seen, and held against what typesetting and the proof ask of a finished document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from . import wordgate, wordproof, wordtags
from .convert import to_html
from .errors import TemplateError, TypesetError
from .fill import Properties, fill
from .template_findings import Finding
from .template_links import is_of_links, link_findings
from .template_mend import mended
from .template_names import Branch, Reading
from .template_places import Places
from .template_said import told
from .template_saved import lost_boxes
from .template_trials import trial_views
from .typeset import check_glyphs
from .view_field import Field
from .view_fields import FRAME
from .wordgate import MOST_TEMPLATE_BYTES
from .wordparts import DOCUMENT, W, is_on, is_xml, parse, parts
from .wordprepare import FLOATS, PRIVATE_USE, WORDLESS
from .wordrules import near, placed_faults, style_names, text_of

LANGUAGES = frozenset({"en-GB", "cy-GB"})
"""Languages that a document may be in as a whole: English as written in the United Kingdom, and Welsh."""
_FOR_THE_GATE = frozenset({"comment", "tracked-change", "embedded", "picture", "field", "link"})
"""Kinds of findings that the gate makes, and later steps in other words."""
_WRONG_LANGUAGE = "Select the words and set it to English (United Kingdom) (Review, Language, Set Proofing Language)."
_HEADING_ONLY = (
    "this table may be left with nothing but its heading. Put {%p if … %} before it and {%p endif %} behind it, with"
    " the list or the condition of its rows."
)
_NO_MEANING = "there is a character without a meaning of its own (private use). Remove it."
_SEEN_HERE = (FLOATS, WORDLESS, _NO_MEANING)
"""What typesetting says too, but not so well of where it is."""
_STYLES = "word/styles.xml"
_MARKING = re.compile(r"\{\{\s*doc\.marking\s*\}\}")
_MARGIN = re.compile(r"(first|default|even) (header|footer) of section (\d+)")
_PAGE_OF = re.compile(f"Page ?{wordproof.PAGE} ?of ?{wordproof.TOTAL}")


def findings(docx: bytes, template: str, fields: Mapping[str, Field] | None, *, tried: bool = True) -> list[Finding]:
    """What is wrong with a template, in the order of its parts and paragraphs, nothing said twice.

    `fields` are those of its document; None where no document is known that uses it: then names are not looked at, and
    nothing is tried. `tried`: the template is filled, too, which takes ten times as long as all the rest.
    """
    try:
        members = parts(docx, most_bytes=MOST_TEMPLATE_BYTES)
        places = Places(template, members)
        gate = [places.at(f.part, f.element, f.said) for f in wordgate.placed_faults(members)]
        tags = wordtags.read_tags(members)
    except TemplateError as error:
        return [Finding(template, "", str(error))]
    found = gate + [places.at(f.part, f.element, _plain(f)) for f in tags.found]
    links = list(link_findings(members, places))
    found = [f for f in found if not (links and is_of_links(f))] + links
    reading = Reading(fields or {f.path: f for use in FRAME for f in use.fields()})
    if fields is not None:
        found += _names(reading, tags, places)
    if lost := lost_boxes(members):
        box = next((root.find(f".//{W}sdt") for part, root in places.roots() if part == DOCUMENT), None)
        found.append(places.at(DOCUMENT, box, lost))
    for check in (_looks, _pictures, _languages, _glyphs, _margins):
        found += _unsaid(check(members, places), gate)
    copy = mended(members, dict(places.roots()))
    found += _unsaid(_typeset(copy, places, None), gate)
    if fields is not None and tried:
        found += _unsaid(_tried(copy, template, fields, reading.branches, places, found), gate)
    return told(_once(found))


def _unsaid(found: Iterable[Finding], gate: Iterable[Finding]) -> Iterator[Finding]:
    """Those that say more than the gate has said already of the same paragraph."""
    refused = {(f.part, f.paragraph) for f in gate if f.paragraph}
    return (f for f in found if f.code not in _FOR_THE_GATE or (f.part, f.paragraph) not in refused)


def _plain(fault: wordtags.TagFault) -> str:
    """What is said of tags in a place where none is filled in, without the name of the part."""
    return fault.said if fault.placed else fault.said.replace("holds ", "", 1).replace('" where', '" stands where', 1)


def _looks(members: Mapping[str, bytes], places: Places) -> Iterator[Finding]:
    names = style_names(parse(members[_STYLES], _STYLES)) if _STYLES in members else {}
    for part, root in places.roots():
        for element, said in placed_faults(root, names):
            yield places.at(part, element, said)


def _pictures(members: Mapping[str, bytes], places: Places) -> Iterator[Finding]:
    """Pictures that float or have no words: typesetting says so too, but not which of several it is."""
    for part, root in places.roots():
        for drawing in root.iter(f"{W}drawing"):
            words = next((item.get("descr", "") for item in drawing.iter("{*}docPr")), "")
            if drawing.find("{*}inline") is None:
                yield places.at(part, drawing, FLOATS)
            elif not words.strip():
                yield places.at(part, drawing, WORDLESS)


def _languages(members: Mapping[str, bytes], places: Places) -> Iterator[Finding]:
    """The language of the whole, and words marked as being in another: the PDF has one language."""
    styles = parse(members[_STYLES], _STYLES) if _STYLES in members else etree.Element("none")
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    own = "" if default is None else default.get(f"{W}val", "")
    if own and own not in LANGUAGES:
        yield Finding(
            places.template, "", f"its language is {own}, not English (United Kingdom). Start from a house template."
        )
    for style in styles.iterfind(f"{W}style"):
        name = style.find(f"{W}name")
        for mark in style.iter(f"{W}lang"):
            if own in LANGUAGES and mark.get(f"{W}val", own) not in LANGUAGES:
                called = "" if name is None else name.get(f"{W}val", "")
                said = f'the style "{called}" has the language {mark.get(f"{W}val")}. Give it English (United Kingdom).'
                yield Finding(places.template, "", said, _STYLES)
    yield from _other_languages(places)


def _other_languages(places: Places) -> Iterator[Finding]:
    for part, root in places.roots():
        for run in root.iter(f"{W}r"):
            found = run.find(f"{W}rPr/{W}lang")
            language = "" if found is None else found.get(f"{W}val", "")
            if language and language not in LANGUAGES and any(True for _ in run.iter(f"{W}t")):
                yield places.at(
                    part, run, f"these words are marked as being in the language {language}. {_WRONG_LANGUAGE}"
                )


def _names(reading: Reading, tags: wordtags.Tags, places: Places) -> Iterator[Finding]:
    """What is wrong with what tags ask for; not of a tag that is wrong as it is typed."""
    for part, found in tags.by_part.items():
        done = len(reading.faults)
        reading.read(found)
        for fault in reading.faults[done:]:
            if not any(f.element is fault.tag.paragraph and fault.tag.text in f.said for f in tags.found):
                yield places.at(part, fault.tag.paragraph, fault.said)


def _glyphs(members: Mapping[str, bytes], places: Places) -> Iterator[Finding]:
    for part, root in places.roots():
        for paragraph in root.iter(f"{W}p"):
            if PRIVATE_USE.search(text_of(paragraph)):
                yield places.at(part, paragraph, _NO_MEANING)
            try:
                check_glyphs(PRIVATE_USE.sub("", text_of(paragraph)))
            except TypesetError as error:
                yield from (places.at(part, paragraph, line.partition('": ')[2]) for line in str(error).splitlines())


def _typeset(docx: bytes, places: Places, filled: Mapping[str, bytes] | None) -> Iterator[Finding]:
    """What typesetting says of a document: of the template itself, or of one that was `filled` from it."""
    try:
        to_html(docx)
    except TypesetError as error:
        lines = (line for line in str(error).splitlines() if not any(said in line for said in _SEEN_HERE))
        yield from (places.told(line, filled) for line in lines)


def _tried(
    copy: bytes,
    template: str,
    fields: Mapping[str, Field],
    branches: Iterable[Branch],
    places: Places,
    before: Iterable[Finding],
) -> Iterator[Finding]:
    """What only a filled document shows; not what was `before` said of the same paragraph."""
    said = {(f.part, f.paragraph) for f in before}
    heard = {f.said for f in before}
    for view in trial_views(fields, branches):
        properties = Properties(title=view["doc"]["title"], author=view["doc"]["organisation"])
        try:
            docx = fill(copy, view, name=template, properties=properties)
        except TemplateError as error:
            lines = str(error).removeprefix(f"Template {template}: ").split(f"\nTemplate {template}: ")
            found = [places.told(line) for line in lines]
            yield from (f for f in found if f.paragraph and (f.part, f.paragraph) not in said)
            if not said:
                yield from (f for f in found if not f.paragraph)
            return
        members = parts(docx)
        new = (*_typeset(docx, places, members), *_proved(members, view, places))
        yield from (f for f in new if f.said not in heard)
        heard |= {f.said for f in new}


def _proved(members: Mapping[str, bytes], view: Mapping[str, Mapping[str, str]], places: Places) -> Iterator[Finding]:
    """What the proof of a finished document would withhold it for, so far as it is the template's."""
    trees = {name: parse(data, name, whole=True) for name, data in members.items() if is_xml(name)}
    doc = view["doc"]
    for fault in wordproof.findings(members, trees, name="", title=doc["title"], author=doc["organisation"]):
        if fault.code == "word-hidden":
            yield Finding(places.template, "", fault.what.removeprefix(".docx: "))
    for table in trees[DOCUMENT].iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        if rows and all(is_on(item.find(f"{W}trPr/{W}tblHeader")) for item in rows):
            yield places.told(f"{near(table)}: {_HEADING_ONLY}", members)


def _margins(members: Mapping[str, bytes], places: Places) -> Iterator[Finding]:
    """Whether headers and footers print what the proof of every document asks for."""
    trees = {name: parse(data, name) for name, data in members.items() if is_xml(name)}
    margins = wordproof.margins(trees)
    for margin in margins:
        if not _MARKING.search(margin.text):
            where = _MARGIN.sub(_margin_words, margin.where)
            said = f"the marking is missing from the {where}. Put {{{{ doc.marking }}}} there again."
            yield Finding(places.template, "", said)
    for first in {margin.first for margin in margins}:
        if not any(_PAGE_OF.search(" ".join(m.text.split())) for m in margins if m.first == first):
            on = "the first page does" if first else "the pages do"
            yield Finding(places.template, "", f'{on} not say "Page 1 of 2". Take the footer of a house template.')


def _margin_words(found: re.Match[str]) -> str:
    """A header or footer as somebody looks for it in Word; its section only where there are several."""
    page = {"first": "first page's {}", "default": "{} of later pages", "even": "{} of even pages"}[found[1]]
    return page.format(found[2]) + ("" if found[3] == "1" else f", section {found[3]}")


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once at its paragraph, the template as a whole first, then the body, headers and footers."""
    kept = dict.fromkeys(found)
    placed = {f.said for f in kept if f.paragraph}
    told = [f for f in kept if f.paragraph or f.said not in placed]
    return sorted(told, key=lambda f: (f.part != "", not f.part.startswith("word/document"), f.part, f.paragraph))
