"""What is printed about templates: the list of them, the fields of one, and what a check found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .cli_words import one_line, say_json, say_rows
from .errors import RecordError
from .shown import first_capital

if TYPE_CHECKING:
    from .template_list import ListedTemplate
    from .template_report import Checked
    from .view_field import Field


def say_list(rows: Sequence[ListedTemplate], *, as_json: bool) -> None:
    """Every document with its template."""
    if as_json:
        say_json({"documents": [row.as_dict() for row in rows]})
        return
    table = [(row.template, row.name, row.reader, _told(row)) for row in rows]
    say_rows("Templates, their documents and who reads them", table)
    click.echo("\nWhat one of them may print: casepack templates list DOCUMENT")


def _told(row: ListedTemplate) -> str:
    said = [f"one per {row.one_per}", f"when: {row.made_when}"]
    if row.restricted:
        said.append(f"for a sensitive case {row.restricted}")
    return ("switched off; " if row.off else "") + "; ".join(said)


def say_fields(row: ListedTemplate, template: str, fields: Sequence[Field], *, as_json: bool) -> None:
    """What the template of one document may print."""
    from .template_list import field_as_dict, kind_words, remarks

    if as_json:
        told = {**row.as_dict(), "template": f"{template}.docx"}
        say_json({**told, "fields": [field_as_dict(field) for field in fields]})
        return
    click.echo(f"{row.name} ({template}.docx), read by: {row.reader}. {first_capital(_told(row))}.")
    table = []
    for field in fields:
        example = f" For example: {field.example}" if field.example else ""
        note = " ".join(part for part in (f"{first_capital(field.says)}.", remarks(field)) if part)
        table.append((field.path, kind_words(field), f"{note}{example}"))
    say_rows("What its template may print", table)


def say_checked(one: Checked) -> None:
    """What is wrong in one template, and where its marked copy is."""
    if not one.findings:
        return
    click.echo(f"{one_line(one.name)}", err=True)
    for finding in one.findings:
        click.echo(f"  - {one_line(finding.sentence())}", err=True)
    if one.copy:
        done = "Marked copy" if one.written else "The marked copy is as it should be"
        click.echo(f"  {done}: {one_line(one.copy)}")
    if one.no_copy:
        click.echo(f"  It could not be marked: {one_line(one.no_copy)}", err=True)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def say_checks_done(done: Sequence[Checked], folder: Path | None, *, as_json: bool) -> int:
    """Say how many templates were checked and what came of it. Gives the exit code."""
    faulty = [one for one in done if one.findings]
    count = sum(len(one.findings) for one in faulty)
    code = RecordError.exit_code if faulty else 0
    if as_json:
        say_json(
            {
                "folder": str(folder) if folder else None,
                "checked": [one.name for one in done],
                "findings": [finding.as_dict() for one in faulty for finding in one.findings],
                "copies": [{"of": one.name, "copy": str(one.copy), "written": one.written} for one in done if one.copy],
                "not_marked": [{"of": one.name, "why": one.no_copy} for one in done if one.no_copy],
                "exit_code": code,
            }
        )
        return code
    whose = f"in {one_line(folder)}" if folder else "of casepack's own"
    fonts = sum(not one.name.endswith(".docx") for one in done)
    with_fonts = f" and {_counted(fonts, 'font')}" if fonts else ""
    checked = f"{_counted(len(done) - fonts, 'template')}{with_fonts} {whose} checked"
    if not faulty:
        click.echo(f"{checked}: nothing is wrong.")
        return code
    things = "1 thing is" if count == 1 else f"{count} things are"
    click.echo(f"{checked}: {things} to be put right in {len(faulty)}.")
    if folder and not any(one.copy for one in done):
        click.echo("To see each at its place in Word, add --annotate.")
    return code
