"""The pages of the documentation that are made from the source: references, codes, commands, disclosure, gallery.

`tests/test_docs.py` holds each page to what is made here, and writes it with CASEPACK_DOCS=write.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from casepack.cli import main
from casepack.codes import EXIT_CODES, all_codes
from casepack.disclosure import Audience, Cell, Row, row
from casepack.documents import DOCUMENTS
from casepack.fates import what_happens
from casepack.form import Column, Form, Kind, Sheet
from casepack.form_office import OFFICE_FORM
from casepack.form_record import RECORD_FORM
from casepack.record import Role, Sensitivity
from casepack.shown import join_words

from .gallery import GROUPS, Shown

ROOT = Path(__file__).resolve().parent.parent
_MADE = (
    "Made from the source; do not edit it by hand (`CASEPACK_DOCS=write` before the tests in `tests/test_docs.py`).\n"
)


def _cell(text: object) -> str:
    return " ".join(str(text).replace("|", "\\|").replace("<", "&lt;").split())


def _table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(headings)
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(_cell(part) for part in one)} |" for one in rows]
    return "\n".join(lines) + "\n"


def anchor(heading: str) -> str:
    """The anchor that a heading has on the web."""
    return "".join(c for c in heading.casefold().replace(" ", "-") if c.isalnum() or c in "-_")


# The record and the office


_KINDS = {
    Kind.TEXT: "words", Kind.LIST: "several, one to a line", Kind.REF: "id or name", Kind.REFS: "ids or names",
    Kind.WORDS_OR_REF: "words, or id", Kind.DAY: "date", Kind.DAY_OR_UNKNOWN: "date, or why there is none",
    Kind.TIME: "time", Kind.MOMENT: "date and time", Kind.YES_NO: "", Kind.CHOICE: "", Kind.NUMBER: "whole number",
}  # fmt: skip
_WHEN = {"first": "Filled in first.", "usual": "Usual.", "if needed": "Only if needed.", "meeting": ""}


def _answer(column: Column) -> str:
    choices = [str(c) for c in column.choices]
    kind = " / ".join(choices) if column.kind in {Kind.YES_NO, Kind.CHOICE} else _KINDS[column.kind]
    return f"{kind}{', **needed**' if column.needed else ''}"


def _asked(sheet: Sheet) -> Iterator[tuple[object, ...]]:
    for column in sheet.columns:
        if sheet.joined and column.prefilled:
            continue
        name = f"`{column.table}.{column.field}`"
        example = f" Example: {column.example}" if column.example else ""
        yield column.heading, f"{column.hint}{example}", _answer(column), what_happens(column), name


def _form_page(title: str, beginning: str, form: Form) -> str:
    links = " · ".join(f"[{s.name}](#{anchor(s.name)})" for s in form.sheets)
    parts = [f"# {title}\n", _MADE, beginning, f"{links}\n"]
    for sheet in form.sheets:
        parts.append(f"## {sheet.name}\n")
        parts.append(f"{sheet.purpose} {_WHEN[sheet.when]}\n")
        headings = ("question", "what it is", "answer", "what becomes of it", "in JSON")
        parts.append(_table(headings, _asked(sheet)))
    return "\n".join(parts)


def record_page() -> str:
    """Every question of a record."""
    beginning = (
        "Every question of a record, sheet by sheet of the workbook that `casepack new case.xlsx` makes. Only *What "
        "happened* and one date are needed to begin. Not known, not asked, refused, withheld and does not apply are "
        "answers. In free text write people as {P1}, {P2}: each reader then sees what they may know. The last "
        "column is the name in a JSON record; `casepack schema` prints all of them for a program.\n"
    )
    return _form_page("The record", beginning, RECORD_FORM)


def office_page() -> str:
    """Every question of the office's data."""
    beginning = (
        "Every question of the office's data, sheet by sheet of the workbook that `casepack new --office office.xlsx` "
        "makes. They are kept once for all records, beside them. `casepack doctor --office office.xlsx` says whether "
        "they can be read. The first afternoon with them: [administrator.md](administrator.md).\n"
    )
    return _form_page("The office", beginning, OFFICE_FORM)


# Codes


def codes_page() -> str:
    """Every exit code and every code of a message."""
    parts = [
        "# Codes\n",
        _MADE,
        "Every message says where, what and what to do. The code below it is for a search, a program, or whoever wants "
        "to know more: `casepack explain CODE` says what stands here. Codes stay the same from version to version.\n",
        "## How a command ends\n",
        "The exit code, for programs that start casepack. Over many records it is the highest of them all.\n",
        _table(("exit code", "meaning"), EXIT_CODES.items()),
    ]
    groups: dict[str, list[tuple[str, ...]]] = {}
    for one in all_codes():
        groups.setdefault(one.group, []).append((f"`{one.code}`", one.meaning, one.cause, one.remedy))
    for group, rows in groups.items():
        parts += [f"## {group}\n", _table(("code", "meaning", "cause", "what to do"), rows)]
    return "\n".join(parts)


# Commands


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by its full name, those that hold others left out."""

    def walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield from walk(f"{name} {part}", inner)
        else:
            yield name, command

    yield from walk("casepack", main)


def options(command: click.Command) -> Iterator[tuple[str, str]]:
    """The options of a command: how each is written, and its help."""
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            metavar = "" if parameter.is_flag else f" {parameter.metavar or parameter.type.name.upper()}"
            default = f" Otherwise {parameter.default}." if isinstance(parameter.default, Path) else ""
            yield f"{', '.join(parameter.opts)}{metavar}", f"{parameter.help or ''}{default}"


def commands_page() -> str:
    """Every command with its options and examples."""
    names = [name for name, _ in commands()]
    parts = [
        "# Commands\n",
        _MADE,
        "`casepack --help` lists the commands, `casepack make --help` says more of one; `casepack --version` says "
        "which version it is. How each can end: [codes.md](codes.md#how-a-command-ends).\n",
        " · ".join(f"[{name.removeprefix('casepack ')}](#{anchor(name)})" for name in names) + "\n",
    ]
    for name, command in commands():
        text = inspect.cleandoc(command.help or "")
        words, _, examples = text.partition("\b\n")
        lines = [line.strip() for line in examples.splitlines()[1:]]
        taken = "".join(
            f" {p.make_metavar(click.Context(command))}" for p in command.params if isinstance(p, click.Argument)
        )
        parts += [f"## {name}\n", f"```\n{name}{taken} [OPTIONS]\n```\n", words.strip() + "\n"]
        parts += ["For example:\n", "```", *lines, "```\n"]
        parts.append(_table(("option", "what it does"), ((f"`{o}`", h) for o, h in options(command))))
    return "\n".join(parts)  # fmt: skip


# Disclosure


_FACTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("name", {"N": "yes"}),
    ("date of birth", {"D": "yes", "d": "age or year group only"}),
    ("address", {"A": "yes", "a": "postcode area only"}),
    ("contact", {"C": "yes, with carers", "c": "one safe contact only"}),
    ("school", {"S": "yes", "s": "only to match records"}),
    ("part in the incident", {"R": "yes", "r": "in neutral words"}),
    ("what happened", {"F": "their own part in full", "f": "one to three neutral lines"}),
    ("support in place", {"U": "yes, with its plan", "u": "only that there is some"}),
    ("how they were hurt", {"H": "in a few words"}),
)
"""What may be known of somebody, each with the words for the letters of the table."""
_SPECIAL = {
    "E": "ethnicity and religion", "H": "health", "X": "disability and special educational needs",
    "K": "how to communicate", "G": "aggravating factor, such as racist language",
}  # fmt: skip
_OTHERS = {
    "none": "nobody else", "needed": "whom a decision names, and says why",
    "episode": "the people of the same railway episode", "all": "everybody in the case",
    "code": "anybody, by code only",
}  # fmt: skip
_READERS = {
    Audience.OFFICE: "The team’s own papers", Audience.ECINS: "E-CINS", Audience.MASH: "MASH",
    Audience.SOCIAL_CARE: "Children’s social care", Audience.YJS: "Youth justice service",
    Audience.BTP: "British Transport Police", Audience.POLICE: "The police", Audience.SCHOOL: "A school",
    Audience.AGENCY: "Another agency", Audience.SUPPORT_ENQUIRY: "An agency asked whether it works with a child",
    Audience.VICTIM_SUPPORT: "Victim Support", Audience.SEXUAL_VIOLENCE: "Sexual violence adviser",
    Audience.REBOOT: "REBOOT", Audience.YOUTH_INFORMATION: "Youth information service",
    Audience.CONFERENCE: "The conference, core attendees",
    Audience.CONFERENCE_EXTRACT: "The conference, part attendees",
    Audience.MEMBERS: "Elected Members", Audience.BUSINESS: "Businesses", Audience.RESIDENTS: "Residents’ groups",
    Audience.PATROL: "Patrols", Audience.OUTREACH: "Youth outreach", Audience.SCHOOLS_ENGAGEMENT: "Schools engagement",
    Audience.MAPPING: "Whoever maps the place",
}  # fmt: skip
_PARTS = {Role.SUSPECT: "suspected", Role.HARMED: "harmed", Role.WITNESS: "a witness"}
_ALSO = {
    Audience.CONFERENCE: "Conference pack of a meeting",
    Audience.CONFERENCE_EXTRACT: "Conference extracts of a meeting",
    Audience.POLICE: "Agency letter, where a decision names the force",
}


def _known(cell: Cell, words: dict[str, str]) -> str:
    """What one kind of reader may know of one thing about somebody."""
    if "N" in words and (cell.code or cell.count):
        return "a code in its place" if cell.code else "counted only"
    told = next((w for letter, w in words.items() if letter in cell.letters), "")
    if told:
        return f"{told}, if agreed" if cell.agreement else told
    later = next((w for letter, w in words.items() if letter in cell.confirmed), "")
    return f"once confirmed: {later}" if later else "-"


def _of_reader(audience: Audience, bases: dict[str, dict[str, str]]) -> Iterator[str]:
    yield f"### {_READERS[audience]}\n"
    papers = [d.name for d in DOCUMENTS.values() if d.audience is audience]
    papers += [_ALSO[audience]] if audience in _ALSO else []
    yield f"Gets: {'; '.join(papers) or 'no document from casepack'}.\n"
    cases = {"": row(audience), "sensitive case: ": row(audience, Sensitivity.SENSITIVE)}
    told = {case: found for case, found in cases.items() if found.personal}
    if not told:
        yield "Is told about nobody, in no case: no name, no code, no age, no school.\n"
    else:
        columns = [(f"{case}{part}", found.cell(role)) for case, found in told.items() for role, part in _PARTS.items()]
        rows = [(thing, *(_known(cell, words) for _, cell in columns)) for thing, words in _FACTS]
        yield _table(["", *(heading for heading, _ in columns)], [r for r in rows if set(r[1:]) != {"-"}])
        for case, found in told.items():
            yield f"{case.capitalize()}{_around(found)}\n"
        if len(told) == 1:
            yield f"In {'an ordinary' if '' not in told else 'a sensitive'} case: told about nobody.\n"
    basis = bases.get(audience.value)
    if basis:
        more = (("when_suspected", "Where somebody is suspected"), ("when_special", "For special category data"))
        added = "".join(f" {words}: {basis[field]}" for field, words in more if basis.get(field))
        yield f"Legal basis in the sample office: {basis['text']}{added}\n"


def _around(one: Row) -> str:
    return f"Others who may be identified: {_OTHERS[one.others]}. Special category data: {_special(one)}."


def _special(one: Row) -> str:
    words = join_words([w for letter, w in _SPECIAL.items() if letter in one.special]) or "none"
    return f"{words}, only where a decision says that this reader needs it" if one.special_if_needed else words


def disclosure_page() -> str:
    """Who may know what, in words."""
    office = json.loads((ROOT / "inputs" / "office.json").read_text(encoding="utf-8"))
    bases = {basis["audience"]: basis for basis in office["legal_bases"]}
    parts = [
        "# Who is told what\n",
        _MADE,
        "The whole table by which casepack decides what a document may hold, in words. The program obeys the same "
        "table ([disclosure.py](../src/casepack/disclosure.py)); what is not named here is told to nobody. What it "
        "means for a manager and for the data protection officer: [manager.md](manager.md).\n",
        "For every reader, in every case:\n",
        "- A protected address is printed for nobody, not even in part.\n"
        "- A child under 10 is never described as suspected.\n"
        '- A letter is about one person; nobody else is named in it, but where "others" says so.\n'
        "- Of somebody who had two parts, each part is told as the table has it for that part.\n"
        "- A decision not to share stops the document. Where nothing is decided, and routine sharing is not approved "
        "either, it carries the words of a draft.\n"
        "- An answer that the record does not hold is printed as not recorded, never guessed.\n",
        "## In short\n",
        _short(),
        "## Reader by reader\n",
        "*If agreed*: only with agreement to the service, recorded. *Once confirmed*: only when the reader has said "
        "that they work with the person.\n",
    ]
    for audience in Audience:
        parts += _of_reader(audience, bases)
    return "\n".join(parts)  # fmt: skip


def _short() -> str:
    rows = []
    for audience in Audience:
        cells = [row(audience).cell(role) for role in Role]
        named = ["code" if c.code else "counted" if c.count else "by name" if "N" in c.letters else "-" for c in cells]
        with_agreement = [f"{n}, if agreed" if c.agreement else n for n, c in zip(named, cells, strict=True)]
        rows.append((f"[{_READERS[audience]}](#{anchor(_READERS[audience])})", *with_agreement))
    return _table(("reader (ordinary case)", *(f"{part}" for part in _PARTS.values())), rows)


# Gallery


def gallery_page() -> str:
    """The pictures, three in a row."""
    parts = [
        "# Gallery\n",
        "Every document, made from the sample records in `inputs/`; people and places are invented. All pictures are "
        "made anew by one command, `./dev gallery`.\n",
    ]
    for group, shown in GROUPS.items():
        parts.append(f"## {group}\n")
        across = 1 if all(one.beside for one in shown) else 3
        for start in range(0, len(shown), across):
            parts.append(_pictures(shown[start : start + across], across))
    return "\n".join(parts)


def _pictures(shown: tuple[Shown, ...], across: int) -> str:
    captions = [one.caption for one in shown] + [""] * (across - len(shown) if across > 1 else 0)
    images = [f"![{one.caption}](gallery/{one.picture}.png)" for one in shown]
    lines = [f"| {' | '.join(captions)} |", "|" + "---|" * len(captions)]
    return "\n".join([*lines, f"| {' | '.join(images + [''] * (len(captions) - len(images)))} |"]) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "record.md": record_page,
    "office.md": office_page,
    "codes.md": codes_page,
    "commands.md": commands_page,
    "disclosure.md": disclosure_page,
    "gallery.md": gallery_page,
}
"""The pages in `docs/` that are made, and by what."""


# The pages as text: what stands in them


def blocks(text: str) -> list[tuple[str, str]]:
    """The code blocks of a page, each with the first comment before it: "tried", "says", or "filled" (tried, too)."""
    found = re.findall(r"((?:<!-- \w+ -->\n)*)```\w*\n(.*?)```", text, re.DOTALL)
    return [((re.findall(r"\w+", marks) or [""])[0], block) for marks, block in found]


def commands_in(text: str) -> list[str]:
    """Every command of casepack in the code blocks of a page, and in those that are only indented."""
    lines = [line for _, block in blocks(text) for line in block.splitlines()]
    lines += [line for line in text.splitlines() if line.startswith("    casepack ")]
    return [re.split(r"\s{2,}", line.strip())[0] for line in lines if line.strip().startswith("casepack ")]
