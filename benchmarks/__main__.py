"""`./dev bench`: measure everything and write `docs/performance.md`, `.json` and `.svg`."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from .measure import SEED, measure
from .page import page, picture, summary
from .sizes import SIZES

DOCS = Path(__file__).resolve().parent.parent / "docs"


@click.command()
@click.option(
    "--size", type=click.Choice(list(SIZES)), default="normal", show_default=True, help="How much to measure."
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="Which records to invent.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the page. Otherwise docs; with the size quick none: the page is printed.",
)
@click.option("--page", "only_page", is_flag=True, help="Measure nothing: make the page anew from performance.json.")
def bench(size: str, seed: int, out: Path | None, only_page: bool) -> None:
    """Measure how fast casepack is against what a team would use instead, on this machine, and write it down."""
    kept = (out or DOCS) / "performance.json"
    so_far = (out or DOCS) / "performance.part.json"
    # Ended from outside, too, the engines are sent home and what they made is cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if only_page:
        if not kept.exists():
            raise click.ClickException(f"There is no {kept.name} in {kept.parent}. Measure first.")
        result = json.loads(kept.read_text(encoding="utf-8"))
    else:
        so_far.parent.mkdir(parents=True, exist_ok=True)
        keep = partial(_keep, so_far)
        try:
            result = measure(size, seed, lambda said: click.echo(f"bench: {said}", err=True), keep)
        except BaseException:
            if so_far.exists():
                click.echo(f"bench: it did not come to its end. What it had measured is in {so_far}.", err=True)
            raise
        so_far.unlink(missing_ok=True)
    if size == "quick" and out is None and not only_page:
        click.echo(page(result))
    else:
        write(result, out or DOCS)
    click.echo(summary(result), err=True)


def _keep(there: Path, so_far: Mapping[str, Any]) -> None:
    there.write_text(_numbers(so_far), encoding="utf-8", newline="\n")


def write(result: Mapping[str, Any], folder: Path) -> None:
    """Write numbers, page and chart into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = {"json": _numbers, "md": page, "svg": picture}
    for ending, made in makers.items():
        (folder / f"performance.{ending}").write_text(made(result), encoding="utf-8", newline="\n")


def _numbers(result: Mapping[str, Any]) -> str:
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    bench(prog_name="./dev bench")
