"""What is printed about a plan besides: who reads each document, and what it tells them about whom."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .plan import Case
    from .planning import Plan


def with_tells(answer: dict[str, Any], case: Case, plan: Plan) -> dict[str, Any]:
    """A checked record for a program, each of its documents with what it tells."""
    from .telling import told_by

    pairs = zip(answer["documents"], told_by(case, plan), strict=True)
    return {**answer, "documents": [{**document, **telling.as_dict()} for document, telling in pairs]}


def say_tells(case: Case, plan: Plan) -> None:
    """Say of each document who reads it and what it tells them about whom; people by code."""
    from .telling import told_by

    click.echo("\n" + click.style("What they tell about whom", bold=True))
    for telling in told_by(case, plan):
        click.echo(_wrapped(f"{telling.job.title}, for {telling.to}", 2))
        click.echo(_wrapped(f"Read by: {telling.reader}", 6))
        for told in telling.told:
            click.echo(_wrapped(f"{told.about}: {told.what}", 6))
        click.echo(_wrapped(telling.others, 6))


def _wrapped(text: str, indent: int) -> str:
    width = min(max(shutil.get_terminal_size((100, 24)).columns, 40), 160)
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return textwrap.fill(text, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4))
