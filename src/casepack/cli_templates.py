"""The commands on Word templates: `casepack templates list` and `casepack templates check`."""

from __future__ import annotations

from pathlib import Path

import click

from .cli_options import PATH, json_option, office_named, office_option
from .cli_templates_house import apply_house, export
from .errors import UsageError


@click.group()
def templates() -> None:
    """Look after the Word templates: what each may print, and what is wrong with it.

    \b
    Examples:
      casepack templates list school-letter
      casepack templates check templates
    """


templates.add_command(export)
templates.add_command(apply_house)


@templates.command("list")
@click.argument("document", metavar="[DOCUMENT]", required=False)
@click.option("--markdown", is_flag=True, help="Print the page on all templates, for the documentation.")
@office_option
@json_option
def list_templates(document: str | None, markdown: bool, office: Path | None, as_json: bool) -> None:
    """Show every document with its template; of DOCUMENT, what its template may print.

    With the office's data: also the documents of your own, and which are switched off.

    \b
    Examples:
      casepack templates list
      casepack templates list mash-referral
    """
    from . import cli_templates_words, template_list
    from .template_report import read_office

    if markdown:
        from .template_page import fields_page

        if document or as_json:
            raise UsageError("--markdown prints the whole page: leave out DOCUMENT and --json.")
        click.echo(fields_page(), nl=False)
        return
    data = read_office(office_named(office))
    if document is None:
        cli_templates_words.say_list(template_list.listed_templates(data), as_json=as_json)
        return
    row, template = template_list.find_template(document, data)
    fields = template_list.listed_fields(row, template)
    cli_templates_words.say_fields(row, template, fields, as_json=as_json)


@templates.command("check")
@click.argument("folder", metavar="[FOLDER]", required=False, type=PATH)
@click.option(
    "--annotate",
    is_flag=True,
    help="Mark what is wrong in a copy beside each template, as Word comments.",
)
@office_option
@json_option
@click.pass_context
def check_templates(
    ctx: click.Context, folder: Path | None, annotate: bool, office: Path | None, as_json: bool
) -> None:
    """Say everything that is wrong in the templates of FOLDER, without any case. No template is changed.

    Without FOLDER: those of the office's data, otherwise casepack's own. With --annotate a copy beside each template,
    "school-letter (checked).docx", has a comment at everything that is wrong. The template itself is never touched.

    \b
    Examples:
      casepack templates check templates
      casepack templates check templates --annotate
    """
    from . import cli_templates_words
    from .template_report import check_templates as check
    from .template_report import folder_in_use, read_office

    named = office_named(office)
    data = read_office(named)
    place = folder or folder_in_use(data, named)
    if annotate and place is None:
        raise UsageError("--annotate needs the folder of your templates: casepack templates check FOLDER --annotate")
    done = []
    for one in check(place, data, annotate=annotate):
        done.append(one)
        if not as_json:
            cli_templates_words.say_checked(one)
    code = cli_templates_words.say_checks_done(done, place, as_json=as_json)
    ctx.exit(code)
