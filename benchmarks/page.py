"""`docs/performance.md` and its chart, made from the numbers of a run and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import engines
from .chart import Bar, chart
from .commands import BARE, LIBRARIES
from .figures import middle, per_document, ratio
from .tables import milliseconds, number, seconds, span, table
from .targets import Target, ahead, targets

NAMES = {
    engines.PRODUCT: "**casepack**: Word and PDF, proof included",
    engines.FLOOR: "the floor: the bare libraries, everything shared",
    engines.FLOOR_TUNED: "the floor, Python's garbage collector and frame stack set to suit",
    engines.ONE_CALL: "docxtpl, then one LibreOffice call for all",
    engines.SERVER: "docxtpl, then a warm unoserver",
    engines.NAIVE_LEAN: "docxtpl, then WeasyPrint as its tutorials show it, with casepack's stylesheet",
    engines.NAIVE: "docxtpl, then WeasyPrint as its tutorials show it",
    engines.EACH: "docxtpl, then a LibreOffice process for each",
    engines.FILL: "docxtpl alone: the Word file without a PDF",
}
"""The engines in the order of the page; what is only measured to be taken apart is not among them."""
SHORT = {
    engines.PRODUCT: "casepack, proof included", engines.FLOOR: "the floor: bare libraries",
    engines.ONE_CALL: "docxtpl + one LibreOffice call", engines.SERVER: "docxtpl + warm unoserver",
    engines.NAIVE: "docxtpl + WeasyPrint, as in tutorials", engines.EACH: "docxtpl + LibreOffice each time",
}  # fmt: skip
GROUPS = {
    "fill": "Fill in", "pictures": "Draw pictures", "convert": "Word to HTML", "typeset": "Typeset",
    "prove": "Prove", "text": "Plain text", "pack": "Pack", "": "",
}  # fmt: skip
_FLOOR_STEPS = {"fill": "fill", "convert": "convert", "typeset": "typeset"}

INTRODUCTION = """# How fast it is

Written by `./dev bench`, numbers and all; do not edit it by hand. The plain numbers are in
[performance.json](performance.json).

    ./dev bench                  the whole of it, some twenty minutes on two cores; writes this page
    ./dev bench --size quick     a look, a few minutes; prints the page, and writes it with --out docs
    ./dev bench --size full      with 500 records, hours

Twenty documents of a pack, in the shares that the ordinary sample has them, go through every engine in turn, round by
round; each round has other documents, from invented records that come out the same for the same seed. Each engine is a
process that stays warm; the first round is thrown away. **A ratio compares the same documents in the same round**, and
the median of the rounds stands here, with the least and the most. Milliseconds are those of this machine, on that day:
of two runs only the ratios can be compared. "ms CPU" is the time of processors, of all processes that had a part in it;
"ms" is what a clock shows.
"""
RIVALS = """\
- **casepack**: from the View of a document to its finished files, in a worker as `casepack make` hires them:
  drawings made, template filled in, converted, typeset as PDF/UA and PDF/A, both files read back and proved, written.
- **The floor**: docxtpl fills in a template that was read, patched and compiled once; mammoth converts the filled
  Word file; WeasyPrint lays out casepack's HTML with casepack's stylesheet and writes PDF/UA. Stylesheet, fonts, image
  cache and URL fetcher are shared by all documents. Nothing is checked, drawn, tagged further or proved.
- **docxtpl, then WeasyPrint as its tutorials show it**: `DocxTemplate(path)`, `FontConfiguration()`,
  `CSS(filename=...)` and `HTML(string=...).write_pdf(...)` anew for each document, with the stylesheet
  [house-naive.css](../benchmarks/house-naive.css), which gives the same look and the same pages and is never changed.
  Its HTML is handed to it ready-made (a Jinja template of it would cost well under a millisecond), and its PDF is a
  plain one. With casepack's stylesheet instead, the rest of the lead is what casepack's code does.
- **LibreOffice**: converts the Word files that docxtpl made, time of docxtpl included; the profile is warm. A process
  for each document is measured on a part of the documents, and compared with casepack on the same ones.

All of them fill in the same templates with the same values, pictures handed to the rivals ready-made, and have the same
fonts. None but casepack looks at what it made.
"""


def page(result: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = [
        INTRODUCTION,
        _machine(result),
        "## What was to be reached\n",
        _targets(targets(result)),
        "## Against what a team would use instead\n",
        f"![{alternative(result)}](performance.svg)\n",
        _engines(result),
        RIVALS,
        "By kind of document, in ms CPU:\n",
        _kinds(result),
        "## Where the time goes\n",
        _phases(result),
        "## Whole packs\n",
        _folders(result),
        _sample(result),
        "## Memory\n",
        _memory(result),
        "## Starting\n",
        _starts(result),
    ]
    return "\n".join(parts)


def alternative(result: Mapping[str, Any]) -> str:
    """What the chart shows, in words."""
    told = "; ".join(f"{bar.name} {bar.value:,.0f}" for bar in _bars(result))
    return f"Bars: milliseconds of processor for one document. {told}."


def picture(result: Mapping[str, Any]) -> str:
    """The chart."""
    title = "One document as Word and PDF: milliseconds of processor"
    return chart(title, alternative(result), _bars(result), "ms")


def _bars(result: Mapping[str, Any]) -> list[Bar]:
    measured = result["engines"]
    return [
        Bar(
            short,
            middle(measured[name]["cpu"]),
            "own" if name == engines.PRODUCT else "floor" if name == engines.FLOOR else "rival",
        )
        for name, short in SHORT.items()
        if name in measured
    ]


def _machine(result: Mapping[str, Any]) -> str:
    machine = result["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    return (
        f"Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory']}, {machine['system']}; "
        f"its load before the run was {machine['load']} (near 0 when nothing else is at work). {versions}. "
        f"Size {result['size']}, seed {result['seed']}.\n"
    )


def _targets(all_targets: Sequence[Target]) -> str:
    def bound(target: Target) -> str:
        sign = "at most " if target.most and target.needed else ""
        aim = "" if target.aimed is None else f" (aim: {number(target.aimed)})"
        return f"{sign}{number(target.needed) if target.needed else 'none'}{aim}"

    def measured(target: Target) -> str:
        if target.measured is None:
            return "—"
        said = "none" if not target.measured and not target.needed else number(target.measured)
        return f"{said} {target.unit}".strip()

    rows = [(t.what, bound(t), measured(t), f"**{t.state}**") for t in all_targets]
    reached = sum(t.state in {"reached", "aim reached"} for t in all_targets)
    told = f"\n\n{reached} of {len(rows)} are reached.\n"
    return table(("", "to reach", "measured", ""), rows) + told


def _engines(result: Mapping[str, Any]) -> str:
    rows = []
    for name, told in NAMES.items():
        if found := result["engines"].get(name):
            times = [milliseconds(middle(found[kind])) for kind in ("cpu", "wall")]
            same = name == engines.PRODUCT
            rows.append((told, *times, *("1" if same else span(found[f"{kind}_ratios"]) for kind in ("cpu", "wall"))))
        elif name in result["missing"]:
            rows.append((told, "—", "—", result["missing"][name], ""))
    headings = ("for each document", "ms CPU", "ms", "times casepack's CPU", "times casepack's clock")
    return table(headings, rows) + "\n"


def _kinds(result: Mapping[str, Any]) -> str:
    names = (engines.PRODUCT, engines.FLOOR, engines.NAIVE)
    rows = [
        (kind, *(milliseconds(times[name]) for name in names), f"{times[engines.NAIVE] / times[engines.PRODUCT]:.2f}")
        for kind, times in result["kinds"].items()
    ]
    return table(("", "casepack", "the floor", "WeasyPrint as in tutorials", "lead over it"), rows) + "\n"


def _phases(result: Mapping[str, Any]) -> str:
    phases, steps = result["phases"], dict(result["floor_steps"])
    whole, bottom = sum(row["ms"] for row in phases), sum(steps.values())
    rows, groups = [], dict[str, list[tuple[str, float]]]()
    for row in phases:
        groups.setdefault(row["group"], []).append((row["what"], row["ms"]))
    for group, found in groups.items():
        if group:
            total = sum(ms for _, ms in found)
            floor = steps.get(_FLOOR_STEPS.get(group, ""), 0.0)
            rows.append((f"**{GROUPS[group]}**", *_beside(total, floor, whole)))
        for what, ms in found:
            beside = _beside(ms, steps.get(what, 0.0), whole)
            rows.append((f"· {what}", beside[0], "", "", "") if group else (what, *beside))
    rows.append(("**all**", *_beside(whole, bottom, whole)))
    told = (
        "One document, ms CPU, from workers in which each of these functions has a stopwatch (which itself costs a "
        "little). What a step does inside another counts for that one only.\n\n"
    )
    headings = ("", "casepack", "the floor", "above it", "share of the whole")
    return told + table(headings, rows) + "\n\n" + _pack_phases(result) + _gone(result)


def _beside(own: float, floor: float, whole: float) -> tuple[str, str, str, str]:
    share = f"{own / whole * 100:.0f} %"
    return milliseconds(own), milliseconds(floor) if floor else "—", milliseconds(own - floor), share


def _pack_phases(result: Mapping[str, Any]) -> str:
    rows = result["pack_phases"]
    whole = sum(row["ms"] for row in rows)
    shown = [(row["what"], milliseconds(row["ms"]), f"{row['ms'] / whole * 100:.1f} %") for row in rows]
    return "Of a whole pack, for each of its documents:\n\n" + table(("", "ms CPU", "share"), shown) + "\n"


def _gone(result: Mapping[str, Any]) -> str:
    gone = ", ".join(f"`{name}`" for name in result["not_found"])
    return f"\nNot found, and so counted with what is around it: {gone}.\n" if gone else ""


def _folders(result: Mapping[str, Any]) -> str:
    rows = []
    for row in result["folders"]:
        one, two = ([s * 1000 / row["documents"] for s in row[workers]] for workers in ("1", "2"))
        rows.append(
            (
                f"{row['records']:,} records, {row['documents']:,} documents",
                *(seconds(row[workers]) for workers in ("1", "2")),
                *(milliseconds(middle(times)) for times in (one, two)),
                f"{ratio(middle(row['1']), middle(row['2'])):.2f}",
                seconds(row["again"]),
            )
        )
    headings = (
        "`casepack make FOLDER`", "1 worker, s", "2 workers, s", "ms for a document, 1", "2", "gain", "second run, s",
    )  # fmt: skip
    told = (
        "Invented records, every document as Word and PDF, proved and written; from the command line, start included.\n"
    )
    return told + "\n" + table(headings, rows) + "\n"


def _sample(result: Mapping[str, Any]) -> str:
    sample, documents = result["sample"], result["sample"]["documents"]
    ways = {
        "from the command line": "cold", "the same with `--workers 1`": "one", "the same with `--workers 2`": "two",
        "in a worker that is warm": "warm", "a second run, nothing changed": "again_cold",
        "a second run in a warm worker": "again_warm",
    }  # fmt: skip
    rows = [
        (told, seconds(sample[way]), milliseconds(per_document([(s, documents) for s in sample[way]])))
        for told, way in ways.items()
    ]
    shown = table((f"the ordinary sample, {documents} documents", "s", "ms for a document"), rows)
    changed = [
        (row["what"], f"{row['made']} of {row['of']}", str(row["needless"]), number(row["seconds"]))
        for row in result["changes"]
    ]
    headings = ("one changed answer", "documents made anew", "of them with the same words as before", "s")
    return f"{shown}\n\n{table(headings, changed)}\n"


def _memory(result: Mapping[str, Any]) -> str:
    rows = [(f"{one['documents']:,}", number(one["mb"])) for one in result["memory"]["after"]]
    told = "One worker, never replaced, pack after pack; what it holds in memory, shared libraries included:\n\n"
    withheld = result["memory"].get("withheld", 0)
    kept = f"\nOf these documents {withheld:,} were withheld: made and proved, not kept.\n" if withheld else ""
    return told + table(("documents made", "MB"), rows) + "\n" + kept


def _starts(result: Mapping[str, Any]) -> str:
    starts = result["starts"]
    bare, libraries = (middle(starts[name]["cpu"]) for name in (BARE, LIBRARIES))
    rows = []
    for name, times in starts.items():
        cpu, wall = middle(times["cpu"]), middle(times["wall"])
        rows.append((f"`{name}`", milliseconds(cpu), milliseconds(wall), milliseconds(cpu - bare),
                     f"{ratio(cpu, libraries):.2f}"))  # fmt: skip
    headings = ("", "ms CPU", "ms", "ms CPU above bare Python", "times `import click, pydantic`")
    loads = ", ".join(result["check_loads"]) or "none"
    told = f"Of the libraries that make documents, `casepack check` of a workbook loads: {loads}.\n"
    return f"{table(headings, rows)}\n\n{told}"


def summary(result: Mapping[str, Any]) -> str:
    """A line for each target, for whoever waited."""
    lines = [f"{t.state:14} {t.what}: {'—' if t.measured is None else number(t.measured)}" for t in targets(result)]
    lead = ahead(result, engines.NAIVE)
    return "\n".join([*lines, f"{number(lead)} times ahead of the tutorials' way" if lead else ""]).rstrip()
