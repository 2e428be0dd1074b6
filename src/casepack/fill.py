"""Fill a Word template from a View: bytes and plain values in, finished .docx bytes out. Owns docxtpl.

The gate comes first (`wordgate`, `wordtags`): a template from elsewhere is hostile until shown otherwise. docxtpl
puts tags together and takes out their paragraphs and rows; what is printed, and how, is `template_language`'s; what
Word would call damaged is put right or refused by `wordclean`. Same template, View and properties: same bytes.
"""

from __future__ import annotations

import bisect
import io
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2.environment import Template
from lxml import etree

from . import template_language as language
from . import wordgate, wordtags
from .errors import TemplateError
from .template_language import ViewError, check_view
from .word_picture import Picture, with_pictures
from .wordclean import Properties, finish, scrub
from .wordparts import DOCUMENT, parse, parts, rebuild, words

__all__ = ["Properties", "ViewError", "fill", "gate"]

_MOST_SAID = 12
_ODDLY_MADE = "its parts do not fit together as Word writes them. Open the file in Word and save it again."


class _Prepared:
    """A template that passed the gate: scrubbed, its tags with places, each part patched and compiled once."""

    def __init__(self, docx: bytes, tags: Mapping[str, list[wordtags.Tag]]) -> None:
        self.docx = docx
        self.tags = tags
        self.patched: dict[str, str] = {}
        self.compiled: dict[str, tuple[Template, list[int]]] = {}

    def patch(self, source: str, patch: Callable[[str], str]) -> str:
        """What docxtpl makes of the XML of a part. Each tag begins a line of its own, which is how errors find it."""
        if source not in self.patched:
            self.patched[source] = wordtags.TAG.sub(_on_its_own_line, patch(source))
        return self.patched[source]

    def compile(self, part: str, source: str) -> tuple[Template, list[int]]:
        """A part as a Jinja template, with the line of each of its tags.

        Raises `TemplateError` (without the template's name) with the place of what cannot be understood.
        """
        if part not in self.compiled:
            lines = [source.count("\n", 0, m.start()) + 1 for m in wordtags.TAG.finditer(source)]
            try:
                self.compiled[part] = (language.compiled(source), lines)
            except language.RENDER_ERRORS as error:
                raise self.fault(part, lines, error, {}) from None
        return self.compiled[part]

    def render(self, part: str, source: str, context: Mapping[str, object]) -> str:
        """The XML of a part, filled in. Raises `TemplateError` (without the template's name) with the place."""
        template, lines = self.compile(part, source)
        try:
            return str(template.render(context))
        except language.RENDER_ERRORS as error:
            raise self.fault(part, lines, error, context) from None

    def fault(self, part: str, lines: list[int], error: Exception, context: Mapping[str, object]) -> TemplateError:
        """`error` in words, with the place of the tag whose line it names."""
        tags = self.tags.get(part, [])
        number = bisect.bisect_left(lines, language.line_of(error)) - 1
        tag = tags[number] if 0 <= number < len(tags) == len(lines) else None
        said = language.explain(error, tag.text if tag else "a tag", context)
        return TemplateError(f"{tag.place() if tag else part}: {said}")


def _on_its_own_line(match: Any) -> str:
    text: str = match.group()
    # Literals in tags arrive as XML; docxtpl turns back all but the ampersand.
    return text if text[1] == "#" else f"{text[:2]}\n{text[2:].replace('&amp;', '&')}"


@cache
def _engine() -> Any:
    """docxtpl, kept to what it is needed for, with what it does to a template kept for the next document."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    class Engine(DocxTemplate):  # type: ignore[misc]
        """One document in the making; `prepared` is shared by all documents of a template."""

        def __init__(self, prepared: _Prepared) -> None:
            super().__init__(io.BytesIO(prepared.docx))
            self.prepared = prepared
            self.printed: dict[str, list[str]] = {}
            self.pictures: list[Picture] = []

        def patch_xml(self, src_xml: str) -> str:
            return self.prepared.patch(src_xml, super().patch_xml)

        def compile_parts(self) -> None:
            """Compile every part that will be filled in, so that the gate finds what cannot be understood."""
            self.render_init()
            self.prepared.compile(DOCUMENT, self.patch_xml(self.get_xml()))
            for kind in (self.HEADER_URI, self.FOOTER_URI):
                for _, part in self.get_headers_footers(kind):
                    name = str(part.partname).lstrip("/")
                    self.prepared.compile(name, self.patch_xml(self.get_part_xml(part)))

        def render_xml_part(self, src_xml: str, part: Any, context: dict[str, object], jinja_env: Any = None) -> str:
            name = str(part.partname).lstrip("/")
            token = language.printed.set([])
            held = language.pictures.set(self.pictures if name == DOCUMENT else None)
            try:
                xml = self.prepared.render(name, src_xml, context)
                self.printed[name] = language.printed.get() or []
            finally:
                language.printed.reset(token)
                language.pictures.reset(held)
            # Braces in data are numbers until the XML is parsed: what is left over is the template's.
            if any(sign in xml for sign in ("{{", "{%", "{#")):
                raise TemplateError(f"{name}: a tag was not filled in. Type the tags of this part again.")
            return xml

        def fix_tables(self, xml: str) -> etree._Element:
            # docxtpl's own parses whatever is broken, and loses the rest of the text; columns are never repeated here.
            return parse(xml.encode(), DOCUMENT)

        def resolve_listing(self, xml: str) -> str:
            return xml  # line breaks and tabs are made where a value is printed

        def render_properties(self, context: dict[str, object], jinja_env: Any = None) -> None:
            pass  # written afterwards; docxtpl would escape them twice

        def render_footnotes(self, context: dict[str, object], jinja_env: Any = None) -> None:
            pass  # the gate refuses tags in footnotes; docxtpl fills them in once for each section

    return Engine


@lru_cache(maxsize=64)
def _prepare(template: bytes) -> _Prepared:
    """The template, if it passes; raises `TemplateError` with every fault, a line each, without the template's name."""
    members = parts(template, most_bytes=wordgate.MOST_TEMPLATE_BYTES)
    said = list(wordgate.faults(members))
    if not said:
        members = scrub(members)
        tags = wordtags.read_tags(members)
        said = tags.faults
    if said:
        more = [f"and {len(said) - _MOST_SAID} more."] if len(said) > _MOST_SAID else []
        raise TemplateError("\n".join([*said[:_MOST_SAID], *more]))
    prepared = _Prepared(rebuild(members), tags.by_part)
    try:
        _engine()(prepared).compile_parts()
    except TemplateError:
        raise
    except Exception:  # noqa: BLE001  (the libraries fail in ways of their own on parts that do not fit together)
        raise TemplateError(_ODDLY_MADE) from None
    return prepared


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
        engine = _engine()(_prepare(template))
        engine.render(dict(context))
        out = io.BytesIO()
        engine.save(out)

        def nothing_lost(part: str, root: etree._Element) -> None:
            _nothing_lost(part, words(root), engine.printed.get(part, []))

        members = with_pictures(parts(out.getvalue()), engine.pictures)
        return rebuild(finish(members, properties, nothing_lost))
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
