"""Templates in a council's hands: copies of casepack's put into a folder, and the council's look put into all of them.

A file that somebody edited is never written over: which ones are still as casepack wrote them is known by fingerprints
kept in the folder.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from operator import eq
from pathlib import Path

from . import safefs
from .assets import bundle
from .errors import OutputError, TemplateError, UsageError
from .house_apply import applied
from .house_check import font_notes, house_faults
from .keep import keep_beside, keep_new
from .template_folder import FONTS, HOUSE, read_file, read_folder, refused
from .template_saved import plain

LEDGER = "casepack-templates.json"
"""Fingerprints of what casepack wrote into the folder: of each file, and of its own template then."""
READ_ME = "READ ME.txt"
_WORDS = """\
Word templates of the letters and papers that casepack makes

Change a letter
  Open its template in Word, change the words, save. Leave what stands in braces {{ }} and {% %} as it is: casepack puts
  the answers of the record there. Use the styles of the template (Home, Styles), not bold or colour by hand.

Change the letterhead, the logo, the fonts and the colours, once for all
  Open house.docx. Change its styles (right-click a style, Modify), its margins, and its header and footer. A logo goes
  into the header of the first page, in line with the text, as PNG or JPEG, with alternative text. Save, then run:
      casepack templates apply-house FOLDER
  The PDF follows. It knows Arial; fonts of your own go as .ttf or .otf files into a folder called fonts in this one.

Check what you changed
      casepack templates check FOLDER

Use the templates
      casepack make RECORD --templates FOLDER
  or name this folder in the office's data (Organisation, Templates folder). A template that you delete here is taken
  from casepack again.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of each file of an export, by name."""

    folder: Path
    new: tuple[str, ...]
    renewed: tuple[str, ...]
    same: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of each template: those with the look now, those that had it, those that cannot take it and why."""

    folder: Path
    changed: tuple[str, ...]
    same: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """That of a template that cannot be filled, where there is one."""
        return TemplateError.exit_code if self.failed else 0


def export_templates(folder: Path) -> Exported:
    """Put casepack's templates into `folder`, which is made if need be; what somebody edited there is left alone.

    Raises OutputError where something cannot be written, UsageError where the folder holds links in place of files.
    """
    with safefs.friendly(folder.name or str(folder)):
        safefs.make_folder(folder)
    ledger = _ledger(folder)
    ours = {name: data for name, data in bundle().items() if name.endswith(".docx")}
    ours[READ_ME] = _WORDS.replace("\n", "\r\n").encode()
    became: dict[str, list[str]] = {"new": [], "renewed": [], "same": [], "left": []}
    for name, data in ours.items():
        how = _export_one(folder / name, data, ledger.get(name))
        became[how].append(name)
        if how in ("new", "renewed"):
            ledger[name] = (_digest(data), _digest(data))
    _keep_ledger(folder, ledger)
    return Exported(folder, *(tuple(became[how]) for how in ("new", "renewed", "same", "left")))


def _export_one(path: Path, data: bytes, known: tuple[str, str] | None) -> str:
    there = read_file(path) if safefs.stands(path) else None
    if there is None:
        keep_new(path, data)
        return "new"
    if there == data:
        return "same"
    if known is None or known[0] != _digest(there):
        return "left"
    if known[1] == _digest(data):
        return "same"  # casepack's words with the council's look
    keep_beside([path], data, partial(eq, there))
    return "renewed"


def apply_house(folder: Path) -> Applied:
    """Put the look of `house.docx` in `folder` into every template there; the words of the templates stay.

    Raises UsageError where there is no such folder or file, TemplateError with everything that is wrong with the house,
    nothing being written then, and OutputError where a file cannot be written.
    """
    files = read_folder(folder)
    place = folder / HOUSE
    if not safefs.stands(place):
        raise UsageError(f"There is no {HOUSE} in {folder}. Get one with: casepack templates export {folder}")
    house = plain(read_file(place))
    if wrong := house_faults(house):
        raise TemplateError("\n".join(f"{HOUSE}: {fault}" for fault in wrong))
    ledger, casepacks = _ledger(folder), bundle()
    changed, same, failed = list[str](), list[str](), list[tuple[str, str]]()
    for name, data in files.items():
        if name.startswith(f"{FONTS}/"):
            continue
        try:
            made = applied(plain(data), house, name.removesuffix(".docx"), ours=name in casepacks)
        except TemplateError as error:
            failed.append((name, str(error)))
            continue
        if made == data:
            same.append(name)
            continue
        keep_beside([folder / name], made, partial(eq, data))
        changed.append(name)
        known = ledger.get(name)
        if known and known[0] == _digest(data):
            ledger[name] = (_digest(made), known[1])
    _keep_ledger(folder, ledger)
    fonts = {name: data for name, data in files.items() if name.startswith(f"{FONTS}/")}
    notes = (*(f"{name}: {why}" for name, why in refused(fonts).items()), *font_notes(house, files))
    return Applied(folder, tuple(changed), tuple(same), tuple(failed), notes)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _ledger(folder: Path) -> dict[str, tuple[str, str]]:
    """The fingerprints kept in the folder; none where they were deleted or spoilt: every file then counts as edited."""
    place = folder / LEDGER
    if not safefs.stands(place):
        return {}
    try:
        held = json.loads(read_file(place))
        return {str(name): (str(pair[0]), str(pair[1])) for name, pair in held.items()}
    except (ValueError, AttributeError, TypeError, IndexError, KeyError):
        return {}


def _keep_ledger(folder: Path, ledger: dict[str, tuple[str, str]]) -> None:
    data = json.dumps({name: list(pair) for name, pair in sorted(ledger.items())}, indent=1).encode()
    place = folder / LEDGER
    if safefs.is_link(place):
        raise OutputError(f"{place} is a link. Move it away, and run again.")
    keep_beside([place], data, lambda now: True)
