"""LibreOffice as a rival: a process for each document, one call for all, and a server that is kept warm."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from .figures import Lap

PACKAGE, UNO_PACKAGE = "libreoffice-writer-nogui", "python3-uno"
SYSTEM_PYTHON = "/usr/bin/python3"
_PATIENCE = 60


def lacking_soffice() -> str:
    """Why LibreOffice cannot be measured here, in words; "" where it can."""
    return "" if shutil.which("soffice") else f"LibreOffice is not there: install {PACKAGE}"


def lacking_unoserver() -> str:
    """Why unoserver cannot be measured here, in words; "" where it can."""
    if lacking := lacking_soffice():
        return lacking
    if importlib.util.find_spec("unoserver") is None:
        return "the package unoserver is not there: run ./dev setup"
    found = Path(SYSTEM_PYTHON).exists() and subprocess.run(
        [SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False
    )
    return "" if found and found.returncode == 0 else f"Python cannot speak to LibreOffice: install {UNO_PACKAGE}"


class Soffice:
    """LibreOffice from the command line, with a profile of its own."""

    def __init__(self, home: Path) -> None:
        """`home` is an empty folder for the profile."""
        self.profile = f"-env:UserInstallation={home.as_uri()}"

    def convert(self, files: list[Path], out: Path) -> tuple[float, float]:
        """PDFs of these Word files in `out`, in one call; milliseconds of processor and of the clock."""
        command = ["soffice", self.profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, files)]
        cpu, wall = _children(), time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        used, took = _children() - cpu, time.perf_counter() - wall
        _all_there(files, out)
        return used * 1000, took * 1000

    def each(self, folder: Path, documents: list[int]) -> list[Lap]:
        """A process for each of these documents."""
        return [Lap((n,), *self.convert([folder / f"{n}.docx"], folder)) for n in documents]

    def all(self, folder: Path, documents: list[int]) -> list[Lap]:
        """One call for all of them."""
        return [Lap(tuple(documents), *self.convert([folder / f"{n}.docx" for n in documents], folder))]


def _children() -> float:
    """Seconds of processor of all processes that this one started and that have ended."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _all_there(files: list[Path], out: Path) -> None:
    lost = [file.name for file in files if not (out / f"{file.stem}.pdf").exists()]
    if lost:
        raise RuntimeError(f"LibreOffice made no PDF of {', '.join(lost)}.")
    for file in files:
        (out / f"{file.stem}.pdf").unlink()


class Unoserver:
    """A LibreOffice that listens, and its client in this process."""

    def __init__(self, home: Path) -> None:
        """Start the server; `home` is an empty folder for its profile. Raises RuntimeError where it does not answer."""
        from unoserver.client import UnoClient  # type: ignore[import-untyped]

        port, uno_port = _free_ports()
        library = home / "library"
        library.mkdir(parents=True)
        found = distribution("unoserver")
        package = importlib.util.find_spec("unoserver")
        assert package is not None
        assert package.origin is not None
        # Nothing else of this Python's packages: they may be made for another version than the system's.
        (library / "unoserver").symlink_to(Path(package.origin).parent)
        info = Path(str(found.locate_file(f"unoserver-{found.version}.dist-info")))
        (library / info.name).symlink_to(info)
        self.process = subprocess.Popen(
            [SYSTEM_PYTHON, "-m", "unoserver.server", "--port", str(port), "--uno-port", str(uno_port),
             "--user-installation", str(home / "profile")],
            env={**os.environ, "PYTHONPATH": str(library)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self.client: Any = UnoClient(server="127.0.0.1", port=str(port))
        self._await(port)

    def _await(self, port: int) -> None:
        for _ in range(_PATIENCE * 2):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.5)
        self.close()
        raise RuntimeError("unoserver did not answer.")

    def each(self, folder: Path, documents: list[int]) -> list[Lap]:
        """One request for each of these documents."""
        found = []
        for number in documents:
            own, server, wall = time.process_time(), self._server_seconds(), time.perf_counter()
            target = folder / f"{number}.pdf"
            self.client.convert(inpath=str(folder / f"{number}.docx"), outpath=str(target), convert_to="pdf")
            took = time.perf_counter() - wall
            cpu = time.process_time() - own + self._server_seconds() - server
            target.unlink()
            found.append(Lap((number,), cpu * 1000, took * 1000))
        return found

    def _server_seconds(self) -> float:
        """Seconds of processor of the server and of the LibreOffice that it started, so far."""
        ticks = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if int(fields[3]) == self.process.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the server and its LibreOffice."""
        import signal

        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
