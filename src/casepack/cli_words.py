"""What the command line prints: results on standard output, messages on standard error, the same for programs."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import CasepackError, OutputError, Problem, RecordError, UsageError
from .shown import first_capital

if TYPE_CHECKING:
    from .doctor import Check
    from .inputs import LoadedCase
    from .planning import Plan
    from .results import Line, Result
    from .retypeset import Retypeset

_LAST_COLUMN = 30
"""Characters that the last column of a table has at least; where there is no room for it, rows are stacked."""
_MOST_CHANGES = 10
"""Changed answers that are shown one by one."""


def take_any_sign() -> None:
    """Let a window or a file that cannot show some sign, such as ŵ, have "?" in its place, and not stop the run."""
    for stream in (sys.stdout, sys.stderr):
        change = getattr(stream, "reconfigure", None)
        if change:
            change(errors="replace")


def say_json(data: Any) -> None:
    """Print data for a program: as UTF-8, or in plain ASCII where that is not what standard output takes."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    encoding = (getattr(sys.stdout, "encoding", None) or "").casefold().replace("-", "").replace("_", "")
    # A file name that is no text stands in Python as signs which no encoding has.
    readable = encoding == "utf8" and not any("\ud800" <= sign <= "\udfff" for sign in text)
    click.echo(text if readable else json.dumps(data, indent=2))


def say_error(message: str, code: int, *, as_json: bool) -> None:
    """Say one thing that went wrong."""
    if as_json:
        say_json({"error": message, "exit_code": code})
    else:
        click.echo(_printable(message), err=True)


def words_of(error: CasepackError, *paths: Path) -> str:
    """What an error says, for a terminal: a line break in it is casepack's own, never one in the name of a file.

    `paths` are those that it may name where it has several lines.
    """
    text = str(error)
    if isinstance(error, (UsageError, OutputError)):
        return one_line(text)  # these have one line only
    for path in paths:
        for name in (str(path), path.name):
            text = text.replace(name, one_line(name)) if name else text
    return text


def say_failure(path: Path, error: CasepackError) -> None:
    """Say why one record of several was not taken."""
    if isinstance(error, RecordError):
        say_problems(error.problems, as_json=False, name=path.name)
    else:
        known = (path.name or str(path)) in str(error)
        told = words_of(error, path)
        say_error(told if known else f"{one_line(path.name)}: {told}", error.exit_code, as_json=False)


def failures_as_dict(failures: Sequence[tuple[Path, CasepackError]], code: int) -> dict[str, Any]:
    """The records that were not taken, for a program: every problem in them, and every other error."""
    problems = [p.as_dict() for _, error in failures if isinstance(error, RecordError) for p in error.problems]
    others = [(path, error) for path, error in failures if not isinstance(error, RecordError)]
    errors = [{"record": str(path), "error": str(error), "exit_code": error.exit_code} for path, error in others]
    return {"problems": problems, "errors": errors, "exit_code": code}


def say_problems(problems: Sequence[Problem], *, as_json: bool, name: str = "") -> None:
    """Say every problem: where, what, what stood there, and what to do."""
    if as_json:
        say_json({"problems": [p.as_dict() for p in problems], "exit_code": 3})
        return
    wrong = [p for p in problems if p.severity == "problem"]
    count = _count(len(wrong), "thing is", "things are")
    click.echo(f"{count} wrong. Nothing has been written{f' for {one_line(name)}' if name else ''}.\n", err=True)
    for problem in wrong:
        _say_problem(problem)
    checks = [p for p in problems if p.severity == "check"]
    if checks:
        click.echo(f"{_count(len(checks), 'more thing', 'more things')} to check:\n", err=True)
        for problem in checks:
            _say_problem(problem)


def say_to_check(checks: Sequence[Problem], where: str = "") -> None:
    """Say what is worth a look, if anything is."""
    if checks:
        click.echo(f"\n{_count(len(checks), 'thing', 'things')} to check{where}:\n", err=True)
        for problem in checks:
            _say_problem(problem)


def _say_problem(problem: Problem) -> None:
    click.echo(f"  {one_line(problem.where)}", err=True)
    found = f' (it says "{problem.found}")' if problem.found else ""
    click.echo(_wrapped(one_line(f"{first_capital(problem.what)}{found}"), "    "), err=True)
    if problem.fix:
        click.echo(_wrapped(one_line(f"To do: {problem.fix}"), "    "), err=True)
    click.echo(f"    Code: {problem.code}\n", err=True)


def say_plan(loaded: LoadedCase, plan: Plan) -> None:
    """Say that a record is right, what is worth a look, and what would be made of it."""
    click.echo(
        f"{one_line(loaded.record_path)}: nothing is wrong. Read with the office's data in"
        f" {one_line(loaded.office_path)}."
    )
    say_to_check(loaded.to_check)
    ready = sum(job.approval.approved for job in plan.jobs)
    drafts = _count(len(plan.jobs) - ready, "draft", "drafts")
    click.echo(
        f"It makes {_count(len(plan.jobs), 'document', 'documents')}: {ready} ready, {drafts} not yet approved;"
        f" {_count(len(plan.not_made), 'more is', 'more are')} not made, with reasons."
    )


def plan_as_dict(loaded: LoadedCase, plan: Plan) -> dict[str, Any]:
    """A checked record for a program."""
    return {
        "record": str(loaded.record_path),
        "office": str(loaded.office_path),
        "to_check": [p.as_dict() for p in loaded.to_check],
        "documents": [{"title": j.title, "approved": j.approval.approved, "why": j.approval.why} for j in plan.jobs],
        "not_made": [{"title": n.title, "why": n.reason} for n in plan.not_made],
    }


def say_result(loaded: LoadedCase, result: Result) -> None:
    """Say what was made for whom, what was not and why, and what to see to."""
    click.echo(click.style(result.reference, bold=True))
    for title, path in (("Record", loaded.record_path), ("Office", loaded.office_path), ("Pack", result.folder)):
        click.echo(f"  {title}  {' ' * (6 - len(title))}{one_line(path)}")
    if not result.changed:
        click.echo("  Nothing has changed since the last run, so nothing was written.")
    _say_table("Documents", result.documents, lambda x: (x.title, x.to, x.action, _state(x)))
    _say_table("Not made, and why", result.not_made, lambda x: (x.title, x.why))
    _say_table("Withheld: these failed their check and were not kept", result.withheld, lambda x: (x.title, x.why))
    _say_changes(result)
    _say_list("No longer produced", result.gone)
    _say_list("Tell these readers", result.recalls)
    _say_list("See to before sending", result.notes)
    _say_list("Still missing in the record", result.missing)
    say_to_check(loaded.to_check, " in the record")
    click.echo("")


def _say_changes(result: Result) -> None:
    """Which answers are not as they were, and what that touches: enough to see at a glance, the rest counted."""
    lines = []
    for change in result.changed_answers[:_MOST_CHANGES]:
        titles = change.documents
        told = "changes no document" if titles == () else _some(titles) if titles else ""
        lines.append(f"{change.where} ({change.what})" + (f": {told}" if told else ""))
    hidden = len(result.changed_answers) - _MOST_CHANGES
    lines += [f"and {hidden} more"] if hidden > 0 else []
    lines += [result.changed_otherwise] if result.changed_otherwise else []
    _say_list("Changed since the last pack", lines)


def _some(titles: Sequence[str]) -> str:
    more = len(titles) - 3
    return ", ".join(titles[:3]) + (f" and {more} more" if more > 0 else "")


def say_retypeset(
    done: Sequence[Retypeset], failed: Sequence[tuple[Path, CasepackError]], code: int, *, as_json: bool
) -> None:
    """Say which PDFs were made of edited documents, and which were not and why."""
    if as_json:
        say_json(
            {
                "made": [{"source": str(d.source), "pdf": str(d.target), "changed": d.changed} for d in done],
                "failed": [{"source": str(f), "why": str(e), "exit_code": e.exit_code} for f, e in failed],
                "exit_code": code,
            }
        )
        return
    for made in done:
        what = "Made" if made.changed else "Already up to date"
        click.echo(f"{what}: {one_line(made.target)}")
    for file, error in failed:
        click.echo(f"{_printable(words_of(error, file))}\n", err=True)


def _state(line: Line) -> str:
    return f"{line.state}: {line.why}" if line.why else line.state


def _say_table(title: str, lines: Sequence[Line], cells: Callable[[Line], tuple[str, ...]]) -> None:
    if lines:
        say_rows(title, [cells(line) for line in lines])


def say_rows(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table, its last column wrapped; in a window too narrow for it each row takes several lines."""
    click.echo("\n" + click.style(title, bold=True))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    indent = sum(widths) + 2 * len(widths) + 2
    if indent + _LAST_COLUMN > _width():
        return _say_stacked(rows)
    for row in rows:
        start = "".join(f"{cell:<{width}}  " for cell, width in zip(row, widths, strict=False))
        last = textwrap.wrap(row[-1], _width() - indent) or [""]
        click.echo(f"  {start}{last[0]}".rstrip())
        for more in last[1:]:
            click.echo(" " * indent + more)
    return None


def _say_stacked(rows: Sequence[tuple[str, ...]]) -> None:
    """A table for a window too narrow for its columns: each row's cells in one line, the last one below."""
    for *cells, last in rows:
        click.echo(_wrapped(", ".join(cell for cell in cells if cell), "    ", "  "))
        if last:
            click.echo(_wrapped(last, "      "))


def _say_list(title: str, items: Sequence[str]) -> None:
    if items:
        click.echo("\n" + click.style(title, bold=True))
        for item in items:
            click.echo(_wrapped(first_capital(item), "    ", "  - "))


def _wrapped(text: str, indent: str, first: str | None = None) -> str:
    return textwrap.fill(text, _width(), initial_indent=indent if first is None else first, subsequent_indent=indent)


def _width() -> int:
    return min(max(shutil.get_terminal_size((100, 24)).columns, 40), 160)


def one_line(text: object) -> str:
    """A name on one line: a file's name may hold a line break, or signs that would steer the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text))


def _printable(text: str) -> str:
    """The same for words of several lines."""
    return "\n".join(one_line(line) for line in text.split("\n"))


def say_checks(checks: Sequence[Check], *, as_json: bool) -> None:
    """Say what the doctor found."""
    if as_json:
        say_json({"checks": [{"name": c.name, "ok": c.ok, "words": c.words, "fix": c.fix} for c in checks]})
        return
    for check in checks:
        mark = {True: "ok", False: "WRONG", None: "note"}[check.ok]
        click.echo(_wrapped(_printable(f"{check.name}: {check.words}"), " " * 8, f"{mark:<6}  "))
        if check.fix and check.ok is not True:
            click.echo(_wrapped(_printable(f"To do: {check.fix}"), " " * 8))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
