"""How casepack is put together: which module may use what, checked on the source so that it stays so."""

from __future__ import annotations

import ast
import graphlib
import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "casepack"

OWNERS = {
    "distributed": {"cluster"},
    "docxtpl": {"fill"},
    "icalendar": {"calendar_file"},
    "mammoth": {"wordhtml"},
    "msoffcrypto": {"sealing"},
    "networkx": {"peer_graph"},
    "openpyxl": {"workbook_cells"},
    "pikepdf": {"pdffields", "pdfparts", "pdfread", "sealing", "tagging"},
    "pypdfium2": {"pdfread", "web_drawing"},
    "python_multipart": {"cli_serve"},
    "starlette": {
        "cli_serve",
        "web_app",
        "web_forms",
        "web_guard",
        "web_making",
        "web_records",
        "web_server",
        "web_visit",
    },
    "uvicorn": {"cli_serve", "web_server"},
    "weasyprint": {"typeset"},
    "xlsxwriter": {"plain_workbook", "workbook_build"},
}
SLOW = ("distributed", "docxtpl", "mammoth", "networkx", "openpyxl", "weasyprint", "xlsxwriter")
LONGEST = 320
# What may be longer: every field that an officer can fill in, and every question of the workbook, in one place each.
LONGER = {"record": 640, "form_record": 520}

CLOCK_CALLS = re.compile(r"(^|\.)(datetime|date)\.(now|utcnow|today)$|^time\.(time|time_ns|localtime|gmtime|ctime)$")
CLOCK_NAMES = {"time", "time_ns", "localtime", "gmtime", "ctime"}

# Put together from parts, so that this file does not hold what it looks for.
NOT_IN_THE_TREE = re.compile(
    rb"(?<![\w.])/" + rb"work/|" + rb"|".join((rb"pypi\." + rb"org", rb"python" + rb"hosted", rb"npm" + rb"js\."))
)
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "dist", "outputs", "build"}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of casepack by its dotted name, without the leading `casepack.`; the package itself is ""."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def source(module: str) -> Path:
    plain = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
    return plain / "__init__.py" if plain.is_dir() else plain.with_suffix(".py")


def libraries(tree: ast.AST) -> Iterator[str]:
    """The top-level names of what is imported anywhere in a tree, from outside its own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def own_imports(name: str, tree: ast.Module) -> set[str]:
    """The modules of casepack that a module imports, at its top or later."""
    is_package = source(name).name == "__init__.py"
    here = name.split(".") if name else []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.name.removeprefix("casepack.") for a in node.names if a.name.startswith("casepack.")}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                up = node.level - 1 if is_package else node.level
                base = ".".join([*here[: len(here) - up], *(node.module or "").split(".")]).strip(".")
            elif node.module and node.module.partition(".")[0] == "casepack":
                base = node.module.removeprefix("casepack").removeprefix(".")
            else:
                continue
            for alias in node.names:
                inner = f"{base}.{alias.name}".strip(".")
                found.add(inner if inner in modules() else base)
    return found & set(modules()) - {name, ""}


def runs_the_command_line(module: str) -> bool:
    return module == "cli" or module.startswith("cli_") or module == "__main__"


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_heavy_library_is_imported_only_by_the_modules_that_own_it(library: str) -> None:
    users = {name for name, tree in modules().items() if library in libraries(tree)}
    assert users <= OWNERS[library]


def test_only_the_command_line_knows_click() -> None:
    users = {name for name, tree in modules().items() if "click" in libraries(tree)}
    assert {name for name in users if not runs_the_command_line(name)} == set()


@pytest.mark.parametrize("library", SLOW)
def test_a_slow_library_is_imported_only_when_it_is_needed(library: str) -> None:
    at_the_top = {
        name
        for name, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Try | ast.With) and library in libraries(node)
    }
    assert at_the_top == set()


@pytest.mark.parametrize("module", ["casepack", "casepack.cli"])
def test_starting_casepack_loads_no_heavy_library(module: str, tmp_path: Path) -> None:
    code = f"import sys, {module}; print(*sorted(set({sorted(OWNERS)!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_importing_every_module_does_nothing(tmp_path: Path) -> None:
    code = f"""
import importlib, logging, os
before = dict(os.environ)
for name in {sorted(modules())!r}:
    if name != "__main__":
        importlib.import_module("casepack." + name if name else "casepack")
print(dict(os.environ) == before, logging.getLogger().handlers, logging.getLogger("casepack").handlers)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "True [] []", "")
    assert list(tmp_path.iterdir()) == []


def test_only_the_command_line_reads_the_clock() -> None:
    readers = {name: sorted(clock_reads(tree)) for name, tree in modules().items() if not runs_the_command_line(name)}
    assert {name: reads for name, reads in readers.items() if reads} == {}


def clock_reads(tree: ast.Module) -> set[str]:
    """Where a module asks what time it is, whatever it calls the libraries that tell."""
    called = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    reads = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            reads |= {f"from time import {alias.name}" for alias in node.names if alias.name in CLOCK_NAMES}
        elif isinstance(node, ast.Attribute):
            head, dot, rest = ast.unparse(node).partition(".")
            full = called.get(head, head) + dot + rest
            if CLOCK_CALLS.search(full):
                reads.add(f"line {node.lineno}: {full}")
    return reads


@pytest.mark.parametrize(
    "code",
    [
        "import datetime\ndatetime.datetime.now()",
        "from datetime import datetime as moment\nmoment.now(tz)",
        "from datetime import date\ndate.today()",
        "import time as clock\nclock.time()",
        "from time import time\ntime()",
        "def due(day=datetime.now): pass",
    ],
)
def test_every_way_of_reading_the_clock_is_seen(code: str) -> None:
    assert clock_reads(ast.parse(code)) != set()


def test_modules_do_not_import_each_other_in_circles() -> None:
    graph = {name: own_imports(name, tree) for name, tree in modules().items() if name}
    assert any(graph.values())
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail("these import each other: " + " <- ".join(error.args[1]))


def told_layers() -> list[list[str]]:
    """The modules of each layer as docs/architecture.md lists them, the lowest layer first."""
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    layers = told.partition("## The modules")[2].partition("\n## ")[0].split("\n### ")[1:]
    return [re.findall(r"^\| `(\w+)` \|", layer, re.MULTILINE) for layer in layers]


def test_the_table_of_modules_names_each_of_them_once() -> None:
    assert sorted(name for layer in told_layers() for name in layer) == sorted(set(modules()) - {""})


def test_a_module_imports_only_from_its_own_layer_and_those_above_it() -> None:
    level = {name: number for number, layer in enumerate(told_layers()) for name in layer}
    downwards = {
        f"{name} imports {other}"
        for name, tree in modules().items()
        if name
        for other in own_imports(name, tree)
        if level[other] > level[name]
    }
    assert downwards == set()


def test_no_module_is_too_long_to_read() -> None:
    lengths = {name: len(source(name).read_text(encoding="utf-8").splitlines()) for name in modules()}
    assert {name: count for name, count in lengths.items() if count >= LONGER.get(name, LONGEST)} == {}


def test_no_pattern_repeats_a_group_without_going_back() -> None:
    # Pythons before 3.11.5 lose their place in such repeats (CPython issue 106052): what is to be found is passed over.
    possessive = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
    assert all(possessive.search(one) for one in ("(a)*+", "(?:a|b)++", "(a)?+", "(a){2,}+", "(?>a)"))
    found = {path.stem for path in sorted(PACKAGE.rglob("*.py")) if possessive.search(path.read_text(encoding="utf-8"))}
    assert found == set()


def test_no_module_prints() -> None:
    printing = {
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing == set()


def declared(*groups: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    lists = [project["project"]["dependencies"], *extras, *(project["dependency-groups"][group] for group in groups)]
    return {canonicalize_name(Requirement(line).name) for lines in lists for line in lines}


def distributions(trees: Iterator[ast.Module]) -> set[str]:
    """The packages that give the imported names, but for Python's own and the project's."""
    known = packages_distributions()
    outside = {name for tree in trees for name in libraries(tree)} - set(sys.stdlib_module_names) - {"casepack"}
    return {canonicalize_name(known.get(name, [name])[0]) for name in outside}


def test_every_library_that_casepack_imports_is_one_that_it_asks_for() -> None:
    assert distributions(iter(modules().values())) - declared() == set()


def test_every_library_that_the_tests_import_is_one_that_the_project_asks_for() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("*.py"))
    assert distributions(trees) - declared("dev") - {"benchmarks", "tests"} == set()


def project_files() -> Iterator[Path]:
    """The project's own files: nothing that tools or runs left, and of `inputs` only what ships."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in NOT_OURS and not name.endswith(("__pycache__", ".egg-info"))]
        for name in names:
            if Path(folder).name != "inputs" or name.startswith(("sample", "office")):
                yield Path(folder) / name


def layers(path: Path) -> Iterator[bytes]:
    """The content of a file, and of each part where it is a Word document or a workbook."""
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def test_no_file_names_a_place_on_a_developers_machine_or_a_package_registry() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in project_files()
        for layer in layers(path)
        for match in [NOT_IN_THE_TREE.search(layer)]
        if match
    }
    assert found == set()
