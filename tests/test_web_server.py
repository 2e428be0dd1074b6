"""The page served: connections that take too long are ended, and the command says what stands in its way."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from casepack import web_server
from casepack.errors import UsageError
from casepack.web_guard import HEADERS
from casepack.web_server import PatientProtocol, listening
from casepack.web_settings import Limits, Settings

from .conftest import INPUTS, Casepack

LIMITS = Limits(connections=3)
LARGE = 40_000_000


async def answers(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % LARGE)]})
    await send({"type": "http.response.body", "body": bytes(LARGE)})


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch, patience: float = 0.3) -> Iterator[socket.socket]:
    """A server whose patience is short, and a connection to it."""
    monkeypatch.setattr(web_server, "HEADER_SECONDS", patience)
    monkeypatch.setattr(web_server, "TAKE_SECONDS", 0.2)
    listener = listening(Settings(port=0))
    config = uvicorn.Config(
        answers,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        server_header=False,
        limit_concurrency=LIMITS.connections,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        with socket.create_connection(listener.getsockname()) as connection:
            connection.settimeout(10)
            yield connection
    finally:
        server.should_exit = True
        thread.join()


def ended(connection: socket.socket) -> bool:
    """Does the other side end this connection?"""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("trickles", [False, True])
def test_a_request_whose_head_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, trickles: bool) -> None:
    with served(monkeypatch) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        try:
            for _ in range(30 if trickles else 0):
                connection.sendall(b"a")
                time.sleep(0.02)
        except ConnectionError:
            pass
        assert ended(connection)


def test_an_answer_that_nobody_takes_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(1)
        taken = 0
        try:
            while piece := connection.recv(1 << 20):
                taken += len(piece)
        except ConnectionError:
            pass
        assert taken < LARGE


def test_a_connection_too_many_is_ended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(monkeypatch) as connection:
        others = [socket.create_connection(connection.getpeername()) for _ in range(LIMITS.connections)]
        try:
            assert ended(others[-1])
        finally:
            for other in others:
                other.close()


NOT_HTTP = {
    "something else": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no Host": b"GET / HTTP/1.1\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a length that is no number": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "a head without end": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40_000,
    "a name with a zero": b"GET / HTTP/1.1\r\nHost: a\r\nX\x00: 1\r\n\r\n",
    "canaries": b"QUINCE JUNIPER HTTP/9\r\n\r\n",
}


@pytest.mark.parametrize("sent", NOT_HTTP.values(), ids=NOT_HTTP.keys())
def test_what_is_no_request_is_answered_with_the_headers_of_every_answer(server: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server), timeout=10) as connection:
        connection.sendall(sent)
        whole = b""
        with suppress(ConnectionError):
            while piece := connection.recv(65_536):
                whole += piece
    head, _, body = whole.partition(b"\r\n\r\n")
    status, *lines = head.decode("ascii").split("\r\n")
    told = dict(line.split(": ", 1) for line in lines)
    assert status == "HTTP/1.1 400 Bad Request"
    assert {name: told[name] for name, _ in HEADERS} == dict(HEADERS)
    assert (told["connection"], int(told["content-length"])) == ("close", len(body))
    assert body.startswith(b"This was not understood.")
    assert {name.lower() for name in told} & {"server", "x-powered-by"} == set()


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """The port of a server with the usual patience."""
    with pytest.MonkeyPatch.context() as nothing, served(nothing, patience=10) as connection:
        yield int(connection.getpeername()[1])


def test_two_cannot_listen_at_one_address() -> None:
    with listening(Settings(port=0)) as first, pytest.raises(UsageError, match="another program does already"):
        listening(Settings(port=first.getsockname()[1]))
    with pytest.raises(UsageError, match="is no address of this machine"):
        listening(Settings(host="nowhere.invalid"))


def test_what_is_no_certificate_is_told_of_before_the_page_opens(tmp_path: Path) -> None:
    (tmp_path / "page.pem").write_text("no certificate", encoding="utf-8")
    for key in ("page.pem", "nowhere.pem"):
        settings = Settings(port=0, https=True, certificate=tmp_path / "page.pem", key=tmp_path / key)
        with pytest.raises(UsageError, match=r"page\.pem and \w+\.pem cannot be used for https"):
            listening(settings)


OFFICE = str(INPUTS / "office.xlsx")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Name the office's data"),
        (["--office", "nowhere.xlsx"], "cannot be found"),
        (["--office", OFFICE, "--settings", "nowhere.toml"], "cannot be found"),
        (["--office", OFFICE, "--host", "0.0.0.0"], "it must know who is there"),
        (["--office", OFFICE, "--pass-phrase-file", "nowhere"], "cannot be found"),
        (["--office", OFFICE, "--port", "99999"], "99999"),
    ],
)
def test_the_command_says_what_stands_in_its_way(casepack: Casepack, arguments: list[str], said: str) -> None:
    result = casepack("serve", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_without_the_extra_the_command_says_what_to_install(
    casepack: Casepack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = casepack("serve", "--office", OFFICE)
    assert (result.exit_code, 'pip install "casepack[web]"' in result.output) == (2, True)


def test_nothing_but_the_command_itself_is_imported_for_its_help(casepack: Casepack, tmp_path: Path) -> None:
    result = casepack("serve", "--help")
    assert (result.exit_code, "private folder" in result.output) == (0, True)
