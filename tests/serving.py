"""`casepack serve` in a process of its own, and officers who use it over HTTP, for the tests of the page."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from .conftest import AS_OF, INPUTS

OFFICE = INPUTS / "office.xlsx"
Limits = Mapping[str, float]
"""What is to be less than usual; see `serve_at`."""
USUAL: Limits = {}
PATIENCE = 240
"""Seconds after which a server or a piece of its work is given up."""
CSRF = re.compile(r'name="csrf"\s+value="([^"]+)"')
TOKEN = re.compile(r"/r/([\w-]{16,})")
Gone = httpx.TransportError
"""What an officer meets when the server has gone."""
BUSY = frozenset({"waiting", "reading", "making"})


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Serving:
    """A server that runs: where it answers, what it said, and the folder in which it works."""

    port: int
    process: subprocess.Popen[bytes]
    scratch: Path
    log: Path

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        """Everything that it has printed and logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def left(self) -> list[str]:
        """The files below its folder, whoever they belong to."""
        return sorted(str(p.relative_to(self.scratch)) for p in self.scratch.rglob("*") if p.is_file())

    def family(self) -> list[int]:
        """The server's process and all that it started and that still live."""
        found, wanted = list[int](), [self.process.pid]
        while wanted:
            pid = wanted.pop()
            found.append(pid)
            # Each thread tells of those that it has started itself.
            for started in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):
                    wanted += map(int, started.read_text().split())
        return found

    def kill(self) -> None:
        """Stop it as a power cut would, and what it started with it."""
        for pid in self.family():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Stop it as an administrator would; how it ended."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


def start(
    home: Path, settings: str = "", *options: object, moment: str = AS_OF, office: Path = OFFICE, limits: Limits = USUAL
) -> Serving:
    """A server whose clock stands still at `moment` (local time of the office); it works and logs in `home`.

    `settings` are lines of its settings file, `limits` what is to be less than usual.
    """
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    log, scratch, file = home / "log.txt", home / "scratch", home / "settings.toml"
    scratch.mkdir(exist_ok=True, mode=0o700)
    file.write_text(f'[page]\nscratch = "{scratch}"\n{settings}', encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "tests.serve_at",
        moment,
        json.dumps(dict(limits)),
        "serve",
        "--settings",
        str(file),
    ]
    command += ["--port", str(port), "--office", str(office), *map(str, options)]
    told = {name: value for name, value in os.environ.items() if not name.startswith("CASEPACK_")}
    with log.open("ab") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**told, "TMPDIR": str(home)})
    return Serving(port, process, scratch, log)


def ready(server: Serving) -> Serving:
    """The server as soon as it answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/health", timeout=5, trust_env=False).status_code == 200:
                return server
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"the server does not answer; it said: {server.said()}")


@contextmanager
def serving(
    home: Path, settings: str = "", *options: object, moment: str = AS_OF, office: Path = OFFICE, limits: Limits = USUAL
) -> Iterator[Serving]:
    """The same, as long as the block lasts."""
    server = start(home, settings, *options, moment=moment, office=office, limits=limits)
    try:
        yield ready(server)
    finally:
        if server.process.poll() is None:
            server.stop()


@dataclass
class Officer:
    """Somebody with a browser of their own: cookies, and the token of the forms from the page that was last seen."""

    server: Serving
    headers: Mapping[str, str] = field(default_factory=dict)
    source: str = "127.0.0.1"
    csrf: str = ""
    origin: str = ""
    """What a browser calls the page where that is not the server's own address."""

    def __post_init__(self) -> None:
        # Nothing is asked by https: the list of those who may vouch for a site need not be read.
        transport = httpx.HTTPTransport(local_address=self.source, verify=False)
        self.client = httpx.Client(
            base_url=self.server.url, transport=transport, timeout=PATIENCE, headers=self.headers
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()

    def get(self, path: str, **more: Any) -> httpx.Response:
        """One page; the token of its forms is kept."""
        found = self.client.get(path, **more)
        if "html" in found.headers.get("content-type", "") and (token := CSRF.search(found.text)):
            self.csrf = html.unescape(token[1])
        return found

    def post(
        self, path: str, data: Mapping[str, str] | None = None, files: Sequence[tuple[str, Any]] = (), **more: Any
    ) -> httpx.Response:
        """One form sent off, with its token and what a browser says of where it comes from.

        Where the answer leads to a page, that is opened, as a browser does; what is returned is the answer itself.
        """
        if not self.csrf:
            self.get("/")
        told = {"Origin": self.origin or self.server.url, "Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        fields = {"csrf": self.csrf, **(data or {})}
        answer = self.client.post(path, data=fields, files=list(files) or None, headers=told, **more)
        if answer.status_code == 303:
            self.get(answer.headers["location"])
        return answer

    def drop(self, *files: tuple[str, bytes]) -> list[str]:
        """Bring files, by name and content; the tokens of all that are on the desk now, when each has been read."""
        known = set(self.states())
        answer = self.post("/files", files=[("files", file) for file in files])
        assert answer.status_code == 303, (answer.status_code, answer.text[:2000])
        return [token for token in self.settled() if token not in known]

    def drop_paths(self, *paths: Path) -> list[str]:
        """The same with files from the disk."""
        return self.drop(*((path.name, path.read_bytes()) for path in paths))

    def states(self) -> dict[str, str]:
        """How each file on the desk stands, by its token."""
        answer = self.client.get("/files/state")
        assert answer.status_code == 200, answer.text[:2000]
        return {token: entry["state"] for token, entry in answer.json()["entries"].items()}

    def settled(self) -> dict[str, str]:
        """The same as soon as nothing is under way any more."""
        until = time.monotonic() + PATIENCE
        while BUSY & set((now := self.states()).values()):
            assert time.monotonic() < until, now
            time.sleep(0.1)
        return now

    def make(self, token: str, earlier: bytes = b"") -> str:
        """Make the pack of a file; how it then stands."""
        files = [("earlier", ("earlier.zip", earlier) if earlier else ("", b""))]
        answer = self.post(f"/r/{token}/make", files=files)
        assert answer.status_code == 303, (answer.status_code, answer.text[:2000])
        assert urlsplit(answer.headers["location"]).path == f"/r/{token}/pack"
        return self.settled()[token]

    def take(self, token: str) -> bytes:
        """The zip of the whole pack; afterwards it is gone from the desk."""
        answer = self.post(f"/r/{token}/take")
        assert answer.status_code == 200, answer.text[:2000]
        assert answer.headers["content-type"] == "application/zip"
        return answer.content
