"""The machine and the versions that figures belong to; nothing that tells one machine of a kind from another."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    "casepack", "docxtpl", "jinja2", "lxml", "mammoth", "pikepdf", "pydantic", "pydyf", "pypdfium2", "python-docx",
    "unoserver", "weasyprint",
)  # fmt: skip


def machine() -> dict[str, str]:
    """What the machine is: system, processor, cores that this program may use, memory, and how busy it is."""
    return {
        "system": _system(),
        "processor": _processor(),
        "cores": str(cores()),
        "memory": f"{_memory_gb():.0f} GB",
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known",
    }


def versions() -> dict[str, str]:
    """Python's version and those of the libraries and of LibreOffice, as far as they are there."""
    found = {"Python": f"{platform.python_implementation()} {platform.python_version()}"}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found | _outside()


def cores() -> int:
    """How many processes this program may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError, AttributeError):
        return f"{platform.system()} {platform.release()}"


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _memory_gb() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, OSError, ValueError):
        return 0.0


def _outside() -> dict[str, str]:
    soffice = shutil.which("soffice")
    if not soffice:
        return {}
    said = subprocess.run([soffice, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"LibreOffice ([\d.]+)", said)
    return {"LibreOffice": found[1]} if found else {}
