"""From a filled Word document to an accessible PDF (PDF/UA-1, PDF/A-2a), offline, always the same. Owns WeasyPrint."""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import io
import logging
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .assets import asset
from .convert import to_html
from .errors import MissingPartError, TypesetError
from .flat_pictures import flat_picture
from .house_look import look_of
from .late_loading import fonts_cut_late
from .lean_rules import lean_html
from .pdf_writing import write_once
from .quick_engine import quicken
from .quiet_loading import by_name_alone
from .tagging import finish_pdf
from .unprintable import near, plainly

FONTS = Path(__file__).resolve().parent / "fonts"
"""The only fonts a PDF may use: Liberation Sans (the metric twin of Arial), DejaVu Sans for signs, Noto Emoji."""

_PICTURE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)")
_PNG = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
_DRAWING = "drawing:/"
_TAG = re.compile("<[^>]*>")
_NEED_NO_GLYPH = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff") | set(
    map(chr, range(0xE0020, 0xE0080))
)
"""What is not seen by itself: breaks, joiners, the choice between picture and text, the letters in a flag."""
_LETTERS = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]*)>")
_FRAME_SLOTS = 80_000
"""Stack slots that make CPython take one large chunk for all deeper calls. WeasyPrint recurses deeply, and without
it crosses the small chunks of the frame stack back and forth, a memory map and unmap at each crossing."""


def typeset(docx: bytes) -> bytes:
    """The PDF of a filled Word document: PDF/UA-1, A4, the house's look, the same bytes for the same document.

    Without form fields it is PDF/A-2a too.

    Not for use from several threads at once (Pango is not). Raises `TypesetError` with a place when the document
    holds what the PDF would lose or a character without a glyph, and when a part that typesetting needs is missing.
    """
    return typeset_html(to_html(docx), look_of(docx))


def check_glyphs(words: str) -> None:
    """Raise `TypesetError` where a document that holds these words could not be typeset for want of a glyph."""
    _with_glyphs(html.escape(words))


def typeset_html(document: str, look: str = "") -> bytes:
    """The PDF of HTML as `to_html` gives it, by the house's rules, then those of `look`. Raises as `typeset` does."""
    engine = _engine(asset("house.css") + look.encode())
    return engine(_with_glyphs(document))


def picture_pdf(svg: str) -> bytes:
    """A drawing, with its width and height in points, as a PDF of one page of that size; no document of its own.

    Raises `TypesetError` as `typeset` does.
    """
    svg = _with_glyphs(svg)
    size = re.search(r'<svg [^>]*?width="([\d.]+pt)" height="([\d.]+pt)"', svg)
    if size is None:
        raise TypesetError("The drawing does not say how large it is.")
    look = f"@page {{ size: {size[1]} {size[2]}; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    # As a picture of its own, not as a part of the page: its shapes need no rules of style, and that is quicker.
    return _picture_engine()(f'<style>{look}</style><img src="{_DRAWING}">', svg)


@cache
def _picture_engine() -> Callable[[str, str], bytes]:
    """WeasyPrint for drawings; with fonts of its own, because what a document's stylesheet brings is not for them."""
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()

    def write(page: str, svg: str) -> bytes:
        with _loud():
            found = weasyprint.HTML(string=page, base_url="asset:/", url_fetcher=offline_fetcher(svg))
            return bytes(found.write_pdf(font_config=fonts))

    return write


@cache
def glyphs() -> frozenset[int]:
    """The code points for which a shipped font has a glyph in regular and in bold; emoji know no bold."""

    def covered(*names: str) -> set[int]:
        return {sign for name in names for sign in _own_signs(name).values()}

    regular = covered("LiberationSans-Regular", "DejaVuSans")
    return frozenset(regular & covered("LiberationSans-Bold", "DejaVuSans-Bold") | covered("NotoEmoji-Regular"))


@cache
def _own_signs(font: str) -> dict[int, int]:
    """The code point of each glyph of a font, the first of several; glyphs that only stand for others have none."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FONTS / f"{font}.ttf", lazy=True) as file:
        return {file.getGlyphID(name): sign for sign, name in sorted(file.getBestCmap().items(), reverse=True)}


def _with_glyphs(document: str) -> str:
    """The document with plain letters for decorated ones ("𝓗", "ⓗ") that no font has. Raises `TypesetError`."""
    without = {c for c in set(document) - _NEED_NO_GLYPH if ord(c) not in glyphs()}
    if not without:
        return document
    plain = {ord(c): unicodedata.normalize("NFKC", c) for c in without}
    plain = {c: html.escape(letters) for c, letters in plain.items() if glyphs().issuperset(map(ord, letters))}
    missing = sorted(c for c in without if ord(c) not in plain)
    if not missing:
        return document.translate(plain)
    text = html.unescape(_TAG.sub(" ", document))
    found = []
    for character in missing[:12]:
        place = text.find(character)
        found.append(near(character, " ".join(text[max(0, place - 24) : place + 24].split())))
    raise TypesetError("\n".join(found), plain=plainly(missing))


@cache
def _weasyprint() -> Any:
    """The library, with none but the shipped fonts."""
    # Fontconfig reads this when it first starts, which is when WeasyPrint is imported.
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    try:
        # Where Pango is missing the import prints a page of advice; nothing of ours may print but the command line.
        with redirect_stdout(io.StringIO()), by_name_alone(), fonts_cut_late():
            import weasyprint  # type: ignore[import-untyped]
    except OSError as error:
        message = (
            f"A part for making PDFs is missing ({error}). Install Pango 1.44 or newer (Debian: libpango-1.0-0"
            " libpangoft2-1.0-0 libharfbuzz-subset0; Windows: MSYS2, package mingw-w64-ucrt-x86_64-pango)."
        )
        raise MissingPartError(message) from error
    quicken(weasyprint)
    return weasyprint


@lru_cache(maxsize=2)
def _engine(look: bytes) -> Callable[[str], bytes]:
    """WeasyPrint with everything that documents of this stylesheet share, loaded once in a process."""
    weasyprint = _weasyprint()
    if b"@font-face" in look:  # fonts of a council's own: it puts them among the temporary files
        Path(tempfile.gettempdir()).mkdir(mode=0o700, exist_ok=True)
    fonts, fetcher = weasyprint.text.fonts.FontConfiguration(), offline_fetcher()
    pictures: dict[str, Any] = {}
    # A stylesheet of a council's own may speak of footnotes; casepack's does not.
    html_class = weasyprint.HTML if b"note" in look else lean_html(weasyprint)
    with _loud():
        sheet = weasyprint.CSS(string=look.decode("utf-8"), base_url="asset:/", url_fetcher=fetcher, font_config=fonts)

    def write(document: str) -> bytes:
        pictures.clear()
        pictures.update(_flat_pictures(document))
        with _loud():
            page = html_class(string=document, base_url="asset:/", url_fetcher=fetcher)
            return bytes(
                page.write_pdf(
                    finisher=_finish,
                    font_config=fonts,
                    stylesheets=[sheet],
                    cache=pictures,
                    # The last touch makes it PDF/A-2a as well, which wants an identifier.
                    pdf_variant="pdf/ua-1",
                    pdf_identifier=True,
                )
            )

    return _roomy(write)


def _flat_pictures(document: str) -> Iterator[tuple[str, Any]]:
    """The pictures that are to stand in the PDF as they are, by their addresses."""
    for address in dict.fromkeys(found[0] for found in _PNG.finditer(document)):
        with suppress(binascii.Error):
            png = base64.b64decode(address.partition(",")[2], validate=True)
            if picture := flat_picture(png, hashlib.sha256(png).hexdigest()):
                yield address, picture


def _finish(document: Any, pdf: Any) -> None:
    _letter_by_letter(pdf)
    finish_pdf(document, pdf)
    write_once(pdf)


def _letter_by_letter(pdf: Any) -> None:
    """Let each glyph stand for its own letter where WeasyPrint has given it those of all glyphs drawn with it.

    Of a letter and an accent that are drawn as two glyphs the first got no text and the second that of both: such a
    letter was lost to whoever copies or listens, wherever else in the document it stood by itself.
    """
    objects = {item.reference: item for item in pdf.objects}
    stems = {path.stem.replace("-", "").removesuffix("Regular"): path.stem for path in FONTS.glob("*.ttf")}
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Font" and "ToUnicode" in item:
            name = item["BaseFont"]
            name = name.decode() if isinstance(name, bytes) else str(name)
            stem = stems.get(name.partition("+")[2].replace("-", ""), "")
            lines = objects[item["ToUnicode"]].stream
            lines[:] = [_own_letter(line, stem) for line in lines] if stem else lines


def _own_letter(line: Any, font: str) -> Any:
    """A line of the table of letters, with the glyph's own one where it has none or more than one."""
    found = _LETTERS.fullmatch(line.decode()) if isinstance(line, bytes) else None
    if found is None:
        return line
    said = bytes.fromhex(found[2]).decode("utf-16-be")
    # What only stands for other glyphs, and got no text, has left it to its neighbour: it says nothing itself.
    own = chr(_own_signs(font).get(int(found[1], 16), ord("\u200b")))
    if len(said) == 1 or (said and own not in said):
        return line
    return f"<{found[1]}> <{own.encode('utf-16-be').hex()}>".encode()


def _roomy(function: Callable[[str], bytes]) -> Callable[[str], bytes]:
    def call(document: str) -> bytes:
        return function(document)

    call.__code__ = call.__code__.replace(co_stacksize=_FRAME_SLOTS)
    return call


def offline_fetcher(drawing: str = "") -> Any:
    """A fetcher for WeasyPrint that hands out the pictures inside the document and casepack's own files, no more.

    A `drawing` (SVG) that is given is the document's only picture of that kind.

    Any other address, on the net or on the disk, stops the typesetting with a `TypesetError`.
    """
    urls = _weasyprint().urls

    class Offline(urls.URLFetcher):  # type: ignore[misc,name-defined]
        """Serves `asset:` names and embedded pictures."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """The picture or asset at `url`; anything else is refused."""
            picture = _PICTURE.fullmatch(url)
            try:
                if picture:
                    content = base64.b64decode(picture.group(2), validate=True)
                    return urls.URLFetcherResponse(url, content, {"Content-Type": picture.group(1)})
                if drawing and url == _DRAWING:
                    return urls.URLFetcherResponse(url, drawing.encode(), {"Content-Type": "image/svg+xml"})
                if url.startswith("asset:/"):
                    return urls.URLFetcherResponse(url, asset(unquote(url.removeprefix("asset:/"))))
            except (TypesetError, binascii.Error) as error:
                raise urls.FatalURLFetchingError(str(error)) from error
            raise urls.FatalURLFetchingError(f"The document asks for {url[:80]}, which is not part of it.")

    return Offline()


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _loud() -> Iterator[None]:
    """Nothing that WeasyPrint only logs passes: a lost picture, an unknown rule or a bad address is an error."""
    records, logger = _Records(), logging.getLogger("weasyprint")
    logger.addHandler(records)
    try:
        yield
    except _weasyprint().urls.FatalURLFetchingError as error:
        raise TypesetError(f"The PDF cannot be made: {error}") from error
    finally:
        logger.removeHandler(records)
    if records.messages:
        raise TypesetError("The PDF cannot be made: " + "; ".join(records.messages[:12]))
