"""The page on fields of templates for the documentation (`docs/templates-fields.md`), made from the catalogue. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .own_kinds import FOR_THE_TEAM
from .shown import first_capital
from .template_list import ListedTemplate, kind_words, listed_templates, remarks
from .view_field import Field
from .view_fields import fields_of

_BEGINNING = """\
# What each template may print

Made by `casepack templates list --markdown`; do not edit it by hand.

Every document has a Word template of its own. What stands in it in double braces is filled in: `{{ doc.date }}` becomes
the day on the document. A template can print only what is listed here for its document, because its reader may know no
more; `casepack templates check` says so before any case does.

| to | write |
|---|---|
| print words | `{{ sign.name }}` |
| print something only where it holds | `{% if letter.on_break %} … {% endif %}`, all in one paragraph |
| keep or leave out whole paragraphs | `{%p if … %}` and `{%p endif %}`, each alone in a paragraph |
| keep or leave out rows of a table | `{%tr if … %}` and `{%tr endif %}`, each alone in a row |
| print what only some of these documents hold | `{% if child.address is defined %} … {% endif %}` |
| repeat a paragraph | `{%p for line in letter.to %}`, a paragraph with `{{ line }}`, `{%p endfor %}` |
| repeat a row | `{%tr for e in episodes %}`, the row with `{{ e.when }}`, `{%tr endfor %}` |

A name with `[]` is a list: `people[].name` is printed as `{{ x.name }}` within `{% for x in people %}`. "Yes or no" is
for conditions and cannot be printed; a picture stands alone in its paragraph. The examples are invented.
"""


def fields_page() -> str:
    """The whole page as Markdown."""
    rows = listed_templates(None)
    shared = _same_in_all(rows)
    return "\n".join((_BEGINNING, *_documents(rows), *_shared(shared), *_sections(rows, shared)))


def _documents(rows: Sequence[ListedTemplate]) -> Iterator[str]:
    yield "## The documents\n"
    yield "| document | template | read by | one per | made when |\n|---|---|---|---|---|"
    for row in rows:
        template = f"`{row.template}`" + (f", sensitive case: `{row.restricted}`" if row.restricted else "")
        yield f"| [{row.name}](#{_anchor(row.name)}) | {template} | {row.reader} | {row.one_per} | {row.made_when} |"
    yield ""


def _same_in_all(rows: Sequence[ListedTemplate]) -> dict[str, Field]:
    """What most documents say alike: the fields of the frame, and of who signs."""
    return {p: f for p, f in fields_of(rows[0].id).items() if p.startswith(("doc.", "sign."))}


def _shared(shared: dict[str, Field]) -> Iterator[str]:
    yield "## In most documents\n"
    yield from _table(shared.values())


def _sections(rows: Sequence[ListedTemplate], shared: dict[str, Field]) -> Iterator[str]:
    for row in rows:
        yield from _section(row.name, row.id, shared)
        if row.restricted:
            yield from _section(f"{row.name}, sensitive case", row.restricted.removesuffix(".docx"), shared)
    yield from _section("A document of your own for the team", FOR_THE_TEAM, shared)


def _section(name: str, template: str, shared: dict[str, Field]) -> Iterator[str]:
    fields = fields_of(template)
    yield f"## {name}\n"
    groups = [g for g in ("doc", "sign") if all(p in fields for p in shared if p.startswith(f"{g}."))]
    if groups:
        yield f"Besides {' and '.join(f'`{g}`' for g in groups)} as above:\n"
    yield from _table(f for p, f in fields.items() if p.partition(".")[0] not in groups)


def _table(fields: Iterable[Field]) -> Iterator[str]:
    yield "| name | what it is | kind | example | |\n|---|---|---|---|---|"
    for field in fields:
        says, example = _cell(first_capital(field.says)), _cell(field.example)
        yield f"| `{field.path}` | {says} | {kind_words(field)} | {example} | {_cell(remarks(field))} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _anchor(name: str) -> str:
    return "".join(c for c in name.casefold().replace(" ", "-") if c.isalnum() or c == "-")
