"""What is built and what is installed: the wheel holds all that a run needs and nothing of anybody's records."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
INFO = f"casepack-{PROJECT['project']['version']}.dist-info"
LOCKS = ("run", "web", "dev")

# Left beside the real files before building: Word's own lock file, and an officer's record.
STRAYS = ("templates/~$house.docx", "inputs/MSC-2026-0417.json", "outputs/MSC-2026-0417/letter.docx")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the source archive, built without a network from a copy in which somebody has been working."""
    place = tmp_path_factory.mktemp("build")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "CHANGELOG.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, place)
    for name in ("src", "templates", "tests", "inputs"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "~$*"))
    for stray in STRAYS:
        (place / stray).parent.mkdir(parents=True, exist_ok=True)
        (place / stray).write_text("not for anybody else")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(place / "dist")]
    subprocess.run(command, cwd=place, check=True, capture_output=True)
    return {path.suffix: path for path in (place / "dist").iterdir()}


@pytest.fixture(scope="module")
def wheel(built: dict[str, Path]) -> list[str]:
    """The names of the files in the wheel."""
    with zipfile.ZipFile(built[".whl"]) as archive:
        return archive.namelist()


def files_below(folder: Path, pattern: str = "*") -> set[str]:
    found = (path for path in folder.rglob(pattern) if path.is_file() and not path.name.startswith("~$"))
    return {path.relative_to(folder).as_posix() for path in found}


def below(names: list[str], folder: str) -> set[str]:
    return {name.removeprefix(folder) for name in names if name.startswith(folder)}


def test_the_wheel_holds_every_template_and_no_other(wheel: list[str]) -> None:
    assert below(wheel, "casepack/templates/") == files_below(ROOT / "templates") != set()


def test_the_wheel_holds_the_fonts_with_their_licences(wheel: list[str]) -> None:
    shipped = below(wheel, "casepack/fonts/")
    assert shipped == files_below(ROOT / "src" / "casepack" / "fonts")
    assert {"LICENSE-DejaVu.txt", "LICENSE-Liberation.txt", "fonts.conf"} < shipped


def test_the_wheel_holds_every_module_and_says_that_it_is_typed(wheel: list[str]) -> None:
    modules = files_below(ROOT / "src" / "casepack", "*.py")
    assert {name for name in below(wheel, "casepack/") if name.endswith(".py")} == modules != set()
    assert "casepack/py.typed" in wheel


def test_the_wheel_holds_nothing_but_the_package_and_its_metadata(wheel: list[str]) -> None:
    assert {name.partition("/")[0] for name in wheel} == {"casepack", INFO}


def test_no_record_pack_or_lock_file_is_in_the_source_archive(built: dict[str, Path]) -> None:
    with tarfile.open(built[".gz"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {name.partition("/")[0] for name in names} & {"inputs", "outputs"} == set()
    assert [name for name in names if "~$" in name] == []
    assert {"pyproject.toml", "templates/house.docx", "src/casepack/py.typed"} < names


def metadata(built: dict[str, Path]) -> Message:
    with zipfile.ZipFile(built[".whl"]) as archive:
        return Parser().parsestr(archive.read(f"{INFO}/METADATA").decode("utf-8"))


def test_the_metadata_tell_licence_python_and_command(built: dict[str, Path], wheel: list[str]) -> None:
    told = metadata(built)
    assert (told["License-Expression"], told["Requires-Python"]) == ("MIT", ">=3.11")
    assert "LICENSE" in (told.get_all("License-File") or [])
    with zipfile.ZipFile(built[".whl"]) as archive:
        commands = archive.read(f"{INFO}/entry_points.txt").decode("utf-8")
    assert "casepack = casepack.cli:main" in commands.splitlines()


def test_casepack_runs_from_the_wheel_with_its_own_templates(built: dict[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(built[".whl"]) as archive:
        archive.extractall(tmp_path / "installed")
    code = "from casepack.assets import assets_folder as a; from casepack.cli import main; print(a()); main(['--help'])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": "installed"}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == str(tmp_path / "installed" / "casepack" / "templates")
    assert "make" in done.stdout


def locked(name: str) -> dict[str, set[str]]:
    """The pins of a lock file, each with its hashes."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {line.partition("--hash=")[0].strip(): set(re.findall(r"--hash=(\S+)", line)) for line in lines}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_every_package_to_hashes(name: str) -> None:
    pins = locked(name)
    assert [pin for pin, hashes in pins.items() if "==" not in pin or not hashes] == []
    assert len(pins) > 10


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("place", ["http:", "https:", "://", "file:", "index-url", "find-links", " @ ", "/opt/"])
def test_a_lock_file_says_nothing_of_where_packages_come_from(name: str, place: str) -> None:
    assert place not in (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["run", "web"])
def test_what_is_tested_is_what_is_installed_to_run(name: str) -> None:
    run, dev = locked(name), locked("dev")
    assert {pin: hashes for pin, hashes in run.items() if dev.get(pin) != hashes} == {}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_answers_all_that_the_project_asks_for(name: str) -> None:
    asked = [*PROJECT["project"]["dependencies"], *(PROJECT["dependency-groups"]["dev"] if name == "dev" else [])]
    pins = {canonicalize_name(pin.name): pin.specifier for pin in map(Requirement, locked(name))}
    for requirement in map(Requirement, asked):
        (pin,) = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pin.version), f"{requirement}: run ./dev lock"


# Stands in for a Python, as `dev` calls it, on a machine whose libraries are wanting; it takes in every package asked.
PYTHON = """#!/bin/sh
case "$1 $2" in
"-c import ensurepip, venv") exit 1 ;;
"-c import sys; print("*) echo python3.11-venv ;;
"- "*) echo {lacking} ;;
"-m pytest") echo pytest was run ;;
esac
"""
PANGO = "libpango-1.0-0 libpangoft2-1.0-0"


def run_dev(place: Path, *arguments: str, lacking: str, venv: bool) -> subprocess.CompletedProcess[str]:
    """`dev` run by someone who may install nothing (no apt-get, no sudo), with or without a .venv there already."""
    programs, own = place / "bin", place / ".venv" / "bin"
    for folder in (programs, own, place / "requirements"):
        folder.mkdir(parents=True)
    for name in ("bash", "cat", "cksum", "dirname", "head", "id", "readlink", "rm", "tail"):
        (programs / name).symlink_to(str(shutil.which(name)))
    for name in ("dev", "pyproject.toml", "requirements/dev.lock"):
        shutil.copy(ROOT / name, place / name)
    python = own / "python" if venv else programs / "python3"
    python.write_text(PYTHON.format(lacking=lacking))
    (own / "casepack").write_text("#!/bin/sh\nexit 6\n")
    (programs / "uname").write_text("#!/bin/sh\necho Linux\n")
    for program in (python, own / "casepack", programs / "uname"):
        program.chmod(0o755)
    command = [str(programs / "bash"), "dev", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, env={"PATH": str(programs)})


@pytest.mark.parametrize(
    ("command", "venv", "lacking", "code", "packages"),
    [
        pytest.param("demo", False, PANGO, 1, f"python3.11-venv {PANGO}", id="nothing there: all in one line"),
        pytest.param("demo", False, "", 1, "python3.11-venv", id="only the venv module wanting"),
        pytest.param("demo", True, PANGO, 6, PANGO, id="a demo without Pango keeps casepack's own exit code"),
        pytest.param("test", True, PANGO, 1, PANGO, id="tests without Pango stop before they start"),
    ],
)
def test_who_may_install_nothing_is_told_last_what_to_ask_for(
    command: str, venv: bool, lacking: str, code: int, packages: str, tmp_path: Path
) -> None:
    done = run_dev(tmp_path, command, lacking=lacking, venv=venv)
    assert done.returncode == code, done.stderr
    assert done.stderr.splitlines()[-1].endswith(f"; ask the administrator to: apt-get install {packages}")
    assert "pytest was run" not in done.stdout


@pytest.mark.parametrize("lacking", ["", "libharfbuzz-subset0"])
def test_the_tests_run_on_a_machine_that_can_make_pdfs(lacking: str, tmp_path: Path) -> None:
    done = run_dev(tmp_path, "test", lacking=lacking, venv=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "pytest was run"), done.stderr
    # A browser is wanted for a few tests alone, which are passed over without one.
    told = [line for line in done.stderr.splitlines() if "browser" not in line]
    assert bool(told) is bool(lacking)
