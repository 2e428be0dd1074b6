"""Fill a Word template from a View: bytes and plain values in, finished .docx bytes out. Owns docxtpl.

The gate comes first (`wordgate`, `wordtags`): a template from elsewhere is hostile until shown otherwise. docxtpl
puts tags together and takes out their paragraphs and rows; what is printed, and how, is `template_language`'s; what
Word would call damaged is put right or refused by `wordclean`. Same template, View and properties: same bytes.
"""

from __future__ import annotations

import bisect
import copy
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from lxml import etree

from . import template_language as language
from . import wordgate, wordtags
from .errors import TemplateError
from .template_language import ViewError, check_view
from .word_picture import Picture, with_pictures
from .wordclean import Properties, finish, scrub
from .wordparts import DOCUMENT, W, parse, parts, rebuild, words

__all__ = ["Properties", "ViewError", "fill", "gate"]

_MOST_SAID = 12
_ODDLY_MADE = "its parts do not fit together as Word writes them. Open the file in Word and save it again."


class _Story:
    """A part of a template that is filled in: the text, a header or a footer; compiled."""

    def __init__(self, name: str, source: str, tags: Callable[[], Sequence[wordtags.Tag]]) -> None:
        """Compile what docxtpl made of the XML of a part. Each tag begins a line of its own: so errors find it.

        `tags` reads the tags of the part again, with their places, where there is an error.

        Raises `TemplateError` (without the template's name) with the place of what cannot be understood.
        """
        self.name = name
        source = wordtags.TAG.sub(_on_its_own_line, source)
        self._tags = tags
        self._lines = [source.count("\n", 0, m.start()) + 1 for m in wordtags.TAG.finditer(source)]
        try:
            self._compiled = language.compiled(source)
        except language.RENDER_ERRORS as error:
            raise self._fault(error, {}) from None

    def filled(self, context: Mapping[str, object]) -> etree._Element:
        """It, filled in. Raises `TemplateError` (without the template's name) with the place."""
        try:
            xml = self._compiled.render(context)
        except language.RENDER_ERRORS as error:
            raise self._fault(error, context) from None
        # Braces in data are numbers until the XML is parsed: what is left over is the template's.
        if any(sign in xml for sign in ("{{", "{%", "{#")):
            raise TemplateError(f"{self.name}: a tag was not filled in. Type the tags of this part again.")
        return parse(xml.encode(), self.name)

    def _fault(self, error: Exception, context: Mapping[str, object]) -> TemplateError:
        """`error` in words, with the place of the tag whose line it names."""
        number = bisect.bisect_left(self._lines, language.line_of(error)) - 1
        tags = self._tags()
        tag = tags[number] if 0 <= number < len(tags) == len(self._lines) else None
        said = language.explain(error, tag.text if tag else "a tag", context)
        return TemplateError(f"{tag.place() if tag else self.name}: {said}")


def _on_its_own_line(match: re.Match[str]) -> str:
    text = match.group()
    # Literals in tags arrive as XML; docxtpl turns back all but the ampersand.
    return text if text[1] == "#" else f"{text[:2]}\n{text[2:].replace('&amp;', '&')}"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A template that passed the gate: its parts, and those that are filled in (empty among its parts), the text first.

    Whatever is the same in every document of a template is done here, once. `shell` is the text without its body.
    """

    parts: Mapping[str, bytes]
    stories: Sequence[_Story]
    shell: etree._Element

    def filled(self, context: Mapping[str, object]) -> _Filled:
        """The stories, filled in. Raises `TemplateError` (without the template's name) with the place of a fault."""
        made = _Filled({}, {}, [])
        for story in self.stories:
            shown = language.printed.set([])
            drawn = language.pictures.set(made.pictures if story.name == DOCUMENT else None)
            try:
                root = story.filled(context)
                made.printed[story.name] = language.printed.get() or []
            finally:
                language.printed.reset(shown)
                language.pictures.reset(drawn)
            made.roots[story.name] = self._with_body(root) if story.name == DOCUMENT else root
        return made

    def _with_body(self, body: etree._Element) -> etree._Element:
        root = copy.deepcopy(self.shell)
        root.replace(next(root.iterchildren(body.tag)), body)
        return root


class _Filled(NamedTuple):
    """The roots of the filled-in parts, what was printed into each of them in order, and the pictures of the text."""

    roots: dict[str, etree._Element]
    printed: dict[str, list[str]]
    pictures: list[Picture]


@lru_cache(maxsize=64)
def _prepare(template: bytes) -> _Prepared:
    """The template, if it passes; raises `TemplateError` with every fault, a line each, without the template's name."""
    members = parts(template, most_bytes=wordgate.MOST_TEMPLATE_BYTES)
    said = list(wordgate.faults(members))
    if not said:
        members = scrub(members)
        said = wordtags.read_tags(members).faults
    if said:
        more = [f"and {len(said) - _MOST_SAID} more."] if len(said) > _MOST_SAID else []
        raise TemplateError("\n".join([*said[:_MOST_SAID], *more]))
    try:
        whole, sources = _patched(rebuild(members))
        shell = parse(whole[DOCUMENT], DOCUMENT)
        next(shell.iterchildren(f"{W}body")).clear()
        stories = [_Story(name, source, partial(_tags_of, template, name)) for name, source in sources.items()]
    except TemplateError:
        raise
    except Exception:  # noqa: BLE001  (the libraries fail in ways of their own on parts that do not fit together)
        raise TemplateError(_ODDLY_MADE) from None
    return _Prepared(whole | dict.fromkeys(sources, b""), stories, shell)


def _tags_of(template: bytes, part: str) -> Sequence[wordtags.Tag]:
    """The tags of one part of a template: kept for every template, with the trees they stand in, they fill memory."""
    return wordtags.read_tags(scrub(parts(template, most_bytes=wordgate.MOST_TEMPLATE_BYTES))).by_part.get(part, [])


def _patched(docx: bytes) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts of a template as docxtpl writes them, and those to fill in with their tags put together."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    engine = DocxTemplate(io.BytesIO(docx))
    engine.render_init()
    sources = {DOCUMENT: engine.patch_xml(engine.get_xml())}
    for kind in (engine.HEADER_URI, engine.FOOTER_URI):
        for _, part in engine.get_headers_footers(kind):
            sources[str(part.partname).lstrip("/")] = engine.patch_xml(engine.get_part_xml(part))
    out = io.BytesIO()
    engine.docx.save(out)
    return parts(out.getvalue()), sources


def _named(name: str, error: TemplateError) -> TemplateError:
    return TemplateError("\n".join(f"Template {name}: {line}" for line in str(error).splitlines()))


def gate(template: bytes, name: str) -> None:
    """Pass a Word template, or raise `TemplateError` with every reason why it may not be filled, with its place.

    `name` is the template's name for messages. What may be in a template is a list: anything else is refused, as are
    tags that would take words away with them.
    """
    try:
        _prepare(template)
    except TemplateError as error:
        raise _named(name, error) from None


def fill(template: bytes, context: Mapping[str, object], *, name: str, properties: Properties) -> bytes:
    """The document that `template` makes of the View `context`, with `properties` as its only metadata.

    `context` is plain: dict, list, str, bool, int and `Picture`. Every value comes out letter for letter, a line end as
    a line break, a picture in line with the text; nothing in it is ever taken for a tag. `name` is the template's name
    for messages.

    Raises `TemplateError` where the template does not pass `gate`, asks for what its reader may not see, or would
    leave a damaged document; `ViewError` where the View is not plain.
    """
    check_view(context)
    check_view({"title": properties.title, "subject": properties.subject, "author": properties.author})
    try:
        prepared = _prepare(template)
        made = prepared.filled(dict(context))

        def nothing_lost(part: str, root: etree._Element) -> None:
            _nothing_lost(part, words(root), made.printed.get(part, []))

        members = with_pictures(prepared.parts, made.pictures)
        return rebuild(finish(members, made.roots, properties, nothing_lost))
    except TemplateError as error:
        raise _named(name, error) from None


def _nothing_lost(part: str, text: str, shown: list[str]) -> None:
    """Everything that was printed into a part stands in it, in order. The values themselves are not repeated."""
    at = 0
    for value in shown:
        found = text.find(value.replace("\t", " "), at)
        if found < 0:
            raise TemplateError(f"{part}: a value was printed and did not reach the document. Type its tag again.")
        at = found + len(value)
