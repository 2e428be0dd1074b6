"""What this machine has of all that casepack needs: looked at, tried out and said in words. Nothing is changed."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import io
import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from .assets import assets_folder
from .clock import zone_named
from .documents import DOCUMENTS
from .errors import CasepackError, RecordError, TypesetError
from .own_templates import folder_beside
from .read import load, read_office
from .template_folder import read_folder, refused

OLDEST_PYTHON = (3, 11)
ZONE = "Europe/London"

# Import name and distribution of each library that a run loads, but for WeasyPrint, which needs more than itself.
_LIBRARIES = (
    ("click", "click"),
    ("docxtpl", "docxtpl"),
    ("fontTools", "fonttools"),
    ("icalendar", "icalendar"),
    ("jinja2", "jinja2"),
    ("lxml.etree", "lxml"),
    ("mammoth", "mammoth"),
    ("openpyxl", "openpyxl"),
    ("pikepdf", "pikepdf"),
    ("pydantic", "pydantic"),
    ("pypdfium2", "pypdfium2"),
    ("xlsxwriter", "xlsxwriter"),
)
_FONT_FILES = (
    "DejaVuSans-Bold.ttf",
    "DejaVuSans.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSans-BoldItalic.ttf",
    "LiberationSans-Italic.ttf",
    "LiberationSans-Regular.ttf",
    "NotoEmoji-Regular.ttf",
    "fonts.conf",
)
_HOUSE_FILES = ("house.css", "house.docx")
_PAGE = '<html lang="en-GB"><head><title>Trial</title></head><body><h1>A trial page</h1></body></html>'
_INSTALL_AGAIN = "Install casepack again."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `ok` is None where it is only worth knowing; `fix` says what to do unless all is well."""

    name: str
    ok: bool | None
    words: str
    fix: str = ""


def diagnose(out: Path | None = None, office: Path | None = None) -> tuple[Check, ...]:
    """Look at all that a run needs, always the same checks in the same order. Raises nothing and writes nothing.

    `out` is the folder that packs will be made in, and `office` the office's data; without them the two checks
    only say so. Everything else is tried for real: the libraries are loaded and one page is typeset in memory.
    """
    return (
        python_version(sys.version_info[:3]),
        _libraries(),
        *_typesetting(),
        fonts(Path(__file__).resolve().parent / "fonts"),
        _templates(),
        time_zone(ZONE),
        output_folder(out),
        office_file(office),
        own_templates(office),
    )


def python_version(version: tuple[int, int, int]) -> Check:
    """Is this Python one that casepack is made for?"""
    said = ".".join(map(str, version))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    if version >= OLDEST_PYTHON:
        return Check("Python", True, f"{said}.")
    return Check("Python", False, f"{said} is too old.", f"Install Python {oldest} or newer.")


def _libraries() -> Check:
    found, lost = [], []
    for module, distribution in _LIBRARIES:
        try:
            importlib.import_module(module)
            found.append(f"{distribution} {importlib.metadata.version(distribution)}")
        except (ImportError, OSError):
            lost.append(distribution)
    if lost:
        return Check("Libraries", False, f"these cannot be loaded: {', '.join(lost)}.", _INSTALL_AGAIN)
    return Check("Libraries", True, f"{', '.join(found)}.")


def _typesetting() -> tuple[Check, Check]:
    """Pango and what cuts fonts down, judged by a page that is made: no list of files tells as much."""
    trouble = _trial()
    # Read after the trial, never imported here: typesetting has to say which fonts count before Pango is loaded.
    ffi = sys.modules.get("weasyprint.text.ffi")
    if ffi is None:
        return _engine(ffi, trouble), Check("Font subsetting", None, "not looked at: it is loaded after Pango.")
    return _engine(ffi, trouble), font_cutter(ffi.harfbuzz_subset is not None, trouble is None)


def _trial() -> Exception | None:
    """What stops a page from being typeset, or None."""
    # Where Pango is missing, WeasyPrint prints advice for programmers; a warning would go to the terminal too.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        try:
            from .typeset import typeset_html

            typeset_html(_PAGE)
        except (CasepackError, ImportError, OSError) as error:
            return error
    return None


def _engine(ffi: ModuleType | None, trouble: Exception | None) -> Check:
    name = "Typesetting"
    if isinstance(trouble, ImportError):
        return Check(name, False, f"the library for PDFs cannot be loaded: {trouble}.", _INSTALL_AGAIN)
    if ffi is None:
        words = "Pango cannot be loaded, so no PDF can be made, and no document is kept without one."
        return Check(name, False, words, _get_pango())
    number = ffi.pango.pango_version()
    pango = f"Pango {number // 10000}.{number // 100 % 100}.{number % 100}"
    engine = f"WeasyPrint {importlib.metadata.version('weasyprint')} with {pango}"
    if trouble:
        return Check(name, False, f"{engine} is there, but a trial page failed: {trouble}", _get_pango())
    return Check(name, True, f"{engine}; a trial page was made.")


def font_cutter(found: bool, page_made: bool) -> Check:
    """Is libharfbuzz-subset, which cuts the fonts in a PDF down to what it uses, there?"""
    name = "Font subsetting"
    if found:
        return Check(name, True, "libharfbuzz-subset is there.")
    if page_made:
        words = "libharfbuzz-subset is missing: PDFs take over three times as long."
        return Check(name, None, words, _get_pango())
    return Check(name, False, "libharfbuzz-subset cannot be loaded, so PDFs cannot be made.", _get_pango())


def _get_pango() -> str:
    if sys.platform == "win32":
        return "Ask for MSYS2 with the package mingw-w64-ucrt-x86_64-pango."
    if sys.platform == "darwin":
        return "Ask for the package pango, for example: brew install pango"
    return "Ask the administrator for: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def fonts(folder: Path) -> Check:
    """Are the fonts that casepack ships in this folder? No other font is used."""
    lost = [name for name in _FONT_FILES if not (folder / name).is_file()]
    if lost:
        return Check("Fonts", False, f"missing from {folder}: {', '.join(lost)}.", _INSTALL_AGAIN)
    return Check("Fonts", True, f"Liberation Sans, DejaVu Sans and Noto Emoji are in {folder}.")


def _templates() -> Check:
    try:
        return templates(assets_folder())
    except TypesetError as error:
        return Check("Templates", False, str(error), _INSTALL_AGAIN)


def templates(folder: Path) -> Check:
    """Is there a Word template for every kind of document, and the house that they share?"""
    names = [name for d in DOCUMENTS.values() for name in (d.id, d.restricted_template) if name]
    wanted = [f"{name}.docx" for name in names]
    lost = [name for name in (*_HOUSE_FILES, *wanted) if not (folder / name).is_file()]
    if lost:
        return Check("Templates", False, f"missing from {folder}: {', '.join(lost)}.", _INSTALL_AGAIN)
    return Check("Templates", True, f"{len(wanted)} in {folder}: {', '.join(names)}.")


def time_zone(name: str) -> Check:
    """Are the rules of this time zone there, such as when the clocks change?"""
    if zone_named(name):
        return Check("Time zone", True, f"{name} is known.")
    return Check("Time zone", False, f"{name} is not known to this Python.", "Install the Python package tzdata.")


def output_folder(out: Path | None) -> Check:
    """Can packs be made in this folder? It is made when first needed, so its nearest parent may answer for it."""
    name = "Output folder"
    if out is None:
        return Check(name, None, "none was named, so none was looked at.")
    try:
        there = next(place for place in (out.absolute(), *out.absolute().parents) if place.exists())
        may_write = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    except OSError as error:
        return Check(name, False, f"{out} cannot be reached: {error.strerror}.", "Name another with --out FOLDER.")
    if not there.is_dir():
        return Check(name, False, f"{there} is a file, not a folder.", "Name another with --out FOLDER.")
    if not may_write:
        fix = f"Ask for the right to write in {there}, or name another folder with --out FOLDER."
        return Check(name, False, f"{there} cannot be written to.", fix)
    return Check(name, True, f"{out.absolute()} can be written to.")


def office_file(office: Path | None) -> Check:
    """Can the office's data be read, with nothing wrong in them?"""
    name = "Office data"
    if office is None:
        return Check(name, None, "no file was named: each record is read with the office's data beside it.")
    try:
        data, to_check = read_office(load(office), office.name)
    except RecordError as error:
        count = len(error.problems)
        words = f"{count} {'thing is' if count == 1 else 'things are'} wrong in {office}."
        return Check(name, False, words, "Check any record with it: casepack check RECORD --office FILE says what.")
    except (CasepackError, OSError) as error:
        return Check(name, False, f"{office}: {error}", "Name the office's file with --office FILE.")
    more = f", with {len(to_check)} to check" if to_check else ""
    return Check(name, True, f"{office} can be read: {data.organisation.name}{more}.")


def own_templates(office: Path | None) -> Check:
    """Can the templates folder of the office's data be read, and may each template in it be used?"""
    name = "Your templates"
    try:
        data = read_office(load(office), office.name)[0] if office else None
        folder = folder_beside(office, data.organisation.templates_folder) if office and data else None
        if folder is None:
            return Check(name, None, "the office's data name no templates folder, so casepack's own are used.")
        files = read_folder(folder)
    except RecordError:
        return Check(name, None, "not looked at: something is wrong in the office's data.")
    except (CasepackError, OSError) as error:
        return Check(name, False, str(error), "Put the folder beside the office's file, or correct its name there.")
    wrong = refused(files)
    if wrong:
        words = f"{', '.join(sorted(wrong))} in {folder} cannot be used."
        return Check(name, False, words, f"casepack templates check {folder} says why.")
    return Check(name, True, f"{len(files)} in {folder} can be used.")
